//! Questions about types that tests ask in tables, `question => answer` a line.

use crate::{
    Argument, BinaryOperator, CallShape, CastKind, Comparison, DialectKind, Engine, Literal, Operand, Type,
    UnaryOperator, binary_type, cast_exists, compare, parse_type, resolve_call, typed_literal_type,
    unary_type, unify_all,
};

/// Asks each line's question and compares the answers; empty lines and those with `#` are skipped.
///
/// Operands are literals, types, or `\TYPE` for a lambda that returns it, and are separated by `;`. A question is a
/// call (`round(NUMBER(10,2); 1)`, `TABLE flatten(input => VARIANT)`), an operator (`DATE + 1`, `-VARCHAR`), a literal
/// (`1e10`, `TIME '01:02'`), or `COMMON`, `COMPARE` or `CAST` before two operands. `refused` is an error.
#[track_caller]
pub(crate) fn check(dialect: DialectKind, table: &str) {
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let wrong: Vec<String> = lines
        .filter_map(|line| {
            let (question, expected) = line.rsplit_once(" => ").unwrap_or_else(|| panic!("{line}"));
            let answer = ask(dialect, question.trim());
            (answer != expected.trim()).then(|| format!("{line}, and not {answer}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const OPERATORS: [(&str, BinaryOperator); 6] = [
    ("+", BinaryOperator::Add),
    ("-", BinaryOperator::Subtract),
    ("*", BinaryOperator::Multiply),
    ("/", BinaryOperator::Divide),
    ("%", BinaryOperator::Modulo),
    ("||", BinaryOperator::Concat),
];

fn ask(dialect: DialectKind, question: &str) -> String {
    let engine = Engine::pinned(dialect);
    let show = |ty: Type| ty.display(dialect).to_string();
    let operands = |text: &str| -> Vec<Operand> { text.split(';').map(|it| operand(dialect, it)).collect() };
    let words = question.split_once(' ').filter(|(word, _)| word.bytes().all(|b| b.is_ascii_uppercase()));
    match words {
        Some(("COMMON", rest)) => unify_all(engine, &operands(rest)).map_or("refused".into(), show),
        Some(("COMPARE", rest)) => {
            let both = operands(rest);
            match compare(engine, &both[0], &both[1]) {
                Comparison::Unknown => "unknown".into(),
                Comparison::Same => "same".into(),
                Comparison::Coerced { to, .. } => show(to),
                Comparison::Incompatible { .. } | Comparison::LiteralDoesNotConvert { .. } => {
                    "refused".into()
                }
            }
        }
        Some(("CAST", rest)) => {
            let both = operands(rest);
            match cast_exists(engine, &both[0].ty, &both[1].ty) {
                CastKind::Implicit => "implicit".into(),
                CastKind::Explicit => "explicit".into(),
                CastKind::Never => "never".into(),
            }
        }
        Some(("TABLE", rest)) => call(dialect, rest, true),
        Some((ty, text)) if text.starts_with('\'') => {
            typed_literal_type(dialect, ty, text.trim_matches('\'')).map_or("refused".into(), show)
        }
        _ => operator(dialect, question).unwrap_or_else(|| match question.find('(') {
            Some(at)
                if question[..at]
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'$')) =>
            {
                call(dialect, question, false)
            }
            _ => show(operand(dialect, question).ty),
        }),
    }
}

fn operator(dialect: DialectKind, question: &str) -> Option<String> {
    let engine = Engine::pinned(dialect);
    let show = |ty: Type| ty.display(dialect).to_string();
    if let Some(rest) = question.strip_prefix('-')
        && !rest.starts_with(|c: char| c.is_ascii_digit())
    {
        let answer = unary_type(engine, UnaryOperator::Minus, &operand(dialect, rest));
        return Some(answer.map_or("refused".into(), show));
    }
    OPERATORS.iter().find_map(|(sign, operator)| {
        let (left, right) = question.split_once(&format!(" {sign} "))?;
        let answer = binary_type(engine, *operator, &operand(dialect, left), &operand(dialect, right));
        Some(answer.map_or("refused".into(), show))
    })
}

fn call(dialect: DialectKind, text: &str, table: bool) -> String {
    let Some((name, arguments)) = text.strip_suffix(')').and_then(|it| it.split_once('(')) else {
        return "no call".into();
    };
    let argument = |text: &str| {
        let (name, value) = match text.split_once("=>") {
            Some((name, value)) => (Some(name.trim().into()), value.trim()),
            None => (None, text.trim()),
        };
        let body = value.strip_prefix('\\');
        Argument {
            operand: operand(dialect, body.unwrap_or(value)),
            name,
            lambda: body.is_some(),
            ..Argument::default()
        }
    };
    let arguments: Vec<Argument> = arguments.split(';').filter(|it| !it.is_empty()).map(argument).collect();
    let shape = CallShape { table, ..CallShape::default() };
    match resolve_call(dialect.into(), name, &arguments, shape) {
        Ok(call) if table => {
            let columns = call.columns.unwrap_or_default();
            let column = |it: &crate::Field| format!("{} {}", it.name, it.ty.display(dialect));
            columns.iter().map(column).collect::<Vec<_>>().join(", ")
        }
        Ok(call) => call.result.display(dialect).to_string(),
        Err(_) => "refused".into(),
    }
}

fn operand(dialect: DialectKind, text: &str) -> Operand {
    let text = text.trim();
    let literal = match text.strip_prefix('\'') {
        Some(rest) => Literal::String(rest.trim_end_matches('\'').into()),
        None if text == "NULL" => Literal::Null,
        None if text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.') => {
            Literal::Number(text.into())
        }
        None => return Operand::of(parse_type(text, dialect).unwrap_or_else(|| panic!("no type: {text}"))),
    };
    Operand::literal(dialect, literal)
}
