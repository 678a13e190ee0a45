//! Ids that are unique and safe in every output, and links that lead to them.

use super::walk::{self, Pass};
use crate::diagnostic::{Code, Report, Span};
use crate::model::{Block, BlockKind, Inline, Meta, Target, plain};
use std::collections::{BTreeMap, BTreeSet};

/// Gives every heading, figure, table and anchor a unique id, then turns every internal
/// link to it; a link to nothing keeps its words and loses its target.
pub(super) fn make_unique(meta: &mut Meta, body: &mut [Block], report: &mut Report) {
    let mut given = Given::default();
    walk::article(meta, body, &mut given);
    let mut ids = Ids {
        taken: given.0,
        renamed: BTreeMap::new(),
        used: BTreeSet::new(),
        next: Default::default(),
        report,
    };
    walk::article(meta, body, &mut ids);
    let Ids { renamed, report, .. } = ids;
    let known = renamed
        .iter()
        .map(|(written, id)| (loose(written), id.clone()))
        .collect();
    walk::article(
        meta,
        body,
        &mut Links {
            renamed,
            known,
            report,
        },
    );
}

/// The ids that authors gave: no id of ours may take one of these.
#[derive(Default)]
struct Given(BTreeSet<String>);

impl Pass for Given {
    fn block(&mut self, block: &mut Block) {
        if let Some(id) = id_of(&mut block.kind)
            && !id.is_empty()
        {
            self.0.insert(slug(id));
        }
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>, _near: Span) {
        for inline in inlines {
            if let Inline::Anchor { id } = inline {
                self.0.insert(slug(id));
            }
        }
    }
}

struct Ids<'a> {
    /// Ids that authors gave, as written into outputs.
    taken: BTreeSet<String>,
    /// What an author wrote, and the id that stands for it.
    renamed: BTreeMap<String, String>,
    /// Ids already on a block or anchor.
    used: BTreeSet<String>,
    /// The number to try next behind an id, for ids that authors gave and for ours: what
    /// was not free once never is, and a thousand sections may have one name.
    next: [BTreeMap<String, usize>; 2],
    report: &'a mut Report,
}

impl Ids<'_> {
    fn given(&mut self, id: &mut String, span: Span) {
        let wanted = slug(id);
        let unique = self.free(&wanted, 0, |ids, candidate| !ids.used.contains(candidate));
        if unique != wanted {
            self.report.problem(
                Code::DuplicateId,
                span,
                format!("the id `{id}` is used a second time here; it becomes `{unique}`"),
            );
            self.report.hint("give one of the two another id");
        }
        self.used.insert(unique.clone());
        self.renamed
            .entry(std::mem::take(id))
            .or_insert_with(|| unique.clone());
        *id = unique;
    }

    fn made(&mut self, from: &str) -> String {
        let wanted = slug(from);
        let unique = self.free(&wanted, 1, |ids, candidate| {
            !ids.used.contains(candidate) && !ids.taken.contains(candidate)
        });
        self.used.insert(unique.clone());
        self.renamed.insert(unique.clone(), unique.clone());
        unique
    }

    fn free(&mut self, wanted: &str, whose: usize, is_free: impl Fn(&Self, &str) -> bool) -> String {
        if is_free(self, wanted) {
            return wanted.to_owned();
        }
        let first = self.next[whose].get(wanted).copied().unwrap_or(1);
        let (number, unique) = (first..)
            .map(|number| (number, format!("{wanted}-{number}")))
            .find(|(_, candidate)| is_free(self, candidate))
            .expect("an unbounded range has a free number");
        self.next[whose].insert(wanted.to_owned(), number + 1);
        unique
    }
}

