//! What Snowflake's pages say, and what `SYSTEM$TYPEOF` answered where they leave digits open.

use crate::DialectKind::Snowflake;
use crate::questions::check;
use crate::{
    BinaryOperator, Operand, Type, binary_type, extract_type, interval_type, is_word_argument,
    keyword_function, lambda_parameters, parse_type,
};

/// <https://docs.snowflake.com/en/sql-reference/functions/system_typeof>
#[test]
fn literals() {
    check(
        Snowflake,
        "
        1 => NUMBER(1,0)
        10000 => NUMBER(5,0)
        00100 => NUMBER(3,0)
        0.50 => NUMBER(2,2)
        1e10 => NUMBER(11,0)
        1.5e0 => NUMBER(2,1)
        1.5e1 => NUMBER(2,0)
        1e-3 => NUMBER(3,3)
        1e40 => FLOAT
        'something' => VARCHAR(9)
        '' => VARCHAR(1)
        ",
    );
}

/// <https://docs.snowflake.com/en/sql-reference/operators-arithmetic>
#[test]
fn arithmetic() {
    check(
        Snowflake,
        "
        10.01 * 1.1 => NUMBER(6,3)
        10.1 / 2.1 => NUMBER(10,7)
        2 / 7 => NUMBER(7,6)
        NUMBER(10,2) + NUMBER(10,8) => NUMBER(17,8)
        NUMBER(38,0) + 1 => NUMBER(38,0)
        NUMBER(20,13) * NUMBER(10,2) => NUMBER(28,13)
        NUMBER(20,8) * NUMBER(20,8) => NUMBER(36,12)
        NUMBER(20,13) / NUMBER(10,2) => NUMBER(22,13)
        NUMBER(20,10) / NUMBER(20,10) => NUMBER(32,12)
        NUMBER(38,0) / NUMBER(38,0) => NUMBER(38,6)
        NUMBER(10,2) % NUMBER(5,3) => NUMBER(11,3)
        5 % 2 => NUMBER(2,0)
        2.5 % 2 => NUMBER(3,1)
        FLOAT * 2 => FLOAT
        NUMBER(10,2) / FLOAT => FLOAT
        # What reads as a number.
        VARIANT * 2 => FLOAT
        VARCHAR + VARCHAR => FLOAT
        -VARCHAR => FLOAT
        -NUMBER(10,2) => NUMBER(10,2)
        VARCHAR + NUMBER(18,5) => NUMBER(19,5)
        NUMBER(38,0) * 'x' => ?
        ? + 1 => ?
        NUMBER(4,0) + NULL => NUMBER(19,0)
        NULL * NUMBER(10,2) => NUMBER(28,2)
        NULL / NUMBER(10,2) => NUMBER(26,6)
        NUMBER(10,2) + NULL => NUMBER(19,2)
        NULL % 7 => NUMBER(2,0)
        VARCHAR + NULL => FLOAT
        # Dates.
        DATE - DATE => NUMBER(9,0)
        DATE + 1 => DATE
        DATE + DATE => refused
        DATE * 2 => refused
        TIMESTAMP_LTZ(3) + INTERVAL => TIMESTAMP_LTZ(9)
        TIMESTAMP_NTZ - TIMESTAMP_NTZ => ?
        ARRAY + DATE => refused
        ",
    );
}

/// <https://docs.snowflake.com/en/sql-reference/functions/concat>
#[test]
fn concatenation() {
    check(
        Snowflake,
        "
        'abc' || 'de' => VARCHAR(5)
        VARCHAR(5) || VARCHAR(7) => VARCHAR(12)
        VARCHAR(5) || VARCHAR => VARCHAR
        17 || '76' => VARCHAR
        BINARY || BINARY => BINARY
        BOOLEAN || 'a' => refused
        ARRAY || 'a' => refused
        concat('every'; 'body') => VARCHAR(9)
        concat_ws(','; 'a'; 'b') => VARCHAR(3)
        ",
    );
}

