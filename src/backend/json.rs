//! The resolved article itself, for golden files, scripts and people.

use crate::model::Article;

/// Writes `article` as indented JSON; [`read`] gives an equal article back.
///
/// # Panics
///
/// Never: the model has string keys only and no type that JSON lacks.
pub fn render(article: &Article) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(article).expect("the model is plain data");
    json.push(b'\n');
    json
}

/// Reads what [`render`] wrote.
///
/// # Errors
///
/// What is wrong with the JSON, with its line and column.
pub fn read(json: &[u8]) -> Result<Article, serde_json::Error> {
    serde_json::from_slice(json)
}
