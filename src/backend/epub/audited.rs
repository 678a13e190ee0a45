//! The last step: the book is packed, judged, and claims what its house wants it to claim if
//! every check passed.

use super::archive::{self, Files};
use super::{Book, Fault, accessibility};
use crate::checker::{self, Audit, CheckOptions, Finding};
use crate::diagnostic::{Code, Report};
use crate::model::Article;
use crate::style::House;

/// What findings call the book, which has no name of its own yet.
const NAME: &str = "the EPUB";

/// Packs and judges.
///
/// # Errors
///
/// A [`Fault`] if the book cannot be packed, or has no place for the claim.
pub(super) fn finish(
    mut files: Files,
    article: &Article,
    house: &House,
    report: &mut Report,
) -> Result<Book, Fault> {
    // The day is nobody's business here: the same article gives the same findings.
    let judged = |bytes: &[u8]| checker::audit(bytes, &CheckOptions::default());
    let mut bytes = archive::pack(&files)?;
    let mut audit = judged(&bytes);
    tell(&audit, article, report);
    let mut claim = None;
    if let Some(wanted) = &house.accessibility {
        match doubt(&audit, article) {
            None => {
                accessibility::certify(&mut files, wanted)?;
                bytes = archive::pack(&files)?;
                audit = judged(&bytes);
                claim = Some(wanted.standard.clone());
            }
            Some(why) => {
                report.problem(
                    Code::BookClaim,
                    None,
                    format!("the EPUB does not claim `{}`: {why}", wanted.standard),
                );
                report.hint("mend it; `--to a11y` lists everything that was checked");
            }
        }
    }
    Ok(Book { bytes, audit, claim })
}

/// Why the house's claim must be withheld.
fn doubt(audit: &Audit, article: &Article) -> Option<String> {
    let doubts = &article.doubts;
    if doubts.missing_alt > 0 {
        return Some(format!(
            "{} of its pictures have no description",
            doubts.missing_alt
        ));
    }
    if doubts.missing_pictures > 0 {
        return Some(format!("{} of its pictures are missing", doubts.missing_pictures));
    }
    if let Some(first) = audit.findings.first() {
        let more = audit.findings.len() - 1;
        let others = match more {
            0 => String::new(),
            1 => ", and 1 check more fails".to_owned(),
            more => format!(", and {more} checks more fail"),
        };
        return Some(format!("{}{others}", first.message));
    }
    (!audit.is_read).then(|| "it could not be checked".to_owned())
}

/// Tells what the checks of the article have not told at the author's own lines.
fn tell(audit: &Audit, article: &Article, report: &mut Report) {
    let has_statements = {
        let stated = &article.meta.accessibility;
        let lists = [
            &stated.modes,
            &stated.modes_sufficient,
            &stated.features,
            &stated.hazards,
        ];
        lists.iter().any(|list| !list.is_empty())
    };
    for finding in &audit.findings {
        match origin(finding) {
            Origin::Words => {}
            Origin::Statements if has_statements => {
                finding.tell(NAME, report);
                report.hint("what the front matter says of it stands instead of what was found: correct it there, or take it out");
            }
            Origin::Style => {
                finding.tell(NAME, report);
                report.hint("it stands in the layout's `epub.css`");
            }
            Origin::Statements | Origin::Structure => {
                finding.tell(NAME, report);
                report.hint("report this as a fault of Pamphlet, with the article");
            }
        }
    }
}

/// Where a fault of a book that was just made comes from.
enum Origin {
    /// The author's words, which are judged where they stand.
    Words,
    /// What the front matter states of accessibility.
    Statements,
    /// The layout's style sheet.
    Style,
    /// Us.
    Structure,
}

fn origin(finding: &Finding) -> Origin {
    const WORDS: &[Code] = &[
        Code::BookAltMissing,
        Code::BookAltText,
        Code::BookAltCaption,
        Code::BookLinkText,
        Code::BookTableHeads,
        Code::BookTableCaption,
    ];
    const STATEMENTS: &[Code] = &[Code::BookFalseClaim, Code::BookUnclaimed, Code::BookVocabulary];
    const STYLE: &[Code] = &[Code::BookPageColor, Code::BookDarkMode, Code::BookContrast];
    let of = |codes: &[Code]| codes.contains(&finding.code);
    if of(WORDS) {
        Origin::Words
    } else if of(STATEMENTS) {
        Origin::Statements
    } else if of(STYLE) {
        Origin::Style
    } else {
        Origin::Structure
    }
}
