//! The article itself as one XHTML document, `text.xhtml`.
//!
//! [`write`] goes through the article twice. The first walk learns what only a walk can
//! know: in which order blocks come, and which ids are taken. The second puts the page
//! breaks in their places. The parts stand in files of their own: `matter` (what frames
//! the argument), `blocks`, `tables`, `figures`, `inlines`, `notes`.

use super::closing;
use super::pages::{self, PageBreak, Place};
use super::xhtml;
use super::xml::Xml;
use crate::diagnostic::Span;
use crate::model::{Article, AssetId, Note, PageMap};
use crate::style::Logo;
use std::collections::BTreeSet;

/// The file's name in the book.
pub(super) const HREF: &str = "text.xhtml";

/// The document, and what the package has to know of it.
pub(super) struct Document {
    pub xhtml: Vec<u8>,
    /// Headings and other entries of the list of contents, in order.
    pub contents: Vec<Entry>,
    /// Page breaks as they stand in the document.
    pub breaks: Vec<PageBreak>,
    /// Places that reading systems offer by name.
    pub places: Places,
    /// Pictures that the document shows.
    pub pictures: Pictures,
    pub formulas: Formulas,
    /// Links whose address no reading system could follow: their words are there, they
    /// are no links.
    pub dead_links: Vec<(Span, String)>,
}

/// An entry of the list of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// From 1.
    pub level: u8,
    pub id: String,
    pub label: String,
}

/// Ids of places that reading systems offer by name.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The title.
    pub start: String,
    pub bibliography: Option<Entry>,
    pub notes: Option<Entry>,
}

/// The pictures of the document, as far as claims about them go.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    /// Every picture shown, once.
    pub assets: BTreeSet<AssetId>,
    /// How many stand there with words of the author's.
    pub described: usize,
    /// How many the author calls decorative.
    pub decorative: usize,
    /// How many stand there without words.
    pub undescribed: usize,
}

/// The formulas of the document, as far as claims about them go.
#[derive(Debug, Default)]
pub(super) struct Formulas {
    /// How many stand there as MathML with words.
    pub described: usize,
    /// How many stand there as code.
    pub code: usize,
}

/// Writes the document; `pages` says where the printed pages begin, and `logo` stands for
/// the house's name.
pub(super) fn write(article: &Article, logo: Option<&Logo>, pages: Option<&PageMap>) -> Document {
    let notes = article.notes();
    let learned = Text::new(article, logo, &notes, &Plan::default()).write();
    let plan = Plan {
        breaks: pages.map_or_else(Vec::new, |map| pages::place(map, &learned.order)),
        taken: learned.taken,
    };
    Text::new(article, logo, &notes, &plan).write().document
}

/// What the second walk knows beforehand.
#[derive(Debug, Default)]
struct Plan {
    /// The page breaks in order.
    breaks: Vec<PageBreak>,
    /// The ids that the article itself gives.
    taken: BTreeSet<String>,
}

/// What one walk brings home.
struct Walk {
    document: Document,
    order: Vec<u32>,
    taken: BTreeSet<String>,
}

/// A walk through the article.
pub(super) struct Text<'a> {
    pub article: &'a Article,
    /// What stands in the masthead in the place of the house's name.
    pub logo: Option<&'a Logo>,
    pub notes: &'a [Note<'a>],
    plan: &'a Plan,
    pub xml: Xml,
    /// Ordinals of the blocks so far; its length is the rank of the block at work.
    order: Vec<u32>,
    /// Ids that the article gave so far.
    taken: BTreeSet<String>,
    /// Page breaks written so far.
    broken: Vec<PageBreak>,
    /// How many characters of the own text of the block at work are written; `None` in
    /// text that is no block's own.
    pub counted: Option<usize>,
    /// Within a link: the notes called there, whose marks have to wait for its end.
    pub held: Option<Vec<u32>>,
    /// Whether the walk is in a citation, whose links lead to works.
    pub citing: bool,
    /// How deep below the title (1) the section at work stands: the number of its `h`.
    pub depth: u8,
    /// The number of the `h` written last; the next is at most one deeper.
    pub last_heading: u8,
    /// How many levels the headings of the text at work stand deeper than they say: 1 in
    /// a text of the front matter that has a heading of ours above it.
    pub base: u8,
    pub contents: Vec<Entry>,
    /// Pull quotes that only repeat the text, by ordinal.
    pub repeats: BTreeSet<u32>,
    /// Roles with the names that they are announced by, so that none comes twice.
    announced: BTreeSet<(&'static str, String)>,
    pub places: Places,
    pub pictures: Pictures,
    pub formulas: Formulas,
    pub dead_links: Vec<(Span, String)>,
}

