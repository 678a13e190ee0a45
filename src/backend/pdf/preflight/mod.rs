//! Preflight: what a printer would find in the press file, found before it is sent.
//!
//! An [`Article`] enters; its press file is made, and read back. What leaves is a verdict for
//! every check, with the author's own line where there is one. Where things stand is read off
//! the typeset pages (`placed`), what they are printed with off the finished file (`plates`),
//! with nothing of the code that wrote it. To add a check: a variant of [`Check`], and its
//! verdicts below.

mod paint;
mod placed;
mod plates;

use super::press::{self, PressFile, PressOptions};
use super::world::{Forme, TypeCase};
use crate::diagnostic::{Code, Failed, Report, Span};
use crate::model::{Article, Media};
use crate::style::House;
use placed::Placed;
use plates::Plates;
use serde::Serialize;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// How many pixels of a picture stand on an inch of paper.
    Resolution,
    /// What colours are of before and after.
    ColorSpaces,
    /// Whether every face is in the file.
    Faces,
    /// Letters in black and other inks at once.
    RichBlack,
    /// The most ink that one place takes.
    InkLimit,
    /// Lines that a press may lose.
    ThinLines,
    /// Letters that the knife may touch.
    NearTrim,
    /// Colour that ends where the knife should cut through it.
    Bleed,
    /// A multiple of four.
    Pages,
    /// Whether the file may say that it is PDF/X-4.
    Claim,
}

impl Check {
    /// Every check, in the order of the table.
    pub const ALL: &[Check] = &[
        Check::Resolution,
        Check::ColorSpaces,
        Check::Faces,
        Check::RichBlack,
        Check::InkLimit,
        Check::ThinLines,
        Check::NearTrim,
        Check::Bleed,
        Check::Pages,
        Check::Claim,
    ];

    /// Its name in tables and for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Check::Resolution => "resolution",
            Check::ColorSpaces => "color-spaces",
            Check::Faces => "faces",
            Check::RichBlack => "rich-black",
            Check::InkLimit => "ink-limit",
            Check::ThinLines => "thin-lines",
            Check::NearTrim => "near-trim",
            Check::Bleed => "bleed",
            Check::Pages => "pages",
            Check::Claim => "claim",
        }
    }
}

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// It can be printed.
    Pass,
    /// It can be printed, and someone should look.
    Warn,
    /// It should not be printed.
    Fail,
}

impl Grade {
    /// The word in tables and for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Grade::Pass => "pass",
            Grade::Warn => "warn",
            Grade::Fail => "fail",
        }
    }
}

/// What one check says about one thing, or about the whole file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// What was looked at.
    pub check: Check,
    /// How it came out.
    pub grade: Grade,
    /// What was found: lower case, no full stop.
    pub finding: String,
    /// The page, counted from 1.
    pub page: Option<usize>,
    /// The author's place, if the thing is of the article and not of the layout.
    pub span: Option<Span>,
}

/// A millimetre in points.
const MM: f64 = 72.0 / 25.4;

/// Pixels on an inch: sharp from the first on, blurred below the second.
const SHARP: f64 = 299.5;
const BLURRED: f64 = 149.5;

/// The thinnest line that a press holds, in points: a quarter, less what rounding took.
const THINNEST: f32 = 0.249;

/// How near to the cut letters may stand, in millimetres.
const SAFE: f64 = 3.0;

/// Makes the press file of `article`, and says of every check how it comes out, in the order
/// of [`Check::ALL`]; within a check in the order of pages.
///
/// # Errors
///
/// [`Failed`] if the press file cannot be made.
pub fn preflight(
    article: &Article,
    case: &TypeCase,
    forme: &Forme,
    house: &House,
    options: &PressOptions,
    report: &mut Report,
) -> Result<Vec<Verdict>, Failed> {
    let (file, document) = press::made(article, case, forme, house, options, report)?;
    let plates = plates::read(&file.bytes).map_err(|error| {
        report.error(
            Code::Press,
            None,
            format!("the press file cannot be read back: {error}"),
        )
    })?;
    let placed = placed::read(&document, case, article);
    let mut desk = Desk {
        article,
        placed,
        plates,
        verdicts: Vec::new(),
    };
    desk.pictures();
    desk.spaces();
    desk.faces(report);
    desk.black_letters();
    desk.ink(options);
    desk.lines();
    desk.near_trim();
    desk.bleed(options.bleed(article));
    desk.whole(&file);
    let mut verdicts = desk.verdicts;
    verdicts.sort_by_key(|verdict| (verdict.check, verdict.page));
    Ok(verdicts)
}

