//! Dates and numerals as the article's language writes them, by the data of CLDR.

use crate::model::{Date, in_numerals, language_and_region};
use icu_calendar::Gregorian;
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{YM, YMD};
use icu_datetime::input::Date as Day;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale::Locale;

/// The digit one in the numerals of a language, where layouts can count in them: `1`,
/// `١`, `۱`, `१` …
pub(in crate::resolve) fn numerals(lang: &str) -> String {
    const COUNTED: [&str; 6] = ["1", "١", "۱", "१", "১", "༡"];
    let one = DecimalFormatter::try_new(locale(lang).into(), Default::default())
        .map(|formatter| formatter.format(&1.into()).to_string())
        .unwrap_or_default();
    let known = COUNTED.into_iter().find(|digit| *digit == one);
    known.unwrap_or("1").to_owned()
}

/// What stands between the whole and its parts in a number of the language: `.`, `,`, `٫`.
pub(in crate::resolve) fn decimal_mark(lang: &str) -> String {
    let half: Option<Decimal> = "0.5".parse().ok();
    let written = DecimalFormatter::try_new(locale(lang).into(), Default::default())
        .ok()
        .zip(half)
        .map(|(formatter, half)| formatter.format(&half).to_string());
    let mark = written.and_then(|written| written.chars().find(|char| !char.is_numeric()));
    mark.unwrap_or('.').to_string()
}

/// The date in words: "1 June 2025", "June 2025", "2025". Years are those of the
/// Gregorian calendar in every language, since that is what the author wrote.
pub(super) fn written(date: Date, lang: &str) -> String {
    let (year, month, day) = date.first_day();
    let Ok(gregorian) = Day::try_new_gregorian(i32::from(year), month, day) else {
        return date.iso();
    };
    let locale = locale(lang);
    let words = match (date.month, date.day) {
        (Some(_), Some(_)) => {
            FixedCalendarDateTimeFormatter::<Gregorian, YMD>::try_new(locale.into(), YMD::long())
                .map(|formatter| formatter.format(&gregorian).to_string())
        }
        (Some(_), None) => {
            FixedCalendarDateTimeFormatter::<Gregorian, YM>::try_new(locale.into(), YM::long())
                .map(|formatter| formatter.format(&gregorian).to_string())
        }
        (None, _) => Ok(in_numerals(&numerals(lang), &year.to_string())),
    };
    let words = words.unwrap_or_else(|_| date.iso());
    match date.day {
        Some(1) => first_of_month(words, lang),
        Some(_) | None => words,
    }
}

/// The first day is an ordinal where the others are not: "1er juin", "1º giugno".
fn first_of_month(words: String, lang: &str) -> String {
    let ordinal = match language_and_region(lang) {
        ("fr", _) => "1er ",
        ("it", _) | ("pt", None | Some("BR")) => "1º ",
        _ => return words,
    };
    match words.strip_prefix("1 ") {
        Some(rest) => format!("{ordinal}{rest}"),
        None => words,
    }
}

/// The tag as CLDR wants it. English without a country is that of the world, not of the
/// United States, whose dates begin with the month.
fn locale(lang: &str) -> Locale {
    let tag = if lang == "en" { "en-001" } else { lang };
    Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN)
}
