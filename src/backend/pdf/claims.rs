//! Which standards a PDF claims: only what its content allows, never by assertion.

use super::world::ArticleWorld;
use super::{PdfOptions, diagnostics};
use crate::diagnostic::{Code, Failed, Report, Span};
use crate::model::{Article, BlockKind, Inline, Picture};
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
    /// PDF/A-3a (ISO 19005-3, level A): as PDF/A-2a, with any files inside.
    A3a,
    /// PDF/A-3u (ISO 19005-3, level U): as PDF/A-2u, with any files inside.
    A3u,
    /// PDF/A-3b (ISO 19005-3, level B): as PDF/A-2b, with any files inside.
    A3b,
}

/// What a level of PDF/A promises, the most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    A,
    U,
    B,
}

impl Claim {
    const ALL: [Claim; 7] = [
        Claim::Ua1,
        Claim::A2a,
        Claim::A2u,
        Claim::A2b,
        Claim::A3a,
        Claim::A3u,
        Claim::A3b,
    ];

    /// As people write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Claim::Ua1 => "PDF/UA-1",
            Claim::A2a => "PDF/A-2a",
            Claim::A2u => "PDF/A-2u",
            Claim::A2b => "PDF/A-2b",
            Claim::A3a => "PDF/A-3a",
            Claim::A3u => "PDF/A-3u",
            Claim::A3b => "PDF/A-3b",
        }
    }

    /// As the front matter writes it.
    fn name(self) -> &'static str {
        match self {
            Claim::Ua1 => "ua-1",
            Claim::A2a => "a-2a",
            Claim::A2u => "a-2u",
            Claim::A2b => "a-2b",
            Claim::A3a => "a-3a",
            Claim::A3u => "a-3u",
            Claim::A3b => "a-3b",
        }
    }

    fn standard(self) -> PdfStandard {
        match self {
            Claim::Ua1 => PdfStandard::Ua_1,
            Claim::A2a => PdfStandard::A_2a,
            Claim::A2u => PdfStandard::A_2u,
            Claim::A2b => PdfStandard::A_2b,
            Claim::A3a => PdfStandard::A_3a,
            Claim::A3u => PdfStandard::A_3u,
            Claim::A3b => PdfStandard::A_3b,
        }
    }

    /// Part and level of ISO 19005, as the file's metadata names them; `None` for a standard
    /// that is none of archiving.
    pub(super) fn archive(self) -> Option<(&'static str, &'static str)> {
        let part = match self {
            Claim::Ua1 => return None,
            Claim::A2a | Claim::A2u | Claim::A2b => "2",
            Claim::A3a | Claim::A3u | Claim::A3b => "3",
        };
        self.level().map(|level| match level {
            Level::A => (part, "A"),
            Level::U => (part, "U"),
            Level::B => (part, "B"),
        })
    }

    fn level(self) -> Option<Level> {
        match self {
            Claim::Ua1 => None,
            Claim::A2a | Claim::A3a => Some(Level::A),
            Claim::A2u | Claim::A3u => Some(Level::U),
            Claim::A2b | Claim::A3b => Some(Level::B),
        }
    }

    /// The claim of the same part at that level, if its own is higher.
    fn at_most(self, level: Level) -> Self {
        match (self, self.level().map(|own| own.max(level))) {
            (Claim::Ua1, _) | (_, None) => self,
            (Claim::A2a | Claim::A2u | Claim::A2b, Some(Level::A)) => Claim::A2a,
            (Claim::A2a | Claim::A2u | Claim::A2b, Some(Level::U)) => Claim::A2u,
            (Claim::A2a | Claim::A2u | Claim::A2b, Some(Level::B)) => Claim::A2b,
            (Claim::A3a | Claim::A3u | Claim::A3b, Some(Level::A)) => Claim::A3a,
            (Claim::A3a | Claim::A3u | Claim::A3b, Some(Level::U)) => Claim::A3u,
            (Claim::A3a | Claim::A3u | Claim::A3b, Some(Level::B)) => Claim::A3b,
        }
    }

    /// The same in the part that allows files of any kind inside.
    fn with_files(self) -> Self {
        match self {
            Claim::Ua1 => Claim::Ua1,
            Claim::A2a | Claim::A3a => Claim::A3a,
            Claim::A2u | Claim::A3u => Claim::A3u,
            Claim::A2b | Claim::A3b => Claim::A3b,
        }
    }

    /// The next weaker level of PDF/A.
    fn weaker(self) -> Option<Level> {
        match self.level()? {
            Level::A => Some(Level::U),
            Level::U => Some(Level::B),
            Level::B => None,
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
        let doubt = Doubt {
            reason: "a picture cannot be shown",
            span: picture(article, |picture| picture.asset.is_none()),
            hint: Some("mend the pictures that the findings `picture` name"),
        };
        withhold(&mut claims, Some(Level::U), report, &doubt);
    }
    if article.doubts.missing_alt > 0 {
        let doubt = Doubt {
            reason: "a picture has no alternative text",
            span: picture(article, |picture| picture.alt.is_none()),
            hint: Some("describe the pictures that the findings `missing-alt` and `alt-wording` name"),
        };
        withhold(&mut claims, Some(Level::U), report, &doubt);
    }
    if !whole {
        // ISO 19005-2, 6.2.11.4.1: every glyph shown must be in the embedded face.
        let doubt = Doubt {
            reason: "a character has no glyph",
            span: None,
            hint: Some(
                "bring a face for the characters that the findings `missing-glyph` name: `--font-path DIR`",
            ),
        };
        withhold(&mut claims, None, report, &doubt);
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
        let doubt = Doubt {
            reason: &reasons,
            span: None,
            hint: None,
        };
        withhold(&mut claims, weaker, report, &doubt);
    }
}

