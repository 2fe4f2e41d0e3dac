//! How names find models, and in which order models stand.

use super::{dependency_order::order, model_index};
use crate::test_support::{file, project};
use base::{DialectKind, Ident};
use db::RootDatabase;
use expect_test::{Expect, expect};

fn check_resolve(dialect: DialectKind, names: &[&str], expected: Expect) {
    let (db, project) = project(
        "
        //- /models/orders.sql
        SELECT 1 AS id
        //- /models/orders.toml
        [target]
        catalog = \"shop\"
        schema = \"marts\"
        table = \"fct_orders\"
        //- /models/Totals.sql
        SELECT 1 AS id
        //- /models/renamed.sql
        SELECT 1 AS id
        //- /models/renamed.toml
        name = \"customers\"
        ",
    );
    let index = model_index(&db, project);
    let mut found = String::new();
    for name in names {
        let part = |it: &str| match it.strip_prefix('"') {
            Some(quoted) => Ident::quoted(quoted.trim_end_matches('"')),
            None => Ident::new(it),
        };
        let path: Vec<Ident> = name.split('.').map(part).collect();
        let file = index.resolve(&path, dialect);
        found += &format!("{name}: {}\n", file.map_or("none", |it| it.path(&db).as_str()));
    }
    expected.assert_eq(&found);
}

#[test]
fn a_bare_name_is_a_model_and_a_longer_one_the_table_it_builds() {
    check_resolve(
        DialectKind::DuckDb,
        &[
            "orders",
            "ORDERS",
            "\"Orders\"",
            "totals",
            "customers",
            "renamed",
            "fct_orders",
            "marts.fct_orders",
            "MARTS.FCT_ORDERS",
            "shop.marts.fct_orders",
            "other.marts.fct_orders",
            "marts.orders",
            "main.totals",
            "main.renamed",
            "main.customers",
            "marts.totals",
            "other.main.totals",
        ],
        expect![[r#"
            orders: models/orders.sql
            ORDERS: models/orders.sql
            "Orders": models/orders.sql
            totals: models/Totals.sql
            customers: models/renamed.sql
            renamed: none
            fct_orders: none
            marts.fct_orders: models/orders.sql
            MARTS.FCT_ORDERS: models/orders.sql
            shop.marts.fct_orders: models/orders.sql
            other.marts.fct_orders: none
            marts.orders: none
            main.totals: models/Totals.sql
            main.renamed: none
            main.customers: models/renamed.sql
            marts.totals: none
            other.main.totals: none
        "#]],
    );
}

#[test]
fn quotes_bind_the_case_of_a_table_where_the_engine_minds_it() {
    check_resolve(
        DialectKind::Snowflake,
        &["orders", "\"orders\"", "\"ORDERS\"", "\"totals\"", "\"Totals\""],
        expect![[r#"
            orders: models/orders.sql
            "orders": models/orders.sql
            "ORDERS": models/orders.sql
            "totals": none
            "Totals": models/Totals.sql
        "#]],
    );
}

fn names(db: &RootDatabase, files: &[db::SourceFile]) -> String {
    files.iter().map(|it| it.path(db).stem()).collect::<Vec<_>>().join(" ")
}

fn check_order(models: &[(&str, &str)], expected: Expect) {
    let fixture: String = models
        .iter()
        .map(|(name, reads)| {
            let reads: Vec<&str> = reads.split_whitespace().collect();
            let from = if reads.is_empty() { String::new() } else { format!(" FROM {}", reads.join(", ")) };
            format!("//- /models/{name}.sql\nSELECT 1 AS id{from}\n")
        })
        .collect();
    let (db, project) = project(&fixture);
    let order = order(&db, project);
    let layers = order.layers.iter().map(|it| format!("{}\n", names(&db, it)));
    let rings = order.rings.iter().map(|it| format!("ring: {}\n", names(&db, it)));
    expected.assert_eq(&layers.chain(rings).collect::<String>());
}

#[test]
fn dependencies_stand_in_earlier_layers() {
    check_order(&[], expect![[""]]);
    check_order(
        &[("c", "b"), ("b", "a"), ("a", ""), ("alone", "elsewhere")],
        expect![[r#"
        a alone
        b
        c
    "#]],
    );
    // A diamond with a shortcut: the longest way counts.
    check_order(
        &[("end", "left right start"), ("left", "start"), ("right", "left"), ("start", "")],
        expect![[r#"
            start
            left
            right
            end
        "#]],
    );
}

#[test]
fn members_of_a_ring_share_a_layer() {
    check_order(
        &[("a", "b"), ("b", "a"), ("before", ""), ("b2", "b before")],
        expect![[r#"
        a b before
        b2
        ring: a b
    "#]],
    );
    check_order(
        &[("x", "y"), ("y", "z"), ("z", "x"), ("p", "q x"), ("q", "p")],
        expect![[r#"
        x y z
        p q
        ring: x y z
        ring: p q
    "#]],
    );
    // One that reads itself is no ring.
    check_order(
        &[("self", "self")],
        expect![[r#"
        self
    "#]],
    );
}

#[test]
fn an_edge_is_counted_once() {
    let (db, project) = project(
        "
        //- /models/a.sql
        SELECT 1 AS id
        //- /models/b.sql
        SELECT x.id FROM a AS x JOIN a AS y ON x.id = y.id WHERE x.id IN (SELECT id FROM A)
        ",
    );
    let dependencies = super::dependencies(&db, file(&db, project, "models/b.sql"));
    assert_eq!(names(&db, dependencies), "a");
}
