//! `docs/types.md`: its table of functions is that of the catalogues. `UPDATE_EXPECT=1 cargo test` writes it.
#![allow(clippy::unwrap_used, reason = "tests")]

use dialect::{DialectKind, Engine, EngineVersion, FunctionKind, function_pages, functions};
use expect_test::expect_file;
use std::path::PathBuf;
use testing::with_part;

/// Every engine at the releases that have catalogues of their own.
fn engines() -> Vec<Engine> {
    let second = Engine::new(DialectKind::DuckDb, EngineVersion::new(2, 0));
    let mut engines: Vec<Engine> = DialectKind::ALL.into_iter().map(Engine::pinned).collect();
    engines.insert(1, second);
    engines
}

/// A line an engine.
fn coverage() -> String {
    let mut out = String::from(
        "| dialect | listed | known | typed | scalar | aggregate | window | table | complete |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|:-:|\n",
    );
    for engine in engines() {
        let dialect = engine.dialect;
        let catalogue = functions(engine);
        let is_here = |it: &&str| engine != Engine::pinned(DialectKind::DuckDb) || catalogue.contains(it);
        let listed: Vec<&str> = function_pages(dialect).filter(is_here).collect();
        let title = match dialect {
            DialectKind::DuckDb => format!("DuckDB {}", engine.version),
            other => other.to_string(),
        };
        let known = listed.iter().filter(|it| catalogue.contains(it)).count();
        let is_typed = |name: &&&str| {
            let overloads = catalogue.signatures(name);
            let mut texts = overloads.iter().flat_map(|it| &it.1);
            !overloads.is_empty() && !texts.any(|it| it.ends_with("->UNKNOWN"))
        };
        let typed = listed.iter().filter(is_typed).count();
        let of_kind = |kind: FunctionKind| {
            catalogue.names().iter().filter(|it| catalogue.kinds(it).contains(&kind)).count()
        };
        out += &format!(
            "| {title} | {} | {known} | {typed} | {} | {} | {} | {} | {} |\n",
            listed.len(),
            of_kind(FunctionKind::Scalar),
            of_kind(FunctionKind::Aggregate),
            of_kind(FunctionKind::Window),
            of_kind(FunctionKind::Table),
            if catalogue.is_complete() { "✓" } else { "" },
        );
    }
    out
}

#[test]
fn the_page_is_fresh() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/types.md");
    let page = std::fs::read_to_string(&path).unwrap();
    expect_file![path].assert_eq(&with_part(&page, "coverage", &coverage()).unwrap());
}

/// A page is of a function that some release has.
#[test]
fn pages_and_functions_are_of_each_other() {
    for dialect in DialectKind::ALL {
        let catalogues: Vec<_> =
            engines().into_iter().filter(|it| it.dialect == dialect).map(functions).collect();
        let is_missing = |it: &&str| !catalogues.iter().any(|catalogue| catalogue.contains(it));
        let unknown: Vec<&str> = function_pages(dialect).filter(is_missing).collect();
        assert_eq!(unknown, Vec::<&str>::new(), "{dialect}: pages of functions that there are not");
    }
}
