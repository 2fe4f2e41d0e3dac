//! The neutral shape of a query: what both parsers' trees are turned into.

use std::fmt;

/// A word, or a word with parts: `(select a (+ b number))`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A name or a kind of literal.
    Leaf(String),
    /// An operator, call or clause with its parts.
    Node(String, Vec<Shape>),
}

pub(super) fn leaf(word: impl Into<String>) -> Shape {
    Shape::Leaf(word.into())
}

pub(super) fn node(word: impl Into<String>, parts: impl IntoIterator<Item = Shape>) -> Shape {
    Shape::Node(word.into(), parts.into_iter().collect())
}

/// AND and OR are lists in DuckDB: however they are nested and put in parentheses, one list.
pub(super) fn conjunction(word: &str, parts: impl IntoIterator<Item = Shape>) -> Shape {
    let mut flat = Vec::new();
    for part in parts {
        match part {
            Shape::Node(inner, parts) if inner == word => flat.extend(parts),
            part => flat.push(part),
        }
    }
    node(word, flat)
}

/// A call by a function's name, under the name that DuckDB's parser gives it.
pub(super) fn call(name: &str, parts: Vec<Shape>) -> Shape {
    let name = match name {
        "ifnull" => "coalesce",
        "grouping_id" => "grouping",
        "percentile_cont" => "quantile_cont",
        "percentile_disc" => "quantile_disc",
        "list_value" | "list_pack" => "list",
        "last" => "last_value",
        "first" => "first_value",
        other => other,
    };
    if name == "date" && parts.len() == 1 {
        return node("cast", parts);
    }
    let name = if name == "count_star" { "count" } else { name };
    if name == "list" { node("list", parts) } else { node(format!("call {name}"), parts) }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shape::Leaf(word) => f.write_str(word),
            Shape::Node(word, parts) => {
                write!(f, "({word}")?;
                for part in parts {
                    write!(f, " {part}")?;
                }
                f.write_str(")")
            }
        }
    }
}
