//! Windows, and the parameters of lambdas and comprehensions: names of one `SELECT`, or of one expression.

mod support;

use expect_test::{Expect, expect};
use ide::{FileRange, ReferenceKind};
use support::{
    ask, completion,
    cursor::{at_cursor, check_definition, check_hover, place, shop},
    model_on,
    renaming::{check_refused, check_rename},
};

/// Checks what is highlighted for the name at the cursor, and that the same ranges are typed together.
fn uses(fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let found = ask(&mut host, |it| it.highlights(position)).unwrap_or_default();
    let references = ask(&mut host, |it| it.references(position, true)).unwrap_or_default();
    assert_eq!(found, references);
    let linked = ask(&mut host, |it| it.linked_ranges(position));
    let all: Vec<_> = found.iter().map(|it| it.place.range).collect();
    let mut lines = match linked {
        Some(ranges) if ranges == all => "typed together\n".to_owned(),
        Some(ranges) => panic!("{ranges:?}"),
        None => String::new(),
    };
    for it in found {
        let mark = if it.kind == ReferenceKind::Definition { "write" } else { "read" };
        let place = place(&mut host, FileRange { file: position.file, range: it.place.range });
        lines += &format!("{mark} {}\n", place.split_once(':').map_or("", |it| it.1));
    }
    expected.assert_eq(&lines);
}

const WINDOWS: &str = "SELECT sum(amount) OVER w AS a, count(*) OVER (w ROWS UNBOUNDED PRECEDING) AS b
FROM stg_orders
WINDOW base AS (PARTITION BY customer_id), w AS (base ORDER BY order_id)
ORDER BY max(amount) OVER w";

fn windows(at: &str) -> String {
    WINDOWS.replacen(&at.replace("$0", ""), at, 1)
}

