//! Blocks: everything between two blank lines.

use super::notes::label;
use super::text::Text;
use super::xhtml::direction;
use super::xml::Attributes;
use crate::model::{
    Block, BlockKind, CalloutKind, Column, Definition, Delimiter, Inline, ListItem, ListKind, NumberStyle,
    Role, Work, plain,
};

/// The longest line of verse, in characters: a line of the printed column.
const VERSE: usize = 75;

impl<'a> Text<'a> {
    /// Blocks of which each heading begins a section that ends before the next heading of
    /// its level or a higher one.
    pub(super) fn sections(&mut self, blocks: &'a [Block]) {
        let around = self.depth;
        let mut open: Vec<u8> = Vec::new();
        for block in blocks {
            if let Some(cut) = self.cut_before(block.ordinal) {
                for _ in open.drain(..) {
                    self.xml.end_line();
                }
                self.next(cut.clone());
            }
            if let BlockKind::Heading {
                level,
                id,
                role,
                text,
                ..
            } = &block.kind
            {
                while open.last().is_some_and(|last| last >= level) {
                    open.pop();
                    self.xml.end_line();
                }
                open.push(*level);
                self.section(*level, *role, id, text);
            }
            self.block(block);
        }
        for _ in open {
            self.xml.end_line();
        }
        self.depth = around;
    }

    /// Blocks in a place where a heading begins no section of its own.
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    /// Blocks in a cell, an item or a description: a paragraph that stands alone needs no
    /// element of its own.
    pub(super) fn compact(&mut self, blocks: &'a [Block]) {
        if let [block] = blocks
            && let BlockKind::Paragraph { text } = &block.kind
        {
            self.enter(block.ordinal);
            self.own_text(text);
        } else {
            self.xml.line();
            self.blocks(blocks);
        }
    }

    pub(super) fn block(&mut self, block: &'a Block) {
        self.enter(block.ordinal);
        match &block.kind {
            BlockKind::Heading {
                level,
                id,
                number,
                numbered: _,
                role,
                text,
            } => self.heading(*level, id, number.as_deref(), *role, text),
            BlockKind::Paragraph { text } => {
                self.xml.start("p", paragraph_class(text));
                self.own_text(text);
                self.xml.end_line();
            }
            BlockKind::List { kind, tight, items } => self.list_of(*kind, *tight, items),
            BlockKind::Definitions { items } => self.definitions(items),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure {
                id,
                number,
                panels,
                caption,
                credit,
            } => self.figure(id, number.as_deref(), panels, caption, credit),
            BlockKind::Code { language, text } => self.code(language, text),
            BlockKind::Quote { blocks, attribution } => {
                self.xml.start("blockquote", &[]);
                self.xml.line();
                self.blocks(blocks);
                self.attribution(attribution);
                self.xml.end_line();
            }
            BlockKind::Callout { .. } => self.callout(block),
            BlockKind::Columns { columns } => self.columns(columns),
            BlockKind::Division { lang, blocks } => {
                let dir = direction(lang);
                self.xml
                    .start("div", &[("lang", lang), ("xml:lang", lang), ("dir", dir)]);
                self.xml.line();
                self.blocks(blocks);
                self.xml.end_line();
            }
            BlockKind::Math { id, number, formula } => self.display_math(id, number.as_deref(), formula),
            BlockKind::Bibliography { hanging, entries } => self.bibliography(*hanging, entries),
            BlockKind::PageBreak => {
                self.break_here();
                self.xml.empty("div", &[("class", "page-break")]);
                self.xml.line();
            }
            BlockKind::Break => {
                self.break_here();
                self.xml.empty("hr", &[]);
                self.xml.line();
            }
        }
    }

    /// Opens a section for the heading that follows. Only sections that are announced by
    /// a role carry a name: a landmark for each section would drown the real ones.
    fn section(&mut self, level: u8, role: Role, id: &str, text: &[Inline]) {
        let is_chapter = level == 1 && self.part().is_chapter();
        let chapter = is_chapter.then_some(("chapter", "doc-chapter"));
        let Some((epub_type, aria)) = semantics(role).or(chapter) else {
            self.xml.start("section", &[]);
            return self.xml.line();
        };
        if !self.announce(aria, &label(text)) {
            self.xml.start("section", &[]);
            return self.xml.line();
        }
        let id = self.id(id);
        self.xml.start(
            "section",
            &[
                ("epub:type", epub_type),
                ("role", aria),
                ("class", epub_type),
                ("aria-labelledby", &id),
            ],
        );
        self.xml.line();
    }

