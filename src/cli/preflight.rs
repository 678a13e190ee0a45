//! `pamphlet preflight`: how a press file would fare at a printer's, before it is sent.

use super::Exit;
use super::messages::{Format, Messages};
use super::options::{date, lang};
use clap::Args;
use pamphlet::backend::pdf::preflight::{Grade, Verdict};
use pamphlet::batch::Houses;
use pamphlet::diagnostic::Code;
use pamphlet::model::Date;
use pamphlet::{Failed, Files, Layout, Report, ResolveOptions, Source};
use std::path::{Path, PathBuf};

/// Say how an article's press file would fare at a printer's
///
/// Makes the press file of each FILE without writing it, and prints a table: resolution and
/// colours of every picture, faces, black letters, ink, thin lines, letters near the cut,
/// bleed, number of pages, and the claim. Ends with 1 if a check fails, else with 0.
#[derive(Args)]
pub(super) struct Preflight {
    /// Articles in Markdown
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
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
    /// How to print what was found
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    message_format: Format,
}

impl Preflight {
    pub(super) fn run(self) -> Exit {
        let messages = Messages::new(self.message_format);
        let layout = match self.layout.as_deref().map(Layout::find).transpose() {
            Ok(layout) => layout,
            Err(error) => {
                messages.usage(&error.to_string());
                return Exit::Usage;
            }
        };
        let mut houses = match Houses::new(self.house.as_deref(), layout, Vec::new(), false) {
            Ok(houses) => houses,
            Err(message) => {
                messages.usage(&message);
                return Exit::Usage;
            }
        };
        let options = ResolveOptions {
            date: self.date,
            lang: self.lang,
            ..ResolveOptions::default()
        };
        let mut exit = Exit::Done;
        for file in &self.files {
            let mut report = Report::new();
            let (source, verdicts) = fly(file, &mut houses, &options, &mut report);
            messages.houses(&mut houses);
            messages.report(&source, &report);
            match verdicts {
                Ok(verdicts) => {
                    messages.verdicts(&source, &verdicts);
                    if verdicts.iter().any(|verdict| verdict.grade == Grade::Fail) {
                        exit = Exit::ArticleFailed;
                    }
                }
                Err(_) => exit = Exit::ArticleFailed,
            }
        }
        exit
    }
}

fn fly(
    file: &Path,
    houses: &mut Houses,
    options: &ResolveOptions,
    report: &mut Report,
) -> (Source, Result<Vec<Verdict>, Failed>) {
    let source = match pamphlet::files::read_source(file) {
        Ok(source) => source,
        Err(error) => {
            let failed = report.error(Code::File, None, format!("cannot read the article: {error}"));
            return (Source::new(file.display().to_string(), ""), Err(failed));
        }
    };
    let verdicts = verdicts(file, &source, houses, options, report);
    (source, verdicts)
}

fn verdicts(
    file: &Path,
    source: &Source,
    houses: &mut Houses,
    options: &ResolveOptions,
    report: &mut Report,
) -> Result<Vec<Verdict>, Failed> {
    let (house, press) = houses.of(file, report)?;
    let files = Files::beside(file);
    let article = pamphlet::understand_with(house, None, source, &files, options, report)?;
    pamphlet::preflight(&article, press, None, report)
}
