//! What a dialect's own parser refuses although the words are in order: each refusal at exactly what is refused.
#![allow(clippy::unwrap_used, reason = "tests")]

use base::DialectKind;
use expect_test::{Expect, expect};
use syntax::parse_sql;

/// The statements, each with what is refused in it between « and »; nothing behind `ok` where all is well.
fn check(dialect: DialectKind, statements: &[&str], expected: Expect) {
    let mut out = String::new();
    for text in statements {
        let parse = parse_sql(text, dialect);
        if parse.errors.is_empty() {
            out += &format!("ok {text}\n");
        }
        for error in &*parse.errors {
            let (start, end) = (usize::from(error.range.start()), usize::from(error.range.end()));
            out += &format!("{}«{}»{}\n", &text[..start], &text[start..end], &text[end..]);
            out += &format!("    {}\n", error.message);
        }
    }
    expected.assert_eq(&out);
}

fn databricks(statements: &[&str], expected: Expect) {
    check(DialectKind::Databricks, statements, expected);
}

#[test]
fn typed_literals() {
    databricks(
        &[
            "SELECT DATE '2020', DATE '2020-2-3', DATE ' 2020-02-29 ', DATE '2020-2-3 abc', DATE 'now'",
            "SELECT DATE '2020-13-01'",
            "SELECT DATE '2021-02-29'",
            "SELECT date 'mar 11 2016'",
            "SELECT TIMESTAMP '2020', TIMESTAMP '2020-01-01T10:11:12Z', TIMESTAMP '10:11:12', TIMESTAMP 'T10:11'",
            "SELECT TIMESTAMP '2020-01-01 10:11:12.5 Europe/Berlin', TIMESTAMP '2020-01-01 10:11:12 +3:00'",
            "SELECT TIMESTAMP '2016-33-11 20:54:00.000'",
            "SELECT TIMESTAMP_NTZ '2020-01-01 25:00:00'",
            "SELECT TIMESTAMP '2020-01-01 10:11:12 Foo/Bar'",
            "SELECT TIME '9:1:2', TIME '09:01:02 PM'",
            "SELECT TIME '25:00'",
            "SELECT TIME '10'",
            "SELECT DECIMAL '1.5'",
            "SELECT N'x'",
            "SELECT X'1', x'1aF'",
            "SELECT X'A1OC'",
        ],
        expect![[r#"
            ok SELECT DATE '2020', DATE '2020-2-3', DATE ' 2020-02-29 ', DATE '2020-2-3 abc', DATE 'now'
            SELECT «DATE '2020-13-01'»
                `2020-13-01` is no date
            SELECT «DATE '2021-02-29'»
                `2021-02-29` is no date
            SELECT «date 'mar 11 2016'»
                `mar 11 2016` is no date
            ok SELECT TIMESTAMP '2020', TIMESTAMP '2020-01-01T10:11:12Z', TIMESTAMP '10:11:12', TIMESTAMP 'T10:11'
            ok SELECT TIMESTAMP '2020-01-01 10:11:12.5 Europe/Berlin', TIMESTAMP '2020-01-01 10:11:12 +3:00'
            SELECT «TIMESTAMP '2016-33-11 20:54:00.000'»
                `2016-33-11 20:54:00.000` is no timestamp
            SELECT «TIMESTAMP_NTZ '2020-01-01 25:00:00'»
                `2020-01-01 25:00:00` is no timestamp_ntz
            SELECT «TIMESTAMP '2020-01-01 10:11:12 Foo/Bar'»
                `2020-01-01 10:11:12 Foo/Bar` is no timestamp
            ok SELECT TIME '9:1:2', TIME '09:01:02 PM'
            SELECT «TIME '25:00'»
                `25:00` is no time
            SELECT «TIME '10'»
                `10` is no time
            SELECT «DECIMAL '1.5'»
                Databricks has no literals of type `DECIMAL`: write `CAST(.. AS DECIMAL)`
            SELECT «N'x'»
                Databricks has no literals of type `N`: write `CAST(.. AS N)`
            ok SELECT X'1', x'1aF'
            SELECT «X'A1OC'»
                `O` is no hexadecimal digit
        "#]],
    );
}

#[test]
fn numbers() {
    databricks(
        &[
            "SELECT 127Y, -128Y, 32767S, 9223372036854775807L, 9223372036854775808, 1e300, 1.5BD, 0x1F",
            "SELECT 128Y",
            "SELECT 32768S",
            "SELECT 9223372036854775808L",
            "SELECT 1e400",
            "SELECT 1e39F",
            "SELECT 1e400D",
            "SELECT 1E400BD",
            "SELECT 99999999999999999999999999999999999999",
            "SELECT 100000000000000000000000000000000000000",
            "SELECT 12345678901234567890123456789012345678.5",
        ],
        expect![[r#"
            ok SELECT 127Y, -128Y, 32767S, 9223372036854775807L, 9223372036854775808, 1e300, 1.5BD, 0x1F
            SELECT «128Y»
                128 is out of the range of TINYINT
            SELECT «32768S»
                32768 is out of the range of SMALLINT
            SELECT «9223372036854775808L»
                9223372036854775808 is out of the range of BIGINT
            SELECT «1e400»
                1e400 is out of the range of DOUBLE
            SELECT «1e39F»
                1e39 is out of the range of FLOAT
            SELECT «1e400D»
                1e400 is out of the range of DOUBLE
            SELECT «1E400BD»
                this number has more than 38 digits
            ok SELECT 99999999999999999999999999999999999999
            SELECT «100000000000000000000000000000000000000»
                this number has more than 38 digits
            SELECT «12345678901234567890123456789012345678.5»
                this number has more than 38 digits
        "#]],
    );
}

#[test]
fn intervals() {
    databricks(
        &[
            "SELECT INTERVAL '1 year 2 months', INTERVAL 'interval 1 day', INTERVAL '- 1 day 1.5 seconds'",
            "SELECT INTERVAL '1 year 2 days'",
            "SELECT INTERVAL '1'",
            "SELECT INTERVAL '1 quarter'",
            "SELECT INTERVAL '1.5 day'",
            "SELECT INTERVAL '1day'",
            "SELECT INTERVAL 1 DAY 2 HOURS, INTERVAL '1' DAY -'2' HOUR, INTERVAL 1.5 SECOND, INTERVAL (1 + 2) DAY",
            "SELECT INTERVAL 1 YEAR 2 DAYS",
            "SELECT INTERVAL 1.5 DAY",
            "SELECT INTERVAL 'a' DAY",
            "SELECT INTERVAL 1 QUARTER",
            "SELECT INTERVAL 99999999999 YEAR",
            "SELECT INTERVAL '1-2' YEAR TO MONTH, INTERVAL '178956970-7' YEAR TO MONTH",
            "SELECT INTERVAL '1 2' DAY TO HOUR, INTERVAL '1 2:3' DAY TO MINUTE, INTERVAL '1 2:03:04.567' DAY TO SECOND",
            "SELECT INTERVAL '2:03' HOUR TO MINUTE, INTERVAL -'2:03:04' HOUR TO SECOND, INTERVAL '03:04' MINUTE TO SECOND",
            "SELECT INTERVAL '1-12' YEAR TO MONTH",
            "SELECT INTERVAL '178956970-8' YEAR TO MONTH",
            "SELECT INTERVAL '1 24' DAY TO HOUR",
            "SELECT INTERVAL '1 2:03' DAY TO SECOND",
            "SELECT INTERVAL '1' YEAR TO SECOND",
            "SELECT INTERVAL '1' HOUR TO DAY",
            "SELECT INTERVAL 1 DAY TO HOUR",
            "SELECT INTERVAL '1-2' YEAR TO MONTH '3' DAY",
        ],
        expect![[r#"
            ok SELECT INTERVAL '1 year 2 months', INTERVAL 'interval 1 day', INTERVAL '- 1 day 1.5 seconds'
            SELECT «INTERVAL '1 year 2 days'»
                an interval holds years and months, or weeks down to seconds, not both
            SELECT «INTERVAL '1'»
                `1` is no interval: write numbers with their units, as in `'1 day 2 hours'`
            SELECT «INTERVAL '1 quarter'»
                `1 quarter` is no interval: write numbers with their units, as in `'1 day 2 hours'`
            SELECT «INTERVAL '1.5 day'»
                `1.5 day` is no interval: write numbers with their units, as in `'1 day 2 hours'`
            SELECT «INTERVAL '1day'»
                `1day` is no interval: write numbers with their units, as in `'1 day 2 hours'`
            ok SELECT INTERVAL 1 DAY 2 HOURS, INTERVAL '1' DAY -'2' HOUR, INTERVAL 1.5 SECOND, INTERVAL (1 + 2) DAY
            SELECT «INTERVAL 1 YEAR 2 DAYS»
                an interval holds years and months, or weeks down to seconds, not both
            SELECT INTERVAL «1.5 DAY»
                only seconds may have a fraction, not days
            SELECT INTERVAL «'a' DAY»
                `a` is no number
            SELECT INTERVAL «1 QUARTER»
                `QUARTER` is no unit of an interval
            SELECT INTERVAL «99999999999 YEAR»
                an interval holds no 99999999999 years
            ok SELECT INTERVAL '1-2' YEAR TO MONTH, INTERVAL '178956970-7' YEAR TO MONTH
            ok SELECT INTERVAL '1 2' DAY TO HOUR, INTERVAL '1 2:3' DAY TO MINUTE, INTERVAL '1 2:03:04.567' DAY TO SECOND
            ok SELECT INTERVAL '2:03' HOUR TO MINUTE, INTERVAL -'2:03:04' HOUR TO SECOND, INTERVAL '03:04' MINUTE TO SECOND
            SELECT INTERVAL «'1-12' YEAR TO MONTH»
                `1-12` is no interval of `YEAR TO MONTH`: expected `'y-m'`
            SELECT INTERVAL «'178956970-8' YEAR TO MONTH»
                `178956970-8` is no interval of `YEAR TO MONTH`: expected `'y-m'`
            SELECT INTERVAL «'1 24' DAY TO HOUR»
                `1 24` is no interval of `DAY TO HOUR`: expected `'d h'`
            SELECT INTERVAL «'1 2:03' DAY TO SECOND»
                `1 2:03` is no interval of `DAY TO SECOND`: expected `'d h:m:s'`
            SELECT INTERVAL «'1' YEAR TO SECOND»
                there is no interval of `YEAR TO SECOND`
            SELECT INTERVAL «'1' HOUR TO DAY»
                there is no interval of `HOUR TO DAY`
            SELECT INTERVAL «1 DAY TO HOUR»
                an interval with `TO` needs its value in a string, as in `INTERVAL '1-2' YEAR TO MONTH`
            SELECT INTERVAL «'1-2' YEAR TO MONTH» '3' DAY
                `TO` must be the only part of its interval
        "#]],
    );
}

#[test]
fn escape_characters() {
    databricks(
        &[
            r"SELECT a LIKE 'b' ESCAPE '#', a LIKE 'b' ESCAPE '\\', a LIKE 'b' ESCAPE ''''",
            "SELECT a LIKE 'b' ESCAPE ''",
            "SELECT a NOT LIKE 'b' ESCAPE '##'",
        ],
        expect![[r#"
            ok SELECT a LIKE 'b' ESCAPE '#', a LIKE 'b' ESCAPE '\\', a LIKE 'b' ESCAPE ''''
            SELECT a LIKE 'b' ESCAPE «''»
                the escape string must be one character
            SELECT a NOT LIKE 'b' ESCAPE «'##'»
                the escape string must be one character
        "#]],
    );
}

#[test]
fn types() {
    databricks(
        &[
            "SELECT CAST(a AS VARCHAR)",
            "SELECT CAST(a AS VARCHAR(10, 2))",
            "SELECT CAST(a AS ARRAY)",
            "SELECT CAST(a AS MAP<INT>)",
            "SELECT a :: BINT",
            "SELECT CAST(a AS INT(3))",
            "SELECT CAST(a AS DECIMAL(39, 2))",
            "SELECT CAST(a AS DECIMAL(10, 20))",
            "SELECT CAST(a AS DOUBLE PRECISION)",
            "SELECT CAST(a AS INTERVAL DAY TO DAY)",
        ],
        expect![[r#"
            SELECT CAST(a AS «VARCHAR»)
                `VARCHAR` needs a length, as in `VARCHAR(10)`
            SELECT CAST(a AS «VARCHAR(10, 2)»)
                `VARCHAR` takes one number
            SELECT CAST(a AS «ARRAY»)
                `ARRAY` needs the types of its parts, as in `ARRAY<INT>`
            SELECT CAST(a AS «MAP<INT>»)
                `MAP` needs other parts, as in `MAP<STRING, INT>`
            SELECT a :: «BINT»
                Databricks has no type `BINT`
            SELECT CAST(a AS «INT(3)»)
                `INT` takes no numbers
            SELECT CAST(a AS «DECIMAL(39, 2)»)
                a decimal has at most 38 digits
            SELECT CAST(a AS «DECIMAL(10, 20)»)
                a decimal has at most as many digits behind the point as in all
            SELECT CAST(a AS DOUBLE «PRECISION»)
                Databricks has no such type: `DOUBLE` stands alone
            SELECT CAST(a AS INTERVAL «DAY TO DAY»)
                there is no such interval
        "#]],
    );
}

#[test]
fn clauses_that_do_not_go_together() {
    databricks(
        &[
            "WITH a AS (SELECT 1), A AS (SELECT 2) SELECT 1",
            "SELECT f(a) OVER w FROM t WINDOW w AS (), w AS ()",
            "SELECT f(a) OVER (w ORDER BY b) FROM t",
            "SELECT f(a) OVER (CLUSTER BY a ORDER BY b)",
            "SELECT f(a IGNORE NULLS)",
            "SELECT f(1 AS a), (1 AS b)",
            "SELECT a IS NULL IS NULL, a IN (1) = b",
            "SELECT dateadd('DAY', 1, a), datediff('2020-01-01', a)",
            "SELECT a FROM t ORDER BY a CLUSTER BY b",
            "SELECT a FROM t LIMIT 1 LIMIT 2",
            "SELECT a FROM t OFFSET 1 LIMIT 2",
            "SELECT a FROM t GROUP BY ROLLUP(a, ())",
            "SELECT a FROM t GROUP BY ()",
            "FROM t WHERE a",
            "SELECT TRANSFORM(DISTINCT a) USING 'x' FROM t",
            "VALUES (1, 2), (3)",
            "SELECT * FROM VALUES (1, 2), (3, 4) AS t (a, b, c)",
        ],
        expect![[r#"
            WITH a AS (SELECT 1), «A» AS (SELECT 2) SELECT 1
                two common table expressions are called `a`
            SELECT f(a) OVER w FROM t WINDOW w AS (), «w» AS ()
                two windows are called `w`
            SELECT f(a) OVER (w «ORDER BY b») FROM t
                a window that is named takes nothing more
            SELECT f(a) OVER (CLUSTER BY a «ORDER BY» b)
                `CLUSTER BY` orders already
            SELECT f(a «IGNORE NULLS»)
                this must stand behind the arguments
            SELECT f(1 «AS» a), (1 AS b)
                only the arguments of `STRUCT` have aliases: write `name => value` for a named argument
            SELECT f(1 AS a), (1 «AS b»)
                only the elements of a row have names, and this is no row
            SELECT a IS NULL «IS» NULL, a IN (1) = b
                put the condition before this operator in parentheses
            SELECT a IS NULL IS NULL, a IN (1) «=» b
                put the condition before this operator in parentheses
            SELECT dateadd(«'DAY'», 1, a), datediff('2020-01-01', a)
                the unit of `dateadd` stands without quotes
            SELECT a FROM t ORDER BY a «CLUSTER BY» b
                `CLUSTER BY` cannot follow `ORDER BY`
            SELECT a FROM t LIMIT 1 «LIMIT» 2
                `LIMIT` must stand once, and `LIMIT` before `OFFSET`
            SELECT a FROM t OFFSET 1 «LIMIT» 2
                `LIMIT` must stand once, and `LIMIT` before `OFFSET`
            SELECT a FROM t GROUP BY ROLLUP(a, «()»)
                an empty set belongs into `GROUPING SETS`
            SELECT a FROM t GROUP BY «()»
                an empty set belongs into `GROUPING SETS`
            «FROM» t WHERE a
                this `FROM` needs a `SELECT` before its other clauses
            SELECT TRANSFORM(«DISTINCT» a) USING 'x' FROM t
                `TRANSFORM` takes neither `DISTINCT` nor `ALL`
            VALUES (1, 2), «(3)»
                this row has 1 columns, the first has 2
            SELECT * FROM VALUES (1, 2), (3, 4) AS t «(a, b, c)»
                3 names for 2 columns
        "#]],
    );
}

#[test]
fn tables_that_do_not_go_together() {
    databricks(
        &[
            "SELECT * FROM t NATURAL CROSS JOIN u",
            "SELECT * FROM t NATURAL JOIN u USING (a)",
            "SELECT * FROM t RIGHT SEMI JOIN u ON a",
            "SELECT * FROM t JOIN LATERAL (SELECT 1) x USING (a)",
            "SELECT * FROM t RIGHT JOIN LATERAL (SELECT 1) x ON true",
            "SELECT * FROM t JOIN LATERAL u",
            "SELECT * FROM t JOIN u JOIN v ON a ON b",
            "SELECT * FROM t FULL JOIN u APPROX NEAREST 1 BY DISTANCE a",
            "SELECT * FROM t JOIN u APPROX NEAREST 0 BY DISTANCE a",
            "SELECT * FROM t LATERAL VIEW explode(a) x JOIN u",
            "SELECT * FROM t LATERAL VIEW explode(a) x PIVOT (sum(a) FOR b IN (1))",
            "SELECT * FROM t PIVOT (sum(a) FOR b-c IN (1))",
            "SELECT * FROM t PIVOT (sum(a) FOR b IN (1)) p (x)",
            "SELECT * FROM t UNPIVOT ((v, w) FOR n IN (a, b))",
            "SELECT * FROM t AS left",
            "SELECT * FROM t x TABLESAMPLE (1 ROWS)",
            "SELECT * FROM t TABLESAMPLE (101 PERCENT)",
            "SELECT * FROM t TABLESAMPLE (BUCKET 11 OUT OF 10)",
            "SELECT * FROM t TABLESAMPLE (BUCKET 1 OUT OF 10 ON a)",
            "SELECT * FROM t TABLESAMPLE SYSTEM (10 ROWS)",
            "SELECT * FROM t TABLESAMPLE (100)",
        ],
        expect![[r#"
            SELECT * FROM t «NATURAL CROSS JOIN» u
                a join cannot be both `NATURAL` and `CROSS`
            SELECT * FROM t NATURAL JOIN u «USING» (a)
                a `NATURAL` join takes no `USING`
            SELECT * FROM t «RIGHT SEMI JOIN» u ON a
                a `SEMI` join is never `RIGHT` or `FULL`
            SELECT * FROM t JOIN LATERAL (SELECT 1) x «USING» (a)
                a join with `LATERAL` takes no `USING`
            SELECT * FROM t «RIGHT JOIN» LATERAL (SELECT 1) x ON true
                `LATERAL` needs an inner, cross or left join
            SELECT * FROM t JOIN «LATERAL» u
                `LATERAL` needs a query or a table function
            SELECT * FROM t JOIN u JOIN v ON a «ON» b
                put the join that is joined in parentheses
            SELECT * FROM t «FULL JOIN» u APPROX NEAREST 1 BY DISTANCE a
                `NEAREST` needs an inner or a left join
            SELECT * FROM t JOIN u APPROX NEAREST «0» BY DISTANCE a
                the number of rows must be between 1 and 100000
            SELECT * FROM t LATERAL VIEW explode(a) x «JOIN» u
                a join must stand before `LATERAL VIEW`
            SELECT * FROM t LATERAL VIEW explode(a) x «PIVOT» (sum(a) FOR b IN (1))
                `PIVOT` cannot follow `LATERAL VIEW`
            SELECT * FROM t PIVOT (sum(a) FOR «b-c» IN (1))
                `PIVOT` takes names of columns only, in backticks where they need it
            SELECT * FROM t PIVOT (sum(a) FOR b IN (1)) p «(x)»
                this alias takes no names of columns
            SELECT * FROM t UNPIVOT ((v, w) FOR n IN («a, b»))
                several values need several columns for each name, in parentheses
            SELECT * FROM t AS «left»
                `left` is no alias of a table unless quoted
            SELECT * FROM t x «TABLESAMPLE» (1 ROWS)
                `TABLESAMPLE` must stand before the alias
            SELECT * FROM t TABLESAMPLE («101 PERCENT»)
                a percentage must be between 0 and 100
            SELECT * FROM t TABLESAMPLE (BUCKET «11 OUT OF 10»)
                there are not so many buckets
            SELECT * FROM t TABLESAMPLE (BUCKET 1 OUT OF 10 «ON a»)
                buckets are of rows, not of a column: leave `ON` away
            SELECT * FROM t TABLESAMPLE SYSTEM «(10 ROWS)»
                `SYSTEM` samples a percentage only: write `PERCENT`
            SELECT * FROM t TABLESAMPLE «(100)»
                expected `PERCENT`, `ROWS` or `BUCKET .. OUT OF ..`
        "#]],
    );
}

#[test]
fn days_and_widths_of_the_others() {
    for dialect in [DialectKind::BigQuery, DialectKind::Trino] {
        check(
            dialect,
            &["SELECT DATE '2021-02-29'", "SELECT DATE '2021-02-28', DATE '2021-2-29'"],
            expect![[r#"
                SELECT «DATE '2021-02-29'»
                    `2021-02-29` is no date
                ok SELECT DATE '2021-02-28', DATE '2021-2-29'
            "#]],
        );
    }
    // The order of day and month is a setting of the session.
    check(
        DialectKind::Snowflake,
        &["SELECT DATE '2021-13-01'"],
        expect![[r#"
        ok SELECT DATE '2021-13-01'
    "#]],
    );
    for dialect in [DialectKind::Snowflake, DialectKind::Trino] {
        check(
            dialect,
            &["SELECT CAST(a AS DECIMAL(40, 2))", "SELECT CAST(a AS DECIMAL(38, 2))"],
            expect![[r#"
                SELECT CAST(a AS «DECIMAL(40, 2)»)
                    a decimal has at most 38 digits
                ok SELECT CAST(a AS DECIMAL(38, 2))
            "#]],
        );
    }
    check(
        DialectKind::BigQuery,
        &["SELECT CAST(a AS BIGNUMERIC(40, 2))"],
        expect![[r#"
        ok SELECT CAST(a AS BIGNUMERIC(40, 2))
    "#]],
    );
    check(
        DialectKind::Trino,
        &["SELECT 1 FROM a CROSS JOIN b ON a.x = b.x", "SELECT 1 FROM a JOIN b CROSS JOIN c ON a.x = c.x"],
        expect![[r#"
            SELECT 1 FROM a CROSS JOIN b «ON» a.x = b.x
                a `CROSS` join takes no `ON`
            ok SELECT 1 FROM a JOIN b CROSS JOIN c ON a.x = c.x
        "#]],
    );
}

#[test]
fn names_of_bindings() {
    let mut out = String::new();
    for text in [
        "let x = from a\nlet y = from b\nfrom x",
        "let x = from a\nlet X = from b\nfrom x",
        "let = from a\nlet = from b\nfrom x",
    ] {
        let parse = syntax::parse_rocky(text);
        let said = parse.errors.iter().map(|it| format!("{}: {}\n", &text[it.range], it.message));
        out += &said.collect::<String>();
    }
    expect![[r#"
        X: two bindings are called `x`
        =: expected a name after `let`, found `=`
        =: expected a name after `let`, found `=`
    "#]]
    .assert_eq(&out);
}
