//! Addresses that are relative to where the article stands on the web.
//!
//! On a site `[the annex](../annex/)` leads from page to page. A document has no such
//! place of its own, but the front matter's `url` names one: then the link is made whole.
//! Without it the words stay and the link goes, with a finding.

use super::walk::{self, Pass};
use crate::diagnostic::{Code, Report, Span};
use crate::model::{Block, Inline, LONGEST_ADDRESS, Meta, Target};
use url::Url;

/// Makes every relative address absolute, or takes the link away.
pub(super) fn complete(meta: &mut Meta, body: &mut [Block], report: &mut Report) {
    let base = meta.url.as_deref().and_then(|url| Url::parse(url).ok());
    walk::article(meta, body, &mut Addresses { base, report });
}

struct Addresses<'a> {
    base: Option<Url>,
    report: &'a mut Report,
}

impl Pass for Addresses<'_> {
    fn inlines(&mut self, inlines: &mut Vec<Inline>, _near: Span) {
        let is_relative = |inline: &Inline| {
            matches!(
                inline,
                Inline::Link {
                    target: Target::Relative(_),
                    ..
                }
            )
        };
        if !inlines.iter().any(is_relative) {
            return;
        }
        let mut done = Vec::with_capacity(inlines.len());
        for inline in std::mem::take(inlines) {
            let Inline::Link {
                span,
                target: Target::Relative(address),
                content,
            } = inline
            else {
                done.push(inline);
                continue;
            };
            let whole = self.base.as_ref().and_then(|base| base.join(&address).ok());
            let whole = whole.filter(|url| url.as_str().len() <= LONGEST_ADDRESS);
            match whole {
                Some(url) => done.push(Inline::Link {
                    span,
                    target: Target::Url(url.into()),
                    content,
                }),
                None => {
                    self.report_lost(&address, span);
                    done.extend(content);
                }
            }
        }
        *inlines = done;
    }
}

impl Addresses<'_> {
    fn report_lost(&mut self, address: &str, span: Span) {
        let shown: String = address.chars().take(80).collect();
        let more = if shown.len() < address.len() { "…" } else { "" };
        self.report.problem(
            Code::MissingTarget,
            span,
            format!("`{shown}{more}` leads to a file beside the article, which a document cannot reach; the words stay without a link"),
        );
        self.report.hint(
            "write the full address, with `https://` in front, or name the article's own address in the front matter: `url: https://…`",
        );
    }
}
