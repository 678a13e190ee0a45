//! Where each built-in layout may set text: its contract, said once more in millimetres.
//!
//! A layout that changes its grid changes its row here.

use pamphlet::Article;
use pamphlet::model::{Paper, is_rtl};

/// Millimetres in points.
const MM: f32 = 72.0 / 25.4;
/// How far punctuation may hang beyond the edge of the text, and letters over their feet.
const HANG: f32 = 4.0;

/// A layout, and what the article asks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    Brief,
    BriefInColumns,
    Report,
    Commentary,
}

pub const SETTINGS: [Setting; 4] = [
    Setting::Brief,
    Setting::BriefInColumns,
    Setting::Report,
    Setting::Commentary,
];

/// What a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A cover; the area reaches over it.
    Cover,
    /// The first page of the text, whose masthead stands in the margin above.
    First,
    Text,
    /// A page on its side.
    Turned,
}

/// A grid, all in millimetres.
struct Grid {
    /// From the page's edge to what reaches furthest out, where lines begin.
    edge: f32,
    /// From there to the text.
    reach: f32,
    /// The width of the text; `None` if it fills what the edges leave.
    measure: Option<f32>,
    top: f32,
    bottom: f32,
    /// From the upper edge to the masthead on page one.
    masthead: f32,
}

impl Setting {
    pub fn layout(self) -> &'static str {
        match self {
            Setting::Brief | Setting::BriefInColumns => "brief",
            Setting::Report => "report",
            Setting::Commentary => "commentary",
        }
    }

    /// The article as this setting is asked for.
    pub fn asked(self, mut article: Article, paper: Paper) -> Article {
        let columns = match self {
            Setting::BriefInColumns => 2,
            Setting::Brief | Setting::Report | Setting::Commentary => 1,
        };
        article.meta.columns = Some(columns);
        article.meta.paper = Some(paper);
        article
    }

    fn grid(self) -> Grid {
        match self {
            Setting::Brief => Grid {
                edge: 16.0,
                reach: 49.0,
                measure: Some(128.0),
                top: 26.0,
                bottom: 20.0,
                masthead: 12.0,
            },
            Setting::BriefInColumns => Grid {
                edge: 18.0,
                reach: 0.0,
                measure: None,
                top: 26.0,
                bottom: 20.0,
                masthead: 12.0,
            },
            Setting::Report => Grid {
                edge: 22.0,
                reach: 36.0,
                measure: Some(124.0),
                top: 30.0,
                bottom: 26.0,
                masthead: 30.0,
            },
            Setting::Commentary => Grid {
                edge: 18.0,
                reach: 42.0,
                measure: Some(126.0),
                top: 24.0,
                bottom: 22.0,
                masthead: 24.0,
            },
        }
    }

    /// Whether the last page is a back cover.
    pub fn has_back(self, article: &Article) -> bool {
        let meta = &article.meta;
        self == Setting::Report
            && meta.cover != Some(false)
            && (meta.publisher.is_some() || !meta.about.is_empty() || !meta.contact.is_empty())
    }

    /// What page `number`, from 1, of `count` is for.
    pub fn kind(self, article: &Article, number: usize, count: usize, upright: bool) -> Kind {
        let covered = self == Setting::Report && article.meta.cover != Some(false);
        if covered && number == 1 || self.has_back(article) && number == count {
            Kind::Cover
        } else if !upright {
            Kind::Turned
        } else if number == 1 {
            Kind::First
        } else {
            Kind::Text
        }
    }

    /// The area that running text and what stands beside it keep to: x from and to, y from
    /// and to. Running heads and folios keep to its sides only.
    pub fn area(self, article: &Article, kind: Kind, (width, height): (f32, f32)) -> [f32; 4] {
        let grid = self.grid();
        let far = grid.measure.map_or(grid.edge * MM, |measure| {
            width - (grid.edge + grid.reach + measure) * MM
        });
        let (near, far, foot, head) = match kind {
            Kind::Cover => (grid.edge * MM, grid.edge * MM, 20.0, 20.0),
            Kind::Turned => (grid.edge * MM, grid.edge * MM, 17.0, 22.0),
            Kind::First => (grid.edge * MM, far, grid.bottom, grid.masthead),
            Kind::Text => (grid.edge * MM, far, grid.bottom, grid.top),
        };
        let (left, right) = match is_rtl(&article.lang) {
            true => (far, near),
            false => (near, far),
        };
        [
            left - HANG,
            width - right + HANG,
            foot * MM - HANG,
            height - head * MM + HANG,
        ]
    }

    /// In which column of the text something stands that begins and ends there.
    pub fn column(self, width: f32, x: (f32, f32)) -> usize {
        match self {
            Setting::BriefInColumns => usize::from((x.0 + x.1) / 2.0 > width / 2.0),
            Setting::Brief | Setting::Report | Setting::Commentary => 0,
        }
    }
}
