//! What is wrong with finished pages: an article, its setting and the bytes of its PDF
//! enter, a list of faults leaves.
//!
//! Each measure is a function from [`Pages`] to faults. To add one: write it, name its
//! [`Wrong`], call it in [`faults`], and show in `seeded` that it can fail.

use super::areas::{Kind, Setting};
use crate::sheet::{Element, Measured, Piece, Sheet, squash};
use pamphlet::model::BlockKind;
use pamphlet::{Article, House};
use std::collections::{BTreeMap, BTreeSet};

/// The smallest size that is read with ease, in points.
const SMALLEST: f32 = 6.5;
/// Raised and lowered letters may be smaller: runs up to so many characters.
const RAISED: usize = 8;
/// How far letters of two blocks may reach into each other, in points.
const TOUCH: f32 = 1.2;
/// A word space stretched by more than this, in the type's size, is a hole: it is three times
/// as wide as it should be.
const HOLE: f32 = 0.5;
/// Fewer lines than these make a last page look lost.
const LONELY: f32 = 6.0;
/// A row whose cell holds so many characters may have to be cut; see `layouts/common/tables.typ`.
const TALL_CELL: usize = 1500;

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// Text or a picture beyond the area that the layout keeps to.
    Beyond,
    /// Text over other text.
    Collision,
    /// A paragraph's first line alone at a foot, or its last alone at a head.
    LoneLine,
    /// A line whose words stand so far apart that the page has holes.
    Hole,
    /// A heading with nothing of its section below it.
    StrandedHeading,
    /// A caption on another page than what it belongs to.
    StrayCaption,
    /// A table's row on two pages.
    CutRow,
    /// A table that goes on without its head.
    MissingHead,
    /// A last page with a few lines.
    LonelyPage,
    /// Text too small to read.
    Small,
    /// A face that is none of the house's, or not the one for these letters.
    Face,
}

/// A fault, for people to find.
#[derive(Debug)]
pub struct Fault {
    pub wrong: Wrong,
    pub page: usize,
    pub says: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "page {}: {:?}: {}", self.page, self.wrong, self.says)
    }
}

/// All faults of a paper, page by page.
pub fn faults(bytes: &[u8], setting: Setting, article: &Article) -> Vec<Fault> {
    let pages = Pages::open(bytes, setting, article);
    let mut found = Vec::new();
    beyond(&pages, &mut found);
    collisions(&pages, &mut found);
    lone_lines(&pages, &mut found);
    holes(&pages, &mut found);
    stranded_headings(&pages, &mut found);
    stray_captions(&pages, &mut found);
    tables(&pages, &mut found);
    lonely_page(&pages, &mut found);
    small(&pages, &mut found);
    faces(&pages, &mut found);
    found.sort_by_key(|fault| (fault.page, fault.wrong));
    found
}

/// A paper, measured.
struct Pages<'a> {
    setting: Setting,
    article: &'a Article,
    elements: Vec<Element>,
    pages: Vec<Measured>,
    labels: Vec<String>,
    /// What each element holds itself, in the order of drawing, page by page; turned text
    /// and artifacts are none of it.
    held: BTreeMap<usize, Vec<Stands>>,
    /// The runs of text of each element itself, by page and place.
    texts: BTreeMap<usize, Vec<(usize, usize)>>,
}

/// Something that stands on a page.
#[derive(Clone, Copy)]
struct Stands {
    page: usize,
    column: usize,
    body: [f32; 4],
    /// Its place in the order of drawing.
    order: usize,
    /// Whether it is text, whose body begins at its baseline.
    text: bool,
}

/// Elements that stand in a line of text.
const IN_LINE: [&str; 10] = [
    "Span",
    "Link",
    "Em",
    "Strong",
    "Quote",
    "Code",
    "Formula",
    "Reference",
    "Annot",
    "Lbl",
];

