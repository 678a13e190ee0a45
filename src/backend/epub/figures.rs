//! Pictures, alone or in figures.

use super::text::Text;
use crate::model::{AssetId, Credit, Inline, Media, Panel, Picture};

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
        for panel in panels {
            if panel.caption.is_empty() && panel.id.is_empty() {
                self.picture(&panel.picture, "", &label);
                continue;
            }
            let id = self.own_id(&format!("panel-{}-{}", self.rank(), panel.id));
            self.xml.start("div", &[("class", "panel"), ("id", &id)]);
            self.picture(&panel.picture, "", &label);
            if !panel.caption.is_empty() {
                self.xml.start("p", &[("class", "panel-caption")]);
                self.inlines(&panel.caption);
                self.xml.end();
            }
            self.xml.end();
        }
        self.xml.end_line();
        if !caption.is_empty() || number.is_some() {
            self.xml.start("figcaption", &[]);
            self.begin_own_text();
            if let Some(number) = number {
                self.label(&self.article.words.figure, number);
            }
            self.inlines(caption);
            self.end_own_text();
            self.xml.end_line();
        }
        self.credit(credit);
        self.xml.end_line();
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
        for (class, words) in [("source", &credit.source), ("note", &credit.note)] {
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

    /// What stands for a picture that cannot be shown: which one, and what it showed.
    fn placeholder(&mut self, picture: &Picture) {
        self.xml.start("span", &[("class", "missing-picture")]);
        self.xml.text(&format!("{} ", self.article.words.missing_picture));
        self.xml.element("code", &[], &picture.src);
        if let Some(alt) = picture.alt.as_deref().filter(|alt| !alt.trim().is_empty()) {
            self.xml.text(&format!(" {alt}"));
        }
        self.xml.end();
    }
}
