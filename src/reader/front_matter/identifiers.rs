//! Identifiers with rules of their own: each function gives the usual form, or `None`.

use crate::model::License;

/// `0000-0002-1825-0097`, from any spelling; the last character checks the others (ISO
/// 7064, modulus 11-2).
pub(super) fn orcid(text: &str) -> Option<String> {
    let bare = text.trim().trim_end_matches('/').rsplit('/').next()?;
    let digits: Vec<char> = bare
        .chars()
        .filter(|char| !matches!(char, '-' | ' ' | '‐' | '‑' | '–'))
        .collect();
    if digits.len() != 16 {
        return None;
    }
    let mut total = 0;
    for digit in &digits[..15] {
        total = (total + digit.to_digit(10)?) * 2 % 11;
    }
    let check = match (12 - total) % 11 {
        10 => 'X',
        number => char::from_digit(number, 10)?,
    };
    if digits[15].to_ascii_uppercase() != check {
        return None;
    }
    let groups: Vec<String> = digits
        .chunks(4)
        .map(|group| group.iter().collect::<String>().to_ascii_uppercase())
        .collect();
    Some(groups.join("-"))
}

/// `10.5555/12345678`, without what stands in front.
pub(super) fn doi(text: &str) -> Option<String> {
    let text = text.trim();
    let start = text.find("10.")?;
    let front = text[..start].to_ascii_lowercase();
    let known = [
        "",
        "doi:",
        "doi: ",
        "https://doi.org/",
        "http://doi.org/",
        "doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
        "dx.doi.org/",
        "https://www.doi.org/",
    ];
    let doi = &text[start..];
    let (prefix, suffix) = doi.split_once('/')?;
    let registrant = &prefix[3..];
    let sound = known.contains(&front.as_str())
        && (4..=9).contains(&registrant.len())
        && registrant.bytes().all(|byte| byte.is_ascii_digit())
        && !suffix.is_empty()
        && !suffix.contains(char::is_whitespace);
    sound.then(|| doi.to_string())
}

/// An ISBN of 10 or 13 digits, as given.
pub(super) fn isbn(text: &str) -> Option<String> {
    let text = text.trim();
    let given = text
        .strip_prefix("urn:isbn:")
        .or_else(|| text.strip_prefix("ISBN"))
        .unwrap_or(text)
        .trim_start_matches([':', ' ']);
    let digits: Vec<char> = given
        .chars()
        .filter(|char| !matches!(char, '-' | ' ' | '–' | '‑'))
        .collect();
    let sum = match digits.len() {
        10 => {
            let mut sum = 0;
            for (place, digit) in digits.iter().enumerate() {
                let value = if place == 9 && digit.eq_ignore_ascii_case(&'x') {
                    10
                } else {
                    digit.to_digit(10)?
                };
                sum += value * (10 - u32::try_from(place).ok()?);
            }
            sum % 11
        }
        13 => {
            let mut sum = 0;
            for (place, digit) in digits.iter().enumerate() {
                sum += digit.to_digit(10)? * if place % 2 == 0 { 1 } else { 3 };
            }
            sum % 10
        }
        _ => return None,
    };
    (sum == 0).then(|| given.to_string())
}

/// `2049-3630`.
pub(super) fn issn(text: &str) -> Option<String> {
    let given = text
        .trim()
        .trim_start_matches("ISSN")
        .trim_start_matches([':', ' ']);
    let digits: Vec<char> = given
        .chars()
        .filter(|char| !matches!(char, '-' | ' ' | '–' | '‑'))
        .collect();
    if digits.len() != 8 {
        return None;
    }
    let mut sum = 0;
    for (place, digit) in digits.iter().enumerate() {
        let value = if place == 7 && digit.eq_ignore_ascii_case(&'x') {
            10
        } else {
            digit.to_digit(10)?
        };
        sum += value * (8 - u32::try_from(place).ok()?);
    }
    (sum % 11 == 0).then(|| given.to_string())
}

/// Whether a text is an address on the web.
pub(super) fn is_address(text: &str) -> bool {
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !text.contains(char::is_whitespace))
}

/// Terms as printed. Creative Commons licences are known in every short form; anything
/// else is what the author wrote.
pub(super) fn license(text: &str) -> License {
    let text = text.trim();
    creative_commons(text).unwrap_or_else(|| License {
        text: text.to_string(),
        url: is_address(text).then(|| text.to_string()),
    })
}

fn creative_commons(text: &str) -> Option<License> {
    let lower = text.to_lowercase();
    let path = ["https://", "http://"]
        .iter()
        .find_map(|scheme| lower.strip_prefix(scheme))
        .map(|rest| rest.trim_start_matches("www."));
    let words = match path {
        Some(path) => {
            let rest = path.strip_prefix("creativecommons.org/")?;
            let rest = rest
                .strip_prefix("licenses/")
                .or_else(|| rest.strip_prefix("publicdomain/"))?;
            let mut parts = rest
                .split('/')
                .filter(|part| !part.is_empty() && *part != "legalcode" && !part.starts_with("deed"));
            let code = parts.next()?;
            let version = parts.next().unwrap_or_default();
            if code == "zero" {
                "cc0 1.0".to_string()
            } else {
                format!("cc {code} {version}")
            }
        }
        None => lower,
    };
    let words: Vec<&str> = words
        .split([' ', '-', '_'])
        .filter(|word| !word.is_empty())
        .collect();
    let (first, rest) = words.split_first()?;
    if *first == "cc0" || (*first == "cc" && rest.first() == Some(&"zero")) {
        let extra = rest
            .iter()
            .filter(|word| !matches!(**word, "1.0" | "zero" | "universal"))
            .count();
        return (extra == 0).then(|| License {
            text: "CC0 1.0".to_string(),
            url: Some("https://creativecommons.org/publicdomain/zero/1.0/".to_string()),
        });
    }
    if *first != "cc" {
        return None;
    }
    let mut codes = Vec::new();
    let mut version = "4.0";
    for word in rest {
        match *word {
            "by" | "nc" | "nd" | "sa" => codes.push(*word),
            "4.0" | "3.0" | "2.5" | "2.0" | "1.0" => version = word,
            "4" => version = "4.0",
            "3" => version = "3.0",
            "international" | "licence" | "license" => {}
            _ => return None,
        }
    }
    let code = codes.join("-");
    if !["by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd"].contains(&code.as_str()) {
        return None;
    }
    Some(License {
        text: format!("CC {} {version}", code.to_uppercase()),
        url: Some(format!("https://creativecommons.org/licenses/{code}/{version}/")),
    })
}

/// CSL's types of works, and the words that site generators put in the same field.
pub(super) fn is_csl_type(text: &str) -> bool {
    const TYPES: &[&str] = &[
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "post",
        "post-weblog",
        "posts",
        "page",
        "regulation",
        "report",
        "review",
        "review-book",
        "software",
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
        "blog",
    ];
    TYPES.contains(&text.trim())
}
