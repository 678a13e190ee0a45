//! Where a piece of text stands in the author's file.

use crate::diagnostic::Span;
use std::ops::Range;

/// Maps offsets in a piece of text to the source it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The text is a slice of the source that begins at this byte.
    Exact(usize),
    /// The text was folded or unescaped on its way here: all of it stands in this span.
    Whole(Span),
}

impl Place {
    /// The span in the source of a range in the text.
    pub fn span(self, range: Range<usize>) -> Span {
        match self {
            Place::Exact(base) => Span::new(base + range.start, base + range.end.max(range.start)),
            Place::Whole(span) => span,
        }
    }

    /// The place of the text's tail that begins at `offset`.
    pub fn skip(self, offset: usize) -> Self {
        match self {
            Place::Exact(base) => Place::Exact(base + offset),
            Place::Whole(span) => Place::Whole(span),
        }
    }
}
