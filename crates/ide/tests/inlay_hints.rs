//! Hints between the words: types of select items, and what stars stand for.

mod support;

use expect_test::{Expect, expect};
use ide::{FilePosition, InlayHint, InlayHintKind, InlayHintRequest, TextRange, TextSize};
use support::{
    ask,
    cursor::{at_cursor, place, shop, text},
};

fn everything() -> InlayHintRequest {
    let range = TextRange::up_to(TextSize::from(u32::MAX));
    InlayHintRequest {
        range,
        types: true,
        nullability: true,
        expanded_stars: true,
        join_cardinality: true,
        dependencies: true,
    }
}

/// Checks the text with its hints in ‹›. The cursor only says which file it is.
fn check(fixture: &str, expected: Expect) {
    check_request(fixture, &everything(), expected);
}

fn check_request(fixture: &str, request: &InlayHintRequest, expected: Expect) {
    let (mut host, FilePosition { file, .. }) = at_cursor(&shop(fixture));
    let hints = ask(&mut host, |it| it.inlay_hints(file, request));
    let mut shown = ask(&mut host, |it| Ok(it.text(file))).to_string();
    for hint in hints.iter().rev() {
        shown.insert_str(usize::from(hint.position), &format!("‹{}›", hint.label));
    }
    // Types have a test of their own.
    for hint in hints.iter().filter(|it| it.kind != InlayHintKind::Type) {
        for edit in &hint.edits {
            let old = text(&mut host, file, edit.place.range);
            shown += &format!("\n{old} → {}", edit.text);
        }
    }
    expected.assert_eq(&(shown.trim_end().to_owned() + "\n"));
}

