//! What must stand in front of the text: definitions of notes that are written in the
//! line, or that are called and never defined.

use super::{Prepared, Rewriter, parse};
use crate::reader::markdown::note_key;
use pulldown_cmark::{Event, Tag};
use std::collections::BTreeSet;

/// Keeps every block syntax from matching at the start of a line, and is white space to
/// the rules of emphasis.
const PAD: &str = "\u{a0}";

impl Prepared<'_> {
    /// Puts the definitions in front. With `line_only` nothing that follows begins a block.
    pub(super) fn define_notes(&mut self, line_only: bool) {
        let text = &*self.source.text;
        let missing = undefined_notes(text);
        if missing.is_empty() && !line_only {
            return;
        }
        let mut out = Rewriter::new(&self.source);
        for label in &missing {
            out.write(&format!("[^{label}]: .\n\n"), 0..0);
        }
        if !missing.is_empty() {
            // A comment ends the last definition, whatever the text begins with.
            out.write("<!-- -->\n\n", 0..0);
        }
        let pad = line_only.then_some(out.length());
        if line_only {
            out.write(PAD, 0..0);
        }
        let source = out.finish();
        self.missing_notes = missing.iter().map(|label| note_key(label)).collect();
        self.source = source;
        self.pad = pad;
    }
}

/// Labels that are called and not defined. The parser would leave their calls as text in
/// which `^` still raises what follows, so they are defined in front of the text.
fn undefined_notes(text: &str) -> BTreeSet<String> {
    let mut called = BTreeSet::new();
    for (at, _) in text.match_indices("[^") {
        let rest = &text[at + 2..];
        let end = rest.find(|char: char| char == ']' || char == '[' || char == '\\' || char.is_whitespace());
        if let Some(end) = end.filter(|&end| (1..=200).contains(&end) && rest[end..].starts_with(']')) {
            called.insert(rest[..end].to_string());
        }
    }
    if called.is_empty() {
        return called;
    }
    let defined: BTreeSet<String> = parse(text)
        .into_iter()
        .filter_map(|(event, _)| match event {
            Event::Start(Tag::FootnoteDefinition(label)) => Some(note_key(&label)),
            _ => None,
        })
        .collect();
    called.retain(|label| !defined.contains(&note_key(label)));
    called
}
