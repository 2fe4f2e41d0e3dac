//! What cards say of who reads what they are about.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{Expect, expect};
use ide::{FilePosition, Host, HoverRequest, Readers, TextSize, Verbosity};
use support::{
    ask, change,
    cursor::{at_cursor, shop},
    file, root,
};

/// `amount` goes through every kind of hop, `address` into nothing.
const PROJECT: &str = "
//- /models/all_orders.sql
SELECT * FROM stg_orders
//- /models/totals.sql
SELECT customer_id, sum(amount) AS total, max(amount) AS most FROM stg_orders GROUP BY customer_id
//- /models/large.sql
SELECT order_id FROM stg_orders WHERE amount > 10
//- /models/report.sql
SELECT total FROM totals
//- /models/report.contract.toml
[rules]
required = [\"total\"]
";

/// Who reads whom, as a walk over the project ends.
fn readers(host: &mut Host) -> Readers {
    ask(host, |it| it.readers(&root())).unwrap()
}

/// What a card says of consumers: its paragraphs that say so.
fn consumers(
    host: &mut Host,
    position: FilePosition,
    verbosity: Verbosity,
    readers: Option<&Readers>,
) -> String {
    let request = HoverRequest { verbosity, readers };
    let card = ask(host, |it| it.card(position, &request)).unwrap().markdown;
    let mut lines = card.lines().skip_while(|it| {
        !["read by", "at least", "decides about", "not known to be", "is read by"]
            .iter()
            .any(|word| it.contains(word))
    });
    let mut found = lines.next().unwrap_or("nothing").to_owned();
    for it in lines {
        found.push('\n');
        found.push_str(it);
    }
    format!("{}\n", found.trim_end())
}

fn check(fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(&format!("{PROJECT}{fixture}")));
    let known = readers(&mut host);
    expected.assert_eq(&consumers(&mut host, position, Verbosity::Normal, Some(&known)));
}

