//! People, and the bodies that they work for.

use super::{Block, CoverImage};
use serde::{Deserialize, Serialize};

/// A person or a body that wrote, edited, translated or helped.
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
    /// Whether readers should write to this author.
    pub corresponding: bool,
    /// A page.
    pub url: Option<String>,
    /// What they did, as printed: "Formal analysis". CRediT's roles, or the author's words.
    pub roles: Vec<String>,
    /// What they did as a code of MARC's relators: `ill`.
    pub relator: Option<String>,
    /// A few words about them.
    pub bio: Vec<Block>,
    /// What they look like.
    pub photo: Option<CoverImage>,
}

impl Person {
    /// Position and places of work, as printed in one line; empty if there is nothing.
    pub fn posts(&self) -> String {
        let mut posts: Vec<String> = self.position.iter().cloned().collect();
        posts.extend(self.affiliations.iter().map(Affiliation::line));
        posts.retain(|post| !post.trim().is_empty());
        posts.join(", ")
    }

    /// The address of the ORCID record.
    pub fn orcid_url(&self) -> Option<String> {
        self.orcid
            .as_ref()
            .map(|orcid| format!("https://orcid.org/{orcid}"))
    }
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
    /// Its record in the Research Organization Registry: `https://ror.org/05dxps055`.
    pub ror: Option<String>,
    /// Its page.
    pub url: Option<String>,
}

impl Affiliation {
    /// Department, name, town and country, as printed in one line.
    pub fn line(&self) -> String {
        let parts = [
            self.department.as_deref(),
            Some(self.name.as_str()),
            self.city.as_deref(),
            self.country.as_deref(),
        ];
        let parts = parts.into_iter().flatten();
        let parts: Vec<&str> = parts.filter(|part| !part.trim().is_empty()).collect();
        parts.join(", ")
    }

    /// Where more is told of it: its page, else its record.
    pub fn address(&self) -> Option<&str> {
        self.url.as_deref().or(self.ror.as_deref())
    }
}
