//! What Typst sees: faces, one layout, one article as data. Nothing else exists for it.

use super::faces::{self, FacesView};
use super::proof::Changes;
use super::view::View;
use super::walker;
use crate::layout::{COMMON, KIT, Layout};
use crate::model::{Article, AttachedFile, Relationship};
use crate::style::{Faces, Logo};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::OnceLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontFlags, FontInfo, FontStyle, FontWeight};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

/// A face that is compiled in.
pub(super) struct BuiltIn {
    pub bytes: &'static [u8],
    pub license: &'static str,
}

macro_rules! faces {
    ($($folder:literal: $($file:literal),+;)+) => {
        &[$($(BuiltIn {
            bytes: include_bytes!(concat!("../../../fonts/", $folder, "/", $file)),
            license: include_str!(concat!("../../../fonts/", $folder, "/OFL.txt")),
        }),+),+]
    };
}

/// The faces compiled in; `fonts/README.md` says what each is for.
pub(super) const FACES: &[BuiltIn] = faces![
    "source-serif-4":
        "SourceSerif4-Regular.ttf",
        "SourceSerif4-Italic.ttf",
        "SourceSerif4-SemiBold.ttf",
        "SourceSerif4-SemiBoldItalic.ttf",
        "SourceSerif4-Bold.ttf",
        "SourceSerif4-BoldItalic.ttf";
    "source-sans-3":
        "SourceSans3-Light.ttf",
        "SourceSans3-Regular.ttf",
        "SourceSans3-Italic.ttf",
        "SourceSans3-SemiBold.ttf",
        "SourceSans3-SemiBoldItalic.ttf",
        "SourceSans3-Bold.ttf";
    "source-code-pro":
        "SourceCodePro-Regular.ttf",
        "SourceCodePro-Italic.ttf",
        "SourceCodePro-SemiBold.ttf";
    "noto-naskh-arabic":
        "NotoNaskhArabic-Regular.ttf",
        "NotoNaskhArabic-Bold.ttf";
    "noto-nastaliq-urdu":
        "NotoNastaliqUrdu-Regular.ttf",
        "NotoNastaliqUrdu-Bold.ttf";
    "stix-two-math": "STIXTwoMath-Regular.otf";
    "noto-sans-math": "NotoSansMath-Regular.ttf";
    "noto-sans-symbols": "NotoSansSymbols-Regular.ttf";
    "noto-sans-symbols-2": "NotoSansSymbols2-Regular.ttf";
    "noto-emoji": "NotoEmoji-Regular.ttf";
];

/// The slots of the house's logo.
pub(super) const LOGO_LIGHT: &str = "/house/logo-light";
pub(super) const LOGO_DARK: &str = "/house/logo-dark";

/// A file in Typst's language, understood once it is asked for: an article without formulas
/// pays for none.
#[derive(Debug)]
struct Written {
    text: String,
    parsed: OnceLock<Source>,
}

/// Files that Typst may ask for.
#[derive(Debug, Default)]
struct Shelf {
    sources: HashMap<FileId, Written>,
    files: HashMap<FileId, Bytes>,
}

impl Shelf {
    fn add(&mut self, folder: &str, name: &str, bytes: &[u8]) {
        let id = file_id(&format!("/{folder}/{name}"));
        if name.ends_with(".typ")
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            let written = Written {
                text: text.to_owned(),
                parsed: OnceLock::new(),
            };
            self.sources.insert(id, written);
        } else {
            self.files.insert(id, Bytes::new(bytes.to_vec()));
        }
    }

    fn source(&self, id: FileId) -> Option<Source> {
        let written = self.sources.get(&id)?;
        let parse = || Source::new(id, written.text.clone());
        Some(written.parsed.get_or_init(parse).clone())
    }
}

/// A layout, made ready for Typst. Shared between threads.
#[derive(Debug)]
pub struct Forme(Shelf);

impl Forme {
    /// Takes the files of `layout`.
    pub fn new(layout: &Layout) -> Self {
        let mut shelf = Shelf::default();
        for (name, bytes) in &layout.files {
            shelf.add("layout", name, bytes);
        }
        Self(shelf)
    }

