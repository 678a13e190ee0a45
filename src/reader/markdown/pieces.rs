//! Running text while it is being built: links, images, raw HTML and what follows them.

use super::attributes::{self, Attributes};
use super::build::{Builder, Kind};
use super::citations::{CITATION_TARGET, LOCATOR_TARGET};
use super::images::{self, PendingImage};
use super::{SPAN_TARGET, finish, scripts};
use crate::diagnostic::Span;
use crate::model::{Block, BlockKind, Formula, Inline};
use crate::reader::html::{self, Fragment};
use crate::reader::links;
use crate::reader::place::Place;
use pulldown_cmark::Event;
use std::ops::Range;

/// Running text that is not yet settled: raw HTML still has to find its partner, an
/// image does not yet know whether it stands alone.
pub(super) enum Piece {
    Inline(Inline),
    /// A `^` or `~` that the author escaped: it raises and lowers nothing.
    Literal(char),
    Image(PendingImage),
    Html(String),
    /// A formula that wants lines of its own, where blocks can stand.
    Display {
        span: Span,
        range: Range<usize>,
        id: String,
        formula: Formula,
    },
}

impl<'a> Builder<'a> {
    pub(super) fn finish_link(
        &mut self,
        address: String,
        pieces: Vec<Piece>,
        range: Range<usize>,
        at: usize,
    ) -> usize {
        let content = self.settle_pieces(pieces, &range);
        if address == CITATION_TARGET {
            self.finish_citation(content, range);
            return at + 1;
        }
        if address == LOCATOR_TARGET {
            self.finish_locator(content, range);
            return at + 1;
        }
        let span = self.span(range.clone());
        let (attributes, next) = self.attributes_after(at, range.end);
        let inlines = if address == SPAN_TARGET {
            finish::bracketed_span(attributes.unwrap_or_default(), content, span, self.report())
        } else {
            let mut inlines = Vec::new();
            if let Some(id) = attributes.and_then(|attributes| attributes.id) {
                inlines.push(Inline::Anchor { id });
            }
            inlines.extend(links::link(&address, span, content, self.report()));
            inlines
        };
        for inline in inlines {
            self.add_inline(inline, range.clone());
        }
        next
    }

    /// Words of a computer, with the attributes behind them.
    pub(super) fn finish_code(&mut self, text: String, range: Range<usize>, at: usize) -> usize {
        let (attributes, next) = self.attributes_after(at, range.end);
        let attributes = attributes.unwrap_or_default();
        if let Some(id) = attributes.id.clone() {
            self.add_inline(Inline::Anchor { id }, range.clone());
        }
        let code = if attributes.has("kbd") {
            Inline::Keyboard { text }
        } else {
            Inline::Code { text }
        };
        self.add_inline(code, range);
        next
    }

    /// Words with looks. kramdown lets attributes follow them: `*words*{: .class}`.
    pub(super) fn wrap(
        &mut self,
        pieces: Vec<Piece>,
        range: Range<usize>,
        at: usize,
        make: fn(Vec<Inline>) -> Inline,
    ) -> usize {
        self.level -= 1;
        let content = self.settle_pieces(pieces, &range);
        let (attributes, next) = match self.text().get(range.end..) {
            Some(rest) if rest.starts_with("{:") => self.attributes_after(at, range.end),
            _ => (None, at + 1),
        };
        if content.is_empty() {
            return next;
        }
        let made = make(content);
        let inlines = match attributes {
            Some(attributes) => {
                let span = self.span(range.clone());
                finish::bracketed_span(attributes, vec![made], span, self.report())
            }
            None => vec![made],
        };
        for inline in inlines {
            self.add_inline(inline, range.clone());
        }
        next
    }

    pub(super) fn finish_image(
        &mut self,
        src: String,
        title: String,
        pieces: Vec<Piece>,
        range: Range<usize>,
        at: usize,
    ) -> usize {
        let content = self.settle_pieces(pieces, &range);
        let span = self.span(range.clone());
        let (attributes, next) = self.attributes_after(at, range.end);
        let image = PendingImage {
            span,
            src,
            content,
            title,
            attributes: attributes.unwrap_or_default(),
        };
        self.touch(&range);
        if let Some(frame) = self.stack.last_mut() {
            frame.pieces.push(Piece::Image(image));
        }
        next
    }

    /// Attributes directly behind the end event at `at`, and the event after them. The
    /// parser sees them as text, which may have become several events.
    pub(super) fn attributes_after(&mut self, at: usize, offset: usize) -> (Option<Attributes>, usize) {
        let none = (None, at + 1);
        let Some((attributes, length)) = self.text().get(offset..).and_then(attributes::parse) else {
            return none;
        };
        let stop = offset + length;
        let mut next = at + 1;
        let mut covered = offset;
        while covered < stop {
            let Some((event, range)) = self.events.get(next) else {
                return none;
            };
            match event {
                Event::End(_) => return none,
                _ if range.start < covered => return none,
                _ if range.end <= stop => {
                    covered = range.end;
                    next = self.ends[next] + 1;
                }
                Event::Text(text)
                    if self.text().get(range.clone()) == Some(&**text) && range.start <= stop =>
                {
                    self.cut = Some((next, stop));
                    covered = stop;
                }
                _ => return none,
            }
        }
        (Some(attributes), next)
    }

