//! The DuckDB adapter against the real library, which `cargo xtask setup` puts in place.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fmt::Write as _,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
};

use adapters::duckdb::{DuckDbAdapter, OpenError, PINNED_VERSION, library, read_catalog};
use expect_test::{Expect, expect};
use warehouse::{Adapter, AdapterError, CatalogTable, RelationKind, TargetName};

fn open(path: Option<&Path>) -> DuckDbAdapter {
    if let Err(error) = library() {
        panic!("these tests need DuckDB: run `cargo xtask setup` first. {error}");
    }
    DuckDbAdapter::open(path).unwrap()
}

fn render(table: &CatalogTable) -> String {
    let kind = match table.kind {
        RelationKind::Table => "table",
        RelationKind::View => "view",
    };
    let mut text = format!("{kind} {}.{}.{}\n", table.catalog, table.schema, table.name);
    for column in &table.columns {
        let nullable = if column.nullable { "" } else { " not null" };
        writeln!(text, "  {} {}{nullable}", column.name, column.data_type).unwrap();
    }
    for key in &table.keys {
        writeln!(text, "  key {}", key.join(", ")).unwrap();
    }
    text
}

/// Each statement by itself: what it changed, or how it failed.
fn check_statements(statements: &[&str], expected: Expect) {
    let adapter = open(None);
    let mut text = String::new();
    for statement in statements {
        match adapter.execute(&[statement]) {
            Ok(executions) => {
                for execution in executions {
                    match execution.rows_affected {
                        Some(rows) => writeln!(text, "{rows} rows").unwrap(),
                        None => writeln!(text, "ok").unwrap(),
                    }
                }
            }
            Err(error) => {
                let kind = error.failure_kind().map_or("interrupted", |kind| kind.name());
                let message = error.to_string();
                writeln!(text, "{kind}: {}", message.lines().next().unwrap_or_default()).unwrap();
            }
        }
    }
    expected.assert_eq(&text);
}

#[test]
fn the_library_is_the_pinned_one() {
    let adapter = open(None);
    if std::env::var_os("ROCKY_LIBDUCKDB").is_none() {
        assert_eq!(adapter.engine_version(), format!("v{PINNED_VERSION}"));
    }
    let rows = adapter.query("SELECT version()").unwrap().rows;
    assert_eq!(rows, [[Some(adapter.engine_version().to_owned())]]);
}

