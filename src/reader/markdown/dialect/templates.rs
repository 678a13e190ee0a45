//! What site generators leave in a text: Liquid's `{% … %}` and `{{ … }}`, Hugo's
//! `{{< … >}}` and `{{% … %}}`. Pictures, boxes, films and code become what they are
//! here; of the rest, tags are left out with a warning, and the words between them stay.

mod known;
mod tag;

use super::{Prepared, Rewriter, parse};
use crate::diagnostic::{Code, Report};
use crate::reader::place::Place;
use known::{Known, known};
use pulldown_cmark::{Event, Tag};
use std::collections::BTreeMap;
use std::ops::Range;
use tag::{Kind, Template, templates};

/// How far back an address may have begun.
const LONGEST_ADDRESS: usize = 500;

impl Prepared<'_> {
    /// Says the templates of a text in other words.
    pub(super) fn rewrite_templates(&mut self, place: Place, report: &mut Report) {
        let text: &str = &self.source.text;
        if !text.contains("{{") && !text.contains("{%") {
            return;
        }
        let found = templates(text, &verbatim(text));
        if found.is_empty() {
            return;
        }
        let mut rewrite = Rewrite {
            text,
            partners: partners(&found),
            found,
            out: Rewriter::new(&self.source),
        };
        let mut at = 0;
        let mut left_out = Vec::new();
        while at < rewrite.found.len() {
            at = rewrite.one(at, &mut left_out);
        }
        let source = rewrite.out.finish();
        for (range, left) in left_out {
            let shown = shortened(&text[range.clone()]);
            let what = match left {
                Left::Nothing => "it is left out",
                Left::Words => "only its words are kept",
                Left::Whole => "it stays as text",
            };
            report.problem(
                Code::Template,
                place.span(self.source.origin(range)),
                format!("`{shown}` is for a site generator; {what}"),
            );
            report.hint("write what a reader should see in its place, or remove it");
        }
        self.source = source;
    }
}

/// What stays of a template that only a site generator understands.
enum Left {
    Nothing,
    Words,
    Whole,
}

struct Rewrite<'w, 'a> {
    text: &'w str,
    found: Vec<Template>,
    /// For every opening tag the closing one, and the other way round.
    partners: BTreeMap<usize, usize>,
    out: Rewriter<'w, 'a>,
}

impl Rewrite<'_, '_> {
    /// Takes the template at `index`; the index of the next. What is left out is noted,
    /// with what of it stays.
    fn one(&mut self, index: usize, left_out: &mut Vec<(Range<usize>, Left)>) -> usize {
        let template = self.found[index].clone();
        let range = template.range.clone();
        let partner = self.partners.get(&index).copied();
        if self.is_address(range.start) {
            let address = known::address(&template);
            if address.is_none() {
                left_out.push((range.clone(), Left::Nothing));
            }
            self.out.replace(range, address.unwrap_or_default());
            return index + 1;
        }
        let closes = template.closes || partner.is_some_and(|partner| partner < index);
        if closes && partner.is_none() {
            left_out.push((range.clone(), Left::Nothing));
            self.out.replace(range, "");
            return index + 1;
        }
        let opening = match partner {
            Some(partner) if closes => &self.found[partner],
            _ => &template,
        };
        match known(opening, partner.is_some()) {
            Known::Untouched => {}
            Known::Text => left_out.push((range, Left::Whole)),
            Known::Words(_) if closes => self.out.replace(range, ""),
            Known::Words(words) => {
                let text = if self.is_alone(&range) {
                    self.lines_around(&range, &[words])
                } else {
                    words
                };
                left_out.push((range.clone(), Left::Words));
                self.out.replace(range, &text);
            }
            Known::Markdown(markdown) => self.out.replace(range, &markdown),
            Known::Picture(markdown) if self.is_at_an_edge(&range) => {
                let text = self.lines_around(&range, &[markdown]);
                self.out.replace(range, &text);
            }
            Known::Picture(markdown) => self.out.replace(range, &markdown),
            Known::Block(lines) => {
                let text = self.lines_around(&range, &lines);
                self.out.replace(range, &text);
            }
            Known::Division(open) => {
                let tag = if closes { "</div>".to_string() } else { open };
                let text = self.lines_around(&range, &[tag]);
                self.out.replace(range, &text);
            }
            Known::Mark => self.out.replace(range, if closes { "</mark>" } else { "<mark>" }),
            Known::Code(language) => return self.code(index, partner.unwrap_or(index), &language),
            Known::Raw => {
                self.out.replace(range, "");
                if let Some(partner) = partner {
                    self.out.replace(self.found[partner].range.clone(), "");
                    return partner.max(index) + 1;
                }
            }
            Known::Comment => {
                let end = partner.map_or(range.end, |partner| self.found[partner].range.end);
                self.out.replace(range.start..end.max(range.end), "");
                return partner.map_or(index, |partner| partner.max(index)) + 1;
            }
            Known::Nothing => {
                if !closes {
                    left_out.push((range.clone(), Left::Nothing));
                }
                self.out.replace(range, "");
            }
            Known::Quietly => self.out.replace(range, ""),
        }
        index + 1
    }

