//! `pamphlet build`: articles in, files out.

use super::Exit;
use super::faces;
use super::houses::{self, Houses};
use super::messages::{Format, Messages};
use clap::{Args, ValueEnum};
use pamphlet::backend::pdf;
use pamphlet::diagnostic::Code;
use pamphlet::model::{Date, language_tag};
use pamphlet::{Failed, HouseFile, Layout, Options, Output, Press, Rendered, Report, ResolveOptions, Source};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Write each article as PDF and EPUB
///
/// Reads each FILE and writes DIR/<stem>.pdf, .epub and, on request, .press.pdf (the same
/// pages for a printer, PDF/X-4), .onix.xml (for distributors), .a11y.html (what was checked of
/// the EPUB) and .json. A problem in
/// the content (a picture that cannot be read, a link to nothing) is a warning and leaves
/// a visible placeholder.
#[derive(Args)]
pub(super) struct Build {
    /// Articles in Markdown
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What to write
    #[arg(
        long,
        value_name = "OUTPUT",
        value_delimiter = ',',
        default_value = "pdf,epub"
    )]
    to: Vec<Kind>,
    /// Where to write it
    #[arg(long, value_name = "DIR", default_value = "out")]
    out: PathBuf,
    /// The house file of all articles. Without it each article has the `house.yml` or
    /// `_brand.yml` beside it, if there is one
    #[arg(long, value_name = "FILE")]
    house: Option<PathBuf>,
    /// A built-in layout's name, or a folder with a layout, for every article. Without it
    /// each is set in the layout that its front matter asks for, else as a brief
    #[arg(long, value_name = "NAME|DIR")]
    layout: Option<String>,
    /// The date of articles that name none: 2025-06-01, 2025-06 or 2025
    #[arg(long, value_parser = date)]
    date: Option<Date>,
    /// The language of articles that name none, for instance en-GB
    #[arg(long, value_name = "TAG", value_parser = lang)]
    lang: Option<String>,
    /// Put each article's own file inside its PDF, which becomes PDF/A-3
    #[arg(long)]
    attach_source: bool,
    /// A folder with faces (.ttf, .otf, .ttc) for characters that the built-in ones lack;
    /// may be given more than once
    #[arg(long, value_name = "DIR")]
    font_path: Vec<PathBuf>,
    /// Look in the folders where this machine keeps its faces, too. The files then depend
    /// on the machine
    #[arg(long)]
    system_fonts: bool,
    /// Treat problems in the content as errors
    #[arg(long)]
    strict: bool,
    /// How to print what was found
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    message_format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Pdf,
    Press,
    Epub,
    /// What distributors ask about the EPUB, accessibility included (ONIX 3.1). Ask for it
    /// together with pdf and epub: then it tells of the same pages
    Onix,
    /// A report on the EPUB's accessibility: what was checked, and what a person must check
    /// (.a11y.json and .a11y.html)
    A11y,
    /// A picture of 1200 × 630 pixels for social media
    Card,
    Json,
}

impl Kind {
    fn outputs(self) -> &'static [Output] {
        match self {
            Kind::Pdf => &[Output::Pdf],
            Kind::Press => &[Output::Press],
            Kind::Epub => &[Output::Epub],
            Kind::Onix => &[Output::Onix],
            Kind::A11y => &[Output::Access, Output::AccessPage],
            Kind::Card => &[Output::Card],
            Kind::Json => &[Output::Json],
        }
    }
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "a date looks like 2025-06-01, 2025-06 or 2025".to_owned())
}

pub(super) fn lang(text: &str) -> Result<String, String> {
    language_tag(text).ok_or_else(|| "a language tag looks like en, en-GB or ur".to_owned())
}

