//! Tables: their cells, heads and captions.

use super::node::{Node, Nodes, dict};
use super::plan::{self, Plan, Room};
use super::theme::{self, Place, Walk};
use super::{blocks, figures, span, words};
use std::num::NonZeroUsize;
use typst::comemo::Tracked;
use typst::diag::{At, SourceResult};
use typst::engine::Engine;
use typst::foundations::{
    Args, Array, Content, Context, ContextElem, Dict, Func, IntoValue, NativeElement, NativeFunc, Smart,
    Value, func,
};
use typst::layout::{Alignment, Fr, HElem, Length, OuterVAlignment, Spacing, measure};
use typst::model::{FigureKind, StrongElem, TableCell, TableElem};
use typst::pdf::{TableCellKind, TableHeaderScope};

/// Cells with more letters may be cut at a page's foot; others would leave a row in two.
const MUST_BREAK: usize = 1500;

/// A table with its caption and the small lines below it.
pub(super) fn table(walk: &mut Walk<'_, '_>, place: Place, node: &Dict) -> SourceResult<Content> {
    let plan = plan::plan(node, Room::of(walk.theme), place, theme::turns(walk.theme));
    let decimal = walk.words().text("decimal");
    let (head, body) = (node.list("head"), node.list("body"));
    let starts = plan.starts.split_at(head.len().min(plan.starts.len()));
    let tails = tails(node, starts.1, decimal);
    let head_cells = cells(walk, place, &plan, head, starts.0, None)?;
    let body_cells = cells(walk, place, &plan, body, starts.1, Some(&tails))?;
    let count = i64::try_from(head.len()).unwrap_or(0);
    let told = [
        Value::Dict(told(&plan, node)),
        Value::Int(count),
        Value::Array(head_cells),
        Value::Array(body_cells),
    ];
    let it = walk.themed("table", told)?;
    let caption = figures::caption(walk, place, node, "table", plan.wide)?;
    let below = figures::credit(walk, place, node, plan.wide)?;
    let it = figures::captioned(
        Content::sequence([blocks::mark_of(node), it]),
        FigureKind::Elem(TableElem::ELEM),
        caption.map(|caption| (caption, OuterVAlignment::Top)),
        node,
    )?;
    let it = it.styled(figures::breakable(plan.long));
    // Source and note are no part of the table, or its caption would be none either.
    let it = match below {
        Some(below) => {
            let whole = Value::Bool(!plan.long);
            walk.themed("credited", [Value::Content(it), Value::Content(below), whole])?
        }
        None => it,
    };
    let it = Value::Content(it);
    if plan.turned {
        walk.themed("turned", [it, Value::Bool(!plan.long)])
    } else if place.flow {
        let float = walk.asks("floats", node);
        let how = figures::placed("table", plan.wide, !plan.long, float, 0.0);
        walk.themed("placed", [Value::Dict(how), it])
    } else {
        Ok(it.display())
    }
}

/// What a layout is told of the plan.
fn told(plan: &Plan, node: &Dict) -> Dict {
    let align = node.list("columns").iter().map(|wish| {
        let align = match wish {
            Value::Str(wish) => match wish.as_str() {
                "number" | "end" => Alignment::END,
                "center" => Alignment::CENTER,
                _ => Alignment::START,
            },
            _ => Alignment::START,
        };
        align.into_value()
    });
    let columns = plan.columns.iter().map(|share| Value::Fraction(Fr::new(*share)));
    dict([
        ("columns", Value::Array(columns.collect())),
        ("align", Value::Array(align.collect())),
        ("long", Value::Bool(plan.long)),
        ("wide", Value::Bool(plan.wide)),
        ("tight", Value::Bool(plan.tight)),
        ("small", Value::Bool(plan.small)),
        ("turned", Value::Bool(plan.turned)),
    ])
}

/// The cells of some rows. `tails` are those of the columns' amounts, in the body.
fn cells(
    walk: &mut Walk<'_, '_>,
    place: Place,
    plan: &Plan,
    rows: &[Value],
    starts: &[Vec<usize>],
    tails: Option<&[Option<Vec<String>>]>,
) -> SourceResult<Array> {
    let mut cells = Array::new();
    for (row, starts) in rows.nodes().zip(starts) {
        for (cell, start) in row.list("cells").nodes().zip(starts) {
            let alone = plan::span(cell, "columns") == 1;
            let hold = plan.holds.get(*start).copied().flatten().filter(|_| alone);
            let place = Place {
                hold,
                ..place.within()
            };
            let others = tails
                .filter(|_| alone)
                .and_then(|tails| tails.get(*start)?.as_deref());
            cells.push(Value::Content(self::cell(
                walk,
                place,
                cell,
                tails.is_none(),
                others,
            )?));
        }
    }
    Ok(cells)
}