#[test]
fn of_a_model() {
    check(
        "//- /models/main.sql\nSELECT 1 AS one FROM stg_or$0ders",
        expect![[r#"
        read by 4 models; 5 models downstream
    "#]],
    );
    check(
        "//- /models/main.sql\nSELECT o$0.total FROM totals AS o",
        expect![[r#"
        read by 2 models
    "#]],
    );
    check(
        "//- /models/main.sql\n---toml\ndepends_on = [\"rep$0ort\"]\n---\nSELECT 1 AS one",
        expect![[r#"
            read by 1 model
        "#]],
    );
}

#[test]
fn of_a_column() {
    check(
        "//- /models/main.sql\nSELECT amo$0unt > 1 AS large FROM stg_orders",
        expect![[r#"
        read by 4 columns in 3 models; decides about the rows of 1 model; 5 models downstream of `stg_orders`
    "#]],
    );
    check(
        "//- /models/main.sql\nSELECT addr$0ess.city AS city FROM stg_orders",
        expect![[r#"
        read by 2 columns in 2 models; 5 models downstream of `stg_orders`
    "#]],
    );
    check(
        "//- /models/report.sql\nSELECT tot$0al FROM totals",
        expect![[r#"
        read by 1 column in 1 model; 1 model downstream of `totals`
    "#]],
    );
    check(
        "//- /models/large.sql\nSELECT ord$0er_id FROM stg_orders WHERE amount > 10",
        expect![[r#"
        read by 2 columns in 2 models; 4 models downstream of `stg_orders`
    "#]],
    );
}

#[test]
fn of_a_column_of_a_model_that_many_read() {
    let mut fixture = String::from("//- /models/main.sql\nSELECT am$0ount FROM stg_orders\n");
    for number in 0..20 {
        fixture += &format!("//- /models/reader_{number}.sql\nSELECT amount FROM stg_orders\n");
    }
    check(
        &fixture,
        expect![[r#"
        `stg_orders` is read by 24 models; 25 models downstream
    "#]],
    );
    let (mut host, position) = at_cursor(&shop(&fixture));
    expect![[r#"
        read by 21 columns in 21 models; 21 models downstream of `stg_orders`

        - [`main.amount`](<project:models/main.sql#L1>) (identity)
        - [`reader_0.amount`](<project:models/reader_0.sql#L1>) (identity)
        - [`reader_1.amount`](<project:models/reader_1.sql#L1>) (identity)
        - [`reader_10.amount`](<project:models/reader_10.sql#L1>) (identity)
        - [`reader_11.amount`](<project:models/reader_11.sql#L1>) (identity)
        - [`reader_12.amount`](<project:models/reader_12.sql#L1>) (identity)
        - [`reader_13.amount`](<project:models/reader_13.sql#L1>) (identity)
        - [`reader_14.amount`](<project:models/reader_14.sql#L1>) (identity)
        - [`reader_15.amount`](<project:models/reader_15.sql#L1>) (identity)
        - [`reader_16.amount`](<project:models/reader_16.sql#L1>) (identity)
        - [`reader_17.amount`](<project:models/reader_17.sql#L1>) (identity)
        - [`reader_18.amount`](<project:models/reader_18.sql#L1>) (identity)
        - [`reader_19.amount`](<project:models/reader_19.sql#L1>) (identity)
        - [`reader_2.amount`](<project:models/reader_2.sql#L1>) (identity)
        - [`reader_3.amount`](<project:models/reader_3.sql#L1>) (identity)
        - [`reader_4.amount`](<project:models/reader_4.sql#L1>) (identity)
        - [`reader_5.amount`](<project:models/reader_5.sql#L1>) (identity)
        - [`reader_6.amount`](<project:models/reader_6.sql#L1>) (identity)
        - [`reader_7.amount`](<project:models/reader_7.sql#L1>) (identity)
        - [`reader_8.amount`](<project:models/reader_8.sql#L1>) (identity)
        - [`reader_9.amount`](<project:models/reader_9.sql#L1>) (identity)
    "#]]
    .assert_eq(&consumers(&mut host, position, Verbosity::Full, None));
}

#[test]
fn at_length_all_are_named() {
    let fixture = format!("{PROJECT}//- /models/main.sql\nSELECT amo$0unt AS a FROM stg_orders");
    let (mut host, position) = at_cursor(&shop(&fixture));
    expect![[r#"
        read by 4 columns in 3 models; decides about the rows of 1 model; 5 models downstream of `stg_orders`

        - [`all_orders.amount`](<project:models/all_orders.sql#L1>) (identity)
        - [the rows of `large`](<project:models/large.sql#L1>) (filter)
        - [`main.a`](<project:models/main.sql#L1>) (identity)
        - [`totals.total`](<project:models/totals.sql#L1>) (aggregate)
        - [`totals.most`](<project:models/totals.sql#L1>) (aggregate)
    "#]]
    .assert_eq(&consumers(&mut host, position, Verbosity::Full, None));
    let raw = "//- /models/main.sql\nSELECT o.amo$0unt AS a FROM raw.orders AS o";
    let (mut host, position) = at_cursor(&shop(raw));
    expect![[r#"
        read by 2 columns in 2 models

        - [`main.a`](<project:models/main.sql#L1>) (identity)
        - [`stg_orders.amount`](<project:models/stg_orders.sql#L1>) (identity)
    "#]]
    .assert_eq(&consumers(&mut host, position, Verbosity::Full, None));
    let model = "//- /models/main.sql\nSELECT 1 AS one FROM st$0g_orders";
    let (mut host, position) = at_cursor(&shop(&format!("{PROJECT}{model}")));
    expect![[r#"
        read by 4 models; 5 models downstream

        - [`all_orders`](<project:models/all_orders.sql#L1>)
        - [`large`](<project:models/large.sql#L1>)
        - [`main`](<project:models/main.sql#L1>)
        - [`totals`](<project:models/totals.sql#L1>)
    "#]]
    .assert_eq(&consumers(&mut host, position, Verbosity::Full, None));
}

#[test]
fn nothing_is_said_of_what_is_not_remembered() {
    let (mut host, position) = at_cursor(&shop("SELECT amo$0unt AS a FROM stg_orders"));
    let card = ask(&mut host, |it| it.hover(position)).unwrap().markdown;
    assert!(!card.contains("read by"), "{card}");
}

/// What is remembered is compared with what there is: it is never said where it does not hold any more.
#[test]
fn what_is_remembered_is_brought_up_to_date_or_dropped() {
    let fixture = format!("{PROJECT}//- /models/main.sql\nSELECT 1 AS one FROM st$0g_orders");
    let (mut host, position) = at_cursor(&shop(&fixture));
    let known = readers(&mut host);
    let said = |host: &mut Host| consumers(host, position, Verbosity::Normal, Some(&known));
    let before = said(&mut host);
    host.apply(change([("models/report.sql", Some("SELECT total FROM totals WHERE total > 1"))]));
    assert_eq!(said(&mut host), before);
    host.apply(change([("models/report.sql", Some("SELECT total FROM totals, stg_orders"))]));
    expect![[r#"
        read by 5 models
    "#]]
    .assert_eq(&said(&mut host));
    host.apply(change([("models/totals.sql", Some("SELECT 1 AS total"))]));
    expect![[r#"
        read by 4 models
    "#]]
    .assert_eq(&said(&mut host));
    let totals = file(&host, "models/totals.sql");
    let radius = ask(&mut host, |it| it.blast_radius(totals, Some(&known)));
    assert_eq!(radius, ask(&mut host, |it| it.blast_radius(totals, None)));
    // Which model a name means may have changed.
    host.apply(change([("models/totals.toml", Some("name = \"sums\""))]));
    expect![[r#"
        nothing
    "#]]
    .assert_eq(&said(&mut host));
    host.apply(change([("models/totals.toml", None)]));
    expect![[r#"
        nothing
    "#]]
    .assert_eq(&said(&mut host));
    let again = readers(&mut host);
    expect![[r#"
        read by 4 models
    "#]]
    .assert_eq(&consumers(&mut host, position, Verbosity::Normal, Some(&again)));
}

/// After a key in a leaf nothing of other models is computed again, and neither is who reads whom.
#[test]
fn a_key_in_a_leaf_looks_at_no_other_model() {
    let leaf = "SELECT amount AS a FROM stg_orders";
    let (mut host, _) = at_cursor(&shop(&format!("{PROJECT}//- /models/main.sql\n{leaf}$0")));
    support::diagnostics(&mut host);
    let known = readers(&mut host);
    let main = file(&host, "models/main.sql");
    let position = FilePosition { file: main, offset: TextSize::from(8) };
    let first = consumers(&mut host, position, Verbosity::Normal, Some(&known));
    host.apply(change([("models/main.sql", Some(&*format!("{leaf} ")))]));
    host.database().take_executed();
    assert_eq!(consumers(&mut host, position, Verbosity::Normal, Some(&known)), first);
    let executed: Vec<String> = host
        .database()
        .take_executed()
        .into_iter()
        .map(|it| {
            let file = it.file.map_or("the project".to_owned(), |it| it.to_string());
            format!("{file}: {}\n", it.query)
        })
        .collect();
    expect![[r#"
        models/main.sql: lowered
        models/main.sql: head
        models/main.sql: body
        models/main.sql: model_lineage
    "#]]
    .assert_eq(&executed.concat());
}
