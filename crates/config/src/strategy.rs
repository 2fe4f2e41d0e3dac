//! How a model is materialised (`[strategy]`, formats.md 2.4).

use crate::{Spanned, read};
use base::SmolStr;
use syntax::toml::{Table, Value};

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

impl Strategy {
    /// The strategy that a table describes; `None` where it is no table, which has been reported.
    pub(crate) fn read(value: &Value) -> Option<Spanned<Strategy>> {
        let table = value.as_table()?;
        let name = read::string(table, "type");
        let strategy = match name.as_ref().map_or("full_refresh", |it| it.as_str()) {
            "full_refresh" => Strategy::FullRefresh,
            "incremental" => Strategy::Incremental {
                timestamp_column: read::string(table, "timestamp_column"),
                lookback_seconds: lookback_seconds(table),
            },
            "merge" => Strategy::Merge {
                unique_key: read::strings(table, "unique_key"),
                update_columns: read::strings(table, "update_columns"),
            },
            "time_interval" => Strategy::TimeInterval {
                time_column: read::string(table, "time_column"),
                granularity: granularity(table),
                lookback: small(table, "lookback", 0),
                batch_size: small(table, "batch_size", 1).max(1),
                first_partition: read::string(table, "first_partition"),
            },
            "ephemeral" => Strategy::Ephemeral,
            "delete_insert" => Strategy::DeleteInsert { partition_by: read::strings(table, "partition_by") },
            "microbatch" => Strategy::Microbatch {
                timestamp_column: read::string(table, "timestamp_column"),
                granularity: granularity(table).map(|it| it.value).unwrap_or_default(),
                lookback_seconds: lookback_seconds(table),
            },
            "view" => Strategy::View,
            "materialized_view" => Strategy::MaterializedView,
            "dynamic_table" => Strategy::DynamicTable { target_lag: read::string(table, "target_lag") },
            "content_addressed" => Strategy::ContentAddressed {
                storage_prefix: read::string(table, "storage_prefix"),
                partition_columns: read::strings(table, "partition_columns"),
            },
            unknown => Strategy::Unknown(unknown.into()),
        };
        Some(Spanned::new(strategy, name.map_or(table.opening, |it| it.range)))
    }
}

fn granularity(table: &Table) -> Option<Spanned<Granularity>> {
    let name = read::string(table, "granularity")?;
    Some(Spanned::new(Granularity::from_name(name.as_str())?, name.range))
}

fn small(table: &Table, key: &str, default: u32) -> u32 {
    read::integer(table, key).map_or(default, |it| u32::try_from(it.value).unwrap_or(u32::MAX))
}

fn lookback_seconds(table: &Table) -> u64 {
    let text = read::string(table, "lookback").and_then(|it| duration_seconds(it.as_str()));
    read::integer(table, "lookback").map(|it| it.value).or(text).unwrap_or(0)
}

/// The seconds of `90s`, `30m`, `2h` or `3d`.
pub(crate) fn duration_seconds(text: &str) -> Option<u64> {
    let unit = match text.trim().chars().next_back()? {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return None,
    };
    let number: u64 = text.trim().get(..text.trim().len() - 1)?.trim().parse().ok()?;
    number.checked_mul(unit)
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
