//! What BigQuery's pages say of literals, coercion, casts and dates; calls and operators are held against GoogleSQL's
//! answers in `tests/bigquery_answers.rs`.

use crate::{
    CastKind, Comparison, DialectKind, Engine, Literal, Operand, Type, cast_exists, compare, compare_order,
    extract_type, keyword_function, literal_type, output_type, parse_type, unify_all, unify_set_operation,
};
use expect_test::{Expect, expect};

const BIGQUERY: Engine = Engine::pinned(DialectKind::BigQuery);

fn ty(text: &str) -> Type {
    parse_type(text.trim(), DialectKind::BigQuery).unwrap()
}

fn operand(text: &str) -> Operand {
    let text = text.trim();
    let literal = match text.strip_prefix('\'') {
        Some(rest) => Literal::String(rest.trim_end_matches('\'').into()),
        None if text == "NULL" => Literal::Null,
        None if text.starts_with(|it: char| it.is_ascii_digit()) => Literal::Number(text.into()),
        None => return Operand::of(ty(text)),
    };
    Operand::literal(BIGQUERY.dialect, literal)
}

fn show(ty: &Type) -> String {
    ty.display(DialectKind::BigQuery).to_string()
}

/// One answer a line.
fn check(questions: &[&str], answer: impl Fn(&str) -> String, expect: Expect) {
    let lines: String =
        questions.iter().map(|question| format!("{question}: {}\n", answer(question))).collect();
    expect.assert_eq(&lines);
}

