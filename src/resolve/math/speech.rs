//! A formula in words, in the manner of ClearSpeak: what a sighted reader would say to a
//! colleague on the telephone, with an end said aloud where it would be missed.
//!
//! The words stand in `words`; what they are put around stands here.

mod letters;
mod words;

use crate::model::MathNode;
use words::{EN, Words};

/// The language of the words.
pub(super) const LANG: &str = "en";

/// Says a formula. Empty if there is nothing to say.
pub(super) fn spoken(tree: &MathNode) -> String {
    let mut voice = Voice {
        words: &EN,
        said: String::new(),
    };
    voice.row(&tree.children);
    let words: Vec<&str> = voice.said.split_whitespace().collect();
    let mut text = words
        .join(" ")
        .replace(" ,", ",")
        .replace(" ;", ";")
        .replace(",;", ";");
    while text.contains(",,") {
        text = text.replace(",,", ",");
    }
    text.trim_end_matches([',', ';', ' ']).to_owned()
}

struct Voice {
    words: &'static Words,
    said: String,
}

impl Voice {
    fn say(&mut self, words: &str) {
        self.said.push(' ');
        self.said.push_str(words);
    }

    /// Nodes that run on in a line.
    fn row(&mut self, nodes: &[MathNode]) {
        let mut at = 0;
        while at < nodes.len() {
            at += self.take(nodes, at);
        }
    }

    /// Says the node at `at`, with as many after it as belong to it; how many they are.
    fn take(&mut self, nodes: &[MathNode], at: usize) -> usize {
        let words = self.words;
        let node = &nodes[at];
        let rest = &nodes[at + 1..];
        if let Some(sign) = bar(node)
            && let Some(length) = rest.iter().position(|node| bar(closing(node)) == Some(sign))
            && length > 0
        {
            self.say(if sign == '|' { words.absolute } else { words.norm });
            self.row(&rest[..length]);
            self.say(if sign == '|' {
                words.end_absolute
            } else {
                words.end_norm
            });
            // What is raised or lowered behind the second bar.
            if let [_, scripts @ ..] = &rest[length].children[..] {
                let power = rest[length].name == "msup";
                let (sub, sup) = if power {
                    (None, scripts.first())
                } else {
                    (scripts.first(), scripts.get(1))
                };
                self.scripted(&MathNode::default(), sub, sup);
            }
            return length + 2;
        }
        if node.name == "mo" && matches!(node.text.as_str(), "−" | "-") {
            let starts = at == 0 || (nodes[at - 1].name == "mo" && !closes(&nodes[at - 1]));
            self.say(if starts { words.negative } else { words.minus });
            return 1;
        }
        self.node(node);
        let calls = rest.first().is_some_and(|next| {
            let opens = next.name == "mo" && matches!(next.text.as_str(), "(" | "[");
            let fenced = next.name == "mrow" && next.children.first().is_some_and(opens_group);
            opens || fenced
        });
        if calls && is_function(node) {
            self.say(words.of);
        }
        1
    }

    fn node(&mut self, node: &MathNode) {
        let words = self.words;
        let parts = &node.children;
        match node.name.as_str() {
            "mi" | "mn" => self.letters(&node.text),
            "mo" => self.sign(&node.text),
            "mtext" => self.say(&node.text.replace('\u{a0}', " ")),
            "mspace" | "mphantom" | "mprescripts" => {}
            "mfrac" => self.fraction(node),
            "msqrt" => {
                self.say(words.square_root);
                self.ended(parts, words.end_root);
            }
            "mroot" => {
                match parts[1].text.as_str() {
                    "3" => self.say(words.cube_root),
                    _ => {
                        self.say(words.root_before);
                        self.node(&parts[1]);
                        self.say(words.root_after);
                    }
                }
                self.ended(&parts[..1], words.end_root);
            }
            "msub" => self.scripted(&parts[0], Some(&parts[1]), None),
            "msup" => self.scripted(&parts[0], None, Some(&parts[1])),
            "msubsup" => self.scripted(&parts[0], Some(&parts[1]), Some(&parts[2])),
            "munder" => self.stacked(node, &parts[0], Some(&parts[1]), None),
            "mover" => self.stacked(node, &parts[0], None, Some(&parts[1])),
            "munderover" => self.stacked(node, &parts[0], Some(&parts[1]), Some(&parts[2])),
            "mmultiscripts" => self.multiscripts(parts),
            "menclose" => {
                self.say(words.crossed_out);
                self.row(parts);
            }
            "mtable" => self.lines(node),
            "mrow" if self.fenced_table(parts) || self.choice(parts) => {}
            _ => self.row(parts),
        }
    }

