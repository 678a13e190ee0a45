//! Divisions that mean something: boxes, columns, figures made of several parts, pages
//! that end. Every other `div` is transparent; its blocks stand where it stood.

use super::attributes::{has_class, id, style};
use super::convert::Converter;
use super::figures;
use super::words::trim;
use crate::diagnostic::Span;
use crate::model::{Block, BlockKind, Column, Inline};
use crate::reader::boxes::{self, Named};
use crate::reader::markdown::callouts::report_unknown;
use crate::reader::markdown::{self, share};
use crate::reader::place::Place;
use scraper::ElementRef;

/// How many transparent divisions may stand around a block without counting as levels.
/// The tree is walked by calls, and a page of `<div>` must not use them up.
const MOST_AROUND: usize = 40;

/// More columns stand on no page.
const MOST_COLUMNS: usize = 6;

impl Converter<'_, '_> {
    /// What a division holds, in the form that its attributes ask for.
    pub(super) fn division(&mut self, el: ElementRef<'_>, name: &str) -> Vec<Block> {
        let tag = self.met(name);
        let around = self.step_into(name);
        let span = self.whole();
        let id = id(el);
        // Sites give their paragraphs and headers classes for other ends: a paragraph is a
        // box only if its one class says so.
        let can_be_box = match name {
            "div" | "section" | "aside" | "article" => true,
            "p" => el.value().classes().count() == 1,
            _ => false,
        };
        let named = boxes::classed(el.value().classes()).filter(|_| can_be_box);
        let is_figure = id.as_deref().is_some_and(names_figure);
        let shares = layout(el).filter(|_| !is_figure && named.is_none());
        let has_columns = (is_grid(el) || shares.is_some()) && !self.is_deepest();
        let is_level = named.is_some() || has_columns || el.attr("lang").is_some();
        let is_through = !is_level && self.around < MOST_AROUND && self.level > 0;
        // Looking inside is one level deeper; a transparent division takes that back.
        self.level -= usize::from(is_through);
        self.around += usize::from(is_through);
        let mut title = named.as_ref().map(|_| self.title(el, span)).unwrap_or_default();
        let mut blocks = if has_columns {
            // To typesetting they weigh as much as a table.
            self.level += 3;
            let blocks = match shares {
                Some(shares) if !is_grid(el) => self.layout(el, &shares),
                Some(_) | None => self.columns(el),
            };
            self.level -= 3;
            blocks
        } else {
            self.flow_titled(el, named.is_some().then_some(&mut title))
        };
        self.level += usize::from(is_through);
        self.around -= usize::from(is_through);

        if let Some(id) = id.as_deref().filter(|_| is_figure) {
            blocks = figures::division(blocks, id, span);
        }
        if let Some(named) = named.filter(|_| !(blocks.is_empty() && title.is_empty())) {
            if let Named::Unknown(word) = &named {
                report_unknown(word, tag, self.report);
            }
            blocks = vec![Block::new(span, boxes::make(named, title, blocks))];
        }
        blocks = self.in_language(el, blocks);
        if !(is_figure && blocks.len() == 1) {
            self.place(id, span, &mut blocks);
        }
        ends_page(el, span, &mut blocks);
        self.step_out(around);
        blocks
    }

    /// The title that an attribute gives a box; it may be Markdown.
    fn title(&mut self, el: ElementRef<'_>, span: Span) -> Vec<Inline> {
        match el.attr("title").map(str::trim) {
            Some(title) if !title.is_empty() => markdown::inlines(title, Place::Whole(span), self.report),
            _ => Vec::new(),
        }
    }

    /// The blocks of an element. Of a box, the first element called a title is its title
    /// (`<p class="admonition-title">`).
    fn flow_titled(&mut self, el: ElementRef<'_>, title: Option<&mut Vec<Inline>>) -> Vec<Block> {
        let first = el.child_elements().next();
        let called = |class: &str| class == "title" || class.ends_with("-title") || class.ends_with("_title");
        let head = first.filter(|first| {
            first.value().classes().any(called) && boxes::classed(first.value().classes()).is_none()
        });
        let (Some(title), Some(head)) = (title, head) else {
            return self.flow(*el);
        };
        if !title.is_empty() {
            return self.flow(*el);
        }
        *title = self.phrasing(*head);
        trim(title);
        let mut blocks = Vec::new();
        let mut run = Vec::new();
        for child in el.children().filter(|child| child.id() != head.id()) {
            self.flow_one(child, &mut blocks, &mut run);
        }
        self.end_run(&mut blocks, &mut run);
        markdown::settle(blocks)
    }

