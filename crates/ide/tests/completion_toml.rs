//! Which keys and values are proposed in TOML.

mod support;

use expect_test::expect;
use support::{
    ask,
    completion::check,
    cursor::{at_cursor, shop},
};

#[test]
fn toml() {
    let sidecar = |text: &str, expected| check(&format!("//- /models/stg_customers.toml\n{text}"), expected);
    sidecar(
        "depends_on = [\"$0\"]",
        expect![[r#"
            Model stg_orders => "stg_orders" for ""
        "#]],
    );
    sidecar(
        "depends_on = [$0]",
        expect![[r#"
            Model stg_orders => "stg_orders"
        "#]],
    );
    sidecar(
        "[strategy]\ntype = \"$0\"",
        expect![[r#"
        Value content_addressed => "content_addressed" for ""
        Value delete_insert => "delete_insert" for ""
        Value dynamic_table => "dynamic_table" for ""
        Value ephemeral => "ephemeral" for ""
        Value full_refresh => "full_refresh" for ""
        Value incremental => "incremental" for ""
        Value materialized_view => "materialized_view" for ""
        Value merge => "merge" for ""
        Value microbatch => "microbatch" for ""
        Value time_interval => "time_interval" for ""
        Value view => "view" for ""
    "#]],
    );
    sidecar(
        "[strategy]\ntype = \"merge\"\nunique_key = [\"$0\"]",
        expect![[r#"
            Column customer_id => "customer_id" for ""
            Column email => "email" for ""
        "#]],
    );
    sidecar(
        "[[tests]]\ntype = \"unique\"\ncolumn = $0",
        expect![[r#"
            Column customer_id => "customer_id"
            Column email => "email"
        "#]],
    );
    sidecar(
        "[strategy]\n$0",
        expect![[r#"
            Key type => type =  (one of several words)
        "#]],
    );
    sidecar(
        "[classification]\n$0",
        expect![[r#"
        Key customer_id => customer_id = 
        Key email => email = 
    "#]],
    );
    sidecar(
        "[columns.$0]",
        expect![[r#"
        Key customer_id
        Key email
    "#]],
    );
    sidecar("# comment $0", expect![[""]]);
    sidecar(
        "[strategy]\ntype = \"merge\"\n$0",
        expect![[r#"
        Key unique_key => unique_key =  (array)
        Key update_columns => update_columns =  (array)
    "#]],
    );
    sidecar(
        "[[tests]]\ntype = \"unique\"\n[[tests]]\ntype = \"in_range\"\n$0",
        expect![[r#"
            Key column => column =  (string)
            Key description => description =  (string)
            Key filter => filter =  (SQL)
            Key max => max =  (one of several kinds)
            Key min => min =  (one of several kinds)
            Key severity => severity =  (one of several words)
        "#]],
    );
    sidecar(
        "intent = \"x\"\nin$0",
        expect![[r#"
            Key adapter => adapter =  (string) for in
            Key args => [args] (table) for in
            Key budget => [budget] (table) for in
            Key classification => [classification] (table) for in
            Key columns => [columns] (table) for in
            Key depends_on => depends_on =  (array) for in
            Key format => format =  (one of several words) for in
            Key format_options => [format_options] (table) for in
            Key freshness => [freshness] (table) for in
            Key governance => [governance] (table) for in
            Key group => group =  (string) for in
            Key name => name =  (string) for in
            Key retention => retention =  (string) for in
            Key skip => [skip] (table) for in
            Key sources => [[sources]] (array) for in
            Key strategy => [strategy] (table) for in
            Key surrogate_key => [[surrogate_key]] (array) for in
            Key tags => [tags] (table) for in
            Key target => [target] (table) for in
            Key test => [[test]] (array) for in
            Key tests => [[tests]] (array) for in
            Key use_test => [[use_test]] (array) for in
        "#]],
    );
    check(
        "//- /models/stg_customers.contract.toml\n[[columns]]\nname = \"$0\"",
        expect![[r#"
            Column customer_id => "customer_id" for ""
            Column email => "email" for ""
        "#]],
    );
    check(
        "//- /models/stg_customers.contract.toml\n[rules]\nrequired = [$0]",
        expect![[r#"
            Column customer_id => "customer_id"
            Column email => "email"
        "#]],
    );
    check(
        "//- /rocky.toml\n[adapter]\ntype = \"$0\"",
        expect![[r#"
        Value airbyte => "airbyte" for ""
        Value bigquery => "bigquery" for ""
        Value databricks => "databricks" for ""
        Value duckdb => "duckdb" for ""
        Value fivetran => "fivetran" for ""
        Value iceberg => "iceberg" for ""
        Value manual => "manual" for ""
        Value snowflake => "snowflake" for ""
        Value trino => "trino" for ""
    "#]],
    );
    check(
        "---toml\ndepends_on = [\"$0\"]\n---\nSELECT 1 AS one",
        expect![[r#"
            Model stg_customers => "stg_customers" for ""
            Model stg_orders => "stg_orders" for ""
        "#]],
    );
}

/// A test of a model, but for its SQL.
const EXPRESSION: &str = "//- /models/stg_customers.toml\n[[tests]]\ntype = \"expression\"\n";

#[test]
fn columns_in_the_sql_of_a_test() {
    check(
        &format!("{EXPRESSION}expression = \"email <> '' AND cu$0 > 3\""),
        expect![[r#"
        Column customer_id for cu
        Column email for cu
    "#]],
    );
    check(
        &format!("{EXPRESSION}expression = \"length(em$0"),
        expect![[r#"
        Column customer_id for em
        Column email for em
    "#]],
    );
}

#[test]
fn columns_in_sql_of_several_lines() {
    check(
        &format!("{EXPRESSION}expression = \"\"\"\nemail <> ''\n  AND cu$0 > 3\n\"\"\""),
        expect![[r#"
            Column customer_id for cu
            Column email for cu
        "#]],
    );
    // Wrong: a string that is not closed yet is taken for a line of its own, where a key may stand, and no key may stand
    // within a string.
    check(
        &format!("{EXPRESSION}expression = \"\"\"\nemail <> ''\n  AND length(em$0"),
        expect![[r#"
            Key column => column =  (string)
            Key description => description =  (string)
            Key filter => filter =  (SQL)
            Key severity => severity =  (one of several words)
        "#]],
    );
}

#[test]
fn columns_in_sql_behind_an_escape() {
    check(
        &format!(r#"{EXPRESSION}expression = "\"email\" <> '\t' AND cu$0 > 3""#),
        expect![[r#"
            Column customer_id for cu
            Column email for cu
        "#]],
    );
    check(
        &format!(r#"{EXPRESSION}expression = "email <> '' AND\ncu$0 > 3""#),
        expect![[r#"
            Column customer_id for cu
            Column email for cu
        "#]],
    );
}

#[test]
fn keys_of_an_adapter_are_those_of_its_type() {
    check(
        "//- /rocky.toml\n[adapter]\ntype = \"duckdb\"\n$0",
        expect![[r#"
        Key engine_version => engine_version =  (string)
        Key extra => extra =  (table)
        Key host => host =  (string)
        Key kind => kind =  (one of several words)
        Key path => path =  (string)
        Key retry => retry =  (table)
        Key timeout_secs => timeout_secs =  (integer)
        Key token => token =  (string)
    "#]],
    );
    check(
        "//- /rocky.toml\n[adapter.w]\ntype = \"trino\"\n$0",
        expect![[r#"
        Key database => database =  (string)
        Key engine_version => engine_version =  (string)
        Key extra => extra =  (table)
        Key host => host =  (string)
        Key kind => kind =  (one of several words)
        Key password => password =  (string)
        Key retry => retry =  (table)
        Key timeout_secs => timeout_secs =  (integer)
        Key token => token =  (string)
        Key username => username =  (string)
    "#]],
    );
}

#[test]
fn codes_are_keys_where_severities_are_given() {
    let (mut host, position) = at_cursor(&shop(
        "//- /rocky.toml\n[adapter]\ntype = \"duckdb\"\n\n[diagnostics]\nE003 = \"warning\"\n$0\n",
    ));
    let found = ask(&mut host, |it| it.completions(position)).items;
    let has = |label: &str| found.iter().find(|it| it.label == label).map(|it| it.insert.clone());
    assert_eq!((has("W002"), has("E003")), (Some("W002 = ".to_owned()), None));
}

#[test]
fn a_sidecar_of_a_seed() {
    let seed =
        |text: &str| format!("//- /seeds/regions.csv\ncode,zip\nDE,01234\n//- /seeds/regions.toml\n{text}");
    check(
        &seed("$0"),
        expect![[r#"
        Key column_types => [column_types] (table)
        Key name => name =  (string)
        Key post_hook => post_hook =  (array)
        Key pre_hook => pre_hook =  (array)
        Key strategy => strategy =  (one of several words)
        Key target => [target] (table)
    "#]],
    );
    check(
        &seed("[column_types]\n$0"),
        expect![[r#"
        Key code => code = 
        Key zip => zip = 
    "#]],
    );
    let (mut host, position) = at_cursor(&shop(&seed("[column_types]\nzip = \"VAR$0\"")));
    let found = ask(&mut host, |it| it.completions(position)).items;
    assert!(found.iter().any(|it| it.insert == "\"VARCHAR\""));
}
