//! Style sheets as layouts write them, and what they make of a page.

use super::letters::collect;
use super::sheet::Sheet;
use std::collections::BTreeSet;

/// What is set in each family, weight and slant: `serif 400`, `sans 700 italic`.
fn set(css: &str, page: &str) -> Vec<String> {
    let sheet = Sheet::read(css);
    let page = format!("<html lang=\"en\"><head><title>unseen</title></head><body>{page}</body></html>");
    let found = collect(&sheet, &[page.as_bytes()]).expect("well-formed");
    let mut lines = BTreeSet::new();
    for (style, letters) in found {
        for (list, weight, slanted) in style.choices() {
            let words: String = letters.all().filter(|c| c.is_alphanumeric()).collect();
            if words.is_empty() {
                continue;
            }
            let family = sheet.families[list].first().map_or("?", String::as_str);
            let slant = if slanted { " italic" } else { "" };
            lines.insert(format!("{family} {weight}{slant}: {words}"));
        }
    }
    lines.into_iter().collect()
}

#[test]
fn what_comes_later_or_weighs_more_wins() {
    let css = "body{font-family:S}.b{font-family:\"B 1\"}p{font-family:P}p{font-family:Q}";
    assert_eq!(
        set(css, "<p>a</p><p class=\"b\">c</p>"),
        ["B 1 400: c", "Q 400: a"]
    );
    let css = "p{font-family:A!important}p.x{font-family:B}";
    assert_eq!(set(css, "<p class=\"x\">a</p>"), ["A 400: a"]);
}

#[test]
fn letters_inherit_and_elements_have_their_usual_look() {
    let css = "body{font-family:S}h1{font-family:H;font-weight:600}.up em{font-style:normal}";
    let page = "<h1>a<em>b</em></h1><p>c<strong>d<strong>e</strong></strong><i>f</i></p><p class=\"up\"><em>g</em></p>";
    assert_eq!(
        set(css, page),
        [
            "H 600 italic: b",
            "H 600: a",
            "S 400 italic: f",
            "S 400: cg",
            "S 700: d",
            "S 900: e",
        ]
    );
}

#[test]
fn combinators_attributes_and_languages_are_kept_to() {
    let css = "body{font-family:S}div > p{font-weight:500}div p{font-style:italic}
        p[class~=\"z\"]{font-family:Z}p:lang(ur){font-family:U}[epub|type=\"x y\"]{font-family:E}";
    let page = "<div><p>a</p><ul><li><p>b</p></li></ul></div><p class=\"x z\">c</p><p lang=\"ur-PK\">d</p>\
        <p lang=\"urx\">e</p><p epub:type=\"x y\">f</p>";
    assert_eq!(
        set(css, page),
        [
            "E 400: f",
            "S 400 italic: b",
            "S 400: e",
            "S 500 italic: a",
            "U 400: d",
            "Z 400: c",
        ]
    );
}

#[test]
fn what_cannot_be_decided_counts_both_ways() {
    let css = "p{font-family:S}p:last-child{font-weight:700}@media (prefers-color-scheme: dark){p{font-style:italic}}";
    assert_eq!(
        set(css, "<p>a</p>"),
        ["S 400 italic: a", "S 400: a", "S 700 italic: a", "S 700: a"]
    );
}

#[test]
fn signs_and_words_of_the_sheet_are_counted() {
    let css = "ol,p{font-family:S}.q::before{content:\"\\2014\\a0 x\"}.q::after{content:'\\'z'}
        .r{list-style-type:r}@counter-style r{system:extends lower-roman;prefix:\"K\"}";
    let found = set(css, "<p class=\"q\">a</p>");
    assert_eq!(found, ["S 400: axz"]);
    assert_eq!(set(css, "<ol><li>a</li></ol>"), ["S 400: 0123456789a"]);
    assert_eq!(
        set(css, "<ol class=\"r\"><li>a</li></ol>"),
        ["S 400: 0123456789Kacdilmvx"]
    );
}

#[test]
fn small_capitals_need_capitals_where_a_face_has_none() {
    let css = "p{font-family:S}.c{font-variant-caps:small-caps}.u{text-transform:uppercase}";
    assert_eq!(set(css, "<p>b</p>"), ["S 400: b"]);
    assert_eq!(set(css, "<p class=\"c\">a</p>"), ["S 400: Aa"]);
    assert_eq!(set(css, "<p class=\"u\">ß</p>"), ["S 400: Sß"]);
}

#[test]
fn features_are_those_that_are_asked_for() {
    let css = "p{font-variant-numeric:oldstyle-nums tabular-nums}@media print{a{font-feature-settings:\"ss01\" on,'zero' 0}}";
    let features: Vec<[u8; 4]> = Sheet::read(css).features.into_iter().collect();
    assert_eq!(features, [*b"onum", *b"ss01", *b"tnum"]);
}

#[test]
fn shorthands_say_the_same() {
    let css = "p{font:italic 600 1em/1.4 \"A B\", serif}em{font:inherit}";
    assert_eq!(set(css, "<p>a<em>b</em></p>"), ["A B 600 italic: ab"]);
}

/// Broken sheets are passed over as far as they are broken.
#[test]
fn broken_sheets_do_no_harm() {
    for css in [
        "",
        "}",
        "{",
        "p{",
        "p{font-family",
        "@media{",
        "p{font-weight:x}q{",
        "/*",
        "\"",
        "p::{a:b}",
        "[",
        "a[b=c",
        ":lang(",
        "\\",
    ] {
        assert!(
            set(css, "<p>a</p>").iter().all(|line| line.ends_with(": a")),
            "{css}"
        );
    }
    let css = "p{font-family:;font-weight:700}";
    assert_eq!(set(css, "<p>a</p>"), ["? 700: a"]);
}
