//! Languages by their tags: the usual form of a tag, the script behind it, its direction.

use icu_locale::exemplar_chars::ExemplarCharacters;
use icu_locale::{
    LanguageIdentifier, Locale, LocaleCanonicalizer, LocaleDirectionality, LocaleExpander, ParseError,
};

/// A BCP 47 tag in its usual form: `en_gb` becomes `en-GB`, `iw` becomes `he`, `zh-cmn`
/// becomes `zh`. `None` if it is no tag.
pub fn language_tag(text: &str) -> Option<String> {
    let text = text.trim().replace('_', "-");
    // A locale of an operating system carries an encoding behind a dot.
    let tag = text.split('.').next()?;
    let mut locale = parse(tag).ok()?;
    if locale.id.language.is_unknown() {
        return None;
    }
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    Some(locale.to_string())
}

/// Reads a tag. An extended language (RFC 5646, 2.2.2) stands for itself: `zh-yue` is
/// `yue`.
fn parse(tag: &str) -> Result<Locale, ParseError> {
    let mut parts = tag.splitn(3, '-');
    let (language, second, rest) = (parts.next(), parts.next(), parts.next());
    let is_extended = |part: &str| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    match (language, second, rest) {
        (Some(_), Some(extended), None) if is_extended(extended) => Locale::try_from_str(extended),
        (Some(_), Some(extended), Some(rest)) if is_extended(extended) => {
            Locale::try_from_str(&format!("{extended}-{rest}"))
        }
        _ => Locale::try_from_str(tag),
    }
}

/// The tag of a language that is called by its name, in English or its own words.
pub fn tag_of_name(name: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &[&str])] = &[
        ("ar", &["arabic", "العربية", "عربي"]),
        ("bn", &["bengali", "bangla", "বাংলা"]),
        ("cs", &["czech", "čeština", "česky"]),
        ("da", &["danish", "dansk"]),
        ("de", &["german", "deutsch"]),
        ("el", &["greek", "ελληνικά"]),
        ("en", &["english"]),
        (
            "en-GB",
            &["british", "british english", "uk english", "ukenglish"],
        ),
        (
            "en-US",
            &["american", "american english", "us english", "usenglish"],
        ),
        ("es", &["spanish", "español", "castellano"]),
        ("fa", &["persian", "farsi", "فارسی"]),
        ("fi", &["finnish", "suomi"]),
        ("fr", &["french", "français", "francais"]),
        ("he", &["hebrew", "עברית"]),
        ("hi", &["hindi", "हिन्दी", "हिंदी"]),
        ("it", &["italian", "italiano"]),
        ("ja", &["japanese", "日本語"]),
        ("ko", &["korean", "한국어"]),
        ("nb", &["norwegian", "norsk", "bokmål"]),
        ("nl", &["dutch", "nederlands"]),
        ("pl", &["polish", "polski"]),
        ("ps", &["pashto", "پښتو"]),
        ("pt", &["portuguese", "português"]),
        ("pt-BR", &["brazilian", "brazilian portuguese"]),
        ("ru", &["russian", "русский"]),
        ("sv", &["swedish", "svenska"]),
        ("ta", &["tamil", "தமிழ்"]),
        ("tr", &["turkish", "türkçe"]),
        ("uk", &["ukrainian", "українська"]),
        ("ur", &["urdu", "اردو"]),
        ("zh", &["chinese", "中文", "汉语", "漢語"]),
    ];
    let name = name.trim().to_lowercase();
    NAMES
        .iter()
        .find(|(_, names)| names.contains(&name.as_str()))
        .map(|(tag, _)| *tag)
}

/// The script that a language is written in, by the four letters of ISO 15924 in lower
/// case: the tag's own, else the usual one. Arabic letters in the hanging hand that Urdu
/// is read in are `arab-nastaliq`.
pub fn script(lang: &str) -> String {
    let Some(id) = identifier(lang) else {
        return "latn".to_owned();
    };
    let script = LocaleExpander::new_extended().get_likely_script(&id);
    let script = script.map_or_else(|| "latn".to_owned(), |script| script.as_str().to_lowercase());
    // ISO 15924 calls the hand `Aran`; languages whose readers expect it need not say so.
    let hangs = ["ur", "pnb", "skr", "ks", "khw"].contains(&id.language.as_str()) && id.script.is_none();
    match script.as_str() {
        "aran" => "arab-nastaliq".to_owned(),
        "arab" if hangs => "arab-nastaliq".to_owned(),
        _ => script,
    }
}

