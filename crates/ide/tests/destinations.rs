//! Declarations, the relations behind names, the expressions that make columns, and links.

mod support;

use expect_test::{Expect, expect};
use ide::{Analysis, Cancellable, Definitions, FilePosition, FileRange, LinkTarget};
use support::{
    ask,
    cursor::{at_cursor, place, shop, text},
    file, host,
};

const PROJECT: &str = "
//- /models/stg_orders.contract.toml
[[columns]]
name = \"order_id\"
type = \"BIGINT\"
//- /models/all_orders.sql
SELECT * FROM stg_orders
//- /models/renamed.sql
SELECT order_id AS id, amount + 1 AS more FROM all_orders
//- /models/renamed.contract.toml
[[columns]]
name = \"id\"
type = \"BIGINT\"
";

fn check(
    fixture: &str,
    question: impl Fn(&Analysis, FilePosition) -> Cancellable<Option<Definitions>>,
    expected: Expect,
) {
    let (mut host, position) = at_cursor(&shop(&format!("{PROJECT}{fixture}")));
    let Some(found) = ask(&mut host, |it| question(it, position)) else {
        return expected.assert_eq("nothing\n");
    };
    let mut lines = format!("‹{}›\n", text(&mut host, position.file, found.origin));
    for target in found.targets {
        assert!(target.full.range.contains_range(target.focus), "{target:?}");
        let focus = FileRange { file: target.full.file, range: target.focus };
        lines += &format!("{}\n", place(&mut host, focus));
    }
    expected.assert_eq(&lines);
}

