//! Into which documents a book is cut: an article's structure and the sizes of its parts
//! go in, places to cut and the names of documents come out.
//!
//! A brief is one document. A report is a document a chapter, with title page, summary,
//! closing matter and colophon before and after them; so is any text that is [`LONG`].
//! What is still larger than [`LIMIT`] is cut at its subsections, then between blocks.
//! A document is called after its first heading's id and never by its place, so that
//! bookmarks outlive a chapter that is put in before it.

use crate::model::{Article, Block, BlockKind, NotePlacement, Role, Words, plain};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The only document of a book that is not cut.
pub(super) const WHOLE: &str = "text.xhtml";

/// How many bytes of XHTML a document may have. Some reading systems become slow, or show
/// nothing, above about 300 kB; page breaks and addresses come on top of what is counted.
const LIMIT: usize = 240_000;
/// From how many bytes on a text is cut at its chapters, whatever its layout: about 25
/// pages of print.
const LONG: usize = 120_000;
/// The longest name of a chapter that is made of its heading's words.
const NAME: usize = 48;

/// What a document is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The whole article.
    Whole,
    /// The title page.
    Title,
    /// Summary and key messages.
    Summary,
    /// What stands before the first chapter.
    Opening,
    /// A chapter, or a piece of one.
    Chapter,
    /// Chapters after the argument: references, appendices, thanks.
    BackChapter,
    /// Notes that the author wants after the text.
    Notes,
    /// People, thanks, the house.
    Closing,
    /// Terms and numbers.
    Colophon,
}

impl Part {
    /// The division of the book that it stands in (EPUB 3 Structural Semantics,
    /// "Document partitions").
    pub(super) fn division(self) -> Option<&'static str> {
        match self {
            Part::Whole => None,
            Part::Title => Some("frontmatter titlepage"),
            // Whoever opens the book at its beginning should find the summary.
            Part::Summary | Part::Opening | Part::Chapter => Some("bodymatter"),
            Part::BackChapter | Part::Notes | Part::Closing | Part::Colophon => Some("backmatter"),
        }
    }

    /// Whether it has the heading of a chapter, below which its notes stand.
    pub(super) fn is_chapter(self) -> bool {
        match self {
            Part::Chapter | Part::BackChapter => true,
            Part::Whole
            | Part::Title
            | Part::Summary
            | Part::Opening
            | Part::Notes
            | Part::Closing
            | Part::Colophon => false,
        }
    }
}

/// The beginning of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    pub part: Part,
    /// The file's name.
    pub href: String,
    /// The words that tell it from other documents; empty for the article's title.
    pub label: String,
}

impl Cut {
    pub(super) fn new(part: Part, href: &str, label: &str) -> Self {
        Self {
            part,
            href: href.to_owned(),
            label: label.to_owned(),
        }
    }
}

/// Where a book is cut.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    /// Documents by the block of the body that begins them.
    pub blocks: BTreeMap<u32, Cut>,
    /// Documents by the note that begins them.
    pub notes: BTreeMap<u32, Cut>,
}

/// How large the parts of a text are: what one walk over all of it measured.
#[derive(Debug, Default)]
pub(super) struct Sizes {
    /// Where each block begins, by its ordinal, in bytes.
    pub blocks: BTreeMap<u32, usize>,
    /// Where the text ends and notes begin.
    pub end: usize,
    /// Where the notes end.
    pub notes_end: usize,
    /// Where each note begins, by its number.
    pub notes: BTreeMap<u32, usize>,
    /// Where each note is called, by its number.
    pub calls: BTreeMap<u32, usize>,
    /// Where all of it ends.
    pub all: usize,
}

/// Decides where to cut; `None` keeps the article in one document. `chapters` says that
/// the layout is one of reports.
pub(super) fn plan(article: &Article, sizes: &Sizes, chapters: bool) -> Option<Cuts> {
    if !chapters && sizes.all < LONG {
        return None;
    }
    let mut names = Names::default();
    let words = &article.words;
    let mut cuts = Cuts::default();
    let weights = weights(article, sizes);
    let body = &article.body;
    let mut starts: Vec<usize> = (0..body.len())
        .filter(|&at| matches!(body[at].kind, BlockKind::Heading { level: 1, .. }))
        .collect();
    if !body.is_empty() && starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    for (place, &start) in starts.iter().enumerate() {
        let end = starts.get(place + 1).copied().unwrap_or(body.len());
        let mut first = names.cut(&body[start], None, 1);
        if first.part == Part::Opening {
            first.label.clone_from(&words.start_of_text);
        }
        let mut begins = start;
        let mut document = first.clone();
        for (at, piece) in pieces(body, &weights, start..end, 2, &mut 0).into_iter().zip(2..) {
            let mut cut = names.cut(&body[at], Some(&first), piece);
            if cut.label == first.label {
                cut.label = format!("{} ({})", first.label, words.number(piece));
            }
            cut_notes(&mut cuts, &document, &weights[begins..at], words);
            (begins, document) = (at, cut.clone());
            cuts.blocks.insert(body[at].ordinal, cut);
        }
        cut_notes(&mut cuts, &document, &weights[begins..end], words);
        cuts.blocks.insert(body[start].ordinal, first);
    }
    if article.meta.notes == NotePlacement::Endnotes {
        let (mut filled, mut piece) = (0, 1);
        for (number, weight) in note_weights(sizes) {
            filled += weight;
            if filled > LIMIT {
                filled = weight;
                piece += 1;
                let href = format!("notes-{piece}.xhtml");
                let label = format!("{} ({})", words.notes, words.number(piece));
                cuts.notes.insert(number, Cut::new(Part::Notes, &href, &label));
            }
        }
    }
    Some(cuts)
}

