//! What the small type of every output says about the article, composed once from the
//! metadata: who did what, numbers, terms. Nothing here is new; each line says a field.

use super::{Affiliation, Article, License, Meta, Person, Words, plain_into};
use serde::Serialize;

/// A line, or a part of one, that may lead somewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Fact {
    /// What it is called: "ISSN"; may be empty.
    pub label: String,
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub url: Option<String>,
}

impl Fact {
    fn new(label: &str, text: impl Into<String>) -> Self {
        Self {
            label: label.to_owned(),
            text: text.into(),
            url: None,
        }
    }

    fn linked(label: &str, text: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            url: Some(url.into()),
            ..Self::new(label, text)
        }
    }
}

/// What is told of one person beside the name in the title block.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Profile<'a> {
    /// Who.
    pub person: &'a Person,
    /// What they did, if they are no author: "Edited by".
    pub label: String,
    /// Position and places of work.
    pub posts: Vec<Fact>,
    /// What they did, in one line; may be empty.
    pub roles: String,
    /// Where to reach them and read of them, without what their own words say already.
    pub links: Vec<Fact>,
    /// Whether their own words say name and posts already.
    pub told: bool,
}

/// Everything that stands in small type, in the order in which it is set.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Colophon<'a> {
    /// For the masthead: "Policy Brief 7", or "Policy Brief" in a series; may be empty.
    pub kind: String,
    /// For the masthead: "Security Papers 3(2)"; its text may be empty.
    pub issue: Fact,
    /// "Edited by Jane Doe and John Roe", one line a kind of work.
    pub credits: Vec<Fact>,
    /// The authors of whom more is known, then editors, translators and contributors.
    pub profiles: Vec<Profile<'a>>,
    /// Terms of use, and who holds the rights.
    pub terms: Vec<Fact>,
    /// Edition, version, place, and the numbers in catalogues.
    pub numbers: Vec<Fact>,
    /// Keywords and codes, one line each.
    pub subjects: Vec<Fact>,
}

impl Article {
    /// What the small type says.
    pub fn colophon(&self) -> Colophon<'_> {
        let (meta, words) = (&self.meta, &self.words);
        let issue = issue(meta, words);
        let kind = match (&meta.genre, &meta.series) {
            (Some(genre), None) => [genre.as_str(), &number(meta, words)].join(" ").trim().to_owned(),
            (Some(genre), Some(_)) => genre.clone(),
            (None, _) => String::new(),
        };
        Colophon {
            kind,
            issue,
            credits: credits(meta, words),
            profiles: profiles(meta, words),
            terms: meta.license.as_ref().map_or_else(Vec::new, terms),
            numbers: numbers(meta, words),
            subjects: [(&words.keywords, &meta.keywords), (&words.jel_codes, &meta.jel)]
                .into_iter()
                .filter(|(_, list)| !list.is_empty())
                .map(|(label, list)| Fact::new(label, list.join(", ")))
                .collect(),
        }
    }
}

impl Meta {
    /// Everybody who is no author, with the words for what they did, in the order in which
    /// they are named.
    pub fn others<'a>(&'a self, words: &'a Words) -> impl Iterator<Item = (&'a str, &'a Person)> {
        let edited = self
            .editors
            .iter()
            .map(|person| (words.edited_by.as_str(), person));
        let translated = self
            .translators
            .iter()
            .map(|person| (words.translated_by.as_str(), person));
        let helped = self.contributors.iter();
        let helped = helped.map(|person| (words.with_contributions_by.as_str(), person));
        edited.chain(translated).chain(helped)
    }

    /// Everybody who took part: authors, editors, translators, contributors.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        let others = [&self.editors, &self.translators, &self.contributors];
        self.authors.iter().chain(others.into_iter().flatten())
    }
}