#[test]
fn a_column_is_declared_in_the_contract_of_its_model() {
    let declaration = Analysis::declaration;
    check(
        "//- /models/main.sql\nSELECT o.order$0_id FROM all_orders o",
        declaration,
        expect![[r#"
        ‹order_id›
        models/stg_orders.contract.toml:2:8 "order_id"
    "#]],
    );
    check(
        "//- /models/main.sql\nSELECT o.am$0ount FROM all_orders o",
        declaration,
        expect![[r#"
        ‹amount›
        models/stg_orders.sql:1:37 amount
    "#]],
    );
    check(
        "//- /models/main.sql\nSELECT o.id$0 FROM raw.orders o",
        declaration,
        expect![[r#"
        ‹id›
        schemas/raw.toml:7:14 "id"
    "#]],
    );
    check(
        "//- /models/main.sql\nSELECT 1 AS one FROM rena$0med",
        declaration,
        expect![[r#"
        ‹renamed›
        models/renamed.contract.toml:1:1 [[columns]]
    "#]],
    );
    check(
        "//- /models/main.sql\nWITH c AS (SELECT 1 AS x) SELECT x$0 + 1 AS y FROM c",
        declaration,
        expect![[r#"
            ‹x›
            models/main.sql:1:24 x
        "#]],
    );
}

#[test]
fn the_relation_behind_a_name() {
    let relation = Analysis::type_definition;
    check(
        "//- /models/main.sql\nSELECT o$0.order_id FROM all_orders o",
        relation,
        expect![[r#"
        ‹o›
        models/all_orders.sql:1:1 SELECT
    "#]],
    );
    check(
        "//- /models/main.sql\nSELECT o.order$0_id FROM all_orders o",
        relation,
        expect![[r#"
        ‹order_id›
        models/all_orders.sql:1:1 SELECT
    "#]],
    );
    check(
        "//- /models/main.sql\nSELECT o.i$0d FROM raw.orders o",
        relation,
        expect![[r#"
        ‹id›
        schemas/raw.toml:5:8 "orders"
    "#]],
    );
    check(
        "//- /models/main.sql\nWITH c AS (SELECT 1 AS x) SELECT x$0 + 1 AS y FROM c",
        relation,
        expect![[r#"
            ‹x›
            models/main.sql:1:6 c
        "#]],
    );
    check(
        "//- /models/main.sql\nSELECT s$0.x FROM (SELECT 1 AS x) AS s",
        relation,
        expect![[r#"
        ‹s›
        models/main.sql:1:36 s
    "#]],
    );
    check(
        "//- /models/main.sql\nSELECT *$0 FROM all_orders, raw.orders",
        relation,
        expect![[r#"
        ‹*›
        models/all_orders.sql:1:1 SELECT
        schemas/raw.toml:5:8 "orders"
    "#]],
    );
    check("//- /models/main.sql\nSELECT sum$0(1) AS one", relation, expect![["nothing\n"]]);
}

#[test]
fn the_relation_that_makes_a_column_of_its_own() {
    let relation = Analysis::type_definition;
    check(
        "//- /models/main.sql
WITH RECURSIVE n AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM n WHERE x < 9) SELECT x$0 AS y FROM n",
        relation,
        expect![[r#"
            ‹x›
            models/main.sql:1:16 n
        "#]],
    );
    check(
        "//- /models/main.sql\nSELECT v.a$0 + 1 AS b FROM (VALUES (1)) AS v(a)",
        relation,
        expect![[r#"
        ‹a›
        models/main.sql:1:42 v
    "#]],
    );
    check(
        "//- /models/main.sql\nWITH v(a) AS (VALUES (1)) SELECT a$0 + 1 AS b FROM v",
        relation,
        expect![[r#"
            ‹a›
            models/main.sql:1:6 v
        "#]],
    );
}

#[test]
fn the_expression_that_makes_a_column() {
    let maker = Analysis::implementation;
    check(
        "//- /models/main.sql\nSELECT r.id$0 FROM renamed r",
        maker,
        expect![[r#"
        ‹id›
        models/stg_orders.sql:1:14 order_id
    "#]],
    );
    check(
        "//- /models/main.sql\nSELECT r.mo$0re FROM renamed r",
        maker,
        expect![[r#"
        ‹more›
        models/renamed.sql:1:38 more
    "#]],
    );
    check(
        "//- /models/main.sql\nSELECT 1 AS one FROM rena$0med",
        maker,
        expect![[r#"
        ‹renamed›
        models/renamed.sql:1:1 SELECT
    "#]],
    );
    check(
        "//- /models/all_orders.contract.toml\n[[columns]]\nname = \"order$0_id\"\ntype = \"BIGINT\"\n",
        maker,
        expect![[r#"
            ‹"order_id"›
            models/stg_orders.sql:1:14 order_id
        "#]],
    );
    check(
        "//- /models/all_orders.contract.toml\n[rules]\n$0\n",
        maker,
        expect![[r#"
        ‹›
        models/all_orders.sql:1:1 SELECT
    "#]],
    );
}

#[test]
fn a_definition_is_found_through_stars_and_at_the_first_rename() {
    check(
        "//- /models/main.sql\nSELECT o.order$0_id FROM all_orders o",
        Analysis::definition,
        expect![[r#"
        ‹order_id›
        models/stg_orders.sql:1:14 order_id
    "#]],
    );
    check(
        "//- /models/main.sql\nSELECT r.id$0 FROM renamed r",
        Analysis::definition,
        expect![[r#"
        ‹id›
        models/renamed.sql:1:20 id
    "#]],
    );
}

/// Checks the links of a file.
fn links(path: &str, fixture: &str, expected: Expect) {
    let mut host = host(&shop(fixture));
    let file = file(&host, path);
    let found = ask(&mut host, |it| it.links(file));
    let mut lines = String::new();
    for link in found {
        let target = match link.target {
            LinkTarget::File(target) => host.path(target).1.to_string(),
            LinkTarget::Address(address) => address,
        };
        lines += &format!("‹{}› {target}\n", text(&mut host, file, link.range));
    }
    expected.assert_eq(&lines);
}

#[test]
fn links_lead_to_models_files_and_addresses() {
    links(
        "models/stg_orders.toml",
        "//- /models/stg_orders.toml\n# See https://example.com/a_(b)?c=d. And xhttps://no, http://, \"https://e.org/\".\nintent = \"models/stg_customers.sql\"\ndepends_on = [\"stg_customers\", 'stg_customers', \"nobody\"]\n[columns.order_id]\ndescription = \"as in stg_orders.sql\"\nowner = \"stg_customers.sql\"\n",
        expect![[r#"
            ‹https://example.com/a_(b)?c=d› https://example.com/a_(b)?c=d
            ‹https://e.org/› https://e.org/
            ‹models/stg_customers.sql› models/stg_customers.sql
            ‹stg_customers› models/stg_customers.sql
            ‹stg_customers› models/stg_customers.sql
            ‹stg_customers.sql› models/stg_customers.sql
        "#]],
    );
    links(
        "models/main.sql",
        "---toml\ndepends_on = [\"stg_orders\"]\n---\nSELECT 'http://example.com/é' AS one /* https://example.com*/ FROM stg_orders",
        expect![[r#"
            ‹stg_orders› models/stg_orders.sql
            ‹http://example.com/é› http://example.com/é
            ‹https://example.com› https://example.com
        "#]],
    );
}

#[test]
fn sources_and_tables_that_tests_name_are_links() {
    links(
        "models/main.toml",
        r#"//- /models/main.sql
SELECT id, 1 AS order_id FROM raw.orders
//- /models/main.toml
[[sources]]
schema = "raw"
table = "orders"

[[sources]]
schema = "elsewhere"
table = "declared_here"
columns = [{ name = "id", type = "BIGINT" }]

[[tests]]
type = "relationships"
column = "order_id"
to_table = "stg_orders"
to_column = "order_id"

[[tests]]
type = "relationships"
column = "id"
to_table = 'raw.orders'
to_column = "id"
"#,
        expect![[r#"
            ‹orders› schemas/raw.toml
            ‹stg_orders› models/stg_orders.sql
            ‹raw.orders› schemas/raw.toml
        "#]],
    );
}
