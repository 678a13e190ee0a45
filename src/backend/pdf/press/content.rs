//! Content streams: what was painted in sRGB is painted in ink.
//!
//! A stream's operators enter and leave; nothing moves but the operators of colour. Which
//! ink a colour becomes depends on what it paints, so a colour is held back until something
//! is painted. Black letters, drawn ones too, print over what lies below them, so that no paper
//! shows around them when sheets slip.

use super::color::{Paint, Palette, Use};
use lopdf::Object;
use lopdf::content::{Content, Operation};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the graphics state in which letters print over their ground.
pub(super) const OVER: &str = "PressOver";
/// The name of the graphics state in which nothing does.
pub(super) const KNOCK: &str = "PressKnock";

/// The name of a spot colour's space.
pub(super) fn spot_name(place: usize) -> String {
    format!("PressSpot{place}")
}

/// A space of colours, as far as this room distinguishes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// Red, green and blue of a screen.
    Rgb,
    /// Grey of a screen.
    Gray,
    /// What passes as it is: ink already, or a pattern.
    Other,
}

/// What a name that `Do` paints stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outside {
    /// A stream of its own, which begins with the colours set here.
    Form,
    /// A shape that is filled with the colour set here.
    Stencil,
    /// A picture with colours of its own.
    Picture,
}

/// What a stream's names stand for.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    pub(super) spaces: BTreeMap<Vec<u8>, Space>,
    pub(super) outside: BTreeMap<Vec<u8>, Outside>,
}

/// A stream in ink, and what it needs besides.
pub(super) struct Printed {
    pub(super) bytes: Vec<u8>,
    pub(super) overprints: bool,
    pub(super) spots: BTreeSet<usize>,
}

/// Rewrites a stream. `inherits` says that it begins with the colours of whoever paints it.
///
/// # Errors
///
/// If the stream cannot be read.
pub(super) fn printed(
    content: &[u8],
    names: &Names,
    inherits: bool,
    palette: &mut Palette<'_>,
) -> lopdf::Result<Printed> {
    let operations = Content::decode(content)?.operations;
    let mut press = Rewriter::new(names, inherits, palette);
    // A glyph that has no colours of its own may set none.
    let is_uncolored = operations.iter().any(|operation| operation.operator == "d1");
    for operation in operations {
        if is_uncolored {
            press.out.push(operation);
        } else {
            press.take(operation);
        }
    }
    press.out.append(&mut press.path);
    let bytes = Content {
        operations: press.out,
    }
    .encode()?;
    Ok(Printed {
        bytes,
        overprints: press.overprints,
        spots: press.spots,
    })
}

/// The colour of one kind of paint: that of areas and letters, or that of lines.
#[derive(Debug, Clone, Copy)]
struct Pen {
    space: Space,
    /// The screen's colour that is to be painted; `None` if ink was set by an operator that
    /// passed, or by whoever paints this stream.
    wanted: Option<[u8; 3]>,
    /// The ink that the stream has set last.
    set: Option<Paint>,
}

/// How large a letter is at the most, in points.
const LETTER: f32 = 24.0;

#[derive(Debug, Clone, Copy)]
struct State {
    fill: Pen,
    stroke: Pen,
    /// How letters are painted (ISO 32000-1, 9.3.6).
    mode: i64,
    over: bool,
    /// How many points a unit of this stream is long.
    unit: f32,
}

struct Rewriter<'a, 'p> {
    names: &'a Names,
    palette: &'a mut Palette<'p>,
    out: Vec<Operation>,
    /// A path under construction: no colour may be set within it.
    path: Vec<Operation>,
    state: State,
    saved: Vec<State>,
    overprints: bool,
    spots: BTreeSet<usize>,
}

impl<'a, 'p> Rewriter<'a, 'p> {
    fn new(names: &'a Names, inherits: bool, palette: &'a mut Palette<'p>) -> Self {
        let pen = Pen {
            space: Space::Other,
            wanted: (!inherits).then_some([0; 3]),
            set: None,
        };
        Self {
            names,
            palette,
            out: Vec::new(),
            path: Vec::new(),
            state: State {
                fill: pen,
                stroke: pen,
                mode: 0,
                over: false,
                unit: 1.0,
            },
            saved: Vec::new(),
            overprints: false,
            spots: BTreeSet::new(),
        }
    }