/// <https://docs.snowflake.com/en/sql-reference/data-type-conversion>
#[test]
fn conversion() {
    check(
        Snowflake,
        "
        COMMON NUMBER(10,2); NUMBER(20,5) => NUMBER(20,5)
        COMMON NUMBER(10,2); 1000000000 => NUMBER(12,2)
        COMMON NUMBER(10,2); FLOAT => FLOAT
        COMMON VARCHAR(3); VARCHAR(5) => VARCHAR(5)
        COMMON VARCHAR(3); NULL => VARCHAR
        COMMON VARCHAR; NUMBER(10,2) => NUMBER(18,5)
        COMMON '1.5'; NUMBER(10,2) => NUMBER(10,2)
        COMMON DATE; TIMESTAMP_NTZ(3) => TIMESTAMP_NTZ(3)
        COMMON TIMESTAMP_NTZ(3); TIMESTAMP_LTZ(6) => TIMESTAMP_LTZ(6)
        COMMON DATE; '2024-01-01' => DATE
        COMMON VARIANT; NUMBER(1,0) => VARIANT
        COMMON VARCHAR(5); VARIANT => VARCHAR
        COMMON VARIANT; DATE => DATE
        COMMON OBJECT; VARIANT => OBJECT
        COMMON VARIANT; ARRAY => VARIANT
        COMMON BINARY; VARCHAR => refused
        COMMON TIME; TIMESTAMP_NTZ => refused
        COMMON BOOLEAN; DATE => refused
        COMMON DATE; 1 => refused
        COMMON ARRAY; NUMBER(1,0) => refused
        COMPARE NUMBER(38,0); '1' => NUMBER(38,0)
        COMPARE NUMBER(38,0); 'abc' => refused
        COMPARE DATE; NUMBER(8,0) => refused
        COMPARE BOOLEAN; DATE => refused
        COMPARE ARRAY; NUMBER(8,0) => refused
        COMPARE VARIANT; NUMBER(8,0) => VARIANT
        CAST NUMBER(8,0); DATE => never
        CAST NUMBER(8,0); TIMESTAMP_NTZ => explicit
        CAST DATE; NUMBER(8,0) => never
        CAST VARCHAR; DATE => implicit
        CAST VARIANT; ARRAY => implicit
        CAST ARRAY; NUMBER => never
        ",
    );
}

/// <https://docs.snowflake.com/en/sql-reference/functions-numeric>
#[test]
fn numbers() {
    check(
        Snowflake,
        "
        abs(NUMBER(10,2)) => NUMBER(10,2)
        abs(VARCHAR) => FLOAT
        round(1.25) => NUMBER(4,0)
        round(NUMBER(10,2); 1) => NUMBER(11,1)
        round(NUMBER(10,2); 5) => NUMBER(10,2)
        round(NUMBER(10,2); -1) => NUMBER(11,0)
        round(NUMBER(10,2); NUMBER(2,0)) => NUMBER(18,2)
        round(NUMBER(10,2); -9) => NUMBER(12,0)
        ceil(NUMBER(37,0)) => NUMBER(37,0)
        round(VARCHAR; 2) => NUMBER(19,2)
        round(VARCHAR) => FLOAT
        abs(NUMBER(1,1)) => NUMBER(3,1)
        zeroifnull(NUMBER(1,0)) => NUMBER(2,0)
        zeroifnull(NUMBER(10,2)) => NUMBER(10,2)
        nullif(NUMBER(38,0); NUMBER(10,2)) => NUMBER(38,2)
        nullif(NUMBER(38,0); FLOAT) => NUMBER(38,0)
        nullif(VARCHAR(5); BOOLEAN) => VARCHAR
        uniform(1; 1000; NUMBER(19,0)) => NUMBER(4,0)
        uniform(1.5; 10; NUMBER(19,0)) => NUMBER(3,1)
        bitand(NUMBER(38,0); 1) => NUMBER(38,0)
        bitor(1; 1) => NUMBER(2,0)
        width_bucket(NUMBER(10,2); 0; 100; 250) => NUMBER(3,0)
        round(expr => -2.5; scale => 0) => NUMBER(3,0)
        ceil(NUMBER(4,0)) => NUMBER(4,0)
        floor(FLOAT) => FLOAT
        trunc(DATE; 'month') => DATE
        div0(1; 2) => NUMBER(7,6)
        mod(5; 2) => NUMBER(2,0)
        sqrt(NUMBER(10,2)) => FLOAT
        to_decimal(VARCHAR) => NUMBER(38,0)
        to_decimal(VARCHAR; 10; 1) => NUMBER(10,1)
        to_decimal('-12.3'; '99.9'; 9; 5) => NUMBER(9,5)
        to_decimal(VARCHAR; NUMBER(2,0)) => ?
        length() => refused
        sqrt(DATE) => refused
        no_such_function() => refused
        system$newest(1) => ?
        ",
    );
}

