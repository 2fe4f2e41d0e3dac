//! Types in and out of text.

use super::*;
use crate::{Field, IntervalKind, Type};
use base::DialectKind::{self, BigQuery, Databricks, DuckDb, Snowflake, Trino};
use std::path::PathBuf;

/// What is read, and how the dialect itself prints it.
fn check(dialect: DialectKind, spellings: &[(&str, &str)]) {
    for (text, printed) in spellings {
        let ty = parse_type(text, dialect);
        let shown = ty.as_ref().map(|ty| ty.display(dialect).to_string());
        assert_eq!(shown.as_deref(), Some(*printed), "{dialect} {text}");
        assert_eq!(parse_type(printed, dialect), ty, "{dialect} {text} read back");
    }
}

#[test]
fn duckdb() {
    let spellings = [
        ("int", "INTEGER"),
        ("int8", "BIGINT"),
        ("HUGEINT", "HUGEINT"),
        ("UTINYINT", "UTINYINT"),
        ("float", "FLOAT"),
        ("double precision", "DOUBLE"),
        ("decimal", "DECIMAL(18,3)"),
        ("NUMERIC(10)", "DECIMAL(10,0)"),
        ("decimal( 18 , 2 )", "DECIMAL(18,2)"),
        ("varchar(20)", "VARCHAR"),
        ("character varying", "VARCHAR"),
        ("timestamptz", "TIMESTAMP WITH TIME ZONE"),
        ("TIMESTAMP WITHOUT TIME ZONE", "TIMESTAMP"),
        ("datetime", "TIMESTAMP"),
        ("TIMESTAMP_S", "TIMESTAMP_S"),
        ("TIMESTAMP_US", "TIMESTAMP"),
        ("TIMESTAMP(9)", "TIMESTAMP_NS"),
        ("TIMETZ", "TIME WITH TIME ZONE"),
        ("TIME_NS", "TIME_NS"),
        ("interval", "INTERVAL"),
        ("bytea", "BLOB"),
        ("INTEGER[]", "INTEGER[]"),
        ("INTEGER[3][]", "INTEGER[3][]"),
        ("struct(a int, b varchar)", "STRUCT(a INTEGER, b VARCHAR)"),
        (
            "STRUCT(\"a b\" INTEGER, \"key\" DATE, aB TIME)[]",
            "STRUCT(\"a b\" INTEGER, \"key\" DATE, aB TIME)[]",
        ),
        ("STRUCT(date DATE, \"timestamp\" TIMESTAMP)", "STRUCT(date DATE, \"timestamp\" TIMESTAMP)"),
        ("STRUCT(INTEGER, VARCHAR)", "STRUCT(INTEGER, VARCHAR)"),
        ("MAP(VARCHAR, STRUCT(a INTEGER[]))", "MAP(VARCHAR, STRUCT(a INTEGER[]))"),
        ("UNION(num INTEGER, str VARCHAR)", "UNION(num INTEGER, str VARCHAR)"),
        ("ENUM('a', 'it''s')", "ENUM('a', 'it''s')"),
        ("\"NULL\"", "\"NULL\""),
        ("VARINT", "BIGNUM"),
        ("?", "?"),
    ];
    check(DuckDb, &spellings);
    for malformed in [
        "",
        "DECIMAL(",
        "STRUCT(a)",
        "MAP(INTEGER)",
        "INTEGER]",
        "my_type",
        "VARCHAR x",
        "ENUM(1)",
        "DECIMAL(90,2)",
    ] {
        assert_eq!(parse_type(malformed, DuckDb), None, "{malformed}");
    }
}

