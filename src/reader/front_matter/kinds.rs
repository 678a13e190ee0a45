//! Closed lists that front matter draws from: CSL's types, CRediT's roles, MARC's
//! relators, PDF's standards, sizes of paper, names of languages.

use crate::model::{Paper, language_tag};

/// CSL 1.0.2's types of works.
pub(super) const CSL_TYPES: &[&str] = &[
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
];

/// What site generators call their kinds of pages, in the field that CSL has for works.
const PAGE_TYPES: &[&str] = &["posts", "page", "pages", "blog", "docs", "default", "single"];

/// What a `type` says.
pub(super) enum Kind {
    /// One of CSL's types.
    Work(&'static str),
    /// A kind of page: nothing about the paper.
    Page,
    /// What the author calls the paper.
    Genre,
}

pub(super) fn kind(text: &str) -> Kind {
    let text = text.trim();
    if let Some(kind) = CSL_TYPES.iter().find(|kind| kind.eq_ignore_ascii_case(text)) {
        // To a site generator a post is a page like any other.
        return if *kind == "post" {
            Kind::Page
        } else {
            Kind::Work(kind)
        };
    }
    if PAGE_TYPES.iter().any(|page| page.eq_ignore_ascii_case(text)) {
        Kind::Page
    } else {
        Kind::Genre
    }
}

/// The roles of CRediT (ANSI/NISO Z39.104-2022).
pub(super) const CREDIT: &[&str] = &[
    "Conceptualization",
    "Data curation",
    "Formal analysis",
    "Funding acquisition",
    "Investigation",
    "Methodology",
    "Project administration",
    "Resources",
    "Software",
    "Supervision",
    "Validation",
    "Visualization",
    "Writing – original draft",
    "Writing – review & editing",
];

/// CRediT's own spelling of a role, or the author's words.
pub(super) fn role(text: &str) -> String {
    let letters = |text: &str| -> String {
        let text = text
            .to_lowercase()
            .replace("isation", "ization")
            .replace(" and ", " & ");
        text.chars().filter(|char| char.is_alphanumeric()).collect()
    };
    let wanted = letters(text);
    // JATS and MyST know the last two by shorter names too.
    let wanted = match wanted.as_str() {
        "writing" | "originaldraft" => "writingoriginaldraft",
        "editing" | "reviewediting" | "writingreview" => "writingreviewediting",
        "analysis" => "formalanalysis",
        "administration" => "projectadministration",
        other => other,
    };
    let known = CREDIT.iter().find(|role| letters(role) == wanted);
    known.map_or_else(|| text.trim().to_string(), |role| (*role).to_string())
}

/// Roles that people name in words, as MARC's relators.
pub(super) const RELATORS: &[(&str, &str)] = &[
    ("author", "aut"),
    ("editor", "edt"),
    ("translator", "trl"),
    ("illustrator", "ill"),
    ("photographer", "pht"),
    ("reviewer", "rev"),
    ("researcher", "res"),
    ("research assistant", "res"),
    ("research", "res"),
    ("data analysis", "anl"),
    ("analyst", "anl"),
    ("advisor", "csl"),
    ("adviser", "csl"),
    ("consultant", "csl"),
    ("compiler", "com"),
    ("designer", "dsr"),
    ("design", "dsr"),
    ("layout", "bkd"),
    ("cover designer", "cov"),
    ("cartographer", "ctg"),
    ("maps", "ctg"),
    ("copyeditor", "edt"),
    ("copy editor", "edt"),
    ("proofreader", "pfr"),
    ("publisher", "pbl"),
    ("sponsor", "spn"),
    ("funder", "fnd"),
    ("interviewer", "ivr"),
    ("foreword", "aui"),
    ("author of foreword", "aui"),
    ("author of introduction", "aui"),
    ("author of afterword", "aft"),
    ("contributor", "ctb"),
];

/// The relator that a word or code stands for.
pub(super) fn relator(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Some(text.to_string());
    }
    let lower = text.to_lowercase();
    let known = RELATORS.iter().find(|(word, _)| *word == lower);
    known.map(|(_, code)| (*code).to_string())
}

/// Whether a role is a code, which no one would print.
pub(super) fn is_code(text: &str) -> bool {
    let text = text.trim();
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Standards for PDF and versions of it, as Typst names them.
pub(super) const PDF_STANDARDS: &[&str] = &[
    "1.4", "1.5", "1.6", "1.7", "2.0", "a-1b", "a-1a", "a-2b", "a-2u", "a-2a", "a-3b", "a-3u", "a-3a", "a-4",
    "a-4f", "a-4e", "ua-1",
];

/// A standard's usual name: `PDF/UA-1` is `ua-1`.
pub(super) fn pdf_standard(text: &str) -> Option<&'static str> {
    let name = text.trim().to_ascii_lowercase();
    let name = name
        .strip_prefix("pdf/")
        .or_else(|| name.strip_prefix("pdf-"))
        .unwrap_or(&name);
    PDF_STANDARDS.iter().find(|known| **known == name).copied()
}

/// Names of paper, in LaTeX's words too.
pub(super) const PAPERS: &[(&str, Paper)] = &[
    ("a4", Paper::A4),
    ("a4paper", Paper::A4),
    ("us-letter", Paper::UsLetter),
    ("letter", Paper::UsLetter),
    ("letterpaper", Paper::UsLetter),
    ("usletter", Paper::UsLetter),
];

/// A size of paper by any of its names.
pub(super) fn paper(text: &str) -> Option<Paper> {
    let name = text.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    PAPERS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, paper)| *paper)
}

/// Languages by the names that people and LaTeX give them.
const LANGUAGES: &[(&str, &str)] = &[
    ("american", "en-US"),
    ("arabic", "ar"),
    ("bengali", "bn"),
    ("brazilian", "pt-BR"),
    ("british", "en-GB"),
    ("chinese", "zh"),
    ("danish", "da"),
    ("deutsch", "de"),
    ("dutch", "nl"),
    ("english", "en"),
    ("español", "es"),
    ("farsi", "fa"),
    ("finnish", "fi"),
    ("français", "fr"),
    ("french", "fr"),
    ("german", "de"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("indonesian", "id"),
    ("italian", "it"),
    ("italiano", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("ngerman", "de"),
    ("norwegian", "no"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("swedish", "sv"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
    ("urdu", "ur"),
    ("vietnamese", "vi"),
];

/// A language tag, or the instruction that leads to one.
pub(super) fn language(text: &str) -> Result<String, String> {
    let name = text.trim().to_lowercase();
    if let Some((_, tag)) = LANGUAGES.iter().find(|(known, _)| *known == name) {
        return Err(format!("write `{tag}`"));
    }
    language_tag(text).ok_or_else(|| "write a tag such as `en`, `en-GB` or `ur`".to_string())
}
