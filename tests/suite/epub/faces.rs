//! The faces of a book, read back: whether each letter is there, drawn and placed as the
//! whole face does it, under which name and terms, and how much it weighs.

use super::book::{Book, all_text};
use crate::corpus;
use pamphlet::{Files, Options, Output, Press, Report, Source, render, understand};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A face of a book, as a reading system has it.
struct Face {
    family: String,
    weight: String,
    italic: bool,
    /// Unpacked from WOFF2.
    bytes: Vec<u8>,
}

impl Face {
    fn has(&self, c: char) -> bool {
        let face = ttf_parser::Face::parse(&self.bytes, 0).expect("a face");
        face.glyph_index(c).is_some()
    }

    /// Every character that it has.
    fn letters(&self) -> BTreeSet<char> {
        letters_of(&self.bytes)
    }

    fn names(&self) -> Vec<String> {
        let face = ttf_parser::Face::parse(&self.bytes, 0).expect("a face");
        face.names()
            .into_iter()
            .filter_map(|name| name.to_string())
            .collect()
    }

    /// The file in `fonts/` that it was cut from.
    fn whole(&self) -> Vec<u8> {
        let family = self.family.replace("Pamphlet", "Source");
        let weight: u16 = self.weight.parse().expect("a weight");
        let found = originals().into_iter().find(|(_, bytes)| {
            let face = ttf_parser::Face::parse(bytes, 0).expect("a face");
            let named = |id| {
                let name = face
                    .names()
                    .into_iter()
                    .find(|name| name.name_id == id && name.is_unicode());
                name.and_then(|name| name.to_string())
            };
            named(16).or(named(1)).as_deref() == Some(&family)
                && face.weight().to_number() == weight
                && face.is_italic() == self.italic
        });
        found.unwrap_or_else(|| panic!("{family} {weight}")).1
    }
}

fn letters_of(bytes: &[u8]) -> BTreeSet<char> {
    let face = ttf_parser::Face::parse(bytes, 0).expect("a face");
    let mut letters = BTreeSet::new();
    let tables = face.tables().cmap.expect("a character map").subtables;
    for table in tables.into_iter().filter(ttf_parser::cmap::Subtable::is_unicode) {
        table.codepoints(|code| letters.extend(char::from_u32(code)));
    }
    letters
}

/// The files in `fonts/` with their names.
fn originals() -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for folder in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts")).expect("fonts") {
        let folder = folder.expect("an entry").path();
        for file in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = file.expect("an entry").path();
            if path
                .extension()
                .is_some_and(|ending| ending == "ttf" || ending == "otf")
            {
                let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                found.push((name, std::fs::read(path).expect("a face")));
            }
        }
    }
    found.sort();
    assert!(found.len() > 20, "fonts were read");
    found
}

/// The faces that a book's style sheet names.
fn faces(book: &Book) -> Vec<Face> {
    let rules = book.text("stylesheet.css").split("@font-face {").skip(1);
    rules
        .map(|rule| {
            let rule = rule.split('}').next().expect("an end");
            let said = |name: &str| {
                let at = rule
                    .find(&format!("{name}: "))
                    .unwrap_or_else(|| panic!("no {name} in {rule}"));
                let value = &rule[at + name.len() + 2..];
                value[..value.find(';').expect("an end")].to_owned()
            };
            let href = said("src").replace("url(", "").replace(')', "");
            let woff2 = &book.files[&format!("OEBPS/{href}")];
            assert!(woff2.starts_with(b"wOF2"), "{href}");
            Face {
                family: said("font-family").replace('"', ""),
                weight: said("font-weight"),
                italic: said("font-style") == "italic",
                bytes: wuff::decompress_woff2(woff2).unwrap_or_else(|_| panic!("{href} cannot be unpacked")),
            }
        })
        .collect()
}

fn face<'a>(faces: &'a [Face], family: &str, weight: &str, italic: bool) -> &'a Face {
    let is_it = |face: &&Face| face.family == family && face.weight == weight && face.italic == italic;
    faces.iter().find(is_it).unwrap_or_else(|| {
        let there: Vec<_> = faces
            .iter()
            .map(|face| (&face.family, &face.weight, face.italic))
            .collect();
        panic!("no {family} {weight} in {there:?}")
    })
}

