//! Pages measured, of every layout over the corpus, `content/` and `looks/`: nothing beyond
//! the text's area, no text over other text, no line, heading, caption or row parted from
//! what it belongs to, no lost last page, nothing too small, no face that is not the house's.
//!
//! What is measured are the glyphs and the tags in the finished file, so that a layout
//! cannot pass by meaning well. `areas` says where each layout may set text, `faults` holds
//! the measures, `seeded` shows that each can fail, `letters` asks for figures and small
//! capitals.

mod areas;
mod faults;
mod letters;
mod rhythm;
mod seeded;

use crate::corpus::{PRESS, cases, describe_epub, describe_pdf, first_difference};
use crate::sheet::Sheet;
use areas::{SETTINGS, Setting};
use faults::faults;
use pamphlet::model::{BlockKind, Paper};
use pamphlet::{Article, Files, House, Layout, Options, Output, Press, Report, Source, render, understand};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The press of a setting.
fn press(setting: Setting) -> Press {
    let layout = Layout::built_in(setting.layout()).expect("a layout");
    Press::new(layout, House::default())
}

fn printed(article: &Article, press: &Press) -> Vec<u8> {
    let mut report = Report::new();
    let files = render(article, press, &[Output::Pdf], &Options::default(), &mut report);
    files.expect("a PDF").remove(0).bytes
}

fn pdf(article: &Article) -> Vec<u8> {
    printed(article, &PRESS)
}

/// The faults of articles in a setting, each with its article's name. To look at faulty
/// papers: `FAULTY=folder cargo test no_page`.
fn judged(setting: Setting, paper: Paper, articles: &[(String, Article)]) -> Vec<String> {
    let press = press(setting);
    let mut found = Vec::new();
    for (name, article) in articles {
        let article = setting.asked(article.clone(), paper);
        let bytes = printed(&article, &press);
        let faults = faults(&bytes, setting, &article);
        if let (Some(folder), false) = (std::env::var_os("FAULTY"), faults.is_empty()) {
            let file = format!("{setting:?} {paper:?} {}.pdf", name.replace('/', " "));
            std::fs::write(Path::new(&folder).join(file), &bytes).expect("a file");
        }
        found.extend(faults.iter().map(|fault| format!("{setting:?}: {name}: {fault}")));
        // What one paper leaves behind helps none that follows.
        pamphlet::backend::pdf::forget(None);
    }
    found
}

fn judge(setting: Setting) {
    let found = judged(setting, Paper::A4, &everything());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Every article of the corpus, of `content/` and of `looks/` that can be built.
fn everything() -> Vec<(String, Article)> {
    let content = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("content")).expect("content");
    let mut paths: Vec<_> = content
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .chain(cases().into_iter().map(|case| case.join("article.md")))
        .collect();
    paths.sort();
    let name = |path: &Path| {
        let within = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path);
        within.display().to_string()
    };
    let written = paths
        .iter()
        .filter_map(|path| Some((name(path), understood(path)?)));
    written.chain(all_looks()).collect()
}

fn all_looks() -> Vec<(String, Article)> {
    LOOKS
        .iter()
        .map(|name| ((*name).to_owned(), by_hand(name)))
        .collect()
}

#[test]
fn no_page_of_a_brief_is_at_fault() {
    judge(Setting::Brief);
}

#[test]
fn no_page_of_a_brief_in_columns_is_at_fault() {
    judge(Setting::BriefInColumns);
}

#[test]
fn no_page_of_a_report_is_at_fault() {
    judge(Setting::Report);
}

#[test]
fn no_page_of_a_commentary_is_at_fault() {
    judge(Setting::Commentary);
}

#[test]
fn no_page_of_letter_size_is_at_fault() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let written = [
        "content/forging-stability.md",
        "tests/corpus/kitchen-sink/article.md",
    ];
    let written = written.map(|path| (path.to_owned(), understood(&root.join(path)).expect("an article")));
    let articles: Vec<_> = written.into_iter().chain(all_looks()).collect();
    let of_setting = |setting| judged(setting, Paper::UsLetter, &articles);
    let found: Vec<_> = SETTINGS.into_iter().flat_map(of_setting).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
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

const LOOKS: [&str; 3] = ["everything", "arabic", "urdu"];

/// What both outputs say and how they are tagged, beside each article; `BLESS=1` writes it.
#[test]
fn every_look_says_what_stands_beside_it() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for name in LOOKS {
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
    for name in LOOKS {
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
        for setting in SETTINGS {
            let article = setting.asked(article.clone(), Paper::A4);
            for fault in faults(&printed(&article, &press(setting)), setting, &article) {
                println!("{}: {setting:?}: {fault}", path.display());
                found += 1;
            }
            pamphlet::backend::pdf::forget(None);
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
