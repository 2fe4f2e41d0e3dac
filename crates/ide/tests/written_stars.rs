//! Stars that are written out, and names that are proposed, in all dialects: what is written means what stood there.

mod support;

use ide::{Analysis, Applicability, CompletionKind, FilePosition, TextRange, TextSize};
use support::{ask, cursor::at_cursor, fixing, host, project_diagnostics};
use testing::fixture::{self, Fixture};

const DIALECTS: [&str; 5] = ["duckdb", "snowflake", "bigquery", "databricks", "trino"];

/// Lists of stars over one relation `a`.
const ALONE: [&str; 5] = ["*", "a.*", "*, 1 AS one", "a.*, 1 AS one", "count(*) AS n, *"];

/// Lists of stars over the relations `a` and `b`.
const TWO: [&str; 5] = ["*", "a.*", "b.*", "a.*, b.*", "b.*, a.name"];

const ONE: [&str; 6] = [
    "raw.left_side a",
    "raw.left_side AS a WHERE a.id > 1",
    "raw.left_side a GROUP BY 1",
    "raw.left_side a GROUP BY id, name, amount",
    "raw.left_side a ORDER BY 1",
    "(SELECT id, name, name AS other FROM raw.left_side) a",
];

const JOINS: [&str; 10] = [
    "raw.left_side a JOIN raw.right_side b ON a.id = b.id",
    "raw.left_side a LEFT JOIN raw.right_side b ON a.id = b.id",
    "raw.left_side a JOIN raw.right_side b USING (id)",
    "raw.left_side a FULL JOIN raw.right_side b USING (id)",
    "raw.left_side a RIGHT JOIN raw.right_side b USING (id)",
    "raw.left_side a JOIN raw.left_side b USING (id)",
    "raw.left_side a NATURAL JOIN raw.right_side b",
    "raw.left_side a CROSS JOIN raw.right_side b",
    "raw.left_side a, raw.right_side b",
    "raw.left_side a JOIN (SELECT id, id AS again, city FROM raw.right_side) b ON a.id = b.id",
];

fn project(dialect: &str, sql: &str) -> Fixture {
    let (integer, text) = match dialect {
        "bigquery" => ("INT64", "STRING"),
        "snowflake" => ("NUMBER(38,0)", "VARCHAR"),
        "databricks" => ("BIGINT", "STRING"),
        _ => ("BIGINT", "VARCHAR"),
    };
    let table = |name: &str, third: &str, ty: &str| {
        format!(
            "[[table]]\nname = \"{name}\"\ncolumns = [{{ name = \"id\", type = \"{integer}\" }}, \
             {{ name = \"name\", type = \"{text}\" }}, {{ name = \"{third}\", type = \"{ty}\" }}]\n"
        )
    };
    fixture::parse(&format!(
        "{}//- /schemas/raw.toml\nschema = \"raw\"\ncomplete = true\n{}{}\
         //- /models/m.toml\nintent = \"what is tried\"\n//- /models/m.sql\n{sql}\n",
        support::configuration(dialect),
        table("left_side", "amount", integer),
        table("right_side", "city", text),
    ))
}

/// The columns of the model, with their types and whether they may be NULL.
fn columns(host: &ide::Host) -> Vec<String> {
    let db = host.database();
    let project = db.projects().next().unwrap_or_else(|| panic!("no project"));
    let model = db.file(project, &ide::RelativePath::new("models/m.sql"));
    let schema = sema::schema(db, model.unwrap_or_else(|| panic!("no model")));
    schema.columns.iter().map(|it| format!("{} {:?} {:?}", it.name, it.value.ty, it.value.null)).collect()
}

#[test]
fn the_safe_fix_keeps_the_columns_and_brings_no_diagnostic() {
    let alone =
        ONE.iter().flat_map(|from| ALONE.iter().map(move |list| format!("SELECT {list} FROM {from}")));
    let joined =
        JOINS.iter().flat_map(|from| TWO.iter().map(move |list| format!("SELECT {list} FROM {from}")));
    let statements: Vec<String> = alone.chain(joined).collect();
    let (mut verdict, mut tried) = (fixing::Verdict::default(), 0);
    for dialect in DIALECTS {
        for sql in &statements {
            let fixture = project(dialect, sql);
            fixing::check(&format!("{dialect}: {sql}"), &fixture, &mut verdict);
            let mut before = host(&fixture);
            for (path, found) in project_diagnostics(&mut before) {
                for fix in &found.fixes {
                    if path != "models/m.sql"
                        || found.code.name() != "I001"
                        || fix.applicability != Applicability::MachineApplicable
                    {
                        continue;
                    }
                    tried += 1;
                    let mut text = sql.clone() + "\n";
                    for edit in fix.edits.iter().rev() {
                        text.replace_range(std::ops::Range::<usize>::from(edit.place.range), &edit.text);
                    }
                    let after = host(&project(dialect, text.trim_end()));
                    assert_eq!(columns(&before), columns(&after), "{dialect}: {sql} → {text}");
                }
            }
        }
    }
    assert!(tried > 200, "{tried}");
    assert!(verdict.faults.is_empty(), "{:#?}", verdict.faults);
}

/// What the fix of the only I001 writes.
fn listed(dialect: &str, sql: &str) -> Vec<String> {
    let mut host = host(&project(dialect, sql));
    let found = project_diagnostics(&mut host).into_iter().filter(|it| it.1.code.name() == "I001");
    found.flat_map(|it| it.1.fixes).flat_map(|it| it.edits).map(|it| it.text).collect()
}

