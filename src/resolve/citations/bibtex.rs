//! BibTeX and BibLaTeX: entry by entry, so that a broken one costs only itself.
//!
//! The file is cut into entries here; `biblatex` reads each of them and decodes the TeX.
//! Names of fields and types are those of the biblatex manual (section 2), what they mean
//! in CSL is the mapping that Zotero and Pandoc use too.

mod fields;

use biblatex::{Bibliography, ChunksExt, Entry, EntryType, RawBibliography, RawChunk, Spanned};
use fields::convert;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// The longest entry in bytes; none that a person wrote comes near.
const LONGEST: usize = 256 << 10;

/// The deepest braces in an entry.
const DEEPEST: usize = 48;

/// How long an abbreviation may be once those within it are written out.
const LONGEST_ABBREVIATION: usize = 10_000;

/// How many entries may stand behind one another by `crossref` and `xdata`.
const MOST_PARENTS: usize = 12;

/// Something wrong at a place of the file.
#[derive(Debug)]
pub(super) struct Trouble {
    pub at: usize,
    pub message: String,
    pub hint: &'static str,
}

impl Trouble {
    fn new(at: usize, message: impl Into<String>, hint: &'static str) -> Self {
        Self {
            at,
            message: message.into(),
            hint,
        }
    }
}

/// A file of entries.
#[derive(Debug)]
pub(super) struct BibTeX {
    /// By key: the entry's bytes. The first one counts.
    entries: BTreeMap<String, Range<usize>>,
    /// Names that stand for words, written out.
    abbreviations: BTreeMap<String, String>,
}

impl BibTeX {
    /// Finds the entries of a text: a key and its place for each, in order, and what
    /// cannot be read.
    pub fn index(text: &str) -> (Self, Vec<(String, usize)>, Vec<Trouble>) {
        let mut file = Self {
            entries: BTreeMap::new(),
            abbreviations: BTreeMap::new(),
        };
        let (mut keys, mut troubles) = (Vec::new(), Vec::new());
        for piece in pieces(text) {
            let piece = match piece {
                Ok(piece) => piece,
                Err(trouble) => {
                    troubles.push(trouble);
                    continue;
                }
            };
            let written = braced(&text[piece.clone()]);
            match RawBibliography::parse(&written) {
                Ok(raw) => {
                    for pair in &raw.abbreviations {
                        let words = file.words(&pair.value.v);
                        file.abbreviations.insert(pair.key.v.to_lowercase(), words);
                    }
                    for entry in &raw.entries {
                        let key = entry.v.key.v.trim().to_string();
                        let at = piece.start + entry.v.key.span.start;
                        if key.is_empty() {
                            troubles.push(Trouble::new(
                                at,
                                "this entry has no key",
                                "write a key behind the brace: `@book{smith2020, …`",
                            ));
                            continue;
                        }
                        file.entries.entry(key.clone()).or_insert(piece.clone());
                        keys.push((key, at));
                    }
                }
                Err(err) => {
                    let at = (piece.start + err.span.start).min(piece.end.saturating_sub(1));
                    troubles.push(Trouble::new(
                        at,
                        format!("this entry cannot be read: {}", err.kind),
                        "look for a missing comma, brace or quotation mark just before this place",
                    ));
                }
            }
        }
        (file, keys, troubles)
    }

