//! One walk over an article in reading order, shared by every pass.
//!
//! Reading order: title, subtitle, summary, key messages, body, then what closes the
//! paper (people's notes, thanks, funding, the house's words). A note's blocks come
//! where its mark stands.

use crate::diagnostic::Span;
use crate::model::{Block, BlockKind, Credit, Formula, Inline, Meta, Picture};

/// What a pass wants to see. Each method is called before what lies inside is walked.
pub(super) trait Pass {
    /// Every list of blocks that stands in something, before the blocks are walked; whoever
    /// wants the body's own as well takes it before the walk.
    fn sequence(&mut self, _blocks: &mut Vec<Block>) {}
    /// Every block.
    fn block(&mut self, _block: &mut Block) {}
    /// Every run of inlines as a whole, before the runs inside it.
    fn run(&mut self, _run: &mut [Inline], _near: Span) {}
    /// What follows is in another language, until it is left.
    fn enter_language(&mut self, _lang: &str) {}
    /// The language around is that of the text again.
    fn leave_language(&mut self) {}
    /// Every run of inlines, nested ones too; `near` is the span of the block around it.
    fn inlines(&mut self, _inlines: &mut Vec<Inline>, _near: Span) {}
    /// Every inline, in reading order.
    fn inline(&mut self, _inline: &mut Inline) {}
    /// Every picture, in figures and in lines.
    fn picture(&mut self, _picture: &mut Picture) {}
    /// Every formula; `near` is the span of the block around it, or its own in a line.
    fn formula(&mut self, _formula: &mut Formula, _near: Span) {}
    /// Every note, before its blocks.
    fn note(&mut self, _number: &mut u32) {}
    /// The end of every note, after its blocks.
    fn note_end(&mut self) {}
}

/// Walks the whole article.
pub(super) fn article(meta: &mut Meta, body: &mut [Block], pass: &mut impl Pass) {
    let near = meta.span;
    inlines(&mut meta.title, near, pass);
    inlines(&mut meta.subtitle, near, pass);
    sequence(&mut meta.summary, pass);
    for message in &mut meta.key_messages {
        sequence(message, pass);
    }
    blocks(body, pass);
    let others = [&mut meta.editors, &mut meta.translators, &mut meta.contributors];
    for person in meta.authors.iter_mut().chain(others.into_iter().flatten()) {
        sequence(&mut person.bio, pass);
    }
    for part in [
        &mut meta.acknowledgements,
        &mut meta.funding,
        &mut meta.about,
        &mut meta.contact,
        &mut meta.disclaimer,
        &mut meta.imprint,
    ] {
        sequence(part, pass);
    }
}

fn sequence(blocks: &mut Vec<Block>, pass: &mut impl Pass) {
    pass.sequence(blocks);
    self::blocks(blocks, pass);
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
                sequence(&mut item.blocks, pass);
            }
        }
        BlockKind::Definitions { items } => {
            for item in items {
                self::block(&mut item.term, pass);
                for description in &mut item.descriptions {
                    sequence(description, pass);
                }
            }
        }
        BlockKind::Table(table) => {
            inlines(&mut table.caption, near, pass);
            for row in table.head.iter_mut().chain(&mut table.body) {
                for cell in &mut row.cells {
                    sequence(&mut cell.blocks, pass);
                }
            }
            credit(&mut table.credit, near, pass);
        }
        BlockKind::Figure {
            panels,
            caption,
            credit,
            ..
        } => {
            for panel in panels {
                pass.picture(&mut panel.picture);
                inlines(&mut panel.caption, near, pass);
            }
            inlines(caption, near, pass);
            self::credit(credit, near, pass);
        }
        BlockKind::Code { .. } | BlockKind::Break | BlockKind::PageBreak => {}
        BlockKind::Math { formula, .. } => pass.formula(formula, near),
        BlockKind::Quote {
            blocks: inner,
            attribution,
        } => {
            sequence(inner, pass);
            inlines(attribution, near, pass);
        }
        BlockKind::Division { lang, blocks: inner } => {
            pass.enter_language(lang);
            sequence(inner, pass);
            pass.leave_language();
        }
        BlockKind::Columns { columns } => {
            for column in columns {
                sequence(&mut column.blocks, pass);
            }
        }
        BlockKind::Bibliography { entries, .. } => {
            for work in entries {
                inlines(&mut work.label, near, pass);
                self::block(&mut work.entry, pass);
            }
        }
        BlockKind::Callout {
            title,
            blocks: inner,
            attribution,
            ..
        } => {
            inlines(title, near, pass);
            sequence(inner, pass);
            inlines(attribution, near, pass);
        }
    }
}

fn credit(credit: &mut Credit, near: Span, pass: &mut impl Pass) {
    inlines(&mut credit.source, near, pass);
    inlines(&mut credit.note, near, pass);
}

fn inlines(list: &mut Vec<Inline>, near: Span, pass: &mut impl Pass) {
    pass.run(list, near);
    nested(list, near, pass);
}

fn nested(list: &mut Vec<Inline>, near: Span, pass: &mut impl Pass) {
    pass.inlines(list, near);
    for inline in list {
        pass.inline(inline);
        match inline {
            Inline::Citation { items, content, .. } => {
                for item in items {
                    inlines(&mut item.prefix, near, pass);
                    inlines(&mut item.suffix, near, pass);
                }
                inlines(content, near, pass);
            }
            Inline::Foreign { lang, content } => {
                pass.enter_language(lang);
                nested(content, near, pass);
                pass.leave_language();
            }
            Inline::Math { span, formula } => pass.formula(formula, *span),
            Inline::Image { picture } => pass.picture(picture),
            Inline::Note {
                number,
                blocks: inner,
                ..
            } => {
                pass.note(number);
                sequence(inner, pass);
                pass.note_end();
            }
            other => {
                if let Some(content) = other.content_mut() {
                    nested(content, near, pass);
                }
            }
        }
    }
}
