//! Typst's findings as lines of ours.

use super::world::ArticleWorld;
use typst::diag::SourceDiagnostic;
use typst::{World, WorldExt};

/// One finding with the place in the layout that it is about, and Typst's own hints.
pub(super) fn line(world: &ArticleWorld<'_>, diagnostic: &SourceDiagnostic) -> String {
    let mut line = match place(world, diagnostic) {
        // Our own two lines that call the layout: the user has no such file.
        Some(place) if place.starts_with("main.typ") => {
            format!("the layout cannot be called: {}", diagnostic.message)
        }
        Some(place) => format!("{place}: {}", diagnostic.message),
        None => diagnostic.message.to_string(),
    };
    for hint in &diagnostic.hints {
        line.push_str(&format!(" ({})", hint.v));
    }
    line
}

/// `layout.typ:12:3`, if the finding has a place in a file of the layout.
fn place(world: &ArticleWorld<'_>, diagnostic: &SourceDiagnostic) -> Option<String> {
    let id = diagnostic.span.id()?;
    let range = world.range(diagnostic.span)?;
    let source = world.source(id).ok()?;
    let (line, column) = source.lines().byte_to_line_column(range.start)?;
    let path = id.vpath().get_without_slash();
    let path = path.strip_prefix("layout/").unwrap_or(path);
    Some(format!("{path}:{}:{}", line + 1, column + 1))
}