    /// A letter, a number or a name.
    fn letters(&mut self, text: &str) {
        let mut chars = text
            .chars()
            .filter(|char| !('\u{fe00}'..='\u{fe0f}').contains(char));
        let (Some(first), None) = (chars.next(), chars.next()) else {
            let plain: String = text.chars().map(|char| letters::plain(char).1).collect();
            return self.say(&plain);
        };
        let (style, letter) = letters::plain(first);
        if let Some(style) = style {
            self.say((self.words.style)(style));
        }
        if let Some(name) = words::look_up(self.words.letters, letter) {
            self.say(name);
        } else if let Some(small) = letters::small_greek(letter) {
            self.say(self.words.capital);
            self.say(words::look_up(self.words.letters, small).unwrap_or_default());
        } else {
            if letter.is_ascii_uppercase() {
                self.say(self.words.capital);
            }
            self.say(letter.encode_utf8(&mut [0; 4]));
        }
    }

    fn sign(&mut self, text: &str) {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(char), None) => match words::look_up(self.words.signs, char) {
                Some(name) => self.say(name),
                None if letters::is_silent(char) => {}
                None => self.say(text),
            },
            (Some(_), Some(_)) => {
                let known = self.words.functions.iter().find(|(name, _)| *name == text);
                self.say(known.map_or(text, |(_, words)| words));
            }
            (None, _) => {}
        }
    }

    /// What has an end that must be heard, unless it is one word.
    fn ended(&mut self, nodes: &[MathNode], end: &'static str) {
        self.row(nodes);
        if !is_short(nodes) {
            self.say(end);
        }
    }

    fn fraction(&mut self, node: &MathNode) {
        let words = self.words;
        let [above, below] = &node.children[..] else {
            return;
        };
        if node.attribute("linethickness") == "0" {
            self.node(above);
            self.say(words.above);
            return self.node(below);
        }
        let common = words.fractions.iter().find(|(numbers, _)| {
            above.name == "mn" && [above.text.as_str(), below.text.as_str()] == *numbers
        });
        if let Some((_, name)) = common {
            return self.say(name);
        }
        let short = is_short(std::slice::from_ref(above)) && is_short(std::slice::from_ref(below));
        self.say(if short { "" } else { words.numerator });
        self.node(above);
        self.say(if short { words.over } else { words.denominator });
        self.node(below);
        self.say(if short { "" } else { words.end_fraction });
    }

    /// A base with what stands low and high beside it.
    fn scripted(&mut self, base: &MathNode, sub: Option<&MathNode>, sup: Option<&MathNode>) {
        if let Some((_, name)) = self.words.large.iter().find(|(sign, _)| base.text == *sign) {
            self.say(name);
            return self.bounds(sub, sup);
        }
        self.node(base);
        if let Some(sub) = sub.filter(|sub| !is_empty(sub)) {
            self.say(self.words.sub);
            self.node(sub);
            if !is_index(sub) {
                self.say(self.words.end_sub);
            }
        }
        if let Some(sup) = sup.filter(|sup| !is_empty(sup)) {
            self.power(sup);
        }
    }

    fn power(&mut self, power: &MathNode) {
        let words = self.words;
        let known = words.powers.iter().find(|(sign, _)| power.text == *sign);
        if let Some((_, name)) = known {
            return self.say(name);
        }
        // Primes, and what may follow them.
        if power.name == "mrow" && power.children.first().is_some_and(|first| is_prime(&first.text)) {
            for part in &power.children {
                self.power(part);
            }
            return;
        }
        self.say(words.power);
        self.node(power);
        if !is_short(std::slice::from_ref(power)) {
            self.say(words.end_power);
        }
    }

    /// From where to where a sum or an integral goes.
    fn bounds(&mut self, low: Option<&MathNode>, high: Option<&MathNode>) {
        let words = self.words;
        let low = low.filter(|low| !is_empty(low));
        let high = high.filter(|high| !is_empty(high));
        if let Some(low) = low {
            self.say(if high.is_some() {
                words.from
            } else {
                words.over_all
            });
            self.node(low);
        }
        if let Some(high) = high {
            self.say(words.to);
            self.node(high);
        }
        self.say(words.of);
    }

    /// A base with what stands below and above it.
    fn stacked(&mut self, node: &MathNode, base: &MathNode, low: Option<&MathNode>, high: Option<&MathNode>) {
        let words = self.words;
        if let Some((_, name)) = words.large.iter().find(|(sign, _)| base.text == *sign) {
            self.say(name);
            return self.bounds(low, high);
        }
        if base.name == "mo"
            && let (Some(low), None) = (low, high)
            && let Some((_, name)) = words.limits.iter().find(|(sign, _)| base.text == *sign)
        {
            self.say(name);
            self.limit(low);
            return self.say(words.of);
        }
        let accents = node.attribute("accent") == "true" || node.attribute("accentunder") == "true";
        let mark = low.or(high).filter(|mark| accents && mark.name == "mo");
        if let Some(mark) = mark
            && let Some((_, name)) = words.accents.iter().find(|(sign, _)| mark.text == *sign)
        {
            self.node(base);
            return self.say(name);
        }
        self.node(base);
        if base.name == "mo"
            && base.text.chars().nth(1).is_some()
            && let (Some(low), None) = (low, high)
        {
            // `max` over what stands below it.
            self.say(words.over_all);
            self.node(low);
            return self.say(words.of);
        }
        if let Some(low) = low.filter(|low| !is_empty(low)) {
            self.say(words.with);
            self.node(low);
            self.say(words.below);
        }
        if let Some(high) = high.filter(|high| !is_empty(high)) {
            self.say(words.with);
            self.node(high);
            self.say(words.above_it);
        }
    }

    /// `x → 0` below a limit.
    fn limit(&mut self, low: &MathNode) {
        let parts = if low.name == "mrow" {
            &low.children[..]
        } else {
            std::slice::from_ref(low)
        };
        match parts.iter().position(|part| part.text == "→") {
            Some(arrow) => {
                self.row(&parts[..arrow]);
                self.say(self.words.approaches);
                self.row(&parts[arrow + 1..]);
            }
            None => self.row(parts),
        }
    }

    fn multiscripts(&mut self, parts: &[MathNode]) {
        let Some((base, scripts)) = parts.split_first() else {
            return;
        };
        let before = scripts.iter().position(|part| part.name == "mprescripts");
        let (behind, before) = match before {
            Some(at) => (&scripts[..at], &scripts[at + 1..]),
            None => (scripts, &[][..]),
        };
        for pair in before
            .chunks(2)
            .filter(|pair| pair.iter().any(|part| !is_empty(part)))
        {
            self.say(self.words.before);
            self.scripted(&MathNode::default(), pair.first(), pair.get(1));
        }
        self.node(base);
        for pair in behind.chunks(2) {
            self.scripted(&MathNode::default(), pair.first(), pair.get(1));
        }
    }

    /// `n choose k`.
    fn choice(&mut self, parts: &[MathNode]) -> bool {
        let [open, inner, close] = parts else {
            return false;
        };
        let is_choice = open.text == "("
            && close.text == ")"
            && inner.name == "mfrac"
            && inner.attribute("linethickness") == "0";
        if is_choice {
            self.node(&inner.children[0]);
            self.say(self.words.choose);
            self.node(&inner.children[1]);
        }
        is_choice
    }

    /// A matrix in its brackets, or cases behind a brace.
    fn fenced_table(&mut self, parts: &[MathNode]) -> bool {
        let words = self.words;
        let [open, table, close] = parts else {
            return false;
        };
        if open.name != "mo" || close.name != "mo" || table.name != "mtable" {
            return false;
        }
        let rows = table.children.len();
        if open.text == "{" && letters::is_silent(close.text.chars().next().unwrap_or('\0')) {
            self.say(&format!("{rows} {},", words.cases));
            for (row, number) in table.children.iter().zip(1..) {
                self.say(&format!("{} {number},", words.case));
                for cell in &row.children {
                    self.row(&cell.children);
                    self.say(",");
                }
            }
            self.say(words.end_cases);
            return true;
        }
        let columns = table.children.first().map_or(0, |row| row.children.len());
        self.say(&format!("{} {rows} {} {columns}", words.the, words.by));
        self.say(if open.text == "|" {
            words.determinant
        } else {
            words.matrix
        });
        self.say(",");
        self.rows(table, words.row);
        self.say(words.end_matrix);
        true
    }

    /// Formulas on lines of their own, or a table without brackets.
    fn lines(&mut self, table: &MathNode) {
        if table.children.len() == 1 {
            for cell in &table.children[0].children {
                self.row(&cell.children);
            }
            return;
        }
        let aligned = table
            .children
            .iter()
            .all(|row| row.children.len() <= 2 || table.attribute("displaystyle") == "true");
        let name = if aligned { self.words.line } else { self.words.row };
        self.rows(table, name);
    }

    fn rows(&mut self, table: &MathNode, name: &str) {
        let lines = name == self.words.line;
        for (row, number) in table.children.iter().zip(1..) {
            self.say(&format!("{name} {number}:"));
            for cell in &row.children {
                self.row(&cell.children);
                if !lines {
                    self.say(",");
                }
            }
            self.say(";");
        }
    }
}