    fn take(&mut self, operation: Operation) {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "q" => self.saved.push(self.state),
            "Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            "cm" => {
                let of = |at: usize| operands.get(at).and_then(|it| it.as_float().ok()).unwrap_or(0.0);
                self.state.unit *= (of(0) * of(3) - of(1) * of(2)).abs().sqrt();
            }
            "Tr" => self.state.mode = operands.first().and_then(|mode| mode.as_i64().ok()).unwrap_or(0),
            "cs" | "CS" => {
                let name = operands.first().and_then(|name| name.as_name().ok());
                let space = name.map_or(Space::Other, |name| self.space(name));
                let pen = self.pen(operation.operator == "cs");
                pen.space = space;
                match space {
                    Space::Rgb | Space::Gray => {
                        // A space begins with its black (ISO 32000-1, 8.6.8).
                        pen.wanted = Some([0; 3]);
                        return;
                    }
                    Space::Other => (pen.wanted, pen.set) = (None, None),
                }
            }
            "sc" | "scn" | "SC" | "SCN" => {
                let color = numbers(operands);
                let pen = self.pen(operation.operator.starts_with('s'));
                match (pen.space, color.as_slice()) {
                    (Space::Rgb, &[red, green, blue]) => return pen.wanted = Some([red, green, blue]),
                    (Space::Gray, &[gray]) => return pen.wanted = Some([gray; 3]),
                    (Space::Rgb | Space::Gray | Space::Other, _) => (pen.wanted, pen.set) = (None, None),
                }
            }
            "rg" | "RG" | "g" | "G" => {
                let is_fill = matches!(operation.operator.as_str(), "rg" | "g");
                if let Some(color) = match numbers(operands)[..] {
                    [red, green, blue] => Some([red, green, blue]),
                    [gray] => Some([gray; 3]),
                    _ => None,
                } {
                    self.pen(is_fill).wanted = Some(color);
                    return;
                }
            }
            "k" | "K" => {
                let ink: Vec<f32> = operands
                    .iter()
                    .filter_map(|share| share.as_float().ok())
                    .collect();
                let pen = self.pen(operation.operator == "k");
                pen.wanted = None;
                pen.set = <[f32; 4]>::try_from(ink).ok().map(Paint::Process);
            }
            "m" | "l" | "c" | "v" | "y" | "h" | "re" | "W" | "W*" => return self.path.push(operation),
            "f" | "F" | "f*" => self.ready(Some(Use::Area), None),
            "S" | "s" => self.ready(None, Some(Use::Fine)),
            "B" | "B*" | "b" | "b*" => self.ready(Some(Use::Area), Some(Use::Fine)),
            "n" => self.out.append(&mut self.path),
            "sh" => self.over(false),
            "Tj" | "TJ" | "'" | "\"" => {
                let (fills, strokes) = match self.state.mode.rem_euclid(4) {
                    0 => (true, false),
                    1 => (false, true),
                    2 => (true, true),
                    _ => (false, false),
                };
                self.set(fills.then_some(Use::Fine), strokes.then_some(Use::Fine));
                if fills {
                    self.over(self.state.fill.set.is_some_and(Paint::is_black));
                }
            }
            "Do" => {
                let name = operands.first().and_then(|name| name.as_name().ok());
                match name.and_then(|name| self.names.outside.get(name)) {
                    Some(Outside::Form) => self.set(Some(Use::Area), Some(Use::Fine)),
                    Some(Outside::Stencil) => self.set(Some(Use::Area), None),
                    Some(Outside::Picture) | None => {}
                }
                self.over(false);
            }
            _ => {}
        }
        self.out.push(operation);
    }

    fn space(&self, name: &[u8]) -> Space {
        match name {
            b"DeviceRGB" => Space::Rgb,
            b"DeviceGray" => Space::Gray,
            name => self.names.spaces.get(name).copied().unwrap_or(Space::Other),
        }
    }

    fn pen(&mut self, is_fill: bool) -> &mut Pen {
        if is_fill {
            &mut self.state.fill
        } else {
            &mut self.state.stroke
        }
    }

    /// Makes the colours ready in which a path is painted, and puts down the path.
    fn ready(&mut self, fill: Option<Use>, stroke: Option<Use>) {
        self.set(fill, stroke);
        if fill.is_some() {
            // The dots of letters may be drawn, and so may letters in a picture.
            self.over(self.state.fill.set.is_some_and(Paint::is_black) && self.is_small());
        }
        self.out.append(&mut self.path);
    }

    /// Whether the path is no higher than letters are, or no wider: the dots of a line are one
    /// path.
    fn is_small(&self) -> bool {
        let (mut least, mut most) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
        for operation in &self.path {
            let numbers = operation
                .operands
                .iter()
                .filter_map(|number| number.as_float().ok());
            let mut numbers: Vec<f32> = numbers.collect();
            if let ("re", [x, y, width, height]) = (operation.operator.as_str(), &mut numbers[..]) {
                (*width, *height) = (*x + *width, *y + *height);
            }
            for point in numbers.as_chunks::<2>().0 {
                for at in 0..2 {
                    (least[at], most[at]) = (least[at].min(point[at]), most[at].max(point[at]));
                }
            }
        }
        let shorter = (most[0] - least[0]).min(most[1] - least[1]) * self.state.unit;
        shorter <= LETTER
    }

    /// Sets the ink of what is about to be painted, where it is not set already.
    fn set(&mut self, fill: Option<Use>, stroke: Option<Use>) {
        for (is_fill, wanted) in [(true, fill), (false, stroke)] {
            let pen = *self.pen(is_fill);
            let (Some(color), Some(wanted)) = (pen.wanted, wanted) else {
                continue;
            };
            let paint = self.palette.paint(color, wanted);
            if pen.set == Some(paint) {
                continue;
            }
            self.pen(is_fill).set = Some(paint);
            match paint {
                Paint::Process(ink) => {
                    let operator = if is_fill { "k" } else { "K" };
                    self.out.push(Operation::new(operator, ink.map(number).to_vec()));
                }
                Paint::Spot(place) => {
                    self.spots.insert(place);
                    let name = Object::Name(spot_name(place).into_bytes());
                    let (space, color) = if is_fill { ("cs", "scn") } else { ("CS", "SCN") };
                    self.out.push(Operation::new(space, vec![name]));
                    self.out.push(Operation::new(color, vec![Object::Integer(1)]));
                }
            }
        }
    }

    /// Whether what is filled next prints over its ground.
    fn over(&mut self, wanted: bool) {
        if self.state.over == wanted {
            return;
        }
        self.state.over = wanted;
        self.overprints = true;
        let name = if wanted { OVER } else { KNOCK };
        self.out
            .push(Operation::new("gs", vec![Object::Name(name.into())]));
    }
}

