//! What must be true of every book, whatever the article: everything is listed, every
//! address leads somewhere, lists follow the text. Both checkers miss a part of it.

use super::book::{Book, Node};
use std::collections::{BTreeMap, BTreeSet};

/// The most bytes of XHTML that a document may have where it can be cut.
pub const CHOKE: usize = 300_000;

/// Everything that is wrong with a book, in words; empty for a right one.
pub fn faults(book: &Book) -> Vec<String> {
    let look = Look::new(book);
    let mut faults = look.faults.clone();
    faults.extend(look.package());
    faults.extend(look.addresses());
    faults.extend(look.lists());
    faults.extend(look.notes());
    faults.extend(look.documents());
    faults
}

struct Look<'a> {
    book: &'a Book,
    opf: Vec<Node>,
    /// Documents of the spine in order.
    spine: Vec<String>,
    /// Elements by document: those of the spine and the NCX.
    nodes: BTreeMap<String, Vec<Node>>,
    /// Where each id stands: the document's place in the spine, the element's in it.
    places: BTreeMap<String, (usize, usize)>,
    faults: Vec<String>,
}

impl<'a> Look<'a> {
    fn new(book: &'a Book) -> Self {
        let mut faults = Vec::new();
        let opf = book.nodes("content.opf");
        let items: BTreeMap<_, _> = opf
            .iter()
            .filter(|node| node.name == "item")
            .map(|node| (node.get("id"), node.get("href")))
            .collect();
        let mut spine = Vec::new();
        for node in opf.iter().filter(|node| node.name == "itemref") {
            match items.get(node.get("idref")) {
                Some(href) => spine.push((*href).to_owned()),
                None => faults.push(format!(
                    "the spine names `{}`, which is no item",
                    node.get("idref")
                )),
            }
        }
        let mut nodes = BTreeMap::new();
        let mut places = BTreeMap::new();
        let mut ids = BTreeSet::new();
        for (place, name) in spine.iter().enumerate() {
            if !book.has(name) {
                faults.push(format!("`{name}` is in the spine and not in the book"));
                continue;
            }
            let found = book.nodes(name);
            for (at, node) in found.iter().enumerate() {
                if node.attributes.contains_key("id") {
                    let id = node.get("id");
                    if id.is_empty() || id.contains(char::is_whitespace) {
                        faults.push(format!("{name}: `{id}` is no id"));
                    }
                    // Unique in the whole book: documents may be put together again.
                    if !ids.insert(id.to_owned()) {
                        faults.push(format!("{name}: the id `{id}` is there twice"));
                    }
                    places.insert(format!("{name}#{id}"), (place, at));
                }
            }
            places.insert(name.clone(), (place, 0));
            nodes.insert(name.clone(), found);
        }
        Self {
            book,
            opf,
            spine,
            nodes,
            places,
            faults,
        }
    }

    fn package(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let listed: BTreeSet<_> = self
            .opf
            .iter()
            .filter(|node| node.name == "item")
            .map(|node| node.get("href"))
            .chain(["content.opf"])
            .collect();
        let files: BTreeSet<_> = self
            .book
            .names
            .iter()
            .filter_map(|name| name.strip_prefix("OEBPS/"))
            .collect();
        for name in files.symmetric_difference(&listed) {
            faults.push(format!("`{name}` is a file or an item, and not both"));
        }
        for name in files.iter().filter(|name| name.ends_with(".xhtml")) {
            let times = self.spine.iter().filter(|href| href == name).count();
            if times != 1 {
                faults.push(format!("`{name}` is {times} times in the spine"));
            }
        }
        let mut ids = BTreeSet::new();
        for node in self.opf.iter().filter(|node| node.attributes.contains_key("id")) {
            if !ids.insert(node.get("id")) {
                faults.push(format!("the package has `{}` twice", node.get("id")));
            }
        }
        for node in &self.opf {
            let refined = node.get("refines").trim_start_matches('#');
            if !refined.is_empty() && !ids.contains(refined) {
                faults.push(format!("`{refined}` is refined and not there"));
            }
            if node.name.starts_with("dc:") && node.text.trim().is_empty() {
                faults.push(format!("`{}` is empty", node.name));
            }
        }
        let name = self.opf[0].get("unique-identifier");
        let unique = self
            .opf
            .iter()
            .find(|node| node.name == "dc:identifier" && node.get("id") == name);
        let uid = self.ncx_meta("dtb:uid");
        if unique.map(|node| node.text.as_str()) != Some(uid.as_str()) {
            faults.push(format!("the NCX calls the book `{uid}`"));
        }
        faults
    }

    fn ncx_meta(&self, name: &str) -> String {
        let ncx = self.book.nodes("toc.ncx");
        let meta = ncx
            .iter()
            .find(|node| node.name == "meta" && node.get("name") == name);
        meta.map(|node| node.get("content").to_owned())
            .unwrap_or_default()
    }

