//! How a model is materialised (`[strategy]`, formats.md 2.4).

use crate::Spanned;
use base::SmolStr;

/// A materialisation strategy. A missing or wrong key has been reported and is `None` or empty here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Strategy {
    /// The whole table is rebuilt.
    #[default]
    FullRefresh,
    /// New rows are added.
    Incremental {
        /// The column whose greatest value is remembered.
        timestamp_column: Option<Spanned<SmolStr>>,
        /// How far behind the watermark late rows are still taken, in seconds.
        lookback_seconds: u64,
    },
    /// Rows are inserted or updated by key.
    Merge {
        /// The columns that identify a row.
        unique_key: Vec<Spanned<SmolStr>>,
        /// The columns that are updated; empty for all of them.
        update_columns: Vec<Spanned<SmolStr>>,
    },
    /// Time windows are overwritten.
    TimeInterval {
        /// The column that places a row in a window.
        time_column: Option<Spanned<SmolStr>>,
        /// The length of a window.
        granularity: Option<Spanned<Granularity>>,
        /// How many earlier windows are computed again.
        lookback: u32,
        /// How many windows one statement covers.
        batch_size: u32,
        /// The key of the first window.
        first_partition: Option<Spanned<SmolStr>>,
    },
    /// Nothing is built; readers inline the query.
    Ephemeral,
    /// Partitions that occur in the result are replaced.
    DeleteInsert {
        /// The columns that make a partition.
        partition_by: Vec<Spanned<SmolStr>>,
    },
    /// As incremental, one window per grain.
    Microbatch {
        /// The column whose greatest value is remembered.
        timestamp_column: Option<Spanned<SmolStr>>,
        /// The length of a window.
        granularity: Granularity,
        /// How far behind the watermark late rows are still taken, in seconds.
        lookback_seconds: u64,
    },
    /// A view.
    View,
    /// A view that the warehouse keeps materialised.
    MaterializedView,
    /// A Snowflake dynamic table.
    DynamicTable {
        /// How old it may get.
        target_lag: Option<Spanned<SmolStr>>,
    },
    /// Parquet files named by their content, with a Delta log.
    ContentAddressed {
        /// Where the files go.
        storage_prefix: Option<Spanned<SmolStr>>,
        /// The columns that make a partition.
        partition_columns: Vec<Spanned<SmolStr>>,
    },
    /// A type that does not exist; it has been reported, and the model cannot be built.
    Unknown(SmolStr),
}

impl Strategy {
    /// The `type` in TOML.
    pub fn name(&self) -> &str {
        match self {
            Strategy::FullRefresh => "full_refresh",
            Strategy::Incremental { .. } => "incremental",
            Strategy::Merge { .. } => "merge",
            Strategy::TimeInterval { .. } => "time_interval",
            Strategy::Ephemeral => "ephemeral",
            Strategy::DeleteInsert { .. } => "delete_insert",
            Strategy::Microbatch { .. } => "microbatch",
            Strategy::View => "view",
            Strategy::MaterializedView => "materialized_view",
            Strategy::DynamicTable { .. } => "dynamic_table",
            Strategy::ContentAddressed { .. } => "content_addressed",
            Strategy::Unknown(name) => name,
        }
    }

    /// Whether the model's SQL may read the model's own table: its rows survive from run to run.
    pub fn allows_self_reference(&self) -> bool {
        matches!(
            self,
            Strategy::Incremental { .. }
                | Strategy::Merge { .. }
                | Strategy::TimeInterval { .. }
                | Strategy::DeleteInsert { .. }
                | Strategy::Microbatch { .. }
        )
    }
}

/// The length of a time window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Granularity {
    /// An hour.
    #[default]
    Hour,
    /// A day.
    Day,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

impl Granularity {
    /// The granularity of this name.
    pub fn from_name(name: &str) -> Option<Granularity> {
        Some(match name {
            "hour" => Granularity::Hour,
            "day" => Granularity::Day,
            "month" => Granularity::Month,
            "year" => Granularity::Year,
            _ => return None,
        })
    }

    /// The name in TOML.
    pub fn name(self) -> &'static str {
        match self {
            Granularity::Hour => "hour",
            Granularity::Day => "day",
            Granularity::Month => "month",
            Granularity::Year => "year",
        }
    }
}