impl Pass for Ids<'_> {
    fn block(&mut self, block: &mut Block) {
        let span = block.span;
        let made_from = match &block.kind {
            BlockKind::Heading { text, .. } => plain(text),
            BlockKind::Table(_) => "table".to_owned(),
            BlockKind::Figure { .. } => "figure".to_owned(),
            BlockKind::Callout { .. } => "box".to_owned(),
            BlockKind::Math { id, .. } if id.is_empty() => return,
            BlockKind::Math { .. } => "equation".to_owned(),
            BlockKind::Paragraph { .. }
            | BlockKind::List { .. }
            | BlockKind::Definitions { .. }
            | BlockKind::Code { .. }
            | BlockKind::Quote { .. }
            | BlockKind::Columns { .. }
            | BlockKind::Division { .. }
            | BlockKind::Bibliography { .. }
            | BlockKind::Break
            | BlockKind::PageBreak => return,
        };
        let Some(id) = id_of(&mut block.kind) else { return };
        if id.is_empty() {
            *id = self.made(&made_from);
        } else {
            self.given(id, span);
        }
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>, near: Span) {
        for inline in inlines {
            if let Inline::Anchor { id } = inline {
                self.given(id, near);
            }
        }
    }
}

struct Links<'a> {
    renamed: BTreeMap<String, String>,
    /// The same without case and punctuation: sites differ in how they make ids.
    known: BTreeMap<String, String>,
    report: &'a mut Report,
}

impl Pass for Links<'_> {
    fn inlines(&mut self, inlines: &mut Vec<Inline>, _near: Span) {
        let mut done = Vec::with_capacity(inlines.len());
        for inline in std::mem::take(inlines) {
            let Inline::Link {
                span,
                target: Target::Internal(wanted),
                content,
            } = inline
            else {
                done.push(inline);
                continue;
            };
            let found = self
                .renamed
                .get(&wanted)
                .or_else(|| self.known.get(&loose(&wanted)));
            match found {
                Some(id) => done.push(Inline::Link {
                    span,
                    target: Target::Internal(id.clone()),
                    content,
                }),
                None => {
                    self.report.problem(
                        Code::MissingTarget,
                        span,
                        format!(
                            "nothing in this article has the id `{wanted}`; the words stay without a link"
                        ),
                    );
                    if let Some(near) = nearest(&wanted, self.renamed.keys()) {
                        self.report.hint(format!("did you mean `#{near}`?"));
                    } else {
                        self.report
                            .hint(format!("give its target an id: `{{#{wanted}}}`"));
                    }
                    done.extend(content);
                }
            }
        }
        *inlines = done;
    }
}

fn id_of(kind: &mut BlockKind) -> Option<&mut String> {
    match kind {
        BlockKind::Heading { id, .. }
        | BlockKind::Figure { id, .. }
        | BlockKind::Callout { id, .. }
        | BlockKind::Math { id, .. } => Some(id),
        BlockKind::Table(table) => Some(&mut table.id),
        BlockKind::Paragraph { .. }
        | BlockKind::List { .. }
        | BlockKind::Definitions { .. }
        | BlockKind::Code { .. }
        | BlockKind::Quote { .. }
        | BlockKind::Columns { .. }
        | BlockKind::Division { .. }
        | BlockKind::Bibliography { .. }
        | BlockKind::Break
        | BlockKind::PageBreak => None,
    }
}

/// An id that XML (`NCName`), URLs and Typst labels accept unescaped.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for char in text.trim().chars() {
        if char.is_ascii_alphanumeric()
            || matches!(char, '_' | '.')
            || (!char.is_ascii() && char.is_alphabetic())
        {
            slug.extend(char.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches(['-', '.']);
    if slug.starts_with(char::is_alphabetic) {
        slug.to_owned()
    } else if slug.is_empty() {
        "section".to_owned()
    } else {
        format!("s-{slug}")
    }
}

fn loose(id: &str) -> String {
    id.chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn nearest<'a>(wanted: &str, known: impl Iterator<Item = &'a String>) -> Option<&'a String> {
    known
        .map(|id| (strsim::normalized_damerau_levenshtein(wanted, id), id))
        .filter(|(likeness, _)| *likeness > 0.6)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, id)| id)
}
