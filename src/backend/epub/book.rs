//! The book: epub-builder's, with our pages and patches.

use super::archive::{self, Files};
use super::content::Content;
use super::faces::Dress;
use super::figures;
use super::identity::{Identity, modified};
use super::matter;
use super::xhtml::{self, squeezed};
use super::xml::clean;
use super::{Edition, Fault, opf, package, pictures, svg};
use crate::model::{Article, Media};
use crate::style::Logo;
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use std::borrow::Cow;

/// Where epub-builder puts everything but the container's own files.
const FOLDER: &str = "OEBPS";

/// Puts the files of the book together.
///
/// # Errors
///
/// A [`Fault`] if epub-builder fails or writes other than it was measured to.
pub(super) fn assemble(
    article: &Article,
    text: &Content,
    dress: &Dress,
    logo: Option<&Logo>,
    edition: &Edition<'_>,
) -> Result<Files, Fault> {
    let identity = Identity::of(article, edition.pages);
    let cover = cover(article, edition);
    let contents = contents(article, text, dress, logo, cover.as_ref())?;
    let mut files = archive::unpack(build(article, &contents, &identity)?)?;
    for content in contents {
        replace(&mut files, &content.href, |_| Ok(content.bytes))?;
    }

    // Wrong for us: it promises fonts. What it may say stands in the package since EPUB 3.
    take(&mut files, "META-INF/com.apple.ibooks.display-options.xml")?;
    let nav = package::nav(article, text, cover.is_some());
    replace(&mut files, package::NAV, |_| Ok(nav))?;
    let ncx = package::ncx(article, text, &identity.uuid.urn().to_string());
    replace(&mut files, "toc.ncx", |_| Ok(ncx))?;
    replace(&mut files, "content.opf", |written| {
        let has_faces = !dress.faces.is_empty();
        opf::complete(
            std::str::from_utf8(&written)?,
            article,
            text,
            has_faces,
            &identity,
        )
    })?;
    for (name, words) in &dress.licenses {
        files.insert(format!("META-INF/licenses/{name}"), words.clone().into_bytes());
    }
    Ok(files)
}

/// A cover: where it stands in the book, what it is, and its bytes.
struct Cover<'a> {
    href: String,
    media: Media,
    bytes: Cow<'a, [u8]>,
}

/// The author's own cover, else the one that the layout drew.
fn cover<'a>(article: &'a Article, edition: &Edition<'a>) -> Option<Cover<'a>> {
    let own = article.meta.cover_image.as_ref().and_then(|cover| cover.asset);
    let (media, bytes) = match (own, edition.cover) {
        (Some(id), _) => {
            let own = article.asset(id);
            match pictures::cover(own) {
                Some(fitted) => (fitted.media, Cow::Owned(fitted.bytes)),
                None => (own.media, Cow::Borrowed(own.bytes.as_slice())),
            }
        }
        (None, Some(png)) => (Media::Png, Cow::Borrowed(png)),
        (None, None) => return None,
    };
    Some(Cover {
        href: format!("images/cover.{}", media.extension()),
        media,
        bytes,
    })
}

/// A file that the package lists.
struct Listed {
    /// Where it stands, seen from the package.
    href: String,
    role: Role,
    bytes: Vec<u8>,
}