/// "3(2)", "3" or "2": volume and number.
fn number(meta: &Meta, words: &Words) -> String {
    words.own_number(&match (&meta.volume, &meta.number) {
        (Some(volume), Some(number)) => format!("{volume}({number})"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => String::new(),
    })
}

fn issue(meta: &Meta, words: &Words) -> Fact {
    match (&meta.series, &meta.genre) {
        (Some(series), _) => Fact {
            label: String::new(),
            text: format!("{} {}", series.title, number(meta, words))
                .trim()
                .to_owned(),
            url: series.url.clone(),
        },
        (None, Some(_)) => Fact::default(),
        (None, None) => Fact::new("", number(meta, words)),
    }
}

fn credits(meta: &Meta, words: &Words) -> Vec<Fact> {
    let mut credits: Vec<(&str, Vec<String>)> = Vec::new();
    for (label, person) in meta.others(words) {
        // What a contributor did is said behind the name; an editor edited.
        let did = if label == words.with_contributions_by {
            let did: Vec<&str> = person
                .position
                .iter()
                .chain(&person.roles)
                .map(String::as_str)
                .collect();
            did.join(", ")
        } else {
            String::new()
        };
        let name = if did.is_empty() {
            person.name.clone()
        } else {
            format!("{} ({did})", person.name)
        };
        match credits.last_mut().filter(|(last, _)| *last == label) {
            Some((_, names)) => names.push(name),
            None => credits.push((label, vec![name])),
        }
    }
    let credits = credits.into_iter();
    credits
        .map(|(label, names)| Fact::new(label, words.list(&names)))
        .collect()
}

fn profiles<'a>(meta: &'a Meta, words: &'a Words) -> Vec<Profile<'a>> {
    let authors = meta.authors.iter().map(|person| ("", person));
    let everybody = authors.chain(meta.others(words));
    everybody
        .filter(|(_, person)| is_known(person))
        .map(|(label, person)| profile(label, person, words))
        .collect()
}

/// Whether more is known of a person than the name.
fn is_known(person: &Person) -> bool {
    !person.bio.is_empty()
        || !person.affiliations.is_empty()
        || !person.roles.is_empty()
        || person.photo.as_ref().is_some_and(|photo| photo.asset.is_some())
        || [&person.position, &person.orcid, &person.email, &person.url]
            .iter()
            .any(|field| field.is_some())
}

fn profile<'a>(label: &str, person: &'a Person, words: &Words) -> Profile<'a> {
    let mut said = String::new();
    for block in &person.bio {
        plain_into(block.own_text(), &mut said);
        said.push('\n');
    }
    let position = person.position.iter().map(|position| Fact::new("", position));
    let posts = position.chain(person.affiliations.iter().map(place_of_work));
    let posts: Vec<Fact> = posts.filter(|post| !post.text.trim().is_empty()).collect();
    let email = person.email.as_ref().map(|email| {
        let label = if person.corresponding {
            words.corresponding_author.as_str()
        } else {
            ""
        };
        Fact::linked(label, email, format!("mailto:{email}"))
    });
    let is_alone = person.corresponding && email.is_none();
    let corresponding = is_alone.then(|| Fact::new("", &words.corresponding_author));
    let orcid = person.orcid_url().map(|url| Fact::linked("", url.clone(), url));
    let page = person.url.clone().map(|url| Fact::linked("", url.clone(), url));
    let links = [orcid, corresponding, email, page].into_iter().flatten();
    // What the person's own words already say is not said twice.
    let links = links.filter(|link| !said.contains(&link.text) || !link.label.is_empty());
    Profile {
        person,
        label: label.to_owned(),
        roles: person.roles.join(", "),
        links: links.collect(),
        told: said.contains(&person.name)
            && posts
                .iter()
                .all(|post| said.contains(&post.text) && post.url.is_none()),
        posts,
    }
}

fn place_of_work(affiliation: &Affiliation) -> Fact {
    Fact {
        label: String::new(),
        text: affiliation.line(),
        url: affiliation.address().map(str::to_owned),
    }
}

fn terms(license: &License) -> Vec<Fact> {
    let text = match (&license.url, license.text.trim()) {
        (Some(url), "") => url.clone(),
        (_, text) => text.to_owned(),
    };
    let terms = Fact {
        label: String::new(),
        text,
        url: license.url.clone(),
    };
    let copyright = license.copyright.iter().map(|copyright| Fact::new("", copyright));
    let all = std::iter::once(terms).chain(copyright);
    all.filter(|fact| !fact.text.is_empty()).collect()
}

fn numbers(meta: &Meta, words: &Words) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(place) = &meta.publisher_place {
        facts.push(Fact::new(
            "",
            match &meta.publisher {
                Some(publisher) => format!("{publisher}, {place}"),
                None => place.clone(),
            },
        ));
    }
    for (label, value) in [(&words.edition, &meta.edition), (&words.version, &meta.version)] {
        facts.extend(value.iter().map(|value| Fact::new(label, value)));
    }
    let issn = meta.issn.as_ref();
    let issn = issn.or_else(|| meta.series.as_ref().and_then(|series| series.issn.as_ref()));
    for (name, one, forms) in [
        ("ISSN", issn, &meta.issn_forms),
        ("ISBN", meta.isbn.as_ref(), &meta.isbn_forms),
    ] {
        if forms.is_empty() {
            facts.extend(one.map(|number| Fact::new(name, number)));
        }
        for (form, number) in forms {
            // Forms that the author only counted have no name.
            let label = if form.bytes().all(|byte| byte.is_ascii_digit()) {
                name.to_owned()
            } else {
                format!("{name} ({})", shown_form(form))
            };
            facts.push(Fact::new(&label, number));
        }
    }
    if let Some(handle) = &meta.handle {
        facts.push(Fact::linked(
            "",
            format!("hdl.handle.net/{handle}"),
            format!("https://hdl.handle.net/{handle}"),
        ));
    }
    for identifier in &meta.identifiers {
        let label = identifier.scheme.as_deref().unwrap_or_default();
        let is_address = identifier.text.starts_with("https://") || identifier.text.starts_with("http://");
        facts.push(Fact {
            label: label.to_owned(),
            text: identifier.text.clone(),
            url: is_address.then(|| identifier.text.clone()),
        });
    }
    if let Some(doi) = &meta.doi {
        facts.push(Fact::linked("DOI", doi, format!("https://doi.org/{doi}")));
        // Without a DOI the citation ends with the address.
        facts.extend(meta.url.clone().map(|url| Fact::linked("", url.clone(), url)));
    }
    facts
}

fn shown_form(form: &str) -> &str {
    match form {
        "pdf" => "PDF",
        "epub" => "EPUB",
        "html" => "HTML",
        other => other,
    }
}
