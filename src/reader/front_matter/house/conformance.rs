//! What the house claims for its books, and who stands behind it.

use super::ConformancePart;
use crate::reader::front_matter::fields::Fields;
use crate::reader::front_matter::table::Table;
use crate::reader::yaml::{Node, Value};
use crate::style::{Conformance, HouseDraft};

/// How a claim may be written, for the schema: the standard's own words or the part that
/// differs.
pub(in crate::reader::front_matter) const PATTERN: &str = r"^\s*([Ee][Pp][Uu][Bb] [Aa]ccessibility 1\.1 - )?[Ww][Cc][Aa][Gg][ -]*2\.[0-2][ -]*([Ll][Ee][Vv][Ee][Ll][ -]*)?[Aa]{1,3}\s*$";

pub(super) fn read(fields: &mut Fields, node: &Node, draft: &mut HouseDraft) {
    const HINT: &str = "write `conforms-to: WCAG 2.2 AA` and `certified-by: …` under it";
    if !matches!(node.value, Value::Map(_)) {
        return fields.wrong(
            node.span,
            "`accessibility` must be a list of what is claimed, and by whom",
            HINT,
        );
    }
    fields.odd_parts::<ConformancePart>("accessibility", node, &[]);
    let (Some(standard), Some(certifier)) = (
        ConformancePart::ConformsTo.of(node),
        ConformancePart::CertifiedBy.of(node),
    ) else {
        return fields.wrong(
            node.span,
            "a claim needs a standard and somebody who makes it",
            HINT,
        );
    };
    let written = fields.text("conforms-to", standard);
    let certified_by = fields.text("certified-by", certifier);
    let credential = ConformancePart::Credential
        .of(node)
        .and_then(|node| fields.text("credential", node));
    let report = ConformancePart::Report.of(node).and_then(|node| fields.url(node));
    let (Some(written), Some(certified_by)) = (written, certified_by) else {
        return;
    };
    match claim(&written) {
        Some(standard) => {
            draft.house.accessibility = Some(Conformance {
                standard,
                certified_by,
                credential,
                report,
            });
        }
        None => fields.wrong(
            standard.span,
            format!("`{written}` is no level of WCAG 2"),
            "write `WCAG 2.2 AA`, or another version and level",
        ),
    }
}

/// A claim as EPUB Accessibility 1.1 wants it, letter by letter (3.5 "Conformance reporting").
fn claim(written: &str) -> Option<String> {
    let lower = written.trim().to_lowercase();
    let rest = lower.strip_prefix("epub accessibility 1.1 - ").unwrap_or(&lower);
    let rest = rest.strip_prefix("wcag")?.trim_start_matches([' ', '-']);
    let version = ["2.0", "2.1", "2.2"]
        .into_iter()
        .find(|version| rest.starts_with(version))?;
    let level = rest[version.len()..].trim_start_matches([' ', '-']);
    let level = level
        .strip_prefix("level")
        .unwrap_or(level)
        .trim_start_matches([' ', '-']);
    matches!(level, "a" | "aa" | "aaa").then(|| {
        format!(
            "EPUB Accessibility 1.1 - WCAG {version} Level {}",
            level.to_uppercase()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::claim;

    #[test]
    fn a_claim_comes_out_as_the_standard_writes_it() {
        let whole = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA";
        for written in [whole, "WCAG 2.2 AA", "wcag-2.2-aa", "WCAG 2.2 Level AA"] {
            assert_eq!(claim(written).as_deref(), Some(whole), "{written}");
        }
        assert_eq!(
            claim("WCAG2.0 A").as_deref(),
            Some("EPUB Accessibility 1.1 - WCAG 2.0 Level A")
        );
        for written in [
            "",
            "AA",
            "WCAG 2.3 AA",
            "WCAG 2.2",
            "WCAG 2.2 AAAA",
            "WCAG 2.2 AA or so",
        ] {
            assert_eq!(claim(written), None, "{written}");
        }
    }
}
