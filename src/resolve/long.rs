//! Text longer than pages are made for: a paragraph of megabytes, a heading like a book.
//!
//! Typst looks at every piece of a paragraph for every letter of it, so that time would grow
//! with the square of its length. A paragraph is divided at a space near the limit; what can
//! be no two paragraphs, a heading or a caption, is set without looks. No word is lost.
//!
//! To change what is too long: [`LONGEST`].

use super::walk::{self, Pass};
use crate::diagnostic::{Code, Report, Span};
use crate::model::{Block, BlockKind, Inline, Meta, plain};

/// The most characters and pieces of a paragraph: five pages.
const LONGEST: usize = 16_384;

/// Divides what is too long.
pub(super) fn divide(meta: &mut Meta, body: &mut Vec<Block>, report: &mut Report) {
    let mut pass = Divide { report };
    pass.sequence(body);
    walk::article(meta, body, &mut pass);
}

struct Divide<'a> {
    report: &'a mut Report,
}

impl Pass for Divide<'_> {
    fn sequence(&mut self, blocks: &mut Vec<Block>) {
        if blocks.iter().all(|block| !is_long(block)) {
            return;
        }
        for block in std::mem::take(blocks) {
            if !is_long(&block) {
                blocks.push(block);
                continue;
            }
            let BlockKind::Paragraph { text } = block.kind else {
                continue;
            };
            self.report(block.span, "it is divided into several");
            let pieces = divided(text).into_iter();
            blocks.extend(pieces.map(|text| Block::new(block.span, BlockKind::Paragraph { text })));
        }
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>, near: Span) {
        if weight(inlines) <= LONGEST {
            return;
        }
        // Notes, and places that links lead to, outlive the looks of the words.
        let mut kept = vec![Inline::text(plain(inlines))];
        if *inlines == kept {
            return;
        }
        self.report(near, "its words are set without looks and links");
        keep(std::mem::take(inlines), &mut kept);
        *inlines = kept;
    }
}

impl Divide<'_> {
    fn report(&mut self, span: Span, consequence: &str) {
        self.report.problem(
            Code::LongText,
            span,
            format!("this text has more than {LONGEST} characters without an end; {consequence}"),
        );
        self.report.hint(
            "put blank lines between its paragraphs, or look whether a file was pasted into it as text",
        );
    }
}

fn is_long(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph { text } if weight(text) > LONGEST)
}

/// How many letters and pieces there are.
fn weight(inlines: &[Inline]) -> usize {
    let of = |inline: &Inline| match inline {
        Inline::Text { text } | Inline::Code { text } | Inline::Keyboard { text } => 1 + text.chars().count(),
        inline => 1 + weight(inline.content().unwrap_or_default()),
    };
    inlines.iter().map(of).sum()
}

/// The notes and anchors among some inlines.
fn keep(inlines: Vec<Inline>, kept: &mut Vec<Inline>) {
    for mut inline in inlines {
        match &mut inline {
            Inline::Note { .. } | Inline::Anchor { .. } => kept.push(inline),
            other => keep(other.content_mut().map(std::mem::take).unwrap_or_default(), kept),
        }
    }
}

/// The inlines in runs that are short enough each.
fn divided(inlines: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut runs = Vec::new();
    let mut run = Vec::new();
    let mut room = LONGEST;
    for piece in inlines.into_iter().flat_map(pieces) {
        let weight = weight(std::slice::from_ref(&piece));
        if weight > room && !run.is_empty() {
            runs.push(std::mem::take(&mut run));
            room = LONGEST;
        }
        room = room.saturating_sub(weight);
        run.push(piece);
    }
    runs.push(run);
    runs
}

/// An inline in pieces that are short enough each; most are one.
fn pieces(mut inline: Inline) -> Vec<Inline> {
    if weight(std::slice::from_ref(&inline)) <= LONGEST {
        return vec![inline];
    }
    match inline {
        Inline::Text { text } => cut(&text).map(|text| Inline::Text { text }).collect(),
        Inline::Code { text } => cut(&text).map(|text| Inline::Code { text }).collect(),
        Inline::Keyboard { text } => cut(&text).map(|text| Inline::Keyboard { text }).collect(),
        // These name something as a whole, and what they name is named once.
        Inline::Citation { ref mut content, .. } | Inline::Reference { ref mut content, .. } => {
            std::mem::take(content).into_iter().flat_map(pieces).collect()
        }
        _ => {
            let content = inline.content_mut().map(std::mem::take).unwrap_or_default();
            let around = |content| {
                let mut copy = inline.clone();
                if let Some(inner) = copy.content_mut() {
                    *inner = content;
                }
                copy
            };
            divided(content).into_iter().map(around).collect()
        }
    }
}

/// A text in pieces, each ending at a space if one is near.
fn cut(text: &str) -> impl Iterator<Item = String> {
    let most = LONGEST - 64;
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.char_indices().nth(most).map_or(rest.len(), |(end, _)| end);
        let is_all = end == rest.len();
        let space = rest[..end].rfind(' ').map(|space| space + 1);
        let end = space.filter(|space| !is_all && end - space < 200).unwrap_or(end);
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_hold_every_letter_and_end_at_spaces() {
        let text = "wörter und ".repeat(10_000);
        let all: Vec<String> = cut(&text).collect();
        assert_eq!(all.concat(), text);
        assert!(all.len() > 6 && all.iter().all(|piece| piece.ends_with(' ')));
        assert_eq!(cut(&"x".repeat(40_000)).count(), 3);
    }

    #[test]
    fn looks_go_on_in_every_piece() {
        let words = "a ".repeat(LONGEST);
        let text = vec![Inline::Strong {
            content: vec![Inline::Emphasis {
                content: vec![Inline::text(&*words)],
            }],
        }];
        let runs = divided(text);
        assert!(runs.len() > 1);
        assert!(
            runs.iter()
                .all(|run| matches!(run[0], Inline::Strong { .. }) && weight(run) <= LONGEST)
        );
        assert_eq!(runs.iter().map(|run| plain(run)).collect::<String>(), words);
    }
}
