//! The table of fields: what each is called, what it looks like, and what it is.
//!
//! Three things follow from it: which values are taken, which names count as a slip of
//! the pen, and the JSON Schema for editors. To add a field: add a row, and the compiler
//! asks in `front_matter.rs` where its value goes.

use crate::reader::yaml::{Node, Value, is_named};

/// What is known of a field, or of a part of one.
#[derive(Debug)]
pub(super) struct Spec {
    /// The name that messages use.
    pub name: &'static str,
    /// Names that other programs use; capitals do not matter, and `_` is `-`.
    pub aliases: &'static [&'static str],
    /// What its value looks like.
    pub shape: Shape,
    /// One sentence for people who write it.
    pub doc: &'static str,
}

impl Spec {
    /// Every name, the own one first.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }
}

/// What a value looks like. `schema.rs` says each in JSON Schema, and its reader is the
/// function of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One line of text.
    Line,
    /// Text, or an object with a `name`.
    Name,
    /// Text, a number, or an object with a `number`.
    Number,
    /// One line of Markdown, or Pandoc's list of titles.
    Title,
    /// One line of Markdown.
    Inlines,
    /// Markdown, or a list of it.
    Markdown,
    /// A list of Markdown texts.
    Entries,
    /// A list of terms, or one line with commas.
    Words,
    /// People.
    People,
    /// Bodies, each with an `id` where people refer to it.
    Affiliations,
    /// A person's name, whole or in parts.
    PersonName,
    /// Roles, each a word or an object.
    Roles,
    /// A day, a month or a year.
    Date,
    /// A language.
    Lang,
    /// Codes of the Journal of Economic Literature.
    Jel,
    /// A series.
    Series,
    /// CSL's type, or the paper's kind in the author's words.
    Type,
    /// A DOI.
    Doi,
    /// One ISBN, or one a form.
    Isbn,
    /// One ISSN, or one a form.
    Issn,
    /// A single ISSN.
    OneIssn,
    /// A handle.
    Handle,
    /// Names in catalogues.
    Identifiers,
    /// An address on the web.
    Url,
    /// Something that is an address on the web, or else of no use here.
    OwnUrl,
    /// An ORCID.
    Orcid,
    /// A ROR.
    Ror,
    /// An e-mail address.
    Email,
    /// Terms of use.
    License,
    /// Who paid.
    Funding,
    /// CSL's description of the article itself, or a text.
    Citation,
    /// One line, or a list of them.
    Files,
    /// Works in CSL's fields.
    Works,
    /// Where notes stand.
    Notes,
    /// True or false.
    Truth,
    /// True or false, or a person to say it of.
    Corresponding,
    /// A number from 1 to 6.
    Depth,
    /// How many pages: a number, or the least and the most.
    Pages,
    /// 1 or 2.
    Columns,
    /// The name of a layout; other programs keep other things here.
    Layout,
    /// A size of paper.
    Paper,
    /// True or false, or a picture.
    Cover,
    /// A picture's path, or an object with one.
    Picture,
    /// The same where site generators keep other things too.
    PerhapsPicture,
    /// Names of standards for PDF.
    PdfStandard,
    /// Paths of files, or objects with one.
    Attachments,
    /// What a file has to do with the article.
    Relationship,
    /// schema.org's words, a list or one line.
    Terms,
    /// MyST's `parts`: texts by their names.
    Parts,
    /// A logo's file, or an object with one for each ground.
    Logo,
    /// Colours by role.
    Colors,
    /// A colour: `#rrggbb`, or an object with its inks.
    Color,
    /// Shares of four inks in percent.
    Cmyk,
    /// Families by role.
    Faces,
    /// What a printer asks for.
    Press,
    /// A number with its unit.
    Length,
    /// Accounts by the place where they are.
    Social,
    /// What books conform to, and who says so.
    Conformance,
}

