//! Too much or too little for the pages that are asked for: the finding, and what would help.
//!
//! A change is named only if the article, typeset with it, has the right number of pages.
//! That costs a typesetting each, and only where the wish was missed.
//!
//! To add a change: a function from an article to one with it, in [`CHANGES`].

use super::super::world::{ArticleWorld, Forme, TypeCase};
use super::super::{joined, settle, view::View};
use super::{Line, Measured, Missed, Wanted, paragraphs};
use crate::diagnostic::{Code, Report};
use crate::model::{Article, Block, BlockKind, Inline, NotePlacement, Paper, plain};
use crate::style::House;
use std::collections::BTreeMap;

/// How many words a last line may have to be worth saving.
const SHORT: usize = 6;
/// How many places to cut are named at the most.
const PLACES: usize = 8;

/// How many numbers of cuts are tried.
const TRIES: usize = 3;
/// How many lines over the second look at the pages may take in by itself.
const CLOSED_UP: usize = 6;
/// How many white lines at the foot of a page are worth a word.
const WHITE: usize = 3;
/// How many tables and figures are named at the most.
const MOVES: usize = 2;
/// Behind how many paragraphs a table or figure may go: further off it would stand away from
/// what is said of it.
const PARAGRAPHS: usize = 3;

/// A change to try: the article with it, if it makes one, and how to make it.
type Change = (fn(&mut Article, &Measured) -> bool, &'static str);

/// What is tried against too much, the least change first.
const CHANGES: &[Change] = &[
    (
        without_lists,
        "leave out the lists of figures and tables (`lof: false`, `lot: false`)",
    ),
    (without_contents, "leave out the list of contents (`toc: false`)"),
    (
        smaller_figures,
        "give every figure four fifths of its width (`{width=…%}`)",
    ),
    (endnotes, "set the notes after the text (`notes: endnotes`)"),
    (a4, "set it on A4 (`papersize: a4`)"),
];

/// Reports a number of pages that is not the one asked for.
pub(in super::super) fn judge(
    measured: &Measured,
    article: &Article,
    (case, forme, house): (&TypeCase, &Forme, &House),
    report: &mut Report,
) {
    let fit = &measured.fit;
    let (Some(wanted), Some(asked)) = (fit.wanted, article.meta.pages) else {
        return;
    };
    let pages = |count: usize| format!("{count} page{}", if count == 1 { "" } else { "s" });
    let have = pages(fit.pages);
    match wanted.missed {
        Missed::Fits => {}
        Missed::Over { lines } => {
            report.problem(
                Code::PageFit,
                asked.span,
                format!(
                    "the PDF has {have} instead of {asked}: {} over",
                    fit.amount(lines)
                ),
            );
            let unit = fit.length.unit;
            report.hint(format!(
                "shorten it by about {}",
                unit.tell(fit.words(lines).max(1))
            ));
            let trial = Trial {
                article,
                case,
                forme,
                house,
                wanted,
            };
            let cuts = trial.cuts(measured, lines);
            if let Some(cuts) = &cuts {
                let words = unit.tell(cuts.iter().map(|cut| cut.words).sum());
                let paragraphs = match cuts.len() {
                    1 => "the end of the paragraph".to_owned(),
                    count => format!("the ends of the {count} paragraphs"),
                };
                report.hint(format!(
                    "or cut {words} at {paragraphs} named here; then it has {}",
                    pages(wanted.max)
                ));
            }
            for (advice, count) in trial.moves(measured, lines) {
                report.hint(format!("or {advice}; then it has {}", pages(count)));
            }
            for (change, advice) in CHANGES {
                if let Some(count) = trial.with(&|article: &mut Article| change(article, measured)) {
                    report.hint(format!("or {advice}; then it has {}", pages(count)));
                }
            }
            for cut in cuts.into_iter().flatten() {
                let message = match cut.words {
                    1 => format!(
                        "one {} has a line to itself: `{}`",
                        unit.tell(1).trim_start_matches("1 "),
                        cut.text
                    ),
                    words => format!("{} have a line to themselves: `{}`", unit.tell(words), cut.text),
                };
                report.note(Code::ShortLine, cut.block.span, message);
                report.words(cut.text.as_str());
                report.hint(format!(
                    "cut {} in this paragraph to save a line",
                    unit.tell(cut.words)
                ));
            }
        }
        Missed::Under { lines, fill } => {
            report.problem(
                Code::PageFit,
                asked.span,
                format!(
                    "the PDF has {have} instead of {asked}: {} under",
                    fit.amount(lines)
                ),
            );
            let unit = fit.length.unit;
            report.hint(format!(
                "write about {} more to begin page {}, and {} to fill it",
                unit.tell(fit.words(lines).max(1)),
                wanted.min,
                unit.tell(fit.words(fill).max(1)),
            ));
            if wanted.min > fit.pages * 4 {
                report.hint("or, if these are the pages of a journal, write them as `citation: {pages: …}`");
            }
        }
    }
}

/// The end of a paragraph that takes a line for little.
struct Cut<'a> {
    block: &'a Block,
    words: usize,
    text: String,
}

