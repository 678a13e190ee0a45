//! A whole file in ink: its streams, pictures, gradients, spot colours and groups.
//!
//! What enters is a file as Typst writes it, with every colour tied to sRGB; what leaves has
//! process colours, spot colours, and pictures tied to sRGB where they are photographs.
//! Soft masks are no colours and stay as they are.

use super::color::Palette;
use super::content::{KNOCK, Names, OVER, Outside, Printed, Space, printed, spot_name};
use super::gradients::{separated, separation, shade};
use super::pictures;
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use std::collections::BTreeSet;

/// Puts every colour of `doc` into ink.
///
/// # Errors
///
/// If an object of the file is not what it should be.
pub(super) fn convert(doc: &mut Document, palette: &mut Palette<'_>) -> lopdf::Result<()> {
    let masks = masks(doc);
    let ids: Vec<ObjectId> = doc
        .objects
        .keys()
        .copied()
        .filter(|id| !masks.contains(id))
        .collect();
    let shared = Shared::new(doc);
    for page in doc.page_iter().collect::<Vec<_>>() {
        let content = doc.get_page_content(page);
        let printed = printed(&content, &names(doc, page), false, palette)?;
        let stream = doc.add_object(packed(Dictionary::new(), printed.bytes.clone()));
        doc.get_dictionary_mut(page)?.set("Contents", stream);
        shared.hand(doc, page, &printed, palette)?;
        in_process_colors(doc.get_dictionary_mut(page)?);
    }
    for id in ids {
        let Some(object) = doc.objects.get(&id) else {
            continue;
        };
        match object {
            Object::Stream(stream) if is(&stream.dict, b"Subtype", b"Image") => {
                let mut picture = pictures::convert(doc, stream, palette).unwrap_or_else(|| stream.clone());
                if pictures::is_opaque(doc, &picture) {
                    picture.dict.remove(b"SMask");
                }
                doc.objects.insert(id, Object::Stream(picture));
            }
            Object::Stream(stream)
                if is(&stream.dict, b"Subtype", b"Form") || stream.dict.has(b"PatternType") =>
            {
                let content = stream.get_plain_content()?;
                let mut dict = stream.dict.clone();
                dict.remove(b"Filter");
                dict.remove(b"DecodeParms");
                in_process_colors(&mut dict);
                let inherits = !dict.has(b"PatternType");
                let printed = printed(&content, &names(doc, id), inherits, palette)?;
                doc.objects
                    .insert(id, Object::Stream(packed(dict, printed.bytes.clone())));
                shared.hand(doc, id, &printed, palette)?;
            }
            Object::Dictionary(dict) if is(dict, b"Subtype", b"Type3") => {
                let glyphs: Vec<ObjectId> = dict
                    .get_deref(b"CharProcs", doc)
                    .and_then(Object::as_dict)
                    .map(|glyphs| {
                        glyphs
                            .iter()
                            .filter_map(|(_, glyph)| glyph.as_reference().ok())
                            .collect()
                    })
                    .unwrap_or_default();
                let names = names(doc, id);
                for glyph in glyphs {
                    let stream = doc.get_object(glyph)?.as_stream()?;
                    let (dict, content) = (stream.dict.clone(), stream.get_plain_content()?);
                    let printed = printed(&content, &names, true, palette)?;
                    let mut dict = dict;
                    dict.remove(b"Filter");
                    doc.objects
                        .insert(glyph, Object::Stream(packed(dict, printed.bytes.clone())));
                    shared.hand(doc, id, &printed, palette)?;
                }
            }
            Object::Dictionary(dict) => {
                let mut dict = dict.clone();
                let is_changed = match dict.get_mut(b"Shading") {
                    Ok(Object::Dictionary(shading)) => shade(doc, shading, palette),
                    Ok(_) | Err(_) => dict.has(b"ShadingType") && shade(doc, &mut dict, palette),
                };
                if is_changed {
                    doc.objects.insert(id, Object::Dictionary(dict));
                }
            }
            Object::Array(space) => {
                if let Some(space) = separation(space, palette) {
                    doc.objects.insert(id, space);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// A stream with its content packed.
fn packed(dict: Dictionary, content: Vec<u8>) -> lopdf::Stream {
    let mut stream = lopdf::Stream::new(dict, content);
    // Only memory can fail here, and then the plain stream is right too.
    let _ = stream.compress();
    stream
}

/// Everything that soft masks are made of.
fn masks(doc: &Document) -> BTreeSet<ObjectId> {
    let mut open: Vec<ObjectId> = Vec::new();
    for object in doc.objects.values() {
        if let Ok(mask) = object.as_dict().and_then(|state| state.get_deref(b"SMask", doc))
            && let Ok(group) = mask.as_dict().and_then(|mask| mask.get(b"G"))
        {
            open.extend(group.as_reference());
        }
    }
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        let is_page = |object: &Object| object.as_dict().is_ok_and(|dict| dict.has_type(b"Page"));
        if let Ok(object) = doc.get_object(id)
            && !is_page(object)
            && found.insert(id)
        {
            references(object, &mut open);
        }
    }
    // Spaces and faces are shared with the pages, and have no colours of their own.
    found.retain(|id| {
        let object = doc.get_object(*id);
        object.is_ok_and(|object| {
            object.as_array().is_err() && !object.as_dict().is_ok_and(|dict| dict.has_type(b"Font"))
        })
    });
    found
}

fn references(object: &Object, found: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(items) => items.iter().for_each(|item| references(item, found)),
        Object::Dictionary(dict) => dict.iter().for_each(|(_, item)| references(item, found)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, item)| references(item, found)),
        _ => {}
    }
}

fn is(dict: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dict.get(key)
        .and_then(Object::as_name)
        .is_ok_and(|value| value == name)
}

/// What the names in the resources of a page, a stream or a face stand for.
fn names(doc: &Document, owner: ObjectId) -> Names {
    let mut names = Names::default();
    let owner = doc.get_object(owner).map(|owner| match owner {
        Object::Stream(stream) => &stream.dict,
        other => other.as_dict().unwrap_or(&doc.trailer),
    });
    let Ok(resources) = owner
        .and_then(|owner| owner.get_deref(b"Resources", doc))
        .and_then(Object::as_dict)
    else {
        return names;
    };
    let under = |key: &[u8]| resources.get_deref(key, doc).and_then(Object::as_dict);
    for (name, value) in under(b"ColorSpace").into_iter().flatten() {
        names.spaces.insert(name.clone(), space(doc, value));
    }
    for (name, value) in under(b"XObject").into_iter().flatten() {
        let outside = match doc.dereference(value) {
            Ok((_, Object::Stream(stream))) if is(&stream.dict, b"Subtype", b"Form") => Outside::Form,
            Ok((_, Object::Stream(stream)))
                if stream
                    .dict
                    .get(b"ImageMask")
                    .and_then(Object::as_bool)
                    .unwrap_or(false) =>
            {
                Outside::Stencil
            }
            Ok(_) | Err(_) => Outside::Picture,
        };
        names.outside.insert(name.clone(), outside);
    }
    names
}

/// Which space an object names.
pub(super) fn space(doc: &Document, object: &Object) -> Space {
    let Ok((_, object)) = doc.dereference(object) else {
        return Space::Other;
    };
    let by_name = |name: &[u8]| match name {
        b"DeviceRGB" | b"CalRGB" => Space::Rgb,
        b"DeviceGray" | b"CalGray" => Space::Gray,
        _ => Space::Other,
    };
    match object {
        Object::Name(name) => by_name(name),
        Object::Array(parts) => match parts.first().and_then(|name| name.as_name().ok()) {
            Some(b"ICCBased") => {
                let profile = parts.get(1).and_then(|profile| doc.dereference(profile).ok());
                let channels = profile
                    .and_then(|(_, profile)| profile.as_stream().ok())
                    .and_then(|profile| profile.dict.get(b"N").and_then(Object::as_i64).ok());
                match channels {
                    Some(3) => Space::Rgb,
                    Some(1) => Space::Gray,
                    Some(_) | None => Space::Other,
                }
            }
            Some(name) => by_name(name),
            None => Space::Other,
        },
        _ => Space::Other,
    }
}

/// Transparent parts are mixed as ink (ISO 32000-1, 11.4.7).
fn in_process_colors(dict: &mut Dictionary) {
    if let Ok(Object::Dictionary(group)) = dict.get_mut(b"Group") {
        group.set("CS", "DeviceCMYK");
    }
}

/// What streams share: two graphics states.
struct Shared {
    over: ObjectId,
    knock: ObjectId,
}

impl Shared {
    fn new(doc: &mut Document) -> Self {
        // ISO 32000-1, 8.6.7: with mode 1 a component of zero leaves what lies below.
        let over = doc.add_object(dictionary! {
            "Type" => "ExtGState", "OP" => false, "op" => true, "OPM" => 1,
        });
        let knock = doc.add_object(dictionary! {
            "Type" => "ExtGState", "OP" => false, "op" => false, "OPM" => 0,
        });
        Self { over, knock }
    }

    /// Hands to the owner of a stream's resources what the stream needs, and takes the
    /// spaces of screens from it, which nothing names any more.
    fn hand(
        &self,
        doc: &mut Document,
        owner: ObjectId,
        printed: &Printed,
        palette: &Palette<'_>,
    ) -> lopdf::Result<()> {
        if printed.overprints {
            let states = resources(doc, owner, "ExtGState")?;
            states.set(OVER, self.over);
            states.set(KNOCK, self.knock);
        }
        let screens: Vec<Vec<u8>> = names(doc, owner)
            .spaces
            .into_iter()
            .filter(|(_, space)| *space != Space::Other)
            .map(|(name, _)| name)
            .collect();
        if screens.is_empty() && printed.spots.is_empty() {
            return Ok(());
        }
        let spaces = resources(doc, owner, "ColorSpace")?;
        for name in screens {
            spaces.remove(&name);
        }
        for &place in &printed.spots {
            let ink = palette.spot(place);
            let name = ink.spot.as_deref().unwrap_or_default();
            let cmyk = ink.cmyk.map(|share| share / 100.0);
            spaces.set(spot_name(place), separated(name.as_bytes(), cmyk));
        }
        if spaces.is_empty() {
            let all = all_resources(doc, owner)?;
            all.remove(b"ColorSpace");
        }
        Ok(())
    }
}

/// The resources of an object, to be changed.
fn all_resources(doc: &mut Document, owner: ObjectId) -> lopdf::Result<&mut Dictionary> {
    let dict_of = |object: &Object| match object {
        Object::Stream(stream) => Ok(stream.dict.clone()),
        other => other.as_dict().cloned(),
    };
    let held = dict_of(doc.get_object(owner)?)?;
    if let Ok(id) = held.get(b"Resources").and_then(Object::as_reference) {
        return doc.get_dictionary_mut(id);
    }
    let owner = match doc.get_object_mut(owner)? {
        Object::Stream(stream) => &mut stream.dict,
        other => other.as_dict_mut()?,
    };
    if !owner.has(b"Resources") {
        owner.set("Resources", Dictionary::new());
    }
    owner.get_mut(b"Resources")?.as_dict_mut()
}

/// One kind of an object's resources, to be changed.
fn resources<'a>(doc: &'a mut Document, owner: ObjectId, kind: &str) -> lopdf::Result<&'a mut Dictionary> {
    let all = all_resources(doc, owner)?;
    if !all.has(kind.as_bytes()) {
        all.set(kind, Dictionary::new());
    }
    if let Ok(id) = all.get(kind.as_bytes()).and_then(Object::as_reference) {
        return doc.get_dictionary_mut(id);
    }
    all_resources(doc, owner)?.get_mut(kind.as_bytes())?.as_dict_mut()
}
