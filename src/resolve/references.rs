//! Cross-references: what is numbered, by the name that both outputs print.

use super::walk::{self, Pass};
use crate::diagnostic::{Code, Report, Span};
use crate::model::{Block, BlockKind, Inline, Meta, ReferenceForm, Role, Words, plain};
use std::collections::BTreeMap;

/// Fills every reference with the name of what it means.
pub(super) fn fill(meta: &mut Meta, body: &mut [Block], lang: &str, words: &Words, report: &mut Report) {
    let mut names = Names {
        words,
        appendix: false,
        found: BTreeMap::new(),
    };
    walk::article(meta, body, &mut names);
    let mut fill = Fill {
        names: names.found,
        lang,
        report,
    };
    walk::article(meta, body, &mut fill);
}

/// What something is called.
#[derive(Debug, Clone)]
enum Name {
    /// A word and a number: "Figure" and "1".
    Numbered(String, String),
    /// The title of something without a number.
    Titled(String),
    /// Neither; the word is what it would be called.
    Nameless(String),
}

struct Names<'a> {
    words: &'a Words,
    /// Whether the walk is in an appendix.
    appendix: bool,
    found: BTreeMap<String, Name>,
}

impl Names<'_> {
    fn add(&mut self, id: &str, word: &str, number: Option<&String>, title: &[Inline]) {
        let title = plain(title).split_whitespace().collect::<Vec<_>>().join(" ");
        let name = match number {
            Some(number) => Name::Numbered(word.to_string(), number.clone()),
            None if title.is_empty() => Name::Nameless(word.to_string()),
            None => Name::Titled(title),
        };
        self.found.insert(id.to_string(), name);
    }
}

impl Pass for Names<'_> {
    fn block(&mut self, block: &mut Block) {
        match &block.kind {
            BlockKind::Heading {
                level,
                id,
                number,
                role,
                text,
                ..
            } => {
                if *level == 1 {
                    self.appendix = *role == Role::Appendix;
                }
                let word = match self.appendix {
                    true => &self.words.appendix,
                    false => &self.words.section,
                };
                let word = word.clone();
                self.add(id, &word, number.as_ref(), text);
            }
            BlockKind::Table(table) => {
                self.add(
                    &table.id,
                    &self.words.table.clone(),
                    table.number.as_ref(),
                    &table.caption,
                );
            }
            BlockKind::Figure {
                id,
                number,
                panels,
                caption,
                ..
            } => {
                let word = self.words.figure.clone();
                self.add(id, &word, number.as_ref(), caption);
                for (place, panel) in panels.iter().enumerate() {
                    if !panel.id.is_empty() {
                        let number = number.as_ref().map(|number| format!("{number}{}", letter(place)));
                        self.add(&panel.id, &word, number.as_ref(), &panel.caption);
                    }
                }
            }
            BlockKind::Callout {
                id, number, title, ..
            } => self.add(id, &self.words.text_box.clone(), number.as_ref(), title),
            BlockKind::Math { id, number, .. } if !id.is_empty() => {
                self.add(id, &self.words.equation.clone(), number.as_ref(), &[]);
            }
            BlockKind::Math { .. }
            | BlockKind::Paragraph { .. }
            | BlockKind::List { .. }
            | BlockKind::Definitions { .. }
            | BlockKind::Code { .. }
            | BlockKind::Quote { .. }
            | BlockKind::Columns { .. }
            | BlockKind::Division { .. }
            | BlockKind::Bibliography { .. }
            | BlockKind::Break
            | BlockKind::PageBreak => {}
        }
    }
}

/// `a` for the first.
fn letter(place: usize) -> char {
    u8::try_from(place)
        .ok()
        .filter(|place| *place < 26)
        .map_or('z', |place| char::from(b'a' + place))
}

struct Fill<'a> {
    names: BTreeMap<String, Name>,
    lang: &'a str,
    report: &'a mut Report,
}

impl Fill<'_> {
    /// The words for a reference; `None` if there are none to give.
    fn name(&mut self, id: &str, form: ReferenceForm, span: Span) -> Option<String> {
        match self.names.get(id) {
            Some(Name::Numbered(word, number)) => Some(match form {
                ReferenceForm::Full => format!("{word}\u{a0}{number}"),
                ReferenceForm::NumberOnly => number.clone(),
            }),
            Some(Name::Titled(title)) => Some(quoted(self.lang, title)),
            Some(Name::Nameless(word)) => {
                let word = word.clone();
                self.report.problem(
                    Code::Unnumbered,
                    span,
                    format!("`{id}` has neither number nor title that this reference could name"),
                );
                self.report.hint("give it a caption or a title");
                Some(word.to_lowercase())
            }
            None => {
                self.report.problem(
                    Code::Unnumbered,
                    span,
                    format!("`{id}` is a place in the text and has no name"),
                );
                self.report
                    .hint(format!("write a link with words: `[these words](#{id})`"));
                None
            }
        }
    }
}

/// A title in the quotation marks of its language.
fn quoted(lang: &str, title: &str) -> String {
    match lang.split('-').next().unwrap_or(lang) {
        "fr" => format!("«\u{a0}{title}\u{a0}»"),
        "es" | "it" | "ru" | "ar" | "fa" | "pt" if lang != "pt-BR" => format!("«{title}»"),
        "de" => format!("„{title}“"),
        "pl" => format!("„{title}”"),
        "ja" => format!("「{title}」"),
        _ => format!("“{title}”"),
    }
}

impl Pass for Fill<'_> {
    fn inline(&mut self, inline: &mut Inline) {
        if let Inline::Reference {
            span,
            id,
            form,
            content,
        } = inline
            && let Some(name) = self.name(id, *form, *span)
        {
            *content = vec![Inline::text(name)];
        }
    }
}
