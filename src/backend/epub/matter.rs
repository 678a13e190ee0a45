//! What frames the argument: title block and summary before it, people and colophon after.

use super::text::Text;
use super::xhtml::{self, names, title};
use crate::model::{Affiliation, Block, Person, is_rtl, plain, plain_into};

impl<'a> Text<'a> {
    /// The masthead line, the title, who wrote it.
    pub(super) fn header(&mut self) {
        let article = self.article;
        let meta = &article.meta;
        self.xml.start("header", &[("class", "title-block")]);
        self.xml.line();
        self.masthead();
        let id = self.own_id("title");
        self.xml
            .start("h1", &[("epub:type", "title"), ("class", "title"), ("id", &id)]);
        self.places.start.clone_from(&id);
        self.inlines(&meta.title);
        self.xml.end_line();
        self.list(1, &id, &title(article));
        if !plain(&meta.subtitle).trim().is_empty() {
            self.xml.start(
                "p",
                &[
                    ("epub:type", "subtitle"),
                    ("role", "doc-subtitle"),
                    ("class", "subtitle"),
                ],
            );
            self.inlines(&meta.subtitle);
            self.xml.end_line();
        }
        let names = names(article);
        if !names.is_empty() {
            self.xml.element("p", &[("class", "authors")], &names);
            self.xml.line();
        }
        self.xml.end_line();
    }

    fn masthead(&mut self) {
        let meta = &self.article.meta;
        let series = meta
            .series
            .as_ref()
            .map(|series| series.title.as_str())
            .unwrap_or_default();
        let issue = [series, meta.number.as_deref().unwrap_or_default()].join(" ");
        let parts: Vec<(&str, &str)> = [
            ("house", meta.publisher.as_deref().unwrap_or_default()),
            ("genre", meta.genre.as_deref().unwrap_or_default()),
            ("issue", issue.trim()),
            ("date", self.article.words.date.as_str()),
        ]
        .into_iter()
        .filter(|(_, words)| !words.trim().is_empty())
        .collect();
        if parts.is_empty() {
            return;
        }
        self.xml.start("p", &[("class", "masthead")]);
        for (index, (class, words)) in parts.iter().enumerate() {
            if index > 0 {
                self.xml.element("span", &[("class", "dot")], " · ");
            }
            let mut attributes = vec![("class", *class)];
            // Each fact keeps its own direction: a Latin name beside a number would mix them.
            attributes.extend(is_rtl(&self.article.lang).then_some(("dir", "auto")));
            self.xml.element("span", &attributes, words);
        }
        self.xml.end_line();
    }

    /// The summary: set apart by its looks and named for those who do not see them.
    pub(super) fn summary(&mut self) {
        let article = self.article;
        if article.meta.summary.is_empty() {
            return;
        }
        let id = self.own_id("summary");
        self.list(1, &id, &article.words.summary);
        self.xml.start(
            "section",
            &[
                ("epub:type", "abstract"),
                ("role", "doc-abstract"),
                ("class", "summary"),
                ("id", &id),
                ("aria-label", &article.words.summary),
            ],
        );
        self.xml.line();
        self.sections(&article.meta.summary);
        self.xml.end_line();
    }

    pub(super) fn key_messages(&mut self) {
        let article = self.article;
        let messages = &article.meta.key_messages;
        if messages.is_empty() {
            return;
        }
        let words = article
            .meta
            .key_messages_title
            .as_deref()
            .unwrap_or(&article.words.key_messages);
        self.titled("key-messages", "key-messages", words, |text| {
            text.xml.start("ul", &[]);
            text.xml.line();
            for message in messages {
                text.xml.start("li", &[]);
                text.compact(message);
                text.xml.end_line();
            }
            text.xml.end_line();
        });
    }

    /// Everything after the notes.
    pub(super) fn back_matter(&mut self) {
        let (meta, words) = (&self.article.meta, &self.article.words);
        let known: Vec<&Person> = meta.authors.iter().filter(|author| is_known(author)).collect();
        if !known.is_empty() {
            let title = if meta.authors.len() == 1 {
                &words.about_the_author
            } else {
                &words.about_the_authors
            };
            if !known[0].bio.is_empty() {
                self.break_before_next();
            }
            self.titled("about-authors", "authors-note", title, |text| {
                for author in known {
                    text.person(author);
                }
            });
        }
        self.told(
            "acknowledgements",
            &words.acknowledgements,
            &meta.acknowledgements,
        );
        self.told("funding", &words.funding, &meta.funding);
        self.told("about", &words.about, &meta.about);
        self.told("contact", &words.contact, &meta.contact);
        if !words.citation.is_empty() {
            self.titled("citation", "citation", &words.cite_as, |text| {
                text.xml.start("p", &[]);
                text.inlines(&words.citation);
                text.xml.end_line();
            });
        }
        self.imprint();
    }

    fn told(&mut self, wanted: &'static str, title: &str, blocks: &'a [Block]) {
        if !blocks.is_empty() {
            self.break_before_next();
            self.titled(wanted, wanted, title, |text| text.sections(blocks));
        }
    }

