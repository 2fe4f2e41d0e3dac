//! What calls with a syntax of their own want, and steps of the DSL; and which overload the arguments' types choose.

mod support;

use expect_test::expect;
use support::{model_on, signatures::check};

#[test]
fn types_choose_the_overload() {
    check("SELECT abs(amo$0unt) FROM stg_orders", expect!["abs(‹DECIMAL›) -> DECIMAL of 13"]);
    check("SELECT abs(order_id$0) FROM stg_orders", expect!["abs(‹BIGINT›) -> BIGINT of 13"]);
    check(
        "SELECT date_trunc('day', DATE '2020-01-01'$0)",
        expect!["date_trunc(VARCHAR, ‹DATE›) -> TIMESTAMP of 4"],
    );
    check("SELECT date_trunc('day', $0", expect!["date_trunc(VARCHAR, ‹INTERVAL›) -> INTERVAL of 4"]);
    check(
        "SELECT date_diff('day', TIMESTAMP '2020-01-01 00:00:00', $0",
        expect!["date_diff(VARCHAR, TIMESTAMP, ‹TIMESTAMP›) -> BIGINT of 4"],
    );
    check("SELECT sum(amount$0) FROM stg_orders", expect!["sum(‹DECIMAL›) -> DECIMAL of 8"]);
    // What has no type decides nothing.
    check("SELECT abs(nothing_of_it$0) FROM stg_orders", expect!["abs(‹BIGINT›) -> BIGINT of 13"]);
    check(
        "//- /models/report.rocky\nfrom stg_orders\nderive { net: abs(amount$0) }",
        expect!["abs(‹DECIMAL›) -> DECIMAL of 13"],
    );
}

#[test]
fn conversions() {
    check("SELECT cast($0", expect!["CAST(‹value› AS type) of 1"]);
    check("SELECT CAST(amount AS $0 FROM stg_orders", expect!["CAST(value AS ‹type›) of 1"]);
    check(
        "SELECT try_cast(amount AS DECIMAL(10, $0)) FROM stg_orders",
        expect!["TRY_CAST(value AS ‹type›) of 1"],
    );
    check("SELECT try_cast(amount A$0", expect!["TRY_CAST(‹value› AS type) of 1"]);
}

#[test]
fn parts_that_words_begin() {
    check("SELECT extract($0", expect!["EXTRACT(‹part› FROM value) of 1"]);
    check("SELECT extract(year FROM $0", expect!["EXTRACT(part FROM ‹value›) of 1"]);
    check(
        "SELECT substring(email FROM 2 FOR $0) FROM stg_customers",
        expect!["SUBSTRING(text FROM start FOR ‹length›) of 3"],
    );
    check(
        "SELECT substring(email FROM $0) FROM stg_customers",
        expect!["SUBSTRING(text FROM ‹start› FOR length) of 3"],
    );
    check(
        "SELECT substring(email, 2, $0) FROM stg_customers",
        expect!["substring(VARCHAR, BIGINT, ‹BIGINT›) -> VARCHAR of 3"],
    );
    check(
        "SELECT trim(BOTH 'x' FROM $0) FROM stg_customers",
        expect!["TRIM([BOTH | LEADING | TRAILING] characters FROM ‹text›) of 3"],
    );
    check("SELECT position('x' IN $0) FROM stg_customers", expect!["POSITION(searched IN ‹text›) of 2"]);
}

#[test]
fn other_dialects() {
    check(
        &model_on("bigquery", "SELECT SAFE_CAST('x' AS DATE FORMAT $0"),
        expect!["SAFE_CAST(value AS type FORMAT ‹format›) of 1"],
    );
    check(&model_on("bigquery", "SELECT try_cast('x' AS $0"), expect!["nothing"]);
    check(
        &model_on("databricks", "SELECT overlay('abc' PLACING 'x' FROM $0"),
        expect!["OVERLAY(text PLACING replacement FROM ‹start› FOR length) of 3"],
    );
    check(
        &model_on("snowflake", "SELECT substring('abc' FROM $0"),
        expect!["substring(‹ANY›, NUMBER, NUMBER?) -> ANY of 2"],
    );
}