    fn heading(&mut self, level: u8, id: &str, number: Option<&str>, role: Role, text: &'a [Inline]) {
        let id = self.id(id);
        let words = label(text);
        // A break within a heading would be read out as a part of it.
        self.break_here();
        if words.is_empty() {
            // A heading of nothing helps no one, but links may lead here.
            self.xml.start("div", &[("id", &id)]);
            self.own_text(text);
            return self.xml.end_line();
        }
        let shown = number.map_or_else(|| words.clone(), |number| format!("{number} {words}"));
        let level = level.saturating_add(self.base);
        let entry = self.list(level, &id, &shown);
        if role == Role::References && self.places.bibliography.is_none() {
            self.places.bibliography = Some(entry);
        }
        self.depth = self.heading_depth(level);
        self.xml
            .start(HEADINGS[usize::from(self.depth) - 1], &[("id", &id)]);
        if let Some(number) = number {
            self.xml.element("span", &[("class", "number")], number);
            self.xml.text(" ");
        }
        self.own_text(text);
        self.xml.end_line();
    }

    /// The number of the `h` for a heading of that level below the title, which is the
    /// `h1`. A box can end deeper or higher than the text around it; none skips a number.
    fn heading_depth(&mut self, level: u8) -> u8 {
        let deepest = self.last_heading.saturating_add(1).min(6);
        self.last_heading = level.saturating_add(1).min(deepest);
        self.last_heading
    }

    /// Columns side by side where the screen has room, one after the other where not.
    fn columns(&mut self, columns: &'a [Column]) {
        self.xml.start("div", &[("class", "columns")]);
        self.xml.line();
        for column in columns {
            let style;
            let mut attributes = vec![("class", "column")];
            if let Some(share) = column.width.filter(|share| share.is_finite() && *share > 0.0) {
                style = format!("flex-grow: {}", (share * 100.0).clamp(1.0, 100.0).round());
                attributes.push(("style", &style));
            }
            self.xml.start("div", &attributes);
            self.xml.line();
            self.blocks(&column.blocks);
            self.xml.end_line();
        }
        self.xml.end_line();
    }

    fn list_of(&mut self, kind: ListKind, tight: bool, items: &'a [ListItem]) {
        if items.is_empty() {
            return;
        }
        let first;
        let class = list_class(kind, tight, &self.article.words.numerals);
        let (name, attributes): (_, Attributes<'_>) = match kind {
            ListKind::Bullet if items.iter().any(|item| item.checked.is_some()) => {
                ("ul", &[("class", "tasks")])
            }
            ListKind::Bullet => ("ul", &[]),
            ListKind::Ordered { start, style, .. } => {
                first = start.to_string();
                ("ol", &[("type", number_type(style)), ("start", &first)])
            }
        };
        // What every reading system assumes is not said.
        let said: Vec<_> = attributes
            .iter()
            .copied()
            .filter(|attribute| !matches!(attribute, ("type" | "start", "1")))
            .chain((!class.is_empty()).then_some(("class", class.as_str())))
            .collect();
        self.xml.start(name, &said);
        self.xml.line();
        for item in items {
            self.item(tight, item);
        }
        self.xml.end_line();
    }

    fn item(&mut self, tight: bool, item: &'a ListItem) {
        match item.checked {
            Some(_) => self.xml.start("li", &[("class", "task")]),
            None => self.xml.start("li", &[]),
        }
        let paragraphs = item
            .blocks
            .iter()
            .filter(|block| matches!(block.kind, BlockKind::Paragraph { .. }))
            .count();
        let mark = item
            .checked
            .map(|done| if done { "\u{2611}" } else { "\u{2610}" });
        let mut blocks = item.blocks.as_slice();
        // The mark and a tight item's words stand in the item itself.
        if let Some((first, rest)) = item.blocks.split_first()
            && let BlockKind::Paragraph { text } = &first.kind
        {
            let bare = tight && paragraphs == 1;
            self.enter(first.ordinal);
            if !bare {
                self.xml.start("p", paragraph_class(text));
            }
            self.task_mark(mark);
            self.own_text(text);
            if !bare {
                self.xml.end();
            }
            blocks = rest;
        } else {
            self.task_mark(mark);
        }
        if !blocks.is_empty() {
            self.xml.line();
        }
        self.blocks(blocks);
        self.xml.end_line();
    }

