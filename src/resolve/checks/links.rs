//! Links: words that do not say where they lead.

use super::{each_inline, running, shortened};
use crate::diagnostic::{Code, Report, Span};
use crate::model::phrases::{Phrases, folded};
use crate::model::{Article, BlockKind, Inline, Role, Target, plain};
use std::collections::{BTreeMap, BTreeSet};

/// The longest address that reads as a name in a line of text, in characters.
const READABLE: usize = 32;

/// How many words make a paragraph more than an entry in a list of addresses.
const SENTENCE: usize = 5;

struct Link<'a> {
    span: Span,
    target: &'a Target,
    words: String,
}

impl Link<'_> {
    /// Where it leads, without what does not make another place.
    fn address(&self) -> String {
        match self.target {
            Target::Internal(id) => format!("#{id}"),
            Target::Relative(address) => address.clone(),
            Target::Url(url) => {
                let url = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
                let url = url.strip_prefix("www.").unwrap_or(url);
                url.trim_end_matches('/').to_lowercase()
            }
        }
    }
}

pub(super) fn check(article: &Article, phrases: &Phrases, report: &mut Report) {
    let mut links = Vec::new();
    article.each_block(&mut |block| {
        for run in [block.own_text()].into_iter().chain(block.small_runs()) {
            collect(run, &mut links);
        }
    });
    vague(&links, phrases, report);
    same_words(&links, phrases, report);
    bare(article, report);
}

fn collect<'a>(run: &'a [Inline], links: &mut Vec<Link<'a>>) {
    each_inline(run, &mut |inline| {
        if let Inline::Link {
            span,
            target,
            content,
        } = inline
        {
            links.push(Link {
                span: *span,
                target,
                words: plain(content),
            });
        }
    });
}

fn vague(links: &[Link], phrases: &Phrases, report: &mut Report) {
    for link in links.iter().filter(|link| phrases.is_vague(&folded(&link.words))) {
        report.note(
            Code::LinkText,
            link.span,
            format!(
                "the words `{}` do not say where this link leads",
                link.words.trim()
            ),
        );
        report.hint("let the link's words name what it leads to");
    }
}

fn same_words(links: &[Link], phrases: &Phrases, report: &mut Report) {
    struct Uses {
        addresses: BTreeSet<String>,
        /// The first link that leads elsewhere.
        second: Option<Span>,
    }
    let mut uses: BTreeMap<String, Uses> = BTreeMap::new();
    for link in links {
        let words = folded(&link.words);
        // Numbers in brackets are marks, and vague words have a finding of their own.
        if !words.contains(char::is_alphabetic) || phrases.is_vague(&words) {
            continue;
        }
        let found = uses.entry(words).or_insert_with(|| Uses {
            addresses: BTreeSet::new(),
            second: None,
        });
        if found.addresses.insert(link.address()) && found.addresses.len() == 2 {
            found.second = Some(link.span);
        }
    }
    for (words, found) in uses {
        if let Some(span) = found.second {
            let count = found.addresses.len();
            report.note(
                Code::SameLinkText,
                span,
                format!(
                    "the words `{}` lead to {count} different places",
                    shortened(&words)
                ),
            );
            report.hint("say in each link's words what sets it apart, for instance the year or the body");
        }
    }
}

/// Addresses in the middle of sentences. In notes, tables and lists of works they are usual.
fn bare(article: &Article, report: &mut Report) {
    let mut in_works = false;
    for block in &article.body {
        if let BlockKind::Heading { role, .. } = &block.kind {
            in_works = *role == Role::References;
        }
        if in_works {
            continue;
        }
        running(std::slice::from_ref(block), &mut |block| {
            let BlockKind::Paragraph { text } = &block.kind else {
                return;
            };
            let mut links = Vec::new();
            collect(within(text), &mut links);
            links.retain(|link| is_bare(&link.words));
            let words = plain(text).split_whitespace().count();
            if words < SENTENCE + links.len() {
                return;
            }
            for link in links {
                report.note(
                    Code::BareAddress,
                    link.span,
                    "a long address stands in the text where words would say what it leads to",
                );
                report.hint("write `[what it is](address)`; on paper the address can stand in a note");
            }
        });
    }
}

/// What stands before the last words of a paragraph: an address at the very end is how works
/// and pages are listed.
fn within(text: &[Inline]) -> &[Inline] {
    let speaks = |inline: &Inline| plain(std::slice::from_ref(inline)).contains(char::is_alphabetic);
    let end = text.iter().rposition(speaks).unwrap_or(0);
    &text[..end]
}

fn is_bare(words: &str) -> bool {
    let words = words.trim();
    let starts = ["http://", "https://", "www."].iter().any(|start| {
        words
            .get(..start.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(start))
    });
    starts && words.chars().count() > READABLE && !words.contains(char::is_whitespace)
}
