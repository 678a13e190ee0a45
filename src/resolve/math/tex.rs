//! TeX as authors write it, made ready for the converter: environments that it knows by
//! another name, and what belongs to the page and not to the formula (labels, tags).

use std::ops::Range;

/// No formula of a paper is longer.
const LONGEST: usize = 10_000;

/// How deep groups and commands may stand inside each other. The converter calls itself
/// for each level, and a thread's stack ends.
const DEEPEST: usize = 150;

/// TeX for the converter, and where each part of it stood.
pub(super) struct Prepared {
    pub(super) text: String,
    /// Offsets in `text` and in the author's TeX from which on both run in step.
    steps: Vec<(usize, usize)>,
}

impl Prepared {
    /// The author's offset of an offset in `text`.
    pub(super) fn original(&self, at: usize) -> usize {
        let next = self.steps.partition_point(|(ours, _)| *ours <= at);
        let Some((ours, theirs)) = next.checked_sub(1).and_then(|index| self.steps.get(index)) else {
            return at;
        };
        let limit = self.steps.get(next).map_or(usize::MAX, |(_, theirs)| *theirs);
        (theirs + (at - ours)).min(limit)
    }
}

/// Prepares a formula.
pub(super) fn prepare(tex: &str) -> Result<Prepared, String> {
    if tex.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    if depth(tex) > DEEPEST {
        return Err("it is nested too deeply".to_owned());
    }
    if let Some(sign) = misplaced(tex) {
        return Err(format!("found `{sign}` where it cannot stand"));
    }
    let mut prepared = Prepared {
        text: String::with_capacity(tex.len() + 16),
        steps: Vec::new(),
    };
    let mut at = 0;
    // For every group of words that is open, how many braces are open in it.
    let mut words: Option<usize> = None;
    while let Some(char) = tex[at..].chars().next() {
        let end = at + char.len_utf8();
        match char {
            '\\' => at = command(tex, at, &mut words, &mut prepared),
            '{' | '}' => {
                if let Some(depth) = &mut words {
                    *depth = if char == '{' { *depth + 1 } else { *depth - 1 };
                    words = words.filter(|depth| *depth > 0);
                }
                prepared.text.push(char);
                at = end;
            }
            // `\text{if $x$ is}` is words, a formula, words.
            '$' if words == Some(1) => {
                let inside = &tex[end..];
                match inside.find(['$', '\\', '{', '}']) {
                    Some(length) if inside[length..].starts_with('$') => {
                        prepared.put("}", at);
                        prepared.put(&inside[..length], end);
                        at = end + length + 1;
                        prepared.put("\\text{", at);
                        prepared.step(at);
                    }
                    _ => {
                        prepared.put("\\$", at);
                        at = end;
                        prepared.step(at);
                    }
                }
            }
            _ => {
                prepared.text.push(char);
                at = end;
            }
        }
    }
    Ok(prepared)
}

impl Prepared {
    /// From here on `text` and the author's TeX run in step.
    fn step(&mut self, theirs: usize) {
        self.steps.push((self.text.len(), theirs));
    }

    /// Adds `text` for what stands at `theirs`.
    fn put(&mut self, text: &str, theirs: usize) {
        self.step(theirs);
        self.text.push_str(text);
    }
}

