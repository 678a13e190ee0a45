//! Pages measured: nothing stands beyond the page's own area, nothing is too small to
//! read, no heading is left behind at a page's foot.
//!
//! What is measured are the glyphs in the finished file, so that a layout cannot pass by
//! meaning well.

use crate::corpus::{PRESS, cases, describe_epub, describe_pdf, first_difference};
use crate::sheet::{Piece, Sheet};
use pamphlet::model::BlockKind;
use pamphlet::{Article, Files, Options, Output, Report, Source, render, understand};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Millimetres in points.
const MM: f32 = 72.0 / 25.4;
/// How far punctuation may hang beyond the edge of the text, and letters over their feet.
const HANG: f32 = 4.0;
/// The smallest size that is read with ease, in points.
const SMALLEST: f32 = 6.5;
/// Raised and lowered letters may be smaller: runs up to so many characters.
const RAISED: usize = 8;

/// The area that the brief's text keeps to, side column included: x from and to, y from
/// and to, from the page's lower left corner.
fn area(width: f32, height: f32, from_right: bool) -> [f32; 4] {
    let (near, far) = if width > height {
        (16.0 * MM, 16.0 * MM)
    } else {
        (16.0 * MM, 17.0 * MM)
    };
    let (left, right) = if from_right { (far, near) } else { (near, far) };
    [left - HANG, width - right + HANG, 16.5 * MM, height - 12.0 * MM]
}

/// What is wrong with the pages of a brief; one line each.
fn faults(bytes: &[u8], from_right: bool) -> Vec<String> {
    let sheet = Sheet::open(bytes);
    let mut faults = Vec::new();
    let pages = sheet.measured();
    let count = pages.len();
    for (number, page) in (1..).zip(pages) {
        let [left, right, foot, head] = area(page.width, page.height, from_right);
        let shown = page.pieces.iter().filter(|piece| !piece.text.trim().is_empty());
        for piece in shown.clone() {
            let outside = piece.x.0 < left || piece.x.1 > right;
            // Running heads and folios stand in the margins above and below.
            let above = !piece.artifact && (piece.y.0 < foot || piece.y.1 > head);
            if outside || above {
                faults.push(format!(
                    "page {number}: {:?} at {:?}, {:?} is beyond the text's area",
                    piece.text, piece.x, piece.y
                ));
            }
            if piece.size < SMALLEST - 0.01 && piece.text.trim().chars().count() > RAISED {
                faults.push(format!(
                    "page {number}: {:?} is set in {} pt",
                    piece.text, piece.size
                ));
            }
        }
        let text = shown.filter(|piece| !piece.artifact && !piece.note);
        let last: Option<&Piece> = text.min_by(|a, b| a.y.0.total_cmp(&b.y.0));
        // Below the very last words nothing can follow, heading or not.
        if let Some(last) = last.filter(|last| last.heading && number < count) {
            faults.push(format!(
                "page {number}: the heading {:?} stands at its foot",
                last.text
            ));
        }
    }
    faults
}

/// How many lines the last of several pages holds, if these are fewer than five. Only told:
/// which words a paper ends with is its author's to say.
fn lonely(bytes: &[u8]) -> Option<usize> {
    let pages = Sheet::open(bytes).measured();
    let last = pages.last().filter(|_| pages.len() > 1)?;
    let text = last.pieces.iter().filter(|piece| !piece.artifact);
    let lines: BTreeSet<String> = text.map(|piece| format!("{:.0}", piece.y.0)).collect();
    (lines.len() < 5).then_some(lines.len())
}

fn pdf(article: &Article) -> Vec<u8> {
    let mut report = Report::new();
    let files = render(article, &PRESS, &[Output::Pdf], &Options::default(), &mut report);
    files.expect("a PDF").remove(0).bytes
}

fn understood(path: &Path) -> Option<Article> {
    let source = Source::new(path.display().to_string(), std::fs::read(path).expect("a file"));
    let files = Files::beside(path);
    understand(&source, &files, &Default::default(), &mut Report::new()).ok()
}

/// Articles written as data, for what no reader makes.
fn by_hand(name: &str) -> Article {
    let json = std::fs::read(looks().join(name).join("article.json")).expect("an article");
    pamphlet::backend::json::read(&json).expect("our own JSON")
}

fn looks() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/looks")
}

const LOOKS: [(&str, bool); 3] = [("everything", false), ("arabic", true), ("urdu", true)];

