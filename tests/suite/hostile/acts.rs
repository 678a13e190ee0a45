//! No file that is made acts by itself or leads to what acts, whatever the article holds; and no
//! picture costs more than pictures do.

use crate::corpus::PRESS;
use crate::fuzz::targets;
use pamphlet::diagnostic::Code;
use pamphlet::{Files, Options, Output, Report, Source, render, understand};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const HEAD: &str = "---\ntitle: T\nlang: en\ndate: 2025-01-01\n---\n\n";

/// Both files, and what was found.
fn made(text: &str, files: &[(&str, Vec<u8>)]) -> (Vec<u8>, Vec<u8>, Report) {
    let files = files
        .iter()
        .map(|(name, bytes)| ((*name).to_owned(), bytes.clone()));
    let files = Files::memory(files.collect::<BTreeMap<_, _>>());
    let mut report = Report::new();
    let source = Source::new("article.md", text);
    let article = understand(&source, &files, &Default::default(), &mut report);
    let article = article.unwrap_or_else(|_| panic!("{:#?}", report.diagnostics()));
    let outputs = [Output::Pdf, Output::Epub];
    let made = render(&article, &PRESS, &outputs, &Options::default(), &mut report);
    let made = made.unwrap_or_else(|_| panic!("{:?}", report.diagnostics().last()));
    (made[0].bytes.clone(), made[1].bytes.clone(), report)
}

#[test]
fn nothing_acts() {
    let body = "<a href=\"javascript:x()\">a</a> <a href=\"&#106;ava&#10;script:x()\">b</a> [c](jAvAscript:x) \
        [d](vbscript:x) [e](data:text/html,x) [f](file:///etc/passwd) [g](blob:x) <javascript:x> \
        <span onclick=x>h</span> <img src=x onerror=y alt=z> <math><mi onclick=\"x\">a</mi></math> \
        <svg onload=\"x()\"><script>y</script><a href=\"javascript:x\"/></svg> \
        <iframe src=\"javascript:x\"></iframe> <form action=\"javascript:x\"><input onfocus=x></form> \
        <object data=x></object> <embed src=x> <base href=\"javascript:\"> <q cite=\"javascript:x\">i</q> \
        <video src=\"javascript:x\" poster=\"data:x\"></video> $\\href{javascript:x}{y}$ [j]{onclick=x style=\"background:url(javascript:x)\"} \
        [k](//a.b/javascript:x) [l](javascript://a.b/%0ax) ![m](javascript:x)\n\n\
        ![n](a.svg)\n\n<details ontoggle=x><summary>o</summary>p</details>\n\n[q](https://a.b/?javascript:x)\n";
    let text = "---\ntitle: T\nlang: en\ndate: 2025-01-01\nauthor:\n  - name: A\n    url: javascript:x\n    email: javascript:x@a.b\n\
        url: javascript:x\nlicense:\n  name: L\n  url: javascript:x\npublisher: P\nseries:\n  title: S\n  url: 'data:text/html,x'\n\
        bibliography: r.json\nnocite: '@*'\nabout: |\n  [a](javascript:x)\n---\n\n"
        .to_owned()
        + body;
    let works = r#"[{"id":"a","type":"webpage","title":"T","URL":"javascript:alert(1)"},
        {"id":"b","type":"webpage","title":"<b onclick=1>U</b>","URL":"file:///etc/passwd"},
        {"id":"c","type":"book","title":"V","DOI":"javascript:x","URL":"data:text/html,x"},
        {"id":"d","type":"book","title":"W","URL":"https://a.b/ok"}]"#;
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\" onload=\"x()\"><script>x()</script>\
        <a href=\"javascript:x()\"><rect width=\"5\" height=\"5\" onclick=\"x()\"/></a><set attributeName=\"href\" to=\"javascript:x\"/></svg>";
    // What a front matter cannot hold is refused there; without it, the rest is still tried.
    let files = [
        ("r.json", works.as_bytes().to_vec()),
        ("a.svg", drawing.as_bytes().to_vec()),
    ];
    for text in [
        text.replace(
            "    url: javascript:x\n    email: javascript:x@a.b\nurl: javascript:x\n",
            "",
        ),
        format!("{HEAD}{body}"),
    ] {
        let mut plain = text.clone();
        for refused in ["  url: javascript:x\n", "  url: 'data:text/html,x'\n"] {
            plain = plain.replace(refused, "");
        }
        let (pdf, epub, _) = made(&plain, &files);
        targets::whole_pdf(&pdf);
        targets::whole_book(&epub);
        if plain.contains("r.json") {
            assert!(
                String::from_utf8_lossy(&pdf).contains("https://a.b/ok"),
                "what leads to a page is a link"
            );
        }
    }
}

#[test]
fn a_front_matter_leads_to_pages_only() {
    for field in [
        "url: javascript:x",
        "license: {name: L, url: 'javascript:x'}",
        "author: {name: A, url: 'file:///x'}",
    ] {
        let text = format!("---\ntitle: T\nlang: en\ndate: 2025-01-01\n{field}\n---\n\n[a](b.html)\n");
        let mut report = Report::new();
        let source = Source::new("article.md", text);
        let article = understand(&source, &Files::none(), &Default::default(), &mut report);
        let Ok(article) = article else { continue };
        let made = render(
            &article,
            &PRESS,
            &[Output::Pdf, Output::Epub],
            &Options::default(),
            &mut report,
        );
        let made = made.expect("both");
        targets::whole_pdf(&made[0].bytes);
        targets::whole_book(&made[1].bytes);
    }
}

