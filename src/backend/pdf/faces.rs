//! Which faces an article is set in: the house's, and those that the user brought.

use crate::style::Faces;
use serde::Serialize;
use typst::text::FontBook;

/// The faces as a layout gets them.
#[derive(Serialize)]
pub(super) struct FacesView<'a> {
    text: Family<'a>,
    companion: Family<'a>,
    mono: &'a str,
    fallback: Vec<&'a str>,
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
    let mut fallback: Vec<&str> = Vec::new();
    let sample = SAMPLES.iter().find(|sample| sample.script == script);
    if let Some(sample) = sample {
        let fitting: Vec<&str> = brought
            .iter()
            .map(String::as_str)
            .filter(|family| has(book, family, sample.letter))
            .collect();
        let national = |family: &&&str| sample.endings.iter().any(|ending| family.ends_with(ending));
        let serif = |family: &&&str| family.contains("Serif") || family.contains("Ming");
        let best = fitting
            .iter()
            .find(|family| national(family) && serif(family))
            .or_else(|| fitting.iter().find(national))
            .or_else(|| fitting.first());
        fallback.extend(best);
    }
    // Latin words in an Arabic article have glyphs in its own face; the rest of the house
    // stands behind it.
    fallback.extend([faces.text.as_str(), faces.companion.as_str()]);
    fallback.extend(faces.fallback.iter().map(String::as_str));
    fallback.extend(brought.iter().map(String::as_str));
    let mut seen = std::collections::BTreeSet::new();
    fallback.retain(|family| seen.insert(*family));
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
        fallback,
    }
}

fn has(book: &FontBook, family: &str, letter: char) -> bool {
    book.select_family(&family.to_lowercase()).any(|index| {
        book.info(index)
            .is_some_and(|info| info.coverage.contains(u32::from(letter)))
    })
}
