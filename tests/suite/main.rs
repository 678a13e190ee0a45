//! All integration tests in one binary, so that they link once.

#![allow(
    missing_docs,
    clippy::disallowed_methods,
    reason = "tests read and write what they test"
)]

mod amounts;
mod architecture;
mod attachments;
mod batch;
mod checker;
mod checks;
mod citations;
mod cli;
mod content;
mod corpus;
mod dialects;
mod epub;
mod fields;
mod fit;
mod hostile;
mod house;
mod house_cli;
mod kitchen_sink;
mod languages;
mod math;
mod metadata;
mod nesting;
mod pages;
mod press;
mod proof;
mod reader;
mod readme;
mod recommended;
mod reproducible;
mod sheet;
