//! What the attributes of an element say: places, looks, languages, widths.

use crate::diagnostic::Span;
use crate::model::{Inline, Picture, Placement};
use crate::reader::markdown::share;
use scraper::ElementRef;

/// The place that links lead to: `id`, or the old `name` of `a`.
pub(super) fn id(el: ElementRef<'_>) -> Option<String> {
    let old = || el.attr("name").filter(|_| el.value().name() == "a");
    let id = el.attr("id").or_else(old)?.trim();
    (!id.is_empty()).then(|| id.to_string())
}

/// The value of a property in `style`, in lower case.
pub(super) fn style(el: ElementRef<'_>, property: &str) -> Option<String> {
    let rules = el.attr("style")?.to_ascii_lowercase();
    let found = rules.split(';').rev().find_map(|rule| {
        let (name, value) = rule.split_once(':')?;
        (name.trim() == property).then(|| value.trim().trim_end_matches("!important").trim().to_string())
    });
    found.filter(|value| !value.is_empty())
}

/// Whether an element has a class.
pub(super) fn has_class(el: ElementRef<'_>, name: &str) -> bool {
    el.value().classes().any(|class| class.eq_ignore_ascii_case(name))
}

/// The language that an element names, as its author wrote it.
pub(super) fn lang(el: ElementRef<'_>) -> Option<&str> {
    let lang = el.attr("lang").or_else(|| el.attr("xml:lang"))?.trim();
    (!lang.is_empty()).then_some(lang)
}

/// An `img` as a picture.
pub(super) fn picture(el: ElementRef<'_>, span: Span) -> Option<Picture> {
    let src = el.attr("src").or_else(|| el.attr("data-src"));
    // A picture that the browser chooses has addresses and no address.
    let set = || el.attr("srcset").and_then(first_address);
    let source = || {
        let around = el.parent().and_then(ElementRef::wrap)?;
        let sources = around
            .child_elements()
            .filter(|part| part.value().name() == "source");
        sources
            .filter_map(|part| part.attr("srcset"))
            .find_map(first_address)
    };
    let src = src
        .filter(|src| !src.trim().is_empty())
        .or_else(set)
        .or_else(source)?;
    let width = el
        .attr("width")
        .and_then(share)
        .or_else(|| style(el, "width").as_deref().and_then(share))
        .or_else(|| style(el, "max-width").as_deref().and_then(share));
    Some(Picture {
        span,
        src: src.trim().to_string(),
        alt: el
            .attr("alt")
            .or_else(|| el.attr("fig-alt"))
            .map(|alt| alt.split_whitespace().collect::<Vec<_>>().join(" ")),
        width,
        placement: el
            .attr("placement")
            .or_else(|| el.attr("fig-pos"))
            .and_then(Placement::named),
        asset: None,
    })
}

fn first_address(set: &str) -> Option<&str> {
    set.split([' ', ',']).find(|part| !part.is_empty())
}

/// Looks that an element asks for by class or style.
pub(super) fn looks(el: ElementRef<'_>) -> Option<fn(Vec<Inline>) -> Inline> {
    let is = |property: &str, values: &[&str]| {
        style(el, property).is_some_and(|value| value.split_whitespace().any(|word| values.contains(&word)))
    };
    let has = |names: &[&str]| names.iter().any(|name| has_class(el, name));
    if has(&["smallcaps", "small-caps", "sc"])
        || is("font-variant", &["small-caps"])
        || is("font-variant-caps", &["small-caps"])
    {
        Some(|content| Inline::SmallCaps { content })
    } else if has(&["underline", "ul"])
        || is("text-decoration", &["underline"])
        || is("text-decoration-line", &["underline"])
    {
        Some(|content| Inline::Underline { content })
    } else if is("text-decoration", &["line-through"]) {
        Some(|content| Inline::Strike { content })
    } else if has(&["mark", "highlight"]) {
        Some(|content| Inline::Highlight { content })
    } else if has(&["small"]) || is("font-size", &["small", "smaller", "x-small"]) {
        Some(|content| Inline::Small { content })
    } else if is("font-weight", &["bold", "bolder", "600", "700", "800", "900"]) {
        Some(|content| Inline::Strong { content })
    } else if is("font-style", &["italic", "oblique"]) {
        Some(|content| Inline::Emphasis { content })
    } else if is("vertical-align", &["super"]) {
        Some(|content| Inline::Superscript { content })
    } else if is("vertical-align", &["sub"]) {
        Some(|content| Inline::Subscript { content })
    } else {
        None
    }
}
