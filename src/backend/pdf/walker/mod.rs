//! The walker: an article's nodes to Typst's own elements.
//!
//! ```text
//! article.json ── layout.typ ── blocks(nodes, theme) ──▶ elements
//! ```
//!
//! With the formulas of `layouts/common/math.typ` the only place that knows the names of
//! nodes. A layout styles Typst's elements with `set` and `show` and hands over a `theme` for
//! what Typst has no element for; `layouts/common/defaults.typ` names every entry, and
//! `layouts/README.md` says what each is given.
//!
//! It is written in Rust and handed to Typst as functions of the module `walker`, which
//! `layouts/common/nodes.typ` gives its names: Typst remembers every call of a function of its
//! own by the hash of all that goes in, so that a walk written in Typst costs more than the
//! breaking of the lines. A new kind of node is a line in `blocks.rs` or `inlines.rs`.
//!
//! Every string of the article becomes a text element of its own: it is never parsed, and its
//! span tells the host that this text is the article's.

mod blocks;
mod boxes;
mod exports;
mod figures;
mod inlines;
mod lists;
mod node;
mod pictures;
mod plan;
mod prose;
mod tables;
mod theme;
mod words;

use super::world::file_id;
use std::sync::LazyLock;
use typst::foundations::Module;
use typst::syntax::{FileId, Source, Span};

/// The name under which spans of the article's text are known; no such file exists.
static ARTICLE: LazyLock<Source> = LazyLock::new(|| Source::new(file_id("/common/article"), String::new()));

/// Where the text of the article comes from.
fn span() -> Span {
    ARTICLE.root().span()
}

/// The file in which the text of the article is said to stand.
pub(super) fn text_id() -> FileId {
    ARTICLE.id()
}

/// The walker's functions, as a module for Typst.
pub(super) fn module() -> Module {
    exports::module()
}
