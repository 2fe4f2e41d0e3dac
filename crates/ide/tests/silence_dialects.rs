//! Correct models in the tongues of Snowflake, Databricks and BigQuery: what is not understood is unknown, and nothing is called
//! wrong.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use testing::fixture;

/// Two raw tables, all of whose columns are known.
const SHOP: &str = r#"
[pipeline.shop]
type = "transformation"
models = "models/**"

[freshness]
expected_lag_seconds = 86400

[[functions]]
name = "my_function"
returns = "INT"
//- /models/_defaults.toml
[target]
catalog = "shop"
schema = "main"
//- /models/report.toml
intent = "what is tried"
//- /schemas/raw.toml
catalog = "shop"
schema = "raw"
complete = true

[[table]]
name = "staff"
columns = [
    { name = "id", type = "INT", nullable = false },
    { name = "manager_id", type = "INT", nullable = true },
    { name = "name", type = "STRING", nullable = true },
    { name = "hired_at", type = "TIMESTAMP", nullable = true },
]

[[table]]
name = "notes"
columns = [
    { name = "id", type = "INT", nullable = false },
    { name = "body", type = "STRING", nullable = true },
]
"#;

/// The words of [`SHOP`] that Snowflake folds to upper case where a query does not quote them.
const FOLDED: &[&str] = &["shop", "raw", "staff", "notes", "id", "manager_id", "name", "hired_at", "body"];

/// What is said of each model, the types that nobody can know left out.
fn alarms(adapter: &str, models: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut shop = SHOP.to_owned();
    if adapter == "snowflake" {
        for word in FOLDED {
            shop = shop.replace(&format!("= \"{word}\""), &format!("= \"{}\"", word.to_uppercase()));
        }
    }
    for model in models {
        let text = format!(
            "//- /rocky.toml\n[adapter]\ntype = \"{adapter}\"\n{shop}//- /models/report.sql\n{model}\n"
        );
        let mut host = support::host(&fixture::parse(&text));
        let mut found = support::diagnostics(&mut host);
        // That the adapter cannot connect is not what these are about.
        found.retain(|(path, _)| path != "rocky.toml");
        let lines = support::lines(&found).into_iter().filter(|it| !it.contains("I002"));
        faults.extend(lines.map(|it| format!("{model}\n    {it}")));
    }
    faults
}

