//! SVG as a book may carry it: a picture and nothing more.
//!
//! Scripts, event handlers, and whatever would be fetched from elsewhere never run in an
//! `img`, yet make the book invalid (EPUB 3.3, 3.6 "Resource locations"). They go; what
//! is drawn stays.

use super::Fault;
use quick_xml::events::{BytesCData, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

/// Copies an SVG without what acts or reaches out.
pub(super) fn harmless(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let text = String::from_utf8_lossy(bytes);
    // An internal subset can declare entities that the text uses; only then it is kept.
    let has_subset = text.contains("<!ENTITY");
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut writer = Writer::new(Vec::new());
    let mut within = 0usize;
    let mut in_style = false;
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
                writer.write_event(Event::Start(tame(tag)?))?;
            }
            Event::End(_) => {
                in_style = false;
                writer.write_event(event)?;
            }
            Event::Empty(tag) => writer.write_event(Event::Empty(tame(tag)?))?,
            Event::DocType(_) if !has_subset => {}
            Event::PI(_) => {}
            _ => writer.write_event(event)?,
        }
    }
    Ok(writer.into_inner())
}

fn acts(tag: &BytesStart<'_>) -> bool {
    matches!(tag.local_name().as_ref(), "script" | "foreignObject")
}

/// An element without handlers and without addresses outside the book.
fn tame(tag: &BytesStart<'_>) -> Result<BytesStart<'static>, Fault> {
    let mut tamed = BytesStart::new(tag.name().as_ref().to_owned());
    for attribute in tag.attributes() {
        let attribute = attribute?;
        let key = attribute.key.as_ref();
        let value = attribute.value.trim_start().to_ascii_lowercase();
        let is_address = matches!(attribute.key.local_name().as_ref(), "href" | "src");
        let reaches_out = is_address && !value.starts_with('#') && !value.starts_with("data:");
        if !reaches_out && !key.starts_with("on") {
            tamed.push_attribute(attribute);
        }
    }
    Ok(tamed)
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
        local.push_str("url(");
        if address.starts_with('#') || address.starts_with("data:") {
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
}
