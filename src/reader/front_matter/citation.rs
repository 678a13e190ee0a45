//! What the recommended citation says otherwise: CSL's fields, or the author's own words.

use super::fields::Fields;
use super::houses::Houses;
use super::identifiers;
use super::kinds::{self, Kind};
use super::parts::{CITATION_FOREIGN, CitationPart};
use super::people;
use super::table::Table;
use crate::model::{Citation, Inline, Meta, Series, Target, plain};
use crate::reader::yaml::{Node, Value};

/// Reads `citation`. What it says and the fields do not is theirs too: a DOI is a DOI.
pub(super) fn citation(fields: &mut Fields, node: &Node, houses: &Houses, meta: &mut Meta) {
    let node = match &node.value {
        Value::Seq(items) if items.len() == 1 => &items[0],
        Value::Seq(_) | Value::Map(_) | Value::Scalar { .. } => node,
    };
    if let Value::Scalar { .. } = node.value {
        // Quarto's `citation: true` asks for what is made here anyway.
        if !matches!(node.text().map(str::trim), Some("true" | "false")) {
            let text = calm(fields.inlines("citation", node));
            meta.citation = Some(Citation {
                text,
                ..Citation::default()
            });
        }
        return;
    }
    fields.odd_parts::<CitationPart>("citation", node, CITATION_FOREIGN);
    let line = |fields: &mut Fields, part: CitationPart| {
        part.of(node)
            .and_then(|value| fields.text(part.spec().name, value))
    };
    let number = |fields: &mut Fields, part: CitationPart| {
        part.of(node)
            .and_then(|value| fields.number(part.spec().name, value))
    };
    let people = |fields: &mut Fields, part: CitationPart| {
        let people = part
            .of(node)
            .map(|value| people::people(fields, part.spec().name, value, houses));
        people.unwrap_or_default()
    };
    let pages = line(fields, CitationPart::Pages).or_else(|| {
        let first = number(fields, CitationPart::PageFirst)?;
        match number(fields, CitationPart::PageLast) {
            Some(last) => Some(format!("{first}-{last}")),
            None => Some(first),
        }
    });
    let citation = Citation {
        text: Vec::new(),
        authors: people(fields, CitationPart::Author),
        editors: people(fields, CitationPart::Editor),
        title: line(fields, CitationPart::Title),
        date: CitationPart::Issued
            .of(node)
            .and_then(|date| fields.date("issued", date)),
        container: CitationPart::Container
            .of(node)
            .and_then(|name| fields.name("container-title", name)),
        volume: number(fields, CitationPart::Volume),
        number: number(fields, CitationPart::Number),
        edition: number(fields, CitationPart::Edition),
        pages,
        publisher: CitationPart::Publisher
            .of(node)
            .and_then(|name| fields.name("publisher", name)),
        publisher_place: line(fields, CitationPart::PublisherPlace),
        doi: CitationPart::Doi
            .of(node)
            .and_then(|doi| fields.checked("doi", doi, identifiers::doi)),
        url: CitationPart::Url.of(node).and_then(|url| fields.url(url)),
    };
    let isbn = CitationPart::Isbn.of(node).and_then(|isbn| {
        fields
            .checked_forms("isbn", isbn, &["pdf", "epub", "print"], identifiers::isbn)
            .0
    });
    let issn = CitationPart::Issn.of(node).and_then(|issn| {
        fields
            .checked_forms("issn", issn, &["online", "print"], identifiers::issn)
            .0
    });
    fill(&mut meta.isbn, &isbn);
    fill(&mut meta.issn, &issn);
    if let Some(kind) = line(fields, CitationPart::Type) {
        match kinds::kind(&kind) {
            Kind::Work(work) => fill(&mut meta.kind, &Some(work.to_string())),
            Kind::Page => {}
            Kind::Genre => fill(&mut meta.genre, &Some(kind)),
        }
    }
    let genre = line(fields, CitationPart::Genre);
    fill(&mut meta.genre, &genre);
    fill(&mut meta.doi, &citation.doi);
    fill(&mut meta.url, &citation.url);
    fill(&mut meta.volume, &citation.volume);
    fill(&mut meta.number, &citation.number);
    fill(&mut meta.edition, &citation.edition);
    fill(&mut meta.publisher, &citation.publisher);
    fill(&mut meta.publisher_place, &citation.publisher_place);
    meta.date = meta.date.or(citation.date);
    if let (None, Some(title)) = (&meta.series, &citation.container) {
        meta.series = Some(Series {
            title: title.clone(),
            ..Series::default()
        });
    }
    // What the fields say already need not be said twice.
    let citation = without_echoes(citation, meta);
    meta.citation = (citation != Citation::default()).then_some(citation);
}

/// The author's own words as a citation may have them: looks and addresses stay, and what
/// belongs into a text (notes, pictures, references) gives its words.
fn calm(inlines: Vec<Inline>) -> Vec<Inline> {
    let calm_one = |mut inline: Inline| match &mut inline {
        Inline::Emphasis { content }
        | Inline::Strong { content }
        | Inline::SmallCaps { content }
        | Inline::Superscript { content }
        | Inline::Subscript { content }
        | Inline::Underline { content }
        | Inline::Link {
            content,
            target: Target::Url(_),
            ..
        } => {
            *content = calm(std::mem::take(content));
            inline
        }
        Inline::Text { .. } | Inline::SoftBreak | Inline::LineBreak => inline,
        Inline::Link {
            target: Target::Internal(_) | Target::Relative(_),
            ..
        }
        | Inline::Code { .. }
        | Inline::Keyboard { .. }
        | Inline::Strike { .. }
        | Inline::Highlight { .. }
        | Inline::Small { .. }
        | Inline::Foreign { .. }
        | Inline::Abbreviation { .. }
        | Inline::Citation { .. }
        | Inline::Reference { .. }
        | Inline::Math { .. }
        | Inline::Image { .. }
        | Inline::Note { .. }
        | Inline::Anchor { .. } => Inline::text(plain(&[inline])),
    };
    inlines.into_iter().map(calm_one).collect()
}

fn fill(field: &mut Option<String>, value: &Option<String>) {
    if field.is_none() {
        field.clone_from(value);
    }
}

/// Drops what says the same as the fields do, so that one article described in two ways
/// is one article.
fn without_echoes(mut citation: Citation, meta: &Meta) -> Citation {
    fn drop_echo<T: PartialEq>(said: &mut Option<T>, field: Option<&T>) {
        if said.as_ref() == field {
            *said = None;
        }
    }
    drop_echo(&mut citation.date, meta.date.as_ref());
    drop_echo(
        &mut citation.container,
        meta.series.as_ref().map(|series| &series.title),
    );
    drop_echo(&mut citation.volume, meta.volume.as_ref());
    drop_echo(&mut citation.number, meta.number.as_ref());
    drop_echo(&mut citation.edition, meta.edition.as_ref());
    drop_echo(&mut citation.publisher, meta.publisher.as_ref());
    drop_echo(&mut citation.publisher_place, meta.publisher_place.as_ref());
    drop_echo(&mut citation.doi, meta.doi.as_ref());
    drop_echo(&mut citation.url, meta.url.as_ref());
    drop_echo(&mut citation.title, Some(&meta.full_title()));
    if citation.authors == meta.authors {
        citation.authors = Vec::new();
    }
    citation
}
