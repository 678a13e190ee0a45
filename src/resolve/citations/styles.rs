//! Citation styles: bundled ones by name, or a file beside the article; and the terms of
//! each language.

use crate::diagnostic::{Code, Elsewhere, Report};
use crate::files::Files;
use crate::model::Written;
use citationberg::{IndependentStyle, LayoutRenderingElement, Locale, LocaleCode, Names, NamesChild, Style};
use hayagriva::archive::{ArchivedStyle, locales as archived_locales};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};

/// The style of an article that names none: what most think tanks' house styles begin
/// from, and Pandoc's default too, so that an article looks the same after a move.
const USUAL: &str = "chicago-author-date";

/// How many styles are loaded at one time; a style is some hundred kilobytes.
const MOST_KEPT: usize = 16;

/// The terms of all languages, loaded at the first citation of a process.
pub(super) fn locales() -> &'static [Locale] {
    static LOCALES: OnceLock<Vec<Locale>> = OnceLock::new();
    LOCALES.get_or_init(archived_locales)
}

/// The locale that comes nearest to a language, and that there are terms for.
pub(super) fn locale(lang: &str) -> LocaleCode {
    let known = |code: &str| {
        locales().iter().find_map(|locale| {
            locale
                .lang
                .as_ref()
                .filter(|lang| lang.0.eq_ignore_ascii_case(code))
        })
    };
    let base = lang.split('-').next().unwrap_or(lang);
    // Where a language has several, its own country's comes first.
    let first = match base {
        "en" => "en-US",
        "de" => "de-DE",
        "fr" => "fr-FR",
        "pt" => "pt-PT",
        "es" => "es-ES",
        "zh" => "zh-CN",
        _ => base,
    };
    known(lang)
        .or_else(|| known(first))
        .or_else(|| {
            let starts = |lang: &&LocaleCode| lang.0.split('-').next() == Some(base);
            locales()
                .iter()
                .filter_map(|locale| locale.lang.as_ref())
                .find(starts)
        })
        .cloned()
        .unwrap_or_else(LocaleCode::en_us)
}

/// The style that the article asks for, or the usual one.
pub(super) fn style(wish: Option<&Written>, files: &Files, report: &mut Report) -> Arc<IndependentStyle> {
    wish.and_then(|wish| wished(wish, files, report))
        .or_else(|| bundled(ArchivedStyle::by_name(USUAL)?))
        .expect("the usual style is bundled")
}

fn wished(wish: &Written, files: &Files, report: &mut Report) -> Option<Arc<IndependentStyle>> {
    let name = wish.text.trim();
    let is_file = name.to_ascii_lowercase().ends_with(".csl") || name.to_ascii_lowercase().ends_with(".xml");
    if is_file && !name.contains("://") {
        match files.read(name) {
            Ok(bytes) => return read(wish, &bytes, report),
            Err(err) => {
                // `csl: apa.csl` without the file still says which style is meant.
                let stem = name.rsplit('/').next().unwrap_or(name);
                let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
                if let Some(style) = by_name(stem).and_then(bundled) {
                    report.note(
                        Code::CitationStyle,
                        wish.span,
                        format!("cannot read `{name}` ({err}); the bundled style `{stem}` is used"),
                    );
                    return Some(style);
                }
                report.problem(
                    Code::CitationStyle,
                    wish.span,
                    format!("cannot read `{name}` ({err}); `{USUAL}` is used"),
                );
                report.hint("put the style's file beside the article, or name a bundled style such as `apa`");
                return None;
            }
        }
    }
    // An address of Zotero's repository names a style too.
    let short = name
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(name)
        .trim_end_matches(".csl");
    if let Some(style) = by_name(short) {
        return bundled(style);
    }
    report.problem(
        Code::CitationStyle,
        wish.span,
        format!("there is no bundled style `{name}`; `{USUAL}` is used"),
    );
    suggest(short, report);
    None
}

