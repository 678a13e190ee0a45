//! Whether the faces that a house names are there, and have the letters that its papers need.
//!
//! A face that is not there would be replaced without a word, so it is an error before any
//! paper is set. Letters are those that the language's own alphabet has; what a paper has
//! beyond them is looked for on its finished pages (`glyphs.rs`).

use super::world::TypeCase;
use crate::diagnostic::{Code, Elsewhere, Report, Span};
use crate::model::{Article, letters, script};
use crate::style::{FaceFile, Faces, HouseFile};
use std::borrow::Cow;
use typst::text::{Font, FontStyle};

/// How many letters a finding names.
const NAMED: usize = 12;

/// The roles of a house's faces, by the keys of its file.
fn roles(faces: &Faces) -> [(&'static str, &str); 4] {
    [
        ("faces.text", &faces.text),
        ("faces.companion", &faces.companion),
        ("faces.mono", &faces.mono),
        ("faces.math", &faces.math),
    ]
}

impl TypeCase {
    /// Reports every face that the house file names and that is not there, at its place in
    /// that file, which is what `report` is about, and gives their keys.
    pub fn check_faces(&self, file: &HouseFile, report: &mut Report) -> Vec<&'static str> {
        let mut missing = Vec::new();
        for (key, family) in roles(&file.house.faces) {
            let Some(&span) = file.places.get(key) else {
                continue;
            };
            if self.has_family(family) {
                continue;
            }
            missing.push(key);
            if file.is_foreign {
                let message =
                    format!("there is no face `{family}`, and nothing is fetched; another stands in");
                report.problem(Code::Face, span, message);
                report
                    .hint("put its files beside this file and name them under `fonts`, with `source: file`");
                continue;
            }
            report.error(Code::Face, span, format!("there is no face `{family}`"));
            let families = self.families();
            let near = families.iter().min_by_key(|known| {
                let known = known.to_lowercase();
                strsim::damerau_levenshtein(&known, &family.to_lowercase())
            });
            if let Some(near) = near.filter(|near| is_slip(near, family)) {
                report.hint(format!("did you mean `{near}`?"));
            }
            report.hint(format!(
                "put its files into a folder beside the house file and name it (`faces: {{files: fonts}}`), or choose one of {}",
                families
                    .iter()
                    .map(|family| format!("`{family}`"))
                    .collect::<Vec<_>>()
                    .join(", ")
            ));
        }
        if missing.is_empty() {
            self.check_styles(file, report);
        }
        missing
    }

    /// Reports what a family lacks of the styles that every layout asks for.
    fn check_styles(&self, file: &HouseFile, report: &mut Report) {
        let faces = &file.house.faces;
        for (key, family, slants) in [
            ("faces.text", &faces.text, true),
            ("faces.companion", &faces.companion, false),
        ] {
            let Some(&span) = file.places.get(key) else {
                continue;
            };
            let [italic, bold] = self.styles(family);
            for (has, style, lost) in [
                (italic || !slants, "italic", "stressed words look like all others"),
                (bold, "bold", "headings and strong words look like all others"),
            ] {
                if !has {
                    report.problem(
                        Code::Face,
                        span,
                        format!("`{family}` has no {style} face: {lost}"),
                    );
                    report.hint(format!("put the family's {style} face beside the others"));
                }
            }
        }
    }

    /// The faces that a house's books may carry: of every family that it names, its own
    /// before those of the same name that are compiled in. One that its maker does not let be
    /// embedded is reported at the place in the house file, and stays out.
    pub fn book_faces(&self, faces: &Faces, place: Option<Span>, report: &mut Report) -> Vec<FaceFile> {
        if !faces.embed {
            return Vec::new();
        }
        let scripts = faces.scripts.values();
        let scripts = scripts.flat_map(|faces| [&faces.text, &faces.companion]);
        let roles = [&faces.text, &faces.companion, &faces.mono];
        let wanted: Vec<&String> = roles.into_iter().chain(scripts).chain(&faces.fallback).collect();
        let is_wanted = |font: &&Font| {
            let family = &font.info().family;
            wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(family))
        };
        let mut found: Vec<FaceFile> = Vec::new();
        for font in self.brought_faces().iter().filter(is_wanted) {
            // Of a collection no book can name one face.
            if font.data().starts_with(b"ttcf") {
                continue;
            }
            let Ok(ttf) = ttf_parser::Face::parse(font.data(), 0) else {
                continue;
            };
            let is_kept = ttf.permissions() == Some(ttf_parser::Permissions::Restricted);
            if is_kept || !ttf.is_outline_embedding_allowed() {
                report.note(
                    Code::Face,
                    place,
                    format!(
                        "`{}` may not be embedded, says its maker; the EPUB does without",
                        font.info().family
                    ),
                );
                continue;
            }
            found.push(face_file(font, &ttf, "", Cow::Owned(font.data().to_vec())));
        }
        for (font, built_in) in self.built_in_faces().filter(|(font, _)| is_wanted(font)) {
            let is_known = |face: &FaceFile| face.family.eq_ignore_ascii_case(&font.info().family);
            if found
                .iter()
                .any(|face| is_known(face) && matches!(face.bytes, Cow::Owned(_)))
            {
                continue;
            }
            if let Ok(ttf) = ttf_parser::Face::parse(built_in.bytes, 0) {
                found.push(face_file(
                    font,
                    &ttf,
                    built_in.license,
                    Cow::Borrowed(built_in.bytes),
                ));
            }
        }
        found
    }

    /// Reports letters of the article's language that the house's faces lack; `place` says
    /// where the house names a face.
    pub fn check_letters(
        &self,
        article: &Article,
        faces: &Faces,
        place: impl Fn(&str) -> Option<Elsewhere>,
        report: &mut Report,
    ) {
        let script = script(&article.lang);
        let (text, companion) = faces.of_script(&script);
        // Scripts that have faces of their own are not set in these.
        if (text, companion) != (&*faces.text, &*faces.companion) || self.is_brought_for(&script) {
            return;
        }
        for (key, family) in [("faces.text", text), ("faces.companion", companion)] {
            let Some(at) = place(key) else { continue };
            let missing: Vec<char> = letters(&article.lang)
                .into_iter()
                .filter(|&letter| !self.has_letter(family, letter))
                .collect();
            if missing.is_empty() {
                continue;
            }
            let named: Vec<_> = missing
                .iter()
                .take(NAMED)
                .map(|letter| format!("`{letter}`"))
                .collect();
            let more = match missing.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            report.problem(
                Code::FaceCoverage,
                None,
                format!(
                    "`{family}` lacks letters of the article's language (`{}`): {}{more}; another face stands in for them",
                    article.lang,
                    named.join(" ")
                ),
            );
            report.elsewhere(at);
            report.hint("choose a face that has the language's letters");
        }
    }
}

/// A face as a book may carry it.
fn face_file(
    font: &Font,
    ttf: &ttf_parser::Face<'_>,
    license: &'static str,
    bytes: Cow<'static, [u8]>,
) -> FaceFile {
    let info = font.info();
    let weight = info.variant.weight.to_number();
    let mut axes = ttf.variation_axes().into_iter();
    let varies = axes.find(|axis| axis.tag == ttf_parser::Tag::from_bytes(b"wght"));
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what CSS takes"
    )]
    let whole = |value: f32| value.clamp(1.0, 1000.0).round() as u16;
    FaceFile {
        family: info.family.clone(),
        weights: varies.map_or([weight; 2], |axis| [whole(axis.min_value), whole(axis.max_value)]),
        italic: info.variant.style != FontStyle::Normal,
        postscript: bytes.starts_with(b"OTTO"),
        may_be_cut: ttf.is_subsetting_allowed(),
        license,
        bytes,
    }
}

/// Whether two names are one slip of the pen apart.
fn is_slip(known: &str, family: &str) -> bool {
    let distance = strsim::damerau_levenshtein(&known.to_lowercase(), &family.to_lowercase());
    distance <= 2 || known.to_lowercase().starts_with(&family.to_lowercase())
}