#[test]
fn a_picture_on_the_web_becomes_a_link() {
    let body = "Words ![Alt](https://a.b/c.png) and [![Inner](https://a.b/d.png)](https://a.b/).\n\n![Caption](https://a.b/e.png)\n";
    let (pdf, epub, report) = made(&format!("{HEAD}{body}"), &[]);
    targets::whole_pdf(&pdf);
    targets::whole_book(&epub);
    let text = crate::epub::book::Book::open(&epub).text("text.xhtml").to_owned();
    for address in ["c.png", "e.png"] {
        assert!(
            text.contains(&format!("href=\"https://a.b/{address}\"")),
            "{text}"
        );
        assert!(
            crate::sheet::Sheet::open(&pdf)
                .addresses()
                .iter()
                .any(|it| it.ends_with(address))
        );
    }
    assert!(
        text.contains("Inner") && !text.contains("d.png"),
        "no link stands in a link"
    );
    let found = report.diagnostics().iter();
    assert_eq!(found.filter(|found| found.code == Code::Picture).count(), 3);
}

/// A PNG of one bit a pixel that says it is so large.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.write_header().expect("a header");
    bytes
}

fn svg(inside: &str) -> Vec<u8> {
    let open = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 10 10\">";
    format!("{open}{inside}</svg>").into_bytes()
}

#[test]
fn bombs_are_placeholders() {
    let uses: String = (1..20).fold(
        "<g id=\"a0\"><rect width=\"5\" height=\"5\"/></g>".to_owned(),
        |mut all, n| {
            let _ = write!(
                all,
                "<g id=\"a{n}\">{}</g>",
                format!("<use href=\"#a{}\"/>", n - 1).repeat(10)
            );
            all
        },
    );
    let laughs: String = (1..40)
        .map(|n| format!("<!ENTITY a{n} \"&a{0};&a{0};\">", n - 1))
        .collect();
    let mut laughing = format!("<!DOCTYPE svg [<!ENTITY a0 \"ha\">{laughs}]>").into_bytes();
    laughing.extend(svg("<text>&a39;</text>"));
    let mut reading = b"<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>".to_vec();
    reading.extend(svg("<text>&x;</text>"));
    let gif = b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x02D\x01\0;";
    let webp =
        b"RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xffVP8L\x05\0\0\0\x2f\xff\xff\xff\xff";
    let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xff\xd9";
    let filter = "<filter id=\"f\" x=\"-1000000%\" y=\"-1000000%\" width=\"9999999%\" height=\"9999999%\">\
        <feGaussianBlur stdDeviation=\"10000\"/></filter><rect filter=\"url(#f)\" width=\"5\" height=\"5\"/>";
    let turbulence = "<filter id=\"f\"><feTurbulence numOctaves=\"1000\"/></filter><rect filter=\"url(#f)\" width=\"5\" height=\"5\"/>";
    for (name, bytes) in [
        ("PNG", png(u32::MAX >> 1, u32::MAX >> 1)),
        ("PNG of 50,000", png(50_000, 50_000)),
        ("GIF", gif.to_vec()),
        ("WebP", webp.to_vec()),
        ("JPEG", jpeg.to_vec()),
        ("uses", svg(&format!("<defs>{uses}</defs><use href=\"#a19\"/>"))),
        (
            "a circle",
            svg("<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><use href=\"#a\"/></g>"),
        ),
        ("depth", svg(&("<g>".repeat(100_000) + &"</g>".repeat(100_000)))),
        ("laughs", laughing),
        ("a file", reading),
        ("a wide filter", svg(filter)),
        ("a long filter", svg(turbulence)),
        ("letters", svg(&format!("<text>{}</text>", "x".repeat(1_000_000)))),
        ("packed", [&[0x1f, 0x8b][..], &[0; 100]].concat()),
        (
            "a picture elsewhere",
            svg("<image href=\"http://127.0.0.1:1/a.png\" width=\"5\" height=\"5\"/>"),
        ),
        (
            "a file elsewhere",
            svg("<image xlink:href=\"/etc/passwd\" width=\"5\" height=\"5\"/>"),
        ),
    ] {
        let (_, _, report) = made(&format!("{HEAD}![Words](a.bin)\n"), &[("a.bin", bytes)]);
        let found = report
            .diagnostics()
            .iter()
            .find(|found| found.code == Code::Picture);
        let found = found.unwrap_or_else(|| panic!("`{name}` is shown"));
        assert!(!found.hints.is_empty(), "{name}");
    }
}

#[test]
fn entities_of_a_drawing_do_not_reach_the_book() {
    let mut drawing =
        b"<!DOCTYPE svg [<!ENTITY ns \"http://www.w3.org/2000/svg\"><!ENTITY w \"5\">]>".to_vec();
    drawing.extend(b"<svg xmlns=\"&ns;\" width=\"9\" height=\"9\"><rect width=\"&w;\" height=\"5\"/></svg>");
    let (_, epub, report) = made(&format!("{HEAD}![Words](a.svg)\n"), &[("a.svg", drawing)]);
    targets::whole_book(&epub);
    assert!(
        report
            .diagnostics()
            .iter()
            .all(|found| found.code != Code::Picture),
        "it is shown"
    );
    let book = crate::epub::book::Book::open(&epub);
    let name = book
        .names
        .iter()
        .find(|name| name.ends_with(".svg"))
        .expect("the drawing");
    let svg = book.text(name.trim_start_matches("OEBPS/"));
    assert!(svg.contains("width=\"5\"") && !svg.contains("ENTITY"), "{svg}");
}
