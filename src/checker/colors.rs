//! Colours: those of a page are its reader's own, dark at night and sepia for tired eyes.
//!
//! A style sheet is read rule by rule and never applied to the text: what a rule says alone
//! has to hold on any page.

use super::book::Book;
use super::findings::Findings;
use super::rules::Subject;
use super::sheet::{self, Declaration, Rule};
use crate::diagnostic::Code;
use std::collections::BTreeSet;

/// The dark and the light ground that are thought of.
const DARK: [f64; 3] = [18.0, 18.0, 18.0];
const LIGHT: [f64; 3] = [255.0, 255.0, 255.0];
/// What text must have to be seen at all on a ground that was not thought of: the ratio of
/// large type (WCAG 2.2, 1.4.3).
const SEEN: f64 = 3.0;
/// Below this, light text has vanished from a light page.
const VANISHED: f64 = 2.0;
/// What text on its own ground must have (WCAG 2.2, 1.4.3).
const LEGIBLE: f64 = 4.5;

/// What a rule says of colours.
struct Colors<'a> {
    text: Option<(&'a Declaration<'a>, [f64; 4])>,
    ground: Option<(&'a Declaration<'a>, [f64; 4])>,
}

pub(super) fn check(book: &Book<'_>, findings: &mut Findings) {
    for (path, text) in &book.sheets {
        sheet(path, text, 0, findings);
    }
    for document in book.documents() {
        for (at, node) in document.nodes.iter().enumerate() {
            if node.name == "style" && node.end == at + 1 {
                let start = document.text[node.start..]
                    .find('>')
                    .map_or(0, |end| node.start + end + 1);
                let end = document.text[start..].find("</").map_or(start, |end| start + end);
                sheet(document.path, &document.text[start..end], start, findings);
            }
            let Some(style) = node.get("style") else { continue };
            let declarations = sheet::declarations(style, 0);
            let colors = colors(&declarations);
            if colors.text.is_some() || colors.ground.is_some() {
                findings.examined(Subject::Colors, 1);
            }
            let place = node.place_of("style");
            let is_page = matches!(node.name, "html" | "body");
            judge(&colors, is_page, document.path, place, findings);
        }
    }
}

