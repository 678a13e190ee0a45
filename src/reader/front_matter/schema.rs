//! The JSON Schema of the front matter, made from the table of fields.
//!
//! Editors show it while people write, so it says what values look like and not what only
//! counting can tell: check digits and days of the calendar are left to the reader.

use super::house::{
    CONFORMANCE, ColorPart, ColorsPart, ConformancePart, FIELDS, FacesPart, HouseKey, LogoPart, PressPart,
    SocialPart,
};
use super::kinds;
use super::parts::{
    AttachmentPart, CitationPart, GrantPart, HousePart, IdentifierPart, LicensePart, PersonPart, PicturePart,
    SeriesPart, TitlePart,
};
use super::settings;
use super::table::{Field, Shape, Spec, Table};
use crate::model::{LAYOUTS, Relationship};
use serde_json::{Map, Value, json};

/// The whole schema, in the words of draft 7, which every editor knows.
pub(in crate::reader) fn schema() -> Value {
    let mut definitions = Map::new();
    for &shape in SHAPES {
        definitions.insert(name(shape).to_string(), definition(shape));
    }
    definitions.insert(
        "empty".to_string(),
        json!({
            "description": "Nothing: as if the field were not there.",
            "anyOf": [
                {"type": "null"},
                {"type": "string", "pattern": r"^\s*$"},
                {"type": "array", "maxItems": 0},
                {"type": "object", "maxProperties": 0},
            ],
        }),
    );
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Front matter of an article for Pamphlet",
        "description": "Names are those of Pandoc, Quarto, CSL and Dublin Core; other fields are kept.",
        "type": "object",
        "properties": properties(Field::SPECS),
        "additionalProperties": true,
        "definitions": definitions,
    })
}

/// The schema of house files: keys of their own, and the fields that articles have too.
pub(in crate::reader) fn house_schema() -> Value {
    let mut whole = schema();
    let mut known = properties(HouseKey::SPECS);
    if let Some(known) = known.as_object_mut() {
        for field in FIELDS {
            let field = properties(std::slice::from_ref(field.spec()));
            known.extend(field.as_object().cloned().unwrap_or_default());
        }
    }
    whole["title"] = json!("House file for Pamphlet");
    whole["description"] = json!("What all papers of a house look like and say: house.yml.");
    whole["properties"] = known;
    whole
}

/// Every name of every row: the own one with its sentence, the others pointing at it.
fn properties(specs: &[Spec]) -> Value {
    let mut properties = Map::new();
    for spec in specs {
        let doc = spec.doc.trim();
        let value = |description: String, spelling: &str| {
            let mut shapes = vec![
                json!({"$ref": format!("#/definitions/{}", name(spec.shape))}),
                json!({"$ref": "#/definitions/empty"}),
            ];
            if spelling == "published" {
                shapes.push(json!({"type": "boolean", "description": "Jekyll's word for no draft."}));
            }
            if spelling == "venue" {
                shapes.push(json!({"type": "object", "description": "A place, which is not used."}));
            }
            json!({"description": description, "anyOf": shapes})
        };
        for spelling in spec.names() {
            let description = if spelling == spec.name {
                doc.to_string()
            } else {
                format!("The same as `{}`. {doc}", spec.name)
            };
            // Both ways to join the words of a name are read.
            for spelling in [spelling.to_string(), spelling.replace('-', "_")] {
                let value = value(description.clone(), &spelling);
                properties.entry(spelling).or_insert(value);
            }
        }
    }
    Value::Object(properties)
}

fn object(specs: &[Spec]) -> Value {
    json!({"type": "object", "properties": properties(specs), "additionalProperties": true})
}

/// One or a list of them.
fn one_or_more(item: &Value) -> Value {
    json!({"anyOf": [item, {"type": "array", "items": {"anyOf": [item, {"$ref": "#/definitions/empty"}]}}]})
}

/// One value, or a list with nothing but one.
fn scalar(kind: &Value) -> Value {
    json!({"anyOf": [kind, {"type": "array", "minItems": 1, "maxItems": 1, "items": kind}]})
}

fn pattern(pattern: &str, examples: &[&str]) -> Value {
    scalar(&json!({"type": "string", "pattern": pattern, "examples": examples}))
}

const WORDS: [&str; 3] = ["string", "number", "boolean"];