    /// A value with abbreviations written out; one that nothing defines is a word.
    fn words(&self, field: &[Spanned<RawChunk<'_>>]) -> String {
        let mut words = String::new();
        for chunk in field {
            let more = match chunk.v {
                RawChunk::Normal(text) => text,
                RawChunk::Abbreviation(name) => self
                    .abbreviations
                    .get(&name.to_lowercase())
                    .map_or(name, String::as_str),
            };
            if words.len() + more.len() <= LONGEST_ABBREVIATION {
                words.push_str(more);
            }
        }
        words
    }

    /// One entry as an item of CSL-JSON, with what it inherits, and what is wrong in it.
    pub fn item(&self, text: &str, key: &str) -> (Option<Value>, Vec<Trouble>) {
        let mut troubles = Vec::new();
        let Some(own) = self.read(text, key, &mut troubles) else {
            return (None, troubles);
        };
        let start = self.entries.get(key).map_or(0, |piece| piece.start);
        let entry = self.inherit(text, own);
        let item = convert(&entry, start, &mut troubles);
        (Some(item), troubles)
    }

    /// One entry alone. A field that cannot be read costs itself.
    fn read(&self, text: &str, key: &str, troubles: &mut Vec<Trouble>) -> Option<Entry> {
        let piece = self.entries.get(key)?;
        let written = braced(&text[piece.clone()]);
        let mut raw = RawBibliography::parse(&written).ok()?;
        raw.entries.truncate(1);
        let entry = raw.entries.first_mut()?;
        for field in &mut entry.v.fields {
            for chunk in &mut field.value.v {
                if let RawChunk::Abbreviation(name) = chunk.v {
                    match self.abbreviations.get(&name.to_lowercase()) {
                        Some(words) => chunk.v = RawChunk::Normal(words),
                        None if is_month(name) => {}
                        None => {
                            troubles.push(Trouble::new(
                                piece.start + chunk.span.start,
                                format!(
                                    "nothing defines the abbreviation `{name}`; the word itself stands in"
                                ),
                                "put the value in braces, or define it with `@string`",
                            ));
                            chunk.v = RawChunk::Normal(name);
                        }
                    }
                }
            }
        }
        // Links to other entries are followed here, where they end.
        let mut links = Vec::new();
        entry.v.fields.retain(|field| {
            let is_link = matches!(field.key.v.to_ascii_lowercase().as_str(), "crossref" | "xdata");
            if is_link {
                links.push(field.clone());
            }
            !is_link
        });
        raw.abbreviations.clear();
        loop {
            match Bibliography::from_raw(raw.clone()) {
                Ok(read) => {
                    let mut entry = read.into_vec().into_iter().next()?;
                    for link in links {
                        let keys = self.words(&link.value.v);
                        let chunk = Spanned::new(biblatex::Chunk::Normal(keys), link.value.span);
                        entry.set(link.key.v, vec![chunk]);
                    }
                    return Some(entry);
                }
                Err(err) => {
                    let fields = &mut raw.entries.first_mut()?.v.fields;
                    let place = fields.iter().position(|field| {
                        field.value.span.start <= err.span.start && err.span.start <= field.value.span.end + 1
                    })?;
                    let field = fields.remove(place);
                    troubles.push(Trouble::new(
                        piece.start + field.value.span.start,
                        format!(
                            "the field `{}` cannot be read: {}; it is left out",
                            field.key.v, err.kind
                        ),
                        "close every brace and every `$`",
                    ));
                }
            }
        }
    }

    /// An entry with what it takes over from those that it names.
    fn inherit(&self, text: &str, mut own: Entry) -> Entry {
        let mut group: Vec<Entry> = Vec::new();
        let mut wanted = parents(&own);
        let mut quiet = Vec::new();
        while let Some(key) = wanted.pop() {
            let known = key == own.key || group.iter().any(|entry| entry.key == key);
            if known || group.len() >= MOST_PARENTS {
                continue;
            }
            if let Some(mut parent) = self.read(text, &key, &mut quiet) {
                // A chain is followed once; whoever names someone already named ends it.
                let mut next = parents(&parent);
                next.retain(|key| *key != own.key && !group.iter().any(|entry| entry.key == *key));
                parent.remove("crossref");
                parent.remove("xdata");
                group.push(parent);
                wanted.extend(next);
            }
        }
        if group.is_empty() {
            return own;
        }
        own.remove("crossref");
        own.remove("xdata");
        // The nearest wins: what is there is not replaced.
        for parent in group {
            let collection = matches!(
                parent.entry_type,
                EntryType::Book
                    | EntryType::Collection
                    | EntryType::Proceedings
                    | EntryType::MvBook
                    | EntryType::MvCollection
                    | EntryType::MvProceedings
                    | EntryType::Reference
                    | EntryType::MvReference
                    | EntryType::Periodical
            );
            for (name, value) in &parent.fields {
                let taken = match name.as_str() {
                    "title" if collection => "booktitle",
                    "subtitle" if collection => "booksubtitle",
                    "author" if collection => "bookauthor",
                    "shorttitle" | "shorthand" | "keywords" | "abstract" | "note" | "label" | "sorttitle" => {
                        continue;
                    }
                    name => name,
                };
                if own.get(taken).is_none() {
                    own.set(taken, value.clone());
                }
            }
        }
        own
    }
}

fn parents(entry: &Entry) -> Vec<String> {
    ["xdata", "crossref"]
        .iter()
        .filter_map(|field| entry.get(field))
        .flat_map(|chunks| {
            let keys = chunks.format_verbatim();
            keys.split(',')
                .map(|key| key.trim().to_string())
                .collect::<Vec<_>>()
        })
        .take(MOST_PARENTS)
        .collect()
}

fn is_month(name: &str) -> bool {
    const MONTHS: &str = "jan feb mar apr may jun jul aug sep oct nov dec january february march april june july august september october november december sept";
    MONTHS.split(' ').any(|month| month.eq_ignore_ascii_case(name))
}

/// `@type{…}`, one after the other, without comments and preambles.
fn pieces(text: &str) -> Vec<Result<Range<usize>, Trouble>> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('@').map(|found| at + found) {
        // `%` comments out the rest of a line between entries.
        let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1).max(at);
        if text[line..start].contains('%') {
            at = start + 1;
            continue;
        }
        let name = text[start + 1..].trim_start();
        let kind: String = name.chars().take_while(|char| char.is_alphanumeric()).collect();
        let mut open = text.len() - name.len() + kind.len();
        open += text[open..].len() - text[open..].trim_start().len();
        let Some(close) = bytes
            .get(open)
            .filter(|_| !kind.is_empty())
            .and_then(|byte| match byte {
                b'{' => Some(b'}'),
                b'(' => Some(b')'),
                _ => None,
            })
        else {
            at = start + 1;
            continue;
        };
        let end = match end_of(bytes, open, close) {
            End::At(end) => end,
            End::Broken(stop) => {
                pieces.push(Err(Trouble::new(
                    start,
                    "this entry is not closed",
                    "close it with `}`, and count the braces of its fields",
                )));
                at = stop;
                continue;
            }
            End::Deep(stop) => {
                pieces.push(Err(Trouble::new(
                    start,
                    "this entry is too long or its braces are nested too deeply",
                    "use fewer braces",
                )));
                at = stop;
                continue;
            }
        };
        if !matches!(kind.to_ascii_lowercase().as_str(), "comment" | "preamble") {
            pieces.push(Ok(start..end));
        }
        at = end;
    }
    pieces
}

