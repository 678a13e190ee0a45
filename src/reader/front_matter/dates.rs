//! Dates, in the forms that people and site generators write.

use crate::model::Date;
use crate::reader::yaml::{Node, Value};

/// What a date's text turned out to be.
#[derive(Debug, PartialEq)]
pub(super) enum Read {
    /// A date in the usual form.
    Plain(Date),
    /// A date that a person understands and other programs may not.
    Loose(Date),
    /// A word or piece of code that asks the clock.
    Clock,
    /// No date; an instruction.
    Wrong(String),
}

const USUAL: &str = "write it as `2025-06-01`, `2025-06` or `2025`";

/// Reads a date's text.
pub(super) fn read(text: &str) -> Read {
    let text = text.trim();
    if asks_the_clock(text) {
        return Read::Clock;
    }
    let (day, time) = match text.find(['T', 't', ' ']) {
        // `2025-06-01T10:00`, but not `October 2025`.
        Some(at) if text.as_bytes()[0].is_ascii_digit() && at >= 8 => (&text[..at], text[at + 1..].trim()),
        _ => (text, ""),
    };
    if time.is_empty() || is_time(time) {
        if let Some(date) = Date::parse(day).filter(|_| time.is_empty() || day.len() >= 8) {
            return Read::Plain(date);
        }
        // `2025/06/01`: the year first leaves no doubt.
        let slashed = day.replace(['/', '.'], "-");
        let year_first = day.split(['/', '.']).next().is_some_and(|year| year.len() == 4);
        if year_first && let Some(date) = Date::parse(&slashed) {
            return Read::Loose(date);
        }
    }
    match in_words(text) {
        Some(date) => Read::Loose(date),
        None => Read::Wrong(hint(text)),
    }
}

/// Quarto's words, R's and TeX's code.
fn asks_the_clock(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    matches!(
        lower.as_str(),
        "today" | "now" | "last-modified" | "\\today" | "$date$"
    ) || (lower.starts_with("`r ") && lower.ends_with('`'))
}

/// `10:00`, `10:00:00.5Z`, `10:00:00 +0500`, `10:00 PM EST`.
fn is_time(text: &str) -> bool {
    let mut parts = text.split_whitespace();
    let clock = parts.next().unwrap_or_default();
    let zone_at = clock.find(['Z', 'z', '+', '-']).unwrap_or(clock.len());
    let (clock, zone) = clock.split_at(zone_at);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut numbers = clock.split(':');
    let hour = numbers.next().unwrap_or_default();
    let minute = numbers.next();
    let second = numbers.next();
    let small = |text: &str, most: u8| {
        digits(text) && text.len() <= 2 && text.parse::<u8>().is_ok_and(|number| number <= most)
    };
    let second_is_sound = second.is_none_or(|second| {
        let (whole, part) = second.split_once('.').unwrap_or((second, "0"));
        small(whole, 60) && digits(part)
    });
    small(hour, 24)
        && minute.is_some_and(|minute| small(minute, 59))
        && second_is_sound
        && numbers.next().is_none()
        && is_zone(zone)
        && parts.all(|part| is_zone(part) || matches!(part, "AM" | "PM" | "am" | "pm"))
}

