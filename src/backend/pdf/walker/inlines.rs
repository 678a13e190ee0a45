//! Running text.

use super::node::{Node, Nodes};
use super::prose::{self, text};
use super::theme::{Place, Walk};
use super::{blocks, pictures, span};
use std::str::FromStr;
use typst::diag::{At, SourceResult};
use typst::foundations::{Content, Dict, Label, NativeElement, Selector, Smart, Value};
use typst::introspection::{Counter, CounterKey, CounterState, CounterUpdate, MetadataElem};
use typst::layout::{Dir, Em, HElem, Length, Spacing};
use typst::model::{
    Destination, EmphElem, FootnoteElem, LinkElem, LinkTarget, Numbering, NumberingPattern, StrongElem, Url,
};
use typst::text::{
    HighlightElem, LinebreakElem, SmallcapsElem, SpaceElem, StrikeElem, SubElem, SuperElem, TextDir,
    TextElem, TextSize, UnderlineElem,
};
use typst::utils::PicoStr;

/// Some inlines.
pub(super) fn inlines(walk: &mut Walk<'_, '_>, place: Place, nodes: &[Value]) -> SourceResult<Content> {
    let mut made = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.nodes().enumerate() {
        made.push(inline(walk, place, node, index == 0)?);
        // `a`,`b` without a space: the line may end before the next piece of code.
        let next = nodes.node(index + 1).map(Node::kind);
        if node.kind() == "text" && next == Some("code") && node.text("text").ends_with([',', ';', '/', '|'])
        {
            made.push(prose::may_break());
        }
    }
    Ok(Content::sequence(made))
}

fn inline(walk: &mut Walk<'_, '_>, place: Place, node: &Dict, opens: bool) -> SourceResult<Content> {
    let kind = node.kind();
    let made = match kind {
        "text" => prose::prose(node.text("text"), place.hold, walk.rtl),
        "soft-break" => SpaceElem::shared().clone(),
        "emphasis" => EmphElem::new(inside(walk, place, node)?).pack(),
        "strong" => StrongElem::new(inside(walk, place, node)?).pack(),
        "link" => link(walk, place, node)?,
        "note" => note(walk, place, node)?,
        "code" => prose::code(node.text("text")),
        "superscript" => SuperElem::new(inside(walk, place, node)?).pack(),
        "subscript" => SubElem::new(inside(walk, place, node)?).pack(),
        "small" => {
            let size = TextSize(Length::from(Em::new(0.86)));
            inside(walk, place, node)?.set(TextElem::size, size)
        }
        "foreign" => {
            let body = inside(walk, place, node)?;
            foreign(walk, node.text("lang"), body)?
        }
        "abbreviation" => inside(walk, place, node)?,
        // A long one is no key, and must break.
        "keyboard" if node.text("text").len() > 24 => prose::code(node.text("text")),
        "keyboard" => walk.themed("key", [Value::Content(text(node.text("text")))])?,
        "math" => {
            let formula = node.get("formula").at(span())?.clone();
            walk.themed("formula", [Value::Bool(false), formula])?
        }
        "citation" => {
            let body = inside(walk, place, node)?;
            walk.themed("pointer", [Value::Content(body)])?
        }
        "reference" => {
            let to = LinkTarget::Label(label(node.text("id"))?);
            let body = LinkElem::new(to, inside(walk, place, node)?)
                .pack()
                .spanned(span());
            walk.themed("pointer", [Value::Content(body)])?
        }
        "strike" => StrikeElem::new(inside(walk, place, node)?).pack(),
        "underline" => UnderlineElem::new(inside(walk, place, node)?).pack(),
        "highlight" => HighlightElem::new(inside(walk, place, node)?).pack(),
        "small-caps" => SmallcapsElem::new(inside(walk, place, node)?).pack(),
        "image" => match node.inner("picture") {
            Some(picture) => pictures::in_line(walk, picture, opens)?,
            None => Content::empty(),
        },
        "anchor" => anchor(node.text("id"))?,
        "line-break" => LinebreakElem::shared().clone(),
        _ => typst::diag::bail!(span(), "an inline that no walker knows: {kind}"),
    };
    Ok(made.spanned(span()))
}

