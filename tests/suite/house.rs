//! House files: what they make of papers, and what they are told.
//!
//! A case is a folder in `tests/houses` with a house file, an `article.md` and what they
//! name. Beside them stand `report.txt` (what is found in the house file, then in the
//! article) and, if the paper is made, `pdf.txt`. `BLESS=1 cargo test` writes them.

use crate::corpus::{describe_pdf, describe_report, first_difference};
use crate::epub::book::Book;
use crate::sheet::Sheet;
use pamphlet::{
    Article, Files, HouseFile, Layout, Options, Output, Press, Report, Source, render, understand_house,
    understand_with,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The files of a case by their paths, and a face that is not built in.
fn files(case: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = root().join("tests/houses").join(case);
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.clone()];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(at).expect("a case") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(&folder).expect("below it");
            let name = name.to_string_lossy().replace('\\', "/");
            files.insert(name, std::fs::read(&path).expect("a file"));
        }
    }
    if case == "own-face" {
        files.insert("faces/Harbour.ttf".into(), renamed_face());
        files.insert("faces/broken.ttf".into(), b"no face".to_vec());
    }
    files
}

/// Source Serif 4 under a name that nothing built in has, of the same length.
fn renamed_face() -> Vec<u8> {
    let path = root().join("fonts/source-serif-4/SourceSerif4-Regular.ttf");
    let mut bytes = std::fs::read(path).expect("a face");
    let wide = |name: &str| name.bytes().flat_map(|byte| [0, byte]).collect::<Vec<_>>();
    let (old, new) = ("Source Serif 4", "Harbour Text 1");
    let mut renamed = 0;
    // The name that files of PDF use has no spaces.
    let (bare_old, bare_new) = ("SourceSerif4", "HarbourText1");
    for (old, new) in [
        (wide(old), wide(new)),
        (old.into(), new.into()),
        (wide(bare_old), wide(bare_new)),
        (bare_old.into(), bare_new.into()),
    ] {
        while let Some(at) = bytes.windows(old.len()).position(|piece| piece == old) {
            bytes[at..at + old.len()].copy_from_slice(&new);
            renamed += 1;
        }
    }
    assert!(renamed > 0, "the face bears its name");
    bytes
}

/// A house that was read, or not, and what was found in its file.
fn house(files: &BTreeMap<String, Vec<u8>>) -> (Source, Report, Option<(HouseFile, Press)>) {
    let (name, bytes) = files
        .iter()
        .find(|(name, _)| matches!(name.as_str(), "house.yml" | "_brand.yml"))
        .expect("a house file");
    let source = Source::new(name.as_str(), bytes.clone());
    let mut report = Report::new();
    let read =
        understand_house(source.clone(), &Files::memory(files.clone()), &mut report).and_then(|file| {
            let press = Press::of_house(None, &file, Vec::new(), &mut report)?;
            Ok((file, press))
        });
    (source, report, read.ok())
}

struct Made {
    article: Option<Article>,
    report: String,
    pdf: Option<(Vec<u8>, Vec<String>)>,
    epub: Option<Vec<u8>>,
    card: Option<Vec<u8>>,
}

fn make(files: BTreeMap<String, Vec<u8>>) -> Made {
    let (source, found, house) = house(&files);
    let mut made = Made {
        article: None,
        report: format!("== {}\n{}", source.path, describe_report(&source, &found)),
        pdf: None,
        epub: None,
        card: None,
    };
    let Some((house, press)) = house else { return made };
    let source = Source::new("article.md", files["article.md"].clone());
    let mut report = Report::new();
    let article = understand_with(
        Some(&house),
        None,
        &source,
        &Files::memory(files),
        &Default::default(),
        &mut report,
    );
    if let Ok(article) = article {
        let outputs = [Output::Pdf, Output::Epub, Output::Card];
        for file in render(&article, &press, &outputs, &Options::default(), &mut report)
            .into_iter()
            .flatten()
        {
            match file.output {
                Output::Pdf => made.pdf = Some((file.bytes, file.facts)),
                Output::Epub => made.epub = Some(file.bytes),
                Output::Card => made.card = Some(file.bytes),
                Output::Press | Output::Onix | Output::Json | Output::Access | Output::AccessPage => {
                    unreachable!("not asked for")
                }
            }
        }
        made.article = Some(article);
    }
    made.report
        .push_str(&format!("== article.md\n{}", describe_report(&source, &report)));
    made
}

