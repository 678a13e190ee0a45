//! What stands around the text: a title that fits the running head, a summary.

use super::running;
use crate::diagnostic::{Code, Report, Span};
use crate::model::phrases::{Phrases, folded};
use crate::model::{Article, Block, BlockKind, CalloutKind, plain};

/// How many characters the running head takes on one line: the title, the house and the
/// kind of paper.
const RUNNING_HEAD: usize = 130;

/// The longest title that a catalogue shows whole, in characters.
const CATALOGUE: usize = 120;

/// How many words a paper may have before readers want a summary.
const SHORT: usize = 1500;

pub(super) fn check(article: &Article, phrases: &Phrases, report: &mut Report) {
    let meta = &article.meta;
    let place = Some(meta.span).filter(|span| *span != Span::default());
    let title = plain(&meta.title);
    let length = title.chars().count();
    let beside: usize = [&meta.publisher, &meta.genre]
        .into_iter()
        .flatten()
        .map(|words| words.chars().count() + 3)
        .sum();
    let room = RUNNING_HEAD.saturating_sub(beside);
    if meta.short_title.is_none() && length > room {
        report.note(
            Code::LongTitle,
            place,
            format!("the title has {length} characters, and the running head has room for about {room}"),
        );
        report.words(title.trim());
        report.hint("add `short-title: …` to the front matter");
        if length > CATALOGUE && meta.subtitle.is_empty() {
            report.hint("move what explains the title into `subtitle: …`");
        }
    }
    let words = words(&article.body);
    if words > SHORT && !has_summary(article, phrases) {
        report.note(
            Code::MissingSummary,
            place,
            format!("this paper of about {} words has no summary", words / 100 * 100),
        );
        report.hint("add `abstract: …` or `key-messages:` to the front matter");
    }
}

fn has_summary(article: &Article, phrases: &Phrases) -> bool {
    let meta = &article.meta;
    if !meta.summary.is_empty() || !meta.key_messages.is_empty() {
        return true;
    }
    article.body.iter().any(|block| match &block.kind {
        BlockKind::Heading { text, .. } => phrases.names_summary(&folded(&plain(text))),
        BlockKind::Callout { kind, title, .. } => {
            matches!(kind, CalloutKind::Abstract | CalloutKind::KeyMessages)
                || phrases.names_summary(&folded(&plain(title)))
        }
        _ => false,
    })
}

/// About how many words; scripts without spaces write a word with two characters or so.
fn words(body: &[Block]) -> usize {
    let mut words = 0;
    running(body, &mut |block| {
        let text = plain(block.own_text());
        let dense = text.chars().filter(|&char| char >= '\u{3040}').count();
        words += text.split_whitespace().count() + dense / 2;
    });
    words
}
