//! Formulas: from TeX to a tree of MathML Core that both outputs set, and to words.
//!
//! `math-core` understands the TeX; none of its types leaves this file. [`tex`] rewrites
//! what authors write and it does not know, [`tree`] reads what it gives. What is not
//! understood is reported at its place and keeps its TeX, which outputs show as code.

mod speech;
mod tex;
mod tree;

use super::walk::{self, Pass};
use crate::diagnostic::{Code, Report, Span};
use crate::model::{Block, BlockKind, Formula, MathNode, Meta};
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

/// Gives every formula its tree and its words.
pub(super) fn understand(meta: &mut Meta, body: &mut [Block], report: &mut Report) {
    let lang = meta.lang.clone().unwrap_or_default();
    let mut formulas = Formulas {
        lang,
        converter: None,
        display: false,
        report,
    };
    walk::article(meta, body, &mut formulas);
}

/// Commands of common packages, in those that `math-core` knows.
const MACROS: &[(&str, &str)] = &[
    ("substack", r"\begin{subarray}{c}#1\end{subarray}"),
    ("boxed", r"\begin{array}{|c|}\hline #1\\ \hline\end{array}"),
    ("textcolor", r"{\color{#1}#2}"),
    ("mathds", r"\mathbb{#1}"),
    ("mathbbm", r"\mathbb{#1}"),
    ("smash", "{#1}"),
    ("ensuremath", "{#1}"),
    ("mathellipsis", r"\ldots"),
    ("euro", "€"),
    ("hfill", r"\quad"),
    ("indep", r"\perp\!\!\!\perp"),
];

struct Formulas<'a> {
    /// The article's language.
    lang: String,
    /// Made for the first formula: most articles have none.
    converter: Option<LatexToMathML>,
    /// Whether the next formula is that of a block.
    display: bool,
    report: &'a mut Report,
}

impl Pass for Formulas<'_> {
    fn block(&mut self, block: &mut Block) {
        if let BlockKind::Math { number, formula, .. } = &mut block.kind {
            self.display = true;
            if number.is_none() {
                *number = tex::tag(&formula.tex);
            }
        }
    }

    fn formula(&mut self, formula: &mut Formula, near: Span) {
        let display = std::mem::take(&mut self.display);
        let tree = match formula.tree.take() {
            // Written as MathML by the author, with or without the TeX that it came from.
            Some(tree) => {
                let words = tree::words(&tree);
                match tree::checked(tree) {
                    Err(_) if !formula.tex.is_empty() => self.convert(&formula.tex, display),
                    Err(message) => {
                        formula.tex = words;
                        Err(Fault {
                            at: 0..0,
                            message,
                            hint: "write it in TeX: `$x^2$`",
                        })
                    }
                    Ok(tree) => Ok(tree),
                }
            }
            None => self.convert(&formula.tex, display),
        };
        match tree {
            Ok(tree) => {
                formula.spoken = speech::spoken(&tree);
                if formula.spoken.is_empty() {
                    formula.spoken = formula.tex.split_whitespace().collect::<Vec<_>>().join(" ");
                }
                let speaks = self.lang.split('-').next().unwrap_or_default();
                formula.spoken_lang = (!matches!(speaks, "" | "en")).then(|| speech::LANG.to_owned());
                formula.tree = Some(tree);
            }
            Err(fault) => self.refuse(formula, near, &fault),
        }
    }
}

/// Why a formula is not understood, and which bytes of its TeX are to blame.
struct Fault {
    at: std::ops::Range<usize>,
    message: String,
    hint: &'static str,
}

impl Fault {
    /// A fault in TeX.
    fn of_tex(at: std::ops::Range<usize>, message: String) -> Self {
        Self {
            at,
            message,
            hint: "correct the TeX, or write it with commands that `pamphlet` knows: those of LaTeX and amsmath",
        }
    }
}

impl Formulas<'_> {
    fn convert(&mut self, source: &str, display: bool) -> Result<MathNode, Fault> {
        let prepared = tex::prepare(source).map_err(|message| Fault::of_tex(0..0, message))?;
        let converter = self.converter.get_or_insert_with(converter);
        let style = if display {
            MathDisplay::Block
        } else {
            MathDisplay::Inline
        };
        let result = converter
            .convert_with_local_state(&prepared.text, style)
            .map_err(|error| {
                let at = prepared.original(error.0.start)..prepared.original(error.0.end);
                Fault::of_tex(at, in_our_voice(&error.error_message()))
            })?;
        let failed = |message| Fault::of_tex(0..0, message);
        if result.warnings.has_undefined_references() {
            return Err(failed("a formula cannot refer to another by `\\ref`".to_owned()));
        }
        tree::read(&result.mathml).map_err(failed)
    }

    /// Reports a formula; its TeX stays.
    fn refuse(&mut self, formula: &mut Formula, near: Span, fault: &Fault) {
        let whole = if formula.span == Span::default() {
            near
        } else {
            formula.span
        };
        // Where each byte of the TeX stands for itself, the fault has a place of its own.
        let exact = whole.end - whole.start == formula.tex.len() && fault.at != (0..0);
        let span = if exact {
            let start = whole.start + fault.at.start.min(formula.tex.len());
            Span::new(start, (whole.start + fault.at.end).max(start))
        } else {
            whole
        };
        self.report.problem(
            Code::Math,
            span,
            format!("the formula is shown as code: {}", fault.message),
        );
        self.report.hint(fault.hint);
    }
}

fn converter() -> LatexToMathML {
    let config = MathCoreConfig {
        macros: MACROS
            .iter()
            .map(|(name, meaning)| ((*name).to_owned(), (*meaning).to_owned()))
            .collect(),
        allow_unreliable_rendering: true,
        ..MathCoreConfig::default()
    };
    LatexToMathML::new(config).expect("our macros are right")
}

/// `Unknown command "\foo".` as our findings are written.
fn in_our_voice(message: &str) -> String {
    let message = message.trim_end_matches('.').replace('"', "`");
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => message,
    }
}