/// The shares of a colour as bytes, which they were before the file was written.
#[allow(clippy::cast_possible_truncation, reason = "held between 0 and 255")]
#[allow(clippy::cast_sign_loss, reason = "held between 0 and 255")]
fn numbers(operands: &[Object]) -> Vec<u8> {
    operands
        .iter()
        .filter_map(|share| share.as_float().ok())
        .map(|share| (share.clamp(0.0, 1.0) * 255.0).round() as u8)
        .collect()
}

/// A number as short as it can be written.
#[allow(clippy::cast_possible_truncation, reason = "it is 0 or 1")]
fn number(share: f32) -> Object {
    if share.fract() == 0.0 {
        Object::Integer(share as i64)
    } else {
        Object::Real(share)
    }
}

#[cfg(test)]
mod tests {
    use super::super::color::{Ink, Palette};
    use super::super::profile::{Inks, Profile};
    use super::{Names, Outside, Space, printed};

    fn rewritten(content: &str) -> String {
        let house = [Ink {
            rgb: [255, 0, 0],
            cmyk: [0.0, 100.0, 80.0, 0.0],
            spot: Some("House Red".into()),
        }];
        let mut palette = Palette::new(Inks::new(&Profile::fogra39()).expect("a profile"), &house);
        let mut names = Names::default();
        names.spaces.insert(b"c0".to_vec(), Space::Rgb);
        names.outside.insert(b"x0".to_vec(), Outside::Form);
        let printed = printed(content.as_bytes(), &names, false, &mut palette).expect("a stream");
        String::from_utf8(printed.bytes).expect("text").replace('\n', " ")
    }

    #[test]
    fn black_letters_print_over_and_areas_do_not() {
        assert_eq!(
            rewritten("BT /c0 cs 0.11 0.12 0.14 scn [(a)] TJ ET 0 0 m 99 99 l f"),
            "BT 0 0 0 1 k /PressOver gs [(a)] TJ ET /PressKnock gs 0 0 m 99 99 l f"
        );
        // A dot, and the same where a unit is four points long.
        assert_eq!(
            rewritten("0 g 0 0 9 9 re f q 4 0 0 4 0 0 cm 0 0 9 9 re f Q 0 0 9 9 re f"),
            "0 0 0 1 k /PressOver gs 0 0 9 9 re f q 4 0 0 4 0 0 cm /PressKnock gs 0 0 9 9 re f Q 0 0 9 9 re f"
        );
    }

    #[test]
    fn a_colour_is_set_before_the_path_and_once() {
        assert_eq!(
            rewritten("1 1 1 rg 0 0 m 9 9 l W n 0 0 m 9 9 l f 0 0 m 9 0 l f"),
            "0 0 m 9 9 l W n 0 0 0 0 k 0 0 m 9 9 l f 0 0 m 9 0 l f"
        );
    }

    #[test]
    fn states_come_back_with_their_ink() {
        assert_eq!(
            rewritten("1 g q 0 g 0 0 m 99 99 l f Q 0 0 m 9 9 l f"),
            "q 0 0 0 1 k 0 0 m 99 99 l f Q 0 0 0 0 k 0 0 m 9 9 l f"
        );
    }

    #[test]
    fn spot_colours_keep_their_name_and_ink_passes() {
        assert_eq!(
            rewritten("1 0 0 RG 0 0 m 9 9 l S 0.1 0.2 0.3 0 k 0 0 m 9 9 l f"),
            "/PressSpot0 CS 1 SCN 0 0 m 9 9 l S 0.1 0.2 0.3 0 k 0 0 m 9 9 l f"
        );
    }

    #[test]
    fn a_form_begins_with_the_colours_set() {
        assert_eq!(rewritten("0 g /x0 Do"), "0 0 0 1 k 0 0 0 1 K /x0 Do");
    }
}
