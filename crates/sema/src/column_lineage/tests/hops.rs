//! Where the steps of a way are written.

use super::{lineage, seed};
use crate::test_support::{file, project};
use base::DialectKind;
use expect_test::{Expect, expect};

/// Per edge, the texts of its hops.
fn check(sql: &str, expected: Expect) {
    let fixture = format!(
        "//- /data/seed.sql\n{}//- /models/report.toml\nintent = \"what is tried\"\n//- /models/report.sql\n{sql}\n",
        seed(DialectKind::DuckDb),
    );
    let (db, project) = project(&fixture);
    let model = file(&db, project, "models/report.sql");
    let map = &hir::lowered(&db, model).lowering.source_map;
    let text = &model.text(&db).text;
    let mut shown = String::new();
    for column in &lineage(&db, model).columns {
        for edge in &column.edges {
            let hops = edge.hops.iter().map(|it| it.range(map).map_or("?", |it| &text[it]));
            let hops: Vec<&str> = hops.collect();
            shown += &format!("{}: {} → {}\n", column.name, hops.join(" → "), edge.source.display_name(&db));
        }
    }
    expected.assert_eq(&shown);
}

#[test]
fn each_hop_is_the_text_that_makes_it() {
    check(
        "WITH s AS (SELECT * FROM orders), t AS (SELECT s.id + 1 AS a FROM s) SELECT a, max(t.a) AS b FROM t GROUP BY a",
        expect![[r#"
            a: a → id → * → main.orders.id
            b: a → id → * → main.orders.id
        "#]],
    );
    check(
        "SELECT id FROM orders UNION ALL SELECT id AS x FROM customers",
        expect![[r#"
        id: SELECT id FROM orders → id → main.orders.id
        id: SELECT id AS x FROM customers → id → main.customers.id
    "#]],
    );
}
