//! How long an article is, as its readers count.

use super::{Article, Block, BlockKind, Inline, plain_into, script};
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

/// How long an article is.
///
/// Counted are the summary, the key messages and the body with its headings, tables and
/// captions; not the title, the works cited, and what closes the paper. A formula counts
/// as one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Length {
    /// What is counted.
    pub unit: Unit,
    /// How many there are in the text.
    pub text: usize,
    /// How many there are in notes.
    pub notes: usize,
}

/// What an article's length is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Words: what stands between two spaces and has a letter or a digit.
    Words,
    /// Characters, for languages that put no spaces between words (Chinese, Japanese, Thai,
    /// Lao, Khmer, Burmese, Tibetan): letters one by one, words and numbers in other letters as one each.
    Characters,
}

impl Unit {
    /// "1,402 words", "1 word", "2,300 characters".
    pub fn tell(self, count: usize) -> String {
        let name = match self {
            Unit::Words => "word",
            Unit::Characters => "character",
        };
        format!(
            "{} {name}{}",
            in_thousands(count),
            if count == 1 { "" } else { "s" }
        )
    }

    /// How many of them a text has.
    pub fn count(self, text: &str) -> usize {
        // A dash without spaces parts two words; a hyphen does not.
        let words = text.split(|char: char| char.is_whitespace() || matches!(char, '—' | '\u{200b}'));
        match self {
            Unit::Words => words.filter(|word| word.contains(char::is_alphanumeric)).count(),
            Unit::Characters => words.map(letters_and_words).sum(),
        }
    }
}

impl Article {
    /// How long it is.
    pub fn length(&self) -> Length {
        let unit = match script(&self.lang).as_str() {
            "hans" | "hant" | "hani" | "jpan" | "thai" | "laoo" | "khmr" | "mymr" | "tibt" => {
                Unit::Characters
            }
            _ => Unit::Words,
        };
        let mut length = Length {
            unit,
            text: 0,
            notes: 0,
        };
        let notes: usize = self
            .notes()
            .iter()
            .map(|note| {
                let mut inside = 0;
                add(note.blocks, unit, &mut inside);
                inside
            })
            .sum();
        length.notes = notes;
        let meta = &self.meta;
        for blocks in std::iter::once(&meta.summary)
            .chain(&meta.key_messages)
            .chain([&self.body])
        {
            add(blocks, unit, &mut length.text);
        }
        length
    }
}

/// Adds what some blocks hold, without the notes called in them.
fn add(blocks: &[Block], unit: Unit, count: &mut usize) {
    for block in blocks {
        if let BlockKind::Code { text, .. } = &block.kind {
            *count += unit.count(text);
        }
        if let BlockKind::Bibliography { .. } = &block.kind {
            continue;
        }
        for run in std::iter::once(block.own_text()).chain(block.small_runs()) {
            *count += unit.count(&words_of(run));
        }
        if let BlockKind::Math { .. } = &block.kind {
            *count += 1;
        }
        block
            .inner()
            .into_iter()
            .for_each(|inner| add(inner, unit, count));
    }
}

/// Running text with one letter for each formula, and nothing for pictures: what they show
/// is heard and not read.
fn words_of(inlines: &[Inline]) -> String {
    let mut text = String::new();
    put(inlines, &mut text);
    text
}

fn put(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Math { .. } => text.push('x'),
            Inline::Image { .. } => {}
            _ => match inline.content() {
                Some(content) => put(content, text),
                None => plain_into(std::slice::from_ref(inline), text),
            },
        }
    }
}

/// A stretch without spaces: each letter that is written without them, and each run of
/// others.
fn letters_and_words(stretch: &str) -> usize {
    let mut count = 0;
    let mut in_word = false;
    for char in stretch.chars() {
        let unspaced = is_unspaced(char);
        let wordly = !unspaced && char.is_alphanumeric();
        // Vowels and tones that stand on a letter belong to it.
        if (unspaced && char.is_alphabetic()) || (wordly && !in_word) {
            count += 1;
        }
        in_word = wordly || (in_word && !unspaced);
    }
    count
}

fn is_unspaced(char: char) -> bool {
    matches!(char,
        '\u{0e00}'..='\u{0fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// `1402` as "1,402".
fn in_thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The most characters that one letter is made of; Unicode's streams have 30 (UAX #15, 13).
const HIGHEST_PILE: usize = 1000;

/// Whether marks are piled up on a letter beyond all measure, or signs joined to one: to shape
/// it would take the memory of a machine.
pub fn is_piled_up(text: &str) -> bool {
    text.len() > HIGHEST_PILE
        && text
            .graphemes(true)
            .any(|letter| letter.len() > HIGHEST_PILE && letter.chars().count() > HIGHEST_PILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_readers_count() {
        for (text, count) in [
            ("", 0),
            ("Who pays?", 2),
            ("well-known – or not", 3),
            ("state—of—the—art", 4),
            ("don’t … 3.5 %", 2),
            ("پاکستان اور کینیڈا", 3),
        ] {
            assert_eq!(Unit::Words.count(text), count, "{text}");
        }
        for (text, count) in [("政策简报", 4), ("于 2025 年发布 PDF/A", 6), ("ก่อน", 3)] {
            assert_eq!(Unit::Characters.count(text), count, "{text}");
        }
    }

    #[test]
    fn numbers_are_told_in_thousands() {
        assert_eq!(Unit::Words.tell(1), "1 word");
        assert_eq!(Unit::Words.tell(999), "999 words");
        assert_eq!(Unit::Characters.tell(1_234_567), "1,234,567 characters");
    }
}
