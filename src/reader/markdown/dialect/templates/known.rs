//! What known templates mean here.

use super::super::divisions::opening_tag;
use super::tag::{Kind, Template};
use crate::reader::markdown::attributes::Attributes;

/// What becomes of a template.
pub(super) enum Known {
    /// Another part of the reader knows it.
    Untouched,
    /// It stays as text, with a warning: it may be meant as text.
    Text,
    /// Markdown in the line.
    Markdown(String),
    /// A picture, in Markdown: a block of its own unless words stand on both sides.
    Picture(String),
    /// The lines of a block in Markdown.
    Block(Vec<String>),
    /// A division; its opening tag.
    Division(String),
    /// Marked words.
    Mark,
    /// Code in a language.
    Code(String),
    /// What is between the tags is no template.
    Raw,
    /// Left out with all it holds, as comments are.
    Comment,
    /// Left out with a warning but for these words.
    Words(String),
    /// Left out with a warning; what stands between its tags stays.
    Nothing,
    /// Left out; it holds nothing that a reader would miss.
    Quietly,
}

const PICTURES: &[&str] = &[
    "figure",
    "img",
    "image",
    "picture",
    "photo",
    "legacy-img",
    "legacy-img-right",
    "asset-img",
    "img-right",
    "img-left",
    "img-flexible",
    "image_with_class",
    "responsive_image",
    "responsive-image",
    "imgproc",
    "img_tag",
    "figure_tag",
];

/// Names of addresses: a page or file of the same site.
const ADDRESSES: &[&str] = &[
    "ref",
    "relref",
    "link",
    "tmp",
    "legacy-file",
    "asset-static",
    "post_url",
    "url",
    "asset",
    "asset_path",
    "static",
    "absurl",
    "relurl",
    "baseurl",
];

/// What a template says, `paired` if it has a closing tag.
pub(super) fn known(template: &Template, paired: bool) -> Known {
    match template.kind {
        Kind::Variable => variable(template),
        Kind::Liquid | Kind::Shortcode => tag(template, paired),
    }
}

fn variable(template: &Template) -> Known {
    let inside = &template.inside;
    if inside.starts_with(['"', '\'']) {
        // Words and what is done to them: they are meant to be seen.
        return Known::Markdown(template.unnamed(0).unwrap_or_default().to_string());
    }
    let is_site = [
        "site.", "page.", "post.", "layout.", "content.", "include.", "params.",
    ]
    .iter()
    .any(|start| template.name.starts_with(start) || template.name.starts_with(&format!(".{start}")));
    if is_site || inside.contains('|') {
        Known::Nothing
    } else {
        Known::Text
    }
}

fn tag(template: &Template, paired: bool) -> Known {
    let name = template.name.as_str();
    if PICTURES.contains(&name) {
        return picture(template);
    }
    if name.starts_with("include") || name == "partial" {
        let file = template.unnamed(0).unwrap_or_default().to_lowercase();
        let is_picture = ["figure", "image", "img", "picture", "photo"]
            .iter()
            .any(|word| file.contains(word));
        return if is_picture {
            picture(template)
        } else {
            Known::Nothing
        };
    }
    if let Some(class) = box_class(template).filter(|_| paired) {
        let pairs = box_title(template).map(|title| ("title".to_string(), title));
        return Known::Division(opening_tag(
            "div",
            &Attributes {
                id: template.get(&["id"]).map(str::to_string),
                classes: vec![class],
                pairs: pairs.into_iter().collect(),
            },
        ));
    }
    match name {
        "pagebreak" | "newpage" | "toc" if template.kind == Kind::Shortcode => Known::Untouched,
        "highlight" | "codeblock" | "code" if paired => match template.unnamed(0) {
            Some(language) => Known::Code(
                language
                    .chars()
                    .filter(|char| char.is_alphanumeric() || "+#-_.".contains(*char))
                    .collect(),
            ),
            None if template.kind == Kind::Shortcode && template.arguments.is_empty() => Known::Mark,
            None => Known::Code(String::new()),
        },
        "mark" if paired => Known::Mark,
        "raw" | "verbatim" => Known::Raw,
        "comment" if paired => Known::Comment,
        "quote-block" | "pullquote" | "quote" | "blockquote" if !paired => quotation(template),
        "youtube" | "vimeo" | "tweet" | "twitter" | "x" | "video" | "instagram" | "fb-video"
        | "cspan-iframe" | "youtube_embed" | "embed" | "iframe" => film(template),
        "button" | "btn" | "cta" | "link-button" | "linkbutton" => link(template),
        "asset-static" => link(template),
        "else" | "elsif" | "when" | "break" | "continue" => Known::Quietly,
        _ => words(template).map_or(Known::Nothing, Known::Words),
    }
}

