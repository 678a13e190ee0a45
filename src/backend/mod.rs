//! Output formats. Each one is a single function from an [`Article`] to bytes.
//!
//! To add one: write `backend/<name>.rs`, add a variant to [`Output`] and let the
//! compiler lead you through this file. Nothing else changes.

pub mod epub;
pub mod json;
pub mod pdf;

use crate::checker::{self, Outcome};
use crate::diagnostic::{Code, Elsewhere, Failed, Report};
use crate::layout::Layout;
use crate::model::{Article, PageMap};
use crate::style::{FaceFile, Faces, House, HouseFile};
use epub::{Edition, EpubOptions};
use pdf::preflight::Verdict;
use pdf::press::PressOptions;
use pdf::{Fit, Forme, PdfOptions, TypeCase};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The kinds of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Output {
    /// The printed edition, as it is read on screens and sent around.
    Pdf,
    /// The same pages for a printer.
    Press,
    /// The edition for reading systems.
    Epub,
    /// What a distributor's catalogue wants to know of that, as ONIX.
    Onix,
    /// What was checked of the edition for reading systems, for programs.
    Access,
    /// The same for people, with what they must still check.
    AccessPage,
    /// A picture for places where a link to the paper is shared.
    Card,
    /// The resolved article itself.
    Json,
}

impl Output {
    /// Every kind, in the order in which they are made.
    pub const ALL: &[Output] = &[
        Output::Pdf,
        Output::Press,
        Output::Epub,
        Output::Onix,
        Output::Access,
        Output::AccessPage,
        Output::Card,
        Output::Json,
    ];

    /// What a user's word for outputs stands for: the ending of their names, or `press`,
    /// `onix`, `card`, and `a11y` for both reports on the book.
    pub fn named(name: &str) -> Option<&'static [Output]> {
        Some(match name {
            "pdf" => &[Output::Pdf],
            "press" => &[Output::Press],
            "epub" => &[Output::Epub],
            "onix" => &[Output::Onix],
            "a11y" => &[Output::Access, Output::AccessPage],
            "card" => &[Output::Card],
            "json" => &[Output::Json],
            _ => return None,
        })
    }

    /// The ending of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Output::Pdf => "pdf",
            Output::Press => "press.pdf",
            Output::Epub => "epub",
            Output::Onix => "onix.xml",
            Output::Access => "a11y.json",
            Output::AccessPage => "a11y.html",
            Output::Card => "card.png",
            Output::Json => "json",
        }
    }
}

/// What is loaded once and serves every article: layouts, the house, the faces.
/// Shared between threads; nothing in it changes.
#[derive(Debug)]
pub struct Press {
    /// Never empty; the first serves articles that ask for none of them.
    layouts: Vec<(Layout, Forme)>,
    house: House,
    case: TypeCase,
    /// Faces that its books may carry.
    faces: Vec<FaceFile>,
    /// Where the house's file names its faces, by key.
    places: BTreeMap<String, Elsewhere>,
}

impl Press {
    /// A press that sets every article in `layout`, whatever it asks for.
    pub fn new(layout: Layout, house: House) -> Self {
        Self::with(vec![layout], house)
    }

    /// A press that sets each article in the built-in layout that it asks for (`layout` in
    /// the front matter), and in the brief those that ask for none.
    pub fn by_article(house: House) -> Self {
        Self::with(Layout::all(), house)
    }

    fn with(layouts: Vec<Layout>, house: House) -> Self {
        let ready = |layout: Layout| {
            let forme = Forme::new(&layout);
            (layout, forme)
        };
        let mut case = TypeCase::new();
        if let Some(logo) = &house.logo {
            case.add_logo(logo);
        }
        // No face that is compiled in keeps itself from being embedded.
        let faces = case.book_faces(&house.faces, None, &mut Report::new());
        Self {
            layouts: layouts.into_iter().map(ready).collect(),
            house,
            case,
            faces,
            places: BTreeMap::new(),
        }
    }

    /// How to write a press file: as told, else as the house wants it.
    fn press_options(
        &self,
        told: Option<&PressOptions>,
        report: &mut Report,
    ) -> Result<PressOptions, Failed> {
        match told {
            Some(options) => Ok(options.clone()),
            None => PressOptions::of_house(&self.house, report),
        }
    }

    fn layout_for(&self, article: &Article) -> &(Layout, Forme) {
        let wanted = article.meta.layout.as_deref();
        let named = |(layout, _): &&(Layout, Forme)| Some(layout.name.as_str()) == wanted;
        let found = self.layouts.iter().find(named);
        found.unwrap_or(&self.layouts[0])
    }

