//! What is known about the article: the front matter, understood.

use super::{AssetId, Attachment, Block, Citing, Inline, Person, plain};
use crate::diagnostic::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The front matter. Every field may be missing; resolving fills the title.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Meta {
    /// The title without its subtitle.
    pub title: Vec<Inline>,
    /// What follows the title in smaller type.
    pub subtitle: Vec<Inline>,
    /// A short form for the running head.
    pub short_title: Option<String>,
    /// Who wrote it, in order.
    pub authors: Vec<Person>,
    /// Who edited it.
    pub editors: Vec<Person>,
    /// Who translated it.
    pub translators: Vec<Person>,
    /// Who took part in another way; [`Person::relator`] says in which.
    pub contributors: Vec<Person>,
    /// When it was published: the only clock of every output.
    pub date: Option<Date>,
    /// When it was last changed.
    pub date_modified: Option<Date>,
    /// BCP 47; `None` if the author named none.
    pub lang: Option<String>,
    /// The summary that stands before the text.
    pub summary: Vec<Block>,
    /// What to take away, one entry a message.
    pub key_messages: Vec<Vec<Block>>,
    /// The heading over the key messages, if the field's own name asks for another than
    /// the usual: `key-points` gives "Key Points".
    pub key_messages_title: Option<String>,
    /// What someone should do, one entry each.
    pub recommendations: Vec<Vec<Block>>,
    /// What it is about.
    pub keywords: Vec<String>,
    /// Codes of the Journal of Economic Literature: `D72`.
    pub jel: Vec<String>,
    /// What kind of paper it is, for the masthead: "Policy Brief".
    pub genre: Option<String>,
    /// What kind of work it is, as one of CSL's types: `report`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The series it belongs to.
    pub series: Option<Series>,
    /// Its number in the series, or in the volume.
    pub number: Option<String>,
    /// The volume it stands in.
    pub volume: Option<String>,
    /// Which edition it is: "2" or "Second, revised".
    pub edition: Option<String>,
    /// Which version it is: "1.2".
    pub version: Option<String>,
    /// The house.
    pub publisher: Option<String>,
    /// Where the house is.
    pub publisher_place: Option<String>,
    /// Without `https://doi.org/`: `10.5555/12345678`.
    pub doi: Option<String>,
    /// With or without hyphens, as given. The one that serves best where only one can
    /// stand.
    pub isbn: Option<String>,
    /// Every ISBN by its form (`print`, `pdf`, `epub`), if the author tells them apart.
    pub isbn_forms: BTreeMap<String, String>,
    /// As given; the one of the electronic form where there are several.
    pub issn: Option<String>,
    /// Every ISSN by its form (`print`, `online`), if the author tells them apart.
    pub issn_forms: BTreeMap<String, String>,
    /// A handle of the Handle System without `https://hdl.handle.net/`: `10986/2445`.
    pub handle: Option<String>,
    /// Further names in catalogues.
    pub identifiers: Vec<Identifier>,
    /// Where it is on the web.
    pub url: Option<String>,
    /// On which terms it may be used.
    pub license: Option<License>,
    /// Who paid, as printed.
    pub funding: Vec<Block>,
    /// The names of those who paid, where the author gives them as such.
    pub funders: Vec<String>,
    /// Thanks.
    pub acknowledgements: Vec<Block>,
    /// What the house does not answer for.
    pub disclaimer: Vec<Block>,
    /// What the house says of itself.
    pub about: Vec<Block>,
    /// How to reach the house.
    pub contact: Vec<Block>,
    /// Who is answerable in law.
    pub imprint: Vec<Block>,
    /// Where notes stand.
    pub notes: NotePlacement,
    /// The works that the article may cite, and how.
    #[serde(skip_serializing_if = "is_usual")]
    pub citing: Citing,
    /// What the recommended citation says otherwise than the fields above.
    pub citation: Option<Citation>,
    /// Whether a list of contents is wanted; `None` leaves it to the layout.
    pub toc: Option<bool>,
    /// How many levels of headings the list of contents shows, from 1 to 6.
    pub toc_depth: Option<u8>,
    /// Whether a list of figures is wanted; `None` leaves it to the layout.
    pub lof: Option<bool>,
    /// Whether a list of tables is wanted; `None` leaves it to the layout.
    pub lot: Option<bool>,
    /// Whether sections are numbered.
    pub number_sections: bool,
    /// The layout asked for: one of [`LAYOUTS`].
    pub layout: Option<String>,
    /// The size of the page; `None` leaves it to the layout.
    #[serde(rename = "papersize")]
    pub paper: Option<Paper>,
    /// How many pages the PDF is meant to have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<Pages>,
    /// How many columns the text is set in, 1 or 2; `None` leaves it to the layout.
    pub columns: Option<u8>,
    /// Whether the PDF begins with a cover; `None` leaves it to the layout.
    pub cover: Option<bool>,
    /// The standards that the PDF should keep, as Typst names them (`ua-1`, `a-2a`);
    /// empty leaves it to the house.
    pub pdf_standard: Vec<String>,
    /// Files that the author wants inside the PDF.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Whether the article's own file is wanted there too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub attach_source: bool,
    /// What the author states of the accessibility instead of what is computed.
    pub accessibility: Accessibility,
    /// The article's own cover picture: path, alternative text, and place in the source.
    pub cover_image: Option<CoverImage>,
    /// Skipped in a batch unless asked for.
    pub draft: bool,
    /// Fields that Pamphlet does not know, kept as they are.
    pub other: BTreeMap<String, serde_json::Value>,
    /// Where the front matter stands; empty if there is none.
    pub span: Span,
}