/// Styles by hayagriva's names, by those of Zotero's repository, and by what people say.
fn by_name(name: &str) -> Option<ArchivedStyle> {
    let name = name.trim().to_lowercase().replace([' ', '_'], "-");
    let usual = match name.as_str() {
        "chicago" | "chicago-author-date-17th-edition" | "chicago-author-date-16th-edition" => USUAL,
        "chicago-note-bibliography"
        | "chicago-fullnote-bibliography"
        | "chicago-note"
        | "chicago-fullnote" => "chicago-notes",
        "harvard" | "harvard1" => "harvard-cite-them-right",
        "mhra" => "modern-humanities-research-association",
        "ama" => "american-medical-association",
        "asa" => "american-sociological-association",
        "apsa" => "american-political-science-association",
        "acm" => "association-for-computing-machinery",
        "turabian" => "turabian-author-date",
        name => name,
    };
    ArchivedStyle::by_name(usual)
        .or_else(|| ArchivedStyle::by_id(&format!("http://www.zotero.org/styles/{name}")))
}

/// Names the nearest styles, and where there are more.
fn suggest(name: &str, report: &mut Report) {
    let wanted = name.to_lowercase();
    let mut names: Vec<(f64, &str)> = ArchivedStyle::all()
        .iter()
        .flat_map(|style| style.names())
        .map(|known| {
            let shares = if known.contains(&wanted) || wanted.contains(known) {
                1.0
            } else {
                0.0
            };
            (shares + strsim::jaro_winkler(&wanted, known), *known)
        })
        .collect();
    names.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let names: Vec<String> = names
        .iter()
        .take(3)
        .map(|(_, name)| format!("`{name}`"))
        .collect();
    report.hint(format!(
        "write {}, or put the style's `.csl` file beside the article; the usual ones are `apa`, `chicago-notes`, `harvard-cite-them-right`, `ieee`, `mla` and `vancouver`",
        names.join(", ")
    ));
}

/// A bundled style, loaded once.
fn bundled(style: ArchivedStyle) -> Option<Arc<IndependentStyle>> {
    static LOADED: Mutex<BTreeMap<&str, Arc<IndependentStyle>>> = Mutex::new(BTreeMap::new());
    let name = *style.names().first()?;
    let mut loaded = LOADED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(style) = loaded.get(name) {
        return Some(style.clone());
    }
    let independent = match style.get() {
        Style::Independent(style) => Arc::new(with_inherited_names(style)),
        Style::Dependent(style) => {
            drop(loaded);
            return bundled(ArchivedStyle::by_id(&style.parent_link.href)?);
        }
    };
    if loaded.len() >= MOST_KEPT {
        loaded.clear();
    }
    loaded.insert(name, independent.clone());
    Some(independent)
}

/// A style from a file.
fn read(wish: &Written, bytes: &[u8], report: &mut Report) -> Option<Arc<IndependentStyle>> {
    let file = wish.text.trim();
    let text = String::from_utf8_lossy(bytes);
    let problem = |report: &mut Report, message: String| {
        report.problem(Code::CitationStyle, wish.span, message);
        report.elsewhere(Elsewhere::new(file, &text, 0));
    };
    if let Some(trouble) = endless(&text) {
        problem(
            report,
            format!("the style `{file}` cannot be used: {trouble}; `{USUAL}` is used"),
        );
        report.hint("take the style's file from the style repository again");
        return None;
    }
    match Style::from_xml(&text) {
        Ok(Style::Independent(style)) => Some(Arc::new(with_inherited_names(style))),
        Ok(Style::Dependent(style)) => {
            let parent = &style.parent_link.href;
            let found = ArchivedStyle::by_id(parent)
                .or_else(|| by_name(parent.rsplit('/').next().unwrap_or(parent)))
                .and_then(bundled);
            if found.is_none() {
                problem(
                    report,
                    format!(
                        "the style `{file}` only points to `{parent}`, which is not bundled; `{USUAL}` is used"
                    ),
                );
                report.hint("put the file of the style that it points to beside the article and name that");
            }
            found
        }
        Err(err) => {
            problem(
                report,
                format!("the style `{file}` cannot be read ({err}); `{USUAL}` is used"),
            );
            report.hint("check that it is a CSL 1.0 style");
            None
        }
    }
}

