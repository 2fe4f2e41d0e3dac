//! Sidecars from their text.

use crate::{
    Budget, ColumnDoc, ConfigDiagnostic, DeclaredKey, DeclaredTest, FileKind, FormatOptions, Freshness,
    Sidecar, SidecarTarget, Source, Spanned, Strategy, SurrogateKey, TestKind, TestUse, read, sidecar_rules,
    strategy_rules, validate,
};
use base::TextSize;
use std::collections::BTreeMap;
use syntax::toml::{Entry, Table};

/// Decodes a sidecar, or the frontmatter of a SQL file: `offset` is where `text` begins in the file, and every range is
/// one of that file. `environment` holds the variables that are set.
pub fn sidecar(
    text: &str,
    offset: TextSize,
    environment: &BTreeMap<String, String>,
) -> (Sidecar, Vec<ConfigDiagnostic>) {
    let (root, mut diagnostics) =
        read::file(text, offset, FileKind::Sidecar, validate::OTHER, Some(environment));
    let depends_on = root.get("depends_on").filter(|it| it.as_array().is_some());
    let sidecar = Sidecar {
        name: read::string(&root, "name"),
        depends_on: depends_on.map(|it| Spanned::new(read::strings(&root, "depends_on"), it.range)),
        strategy: root.get("strategy").and_then(Strategy::read),
        target: root.table("target").map(SidecarTarget::read).unwrap_or_default(),
        sources: read::tables(&root, "sources").map(Source::read).collect(),
        adapter: read::string(&root, "adapter"),
        intent: read::string(&root, "intent"),
        freshness: root.table("freshness").map(Freshness::read),
        tests: read::tables(&root, "tests").filter_map(DeclaredTest::read).collect(),
        test_uses: read::tables(&root, "use_test").map(TestUse::read).collect(),
        classification: read::pairs(root.table("classification")),
        tags: read::pairs(root.table("tags")),
        governance_tags: read::pairs(root.table("governance").and_then(|it| it.table("tags"))),
        columns: ColumnDoc::read_all(root.table("columns")),
        surrogate_keys: read::tables(&root, "surrogate_key").map(SurrogateKey::read).collect(),
        budget: root.table("budget").map(Budget::read),
        format: read::string(&root, "format"),
        format_options: root.table("format_options").map(FormatOptions::read),
        retention: read::string(&root, "retention"),
        group: read::string(&root, "group"),
        arguments: read::pairs(root.table("args")),
    };
    sidecar_rules::check(&root, &sidecar, &mut diagnostics);
    strategy_rules::check(sidecar.strategy.as_ref(), &mut diagnostics);
    (sidecar, read::sorted(diagnostics))
}

impl SidecarTarget {
    pub(crate) fn read(table: &Table) -> SidecarTarget {
        SidecarTarget {
            catalog: read::string(table, "catalog"),
            schema: read::string(table, "schema"),
            table: read::string(table, "table"),
        }
    }
}

impl Source {
    fn read(table: &Table) -> Source {
        Source {
            catalog: read::string(table, "catalog"),
            schema: read::string(table, "schema"),
            table: read::string(table, "table"),
            columns: table.get("columns").map(|_| read::columns(table)),
            keys: DeclaredKey::read_all(table),
            range: table.range,
        }
    }
}

impl Freshness {
    pub(crate) fn read(table: &Table) -> Freshness {
        let lag = read::integer(table, "max_lag_seconds");
        Freshness {
            max_lag_seconds: lag.or_else(|| read::integer(table, "expected_lag_seconds")),
            time_column: read::string(table, "time_column"),
            severity: read::string(table, "severity"),
        }
    }
}

impl Budget {
    pub(crate) fn read(table: &Table) -> Budget {
        let on_breach = read::string(table, "on_breach");
        Budget {
            max_usd: read::number(table, "max_usd"),
            max_duration_ms: read::integer(table, "max_duration_ms"),
            max_bytes_scanned: read::integer(table, "max_bytes_scanned"),
            refuse_on_breach: on_breach.map(|it| Spanned::new(it.as_str() == "error", it.range)),
        }
    }
}

impl FormatOptions {
    fn read(table: &Table) -> FormatOptions {
        FormatOptions {
            partition_by: read::strings(table, "partition_by"),
            cluster_by: read::strings(table, "cluster_by"),
        }
    }
}

impl ColumnDoc {
    fn read_all(table: Option<&Table>) -> Vec<ColumnDoc> {
        let entries = table.map_or(&[][..], |it| &it.entries);
        let read = |entry: &Entry| ColumnDoc {
            name: Spanned::new(entry.key.text.clone(), entry.key.range),
            description: entry.value.as_table().and_then(|it| read::string(it, "description")),
        };
        entries.iter().map(read).collect()
    }
}

impl SurrogateKey {
    fn read(table: &Table) -> SurrogateKey {
        SurrogateKey {
            name: read::string(table, "name"),
            columns: read::strings(table, "columns"),
            range: table.range,
        }
    }
}

impl TestUse {
    fn read(table: &Table) -> TestUse {
        TestUse {
            name: read::string(table, "name"),
            column: read::string(table, "column"),
            range: table.range,
        }
    }
}

impl DeclaredTest {
    /// The test of a table; one without a type has been reported and asserts nothing.
    fn read(table: &Table) -> Option<DeclaredTest> {
        let name = read::string(table, "type")?;
        Some(DeclaredTest {
            kind: Spanned::new(TestKind::read(name.as_str(), table), name.range),
            column: read::string(table, "column"),
            warning_only: read::string(table, "severity").is_some_and(|it| it.as_str() == "warning"),
            filter: read::string(table, "filter"),
            range: table.range,
        })
    }
}

impl TestKind {
    fn read(name: &str, table: &Table) -> TestKind {
        match name {
            "not_null" => TestKind::NotNull,
            "unique" => TestKind::Unique,
            "accepted_values" => TestKind::AcceptedValues(read::strings(table, "values")),
            "relationships" => TestKind::Relationships {
                to_table: read::string(table, "to_table"),
                to_column: read::string(table, "to_column"),
            },
            "expression" => TestKind::Expression(read::string(table, "expression")),
            "row_count_range" => {
                TestKind::RowCountRange { min: read::integer(table, "min"), max: read::integer(table, "max") }
            }
            "in_range" => TestKind::InRange {
                min: read::spanned_scalar(table, "min"),
                max: read::spanned_scalar(table, "max"),
            },
            "regex_match" => TestKind::RegexMatch(read::string(table, "pattern")),
            "aggregate" => TestKind::Aggregate {
                op: read::string(table, "op"),
                cmp: read::string(table, "cmp"),
                value: read::spanned_scalar(table, "value"),
            },
            "composite" => TestKind::Composite(read::strings(table, "columns")),
            "unique_expr" => TestKind::UniqueExpr(read::string(table, "key_expr")),
            "not_in_future" => TestKind::NotInFuture,
            "older_than_n_days" => TestKind::OlderThanNDays(read::integer(table, "days")),
            unknown => TestKind::Unknown(unknown.into()),
        }
    }
}
