//! The press file, read back with nothing of the code that wrote it: its boxes, its ink,
//! what it says of itself, and that its pages are those of the PDF for screens. What takes
//! a printer's tools to see is asked in `tests/conformance/press`.

mod plate;
mod preflight;

use crate::corpus::PRESS;
use lopdf::Object;
use pamphlet::backend::pdf::press::{Ink, PressOptions, Profile};
use pamphlet::diagnostic::Code;
use pamphlet::{
    Article, Files, House, Layout, Options, Output, Press, Report, Severity, Source, render, understand,
};
use plate::Plate;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

/// A millimetre in points.
const MM: f32 = 72.0 / 25.4;

/// An article among the files of the repository.
fn article_at(path: &str) -> Article {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let source = Source::new("article.md", std::fs::read(&path).expect("an article"));
    let files = Files::folder(path.parent().expect("a folder"));
    understand(&source, &files, &Default::default(), &mut Report::new()).expect("an article")
}

/// An article written here, with files beside it.
fn article(text: &str, files: &[(&str, Vec<u8>)]) -> Article {
    let files: BTreeMap<_, _> = files
        .iter()
        .map(|(name, bytes)| ((*name).to_owned(), bytes.clone()))
        .collect();
    let source = Source::new("article.md", text);
    understand(
        &source,
        &Files::memory(files),
        &Default::default(),
        &mut Report::new(),
    )
    .expect("an article")
}

fn files(article: &Article, press: &Press, options: &PressOptions) -> (Vec<u8>, Vec<u8>, Report) {
    let options = Options {
        press: Some(options.clone()),
        ..Options::default()
    };
    let mut report = Report::new();
    let rendered = render(
        article,
        press,
        &[Output::Pdf, Output::Press],
        &options,
        &mut report,
    )
    .expect("both files");
    let [screen, press] = <[_; 2]>::try_from(rendered).expect("two files");
    (screen.bytes, press.bytes, report)
}

fn pressed(article: &Article) -> Plate {
    Plate::open(&files(article, &PRESS, &PressOptions::default()).1)
}

/// The brief with a piece of its source replaced.
fn changed_brief(from: &str, to: &str) -> Press {
    let mut layout = Layout::default();
    let text = String::from_utf8(layout.files["layout.typ"].clone()).expect("text");
    assert!(text.contains(from), "the brief has `{from}`");
    layout
        .files
        .insert("layout.typ".into(), text.replace(from, to).into_bytes());
    Press::new(layout, House::default())
}

const HEAD: &str = "---\ntitle: Who Pays?\nlang: en\ndate: 2025-06-01\n---\n\n";

fn png(width: u32, height: u32, color: impl Fn(u32, u32) -> [u8; 4]) -> Vec<u8> {
    encoded(width, height, color, image::ImageFormat::Png)
}

fn encoded(
    width: u32,
    height: u32,
    color: impl Fn(u32, u32) -> [u8; 4],
    format: image::ImageFormat,
) -> Vec<u8> {
    let pixels = image::RgbaImage::from_fn(width, height, |x, y| image::Rgba(color(x, y)));
    let mut bytes = Cursor::new(Vec::new());
    let picture = image::DynamicImage::ImageRgba8(pixels);
    match format {
        image::ImageFormat::Jpeg => image::DynamicImage::ImageRgb8(picture.to_rgb8()),
        _ => picture,
    }
    .write_to(&mut bytes, format)
    .expect("a picture");
    bytes.into_inner()
}

/// A photograph without colours.
fn gray_jpeg() -> Vec<u8> {
    let pixels = image::GrayImage::from_fn(64, 64, |x, y| {
        image::Luma([u8::try_from(x * 2 + y * 2).unwrap_or(255)])
    });
    let mut bytes = Cursor::new(Vec::new());
    pixels
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .expect("a picture");
    bytes.into_inner()
}

