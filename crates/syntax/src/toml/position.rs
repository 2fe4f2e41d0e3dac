//! What stands at an offset: which table, which key, or which key's value. For completion and hovers.

use super::{Key, Node, NodeKind, Pair, Parse, Statement, StatementKind};
use base::{SmolStr, TextRange, TextSize};

/// What stands at an offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The keys of the table around the offset, from the root; inline tables included, array indexes left out.
    pub table: Vec<SmolStr>,
    /// Which part of a statement it is.
    pub place: Place,
}

/// The part of a statement at an offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A key of a header; the table is that of the keys before it.
    Header {
        /// The key; empty text where there is none yet.
        key: SmolStr,
        /// What a completion replaces: the key, or nothing at the offset.
        range: TextRange,
        /// Whether it is `[[…]]`.
        is_array: bool,
    },
    /// A key of an entry, or where one could be typed; the table is that of the dotted keys before it.
    Key {
        /// The key; empty text where there is none yet.
        key: SmolStr,
        /// What a completion replaces.
        range: TextRange,
        /// Whether `=` follows already.
        has_value: bool,
    },
    /// A value, or where one could be typed; the table's entry `key` holds it, or an array of it.
    Value {
        /// The key.
        key: SmolStr,
        /// What a completion replaces: the value, or nothing at the offset.
        range: TextRange,
        /// Whether the value is a string, and its quotes are there already.
        is_string: bool,
    },
    /// Within a comment.
    Comment,
}

/// What stands at `offset`. Both ends of a key or a value belong to it.
pub fn position_at(parse: &Parse, offset: TextSize) -> Position {
    let mut table: Vec<SmolStr> = Vec::new();
    let mut last: Option<&Statement> = None;
    for statement in &parse.statements {
        if statement.range.start() > offset {
            break;
        }
        if let StatementKind::Header(header) = &statement.kind
            && statement.range.end() < offset
        {
            table = header.keys.iter().map(|key| key.text.clone()).collect();
        }
        last = Some(statement);
    }
    let nothing = |table| Position {
        table,
        place: Place::Key { key: SmolStr::default(), range: TextRange::empty(offset), has_value: false },
    };
    // The end of a comment belongs to it: what is typed there goes on with it.
    if parse.comments.iter().any(|range| range.start() < offset && offset <= range.end()) {
        return Position { table, place: Place::Comment };
    }
    let Some(statement) = last else { return nothing(table) };
    match &statement.kind {
        StatementKind::Header(header) if offset <= statement.range.end() => {
            let (before, key) = split_keys(&header.keys, offset);
            let (text, range) = typed(key, offset);
            Position { table: before, place: Place::Header { key: text, range, is_array: header.is_array } }
        }
        StatementKind::Pair(pair) => match in_pair(pair, table, offset) {
            Ok(position) => position,
            Err(table) => nothing(table),
        },
        StatementKind::Header(_) => nothing(table),
    }
}

/// The position in an entry, or the table unchanged where the offset lies behind the entry.
fn in_pair(pair: &Pair, mut table: Vec<SmolStr>, offset: TextSize) -> Result<Position, Vec<SmolStr>> {
    match pair.equals {
        Some(equals) if offset >= equals => {
            let Some((last, parents)) = pair.keys.split_last() else { return Err(table) };
            let range = match &pair.value {
                Some(node) if node.range.start() <= offset && offset <= node.range.end() => node.range,
                Some(node) if offset > node.range.end() => return Err(table),
                _ => TextRange::empty(offset),
            };
            table.extend(parents.iter().map(|key| key.text.clone()));
            Ok(in_value(pair.value.as_ref().filter(|_| !range.is_empty()), &last.text, table, offset))
        }
        _ if offset > pair.range.end() && pair.equals.is_none() => Err(table),
        _ => {
            let (before, key) = split_keys(&pair.keys, offset);
            table.extend(before);
            let (text, range) = typed(key, offset);
            Ok(Position { table, place: Place::Key { key: text, range, has_value: pair.equals.is_some() } })
        }
    }
}

fn in_value(node: Option<&Node>, key: &SmolStr, mut table: Vec<SmolStr>, offset: TextSize) -> Position {
    let empty = TextRange::empty(offset);
    let inside = |range: TextRange| range.start() <= offset && offset <= range.end();
    let strictly = |range: TextRange| range.start() < offset && offset < range.end();
    match node.map(|node| (&node.kind, node.range)) {
        Some((NodeKind::Array(nodes), range)) if strictly(range) => {
            in_value(nodes.iter().find(|node| inside(node.range)), key, table, offset)
        }
        Some((NodeKind::Table(pairs), range)) if strictly(range) => {
            table.push(key.clone());
            let begun = pairs.iter().rev().find(|pair| pair.range.start() <= offset);
            let table = match begun.map(|pair| in_pair(pair, table.clone(), offset)) {
                Some(Ok(position)) => return position,
                _ => table,
            };
            Position { table, place: Place::Key { key: SmolStr::default(), range: empty, has_value: false } }
        }
        Some((NodeKind::Scalar(scalar), range)) => {
            let is_string = matches!(scalar, super::Scalar::String(_));
            Position { table, place: Place::Value { key: key.clone(), range, is_string } }
        }
        _ => Position { table, place: Place::Value { key: key.clone(), range: empty, is_string: false } },
    }
}

/// The keys before the one at the offset, and that one.
fn split_keys(keys: &[Key], offset: TextSize) -> (Vec<SmolStr>, Option<&Key>) {
    let index = keys.iter().position(|key| offset <= key.range.end()).unwrap_or(keys.len());
    let before = keys[..index].iter().map(|key| key.text.clone()).collect();
    (before, keys.get(index))
}

fn typed(key: Option<&Key>, offset: TextSize) -> (SmolStr, TextRange) {
    match key {
        Some(key) if key.range.start() <= offset => (key.text.clone(), key.range),
        _ => (SmolStr::default(), TextRange::empty(offset)),
    }
}
