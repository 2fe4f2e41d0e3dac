//! Calls as one writes them, and what they return.

use super::*;
use crate::{BinaryOperator, DialectKind, Literal, binary_type, output_type, parse_type};
use expect_test::{Expect, expect};

/// An operand in the notation of these tests: a literal as SQL writes it, else a type.
fn operand(dialect: DialectKind, text: &str) -> Operand {
    let text = text.trim();
    let literal = match text.strip_prefix('\'') {
        Some(rest) => Literal::String(rest.trim_end_matches('\'').into()),
        None if text == "NULL" => Literal::Null,
        None if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') => Literal::Number(text.into()),
        None => return Operand::of(parse_type(text, dialect).unwrap()),
    };
    Operand::literal(dialect, literal)
}

/// `name(argument; argument)` or `argument; operator; argument`, one a line.
fn check(dialect: DialectKind, calls: &str, shape: CallShape, expect: Expect) {
    let mut table = String::new();
    for call in calls.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, arguments) = call.split_once('(').unwrap();
        let arguments: Vec<Argument> = arguments
            .trim_end_matches(')')
            .split(';')
            .filter(|argument| !argument.is_empty())
            .map(|text| {
                Argument::of(operand(dialect, text.trim().replace('{', "(").replace('}', ")").as_str()))
            })
            .collect();
        let answer = match resolve_call(dialect.into(), name, &arguments, shape) {
            Ok(call) => {
                let columns: Vec<String> = call
                    .columns
                    .iter()
                    .flatten()
                    .map(|field| format!(" {} {}", field.name, field.ty.display(dialect)))
                    .collect();
                let result = output_type(dialect.into(), call.result);
                format!(
                    "{} {:?} {:?}{}",
                    result.display(dialect),
                    call.kind,
                    call.nullability,
                    columns.join(",")
                )
            }
            Err(CallError::UnknownFunction { closest }) => format!("unknown; did you mean {closest:?}"),
            Err(CallError::UnknownTableFunction { closest }) => {
                format!("unknown as a table; did you mean {closest:?}")
            }
            Err(CallError::WrongArguments { message, .. }) => message,
            Err(CallError::LiteralDoesNotConvert { argument, to }) => {
                format!("argument {} is no {}", argument + 1, to.display(dialect))
            }
        };
        table.push_str(&format!("{call}: {answer}\n"));
    }
    expect.assert_eq(&table);
}