const SHAPES: &[Shape] = &[
    Shape::Line,
    Shape::Name,
    Shape::Number,
    Shape::Title,
    Shape::Inlines,
    Shape::Markdown,
    Shape::Entries,
    Shape::Words,
    Shape::People,
    Shape::Affiliations,
    Shape::PersonName,
    Shape::Roles,
    Shape::Date,
    Shape::Lang,
    Shape::Jel,
    Shape::Series,
    Shape::Type,
    Shape::Doi,
    Shape::Isbn,
    Shape::Issn,
    Shape::OneIssn,
    Shape::Handle,
    Shape::Identifiers,
    Shape::Url,
    Shape::OwnUrl,
    Shape::Orcid,
    Shape::Ror,
    Shape::Email,
    Shape::License,
    Shape::Funding,
    Shape::Citation,
    Shape::Files,
    Shape::Works,
    Shape::Notes,
    Shape::Truth,
    Shape::Corresponding,
    Shape::Depth,
    Shape::Pages,
    Shape::Columns,
    Shape::Layout,
    Shape::Paper,
    Shape::Cover,
    Shape::Picture,
    Shape::PerhapsPicture,
    Shape::PdfStandard,
    Shape::Attachments,
    Shape::Relationship,
    Shape::Terms,
    Shape::Parts,
    Shape::Logo,
    Shape::Colors,
    Shape::Color,
    Shape::Cmyk,
    Shape::Faces,
    Shape::Press,
    Shape::Length,
    Shape::Social,
    Shape::Conformance,
];

fn name(shape: Shape) -> &'static str {
    match shape {
        Shape::Line => "line",
        Shape::Name => "name",
        Shape::Number => "number",
        Shape::Title => "title",
        Shape::Inlines => "inlines",
        Shape::Markdown => "markdown",
        Shape::Entries => "entries",
        Shape::Words => "words",
        Shape::People => "people",
        Shape::Affiliations => "affiliations",
        Shape::PersonName => "person-name",
        Shape::Roles => "roles",
        Shape::Date => "date",
        Shape::Lang => "lang",
        Shape::Jel => "jel",
        Shape::Series => "series",
        Shape::Type => "type",
        Shape::Doi => "doi",
        Shape::Isbn => "isbn",
        Shape::Issn => "issn",
        Shape::OneIssn => "one-issn",
        Shape::Handle => "handle",
        Shape::Identifiers => "identifiers",
        Shape::Url => "url",
        Shape::OwnUrl => "own-url",
        Shape::Orcid => "orcid",
        Shape::Ror => "ror",
        Shape::Email => "email",
        Shape::License => "license",
        Shape::Funding => "funding",
        Shape::Citation => "citation",
        Shape::Files => "files",
        Shape::Works => "works",
        Shape::Notes => "notes",
        Shape::Truth => "truth",
        Shape::Corresponding => "corresponding",
        Shape::Depth => "depth",
        Shape::Pages => "pages",
        Shape::Columns => "columns",
        Shape::Layout => "layout",
        Shape::Paper => "paper",
        Shape::Cover => "cover",
        Shape::Picture => "picture",
        Shape::PerhapsPicture => "perhaps-picture",
        Shape::PdfStandard => "pdf-standard",
        Shape::Attachments => "attachments",
        Shape::Relationship => "relationship",
        Shape::Terms => "terms",
        Shape::Parts => "parts",
        Shape::Logo => "logo",
        Shape::Colors => "colors",
        Shape::Color => "color",
        Shape::Cmyk => "cmyk",
        Shape::Faces => "faces",
        Shape::Press => "press",
        Shape::Length => "length",
        Shape::Social => "social",
        Shape::Conformance => "conformance",
    }
}

