//! Deep, long and wide texts on a small stack.
#![allow(clippy::unwrap_used, reason = "tests")]

use base::DialectKind;
use syntax::{parse_rocky, parse_sql};

/// Parses on a stack of 2 MB and tells how many errors there are.
fn errors_on_small_stack(text: String) -> usize {
    let parse_and_drop = move || {
        let parse = parse_sql(&text, DialectKind::DuckDb);
        assert_eq!(parse.syntax().text(), text.as_str());
        parse.errors.len()
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(parse_and_drop).unwrap().join().unwrap()
}

#[test]
fn brackets_nested_too_deep_are_one_error() {
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("f(", ")"),
        ("{'a': ", "}"),
        ("CASE WHEN ", " THEN 1 END"),
        ("NOT ", ""),
        ("- ", ""),
    ] {
        let text = format!("SELECT {}1{}, b FROM t", open.repeat(10_000), close.repeat(10_000));
        assert_eq!(errors_on_small_stack(text), 1, "{open}");
    }
    let text = format!("SELECT * FROM {}t{}", "(SELECT * FROM ".repeat(10_000), ")".repeat(10_000));
    assert_eq!(errors_on_small_stack(text), 1);
    let text = format!("{}SELECT 1{}", "(".repeat(10_000), ")".repeat(10_000));
    assert_eq!(errors_on_small_stack(text), 1);
    let text = format!("SELECT 1::{}INT{}", "STRUCT(a ".repeat(10_000), ")".repeat(10_000));
    assert_eq!(errors_on_small_stack(text), 1);
}

#[test]
fn brackets_left_open() {
    for open in ["(", "[", "{", "CASE ", "f(", "(SELECT ", "x IN ("] {
        assert!(errors_on_small_stack(format!("SELECT {}", open.repeat(10_000))) <= 3, "{open}");
    }
}

#[test]
fn nesting_and_chains_that_occur() {
    let nested = format!("SELECT {}1{}", "(".repeat(100), ")".repeat(100));
    assert_eq!(errors_on_small_stack(nested), 0);
    assert_eq!(errors_on_small_stack(format!("SELECT 1{}", " + 1".repeat(900))), 0);
    assert_eq!(errors_on_small_stack(format!("SELECT 1{}", " UNION ALL SELECT 1".repeat(900))), 0);
    assert_eq!(errors_on_small_stack(format!("SELECT * FROM t{}", " JOIN t USING (a)".repeat(900))), 0);
}

#[test]
fn chains_that_are_too_long_are_one_error() {
    assert_eq!(errors_on_small_stack(format!("SELECT 1{}", " + 1".repeat(100_000))), 1);
    assert_eq!(errors_on_small_stack(format!("SELECT 1{}", " UNION ALL SELECT 1".repeat(20_000))), 1);
    assert_eq!(errors_on_small_stack(format!("SELECT * FROM t{}", " JOIN t USING (a)".repeat(20_000))), 1);
    assert_eq!(errors_on_small_stack(format!("SELECT a{}", "::INT".repeat(20_000))), 1);
}

#[test]
fn wide_texts() {
    assert_eq!(errors_on_small_stack(format!("SELECT a{}", ", a".repeat(100_000))), 0);
    assert_eq!(errors_on_small_stack(format!("SELECT a IN (1{})", ", 1".repeat(100_000))), 0);
    assert_eq!(errors_on_small_stack("SELECT 1;".repeat(20_000)), 0);
    let ctes: String = (0..500).map(|i| format!("c{i} AS (SELECT {i}), ")).collect();
    assert_eq!(errors_on_small_stack(format!("WITH {ctes} last AS (SELECT 1) SELECT * FROM last")), 0);
}

#[test]
fn more_columns_or_tables_than_anybody_writes_are_one_error() {
    assert_eq!(errors_on_small_stack(format!("SELECT a{} FROM t", ", a".repeat(119_999))), 0);
    for text in [
        format!("SELECT a{} FROM t", ", a".repeat(1_000_000)),
        format!("SELECT a, {}b FROM t", "f(x, y) AS z, ".repeat(200_000)),
        format!("SELECT a FROM t{} WHERE b", ", t".repeat(1_000_000)),
        format!("SELECT * FROM (VALUES (1{})) AS v", ", 1".repeat(1_000_000)),
    ] {
        assert_eq!(errors_on_small_stack(text), 1);
    }
}

/// Each of these looked for its end through the rest of the text, again and again.
#[test]
fn quotes_and_templates_that_are_never_closed_cost_a_line() {
    for text in ["{{ x\n", "{% x\n", "\\'\n", "$a{n}$\n", "E'\\'\n", "\"\"\" x\n", "'''\\'''\n"] {
        for dialect in DialectKind::ALL {
            let lines: Vec<String> = (0..20_000).map(|n| text.replace("{n}", &n.to_string())).collect();
            let text = lines.concat();
            assert!(parse_sql(&text, dialect).syntax().text() == text.as_str());
        }
    }
}

#[test]
fn constructs_nested_too_deep_overflow_nothing() {
    for (before, open, close, behind) in [
        ("SELECT a ", "UNION (SELECT a ", ")", ""),
        ("SELECT * FROM ", "(t JOIN ", ")", ""),
        ("SELECT CAST(a AS ", "ARRAY<", ">", ") FROM t"),
        ("SELECT a", "[1", "]", ""),
        ("SELECT ", "EXISTS (SELECT ", ")", ""),
        ("SELECT ", "CASE a WHEN ", "", ""),
        ("SELECT ", "x -> ", "", ""),
        ("SELECT ", "interval ", "", ""),
        ("", "WITH t AS (", ")", ""),
        ("SELECT a FROM t WHERE a IN ", "(SELECT a FROM t WHERE a IN ", ")", ""),
    ] {
        let text = format!("{before}{}{}{behind}", open.repeat(10_000), close.repeat(10_000));
        for dialect in DialectKind::ALL {
            let text = text.clone();
            let parse = move || assert!(parse_sql(&text, dialect).syntax().text() == text.as_str());
            std::thread::Builder::new().stack_size(2 << 20).spawn(parse).unwrap().join().unwrap();
        }
    }
}

#[test]
fn the_dsl_is_as_patient() {
    let text = format!("from t where {}a{}", "(".repeat(10_000), ")".repeat(10_000));
    let parse = std::thread::Builder::new().stack_size(2 << 20).spawn(move || parse_rocky(&text)).unwrap();
    assert_eq!(parse.join().unwrap().errors.len(), 1);
}
