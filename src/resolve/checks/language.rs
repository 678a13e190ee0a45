//! The language: does the text look like the one that the article names.

use super::running;
use crate::diagnostic::{Code, Report, Span};
use crate::model::{Article, Block, Inline};
use std::collections::BTreeMap;

/// How many letters a text must have before its script says something.
const LETTERS: usize = 60;

/// How many words a text must have before its small words say something.
const WORDS: usize = 150;

/// Small words that make up a tenth to a third of any text in their language.
const SMALL_WORDS: &[(&str, &[&str])] = &[
    (
        "de",
        &[
            "der", "die", "das", "und", "ist", "nicht", "mit", "für", "auf", "den", "von", "zu", "ein",
            "eine",
        ],
    ),
    (
        "en",
        &[
            "the", "of", "and", "to", "in", "is", "that", "for", "with", "are", "this", "as", "by", "be",
        ],
    ),
    (
        "es",
        &[
            "el", "los", "las", "del", "y", "en", "que", "por", "con", "una", "para", "se", "la", "de",
        ],
    ),
    (
        "fr",
        &[
            "le", "les", "des", "et", "est", "dans", "pour", "que", "une", "du", "la", "de", "qui", "au",
        ],
    ),
    (
        "it",
        &[
            "il", "che", "di", "e", "per", "con", "una", "della", "sono", "gli", "la", "del", "nel", "non",
        ],
    ),
    (
        "nl",
        &[
            "het", "een", "van", "en", "dat", "niet", "met", "voor", "zijn", "de", "op", "te", "is", "in",
        ],
    ),
    (
        "pl",
        &[
            "i", "w", "na", "się", "nie", "z", "do", "że", "jest", "to", "o", "oraz", "dla", "od",
        ],
    ),
    (
        "pt",
        &[
            "o", "os", "que", "não", "em", "uma", "com", "para", "do", "da", "dos", "e", "de", "ao",
        ],
    ),
    (
        "tr",
        &[
            "ve", "bir", "bu", "için", "ile", "olarak", "da", "de", "ki", "olan", "gibi", "daha", "en", "çok",
        ],
    ),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Script {
    Arabic,
    Cyrillic,
    Devanagari,
    Greek,
    Han,
    Hangul,
    Hebrew,
    Kana,
    Latin,
}

impl Script {
    fn name(self) -> &'static str {
        match self {
            Script::Arabic => "Arabic",
            Script::Cyrillic => "Cyrillic",
            Script::Devanagari => "Devanagari",
            Script::Greek => "Greek",
            Script::Han => "Chinese",
            Script::Hangul => "Korean",
            Script::Hebrew => "Hebrew",
            Script::Kana => "Japanese",
            Script::Latin => "Latin",
        }
    }

    fn of(char: char) -> Option<Self> {
        let script = match char {
            'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
            '\u{400}'..='\u{52f}' => Script::Cyrillic,
            '\u{5d0}'..='\u{5ea}' => Script::Hebrew,
            '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d3}' | '\u{750}'..='\u{77f}' => Script::Arabic,
            '\u{900}'..='\u{963}' => Script::Devanagari,
            '\u{3040}'..='\u{30ff}' => Script::Kana,
            '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
            '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Script::Han,
            _ => return None,
        };
        Some(script)
    }
}

/// The scripts in which a language is written; `None` where it is written in several, or we
/// do not know.
fn scripts(lang: &str) -> Option<&'static [Script]> {
    let mut parts = lang.split('-');
    let language = parts.next().unwrap_or_default();
    let scripts: &[Script] = match (parts.next().filter(|part| part.len() == 4), language) {
        (Some("Latn"), _) => &[Script::Latin],
        (Some("Cyrl"), _) => &[Script::Cyrillic],
        (Some("Arab" | "Aran"), _) => &[Script::Arabic],
        (Some("Deva"), _) => &[Script::Devanagari],
        (Some("Hans" | "Hant" | "Hani"), _) => &[Script::Han],
        (Some(_), _) => return None,
        (None, "ar" | "ur" | "fa" | "ps" | "ckb") => &[Script::Arabic],
        (None, "ru" | "uk" | "bg" | "be" | "mk") => &[Script::Cyrillic],
        (None, "hi" | "mr" | "ne") => &[Script::Devanagari],
        (None, "el") => &[Script::Greek],
        (None, "he" | "yi") => &[Script::Hebrew],
        (None, "zh") => &[Script::Han],
        (None, "ko") => &[Script::Hangul, Script::Han],
        (None, "ja") => &[Script::Han, Script::Kana],
        (
            None,
            "en" | "fr" | "de" | "es" | "it" | "pt" | "nl" | "pl" | "tr" | "da" | "sv" | "nb" | "nn" | "no"
            | "fi" | "cs" | "sk" | "sl" | "hr" | "hu" | "ro" | "et" | "lv" | "lt" | "ca" | "eu" | "gl" | "ga"
            | "cy" | "is" | "mt" | "sq" | "id" | "ms" | "vi" | "sw" | "af" | "eo",
        ) => &[Script::Latin],
        (None, _) => return None,
    };
    Some(scripts)
}

