//! Formulas: MathML Core, with what the formula says in words and the author's TeX.

use super::text::Text;
use crate::model::{Formula, MathNode};

/// The namespace of MathML.
const NAMESPACE: &str = "http://www.w3.org/1998/Math/MathML";

/// The elements that a tree may hold.
const ELEMENTS: &[&str] = &[
    "mrow",
    "mi",
    "mn",
    "mo",
    "mtext",
    "mspace",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "msqrt",
    "mroot",
    "mfrac",
    "mpadded",
    "mphantom",
    "menclose",
    "mtable",
    "mtr",
    "mtd",
];

/// What only `mstyle` may say where reading systems know MathML 3.
const STYLE: &[&str] = &["displaystyle", "scriptlevel"];

/// How many letters, numbers and signs fit on any screen.
const WIDE: usize = 16;

fn tokens(node: &MathNode) -> usize {
    let own = node.text.chars().count().min(8);
    own + node.children.iter().map(tokens).sum::<usize>()
}

impl<'a> Text<'a> {
    /// A formula in the line.
    pub(super) fn inline_math(&mut self, formula: &'a Formula) {
        self.break_within(0);
        self.formula(formula, false);
        // A page map counts it as one character.
        self.counted = self.counted.map(|written| written.saturating_add(1));
    }

    /// A formula on lines of its own.
    pub(super) fn display_math(&mut self, id: &str, number: Option<&str>, formula: &'a Formula) {
        self.break_here();
        let class = if number.is_some() {
            "equation numbered"
        } else {
            "equation"
        };
        let mut attributes = vec![("class", class)];
        let anchor;
        if !id.is_empty() {
            anchor = self.id(id);
            attributes.push(("id", &anchor));
        }
        // What may be wider than the screen scrolls, and a keyboard must reach it.
        if formula.tree.as_ref().is_some_and(|tree| tokens(tree) > WIDE) {
            attributes.push(("tabindex", "0"));
        }
        self.xml.start("div", &attributes);
        self.formula(formula, true);
        if let Some(number) = number {
            self.xml
                .element("span", &[("class", "number")], &format!("({number})"));
        }
        self.xml.end_line();
    }

    fn formula(&mut self, formula: &'a Formula, display: bool) {
        let Some(tree) = &formula.tree else {
            self.formulas.code += 1;
            self.xml.element("code", &[("class", "math")], &formula.tex);
            return;
        };
        self.formulas.described += 1;
        let mut attributes = vec![("xmlns", NAMESPACE), ("alttext", formula.spoken.as_str())];
        if display {
            attributes.push(("display", "block"));
        }
        if let Some(lang) = &formula.spoken_lang {
            attributes.push(("xml:lang", lang));
        }
        self.xml.start("math", &attributes);
        if formula.tex.is_empty() {
            self.math_row(&tree.children);
        } else {
            self.xml.start("semantics", &[]);
            self.math_row(&tree.children);
            let encoding = [("encoding", "application/x-tex")];
            self.xml.element("annotation", &encoding, &formula.tex);
            self.xml.end();
        }
        self.xml.end();
    }

    /// Several nodes as one.
    fn math_row(&mut self, nodes: &'a [MathNode]) {
        if let [node] = nodes {
            return self.math_node(node);
        }
        self.xml.start("mrow", &[]);
        nodes.iter().for_each(|node| self.math_node(node));
        self.xml.end();
    }

    fn math_node(&mut self, node: &'a MathNode) {
        let (style, own): (Vec<_>, Vec<_>) = node
            .attributes
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| !matches!(*name, "class" | "id" | "href"))
            .partition(|(name, _)| STYLE.contains(name));
        let name = ELEMENTS.iter().find(|name| **name == node.name).copied();
        let name = name.unwrap_or("mrow");
        if !style.is_empty() {
            self.xml.start("mstyle", &style);
        }
        if node.children.is_empty() && node.text.is_empty() && name != "mrow" && name != "mtd" {
            self.xml.empty(name, &own);
        } else {
            self.xml.start(name, &own);
            self.xml.text(&node.text);
            node.children.iter().for_each(|child| self.math_node(child));
            self.xml.end();
        }
        if !style.is_empty() {
            self.xml.end();
        }
    }
}