#[test]
fn pages_break_where_those_of_the_screen_do() {
    for path in [
        "content/forging-stability.md",
        "content/sp800-63c.md",
        "tests/corpus/kitchen-sink/article.md",
        "tests/corpus/turned-tables/article.md",
    ] {
        let (screen, press, _) = files(&article_at(path), &PRESS, &PressOptions::default());
        let (screen, press) = (Plate::open(&screen), Plate::open(&press));
        let (wanted, found) = (screen.texts(), press.texts());
        assert_eq!(found.len(), wanted.len().next_multiple_of(4), "{path}");
        for (page, wanted) in wanted.iter().enumerate() {
            // The line beyond the bleed is drawn last.
            let slug = found[page].strip_prefix(wanted.as_str());
            let slug = slug.unwrap_or_else(|| panic!("{path}, page {}: another text", page + 1));
            assert!(slug.contains("FOGRA39"), "{path}: {slug}");
            assert!(slug.len() < 200, "{path}: {slug}");
        }
        for blank in &found[wanted.len()..] {
            assert_eq!(blank, "", "{path}");
        }
        assert!(screen.sizes().iter().zip(press.trims()).all(|(screen, trim)| {
            (trim[2] - trim[0] - screen.0).abs() < 0.01 && (trim[3] - trim[1] - screen.1).abs() < 0.01
        }));
    }
}

#[test]
fn boxes_lie_within_each_other() {
    let letter = HEAD.replace("lang: en\n", "lang: en\npapersize: us-letter\n");
    for (text, bleed, size) in [
        (HEAD, 3.0 * MM, (210.0 * MM, 297.0 * MM)),
        (&letter, 0.125 * 72.0, (8.5 * 72.0, 11.0 * 72.0)),
    ] {
        let plate = pressed(&article(&format!("{text}Everyone does.\n"), &[]));
        assert_eq!(plate.trims().len(), 4);
        for page in 0..4 {
            let [media, bleed_box, trim] =
                ["MediaBox", "BleedBox", "TrimBox"].map(|key| plate.area(page, key));
            assert!((trim[2] - trim[0] - size.0).abs() < 0.01, "{trim:?}");
            assert!((trim[3] - trim[1] - size.1).abs() < 0.01, "{trim:?}");
            for at in 0..4 {
                assert!(
                    ((trim[at] - bleed_box[at]).abs() - bleed).abs() < 0.01,
                    "{bleed_box:?}"
                );
                assert!((bleed_box[at] - media[at]).abs() > 9.0 * MM, "room for marks");
            }
            for key in ["CropBox", "ArtBox", "Annots", "AA", "StructParents"] {
                assert!(!plate.page(page).has(key.as_bytes()), "{key}");
            }
        }
        // The band of the masthead reaches the bleed's edges on three sides.
        let [left, _, right, top] = plate.area(0, "BleedBox");
        let band = plate
            .painted(0)
            .into_iter()
            .find(|shape| shape.ink[0] > 0.5 && shape.bounds[3] > top - 0.5);
        let band = band.expect("a band").bounds;
        assert!(
            (band[0] - left).abs() < 0.01 && (band[2] - right).abs() < 0.01 && (band[3] - top).abs() < 0.01
        );
    }
}

#[test]
fn sheets_are_of_one_size_and_way() {
    let plate = pressed(&article_at("tests/corpus/turned-tables/article.md"));
    let mut turned = 0;
    for (page, [left, bottom, right, top]) in plate.trims().into_iter().enumerate() {
        let rotation = plate
            .page(page)
            .get(b"Rotate")
            .and_then(Object::as_i64)
            .unwrap_or(0);
        let (width, height) = match rotation {
            0 => (right - left, top - bottom),
            270 => (top - bottom, right - left),
            other => panic!("page {} is turned by {other}", page + 1),
        };
        turned += usize::from(rotation != 0);
        assert!((width - 210.0 * MM).abs() < 0.01 && (height - 297.0 * MM).abs() < 0.01);
    }
    assert!(turned > 1, "the long table lies on its side");
}

#[test]
fn a_bleed_of_ones_own_is_kept() {
    let options = PressOptions {
        bleed_mm: Some(5.0),
        ..PressOptions::default()
    };
    let (_, bytes, _) = files(&article(HEAD, &[]), &PRESS, &options);
    let plate = Plate::open(&bytes);
    let (bleed, trim) = (plate.area(0, "BleedBox"), plate.area(0, "TrimBox"));
    assert!((trim[0] - bleed[0] - 5.0 * MM).abs() < 0.01);
}

