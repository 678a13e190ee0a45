//! Boxes and quotations, however the author writes them: `> [!kind]`, `::: {.kind}` or
//! `<div class="kind">`. Which names mean which kind, which words are the title, and who
//! is quoted.

use super::labels;
use crate::model::{Block, BlockKind, CalloutKind, Inline, plain};

/// The kinds as authors name them. The first name of a kind is its own.
const NAMES: &[(CalloutKind, &[&str])] = &[
    (CalloutKind::Note, &["note", "notes", "info", "information"]),
    (CalloutKind::Tip, &["tip", "tips", "hint"]),
    (CalloutKind::Important, &["important", "attention"]),
    (CalloutKind::Warning, &["warning"]),
    (CalloutKind::Caution, &["caution"]),
    (
        CalloutKind::KeyMessages,
        &[
            "keymessages",
            "keymessage",
            "keypoints",
            "keypoint",
            "keyfindings",
            "keytakeaways",
            "takeaways",
            "highlights",
        ],
    ),
    (
        CalloutKind::Recommendations,
        &["recommendations", "recommendation", "policyrecommendations"],
    ),
    (CalloutKind::CaseStudy, &["casestudy", "case"]),
    (CalloutKind::PullQuote, &["pullquote"]),
    (
        CalloutKind::Abstract,
        &["abstract", "summary", "tldr", "executivesummary"],
    ),
    (CalloutKind::Box, &["box", "textbox", "infobox", "sidebar"]),
];

/// What Obsidian and others call boxes that look like one of ours and say something else:
/// the word stands above the box, for nothing else would show it.
const SAYS_MORE: &[(CalloutKind, &[&str])] = &[
    (CalloutKind::Note, &["todo", "question", "help", "faq", "seealso"]),
    (CalloutKind::Tip, &["success", "check", "done"]),
    (CalloutKind::Warning, &["failure", "fail", "missing", "bug"]),
    (CalloutKind::Caution, &["danger", "error"]),
    (CalloutKind::CaseStudy, &["example"]),
];

/// What a box's name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// A kind that has this name.
    Kind(CalloutKind),
    /// A kind, and the word to show above the box if it has no title.
    Word(CalloutKind, String),
    /// A quotation.
    Quote,
    /// Nobody knows; the word to show.
    Unknown(String),
}

/// What a name means where it can only name a box: `[!name]`, `callout-name`.
pub(super) fn named(name: &str) -> Named {
    let letters = letters(name);
    if let Some(kind) = find(NAMES, &letters) {
        return Named::Kind(kind);
    }
    let word = match letters.as_str() {
        "seealso" => "See also".to_string(),
        _ => capitalised(name),
    };
    match find(SAYS_MORE, &letters) {
        Some(kind) => Named::Word(kind, word),
        None if matches!(letters.as_str(), "quote" | "cite") => Named::Quote,
        None => Named::Unknown(word),
    }
}

/// What the classes of a division say, if they make it a box.
pub(super) fn classed<'a>(classes: impl Iterator<Item = &'a str> + Clone) -> Option<Named> {
    let has = |name: &str| classes.clone().any(|class| class.eq_ignore_ascii_case(name));
    let mut unknown = None;
    for class in classes.clone() {
        let lower = class.to_lowercase();
        let name = ["callout-", "admonition-", "alert-"]
            .iter()
            .find_map(|prefix| lower.strip_prefix(prefix));
        // Parts of a box that a site generator wrote are no boxes.
        let is_part = |name: &str| {
            matches!(
                name,
                "title"
                    | "header"
                    | "heading"
                    | "body"
                    | "content"
                    | "icon"
                    | "title-container"
                    | "icon-container"
            )
        };
        match name.map(named) {
            Some(Named::Unknown(_)) if name.is_some_and(is_part) => {}
            Some(Named::Unknown(word)) if lower.starts_with("callout-") => {
                unknown.get_or_insert(Named::Unknown(word));
            }
            Some(Named::Unknown(_)) | None => {}
            Some(known) => return Some(known),
        }
    }
    if let Some(kind) = classes
        .clone()
        .find_map(|class| find(NAMES, &letters(class)).filter(|_| is_sure(class)))
    {
        return Some(Named::Kind(kind));
    }
    if has("admonition") || has("callout") {
        let kind = classes.clone().find_map(|class| match named(class) {
            Named::Unknown(_) => None,
            known => Some(known),
        });
        return Some(kind.or(unknown).unwrap_or(Named::Kind(CalloutKind::Box)));
    }
    unknown
}

/// Whether a class alone makes a box: not the ones that sites use for other things.
fn is_sure(class: &str) -> bool {
    !matches!(
        letters(class).as_str(),
        "notes"
            | "info"
            | "information"
            | "tips"
            | "hint"
            | "attention"
            | "highlights"
            | "case"
            | "sidebar"
            | "infobox"
    )
}

