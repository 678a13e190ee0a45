//! Pictures, alone or in figures.

use super::content::Shown;
use super::text::Text;
use super::xhtml;
use crate::model::{AssetId, Credit, Inline, Media, Panel, Picture, picture_on_web, plain};

/// How tall a picture among words can be and still be a sign, in pixels: three lines.
const SIGN: u32 = 48;
/// The share of the column below which a picture among words is one of them.
const SMALL: f64 = 0.25;

/// Where a picture stands in the book, seen from the pages.
pub(super) fn href(id: AssetId, media: Media) -> String {
    format!("images/{}.{}", id.0 + 1, media.extension())
}

impl<'a> Text<'a> {
    pub(super) fn figure(
        &mut self,
        id: &str,
        number: Option<&str>,
        panels: &'a [Panel],
        caption: &'a [Inline],
        credit: &'a Credit,
    ) {
        let id = self.id(id);
        self.show(Shown::Figure, &id, number, caption);
        self.break_here();
        self.xml.start("figure", &[("id", &id)]);
        self.xml.line();
        let words = &self.article.words;
        let label = match number {
            Some(number) => words.numbered(&words.figure, number),
            None => words.figure.clone(),
        };
        let class = if panels.len() > 1 {
            "pictures several"
        } else {
            "pictures"
        };
        self.xml.start("div", &[("class", class)]);
        let letters = letters(panels);
        for (place, panel) in panels.iter().enumerate() {
            if panels.len() == 1 && panel.caption.is_empty() && panel.id.is_empty() {
                self.picture(&panel.picture, "", &label);
                continue;
            }
            self.panel(panel, letters.then_some(place), &label);
        }
        self.xml.end_line();
        let captioned = !caption.is_empty() || number.is_some();
        if captioned || !credit.source.is_empty() || !credit.note.is_empty() {
            self.xml.start("figcaption", &[]);
            if captioned {
                self.begin_own_text();
                if let Some(number) = number {
                    self.label(&self.article.words.figure, number);
                }
                self.inlines(caption);
                self.end_own_text();
            }
            self.credit(credit);
            self.xml.end_line();
        }
        self.xml.end_line();
    }

    /// One of several pictures. Each gets room as its picture is wide for its height, so
    /// that those of one line are equally tall.
    fn panel(&mut self, panel: &'a Panel, letter: Option<usize>, label: &str) {
        let shape = panel.picture.asset.map_or(1.5, |id| {
            let asset = self.article.asset(id);
            f64::from(asset.width.max(1)) / f64::from(asset.height.max(1))
        });
        let shape = shape.clamp(0.4, 2.6);
        let style = format!("flex: {shape:.2} {shape:.2} {:.1}em", shape * 8.0);
        let id;
        let mut attributes = vec![("class", "panel"), ("style", style.as_str())];
        if !panel.id.is_empty() {
            id = self.id(&panel.id);
            attributes.push(("id", &id));
        }
        self.xml.start("div", &attributes);
        self.picture(&panel.picture, "", label);
        let letter = letter.filter(|_| !begins_with_letter(&plain(&panel.caption)));
        if !panel.caption.is_empty() || letter.is_some() {
            self.xml.start("p", &[("class", "panel-caption")]);
            if let Some(place) = letter {
                self.xml
                    .element("span", &[("class", "label")], &format!("({})", letter_of(place)));
                self.xml.text(" ");
            }
            self.inlines(&panel.caption);
            self.xml.end();
        }
        self.xml.end();
    }

    /// What stands in front of a caption: "Table 1. ".
    pub(super) fn label(&mut self, name: &str, number: &str) {
        let words = self.article.words.label(name, number);
        let label = words.trim_end();
        let mut attributes = vec![("class", "label")];
        attributes.extend(self.lang_of_words());
        self.xml.element("span", &attributes, label);
        self.xml.text(&words[label.len()..]);
    }