/// A list of fields or parts with a row each.
pub(super) trait Table: Copy + Sized + 'static {
    /// Every row, in order.
    const ALL: &'static [Self];
    /// What is known, in the order of `ALL`.
    const SPECS: &'static [Spec];

    /// The row's knowledge.
    fn spec(self) -> &'static Spec;

    /// Finds the part in an object; the first of its names that has a value wins.
    fn of(self, node: &Node) -> Option<&Node> {
        let Value::Map(entries) = &node.value else {
            return None;
        };
        self.spec().names().find_map(|name| {
            entries
                .iter()
                .find(|(key, value)| is_named(&key.text, name) && !value.is_empty())
                .map(|(_, value)| value)
        })
    }
}

macro_rules! table {
    ($(#[doc = $about:literal])+ $table:ident {
        $($(#[doc = $doc:literal])+ $variant:ident = $name:literal [$($alias:literal),* $(,)?] $shape:ident;)+
    }) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(in crate::reader::front_matter) enum $table {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $crate::reader::front_matter::table::Table for $table {
            const ALL: &'static [Self] = &[$($table::$variant,)+];
            const SPECS: &'static [$crate::reader::front_matter::table::Spec] = &[
                $($crate::reader::front_matter::table::Spec {
                    name: $name,
                    aliases: &[$($alias,)*],
                    shape: $crate::reader::front_matter::table::Shape::$shape,
                    doc: concat!($($doc,)+),
                },)+
            ];

            fn spec(self) -> &'static $crate::reader::front_matter::table::Spec {
                &Self::SPECS[self as usize]
            }
        }
    };
}
pub(super) use table;

