//! Places of lenses, and how much hangs on a model.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{Expect, expect};
use ide::BlastRadius;
use support::{ask, change, file, host};
use testing::fixture::parse;

const CHAIN: &str = "
    //- /models/a.sql
    SELECT 1 AS x
    //- /models/b.sql
    SELECT x FROM a WHERE x IN (SELECT x FROM b)
    //- /models/c.sql
    SELECT b.x FROM b JOIN a ON a.x = b.x
    //- /models/c.contract.toml
    [rules]
    required = [\"x\"]
    //- /models/other.sql
    SELECT 1 AS y
";

fn check(path: &str, text: &str, expected: Expect) {
    let mut host = host(&parse(CHAIN));
    host.apply(change([(path, Some(text))]));
    let file = file(&host, path);
    let places = ask(&mut host, |it| it.lens_places(file));
    let text = places.map_or("none\n".to_owned(), |it| {
        let ctes = it.ctes.iter().map(|(name, range)| format!("{name} ‹{}›\n", &text[*range]));
        format!("{} ‹{}›\n{}", it.model, &text[it.start], ctes.collect::<String>())
    });
    expected.assert_eq(&text);
}

#[test]
fn a_model_and_its_common_table_expressions() {
    check(
        "models/m.sql",
        "---toml\nname = \"é\"\n---\n-- what it is\nWITH one AS (SELECT 1), \"Two\" AS (WITH inner_one AS (SELECT 2) SELECT * FROM inner_one)\nSELECT * FROM one",
        expect![[r#"
            é ‹---toml›
            one ‹one›
            Two ‹"Two"›
        "#]],
    );
    check(
        "models/m.sql",
        "WITH one AS (SELECT 1), tw",
        expect![[r#"
        m ‹WITH›
        one ‹one›
        tw ‹tw›
    "#]],
    );
    check(
        "models/m.sql",
        "",
        expect![[r#"
        m ‹›
    "#]],
    );
    check(
        "models/m.rocky",
        "let paid = from a where x > 1\nfrom paid",
        expect![[r#"
        m ‹let›
    "#]],
    );
    check(
        "models/m.toml",
        "intent = \"m\"",
        expect![[r#"
        none
    "#]],
    );
}

#[test]
fn what_hangs_on_a_model() {
    let mut host = host(&parse(CHAIN));
    let mut of = |path: &str| {
        let model = file(&host, path);
        ask(&mut host, |it| it.blast_radius(model, None))
    };
    assert_eq!(of("models/a.sql"), BlastRadius { models: 2, contracts: 1 });
    assert_eq!(of("models/c.sql"), BlastRadius { models: 0, contracts: 1 });
    assert_eq!(of("models/other.sql"), BlastRadius { models: 0, contracts: 0 });
}
