//! Preflight: does each check find what is seeded, at the author's line, and pass what is
//! fine.

use super::{HEAD, article, article_at, changed_brief, encoded, png};
use crate::corpus::PRESS;
use pamphlet::backend::pdf::preflight::{Check, Grade, Verdict};
use pamphlet::backend::pdf::press::{Ink, PressOptions};
use pamphlet::{Article, House, Press, Report, preflight};

fn verdicts(article: &Article, press: &Press, options: &PressOptions) -> Vec<Verdict> {
    preflight(article, press, Some(options), &mut Report::new()).expect("verdicts")
}

/// The verdicts of one check: how it came out, and on which page.
fn of(verdicts: &[Verdict], check: Check) -> Vec<(Grade, Option<usize>)> {
    let of = verdicts.iter().filter(|verdict| verdict.check == check);
    of.map(|verdict| (verdict.grade, verdict.page)).collect()
}

fn plain(body: &str) -> Article {
    article(&format!("{HEAD}{body}"), &[])
}

#[test]
fn every_check_says_something_about_every_paper() {
    for path in [
        "content/forging-stability.md",
        "tests/corpus/kitchen-sink/article.md",
        "tests/corpus/bare/article.md",
    ] {
        let verdicts = verdicts(&article_at(path), &PRESS, &PressOptions::default());
        for check in Check::ALL {
            assert!(
                verdicts.iter().any(|verdict| verdict.check == *check),
                "{path}: {check:?}"
            );
        }
        assert!(verdicts.iter().all(|verdict| !verdict.finding.ends_with('.')));
    }
}

#[test]
fn the_model_article_can_be_printed() {
    let verdicts = verdicts(
        &article_at("content/forging-stability.md"),
        &PRESS,
        &PressOptions::default(),
    );
    for verdict in verdicts {
        // Two pages are folded with two blank ones.
        let expected = if verdict.check == Check::Pages {
            Grade::Warn
        } else {
            Grade::Pass
        };
        assert_eq!(verdict.grade, expected, "{verdict:?}");
    }
}

#[test]
fn pictures_are_weighed_at_the_authors_line() {
    let text = format!(
        "{HEAD}![Sharp](sharp.png)\n\nText.\n\n![Fair](fair.png)\n\n![Coarse](coarse.jpg)\n\n![Fair](fair.png)\n\n![Drawn](drawn.svg)\n"
    );
    let blue = |_, _| [11, 79, 108, 255];
    // Drawn with their own density, they are as wide as the column: 128 mm are 5.04 in.
    let paper = article(
        &text,
        &[
            ("sharp.png", png(1600, 400, blue)),
            ("fair.png", png(1000, 300, blue)),
            ("coarse.jpg", encoded(600, 200, blue, image::ImageFormat::Jpeg)),
            ("drawn.svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='90' height='40'><rect width='9' height='9'/></svg>".to_vec()),
        ],
    );
    let found = verdicts(&paper, &PRESS, &PressOptions::default());
    let found: Vec<_> = found
        .iter()
        .filter(|verdict| verdict.check == Check::Resolution)
        .collect();
    for (grade, words) in [
        (Grade::Pass, "![Sharp]"),
        (Grade::Warn, "![Fair]"),
        (Grade::Fail, "![Coarse]"),
        (Grade::Pass, "![Drawn]"),
    ] {
        for (at, _) in text.match_indices(words) {
            let line = text[..at].matches('\n').count();
            let here = found.iter().find(|verdict| {
                let span = verdict.span.expect("the author's place");
                text[..span.start].matches('\n').count() == line
            });
            let here =
                here.unwrap_or_else(|| panic!("a verdict about {words}, line {}: {found:?}", line + 1));
            assert_eq!(here.grade, grade, "{here:?}");
        }
    }
    assert_eq!(found.len(), 5, "{found:?}");
}

#[test]
fn letters_in_black_and_more_are_found() {
    let ink = House::default().colors.ink.rgb;
    let options = PressOptions {
        inks: vec![Ink {
            rgb: ink,
            cmyk: [60.0, 50.0, 40.0, 100.0],
            spot: None,
        }],
        ..PressOptions::default()
    };
    let found = verdicts(&plain("Everyone does.\n"), &PRESS, &options);
    let rich: Vec<_> = found
        .iter()
        .filter(|verdict| verdict.check == Check::RichBlack)
        .collect();
    assert!(
        rich.iter().all(|verdict| verdict.grade == Grade::Warn),
        "{rich:?}"
    );
    assert!(rich.iter().any(|verdict| verdict.span.is_some()), "{rich:?}");
    assert_eq!(of(&found, Check::InkLimit), [(Grade::Pass, Some(1))]);
}