    /// Whether nothing else stands on a template's line.
    fn is_alone(&self, range: &Range<usize>) -> bool {
        let before = self.text[..range.start].rsplit('\n').next().unwrap_or_default();
        let after = self.text[range.end..].split('\n').next().unwrap_or_default();
        before.trim().is_empty() && after.trim().is_empty()
    }

    /// Whether a template begins or ends a paragraph of one line, or ends a heading. Site
    /// generators set pictures there beside the text; here they stand before or after it.
    fn is_at_an_edge(&self, range: &Range<usize>) -> bool {
        let line = self.text[..range.start]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        let (above, before) = (&self.text[..line], &self.text[line..range.start]);
        let (after, below) = self.text[range.end..]
            .split_once('\n')
            .unwrap_or((&self.text[range.end..], ""));
        let is_empty = |line: Option<&str>| line.is_none_or(|line| line.trim().is_empty());
        if !is_empty(above.lines().next_back()) || before.trim().is_empty() == after.trim().is_empty() {
            return false;
        }
        if before.trim().is_empty() {
            // Before another template it may be one of several pictures side by side.
            return before.len() < 4 && !after.trim_start().starts_with(['{', '!', '<']);
        }
        is_empty(below.lines().next())
            && before.starts_with(|char: char| char.is_alphabetic() || "#\"“‘'".contains(char))
            && !before.trim_end().ends_with(['}', ')', '|', '>'])
    }

    /// A block in the place of a template, with empty lines around it.
    fn lines_around(&self, range: &Range<usize>, lines: &[String]) -> String {
        let start = self.text[..range.start]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        let before = &self.text[start..range.start];
        let prefix: String = before
            .chars()
            .take(64)
            .take_while(|char| matches!(char, ' ' | '\t' | '>'))
            .collect();
        let alone = prefix.len() == before.len();
        let mut text = String::new();
        if !alone {
            text.push('\n');
            text.push_str(prefix.trim_end());
            text.push('\n');
            text.push_str(&prefix);
        }
        text.push_str(&lines.join(&format!("\n{prefix}")));
        text.push('\n');
        text.push_str(prefix.trim_end());
        let rest = &self.text[range.end..];
        if !rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) {
            text.push('\n');
            text.push_str(&prefix);
        }
        text
    }

    /// `{% highlight rust %}` … `{% endhighlight %}`.
    fn code(&mut self, index: usize, partner: usize, language: &str) -> usize {
        let open = self.found[index].range.clone();
        let close = self.found[partner].range.clone();
        if partner <= index {
            self.out.replace(open, "");
            return index + 1;
        }
        let code = &self.text[open.end..close.start];
        let longest = code.split(|char| char != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.out.replace(open.clone(), &format!("\n{fence}{language}"));
        if !code.trim_start_matches([' ', '\t', '\r']).starts_with('\n') {
            self.out.replace(open.end..open.end, "\n");
        }
        let newline = if code.ends_with('\n') { "" } else { "\n" };
        self.out.replace(close, &format!("{newline}{fence}\n"));
        partner + 1
    }

    /// Whether an address is being written at `at`: a link's, or an attribute's.
    fn is_address(&self, at: usize) -> bool {
        let mut from = at.saturating_sub(LONGEST_ADDRESS);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let before = &self.text[from..at];
        let line = before.rsplit('\n').next().unwrap_or_default();
        let begins = |mark: &str| {
            line.rfind(mark).is_some_and(|found| {
                let begun = &line[found + mark.len()..];
                // A template before this one is part of the address too.
                !begun.contains([')', '>']) || begun.contains("}}") && !begun.contains(')')
            })
        };
        if begins("](") || line.trim_end().ends_with("]:") {
            return true;
        }
        before.rfind('<').is_some_and(|open| {
            let tag = &before[open..];
            let quoted = tag.rfind("=\"").is_some_and(|at| !tag[at + 2..].contains('"'))
                || tag.rfind("='").is_some_and(|at| !tag[at + 2..].contains('\''));
            quoted && tag[1..].starts_with(|char: char| char.is_ascii_alphabetic())
        })
    }
}

/// Code: templates in it are an example of themselves.
fn verbatim(text: &str) -> Vec<Range<usize>> {
    parse(text)
        .into_iter()
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::CodeBlock(_)) | Event::Code(_) => Some(range),
            _ => None,
        })
        .collect()
}

/// Which closing tag belongs to which opening one.
fn partners(found: &[Template]) -> BTreeMap<usize, usize> {
    let mut open: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut partners = BTreeMap::new();
    for (index, template) in found.iter().enumerate() {
        if matches!(template.kind, Kind::Variable) {
            continue;
        }
        let waiting = open.entry(&template.name).or_default();
        if !template.closes {
            waiting.push(index);
        } else if let Some(opening) = waiting.pop() {
            partners.insert(opening, index);
            partners.insert(index, opening);
        }
    }
    partners
}

fn shortened(template: &str) -> String {
    let line = template.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 60 {
        return line;
    }
    line.chars().take(59).chain(['…']).collect()
}
