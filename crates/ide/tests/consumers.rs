//! P002: what is said of a model because of those that read it, by every door that looks at whole projects, and by none
//! that looks at one file.

mod support;

use expect_test::{Expect, expect};
use ide::{Code, Diagnostic, Host};
use testing::fixture;

const PROJECT: &str = r#"
//- /rocky.toml
[adapter]
type = "duckdb"

[pipeline]
type = "transformation"
models = "models/**"

[diagnostics]
I001 = "off"
V063 = "off"
W002 = "off"
W005 = "off"
//- /models/_defaults.toml
[target]
catalog = "shop"
schema = "main"
//- /models/orders.sql
SELECT 1 AS id, 2 AS amount, 'x' AS state, 4 AS a, 5 AS b
"#;

/// What is said of a project by a walk, in slices of one file.
fn walked(host: &mut Host) -> Vec<(String, Diagnostic)> {
    let mut found = Vec::new();
    let mut walk = host.analysis().walk(&support::root());
    loop {
        let goes_on = host
            .analysis()
            .walk_on(&mut walk, 1, |it| {
                let path = host.path(it.file).1.to_string();
                found.extend(it.diagnostics.iter().map(|one| (path.clone(), one.clone())));
                Ok(())
            })
            .unwrap_or_else(|it| panic!("{it:?}"));
        if !goes_on {
            break;
        }
        host.collect_garbage();
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// Checks what all doors say of the project with these further files: the same, but for single files.
fn check(files: &str, expected: Expect) {
    let fixture = fixture::parse(&format!("{PROJECT}{}", files.trim_start()));
    let mut host = support::host(&fixture);
    let alone = support::diagnostics(&mut host);
    assert!(alone.iter().all(|it| it.1.code != Code::P002), "{:?}", support::lines(&alone));
    let swept = support::lines(&support::project_diagnostics(&mut host));
    expected.assert_eq(&swept.join("\n"));
    assert_eq!(support::lines(&walked(&mut host)), swept);
    let mut asked = Vec::new();
    let outcome = host.analysis().project_diagnostics(&support::root(), |it| {
        let path = host.path(it.file).1.to_string();
        asked.extend(it.diagnostics.iter().map(|one| (path.clone(), one.clone())));
        true
    });
    assert_eq!(outcome, Ok(()));
    asked.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(support::lines(&asked), swept);
}

/// Idea 38 of the specification's list.
#[test]
fn conditions_and_expressions_count() {
    check(
        "
//- /models/stars.sql
SELECT * FROM orders
//- /models/c1.sql
SELECT 1 AS one FROM stars WHERE state = 'x'
//- /models/c2.sql
SELECT a * 2 AS twice FROM stars
//- /models/c3.sql
SELECT CASE WHEN b > 1 THEN 1 END AS it FROM stars GROUP BY ALL
//- /models/c4.sql
SELECT o.id AS here FROM orders AS o JOIN stars AS s ON o.id = s.id
",
        expect![
            "models/stars.sql:7..8 P002 `*` passes on columns that other models read by name: `c1` reads `state`; `c2` reads `a`; `c3` reads `b`; `c4` reads `id`"
        ],
    );
}

#[test]
fn columns_and_consumers_are_cut() {
    check(
        "
//- /models/stars.sql
SELECT * FROM orders
//- /models/c1.sql
SELECT id, amount, state, a, b FROM stars
//- /models/c2.sql
SELECT id, amount, state, a FROM stars
//- /models/c3.sql
SELECT id FROM stars
//- /models/c4.sql
SELECT id FROM stars
//- /models/c5.sql
SELECT id FROM stars
//- /models/c6.sql
SELECT id FROM stars
//- /models/c7.sql
SELECT id FROM stars
",
        expect![
            "models/stars.sql:7..8 P002 `*` passes on columns that other models read by name: `c1` reads `id`, `amount`, `state` and 2 more; `c2` reads `id`, `amount`, `state` and 1 more; `c3` reads `id`; `c4` reads `id`; `c5` reads `id`; and 2 more models"
        ],
    );
}

#[test]
fn stars_over_stars_name_nothing() {
    check(
        "
//- /models/stars.sql
SELECT * FROM orders
//- /models/c1.sql
SELECT * FROM stars
//- /models/c2.sql
WITH s AS (SELECT * FROM stars) SELECT DISTINCT * FROM s UNION ALL SELECT * FROM stars
//- /models/c3.sql
SELECT count(*) AS rows FROM stars
",
        expect![[""]],
    );
}

#[test]
fn a_star_in_a_consumer_hides_no_name_behind_it() {
    check(
        "
//- /models/stars.sql
SELECT * FROM orders
//- /models/c1.sql
WITH s AS (SELECT * FROM stars) SELECT id FROM s
",
        expect![
            "models/stars.sql:7..8 P002 `*` passes on columns that other models read by name: `c1` reads `id`"
        ],
    );
}

#[test]
fn only_what_comes_through_the_star_counts() {
    check(
        "
//- /models/items.sql
SELECT 1 AS item, 2 AS price
//- /models/mixed.sql
SELECT o.*, i.item, i.price * 2 AS twice FROM orders AS o CROSS JOIN items AS i
//- /models/listed.sql
WITH o AS (SELECT * FROM orders) SELECT id, amount FROM o
//- /models/pair.sql
SELECT o.*, i.* FROM orders AS o CROSS JOIN items AS i
//- /models/c1.sql
SELECT item, twice FROM mixed
//- /models/c2.sql
SELECT id FROM listed
//- /models/c3.sql
SELECT price FROM pair
",
        expect![
            "models/pair.sql:12..15 P002 `*` passes on columns that other models read by name: `c3` reads `price`"
        ],
    );
}

#[test]
fn of_unknown_columns() {
    check(
        "
//- /models/outside.sql
SELECT *, 1 AS own FROM raw.things
//- /models/two.sql
SELECT a.*, b.* FROM raw.things AS a CROSS JOIN raw.others AS b
//- /models/c1.sql
SELECT thing, own FROM outside
//- /models/c2.sql
SELECT thing FROM two
",
        expect![[r#"
            models/outside.sql:7..8 P002 `*` passes on columns that other models read by name: `c1` reads `thing`
            models/outside.sql:24..34 W015 `raw.things` is neither a model nor a known table; its columns are taken as unknown
            models/two.sql:21..31 W015 `raw.things` is neither a model nor a known table; its columns are taken as unknown
            models/two.sql:48..58 W015 `raw.others` is neither a model nor a known table; its columns are taken as unknown"#]],
    );
}

#[test]
fn pragmas_suppress_it_and_are_judged_with_it_only() {
    check(
        "
//- /models/stars.sql
SELECT * -- rocky-allow: P002
FROM orders
//- /models/unread.sql
SELECT * -- rocky-allow: P002
FROM orders
//- /models/c1.sql
SELECT id FROM stars
",
        expect!["models/unread.sql:9..29 W009 `P002` is not reported here: this suppresses nothing"],
    );
}

#[test]
fn a_ring_says_nothing() {
    check(
        "
//- /models/one.sql
SELECT * FROM two
//- /models/two.sql
SELECT * FROM one
//- /models/c1.sql
SELECT id FROM one
",
        expect![[r#"
            models/one.sql:14..17 E016 dependency cycle: `one` → `two` → `one`
            models/two.sql:14..17 E016 dependency cycle: `two` → `one` → `two`"#]],
    );
}
