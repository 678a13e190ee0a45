//! The press file: the same pages as the PDF for screens, as a printer wants them.
//!
//! An [`Article`] enters and is typeset once more, with bleed and marks around every page;
//! Typst writes that file in sRGB. Then, over the finished file, colours become ink
//! (`inked`, with `content` for streams, `pictures` and `gradients`), pages get their boxes and blanks
//! (`sheet`), and the file says what it is made for (`intent`): PDF/X-4, ISO 15930-7. To
//! change which ink a colour becomes: `color`; to add a printing condition: [`Profile`].

mod color;
mod content;
mod gradients;
mod inked;
mod intent;
mod pictures;
mod profile;
mod sheet;

pub use color::Ink;
pub use profile::Profile;

use super::view::{PressView, View};
use super::world::{ArticleWorld, Forme, TypeCase};
use super::{claims, glyphs, joined, settle};
use crate::diagnostic::{Code, Failed, Report};
use crate::model::{Article, Paper};
use crate::style::{self, House};
use color::Palette;
use lopdf::Document;
use profile::Inks;
use typst::introspection::Introspector;
use typst_layout::PagedDocument;

/// How to write the press file. Every field is meaningful on its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PressOptions {
    /// How far colour reaches beyond the cut, in millimetres; `None` for what is usual where
    /// the paper is: 3 mm, or an eighth of an inch for US Letter. Default: `None`.
    pub bleed_mm: Option<f64>,
    /// What is printed on, and with which inks. Default: [`Profile::fogra39`].
    pub profile: Profile,
    /// The colours of the house that have an ink of their own. Default: none.
    pub inks: Vec<Ink>,
}

impl PressOptions {
    /// What a house asks for: its bleed, its profile, and its colours that have inks.
    ///
    /// # Errors
    ///
    /// [`Failed`] if it names a profile that is not known.
    pub fn of_house(house: &House, report: &mut Report) -> Result<Self, Failed> {
        let profile = match &house.press.profile {
            None => Profile::default(),
            Some(style::Profile::Named(name)) if name.eq_ignore_ascii_case("fogra39") => Profile::fogra39(),
            Some(style::Profile::Named(name)) => {
                let message = format!("no printing condition is known by the name `{name}`");
                let failed = report.error(Code::Press, None, message);
                report.hint("write `fogra39`, or name an ICC profile beside the house file: `paper.icc`");
                return Err(failed);
            }
            Some(style::Profile::Icc { file, bytes }) => {
                let name = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
                Profile::own(name, bytes.clone())
            }
        };
        let colors = &house.colors;
        let roles = [
            &colors.accent,
            &colors.ink,
            &colors.quiet,
            &colors.rule,
            &colors.panel,
            &colors.paper,
        ];
        let inks = roles
            .into_iter()
            .filter(|color| color.cmyk.is_some() || color.spot.is_some());
        let inks = inks.map(|color| Ink::of_color(color, &profile)).collect();
        Ok(Self {
            bleed_mm: house.press.bleed_mm,
            profile,
            inks,
        })
    }

    /// The bleed for an article, in millimetres.
    pub(super) fn bleed(&self, article: &Article) -> f64 {
        let usual = match article.meta.paper {
            Some(Paper::UsLetter) => 3.175,
            Some(Paper::A4) | None => 3.0,
        };
        self.bleed_mm.unwrap_or(usual).max(0.0)
    }
}

/// Room for marks beyond the bleed, in millimetres.
const SLUG_MM: f64 = 10.0;

/// A finished press file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PressFile {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has, a multiple of four.
    pub pages: usize,
    /// How many of them are blank.
    pub blanks: usize,
    /// Whether it claims PDF/X-4.
    pub is_claimed: bool,
    /// The condition it is made for: `FOGRA39`.
    pub condition: String,
}

/// Typesets `article` for a press and writes it as PDF/X-4.
///
/// What keeps the file from the claim is reported, and the file is made without it.
///
/// # Errors
///
/// [`Failed`] if the layout is wrong, if the profile cannot be used, or if the report is
/// strict and a glyph is missing or the claim withheld.
pub fn render(
    article: &Article,
    case: &TypeCase,
    forme: &Forme,
    house: &House,
    options: &PressOptions,
    report: &mut Report,
) -> Result<PressFile, Failed> {
    let (file, _) = made(article, case, forme, house, options, report)?;
    Ok(file)
}

