//! What Typst sees: fonts, one layout, one article as data. Nothing else exists for it.

use super::faces::{self, FacesView};
use super::view::View;
use crate::layout::{COMMON, Layout};
use crate::model::{Article, AttachedFile, Relationship};
use crate::style::Faces;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::OnceLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

macro_rules! faces {
    ($($path:literal),+ $(,)?) => {
        &[$(include_bytes!(concat!("../../../fonts/", $path))),+]
    };
}

/// The faces compiled in; `fonts/README.md` says what each is for.
const FACES: &[&[u8]] = faces![
    "source-serif-4/SourceSerif4-Regular.ttf",
    "source-serif-4/SourceSerif4-Italic.ttf",
    "source-serif-4/SourceSerif4-SemiBold.ttf",
    "source-serif-4/SourceSerif4-SemiBoldItalic.ttf",
    "source-serif-4/SourceSerif4-Bold.ttf",
    "source-serif-4/SourceSerif4-BoldItalic.ttf",
    "source-sans-3/SourceSans3-Light.ttf",
    "source-sans-3/SourceSans3-Regular.ttf",
    "source-sans-3/SourceSans3-Italic.ttf",
    "source-sans-3/SourceSans3-SemiBold.ttf",
    "source-sans-3/SourceSans3-SemiBoldItalic.ttf",
    "source-sans-3/SourceSans3-Bold.ttf",
    "source-code-pro/SourceCodePro-Regular.ttf",
    "source-code-pro/SourceCodePro-Italic.ttf",
    "source-code-pro/SourceCodePro-SemiBold.ttf",
    "noto-naskh-arabic/NotoNaskhArabic-Regular.ttf",
    "noto-naskh-arabic/NotoNaskhArabic-Bold.ttf",
    "noto-nastaliq-urdu/NotoNastaliqUrdu-Regular.ttf",
    "noto-nastaliq-urdu/NotoNastaliqUrdu-Bold.ttf",
    "stix-two-math/STIXTwoMath-Regular.otf",
    "noto-sans-math/NotoSansMath-Regular.ttf",
    "noto-sans-symbols/NotoSansSymbols-Regular.ttf",
    "noto-sans-symbols-2/NotoSansSymbols2-Regular.ttf",
    "noto-emoji/NotoEmoji-Regular.ttf",
];

/// A file in Typst's language, understood once it is asked for: an article without formulas
/// pays for none.
#[derive(Debug)]
struct Written {
    text: String,
    parsed: OnceLock<Source>,
}

/// What is loaded once and serves every article: faces, Typst's library, the layout's
/// files. Shared between threads.
#[derive(Debug)]
pub struct TypeCase {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    /// The families that the user brought, in their order.
    brought: Vec<String>,
    sources: HashMap<FileId, Written>,
    files: HashMap<FileId, Bytes>,
    /// The files of the shared walker.
    walker: Vec<FileId>,
}

impl TypeCase {
    /// Loads the faces and the files of `layout`.
    pub fn new(layout: &Layout) -> Self {
        // Row heads in tables are announced with functions that Typst keeps behind this switch.
        let features = [Feature::A11yExtras].into_iter().collect();
        let library = Library::builder().with_features(features).build();
        let fonts: Vec<_> = FACES
            .iter()
            .flat_map(|face| Font::iter(Bytes::new(*face)))
            .collect();
        let mut case = Self {
            library: LazyHash::new(library),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            brought: Vec::new(),
            sources: HashMap::new(),
            files: HashMap::new(),
            walker: Vec::new(),
        };
        for (name, bytes) in COMMON {
            case.walker.push(file_id(&format!("/common/{name}")));
            case.add("common", name, bytes);
        }
        for (name, bytes) in &layout.files {
            case.add("layout", name, bytes);
        }
        case
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
pub(super) struct ArticleWorld<'a> {
    case: &'a TypeCase,
    main: Source,
    data: Vec<(FileId, Bytes)>,
}

impl<'a> ArticleWorld<'a> {
    /// A world in which `entry`, a function of the layout, is given the article.
    pub(super) fn new(case: &'a TypeCase, entry: &str, article: &Article, view: &View<'_>) -> Self {
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
        let main = format!("#import \"/layout/layout.typ\": {entry}\n#{entry}(json(\"/article.json\"))\n");
        Self {
            case,
            main: Source::new(file_id("/main.typ"), main),
            data,
        }
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
        let written = self.case.sources.get(&id);
        let parsed = written.map(|written| {
            let parse = || Source::new(id, written.text.clone());
            written.parsed.get_or_init(parse).clone()
        });
        parsed.ok_or_else(|| FileError::NotFound(id.vpath().get_with_slash().into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if let Some((_, bytes)) = self.data.iter().find(|(known, _)| *known == id) {
            return Ok(bytes.clone());
        }
        if let Some(bytes) = self.case.files.get(&id) {
            return Ok(bytes.clone());
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

fn file_id(path: &str) -> FileId {
    RootedPath::new(
        VirtualRoot::Project,
        VirtualPath::new(path).expect("paths of layouts are names joined by slashes"),
    )
    .intern()
}
