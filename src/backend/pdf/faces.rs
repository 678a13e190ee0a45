//! Which faces an article is set in: the house's, and those that the user brought.

use crate::style::Faces;
use serde::Serialize;
use std::collections::BTreeSet;
use typst::text::FontBook;

/// The faces as a layout gets them.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct FacesView<'a> {
    text: Family<'a>,
    companion: Family<'a>,
    mono: &'a str,
    math: &'a str,
    fallback: Vec<&'a str>,
    companion_fallback: Vec<&'a str>,
}

/// A family as `set text(font: …)` takes it.
#[derive(Serialize)]
#[serde(untagged)]
enum Family<'a> {
    Whole(&'a str),
    /// A family of Latin letters beside Chinese or Japanese ones: it leaves marks that both
    /// have to the other.
    Latin {
        name: &'a str,
        covers: &'static str,
    },
}

/// What tells that a face is for a script: a character that it must have, and how families
/// that come in several national forms end.
struct Sample {
    script: &'static str,
    letter: char,
    endings: &'static [&'static str],
}

const SAMPLES: &[Sample] = &[
    Sample {
        script: "hans",
        letter: '这',
        endings: &["SC", "CN"],
    },
    Sample {
        script: "hant",
        letter: '這',
        endings: &["TC", "TW", "HK"],
    },
    Sample {
        script: "jpan",
        letter: 'の',
        endings: &["JP"],
    },
    Sample {
        script: "kore",
        letter: '한',
        endings: &["KR"],
    },
    Sample {
        script: "deva",
        letter: 'क',
        endings: &["Devanagari"],
    },
    Sample {
        script: "beng",
        letter: 'ক',
        endings: &["Bengali"],
    },
    Sample {
        script: "guru",
        letter: 'ਕ',
        endings: &["Gurmukhi"],
    },
    Sample {
        script: "gujr",
        letter: 'ક',
        endings: &["Gujarati"],
    },
    Sample {
        script: "orya",
        letter: 'କ',
        endings: &["Oriya"],
    },
    Sample {
        script: "taml",
        letter: 'க',
        endings: &["Tamil"],
    },
    Sample {
        script: "telu",
        letter: 'క',
        endings: &["Telugu"],
    },
    Sample {
        script: "knda",
        letter: 'ಕ',
        endings: &["Kannada"],
    },
    Sample {
        script: "mlym",
        letter: 'ക',
        endings: &["Malayalam"],
    },
    Sample {
        script: "sinh",
        letter: 'ක',
        endings: &["Sinhala"],
    },
    Sample {
        script: "thai",
        letter: 'ก',
        endings: &["Thai"],
    },
    Sample {
        script: "laoo",
        letter: 'ກ',
        endings: &["Lao"],
    },
    Sample {
        script: "khmr",
        letter: 'ក',
        endings: &["Khmer"],
    },
    Sample {
        script: "mymr",
        letter: 'က',
        endings: &["Myanmar"],
    },
    Sample {
        script: "tibt",
        letter: 'ཀ',
        endings: &["Tibetan"],
    },
    Sample {
        script: "geor",
        letter: 'ა',
        endings: &["Georgian"],
    },
    Sample {
        script: "armn",
        letter: 'ա',
        endings: &["Armenian"],
    },
    Sample {
        script: "hebr",
        letter: 'א',
        endings: &["Hebrew"],
    },
    Sample {
        script: "ethi",
        letter: 'አ',
        endings: &["Ethiopic"],
    },
];

/// The faces for an article in `script`. `brought` are the user's families in their order:
/// the one for the article's own script comes before the house's fallback, the others after.
pub(super) fn view<'a>(
    faces: &'a Faces,
    script: &str,
    brought: &'a [String],
    book: &FontBook,
) -> FacesView<'a> {
    let (text, companion) = faces.of_script(script);
    let own = brought_for(script, brought, book);
    // Latin words in an Arabic article have glyphs in its own face; the rest of the house
    // stands behind it.
    let behind = |own: Option<&'a str>| {
        let mut families: Vec<&str> = own.into_iter().collect();
        families.extend([faces.text.as_str(), faces.companion.as_str()]);
        families.extend(faces.fallback.iter().map(String::as_str));
        families.extend(brought.iter().map(String::as_str));
        let mut seen = BTreeSet::new();
        families.retain(|family| seen.insert(*family));
        families
    };
    let family = |name| match script {
        "hans" | "hant" | "jpan" | "kore" => Family::Latin {
            name,
            covers: "latin-in-cjk",
        },
        _ => Family::Whole(name),
    };
    FacesView {
        text: family(text),
        companion: family(companion),
        mono: &faces.mono,
        math: &faces.math,
        fallback: behind(own.map(|(text, _)| text)),
        companion_fallback: behind(own.map(|(_, companion)| companion)),
    }
}

/// Of the user's families, those for running text and for the rest in an article of that
/// script; `None` if none has its letters.
fn brought_for<'a>(script: &str, brought: &'a [String], book: &FontBook) -> Option<(&'a str, &'a str)> {
    let sample = SAMPLES.iter().find(|sample| sample.script == script)?;
    let fitting: Vec<&str> = brought
        .iter()
        .map(String::as_str)
        .filter(|family| has(book, family, sample.letter))
        .collect();
    let is_national = |family: &str| sample.endings.iter().any(|ending| family.ends_with(ending));
    let best = |kind: &str| {
        let of_kind = |family: &&&str| family.contains(kind);
        let national = || fitting.iter().filter(|family| is_national(family));
        let found = national().find(of_kind).or_else(|| national().next());
        found.or_else(|| fitting.iter().find(of_kind)).or(fitting.first())
    };
    Some((best("Serif")?, best("Sans")?))
}

/// Whether a family that the user brought is for that script.
pub(super) fn is_brought_for(script: &str, brought: &[String], book: &FontBook) -> bool {
    brought_for(script, brought, book).is_some()
}

fn has(book: &FontBook, family: &str, letter: char) -> bool {
    book.select_family(&family.to_lowercase()).any(|index| {
        book.info(index)
            .is_some_and(|info| info.coverage.contains(u32::from(letter)))
    })
}
