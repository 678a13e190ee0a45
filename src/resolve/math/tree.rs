//! MathML as the converter writes it, to a tree that outputs can rely on.
//!
//! Every element of a tree is one of [`ELEMENTS`] with as many children as it needs:
//! the walker of layouts and the EPUB know these and no others.

use crate::model::MathNode;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};

/// How deep a tree may be: Typst gives up on deeper ones, wherever they stand.
const DEEPEST: usize = 24;

/// The elements, and how many children each has; `None` for any number.
const ELEMENTS: &[(&str, Option<usize>)] = &[
    ("math", None),
    ("mrow", None),
    ("mi", Some(0)),
    ("mn", Some(0)),
    ("mo", Some(0)),
    ("mtext", Some(0)),
    ("mspace", Some(0)),
    ("msub", Some(2)),
    ("msup", Some(2)),
    ("msubsup", Some(3)),
    ("munder", Some(2)),
    ("mover", Some(2)),
    ("munderover", Some(3)),
    ("mmultiscripts", None),
    ("mprescripts", Some(0)),
    ("msqrt", None),
    ("mroot", Some(2)),
    ("mfrac", Some(2)),
    ("mpadded", None),
    ("mphantom", None),
    ("menclose", None),
    ("mtable", None),
    ("mtr", None),
    ("mtd", None),
];

/// Reads MathML into a tree.
pub(super) fn read(mathml: &str) -> Result<MathNode, String> {
    let broken = |error: &dyn std::fmt::Display| format!("the converter's MathML is broken ({error})");
    let mut reader = Reader::from_str(mathml);
    let mut open: Vec<MathNode> = Vec::new();
    // The look of the words of a `mtext`, which the converter writes as HTML.
    let mut html = 0;
    loop {
        match reader.read_event().map_err(|error| broken(&error))? {
            Event::Start(tag) => {
                let node = element(&tag).map_err(|error| broken(&error))?;
                match open.last_mut() {
                    Some(text) if text.name == "mtext" => {
                        html += 1;
                        look(text, &node);
                    }
                    _ => open.push(node),
                }
            }
            Event::Empty(tag) => {
                let node = element(&tag).map_err(|error| broken(&error))?;
                if let Some(parent) = open.last_mut() {
                    parent.children.push(node);
                }
            }
            Event::End(_) if html > 0 => html -= 1,
            Event::End(_) => {
                let Some(node) = open.pop().map(settled) else {
                    return Err(broken(&"an end without a start"));
                };
                match open.last_mut() {
                    Some(parent) => parent.children.push(node),
                    None => return checked(node),
                }
            }
            Event::Text(text) => push_text(&mut open, &text),
            Event::GeneralRef(entity) => {
                let char = entity.resolve_char_ref().map_err(|error| broken(&error))?;
                match (char, resolve_xml_entity(&entity)) {
                    (Some(char), _) => push_text(&mut open, char.encode_utf8(&mut [0; 4])),
                    (None, Some(text)) => push_text(&mut open, text),
                    (None, None) => return Err(broken(&"an unknown entity")),
                }
            }
            Event::Eof => return Err(broken(&"it ends early")),
            _ => {}
        }
    }
}

fn push_text(open: &mut [MathNode], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

fn element(tag: &BytesStart<'_>) -> Result<MathNode, quick_xml::Error> {
    let mut node = MathNode::new(tag.name().as_ref(), Vec::new());
    for attribute in tag.attributes() {
        let attribute = attribute?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0)?;
        node.attributes
            .push((attribute.key.as_ref().to_owned(), value.trim().to_owned()));
    }
    Ok(node)
}

/// What HTML within a `mtext` says of its words, as CSS of the `mtext`.
fn look(text: &mut MathNode, html: &MathNode) {
    let style = match html.name.as_str() {
        "b" => "font-weight: bold",
        "i" | "em" => "font-style: italic",
        "code" => "font-family: monospace",
        "s" => "text-decoration: line-through",
        "u" => "text-decoration: underline",
        "span" if html.attribute("class").contains("sans-serif") => "font-family: sans-serif",
        "span" => html.attribute("style"),
        _ => "",
    };
    if style.is_empty() {
        return;
    }
    match text.attributes.iter_mut().find(|(key, _)| key == "style") {
        Some((_, all)) => *all = format!("{all};{style}"),
        None => text.attributes.push(("style".to_owned(), style.to_owned())),
    }
}

