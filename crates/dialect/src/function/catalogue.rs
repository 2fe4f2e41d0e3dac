//! The tables of functions, one for each dialect, read once from their data files.

use super::signature::{Signature, parse_head, parse_signature};
use super::{Determinism, FunctionKind, NullRule};
use crate::rules::rules;
use crate::{DialectKind, Engine, EngineVersion};
use base::SmolStr;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The functions of a dialect.
#[derive(Debug)]
pub struct Catalogue {
    functions: FxHashMap<&'static str, Vec<Function>>,
    names: Vec<&'static str>,
    complete: bool,
    /// Lines that could not be read; a test keeps it empty.
    #[cfg(test)]
    pub(crate) faults: Vec<&'static str>,
}

/// One function: a name, of one kind, with its overloads.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    /// The name whose rules apply: the target of an alias.
    pub(crate) name: &'static str,
    pub(crate) kind: FunctionKind,
    pub(crate) signatures: Vec<Signature>,
    pub(crate) nullability: NullRule,
    pub(crate) determinism: Determinism,
    /// Whether its page advises against it.
    pub(crate) is_deprecated: bool,
}

impl Catalogue {
    /// Whether there is a function of that name, in any case.
    pub fn contains(&self, name: &str) -> bool {
        self.functions.contains_key(name.to_ascii_lowercase().as_str())
    }

    /// What kinds of function `name` is; several for `unnest`, `range` and `generate_series`.
    pub fn kinds(&self, name: &str) -> Vec<FunctionKind> {
        self.named(name).iter().map(|function| function.kind).collect()
    }

    /// Whether two calls of `name` may differ within one query, as far as is known: those of an unknown function may.
    pub fn is_volatile(&self, name: &str) -> bool {
        let named = self.named(name);
        named.is_empty() || named.iter().any(|function| function.determinism == Determinism::Volatile)
    }

    /// The overloads of `name` by kind, each as `(parameters)->result` with the types as DuckDB spells them.
    pub fn signatures(&self, name: &str) -> Vec<(FunctionKind, Vec<&'static str>)> {
        let texts = |function: &Function| function.signatures.iter().map(|it| it.text).collect();
        self.named(name).iter().map(|function| (function.kind, texts(function))).collect()
    }

    /// The names, sorted; operators are not among them.
    pub fn names(&self) -> &[&'static str] {
        &self.names
    }

    /// Whether it has every function of the dialect, so that a name not found is an error (E006) and not a gap.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether the dialect's reference advises against a function.
    pub fn is_deprecated(&self, name: &str) -> bool {
        self.named(name).iter().any(|function| function.is_deprecated)
    }

    /// A name close to `name`.
    pub fn closest(&self, name: &str) -> Option<SmolStr> {
        let lower = name.to_ascii_lowercase();
        base::closest(&lower, self.names.iter().copied()).map(SmolStr::from)
    }

    /// The table function whose name is close to `name`.
    pub(crate) fn closest_table_function(&self, name: &str) -> Option<SmolStr> {
        let lower = name.to_ascii_lowercase();
        let is_table = |it: &&str| self.named(it).iter().any(|function| function.kind == FunctionKind::Table);
        base::closest(&lower, self.names.iter().copied().filter(is_table)).map(SmolStr::from)
    }

    pub(crate) fn named(&self, name: &str) -> &[Function] {
        self.functions.get(name.to_ascii_lowercase().as_str()).map_or(&[], Vec::as_slice)
    }

