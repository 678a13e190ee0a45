//! What a distributor's catalogue wants to know of the EPUB: one product as an ONIX for Books
//! 3.1 message, with the codes of its accessibility.
//!
//! Out of the article come title, people, numbers and terms; the codes of List 196 are
//! worked out from the claims that the EPUB's own package makes, so that both say the same.
//! Codes are those of the ONIX code lists, issue 75. Prices, stock and sales rights are a
//! house's own business: a record without `ProductSupply` is one to be merged into its feed.

mod languages;

use super::content::Content;
use super::identity::{Identity, modified};
use super::opf;
use super::xhtml::{squeezed, title};
use super::xml::Xml;
use crate::model::{Article, Date, Person, Unit, plain};

/// The namespace of ONIX 3.1 with reference names.
const ONIX: &str = "http://ns.editeur.org/onix/3.1/reference";

/// Writes the message; `claims` are what the package says of its accessibility.
pub(super) fn message(
    article: &Article,
    content: &Content,
    identity: &Identity,
    claims: &[(&'static str, String)],
) -> Vec<u8> {
    let meta = &article.meta;
    let mut to = Message(Xml::document());
    to.0.start("ONIXMessage", &[("xmlns", ONIX), ("release", "3.1")]);
    to.0.line();
    to.within("Header", |to| {
        to.within("Sender", |to| to.say("SenderName", &sender(article)));
        // The day of the article: a message has no clock either.
        let day = modified(meta).format("%Y%m%d").to_string();
        to.say("SentDateTime", &day);
    });
    to.within("Product", |to| {
        to.say("RecordReference", &identity.uuid.urn().to_string());
        to.say("NotificationType", "03");
        identifiers(to, article, identity);
        to.within("DescriptiveDetail", |to| {
            form(to, article, content, claims);
            description(to, article);
        });
        let summary = opf::description(article);
        if !summary.is_empty() {
            to.within("CollateralDetail", |to| {
                to.within("TextContent", |to| {
                    to.say("TextType", "03");
                    to.say("ContentAudience", "00");
                    to.say("Text", &summary);
                });
            });
        }
        publishing(to, article);
        related(to, identity);
    });
    to.0.finish()
}

/// Who sends the message: the house, else whoever wrote the paper.
fn sender(article: &Article) -> String {
    let publisher = article.meta.publisher.as_deref().map(squeezed);
    let authors = opf::named(&article.meta.authors).map(|author| squeezed(&author.name));
    let mut names = publisher.into_iter().chain(authors);
    names
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| title(article))
}

fn identifiers(to: &mut Message, article: &Article, identity: &Identity) {
    for digits in &identity.isbns {
        to.isbn(digits);
    }
    match &article.meta.doi {
        Some(doi) => to.identifier("06", None, doi),
        // A product has to have one.
        None if identity.isbns.is_empty() => {
            to.identifier("01", Some("UUID"), &identity.uuid.to_string());
        }
        None => {}
    }
}

/// What kind of file it is, and how accessible.
fn form(to: &mut Message, article: &Article, content: &Content, claims: &[(&'static str, String)]) {
    to.say("ProductComposition", "00");
    to.say("ProductForm", "ED");
    to.say("ProductFormDetail", "E101");
    to.say("ProductFormDetail", "E200");
    to.feature("15", "101F", None);
    for code in accessibility(content, claims) {
        to.feature("09", code, None);
    }
    for (property, value) in claims {
        match *property {
            "schema:accessibilitySummary" => to.feature("09", "00", Some(value)),
            "schema:accessibilityHazard" => {
                if let Some(code) = hazard(value) {
                    to.feature("12", code, None);
                }
            }
            _ => {}
        }
    }
    to.say("PrimaryContentType", "10");
    if content.pictures.described + content.pictures.undescribed > 0 {
        to.say("ProductContentType", "07");
    }
    if content.formulas.described + content.formulas.code > 0 {
        to.say("ProductContentType", "48");
    }
    to.say("EpubTechnicalProtection", "00");
    let license = article.meta.license.as_ref();
    if let Some(license) = license.filter(|license| !license.text.trim().is_empty()) {
        to.within("EpubLicense", |to| {
            to.say("EpubLicenseName", &squeezed(&license.text));
            if let Some(url) = &license.url {
                to.within("EpubLicenseExpression", |to| {
                    to.say("EpubLicenseExpressionType", "01");
                    to.say("EpubLicenseExpressionLink", url);
                });
            }
        });
    }
}

/// The codes of List 196 that the claims come to, and those that hold for every book that
/// is made here.
///
/// Where the list asks for more than the claim of the same name does, the list decides: 11
/// wants every table and figure to be reached from a list, not headings alone. Standards
/// (02 to 04, 80 to 86) are never among them; they need someone's evaluation.
pub(super) fn accessibility(content: &Content, claims: &[(&'static str, String)]) -> Vec<&'static str> {
    // No reader's setting is overridden, languages are tagged, landmarks are there.
    let mut codes = vec!["10", "22", "32"];
    for (property, value) in claims {
        let code = match (*property, value.as_str()) {
            ("schema:accessibilityFeature", feature) => of_feature(feature, content),
            ("schema:accessModeSufficient", "textual") => Some("52"),
            _ => None,
        };
        codes.extend(code);
    }
    if content.pictures.undescribed > 0 {
        // Known to be of limited accessibility; the summary says why.
        codes.push("09");
    }
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The code of one feature (schema.org's vocabulary, and W3C's crosswalk of it).
fn of_feature(feature: &str, content: &Content) -> Option<&'static str> {
    Some(match feature {
        "tableOfContents" if content.unlisted == 0 => "11",
        "index" => "12",
        "readingOrder" => "13",
        "alternativeText" => "14",
        "longDescription" => "15",
        "MathML" => "17",
        "ChemML" => "18",
        "pageBreakMarkers" | "printPageNumbers" => "19",
        "synchronizedAudioText" => "20",
        "ttsMarkup" => "21",
        "structuralNavigation" => "29",
        "ARIA" => "30",
        "latex" => "35",
        "displayTransformability" => "36",
        "pageNavigation" => "41",
        "describedMath" => "53",
        _ => return None,
    })
}

/// The code of a hazard in List 143.
fn hazard(value: &str) -> Option<&'static str> {
    Some(match value {
        "none" => "00",
        "flashing" => "13",
        "noFlashingHazard" => "14",
        "sound" => "15",
        "noSoundHazard" => "16",
        "motionSimulation" => "17",
        "noMotionSimulationHazard" => "18",
        // What moves here are pictures: they might flash.
        "unknown" | "unknownFlashingHazard" => "24",
        "unknownSoundHazard" => "25",
        "unknownMotionSimulationHazard" => "26",
        _ => return None,
    })
}

/// Series, title, people, edition, language, length, subjects.
fn description(to: &mut Message, article: &Article) {
    let meta = &article.meta;
    let series = meta.series.as_ref();
    if let Some(series) = series.filter(|series| !series.title.trim().is_empty()) {
        to.within("Collection", |to| {
            to.say("CollectionType", "10");
            if let Some(issn) = &series.issn {
                to.within("CollectionIdentifier", |to| {
                    to.say("CollectionIDType", "02");
                    to.say("IDValue", &issn.replace('-', ""));
                });
            }
            to.within("TitleDetail", |to| {
                to.say("TitleType", "01");
                to.within("TitleElement", |to| {
                    to.say("TitleElementLevel", "02");
                    let parts = [&meta.volume, &meta.number];
                    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
                    to.say("PartNumber", &squeezed(&parts.join(".")));
                    to.say("TitleText", &squeezed(&series.title));
                });
            });
        });
    }
    to.within("TitleDetail", |to| {
        to.say("TitleType", "01");
        to.within("TitleElement", |to| {
            to.say("TitleElementLevel", "01");
            to.say("TitleText", &title(article));
            to.say("Subtitle", &squeezed(&plain(&meta.subtitle)));
        });
    });
    let people = [
        (&meta.authors, "A01"),
        (&meta.editors, "B01"),
        (&meta.translators, "B06"),
        (&meta.contributors, "A32"),
    ];
    let people = people
        .into_iter()
        .flat_map(|(people, role)| opf::named(people).map(move |person| (person, role)));
    let people: Vec<_> = people.collect();
    for ((person, role), number) in people.iter().zip(1..) {
        contributor(to, person, role, number);
    }
    if people.is_empty() {
        to.0.empty("NoContributor", &[]);
        to.0.line();
    }
    match meta.edition.as_deref().map(squeezed) {
        Some(edition) if edition.parse::<u16>().is_ok_and(|number| number > 0) => {
            to.say("EditionNumber", &edition);
        }
        Some(edition) => to.say("EditionStatement", &edition),
        None => {}
    }
    to.within("Language", |to| {
        to.say("LanguageRole", "01");
        to.say("LanguageCode", &languages::code(&article.lang));
    });
    let length = article.length();
    match length.unit {
        Unit::Words if length.text > 0 => to.within("Extent", |to| {
            to.say("ExtentType", "02");
            to.say("ExtentValue", &length.text.to_string());
            to.say("ExtentUnit", "02");
        }),
        Unit::Words | Unit::Characters => {}
    }
    let keywords: Vec<String> = meta.keywords.iter().map(|keyword| squeezed(keyword)).collect();
    if keywords.iter().any(|keyword| !keyword.is_empty()) {
        to.within("Subject", |to| {
            to.say("SubjectSchemeIdentifier", "20");
            to.say("SubjectHeadingText", &keywords.join("; "));
        });
    }
}

fn contributor(to: &mut Message, person: &Person, role: &str, number: u32) {
    to.within("Contributor", |to| {
        to.say("SequenceNumber", &number.to_string());
        to.say("ContributorRole", role_of(person).unwrap_or(role));
        if let Some(orcid) = &person.orcid {
            to.within("NameIdentifier", |to| {
                to.say("NameIDType", "21");
                to.say("IDValue", &orcid.replace('-', ""));
            });
        }
        let (name, file_as) = (squeezed(&person.name), squeezed(&person.file_as));
        // A body is sorted as it is called, a person by the last name.
        let is_cased = name.contains(char::is_lowercase);
        if is_cased && name == file_as && name.contains(' ') {
            to.say("CorporateName", &name);
            return;
        }
        to.say("PersonName", &name);
        if file_as.contains(',') {
            to.say("PersonNameInverted", &file_as);
        }
        let position = person.position.as_deref().map(squeezed).unwrap_or_default();
        for affiliation in &person.affiliations {
            to.within("ProfessionalAffiliation", |to| {
                to.say("ProfessionalPosition", &position);
                to.say("Affiliation", &squeezed(&affiliation.line()));
            });
        }
    });
}

/// A code of List 17 for a code of MARC's relators.
fn role_of(person: &Person) -> Option<&'static str> {
    Some(match person.relator.as_deref()? {
        "aut" => "A01",
        "ill" => "A12",
        "pht" => "A13",
        "aft" => "A19",
        "wfw" => "A23",
        "aui" => "A24",
        "cov" => "A36",
        "edt" => "B01",
        "trl" => "B06",
        "ctb" => "A32",
        _ => "Z99",
    })
}

/// House, place, funders, and when it came out.
fn publishing(to: &mut Message, article: &Article) {
    let meta = &article.meta;
    let publisher = meta.publisher.as_deref().map(squeezed);
    let publisher = publisher.filter(|name| !name.is_empty());
    let funders = meta.funders.iter().map(|funder| squeezed(funder));
    let funders: Vec<String> = funders.filter(|name| !name.is_empty()).collect();
    // Without any name there is no such part.
    if publisher.is_none() && funders.is_empty() {
        return;
    }
    to.within("PublishingDetail", |to| {
        let named = publisher.iter().map(|name| ("01", name));
        for (role, name) in named.chain(funders.iter().map(|name| ("16", name))) {
            to.within("Publisher", |to| {
                to.say("PublishingRole", role);
                to.say("PublisherName", name);
            });
        }
        let place = meta.publisher_place.as_deref().map(squeezed);
        to.say("CityOfPublication", &place.unwrap_or_default());
        to.say("PublishingStatus", "04");
        if let Some(date) = meta.date {
            to.within("PublishingDate", |to| {
                to.say("PublishingDateRole", "01");
                to.date(date);
            });
        }
    });
}

/// The editions on paper and as PDF.
fn related(to: &mut Message, identity: &Identity) {
    if identity.other_isbns.is_empty() {
        return;
    }
    to.within("RelatedMaterial", |to| {
        for other in &identity.other_isbns {
            to.within("RelatedProduct", |to| {
                // Based on the paper (whose pages it counts), or an alternative to the PDF.
                to.say("ProductRelationCode", if other.on_paper { "13" } else { "06" });
                to.isbn(&other.digits);
            });
        }
    });
}

/// Elements, each on a line of its own.
struct Message(Xml);

impl Message {
    fn within(&mut self, name: &'static str, content: impl FnOnce(&mut Self)) {
        self.0.start(name, &[]);
        self.0.line();
        content(self);
        self.0.end_line();
    }

    /// An element with text; none where there is nothing to say.
    fn say(&mut self, name: &'static str, text: &str) {
        if !text.is_empty() {
            self.0.element(name, &[], text);
            self.0.line();
        }
    }

    fn feature(&mut self, kind: &str, code: &str, description: Option<&str>) {
        self.within("ProductFormFeature", |to| {
            to.say("ProductFormFeatureType", kind);
            to.say("ProductFormFeatureValue", code);
            to.say("ProductFormFeatureDescription", description.unwrap_or_default());
        });
    }

    fn identifier(&mut self, kind: &str, name: Option<&str>, value: &str) {
        self.within("ProductIdentifier", |to| {
            to.say("ProductIDType", kind);
            to.say("IDTypeName", name.unwrap_or_default());
            to.say("IDValue", value);
        });
    }

    /// In trade an ISBN is a GTIN, too.
    fn isbn(&mut self, digits: &str) {
        if digits.len() == 10 {
            self.identifier("02", None, digits);
        } else {
            self.identifier("03", None, digits);
            self.identifier("15", None, digits);
        }
    }

    /// A date as exact as it is known (List 55).
    fn date(&mut self, date: Date) {
        let digits = date.iso().replace('-', "");
        let format = match digits.len() {
            8 => "00",
            6 => "01",
            _ => "05",
        };
        self.0.element("Date", &[("dateformat", format)], &digits);
        self.0.line();
    }
}
