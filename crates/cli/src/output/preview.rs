//! The document of `rocky preview rows` (`spec/formats.md` 5.6).

use super::Header;
use serde::Serialize;

/// Some rows of a model.
#[derive(Serialize)]
pub(crate) struct PreviewRowsOutput {
    /// Version and command.
    #[serde(flatten)]
    pub(crate) header: Header,
    /// The model.
    pub(crate) model: String,
    /// Its common table expression, where the rows are those of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cte: Option<String>,
    /// The columns, in order.
    pub(crate) columns: Vec<PreviewColumn>,
    /// The cells in the warehouse's text form; `null` is NULL.
    pub(crate) rows: Vec<Vec<Option<String>>>,
    /// How many rows there are.
    pub(crate) row_count: usize,
    /// How many rows were asked for at most.
    pub(crate) limit_applied: usize,
    /// Whether there are more.
    pub(crate) truncated: bool,
    /// What the warehouse was asked.
    pub(crate) executed_sql: String,
    /// The type of the adapter.
    pub(crate) adapter_kind: String,
    /// How long the warehouse took.
    pub(crate) duration_ms: u64,
}

/// A column.
#[derive(Serialize)]
pub(crate) struct PreviewColumn {
    /// Its name.
    pub(crate) name: String,
    /// Its type in the warehouse's spelling.
    #[serde(rename = "type")]
    pub(crate) data_type: String,
    /// How its values are hidden, where they are: the name of a strategy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) masked: Option<&'static str>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) masked_because: Option<String>,
}
