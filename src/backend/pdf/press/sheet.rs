//! The sheets: their boxes, the blanks that make their number right, and nothing that acts.
//!
//! To add a box or to keep something in the catalogue: here, and in the tests.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// A millimetre in points.
const MM: f32 = 72.0 / 25.4;

/// Sheets are folded and stapled in fours.
const FOLDED: usize = 4;

/// What became of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sheets {
    /// How many there are, blank ones included.
    pub(super) pages: usize,
    /// How many of them are blank.
    pub(super) blanks: usize,
    /// Whether every page says where it is cut.
    pub(super) has_trim: bool,
}

/// Gives every page its boxes, adds blank ones before the page counted `back_cover` (from
/// 0) or else at the end, and drops what acts or leads somewhere.
///
/// # Errors
///
/// If an object of the file is not what it should be.
pub(super) fn lay_out(doc: &mut Document, bleed_mm: f64, back_cover: Option<usize>) -> lopdf::Result<Sheets> {
    let mut pages: Vec<ObjectId> = doc.page_iter().collect();
    let mut has_trim = true;
    for &page in &pages {
        has_trim &= doc.get_dictionary(page)?.has(b"TrimBox");
        boxes(doc, page, bleed_mm)?;
    }
    let blanks = pages.len().next_multiple_of(FOLDED) - pages.len();
    let place = back_cover.unwrap_or(pages.len()).min(pages.len());
    if let Some(&like) = pages.first() {
        upright(doc, &pages, like)?;
        for _ in 0..blanks {
            let blank = blank(doc, like)?;
            pages.insert(place, blank);
        }
    }
    catalog(doc, &pages)?;
    Ok(Sheets {
        pages: pages.len(),
        blanks,
        has_trim,
    })
}

/// ISO 32000-1, 14.11.2: the sheet holds the bleed, the bleed holds the page. A crop box
/// would only hide marks, and a page has a trim box or an art box, not both.
fn boxes(doc: &mut Document, page: ObjectId, bleed_mm: f64) -> lopdf::Result<()> {
    let media = rectangle(doc, page, b"MediaBox").unwrap_or_default();
    let trim = rectangle(doc, page, b"TrimBox").unwrap_or(media);
    #[allow(clippy::cast_possible_truncation, reason = "lengths of paper")]
    let bleed = bleed_mm as f32 * MM;
    let bleed = [
        (trim[0] - bleed).max(media[0]),
        (trim[1] - bleed).max(media[1]),
        (trim[2] + bleed).min(media[2]),
        (trim[3] + bleed).min(media[3]),
    ];
    let dict = doc.get_dictionary_mut(page)?;
    for (key, area) in [("MediaBox", media), ("BleedBox", bleed), ("TrimBox", trim)] {
        dict.set(key, Object::Array(area.map(Object::Real).to_vec()));
    }
    for key in [
        "CropBox",
        "ArtBox",
        "Annots",
        "AA",
        "Tabs",
        "StructParents",
        "Dur",
        "Trans",
    ] {
        dict.remove(key.as_bytes());
    }
    Ok(())
}

/// Turns pages that lie on their side, so that all sheets are of one size: the foot of a wide
/// page comes to the right, as readers turn a paper.
fn upright(doc: &mut Document, pages: &[ObjectId], first: ObjectId) -> lopdf::Result<()> {
    let is_wide = |doc: &Document, page| {
        let [left, bottom, right, top] = rectangle(doc, page, b"TrimBox").unwrap_or_default();
        right - left > top - bottom
    };
    for &page in pages {
        if is_wide(doc, page) && !is_wide(doc, first) {
            doc.get_dictionary_mut(page)?.set("Rotate", 270);
        }
    }
    Ok(())
}

/// The corners of a page's box.
fn rectangle(doc: &Document, page: ObjectId, key: &[u8]) -> Option<[f32; 4]> {
    let corners = doc
        .get_dictionary(page)
        .ok()?
        .get_deref(key, doc)
        .ok()?
        .as_array()
        .ok()?;
    let corners: Vec<f32> = corners
        .iter()
        .filter_map(|corner| corner.as_float().ok())
        .collect();
    <[f32; 4]>::try_from(corners).ok()
}

/// An empty page of the size of another.
fn blank(doc: &mut Document, like: ObjectId) -> lopdf::Result<ObjectId> {
    let mut page = dictionary! { "Type" => "Page", "Resources" => Dictionary::new() };
    for key in ["MediaBox", "BleedBox", "TrimBox"] {
        page.set(key, doc.get_dictionary(like)?.get(key.as_bytes())?.clone());
    }
    // An empty stream is allowed, but programs that pack it again stumble over theirs.
    let content = doc.add_object(Stream::new(Dictionary::new(), b"q Q".to_vec()));
    page.set("Contents", content);
    Ok(doc.add_object(page))
}

/// The catalogue and a flat tree of pages. Bookmarks, names, actions, labels and forms stay
/// behind: ISO 15930-7 allows no actions, and a press has no use for the rest.
fn catalog(doc: &mut Document, pages: &[ObjectId]) -> lopdf::Result<()> {
    let root = doc.catalog()?.get(b"Pages")?.as_reference()?;
    let lang = doc.catalog()?.get(b"Lang").ok().cloned();
    let count = i64::try_from(pages.len()).unwrap_or(i64::MAX);
    let tree = dictionary! {
        "Type" => "Pages",
        "Kids" => Object::Array(pages.iter().map(|page| Object::Reference(*page)).collect()),
        "Count" => count,
    };
    doc.objects.insert(root, Object::Dictionary(tree));
    for &page in pages {
        doc.get_dictionary_mut(page)?.set("Parent", root);
    }
    let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => root };
    if let Some(lang) = lang {
        catalog.set("Lang", lang);
    }
    let catalog = doc.add_object(catalog);
    doc.trailer = dictionary! { "Root" => catalog };
    Ok(())
}
