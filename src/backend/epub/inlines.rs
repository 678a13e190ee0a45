//! Inlines: running text.

use super::text::Text;
use super::xhtml;
use super::xml::Attributes;
use crate::diagnostic::Span;
use crate::model::{Inline, Target, counted, is_rtl};

/// From how many bytes on a word in a link is an address.
const ADDRESS: usize = 24;

impl<'a> Text<'a> {
    /// The own text of the block at work.
    pub(super) fn own_text(&mut self, inlines: &'a [Inline]) {
        self.begin_own_text();
        self.inlines(inlines);
        self.end_own_text();
    }

    /// Text within a line.
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text { text } => self.prose(text),
            Inline::Emphasis { content } => self.wrapped("em", &[], content),
            Inline::Strong { content } => self.wrapped("strong", &[], content),
            Inline::Strike { content } => self.wrapped("s", &[], content),
            Inline::Superscript { content } => self.wrapped("sup", &[], content),
            Inline::Subscript { content } => self.wrapped("sub", &[], content),
            Inline::Underline { content } => self.wrapped("u", &[], content),
            Inline::Highlight { content } => self.wrapped("mark", &[], content),
            Inline::SmallCaps { content } => self.wrapped("span", &[("class", "small-caps")], content),
            Inline::Small { content } => self.wrapped("small", &[], content),
            Inline::Foreign { lang, content } => {
                let dir = xhtml::direction(lang);
                let attributes = [("lang", lang.as_str()), ("xml:lang", lang), ("dir", dir)];
                self.wrapped("span", &attributes, content);
            }
            Inline::Abbreviation { title, content } => self.wrapped("abbr", &[("title", title)], content),
            Inline::Keyboard { text } => {
                self.xml.start("kbd", &[]);
                self.words(text);
                self.xml.end();
            }
            Inline::Math { formula, .. } => self.inline_math(formula),
            Inline::Citation { content, .. } => {
                let around = std::mem::replace(&mut self.citing, true);
                self.inlines(content);
                self.citing = around;
            }
            Inline::Reference { id, content, .. } => {
                let way = self.way_to(id);
                self.anchor_link(&[("class", "reference"), ("href", &way)], content);
            }
            Inline::Code { text } => {
                // Code runs from left to right in every language.
                let attributes: Attributes<'_> = match is_rtl(&self.article.lang) {
                    true => &[("dir", "ltr")],
                    false => &[],
                };
                self.xml.start("code", attributes);
                self.words(text);
                self.xml.end();
            }
            Inline::Link {
                span,
                target,
                content,
            } => self.link(*span, target, content),
            Inline::Image { picture } => self.picture_in_line(picture),
            Inline::Note { number, .. } => match &mut self.held {
                Some(held) => held.push(*number),
                None => self.note_mark(*number),
            },
            Inline::Anchor { id } => {
                let id = self.id(id);
                self.xml.empty("span", &[("id", &id)]);
            }
            Inline::SoftBreak => self.xml.text(" "),
            Inline::LineBreak => {
                self.xml.empty("br", &[]);
                self.xml.line();
            }
        }
    }

    /// Words of the article. In text from right to left the groups of a telephone number
    /// would come out in the wrong order, so it is a run of its own.
    fn prose(&mut self, text: &str) {
        let mut rest = text;
        if is_rtl(&self.article.lang) {
            while let Some(range) = telephone(rest) {
                self.words(&rest[..range.start]);
                self.break_within(0);
                self.xml.start("bdi", &[("dir", "ltr")]);
                self.words(&rest[range.clone()]);
                self.xml.end();
                rest = &rest[range.end..];
            }
        }
        self.words(rest);
    }

    fn wrapped(&mut self, name: &'static str, attributes: Attributes<'_>, content: &'a [Inline]) {
        // A page that begins with the first of these words begins before the element.
        if !counted(content).is_empty() {
            self.break_within(0);
        }
        self.xml.start(name, attributes);
        self.inlines(content);
        self.xml.end();
    }

    /// A link. Notes within go behind it: a note's mark is a link itself.
    fn link(&mut self, span: Span, target: &Target, content: &'a [Inline]) {
        if self.held.is_some() {
            return self.inlines(content);
        }
        let (href, class) = match target {
            // An article has none: resolving completes them or keeps the words alone.
            Target::Relative(_) => return self.inlines(content),
            Target::Url(url) => match xhtml::href(url) {
                Some(href) => (href, "external"),
                None => {
                    self.dead_links.push((span, url.clone()));
                    return self.inlines(content);
                }
            },
            // EPUB 3 Structural Semantics and DPUB-ARIA 1.1 have a name for a reference to
            // an entry of a bibliography.
            Target::Internal(id) if self.citing => {
                let href = self.way_to(id);
                let attributes = [
                    ("epub:type", "biblioref"),
                    ("role", "doc-biblioref"),
                    ("class", "biblioref"),
                    ("href", href.as_str()),
                ];
                return self.anchor_link(&attributes, content);
            }
            Target::Internal(id) => (self.way_to(id), "internal"),
        };
        self.anchor_link(&[("class", class), ("href", &href)], content);
    }

    fn anchor_link(&mut self, attributes: Attributes<'_>, content: &'a [Inline]) {
        if self.held.is_some() {
            return self.inlines(content);
        }
        // Within an element of the link the break stands before it: that is a word or two,
        // and the element stays whole.
        let within = |inline: &Inline| counted(std::slice::from_ref(inline)).len().saturating_sub(1);
        match content.first() {
            Some(Inline::Text { .. }) | None => self.break_within(0),
            Some(inline) => self.break_within(within(inline)),
        }
        self.held = Some(Vec::new());
        self.xml.start("a", attributes);
        for inline in content {
            if let Inline::Text { text } = inline {
                self.link_text(text, attributes);
                continue;
            }
            if !counted(std::slice::from_ref(inline)).is_empty() && self.is_due(within(inline)) {
                self.cut_link(attributes, within(inline));
            }
            self.inline(inline);
        }
        self.xml.end();
        for number in self.held.take().unwrap_or_default() {
            self.note_mark(number);
        }
    }

    /// Words of a link. A page that begins among them cuts it in two that lead to one place:
    /// within a link the break would become a part of its name.
    fn link_text(&mut self, text: &str, attributes: Attributes<'_>) {
        let mut rest = text;
        while let Some(at) = self.due_in(rest) {
            self.linked(&rest[..at]);
            self.cut_link(attributes, 0);
            rest = &rest[at..];
        }
        self.linked(rest);
    }

    /// Words of a link; an address may end a line behind its punctuation, as in print.
    fn linked(&mut self, text: &str) {
        if text.len() < ADDRESS || text.contains(char::is_whitespace) {
            return self.prose(text);
        }
        let mut rest = text;
        while let Some(at) = rest.find(&['/', '.', '?', '&', '=', '_'][..]) {
            let end = at + 1 + rest[at + 1..].find(|c| c != '/').unwrap_or(0);
            self.prose(&rest[..end]);
            rest = &rest[end..];
            if !rest.is_empty() {
                self.xml.empty("wbr", &[]);
            }
        }
        self.prose(rest);
    }

    fn cut_link(&mut self, attributes: Attributes<'_>, ahead: usize) {
        self.xml.end();
        self.break_within(ahead);
        self.xml.start("a", attributes);
    }

    /// The mark that leads to a note. The number stands in the link itself: an element in
    /// between keeps several reading systems from showing the note in place.
    fn note_mark(&mut self, number: u32) {
        let label = self.article.words.number(number);
        let (id, target) = (self.mark_id(number), self.note_id(number));
        self.settle(&id);
        self.sizes.calls.entry(number).or_insert(self.xml.len());
        if !self.noted.contains(&number) {
            self.due.insert(number);
        }
        let way = self.way_to(&target);
        self.xml.element(
            "a",
            &[
                ("epub:type", "noteref"),
                ("role", "doc-noteref"),
                ("class", "noteref"),
                ("href", &way),
                ("id", &id),
            ],
            &label,
        );
    }
}

/// The first telephone number: groups of digits with spaces between them.
fn telephone(text: &str) -> Option<std::ops::Range<usize>> {
    let is_part = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'(' | b')' | b'-' | b' ');
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|byte| is_part(**byte)).count();
        let run = text[at..end].trim_end_matches([' ', '(', '-']);
        let start = if at > 0 && bytes[at - 1] == b'+' {
            at - 1
        } else {
            at
        };
        // Years side by side are none: a number for the telephone begins with `+` or `0`.
        if run.contains(' ') && (start < at || run.starts_with('0')) {
            return Some(start..at + run.len());
        }
        at = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::telephone;

    #[test]
    fn telephone_numbers_are_found() {
        for (text, number) in [
            ("فون +92 42 3578 0000 پر", Some("+92 42 3578 0000")),
            ("سنہ 1970 1980 تک", None),
            ("042 357800", Some("042 357800")),
            ("12", None),
            ("", None),
        ] {
            assert_eq!(telephone(text).map(|range| &text[range]), number, "{text}");
        }
    }
}
