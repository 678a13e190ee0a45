//! Quotation marks and spaces as the language around them has them.
//!
//! A draft holds `"` and `'` where the author typed them. Here each becomes the mark of
//! the article's language, or of the phrase's where that is another; marks that were
//! typed as such stay. In French a plain space that someone typed before `;`, `:`, `!`,
//! `?` or inside guillemets becomes one at which no line ends.

use super::walk::{self, Pass};
use crate::diagnostic::Span;
use crate::model::{Block, ESCAPED_QUOTES, Inline, Meta, Picture, language_and_region, script};

/// Settles every quotation mark.
pub(super) fn settle(meta: &mut Meta, body: &mut [Block], lang: &str) {
    let mut quotes = Quotes {
        languages: vec![lang.to_owned()],
    };
    walk::article(meta, body, &mut quotes);
    for item in &mut meta.recommendations {
        walk::blocks(item, &mut quotes);
    }
    if let Some(alt) = meta.cover_image.as_mut().and_then(|cover| cover.alt.as_mut()) {
        quotes.string(alt);
    }
}

struct Quotes {
    /// The languages that the walk is in, the innermost last.
    languages: Vec<String>,
}

impl Quotes {
    fn lang(&self) -> &str {
        self.languages.last().map_or("en", String::as_str)
    }

    /// Words that stand alone.
    fn string(&self, text: &mut String) {
        let mut run = [Inline::text(std::mem::take(text))];
        settle_run(&mut run, self.lang());
        if let [Inline::Text { text: settled }] = run {
            *text = settled;
        }
    }
}

impl Pass for Quotes {
    fn enter_language(&mut self, lang: &str) {
        self.languages.push(lang.to_owned());
    }

    fn leave_language(&mut self) {
        self.languages.pop();
    }

    fn run(&mut self, run: &mut [Inline], _near: Span) {
        settle_run(run, self.lang());
    }

    fn picture(&mut self, picture: &mut Picture) {
        if let Some(alt) = &mut picture.alt {
            self.string(alt);
        }
    }
}

/// The marks of one language: around a quotation, and around one inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marks {
    outer: (&'static str, &'static str),
    inner: (&'static str, &'static str),
}

const fn marks(outer: (&'static str, &'static str), inner: (&'static str, &'static str)) -> Marks {
    Marks { outer, inner }
}

/// The marks of a language, after CLDR's `delimiters`; French ones with the spaces that
/// belong to them.
fn marks_of(lang: &str) -> Marks {
    let (language, region) = language_and_region(lang);
    match language {
        "fr" if region == Some("CH") => marks(("«\u{202f}", "\u{202f}»"), ("‹\u{202f}", "\u{202f}›")),
        "fr" => marks(("«\u{202f}", "\u{202f}»"), ("“", "”")),
        "de" | "it" if region == Some("CH") => marks(("«", "»"), ("‹", "›")),
        "de" | "cs" | "sk" | "sl" | "is" | "et" | "lt" => marks(("„", "“"), ("‚", "‘")),
        "bg" | "mk" => marks(("„", "“"), ("‘", "’")),
        "hr" | "sr" | "bs" => marks(("„", "”"), ("‘", "’")),
        "pl" | "hu" | "ro" => marks(("„", "”"), ("«", "»")),
        "es" if matches!(region, None | Some("ES")) => marks(("«", "»"), ("“", "”")),
        "pt" if !matches!(region, None | Some("BR")) => marks(("«", "»"), ("“", "”")),
        "it" | "ca" | "eu" | "el" | "hy" => marks(("«", "»"), ("“", "”")),
        "ru" | "uk" | "be" | "kk" | "ky" => marks(("«", "»"), ("„", "“")),
        "nb" | "nn" | "no" | "sq" => marks(("«", "»"), ("‘", "’")),
        "fa" | "ps" | "prs" | "az" => marks(("«", "»"), ("‹", "›")),
        "nl" | "af" => marks(("‘", "’"), ("“", "”")),
        "sv" | "fi" => marks(("”", "”"), ("’", "’")),
        "he" | "yi" => marks(("”", "”"), ("’", "’")),
        "ar" | "ur" => marks(("”", "“"), ("’", "‘")),
        "ja" => marks(("「", "」"), ("『", "』")),
        "zh" | "yue" if script(lang) == "hant" => marks(("「", "」"), ("『", "』")),
        // English, Danish, Turkish, Chinese, Hindi, Korean, and what is not known.
        _ => marks(("“", "”"), ("‘", "’")),
    }
}