/// An article that is typeset again, with changes.
struct Trial<'a> {
    article: &'a Article,
    case: &'a TypeCase,
    forme: &'a Forme,
    house: &'a House,
    wanted: Wanted,
}

impl<'a> Trial<'a> {
    /// How many pages it has with a change, if that is what is asked for.
    fn with(&self, change: &dyn Fn(&mut Article) -> bool) -> Option<usize> {
        let mut article = self.article.clone();
        if !change(&mut article) {
            return None;
        }
        let view = View::new(&article, self.case, self.house);
        let world = ArticleWorld::new(self.case, self.forme, "layout", &article, &view);
        // What is found in a trial is no finding about the article.
        let (_, document) = settle(&article, world, &mut Report::new()).ok()?;
        let document = joined::join(document);
        let count = document.pages().len();
        (self.wanted.min..=self.wanted.max)
            .contains(&count)
            .then_some(count)
    }

    /// Tables and figures that begin a page because they found no room on the one before: how
    /// to let the text go on there, where that is enough.
    fn moves(&self, measured: &Measured, lines: usize) -> Vec<(String, usize)> {
        let body = &self.article.body;
        let mut found = Vec::new();
        for (page, &(white, first)) in (2..).zip(&measured.whites) {
            // Spaces between paragraphs are a line or two in all.
            if white < WHITE || white + 2 < lines || found.len() == MOVES {
                continue;
            }
            // What begins may lie inside a block: a cell.
            let around = |first| body.iter().rposition(|block| block.ordinal <= first);
            let Some(place) = first.and_then(around) else {
                continue;
            };
            let kind = match body[place].kind {
                BlockKind::Table(_) => "table",
                BlockKind::Figure { .. } => "figure",
                _ => continue,
            };
            let is_text = |block: &&Block| matches!(block.kind, BlockKind::Paragraph { .. });
            let follow = body[place + 1..]
                .iter()
                .take(PARAGRAPHS)
                .take_while(is_text)
                .count();
            let enough = (1..=follow).find_map(|count| {
                let pages = self.with(&|article: &mut Article| {
                    article.body[place..=place + count].rotate_left(1);
                    true
                })?;
                Some((count, pages))
            });
            if let Some((count, pages)) = enough {
                let caption = plain(body[place].own_text());
                let name = match caption.trim() {
                    "" => format!("the {kind} at the head of page {page}"),
                    caption => format!("the {kind} `{caption}`"),
                };
                let paragraphs = match count {
                    1 => "the paragraph that follows".to_owned(),
                    count => format!("the {count} paragraphs that follow"),
                };
                let advice = format!(
                    "put {name} behind {paragraphs}, because {white} lines of page {} stay white",
                    page - 1
                );
                found.push((advice, pages));
            }
        }
        found
    }

    /// The fewest cuts that are enough, the shortest first; `None` if all are not.
    fn cuts(&self, measured: &Measured, lines: usize) -> Option<Vec<Cut<'a>>> {
        let mut cuts = cuts(measured, self.article);
        // The last few lines over are closed up when the article is typeset again.
        let least = lines.saturating_sub(CLOSED_UP).max(1);
        if cuts.len() < least {
            return None;
        }
        cuts.truncate(PLACES);
        // A line saved at the foot of a page may save more, or none.
        for count in least..(lines + TRIES).min(cuts.len() + 1) {
            let first = &cuts[..count];
            let places: BTreeMap<u32, usize> =
                first.iter().map(|cut| (cut.block.ordinal, cut.words)).collect();
            if self
                .with(&|article: &mut Article| shorten(article, &places))
                .is_some()
            {
                cuts.truncate(count);
                return Some(cuts);
            }
        }
        None
    }
}

