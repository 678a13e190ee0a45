//! Languages: the fixed words, dates, numerals and quotation marks of each, in both
//! outputs; articles from right to left; faces from a folder.

use crate::corpus::PRESS;
use crate::epub::book::Book;
use crate::sheet::Sheet;
use pamphlet::{Article, Files, House, Layout, Options, Output, Press, Report, Source, render, understand};

/// An article with a table, a figure-less note, a list and a quotation.
fn article(lang: &str, report: &mut Report) -> Article {
    let text = format!(
        "---\ntitle: T\nlang: {lang}\ndate: 2025-06-01\nnumber-sections: true\n\
         author: [{{name: A. Bc}}, {{name: D. Ef}}, {{name: G. Hi}}]\nkey-messages: [X.]\n---\n\n\
         # S\n\nx \"y 'z' y\" x[^1]\n\n[^1]: N.\n\nTable: C {{#tbl-c}}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\
         > [!warning]\n> W\n"
    );
    let source = Source::new("article.md", text);
    understand(&source, &Files::none(), &Default::default(), report).expect("an article")
}

/// The text of both outputs.
fn outputs(article: &Article) -> (Sheet, Book) {
    let mut report = Report::new();
    let outputs = [Output::Pdf, Output::Epub];
    let files = render(article, &PRESS, &outputs, &Options::default(), &mut report).expect("both outputs");
    (Sheet::open(&files[0].bytes), Book::open(&files[1].bytes))
}

/// White space that differs between print and screen left out.
fn squeezed(text: &str) -> String {
    text.chars().filter(|char| !char.is_whitespace()).collect()
}

