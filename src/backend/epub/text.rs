//! The article itself as XHTML: one document, or one a chapter.
//!
//! [`write`] goes through the article more than once. The first walk learns what only a
//! walk can know: how large the parts are, in which order blocks come, which ids are taken.
//! If `documents` then wants the book cut, a second one learns in which document each id
//! stands. The last puts page breaks and addresses in their places. The parts stand in
//! files of their own: `matter` (what frames the argument), `blocks`, `tables`, `figures`,
//! `inlines`, `notes`.

use super::closing;
use super::content::{Content, Document, Entry, Formulas, PageEntry, Pictures, Places, Shown};
use super::documents::{self, Cut, Cuts, Part, Sizes};
use super::pages::{self, PageBreak, Place};
use super::xhtml;
use super::xml::Xml;
use crate::diagnostic::Span;
use crate::model::{Article, Inline, Note, NotePlacement, PageMap, plain};
use crate::style::Logo;
use std::collections::{BTreeMap, BTreeSet};

/// Writes the documents; `pages` says where the printed pages begin, `logo` stands for
/// the house's name, and `chapters` asks for a document a chapter.
pub(super) fn write(
    article: &Article,
    logo: Option<&Logo>,
    pages: Option<&PageMap>,
    chapters: bool,
) -> Content {
    let notes = article.notes();
    let mut plan = Plan::default();
    let mut learned = Text::new(article, logo, &notes, &plan).write();
    plan.taken = std::mem::take(&mut learned.taken);
    plan.cuts = documents::plan(article, &learned.sizes, chapters);
    if plan.cuts.is_some() {
        learned = Text::new(article, logo, &notes, &plan).write();
    }
    plan.breaks = pages.map_or_else(Vec::new, |map| pages::place(map, &learned.order));
    plan.homes = learned.homes;
    let documents = learned.content.documents.into_iter();
    plan.names = documents.map(|document| document.href).collect();
    Text::new(article, logo, &notes, &plan).write().content
}

/// What a walk knows beforehand.
#[derive(Debug, Default)]
struct Plan {
    /// Where the book is cut; `None` if it is one document.
    cuts: Option<Cuts>,
    /// The page breaks in order.
    breaks: Vec<PageBreak>,
    /// The ids that the article itself gives.
    taken: BTreeSet<String>,
    /// In which document each id stands, by its place among `names`.
    homes: BTreeMap<String, usize>,
    /// The documents' names, in order.
    names: Vec<String>,
}

/// What one walk brings home.
struct Walk {
    content: Content,
    order: Vec<u32>,
    taken: BTreeSet<String>,
    homes: BTreeMap<String, usize>,
    sizes: Sizes,
}

