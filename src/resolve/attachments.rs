//! Files for the inside of the PDF: read once, each under a name that every system can
//! store. What cannot be read is reported where the front matter names it.

use crate::diagnostic::{Code, Report, Source};
use crate::files::Files;
use crate::model::{Article, AttachedFile, Attachment, Meta, Relationship, mime_of};

/// How much all of them may hold together, in bytes: what a mail can still carry in parts,
/// and a reader opens without waiting.
const MOST: usize = 64 << 20;
/// The longest name, in characters; file systems take 255 bytes.
const LONGEST_NAME: usize = 80;

/// Reads the files that the front matter names.
pub(super) fn load(meta: &Meta, files: &Files, report: &mut Report) -> Vec<AttachedFile> {
    let mut attached: Vec<AttachedFile> = Vec::new();
    for wish in &meta.attachments {
        match files.read(&wish.path) {
            Ok(bytes) => {
                let together: usize = attached.iter().map(|file| file.bytes.len()).sum();
                if together + bytes.len() > MOST {
                    too_much(wish, together + bytes.len(), report);
                } else {
                    attached.push(file(wish, bytes, &attached));
                }
            }
            Err(error) => {
                let message = format!("cannot attach `{}`: {error}", wish.path);
                report.problem(Code::Attachment, wish.span, message);
                report.hint(if wish.path.contains("://") {
                    "save the file beside the article and name that file; nothing is fetched"
                } else {
                    "paths of attached files begin at the article's own folder"
                });
            }
        }
    }
    attached
}

/// Puts the article's own file before the others, if it is asked for.
pub(super) fn source(article: &mut Article, source: &Source) {
    let wish = Attachment {
        span: article.meta.span,
        path: source.path.clone(),
        description: Some(format!("{} (Markdown)", article.full_title())),
        relationship: Relationship::Source,
    };
    let mut own = file(&wish, source.bytes.clone(), &article.attachments);
    if !own.name.contains('.') {
        own.name.push_str(".md");
    }
    own.mime = "text/markdown".to_owned();
    article.attachments.insert(0, own);
}

fn file(wish: &Attachment, bytes: Vec<u8>, others: &[AttachedFile]) -> AttachedFile {
    let name = unused(safe_name(&wish.path), others);
    let description = wish.description.clone().filter(|words| !words.trim().is_empty());
    AttachedFile {
        description: description.unwrap_or_else(|| name.clone()),
        mime: mime_of(&name).to_owned(),
        name,
        relationship: wish.relationship,
        bytes,
    }
}

fn too_much(wish: &Attachment, bytes: usize, report: &mut Report) {
    let message = format!(
        "`{}` is not attached: with it the attached files hold {} MiB, and {} MiB are the most",
        wish.path,
        bytes.div_ceil(1 << 20),
        MOST >> 20
    );
    report.problem(Code::Attachment, wish.span, message);
    report.hint("put the file on the web and link to it, or attach an excerpt");
}

/// The name without its folders and without what a system takes for something else: signs of
/// paths and of Windows, invisible signs that turn a name around, dots that hide it.
fn safe_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_hidden = |char: &char| {
        char.is_control()
            || matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let visible = name.chars().filter(|char| !is_hidden(char));
    let mapped: String = visible
        .map(|char| {
            if matches!(char, ':' | '*' | '?' | '"' | '<' | '>' | '|') {
                '_'
            } else {
                char
            }
        })
        .collect();
    let trimmed = mapped.trim_matches([' ', '.']);
    let (stem, ending) = match trimmed.rsplit_once('.') {
        Some((stem, ending)) => (stem, format!(".{ending}")),
        None => (trimmed, String::new()),
    };
    let room = LONGEST_NAME.saturating_sub(ending.chars().count()).max(1);
    let stem: String = stem.chars().take(room).collect();
    let device = ["con", "prn", "aux", "nul"].contains(&stem.to_ascii_lowercase().as_str());
    match stem.as_str() {
        "" => format!("file{ending}"),
        stem if device => format!("{stem}_{ending}"),
        stem => format!("{stem}{ending}"),
    }
}

/// The name with a number, if another file has it: systems that know no capitals must keep
/// both.
fn unused(name: String, others: &[AttachedFile]) -> String {
    let is_taken = |name: &str| {
        others
            .iter()
            .any(|other| other.name.to_lowercase() == name.to_lowercase())
    };
    if !is_taken(&name) {
        return name;
    }
    let (stem, ending) = name
        .rsplit_once('.')
        .map_or((name.as_str(), String::new()), |(stem, ending)| {
            (stem, format!(".{ending}"))
        });
    (2..)
        .map(|number| format!("{stem}-{number}{ending}"))
        .find(|name| !is_taken(name))
        .expect("numbers do not end")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_such_as_every_system_can_store() {
        for (path, name) in [
            ("data/arrivals.csv", "arrivals.csv"),
            ("..\\..\\evil.csv", "evil.csv"),
            ("a:b|c?.csv", "a_b_c_.csv"),
            (".hidden", "hidden"),
            ("invoice\u{202e}fdp.csv", "invoicefdp.csv"),
            ("nul.txt", "nul_.txt"),
            ("…/", "file"),
            ("Überblick 2024.ods", "Überblick 2024.ods"),
            ("a\u{0}\n b.csv", "a b.csv"),
        ] {
            assert_eq!(safe_name(path), name, "{path:?}");
        }
        assert_eq!(safe_name(&"x".repeat(300)).chars().count(), LONGEST_NAME);
    }
}
