//! Identifiers with rules of their own: each function gives the usual form, or says what
//! is wrong with this one and what to do about it.

use crate::model::LONGEST_ADDRESS;

/// Why a value cannot be: what follows it in the message, and an instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    pub trouble: String,
    pub hint: String,
}

impl Wrong {
    pub fn new(trouble: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            trouble: trouble.into(),
            hint: hint.into(),
        }
    }
}

type Checked = Result<String, Wrong>;

/// The characters that count, without what people put between them.
fn bare(text: &str) -> Vec<char> {
    let between = |char: &char| !matches!(char, '-' | ' ' | '\u{2010}'..='\u{2015}');
    text.chars().filter(between).collect()
}

/// `0000-0002-1825-0097`, from any spelling; the last character checks the others (ISO
/// 7064, modulus 11-2).
pub(super) fn orcid(text: &str) -> Checked {
    const HINT: &str = "copy it again from orcid.org, as `0000-0002-1825-0097`";
    let name = text
        .trim()
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let name = name
        .trim_start_matches("orcid:")
        .trim_start_matches("ORCID:")
        .trim();
    let digits = bare(name);
    if digits.len() != 16 {
        let trouble = format!("is not an ORCID: it has {} characters and not 16", digits.len());
        return Err(Wrong::new(trouble, HINT));
    }
    let mut total = 0;
    for digit in &digits[..15] {
        let Some(digit) = digit.to_digit(10) else {
            return Err(Wrong::new(
                format!("is not an ORCID: `{digit}` is no digit"),
                HINT,
            ));
        };
        total = (total + digit) * 2 % 11;
    }
    let check = match (12 - total) % 11 {
        10 => 'X',
        number => char::from_digit(number, 10).unwrap_or('X'),
    };
    if digits[15].to_ascii_uppercase() != check {
        return Err(Wrong::new("is not an ORCID: its check digit is wrong", HINT));
    }
    let groups: Vec<String> = digits
        .chunks(4)
        .map(|group| group.iter().collect::<String>().to_ascii_uppercase())
        .collect();
    Ok(groups.join("-"))
}

/// `10.5555/12345678`, without what stands in front.
pub(super) fn doi(text: &str) -> Checked {
    let wrong = || {
        Wrong::new(
            "is not a DOI",
            "write it as `10.5555/12345678`, with or without `https://doi.org/`",
        )
    };
    let text = text.trim();
    let start = text.find("10.").ok_or_else(wrong)?;
    let front = text[..start].to_ascii_lowercase();
    let known = [
        "",
        "doi:",
        "doi: ",
        "doi ",
        "https://doi.org/",
        "http://doi.org/",
        "doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
        "dx.doi.org/",
        "https://www.doi.org/",
        "http://www.doi.org/",
        "info:doi/",
        "urn:doi:",
    ];
    let doi = &text[start..];
    let (prefix, suffix) = doi.split_once('/').ok_or_else(wrong)?;
    let registrant = &prefix[3..];
    let sound = known.contains(&front.as_str())
        && (4..=9).contains(&registrant.split('.').next().unwrap_or_default().len())
        && registrant.split('.').all(|part| !part.is_empty())
        && registrant
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
        && !suffix.is_empty()
        && !suffix.contains(|char: char| char.is_whitespace() || char.is_control());
    if sound { Ok(doi.to_string()) } else { Err(wrong()) }
}

/// `10986/2445`, without what stands in front.
pub(super) fn handle(text: &str) -> Checked {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let fronts = [
        "https://hdl.handle.net/",
        "http://hdl.handle.net/",
        "hdl.handle.net/",
        "info:hdl/",
        "hdl:",
    ];
    let front = fronts.iter().find(|front| lower.starts_with(**front));
    let handle = text[front.map_or(0, |front| front.len())..].trim();
    let sound = handle.split_once('/').is_some_and(|(authority, name)| {
        !authority.is_empty()
            && authority
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
            && !name.is_empty()
    });
    if sound && !handle.contains(char::is_whitespace) {
        Ok(handle.to_string())
    } else {
        Err(Wrong::new(
            "is not a handle",
            "write it as `10986/2445`, with or without `https://hdl.handle.net/`",
        ))
    }
}

/// An ISBN of 10 or 13 digits, as given.
pub(super) fn isbn(text: &str) -> Checked {
    const HINT: &str = "copy all 10 or 13 digits again";
    let given = after_name(text, &["urn:isbn:", "isbn-13", "isbn-10", "isbn"]);
    let digits = bare(given);
    let value = |(place, digit): (usize, &char)| match digit {
        'x' | 'X' if place == 9 && digits.len() == 10 => Some(10),
        _ => digit.to_digit(10),
    };
    let values: Option<Vec<u32>> = digits.iter().enumerate().map(value).collect();
    let (Some(values), 10 | 13) = (values, digits.len()) else {
        let trouble = format!("is not an ISBN: it has {} characters that count", digits.len());
        return Err(Wrong::new(trouble, HINT));
    };
    let sum: u32 = match values.len() {
        10 => {
            values
                .iter()
                .zip((1..=10).rev())
                .map(|(value, weight)| value * weight)
                .sum::<u32>()
                % 11
        }
        _ => {
            values
                .iter()
                .zip([1, 3].into_iter().cycle())
                .map(|(value, weight)| value * weight)
                .sum::<u32>()
                % 10
        }
    };
    if sum == 0 {
        Ok(given.to_string())
    } else {
        Err(Wrong::new("is not an ISBN: its check digit is wrong", HINT))
    }
}