/// What a listed file is to the package.
enum Role {
    /// The layout's style sheet.
    Sheet,
    /// The picture of the cover, and its kind.
    Cover(&'static str),
    /// A document, in the order of reading.
    Document,
    /// A picture or a face, and its kind.
    Resource(&'static str),
}

/// The files of the book but for the package's own, in the package's order.
fn contents(
    article: &Article,
    text: &Content,
    dress: &Dress,
    logo: Option<&Logo>,
    cover: Option<&Cover<'_>>,
) -> Result<Vec<Listed>, Fault> {
    let mut contents = Vec::new();
    let mut list = |href: &str, role, bytes| {
        contents.push(Listed {
            href: href.to_owned(),
            role,
            bytes,
        });
    };
    list("stylesheet.css", Role::Sheet, dress.css.clone().into_bytes());
    if let Some(cover) = cover {
        let bytes = carried(cover.media, &cover.bytes)?;
        list(&cover.href, Role::Cover(cover.media.mime()), bytes);
        let page = xhtml::cover(article, &cover.href);
        list(package::COVER, Role::Document, page);
    }
    for document in &text.documents {
        list(&document.href, Role::Document, document.xhtml.clone());
    }
    for &id in &text.pictures.assets {
        let asset = article.asset(id);
        let bytes = carried(asset.media, &asset.bytes)?;
        let href = figures::href(id, asset.media);
        list(&href, Role::Resource(asset.media.mime()), bytes);
    }
    for face in &dress.faces {
        list(&face.href, Role::Resource(face.mime), face.bytes.clone());
    }
    for (href, asset) in logo.into_iter().flat_map(matter::logo_files) {
        let bytes = carried(asset.media, &asset.bytes)?;
        list(&href, Role::Resource(asset.media.mime()), bytes);
    }
    Ok(contents)
}

/// The book as epub-builder writes it, its listed files empty: what is in them stays out of
/// a zip that is opened at once.
fn build(article: &Article, contents: &[Listed], identity: &Identity) -> Result<Vec<u8>, Fault> {
    const EMPTY: &[u8] = &[];
    let meta = &article.meta;
    // epub-builder escapes, yet passes on what no XML may hold.
    let line = |text: &str| clean(&squeezed(text)).into_owned();
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    builder.set_uuid(identity.uuid);
    builder.set_modified_date(modified(meta));
    builder.set_title(line(&xhtml::title(article)));
    builder.add_language(&article.lang);
    builder.set_toc_name(line(&article.words.contents));
    builder.metadata("direction", xhtml::direction(&article.lang))?;
    for author in opf::named(&meta.authors) {
        builder.add_author(line(&author.name));
    }
    let description = opf::description(article);
    if !description.is_empty() {
        builder.add_description(description);
    }
    for keyword in meta.keywords.iter().map(|keyword| line(keyword)) {
        // An empty element is an error to the checkers.
        if !keyword.is_empty() {
            builder.add_subject(keyword);
        }
    }
    let terms = article.colophon().terms.into_iter().map(|fact| match fact.url {
        Some(url) if url != fact.text => format!("{} ({url})", fact.text),
        Some(_) | None => fact.text,
    });
    let terms = line(&terms.collect::<Vec<_>>().join(" · "));
    if !terms.is_empty() {
        builder.set_license(terms);
    }

    for Listed { href, role, .. } in contents {
        match role {
            Role::Sheet => builder.stylesheet(EMPTY)?,
            Role::Cover(mime) => builder.add_cover_image(href, EMPTY, *mime)?,
            Role::Document => builder.add_content(EpubContent::new(href, EMPTY))?,
            Role::Resource(mime) => builder.add_resource(href, EMPTY, *mime)?,
        };
    }
    let mut bytes = Vec::new();
    builder.generate(&mut bytes)?;
    Ok(bytes)
}

/// A picture's bytes as a book may carry them.
fn carried(media: Media, bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    match media {
        Media::Svg => svg::harmless(bytes),
        Media::Png | Media::Jpeg | Media::Gif | Media::Webp => Ok(bytes.to_vec()),
    }
}

fn replace(
    files: &mut Files,
    name: &str,
    with: impl FnOnce(Vec<u8>) -> Result<Vec<u8>, Fault>,
) -> Result<(), Fault> {
    let name = format!("{FOLDER}/{name}");
    let written = take(files, &name)?;
    files.insert(name, with(written)?);
    Ok(())
}

fn take(files: &mut Files, name: &str) -> Result<Vec<u8>, Fault> {
    files
        .remove(name)
        .ok_or_else(|| Fault(format!("epub-builder wrote no `{name}`")))
}