/// Whether a language is written from right to left.
pub fn is_rtl(lang: &str) -> bool {
    let directions = LocaleDirectionality::new_with_expander(LocaleExpander::new_extended());
    identifier(lang).is_some_and(|id| {
        directions.is_right_to_left(&id) || id.script.is_some_and(|script| script.as_str() == "Aran")
    })
}

/// The letters of a language's alphabet, small and large, from the CLDR; empty for a
/// language that it does not know.
pub fn letters(lang: &str) -> Vec<char> {
    let Some(mut id) = identifier(lang) else {
        return Vec::new();
    };
    let mut found = ExemplarCharacters::try_new_main(&(&id).into());
    // What a country writes differently has an entry of its own; most do not.
    id.variants.clear();
    if found.is_err() {
        id.region = None;
        found = ExemplarCharacters::try_new_main(&(&id).into());
    }
    if found.is_err() {
        id.script = None;
        found = ExemplarCharacters::try_new_main(&(&id).into());
    }
    let Ok(found) = found else { return Vec::new() };
    let mut letters = std::collections::BTreeSet::new();
    for letter in found.code_points().iter_chars() {
        letters.insert(letter);
        // `ß` becomes two letters, which are there already.
        let mut large = letter.to_uppercase();
        if let (Some(one), None) = (large.next(), large.next()) {
            letters.insert(one);
        }
    }
    letters
        .into_iter()
        .filter(|letter| letter.is_alphabetic())
        .collect()
}

/// The first part of a tag and its country, which is all that typesetting asks for.
pub fn language_and_region(lang: &str) -> (&str, Option<&str>) {
    let mut parts = lang.split('-');
    let language = parts.next().unwrap_or("en");
    let region = parts
        // What follows a single letter is no country.
        .take_while(|part| part.len() > 1)
        .find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    (language, region)
}

fn identifier(lang: &str) -> Option<LanguageIdentifier> {
    parse(lang).ok().map(|locale| locale.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_come_in_their_usual_form() {
        for (text, usual) in [
            ("en_gb.UTF-8", Some("en-GB")),
            ("EN", Some("en")),
            ("iw", Some("he")),
            ("zh-cmn-hans-cn", Some("zh-Hans-CN")),
            ("zh-yue", Some("yue")),
            ("pa-arab-pk", Some("pa-Arab-PK")),
            ("ar-u-nu-latn", Some("ar-u-nu-latn")),
            ("en-x-house", Some("en-x-house")),
            ("sr-latn", Some("sr-Latn")),
            ("english", None),
            ("e", None),
            ("en--GB", None),
            ("und", None),
            ("", None),
        ] {
            assert_eq!(language_tag(text).as_deref(), usual, "{text}");
        }
        assert_eq!(tag_of_name("Français"), Some("fr"));
    }

    #[test]
    fn letters_are_those_of_the_language() {
        for (lang, has, lacks) in [
            ("pl", "ąęłńśźżĄŁ", "qß"),
            ("de-AT", "äöüßÄ", "ł"),
            ("en-GB", "azAZ", "é"),
            ("sr-Latn", "čćđ", "ђ"),
            ("uk", "їєґЇ", "ыa"),
            ("tlh", "", "a"),
        ] {
            let found = letters(lang);
            assert!(
                has.chars().all(|letter| found.contains(&letter)),
                "{lang}: {found:?}"
            );
            assert!(
                !lacks.chars().any(|letter| found.contains(&letter)),
                "{lang}: {found:?}"
            );
        }
    }

    #[test]
    fn direction_follows_script_then_language() {
        assert!(is_rtl("ur") && is_rtl("ar-EG") && is_rtl("pa-Arab-PK") && is_rtl("he") && is_rtl("ur-Aran"));
        assert!(!is_rtl("en-GB") && !is_rtl("ur-Latn") && !is_rtl("pa") && !is_rtl("tlh"));
    }

    #[test]
    fn scripts_are_the_usual_ones() {
        for (lang, usual) in [
            ("en", "latn"),
            ("ur", "arab-nastaliq"),
            ("ur-Arab", "arab"),
            ("fa-Aran", "arab-nastaliq"),
            ("fa", "arab"),
            ("zh", "hans"),
            ("zh-TW", "hant"),
            ("ja", "jpan"),
            ("hi", "deva"),
            ("sr", "cyrl"),
            ("sr-Latn", "latn"),
            ("el", "grek"),
        ] {
            assert_eq!(script(lang), usual, "{lang}");
        }
    }
}
