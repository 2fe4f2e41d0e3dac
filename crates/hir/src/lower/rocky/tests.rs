//! Ranges: what a DSL body has, stands in the DSL's text.

use crate::{Anchor, Expr, Lowering, SelectItem, lower_rocky};
use base::{DialectKind, TextRange};
use expect_test::{Expect, expect};
use std::fmt::Write;

fn lower(text: &str) -> Lowering {
    lower_rocky(&syntax::parse_rocky(text).rocky_file().unwrap(), DialectKind::DuckDb)
}

fn check(text: &str, expect: Expect) {
    let lowering = lower(text);
    let (body, map) = (&lowering.body, &lowering.source_map);
    let at = |range: Option<TextRange>| match range {
        Some(range) => format!("`{}`", text[range].replace('\n', "⏎")),
        None => "nowhere".to_owned(),
    };
    let mut out = String::new();
    for (id, relation) in body.relations.iter() {
        let [full, name, alias] = [Anchor::Relation(id), Anchor::RelationName(id), Anchor::RelationAlias(id)]
            .map(|it| at(it.range(map)));
        let kind = format!("{relation:?}");
        let kind = kind.split([' ', '{']).next().unwrap_or_default();
        writeln!(out, "{kind}: {full}, name {name}, alias {alias}").unwrap();
    }
    for (id, query) in body.queries.iter() {
        for (index, cte) in query.ctes.iter().enumerate() {
            writeln!(out, "cte {}: {}", cte.name, at(Anchor::CteName(id, index as u32).range(map))).unwrap();
        }
        for key in &query.order_by {
            writeln!(out, "sort: {}", at(Anchor::Expr(*key).range(map))).unwrap();
        }
    }
    for (id, select) in body.selects.iter() {
        let [keyword, list] = [Anchor::SelectKeyword(id), Anchor::SelectList(id)].map(|it| at(it.range(map)));
        writeln!(out, "select at {keyword}, list {list}").unwrap();
        for (index, item) in select.items.iter().enumerate() {
            let [full, name] = [Anchor::Item(id, index as u32), Anchor::ItemName(id, index as u32)]
                .map(|it| at(it.range(map)));
            let expr = match item {
                SelectItem::Expr { expr, .. } => at(Anchor::Expr(*expr).range(map)),
                SelectItem::Star(_) => at(Anchor::ItemStar(id, index as u32).range(map)),
                SelectItem::Missing => "missing".to_owned(),
            };
            writeln!(out, "  item {full}, name {name}, {expr}").unwrap();
        }
        for (clause, expr) in [("where", select.filter), ("having", select.having)] {
            if let Some(expr) = expr {
                writeln!(out, "  {clause} {}", at(Anchor::Expr(expr).range(map))).unwrap();
            }
        }
    }
    expect.assert_eq(&out);
}

#[test]
fn relations_and_bindings() {
    check(
        "let paid = from raw.orders as o where x\nfrom paid left join customers as c on id sort id desc",
        expect![[r#"
            Name: `raw.orders as o`, name `raw.orders`, alias `o`
            Name: `paid`, name `paid`, alias `paid`
            Name: `customers as c`, name `customers`, alias `c`
            Join: `paid left join customers as c on id`, name `paid left join customers as c on id`, alias `paid left join customers as c on id`
            cte paid: `paid`
            sort: `id`
            select at `from`, list `from`
              item `from`, name `from`, `from`
              where `x`
            select at `from`, list `from`
              item `from`, name `from`, `from`
        "#]],
    );
}

#[test]
fn a_derived_name_stands_where_it_is_defined() {
    check(
        "from t derive { net: a - b } where net > 1 select { k, net, t.c }",
        expect![[r#"
        Name: `t`, name `t`, alias `t`
        select at `select`, list `{ k, net, t.c }`
          item `k`, name `k`, `k`
          item `net`, name `net`, `a - b`
          item `t.c`, name `c`, `t.c`
          where `net > 1`
    "#]],
    );
}

#[test]
fn group_and_derive() {
    check(
        "from t group k { n: count() } derive { m: n / 2 } where m > 1",
        expect![[r#"
            Name: `t`, name `t`, alias `t`
            select at `group`, list `group`
              item `k`, name `k`, `k`
              item `n: count()`, name `n`, `count()`
              item `m: n / 2`, name `m`, `n / 2`
              having `m > 1`
        "#]],
    );
    check(
        "from t derive { m: a }",
        expect![[r#"
            Name: `t`, name `t`, alias `t`
            select at `from`, list `from`
              item `from`, name `from`, `from`
              item `m: a`, name `m`, `a`
        "#]],
    );
}

#[test]
fn keep_and_half_typed_lists() {
    check(
        "from t join u on k { keep u.x }",
        expect![[r#"
            Name: `t`, name `t`, alias `t`
            Name: `u`, name `u`, alias `u`
            Join: `t join u on k { keep u.x }`, name `t join u on k { keep u.x }`, alias `t join u on k { keep u.x }`
            select at `from`, list `from`
              item `u.x`, name `x`, `u.x`
        "#]],
    );
    check(
        "from t select {",
        expect![[r#"
        Name: `t`, name `t`, alias `t`
        select at `select`, list `{`
          item ``, name ``, missing
    "#]],
    );
    check(
        "from t join",
        expect![[r#"
        Name: `t`, name `t`, alias `t`
        Missing: ``, name ``, alias ``
        Join: `t join`, name `t join`, alias `t join`
        select at `from`, list `from`
          item `from`, name `from`, `from`
    "#]],
    );
}

#[test]
fn join_keys_stand_once() {
    let text = "from orders as o join customers as c on customer_id";
    let lowering = lower(text);
    let mut keys = Vec::new();
    for (id, expr) in lowering.body.exprs.iter() {
        if let Expr::Name(path) = expr {
            let part = |part| Anchor::NamePart(id, part).range(&lowering.source_map).map(|it| &text[it]);
            keys.push((path[0].as_str(), part(0), part(1)));
        }
    }
    assert_eq!(keys, [("o", Some(""), Some("customer_id")), ("c", Some(""), Some("customer_id"))]);
}

#[test]
fn names_that_bindings_define_are_no_relations_of_the_model() {
    let lowering = lower("let a = from x\nlet b = from a join y on k\nfrom b join a on k join b2 on k");
    let names: Vec<_> = lowering.head.relations.iter().map(|it| it[0].as_str()).collect();
    assert_eq!(names, ["x", "y", "b2"]);
    // A binding does not see itself.
    let lowering = lower("let x = from x\nfrom x");
    assert_eq!(lowering.head.relations.len(), 1);
}