#[test]
fn duckdb() {
    let calls = "
        count()
        count(VARCHAR)
        sum(INTEGER)
        sum(DECIMAL{10,2})
        sum(VARCHAR)
        sum('1')
        avg(DECIMAL{10,2})
        max(DATE)
        coalesce(INTEGER; 0)
        coalesce(INTEGER; VARCHAR)
        coalesce('a'; 2)
        greatest(1; 2.5)
        nullif(INTEGER; 0)
        date_trunc('month'; DATE)
        date_trunc('month'; '2024-01-01')
        date_trunc('month'; ?)
        year(?)
        abs(NULL)
        abs(?)
        lower(INTEGER)
        lower(?; ?)
        lowr(VARCHAR)
        st_buffer(GEOMETRY; 1)
        substring(VARCHAR; 'x'; 1)
        concat(INTEGER; VARCHAR; DATE)
        concat_ws(','; INTEGER; VARCHAR)
        round(DECIMAL{10,4}; 2)
        list_sum(INTEGER[])
        list_contains(INTEGER[]; 1)
        struct_extract(STRUCT{a INTEGER, b VARCHAR}; 'b')
        strptime(VARCHAR; '%Y')
        regexp_replace(VARCHAR; 'a'; 'b')
        to_json(STRUCT{a INTEGER})
        read_csv('x.csv')
        quantile_cont(INTEGER; 0.5)
        generate_series(1; 10)
    ";
    check(
        DialectKind::DuckDb,
        calls,
        CallShape::default(),
        expect![[r#"
            count(): BIGINT Aggregate NeverNull
            count(VARCHAR): BIGINT Aggregate NeverNull
            sum(INTEGER): HUGEINT Aggregate NullIfNoRows
            sum(DECIMAL{10,2}): DECIMAL(38,2) Aggregate NullIfNoRows
            sum(VARCHAR): DuckDB has no `sum(VARCHAR)`
            sum('1'): DuckDB has no `sum(VARCHAR)`
            avg(DECIMAL{10,2}): DOUBLE Aggregate NullIfNoRows
            max(DATE): DATE Aggregate NullIfNoRows
            coalesce(INTEGER; 0): INTEGER Scalar FirstNonNull
            coalesce(INTEGER; VARCHAR): DuckDB has no `coalesce(INTEGER, VARCHAR)`
            coalesce('a'; 2): INTEGER Scalar FirstNonNull
            greatest(1; 2.5): DECIMAL(11,1) Scalar FirstNonNull
            nullif(INTEGER; 0): INTEGER Scalar AlwaysNullable
            date_trunc('month'; DATE): TIMESTAMP Scalar NullIfAnyArgument
            date_trunc('month'; '2024-01-01'): DuckDB cannot choose a `date_trunc`: say the type of argument 2
            date_trunc('month'; ?): ? Scalar NullIfAnyArgument
            year(?): BIGINT Scalar NullIfAnyArgument
            abs(NULL): BIGINT Scalar NullIfAnyArgument
            abs(?): ? Scalar NullIfAnyArgument
            lower(INTEGER): DuckDB has no `lower(INTEGER)`
            lower(?; ?): `lower` does not take 2 arguments
            lowr(VARCHAR): unknown; did you mean Some("lower")
            st_buffer(GEOMETRY; 1): ? Unknown Unknown
            substring(VARCHAR; 'x'; 1): argument 2 is no BIGINT
            concat(INTEGER; VARCHAR; DATE): VARCHAR Scalar NeverNull
            concat_ws(','; INTEGER; VARCHAR): VARCHAR Scalar Unknown
            round(DECIMAL{10,4}; 2): DECIMAL(10,2) Scalar NullIfAnyArgument
            list_sum(INTEGER[]): HUGEINT Scalar AlwaysNullable
            list_contains(INTEGER[]; 1): BOOLEAN Scalar Unknown
            struct_extract(STRUCT{a INTEGER, b VARCHAR}; 'b'): VARCHAR Scalar AlwaysNullable
            strptime(VARCHAR; '%Y'): TIMESTAMP Scalar NullIfAnyArgument
            regexp_replace(VARCHAR; 'a'; 'b'): VARCHAR Scalar NullIfAnyArgument
            to_json(STRUCT{a INTEGER}): JSON Scalar NullIfAnyArgument
            read_csv('x.csv'): `read_csv` is a table function and stands in FROM only
            quantile_cont(INTEGER; 0.5): DOUBLE Aggregate NullIfNoRows
            generate_series(1; 10): BIGINT[] Scalar NullIfAnyArgument
        "#]],
    );
}

#[test]
fn duckdb_over() {
    let over = CallShape { over: true, ..CallShape::default() };
    let calls = "
        row_number()
        rank(INTEGER)
        lag(DATE)
        lag(INTEGER; 1; 0)
        sum(BIGINT)
        lower(VARCHAR)
    ";
    check(
        DialectKind::DuckDb,
        calls,
        over,
        expect![[r#"
            row_number(): BIGINT Window NeverNull
            rank(INTEGER): `rank` does not take 1 argument
            lag(DATE): DATE Window OtherRow
            lag(INTEGER; 1; 0): INTEGER Window OtherRow
            sum(BIGINT): HUGEINT Aggregate NullIfNoRows
            lower(VARCHAR): `lower` is not an aggregate or window function
        "#]],
    );
}

#[test]
fn duckdb_table() {
    let table = CallShape { table: true, ..CallShape::default() };
    let calls = "
        range(10)
        generate_series(1; 10; 2)
        read_parquet('x')
        lower('x')
        reed_csv('x')
    ";
    check(
        DialectKind::DuckDb,
        calls,
        table,
        expect![[r#"
        range(10): ? Table Unknown range BIGINT
        generate_series(1; 10; 2): ? Table Unknown generate_series BIGINT
        read_parquet('x'): ? Table Unknown
        lower('x'): unknown as a table; did you mean None
        reed_csv('x'): unknown as a table; did you mean Some("read_csv")
    "#]],
    );
}

#[test]
fn others() {
    let calls = "
        sum(BIGINT)
        sum(DECIMAL{10,2})
        avg(DECIMAL{10,2})
        coalesce(BIGINT; 0)
        length(STRING)
        some_udf(BIGINT)
    ";
    check(
        DialectKind::Databricks,
        calls,
        CallShape::default(),
        expect![[r#"
        sum(BIGINT): BIGINT Aggregate NullIfNoRows
        sum(DECIMAL{10,2}): DECIMAL(20,2) Aggregate NullIfNoRows
        avg(DECIMAL{10,2}): DECIMAL(14,6) Aggregate NullIfNoRows
        coalesce(BIGINT; 0): BIGINT Scalar FirstNonNull
        length(STRING): INT Scalar NullIfAnyArgument
        some_udf(BIGINT): unknown; did you mean None
    "#]],
    );
    check(
        DialectKind::Snowflake,
        calls,
        CallShape::default(),
        expect![[r#"
            sum(BIGINT): NUMBER(38,0) Aggregate NullIfNoRows
            sum(DECIMAL{10,2}): NUMBER(22,2) Aggregate NullIfNoRows
            avg(DECIMAL{10,2}): NUMBER(28,8) Aggregate NullIfNoRows
            coalesce(BIGINT; 0): NUMBER(38,0) Scalar FirstNonNull
            length(STRING): NUMBER(18,0) Scalar NullIfAnyArgument
            some_udf(BIGINT): unknown; did you mean None
        "#]],
    );
}

#[test]
fn duckdb_literals_in_operators() {
    use BinaryOperator as B;
    let pairs = [
        ("1", B::Add, "1.5"),
        ("1", B::Divide, "2"),
        ("TINYINT", B::Add, "1"),
        ("TINYINT", B::Multiply, "1000"),
        ("DECIMAL(10,2)", B::Multiply, "DECIMAL(10,4)"),
        ("DECIMAL(10,2)", B::Add, "DECIMAL(10,8)"),
        ("INTEGER", B::Add, "DECIMAL(10,2)"),
        ("DECIMAL(10,2)", B::Add, "'1'"),
        ("'5'", B::Multiply, "2"),
        ("'a'", B::Add, "1"),
        ("DATE", B::Subtract, "DATE"),
        ("DATE", B::Add, "INTERVAL"),
        ("DATE", B::Subtract, "'2019-01-01'"),
        ("DATE", B::Add, "DATE"),
        ("VARCHAR", B::Add, "INTEGER"),
        ("BIGINT", B::Multiply, "'abc'"),
        ("NULL", B::Add, "1"),
        ("NULL", B::Concat, "'a'"),
        ("?", B::Add, "INTEGER"),
        ("?", B::Concat, "VARCHAR"),
        ("INTEGER", B::Concat, "VARCHAR"),
        ("INTEGER[]", B::Concat, "DOUBLE[]"),
        ("INTEGER[]", B::Concat, "VARCHAR"),
        ("INTEGER", B::Like, "'1%'"),
        ("JSON", B::Arrow, "'$.a'"),
        ("JSON", B::LongArrow, "'$.a'"),
        ("BIGINT", B::Less, "VARCHAR"),
    ];
    let dialect = DialectKind::DuckDb;
    let table: String = pairs
        .iter()
        .map(|(left, operator, right)| {
            let answer = match binary_type(
                dialect.into(),
                *operator,
                &operand(dialect, left),
                &operand(dialect, right),
            ) {
                Ok(ty) => output_type(dialect.into(), ty).display(dialect).to_string(),
                Err(error) => format!("{error:?}"),
            };
            format!("{left} {operator:?} {right}: {answer}\n")
        })
        .collect();
    expect![[r#"
        1 Add 1.5: DECIMAL(12,1)
        1 Divide 2: DOUBLE
        TINYINT Add 1: TINYINT
        TINYINT Multiply 1000: INTEGER
        DECIMAL(10,2) Multiply DECIMAL(10,4): DECIMAL(18,6)
        DECIMAL(10,2) Add DECIMAL(10,8): DECIMAL(17,8)
        INTEGER Add DECIMAL(10,2): DECIMAL(13,2)
        DECIMAL(10,2) Add '1': DOUBLE
        '5' Multiply 2: INTEGER
        'a' Add 1: NoSuchOperator("DuckDB has no VARCHAR + INTEGER")
        DATE Subtract DATE: BIGINT
        DATE Add INTERVAL: TIMESTAMP
        DATE Subtract '2019-01-01': NoSuchOperator("DuckDB has no DATE - VARCHAR")
        DATE Add DATE: NoSuchOperator("DuckDB has no DATE + DATE")
        VARCHAR Add INTEGER: NoSuchOperator("DuckDB has no VARCHAR + INTEGER")
        BIGINT Multiply 'abc': NoSuchOperator("DuckDB has no BIGINT * VARCHAR")
        NULL Add 1: INTEGER
        NULL Concat 'a': INTEGER
        ? Add INTEGER: ?
        ? Concat VARCHAR: ?
        INTEGER Concat VARCHAR: VARCHAR
        INTEGER[] Concat DOUBLE[]: DOUBLE[]
        INTEGER[] Concat VARCHAR: NoSuchOperator("DuckDB has no INTEGER[] || VARCHAR")
        INTEGER Like '1%': NoSuchOperator("DuckDB has no INTEGER LIKE VARCHAR")
        JSON Arrow '$.a': JSON
        JSON LongArrow '$.a': VARCHAR
        BIGINT Less VARCHAR: NoSuchOperator("DuckDB cannot compare BIGINT with VARCHAR")
    "#]]
    .assert_eq(&table);
}