enum End {
    /// The byte after the closing brace.
    At(usize),
    /// The next entry begins here, and this one has not ended.
    Broken(usize),
    Deep(usize),
}

fn end_of(bytes: &[u8], open: usize, close: u8) -> End {
    let mut depth = 0usize;
    let mut deepest = 0;
    let mut at = open;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && close == b'}' {
                    return if deepest > DEEPEST || at - open > LONGEST {
                        End::Deep(at + 1)
                    } else {
                        End::At(at + 1)
                    };
                }
            }
            b')' if close == b')' && depth == 0 => {
                return if deepest > DEEPEST || at - open > LONGEST {
                    End::Deep(at + 1)
                } else {
                    End::At(at + 1)
                };
            }
            b'\n' if begins_entry(&bytes[at + 1..]) => return End::Broken(at + 1),
            _ => {}
        }
        at += 1;
    }
    End::Broken(bytes.len())
}

/// `@word{` at the start of a line.
fn begins_entry(rest: &[u8]) -> bool {
    let Some(name) = rest.strip_prefix(b"@") else {
        return false;
    };
    let length = name
        .iter()
        .take(30)
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    length > 0 && name.get(length) == Some(&b'{')
}

/// `@book(…)` as `@book{…}`, which is all that the parser knows; no byte moves.
fn braced(piece: &str) -> std::borrow::Cow<'_, str> {
    let open = piece.find(['{', '(']);
    match open {
        Some(open) if piece.as_bytes()[open] == b'(' => {
            let mut written = piece.to_string();
            written.replace_range(open..=open, "{");
            written.replace_range(piece.len() - 1.., "}");
            written.into()
        }
        _ => piece.into(),
    }
}
