//! A text that was rewritten, and where each of its bytes came from.

use std::borrow::Cow;
use std::ops::Range;

/// The text as the parser gets it. Every offset in it leads back to the author's text.
#[derive(Debug, Clone)]
pub(in crate::reader::markdown) struct Source<'a> {
    /// What the author wrote.
    pub original: &'a str,
    /// What it became.
    pub text: Cow<'a, str>,
    /// In the order of `text`; empty as long as nothing was rewritten.
    pieces: Vec<Piece>,
}

/// A run of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// Where it begins in the rewritten text.
    at: usize,
    /// What it stands for in the author's.
    origin: Range<usize>,
    /// Whether it is the author's, byte for byte; else it stands for the whole of `origin`.
    exact: bool,
}

impl<'a> Source<'a> {
    /// The author's text, with `covered` in its place, in which every byte stands where it
    /// stood.
    pub fn covered(original: &'a str, covered: Cow<'a, str>) -> Self {
        Self {
            original,
            text: covered,
            pieces: Vec::new(),
        }
    }

    /// A range of the rewritten text as a range of the author's.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        if self.pieces.is_empty() {
            return range;
        }
        let start = self.piece(range.start).map_or(range.start, |piece| {
            if piece.exact {
                piece.origin.start + (range.start - piece.at)
            } else {
                piece.origin.start
            }
        });
        if range.is_empty() {
            return start..start;
        }
        let end = self.piece(range.end - 1).map_or(range.end, |piece| {
            if piece.exact {
                piece.origin.start + (range.end - piece.at)
            } else {
                piece.origin.end
            }
        });
        start..end.min(self.original.len()).max(start)
    }

    /// The piece that holds the byte at `offset`; the last one for an offset past the end.
    fn piece(&self, offset: usize) -> Option<&Piece> {
        let next = self.pieces.partition_point(|piece| piece.at <= offset);
        self.pieces.get(next.checked_sub(1)?)
    }
}

/// Writes the next state of a [`Source`], from the front to the end.
pub(super) struct Rewriter<'s, 'a> {
    source: &'s Source<'a>,
    text: String,
    pieces: Vec<Piece>,
    /// Up to where the old text was taken over, for [`Rewriter::copy_to`].
    done: usize,
}

impl<'s, 'a> Rewriter<'s, 'a> {
    pub fn new(source: &'s Source<'a>) -> Self {
        Self {
            source,
            text: String::with_capacity(source.text.len() + source.text.len() / 8 + 64),
            pieces: Vec::new(),
            done: 0,
        }
    }

    /// Takes over everything up to `offset` that was neither taken over nor skipped.
    pub fn copy_to(&mut self, offset: usize) {
        if self.done < offset {
            self.copy(self.done..offset);
            self.done = offset;
        }
    }

    /// Goes on behind `offset`: what lies before it was said in other words.
    pub fn skip_to(&mut self, offset: usize) {
        self.done = self.done.max(offset);
    }

    /// Writes `text` in the place of `range`, after all that stands before it.
    pub fn replace(&mut self, range: Range<usize>, text: &str) {
        self.copy_to(range.start);
        self.write(text, range.clone());
        self.skip_to(range.end);
    }

    /// Writes a piece of the old text.
    pub fn copy(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let at = self.text.len();
        self.text.push_str(&self.source.text[range.clone()]);
        if self.source.pieces.is_empty() {
            self.add(Piece {
                at,
                origin: range,
                exact: true,
            });
            return;
        }
        let first = self
            .source
            .pieces
            .partition_point(|piece| piece.at <= range.start);
        for index in first.saturating_sub(1)..self.source.pieces.len() {
            let piece = &self.source.pieces[index];
            let next = self.source.pieces.get(index + 1);
            let end = next.map_or(self.source.text.len(), |next| next.at).min(range.end);
            let start = piece.at.max(range.start);
            if piece.at >= range.end {
                break;
            }
            let origin = if piece.exact {
                piece.origin.start + (start - piece.at)..piece.origin.start + (end - piece.at)
            } else {
                piece.origin.clone()
            };
            self.add(Piece {
                at: at + (start - range.start),
                origin,
                exact: piece.exact,
            });
        }
    }

    /// Writes what the author did not, standing for `range` of the old text.
    pub fn write(&mut self, text: &str, range: Range<usize>) {
        if text.is_empty() {
            return;
        }
        let at = self.text.len();
        self.text.push_str(text);
        let origin = self.source.origin(range);
        self.add(Piece {
            at,
            origin,
            exact: false,
        });
    }

    fn add(&mut self, piece: Piece) {
        // What goes on where the last piece ended is the same piece.
        if let Some(last) = self.pieces.last()
            && last.exact
            && piece.exact
            && last.origin.start + (piece.at - last.at) == piece.origin.start
        {
            return;
        }
        self.pieces.push(piece);
    }

    /// How long the new text is so far.
    pub fn length(&self) -> usize {
        self.text.len()
    }

    /// Whether what was written ends with a blank line, or is empty.
    pub fn ends_blank(&self) -> bool {
        let mut lines = self.text.rsplit('\n');
        lines.next().is_some_and(str::is_empty)
            && lines.next().is_none_or(|line| {
                line.trim_matches(|char: char| char == '>' || char.is_whitespace())
                    .is_empty()
            })
    }

    /// The text as it is now, with all that was not touched.
    pub fn finish(mut self) -> Source<'a> {
        self.copy_to(self.source.text.len());
        Source {
            original: self.source.original,
            text: Cow::Owned(self.text),
            pieces: self.pieces,
        }
    }
}