#[test]
fn others() {
    check(
        Snowflake,
        &[
            ("NUMBER(38,0)", "NUMBER(38,0)"),
            ("INT", "NUMBER(38,0)"),
            ("FLOAT", "FLOAT"),
            ("VARCHAR(16777216)", "VARCHAR(16777216)"),
            ("TIMESTAMP_NTZ(9)", "TIMESTAMP_NTZ(9)"),
            ("TIMESTAMP_LTZ(3)", "TIMESTAMP_LTZ(3)"),
            ("VARIANT", "VARIANT"),
            ("ARRAY", "ARRAY"),
            ("OBJECT", "OBJECT"),
            ("OBJECT(a NUMBER(10,0) NOT NULL, b VARCHAR(5))", "OBJECT(\"a\" NUMBER(10,0), \"b\" VARCHAR(5))"),
        ],
    );
    check(
        BigQuery,
        &[
            ("INT64", "INT64"),
            ("INTEGER", "INT64"),
            ("NUMERIC", "NUMERIC"),
            ("NUMERIC(10,2)", "NUMERIC(10, 2)"),
            ("BIGNUMERIC", "BIGNUMERIC"),
            ("DATETIME", "DATETIME"),
            ("TIMESTAMP", "TIMESTAMP"),
            ("ARRAY<STRUCT<a INT64, b ARRAY<STRING>>>", "ARRAY<STRUCT<a INT64, b ARRAY<STRING>>>"),
            ("STRUCT<INT64, STRING>", "STRUCT<INT64, STRING>"),
            ("RANGE<DATE>", "RANGE<DATE>"),
            ("BYTES(10)", "BYTES"),
        ],
    );
    check(
        Databricks,
        &[
            ("bigint", "BIGINT"),
            ("decimal", "DECIMAL(10,0)"),
            ("timestamp", "TIMESTAMP"),
            ("timestamp_ntz", "TIMESTAMP_NTZ"),
            ("array<struct<a:int,b:map<string,double>>>", "ARRAY<STRUCT<a: INT, b: MAP<STRING, DOUBLE>>>"),
            ("interval day to second", "INTERVAL DAY TO SECOND"),
            ("void", "VOID"),
        ],
    );
    check(
        Trino,
        &[
            ("timestamp(6) with time zone", "timestamp(6) with time zone"),
            ("timestamp", "timestamp(3)"),
            ("row(a integer, b varchar(10))", "row(a integer, b varchar(10))"),
            ("array(map(varchar, double))", "array(map(varchar, double))"),
            ("char(3)", "char(3)"),
        ],
    );
}

#[test]
fn every_type_reads_back() {
    let scalars = [
        Type::Boolean,
        Type::TINYINT,
        Type::HUGEINT,
        Type::unsigned(64),
        Type::Float32,
        Type::Float64,
        Type::decimal(38, 10),
        Type::STRING,
        Type::Binary,
        Type::Bit,
        Type::Date,
        Type::TIME,
        Type::Time { precision: None, zone: true },
        Type::TIMESTAMP,
        Type::TIMESTAMP_TZ,
        Type::Timestamp { precision: Some(3), zone: false },
        Type::Interval(IntervalKind::Mixed),
        Type::Uuid,
        Type::Json,
        Type::Variant,
        Type::Enum(Some(["x".into(), "y z".into()].into())),
        Type::Geometry,
        Type::Named("BIGNUM".into()),
    ];
    for ty in scalars {
        let field = Field { name: "some name".into(), ty: ty.clone() };
        let nested = [
            ty.clone(),
            Type::list(Type::list(ty.clone())),
            Type::Array { element: ty.clone().into(), length: Some(4) },
            Type::map(Type::STRING, ty.clone()),
            Type::Struct([field.clone(), Field { name: "select".into(), ty: Type::Date }].into()),
            Type::Union([field].into()),
        ];
        for ty in nested {
            let text = ty.display(DuckDb).to_string();
            assert_eq!(parse_type(&text, DuckDb), Some(ty), "{text}");
        }
    }
}

#[test]
fn databricks_intervals_and_times() {
    let spelled = [
        "INTERVAL",
        "INTERVAL YEAR",
        "INTERVAL YEAR TO MONTH",
        "INTERVAL MONTH",
        "INTERVAL DAY TO HOUR",
        "INTERVAL DAY TO SECOND",
        "INTERVAL HOUR TO SECOND",
        "INTERVAL SECOND",
        "TIMESTAMP",
        "TIMESTAMP_NTZ",
        "TIMESTAMP_LTZ(9)",
        "TIME(6)",
        "TIME(3)",
    ];
    for text in spelled {
        let ty = parse_type(text, Databricks).unwrap();
        assert_eq!(ty.display(Databricks).to_string(), text);
    }
    assert_eq!(parse_type("INTERVAL DAY TO HOUR", Trino), parse_type("INTERVAL DAY TO SECOND", Trino));
}

#[test]
fn deep_nesting_is_refused() {
    assert_eq!(parse_type(&"MAP(".repeat(10_000), DuckDb), None);
    assert_eq!(parse_type(&format!("{}INTEGER{}", "ARRAY<".repeat(500), ">".repeat(500)), Databricks), None);
}

