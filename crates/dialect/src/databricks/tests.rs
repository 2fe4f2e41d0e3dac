//! What calls over columns and literals return, where the answers of `tests/databricks_answers.rs` do not reach:
//! literals, lambdas, generators. All answers are Spark 4.3's.

use crate::{
    Argument, CallShape, DialectKind, Literal, Operand, Type, extract_type, interval_type, lambda_parameters,
    literal_type, parse_type, resolve_call,
};
use expect_test::{Expect, expect};

const DATABRICKS: DialectKind = DialectKind::Databricks;

fn read(text: &str) -> Type {
    parse_type(text, DATABRICKS).unwrap()
}

fn show(ty: &Type) -> String {
    ty.display(DATABRICKS).to_string()
}

/// An argument: a literal, `name: TYPE`, or `x -> TYPE`, a lambda with a body of that type.
fn argument(text: &str) -> Argument {
    let literal = |literal| Argument::of(Operand::literal(DATABRICKS, literal));
    if let Some(content) = text.strip_prefix('\'') {
        return literal(Literal::String(content.trim_end_matches('\'').into()));
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return literal(Literal::Number(text.into()));
    }
    match (text.strip_prefix("x -> "), text.split_once(": ")) {
        (Some(body), _) => Argument { lambda: true, ..Argument::of(Operand::of(read(body))) },
        (None, Some((name, ty))) if !name.contains('<') => {
            Argument { name: Some(name.into()), ..Argument::of(Operand::of(read(ty))) }
        }
        _ => Argument::of(Operand::of(read(text))),
    }
}

fn check(calls: &[(&str, &[&str])], shape: CallShape, expect: Expect) {
    let mut table = String::new();
    for (name, arguments) in calls {
        let list: Vec<Argument> = arguments.iter().map(|it| argument(it)).collect();
        let answer = match resolve_call(DATABRICKS.into(), name, &list, shape) {
            Ok(call) => match call.columns {
                Some(columns) => {
                    let columns = columns.iter().map(|it| format!("{} {}", it.name, show(&it.ty)));
                    columns.collect::<Vec<_>>().join(", ")
                }
                None => show(&call.result),
            },
            Err(error) => format!("{error:?}"),
        };
        table.push_str(&format!("{name}({}): {answer}\n", arguments.join("; ")));
    }
    expect.assert_eq(&table);
}

