//! Formulas: what the author wrote, and what every output sets.

use crate::diagnostic::Span;
use serde::{Deserialize, Serialize};

/// A formula.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Formula {
    /// As the author wrote it, in TeX, without dollar signs.
    pub tex: String,
    /// The TeX's bytes in the source: as many as `tex` has if each stands for itself.
    #[serde(default)]
    pub span: Span,
    /// The formula as a tree of MathML Core; `None` in a draft, and where it cannot be
    /// understood: then the TeX is shown as code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<MathNode>,
    /// The formula in words, as a screen reader says it. Given by resolving.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub spoken: String,
    /// The language of `spoken`, BCP 47, where it is not the article's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken_lang: Option<String>,
}

impl Formula {
    /// A formula of a draft, and where its TeX stands.
    pub fn new(tex: impl Into<String>, span: impl Into<Span>) -> Self {
        Self {
            tex: tex.into(),
            span: span.into(),
            ..Self::default()
        }
    }

    /// The formula as words, where only words can stand: spoken, or in TeX.
    pub fn words(&self) -> &str {
        if self.spoken.is_empty() {
            &self.tex
        } else {
            &self.spoken
        }
    }
}

/// A node of MathML Core (W3C), of those elements that converting TeX gives.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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

impl MathNode {
    /// An element that holds others.
    pub fn new(name: impl Into<String>, children: Vec<MathNode>) -> Self {
        Self {
            name: name.into(),
            attributes: Vec::new(),
            text: String::new(),
            children,
        }
    }

    /// The value of an attribute; empty if there is none.
    pub fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }
}
