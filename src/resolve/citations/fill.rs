//! What was formatted, put into the text: with its links, the words around each work, and
//! the keys of works that are not there.

use super::{Seen, Site, WorkNames, shown};
use crate::diagnostic::Span;
use crate::model::{Cited, CitedForm, Inline, Target};
use crate::resolve::walk::Pass;
use hayagriva::ElemChildren;
use std::collections::BTreeMap;

/// Puts what was formatted into the text.
pub(super) struct Fill {
    pub sites: std::vec::IntoIter<(Site, Option<ElemChildren>)>,
    pub names: BTreeMap<String, WorkNames>,
    /// Whether citations lead to works.
    pub links: bool,
    /// Whether works lead back.
    pub anchors: bool,
    /// Whether works are cited by author and year.
    pub author_date: bool,
}

impl Pass for Fill {
    fn inline(&mut self, inline: &mut Inline) {
        let Inline::Citation { span, items, content } = inline else {
            return;
        };
        let Some((site, rendered)) = self.sites.next() else {
            return;
        };
        let in_text = site.is_in_text();
        let found: Vec<usize> = (0..site.items.len())
            .filter(|&at| site.items[at].item.is_some())
            .collect();
        let mut shown = Vec::new();
        if let Some(mut rendered) = rendered {
            shown::without_names(&mut rendered, &|index| {
                let at = found.get(index).copied();
                at.is_some_and(|at| site.items[at].form == CitedForm::YearOnly)
            });
            // "Jervis (1989)" from "(Jervis 1989)".
            let names = match in_text && self.author_date {
                true => shown::take_names(&mut rendered),
                false => None,
            };
            let mut wrap = Leads {
                span: *span,
                found: &found,
                items,
                fill: self,
                in_text,
            };
            shown = shown::inlines(&rendered, site.span, &mut wrap);
            if let Some(names) = names {
                let mut before = Vec::new();
                shown::one(&names, site.span, &mut shown::Bare, &mut before);
                shown::push(&mut before, Inline::text(" "));
                shown = shown::with_words_before(before, shown);
            }
        }
        let lost: Vec<&Seen> = site.items.iter().filter(|seen| seen.item.is_none()).collect();
        if !lost.is_empty() {
            if !shown.is_empty() {
                shown::push(&mut shown, Inline::text(" "));
            }
            let (open, close) = if in_text { ("", "") } else { ("(", ")") };
            let keys: Vec<String> = lost.iter().map(|seen| format!("@{}?", seen.key)).collect();
            shown::push(&mut shown, Inline::text(open));
            shown::push(
                &mut shown,
                Inline::Strong {
                    content: vec![Inline::text(keys.join("; "))],
                },
            );
            shown::push(&mut shown, Inline::text(close));
        }
        // What stands around the works is part of what is shown now.
        for item in items.iter_mut() {
            item.prefix.clear();
            item.suffix.clear();
        }
        if !shown.is_empty() {
            *content = shown;
        }
    }
}

/// Gives each work of a citation its link and the words around it.
struct Leads<'a, 'b> {
    span: Span,
    found: &'a [usize],
    items: &'a [Cited],
    fill: &'b mut Fill,
    in_text: bool,
}

impl shown::Wrap for Leads<'_, '_> {
    fn entry(&mut self, index: usize, content: Vec<Inline>) -> Vec<Inline> {
        let Some(cited) = self.found.get(index).map(|&at| &self.items[at]) else {
            return content;
        };
        let mut all = Vec::new();
        if !cited.prefix.is_empty() {
            cited
                .prefix
                .iter()
                .for_each(|inline| shown::push(&mut all, inline.clone()));
            shown::push(&mut all, Inline::text(" "));
        }
        if let Some(names) = self.fill.names.get_mut(&cited.key) {
            if self.fill.anchors && !names.used {
                names.used = true;
                all.push(Inline::Anchor {
                    id: names.back.clone(),
                });
            }
            if self.fill.links {
                all.push(Inline::Link {
                    span: self.span,
                    target: Target::Internal(names.id.clone()),
                    content: unlinked(content),
                });
            } else {
                content
                    .into_iter()
                    .for_each(|inline| shown::push(&mut all, inline));
            }
        } else {
            content
                .into_iter()
                .for_each(|inline| shown::push(&mut all, inline));
        }
        if !cited.suffix.is_empty() {
            let starts = crate::model::plain(&cited.suffix);
            let close = starts.starts_with([',', '.', ';', ':', ')', ' ', '\u{a0}']) || starts.is_empty();
            if !close || self.in_text {
                shown::push(&mut all, Inline::text(if close { "" } else { " " }));
            }
            cited
                .suffix
                .iter()
                .for_each(|inline| shown::push(&mut all, inline.clone()));
        }
        all
    }
}

/// A link holds no link: addresses within are words.
fn unlinked(content: Vec<Inline>) -> Vec<Inline> {
    let mut all = Vec::new();
    for inline in content {
        match inline {
            Inline::Link { content, .. } => unlinked(content)
                .into_iter()
                .for_each(|inline| shown::push(&mut all, inline)),
            mut other => {
                if let Some(content) = other.content_mut() {
                    *content = unlinked(std::mem::take(content));
                }
                shown::push(&mut all, other);
            }
        }
    }
    all
}
