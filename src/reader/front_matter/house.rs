//! A house file: what all papers of a house look like and say.
//!
//! Keys of its own become a [`HouseDraft`]: name, logo, colours, faces, press. All other
//! keys are fields of articles, understood by the same table and readers; they are the
//! [`Defaults`] of every article that has none of its own. Quarto's `_brand.yml` says some
//! of the same in other words (`brand.rs`).
//!
//! To add a key: add a row to `house/table.rs`, and say in [`Reader::set`] where its value
//! goes.

mod brand;
mod conformance;
mod look;
mod social;
mod table;

pub(super) use conformance::PATTERN as CONFORMANCE;
pub(super) use table::{
    ColorPart, ColorsPart, ConformancePart, FIELDS, FacesPart, HouseKey, LogoPart, PressPart, SocialPart,
};

use super::fields::{Fields, similar};
use super::table::{Field, Spec, Table};
use crate::diagnostic::{Code, Failed, Report, Source, Span};
use crate::model::{Block, BlockKind, Inline, Meta, Target};
use crate::reader::yaml::{self, Key, Node, Value, is_named, normal};
use crate::style::HouseDraft;
use std::ops::Range;

/// Keys with their values, as a file has them.
type Entries = Vec<(Key, Node)>;

/// What articles take from their house where they have nothing of their own.
#[derive(Debug, Default)]
pub(in crate::reader) struct Defaults {
    /// Fields of the front matter.
    pub fields: Entries,
    /// Where the house is on the web.
    channels: Vec<Channel>,
}

/// A place of the house on the web.
#[derive(Debug, Clone, PartialEq)]
struct Channel {
    /// Where the file names it.
    span: Span,
    /// "Mastodon"; empty for the house's own page.
    label: &'static str,
    /// As printed: "@name@server".
    text: String,
    /// The address.
    url: String,
}

/// Whether a file of that name is Quarto's.
fn is_brand(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    matches!(stem, "_brand" | "brand")
}

/// Understands a house file, or a `_brand.yml`.
///
/// # Errors
///
/// [`Failed`] if it is no YAML, no list of keys, or a key has a value that it cannot have.
pub(in crate::reader) fn read(
    source: &Source,
    text: &str,
    report: &mut Report,
) -> Result<HouseDraft, Failed> {
    let mut draft = HouseDraft::default();
    let Some(root) = yaml::read_file(text, 0..text.len(), "the house file", report)? else {
        return Ok(draft);
    };
    let Value::Map(entries) = root.value else {
        if root.is_empty() {
            return Ok(draft);
        }
        let failed = report.error(
            Code::FrontMatter,
            root.span,
            "the house file must be a list of keys",
        );
        report.hint("write one key a line, such as `name: City Institute`");
        return Err(failed);
    };
    if is_brand(&source.path) {
        return brand::read(text, entries, report);
    }
    let (own, fields) = sorted(entries, report);
    // The fields are understood once, so that what is wrong with them is told once and here;
    // articles take them as they are written.
    let mut meta = Meta::default();
    let fields = super::read_fields(Fields::new(text, fields, report), &mut meta);
    draft.house.publisher = meta.publisher;
    let mut reader = Reader {
        fields: Fields::of_house(text, report),
        draft: &mut draft,
    };
    for (key, node) in own {
        reader.set(key, &node);
    }
    let own = reader.fields.finish(&mut Default::default());
    fields.and(own)?;
    Ok(draft)
}

/// What articles take from the house file that is `part` of `text`. It was read before, so
/// nothing is reported.
pub(in crate::reader) fn defaults(text: &str, part: Range<usize>, path: &str) -> Defaults {
    let mut report = Report::new();
    let root = yaml::read_file(text, part, "the house file", &mut report);
    let Ok(Some(Node {
        value: Value::Map(entries),
        ..
    })) = root
    else {
        return Defaults::default();
    };
    if is_brand(path) {
        return brand::defaults(text, &entries);
    }
    let (own, mut fields) = sorted(entries, &mut report);
    let mut channels = Vec::new();
    let mut values = Fields::of_house(text, &mut report);
    for (key, node) in own {
        match key {
            // Its name makes a house the publisher, unless it says otherwise.
            HouseKey::Name => {
                let has_publisher = fields
                    .iter()
                    .any(|(key, _)| is_named(&key.text, Field::Publisher.spec().name));
                if !has_publisher {
                    fields.push((publisher(node.span), node));
                }
            }
            HouseKey::Url => channels.extend(social::page(&mut values, &node)),
            HouseKey::Social => channels.extend(social::channels(&mut values, &node)),
            HouseKey::Logo
            | HouseKey::Colors
            | HouseKey::Faces
            | HouseKey::Press
            | HouseKey::SocialCards
            | HouseKey::Accessibility => {}
        }
    }
    // The house's own page comes first.
    channels.sort_by_key(|channel| !channel.label.is_empty());
    Defaults { fields, channels }
}