/// Cuts the notes of a document that is too large with them, where nothing else can be cut.
fn cut_notes(cuts: &mut Cuts, document: &Cut, blocks: &[Weight], words: &Words) {
    let mut filled = blocks.iter().map(|block| block.own).sum::<usize>();
    let mut piece = 1;
    let notes = blocks.iter().flat_map(|block| &block.notes);
    for (place, (number, weight)) in notes.enumerate() {
        // The first stands below the heading of the notes.
        if place > 0 && filled + weight > LIMIT {
            piece += 1;
            let stem = document.href.trim_end_matches(".xhtml");
            let label = format!("{} – {} ({})", document.label, words.notes, words.number(piece));
            let cut = Cut::new(document.part, &format!("{stem}-notes-{piece}.xhtml"), &label);
            cuts.notes.insert(*number, cut);
            filled = 0;
        }
        filled += weight;
    }
}

/// The size of a block.
#[derive(Debug, Default, Clone)]
struct Weight {
    own: usize,
    /// Numbers and sizes of the notes that stand in its document.
    notes: Vec<(u32, usize)>,
}

impl Weight {
    fn all(&self) -> usize {
        self.own + self.notes.iter().map(|(_, weight)| weight).sum::<usize>()
    }
}

/// The size of each block of the body, with the notes that stand in its document.
fn weights(article: &Article, sizes: &Sizes) -> Vec<Weight> {
    let starts: Vec<usize> = article
        .body
        .iter()
        .map(|block| sizes.blocks.get(&block.ordinal).copied().unwrap_or(sizes.end))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([sizes.end]);
    let mut weights: Vec<Weight> = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| Weight {
            own: end.saturating_sub(*start),
            notes: Vec::new(),
        })
        .collect();
    match article.meta.notes {
        NotePlacement::Footnotes => {
            for (number, weight) in note_weights(sizes) {
                // What is called within a note stands where that does; it is not counted.
                let call = sizes.calls.get(&number).filter(|call| **call < sizes.end);
                let before = call.map_or(0, |call| starts.partition_point(|start| start <= call));
                if let Some(block) = before.checked_sub(1) {
                    weights[block].notes.push((number, weight));
                }
            }
        }
        NotePlacement::Endnotes => {}
    }
    weights
}

fn note_weights(sizes: &Sizes) -> impl Iterator<Item = (u32, usize)> {
    let ends = sizes.notes.values().skip(1).copied().chain([sizes.notes_end]);
    sizes
        .notes
        .iter()
        .zip(ends)
        .map(|((number, start), end)| (*number, end.saturating_sub(*start)))
}

/// Where to cut blocks that are too large together: at headings of `level`, and where these
/// leave too much, at deeper ones, at last between any two blocks. Neighbours that fit into
/// one document stay in one; `filled` is what that holds already.
fn pieces(
    body: &[Block],
    weights: &[Weight],
    range: std::ops::Range<usize>,
    level: u8,
    filled: &mut usize,
) -> Vec<usize> {
    let begins = |at: usize| match &body[at].kind {
        BlockKind::Heading { level: own, .. } => *own <= level,
        _ => level > DEEPEST,
    };
    let mut starts = vec![range.start];
    starts.extend((range.start + 1..range.end).filter(|&at| begins(at)));
    let mut cuts = Vec::new();
    for (place, &start) in starts.iter().enumerate() {
        let end = starts.get(place + 1).copied().unwrap_or(range.end);
        let own: usize = weights[start..end].iter().map(Weight::all).sum();
        // A heading is never a document's last line.
        let is_bound = start > 0 && matches!(body[start - 1].kind, BlockKind::Heading { .. });
        if place > 0 && *filled + own > LIMIT && !is_bound {
            cuts.push(start);
            *filled = 0;
        }
        if *filled + own > LIMIT && level <= DEEPEST {
            cuts.extend(pieces(body, weights, start..end, level + 1, filled));
        } else {
            *filled += own;
        }
    }
    cuts
}

