//! What the documentation of Snowflake and Trino says of types: rows that were written down before the rules.
//!
//! `data/*_golden.txt` explain their format.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use base::{DialectKind, Severity};
use db::{Change, FileText, ProjectRoot, RelativePath, RootChange, RootDatabase};
use dialect::Type;
use std::fmt::Write;

/// A row of a file.
struct Row<'a> {
    expression: &'a str,
    columns: &'a str,
    expected: &'a str,
}

fn rows(file: &'static str) -> impl Iterator<Item = Row<'static>> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| {
        let parts: Vec<&str> = line.split(" | ").map(str::trim).collect();
        let [expression, columns, expected, page] = parts[..] else { panic!("four parts: {line}") };
        assert!(!page.is_empty(), "a page: {line}");
        Row { expression, columns, expected }
    })
}

/// Splits `a NUMBER(10,2), b DATE` at commas outside parentheses.
fn split_columns(text: &str) -> Vec<(&str, &str)> {
    let mut depth = 0;
    let parts = text.split(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    });
    parts.filter_map(|part| part.trim().split_once(' ')).collect()
}

/// The only model of a project whose warehouse has one table `t` of these columns.
fn project(dialect: DialectKind, row: &Row<'_>) -> (RootDatabase, db::SourceFile) {
    let name = |name: &str| match dialect {
        // What is not quoted folds to upper case.
        DialectKind::Snowflake => name.to_uppercase(),
        _ => name.to_owned(),
    };
    let columns: String = split_columns(row.columns)
        .iter()
        .map(|(column, ty)| format!("{{ name = \"{}\", type = \"{ty}\", nullable = true }},\n", name(column)))
        .collect();
    let select = row.expression.starts_with("SELECT ");
    let query = match row.columns {
        _ if select => row.expression.replace("FROM t", "FROM main.t AS t"),
        "" => format!("SELECT {} AS result", row.expression),
        _ => format!("SELECT {} AS result FROM main.t AS t", row.expression),
    };
    let adapter = dialect.to_string().to_lowercase();
    let (shop, main, table) = (name("shop"), name("main"), name("t"));
    let files = [
        (
            "rocky.toml",
            format!(
                "[adapter]\ntype = \"{adapter}\"\n[pipeline.shop]\ntype = \"transformation\"\nmodels = \"models/**\"\n"
            ),
        ),
        ("models/_defaults.toml", format!("[target]\ncatalog = \"{shop}\"\nschema = \"{main}\"\n")),
        ("models/golden.sql", query),
        ("models/golden.toml", "intent = \"one type\"\n".to_owned()),
        (
            "schemas/main.toml",
            format!(
                "catalog = \"{shop}\"\nschema = \"{main}\"\ncomplete = true\n[[table]]\nname = \"{table}\"\ncolumns = [\n{columns}]\n"
            ),
        ),
    ];
    let root = ProjectRoot("golden".into());
    let mut change = RootChange::new(root.clone());
    for (path, text) in files {
        change.file(path, Some(FileText::new(text)));
    }
    let mut db = RootDatabase::default();
    db.apply(Change { roots: vec![change] });
    let project = db.project(&root).unwrap();
    let file = db.file(project, &RelativePath::new("models/golden.sql")).unwrap();
    (db, file)
}

/// Whether the type is what the row says; a `*` stands for what its page leaves open.
fn agrees(dialect: DialectKind, ty: &Type, expected: &str) -> bool {
    match (ty, expected.split_once("(*")) {
        (Type::Decimal { scale, .. }, Some((_, open))) => open.trim_matches([',', ')']) == scale.to_string(),
        (Type::String { .. }, Some((_, open))) => open == ")",
        _ => dialect::parse_type(expected, dialect).as_ref() == Some(ty),
    }
}

fn check(dialect: DialectKind, file: &'static str) {
    let mut wrong = String::new();
    let mut count = 0;
    for row in rows(file) {
        count += 1;
        let (db, model) = project(dialect, &row);
        let errors: Vec<String> = sema::findings(&db, model)
            .iter()
            .filter(|it| it.severity.unwrap_or(it.code.default_severity()) == Severity::Error)
            .map(|it| format!("{} {}", it.code, it.message))
            .collect();
        let ty = sema::schema(&db, model).columns.first().map_or(Type::Unknown, |it| it.value.ty.clone());
        let right = match row.expected.strip_prefix("refused ") {
            Some(code) => errors.iter().any(|it| it.starts_with(code)),
            None => errors.is_empty() && agrees(dialect, &ty, row.expected),
        };
        if !right {
            let (shown, errors) = (ty.display(dialect), errors.join("; "));
            writeln!(
                wrong,
                "{} [{}]: {} and not {shown} {errors}",
                row.expression, row.columns, row.expected
            )
            .unwrap();
        }
    }
    assert!(count >= 150, "{count} rows");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{wrong}", wrong.lines().count());
}

#[test]
fn snowflake() {
    check(DialectKind::Snowflake, include_str!("data/snowflake_golden.txt"));
}

#[test]
fn trino() {
    check(DialectKind::Trino, include_str!("data/trino_golden.txt"));
}
