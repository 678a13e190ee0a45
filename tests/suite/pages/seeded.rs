//! Every measure can fail: a layout is changed so that a fault must show, and it is seen; in
//! the layout as it is, the same article shows none.
//!
//! To prove a new measure, add a test that names its [`Wrong`], the words of a layout that
//! hold the fault back, and an article in which it would show.

use super::areas::Setting;
use super::faults::{Wrong, faults};
use super::{all_looks, by_hand, press, printed};
use pamphlet::model::Paper;
use pamphlet::{Article, Files, House, Layout, Press, Report, Source, understand};
use std::collections::BTreeMap;
use std::path::Path;

/// What a second pass asks of a page is not heard: the proof would mend what is to be seen.
const UNPROVED: (&str, &str, &str) = (
    "common/nodes.typ",
    "..json(\"/changes.json\")",
    "floats: (), whole: (), ragged: ()",
);

/// A layout of the project with other words in some of its files, `kit/` and `common/` being
/// its own for once.
fn changed(setting: Setting, changes: &[(&str, &str, &str)]) -> Press {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts");
    let mut layout = Layout::built_in(setting.layout()).expect("a layout");
    for folder in ["kit", "common"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("a folder") {
            let path = entry.expect("a file").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            layout
                .files
                .insert(format!("{folder}/{name}"), std::fs::read(&path).expect("a file"));
        }
    }
    for (name, ..) in changes {
        assert!(layout.files.contains_key(*name), "there is no {name} any more");
    }
    for (name, bytes) in &mut layout.files {
        let mut text = String::from_utf8(bytes.clone()).expect("a text");
        for (_, from, to) in changes
            .iter()
            .chain([&UNPROVED])
            .filter(|(file, ..)| file == name)
        {
            assert!(text.contains(from), "{name} does not say {from:?} any more");
            text = text.replace(from, to);
        }
        let own = ["kit", "common"].map(|folder| (format!("\"/{folder}/"), format!("\"/layout/{folder}/")));
        *bytes = own
            .iter()
            .fold(text, |text, (from, to)| text.replace(from, to))
            .into_bytes();
    }
    Press::new(layout, House::default())
}

fn shows(wrong: Wrong, setting: Setting, article: &Article, press: &Press) -> bool {
    let found = faults(&printed(article, press), setting, article);
    found.iter().any(|fault| fault.wrong == wrong)
}

/// Whether `changes` to a brief in one column bring the fault, and nothing else does.
fn is_seen(wrong: Wrong, article: Article, changes: &[(&str, &str, &str)]) {
    let article = Setting::Brief.asked(article, Paper::A4);
    assert!(
        !shows(wrong, Setting::Brief, &article, &press(Setting::Brief)),
        "{wrong:?} without a change"
    );
    assert!(
        shows(wrong, Setting::Brief, &article, &changed(Setting::Brief, changes)),
        "{wrong:?} is not seen"
    );
}

fn article(body: &str) -> Article {
    let picture = include_bytes!("../../../content/sp800-63c/manual.png").to_vec();
    let files = Files::memory(BTreeMap::from([("a.png".to_owned(), picture)]));
    let text = format!("---\ntitle: A paper\nauthor: Ada Example\ndate: 2025-01-01\n---\n\n{body}");
    let source = Source::new("paper.md", text);
    understand(&source, &files, &Default::default(), &mut Report::new()).expect("an article")
}

const WORDS: &str = "Peace operations last where the states that pay for them also answer for them, and \
    where a mandate says in plain words what its end looks like. Thirty years of missions show that the \
    second condition is met less often than the first.";

/// Many short paragraphs, some of which end on every line of a page.
fn paragraphs() -> Article {
    article(
        &(0..60)
            .map(|at| format!("{}{WORDS}\n\n", "So. ".repeat(at % 7)))
            .collect::<String>(),
    )
}

fn sections() -> Article {
    article(
        &(1..60)
            .map(|at| format!("## Part {at}\n\n{WORDS}\n\n"))
            .collect::<String>(),
    )
}

/// A table that goes on over pages, with cells of several lines.
fn long_table() -> Article {
    let rows: String = (1..40)
        .map(|at| format!("| Row {at} | {WORDS} {WORDS} |\n"))
        .collect();
    article(&format!(
        "{WORDS}\n\n| Kind of row | What it says |\n|---|---|\n{rows}\n: What is said\n"
    ))
}