fn find(table: &[(CalloutKind, &[&str])], letters: &str) -> Option<CalloutKind> {
    let found = table.iter().find(|(_, names)| names.contains(&letters));
    found.map(|(kind, _)| *kind)
}

fn letters(name: &str) -> String {
    name.chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// A box of what a name means. A heading at the start is the title of a box that has none.
pub(super) fn make(named: Named, mut title: Vec<Inline>, mut blocks: Vec<Block>) -> BlockKind {
    let mut id = String::new();
    if title.is_empty()
        && let Some(first) = blocks.first_mut()
        && let BlockKind::Heading { id: own, text, .. } = &mut first.kind
    {
        title = std::mem::take(text);
        id = std::mem::take(own);
        blocks.remove(0);
    }
    let (kind, word) = match named {
        Named::Kind(kind) => (kind, None),
        Named::Word(kind, word) => (kind, Some(word)),
        Named::Unknown(word) => (CalloutKind::Box, Some(word)),
        Named::Quote => {
            let mut attribution = attribution(&mut blocks);
            if attribution.is_empty() {
                attribution = title;
            } else if !title.is_empty() {
                let span = blocks.first().map(|block| block.span).unwrap_or_default();
                blocks.insert(0, Block::new(span, BlockKind::Paragraph { text: title }));
            }
            return BlockKind::Quote { blocks, attribution };
        }
    };
    if let Some(word) = word.filter(|_| title.is_empty()) {
        title.push(Inline::text(word));
    }
    let mut attribution = Vec::new();
    if kind == CalloutKind::PullQuote {
        attribution = self::attribution(&mut blocks);
        // Words pulled out are often written as a quotation inside the box.
        if let [only] = blocks.as_mut_slice()
            && let BlockKind::Quote {
                blocks: inner,
                attribution: by,
            } = &mut only.kind
        {
            let inner = std::mem::take(inner);
            if attribution.is_empty() {
                attribution = std::mem::take(by);
            }
            blocks = inner;
        }
    }
    BlockKind::Callout {
        kind,
        id,
        number: None,
        title,
        blocks,
        attribution,
    }
}

/// Nobody's name, with office and house, is longer.
const LONGEST_NAME: usize = 200;

/// Takes the line that says whose words a quotation holds: a last paragraph, or the last
/// line of one, that begins with a dash and is short. The dash is taken off.
pub(super) fn attribution(blocks: &mut Vec<Block>) -> Vec<Inline> {
    let begins_with_dash = |block: &Block| match &block.kind {
        BlockKind::Paragraph { text } => dash(&plain(text)) > 0,
        _ => false,
    };
    // Lines of a conversation begin with dashes too.
    let is_talk = blocks.iter().rev().skip(1).any(begins_with_dash);
    let alone = blocks.len() == 1;
    let Some(BlockKind::Paragraph { text }) = blocks.last_mut().map(|block| &mut block.kind) else {
        return Vec::new();
    };
    if is_talk {
        return Vec::new();
    }
    let whole = plain(text);
    if dash(&whole) > 0 {
        if alone || whole.chars().count() > LONGEST_NAME {
            return Vec::new();
        }
        let mut name = std::mem::take(text);
        blocks.pop();
        labels::strip(&mut name, dash(&whole));
        return name;
    }
    let breaks = |inline: &Inline| matches!(inline, Inline::SoftBreak | Inline::LineBreak);
    let Some(end) = text.iter().rposition(breaks) else {
        return Vec::new();
    };
    let line = plain(&text[end + 1..]);
    let length = dash(&line);
    // A sentence may be wrapped at a dash: then the line before it does not end one.
    let before = plain(&text[..end]);
    let ends = before
        .trim_end()
        .ends_with(['.', '!', '?', '…', '"', '”', '’', '»', '“', '。', '؟', '۔', '।']);
    let is_name = line[length..]
        .chars()
        .next()
        .is_some_and(|first| !first.is_lowercase());
    let is_own_line = matches!(text[end], Inline::LineBreak) || (ends && is_name);
    if length == 0 || !is_own_line || line.chars().count() > LONGEST_NAME {
        return Vec::new();
    }
    let mut name = text.split_off(end + 1);
    text.pop();
    super::html::trim(text);
    labels::strip(&mut name, length);
    name
}

/// The length of a dash with the space behind it at the start of `text`; 0 if there is
/// none, or if it is a minus.
pub(super) fn dash(text: &str) -> usize {
    let rest = text.trim_start().trim_start_matches(['—', '–', '―']);
    let rest = if rest.len() == text.trim_start().len() {
        match rest.strip_prefix("--") {
            Some(rest) => rest.trim_start_matches('-'),
            None => return 0,
        }
    } else {
        rest
    };
    let name = rest.trim_start();
    if name.is_empty() || name.starts_with(|char: char| char.is_numeric()) {
        return 0;
    }
    text.len() - name.len()
}
