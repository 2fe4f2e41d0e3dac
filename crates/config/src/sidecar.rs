//! Sidecars and frontmatter: what a model says about itself (formats.md 2.2).

use crate::{DeclaredColumn, DeclaredKey, Spanned, Strategy};
use base::{SmolStr, TextRange};

/// The metadata of a model. Everything is optional: names and targets fall back to the file's stem and to the
/// directory's defaults.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sidecar {
    /// `name`; the file's stem where absent.
    pub name: Option<Spanned<SmolStr>>,
    /// `depends_on`; the range is that of the whole list.
    pub depends_on: Option<Spanned<Vec<Spanned<SmolStr>>>>,
    /// `[strategy]`; the range is that of its `type`, or of the table.
    pub strategy: Option<Spanned<Strategy>>,
    /// `[target]`.
    pub target: SidecarTarget,
    /// `[[sources]]`.
    pub sources: Vec<Source>,
    /// `adapter`.
    pub adapter: Option<Spanned<SmolStr>>,
    /// `intent`: a description in prose.
    pub intent: Option<Spanned<SmolStr>>,
    /// `[freshness]`.
    pub freshness: Option<Freshness>,
    /// `[[tests]]`: declarative assertions.
    pub tests: Vec<DeclaredTest>,
    /// `[[use_test]]`: references to `test_definitions.toml`.
    pub test_uses: Vec<TestUse>,
    /// `[classification]`: columns and their tags.
    pub classification: Vec<Pair>,
    /// `[tags]`.
    pub tags: Vec<Pair>,
    /// `[governance.tags]`.
    pub governance_tags: Vec<Pair>,
    /// `[columns.<name>]`: column documentation.
    pub columns: Vec<ColumnDoc>,
    /// `[[surrogate_key]]`.
    pub surrogate_keys: Vec<SurrogateKey>,
    /// `[budget]`.
    pub budget: Option<Budget>,
    /// `format`.
    pub format: Option<Spanned<SmolStr>>,
    /// `[format_options]`.
    pub format_options: Option<FormatOptions>,
    /// `retention`.
    pub retention: Option<Spanned<SmolStr>>,
    /// `group`.
    pub group: Option<Spanned<SmolStr>>,
    /// `[args]`: values for the group's placeholders.
    pub arguments: Vec<Pair>,
}

/// `[target]` of a sidecar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SidecarTarget {
    /// `catalog`; may be empty, for two-part names.
    pub catalog: Option<Spanned<SmolStr>>,
    /// `schema`.
    pub schema: Option<Spanned<SmolStr>>,
    /// `table`; the model's name where absent.
    pub table: Option<Spanned<SmolStr>>,
}

/// An external table that a model declares to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// `catalog`.
    pub catalog: Option<Spanned<SmolStr>>,
    /// `schema`.
    pub schema: Option<Spanned<SmolStr>>,
    /// `table`; a source without one has been reported.
    pub table: Option<Spanned<SmolStr>>,
    /// `columns`, where they are listed.
    pub columns: Option<Vec<DeclaredColumn>>,
    /// `primary_key` and `unique`.
    pub keys: Vec<DeclaredKey>,
    /// The header and keys of this source.
    pub range: TextRange,
}

/// How old data may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Freshness {
    /// `max_lag_seconds`, also spelled `expected_lag_seconds`.
    pub max_lag_seconds: Option<Spanned<u64>>,
    /// `time_column`.
    pub time_column: Option<Spanned<SmolStr>>,
    /// `severity`: `error` or `warning`.
    pub severity: Option<Spanned<SmolStr>>,
}

/// What may be spent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Budget {
    /// `max_usd`.
    pub max_usd: Option<Spanned<f64>>,
    /// `max_duration_ms`.
    pub max_duration_ms: Option<Spanned<u64>>,
    /// `max_bytes_scanned`.
    pub max_bytes_scanned: Option<Spanned<u64>>,
    /// Whether `on_breach` is `error`; unset inherits, and `warn` is the default.
    pub refuse_on_breach: Option<Spanned<bool>>,
}

/// A key and its string value, both with their ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The key.
    pub key: Spanned<SmolStr>,
    /// The value.
    pub value: Spanned<SmolStr>,
}

/// `[columns.<name>]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnDoc {
    /// The column's name, at its key.
    pub name: Spanned<SmolStr>,
    /// `description`.
    pub description: Option<Spanned<SmolStr>>,
}

/// `[format_options]`, as far as it names columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormatOptions {
    /// `partition_by`.
    pub partition_by: Vec<Spanned<SmolStr>>,
    /// `cluster_by`.
    pub cluster_by: Vec<Spanned<SmolStr>>,
}