/// Takes the command at `at`; the offset behind it.
fn command(tex: &str, at: usize, words: &mut Option<usize>, prepared: &mut Prepared) -> usize {
    let name = name(tex, at);
    let end = at + 1 + name.len();
    // What belongs to the page is left out, with a space that keeps its neighbours apart.
    let mut leave_out = |end: usize| {
        prepared.put(" ", at);
        prepared.step(end);
        end
    };
    match name {
        "nonumber" | "notag" | "displaybreak" | "allowbreak" | "nobreak" | "centering" => leave_out(end),
        "label" | "tag" => match argument(tex, end) {
            Some((_, end)) => leave_out(end),
            None => {
                prepared.text.push_str(&tex[at..end]);
                end
            }
        },
        "text" | "mbox" | "hbox" | "textnormal" | "textup" | "textmd" | "fbox" => {
            let opens = tex[end..].trim_start().starts_with('{');
            if opens && words.is_none() {
                *words = Some(0);
            }
            prepared.put("\\text", at);
            prepared.step(end);
            end
        }
        "begin" | "end" => match argument(tex, end) {
            Some((environment, stop)) => {
                let mut stop = stop;
                let inside = &tex[environment];
                let begins = name == "begin";
                let known = match inside.trim_end_matches('*') {
                    "equation" | "math" | "displaymath" => Some(" ".to_owned()),
                    "align" | "flalign" | "split" | "aligned" => Some(format!("\\{name}{{aligned}}")),
                    "alignat" | "alignedat" | "xalignat" => {
                        if begins && let Some((_, behind)) = argument(tex, stop) {
                            stop = behind;
                        }
                        Some(format!("\\{name}{{aligned}}"))
                    }
                    "gather" | "multline" | "gathered" => Some(format!("\\{name}{{gathered}}")),
                    "eqnarray" => Some(if begins {
                        "\\begin{darray}{rcl}".to_owned()
                    } else {
                        "\\end{darray}".to_owned()
                    }),
                    "smallmatrix" => Some(format!("\\{name}{{matrix}}")),
                    _ => None,
                };
                // `\begin{aligned}[t]`: where it stands in its line is the page's.
                if begins
                    && known.is_some()
                    && let Some(place) = ["[t]", "[b]", "[c]"]
                        .iter()
                        .find(|place| tex[stop..].starts_with(**place))
                {
                    stop += place.len();
                }
                match known {
                    Some(known) => prepared.put(&known, at),
                    None => prepared.put(&tex[at..stop], at),
                }
                prepared.step(stop);
                stop
            }
            None => {
                prepared.text.push_str(&tex[at..end]);
                end
            }
        },
        // `\\[4pt]`, `\\*`: how far apart lines stand is the page's.
        "\\" => {
            prepared.text.push_str("\\\\");
            let rest = tex[end..].strip_prefix('*').unwrap_or(&tex[end..]);
            let star = tex.len() - rest.len();
            let space = rest.trim_start();
            let length = space
                .strip_prefix('[')
                .and_then(|inside| inside.split_once(']'))
                .filter(|(length, _)| is_length(length));
            let end = match length {
                Some((_, behind)) => tex.len() - behind.len(),
                None => star,
            };
            // The converter would take a bracket that begins the next line for a length.
            prepared.step(end);
            end
        }
        _ => {
            prepared.text.push_str(&tex[at..end]);
            end
        }
    }
}

/// The name of the command whose backslash stands at `at`: letters, or one sign.
fn name(tex: &str, at: usize) -> &str {
    let rest = &tex[at + 1..];
    let letters = rest
        .find(|char: char| !char.is_ascii_alphabetic())
        .unwrap_or(rest.len());
    let length = match letters {
        0 => rest.chars().next().map_or(0, char::len_utf8),
        letters => letters,
    };
    &rest[..length]
}

/// What stands in the braces that follow `at`, without braces in it, and the offset
/// behind them. A star in front belongs to the command.
fn argument(tex: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let rest = tex[at..].strip_prefix('*').unwrap_or(&tex[at..]).trim_start();
    let start = tex.len() - rest.len() + 1;
    let inside = rest.strip_prefix('{')?;
    let length = inside.find(['{', '}'])?;
    inside[length..]
        .starts_with('}')
        .then_some((start..start + length, start + length + 1))
}

/// `4pt`, `-1.5ex`.
fn is_length(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['-', '+']);
    let number = text.find(|char: char| !char.is_ascii_digit() && char != '.');
    number.is_some_and(|end| {
        end > 0 && ["pt", "em", "ex", "mm", "cm", "in", "mu", "pc", "bp"].contains(&text[end..].trim())
    })
}

/// What the author's own `\tag{…}` says.
pub(super) fn tag(tex: &str) -> Option<String> {
    let mut places = tex.match_indices("\\tag");
    let at = places.find(|(at, _)| name(tex, *at) == "tag")?.0;
    let (range, _) = argument(tex, at + "\\tag".len())?;
    let tag = tex[range].trim();
    (!tag.is_empty() && !tag.contains(['\\', '$'])).then(|| tag.to_owned())
}