/// For each language: a tag; the heading of the key messages; the label of the first table;
/// three authors; the date; the quotation.
const LANGUAGES: &[(&str, &str, &str, &str, &str, &str)] = &[
    (
        "en",
        "Key messages",
        "Table 1.",
        "A. Bc, D. Ef and G. Hi",
        "1 June 2025",
        "“y ‘z’ y”",
    ),
    (
        "en-US",
        "Key messages",
        "Table 1.",
        "A. Bc, D. Ef, and G. Hi",
        "June 1, 2025",
        "“y ‘z’ y”",
    ),
    (
        "fr",
        "Messages clés",
        "Tableau 1\u{a0}:",
        "A. Bc, D. Ef et G. Hi",
        "1er juin 2025",
        "«\u{202f}y “z” y\u{202f}»",
    ),
    (
        "de",
        "Kernaussagen",
        "Tabelle 1:",
        "A. Bc, D. Ef und G. Hi",
        "1. Juni 2025",
        "„y ‚z‘ y“",
    ),
    (
        "es",
        "Mensajes clave",
        "Tabla 1.",
        "A. Bc, D. Ef y G. Hi",
        "1 de junio de 2025",
        "«y “z” y»",
    ),
    (
        "it",
        "Messaggi chiave",
        "Tabella 1.",
        "A. Bc, D. Ef e G. Hi",
        "1º giugno 2025",
        "«y “z” y»",
    ),
    (
        "pt-BR",
        "Mensagens principais",
        "Tabela 1 –",
        "A. Bc, D. Ef e G. Hi",
        "1º de junho de 2025",
        "“y ‘z’ y”",
    ),
    (
        "pt-PT",
        "Mensagens-chave",
        "Quadro 1 –",
        "A. Bc, D. Ef e G. Hi",
        "1 de junho de 2025",
        "«y “z” y»",
    ),
    (
        "nl",
        "Kernboodschappen",
        "Tabel 1.",
        "A. Bc, D. Ef en G. Hi",
        "1 juni 2025",
        "‘y “z” y’",
    ),
    (
        "pl",
        "Najważniejsze wnioski",
        "Tabela 1.",
        "A. Bc, D. Ef i G. Hi",
        "1 czerwca 2025",
        "„y «z» y”",
    ),
    (
        "tr",
        "Temel mesajlar",
        "Tablo 1.",
        "A. Bc, D. Ef ve G. Hi",
        "1 Haziran 2025",
        "“y ‘z’ y”",
    ),
    (
        "ru",
        "Основные выводы",
        "Таблица 1.",
        "A. Bc, D. Ef и G. Hi",
        "1 июня 2025",
        "«y „z“ y»",
    ),
    (
        "uk",
        "Основні висновки",
        "Таблиця 1.",
        "A. Bc, D. Ef і G. Hi",
        "1 червня 2025",
        "«y „z“ y»",
    ),
    (
        "el",
        "Βασικά μηνύματα",
        "Πίνακας 1.",
        "A. Bc, D. Ef και G. Hi",
        "1 Ιουνίου 2025",
        "«y “z” y»",
    ),
    (
        "cs",
        "Hlavní sdělení",
        "Tabulka 1:",
        "A. Bc, D. Ef a G. Hi",
        "1. června 2025",
        "„y ‚z‘ y“",
    ),
    (
        "sv",
        "Huvudbudskap",
        "Tabell 1.",
        "A. Bc, D. Ef och G. Hi",
        "1 juni 2025",
        "”y ’z’ y”",
    ),
    (
        "da",
        "Hovedbudskaber",
        "Tabel 1.",
        "A. Bc, D. Ef og G. Hi",
        "1. juni 2025",
        "“y ‘z’ y”",
    ),
    (
        "nb",
        "Hovedbudskap",
        "Tabell 1.",
        "A. Bc, D. Ef og G. Hi",
        "1. juni 2025",
        "«y ‘z’ y»",
    ),
    (
        "fi",
        "Keskeiset viestit",
        "Taulukko 1.",
        "A. Bc, D. Ef ja G. Hi",
        "1. kesäkuuta 2025",
        "”y ’z’ y”",
    ),
    (
        "ar-EG",
        "الرسائل الرئيسية",
        "الجدول ١:",
        "A. Bc، D. Ef وG. Hi",
        "١ يونيو ٢٠٢٥",
        "”y ’z‘ y“",
    ),
    (
        "ar-MA",
        "الرسائل الرئيسية",
        "الجدول 1:",
        "A. Bc، D. Ef وG. Hi",
        "1 يونيو 2025",
        "”y ’z‘ y“",
    ),
    (
        "ur",
        "اہم نکات",
        "جدول 1:",
        "A. Bc، D. Ef اور G. Hi",
        "1 جون، 2025",
        "”y ’z‘ y“",
    ),
    (
        "fa",
        "پیام‌های کلیدی",
        "جدول ۱:",
        "A. Bc، D. Ef و G. Hi",
        "۱ ژوئن ۲۰۲۵",
        "«y ‹z› y»",
    ),
    (
        "hi",
        "मुख्य संदेश",
        "तालिका 1:",
        "A. Bc, D. Ef और G. Hi",
        "1 जून, 2025",
        "“y ‘z’ y”",
    ),
    (
        "zh",
        "要点",
        "表 1",
        "A. Bc、D. Ef和G. Hi",
        "2025年6月1日",
        "“y ‘z’ y”",
    ),
    (
        "zh-TW",
        "重點",
        "表 1",
        "A. Bc、D. Ef和G. Hi",
        "2025年6月1日",
        "「y 『z』 y」",
    ),
    (
        "ja",
        "要点",
        "表1",
        "A. Bc、D. Ef、G. Hi",
        "2025年6月1日",
        "「y 『z』 y」",
    ),
];

