//! What is proposed at a cursor, as lines.

use super::{
    ask,
    cursor::{at_cursor, shop, text},
};
use expect_test::Expect;
use ide::{Completion, CompletionKind};
use testing::fixture::Fixture;

/// What is proposed at the cursor of a fixture.
pub fn proposed(fixture: &Fixture) -> Vec<Completion> {
    let (mut host, position) = at_cursor(fixture);
    ask(&mut host, |it| it.completions(position)).items
}

/// Checks the proposals at the cursor. Functions and keywords are left out, but for whether there are any.
pub fn check(fixture: &str, expected: Expect) {
    check_those(fixture, |_| true, expected);
}

/// Checks the proposals of one kind.
pub fn check_kind(kind: CompletionKind, fixture: &str, expected: Expect) {
    check_those(fixture, |it| it.kind == kind, expected);
}

fn check_those(fixture: &str, is_meant: impl Fn(&Completion) -> bool, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let mut found = ask(&mut host, |it| it.completions(position)).items;
    found.retain(is_meant);
    expected.assert_eq(&lines(&mut host, position.file, &found));
}

pub fn lines(host: &mut ide::Host, file: ide::FileId, found: &[Completion]) -> String {
    let mut lines = String::new();
    for it in found.iter().filter(|it| !is_common(it)) {
        let mut line = format!("{:?} {}", it.kind, it.label);
        if it.insert != it.label {
            line += &format!(" => {}", it.insert);
        }
        for edit in &it.additional {
            line += &format!(" +{}", edit.text);
        }
        if let Some(detail) = &it.detail {
            line += &format!(" ({detail})");
        }
        let replaced = text(host, file, it.replace);
        if !replaced.is_empty() {
            line += &format!(" for {replaced}");
        }
        lines += &format!("{line}\n");
    }
    let count = |kind| found.iter().filter(|it| it.kind == kind).count();
    if count(CompletionKind::Function) > 0 {
        lines += "functions\n";
    }
    if count(CompletionKind::Keyword) > 0 {
        lines += "keywords\n";
    }
    let is_last = |it: &&Completion| is_common(it);
    assert_eq!(found.iter().rev().take_while(is_last).count(), found.iter().filter(is_last).count());
    lines
}

fn is_common(it: &Completion) -> bool {
    matches!(it.kind, CompletionKind::Function | CompletionKind::Keyword)
}

/// Checks the words that are proposed.
pub fn words(fixture: &str, expected: Expect) {
    let found = proposed(&shop(fixture));
    let words = found.iter().filter(|it| it.kind == CompletionKind::Keyword).map(|it| it.label.as_str());
    expected.assert_eq(&format!("{}\n", words.collect::<Vec<_>>().join(", ")));
}

/// The documentation of the proposal with this label at the cursor.
pub fn check_documentation(fixture: &str, kind: CompletionKind, label: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let found = ask(&mut host, |it| it.completion_documentation(position, kind, label));
    expected.assert_eq(&found.unwrap_or_else(|| "nothing\n".to_owned()));
}

/// The columns, the aliases, the words, and whether there are functions, at each of several cursors in one dialect.
pub fn table(dialect: &str, texts: &[&str], expected: Expect) {
    let mut table = String::new();
    for text in texts {
        let fixture = format!(
            "//- /rocky.toml\n[adapter]\ntype = \"{dialect}\"\n[pipeline.shop]\ntype = \"transformation\"\nmodels = \"models/**\"\n//- /models/m.sql\n{text}\n"
        );
        let (mut host, position) = at_cursor(&shop(&fixture));
        let found = ask(&mut host, |it| it.completions(position)).items;
        let labels = |kinds: &[CompletionKind]| {
            let labels = found.iter().filter(|it| kinds.contains(&it.kind)).map(|it| it.label.as_str());
            labels.collect::<Vec<_>>().join(", ")
        };
        let has_functions = found.iter().any(|it| it.kind == CompletionKind::Function);
        let parts = [
            labels(&[CompletionKind::Column, CompletionKind::Columns, CompletionKind::Alias]),
            labels(&[CompletionKind::Model, CompletionKind::Source, CompletionKind::Cte]),
            if has_functions { "functions".to_owned() } else { String::new() },
            labels(&[CompletionKind::Keyword]),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        table +=
            &format!("{text}\n    {}\n", if parts.is_empty() { "-".to_owned() } else { parts.join(" | ") });
    }
    expected.assert_eq(&table);
}
