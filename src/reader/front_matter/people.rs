//! People, in all the shapes in which other tools write them.

use super::fields::Fields;
use super::identifiers;
use crate::model::{Affiliation, Person};
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
                let by_id = node
                    .get(&["name", "id", "department", "city", "country"])
                    .is_none();
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
            match item.get(&["id"]).and_then(Node::text) {
                Some(id) => {
                    houses.by_id.insert(id.to_string(), house);
                }
                None => houses.common.push(house),
            }
        }
        houses
    }
}

/// One person or several.
pub(super) fn people(fields: &mut Fields, field: &str, node: &Node, houses: &Houses) -> Vec<Person> {
    let items = match &node.value {
        Value::Seq(items) => items.as_slice(),
        Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(node),
    };
    let mut people = Vec::new();
    for item in items {
        match &item.value {
            // `author: A. Author; B. Author` is how reference managers write a list.
            Value::Scalar { text, .. } if text.contains(';') => {
                let names = text.split(';').map(str::trim).filter(|name| !name.is_empty());
                people.extend(names.map(|name| named(name, &houses.common)));
            }
            _ => people.extend(person(fields, field, item, houses)),
        }
    }
    people
}

fn named(name: &str, houses: &[Affiliation]) -> Person {
    let name: Vec<&str> = name.split_whitespace().collect();
    let name = name.join(" ");
    Person {
        file_as: file_as(&name),
        name,
        affiliations: houses.to_vec(),
        ..Person::default()
    }
}

fn person(fields: &mut Fields, field: &str, node: &Node, houses: &Houses) -> Option<Person> {
    match &node.value {
        Value::Scalar { .. } => fields.text(field, node).map(|name| named(&name, &houses.common)),
        Value::Seq(_) => {
            fields.wrong(
                node.span,
                format!("an entry of `{field}` must be a person"),
                "write a name, or an object with a `name`",
            );
            None
        }
        Value::Map(entries) => {
            // pandoc-scholar's `- Jane Doe: {institute: csis}`.
            if let [(key, details)] = entries.as_slice()
                && matches!(details.value, Value::Map(_))
                && !is_field(&key.text)
            {
                let mut person = described(fields, details, houses);
                person.name = key.text.clone();
                person.file_as = file_as(&person.name);
                return Some(person);
            }
            let names = name(fields, node);
            let mut person = described(fields, node, houses);
            let Some((name, filed)) = names else {
                fields.wrong(
                    node.span,
                    format!("an entry of `{field}` has no name"),
                    "write `name: …`",
                );
                return None;
            };
            person.file_as = node
                .get(&["file-as", "sort-name"])
                .and_then(|filed| fields.text("file-as", filed))
                .unwrap_or(filed);
            person.name = name;
            Some(person)
        }
    }
}

fn is_field(key: &str) -> bool {
    let known = [
        "name",
        "given",
        "family",
        "literal",
        "text",
        "affiliation",
        "affiliations",
        "orcid",
        "email",
        "url",
        "bio",
        "position",
        "role",
        "institute",
        "first",
        "last",
        "given-names",
        "surname",
    ];
    known.contains(&key.to_lowercase().as_str())
}

/// A person's name as printed and as filed.
fn name(fields: &mut Fields, node: &Node) -> Option<(String, String)> {
    if let Some(whole) = node.get(&["name", "literal", "text", "full-name", "display-name"]) {
        return match &whole.value {
            Value::Map(_) => parts(fields, whole),
            Value::Scalar { .. } | Value::Seq(_) => {
                let name = fields.text("name", whole)?;
                // The parts, if they are given too, say better where it is filed.
                let filed = parts(fields, node).map(|(_, filed)| filed);
                let literal = node.get(&["name"]).is_none() && node.get(&["literal"]).is_some();
                let filed = filed.unwrap_or_else(|| if literal { name.clone() } else { file_as(&name) });
                Some((name, filed))
            }
        };
    }
    parts(fields, node)
}