    /// A file of the layout, if it has it, or else the other.
    fn first_of(&self, [own, other]: [&'static str; 2]) -> &'static str {
        match self.0.sources.contains_key(&file_id(own)) {
            true => own,
            false => other,
        }
    }
}

/// What is loaded once and serves every article in every layout: faces, Typst's library,
/// the walker, what layouts share. Shared between threads.
#[derive(Debug)]
pub struct TypeCase {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    /// How many of them are built in; they come first.
    built_in: usize,
    /// The families that the user brought, in their order.
    brought: Vec<String>,
    shared: Shelf,
    /// The files of the walker.
    walker: Vec<FileId>,
}

impl Default for TypeCase {
    fn default() -> Self {
        Self::new()
    }
}

impl TypeCase {
    /// Loads the faces that are compiled in.
    pub fn new() -> Self {
        // Row heads in tables are announced with functions that Typst keeps behind this switch.
        let features = [Feature::A11yExtras].into_iter().collect();
        let mut library = Library::builder().with_features(features).build();
        library.global.scope_mut().define("walker", walker::module());
        let fonts: Vec<_> = FACES
            .iter()
            .flat_map(|face| Font::iter(Bytes::new(face.bytes)))
            .collect();
        let mut case = Self {
            library: LazyHash::new(library),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            built_in: fonts.len(),
            fonts,
            brought: Vec::new(),
            shared: Shelf::default(),
            walker: vec![walker::text_id()],
        };
        for (name, bytes) in COMMON {
            case.walker.push(file_id(&format!("/common/{name}")));
            case.shared.add("common", name, bytes);
        }
        for (name, bytes) in KIT {
            case.shared.add("kit", name, bytes);
        }
        case
    }

    /// Hangs the house's logo where layouts find it.
    pub fn add_logo(&mut self, logo: &Logo) {
        for (path, variant) in [(LOGO_LIGHT, &logo.light), (LOGO_DARK, &logo.dark)] {
            if let Some(variant) = variant {
                self.shared
                    .files
                    .insert(file_id(path), Bytes::new(variant.bytes.clone()));
            }
        }
    }

    /// Adds the faces of font files, each with its name, behind those of the house. Gives
    /// the names of the files that hold none.
    pub fn add_faces(&mut self, files: Vec<(String, Vec<u8>)>) -> Vec<String> {
        let mut broken = Vec::new();
        for (name, bytes) in files {
            let before = self.fonts.len();
            self.fonts.extend(Font::iter(Bytes::new(bytes)));
            if self.fonts.len() == before {
                broken.push(name);
            }
            for font in &self.fonts[before..] {
                let family = &font.info().family;
                if !self.brought.contains(family) {
                    self.brought.push(family.clone());
                }
            }
        }
        self.book = LazyHash::new(FontBook::from_fonts(&self.fonts));
        broken
    }

    /// The faces that are compiled in, each with its file and licence.
    pub(super) fn built_in_faces(&self) -> impl Iterator<Item = (&Font, &'static BuiltIn)> {
        // No file among them holds more than one.
        self.fonts[..self.built_in].iter().zip(FACES)
    }

    /// The faces that the user brought.
    pub(super) fn brought_faces(&self) -> &[Font] {
        &self.fonts[self.built_in..]
    }

    /// The families that are there, in order.
    pub(super) fn families(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.book.families().map(|(name, _)| name).collect();
        names.sort_unstable();
        names
    }

    /// Whether there is a family of that name; capitals do not matter.
    pub(super) fn has_family(&self, family: &str) -> bool {
        self.book.select_family(&family.to_lowercase()).next().is_some()
    }

    /// Whether every face of a family has a letter.
    pub(super) fn has_letter(&self, family: &str, letter: char) -> bool {
        let mut faces = self
            .book
            .select_family(&family.to_lowercase())
            .filter_map(|index| self.book.info(index));
        faces.all(|info| info.coverage.contains(u32::from(letter)))
    }

    /// Whether a family has an italic face, and one that is bold enough to be told apart.
    pub(super) fn styles(&self, family: &str) -> [bool; 2] {
        let family = family.to_lowercase();
        let faces = || {
            let indices = self.book.select_family(&family);
            indices.filter_map(|index| self.book.info(index))
        };
        let is_italic = |info: &FontInfo| info.variant.style != FontStyle::Normal;
        let is_bold = |info: &FontInfo| {
            info.variant.weight >= FontWeight::SEMIBOLD || info.flags.contains(FontFlags::VARIABLE)
        };
        [faces().any(is_italic), faces().any(is_bold)]
    }

    /// Whether the user brought a face for articles in that script.
    pub(super) fn is_brought_for(&self, script: &str) -> bool {
        faces::is_brought_for(script, &self.brought, &self.book)
    }

    /// The faces for an article in that script.
    pub(super) fn faces<'a>(&'a self, faces: &'a Faces, script: &str) -> FacesView<'a> {
        faces::view(faces, script, &self.brought, &self.book)
    }

    /// Whether text with this span was set by the shared walker, that is, comes from the
    /// article and not from a running head, a label or a list marker.
    pub(super) fn is_article_text(&self, span: typst::syntax::Span) -> bool {
        span.id().is_some_and(|id| self.walker.contains(&id))
    }

    /// Whether text with this span belongs to a formula of the article.
    pub(super) fn is_formula(&self, span: typst::syntax::Span) -> bool {
        span.id() == Some(file_id("/common/math.typ"))
    }
}

/// Attaches every file of the list.
const ATTACH: &str = "#for it in json(\"/attached.json\") {
  pdf.attach(it.name, read(it.path, encoding: none), mime-type: it.mime, description: it.description, relationship: it.relationship)
}
";

/// A file of that list.
#[derive(Serialize)]
struct Attach<'a> {
    name: &'a str,
    path: String,
    mime: &'a str,
    description: &'a str,
    relationship: Relationship,
}