#[test]
fn nothing_of_a_screen_is_left() {
    for path in [
        "content/forging-stability.md",
        "tests/corpus/kitchen-sink/article.md",
    ] {
        let plate = pressed(&article_at(path));
        assert_eq!(plate.screen_colors(), Vec::<String>::new(), "{path}");
        assert_eq!(
            plate.catalog_keys(),
            ["Lang", "Metadata", "OutputIntents", "Pages", "Type"]
        );
        for word in [
            "/JavaScript",
            "/URI",
            "/GoTo",
            "/Launch",
            "/Encrypt",
            "/StructTreeRoot",
            "/Outlines",
        ] {
            assert!(!plate.says(word), "{path}: {word}");
        }
    }
}

#[test]
fn black_letters_are_black_alone_and_print_over() {
    for path in [
        "content/forging-stability.md",
        "tests/corpus/kitchen-sink/article.md",
    ] {
        let plate = pressed(&article_at(path));
        let (mut black, mut quiet, mut colored) = (0, 0, 0);
        for page in 0..plate.trims().len() {
            for letters in plate.letters(page) {
                match letters.ink {
                    [0.0, 0.0, 0.0, 1.0] => {
                        assert!(letters.over, "{path}, page {}: black that knocks out", page + 1);
                        black += letters.count;
                    }
                    [0.0, 0.0, 0.0, _] => quiet += letters.count,
                    [cyan, magenta, yellow, key] => {
                        // The accent, and nothing that could be called black.
                        assert!(cyan > 0.5 && yellow < 0.2 && key < 0.7, "{:?}", letters.ink);
                        assert!(magenta > 0.0);
                        colored += letters.count;
                    }
                }
                assert!(letters.over == (letters.ink == [0.0, 0.0, 0.0, 1.0]), "{path}");
            }
        }
        assert!(
            black > 1_000 && black > quiet + colored,
            "{path}: {black}, {quiet}, {colored}"
        );
    }
}

#[test]
fn it_says_what_it_is_made_for() {
    let plate = pressed(&article(
        "---\ntitle: Who <Pays> & Über?\nlang: en\nauthor: Ada Écrivain\ndate: 2025-06-01\ndate-modified: 2025-06-15\n---\n\nAll.\n",
        &[],
    ));
    assert!(plate.bytes.starts_with(b"%PDF-1.6"));
    let intent = plate.intent();
    let text = |key: &str| {
        String::from_utf8_lossy(intent.get(key.as_bytes()).and_then(Object::as_str).expect(key)).into_owned()
    };
    assert_eq!(
        intent.get(b"S").and_then(Object::as_name).expect("a kind"),
        b"GTS_PDFX"
    );
    assert_eq!(text("OutputConditionIdentifier"), "FOGRA39");
    assert_eq!(text("RegistryName"), "http://www.color.org");
    assert_eq!(plate.profile(), Profile::fogra39().bytes.to_vec());
    assert_eq!(plate.info("Trapped"), "False");
    assert_eq!(plate.info("CreationDate"), "D:20250601000000Z");
    assert_eq!(plate.info("ModDate"), "D:20250615000000Z");
    let xmp = plate.xmp();
    for fact in [
        "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
        "xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\"",
        "<pdf:Trapped>False</pdf:Trapped>",
        "<xmp:CreateDate>2025-06-01T00:00:00Z</xmp:CreateDate>",
        "<xmp:ModifyDate>2025-06-15T00:00:00Z</xmp:ModifyDate>",
        "<xmp:MetadataDate>2025-06-15T00:00:00Z</xmp:MetadataDate>",
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>",
        "<xmpMM:VersionID>1</xmpMM:VersionID>",
        "<rdf:li xml:lang=\"x-default\">Who &lt;Pays&gt; &amp; Über?</rdf:li>",
        "<rdf:li>Ada Écrivain</rdf:li>",
    ] {
        assert!(xmp.contains(fact), "{fact} in {xmp}");
    }
    // The trailer's identifier is the document's.
    let id: String = plate.id().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(id.len(), 32);
    assert!(xmp.replace('-', "").contains(&format!("uuid:{id}")), "{id}");
}