#[test]
fn contracts() {
    let matches = |contract: &str, dialect, ty: &str| {
        parse_contract_type(contract, dialect)
            .map(|pattern| pattern.matches(&parse_type(ty, dialect).unwrap()))
    };
    assert_eq!(matches("Int64", DuckDb, "BIGINT"), Some(true));
    assert_eq!(matches("Int64", DuckDb, "INTEGER"), Some(false));
    assert_eq!(matches("int64", DuckDb, "BIGINT"), Some(true));
    assert_eq!(matches("BIGINT", DuckDb, "BIGINT"), Some(true));
    assert_eq!(matches("Decimal", DuckDb, "DECIMAL(12,4)"), Some(true));
    assert_eq!(matches("Decimal(12,4)", DuckDb, "DECIMAL(12,4)"), Some(true));
    assert_eq!(matches("Decimal(12)", DuckDb, "DECIMAL(12,4)"), Some(false));
    assert_eq!(matches("String", DuckDb, "VARCHAR"), Some(true));
    assert_eq!(matches("String", Snowflake, "VARCHAR(50)"), Some(true));
    assert_eq!(matches("Int64", Snowflake, "NUMBER(38,0)"), Some(true));
    assert_eq!(matches("Int64", Snowflake, "NUMBER(18,0)"), Some(true));
    assert_eq!(matches("Int64", Snowflake, "NUMBER(18,2)"), Some(false));
    assert_eq!(matches("INT", Snowflake, "NUMBER(18,0)"), Some(false));
    assert_eq!(matches("Timestamp", DuckDb, "TIMESTAMP"), Some(true));
    assert_eq!(matches("Timestamp", DuckDb, "TIMESTAMP WITH TIME ZONE"), Some(true));
    assert_eq!(matches("TIMESTAMP", DuckDb, "TIMESTAMP WITH TIME ZONE"), Some(false));
    assert_eq!(matches("TimestampNtz", DuckDb, "TIMESTAMP"), Some(true));
    assert_eq!(matches("Array<Int64>", DuckDb, "VARCHAR[]"), Some(true));
    assert_eq!(matches("BIGINT[]", DuckDb, "VARCHAR[]"), Some(false));
    assert_eq!(matches("Struct", DuckDb, "STRUCT(a INTEGER)"), Some(true));
    assert_eq!(matches("Int64", DuckDb, "?"), Some(true));
    assert_eq!(matches("Integer64", DuckDb, "BIGINT"), None);
}

/// Every type in the corpus' answers is read, and printed as the engine printed it, but for what only DuckDB 2 has.
#[test]
fn corpus() {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus");
    let root = std::env::var("ROCKY_CORPUS").map_or_else(|_| PathBuf::from(own), PathBuf::from);
    let Ok(text) = std::fs::read_to_string(root.join("types/duckdb.jsonl")) else {
        println!("no corpus at {}: nothing checked; ROCKY_CORPUS names one", root.display());
        return;
    };
    let fetched = std::fs::read_to_string(root.join("types/duckdb.fetched.jsonl")).unwrap_or_default();
    let mut faults = Vec::new();
    for line in text.lines().chain(fetched.lines()) {
        for part in line.split("\"type\": \"").skip(1) {
            let Some(spelled) = json_string(part) else { continue };
            let only_in_2 = ["GEOMETRY("];
            if only_in_2.iter().any(|start| spelled.starts_with(start))
                || ["STRUCT", "TUPLE"].contains(&&*spelled)
            {
                continue;
            }
            let spelled = spelled.replace("TUPLE(", "STRUCT(");
            let printed = parse_type(&spelled, DuckDb).map(|ty| ty.display(DuckDb).to_string());
            if printed.as_deref() != Some(&spelled) {
                faults.push(format!("{spelled} as {printed:?}"));
            }
        }
    }
    for (dialect, file) in [(Databricks, "databricks"), (BigQuery, "bigquery")] {
        let text = std::fs::read_to_string(root.join(format!("types/{file}.jsonl"))).unwrap_or_default();
        for spelled in text.split("\"type\": \"").skip(1).filter_map(json_string) {
            if parse_type(&spelled, dialect).is_none() {
                faults.push(format!("{dialect}: {spelled}"));
            }
        }
    }
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The JSON string whose opening quote has been passed.
fn json_string(text: &str) -> Option<String> {
    let mut result = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next()? {
            '"' => return Some(result),
            '\\' => match characters.next()? {
                'n' => result.push('\n'),
                'u' => {
                    let code: String = characters.by_ref().take(4).collect();
                    result.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
                }
                other => result.push(other),
            },
            other => result.push(other),
        }
    }
}
