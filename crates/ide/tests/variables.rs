//! Run variables and the bounds of windows of time as names: where they lead, their uses in all models, renames.

mod support;

use expect_test::expect;
use ide::{Change, RootChange};
use support::{
    ask,
    cursor::{at_cursor, check_definition, check_references, shop},
    renaming::{check_refused, check_rename},
    root,
};

const MODELS: &str = "
//- /models/a.sql
SELECT '@var(region, eu)' AS region, @var(depth, @var(least, 1)) AS depth FROM stg_orders -- @var(region, none)
//- /models/b.sql
SELECT @var(region) AS a, @var(least, 2) AS b, @var(depth, @var(least, 3)) AS c FROM stg_orders
//- /models/windowed.toml
[strategy]
type = \"time_interval\"
time_column = \"day\"
granularity = \"day\"
//- /models/windowed.sql
SELECT DATE '2024-01-01' AS day WHERE '2024-01-01' >= @start_date AND '2024-01-02' < '@end_date' AND @start_date < 'x'
";

fn at(place: &str) -> String {
    MODELS.replacen(&place.replace("$0", ""), place, 1)
}

#[test]
fn a_variable_leads_to_its_defaults() {
    check_definition(
        &at("SELECT @var(reg$0ion) AS a"),
        expect![[r#"
        ‹region›
        models/a.sql:1:14 region
    "#]],
    );
    check_definition(
        &at("@var(lea$0st, 2)"),
        expect![[r#"
        ‹least›
        models/b.sql:1:32 least
        models/b.sql:1:65 least
        models/a.sql:1:55 least
    "#]],
    );
    check_definition(
        "SELECT @var(no$0ne) AS a",
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn a_bound_leads_to_the_strategy() {
    check_definition(
        &at(">= @start_$0date"),
        expect![[r#"
        ‹@start_date›
        models/windowed.toml:2:8 "time_interval"
    "#]],
    );
    check_definition(
        "SELECT 1 AS a WHERE @start$0_date",
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn uses_in_all_models() {
    check_references(
        &at("SELECT @var(reg$0ion) AS a"),
        expect![[r#"
        definition models/a.sql:1:14 region
        read models/b.sql:1:13 region
    "#]],
    );
    check_references(
        &at("@var(lea$0st, 2)"),
        expect![[r#"
        definition models/a.sql:1:55 least
        definition models/b.sql:1:32 least
        definition models/b.sql:1:65 least
    "#]],
    );
    check_references(
        &at(">= @start_$0date"),
        expect![[r#"
        read models/windowed.sql:1:55 @start_date
        read models/windowed.sql:1:102 @start_date
    "#]],
    );
    check_references(
        &at("'@end_$0date'"),
        expect![[r#"
        read models/windowed.sql:1:86 '@end_date'
    "#]],
    );
}

#[test]
fn a_variable_is_renamed_everywhere() {
    check_rename(
        &at("@var(lea$0st, 2)"),
        "order",
        expect![[r#"
        //- /models/a.sql
        SELECT '@var(region, eu)' AS region, @var(depth, @var(order, 1)) AS depth FROM stg_orders -- @var(region, none)
        //- /models/b.sql
        SELECT @var(region) AS a, @var(order, 2) AS b, @var(depth, @var(order, 3)) AS c FROM stg_orders
    "#]],
    );
    check_rename(
        "SELECT @var(col$0umn, amount) AS a FROM stg_orders",
        "measure",
        expect![[r#"
        //- /models/main.sql
        SELECT @var(measure, amount) AS a FROM stg_orders
    "#]],
    );
}

#[test]
fn what_comes_from_outside_keeps_its_name() {
    check_refused(
        &at("SELECT @var(reg$0ion) AS a"),
        "area",
        expect![[r#"
        External: `region` has no default in `models/b.sql`: whoever runs the project gives its value by this name
        models/b.sql:1:13 region
    "#]],
    );
    check_refused(
        &at("@var(lea$0st, 2)"),
        "depth",
        expect![[r#"
        Collision: there is a run variable `depth` already
        models/a.sql:1:43 depth
    "#]],
    );
    check_refused(
        &at("@var(lea$0st, 2)"),
        "no name",
        expect![[r#"
        InvalidName: `no name` is no name of a run variable
    "#]],
    );
    check_refused(
        &at(">= @start_$0date"),
        "begin",
        expect![[r#"
        NoName: there is no name here that could be renamed
    "#]],
    );
    let (mut host, position) = at_cursor(&shop(&at("@var(lea$0st, 2)")));
    let mut change = RootChange::new(root());
    change.variables = Some([("least".to_owned(), "7".to_owned())].into());
    host.apply(Change { roots: vec![change] });
    let refusal = ask(&mut host, |it| it.rename(position, "most"));
    expect!["the value of `least` is given from outside, by this name"]
        .assert_eq(&refusal.map_or_else(|it| it.message, |_| "renamed".to_owned()));
}
