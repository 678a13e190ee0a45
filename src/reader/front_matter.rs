//! stub
use crate::diagnostic::{Failed, Report};
use crate::model::Meta;
pub(super) struct Parts { pub end: usize }
pub(super) fn split(_text: &str, _start: usize, _report: &mut Report) -> Result<Option<Parts>, Failed> { Ok(None) }
pub(super) fn read(_text: &str, _parts: &Parts, _report: &mut Report) -> Result<Meta, Failed> { Ok(Meta::default()) }
