//! Text of the article, with places to break where a line might not hold it.

use super::{span, words};
use std::sync::LazyLock;
use typst::comemo::Tracked;
use typst::diag::HintedStrResult;
use typst::foundations::{
    Args, Content, Context, ContextElem, Func, NativeElement, NativeFunc, Recipe, Regex, Selector, Smart,
    Str, Transformation, func,
};
use typst::layout::{Abs, BoxElem, Dir, HAlignment, HElem, Spacing};
use typst::text::{RawContent, RawElem, RawLine, TextDir, TextElem};

/// Runs of as many letters are too long for any line: an address, a path, a key in hexadecimal
/// digits. Only letters of Latin scripts count; others break by rules of their own.
const OVERLONG: usize = 29;
/// The same in code in a line, which has no spaces to break at.
const OVERLONG_CODE: usize = 20;
/// The same in a line of a block of code.
const OVERLONG_LINE: usize = 50;

/// Languages whose words are hyphenated: these break by syllables first.
const HYPHENATED: [&str; 36] = [
    "af", "be", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "hr", "hu", "is", "it",
    "ka", "la", "lt", "lv", "mn", "nb", "nl", "nn", "no", "pl", "pt", "ru", "sk", "sl", "sq", "sv", "tk",
    "tr", "uk",
];

/// A telephone number, which holds spaces. In text from right to left its groups would come
/// out in the wrong order, so it is a run of its own.
static TELEPHONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\+|\b0)[0-9()-]*(?:[ \u{a0}][0-9()-]*[0-9][0-9()-]*)+").expect("a right pattern")
});

/// A name or a fact beside others, in its own direction.
pub(super) fn isolated(words: Str) -> Content {
    if words::is_from_right(&words).is_none() {
        return TextElem::packed(words);
    }
    let func = Func::from(in_own_direction::data()).with(&mut Args::new(span(), [words]));
    ContextElem::new(func).pack()
}

#[func(contextual)]
fn in_own_direction(context: Tracked<Context>, words: Str) -> HintedStrResult<Content> {
    let around = context.styles()?.resolve(TextElem::dir);
    let own = if words::is_from_right(&words) == Some(true) {
        Dir::RTL
    } else {
        Dir::LTR
    };
    if own == around {
        return Ok(TextElem::packed(words));
    }
    // A mark of no width on either side has the direction of the line; without it the comma
    // between two such names would take theirs.
    let mark = TextElem::packed(if around == Dir::RTL {
        "\u{200f}"
    } else {
        "\u{200e}"
    });
    let words = TextElem::packed(words).set(TextElem::dir, TextDir(Smart::Custom(own)));
    Ok(Content::sequence([mark.clone(), words, mark]))
}

/// A string of the article.
pub(super) fn text(words: &str) -> Content {
    TextElem::packed(words).spanned(span())
}

/// A place where a line may end. Typst leaves out a space of no width, and a character of no
/// width would come out of the file when words are copied.
pub(super) fn may_break() -> Content {
    HElem::new(Spacing::from(Abs::pt(0.001))).pack()
}

/// Text, with places to break where a line might not hold it. `hold` is the length of a word
/// that the column holds, where it is narrow.
pub(super) fn prose(words: &str, hold: Option<usize>, rtl: bool) -> Content {
    if rtl && TELEPHONE.is_match(words) {
        let found: Vec<_> = TELEPHONE.find_iter(words).map(|found| found.range()).collect();
        return cut(words, &found, |number| {
            let number = text(number).set(TextElem::dir, TextDir(Smart::Custom(Dir::LTR)));
            BoxElem::new().with_body(Some(number)).pack()
        });
    }
    if let Some(hold) = hold {
        let found = runs(words, hold + 1, |letter| !letter.is_whitespace());
        if !found.is_empty() {
            return cut(words, &found, |run| narrow(run, hold));
        }
    }
    if words.len() < OVERLONG {
        return text(words);
    }
    let found = runs(words, OVERLONG, counts);
    if found.is_empty() {
        return text(words);
    }
    cut(words, &found, |run| address(run, 16, is_compound(run)))
}