    /// A press for a house file: its faces are there, and every face that it names must be.
    /// Without a `layout`, each article has the one that it asks for.
    ///
    /// `report` is about that file. Faces that come from elsewhere are `others`.
    ///
    /// # Errors
    ///
    /// [`Failed`] if a face is not there.
    pub fn of_house(
        layout: Option<Layout>,
        file: &HouseFile,
        others: Vec<(String, Vec<u8>)>,
        report: &mut Report,
    ) -> Result<Self, Failed> {
        let layouts = layout.map_or_else(Layout::all, |layout| vec![layout]);
        let mut press = Self::with(layouts, file.house.clone());
        for name in press.add_faces(file.faces.clone()) {
            report.problem(
                Code::Face,
                file.places.get("faces").copied(),
                format!("`{name}` holds no face that can be read"),
            );
            report.hint("take it out of the folder, or get the file again from its maker");
        }
        press.add_faces(others);
        for key in press.case.check_faces(file, report) {
            let (faces, usual) = (&mut press.house.faces, Faces::default());
            match key {
                "faces.text" => faces.text = usual.text,
                "faces.companion" => faces.companion = usual.companion,
                "faces.mono" => faces.mono = usual.mono,
                _ => faces.math = usual.math,
            }
        }
        let place = file.places.get("faces").copied();
        press.faces = press.case.book_faces(&press.house.faces, place, report);
        let keys = file.places.keys().filter(|key| key.starts_with("faces."));
        press.places = keys
            .filter_map(|key| Some((key.clone(), file.place(key)?)))
            .collect();
        report.check()?;
        Ok(press)
    }

    /// Reports what the house's style lacks for this article. [`render`] does it too.
    pub fn check(&self, article: &Article, report: &mut Report) {
        let place = |key: &str| self.places.get(key).cloned();
        self.case.check_letters(article, &self.house.faces, place, report);
    }
}

impl Press {
    /// Adds the faces of font files, each with its name (as [`crate::files::read_faces`]
    /// gives them), for characters that the house's own lack. Gives the names of the files
    /// that hold no face.
    pub fn add_faces(&mut self, files: Vec<(String, Vec<u8>)>) -> Vec<String> {
        self.case.add_faces(files)
    }
}

impl Default for Press {
    fn default() -> Self {
        Self::by_article(House::default())
    }
}

/// How to write each kind of output.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// For the PDF.
    pub pdf: PdfOptions,
    /// For the press file.
    pub press: Option<PressOptions>,
    /// For the EPUB.
    pub epub: EpubOptions,
}

/// One finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// What it is.
    pub output: Output,
    /// The file.
    pub bytes: Vec<u8>,
    /// What is worth telling: "2 pages", "1,402 words", "last page 93 % full", "PDF/UA-1".
    pub facts: Vec<String>,
    /// How a PDF fits its pages; `None` for what has none.
    pub fit: Option<Fit>,
    /// What it was held to, and whether it keeps it: the standards that it claims, and for a
    /// book the rules that it breaks.
    pub verdicts: Vec<Held>,
}

/// Whether a file keeps what it was held to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// A standard ("PDF/UA-1"), or a rule by the code of its findings ("book-note").
    pub to: String,
    /// Whether it keeps it.
    pub passed: bool,
}

impl Held {
    fn claims(claims: impl IntoIterator<Item = impl Into<String>>) -> Vec<Self> {
        let claim = |to: String| Self { to, passed: true };
        claims.into_iter().map(Into::into).map(claim).collect()
    }

    /// A book: its own checks as a whole, and each that it fails.
    fn of_book(made: &epub::Book) -> Vec<Self> {
        let broken: BTreeSet<&str> = checker::RULES
            .iter()
            .filter(|rule| made.audit.outcome(rule) == Outcome::Failed)
            .map(|rule| rule.code.as_str())
            .collect();
        let whole = Self {
            to: "book".to_owned(),
            passed: broken.is_empty(),
        };
        let each = broken.into_iter().map(|to| Self {
            to: to.to_owned(),
            passed: false,
        });
        let claims = Self::claims(made.claim.iter().cloned());
        std::iter::once(whole).chain(each).chain(claims).collect()
    }
}

