//! `rocky preview rows` in a project with classified columns, on DuckDB: what is hidden, and that nothing gets past it.

mod support;

use expect_test::{Expect, expect};
use support::Sandbox;

const SHOP: &str = r#"
    //- /rocky.toml
    [adapter]
    type = "duckdb"
    path = "shop.duckdb"

    [pipeline]
    type = "transformation"
    models = "models/**"

    [mask]
    pii = "hash"
    contact = "partial"
    secret = "redact"
    open = "none"

    [classifications]
    allow_unmasked = ["internal"]
    //- /models/people.toml
    intent = "people"
    [classification]
    email = "pii"
    phone = "contact"
    pin = "secret"
    town = "open"
    team = "internal"
    salary = "forgotten"
    //- /models/people.sql
    WITH source AS (
        SELECT 7 AS id, 'ada@example.com' AS mail, '555-0199' AS phone, 4711 AS pin, 'Bonn' AS town, 'red' AS team,
            90210 AS salary
        UNION ALL SELECT 8, NULL, '123', NULL, NULL, NULL, NULL
    ), raw AS (SELECT * FROM source)
    SELECT id, mail AS email, phone, pin, town, team, salary FROM raw
    //- /models/contacts.toml
    intent = "contacts"
    //- /models/contacts.sql
    WITH known AS (SELECT *, email AS address FROM people),
    parts AS (SELECT id, split_part(address, '@', 2) AS domain, p AS person FROM known AS p)
    SELECT k.address, k.phone, upper(k.town) AS town, k.team, domain, CASE WHEN k.pin = 4711 THEN 'it' END AS guess,
        row_number() OVER (ORDER BY k.salary) AS rank, k.id
    FROM known AS k JOIN parts USING (id)
    //- /models/letters.toml
    intent = "letters"
    //- /models/letters.sql
    SELECT address AS recipient, c.* EXCLUDE (address, guess, rank) FROM contacts AS c ORDER BY id
"#;

/// What nobody may see.
const SECRETS: [&str; 6] = ["ada@", "example.com", "555-0199", "4711", "90210", "ADA"];

