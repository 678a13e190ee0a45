//! One walk over an article in reading order, shared by every pass.
//!
//! Reading order: title, subtitle, summary, key messages, body, then what closes the
//! paper (authors' notes, thanks, funding, the house's words). A note's blocks come
//! where its mark stands.

use crate::diagnostic::Span;
use crate::model::{Block, BlockKind, Inline, Meta, Picture};

/// What a pass wants to see. Each method is called before what lies inside is walked.
pub(super) trait Pass {
    /// Every block.
    fn block(&mut self, _block: &mut Block) {}
    /// Every run of inlines, nested ones too; `near` is the span of the block around it.
    fn inlines(&mut self, _inlines: &mut Vec<Inline>, _near: Span) {}
    /// Every picture, in figures and in lines.
    fn picture(&mut self, _picture: &mut Picture) {}
    /// Every note, before its blocks.
    fn note(&mut self, _number: &mut u32) {}
}

/// Walks the whole article.
pub(super) fn article(meta: &mut Meta, body: &mut [Block], pass: &mut impl Pass) {
    let near = meta.span;
    inlines(&mut meta.title, near, pass);
    inlines(&mut meta.subtitle, near, pass);
    blocks(&mut meta.summary, pass);
    for message in &mut meta.key_messages {
        blocks(message, pass);
    }
    blocks(body, pass);
    for person in &mut meta.authors {
        blocks(&mut person.bio, pass);
    }
    for part in [
        &mut meta.acknowledgements,
        &mut meta.funding,
        &mut meta.about,
        &mut meta.contact,
        &mut meta.disclaimer,
        &mut meta.imprint,
    ] {
        blocks(part, pass);
    }
}

/// Walks some blocks.
pub(super) fn blocks(blocks: &mut [Block], pass: &mut impl Pass) {
    for block in blocks {
        self::block(block, pass);
    }
}

fn block(block: &mut Block, pass: &mut impl Pass) {
    pass.block(block);
    let near = block.span;
    match &mut block.kind {
        BlockKind::Heading { text, .. } | BlockKind::Paragraph { text } => inlines(text, near, pass),
        BlockKind::List { items, .. } => {
            for item in items {
                blocks(&mut item.blocks, pass);
            }
        }
        BlockKind::Definitions { items } => {
            for item in items {
                self::block(&mut item.term, pass);
                for description in &mut item.descriptions {
                    blocks(description, pass);
                }
            }
        }
        BlockKind::Table(table) => {
            inlines(&mut table.caption, near, pass);
            for row in table.head.iter_mut().chain(&mut table.body) {
                for cell in &mut row.cells {
                    blocks(&mut cell.blocks, pass);
                }
            }
        }
        BlockKind::Figure {
            pictures, caption, ..
        } => {
            for picture in pictures {
                pass.picture(picture);
            }
            inlines(caption, near, pass);
        }
        BlockKind::Code { .. } | BlockKind::Break => {}
        BlockKind::Quote { blocks: inner } => blocks(inner, pass),
        BlockKind::Callout {
            title, blocks: inner, ..
        } => {
            inlines(title, near, pass);
            blocks(inner, pass);
        }
    }
}

fn inlines(list: &mut Vec<Inline>, near: Span, pass: &mut impl Pass) {
    pass.inlines(list, near);
    for inline in list {
        match inline {
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Strike { content }
            | Inline::Superscript { content }
            | Inline::Subscript { content }
            | Inline::Underline { content }
            | Inline::Highlight { content }
            | Inline::SmallCaps { content }
            | Inline::Link { content, .. } => inlines(content, near, pass),
            Inline::Image { picture } => pass.picture(picture),
            Inline::Note {
                number,
                blocks: inner,
                ..
            } => {
                pass.note(number);
                blocks(inner, pass);
            }
            Inline::Text { .. }
            | Inline::Code { .. }
            | Inline::Anchor { .. }
            | Inline::SoftBreak
            | Inline::LineBreak => {}
        }
    }
}