/// Judges a style sheet that begins at a byte of a file.
fn sheet(path: &str, text: &str, begin: usize, findings: &mut Findings) {
    let rules = sheet::rules(text);
    let own = |selector: &str| {
        selector
            .split([' ', '>', '+', '~', ':'])
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    // Selectors that the sheet colours again for dark pages, and boxes with a ground of their own.
    let mut for_dark = BTreeSet::new();
    let mut boxes = BTreeSet::new();
    for rule in &rules {
        let colors = colors(&rule.declarations);
        if is_dark(rule) && colors.text.is_some() {
            for_dark.extend(rule.selectors.iter().map(String::as_str));
        }
        if colors.ground.is_some_and(|(_, ground)| ground[3] > 0.8) {
            boxes.extend(
                rule.selectors
                    .iter()
                    .filter(|selector| !is_page(selector))
                    .map(|box_| own(box_)),
            );
        }
    }
    for rule in &rules {
        let mut colors = colors(&rule.declarations);
        if colors.text.is_none() && colors.ground.is_none() || rule.media.contains("print") {
            continue;
        }
        findings.examined(Subject::Colors, 1);
        let is_page = rule.selectors.iter().any(|selector| is_page(selector));
        let is_again = rule
            .selectors
            .iter()
            .all(|selector| for_dark.contains(selector.as_str()));
        let in_box = rule
            .selectors
            .iter()
            .all(|selector| boxes.contains(&own(selector)));
        let is_picture = rule.selectors.iter().all(|selector| is_picture(selector));
        let place = begin + rule.start;
        if (is_dark(rule) || is_again || in_box) && !is_page && colors.ground.is_none() {
            continue;
        }
        if is_picture && !is_page {
            colors.ground = None;
        }
        judge(&colors, is_page, path, place, findings);
    }
}

fn is_dark(rule: &Rule<'_>) -> bool {
    rule.media.contains("prefers-color-scheme") && rule.media.contains("dark")
}

/// Whether a selector means the page: its last part is `html`, `body` or everything.
fn is_page(selector: &str) -> bool {
    let last = selector.rsplit([' ', '>', '+', '~']).next().unwrap_or_default();
    let name = last.split(['.', '#', ':', '[']).next().unwrap_or_default();
    matches!(name, "html" | "body" | "*") || last.starts_with(":root")
}

/// Whether a selector means what has no text, so that a ground of its own hides none.
fn is_picture(selector: &str) -> bool {
    let last = selector.rsplit([' ', '>', '+', '~']).next().unwrap_or_default();
    let name = last.split(['.', '#', ':', '[']).next().unwrap_or_default();
    matches!(name, "img" | "svg" | "picture" | "video" | "hr") || last.contains("::")
}

fn judge(colors: &Colors<'_>, is_page: bool, path: &str, place: usize, findings: &mut Findings) {
    if is_page {
        let set = colors.text.or(colors.ground);
        if let Some((declaration, _)) = set {
            findings.in_file(
                Code::BookPageColor,
                path,
                place,
                format!(
                    "`{}: {}` sets the colour of the whole page",
                    declaration.name, declaration.value
                ),
                "leave the page's colours to the reading system, where people choose them",
            );
        }
        return;
    }
    let opaque = colors.ground.filter(|(_, ground)| ground[3] > 0.8);
    match (colors.text, opaque) {
        (Some((text, color)), Some((ground, under))) => {
            let ratio = contrast(rgb(color), rgb(under));
            if ratio < LEGIBLE {
                findings.in_file(
                    Code::BookContrast,
                    path,
                    place,
                    format!(
                        "`{}` on `{}` has a contrast of {ratio:.1} to 1, and text needs {LEGIBLE} to 1",
                        text.value, ground.value
                    ),
                    "take a darker or a lighter colour for one of the two",
                );
            }
        }
        (Some((text, color)), None) if colors.ground.is_none() => {
            let color = rgb(color);
            let (dark, light) = (contrast(color, DARK), contrast(color, LIGHT));
            if dark < SEEN || light < VANISHED {
                let page = if dark < SEEN { "dark" } else { "light" };
                findings.in_file(
                    Code::BookDarkMode,
                    path,
                    place,
                    format!(
                        "`color: {}` without a ground cannot be seen on a {page} page ({:.1} to 1)",
                        text.value,
                        dark.min(light)
                    ),
                    "leave the colour out, or set it again for dark pages (`prefers-color-scheme: dark`)",
                );
            }
        }
        (None, Some((ground, under))) if text_vanishes(rgb(under)) => {
            findings.in_file(
                Code::BookDarkMode,
                path,
                place,
                format!(
                    "`{}: {}` without a colour for the text hides the text of a {} page",
                    ground.name,
                    ground.value,
                    if contrast(rgb(under), LIGHT) < SEEN {
                        "dark"
                    } else {
                        "light"
                    }
                ),
                "set the text's colour beside its ground",
            );
        }
        (Some(_) | None, Some(_) | None) => {}
    }
}

/// Whether either light or dark text cannot be read on a ground.
fn text_vanishes(ground: [f64; 3]) -> bool {
    contrast(ground, LIGHT) < SEEN || contrast(ground, [0.0; 3]) < SEEN
}

fn colors<'a>(declarations: &'a [Declaration<'a>]) -> Colors<'a> {
    let last = |names: &[&str]| {
        let mut named = declarations.iter().rev();
        let found = named.find(|declaration| names.contains(&declaration.name.as_str()))?;
        Some((found, sheet::color(found.value)?))
    };
    Colors {
        text: last(&["color"]),
        ground: last(&["background", "background-color"]),
    }
}

fn rgb([red, green, blue, _]: [f64; 4]) -> [f64; 3] {
    [red, green, blue]
}

/// WCAG 2.2, "contrast ratio".
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |color: [f64; 3]| {
        let linear = color.map(|part| {
            let part = part / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}
