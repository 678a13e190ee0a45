//! From [`Draft`] to [`Article`]: everything that both outputs must agree on.
//!
//! One pass a concern, in an order that matters: the title may eat a heading, headings
//! settle before ids, ids before links, citations before pictures and numbers, numbers
//! before references. Every pass reports at
//! the author's own place and leaves something that can be shown.
//!
//! To add a check: see `checks.rs`.

mod addresses;
mod attachments;
mod checks;
mod citations;
mod drawing;
mod headings;
mod house;
mod ids;
mod long;
mod math;
mod measure;
mod numbers;
mod pictures;
mod quotes;
mod recommended;
mod references;
mod tables;
mod walk;
mod words;

pub use house::house;

use crate::diagnostic::{Code, Failed, Report, Source};
use crate::files::Files;
use crate::model::{
    Article, Block, BlockKind, CalloutKind, Date, Delimiter, Doubts, Draft, Inline, ListItem, ListKind, Meta,
    NumberStyle, Role, language_tag, plain,
};

/// What the user says from outside the article. Every field is meaningful on its own.
#[derive(Debug, Clone, Default)]
pub struct ResolveOptions {
    /// The date of an article that names none. Default: `None`.
    pub date: Option<Date>,
    /// The language of an article that names none, as BCP 47. Default: `None`.
    pub lang: Option<String>,
    /// Whether to put the article's own file inside the PDF, whatever its front matter says.
    /// Default: `false`.
    pub attach_source: bool,
}

/// Makes the promises of [`Article`] true.
///
/// # Errors
///
/// [`Failed`] if the article holds more than can be set, or if the report is strict and there
/// was a problem. Otherwise every problem has a placeholder and an article always comes out.
pub fn resolve(
    draft: Draft,
    files: &Files,
    options: &ResolveOptions,
    report: &mut Report,
) -> Result<Article, Failed> {
    let mut draft = draft;
    measure::check(&mut draft, report)?;
    let Draft { mut meta, mut body } = draft;
    complete(&mut meta, options, report);
    let lang = meta.lang.clone().unwrap_or_else(|| "en".to_owned());
    quotes::settle(&mut meta, &mut body, &lang);
    // Before the title and ids, which take the words of formulas.
    math::understand(&mut meta, &mut body, report);
    headings::find_title(&mut meta, &mut body, report);
    find_abstract(&mut meta, &mut body);
    splice_recommendations(&mut meta, &mut body);
    headings::level(&mut body, report);
    addresses::complete(&mut meta, &mut body, report);
    let mut works = citations::Works::read(&meta.citing, files, report);
    let mut ids = ids::make_unique(&mut meta, &mut body, &works, report);
    let words = words::words(&lang, &meta, report);
    if !words.lang.starts_with("en") {
        // The field's English name is no heading for an article in another language.
        meta.key_messages_title = None;
    }
    if let Some(style) = citations::Style::find(&mut meta, &mut body, files, report) {
        if style.is_note() {
            citations::wrap(&mut meta, &mut body, &lang);
        }
        let formatted = citations::format(
            &mut meta,
            &mut body,
            &style,
            &mut works,
            &lang,
            &mut ids.used,
            report,
        );
        citations::place(formatted, &mut meta, &mut body, &words.references, &mut ids.used);
    }
    long::divide(&mut meta, &mut body, report);
    let mut doubts = Doubts::default();
    let assets = pictures::load(&mut meta, &mut body, files, &mut doubts, report);
    let attachments = attachments::load(&meta, files, report);
    tables::settle(&mut meta, &mut body, report);
    numbers::number(&mut meta, &mut body, &ids.given, &words.numerals);
    references::fill(&mut meta, &mut body, &lang, &words, report);
    let mut article = Article {
        meta,
        lang,
        words,
        body,
        assets,
        attachments,
        doubts,
    };
    article.doubts.missing_alt += checks::check(&article, report);
    report.check()?;
    Ok(article)
}

/// Puts the file that an article was read from among its attachments, if the front matter or
/// the options ask for it. Apart from [`resolve`], which never sees the file itself.
pub fn attach_source(article: &mut Article, source: &Source) {
    if article.meta.attach_source {
        attachments::source(article, source);
    }
}

/// Fills what the front matter lacks from the options, and says what stays open.
fn complete(meta: &mut Meta, options: &ResolveOptions, report: &mut Report) {
    meta.date = meta.date.or(options.date);
    meta.attach_source |= options.attach_source;
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

/// An abstract that the author wrote into the text is the summary, if the front matter has
/// none, and every layout has a place for it. One with a title of its own stays a box.
fn find_abstract(meta: &mut Meta, body: &mut Vec<Block>) {
    if !meta.summary.is_empty() {
        return;
    }
    let own_name = |title: &str| {
        let name = title.trim().trim_end_matches(':').to_lowercase();
        matches!(
            name.as_str(),
            "" | "abstract" | "summary" | "executive summary" | "tl;dr"
        )
    };
    let found = body.iter().position(|block| match &block.kind {
        BlockKind::Callout {
            kind: CalloutKind::Abstract,
            title,
            blocks,
            ..
        } => {
            own_name(&plain(title))
                && matches!(
                    blocks.first().map(|first| &first.kind),
                    Some(BlockKind::Paragraph { .. })
                )
        }
        _ => false,
    });
    let Some(at) = found else { return };
    if let BlockKind::Callout { id, mut blocks, .. } = body.remove(at).kind {
        // Links to the box arrive at its first words.
        if let Some(BlockKind::Paragraph { text }) = blocks.first_mut().map(|first| &mut first.kind)
            && !id.is_empty()
        {
            text.insert(0, Inline::Anchor { id });
        }
        meta.summary = blocks;
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
