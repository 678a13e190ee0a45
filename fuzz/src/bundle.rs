//! An article and the files beside it in one piece of bytes, as a fuzzer wants them.
//!
//! The article comes first; each file follows a line of its own, `%%%% ` and the file's name.
//! Pieces are bytes, so that pictures fit in.

use std::collections::BTreeMap;

const MARK: &[u8] = b"\n%%%% ";

/// An article, and the files beside it by name.
pub struct Bundle<'a> {
    pub article: &'a [u8],
    pub files: BTreeMap<String, Vec<u8>>,
}

impl<'a> Bundle<'a> {
    /// Every piece of bytes is a bundle.
    pub fn read(data: &'a [u8]) -> Self {
        let mut pieces = pieces(data).into_iter();
        let article = pieces.next().unwrap_or_default();
        let mut files = BTreeMap::new();
        for piece in pieces {
            let end = piece
                .iter()
                .position(|&byte| byte == b'\n')
                .unwrap_or(piece.len());
            let name = String::from_utf8_lossy(&piece[..end]).into_owned();
            files.insert(name, piece.get(end + 1..).unwrap_or_default().to_vec());
        }
        Self { article, files }
    }
}

fn pieces(mut data: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    while let Some(at) = data.windows(MARK.len()).position(|window| window == MARK) {
        pieces.push(&data[..at]);
        data = &data[at + MARK.len()..];
    }
    pieces.push(data);
    pieces
}