/// Nothing, `Z`, `+05:00`, `-0500`, `+05`, `-4`, or a zone's letters.
fn is_zone(text: &str) -> bool {
    if text.is_empty() || matches!(text, "Z" | "z") {
        return true;
    }
    match text.strip_prefix(['+', '-']) {
        Some(offset) => {
            let digits: String = offset.chars().filter(|char| *char != ':').collect();
            matches!(digits.len(), 1 | 2 | 4) && digits.bytes().all(|byte| byte.is_ascii_digit())
        }
        None => text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `June 1, 2025`, `1st of June 2025`, `Sunday, 1 Jun. 2025`, `June 2025`: a month in
/// English letters, a year of four digits, and maybe a day. Nothing else may be there.
fn in_words(text: &str) -> Option<Date> {
    if text.len() > 40 {
        return None;
    }
    let lower = text.to_lowercase();
    let (mut year, mut month, mut day) = (None, None, None);
    let separators = |char: char| char.is_whitespace() || matches!(char, ',' | '.' | '-' | '/');
    for word in lower.split(separators).filter(|word| !word.is_empty()) {
        let number = word
            .strip_suffix("st")
            .or_else(|| word.strip_suffix("nd"))
            .or_else(|| word.strip_suffix("rd"))
            .or_else(|| word.strip_suffix("th"))
            .unwrap_or(word);
        if let Ok(number) = number.parse::<u16>() {
            if word.len() == 4 && year.is_none() {
                year = Some(number);
            } else if (1..=31).contains(&number) && day.is_none() {
                day = Some(number);
            } else {
                return None;
            }
        } else if let Some(place) = MONTHS.iter().position(|name| {
            *name == word || (name.get(..3) == Some(word)) || (word == "sept" && *name == "september")
        }) {
            if month.replace(place + 1).is_some() {
                return None;
            }
        } else if word != "of" && word != "the" && !is_weekday(word) {
            return None;
        }
    }
    let iso = match day {
        Some(day) => format!("{:04}-{:02}-{day:02}", year?, month?),
        None => format!("{:04}-{:02}", year?, month?),
    };
    Date::parse(&iso)
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    DAYS.iter()
        .any(|day| *day == word || (word.len() >= 3 && day.starts_with(word)))
}

/// What to do about a text that is no date. Where day and month can be told apart only by
/// the author, both readings are named.
fn hint(text: &str) -> String {
    let numbers: Vec<&str> = text.split(['/', '.', '-']).map(str::trim).collect();
    if let [first, second, year] = numbers.as_slice()
        && year.len() == 4
        && first.len() <= 2
        && second.len() <= 2
    {
        let reading = |month: &str, day: &str| {
            let date = Date::parse(&format!("{year}-{month:0>2}-{day:0>2}"))?;
            Some(date.iso())
        };
        return match (reading(second, first), reading(first, second)) {
            (Some(one), Some(other)) if one != other => {
                format!("write `{one}` or `{other}`, whichever you mean")
            }
            (Some(one), _) | (None, Some(one)) => format!("write `{one}`"),
            (None, None) => USUAL.to_string(),
        };
    }
    USUAL.to_string()
}

/// CSL's `{date-parts: [[2025, 6, 1]]}`, or `{year, month, day}`, as text.
pub(super) fn csl(node: &Node) -> Option<String> {
    let node = match &node.value {
        Value::Seq(items) if items.len() == 1 => &items[0],
        Value::Seq(_) | Value::Map(_) | Value::Scalar { .. } => node,
    };
    let parts: Vec<&Node> = match (node.get(&["date-parts"]), &node.value) {
        (Some(parts), _) => match &parts.value {
            Value::Seq(outer) => match outer.first().map(|first| &first.value) {
                Some(Value::Seq(inner)) => inner.iter().collect(),
                _ => outer.iter().collect(),
            },
            Value::Scalar { .. } | Value::Map(_) => return None,
        },
        (None, Value::Map(_)) => {
            if let Some(text) = node.get(&["raw", "literal", "iso-8601"]) {
                return text.text().map(str::to_string);
            }
            let parts = [node.get(&["year"])?].into_iter().chain(node.get(&["month"]));
            let day = node.get(&["month"]).and_then(|_| node.get(&["day"]));
            parts.chain(day).collect()
        }
        (None, Value::Scalar { .. } | Value::Seq(_)) => return None,
    };
    let number = |part: &Node| part.text()?.trim().parse::<u16>().ok();
    let parts: Option<Vec<u16>> = parts.into_iter().take(3).map(number).collect();
    let parts: Vec<String> = parts?.iter().map(|number| format!("{number:02}")).collect();
    Some(parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_dates() {
        let iso = |text: &str| match read(text) {
            Read::Plain(date) => format!("plain {}", date.iso()),
            Read::Loose(date) => format!("loose {}", date.iso()),
            Read::Clock => "clock".to_string(),
            Read::Wrong(hint) => hint,
        };
        for (text, read) in [
            ("2025-06-01", "plain 2025-06-01"),
            ("2025-6-1", "plain 2025-06-01"),
            ("2025", "plain 2025"),
            ("2025-06-01T10:00:00+05:00", "plain 2025-06-01"),
            ("2025-06-01T10:00:00.123Z", "plain 2025-06-01"),
            ("2025-06-01 10:00:00 +0500", "plain 2025-06-01"),
            ("2025-06-01 9:00:00 -4", "plain 2025-06-01"),
            ("2025-06-01 10:00 PM EST", "plain 2025-06-01"),
            ("2025/06/01", "loose 2025-06-01"),
            ("2025.06.01", "loose 2025-06-01"),
            ("June 1, 2025", "loose 2025-06-01"),
            ("1st of June 2025", "loose 2025-06-01"),
            ("Sunday, 1 Jun. 2025", "loose 2025-06-01"),
            ("Sept 2025", "loose 2025-09"),
            ("today", "clock"),
            ("`r Sys.Date()`", "clock"),
            (
                "01/06/2025",
                "write `2025-06-01` or `2025-01-06`, whichever you mean",
            ),
            ("31.12.2025", "write `2025-12-31`"),
            ("2025-06-01 soon", USUAL),
            ("2025-02-30", USUAL),
            ("June 31, 2025", USUAL),
            ("soon", USUAL),
            ("", USUAL),
        ] {
            assert_eq!(iso(text), read, "{text}");
        }
    }
}
