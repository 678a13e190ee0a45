//! Events to blocks, with an explicit stack: the depth of a text never becomes the depth
//! of a call.

use super::attributes::{self, Attributes};
use super::dialect::{Numbering, Prepared};
use super::notes::Note;
use super::pieces::Piece;
use super::regions::Budget;
use super::{callouts, finish, math, parse, tables};
use crate::diagnostic::{Code, Report, Span};
use crate::model::{
    Align, Block, BlockKind, Definition, Delimiter, ESCAPED_QUOTES, Inline, ListItem, ListKind, NumberStyle,
    Row, plain,
};
use crate::reader::html;
use crate::reader::place::Place;
use crate::reader::sections;
use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag};
use std::collections::BTreeMap;
use std::ops::Range;

/// How many blocks and inlines may stand inside each other. No page shows more, and Typst
/// gives up at 64 show rules inside each other, of which a list takes four.
pub(super) const DEEPEST: usize = 12;

/// Builds the blocks of a prepared text. With `line_only` nothing but inlines is made.
pub(super) fn build(prepared: &Prepared, place: Place, line_only: bool, report: &mut Report) -> Vec<Block> {
    let events = parse(&prepared.source.text);
    let ends = matching_ends(&events);
    let mut builder = Builder {
        budget: Budget::new(events.len()),
        slot: html::slot_name(&prepared.source.text),
        events: &events,
        ends,
        prepared,
        place,
        line_only,
        report,
        muted: Report::new(),
        mute: 0,
        stack: Vec::new(),
        open: Vec::new(),
        level: 0,
        cut: None,
        too_deep: false,
        notes: BTreeMap::new(),
        spare_notes: Vec::new(),
        notes_open: Vec::new(),
    };
    builder.index_notes();
    let mut blocks = builder.run(0..events.len());
    builder.append_unused_notes(&mut blocks);
    blocks
}

/// For every start the index of its end; for everything else its own index.
fn matching_ends(events: &[(Event, Range<usize>)]) -> Vec<usize> {
    let mut ends: Vec<usize> = (0..events.len()).collect();
    let mut open = Vec::new();
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => open.push(index),
            Event::End(_) => {
                if let Some(start) = open.pop() {
                    ends[start] = index;
                }
            }
            _ => {}
        }
    }
    ends
}

/// What is being built while its end has not come.
pub(super) struct Frame {
    pub(super) kind: Kind,
    range: Range<usize>,
    /// The index of the event at which its parent ends.
    until: usize,
    blocks: Vec<Block>,
    pub(super) pieces: Vec<Piece>,
    /// Where the loose inlines of a container stand (tight items, cells).
    pub(super) loose: Option<Range<usize>>,
}

pub(super) enum Kind {
    Root,
    Quote,
    List {
        start: Option<u64>,
        items: Vec<ListItem>,
        loose: bool,
    },
    Item {
        checked: Option<bool>,
        loose: bool,
    },
    Definitions {
        items: Vec<Definition>,
    },
    Term,
    Description,
    Table {
        columns: Vec<Align>,
        head: Vec<Row>,
        body: Vec<Row>,
    },
    Row {
        head: bool,
        cells: Vec<Vec<Block>>,
    },
    Cell,
    Paragraph,
    Heading {
        level: u8,
        attributes: Attributes,
        /// What stands in braces at the end of the line.
        braces: String,
    },
    Code {
        language: String,
        text: String,
    },
    /// A code block whose code is a formula.
    Formula {
        tex: String,
    },
    Emphasis,
    Strong,
    Strike,
    Superscript,
    Subscript,
    Link {
        address: String,
    },
    Image {
        src: String,
        title: String,
    },
}