    /// A box, ticked or not, as a character that screen readers name in the reader's own
    /// language.
    fn task_mark(&mut self, mark: Option<&str>) {
        if let Some(mark) = mark {
            self.xml.element("span", &[("class", "task-mark")], mark);
            self.xml.text(" ");
        }
    }

    fn definitions(&mut self, items: &'a [Definition]) {
        if items.is_empty() {
            return;
        }
        self.xml.start("dl", &[]);
        self.xml.line();
        for item in items {
            self.xml.start("dt", &[]);
            self.compact(std::slice::from_ref(&item.term));
            self.xml.end_line();
            if item.descriptions.is_empty() {
                self.xml.empty("dd", &[]);
            }
            for blocks in &item.descriptions {
                self.xml.start("dd", &[]);
                self.compact(blocks);
                self.xml.end_line();
            }
        }
        self.xml.end_line();
    }

    fn code(&mut self, language: &str, text: &'a str) {
        // Code runs from left to right in every language.
        self.xml.start("pre", &[("dir", "ltr")]);
        let class = format!("language-{}", super::xhtml::anchor(language));
        match language.trim() {
            "" => self.xml.start("code", &[]),
            _ => self.xml.start("code", &[("class", &class)]),
        }
        self.begin_own_text();
        // Each line by itself, so that what runs over stands further in.
        let mut lines = text.split('\n').peekable();
        while let Some(line) = lines.next() {
            self.xml.start("span", &[("class", "line")]);
            self.words(line);
            if lines.peek().is_some() {
                self.words("\n");
            }
            self.xml.end();
        }
        self.end_own_text();
        self.xml.end();
        self.xml.end_line();
    }

    /// Whose words a quotation is.
    fn attribution(&mut self, attribution: &'a [Inline]) {
        if attribution.is_empty() {
            return;
        }
        self.xml.start("p", &[("class", "attribution")]);
        self.inlines(attribution);
        self.xml.end_line();
    }

    /// The works cited, each with a way back to where it is cited first. ARIA has retired
    /// the role of an entry, so the list is a list.
    fn bibliography(&mut self, hanging: bool, entries: &'a [Work]) {
        let labelled = entries.iter().any(|work| !work.label.is_empty());
        let class = match (labelled, hanging) {
            (true, _) => "works labelled",
            (false, true) => "works hanging",
            (false, false) => "works",
        };
        self.xml.start("ul", &[("class", class)]);
        self.xml.line();
        for work in entries {
            let id = self.id(&work.id);
            self.xml.start("li", &[("id", &id)]);
            if !work.label.is_empty() {
                self.xml.start("span", &[("class", "work-label")]);
                self.inlines(&work.label);
                self.xml.end();
                self.xml.text(" ");
            }
            self.compact(std::slice::from_ref(&work.entry));
            if let Some(back) = &work.back {
                self.xml.text("\u{a0}");
                let way = self.way_to(back);
                self.arrow_back(&way);
            }
            self.xml.end_line();
        }
        self.xml.end_line();
    }

