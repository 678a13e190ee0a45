//! The recommended citation, in the order of APA's seventh edition: who, when, what, where.

use crate::model::{Citation, Inline, Meta, Person, Target, Words};

/// How many names APA gives before it leaves out all but the last.
const MOST_NAMES: usize = 20;

/// Composes the citation from the metadata; what `citation` says otherwise wins, and an
/// author's own words win over everything.
pub(super) fn citation(meta: &Meta, words: &Words) -> Vec<Inline> {
    let nothing = Citation::default();
    let says = meta.citation.as_ref().unwrap_or(&nothing);
    if !says.text.is_empty() {
        return says.text.clone();
    }
    let mut line = Line {
        stop: if words.lang.starts_with("ur") { "۔" } else { "." },
        ..Line::default()
    };
    let has_people = head(&mut line, meta, says, words);
    let container = says.container.as_ref();
    let container = container.or(meta.series.as_ref().map(|series| &series.title));
    let title = says.title.clone().unwrap_or_else(|| meta.full_title());
    // A journal is in italics, and what stands in it is not.
    let in_journal = meta
        .kind
        .as_deref()
        .is_some_and(|kind| kind.starts_with("article-"));
    let journal = container.filter(|_| in_journal);
    match journal {
        Some(_) => line.text(&title),
        None => line.emphasis(&title),
    }
    let is_bracketed = in_brackets(&mut line, meta, says, words);
    // "Who Pays?" ends by itself.
    if is_bracketed || !title.ends_with(['?', '!', '.', '…', '؟', '۔', '।', '。', '？', '！']) {
        line.text(".");
    }
    match journal {
        Some(journal) => in_a_journal(&mut line, journal, meta, says),
        None => in_a_series(&mut line, container, meta, says, words),
    }
    let publisher = says.publisher.as_ref().or(meta.publisher.as_ref());
    if let Some(publisher) = publisher.filter(|_| has_people && journal.is_none()) {
        let place = says.publisher_place.as_ref().or(meta.publisher_place.as_ref());
        line.text(&match place {
            Some(place) => format!(" {place}: {publisher}."),
            None => format!(" {publisher}."),
        });
    }
    // An address of the citation's own is there because it is wanted.
    let doi = says
        .doi
        .as_ref()
        .or(meta.doi.as_ref().filter(|_| says.url.is_none()));
    let url = says.url.as_ref().or(meta.url.as_ref());
    let address = doi.map(|doi| format!("https://doi.org/{doi}")).or(url.cloned());
    if let Some(address) = address {
        line.text(" ");
        line.link(address, meta);
    }
    line.finish()
}

/// Names and year; whether there are names of people and not the house's alone.
fn head(line: &mut Line, meta: &Meta, says: &Citation, words: &Words) -> bool {
    let authors = if says.authors.is_empty() {
        &meta.authors
    } else {
        &says.authors
    };
    let editors = if says.editors.is_empty() {
        &meta.editors
    } else {
        &says.editors
    };
    let (mut head, has_people) = match (authors.as_slice(), editors.as_slice()) {
        ([], []) => {
            let publisher = says.publisher.as_ref().or(meta.publisher.as_ref());
            (publisher.cloned().unwrap_or_default(), false)
        }
        ([], [_]) => (format!("{} (Ed.)", names(editors, words)), true),
        ([], _) => (format!("{} (Eds.)", names(editors, words)), true),
        (authors, _) => (names(authors, words), true),
    };
    if let Some(date) = says.date.or(meta.date) {
        head.push_str(&format!(" ({}).", words.number(date.year)));
    } else if !head.is_empty() && !head.ends_with('.') {
        head.push('.');
    }
    if !head.is_empty() {
        line.text(&format!("{} ", head.trim_start()));
    }
    has_people
}

/// "(J. Roe, Trans.; Edition 2; Version 1.2)", behind the title; whether there was any.
fn in_brackets(line: &mut Line, meta: &Meta, says: &Citation, words: &Words) -> bool {
    let mut parts = Vec::new();
    if !meta.translators.is_empty() {
        let names: Vec<String> = meta.translators.iter().map(initials_first).collect();
        parts.push(format!("{}, Trans.", enumerated(&names)));
    }
    let edition = says.edition.as_ref().or(meta.edition.as_ref());
    parts.extend(edition.map(|edition| numbered(&words.edition, edition)));
    parts.extend(
        meta.version
            .as_ref()
            .map(|version| numbered(&words.version, version)),
    );
    if !parts.is_empty() {
        line.text(&format!(" ({})", parts.join("; ")));
    }
    !parts.is_empty()
}

/// "Edition 2", but "Second, revised" as it is.
fn numbered(word: &str, value: &str) -> String {
    if value.starts_with(|char: char| char.is_ascii_digit()) {
        format!("{word} {value}")
    } else {
        value.to_owned()
    }
}