#[test]
fn each_language_has_its_words_in_both_outputs() {
    for &(lang, key_messages, label, authors, date, quotation) in LANGUAGES {
        let mut report = Report::new();
        let article = article(lang, &mut report);
        assert!(
            report.diagnostics().is_empty(),
            "{lang}: {:?}",
            report.diagnostics()
        );
        assert!(
            article.words.date.starts_with(date),
            "{lang}: {}",
            article.words.date
        );
        let (sheet, book) = outputs(&article);
        let screen = squeezed(book.text("text.xhtml"));
        // Print from right to left is told in the order of the glyphs; what it says of
        // itself in its tags' order is the corpus's.
        let print = squeezed(&sheet.pages().concat());
        let screen = screen.replace(['\u{2068}', '\u{2069}'], "");
        for words in [key_messages, label, authors, &article.words.date, quotation] {
            let words = squeezed(words);
            assert!(screen.contains(&words), "{lang}: the EPUB has no `{words}`");
            let is_set = PRESSED.contains(&lang);
            assert!(
                !is_set || print.contains(&words),
                "{lang}: the PDF has no `{words}`:\n{print}"
            );
        }
    }
}

/// Languages whose letters the built-in faces have and which are drawn from left to right.
const PRESSED: &[&str] = &[
    "en", "en-US", "fr", "de", "es", "it", "pt-BR", "pt-PT", "nl", "pl", "tr", "ru", "uk", "el", "cs", "sv",
    "da", "nb", "fi",
];

#[test]
fn numbers_are_written_in_the_articles_numerals() {
    let article = article("fa", &mut Report::new());
    let (sheet, book) = outputs(&article);
    assert_eq!(sheet.labels(), ["۱"], "page labels");
    let text = book.text("text.xhtml");
    for wanted in [
        ">۱</a>",
        "<span class=\"number\">۱</span>",
        "<span class=\"note-number\">۱</span>",
        "aria-label=\"۱\"",
    ] {
        assert!(text.contains(wanted), "no `{wanted}` in\n{text}");
    }
    assert!(book.text("nav.xhtml").contains(">۱</a>"), "the page list");
    // A tag can ask for other numerals.
    let latin = self::article("fa-u-nu-latn", &mut Report::new());
    assert_eq!(latin.words.numerals, "1");
}

#[test]
fn a_language_without_words_says_so_and_marks_the_english_ones() {
    let mut report = Report::new();
    let article = article("sw", &mut report);
    let found: Vec<_> = report
        .diagnostics()
        .iter()
        .map(|found| found.code.as_str())
        .collect();
    assert_eq!(found, ["unknown-lang"]);
    let (_, book) = outputs(&article);
    let text = book.text("text.xhtml");
    assert!(text.contains("<html xmlns=\"http://www.w3.org/1999/xhtml\"") && text.contains("lang=\"sw\""));
    assert!(
        text.contains("lang=\"en\" xml:lang=\"en\" dir=\"ltr\">Notes</h2>"),
        "{text}"
    );
    assert!(text.contains("class=\"label\" lang=\"en\""), "{text}");
}

#[test]
fn articles_from_right_to_left_run_so_everywhere() {
    for lang in ["ur", "ar", "fa", "he"] {
        let article = article(lang, &mut Report::new());
        let (_, book) = outputs(&article);
        let package = book.text("content.opf");
        assert!(
            package.contains("page-progression-direction=\"rtl\""),
            "{lang}: {package}"
        );
        assert!(package.contains("dir=\"rtl\""), "{lang}");
        for page in ["text.xhtml", "nav.xhtml", "cover.xhtml"] {
            assert!(book.text(page).contains("dir=\"rtl\""), "{lang}: {page}");
        }
    }
}

#[test]
fn latin_names_keep_their_order_from_right_to_left() {
    // Side by side the names would be one run of Latin letters, the last one first.
    let text = "---\ntitle: عنوان\nlang: ar\nauthor: [Ann Abc, Bob Bcd, Eve Efg]\ncitation: نص\n---\n\nنص.\n";
    let source = Source::new("article.md", text);
    let article =
        understand(&source, &Files::none(), &Default::default(), &mut Report::new()).expect("an article");
    let (sheet, _) = outputs(&article);
    let pages = sheet.measured();
    let begins = |name: &str| {
        let found = pages[0].pieces.iter().find(|piece| piece.text.contains(name));
        found.map(|piece| piece.x.0).expect(name)
    };
    let (first, second, third) = (begins("Ann"), begins("Bob"), begins("Eve"));
    assert!(first > second && second > third, "{first} {second} {third}");
}