    /// A section under a heading of ours.
    fn titled(&mut self, wanted: &str, class: &'static str, title: &str, content: impl FnOnce(&mut Self)) {
        let id = self.own_id(wanted);
        let is_ours = self.article.meta.key_messages_title.as_deref() != Some(title);
        self.list(1, &id, title);
        let class = format!("matter {class}");
        let mut attributes = vec![("class", class.as_str())];
        if self.announce("region", title) {
            attributes.push(("aria-labelledby", id.as_str()));
        }
        self.xml.start("section", &attributes);
        self.xml.line();
        let mut attributes = vec![("id", id.as_str())];
        attributes.extend(self.lang_of_words().into_iter().filter(|_| is_ours));
        self.xml.element("h2", &attributes, title);
        self.xml.line();
        (self.depth, self.base, self.last_heading) = (2, 1, 2);
        content(self);
        (self.depth, self.base) = (1, 0);
        self.xml.end_line();
    }

    fn person(&mut self, person: &'a Person) {
        self.xml.start("div", &[("class", "person")]);
        self.xml.line();
        self.xml.start("p", &[]);
        self.xml.element("strong", &[], &person.name);
        let mut posts: Vec<String> = person.position.iter().cloned().collect();
        posts.extend(person.affiliations.iter().map(affiliation));
        posts.retain(|post| !post.trim().is_empty());
        if !posts.is_empty() {
            let comma = &self.article.words.comma;
            self.xml.text(&format!("{comma}{}", posts.join(comma)));
        }
        self.xml.end_line();
        self.blocks(&person.bio);
        let orcid = person
            .orcid
            .as_ref()
            .map(|orcid| format!("https://orcid.org/{orcid}"));
        let links = [
            orcid.clone().map(|url| (url.clone(), url)),
            person
                .email
                .as_ref()
                .map(|email| (format!("mailto:{email}"), email.clone())),
            person.url.clone().map(|url| (url.clone(), url)),
        ];
        // What the person's own words already say is not said twice.
        let mut told = String::new();
        for block in &person.bio {
            plain_into(block.own_text(), &mut told);
        }
        let links: Vec<_> = links
            .into_iter()
            .flatten()
            .filter(|(_, words)| !told.contains(words))
            .collect();
        if !links.is_empty() {
            self.xml.start("p", &[("class", "reach")]);
            for (index, (url, words)) in links.iter().enumerate() {
                if index > 0 {
                    self.xml.text(" · ");
                }
                self.address(url, words);
            }
            self.xml.end_line();
        }
        self.xml.end_line();
    }

    /// Terms, disclaimer, imprint and numbers: the small type at the end.
    fn imprint(&mut self) {
        let meta = &self.article.meta;
        let series_issn = meta.series.as_ref().and_then(|series| series.issn.as_ref());
        let numbers = [
            ("ISSN", meta.issn.as_ref().or(series_issn)),
            ("ISBN", meta.isbn.as_ref()),
        ];
        let house = meta.publisher_place.as_ref().map(|place| match &meta.publisher {
            Some(publisher) => format!("{publisher}, {place}"),
            None => place.clone(),
        });
        let numbers = numbers
            .iter()
            .filter_map(|(name, value)| Some(format!("{name} {}", (*value)?)));
        let numbers: Vec<String> = house.into_iter().chain(numbers).collect();
        let has_numbers = !numbers.is_empty() || meta.doi.is_some();
        if meta.license.is_none() && meta.disclaimer.is_empty() && meta.imprint.is_empty() && !has_numbers {
            return;
        }
        self.xml.start(
            "section",
            &[
                ("epub:type", "colophon"),
                ("role", "doc-colophon"),
                ("class", "matter colophon"),
            ],
        );
        self.xml.line();
        if let Some(license) = &meta.license {
            self.xml.start("p", &[("class", "license")]);
            match &license.url {
                Some(url) => self.address(
                    url,
                    if license.text.trim().is_empty() {
                        url
                    } else {
                        &license.text
                    },
                ),
                None => self.xml.text(&license.text),
            }
            self.xml.end_line();
        }
        self.sections(&meta.disclaimer);
        self.sections(&meta.imprint);
        if has_numbers {
            self.xml.start("p", &[("class", "numbers")]);
            self.xml.text(&numbers.join(" · "));
            if let Some(doi) = &meta.doi {
                self.xml.text(if numbers.is_empty() { "DOI " } else { " · DOI " });
                self.address(&doi_url(doi), doi);
            }
            self.xml.end_line();
        }
        self.xml.end_line();
    }

    fn address(&mut self, url: &str, words: &str) {
        match xhtml::href(url) {
            Some(href) => self
                .xml
                .element("a", &[("class", "address"), ("href", &href)], words),
            None => self.xml.text(words),
        }
    }
}

/// The address of a DOI (DOI Handbook, 3.8).
pub(super) fn doi_url(doi: &str) -> String {
    format!("https://doi.org/{doi}")
}

/// Whether more is known of a person than the name.
fn is_known(person: &Person) -> bool {
    !person.bio.is_empty()
        || !person.affiliations.is_empty()
        || [&person.position, &person.orcid, &person.email, &person.url]
            .iter()
            .any(|field| field.is_some())
}

fn affiliation(affiliation: &Affiliation) -> String {
    [
        affiliation.department.as_deref(),
        Some(affiliation.name.as_str()),
        affiliation.city.as_deref(),
        affiliation.country.as_deref(),
    ]
    .into_iter()
    .flatten()
    .filter(|part| !part.trim().is_empty())
    .collect::<Vec<_>>()
    .join(", ")
}
