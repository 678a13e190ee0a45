//! Page breaks: where the printed pages begin, as places in the EPUB's own order.

use crate::model::PageMap;
use std::collections::{BTreeMap, BTreeSet};

/// One page break of the EPUB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageBreak {
    /// The name of its element, before it is made unique.
    pub id: String,
    /// The page's number as printed.
    pub label: String,
    /// Where it stands.
    pub place: Place,
    /// What the page says, if it is one of those behind the text; see `closing`.
    pub closing: Vec<String>,
}

/// A place in the EPUB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The block, counted from 1 in the order in which the EPUB shows them; 0 is the
    /// title.
    pub rank: usize,
    /// How many characters of the block's own text stand before it.
    pub offset: usize,
}

/// Gives every page its place among the blocks, whose ordinals `order` lists as the EPUB
/// shows them.
///
/// Print and screen do not show everything in the same order: a side column of the first
/// page is the end of the EPUB. A page list has to follow the document (EPUB
/// Accessibility 1.1, "page navigation"), so the few pages that would break the sequence
/// move to the next page's place.
pub(super) fn place(map: &PageMap, order: &[u32]) -> Vec<PageBreak> {
    let ranks: BTreeMap<u32, usize> = order.iter().copied().zip(1..).collect();
    let mut places: Vec<Place> = map
        .pages
        .iter()
        .map(|page| match (page.block, ranks.get(&page.block)) {
            (_, _) if !page.closing.is_empty() => Place {
                rank: usize::MAX,
                offset: 0,
            },
            (0, _) => Place { rank: 0, offset: 0 },
            (_, Some(&rank)) => Place {
                rank,
                offset: page.offset,
            },
            (block, None) => Place {
                rank: ranks
                    .range(block..)
                    .next()
                    .map_or(order.len() + 1, |(_, &rank)| rank),
                offset: 0,
            },
        })
        .collect();
    straighten(&mut places);
    let mut taken = BTreeSet::new();
    map.pages
        .iter()
        .zip(places)
        .zip(1..)
        .map(|((page, place), number)| {
            // After what is printed on it, so that a sheet more at the front renames no page.
            let is_plain = page.label.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let mut id = match page.label.as_str() {
                "" => format!("page-{number}"),
                label if is_plain => format!("page-{label}"),
                _ => format!("page-{number}"),
            };
            if !taken.insert(id.clone()) {
                id = format!("sheet-{number}");
            }
            PageBreak {
                id,
                label: page.label.clone(),
                place,
                closing: page.closing.clone(),
            }
        })
        .collect()
}

/// Makes `places` ascend by moving as few as possible: the longest ascending run stays.
fn straighten(places: &mut [Place]) {
    // For each place: how long the longest run is that ends there, and what comes before.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::with_capacity(places.len());
    for (index, place) in places.iter().enumerate() {
        let before = (0..index)
            .filter(|&earlier| places[earlier] <= *place)
            .max_by_key(|&earlier| runs[earlier].0);
        runs.push((before.map_or(1, |earlier| runs[earlier].0 + 1), before));
    }
    let mut stays = vec![false; places.len()];
    let mut last = (0..places.len()).max_by_key(|&index| runs[index].0);
    while let Some(index) = last {
        stays[index] = true;
        last = runs[index].1;
    }
    let mut next = None;
    for index in (0..places.len()).rev() {
        if stays[index] {
            next = Some(places[index]);
        } else if let Some(next) = next {
            places[index] = next;
        }
    }
    // What follows the run's end has no next page; it joins the page before.
    for index in 1..places.len() {
        places[index] = places[index].max(places[index - 1]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(ranks: &[usize]) -> Vec<usize> {
        let mut places: Vec<_> = ranks.iter().map(|&rank| Place { rank, offset: 0 }).collect();
        straighten(&mut places);
        places.iter().map(|place| place.rank).collect()
    }

    #[test]
    fn the_fewest_pages_move() {
        assert_eq!(ranks(&[0, 3, 7]), [0, 3, 7]);
        assert_eq!(
            ranks(&[0, 90, 7, 9]),
            [0, 7, 7, 9],
            "a side column that is the end here"
        );
        assert_eq!(
            ranks(&[0, 5, 9, 2]),
            [0, 5, 9, 9],
            "an opening that is printed last"
        );
        assert_eq!(ranks(&[]), Vec::<usize>::new());
    }
}