/// Commands that take what follows them.
const TAKING: [&str; 38] = [
    "frac",
    "dfrac",
    "tfrac",
    "cfrac",
    "binom",
    "dbinom",
    "tbinom",
    "sqrt",
    "hat",
    "widehat",
    "bar",
    "vec",
    "tilde",
    "widetilde",
    "dot",
    "ddot",
    "dddot",
    "overline",
    "underline",
    "overbrace",
    "underbrace",
    "mathbf",
    "mathrm",
    "mathbb",
    "mathcal",
    "mathfrak",
    "mathit",
    "mathsf",
    "mathtt",
    "mathscr",
    "operatorname",
    "overset",
    "underset",
    "stackrel",
    "boxed",
    "not",
    "cancel",
    "phantom",
];

/// A sign between cells or rows that stands in a group, or where something is still to come,
/// or an index with nothing before it in its cell: the converter loses the sign there, and
/// says nothing.
fn misplaced(tex: &str) -> Option<&'static str> {
    /// What stands open: an environment, a group of `\substack`, any other.
    #[derive(Clone, Copy, PartialEq)]
    enum Open {
        Cells,
        Rows,
        Group,
    }
    let mut open = vec![Open::Group];
    // Whether the command just read wants rows.
    let mut stack = false;
    // Whether what stands before takes what follows, and whether a cell has just begun.
    let (mut takes, mut begun) = (false, false);
    let mut at = 0;
    while let Some(char) = tex[at..].chars().next() {
        at += char.len_utf8();
        let name = match char {
            '\\' => name(tex, at - 1),
            _ if char.is_whitespace() => continue,
            _ => "",
        };
        at += name.len();
        let sign = match (char, name) {
            ('&', _) => "&",
            ('\\', "\\" | "cr") => "\\\\",
            _ => "",
        };
        let inner = open.contains(&Open::Cells);
        let lost = match open.last() {
            Some(Open::Group) => inner,
            Some(Open::Rows) => inner && sign == "&",
            Some(Open::Cells) | None => false,
        };
        if !sign.is_empty() {
            if takes || lost {
                return Some(sign);
            }
            (takes, begun) = (false, true);
            continue;
        }
        match (char, name) {
            ('_' | '^', _) if begun => return Some(if char == '_' { "_" } else { "^" }),
            ('_' | '^', _) => takes = true,
            ('\\', "begin") => {
                open.push(Open::Cells);
                takes = false;
            }
            ('{', _) | ('\\', "left") => {
                let rows = char == '{' && stack;
                open.push(if rows { Open::Rows } else { Open::Group });
                takes = false;
            }
            ('}', _) | ('\\', "end" | "right") => {
                if open.len() > 1 {
                    open.pop();
                }
                takes = false;
            }
            ('\\', name) => takes = TAKING.contains(&name),
            _ => takes = false,
        }
        begun = false;
        stack = name == "substack";
    }
    None
}

/// How deep the converter may have to go, at the most: groups, and commands that may be
/// each other's arguments because nothing but groups stands between them.
fn depth(tex: &str) -> usize {
    let mut deepest = 0;
    // For every open group, how many commands stand in a row.
    let mut rows = vec![0_usize];
    let mut commands = 0;
    let mut at = 0;
    while let Some(char) = tex[at..].chars().next() {
        at += char.len_utf8();
        match char {
            '\\' => {
                let name = name(tex, at - 1);
                at += name.len();
                match name {
                    "begin" | "left" => {
                        rows.push(0);
                    }
                    "end" | "right" if rows.len() > 1 => {
                        commands -= rows.pop().unwrap_or(0);
                    }
                    _ => {
                        commands += 1;
                        if let Some(row) = rows.last_mut() {
                            *row += 1;
                        }
                    }
                }
            }
            '{' => rows.push(0),
            '}' if rows.len() > 1 => commands -= rows.pop().unwrap_or(0),
            '[' | ']' | '^' | '_' | '}' => {}
            _ if char.is_whitespace() => {}
            _ => {
                if let Some(row) = rows.last_mut() {
                    commands -= *row;
                    *row = 0;
                }
            }
        }
        deepest = deepest.max(rows.len() + commands);
    }
    deepest
}
