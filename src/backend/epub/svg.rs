//! SVG as a book may carry it: a picture and nothing more.
//!
//! Scripts, event handlers, and whatever would be fetched from elsewhere never run in an
//! `img`, yet make the book invalid (EPUB 3.3, 3.6 "Resource locations"). They go; what
//! is drawn stays.

use super::Fault;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesCData, BytesRef, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};
use std::collections::BTreeMap;

/// The longest text that an entity may stand for, in bytes: programs declare the names of
/// namespaces so.
const LONGEST_ENTITY: usize = 1000;
/// How many entities are taken.
const MOST_ENTITIES: usize = 100;

/// Copies an SVG without what acts or reaches out.
pub(super) fn harmless(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut writer = Writer::new(Vec::new());
    let mut within = 0usize;
    let mut in_style = false;
    let mut entities = BTreeMap::new();
    loop {
        let event = reader.read_event()?;
        match &event {
            Event::Eof => break,
            Event::Start(tag) if within > 0 || acts(tag) => within += 1,
            Event::End(_) if within > 0 => within -= 1,
            _ if within > 0 => {}
            Event::Empty(tag) if acts(tag) => {}
            Event::Text(css) if in_style => {
                writer.write_event(Event::Text(BytesText::from_escaped(local(css))))?;
            }
            Event::CData(css) if in_style => writer.write_event(Event::CData(BytesCData::new(local(css))))?,
            Event::Start(tag) => {
                in_style = tag.local_name().as_ref() == "style";
                writer.write_event(Event::Start(tame(tag, &entities)?))?;
            }
            Event::End(_) => {
                in_style = false;
                writer.write_event(event)?;
            }
            Event::Empty(tag) => writer.write_event(Event::Empty(tame(tag, &entities)?))?,
            // What it declares is written out where it is used; a book has no other use for it.
            Event::DocType(declared) => entities = plain_entities(declared),
            Event::GeneralRef(name) => refer(name, &entities, &mut writer)?,
            Event::PI(_) => {}
            _ => writer.write_event(event)?,
        }
    }
    Ok(writer.into_inner())
}

/// The entities of an internal subset that stand for words. One that holds markup or other
/// entities could hide what acts, or grow without measure; it stands for nothing.
fn plain_entities(declared: &str) -> BTreeMap<String, String> {
    let mut entities = BTreeMap::new();
    for declaration in declared.split("<!ENTITY").skip(1).take(MOST_ENTITIES) {
        let Some((name, rest)) = declaration.trim_start().split_once(char::is_whitespace) else {
            continue;
        };
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''));
        let Some(value) = quote.and_then(|quote| rest[1..].split(quote).next()) else {
            continue;
        };
        if value.len() <= LONGEST_ENTITY && !value.contains(['<', '&', '%']) {
            // The first declaration counts (XML 1.0, 4.2).
            entities
                .entry(name.to_owned())
                .or_insert_with(|| value.to_owned());
        }
    }
    entities
}

/// Writes what a reference in a text stands for.
fn refer(
    reference: &BytesRef<'_>,
    entities: &BTreeMap<String, String>,
    writer: &mut Writer<Vec<u8>>,
) -> Result<(), Fault> {
    let name: &str = reference;
    if name.starts_with('#') || PREDEFINED.contains(&name) {
        writer.write_event(Event::GeneralRef(reference.borrow()))?;
    } else if let Some(value) = entities.get(name) {
        writer.write_event(Event::Text(BytesText::new(value)))?;
    }
    Ok(())
}

/// The entities that need no declaration (XML 1.0, 4.6).
const PREDEFINED: [&str; 5] = ["amp", "lt", "gt", "quot", "apos"];

