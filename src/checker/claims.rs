//! What the package says of the book's accessibility, against what is in the book.

use super::book::Book;
use super::findings::Findings;
use super::rules::Subject;
use super::tree::Node;
use crate::diagnostic::Code;

/// What a book must state (EPUB Accessibility 1.1, "Discoverability"), and whether it has to
/// be more than recommended.
const REQUIRED: [(&str, &str); 5] = [
    (
        "schema:accessMode",
        "by which senses it is read, such as `textual`",
    ),
    (
        "schema:accessModeSufficient",
        "which senses alone suffice, such as `textual`",
    ),
    (
        "schema:accessibilityFeature",
        "what it has for readers, such as `structuralNavigation`",
    ),
    ("schema:accessibilityHazard", "what may harm readers, or `none`"),
    (
        "schema:accessibilitySummary",
        "in a few sentences what readers can expect",
    ),
];

/// The vocabulary ("Schema.org Accessibility Properties for Discoverability Vocabulary").
const MODES: &str = "auditory chartOnVisual chemOnVisual colorDependent diagramOnVisual mathOnVisual musicOnVisual \
    tactile textOnVisual textual visual";
const SENSES: &str = "auditory tactile textual visual";
const HAZARDS: &str = "flashing noFlashingHazard unknownFlashingHazard motionSimulation noMotionSimulationHazard \
    unknownMotionSimulationHazard sound noSoundHazard unknownSoundHazard none unknown";
const FEATURES: &str = "annotations ARIA bookmarks index pageBreakMarkers printPageNumbers pageNavigation \
    readingOrder structuralNavigation tableOfContents taggedPDF alternativeText audioDescription captions \
    closedCaptions openCaptions describedMath longDescription signLanguage transcript displayTransformability \
    synchronizedAudioText timingControl unlocked ChemML latex latex-chemistry MathML MathML-chemistry ttsMarkup \
    highContrastAudio highContrastDisplay largePrint braille tactileGraphic tactileObject fullRubyAnnotations \
    rubyAnnotations horizontalWriting verticalWriting withAdditionalWordSegmentation \
    withoutAdditionalWordSegmentation none unknown";

/// What is in a book, as far as statements speak of it.
#[derive(Default)]
struct Content {
    pictures: bool,
    /// Pictures that are more than decoration and no cover.
    telling: bool,
    described: bool,
    long_descriptions: bool,
    math: bool,
    described_math: bool,
    tex: bool,
    page_breaks: bool,
    page_list: bool,
    contents: bool,
    headings: bool,
    index: bool,
    sound: bool,
    moving: bool,
    overlay: bool,
    ruby: bool,
    speech: bool,
    roles: bool,
    fixed: bool,
    locked: bool,
}

pub(super) fn check(book: &Book<'_>, findings: &mut Findings) {
    if !book.is_new() {
        return;
    }
    for (property, what) in REQUIRED {
        if book.values(property).iter().all(|(value, _)| value.is_empty()) {
            findings.of_file(
                Code::BookStatement,
                book.package.path,
                format!("the package does not state `{property}`"),
                format!("state {what}"),
            );
        }
    }
    let content = content(book);
    vocabulary(book, findings);
    if !book.is_whole {
        return;
    }
    features(book, &content, findings);
    modes(book, &content, findings);
    hazards(book, findings);
}

fn vocabulary(book: &Book<'_>, findings: &mut Findings) {
    let known = |list: &str, word: &str| list.split_ascii_whitespace().any(|known| known == word);
    for (property, list) in [
        ("schema:accessMode", MODES),
        ("schema:accessModeSufficient", SENSES),
        ("schema:accessibilityFeature", FEATURES),
        ("schema:accessibilityHazard", HAZARDS),
    ] {
        for (value, place) in book.values(property) {
            findings.examined(Subject::Statements, 1);
            let words: Vec<&str> = match property {
                "schema:accessModeSufficient" => value.split(',').map(str::trim).collect(),
                // `largePrint/18`, `highContrastAudio/noBackground`: the word, and how.
                _ => vec![value.split_once('/').map_or(value.as_str(), |(word, _)| word)],
            };
            if let Some(word) = words.iter().find(|word| !known(list, word)) {
                let near = list
                    .split_ascii_whitespace()
                    .find(|known| known.eq_ignore_ascii_case(word))
                    .map_or_else(
                        || "take it out, or use a word of the vocabulary".to_owned(),
                        |known| format!("write `{known}`"),
                    );
                findings.at(
                    Code::BookVocabulary,
                    &book.package,
                    place,
                    format!("`{word}` is no word for `{property}`"),
                    near,
                );
            }
        }
    }
}

