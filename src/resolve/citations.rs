//! Citations: looked up, formatted once for all outputs, and put into the text with links.
//!
//! hayagriva formats; what is ours is the way there (`works`, with a file for each format:
//! `bibtex`, `yaml`, `csl`), the styles (`styles`), and the way back (`shown`). All works
//! reach hayagriva as CSL items, the form in which nothing that a style could ask for is
//! lost, and in which works of several files stand side by side.

mod bibliography;
mod bibtex;
mod csl;
mod fill;
mod notes;
mod shown;
mod styles;
mod works;
mod yaml;

pub(super) use bibliography::place;
pub(super) use notes::wrap;
pub(super) use works::Works;

use fill::Fill;

use super::ids::{nearest, slug};
use super::measure::{MOST_WORKS, too_many};
use super::walk::{self, Pass};
use crate::diagnostic::{Code, Report, Span};
use crate::files::Files;
use crate::model::{Block, Cited, CitedForm, Inline, Meta, Work, locator};
use citationberg::json::Item;
use citationberg::taxonomy::Locator;
use citationberg::{CitationFormat, IndependentStyle, Locale, LocaleCode, StyleCategory, StyleClass};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, CitePurpose, LocatorPayload,
    SpecificLocator,
};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::Arc;

/// The style of an article that cites.
pub(super) struct Style(Arc<IndependentStyle>);

impl Style {
    /// The style that the front matter asks for; `None` if the article cites nothing.
    pub fn find(meta: &mut Meta, body: &mut [Block], files: &Files, report: &mut Report) -> Option<Self> {
        let mut any = Any(!meta.citing.nocite.is_empty());
        walk::article(meta, body, &mut any);
        any.0
            .then(|| Self(styles::style(meta.citing.style.as_ref(), files, report)))
    }

    /// Whether citations are notes.
    pub fn is_note(&self) -> bool {
        self.0.settings.class == StyleClass::Note
    }
}

struct Any(bool);

impl Pass for Any {
    fn inline(&mut self, inline: &mut Inline) {
        self.0 |= matches!(inline, Inline::Citation { .. });
    }
}

/// One citation as found in the text.
struct Site {
    span: Span,
    items: Vec<Seen>,
    /// The note that it stands in.
    note: Option<usize>,
    /// Whether the note holds more than this citation.
    among_words: bool,
    affixes: bool,
}

/// One work of a citation, without the words around it.
#[derive(Debug)]
struct Seen {
    key: String,
    /// The place of the work among the items; `None` if there is no such work.
    item: Option<usize>,
    locator: Option<(Locator, String)>,
    form: CitedForm,
}

/// What formatting gives.
pub(super) struct Formatted {
    /// The works in the style's order.
    pub works: Vec<Work>,
    /// Whether the first line of a work begins further out than the others.
    pub hanging: bool,
}

