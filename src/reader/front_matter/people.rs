//! People, in all the shapes in which other tools write them.

use super::fields::Fields;
use super::houses::{self, Houses};
use super::identifiers;
use super::kinds;
use super::parts::{PERSON_FOREIGN, PersonPart};
use super::table::{Spec, Table};
use crate::model::Person;
use crate::reader::yaml::{Node, Value, is_named};

/// One person or several.
pub(super) fn people(fields: &mut Fields, field: &str, node: &Node, houses: &Houses) -> Vec<Person> {
    let items = match &node.value {
        Value::Seq(items) => items.as_slice(),
        Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(node),
    };
    let mut people = Vec::new();
    for item in items.iter().filter(|item| !item.is_empty()) {
        match &item.value {
            // `author: A. Author; B. Author` is how reference managers write a list.
            Value::Scalar { text, .. } if text.contains(';') => {
                let names = text.split(';').map(str::trim).filter(|name| !name.is_empty());
                people.extend(names.map(|name| named(name, houses)));
            }
            Value::Scalar { text, .. } if text.contains('<') || text.contains("(@") => {
                match signed(text, houses) {
                    Some(signed) => people.extend(signed),
                    None => people.extend(person(fields, field, item, houses)),
                }
            }
            _ => people.extend(person(fields, field, item, houses)),
        }
    }
    people
}

/// `Jane Doe <jane@example.org>, John Roe (@roe)`, as programmers sign; `None` if it is
/// something else.
fn signed(text: &str, houses: &Houses) -> Option<Vec<Person>> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let person = |part: &str| {
        let end = part.find(['<', '(']).unwrap_or(part.len());
        let (name, signature) = part.split_at(end);
        if name.trim().is_empty() {
            return None;
        }
        let mut person = named(name, houses);
        let rest = signature.trim();
        let (address, rest) = match rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            Some((address, rest)) => (Some(identifiers::email(address).ok()?), rest.trim()),
            None => (None, rest),
        };
        person.email = address;
        let is_handle = rest.strip_prefix("(@").is_some_and(|rest| rest.ends_with(')'));
        (rest.is_empty() || is_handle).then_some(person)
    };
    parts.map(person).collect()
}

fn named(name: &str, houses: &Houses) -> Person {
    let name: Vec<&str> = name.split_whitespace().collect();
    let name = name.join(" ");
    Person {
        file_as: file_as(&name),
        name,
        affiliations: houses.common().to_vec(),
        ..Person::default()
    }
}

fn person(fields: &mut Fields, field: &str, node: &Node, houses: &Houses) -> Option<Person> {
    match &node.value {
        Value::Scalar { .. } => fields.text(field, node).map(|name| named(&name, houses)),
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
                && !is_part(&key.text)
            {
                fields.odd_parts::<PersonPart>(field, details, PERSON_FOREIGN);
                let mut person = described(fields, field, details, houses);
                person.name.clone_from(&key.text);
                person.file_as = file_as(&person.name);
                return Some(person);
            }
            fields.odd_parts::<PersonPart>(field, node, PERSON_FOREIGN);
            let names = name(fields, node);
            let mut person = described(fields, field, node, houses);
            let Some((name, filed)) = names else {
                fields.wrong(
                    node.span,
                    format!("an entry of `{field}` has no name"),
                    "write `name: …`",
                );
                return None;
            };
            person.file_as = PersonPart::FileAs
                .of(node)
                .and_then(|filed| fields.text("file-as", filed))
                .unwrap_or(filed);
            person.name = name;
            Some(person)
        }
    }
}

fn is_part(key: &str) -> bool {
    let mut names = PersonPart::SPECS.iter().flat_map(Spec::names);
    names.any(|name| is_named(key, name))
}

/// A person's name as printed and as filed.
fn name(fields: &mut Fields, node: &Node) -> Option<(String, String)> {
    let whole = [PersonPart::Name, PersonPart::Literal, PersonPart::Text];
    if let Some((part, whole)) = whole.iter().find_map(|part| Some((*part, part.of(node)?))) {
        return match &whole.value {
            Value::Map(_) => parts(fields, whole),
            Value::Scalar { .. } | Value::Seq(_) => {
                let name = fields.text("name", whole)?;
                // The parts, if they are given too, say better where it is filed.
                let filed = match part {
                    PersonPart::Literal => Some(name.clone()),
                    _ => parts(fields, node).map(|(_, filed)| filed),
                };
                Some((name.clone(), filed.unwrap_or_else(|| file_as(&name))))
            }
        };
    }
    parts(fields, node)
}

