//! What the book says of its own accessibility: computed from what is in it (EPUB
//! Accessibility 1.1, "Discoverability").
//!
//! The author may state otherwise. Conformance (`dcterms:conformsTo`, `a11y:certifiedBy`)
//! needs someone's evaluation: it is the house's to claim, and [`certify`] writes it into a
//! finished book that passed every check.

use super::Fault;
use super::archive::Files;
use super::content::Content;
use super::xml::Xml;
use crate::model::{Article, Asset, BlockKind, Media, Scope};
use crate::style::Conformance;

/// What is in a book, as far as its statements go.
struct Facts {
    /// Whether pictures that are more than decoration are shown.
    pictures: bool,
    /// Whether each of these has words.
    described: bool,
    /// Whether pictures are missing.
    missing: bool,
    /// Whether one may move.
    moves: bool,
    /// Formulas with words.
    formulas: usize,
    /// Formulas that are only code.
    code: usize,
    tables: usize,
    /// Tables without a header cell.
    headless: usize,
    notes: bool,
    pages: bool,
    headings: bool,
}

/// Properties and values in the order of the package.
pub(super) fn claims(article: &Article, text: &Content) -> Vec<(&'static str, String)> {
    let facts = facts(article, text);
    let stated = &article.meta.accessibility;
    let mut claims = vec![("schema:accessMode", "textual".to_owned())];
    let mut claim = |property, value: &str| claims.push((property, value.to_owned()));
    if facts.pictures {
        claim("schema:accessMode", "visual");
        claim("schema:accessModeSufficient", "textual,visual");
    }
    // Where no picture could be shown, text is all there is; the summary tells the rest.
    if facts.described || !facts.pictures {
        claim("schema:accessModeSufficient", "textual");
    }
    let features = [
        ("ARIA", true),
        ("MathML", facts.formulas > 0),
        ("alternativeText", facts.pictures && facts.described),
        ("describedMath", facts.formulas > 0 && facts.code == 0),
        ("displayTransformability", true),
        ("pageBreakMarkers", facts.pages),
        ("pageNavigation", facts.pages),
        ("readingOrder", true),
        ("structuralNavigation", facts.headings),
        ("tableOfContents", true),
    ];
    for (feature, _) in features.iter().filter(|(_, there)| *there) {
        claim("schema:accessibilityFeature", feature);
    }
    claim(
        "schema:accessibilityHazard",
        if facts.moves { "unknown" } else { "none" },
    );
    claim("schema:accessibilitySummary", &summary(article, &facts));
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

/// Whether the summary is in English for want of words in the article's own language.
pub(super) fn is_english(article: &Article) -> bool {
    article.meta.accessibility.summary.is_none() && article.words.lang != article.lang
}

/// Adds the house's claim to the package of a finished book.
///
/// # Errors
///
/// A [`Fault`] if the package has no place for it.
pub(super) fn certify(files: &mut Files, claim: &Conformance) -> Result<(), Fault> {
    const END: &str = "</metadata>";
    let package = files.iter_mut().find(|(name, _)| name.ends_with(".opf"));
    let (name, bytes) = package.ok_or_else(|| Fault("the book has no package".to_owned()))?;
    let text = std::str::from_utf8(bytes)?;
    let (before, after) = text
        .split_once(END)
        .ok_or_else(|| Fault(format!("`{name}` has no `{END}`")))?;
    let mut xml = Xml::fragment();
    let mut line = |element: &'static str, attributes: &[(&str, &str)], words: Option<&str>| {
        xml.text("  ");
        match words {
            Some(words) => xml.element(element, attributes, words),
            None => xml.empty(element, attributes),
        }
        xml.text("\n  ");
    };
    let conformance = [("property", "dcterms:conformsTo"), ("id", "conformance")];
    line("meta", &conformance, Some(&claim.standard));
    let certifier = [
        ("property", "a11y:certifiedBy"),
        ("refines", "#conformance"),
        ("id", "certifier"),
    ];
    line("meta", &certifier, Some(&claim.certified_by));
    if let Some(credential) = &claim.credential {
        let attributes = [
            ("property", "a11y:certifierCredential"),
            ("refines", "#certifier"),
        ];
        line("meta", &attributes, Some(credential));
    }
    if let Some(report) = &claim.report {
        let attributes = [
            ("rel", "a11y:certifierReport"),
            ("refines", "#certifier"),
            ("href", report.as_str()),
        ];
        line("link", &attributes, None);
    }
    let claimed = String::from_utf8(xml.finish())?;
    *bytes = [before, &claimed, END, after].concat().into_bytes();
    Ok(())
}

fn facts(article: &Article, text: &Content) -> Facts {
    let pictures = &text.pictures;
    let (mut tables, mut headless) = (0, 0);
    article.each_block(&mut |block| {
        if let BlockKind::Table(table) = &block.kind {
            let mut cells = table.body.iter().flat_map(|row| &row.cells);
            let heads = |scope: Option<Scope>| scope.is_some();
            tables += 1;
            headless += usize::from(table.head.is_empty() && !cells.any(|cell| heads(cell.scope)));
        }
    });
    Facts {
        pictures: pictures.described + pictures.undescribed > 0,
        described: pictures.undescribed == 0 && article.doubts.missing_alt == 0,
        missing: article.doubts.missing_pictures > 0,
        moves: pictures.assets.iter().any(|id| may_move(article.asset(*id))),
        formulas: text.formulas.described,
        code: text.formulas.code,
        tables,
        headless,
        notes: !article.notes().is_empty(),
        pages: !text.breaks.is_empty(),
        headings: text.contents.len() > 1,
    }
}

/// The same in plain words: what is there, and what is not.
fn summary(article: &Article, facts: &Facts) -> String {
    let words = &article.words.access;
    let sentences = [
        (&words.adapts, true),
        (&words.headings, facts.headings),
        (&words.pages, facts.pages),
        (&words.no_pages, !facts.pages),
        (&words.pictures, facts.pictures && facts.described),
        (&words.some_pictures, facts.pictures && !facts.described),
        (&words.missing_pictures, facts.missing),
        (&words.no_pictures, !facts.pictures && !facts.missing),
        (&words.formulas, facts.formulas > 0 && facts.code == 0),
        (&words.some_formulas, facts.code > 0),
        (&words.tables, facts.tables > 0 && facts.headless == 0),
        (&words.some_tables, facts.headless > 0),
        (&words.notes, facts.notes),
        (&words.no_media, !facts.moves),
        (&words.moving, facts.moves),
    ];
    let told: Vec<&str> = sentences
        .iter()
        .filter(|(_, is_true)| *is_true)
        .map(|(sentence, _)| sentence.as_str())
        .collect();
    // Chinese and Japanese sentences stand without a space between.
    let between = if told[0].ends_with('。') { "" } else { " " };
    told.join(between)
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
