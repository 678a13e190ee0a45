//! What the book says of its own accessibility: computed from what is in it (EPUB
//! Accessibility 1.1, 2.2 "Discovery metadata").
//!
//! The author may state otherwise. Conformance (`dcterms:conformsTo`, `a11y:certifiedBy`) is never stated: it needs
//! someone's evaluation.

use super::content::Content;
use crate::model::{Article, Asset, Media};

/// Properties and values in the order of the package.
pub(super) fn claims(article: &Article, text: &Content) -> Vec<(&'static str, String)> {
    let pictures = &text.pictures;
    let has_pictures = pictures.described + pictures.undescribed > 0;
    let all_described = pictures.undescribed == 0 && article.doubts.missing_alt == 0;
    let formulas = &text.formulas;
    let has_pages = !text.breaks.is_empty();
    let moves = pictures.assets.iter().any(|id| may_move(article.asset(*id)));

    let stated = &article.meta.accessibility;
    let mut claims = vec![("schema:accessMode", "textual".to_owned())];
    let mut claim = |property, value: &str| claims.push((property, value.to_owned()));
    if has_pictures {
        claim("schema:accessMode", "visual");
        claim("schema:accessModeSufficient", "textual,visual");
    }
    // Where no picture could be shown, text is all there is; the summary tells the rest.
    if all_described || !has_pictures {
        claim("schema:accessModeSufficient", "textual");
    }
    let features = [
        ("ARIA", true),
        ("MathML", formulas.described > 0),
        ("alternativeText", has_pictures && all_described),
        ("describedMath", formulas.described > 0 && formulas.code == 0),
        ("displayTransformability", true),
        ("pageBreakMarkers", has_pages),
        ("pageNavigation", has_pages),
        ("readingOrder", true),
        ("structuralNavigation", text.contents.len() > 1),
        ("tableOfContents", true),
    ];
    for (feature, _) in features.iter().filter(|(_, there)| *there) {
        claim("schema:accessibilityFeature", feature);
    }
    claim(
        "schema:accessibilityHazard",
        if moves { "unknown" } else { "none" },
    );
    claim(
        "schema:accessibilitySummary",
        &summary(has_pictures, all_described, has_pages, moves),
    );
    // What the author states stands instead of what was computed, property by property.
    let summary: Vec<String> = stated.summary.iter().cloned().collect();
    for (property, values) in [
        ("schema:accessMode", &stated.modes),
        ("schema:accessModeSufficient", &stated.modes_sufficient),
        ("schema:accessibilityFeature", &stated.features),
        ("schema:accessibilityHazard", &stated.hazards),
        ("schema:accessibilitySummary", &summary),
    ] {
        if !values.is_empty() {
            claims.retain(|(claimed, _)| *claimed != property);
            claims.extend(values.iter().map(|value| (property, value.clone())));
        }
    }
    claims
}

/// The same in plain words.
fn summary(has_pictures: bool, all_described: bool, has_pages: bool, moves: bool) -> String {
    let mut sentences = vec![
        "This publication is text that adapts to the reader's screen and settings, with headings and a table of contents.",
    ];
    if has_pages {
        sentences.push("Page breaks and a page list match the printed edition.");
    }
    match (has_pictures, all_described) {
        (true, true) => sentences.push("Every picture that is not decoration has a description."),
        (true, false) => sentences.push("Some pictures have no description."),
        (false, true) => sentences.push("It needs no picture to be understood."),
        (false, false) => sentences.push("Some pictures could not be included."),
    }
    if moves {
        sentences.push("Whether a moving picture flashes has not been tested.");
    }
    sentences.join(" ")
}

/// Whether a picture may move, and so might flash.
fn may_move(asset: &Asset) -> bool {
    let holds = |mark: &[u8]| asset.bytes.windows(mark.len()).any(|window| window == mark);
    match asset.media {
        // Graphic Control Extensions, one a frame.
        Media::Gif => {
            asset
                .bytes
                .windows(3)
                .filter(|window| *window == [0x21, 0xf9, 0x04])
                .count()
                > 1
        }
        Media::Png => holds(b"acTL"),
        Media::Webp => holds(b"ANIM"),
        Media::Svg => holds(b"<animate") || holds(b"<set") || holds(b"@keyframes"),
        Media::Jpeg => false,
    }
}
