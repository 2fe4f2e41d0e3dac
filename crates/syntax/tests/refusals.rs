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