/// <https://docs.snowflake.com/en/sql-reference/functions-aggregation>
#[test]
fn aggregates() {
    check(
        Snowflake,
        "
        sum(NUMBER(10,5)) => NUMBER(22,5)
        sum(NUMBER(38,2)) => NUMBER(38,2)
        sum(VARCHAR) => FLOAT
        sum(DATE) => ?
        avg(NUMBER(4,0)) => NUMBER(22,6)
        avg(NUMBER(20,10)) => NUMBER(34,12)
        avg(NUMBER(38,0)) => NUMBER(38,6)
        avg(FLOAT) => FLOAT
        hash(VARCHAR; DATE) => NUMBER(19,0)
        median(NUMBER(10,2)) => NUMBER(13,5)
        var_pop(NUMBER(10,0)) => NUMBER(38,6)
        var_pop(NUMBER(10,2)) => NUMBER(38,10)
        var_pop(NUMBER(38,20)) => NUMBER(38,20)
        avg(VARCHAR) => FLOAT
        median(VARCHAR) => NUMBER(12,3)
        count() => NUMBER(18,0)
        max(VARCHAR(10)) => VARCHAR(10)
        array_agg(NUMBER(38,0)) => ARRAY
        listagg(VARCHAR; ',') => VARCHAR
        ratio_to_report(NUMBER(4,0)) => NUMBER(10,6)
        row_number() => NUMBER(18,0)
        lag(NUMBER(10,2); 1; 0) => NUMBER(10,2)
        ",
    );
}

/// <https://docs.snowflake.com/en/sql-reference/functions-date-time>
#[test]
fn dates() {
    check(
        Snowflake,
        "
        dateadd('year'; 2; DATE) => DATE
        dateadd('hour'; 2; DATE) => TIMESTAMP_NTZ(9)
        dateadd('day'; 1; TIMESTAMP_LTZ(3)) => TIMESTAMP_LTZ(9)
        dateadd('hour'; 3; TIME) => TIME(9)
        dateadd(VARCHAR; 3; DATE) => ?
        datediff('year'; DATE; DATE) => NUMBER(9,0)
        datediff('second'; DATE; DATE) => NUMBER(18,0)
        datediff('hour'; DATE; DATE) => NUMBER(18,0)
        datediff('hour'; TIMESTAMP_NTZ; DATE) => NUMBER(9,0)
        datediff('ms'; TIMESTAMP_NTZ; TIMESTAMP_NTZ) => NUMBER(38,0)
        datediff('ms'; TIME; TIME) => NUMBER(9,0)
        date_part('year'; DATE) => NUMBER(4,0)
        month(DATE) => NUMBER(2,0)
        datediff('ns'; DATE; DATE) => NUMBER(38,0)
        datediff(VARCHAR; DATE; DATE) => ?
        date_trunc('month'; DATE) => DATE
        date_trunc('hour'; TIMESTAMP_NTZ(3)) => TIMESTAMP_NTZ(9)
        last_day(TIMESTAMP_NTZ) => DATE
        to_timestamp(VARCHAR) => TIMESTAMP_NTZ(9)
        to_timestamp(NUMBER(10,0)) => TIMESTAMP_NTZ(0)
        to_timestamp(NUMBER(10,2); 3) => TIMESTAMP_NTZ(5)
        months_between(DATE; DATE) => FLOAT
        current_timestamp() => TIMESTAMP_LTZ(9)
        current_timestamp(3) => TIMESTAMP_LTZ(3)
        ",
    );
    assert_eq!(extract_type(Snowflake.into(), "YEAR", &Type::Date), Type::decimal(4, 0));
    assert_eq!(extract_type(Snowflake.into(), "fortnight", &Type::Date), Type::Unknown);
    let moved = |units: &[&str]| {
        let span = Operand::of(interval_type(Snowflake.into(), units));
        let ty = binary_type(Snowflake.into(), BinaryOperator::Add, &Operand::of(Type::Date), &span);
        ty.unwrap_or_default()
    };
    assert_eq!(moved(&["YEAR", "DAYS"]), Type::Date);
    assert_eq!(moved(&["DAYS", "HOURS"]), Type::TIMESTAMP);
    assert_eq!(moved(&["DAY"]), Type::Unknown);
    assert_eq!(moved(&[]), Type::Unknown);
    let is_word = |function, place, word| is_word_argument(Snowflake, function, place, word);
    assert!(is_word("DATEADD", 0, "yy") && is_word("datediff", 0, "Seconds"));
    assert!(is_word("date_trunc", 1, "month") && !is_word("date_trunc", 1, "d"));
    assert!(!is_word("dateadd", 0, "fortnight") && !is_word("dateadd", 2, "day"));
    let word = keyword_function(Snowflake.into(), "CURRENT_TIMESTAMP").map(|it| it.result);
    assert_eq!(word, Some(Type::TIMESTAMP_TZ));
    assert!(keyword_function(Snowflake.into(), "current_role").is_none());
}