#[test]
fn of_items_in_every_query() {
    check(
        "WITH big AS (SELECT order_id, amount * 2 AS twice FROM stg_orders)
SELECT$0 b.order_id, (SELECT max(email) FROM stg_customers) AS email, CAST(1 AS INTEGER) AS one, nothing
FROM big AS b JOIN (SELECT customer_id AS c FROM stg_customers) ON c = 1
WHERE EXISTS (SELECT order_id FROM big)
UNION ALL SELECT 1, 'a', 2, 3",
        expect![[r#"
            WITH big AS (SELECT order_id‹BIGINT NOT NULL›, amount * 2 AS twice‹DECIMAL(18,2) NULL› FROM stg_orders)
            SELECT b.order_id‹BIGINT NOT NULL›, (SELECT max(email)‹VARCHAR NULL› FROM stg_customers) AS email‹VARCHAR NULL›, CAST(1 AS INTEGER) AS one, nothing
            FROM big AS b JOIN (SELECT customer_id AS c‹BIGINT NOT NULL› FROM stg_customers) ON c = 1
            WHERE EXISTS (SELECT order_id FROM big)
            UNION ALL SELECT 1‹INTEGER NOT NULL›, 'a'‹VARCHAR NOT NULL›, 2‹INTEGER NOT NULL›, 3‹INTEGER NOT NULL›
        "#]],
    );
}

#[test]
fn of_stars() {
    check(
        "WITH o AS (SELECT$0 * FROM stg_orders)
SELECT o.*, c.* EXCLUDE (email) FROM o JOIN stg_customers AS c USING (customer_id), raw.unknown AS u",
        expect![[r#"
            WITH o AS (SELECT *‹(4 columns)› FROM stg_orders)
            SELECT o.*‹(4 columns)›, c.* EXCLUDE (email)‹(1 column)› FROM o JOIN stg_customers AS c USING (customer_id), raw.unknown AS u
            * → order_id, customer_id, amount, address
            o.* → o.order_id, o.customer_id, o.amount, o.address
            c.* EXCLUDE (email) → c.customer_id
        "#]],
    );
    check(
        "SELECT o.*, c.* EXCLUDE (email) FR$0OM stg_orders o JOIN stg_customers AS c ON true",
        expect![[r#"
            SELECT o.*‹(4 columns)›, c.* EXCLUDE (email)‹(1 column)› FROM stg_orders o JOIN stg_customers AS c ON true
            o.* → o.order_id, o.customer_id, o.amount, o.address
            c.* EXCLUDE (email) → c.customer_id
        "#]],
    );
    check(
        "WITH o AS (SELECT order_id, amount AS \"of it\" FROM stg_orders)
SELECT * FROM$0 o
UNION ALL SELECT t.* EXCLUDE (c) FROM (SELECT 1 AS a, 2 AS b, 3 AS c) AS t",
        expect![[r#"
            WITH o AS (SELECT order_id‹BIGINT NOT NULL›, amount AS "of it"‹DECIMAL(10,2) NULL› FROM stg_orders)
            SELECT *‹(2 columns)› FROM o
            UNION ALL SELECT t.* EXCLUDE (c)‹(2 columns)› FROM (SELECT 1 AS a‹INTEGER NOT NULL›, 2 AS b‹INTEGER NOT NULL›, 3 AS c‹INTEGER NOT NULL›) AS t
            * → order_id, "of it"
            t.* EXCLUDE (c) → a, b
        "#]],
    );
    check(
        "//- /models/report.rocky
let o = from stg_orders select { order_id, amount }
from o
select { * }$0
",
        expect![[r#"
            let o = from stg_orders select { order_id‹BIGINT NOT NULL›, amount‹DECIMAL(10,2) NULL› }
            from o
            select { *‹(2 columns)› }

            * → order_id, amount
        "#]],
    );
    check(
        "SELECT * F$0ROM raw.unknown",
        expect![[r#"
        SELECT * FROM raw.unknown
    "#]],
    );
}

#[test]
fn of_joins() {
    // One row of each customer, many orders of each.
    check(
        "//- /models/one.sql
SELECT customer_id, count(*) AS n FROM stg_orders GROUP BY customer_id
//- /models/report.sql
SELECT o.order_id FR$0OM stg_orders AS o
LEFT JOIN one AS c ON c.customer_id = o.customer_id
JOIN (SELECT DISTINCT customer_id FROM stg_orders) AS d USING (customer_id)
JOIN stg_orders AS other ON other.customer_id = c.customer_id
CROSS JOIN stg_customers",
        expect![[r#"
            SELECT o.order_id‹BIGINT NOT NULL› FROM stg_orders AS o
            LEFT JOIN one AS c‹n:1› ON c.customer_id = o.customer_id
            JOIN (SELECT DISTINCT customer_id‹BIGINT NOT NULL› FROM stg_orders) AS d‹n:1› USING (customer_id)
            JOIN stg_orders AS other ON other.customer_id = c.customer_id
            CROSS JOIN stg_customers
        "#]],
    );
    check(
        "//- /models/one.sql
SELECT customer_id, count(*) AS n FROM stg_orders GROUP BY customer_id
//- /models/report.rocky
from$0 one as c
join stg_orders as o on customer_id
select { o.order_id }
",
        expect![[r#"
            from one as c
            join stg_orders as o‹1:n› on customer_id
            select { o.order_id‹BIGINT NOT NULL› }
        "#]],
    );
    check(
        "//- /models/one.sql
SELECT customer_id, count(*) AS n FROM stg_orders GROUP BY customer_id
//- /models/report.sql
SELECT 1::INT AS x$0 FROM one AS a JOIN one AS b ON a.customer_id = b.customer_id JOIN",
        expect![[r#"
            SELECT 1::INT AS x FROM one AS a JOIN one AS b‹1:1› ON a.customer_id = b.customer_id JOIN
        "#]],
    );
}

#[test]
fn of_the_steps_of_a_pipeline() {
    check(
        "//- /models/report.rocky
from stg_orders as o
derive { net: amount * 2 }
gro$0up customer_id { total: sum(net) }
",
        expect![[r#"
            from stg_orders as o
            derive { net: amount * 2‹DECIMAL(18,2) NULL› }
            group customer_id‹BIGINT NOT NULL› { total: sum(net)‹DECIMAL(38,2) NULL› }
        "#]],
    );
}

#[test]
fn where_placeholders_are() {
    check(
        "SELECT @var(column, amount) AS paid, 1 AS one, * FROM @var(source, stg_orders) WHERE$0 true",
        expect![[r#"
            SELECT @var(column, amount) AS paid‹DECIMAL(10,2) NULL›, 1 AS one‹INTEGER NOT NULL›, *‹(4 columns)› FROM @var(source, stg_orders) WHERE true
            * → order_id, customer_id, amount, address
        "#]],
    );
}

#[test]
fn only_what_is_asked_for() {
    let text = "SELECT amount$0, order_id, * FROM stg_orders";
    let of = |change: fn(&mut InlayHintRequest)| {
        let mut request = everything();
        change(&mut request);
        request
    };
    check_request(
        text,
        &of(|it| it.types = false),
        expect![[r#"
        SELECT amount‹NULL›, order_id‹NOT NULL›, *‹(4 columns)› FROM stg_orders
        * → order_id, customer_id, amount, address
    "#]],
    );
    check_request(
        text,
        &of(|it| it.nullability = false),
        expect![[r#"
        SELECT amount‹DECIMAL(10,2)›, order_id‹BIGINT›, *‹(4 columns)› FROM stg_orders
        * → order_id, customer_id, amount, address
    "#]],
    );
    check_request(
        text,
        &of(|it| it.expanded_stars = false),
        expect![[r#"
        SELECT amount‹DECIMAL(10,2) NULL›, order_id‹BIGINT NOT NULL›, * FROM stg_orders
    "#]],
    );
    let joined = "//- /models/one.sql
SELECT customer_id FROM stg_orders GROUP BY customer_id
//- /models/report.sql
SELECT a.customer_id$0 FROM one AS a JOIN one AS b ON a.customer_id = b.customer_id";
    check_request(
        joined,
        &of(|it| it.join_cardinality = false),
        expect![[r#"
        SELECT a.customer_id‹BIGINT NOT NULL› FROM one AS a JOIN one AS b ON a.customer_id = b.customer_id
    "#]],
    );
    let range = TextRange::new(TextSize::from(14), TextSize::from(24));
    check_request(
        text,
        &InlayHintRequest { range, ..everything() },
        expect![[r#"
        SELECT amount, order_id‹BIGINT NOT NULL›, * FROM stg_orders
    "#]],
    );
}

#[test]
fn a_type_comes_from_the_only_column_that_it_is_made_of() {
    let check = |fixture: &str, expected: Expect| {
        let (mut host, position) = at_cursor(&shop(fixture));
        let found = ask(&mut host, |it| it.inlay_hint_origin(position));
        expected.assert_eq(&found.map_or("nothing".to_owned(), |it| place(&mut host, it)));
    };
    check("SELECT amount * 2 AS twice$0 FROM stg_orders", expect!["models/stg_orders.sql:1:37 amount"]);
    check(
        "WITH o AS (SELECT amount$0 FROM stg_orders) SELECT * FROM o",
        expect!["models/stg_orders.sql:1:37 amount"],
    );
    check("SELECT amount + order_id AS sum$0 FROM stg_orders", expect!["nothing"]);
}

#[test]
fn of_models_that_are_read_where_the_configuration_does_not_say_so() {
    check(
        "//- /models/totals.sql
SELECT o.amount FROM stg_orders o JOIN stg_customers USING (customer_id) JOIN stg_orders p USING (order_id)
//- /models/totals.toml
intent = \"what was sold\"$0

[[tests]]
type = \"not_null\"
column = \"amount\"",
        expect![[r#"
            intent = "what was sold"‹reads stg_orders, stg_customers›

            [[tests]]
            type = "not_null"
            column = "amount"
             → depends_on = ["stg_orders", "stg_customers"]
        "#]],
    );
    check(
        "//- /models/totals.sql\n---toml$0\nintent = \"what was sold\"\n---\nSELECT 1 FROM stg_orders",
        expect![[r#"
            ---toml
            intent = "what was sold"‹reads stg_orders›
            ---
            SELECT 1‹INTEGER NOT NULL› FROM stg_orders
             → depends_on = ["stg_orders"]
        "#]],
    );
    check(
        "//- /models/totals.sql\nSELECT amount FROM stg_orders\n\
         //- /models/totals.toml\ndepends_on = [\"stg_orders\"]$0",
        expect![[r#"
            depends_on = ["stg_orders"]
        "#]],
    );
    check(
        "//- /models/totals.sql\nSELECT amount FROM raw.orders\n//- /models/totals.toml\nintent = \"x\"$0",
        expect![[r#"
            intent = "x"
        "#]],
    );
}

/// Checks the text with all its types written, which must leave no hints of those that are.
fn check_written(fixture: &str, expected: Expect) {
    let (mut host, FilePosition { file, .. }) = at_cursor(&shop(fixture));
    let hints = ask(&mut host, |it| it.inlay_hints(file, &everything()));
    let is_type = |it: &&InlayHint| it.kind == InlayHintKind::Type;
    let edits = hints.iter().filter(is_type).flat_map(|it| it.edits.clone());
    let mut edits: Vec<_> = edits.collect();
    edits.sort_by_key(|it| std::cmp::Reverse(it.place.range.start()));
    let mut written = ask(&mut host, |it| Ok(it.text(file))).to_string();
    for edit in &edits {
        written.replace_range(std::ops::Range::<usize>::from(edit.place.range), &edit.text);
    }
    let (mut host, FilePosition { file, .. }) = at_cursor(&shop(&format!("{written}$0")));
    let left = ask(&mut host, |it| it.inlay_hints(file, &everything()));
    assert_eq!(left.iter().filter(is_type).count() + edits.len() / 2, hints.iter().filter(is_type).count());
    expected.assert_eq(&written);
}

#[test]
fn a_type_is_written_where_the_column_keeps_its_name() {
    check_written(
        "SELECT$0 o.amount, (lower('A')) AS a, lower('B'), NULL AS n, o.address, \"customer_id\"\nFROM stg_orders o",
        expect![[r#"
            SELECT CAST(o.amount AS DECIMAL(10,2)) AS amount, CAST((lower('A')) AS VARCHAR) AS a, lower('B'), NULL AS n, CAST(o.address AS STRUCT(street VARCHAR, city VARCHAR)) AS address, CAST("customer_id" AS BIGINT) AS "customer_id"
            FROM stg_orders o"#]],
    );
    check_written(
        "SELECT$0 @var(column, amount) AS paid, @var(other, 1)\nFROM stg_orders",
        expect![[r#"
        SELECT @var(column, CAST(amount AS DECIMAL(10,2))) AS paid, @var(other, 1)
        FROM stg_orders"#]],
    );
}
