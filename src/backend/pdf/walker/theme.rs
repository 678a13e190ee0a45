//! What a walk is given: a layout's theme, the article, and where in the paper it is.

use super::node::Node;
use super::span;
use typst::comemo::Tracked;
use typst::diag::{At, SourceResult};
use typst::engine::Engine;
use typst::foundations::{Args, Content, Context, Dict, Element, Func, Value};

/// What a layout may say: `layouts/common/defaults.typ` has what stands in for each.
pub(super) const ENTRIES: [&str; 21] = [
    "room", "callout", "rule", "missing", "caption", "panel", "credit", "credited", "table", "turned",
    "section", "placed", "by", "bound", "pointer", "verse", "columns", "foreign", "key", "number", "task",
];

/// The article that a theme is for. It is handed over as a function: Typst hashes what it
/// gives to one of its own, and a function is hashed once, the whole article at every call.
pub(super) fn article(engine: &mut Engine, context: Tracked<Context>, theme: &Dict) -> SourceResult<Dict> {
    match theme.get("article").at(span())? {
        Value::Func(article) => article
            .call(engine, context, Args::new(span(), [] as [Value; 0]))?
            .cast()
            .at(span()),
        other => other.clone().cast().at(span()),
    }
}

/// Whether a layout turns tables that are too wide.
pub(super) fn turns(theme: &Dict) -> bool {
    matches!(theme.get("turned"), Ok(Value::Func(_)))
}

/// Where in the paper a block stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Within another block: there is no margin to reach into.
    pub(super) nested: bool,
    /// On the page itself, where a page can end.
    pub(super) flow: bool,
    /// Within a box.
    pub(super) boxed: bool,
    /// The length of a word that a narrow column holds.
    pub(super) hold: Option<usize>,
}

impl Place {
    /// The place that a theme names.
    pub(super) fn of(theme: &Dict) -> Self {
        Self {
            nested: theme.is("nested"),
            flow: theme.is("flow"),
            boxed: theme.is("boxed"),
            hold: theme.number("hold").and_then(|hold| usize::try_from(hold).ok()),
        }
    }

    /// Within the block at this place.
    pub(super) fn within(self) -> Self {
        Self {
            nested: true,
            flow: false,
            ..self
        }
    }

    /// The same, on the page itself.
    pub(super) fn flowing(self) -> Self {
        Self { flow: true, ..self }
    }
}

/// A walk through an article.
pub(super) struct Walk<'a, 'e> {
    pub(super) engine: &'a mut Engine<'e>,
    pub(super) context: Tracked<'a, Context<'a>>,
    /// The layout's functions, by name.
    pub(super) theme: &'a Dict,
    pub(super) article: &'a Dict,
    /// Whether the article runs from right to left.
    pub(super) rtl: bool,
}

impl<'a, 'e> Walk<'a, 'e> {
    /// A walk, and the place where it begins.
    pub(super) fn new(
        engine: &'a mut Engine<'e>,
        context: Tracked<'a, Context<'a>>,
        theme: &'a Dict,
        article: &'a Dict,
    ) -> (Self, Place) {
        let walk = Self {
            engine,
            context,
            theme,
            article,
            rtl: article.is("rtl"),
        };
        (walk, Place::of(theme))
    }

    /// The words that the article's language has for fixed things.
    pub(super) fn words(&self) -> &'a Dict {
        static NONE: std::sync::LazyLock<Dict> = std::sync::LazyLock::new(Dict::new);
        self.article.inner("words").unwrap_or(&NONE)
    }

    /// Whether a pass before this one asked for something at a block: `list` names what.
    pub(super) fn asks(&self, list: &str, node: &Dict) -> bool {
        let ordinal = node.number("ordinal");
        let asked = self.theme.list(list).iter();
        ordinal.is_some_and(|ordinal| asked.into_iter().any(|it| *it == Value::Int(ordinal)))
    }

    /// What the layout makes of something that Typst has no element for.
    pub(super) fn themed(
        &mut self,
        entry: &str,
        arguments: impl IntoIterator<Item = Value>,
    ) -> SourceResult<Content> {
        let function: Func = self.theme.get(entry).at(span())?.clone().cast().at(span())?;
        let made = function.call(self.engine, self.context, Args::new(span(), arguments))?;
        Ok(made.display())
    }

    /// An element made as a layout would make it, by names and values.
    pub(super) fn element<const N: usize>(
        &mut self,
        element: Element,
        arguments: impl IntoIterator<Item = Value>,
        named: [(&str, Value); N],
    ) -> SourceResult<Content> {
        element_of(self.engine, self.context, element, arguments, named)
    }
}

/// The same, outside a walk.
pub(super) fn element_of<const N: usize>(
    engine: &mut Engine,
    context: Tracked<Context>,
    element: Element,
    arguments: impl IntoIterator<Item = Value>,
    named: [(&str, Value); N],
) -> SourceResult<Content> {
    let mut args = Args::new(span(), arguments);
    for (name, value) in named {
        args.items.push(typst::foundations::Arg {
            span: span(),
            name: Some(name.into()),
            value: typst::syntax::Spanned::new(value, span()),
        });
    }
    let made = Func::from(element).call(engine, context, args)?;
    Ok(made.display().spanned(span()))
}