    fn addresses(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let ncx = self.book.nodes("toc.ncx");
        let documents = self.nodes.iter().map(|(name, nodes)| (name.as_str(), nodes));
        for (name, nodes) in documents.chain([("toc.ncx", &ncx)]) {
            for node in nodes {
                let addresses = ["href", "src", "srcset"].map(|key| node.get(key));
                for address in addresses.into_iter().filter(|address| !address.is_empty()) {
                    let scheme = address.split('/').next().unwrap_or_default().contains(':');
                    let (file, fragment) = address.split_once('#').unwrap_or((address, ""));
                    let file = if file.is_empty() { name } else { file };
                    let is_there = match fragment {
                        "" => self.book.has(file),
                        fragment => self.places.contains_key(&format!("{file}#{fragment}")),
                    };
                    if !scheme && !is_there {
                        faults.push(format!("{name}: `{address}` leads nowhere"));
                    }
                }
                for id in node.get("aria-labelledby").split_whitespace() {
                    if !self.places.contains_key(&format!("{name}#{id}")) {
                        faults.push(format!("{name}: nothing is called `{id}`"));
                    }
                }
            }
        }
        faults
    }

    /// Addresses of one of the lists of the navigation document.
    fn list(&self, kind: &str) -> Vec<(String, String)> {
        let nav = &self.nodes["nav.xhtml"];
        let start = nav
            .iter()
            .position(|node| node.name == "nav" && node.get("epub:type") == kind);
        let rest = start.map_or(&[][..], |start| &nav[start + 1..]);
        rest.iter()
            .take_while(|node| node.name != "nav")
            .filter(|node| node.name == "a")
            .map(|node| (node.get("href").to_owned(), node.text.clone()))
            .collect()
    }

    fn lists(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let ncx = self.book.nodes("toc.ncx");
        let targets = |inside: &str| -> Vec<String> {
            let content = ncx.iter().filter(|node| node.name == "content");
            content
                .filter(|node| node.path.iter().any(|name| name == inside))
                .map(|node| node.get("src").to_owned())
                .collect()
        };
        for (kind, element) in [("toc", "navMap"), ("page-list", "pageList")] {
            let entries = self.list(kind);
            let addresses: Vec<_> = entries.iter().map(|(address, _)| address.clone()).collect();
            if addresses != targets(element) {
                faults.push(format!("the NCX has another {kind}"));
            }
            let places: Vec<_> = addresses
                .iter()
                .filter_map(|address| self.places.get(address))
                .collect();
            if !places.is_sorted() {
                faults.push(format!(
                    "the {kind} is not in the order of the text: {addresses:?}"
                ));
            }
            if entries.iter().any(|(_, label)| label.trim().is_empty()) {
                faults.push(format!("the {kind} has an entry without a name"));
            }
        }
        let depth = ncx.iter().filter(|node| node.name == "navPoint");
        let depth = depth
            .map(|node| node.path.iter().filter(|name| *name == "navPoint").count() + 1)
            .max();
        if self.ncx_meta("dtb:depth") != depth.unwrap_or(0).to_string() {
            faults.push(format!(
                "the NCX is {depth:?} deep and says {}",
                self.ncx_meta("dtb:depth")
            ));
        }
        let pages = self.list("page-list");
        if self.ncx_meta("dtb:totalPageCount") != pages.len().to_string() {
            faults.push("the NCX counts other pages".to_owned());
        }
        let listed: BTreeSet<_> = self.list("toc").into_iter().map(|(address, _)| address).collect();
        let mut breaks = Vec::new();
        for name in self.spine.iter().filter(|name| *name != "nav.xhtml") {
            for node in self.nodes.get(name).into_iter().flatten() {
                let address = format!("{name}#{}", node.get("id"));
                let is_heading = node.name.len() == 2 && node.name.starts_with('h') && node.name != "hr";
                if is_heading && !listed.contains(&address) {
                    faults.push(format!(
                        "{name}: the heading {:?} is not in the contents",
                        node.text
                    ));
                }
                if node.get("role") == "doc-pagebreak" {
                    breaks.push((address, node.get("aria-label").to_owned()));
                }
            }
        }
        if breaks != pages {
            faults.push("the page list is not that of the breaks".to_owned());
        }
        let landmarks = self.list("landmarks");
        for needed in ["toc", "bodymatter"] {
            let nav = &self.nodes["nav.xhtml"];
            if !nav
                .iter()
                .any(|node| node.name == "a" && node.get("epub:type") == needed)
            {
                faults.push(format!("no landmark `{needed}` in {landmarks:?}"));
            }
        }
        faults
    }

