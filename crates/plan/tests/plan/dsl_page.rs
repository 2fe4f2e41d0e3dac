//! `docs/dsl.md`: every example of the DSL is followed by the SQL that it means.

use crate::support::Fixture;
use base::DialectKind;
use expect_test::expect_file;

/// The SQL of an example in a dialect. An example is a whole model, without a mistake in its grammar.
fn sql(example: &str, dialect: DialectKind) -> String {
    let fixture = Fixture::new(&format!("//- /models/m.rocky\n{example}"));
    let file = fixture.file("models/m.rocky");
    let errors = &hir::syntax_findings(&fixture.db, file).errors;
    assert!(errors.is_empty(), "{example}\n{errors:?}");
    let body = hir::body(&fixture.db, file);
    match plan::print(&body, dialect, &plan::Substitutions::default()) {
        Ok(sql) => sql,
        Err(error) => panic!("{example}\n{}", error.reason),
    }
}

/// The page with the blocks of SQL as they must be.
fn corrected(page: &str) -> String {
    let mut out = String::new();
    let mut lines = page.lines();
    let mut example: Option<String> = None;
    while let Some(line) = lines.next() {
        out += &format!("{line}\n");
        let Some(info) = line.strip_prefix("```").filter(|it| !it.is_empty()) else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|it| *it != "```").collect();
        let body = match info.split_once(' ').unwrap_or((info, "duckdb")) {
            ("rocky", _) => {
                let body = body.join("\n");
                example = Some(body.clone());
                body
            }
            ("sql", dialect) => {
                let dialect =
                    DialectKind::from_name(dialect).unwrap_or_else(|| panic!("no dialect {dialect}"));
                sql(example.as_deref().unwrap_or_else(|| panic!("SQL without an example")), dialect)
            }
            _ => body.join("\n"),
        };
        out += &format!("{body}\n```\n");
    }
    out
}

#[test]
fn examples_mean_the_sql_behind_them() {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/dsl.md");
    let page = std::fs::read_to_string(&path).unwrap();
    expect_file![path].assert_eq(&corrected(&page));
}

#[test]
fn every_step_and_every_dialect_is_shown() {
    let page = std::fs::read_to_string(
        std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/dsl.md"),
    );
    let page = page.unwrap();
    for step in
        ["from", "where", "group", "derive", "select", "join", "sort", "take", "distinct", "replicate", "let"]
    {
        let title = format!("## `{step}`\n");
        let section = page.split_once(&title).unwrap_or_else(|| panic!("no section for {step}")).1;
        let section = section.split("\n## ").next().unwrap_or_default();
        assert!(section.contains("```rocky\n") && section.contains("```sql\n"), "no example of {step}");
    }
    for dialect in DialectKind::ALL {
        let info = format!("```sql {}\n", dialect.name());
        assert!(dialect == DialectKind::DuckDb || page.contains(&info), "nothing in {dialect}");
    }
}

#[test]
fn examples_are_written_as_pipelines_again() {
    let page = std::fs::read_to_string(
        std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/dsl.md"),
    );
    let page = page.unwrap();
    let examples = page.split("```rocky\n").skip(1).filter_map(|it| it.split("\n```").next());
    let (mut same, mut refused) = (0, Vec::new());
    for example in examples {
        let fixture = Fixture::new(&format!("//- /models/m.rocky\n{example}"));
        let body = hir::body(&fixture.db, fixture.file("models/m.rocky"));
        match plan::pipeline(&body) {
            Some(text) => {
                assert_eq!(sql(&text, DialectKind::DuckDb), sql(example, DialectKind::DuckDb), "{text}");
                same += 1;
            }
            None => refused.push(example),
        }
    }
    expect_test::expect![[r#"
        19 the same; no form for
        from orders
        derive { newest: row_number() over (partition customer_id, sort -ordered_at) }
        where newest == 1
        select { customer_id, ordered_at }
        --
        from t
        where day >= @2025-01-31 and at < @2025-01-31T10:00:00 and logged < @2025-01-31T10:00:00Z and path == "C:\it's"
    "#]]
        .assert_eq(&format!("{same} the same; no form for\n{}\n", refused.join("\n--\n")));
}
