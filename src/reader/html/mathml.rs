//! Formulas that the author wrote in MathML, as a tree. Resolving says whether it can be
//! set; here nothing is judged, and what MathML has two forms for gets one.

use super::attributes::id;
use super::convert::{Converter, NodeRef};
use crate::diagnostic::Span;
use crate::model::{Block, BlockKind, Formula, Inline, MathNode};
use scraper::ElementRef;

/// What an element may say of its looks; everything else is a page's, or a program's.
const ATTRIBUTES: &[&str] = &[
    "accent",
    "accentunder",
    "columnspan",
    "depth",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
];

/// No value of these is longer.
const LONGEST_VALUE: usize = 40;

/// Whether an element is a formula that wants lines of its own.
pub(super) fn is_display(el: ElementRef<'_>) -> bool {
    let says = |value: &str| value.eq_ignore_ascii_case("block");
    el.value().name() == "math"
        && (el.attr("display").is_some_and(says)
            || el
                .attr("mode")
                .is_some_and(|mode| mode.eq_ignore_ascii_case("display")))
}

impl Converter<'_, '_> {
    /// A formula on lines of its own.
    pub(super) fn display_formula(&mut self, el: ElementRef<'_>) -> Option<Block> {
        let (span, formula) = self.formula(el)?;
        let id = id(el).unwrap_or_default();
        let number = None;
        Some(Block::new(span, BlockKind::Math { id, number, formula }))
    }

    /// A formula in the line.
    pub(super) fn inline_formula(&mut self, el: ElementRef<'_>, out: &mut Vec<Inline>) {
        self.anchor(el, out);
        if let Some((span, formula)) = self.formula(el) {
            out.push(Inline::Math { span, formula });
        }
    }

    /// `None` if there is nothing in it to say or to set.
    fn formula(&mut self, el: ElementRef<'_>) -> Option<(Span, Formula)> {
        self.met("math");
        let around = self.step_into("math");
        let span = self.whole();
        self.step_out(around);
        let mut tex = String::new();
        let children = self.math_children(el, &mut tex);
        if tex.is_empty() && !children.iter().any(has_words) {
            return None;
        }
        let mut formula = Formula::new(tex, span);
        formula.tree = Some(MathNode::new("math", children));
        Some((span, formula))
    }

    fn math_children(&mut self, el: ElementRef<'_>, tex: &mut String) -> Vec<MathNode> {
        let mut nodes = Vec::new();
        for child in el.children() {
            let element = ElementRef::wrap(child).filter(|child| child.value().name() != self.slot_name);
            match element {
                Some(child) => nodes.extend(self.math_node(child, tex)),
                None => {
                    let words = self.math_words(child);
                    if !words.is_empty() {
                        nodes.push(token("mtext", words));
                    }
                }
            }
        }
        nodes
    }

    fn math_node(&mut self, el: ElementRef<'_>, tex: &mut String) -> Option<MathNode> {
        let name = el.value().name();
        let mut node = match name {
            "mi" | "mn" | "mo" | "mtext" | "ms" => {
                let words = self.math_words(*el);
                let name = if name == "ms" { "mtext" } else { name };
                token(name, words)
            }
            "none" => MathNode::new("mrow", Vec::new()),
            "annotation" => {
                let is_tex = el
                    .attr("encoding")
                    .is_some_and(|encoding| encoding.to_ascii_lowercase().contains("tex"));
                // What went through Markdown is no TeX any more.
                let is_whole = el.child_elements().next().is_none();
                let words = self.math_words(*el);
                if is_tex && is_whole {
                    *tex = words;
                }
                return None;
            }
            "annotation-xml" => return None,
            // The first form is the formula; of several actions, the first is shown.
            "semantics" | "maction" => {
                let mut nodes = self.math_children(el, tex);
                nodes.truncate(1);
                return nodes.pop();
            }
            "mfenced" => {
                let parts = self.math_children(el, tex);
                return Some(fenced(el, parts));
            }
            "mlabeledtr" => {
                let mut cells = self.math_children(el, tex);
                cells.drain(..cells.len().min(1));
                MathNode::new("mtr", cells)
            }
            "mstyle" | "merror" => MathNode::new("mrow", self.math_children(el, tex)),
            _ => MathNode::new(name, self.math_children(el, tex)),
        };
        if let Some(variant) = el.attr("mathvariant") {
            set_variant(&mut node, variant.trim());
        }
        for name in ATTRIBUTES {
            if let Some(value) = el.attr(name).map(str::trim)
                && !value.is_empty()
                && value.len() <= LONGEST_VALUE
            {
                node.attributes.push(((*name).to_owned(), value.to_owned()));
            }
        }
        if node.name == "mrow" && node.attributes.is_empty() && node.children.len() == 1 {
            return node.children.pop();
        }
        Some(node)
    }