impl<'a> Pages<'a> {
    fn open(bytes: &[u8], setting: Setting, article: &'a Article) -> Self {
        let sheet = Sheet::open(bytes);
        let (elements, pages) = (sheet.elements(), sheet.measured());
        let mut held: BTreeMap<usize, Vec<Stands>> = BTreeMap::new();
        let mut texts: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for (page, measured) in (1..).zip(&pages) {
            let stands = |order, body: [f32; 4], text| Stands {
                page,
                column: setting.column(measured.width, (body[0], body[1])),
                body,
                order,
                text,
            };
            for (order, piece) in measured.pieces.iter().enumerate() {
                if let Some(element) = piece.element {
                    texts.entry(element).or_default().push((page - 1, order));
                }
                let counts = is_shown(piece) && !piece.artifact && !is_turned(piece);
                if let (Some(element), true) = (piece.element, counts) {
                    held.entry(element)
                        .or_default()
                        .push(stands(order, piece.body, true));
                }
            }
            for picture in &measured.pictures {
                if let Some(element) = picture.element {
                    held.entry(element)
                        .or_default()
                        .push(stands(0, picture.body, false));
                }
            }
        }
        Self {
            setting,
            article,
            elements,
            pages,
            labels: sheet.labels(),
            held,
            texts,
        }
    }

    fn tag(&self, element: usize) -> &str {
        &self.elements[element].tag
    }

    /// The element and those around it, from the inside out.
    fn around(&self, element: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(element), |at| self.elements[*at].parent)
    }

    fn is_within(&self, element: usize, tags: &[&str]) -> bool {
        self.around(element).any(|at| tags.contains(&self.tag(at)))
    }

    /// The block that an element stands in: itself, if it is no part of a line. An item's
    /// number or term and its first paragraph are one.
    fn block(&self, element: usize) -> usize {
        if self.is_code(element) {
            return element;
        }
        let mut around = self.around(element);
        let block = around.find(|at| !IN_LINE.contains(&self.tag(*at)));
        let block = block.unwrap_or(element);
        let parent = |at: usize| self.elements[at].parent;
        let opens = |at: usize| parent(at).filter(|over| self.tag(*over) == "LBody" && over + 1 == at);
        let body = opens(block).unwrap_or(block);
        match parent(body) {
            Some(item) if self.tag(body) == "LBody" => item,
            Some(_) | None => block,
        }
    }

    /// Whether it belongs to the small lines below a table.
    fn is_credit(&self, element: usize) -> bool {
        let block = self.block(element);
        let parent = self.elements[block].parent;
        let before = (0..block)
            .rev()
            .filter(|at| self.elements[*at].parent == parent)
            .find(|at| !self.is_small(*at));
        self.is_small(block) && before.is_some_and(|at| self.tag(at) == "Table")
    }

    /// Whether a paragraph is set in the smallest sizes.
    fn is_small(&self, block: usize) -> bool {
        let mut sizes = self.below(block).filter_map(|at| {
            let (page, at) = self.texts.get(&at)?.first()?;
            Some(self.pages[*page].pieces[*at].size)
        });
        self.tag(block) == "P" && sizes.next().is_some_and(|size| size < 8.6)
    }

    /// Whether it belongs to a figure or a table with its caption and small lines, which may
    /// stand elsewhere than the words around it.
    fn floats(&self, element: usize) -> bool {
        let captioned = |at: usize| {
            let mut kids = (at + 1..self.elements.len()).take(3);
            kids.any(|kid| self.elements[kid].parent == Some(at) && self.tag(kid) == "Caption")
        };
        let mut around = self.around(element);
        around.any(|at| ["Figure", "Table", "Caption"].contains(&self.tag(at)) || captioned(at))
            || self.is_credit(element)
    }

    /// Whether it is a block of code.
    fn is_code(&self, element: usize) -> bool {
        let parent = self.elements[element].parent;
        self.tag(element) == "Code" && parent.is_some_and(|at| ["Document", "Div"].contains(&self.tag(at)))
    }

    /// The elements within one, itself first.
    fn below(&self, element: usize) -> impl Iterator<Item = usize> {
        let parent_below = move |at: usize| at == element || self.around(at).any(|over| over == element);
        (element..self.elements.len()).take_while(move |at| parent_below(*at))
    }

    /// What an element and all within it hold.
    fn contents(&self, element: usize) -> Vec<Stands> {
        let held = self.below(element).filter_map(|at| self.held.get(&at));
        held.flatten().copied().collect()
    }

    /// The words of an element, turned and repeated ones too.
    fn words(&self, element: usize) -> String {
        let pieces = self.below(element).filter_map(|at| self.texts.get(&at)).flatten();
        let text = pieces.map(|(page, at)| self.pages[*page].pieces[*at].text.as_str());
        text.collect()
    }

    fn all(&self) -> impl Iterator<Item = (usize, &Measured, &Piece)> {
        let pages = (1..).zip(&self.pages);
        pages.flat_map(|(number, page)| {
            let shown = page.pieces.iter().filter(|piece| is_shown(piece));
            shown.map(move |piece| (number, page, piece))
        })
    }
}

