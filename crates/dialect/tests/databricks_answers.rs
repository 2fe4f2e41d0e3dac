//! Spark's own answers to calls, operators and casts over columns of each type, against the rules and the catalogue.
//!
//! `data/databricks_answers.txt` has one result a line: a name, the type or `error`, then every list of arguments that
//! has it, separated by tabs; arguments, separated by `|`, are literals or names of types, which the head of the file
//! explains. `ROCKY_SPARK_ANSWERS` names a larger file of the same form.

use base::DialectKind;
use dialect::{
    Argument, BinaryOperator, CallShape, CastKind, Literal, Operand, OperatorError, Type, UnaryOperator,
    binary_type, cast_exists, parse_type, resolve_call, unary_type, unify, unify_set_operation,
};
use std::collections::BTreeMap;

const DATABRICKS: DialectKind = DialectKind::Databricks;

fn operator(name: &str) -> Option<BinaryOperator> {
    Some(match name {
        "+" => BinaryOperator::Add,
        "-" => BinaryOperator::Subtract,
        "*" => BinaryOperator::Multiply,
        "/" => BinaryOperator::Divide,
        "div" => BinaryOperator::IntegerDivide,
        "%" => BinaryOperator::Modulo,
        "||" => BinaryOperator::Concat,
        "&" => BinaryOperator::BitAnd,
        "^" => BinaryOperator::BitXor,
        "<<" => BinaryOperator::ShiftLeft,
        "=" => BinaryOperator::Equal,
        _ => return None,
    })
}

/// Whether the function computes over a window, and so is called with OVER.
fn over(name: &str) -> bool {
    let kinds = dialect::functions(DATABRICKS.into()).kinds(name);
    kinds == [dialect::FunctionKind::Window]
}

fn operand(text: &str, types: &BTreeMap<&str, Type>) -> Operand {
    if let Some(ty) = types.get(text) {
        return Operand::of(ty.clone());
    }
    let literal = match text.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')) {
        Some(content) => Literal::String(content.into()),
        None => Literal::Number(text.into()),
    };
    Operand::literal(DATABRICKS, literal)
}

/// The answer of the rules; `None` where they refuse.
fn answer(name: &str, operands: &[Operand]) -> Option<Type> {
    let engine = DATABRICKS.into();
    if let Some(target) = name.strip_prefix("cast ") {
        let target = parse_type(target, DATABRICKS).unwrap_or_default();
        let kind = cast_exists(engine, &operands[0].ty, &target);
        return (kind != CastKind::Never).then_some(Type::Boolean);
    }
    if let [left, right] = operands {
        match (name, operator(name)) {
            ("coalesce", _) => return unify(engine, left, right),
            ("union", _) => return unify_set_operation(engine, left, right),
            (_, Some(operator)) => {
                return match binary_type(engine, operator, left, right) {
                    // That fails when it runs: Spark binds it.
                    Err(OperatorError::LiteralDoesNotConvert { .. }) => Some(Type::Boolean),
                    result => result.ok(),
                };
            }
            _ => {}
        }
    }
    if let (Some(name), [operand]) = (name.strip_prefix("unary "), operands) {
        let operator = match name {
            "-" => UnaryOperator::Minus,
            "+" => UnaryOperator::Plus,
            "~" => UnaryOperator::BitNot,
            _ => UnaryOperator::Not,
        };
        return unary_type(engine, operator, operand).ok();
    }
    let arguments: Vec<Argument> = operands.iter().cloned().map(Argument::of).collect();
    let shape = CallShape { over: over(name), ..CallShape::default() };
    resolve_call(engine, name, &arguments, shape).ok().map(|call| call.result)
}

/// How an answer of the rules stands to Spark's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Right,
    /// Not known for certain.
    Unknown,
    /// Another type than Spark's.
    Wrong,
    /// Refused by Spark only.
    Missed,
    /// Refused by the rules only.
    Alarm,
}

fn judge(got: Option<&Type>, wanted: Option<&Type>) -> Verdict {
    match (got, wanted) {
        (got, wanted) if got == wanted => Verdict::Right,
        (Some(_), None) => Verdict::Missed,
        (Some(got), Some(_)) if got.has_unknown() => Verdict::Unknown,
        (Some(_), Some(_)) => Verdict::Wrong,
        (None, _) => Verdict::Alarm,
    }
}

#[test]
fn agree() {
    let path = std::env::var("ROCKY_SPARK_ANSWERS").ok();
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/databricks_answers.txt");
    let text = std::fs::read_to_string(path.as_deref().unwrap_or(own)).unwrap();
    let mut types = BTreeMap::new();
    let mut counts = BTreeMap::<Verdict, usize>::new();
    let mut faults = Vec::new();
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            let (name, ty) = comment.split_once(' ').unwrap();
            types.extend(parse_type(ty, DATABRICKS).map(|ty| (name, ty)));
            continue;
        }
        let mut parts = line.split('\t');
        let (name, result) = (parts.next().unwrap(), parts.next().unwrap());
        let wanted = match result {
            "error" => None,
            "yes" => Some(Type::Boolean),
            ty => Some(parse_type(ty, DATABRICKS).unwrap()),
        };
        for arguments in parts {
            let operands: Vec<Operand> =
                arguments.split('|').filter(|it| !it.is_empty()).map(|it| operand(it, &types)).collect();
            let got = answer(name, &operands);
            let verdict = judge(got.as_ref(), wanted.as_ref());
            *counts.entry(verdict).or_default() += 1;
            if matches!(verdict, Verdict::Wrong | Verdict::Alarm) {
                let got = got.map_or("error".into(), |ty| ty.display(DATABRICKS).to_string());
                faults.push(format!("{name}({arguments}): {got}, not {result}"));
            }
        }
    }
    let count = |verdict| counts.get(&verdict).copied().unwrap_or_default();
    let right = count(Verdict::Right);
    assert!(faults.is_empty(), "{counts:?}\n{}", faults.join("\n"));
    // What Spark refuses for other reasons than types, the rules take: patterns, ranges, orders.
    assert!(count(Verdict::Unknown) * 500 < right && count(Verdict::Missed) * 25 < right, "{counts:?}");
}
