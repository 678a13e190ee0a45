//! Properties of XMP as RDF, and the descriptions that PDF/A wants of them.
//!
//! PDF/A wants every property that its own list lacks to be described in the packet
//! (ISO 19005-2, 6.6.2.3). A row in [`PRISM`] is such a description; what was not written
//! is not described.

use std::borrow::Cow;
use std::fmt::Write;

const NAMESPACES: &[(&str, &str)] = &[
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("xmp", "http://ns.adobe.com/xap/1.0/"),
    ("xmpRights", "http://ns.adobe.com/xap/1.0/rights/"),
    ("xmpMM", "http://ns.adobe.com/xap/1.0/mm/"),
    ("stEvt", "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"),
    ("xmpTPg", "http://ns.adobe.com/xap/1.0/t/pg/"),
    ("pdf", "http://ns.adobe.com/pdf/1.3/"),
    ("prism", PRISM_NAMESPACE),
    ("cc", CC_NAMESPACE),
    ("pdfaid", "http://www.aiim.org/pdfa/ns/id/"),
    ("pdfuaid", PDFUAID_NAMESPACE),
    ("pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/"),
    ("pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#"),
    ("pdfaProperty", "http://www.aiim.org/pdfa/ns/property#"),
];

const PRISM_NAMESPACE: &str = "http://prismstandard.org/namespaces/basic/3.0/";
const CC_NAMESPACE: &str = "http://creativecommons.org/ns#";
const PDFUAID_NAMESPACE: &str = "http://www.aiim.org/pdfua/ns/id/";

/// A property outside PDF/A's own list.
struct Property {
    name: &'static str,
    /// The type of its value, in PDF/A's words.
    kind: &'static str,
    /// `external` if it comes from an author, `internal` if from making the file.
    category: &'static str,
    description: &'static str,
}

const fn given(name: &'static str, kind: &'static str, description: &'static str) -> Property {
    Property {
        name,
        kind,
        category: "external",
        description,
    }
}

const fn made(name: &'static str, kind: &'static str, description: &'static str) -> Property {
    Property {
        category: "internal",
        ..given(name, kind, description)
    }
}

/// The properties of PRISM's basic metadata that are used here.
const PRISM: &[Property] = &[
    given("doi", "Text", "Digital Object Identifier of the publication"),
    given(
        "isbn",
        "bag Text",
        "International Standard Book Numbers of the publication",
    ),
    given(
        "issn",
        "Text",
        "International Standard Serial Number of the printed series",
    ),
    given(
        "eIssn",
        "Text",
        "International Standard Serial Number of the electronic series",
    ),
    given("publicationName", "Text", "Title of the series or journal"),
    given("seriesTitle", "Text", "Title of the series"),
    given("seriesNumber", "Integer", "Number within the series"),
    given("volume", "Text", "Volume in which the publication appears"),
    given("number", "Text", "Number of the issue or within the series"),
    given("edition", "Text", "Edition of the publication"),
    given("versionIdentifier", "Text", "Version of the publication"),
    given("genre", "bag Text", "Kind of publication"),
    given("publicationDate", "Date", "Date of publication"),
    given("modificationDate", "Date", "Date of the last change to the text"),
    given("url", "URL", "Address of the publication on the web"),
    given("subtitle", "Text", "Subtitle of the publication"),
    given(
        "pageRange",
        "Text",
        "First and last page in the series or journal",
    ),
    made("wordCount", "Integer", "Number of words in the text"),
    made("pageCount", "Integer", "Number of pages"),
];

const CC: &[Property] = &[given("license", "URI", "Address of the licence")];

const PDFUAID: &[Property] = &[made(
    "part",
    "Integer",
    "Part of ISO 14289 that the file conforms to",
)];

/// XMP's two kinds of list.
#[derive(Clone, Copy)]
pub(super) enum List {
    /// In order.
    Seq,
    /// In none.
    Bag,
}

/// Properties one below the other. What is empty is not written.
#[derive(Default)]
pub(super) struct Properties {
    /// What is written.
    pub text: String,
}