    /// The words in a node, with single spaces.
    fn math_words(&mut self, node: NodeRef<'_>) -> String {
        let mut words = String::new();
        for part in node.descendants() {
            if let Some(text) = part.value().as_text() {
                words.push_str(text);
            } else if let Some(el) = ElementRef::wrap(part)
                && el.value().name() == self.slot_name
            {
                words.push_str(&self.slot_words(el));
            }
        }
        let is_space = |char: char| matches!(char, ' ' | '\t' | '\n' | '\r');
        let words: Vec<_> = words.split(is_space).filter(|word| !word.is_empty()).collect();
        words.join(" ")
    }
}

fn has_words(node: &MathNode) -> bool {
    !node.text.is_empty() || node.children.iter().any(has_words)
}

fn token(name: &str, text: String) -> MathNode {
    MathNode {
        text,
        ..MathNode::new(name, Vec::new())
    }
}

/// `mfenced`, said with the signs that it stands for.
fn fenced(el: ElementRef<'_>, parts: Vec<MathNode>) -> MathNode {
    let sign = |text: &str| token("mo", text.trim().to_owned());
    let separators: Vec<char> = el
        .attr("separators")
        .unwrap_or(",")
        .chars()
        .filter(|char| !char.is_whitespace())
        .collect();
    let mut children = vec![sign(el.attr("open").unwrap_or("("))];
    for (place, part) in parts.into_iter().enumerate() {
        let before = place
            .checked_sub(1)
            .map(|before| before.min(separators.len().max(1) - 1));
        if let Some(separator) = before.and_then(|before| separators.get(before)) {
            children.push(sign(separator.encode_utf8(&mut [0; 4])));
        }
        children.push(part);
    }
    children.push(sign(el.attr("close").unwrap_or(")")));
    children.retain(|child| child.name != "mo" || !child.text.is_empty());
    MathNode::new("mrow", children)
}

/// Alphabets of mathematics (Unicode 16, Mathematical Alphanumeric Symbols): where `A`, `a`
/// and `0` stand in them.
const ALPHABETS: &[(&str, u32, u32, Option<u32>)] = &[
    ("bold", 0x1d400, 0x1d41a, Some(0x1d7ce)),
    ("italic", 0x1d434, 0x1d44e, None),
    ("bold-italic", 0x1d468, 0x1d482, None),
    ("script", 0x1d49c, 0x1d4b6, None),
    ("bold-script", 0x1d4d0, 0x1d4ea, None),
    ("fraktur", 0x1d504, 0x1d51e, None),
    ("double-struck", 0x1d538, 0x1d552, Some(0x1d7d8)),
    ("bold-fraktur", 0x1d56c, 0x1d586, None),
    ("sans-serif", 0x1d5a0, 0x1d5ba, Some(0x1d7e2)),
    ("bold-sans-serif", 0x1d5d4, 0x1d5ee, Some(0x1d7ec)),
    ("sans-serif-italic", 0x1d608, 0x1d622, None),
    ("sans-serif-bold-italic", 0x1d63c, 0x1d656, None),
    ("monospace", 0x1d670, 0x1d68a, Some(0x1d7f6)),
];

/// Letters that had a place in Unicode before these alphabets, by their place in them.
const OLDER: &[(u32, char)] = &[
    (0x1d455, 'ℎ'),
    (0x1d49d, 'ℬ'),
    (0x1d4a0, 'ℰ'),
    (0x1d4a1, 'ℱ'),
    (0x1d4a3, 'ℋ'),
    (0x1d4a4, 'ℐ'),
    (0x1d4a7, 'ℒ'),
    (0x1d4a8, 'ℳ'),
    (0x1d4ad, 'ℛ'),
    (0x1d4ba, 'ℯ'),
    (0x1d4bc, 'ℊ'),
    (0x1d4c4, 'ℴ'),
    (0x1d506, 'ℭ'),
    (0x1d50b, 'ℌ'),
    (0x1d50c, 'ℑ'),
    (0x1d515, 'ℜ'),
    (0x1d51d, 'ℨ'),
    (0x1d53a, 'ℂ'),
    (0x1d53f, 'ℍ'),
    (0x1d545, 'ℕ'),
    (0x1d547, 'ℙ'),
    (0x1d548, 'ℚ'),
    (0x1d549, 'ℝ'),
    (0x1d551, 'ℤ'),
];

/// `mathvariant`, which MathML Core keeps for upright letters alone: else the letters say it.
fn set_variant(node: &mut MathNode, variant: &str) {
    if variant == "normal" {
        node.attributes
            .push(("mathvariant".to_owned(), variant.to_owned()));
        return;
    }
    let Some((_, capital, small, digit)) = ALPHABETS.iter().find(|(name, ..)| *name == variant) else {
        return;
    };
    let letter = |char: char| {
        let place = match char {
            'A'..='Z' => capital + (u32::from(char) - u32::from('A')),
            'a'..='z' => small + (u32::from(char) - u32::from('a')),
            '0'..='9' => (*digit)? + (u32::from(char) - u32::from('0')),
            _ => return None,
        };
        let older = OLDER.iter().find(|(at, _)| *at == place).map(|(_, char)| *char);
        older.or_else(|| char::from_u32(place))
    };
    node.text = node
        .text
        .chars()
        .map(|char| letter(char).unwrap_or(char))
        .collect();
}
