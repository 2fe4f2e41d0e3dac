//! Relations whose columns are not all known.

use super::check;
use expect_test::expect;

#[test]
fn a_name_leads_through_stars_to_the_table() {
    check(
        "SELECT id, r.status AS s FROM raw.orders AS r",
        expect![[r#"
        id: raw.orders.id identity as r
        s: raw.orders.status identity as r
    "#]],
    );
    check(
        "WITH source AS (SELECT * FROM raw.orders), renamed AS (SELECT id, upper(status) AS status, payload.a.b AS x FROM source) SELECT * FROM renamed",
        expect![[r#"
            id: raw.orders.id identity
            status: raw.orders.status transform
            x: raw.orders.payload.a.b identity
        "#]],
    );
    check(
        "SELECT * FROM raw.orders",
        expect![[r#"
        and what else is in raw.orders
    "#]],
    );
    check(
        "WITH s AS (SELECT * EXCLUDE (id) FROM raw.orders) SELECT id, status FROM s",
        expect![[r#"
        id: - (incomplete: the columns of `raw.orders` are not known)
        status: raw.orders.status identity
    "#]],
    );
}

#[test]
fn which_of_two_tables_it_is_nobody_knows() {
    check(
        "SELECT x FROM raw.orders, raw.customers",
        expect![[r#"
        x: - (incomplete: the columns of `raw.orders` are not known)
    "#]],
    );
    check(
        "SELECT r.x, customers.name FROM raw.orders AS r JOIN customers ON r.id = customers.id",
        expect![[r#"
            x: raw.orders.x identity as r
            name: main.customers.name identity
            join: raw.orders.id as r
            join: main.customers.id
        "#]],
    );
}

#[test]
fn faults_are_said() {
    check(
        "SELECT nothing AS a, id + oops AS b FROM orders",
        expect![[r#"
        a: - (incomplete: a part of it is at fault)
        b: main.orders.id transform (incomplete: a part of it is at fault)
    "#]],
    );
}