fn cell(
    walk: &mut Walk<'_, '_>,
    place: Place,
    node: &Dict,
    head: bool,
    others: Option<&[String]>,
) -> SourceResult<Content> {
    let inner = node.list("blocks");
    let said = words::of_blocks(inner);
    let mut body = blocks::blocks(walk, place, inner, true)?;
    let tail = others.and_then(|_| tail(&said, walk.words().text("decimal")));
    if let (Some(tail), Some(others)) = (tail, others)
        && inner.len() == 1
        && place.hold.is_none()
    {
        let others: Array = others
            .iter()
            .map(|other| Value::Str(other.as_str().into()))
            .collect();
        let mut args = Args::new(span(), [Value::Array(others), Value::Str(tail.into())]);
        let room = ContextElem::new(Func::from(tail_room::data()).with(&mut args)).pack();
        body = Content::sequence([body, room.spanned(span())]);
    }
    let scope = node.text("scope");
    if !head && scope == "row" {
        body = StrongElem::new(body).pack().spanned(span());
    }
    let (wide, tall) = (plan::span(node, "columns"), plan::span(node, "rows"));
    let align = match node.text("align") {
        "start" => Smart::Custom(Alignment::START),
        "center" => Smart::Custom(Alignment::CENTER),
        "end" => Smart::Custom(Alignment::END),
        // The head of several columns stands over their middle.
        _ if head && wide > 1 => Smart::Custom(Alignment::CENTER),
        _ => Smart::Auto,
    };
    let mut cell = TableCell::new(body)
        .with_colspan(NonZeroUsize::new(wide).unwrap_or(NonZeroUsize::MIN))
        .with_rowspan(NonZeroUsize::new(tall).unwrap_or(NonZeroUsize::MIN))
        // A row is not cut in two, unless it is so long that it must be.
        .with_breakable(Smart::Custom(said.len() >= MUST_BREAK))
        .with_align(align)
        .with_kind(Smart::Auto)
        .with_is_repeated(false);
    let heads = match scope {
        "row" => Some(TableHeaderScope::Row),
        "column" => Some(TableHeaderScope::Column),
        _ => None,
    };
    if let Some(scope) = heads.filter(|_| !head) {
        let level = std::num::NonZeroU32::MIN;
        cell = cell.with_kind(Smart::Custom(TableCellKind::Header(level, scope)));
    }
    Ok(cell.pack().spanned(span()))
}

/// Room behind an amount as wide as what the longest of the others has behind its whole.
#[func(contextual)]
fn tail_room(
    engine: &mut Engine,
    context: Tracked<Context>,
    others: Array,
    tail: Value,
) -> SourceResult<Content> {
    let mut width = |words: &Value| -> SourceResult<Length> {
        let measure = Func::from(measure::data());
        let words = Value::Content(words.clone().display().spanned(span()));
        let size: Dict = measure
            .call(engine, context, Args::new(span(), [words]))?
            .cast()
            .at(span())?;
        size.get("width")
            .cloned()
            .and_then(|it| it.cast::<Length>().map_err(|e| e.message().clone()))
            .at(span())
    };
    let own = width(&tail)?;
    let mut widest = own;
    for other in others.iter() {
        let other = width(other)?;
        if other.abs > widest.abs {
            widest = other;
        }
    }
    Ok(HElem::new(Spacing::from(Length::from(widest.abs - own.abs))).pack())
}

/// What stands behind the whole of an amount: `.5 %` of `12.5 %`, ` %` of `7 %`; `None` of
/// what is no amount.
fn tail(words: &str, decimal: &str) -> Option<String> {
    let words = words.trim();
    let is_digit = is_decimal;
    let last = words.rfind(is_digit)?;
    if words.len() > 24 {
        return None;
    }
    // The last run of digits: with the mark before it, it is a fraction.
    let run = words[..last].rfind(|letter: char| !is_digit(letter));
    let begins = run.map_or(0, |place| {
        place + words[place..].chars().next().map_or(0, char::len_utf8)
    });
    if !decimal.is_empty() && words[..begins].ends_with(decimal) {
        return Some(words[begins - decimal.len()..].to_owned());
    }
    let after = last + words[last..].chars().next().map_or(0, char::len_utf8);
    Some(words[after..].to_owned())
}

/// Whether a letter is a digit of a decimal system: of ours, or of another script.
fn is_decimal(letter: char) -> bool {
    // Ten digits follow each other in every script that has them.
    const ZEROS: [u32; 14] = [
        0x0030, 0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
        0x0e50, 0xff10,
    ];
    let letter = u32::from(letter);
    ZEROS.iter().any(|zero| (*zero..zero + 10).contains(&letter))
}

/// For each column of amounts the tails that its cells have, without repeats: amounts stand
/// with their decimal marks below each other. `None` where there is nothing to align.
fn tails(node: &Dict, starts: &[Vec<usize>], decimal: &str) -> Vec<Option<Vec<String>>> {
    let wishes = node.list("columns").iter().enumerate();
    wishes
        .map(|(x, wish)| {
            let amounts = |wish: &str| matches!(wish, "number" | "end");
            if !matches!(wish, Value::Str(wish) if amounts(wish)) {
                return None;
            }
            let mut cells = 0;
            let mut tails = Vec::new();
            for (row, places) in node.list("body").nodes().zip(starts) {
                for (cell, place) in row.list("cells").nodes().zip(places) {
                    if *place == x && plan::span(cell, "columns") == 1 {
                        cells += 1;
                        tails.extend(tail(&words::of_blocks(cell.list("blocks")), decimal));
                    }
                }
            }
            // Where most cells hold words, the column is only set to the end.
            let few = tails.len() * 2 <= cells;
            let mut unlike: Vec<String> = Vec::new();
            for tail in tails {
                if !unlike.contains(&tail) {
                    unlike.push(tail);
                }
            }
            (!few && unlike.len() >= 2).then_some(unlike)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::tail;

    #[test]
    fn a_tail_is_what_stands_behind_the_whole() {
        let tail = |words| tail(words, ".");
        assert_eq!(tail("12.5 %").as_deref(), Some(".5 %"));
        assert_eq!(tail("7 %").as_deref(), Some(" %"));
        assert_eq!(tail(" 1,204 ").as_deref(), Some(""));
        assert_eq!(tail("1.204.5").as_deref(), Some(".5"));
        assert_eq!(tail("none"), None);
        assert_eq!(tail("in 2024 it was more than that"), None);
    }
}
