//! Terms of use, in SPDX's words, Creative Commons' short forms, or the author's own.

use super::fields::Fields;
use super::identifiers::{Wrong, is_address};
use super::parts::LicensePart;
use super::table::Table;
use crate::model::License;
use crate::reader::yaml::{Node, Value};

/// Reads the terms; `field` is what messages call the field.
pub(super) fn license(fields: &mut Fields, field: &str, node: &Node) -> Option<License> {
    match &node.value {
        Value::Seq(items) => {
            let terms: Vec<License> = items
                .iter()
                .filter_map(|item| license(fields, field, item))
                .collect();
            together(terms)
        }
        Value::Scalar { .. } => {
            let text = fields.text(field, node)?;
            match named(&text) {
                Ok(license) => Some(license),
                Err(wrong) => {
                    fields.wrong(node.span, format!("`{text}` {}", wrong.trouble), &wrong.hint);
                    None
                }
            }
        }
        Value::Map(_) => {
            fields.odd_parts::<LicensePart>(field, node, &[]);
            object(fields, field, node)
        }
    }
}

fn object(fields: &mut Fields, field: &str, node: &Node) -> Option<License> {
    if let Some(content) = LicensePart::Content.of(node).or(LicensePart::Code.of(node)) {
        let mut terms = license(fields, field, content)?;
        if LicensePart::Content.of(node).is_some()
            && let Some(code) = LicensePart::Code.of(node)
            && let Some(code) = license(fields, field, code)
        {
            terms.text = format!("{} · code: {}", terms.text, code.text);
            terms.spdx = None;
        }
        return Some(terms);
    }
    let part =
        |fields: &mut Fields, part: LicensePart| part.of(node).and_then(|part| fields.text(field, part));
    let text = part(fields, LicensePart::Text);
    let year = part(fields, LicensePart::Year);
    let statement = part(fields, LicensePart::Statement);
    let holder = LicensePart::Holder.of(node).map(|holder| {
        let names = match &holder.value {
            Value::Seq(_) => fields.words(field, holder),
            Value::Scalar { .. } | Value::Map(_) => fields.name(field, holder).into_iter().collect(),
        };
        names.join(", ")
    });
    let url = LicensePart::Url.of(node).and_then(|url| fields.url(url));
    let known = LicensePart::Type.of(node).and_then(|kind| {
        let name = fields.text(field, kind)?;
        match named(&name) {
            Ok(license) => Some(license),
            Err(wrong) => {
                fields.wrong(kind.span, format!("`{name}` {}", wrong.trouble), &wrong.hint);
                None
            }
        }
    });
    let held = holder
        .filter(|holder| !holder.is_empty())
        .map(|holder| match &year {
            Some(year) => format!("© {year} {holder}"),
            None => format!("© {holder}"),
        });
    let held = statement.or(held);
    // "CC BY 4.0" in letters is the licence of that name.
    let text = text.map(|text| match named(&text) {
        Ok(known) if known.url.is_some() => known,
        _ => License {
            text,
            ..License::default()
        },
    });
    let from_url = url.as_deref().and_then(|url| named(url).ok());
    let mut terms = text.or_else(|| known.clone()).or(from_url);
    if let Some(terms) = &mut terms {
        terms.copyright = held.clone();
    }
    let held = held.map(|text| License {
        text,
        ..License::default()
    });
    let Some(mut license) = terms.or(held) else {
        fields.wrong(
            node.span,
            format!("`{field}` says nothing that can be printed"),
            "write `license: CC-BY-4.0`, or a `text` and a `url`",
        );
        return None;
    };
    let known = known.unwrap_or_default();
    license.url = url.or(license.url).or(known.url);
    license.spdx = license.spdx.or(known.spdx);
    Some(license)
}

/// Several terms as one line.
fn together(terms: Vec<License>) -> Option<License> {
    let mut terms = terms.into_iter();
    let first = terms.next()?;
    Some(terms.fold(first, |all, next| License {
        text: format!("{} · {}", all.text, next.text),
        url: all.url.or(next.url),
        spdx: None,
        copyright: all.copyright.or(next.copyright),
    }))
}

/// Terms by their name, as printed; whatever is no name is the author's own words.
///
/// # Errors
///
/// What is wrong with a word that looks like a name of SPDX and is none.
pub(super) fn named(text: &str) -> Result<License, Wrong> {
    let text = text.trim();
    if is_address(text) {
        return Ok(creative_commons(text).unwrap_or_else(|| License {
            text: text.to_string(),
            url: Some(text.to_string()),
            ..License::default()
        }));
    }
    let looks_spdx = !text.contains(char::is_whitespace) && text.contains(['-', '.']);
    if (!looks_spdx || is_spdx(text) || has_no_version(text))
        && let Some(license) = creative_commons(text)
    {
        return Ok(license);
    }
    if let Some(id) = spdx::license_id(text) {
        return Ok(License {
            text: id.full_name.to_string(),
            url: Some(format!("https://spdx.org/licenses/{}.html", id.name)),
            spdx: Some(id.name.to_string()),
            copyright: None,
        });
    }
    let expression = [" OR ", " AND ", " WITH "]
        .iter()
        .any(|operator| text.contains(operator));
    if expression && spdx::Expression::parse(text).is_ok() {
        return Ok(License {
            text: text.to_string(),
            spdx: Some(text.to_string()),
            ..License::default()
        });
    }
    if looks_spdx && let Some(near) = nearest(text) {
        return Err(Wrong::new(
            "is not a licence's name in SPDX",
            format!("write `{near}`"),
        ));
    }
    Ok(License {
        text: text.to_string(),
        ..License::default()
    })
}

fn is_spdx(text: &str) -> bool {
    spdx::identifiers::LICENSES
        .iter()
        .any(|license| license.name.eq_ignore_ascii_case(text))
}

/// `CC-BY` and `cc-by-sa` are how people write it; `CC-BY-4` is a slip.
fn has_no_version(text: &str) -> bool {
    !text.contains(|char: char| char.is_ascii_digit())
}

/// The name that was meant, if it is near enough.
fn nearest(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    if lower.len() > 40 {
        return None;
    }
    let names = || {
        let current = spdx::identifiers::LICENSES.iter().map(|license| license.name);
        // The names that GNU's licences had before are no answer.
        current.filter(|name| spdx::license_id(name).is_some_and(|id| !id.is_deprecated()))
    };
    // `CC-BY-4` goes on as `CC-BY-4.0`, `GPL-3` as `GPL-3.0-only`.
    let longer = names().filter(|name| name.to_ascii_lowercase().starts_with(&format!("{lower}.0")));
    longer.min_by_key(|name| name.len()).or_else(|| {
        let near = names().filter(|name| name.len().abs_diff(lower.len()) <= 2);
        let close = near.map(|name| {
            (
                strsim::damerau_levenshtein(&name.to_ascii_lowercase(), &lower),
                name,
            )
        });
        close
            .filter(|(distance, _)| *distance <= 2)
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, name)| name)
    })
}

/// A licence of Creative Commons by its address or any short form of its name.
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
            spdx: Some("CC0-1.0".to_string()),
            copyright: None,
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
    let short = code.to_uppercase();
    Some(License {
        text: format!("CC {short} {version}"),
        url: Some(format!("https://creativecommons.org/licenses/{code}/{version}/")),
        spdx: Some(format!("CC-{short}-{version}")),
        copyright: None,
    })
}
