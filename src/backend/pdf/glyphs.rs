//! Characters that no face has, found on the finished pages.

use super::pages::{Seen, walk};
use super::world::TypeCase;
use crate::diagnostic::{Code, Report};
use crate::model::Article;
use std::collections::BTreeMap;
use typst_layout::PagedDocument;

/// How many characters are reported each at its place; an article in a script that no face
/// has would bury everything else.
const APART: usize = 12;

/// Reports every character without a glyph where it stands first, and says whether there
/// is none.
pub(super) fn check(
    document: &PagedDocument,
    case: &TypeCase,
    article: &Article,
    report: &mut Report,
) -> bool {
    // Each character, and the first block that has it.
    let mut missing: BTreeMap<char, u32> = BTreeMap::new();
    for page in document.pages() {
        let mut block = 0;
        walk(&page.frame, &mut |seen| match seen {
            Seen::Mark(ordinal) => block = u32::try_from(ordinal).unwrap_or(0),
            Seen::Text(item) => {
                for glyph in item.glyphs.iter().filter(|glyph| glyph.id == 0) {
                    let ours = case.is_article_text(glyph.span.0) || case.is_formula(glyph.span.0);
                    let place = if ours { block } else { 0 };
                    let chars = item.text.get(glyph.range()).unwrap_or_default().chars();
                    chars.for_each(|char| {
                        missing.entry(char).or_insert(place);
                    });
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
    let mut places: Vec<_> = missing.iter().map(|(&char, &block)| (block, char)).collect();
    places.sort_unstable();
    let rest = places.split_off(places.len().min(APART));
    for (block, char) in places {
        report.problem(
            Code::MissingGlyph,
            spans.get(&block).copied(),
            format!(
                "no face has the character `{char}` (U+{:04X}); a box stands for it",
                u32::from(char)
            ),
        );
        report.words(char.to_string());
        report.hint("write it in words, or name a folder with a face that has it: `--font-path DIR`");
    }
    if let Some((block, char)) = rest.first() {
        let all: String = rest.iter().map(|(_, char)| char).collect();
        report.problem(
            Code::MissingGlyph,
            spans.get(block).copied(),
            format!(
                "no face has {} more characters; boxes stand for them: {all}",
                rest.len()
            ),
        );
        report.words(char.to_string());
        report.hint("name a folder with a face for the script of this article: `--font-path DIR`");
    }
    missing.is_empty()
}
