//! The checker over every book that Pamphlet writes, and what a build makes of its findings:
//! nothing is wrong that the author was not told, claims are kept, reports are true.

use super::book::{OWN, change, packed, unpacked};
use crate::corpus::{PRESS, cases};
use crate::epub::book::{Book, nodes};
use pamphlet::checker::report::{json, page};
use pamphlet::checker::{Audit, CheckOptions, Outcome, RULES, audit};
use pamphlet::diagnostic::Code;
use pamphlet::style::{Color, Conformance, House};
use pamphlet::{
    Article, Files, Layout, Options, Output, Press, Report, Severity, Source, render, understand,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// What the checks of an article say of what a rule for books sees in its words.
fn told_as(code: Code) -> &'static [Code] {
    match code {
        // The cover's words are the title, and a picture without words is called by its kind.
        Code::BookAltText => &[Code::AltText, Code::MissingAlt, Code::MissingTitle],
        Code::BookAltCaption => &[Code::AltCaption],
        Code::BookLinkText => &[Code::LinkText],
        Code::BookTableHeads => &[Code::TableHeader],
        _ => &[],
    }
}

/// The book of an article without files beside it, and what its author was told.
fn book_of(text: &str) -> (Book, Report) {
    let mut report = Report::new();
    let source = Source::new("article.md", text);
    let article = understand(&source, &Files::none(), &Default::default(), &mut report).expect("an article");
    let outputs = [Output::Epub];
    let made = render(&article, &PRESS, &outputs, &Options::default(), &mut report).expect("a book");
    (Book::open(&made[0].bytes), report)
}

/// What is wrong with a book beyond what its author was told.
fn untold(name: &str, article: &Article, press: &Press, report: &mut Report) -> Vec<String> {
    let outputs = [Output::Pdf, Output::Epub];
    let Ok(made) = render(article, press, &outputs, &Options::default(), report) else {
        return Vec::new();
    };
    let book = &made[1].bytes;
    let told: Vec<Code> = report.diagnostics().iter().map(|found| found.code).collect();
    audit(book, &CheckOptions::default())
        .findings
        .iter()
        .filter(|finding| !told_as(finding.code).iter().any(|code| told.contains(code)))
        // Whether a table needs a caption is its author's to say, and the report's to ask.
        .filter(|finding| finding.code != Code::BookTableCaption)
        .filter(|finding| !told.contains(&finding.code))
        .map(|finding| {
            format!(
                "{name}: {}: {} {:?}",
                finding.code, finding.message, finding.place
            )
        })
        .collect()
}

