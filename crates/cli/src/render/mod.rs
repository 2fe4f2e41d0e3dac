//! Text for people: reports, tables, summaries, progress.

mod progress;
mod report;
mod summary;
mod table;

pub(crate) use progress::{Progress, while_waiting};
pub(crate) use report::Reporter;
pub(crate) use summary::{Tally, counted};
pub(crate) use table::Table;
