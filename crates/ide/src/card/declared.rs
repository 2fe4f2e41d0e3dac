//! What TOML promises of a model and its columns, in words: tests and contracts.

use super::{Verbosity, code};
use crate::column_facts::{promises, tests};
use base::SmolStr;
use config::{DeclaredTest, Spanned, TestKind};
use db::{Db, SourceFile};

/// What the model's contract says of a column; at length with the keys that it is part of.
pub(super) fn contract_note(
    db: &dyn Db,
    model: SourceFile,
    column: &str,
    verbosity: Verbosity,
) -> Option<String> {
    let promises = promises(db, model, column);
    let words = promises.iter().map(|it| if it.is_sql() { code(it.words()) } else { it.words().to_owned() });
    let mut words: Vec<String> = words.collect();
    if verbosity == Verbosity::Full
        && let Some(file) = sema::contract_file(db, model)
    {
        let contract = &db::contract(db, file).value;
        let keys = contract.keys.iter();
        let keys = keys.filter(|it| it.columns.iter().any(|it| it.value.eq_ignore_ascii_case(column)));
        words.extend(keys.map(key_words));
    }
    (!words.is_empty()).then(|| format!("contract: {}", words.join(", ")))
}

/// The rules of a model's contract that are about no single column, and how many columns it declares.
pub(super) fn contract_of_model(db: &dyn Db, model: SourceFile) -> Option<String> {
    let contract = &db::contract(db, sema::contract_file(db, model)?).value;
    let list = |what: &str, names: &[Spanned<SmolStr>]| {
        let names: Vec<String> = names.iter().map(|it| code(&it.value)).collect();
        (!names.is_empty()).then(|| format!("{what} {}", names.join(", ")))
    };
    let mut rules: Vec<String> = Vec::new();
    for column in &contract.columns {
        let ty = column.type_name.as_ref().map(|it| it.value.as_str());
        let null = column.nullable.as_ref().map(|it| if it.value { "NULL" } else { "NOT NULL" });
        let parts = [Some(column.name.value.as_str()), ty, null].into_iter().flatten();
        rules.push(code(&parts.collect::<Vec<_>>().join(" ")));
    }
    rules.extend(list("required", &contract.required));
    rules.extend(list("protected", &contract.protected));
    rules.extend(contract.keys.iter().map(key_words));
    if contract.no_new_nullable.as_ref().is_some_and(|it| it.value) {
        rules.push("no column may become nullable".to_owned());
    }
    (!rules.is_empty()).then(|| listed("contract:", &rules))
}

fn key_words(key: &config::DeclaredKey) -> String {
    let names: Vec<String> = key.columns.iter().map(|it| code(&it.value)).collect();
    let what = if key.nulls_repeat { "unique" } else { "primary key" };
    format!("{what} {}", names.join(", "))
}

/// The tests of a column that the sidecar declares; at length with what they are given.
pub(super) fn tests_note(
    db: &dyn Db,
    model: SourceFile,
    column: &str,
    verbosity: Verbosity,
) -> Option<String> {
    let model = sema::model(db, model);
    let tests = tests(&model, column);
    let words: Vec<String> = match verbosity {
        Verbosity::Full => tests.map(test_at_length).collect(),
        _ => tests.map(|it| test_words(&it.kind.value).to_owned()).collect(),
    };
    match verbosity {
        _ if words.is_empty() => None,
        Verbosity::Full if words.len() > 1 => Some(listed("tested:", &words)),
        _ => Some(format!("tested: {}", words.join(", "))),
    }
}

/// Every test of a model, at length.
pub(super) fn tests_of_model(db: &dyn Db, model: SourceFile) -> Option<String> {
    let model = sema::model(db, model);
    let tests = model.sidecar.iter().flat_map(|it| &it.value.tests);
    let words = tests.map(|it| match &it.column {
        Some(column) => format!("{}: {}", code(&column.value), test_at_length(it)),
        None => test_at_length(it),
    });
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| listed("tested:", &words))
}

fn listed(title: &str, items: &[String]) -> String {
    format!("{title}\n\n- {}", items.join("\n- "))
}

fn test_words(kind: &TestKind) -> &'static str {
    match kind {
        TestKind::NotNull => "not null",
        TestKind::Unique => "unique",
        TestKind::AcceptedValues(_) => "accepted values",
        TestKind::Relationships { .. } => "relationships",
        TestKind::Expression(_) => "an expression",
        TestKind::RowCountRange { .. } => "the number of rows",
        TestKind::InRange { .. } => "a range",
        TestKind::RegexMatch(_) => "a regular expression",
        TestKind::Aggregate { .. } => "an aggregate",
        TestKind::Composite(_) => "unique with others",
        TestKind::UniqueExpr(_) => "a unique expression",
        TestKind::NotInFuture => "not in the future",
        TestKind::OlderThanNDays(_) => "age",
        TestKind::Unknown(_) => "an unknown test",
    }
}

/// A test with its parameters, its filter, and whether it only warns.
fn test_at_length(test: &DeclaredTest) -> String {
    let text = |it: &Option<Spanned<SmolStr>>| it.as_ref().map(|it| it.value.to_string());
    let number = |it: &Option<Spanned<u64>>| it.as_ref().map(|it| it.value.to_string());
    let list = |it: &[Spanned<SmolStr>]| it.iter().map(|it| code(&it.value)).collect::<Vec<_>>().join(", ");
    let range = |min: Option<String>, max: Option<String>| match (min, max) {
        (Some(min), Some(max)) => code(&format!("{min} … {max}")),
        (Some(min), None) => code(&format!(">= {min}")),
        (None, Some(max)) => code(&format!("<= {max}")),
        (None, None) => String::new(),
    };
    let parameters = match &test.kind.value {
        TestKind::AcceptedValues(values) => list(values),
        TestKind::Composite(columns) => list(columns),
        TestKind::Relationships { to_table, to_column } => {
            let target: Vec<String> = [text(to_table), text(to_column)].into_iter().flatten().collect();
            if target.is_empty() { String::new() } else { code(&target.join(".")) }
        }
        TestKind::Expression(it) | TestKind::UniqueExpr(it) | TestKind::RegexMatch(it) => {
            text(it).map(|it| code(&it)).unwrap_or_default()
        }
        TestKind::RowCountRange { min, max } => range(number(min), number(max)),
        TestKind::InRange { min, max } => range(text(min), text(max)),
        TestKind::Aggregate { op, cmp, value } => {
            let parts: Vec<String> = [text(op), text(cmp), text(value)].into_iter().flatten().collect();
            if parts.is_empty() { String::new() } else { code(&parts.join(" ")) }
        }
        TestKind::OlderThanNDays(days) => number(days).map(|it| format!("{it} days")).unwrap_or_default(),
        TestKind::NotNull | TestKind::Unique | TestKind::NotInFuture | TestKind::Unknown(_) => String::new(),
    };
    let mut words = test_words(&test.kind.value).to_owned();
    if !parameters.is_empty() {
        words = format!("{words} {parameters}");
    }
    if let Some(filter) = &test.filter {
        words = format!("{words} where {}", code(&filter.value));
    }
    if test.warning_only {
        words.push_str(", which only warns");
    }
    words
}
