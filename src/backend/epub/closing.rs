//! Pages behind the text: where in the book's closing parts each of them begins.
//!
//! People, thanks, terms and numbers are no blocks of the article, and print and screen put
//! them in orders of their own. So such a page is found by what it says: its first words are
//! sought in the markup of these parts, letter by letter. What is not there (the name of the
//! house on a back cover) is passed over; a page of which nothing is there begins where the
//! page before it does, the first one where these parts begin.

use super::pages::PageBreak;

/// How many letters make sure that words are the same.
const SURE: usize = 24;
/// With how many the end of a page's words is sure enough.
const LEAST: usize = 8;
/// How many pieces that the book does not have may stand before the words that it has.
const SKIPPED: usize = 4;
/// Elements that a break may stand before, outermost ones first in effect: within a heading
/// or a link it would be read out as a part of it.
const BEFORE: [&str; 8] = ["section", "h2", "h3", "div", "p", "strong", "span", "a"];
/// Those of them that are no part of a line.
const BLOCKS: [&str; 5] = ["section", "h2", "h3", "div", "p"];

/// Where in `markup` each of `pages` begins, and the element that its break is there. Places
/// ascend. Unless this is the `last` of several documents, pages behind the last that is found
/// are left to the next.
pub(super) fn places(markup: &str, pages: &[PageBreak], is_last: bool) -> Vec<(usize, &'static str)> {
    let letters = letters_of(markup);
    let mut from = 0;
    let mut last = (0, "div");
    let mut here = if is_last { pages.len() } else { 0 };
    let mut places: Vec<_> = pages
        .iter()
        .zip(1..)
        .map(|(page, count)| {
            if let Some(found) = find(&letters[from..], &page.closing) {
                from += found;
                last = before(markup, letters[from].1).max(last);
                here = here.max(count);
            }
            last
        })
        .collect();
    places.truncate(here);
    places
}

/// At which of the letters the page's words begin.
fn find(letters: &[(char, usize)], pieces: &[String]) -> Option<usize> {
    (0..pieces.len().min(SKIPPED)).find_map(|skipped| {
        let wanted: Vec<char> = pieces[skipped..]
            .iter()
            .flat_map(|piece| piece.chars())
            .flat_map(folded)
            .take(SURE)
            .collect();
        if wanted.len() < LEAST {
            return None;
        }
        letters
            .windows(wanted.len())
            .position(|window| window.iter().zip(&wanted).all(|((a, _), b)| a == b))
    })
}

/// A character as it is compared: letters and figures in one case, nothing else.
fn folded(char: char) -> impl Iterator<Item = char> {
    char.to_lowercase().filter(|char| char.is_alphanumeric())
}

/// The letters of the text in `markup`, each with its place. Names of characters (`&amp;`)
/// stand for none.
fn letters_of(markup: &str) -> Vec<(char, usize)> {
    let mut letters = Vec::new();
    let mut closed_by = None;
    for (at, char) in markup.char_indices() {
        match (closed_by, char) {
            (Some(end), char) if char == end => closed_by = None,
            (Some(_), _) => {}
            (None, '<') => closed_by = Some('>'),
            (None, '&') => closed_by = Some(';'),
            (None, char) => letters.extend(folded(char).map(|char| (char, at))),
        }
    }
    letters
}

/// The place before the elements that begin with what stands at `at`.
fn before(markup: &str, at: usize) -> (usize, &'static str) {
    let mut place = (at, "span");
    loop {
        let rest = markup[..place.0].trim_end();
        let Some(start) = rest.strip_suffix('>').and_then(|rest| rest.rfind('<')) else {
            return place;
        };
        let name: String = rest[start + 1..]
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        // An end tag has no name here, and an empty element is none that begins.
        if rest.ends_with("/>") || !BEFORE.contains(&name.as_str()) {
            return place;
        }
        let is_block = place.1 == "div" || BLOCKS.contains(&name.as_str());
        place = (start, if is_block { "div" } else { "span" });
    }
}

#[cfg(test)]
mod tests {
    use super::super::pages::Place;
    use super::*;

    fn page(pieces: &[&str]) -> PageBreak {
        PageBreak {
            id: String::new(),
            label: String::new(),
            place: Place { rank: 0, offset: 0 },
            closing: pieces.iter().map(|&piece| piece.to_owned()).collect(),
        }
    }

    #[test]
    fn pages_begin_with_their_words() {
        let markup = "<section class=\"matter\">\n<h2 id=\"a\">About the authors</h2>\n\
            <p><strong>Ada Example</strong>, A &amp; B House, writes about the costs of towns.</p>\n\
            </section>\n<section>\n<h2>How to cite</h2>\n<ul>\n<li>Example, A. (2025). Towns and costs.</li>\n</ul>\n</section>\n";
        let pages = [
            page(&["The House", "About the", "authors", "Ada Example, "]),
            page(&["costs of", "towns. How to", " cite"]),
            page(&["nothing of the kind"]),
            page(&["Example, A. ", "(2025). Towns and", " costs."]),
        ];
        let found = places(markup, &pages, true);
        let after: Vec<_> = found
            .iter()
            .map(|(at, element)| (&markup[*at..][..12], *element))
            .collect();
        assert_eq!(
            after,
            [
                ("<section cla", "div"),
                ("costs of tow", "span"),
                ("costs of tow", "span"),
                ("Example, A. ", "span"),
            ]
        );
    }

    #[test]
    fn a_page_of_other_words_begins_with_the_closing_parts() {
        assert_eq!(places("<p>Terms.</p>", &[page(&["x"])], true), [(0, "div")]);
    }

    #[test]
    fn a_document_leaves_to_the_next_what_it_does_not_have() {
        let pages = [page(&["Others"]), page(&["Terms of use"]), page(&["Numbers"])];
        assert_eq!(places("<p>Terms of use.</p>", &pages, false).len(), 2);
        assert_eq!(places("<p>Something else.</p>", &pages, false).len(), 0);
    }
}