/// A value of an attribute in which no reference needs a declaration.
fn written_out(value: &str, entities: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let Some(end) = rest[at..].find(';').map(|end| at + end) else {
            out.push_str("&amp;");
            rest = &rest[at + 1..];
            continue;
        };
        let name = &rest[at + 1..end];
        if name.starts_with('#') || PREDEFINED.contains(&name) {
            out.push_str(&rest[at..=end]);
        } else if let Some(value) = entities.get(name) {
            out.push_str(&quick_xml::escape::escape(value.as_str()));
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

/// Elements that run something, bring in something, or change an address later.
fn acts(tag: &BytesStart<'_>) -> bool {
    let changes = || {
        let named = |key: &str| tag.attributes().flatten().find(|it| it.key.as_ref() == key);
        named("attributeName").is_some_and(|attribute| {
            let name = attribute.value.trim();
            let local = name.rsplit(':').next().unwrap_or(name);
            local.contains('&') || local == "href" || local.starts_with("on")
        })
    };
    match tag.local_name().as_ref() {
        "script" | "foreignObject" | "iframe" | "object" | "embed" | "handler" | "listener" => true,
        "set" | "animate" | "animateTransform" | "animateMotion" => changes(),
        _ => false,
    }
}

/// An element without handlers and without addresses outside the book.
fn tame(tag: &BytesStart<'_>, entities: &BTreeMap<String, String>) -> Result<BytesStart<'static>, Fault> {
    let mut tamed = BytesStart::new(tag.name().as_ref().to_owned());
    let name = tag.local_name();
    let draws_picture = matches!(name.as_ref(), "image" | "feImage");
    for attribute in tag.attributes() {
        let attribute = attribute?;
        let key = attribute.key.as_ref();
        let value = written_out(&attribute.value, entities);
        let is_address = matches!(attribute.key.local_name().as_ref(), "href" | "src");
        let reaches_out = is_address && !stays(&value, draws_picture);
        if reaches_out || attribute.key.local_name().as_ref().starts_with("on") || key == "xml:base" {
            continue;
        }
        let value = if value.contains("url(") {
            local(&value)
        } else {
            value
        };
        // Escaped already: no reference in it needs a declaration.
        tamed.push_attribute(Attribute {
            key: attribute.key,
            value: value.into(),
        });
    }
    Ok(tamed)
}

/// Whether an address leads to a place in the drawing, or is a picture of pixels itself.
fn stays(address: &str, draws_picture: bool) -> bool {
    let address = address.trim_start();
    let pixels = [
        "data:image/png",
        "data:image/jpeg",
        "data:image/jpg",
        "data:image/gif",
        "data:image/webp",
    ];
    let begins = |start: &&str| {
        let first = address.get(..start.len());
        first.is_some_and(|first| first.eq_ignore_ascii_case(start))
    };
    address.starts_with('#') || draws_picture && pixels.iter().any(begins)
}

/// CSS without imports and without addresses outside the book.
fn local(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("@import") {
        kept.push_str(&rest[..at]);
        rest = rest[at..].find(';').map_or("", |end| &rest[at + end + 1..]);
    }
    kept.push_str(rest);
    let mut parts = kept.split("url(");
    let mut local = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let address = part.trim_start_matches([' ', '"', '\'']);
        let address = address.trim_start_matches("&quot;").trim_start_matches("&apos;");
        local.push_str("url(");
        if address.starts_with('#') || address.starts_with("data:image/") || address.starts_with("data:font/")
        {
            local.push_str(part);
        } else {
            local.push('#');
            local.push_str(part.find(')').map_or("", |end| &part[end..]));
        }
    }
    local
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_goes_and_what_is_drawn_stays() {
        let svg = "<?xml-stylesheet href=\"https://a.b/c.css\"?><!DOCTYPE svg><svg xmlns=\"s\" onload=\"x()\"><script>x</script><a href=\"https://a.b\"><path d=\"M0 0\" fill=\"url(#g)\"/></a><use href=\"#p\"/><image href=\"http://a.b/c.png\"/></svg>";
        let tamed = String::from_utf8(harmless(svg.as_bytes()).expect("well-formed")).expect("text");
        assert_eq!(
            tamed,
            "<svg xmlns=\"s\"><a><path d=\"M0 0\" fill=\"url(#g)\"/></a><use href=\"#p\"/><image/></svg>"
        );
    }

    #[test]
    fn styles_reach_nowhere() {
        let svg = "<svg><style>@import url('https://a.b/c.css'); p{fill:url(#g);src:url(\"https://a.b/f\")}</style><style><![CDATA[@import 'x']]></style></svg>";
        let tamed = String::from_utf8(harmless(svg.as_bytes()).expect("well-formed")).expect("text");
        assert_eq!(
            tamed,
            "<svg><style> p{fill:url(#g);src:url(#)}</style><style><![CDATA[]]></style></svg>"
        );
    }

    #[test]
    fn entities_are_written_out_and_hide_nothing() {
        let svg = "<!DOCTYPE svg [<!ENTITY ns \"http://www.w3.org/2000/svg\"><!ENTITY w 'a &amp; b'>\
            <!ENTITY x \"<script>x()</script>\"><!ENTITY j \"javascript:x()\"><!ENTITY l0 'ha'>\
            <!ENTITY l1 '&l0;&l0;'><!ENTITY f SYSTEM \"file:///etc/passwd\">]>\
            <svg xmlns=\"&ns;\"><a href=\"&j;\">&l0;&lt;&#65;&x;&l1;&f;&none;</a></svg>";
        let tamed = String::from_utf8(harmless(svg.as_bytes()).expect("well-formed")).expect("text");
        assert_eq!(
            tamed,
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><a>ha&lt;&#65;</a></svg>"
        );
    }

    #[test]
    fn nothing_gets_in_by_another_door() {
        let svg = "<svg xml:base=\"https://a.b/\"><rect style=\"fill:url(https://a.b/x)\" fill=\"url(#g)\" ev:onload=\"x\"/>\
            <set attributeName=\"xlink:href\" to=\"javascript:x()\"/><animate attributeName=\"x\" to=\"1\"/>\
            <a href=\"data:text/html,x\"/><image href=\"data:image/svg+xml,x\"/><image href=\"data:image/png;base64,\"/></svg>";
        let tamed = String::from_utf8(harmless(svg.as_bytes()).expect("well-formed")).expect("text");
        assert_eq!(
            tamed,
            "<svg><rect style=\"fill:url(#)\" fill=\"url(#g)\"/><animate attributeName=\"x\" to=\"1\"/>\
            <a/><image/><image href=\"data:image/png;base64,\"/></svg>"
        );
    }
}
