//! Elements that become blocks with parts of their own: lists, figures, boxes.

use super::Slot;
use super::attributes::id;
use super::convert::Converter;
use super::words::trim;
use crate::model::{
    Block, BlockKind, CalloutKind, Definition, Delimiter, Inline, ListItem, ListKind, NumberStyle, plain,
};
use crate::reader::markdown::{place_id, settle};
use scraper::ElementRef;

impl Converter<'_, '_> {
    pub(super) fn list(&mut self, el: ElementRef<'_>, ordered: bool) -> Vec<Block> {
        let whole = self.whole();
        let mut items = Vec::new();
        let mut tight = true;
        for child in el.children() {
            let item = ElementRef::wrap(child).filter(|child| child.value().name() == "li");
            if let Some(item) = item {
                self.met("li");
                tight &= is_tight(item);
                let item = self.item(item);
                items.push(item);
                continue;
            }
            // What stands between the items is an item too, so that it stays in place.
            let mut blocks = Vec::new();
            let mut run = Vec::new();
            self.flow_one(child, &mut blocks, &mut run);
            self.end_run(&mut blocks, &mut run);
            if !blocks.is_empty() {
                match items.last_mut() {
                    Some(ListItem { blocks: before, .. }) => before.append(&mut blocks),
                    None => items.push(ListItem {
                        span: whole,
                        checked: None,
                        blocks,
                    }),
                }
            }
        }
        if items.is_empty() {
            return Vec::new();
        }
        let kind = if ordered {
            let style = match el.attr("type") {
                Some("a") => NumberStyle::LowerAlpha,
                Some("A") => NumberStyle::UpperAlpha,
                Some("i") => NumberStyle::LowerRoman,
                Some("I") => NumberStyle::UpperRoman,
                _ => NumberStyle::Decimal,
            };
            let start = el
                .attr("start")
                .and_then(|start| start.trim().parse().ok())
                .unwrap_or(1);
            ListKind::Ordered {
                start,
                style,
                delimiter: Delimiter::Period,
            }
        } else {
            ListKind::Bullet
        };
        vec![Block::new(whole, BlockKind::List { kind, tight, items })]
    }

    fn item(&mut self, el: ElementRef<'_>) -> ListItem {
        let boxes = el.descendent_elements().find(|part| {
            part.value().name() == "input"
                && part
                    .attr("type")
                    .is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"))
        });
        let checked = boxes.map(|part| part.attr("checked").is_some());
        let mut blocks = self.flow_part(el);
        if let Some(id) = id(el) {
            place_id(&mut blocks, id);
        }
        ListItem {
            span: self.whole(),
            checked,
            blocks,
        }
    }

    /// An item that stands in no list: a list of its own, as browsers show it.
    pub(super) fn lone_item(&mut self, el: ElementRef<'_>) -> Vec<Block> {
        let item = self.item(el);
        if item.blocks.is_empty() {
            return Vec::new();
        }
        let kind = BlockKind::List {
            kind: ListKind::Bullet,
            tight: is_tight(el),
            items: vec![item],
        };
        vec![Block::new(self.whole(), kind)]
    }