    /// The columns in a division; what stands between them stays there.
    fn columns(&mut self, el: ElementRef<'_>) -> Vec<Block> {
        let span = self.whole();
        let mut blocks = Vec::new();
        let mut between = Vec::new();
        let mut run = Vec::new();
        let mut columns: Vec<Column> = Vec::new();
        for child in el.children() {
            let Some(column) = ElementRef::wrap(child).filter(|child| is_column(*child)) else {
                self.flow_one(child, &mut between, &mut run);
                continue;
            };
            self.end_run(&mut between, &mut run);
            if !between.is_empty() {
                blocks.extend(side_by_side(std::mem::take(&mut columns), span));
                blocks.append(&mut between);
            }
            let name = column.value().name();
            let inner = self.division(column, name);
            columns.push(Column {
                width: width(column),
                blocks: inner,
            });
        }
        self.end_run(&mut between, &mut run);
        blocks.extend(side_by_side(columns, span));
        blocks.append(&mut between);
        markdown::settle(blocks)
    }

    /// Quarto's grid: each block or division is a cell, row by row.
    fn layout(&mut self, el: ElementRef<'_>, shares: &[Option<f64>]) -> Vec<Block> {
        let mut cells: Vec<Vec<Block>> = Vec::new();
        let mut run = Vec::new();
        for child in el.children() {
            let mut blocks = Vec::new();
            let division = ElementRef::wrap(child).filter(|child| child.value().name() == "div");
            if let Some(division) = division {
                self.end_run(&mut blocks, &mut run);
                cells.extend(blocks.drain(..).map(|block| vec![block]));
                let inner = self.division(division, "div");
                cells.extend((!inner.is_empty()).then_some(inner));
                continue;
            }
            self.flow_one(child, &mut blocks, &mut run);
            cells.extend(blocks.into_iter().map(|block| vec![block]));
        }
        let mut blocks = Vec::new();
        self.end_run(&mut blocks, &mut run);
        cells.extend(blocks.into_iter().map(|block| vec![block]));
        // A line below a table or a picture is no cell of its own.
        let cells = join_lines(cells);
        let span = self.whole();
        let mut blocks = Vec::new();
        let mut cells = cells.into_iter().peekable();
        while cells.peek().is_some() {
            let row = cells.by_ref().take(shares.len()).zip(shares);
            let columns = row.map(|(blocks, &width)| Column { width, blocks }).collect();
            blocks.extend(side_by_side(columns, span));
        }
        blocks
    }
}

/// Whether an id is one that Quarto and pandoc-crossref give to figures and tables.
fn names_figure(id: &str) -> bool {
    ["fig-", "fig:", "tbl-", "tbl:"]
        .iter()
        .any(|prefix| id.starts_with(prefix))
}

/// Joins captions and credits to the cell before them.
fn join_lines(cells: Vec<Vec<Block>>) -> Vec<Vec<Block>> {
    let mut joined: Vec<Vec<Block>> = Vec::with_capacity(cells.len());
    for cell in cells {
        let settled = joined.last_mut().and_then(|before| {
            let [figure] = before.as_slice() else { return None };
            let [line] = cell.as_slice() else { return None };
            let both = markdown::settle(vec![figure.clone(), line.clone()]);
            (both.len() == 1).then_some((before, both))
        });
        match settled {
            Some((before, both)) => *before = both,
            None => joined.push(cell),
        }
    }
    joined
}

/// Columns, or the blocks alone if there is nothing beside them.
fn side_by_side(columns: Vec<Column>, span: Span) -> Vec<Block> {
    let mut columns: Vec<Column> = columns
        .into_iter()
        .filter(|column| !column.blocks.is_empty())
        .collect();
    if columns.len() < 2 || columns.len() > MOST_COLUMNS {
        return columns.into_iter().flat_map(|column| column.blocks).collect();
    }
    // Shares that are more than the page are shares of each other.
    let sum: f64 = columns.iter().filter_map(|column| column.width).sum();
    if sum > 1.0 {
        for width in columns.iter_mut().filter_map(|column| column.width.as_mut()) {
            *width = (*width / sum * 10_000.0).round() / 10_000.0;
        }
    }
    vec![Block::new(span, BlockKind::Columns { columns })]
}

/// Pandoc's `.columns`, or the grid of a site that can be nothing else.
fn is_grid(el: ElementRef<'_>) -> bool {
    has_class(el, "columns")
        || (has_class(el, "row")
            && el.child_elements().next().is_some()
            && el
                .child_elements()
                .all(|child| child.value().classes().any(is_grid_column)))
}

fn is_column(el: ElementRef<'_>) -> bool {
    has_class(el, "column") || el.value().classes().any(is_grid_column)
}

/// `col`, `col-6`, `col-md-6`.
fn is_grid_column(class: &str) -> bool {
    class == "col" || class.starts_with("col-")
}

