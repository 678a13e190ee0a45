//! Pictures: alternative text that is none, and words that could be better.

use super::{each_inline, shortened};
use crate::diagnostic::{Code, Report, Span};
use crate::model::phrases::{Phrases, folded, is_file_name};
use crate::model::{Article, BlockKind, Inline, Picture, plain};

/// The longest alternative text that can be listened to in one go, in characters.
const LONGEST: usize = 250;

/// What is found in an alternative text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// Words that stand for the picture.
    Words,
    /// Words that could be better.
    Better,
    /// Nothing: whoever cannot see the picture is told no more than that it is there.
    Nothing,
}

/// Gives the number of pictures in the text whose alternative text says nothing.
pub(super) fn check(article: &Article, phrases: &Phrases, report: &mut Report) -> usize {
    let mut wordless = 0;
    if let Some(cover) = &article.meta.cover_image
        && let Some(alt) = &cover.alt
        && cover.asset.is_some()
    {
        words(alt, &cover.src, cover.span, phrases, report);
    }
    article.each_block(&mut |block| {
        if let BlockKind::Figure { panels, caption, .. } = &block.kind {
            let caption = folded(&plain(caption));
            for panel in panels {
                let own = folded(&plain(&panel.caption));
                let found = picture(
                    &panel.picture,
                    &[&caption, &own],
                    panels.len() > 1,
                    phrases,
                    report,
                );
                wordless += usize::from(found == Found::Nothing);
            }
        }
        for run in [block.own_text()].into_iter().chain(block.small_runs()) {
            each_inline(run, &mut |inline| {
                if let Inline::Image { picture } = inline {
                    let found = self::picture(picture, &[], false, phrases, report);
                    wordless += usize::from(found == Found::Nothing);
                }
            });
        }
    });
    wordless
}

fn picture(
    shown: &Picture,
    captions: &[&str],
    several: bool,
    phrases: &Phrases,
    report: &mut Report,
) -> Found {
    // Words for what cannot be shown are asked for once it can be.
    let Some(alt) = shown.alt.as_deref().filter(|_| shown.asset.is_some()) else {
        return Found::Words;
    };
    let found = words(alt, &shown.src, shown.span, phrases, report);
    if found != Found::Words {
        return found;
    }
    let alt = folded(alt);
    let repeats = |caption: &&&str| **caption == alt || several && caption.contains(&alt);
    if !alt.is_empty() && captions.iter().find(repeats).is_some() {
        report.note(
            Code::AltCaption,
            shown.span,
            "the alternative text of this picture only repeats its caption",
        );
        report.hint("say what the picture shows: `![caption](picture.png){alt=\"…\"}`");
        return Found::Better;
    }
    Found::Words
}

/// Judges the words themselves.
fn words(alt: &str, src: &str, span: Span, phrases: &Phrases, report: &mut Report) -> Found {
    let plain_alt = folded(alt);
    if plain_alt.is_empty() {
        return Found::Words;
    }
    let shown = shortened(alt.trim());
    if is_file_name(alt.trim(), src) {
        report.problem(
            Code::AltText,
            span,
            format!("the alternative text `{shown}` is the name of a file"),
        );
        report.hint("say in words what the picture shows; `alt=\"\"` marks decoration");
        return Found::Nothing;
    }
    if phrases.is_placeholder(&plain_alt) {
        report.problem(
            Code::AltText,
            span,
            format!("the alternative text `{shown}` does not say what the picture shows"),
        );
        report.hint("say in words what the picture shows; `alt=\"\"` marks decoration");
        return Found::Nothing;
    }
    if let Some(opener) = phrases.picture_of(&plain_alt) {
        report.note(
            Code::AltWording,
            span,
            format!("the alternative text says `{opener}`, which every reading program says itself"),
        );
        report.hint("leave these words out and begin with what is shown");
        return Found::Better;
    }
    let length = alt.chars().count();
    if length > LONGEST {
        report.note(
            Code::AltWording,
            span,
            format!("the alternative text has {length} characters, and listeners cannot go back within it"),
        );
        report.hint("say the main point in one or two sentences, and the rest in the text or a table");
        return Found::Better;
    }
    Found::Words
}
