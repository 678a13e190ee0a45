//! Letters behind the mathematical alphabets of Unicode.

/// The looks of a mathematical letter that are said aloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Bold,
    Script,
    Fraktur,
    DoubleStruck,
}

use Style::{Bold, DoubleStruck, Fraktur, Script};

/// The alphabets from U+1D400, 26 capitals and 26 small letters each.
const LATIN: [Option<Style>; 13] = [
    Some(Bold),
    None,
    Some(Bold),
    Some(Script),
    Some(Script),
    Some(Fraktur),
    Some(DoubleStruck),
    Some(Fraktur),
    None,
    Some(Bold),
    None,
    Some(Bold),
    None,
];

/// The alphabets from U+1D6A8, 58 signs each.
const GREEK: [Option<Style>; 5] = [Some(Bold), None, Some(Bold), Some(Bold), Some(Bold)];

/// The digits from U+1D7CE, ten each.
const DIGITS: [Option<Style>; 5] = [Some(Bold), Some(DoubleStruck), None, Some(Bold), None];

/// The signs of a Greek alphabet in Unicode's order.
const GREEK_SIGNS: &str = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ";

/// Letters that Unicode had before it had the alphabets.
const LETTERLIKE: &[(char, Option<Style>, char)] = &[
    ('ℎ', None, 'h'),
    ('ℂ', Some(DoubleStruck), 'C'),
    ('ℍ', Some(DoubleStruck), 'H'),
    ('ℕ', Some(DoubleStruck), 'N'),
    ('ℙ', Some(DoubleStruck), 'P'),
    ('ℚ', Some(DoubleStruck), 'Q'),
    ('ℝ', Some(DoubleStruck), 'R'),
    ('ℤ', Some(DoubleStruck), 'Z'),
    ('ℬ', Some(Script), 'B'),
    ('ℰ', Some(Script), 'E'),
    ('ℱ', Some(Script), 'F'),
    ('ℋ', Some(Script), 'H'),
    ('ℐ', Some(Script), 'I'),
    ('ℒ', Some(Script), 'L'),
    ('ℳ', Some(Script), 'M'),
    ('ℛ', Some(Script), 'R'),
    ('ℯ', Some(Script), 'e'),
    ('ℊ', Some(Script), 'g'),
    ('ℴ', Some(Script), 'o'),
    ('ℭ', Some(Fraktur), 'C'),
    ('ℌ', Some(Fraktur), 'H'),
    ('ℑ', Some(Fraktur), 'I'),
    ('ℜ', Some(Fraktur), 'R'),
    ('ℨ', Some(Fraktur), 'Z'),
];

/// The letter that a mathematical letter is, and its look if that is said.
pub(super) fn plain(char: char) -> (Option<Style>, char) {
    let code = u32::from(char);
    let within = |first: u32, size: u32| {
        let offset = code.checked_sub(first)?;
        Some((usize::try_from(offset / size).ok()?, offset % size))
    };
    if (0x1d400..0x1d6a4).contains(&code)
        && let Some((alphabet, offset)) = within(0x1d400, 52)
    {
        let first = if offset < 26 { 'A' } else { 'a' };
        let letter = char::from_u32(u32::from(first) + offset % 26).unwrap_or(char);
        return (LATIN[alphabet], letter);
    }
    if (0x1d6a8..0x1d7ca).contains(&code)
        && let Some((alphabet, offset)) = within(0x1d6a8, 58)
    {
        let letter = GREEK_SIGNS.chars().nth(usize::try_from(offset).unwrap_or(0));
        return (GREEK[alphabet], letter.unwrap_or(char));
    }
    if (0x1d7ce..0x1d800).contains(&code)
        && let Some((alphabet, offset)) = within(0x1d7ce, 10)
    {
        let digit = char::from_digit(offset, 10).unwrap_or(char);
        return (DIGITS[alphabet], digit);
    }
    match LETTERLIKE.iter().find(|(sign, ..)| *sign == char) {
        Some((_, style, letter)) => (*style, *letter),
        None => (None, char),
    }
}

/// The small letter of a Greek capital.
pub(super) fn small_greek(char: char) -> Option<char> {
    let is_capital = ('Α'..='Ω').contains(&char);
    is_capital.then(|| char.to_lowercase().next()).flatten()
}

/// Signs that are not seen: they tell a program where one thing ends.
pub(super) fn is_silent(char: char) -> bool {
    matches!(char, '\u{2061}'..='\u{2064}' | '\u{200b}' | '\u{fe00}'..='\u{fe0f}' | '\0')
}