#[test]
fn nothing_is_wrong_with_our_books_that_the_author_was_not_told() {
    let mut articles = cases();
    let content = std::fs::read_dir(root().join("content")).expect("content");
    articles.extend(content.map(|entry| entry.expect("a file").path()));
    let mut wrong = Vec::new();
    let mut judged = 0;
    for path in articles {
        let file = if path.is_dir() {
            path.join("article.md")
        } else {
            path
        };
        let is_article = file.extension().is_some_and(|extension| extension == "md");
        let Ok(bytes) = std::fs::read(&file) else { continue };
        if !is_article {
            continue;
        }
        let name = file.display().to_string();
        let mut report = Report::new();
        let source = Source::new(name.clone(), bytes);
        if let Ok(article) = understand(&source, &Files::beside(&file), &Default::default(), &mut report) {
            judged += 1;
            wrong.extend(untold(&name, &article, &PRESS, &mut report));
        }
    }
    assert!(judged > 35, "only {judged} articles were judged");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_colour_of_a_house_and_no_layout_hides_text() {
    let path = root().join("content/forging-stability.md");
    let source = Source::new("article.md", std::fs::read(&path).expect("an article"));
    let article =
        understand(&source, &Files::none(), &Default::default(), &mut Report::new()).expect("an article");
    let mut wrong = Vec::new();
    for name in ["brief", "report", "commentary"] {
        for accent in [
            "#0b4f6c", "#000000", "#1a1a1a", "#ffffff", "#ffd500", "#777777", "#c00000",
        ] {
            let mut house = House::default();
            house.colors.accent = Color::parse(accent).expect("a colour");
            let press = Press::new(Layout::find(name).expect("a layout"), house);
            wrong.extend(untold(
                &format!("{name} in {accent}"),
                &article,
                &press,
                &mut Report::new(),
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn claiming() -> Press {
    Press::by_article(House {
        accessibility: Some(Conformance {
            standard: "EPUB Accessibility 1.1 - WCAG 2.2 Level AA".into(),
            certified_by: "City Institute".into(),
            credential: Some("Tested with readers".into()),
            report: Some("https://institute.example/access".into()),
        }),
        ..House::default()
    })
}

/// The book of an article with that body, made by a house that claims conformance.
fn claimed(body: &str, report: &mut Report) -> (Book, Vec<String>) {
    let text = format!("---\ntitle: Who Pays?\nlang: en\ndate: 2025-06-01\n---\n\n{body}");
    let picture = std::fs::read(crate::corpus::folder().join("missing-alt/bars.png")).expect("a picture");
    let files = Files::memory(BTreeMap::from([("bars.png".to_owned(), picture)]));
    let source = Source::new("article.md", text);
    let article = understand(&source, &files, &Default::default(), report).expect("an article");
    let made = render(
        &article,
        &claiming(),
        &[Output::Epub],
        &Options::default(),
        report,
    )
    .expect("a book");
    (Book::open(&made[0].bytes), made[0].facts.clone())
}

#[test]
fn conformance_is_claimed_only_where_every_check_passed() {
    let mut report = Report::new();
    let (book, facts) = claimed("# Costs\n\nEveryone pays.\n", &mut report);
    assert_eq!(report.diagnostics(), []);
    assert_eq!(facts, ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]);
    let opf = book.nodes("content.opf");
    let of = |property: &str| {
        opf.iter()
            .find(|node| node.get("property") == property)
            .expect("a statement")
    };
    let (claim, certifier) = (of("dcterms:conformsTo"), of("a11y:certifiedBy"));
    assert_eq!(claim.text, "EPUB Accessibility 1.1 - WCAG 2.2 Level AA");
    assert_eq!(certifier.get("refines"), format!("#{}", claim.get("id")));
    assert_eq!(
        of("a11y:certifierCredential").get("refines"),
        format!("#{}", certifier.get("id"))
    );
    let link = opf
        .iter()
        .find(|node| node.get("rel") == "a11y:certifierReport")
        .expect("a report");
    assert_eq!(link.get("href"), "https://institute.example/access");

    for (body, words) in [
        ("![](bars.png)\n", "have no description"),
        ("![Who pays](gone.png)\n", "are missing"),
        (
            "See [here](https://example.org/a).\n",
            "do not say where this link leads",
        ),
        (
            "|   |   |\n|---|---|\n| Ann | 1 |\n| Bob | 2 |\n",
            "no header cells",
        ),
    ] {
        let mut report = Report::new();
        let (book, facts) = claimed(body, &mut report);
        let said = report
            .diagnostics()
            .iter()
            .find(|found| found.code == Code::BookClaim);
        let said = said.unwrap_or_else(|| panic!("{body}: {:#?}", report.diagnostics()));
        assert!(said.message.contains(words), "{}", said.message);
        assert_eq!(said.severity, Severity::Warning);
        let package = book.text("content.opf");
        assert!(facts.is_empty() && !package.contains("conformsTo") && !package.contains("certif"));
    }
}

#[test]
fn an_author_is_told_of_statements_that_are_not_so() {
    let text = "---\ntitle: Who Pays?\nlang: en\ndate: 2025-06-01\n\
        accessibility-features: [longDescription, structuralNavigation]\n---\n\n# Costs\n\nEveryone pays.\n";
    let (_, report) = book_of(text);
    let found: Vec<_> = report.diagnostics().iter().map(|found| found.code).collect();
    assert_eq!(found, [Code::BookFalseClaim]);
    assert!(report.diagnostics()[0].hints[1].contains("front matter"));
}

#[test]
fn the_summary_is_in_the_articles_language_and_says_what_is_not_there() {
    let summary = |lang: &str, body: &str| {
        let text = format!("---\ntitle: T\nlang: {lang}\ndate: 2025-06-01\n---\n\n{body}");
        let (book, _) = book_of(&text);
        let opf = book.nodes("content.opf");
        let found = opf
            .into_iter()
            .find(|node| node.get("property") == "schema:accessibilitySummary");
        let found = found.expect("a summary");
        (found.text.clone(), found.get("xml:lang").to_owned())
    };
    let mut seen = std::collections::BTreeSet::new();
    for lang in [
        "ar", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "hi", "it", "ja", "nb", "nl", "pl",
        "pt-BR", "pt-PT", "ru", "sv", "tr", "uk", "ur", "zh-Hans", "zh-Hant",
    ] {
        let (text, of) = summary(lang, "Text.[^a]\n\n[^a]: A note.\n");
        assert_eq!(of, "", "{lang}: the words are the book's own");
        let sentences = text.matches(['.', '。', '۔', '।']).count();
        assert_eq!(sentences, 6, "{lang}: {text}");
        assert!(seen.insert(text), "{lang} has words of its own");
    }
    assert_eq!(
        summary("eo", "Text.\n").1,
        "en",
        "where there are no words, English ones are marked"
    );
    let (text, _) = summary(
        "en",
        "![A](gone.png)\n\n|   |   |\n|---|---|\n| a | 1 |\n| b | 2 |\n",
    );
    for words in [
        "could not be included",
        "no header cells",
        "does not say where the pages",
    ] {
        assert!(text.contains(words), "{text}");
    }
    assert!(!text.contains("Notes") && !text.contains("No pictures"), "{text}");
}

/// The book with a fault of each weight, and one that is clean.
fn judged() -> [Audit; 2] {
    let mut parts = unpacked(&OWN);
    super::book::replace(
        &mut parts,
        "alt=\"Spending rises from 2 to 7 billion\"",
        "alt=\"Image\"",
    );
    super::book::replace(
        &mut parts,
        "<h1 epub:type=\"title\"",
        "<h1 lang=\"fr\" xml:lang=\"en\" epub:type=\"title\"",
    );
    [&packed(&parts), &*OWN].map(|bytes| audit(bytes, &CheckOptions::default()))
}

#[test]
fn the_report_lists_every_rule_with_its_clause_and_its_outcome() {
    let [faulty, clean] = judged();
    let read = |audit| serde_json::from_slice::<serde_json::Value>(&json(audit)).expect("JSON");
    let (faulty_json, clean_json) = (read(&faulty), read(&clean));
    let checks = faulty_json["checks"].as_array().expect("checks");
    assert_eq!(checks.len(), RULES.len());
    for (check, rule) in checks.iter().zip(RULES) {
        assert_eq!(check["code"], rule.code.as_str());
        let clauses = check["clauses"].as_array().expect("clauses");
        assert!(clauses.iter().all(|clause| {
            let clause = clause.as_str().unwrap_or_default();
            ["WCAG 2.2, ", "EPUB Accessibility 1.1, ", "EPUB 3.3, "]
                .iter()
                .any(|standard| clause.starts_with(standard))
        }));
        assert!(!clauses.is_empty() && rule.asks.ends_with('.'), "{}", rule.code);
        let failed = matches!(rule.code, Code::BookAltText | Code::BookLang);
        assert_eq!(faulty.outcome(rule) == Outcome::Failed, failed, "{}", rule.code);
        assert_eq!(
            check["findings"].as_array().expect("findings").len(),
            usize::from(failed)
        );
    }
    assert_eq!(faulty_json["summary"]["failed"], 2);
    assert_eq!(clean_json["summary"]["failed"], 0);
    assert_eq!(
        clean_json["summary"]["inapplicable"], 0,
        "the book has something for every rule"
    );
    assert_eq!(clean_json["pictures"].as_array().expect("pictures").len(), 2);
    assert!(clean_json["people"].as_array().expect("questions").len() >= 14);
    let plain = audit(&packed(&super::foreign()), &CheckOptions::default());
    let asks = String::from_utf8(json(&plain)).expect("text");
    assert!(!asks.contains("Go through each table") && asks.contains("Follow some notes"));
}

#[test]
fn no_words_of_a_book_are_markup_in_its_report() {
    let [mut audit, _] = judged();
    let hostile = "<b>&\" ' `code` ]]> \u{1} \u{ffff} <script>";
    audit.title = hostile.to_owned();
    audit.language = hostile.to_owned();
    audit.pictures[0].src = hostile.to_owned();
    audit.pictures[0].alt = Some(hostile.to_owned());
    audit.findings[0].message = hostile.to_owned();
    audit.statements[0].1 = hostile.to_owned();
    let all = nodes(&String::from_utf8(page(&audit)).expect("text"));
    assert!(
        all.iter()
            .all(|node| !matches!(node.name.as_str(), "b" | "script"))
    );
}

#[test]
fn the_page_of_the_report_keeps_the_rules_that_it_reports_on() {
    for (audit, verdict) in judged().iter().zip(["Some checks failed", "Every check"]) {
        let html = String::from_utf8(page(audit)).expect("text");
        assert!(html.contains(verdict), "{html}");
        let all = nodes(&html);
        assert_eq!((all[0].get("lang"), all[0].name.as_str()), ("en", "html"));
        for rule in RULES {
            assert!(html.contains(&rule.asks.replace('"', "&quot;")), "{}", rule.asks);
        }
        // The page as a chapter of a book: what is asked of books holds for it.
        let mut parts = super::foreign();
        change(&mut parts, "zwei.xhtml", |_| html.clone());
        change(&mut parts, "b.opf", |text| {
            text.replacen(
                "<dc:language>de<",
                "<dc:language>en</dc:language><dc:language>de<",
                1,
            )
        });
        // Its sections are in no list of contents, and its pages were those of the chapter.
        let about_the_book = [Code::BookContents, Code::BookPageList, Code::BookDeadLink];
        let found = self::audit(&packed(&parts), &CheckOptions::default()).findings;
        let own: Vec<_> = found
            .iter()
            .filter(|found| !about_the_book.contains(&found.code))
            .collect();
        assert!(own.is_empty(), "{own:#?}");
    }
}