fn built() -> Sandbox {
    let sandbox = Sandbox::duckdb(SHOP);
    let ran = sandbox.rocky(&["run", "--output", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.transcript());
    sandbox
}

fn check(sandbox: &Sandbox, arguments: &[&str], expected: Expect) {
    let arguments = [&["preview", "rows", "--output", "table", "--model"], arguments].concat();
    let said = sandbox.rocky(&arguments).transcript();
    for secret in SECRETS {
        assert!(!said.contains(secret), "{secret} is shown:\n{said}");
    }
    expected.assert_eq(&said);
}

#[test]
fn classified_columns_are_shown_as_their_tags_say() {
    check(
        &built(),
        &["people"],
        expect![[r#"
        exit 0
        --- stdout
        id  email                                                             phone    pin  town  team  salary
         7  b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72  55***99  ***  Bonn  red   ***
         8  NULL                                                              ***      ***  NULL  NULL  ***
        --- stderr
        note: `email` is masked (hash): `people.email` is classified as `pii`
        note: `phone` is masked (partial): `people.phone` is classified as `contact`
        note: `pin` is masked (redact): `people.pin` is classified as `secret`
        note: `salary` is masked (redact): `people.salary` is classified as `forgotten`
    "#]],
    );
}

#[test]
fn what_is_made_of_them_is_hidden() {
    let sandbox = built();
    check(
        &sandbox,
        &["contacts"],
        expect![[r#"
            exit 0
            --- stdout
            address                                                           phone    town  team  domain  guess  rank  id
            b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72  55***99  BONN  red   ***     ***    ***    7
            NULL                                                              ***      NULL  NULL  ***     ***    ***    8
            --- stderr
            note: `address` is masked (hash): `people.email` is classified as `pii`
            note: `phone` is masked (partial): `people.phone` is classified as `contact`
            note: `domain` is masked (redact): `people.email`, which is classified as `pii`, has to do with it
            note: `guess` is masked (redact): `people.pin`, which is classified as `secret`, has to do with it
            note: `rank` is masked (redact): `people.salary`, which is classified as `forgotten`, has to do with it
        "#]],
    );
    check(
        &sandbox,
        &["letters"],
        expect![[r#"
            exit 0
            --- stdout
            recipient                                                         phone    town  team  domain  id
            b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72  55***99  BONN  red   ***      7
            NULL                                                              ***      NULL  NULL  ***      8
            --- stderr
            note: `recipient` is masked (hash): `people.email` is classified as `pii`
            note: `phone` is masked (partial): `people.phone` is classified as `contact`
            note: `domain` is masked (redact): `people.email`, which is classified as `pii`, has to do with it
        "#]],
    );
}

#[test]
fn parts_of_models_hide_what_goes_into_classified_columns() {
    let sandbox = built();
    check(
        &sandbox,
        &["people", "--cte", "source"],
        expect![[r#"
        exit 0
        --- stdout
        id  mail                                                              phone    pin  town  team  salary
         7  b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72  55***99  ***  Bonn  red   ***
         8  NULL                                                              ***      ***  NULL  NULL  ***
        --- stderr
        note: `mail` is masked (hash): `people.email` is classified as `pii`
        note: `phone` is masked (partial): `people.phone` is classified as `contact`
        note: `pin` is masked (redact): `people.pin` is classified as `secret`
        note: `salary` is masked (redact): `people.salary` is classified as `forgotten`
    "#]],
    );
    check(
        &sandbox,
        &["contacts", "--cte", "known", "--limit", "1"],
        expect![[r#"
        exit 0
        --- stdout
        id  email                                                             phone    pin  town  team  salary  address
         7  b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72  55***99  ***  Bonn  red   ***     b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72
        --- stderr
        note: `email` is masked (hash): `people.email` is classified as `pii`
        note: `phone` is masked (partial): `people.phone` is classified as `contact`
        note: `pin` is masked (redact): `people.pin` is classified as `secret`
        note: `salary` is masked (redact): `people.salary` is classified as `forgotten`
        note: `address` is masked (hash): `people.email` is classified as `pii`
        note: there are more rows: --limit shows more than 1
    "#]],
    );
    check(
        &sandbox,
        &["contacts", "--cte", "parts", "--limit", "1"],
        expect![[r#"
        exit 0
        --- stdout
        id  domain  person
         7  ***     ***
        --- stderr
        note: `domain` is masked (redact): `people.email`, which is classified as `pii`, has to do with it
        note: `person` is masked (redact): `people.salary`, which is classified as `forgotten`, has to do with it
        note: there are more rows: --limit shows more than 1
    "#]],
    );
}

#[test]
fn what_the_editor_has_is_hidden_as_well() {
    let sandbox = built();
    let arguments = ["preview", "rows", "--model", "letters", "--stdin", "--output", "json"];
    for text in [
        "SELECT p FROM people AS p",
        "SELECT struct_pack(a := email) AS s FROM people",
        "SELECT * FROM (SELECT email AS x, pin FROM people) WHERE x LIKE 'ada%'",
        "SELECT max(email) AS it, list(phone) AS all_of_them, sum(salary) AS sum, sum(pin) AS other FROM people",
        "SELECT (SELECT email FROM people LIMIT 1) AS it",
        "SELECT COLUMNS('ema.*|ph.*') FROM people",
        "SELECT email, email, email FROM people",
        "FROM people SELECT * REPLACE (email AS id)",
        "SELECT * FROM shop.main.people",
        "SELECT unnest([email, phone]) AS it FROM people",
        "WITH RECURSIVE r AS (SELECT email AS it FROM people UNION SELECT it FROM r) SELECT * FROM r",
        "PIVOT people ON id USING first(email)",
        "UNPIVOT (SELECT email, phone FROM people) ON email, phone",
        "SELECT a.email FROM people AS a NATURAL JOIN people AS b",
        "SELECT coalesce(email, 'x') AS it FROM people",
        "SELECT CAST(email AS INTEGER) AS it FROM people",
        "SELECT error(email) AS it FROM people",
        "SELECT DATE '2025-01-01' + INTERVAL (email) DAY AS it FROM people",
    ] {
        let ran = sandbox.rocky_with_input(&arguments, text);
        let said = ran.transcript();
        // The query itself may name what it looks for.
        let said = said.replace("LIKE 'ada%'", "");
        for secret in SECRETS {
            assert!(!said.contains(secret), "{secret} is shown by {text}:\n{said}");
        }
    }
}

#[test]
fn where_it_is_not_known_what_is_classified_nothing_is_shown() {
    let sandbox = built();
    let sidecar = sandbox.read("models/people.toml");
    sandbox.write("models/people.toml", &sidecar.replace("pin = ", "pin = = "));
    check(
        &sandbox,
        &["contacts"],
        expect![[r#"
        exit 1
        --- stderr
        error: the rows of `contacts` cannot be shown: models/people.toml has an error, so that it is not known what of the rows is to be hidden
    "#]],
    );
    sandbox.write("models/people.toml", &sidecar);
    let settings = sandbox.read("rocky.toml");
    sandbox.write("rocky.toml", &settings.replace("pii = \"hash\"", "pii = \"hsah\""));
    check(
        &sandbox,
        &["contacts"],
        expect![[r#"
        exit 1
        --- stderr
        error: the rows of `contacts` cannot be shown: rocky.toml has an error, so that it is not known what of the rows is to be hidden
    "#]],
    );
}
