//! One paper: its file read, understood, rendered and written.

use super::houses::Houses;
use super::job::Job;
use crate::backend::pdf::Fit;
use crate::backend::{Options, Output, Rendered};
use crate::diagnostic::{Code, Failed, Report, Source};
use crate::files::{self, Files, Seen, Stamp};
use crate::model::{Date, language_tag, plain};
use crate::{Article, Overrides, ResolveOptions};
use std::io;
use std::path::{Path, PathBuf};

/// What came of a job.
#[derive(Debug)]
pub struct Made {
    /// The article's file, empty if it could not be read.
    pub source: Source,
    /// What was found.
    pub report: Report,
    /// Its files, in the order of [`Output::ALL`]; none if one of them could not be made. All
    /// of them are written.
    pub files: Result<Vec<(PathBuf, Rendered)>, Failed>,
    /// What the disk says of each.
    pub stamps: Vec<Stamp>,
    /// What it was made from, the house's files too.
    pub seen: Vec<Seen>,
    /// Its title in plain words and its language, if it was understood.
    pub about: Option<(String, String)>,
    /// It calls itself a draft and was left out.
    pub is_draft: bool,
    /// Why nothing can be written here, whatever the paper.
    pub environment: Option<String>,
}

impl Made {
    /// How it fits its pages, if any were set.
    pub fn fit(&self) -> Option<&Fit> {
        let files = self.files.as_ref().ok()?;
        files.iter().find_map(|(_, file)| file.fit.as_ref())
    }
}

/// Makes the paper that `job` asks for and writes its files. The job's house, layout, faces
/// and strictness are those of `houses`.
pub fn make(job: &Job, houses: &mut Houses) -> Made {
    let mut made = Made {
        source: Source::new(job.source.display().to_string(), ""),
        report: Report::with(job.strict),
        files: Ok(Vec::new()),
        stamps: Vec::new(),
        seen: Vec::new(),
        about: None,
        is_draft: false,
        environment: None,
    };
    made.files = read(job, &mut made).and_then(|()| {
        let rendered = render(job, houses, &mut made)?;
        write(job, rendered, &mut made)
    });
    made.seen.extend(houses.seen(&job.source).iter().cloned());
    made
}

fn read(job: &Job, made: &mut Made) -> Result<(), Failed> {
    let mut seen = Seen {
        stamp: Stamp::of(&job.source),
        path: job.source.clone(),
        sha256: String::new(),
    };
    match files::read_source(&job.source) {
        Ok(source) => {
            seen.sha256 = files::sha256(&source.bytes);
            made.source = source;
            made.seen.push(seen);
            Ok(())
        }
        Err(error) => {
            let message = format!("cannot read the article: {error}");
            Err(made.report.error(Code::File, None, message))
        }
    }
}

fn render(job: &Job, houses: &mut Houses, made: &mut Made) -> Result<Vec<Rendered>, Failed> {
    let Made { source, report, .. } = made;
    let mut outputs = outputs(job, report)?;
    let options = options(job, report)?;
    let (house, press) = houses.of(&job.source, report)?;
    if house.is_some_and(|house| house.house.social_cards) {
        outputs.push(Output::Card);
    }
    let overrides = overrides(job);
    let files = Files::beside(&job.source).watched();
    let article = crate::understand_with(house, overrides.as_ref(), source, &files, &options, report);
    made.seen.extend(files.seen());
    let article = article?;
    made.about = Some(about(&article));
    if article.meta.draft && !job.drafts {
        made.is_draft = true;
        return Ok(Vec::new());
    }
    crate::render(&article, press, &outputs, &Options::default(), &mut made.report)
}

fn about(article: &Article) -> (String, String) {
    (plain(&article.meta.title), article.lang.clone())
}

fn outputs(job: &Job, report: &mut Report) -> Result<Vec<Output>, Failed> {
    let mut outputs = Vec::new();
    for name in &job.to {
        let Some(named) = Output::named(name) else {
            return Err(report.error(Code::File, None, format!("there is no output `{name}`")));
        };
        outputs.extend(named);
    }
    Ok(outputs)
}

fn options(job: &Job, report: &mut Report) -> Result<ResolveOptions, Failed> {
    let mut wrong =
        |what: &str, text: &str| report.error(Code::FieldValue, None, format!("`{text}` is no {what}"));
    let date = match &job.date {
        Some(text) => Some(Date::parse(text).ok_or_else(|| wrong("date", text))?),
        None => None,
    };
    let lang = match &job.lang {
        Some(text) => Some(language_tag(text).ok_or_else(|| wrong("language tag", text))?),
        None => None,
    };
    Ok(ResolveOptions {
        date,
        lang,
        attach_source: job.attach_source,
    })
}

fn overrides(job: &Job) -> Option<Overrides> {
    let fields = job.front_matter.as_ref()?;
    let at = job.front_matter_at.as_ref();
    Some(Overrides {
        text: fields.get().to_owned(),
        file: at.map_or_else(|| "the job".to_owned(), |at| at.file.clone()),
        at: at.map_or((1, 1), |at| (at.line, at.column)),
    })
}

fn write(job: &Job, rendered: Vec<Rendered>, made: &mut Made) -> Result<Vec<(PathBuf, Rendered)>, Failed> {
    let mut written = Vec::new();
    for file in rendered {
        let path = with_ending(&job.stem, file.output.extension());
        match files::write_whole(&path, &file.bytes, job.parts.as_deref()) {
            Ok(stamp) => made.stamps.push(stamp),
            Err(error) => {
                let message = format!("cannot write `{}`: {error}", path.display());
                if is_environment(&error) {
                    made.environment = Some(message.clone());
                }
                return Err(made.report.error(Code::File, None, message));
            }
        }
        written.push((path, file));
    }
    Ok(written)
}

/// Whether every other paper would meet the same.
fn is_environment(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::ReadOnlyFilesystem
    )
}

/// The path with an ending behind it; a stem may have dots of its own.
pub(super) fn with_ending(stem: &Path, ending: &str) -> PathBuf {
    let mut name = stem.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}
