//! The tables of functions, one for each dialect, read once from their data files.

use super::signature::{Signature, parse_signature};
use super::{FunctionKind, NullRule, nulls};
use crate::DialectKind;
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

    /// A name close to `name`.
    pub fn closest(&self, name: &str) -> Option<SmolStr> {
        let lower = name.to_ascii_lowercase();
        base::closest(&lower, self.names.iter().copied()).map(SmolStr::from)
    }

    pub(crate) fn named(&self, name: &str) -> &[Function] {
        self.functions.get(name.to_ascii_lowercase().as_str()).map_or(&[], Vec::as_slice)
    }

    fn read(dialect: DialectKind, files: &[(FunctionKind, &'static str)], complete: bool) -> Catalogue {
        let mut functions: FxHashMap<&'static str, Vec<Function>> = FxHashMap::default();
        let mut aliases = Vec::new();
        let mut faults = Vec::new();
        for &(kind, file) in files {
            for line in file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
                if let Some((name, target)) = line.split_once(" = ") {
                    aliases.push((name, target, kind, line));
                    continue;
                }
                let Some((name, signatures)) = line.split_once(": ") else {
                    faults.push(line);
                    continue;
                };
                let signatures: Option<Vec<Signature>> = signatures.split(';').map(parse_signature).collect();
                let Some(signatures) = signatures else {
                    faults.push(line);
                    continue;
                };
                let nullability = nulls::rule(dialect, name, kind);
                let known = functions.entry(name).or_default();
                match known.iter_mut().find(|function| function.kind == kind) {
                    Some(function) => function.signatures.extend(signatures),
                    None => known.push(Function { name, kind, signatures, nullability }),
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

/// The functions of `dialect`.
pub fn functions(dialect: DialectKind) -> &'static Catalogue {
    static DUCKDB: LazyLock<Catalogue> = LazyLock::new(|| {
        let files = [
            (FunctionKind::Scalar, include_str!("data/duckdb_scalar.txt")),
            (FunctionKind::Scalar, include_str!("data/duckdb_macro.txt")),
            (FunctionKind::Aggregate, include_str!("data/duckdb_aggregate.txt")),
            (FunctionKind::Aggregate, include_str!("data/duckdb_aggregate_macro.txt")),
            (FunctionKind::Window, include_str!("data/duckdb_window.txt")),
            (FunctionKind::Table, include_str!("data/duckdb_table.txt")),
        ];
        Catalogue::read(DialectKind::DuckDb, &files, true)
    });
    static ANSI: LazyLock<Catalogue> = LazyLock::new(|| {
        let files = [
            (FunctionKind::Scalar, include_str!("data/ansi.txt")),
            (FunctionKind::Aggregate, include_str!("data/ansi_aggregate.txt")),
            (FunctionKind::Window, include_str!("data/ansi_window.txt")),
        ];
        Catalogue::read(DialectKind::Trino, &files, false)
    });
    match dialect {
        DialectKind::DuckDb => &DUCKDB,
        _ => &ANSI,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        for dialect in DialectKind::ALL {
            assert_eq!(functions(dialect).faults, Vec::<&str>::new(), "{dialect}");
        }
        assert!(functions(DialectKind::DuckDb).names().len() > 500);
    }

    #[test]
    fn names() {
        let duckdb = functions(DialectKind::DuckDb);
        assert!(
            duckdb.contains("DATE_TRUNC") && duckdb.contains("row_number") && duckdb.contains("read_csv")
        );
        assert!(!duckdb.contains("nvl2"));
        assert_eq!(duckdb.closest("date_trnc").as_deref(), Some("date_trunc"));
        assert_eq!(duckdb.kinds("range"), [FunctionKind::Scalar, FunctionKind::Table]);
    }
}
