//! Styles whose citations are notes.

use crate::diagnostic::Span;
use crate::model::{Block, BlockKind, Cited, CitedForm, Inline, Meta};
use crate::resolve::walk::{self, Pass};

/// Puts every citation that stands in no note into one of its own.
pub(in crate::resolve) fn wrap(meta: &mut Meta, body: &mut [Block], lang: &str) {
    let mut pass = Wrap {
        depth: 0,
        // Where English has the note after the full stop, most others have it before.
        after_punctuation: lang == "en" || lang.starts_with("en-"),
    };
    walk::article(meta, body, &mut pass);
}

struct Wrap {
    depth: usize,
    after_punctuation: bool,
}

impl Pass for Wrap {
    fn inlines(&mut self, inlines: &mut Vec<Inline>, _near: Span) {
        let any = inlines
            .iter()
            .any(|inline| matches!(inline, Inline::Citation { .. }));
        if self.depth > 0 || !any {
            return;
        }
        let mut done: Vec<Inline> = Vec::with_capacity(inlines.len() + 1);
        let mut rest = std::mem::take(inlines).into_iter().peekable();
        while let Some(inline) = rest.next() {
            let Inline::Citation { span, items, content } = inline else {
                done.push(inline);
                continue;
            };
            let in_text = items.iter().any(|item| item.form == CitedForm::InText);
            // The note is complete, whatever the words in the text name already.
            let mut cited: Vec<Cited> = items
                .iter()
                .map(|item| Cited {
                    form: if in_text { CitedForm::Normal } else { item.form },
                    ..item.clone()
                })
                .collect();
            if let Some(Inline::Text { text }) = cited.first_mut().and_then(|item| item.prefix.first_mut()) {
                *text = capitalised(text);
            }
            let note = Inline::Note {
                span,
                number: 0,
                blocks: vec![Block::new(
                    span,
                    BlockKind::Paragraph {
                        text: vec![Inline::Citation {
                            span,
                            items: cited,
                            content: content.clone(),
                        }],
                    },
                )],
            };
            if in_text {
                let names = items
                    .into_iter()
                    .map(|item| Cited {
                        prefix: Vec::new(),
                        suffix: Vec::new(),
                        locator: None,
                        ..item
                    })
                    .collect();
                done.push(Inline::Citation {
                    span,
                    items: names,
                    content,
                });
            } else {
                close_up(&mut done);
            }
            if self.after_punctuation
                && !in_text
                && let Some(Inline::Text { text }) = rest.peek_mut()
            {
                let mark = text
                    .find(|char: char| !".,;:!?".contains(char))
                    .unwrap_or(text.len());
                let marks: String = text.drain(..mark).collect();
                push_words(&mut done, marks);
            }
            done.push(note);
        }
        *inlines = done;
    }

    fn note(&mut self, _number: &mut u32) {
        self.depth += 1;
    }

    fn note_end(&mut self) {
        self.depth -= 1;
    }
}

/// Whether a note is one of those that [`wrap`] makes.
pub(super) fn is_of_one_citation(span: Span, blocks: &[Block]) -> bool {
    let [block] = blocks else { return false };
    matches!(
        &block.kind,
        BlockKind::Paragraph { text }
            if matches!(text.as_slice(), [Inline::Citation { span: inner, .. }] if *inner == span)
    )
}

/// A note begins as a sentence does: "See".
fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// A mark stands close to the word before it.
fn close_up(done: &mut Vec<Inline>) {
    match done.last_mut() {
        Some(Inline::Text { text }) => {
            text.truncate(text.trim_end().len());
            if text.is_empty() {
                done.pop();
            }
        }
        Some(Inline::SoftBreak) => {
            done.pop();
        }
        _ => {}
    }
}

fn push_words(done: &mut Vec<Inline>, words: String) {
    match done.last_mut() {
        _ if words.is_empty() => {}
        Some(Inline::Text { text }) => text.push_str(&words),
        _ => done.push(Inline::text(words)),
    }
}