/// `[[surrogate_key]]`: a hashed key column that wraps the model's SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurrogateKey {
    /// `name` of the new column.
    pub name: Option<Spanned<SmolStr>>,
    /// `columns` that are hashed.
    pub columns: Vec<Spanned<SmolStr>>,
    /// The header and keys of this block.
    pub range: TextRange,
}

/// `[[tests]]`: an assertion about a model's rows (formats.md 2.9).
#[derive(Clone, Debug, PartialEq)]
pub struct DeclaredTest {
    /// `type` with its parameters; the range is that of the type.
    pub kind: Spanned<TestKind>,
    /// `column`.
    pub column: Option<Spanned<SmolStr>>,
    /// Whether `severity` is `warning` instead of `error`.
    pub warning_only: bool,
    /// `filter`: a SQL predicate.
    pub filter: Option<Spanned<SmolStr>>,
    /// The header and keys of this test.
    pub range: TextRange,
}

impl DeclaredTest {
    /// The SQL of the test, about rows of its model, each with the clause in which the query that runs it has it.
    pub fn row_sql(&self) -> impl Iterator<Item = (&'static str, &Spanned<SmolStr>)> {
        let own = match &self.kind.value {
            TestKind::Expression(it) => it.as_ref().map(|it| ("WHERE", it)),
            TestKind::UniqueExpr(it) => it.as_ref().map(|it| ("ORDER BY", it)),
            _ => None,
        };
        own.into_iter().chain(self.filter.as_ref().map(|it| ("WHERE", it)))
    }
}

/// The types of assertions. A missing or wrong parameter has been reported and is `None` or empty here.
#[derive(Clone, Debug, PartialEq)]
pub enum TestKind {
    /// No NULL in the column.
    NotNull,
    /// No value occurs twice.
    Unique,
    /// Only these values.
    AcceptedValues(Vec<Spanned<SmolStr>>),
    /// Every value exists in another table.
    Relationships {
        /// `to_table`.
        to_table: Option<Spanned<SmolStr>>,
        /// `to_column`.
        to_column: Option<Spanned<SmolStr>>,
    },
    /// A SQL predicate holds for every row.
    Expression(Option<Spanned<SmolStr>>),
    /// The number of rows.
    RowCountRange {
        /// `min`.
        min: Option<Spanned<u64>>,
        /// `max`.
        max: Option<Spanned<u64>>,
    },
    /// Values lie in a range, given as numeric strings.
    InRange {
        /// `min`.
        min: Option<Spanned<SmolStr>>,
        /// `max`.
        max: Option<Spanned<SmolStr>>,
    },
    /// Values match a regular expression.
    RegexMatch(Option<Spanned<SmolStr>>),
    /// An aggregate compares with a number.
    Aggregate {
        /// `op`.
        op: Option<Spanned<SmolStr>>,
        /// `cmp`.
        cmp: Option<Spanned<SmolStr>>,
        /// `value`.
        value: Option<Spanned<SmolStr>>,
    },
    /// Several columns are unique together.
    Composite(Vec<Spanned<SmolStr>>),
    /// A SQL expression is unique.
    UniqueExpr(Option<Spanned<SmolStr>>),
    /// No time after now.
    NotInFuture,
    /// No time younger than so many days.
    OlderThanNDays(Option<Spanned<u64>>),
    /// A type that does not exist; it has been reported.
    Unknown(SmolStr),
}

impl TestKind {
    /// The `type` in TOML.
    pub fn name(&self) -> &str {
        match self {
            TestKind::NotNull => "not_null",
            TestKind::Unique => "unique",
            TestKind::AcceptedValues(_) => "accepted_values",
            TestKind::Relationships { .. } => "relationships",
            TestKind::Expression(_) => "expression",
            TestKind::RowCountRange { .. } => "row_count_range",
            TestKind::InRange { .. } => "in_range",
            TestKind::RegexMatch(_) => "regex_match",
            TestKind::Aggregate { .. } => "aggregate",
            TestKind::Composite(_) => "composite",
            TestKind::UniqueExpr(_) => "unique_expr",
            TestKind::NotInFuture => "not_in_future",
            TestKind::OlderThanNDays(_) => "older_than_n_days",
            TestKind::Unknown(name) => name,
        }
    }
}

/// `[[use_test]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestUse {
    /// `name` in `test_definitions.toml`.
    pub name: Option<Spanned<SmolStr>>,
    /// `column`.
    pub column: Option<Spanned<SmolStr>>,
    /// The header and keys of this block.
    pub range: TextRange,
}
