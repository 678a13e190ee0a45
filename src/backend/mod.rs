//! Output formats.
pub mod epub;