fn definition(shape: Shape) -> Value {
    let line = json!({"type": WORDS});
    // A map of one line is a sentence with a colon to its author.
    let sentence = json!({"type": "object", "anyOf": [
        {"required": ["text"]},
        {"minProperties": 1, "maxProperties": 1, "additionalProperties": {"type": WORDS}},
    ]});
    match shape {
        Shape::Line => scalar(&line),
        Shape::Name => json!({"anyOf": [
            scalar(&line),
            {"type": "object", "anyOf": [
                {"required": ["name"]}, {"required": ["text"]}, {"required": ["title"]}, {"required": ["literal"]},
                {"required": ["institution"]}, {"required": ["organization"]},
            ]},
            {"type": "array"},
        ]}),
        Shape::Number => json!({"anyOf": [
            scalar(&line),
            {"type": "object", "anyOf": [
                {"required": ["number"]}, {"required": ["value"]}, {"required": ["text"]}, {"required": ["name"]},
                {"required": ["title"]},
            ]},
        ]}),
        Shape::Title => {
            let part = json!({"anyOf": [line, object(TitlePart::SPECS)]});
            one_or_more(&part)
        }
        Shape::Inlines => json!({"anyOf": [line, sentence]}),
        Shape::Markdown | Shape::Entries => one_or_more(&json!({"anyOf": [
            line, sentence, {"type": "array", "items": {"$ref": "#/definitions/markdown"}},
        ]})),
        Shape::Words => one_or_more(&json!({"anyOf": [line, {"type": "object"}]})),
        Shape::People => one_or_more(&json!({"anyOf": [line, object(PersonPart::SPECS)]})),
        Shape::Affiliations => one_or_more(&json!({"anyOf": [line, object(HousePart::SPECS)]})),
        Shape::PersonName => json!({"anyOf": [scalar(&line), {"type": "object"}]}),
        Shape::Roles => one_or_more(&json!({"anyOf": [
            {"type": "string", "examples": kinds::CREDIT}, {"type": "object"},
        ]})),
        Shape::Date => json!({"anyOf": [
            {
                "type": "string",
                "pattern": r"^\s*([0-9]{4}([-/.][0-9]{1,2}([-/.][0-9]{1,2})?)?([Tt ]\s*[0-9].*)?|[A-Za-z].*[0-9]{4}|[0-9]{1,2}(st|nd|rd|th)?[\s.-].*[A-Za-z].*[0-9]{4}|[0-9]{4}[\s-]+[A-Za-z].*|[Tt][Oo][Dd][Aa][Yy]|[Nn][Oo][Ww]|last-modified|\\today|`r .*`)\s*$",
                "examples": ["2025-06-01", "2025-06", "2025"],
            },
            {"type": "integer", "minimum": 1000, "maximum": 9999},
            {"type": "object", "anyOf": [
                {"required": ["date-parts"]}, {"required": ["year"]}, {"required": ["raw"]}, {"required": ["literal"]},
            ]},
            {"type": "array", "minItems": 1, "maxItems": 1},
        ]}),
        Shape::Lang => pattern(
            r"^\s*[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*(\..*)?\s*$",
            &["en", "en-GB", "ur"],
        ),
        Shape::Jel => one_or_more(&json!({
            "type": "string",
            "pattern": r"^(JEL)?[:\s]*[A-Ra-rY-Zy-z][0-9]{0,2}([,;\s]+[A-Ra-rY-Zy-z][0-9]{0,2})*[,;\s]*$",
            "examples": ["D72"],
        })),
        Shape::Series => one_or_more(
            &json!({"anyOf": [line, object_with_one_of(SeriesPart::SPECS, SeriesPart::Title.spec())]}),
        ),
        Shape::Type => scalar(&json!({"type": "string", "examples": kinds::CSL_TYPES})),
        Shape::Doi => pattern(
            r"^\s*([Dd][Oo][Ii]:? ?|[Uu][Rr][Nn]:[Dd][Oo][Ii]:|info:doi/|([Hh][Tt][Tt][Pp][Ss]?://)?(dx\.|www\.)?doi\.org/)?10\.[0-9]{4,9}(\.[0-9]+)*/\S+\s*$",
            &["10.5555/12345678"],
        ),
        Shape::Isbn => forms(&json!({
            "type": ["string", "integer"],
            "minimum": 1_000_000_000_i64,
            "pattern": r"^\s*([Uu][Rr][Nn]:)?([Ii][Ss][Bb][Nn](-1[03])?)?[:\s]*([0-9][-\s‐-―]*){9}([0-9Xx]|([0-9][-\s‐-―]*){3}[0-9])\s*$",
            "examples": ["978-3-16-148410-0"],
        })),
        Shape::Issn => forms(&issn()),
        Shape::OneIssn => scalar(&issn()),
        Shape::Handle => pattern(r"^\s*(.*[:/])?[A-Za-z0-9.]+/\S+\s*$", &["10986/2445"]),
        Shape::Identifiers => one_or_more(&json!({"anyOf": [
            line, object_with_one_of(IdentifierPart::SPECS, IdentifierPart::Text.spec()),
        ]})),
        Shape::Url => pattern(
            r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#]+[^\s]*\s*$",
            &["https://example.org/page"],
        ),
        Shape::OwnUrl => scalar(&line),
        Shape::Orcid => scalar(&json!({
            "type": "string",
            "pattern": r"^\s*(\S+/|[Oo][Rr][Cc][Ii][Dd]:\s*)?([0-9][-\s‐-―]*){15}[0-9Xx]/?\s*$",
            "examples": ["0000-0002-1825-0097"],
        })),
        Shape::Ror => pattern(
            r"^\s*(\S*/)?0[0-9A-Za-z]{6}[0-9]{2}/?\s*$",
            &["https://ror.org/05dxps055"],
        ),
        Shape::Email => pattern(
            r"^\s*<?(mailto:)?[^\s@<>,;()]+@[^\s@<>,;()]+>?\s*$",
            &["name@example.org"],
        ),
        Shape::License => one_or_more(&json!({"anyOf": [
            {"type": WORDS, "examples": ["CC-BY-4.0", "CC BY 4.0", "MIT"]}, object(LicensePart::SPECS),
        ]})),
        Shape::Funding => one_or_more(&json!({"anyOf": [line, object(GrantPart::SPECS)]})),
        Shape::Citation => one_or_more(&json!({"anyOf": [line, object(CitationPart::SPECS)]})),
        Shape::Files => one_or_more(&line),
        Shape::Works => json!({"type": "array", "items": {"type": "object"}}),
        Shape::Notes => scalar(&json!({"type": "string", "anyOf": [
            {"enum": ["footnotes", "endnotes", "document", "block", "section", "margin"]},
            {"pattern": r"^\s*([Ff][Oo][Oo][Tt]|[Ee][Nn][Dd])[Nn][Oo][Tt][Ee][Ss]\s*$"},
        ]})),
        Shape::Truth => truth(),
        Shape::Corresponding => {
            json!({"anyOf": [truth(), {"type": "object"}, {"type": "string", "pattern": "@"}]})
        }
        Shape::Depth => json!({"anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 6}, {"type": "string", "pattern": r"^\s*[1-6]\s*$"},
        ]}),
        Shape::Pages => {
            let count = json!({"anyOf": [
                {"type": "integer", "minimum": 1, "maximum": settings::MOST_PAGES},
                {"type": "string", "pattern": r"^\s*0*[1-9][0-9]{0,2}\s*$"},
            ]});
            json!({"anyOf": [
                count,
                {"type": "string", "pattern": r"^\s*0*[1-9][0-9]{0,2}\s*(\.\.+=?|-|–|…|to)\s*0*[1-9][0-9]{0,2}\s*$", "examples": ["4..8"]},
                {"type": "array", "minItems": 1, "maxItems": 2, "items": count},
                {
                    "type": "object",
                    "properties": {"min": count, "max": count},
                    "additionalProperties": false,
                    "minProperties": 1,
                },
            ]})
        }
        Shape::Columns => json!({"anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 2}, {"type": "string", "pattern": r"^\s*[12]\s*$"},
        ]}),
        Shape::Layout => {
            json!({"anyOf": [{"enum": LAYOUTS}, {"description": "Of other programs, and not used."}]})
        }
        Shape::Paper => scalar(&json!({"type": "string", "anyOf": [
            {"enum": kinds::PAPERS.iter().map(|(name, _)| *name).collect::<Vec<_>>()},
            {"pattern": r"^\s*([Aa]4([Pp][Aa][Pp][Ee][Rr])?|([Uu][Ss][-_ ]?)?[Ll][Ee][Tt][Tt][Ee][Rr]|[Ll][Ee][Tt][Tt][Ee][Rr][Pp][Aa][Pp][Ee][Rr])\s*$"},
        ]})),
        Shape::Cover => json!({"anyOf": [
            truth(), {"type": "string", "pattern": r"\."}, {"type": ["object", "array"]},
        ]}),
        Shape::Picture => json!({"anyOf": [
            scalar(&json!({"type": "string"})),
            object_with_one_of(PicturePart::SPECS, PicturePart::Src.spec()),
        ]}),
        Shape::PerhapsPicture => json!({"description": "A path, or an object with one."}),
        Shape::PdfStandard => one_or_more(&json!({"anyOf": [
            {"type": "number"},
            {"type": "string", "anyOf": [
                {"enum": kinds::PDF_STANDARDS},
                {"pattern": r"^\s*((([Pp][Dd][Ff][-/])?([Uu][Aa]-1|[Aa]-[123][AaBbUu]|[Aa]-4[EeFf]?|1\.[4-7]|2\.0))[,\s]*)+$"},
            ]},
        ]})),
        Shape::Attachments => one_or_more(&json!({"anyOf": [
            line, object_with_one_of(AttachmentPart::SPECS, AttachmentPart::Path.spec()),
        ]})),
        Shape::Relationship => scalar(&json!({"type": "string", "anyOf": [
            {"enum": Relationship::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>()},
            {"pattern": r"^\s*([Ss][Oo][Uu][Rr][Cc][Ee]|[Dd][Aa][Tt][Aa]|[Aa][Ll][Tt][Ee][Rr][Nn][Aa][Tt][Ii][Vv][Ee]|[Ss][Uu][Pp][Pp][Ll][Ee][Mm][Ee][Nn][Tt])\s*$"},
        ]})),
        Shape::Terms => one_or_more(&line),
        Shape::Parts => json!({"type": ["object", "string", "array"]}),
        Shape::Logo => {
            let mut files = object(LogoPart::SPECS);
            let parts = [LogoPart::Light, LogoPart::Dark];
            let names = parts.iter().flat_map(|part| part.spec().names());
            files["anyOf"] = names.map(|name| json!({"required": [name]})).collect();
            json!({"anyOf": [scalar(&line), files]})
        }
        Shape::Colors => object(ColorsPart::SPECS),
        Shape::Color => {
            let shown = r"^\s*#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})\s*$";
            let plain =
                scalar(&json!({"type": ["string", "integer"], "pattern": shown, "examples": ["#0b4f6c"]}));
            let mut mixed = object(ColorPart::SPECS);
            let parts = [ColorPart::Rgb, ColorPart::Cmyk];
            let names = parts.iter().flat_map(|part| part.spec().names());
            mixed["anyOf"] = names.map(|name| json!({"required": [name]})).collect();
            json!({"anyOf": [plain, mixed]})
        }
        Shape::Cmyk => json!({"anyOf": [
            {"type": "array", "minItems": 4, "maxItems": 4, "items": {"anyOf": [
                {"type": "number", "minimum": 0, "maximum": 100},
                {"type": "string", "pattern": r"^\s*[0-9]{1,3}(\.[0-9]+)?%*\s*$"},
            ]}},
            {"type": "string", "pattern": r"^[\s,/]*([0-9.]+%*[\s,/]+){3}[0-9.]+%*[\s,/]*$"},
        ]}),
        Shape::Faces => json!({"anyOf": [
            object(FacesPart::SPECS),
            pattern(r"^\s*[Nn][Oo][Nn][Ee]\s*$", &["none"]),
        ]}),
        Shape::Press => object(PressPart::SPECS),
        Shape::Length => pattern(
            r"^\s*[0-9]*\.?[0-9]+\s*([Mm][Mm]|[Cc][Mm]|[Ii][Nn]|[Pp][Tt])\s*$",
            &["3mm", "0.125in"],
        ),
        Shape::Social => object(SocialPart::SPECS),
        Shape::Conformance => {
            let mut claim = object(ConformancePart::SPECS);
            let standard = ConformancePart::ConformsTo.spec();
            for name in standard.names() {
                claim["properties"][name] = json!({"type": "string", "pattern": CONFORMANCE, "examples": ["WCAG 2.2 AA"], "description": standard.doc.trim()});
            }
            claim["allOf"] = [standard, ConformancePart::CertifiedBy.spec()]
                .into_iter()
                .map(|needed| {
                    let names: Vec<Value> = needed.names().map(|name| json!({"required": [name]})).collect();
                    json!({"anyOf": names})
                })
                .collect();
            claim
        }
    }
}

fn truth() -> Value {
    json!({"anyOf": [
        {"type": "boolean"},
        {"type": "string", "pattern": r"^\s*([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff])\s*$"},
    ]})
}

fn issn() -> Value {
    json!({
        "type": ["string", "integer"],
        "minimum": 10_000_000,
        "pattern": r"^\s*([Uu][Rr][Nn]:)?([Ee]-?)?([Ii][Ss][Ss][Nn](-[Ll])?)?[:\s]*([0-9][-\s‐-―]*){7}[0-9Xx]\s*$",
        "examples": ["2049-3630"],
    })
}

/// One value, a list of them, or one a form.
fn forms(value: &Value) -> Value {
    json!({"anyOf": [
        value,
        {"type": "array", "items": value},
        {"type": "object", "additionalProperties": {"anyOf": [scalar(value), {"$ref": "#/definitions/empty"}]}},
    ]})
}

/// An object that must have one part, under any of its names.
fn object_with_one_of(specs: &[Spec], needed: &Spec) -> Value {
    let mut object = object(specs);
    let required: Vec<Value> = needed.names().map(|name| json!({"required": [name]})).collect();
    object["anyOf"] = json!(required);
    object
}

#[cfg(test)]
mod tests;