impl Build {
    pub(super) fn run(self) -> Exit {
        let messages = Messages::new(self.message_format);
        let layout = match self.layout.as_deref().map(Layout::find).transpose() {
            Ok(layout) => layout,
            Err(error) => {
                messages.usage(&error.to_string());
                return Exit::Usage;
            }
        };
        if let Some((first, second)) = self.same_name() {
            messages.usage(&format!(
                "`{}` and `{}` would write the same files; build them into two folders with `--out`",
                first.display(),
                second.display()
            ));
            return Exit::Usage;
        }
        let faces = match self.load_faces(&messages) {
            Ok(faces) => faces,
            Err(message) => {
                messages.usage(&message);
                return Exit::Usage;
            }
        };
        let mut houses = match Houses::new(self.house.as_deref(), layout, faces, self.strict) {
            Ok(houses) => houses,
            Err(message) => {
                messages.usage(&message);
                return Exit::Usage;
            }
        };
        let mut exit = Exit::Done;
        for (index, file) in self.files.iter().enumerate() {
            // After the last one there is nothing left to save memory for.
            if index > 0 {
                pdf::forget();
            }
            let mut report = if self.strict {
                Report::strict()
            } else {
                Report::new()
            };
            let (source, built) = self.build(file, &mut houses, &messages, &mut report);
            messages.report(&source, &report);
            match built {
                Ok(written) => messages.written(&written),
                Err(_) => exit = Exit::ArticleFailed,
            }
        }
        exit
    }

    /// The faces of the named folders, those named first first.
    fn load_faces(&self, messages: &Messages) -> Result<Vec<(String, Vec<u8>)>, String> {
        let system = if self.system_fonts {
            faces::system_folders()
        } else {
            Vec::new()
        };
        let mut faces = Vec::new();
        let named = self.font_path.iter().map(|folder| (folder, true));
        // A machine need not have every usual folder.
        let usual = system.iter().map(|folder| (folder, false));
        for (folder, is_named) in named.chain(usual) {
            match pamphlet::files::read_faces(folder) {
                Ok(files) if files.is_empty() && is_named => {
                    messages.warning(&format!("no face is in `{}`", folder.display()));
                }
                Ok(files) => faces.extend(files),
                Err(error) if is_named => return Err(format!("cannot read faces from {error}")),
                Err(_) => {}
            }
        }
        // Whoever brings none need not wait for a look at them.
        let unread = if faces.is_empty() {
            Vec::new()
        } else {
            Press::default().add_faces(faces.clone())
        };
        for name in unread {
            messages.warning(&format!("`{name}` holds no face that can be read"));
        }
        Ok(faces)
    }

    /// Two inputs whose outputs would have one name.
    fn same_name(&self) -> Option<(&Path, &Path)> {
        let mut seen: BTreeMap<_, &Path> = BTreeMap::new();
        for file in &self.files {
            if let Some(other) = seen.insert(file.file_stem(), file) {
                return Some((other, file));
            }
        }
        None
    }

    fn build(
        &self,
        file: &Path,
        houses: &mut Houses,
        messages: &Messages,
        report: &mut Report,
    ) -> (Source, Result<Vec<(PathBuf, Rendered)>, Failed>) {
        let source = match pamphlet::files::read_source(file) {
            Ok(source) => source,
            Err(error) => {
                let failed = report.error(Code::File, None, format!("cannot read the article: {error}"));
                return (Source::new(file.display().to_string(), ""), Err(failed));
            }
        };
        let built = houses
            .of(file, messages, report)
            .and_then(|(house, press)| self.render(file, &source, house, press, report));
        let written = built.and_then(|rendered| self.write(file, rendered, report));
        (source, written)
    }

    fn render(
        &self,
        file: &Path,
        source: &Source,
        house: Option<&HouseFile>,
        press: &Press,
        report: &mut Report,
    ) -> Result<Vec<Rendered>, Failed> {
        let options = ResolveOptions {
            date: self.date,
            lang: self.lang.clone(),
            attach_source: self.attach_source,
        };
        let mut outputs: Vec<Output> = self.to.iter().flat_map(|kind| kind.outputs()).copied().collect();
        if house.is_some_and(|house| house.house.social_cards) {
            outputs.push(Output::Card);
        }
        let article = houses::understood(house, source, file, &options, report)?;
        pamphlet::render(&article, press, &outputs, &Options::default(), report)
    }

    fn write(
        &self,
        file: &Path,
        rendered: Vec<Rendered>,
        report: &mut Report,
    ) -> Result<Vec<(PathBuf, Rendered)>, Failed> {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let mut written = Vec::new();
        for file in rendered {
            let path = self.out.join(format!("{stem}.{}", file.output.extension()));
            if let Err(error) = pamphlet::files::write_whole(&path, &file.bytes) {
                return Err(report.error(
                    Code::File,
                    None,
                    format!("cannot write `{}`: {error}", path.display()),
                ));
            }
            written.push((path, file));
        }
        Ok(written)
    }
}