fn parts(fields: &mut Fields, node: &Node) -> Option<(String, String)> {
    if let Some(literal) = node.get(&["literal"]) {
        let name = fields.text("name", literal)?;
        return Some((name.clone(), name));
    }
    let mut part = |names: &[&str]| node.get(names).and_then(|part| fields.text("name", part));
    let given = part(&[
        "given",
        "first",
        "given-names",
        "given-name",
        "firstname",
        "first-name",
    ]);
    let family = part(&[
        "family",
        "last",
        "surname",
        "family-name",
        "family-names",
        "lastname",
        "last-name",
    ]);
    let dropping = part(&["dropping-particle"]);
    let staying = part(&["non-dropping-particle", "particle"]);
    let suffix = part(&["suffix"]);
    if given.is_none() && family.is_none() {
        return None;
    }
    let join = |parts: &[&Option<String>]| {
        let parts: Vec<&str> = parts.iter().filter_map(|part| part.as_deref()).collect();
        parts.join(" ")
    };
    let name = join(&[&given, &dropping, &staying, &family, &suffix]);
    let first = join(&[&staying, &family]);
    let rest = join(&[&given, &dropping]);
    let filed = match (first.is_empty(), rest.is_empty()) {
        (false, false) => format!("{first}, {rest}"),
        (false, true) => first,
        (true, _) => rest,
    };
    Some((name, filed))
}

/// Everything about a person but the name.
fn described(fields: &mut Fields, node: &Node, houses: &Houses) -> Person {
    let mut person = Person::default();
    if let Some(position) = node.get(&["position", "title", "job-title", "role"]) {
        // Pandoc's `role: aut` is a code, CRediT's roles are a list; neither is a position.
        let text = match &position.value {
            Value::Scalar { .. } => fields.text("position", position),
            Value::Seq(_) | Value::Map(_) => None,
        };
        person.position = text.filter(|text| text.len() > 3);
    }
    person.affiliations = match node.get(&[
        "affiliations",
        "affiliation",
        "institute",
        "organization",
        "institution",
    ]) {
        Some(bodies) => affiliations(fields, bodies, houses),
        None => houses.common.clone(),
    };
    if let Some(orcid) = node.get(&["orcid"]) {
        person.orcid = fields.checked(
            "orcid",
            orcid,
            identifiers::orcid,
            "is not an ORCID: its check digit is wrong",
            "copy it again from orcid.org, as `0000-0002-1825-0097`",
        );
    }
    if let Some(email) = node.get(&["email", "mail"])
        && let Some(text) = fields.text("email", email)
    {
        let address = text.trim_start_matches("mailto:").to_string();
        let well_formed = address
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
            && !address.contains(char::is_whitespace);
        if well_formed {
            person.email = Some(address);
        } else {
            fields.wrong(
                email.span,
                format!("`{text}` is not an e-mail address"),
                "write it as `name@example.org`",
            );
        }
    }
    person.url = node
        .get(&["url", "website", "link"])
        .and_then(|url| fields.text("url", url));
    if let Some(bio) = node.get(&["bio", "note", "biography"]) {
        person.bio = fields.blocks("bio", bio);
    }
    person
}

fn affiliations(fields: &mut Fields, node: &Node, houses: &Houses) -> Vec<Affiliation> {
    let items = match &node.value {
        Value::Seq(items) => items.as_slice(),
        Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(node),
    };
    let mut found = Vec::new();
    for item in items {
        if let Some(reference) = item.get(&["ref"]) {
            let id = fields.text("affiliations", reference).unwrap_or_default();
            match houses.by_id.get(&id) {
                Some(house) => found.push(house.clone()),
                None => fields.wrong(
                    reference.span,
                    format!("no affiliation has the id `{id}`"),
                    "give it under `affiliations:` at the top level, with this `id`",
                ),
            }
            continue;
        }
        // A bare word is an id if there is one of that name, else the body's own name.
        match item.text().and_then(|text| houses.by_id.get(text.trim())) {
            Some(house) => found.push(house.clone()),
            None => found.extend(affiliation(fields, item)),
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
    let mut part = |names: &[&str]| node.get(names).and_then(|part| fields.text("affiliation", part));
    let (name, department) = (
        part(&["name", "organization", "institution", "text"]),
        part(&["department", "group"]),
    );
    let (city, country) = (part(&["city", "locality"]), part(&["country"]));
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
    })
}

/// "Family, Given" from a name as printed. The last word is taken as the family's name;
/// whoever is filed otherwise says so with `file-as`.
fn file_as(name: &str) -> String {
    if name.contains(',') {
        return name.to_string();
    }
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 2
        && [
            "Dr",
            "Dr.",
            "Prof",
            "Prof.",
            "Professor",
            "Mr",
            "Mr.",
            "Ms",
            "Ms.",
            "Mrs",
            "Mrs.",
        ]
        .contains(&words[0])
    {
        words.remove(0);
    }
    match words.split_last() {
        Some((family, given)) if !given.is_empty() => format!("{family}, {}", given.join(" ")),
        _ => name.to_string(),
    }
}