    fn callout(&mut self, block: &'a Block) {
        let BlockKind::Callout {
            kind,
            id: anchor,
            number,
            title,
            blocks,
            attribution,
        } = &block.kind
        else {
            return;
        };
        let kind = *kind;
        let label_of = number
            .as_ref()
            .map(|number| format!("{} {number}", self.article.words.text_box));
        let name = kind_name(kind);
        let class = format!("callout {name}");
        let anchor = self.id(anchor);
        let id = self.own_id(&format!("{anchor}-title"));
        let own_word = self.article.words.callouts.get(name).map_or("", String::as_str);
        let (element, epub_type, role) = container(kind);
        let mut attributes = vec![("class", class.as_str()), ("id", anchor.as_str())];
        attributes.extend(epub_type.map(|value| ("epub:type", value)));
        attributes.extend(role.map(|value| ("role", value)));
        // A pull quote repeats the text: its kind needs no announcing, its title does.
        let titled = !title.is_empty()
            || label_of.is_some()
            || (kind != CalloutKind::PullQuote && !own_word.is_empty());
        let name = if title.is_empty() {
            own_word.to_owned()
        } else {
            label(title)
        };
        // What only repeats the text is seen, and not heard a second time.
        if self.repeats.contains(&block.ordinal) {
            self.break_here();
            attributes.push(("aria-hidden", "true"));
        }
        // A named section counts as a landmark; the other boxes are none.
        if titled && (element != "section" || self.announce(role.unwrap_or("region"), &name)) {
            attributes.push(("aria-labelledby", &id));
        }
        self.xml.start(element, &attributes);
        self.xml.line();
        let around = self.depth;
        if titled {
            self.callout_title(kind, label_of.as_deref(), title, own_word, &id);
        }
        self.sections(blocks);
        self.attribution(attribution);
        self.depth = around;
        self.xml.end_line();
    }

    /// The title of a box. What a hurried reader looks for is a heading and an entry in
    /// the contents; other boxes interrupt the text and are only named.
    fn callout_title(
        &mut self,
        kind: CalloutKind,
        label_of: Option<&str>,
        title: &'a [Inline],
        own_word: &str,
        id: &str,
    ) {
        let is_heading = match kind {
            CalloutKind::KeyMessages | CalloutKind::Recommendations | CalloutKind::CaseStudy => true,
            CalloutKind::Note
            | CalloutKind::Tip
            | CalloutKind::Important
            | CalloutKind::Warning
            | CalloutKind::Caution
            | CalloutKind::PullQuote
            | CalloutKind::Abstract
            | CalloutKind::Box => false,
        };
        self.break_here();
        if is_heading {
            let words = match title.is_empty() {
                true => own_word.to_owned(),
                false => label(title),
            };
            let listed = label_of.map_or_else(|| words.clone(), |label| format!("{label}. {words}"));
            match title.is_empty() {
                true => self.list_ours(self.depth, id, &listed),
                false => self.list(self.depth, id, &listed),
            };
            self.depth = self.heading_depth(self.depth);
            self.xml.start(
                HEADINGS[usize::from(self.depth) - 1],
                &[("class", "callout-title"), ("id", id)],
            );
        } else {
            self.xml.start("p", &[("class", "callout-title"), ("id", id)]);
        }
        // A title of the author's own does not say what kind of box it is.
        if !title.is_empty() && says_kind(kind) && label(title).to_lowercase() != own_word.to_lowercase() {
            self.xml.element("span", &[("class", "kind")], own_word);
            self.xml.text(" ");
        }
        // "Box 1" needs no word "Box" behind it.
        let alone = title.is_empty() && matches!(kind, CalloutKind::Box | CalloutKind::PullQuote);
        if let Some(label) = label_of {
            let stop = if alone { "" } else { "." };
            self.xml
                .element("span", &[("class", "label")], &format!("{label}{stop}"));
            self.xml.text(" ");
        }
        if title.is_empty() {
            if !(alone && label_of.is_some()) {
                self.xml.text(own_word);
            }
        } else {
            self.own_text(title);
        }
        self.xml.end_line();
    }
}

pub(super) const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// `epub:type` (EPUB 3 Structural Semantics) and `role` (DPUB-ARIA 1.1) of a section.
fn semantics(role: Role) -> Option<(&'static str, &'static str)> {
    match role {
        Role::Body => None,
        Role::Introduction => Some(("introduction", "doc-introduction")),
        Role::Conclusion => Some(("conclusion", "doc-conclusion")),
        Role::References => Some(("bibliography", "doc-bibliography")),
        Role::Appendix => Some(("appendix", "doc-appendix")),
        Role::Acknowledgements => Some(("acknowledgments", "doc-acknowledgments")),
    }
}