fn is_shown(piece: &Piece) -> bool {
    !piece.text.trim().is_empty()
}

fn is_turned(piece: &Piece) -> bool {
    piece.y.1 - piece.y.0 > 1.0
}

fn fault(wrong: Wrong, page: usize, says: String) -> Fault {
    Fault { wrong, page, says }
}

/// A few words to find a place by.
fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

fn beyond(pages: &Pages<'_>, found: &mut Vec<Fault>) {
    let count = pages.pages.len();
    for (number, page) in (1..).zip(&pages.pages) {
        let upright = page.width < page.height;
        let kind = pages.setting.kind(pages.article, number, count, upright);
        let size = (page.width, page.height);
        let [left, right, foot, head] = pages.setting.area(pages.article, kind, size);
        for piece in page.pieces.iter().filter(|piece| is_shown(piece)) {
            let outside = piece.x.0 < left || piece.x.1 > right;
            // Running heads and folios stand in the margins above and below.
            let above = !piece.artifact && (piece.y.0 < foot || piece.y.1 > head);
            if outside || above {
                let says = format!("{:?} at {:?}, {:?}", piece.text, piece.x, piece.y);
                found.push(fault(Wrong::Beyond, number, says));
            }
        }
        for picture in page.pictures.iter().filter(|_| kind != Kind::Cover) {
            let [from, to, under, over] = picture.body;
            if from < left || to > right || under < foot || over > head {
                let says = format!("a picture at {:?}", picture.body);
                found.push(fault(Wrong::Beyond, number, says));
            }
        }
    }
}

fn collisions(pages: &Pages<'_>, found: &mut Vec<Fault>) {
    for (number, page) in (1..).zip(&pages.pages) {
        let mut shown: Vec<_> = page.pieces.iter().filter(|piece| is_shown(piece)).collect();
        shown.sort_by(|a, b| a.body[2].total_cmp(&b.body[2]));
        let block = |piece: &Piece| match piece.artifact {
            true => None,
            false => piece.element.map(|element| pages.block(element)),
        };
        for (at, under) in shown.iter().enumerate() {
            let near = shown[at + 1..]
                .iter()
                .take_while(|over| over.body[2] < under.body[3] - TOUCH);
            for over in near {
                let [a, b, _, head] = under.body;
                let [c, d, foot, over_head] = over.body;
                let wide = b.min(d) - a.max(c);
                let tall = head.min(over_head) - foot;
                if wide > TOUCH && tall > TOUCH && block(under) != block(over) {
                    let says = format!("{:?} over {:?}", shortened(&under.text), shortened(&over.text));
                    found.push(fault(Wrong::Collision, number, says));
                }
            }
        }
        for picture in &page.pictures {
            let within = |element: usize| {
                picture.element.is_some_and(|own| {
                    pages.around(own).any(|at| at == element) || pages.around(element).any(|at| at == own)
                })
            };
            let [a, b, foot, head] = picture.body;
            for piece in shown.iter().filter(|piece| !piece.artifact) {
                let [c, d, under, over] = piece.body;
                let meets = b.min(d) - a.max(c) > TOUCH && head.min(over) - foot.max(under) > TOUCH;
                if meets && piece.element.is_some_and(|element| !within(element)) {
                    let says = format!("{:?} over a picture", shortened(&piece.text));
                    found.push(fault(Wrong::Collision, number, says));
                }
            }
        }
    }
}