#[test]
fn windows_and_clauses_behind_calls() {
    check(
        "SELECT sum(amount) OVER ($0) FROM stg_orders",
        expect![
            "OVER (‹PARTITION BY expression, …› ORDER BY expression, … ROWS | RANGE | GROUPS BETWEEN start AND end) of 1"
        ],
    );
    check(
        "SELECT sum(amount) OVER (PARTITION BY customer_id, $0) FROM stg_orders",
        expect![
            "OVER (‹PARTITION BY expression, …› ORDER BY expression, … ROWS | RANGE | GROUPS BETWEEN start AND end) of 1"
        ],
    );
    check(
        "SELECT sum(amount) OVER (PARTITION BY customer_id ORDER BY $0 FROM stg_orders",
        expect![
            "OVER (PARTITION BY expression, … ‹ORDER BY expression, …› ROWS | RANGE | GROUPS BETWEEN start AND end) of 1"
        ],
    );
    check(
        "SELECT sum(amount) OVER (ORDER BY order_id ROWS BETWEEN $0) FROM stg_orders",
        expect![
            "OVER (PARTITION BY expression, … ORDER BY expression, … ‹ROWS | RANGE | GROUPS BETWEEN start AND end›) of 1"
        ],
    );
    check(
        "SELECT sum(amount) OVER w FROM stg_orders WINDOW w AS (PARTITION BY $0",
        expect![
            "OVER (‹PARTITION BY expression, …› ORDER BY expression, … ROWS | RANGE | GROUPS BETWEEN start AND end) of 1"
        ],
    );
    check(
        "SELECT lag(amount, $0) OVER (ORDER BY order_id) FROM stg_orders",
        expect!["lag(T, ‹BIGINT›) -> T OVER (…) of 3"],
    );
    check("SELECT sum(amount) FILTER (WHERE $0) FROM stg_orders", expect!["FILTER (WHERE ‹condition›) of 1"]);
    check(
        "SELECT quantile_cont(0.5) WITHIN GROUP (ORDER BY $0) FROM stg_orders",
        expect!["WITHIN GROUP (ORDER BY ‹expression, …›) of 1"],
    );
    check(
        "SELECT percentile_cont($0) WITHIN GROUP (ORDER BY amount) FROM stg_orders",
        expect!["percentile_cont(DECIMAL, ‹DOUBLE›) -> DECIMAL of 26"],
    );
    check(
        "SELECT percentile_cont(0.5$0) WITHIN GROUP (ORDER BY DATE '2020-01-01') FROM stg_orders",
        expect!["percentile_cont(DATE, ‹DOUBLE›) -> DATE of 26"],
    );
    check(
        "SELECT listagg(email, $0) WITHIN GROUP (ORDER BY email) FROM stg_customers",
        expect!["listagg(ANY, ‹VARCHAR›) -> VARCHAR of 2"],
    );
    check("WITH a AS ($0", expect!["nothing"]);
    check("SELECT filter([1], $0", expect!["filter(ANY[], ‹LAMBDA›) -> ANY[] of 1"]);
}

#[test]
fn steps() {
    let step = |text: &str| format!("//- /models/report.rocky\nfrom stg_orders as o\n{text}\n");
    check("//- /models/report.rocky\nfrom stg_or$0ders", expect!["from ‹model› as name of 1"]);
    check("//- /models/report.rocky\nfrom stg_orders as $0", expect!["from model as ‹name› of 1"]);
    check(&step("where amount > $0"), expect!["where ‹condition› of 1"]);
    check(&step("group $0"), expect!["group ‹key, …› { name: aggregate, … } of 1"]);
    check(&step("group customer_id, $0"), expect!["group ‹key, …› { name: aggregate, … } of 1"]);
    check(&step("group customer_id { $0 }"), expect!["group key, … { ‹name›: aggregate, … } of 1"]);
    check(&step("group customer_id { total: $0"), expect!["group key, … { name: ‹aggregate›, … } of 1"]);
    check(
        &step("group customer_id { total: sum(amount), $0 }"),
        expect!["group key, … { ‹name›: aggregate, … } of 1"],
    );
    check(&step("derive { net: amount * $0 }"), expect!["derive { name: ‹expression›, … } of 1"]);
    check(&step("derive { net: round(amount, $0) }"), expect!["round(DECIMAL, ‹INTEGER›) -> DECIMAL of 16"]);
    check(&step("select { order_id, $0 }"), expect!["select { ‹column, …› } of 1"]);
    check(
        &step("join $0"),
        expect!["[left | right | full | cross] join ‹model› as name on key, … { keep column, … } of 1"],
    );
    check(
        &step("left join stg_customers as $0"),
        expect!["[left | right | full | cross] join model as ‹name› on key, … { keep column, … } of 1"],
    );
    check(
        &step("join stg_customers as c on $0"),
        expect!["[left | right | full | cross] join model as name on ‹key, …› { keep column, … } of 1"],
    );
    check(
        &step("join stg_customers as c on customer_id { keep $0 }"),
        expect!["[left | right | full | cross] join model as name on key, … { keep ‹column, …› } of 1"],
    );
    check(&step("sort amount $0"), expect!["sort ‹column [asc | desc], …› of 1"]);
    check(&step("take $0"), expect!["take ‹count› of 1"]);
    check(
        &step("derive { kind: match amount { > 5 => $0 } }"),
        expect!["match value { pattern => ‹result›, … } of 1"],
    );
    check(
        &step("derive { kind: match amount { $0 } }"),
        expect!["match value { ‹pattern› => result, … } of 1"],
    );
    check(
        &step("derive { n: sum(amount) over (partition customer_id, sort $0) }"),
        expect!["over (partition column, … ‹sort column, …› rows | range start .. end) of 1"],
    );
    check(&step("derive { n: amount }$0"), expect!["nothing"]);
    check("//- /models/report.rocky\nlet big = $0", expect!["let name = ‹steps› of 1"]);
    check("//- /models/report.rocky\nlet big = from stg_orders where $0", expect!["where ‹condition› of 1"]);
}