impl Properties {
    pub fn raw(&mut self, name: &str, inner: &str) {
        writeln!(self.text, "<{name}>{inner}</{name}>").expect("a string");
    }

    pub fn simple(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() {
            self.raw(name, &escaped(value));
        }
    }

    pub fn address(&mut self, name: &str, url: &str) {
        writeln!(self.text, "<{name} rdf:resource=\"{}\"/>", escaped(url.trim())).expect("a string");
    }

    pub fn list<'a>(&mut self, name: &str, list: List, items: impl Iterator<Item = &'a str>) {
        let items: String = items
            .filter(|item| !item.trim().is_empty())
            .map(|item| format!("<rdf:li>{}</rdf:li>", escaped(item)))
            .collect();
        if items.is_empty() {
            return;
        }
        let kind = match list {
            List::Seq => "rdf:Seq",
            List::Bag => "rdf:Bag",
        };
        self.raw(name, &format!("<{kind}>{items}</{kind}>"));
    }

    /// A text in the article's language, which is also what other languages get.
    pub fn said_in(&mut self, name: &str, lang: &str, value: &str) {
        if value.trim().is_empty() {
            return;
        }
        let value = escaped(value);
        let item = |lang: &str| format!("<rdf:li xml:lang=\"{}\">{value}</rdf:li>", escaped(lang));
        self.raw(
            name,
            &format!("<rdf:Alt>{}{}</rdf:Alt>", item("x-default"), item(lang)),
        );
    }

    /// Describes what was written and PDF/A does not know.
    pub fn describe(&mut self) {
        let schemas = [
            ("PRISM basic metadata", "prism", PRISM_NAMESPACE, PRISM),
            ("Creative Commons rights expression", "cc", CC_NAMESPACE, CC),
            ("PDF/UA identification", "pdfuaid", PDFUAID_NAMESPACE, PDFUAID),
        ];
        let mut described = String::new();
        for (title, prefix, namespace, properties) in schemas {
            let is_used = |property: &&Property| {
                let open = format!("<{prefix}:{}", property.name);
                self.text.contains(&format!("{open}>")) || self.text.contains(&format!("{open} "))
            };
            let used: Vec<&Property> = properties.iter().filter(is_used).collect();
            if used.is_empty() {
                continue;
            }
            write!(
                described,
                "\n<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>{title}</pdfaSchema:schema>\
                 <pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>\
                 <pdfaSchema:prefix>{prefix}</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
            )
            .expect("a string");
            for Property {
                name,
                kind,
                category,
                description,
            } in used
            {
                write!(
                    described,
                    "\n<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>{name}</pdfaProperty:name>\
                     <pdfaProperty:valueType>{kind}</pdfaProperty:valueType>\
                     <pdfaProperty:category>{category}</pdfaProperty:category>\
                     <pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"
                )
                .expect("a string");
            }
            described.push_str("</rdf:Seq></pdfaSchema:property></rdf:li>");
        }
        if !described.is_empty() {
            self.raw(
                "pdfaExtension:schemas",
                &format!("<rdf:Bag>{described}</rdf:Bag>"),
            );
        }
    }

    pub fn finish(self) -> String {
        let mut packet = String::from(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
             <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
             <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n<rdf:Description rdf:about=\"\"",
        );
        for (prefix, namespace) in NAMESPACES {
            if self.text.contains(&format!("<{prefix}:")) {
                write!(packet, "\n xmlns:{prefix}=\"{namespace}\"").expect("a string");
            }
        }
        packet.push_str(">\n");
        packet.push_str(&self.text);
        packet.push_str("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
        packet
    }
}

/// Text as XML holds it. What XML cannot hold at all is left out.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let allowed = |char: char| matches!(char, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if text
        .chars()
        .all(|char| allowed(char) && !matches!(char, '&' | '<' | '>' | '"'))
    {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for char in text.chars().filter(|&char| allowed(char)) {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}
