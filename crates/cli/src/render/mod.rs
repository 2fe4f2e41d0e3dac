//! Text for people: reports, tables, summaries, progress.

mod diff;
mod difference;
mod lineage;
mod lineage_graph;
mod lineage_page;
mod markdown;
mod progress;
mod report;
mod rows;
mod summary;
mod table;

pub(crate) use diff::unified_diff;
pub(crate) use difference::{ci_diff_text, columns_and_rows, lineage_diff_text};
pub(crate) use lineage::lineage_text;
pub(crate) use lineage_graph::{lineage_dot, lineage_mermaid};
pub(crate) use lineage_page::lineage_page;
pub(crate) use markdown::markdown;
pub(crate) use progress::{Progress, while_waiting};
pub(crate) use report::Reporter;
pub(crate) use rows::rows_table;
pub(crate) use summary::Tally;
pub(crate) use table::Table;
