//! What follows when files of models get other paths.

mod support;

use expect_test::{Expect, expect};
use ide::{FileMove, RelativePath};
use support::{
    ask,
    cursor::{place, shop},
    file, host,
};

const PROJECT: &str = "
//- /models/stg_orders.contract.toml
[[columns]]
name = \"order_id\"
type = \"BIGINT\"
//- /models/report.sql
SELECT stg_orders.order_id FROM stg_orders
//- /models/named.sql
SELECT 1 AS one
//- /models/named.toml
name = \"other\"
";

/// Checks the edits and moves that follow.
fn check(moved: &[(&str, &str)], expected: Expect) {
    check_in(PROJECT, moved, expected);
}

fn check_in(project: &str, moved: &[(&str, &str)], expected: Expect) {
    let mut host = host(&shop(project));
    let moved: Vec<FileMove> = moved
        .iter()
        .map(|(from, to)| FileMove { file: file(&host, from), to: RelativePath::new(*to) })
        .collect();
    let lines = match ask(&mut host, |it| it.follow_moves(&moved)) {
        Ok(rename) => {
            let edits =
                rename.edits.into_iter().map(|it| format!("{} => {}\n", place(&mut host, it.place), it.text));
            let edits: String = edits.collect();
            let moves = rename.moves.iter().map(|it| format!("{} to {}\n", host.path(it.file).1, it.to));
            edits + &moves.collect::<String>()
        }
        Err(refusal) => format!("{}\n", refusal.message),
    };
    expected.assert_eq(&lines);
}

#[test]
fn a_renamed_model_takes_its_files_and_its_readers_along() {
    check(
        &[("models/stg_orders.sql", "models/orders.sql")],
        expect![[r#"
        models/report.sql:1:8 stg_orders => orders
        models/report.sql:1:33 stg_orders => orders
        models/stg_orders.contract.toml to models/orders.contract.toml
        models/stg_orders.toml to models/orders.toml
    "#]],
    );
}

#[test]
fn nothing_follows_where_the_readers_have_gone_ahead() {
    let project = PROJECT.replace("stg_orders.order_id FROM stg_orders", "orders.order_id FROM orders");
    check_in(&project, &[("models/stg_orders.sql", "models/orders.sql")], expect![[r#""#]]);
}

#[test]
fn into_another_folder() {
    check(&[("models/stg_orders.sql", "models/staging/stg_orders.sql")], expect![[""]]);
    check(
        &[("models/stg_orders.sql", "models/staging/orders.sql")],
        expect![[r#"
        models/report.sql:1:8 stg_orders => orders
        models/report.sql:1:33 stg_orders => orders
        models/stg_orders.contract.toml to models/staging/orders.contract.toml
        models/stg_orders.toml to models/staging/orders.toml
    "#]],
    );
}

#[test]
fn a_model_with_a_name_of_its_own_takes_its_files_along() {
    check(
        &[("models/named.sql", "models/unnamed.sql")],
        expect![[r#"
        models/named.toml to models/unnamed.toml
    "#]],
    );
}

#[test]
fn what_the_editor_moves_itself_is_left_to_it() {
    check(
        &[
            ("models/stg_orders.sql", "models/orders.sql"),
            ("models/stg_orders.toml", "models/orders.toml"),
            ("models/report.sql", "models/summary.sql"),
        ],
        expect![[r#"
            models/report.sql:1:8 stg_orders => orders
            models/report.sql:1:33 stg_orders => orders
            models/stg_orders.contract.toml to models/orders.contract.toml
        "#]],
    );
}

#[test]
fn what_cannot_be_is_refused() {
    check(
        &[("models/stg_orders.sql", "models/stg_customers.sql")],
        expect![[r#"
        there is a model `stg_customers` already
    "#]],
    );
    check(&[("models/stg_orders.sql", "models/stg_orders.txt")], expect![[""]]);
}