/// Element, `epub:type` and `role` of a box. ARIA in HTML allows `doc-notice` on a
/// `section` only, and `doc-tip`, `doc-example` and `doc-pullquote` on an `aside`.
fn container(kind: CalloutKind) -> (&'static str, Option<&'static str>, Option<&'static str>) {
    match kind {
        CalloutKind::Note | CalloutKind::Box => ("div", None, Some("note")),
        CalloutKind::Tip => ("aside", Some("tip"), Some("doc-tip")),
        CalloutKind::Important | CalloutKind::Warning | CalloutKind::Caution => {
            ("section", Some("notice"), Some("doc-notice"))
        }
        CalloutKind::KeyMessages | CalloutKind::Recommendations => ("section", None, None),
        CalloutKind::CaseStudy => ("aside", None, Some("doc-example")),
        CalloutKind::PullQuote => ("aside", Some("pullquote"), Some("doc-pullquote")),
        CalloutKind::Abstract => ("section", Some("abstract"), Some("doc-abstract")),
    }
}

/// The kind as JSON writes it: its key among the article's words, and its class.
fn kind_name(kind: CalloutKind) -> &'static str {
    match kind {
        CalloutKind::Note => "note",
        CalloutKind::Tip => "tip",
        CalloutKind::Important => "important",
        CalloutKind::Warning => "warning",
        CalloutKind::Caution => "caution",
        CalloutKind::KeyMessages => "key-messages",
        CalloutKind::Recommendations => "recommendations",
        CalloutKind::CaseStudy => "case-study",
        CalloutKind::PullQuote => "pull-quote",
        CalloutKind::Abstract => "abstract",
        CalloutKind::Box => "box",
    }
}

/// The class of a list: loose, or with numbers that `type` cannot say.
fn list_class(kind: ListKind, tight: bool, numerals: &str) -> String {
    let mut classes = Vec::new();
    match kind {
        ListKind::Bullet => {}
        ListKind::Ordered { style, delimiter, .. } => {
            if !tight {
                classes.push("loose");
            }
            match delimiter {
                Delimiter::Period => {}
                Delimiter::Parenthesis => classes.push("parenthesis"),
                Delimiter::Parentheses => classes.push("parentheses"),
            }
            match (style, numerals) {
                (NumberStyle::Decimal, "\u{661}") => classes.push("arabic-indic"),
                (NumberStyle::Decimal, "\u{6f1}") => classes.push("persian"),
                (NumberStyle::Decimal, "\u{967}") => classes.push("devanagari"),
                (NumberStyle::Decimal, "\u{9e7}") => classes.push("bengali"),
                (
                    NumberStyle::Decimal
                    | NumberStyle::LowerAlpha
                    | NumberStyle::UpperAlpha
                    | NumberStyle::LowerRoman
                    | NumberStyle::UpperRoman,
                    _,
                ) => {}
            }
        }
    }
    classes.join(" ")
}

/// The class of a paragraph: one whose lines the author ended is verse, or an address.
fn paragraph_class(text: &[Inline]) -> Attributes<'static> {
    if is_verse(text) {
        &[("class", "verse")]
    } else {
        &[]
    }
}

/// Whether the author ended every line: none is longer than lines of verse are. A line
/// ended somewhere in running text makes no verse.
fn is_verse(text: &[Inline]) -> bool {
    let mut lines = text.split(|inline| matches!(inline, Inline::LineBreak));
    lines.clone().count() > 1 && lines.all(|line| plain(line).chars().count() <= VERSE)
}

/// Whether a box says its kind beside a title of the author's.
fn says_kind(kind: CalloutKind) -> bool {
    match kind {
        CalloutKind::Note
        | CalloutKind::Tip
        | CalloutKind::Important
        | CalloutKind::Warning
        | CalloutKind::Caution
        | CalloutKind::CaseStudy => true,
        CalloutKind::KeyMessages
        | CalloutKind::Recommendations
        | CalloutKind::PullQuote
        | CalloutKind::Abstract
        | CalloutKind::Box => false,
    }
}

/// The `type` attribute of `ol`.
fn number_type(style: NumberStyle) -> &'static str {
    match style {
        NumberStyle::Decimal => "1",
        NumberStyle::LowerAlpha => "a",
        NumberStyle::UpperAlpha => "A",
        NumberStyle::LowerRoman => "i",
        NumberStyle::UpperRoman => "I",
    }
}