/// Writes the file as what others are made of: without tags, of the version that PDF/X-4
/// is written in, and without a claim.
pub(super) fn plain(
    world: &ArticleWorld<'_>,
    document: &PagedDocument,
    report: &mut Report,
) -> Result<Vec<u8>, Failed> {
    let options = typst_pdf::PdfOptions {
        standards: PdfStandards::new(&[PdfStandard::V_1_6]).expect("one version is no contradiction"),
        tagged: false,
        ..typst_pdf::PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|errors| {
        let reasons: Vec<_> = errors
            .iter()
            .map(|error| diagnostics::line(world, error))
            .collect();
        report.error(
            Code::Layout,
            None,
            format!("the press file cannot be written: {}", reasons.join("; ")),
        )
    })
}

/// The claims to try: those that the article asks for, else those of the options.
fn wished(article: &Article, options: &PdfOptions, report: &mut Report) -> Vec<Claim> {
    let names = &article.meta.pdf_standard;
    if names.is_empty() {
        return for_files(options.claims.clone(), article);
    }
    let mut claims: Vec<Claim> = Vec::new();
    for name in names {
        match Claim::ALL.into_iter().find(|claim| claim.name() == name) {
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
                report
                    .hint("ask for `ua-1`, and for one of `a-2a`, `a-2u`, `a-2b`, `a-3a`, `a-3u` and `a-3b`");
            }
        }
    }
    claims.sort_unstable();
    claims.dedup();
    // A file is one level of PDF/A, the strongest that is asked for.
    let strongest = claims.iter().copied().find(|claim| *claim != Claim::Ua1);
    claims.retain(|claim| *claim == Claim::Ua1 || Some(*claim) == strongest);
    let wished = claims.clone();
    let claims = for_files(claims, article);
    if let (Some(claim), Some(file)) = (
        claims.iter().find(|claim| !wished.contains(claim)),
        article.meta.attachments.first(),
    ) {
        let message = format!(
            "a file with others inside can be no PDF/A-2; it claims {} instead",
            claim.as_str()
        );
        report.note(Code::PdfClaim, file.span, message);
        report.hint(format!(
            "write `pdf-standard: {}`, or attach nothing",
            claim.name()
        ));
    }
    claims
}

/// PDF/A-3 in place of PDF/A-2 where files are attached: ISO 19005-2, 6.8 allows only files
/// that are PDF/A themselves.
fn for_files(claims: Vec<Claim>, article: &Article) -> Vec<Claim> {
    if article.attachments.is_empty() {
        return claims;
    }
    claims.into_iter().map(Claim::with_files).collect()
}

/// Why a claim is given up.
struct Doubt<'a> {
    reason: &'a str,
    /// Where, if it is one place of the article.
    span: Option<Span>,
    hint: Option<&'a str>,
}

/// The place of the first picture of that kind.
fn picture(article: &Article, is_meant: impl Fn(&Picture) -> bool) -> Option<Span> {
    let mut found = None;
    article.each_block(&mut |block| {
        if let BlockKind::Figure { panels, .. } = &block.kind {
            let meant = panels
                .iter()
                .map(|panel| &panel.picture)
                .find(|picture| is_meant(picture));
            found = found.or(meant.map(|picture| picture.span));
        }
        let runs = std::iter::once(block.own_text()).chain(block.small_runs());
        found = found.or_else(|| runs.into_iter().find_map(|run| picture_in(run, &is_meant)));
    });
    found
}

fn picture_in(inlines: &[Inline], is_meant: &impl Fn(&Picture) -> bool) -> Option<Span> {
    inlines.iter().find_map(|inline| match inline {
        Inline::Image { picture } if is_meant(picture) => Some(picture.span),
        _ => picture_in(inline.content().unwrap_or_default(), is_meant),
    })
}

/// Gives up PDF/UA and every level of PDF/A above `ceiling` (all of them, if that is
/// `None`), and says so.
fn withhold(claims: &mut Vec<Claim>, ceiling: Option<Level>, report: &mut Report, doubt: &Doubt<'_>) {
    let before = claims.clone();
    claims.retain(|claim| *claim != Claim::Ua1 && ceiling.is_some());
    for claim in claims.iter_mut() {
        *claim = ceiling.map_or(*claim, |ceiling| claim.at_most(ceiling));
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
        doubt.span,
        format!(
            "the PDF does not claim {}: {}; {instead}",
            lost.join(" and "),
            doubt.reason
        ),
    );
    if let Some(hint) = doubt.hint {
        report.hint(hint);
    }
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