/// "*Journal of Peace*, *3*(2), 12–19."
fn in_a_journal(line: &mut Line, journal: &str, meta: &Meta, says: &Citation) {
    line.text(" ");
    line.emphasis(journal);
    let volume = says.volume.as_ref().or(meta.volume.as_ref());
    let number = says.number.as_ref().or(meta.number.as_ref());
    if let Some(volume) = volume {
        line.text(", ");
        line.emphasis(volume);
    }
    match (volume, number) {
        (Some(_), Some(number)) => line.text(&format!("({number})")),
        (None, Some(number)) => line.text(&format!(", ({number})")),
        (_, None) => {}
    }
    if let Some(pages) = &says.pages {
        line.text(&format!(", {}", dashed(pages)));
    }
    line.text(".");
}

/// "Security Papers 7.", or the kind of paper where there is no series.
fn in_a_series(line: &mut Line, container: Option<&String>, meta: &Meta, says: &Citation, words: &Words) {
    let volume = says.volume.as_ref().or(meta.volume.as_ref());
    let number = says.number.as_ref().or(meta.number.as_ref());
    let count = match (volume, number) {
        (Some(volume), Some(number)) => format!("{volume}({number})"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => String::new(),
    };
    let name = container.or(meta.genre.as_ref()).map_or("", String::as_str);
    let mut whole = [name, &words.own_number(&count)].join(" ").trim().to_owned();
    if let Some(pages) = &says.pages {
        whole = [whole.as_str(), &dashed(pages)].join(", ");
    }
    let whole = whole.trim_start_matches([',', ' ']);
    if !whole.is_empty() {
        line.text(&format!(" {whole}."));
    }
}

/// Pages with the dash that printers put between them.
fn dashed(pages: &str) -> String {
    pages.replace("--", "–").replace('-', "–")
}

fn names(people: &[Person], words: &Words) -> String {
    let names: Vec<String> = people.iter().map(|person| cited(person, words)).collect();
    let comma = comma(words);
    match names.as_slice() {
        many if many.len() > MOST_NAMES => {
            format!(
                "{}{comma}… {}",
                many[..MOST_NAMES - 1].join(comma),
                many[many.len() - 1]
            )
        }
        // The ampersand is APA's, and English.
        names if words.lang.starts_with("en") => enumerated_inverted(names),
        names => words.list(names),
    }
}

/// "Doe, J., Roe, R., & Poe, E."
fn enumerated_inverted(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}, & {last}", first.join(", ")),
    }
}

/// "J. Doe, R. Roe & E. Poe"
fn enumerated(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} & {last}", first.join(", ")),
    }
}

/// What stands within names and between them: Arabic letters have a comma of their own.
fn comma(words: &Words) -> &str {
    if words.comma.starts_with('،') {
        &words.comma
    } else {
        ", "
    }
}

/// "Jahanzaib, M." from "Jahanzaib, Muhammad"; a body's name stays whole.
fn cited(person: &Person, words: &Words) -> String {
    match person.file_as.split_once(", ") {
        Some((family, given)) => [family, &initials(given)].join(comma(words)),
        None => person.name.clone(),
    }
}

/// "M. Jahanzaib".
fn initials_first(person: &Person) -> String {
    match person.file_as.split_once(", ") {
        Some((family, given)) => format!("{} {family}", initials(given)),
        None => person.name.clone(),
    }
}

/// "J.-P. van" from "Jean-Paul van": particles stay.
fn initials(given: &str) -> String {
    // Nobody shortens a name in letters that have no capitals.
    let has_no_case = |char: char| char.is_alphabetic() && !char.is_uppercase() && !char.is_lowercase();
    if given.contains(has_no_case) {
        return given.to_owned();
    }
    let words = given.split_whitespace().map(|word| {
        if word.starts_with(char::is_lowercase) {
            return word.to_owned();
        }
        let parts = word.split('-').filter_map(|part| part.chars().next());
        let parts: Vec<String> = parts.map(|initial| format!("{initial}.")).collect();
        parts.join("-")
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The citation so far; text that touches is one run.
#[derive(Default)]
struct Line {
    inlines: Vec<Inline>,
    open: String,
    /// What ends a sentence.
    stop: &'static str,
}

impl Line {
    /// Words of ours, whose full stop is the language's.
    fn text(&mut self, text: &str) {
        let words = text.trim_end();
        let rest = &text[words.len()..];
        match words.strip_suffix('.') {
            Some(words) => self.open.extend([words, self.stop, rest]),
            None => self.open.push_str(text),
        }
    }

    fn emphasis(&mut self, text: &str) {
        self.close();
        self.inlines.push(Inline::Emphasis {
            content: vec![Inline::text(text.to_owned())],
        });
    }

    fn link(&mut self, address: String, meta: &Meta) {
        self.close();
        self.inlines.push(Inline::Link {
            span: meta.span,
            content: vec![Inline::text(address.clone())],
            target: Target::Url(address),
        });
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.inlines.push(Inline::text(std::mem::take(&mut self.open)));
        }
    }

    fn finish(mut self) -> Vec<Inline> {
        self.close();
        self.inlines
    }
}