    fn notes(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let at = |name: &str, node: &Node| {
            let href = node.get("href");
            let address = if href.starts_with('#') {
                format!("{name}{href}")
            } else {
                href.to_owned()
            };
            let place = self.places.get(&address).copied();
            place.map(|(document, at)| ((document, at), &self.nodes[&self.spine[document]][at]))
        };
        let mut ways_back = BTreeSet::new();
        let mut called = BTreeSet::new();
        for (name, nodes) in &self.nodes {
            for node in nodes {
                if node.get("role") == "doc-backlink"
                    && let Some((place, _)) = at(name, node)
                {
                    ways_back.insert(place);
                }
            }
        }
        for (place, name) in self.spine.iter().enumerate() {
            for (index, node) in self.nodes.get(name).into_iter().flatten().enumerate() {
                match node.get("epub:type") {
                    "noteref" => {
                        // A mark within a note may stand after the note that it leads to.
                        match at(name, node) {
                            Some((target, note)) if note.get("epub:type") == "footnote" => {
                                called.insert(target);
                                let own = self.nodes[name][..index].iter().rev();
                                let in_note = own
                                    .into_iter()
                                    .any(|before| before.get("epub:type") == "endnotes");
                                if target < (place, index) && !in_note {
                                    faults.push(format!(
                                        "{name}: the note {} comes before its mark",
                                        node.text
                                    ));
                                }
                            }
                            _ => faults.push(format!("{name}: the mark {} leads to no note", node.text)),
                        }
                        if !ways_back.contains(&(place, index)) {
                            faults.push(format!("{name}: no way back to the mark {}", node.text));
                        }
                    }
                    "footnote" if node.name != "div" => {
                        faults.push(format!("{name}: a note is a {}", node.name));
                    }
                    _ => {}
                }
            }
        }
        let notes = self.spine.iter().enumerate().flat_map(|(place, name)| {
            let nodes = self.nodes.get(name).into_iter().flatten().enumerate();
            nodes
                .filter(|(_, node)| node.get("epub:type") == "footnote")
                .map(move |(at, _)| (place, at))
        });
        let lost = notes.filter(|note| !called.contains(note)).count();
        if lost > 0 {
            faults.push(format!("{lost} notes are called nowhere"));
        }
        faults
    }

    fn documents(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let lang = self.opf[0].get("xml:lang");
        let mut titles = BTreeSet::new();
        for (name, nodes) in &self.nodes {
            if (nodes[0].get("lang"), nodes[0].get("xml:lang")) != (lang, lang) {
                faults.push(format!("{name} is in another language"));
            }
            let rtl = self.opf[0].get("dir") == "rtl";
            if (nodes[0].get("dir") == "rtl") != rtl {
                faults.push(format!("{name} runs in another direction"));
            }
            for node in nodes {
                if node.get("lang") != node.get("xml:lang") {
                    faults.push(format!("{name}: {} has two languages", node.name));
                }
                let role = role_of(node);
                if let Some(role) = role.filter(|role| node.get("role") != *role) {
                    faults.push(format!("{name}: {} is no {role}", node.get("epub:type")));
                }
            }
            let title = nodes
                .iter()
                .find(|node| node.name == "title")
                .map(|node| node.text.trim());
            match title {
                None | Some("") => faults.push(format!("{name} has no title")),
                Some(title) if !titles.insert(title) => {
                    faults.push(format!("{name} has the title of another"));
                }
                Some(_) => {}
            }
            let item = self
                .opf
                .iter()
                .find(|node| node.name == "item" && node.get("href") == name);
            let said = item.is_some_and(|item| item.get("properties").contains("mathml"));
            if said != nodes.iter().any(|node| node.name == "math") {
                faults.push(format!(
                    "{name} has formulas and does not say so, or the other way"
                ));
            }
            let has_text = nodes.iter().any(|node| matches!(node.name.as_str(), "img" | "a"))
                || nodes
                    .iter()
                    .any(|node| node.name == "body" && !node.text.trim().is_empty());
            if !has_text {
                faults.push(format!("{name} is empty"));
            }
            let size = self.book.text(name).len();
            if size > CHOKE && name != "nav.xhtml" {
                faults.push(format!("{name} has {size} bytes"));
            }
        }
        faults
    }
}

/// The role that goes with an `epub:type` (DPUB-ARIA 1.1); `None` where there is none.
fn role_of(node: &Node) -> Option<&'static str> {
    // In the landmarks the type says what a link leads to.
    if node.name == "a" && !matches!(node.get("epub:type"), "noteref" | "backlink" | "biblioref") {
        return None;
    }
    let kind = node.get("epub:type").split_whitespace().next()?;
    Some(match kind {
        "pagebreak" => "doc-pagebreak",
        "noteref" => "doc-noteref",
        "backlink" => "doc-backlink",
        "biblioref" => "doc-biblioref",
        "footnote" => "doc-footnote",
        "endnotes" => "doc-endnotes",
        "bibliography" => "doc-bibliography",
        "abstract" => "doc-abstract",
        "subtitle" => "doc-subtitle",
        "introduction" => "doc-introduction",
        "conclusion" => "doc-conclusion",
        "appendix" => "doc-appendix",
        "chapter" => "doc-chapter",
        "acknowledgments" => "doc-acknowledgments",
        "colophon" => "doc-colophon",
        "pullquote" => "doc-pullquote",
        "notice" => "doc-notice",
        "tip" => "doc-tip",
        "cover" => "doc-cover",
        "toc" => "doc-toc",
        "page-list" => "doc-pagelist",
        _ => return None,
    })
}
