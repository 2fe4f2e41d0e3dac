//! `docs/portability.md`: its tables are those that P001 and P003 go by. `UPDATE_EXPECT=1 cargo test` writes them.
#![allow(clippy::unwrap_used, reason = "tests")]

use dialect::{
    Condition, DialectKind, Divergence, TemplatePart, Way, all_equivalences, has_type_name, type_names,
};
use expect_test::expect_file;
use std::path::PathBuf;
use testing::with_part;

fn head(first: &str) -> String {
    let names: Vec<String> = DialectKind::ALL.iter().map(DialectKind::to_string).collect();
    format!("| {first} | {} |\n|---|{}\n", names.join(" | "), "---|".repeat(names.len()))
}

fn row(first: &str, cell: impl Fn(DialectKind) -> String) -> String {
    let cells: Vec<String> = DialectKind::ALL.into_iter().map(cell).collect();
    format!("| {first} | {} |\n", cells.join(" | "))
}

fn meanings() -> String {
    let mut out = head("written");
    for it in Divergence::all() {
        let when = match it.when {
            Condition::Always => "",
            Condition::NullOperand => ", where a value may be NULL",
            Condition::Integers => " of whole numbers",
            Condition::List => " of a list",
            Condition::ZeroStart => " from 0",
            Condition::RegexSigns => " at signs of regular expressions",
            Condition::CoarseUnit => " in other units than days",
            Condition::Format => " with a format",
        };
        let order = match it.subject {
            dialect::Subject::SortKey { descending: true } => " `DESC`",
            dialect::Subject::Call(ref arguments) if *arguments.end() < 3 => match arguments.end() {
                0 | 1 => " of one value",
                _ => " of two values",
            },
            _ => "",
        };
        let order = if *it.label == *"RANDOM" { "" } else { order };
        let first = format!("[`{}`]({}){order}{when}", it.label, it.pages[0]);
        out += &row(&first, |dialect| it.phrase(dialect).unwrap_or("").to_owned());
    }
    out
}

fn spelled(way: &Way) -> String {
    let part = |it: &TemplatePart| match it {
        TemplatePart::Text(text) => text,
        TemplatePart::Argument(_) | TemplatePart::Operand(_) => "..",
        TemplatePart::Unit => "month",
    };
    way.parts.iter().map(part).collect()
}

fn equivalents() -> String {
    let mut out = head("");
    for it in all_equivalences() {
        let ways = |dialect: DialectKind| {
            let ways = it.ways.iter().filter(|way| way.holds_in(dialect));
            ways.map(|way| format!("`{}`", spelled(way))).collect::<Vec<_>>().join(", ")
        };
        out += &row("", ways);
    }
    out
}

fn types() -> String {
    let mut out = head("name");
    for name in type_names() {
        let takes = |dialect| match (has_type_name(dialect, name, false), has_type_name(dialect, name, true))
        {
            (Some(true), _) => "✓",
            (_, Some(true)) => "with a length",
            _ => "",
        };
        out += &row(&format!("`{name}`"), |dialect| takes(dialect).to_owned());
    }
    out
}

#[test]
fn the_page_is_fresh() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/portability.md");
    let mut page = std::fs::read_to_string(&path).unwrap();
    for (name, content) in [("meanings", meanings()), ("equivalents", equivalents()), ("types", types())] {
        page = with_part(&page, name, &content).unwrap();
    }
    expect_file![path].assert_eq(&page);
}