/// <https://docs.snowflake.com/en/sql-reference/functions-semistructured>
#[test]
fn semi_structured_values() {
    check(
        Snowflake,
        "
        get(ARRAY; 0) => VARIANT
        get(ARRAY(NUMBER(10,0)); 0) => NUMBER(10,0)
        get_path(VARIANT; 'a.b') => VARIANT
        array_size(ARRAY) => NUMBER(9,0)
        array_append(ARRAY; 1) => ARRAY
        array_append(ARRAY(NUMBER(10,0)); 1) => ?
        object_construct('a'; 1) => OBJECT
        transform(ARRAY; \\NUMBER(10,0)) => ARRAY
        transform(ARRAY(VARCHAR); \\NUMBER(10,0)) => ARRAY(NUMBER(10,0))
        split('a,b'; ',') => ARRAY
        parse_json(VARCHAR) => VARIANT
        TABLE flatten(input => VARIANT) => SEQ NUMBER(38,0), KEY VARCHAR, PATH VARCHAR, INDEX NUMBER(38,0), VALUE VARIANT, THIS VARIANT
        TABLE flatten(VARIANT; outer => BOOLEAN) => SEQ NUMBER(38,0), KEY VARCHAR, PATH VARCHAR, INDEX NUMBER(38,0), VALUE VARIANT, THIS VARIANT
        TABLE split_to_table('a.b'; '.') => SEQ NUMBER(38,0), INDEX NUMBER(38,0), VALUE VARCHAR
        ",
    );
    let elements = [parse_type("ARRAY(DATE)", Snowflake).unwrap()];
    assert_eq!(lambda_parameters(Snowflake.into(), "filter", &elements, &[], 1), [Type::Date]);
}

/// <https://docs.snowflake.com/en/sql-reference/functions-string>
#[test]
fn text() {
    check(
        Snowflake,
        "
        lower(VARCHAR(10)) => VARCHAR(10)
        upper(VARCHAR(10)) => VARCHAR(30)
        upper(DATE) => VARCHAR
        regexp_substr(VARCHAR(10); 'a') => VARCHAR(10)
        concat_ws(','; VARCHAR(5); VARCHAR(9)) => VARCHAR(15)
        substr(VARCHAR(10); 2; 3) => VARCHAR(10)
        substr(BINARY; 2; 3) => BINARY
        left('abc'; 1) => VARCHAR(3)
        replace('abc'; 'a') => VARCHAR
        md5(VARCHAR) => VARCHAR(32)
        sha1(VARCHAR) => VARCHAR(40)
        chr(83) => VARCHAR(1)
        length(VARCHAR) => NUMBER(18,0)
        regexp_count(VARCHAR; 'a') => NUMBER(18,0)
        charindex('a'; VARCHAR) => NUMBER(9,0)
        decode(NUMBER(38,0); 1; 'one'; 2; 'three') => VARCHAR
        decode(NUMBER(38,0); 1; 'one'; 'other') => VARCHAR(5)
        nullif(NUMBER(10,2); 0) => NUMBER(10,2)
        iff(BOOLEAN; NUMBER(10,2); 1) => NUMBER(10,2)
        ",
    );
}