fn width(el: ElementRef<'_>) -> Option<f64> {
    let written = el.attr("width").and_then(share);
    let styled = || {
        ["width", "flex-basis"].iter().find_map(|name| {
            style(el, name)?
                .as_str()
                .trim()
                .strip_suffix('%')
                .map(|number| format!("{number}%"))
        })
    };
    let twelfth = || {
        let number = el
            .value()
            .classes()
            .filter(|class| class.starts_with("col-"))
            .find_map(|class| class.rsplit('-').next()?.parse::<u8>().ok());
        number
            .filter(|number| (1..=12).contains(number))
            .map(|number| f64::from(number) / 12.0)
    };
    written
        .or_else(|| styled().as_deref().and_then(share))
        .or_else(twelfth)
        .map(|width| (width * 10_000.0).round() / 10_000.0)
}

/// `layout-ncol="2"` or `layout="[40,60]"` as the shares of the columns; gaps (numbers
/// below 0) are left out.
fn layout(el: ElementRef<'_>) -> Option<Vec<Option<f64>>> {
    if let Some(count) = el
        .attr("layout-ncol")
        .and_then(|count| count.trim().parse::<usize>().ok())
    {
        return (2..=MOST_COLUMNS).contains(&count).then(|| vec![None; count]);
    }
    let row = el.attr("layout")?.trim().trim_start_matches('[');
    let row = row.split(']').next().unwrap_or_default();
    let shares: Vec<f64> = row
        .split(',')
        .map_while(|number| number.trim().parse::<f64>().ok())
        .filter(|number| *number > 0.0 && number.is_finite())
        .collect();
    let sum: f64 = shares.iter().sum();
    (2..=MOST_COLUMNS).contains(&shares.len()).then(|| {
        let share = |share: &f64| Some((share / sum * 10_000.0).round() / 10_000.0);
        shares.iter().map(share).collect()
    })
}

/// Divisions at which a printed page ends, as word processors and sites write them.
fn ends_page(el: ElementRef<'_>, span: Span, blocks: &mut Vec<Block>) {
    let ends = |side: &str| {
        [format!("page-break-{side}"), format!("break-{side}")]
            .iter()
            .filter_map(|name| style(el, name))
            .any(|value| {
                matches!(
                    value.as_str(),
                    "always" | "page" | "left" | "right" | "recto" | "verso"
                )
            })
    };
    let is_mark = blocks.is_empty()
        && ["pagebreak", "page-break", "newpage"]
            .iter()
            .any(|name| has_class(el, name));
    let page_break = || Block::new(span, BlockKind::PageBreak);
    if ends("after") || is_mark {
        blocks.push(page_break());
    } else if ends("before") {
        blocks.insert(0, page_break());
    }
}

impl Converter<'_, '_> {
    /// Someone's words, or a box if the classes say so. A `footer` or a last `cite` says
    /// whose words they are.
    pub(super) fn quote(&mut self, el: ElementRef<'_>, tag: Span) -> Vec<Block> {
        let span = self.whole();
        let last = el.child_elements().last().filter(|last| {
            let name = last.value().name();
            let ends = last
                .next_siblings()
                .all(|node| node.value().as_text().is_some_and(|text| text.trim().is_empty()));
            ends && matches!(name, "footer" | "cite" | "figcaption")
        });
        let mut blocks = Vec::new();
        let mut run = Vec::new();
        for child in el
            .children()
            .filter(|child| last.is_none_or(|last| last.id() != child.id()))
        {
            self.flow_one(child, &mut blocks, &mut run);
        }
        self.end_run(&mut blocks, &mut run);
        let mut blocks = markdown::settle(blocks);
        let mut attribution = Vec::new();
        if let Some(last) = last {
            attribution = self.phrasing(*last);
            trim(&mut attribution);
            let dash = boxes::dash(&crate::model::plain(&attribution));
            crate::reader::labels::strip(&mut attribution, dash);
        }
        if blocks.is_empty() {
            blocks.extend(markdown::paragraph(span, std::mem::take(&mut attribution)));
            if blocks.is_empty() {
                return blocks;
            }
        }
        if attribution.is_empty() {
            attribution = boxes::attribution(&mut blocks);
        }
        let quote = Block::new(span, BlockKind::Quote { blocks, attribution });
        match boxes::classed(el.value().classes()) {
            Some(Named::Quote) | None => vec![quote],
            Some(Named::Kind(crate::model::CalloutKind::PullQuote)) => {
                let named = Named::Kind(crate::model::CalloutKind::PullQuote);
                vec![Block::new(span, boxes::make(named, Vec::new(), vec![quote]))]
            }
            Some(named) => {
                let BlockKind::Quote { blocks, attribution } = quote.kind else {
                    return vec![quote];
                };
                if let Named::Unknown(word) = &named {
                    report_unknown(word, tag, self.report);
                }
                let title = self.title(el, span);
                let mut made = boxes::make(named, title, blocks);
                if let BlockKind::Callout { blocks, .. } = &mut made
                    && !attribution.is_empty()
                {
                    blocks.push(Block::new(span, BlockKind::Paragraph { text: attribution }));
                }
                vec![Block::new(span, made)]
            }
        }
    }
}