    fn read(engine: Engine, files: &[(FunctionKind, &'static str)], complete: bool) -> Catalogue {
        let rules = rules(engine);
        let mut functions: FxHashMap<&'static str, Vec<Function>> = FxHashMap::default();
        let mut aliases = Vec::new();
        let mut faults = Vec::new();
        for &(kind, file) in files {
            for line in file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
                if let Some((head, target)) = line.split_once(" = ") {
                    match parse_head(head) {
                        Some((name, flags)) if flags.holds(engine.version) => {
                            aliases.push((name, target, kind, line));
                        }
                        Some(_) => {}
                        None => faults.push(line),
                    }
                    continue;
                }
                let head = line.split_once(": ").and_then(|(head, rest)| Some((parse_head(head)?, rest)));
                let Some(((name, flags), signatures)) = head else {
                    faults.push(line);
                    continue;
                };
                if !flags.holds(engine.version) {
                    continue;
                }
                let read = |text| parse_signature(engine.dialect, text);
                let Some(signatures) = signatures.split(';').map(read).collect::<Option<Vec<_>>>() else {
                    faults.push(line);
                    continue;
                };
                let known = functions.entry(name).or_default();
                match known.iter_mut().find(|function| function.kind == kind) {
                    Some(function) => function.signatures.extend(signatures),
                    None => {
                        let nullability = flags.nulls.unwrap_or_else(|| rules.null_rule(name, kind));
                        let (determinism, is_deprecated) = (flags.determinism, flags.is_deprecated);
                        known.push(Function {
                            name,
                            kind,
                            signatures,
                            nullability,
                            determinism,
                            is_deprecated,
                        });
                    }
                }
            }
        }
        for (name, target, kind, line) in aliases {
            let of_kind = |function: &&Function| function.kind == kind;
            match functions.get(target).and_then(|functions| functions.iter().find(of_kind)).cloned() {
                Some(function) => functions.entry(name).or_default().push(function),
                None => faults.push(line),
            }
        }
        let word = |name: &&&'static str| name.starts_with(|c: char| c.is_ascii_alphabetic());
        let mut names: Vec<&'static str> = functions.keys().filter(word).copied().collect();
        names.sort_unstable();
        Catalogue {
            functions,
            names,
            complete,
            #[cfg(test)]
            faults,
        }
    }
}

/// The functions of an engine.
pub fn functions(engine: Engine) -> &'static Catalogue {
    /// The files of a dialect, each of one kind of function.
    macro_rules! catalogue {
        ($engine:expr, $complete:expr, $($kind:ident $file:literal),+) => {{
            static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
                let files = [$((FunctionKind::$kind, include_str!(concat!("data/", $file, ".txt")))),+];
                Catalogue::read($engine, &files, $complete)
            });
            &CATALOGUE
        }};
    }
    match (engine.dialect, engine.version.major) {
        (DialectKind::DuckDb, 2..) => catalogue!(
            Engine::new(DialectKind::DuckDb, EngineVersion::new(2, 0)), true,
            Scalar "duckdb_scalar", Scalar "duckdb_macro", Scalar "duckdb_scalar_refined",
            Aggregate "duckdb_aggregate", Aggregate "duckdb_aggregate_refined", Window "duckdb_window",
            Window "duckdb_window_refined", Table "duckdb_table", Table "duckdb_table_refined"
        ),
        (DialectKind::DuckDb, _) => catalogue!(
            Engine::pinned(DialectKind::DuckDb), true,
            Scalar "duckdb_scalar", Scalar "duckdb_macro", Scalar "duckdb_scalar_refined",
            Aggregate "duckdb_aggregate", Aggregate "duckdb_aggregate_refined", Window "duckdb_window",
            Window "duckdb_window_refined", Table "duckdb_table", Table "duckdb_table_refined"
        ),
        (DialectKind::Databricks, _) => catalogue!(
            Engine::pinned(DialectKind::Databricks), true,
            Scalar "databricks_scalar", Aggregate "databricks_aggregate", Window "databricks_window",
            Table "databricks_table"
        ),
        (DialectKind::Snowflake, _) => catalogue!(
            Engine::pinned(DialectKind::Snowflake), true,
            Scalar "snowflake_scalar", Aggregate "snowflake_aggregate", Window "snowflake_window",
            Table "snowflake_table"
        ),
        (DialectKind::BigQuery, _) => catalogue!(
            Engine::pinned(DialectKind::BigQuery), true,
            Scalar "bigquery_scalar", Aggregate "bigquery_aggregate", Window "bigquery_window",
            Table "bigquery_table"
        ),
        (DialectKind::Trino, _) => catalogue!(
            Engine::pinned(DialectKind::Trino), true,
            Scalar "trino_scalar", Aggregate "trino_aggregate", Window "trino_window", Table "trino_table"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        for dialect in DialectKind::ALL {
            assert_eq!(functions(dialect.into()).faults, Vec::<&str>::new(), "{dialect}");
        }
        assert!(functions(DialectKind::DuckDb.into()).names().len() > 500);
    }

    #[test]
    fn names() {
        let duckdb = functions(DialectKind::DuckDb.into());
        assert!(
            duckdb.contains("DATE_TRUNC") && duckdb.contains("row_number") && duckdb.contains("read_csv")
        );
        assert!(!duckdb.contains("nvl2"));
        assert_eq!(duckdb.closest("date_trnc").as_deref(), Some("date_trunc"));
        assert_eq!(duckdb.kinds("range"), [FunctionKind::Scalar, FunctionKind::Table]);
        let bigquery = functions(DialectKind::BigQuery.into());
        assert!(bigquery.is_deprecated("JSON_EXTRACT") && !bigquery.is_deprecated("json_query"));
    }
}
