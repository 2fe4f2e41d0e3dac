//! Spark's own answers to calls, operators and casts over columns of each type, against the rules and the catalogue.
//!
//! `data/databricks_answers.txt` has one result a line: a name, the type or `error`, then every list of arguments that
//! has it, separated by tabs; arguments, separated by `|`, are literals or names of types, which the head of the file
//! explains. `ROCKY_SPARK_ANSWERS` names a larger file of the same form.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

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
        let target = parse_type(target, DATABRICKS).unwrap();
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

#[derive(Default)]
struct Tally {
    right: usize,
    unknown: usize,
    /// Another type than Spark's.
    wrong: usize,
    /// Refused by Spark only.
    missed: usize,
    /// Refused by the rules only.
    alarms: usize,
}

#[test]
fn agree() {
    let path = std::env::var("ROCKY_SPARK_ANSWERS").ok();
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/databricks_answers.txt");
    let text = std::fs::read_to_string(path.as_deref().unwrap_or(own)).unwrap();
    let mut types = BTreeMap::new();
    let mut tally = Tally::default();
    let mut faults = BTreeMap::<String, Vec<String>>::new();
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
            ty => Some(parse_type(ty, DATABRICKS).unwrap_or_else(|| panic!("no type: {ty}"))),
        };
        for arguments in parts {
            let operands: Vec<Operand> =
                arguments.split('|').filter(|it| !it.is_empty()).map(|it| operand(it, &types)).collect();
            let got = answer(name, &operands);
            let count = match (&got, &wanted) {
                (got, wanted) if got == wanted => &mut tally.right,
                (Some(_), None) => &mut tally.missed,
                (Some(got), Some(_)) if got.has_unknown() => &mut tally.unknown,
                (Some(_), Some(_)) => &mut tally.wrong,
                (None, _) => &mut tally.alarms,
            };
            *count += 1;
            let listed = std::env::var("ROCKY_LIST").unwrap_or_default();
            let kind = match (&got, &wanted) {
                (got, wanted) if got == wanted => continue,
                (Some(_), None) => "missed",
                (Some(got), Some(_)) if got.has_unknown() => "unknown",
                (Some(_), Some(_)) => "wrong",
                (None, _) => "alarm",
            };
            if listed.is_empty() && kind != "missed" && kind != "unknown" || listed.contains(kind) {
                let got = got.map_or("error".into(), |ty| ty.display(DATABRICKS).to_string());
                faults
                    .entry(format!("{kind} {name}"))
                    .or_default()
                    .push(format!("{arguments}: {got}, not {result}"));
            }
        }
    }
    let Tally { right, unknown, wrong, missed, alarms } = tally;
    let shown: Vec<String> = faults
        .iter()
        .map(|(name, lines)| format!("{name} ({}): {}", lines.len(), lines[..lines.len().min(6)].join("; ")))
        .collect();
    let figures = format!(
        "{right} right, {unknown} unknown, {wrong} wrong, {missed} missed errors, {alarms} false alarms"
    );
    println!("{figures}\n{}", shown.join("\n"));
    assert!(wrong == 0 && alarms == 0, "{figures}");
    assert!(unknown * 50 < right && missed * 10 < right, "{figures}");
}