fn epub(text: &[u8], folder: &Path, press: &Press) -> Option<Book> {
    let mut report = Report::new();
    let article = understand(
        &Source::new("article.md", text.to_vec()),
        &Files::folder(folder),
        &Default::default(),
        &mut report,
    );
    let files = render(
        &article.ok()?,
        press,
        &[Output::Epub],
        &Options::default(),
        &mut report,
    );
    Some(Book::open(&files.ok()?[0].bytes))
}

fn book(markdown: &str) -> Book {
    epub(markdown.as_bytes(), Path::new("/nowhere"), &corpus::PRESS).expect("a book")
}

/// Every article of the corpus and of `content/` that gives a book.
static BOOKS: LazyLock<Vec<(String, Book)>> = LazyLock::new(|| {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let cases = corpus::cases().into_iter().map(|case| case.join("article.md"));
    let articles =
        ["forging-stability", "sp800-63b", "sp800-63c"].map(|name| content.join(format!("{name}.md")));
    let mut found = Vec::new();
    for path in cases.chain(articles) {
        let text = std::fs::read(&path).unwrap_or_default();
        let folder = path.parent().map(PathBuf::from).unwrap_or_default();
        if let Some(book) = epub(&text, &folder, &corpus::PRESS) {
            found.push((path.to_string_lossy().into_owned(), book));
        }
    }
    assert!(found.len() > 30, "the corpus was read");
    found
});

const HEAD: &str = "---\ntitle: Maße\nauthor: Jane Doe\nlang: en-GB\ndate: 2025-06-01\n---\n\n";

