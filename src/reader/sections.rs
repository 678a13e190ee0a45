//! What a heading says about its section: its role, and whether it is numbered.

use crate::model::{BlockKind, Inline, Role, plain};

/// A heading from its words and the attributes the author gave.
pub(super) fn heading(level: u8, id: String, classes: &[String], mut text: Vec<Inline>) -> BlockKind {
    super::html::trim(&mut text);
    let has = |name: &str| classes.iter().any(|class| class.eq_ignore_ascii_case(name));
    let role = if has("appendix") {
        Role::Appendix
    } else if has("references") || has("bibliography") {
        Role::References
    } else {
        role_of_title(&plain(&text))
    };
    // References and thanks are lists and courtesies, not steps of the argument.
    let stands_apart = match role {
        Role::References | Role::Acknowledgements => true,
        Role::Body | Role::Introduction | Role::Conclusion | Role::Appendix => false,
    };
    let numbered = !(has("unnumbered") || has("unlisted") || stands_apart);
    BlockKind::Heading {
        level,
        id,
        number: None,
        numbered,
        role,
        text,
    }
}

fn role_of_title(title: &str) -> Role {
    let words = without_number(title).trim_end_matches(':').trim().to_lowercase();
    match words.as_str() {
        "introduction" => Role::Introduction,
        "conclusion"
        | "conclusions"
        | "concluding remarks"
        | "conclusion and recommendations"
        | "conclusions and recommendations" => Role::Conclusion,
        "references"
        | "reference"
        | "key references"
        | "reference list"
        | "list of references"
        | "bibliography"
        | "select bibliography"
        | "selected bibliography"
        | "works cited"
        | "sources"
        | "literature cited"
        | "selected references" => Role::References,
        "appendix" | "appendices" | "annex" | "annexes" => Role::Appendix,
        "acknowledgements" | "acknowledgments" | "acknowledgement" | "acknowledgment" => {
            Role::Acknowledgements
        }
        other => {
            let lettered = other
                .strip_prefix("appendix ")
                .or_else(|| other.strip_prefix("annex "))
                .and_then(|rest| rest.split([':', '.', ' ', '–', '—']).next());
            match lettered {
                Some(letter) if letter.chars().count() <= 2 => Role::Appendix,
                _ => Role::Body,
            }
        }
    }
}

/// The title without `1. `, `2.3 ` or `IV. ` in front.
fn without_number(title: &str) -> &str {
    let title = title.trim();
    let Some((first, rest)) = title.split_once(char::is_whitespace) else {
        return title;
    };
    let number = first.trim_end_matches(['.', ')', ':']);
    let arabic = number
        .split('.')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let roman = number.len() < first.len() && number.bytes().all(|byte| b"IVXL".contains(&byte));
    if !number.is_empty() && (arabic || roman) {
        rest
    } else {
        title
    }
}