/// A walk through the article.
pub(super) struct Text<'a> {
    pub article: &'a Article,
    /// What stands in the masthead in the place of the house's name.
    pub logo: Option<&'a Logo>,
    pub notes: &'a [Note<'a>],
    plan: &'a Plan,
    /// The document at work.
    pub xml: Xml,
    /// What it is, and its name.
    cut: Cut,
    /// The documents before it.
    documents: Vec<Document>,
    /// How many formulas stand in those.
    formulas_before: usize,
    /// Notes called in it that are not written yet.
    pub due: BTreeSet<u32>,
    /// Whether notes are being written.
    pub noting: bool,
    /// Notes that are written.
    pub noted: BTreeSet<u32>,
    /// In which document each id stands.
    homes: BTreeMap<String, usize>,
    pub sizes: Sizes,
    /// Ordinals of the blocks so far; its length is the rank of the block at work.
    order: Vec<u32>,
    /// Ids that the article gave so far.
    taken: BTreeSet<String>,
    /// Page breaks written so far.
    broken: Vec<PageEntry>,
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
    figures: Vec<Entry>,
    tables: Vec<Entry>,
    unlisted: usize,
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
            xml: Xml::fragment(),
            cut: Cut::new(Part::Whole, documents::WHOLE, ""),
            documents: Vec::new(),
            formulas_before: 0,
            due: BTreeSet::new(),
            noting: false,
            noted: BTreeSet::new(),
            homes: BTreeMap::new(),
            sizes: Sizes::default(),
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
            figures: Vec::new(),
            tables: Vec::new(),
            unlisted: 0,
            repeats: article.repeats(),
            announced: BTreeSet::new(),
            places: Places::default(),
            pictures: Pictures::default(),
            formulas: Formulas::default(),
            dead_links: Vec::new(),
        }
    }

    fn write(mut self) -> Walk {
        let is_cut = self.plan.cuts.is_some();
        let article = self.article;
        let (meta, words) = (&article.meta, &article.words);
        if is_cut {
            self.cut = Cut::new(Part::Title, "title.xhtml", "");
        }
        self.open();
        self.break_here();
        self.header();
        if is_cut && !(meta.summary.is_empty() && meta.key_messages.is_empty()) {
            self.next(Cut::new(Part::Summary, "summary.xhtml", &words.summary));
        }
        self.summary();
        self.key_messages();
        self.sections(&self.article.body);
        self.sizes.end = self.xml.len();
        match meta.notes {
            NotePlacement::Endnotes if is_cut && !self.notes.is_empty() => {
                self.next(Cut::new(Part::Notes, "notes.xhtml", &words.notes));
                self.all_notes();
            }
            NotePlacement::Endnotes | NotePlacement::Footnotes if !is_cut => self.all_notes(),
            NotePlacement::Endnotes | NotePlacement::Footnotes => {}
        }
        self.sizes.notes_end = self.xml.len();
        if let Some(label) = self.first_of_back_matter().filter(|_| is_cut) {
            self.next(Cut::new(Part::Closing, "closing.xhtml", label));
        }
        let mut closing = self.xml.len();
        self.back_matter();
        if is_cut && self.has_imprint() {
            self.closing_pages(closing, false);
            self.next(Cut::new(Part::Colophon, "colophon.xhtml", &words.license));
            closing = self.xml.len();
        }
        self.imprint();
        self.closing_pages(closing, true);
        // Pages that begin with something that only the print shows are at its end.
        self.break_until(Place {
            rank: usize::MAX,
            offset: 0,
        });
        // A note that no document calls is not lost.
        let lost = self.notes.iter().map(|note| note.number);
        self.due = lost.filter(|number| !self.noted.contains(number)).collect();
        self.sizes.all = self.xml.len();
        self.close();
        Walk {
            content: Content {
                documents: self.documents,
                contents: self.contents,
                figures: self.figures,
                tables: self.tables,
                unlisted: self.unlisted,
                breaks: self.broken,
                places: self.places,
                pictures: self.pictures,
                formulas: self.formulas,
                dead_links: self.dead_links,
            },
            order: self.order,
            taken: self.taken,
            homes: self.homes,
            sizes: self.sizes,
        }
    }

    /// The document that begins with a block of the body, if one does.
    pub(super) fn cut_before(&self, ordinal: u32) -> Option<&'a Cut> {
        self.plan.cuts.as_ref()?.blocks.get(&ordinal)
    }

    /// The document that begins with a note, if one does.
    pub(super) fn cut_before_note(&self, number: u32) -> Option<&'a Cut> {
        self.plan.cuts.as_ref()?.notes.get(&number)
    }

    /// Ends the document at work and begins another.
    pub(super) fn next(&mut self, cut: Cut) {
        self.close();
        self.cut = cut;
        self.open();
    }

    fn open(&mut self) {
        let title = xhtml::squeezed(&self.article.full_title());
        let title = match xhtml::squeezed(&self.cut.label).as_str() {
            "" => title,
            label => format!("{label} – {title}"),
        };
        self.xml = xhtml::page(self.article, &title, "text", self.cut.part.division());
        // Landmarks are told apart within a document.
        self.announced.clear();
        (self.depth, self.base, self.last_heading) = (1, 0, 1);
    }

    fn close(&mut self) {
        match self.article.meta.notes {
            NotePlacement::Footnotes if self.plan.cuts.is_some() && !self.noting => self.own_notes(),
            NotePlacement::Footnotes | NotePlacement::Endnotes => {}
        }
        let xml = std::mem::replace(&mut self.xml, Xml::fragment());
        self.documents.push(Document {
            part: self.cut.part,
            href: self.cut.href.clone(),
            xhtml: xml.finish(),
            has_mathml: self.formulas.described > self.formulas_before,
        });
        self.formulas_before = self.formulas.described;
    }

    /// What the document at work is.
    pub(super) fn part(&self) -> Part {
        self.cut.part
    }

    /// The name of the document at work without its ending.
    pub(super) fn stem(&self) -> &str {
        self.cut.href.trim_end_matches(".xhtml")
    }

    /// The address of an id of this document, seen from the package.
    pub(super) fn address_of(&self, id: &str) -> String {
        format!("{}{}", self.cut.href, xhtml::fragment(id))
    }

    /// The address of an id in any document, seen from the one at work.
    pub(super) fn way_to(&self, id: &str) -> String {
        let fragment = xhtml::fragment(id);
        match self.plan.homes.get(&fragment[1..]) {
            Some(&home) if home != self.documents.len() => {
                format!("{}{fragment}", self.plan.names[home])
            }
            Some(_) | None => fragment,
        }
    }

    /// The language of our own words as attributes, where it is not the article's: they must
    /// not be read out in its voice.
    pub(super) fn lang_of_words(&self) -> Vec<(&'static str, &'static str)> {
        xhtml::lang_of_words(self.article)
    }

    /// Notes that a block begins; everything until the next one is its own.
    pub(super) fn enter(&mut self, ordinal: u32) {
        self.order.push(ordinal);
        self.sizes.blocks.entry(ordinal).or_insert(self.xml.len());
    }

    /// An id of the article's, as an attribute's value.
    pub(super) fn id(&mut self, id: &str) -> String {
        let id = xhtml::anchor(id);
        self.taken.insert(id.clone());
        self.settle(&id);
        id
    }

    /// Notes that an id stands in the document at work.
    pub(super) fn settle(&mut self, id: &str) {
        self.homes.entry(id.to_owned()).or_insert(self.documents.len());
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
            address: self.address_of(id),
            label: xhtml::squeezed(label),
            is_ours: false,
        };
        self.contents.push(entry.clone());
        entry
    }

    /// The same for an entry in words of ours.
    pub(super) fn list_ours(&mut self, level: u8, id: &str, label: &str) -> Entry {
        let entry = Entry {
            is_ours: true,
            ..self.list(level, id, label)
        };
        self.contents.pop();
        self.contents.push(entry.clone());
        entry
    }

    /// Adds a figure to the list of figures, or a table to that of tables.
    pub(super) fn show(&mut self, kind: Shown, id: &str, number: Option<&str>, caption: &[Inline]) {
        let words = &self.article.words;
        let caption = xhtml::squeezed(&plain(caption));
        let name = match kind {
            Shown::Figure => &words.figure,
            Shown::Table => &words.table,
        };
        let label = match number {
            Some(number) if caption.is_empty() => words.numbered(name, number),
            Some(number) => words.label(name, number) + &caption,
            None => caption,
        };
        if label.is_empty() {
            self.unlisted += 1;
            return;
        }
        let entry = Entry {
            level: 1,
            address: self.address_of(id),
            label,
            is_ours: false,
        };
        match kind {
            Shown::Figure => self.figures.push(entry),
            Shown::Table => self.tables.push(entry),
        }
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
        self.broken.push(PageEntry {
            address: self.address_of(&id),
            label: next.label.clone(),
        });
    }
}