/// One `"` or `'` of a run.
struct Site {
    double: bool,
    before: Option<char>,
    after: Option<char>,
    lang: usize,
    /// What it turns out to be.
    found: Found,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    /// Opens a quotation; whether within another, so that the inner marks are due.
    Opens {
        inner: bool,
    },
    /// Closes the quotation that the site of this place opens.
    Closes(usize),
    /// Closes a quotation that an earlier paragraph opened.
    ClosesEarlier,
    Apostrophe,
    /// No quotation mark: inches, gershayim.
    Straight,
}

/// Settles one run of inlines: a paragraph, a heading, a caption.
fn settle_run(run: &mut [Inline], lang: &str) {
    let mut reader = Reading {
        languages: vec![lang.to_owned()],
        ..Reading::default()
    };
    reader.read(run, 0);
    let needs_spaces = reader.languages.iter().any(|lang| is_french(lang));
    if reader.sites.is_empty() && !reader.escaped && !needs_spaces {
        return;
    }
    judge(&mut reader.sites);
    let mut writer = Writing {
        sites: &reader.sites,
        languages: &reader.languages,
        site: 0,
        foreign: 0,
    };
    writer.write(run, 0);
}

/// What stands where inlines show something that is no text.
const OBJECT: char = '\u{fffc}';

#[derive(Default)]
struct Reading {
    sites: Vec<Site>,
    /// The run's language, then that of each phrase in another one, in order.
    languages: Vec<String>,
    last: Option<char>,
    /// Whether the last site still waits for the character after it.
    waiting: bool,
    escaped: bool,
}

impl Reading {
    fn read(&mut self, run: &[Inline], lang: usize) {
        for inline in run {
            match inline {
                Inline::Text { text } => {
                    for char in text.chars() {
                        self.escaped |= ESCAPED_QUOTES.contains(&char);
                        let site = matches!(char, '"' | '\'').then(|| Site {
                            double: char == '"',
                            before: self.last,
                            after: None,
                            lang,
                            found: Found::Straight,
                        });
                        self.see(char);
                        if let Some(site) = site {
                            self.sites.push(site);
                            self.waiting = true;
                        }
                    }
                }
                Inline::Foreign { lang, content } => {
                    self.languages.push(lang.clone());
                    self.read(content, self.languages.len() - 1);
                }
                Inline::Code { .. }
                | Inline::Keyboard { .. }
                | Inline::Math { .. }
                | Inline::Image { .. }
                | Inline::Citation { .. }
                | Inline::Reference { .. } => self.see(OBJECT),
                Inline::SoftBreak | Inline::LineBreak => self.see(' '),
                Inline::Note { .. } | Inline::Anchor { .. } => {}
                looks => self.read(looks.content().unwrap_or_default(), lang),
            }
        }
    }

    fn see(&mut self, char: char) {
        if std::mem::take(&mut self.waiting)
            && let Some(site) = self.sites.last_mut()
        {
            site.after = Some(char);
        }
        self.last = Some(char);
    }
}

