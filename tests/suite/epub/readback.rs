//! A book opened by a library that had no part in writing it (rbook), and compared with the
//! article that it was made from.

use super::book::{Book, nodes};
use pamphlet::model::{Article, BlockKind, Person, is_rtl, plain};
use rbook::Epub;
use rbook::ebook::metadata::TitleKind;
use rbook::ebook::spine::PageDirection;
use rbook::epub::metadata::EpubVersion;
use std::collections::BTreeSet;
use std::io::Cursor;

/// What rbook does not find as the article has it; empty for a right book.
pub fn differences(article: &Article, bytes: &[u8]) -> Vec<String> {
    // Strict, it would want letters beyond ASCII encoded in addresses; a valid URL string
    // (EPUB 3.3, 3.3 "Resource locations") may hold them.
    let mut options = Epub::options();
    let read = options
        .strict(false)
        .retain_variants(true)
        .read(Cursor::new(bytes.to_vec()));
    let epub = match read {
        Ok(epub) => epub,
        Err(error) => return vec![format!("cannot be opened: {error}")],
    };
    let mut found = Differences(Vec::new());
    metadata(article, &epub, &mut found);
    files(article, bytes, &epub, &mut found);
    lists(article, &epub, &mut found);
    found.0
}

struct Differences(Vec<String>);

impl Differences {
    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, found: T, wanted: T) {
        if found != wanted {
            self.0.push(format!("{what}: {found:?} and not {wanted:?}"));
        }
    }
}

fn line(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| match c {
            // XML cannot hold these, and rbook trims the rest.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            c => c,
        })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn metadata(article: &Article, epub: &Epub, found: &mut Differences) {
    let meta = &article.meta;
    let data = epub.metadata();
    found.same("version", data.version_str(), "3.0");
    let titles: Vec<_> = data
        .titles()
        .map(|title| (title.kind(), title.value().to_owned()))
        .collect();
    let mut wanted = vec![(TitleKind::Main, line(&plain(&meta.title)))];
    wanted.extend([(TitleKind::Subtitle, line(&plain(&meta.subtitle)))]);
    wanted.extend(
        meta.short_title
            .iter()
            .map(|short| (TitleKind::Short, line(short))),
    );
    wanted.retain(|(_, title)| !title.is_empty());
    found.same("titles", titles, wanted);

    let names = |people: &[Person]| -> Vec<(String, Option<String>)> {
        let named = people.iter().filter(|person| !person.name.trim().is_empty());
        named
            .map(|person| {
                let file_as = line(&person.file_as);
                (line(&person.name), (!file_as.is_empty()).then_some(file_as))
            })
            .collect()
    };
    let creators: Vec<_> = data
        .creators()
        .map(|creator| (creator.value().to_owned(), creator.file_as().map(str::to_owned)))
        .collect();
    found.same("creators", creators, names(&meta.authors));
    for creator in data.creators() {
        let roles: Vec<_> = creator.roles().map(|role| role.code().to_owned()).collect();
        found.same("a creator's role", roles.first().map(String::as_str), Some("aut"));
    }
    let contributors: BTreeSet<_> = data
        .contributors()
        .map(|person| person.value().to_owned())
        .collect();
    let others = [&meta.editors, &meta.translators, &meta.contributors];
    for (name, _) in others.into_iter().flat_map(|people| names(people)) {
        found.same("a contributor", contributors.contains(&name), true);
    }
    let languages: Vec<_> = data
        .languages()
        .map(|language| language.value().to_owned())
        .collect();
    found.same("languages", languages, vec![article.lang.clone()]);
    let publishers: Vec<_> = data
        .publishers()
        .map(|publisher| publisher.value().to_owned())
        .collect();
    let wanted: Vec<_> = meta.publisher.iter().map(|publisher| line(publisher)).collect();
    found.same(
        "publishers",
        publishers,
        wanted.into_iter().filter(|name| !name.is_empty()).collect(),
    );
    let identifier = data.identifier().map(|identifier| identifier.value().to_owned());
    let is_uuid = identifier
        .as_deref()
        .is_some_and(|name| name.starts_with("urn:uuid:"));
    found.same("the identifier is a UUID", is_uuid, true);
    if let Some(doi) = &meta.doi {
        let wanted = format!("doi:{doi}");
        let there = data.identifiers().any(|identifier| identifier.value() == wanted);
        found.same("the DOI", there, true);
    }
    let published = data.published_entry().map(|entry| entry.value().to_owned());
    found.same("date", published, meta.date.map(pamphlet::model::Date::iso));
    found.same("modified", data.modified_entry().is_some(), true);
    let tags: Vec<_> = data.tags().map(|tag| tag.value().to_owned()).collect();
    for keyword in meta
        .keywords
        .iter()
        .map(|keyword| line(keyword))
        .filter(|keyword| !keyword.is_empty())
    {
        found.same("a subject", tags.contains(&keyword), true);
    }
    let series = data
        .by_property("belongs-to-collection")
        .next()
        .map(|entry| entry.value().to_owned());
    let wanted = meta
        .series
        .as_ref()
        .map(|series| line(&series.title))
        .filter(|title| !title.is_empty());
    found.same("series", series, wanted);
}