/// Formats every citation, fills it, and gives the works that are to be listed.
pub(super) fn format(
    meta: &mut Meta,
    body: &mut [Block],
    style: &Style,
    works: &mut Works,
    lang: &str,
    ids: &mut BTreeSet<String>,
    report: &mut Report,
) -> Formatted {
    let mut gather = Gather::default();
    walk::article(meta, body, &mut gather);
    let mut sites = gather.sites;
    let mut items: Vec<Item> = Vec::new();
    let mut by_key: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for site in &mut sites {
        for seen in &mut site.items {
            seen.item = *by_key
                .entry(seen.key.clone())
                .or_insert_with(|| load(&seen.key, works, &mut items, report));
        }
    }
    let cited = items.len();
    missing(meta, body, works, &by_key, report);
    let more = listed_anyway(meta, works, report);
    if cited + more.len() > MOST_WORKS {
        let count = cited + more.len();
        // The article is given up, once everything else is told.
        let _ = too_many(None, count, MOST_WORKS, "works to list", report);
        return Formatted {
            works: Vec::new(),
            hanging: false,
        };
    }
    for key in more {
        by_key
            .entry(key.clone())
            .or_insert_with(|| load(&key, works, &mut items, report));
    }
    works.report_uncited(&|key| by_key.contains_key(key), report);

    let locale = styles::locale(lang);
    let locales = styles::locales();
    let style = &*style.0;
    // Works with words of their own around them must not melt into ranges and lists.
    let mut apart = style.clone();
    apart.citation.collapse = None;
    apart.citation.cite_group_delimiter = None;
    // Within an author's own note a citation ends no sentence.
    let unended = |style: &IndependentStyle| {
        let mut style = style.clone();
        style.citation.layout.prefix = None;
        style.citation.layout.suffix = None;
        style
    };
    let (inner, inner_apart) = (unended(style), unended(&apart));
    let mut driver = BibliographyDriver::new();
    // `2020a` is the one listed first (CSL 1.0.2, "Disambiguation"), while hayagriva gives
    // letters in the order of citing: so the works are mentioned unseen in their order.
    let order = match is_author_date(style) && csl::has_namesakes(&items) {
        true => listed_order(&items, style, &locale, locales),
        false => Vec::new(),
    };
    for &place in &order {
        driver.citation(unseen(&items[place], style, &locale, locales));
    }
    // Names in the text are no citation: the note after them is the first one.
    let mut namer = BibliographyDriver::new();
    let known = match style.settings.class {
        StyleClass::Note => items.as_slice(),
        StyleClass::InText => &[],
    };
    for item in known {
        namer.citation(unseen(item, style, &locale, locales));
    }
    let (mut next, mut next_named) = (order.len(), known.len());
    let mut again: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let mut asked = Vec::with_capacity(sites.len());
    for site in &sites {
        let is_inner = style.settings.class == StyleClass::Note && site.note.is_some() && site.among_words;
        let own = match (is_inner, site.affixes) {
            (false, false) => style,
            (false, true) => &apart,
            (true, false) => &inner,
            (true, true) => &inner_apart,
        };
        let Some(request) = site.request(&items, own, &locale, locales) else {
            asked.push(None);
            continue;
        };
        if site.names_only(style) {
            namer.citation(request);
            asked.push(Some(next_named));
            next_named += 1;
            continue;
        }
        // Outside of notes a citation looks the third time as it did the second time.
        if style.settings.class == StyleClass::InText {
            let places = again
                .entry(format!("{:?} {}", site.items, site.affixes))
                .or_insert([usize::MAX; 2]);
            if places[1] != usize::MAX {
                asked.push(Some(places[1]));
                continue;
            }
            let free = usize::from(places[0] != usize::MAX);
            places[free] = next;
        }
        driver.citation(request);
        asked.push(Some(next));
        next += 1;
    }
    for item in &items[cited..] {
        driver.citation(unseen(item, style, &locale, locales));
    }
    let named = namer.finish(BibliographyRequest::new(style, Some(locale.clone()), locales));
    let rendered = driver.finish(BibliographyRequest::new(style, Some(locale.clone()), locales));

    let show_works = !meta.citing.suppress_bibliography && rendered.bibliography.is_some();
    let mut names: BTreeMap<String, WorkNames> = BTreeMap::new();
    for item in &items {
        let key = item.id().unwrap_or_default().into_owned();
        let id = free(&format!("ref-{}", slug(&key)), ids);
        let back = free(&format!("cite-{}", slug(&key)), ids);
        names.insert(
            key,
            WorkNames {
                id,
                back,
                used: false,
            },
        );
    }
    let mut fill = Fill {
        sites: sites
            .into_iter()
            .zip(asked)
            .map(|(site, asked)| {
                let from = match site.names_only(style) {
                    true => &named.citations,
                    false => &rendered.citations,
                };
                let found = asked
                    .and_then(|place| from.get(place))
                    .map(|it| it.citation.clone());
                (site, found)
            })
            .collect::<Vec<_>>()
            .into_iter(),
        names,
        links: meta.citing.links && show_works,
        anchors: show_works,
        author_date: is_author_date(style),
    };
    walk::article(meta, body, &mut fill);
    let names = fill.names;
    let mut listed = Vec::new();
    let mut hanging = false;
    if let Some(list) = rendered.bibliography.filter(|_| show_works) {
        hanging = list.hanging_indent;
        for item in list.items {
            if let Some(names) = names.get(&item.key) {
                listed.push(bibliography::work(&item, names, meta.span));
            }
        }
    }
    Formatted {
        works: listed,
        hanging,
    }
}