#[test]
fn no_page_of_the_corpus_is_at_fault() {
    let content = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("content")).expect("content");
    let articles = content
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .chain(cases().into_iter().map(|case| case.join("article.md")));
    let mut found = Vec::new();
    for path in articles {
        let Some(article) = understood(&path) else {
            continue;
        };
        let wrong = faults(&pdf(&article), pamphlet::model::is_rtl(&article.lang));
        found.extend(
            wrong
                .into_iter()
                .map(|fault| format!("{}: {fault}", path.display())),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_look_keeps_to_its_page_in_both_directions() {
    for (name, from_right) in LOOKS {
        let found = faults(&pdf(&by_hand(name)), from_right);
        assert!(found.is_empty(), "{name}:\n{}", found.join("\n"));
    }
}

/// What both outputs say and how they are tagged, beside each article; `BLESS=1` writes it.
#[test]
fn every_look_says_what_stands_beside_it() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for (name, _) in LOOKS {
        let outputs = [Output::Pdf, Output::Epub];
        let mut report = Report::new();
        let files =
            render(&by_hand(name), &PRESS, &outputs, &Options::default(), &mut report).expect("two files");
        let said = [
            ("pdf.txt", describe_pdf(&files[0].bytes, &files[0].facts)),
            ("epub.txt", describe_epub(&files[1].bytes)),
        ];
        for (file, found) in said {
            let path = looks().join(name).join(file);
            if bless {
                std::fs::write(&path, &found).expect("a golden file");
            } else if std::fs::read_to_string(&path).ok().as_deref() != Some(&found) {
                wrong.push(format!(
                    "{}: {}",
                    path.display(),
                    first_difference(&path, Some(&found))
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every note, list, table, figure, quotation and line of code has its tag.
#[test]
fn every_look_has_its_tags() {
    for (name, _) in LOOKS {
        let article = by_hand(name);
        let mut wanted: BTreeMap<&str, usize> = BTreeMap::from([("Note", article.notes().len())]);
        article.each_block(&mut |block| {
            let tag = match &block.kind {
                BlockKind::List { .. } | BlockKind::Definitions { .. } | BlockKind::Bibliography { .. } => {
                    "L"
                }
                BlockKind::Table(_) => "Table",
                BlockKind::Figure { panels, .. } => {
                    *wanted.entry("Figure").or_default() += panels
                        .iter()
                        .filter(|panel| panel.picture.alt.as_deref() != Some(""))
                        .count();
                    return;
                }
                BlockKind::Quote { .. } => "BlockQuote",
                BlockKind::Heading { .. }
                | BlockKind::Paragraph { .. }
                | BlockKind::Code { .. }
                | BlockKind::Callout { .. }
                | BlockKind::Columns { .. }
                | BlockKind::Division { .. }
                | BlockKind::Math { .. }
                | BlockKind::Break
                | BlockKind::PageBreak => return,
            };
            *wanted.entry(tag).or_default() += 1;
        });
        // The key messages of the front matter are a list of the layout's.
        *wanted.entry("L").or_default() += usize::from(!article.meta.key_messages.is_empty());
        let tags = Sheet::open(&pdf(&article)).tags();
        for (tag, count) in wanted {
            let found = tags
                .lines()
                .filter(|line| line.split_whitespace().next() == Some(tag))
                .count();
            assert!(found >= count, "{name}: {found} tags {tag} for {count}");
        }
    }
}

/// The same over a folder of papers that is not the project's:
/// `PAPERS=folder cargo test papers_elsewhere -- --ignored --nocapture`.
#[test]
#[ignore = "needs a folder of papers"]
#[allow(
    clippy::print_stdout,
    reason = "who runs it by name wants to read what it finds"
)]
fn papers_elsewhere_keep_to_their_pages() {
    let folder = std::env::var_os("PAPERS").expect("a folder named in PAPERS");
    let mut found = 0;
    for path in markdown_below(Path::new(&folder)) {
        let Some(article) = understood(&path) else {
            continue;
        };
        let bytes = pdf(&article);
        if let Some(lines) = lonely(&bytes) {
            println!("note: {}: its last page holds {lines} lines", path.display());
        }
        for fault in faults(&bytes, false) {
            println!("{}: {fault}", path.display());
            found += 1;
        }
    }
    assert_eq!(found, 0, "faults");
}

fn markdown_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(markdown_below(&path));
        } else if path.extension().is_some_and(|ending| ending == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The measure must be able to fail: the same pages, measured as if they ran the other
/// way, stand beyond their area; and so does a word that cannot be broken.
#[test]
fn an_overflow_is_seen() {
    let article = by_hand("arabic");
    assert!(!faults(&pdf(&article), false).is_empty(), "a mirrored page");
    let layout = include_str!("../../layouts/brief/layout.typ");
    let narrow = layout.replace("reach: side + gap,", "reach: side + gap + 12mm,");
    assert_ne!(layout, narrow, "the measure is somewhere else now");
    let mut own = pamphlet::Layout::default();
    own.files.insert("layout.typ".into(), narrow.into_bytes());
    let press = pamphlet::Press::new(own, pamphlet::House::default());
    let mut report = Report::new();
    let article = by_hand("everything");
    let files = render(&article, &press, &[Output::Pdf], &Options::default(), &mut report).expect("a PDF");
    assert!(
        !faults(&files[0].bytes, false).is_empty(),
        "text pushed out of its area"
    );
}
