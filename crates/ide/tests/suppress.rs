//! "Suppress here": where the comment goes, and that it works.

mod support;

use expect_test::{Expect, expect};
use ide::Code;
use support::{
    ask,
    cursor::shop,
    edited::{as_fixture, edited},
    file,
};

/// Checks what a file says after the diagnostics of a code in it were suppressed, one after the other.
fn check(path: &str, code: Code, fixture: &str, expected: Expect) {
    let mut host = support::host(&shop(fixture));
    let file = file(&host, path);
    for _ in 0..10 {
        let found = ask(&mut host, |it| it.diagnostics(file));
        let Some(one) = found.iter().find(|it| it.code == code) else {
            let text = host.analysis().text(file).to_string();
            let all = ask(&mut host, |it| it.diagnostics(file));
            assert!(all.iter().all(|it| it.code != Code::W009), "{text}\n{all:?}");
            return expected.assert_eq(&text);
        };
        let offered = ask(&mut host, |it| it.suppressions(file, one.range));
        let Some((_, fix)) = offered.iter().find(|it| it.0.code == code) else {
            return expected.assert_eq("not offered\n");
        };
        let changed = edited(&host, fix);
        assert!(changed.len() == 1, "{}", as_fixture(&changed));
        host.apply(support::change(changed.iter().map(|(path, text)| (&**path, Some(&**text)))));
    }
    panic!("suppressing does not end");
}

#[test]
fn on_the_line_above_with_its_indentation() {
    check(
        "models/report.sql",
        Code::E003,
        "
        //- /models/report.sql
        SELECT
            order_id,
            amuont
        FROM stg_orders
        ",
        expect![[r#"
            SELECT
                order_id,
                -- rocky-allow: E003
                amuont
            FROM stg_orders
        "#]],
    );
}

#[test]
fn on_the_first_line_it_must_not_hold_for_all() {
    check(
        "models/report.sql",
        Code::E003,
        "
        //- /models/report.sql
        SELECT amuont -- what it costs
        FROM stg_orders
        ",
        expect![[r#"
            SELECT amuont /* rocky-allow: E003 */ -- what it costs
            FROM stg_orders
        "#]],
    );
}

#[test]
fn within_a_statement_of_one_line() {
    check(
        "models/report.sql",
        Code::E003,
        "
        //- /models/report.sql
        SELECT amuont FROM stg_orders
        ",
        expect![[r#"
            SELECT amuont FROM stg_orders -- rocky-allow: E003
        "#]],
    );
}

#[test]
fn behind_what_is_allowed_already() {
    check(
        "models/report.sql",
        Code::E003,
        "
        //- /models/report.sql
        SELECT order_id
        FROM stg_orders
        -- rocky-allow: W014
        WHERE amuont = NULL
        ",
        expect![[r#"
            SELECT order_id
            FROM stg_orders
            -- rocky-allow: W014, E003
            WHERE amuont = NULL
        "#]],
    );
}

#[test]
fn in_the_dsl() {
    check(
        "models/report.rocky",
        Code::E003,
        "
        //- /models/report.rocky
        from stg_orders
        where amuont > 0
        ",
        expect![[r#"
            from stg_orders
            -- rocky-allow: E003
            where amuont > 0
        "#]],
    );
}

#[test]
fn in_toml() {
    check(
        "models/stg_orders.toml",
        Code::V061,
        "
        //- /models/stg_orders.toml
        intent = \"one row per order\"
        intnet = \"one row per order\"
        ",
        expect![[r#"
            intent = "one row per order"
            # rocky-allow: V061
            intnet = "one row per order"
        "#]],
    );
}

#[test]
fn a_text_that_cannot_be_read_is_not_silenced() {
    check(
        "models/report.sql",
        Code::E018,
        "
        //- /models/report.sql
        SELECT order_id FROM stg_orders WHERE (
        ",
        expect![[r#"
            not offered
        "#]],
    );
}
