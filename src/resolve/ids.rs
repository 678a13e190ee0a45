//! Ids that are unique and safe in every output, and links that lead to them.

use super::citations::Works;
use super::walk::{self, Pass};
use crate::diagnostic::{Code, Report, Span};
use crate::model::{Block, BlockKind, Cited, CitedForm, Inline, Meta, ReferenceForm, Target, plain};
use std::collections::{BTreeMap, BTreeSet};

/// Gives every heading, figure, table and anchor a unique id, then turns every internal
/// link and reference to it; a link to nothing keeps its words and loses its target. A
/// reference to nothing may still be the key of a work.
pub(super) fn make_unique(
    meta: &mut Meta,
    body: &mut [Block],
    works: &Works,
    report: &mut Report,
) -> KnownIds {
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
    let Ids {
        taken,
        renamed,
        used,
        report,
        ..
    } = ids;
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
            works,
            report,
        },
    );
    KnownIds { used, given: taken }
}

/// The ids of an article.
pub(super) struct KnownIds {
    /// Every one.
    pub used: BTreeSet<String>,
    /// Those that the author gave, as outputs write them.
    pub given: BTreeSet<String>,
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
        for id in panel_ids(&mut block.kind) {
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
            BlockKind::Table(table) => named("table", &table.caption),
            BlockKind::Figure { caption, .. } => named("figure", caption),
            BlockKind::Callout { title, .. } => named("box", title),
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
        for id in panel_ids(&mut block.kind) {
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
    works: &'a Works,
    report: &'a mut Report,
}

impl Links<'_> {
    fn find(&self, wanted: &str) -> Option<&String> {
        self.renamed
            .get(wanted)
            .or_else(|| self.known.get(&loose(wanted)))
    }

    /// A reference with the id that stands for its own, or what it is instead.
    fn reference(
        &mut self,
        span: Span,
        id: String,
        form: ReferenceForm,
        content: Vec<Inline>,
        done: &mut Vec<Inline>,
    ) {
        if let Some(id) = self.find(&id) {
            let id = id.clone();
            done.push(Inline::Reference {
                span,
                id,
                form,
                content,
            });
        } else if self.works.contains(&id) {
            let form = match form {
                ReferenceForm::Full => CitedForm::InText,
                ReferenceForm::NumberOnly => CitedForm::YearOnly,
            };
            let form = match plain(&content).starts_with('[') {
                true if form == CitedForm::InText => CitedForm::Normal,
                _ => form,
            };
            let item = Cited {
                span,
                key: id,
                prefix: Vec::new(),
                locator: None,
                suffix: Vec::new(),
                form,
            };
            done.push(Inline::Citation {
                span,
                items: vec![item],
                content,
            });
        } else {
            self.report.problem(
                Code::MissingTarget,
                span,
                format!("nothing in this article has the id `{id}`; the reference stays as it is written"),
            );
            match nearest(&id, self.renamed.keys()) {
                Some(near) => self.report.hint(format!("did you mean `@{near}`?")),
                None => self.report.hint(format!("give what it means an id: `{{#{id}}}`")),
            }
            content.into_iter().for_each(|inline| push(done, inline));
        }
    }
}

/// Adds an inline; text joins text.
fn push(done: &mut Vec<Inline>, inline: Inline) {
    match (done.last_mut(), inline) {
        (Some(Inline::Text { text }), Inline::Text { text: more }) => text.push_str(&more),
        (_, inline) => done.push(inline),
    }
}

impl Pass for Links<'_> {
    fn inlines(&mut self, inlines: &mut Vec<Inline>, _near: Span) {
        let mut done = Vec::with_capacity(inlines.len());
        for inline in std::mem::take(inlines) {
            let (span, wanted, content) = match inline {
                Inline::Link {
                    span,
                    target: Target::Internal(wanted),
                    content,
                } => (span, wanted, content),
                Inline::Reference {
                    span,
                    id,
                    form,
                    content,
                } => {
                    self.reference(span, id, form, content, &mut done);
                    continue;
                }
                // Without a bibliography nothing is cited: the text is the author's.
                Inline::Citation { span, content, .. } if !self.works.declared => {
                    if plain(&content).starts_with('[') {
                        self.report.problem(
                            Code::NoBibliography,
                            span,
                            "this citation has no bibliography to be found in; it stays as it is written",
                        );
                        self.report
                            .hint("name the file of works in the front matter: `bibliography: refs.bib`");
                    }
                    content.into_iter().for_each(|inline| push(&mut done, inline));
                    continue;
                }
                other => {
                    push(&mut done, other);
                    continue;
                }
            };
            let found = self.find(&wanted);
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
                    content.into_iter().for_each(|inline| push(&mut done, inline));
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

/// The ids of a figure's single pictures, where authors gave some.
fn panel_ids(kind: &mut BlockKind) -> impl Iterator<Item = &mut String> {
    let panels = match kind {
        BlockKind::Figure { panels, .. } => panels.as_mut_slice(),
        _ => &mut [],
    };
    panels
        .iter_mut()
        .map(|panel| &mut panel.id)
        .filter(|id| !id.is_empty())
}

/// What the id of a table, figure or box is made from: what it is and the first words of its
/// caption, so that one more of them before it changes no address. Without a caption only
/// its place tells it from others.
fn named(kind: &str, caption: &[Inline]) -> String {
    // As many characters as a reader takes in at a glance.
    const LONGEST: usize = 40;
    let words = plain(caption);
    let mut name = kind.to_owned();
    if !words.contains(char::is_alphanumeric) {
        return name;
    }
    for word in slug(&words).split('-') {
        if name.chars().count() + 1 + word.chars().count() > LONGEST {
            break;
        }
        name = format!("{name}-{word}");
    }
    name
}

/// An id that XML (`NCName`), URLs and Typst labels accept unescaped.
pub(super) fn slug(text: &str) -> String {
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

pub(super) fn nearest<'a>(wanted: &str, known: impl Iterator<Item = &'a String>) -> Option<&'a String> {
    known
        .map(|id| (strsim::normalized_damerau_levenshtein(wanted, id), id))
        .filter(|(likeness, _)| *likeness > 0.6)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, id)| id)
}
