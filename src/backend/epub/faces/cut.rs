//! A face cut down to the letters of one book.
//!
//! A face and the characters that stand in it come in; what leaves draws them as the whole
//! face would: its rules of substitution and placement are kept for the glyphs that they can
//! lead to (the closure over GSUB). A face that varies keeps its axes. Hints go: screens of
//! reading systems are fine, and their rasterizers do without. skera cuts tables; outlines of
//! PostScript, which it does not know, are cut by what Typst cuts them with.

use super::names::{self, Name};
use crate::style::FaceFile;
use read_fonts::collections::IntSet;
use read_fonts::types::{GlyphId, NameId, Tag};
use read_fonts::{FontRef, TableProvider};
use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};
use std::collections::BTreeSet;
use subsetter::GlyphRemapper;
use write_fonts::FontBuilder;

/// Which of the characters a face has.
pub(super) fn covered(face: &FaceFile, letters: impl Iterator<Item = char>) -> BTreeSet<char> {
    let cmap = FontRef::new(&face.bytes).and_then(|font| font.cmap().map(|cmap| (font.clone(), cmap)));
    let Ok((_, cmap)) = cmap else {
        return BTreeSet::new();
    };
    letters
        .filter(|&c| {
            cmap.map_codepoint(c)
                .is_some_and(|glyph| glyph != GlyphId::NOTDEF)
        })
        .collect()
}

/// What a face is called, and what its maker says of it.
pub(super) fn names_of(face: &FaceFile) -> Vec<Name> {
    FontRef::new(&face.bytes).map_or_else(|_| Vec::new(), |font| names::read(&font))
}

/// Cuts a face down to `letters` and to the features that are asked for, and calls it
/// `family`. `None` if it cannot be cut.
pub(super) fn cut(
    face: &FaceFile,
    letters: &BTreeSet<char>,
    features: &BTreeSet<[u8; 4]>,
    family: &str,
) -> Option<Vec<u8>> {
    let font = FontRef::new(&face.bytes).ok()?;
    let unicodes: IntSet<u32> = letters.iter().map(|&c| u32::from(c)).collect();
    let asked = features.iter().map(Tag::new);
    let features: IntSet<Tag> = DEFAULT_LAYOUT_FEATURES.iter().copied().chain(asked).collect();
    // The names are written anew.
    let gone = DEFAULT_DROP_TABLES.iter().copied().chain([names::TABLE]);
    let plan = Plan::new(
        &IntSet::<GlyphId>::empty(),
        &unicodes,
        &font,
        SubsetFlags::SUBSET_FLAGS_NO_HINTING | SubsetFlags::SUBSET_FLAGS_NOTDEF_OUTLINE,
        &gone.collect(),
        &IntSet::<Tag>::all(),
        &features,
        &IntSet::<NameId>::empty(),
        &IntSet::<u16>::empty(),
    );
    let subset = subset_font(&font, &plan).ok()?;
    let mut builder = FontBuilder::new();
    if font.table_data(Tag::new(b"glyf")).is_none() {
        builder.add_raw(CFF, postscript(face, &plan)?);
    }
    builder.add_raw(names::TABLE, names::write(&names::read(&font), family));
    builder.copy_missing_tables(FontRef::new(&subset).ok()?);
    Some(builder.build())
}

/// PostScript's outlines.
const CFF: Tag = Tag::new(b"CFF ");

/// The outlines of a face that are PostScript's, in the order of `plan`, which is skera's; it
/// leaves them alone.
fn postscript(face: &FaceFile, plan: &Plan) -> Option<Vec<u8>> {
    let mut glyphs: Vec<(u32, u32)> = plan
        .old_to_new_glyph_mapping()
        .map(|(old, new)| (new.to_u32(), old.to_u32()))
        .collect();
    glyphs.sort_unstable();
    let mut order = GlyphRemapper::new();
    for (new, old) in glyphs {
        if u32::from(order.remap(u16::try_from(old).ok()?)) != new {
            return None;
        }
    }
    let cut = subsetter::subset(&face.bytes, 0, &order).ok()?;
    let table = FontRef::new(&cut).ok()?.table_data(CFF)?;
    Some(table.as_bytes().to_vec())
}