/// The sign of a bar that stands in pairs: `|` or `‖`.
fn bar(node: &MathNode) -> Option<char> {
    match node.text.as_str() {
        _ if node.name != "mo" => None,
        "|" => Some('|'),
        "‖" | "∥" => Some('‖'),
        _ => None,
    }
}

/// The sign that closes, without what is raised or lowered behind it.
fn closing(node: &MathNode) -> &MathNode {
    match node.name.as_str() {
        "msub" | "msup" | "msubsup" => node.children.first().unwrap_or(node),
        _ => node,
    }
}

fn opens_group(node: &MathNode) -> bool {
    node.name == "mo" && matches!(node.text.as_str(), "(" | "[")
}

fn closes(node: &MathNode) -> bool {
    matches!(node.text.as_str(), ")" | "]" | "}" | "⟩" | "|" | "!" | "′")
}

/// A name that is applied to what follows in brackets: `log`, `Var`, `f`, also with
/// something beside or below it.
fn is_function(node: &MathNode) -> bool {
    match node.name.as_str() {
        "mo" => node.text.chars().nth(1).is_some(),
        "mi" => matches!(node.text.as_str(), "f" | "g" | "h" | "𝔼" | "ℙ" | "Φ" | "Γ") || is_name(&node.text),
        "msub" | "msup" | "msubsup" => node.children.first().is_some_and(is_function),
        _ => false,
    }
}

