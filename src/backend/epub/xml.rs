//! XML written element by element: what comes out is well-formed by construction.

use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;

/// Names and values of one element's attributes; values are plain text.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// An XML document, or a piece of one, that grows.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
    /// The elements that are not closed yet, outermost first.
    open: Vec<&'static str>,
}

impl Xml {
    /// A document: begins with the XML declaration.
    pub(super) fn document() -> Self {
        let mut xml = Self::fragment();
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml.line();
        xml
    }

    /// A run of elements to stand in another document.
    pub(super) fn fragment() -> Self {
        Self {
            writer: Writer::new(Vec::new()),
            open: Vec::new(),
        }
    }

    /// The document type of XHTML as EPUB 3.3 wants it.
    pub(super) fn html_doctype(&mut self) {
        self.write(Event::DocType(BytesText::from_escaped("html")));
        self.line();
    }

    /// Opens an element.
    pub(super) fn start(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.write(Event::Start(tag(name, attributes)));
        self.open.push(name);
    }

    /// Closes the element opened last.
    pub(super) fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            self.write(Event::End(BytesEnd::new(name)));
        }
    }

    /// Closes the element opened last and ends the line.
    pub(super) fn end_line(&mut self) {
        self.end();
        self.line();
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.write(Event::Empty(tag(name, attributes)));
    }

    /// An element that holds text and nothing else.
    pub(super) fn element(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.start(name, attributes);
        self.text(text);
        self.end();
    }

    /// Text, verbatim.
    pub(super) fn text(&mut self, text: &str) {
        self.write(Event::Text(BytesText::from_escaped(partial_escape(clean(text)))));
    }

    /// A line end, for those who read the file itself.
    pub(super) fn line(&mut self) {
        self.write(Event::Text(BytesText::from_escaped("\n")));
    }

    /// How many bytes there are so far.
    pub(super) fn len(&self) -> usize {
        self.writer.get_ref().len()
    }

    /// What is written from that byte on, which begins a character.
    pub(super) fn since(&self, from: usize) -> &str {
        std::str::from_utf8(&self.writer.get_ref()[from..]).expect("only text is written")
    }

    /// Puts whole elements at that byte, which stands before a character of text or a tag.
    pub(super) fn insert(&mut self, at: usize, piece: Xml) {
        self.writer.get_mut().splice(at..at, piece.finish());
    }

    /// Closes what is open and gives the bytes.
    pub(super) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.end_line();
        }
        self.writer.into_inner()
    }

    fn write(&mut self, event: Event<'_>) {
        self.writer.write_event(event).expect("memory takes every byte");
    }
}

/// Replaces what XML 1.0 cannot carry, even escaped (production 2, `Char`).
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let forbidden = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(forbidden) {
        Cow::Owned(text.replace(forbidden, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn tag(name: &'static str, attributes: Attributes<'_>) -> BytesStart<'static> {
    let mut tag = BytesStart::new(name);
    for (key, value) in attributes {
        tag.push_attribute((*key, clean(value)));
    }
    tag
}
