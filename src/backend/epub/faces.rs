//! The faces of a book: the house's, cut down to the letters that the book sets in them.
//!
//! The layout's style sheet and the pages come in; what leaves is the sheet as the book has
//! it, the files that it names, and their licences. `sheet` and `cascade` say which face each
//! letter asks for (`selector` and `syntax` read CSS for them), `letters` collects them, `cut` makes
//! them small under `names` that they may have, `woff2` files of them. Of a list of families, the
//! first that has a letter sets it, as in every reading system; behind a house's own face stand
//! those of its fallbacks that are needed.

mod cascade;
mod cut;
mod letters;
mod names;
mod selector;
mod sheet;
mod syntax;
mod woff2;

use super::{Fault, stylesheet};
use crate::diagnostic::{Code, Report};
use crate::model::Article;
use crate::style::{FaceFile, House};
use sheet::{CAPITALS, Sheet};
use std::collections::{BTreeMap, BTreeSet};

/// What a book is dressed in.
pub(super) struct Dress {
    /// The style sheet.
    pub css: String,
    /// The files of its faces.
    pub faces: Vec<BookFace>,
    /// Licences of the faces: names of files and what they say.
    pub licenses: Vec<(String, String)>,
}

/// The file of a face.
pub(super) struct BookFace {
    /// Where it stands, seen from the style sheet.
    pub href: String,
    pub mime: &'static str,
    pub bytes: Vec<u8>,
}

/// Fills the style sheet of a layout, and finds and cuts the faces that `pages` need.
///
/// # Errors
///
/// A [`Fault`] if a page is not well-formed.
pub(super) fn dress(
    css: &str,
    house: &House,
    article: &Article,
    faces: &[FaceFile],
    pages: &[&[u8]],
    report: &mut Report,
) -> Result<Dress, Fault> {
    let (lang, parts) = (article.lang.as_str(), article.languages());
    let parts: Vec<&str> = parts.into_iter().collect();
    if faces.is_empty() {
        return Ok(Dress {
            css: stylesheet::write(css, house, &[], lang, &parts),
            faces: Vec::new(),
            licenses: Vec::new(),
        });
    }
    let roles = &house.faces;
    let fallback = roles.fallback.iter().map(String::as_str);
    let mut behind = vec![roles.text.as_str(), &roles.companion];
    for family in fallback {
        if !behind.contains(&family) {
            behind.push(family);
        }
    }
    let asking = Sheet::read(&stylesheet::write(css, house, &behind, lang, &parts));
    let found = letters::collect(&asking, pages)?;
    let worn = wear(&asking, &found, faces);

    let behind: Vec<&str> = behind
        .into_iter()
        .filter(|family| worn.stands_in(family))
        .collect();
    let names = called(worn.faces.keys().map(|&place| &faces[place]));
    let mut css = stylesheet::write(css, house, &behind, lang, &parts);
    for (family, name) in &names {
        css = css.replace(&stylesheet::quoted(family), &stylesheet::quoted(name));
    }
    let mut rules = String::new();
    let mut dress = Dress {
        css: String::new(),
        faces: Vec::new(),
        licenses: Vec::new(),
    };
    for (&place, needed) in &worn.faces {
        let (face, name) = (&faces[place], &names[faces[place].family.as_str()]);
        let made = make(face, needed, &asking.features, name, report);
        let href = file_name(name, face, made.extension, &dress.faces);
        rules.push_str(&stylesheet::face_rule(name, face, &href));
        dress.faces.push(BookFace {
            href,
            mime: made.mime,
            bytes: made.bytes,
        });
        let file = format!("{}.txt", slug(name));
        if !dress.licenses.iter().any(|(known, _)| *known == file) {
            dress.licenses.push((file, license(face, name)));
        }
    }
    dress.css = rules + &css;
    Ok(dress)
}

/// Which faces a book needs, by their place, and what for.
struct Worn<'a> {
    faces: BTreeMap<usize, Needed>,
    /// Families with letters that another one before them lacks.
    stand_ins: BTreeSet<&'a str>,
}

/// What is set in a face.
#[derive(Default)]
struct Needed {
    letters: BTreeSet<char>,
    small_caps: bool,
}

impl Worn<'_> {
    fn stands_in(&self, family: &str) -> bool {
        self.stand_ins.contains(family)
    }
}

/// Gives each letter to the face that sets it.
fn wear<'a>(
    sheet: &Sheet,
    found: &BTreeMap<cascade::Style, letters::Letters>,
    faces: &'a [FaceFile],
) -> Worn<'a> {
    let mut worn = Worn {
        faces: BTreeMap::new(),
        stand_ins: BTreeSet::new(),
    };
    for (style, letters) in found {
        for (list, weight, slanted) in style.choices() {
            let mut left: BTreeSet<char> = letters.all().collect();
            let mut is_first = true;
            for family in &sheet.families[list] {
                let Some(place) = pick(faces, family, weight, slanted) else {
                    continue;
                };
                let own = cut::covered(&faces[place], left.iter().copied());
                // What is not seen goes with the letters around it, in whichever face they are.
                left.retain(|&c| !own.contains(&c) || is_unseen(c));
                if own.iter().any(|&c| !is_unseen(c)) {
                    let needed = worn.faces.entry(place).or_default();
                    needed.letters.extend(own);
                    needed.small_caps |= style.may_be_small_caps();
                    if !is_first {
                        worn.stand_ins.insert(&faces[place].family);
                    }
                }
                is_first = false;
                if left.iter().all(|&c| is_unseen(c)) {
                    break;
                }
            }
        }
    }
    worn
}

