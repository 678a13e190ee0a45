//! All integration tests in one binary, so that they link once.

mod architecture;
mod cli;
mod content;
mod corpus;
mod epub;
mod hostile;
mod kitchen_sink;
mod reader;
mod reproducible;
mod sheet;