/// A column of a page, in which lines of a paragraph stand.
#[derive(Debug, PartialEq)]
struct Region {
    page: usize,
    lines: usize,
}

/// The lines of a block by the columns that it runs through.
fn regions(stands: &[Stands]) -> Vec<Region> {
    let mut found: Vec<Region> = Vec::new();
    let mut last: Option<Stands> = None;
    for here in stands.iter().filter(|here| here.text) {
        let baseline = here.body[2];
        match last {
            Some(before) if before.page == here.page && baseline < before.body[2] + 12.0 => {
                if before.body[2] - baseline > 5.0 {
                    found.last_mut().expect("a region").lines += 1;
                } else {
                    // Raised and lowered letters leave the line where it is.
                    continue;
                }
            }
            _ => found.push(Region {
                page: here.page,
                lines: 1,
            }),
        }
        last = Some(*here);
    }
    found
}

fn lone_lines(pages: &Pages<'_>, found: &mut Vec<Fault>) {
    let mut blocks: BTreeMap<usize, Vec<Stands>> = BTreeMap::new();
    for (element, held) in &pages.held {
        if !pages.is_within(*element, &["Formula"]) {
            blocks.entry(pages.block(*element)).or_default().extend(held);
        }
    }
    let running = [
        "P",
        "LI",
        "Note",
        "BlockQuote",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
    ];
    for (block, mut stands) in blocks {
        if !running.contains(&pages.tag(block)) {
            continue;
        }
        // Words of one paragraph come from several elements, each in order.
        stands.sort_by_key(|it| (it.page, it.order));
        for paragraph in paragraphs(pages, block, &stands) {
            let regions = regions(paragraph);
            for (place, region) in regions.iter().enumerate() {
                if regions.len() > 1 && region.lines == 1 {
                    let which = if place == 0 { "first" } else { "last" };
                    let says = format!(
                        "the {which} line of {:?} is alone",
                        shortened(&pages.words(block))
                    );
                    found.push(fault(Wrong::LoneLine, region.page, says));
                }
            }
        }
    }
}

/// What a block holds, cut where another block stands between its words: an item may say
/// something before a table and something after it.
fn paragraphs<'s>(pages: &Pages<'_>, block: usize, stands: &'s [Stands]) -> Vec<&'s [Stands]> {
    let inner = pages.below(block).filter(|at| pages.block(*at) != block);
    let held = inner.filter_map(|at| pages.held.get(&at)).flatten();
    let others: BTreeSet<_> = held.map(|it| (it.page, it.order)).collect();
    let together = |a: &Stands, b: &Stands| {
        let between = others.range((a.page, a.order)..(b.page, b.order)).next();
        between.is_none()
    };
    stands.chunk_by(together).collect()
}

fn holes(pages: &Pages<'_>, found: &mut Vec<Fault>) {
    for (number, _, piece) in pages.all() {
        let formula = |element| pages.is_within(element, &["Formula"]);
        let words = piece.text.contains(' ') && piece.text.contains(char::is_alphabetic);
        if words && piece.stretched > HOLE + 0.02 && !piece.element.is_some_and(formula) {
            let says = format!("{:?} by {} em", shortened(&piece.text), piece.stretched);
            found.push(fault(Wrong::Hole, number, says));
        }
    }
}