/// A word that its column does not hold.
fn narrow(run: &str, hold: usize) -> Content {
    let is_word = |letter: char| letter.is_alphabetic() || "’'.,;:!?()".contains(letter);
    if hold > 6 && run.chars().all(is_word) {
        let func = Func::from(word_or_pieces::data()).with(&mut Args::new(span(), [Str::from(run)]));
        ContextElem::new(func).pack().spanned(span())
    } else if hold > 6 {
        pieces(run, 4)
    } else {
        pieces(run, hold.clamp(1, 4))
    }
}

/// The word, where its language breaks it by syllables; else its pieces.
#[func(contextual)]
fn word_or_pieces(context: Tracked<Context>, run: Str) -> HintedStrResult<Content> {
    let lang = context.styles()?.get(TextElem::lang);
    Ok(if HYPHENATED.contains(&lang.as_str()) {
        text(&run)
    } else {
        pieces(&run, 4)
    })
}

/// `words` with its parts as `cut` makes them.
fn cut(words: &str, parts: &[std::ops::Range<usize>], cut: impl Fn(&str) -> Content) -> Content {
    let mut made = Vec::new();
    let mut done = 0;
    for part in parts {
        if part.start > done {
            made.push(text(&words[done..part.start]));
        }
        made.push(cut(&words[part.clone()]));
        done = part.end;
    }
    if done < words.len() {
        made.push(text(&words[done..]));
    }
    Content::sequence(made)
}

/// Where at least so many letters of a kind follow each other.
fn runs(words: &str, least: usize, counts: impl Fn(char) -> bool) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let (mut begun, mut length) = (0, 0);
    for (place, letter) in words.char_indices().chain([(words.len(), ' ')]) {
        if place < words.len() && counts(letter) {
            if length == 0 {
                begun = place;
            }
            length += 1;
        } else {
            if length >= least {
                found.push(begun..place);
            }
            length = 0;
        }
    }
    found
}

/// Whether a letter counts for a run that no line is sure to hold.
fn counts(letter: char) -> bool {
    matches!(letter, '!'..='~' | '¡'..='ɏ' | '‐'..='›')
}

/// Words joined by hyphens or strokes, which may have hyphens of the language as well.
fn is_compound(run: &str) -> bool {
    let inner = run.trim_start_matches(['(', '“']);
    let inner = inner.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '”']);
    let joins = |letter: char| letter.is_alphabetic() || "’'‐–/-".contains(letter);
    !inner.is_empty() && inner.chars().all(joins)
}

/// Whether words are an address that is better broken at its punctuation.
pub(super) fn is_address(words: &str) -> bool {
    words.len() > 24 && !words.contains(' ')
}

/// Words that break after their punctuation, without a hyphen that is not their own, and
/// anywhere in what is no word at all or longer than `most` letters. A long word among other
/// words may have its hyphens.
pub(super) fn address(words: &str, most: usize, hyphenate: bool) -> Content {
    let mut made = Vec::new();
    for piece in to_punctuation(words) {
        let length = piece.len();
        let is_word = hyphenate && !piece.contains(|letter: char| letter.is_ascii_digit());
        if length > 60 || (length > most && !is_word) {
            made.push(pieces(piece, most.min(8)));
        } else {
            made.push(text(piece));
            made.push(may_break());
        }
    }
    let made = Content::sequence(made);
    if hyphenate {
        made
    } else {
        made.set(TextElem::hyphenate, Smart::Custom(false))
    }
}