/// `2049-3630`.
pub(super) fn issn(text: &str) -> Checked {
    const HINT: &str = "write it as `2049-3630`";
    let given = after_name(text, &["urn:issn:", "issn-l", "e-issn", "eissn", "issn"]);
    let digits = bare(given);
    let value = |(place, digit): (usize, &char)| match digit {
        'x' | 'X' if place == 7 => Some(10),
        _ => digit.to_digit(10),
    };
    let values: Option<Vec<u32>> = digits.iter().enumerate().map(value).collect();
    let (Some(values), 8) = (values, digits.len()) else {
        let trouble = format!("is not an ISSN: it has {} characters and not 8", digits.len());
        return Err(Wrong::new(trouble, HINT));
    };
    let sum: u32 = values
        .iter()
        .zip((1..=8).rev())
        .map(|(value, weight)| value * weight)
        .sum();
    if !sum.is_multiple_of(11) {
        return Err(Wrong::new("is not an ISSN: its check digit is wrong", HINT));
    }
    let whole: String = digits.iter().map(char::to_ascii_uppercase).collect();
    Ok(format!("{}-{}", &whole[..4], &whole[4..]))
}

/// What stands after the identifier's own name, if it is written in front.
fn after_name<'a>(text: &'a str, names: &[&str]) -> &'a str {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let name = names.iter().find(|name| lower.starts_with(**name));
    text[name.map_or(0, |name| name.len())..].trim_start_matches([':', ' '])
}

/// `https://ror.org/05dxps055`: six characters of Crockford's base 32 after a zero, and
/// two digits that check them (ISO 7064, modulus 97-10).
pub(super) fn ror(text: &str) -> Checked {
    const HINT: &str = "copy it again from ror.org, as `https://ror.org/05dxps055`";
    const DIGITS: &str = "0123456789abcdefghjkmnpqrstvwxyz";
    let wrong = |why: &str| Wrong::new(format!("is not a ROR: {why}"), HINT);
    let id = text
        .trim()
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let id = id.to_ascii_lowercase();
    if id.len() != 9 || !id.is_ascii() || !id.starts_with('0') {
        return Err(wrong("it should be `0` and eight more characters"));
    }
    let mut number = 0_u64;
    for char in id[..7].chars() {
        let digit = DIGITS
            .find(char)
            .ok_or_else(|| wrong("it has a character that no ROR has"))?;
        number = number * 32 + digit as u64;
    }
    let check = id[7..].parse::<u64>().ok();
    if check != Some(98 - number * 100 % 97) {
        return Err(wrong("its check digits are wrong"));
    }
    Ok(format!("https://ror.org/{id}"))
}

/// An address on the web.
pub(super) fn url(text: &str) -> Checked {
    let text = text.trim();
    if text.len() > LONGEST_ADDRESS {
        return Err(Wrong::new(
            "is longer than any server takes",
            "write a shorter address of the same page".to_string(),
        ));
    }
    if is_address(text) {
        return Ok(text.to_string());
    }
    let hint = if text.contains('.') && !text.contains([' ', ':', '@']) && !text.starts_with('/') {
        format!("write `https://{text}`")
    } else {
        "write it as `https://example.org/page`".to_string()
    };
    Err(Wrong::new("is not an address on the web", hint))
}

/// Whether a text is an address on the web.
pub(super) fn is_address(text: &str) -> bool {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| lower.starts_with(scheme));
    scheme.is_some_and(|scheme| {
        let host = text[scheme.len()..]
            .split(['/', '?', '#'])
            .next()
            .unwrap_or_default();
        !host.is_empty() && !text.contains(|char: char| char.is_whitespace() || char.is_control())
    })
}

/// An e-mail address, without `mailto:`.
pub(super) fn email(text: &str) -> Checked {
    let wrong = || Wrong::new("is not an e-mail address", "write it as `name@example.org`");
    let address = text.trim().trim_start_matches('<').trim_end_matches('>');
    let address = address.strip_prefix("mailto:").unwrap_or(address);
    let (name, host) = address.rsplit_once('@').ok_or_else(wrong)?;
    let odd = |char: char| char.is_whitespace() || char.is_control() || "<>,;()[]\\\"".contains(char);
    let sound = !name.is_empty()
        && !name.contains('@')
        && !address.contains(odd)
        && !host.is_empty()
        && host
            .split('.')
            .all(|part| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-'));
    if sound {
        Ok(address.to_string())
    } else {
        Err(wrong())
    }
}

/// `D72`.
pub(super) fn jel(text: &str) -> Checked {
    let code = text.trim().to_ascii_uppercase();
    let mut chars = code.chars();
    let sound = chars
        .next()
        .is_some_and(|letter| matches!(letter, 'A'..='R' | 'Y' | 'Z'))
        && code.len() <= 3
        && chars.all(|digit| digit.is_ascii_digit());
    if sound {
        Ok(code)
    } else {
        Err(Wrong::new(
            "is not a JEL code",
            "write a letter and up to two digits, such as `D72`",
        ))
    }
}