#[test]
fn too_much_ink_is_found() {
    let accent = House::default().colors.accent.rgb;
    let options = PressOptions {
        inks: vec![Ink {
            rgb: accent,
            cmyk: [100.0, 100.0, 60.0, 80.0],
            spot: None,
        }],
        ..PressOptions::default()
    };
    let found = verdicts(&plain("Everyone does.\n"), &PRESS, &options);
    let grades: Vec<_> = of(&found, Check::InkLimit)
        .into_iter()
        .map(|(grade, _)| grade)
        .collect();
    assert_eq!(grades, [Grade::Fail, Grade::Fail], "the ink, and the place");
}

#[test]
fn a_character_that_no_face_has_is_found() {
    let found = verdicts(&plain("The sign \u{12000}.\n"), &PRESS, &PressOptions::default());
    assert_eq!(of(&found, Check::Faces), [(Grade::Fail, None)]);
    let faces = found
        .iter()
        .find(|verdict| verdict.check == Check::Faces)
        .expect("a verdict");
    assert!(faces.span.is_some());
}

#[test]
fn thin_lines_are_found_where_the_author_put_them() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='80'>\
        <path d='M0 0 L200 80' stroke='#000' stroke-width='0.1'/></svg>";
    let paper = article(&format!("{HEAD}Text.\n\n![a](a.svg)\n"), &[("a.svg", svg.into())]);
    let found = verdicts(&paper, &PRESS, &PressOptions::default());
    let thin: Vec<_> = found
        .iter()
        .filter(|verdict| verdict.check == Check::ThinLines)
        .collect();
    assert_eq!(thin.len(), 1, "{thin:?}");
    assert_eq!(thin[0].grade, Grade::Warn);
    let span = thin[0].span.expect("the author's place");
    assert_eq!(span.start, HEAD.len() + "Text.\n\n".len());
}

#[test]
fn letters_near_the_knife_are_found() {
    let near = |dx: &str| {
        changed_brief(
            "  let beside = author-parts(article, look, t)\n  side-column",
            &format!(
                "  place(top + left, dx: {dx}, [knife])\n  let beside = author-parts(article, look, t)\n  side-column"
            ),
        )
    };
    // The text begins 65 mm from the page's edge.
    for (dx, expected) in [
        ("-60mm", Grade::Pass),
        ("-63mm", Grade::Warn),
        ("-67mm", Grade::Fail),
    ] {
        let found = verdicts(&plain("Everyone does.\n"), &near(dx), &PressOptions::default());
        let worst = of(&found, Check::NearTrim)
            .into_iter()
            .map(|(grade, _)| grade)
            .max();
        assert_eq!(worst, Some(expected), "{dx}: {found:?}");
    }
}

#[test]
fn colour_that_ends_at_the_cut_is_found() {
    let short = changed_brief("  let out = bleed(article)\n", "  let out = 0pt\n");
    let found = verdicts(&plain("Everyone does.\n"), &short, &PressOptions::default());
    // At the left, the top and the right.
    assert_eq!(of(&found, Check::Bleed), [(Grade::Fail, Some(1)); 3]);
}

#[test]
fn pages_and_claims_are_counted() {
    let found = verdicts(&plain("One.\n"), &PRESS, &PressOptions::default());
    assert_eq!(of(&found, Check::Pages), [(Grade::Warn, None)]);
    assert_eq!(of(&found, Check::Claim), [(Grade::Pass, None)]);
    let four = "One.\n\n\\newpage\n\nTwo.\n\n\\newpage\n\nThree.\n\n\\newpage\n\nFour.\n";
    let found = verdicts(&plain(four), &PRESS, &PressOptions::default());
    assert_eq!(of(&found, Check::Pages), [(Grade::Pass, None)], "{found:?}");
    let undated = article("---\ntitle: Who Pays?\nlang: en\n---\n\nEveryone does.\n", &[]);
    let found = verdicts(&undated, &PRESS, &PressOptions::default());
    assert_eq!(of(&found, Check::Claim), [(Grade::Fail, None)]);
}
