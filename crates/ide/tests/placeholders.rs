//! Run variables, time windows and macros: what is said is about the text as written.

mod support;

use expect_test::{Expect, expect};
use ide::{Change, Host, RootChange};
use std::collections::BTreeMap;
use support::{
    ask,
    completion::check as check_completion,
    cursor::{check_definition, check_hover, shop},
    diagnostics, file, lines,
    random::Random,
    root,
};
use testing::fixture::parse;

/// A change of nothing but the values of variables.
fn variables(values: &[(&str, &str)]) -> Change {
    let mut change = RootChange::new(root());
    change.variables = Some(values.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect());
    Change { roots: vec![change] }
}

/// What is said of a model of the shop: code, the text that it is about, message, and the fixes.
fn check(sql: &str, values: &[(&str, &str)], expected: Expect) {
    let mut host = support::host(&shop("//- /models/m.toml\nintent = \"m\"\n"));
    host.apply(support::change([("models/m.sql", Some(sql))]));
    host.apply(variables(values));
    let model = file(&host, "models/m.sql");
    let found = ask(&mut host, |it| it.diagnostics(model));
    let mut out = String::new();
    for it in found.iter() {
        out += &format!("{} ‹{}› {}\n", it.code, &sql[it.range], it.message);
        for fix in &it.fixes {
            let edits = fix.edits.iter().map(|it| format!("‹{}› {}", &sql[it.place.range], it.text));
            out += &format!("  {}: {}\n", fix.title, edits.collect::<Vec<_>>().join(", "));
        }
    }
    expected.assert_eq(&out);
}

