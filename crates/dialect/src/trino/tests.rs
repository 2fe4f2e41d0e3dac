//! What Trino's pages say.

use crate::DialectKind::Trino;
use crate::questions::check;
use crate::{
    IntervalKind, Type, extract_type, interval_type, keyword_function, lambda_parameters, parse_type,
};

/// <https://trino.io/docs/current/language/types.html>
#[test]
fn literals() {
    check(
        Trino,
        "
        1 => integer
        10000000000 => bigint
        1.1 => decimal(2,1)
        000123.456 => decimal(6,3)
        1.03e1 => double
        0x0A => integer
        'cat' => varchar(3)
        DECIMAL '0000012345.1234500000' => decimal(20,10)
        DECIMAL '-5' => decimal(1,0)
        TIME '01:02:03.456' => time(3)
        TIME '01:02:03 -08:00' => time(0) with time zone
        TIMESTAMP '2020-06-10 15:55:23.383345' => timestamp(6)
        TIMESTAMP '2001-08-22 03:04:05.321 America/New_York' => timestamp(3) with time zone
        TIMESTAMP '2020-10-31' => timestamp(0)
        DATE '2020-10-31' => date
        ",
    );
    let span = |units: &[&str]| interval_type(Trino.into(), units);
    assert_eq!(span(&["YEAR", "MONTH"]), Type::Interval(IntervalKind::YearMonth));
    assert_eq!(span(&["HOUR"]), Type::Interval(IntervalKind::DayTime));
}

/// <https://trino.io/docs/current/functions/decimal.html>
#[test]
fn arithmetic() {
    check(
        Trino,
        "
        decimal(10,2) + decimal(10,8) => decimal(17,8)
        decimal(38,0) + decimal(38,1) => decimal(38,1)
        decimal(10,2) * decimal(10,4) => decimal(20,6)
        decimal(10,0) / decimal(10,4) => decimal(18,4)
        decimal(10,2) % decimal(5,3) => decimal(5,3)
        integer + decimal(10,2) => decimal(13,2)
        bigint * 1.5 => decimal(21,1)
        integer / integer => integer
        smallint + bigint => bigint
        real * integer => real
        real + double => double
        decimal(10,2) + double => double
        NULL + integer => integer
        ? + integer => ?
        varchar + integer => refused
        -varchar => refused
        -decimal(10,2) => decimal(10,2)
        ",
    );
}

/// <https://trino.io/docs/current/functions/datetime.html#date-and-time-operators>
#[test]
fn dates() {
    check(
        Trino,
        "
        date + interval day to second => date
        time(6) + interval day to second => time(6)
        time + interval year to month => refused
        timestamp(6) - interval year to month => timestamp(6)
        interval day to second + date => date
        date - date => interval day to second
        timestamp - date => interval day to second
        interval day to second + interval day to second => interval day to second
        interval day to second + interval year to month => refused
        interval day to second * 2 => interval day to second
        date + 1 => refused
        date + date => refused
        at_timezone(timestamp(6) with time zone; 'UTC') => timestamp(6) with time zone
        with_timezone(timestamp(6); 'UTC') => timestamp(6) with time zone
        current_timestamp(6) => timestamp(6) with time zone
        localtime(0) => time(0)
        date_trunc('month'; timestamp(6)) => timestamp(6)
        date_trunc('month'; date) => date
        date_add('day'; 1; date) => date
        year(date) => bigint
        year(varchar) => refused
        sequence(timestamp(0); timestamp(0); interval day to second) => array(timestamp(0))
        from_unixtime(bigint) => timestamp(3) with time zone
        ",
    );
    assert_eq!(extract_type(Trino.into(), "yow", &Type::Date), Type::BIGINT);
    assert_eq!(extract_type(Trino.into(), "epoch", &Type::Date), Type::Unknown);
    assert_eq!(keyword_function(Trino.into(), "current_date").map(|it| it.result), Some(Type::Date));
}

/// <https://trino.io/docs/current/functions/conversion.html>: nothing converts between text and numbers on its own.
#[test]
fn conversion() {
    check(
        Trino,
        "
        COMMON integer; bigint => bigint
        COMMON integer; decimal(2,1) => decimal(11,1)
        COMMON decimal(10,2); double => double
        COMMON varchar(3); varchar(5) => varchar(5)
        COMMON varchar(3); varchar => varchar
        COMMON varchar; integer => refused
        COMMON '1'; integer => refused
        COMMON date; timestamp(6) => timestamp(6)
        COMMON timestamp(6); timestamp(3) with time zone => timestamp(6) with time zone
        COMMON array(integer); array(double) => array(double)
        COMMON array(integer); integer => refused
        COMMON row(a integer, b varchar); row(a bigint, b varchar) => row(a bigint, b varchar)
        COMMON NULL; date => date
        COMPARE bigint; '1' => refused
        COMPARE date; '2020-01-01' => refused
        COMPARE uuid; varchar => refused
        COMPARE date; timestamp => timestamp(3)
        COMPARE char(3); varchar => unknown
        COMPARE json; json => same
        CAST integer; varchar => explicit
        CAST integer; date => never
        CAST date; bigint => never
        CAST varchar; date => explicit
        CAST varchar; array(integer) => never
        CAST json; array(integer) => explicit
        CAST integer; bigint => implicit
        ",
    );
}