fn is_heading(tag: &str) -> bool {
    tag.len() == 2 && tag.starts_with('H') && tag != "Hn"
}

fn stranded_headings(pages: &Pages<'_>, found: &mut Vec<Fault>) {
    let headings = (0..pages.elements.len()).filter(|at| is_heading(pages.tag(*at)));
    for heading in headings {
        let own = pages.below(heading).filter(|at| !pages.is_within(*at, &["Note"]));
        let own = own.filter_map(|at| pages.held.get(&at)).flatten();
        let Some(own) = own.max_by_key(|it| (it.page, it.order)) else {
            continue;
        };
        let after = heading + pages.below(heading).count();
        let is_text = |at: &usize| {
            let heads = pages.around(*at).any(|over| is_heading(pages.tag(over)));
            !heads && !pages.is_within(*at, &["Note"]) && pages.held.contains_key(at)
        };
        let below = |at: usize| {
            pages.held[&at].iter().any(|it| {
                let beside = it.column == own.column || it.body[0] < own.body[1];
                it.page == own.page && it.body[2] < own.body[2] && beside
            })
        };
        let mut text = (after..pages.elements.len()).filter(is_text).peekable();
        if text.peek().is_none() {
            continue;
        }
        let mut follows = false;
        for at in text {
            follows = below(at);
            if follows || !pages.floats(at) {
                break;
            }
        }
        // A picture that says nothing stands below as well as any other.
        let pictures = pages.pages[own.page - 1].pictures.iter();
        follows |= pictures.into_iter().any(|picture| picture.body[2] < own.body[2]);
        if !follows {
            let says = format!("nothing stands below {:?}", shortened(&pages.words(heading)));
            found.push(fault(Wrong::StrandedHeading, own.page, says));
        }
    }
}

fn stray_captions(pages: &Pages<'_>, found: &mut Vec<Fault>) {
    for caption in 0..pages.elements.len() {
        if pages.tag(caption) != "Caption" {
            continue;
        }
        let Some(whole) = pages.elements[caption].parent else {
            continue;
        };
        let own: BTreeSet<_> = pages.below(caption).collect();
        let rest = pages.below(whole).filter(|at| !own.contains(at));
        let rest = rest.filter_map(|at| pages.held.get(&at)).flatten();
        let rest: BTreeSet<_> = rest.map(|it| it.page).collect();
        let Some(first) = rest.first() else { continue };
        for page in pages
            .contents(caption)
            .iter()
            .map(|it| it.page)
            .collect::<BTreeSet<_>>()
        {
            if page != *first && !rest.contains(&page) || page > *first && pages.tag(whole) == "Table" {
                let says = format!("{:?} belongs to page {first}", shortened(&pages.words(caption)));
                found.push(fault(Wrong::StrayCaption, page, says));
            }
        }
    }
}

fn tables(pages: &Pages<'_>, found: &mut Vec<Fault>) {
    for table in 0..pages.elements.len() {
        if pages.tag(table) != "Table" {
            continue;
        }
        let rows: Vec<_> = pages.below(table).filter(|at| pages.tag(*at) == "TR").collect();
        let cells = |row: usize| {
            let below = pages.below(row);
            below
                .filter(|at| matches!(pages.tag(*at), "TH" | "TD"))
                .collect::<Vec<_>>()
        };
        for &row in &rows {
            let on: BTreeSet<_> = pages.contents(row).iter().map(|it| it.page).collect();
            let tallest = cells(row)
                .into_iter()
                .map(|cell| pages.words(cell).chars().count())
                .max();
            if let (Some(first), true) = (on.first(), on.len() > 1 && tallest < Some(TALL_CELL)) {
                let says = format!("{:?}", shortened(&pages.words(row)));
                found.push(fault(Wrong::CutRow, *first, says));
            }
        }
        // A row of the body may be the head of those below it; only the table's own is repeated.
        let own_heads: BTreeSet<_> = pages
            .below(table)
            .filter(|at| pages.tag(*at) == "THead")
            .flat_map(|head| pages.below(head).collect::<Vec<_>>())
            .collect();
        let (heads, body): (Vec<usize>, Vec<usize>) = rows.iter().partition(|row| own_heads.contains(row));
        let heads: Vec<_> = heads
            .iter()
            .flat_map(|row| cells(*row))
            .map(|cell| squash(&pages.words(cell)))
            .collect();
        let on: BTreeSet<_> = body
            .iter()
            .flat_map(|row| pages.contents(*row))
            .map(|it| it.page)
            .collect();
        for page in on.into_iter().skip(1) {
            let pieces = pages.pages[page - 1].pieces.iter().filter(|piece| piece.artifact);
            let again = squash(&pieces.map(|piece| piece.text.as_str()).collect::<String>());
            if let Some(head) = heads.iter().find(|head| !again.contains(*head)) {
                let says = format!("{head:?} is not said again");
                found.push(fault(Wrong::MissingHead, page, says));
            }
        }
    }
}