/// Decides what each site is, by its neighbours and by which quotations are open.
fn judge(sites: &mut [Site]) {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..sites.len() {
        let site = &sites[at];
        let is_word = |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() || char == OBJECT);
        let is_space = |char: Option<char>| char.is_none_or(char::is_whitespace);
        let within_word = is_word(site.before) && is_word(site.after);
        // What may stand between a space and the word that a quotation begins with.
        let in_front = |char: Option<char>| char.is_some_and(|char| "([{<«‹„“‘¿¡\"'".contains(char));
        let joins = site.before.is_some_and(|char| "—–-/=".contains(char)) || in_front(site.before);
        let begins = is_word(site.after) || in_front(site.after);
        let may_open = match is_space(site.before) {
            true => !is_space(site.after),
            false => begins && !is_word(site.before),
        };
        let prefers_open = may_open && (is_space(site.before) || joins);
        let may_close = !is_space(site.before);
        let opened = open
            .iter()
            .rposition(|&opener| sites[opener].double == site.double)
            // A single mark never closes what opened outside a double one.
            .filter(|&place| site.double || place + 1 == open.len());
        let found = match (site.double, opened) {
            (false, _) if within_word => Found::Apostrophe,
            (true, None) if within_word => Found::Straight,
            (_, Some(place)) if may_close && !prefers_open => {
                let opener = open[place];
                open.truncate(place);
                Found::Closes(opener)
            }
            _ if may_open => {
                open.push(at);
                Found::Opens { inner: !site.double }
            }
            (false, _) => Found::Apostrophe,
            (true, _) if site.before.is_some_and(char::is_numeric) || is_space(site.before) => {
                Found::Straight
            }
            (true, _) => Found::ClosesEarlier,
        };
        sites[at].found = found;
    }
    // A single mark that nothing closes was an apostrophe: ’90s.
    let closed: std::collections::BTreeSet<usize> = sites
        .iter()
        .filter_map(|site| match site.found {
            Found::Closes(opener) => Some(opener),
            _ => None,
        })
        .collect();
    let mut around: Vec<bool> = Vec::new();
    for (at, site) in sites.iter_mut().enumerate() {
        match site.found {
            Found::Opens { .. } if !site.double && !closed.contains(&at) => site.found = Found::Apostrophe,
            Found::Opens { inner } => {
                let inner = around.last().map_or(inner, |outer| !outer);
                site.found = Found::Opens { inner };
                if closed.contains(&at) {
                    around.push(inner);
                }
            }
            Found::Closes(_) => {
                around.pop();
            }
            Found::ClosesEarlier | Found::Apostrophe | Found::Straight => {}
        }
    }
}

struct Writing<'a> {
    sites: &'a [Site],
    languages: &'a [String],
    /// The next site.
    site: usize,
    /// The phrase in another language met last.
    foreign: usize,
}

impl Writing<'_> {
    fn write(&mut self, run: &mut [Inline], lang: usize) {
        for inline in run {
            match inline {
                Inline::Text { text } => {
                    let marked = self.marked(text);
                    *text = if is_french(&self.languages[lang]) {
                        french_spaces(&marked)
                    } else {
                        marked
                    };
                }
                Inline::Foreign { content, .. } => {
                    self.foreign += 1;
                    self.write(content, self.foreign);
                }
                Inline::Citation { items, .. } => {
                    let lang = &self.languages[lang];
                    for item in items {
                        settle_run(&mut item.prefix, lang);
                        settle_run(&mut item.suffix, lang);
                    }
                }
                Inline::Reference { .. } => {}
                other => self.write(other.content_mut().map_or(&mut [], Vec::as_mut_slice), lang),
            }
        }
    }

    fn marked(&mut self, text: &str) -> String {
        let mut marked = String::with_capacity(text.len());
        for char in text.chars() {
            match char {
                '"' | '\'' => {
                    let site = &self.sites[self.site];
                    self.site += 1;
                    marked.push_str(self.mark(site, char));
                }
                char if char == ESCAPED_QUOTES[0] => marked.push('"'),
                char if char == ESCAPED_QUOTES[1] => marked.push('\''),
                char => marked.push(char),
            }
        }
        marked
    }

    fn mark(&self, site: &Site, typed: char) -> &'static str {
        let of = |site: &Site| marks_of(&self.languages[site.lang]);
        match site.found {
            Found::Opens { inner: false } => of(site).outer.0,
            Found::Opens { inner: true } => of(site).inner.0,
            Found::Closes(opener) => {
                let opener = &self.sites[opener];
                match opener.found {
                    Found::Opens { inner: true } => of(opener).inner.1,
                    _ => of(opener).outer.1,
                }
            }
            Found::ClosesEarlier => of(site).outer.1,
            Found::Apostrophe => "’",
            Found::Straight if typed == '"' => "\"",
            Found::Straight => "'",
        }
    }
}

