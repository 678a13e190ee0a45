//! Sections: empty ones, names that repeat, and headings that only look like one.

use super::shortened;
use crate::diagnostic::{Code, Report};
use crate::model::phrases::{Phrases, folded};
use crate::model::{Article, Block, BlockKind, Inline, Role, Words, plain};
use std::collections::BTreeSet;

/// The longest bold paragraph that may be meant as a heading, in characters and words.
const LONGEST: (usize, usize) = (80, 12);

pub(super) fn check(article: &Article, phrases: &Phrases, report: &mut Report) {
    empty(&article.body, phrases, report);
    repeated(&article.body, report);
    false_headings(&article.body, &article.words, report);
}

fn empty(body: &[Block], phrases: &Phrases, report: &mut Report) {
    for (at, block) in body.iter().enumerate() {
        let BlockKind::Heading {
            level, role, text, ..
        } = &block.kind
        else {
            continue;
        };
        let words = plain(text);
        // The works cited are put behind their heading by the citation processor.
        if words.trim().is_empty() || *role == Role::References {
            continue;
        }
        let next = body[at + 1..]
            .iter()
            .find(|block| !matches!(block.kind, BlockKind::Break | BlockKind::PageBreak));
        let follows = match next.map(|block| &block.kind) {
            None => "the article ends",
            Some(BlockKind::Heading { level: next, .. }) if next <= level => "the next heading follows",
            Some(_) => continue,
        };
        let shown = shortened(words.trim());
        report.note(
            Code::EmptySection,
            block.span,
            format!("the section `{shown}` is empty: {follows}"),
        );
        report.hint(if phrases.names_notes(&folded(&words)) {
            "remove the heading; notes find their place by themselves"
        } else {
            "write the section or remove its heading"
        });
    }
}

fn repeated(body: &[Block], report: &mut Report) {
    let mut top = BTreeSet::new();
    // The sections that the next heading may belong to, with the names inside each.
    let mut open: Vec<(u8, BTreeSet<String>)> = Vec::new();
    for block in body {
        let BlockKind::Heading { level, text, .. } = &block.kind else {
            continue;
        };
        while open.last().is_some_and(|(above, _)| above >= level) {
            open.pop();
        }
        let names = open.last_mut().map_or(&mut top, |(_, names)| names);
        let words = plain(text);
        let name = folded(&words);
        if !name.is_empty() && !names.insert(name) {
            report.note(
                Code::RepeatedHeading,
                block.span,
                format!(
                    "a heading `{}` stands in this section already",
                    shortened(words.trim())
                ),
            );
            report.hint("say in the heading what sets the two apart");
        }
        open.push((*level, BTreeSet::new()));
    }
}

fn false_headings(body: &[Block], words: &Words, report: &mut Report) {
    let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading { .. });
    // Before the first heading stand bylines and dates, and a bold line is usual.
    let first = body.iter().position(is_heading).unwrap_or(0).min(4);
    for (at, block) in body.iter().enumerate().skip(first) {
        let Some(text) = bold_line(block) else { continue };
        let shows = |block: &Block| matches!(block.kind, BlockKind::Figure { .. } | BlockKind::Table(_));
        let after_picture = at > 0 && shows(&body[at - 1]);
        let before_text = body.get(at + 1).is_some_and(|next| {
            matches!(next.kind, BlockKind::Paragraph { .. } | BlockKind::List { .. })
                && bold_line(next).is_none()
        });
        let folded = folded(&text);
        let names_caption = [&words.figure, &words.table, &words.source, &words.note]
            .iter()
            .any(|word| folded.starts_with(&word.to_lowercase()));
        if after_picture || !before_text || names_caption {
            continue;
        }
        report.note(
            Code::FalseHeading,
            block.span,
            format!(
                "the bold line `{}` looks like a heading and is none",
                shortened(&text)
            ),
        );
        report.hint("write it as a heading, with `##` in front instead of the asterisks");
    }
}

/// The words of a short paragraph that is bold from end to end and no sentence.
fn bold_line(block: &Block) -> Option<String> {
    let BlockKind::Paragraph { text } = &block.kind else {
        return None;
    };
    let mut bold = false;
    for inline in text {
        match inline {
            Inline::Strong { .. } => bold = true,
            Inline::Anchor { .. } | Inline::Note { .. } => {}
            Inline::Text { text } if text.trim().is_empty() => {}
            _ => return None,
        }
    }
    let words = plain(text).trim().to_owned();
    let fits = words.chars().count() <= LONGEST.0 && words.split_whitespace().count() <= LONGEST.1;
    // A colon leads into what follows.
    let ends = [
        '.', ':', '：', '!', '?', ';', ',', '…', '。', '！', '？', '؟', '۔', '।',
    ];
    (bold && fits && words.contains(char::is_alphabetic) && !words.ends_with(ends)).then_some(words)
}