    /// The small lines below a table or a figure.
    pub(super) fn credit(&mut self, credit: &'a Credit) {
        for (class, words) in [("credit source", &credit.source), ("credit note", &credit.note)] {
            if !words.is_empty() {
                self.xml.start("p", &[("class", class)]);
                self.inlines(words);
                self.xml.end_line();
            }
        }
    }

    /// A picture. Without words of the author's it is called `name`, which is honest and
    /// valid, and the book does not claim to describe its pictures. The caption does not
    /// stand in: it would be read twice.
    pub(super) fn picture(&mut self, picture: &Picture, class: &str, name: &str) {
        let Some(id) = picture.asset else {
            return self.placeholder(picture);
        };
        self.pictures.assets.insert(id);
        let asset = self.article.asset(id);
        let alt = match picture.alt.as_deref().map(str::trim) {
            None => {
                self.pictures.undescribed += 1;
                name
            }
            Some("") => {
                self.pictures.decorative += 1;
                ""
            }
            Some(alt) => {
                self.pictures.described += 1;
                alt
            }
        };
        let (width, height) = (asset.width.to_string(), asset.height.to_string());
        let src = href(id, asset.media);
        let mut attributes = vec![("src", src.as_str()), ("alt", alt)];
        if !class.is_empty() {
            attributes.push(("class", class));
        }
        let style;
        match picture.width.filter(|share| share.is_finite() && *share > 0.0) {
            Some(share) => {
                style = format!("width: {}%", (share * 100.0).clamp(1.0, 100.0).round());
                attributes.push(("style", &style));
            }
            // The proportions let a page be set before its pictures are read.
            None if asset.width > 0 && asset.height > 0 => {
                attributes.extend([("width", width.as_str()), ("height", height.as_str())]);
            }
            None => {}
        }
        self.xml.empty("img", &attributes);
    }

    /// A picture among words: a small one is a sign, a large one has a line to itself.
    pub(super) fn picture_in_line(&mut self, picture: &Picture) {
        let height = picture.asset.map_or(0, |id| self.article.asset(id).height);
        let is_sign = height <= SIGN || picture.width.is_some_and(|share| share < SMALL);
        let class = if is_sign { "inline" } else { "inline large" };
        self.picture(picture, class, &self.article.words.figure);
    }

    /// What stands for a picture that cannot be shown: which one, and what it showed.
    fn placeholder(&mut self, picture: &Picture) {
        self.xml.start("span", &[("class", "missing-picture")]);
        self.xml.text(&format!("{} ", self.article.words.missing_picture));
        match picture_on_web(&picture.src).and_then(|address| xhtml::href(&address)) {
            Some(href) => {
                self.xml.start("a", &[("class", "external"), ("href", &href)]);
                self.xml.element("code", &[], &picture.src);
                self.xml.end();
            }
            None => self.xml.element("code", &[], &picture.src),
        }
        if let Some(alt) = picture.alt.as_deref().filter(|alt| !alt.trim().is_empty()) {
            self.xml.text(&format!(" — {alt}"));
        }
        self.xml.end();
    }
}

/// Whether panels are told apart by letters: as soon as one of them is spoken of.
fn letters(panels: &[Panel]) -> bool {
    panels.len() > 1
        && panels
            .iter()
            .any(|panel| !panel.caption.is_empty() || !panel.id.is_empty())
}

/// Whether an author has written the letter already: `(a)` or `a)`.
fn begins_with_letter(caption: &str) -> bool {
    let mut chars = caption.strip_prefix('(').unwrap_or(caption).chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next() == Some(')')
}

/// a, b, … z, aa, ab, …
fn letter_of(place: usize) -> String {
    let letter = char::from(b'a' + u8::try_from(place % 26).unwrap_or(0));
    match place / 26 {
        0 => letter.to_string(),
        more => letter_of(more - 1) + &letter.to_string(),
    }
}
