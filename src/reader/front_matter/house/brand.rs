//! Quarto's `_brand.yml` (<https://posit-dev.github.io/brand-yml/>) as a house file: what it
//! says of name, logo, colours and faces, in its own words.
//!
//! It was written for websites, so much of it means nothing on a page; that is mentioned in
//! one note. Its colours are by other roles: `primary` is the accent, `foreground` the ink,
//! `background` the paper. `secondary` and `light` serve as quiet ink and panel only where
//! they can be read.

use super::{Channel, Defaults, SocialPart, publisher, social};
use crate::diagnostic::{Code, Failed, Report, Span};
use crate::reader::front_matter::fields::Fields;
use crate::reader::front_matter::table::Table;
use crate::reader::yaml::{Key, Node, Value, normal};
use crate::style::{Color, Colors, HouseDraft, unreadable};

/// What stands under which key, to its end: what is not here is mentioned as not used.
const KNOWN: &[&[&str]] = &[
    &["meta", "name"],
    &["meta", "link"],
    &["logo"],
    &["color", "palette"],
    &["color", "foreground"],
    &["color", "background"],
    &["color", "primary"],
    &["color", "secondary"],
    &["color", "light"],
    &["typography", "fonts"],
    &["typography", "base", "family"],
    &["typography", "headings", "family"],
    &["typography", "monospace", "family"],
];

/// Understands a `_brand.yml`.
///
/// # Errors
///
/// [`Failed`] if a key that means something here has a value that it cannot have.
pub(super) fn read(text: &str, entries: Vec<(Key, Node)>, report: &mut Report) -> Result<HouseDraft, Failed> {
    let mut draft = HouseDraft {
        is_foreign: true,
        ..HouseDraft::default()
    };
    unused(&entries, report);
    let root = Node {
        span: Span::default(),
        value: Value::Map(entries),
    };
    let mut fields = Fields::of_house(text, report);
    draft.house.name = name(&root).and_then(|node| fields.text("name", node));
    drop(links(&mut fields, &root));
    logo(&mut fields, &root, &mut draft);
    colors(&mut fields, &root, &mut draft);
    typography(&mut fields, &root, &mut draft);
    fields.finish(&mut Default::default())?;
    Ok(draft)
}

/// What articles take from it.
pub(super) fn defaults(text: &str, entries: &[(Key, Node)]) -> Defaults {
    let root = Node {
        span: Span::default(),
        value: Value::Map(entries.to_vec()),
    };
    let mut report = Report::new();
    let mut fields = Fields::of_house(text, &mut report);
    Defaults {
        fields: name(&root)
            .map(|name| (publisher(name.span), name.clone()))
            .into_iter()
            .collect(),
        channels: links(&mut fields, &root),
    }
}

fn at<'a>(root: &'a Node, path: &[&str]) -> Option<&'a Node> {
    path.iter().try_fold(root, |node, key| node.get(&[key]))
}

/// `name`, or `{full, short}`.
fn name(root: &Node) -> Option<&Node> {
    let name = at(root, &["meta", "name"])?;
    match &name.value {
        Value::Map(_) => name.get(&["full", "short"]),
        Value::Scalar { .. } | Value::Seq(_) => Some(name),
    }
}

/// `link`, or `{home, mastodon, …}`.
fn links(fields: &mut Fields, root: &Node) -> Vec<Channel> {
    let Some(link) = at(root, &["meta"]).and_then(|meta| meta.get(&["link", "links"])) else {
        return Vec::new();
    };
    let Value::Map(entries) = &link.value else {
        return social::page(fields, link).into_iter().collect();
    };
    let mut found: Vec<_> = link
        .get(&["home"])
        .and_then(|home| social::page(fields, home))
        .into_iter()
        .collect();
    // A brand may link to whatever it wants; accounts are those that a house file knows.
    let is_account = |key: &Key| {
        SocialPart::SPECS
            .iter()
            .any(|spec| spec.names().any(|name| normal(&key.text) == name))
    };
    let accounts = entries.iter().filter(|(key, _)| is_account(key)).cloned();
    let accounts = Node {
        span: link.span,
        value: Value::Map(accounts.collect()),
    };
    found.extend(social::channels(fields, &accounts));
    found
}