#[test]
fn without_a_date_nothing_is_claimed() {
    let undated = article("---\ntitle: Who Pays?\nlang: en\n---\n\nEveryone does.\n", &[]);
    let (_, bytes, report) = files(&undated, &PRESS, &PressOptions::default());
    assert!(!Plate::open(&bytes).xmp().contains("PDF/X-4"));
    let claim = report
        .diagnostics()
        .iter()
        .find(|found| found.message.contains("PDF/X-4"))
        .expect("a finding");
    assert_eq!((claim.code, claim.severity), (Code::PdfClaim, Severity::Warning));
    let mut strict = Report::strict();
    assert!(
        render(
            &undated,
            &PRESS,
            &[Output::Press],
            &Options::default(),
            &mut strict
        )
        .is_err()
    );
}

#[test]
fn what_the_screen_file_said_is_not_said_again() {
    let odd = article(&format!("{HEAD}A sign without a glyph: \u{12000}.\n"), &[]);
    let (_, _, report) = files(&odd, &PRESS, &PressOptions::default());
    let glyphs = report
        .diagnostics()
        .iter()
        .filter(|found| found.code == Code::MissingGlyph);
    assert_eq!(glyphs.count(), 1);
}

#[test]
fn the_same_article_gives_the_same_bytes() {
    let article = article_at("tests/corpus/kitchen-sink/article.md");
    let once = files(&article, &PRESS, &PressOptions::default()).1;
    std::thread::scope(|scope| {
        let make = || files(&article, &PRESS, &PressOptions::default()).1;
        let threads = [scope.spawn(make), scope.spawn(make)];
        for thread in threads {
            assert!(thread.join().expect("no panic") == once, "the bytes differ");
        }
    });
    let other = article_at("content/forging-stability.md");
    assert_ne!(
        Plate::open(&files(&other, &PRESS, &PressOptions::default()).1).id(),
        Plate::open(&once).id()
    );
}

#[test]
fn the_house_prints_with_its_own_inks() {
    let accent = House::default().colors.accent.rgb;
    let ink = |spot: Option<&str>| PressOptions {
        inks: vec![Ink {
            rgb: accent,
            cmyk: [100.0, 40.0, 20.0, 45.0],
            spot: spot.map(str::to_owned),
        }],
        ..PressOptions::default()
    };
    let paper = article(&format!("{HEAD}# One\n\nEveryone does.\n"), &[]);
    let plate = Plate::open(&files(&paper, &PRESS, &ink(None)).1);
    let inks: Vec<_> = plate.painted(0).into_iter().map(|shape| shape.ink).collect();
    assert!(inks.contains(&[1.0, 0.4, 0.2, 0.45]), "{inks:?}");
    let plate = Plate::open(&files(&paper, &PRESS, &ink(Some("PANTONE 300 C"))).1);
    assert_eq!(plate.spots(), ["All", "PANTONE 300 C"]);
    assert_eq!(plate.screen_colors(), Vec::<String>::new());
    assert!(
        plate.texts()[0].contains("PANTONE300C"),
        "the slug names the inks"
    );
}

#[test]
fn pictures_become_ink_or_say_what_their_colours_are() {
    let drawn = |x: u32, _| if x < 8 { [0, 0, 0, 255] } else { [11, 79, 108, 255] };
    let grey = |x: u32, _| {
        if x < 8 {
            [0, 0, 0, 255]
        } else {
            [128, 128, 128, 255]
        }
    };
    let photograph = |x: u32, y: u32| {
        let byte = |value: u32| u8::try_from(value % 256).unwrap_or(0);
        [byte(x), byte(y), byte(x * 7 + y * 3), 255]
    };
    let paper = article(
        &format!(
            "{HEAD}![a](chart.png)\n\n![b](grey.png)\n\n![c](clear.png)\n\n![d](photo.jpg)\n\n\
             ![e](grey.jpg)\n\n![f](photo.png)\n"
        ),
        &[
            ("chart.png", png(16, 16, drawn)),
            ("grey.png", png(16, 20, grey)),
            (
                "clear.png",
                png(16, 24, |x, _| [11, 79, 108, u8::try_from(x * 16).unwrap_or(255)]),
            ),
            ("photo.jpg", encoded(64, 64, photograph, image::ImageFormat::Jpeg)),
            ("grey.jpg", gray_jpeg()),
            ("photo.png", png(256, 128, photograph)),
        ],
    );
    let plate = pressed(&paper);
    let mut spaces = plate.pictures();
    spaces.sort();
    assert_eq!(
        spaces,
        [
            "16×16 CMYK",
            "16×20 gray",
            "16×24 CMYK",
            "16×24 gray", // its mask
            "256×128 ICC",
            "64×64 ICC",
            "64×64 Indexed",
        ]
    );
    // Black in a chart is black alone, and colour is the house's as everywhere.
    let chart = plate.pixels(16, 16);
    assert_eq!(chart[..4], [0, 0, 0, 255]);
    let accent = &chart[chart.len() - 4..];
    assert!(accent[0] > 200 && accent[2] < 30, "{accent:?}");
    // As light as the grey was: of paper at 54 on the scale of lightness, a good half.
    let plate_of_grey = plate.pixels(16, 20);
    assert_eq!(plate_of_grey[0], 0);
    assert!((80..125).contains(&plate_of_grey[15]), "{}", plate_of_grey[15]);
}