/// Whether a style cites by author and year.
fn is_author_date(style: &IndependentStyle) -> bool {
    style.settings.class == StyleClass::InText
        && style.info.category.iter().any(|category| {
            matches!(
                category,
                StyleCategory::CitationFormat {
                    format: CitationFormat::AuthorDate | CitationFormat::Author
                }
            )
        })
}

/// A citation that shows nothing.
fn unseen<'a>(
    item: &'a Item,
    style: &'a IndependentStyle,
    locale: &LocaleCode,
    locales: &'a [Locale],
) -> CitationRequest<'a, Item> {
    let mut cited = CitationItem::with_entry(item);
    cited.hidden = true;
    CitationRequest::new(vec![cited], style, Some(locale.clone()), locales, None)
}

/// The works in the order in which the style lists them.
fn listed_order(
    items: &[Item],
    style: &IndependentStyle,
    locale: &LocaleCode,
    locales: &[Locale],
) -> Vec<usize> {
    let mut driver = BibliographyDriver::new();
    for item in items {
        driver.citation(unseen(item, style, locale, locales));
    }
    let rendered = driver.finish(BibliographyRequest::new(style, Some(locale.clone()), locales));
    let places: BTreeMap<String, usize> = items
        .iter()
        .enumerate()
        .map(|(place, item)| (item.id().unwrap_or_default().into_owned(), place))
        .collect();
    let list = rendered.bibliography.map(|list| list.items).unwrap_or_default();
    list.iter()
        .filter_map(|item| places.get(&item.key).copied())
        .collect()
}

/// The ids around a work.
pub(super) struct WorkNames {
    /// Where citations lead.
    pub id: String,
    /// Where its first citation stands.
    pub back: String,
    /// Whether something cites it in the text.
    pub used: bool,
}

fn free(wanted: &str, ids: &mut BTreeSet<String>) -> String {
    let id = std::iter::once(wanted.to_string())
        .chain((1..).map(|n| format!("{wanted}-{n}")))
        .find(|id| !ids.contains(id))
        .expect("an unbounded range has a free number");
    ids.insert(id.clone());
    id
}

fn load(key: &str, works: &mut Works, items: &mut Vec<Item>, report: &mut Report) -> Option<usize> {
    let item = works.item(key, items.len(), report)?;
    items.push(item);
    Some(items.len() - 1)
}

/// The keys of `nocite`.
fn listed_anyway(meta: &Meta, works: &Works, report: &mut Report) -> Vec<String> {
    let mut keys = Vec::new();
    for written in &meta.citing.nocite {
        if written.text == "*" {
            keys.extend(works.keys().iter().cloned());
        } else if works.contains(&written.text) {
            keys.push(written.text.clone());
        } else {
            no_such_work(&written.text, written.span, works, report);
        }
    }
    keys
}

fn no_such_work(key: &str, span: Span, works: &Works, report: &mut Report) {
    report.problem(
        Code::MissingWork,
        span,
        format!("the bibliography has no work `{key}`"),
    );
    // In a long list the nearest is likely another work, and to look for it takes long.
    let few = works.keys().len() <= MOST_WORKS / 10;
    match nearest(key, works.keys().iter().filter(|_| few)) {
        Some(near) => report.hint(format!("did you mean `@{near}`?")),
        None => report.hint("add the work to the bibliography, or write `\\@` if this is no citation"),
    }
}

