//! Which addresses a document may carry, and what happens to the others.

use crate::diagnostic::{Code, Report, Span};
use crate::model::{Inline, LONGEST_ADDRESS, ReferenceForm, Target};

/// Schemes that name a place outside the document, for people.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "ftp"];

/// Schemes that run or open something on the reader's machine.
const UNSAFE: &[&str] = &[
    "javascript",
    "data",
    "vbscript",
    "file",
    "blob",
    "about",
    "filesystem",
];

/// A link around `content`, or the content alone if no document can lead to `address`.
///
/// Notes are taken out of the link and set behind it, because a note's mark is a link of
/// its own; links inside links lose the inner target for the same reason.
pub(super) fn link(address: &str, span: Span, content: Vec<Inline>, report: &mut Report) -> Vec<Inline> {
    let target = match target(address) {
        Ok(target) => target,
        Err(trouble) => {
            trouble.report(address, span, report);
            return content;
        }
    };
    let mut notes = Vec::new();
    let mut content = without_links_and_notes(content, &mut notes);
    if content.iter().all(is_blank) {
        let shown = address.trim();
        // A link to something in the article is named after it.
        if let Target::Internal(id) = target {
            let mut inlines = vec![Inline::Reference {
                span,
                id,
                form: ReferenceForm::Full,
                content: vec![Inline::text(shown)],
            }];
            inlines.append(&mut notes);
            return inlines;
        }
        let shown = shown.strip_prefix("mailto:").unwrap_or(shown);
        content.push(Inline::text(shown));
    }
    let mut inlines = vec![Inline::Link {
        span,
        target,
        content,
    }];
    inlines.append(&mut notes);
    inlines
}

/// Why an address cannot be followed from a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It says nothing.
    Empty,
    /// It is relative to a place that a document does not have.
    Relative,
    /// It would run something.
    Unsafe(String),
    /// No document can carry it whole.
    Long,
}

impl Trouble {
    fn report(&self, address: &str, span: Span, report: &mut Report) {
        match self {
            Trouble::Empty => {
                report.problem(Code::MissingTarget, span, "this link leads nowhere");
                report.hint("write an address between the parentheses");
            }
            Trouble::Relative => {
                let message = format!("`{}` is no place in a document", shorten(address));
                report.problem(Code::MissingTarget, span, message);
                report.hint(
                    "write the full address, with `https://` in front, or `#id` for a place in this article",
                );
            }
            Trouble::Unsafe(scheme) => {
                let message = format!(
                    "a document cannot carry a `{}:` link; only its text is kept",
                    shorten(scheme)
                );
                report.problem(Code::UnsafeLink, span, message);
                report.hint("link to a page with `https://`");
            }
            Trouble::Long => {
                let message = format!(
                    "the address `{}` has more than {LONGEST_ADDRESS} bytes; only the link's text is kept",
                    shorten(address)
                );
                report.problem(Code::MissingTarget, span, message);
                report.hint("link to a shorter address of the same page");
            }
        }
    }
}

/// Understands an address as an author writes it.
pub(super) fn target(address: &str) -> Result<Target, Trouble> {
    // Browsers ignore control characters inside an address; so must a check for schemes.
    let address: String = address.trim().chars().filter(|char| !char.is_control()).collect();
    if address.is_empty() {
        return Err(Trouble::Empty);
    }
    // What is put in front of some has room, too.
    if address.len() > LONGEST_ADDRESS - 32 {
        return Err(Trouble::Long);
    }
    if let Some(id) = address.strip_prefix('#') {
        let id = percent_decoded(id);
        return if id.is_empty() {
            Err(Trouble::Empty)
        } else {
            Ok(Target::Internal(id))
        };
    }
    let lower = address.to_ascii_lowercase();
    if lower.starts_with("//") && lower.len() > 2 {
        return Ok(Target::Url(format!("https:{address}")));
    }
    if lower.starts_with("www.") {
        return Ok(Target::Url(format!("https://{address}")));
    }
    if let Some(doi) = lower.strip_prefix("doi:") {
        let doi = address[address.len() - doi.len()..].trim_start_matches(['/', ' ']);
        return Ok(Target::Url(format!("https://doi.org/{doi}")));
    }
    match scheme(&address) {
        None => Ok(Target::Relative(address)),
        Some(scheme) if SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) => Ok(Target::Url(address)),
        Some(scheme) if UNSAFE.contains(&scheme.to_ascii_lowercase().as_str()) => {
            Err(Trouble::Unsafe(scheme.to_ascii_lowercase()))
        }
        // `example.org:8080/page` and `localhost:8000` are hosts with a port.
        Some(scheme) if scheme.contains('.') || scheme == "localhost" => Err(Trouble::Relative),
        Some(scheme) => Err(Trouble::Unsafe(scheme.to_string())),
    }
}

/// Says that a tag names no language.
pub(super) fn report_language(written: &str, span: Span, report: &mut Report) {
    report.problem(
        Code::UnknownLang,
        span,
        format!(
            "`{}` names no language; the words stand in the article's",
            shorten(written)
        ),
    );
    report.hint("write a tag such as `fr` or `pt-BR`");
}

fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let mut bytes = scheme.bytes();
    let starts_well = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let goes_on_well = bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    (starts_well && goes_on_well).then_some(scheme)
}

/// `#caf%C3%A9` and `#café` name the same place.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|pair| std::str::from_utf8(pair).ok());
        match hex.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) if bytes[at] == b'%' => {
                decoded.push(byte);
                at += 3;
            }
            _ => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_string())
}

fn without_links_and_notes(inlines: Vec<Inline>, notes: &mut Vec<Inline>) -> Vec<Inline> {
    let mut kept = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Note { .. } => notes.push(inline),
            Inline::Link { content, .. } => kept.append(&mut without_links_and_notes(content, notes)),
            mut other => {
                if let Some(content) = other.content_mut() {
                    *content = without_links_and_notes(std::mem::take(content), notes);
                }
                kept.push(other);
            }
        }
    }
    kept
}

/// Whether an inline shows nothing that could be clicked.
fn is_blank(inline: &Inline) -> bool {
    match inline {
        Inline::Text { text } | Inline::Code { text } | Inline::Keyboard { text } => text.trim().is_empty(),
        Inline::Image { .. } | Inline::Note { .. } | Inline::Math { .. } => false,
        Inline::Anchor { .. } | Inline::SoftBreak | Inline::LineBreak => true,
        other => other.content().unwrap_or_default().iter().all(is_blank),
    }
}

/// An address short enough for a message.
fn shorten(address: &str) -> String {
    match address.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &address[..end]),
        None => address.to_string(),
    }
}