/// Whether a character only says how others are drawn: joiners, marks of direction, selectors
/// of variants (Unicode, `Default_Ignorable_Code_Point`).
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// The face of a family that comes nearest (CSS Fonts 4, 5.2): slant counts more than weight,
/// and a heavy one is rather replaced by a heavier one, a light one by a lighter one.
fn pick(faces: &[FaceFile], family: &str, weight: u16, slanted: bool) -> Option<usize> {
    let own = faces
        .iter()
        .enumerate()
        .filter(|(_, face)| face.family.eq_ignore_ascii_case(family));
    let nearest = own.min_by_key(|(_, face)| {
        let [light, heavy] = face.weights;
        let (lighter, heavier) = (weight.saturating_sub(heavy), light.saturating_sub(weight));
        let far = match weight {
            // From a usual weight to a slightly heavier one, then to lighter ones.
            400..=500 if heavier > 0 && light <= 500 => heavier,
            400..=500 if lighter > 0 => 1000 + lighter,
            0..400 if heavier > 0 => 2000 + heavier,
            501.. if lighter > 0 => 2000 + lighter,
            _ if heavier > 0 => 2000 + heavier,
            _ => lighter,
        };
        (face.italic != slanted, far)
    });
    nearest.map(|(place, _)| place)
}

/// What each family is called in the book: its own name without what its makers reserve.
fn called<'a>(faces: impl Iterator<Item = &'a FaceFile>) -> BTreeMap<&'a str, String> {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for face in faces {
        if names.contains_key(face.family.as_str()) {
            continue;
        }
        let own = cut::names_of(face);
        let terms = [
            names::named(&own, names::COPYRIGHT).unwrap_or_default(),
            face.license,
        ];
        let free = names::free(&face.family, &names::reserved(&terms.join("\n")));
        // Two families may reserve all of their names.
        let taken = |name: &String| names.values().any(|known| known == name);
        let numbered = (2..).map(|number| format!("{free} {number}"));
        let name = std::iter::once(free.clone())
            .chain(numbered)
            .find(|name| !taken(name));
        names.insert(&face.family, name.unwrap_or(free));
    }
    names
}

/// A face as a file.
struct Made {
    bytes: Vec<u8>,
    extension: &'static str,
    mime: &'static str,
}

fn make(
    face: &FaceFile,
    needed: &Needed,
    features: &BTreeSet<[u8; 4]>,
    name: &str,
    report: &mut Report,
) -> Made {
    let mut features = features.clone();
    if !needed.small_caps {
        features.retain(|feature| !CAPITALS.contains(feature));
    }
    let subset = match face.may_be_cut {
        true => cut::cut(face, &needed.letters, &features, name),
        // Its maker wants it whole.
        false => None,
    };
    if subset.is_none() && face.may_be_cut {
        report.note(
            Code::Face,
            None,
            format!(
                "`{}` cannot be cut down to the letters of the article; the EPUB carries it whole",
                face.family
            ),
        );
        report.hint(
            "give the family as TrueType (`.ttf`), or write `faces: {embed: false}` into the house file",
        );
    }
    let sfnt = subset.as_deref().unwrap_or(&face.bytes);
    match woff2::write(sfnt) {
        Some(bytes) => Made {
            bytes,
            extension: "woff2",
            mime: "font/woff2",
        },
        None => Made {
            bytes: sfnt.to_vec(),
            extension: if face.postscript { "otf" } else { "ttf" },
            mime: if face.postscript { "font/otf" } else { "font/ttf" },
        },
    }
}

/// The terms of a face, as its makers want them handed on.
fn license(face: &FaceFile, name: &str) -> String {
    let names = cut::names_of(face);
    let own = [names::COPYRIGHT, names::LICENSE, names::LICENSE_URL];
    let own = own.iter().filter_map(|&id| names::named(&names, id));
    let own = own.collect::<Vec<_>>().join("\n\n");
    let head = match face.may_be_cut {
        true => format!("{name}: made from the face below, cut down to the letters of this book."),
        false => format!("{name}: the face below, unchanged."),
    };
    let mut text = head + "\n\n";
    text.push_str(match face.license {
        "" => &own,
        license => license,
    });
    text.push('\n');
    text
}

/// Where a face stands in the book, under a name of its own.
fn file_name(name: &str, face: &FaceFile, extension: &str, others: &[BookFace]) -> String {
    let weight = match face.weights {
        [lightest, heaviest] if lightest == heaviest => lightest.to_string(),
        [lightest, heaviest] => format!("{lightest}-{heaviest}"),
    };
    let slant = if face.italic { "-italic" } else { "" };
    let stem = format!("fonts/{}-{weight}{slant}", slug(name));
    let numbered = (2..).map(|number| format!("{stem}-{number}.{extension}"));
    let mut names = std::iter::once(format!("{stem}.{extension}")).chain(numbered);
    let is_free = |href: &String| !others.iter().any(|other| other.href == *href);
    names.find(is_free).unwrap_or(stem)
}

/// A name as that of a file.
fn slug(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    let slug = words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    if slug.is_empty() { "face".to_owned() } else { slug }
}

#[cfg(test)]
mod tests;