fn is_french(lang: &str) -> bool {
    language_and_region(lang).0 == "fr"
}

/// The plain spaces before high punctuation and inside guillemets as narrow ones at which
/// no line ends. None is added where none was typed.
fn french_spaces(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(char) = rest.next() {
        let before = spaced.ends_with('«');
        let after = rest.peek().is_some_and(|next| ";:!?»".contains(*next));
        match char {
            ' ' if before || after => spaced.push('\u{202f}'),
            char => spaced.push(char),
        }
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(lang: &str, text: &str) -> String {
        let mut run = [Inline::text(text)];
        settle_run(&mut run, lang);
        crate::model::plain(&run)
    }

    #[test]
    fn each_language_has_its_marks() {
        for (lang, expected) in [
            ("en-GB", "“a ‘b’ c”"),
            ("de", "„a ‚b‘ c“"),
            ("fr", "«\u{202f}a “b” c\u{202f}»"),
            ("es", "«a “b” c»"),
            ("es-MX", "“a ‘b’ c”"),
            ("it", "«a “b” c»"),
            ("pt-BR", "“a ‘b’ c”"),
            ("pt-PT", "«a “b” c»"),
            ("nl", "‘a “b” c’"),
            ("pl", "„a «b» c”"),
            ("ru", "«a „b“ c»"),
            ("ar", "”a ’b‘ c“"),
            ("fa", "«a ‹b› c»"),
            ("ja", "「a 『b』 c」"),
            ("zh", "“a ‘b’ c”"),
            ("zh-TW", "「a 『b』 c」"),
            ("sv", "”a ’b’ c”"),
        ] {
            assert_eq!(settled(lang, "\"a 'b' c\""), expected, "{lang}");
        }
    }

    #[test]
    fn apostrophes_and_inches_are_no_quotations() {
        for (typed, expected) in [
            ("don't", "don’t"),
            ("the dogs' bones", "the dogs’ bones"),
            ("the '90s and 'tis", "the ’90s and ’tis"),
            ("a 5\" disk", "a 5\" disk"),
            ("צה\"ל", "צה\"ל"),
            ("(\"yes\")", "(„yes“)"),
            ("\"one\"—\"two\"", "„one“—„two“"),
            ("\"one\",\"two\"", "„one“,„two“"),
            ("\"He said 'no'\".", "„He said ‚no‘“."),
            ("\"...\" (\"x\")", "„...“ („x“)"),
            ("\"goes on", "„goes on"),
            ("and ends.\"", "and ends.“"),
            ("“kept”", "“kept”"),
            ("\" \"", "\" \""),
            ("\"He said 'it's so'.\"", "„He said ‚it’s so‘.“"),
            ("\"a \"b\" c\"", "„a ‚b‘ c“"),
        ] {
            assert_eq!(settled("de", typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_phrase_has_the_marks_of_its_own_language() {
        let mut run = [
            Inline::text("Er sagte \"ja\" und "),
            Inline::Foreign {
                lang: "fr".into(),
                content: vec![Inline::text("\"oui ?\"")],
            },
            Inline::text(" und \"nein\" ?"),
        ];
        settle_run(&mut run, "de");
        assert_eq!(
            crate::model::plain(&run),
            "Er sagte „ja“ und «\u{202f}oui\u{202f}?\u{202f}» und „nein“ ?"
        );
    }

    #[test]
    fn quotations_reach_over_emphasis_and_code() {
        let mut run = [
            Inline::text("\""),
            Inline::Emphasis {
                content: vec![Inline::text("Title\" and \"")],
            },
            Inline::Code { text: "\"x\"".into() },
            Inline::text("\"."),
        ];
        settle_run(&mut run, "de");
        assert_eq!(crate::model::plain(&run), "„Title“ and „\"x\"“.");
    }

    #[test]
    fn french_spaces_do_not_break_and_none_is_added() {
        assert_eq!(
            settled("fr", "Quoi ? Oui : « non » ; dit-il!"),
            "Quoi\u{202f}? Oui\u{202f}: «\u{202f}non\u{202f}»\u{202f}; dit-il!"
        );
        assert_eq!(settled("en", "Quoi ?"), "Quoi ?");
    }
}
