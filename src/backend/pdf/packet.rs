//! The metadata of a finished file, replaced where it lies.
//!
//! Typst has no word for more than it writes itself. What it writes last is the metadata,
//! the catalog and the table of places (ISO 32000-1, 7.5), so another packet can be put in
//! by moving these alone: it takes microseconds, and not a byte of pages, tags or faces is
//! touched. Reading the whole file into objects and writing them again took 2 ms for a
//! brief and 14 ms for a paper of 33 pages, and appending an update would leave the old
//! packet in the file for programs that look for the first.
//!
//! Every place is read from the file and must be as measured; another writer is an error
//! and not a broken file.

use std::fmt::Write;
use std::ops::Range;

/// A file whose metadata can be replaced.
pub(super) struct Finished<'a> {
    bytes: &'a [u8],
    /// Where the table of places begins.
    table_at: usize,
    /// Its rows, a row an object.
    table: Vec<&'a str>,
    /// The digits that say how long the packet is.
    length: Range<usize>,
    /// The packet.
    packet: Range<usize>,
    /// The trailer's dictionary.
    trailer: &'a str,
}

/// What is not as it was measured.
pub(super) type Unknown = &'static str;

impl<'a> Finished<'a> {
    /// Finds the metadata.
    ///
    /// # Errors
    ///
    /// The place that is not there.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Unknown> {
        let tail_at = bytes.len().saturating_sub(64);
        let tail = String::from_utf8_lossy(&bytes[tail_at..]);
        let (_, start) = tail.rsplit_once("startxref\n").ok_or("startxref")?;
        let (table_at, rest) = number(start).ok_or("startxref")?;
        if rest != "\n%%EOF" {
            return Err("the end of the file");
        }
        let text = bytes
            .get(table_at..)
            .and_then(|text| std::str::from_utf8(text).ok())
            .ok_or("xref")?;
        let (count, mut rows) = text.strip_prefix("xref\n0 ").and_then(number).ok_or("xref")?;
        rows = rows.strip_prefix('\n').ok_or("xref")?;
        let mut table = Vec::with_capacity(count);
        for _ in 0..count {
            let row = rows.get(..ROW).filter(|row| row.ends_with("\r\n"));
            table.push(row.ok_or("a row of xref")?);
            rows = &rows[ROW..];
        }
        let trailer = rows.strip_prefix("trailer\n").ok_or("trailer")?;
        let trailer = trailer.split("\nstartxref").next().ok_or("trailer")?;
        let object = |number: usize| {
            let place = table.get(number).and_then(|row| place(row)).ok_or("an object")?;
            let object = bytes.get(place..table_at).ok_or("an object")?;
            Ok::<_, Unknown>((place, object))
        };
        let root = after(trailer.as_bytes(), "/Root ").ok_or("the catalog")?;
        let (_, catalog) = object(root)?;
        let begins = catalog.starts_with(format!("{root} 0 obj\n<</Type/Catalog/Pages ").as_bytes());
        // Names of files and headings come later: the first of this name is the entry.
        let number = after(catalog, "/Metadata ")
            .filter(|_| begins)
            .ok_or("the catalog")?;
        let (metadata_at, metadata) = object(number)?;
        let opening = format!("{number} 0 obj\n<</Length ");
        let long = metadata.strip_prefix(opening.as_bytes()).ok_or("the metadata")?;
        let digits = long.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let length: usize = std::str::from_utf8(&long[..digits])
            .ok()
            .and_then(|digits| digits.parse().ok())
            .ok_or("the metadata")?;
        long[digits..].strip_prefix(DICTIONARY).ok_or("the metadata")?;
        let length_at = metadata_at + opening.len();
        let packet = length_at + digits + DICTIONARY.len();
        bytes
            .get(packet + length..)
            .filter(|rest| rest.starts_with(b"\nendstream\nendobj"))
            .ok_or("the end of the metadata")?;
        Ok(Self {
            bytes,
            table_at,
            table,
            trailer,
            length: length_at..length_at + digits,
            packet: packet..packet + length,
        })
    }

    /// The file's two identifiers: of the work, and of this state of it.
    pub(super) fn ids(&self) -> Option<(&'a str, &'a str)> {
        let (_, ids) = self.trailer.split_once("/ID[(")?;
        let (work, rest) = ids.split_once(")(")?;
        let (state, _) = rest.split_once(")]")?;
        Some((work, state))
    }

    /// The file with another packet.
    pub(super) fn with_packet(&self, packet: &str) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.bytes.len() + packet.len());
        out.extend_from_slice(&self.bytes[..self.length.start]);
        out.extend_from_slice(packet.len().to_string().as_bytes());
        out.extend_from_slice(&self.bytes[self.length.end..self.packet.start]);
        out.extend_from_slice(packet.as_bytes());
        let end = out.len();
        out.extend_from_slice(&self.bytes[self.packet.end..self.table_at]);
        let table_at = out.len();
        let mut table = format!("xref\n0 {}\n", self.table.len());
        for row in &self.table {
            match place(row).filter(|&place| place >= self.packet.end) {
                Some(place) => {
                    let place = place - self.packet.end + end;
                    write!(table, "{place:010}{}", &row[PLACE..]).expect("a string");
                }
                None => table.push_str(row),
            }
        }
        write!(table, "trailer\n{}\nstartxref\n{table_at}\n%%EOF", self.trailer).expect("a string");
        out.extend_from_slice(table.as_bytes());
        out
    }
}