    pub(super) fn finish_paragraph(&mut self, mut pieces: Vec<Piece>, range: Range<usize>) -> Vec<Block> {
        let span = self.span(range.clone());
        if !self.line_only {
            if images::stand_alone(&pieces) {
                return vec![images::figure(pieces, span)];
            }
            if let Some(below) = images::lines_below(&pieces) {
                let lines = pieces.split_off(below);
                let text = self.settle_pieces(lines, &range);
                let mut blocks = vec![images::figure(pieces, span)];
                blocks.extend(super::paragraph(span, text));
                return super::captions::below_image(blocks);
            }
            if pieces.iter().any(|piece| matches!(piece, Piece::Html(_))) {
                let fragment = self.fragment(pieces);
                let origin = self.origin(range);
                return html::flow(fragment, &origin, self.report());
            }
        }
        if self.line_only || pieces.iter().any(|piece| matches!(piece, Piece::Display { .. })) {
            return self.flow(pieces, range);
        }
        let text = self.settle_pieces(pieces, &range);
        match images::lone_pictures(text, span) {
            Ok(figure) => vec![figure],
            Err(text) => super::paragraph(span, text).into_iter().collect(),
        }
    }

    /// Paragraphs of running text, with a block for each formula that wants lines of its
    /// own.
    pub(super) fn flow(&mut self, pieces: Vec<Piece>, range: Range<usize>) -> Vec<Block> {
        let splits = !self.line_only && !matches!(self.top(), Some(Kind::Cell));
        let mut blocks = Vec::new();
        let mut run = Vec::new();
        let mut start = range.start;
        for piece in pieces {
            match piece {
                Piece::Display {
                    span,
                    range,
                    id,
                    formula,
                } if splits => {
                    let before = start..range.start;
                    blocks.extend(self.words(std::mem::take(&mut run), before));
                    start = range.end;
                    let number = None;
                    blocks.push(Block::new(span, BlockKind::Math { id, number, formula }));
                }
                other => run.push(other),
            }
        }
        blocks.extend(self.words(run, start..range.end.max(start)));
        blocks
    }

    fn words(&mut self, pieces: Vec<Piece>, range: Range<usize>) -> Option<Block> {
        let mut text = self.settle_pieces(pieces, &range);
        while matches!(text.first(), Some(Inline::SoftBreak | Inline::LineBreak)) {
            text.remove(0);
        }
        let span = self.span(range);
        super::paragraph(span, text)
    }

    /// Makes inlines of pieces: raw HTML finds its partner, images are in the line.
    pub(super) fn settle_pieces(&mut self, pieces: Vec<Piece>, range: &Range<usize>) -> Vec<Inline> {
        if pieces.iter().any(|piece| matches!(piece, Piece::Html(_))) {
            let fragment = self.fragment(pieces);
            let origin = self.origin(range.clone());
            return html::phrasing(fragment, &origin, self.report());
        }
        let mut inlines = Vec::with_capacity(pieces.len());
        for piece in pieces {
            settle_piece(piece, &mut inlines);
        }
        inlines
    }

    pub(super) fn fragment(&self, pieces: Vec<Piece>) -> Fragment {
        let mut fragment = Fragment::new(&self.slot);
        let mut run = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Html(html) => {
                    fragment.push_inlines(std::mem::take(&mut run));
                    fragment.push_html(&html);
                }
                other => settle_piece(other, &mut run),
            }
        }
        fragment.push_inlines(run);
        fragment
    }

    pub(super) fn origin(&self, range: Range<usize>) -> html::Origin<'a> {
        let source = &self.prepared.source;
        let text: &'a str = &source.text;
        let whole = self.span(range.clone());
        let exact = match self.place {
            Place::Exact(_) => text.get(range.clone()),
            Place::Whole(_) => None,
        };
        let place = self.place;
        let spans = move |tag: Range<usize>| {
            place.span(source.origin(range.start + tag.start..range.start + tag.end))
        };
        html::Origin::new(whole, exact.unwrap_or_default(), spans, self.level)
    }

    pub(super) fn add_text(&mut self, text: &str, range: Range<usize>) {
        if let Some(Kind::Code { text: code, .. } | Kind::Formula { tex: code }) = self.top() {
            code.push_str(text);
            return;
        }
        if !text.is_empty() {
            self.add_inline(Inline::text(text.replace('\0', "\u{fffd}")), range);
        }
    }

    pub(super) fn add_inline(&mut self, inline: Inline, range: Range<usize>) {
        self.touch(&range);
        if let Some(frame) = self.stack.last_mut() {
            match (frame.pieces.last_mut(), inline) {
                (Some(Piece::Inline(Inline::Text { text })), Inline::Text { text: more }) => {
                    text.push_str(&more);
                }
                (_, inline) => frame.pieces.push(Piece::Inline(inline)),
            }
        }
    }

    pub(super) fn touch(&mut self, range: &Range<usize>) {
        if let Some(frame) = self.stack.last_mut() {
            let loose = frame.loose.get_or_insert(range.clone());
            loose.end = loose.end.max(range.end);
        }
    }
}

/// Makes running text of a piece that is no HTML.
fn settle_piece(piece: Piece, inlines: &mut Vec<Inline>) {
    match piece {
        Piece::Inline(Inline::Text { text }) => scripts::push(inlines, &text),
        Piece::Inline(inline) => finish::push(inlines, inline),
        Piece::Literal(char) => finish::push_text(inlines, char.encode_utf8(&mut [0; 4])),
        Piece::Image(image) => inlines.extend(image.in_line()),
        Piece::Html(_) => {}
        Piece::Display {
            span, id, formula, ..
        } => {
            if !id.is_empty() {
                inlines.push(Inline::Anchor { id });
            }
            inlines.push(Inline::Math { span, formula });
        }
    }
}
