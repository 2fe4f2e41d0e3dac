//! Functions that a project declares: their cards, where they lead, their uses, and what is proposed.

mod support;

use expect_test::expect;
use ide::{Completion, CompletionKind};
use support::{
    completion, configuration,
    cursor::{check_definition, check_hover, check_references, shop},
    renaming::check_refused,
};

fn project(model: &str) -> String {
    format!(
        "{}[[functions]]
name = \"util.score\"
arguments = [\"BIGINT\", \"VARCHAR\"]
returns = \"DOUBLE\"
[[functions]]
name = \"merged\"
returns = \"VARCHAR\"
aggregate = true
//- /models/other.sql
SELECT util.score(1, 'a') AS a, score(2, 'b') AS b, 'score' AS c
//- /models/m.sql
{model}
",
        configuration("duckdb")
    )
}

#[test]
fn the_card_is_the_declaration() {
    check_hover(
        &project("SELECT util.sco$0re(1, 'a') AS x"),
        expect![[r#"
        ‹util.score›
        ```sql
        util.score(BIGINT, VARCHAR) -> DOUBLE
        ```

        function · here `DOUBLE`

        declared in rocky.toml
    "#]],
    );
    check_hover(
        &project("SELECT mer$0ged('a') AS x"),
        expect![[r#"
        ‹merged›
        ```sql
        merged(…) -> VARCHAR
        ```

        aggregate · here `VARCHAR`

        declared in rocky.toml
    "#]],
    );
    check_hover(
        &project("SELECT 1 AS x").replace("name = \"merged\"", "name = \"mer$0ged\""),
        expect![[r#"
        ‹"merged"›
        ```sql
        merged(…) -> VARCHAR
        ```

        aggregate

        declared in rocky.toml
    "#]],
    );
}

#[test]
fn it_is_declared_in_the_configuration() {
    check_definition(
        &project("SELECT util.sco$0re(1, 'a') AS x"),
        expect![[r#"
        ‹util.score›
        rocky.toml:7:8 "util.score"
    "#]],
    );
    check_references(
        &project("SELECT util.sco$0re(1, 'a') AS x"),
        expect![[r#"
        read models/m.sql:1:8 util.score
        read models/other.sql:1:8 util.score
        read models/other.sql:1:33 score
        definition rocky.toml:7:8 "util.score"
    "#]],
    );
    check_refused(
        &project("SELECT util.sco$0re(1, 'a') AS x"),
        "rate",
        expect![[r#"
        External: the function is the warehouse's: `rocky.toml` only says what it is like
    "#]],
    );
}

#[test]
fn it_is_proposed_in_its_schema() {
    let proposed = |model: &str| {
        let found = completion::proposed(&shop(&project(model)));
        let line = |it: &Completion| {
            let detail = it.detail.clone().unwrap_or_default();
            format!("{} ({detail}) {}", it.label, it.snippet.as_ref().unwrap_or(&it.insert))
        };
        let functions = found.iter().filter(|it| it.kind == CompletionKind::Function && it.detail.is_some());
        functions.map(line).collect::<Vec<_>>().join("\n")
    };
    expect!["score (declared in `rocky.toml`) score($0)"]
        .assert_eq(&proposed("SELECT util.$0 FROM stg_orders"));
    expect!["score (declared in `rocky.toml`) score"].assert_eq(&proposed("SELECT util.sc$0(1, 'a')"));
    expect![[r#"
        merged (declared in `rocky.toml`) merged($0)
        util.score (declared in `rocky.toml`) util.score($0)"#]]
    .assert_eq(&proposed("SELECT mer$0 FROM stg_orders"));
    expect![[""]].assert_eq(&proposed("SELECT other.$0 FROM stg_orders"));
}