/// Reports every key that has no work, at its own place.
fn missing(
    meta: &mut Meta,
    body: &mut [Block],
    works: &Works,
    by_key: &BTreeMap<String, Option<usize>>,
    report: &mut Report,
) {
    struct Missing<'a> {
        works: &'a Works,
        by_key: &'a BTreeMap<String, Option<usize>>,
        seen: BTreeSet<Span>,
        report: &'a mut Report,
    }
    impl Pass for Missing<'_> {
        fn inline(&mut self, inline: &mut Inline) {
            let Inline::Citation { items, .. } = inline else {
                return;
            };
            for item in items {
                let is_missing = self.by_key.get(&item.key).is_none_or(Option::is_none);
                // A work that is there and cannot be read was reported where it is.
                if is_missing && !self.works.contains(&item.key) && self.seen.insert(item.span) {
                    no_such_work(&item.key, item.span, self.works, self.report);
                }
            }
        }
    }
    if by_key.values().all(Option::is_some) {
        return;
    }
    let mut pass = Missing {
        works,
        by_key,
        seen: BTreeSet::new(),
        report,
    };
    walk::article(meta, body, &mut pass);
}

/// Finds the citations in reading order, and the notes that they stand in.
#[derive(Default)]
struct Gather {
    sites: Vec<Site>,
    notes: usize,
    open: Vec<usize>,
    /// Whether the note begun last holds one citation and nothing else.
    alone: bool,
}

impl Pass for Gather {
    fn inline(&mut self, inline: &mut Inline) {
        if let Inline::Note { span, blocks, .. } = inline {
            self.alone = notes::is_of_one_citation(*span, blocks);
        }
        let Inline::Citation { span, items, .. } = inline else {
            return;
        };
        let seen = |cited: &Cited| Seen {
            key: cited.key.clone(),
            item: None,
            locator: cited.locator.as_deref().map(|words| {
                let (kind, place) = locator(words);
                let place: String = place.chars().take(200).collect();
                (Locator::from_str(kind).unwrap_or(Locator::Page), place)
            }),
            form: cited.form,
        };
        self.sites.push(Site {
            span: *span,
            items: items.iter().map(seen).collect(),
            note: self.open.last().copied(),
            among_words: !self.alone,
            affixes: items
                .iter()
                .any(|item| !item.prefix.is_empty() || !item.suffix.is_empty()),
        });
    }

    fn note(&mut self, _number: &mut u32) {
        self.notes += 1;
        self.open.push(self.notes);
    }

    fn note_end(&mut self) {
        self.open.pop();
    }
}

impl Site {
    /// What hayagriva is asked for; `None` if none of the works is there.
    fn request<'a>(
        &'a self,
        items: &'a [Item],
        style: &'a IndependentStyle,
        locale: &LocaleCode,
        locales: &'a [Locale],
    ) -> Option<CitationRequest<'a, Item>> {
        let author_first = self.is_in_text();
        let author_only = self.names_only(style);
        let mut wanted = Vec::new();
        for seen in &self.items {
            let Some(item) = seen.item else { continue };
            let place = seen
                .locator
                .as_ref()
                .filter(|_| !author_only)
                .map(|(kind, place)| SpecificLocator(*kind, LocatorPayload::Str(place)));
            let mut wish = CitationItem::with_locator(&items[item], place);
            if author_only {
                wish.purpose = Some(CitePurpose::Author);
            } else if author_first && style.settings.class != StyleClass::Note && !is_author_date(style) {
                wish.purpose = Some(CitePurpose::Prose);
            }
            wanted.push(wish);
        }
        (!wanted.is_empty())
            .then(|| CitationRequest::new(wanted, style, Some(locale.clone()), locales, self.note))
    }

    /// In a style of notes the words in the text name the author, and the note the rest.
    fn names_only(&self, style: &IndependentStyle) -> bool {
        self.is_in_text() && style.settings.class == StyleClass::Note && self.note.is_none()
    }

    fn is_in_text(&self) -> bool {
        self.items.iter().any(|seen| seen.form == CitedForm::InText)
    }
}