fn features(book: &Book<'_>, content: &Content, findings: &mut Findings) {
    let stated = book.values("schema:accessibilityFeature");
    let sounds = content.sound || content.moving;
    for (feature, place) in &stated {
        let (is_there, what) = match feature.split_once('/').map_or(feature.as_str(), |(word, _)| word) {
            "alternativeText" => (
                content.described || !content.pictures && content.math,
                "no picture has a text",
            ),
            "longDescription" => (content.long_descriptions, "nothing leads to a longer description"),
            "MathML" | "MathML-chemistry" | "ChemML" => (content.math, "there is no MathML"),
            "describedMath" => (content.described_math, "no formula has words"),
            "latex" | "latex-chemistry" => (content.tex, "there is no TeX"),
            "pageBreakMarkers" | "printPageNumbers" => (content.page_breaks, "there is no page break"),
            "pageNavigation" => (content.page_list, "there is no page list"),
            "tableOfContents" => (content.contents, "there is no list of contents"),
            "structuralNavigation" => (content.headings, "there is no heading"),
            "index" => (content.index, "there is no index"),
            "captions" | "closedCaptions" | "openCaptions" | "audioDescription" | "signLanguage" => {
                (content.moving, "there is no film")
            }
            "transcript" | "highContrastAudio" | "timingControl" => {
                (sounds, "there is neither sound nor film")
            }
            "synchronizedAudioText" => (content.overlay, "no text is bound to sound"),
            "ttsMarkup" => (content.speech, "nothing tells voices how to speak"),
            "rubyAnnotations" | "fullRubyAnnotations" => (content.ruby, "there is no ruby"),
            "ARIA" => (content.roles, "no element has a role"),
            "displayTransformability" => (!content.fixed, "its pages are fixed"),
            "unlocked" => (!content.locked, "its files are encrypted"),
            "taggedPDF" => (false, "a book is no PDF"),
            "none" => (stated.len() == 1, "other features are stated beside it"),
            _ => (true, ""),
        };
        if !is_there {
            findings.at(
                Code::BookFalseClaim,
                &book.package,
                *place,
                format!("the book states `{feature}`, but {what}"),
                "take the statement out, or add to the book what it states",
            );
        }
    }
    let states = |words: &[&str]| stated.iter().any(|(own, _)| words.contains(&own.as_str()));
    for (is_there, words, what) in [
        (
            content.math,
            &["MathML", "MathML-chemistry"][..],
            "formulas in MathML",
        ),
        (content.page_list, &["pageNavigation"][..], "a page list"),
        (
            content.page_breaks,
            &["pageBreakMarkers", "printPageNumbers"][..],
            "page breaks",
        ),
        (
            content.long_descriptions,
            &["longDescription"][..],
            "long descriptions",
        ),
        (
            content.overlay,
            &["synchronizedAudioText"][..],
            "text bound to sound",
        ),
    ] {
        if is_there && !stated.is_empty() && !states(words) {
            unclaimed(
                book,
                &format!("the book has {what} and does not state `{}`", words[0]),
                findings,
            );
        }
    }
}

fn modes(book: &Book<'_>, content: &Content, findings: &mut Findings) {
    let stated = book.values("schema:accessMode");
    let states = |mode: &str| stated.iter().any(|(own, _)| own == mode);
    let on_visual = stated.iter().any(|(own, _)| own.ends_with("OnVisual"));
    for (mode, place) in &stated {
        let (is_there, what) = match mode.as_str() {
            "visual" => (
                content.pictures || content.moving,
                "there is nothing to look at but text",
            ),
            mode if mode.ends_with("OnVisual") => (content.pictures || content.moving, "there is no picture"),
            "auditory" => (
                content.sound || content.moving || content.overlay,
                "there is nothing to hear",
            ),
            _ => (true, ""),
        };
        if !is_there {
            findings.at(
                Code::BookFalseClaim,
                &book.package,
                *place,
                format!("the book states the mode `{mode}`, but {what}"),
                "take the statement out",
            );
        }
    }
    if stated.is_empty() {
        return;
    }
    if content.telling && !states("visual") && !on_visual {
        unclaimed(
            book,
            "the book has pictures and does not state the mode `visual`",
            findings,
        );
    }
    if (content.sound || content.overlay) && !states("auditory") {
        unclaimed(
            book,
            "the book has sound and does not state the mode `auditory`",
            findings,
        );
    }
}