/// A finished element without what the converter adds for the sake of one browser.
fn settled(mut node: MathNode) -> MathNode {
    // An empty space keeps Firefox from spacing out upright letters.
    node.children.retain(|child| {
        let empty_space = child.name == "mspace" && child.attributes.is_empty();
        let stroke = child.attribute("class").starts_with("menclose");
        !empty_space && !stroke
    });
    let runs_on = matches!(
        node.name.as_str(),
        "math" | "mrow" | "msqrt" | "mphantom" | "mpadded" | "mtd" | "menclose"
    );
    if runs_on {
        node.children = joined(node.children);
    }
    if node.name == "mtable" {
        close_lines(&mut node.children);
    }
    match node.children.len() {
        1 if node.name == "mrow" && node.attributes.is_empty() => node.children.remove(0),
        _ => node,
    }
}

/// A line below the last row, which the converter writes as an empty row with a line above.
fn close_lines(rows: &mut Vec<MathNode>) {
    let is_line = rows.len() > 1
        && rows.last().is_some_and(|row| {
            let empty =
                |cell: &MathNode| cell.children.is_empty() && cell.attribute("style").contains("border-top");
            !row.children.is_empty() && row.children.iter().all(empty)
        });
    if !is_line {
        return;
    }
    rows.pop();
    for cell in rows.iter_mut().rev().take(1).flat_map(|row| &mut row.children) {
        let line = "border-bottom: 0.05em solid currentcolor;";
        match cell.attributes.iter_mut().find(|(key, _)| key == "style") {
            Some((_, style)) => style.push_str(line),
            None => cell.attributes.push(("style".to_owned(), line.to_owned())),
        }
    }
}

/// Three dots as one sign.
fn joined(children: Vec<MathNode>) -> Vec<MathNode> {
    let is_dot = |node: &MathNode| node.name == "mo" && node.text == ".";
    let mut all: Vec<MathNode> = Vec::with_capacity(children.len());
    for child in children {
        let third = is_dot(&child) && all.len() >= 2 && all[all.len() - 2..].iter().all(is_dot);
        if third {
            all.truncate(all.len() - 2);
            let mut dots = child;
            dots.text = "…".to_owned();
            dots.attributes.clear();
            all.push(dots);
        } else {
            all.push(child);
        }
    }
    all
}

/// The words of a tree that cannot be set, with single spaces.
pub(super) fn words(tree: &MathNode) -> String {
    let mut words = Vec::new();
    let mut open = vec![tree];
    while let Some(node) = open.pop() {
        if !node.text.is_empty() {
            words.push(node.text.as_str());
        }
        open.extend(node.children.iter().rev());
    }
    words.join(" ")
}

/// A tree of known elements, complete and not too deep; or why it is none.
pub(super) fn checked(tree: MathNode) -> Result<MathNode, String> {
    let mut open = vec![(&tree, 1)];
    while let Some((node, depth)) = open.pop() {
        if depth > DEEPEST {
            return Err(format!("it is nested deeper than {DEEPEST} levels"));
        }
        let Some((_, wanted)) = ELEMENTS.iter().find(|(name, _)| *name == node.name) else {
            return Err(format!("nothing here knows the element `{}`", node.name));
        };
        if wanted.is_some_and(|wanted| wanted != node.children.len()) {
            return Err(format!("`{}` has {} parts", node.name, node.children.len()));
        }
        let inside = match node.name.as_str() {
            "mtable" => Some("mtr"),
            "mtr" => Some("mtd"),
            _ => None,
        };
        if let Some(stray) = inside.and_then(|inside| node.children.iter().find(|child| child.name != inside))
        {
            return Err(format!("`{}` cannot hold `{}`", node.name, stray.name));
        }
        open.extend(node.children.iter().map(|child| (child, depth + 1)));
    }
    Ok(tree)
}