pub(super) struct Builder<'a> {
    pub(super) events: &'a [(Event<'a>, Range<usize>)],
    pub(super) ends: Vec<usize>,
    pub(super) prepared: &'a Prepared<'a>,
    pub(super) place: Place,
    pub(super) line_only: bool,
    pub(super) report: &'a mut Report,
    /// Takes what a second copy of a note would report again.
    pub(super) muted: Report,
    pub(super) mute: usize,
    pub(super) stack: Vec<Frame>,
    /// For every start that is open, whether it has a frame.
    pub(super) open: Vec<bool>,
    pub(super) level: usize,
    /// The text event of this index begins only at this offset.
    pub(super) cut: Option<(usize, usize)>,
    pub(super) too_deep: bool,
    pub(super) notes: BTreeMap<String, Note>,
    /// Second definitions of a label.
    pub(super) spare_notes: Vec<Note>,
    pub(super) notes_open: Vec<String>,
    pub(super) budget: Budget,
    /// The element that stands for finished content in raw HTML.
    pub(super) slot: String,
}

impl<'a> Builder<'a> {
    pub(super) fn text(&self) -> &'a str {
        &self.prepared.source.text
    }

    pub(super) fn report(&mut self) -> &mut Report {
        if self.mute > 0 {
            &mut self.muted
        } else {
            self.report
        }
    }

    /// A range of the prepared text as a span of the author's file, without the white
    /// space at its end.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let text = self.text().get(range.clone()).unwrap_or_default();
        let start = range.start + (text.len() - text.trim_start_matches(['\n', '\r']).len());
        let end = (range.start + text.trim_end().len()).max(start);
        self.place.span(self.prepared.source.origin(start..end))
    }

    /// Builds the blocks of a run of events.
    pub(super) fn run(&mut self, events: Range<usize>) -> Vec<Block> {
        let cut = self.cut.take();
        let open = std::mem::take(&mut self.open);
        let range = self
            .events
            .get(events.start)
            .map_or(0..0, |(_, range)| range.clone());
        self.push(Kind::Root, range, events.end);
        let mut at = events.start;
        while at < events.end {
            at = self.step(at);
        }
        self.end_loose();
        let root = self.stack.pop();
        self.cut = cut;
        self.open = open;
        root.map(|frame| self.settle(frame.blocks, Inside::Other))
            .unwrap_or_default()
    }

    /// Takes the event at `at`, with as many after it as belong to it; the index of the next.
    fn step(&mut self, at: usize) -> usize {
        let (event, range) = &self.events[at];
        let range = range.clone();
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => return self.ends[at] + 1,
            Event::Start(Tag::HtmlBlock) => {
                self.end_loose();
                let (fragment, next, range) = self.html_region(at);
                let origin = self.origin(range);
                let blocks = html::flow(fragment, &origin, self.report());
                self.add_blocks(blocks);
                return next;
            }
            Event::Start(tag) => self.start(at, tag, range),
            Event::End(_) => {
                if self.open.pop() == Some(true) {
                    return self.end(at);
                }
                self.end_loose();
            }
            Event::Text(text) => {
                let mut range = range;
                let text = match self.cut {
                    Some((index, offset)) if index == at => {
                        let rest = text.get(offset - range.start..).unwrap_or(text);
                        range.start = range.end.saturating_sub(rest.len());
                        rest
                    }
                    _ if self.prepared.pad == Some(range.start) => {
                        text.strip_prefix('\u{a0}').unwrap_or(text)
                    }
                    _ => text,
                };
                let typed = self.as_typed(text, &range);
                let text = typed.as_deref().unwrap_or(text);
                let escaped = range.start > 0 && self.text().as_bytes().get(range.start - 1) == Some(&b'\\');
                match text
                    .chars()
                    .next()
                    .filter(|char| escaped && matches!(char, '^' | '~'))
                {
                    Some(literal)
                        if !matches!(self.top(), Some(Kind::Code { .. } | Kind::Formula { .. })) =>
                    {
                        self.touch(&range);
                        if let Some(frame) = self.stack.last_mut() {
                            frame.pieces.push(Piece::Literal(literal));
                        }
                        self.add_text(&text[1..], range);
                    }
                    _ => return self.add_cited_text(at, text, range),
                }
            }
            Event::Code(_) if self.add_formulas(&range) => {}
            Event::Code(code) => {
                let text = code.replace('\0', "\u{fffd}");
                return self.finish_code(text, range, at);
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                self.touch(&range);
                if let Some(frame) = self.stack.last_mut() {
                    frame.pieces.push(Piece::Html(html.to_string()));
                }
            }
            Event::FootnoteReference(label) => {
                let inline = self.call_note(label, range.clone());
                self.add_inline(inline, range);
            }
            Event::SoftBreak => self.add_inline(Inline::SoftBreak, range),
            Event::HardBreak => self.add_inline(Inline::LineBreak, range),
            Event::Rule => {
                self.end_loose();
                let span = self.span(range);
                self.add_blocks(vec![Block::new(span, BlockKind::Break)]);
            }
            Event::TaskListMarker(done) => {
                let items = self.stack.iter_mut().rev();
                for frame in items {
                    if let Kind::Item { checked, .. } = &mut frame.kind {
                        *checked = Some(*done);
                        break;
                    }
                }
            }
            // The parser's own mathematics is not enabled: see `math`.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.add_text(text, range),
        }
        at + 1
    }

    /// Quotation marks as the author typed them: which ones they become depends on the
    /// language, and resolving knows it. `None` if `text` is as it should be.
    fn as_typed(&self, text: &str, range: &Range<usize>) -> Option<String> {
        if matches!(
            self.stack.last(),
            Some(Frame {
                kind: Kind::Code { .. },
                ..
            })
        ) {
            return None;
        }
        let (before, after) = (self.text().get(..range.start)?, self.text().get(range.end..)?);
        if before.ends_with('\\') {
            let rest = text.strip_prefix(['"', '\''])?;
            let kept = ESCAPED_QUOTES[usize::from(text.starts_with('\''))];
            return Some(format!("{kept}{rest}"));
        }
        let typed = self.text().get(range.clone())?;
        let is_mark = matches!(text, "“" | "”" | "‘" | "’") && matches!(typed, "\"" | "'");
        let is_letter = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
        let within_word = is_letter(before.chars().next_back()) && is_letter(after.chars().next());
        let is_apostrophe = typed == "'" && within_word;
        (is_mark && !is_apostrophe).then(|| typed.to_owned())
    }

    fn start(&mut self, at: usize, tag: &Tag, range: Range<usize>) {
        let is_container = matches!(
            tag,
            Tag::BlockQuote(_) | Tag::List(_) | Tag::DefinitionList | Tag::Table(_)
        );
        let is_part = matches!(
            tag,
            Tag::Item
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell
                | Tag::DefinitionListTitle
                | Tag::DefinitionListDefinition
        );
        let is_inline = matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        );
        if !is_inline {
            self.end_loose();
        }
        let kind = match tag {
            Tag::Paragraph => {
                if let Some(Kind::Item { loose, .. }) = self.top() {
                    *loose = true;
                }
                Kind::Paragraph
            }
            Tag::Heading { level, .. } => self.heading(*level as u8, &range),
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::CodeBlock(kind) if math::is_math(kind) => Kind::Formula { tex: String::new() },
            Tag::CodeBlock(kind) => Kind::Code {
                language: language(kind),
                text: String::new(),
            },
            Tag::List(start) => Kind::List {
                start: *start,
                items: Vec::new(),
                loose: false,
            },
            Tag::Item => Kind::Item {
                checked: None,
                loose: false,
            },
            Tag::DefinitionList => Kind::Definitions { items: Vec::new() },
            Tag::DefinitionListTitle => Kind::Term,
            Tag::DefinitionListDefinition => Kind::Description,
            Tag::Table(columns) => Kind::Table {
                columns: columns.iter().map(|&column| align(column)).collect(),
                head: Vec::new(),
                body: Vec::new(),
            },
            Tag::TableHead => Kind::Row {
                head: true,
                cells: Vec::new(),
            },
            Tag::TableRow => Kind::Row {
                head: false,
                cells: Vec::new(),
            },
            Tag::TableCell => Kind::Cell,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Strikethrough => Kind::Strike,
            Tag::Superscript => Kind::Superscript,
            Tag::Subscript => Kind::Subscript,
            Tag::Link {
                dest_url, link_type, ..
            } => {
                let email = matches!(link_type, pulldown_cmark::LinkType::Email);
                let address = if email {
                    format!("mailto:{dest_url}")
                } else {
                    dest_url.replace('\0', "\u{fffd}")
                };
                Kind::Link { address }
            }
            Tag::Image { dest_url, title, .. } => Kind::Image {
                src: dest_url.to_string(),
                title: title.to_string(),
            },
            Tag::HtmlBlock | Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => Kind::Paragraph,
        };
        let in_flat_parent = is_part && self.open.last() == Some(&false);
        if in_flat_parent || ((is_container || is_inline) && self.level >= DEEPEST) {
            self.flatten(kind, range, at);
            return;
        }
        if is_container || is_inline {
            self.level += 1;
        }
        self.open.push(true);
        let until = self.ends[at];
        self.push(kind, range, until);
    }

    /// Leaves a level out: its content joins what is around it.
    fn flatten(&mut self, kind: Kind, range: Range<usize>, at: usize) {
        if !self.too_deep {
            self.too_deep = true;
            let span = self.span(range.clone());
            let message =
                format!("blocks or words are nested deeper than {DEEPEST} levels; the rest is set flat");
            self.report().problem(Code::Nesting, span, message);
            self.report().hint("use fewer levels of lists and quotations");
        }
        // What holds text of its own still needs its own paragraph.
        if matches!(kind, Kind::Cell | Kind::Term) {
            self.open.push(true);
            let until = self.ends[at];
            self.push(Kind::Paragraph, range, until);
        } else {
            self.open.push(false);
        }
    }

    fn push(&mut self, kind: Kind, range: Range<usize>, until: usize) {
        self.stack.push(Frame {
            kind,
            range,
            until,
            blocks: Vec::new(),
            pieces: Vec::new(),
            loose: None,
        });
    }

    /// Closes the frame on top; the index of the next event.
    fn end(&mut self, at: usize) -> usize {
        self.end_loose();
        let Some(frame) = self.stack.pop() else {
            return at + 1;
        };
        let Frame {
            kind,
            range,
            blocks,
            pieces,
            ..
        } = frame;
        let span = self.span(range.clone());
        match kind {
            Kind::Root => {}
            Kind::Paragraph => {
                let blocks = self.finish_paragraph(pieces, range);
                self.add_blocks(blocks);
            }
            Kind::Heading {
                level,
                mut attributes,
                braces,
            } => {
                let mut text = self.settle_pieces(pieces, &range);
                let taken = !braces.is_empty() && !ends_with(&plain(&text), &braces);
                let is_text = attributes::parse(&braces).is_none_or(|(_, length)| length < braces.len());
                if taken && is_text {
                    finish::push_text(&mut text, &format!(" {braces}"));
                } else if !taken {
                    attributes = Attributes::default();
                }
                let id = attributes.id.unwrap_or_default();
                let kind = sections::heading(level, id, &attributes.classes, text);
                self.add_blocks(vec![Block::new(span, kind)]);
            }
            Kind::Code { language, text } => {
                let text = text.replace("\r\n", "\n").replace('\0', "\u{fffd}");
                let text = text.strip_suffix('\n').unwrap_or(&text).to_string();
                self.add_blocks(vec![Block::new(span, BlockKind::Code { language, text })]);
            }
            Kind::Formula { tex } => {
                let block = self.math_block(&tex, range);
                self.add_blocks(vec![block]);
            }
            Kind::Quote => {
                self.level -= 1;
                let blocks = self.settle(blocks, Inside::Quote);
                let kind = callouts::quote_or_callout(blocks, span, self.report());
                self.add_blocks(vec![Block::new(span, kind)]);
            }
            Kind::List { start, items, loose } => {
                self.level -= 1;
                let kind = start.map_or(ListKind::Bullet, |start| self.ordered(start, &range));
                self.add_blocks(vec![Block::new(
                    span,
                    BlockKind::List {
                        kind,
                        tight: !loose,
                        items,
                    },
                )]);
            }
            Kind::Item { checked, loose } => {
                let blocks = self.settle(blocks, Inside::Item);
                if let Some(Kind::List {
                    items,
                    loose: any_loose,
                    ..
                }) = self.top()
                {
                    items.push(ListItem {
                        span,
                        checked,
                        blocks,
                    });
                    *any_loose |= loose;
                }
            }
            Kind::Definitions { items } => {
                self.level -= 1;
                self.add_blocks(vec![Block::new(span, BlockKind::Definitions { items })]);
            }
            Kind::Term => {
                let text = self.settle_pieces(pieces, &range);
                let term = Block::new(span, BlockKind::Paragraph { text });
                if let Some(Kind::Definitions { items }) = self.top() {
                    items.push(Definition {
                        term,
                        descriptions: Vec::new(),
                    });
                }
            }
            Kind::Description => {
                let blocks = self.settle(blocks, Inside::Item);
                if let Some(Kind::Definitions { items }) = self.top() {
                    match items.last_mut() {
                        Some(item) => item.descriptions.push(blocks),
                        None => items.push(Definition {
                            term: Block::new(span, BlockKind::Paragraph { text: Vec::new() }),
                            descriptions: vec![blocks],
                        }),
                    }
                }
            }
            Kind::Table { columns, head, body } => {
                self.level -= 1;
                let table = tables::table(columns, head, body);
                self.add_blocks(vec![Block::new(span, BlockKind::Table(table))]);
            }
            Kind::Row { head, mut cells } => {
                self.report_short_row(&range);
                self.add_excess_cells(&mut cells, &range, at);
                let row = tables::row(head, cells);
                if let Some(Kind::Table { head: rows, body, .. }) = self.top() {
                    if head { rows.push(row) } else { body.push(row) }
                }
            }
            Kind::Cell => {
                let blocks = self.settle(blocks, Inside::Cell);
                if let Some(Kind::Row { cells, .. }) = self.top() {
                    cells.push(blocks);
                }
            }
            Kind::Emphasis => return self.wrap(pieces, range, at, |content| Inline::Emphasis { content }),
            Kind::Strong => return self.wrap(pieces, range, at, |content| Inline::Strong { content }),
            Kind::Strike => return self.wrap(pieces, range, at, |content| Inline::Strike { content }),
            Kind::Superscript => {
                return self.wrap(pieces, range, at, |content| Inline::Superscript { content });
            }
            Kind::Subscript => return self.wrap(pieces, range, at, |content| Inline::Subscript { content }),
            Kind::Link { address } => {
                self.level -= 1;
                return self.finish_link(address, pieces, range, at);
            }
            Kind::Image { src, title } => {
                self.level -= 1;
                return self.finish_image(src, title, pieces, range, at);
            }
        }
        at + 1
    }

    /// How a list is numbered: as its first marker says.
    fn ordered(&self, start: u64, range: &Range<usize>) -> ListKind {
        let source = &self.prepared.source;
        let text = self.text().get(range.clone()).unwrap_or_default();
        let marker = range.start + (text.len() - text.trim_start().len());
        let place = source.origin(marker..marker + 1).start;
        if let Some(&Numbering {
            start,
            style,
            delimiter,
        }) = self.prepared.numbers.get(&place)
        {
            return ListKind::Ordered {
                start,
                style,
                delimiter,
            };
        }
        let behind = text
            .trim_start()
            .trim_start_matches(|char: char| char.is_ascii_digit());
        ListKind::Ordered {
            start,
            style: NumberStyle::Decimal,
            delimiter: if behind.starts_with(')') {
                Delimiter::Parenthesis
            } else {
                Delimiter::Period
            },
        }
    }

    /// The index of the event at which the container on top ends.
    pub(super) fn container_end(&self) -> usize {
        self.stack.last().map_or(0, |frame| frame.until)
    }

    pub(super) fn top(&mut self) -> Option<&mut Kind> {
        self.stack.last_mut().map(|frame| &mut frame.kind)
    }

    /// A heading's frame. The parser takes every `{…}` at the end away, attributes or not;
    /// what is none is given back at the heading's end.
    fn heading(&self, level: u8, range: &Range<usize>) -> Kind {
        let line = self.text().get(range.clone()).unwrap_or_default().trim_end();
        // An underlined heading has its attributes before the underline.
        let line = match line.rsplit_once('\n') {
            Some((above, below)) if below.trim().bytes().all(|byte| b"=-> ".contains(&byte)) => {
                above.trim_end()
            }
            _ => line,
        };
        let line = if line.ends_with('}') {
            line
        } else {
            line.trim_end_matches('#').trim_end()
        };
        let start = line
            .rfind('{')
            .filter(|_| line.ends_with('}'))
            .unwrap_or(line.len());
        let braces = line[start..].to_string();
        let attributes = attributes::parse(&braces)
            .map(|(attributes, _)| attributes)
            .unwrap_or_default();
        Kind::Heading {
            level,
            attributes,
            braces,
        }
    }

    /// The words directly in a container become a paragraph.
    fn end_loose(&mut self) {
        let Some(frame) = self.stack.last_mut() else {
            return;
        };
        match frame.kind {
            Kind::Root | Kind::Quote | Kind::Item { .. } | Kind::Description | Kind::Cell => {}
            Kind::List { .. }
            | Kind::Definitions { .. }
            | Kind::Term
            | Kind::Table { .. }
            | Kind::Row { .. }
            | Kind::Paragraph
            | Kind::Heading { .. }
            | Kind::Code { .. }
            | Kind::Formula { .. }
            | Kind::Emphasis
            | Kind::Strong
            | Kind::Strike
            | Kind::Superscript
            | Kind::Subscript
            | Kind::Link { .. }
            | Kind::Image { .. } => return,
        }
        let pieces = std::mem::take(&mut frame.pieces);
        let range = frame.loose.take().unwrap_or(frame.range.clone());
        if pieces.is_empty() {
            return;
        }
        let blocks = if pieces.iter().any(|piece| matches!(piece, Piece::Html(_))) {
            let fragment = self.fragment(pieces);
            let origin = self.origin(range);
            html::flow(fragment, &origin, self.report())
        } else {
            self.flow(pieces, range)
        };
        self.add_blocks(blocks);
    }

    pub(super) fn add_blocks(&mut self, blocks: Vec<Block>) {
        let Some(frame) = self.stack.last_mut() else {
            return;
        };
        frame.blocks.extend(blocks);
    }

    /// Gives a sequence of blocks its captions, anchors and attribute lines.
    fn settle(&mut self, mut blocks: Vec<Block>, inside: Inside) -> Vec<Block> {
        if !self.prepared.attribute_lines.is_empty() {
            self.apply_attribute_lines(&mut blocks, inside);
        }
        finish::settle(blocks)
    }
}