#[test]
fn a_mistake_in_a_value_is_the_whole_placeholder() {
    let values =
        [("column", "o.nope"), ("condition", "amount > 1 AND nope2 IN (1)"), ("table", "stg_orderz")];
    check(
        "SELECT @var(column) AS a FROM stg_orders o WHERE @var(condition)",
        &values,
        expect![[r#"
        E003 ‹@var(column)› `o` has no column `nope`
        E003 ‹@var(condition)› `o` has no column `nope2`
    "#]],
    );
    // Nothing can be mended in a text that is not there: in the default it could.
    check(
        "SELECT @var(name) AS a, @var(other, order_ld) AS b FROM stg_orders",
        &[("name", "order_ld")],
        expect![[r#"
            E003 ‹@var(name)› `stg_orders` has no column `order_ld`
            E003 ‹order_ld› `stg_orders` has no column `order_ld`
              Change to `order_id`: ‹order_ld› order_id
        "#]],
    );
    check(
        "SELECT 1 AS one FROM @var(table)",
        &values,
        expect![[r#"
        W015 ‹@var(table)› `stg_orderz` is neither a model nor a known table; its columns are taken as unknown
    "#]],
    );
    check(
        "SELECT order_id, @var(column) FROM stg_orders o",
        &[("column", "amount +")],
        expect![[r#"
        E018 ‹FROM› expected an expression after `+` in the select list, found `FROM`
    "#]],
    );
}

#[test]
fn a_mistake_in_a_default_is_where_it_is_written() {
    check(
        "SELECT order_id FROM stg_orders\r\nWHERE @var(condition,\r\n  amount > 1 AND -- 🎉\r\n  amuont IN (1, 2)\r\n) AND custmer_id = 1",
        &[],
        expect![[r#"
            E003 ‹amuont› `stg_orders` has no column `amuont`
              Change to `amount`: ‹amuont› amount
            E003 ‹custmer_id› `stg_orders` has no column `custmer_id`
              Change to `customer_id`: ‹custmer_id› customer_id
        "#]],
    );
    check(
        "SELECT '🎉' AS é, @var(a, order_id), @var(b, order_ld), @var(c, 1) + nope AS n FROM @var(t, stg_orders)",
        &[],
        expect![[r#"
        E003 ‹order_ld› `stg_orders` has no column `order_ld`
          Change to `order_id`: ‹order_ld› order_id
        E003 ‹nope› `stg_orders` has no column `nope`
    "#]],
    );
    check(
        "SELECT order_id, @var(x, amount +) FROM stg_orders",
        &[],
        expect![[r#"
        E018 ‹FROM› expected an expression after `+` in the select list, found `FROM`
    "#]],
    );
    check(
        "SELECT @var(columns, order_id, amount AS paid), customer_id FROM stg_orders",
        &[],
        expect![[r#""#]],
    );
    check(
        "SELECT * FROM my_@var(x, table)",
        &[],
        expect![[r#"
        W002 ‹*› `*` stands for columns that nobody has listed: the columns of `my_table` are not known
        W015 ‹my_@var(x, table)› `my_table` is neither a model nor a known table; its columns are taken as unknown
    "#]],
    );
}

#[test]
fn placeholders_without_a_value() {
    check(
        "SELECT @var(a) AS a, @var(b, 1) AS b, @var(a) AS c, '@var(d)' AS d, @var() AS e -- @var(f)\nFROM stg_orders WHERE amount > @var(g)",
        &[("b", "2")],
        expect![[r#"
            E028 ‹@var(a)› the variable `a` has neither a value nor a default
            E028 ‹@var(a)› the variable `a` has neither a value nor a default
            E028 ‹@var(d)› the variable `d` has neither a value nor a default
            E028 ‹@var()› this names no variable
            E028 ‹@var(g)› the variable `g` has neither a value nor a default
        "#]],
    );
    // What is not closed is a mistake in the grammar.
    check(
        "SELECT @var(a FROM stg_orders",
        &[],
        expect![[r#"
            E018 ‹FROM› expected `)` for the `(` after `a` in the select list, found `FROM`
              Insert `)`: ‹› )
        "#]],
    );
}

#[test]
fn statements_in_values_are_found_as_well() {
    check(
        "SELECT 1 AS one @var(more)",
        &[("more", "; SELECT 2")],
        expect![[r#"
        E018 ‹@var(more)› a model is one query; this statement is not part of it
    "#]],
    );
    check(
        "SELECT @var(x, 1 AS one; SELECT 2 AS two)",
        &[],
        expect![[r#"
        E018 ‹SELECT 2 AS two› a model is one query; this statement is not part of it
    "#]],
    );
}

#[test]
fn macros_are_not_judged() {
    check(
        "SELECT @total(nope, 'x') AS total, @everything(*), order_id FROM stg_orders WHERE @filter(nope) GROUP BY @key(a)",
        &[],
        expect![[r#"
            I002 ‹total› the type of `total` cannot be told: the result of the macro `@total`, which is not expanded, is not computed
        "#]],
    );
    check(
        "SELECT e.anything FROM @events(7) AS e JOIN @more(stg_orders) m ON m.x = e.y",
        &[],
        expect![[r#"
        I002 ‹anything› the type of `anything` cannot be told: the columns of the macro `@events`, which is not expanded, are not computed
    "#]],
    );
    check(
        "WITH a AS (SELECT @columns(stg_orders)) SELECT nope FROM a",
        &[],
        expect![[r#"
        I002 ‹nope› the type of `nope` cannot be told: the columns of the macro `@columns`, which is not expanded, are not computed
    "#]],
    );
}

const MODEL: &str = "
//- /models/m.toml
[strategy]
type = \"time_interval\"
time_column = \"day\"
granularity = \"day\"
//- /models/m.sql
";

#[test]
fn time_windows() {
    let check = |sql: &str, expected: Expect| {
        let fixture = shop(&format!("{MODEL}{sql}\n"));
        let mut host = support::host(&fixture);
        let found = diagnostics(&mut host);
        expected.assert_eq(&lines(&found).join("\n"));
    };
    check("SELECT DATE '2025-01-01' AS day WHERE day >= @start_date AND day < '@end_date'", expect![""]);
    check(
        "SELECT CAST(@start_date AS DATE) AS day, nope, @end_date AS last",
        expect!["models/m.sql:41..45 E003 there is no column `nope`: the query has no FROM"],
    );
    check(
        "SELECT DATE '2025-01-01' AS day -- @start_date @end_date\n, ' @start_date ' AS x",
        expect![
            "models/m.sql:0..6 E024 `m` is built window by window, but asks for no window: every run would compute all of it"
        ],
    );
    check(
        "SELECT DATE '2025-01-01' AS day, @end_date AS last, @end_date AS again",
        expect![
            "models/m.sql:33..42 W003 the window of `m` has only one side: `@start_date` is used nowhere beside `@end_date`"
        ],
    );
    check("-- nothing", expect!["models/m.sql:0..0 E018 a model needs a query: this one has none"]);
    // Elsewhere they are parameters.
    let mut host = support::host(&shop(
        "//- /models/m.toml\nintent = \"m\"\n//- /models/m.sql\nSELECT @start_date AS day\n",
    ));
    expect!["models/m.sql:22..25 I002 the type of `day` cannot be told: the result of the parameter `@start_date` is not computed"].assert_eq(&lines(&diagnostics(&mut host)).join("\n"));
}

#[test]
fn a_model_in_the_dsl_has_no_window() {
    let model = MODEL.replace("m.sql", "m.rocky");
    let mut host = support::host(&shop(&format!("{model}from stg_orders\n")));
    expect![[r#"
        models/m.rocky:0..4 E024 `m` is built window by window, but asks for no window: every run would compute all of it
        models/m.rocky:0..4 I001 `*` stands for 4 columns now; a column added upstream joins the output unseen
        models/m.toml:48..53 E020 `m` has no column `day`, so its rows cannot be put into windows"#]].assert_eq(&lines(&diagnostics(&mut host)).join("\n"));
}

#[test]
fn cards() {
    check_hover(
        "//- /models/m.sql\nSELECT @va$0r(a) AS a",
        expect![[r#"
        ‹@var(a)›
        ```sql
        @var(a)
        ```

        the variable `a` has neither a value nor a default: NULL stands in
    "#]],
    );
    check_hover(
        "//- /models/m.sql\nSELECT @var(a$0, 1 + @var(b, 2)) AS a, @var(a, 3) AS b",
        expect![[r#"
        ‹@var(a, 1 + @var(b, 2))›
        the variable `a`, its default:

        ```sql
        1 + 2
        ```

        used 2 times in this model
    "#]],
    );
    check_hover(
        "//- /models/m.sql\nSELECT 1 AS a @var(a$0, )",
        expect![[r#"
        ‹@var(a, )›
        the variable `a`, its default:

        nothing at all
    "#]],
    );
    check_hover(
        "//- /models/m.sql\nSELECT @var$0() AS a",
        expect![[r#"
        ‹@var()›
        a variable without a name: NULL stands in
    "#]],
    );
    // Names in a default have cards of their own.
    check_hover(
        "//- /models/m.sql\nSELECT @var(a, amo$0unt) AS a FROM stg_orders",
        expect![[r#"
            ‹amount›
            ```sql
            stg_orders.amount DECIMAL(10,2) NULL
            ```

            from [`raw.orders.amount`](<project:schemas/raw.toml#L9>)
        "#]],
    );
    check_hover(
        "//- /models/m.sql\nSELECT 1 AS a FROM @var(a, stg_or$0ders)",
        expect![[r#"
        ‹stg_orders›
        **stg_orders** · full_refresh · `shop.main.stg_orders`

        one row per order

        ```sql
        order_id BIGINT NOT NULL
        customer_id BIGINT NOT NULL
        amount DECIMAL(10,2) NULL
        address STRUCT(street VARCHAR, city VARCHAR) NULL
        ```
    "#]],
    );
    check_hover(
        "//- /models/m.sql\nSELECT amo$0unt + @var(a, 1) AS a FROM stg_orders",
        expect![[r#"
            ‹amount›
            ```sql
            stg_orders.amount DECIMAL(10,2) NULL
            ```

            from [`raw.orders.amount`](<project:schemas/raw.toml#L9>)
        "#]],
    );
    let model = format!("{MODEL}SELECT @start_date AS day, @end_$0date AS last");
    check_hover(
        &model,
        expect![[r#"
        ‹@end_date›
        ```sql
        @end_date
        ```

        the end of the window, which does not belong to it: a quoted timestamp in UTC. A first run has `'1900-01-01 00:00:00'`
    "#]],
    );
}

#[test]
fn a_card_of_a_given_value() {
    let fixture = shop("//- /models/m.toml\nintent = \"m\"\n//- /models/m.sql\nSELECT @var(a$0, 1) AS a");
    let (mut host, position) = support::cursor::at_cursor(&fixture);
    host.apply(variables(&[("a", "'x' || 'y'")]));
    let hover = ask(&mut host, |it| it.hover(position));
    expect![[r#"
        the variable `a`, given on the command line:

        ```sql
        'x' || 'y'
        ```
    "#]]
    .assert_eq(&hover.map(|it| it.markdown).unwrap_or_default());
}

#[test]
fn names_in_defaults_lead_somewhere() {
    check_definition(
        "//- /models/m.sql\nSELECT 1 AS a FROM @var(a, stg_or$0ders)",
        expect![[r#"
        ‹stg_orders›
        models/stg_orders.sql:1:1 SELECT
    "#]],
    );
    check_definition(
        "//- /models/m.sql\nWITH c AS (SELECT 1 AS x) SELECT @var(a, c.x$0) + @var(b, 1) AS a FROM c",
        expect![[r#"
            ‹x›
            models/m.sql:1:24 x
        "#]],
    );
}

#[test]
fn names_are_completed_in_defaults_and_behind_them() {
    check_completion(
        "SELECT @var(a, amo$0) AS a FROM stg_orders",
        expect![[r#"
        Column address (STRUCT(street VARCHAR, city VARCHAR) NULL · stg_orders) for amo
        Column amount (DECIMAL(10,2) NULL · stg_orders) for amo
        Column customer_id (BIGINT NOT NULL · stg_orders) for amo
        Column order_id (BIGINT NOT NULL · stg_orders) for amo
        Alias stg_orders for amo
        functions
        keywords
    "#]],
    );
    check_completion(
        "SELECT @var(a, 1, '🎉') + o.am$0 FROM stg_orders o",
        expect![[r#"
        Column address (STRUCT(street VARCHAR, city VARCHAR) NULL) for am
        Column amount (DECIMAL(10,2) NULL) for am
        Column customer_id (BIGINT NOT NULL) for am
        Column order_id (BIGINT NOT NULL) for am
    "#]],
    );
}

const PROJECT: &str = "
//- /rocky.toml
[adapter]
type = \"duckdb\"
//- /models/_defaults.toml
[target]
schema = \"main\"
//- /models/plain.toml
intent = \"no variables\"
//- /models/plain.sql
SELECT 1 AS id, 'a' AS text -- @var(a)
//- /models/one.toml
intent = \"one\"
//- /models/one.sql
SELECT @var(a, 1) AS value FROM plain
//- /models/two.toml
intent = \"two\"
//- /models/two.sql
SELECT id, @var(b, 2) AS value FROM plain
//- /models/reader.toml
intent = \"reads one and two\"
//- /models/reader.sql
SELECT two.id, one.value FROM one CROSS JOIN two
";

#[test]
fn a_new_value_runs_files_with_variables_only() {
    let check = |values: &[(&str, &str)], expected: Expect| {
        let mut host = support::host(&parse(PROJECT));
        diagnostics(&mut host);
        host.database().take_executed();
        host.apply(variables(values));
        diagnostics(&mut host);
        let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for it in host.database().take_executed() {
            let file = it.file.map_or("the project".to_owned(), |it| it.to_string());
            files.entry(file).or_default().push(it.query);
        }
        let lines = files.iter().map(|(file, queries)| format!("{file}: {}\n", queries.join(", ")));
        expected.assert_eq(&lines.collect::<String>());
    };
    check(
        &[("a", "2")],
        expect![[r#"
            models/one.sql: filled, lowered, head, body, inference, schema, body_uniqueness, syntax_findings, findings, findings
            models/two.sql: filled
        "#]],
    );
    check(
        &[("a", "'text'")],
        expect![[r#"
            models/one.sql: filled, lowered, head, body, inference, schema, body_uniqueness, syntax_findings, findings, findings
            models/reader.sql: inference, schema, body_uniqueness, findings, findings
            models/two.sql: filled
        "#]],
    );
    check(
        &[("unused", "1")],
        expect![[r#"
        models/one.sql: filled
        models/two.sql: filled
    "#]],
    );
}

#[test]
fn any_history_of_values_equals_a_fresh_host() {
    let mut random = Random::new(7);
    let mut values: BTreeMap<&str, &str> = BTreeMap::new();
    let mut text = "SELECT id, @var(b, 2) AS value FROM plain\n".to_owned();
    let mut host = support::host(&parse(PROJECT));
    for _ in 0..60 {
        let name = ["a", "b", "c"][random.below(3)];
        match ["", "1", "'é🎉'", "nope", "id + ", "1; SELECT 2", "plain.id"][random.below(7)] {
            "" => drop(values.remove(name)),
            value => drop(values.insert(name, value)),
        }
        if random.one_in(3) {
            text = [
                "SELECT id, @var(b, 2) AS value FROM plain\n",
                "SELECT id, @var(b,\n nope) + @var(c) AS value FROM plain\n",
                "SELECT id, 2 AS value FROM plain\n",
                "SELECT id FROM @var(c, plain) WHERE @var(a) > @var(b)\n",
            ][random.below(4)]
            .to_owned();
        }
        let pairs: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, *value)).collect();
        let apply = |host: &mut Host| {
            host.apply(variables(&pairs));
            host.apply(support::change([("models/two.sql", Some(text.as_str()))]));
        };
        apply(&mut host);
        let mut fresh = support::host(&parse(PROJECT));
        apply(&mut fresh);
        assert_eq!(diagnostics(&mut host), diagnostics(&mut fresh), "{pairs:?} {text}");
    }
}