/// What a template says in its arguments.
fn words(template: &Template) -> Option<String> {
    let shown = [
        "kicker", "title", "heading", "header", "text", "quote", "content", "caption", "label", "summary",
        "alt", "cite",
    ];
    let said: Vec<String> = template
        .arguments
        .iter()
        .filter(|(key, value)| shown.contains(&key.as_str()) && !value.trim().is_empty())
        .map(|(_, value)| on_one_line(value))
        .collect();
    (!said.is_empty()).then(|| said.join(" — "))
}

/// What stands above a box, in Markdown: a word on its kind, its title, where it leads.
fn box_title(template: &Template) -> Option<String> {
    let title = template.get(&["title", "heading", "header", "summary"]);
    let words = match (template.get(&["kicker"]), title) {
        (Some(kicker), Some(title)) => Some(format!("{kicker}: {title}")),
        (kicker, title) => title.or(kicker).map(str::to_string),
    };
    let address = template
        .get(&["src", "href", "url", "link"])
        .filter(|address| address.starts_with("https://") || address.starts_with("http://"));
    match (words, address) {
        (Some(words), Some(address)) => Some(format!("[{}](<{}>)", in_brackets(&words), bare(address))),
        (words, None) => words,
        (None, Some(address)) => Some(format!("<{}>", bare(address))),
    }
}

/// An address without what would end it.
fn bare(address: &str) -> String {
    address.replace(['<', '>', '\n'], "")
}

/// The class of a box, if that is what a template makes.
fn box_class(template: &Template) -> Option<String> {
    let named = template
        .get(&["type", "kind", "class", "color", "context", "level"])
        .or_else(|| template.unnamed(0))
        .unwrap_or_default();
    let kind = |name: &str| {
        let class = match name.to_lowercase().as_str() {
            "note" | "info" | "information" | "primary" | "notice" => "callout-note",
            "tip" | "hint" | "success" | "idea" => "callout-tip",
            "warning" | "warn" => "callout-warning",
            "caution" | "danger" | "error" => "callout-caution",
            "important" | "attention" => "callout-important",
            _ => return None,
        };
        Some(class.to_string())
    };
    match template.name.as_str() {
        "alert" | "callout" | "admonition" | "notice" | "hint" | "message" | "notification" | "panel" => {
            Some(kind(named).unwrap_or_else(|| "callout-note".to_string()))
        }
        "box" | "card" | "aside" | "details" | "accordion" | "ring" | "expand" | "sidebar"
        | "card-policy" | "card-prompt" | "infobox" | "collapse" => Some("box".to_string()),
        "pullquote" | "pull-quote" => Some("pull-quote".to_string()),
        "row" | "rows" | "columns" | "column" | "col" => Some(template.name.clone()),
        name => kind(name),
    }
}

fn picture(template: &Template) -> Known {
    let names = [
        "src",
        "path",
        "url",
        "image_path",
        "image",
        "img",
        "file",
        "filename",
        "href",
    ];
    let is_include = template.name.starts_with("include") || template.name == "partial";
    let first = usize::from(is_include);
    let Some(source) = template.get(&names).or_else(|| template.unnamed(first)) else {
        return Known::Nothing;
    };
    let behind = match template.name.as_str() {
        "image_with_class" => first + 2,
        _ => first + 1,
    };
    // An empty alternative text is said on purpose.
    let alt = template
        .arguments
        .iter()
        .find(|(key, _)| matches!(key.as_str(), "alt" | "alt_text" | "alttext" | "image_alt"))
        .map(|(_, value)| value.trim())
        .or_else(|| {
            template
                .unnamed(behind)
                .filter(|_| template.get(&names).is_none())
        });
    let caption = template
        .get(&["caption", "figcaption", "image_caption", "title"])
        .unwrap_or_default();
    let mut markdown = format!("![{}](<{}>)", in_brackets(caption), bare(source));
    let quoted = |value: &str| {
        value
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace(['\n', '\r'], " ")
    };
    let mut attributes = Vec::new();
    if let Some(id) = template.get(&["id"]) {
        let id: String = id
            .chars()
            .filter(|char| char.is_alphanumeric() || "-_:".contains(*char))
            .collect();
        attributes.push(format!("#{id}"));
    }
    if let Some(alt) = alt {
        attributes.push(format!("fig-alt=\"{}\"", quoted(alt)));
    }
    if let Some(width) = template.get(&["width"]) {
        attributes.push(format!("width=\"{}\"", quoted(width)));
    }
    if !attributes.is_empty() {
        markdown.push_str(&format!("{{{}}}", attributes.join(" ")));
    }
    Known::Picture(markdown)
}