/// An address in pieces, each with the punctuation that ends it; the first keeps that before
/// it.
fn to_punctuation(words: &str) -> Vec<&str> {
    let ends = |letter: char| "/._?&=#,;:|()-".contains(letter);
    let mut pieces = Vec::new();
    let mut rest = words;
    while !rest.is_empty() {
        let opened = if rest.len() == words.len() {
            rest.len() - rest.trim_start_matches(ends).len()
        } else {
            0
        };
        let word = rest[opened..]
            .find(ends)
            .map_or(rest.len(), |place| opened + place);
        let closed = rest[word..]
            .find(|letter| !ends(letter))
            .map_or(rest.len(), |place| word + place);
        let (piece, after) = rest.split_at(closed);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// A run in pieces of at most so many letters.
fn pieces(run: &str, most: usize) -> Content {
    let letters: Vec<_> = run.chars().collect();
    // Typst looks at every piece for every letter. What is so long is no word for anybody.
    let most = most.max(letters.len() / 1000);
    let parts = letters.chunks(most.max(1));
    Content::sequence(parts.flat_map(|part| [text(&part.iter().collect::<String>()), may_break()]))
}

/// Code in a line. It runs from left to right in every language.
pub(super) fn code(words: &str) -> Content {
    let mut raw = RawElem::new(RawContent::Text(words.into()))
        .pack()
        .spanned(span());
    if !runs(words, OVERLONG_CODE, counts).is_empty() {
        raw = raw.styled(on_lines(code_line::data()));
    }
    raw.set(TextElem::dir, TextDir(Smart::Custom(Dir::LTR)))
}

/// A block of code. A line breaks at its spaces; what has none breaks anywhere.
pub(super) fn code_block(words: &str) -> Content {
    let raw = RawElem::new(RawContent::Text(words.into())).with_block(true);
    let mut raw = raw.pack().spanned(span());
    if !runs(words, OVERLONG_LINE, counts).is_empty() {
        raw = raw.styled(on_lines(line_of_block::data()));
    }
    raw.aligned(HAlignment::Left.into())
        .set(TextElem::dir, TextDir(Smart::Custom(Dir::LTR)))
}

/// A rule that shows every line of code by a function.
fn on_lines(shown: &'static typst::foundations::NativeFuncData) -> Recipe {
    let lines = Selector::Elem(RawLine::ELEM, None);
    Recipe::new(Some(lines), Transformation::Func(Func::from(shown)), span())
}

#[func]
fn code_line(it: Content) -> Content {
    broken(it, OVERLONG_CODE, |run| address(run, 16, false))
}

#[func]
fn line_of_block(it: Content) -> Content {
    broken(it, OVERLONG_LINE, |run| pieces(run, 4))
}

/// A line of code whose long runs break; itself without any.
fn broken(it: Content, least: usize, by: impl Fn(&str) -> Content) -> Content {
    let Some(line) = it.to_packed::<RawLine>() else {
        return it;
    };
    let found = runs(&line.text, least, counts);
    if found.is_empty() {
        it.clone()
    } else {
        cut(&line.text, &found, by)
    }
}

#[cfg(test)]
mod tests {
    use super::{OVERLONG, counts, is_compound, pieces, runs, to_punctuation};

    #[test]
    fn addresses_end_at_their_punctuation() {
        let pieces = to_punctuation("https://example.org/a-b?c=d");
        assert_eq!(pieces, ["https://", "example.", "org/", "a-", "b?", "c=", "d"]);
        assert_eq!(to_punctuation("/etc/hosts"), ["/etc/", "hosts"]);
        assert_eq!(to_punctuation("…/"), ["…/"]);
        assert!(to_punctuation("").is_empty());
    }

    #[test]
    fn a_run_is_as_long_as_it_is() {
        let words = format!("a {} b", "x".repeat(OVERLONG));
        let found = runs(&words, OVERLONG, counts);
        assert_eq!((found.len(), found[0].clone()), (1, 2..2 + OVERLONG));
        assert!(runs(&words, OVERLONG + 1, counts).is_empty());
        assert!(runs(&"ہ".repeat(40), OVERLONG, counts).is_empty());
    }

    #[test]
    fn compounds_are_words() {
        assert!(is_compound("(Nordrhein-Westfalen/Rheinland-Pfalz),"));
        assert!(!is_compound("0a3f-77bc"));
        assert!(!is_compound("(),"));
    }

    #[test]
    fn pieces_hold_every_letter() {
        assert_eq!(pieces("añb𝔠def", 3).plain_text(), "añb𝔠def");
    }
}