/// Whether the author ends a page.
fn breaks_pages(article: &Article) -> bool {
    let mut breaks = false;
    article.each_block(&mut |block| breaks |= matches!(block.kind, BlockKind::PageBreak));
    breaks
}

fn lonely_page(pages: &Pages<'_>, found: &mut Vec<Fault>) {
    let count = pages.pages.len() - usize::from(pages.setting.has_back(pages.article));
    // Front matter has numbers of its own: the first page of the text is not what is left of it.
    let begins = pages.setting == Setting::Report && pages.labels[count - 1] == "1";
    if count < 2 || begins || breaks_pages(pages.article) {
        return;
    }
    let last = &pages.pages[count - 1];
    let text = last
        .pieces
        .iter()
        .filter(|piece| is_shown(piece) && !piece.artifact);
    let lines: BTreeSet<String> = text.map(|piece| format!("{:.0}", piece.y.0 / 4.0)).collect();
    // A picture fills the page as lines do.
    let pictures = last
        .pictures
        .iter()
        .map(|picture| (picture.body[3] - picture.body[2]) / 12.0);
    let lines = lines.len() as f32 + pictures.sum::<f32>();
    if lines < LONELY {
        found.push(fault(Wrong::LonelyPage, count, format!("it holds {lines} lines")));
    }
}

fn small(pages: &Pages<'_>, found: &mut Vec<Fault>) {
    for (number, _, piece) in pages.all() {
        if piece.size < SMALLEST - 0.01 && piece.text.trim().chars().count() > RAISED {
            let says = format!("{:?} is set in {} pt", shortened(&piece.text), piece.size);
            found.push(fault(Wrong::Small, number, says));
        }
    }
}

fn faces(pages: &Pages<'_>, found: &mut Vec<Fault>) {
    let house = House::default().faces;
    let latin = [&house.text, &house.companion, &house.mono];
    let scripts = house
        .scripts
        .values()
        .flat_map(|faces| [&faces.text, &faces.companion]);
    let known: Vec<_> = latin
        .into_iter()
        .chain([&house.math])
        .chain(&house.fallback)
        .chain(scripts)
        .map(|family| family.replace(' ', ""))
        .collect();
    let first = |count: usize| known.iter().take(count);
    let is_latin = pages.article.lang.starts_with("en");
    for (number, _, piece) in pages.all() {
        let formula = piece
            .element
            .is_some_and(|element| pages.is_within(element, &["Formula"]));
        // Letters of the alphabet have the house's own faces, formulas that for them.
        let plain = is_latin && !formula && piece.text.chars().any(|char| char.is_ascii_alphabetic());
        let mut held = first(if plain { 3 } else { known.len() });
        let family = piece.face.split('-').next().unwrap_or_default();
        if !held.any(|known| known == family) {
            let says = format!("{:?} is set in {}", shortened(&piece.text), piece.face);
            found.push(fault(Wrong::Face, number, says));
        }
    }
}