#[test]
fn a_window_is_shown_with_what_it_builds_upon() {
    check_hover(
        &windows("OVER w$0 AS"),
        expect![[r#"
        ‹w›
        ```sql
        WINDOW w AS (base ORDER BY order_id)
        WINDOW base AS (PARTITION BY customer_id)
        ```
    "#]],
    );
    check_hover(
        &windows("WINDOW ba$0se"),
        expect![[r#"
        ‹base›
        ```sql
        WINDOW base AS (PARTITION BY customer_id)
        ```
    "#]],
    );
}

#[test]
fn a_window_is_defined_in_its_select() {
    check_definition(
        &windows("OVER $0w AS"),
        expect![[r#"
        ‹w›
        models/main.sql:3:44 w
    "#]],
    );
    check_definition(
        &windows("(w$0 ROWS"),
        expect![[r#"
        ‹w›
        models/main.sql:3:44 w
    "#]],
    );
    check_definition(
        &windows("(ba$0se ORDER"),
        expect![[r#"
        ‹base›
        models/main.sql:3:8 base
    "#]],
    );
    check_definition(
        &windows("(amount) OVER w$0"),
        expect![[r#"
        ‹w›
        models/main.sql:3:44 w
    "#]],
    );
    check_definition(
        "SELECT sum(amount) OVER nope$0 FROM stg_orders WINDOW w AS ()",
        expect![[r#"
        nothing
    "#]],
    );
    // A query within has windows of its own, and does not see those around it.
    check_definition(
        "SELECT (SELECT sum(1) OVER w$0 FROM raw.customers WINDOW w AS ()) FROM stg_orders WINDOW w AS ()",
        expect![[r#"
            ‹w›
            models/main.sql:1:56 w
        "#]],
    );
}

#[test]
fn uses_of_a_window() {
    uses(
        &windows("OVER $0w AS"),
        expect![[r#"
        typed together
        read 1:25 w
        read 1:48 w
        write 3:44 w
        read 4:27 w
    "#]],
    );
    uses(
        &windows("WINDOW ba$0se"),
        expect![[r#"
        typed together
        write 3:8 base
        read 3:50 base
    "#]],
    );
    uses(
        "SELECT sum(1) OVER W FROM stg_orders WINDOW w$0 AS ()",
        expect![[r#"
        read 1:20 W
        write 1:45 w
    "#]],
    );
    let alias = "SELECT x, SUM(x) OVER v AS a FROM UNNEST([1]) AS x WINDOW w AS (ORDER BY x), v$0 AS w";
    uses(
        &model_on("bigquery", alias),
        expect![[r#"
        typed together
        read 1:23 v
        write 1:78 v
    "#]],
    );
    uses(
        &model_on("bigquery", &alias.replace("v$0 AS w", "v AS w$0")),
        expect![[r#"
        typed together
        write 1:59 w
        read 1:83 w
    "#]],
    );
    let piped = "FROM UNNEST([1]) AS x |> SELECT x, SUM(x) OVER w AS a WINDOW w$0 AS (ORDER BY x)";
    uses(
        &model_on("bigquery", piped),
        expect![[r#"
        typed together
        read 1:48 w
        write 1:62 w
    "#]],
    );
}

#[test]
fn a_window_is_renamed() {
    check_rename(
        &windows("OVER $0w AS"),
        "running",
        expect![[r#"
        //- /models/main.sql
        SELECT sum(amount) OVER running AS a, count(*) OVER (running ROWS UNBOUNDED PRECEDING) AS b
        FROM stg_orders
        WINDOW base AS (PARTITION BY customer_id), running AS (base ORDER BY order_id)
        ORDER BY max(amount) OVER running
    "#]],
    );
    check_rename(
        &windows("WINDOW ba$0se"),
        "order",
        expect![[r#"
        //- /models/main.sql
        SELECT sum(amount) OVER w AS a, count(*) OVER (w ROWS UNBOUNDED PRECEDING) AS b
        FROM stg_orders
        WINDOW "order" AS (PARTITION BY customer_id), w AS ("order" ORDER BY order_id)
        ORDER BY max(amount) OVER w
    "#]],
    );
    check_refused(
        &windows("WINDOW ba$0se"),
        "W",
        expect![[r#"
        Collision: there is a `W` beside it already
        models/main.sql:3:44 w
    "#]],
    );
    check_refused(
        "SELECT sum(1) OVER nope FROM stg_orders WINDOW w$0 AS ()",
        "nope",
        expect![[r#"
        Capture: called `nope`, `stg_orders` in `models/main.sql` would not mean what it means now
        models/main.sql:1:30 stg_orders
    "#]],
    );
    let pattern = "SELECT id, label OVER w FROM (VALUES (1)) AS t (id) WINDOW w$0 AS (\nORDER BY id\n\
        MEASURES match_number() AS label\nROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING\nPATTERN (a)\nDEFINE a AS true)";
    check_refused(
        &model_on("trino", pattern),
        "v",
        expect![[r#"
        Unknown: `w` stands in a form here whose names are not known
        models/m.sql:1:12 label OVER w
    "#]],
    );
}

#[test]
fn a_parameter_is_known_in_its_lambda() {
    let text =
        "SELECT list_transform([1, 2], x -> x + amount) AS a, list_transform(['a'], x -> x) FROM stg_orders";
    let at = |it: &str| text.replacen(&it.replace("$0", ""), it, 1);
    check_hover(
        &at("-> x$0 + amount"),
        expect![[r#"
        ‹x›
        ```sql
        x INTEGER
        ```
    "#]],
    );
    check_hover(
        &at("], x$0 -> x)"),
        expect![[r#"
        ‹x›
        ```sql
        x VARCHAR
        ```
    "#]],
    );
    check_definition(
        &at("-> x$0 + amount"),
        expect![[r#"
        ‹x›
        models/main.sql:1:31 x
    "#]],
    );
    uses(
        &at("-> x$0 + amount"),
        expect![[r#"
        typed together
        write 1:31 x
        read 1:36 x
    "#]],
    );
    check_rename(
        &at("-> x$0 + amount"),
        "price",
        expect![[r#"
        //- /models/main.sql
        SELECT list_transform([1, 2], price -> price + amount) AS a, list_transform(['a'], x -> x) FROM stg_orders
    "#]],
    );
    check_refused(
        &at("-> x$0 + amount"),
        "amount",
        expect![[r#"
        Capture: called `amount`, `amount` in `models/main.sql` would not mean what it means now
        models/main.sql:1:40 amount
    "#]],
    );
}

#[test]
fn other_forms_of_parameters() {
    uses(
        "SELECT list_reduce([1], lambda acc, v: ac$0c + v + acc) AS a",
        expect![[r#"
        typed together
        write 1:32 acc
        read 1:40 acc
        read 1:50 acc
    "#]],
    );
    uses(
        "SELECT [i * x FOR x, i$0 IN [1, 2] IF i > x] AS a",
        expect![[r#"
        typed together
        read 1:9 i
        write 1:22 i
        read 1:37 i
    "#]],
    );
    uses(
        "SELECT list_transform([[1]], x -> list_transform(x$0, x -> x + 1)) AS a",
        expect![[r#"
        typed together
        write 1:30 x
        read 1:50 x
    "#]],
    );
    uses(
        "SELECT COLUMNS(c$0 -> c LIKE 'a%') FROM stg_orders",
        expect![[r#"
        typed together
        write 1:16 c
        read 1:21 c
    "#]],
    );
    uses(
        "SELECT list_transform([{'a': 1}], s$0 -> s.a + s.a) AS x",
        expect![[r#"
        typed together
        write 1:35 s
        read 1:40 s
        read 1:46 s
    "#]],
    );
    check_refused(
        "SELECT list_reduce([1], (acc$0, v) -> acc + v) AS a",
        "V",
        expect![[r#"
        Collision: there is a `V` beside it already
        models/main.sql:1:31 v
    "#]],
    );
    uses(
        &model_on("snowflake", "SELECT FILTER([1], x$0 INT -> x > 1) AS a"),
        expect![[r#"
        typed together
        write 1:20 x
        read 1:29 x
    "#]],
    );
    uses(
        &model_on("databricks", "SELECT transform(array(1), (x, i$0) -> x + i) AS a"),
        expect![[r#"
        typed together
        write 1:32 i
        read 1:42 i
    "#]],
    );
    uses(
        &model_on("trino", "SELECT transform(ARRAY[1], x$0 -> x + 1) AS a"),
        expect![[r#"
        typed together
        write 1:28 x
        read 1:33 x
    "#]],
    );
    let variables = "SELECT WITH(a AS a + 1, b AS a * 2, a$0 + b) AS x FROM (SELECT 1 AS a)";
    uses(
        &model_on("bigquery", variables),
        expect![[r#"
        typed together
        write 1:13 a
        read 1:30 a
        read 1:37 a
    "#]],
    );
}

#[test]
fn what_can_be_typed_is_proposed() {
    completion::check(
        "SELECT list_transform([1], t -> $0) AS a",
        expect![[r#"
        Parameter t (INTEGER · parameter)
        functions
        keywords
    "#]],
    );
    completion::check(
        "SELECT list_transform([1], t -> t + $0) AS a",
        expect![[r#"
        Parameter t (INTEGER · parameter)
        functions
        keywords
    "#]],
    );
    completion::check(
        "SELECT list_transform(['a'], lambda t, i: $0",
        expect![[r#"
        Parameter i (BIGINT · parameter)
        Parameter t (VARCHAR · parameter)
        functions
        keywords
    "#]],
    );
    completion::check(
        "SELECT list_transform([1], t -> t), $0 FROM stg_orders",
        expect![[r#"
        Column address (STRUCT(street VARCHAR, city VARCHAR) NULL · stg_orders)
        Column amount (DECIMAL(10,2) NULL · stg_orders)
        Column customer_id (BIGINT NOT NULL · stg_orders)
        Column order_id (BIGINT NOT NULL · stg_orders)
        Alias stg_orders
        Columns all columns => order_id, customer_id, amount, address (4 columns)
        functions
        keywords
    "#]],
    );
    completion::check(
        "SELECT list_transform([{'a': 1}], t -> t.$0) AS a",
        expect![[r#"
        Column a (INTEGER)
    "#]],
    );
    // A parameter hides the column of its name.
    completion::check(
        "SELECT list_transform([1], email -> $0) FROM stg_customers c",
        expect![[r#"
        Parameter email (INTEGER · parameter)
        Column c.email (VARCHAR NOT NULL · c)
        Column customer_id (BIGINT NOT NULL · c)
        Alias c
        functions
        keywords
    "#]],
    );
    completion::check(
        "SELECT 1 FROM stg_orders WINDOW a AS (), b AS ($0), c AS ()",
        expect![[r#"
        Window a (window)
        keywords
    "#]],
    );
}
