//! Where fields of structs are declared.

mod support;

use expect_test::expect;
use support::{cursor::check_definition as check, model_on};

#[test]
fn in_the_literal_that_makes_the_struct() {
    let literal = "WITH t AS (SELECT {'pos': {'lat': 1, 'lon': 2}, 'Name': 'a'} AS geo), u AS (SELECT *, geo.pos AS p FROM t)\n";
    check(
        &format!("{literal}SELECT u.geo.pos.lo$0n FROM u"),
        expect![[r#"
        ‹lon›
        models/main.sql:1:38 'lon'
    "#]],
    );
    check(
        &format!("{literal}SELECT geo.po$0s.lon FROM u"),
        expect![[r#"
        ‹pos›
        models/main.sql:1:20 'pos'
    "#]],
    );
    check(
        &format!("{literal}SELECT geo.na$0me FROM u"),
        expect![[r#"
        ‹name›
        models/main.sql:1:49 'Name'
    "#]],
    );
    check(
        &format!("{literal}SELECT p.la$0t FROM u"),
        expect![[r#"
        ‹lat›
        models/main.sql:1:28 'lat'
    "#]],
    );
    check(
        &format!("{literal}SELECT g$0eo.pos.lon FROM u"),
        expect![[r#"
        ‹geo›
        models/main.sql:1:65 geo
    "#]],
    );
    check(
        &format!("{literal}SELECT geo.no$0pe FROM u"),
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn in_the_call_that_makes_the_struct() {
    check(
        "WITH t AS (SELECT struct_pack(a := 1, b := {'c': 2}) AS s) SELECT s.b$0.c FROM t",
        expect![[r#"
        ‹b›
        models/main.sql:1:39 b
    "#]],
    );
    check(
        "WITH t AS (SELECT struct_pack(a := 1, b := {'c': 2}) AS s) SELECT s.b.c$0 FROM t",
        expect![[r#"
        ‹c›
        models/main.sql:1:45 'c'
    "#]],
    );
    check(
        &model_on("bigquery", "WITH t AS (SELECT STRUCT(1 AS a, 2 AS b) AS s) SELECT s.b$0 FROM t"),
        expect![[r#"
            ‹b›
            models/m.sql:1:39 b
        "#]],
    );
}

#[test]
fn in_another_model() {
    check(
        "
//- /models/places.sql
SELECT x::STRUCT(pos STRUCT(lat DOUBLE, lon DOUBLE), tags VARCHAR[]) AS geo FROM (SELECT NULL AS x)
//- /models/passed.sql
SELECT * FROM places
//- /models/m.sql
SELECT p.geo.pos.lo$0n FROM passed AS p
",
        expect![[r#"
            ‹lon›
            models/places.sql:1:41 lon
        "#]],
    );
}

#[test]
fn in_a_schema_file() {
    check(
        "SELECT o.address.ci$0ty FROM stg_orders o",
        expect![[r#"
        ‹city›
        schemas/raw.toml:10:14 "address"
    "#]],
    );
    check(
        "SELECT o.amo$0unt.city FROM stg_orders o",
        expect![[r#"
        ‹amount›
        models/stg_orders.sql:1:37 amount
    "#]],
    );
    check(
        "SELECT list_transform([{'a': 1}], s -> s.a$0) AS x",
        expect![[r#"
        nothing
    "#]],
    );
}