#[test]
fn drawings_and_gradients_become_ink() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='80'>\
        <defs><linearGradient id='g'><stop offset='0' stop-color='#0b4f6c'/><stop offset='1' stop-color='#c0392b'/></linearGradient></defs>\
        <rect width='100' height='80' fill='url(#g)'/>\
        <rect x='100' width='100' height='80' fill='#c0392b' fill-opacity='0.5'/>\
        <rect x='110' y='10' width='9' height='9' fill='#111'/></svg>";
    let plate = pressed(&article(
        &format!("{HEAD}![a](a.svg)\n"),
        &[("a.svg", svg.into())],
    ));
    assert_eq!(plate.screen_colors(), Vec::<String>::new());
    assert_eq!(plate.shadings().into_iter().collect::<Vec<_>>(), ["DeviceCMYK"]);
    let black = plate
        .painted(0)
        .into_iter()
        .filter(|shape| shape.ink == [0.0, 0.0, 0.0, 1.0]);
    assert!(black.count() > 0, "the black square is black alone");
}

#[test]
fn blank_pages_stand_before_the_back_cover() {
    let press = changed_brief(
        "  colophon(article, look, t, beside)\n",
        "  [#metadata(none)<pamphlet-back-cover>]\n",
    );
    // Two pages, the second of which the layout calls its back cover.
    let paper = article(&format!("{HEAD}One.\n\n\\newpage\n\nTwo.\n"), &[]);
    let texts = Plate::open(&files(&paper, &press, &PressOptions::default()).1).texts();
    assert_eq!(texts.len(), 4);
    assert!(texts[0].contains("One."), "{texts:?}");
    assert_eq!((texts[1].as_str(), texts[2].as_str()), ("", ""));
    assert!(texts[3].contains("Two."), "{texts:?}");
}

#[test]
fn a_layout_without_a_sheet_is_told_of() {
    let press = changed_brief("    ..sheet(article),\n", "");
    let (_, bytes, report) = files(&article(HEAD, &[]), &press, &PressOptions::default());
    let found: Vec<_> = report.diagnostics().iter().map(|found| found.code).collect();
    assert_eq!(found, [Code::Press]);
    let plate = Plate::open(&bytes);
    assert_eq!(plate.area(0, "TrimBox"), plate.area(0, "MediaBox"));
}

#[test]
fn a_wrong_profile_is_an_error() {
    let options = Options {
        press: Some(PressOptions {
            profile: Profile::own("ours", b"nothing".to_vec()),
            ..PressOptions::default()
        }),
        ..Options::default()
    };
    let mut report = Report::new();
    assert!(
        render(
            &article(HEAD, &[]),
            &PRESS,
            &[Output::Press],
            &options,
            &mut report
        )
        .is_err()
    );
    let found = &report.diagnostics()[0];
    assert_eq!((found.code, found.severity), (Code::Press, Severity::Error));
    assert!(found.message.contains("`ours`"), "{}", found.message);
}

#[test]
fn a_profile_of_ones_own_is_named() {
    let options = PressOptions {
        profile: Profile::own("Our press", Profile::fogra39().bytes.into_owned()),
        ..PressOptions::default()
    };
    let plate = Plate::open(&files(&article(HEAD, &[]), &PRESS, &options).1);
    let intent = plate.intent();
    assert!(!intent.has(b"RegistryName"), "no registry knows it");
    let name = intent.get(b"OutputConditionIdentifier").and_then(Object::as_str);
    assert_eq!(name.expect("a name"), b"Our press");
}