#[test]
fn literals() {
    let numbers = ["1", "2147483648", "12345678901234567890", "0.05", "1.50", "0.0", ".5", "00123.4"];
    let suffixed = ["1e3", "1L", "1S", "1Y", "1.5D", "1F", "12BD", "1.20BD", "1e3BD", "1.5e2BD"];
    let types = numbers.iter().chain(&suffixed).map(|text| {
        let ty = literal_type(DATABRICKS, &Literal::Number((*text).into()));
        format!("{text}: {}\n", show(&ty))
    });
    expect![[r#"
        1: INT
        2147483648: BIGINT
        12345678901234567890: DECIMAL(20,0)
        0.05: DECIMAL(2,2)
        1.50: DECIMAL(3,2)
        0.0: DECIMAL(1,1)
        .5: DECIMAL(1,1)
        00123.4: DECIMAL(4,1)
        1e3: DOUBLE
        1L: BIGINT
        1S: SMALLINT
        1Y: TINYINT
        1.5D: DOUBLE
        1F: FLOAT
        12BD: DECIMAL(2,0)
        1.20BD: DECIMAL(3,2)
        1e3BD: DECIMAL(4,0)
        1.5e2BD: DECIMAL(3,0)
    "#]]
    .assert_eq(&types.collect::<String>());
}

#[test]
fn intervals() {
    let interval = |units: &[&str]| show(&interval_type(DATABRICKS.into(), units));
    assert_eq!(interval(&["DAY"]), "INTERVAL DAY");
    assert_eq!(interval(&["WEEKS"]), "INTERVAL DAY");
    assert_eq!(interval(&["DAY", "SECOND"]), "INTERVAL DAY TO SECOND");
    assert_eq!(interval(&["MINUTES", "HOURS"]), "INTERVAL HOUR TO MINUTE");
    assert_eq!(interval(&["MILLISECONDS"]), "INTERVAL SECOND");
    assert_eq!(interval(&[]), "?");
    let part = |field: &str, of: &str| show(&extract_type(DATABRICKS.into(), field, &read(of)));
    assert_eq!(part("YEAR", "DATE"), "INT");
    assert_eq!(part("second", "TIMESTAMP"), "DECIMAL(8,6)");
    assert_eq!(part("month", "INTERVAL YEAR TO MONTH"), "TINYINT");
    assert_eq!(part("day", "INTERVAL DAY TO SECOND"), "INT");
}

#[test]
fn calls() {
    check(
        &[
            ("round", &["DECIMAL(9,2)", "1"]),
            ("round", &["DECIMAL(9,2)", "5"]),
            ("ceil", &["DOUBLE", "1"]),
            ("floor", &["BIGINT", "1"]),
            ("sum", &["INTERVAL DAY"]),
            ("avg", &["INTERVAL DAY"]),
            ("percentile", &["INT", "ARRAY<DOUBLE>"]),
            ("approx_percentile", &["DATE", "DOUBLE"]),
            ("decode", &["INT", "1", "'a'", "2", "'b'", "'c'"]),
            ("sequence", &["1", "5", "2L"]),
            ("sequence", &["DATE", "DATE", "INTERVAL MONTH"]),
            ("dateadd", &["?", "1", "DATE"]),
            ("datediff", &["?", "DATE", "TIMESTAMP"]),
            ("datediff", &["DATE", "DATE"]),
            ("to_number", &["STRING", "'99,999.9S'"]),
            ("variant_get", &["VARIANT", "'$.a'", "'array<string>'"]),
            ("from_json", &["STRING", "'a INT, b STRING'"]),
            ("from_json", &["STRING", "'map<string,int>'"]),
            ("map", &["'a'", "1", "'b'", "2L"]),
            ("named_struct", &["'a'", "1", "'b'", "'x'"]),
            ("struct", &["1", "c: BIGINT"]),
            ("arrays_zip", &["a: ARRAY<INT>", "ARRAY<STRING>"]),
            ("element_at", &["MAP<STRING, INT>", "'a'"]),
            ("coalesce", &["INT", "'1'"]),
            ("greatest", &["INT", "DECIMAL(9,2)"]),
            ("date_part", &["'seconds'", "TIMESTAMP"]),
        ],
        CallShape::default(),
        expect![[r#"
            round(DECIMAL(9,2); 1): DECIMAL(9,1)
            round(DECIMAL(9,2); 5): DECIMAL(10,2)
            ceil(DOUBLE; 1): DECIMAL(17,1)
            floor(BIGINT; 1): DECIMAL(21,0)
            sum(INTERVAL DAY): INTERVAL DAY
            avg(INTERVAL DAY): INTERVAL DAY TO SECOND
            percentile(INT; ARRAY<DOUBLE>): ARRAY<DOUBLE>
            approx_percentile(DATE; DOUBLE): DATE
            decode(INT; 1; 'a'; 2; 'b'; 'c'): STRING
            sequence(1; 5; 2L): ARRAY<BIGINT>
            sequence(DATE; DATE; INTERVAL MONTH): ARRAY<DATE>
            dateadd(?; 1; DATE): TIMESTAMP
            datediff(?; DATE; TIMESTAMP): BIGINT
            datediff(DATE; DATE): INT
            to_number(STRING; '99,999.9S'): DECIMAL(6,1)
            variant_get(VARIANT; '$.a'; 'array<string>'): ARRAY<STRING>
            from_json(STRING; 'a INT, b STRING'): STRUCT<a: INT, b: STRING>
            from_json(STRING; 'map<string,int>'): MAP<STRING, INT>
            map('a'; 1; 'b'; 2L): MAP<STRING, BIGINT>
            named_struct('a'; 1; 'b'; 'x'): STRUCT<a: INT, b: STRING>
            struct(1; c: BIGINT): STRUCT<col1: INT, c: BIGINT>
            arrays_zip(a: ARRAY<INT>; ARRAY<STRING>): ARRAY<STRUCT<a: INT, `1`: STRING>>
            element_at(MAP<STRING, INT>; 'a'): INT
            coalesce(INT; '1'): BIGINT
            greatest(INT; DECIMAL(9,2)): DECIMAL(12,2)
            date_part('seconds'; TIMESTAMP): DECIMAL(8,6)
        "#]],
    );
}

#[test]
fn lambdas() {
    check(
        &[
            ("transform", &["ARRAY<INT>", "x -> DECIMAL(12,1)"]),
            ("aggregate", &["ARRAY<INT>", "0L", "x -> BIGINT"]),
            ("reduce", &["ARRAY<INT>", "0", "x -> INT", "x -> DOUBLE"]),
            ("transform_values", &["MAP<STRING, INT>", "x -> DATE"]),
            ("transform_keys", &["MAP<STRING, INT>", "x -> DATE"]),
            ("map_zip_with", &["MAP<STRING, INT>", "MAP<STRING, DATE>", "x -> BOOLEAN"]),
            ("filter", &["ARRAY<INT>", "x -> BOOLEAN"]),
            ("transform", &["ARRAY<INT>", "INT"]),
        ],
        CallShape::default(),
        expect![[r#"
            transform(ARRAY<INT>; x -> DECIMAL(12,1)): ARRAY<DECIMAL(12,1)>
            aggregate(ARRAY<INT>; 0L; x -> BIGINT): BIGINT
            reduce(ARRAY<INT>; 0; x -> INT; x -> DOUBLE): DOUBLE
            transform_values(MAP<STRING, INT>; x -> DATE): MAP<STRING, DATE>
            transform_keys(MAP<STRING, INT>; x -> DATE): MAP<DATE, INT>
            map_zip_with(MAP<STRING, INT>; MAP<STRING, DATE>; x -> BOOLEAN): MAP<STRING, BOOLEAN>
            filter(ARRAY<INT>; x -> BOOLEAN): ARRAY<INT>
            transform(ARRAY<INT>; INT): ARRAY<INT>
        "#]],
    );
    let parameters = |function: &str, before: &[&str]| {
        let before: Vec<Type> = before.iter().map(|it| read(it)).collect();
        let types = lambda_parameters(DATABRICKS.into(), function, &before, &[], 3);
        types.iter().map(show).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(parameters("transform", &["ARRAY<DATE>"]), "DATE, INT, ?");
    assert_eq!(parameters("reduce", &["ARRAY<DATE>", "BIGINT"]), "BIGINT, DATE, ?");
    assert_eq!(parameters("reduce", &["ARRAY<DATE>", "BIGINT", "BIGINT"]), "BIGINT, ?, ?");
    let maps = ["MAP<STRING, INT>", "MAP<STRING, DATE>"];
    assert_eq!(parameters("map_zip_with", &maps), "STRING, INT, DATE");
    assert_eq!(parameters("array_sort", &["ARRAY<DATE>"]), "DATE, DATE, ?");
}

#[test]
fn generators() {
    check(
        &[
            ("explode", &["ARRAY<STRING>"]),
            ("explode_outer", &["MAP<STRING, INT>"]),
            ("posexplode", &["MAP<STRING, INT>"]),
            ("inline", &["ARRAY<STRUCT<a: INT, b: STRING>>"]),
            ("stack", &["2", "1", "'a'", "2", "'b'"]),
            ("json_tuple", &["STRING", "'a'", "'b'"]),
            ("variant_explode", &["VARIANT"]),
            ("range", &["5"]),
            ("explode", &["5"]),
            ("read_files", &["'/data'", "format: STRING"]),
        ],
        CallShape { table: true, ..CallShape::default() },
        expect![[r#"
            explode(ARRAY<STRING>): col STRING
            explode_outer(MAP<STRING, INT>): key STRING, value INT
            posexplode(MAP<STRING, INT>): pos INT, key STRING, value INT
            inline(ARRAY<STRUCT<a: INT, b: STRING>>): a INT, b STRING
            stack(2; 1; 'a'; 2; 'b'): col0 INT, col1 STRING
            json_tuple(STRING; 'a'; 'b'): c0 STRING, c1 STRING
            variant_explode(VARIANT): pos INT, key STRING, value VARIANT
            range(5): id BIGINT
            explode(5): WrongArguments { message: "Databricks has no `explode(INT)`", candidates: ["explode(collection => ANY[])->ANY", "explode(collection => MAP)->ANY"] }
            read_files('/data'; format: STRING): ?
        "#]],
    );
}