struct Desk<'a> {
    article: &'a Article,
    placed: Placed,
    plates: Plates,
    verdicts: Vec<Verdict>,
}

impl Desk<'_> {
    fn say(&mut self, check: Check, grade: Grade, finding: String, page: Option<usize>, span: Option<Span>) {
        let verdict = Verdict {
            check,
            grade,
            finding,
            page,
            span,
        };
        // A line that stands on every page is one finding a page, not one a stroke.
        if !self.verdicts.contains(&verdict) {
            self.verdicts.push(verdict);
        }
    }

    /// A check that found nothing says so.
    fn or_pass(&mut self, check: Check, finding: impl Into<String>) {
        if self.verdicts.iter().all(|verdict| verdict.check != check) {
            self.say(check, Grade::Pass, finding.into(), None, None);
        }
    }

    /// What pictures are made of, and how finely.
    fn pictures(&mut self) {
        for picture in std::mem::take(&mut self.plates.pictures) {
            let place = self.placed.picture(picture.page, picture.center);
            let (name, span) = match place {
                Some(place) => (place.name.clone(), place.span),
                None => ("a picture of the layout".to_owned(), None),
            };
            let (width, height) = picture.size;
            let across = f64::from(picture.pixels.0) / (width / 72.0).max(f64::EPSILON);
            let down = f64::from(picture.pixels.1) / (height / 72.0).max(f64::EPSILON);
            let fine = across.min(down);
            let grade = if fine >= SHARP {
                Grade::Pass
            } else if fine >= BLURRED {
                Grade::Warn
            } else {
                Grade::Fail
            };
            let finding = format!(
                "{name}: {fine:.0} ppi at {:.0} × {:.0} mm{}",
                width / MM,
                height / MM,
                match grade {
                    Grade::Pass => "",
                    Grade::Warn => ", 300 are good",
                    Grade::Fail => ", fewer than 150",
                }
            );
            self.say(Check::Resolution, grade, finding, Some(picture.page), span);
            let (grade, printed) = match picture.space.as_str() {
                "DeviceCMYK" => (Grade::Pass, "is printed in CMYK".to_owned()),
                "DeviceGray" => (Grade::Pass, "is printed in black alone".to_owned()),
                "ICC RGB" => (
                    Grade::Pass,
                    "keeps its colours, tied to a profile; the press converts them".to_owned(),
                ),
                "ICC gray" | "ICC CMYK" => (
                    Grade::Warn,
                    format!("is of {}; the press converts it into all inks", picture.space),
                ),
                other => (
                    Grade::Fail,
                    format!("is of {other}, which says nothing about ink"),
                ),
            };
            let finding = format!("{name} {printed}");
            self.say(Check::ColorSpaces, grade, finding, Some(picture.page), span);
        }
        for drawing in self.placed.drawings() {
            let finding = format!("{}: drawn, sharp at any size", drawing.name);
            self.say(
                Check::Resolution,
                Grade::Pass,
                finding,
                Some(drawing.page),
                drawing.span,
            );
        }
        self.or_pass(Check::Resolution, "there are no pictures");
    }

    /// What is printed with, and what it was before.
    fn spaces(&mut self) {
        for (page, what) in std::mem::take(&mut self.plates.foreign) {
            let finding = format!("{what} is left on the page");
            self.say(Check::ColorSpaces, Grade::Fail, finding, Some(page), None);
        }
        let mut sources: Vec<&str> = self
            .article
            .assets
            .iter()
            .map(|asset| match asset.media {
                Media::Png => "PNG",
                Media::Jpeg => "JPEG",
                Media::Gif => "GIF",
                Media::Webp => "WebP",
                Media::Svg => "SVG",
            })
            .collect();
        sources.sort_unstable();
        sources.dedup();
        sources.insert(0, "sRGB of the layout");
        let printed: Vec<_> = self.plates.spaces.iter().cloned().collect();
        let finding = format!("from {}, printed as {}", sources.join(", "), printed.join(", "));
        self.say(Check::ColorSpaces, Grade::Pass, finding, None, None);
    }

    fn faces(&mut self, report: &Report) {
        for found in report.diagnostics() {
            if found.code == Code::MissingGlyph {
                self.say(Check::Faces, Grade::Fail, found.message.clone(), None, found.span);
            }
        }
        let faces = std::mem::take(&mut self.plates.faces);
        let (whole, missing): (Vec<_>, Vec<_>) = faces.into_iter().partition(|(_, is_embedded)| *is_embedded);
        for (name, _) in missing {
            let finding = format!("`{name}` is not in the file");
            self.say(Check::Faces, Grade::Fail, finding, None, None);
        }
        let names: Vec<String> = whole.into_iter().map(|(name, _)| name).collect();
        let finding = format!("{} in the file: {}", names.len(), names.join(", "));
        self.or_pass(Check::Faces, finding);
    }

    fn black_letters(&mut self) {
        for (page, at) in std::mem::take(&mut self.plates.rich) {
            let (name, span) = self.placed.near(page, at, self.article);
            let finding = format!("{name} has letters in black and other inks");
            self.say(Check::RichBlack, Grade::Warn, finding, Some(page), span);
        }
        self.or_pass(Check::RichBlack, "every black letter is black alone");
    }

    fn ink(&mut self, options: &PressOptions) {
        let limit = options.profile.ink_limit;
        for ink in &options.inks {
            let sum = ink.cmyk.iter().sum::<f32>();
            if ink.spot.is_none() && sum > limit * 100.0 {
                let [red, green, blue] = ink.rgb;
                let finding = format!(
                    "the house's ink for #{red:02x}{green:02x}{blue:02x} is {sum:.0} %, more than {:.0} %",
                    limit * 100.0
                );
                self.say(Check::InkLimit, Grade::Fail, finding, None, None);
            }
        }
        let Some((most, page, at)) = self.plates.most else {
            return self.or_pass(Check::InkLimit, "there is no ink");
        };
        let (name, span) = self.placed.near(page, at, self.article);
        // Bytes of pictures are rounded, each plate for itself.
        let grade = if most <= limit + 0.01 {
            Grade::Pass
        } else {
            Grade::Fail
        };
        let finding = format!(
            "{:.0} % at most, in {name}; the paper takes {:.0} %",
            most * 100.0,
            limit * 100.0
        );
        self.say(Check::InkLimit, grade, finding, Some(page), span);
    }

    fn lines(&mut self) {
        for (page, at, width) in std::mem::take(&mut self.plates.thin) {
            let (name, span) = self.placed.near(page, at, self.article);
            let finding = format!("{name} has a line of {width:.2} pt, thinner than 0.25 pt");
            self.say(Check::ThinLines, Grade::Warn, finding, Some(page), span);
        }
        self.or_pass(Check::ThinLines, "no line is thinner than 0.25 pt");
    }

    fn near_trim(&mut self) {
        for run in self.placed.runs_within(SAFE * MM) {
            let (grade, place) = if run.inside < 0.0 {
                (Grade::Fail, "crosses the cut".to_owned())
            } else {
                (
                    Grade::Warn,
                    format!("stands {:.1} mm from the cut", run.inside / MM),
                )
            };
            let span = self.placed.span(run.block, self.article);
            let finding = format!("`{}` {place}, nearer than {SAFE} mm", run.words);
            self.say(Check::NearTrim, grade, finding, Some(run.page), span);
        }
        self.or_pass(Check::NearTrim, "no letter stands nearer than 3 mm to the cut");
    }

    fn bleed(&mut self, bleed_mm: f64) {
        let (short, touching) = self.placed.short_of(bleed_mm * MM);
        for (page, edge, reaches) in short {
            let finding = format!(
                "colour at the {edge} reaches {:.1} mm beyond the cut instead of {bleed_mm} mm",
                reaches / MM
            );
            self.say(Check::Bleed, Grade::Fail, finding, Some(page), None);
        }
        if !self.plates.has_boxes {
            let finding = "the pages do not say where they are cut".to_owned();
            self.say(Check::Bleed, Grade::Fail, finding, None, None);
        }
        let found = if touching == 0 {
            "no colour reaches the cut".to_owned()
        } else {
            format!("all colour at the cut reaches {bleed_mm} mm beyond it")
        };
        self.or_pass(Check::Bleed, found);
    }

    fn whole(&mut self, file: &PressFile) {
        let pages = |count: usize| format!("{count} page{}", if count == 1 { "" } else { "s" });
        let (grade, finding) = match file.blanks {
            0 => (Grade::Pass, format!("{}, a multiple of four", pages(file.pages))),
            blanks => (
                Grade::Warn,
                format!(
                    "{} and {blanks} blank, so that sheets can be folded",
                    pages(file.pages - blanks)
                ),
            ),
        };
        self.say(Check::Pages, grade, finding, None, None);
        let (grade, finding) = if file.is_claimed {
            (Grade::Pass, format!("PDF/X-4 for {}", file.condition))
        } else {
            (
                Grade::Fail,
                "PDF/X-4 is not claimed: the article needs a title and a date".to_owned(),
            )
        };
        self.say(Check::Claim, grade, finding, None, None);
    }
}
