//! XHTML pages: the shell that all content documents share, and the cover.

use super::xml::Xml;
use crate::model::{Article, is_rtl, plain};

/// Where the style sheet stands, seen from every page.
const STYLESHEET: &str = "stylesheet.css";

/// Begins a page and leaves its `body` open; [`Xml::finish`] closes it. `division` is the
/// part of the book that the page stands in.
pub(super) fn page(article: &Article, title: &str, body_class: &str, division: Option<&str>) -> Xml {
    let mut xml = Xml::document();
    xml.html_doctype();
    let mut attributes = vec![
        ("xmlns", "http://www.w3.org/1999/xhtml"),
        ("xmlns:epub", "http://www.idpf.org/2007/ops"),
        ("lang", article.lang.as_str()),
        ("xml:lang", article.lang.as_str()),
    ];
    if is_rtl(&article.lang) {
        attributes.push(("dir", "rtl"));
    }
    xml.start("html", &attributes);
    xml.line();
    xml.start("head", &[]);
    xml.line();
    xml.empty("meta", &[("charset", "utf-8")]);
    xml.line();
    xml.element("title", &[], title);
    xml.line();
    xml.empty(
        "link",
        &[("rel", "stylesheet"), ("type", "text/css"), ("href", STYLESHEET)],
    );
    xml.line();
    xml.end_line();
    let mut attributes = vec![("class", body_class)];
    attributes.extend(division.map(|division| ("epub:type", division)));
    xml.start("body", &attributes);
    xml.line();
    xml
}

/// The page that shows the cover.
///
/// The picture is an `img` and not an SVG `image`, which several reading systems neither
/// announce nor scale.
pub(super) fn cover(article: &Article, href: &str) -> Vec<u8> {
    let mut xml = page(article, &article.words.cover, "cover", None);
    let alt = cover_text(article);
    xml.empty(
        "img",
        &[
            ("epub:type", "cover"),
            ("role", "doc-cover"),
            ("src", href),
            ("alt", &alt),
        ],
    );
    xml.line();
    xml.finish()
}

/// What the cover shows, in words: the author's own, or what every cover says.
fn cover_text(article: &Article) -> String {
    let own = article
        .meta
        .cover_image
        .as_ref()
        .filter(|cover| cover.asset.is_some());
    match own.and_then(|cover| cover.alt.as_deref()).map(str::trim) {
        Some(alt) if !alt.is_empty() => alt.to_owned(),
        Some(_) | None => {
            let title = article.full_title();
            match names(article).as_str() {
                "" => title,
                names if title.ends_with(['.', '?', '!']) => format!("{title} {names}"),
                names => format!("{title}. {names}"),
            }
        }
    }
}

/// The authors as one line: "A, B and C". In a line from right to left each name in other
/// letters is isolated, or the first of two would stand on the left.
pub(super) fn names(article: &Article) -> String {
    let rtl = is_rtl(&article.lang);
    let is_foreign = |name: &str| name.contains(|char: char| char.is_uppercase() || char.is_lowercase());
    let names: Vec<String> = article
        .meta
        .authors
        .iter()
        .map(|author| match rtl && is_foreign(&author.name) {
            true => format!("\u{2068}{}\u{2069}", author.name),
            false => author.name.clone(),
        })
        .collect();
    article.words.list(&names)
}

/// The language of our own words as attributes, where it is not the article's.
pub(super) fn lang_of_words(article: &Article) -> Vec<(&'static str, &'static str)> {
    if article.words.lang == article.lang {
        Vec::new()
    } else {
        vec![("lang", "en"), ("xml:lang", "en"), ("dir", "ltr")]
    }
}

/// The title without its subtitle, as plain words.
pub(super) fn title(article: &Article) -> String {
    squeezed(&plain(&article.meta.title))
}

/// Text on one line, each run of white space one space.
pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value of `dir` for a language.
pub(super) fn direction(lang: &str) -> &'static str {
    if is_rtl(lang) { "rtl" } else { "ltr" }
}

/// An id as the value of an `id` attribute. Everything but letters, digits and a few
/// signs is written by its number, so that the same characters do in an address.
pub(super) fn anchor(id: &str) -> String {
    let mut anchor = String::with_capacity(id.len());
    for c in id.chars() {
        if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':') {
            anchor.push(c);
        } else {
            anchor.push_str(&format!("_{:x}", u32::from(c)));
        }
    }
    anchor
}

/// An id as the fragment of an address, with its `#`.
pub(super) fn fragment(id: &str) -> String {
    format!("#{}", anchor(id))
}

/// An address that a URL parser takes, or `None` if none does: what no URL may hold is
/// percent-encoded (URL Standard, "URL code points"), what is encoded already stays.
pub(super) fn href(url: &str) -> Option<String> {
    let url = url.trim();
    let Some((scheme, rest)) = url.split_once("://") else {
        return Some(encoded(url));
    };
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    is_host(host).then(|| format!("{scheme}://{}{}", encoded(authority), encoded_path(path)))
}

/// Whether `host` names a machine, with or without a port.
fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port),
        Some(_) | None => (host, ""),
    };
    let is_name = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            let is_part = |part: &str| {
                !part.is_empty()
                    && part
                        .chars()
                        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii())
            };
            name.strip_suffix('.').unwrap_or(name).split('.').all(is_part)
        }
    };
    is_name && (port.is_empty() || port.parse::<u16>().is_ok())
}

/// Brackets stand only around a host.
fn encoded_path(path: &str) -> String {
    encoded(path).replace('[', "%5B").replace(']', "%5D")
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_forbidden = match c {
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => true,
            '%' => {
                let digits = text.as_bytes().get(at + 1..at + 3);
                !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            }
            c => c.is_control() || c.is_whitespace(),
        };
        if is_forbidden {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_only_what_an_address_may_hold() {
        let cases = [
            (
                "https://a.b/x y?q=%20%zz&r=\"1\"",
                Some("https://a.b/x%20y?q=%20%25zz&r=%221%22"),
            ),
            ("https://[::1]:80/[a]", Some("https://[::1]:80/%5Ba%5D")),
            ("https://example.org", Some("https://example.org")),
            ("mailto:a@b.c", Some("mailto:a@b.c")),
            ("https://", None),
            ("http://[broken", None),
            ("https://exa mple.org/", None),
            ("https://example.org:99999/", None),
            ("https://a..b/", None),
        ];
        for (url, expected) in cases {
            assert_eq!(href(url).as_deref(), expected, "{url}");
        }
        assert_eq!(fragment("100% sure"), "#100_25_20sure");
    }
}
