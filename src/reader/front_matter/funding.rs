//! Who paid: a text, or grants as Quarto, MyST and JATS describe them.

use super::fields::Fields;
use super::parts::{GRANT_FOREIGN, GrantPart};
use super::table::Table;
use crate::model::{Block, BlockKind, Meta};
use crate::reader::yaml::{Node, Value};

/// Reads the grants into what is printed and the names of who paid.
pub(super) fn funding(fields: &mut Fields, node: &Node, meta: &mut Meta) {
    let items = match &node.value {
        Value::Seq(items) => items.as_slice(),
        Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(node),
    };
    for item in items.iter().filter(|item| !item.is_empty()) {
        if let Value::Scalar { .. } = item.value {
            meta.funding.extend(fields.blocks("funding", item));
            continue;
        }
        fields.odd_parts::<GrantPart>("funding", item, GRANT_FOREIGN);
        let grants = match GrantPart::Awards.of(item) {
            Some(Node {
                value: Value::Seq(awards),
                ..
            }) => awards.as_slice(),
            Some(award) => std::slice::from_ref(award),
            None => &[],
        };
        let mut lines = Vec::new();
        for grant in std::iter::once(item).chain(grants) {
            let sources = GrantPart::Source.of(grant).map(|source| names(fields, source));
            let sources = sources.unwrap_or_default();
            let award = GrantPart::Number
                .of(grant)
                .filter(|_| !std::ptr::eq(grant, item) || grants.is_empty());
            let award = award.and_then(|award| fields.number("funding", award));
            for source in &sources {
                if !meta.funders.contains(source) {
                    meta.funders.push(source.clone());
                }
            }
            match (sources.as_slice(), award) {
                ([], None) => {}
                ([], Some(award)) => lines.push(award),
                (sources, None) => lines.push(sources.join(", ")),
                (sources, Some(award)) => lines.push(format!("{} ({award})", sources.join(", "))),
            }
        }
        if let Some(statement) = GrantPart::Statement.of(item) {
            // The sentence names the grants; what else was said of them is for machines.
            meta.funding.extend(fields.blocks("funding", statement));
        } else if lines.is_empty() {
            fields.wrong(
                item.span,
                "this entry of `funding` names nobody",
                "write a `source`, or a `statement`",
            );
        } else {
            let paragraphs = lines.into_iter().map(BlockKind::paragraph);
            meta.funding
                .extend(paragraphs.map(|kind| Block::new(item.span, kind)));
        }
    }
}

/// Names of those who paid: one, a list, or Quarto's objects.
fn names(fields: &mut Fields, node: &Node) -> Vec<String> {
    match &node.value {
        Value::Seq(items) => items.iter().filter_map(|item| name(fields, item)).collect(),
        Value::Scalar { .. } | Value::Map(_) => name(fields, node).into_iter().collect(),
    }
}

fn name(fields: &mut Fields, node: &Node) -> Option<String> {
    // JATS knows a funder by country alone, or by an institution.
    match node.get(&["institution", "organization"]) {
        Some(institution) => fields.name("funding", institution),
        None => fields.name("funding", node),
    }
}