/// The world of one article.
#[derive(Clone)]
pub(super) struct ArticleWorld<'a> {
    case: &'a TypeCase,
    forme: &'a Forme,
    main: Source,
    data: Vec<(FileId, Bytes)>,
}

impl<'a> ArticleWorld<'a> {
    /// A world in which `entry`, a function of the layout, is given the article.
    pub(super) fn new(
        case: &'a TypeCase,
        forme: &'a Forme,
        entry: &str,
        article: &Article,
        view: &View<'_>,
    ) -> Self {
        Self::from_file(case, forme, "/layout/layout.typ", entry, article, view)
    }

    /// The same for the cover: that of the layout's own file for it, if it has one.
    pub(super) fn of_cover(case: &'a TypeCase, forme: &'a Forme, article: &Article, view: &View<'_>) -> Self {
        let files = ["/layout/cover.typ", "/layout/layout.typ"];
        Self::from_file(case, forme, forme.first_of(files), "cover", article, view)
    }

    /// The same for the card: the layout's own, if it has one.
    pub(super) fn of_card(case: &'a TypeCase, forme: &'a Forme, article: &Article, view: &View<'_>) -> Self {
        let files = ["/layout/card.typ", "/kit/card.typ"];
        Self::from_file(case, forme, forme.first_of(files), "card", article, view)
    }

    fn from_file(
        case: &'a TypeCase,
        forme: &'a Forme,
        file: &str,
        entry: &str,
        article: &Article,
        view: &View<'_>,
    ) -> Self {
        let json = serde_json::to_vec(view).expect("a view holds nothing that JSON cannot");
        // One name for all articles and slots for pictures: Typst keeps every path it has
        // ever seen for the life of the process, and has 65,535 of them.
        let mut data = vec![(file_id("/article.json"), Bytes::new(json))];
        for (slot, asset) in article.assets.iter().enumerate() {
            data.push((
                file_id(&format!("/assets/{slot}")),
                Bytes::new(asset.bytes.clone()),
            ));
        }
        let main = Source::new(
            file_id("/main.typ"),
            // The body within an element: Typst hashes those once, and a list at every call.
            format!(
                "#import \"{file}\": {entry}\n#let article = json(\"/article.json\")\n\
                 #{entry}(article + (body: metadata(article.body)))\n"
            ),
        );
        let world = Self {
            case,
            forme,
            main,
            data,
        };
        world.with_changes(&Changes::default())
    }
}

impl<'a> ArticleWorld<'a> {
    pub(super) fn case(&self) -> &'a TypeCase {
        self.case
    }

    /// The same world, with what a second pass is asked to do otherwise.
    pub(super) fn with_changes(mut self, changes: &Changes) -> Self {
        let json = serde_json::to_vec(changes).expect("changes hold nothing that JSON cannot");
        let id = file_id("/changes.json");
        self.data.retain(|(known, _)| *known != id);
        self.data.push((id, Bytes::new(json)));
        self
    }

    /// The same world with files for the inside of the PDF. Layouts need not know of them:
    /// they are attached behind the last page, and their names are data like everything else.
    pub(super) fn attaching(mut self, files: &[AttachedFile]) -> Self {
        if files.is_empty() {
            return self;
        }
        let list: Vec<_> = files
            .iter()
            .enumerate()
            .map(|(slot, file)| Attach {
                name: &file.name,
                path: format!("/attached/{slot}"),
                mime: &file.mime,
                description: &file.description,
                relationship: file.relationship,
            })
            .collect();
        let json = serde_json::to_vec(&list).expect("names and words are JSON");
        self.data.push((file_id("/attached.json"), Bytes::new(json)));
        for (slot, file) in files.iter().enumerate() {
            let id = file_id(&format!("/attached/{slot}"));
            self.data.push((id, Bytes::new(file.bytes.clone())));
        }
        let main = format!("{}{ATTACH}", self.main.text());
        self.main = Source::new(file_id("/main.typ"), main);
        self
    }
}

impl World for ArticleWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.case.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.case.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        let own = self.forme.0.source(id);
        own.or_else(|| self.case.shared.source(id))
            .ok_or_else(|| FileError::NotFound(id.vpath().get_with_slash().into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if let Some((_, bytes)) = self.data.iter().find(|(known, _)| *known == id) {
            return Ok(bytes.clone());
        }
        for shelf in [&self.forme.0, &self.case.shared] {
            if let Some(bytes) = shelf.files.get(&id) {
                return Ok(bytes.clone());
            }
        }
        self.source(id).map(Bytes::from_string)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.case.fonts.get(index).cloned()
    }

    /// The clock is never read: the same input gives the same bytes on every day.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

pub(super) fn file_id(path: &str) -> FileId {
    RootedPath::new(
        VirtualRoot::Project,
        VirtualPath::new(path).expect("paths of layouts are names joined by slashes"),
    )
    .intern()
}
