//! What frames the argument: title block and summary before it, people and colophon after.

use super::documents::Part;
use super::text::Text;
use super::xhtml::{self, names, title};
use crate::model::{Asset, Block, Colophon, Fact, Picture, Profile, is_rtl, plain};
use crate::style::Logo;

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
        self.places.start = self.address_of(&id);
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
        for credit in &self.article.colophon().credits {
            self.xml.element(
                "p",
                &[("class", "credits")],
                &format!("{} {}", credit.label, credit.text),
            );
            self.xml.line();
        }
        self.xml.end_line();
    }

    fn masthead(&mut self) {
        let article = self.article;
        let house = article.meta.publisher.as_deref().unwrap_or_default();
        let Colophon { kind, issue, .. } = article.colophon();
        let parts = [
            ("house", house, None),
            ("genre", kind.as_str(), None),
            ("issue", issue.text.as_str(), issue.url.as_deref()),
            ("date", article.words.date.as_str(), None),
        ];
        let parts: Vec<_> = parts
            .into_iter()
            .filter(|(class, words, _)| !words.trim().is_empty() || *class == "house" && self.logo.is_some())
            .collect();
        if parts.is_empty() {
            return;
        }
        self.xml.start("p", &[("class", "masthead")]);
        for (index, (class, words, url)) in parts.iter().enumerate() {
            if index > 0 {
                self.xml.element("span", &[("class", "dot")], " · ");
            }
            let mut attributes = vec![("class", *class)];
            // Each fact keeps its own direction: a Latin name beside a number would mix them.
            attributes.extend(is_rtl(&self.article.lang).then_some(("dir", "auto")));
            match (url, self.logo) {
                (_, Some(logo)) if *class == "house" => {
                    self.xml.start("span", &attributes);
                    self.logo(logo);
                    self.xml.end();
                }
                (Some(url), _) => {
                    self.xml.start("span", &attributes);
                    self.address(url, words);
                    self.xml.end();
                }
                (None, _) => self.xml.element("span", &attributes, words),
            }
        }
        self.xml.end_line();
    }

    /// The logo, and the one for dark grounds beside it: the style sheet shows one of them.
    /// Reading systems that hand pages their files by names of their own do not look into
    /// `srcset`, so a `picture` with two sources would come out empty.
    fn logo(&mut self, logo: &Logo) {
        let files = logo_files(logo);
        for (place, (src, asset)) in files.iter().enumerate() {
            let class = match (place, files.len()) {
                (_, 0..=1) => "logo",
                (0, _) => "logo on-light",
                (_, _) => "logo on-dark",
            };
            // As large beside its letters as it is in print.
            let height = format!("height: {:.2}em", logo.placed_mm(asset)[1] / MM_OF_EM);
            self.xml.empty(
                "img",
                &[
                    ("class", class),
                    ("src", src),
                    ("alt", &logo.alt),
                    ("style", &height),
                ],
            );
        }
        if files.is_empty() {
            return;
        }
        match logo.alt.trim() {
            "" => self.pictures.undescribed += 1,
            _ => self.pictures.described += 1,
        }
    }

    /// The summary: set apart by its looks, and named for those who do not see them.
    pub(super) fn summary(&mut self) {
        let article = self.article;
        if article.meta.summary.is_empty() {
            return;
        }
        let id = self.own_id("summary");
        let words = &article.words.summary;
        self.list_ours(1, &id, words);
        let mut attributes = vec![
            ("epub:type", "abstract"),
            ("role", "doc-abstract"),
            ("class", "summary"),
        ];
        // On a page of its own it needs a title that all can see.
        let is_alone = self.part() == Part::Summary;
        match is_alone {
            true => attributes.push(("aria-labelledby", &id)),
            false => attributes.extend([("id", id.as_str()), ("aria-label", words)]),
        }
        self.xml.start("section", &attributes);
        self.xml.line();
        if is_alone {
            // In print, too, a page that begins with a summary begins with its title.
            self.break_before_next();
            let mut attributes = vec![("id", id.as_str())];
            attributes.extend(self.lang_of_words());
            self.xml.element("h2", &attributes, words);
            self.xml.line();
            (self.depth, self.base, self.last_heading) = (2, 1, 2);
        }
        self.sections(&article.meta.summary);
        (self.depth, self.base) = (1, 0);
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

    /// The first heading of what follows the notes; `None` if nothing does.
    pub(super) fn first_of_back_matter(&self) -> Option<&'a str> {
        let (meta, words) = (&self.article.meta, &self.article.words);
        let parts = [
            (!self.article.colophon().profiles.is_empty(), self.about_authors()),
            (!meta.acknowledgements.is_empty(), words.acknowledgements.as_str()),
            (!meta.funding.is_empty(), &words.funding),
            (!meta.about.is_empty(), &words.about),
            (!meta.contact.is_empty(), &words.contact),
            (!meta.disclaimer.is_empty(), &words.disclaimer),
            (!words.citation.is_empty(), &words.cite_as),
        ];
        let mut parts = parts.into_iter();
        parts.find(|(is_there, _)| *is_there).map(|(_, title)| title)
    }

    fn about_authors(&self) -> &'a str {
        let words = &self.article.words;
        match self.article.meta.authors.len() {
            1 => &words.about_the_author,
            _ => &words.about_the_authors,
        }
    }

    /// Everything after the notes but the small type.
    pub(super) fn back_matter(&mut self) {
        let (meta, words) = (&self.article.meta, &self.article.words);
        let profiles = self.article.colophon().profiles;
        if !profiles.is_empty() {
            let title = self.about_authors();
            if !profiles[0].person.bio.is_empty() {
                self.break_before_next();
            }
            self.titled("about-authors", "authors-note", title, |text| {
                for profile in &profiles {
                    text.person(profile);
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
        self.told("disclaimer", &words.disclaimer, &meta.disclaimer);
        if !words.citation.is_empty() {
            self.titled("citation", "citation", &words.cite_as, |text| {
                text.xml.start("p", &[]);
                text.inlines(&words.citation);
                text.xml.end_line();
            });
        }
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
        match is_ours {
            true => self.list_ours(1, &id, title),
            false => self.list(1, &id, title),
        };
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

    fn person(&mut self, profile: &Profile<'a>) {
        let person = profile.person;
        self.xml.start("div", &[("class", "person")]);
        self.xml.line();
        if let Some(photo) = person.photo.as_ref().filter(|photo| photo.asset.is_some()) {
            let picture = Picture {
                span: photo.span,
                src: photo.src.clone(),
                alt: photo.alt.clone(),
                width: None,
                placement: None,
                asset: photo.asset,
            };
            self.xml.start("p", &[("class", "photo")]);
            self.picture(&picture, "", &person.name);
            self.xml.end_line();
        }
        self.xml.start("p", &[]);
        if !profile.label.is_empty() {
            self.xml.text(&format!("{} ", profile.label));
        }
        self.xml.element("strong", &[], &person.name);
        for post in &profile.posts {
            self.xml.text(&self.article.words.comma);
            self.fact(post);
        }
        self.xml.end_line();
        self.blocks(&person.bio);
        if !profile.roles.is_empty() {
            self.xml.element("p", &[("class", "roles")], &profile.roles);
            self.xml.line();
        }
        self.facts("reach", &profile.links);
        self.xml.end_line();
    }

    /// Facts in one line, with points between them.
    fn facts(&mut self, class: &'static str, facts: &[Fact]) {
        if facts.is_empty() {
            return;
        }
        self.xml.start("p", &[("class", class)]);
        for (index, fact) in facts.iter().enumerate() {
            if index > 0 {
                self.xml.text(" · ");
            }
            self.fact(fact);
        }
        self.xml.end_line();
    }

    fn fact(&mut self, fact: &Fact) {
        if !fact.label.is_empty() {
            // Words of the language's go with a colon, names of numbers do without.
            let words = &self.article.words;
            let colon =
                [&words.keywords, &words.jel_codes, &words.corresponding_author].contains(&&fact.label);
            self.xml
                .text(&format!("{}{} ", fact.label, if colon { ":" } else { "" }));
        }
        match &fact.url {
            Some(url) => self.address(url, &fact.text),
            None => self.xml.text(&fact.text),
        }
    }

    /// Whether there is small type.
    pub(super) fn has_imprint(&self) -> bool {
        let colophon = self.article.colophon();
        let is_empty =
            colophon.terms.is_empty() && colophon.numbers.is_empty() && colophon.subjects.is_empty();
        !(self.article.meta.imprint.is_empty() && is_empty)
    }

    /// Terms, imprint and numbers: the small type at the end.
    pub(super) fn imprint(&mut self) {
        if !self.has_imprint() {
            return;
        }
        let article = self.article;
        let colophon = article.colophon();
        let id = self.own_id("colophon");
        self.places.colophon = Some(self.address_of(&id));
        self.xml.start(
            "section",
            &[
                ("epub:type", "colophon"),
                ("role", "doc-colophon"),
                ("class", "matter colophon"),
                ("id", &id),
            ],
        );
        self.xml.line();
        self.facts("license", &colophon.terms);
        self.sections(&article.meta.imprint);
        for subject in &colophon.subjects {
            self.facts("subjects", std::slice::from_ref(subject));
        }
        self.facts("numbers", &colophon.numbers);
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

/// How many millimetres of print an em of the masthead stands for.
const MM_OF_EM: f64 = 3.6;

/// The logo's files in the book: the one for light grounds first.
pub(super) fn logo_files(logo: &Logo) -> Vec<(String, &Asset)> {
    let file = |name: &str, asset: &'_ Asset| format!("images/{name}.{}", asset.media.extension());
    let light = logo.light.iter().map(|asset| (file("logo", asset), asset));
    let dark = logo.dark.iter().map(|asset| (file("logo-dark", asset), asset));
    light.chain(dark).collect()
}
