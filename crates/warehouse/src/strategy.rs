//! How a model is materialized.

use serde::{Deserialize, Serialize};

/// The strategies a sidecar may name (`spec/formats.md` 2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// Replace the table with the query's result.
    FullRefresh,
    /// Append the query's result.
    Incremental,
    /// Update matching rows, insert the others.
    Merge,
    /// Delete rows that share a key with the result, then insert it.
    DeleteInsert,
    /// Incremental, one window per grain.
    Microbatch,
    /// Overwrite one time partition after another.
    TimeInterval,
    /// A view.
    View,
    /// A materialized view.
    MaterializedView,
    /// A Snowflake dynamic table.
    DynamicTable,
    /// Inlined into its readers; nothing is built.
    Ephemeral,
    /// Content-addressed files behind a Delta table.
    ContentAddressed,
}

impl Strategy {
    /// Every strategy, in the order the documentation lists them.
    pub const ALL: [Strategy; 11] = [
        Strategy::FullRefresh,
        Strategy::Incremental,
        Strategy::Merge,
        Strategy::DeleteInsert,
        Strategy::Microbatch,
        Strategy::TimeInterval,
        Strategy::View,
        Strategy::MaterializedView,
        Strategy::DynamicTable,
        Strategy::Ephemeral,
        Strategy::ContentAddressed,
    ];

    /// The name a sidecar uses.
    pub fn name(self) -> &'static str {
        match self {
            Strategy::FullRefresh => "full_refresh",
            Strategy::Incremental => "incremental",
            Strategy::Merge => "merge",
            Strategy::DeleteInsert => "delete_insert",
            Strategy::Microbatch => "microbatch",
            Strategy::TimeInterval => "time_interval",
            Strategy::View => "view",
            Strategy::MaterializedView => "materialized_view",
            Strategy::DynamicTable => "dynamic_table",
            Strategy::Ephemeral => "ephemeral",
            Strategy::ContentAddressed => "content_addressed",
        }
    }

    /// The strategy with this sidecar name.
    pub fn from_name(name: &str) -> Option<Strategy> {
        Strategy::ALL.into_iter().find(|strategy| strategy.name() == name)
    }
}
