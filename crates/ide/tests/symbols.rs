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

/// With a mistake, a code whose severity is set, a comment that suppresses one, a contract, and macros.
const WORKSPACE: &str = r#"
//- /rocky.toml
[adapter]
type = "duckdb"

[pipeline.shop]
type = "transformation"
models = "models/**"

[diagnostics]
E003 = "warning"
//- /models/main.sql
WITH big_ones AS (SELECT amount FROM stg_orders)
SELECT amount AS paid, nothing_of_it FROM big_ones
//- /models/quiet.sql
-- rocky-allow: E003
SELECT nobody FROM stg_orders
//- /models/main.contract.toml
[rules]
required = ["paid"]
//- /macros/hashed.sql
-- @macro hashed(value: column) -> string
md5({value})
//- /macros/more.sql-macro
macro twice(value: number) -> number { {value} * 2 }
macro thrice(value: number) -> number { {value} * 3 }
"#;

/// Checks what a search of the workspace finds.
fn search(query: &str, limit: usize, expected: Expect) {
    let mut host = host(&shop(WORKSPACE));
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

#[test]
fn of_everything_that_has_a_name() {
    search(
        "big_ones",
        10,
        expect![[r#"
        Cte big_ones in main at models/main.sql:1:6 big_ones
    "#]],
    );
    search(
        "main.contract",
        10,
        expect![[r#"
        Contract main.contract.toml in main at models/main.contract.toml:1:1 [rules]
    "#]],
    );
    search(
        "hash",
        10,
        expect![[r#"
        Macro hashed in hashed.sql at macros/hashed.sql:1:11 hashed
    "#]],
    );
    search(
        "ice",
        10,
        expect![[r#"
        Macro thrice in more.sql-macro at macros/more.sql-macro:2:7 thrice
        Macro twice in more.sql-macro at macros/more.sql-macro:1:7 twice
    "#]],
    );
    search(
        "paid",
        10,
        expect![[r#"
        Column paid in main at models/main.sql:2:18 paid
    "#]],
    );
}

#[test]
fn of_a_code() {
    search(
        "e003",
        10,
        expect![[r#"
        Diagnostic E003 `big_ones` has no column `nothing_of_it` in main at models/main.sql:2:24 nothing_of_it
        Key E003 in quiet.sql at models/quiet.sql:1:17 E003
        Key E003 in rocky.toml at rocky.toml:9:1 E003
    "#]],
    );
    search(
        "E003",
        1,
        expect![[r#"
        Diagnostic E003 `big_ones` has no column `nothing_of_it` in main at models/main.sql:2:24 nothing_of_it
    "#]],
    );
    search("E001", 10, expect![[""]]);
}