/// Whether the front matter says nothing about citations.
fn is_usual(citing: &Citing) -> bool {
    *citing == Citing::default()
}

impl Meta {
    /// The title and subtitle as one line of plain text, as catalogues want them.
    pub fn full_title(&self) -> String {
        let title = plain(&self.title);
        match plain(&self.subtitle).as_str() {
            "" => title,
            // "Who pays? The price of …" needs no colon of ours.
            subtitle if title.ends_with(['?', '!', ':', '.', '؟', '？', '！', '。', '۔']) => {
                format!("{title} {subtitle}")
            }
            subtitle => format!("{title}: {subtitle}"),
        }
    }
}

/// A cover picture that the author names instead of the one that the layout draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CoverImage {
    /// The field's value in the source.
    pub span: Span,
    /// Path beside the article.
    pub src: String,
    /// What it shows.
    pub alt: Option<String>,
    /// The decoded picture; `None` in a draft or if it cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset: Option<AssetId>,
}

/// A day, a month or a year of the Gregorian calendar; checked when read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Date {
    /// 1 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31; never without a month.
    pub day: Option<u8>,
}

impl Date {
    /// Reads `2025-06-01`, `2025-06` or `2025`, also with a time after `T` or a space,
    /// which is not kept. `None` if it is no such thing or no day of the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let day_part = text.split(['T', ' ']).next()?;
        let mut parts = day_part.split('-');
        let year = parts.next()?;
        if year.len() != 4 {
            return None;
        }
        let number = |part: &str| {
            (part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse::<u8>().ok())
                .flatten()
        };
        let year: u16 = year.parse().ok()?;
        let month = parts
            .next()
            .map(number)
            .map_or(Some(None), |month| month.map(Some))?;
        let day = parts.next().map(number).map_or(Some(None), |day| day.map(Some))?;
        if parts.next().is_some() || (day_part.len() != text.len() && day.is_none()) {
            return None;
        }
        let (check_month, check_day) = (month.unwrap_or(1), day.unwrap_or(1));
        chrono::NaiveDate::from_ymd_opt(i32::from(year), u32::from(check_month), u32::from(check_day))?;
        (year > 0).then_some(Self { year, month, day })
    }

    /// `2025-06-01`, `2025-06` or `2025`.
    pub fn iso(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{:04}-{month:02}", self.year),
            (None, _) => format!("{:04}", self.year),
        }
    }

    /// The first day it can mean: year, month, day.
    pub fn first_day(self) -> (u16, u8, u8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }
}

/// A series of papers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Series {
    /// Its name.
    pub title: String,
    /// Its number among all series.
    pub issn: Option<String>,
    /// Its page.
    pub url: Option<String>,
}

/// Terms of use.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct License {
    /// As printed: "CC BY 4.0".
    pub text: String,
    /// Where the terms are.
    pub url: Option<String>,
    /// The name or expression in SPDX's words, if it has one: `CC-BY-4.0`.
    pub spdx: Option<String>,
    /// Who holds the rights, as printed, if the author says so beside the terms:
    /// "© 2025 Diamanium Thinkers".
    pub copyright: Option<String>,
}

/// A name of the work in some catalogue.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Identifier {
    /// Which catalogue, as printed: "arXiv".
    pub scheme: Option<String>,
    /// Its name there.
    pub text: String,
}

/// What the author wants the recommended citation to say. Whatever is missing comes from
/// the fields of the same meaning.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Citation {
    /// The whole citation in the author's own words; nothing is composed then.
    pub text: Vec<Inline>,
    /// Who is cited.
    pub authors: Vec<Person>,
    /// Who is named as editor.
    pub editors: Vec<Person>,
    /// The title with its subtitle.
    pub title: Option<String>,
    /// The year, month or day.
    pub date: Option<Date>,
    /// What it stands in, or its series.
    pub container: Option<String>,
    /// Volume.
    pub volume: Option<String>,
    /// Number or issue.
    pub number: Option<String>,
    /// Edition.
    pub edition: Option<String>,
    /// The first and last page: `12-19`.
    pub pages: Option<String>,
    /// The house.
    pub publisher: Option<String>,
    /// Where the house is.
    pub publisher_place: Option<String>,
    /// The DOI.
    pub doi: Option<String>,
    /// The address.
    pub url: Option<String>,
}

/// What the author states of the accessibility; whatever is empty is computed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Accessibility {
    /// In a few sentences.
    pub summary: Option<String>,
    /// Ways to perceive it: `textual`, `visual`.
    pub modes: Vec<String>,
    /// Sets of ways that suffice: `textual`, `textual,visual`.
    pub modes_sufficient: Vec<String>,
    /// What it has to offer: `alternativeText`.
    pub features: Vec<String>,
    /// What may do harm: `none`, `flashing`.
    pub hazards: Vec<String>,
}

/// How many pages a PDF is meant to have, and where that is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pages {
    /// At least 1.
    pub min: u16,
    /// Never less than `min`.
    pub max: u16,
    /// The field's value in the source.
    pub span: Span,
}

impl std::fmt::Display for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Pages { min, max, .. } if min == max => write!(f, "{min}"),
            Pages { min, max, .. } => write!(f, "{min}..{max}"),
        }
    }
}

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 in.
    UsLetter,
}

/// The layouts that an article may ask for by name.
pub const LAYOUTS: &[&str] = &["brief", "report", "commentary"];

/// Where notes stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotePlacement {
    /// At the foot of the page.
    #[default]
    Footnotes,
    /// After the text.
    Endnotes,
}