#[test]
fn text_beyond_its_area_is_seen() {
    let wider = [("layout.typ", "reach: side + gap,", "reach: side + gap + 12mm,")];
    is_seen(Wrong::Beyond, by_hand("everything"), &wider);
    // A page from right to left, measured as if it ran the other way.
    let mut arabic = Setting::Brief.asked(by_hand("arabic"), Paper::A4);
    let bytes = printed(&arabic, &press(Setting::Brief));
    arabic.lang = "en".into();
    let found = faults(&bytes, Setting::Brief, &arabic);
    assert!(found.iter().any(|fault| fault.wrong == Wrong::Beyond));
}

#[test]
fn each_area_is_that_of_its_layout() {
    // What keeps to one grid breaks out of another: no area holds everything.
    let (_, look) = all_looks().remove(0);
    for (set, measured) in [
        (Setting::Brief, Setting::Report),
        (Setting::Commentary, Setting::Report),
        (Setting::BriefInColumns, Setting::Commentary),
    ] {
        let article = set.asked(look.clone(), Paper::A4);
        let found = faults(&printed(&article, &press(set)), measured, &article);
        assert!(
            found.iter().any(|fault| fault.wrong == Wrong::Beyond),
            "{set:?} as {measured:?}"
        );
    }
    for (setting, from, to) in [
        (Setting::Report, "#let edge = 22mm", "#let edge = 12mm"),
        (Setting::Commentary, "edge: 18mm", "edge: 9mm"),
    ] {
        let article = setting.asked(look.clone(), Paper::A4);
        let press = changed(setting, &[("layout.typ", from, to)]);
        assert!(shows(Wrong::Beyond, setting, &article, &press), "{setting:?}");
    }
}

#[test]
fn text_over_text_is_seen() {
    let over = [(
        "layout.typ",
        "place(start, dx: look.outwards, dy: 2.3pt",
        "place(start, dx: 0pt, dy: 2.3pt",
    )];
    is_seen(Wrong::Collision, by_hand("everything"), &over);
}

#[test]
fn a_line_alone_is_seen() {
    let free = [(
        "kit/setting.typ",
        "runt: 800%",
        "runt: 800%, widow: 0%, orphan: 0%",
    )];
    is_seen(Wrong::LoneLine, paragraphs(), &free);
}

#[test]
fn a_heading_left_behind_is_seen() {
    let loose = [("kit/setting.typ", "sticky: true", "sticky: false")];
    is_seen(Wrong::StrandedHeading, sections(), &loose);
}

#[test]
fn a_caption_that_went_astray_is_seen() {
    let astray = [(
        "kit/setting.typ",
        "show figure.caption: it => block(sticky: true, it.body)",
        "show figure.caption: it => it.body + colbreak()",
    )];
    is_seen(Wrong::StrayCaption, long_table(), &astray);
}

#[test]
fn a_row_cut_in_two_is_seen() {
    let cut = [(
        "kit/theme.typ",
        "..body,\n",
        "..body.map(it => table.cell(breakable: true, it.body)),\n",
    )];
    is_seen(Wrong::CutRow, long_table(), &cut);
}

#[test]
fn a_head_that_is_not_said_again_is_seen() {
    let once = [(
        "kit/theme.typ",
        "table.header(..head)",
        "table.header(repeat: false, ..head)",
    )];
    is_seen(Wrong::MissingHead, long_table(), &once);
}

#[test]
fn a_lost_last_page_is_seen() {
    let lost = [(
        "layout.typ",
        "  running-text(article, look, t)\n  colophon",
        "  running-text(article, look, t)\n  pagebreak()\n  [The end.]\n  colophon",
    )];
    let mut article = paragraphs();
    article.meta.authors.clear();
    article.meta.citation = None;
    is_seen(Wrong::LonelyPage, article, &lost);
}

#[test]
fn small_print_is_seen() {
    let small = [("kit/setting.typ", "size: 7.8pt * s", "size: 5.8pt * s")];
    is_seen(
        Wrong::Small,
        article(&format!("{WORDS}[^1]\n\n[^1]: A note at the foot of the page.\n")),
        &small,
    );
}

#[test]
fn a_strange_face_is_seen() {
    let strange = [(
        "kit/setting.typ",
        "font: look.serif, size: size",
        "font: \"Noto Naskh Arabic\", size: size",
    )];
    is_seen(Wrong::Face, article(WORDS), &strange);
}

#[test]
fn holes_in_a_line_are_seen() {
    // Nothing is changed here but that no second pass is heard.
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/narrow-places/article.md");
    let article = super::understood(&path).expect("an article");
    is_seen(Wrong::Hole, article, &[]);
}