/// Every paragraph of the text whose last line holds next to nothing, the shortest first.
fn cuts<'a>(measured: &Measured, article: &'a Article) -> Vec<Cut<'a>> {
    let unit = measured.fit.length.unit;
    let mut cuts: Vec<Cut<'a>> = paragraphs(article)
        .into_iter()
        .filter_map(|block| {
            let lines = measured.lines.get(&block.ordinal)?;
            let (last, before): (&Line, _) = lines.split_last()?;
            let text = last.text.trim().to_owned();
            let words = unit.count(&text);
            // The rest of a parted word is cut with what stands before it.
            let parted = before.last()?.text.ends_with(['-', '\u{2010}', '\u{ad}']);
            let is_short = last.right - last.left < measured.measure * 0.6;
            (words > 0 && words <= SHORT && is_short).then_some(Cut {
                block,
                words: words.max(1),
                text: if parted { String::new() } else { text },
            })
        })
        .filter(|cut| !cut.text.is_empty())
        .collect();
    cuts.sort_by_key(|cut| cut.words);
    cuts
}

/// Takes so many words off the ends of paragraphs.
fn shorten(article: &mut Article, places: &BTreeMap<u32, usize>) -> bool {
    let mut changed = false;
    let mut visit = |block: &mut Block| {
        if let (Some(&words), BlockKind::Paragraph { text }) = (places.get(&block.ordinal), &mut block.kind) {
            let mut left = words;
            drop_words(text, &mut left);
            changed = true;
        }
    };
    let meta = &mut article.meta;
    for blocks in std::iter::once(&mut meta.summary)
        .chain(&mut meta.key_messages)
        .chain([&mut article.body])
    {
        each(blocks, &mut visit);
    }
    changed
}

/// Takes words off the end of a run, those within emphasis and links too.
fn drop_words(inlines: &mut Vec<Inline>, left: &mut usize) {
    while *left > 0 {
        match inlines.last_mut() {
            None => return,
            Some(Inline::Text { text }) => {
                let end = text.trim_end().len();
                text.truncate(end);
                match text.rfind(char::is_whitespace) {
                    Some(space) => {
                        *left -= usize::from(text[space..].contains(char::is_alphanumeric));
                        text.truncate(space);
                    }
                    None => {
                        *left -= usize::from(text.contains(char::is_alphanumeric));
                        inlines.pop();
                    }
                }
            }
            Some(other) => {
                *left -= usize::from(other.content().is_some());
                inlines.pop();
            }
        }
    }
}

/// Every block in the flow of the text, to be changed.
fn each(blocks: &mut [Block], see: &mut impl FnMut(&mut Block)) {
    for block in blocks {
        see(block);
        match &mut block.kind {
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| each(&mut item.blocks, see)),
            BlockKind::Quote { blocks, .. }
            | BlockKind::Callout { blocks, .. }
            | BlockKind::Division { blocks, .. } => each(blocks, see),
            BlockKind::Columns { columns } => columns
                .iter_mut()
                .for_each(|column| each(&mut column.blocks, see)),
            BlockKind::Heading { .. }
            | BlockKind::Paragraph { .. }
            | BlockKind::Table(_)
            | BlockKind::Figure { .. }
            | BlockKind::Definitions { .. }
            | BlockKind::Code { .. }
            | BlockKind::Math { .. }
            | BlockKind::Bibliography { .. }
            | BlockKind::Break
            | BlockKind::PageBreak => {}
        }
    }
}

fn without_lists(article: &mut Article, _: &Measured) -> bool {
    let meta = &mut article.meta;
    (meta.lof.replace(false) != Some(false)) | (meta.lot.replace(false) != Some(false))
}

fn without_contents(article: &mut Article, _: &Measured) -> bool {
    article.meta.toc.replace(false) != Some(false)
}

fn smaller_figures(article: &mut Article, measured: &Measured) -> bool {
    let mut changed = false;
    each(&mut article.body, &mut |block| {
        if let BlockKind::Figure { panels, .. } = &mut block.kind {
            for panel in panels {
                let width = panel
                    .picture
                    .width
                    .or(measured.pictures.get(&block.ordinal).copied());
                panel.picture.width = Some(width.unwrap_or(1.0).min(1.0) * 0.8);
                changed = true;
            }
        }
    });
    changed
}

fn endnotes(article: &mut Article, _: &Measured) -> bool {
    let are_at_the_foot = article.meta.notes == NotePlacement::Footnotes && !article.notes().is_empty();
    article.meta.notes = NotePlacement::Endnotes;
    are_at_the_foot
}

fn a4(article: &mut Article, _: &Measured) -> bool {
    article.meta.paper.replace(Paper::A4) == Some(Paper::UsLetter)
}