/// Names that stand in for others are set as those would be (CSL 1.0.2, "Substitute").
/// hayagriva does so for direct children alone, and "Waltz and Sagan, eds." would be
/// "K. Waltz, S. Sagan" where a style chooses among several kinds of names.
fn with_inherited_names(mut style: IndependentStyle) -> IndependentStyle {
    for part in &mut style.macros {
        inherit(&mut part.children, None);
    }
    inherit(&mut style.citation.layout.elements, None);
    if let Some(bibliography) = &mut style.bibliography {
        inherit(&mut bibliography.layout.elements, None);
    }
    style
}

fn inherit(elements: &mut [LayoutRenderingElement], around: Option<&Names>) {
    for element in elements {
        match element {
            LayoutRenderingElement::Names(names) => {
                if let Some(around) = around {
                    *names = around.from_names_substitute(names);
                }
                let own = names.clone();
                for child in &mut names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        inherit(&mut substitute.children, Some(&own));
                    }
                }
            }
            LayoutRenderingElement::Group(group) => inherit(&mut group.children, around),
            LayoutRenderingElement::Choose(choose) => {
                let others = choose.else_if.iter_mut();
                for branch in std::iter::once(&mut choose.if_).chain(others) {
                    inherit(&mut branch.children, around);
                }
                if let Some(otherwise) = &mut choose.otherwise {
                    inherit(&mut otherwise.children, around);
                }
            }
            LayoutRenderingElement::Text(_)
            | LayoutRenderingElement::Date(_)
            | LayoutRenderingElement::Number(_)
            | LayoutRenderingElement::Label(_) => {}
        }
    }
}

/// How many elements a style may come to once its macros are written out.
const LARGEST: u64 = 200_000;

/// How deep elements may stand in each other.
const DEEPEST: usize = 60;

/// Why rendering with a style would not end, if it would not: its macros call themselves,
/// or one another without measure.
fn endless(text: &str) -> Option<&'static str> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut macros: BTreeMap<String, (u64, Vec<String>)> = BTreeMap::new();
    let mut current: Option<String> = None;
    let mut rest: (u64, Vec<String>) = (0, Vec::new());
    let mut depth = 0usize;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(_) => return Some("it is not well-formed XML"),
        };
        let (element, opens) = match &event {
            quick_xml::events::Event::Start(element) => (element, true),
            quick_xml::events::Event::Empty(element) => (element, false),
            quick_xml::events::Event::End(element) => {
                depth = depth.saturating_sub(1);
                if element.local_name().as_ref() == "macro" {
                    current = None;
                }
                continue;
            }
            quick_xml::events::Event::Eof => break,
            _ => continue,
        };
        depth += usize::from(opens);
        if depth > DEEPEST {
            return Some("its elements are nested too deeply");
        }
        let attribute = |wanted: &str| {
            let found = element
                .attributes()
                .flatten()
                .find(|it| it.key.as_ref() == wanted);
            found.map(|it| it.value.into_owned())
        };
        if element.local_name().as_ref() == "macro" && opens {
            let name = attribute("name").unwrap_or_default();
            macros.insert(name.clone(), (1, Vec::new()));
            current = Some(name);
            continue;
        }
        let place = match &current {
            Some(name) => macros.entry(name.clone()).or_default(),
            None => &mut rest,
        };
        place.0 += 1;
        place.1.extend(attribute("macro"));
    }
    let mut costs = BTreeMap::new();
    for name in macros.keys() {
        if cost(name, &macros, &mut costs, &mut BTreeSet::new()).is_none() {
            return Some("one of its macros calls itself");
        }
    }
    let total = rest.1.iter().filter_map(|name| costs.get(name)).sum::<u64>();
    (total > LARGEST).then_some("its macros call one another without measure")
}

/// The number of elements of a macro written out; `None` if that has no end.
fn cost(
    name: &str,
    macros: &BTreeMap<String, (u64, Vec<String>)>,
    costs: &mut BTreeMap<String, u64>,
    open: &mut BTreeSet<String>,
) -> Option<u64> {
    if let Some(cost) = costs.get(name) {
        return Some(*cost);
    }
    let Some((own, calls)) = macros.get(name) else {
        return Some(0);
    };
    if open.len() > DEEPEST || !open.insert(name.to_string()) {
        return None;
    }
    let mut total = *own;
    for call in calls {
        total = total.saturating_add(cost(call, macros, costs, open)?);
    }
    open.remove(name);
    costs.insert(name.to_string(), total);
    Some(total)
}