/// Words between the brackets of a link or picture, on one line.
fn in_brackets(words: &str) -> String {
    let words = on_one_line(words);
    let mut depth = 0_i32;
    let balanced = words.chars().all(|char| {
        depth += match char {
            '[' => 1,
            ']' => -1,
            _ => 0,
        };
        depth >= 0
    }) && depth == 0;
    if balanced {
        words
    } else {
        words.replace('[', "\\[").replace(']', "\\]")
    }
}

fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn quotation(template: &Template) -> Known {
    let Some(text) = template
        .get(&["text", "quote", "content"])
        .or_else(|| template.unnamed(0))
    else {
        return Known::Nothing;
    };
    let cite = template.get(&["cite", "author", "source", "attribution"]);
    let mut lines = vec![format!("> {}", on_one_line(text))];
    if let Some(cite) = cite {
        lines.push(">".to_string());
        lines.push(format!("> — {}", on_one_line(cite)));
    }
    Known::Block(lines)
}

fn film(template: &Template) -> Known {
    let given = template
        .get(&["src", "url", "href", "link", "id", "video", "code"])
        .or_else(|| template.unnamed(0));
    let Some(given) = given else {
        return Known::Nothing;
    };
    let is_id = given
        .chars()
        .all(|char| char.is_ascii_alphanumeric() || "-_".contains(char));
    let address = if given.starts_with("https://") || given.starts_with("http://") {
        given.to_string()
    } else if !is_id {
        return Known::Nothing;
    } else {
        match template.name.as_str() {
            "youtube" | "youtube_embed" => format!("https://www.youtube.com/watch?v={given}"),
            "vimeo" => format!("https://vimeo.com/{given}"),
            "tweet" | "twitter" | "x" => {
                let user = template.get(&["user"]).unwrap_or("i");
                let id = template
                    .get(&["id"])
                    .or_else(|| template.unnamed(1))
                    .unwrap_or(given);
                format!("https://twitter.com/{user}/status/{id}")
            }
            "instagram" => format!("https://www.instagram.com/p/{given}/"),
            _ => return Known::Nothing,
        }
    };
    let title = template
        .get(&["title", "caption", "text", "label"])
        .unwrap_or(&address);
    Known::Markdown(format!("[{}](<{address}>)", in_brackets(title)))
}

fn link(template: &Template) -> Known {
    let address = template.get(&["href", "url", "link", "src", "file"]);
    let words = template.get(&["text", "label", "title", "name"]);
    match (words, address) {
        (Some(words), Some(address)) => {
            Known::Markdown(format!("[{}](<{}>)", in_brackets(words), bare(address)))
        }
        (Some(words), None) => Known::Markdown(words.to_string()),
        (None, _) => Known::Nothing,
    }
}

/// What stands in an address in a template's place: the page that it names, or nothing
/// for the site's own beginning.
pub(super) fn address(template: &Template) -> Option<&str> {
    match template.kind {
        Kind::Variable => {
            if template.inside.starts_with(['"', '\'']) {
                return template.unnamed(0);
            }
            let base = ["baseurl", "url", "base_url", "root", "relativepath", "permalink"];
            let last = template.name.rsplit('.').next().unwrap_or_default();
            base.contains(&last).then_some("")
        }
        Kind::Liquid | Kind::Shortcode => {
            let is_address = ADDRESSES.contains(&template.name.as_str());
            is_address
                .then(|| {
                    template
                        .get(&["path", "file", "href", "url", "page"])
                        .or_else(|| template.unnamed(0))
                })
                .flatten()
        }
    }
}