fn unclaimed(book: &Book<'_>, message: &str, findings: &mut Findings) {
    findings.of_file(
        Code::BookUnclaimed,
        book.package.path,
        message,
        "state it: readers choose books by such statements",
    );
}

fn hazards(book: &Book<'_>, findings: &mut Findings) {
    let stated = book.values("schema:accessibilityHazard");
    let states = |hazard: &str| stated.iter().any(|(own, _)| own == hazard);
    let contradicts = |own: &str| match own {
        "none" | "unknown" => stated.len() > 1,
        "flashing" => states("noFlashingHazard") || states("unknownFlashingHazard"),
        "motionSimulation" => states("noMotionSimulationHazard") || states("unknownMotionSimulationHazard"),
        "sound" => states("noSoundHazard") || states("unknownSoundHazard"),
        _ => false,
    };
    if let Some((hazard, place)) = stated.iter().find(|(own, _)| contradicts(own)) {
        findings.at(
            Code::BookFalseClaim,
            &book.package,
            *place,
            format!("`{hazard}` is contradicted by another statement of hazards"),
            "state each hazard once",
        );
    }
}

fn content(book: &Book<'_>) -> Content {
    let mut content = Content {
        fixed: book
            .values("rendition:layout")
            .iter()
            .any(|(value, _)| value == "pre-paginated"),
        locked: book.names.contains("META-INF/rights.xml"),
        overlay: book.items.iter().any(|item| item.media == "application/smil+xml"),
        sound: book.items.iter().any(|item| item.media.starts_with("audio/")),
        moving: book.items.iter().any(|item| item.media.starts_with("video/")),
        speech: book.items.iter().any(|item| item.media == "application/pls+xml"),
        ..Content::default()
    };
    let no_cover = |node: &Node<'_>| node.value("role") != "doc-cover" && !node.is_kind("cover");
    for text in &book.texts {
        for (at, node) in text.nodes.iter().enumerate() {
            let in_drawing = || {
                text.around(at)
                    .any(|around| around.name == "svg" || around.name == "math")
            };
            match node.name {
                "img" | "canvas" | "object" => {
                    let words = node.value("alt").trim();
                    content.pictures = true;
                    content.described |= !words.is_empty() || node.get("aria-label").is_some();
                    let is_decoration = node.get("alt").is_some() && words.is_empty()
                        || matches!(node.value("role"), "presentation" | "none");
                    let is_cover = !no_cover(node) || text.around(at).any(|around| !no_cover(around));
                    content.telling |= !is_decoration && !is_cover;
                }
                "svg" if !in_drawing() => {
                    content.pictures = true;
                    let hidden = node.value("aria-hidden") == "true";
                    content.telling |=
                        !hidden && no_cover(node) && !text.around(at).any(|around| !no_cover(around));
                    content.described |= node.get("aria-label").is_some();
                }
                "title" if in_drawing() => content.described = true,
                "math" => {
                    content.math = true;
                    content.described_math |=
                        node.get("alttext").is_some() || node.get("aria-label").is_some();
                }
                "annotation" => content.tex |= node.value("encoding").to_lowercase().contains("tex"),
                "audio" => content.sound = true,
                "video" => content.moving = true,
                "ruby" => content.ruby = true,
                "details" => content.long_descriptions = true,
                _ => {}
            }
            content.headings |= node.heading().is_some();
            content.page_breaks |= super::pages::is_break(node);
            content.index |= node.is_kind("index") || node.value("role") == "doc-index";
            content.long_descriptions |= node.get("aria-details").is_some() || node.get("longdesc").is_some();
            content.roles |= node.get("role").is_some();
            content.speech |= node.get("ssml:ph").is_some();
        }
    }
    if let Some(nav) = &book.nav {
        content.page_list = nav
            .nodes
            .iter()
            .any(|node| node.name == "nav" && node.is_kind("page-list"));
        content.contents = nav
            .nodes
            .iter()
            .any(|node| node.name == "nav" && node.is_kind("toc"));
        content.roles |= nav.nodes.iter().any(|node| node.get("role").is_some());
    }
    content
}
