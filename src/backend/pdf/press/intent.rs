//! What a press file says of itself: the condition it is made for, and the metadata that
//! PDF/X-4 (ISO 15930-7) asks for.
//!
//! The claim that counts stands in XMP; the document information says the same for programs
//! that look there.

use super::profile::Profile;
use crate::model::{Article, Date};
use lopdf::{Document, Object, Stream, StringFormat, dictionary};
use std::fmt::Write;
use uuid::Uuid;

/// The standard, as files name it.
const CLAIM: &str = "PDF/X-4";

const MAKER: &str = concat!("Pamphlet ", env!("CARGO_PKG_VERSION"));

/// Puts the output intent into the catalogue (ISO 32000-1, 14.11.5), its profile embedded.
///
/// # Errors
///
/// If the file has no catalogue.
pub(super) fn embed(doc: &mut Document, profile: &Profile) -> lopdf::Result<()> {
    let mut stream = Stream::new(dictionary! { "N" => 4 }, profile.bytes.to_vec());
    stream.compress()?;
    let stream = doc.add_object(stream);
    let mut intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFX",
        "OutputConditionIdentifier" => words(&profile.name),
        "OutputCondition" => words(&profile.info),
        "Info" => words(&profile.info),
        "DestOutputProfile" => stream,
    };
    if profile.is_registered {
        intent.set("RegistryName", Object::string_literal("http://www.color.org"));
    }
    let intent = doc.add_object(intent);
    doc.catalog_mut()?.set("OutputIntents", vec![intent.into()]);
    Ok(())
}

/// Writes document information and XMP, and gives the finished file.
///
/// The identifiers come from the bytes of all that is in the file but themselves.
///
/// # Errors
///
/// If the file has no catalogue or cannot be written.
pub(super) fn sealed(mut doc: Document, article: &Article, is_claimed: bool) -> lopdf::Result<Vec<u8>> {
    doc.version = "1.6".into();
    let title = article.full_title();
    let (made, changed) = dates(article);
    let mut info = dictionary! {
        "Title" => words(&title),
        "Creator" => words(MAKER),
        "Producer" => words(MAKER),
        "Trapped" => "False",
    };
    if is_claimed {
        info.set("GTS_PDFXVersion", words(CLAIM));
    }
    let authors: Vec<&str> = article
        .meta
        .authors
        .iter()
        .map(|person| person.name.as_str())
        .collect();
    if !authors.is_empty() {
        info.set("Author", words(&authors.join(", ")));
    }
    for (key, date) in [("CreationDate", made), ("ModDate", changed)] {
        if let Some(date) = date {
            let (year, month, day) = date.first_day();
            info.set(
                key,
                Object::string_literal(format!("D:{year:04}{month:02}{day:02}000000Z")),
            );
        }
    }
    let info = doc.add_object(info);
    doc.trailer.set("Info", info);
    let metadata = doc.add_object(Object::Null);
    doc.catalog_mut()?.set("Metadata", metadata);
    doc.prune_objects();
    doc.renumber_objects();
    let metadata = doc.catalog()?.get(b"Metadata")?.as_reference()?;
    let id = Uuid::new_v5(&Uuid::NAMESPACE_OID, &written(&mut doc)?);
    let xmp = xmp(&title, &authors, (made, changed), id, is_claimed);
    let packet = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        xmp.into_bytes(),
    );
    doc.objects
        .insert(metadata, packet.with_compression(false).into());
    let id = Object::String(id.into_bytes().to_vec(), StringFormat::Hexadecimal);
    doc.trailer.set("ID", vec![id.clone(), id]);
    written(&mut doc)
}

/// When the article was published, and when it was changed last.
fn dates(article: &Article) -> (Option<Date>, Option<Date>) {
    let made = article.meta.date;
    (made, article.meta.date_modified.or(made))
}

fn written(doc: &mut Document) -> lopdf::Result<Vec<u8>> {
    doc.reference_table.cross_reference_type = lopdf::xref::XrefType::CrossReferenceTable;
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes)?;
    Ok(bytes)
}

/// A text string (ISO 32000-1, 7.9.2.2).
fn words(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    Object::String(
        [0xfe, 0xff].into_iter().chain(units).collect(),
        StringFormat::Hexadecimal,
    )
}

fn xmp(
    title: &str,
    authors: &[&str],
    (made, changed): (Option<Date>, Option<Date>),
    id: Uuid,
    is_claimed: bool,
) -> String {
    let mut facts = String::new();
    let mut fact = |name: &str, value: &str| {
        let _ = writeln!(facts, "      <{name}>{}</{name}>", escaped(value));
    };
    fact("dc:format", "application/pdf");
    let day = |date: Date| {
        let (year, month, day) = date.first_day();
        format!("{year:04}-{month:02}-{day:02}T00:00:00Z")
    };
    if let (Some(made), Some(changed)) = (made.map(day), changed.map(day)) {
        fact("xmp:CreateDate", &made);
        fact("xmp:ModifyDate", &changed);
        fact("xmp:MetadataDate", &changed);
    }
    fact("xmp:CreatorTool", MAKER);
    fact("pdf:Producer", MAKER);
    fact("pdf:Trapped", "False");
    fact("xmpMM:DocumentID", &format!("uuid:{id}"));
    fact("xmpMM:InstanceID", &format!("uuid:{id}"));
    fact("xmpMM:RenditionClass", "default");
    fact("xmpMM:VersionID", "1");
    if is_claimed {
        fact("pdfxid:GTS_PDFXVersion", CLAIM);
    }
    let mut list = |name: &str, kind: &str, items: &[String]| {
        let items = items.concat();
        let _ = writeln!(facts, "      <{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>");
    };
    list(
        "dc:title",
        "Alt",
        &[format!(
            "<rdf:li xml:lang=\"x-default\">{}</rdf:li>",
            escaped(title)
        )],
    );
    if !authors.is_empty() {
        let items: Vec<_> = authors
            .iter()
            .map(|name| format!("<rdf:li>{}</rdf:li>", escaped(name)))
            .collect();
        list("dc:creator", "Seq", &items);
    }
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n  \
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n    \
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\">\n\
         {facts}    </rdf:Description>\n  </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>"
    )
}

/// Text as XML holds it, without characters that XML has no way to say.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(' '),
            char if char < ' ' || matches!(char, '\u{fffe}' | '\u{ffff}') => {}
            char => out.push(char),
        }
    }
    out
}
