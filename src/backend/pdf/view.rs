//! The article as a layout sees it: one JSON value, described in `layouts/README.md`.

use super::faces::FacesView;
use super::world::{LOGO_DARK, LOGO_LIGHT, TypeCase};
use crate::model::{
    Article, Asset, Block, Colophon, Meta, Note, NotePlacement, Words, is_rtl, language_and_region, script,
};
use crate::style::{Colors, House, Logo};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What `json("/article.json")` gives to a layout.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct View<'a> {
    meta: &'a Meta,
    /// Title and subtitle in one line, for the document's properties.
    full_title: String,
    lang: &'a str,
    /// The first part of `lang`, as Typst wants it.
    language: &'a str,
    /// The country of `lang`, if it names one.
    region: Option<&'a str>,
    /// What it is written in: `latn`, `cyrl`, `arab`, `arab-nastaliq`, `deva`, `hans` …
    script: String,
    /// Whether it is written from right to left.
    rtl: bool,
    /// The languages that parts of it are marked with, by their tags.
    languages: BTreeMap<&'a str, LanguageView<'a>>,
    words: &'a Words,
    /// What the small type says, composed.
    colophon: Colophon<'a>,
    body: &'a [Block],
    assets: Vec<Picture>,
    /// The notes in order, if they stand after the text; empty if they are footnotes.
    notes: Vec<NoteView<'a>>,
    house: HouseView<'a>,
    /// Ordinals of pull quotes whose words stand in the text as well.
    repeats: BTreeSet<u32>,
    /// Year, month and day of the document's date; `null` without one.
    date: Option<[u16; 3]>,
    /// What a press wants around every page; `null` for screens.
    press: Option<PressView<'a>>,
}

/// The sheet that a page is printed on, beyond where it is cut.
#[derive(Serialize)]
pub(super) struct PressView<'a> {
    /// How far colour reaches beyond the cut, in millimetres.
    pub(super) bleed: f64,
    /// Room for marks beyond that, in millimetres.
    pub(super) slug: f64,
    /// The printing condition: `FOGRA39`.
    pub(super) condition: &'a str,
    /// The names of spot colours.
    pub(super) inks: Vec<&'a str>,
}

/// A language within the article; each field as that of the article.
#[derive(Serialize)]
struct LanguageView<'a> {
    language: &'a str,
    region: Option<&'a str>,
    script: String,
    rtl: bool,
    /// The faces that its script wants; `null` where the article's own serve.
    faces: Option<FacesView<'a>>,
}

/// The house, with the faces for this article's script.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct HouseView<'a> {
    name: Option<&'a str>,
    /// The logo, if the paper is the house's own.
    logo: Option<LogoView<'a>>,
    colors: &'a Colors,
    faces: FacesView<'a>,
}

/// The house's logo; a ground that it has no variant for gets its name in words.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct LogoView<'a> {
    light: Option<Variant>,
    dark: Option<Variant>,
    alt: &'a str,
}

/// A logo for one kind of ground.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Variant {
    path: &'static str,
    format: &'static str,
    /// In a masthead, in millimetres.
    width_mm: f64,
    height_mm: f64,
}

impl<'a> LogoView<'a> {
    fn new(logo: &'a Logo) -> Self {
        let variant = |path: &'static str, asset: &Asset| {
            let [width_mm, height_mm] = logo.placed_mm(asset);
            Variant {
                path,
                format: asset.media.extension(),
                width_mm,
                height_mm,
            }
        };
        Self {
            light: logo.light.as_ref().map(|asset| variant(LOGO_LIGHT, asset)),
            dark: logo.dark.as_ref().map(|asset| variant(LOGO_DARK, asset)),
            alt: &logo.alt,
        }
    }
}

/// A note for the list after the text.
#[derive(Serialize)]
struct NoteView<'a> {
    number: u32,
    blocks: &'a [Block],
}

/// A picture by its slot; the bytes are read from `path`.
#[derive(Serialize)]
struct Picture {
    path: String,
    format: &'static str,
    width: u32,
    height: u32,
}

impl<'a> View<'a> {
    pub(super) fn new(article: &'a Article, case: &'a TypeCase, house: &'a House) -> Self {
        let (language, region) = language_and_region(&article.lang);
        let script = script(&article.lang);
        let languages = languages(article, case, house);
        let house = HouseView {
            name: house.name.as_deref(),
            logo: house
                .logo_for(article.meta.publisher.as_deref())
                .map(LogoView::new),
            colors: &house.colors,
            faces: case.faces(&house.faces, &script),
        };
        let assets = article
            .assets
            .iter()
            .enumerate()
            .map(|(slot, asset)| Picture {
                path: format!("/assets/{slot}"),
                format: asset.media.extension(),
                width: asset.width,
                height: asset.height,
            })
            .collect();
        let date = article.meta.date.map(|date| {
            let (year, month, day) = date.first_day();
            [year, month.into(), day.into()]
        });
        Self {
            meta: &article.meta,
            full_title: article.full_title(),
            lang: &article.lang,
            language,
            region,
            script,
            rtl: is_rtl(&article.lang),
            languages,
            words: &article.words,
            colophon: article.colophon(),
            body: &article.body,
            assets,
            notes: endnotes(article),
            house,
            repeats: article.repeats(),
            date,
            press: None,
        }
    }
}

impl<'a> View<'a> {
    /// The same article with what a press wants around its pages.
    pub(super) fn on_press(
        article: &'a Article,
        case: &'a TypeCase,
        house: &'a House,
        press: PressView<'a>,
    ) -> Self {
        Self {
            press: Some(press),
            ..Self::new(article, case, house)
        }
    }

    /// What a cover needs: all but the text.
    pub(super) fn without_body(article: &'a Article, case: &'a TypeCase, house: &'a House) -> Self {
        Self {
            body: &[],
            notes: Vec::new(),
            ..Self::new(article, case, house)
        }
    }
}

/// How to set the languages that parts of the article are marked with.
fn languages<'a>(
    article: &'a Article,
    case: &'a TypeCase,
    house: &'a House,
) -> BTreeMap<&'a str, LanguageView<'a>> {
    let around = script(&article.lang);
    let view = |lang: &'a str| {
        let (language, region) = language_and_region(lang);
        let script = script(lang);
        // The house's faces, and those for Arabic too, have these letters themselves.
        let serves = script == around || ["latn", "cyrl", "grek"].contains(&script.as_str());
        LanguageView {
            language,
            region,
            rtl: is_rtl(lang),
            faces: (!serves).then(|| case.faces(&house.faces, &script)),
            script,
        }
    };
    article
        .languages()
        .into_iter()
        .map(|lang| (lang, view(lang)))
        .collect()
}

/// The notes for the list after the text, in order.
fn endnotes(article: &Article) -> Vec<NoteView<'_>> {
    match article.meta.notes {
        NotePlacement::Footnotes => Vec::new(),
        NotePlacement::Endnotes => article
            .notes()
            .into_iter()
            .map(|Note { number, blocks }| NoteView { number, blocks })
            .collect(),
    }
}
