//! What has a node of its own in the line: links, pictures, code, short forms, and what
//! plays or is shown from elsewhere.

use super::FRAME;
use super::attributes::picture;
use super::convert::{Converter, report_dropped};
use super::words::take_notes_and_pictures;
use crate::diagnostic::Code;
use crate::model::{Inline, Target, plain};
use crate::reader::links;
use crate::reader::markdown::push;
use scraper::ElementRef;

impl Converter<'_, '_> {
    /// Links, pictures, code: what has its own node.
    pub(super) fn special(&mut self, el: ElementRef<'_>, name: &str, out: &mut Vec<Inline>) {
        let span = self.met(name);
        match name {
            "br" => out.push(Inline::LineBreak),
            "wbr" => push(out, Inline::text("\u{200b}")),
            "img" => {
                self.anchor(el, out);
                match picture(el, span) {
                    Some(picture) => {
                        if let Some(title) = el.attr("title").filter(|title| !title.trim().is_empty()) {
                            self.titles.insert(picture.src.clone(), title.trim().to_string());
                        }
                        out.push(Inline::Image { picture });
                    }
                    None => {
                        self.report.problem(
                            Code::Picture,
                            span,
                            "this picture has no address; its description is kept",
                        );
                        self.report.hint("write `src=\"…\"`");
                        push(out, Inline::text(el.attr("alt").unwrap_or_default()));
                    }
                }
            }
            "abbr" | "acronym" => {
                self.anchor(el, out);
                let content = self.phrasing(*el);
                let title = el.attr("title").map(str::trim).filter(|title| !title.is_empty());
                let content = match title {
                    Some(title) if !content.is_empty() => vec![Inline::Abbreviation {
                        title: title.to_string(),
                        content,
                    }],
                    _ => content,
                };
                self.push_in_language(el, content, out);
            }
            "a" => {
                self.anchor(el, out);
                let content = self.phrasing(*el);
                let inlines = match el.attr("href") {
                    Some(href) => links::link(href, span, content, self.report),
                    None => content,
                };
                self.push_in_language(el, inlines, out);
            }
            "q" => {
                self.anchor(el, out);
                // Resolving makes them the marks of the language.
                let mut content = vec![Inline::text("\"")];
                self.phrasing(*el)
                    .into_iter()
                    .for_each(|inline| push(&mut content, inline));
                push(&mut content, Inline::text("\""));
                self.push_in_language(el, content, out);
            }
            _ => {
                self.anchor(el, out);
                let content = self.phrasing(*el);
                let text = plain(&content);
                if !text.is_empty() {
                    out.push(match name {
                        "kbd" => Inline::Keyboard { text },
                        _ => Inline::Code { text },
                    });
                }
                take_notes_and_pictures(content, out);
            }
        }
    }

    /// Something that plays or is shown from elsewhere: what can be read of it, and where
    /// it is.
    pub(super) fn media(&mut self, el: ElementRef<'_>, name: &str, out: &mut Vec<Inline>) {
        let name = if el.attr(FRAME).is_some() { "iframe" } else { name };
        let span = self.met(name);
        self.anchor(el, out);
        let source = || el.child_elements().find_map(|part| part.attr("src"));
        let address = el.attr("src").or_else(|| el.attr("data")).or_else(source);
        let address = address.map(str::trim).filter(|address| !address.is_empty());
        // What stands in an `iframe` is for browsers that know none.
        let content = if name == "iframe" {
            Vec::new()
        } else {
            self.phrasing(*el)
        };
        let Some(address) = address else {
            if content.is_empty() {
                report_dropped(name, span, self.report);
            } else {
                self.report_unknown(name, span);
            }
            content.into_iter().for_each(|inline| push(out, inline));
            return;
        };
        let title = el.attr("title").or_else(|| el.attr("aria-label")).map(str::trim);
        let shown = title.filter(|title| !title.is_empty()).unwrap_or(address);
        let words = vec![Inline::text(shown)];
        let message = match links::target(address) {
            Ok(target @ (Target::Url(_) | Target::Internal(_))) => {
                out.push(Inline::Link {
                    span,
                    target,
                    content: words,
                });
                "a link to it stands in its place"
            }
            Ok(Target::Relative(_)) | Err(_) => {
                words.into_iter().for_each(|inline| push(out, inline));
                "its address stands in its place"
            }
        };
        self.report.problem(
            Code::HtmlDropped,
            span,
            format!("`<{name}>` cannot be shown in a document; {message}"),
        );
        self.report
            .hint("write what a reader should see in its place, and link to it");
        if !plain(&content).trim().is_empty() {
            push(out, Inline::text(" "));
        }
        content.into_iter().for_each(|inline| push(out, inline));
    }
}
