//! `brief.typ` through Typst as a library: the floor under typesetting in process.

use std::path::Path;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// The hand-written page with Pamphlet's faces, loaded once.
pub struct Page {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
}

impl Page {
    pub fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let faces = pamphlet::files::read_faces(&root.join("fonts")).expect("faces");
        let fonts: Vec<Font> = faces
            .into_iter()
            .flat_map(|(_, bytes)| Font::iter(Bytes::new(bytes)))
            .collect();
        let text = std::fs::read_to_string(root.join("benches/peers/brief.typ")).expect("the markup");
        let id: FileId = RootedPath::new(
            VirtualRoot::Project,
            VirtualPath::new("/brief.typ").expect("a path"),
        )
        .intern();
        Self {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: Source::new(id, text),
        }
    }

    /// Another page of the same settings; `None` if Typst refuses its markup.
    #[allow(dead_code, reason = "each bench has its own use of this file")]
    pub fn pdf_of(&self, text: &str) -> Option<Vec<u8>> {
        let page = Self {
            main: Source::new(self.main.id(), text.to_owned()),
            fonts: self.fonts.clone(),
            library: self.library.clone(),
            book: self.book.clone(),
        };
        let document: PagedDocument = typst::compile(&page).output.ok()?;
        let options = PdfOptions {
            standards: PdfStandards::new(&[PdfStandard::A_2u]).ok()?,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options).ok()
    }

    /// Compiles and writes it as PDF/A-2a and PDF/UA-1.
    #[allow(dead_code, reason = "each bench has its own use of this file")]
    pub fn pdf(&self) -> Vec<u8> {
        let document: PagedDocument = typst::compile(self).output.expect("pages");
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).expect("a pair");
        let options = PdfOptions {
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options).expect("a PDF")
    }
}

impl World for Page {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        Err(FileError::NotFound(id.vpath().get_with_slash().into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.source(id).map(Bytes::from_string)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