/// The key of the publisher, for a value that stands under another.
fn publisher(span: Span) -> Key {
    Key {
        text: Field::Publisher.spec().name.to_owned(),
        span,
    }
}

impl Defaults {
    /// Shows where the house is on the web with the contact, without what it links to
    /// already.
    pub fn add_channels(self, contact: &mut Vec<Block>) {
        let is_said = |channel: &Channel| {
            contact
                .iter()
                .any(|block| leads_to(block.own_text(), &channel.url))
        };
        let channels: Vec<_> = self
            .channels
            .into_iter()
            .filter(|channel| !is_said(channel))
            .collect();
        let Some(span) = channels.first().map(|channel| channel.span) else {
            return;
        };
        let mut text = Vec::new();
        for channel in channels {
            if !text.is_empty() {
                text.push(Inline::LineBreak);
            }
            if !channel.label.is_empty() {
                text.push(Inline::text(format!("{}: ", channel.label)));
            }
            text.push(Inline::Link {
                span: channel.span,
                target: Target::Url(channel.url),
                content: vec![Inline::text(channel.text)],
            });
        }
        contact.push(Block::new(span, BlockKind::Paragraph { text }));
    }
}

/// Whether one of these links leads there.
fn leads_to(text: &[Inline], address: &str) -> bool {
    let same = |url: &str| url.trim_end_matches('/') == address.trim_end_matches('/');
    text.iter().any(|inline| {
        let leads = matches!(inline, Inline::Link { target: Target::Url(url), .. } if same(url));
        leads || inline.content().is_some_and(|inner| leads_to(inner, address))
    })
}

/// The house's own keys, and those of articles. What is neither is mentioned.
fn sorted(entries: Entries, report: &mut Report) -> (Vec<(HouseKey, Node)>, Entries) {
    let (mut own, mut fields) = (Vec::new(), Vec::new());
    let has = |spec: &Spec, key: &Key| spec.names().any(|name| is_named(&key.text, name));
    for (key, node) in entries {
        if node.is_empty() {
            continue;
        }
        if let Some(&known) = HouseKey::ALL.iter().find(|known| has(known.spec(), &key)) {
            own.push((known, node));
        } else if FIELDS.iter().any(|field| has(field.spec(), &key)) {
            fields.push((key, node));
        } else {
            stranger(&key, Field::SPECS.iter().any(|spec| has(spec, &key)), report);
        }
    }
    (own, fields)
}

/// Mentions a key that a house file does not have.
fn stranger(key: &Key, is_field: bool, report: &mut Report) {
    if is_field {
        let message = format!("`{}` is for each article to say; it is not used here", key.text);
        report.note(Code::UnknownField, key.span, message);
        return report.hint("move it into the front matter of the article");
    }
    let message = format!("the key `{}` is not known; it is not used", key.text);
    report.note(Code::UnknownField, key.span, message);
    let own = HouseKey::SPECS.iter().map(|spec| spec.name);
    let names = own.chain(FIELDS.iter().map(|field| field.spec().name));
    if let Some(similar) = similar(&normal(&key.text), names) {
        report.hint(format!("write `{similar}` if that is what you mean"));
    }
}

/// Puts values where they belong.
struct Reader<'a, 'd> {
    fields: Fields<'a>,
    draft: &'d mut HouseDraft,
}

impl Reader<'_, '_> {
    /// Where each key's value goes.
    fn set(&mut self, key: HouseKey, node: &Node) {
        let name = key.spec().name;
        self.draft.places.insert(name.to_owned(), node.span);
        match key {
            HouseKey::Name => self.draft.house.name = self.fields.text(name, node),
            // Shown with the contact of each article; here they are only looked at.
            HouseKey::Url => drop(social::page(&mut self.fields, node)),
            HouseKey::Social => drop(social::channels(&mut self.fields, node)),
            HouseKey::Logo => look::logo(&mut self.fields, node, self.draft),
            HouseKey::Colors => look::colors(&mut self.fields, node, self.draft),
            HouseKey::Faces => look::faces(&mut self.fields, node, self.draft),
            HouseKey::Press => look::press(&mut self.fields, node, self.draft),
            HouseKey::SocialCards => self.draft.house.social_cards = self.fields.truth(name, node),
            HouseKey::Accessibility => conformance::read(&mut self.fields, node, self.draft),
        }
    }
}

#[cfg(test)]
mod tests;