impl<'a> Text<'a> {
    fn new(article: &'a Article, logo: Option<&'a Logo>, notes: &'a [Note<'a>], plan: &'a Plan) -> Self {
        Self {
            article,
            logo,
            notes,
            plan,
            xml: xhtml::page(article, &xhtml::squeezed(&article.full_title()), "text"),
            order: Vec::new(),
            taken: BTreeSet::new(),
            broken: Vec::new(),
            counted: None,
            held: None,
            citing: false,
            depth: 1,
            last_heading: 1,
            base: 0,
            contents: Vec::new(),
            repeats: article.repeats(),
            announced: BTreeSet::new(),
            places: Places::default(),
            pictures: Pictures::default(),
            formulas: Formulas::default(),
            dead_links: Vec::new(),
        }
    }

    fn write(mut self) -> Walk {
        self.break_here();
        self.header();
        self.summary();
        self.key_messages();
        self.sections(&self.article.body);
        self.endnotes();
        let closing = self.xml.len();
        self.back_matter();
        self.closing_pages(closing, true);
        // Pages that begin with something that only the print shows are at its end.
        self.break_until(Place {
            rank: usize::MAX,
            offset: 0,
        });
        Walk {
            document: Document {
                xhtml: self.xml.finish(),
                contents: self.contents,
                breaks: self.broken,
                places: self.places,
                pictures: self.pictures,
                formulas: self.formulas,
                dead_links: self.dead_links,
            },
            order: self.order,
            taken: self.taken,
        }
    }

    /// The language of our own words as attributes, where it is not the article's: they must
    /// not be read out in its voice.
    pub(super) fn lang_of_words(&self) -> Vec<(&'static str, &'static str)> {
        if self.article.words.lang == self.article.lang {
            Vec::new()
        } else {
            vec![("lang", "en"), ("xml:lang", "en"), ("dir", "ltr")]
        }
    }

    /// Notes that a block begins; everything until the next one is its own.
    pub(super) fn enter(&mut self, ordinal: u32) {
        self.order.push(ordinal);
    }

    /// The place of the block at work among all blocks, from 1.
    pub(super) fn rank(&self) -> usize {
        self.order.len()
    }

    /// An id of the article's, as an attribute's value.
    pub(super) fn id(&mut self, id: &str) -> String {
        let id = xhtml::anchor(id);
        self.taken.insert(id.clone());
        id
    }

    /// An id of our own, which gives way to the article's.
    pub(super) fn own_id(&self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        while self.plan.taken.contains(&id) {
            id.insert_str(0, "x-");
        }
        id
    }

    /// Whether a name may be given to a landmark of that role. The second of two equal
    /// ones could not be told apart, so it goes without.
    pub(super) fn announce(&mut self, role: &'static str, name: &str) -> bool {
        self.announced.insert((role, xhtml::squeezed(name)))
    }

    /// Adds an entry to the list of contents; `level` counts from 1.
    pub(super) fn list(&mut self, level: u8, id: &str, label: &str) -> Entry {
        let entry = Entry {
            level,
            id: id.to_owned(),
            label: xhtml::squeezed(label),
        };
        self.contents.push(entry.clone());
        entry
    }

    /// Writes the page breaks that are due before the block at work, where no text can
    /// hold them.
    pub(super) fn break_here(&mut self) {
        self.break_until(Place {
            rank: self.order.len(),
            offset: 0,
        });
    }

    /// Writes the page breaks that are due before the next block, where a heading of ours
    /// stands in front of it.
    pub(super) fn break_before_next(&mut self) {
        self.break_until(Place {
            rank: self.order.len() + 1,
            offset: 0,
        });
    }

    fn break_until(&mut self, place: Place) {
        while self.next_break().is_some_and(|next| next.place <= place) {
            self.write_break("div");
            self.xml.line();
        }
    }

    /// Writes, within a line, the page breaks that stand before the block's next
    /// character or the `ahead` ones after it.
    pub(super) fn break_within(&mut self, ahead: usize) {
        let Some(written) = self.counted else { return };
        let place = Place {
            rank: self.order.len(),
            offset: written + ahead,
        };
        while self.next_break().is_some_and(|next| next.place <= place) {
            self.write_break("span");
        }
    }

    /// Whether a break stands before the block's next character or the `ahead` ones after it.
    pub(super) fn is_due(&self, ahead: usize) -> bool {
        let rank = self.order.len();
        self.counted.is_some_and(|written| {
            let offset = written + ahead;
            self.next_break()
                .is_some_and(|next| next.place <= Place { rank, offset })
        })
    }

    /// Where in the words that follow the next break stands.
    pub(super) fn due_in(&self, text: &str) -> Option<usize> {
        let characters = text.char_indices().filter(|(_, c)| !c.is_whitespace());
        let found = characters.enumerate().find(|(ahead, _)| self.is_due(*ahead));
        found.map(|(_, (at, _))| at)
    }

    /// The text of a block begins: characters count from here.
    pub(super) fn begin_own_text(&mut self) {
        self.counted = Some(0);
        self.break_within(0);
    }

    /// The text of a block ends; a break beyond it, which should not be, stands here.
    pub(super) fn end_own_text(&mut self) {
        self.counted = Some(usize::MAX);
        self.break_within(0);
        self.counted = None;
    }

    /// Writes words and the page breaks among them, each before the very character that
    /// begins the page, even within a word.
    pub(super) fn words(&mut self, text: &str) {
        let Some(mut written) = self.counted else {
            return self.xml.text(text);
        };
        let mut from = 0;
        for (at, _) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            let due = self
                .next_break()
                .is_some_and(|next| next.place.rank <= self.order.len() && next.place.offset <= written);
            if due {
                self.xml.text(&text[from..at]);
                from = at;
                self.counted = Some(written);
                self.break_within(0);
            }
            written += 1;
        }
        self.xml.text(&text[from..]);
        self.counted = Some(written);
    }

    /// Puts the pages behind the text among what closes the book, which begins at `from`, and
    /// ends with this document if it is the `last`.
    fn closing_pages(&mut self, from: usize, is_last: bool) {
        let pages = &self.plan.breaks[self.broken.len()..];
        let found = closing::places(self.xml.since(from), pages, is_last);
        let mut pieces = Vec::new();
        for (at, element) in found {
            // Written to a piece of its own, which then goes to its place.
            let text = std::mem::replace(&mut self.xml, Xml::fragment());
            self.write_break(element);
            pieces.push((from + at, std::mem::replace(&mut self.xml, text)));
        }
        for (at, piece) in pieces.into_iter().rev() {
            self.xml.insert(at, piece);
        }
    }

    fn next_break(&self) -> Option<&'a PageBreak> {
        self.plan.breaks.get(self.broken.len())
    }

    /// The element of EPUB Accessibility 1.1, "page break markers".
    fn write_break(&mut self, element: &'static str) {
        let Some(next) = self.next_break() else { return };
        let id = self.own_id(&next.id);
        self.xml.empty(
            element,
            &[
                ("epub:type", "pagebreak"),
                ("role", "doc-pagebreak"),
                ("id", &id),
                ("aria-label", &next.label),
            ],
        );
        self.broken.push(PageBreak { id, ..next.clone() });
    }
}