#[test]
fn snowflake() {
    let found = alarms(
        "snowflake",
        &[
            "SELECT id, level AS depth, sys_connect_by_path(name, '/') AS way FROM raw.staff START WITH manager_id IS NULL CONNECT BY manager_id = PRIOR id",
            "SELECT t.$1 AS a, metadata$filename AS b FROM @raw.stage/path/file.csv (FILE_FORMAT => 'x', PATTERN => '.*') AS t",
            "SELECT s.id, f.value:a.b::int AS b FROM raw.staff AS s, LATERAL FLATTEN(input => parse_json(s.name), outer => true) AS f",
            "SELECT id, metadata$action AS what FROM raw.staff CHANGES (INFORMATION => DEFAULT) AT (OFFSET => -60) AS c",
            "SELECT id, is_generated FROM raw.staff RESAMPLE (USING hired_at INCREMENT BY INTERVAL '1 day' PARTITION BY id METADATA_COLUMNS IS_GENERATED())",
            "SELECT revenue, city FROM SEMANTIC_VIEW (raw.sales METRICS s.revenue DIMENSIONS s.city WHERE s.city = 'x')",
            "SELECT {* EXCLUDE (name)} AS o, {'a': id} AS p FROM raw.staff",
            "SELECT filter([1, 2], x INT -> x > 1) AS a, transform([1], (x INT) -> x + 1) AS b",
            "SELECT TOP 3 id FROM raw.staff ORDER BY id",
            "SELECT id FROM IDENTIFIER('raw.staff')",
            "SELECT my_model!PREDICT(id):x AS a FROM raw.staff",
            "SELECT a.id FROM raw.staff AS a INNER DIRECTED JOIN raw.notes AS b ON a.id = b.id",
            "SELECT id FROM raw.staff WHERE id IN (**[1, 2])",
            "SELECT * FROM raw.staff MATCH_RECOGNIZE (ORDER BY hired_at MEASURES match_number() mn, last(x.id) AS i ONE ROW PER MATCH PATTERN (x+) DEFINE x AS x.id > 1)",
            "SELECT p.id FROM raw.staff PIVOT (max(name) FOR manager_id IN (ANY ORDER BY manager_id) DEFAULT ON NULL ('x')) AS p",
        ],
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn databricks() {
    let found = alarms(
        "databricks",
        &[
            "SELECT TRANSFORM(id, name) USING 'cat' AS (a INT, b STRING) FROM raw.staff",
            "SELECT t.a + 1 AS c FROM (FROM raw.staff SELECT TRANSFORM(id) USING 'cat' AS (a INT)) AS t",
            "SELECT word, id FROM raw.notes LATERAL VIEW OUTER explode(split(body, ' ')) w AS word",
            "WITH v AS (VALUES (1, 2) AS t (a, b)) SELECT a, b FROM v",
            "SELECT k, v FROM (SELECT posexplode(split(body, ' ')) AS (k, v) FROM raw.notes)",
            "SELECT * FROM my_function(TABLE(raw.staff) PARTITION BY manager_id ORDER BY id, n => 3)",
            "SELECT id FROM STREAM(raw.staff) WATERMARK hired_at DELAY OF INTERVAL 10 SECONDS AS s",
            "SELECT id FROM raw.staff@v3",
            "SELECT id FROM raw.staff TIMESTAMP AS OF '2020-01-01'",
            "SELECT IDENTIFIER('upper')(name) AS n FROM IDENTIFIER('raw.staff')",
            "SELECT id, _change_type FROM raw.staff CHANGES FROM VERSION 1 TO VERSION 2",
            "FROM raw.staff SELECT id, name",
            "SELECT id FROM raw.staff DISTRIBUTE BY id SORT BY name DESC",
            "SELECT a.id FROM raw.staff AS a JOIN raw.notes AS b APPROX NEAREST 3 BY DISTANCE abs(a.id - b.id)",
        ],
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn bigquery() {
    const ORDERS: &str =
        "WITH o AS (SELECT id, [1] AS tags, [STRUCT('a' AS sku, 2 AS n)] AS items FROM raw.staff)";
    let select = |it: &str| format!("{ORDERS} SELECT {it}");
    let models = [
        select("o.id, i.sku FROM o, o.items AS i"),
        select("o.id, items.sku, items.n FROM o CROSS JOIN o.items"),
        select("o.id, tag, place FROM o LEFT JOIN o.tags AS tag WITH OFFSET AS place ON TRUE"),
        select(
            "o.id, (SELECT MAX(i.n) FROM o.items AS i) AS most, ARRAY(SELECT sku FROM o.items) AS skus FROM o",
        ),
        select("id FROM o WHERE EXISTS (SELECT 1 FROM o.items WHERE sku = 'a')"),
        select("o.id, tags + 1 AS more FROM o, o.tags WHERE tags > 0"),
        select("a, b FROM (SELECT AS VALUE STRUCT(1 AS a, id AS b) FROM o)"),
    ];
    let found = alarms("bigquery", &models.each_ref().map(String::as_str));
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(alarms("bigquery", &[&select("o.id, i.nope FROM o, o.items AS i")]).len(), 1);
    assert_eq!(alarms("bigquery", &[&select("o.id FROM o, o.itmes AS i")]).len(), 1);
}

#[test]
fn a_column_that_is_not_there_is_still_told() {
    for adapter in ["snowflake", "databricks"] {
        assert_eq!(alarms(adapter, &["SELECT nope FROM raw.staff"]).len(), 1, "{adapter}");
    }
    for query in [
        "SELECT s.id FROM raw.staff AS s, LATERAL FLATTEN(input => s.nope) AS f",
        "SELECT s.id FROM raw.staff AS s, LATERAL FLATTEN(input => x.body:a) AS f",
        "SELECT s.id FROM raw.staff AS s, LATERAL SPLIT_TO_TABLE(s.nope, ',') AS f",
    ] {
        assert_eq!(alarms("snowflake", &[query]).len(), 1, "{query}");
    }
    for query in [
        "SELECT id FROM raw.notes LATERAL VIEW explode(nope) w AS word",
        "SELECT s.id FROM raw.staff AS s, LATERAL explode(s.nope)",
    ] {
        assert_eq!(alarms("databricks", &[query]).len(), 1, "{query}");
    }
}

#[test]
fn words_as_arguments_and_hidden_columns() {
    let mut found = alarms(
        "snowflake",
        &["SELECT dateadd(day, -7, hired_at) AS a, date_trunc(month, hired_at) AS b FROM raw.staff"],
    );
    found.extend(alarms("databricks", &["SELECT datediff(MONTH, hired_at, hired_at) AS a FROM raw.staff"]));
    let quoted = alarms("bigquery", &["SELECT id, nothing FROM `shop.raw.staff`"]);
    assert_eq!(quoted.len(), 1, "quotes around a whole path: {}", quoted.join("\n"));
    found.extend(alarms("bigquery", &["SELECT TIMESTAMP_DIFF(hired_at, hired_at, DAY) AS a FROM raw.staff"]));
    found.extend(alarms(
        "trino",
        &[
            "SELECT \"$path\" AS a, s.\"$file_size\" AS b, normalize(name, NFC) AS c FROM raw.staff AS s",
            "SELECT t.a, t.b, t.n FROM UNNEST(ARRAY[CAST(ROW(1, 'x') AS ROW(p INTEGER, q VARCHAR))]) WITH ORDINALITY AS t (a, b, n)",
            "SELECT t.k, t.v FROM UNNEST(MAP(ARRAY['a'], ARRAY[1])) AS t (k, v)",
        ],
    ));
    assert!(found.is_empty(), "{}", found.join("\n"));
    let missed = alarms("snowflake", &["SELECT dateadd(dey, -7, hired_at) AS a FROM raw.staff"]);
    assert_eq!(missed.len(), 1, "a word that is no part of a date names a column");
}
