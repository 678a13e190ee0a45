//! What is known about the article: the front matter, understood.

use super::{AssetId, Block, Inline, plain};
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
    /// What kind of paper it is, for the masthead: "Policy Brief".
    pub genre: Option<String>,
    /// The series it belongs to.
    pub series: Option<Series>,
    /// Its number in the series.
    pub number: Option<String>,
    /// The house.
    pub publisher: Option<String>,
    /// Where the house is.
    pub publisher_place: Option<String>,
    /// Without `https://doi.org/`: `10.5555/12345678`.
    pub doi: Option<String>,
    /// With or without hyphens, as given.
    pub isbn: Option<String>,
    /// As given.
    pub issn: Option<String>,
    /// Where it is on the web.
    pub url: Option<String>,
    /// On which terms it may be used.
    pub license: Option<License>,
    /// Who paid.
    pub funding: Vec<Block>,
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
    /// Whether a list of contents is wanted.
    pub toc: bool,
    /// Whether sections are numbered.
    pub number_sections: bool,
    /// The article's own cover picture: path, alternative text, and place in the source.
    pub cover_image: Option<CoverImage>,
    /// Skipped in a batch unless asked for.
    pub draft: bool,
    /// Fields that Pamphlet does not know, kept as they are.
    pub other: BTreeMap<String, serde_json::Value>,
    /// Where the front matter stands; empty if there is none.
    pub span: Span,
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

/// A person or a body that wrote or edited.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Person {
    /// As printed: "Muhammad Jahanzaib".
    pub name: String,
    /// As sorted: "Jahanzaib, Muhammad".
    pub file_as: String,
    /// What they are: "Founder".
    pub position: Option<String>,
    /// Where they work.
    pub affiliations: Vec<Affiliation>,
    /// The 16 digits in groups of four: `0000-0002-1825-0097`.
    pub orcid: Option<String>,
    /// An address.
    pub email: Option<String>,
    /// A page.
    pub url: Option<String>,
    /// A few words about them.
    pub bio: Vec<Block>,
}

/// Where someone works.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Affiliation {
    /// The body's name.
    pub name: String,
    /// The part of it.
    pub department: Option<String>,
    /// Its town.
    pub city: Option<String>,
    /// Its country.
    pub country: Option<String>,
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
}

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
