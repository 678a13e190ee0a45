//! The container: from the bytes of a file to the parts of a book that are read.
//!
//! Nobody vouches for these bytes. Only text is unpacked, and no more of it than
//! [`LARGEST`] a file and [`ALL`] a book, whatever the container says of its sizes.

use super::findings::Findings;
use crate::diagnostic::Code;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// The largest file that is read, in bytes. A novel has one or two million letters.
const LARGEST: u64 = 16 << 20;
/// How many bytes are read of all files together.
const ALL: u64 = 64 << 20;
/// How many files a book may have.
const MOST: usize = 20_000;

/// A container, opened.
pub(super) struct Container<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The names of all files in it.
    pub names: BTreeSet<String>,
    /// How many bytes may still be read.
    left: u64,
}

impl<'a> Container<'a> {
    /// Opens a container; `None` if it is none, and then that was told.
    pub fn open(bytes: &'a [u8], findings: &mut Findings) -> Option<Self> {
        if bytes.is_empty() {
            findings.of_book(
                Code::BookUnreadable,
                "the file is empty",
                "get the book again from where it came",
            );
            return None;
        }
        let archive = match ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => archive,
            Err(error) => {
                findings.of_book(
                    Code::BookUnreadable,
                    format!(
                        "this is no EPUB: it cannot be opened as a zip ({})",
                        plain(&error)
                    ),
                    "get the book again from where it came; a file that was cut off looks like this",
                );
                return None;
            }
        };
        if archive.len() > MOST {
            findings.of_book(
                Code::BookUnreadable,
                format!(
                    "the book has {} files, and {MOST} is the most that is read",
                    archive.len()
                ),
                "look whether this is a book at all",
            );
            return None;
        }
        let names = archive.file_names().map(str::to_owned).collect();
        Some(Self {
            archive,
            names,
            left: ALL,
        })
    }

    /// The text of a file; `None` if it cannot be read, and then that was told.
    pub fn text(&mut self, name: &str, findings: &mut Findings) -> Option<String> {
        let bytes = self.bytes(name, findings)?;
        match decoded(bytes) {
            Ok(text) => Some(text),
            Err(offset) => {
                findings.of_file(
                    Code::BookXml,
                    name,
                    format!("the file is no UTF-8 text; byte {offset} cannot be read"),
                    "save it again with the encoding UTF-8",
                );
                None
            }
        }
    }

    fn bytes(&mut self, name: &str, findings: &mut Findings) -> Option<Vec<u8>> {
        let limit = LARGEST.min(self.left);
        let read = self.archive.by_name(name).and_then(|file| {
            let mut bytes = Vec::new();
            file.take(limit + 1).read_to_end(&mut bytes)?;
            Ok(bytes)
        });
        match read {
            Ok(bytes) if bytes.len() as u64 > limit => {
                findings.of_file(
                    Code::BookUnreadable,
                    name,
                    format!(
                        "the file is larger than the {} MiB that are read of {}",
                        limit >> 20,
                        if limit < LARGEST {
                            "a whole book's text"
                        } else {
                            "one file"
                        }
                    ),
                    "divide the text into more files, or look whether this is a book at all",
                );
                None
            }
            Ok(bytes) => {
                self.left -= bytes.len() as u64;
                Some(bytes)
            }
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                findings.of_file(
                    Code::BookEncrypted,
                    name,
                    "the file is encrypted with a password",
                    "check the book before it is encrypted",
                );
                None
            }
            Err(error) => {
                findings.of_file(
                    Code::BookUnreadable,
                    name,
                    format!("the file cannot be unpacked: {}", plain(&error)),
                    "get the book again from where it came, or pack it again",
                );
                None
            }
        }
    }
}

/// What `META-INF/encryption.xml` hides, by path; faces that are only obscured stay out, for
/// no text is in them (EPUB 3.3, 4.4 "font obfuscation").
pub(super) fn encrypted(document: &super::tree::Document<'_>) -> BTreeMap<String, usize> {
    let mut hidden = BTreeMap::new();
    for (at, node) in document.nodes.iter().enumerate() {
        if node.name != "EncryptedData" {
            continue;
        }
        let inside = |name: &str| document.inside(at).find(|(_, inner)| inner.name == name);
        let method = inside("EncryptionMethod").map_or("", |(_, method)| method.value("Algorithm"));
        let obscures = [
            "http://www.idpf.org/2008/embedding",
            "http://ns.adobe.com/pdf/enc#RC",
        ];
        if let Some((_, reference)) = inside("CipherReference")
            && !obscures.contains(&method)
        {
            let path = super::book::resolved("", reference.value("URI")).0;
            hidden.insert(path, reference.start);
        }
    }
    hidden
}

/// The text of a file: UTF-8, or UTF-16 that says so (XML 1.0, appendix F).
///
/// # Errors
///
/// The first byte that is no text.
fn decoded(bytes: Vec<u8>) -> Result<String, usize> {
    let wide = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|pair| read([pair[0], pair[1]]))
            .collect();
        String::from_utf16(&units).map_err(|_| 2)
    };
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => match std::str::from_utf8(rest) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(error.valid_up_to() + 3),
        },
        _ => String::from_utf8(bytes).map_err(|error| error.utf8_error().valid_up_to()),
    }
}

/// What the archive says, in plain words.
fn plain(error: &ZipError) -> String {
    match error {
        ZipError::Io(error) => error.to_string(),
        ZipError::InvalidArchive(why) => why.to_string(),
        ZipError::UnsupportedArchive(why) => (*why).to_owned(),
        ZipError::FileNotFound => "there is no such file in it".to_owned(),
        other => other.to_string(),
    }
}
