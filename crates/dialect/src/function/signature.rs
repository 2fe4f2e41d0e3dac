//! Signatures as data: parameters, results, and their one-line notation.
//!
//! A catalogue file has one function a line: `name: (parameters)->result; (parameters)->result`, or `alias = name`.
//! `#` starts a comment line. A parameter is a type as DuckDB spells it, or
//! `ANY`; `T`, `K`, `V`: the same type wherever the letter stands; `N`: the same with numbers only; `DECIMAL`: any
//! decimal; `STRUCT`, `UNION`, `MAP`, `ARRAY`: any of the kind; `LAMBDA`; any of these with `[]`; `MAP(K, V)`;
//! the last one with `...` for any number of further arguments.

use crate::{DialectKind, Field, Type, parse_type};
use smol_str::SmolStr;

/// What a parameter accepts, or how a result is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Anything. As a result: by a rule of the function's own, else the type of the first argument.
    Any,
    /// The type that this letter stands for.
    Letter(char),
    /// Any decimal. As a result: by a rule of the function's own, else the decimal of the arguments.
    Decimal,
    Struct,
    Union,
    Map,
    Lambda,
    List(Box<Shape>),
    /// An array of any fixed length.
    FixedList(Box<Shape>),
    MapOf(Box<Shape>, Box<Shape>),
    StructOf(Vec<(SmolStr, Shape)>),
    Exactly(Type),
}

/// One overload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(crate) parameters: Vec<Shape>,
    /// What any number of further arguments must be.
    pub(crate) variadic: Option<Shape>,
    pub(crate) result: Shape,
    /// As written in the catalogue, for messages.
    pub(crate) text: &'static str,
}

impl Signature {
    /// Whether it takes that many arguments.
    pub(crate) fn takes(&self, count: usize) -> bool {
        count == self.parameters.len() || (count > self.parameters.len() && self.variadic.is_some())
    }

    /// What the argument at `index` must be.
    pub(crate) fn parameter(&self, index: usize) -> Option<&Shape> {
        self.parameters.get(index).or(self.variadic.as_ref())
    }
}

/// Reads `(parameters)->result`.
pub(crate) fn parse_signature(text: &'static str) -> Option<Signature> {
    let text = text.trim();
    let (parameters, result) =
        text.rsplit_once(")->").map(|(left, right)| (left.strip_prefix('('), right))?;
    let mut shapes = Vec::new();
    let mut variadic = None;
    for part in split(parameters?) {
        match part.strip_suffix("...") {
            Some(rest) => variadic = Some(parse_shape(rest)?),
            None => shapes.push(parse_shape(part)?),
        }
    }
    Some(Signature { parameters: shapes, variadic, result: parse_shape(result)?, text })
}

fn parse_shape(text: &str) -> Option<Shape> {
    let text = text.trim();
    if let Some(element) = text.strip_suffix("[]") {
        return match parse_shape(element)? {
            Shape::Exactly(ty) => Some(Shape::Exactly(Type::list(ty))),
            shape => Some(Shape::List(Box::new(shape))),
        };
    }
    if let Some(element) = text.strip_suffix("[ANY]") {
        return Some(Shape::FixedList(Box::new(parse_shape(element)?)));
    }
    Some(match text {
        "ANY" | "UNKNOWN" | "TABLE" | "POINTER" => Shape::Any,
        "T" | "K" | "V" | "N" => Shape::Letter(text.chars().next()?),
        "DECIMAL" => Shape::Decimal,
        "STRUCT" | "STRUCT()" => Shape::Struct,
        "UNION" => Shape::Union,
        "MAP" => Shape::Map,
        "LAMBDA" => Shape::Lambda,
        "ARRAY" => Shape::FixedList(Box::new(Shape::Any)),
        "STRUCT(K, V)" => {
            Shape::StructOf(vec![("".into(), Shape::Letter('K')), ("".into(), Shape::Letter('V'))])
        }
        "STRUCT(\"key\" K, \"value\" V)" => {
            Shape::StructOf(vec![("key".into(), Shape::Letter('K')), ("value".into(), Shape::Letter('V'))])
        }
        "MAP(K, V)" => Shape::MapOf(Box::new(Shape::Letter('K')), Box::new(Shape::Letter('V'))),
        _ => Shape::Exactly(parse_type(text, DialectKind::DuckDb)?),
    })
}

/// Splits at commas outside parentheses.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    if !text[start..].trim().is_empty() {
        parts.push(&text[start..]);
    }
    parts
}

/// The columns that a table function's result stands for.
pub(crate) fn columns(result: &Shape) -> Option<Vec<Field>> {
    match result {
        Shape::Exactly(Type::Struct(fields)) => Some(fields.to_vec()),
        _ => None,
    }
}
