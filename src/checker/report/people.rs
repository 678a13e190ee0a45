//! What only a person can tell of a book. To add a question: a row here.

use crate::checker::Subject;

/// A question for a person.
pub(super) struct Question {
    /// What to look at, as an instruction.
    pub asks: &'static str,
    /// The clauses that ask it.
    pub clauses: &'static [&'static str],
    /// Asked only of books that have this.
    pub of: Option<Subject>,
}

const fn always(asks: &'static str, clauses: &'static [&'static str]) -> Question {
    Question {
        asks,
        clauses,
        of: None,
    }
}

const fn of(subject: Subject, asks: &'static str, clauses: &'static [&'static str]) -> Question {
    Question {
        asks,
        clauses,
        of: Some(subject),
    }
}

/// In the order in which somebody would go through a book.
pub(super) const PEOPLE: &[Question] = &[
    of(
        Subject::Pictures,
        "Read each alternative text beside its picture: does it tell what the picture is there to tell? Are the \
        numbers of a chart in the text or in a table?",
        &["WCAG 2.2, 1.1.1 Non-text Content"],
    ),
    of(
        Subject::Pictures,
        "Look at each picture without colours: is everything still there? Can its lines and letters be told from \
        their ground?",
        &[
            "WCAG 2.2, 1.4.1 Use of Color",
            "WCAG 2.2, 1.4.11 Non-text Contrast",
        ],
    ),
    of(
        Subject::Pictures,
        "Look for pictures of text, such as a scanned table: could it be text?",
        &["WCAG 2.2, 1.4.5 Images of Text"],
    ),
    of(
        Subject::Pictures,
        "Watch pictures that move: does nothing flash more than three times a second, and do they stop?",
        &[
            "WCAG 2.2, 2.2.2 Pause, Stop, Hide",
            "WCAG 2.2, 2.3.1 Three Flashes or Below Threshold",
        ],
    ),
    of(
        Subject::Headings,
        "Read the list of contents alone: does each heading say what its section is about, and are the levels those \
        of the argument?",
        &[
            "WCAG 2.2, 2.4.6 Headings and Labels",
            "WCAG 2.2, 1.3.1 Info and Relationships",
        ],
    ),
    always(
        "Read the book from beginning to end in one reading system: is everything there, in an order that makes \
        sense?",
        &["WCAG 2.2, 1.3.2 Meaningful Sequence"],
    ),
    of(
        Subject::Tables,
        "Go through each table cell by cell with a screen reader: are the header cells that are spoken the right \
        ones?",
        &["WCAG 2.2, 1.3.1 Info and Relationships"],
    ),
    of(
        Subject::Formulas,
        "Listen to the formulas: do the words say what is written?",
        &["WCAG 2.2, 1.1.1 Non-text Content"],
    ),
    of(
        Subject::Links,
        "Read the links in their sentences: is it clear where each one leads?",
        &["WCAG 2.2, 2.4.4 Link Purpose (In Context)"],
    ),
    of(
        Subject::Notes,
        "Follow some notes there and back by keyboard and by touch.",
        &["WCAG 2.2, 2.1.1 Keyboard", "WCAG 2.2, 2.4.3 Focus Order"],
    ),
    of(
        Subject::Pages,
        "Open some pages of the page list: do they begin where the printed pages begin?",
        &["EPUB Accessibility 1.1, “Page list”"],
    ),
    always(
        "Look for words and quotations in other languages: is each marked as such?",
        &["WCAG 2.2, 3.1.2 Language of Parts"],
    ),
    always(
        "Look for instructions that need the eye, such as “the red line” or “the box on the right”.",
        &["WCAG 2.2, 1.3.3 Sensory Characteristics"],
    ),
    always(
        "Set the largest type, a dark page and wide spacing: is everything still there and readable?",
        &[
            "WCAG 2.2, 1.4.4 Resize Text",
            "WCAG 2.2, 1.4.12 Text Spacing",
            "WCAG 2.2, 1.4.3 Contrast (Minimum)",
        ],
    ),
    always(
        "Read the summary of accessibility that the book gives of itself: is it true, and is it all?",
        &["EPUB Accessibility 1.1, “Discoverability”"],
    ),
];