table! {
    /// The fields of the front matter, in the order in which they are read: bodies before
    /// the people who work there, the fields before the citation that overrides them.
    Field {
        /// The title, in Markdown.
        Title = "title" [] Title;
        /// What follows the title in smaller type, in Markdown.
        Subtitle = "subtitle" [] Inlines;
        /// A short form of the title for the running head.
        ShortTitle = "short-title" ["shorttitle", "shortTitle", "running-head", "title-short"] Line;
        /// Bodies that people refer to by `id`; one without an `id` is everybody's.
        Affiliations = "affiliations" ["affiliation", "institute", "institutes", "by-affiliation"] Affiliations;
        /// Who wrote it, in order.
        Author = "author" ["authors", "creator", "creators", "by-author"] People;
        /// Who edited it.
        Editor = "editor" ["editors"] People;
        /// Who translated it.
        Translator = "translator" ["translators"] People;
        /// Who took part in another way; `role` says in which.
        Contributor = "contributor" ["contributors"] People;
        /// When it was published: the only clock of every output.
        Date = "date" ["published", "pubDate", "publishDate", "publish-date", "date-published", "issued"] Date;
        /// When it was last changed.
        DateModified = "date-modified" ["lastmod", "last_modified_at", "last-modified", "modified", "updated"] Date;
        /// The language, as a BCP 47 tag.
        Lang = "lang" ["language", "locale", "languageCode"] Lang;
        /// The summary that stands before the text, in Markdown.
        Abstract = "abstract" ["summary", "description", "excerpt"] Markdown;
        /// What to take away, one Markdown text a message.
        KeyMessages = "key-messages" ["key-points", "keypoints", "highlights"] Entries;
        /// What someone should do, one Markdown text each.
        Recommendations = "recommendations" [] Entries;
        /// Who paid.
        Funding = "funding" ["funder", "funders", "grants"] Funding;
        /// Thanks, in Markdown.
        Acknowledgements = "acknowledgements" ["acknowledgments", "thanks"] Markdown;
        /// What the house does not answer for, in Markdown.
        Disclaimer = "disclaimer" [] Markdown;
        /// What the house says of itself, in Markdown.
        About = "about" [] Markdown;
        /// How to reach the house, in Markdown.
        Contact = "contact" [] Markdown;
        /// Who is answerable in law, in Markdown.
        Imprint = "imprint" [] Markdown;
        /// What it is about.
        Keywords = "keywords" ["tags", "categories", "keyword", "subject"] Words;
        /// Codes of the Journal of Economic Literature.
        Jel = "jel" ["jel-codes", "classification-jel", "jel-classification"] Jel;
        /// What kind of paper it is, for the masthead.
        Genre = "genre" [] Line;
        /// What kind of work it is: one of CSL's types, or a genre.
        Type = "type" [] Type;
        /// The series or journal it belongs to.
        Series = "series" ["collection-title", "belongs-to-collection", "container-title", "venue"] Series;
        /// Its number in the series or volume.
        Number = "number" ["report-number", "collection-number", "group-position", "issue"] Number;
        /// The volume it stands in.
        Volume = "volume" [] Number;
        /// Which edition it is.
        Edition = "edition" [] Number;
        /// Which version it is.
        Version = "version" [] Number;
        /// The house that publishes it.
        Publisher = "publisher" ["institution"] Name;
        /// Where the house is.
        PublisherPlace = "publisher-place" [] Line;
        /// The DOI, with or without `https://doi.org/`.
        Doi = "doi" ["DOI"] Doi;
        /// The ISBN, or one a form: `{print, pdf, epub}`.
        Isbn = "isbn" ["ISBN"] Isbn;
        /// The ISSN, or one a form: `{print, online}`.
        Issn = "issn" ["ISSN"] Issn;
        /// A handle of the Handle System, with or without `https://hdl.handle.net/`.
        Handle = "handle" ["hdl"] Handle;
        /// Further names in catalogues: text, or `{text, scheme}`.
        Identifier = "identifier" ["identifiers"] Identifiers;
        /// Where it is on the web.
        Url = "url" ["URL"] OwnUrl;
        /// On which terms it may be used: an SPDX name, a short form of Creative Commons, text, or an object.
        License = "license" ["licence"] License;
        /// Who holds the rights: text, or `{holder, year, statement}`.
        Copyright = "copyright" ["rights"] License;
        /// What the recommended citation says otherwise than the other fields: CSL's fields, or the whole text.
        Citation = "citation" ["cite-as"] Citation;
        /// Files of works that the article may cite, beside it.
        Bibliography = "bibliography" [] Files;
        /// The citation style: the name of a bundled one, or a `.csl` file.
        Csl = "csl" ["citation-style", "bibliographystyle", "biblio-style"] Line;
        /// Works to list though nothing cites them: `@key`, or `@*` for all.
        Nocite = "nocite" [] Files;
        /// Works that the article may cite, in CSL's fields.
        References = "references" [] Works;
        /// Whether citations lead to the works.
        LinkCitations = "link-citations" [] Truth;
        /// Whether the list of works cited is left out.
        SuppressBibliography = "suppress-bibliography" [] Truth;
        /// The heading over the works cited, in Markdown.
        ReferenceSectionTitle = "reference-section-title" [] Inlines;
        /// Where notes stand.
        Notes = "notes" ["reference-location"] Notes;
        /// Whether the PDF has a list of contents.
        Toc = "toc" ["table-of-contents"] Truth;
        /// How many levels of headings the list of contents shows.
        TocDepth = "toc-depth" [] Depth;
        /// Whether sections are numbered.
        NumberSections = "number-sections" ["numbersections"] Truth;
        /// Whether the PDF has a list of figures.
        Lof = "lof" ["list-of-figures"] Truth;
        /// Whether the PDF has a list of tables.
        Lot = "lot" ["list-of-tables"] Truth;
        /// The layout to use.
        Layout = "layout" ["theme"] Layout;
        /// The size of the page.
        Papersize = "papersize" ["paper-size"] Paper;
        /// How many pages the PDF is meant to have: a number, `4..8`, or `{min, max}`; what it misses is reported.
        Pages = "pages" [] Pages;
        /// How many columns the text is set in.
        Columns = "columns" [] Columns;
        /// Whether the PDF begins with a cover.
        Cover = "cover" [] Cover;
        /// The EPUB's cover: a picture beside the article.
        CoverImage = "cover-image" [] Picture;
        /// A picture that stands for the article; it serves as the EPUB's cover.
        Image = "image" ["thumbnail", "featured_image"] PerhapsPicture;
        /// What the cover shows, in words.
        CoverImageAlt = "cover-image-alt" ["image-alt", "thumbnail-alt", "featured-image-alt"] Line;
        /// The standards that the PDF should keep.
        PdfStandard = "pdf-standard" ["pdfstandard", "pdf-standards"] PdfStandard;
        /// Files beside the article for the inside of the PDF, which becomes PDF/A-3: paths, or `{path, description, relationship}`.
        Attachments = "attachments" ["attachment"] Attachments;
        /// Whether the article's own file is put inside the PDF too.
        AttachSource = "attach-source" [] Truth;
        /// What to state of the accessibility instead of what is computed.
        AccessibilitySummary = "accessibility-summary" ["accessibilitySummary"] Line;
        /// Ways to perceive it, instead of those computed.
        AccessModes = "access-modes" ["accessModes", "access-mode", "accessMode"] Terms;
        /// Sets of ways that suffice, instead of those computed.
        AccessModesSufficient = "access-modes-sufficient" ["accessModesSufficient", "access-mode-sufficient", "accessModeSufficient"] Terms;
        /// What it offers, instead of what is computed.
        AccessibilityFeatures = "accessibility-features" ["accessibilityFeatures"] Terms;
        /// What may do harm, instead of what is computed.
        AccessibilityHazards = "accessibility-hazards" ["accessibilityHazards"] Terms;
        /// Whether it is unfinished: a batch skips it.
        Draft = "draft" [] Truth;
        /// MyST's texts beside the article: `abstract`, `keypoints`, `acknowledgments` and the like.
        Parts = "parts" [] Parts;
    }
}

