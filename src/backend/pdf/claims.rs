//! Which standards a PDF claims: only what its content allows, never by assertion.

use super::world::ArticleWorld;
use super::{PdfOptions, diagnostics};
use crate::diagnostic::{Code, Failed, Report};
use crate::model::Article;
use serde::{Deserialize, Serialize};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfStandard, PdfStandards, Timestamp};

/// A standard that a PDF can claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// PDF/UA-1 (ISO 14289-1): every part can be announced.
    Ua1,
    /// PDF/A-2a (ISO 19005-2, level A): archivable, with structure.
    A2a,
    /// PDF/A-2u (ISO 19005-2, level U): archivable, text can be searched.
    A2u,
    /// PDF/A-2b (ISO 19005-2, level B): archivable, looks the same.
    A2b,
}

impl Claim {
    /// As people write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Claim::Ua1 => "PDF/UA-1",
            Claim::A2a => "PDF/A-2a",
            Claim::A2u => "PDF/A-2u",
            Claim::A2b => "PDF/A-2b",
        }
    }

    /// As the front matter writes it.
    fn name(self) -> &'static str {
        match self {
            Claim::Ua1 => "ua-1",
            Claim::A2a => "a-2a",
            Claim::A2u => "a-2u",
            Claim::A2b => "a-2b",
        }
    }

    fn standard(self) -> PdfStandard {
        match self {
            Claim::Ua1 => PdfStandard::Ua_1,
            Claim::A2a => PdfStandard::A_2a,
            Claim::A2u => PdfStandard::A_2u,
            Claim::A2b => PdfStandard::A_2b,
        }
    }

    /// Part and level of ISO 19005, as the file's metadata names them; `None` for a standard
    /// that is none of archiving.
    pub(super) fn archive(self) -> Option<(&'static str, &'static str)> {
        match self {
            Claim::Ua1 => None,
            Claim::A2a => Some(("2", "A")),
            Claim::A2u => Some(("2", "U")),
            Claim::A2b => Some(("2", "B")),
        }
    }

    /// The next weaker claim of the same family.
    fn weaker(self) -> Option<Self> {
        match self {
            Claim::A2a => Some(Claim::A2u),
            Claim::A2u => Some(Claim::A2b),
            Claim::Ua1 | Claim::A2b => None,
        }
    }
}

/// Writes the file with the strongest claims that hold, and names each that does not.
///
/// `whole` says whether every character has a glyph.
pub(super) fn export(
    world: &ArticleWorld<'_>,
    document: &PagedDocument,
    article: &Article,
    whole: bool,
    options: &PdfOptions,
    report: &mut Report,
) -> Result<(Vec<u8>, Vec<Claim>), Failed> {
    let mut claims = wished(article, options, report);
    if article.meta.date.is_none() {
        // Resolving has said so.
        claims.retain(|claim| *claim == Claim::Ua1);
    }
    if article.doubts.missing_pictures > 0 {
        withhold(&mut claims, Some(Claim::A2u), report, "a picture cannot be shown");
    }
    if article.doubts.missing_alt > 0 {
        withhold(
            &mut claims,
            Some(Claim::A2u),
            report,
            "a picture has no alternative text",
        );
    }
    if !whole {
        // ISO 19005-2, 6.2.11.4.1: every glyph shown must be in the embedded face.
        withhold(&mut claims, None, report, "a character has no glyph");
    }
    loop {
        let errors = match write(document, article, &claims) {
            Ok(bytes) => return Ok((bytes, claims)),
            Err(errors) => errors,
        };
        let reasons: Vec<_> = errors
            .iter()
            .map(|error| diagnostics::line(world, error))
            .collect();
        let reasons = reasons.join("; ");
        if claims.is_empty() {
            return Err(report.error(
                Code::Layout,
                None,
                format!("the PDF cannot be written: {reasons}"),
            ));
        }
        let weaker = claims.iter().filter_map(|claim| claim.weaker()).min();
        withhold(&mut claims, weaker, report, &reasons);
    }
}

/// The claims to try: those that the article asks for, else those of the options.
fn wished(article: &Article, options: &PdfOptions, report: &mut Report) -> Vec<Claim> {
    let names = &article.meta.pdf_standard;
    if names.is_empty() {
        return options.claims.clone();
    }
    let mut claims: Vec<Claim> = Vec::new();
    for name in names {
        let known = [Claim::Ua1, Claim::A2a, Claim::A2u, Claim::A2b];
        match known.into_iter().find(|claim| claim.name() == name) {
            Some(claim) => claims.push(claim),
            // What a file is in any case.
            None if name.starts_with("1.") => {}
            None => {
                report.problem(
                    Code::PdfClaim,
                    article.meta.span,
                    format!("a PDF that keeps `{name}` cannot be written yet"),
                );
                report.words(name.as_str());
                report.hint("ask for `ua-1`, `a-2a`, `a-2u` or `a-2b`");
            }
        }
    }
    claims.sort_unstable();
    claims.dedup();
    // A file is one level of PDF/A, the strongest that is asked for.
    let strongest = claims.iter().copied().find(|claim| *claim != Claim::Ua1);
    claims.retain(|claim| *claim == Claim::Ua1 || Some(*claim) == strongest);
    claims
}

/// Gives up PDF/UA and every level of PDF/A above `ceiling` (all of them, if that is
/// `None`), and says so.
fn withhold(claims: &mut Vec<Claim>, ceiling: Option<Claim>, report: &mut Report, reason: &str) {
    let before = claims.clone();
    claims.retain(|claim| *claim != Claim::Ua1 && ceiling.is_some());
    for claim in claims.iter_mut() {
        *claim = ceiling.map_or(*claim, |ceiling| ceiling.max(*claim));
    }
    let lost: Vec<_> = before
        .iter()
        .filter(|claim| !claims.contains(claim))
        .map(|claim| claim.as_str())
        .collect();
    if lost.is_empty() {
        return;
    }
    let instead = match claims.first() {
        Some(claim) => format!("it is a tagged {}", claim.as_str()),
        None => "it is a tagged PDF without a claim".to_owned(),
    };
    report.problem(
        Code::PdfClaim,
        None,
        format!(
            "the PDF does not claim {}: {reason}; {instead}",
            lost.join(" and ")
        ),
    );
}

/// The program, as the file names it.
pub(super) const CREATOR: &str = concat!("Pamphlet ", env!("CARGO_PKG_VERSION"));

fn write(
    document: &PagedDocument,
    article: &Article,
    claims: &[Claim],
) -> Result<Vec<u8>, Vec<SourceDiagnostic>> {
    let standards: Vec<_> = claims.iter().map(|claim| claim.standard()).collect();
    let standards = PdfStandards::new(&standards).map_err(|error| {
        vec![SourceDiagnostic::error(
            typst::syntax::Span::detached(),
            error.message().clone(),
        )]
    })?;
    let timestamp = article.meta.date.and_then(|date| {
        let (year, month, day) = date.first_day();
        Datetime::from_ymd_hms(year.into(), month, day, 0, 0, 0).map(Timestamp::new_utc)
    });
    let options = typst_pdf::PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some(CREATOR.to_owned())),
        timestamp,
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    };
    typst_pdf::pdf(document, &options).map_err(|errors| errors.into_iter().collect())
}
