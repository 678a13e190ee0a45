//! Formulas.

use super::text::Text;
use crate::model::Formula;

impl<'a> Text<'a> {
    /// A formula in the line.
    pub(super) fn inline_math(&mut self, formula: &'a Formula) {
        self.xml.element("code", &[("class", "math")], &formula.tex);
    }

    /// A formula on lines of its own.
    pub(super) fn display_math(&mut self, id: &str, number: Option<&str>, formula: &'a Formula) {
        self.break_here();
        let anchor;
        if id.is_empty() {
            self.xml.start("div", &[("class", "math")]);
        } else {
            anchor = self.id(id);
            self.xml.start("div", &[("class", "math"), ("id", &anchor)]);
        }
        self.inline_math(formula);
        if let Some(number) = number {
            self.xml
                .element("span", &[("class", "number")], &format!("({number})"));
        }
        self.xml.end_line();
    }
}
