//! Outlines, and the search over all names.

mod support;

use expect_test::{Expect, expect};
use ide::DocumentSymbol;
use support::{
    ask,
    cursor::{place, shop, text},
    file, host,
};

/// Checks the outline of a file: kind, name, detail and the text of the name, indented by dots.
fn outline(path: &str, fixture: &str, expected: Expect) {
    let mut host = host(&shop(fixture));
    let file = file(&host, path);
    let symbols = ask(&mut host, |it| it.document_symbols(file));
    let mut lines = String::new();
    let mut pending: Vec<(usize, DocumentSymbol)> = symbols.into_iter().rev().map(|it| (0, it)).collect();
    while let Some((depth, symbol)) = pending.pop() {
        assert!(symbol.full.contains_range(symbol.focus), "{symbol:?}");
        let focus = text(&mut host, file, symbol.focus);
        let detail = symbol.detail.as_deref().unwrap_or_default();
        let line = format!("{}{:?} {} {detail}", "· ".repeat(depth), symbol.kind, symbol.name);
        lines += &format!("{} ‹{focus}›\n", line.trim_end());
        pending.extend(symbol.children.into_iter().rev().map(|it| (depth + 1, it)));
    }
    expected.assert_eq(&lines);
}

/// Checks what a search of the workspace finds.
fn search(query: &str, limit: usize, expected: Expect) {
    let mut host = host(&shop("SELECT amount AS paid FROM stg_orders"));
    let found = ask(&mut host, |it| it.workspace_symbols(query, limit));
    let mut lines = String::new();
    for it in found {
        let container = it.container.map(|it| format!(" in {it}")).unwrap_or_default();
        lines += &format!("{:?} {}{container} at {}\n", it.kind, it.name, place(&mut host, it.place));
    }
    expected.assert_eq(&lines);
}

#[test]
fn of_a_model() {
    outline(
        "models/main.sql",
        "SELECT amount, amount * 2 AS twice, count(*) FROM stg_orders",
        expect![[r#"
            Model main ‹SELECT›
            · Column amount ? ‹amount›
            · Column twice DECIMAL(18,2) NULL ‹twice›
        "#]],
    );
    outline(
        "models/main.sql",
        "WITH a AS (SELECT 1 AS x), b AS (SELECT x, 2 AS y FROM a) SELECT * FROM b",
        expect![[r#"
            Model main ‹WITH›
            · Cte a ‹a›
            · · Column x INTEGER NOT NULL ‹x›
            · Cte b ‹b›
            · · Column x INTEGER NOT NULL ‹x›
            · · Column y INTEGER NOT NULL ‹y›
        "#]],
    );
    outline(
        "models/main.sql",
        "SELECT * FROM stg_customers",
        expect![[r#"
        Model main ‹SELECT›
    "#]],
    );
    outline(
        "models/main.sql",
        "SELECT amount, FROM",
        expect![[r#"
        Model main ‹SELECT›
        · Column amount ? ‹amount›
    "#]],
    );
    outline("models/main.sql", "-- nothing yet\n", expect![[""]]);
    outline(
        "models/report.rocky",
        "//- /models/report.rocky\nlet big = from stg_orders where amount > 1\nfrom big\nselect { order_id }",
        expect![[r#"
            Model report ‹let›
            · Cte big ‹big›
            · Column order_id BIGINT NOT NULL ‹order_id›
        "#]],
    );
}

#[test]
fn of_toml() {
    outline(
        "models/stg_customers.toml",
        "SELECT 1 AS x",
        expect![[r#"
        Key intent ‹intent›
        Table columns ‹columns›
        · Table email ‹email›
        · · Key description ‹description›
        Table classification ‹classification›
        · Key email ‹email›
    "#]],
    );
}

#[test]
fn of_the_workspace() {
    search(
        "amount",
        10,
        expect![[r#"
        Column amount in stg_orders at models/stg_orders.sql:1:37 amount
    "#]],
    );
    search(
        "stg",
        10,
        expect![[r#"
        Model stg_customers at models/stg_customers.sql:1:1 SELECT
        Model stg_orders at models/stg_orders.sql:1:1 SELECT
    "#]],
    );
    search(
        "STG_ORD",
        10,
        expect![[r#"
        Model stg_orders at models/stg_orders.sql:1:1 SELECT
    "#]],
    );
    search(
        "",
        2,
        expect![[r#"
        Column address in stg_orders at models/stg_orders.sql:1:45 address
        Column amount in stg_orders at models/stg_orders.sql:1:37 amount
    "#]],
    );
    search("nothing like it", 10, expect![[""]]);
}
