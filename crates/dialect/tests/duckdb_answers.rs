//! DuckDB's own answers to calls, operators and casts over values of each type, against the catalogue and the rules.
//!
//! A file has one call a line: name, arguments, result type or `error`, separated by tabs. An argument is the type of a
//! column, or a literal. `# DuckDB 2.0` says which release answered; `# known differences: 3` how many calls, of forms that
//! nobody writes, we answer otherwise. That number may only shrink. `ROCKY_DUCKDB_ANSWERS` names a larger file.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use dialect::{
    Argument, BinaryOperator, CallError, CallShape, CastKind, DialectKind, Engine, EngineVersion,
    FunctionKind, Literal, Operand, OperatorError, Type, UnaryOperator, binary_type, cast_exists, functions,
    output_type, parse_type, resolve_call, unary_type,
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
        "|" => BinaryOperator::BitOr,
        "<<" => BinaryOperator::ShiftLeft,
        ">>" => BinaryOperator::ShiftRight,
        "->" => BinaryOperator::Arrow,
        "->>" => BinaryOperator::LongArrow,
        "@>" => BinaryOperator::Contains,
        "<@" => BinaryOperator::ContainedBy,
        "&&" => BinaryOperator::Overlaps,
        "~~" => BinaryOperator::Like,
        "<" => BinaryOperator::Less,
        "<=" => BinaryOperator::LessEqual,
        ">" => BinaryOperator::Greater,
        ">=" => BinaryOperator::GreaterEqual,
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

/// A text that is no number is refused by us when it stands in the place of one; DuckDB binds the call, and fails when it
/// runs.
const FAILS_WHEN_IT_RUNS: &str = "fails when it runs";

fn answer(engine: Engine, name: &str, types: &str) -> String {
    let operands: Vec<Operand> = types.split('|').filter(|ty| !ty.is_empty()).map(operand).collect();
    if name == "=" {
        return "BOOLEAN".to_owned();
    }
    let result = match (operator(name), operands.as_slice()) {
        (Some(operator), [left, right]) => match binary_type(engine, operator, left, right) {
            Err(OperatorError::LiteralDoesNotConvert { .. }) => return FAILS_WHEN_IT_RUNS.to_owned(),
            other => other.ok(),
        },
        (Some(BinaryOperator::Subtract), [only]) => unary_type(engine, UnaryOperator::Minus, only).ok(),
        _ => {
            let is_window = functions(engine).kinds(name) == [FunctionKind::Window];
            let shape = CallShape { over: is_window, ..CallShape::default() };
            let arguments: Vec<Argument> = operands.into_iter().map(Argument::of).collect();
            match resolve_call(engine, name, &arguments, shape) {
                Err(CallError::LiteralDoesNotConvert { .. }) => return FAILS_WHEN_IT_RUNS.to_owned(),
                other => other.ok().map(|call| call.result),
            }
        }
    };
    result.map_or("error".to_owned(), |ty| output_type(engine, ty).display(DUCKDB).to_string())
}

/// How many answers agree, how many are unknown, and the others by function.
#[derive(Default)]
struct Count {
    right: usize,
    unknown: usize,
    wrong: BTreeMap<String, Vec<String>>,
    /// How many others the file admits.
    known: usize,
}

fn count(text: &str) -> Count {
    let mut engine = Engine::pinned(DUCKDB);
    let mut count = Count::default();
    for line in text.lines() {
        if let Some(version) = line.strip_prefix("# DuckDB ") {
            let version: EngineVersion = version.parse().unwrap();
            engine = Engine::new(DUCKDB, version);
            continue;
        }
        if let Some(known) = line.strip_prefix("# known differences: ") {
            count.known = known.parse().unwrap();
            continue;
        }
        let [name, types, wanted] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        // 2.0 calls a struct without names a tuple.
        let wanted = wanted.replace("TUPLE(", "STRUCT(");
        let got = answer(engine, name, types);
        if got == wanted || got == FAILS_WHEN_IT_RUNS && wanted != "error" {
            count.right += 1;
        } else if got.starts_with('?') {
            count.unknown += 1;
        } else {
            count.wrong.entry(name.to_owned()).or_default().push(format!("{types}: {got}, not {wanted}"));
        }
    }
    count
}

#[test]
fn calls_agree() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");
    let files = match std::env::var("ROCKY_DUCKDB_ANSWERS") {
        Ok(path) => vec![path],
        Err(_) => vec![format!("{data}/duckdb_answers.txt"), format!("{data}/duckdb_answers_2.txt")],
    };
    for path in files {
        let Count { right, unknown, wrong, known } = count(&std::fs::read_to_string(&path).unwrap());
        let number: usize = wrong.values().map(Vec::len).sum();
        let shown: Vec<String> =
            wrong.iter().map(|(name, lines)| format!("{name}: {}", lines.join("; "))).collect();
        assert!(
            number == known && unknown * 40 < right,
            "{path}: {right} right, {unknown} unknown, {number} wrong, of which {known} are known\n{}",
            shown.join("\n")
        );
    }
}

/// Casts of a value that is not NULL: the type it has, the type it shall have, and whether both releases convert it,
/// never do, or refuse this value.
#[test]
fn casts_agree() {
    let read = |text: &str| parse_type(text, DUCKDB).unwrap();
    let wrong: Vec<String> = include_str!("data/duckdb_casts.txt")
        .lines()
        .filter_map(|line| {
            let [from, to, answer] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
            let never = cast_exists(DUCKDB.into(), &read(from), &read(to)) == CastKind::Never;
            let agree = match answer {
                "never" => never,
                "ok" => !never,
                // This value is refused, or one release has the cast and the other has not.
                _ => true,
            };
            (!agree).then(|| format!("{from} to {to}: {answer}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn states_know_what_they_are_of() {
    let engine = Engine::new(DUCKDB, EngineVersion::new(2, 0));
    let of = |ty: Type| [Argument::of(Operand::of(ty))];
    let shape = CallShape { export_state: true, ..CallShape::default() };
    let state = resolve_call(engine, "sum", &of(Type::INTEGER), shape).unwrap().result;
    assert_eq!(output_type(engine, state.clone()).display(DUCKDB).to_string(), "AGGREGATE_STATE");
    let result = resolve_call(engine, "finalize", &of(state), CallShape::default()).unwrap().result;
    assert_eq!(result, Type::HUGEINT);
}
