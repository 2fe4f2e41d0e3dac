//! Sidecars and frontmatter.

use super::show;
use crate::sidecar;
use expect_test::{Expect, expect};
use std::collections::BTreeMap;

fn check_sidecar(text: &str, expected: Expect) {
    expected.assert_eq(&show(text, &sidecar(text, 0.into(), &BTreeMap::new()).1));
}

#[test]
fn sidecars() {
    check_sidecar(
        r#"
name = "orders"
depends_on = ["a", "b"]
adapter = "wh"
intent = "orders"
[strategy]
type = "time_interval"
time_column = "at"
granularity = "day"
[target]
catalog = ""
schema = "s"
[[sources]]
catalog = "c"
schema = "s"
table = "t"
columns = [{ name = "id", type = "BIGINT", nullable = false }]
[freshness]
expected_lag_seconds = 5
[[tests]]
type = "not_null"
column = "id"
[[tests]]
type = "in_range"
column = "id"
min = 1
max = "5"
[[test]]
name = "x"
[[test.given]]
ref = "a"
rows = [{ id = 1 }]
[test.expect]
rows = [{ id = 1 }]
[classification]
email = "pii"
[columns.id]
description = "the key"
[skip]
eligible = true
"#,
        expect![[""]],
    );
    check_sidecar(
        "intnt = \"x\"\n[strategy]\ntype = \"mrege\"\nunique_key = [\"a\"]\n",
        expect![[r#"
        V061 "intnt" unknown key `intnt`; it has no effect; did you mean `intent`? ["intnt" -> "intent"]
        V060 "\"mrege\"" `mrege` is no value of `strategy.type`; expected `full_refresh`, `incremental`, `merge`, `time_interval`, `ephemeral`, `delete_insert`, `microbatch`, `view`, `materialized_view`, `dynamic_table` or `content_addressed`; did you mean `merge`? ["mrege" -> "merge"]
    "#]],
    );
    check_sidecar(
        "[strategy]\ntype = \"merge\"\ntimestamp_column = \"x\"\ndepends_on = []\n",
        expect![[r#"
            V060 "[strategy]" the strategy `merge` needs a key `unique_key`
            V061 "timestamp_column" `timestamp_column` has no effect with the strategy `merge`; it belongs to `incremental` and `microbatch`
            V061 "depends_on" unknown key `strategy.depends_on`; it has no effect here; it belongs to the top of the file, above the first `[table]`
        "#]],
    );
    check_sidecar(
        "strategy = \"merge\"\nname = 5\ndepends_on = \"a\"\nsources = [{}]\ntags = { a = 1 }\n",
        expect![[r#"
        V060 "\"merge\"" `strategy` must be a table, not a string
        V060 "5" `name` must be a string, not an integer
        V060 "\"a\"" `depends_on` must be an array of strings, not a string
        V060 "{}" `sources` needs a key `table`
        V060 "1" `tags.a` must be a string, not an integer
    "#]],
    );
    check_sidecar(
        "[[tests]]\ncolumn = \"a\"\n[[tests]]\ntype = \"uniqe\"\n[[tests]]\ntype = \"unique\"\nvalues = [\"a\"]\n[[tests]]\ntype = \"accepted_values\"\nvalues = []\n[[tests]]\ntype = \"row_count_range\"\n",
        expect![[r#"
        V060 "[[tests]]" `tests` needs a key `type`
        V060 "\"uniqe\"" `uniqe` is no value of `tests.type`; expected `not_null`, `unique`, `accepted_values`, `relationships`, `expression`, `row_count_range`, `in_range`, `regex_match`, `aggregate`, `composite`, `unique_expr`, `not_in_future` or `older_than_n_days`; did you mean `unique`? ["uniqe" -> "unique"]
        V060 "\"unique\"" this test needs a key `column`
        V061 "values" `values` has no effect with the test type `unique`; it belongs to `accepted_values`
        V060 "\"accepted_values\"" `accepted_values` needs at least one value
        V060 "\"row_count_range\"" `row_count_range` needs `min` or `max`
    "#]],
    );
    check_sidecar(
        "retention = \"30\"\n[strategy]\ntype = \"incremental\"\ntimestamp_column = \"a\"\nlookback = \"3 weeks\"\n",
        expect![[r#"
        V060 "\"30\"" `30` is no retention; write days as `30d` or years as `1y`
        V060 "\"3 weeks\"" `3 weeks` is no duration; write seconds, or a number with s, m, h or d
    "#]],
    );
    check_sidecar(
        "name = \"a\nintent = \n[strategy]\ntype = view\n[[freshness]]\nmax_lag_seconds = 1\n",
        expect![[r#"
        V060 "\"a" this string is not closed: expected `"`
        V060 "intent =" this key has no value
        V060 "view" string values must be quoted
        V060 "[[freshness]]" `freshness` must be a table, not an array
    "#]],
    );
}

#[test]
fn frontmatter_has_the_ranges_of_its_file() {
    let file = "---toml\nintnt = \"x\"\n---\nSELECT 1";
    let (_, diagnostics) = sidecar("intnt = \"x\"", 8.into(), &BTreeMap::new());
    expect![[r#"
        V061 "intnt" unknown key `intnt`; it has no effect; did you mean `intent`? ["intnt" -> "intent"]
    "#]]
    .assert_eq(&show(file, &diagnostics));
}
