//! Formulas: what the author wrote, and what every output sets.

use serde::{Deserialize, Serialize};

/// A formula.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Formula {
    /// As the author wrote it, in TeX, without dollar signs.
    pub tex: String,
    /// The formula as a tree of MathML Core; `None` in a draft, and where it cannot be
    /// understood: then the TeX is shown as code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<MathNode>,
    /// The formula in words, as a screen reader says it. Given by resolving.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub spoken: String,
}

impl Formula {
    /// A formula of a draft.
    pub fn new(tex: impl Into<String>) -> Self {
        Self {
            tex: tex.into(),
            tree: None,
            spoken: String::new(),
        }
    }
}

/// A node of MathML Core (W3C), of those elements that converting TeX gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MathNode {
    /// The element's name: `mrow`, `mi`, `mfrac`, ….
    pub name: String,
    /// Its attributes, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<(String, String)>,
    /// Its words, if it is a token (`mi`, `mn`, `mo`, `mtext`); else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Its children; empty for a token.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<MathNode>,
}
