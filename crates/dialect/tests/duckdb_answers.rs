//! DuckDB's own answers to calls and operators over columns of each type, against the catalogue.
//!
//! `data/duckdb_answers.txt` has one call a line: name, argument types, result type or `error`, separated by tabs.
//! `ROCKY_DUCKDB_ANSWERS` names a larger file of the same form.

use base::DialectKind;
use dialect::{
    Argument, BinaryOperator, CallShape, Literal, Operand, binary_type, output_type, parse_type, resolve_call,
};
use std::collections::BTreeMap;

const DUCKDB: DialectKind = DialectKind::DuckDb;

fn operator(name: &str) -> Option<BinaryOperator> {
    Some(match name {
        "+" => BinaryOperator::Add,
        "-" => BinaryOperator::Subtract,
        "*" => BinaryOperator::Multiply,
        "/" => BinaryOperator::Divide,
        "//" => BinaryOperator::IntegerDivide,
        "%" => BinaryOperator::Modulo,
        "**" => BinaryOperator::Power,
        "||" => BinaryOperator::Concat,
        "&" => BinaryOperator::BitAnd,
        "<<" => BinaryOperator::ShiftLeft,
        "->" => BinaryOperator::Arrow,
        "->>" => BinaryOperator::LongArrow,
        "@>" => BinaryOperator::Contains,
        "~~" => BinaryOperator::Like,
        "<" => BinaryOperator::Less,
        _ => return None,
    })
}

/// A literal as SQL writes it, else a type.
fn operand(text: &str) -> Operand {
    let literal = match text.strip_prefix('\'') {
        Some(rest) => Literal::String(rest.trim_end_matches('\'').into()),
        None if text == "NULL" => Literal::Null,
        None if text == "true" => Literal::Boolean(true),
        None if text.starts_with(|c: char| c.is_ascii_digit()) => Literal::Number(text.into()),
        None => return Operand::of(parse_type(text, DUCKDB).unwrap_or_default()),
    };
    Operand::literal(DUCKDB, literal)
}

fn answer(name: &str, types: &str) -> String {
    let operands: Vec<Operand> = types.split('|').filter(|ty| !ty.is_empty()).map(operand).collect();
    if name == "=" {
        return "BOOLEAN".to_owned();
    }
    let result = match (operator(name), operands.as_slice()) {
        (Some(operator), [left, right]) => binary_type(DUCKDB.into(), operator, left, right).ok(),
        _ => {
            let arguments: Vec<Argument> = operands.into_iter().map(Argument::of).collect();
            resolve_call(DUCKDB.into(), name, &arguments, CallShape::default()).ok().map(|call| call.result)
        }
    };
    result.map_or("error".to_owned(), |ty| output_type(DUCKDB.into(), ty).display(DUCKDB).to_string())
}

#[test]
fn agree() {
    let path = std::env::var("ROCKY_DUCKDB_ANSWERS").ok();
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/duckdb_answers.txt");
    let text = std::fs::read_to_string(path.as_deref().unwrap_or(own)).unwrap();
    let (mut right, mut unknown, mut wrong) = (0, 0, BTreeMap::<String, Vec<String>>::new());
    for line in text.lines() {
        let [name, types, wanted] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let got = answer(name, types);
        if got == wanted {
            right += 1;
        } else if got.starts_with('?') {
            unknown += 1;
        } else {
            wrong.entry(name.to_owned()).or_default().push(format!("{types}: {got}, not {wanted}"));
        }
    }
    let count: usize = wrong.values().map(Vec::len).sum();
    let shown: Vec<String> =
        wrong.iter().map(|(name, lines)| format!("{name}: {}", lines.join("; "))).collect();
    println!("{right} right, {unknown} unknown, {count} wrong");
    assert!(
        count == 0 && unknown * 50 < right,
        "{right} right, {unknown} unknown, {count} wrong\n{}",
        shown.join("\n")
    );
}
