//! Bodies: where people work, as they say it or as a list at the top level says it.

use super::fields::Fields;
use super::identifiers;
use super::parts::{HOUSE_FOREIGN, HousePart};
use super::table::Table;
use crate::model::Affiliation;
use crate::reader::yaml::{Node, Value};
use std::collections::BTreeMap;

/// The bodies named at the top level, which people refer to by id.
#[derive(Default)]
pub(super) struct Houses {
    by_id: BTreeMap<String, Affiliation>,
    /// Bodies without id: where everybody works who names no other.
    common: Vec<Affiliation>,
}

impl Houses {
    pub fn read(fields: &mut Fields, node: Option<&Node>) -> Self {
        let mut houses = Self::default();
        let items = match node.map(|node| (node, &node.value)) {
            None => return houses,
            Some((_, Value::Seq(items))) => items.as_slice(),
            Some((node, Value::Map(entries))) => {
                // pandoc-scholar's `institute: {csis: CSIS, ips: {name: IPS}}`.
                let by_id = HousePart::ALL.iter().all(|part| part.of(node).is_none());
                if by_id {
                    for (key, value) in entries {
                        if let Some(house) = affiliation(fields, value) {
                            houses.by_id.insert(key.text.clone(), house);
                        }
                    }
                    return houses;
                }
                std::slice::from_ref(node)
            }
            Some((node, Value::Scalar { .. })) => std::slice::from_ref(node),
        };
        for item in items {
            let Some(house) = affiliation(fields, item) else {
                continue;
            };
            match HousePart::Id.of(item).and_then(Node::text) {
                Some(id) => {
                    houses.by_id.insert(id.trim().to_string(), house);
                }
                None => houses.common.push(house),
            }
        }
        houses
    }

    /// Where everybody works who names no other.
    pub fn common(&self) -> &[Affiliation] {
        &self.common
    }

    /// What to do about an id that no body has.
    fn hint(&self, id: &str) -> String {
        // A slip is looked for among as many names as a paper has, and not among thousands.
        let few = self.by_id.keys().filter(|_| self.by_id.len() <= 200);
        let near = few.map(|known| (strsim::damerau_levenshtein(known, id), known));
        let near = near
            .filter(|(distance, known)| *distance <= 2 && *distance < known.len())
            .min();
        match near {
            Some((_, known)) => format!("did you mean `{known}`?"),
            None => "give it under `affiliations:` at the top level, with this `id`".to_string(),
        }
    }
}

/// Where a person works: names, ids of the bodies above, or objects.
pub(super) fn affiliations(fields: &mut Fields, node: &Node, houses: &Houses) -> Vec<Affiliation> {
    let items = match &node.value {
        Value::Seq(items) => items.as_slice(),
        Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(node),
    };
    let mut found = Vec::new();
    for item in items {
        if let Some(reference) = HousePart::Ref.of(item) {
            let id = fields.text("affiliations", reference).unwrap_or_default();
            match houses.by_id.get(id.trim()) {
                Some(house) => found.push(house.clone()),
                None => fields.wrong(
                    reference.span,
                    format!("no affiliation has the id `{id}`"),
                    &houses.hint(&id),
                ),
            }
            continue;
        }
        // An object that repeats an id of the list, as Quarto writes it out, is that body.
        if let Some(house) = HousePart::Id
            .of(item)
            .and_then(Node::text)
            .and_then(|id| houses.by_id.get(id.trim()))
            && HousePart::Name.of(item).is_none()
        {
            found.push(house.clone());
            continue;
        }
        // A bare word is an id if there is one of that name, else the body's own name.
        let Some(text) = item.text() else {
            found.extend(affiliation(fields, item));
            continue;
        };
        if let Some(house) = houses.by_id.get(text.trim()) {
            found.push(house.clone());
            continue;
        }
        // Several in one line: `1; 2` or `1, 2` if all of them are ids, else names with `;`.
        let ids = |separator: char| -> Option<Vec<Affiliation>> {
            text.split(separator)
                .map(|id| houses.by_id.get(id.trim()).cloned())
                .collect()
        };
        if let Some(several) = ids(',').or_else(|| ids(';')) {
            found.extend(several);
        } else if text.contains(';') {
            let names = text.split(';').map(str::trim).filter(|name| !name.is_empty());
            found.extend(names.map(|name| {
                houses.by_id.get(name).cloned().unwrap_or_else(|| Affiliation {
                    name: name.split_whitespace().collect::<Vec<_>>().join(" "),
                    ..Affiliation::default()
                })
            }));
        } else {
            found.extend(affiliation(fields, item));
        }
    }
    found
}

fn affiliation(fields: &mut Fields, node: &Node) -> Option<Affiliation> {
    if let Value::Scalar { .. } = node.value {
        return fields.text("affiliation", node).map(|name| Affiliation {
            name,
            ..Affiliation::default()
        });
    }
    if let Value::Seq(_) = node.value {
        fields.wrong(
            node.span,
            "an affiliation must be a name or an object",
            "write its name",
        );
        return None;
    }
    fields.odd_parts::<HousePart>("affiliation", node, HOUSE_FOREIGN);
    let mut part = |part: HousePart| part.of(node).and_then(|part| fields.text("affiliation", part));
    let (name, department) = (part(HousePart::Name), part(HousePart::Department));
    let (city, country) = (part(HousePart::City), part(HousePart::Country));
    let ror = HousePart::Ror
        .of(node)
        .and_then(|ror| fields.checked("ror", ror, identifiers::ror));
    let url = HousePart::Url.of(node).and_then(|url| fields.url(url));
    let (name, department) = match (name, department) {
        (Some(name), department) => (name, department),
        (None, Some(department)) => (department, None),
        (None, None) => {
            fields.wrong(node.span, "this affiliation has no name", "write `name: …`");
            return None;
        }
    };
    Some(Affiliation {
        name,
        department,
        city,
        country,
        ror,
        url,
    })
}