/// The logo for the masthead: the medium one, else the large, else the small.
fn logo(fields: &mut Fields, root: &Node, draft: &mut HouseDraft) {
    let Some(logo) = at(root, &["logo"]) else { return };
    draft.places.insert("logo".to_owned(), logo.span);
    let sized = logo.get(&["medium", "large", "small"]);
    let chosen = match (&logo.value, sized) {
        (_, Some(sized)) => sized,
        (Value::Map(_), None) if logo.get(&["path"]).is_none() => return,
        (Value::Map(_) | Value::Scalar { .. } | Value::Seq(_), None) => logo,
    };
    let images = logo.get(&["images"]);
    let (light, dark) = match chosen.get(&["light", "dark"]) {
        Some(_) => (chosen.get(&["light"]), chosen.get(&["dark"])),
        None => (Some(chosen), None),
    };
    let mut file = |node: Option<&Node>| {
        let mut node = node?;
        // A name stands for one of the pictures above.
        if let Some(named) = node.text().and_then(|name| images?.get(&[name.trim()])) {
            node = named;
        }
        if let Some(alt) = node.get(&["alt"]) {
            draft.logo.alt = fields.text("alt", alt);
        }
        let path = node.get(&["path"]).unwrap_or(node);
        let text = fields.text("logo", path)?;
        if text.contains("://") {
            let message = format!("the logo `{text}` is on the web, and nothing is fetched");
            fields.problem(
                Code::Logo,
                path.span,
                message,
                "save it beside the file and name it there",
            );
            return None;
        }
        Some((text, path.span))
    };
    draft.logo.light = file(light);
    draft.logo.dark = file(dark);
}

fn colors(fields: &mut Fields, root: &Node, draft: &mut HouseDraft) {
    let Some(colors) = at(root, &["color"]) else {
        return;
    };
    for (key, role) in [
        ("primary", "accent"),
        ("foreground", "ink"),
        ("background", "paper"),
    ] {
        if let Some(node) = colors.get(&[key])
            && let Some(color) = color(fields, colors, node)
            && let Some(place) = draft.house.colors.role_mut(role)
        {
            *place = color;
            draft.places.insert(format!("colors.{role}"), node.span);
        }
    }
    // These were chosen for buttons and backgrounds of a website, not for these roles.
    for (key, role) in [("secondary", "quiet"), ("light", "panel")] {
        let Some(node) = colors.get(&[key]) else { continue };
        let Some(color) = color(fields, colors, node) else {
            continue;
        };
        let concerns = |colors: &Colors| {
            let found = unreadable(colors);
            found
                .iter()
                .filter(|found| [found.pair.text, found.pair.ground].contains(&role))
                .count()
        };
        let mut tried = draft.house.colors.clone();
        let before = concerns(&tried);
        if let Some(place) = tried.role_mut(role) {
            *place = color.clone();
        }
        if concerns(&tried) > before {
            fields.note(
                Code::Contrast,
                node.span,
                format!("`{key}` ({color}) cannot be read as `{role}` and is not used"),
            );
        } else {
            draft.house.colors = tried;
            draft.places.insert(format!("colors.{role}"), node.span);
        }
    }
}

/// A colour: `#…`, `rgb(…)`, or a name of the palette, which may stand for another.
fn color(fields: &mut Fields, colors: &Node, node: &Node) -> Option<Color> {
    let mut current = node;
    for _ in 0..8 {
        // Both for light and dark pages: paper is light.
        current = current.get(&["light"]).unwrap_or(current);
        let text = fields.text("color", current)?;
        if let Some(color) = Color::parse(&text).or_else(|| rgb_function(&text)) {
            return Some(color);
        }
        let palette = colors.get(&["palette"]).and_then(|palette| palette.get(&[&text]));
        match palette.or_else(|| colors.get(&[&text])) {
            Some(named) if named != current => current = named,
            Some(_) | None => {
                fields.wrong(
                    current.span,
                    format!("`{text}` is no colour that is known here"),
                    "write it as `\"#0b4f6c\"`, or name a colour of the `palette`",
                );
                return None;
            }
        }
    }
    fields.wrong(
        node.span,
        "the colours of the palette stand for each other in a circle",
        "write one of them as `\"#0b4f6c\"`",
    );
    None
}

