//! The title, and heading levels that start at 1 and never skip.

use super::walk::{self, Pass};
use crate::diagnostic::{Code, Report};
use crate::model::{Block, BlockKind, Inline, Meta, plain};

/// Makes sure of a title: the front matter's, else the first top-level heading, else a
/// word that says that there is none. A first heading that only repeats the title goes.
pub(super) fn find_title(meta: &mut Meta, body: &mut Vec<Block>, report: &mut Report) {
    let first = body
        .iter()
        .position(|block| matches!(block.kind, BlockKind::Heading { level: 1, .. }));
    if !plain(&meta.title).trim().is_empty() {
        // Sites print the title from the front matter and authors repeat it as a heading.
        let repeated = |kind: &BlockKind| match kind {
            BlockKind::Heading { text, .. } => same_words(&plain(text), &plain(&meta.title)),
            _ => false,
        };
        if first == Some(0) && repeated(&body[0].kind) {
            body.remove(0);
        }
        return;
    }
    if let Some(place) = first
        && let BlockKind::Heading { text, .. } = &mut body[place].kind
        && !plain(text).trim().is_empty()
    {
        meta.title = std::mem::take(text);
        let span = body.remove(place).span;
        report.problem(
            Code::MissingTitle,
            span,
            "the front matter has no title; this heading stands in",
        );
        report.hint(format!(
            "add `title: \"{}\"` to the front matter",
            plain(&meta.title)
        ));
        return;
    }
    meta.title = vec![Inline::text("Untitled")];
    report.problem(
        Code::MissingTitle,
        None,
        "the article has no title; `Untitled` stands in",
    );
    report.hint("add `title: …` to the front matter");
}

fn same_words(a: &str, b: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    words(a) == words(b)
}

/// Gives every heading the level that its place in the outline asks for.
///
/// An article that begins at level 2, as web pages do, is moved up without a word; a
/// level skipped on the way down is moved up with one (PDF/UA-1, 7.4.2; WCAG 1.3.1).
pub(super) fn level(body: &mut [Block], report: &mut Report) {
    let mut lowest = Lowest(u8::MAX);
    walk::blocks(body, &mut lowest);
    walk::blocks(
        body,
        &mut Levels {
            base: lowest.0,
            open: Vec::new(),
            report,
        },
    );
}

struct Lowest(u8);

impl Pass for Lowest {
    fn block(&mut self, block: &mut Block) {
        if let BlockKind::Heading { level, .. } = block.kind {
            self.0 = self.0.min(level);
        }
    }
}

struct Levels<'a> {
    base: u8,
    /// The written levels of the headings that the next one may stand under.
    open: Vec<u8>,
    report: &'a mut Report,
}

impl Pass for Levels<'_> {
    fn block(&mut self, block: &mut Block) {
        let span = block.span;
        let BlockKind::Heading { level, text, .. } = &mut block.kind else {
            return;
        };
        let written = *level - self.base + 1;
        while self.open.last().is_some_and(|&above| above >= written) {
            self.open.pop();
        }
        let above = self.open.last().copied().unwrap_or(0);
        self.open.push(written);
        *level = u8::try_from(self.open.len()).unwrap_or(6).min(6);
        if written > above + 1 {
            let above = match above {
                0 => "the first heading".to_owned(),
                above => format!("a heading of level {above}"),
            };
            self.report.problem(
                Code::HeadingLevel,
                span,
                format!(
                    "this heading of level {written} follows {above}; it is set as level {}",
                    *level
                ),
            );
            self.report.hint("use one `#` more than the heading above it");
        }
        if plain(text).trim().is_empty() {
            self.report
                .problem(Code::EmptyHeading, span, "this heading has no words");
            self.report.hint("give it words or remove it");
        }
    }
}