/// Letters that stand only in one place, and the face that sets them there.
#[test]
fn each_letter_is_in_the_face_that_sets_it_and_in_no_other() {
    let book = book(&format!(
        "{HEAD}Plain ż, *slanted ð*, **strong þ**, ***both ŋ***, `code ħ`.\n\n\
         | ľ | B |\n|---|---|\n| ĸ | 2 |\n\n: *ŗ* Table\n"
    ));
    let faces = faces(&book);
    let (serif, sans, code) = ("Pamphlet Serif 4", "Pamphlet Sans 3", "Pamphlet Code Pro");
    let mut wrong = Vec::new();
    for (letter, family, weight, italic) in [
        ('ż', serif, "400", false),
        ('ð', serif, "400", true),
        ('þ', serif, "700", false),
        ('ŋ', serif, "700", true),
        ('ħ', code, "400", false),
        ('ľ', sans, "600", false),
        ('ĸ', sans, "400", false),
        ('ŗ', sans, "600", true),
    ] {
        let there: Vec<String> = faces
            .iter()
            .filter(|face| face.has(letter))
            .map(|face| {
                format!(
                    "{} {}{}",
                    face.family,
                    face.weight,
                    if face.italic { " italic" } else { "" }
                )
            })
            .collect();
        let slant = if italic { " italic" } else { "" };
        let mut wanted = vec![format!("{family} {weight}{slant}")];
        if letter == 'ŗ' {
            // The list of tables says its caption again, plainly.
            wanted.insert(0, format!("{sans} 400"));
        }
        if there != wanted {
            wrong.push(format!("{letter}: {there:?}, not {family} {weight}{slant}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whatever stands in an article and some face of the house has is in the book, too.
#[test]
fn every_letter_of_every_article_is_carried() {
    // The house has the face of formulas; books leave that to the reading system.
    let originals = originals()
        .into_iter()
        .filter(|(name, _)| !name.starts_with("STIX"));
    let known: BTreeSet<char> = originals.flat_map(|(_, bytes)| letters_of(&bytes)).collect();
    for (name, book) in BOOKS.iter() {
        let carried: BTreeSet<char> = faces(book).iter().flat_map(Face::letters).collect();
        let missing: Vec<char> = text_outside_formulas(book)
            .chars()
            .filter(|c| !c.is_control() && !is_unseen(*c) && known.contains(c) && !carried.contains(c))
            .collect();
        assert!(missing.is_empty(), "{name}: {missing:?}");
    }
}

/// Selectors of variants, joiners and marks of direction draw nothing, and bring no face.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}')
}

fn text_outside_formulas(book: &Book) -> String {
    let mut text = String::new();
    let documents = book.documents().into_iter();
    for page in documents.chain(["nav.xhtml".to_owned()]) {
        let mut page = book.text(&page).to_owned();
        page = page.split_once("<body").expect("a body").1.to_owned();
        let mut parts = page.split("<math");
        let mut outside = format!("<a{}", parts.next().expect("a beginning"));
        for part in parts {
            outside.push_str(part.split_once("</math>").expect("an end").1);
        }
        let end = outside.rfind("</body>").expect("an end");
        text.push_str(&all_text(&format!("{}</a>", &outside[..end])));
    }
    text
}

/// Text shaped with a face: where each glyph stands and what it looks like.
fn shaped(bytes: &[u8], text: &str, features: &[&str]) -> Vec<(u32, [i32; 4], String)> {
    struct Path(String);
    impl ttf_parser::OutlineBuilder for Path {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0 += &format!("M{x},{y}");
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0 += &format!("L{x},{y}");
        }
        fn quad_to(&mut self, a: f32, b: f32, x: f32, y: f32) {
            self.0 += &format!("Q{a},{b},{x},{y}");
        }
        fn curve_to(&mut self, a: f32, b: f32, c: f32, d: f32, x: f32, y: f32) {
            self.0 += &format!("C{a},{b},{c},{d},{x},{y}");
        }
        fn close(&mut self) {
            self.0 += "Z";
        }
    }
    let face = rustybuzz::Face::from_slice(bytes, 0).expect("a face");
    let features: Vec<rustybuzz::Feature> = features
        .iter()
        .map(|name| name.parse().expect("a feature"))
        .collect();
    let mut buffer = rustybuzz::UnicodeBuffer::new();
    buffer.push_str(text);
    let glyphs = rustybuzz::shape(&face, &features, buffer);
    let infos = glyphs.glyph_infos().iter().zip(glyphs.glyph_positions());
    infos
        .map(|(info, place)| {
            let mut path = Path(String::new());
            let glyph = u16::try_from(info.glyph_id).expect("a glyph");
            face.outline_glyph(ttf_parser::GlyphId(glyph), &mut path);
            let place = [place.x_advance, place.y_advance, place.x_offset, place.y_offset];
            (info.cluster, place, path.0)
        })
        .collect()
}

/// Words of each book, shaped with the cut face and with the whole one: the same glyphs at
/// the same places, with old-style figures, small capitals and joined letters.
#[test]
fn a_cut_face_sets_words_as_the_whole_one_does() {
    let mut shapings = 0;
    for (name, book) in BOOKS.iter() {
        let text = text_outside_formulas(book);
        let lines: BTreeSet<&str> = text.split(['\n', '.', '،', '۔']).map(str::trim).collect();
        for face in faces(book) {
            let (letters, whole) = (face.letters(), face.whole());
            let set = lines
                .iter()
                .filter(|line| !line.is_empty() && line.chars().all(|c| letters.contains(&c)));
            for line in set.take(30) {
                for features in [&[][..], &["onum", "pnum"], &["lnum", "tnum"], &["smcp"]] {
                    // Small capitals are there where some are set.
                    if features == ["smcp"] && !name.contains("kitchen-sink") {
                        continue;
                    }
                    let (cut, full) = (
                        shaped(&face.bytes, line, features),
                        shaped(&whole, line, features),
                    );
                    if features == ["smcp"] && !has_small_capitals(&face) {
                        continue;
                    }
                    assert_eq!(
                        cut, full,
                        "{name}: {} {} {features:?}: {line}",
                        face.family, face.weight
                    );
                    shapings += 1;
                }
            }
        }
    }
    assert!(shapings > 1000, "{shapings}");
}

fn has_small_capitals(face: &Face) -> bool {
    let parsed = ttf_parser::Face::parse(&face.bytes, 0).expect("a face");
    let smcp = ttf_parser::Tag::from_bytes(b"smcp");
    parsed
        .tables()
        .gsub
        .is_some_and(|gsub| gsub.features.find(smcp).is_some())
}

#[test]
fn small_capitals_are_drawn_and_not_made_smaller() {
    let book = book(&format!("{HEAD}The [nato]{{.smallcaps}} treaty.\n"));
    let faces = faces(&book);
    let serif = face(&faces, "Pamphlet Serif 4", "400", false);
    assert!(has_small_capitals(serif));
    let (plain, small) = (
        shaped(&serif.bytes, "nato", &[]),
        shaped(&serif.bytes, "nato", &["smcp"]),
    );
    assert!(
        plain.iter().zip(&small).all(|(plain, small)| plain.2 != small.2),
        "other outlines"
    );
    // Where none are set, none are carried.
    let other = self::book(&format!("{HEAD}The nato treaty.\n"));
    let faces = self::faces(&other);
    assert!(!has_small_capitals(face(
        &faces,
        "Pamphlet Serif 4",
        "400",
        false
    )));
}

#[test]
fn joined_letters_stay_joined() {
    for (case, family) in [("urdu", "Noto Nastaliq Urdu"), ("persian", "Noto Naskh Arabic")] {
        let folder = corpus::folder().join(case);
        let text = std::fs::read(folder.join("article.md")).expect("an article");
        let book = epub(&text, &folder, &corpus::PRESS).expect("a book");
        let faces = faces(&book);
        let letters = face(&faces, family, "400", false);
        let text = String::from_utf8(text).expect("UTF-8");
        let has = |word: &&str| word.chars().all(|c| c > 'ء' && letters.has(c));
        let word = text
            .split_whitespace()
            .filter(has)
            .max_by_key(|word| word.len())
            .expect("a word");
        let joined = shaped(&letters.bytes, word, &[]);
        let alone = |c: char| shaped(&letters.bytes, &c.to_string(), &[]);
        let apart: BTreeSet<String> = word.chars().flat_map(alone).map(|glyph| glyph.2).collect();
        assert!(
            joined.iter().any(|glyph| !apart.contains(&glyph.2)),
            "{case}: {word} falls apart"
        );
        assert_eq!(joined, shaped(&letters.whole(), word, &[]), "{case}");
    }
}

#[test]
fn no_face_bears_a_reserved_name_and_each_brings_its_licence() {
    for (name, book) in BOOKS.iter() {
        for face in faces(book) {
            // Copyright and licence name the face that this one was made from; it is called
            // otherwise itself: in the sheet, as family, in full and for PostScript.
            assert!(!face.family.contains("Source"), "{name}: {}", face.family);
            let called: Vec<String> = face.names();
            let own = called
                .iter()
                .filter(|own| !own.contains("Adobe") && !own.contains("Licen"));
            for own in own {
                assert!(!own.contains("Source"), "{name}: {own}");
            }
            assert!(
                called.iter().any(|own| own.starts_with(&face.family)),
                "{called:?}"
            );
            assert!(
                called.iter().any(|own| own.contains("Open Font License")),
                "{called:?}"
            );
            let slug = face.family.to_lowercase().replace(' ', "-");
            let licence = &book.files[&format!("META-INF/licenses/{slug}.txt")];
            let licence = String::from_utf8_lossy(licence);
            assert!(licence.contains("SIL OPEN FONT LICENSE Version 1.1"), "{licence}");
            assert!(licence.contains("Copyright"), "{licence}");
            assert!(licence.starts_with(&face.family), "{licence}");
        }
        let carried: BTreeSet<String> = faces(book).into_iter().map(|face| face.family).collect();
        let licences = book
            .names
            .iter()
            .filter(|name| name.starts_with("META-INF/licenses/"));
        assert_eq!(licences.count(), carried.len(), "{name}");
    }
}

/// A brief with its faces stays below 200 kB and without them below 40 kB, pictures aside. The
/// long reports are no briefs; Nastaliq needs a glyph for each way in which letters meet, so a
/// book in Urdu has a bar of its own.
#[test]
fn a_book_weighs_little() {
    let mut heaviest = BTreeMap::new();
    for (name, book) in BOOKS.iter().filter(|(name, _)| !name.contains("sp800")) {
        let packed = |is_meant: &dyn Fn(&str) -> bool| -> usize {
            let files = book.files.iter().filter(|(name, _)| is_meant(name));
            files
                .map(|(name, bytes)| match name.ends_with("woff2") {
                    true => bytes.len(),
                    false => deflated(bytes),
                })
                .sum()
        };
        let is_picture = |name: &str| name.starts_with("OEBPS/images/");
        let is_face = |name: &str| name.contains("/fonts/") || name.contains("/licenses/");
        let all = packed(&|name| !is_picture(name));
        let bare = packed(&|name| !is_picture(name) && !is_face(name));
        let bar = if name.contains("urdu") { 300_000 } else { 200_000 };
        assert!(all < bar, "{name}: {all} bytes");
        assert!(bare < 40_000, "{name}: {bare} bytes without faces");
        heaviest.insert(all, name.clone());
    }
    assert!(heaviest.len() > 20);
}

fn deflated(bytes: &[u8]) -> usize {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer
        .start_file("a", zip::write::SimpleFileOptions::default())
        .expect("memory");
    writer.write_all(bytes).expect("memory");
    writer.finish().expect("memory").into_inner().len()
}

#[test]
fn a_house_may_leave_them_out() {
    let mut house = pamphlet::House::default();
    house.faces.embed = false;
    let text = format!("{HEAD}Words.\n");
    let book = epub(text.as_bytes(), Path::new("/nowhere"), &Press::by_article(house)).expect("a book");
    assert!(
        !book
            .names
            .iter()
            .any(|name| name.contains("fonts/") || name.contains("licenses/"))
    );
    let css = book.text("stylesheet.css");
    assert!(!css.contains("@font-face"));
    assert!(
        css.contains("font-family: \"Source Serif 4\", Charter"),
        "as systems may have them"
    );
    assert!(!book.text("content.opf").contains("specified-fonts"));
}

/// A house's face may have PostScript's outlines.
#[test]
fn faces_of_postscript_are_cut_too() {
    let mut house = pamphlet::House::default();
    house.faces.text = "STIX Two Math".into();
    let words = "Who pays for the officers, “and why”? 12,345 fjords.";
    let text = format!("{HEAD}{words}\n");
    let book = epub(text.as_bytes(), Path::new("/nowhere"), &Press::by_article(house)).expect("a book");
    let faces = faces(&book);
    let stix = face(&faces, "STIX Two Math", "400", false);
    assert!(stix.bytes.starts_with(b"OTTO"));
    assert!(stix.bytes.len() < 30_000, "{} of 850,000 bytes", stix.bytes.len());
    assert_eq!(shaped(&stix.bytes, words, &[]), shaped(&stix.whole(), words, &[]));
    let glyphs = ttf_parser::Face::parse(&stix.bytes, 0)
        .expect("a face")
        .number_of_glyphs();
    assert!(glyphs < 300, "{glyphs}");
}

/// Words of another language are in its own hand, as in print.
#[test]
fn words_of_another_script_have_its_face() {
    let book = book(&format!(
        "{HEAD}They call it [پانی]{{lang=ur}}, and [ماء]{{lang=ar}}.\n"
    ));
    let faces = faces(&book);
    assert!(face(&faces, "Noto Nastaliq Urdu", "400", false).has('پ'));
    let naskh = face(&faces, "Noto Naskh Arabic", "400", false);
    assert!(naskh.has('ء') && !naskh.has('پ'));
    assert!(
        book.text("stylesheet.css")
            .contains("[lang=\"ur\"] {\n  font-family: \"Noto Nastaliq Urdu\", ")
    );
}
