//! From [`Draft`] to [`Article`]: everything that both outputs must agree on.
//!
//! One pass a concern, in an order that matters: the title may eat a heading, headings
//! settle before ids, ids before links, pictures before numbers. Every pass reports at
//! the author's own place and leaves something that can be shown.
//!
//! To add a check: write a pass, call it here, add a corpus case.

mod headings;
mod ids;
mod math;
mod numbers;
mod pictures;
mod tables;
mod walk;
mod words;

use crate::diagnostic::{Code, Failed, Report};
use crate::files::Files;
use crate::model::{
    Article, Block, BlockKind, CalloutKind, Date, Delimiter, Doubts, Draft, ListItem, ListKind, Meta,
    NumberStyle, Role, language_tag,
};

/// What the user says from outside the article. Every field is meaningful on its own.
#[derive(Debug, Clone, Default)]
pub struct ResolveOptions {
    /// The date of an article that names none. Default: `None`.
    pub date: Option<Date>,
    /// The language of an article that names none, as BCP 47. Default: `None`.
    pub lang: Option<String>,
}

/// Makes the promises of [`Article`] true.
///
/// # Errors
///
/// [`Failed`] if the report is strict and there was a problem. Otherwise every problem
/// has a placeholder and an article always comes out.
pub fn resolve(
    draft: Draft,
    files: &Files,
    options: &ResolveOptions,
    report: &mut Report,
) -> Result<Article, Failed> {
    let Draft { mut meta, mut body } = draft;
    complete(&mut meta, options, report);
    // Before the title and ids, which take the words of formulas.
    math::understand(&mut meta, &mut body, report);
    headings::find_title(&mut meta, &mut body, report);
    splice_recommendations(&mut meta, &mut body);
    headings::level(&mut body, report);
    ids::make_unique(&mut meta, &mut body, report);
    let mut doubts = Doubts::default();
    let assets = pictures::load(&mut meta, &mut body, files, &mut doubts, report);
    tables::settle(&mut meta, &mut body, report);
    numbers::number(&mut meta, &mut body);
    let lang = meta.lang.clone().unwrap_or_else(|| "en".to_owned());
    let words = words::words(&lang, &meta, report);
    report.check()?;
    Ok(Article {
        meta,
        lang,
        words,
        body,
        assets,
        doubts,
    })
}

/// Fills what the front matter lacks from the options, and says what stays open.
fn complete(meta: &mut Meta, options: &ResolveOptions, report: &mut Report) {
    meta.date = meta.date.or(options.date);
    if meta.date.is_none() {
        report.problem(
            Code::MissingDate,
            None,
            "the article has no date, so its PDF cannot claim PDF/A",
        );
        report.hint("add `date: 2025-06-01` to the front matter, or pass `--date`");
    }
    if meta.lang.is_none() {
        meta.lang = options.lang.as_deref().and_then(language_tag);
    }
    if meta.lang.is_none() {
        report.problem(
            Code::MissingLang,
            None,
            "the article names no language; English is assumed",
        );
        report.hint("add `lang: en-GB` to the front matter, or pass `--lang`");
    }
}

/// Puts the front matter's recommendations where readers look for them: after the
/// argument and before the works cited.
fn splice_recommendations(meta: &mut Meta, body: &mut Vec<Block>) {
    let items = std::mem::take(&mut meta.recommendations);
    let Some(first) = items.iter().flatten().next() else {
        return;
    };
    let span = items
        .iter()
        .flatten()
        .fold(first.span, |all, block| all.to(block.span));
    let items = items
        .into_iter()
        .filter(|blocks| !blocks.is_empty())
        .map(|blocks| ListItem {
            span: blocks
                .iter()
                .fold(blocks[0].span, |all, block| all.to(block.span)),
            checked: None,
            blocks,
        })
        .collect();
    let list = Block::new(
        span,
        BlockKind::List {
            kind: ListKind::Ordered {
                start: 1,
                style: NumberStyle::Decimal,
                delimiter: Delimiter::Period,
            },
            tight: true,
            items,
        },
    );
    let callout = Block::new(
        span,
        BlockKind::callout(CalloutKind::Recommendations, Vec::new(), vec![list]),
    );
    let place = body
        .iter()
        .position(|block| match block.kind {
            BlockKind::Heading { role, .. } => match role {
                Role::References | Role::Appendix | Role::Acknowledgements => true,
                Role::Body | Role::Introduction | Role::Conclusion => false,
            },
            _ => false,
        })
        .unwrap_or(body.len());
    body.insert(place, callout);
}
