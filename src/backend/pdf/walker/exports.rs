//! What layouts may call: the functions of the module `walker`.

use super::node::{Node, Nodes, dict};
use super::theme::Walk;
use super::{blocks as block, inlines as inline, plan, prose, theme, words as word};
use typst::comemo::Tracked;
use typst::diag::SourceResult;
use typst::engine::Engine;
use typst::foundations::{Array, Content, Context, Dict, Module, Scope, Str, Value, cast, func};
use typst::introspection::MetadataElem;
use typst::layout::{Abs, Length};

/// Those functions.
pub(super) fn module() -> Module {
    let mut scope = Scope::new();
    scope.define_func::<blocks>();
    scope.define_func::<inlines>();
    scope.define_func::<words>();
    scope.define_func::<words_of_blocks>();
    scope.define_func::<bare>();
    scope.define_func::<everywhere>();
    scope.define_func::<parts>();
    scope.define_func::<above_wide>();
    scope.define_func::<aside>();
    scope.define_func::<address>();
    scope.define_func::<lines_at_most>();
    scope.define_func::<isolated>();
    scope.define_func::<is_whole>();
    Module::new("walker", scope)
}

/// Nodes as a list, or as the article holds its own: within an element.
struct Held(Array);

cast! {
    Held,
    nodes: Array => Self(nodes),
    held: Content => Self(match held.to_packed::<MetadataElem>().map(|it| &it.value) {
        Some(Value::Array(nodes)) => nodes.clone(),
        _ => typst::diag::bail!("expected nodes, or the body of an article"),
    }),
}

/// Some blocks. `tight` sets a single paragraph as words in the line, as list items and cells
/// want it.
#[func]
fn blocks(
    engine: &mut Engine,
    context: Tracked<Context>,
    nodes: Held,
    theme: Dict,
    #[named]
    #[default(false)]
    tight: bool,
) -> SourceResult<Content> {
    let article = theme::article(engine, context, &theme)?;
    let (mut walk, place) = Walk::new(engine, context, &theme, &article);
    block::blocks(&mut walk, place, nodes.0.as_slice(), tight)
}

/// Running text.
#[func]
fn inlines(
    engine: &mut Engine,
    context: Tracked<Context>,
    nodes: Array,
    theme: Dict,
) -> SourceResult<Content> {
    let article = theme::article(engine, context, &theme)?;
    let (mut walk, place) = Walk::new(engine, context, &theme, &article);
    inline::inlines(&mut walk, place, nodes.as_slice())
}

/// The words of inlines, for measuring; looks and notes left out.
#[func]
fn words(nodes: Array) -> Str {
    word::of_inlines(nodes.as_slice()).into()
}

/// The words of blocks.
#[func]
fn words_of_blocks(nodes: Array) -> Str {
    word::of_blocks(nodes.as_slice()).into()
}

/// Inlines without what can stand in one place only: notes, places that links lead to. For
/// headings repeated in a list of contents, which are links themselves.
#[func]
fn bare(nodes: Array) -> Array {
    word::bare(nodes.as_slice())
}

/// The nodes of a type, at any depth and in order.
#[func]
fn everywhere(nodes: Held, kind: Str) -> Array {
    let mut found = Vec::new();
    word::everywhere(nodes.0.as_slice(), &kind, &mut found);
    found.into_iter().map(|node| Value::Dict(node.clone())).collect()
}

/// The body cut where the list of works cited begins and ends: an array of `(role, blocks)`,
/// in order.
#[func]
fn parts(body: Held) -> Array {
    let parts = word::parts(body.0.as_slice()).into_iter();
    parts
        .map(|(role, nodes)| {
            let blocks: Array = nodes.iter().cloned().collect();
            Value::Dict(dict([
                ("role", Value::Str(role.into())),
                ("blocks", Value::Array(blocks)),
            ]))
        })
        .collect()
}

/// The height, at the least, of what stands above the first wide table; `none` without one.
#[func]
fn above_wide(nodes: Array, theme: Dict) -> Option<Length> {
    let room = plan::Room::of(&theme);
    let place = theme::Place::of(&theme).flowing();
    let turns = theme::turns(&theme);
    let mut characters = 0;
    for node in nodes.as_slice().nodes() {
        if node.kind() == "table" && plan::plan(node, room, place, turns).wide {
            // Text and tables of the usual sizes give a character a ninth of a point or more.
            #[allow(clippy::cast_precision_loss, reason = "an estimate")]
            return Some(Abs::pt(characters as f64 * 0.115).into());
        }
        characters += word::clusters(&word::of_block(node));
    }
    None
}

/// Matter beside the running text: a side column, a list of contents. Pages do not begin with
/// it, however many it takes.
#[func]
fn aside(body: Content) -> Content {
    block::aside(body)
}

/// Words that break after their punctuation, and anywhere in what is no word at all.
#[func]
fn address(words: Str) -> Content {
    prose::address(&words, 16, false)
}

/// How many lines of so many letters some content takes, rather too many than too few: a layout
/// measures only what might not fit, for what is measured is set twice.
#[func]
fn lines_at_most(body: Content, letters: i64) -> i64 {
    word::lines_at_most(&body, letters)
}

/// A name or a fact beside others, in its own direction, so that the order of those around it
/// does not hang on its letters.
#[func]
fn isolated(words: Str) -> Content {
    prose::isolated(words)
}

/// Whether a theme says everything that a walk may ask for.
#[func]
fn is_whole(theme: Dict) -> bool {
    theme::ENTRIES.iter().all(|entry| theme.contains(entry))
}
