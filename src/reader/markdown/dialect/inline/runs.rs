//! Where running text stands, and what in it is verbatim: asked of the parser.

use super::super::parse;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// The running text of one paragraph, heading or cell.
#[derive(Debug)]
pub(super) struct Run {
    pub range: Range<usize>,
    /// What is not text in it, in order.
    pub zones: Vec<Zone>,
}

/// A part of a run in which nothing is markup.
#[derive(Debug)]
pub(super) struct Zone {
    pub range: Range<usize>,
    pub kind: ZoneKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ZoneKind {
    Verbatim,
    Code,
    /// The end of a line, with what stands in front of the next.
    LineEnd,
}

/// All runs of a text, in order.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut run: Option<Run> = None;
    let mut links: Vec<Range<usize>> = Vec::new();
    let mut line_end: Option<usize> = None;
    let mut in_code = false;
    let mut last_end = 0;
    for (event, range) in parse(text) {
        let is_inline = match &event {
            Event::Text(_) => !in_code,
            Event::Code(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => true,
            Event::Start(tag) => is_inline(&tag.to_end()),
            Event::End(tag) => is_inline(tag),
            Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => false,
        };
        match &event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            _ => {}
        }
        // Notes that are defined within others, and the like, would go back.
        if !is_inline || range.start < run.as_ref().map_or(last_end, |run| run.range.start) {
            if let Some(done) = run.take() {
                last_end = done.range.end.max(last_end);
                runs.push(done);
            }
            line_end = None;
            continue;
        }
        let run = run.get_or_insert_with(|| Run {
            range: range.clone(),
            zones: Vec::new(),
        });
        if let Some(start) = line_end.take() {
            run.zones.push(Zone {
                range: start..range.start.max(start),
                kind: ZoneKind::LineEnd,
            });
        }
        run.range.end = run.range.end.max(range.end);
        let verbatim = |range| Zone {
            range,
            kind: ZoneKind::Verbatim,
        };
        match event {
            Event::Code(_) => run.zones.push(Zone {
                range,
                kind: ZoneKind::Code,
            }),
            Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => run.zones.push(verbatim(range)),
            Event::SoftBreak | Event::HardBreak => line_end = Some(range.start),
            // `<https://…>` is what it is.
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) if text[range.clone()].starts_with('<') => {
                run.zones.push(verbatim(range));
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links.push(range),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                // What stands behind the words: `](address "title")`, `][name]`.
                if let Some(tail) = links
                    .pop_if(|link| *link == range)
                    .and_then(|link| tail(text, &link))
                {
                    let start = tail.start.max(run.zones.last().map_or(0, |zone| zone.range.end));
                    run.zones.push(verbatim(start.min(tail.end)..tail.end));
                }
            }
            _ => {}
        }
    }
    runs.extend(run);
    runs
}

/// What follows the bracket that ends a link's words.
fn tail(text: &str, link: &Range<usize>) -> Option<Range<usize>> {
    let whole = &text[link.clone()];
    let split = if whole.ends_with(')') {
        whole.rfind("](")
    } else {
        whole.rfind("][")
    };
    split.map(|at| link.start + at + 1..link.end)
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