/// <https://trino.io/docs/current/functions/math.html>, <https://trino.io/docs/current/functions/aggregate.html>
#[test]
fn numbers() {
    check(
        Trino,
        "
        abs(decimal(10,2)) => decimal(10,2)
        ceiling(decimal(10,2)) => decimal(9,0)
        ceiling(decimal(10,0)) => decimal(10,0)
        round(decimal(10,2); 1) => decimal(11,2)
        truncate(decimal(10,2); 1) => decimal(10,2)
        truncate(decimal(2,2)) => decimal(1,0)
        sign(decimal(10,2)) => decimal(1,0)
        round(double) => double
        floor(real) => real
        mod(decimal(10,2); integer) => decimal(10,2)
        mod(integer; bigint) => bigint
        sqrt(integer) => double
        sqrt(varchar) => refused
        sum(integer) => bigint
        sum(decimal(10,2)) => decimal(38,2)
        sum(real) => real
        sum(varchar) => refused
        avg(integer) => double
        avg(decimal(10,2)) => decimal(10,2)
        stddev(integer) => double
        approx_percentile(double; 0.5) => double
        approx_percentile(integer; 0.5) => bigint
        max(date; 3) => array(date)
        count_if(varchar) => refused
        ",
    );
}

/// <https://trino.io/docs/current/functions/string.html>
#[test]
fn text() {
    check(
        Trino,
        "
        'a' || 'b' => varchar
        varchar || integer => refused
        varbinary || varbinary => varbinary
        lower(varchar(5)) => varchar(5)
        lower(bigint) => refused
        replace(varchar; 'a'; 'b') => varchar
        replace(varchar(5); 'a'; 'bb') => varchar(17)
        replace(varchar(5); 'a'; varchar) => varchar
        regexp_replace(varchar(5); 'a'; 'bb') => varchar(35)
        regexp_replace(varchar(5); 'a') => varchar(5)
        split(varchar; ',') => array(varchar)
        concat(varchar(5); 'a') => varchar
        concat(varchar; bigint) => refused
        length(varchar) => bigint
        length() => refused
        json_extract_scalar(json; '$.a') => varchar
        json_extract(varchar; '$.a') => json
        no_such_function() => refused
        ",
    );
}

/// <https://trino.io/docs/current/functions/array.html>, <https://trino.io/docs/current/functions/map.html>
#[test]
fn arrays_and_maps() {
    check(
        Trino,
        "
        array(integer) || array(double) => array(double)
        array(integer) || integer => array(integer)
        integer || array(bigint) => array(bigint)
        array(integer) || varchar => refused
        array(array(integer)) || array(integer) => array(array(integer))
        transform(array(integer); \\varchar) => array(varchar)
        filter(array(integer); \\boolean) => array(integer)
        reduce(array(integer); bigint; \\bigint; \\varchar) => varchar
        zip(array(integer); array(varchar)) => array(row(integer, varchar))
        zip_with(array(integer); array(integer); \\double) => array(double)
        map_entries(map(varchar, date)) => array(row(varchar, date))
        map_from_entries(array(row(varchar, date))) => map(varchar, date)
        multimap_from_entries(array(row(varchar, date))) => map(varchar, array(date))
        transform_keys(map(varchar, date); \\integer) => map(integer, date)
        transform_values(map(varchar, date); \\integer) => map(varchar, integer)
        map(array(varchar); array(date)) => map(varchar, date)
        element_at(map(varchar, date); 'a') => date
        element_at(array(date); 1) => date
        contains(array(integer); 1) => boolean
        contains(array(integer); 'a') => refused
        row(1; 'a') => row(integer, varchar(1))
        array_agg(date) => array(date)
        histogram(varchar) => map(varchar, bigint)
        TABLE sequence(start => bigint; stop => bigint) => sequential_number bigint
        ",
    );
    let read = |text: &str| parse_type(text, Trino).unwrap();
    let given = |function: &str, before: &[&str], count: usize| {
        let before: Vec<Type> = before.iter().map(|it| read(it)).collect();
        let types = lambda_parameters(Trino.into(), function, &before, &[], count);
        types.iter().map(|it| it.display(Trino).to_string()).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(given("reduce", &["array(integer)", "bigint"], 2), "bigint, integer");
    assert_eq!(given("reduce", &["array(integer)", "bigint", "bigint"], 1), "bigint");
    assert_eq!(given("map_filter", &["map(varchar, date)"], 2), "varchar, date");
    assert_eq!(
        given("map_zip_with", &["map(varchar, date)", "map(varchar, real)"], 3),
        "varchar, date, real"
    );
}
