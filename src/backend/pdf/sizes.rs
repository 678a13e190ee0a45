//! Type that is too small to be read, found on the finished pages.
//!
//! Sizes are the layout's, and a layout may be anybody's; so they are measured where they
//! ended up. What is small by nature is passed over: figures and letters raised or lowered,
//! which are a few at a time, and formulas. Pictures hold no text here.

use super::pages::{Seen, walk};
use super::world::TypeCase;
use crate::diagnostic::{Code, Report};
use typst_layout::PagedDocument;

/// Newspapers set their smallest print in six and a half points.
const LEAST_PT: f64 = 6.5;
/// Fewer letters in a run may be an ordinal's ending or the number of a note.
const FEW: usize = 8;

/// Reports the smallest run of text that is smaller than anybody should print.
pub(super) fn check(document: &PagedDocument, case: &TypeCase, report: &mut Report) {
    let mut smallest: Option<(f64, usize, String)> = None;
    for (index, page) in document.pages().iter().enumerate() {
        walk(&page.frame, &mut |seen| match seen {
            Seen::Mark(_) => {}
            Seen::Text(item) => {
                let size = item.size.to_pt();
                let is_formula = item
                    .glyphs
                    .first()
                    .is_some_and(|glyph| case.is_formula(glyph.span.0));
                let letters = || item.text.chars().filter(|char| char.is_alphabetic()).count();
                // A size that a layout computes may miss its mark by a hair.
                if size < LEAST_PT - 0.01
                    && !is_formula
                    && smallest.as_ref().is_none_or(|(least, ..)| size < *least)
                    && letters() >= FEW
                {
                    smallest = Some((size, index + 1, item.text.to_string()));
                }
            }
        });
    }
    if let Some((size, page, text)) = smallest {
        let words: String = text.trim().chars().take(40).collect();
        report.problem(
            Code::SmallType,
            None,
            format!("`{words}` on page {page} stands in {size:.1} pt, and nothing below {LEAST_PT} pt can be read on paper"),
        );
        report.hint("give it a larger size in the layout, or give it less to hold");
    }
}
