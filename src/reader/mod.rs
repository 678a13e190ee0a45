//! Input formats: bytes to a [`Draft`].

use crate::diagnostic::{Failed, Report, Source};
use crate::model::Draft;

/// Understands `source`.
///
/// # Errors
///
/// [`Failed`] if the bytes are not text or the front matter is broken.
pub fn read(source: &Source, report: &mut Report) -> Result<Draft, Failed> {
    let _ = (source, report);
    todo!()
}