#[test]
fn qualifiers_are_written_as_they_are_in_the_text() {
    let join = "FROM raw.left_side a JOIN raw.right_side b USING (id)";
    for dialect in DIALECTS {
        let upper = |text: &str| match dialect {
            "snowflake" => text.replace("id", "ID").replace("name", "NAME").replace("city", "CITY"),
            _ => text.to_owned(),
        };
        let expected = match dialect {
            // It has no name for one side of what is merged.
            "trino" => Vec::new(),
            _ => vec![upper("b.id, b.name, b.city")],
        };
        assert_eq!(listed(dialect, &format!("SELECT b.* {join}")), expected, "{dialect}");
    }
    let quoted = "SELECT * FROM raw.left_side \"a\" CROSS JOIN raw.right_side B";
    let expected = "\"a\".ID, \"a\".NAME, \"a\".AMOUNT, B.ID, B.NAME, B.CITY";
    assert_eq!(listed("snowflake", quoted), [expected]);
}

#[test]
fn a_star_that_no_names_can_stand_for_stays() {
    assert!(listed("duckdb", "SELECT * FROM raw.left_side GROUP BY 1").is_empty());
    assert!(listed("duckdb", "SELECT [{'x': id}][1].* FROM raw.left_side").is_empty());
    assert!(listed("duckdb", "SELECT * REPLACE (1 AS id) FROM raw.left_side").is_empty());
}

fn asked<T>(dialect: &str, sql: &str, question: impl Fn(&Analysis, FilePosition) -> T) -> T {
    let (mut host, position) = at_cursor(&project(dialect, sql));
    ask(&mut host, |it| Ok(question(it, position)))
}

fn inserted(dialect: &str, sql: &str, kinds: &[CompletionKind]) -> Vec<String> {
    let found = asked(dialect, sql, |it, at| it.completions(at)).unwrap_or_default();
    found.items.into_iter().filter(|it| kinds.contains(&it.kind)).map(|it| it.insert).collect()
}

#[test]
fn proposals_quote_no_name_that_stands_bare_in_the_text() {
    let kinds =
        [CompletionKind::Column, CompletionKind::Alias, CompletionKind::Condition, CompletionKind::Cte];
    for dialect in DIALECTS {
        for sql in [
            "SELECT $0 FROM raw.left_side o JOIN raw.right_side aB ON o.id = aB.id",
            "SELECT 1 AS x FROM raw.left_side o JOIN raw.right_side aB ON $0",
            "WITH cT AS (SELECT 1 AS x) SELECT x FROM $0",
        ] {
            let found = inserted(dialect, sql, &kinds);
            assert!(!found.is_empty(), "{dialect}: {sql}");
            assert!(found.iter().all(|it| !it.contains(['"', '`'])), "{dialect}: {sql}: {found:?}");
        }
    }
}

#[test]
fn a_column_that_is_shadowed_is_proposed_with_its_qualifier() {
    let sql =
        "SELECT 1 AS x FROM raw.left_side o WHERE EXISTS (SELECT 1 FROM raw.right_side p WHERE p.id = $0)";
    let found = inserted("duckdb", sql, &[CompletionKind::Column]);
    assert!(found.contains(&"o.id".to_owned()) && found.contains(&"amount".to_owned()), "{found:?}");
    assert_eq!(found.iter().filter(|it| *it == "id").count(), 1, "{found:?}");
}

/// Whether inlining is offered at the cursor.
fn inlines(sql: &str) -> bool {
    let offered = asked("duckdb", sql, |it, at| it.refactorings(at.file, TextRange::empty(at.offset)));
    offered.is_ok_and(|it| it.iter().any(|it| it.name == "inline-cte"))
}

#[test]
fn rows_that_may_differ_are_not_computed_twice() {
    let twice = |query: &str| inlines(&format!("WITH c$0 AS ({query}) SELECT a1.id FROM c a1, c a2"));
    assert!(twice("SELECT id FROM raw.left_side"));
    assert!(!twice("SELECT random() AS id"));
    assert!(!twice("SELECT id FROM raw.left_side LIMIT 3"));
    assert!(!twice("SELECT row_number() OVER (ORDER BY name) AS id FROM raw.left_side"));
    assert!(inlines("WITH c$0 AS (SELECT random() AS id) SELECT id FROM c"));
}

#[test]
fn a_contract_is_no_narrower_than_the_column() {
    let sql = "SELECT i$0d FROM raw.left_side";
    let offered =
        asked("bigquery", sql, |it, at| it.refactorings(at.file, TextRange::empty(TextSize::new(0))));
    let contract = offered.unwrap_or_default().into_iter().find(|it| it.name == "extract-contract");
    let text = contract.map(|it| it.fix.creates[0].1.clone()).unwrap_or_default();
    assert!(text.contains("type = \"Int64\""), "{text}");
}

#[test]
fn hints_are_no_reason_to_refuse() {
    let text = support::configuration("duckdb")
        + "//- /models/stg_orders.sql
SELECT 1 AS id
//- /models/orders.sql
SELECT 1 AS id
//- /models/customers.sql
WITH orders AS (SELECT * FROM stg_or$0ders) SELECT id FROM orders
";
    let (mut host, position) = at_cursor(&fixture::parse(&text));
    let renamed = ask(&mut host, |it| it.rename(position, "stg_order"));
    assert!(renamed.is_ok(), "{renamed:?}");
}