/// The press file, and the pages that it was made from.
pub(super) fn made(
    article: &Article,
    case: &TypeCase,
    forme: &Forme,
    house: &House,
    options: &PressOptions,
    report: &mut Report,
) -> Result<(PressFile, PagedDocument), Failed> {
    let inks = Inks::new(&options.profile).map_err(|reason| {
        let failed = report.error(
            Code::Press,
            None,
            format!(
                "the profile of `{}` cannot be used: {reason}",
                options.profile.name
            ),
        );
        report.hint("name an ICC profile of CMYK for output, as your printer gives it");
        failed
    })?;
    // What the PDF for screens has said already is not said again.
    let mut found = if report.is_strict() {
        Report::strict()
    } else {
        Report::new()
    };
    let typeset = typeset_for_press(article, case, forme, house, options, &mut found);
    report.merge(found);
    let (document, pdf) = typeset?;
    let is_claimed = claim(article, report);
    let finish = || -> lopdf::Result<(Vec<u8>, sheet::Sheets)> {
        let mut doc = Document::load_mem(&pdf)?;
        let sheets = sheet::lay_out(&mut doc, options.bleed(article), back_cover(&document))?;
        inked::convert(&mut doc, &mut Palette::new(inks, &options.inks))?;
        intent::embed(&mut doc, &options.profile)?;
        Ok((intent::sealed(doc, article, is_claimed)?, sheets))
    };
    let (bytes, sheets) = finish().map_err(|error| {
        report.error(
            Code::Press,
            None,
            format!("the press file cannot be written: {error}"),
        )
    })?;
    if !sheets.has_trim {
        report.problem(
            Code::Press,
            None,
            "the layout gives its pages neither bleed nor marks",
        );
        report.hint("spread `sheet(article)` of `/kit/sheet.typ` into the layout's `set page`");
    }
    report.check()?;
    let file = PressFile {
        bytes,
        pages: sheets.pages,
        blanks: sheets.blanks,
        is_claimed,
        condition: options.profile.name.clone(),
    };
    Ok((file, document))
}

/// The pages with bleed and marks, and the file that Typst makes of them.
fn typeset_for_press(
    article: &Article,
    case: &TypeCase,
    forme: &Forme,
    house: &House,
    options: &PressOptions,
    report: &mut Report,
) -> Result<(PagedDocument, Vec<u8>), Failed> {
    let press = PressView {
        bleed: options.bleed(article),
        slug: SLUG_MM,
        condition: &options.profile.name,
        inks: options
            .inks
            .iter()
            .filter_map(|ink| ink.spot.as_deref())
            .collect(),
    };
    let view = View::on_press(article, case, house, press);
    let world = ArticleWorld::new(case, forme, "layout", article, &view);
    let (world, document) = settle(article, world, report)?;
    let document = joined::join(document);
    glyphs::check(&document, case, article, report);
    let pdf = claims::plain(&world, &document, report)?;
    Ok((document, pdf))
}

/// Whether the file may claim PDF/X-4, which asks for a title and for dates.
fn claim(article: &Article, report: &mut Report) -> bool {
    let missing = match (article.full_title().is_empty(), article.meta.date) {
        (true, None) => "title and date",
        (true, Some(_)) => "title",
        (false, None) => "date",
        (false, Some(_)) => return true,
    };
    report.problem(
        Code::PdfClaim,
        None,
        format!("the press file does not claim PDF/X-4: the article has no {missing}"),
    );
    report.hint(format!("give the {missing} in the front matter"));
    false
}

/// The page, counted from 0, that the layout marks as the back cover.
fn back_cover(document: &PagedDocument) -> Option<usize> {
    let label = typst::foundations::Label::new(typst::utils::PicoStr::intern("pamphlet-back-cover"))?;
    let content = document.introspector().query_label(label).ok()?;
    let place = document.introspector().position(content.location()?)?;
    Some(place.page.get() - 1)
}
