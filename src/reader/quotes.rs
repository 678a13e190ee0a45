//! Quotation marks that stand for markup: `<q>`.

/// The marks around words that are quoted inside `depth` other quotations.
pub(super) fn marks(depth: usize) -> (&'static str, &'static str) {
    if depth.is_multiple_of(2) {
        ("“", "”")
    } else {
        ("‘", "’")
    }
}
