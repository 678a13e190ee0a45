//! Pamphlet turns a think tank's article into a print-quality PDF brief and an EPUB.
//!
//! ```text
//! bytes ── reader::read ──▶ Draft ── resolve ──▶ Article ── backend::render ──▶ bytes
//! ```
//!
//! Three rooms in a row and one model between them; nothing walks backwards.

#![warn(missing_docs)]

pub mod backend;
pub mod diagnostic;
pub mod files;
pub mod layout;
pub mod model;
pub mod reader;
pub mod resolve;
pub mod style;
