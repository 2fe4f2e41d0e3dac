//! Cards of fields of structs.

mod support;

use expect_test::expect;
use support::cursor::check_hover as check;

#[test]
fn a_struct_and_its_field() {
    check(
        "SELECT o.address.ci$0ty FROM stg_orders o",
        expect![[r#"
        ‹city›
        ```sql
        city VARCHAR NULL
        ```
    "#]],
    );
    check(
        "SELECT o.addr$0ess.city FROM stg_orders o",
        expect![[r#"
            ‹address›
            ```sql
            stg_orders.address STRUCT(street VARCHAR, city VARCHAR) NULL
            ```

            from [`raw.orders.address`](<project:schemas/raw.toml#L10>)
        "#]],
    );
    let nested = "WITH t AS (SELECT {'pos': {'lat': 1, 'names': ['a']}} AS geo)\n";
    check(
        &format!("{nested}SELECT t.geo.p$0os.lat FROM t"),
        expect![[r#"
        ‹pos›
        ```sql
        pos STRUCT(lat INTEGER, "names" VARCHAR[])
        ```
    "#]],
    );
    check(
        &format!("{nested}SELECT geo.pos.la$0t FROM t"),
        expect![[r#"
        ‹lat›
        ```sql
        lat INTEGER
        ```
    "#]],
    );
    check(
        &format!("{nested}SELECT g$0eo.pos.lat FROM t"),
        expect![[r#"
        ‹geo›
        ```sql
        geo STRUCT(pos STRUCT(lat INTEGER, "names" VARCHAR[])) NOT NULL
        ```
    "#]],
    );
}