#[test]
fn every_house_gives_what_stands_beside_it() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    let mut cases: Vec<_> = std::fs::read_dir(root().join("tests/houses"))
        .expect("the cases")
        .map(|entry| entry.expect("a case").path())
        .collect();
    cases.sort();
    assert!(cases.len() >= 12, "{cases:?}");
    for case in cases {
        let made = make(files(&case.file_name().expect("a name").to_string_lossy()));
        let pdf = made.pdf.map(|(bytes, facts)| describe_pdf(&bytes, &facts));
        for (name, found) in [("report.txt", Some(made.report)), ("pdf.txt", pdf)] {
            let path = case.join(name);
            if bless {
                match &found {
                    Some(found) => std::fs::write(&path, found).expect("a golden file"),
                    None => drop(std::fs::remove_file(&path)),
                }
            } else if std::fs::read_to_string(&path).ok() != found {
                let difference = first_difference(&path, found.as_deref());
                wrong.push(format!("{}: {difference}", path.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "not as expected (BLESS=1 writes what comes out today):\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_colours_are_in_both_outputs() {
    let made = make(files("full"));
    let (pdf, _) = made.pdf.expect("a PDF");
    // #7a1f3d as shares of red, green and blue.
    let wanted = [0x7a, 0x1f, 0x3d].map(|channel: u8| f32::from(channel) / 255.0);
    assert!(
        fills(&pdf).iter().any(|fill| near(fill, wanted)),
        "the accent is in the PDF"
    );
    let book = Book::open(&made.epub.expect("an EPUB"));
    assert!(book.text("stylesheet.css").contains("#7a1f3d"));
    assert!(
        !book.text("stylesheet.css").contains("#0b4f6c"),
        "the usual accent is gone"
    );
}

fn near(found: &[f32], wanted: [f32; 3]) -> bool {
    found.len() == 3 && found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 0.003)
}

/// Every colour that something is filled with.
fn fills(pdf: &[u8]) -> Vec<Vec<f32>> {
    let doc = lopdf::Document::load_mem(pdf).expect("a PDF");
    let mut found = Vec::new();
    for page in doc.page_iter() {
        let content = doc.get_page_content(page);
        let content = lopdf::content::Content::decode(&content).expect("operations");
        for operation in content.operations {
            if matches!(operation.operator.as_str(), "rg" | "sc" | "scn") {
                let numbers = operation.operands.iter();
                found.push(numbers.filter_map(|number| number.as_float().ok()).collect());
            }
        }
    }
    found
}

#[test]
fn the_logo_stands_for_the_name_with_its_words() {
    let made = make(files("full"));
    let (pdf, facts) = made.pdf.expect("a PDF");
    assert!(facts.iter().any(|fact| fact == "PDF/UA-1"), "{facts:?}");
    let sheet = Sheet::open(&pdf);
    assert!(
        sheet.tags().contains("Nordic Institute for Towns"),
        "{}",
        sheet.tags()
    );
    let book = Book::open(&made.epub.expect("an EPUB"));
    assert!(
        book.has("images/logo.svg") && book.has("images/logo-dark.svg"),
        "{:?}",
        book.names
    );
    let text = book.text("text.xhtml");
    assert!(
        text.contains("src=\"images/logo.svg\" alt=\"Nordic Institute for Towns\""),
        "{text}"
    );
    // One is shown at a time, by a style sheet that every reading system follows.
    for (ground, file) in [("on-light", "logo"), ("on-dark", "logo-dark")] {
        let wanted = format!("class=\"logo {ground}\" src=\"images/{file}.svg\"");
        assert!(text.contains(&wanted), "{text}");
    }
    let css = book.text("stylesheet.css");
    let (light, dark) = css
        .split_once("prefers-color-scheme: dark")
        .expect("a dark theme");
    let hides = |css: &str, class: &str| css.contains(&format!(".logo.{class} {{\n  display: none"));
    assert!(hides(light, "on-dark") && !hides(light, "on-light"));
    assert!(hides(&dark.replace("\n  ", "\n"), "on-light"), "{dark}");

    // Another house's paper does without.
    let mut files = files("full");
    let article = String::from_utf8(files["article.md"].clone()).expect("text");
    let article = article.replace("lang:", "publisher: Another House\nlang:");
    files.insert("article.md".into(), article.into_bytes());
    let made = make(files);
    let book = Book::open(&made.epub.expect("an EPUB"));
    assert!(!book.has("images/logo.svg"));
    assert!(
        book.text("text.xhtml")
            .contains("<span class=\"house\">Another House</span>")
    );
}

#[test]
fn the_articles_own_fields_win() {
    let made = make(files("full"));
    let meta = made.article.expect("an article").meta;
    let plain = |blocks: &[pamphlet::model::Block]| {
        let words = |block: &pamphlet::model::Block| pamphlet::model::plain(block.own_text());
        blocks.iter().map(words).collect::<Vec<_>>().join("|")
    };
    assert_eq!(meta.lang.as_deref(), Some("en-GB"));
    assert_eq!(plain(&meta.disclaimer), "These are the views of Jane Doe.");
    // `about: false` turns the house's off.
    assert_eq!(plain(&meta.about), "");
    assert!(meta.other.is_empty(), "{:?}", meta.other);
    // What the article does not say the house says.
    assert_eq!(meta.publisher.as_deref(), Some("Nordic Institute for Towns"));
    assert_eq!(meta.publisher_place.as_deref(), Some("Aarhus"));
    assert_eq!(
        meta.series.map(|series| series.title).as_deref(),
        Some("Town Papers")
    );
    assert_eq!(
        meta.license.and_then(|license| license.spdx).as_deref(),
        Some("CC-BY-4.0")
    );
    assert!(meta.number_sections);
    assert_eq!(meta.paper, Some(pamphlet::model::Paper::UsLetter));
    assert_eq!(meta.notes, pamphlet::model::NotePlacement::Endnotes);
    assert_eq!(
        plain(&meta.contact),
        "office@nift.example|nift.example Mastodon: @nift@social.example Bluesky: @nift.example LinkedIn: nift"
    );
    // Places of the house's words are in its own file.
    assert!(
        made.report.contains("house.yml:25:68: warning[missing-target]"),
        "{}",
        made.report
    );
}

#[test]
fn a_paper_without_front_matter_is_the_houses_too() {
    let mut files = files("full");
    files.insert("article.md".into(), b"# Who Pays?\n\nEveryone does.\n".to_vec());
    let made = make(files);
    let article = made.article.expect("an article");
    assert_eq!(article.lang, "da");
    assert_eq!(
        article.meta.publisher.as_deref(),
        Some("Nordic Institute for Towns")
    );
}

#[test]
fn another_publisher_has_its_own_place_and_a_house_its_own_imprint() {
    let with = |line: &str, extra: &str| {
        let mut files = files("full");
        let article = String::from_utf8(files["article.md"].clone()).expect("text");
        files.insert(
            "article.md".into(),
            article.replace("lang:", &format!("{line}lang:")).into_bytes(),
        );
        let house = String::from_utf8(files["house.yml"].clone()).expect("text");
        files.insert("house.yml".into(), (house + extra).into_bytes());
        make(files)
    };
    let place = |made: &Made| {
        made.article
            .as_ref()
            .expect("an article")
            .meta
            .publisher_place
            .clone()
    };
    assert_eq!(place(&with("publisher: Another House\n", "")), None);
    let same = "publisher: {name: Nordic Institute for Towns}\n";
    assert_eq!(place(&with(same, "")).as_deref(), Some("Aarhus"));
    // A house may publish under another name than its own.
    let made = with("", "publisher: NIFT Press\n");
    assert_eq!(place(&made).as_deref(), Some("Aarhus"));
    let book = Book::open(&made.epub.expect("an EPUB"));
    assert!(book.has("images/logo.svg"));
    assert!(book.text("content.opf").contains("NIFT Press"));
}

#[test]
fn findings_stand_in_the_file_that_they_are_about() {
    let report = |house: &str, article: &str| {
        let mut files = BTreeMap::new();
        files.insert("house.yml".to_owned(), house.as_bytes().to_vec());
        files.insert("article.md".to_owned(), article.as_bytes().to_vec());
        make(files).report
    };
    let front = "---\ntitle: A\nlang: en\ndate: 2025\n---\n\n";
    // A sign that no face has: only the finished pages tell.
    let found = report(
        "name: A\nimprint: Here is \u{12000}, a sign.\n",
        &format!("{front}Text.\n"),
    );
    assert!(
        found.contains("house.yml:2:18: warning[missing-glyph]"),
        "{found}"
    );
    let found = report("name: A\n", &format!("{front}Here is \u{12000}, a sign.\n"));
    assert!(
        found.contains("== article.md\n7:9: warning[missing-glyph]"),
        "{found}"
    );
    // The article's very end is not the house file's start.
    for (article, place) in [
        (
            format!("{front}See [this](#nowhere)"),
            "\n7:5: warning[missing-target]",
        ),
        ("---\ntitle: \"A\n".to_owned(), "\n1:1: error[front-matter]"),
        (
            "---\ntitle: \"A\n---\n\nText.\n".to_owned(),
            "error[front-matter]",
        ),
    ] {
        let found = report("name: A\nlang: en\n", &article);
        assert!(
            found.contains(place) && !found.contains("house.yml:"),
            "{article}: {found}"
        );
    }
    // What is wrong with the house's own words is told with the house, and once.
    let found = report(
        "name: A\nabout: See [this](javascript:x).\n",
        &format!("{front}Text.\n"),
    );
    assert_eq!(found.matches("unsafe-link").count(), 1, "{found}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 300, ..Default::default() })]

    #[test]
    fn no_house_file_makes_anything_panic(
        lines in proptest::collection::vec(
            (
                "(name|url|logo|colors|faces|press|social|social-cards|imprint|series|lang|meta|color|typography|fonts|[a-z]{1,6})",
                ": ?",
                "([\\[{]?(light|accent|text|bleed|x|palette|primary|family|files)?[:, ]{0,2}[#\"'a-zé0-9@./%-]{0,9}[\\]}]?|\\|)",
            ),
            0..6,
        ),
        brand in proptest::bool::ANY,
    ) {
        let text: String = lines.into_iter().map(|(key, colon, value)| format!("{key}{colon}{value}\n")).collect();
        let name = if brand { "_brand.yml" } else { "house.yml" };
        let mut report = Report::new();
        let read = understand_house(Source::new(name, text), &Files::none(), &mut report);
        if let Ok(house) = read {
            let source = Source::new("article.md", "# A\n\nText.\n");
            let mut report = Report::new();
            let article = understand_with(Some(&house), None, &source, &Files::none(), &Default::default(), &mut report);
            proptest::prop_assert!(article.is_ok(), "{}", describe_report(&source, &report));
        }
    }
}

#[test]
fn inks_and_the_press_are_kept_for_the_printer() {
    let mut files = files("inks");
    let text = String::from_utf8(files["house.yml"].clone()).expect("text");
    let text = text
        .replace("[8, 2, 2]", "[8, 2, 2, 0]")
        .replace("{spot: PANTONE Cool", "{rgb: \"#53565a\", spot: PANTONE Cool");
    files.insert("house.yml".into(), text.into_bytes());
    let mut profile = vec![0_u8; 128];
    profile[16..20].copy_from_slice(b"CMYK");
    profile[36..40].copy_from_slice(b"acsp");
    files.insert("gone.icc".into(), profile.clone());
    let (source, report, read) = house(&files);
    let (file, _) = read.unwrap_or_else(|| panic!("{}", describe_report(&source, &report)));
    let colors = &file.house.colors;
    assert_eq!(colors.accent.to_string(), "#004b87");
    assert_eq!(colors.accent.cmyk, Some([100.0, 44.0, 0.0, 30.0]));
    assert_eq!(colors.accent.spot.as_deref(), Some("PANTONE 301 C"));
    assert_eq!(colors.ink.to_string(), "#141414");
    assert_eq!(colors.ink.cmyk, Some([0.0, 0.0, 0.0, 92.0]));
    assert_eq!(colors.quiet.spot.as_deref(), Some("PANTONE Cool Gray 11 C"));
    assert_eq!(colors.rule, pamphlet::style::Colors::default().rule);
    assert_eq!(file.house.press.bleed_mm, Some(0.125 * 25.4));
    let wanted = pamphlet::style::Profile::Icc {
        file: "gone.icc".into(),
        bytes: profile.clone(),
    };
    assert_eq!(file.house.press.profile, Some(wanted));

    // A profile for screens is no printing condition.
    profile[16..20].copy_from_slice(b"RGB ");
    files.insert("gone.icc".into(), profile);
    let (source, report, read) = house(&files);
    assert!(read.is_none());
    assert!(describe_report(&source, &report).contains("it is not for CMYK"));
}

#[test]
fn a_face_from_a_folder_sets_the_text() {
    let made = make(files("own-face"));
    let (pdf, _) = made.pdf.expect("a PDF");
    let doc = lopdf::Document::load_mem(&pdf).expect("a PDF");
    let names: Vec<String> = doc
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"BaseFont").ok()?.as_name().ok())
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect();
    assert!(
        names.iter().any(|name| name.contains("HarbourText1")),
        "{names:?}"
    );
    assert!(
        !names.iter().any(|name| name.contains("SourceSerif4-Regular")),
        "{names:?}"
    );
    let book = Book::open(&made.epub.expect("an EPUB"));
    let css = book.text("stylesheet.css");
    assert!(
        css.starts_with(
            "@font-face {\n  font-family: \"Harbour Text 1\";\n  font-style: normal;\n  font-weight: 400;\n  src: url(fonts/harbour-text-1-400.woff2);"
        ),
        "{css}"
    );
    assert!(css.contains("font-family: \"Harbour Text 1\", Charter"));
    assert!(book.has("fonts/harbour-text-1-400.woff2"));
    assert!(
        book.text("content.opf")
            .contains("<meta property=\"ibooks:specified-fonts\">true</meta>")
    );
}

#[test]
fn the_nearest_colour_that_is_offered_is_taken() {
    let mut files = files("unreadable");
    // Following the hints, one after the other, ends in a house that can be used.
    for _ in 0..4 {
        let (source, report, read) = house(&files);
        if read.is_some() {
            return;
        }
        let mut text = String::from_utf8(source.bytes).expect("text");
        for found in report.diagnostics() {
            let Some((role, color)) = found
                .hints
                .first()
                .and_then(|hint| hint.split('`').nth(1)?.split_once(": "))
            else {
                continue;
            };
            let line = text
                .lines()
                .find(|line| line.trim_start().starts_with(&format!("{role}:")))
                .expect("the role's line")
                .to_owned();
            text = text.replace(&line, &format!("  {role}: {color}"));
        }
        files.insert("house.yml".into(), text.into_bytes());
    }
    panic!("the hints lead nowhere");
}

#[test]
fn a_card_is_of_the_houses_colours_and_of_every_networks_size() {
    let card = make(files("full")).card.expect("a card");
    let mut reader = png::Decoder::new(std::io::Cursor::new(&card))
        .read_info()
        .expect("a PNG");
    assert_eq!((reader.info().width, reader.info().height), (1200, 630));
    let palette = reader.info().palette.clone().expect("few colours");
    let mut indices = vec![0; reader.output_buffer_size().expect("a size")];
    reader.next_frame(&mut indices).expect("a picture");
    let color = |index: u8| &palette[usize::from(index) * 3..][..3];
    // Low bits may go so that a palette suffices.
    let is_accent = |index: &&u8| {
        let wanted = [0x7a_u8, 0x1f, 0x3d];
        color(**index)
            .iter()
            .zip(wanted)
            .all(|(found, wanted)| found.abs_diff(wanted) < 4)
    };
    let accent = indices.iter().filter(is_accent).count();
    let share = 100 * accent / indices.len();
    assert!((70..98).contains(&share), "{share} % of it are the accent");
    // Its edges stay free: networks cut corners round.
    for row in indices.chunks(1200).take(40) {
        assert!(row.iter().all(|index| is_accent(&index)));
    }
}

#[test]
fn type_that_nobody_can_read_is_told() {
    let mut layout = Layout::default();
    let text = |size: &str, words: &str| {
        format!(
            "#let layout(article) = {{ set document(title: article.full-title); set text(size: {size}); [{words}] }}\n"
        )
    };
    let found = |layout: Layout| {
        let source = Source::new(
            "article.md",
            "---\ntitle: A\nlang: en\ndate: 2025\n---\n\nText.\n",
        );
        let mut report = Report::new();
        let article = pamphlet::understand(&source, &Files::none(), &Default::default(), &mut report);
        let press = Press::new(layout, pamphlet::House::default());
        let article = article.expect("an article");
        render(&article, &press, &[Output::Pdf], &Options::default(), &mut report).expect("a PDF");
        describe_report(&source, &report)
    };
    for (size, words, told) in [
        ("5pt", "Nobody can read these words.", true),
        ("6.5pt", "Some can read these words.", false),
        ("10pt", "It grows#super[ème] and H#sub[2]O.", false),
        ("10pt", "It grows#super[beyond all measure].", true),
    ] {
        layout
            .files
            .insert("layout.typ".into(), text(size, words).into_bytes());
        let report = found(layout.clone());
        assert_eq!(
            report.contains("warning[small-type]"),
            told,
            "{size} {words}: {report}"
        );
    }
}

/// The comments of the starters: every example of a key, with the lines that belong to it.
fn examples(starter: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = starter.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let Some(key) = line.trim_start().strip_prefix('#') else {
            continue;
        };
        let is_key = key.starts_with(|char: char| char.is_ascii_lowercase())
            && key.split_once(':').is_some_and(|(key, _)| !key.contains(' '));
        if !is_key {
            continue;
        }
        let inner = lines[at + 1..].iter().take_while(|line| line.starts_with("#  "));
        let inner: Vec<_> = inner.map(|line| &line[1..]).collect();
        let example = [vec![key], inner.clone()].concat().join(&format!("\n{indent}"));
        let mut text: Vec<String> = lines[..at].iter().map(ToString::to_string).collect();
        text.extend(example.lines().map(|line| {
            if line.starts_with(indent) && !indent.is_empty() {
                line.to_owned()
            } else {
                format!("{indent}{line}")
            }
        }));
        text.extend(lines[at + 1 + inner.len()..].iter().map(ToString::to_string));
        found.push((example, text.join("\n") + "\n"));
    }
    found
}

fn starter(name: &str) -> String {
    let path = root().join("src/cli/starters").join(name);
    std::fs::read_to_string(path).expect("a starter")
}

/// Files that the starters' examples name.
fn beside() -> BTreeMap<String, Vec<u8>> {
    let mut files = files("full");
    files.insert("fonts/Harbour.ttf".into(), renamed_face());
    let works = "@book{a, title = {A}, author = {B}, year = 2025}\n";
    files.insert("works.bib".into(), works.into());
    files
}

#[test]
fn every_example_of_the_starters_is_understood() {
    let article = starter("article.md");
    let house_starter = starter("house.yml");
    let houses = examples(&house_starter);
    let articles = examples(&article);
    assert!(
        houses.len() >= 26 && articles.len() >= 14,
        "{} {}",
        houses.len(),
        articles.len()
    );
    let plain = (String::new(), house_starter.clone());
    for (example, house) in houses.into_iter().chain([plain]) {
        let mut files = beside();
        files.insert("house.yml".into(), house.into_bytes());
        files.insert("article.md".into(), article.clone().into_bytes());
        let made = make(files);
        assert_eq!(made.report, "== house.yml\n== article.md\n", "{example}");
        assert!(made.pdf.is_some() && made.epub.is_some(), "{example}");
    }
    for (example, article) in articles {
        let mut files = beside();
        files.insert("house.yml".into(), house_starter.clone().into_bytes());
        files.insert("article.md".into(), article.into_bytes());
        let made = make(files);
        // A work that nothing cites, of the example's only file of works, is none of its faults.
        let report = made.report.replace("== house.yml\n== article.md\n", "");
        let is_uncited = report.contains("note[uncited-work]") && report.lines().count() <= 2;
        assert!(report.is_empty() || is_uncited, "{example}\n{report}");
    }
}
