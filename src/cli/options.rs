//! How papers are made: the options of `build` and `batch`.

use super::messages::Messages;
use clap::{Args, ValueEnum};
use pamphlet::batch::{self, Houses, Job};
use pamphlet::model::{Date, language_tag};
use pamphlet::{Layout, Press};
use std::path::{Path, PathBuf};

/// How papers are made.
#[derive(Args)]
pub(super) struct Making {
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
    pub(super) out: PathBuf,
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
    /// The word for it.
    fn name(self) -> String {
        let value = self.to_possible_value();
        value.map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "a date looks like 2025-06-01, 2025-06 or 2025".to_owned())
}

pub(super) fn lang(text: &str) -> Result<String, String> {
    language_tag(text).ok_or_else(|| "a language tag looks like en, en-GB or ur".to_owned())
}

impl Making {
    /// The job for an article; its files go into `--out`, named as it is.
    pub(super) fn job(&self, file: &Path) -> Job {
        Job {
            id: file.display().to_string(),
            source: file.to_owned(),
            stem: self.out.join(file.file_stem().unwrap_or_default()),
            to: self.to.iter().map(|kind| kind.name()).collect(),
            layout: self.layout.clone(),
            house: self.house.clone(),
            date: self.date.map(Date::iso),
            lang: self.lang.clone(),
            attach_source: self.attach_source,
            strict: self.strict,
            drafts: true,
            font_paths: self.font_path.clone(),
            system_fonts: self.system_fonts,
            front_matter: None,
            front_matter_at: None,
            parts: None,
        }
    }

    /// What articles are set with.
    ///
    /// # Errors
    ///
    /// A sentence if the layout, the house file or a folder with faces cannot be read.
    pub(super) fn houses(&self, messages: &Messages) -> Result<Houses, String> {
        let layout = self.layout.as_deref().map(Layout::find).transpose();
        let layout = layout.map_err(|error| error.to_string())?;
        let (faces, empty) = batch::load_faces(&self.font_path, self.system_fonts)?;
        for folder in empty {
            messages.warning(&format!("no face is in `{}`", folder.display()));
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
        Houses::new(self.house.as_deref(), layout, faces, self.strict)
    }
}
