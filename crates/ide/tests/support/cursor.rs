//! Questions at a cursor, and answers as lines.

use super::{ask, file, root};
use expect_test::Expect;
use ide::{Change, FileId, FilePosition, FileRange, FileText, Host, ReferenceKind, RootChange, TextRange};
use testing::fixture::{Fixture, FixtureFile, parse};

/// A shop that reads a declared schema: what the fixtures of the editor's features build upon.
const SHOP: &str = r#"
//- /rocky.toml
[adapter]
type = "duckdb"

[pipeline.shop]
type = "transformation"
models = "models/**"

[freshness]
expected_lag_seconds = 86400

[mask]
pii = "hash"
//- /models/_defaults.toml
[target]
catalog = "shop"
schema = "main"
//- /schemas/raw.toml
schema = "raw"
complete = true

[[table]]
name = "orders"
columns = [
    { name = "id", type = "BIGINT", nullable = false },
    { name = "customer_id", type = "BIGINT", nullable = false },
    { name = "amount", type = "DECIMAL(10, 2)", nullable = true },
    { name = "address", type = "STRUCT(street VARCHAR, city VARCHAR)", nullable = true },
]

[[table]]
name = "customers"
columns = [
    { name = "id", type = "BIGINT", nullable = false },
    { name = "email", type = "VARCHAR", nullable = false },
]
//- /models/stg_orders.toml
intent = "one row per order"
//- /models/stg_orders.sql
SELECT id AS order_id, customer_id, amount, address
FROM raw.orders
//- /models/stg_customers.toml
intent = "one row per customer"

[columns.email]
description = "where to write to"

[classification]
email = "pii"
//- /models/stg_customers.sql
SELECT id AS customer_id, email FROM raw.customers
"#;

/// The shop with the files of `text`, which stand in for those of the same path.
pub fn shop(text: &str) -> Fixture {
    let mut own = parse(text);
    for file in parse(SHOP).files {
        if own.file(&file.path).is_none() {
            own.files.push(file);
        }
    }
    own
}

/// A host with the files of a fixture, and its cursor.
pub fn at_cursor(fixture: &Fixture) -> (Host, FilePosition) {
    let host = super::host(fixture);
    let position = cursor(&host, fixture);
    (host, position)
}

/// As [`at_cursor`], of files outside any project.
pub fn loose_at_cursor(fixture: &Fixture) -> (Host, FilePosition) {
    let mut host = Host::with_event_log();
    let mut change = RootChange::new(root());
    change.loose = true;
    for FixtureFile { path, text, .. } in &fixture.files {
        change.file(&**path, Some(FileText::new(&**text)));
    }
    host.apply(Change { roots: vec![change] });
    let position = cursor(&host, fixture);
    (host, position)
}

fn cursor(host: &Host, fixture: &Fixture) -> FilePosition {
    let (index, offset) = fixture.cursor.unwrap_or_else(|| panic!("a fixture without a cursor"));
    let file = file(host, &fixture.files[index].path);
    FilePosition { file, offset: ide::TextSize::of(&fixture.files[index].text[..offset]) }
}

/// The text of a range.
pub fn text(host: &mut Host, file: FileId, range: TextRange) -> String {
    let text = ask(host, |it| Ok(it.text(file)));
    text[std::ops::Range::<usize>::from(range)].to_owned()
}

/// A place as `path:line:column text`, both counted from 1, columns in bytes.
pub fn place(host: &mut Host, place: FileRange) -> String {
    let all = ask(host, |it| Ok(it.text(place.file)));
    let before = &all[..usize::from(place.range.start())];
    let line = before.matches('\n').count() + 1;
    let column = before.len() - before.rfind('\n').map_or(0, |it| it + 1) + 1;
    let text = text(host, place.file, place.range);
    let text = match text.split_once('\n') {
        Some((first, _)) => format!("{first} …"),
        None => text,
    };
    format!("{}:{line}:{column} {text}", host.path(place.file).1)
}

/// Checks the card at the cursor: first the text that it is about, then the card.
pub fn check_hover(fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let found = match ask(&mut host, |it| it.hover(position)) {
        Some(hover) => format!("‹{}›\n{}", text(&mut host, position.file, hover.range), hover.markdown),
        None => "nothing\n".to_owned(),
    };
    expected.assert_eq(&found);
}

/// Checks what the name at the cursor is, and the places that it leads to.
pub fn check_definition(fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    check_definition_at(&mut host, position, expected);
}

pub fn check_definition_at(host: &mut ide::Host, position: ide::FilePosition, expected: Expect) {
    let Some(found) = ask(host, |it| it.definition(position)) else {
        return expected.assert_eq("nothing\n");
    };
    let mut lines = format!("‹{}›\n", text(host, position.file, found.origin));
    for target in found.targets {
        assert!(target.full.range.contains_range(target.focus), "{target:?}");
        let focus = ide::FileRange { file: target.full.file, range: target.focus };
        lines += &format!("{}\n", place(host, focus));
    }
    expected.assert_eq(&lines);
}

/// Checks the uses of the name at the cursor.
pub fn check_references(fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let Some(found) = ask(&mut host, |it| it.references(position, true)) else {
        return expected.assert_eq("nothing\n");
    };
    let uses = ask(&mut host, |it| it.references(position, false)).unwrap_or_else(|| panic!("no uses"));
    let without_definitions: Vec<_> =
        found.iter().filter(|it| it.kind == ReferenceKind::Read).cloned().collect();
    assert_eq!(uses, without_definitions);
    let mut lines = String::new();
    for it in found {
        let mark = if it.kind == ReferenceKind::Definition { "definition" } else { "read" };
        lines += &format!("{mark} {}\n", place(&mut host, it.place));
    }
    expected.assert_eq(&lines);
}