/// `rgb(11, 79, 108)` and `rgb(11 79 108)`.
fn rgb_function(text: &str) -> Option<Color> {
    let inner = text.trim().strip_prefix("rgb(")?.strip_suffix(')')?;
    let channels: Vec<u8> = inner
        .split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    channels.try_into().ok().map(Color::rgb)
}

fn typography(fields: &mut Fields, root: &Node, draft: &mut HouseDraft) {
    let Some(typography) = at(root, &["typography"]) else {
        return;
    };
    for (key, role) in [("base", "text"), ("headings", "companion"), ("monospace", "mono")] {
        let Some(node) = typography.get(&[key]) else {
            continue;
        };
        let node = match &node.value {
            Value::Map(_) => match node.get(&["family"]) {
                Some(family) => family,
                None => continue,
            },
            Value::Scalar { .. } | Value::Seq(_) => node,
        };
        let Some(family) = fields.text("family", node) else {
            continue;
        };
        let faces = &mut draft.house.faces;
        match role {
            "text" => {
                // Without a face of their own, headings have the text's.
                if typography.get(&["headings"]).is_none() {
                    faces.companion.clone_from(&family);
                }
                faces.text = family;
            }
            "companion" => faces.companion = family,
            _ => faces.mono = family,
        }
        draft.places.insert(format!("faces.{role}"), node.span);
    }
    let Some(Value::Seq(fonts)) = typography.get(&["fonts"]).map(|fonts| &fonts.value) else {
        return;
    };
    for font in fonts {
        let source = font.get(&["source"]).and_then(Node::text).unwrap_or("file");
        if source != "file" {
            // Nothing is fetched: whether the face is there is seen when it is named.
            continue;
        }
        let files = match font.get(&["files"]).map(|files| &files.value) {
            Some(Value::Seq(files)) => files.as_slice(),
            Some(Value::Scalar { .. } | Value::Map(_)) | None => continue,
        };
        for file in files {
            let path = file.get(&["path"]).unwrap_or(file);
            let path = fields.text("files", path).map(|text| (text, path.span));
            draft.faces.extend(path);
        }
    }
}

/// One note for everything that means nothing on a page.
fn unused(entries: &[(Key, Node)], report: &mut Report) {
    let mut found: Vec<(String, Span)> = Vec::new();
    for (key, node) in entries {
        strangers(vec![normal(&key.text)], key.span, node, &mut found);
    }
    let Some((_, first)) = found.first() else { return };
    let names: Vec<_> = found.iter().map(|(name, _)| format!("`{name}`")).collect();
    let message = match names.as_slice() {
        [one] => format!("{one} means nothing on a page; it is not used"),
        several => format!("{} mean nothing on a page; they are not used", several.join(", ")),
    };
    report.note(Code::UnknownField, *first, message);
}

fn strangers(path: Vec<String>, span: Span, node: &Node, found: &mut Vec<(String, Span)>) {
    let begins = |known: &&&[&str]| known.iter().zip(&path).all(|(known, own)| known == own);
    if KNOWN.iter().filter(begins).any(|known| known.len() <= path.len()) {
        return;
    }
    let leads_on = KNOWN.iter().any(|known| begins(&known));
    match &node.value {
        // `base: Open Sans` is short for `base: {family: Open Sans}`.
        Value::Scalar { .. } if leads_on => {}
        Value::Map(entries) if leads_on => {
            for (key, node) in entries {
                let mut inner = path.clone();
                inner.push(normal(&key.text));
                strangers(inner, key.span, node, found);
            }
        }
        Value::Scalar { .. } | Value::Seq(_) | Value::Map(_) => found.push((path.join("."), span)),
    }
}