#[test]
fn letters_with_dots_come_out_once() {
    // Drawn with dots of their own, in both hands; each letter once, whatever the order.
    for (lang, words) in [("fa", "شهرهای بزرگ نزدیک"), ("ur", "تین شہروں کے بڑے پنچ")]
    {
        let text = format!("---\ntitle: T\nlang: {lang}\n---\n\n{words}\n");
        let source = Source::new("article.md", text);
        let article =
            understand(&source, &Files::none(), &Default::default(), &mut Report::new()).expect("an article");
        let (sheet, _) = outputs(&article);
        let is_arabic = |char: &char| char.is_alphabetic() && ('\u{620}'..='\u{6ff}').contains(char);
        let count = |text: &str| text.chars().filter(is_arabic).count();
        let pages = sheet.measured();
        let shown: usize = pages[0].pieces.iter().map(|piece| count(&piece.text)).sum();
        assert_eq!(shown, count(words), "{lang}");
    }
}

#[test]
fn words_in_another_script_have_its_face() {
    let fonts = |lang: &str| {
        let text = format!("---\ntitle: T\n---\n\nIn Pakistan <span lang=\"{lang}\">پانی کی بچت</span>.\n");
        let source = Source::new("article.md", text);
        let article =
            understand(&source, &Files::none(), &Default::default(), &mut Report::new()).expect("an article");
        let files = render(
            &article,
            &PRESS,
            &[Output::Pdf],
            &Options::default(),
            &mut Report::new(),
        );
        String::from_utf8_lossy(&files.expect("a PDF")[0].bytes).into_owned()
    };
    assert!(fonts("ur").contains("NotoNastaliqUrdu"));
    assert!(!fonts("fa").contains("NotoNastaliqUrdu"));
}

#[test]
fn faces_of_a_folder_are_used_where_the_built_in_ones_lack_a_character() {
    // A folder with one of our own faces: no other face can be counted on. Without it the
    // mathematical letter would still be found, so the test looks at what is reported.
    let folder = std::env::temp_dir().join(format!("pamphlet-faces-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("deeper")).expect("a folder");
    let face =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/noto-emoji/NotoEmoji-Regular.ttf");
    std::fs::copy(face, folder.join("deeper/b.ttf")).expect("a copy");
    std::fs::write(folder.join("a.otf"), "no face").expect("a file");
    std::fs::write(folder.join("readme.txt"), "no face either").expect("a file");
    let files = pamphlet::files::read_faces(&folder).expect("the folder");
    let names: Vec<_> = files
        .iter()
        .map(|(name, _)| name.rsplit('/').next().unwrap_or_default())
        .collect();
    assert_eq!(names, ["a.otf", "b.ttf"]);
    let mut press = Press::new(Layout::default(), House::default());
    let broken = press.add_faces(files);
    assert_eq!(broken.len(), 1, "{broken:?}");
    assert!(broken[0].ends_with("a.otf"));
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    assert!(pamphlet::files::read_faces(&folder).is_err());
}

/// Writes the case again with the right faces, if this machine has them: not part of the
/// usual run.
#[test]
#[ignore = "needs faces that are too large to ship: PAMPHLET_FACES names their folder"]
fn scripts_of_other_faces_are_whole() {
    let folder = std::env::var_os("PAMPHLET_FACES").expect("a folder with Noto faces");
    let mut press = Press::new(Layout::default(), House::default());
    press.add_faces(pamphlet::files::read_faces(folder.as_ref()).expect("the folder"));
    for lang in ["hi", "zh", "zh-TW", "ja", "ta", "ko", "he", "bn", "th"] {
        let article = article(lang, &mut Report::new());
        let mut report = Report::new();
        render(&article, &press, &[Output::Pdf], &Options::default(), &mut report).expect("a PDF");
        assert!(
            report.diagnostics().is_empty(),
            "{lang}: {:?}",
            report.diagnostics()
        );
    }
}
