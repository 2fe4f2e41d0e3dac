//! What a call wants, while it is typed.

mod support;

use expect_test::expect;
use support::{configuration, model_on, signatures::check};

#[test]
fn the_argument_at_the_cursor_counts() {
    check("SELECT round(am$0ount, 2) FROM stg_orders", expect!["round(‹DECIMAL›, INTEGER) -> DECIMAL of 16"]);
    check("SELECT round(amount,$0 2) FROM stg_orders", expect!["round(DECIMAL, ‹INTEGER›) -> DECIMAL of 16"]);
    check("SELECT round$0(amount, 2) FROM stg_orders", expect!["nothing"]);
    check("SELECT round(amount, 2)$0 FROM stg_orders", expect!["nothing"]);
    check(
        "SELECT date_trunc('a, b(', $0order_id) FROM stg_orders",
        expect!["date_trunc(VARCHAR, ‹INTERVAL›) -> INTERVAL of 4"],
    );
    check(
        "SELECT concat_ws(', ', email, email, $0) FROM stg_customers",
        expect!["concat_ws(VARCHAR, ANY, ‹ANY...›) -> VARCHAR of 1"],
    );
    check(
        "SELECT round(\n  -- a, (comment\n  amount,\n  $0\n) FROM stg_orders",
        expect!["round(DECIMAL, ‹INTEGER›) -> DECIMAL of 16"],
    );
}

#[test]
fn the_innermost_call_is_meant() {
    check("SELECT round(abs(amo$0unt), 2) FROM stg_orders", expect!["abs(‹DECIMAL›) -> DECIMAL of 13"]);
    check(
        "SELECT round(abs(amount), $02) FROM stg_orders",
        expect!["round(DECIMAL, ‹INTEGER›) -> DECIMAL of 16"],
    );
    check(
        "SELECT round((amount + 1, $0), 2) FROM stg_orders",
        expect!["round(‹BIGINT›, INTEGER) -> BIGINT of 16"],
    );
    check(
        "SELECT date_trunc('day', [1, 2, $0 FROM stg_orders",
        expect!["date_trunc(VARCHAR, ‹INTERVAL›) -> INTERVAL of 4"],
    );
    check("SELECT round((SELECT max(amount) FROM $0 stg_orders), 2)", expect!["nothing"]);
    check("SELECT 1 WHERE 1 IN (1, $0)", expect!["nothing"]);
}

#[test]
fn half_typed_calls() {
    check("SELECT round($0", expect!["round(‹BIGINT›) -> BIGINT of 16"]);
    check("SELECT round(amount, $0", expect!["round(BIGINT, ‹INTEGER›) -> BIGINT of 16"]);
    check("SELECT round(amount, $0 FROM stg_orders", expect!["round(DECIMAL, ‹INTEGER›) -> DECIMAL of 16"]);
    check("SELECT round(amount FROM stg_orders WHERE $0", expect!["nothing"]);
    check("SELECT string_agg(email, ',' ORDER BY $0", expect!["string_agg(ANY, VARCHAR) -> VARCHAR of 2"]);
    check("SELECT nothing_of_this_name($0", expect!["nothing"]);
}

#[test]
fn named_arguments_and_methods() {
    check(
        "SELECT email.replace('a', $0) FROM stg_customers",
        expect!["replace(VARCHAR, VARCHAR, ‹VARCHAR›) -> VARCHAR of 1"],
    );
    check("SELECT 'abc'.replace($0)", expect!["replace(VARCHAR, ‹VARCHAR›, VARCHAR) -> VARCHAR of 1"]);
    check("SELECT main.round(1.5, $0)", expect!["round(DECIMAL, ‹INTEGER›) -> DECIMAL of 16"]);
    check(
        &model_on("snowflake", "SELECT * FROM TABLE(FLATTEN(input => x, mode => $0"),
        expect![
            "flatten(input => ANY, path => VARCHAR?, outer => BOOLEAN?, recursive => BOOLEAN?, ‹mode => VARCHAR?›) -> STRUCT(SEQ NUMBER, KEY VARCHAR, PATH VARCHAR, INDEX NUMBER, VALUE VARIANT, THIS VARIANT) of 1"
        ],
    );
}

#[test]
fn functions_of_the_project() {
    let declared = configuration("duckdb")
        + "[[functions]]
name = \"util.clean\"
arguments = [\"VARCHAR\", \"INTEGER\"]
returns = \"VARCHAR\"
";
    check(
        &(declared + "//- /models/m.sql\nSELECT util.clean(email, $0"),
        expect!["util.clean(VARCHAR, ‹INTEGER›) -> VARCHAR of 1"],
    );
}

#[test]
fn in_the_dsl() {
    check(
        "//- /models/report.rocky
from stg_orders
derive { net: round(amount, $0) }
",
        expect!["round(DECIMAL, ‹INTEGER›) -> DECIMAL of 16"],
    );
    check(
        "//- /models/report.rocky\nfrom stg_orders\ngroup customer_id { total: sum($0",
        expect!["sum(‹BIGNUM›) -> BIGNUM of 8"],
    );
}