pub(super) fn check(article: &Article, report: &mut Report) {
    let text = own_text(&article.body);
    let place = Some(article.meta.span).filter(|span| *span != Span::default());
    if !script(article, &text, place, report) {
        small_words(article, &text, place, report);
    }
}

/// Whether the text's letters are those of another script.
fn script(article: &Article, text: &str, place: Option<Span>, report: &mut Report) -> bool {
    let Some(expected) = scripts(&article.lang) else {
        return false;
    };
    let mut letters: BTreeMap<Script, usize> = BTreeMap::new();
    for script in text.chars().filter_map(Script::of) {
        *letters.entry(script).or_default() += 1;
    }
    let all: usize = letters.values().sum();
    let fitting: usize = expected.iter().filter_map(|script| letters.get(script)).sum();
    let Some((&most, &count)) = letters.iter().max_by_key(|(_, count)| **count) else {
        return false;
    };
    if all < LETTERS || fitting * 10 > all * 3 || count * 10 < all * 6 || expected.contains(&most) {
        return false;
    }
    report.problem(
        Code::WrongLang,
        place,
        format!(
            "the article's language is `{}`, and most of its text is in {} letters",
            article.lang,
            most.name()
        ),
    );
    report.words("lang:");
    report.hint(match guess(most, text) {
        Some(guess) => format!("write `lang: {guess}` if that is the text's language"),
        None => "write the text's own language after `lang:`".to_owned(),
    });
    true
}

/// The language that a text most likely has, by letters that others do not use.
fn guess(script: Script, text: &str) -> Option<&'static str> {
    let many = |letters: &str| {
        text.chars().filter(|char| letters.contains(*char)).count() * 100 > text.chars().count()
    };
    Some(match script {
        Script::Arabic if many("ٹڈڑںےھ") => "ur",
        Script::Arabic if many("پچژگکی") => "fa",
        Script::Arabic => "ar",
        Script::Cyrillic if many("іїєґ") => "uk",
        Script::Cyrillic => "ru",
        Script::Devanagari => "hi",
        Script::Greek => "el",
        Script::Han if text.chars().any(|char| Script::of(char) == Some(Script::Kana)) => "ja",
        Script::Han => "zh",
        Script::Hangul => "ko",
        Script::Hebrew => "he",
        Script::Kana => "ja",
        Script::Latin => return by_small_words(text).map(|(_, tag)| tag),
    })
}

/// Notes a text whose small words are those of another language in the same script.
fn small_words(article: &Article, text: &str, place: Option<Span>, report: &mut Report) {
    let own = article.lang.split('-').next().unwrap_or_default();
    let Some(declared) = share(own, text) else {
        return;
    };
    let Some((best, tag)) = by_small_words(text) else {
        return;
    };
    if tag == own || best < declared * 3 {
        return;
    }
    report.note(
        Code::WrongLang,
        place,
        format!(
            "the article's language is `{}`, and its text reads like `{tag}`",
            article.lang
        ),
    );
    report.words("lang:");
    report.hint(format!("write `lang: {tag}` if that is the text's language"));
}

/// The language with the largest share of small words, if the share is large enough.
fn by_small_words(text: &str) -> Option<(usize, &'static str)> {
    let shares = SMALL_WORDS
        .iter()
        .filter_map(|&(tag, _)| Some((share(tag, text)?, tag)));
    shares.max().filter(|(share, _)| *share >= 150)
}

/// The first words of a text say what language it is in; a long report need not be read whole.
const ENOUGH: usize = 20_000;

/// How many words in a thousand are small words of a language.
fn share(tag: &str, text: &str) -> Option<usize> {
    let (_, small) = SMALL_WORDS.iter().find(|(known, _)| *known == tag)?;
    let words = text
        .split(|char: char| !char.is_alphabetic())
        .filter(|word| !word.is_empty());
    let (mut all, mut found) = (0, 0);
    for word in words.take(ENOUGH) {
        all += 1;
        found += usize::from(word.len() <= 8 && small.contains(&word.to_lowercase().as_str()));
    }
    (all >= WORDS).then(|| found * 1000 / all)
}

/// The running text that is not marked as another language.
fn own_text(body: &[Block]) -> String {
    let mut text = String::new();
    running(body, &mut |block| {
        words(block.own_text(), &mut text);
        text.push('\n');
    });
    text
}

fn words(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text: own } => text.push_str(own),
            Inline::SoftBreak | Inline::LineBreak => text.push(' '),
            Inline::Foreign { .. } => {}
            other => words(other.content().unwrap_or_default(), text),
        }
    }
}
