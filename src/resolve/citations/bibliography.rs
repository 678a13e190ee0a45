//! The list of works cited: its entries and its place in the article.

use super::shown::{self, Bare};
use super::{Formatted, WorkNames, free};
use crate::diagnostic::Span;
use crate::model::{Block, BlockKind, Inline, Meta, Role, Work, plain};
use std::collections::BTreeSet;

/// The id of the place that Pandoc keeps for the works.
const REFS: &str = "refs";

/// A work as it is listed.
pub(super) fn work(item: &hayagriva::BibliographyItem, names: &WorkNames, span: Span) -> Work {
    let mut label = Vec::new();
    if let Some(field) = &item.first_field {
        shown::one(field, span, &mut Bare, &mut label);
    }
    trim(&mut label);
    let mut text = shown::inlines(&item.content, span, &mut Bare);
    trim(&mut text);
    Work {
        id: names.id.clone(),
        back: names.used.then(|| names.back.clone()),
        label,
        entry: Block::new(span, BlockKind::Paragraph { text }),
    }
}

/// No white space around what stands on its own.
fn trim(inlines: &mut Vec<Inline>) {
    if let Some(Inline::Text { text }) = inlines.first_mut() {
        *text = text.trim_start().to_string();
        if text.is_empty() {
            inlines.remove(0);
        }
    }
    if let Some(Inline::Text { text }) = inlines.last_mut() {
        text.truncate(text.trim_end().len());
        if text.is_empty() {
            inlines.pop();
        }
    }
}

/// Puts the works where the article keeps a place for them: at the id `refs`, under a
/// heading of works that stands empty, or else at the end: in the author's own section of
/// works if it is the last, else under a heading of ours.
pub(in crate::resolve) fn place(
    formatted: Formatted,
    meta: &mut Meta,
    body: &mut Vec<Block>,
    usual_title: &str,
    ids: &mut BTreeSet<String>,
) {
    if formatted.works.is_empty() {
        return;
    }
    let span = body
        .last()
        .map_or(meta.span, |block| Span::new(block.span.end, block.span.end));
    let list = |span| {
        Block::new(
            span,
            BlockKind::Bibliography {
                hanging: formatted.hanging,
                entries: formatted.works,
            },
        )
    };
    if let Some((at, span)) = kept_place(body) {
        body.insert(at, list(span));
        return;
    }
    if let Some(at) = empty_heading(body) {
        let span = body[at].span;
        body.insert(at + 1, list(span));
        return;
    }
    let mut title = std::mem::take(&mut meta.citing.title);
    if plain(&title).trim().is_empty() {
        // Behind works that the author lists by hand: two sections of one name help nobody.
        if ends_with_works(body) {
            body.push(list(span));
            return;
        }
        title = vec![Inline::text(usual_title)];
    }
    body.push(Block::new(
        span,
        BlockKind::Heading {
            level: 1,
            id: free("references", ids),
            number: None,
            numbered: false,
            role: Role::References,
            text: title,
        },
    ));
    body.push(list(span));
}

/// Where the id `refs` is, which then goes: it names a place and not a thing.
fn kept_place(body: &mut Vec<Block>) -> Option<(usize, Span)> {
    let last = body.len().checked_sub(1)?;
    for at in 0..body.len() {
        let span = body[at].span;
        let is_anchor = |inline: &Inline| matches!(inline, Inline::Anchor { id } if id == REFS);
        match &mut body[at].kind {
            BlockKind::Paragraph { text } | BlockKind::Heading { text, .. } if text.iter().any(is_anchor) => {
                text.retain(|inline| !is_anchor(inline));
                let gone = text.is_empty();
                if gone {
                    body.remove(at);
                }
                // An anchor without words moves into the block after it, or the last one.
                let after = at == last && !gone;
                return Some((at + usize::from(after), span));
            }
            // The author's own heading of works, or one to which the id was handed on.
            BlockKind::Heading { id, role, .. } if id == REFS => {
                let own = *role == Role::References || at == last;
                return Some((at + usize::from(own), span));
            }
            _ => {}
        }
    }
    None
}

/// Whether the last section is one of works.
fn ends_with_works(body: &[Block]) -> bool {
    let mut within = None;
    for block in body {
        if let BlockKind::Heading { level, role, .. } = &block.kind {
            match within {
                Some(outer) if *level > outer => {}
                _ => within = (*role == Role::References).then_some(*level),
            }
        }
    }
    within.is_some()
}

/// The last heading of works under which nothing stands.
fn empty_heading(body: &[Block]) -> Option<usize> {
    (0..body.len()).rev().find(|&at| {
        let is_heading = matches!(
            body[at].kind,
            BlockKind::Heading {
                role: Role::References,
                ..
            }
        );
        let next = body.get(at + 1).map(|block| &block.kind);
        is_heading && matches!(next, None | Some(BlockKind::Heading { .. }))
    })
}
