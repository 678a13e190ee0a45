//! All integration tests in one binary, so that they link once.

#![allow(
    missing_docs,
    clippy::disallowed_methods,
    reason = "tests read and write what they test"
)]

mod architecture;
mod cli;
mod content;
mod corpus;
mod epub;
mod hostile;
mod kitchen_sink;
mod math;
mod nesting;
mod reader;
mod readme;
mod reproducible;
mod sheet;
