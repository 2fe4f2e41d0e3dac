//! GoogleSQL's own answers to calls and operators over columns and literals of each type, against the catalogue.
//!
//! `data/bigquery_answers.txt` has one call a line: name, arguments, result type or `error`, and `over` where it stands
//! before OVER, separated by tabs. An argument is a type, a literal, or `WORD` for a part of a date and its like.
//! `ROCKY_BIGQUERY_ANSWERS` names a larger file of the same form.

use base::DialectKind;
use dialect::{
    Argument, BinaryOperator, CallShape, Engine, Literal, Operand, Type, UnaryOperator, binary_type,
    output_type, parse_type, resolve_call, unary_type,
};
use std::collections::BTreeMap;

const BIGQUERY: DialectKind = DialectKind::BigQuery;

fn binary(name: &str) -> Option<BinaryOperator> {
    Some(match name {
        "+" => BinaryOperator::Add,
        "-" => BinaryOperator::Subtract,
        "*" => BinaryOperator::Multiply,
        "/" => BinaryOperator::Divide,
        "||" => BinaryOperator::Concat,
        "&" => BinaryOperator::BitAnd,
        "|" => BinaryOperator::BitOr,
        "^" => BinaryOperator::BitXor,
        "<<" => BinaryOperator::ShiftLeft,
        ">>" => BinaryOperator::ShiftRight,
        "=" => BinaryOperator::Equal,
        "<" => BinaryOperator::Less,
        _ => return None,
    })
}

fn operand(text: &str) -> Operand {
    let literal = match text.strip_prefix('\'') {
        Some(rest) => Literal::String(rest.trim_end_matches('\'').into()),
        None if text == "NULL" => Literal::Null,
        None if text == "WORD" => return Operand::of(Type::Unknown),
        None if text.starts_with(|it: char| it.is_ascii_digit()) => Literal::Number(text.into()),
        None => return Operand::of(parse_type(text, BIGQUERY).unwrap_or_default()),
    };
    Operand::literal(BIGQUERY, literal)
}

fn answer(name: &str, arguments: &str, over: bool) -> String {
    let engine = Engine::pinned(BIGQUERY);
    let operands: Vec<Operand> = arguments.split('|').filter(|it| !it.is_empty()).map(operand).collect();
    let result = match (binary(name), operands.as_slice()) {
        (Some(operator), [left, right]) => binary_type(engine, operator, left, right).ok(),
        (None, [operand]) if name == "unary -" => unary_type(engine, UnaryOperator::Minus, operand).ok(),
        (None, [operand]) if name == "unary ~" => unary_type(engine, UnaryOperator::BitNot, operand).ok(),
        _ => {
            let arguments: Vec<Argument> = operands.into_iter().map(Argument::of).collect();
            let shape = CallShape { over, ..CallShape::default() };
            resolve_call(engine, name, &arguments, shape).ok().map(|call| call.result)
        }
    };
    result.map_or("error".to_owned(), |ty| output_type(engine, ty).display(BIGQUERY).to_string())
}

#[test]
fn agree() {
    let path = std::env::var("ROCKY_BIGQUERY_ANSWERS").ok();
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/bigquery_answers.txt");
    let text = std::fs::read_to_string(path.as_deref().unwrap_or(own)).unwrap();
    let (mut right, mut unknown, mut wrong) = (0, 0, BTreeMap::<String, Vec<String>>::new());
    for line in text.lines() {
        let [name, arguments, wanted, over] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let got = answer(name, arguments, over == "over");
        if got == wanted {
            right += 1;
        } else if got.contains('?') {
            unknown += 1;
        } else {
            wrong.entry(name.to_owned()).or_default().push(format!("{arguments}: {got}, not {wanted}"));
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
