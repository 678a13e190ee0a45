//! Where a page finds files: paths as a batch wrote them go in, addresses relative to the page
//! come out.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::path::{Component, Path, PathBuf};

/// Everything but what an address has for itself (RFC 3986, 2.3): so no name can be taken for
/// a scheme, a query or a place in a page.
const NAME: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// From where to where links lead.
#[derive(Debug, Clone)]
pub struct Links {
    /// From here the results' paths count.
    here: PathBuf,
    /// The page's folder.
    folder: Vec<String>,
}

impl Links {
    /// Links of a page in `folder` to files whose paths count from `here`, the current folder,
    /// as an absolute path.
    pub fn new(here: &Path, folder: &Path) -> Self {
        Self {
            here: here.to_owned(),
            folder: parts(&here.join(folder)),
        }
    }

    /// The address of a file. Names are taken as they stand, as a browser does that undoes `..`
    /// without asking the disk.
    pub(super) fn to(&self, path: &Path) -> String {
        let target = parts(&self.here.join(path));
        let is_same = |(a, b): &(&String, &String)| a == b;
        let common = self.folder.iter().zip(&target).take_while(is_same).count();
        let encoded = |part: &String| utf8_percent_encode(part, NAME).to_string();
        // What stands on another drive has nothing in common, not even the root.
        if common == 0 {
            let all: Vec<_> = target.iter().map(encoded).collect();
            return format!("file:///{}", all.join("/"));
        }
        let up = self.folder[common..].iter().map(|_| "..".to_owned());
        let all: Vec<_> = up.chain(target[common..].iter().map(encoded)).collect();
        if all.is_empty() {
            "./".to_owned()
        } else {
            all.join("/")
        }
    }
}

/// The names of an absolute path, the root or the drive first.
fn parts(path: &Path) -> Vec<String> {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::RootDir if !parts.is_empty() => {}
            Component::ParentDir => {
                // Above the root is the root.
                if parts.len() > 1 {
                    parts.pop();
                }
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => {
                parts.push(component.as_os_str().to_string_lossy().into_owned());
            }
        }
    }
    parts
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_the_page_to_the_file() {
        for (folder, path, address) in [
            ("out", "out/a.pdf", "a.pdf"),
            ("out/reports", "out/a.pdf", "../a.pdf"),
            ("", "out/a.pdf", "out/a.pdf"),
            ("/srv/www", "out/a.pdf", "../../home/me/out/a.pdf"),
            ("out", "/srv/a.pdf", "../../../srv/a.pdf"),
            ("../you", "./out/../out/a.pdf", "../me/out/a.pdf"),
            ("out", "../../../../etc/a.pdf", "../../../etc/a.pdf"),
            (
                "out",
                "out/a b#1?x=%41:é.pdf",
                "a%20b%231%3Fx%3D%2541%3A%C3%A9.pdf",
            ),
            ("out", "out/javascript:alert(1)", "javascript%3Aalert%281%29"),
            ("out", "out", "./"),
        ] {
            let links = Links::new(Path::new("/home/me"), Path::new(folder));
            assert_eq!(links.to(Path::new(path)), address, "{folder} to {path}");
        }
    }
}