/// Fields of other programs, about how they build and not about the article. They are
/// kept, and mentioned together in one note.
pub(super) const FOREIGN: &[&str] = &[
    // Pandoc and R Markdown.
    "author-meta",
    "classoption",
    "colorlinks",
    "css",
    "date-format",
    "date-meta",
    "documentclass",
    "fontsize",
    "geometry",
    "header-includes",
    "include-after",
    "include-before",
    "knit",
    "lang-meta",
    "linestretch",
    "linkcolor",
    "mainfont",
    "margin-left",
    "monofont",
    "output",
    "page-title",
    "pagetitle",
    "params",
    "pdf-engine",
    "sansfont",
    "secnumdepth",
    "title-meta",
    "urlcolor",
    // Quarto.
    "appendix-style",
    "brand",
    "code-fold",
    "crossref",
    "editor-options",
    "engine",
    "execute",
    "filters",
    "format",
    "google-scholar",
    "jupyter",
    "knitr",
    "listing",
    "page-layout",
    "resources",
    "toc-location",
    "toc-title",
    "website",
    // MyST and Jupyter.
    "abbreviations",
    "banner",
    "biblio",
    "downloads",
    "exports",
    "github",
    "jupytext",
    "kernelspec",
    "math",
    "numbering",
    "open-access",
    "settings",
    "site",
    "social",
    "substitutions",
    // Hugo.
    "aliases",
    "build",
    "cascade",
    "expirydate",
    "headless",
    "iscjklanguage",
    "linktitle",
    "markup",
    "menu",
    "menus",
    "outputs",
    "showtoc",
    "sitemap",
    "slug",
    "translationkey",
    "weight",
    // Jekyll and its themes, Eleventy, Docusaurus, Gatsby.
    "author-profile",
    "classes",
    "comments",
    "custom-edit-url",
    "has-children",
    "header",
    "hide-table-of-contents",
    "id",
    "mathjax",
    "nav-exclude",
    "nav-order",
    "pagination-next",
    "pagination-prev",
    "parent",
    "permalink",
    "pin",
    "redirect-from",
    "redirect-to",
    "related",
    "share",
    "sidebar",
    "sidebar-label",
    "sidebar-position",
    "template",
    "toc-label",
    "uuid",
];