/// Renders `article` as every kind in `outputs`, each once, in the order of
/// [`Output::ALL`].
///
/// An EPUB made together with a PDF carries the PDF's pages; one made alone has no page
/// list. ONIX describes the EPUB that is, or would be, made together with it. A report on the
/// EPUB is about the one made in the same call, and, asked for alone, about the one that would
/// be made together with a PDF.
///
/// # Errors
///
/// [`Failed`] if one of them cannot be made; then none is given.
pub fn render(
    article: &Article,
    press: &Press,
    outputs: &[Output],
    options: &Options,
    report: &mut Report,
) -> Result<Vec<Rendered>, Failed> {
    press.check(article, report);
    let mut rendered = Vec::new();
    let mut pages = None;
    let mut book = None;
    let has_book = outputs.contains(&Output::Epub);
    let (layout, forme) = press.layout_for(article);
    for &output in Output::ALL.iter().filter(|output| outputs.contains(output)) {
        let mut fit = None;
        let mut verdicts = Vec::new();
        let (bytes, facts) = match output {
            Output::Pdf => {
                let pdf = pdf::render(article, &press.case, forme, &press.house, &options.pdf, report)?;
                let mut facts = pdf.fit.facts();
                facts.extend(pdf.claims.iter().map(|claim| claim.as_str().to_owned()));
                verdicts = Held::claims(pdf.claims.iter().map(|claim| claim.as_str()));
                pages = Some(pdf.pages);
                fit = Some(pdf.fit);
                (pdf.bytes, facts)
            }
            Output::Press => {
                let options = press.press_options(options.press.as_ref(), report)?;
                let file = pdf::press::render(article, &press.case, forme, &press.house, &options, report)?;
                let blank = match file.blanks {
                    0 => String::new(),
                    blanks => format!(" ({blanks} blank)"),
                };
                let mut facts = vec![format!("{} pages{blank}", file.pages)];
                if file.is_claimed {
                    verdicts = Held::claims(["PDF/X-4"]);
                    facts.push("PDF/X-4".to_owned());
                }
                facts.push(file.condition);
                (file.bytes, facts)
            }
            Output::Epub => {
                let made = made(&mut book, article, press, pages.as_ref(), options, report)?;
                verdicts = Held::of_book(made);
                (made.bytes.clone(), made.claim.iter().cloned().collect())
            }
            Output::Access | Output::AccessPage => {
                if pages.is_none() && !has_book {
                    // What it says of the pages is told with the PDF itself.
                    let mut aside = Report::new();
                    let options = &options.pdf;
                    let pdf = pdf::render(article, &press.case, forme, &press.house, options, &mut aside)?;
                    pages = Some(pdf.pages);
                }
                let made = made(&mut book, article, press, pages.as_ref(), options, report)?;
                let [passed, failed, _] = checker::report::counts(&made.audit);
                let bytes = if output == Output::Access {
                    checker::report::json(&made.audit)
                } else {
                    checker::report::page(&made.audit)
                };
                (bytes, vec![format!("{passed} checks passed, {failed} failed")])
            }
            Output::Onix => {
                let edition = Edition {
                    pages: pages.as_ref(),
                    ..Edition::default()
                };
                let bytes = epub::onix(article, layout, &press.house, &edition);
                (bytes, vec!["ONIX 3.1".to_owned()])
            }
            Output::Card => {
                let [width, height] = pdf::CARD;
                let bytes = pdf::card(article, &press.case, forme, &press.house, report)?;
                (bytes, vec![format!("{width} × {height} pixels")])
            }
            Output::Json => (json::render(article), Vec::new()),
        };
        rendered.push(Rendered {
            output,
            bytes,
            facts,
            fit,
            verdicts,
        });
    }
    report.check()?;
    Ok(rendered)
}

/// The book, made once for all outputs that are about it.
fn made<'a>(
    book: &'a mut Option<epub::Book>,
    article: &Article,
    press: &Press,
    pages: Option<&PageMap>,
    options: &Options,
    report: &mut Report,
) -> Result<&'a epub::Book, Failed> {
    if let Some(made) = book {
        return Ok(made);
    }
    let (layout, forme) = press.layout_for(article);
    let cover = article.meta.cover_image.as_ref();
    let drawn = match cover.is_some_and(|cover| cover.asset.is_some()) {
        true => None,
        false => Some(pdf::cover(article, &press.case, forme, &press.house, report)?),
    };
    let edition = Edition {
        pages,
        cover: drawn.as_deref(),
        faces: &press.faces,
    };
    let made = epub::render(article, layout, &press.house, &edition, &options.epub, report)?;
    Ok(book.insert(made))
}

/// Makes the press file of `article` and says how it would fare at a printer's, check by
/// check.
///
/// # Errors
///
/// [`Failed`] if the press file cannot be made.
pub fn preflight(
    article: &Article,
    press: &Press,
    options: Option<&PressOptions>,
    report: &mut Report,
) -> Result<Vec<Verdict>, Failed> {
    let (_, forme) = press.layout_for(article);
    let options = press.press_options(options, report)?;
    pdf::preflight::preflight(article, &press.case, forme, &press.house, &options, report)
}