/// What a sequence of blocks stands directly in, as far as attribute lines care.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    Quote,
    Item,
    Cell,
    Other,
}

/// Whether a heading's words still end with what stands in braces in the source, escapes
/// and quotes aside.
fn ends_with(words: &str, braces: &str) -> bool {
    let letters = |text: &str| {
        text.chars()
            .filter(|char| char.is_alphanumeric())
            .collect::<String>()
    };
    words.trim_end().ends_with('}') && letters(words).ends_with(&letters(braces))
}

/// The language named behind the fence, in any spelling: `rust`, `{.rust .numberLines}`,
/// `{r echo=FALSE}`, `{code-cell} python`.
fn language(kind: &CodeBlockKind) -> String {
    let CodeBlockKind::Fenced(info) = kind else {
        return String::new();
    };
    let about_lines = |word: &&str| {
        !matches!(
            word.to_lowercase().as_str(),
            "numberlines"
                | "number-lines"
                | "linenumbers"
                | "sourcecode"
                | "code-cell"
                | "code-block"
                | "code"
        )
    };
    let attributes = attributes::parse(info.trim_start());
    if let Some((attributes, _)) = attributes
        && !info.trim_start().starts_with("{:")
    {
        let mut classes = attributes.classes.iter().map(String::as_str);
        return classes.find(about_lines).unwrap_or_default().to_string();
    }
    info.split(|char: char| char.is_whitespace() || "{},=".contains(char))
        .map(|word| word.trim_start_matches('.'))
        .find(|word| !word.is_empty() && about_lines(word))
        .unwrap_or_default()
        .replace('\0', "\u{fffd}")
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::Auto,
        Alignment::Left => Align::Start,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
    }
}