    pub(super) fn definitions(&mut self, el: ElementRef<'_>) -> Vec<Block> {
        let whole = self.whole();
        let mut items: Vec<Definition> = Vec::new();
        // Entries may be grouped in `div`s.
        let mut parts = Vec::new();
        for child in el.children() {
            match ElementRef::wrap(child) {
                Some(group) if group.value().name() == "div" => parts.extend(group.children()),
                _ => parts.push(child),
            }
        }
        for part in parts {
            let name = ElementRef::wrap(part)
                .map(|el| el.value().name())
                .unwrap_or_default();
            if name == "dt" {
                let mut text = Vec::new();
                if let Some(id) = ElementRef::wrap(part).and_then(id) {
                    text.push(Inline::Anchor { id });
                }
                text.extend(self.phrasing(part));
                trim(&mut text);
                let term = Block::new(whole, BlockKind::Paragraph { text });
                items.push(Definition {
                    term,
                    descriptions: Vec::new(),
                });
                continue;
            }
            let description = ElementRef::wrap(part).filter(|_| name == "dd");
            let blocks = if let Some(description) = description {
                self.flow_part(description)
            } else {
                let mut blocks = Vec::new();
                let mut run = Vec::new();
                self.flow_one(part, &mut blocks, &mut run);
                self.end_run(&mut blocks, &mut run);
                blocks
            };
            if blocks.is_empty() {
                continue;
            }
            match items.last_mut() {
                Some(item) => item.descriptions.push(blocks),
                None => {
                    let term = Block::new(whole, BlockKind::Paragraph { text: Vec::new() });
                    items.push(Definition {
                        term,
                        descriptions: vec![blocks],
                    });
                }
            }
        }
        if items.is_empty() {
            return Vec::new();
        }
        vec![Block::new(whole, BlockKind::Definitions { items })]
    }

    pub(super) fn code(&mut self, el: ElementRef<'_>) -> Vec<Block> {
        let whole = self.whole();
        let mut text = String::new();
        let mut rest = Vec::new();
        let mut language = String::new();
        for node in el.descendants() {
            if let Some(words) = node.value().as_text() {
                text.push_str(words);
            }
            let Some(inner) = ElementRef::wrap(node) else {
                continue;
            };
            match inner.value().name() {
                "br" => text.push('\n'),
                "code" if language.is_empty() => {
                    let named = inner
                        .value()
                        .classes()
                        .find_map(|class| class.strip_prefix("language-"));
                    language = named.unwrap_or_default().to_string();
                }
                name if name == self.slot_name => match self.take_slot(inner) {
                    Slot::Inlines(inlines) => text.push_str(&verbatim(&inlines)),
                    Slot::Blocks(blocks) => rest.extend(blocks),
                    Slot::Taken => {}
                },
                _ => {}
            }
        }
        let text = text.strip_suffix('\n').unwrap_or(&text).to_string();
        let mut blocks = Vec::new();
        if !text.is_empty() {
            blocks.push(Block::new(whole, BlockKind::Code { language, text }));
        }
        blocks.extend(rest);
        blocks
    }

    pub(super) fn details(&mut self, el: ElementRef<'_>) -> Vec<Block> {
        let mut title = Vec::new();
        let mut blocks = Vec::new();
        let mut run = Vec::new();
        for child in el.children() {
            let is_summary = ElementRef::wrap(child).is_some_and(|child| child.value().name() == "summary");
            if is_summary && title.is_empty() {
                title = self.phrasing(child);
                trim(&mut title);
            } else {
                self.flow_one(child, &mut blocks, &mut run);
            }
        }
        self.end_run(&mut blocks, &mut run);
        if title.is_empty() && blocks.is_empty() {
            return Vec::new();
        }
        let blocks = settle(blocks);
        vec![Block::new(
            self.whole(),
            BlockKind::callout(CalloutKind::Box, title, blocks),
        )]
    }
}

/// Whether an item's words stand in no paragraph.
fn is_tight(item: ElementRef<'_>) -> bool {
    !item.child_elements().any(|part| part.value().name() == "p")
}

/// Adds items that stand in no list to the list that those before them made.
pub(super) fn join_items(blocks: &mut Vec<Block>, inner: Vec<Block>) {
    for block in inner {
        match (block.kind, blocks.last_mut().map(|last| &mut last.kind)) {
            (
                BlockKind::List {
                    tight: also, items, ..
                },
                Some(BlockKind::List {
                    tight, items: before, ..
                }),
            ) => {
                *tight &= also;
                before.extend(items);
            }
            (kind, _) => blocks.push(Block { kind, ..block }),
        }
    }
}

/// Words in preformatted text: breaks are line ends there.
fn verbatim(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::SoftBreak | Inline::LineBreak => text.push('\n'),
            other => text.push_str(&plain(std::slice::from_ref(other))),
        }
    }
    text
}
