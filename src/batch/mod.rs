//! Many articles: found, made by processes of their own, recorded, taken up again.
//!
//! ```text
//! inputs, manifest ──▶ papers ──▶ ledger: what is up to date stays
//!                                   │ the others, as jobs
//!                                   ▼
//!                     supervisor ── jobs ──▶ workers (the same program, a core each)
//!                         │    ◀── answers ──
//!                         ▼
//!             results.jsonl, ledger ──▶ summary (table, CSV, page)
//! ```
//!
//! A paper that hangs, eats memory or brings its worker down costs itself. This room is a
//! program around the library: unlike the rest it reads the clock, starts processes and keeps
//! files of its own in the folder of the results.

#![allow(
    clippy::disallowed_methods,
    reason = "a batch has clocks, processes and records of its own"
)]

mod faces;
mod houses;
mod inputs;
mod job;
mod ledger;
mod limits;
mod lock;
mod manifest;
mod paper;
mod results;
mod run;
mod shard;
pub mod summary;
mod supervisor;
mod worker;

pub use faces::load as load_faces;
pub use houses::Houses;
pub use inputs::{Inputs, NAME, Paper, Plan, check_name, plan};
pub use job::{Answer, Class, Counts, Job, Origin, Outcome, Written};
pub use manifest::Entry;
pub use paper::{Made, make};
pub use run::{Batch, BatchError, News, Planned, Tally, run};
pub use shard::Shard;
pub use supervisor::{Crew, Stop};
pub use worker::{Line, Ready, WorkerOptions, serve};