fn is_name(text: &str) -> bool {
    text.chars().filter(|char| char.is_alphabetic()).nth(1).is_some()
}

fn is_prime(text: &str) -> bool {
    matches!(text, "′" | "″" | "‴" | "⁗")
}

fn is_empty(node: &MathNode) -> bool {
    node.text.is_empty() && node.children.is_empty()
}

/// Whether what is said is so short that nobody misses its end.
fn is_short(nodes: &[MathNode]) -> bool {
    match nodes {
        [] => true,
        [node] => match node.name.as_str() {
            "mi" | "mn" | "mo" | "mtext" => true,
            "msub" => node.children.iter().all(|part| part.children.is_empty()),
            "mover" => node.attribute("accent") == "true" && node.children[0].children.is_empty(),
            "mrow" => match &node.children[..] {
                [sign, number] => {
                    let is_leaf = |node: &MathNode| node.children.is_empty();
                    is_leaf(sign) && is_leaf(number)
                }
                _ => false,
            },
            _ => false,
        },
        [sign, number] => sign.name == "mo" && number.name == "mn",
        _ => false,
    }
}

/// Letters and numbers with commas at the most: an index that needs no end.
fn is_index(node: &MathNode) -> bool {
    let is_part =
        |node: &MathNode| matches!(node.name.as_str(), "mi" | "mn" | "mtext" | "mspace") || node.text == ",";
    match node.name.as_str() {
        "mrow" => node.children.iter().all(is_part),
        _ => is_part(node),
    }
}
