//! Colours and places as the operators of a stream give them: numbers enter, and leave as
//! ink that can be weighed and points that can be moved.

/// A transformation: a, b, c, d, e, f (ISO 32000-1, 8.3.3).
pub(super) type Matrix = [f64; 6];

/// `first`, then `second`.
pub(super) fn after(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = second;
    [
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + l,
    ]
}

/// A point where the transformation puts it.
pub(super) fn moved((x, y): (f64, f64), [a, b, c, d, e, f]: Matrix) -> (f64, f64) {
    (a * x + c * y + e, b * x + d * y + f)
}

/// A colour as it is painted.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ink {
    /// Shares of cyan, magenta, yellow and black.
    Process([f32; 4]),
    /// A spot colour with its tint.
    Spot(String, f32),
    /// A space that is no ink, by its name.
    Other(String),
}

impl Ink {
    /// How much ink it puts on one place. Marks, which are on every plate, are no part of
    /// the page.
    pub(super) fn sum(&self) -> f32 {
        match self {
            Ink::Process(shares) => shares.iter().sum(),
            Ink::Spot(name, tint) if name != "All" => *tint,
            Ink::Spot(..) | Ink::Other(_) => 0.0,
        }
    }

    /// Black with other inks, or all colours so full that they stand for black.
    pub(super) fn is_rich(&self) -> bool {
        match self {
            Ink::Process([cyan, magenta, yellow, black]) => {
                (*black >= 0.85 && cyan + magenta + yellow > 0.05)
                    || (*cyan >= 0.6 && *magenta >= 0.6 && *yellow >= 0.6)
            }
            Ink::Spot(..) | Ink::Other(_) => false,
        }
    }

    /// Whether it is on every plate, as only marks are.
    pub(super) fn is_mark(&self) -> bool {
        matches!(self, Ink::Spot(name, _) if name == "All")
    }

    /// What its space is called among printers.
    pub(super) fn space(&self) -> String {
        match self {
            Ink::Process(_) => "CMYK".to_owned(),
            Ink::Spot(name, _) if name == "All" => "all plates (marks)".to_owned(),
            Ink::Spot(name, _) => format!("spot colour {name}"),
            Ink::Other(name) => name.clone(),
        }
    }
}

/// The transformation of six operands.
pub(super) fn matrix(numbers: &[f32]) -> Matrix {
    let whole = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    std::array::from_fn(|at| numbers.get(at).map_or(whole[at], |number| f64::from(*number)))
}

/// The middle of a path's points.
pub(super) fn middle(path: &[(f64, f64)]) -> (f64, f64) {
    let least = path.iter().fold((f64::INFINITY, f64::INFINITY), |a, b| {
        (a.0.min(b.0), a.1.min(b.1))
    });
    let most = path.iter().fold((f64::NEG_INFINITY, f64::NEG_INFINITY), |a, b| {
        (a.0.max(b.0), a.1.max(b.1))
    });
    if path.is_empty() {
        return (0.0, 0.0);
    }
    (f64::midpoint(least.0, most.0), f64::midpoint(least.1, most.1))
}
