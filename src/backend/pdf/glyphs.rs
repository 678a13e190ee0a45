//! Characters that no face has, found on the finished pages.

use super::pages::{Seen, walk};
use super::world::TypeCase;
use crate::diagnostic::{Code, Report};
use crate::model::Article;
use std::collections::{BTreeMap, BTreeSet};
use typst_layout::PagedDocument;

/// Reports every character without a glyph, once a block, and says whether there is none.
pub(super) fn check(
    document: &PagedDocument,
    case: &TypeCase,
    article: &Article,
    report: &mut Report,
) -> bool {
    let mut missing: BTreeSet<(u32, char)> = BTreeSet::new();
    for page in document.pages() {
        let mut block = 0;
        walk(&page.frame, &mut |seen| match seen {
            Seen::Mark(ordinal) => block = u32::try_from(ordinal).unwrap_or(0),
            Seen::Text(item) => {
                for glyph in item.glyphs.iter().filter(|glyph| glyph.id == 0) {
                    let ours = case.is_article_text(glyph.span.0);
                    let place = if ours { block } else { 0 };
                    let chars = item.text.get(glyph.range()).unwrap_or_default().chars();
                    missing.extend(chars.map(|char| (place, char)));
                }
            }
        });
    }
    let mut spans = BTreeMap::new();
    if !missing.is_empty() {
        article.each_block(&mut |block| {
            spans.insert(block.ordinal, block.span);
        });
    }
    for (block, char) in &missing {
        report.problem(
            Code::MissingGlyph,
            spans.get(block).copied(),
            format!(
                "no face has the character `{char}` (U+{:04X}); a box stands for it",
                u32::from(*char)
            ),
        );
        report.words(char.to_string());
        report.hint("write it in words, or use a house face that has it");
    }
    missing.is_empty()
}
