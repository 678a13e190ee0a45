//! Pictures beside what the whole page is drawn as.

use super::islands::Canvas;
use super::*;
use crate::layout::Layout;
use typst::utils::Scalar;
use typst_render::RenderOptions;

/// An article with little on its cover.
const BARE: &str = include_str!("../../../../tests/corpus/bare/model.json");

/// A page of a layout whose cover is that, and its picture.
fn beside(cover: Option<&str>, article: &str, look: impl Fn(&[u8], &[u8], usize)) {
    let mut layout = Layout::default();
    if let Some(cover) = cover {
        let file = format!("#let cover(article) = {{\n  set page(width: 50mm, height: 80mm)\n{cover}\n}}");
        layout.files.insert("cover.typ".to_owned(), file.into_bytes());
    }
    let mut report = Report::new();
    let article: Article = serde_json::from_str(article).expect("an article");
    let (case, forme, house) = (TypeCase::new(), Forme::new(&layout), House::default());
    let view = View::without_body(&article, &case, &house);
    let world = ArticleWorld::of_cover(&case, &forme, &article, &view);
    let document = typeset(&world, &mut report).expect("a cover");
    let page = &document.pages()[0];
    let canvas = Canvas::new(page, 640.0);
    let options = RenderOptions {
        pixel_per_pt: Scalar::new(640.0 / page.frame.height().to_pt()),
        render_bleed: false,
    };
    let whole = typst_render::render(page, &options);
    let png = encode(&canvas).expect("a picture");
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().expect("a header");
    let mut drawn = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut drawn).expect("pixels");
    assert_eq!([info.width, info.height], [whole.width(), whole.height()]);
    let rgba = whole.data().as_chunks::<4>().0;
    let whole: Vec<u8> = rgba.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect();
    look(&drawn, &whole, canvas.islands().len());
}

/// Edges may fall a fraction of a pixel otherwise, since an island begins elsewhere; nothing
/// else may.
fn like(drawn: &[u8], whole: &[u8]) {
    assert_eq!(drawn.len(), whole.len());
    let far: Vec<u8> = drawn.iter().zip(whole).map(|(a, b)| a.abs_diff(*b)).collect();
    let worst = far.iter().max().copied().unwrap_or(0);
    let many = far.iter().filter(|far| **far > 8).count();
    assert!(
        worst <= 40 && many * 100 < far.len(),
        "{worst}, {many} of {}",
        far.len()
    );
}

#[test]
fn covers_are_what_the_whole_page_is() {
    for article in [
        include_str!("../../../../tests/corpus/kitchen-sink/model.json"),
        include_str!("../../../../tests/corpus/math/model.json"),
        include_str!("../../../../tests/corpus/urdu/model.json"),
    ] {
        beside(None, article, |drawn, whole, islands| {
            assert!(islands > 0, "something is drawn");
            like(drawn, whole);
        });
    }
}

#[test]
fn whatever_a_layout_draws_is_drawn() {
    for (cover, least) in [
        // Over each other, beyond the edge, turned, cut, with strokes.
        (
            "place(dx: 5mm, dy: 5mm, rect(width: 9mm, height: 9mm, fill: red, stroke: 2mm + blue))\nplace(dx: 9mm, dy: 9mm, circle(radius: 6mm, fill: green.transparentize(50%)))\nplace(bottom + end, dx: 30mm, rect(width: 40mm, height: 5mm, fill: black))",
            2,
        ),
        (
            "place(dx: 2mm, dy: 20mm, rotate(30deg, text(size: 20pt)[Turned]))\nplace(dx: 2mm, dy: 45mm, box(width: 12mm, height: 3mm, clip: true, text(size: 30pt)[Cut]))",
            2,
        ),
        (
            "set text(stroke: 1.5mm + red)\nplace(dx: 2mm, dy: 2mm, text(size: 30pt)[W])\nplace(bottom, polygon(stroke: 2mm, (0mm, 0mm), (10mm, -14mm), (12mm, 0mm)))",
            2,
        ),
        (
            "set page(fill: rgb(\"#123456\"))\nplace(dx: 1mm, line(length: 100%, stroke: 0.2pt + white))\nplace(bottom, scale(200%, text(fill: white)[Scaled]))",
            2,
        ),
        ("[]", 0),
    ] {
        beside(Some(cover), BARE, |drawn, whole, islands| {
            assert!(islands >= least, "{cover}: {islands} islands");
            like(drawn, whole);
        });
    }
}

/// What shades are measured by is the whole page, so it stays whole; and what has more colours
/// than a palette comes in all of them.
#[test]
fn shades_are_drawn_whole() {
    for cover in [
        "set page(fill: gradient.linear(red, blue))\n[A]",
        "text(size: 30pt, fill: gradient.linear(red, blue, relative: \"parent\"))[AAA]\nplace(bottom)[B]",
    ] {
        beside(Some(cover), BARE, |drawn, whole, islands| {
            assert_eq!(islands, 1, "{cover}");
            like(drawn, whole);
        });
    }
}
