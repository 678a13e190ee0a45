//! One table a language, and which one a tag gets.

mod ar;
mod cs;
mod da;
mod de;
mod el;
mod en;
mod es;
mod fa;
mod fi;
mod fr;
mod hi;
mod it;
mod ja;
mod nb;
mod nl;
mod pl;
mod pt;
mod pt_pt;
mod ru;
mod sv;
mod tr;
mod uk;
mod ur;
mod zh;
mod zh_hant;

use super::Table;
use crate::model::{language_and_region, script};

pub(super) const ENGLISH: Table = en::WORDS;

/// How the United States spell and list.
const AMERICAN: Table = Table {
    acknowledgements: "Acknowledgments",
    license: "License",
    last: ", and ",
    ..en::WORDS
};

/// The table of a language; `None` if it has none. Where one language is printed in two
/// ways, script and country decide.
pub(super) fn table(lang: &str) -> Option<Table> {
    let (language, region) = language_and_region(lang);
    let table = match language {
        // Arabic as it is written is one language in every country.
        "ar" | "arz" | "apc" | "ary" | "arq" | "acm" | "afb" | "ajp" | "aeb" => ar::WORDS,
        "cs" => cs::WORDS,
        "da" => da::WORDS,
        "de" => de::WORDS,
        "el" => el::WORDS,
        "en" if matches!(region, Some("US" | "PH" | "PR" | "LR")) => AMERICAN,
        "en" => en::WORDS,
        "es" => es::WORDS,
        "fa" => fa::WORDS,
        "fi" => fi::WORDS,
        "fr" => fr::WORDS,
        "hi" => hi::WORDS,
        "it" => it::WORDS,
        "ja" => ja::WORDS,
        "nb" | "no" => nb::WORDS,
        "nl" => nl::WORDS,
        "pl" => pl::WORDS,
        "pt" if matches!(region, None | Some("BR")) => pt::WORDS,
        "pt" => pt_pt::WORDS,
        "ru" => ru::WORDS,
        "sv" => sv::WORDS,
        "tr" => tr::WORDS,
        "uk" => uk::WORDS,
        "ur" => ur::WORDS,
        "zh" | "yue" if script(lang) == "hant" => zh_hant::WORDS,
        "zh" => zh::WORDS,
        _ => return None,
    };
    // Words in one script do not serve an article in another, such as Urdu in Latin letters.
    let is_readable = match language {
        "ur" | "fa" | "ar" => is_arabic(lang),
        "hi" => script(lang) == "deva",
        _ => true,
    };
    is_readable.then_some(table)
}

fn is_arabic(lang: &str) -> bool {
    matches!(script(lang).as_str(), "arab" | "arab-nastaliq")
}