/// How long a row of the table is (ISO 32000-1, 7.5.4).
const ROW: usize = 20;
/// How many of its characters say where an object begins.
const PLACE: usize = 10;
/// What follows the length of the metadata.
const DICTIONARY: &[u8] = b"/Type/Metadata/Subtype/XML>>\nstream\n";

/// Where a row's object begins; `None` if no object has the row's number.
fn place(row: &str) -> Option<usize> {
    row[PLACE..].contains('n').then(|| row[..PLACE].parse().ok())?
}

/// The number that a text begins with, and the rest.
fn number(text: &str) -> Option<(usize, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    Some((text[..digits].parse().ok()?, &text[digits..]))
}

/// The number of the object that an entry of a dictionary leads to.
fn after(dictionary: &[u8], entry: &str) -> Option<usize> {
    let place = dictionary
        .windows(entry.len())
        .position(|window| window == entry.as_bytes())?;
    let rest = &dictionary[place + entry.len()..];
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file as Typst's writer ends it: an object before the metadata, and one behind.
    fn file(packet: &str) -> Vec<u8> {
        let mut text = String::from("%PDF-1.7\n");
        let mut places = Vec::new();
        for object in [
            "1 0 obj\n<</Title(/Metadata 9 0 R)>>\nendobj\n".to_owned(),
            format!(
                "2 0 obj\n<</Length {}/Type/Metadata/Subtype/XML>>\nstream\n{packet}\nendstream\nendobj\n",
                packet.len()
            ),
            "3 0 obj\n<</Type/Catalog/Pages 1 0 R/Metadata 2 0 R/Lang(en)>>\nendobj\n".to_owned(),
        ] {
            places.push(text.len());
            text.push_str(&object);
        }
        let table = text.len();
        text.push_str("xref\n0 4\n0000000000 65535 f\r\n");
        for place in places {
            write!(text, "{place:010} 00000 n\r\n").expect("a string");
        }
        write!(
            text,
            "trailer\n<</Size 4/Root 3 0 R/ID[(work)(state)]>>\nstartxref\n{table}\n%%EOF"
        )
        .expect("a string");
        text.into_bytes()
    }

    #[test]
    fn another_packet_makes_the_file_that_would_have_been_written() {
        let (short, long) = (file("<short/>"), file(&"<long/>".repeat(99)));
        let finished = Finished::read(&short).expect("places");
        assert_eq!(finished.ids(), Some(("work", "state")));
        assert_eq!(finished.with_packet("<short/>"), short);
        assert_eq!(finished.with_packet(&"<long/>".repeat(99)), long);
        assert_eq!(
            Finished::read(&long).expect("places").with_packet("<short/>"),
            short
        );
    }

    #[test]
    fn a_file_that_is_written_otherwise_is_left_alone() {
        assert_eq!(Finished::read(b"").err(), Some("startxref"));
        let whole = String::from_utf8(file("<p/>")).expect("text");
        for (from, to) in [
            ("%%EOF", "%%EOF\n"),
            ("startxref\n", "startxref\n1"),
            ("xref\n0 4", "xref\n1 4"),
            ("xref\n0 4", "xref\n0 9"),
            ("/Root 3", "/Root 1"),
            ("/Root 3", "/Root 8"),
            ("/Metadata 2 0 R/Lang", "/Metadata 1 0 R/Lang"),
            ("/Length 4", "/Length 5"),
            ("/Type/Metadata/Subtype/XML", "/Filter/FlateDecode/Type/Metadata"),
        ] {
            let other = whole.replace(from, to);
            assert_ne!(other, whole, "{from}");
            assert!(Finished::read(other.as_bytes()).is_err(), "{from} as {to}");
        }
    }
}
