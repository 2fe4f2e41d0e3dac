//! Placeholders and names of run variables that are proposed.

mod support;

use expect_test::{Expect, expect};
use support::{completion::proposed, cursor::shop};

fn check(model: &str, expected: Expect) {
    let other = "//- /models/other.sql\nSELECT @var(region, 'eu') AS a, '@var(first_day)' AS b\n";
    let found = proposed(&shop(&format!("{other}//- /models/m.sql\n{model}\n")));
    let shown = found.iter().take(4).map(|it| format!("{} {:?}", it.label, it.replace));
    expected.assert_eq(&shown.collect::<Vec<_>>().join(", "));
}

#[test]
fn placeholders() {
    check("SELECT @$0", expect!["@var 7..8"]);
    check("SELECT @va$0", expect!["@var 7..10"]);
    check("SELECT @va$0 FROM stg_orders", expect!["@var 7..10"]);
    // In a text and in a comment it is only a character.
    check("SELECT 'a@$0' FROM stg_orders", expect![""]);
    check("SELECT 1 -- a@$0", expect![""]);
}

#[test]
fn bounds_of_a_window() {
    let sidecar = "[strategy]\ntype = \"time_interval\"\ntime_column = \"day\"\ngranularity = \"day\"\n";
    check(
        &format!("SELECT 1 AS a WHERE 2 > @$0\n//- /models/m.toml\n{sidecar}"),
        expect!["@end_date 24..25, @start_date 24..25, @var 24..25"],
    );
}

#[test]
fn variables() {
    check("SELECT @var($0)", expect!["first_day 12..12, region 12..12"]);
    check("SELECT @var( re$0 , 1) FROM stg_orders", expect!["first_day 13..15, region 13..15"]);
    // The default is an expression.
    check(
        "SELECT @var(region, order$0) FROM stg_orders",
        expect!["abs 20..25, acos 20..25, acosh 20..25, add 20..25"],
    );
}

#[test]
fn the_dsl_has_none() {
    for place in ["@$0", "@va$0", "@var($0)"] {
        let model = format!("//- /models/m.rocky\nfrom stg_orders\nwhere amount > {place}\n");
        let found = proposed(&shop(&model));
        assert!(found.is_empty(), "{place}: {found:?}");
    }
}