#[test]
fn statements_say_how_many_rows_they_changed() {
    check_statements(
        &[
            "CREATE OR REPLACE TABLE t AS SELECT range AS i FROM range(7)",
            "CREATE OR REPLACE TABLE t AS SELECT range AS i FROM range(0)",
            "INSERT INTO t SELECT 5 FROM range(3)",
            "DELETE FROM t WHERE i = 5",
            "CREATE SCHEMA IF NOT EXISTS s",
            "CREATE OR REPLACE VIEW v AS SELECT * FROM t",
        ],
        expect![[r#"
            ok
            ok
            3 rows
            3 rows
            ok
            ok
        "#]],
    );
}

#[test]
fn failures_are_classed() {
    check_statements(
        &[
            "SELECT nothing FROM range(3)",
            "SELECT * FROM nowhere",
            "SELEC 1",
            "SELECT CAST('x' AS INTEGER)",
            "CREATE TABLE t (i INTEGER PRIMARY KEY)",
            "CREATE TABLE t (i INTEGER)",
            "INSERT INTO t VALUES (1), (1)",
            "SELECT * FROM read_csv('/no/such/file.csv')",
            "CREATE TABLE nowhere.s.t (i INTEGER)",
            "SET memory_limit = '1MB'",
            "SELECT 1\0",
        ],
        expect![[r#"
            query-rejected: Binder Error: Referenced column "nothing" not found in FROM clause!
            not-found: Catalog Error: Table with name nowhere does not exist!
            query-rejected: Parser Error: syntax error at or near "SELEC"
            query-rejected: Conversion Error: Could not convert string 'x' to INT32
            ok
            query-rejected: Catalog Error: Table with name "t" already exists!
            query-rejected: Constraint Error: PRIMARY KEY or UNIQUE constraint violation: duplicate key "1"
            not-found: IO Error: No files found that match the pattern "/no/such/file.csv"
            not-found: Catalog Error: Catalog with name nowhere does not exist!
            ok
            query-rejected: Invalid Input Error: the text contains a NUL character
        "#]],
    );
}

#[test]
fn queries_return_text_and_types() {
    let adapter = open(None);
    let rows = adapter
        .query(
            "SELECT 1 AS i, 'ä\u{1F600} and more than twelve bytes' AS s, NULL AS n, '' AS empty, \
             1.50::DECIMAL(9, 2) AS d, [1, 2] AS l, {'a': DATE '2020-01-02'} AS st -- a comment",
        )
        .unwrap();
    let cells = rows.rows[0].iter().map(|cell| cell.as_deref().unwrap_or("NULL"));
    let text: String = rows
        .columns
        .iter()
        .zip(cells)
        .map(|((name, data_type), cell)| format!("{name} {data_type}: {cell}\n"))
        .collect();
    expect![[r#"
        i INTEGER: 1
        s VARCHAR: ä😀 and more than twelve bytes
        n INTEGER: NULL
        empty VARCHAR: 
        d DECIMAL(9,2): 1.50
        l INTEGER[]: [1, 2]
        st STRUCT(a DATE): {'a': 2020-01-02}
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_result_of_many_chunks_is_read_to_its_end() {
    let adapter = open(None);
    let rows = adapter
        .query("SELECT CASE WHEN range % 3 > 0 THEN range END AS i FROM range(10000) ORDER BY range")
        .unwrap()
        .rows;
    let expected: Vec<_> = (0..10000).map(|i| [(i % 3 > 0).then(|| i.to_string())]).collect();
    assert_eq!(rows, expected);
}

#[test]
fn a_batch_happens_as_a_whole_or_not_at_all() {
    let adapter = open(None);
    adapter.execute(&["CREATE TABLE t AS SELECT 1 AS i"]).unwrap();
    let error =
        adapter.execute(&["DROP TABLE t", "CREATE VIEW t AS SELECT nothing FROM range(1)"]).unwrap_err();
    assert!(error.to_string().starts_with("Binder Error"), "{error}");
    assert_eq!(adapter.row_count(&TargetName::new("memory", "main", "t")).unwrap(), 1);
    let executions: [_; 2] =
        adapter.execute(&["DELETE FROM t", "INSERT INTO t FROM range(2)"]).unwrap().try_into().unwrap();
    assert_eq!(executions.map(|it| it.rows_affected), [Some(1), Some(2)]);
}

#[test]
fn relations_are_described() {
    let adapter = open(None);
    let setup = [
        "CREATE SCHEMA \"odd \"\" name\"",
        "CREATE TABLE \"odd \"\" name\".T (a INTEGER NOT NULL, b DECIMAL(18, 3), c VARCHAR[], PRIMARY KEY (a), UNIQUE (b, a))",
        "CREATE VIEW v AS SELECT a, b AS renamed FROM \"odd \"\" name\".T",
    ];
    adapter.execute(&setup).unwrap();
    let describe = |schema: &str, table: &str| {
        let relation = adapter.describe(&TargetName::new("memory", schema, table)).unwrap();
        relation.as_ref().map_or("nothing\n".to_owned(), render)
    };
    let text = describe("odd \" name", "t") + &describe("main", "v") + &describe("main", "t");
    expect![[r#"
        table memory.odd " name.T
          a INTEGER not null
          b DECIMAL(18,3)
          c VARCHAR[]
          key a
          key b, a
        view memory.main.v
          a INTEGER
          renamed DECIMAL(18,3)
        nothing
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_long_statement_stops_when_it_is_interrupted() {
    let adapter = open(None);
    let (done, finished) = mpsc::channel();
    thread::scope(|scope| {
        let adapter = &adapter;
        scope.spawn(move || {
            let sql = "CREATE TABLE t AS SELECT count(*) FROM range(1000000) a, range(1000000) b, range(1000000) c \
                       WHERE hash(a.range, b.range, c.range) = 0";
            done.send(adapter.execute(&["CREATE SCHEMA s", sql])).unwrap();
        });
        // The statement lasts for years; an interrupt that comes before it starts is lost, so repeat it.
        let result = loop {
            adapter.interrupt();
            match finished.try_recv() {
                Ok(result) => break result,
                Err(_) => thread::yield_now(),
            }
        };
        assert_eq!(result, Err(AdapterError::Interrupted));
    });
    // The transaction is gone, and the connection serves on.
    let schemas = adapter.query("SELECT schema_name FROM duckdb_schemas() WHERE schema_name = 's'").unwrap();
    assert_eq!(schemas.rows.len(), 0);
    assert_eq!(adapter.query("SELECT 1").unwrap().rows, [[Some("1".to_owned())]]);
}

#[test]
fn the_catalog_of_a_file_is_read_and_the_file_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.duckdb");
    open(Some(&path))
        .execute(&[
            "CREATE SCHEMA raw",
            "CREATE SCHEMA empty",
            "CREATE TABLE raw.orders (id BIGINT PRIMARY KEY, placed_at TIMESTAMP WITH TIME ZONE NOT NULL, total DOUBLE)",
            "CREATE TABLE raw.lines (orders BIGINT, line INTEGER, UNIQUE (orders, line), UNIQUE (line))",
            "CREATE VIEW big AS SELECT id, total FROM raw.orders WHERE total > 100",
        ])
        .unwrap();
    let catalog = read_catalog(&path).unwrap();
    assert_eq!(catalog, read_catalog(&path).unwrap(), "reading changes nothing");
    let mut text = format!("default {}.{}\n", catalog.default_catalog, catalog.default_schema);
    for schema in &catalog.schemas {
        writeln!(text, "schema {}.{}", schema.catalog, schema.schema).unwrap();
    }
    text.extend(catalog.tables.iter().map(render));
    expect![[r#"
        default shop.main
        schema shop.empty
        schema shop.main
        schema shop.raw
        view shop.main.big
          id BIGINT
          total DOUBLE
        table shop.raw.lines
          orders BIGINT
          line INTEGER
          key orders, line
          key line
        table shop.raw.orders
          id BIGINT not null
          placed_at TIMESTAMP WITH TIME ZONE not null
          total DOUBLE
          key id
    "#]]
    .assert_eq(&text);
    // Nothing holds the file: it can be written again.
    open(Some(&path)).execute(&["DROP VIEW big"]).unwrap();
    assert_eq!(read_catalog(&path).unwrap().tables.len(), 2);
}

/// The holder of a lock must be another process: this test starts itself again to have one.
#[test]
fn a_file_that_another_program_holds_is_retried_later() {
    const HOLDER: &str = "ROCKY_TEST_HOLD_DATABASE";
    if let Some(path) = std::env::var_os(HOLDER) {
        let _held = open(Some(Path::new(&path)));
        println!("held");
        std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("shop.duckdb");
    open(Some(&path)).execute(&["CREATE TABLE t AS SELECT 1 AS i"]).unwrap();
    let mut holder = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_file_that_another_program_holds_is_retried_later", "--nocapture"])
        .env(HOLDER, &path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("held")), "the holder did not open the file");

    let error = read_catalog(&path).unwrap_err();
    assert!(error.is_retryable(), "{error}");
    let error = DuckDbAdapter::open(Some(&path)).unwrap_err();
    assert!(matches!(&error, OpenError::Locked { .. }), "{error}");
    assert!(error.to_string().contains(&format!("PID {}", holder.id())) || cfg!(windows), "{error}");

    drop(holder.stdin.take());
    assert!(holder.wait().unwrap().success());
    assert_eq!(read_catalog(&path).unwrap().tables.len(), 1);
}

#[test]
fn what_is_not_a_database_is_said_so() {
    library().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let missing = read_catalog(&directory.path().join("missing.duckdb")).unwrap_err();
    assert!(missing.to_string().ends_with("missing.duckdb does not exist"), "{missing}");
    assert!(!missing.is_retryable());
    let path = directory.path().join("notes.txt");
    std::fs::write(&path, "not a database".repeat(1000)).unwrap();
    let error = read_catalog(&path).unwrap_err();
    assert!(error.to_string().contains("not a valid DuckDB database file"), "{error}");
    assert!(matches!(DuckDbAdapter::open(Some(&path)), Err(OpenError::Failed { .. })));
}
