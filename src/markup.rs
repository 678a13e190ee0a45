//! Pages of HTML that tell people how something fared: words go in, markup that is XML as well
//! comes out. Whoever reports in HTML writes with this; books are written elsewhere, element by
//! element.

/// A page so far.
#[derive(Debug, Default)]
pub(crate) struct Page(String);

impl Page {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Markup of ours, as it stands.
    pub(crate) fn raw(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Words in which names stand in backticks.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        for (place, part) in text.split('`').enumerate() {
            let part = escaped(part);
            match place % 2 {
                1 => self.raw(&format!("<code>{part}</code>")),
                _ => self.raw(&part),
            };
        }
        self
    }

    /// Words as they stand, whatever is in them.
    pub(crate) fn verbatim(&mut self, text: &str) -> &mut Self {
        let text = escaped(text);
        self.raw(&text)
    }

    /// An element with its attributes as they are to be written.
    pub(crate) fn element(&mut self, name: &str, attributes: &str, text: &str) -> &mut Self {
        let text = escaped(text);
        self.raw(&format!("<{name}{attributes}>{text}</{name}>"))
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

/// Text as markup, in elements and in attributes, without what no XML can hold.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            char if char.is_control() => out.push('\u{fffd}'),
            char => out.push(char),
        }
    }
    out
}
