//! The container: files in, a zip out that is the same on every day and machine.

use super::Fault;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The files of a book by their path in the container.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

const MIMETYPE: &str = "mimetype";

/// Writes `files` as an OCF container.
///
/// `mimetype` comes first, stored, without extra field (EPUB 3.3, 4.2.2 "OCF ZIP
/// container media type identification"); then what a reading system opens first, and
/// the rest by name. Every file carries the first time that a zip can hold.
pub(super) fn pack(files: &Files) -> Result<Vec<u8>, Fault> {
    let options = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(MIMETYPE, options.compression_method(CompressionMethod::Stored))?;
    archive.write_all(b"application/epub+zip")?;
    let mut names: Vec<&String> = files.keys().filter(|name| *name != MIMETYPE).collect();
    names.sort_by_key(|name| (rank(name), *name));
    for name in names {
        let options = if is_compressed(name) {
            options.compression_method(CompressionMethod::Stored)
        } else {
            options
                .compression_method(CompressionMethod::Deflated)
                .compression_level(Some(9))
        };
        archive.start_file(name.as_str(), options)?;
        archive.write_all(&files[name])?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Reads every file of a zip.
pub(super) fn unpack(bytes: Vec<u8>) -> Result<Files, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut files = Files::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        files.insert(file.name().to_owned(), bytes);
    }
    Ok(files)
}

fn rank(name: &str) -> u8 {
    match name {
        "META-INF/container.xml" => 0,
        name if name.starts_with("META-INF/") => 1,
        name if name.ends_with(".opf") => 2,
        name if name.ends_with("nav.xhtml") => 3,
        _ => 4,
    }
}

/// Whether a file's own format is compressed already.
fn is_compressed(name: &str) -> bool {
    ["png", "jpg", "gif", "webp", "woff2"]
        .iter()
        .any(|ending| name.rsplit_once('.').is_some_and(|(_, own)| own == *ending))
}