fn inside(walk: &mut Walk<'_, '_>, place: Place, node: &Dict) -> SourceResult<Content> {
    inlines(walk, place, node.list("content"))
}

/// The name of a place in the paper.
pub(super) fn label(id: &str) -> SourceResult<Label> {
    let label = Label::new(PicoStr::intern(id));
    label.ok_or("a place in the paper has no name").at(span())
}

/// A place that links lead to.
pub(super) fn anchor(id: &str) -> SourceResult<Content> {
    let anchor = MetadataElem::new(Value::Str("anchor".into())).pack();
    Ok(anchor.spanned(span()).labelled(label(id)?))
}

fn link(walk: &mut Walk<'_, '_>, place: Place, node: &Dict) -> SourceResult<Content> {
    let content = node.list("content");
    let alone = content
        .node(0)
        .filter(|it| content.len() == 1 && it.kind() == "text");
    let shown = match alone
        .map(|it| it.text("text"))
        .filter(|words| prose::is_address(words))
    {
        Some(words) => prose::address(words, place.hold.map_or(16, |hold| hold.clamp(1, 16)), false),
        None => inlines(walk, place, content)?,
    };
    let Some(target) = node.inner("target") else {
        return Ok(shown);
    };
    let value = target.text("value");
    if target.text("kind") == "url" {
        return Ok(to_web(value, shown));
    }
    Ok(LinkElem::new(LinkTarget::Label(label(value)?), shown).pack())
}

/// A link to a page on the web; words alone where Typst takes the address for none.
pub(super) fn to_web(address: &str, shown: Content) -> Content {
    match Url::new(address) {
        Ok(url) => LinkElem::new(LinkTarget::Dest(Destination::Url(url)), shown).pack(),
        Err(_) => shown,
    }
}

/// A note as a footnote, or as a number that leads to the endnotes.
fn note(walk: &mut Walk<'_, '_>, place: Place, node: &Dict) -> SourceResult<Content> {
    let number = node
        .number("number")
        .and_then(|it| u64::try_from(it).ok())
        .unwrap_or(1);
    let pattern = NumberingPattern::from_str(walk.words().text("numerals")).at(span())?;
    if walk
        .article
        .inner("meta")
        .is_some_and(|meta| meta.text("notes") == "endnotes")
    {
        let shown = text(&pattern.apply(None, &[number]).at(span())?);
        let to = LinkTarget::Label(label(&format!("note-{number}"))?);
        let link = LinkElem::new(to, shown).pack().spanned(span());
        let mark = SuperElem::new(link).pack().spanned(span());
        return Ok(mark.labelled(label(&format!("note-mark-{number}"))?));
    }
    let notes = Counter::new(CounterKey::Selector(Selector::Elem(FootnoteElem::ELEM, None)));
    let before = CounterState([number - 1].into_iter().collect());
    let count = notes.update(span(), CounterUpdate::Set(before));
    let body = blocks::blocks(walk, place.within(), node.list("blocks"), true)?;
    let room = HElem::new(Spacing::from(Em::new(0.3))).pack();
    let body = Content::sequence([room, blocks::foot(body)]);
    let note = FootnoteElem::with_content(body).with_numbering(Numbering::Pattern(pattern));
    Ok(Content::sequence([count, note.pack().spanned(span())]))
}

/// Words or blocks in another language: hyphenated by its rules, read out in its voice, set in
/// its direction.
pub(super) fn foreign(walk: &mut Walk<'_, '_>, tag: &str, body: Content) -> SourceResult<Content> {
    let languages = walk.article.inner("languages");
    let Some(it) = languages.and_then(|languages| languages.inner(tag)) else {
        return Ok(body);
    };
    let themed = walk.themed("foreign", [Value::Dict(it.clone()), Value::Content(body)])?;
    let lang = it.get("language").at(span())?.clone().cast().at(span())?;
    let region = it.get("region").at(span())?.clone().cast().at(span())?;
    let dir = TextDir(Smart::Custom(if it.is("rtl") { Dir::RTL } else { Dir::LTR }));
    Ok(themed
        .set(TextElem::dir, dir)
        .set(TextElem::region, region)
        .set(TextElem::lang, lang))
}