#[test]
fn literals() {
    let number = |text: &str| show(&literal_type(BIGQUERY.dialect, &Literal::Number(text.into())));
    check(
        &["1", "0xFF", "1.5", "1e3", ".5"],
        number,
        expect![[r#"
            1: INT64
            0xFF: INT64
            1.5: FLOAT64
            1e3: FLOAT64
            .5: FLOAT64
        "#]],
    );
}

#[test]
fn supertypes() {
    let unified = |text: &str| {
        let operands: Vec<Operand> = text.split(';').map(operand).collect();
        unify_all(BIGQUERY, &operands).map_or("none".to_owned(), |ty| show(&output_type(BIGQUERY, ty)))
    };
    check(
        &[
            "INT64; NUMERIC",
            "NUMERIC; FLOAT64",
            "NUMERIC; 1.5",
            "1.5; INT64; NUMERIC",
            "INT64; 1.5",
            "1; 1.5; NULL",
            "NUMERIC(10, 2); NUMERIC(5, 1)",
            "NUMERIC(10, 2); BIGNUMERIC(5, 1)",
            "NULL; NULL",
            "DATE; DATETIME",
            "DATE; TIMESTAMP",
            "DATE; '2024-01-01'",
            "BYTES; 'a'",
            "STRING; DATE",
            "INT64; '1'",
            "BOOL; INT64",
            "JSON; STRING",
            "STRING(10); STRING(20)",
            "ARRAY<INT64>; ARRAY<STRING>",
            "STRUCT<a INT64, b STRING>; STRUCT<x NUMERIC, y STRING>",
            "STRUCT<INT64, STRING>; STRUCT<a INT64, b STRING>",
            "STRUCT<a INT64>; STRUCT<a INT64, b STRING>",
        ],
        unified,
        expect![[r#"
            INT64; NUMERIC: NUMERIC
            NUMERIC; FLOAT64: FLOAT64
            NUMERIC; 1.5: NUMERIC
            1.5; INT64; NUMERIC: NUMERIC
            INT64; 1.5: FLOAT64
            1; 1.5; NULL: FLOAT64
            NUMERIC(10, 2); NUMERIC(5, 1): NUMERIC
            NUMERIC(10, 2); BIGNUMERIC(5, 1): BIGNUMERIC
            NULL; NULL: INT64
            DATE; DATETIME: DATETIME
            DATE; TIMESTAMP: none
            DATE; '2024-01-01': DATE
            BYTES; 'a': BYTES
            STRING; DATE: none
            INT64; '1': none
            BOOL; INT64: none
            JSON; STRING: none
            STRING(10); STRING(20): STRING
            ARRAY<INT64>; ARRAY<STRING>: none
            STRUCT<a INT64, b STRING>; STRUCT<x NUMERIC, y STRING>: STRUCT<a NUMERIC, b STRING>
            STRUCT<INT64, STRING>; STRUCT<a INT64, b STRING>: STRUCT<a INT64, b STRING>
            STRUCT<a INT64>; STRUCT<a INT64, b STRING>: none
        "#]],
    );
}

#[test]
fn set_operations() {
    let unified = |text: &str| {
        let (left, right) = text.split_once(';').unwrap();
        unify_set_operation(BIGQUERY, &operand(left), &operand(right))
            .map_or("none".to_owned(), |ty| show(&ty))
    };
    check(
        &[
            "INT64; NUMERIC",
            "INT64; STRING",
            "DATE; STRING",
            "DATE; '2024-01-01'",
            "NUMERIC; FLOAT64",
            "NUMERIC; 1.5",
            "NUMERIC; BIGNUMERIC",
        ],
        unified,
        expect![[r#"
            INT64; NUMERIC: NUMERIC
            INT64; STRING: none
            DATE; STRING: none
            DATE; '2024-01-01': DATE
            NUMERIC; FLOAT64: FLOAT64
            NUMERIC; 1.5: NUMERIC
            NUMERIC; BIGNUMERIC: BIGNUMERIC
        "#]],
    );
}

#[test]
fn comparison() {
    let compared = |text: &str| {
        let (left, right) = text.split_once(';').unwrap();
        let (left, right) = (operand(left), operand(right));
        let told = |comparison: Comparison| match comparison {
            Comparison::Same => "same".to_owned(),
            Comparison::Unknown => "unknown".to_owned(),
            Comparison::Coerced { to, .. } => format!("as {}", show(&to)),
            Comparison::Incompatible { .. } => "refused".to_owned(),
            Comparison::LiteralDoesNotConvert { literal, to } => format!("'{literal}' is no {}", show(&to)),
        };
        let equality = told(compare(BIGQUERY, &left, &right));
        let order = told(compare_order(BIGQUERY, &left, &right));
        if equality == order { equality } else { format!("{equality}; order: {order}") }
    };
    check(
        &[
            "INT64; FLOAT64",
            "INT64; STRING",
            "INT64; '1'",
            "DATE; '2024-01-01'",
            "DATE; '2024-02-30'",
            "TIMESTAMP; 'soon'",
            "DATE; TIMESTAMP",
            "BOOL; 1",
            "GEOGRAPHY; GEOGRAPHY",
            "STRUCT<a INT64>; STRUCT<b INT64>",
        ],
        compared,
        expect![[r#"
            INT64; FLOAT64: as FLOAT64
            INT64; STRING: refused
            INT64; '1': refused
            DATE; '2024-01-01': as DATE
            DATE; '2024-02-30': '2024-02-30' is no DATE
            TIMESTAMP; 'soon': 'soon' is no TIMESTAMP
            DATE; TIMESTAMP: refused
            BOOL; 1: refused
            GEOGRAPHY; GEOGRAPHY: refused
            STRUCT<a INT64>; STRUCT<b INT64>: as STRUCT<a INT64>; order: refused
        "#]],
    );
}

/// `.` unasked, `c` by CAST, space never. Rows are the source; columns in the order of the rows.
#[test]
fn casts() {
    const TYPES: [&str; 17] = [
        "INT64",
        "NUMERIC",
        "BIGNUMERIC",
        "FLOAT64",
        "STRING",
        "BYTES",
        "DATE",
        "DATETIME",
        "TIME",
        "TIMESTAMP",
        "INTERVAL",
        "BOOL",
        "JSON",
        "GEOGRAPHY",
        "RANGE<DATE>",
        "ARRAY<INT64>",
        "STRUCT<a INT64, b STRING>",
    ];
    let row = |from: &str| {
        let cast = |to: &&str| match cast_exists(BIGQUERY, &ty(from), &ty(to)) {
            CastKind::Implicit => '.',
            CastKind::Explicit => 'c',
            CastKind::Never => ' ',
        };
        format!("|{}|", TYPES.iter().map(cast).collect::<String>())
    };
    check(
        &TYPES,
        row,
        expect![[r#"
        INT64: |....c      c     |
        NUMERIC: |c...c            |
        BIGNUMERIC: |cc..c            |
        FLOAT64: |ccc.c            |
        STRING: |cccc.ccccccc  c  |
        BYTES: |    c.           |
        DATE: |    c .. c       |
        DATETIME: |    c c.cc       |
        TIME: |    c   .        |
        TIMESTAMP: |    c ccc.       |
        INTERVAL: |    c     .      |
        BOOL: |c   c      .     |
        JSON: |            .    |
        GEOGRAPHY: |             .   |
        RANGE<DATE>: |    c         .  |
        ARRAY<INT64>: |               . |
        STRUCT<a INT64, b STRING>: |                .|
    "#]],
    );
}

#[test]
fn dates() {
    let extracted = |field: &str| show(&extract_type(BIGQUERY, field, &ty("TIMESTAMP")));
    check(
        &["YEAR", "DATE", "TIME", "DATETIME", "WEEK(MONDAY)"],
        extracted,
        expect![[r#"
            YEAR: INT64
            DATE: DATE
            TIME: TIME
            DATETIME: DATETIME
            WEEK(MONDAY): INT64
        "#]],
    );
    let bare = |name: &str| keyword_function(BIGQUERY, name).map_or("none".to_owned(), |it| show(&it.result));
    check(
        &["current_date", "current_datetime", "CURRENT_TIMESTAMP", "now"],
        bare,
        expect![[r#"
            current_date: DATE
            current_datetime: DATETIME
            CURRENT_TIMESTAMP: TIMESTAMP
            now: none
        "#]],
    );
}
