//! Statements of a project that are no models: files outside its model folders, and buffers without a file. They are told
//! everything about the project, and the project knows nothing of them.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{Expect, expect};
use ide::TextRange;
use support::{
    ask, completion,
    cursor::{at_cursor, place, shop},
    file, host, lines, project_diagnostics,
};

/// Everything that is said about a project.
fn check(fixture: &str, expected: Expect) {
    let mut host = host(&shop(fixture));
    let found = project_diagnostics(&mut host);
    expected.assert_eq(&lines(&found).join("\n"));
}

#[test]
fn a_query_is_held_against_the_project() {
    check(
        "//- /analyses/top.sql\nSELECT o.order_id, o.amuont FROM stg_orders o\n",
        expect!["analyses/top.sql:21..27 E003 `o` has no column `amuont`"],
    );
    check(
        "//- /.buffers/untitled/Untitled-1.sql\nSELECT 1 AS one FROM stg_odrers\n",
        expect![
            ".buffers/untitled/Untitled-1.sql:21..31 W015 `stg_odrers` is neither a model nor a known table; its columns are taken as unknown"
        ],
    );
    check(
        "//- /scratch/top.rocky\nfrom stg_orders\nderive { half: amuont / 2 }\n",
        expect!["scratch/top.rocky:31..37 E003 `stg_orders` has no column `amuont`"],
    );
}

#[test]
fn what_a_model_should_have_a_query_need_not() {
    check("//- /analyses/stg_orders.sql\nSELECT * FROM raw.orders\n", expect![[r#""#]]);
}

#[test]
fn no_name_means_a_query() {
    check(
        "//- /analyses/top.sql\nSELECT order_id FROM stg_orders\n//- /models/main.sql\nSELECT order_id FROM top\n//- /models/main.toml\n",
        expect![
            "models/main.sql:21..24 W015 `top` is neither a model nor a known table; its columns are taken as unknown"
        ],
    );
}

#[test]
fn a_query_uses_what_it_names() {
    let (mut host, position) = at_cursor(&shop(
        "//- /analyses/top.sql\nSELECT o.order_id FROM stg_orders o\n//- /models/stg_orders.sql\nSELECT id AS order$0_id FROM raw.orders\n",
    ));
    let found = ask(&mut host, |it| it.references(position, true)).unwrap();
    let places: Vec<String> = found.iter().map(|it| place(&mut host, it.place)).collect();
    expect![[r#"
        analyses/top.sql:1:10 order_id
        models/stg_orders.sql:1:14 order_id"#]]
    .assert_eq(&places.join("\n"));
}

#[test]
fn a_query_is_offered_what_a_model_is() {
    completion::check(
        "//- /.buffers/Untitled-1.sql\nSELECT o.$0 FROM stg_orders o\n",
        expect![[r#"
        Column address (STRUCT(street VARCHAR, city VARCHAR) NULL)
        Column amount (DECIMAL(10,2) NULL)
        Column customer_id (BIGINT NOT NULL)
        Column order_id (BIGINT NOT NULL)
        Columns all columns => order_id, o.customer_id, o.amount, o.address (4 columns)
    "#]],
    );
}

#[test]
fn a_query_has_no_lenses_and_makes_no_files() {
    let mut host = host(&shop(
        "//- /analyses/top.sql\n---toml\nintent = \"none\"\n---\nWITH a AS (SELECT 1 AS one)\nSELECT one FROM a\n",
    ));
    let file = file(&host, "analyses/top.sql");
    assert_eq!(ask(&mut host, |it| it.lens_places(file)), None);
    let length = host.analysis().text(file).len() as u32;
    let mut names = Vec::new();
    for start in 0..length {
        let at = TextRange::empty(start.into());
        names.extend(ask(&mut host, |it| it.refactorings(file, at)).into_iter().map(|it| it.name));
    }
    names.sort_unstable();
    names.dedup();
    expect![[r#"
        add-alias
        inline-cte
        qualify-columns"#]]
    .assert_eq(&names.join("\n"));
}