fn files(article: &Article, bytes: &[u8], epub: &Epub, found: &mut Differences) {
    let book = Book::open(bytes);
    let items: BTreeSet<String> = epub
        .manifest()
        .iter()
        .map(|item| item.href().as_str().trim_start_matches('/').to_owned())
        .collect();
    let wanted: BTreeSet<String> = book
        .names
        .iter()
        .filter(|name| name.starts_with("OEBPS/") && !name.ends_with("content.opf"))
        .cloned()
        .collect();
    found.same("manifest", items, wanted);
    for item in epub.manifest().iter() {
        let name = item.href().as_str().trim_start_matches('/').to_owned();
        match item.read_bytes() {
            Ok(read) => found.same(&name, Some(&read) == book.files.get(&name), true),
            Err(error) => found.0.push(format!("{name} cannot be read: {error}")),
        }
    }
    let direction = match is_rtl(&article.lang) {
        true => PageDirection::RightToLeft,
        false => PageDirection::LeftToRight,
    };
    found.same("direction", epub.spine().page_direction(), direction);
    // Read from front to back, the words of every paragraph come in the article's order.
    let mut words = String::new();
    for data in epub.reader() {
        match data {
            Ok(data) => words.push_str(&letters(&nodes(data.content())[0].text)),
            Err(error) => found.0.push(format!("the spine cannot be read: {error}")),
        }
    }
    let mut from = 0;
    for block in &article.body {
        let BlockKind::Paragraph { text } = &block.kind else {
            continue;
        };
        // Marks of notes and formulas stand between words; the first run of text will do.
        let Some(first) = text.iter().find_map(|inline| match inline {
            pamphlet::model::Inline::Text { text } => Some(letters(&line(text))),
            _ => None,
        }) else {
            continue;
        };
        match words[from..].find(&first) {
            Some(at) => from += at + first.len(),
            None => found.0.push(format!("not in its place: {first}")),
        }
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn lists(article: &Article, epub: &Epub, found: &mut Differences) {
    let toc = epub.toc();
    let labels: Vec<String> = toc
        .contents()
        .map(|root| root.flatten().map(|entry| letters(entry.label())).collect())
        .unwrap_or_default();
    let mut rest = labels.iter();
    for block in &article.body {
        let BlockKind::Heading { number, text, .. } = &block.kind else {
            continue;
        };
        let words = letters(&line(&plain(text)));
        let wanted = letters(number.as_deref().unwrap_or_default()) + &words;
        if !words.is_empty() && !rest.any(|label| *label == wanted) {
            found.0.push(format!(
                "{wanted} is not in its place in the contents: {labels:?}"
            ));
        }
    }
    for (kind, root) in [("contents", toc.contents()), ("page list", toc.page_list())] {
        for entry in root.iter().flat_map(rbook::epub::toc::EpubTocEntry::flatten) {
            found.same(
                &format!("{kind}: a document for {:?}", entry.label()),
                entry.manifest_entry().is_some(),
                true,
            );
        }
    }
    let breaks = epub.reader().filter_map(Result::ok).map(|data| {
        nodes(data.content())
            .iter()
            .filter(|node| node.get("role") == "doc-pagebreak")
            .count()
    });
    let pages = toc.page_list().map_or(0, |root| root.total_len());
    found.same("pages", pages, breaks.sum());
    let landmarks = toc.landmarks().map_or(0, |root| root.total_len());
    found.same("landmarks", landmarks >= 2, true);
    // What reading systems of the second version see is the same.
    let old = toc.by_kind_version("toc", EpubVersion::EPUB2);
    let old: Vec<String> = old
        .map(|root| root.flatten().map(|entry| letters(entry.label())).collect())
        .unwrap_or_default();
    found.same("the NCX", old, labels);
}

#[test]
fn another_library_finds_what_the_article_says() {
    let article = super::kitchen_sink();
    let pages = super::kitchen_sink_pages(&article);
    let bytes = super::bytes(&article, Some(&pages), Some(&super::png().bytes));
    assert_eq!(differences(&article, &bytes), Vec::<String>::new());
    // It can tell: an article that differs is another.
    let mut other = article.clone();
    other.meta.title = vec![super::text("Another")];
    other.meta.authors.pop();
    other.meta.keywords.push("more".into());
    other.meta.series = None;
    other.lang = "ur".into();
    other.body.insert(
        1,
        super::heading(1, "x", None, pamphlet::model::Role::Body, "Nowhere"),
    );
    other.body.push(super::paragraph("Not in this book."));
    let found = differences(&other, &bytes).join("\n");
    for seen in [
        "titles",
        "creators",
        "languages",
        "a subject",
        "series",
        "direction",
        "not in its place",
        "Nowhere",
    ] {
        assert!(found.contains(seen), "{seen}: {found}");
    }
}