fn parts(fields: &mut Fields, node: &Node) -> Option<(String, String)> {
    let mut part = |part: PersonPart| part.of(node).and_then(|part| fields.text("name", part));
    let given = part(PersonPart::Given);
    let family = part(PersonPart::Family);
    let dropping = part(PersonPart::DroppingParticle);
    let staying = part(PersonPart::Particle);
    let suffix = part(PersonPart::Suffix);
    let literal = part(PersonPart::Literal);
    if given.is_none() && family.is_none() {
        // A name that has no parts is filed as it stands.
        return literal.map(|name| (name.clone(), name));
    }
    let join = |parts: &[&Option<String>]| {
        let parts: Vec<&str> = parts.iter().filter_map(|part| part.as_deref()).collect();
        parts.join(" ")
    };
    let name = literal.unwrap_or_else(|| join(&[&given, &dropping, &staying, &family, &suffix]));
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
fn described(fields: &mut Fields, field: &str, node: &Node, houses: &Houses) -> Person {
    let mut person = Person::default();
    roles(fields, node, &mut person);
    person.affiliations = match PersonPart::Affiliation.of(node) {
        Some(bodies) => houses::affiliations(fields, bodies, houses),
        None => houses.common().to_vec(),
    };
    if let Some(orcid) = PersonPart::Orcid.of(node) {
        person.orcid = fields.checked("orcid", orcid, identifiers::orcid);
    }
    if let Some(email) = PersonPart::Email.of(node) {
        person.email = fields.checked("email", email, identifiers::email);
    }
    if let Some(corresponding) = PersonPart::Corresponding.of(node) {
        person.corresponding = match &corresponding.value {
            // JATS and Quarto also write `{id: …}` or an address here.
            Value::Map(_) => true,
            Value::Scalar { text, .. } if text.contains('@') => {
                let address = fields.checked("email", corresponding, identifiers::email);
                person.email = person.email.take().or(address);
                true
            }
            Value::Scalar { .. } | Value::Seq(_) => fields.truth("corresponding", corresponding),
        };
    }
    person.url = PersonPart::Url.of(node).and_then(|url| fields.url(url));
    if let Some(bio) = PersonPart::Bio.of(node) {
        person.bio = fields.blocks("bio", bio);
    }
    if let Some(photo) = PersonPart::Photo.of(node) {
        person.photo = fields.picture("photo", photo);
        if person.photo.is_none() {
            let message = format!("`photo` of `{field}` names no file");
            fields.wrong(photo.span, message, "write the picture's path");
        }
    }
    person
}

/// Position, relator and CRediT's roles. `role` may be any of the three: a code of three
/// letters, a list, or what someone is.
fn roles(fields: &mut Fields, node: &Node, person: &mut Person) {
    if let Some(position) = PersonPart::Position.of(node) {
        person.position = fields.text("position", position);
    }
    if let Some(role) = PersonPart::Role.of(node) {
        match &role.value {
            Value::Scalar { text, .. } => {
                person.relator = kinds::relator(text);
                if !kinds::is_code(text) {
                    let text = fields.text("role", role);
                    person.position = person.position.take().or(text);
                }
            }
            Value::Seq(_) | Value::Map(_) => person.roles = worded(fields, role),
        }
    }
    if let Some(roles) = PersonPart::Roles.of(node) {
        person.roles.extend(worded(fields, roles));
    }
    if person.relator.is_none() {
        person.relator = person.roles.iter().find_map(|role| kinds::relator(role));
    }
    person.roles.retain(|role| !kinds::is_code(role));
}

/// Roles as words: Quarto's and MyST's lists, with or without degrees, or one line.
fn worded(fields: &mut Fields, node: &Node) -> Vec<String> {
    let words = match &node.value {
        Value::Seq(items) => {
            let word = |item: &Node| match item.get(&["role", "name", "type", "credit", "term"]) {
                Some(role) => fields.text("roles", role),
                None => match &item.value {
                    // Quarto's `conceptualization: lead`.
                    Value::Map(entries) => entries.first().map(|(key, _)| key.text.clone()),
                    Value::Scalar { .. } | Value::Seq(_) => fields.text("roles", item),
                },
            };
            items.iter().filter_map(word).collect()
        }
        Value::Map(entries) => match node.get(&["role", "name", "type"]) {
            Some(role) => fields.text("roles", role).into_iter().collect(),
            None => entries.iter().map(|(key, _)| key.text.clone()).collect(),
        },
        Value::Scalar { text, .. } => {
            let separator = if text.contains(';') { ';' } else { ',' };
            let words = text.split(separator).map(|word| word.trim().to_string());
            words.filter(|word| !word.is_empty()).collect::<Vec<_>>()
        }
    };
    words.iter().map(|word| kinds::role(word)).collect()
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
