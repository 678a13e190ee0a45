//! What a drawing (SVG) may ask for: a few letters of it can ask for hours.
//!
//! Declared entities, nesting and uses of uses have limits of their own in the parser. Here are
//! those on what is slow to draw: filters over large regions, long texts, pictures inside; and
//! a picture inside must be inside, for nothing is fetched.
//!
//! To add a limit: a question in [`trouble`].

use image::ImageReader;
use std::io::Cursor;
use usvg::{ImageKind, Node, Tree, roxmltree};

/// The longest side of a region that a filter changes, and of a drawing with filters.
const FILTERED: f32 = 4096.0;
/// How many steps all filters may have.
const MOST_STEPS: usize = 200;
/// How many letters a drawing may show.
const MOST_LETTERS: usize = 100_000;
/// The most pixels of a picture inside: A2 at 300 dpi.
const MOST_PIXELS: u64 = 40_000_000;

/// Why a drawing cannot be shown, if it cannot: what follows "it".
pub(super) fn trouble(bytes: &[u8], tree: &Tree) -> Option<&'static str> {
    let text = String::from_utf8_lossy(bytes);
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        nodes_limit: 1_000_000,
        ..roxmltree::ParsingOptions::default()
    };
    if let Ok(document) = roxmltree::Document::parse_with_options(&text, options) {
        let mut letters = 0;
        for node in document.descendants() {
            let name = node.tag_name().name();
            if node.is_text() {
                letters += node.text().map_or(0, str::len);
            }
            let addresses = node.attributes().filter(|it| it.name() == "href");
            let is_elsewhere = |address: &str| {
                let address = address.trim_start();
                !address.starts_with("data:") && !address.starts_with('#') && !address.is_empty()
            };
            if matches!(name, "image" | "feImage") && addresses.clone().any(|it| is_elsewhere(it.value())) {
                return Some("shows a picture that is not inside it, and nothing is fetched");
            }
            let number = |key| {
                node.attribute(key)
                    .and_then(|value| value.trim().parse::<f32>().ok())
            };
            let is_dear = number("numOctaves").is_some_and(|octaves| octaves > 10.0)
                || (name == "feMorphology" && number("radius").is_some_and(|radius| radius > 100.0))
                || (name == "feConvolveMatrix" && number("order").is_some_and(|order| order > 15.0));
            if is_dear {
                return Some("has filters that take hours to draw");
            }
        }
        if letters > MOST_LETTERS {
            return Some("has more than 100,000 letters");
        }
    }
    let filters = tree.filters();
    let large = |width: f32, height: f32| width.max(height) > FILTERED;
    let is_large = large(tree.size().width(), tree.size().height());
    let is_wide =
        |filter: &std::sync::Arc<usvg::filter::Filter>| large(filter.rect().width(), filter.rect().height());
    let steps: usize = filters.iter().map(|filter| filter.primitives().len()).sum();
    if steps > MOST_STEPS || !filters.is_empty() && (is_large || filters.iter().any(is_wide)) {
        return Some("has filters that take hours to draw");
    }
    pictures(tree)
}

/// What is wrong with the pictures inside.
fn pictures(tree: &Tree) -> Option<&'static str> {
    let mut open: Vec<&Node> = tree.root().children().iter().collect();
    let mut pixels = 0u64;
    while let Some(node) = open.pop() {
        match node {
            Node::Group(group) => open.extend(group.children()),
            Node::Image(image) => match image.kind() {
                ImageKind::JPEG(bytes)
                | ImageKind::PNG(bytes)
                | ImageKind::GIF(bytes)
                | ImageKind::WEBP(bytes) => {
                    let reader = ImageReader::new(Cursor::new(bytes.as_slice())).with_guessed_format();
                    if let Some((width, height)) = reader.ok().and_then(|it| it.into_dimensions().ok()) {
                        pixels = pixels.saturating_add(u64::from(width) * u64::from(height));
                    }
                }
                ImageKind::SVG(inner) => open.extend(inner.root().children()),
            },
            Node::Path(_) | Node::Text(_) => {}
        }
    }
    (pixels > MOST_PIXELS).then_some("holds pictures of more than 40 million pixels")
}
