//! Pictures that stand alone, and what stands around them.

use super::attributes::id;
use super::convert::Converter;
use super::words::trim;
use crate::diagnostic::Span;
use crate::model::{Block, BlockKind, Credit, Inline, Panel, plain};
use crate::reader::markdown::captions::set_caption;
use crate::reader::markdown::{lone_pictures, picture_with_lines, place_id, words_of_all};
use scraper::ElementRef;

impl Converter<'_, '_> {
    /// A paragraph or a figure from running text, without the white space at its edges.
    pub(super) fn end_run(&mut self, blocks: &mut Vec<Block>, run: &mut Vec<Inline>) {
        let mut text = std::mem::take(run);
        trim(&mut text);
        if text.is_empty() {
            return;
        }
        let span = self.whole();
        match lone_pictures(text, span) {
            Ok(mut figure) => {
                self.caption_from_titles(&mut figure);
                blocks.push(figure);
            }
            Err(text) => match picture_with_lines(text, span) {
                Ok(mut more) => blocks.append(&mut more),
                Err(text) => blocks.push(Block::new(span, BlockKind::Paragraph { text })),
            },
        }
    }

    fn caption_from_titles(&self, figure: &mut Block) {
        let BlockKind::Figure { panels, caption, .. } = &mut figure.kind else {
            return;
        };
        if !caption.is_empty() {
            return;
        }
        let titles = panels
            .iter()
            .filter_map(|panel| self.titles.get(&panel.picture.src));
        let titles: Vec<&str> = titles.map(String::as_str).collect();
        if !titles.is_empty() {
            caption.push(Inline::text(titles.join("; ")));
        }
    }

    pub(super) fn figure(&mut self, el: ElementRef<'_>) -> Vec<Block> {
        let mut caption = Vec::new();
        let mut blocks = Vec::new();
        let mut run = Vec::new();
        for child in el.children() {
            let words = ElementRef::wrap(child).filter(|child| child.value().name() == "figcaption");
            if let Some(words) = words {
                if !caption.is_empty() {
                    caption.push(Inline::LineBreak);
                }
                caption.extend(id(words).map(|id| Inline::Anchor { id }));
                let flow = self.flow_part(words);
                caption.extend(words_of_all(flow));
            } else {
                self.flow_one(child, &mut blocks, &mut run);
            }
        }
        self.end_run(&mut blocks, &mut run);
        trim(&mut caption);
        let mut blocks = crate::reader::markdown::settle(blocks);
        if !caption.is_empty() {
            blocks = self.with_caption(blocks, caption);
        }
        blocks
    }

    /// Blocks with the caption that speaks of all of them: it belongs to the one thing in
    /// the figure; else it is a paragraph below.
    pub(super) fn with_caption(&mut self, blocks: Vec<Block>, caption: Vec<Inline>) -> Vec<Block> {
        let span = self.whole();
        let mut blocks = match one_figure(blocks, span) {
            Ok(mut figure) => {
                drop_description(&mut figure);
                set_caption(&mut figure, caption);
                return vec![figure];
            }
            Err(blocks) => blocks,
        };
        if let [only] = blocks.as_mut_slice() {
            match &mut only.kind {
                BlockKind::Table(table) if table.caption.is_empty() => {
                    set_caption(only, caption);
                    return blocks;
                }
                BlockKind::Quote { attribution, .. } if attribution.is_empty() => {
                    let mut caption = caption;
                    let dash = crate::reader::boxes::dash(&plain(&caption));
                    crate::reader::labels::strip(&mut caption, dash);
                    *attribution = caption;
                    return blocks;
                }
                _ => {}
            }
        }
        blocks.push(Block::new(span, BlockKind::Paragraph { text: caption }));
        blocks
    }
}

