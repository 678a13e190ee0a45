//! The rules: what each asks, which clause of which standard asks it, and what it looks at.
//!
//! To add one: an entry in `diagnostic/codes.rs`, a row here, its check in the file of its
//! family, and a seeded fault in `tests/suite/checker/faults.rs`.

use crate::diagnostic::Code;

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The package document, one a book.
    Package,
    /// What the package says of the book's accessibility.
    Statements,
    /// Texts.
    Texts,
    /// Headings.
    Headings,
    /// Entries of the list of contents.
    Entries,
    /// Elements with a kind of their own: `epub:type`.
    Kinds,
    /// Page breaks.
    Pages,
    /// Notes.
    Notes,
    /// Tables.
    Tables,
    /// Pictures.
    Pictures,
    /// Formulas.
    Formulas,
    /// Links.
    Links,
    /// Colours in style sheets.
    Colors,
}

impl Subject {
    /// One of them, and several.
    pub fn words(self) -> [&'static str; 2] {
        match self {
            Subject::Package => ["package", "packages"],
            Subject::Statements => ["statement", "statements"],
            Subject::Texts => ["document", "documents"],
            Subject::Headings => ["heading", "headings"],
            Subject::Entries => ["entry of the contents", "entries of the contents"],
            Subject::Kinds => ["marked element", "marked elements"],
            Subject::Pages => ["page break", "page breaks"],
            Subject::Notes => ["note", "notes"],
            Subject::Tables => ["table", "tables"],
            Subject::Pictures => ["picture", "pictures"],
            Subject::Formulas => ["formula", "formulas"],
            Subject::Links => ["link", "links"],
            Subject::Colors => ["style rule", "style rules"],
        }
    }
}

/// A rule for books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// What its findings are called.
    pub code: Code,
    /// What it asks of a book, as a sentence that is true of a good one.
    pub asks: &'static str,
    /// The clauses that ask it, each with its standard.
    pub clauses: &'static [&'static str],
    /// What it looks at.
    pub subject: Subject,
}

macro_rules! rules {
    ($($code:ident, $subject:ident: $asks:literal [$($clause:literal),*];)+) => {
        /// Every rule, in the order in which a report lists them.
        pub const RULES: &[Rule] = &[$(Rule {
            code: Code::$code,
            asks: $asks,
            clauses: &[$($clause),*],
            subject: Subject::$subject,
        },)+];
    };
}

rules! {
    BookStatement, Package: "The package states modes, features, hazards and a summary of the book's accessibility."
        ["EPUB Accessibility 1.1, “Discoverability”"];
    BookVocabulary, Statements: "Every statement uses a word of the vocabulary."
        ["EPUB Accessibility 1.1, “Discoverability”"];
    BookFalseClaim, Statements: "What is stated is in the book."
        ["EPUB Accessibility 1.1, “Discoverability”"];
    BookUnclaimed, Statements: "What is in the book is stated."
        ["EPUB Accessibility 1.1, “Discoverability”"];
    BookConformance, Package: "A claim of conformance is written as the standard wants it and says who made it."
        ["EPUB Accessibility 1.1, 3.5 “Conformance reporting”"];
    BookDate, Package: "The date of the last change is a moment that has passed."
        ["EPUB 3.3, “last modified date”"];
    BookProperty, Texts: "The manifest says which documents hold formulas, drawings and scripts."
        ["EPUB 3.3, “item”"];
    BookTitle, Texts: "Book and documents have a title."
        ["WCAG 2.2, 2.4.2 Page Titled"];
    BookLang, Texts: "Book and documents say their language, once and alike."
        ["WCAG 2.2, 3.1.1 Language of Page", "WCAG 2.2, 3.1.2 Language of Parts"];
    BookDuplicateId, Texts: "No id stands twice in a document."
        ["EPUB 3.3, “XHTML content documents”"];
    BookDeadLink, Links: "Every link and reference within the book leads somewhere."
        ["WCAG 2.2, 2.4.5 Multiple Ways", "WCAG 2.2, 1.3.1 Info and Relationships"];
    BookHeadingJump, Headings: "No heading skips a level."
        ["WCAG 2.2, 1.3.1 Info and Relationships"];
    BookTwoTitles, Headings: "No document has two headings of the first level."
        ["WCAG 2.2, 1.3.1 Info and Relationships"];
    BookEmptyHeading, Headings: "Every heading has words."
        ["WCAG 2.2, 2.4.6 Headings and Labels"];
    BookContents, Headings: "Every heading of the levels listed is in the list of contents."
        ["WCAG 2.2, 2.4.5 Multiple Ways"];
    BookContentsOrder, Entries: "The list of contents is in reading order."
        ["WCAG 2.2, 1.3.2 Meaningful Sequence", "EPUB 3.3, “toc nav”"];
    BookRole, Kinds: "What is marked for reading systems is marked for screen readers too."
        ["WCAG 2.2, 4.1.2 Name, Role, Value"];
    BookPageLabel, Pages: "Every page break says its page, and the page list says the same."
        ["EPUB Accessibility 1.1, “Page breaks”"];
    BookPageList, Pages: "Every page break is in the page list, and every line of the list leads to a place."
        ["EPUB Accessibility 1.1, “Page list”"];
    BookPageOrder, Pages: "The page list is in reading order."
        ["EPUB Accessibility 1.1, “Page list”"];
    BookPageSource, Pages: "The package says which printed edition has these pages."
        ["EPUB Accessibility 1.1, “Pagination source”"];
    BookNote, Notes: "Every mark of a note leads to a note, and every note has a mark."
        ["WCAG 2.2, 1.3.1 Info and Relationships"];
    BookBacklink, Notes: "Every note leads back to the place that calls it."
        ["WCAG 2.2, 2.4.3 Focus Order"];
    BookTableHeads, Tables: "Every table has header cells that are marked as such."
        ["WCAG 2.2, 1.3.1 Info and Relationships"];
    BookTableScope, Tables: "Every header cell says whether it heads a row or a column."
        ["WCAG 2.2, 1.3.1 Info and Relationships"];
    BookTableCaption, Tables: "Every table has a caption or another name."
        ["WCAG 2.2, 1.3.1 Info and Relationships, technique H39"];
    BookAltMissing, Pictures: "Every picture has an alternative text, or is marked as decoration."
        ["WCAG 2.2, 1.1.1 Non-text Content"];
    BookAltText, Pictures: "No alternative text is the name of a file or only says that there is a picture."
        ["WCAG 2.2, 1.1.1 Non-text Content, failure F30"];
    BookAltCaption, Pictures: "No alternative text only repeats the caption."
        ["WCAG 2.2, 1.1.1 Non-text Content"];
    BookMathWords, Formulas: "Every formula has a text for voices that do not read MathML."
        ["WCAG 2.2, 1.1.1 Non-text Content"];
    BookLinkName, Links: "Every link has words."
        ["WCAG 2.2, 2.4.4 Link Purpose (In Context)"];
    BookLinkText, Links: "The words of every link say where it leads."
        ["WCAG 2.2, 2.4.4 Link Purpose (In Context)", "WCAG 2.2, 2.4.9 Link Purpose (Link Only)"];
    BookPageColor, Colors: "No style sheet sets the colours of the page, which are the reader's own."
        ["WCAG 2.2, 1.4.8 Visual Presentation"];
    BookDarkMode, Colors: "Coloured text can be read on a dark page and on a light one."
        ["WCAG 2.2, 1.4.3 Contrast (Minimum), failure F24"];
    BookContrast, Colors: "Text with a ground of its own stands out from it."
        ["WCAG 2.2, 1.4.3 Contrast (Minimum)"];
}