/// The deepest level of headings.
const DEEPEST: u8 = 5;

/// The names given so far.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    /// The document that begins with `block`: the `piece`th of its chapter, whose first one
    /// is `chapter`.
    fn cut(&mut self, block: &Block, chapter: Option<&Cut>, piece: u32) -> Cut {
        match (&block.kind, chapter) {
            (BlockKind::Heading { id, role, text, .. }, _) => Cut {
                part: match (chapter, role) {
                    (Some(chapter), _) => chapter.part,
                    (None, Role::Body | Role::Introduction | Role::Conclusion) => Part::Chapter,
                    (None, Role::References | Role::Appendix | Role::Acknowledgements) => Part::BackChapter,
                },
                href: self.of(id),
                label: plain(text),
            },
            (_, None) => Cut::new(Part::Opening, &self.free("opening"), ""),
            (_, Some(chapter)) => {
                let stem = chapter.href.trim_end_matches(".xhtml");
                Cut {
                    href: self.free(&format!("{stem}-{piece}")),
                    ..chapter.clone()
                }
            }
        }
    }

    /// A file's name from a heading's id. Names of files are ASCII, small letters, and
    /// short, so that every zip, disk and shop takes them; what is not becomes a hash.
    fn of(&mut self, id: &str) -> String {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
        let hash = || {
            let hash = Uuid::new_v5(&Uuid::NAMESPACE_OID, id.as_bytes())
                .simple()
                .to_string();
            hash[..8].to_owned()
        };
        let stem = if id.chars().all(is_plain) && id.len() <= NAME {
            format!("chapter-{id}")
        } else {
            let start: String = id.chars().take_while(|c| is_plain(*c)).take(NAME - 16).collect();
            let start = start.trim_end_matches(['-', '_']);
            match start {
                "" => format!("chapter-{}", hash()),
                start => format!("chapter-{start}-{}", hash()),
            }
        };
        self.free(&stem)
    }

    fn free(&mut self, stem: &str) -> String {
        let mut name = format!("{stem}.xhtml");
        let mut number = 1;
        while !self.0.insert(name.clone()) {
            number += 1;
            name = format!("{stem}-x{number}.xhtml");
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(level: u8) -> Block {
        Block::new(
            0..0,
            BlockKind::Heading {
                level,
                id: "h".into(),
                number: None,
                numbered: false,
                role: Role::Body,
                text: Vec::new(),
            },
        )
    }

    fn words() -> Block {
        Block::new(0..0, BlockKind::paragraph("x"))
    }

    fn cut(body: &[Block], weights: &[usize]) -> Vec<usize> {
        let weights: Vec<Weight> = weights
            .iter()
            .map(|weight| Weight {
                own: weight * LIMIT / 100,
                notes: Vec::new(),
            })
            .collect();
        pieces(body, &weights, 0..body.len(), 2, &mut 0)
    }

    #[test]
    fn what_fits_stays_together() {
        let body = [heading(1), words(), heading(2), words()];
        assert_eq!(cut(&body, &[1, 40, 1, 50]), Vec::<usize>::new());
    }

    #[test]
    fn large_chapters_are_cut_at_subsections_that_fill_documents() {
        let section = || [heading(2), words()];
        let body: Vec<Block> = std::iter::once(heading(1))
            .chain((0..4).flat_map(|_| section()))
            .collect();
        // 45 and 45 fit into one, the third does not.
        assert_eq!(cut(&body, &[1, 0, 45, 0, 45, 0, 45, 0, 45]), [5]);
    }

    #[test]
    fn a_subsection_that_is_too_large_is_cut_deeper_and_at_last_anywhere() {
        let body = [
            heading(1),
            heading(2),
            words(),
            heading(3),
            words(),
            words(),
            words(),
        ];
        assert_eq!(cut(&body, &[0, 0, 60, 0, 60, 30, 70]), [3, 6]);
        // A heading stays with its text, even if that is too large alone.
        let body = [heading(1), words(), words()];
        assert_eq!(cut(&body, &[0, 200, 200]), [2]);
    }

    #[test]
    fn names_are_plain_short_and_different() {
        let mut names = Names::default();
        let long = "a".repeat(80);
        let given: Vec<String> = ["one", "خلاصہ", "one", long.as_str(), "Ⅷ", "one.two", "UPPER"]
            .iter()
            .map(|id| names.of(id))
            .collect();
        assert_eq!(given[0], "chapter-one.xhtml");
        assert_eq!(given[2], "chapter-one-x2.xhtml");
        assert!(given.iter().all(|name| name.len() < 64 && name.is_ascii()));
        assert!(given.iter().all(|name| *name == name.to_lowercase()));
        assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), given.len());
    }
}