/// Several figures as the panels of one that has no caption yet. What each said stays
/// with it. Gives the blocks back if there is anything else among them.
pub(super) fn one_figure(blocks: Vec<Block>, span: Span) -> Result<Block, Vec<Block>> {
    let is_figure = |block: &Block| matches!(block.kind, BlockKind::Figure { .. });
    if blocks.is_empty() || !blocks.iter().all(is_figure) {
        return Err(blocks);
    }
    let is_alone = blocks.len() == 1;
    let mut figure_id = String::new();
    let mut all: Vec<Panel> = Vec::new();
    let mut sum = Credit::default();
    for block in blocks {
        let BlockKind::Figure {
            id,
            panels,
            caption,
            credit,
            ..
        } = block.kind
        else {
            continue;
        };
        let mut panels = split(panels, &caption);
        let says_nothing = panels.iter().all(|panel| panel.caption.is_empty()) && !caption.is_empty();
        if let Some(last) = panels.last_mut().filter(|_| says_nothing) {
            last.caption = caption;
        }
        match panels.first_mut() {
            _ if is_alone || id.is_empty() => figure_id = id,
            Some(first) if first.id.is_empty() => first.id = id,
            _ => {}
        }
        all.append(&mut panels);
        for (into, more) in [(&mut sum.source, credit.source), (&mut sum.note, credit.note)] {
            if !into.is_empty() && !more.is_empty() {
                into.push(Inline::LineBreak);
            }
            into.extend(more);
        }
    }
    Ok(Block::new(
        span,
        BlockKind::Figure {
            id: figure_id,
            number: None,
            panels: all,
            caption: Vec::new(),
            credit: sum,
        },
    ))
}

/// What a single picture's brackets say describes it, once the figure has a caption.
fn drop_description(figure: &mut Block) {
    if let BlockKind::Figure { panels, .. } = &mut figure.kind
        && let [panel] = panels.as_mut_slice()
        && panel.picture.alt.as_deref() == Some(plain(&panel.caption).as_str())
        && panel
            .caption
            .iter()
            .all(|inline| matches!(inline, Inline::Text { .. }))
    {
        panel.caption.clear();
    }
}

/// Pictures in one paragraph share a caption of their descriptions; as panels each has
/// its own again.
fn split(mut panels: Vec<Panel>, caption: &[Inline]) -> Vec<Panel> {
    let words: Vec<&str> = panels
        .iter()
        .filter_map(|panel| panel.picture.alt.as_deref())
        .collect();
    let plain_words = caption.iter().all(|inline| matches!(inline, Inline::Text { .. }));
    if panels.len() > 1 && plain_words && plain(caption) == words.join("; ") {
        for panel in &mut panels {
            panel
                .caption
                .extend(panel.picture.alt.as_deref().map(Inline::text));
        }
    }
    panels
}

/// The blocks of a division that is a figure: its last paragraph is the caption, and
/// lines such as "Source: …" below it are its credits.
pub(super) fn division(blocks: Vec<Block>, id: &str, span: Span) -> Vec<Block> {
    let is_line = |block: &Block| matches!(block.kind, BlockKind::Paragraph { .. });
    let count = blocks.iter().rev().take_while(|block| is_line(block)).count();
    let mut pictures = blocks;
    let lines = pictures.split_off(pictures.len() - count);
    let is_table = |blocks: &[Block]| matches!(blocks, [block] if matches!(block.kind, BlockKind::Table(_)));
    let mut only = match one_figure(pictures, span) {
        Ok(figure) => figure,
        Err(mut blocks) if is_table(&blocks) => blocks.remove(0),
        Err(mut blocks) => {
            blocks.extend(lines);
            return blocks;
        }
    };
    only.span = span;
    match &mut only.kind {
        BlockKind::Figure { id: own, panels, .. } => {
            // The one picture may have had a name of its own.
            let inner = std::mem::replace(own, id.to_string());
            if let Some(first) = panels
                .first_mut()
                .filter(|first| first.id.is_empty() && inner != id)
            {
                first.id = inner;
            }
            if let [panel] = panels.as_mut_slice()
                && lines.is_empty()
            {
                let words = std::mem::take(&mut panel.caption);
                set_caption(&mut only, words);
            }
        }
        BlockKind::Table(table) if table.id.is_empty() => table.id = id.to_string(),
        _ => place_id(std::slice::from_mut(&mut only), id.to_string()),
    }
    let mut words = words_of_all(lines);
    if !words.is_empty() {
        let has_caption = matches!(&only.kind, BlockKind::Table(table) if !table.caption.is_empty());
        if has_caption {
            return vec![only, Block::new(span, BlockKind::Paragraph { text: words })];
        }
        trim(&mut words);
        drop_description(&mut only);
        set_caption(&mut only, words);
    }
    vec![only]
}
