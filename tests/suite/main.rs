//! All integration tests in one binary, so that they link once.

mod corpus;
mod epub;
mod reader;
mod sheet;
