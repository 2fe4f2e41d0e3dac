//! Statements to one table. What TOML forbids (a key twice, a value that is also a table) is reported; the first
//! writing stays and everything that can still be placed is.

use super::{
    Document, Entry, Header, Key, Node, NodeKind, Pair, Parse, Scalar, StatementKind, SyntaxError, Table,
    TableKind, Value, ValueKind,
};
use base::{SmolStr, TextRange};

/// Merges statements into a document.
pub(super) fn document(parse: Parse) -> Document {
    let start = TextRange::empty(parse.range.start());
    let mut root = Table { kind: TableKind::Root, range: parse.range, opening: start, entries: Vec::new() };
    let mut merger = Merger { errors: parse.errors };
    // Where the entries go that stand below a header that cannot be placed.
    let mut orphan =
        Table { kind: TableKind::Header, range: parse.range, opening: start, entries: Vec::new() };
    let mut current = Some(Vec::new());
    for statement in parse.statements {
        match statement.kind {
            StatementKind::Header(header) => {
                current = merger.header(&mut root, header, statement.range);
            }
            StatementKind::Pair(pair) => {
                let table = current.as_ref().and_then(|path| at(&mut root, path)).unwrap_or(&mut orphan);
                if table.kind == TableKind::Header {
                    table.range = table.range.cover(statement.range);
                }
                merger.pair(table, pair);
            }
        }
    }
    refresh_ranges(&mut root);
    merger.errors.sort_by_key(|error| (error.range.start(), error.range.end()));
    Document { root, errors: merger.errors }
}

/// One step from a table into it: an entry, and which element where it is an array of tables.
type Step = (usize, Option<usize>);

fn at<'t>(table: &'t mut Table, path: &[Step]) -> Option<&'t mut Table> {
    path.iter().try_fold(table, |table, (entry, element)| {
        let kind = &mut table.entries.get_mut(*entry)?.value.kind;
        match (kind, element) {
            (ValueKind::Table(it), None) => Some(it),
            (ValueKind::Array(it), Some(element)) => match &mut it.get_mut(*element)?.kind {
                ValueKind::Table(it) => Some(it),
                _ => None,
            },
            _ => None,
        }
    })
}

struct Merger {
    errors: Vec<SyntaxError>,
}

impl Merger {
    /// Opens the table of a header and says where it is; `None` where it cannot be placed.
    fn header(&mut self, root: &mut Table, header: Header, range: TextRange) -> Option<Vec<Step>> {
        if header.keys.iter().any(Key::is_missing) {
            return None;
        }
        let (last, parents) = header.keys.split_last()?;
        let mut path: Vec<Step> = Vec::new();
        let mut table = root;
        for key in parents {
            let index = match position(table, &key.text) {
                Some(index) => index,
                None => insert_table(table, key.clone(), TableKind::Implicit, range),
            };
            let entry = &mut table.entries[index];
            let first = entry.key.range;
            let element = match &entry.value.kind {
                ValueKind::Array(elements) => elements.len().checked_sub(1),
                _ => None,
            };
            path.push((index, element));
            table = match open(&mut entry.value.kind, element) {
                Some(table) => table,
                None => {
                    self.already_a_value(key, first);
                    return None;
                }
            };
        }
        let step = if header.is_array {
            self.array_header(table, last, range)?
        } else {
            self.table_header(table, last, range)?
        };
        path.push(step);
        Some(path)
    }

    fn table_header(&mut self, table: &mut Table, key: &Key, range: TextRange) -> Option<Step> {
        let Some(index) = position(table, &key.text) else {
            return Some((insert_table(table, key.clone(), TableKind::Header, range), None));
        };
        let entry = &mut table.entries[index];
        let first = entry.key.range;
        match &mut entry.value.kind {
            ValueKind::Table(it) if it.kind == TableKind::Implicit => {
                it.kind = TableKind::Header;
                it.range = range;
                it.opening = range;
                entry.key = key.clone();
                entry.range = range;
                Some((index, None))
            }
            ValueKind::Table(it) if it.kind != TableKind::Inline => {
                self.twice(format!("the table `{}` is defined twice", key.text), key.range, first);
                Some((index, None))
            }
            ValueKind::Array(elements) => {
                let last = elements.len().checked_sub(1)?;
                let message = format!("`{0}` is an array of tables: write `[[{0}]]`", key.text);
                self.twice(message, key.range, first);
                matches!(elements[last].kind, ValueKind::Table(_)).then_some((index, Some(last)))
            }
            _ => {
                self.already_a_value(key, first);
                None
            }
        }
    }

    fn array_header(&mut self, table: &mut Table, key: &Key, range: TextRange) -> Option<Step> {
        let element = Value {
            kind: ValueKind::Table(Table {
                kind: TableKind::Header,
                range,
                opening: range,
                entries: Vec::new(),
            }),
            range,
        };
        let Some(index) = position(table, &key.text) else {
            let value = Value { kind: ValueKind::Array(vec![element]), range };
            table.entries.push(Entry { key: key.clone(), value, range });
            return Some((table.entries.len() - 1, Some(0)));
        };
        let entry = &mut table.entries[index];
        match &mut entry.value.kind {
            ValueKind::Array(elements) if elements.iter().all(is_header_table) => {
                elements.push(element);
                Some((index, Some(elements.len() - 1)))
            }
            _ => {
                let message = format!("`{}` is already defined, and not as an array of tables", key.text);
                let first = entry.key.range;
                self.twice(message, key.range, first);
                None
            }
        }
    }

    fn pair(&mut self, table: &mut Table, pair: Pair) {
        // A key that is being typed has no `=` yet and says nothing.
        if pair.equals.is_none() || pair.keys.iter().any(Key::is_missing) {
            return;
        }
        let Some((last, parents)) = pair.keys.split_last() else { return };
        let mut table = table;
        for key in parents {
            let index = match position(table, &key.text) {
                Some(index) => index,
                None => insert_table(table, key.clone(), TableKind::Dotted, pair.range),
            };
            let entry = &mut table.entries[index];
            let first = entry.key.range;
            table = match &mut entry.value.kind {
                ValueKind::Table(it) if it.kind != TableKind::Inline => it,
                _ => return self.already_a_value(key, first),
            };
            if table.kind == TableKind::Dotted {
                table.range = table.range.cover(pair.range);
            }
        }
        let range = pair.range;
        let value = match pair.value {
            Some(node) => self.value(node),
            None => Value { kind: ValueKind::Invalid(None), range: TextRange::empty(range.end()) },
        };
        match position(table, &last.text) {
            Some(index) => {
                let first = table.entries[index].key.range;
                self.twice(format!("the key `{}` is defined twice", last.text), last.range, first);
            }
            None => table.entries.push(Entry { key: last.clone(), value, range }),
        }
    }

    fn value(&mut self, node: Node) -> Value {
        let kind = match node.kind {
            NodeKind::Scalar(scalar) => match scalar {
                Scalar::String(it) => ValueKind::String(it),
                Scalar::Integer(it) => ValueKind::Integer(it),
                Scalar::Float(it) => ValueKind::Float(it),
                Scalar::Boolean(it) => ValueKind::Boolean(it),
                Scalar::Datetime(it) => ValueKind::Datetime(it),
                Scalar::Variable(it) => ValueKind::Variable(it),
                Scalar::Invalid(it) => ValueKind::Invalid(it),
            },
            NodeKind::Array(nodes) => {
                ValueKind::Array(nodes.into_iter().map(|node| self.value(node)).collect())
            }
            NodeKind::Table(pairs) => {
                let mut table = Table {
                    kind: TableKind::Inline,
                    range: node.range,
                    opening: node.range,
                    entries: Vec::new(),
                };
                for pair in pairs {
                    self.pair(&mut table, pair);
                }
                ValueKind::Table(table)
            }
        };
        Value { kind, range: node.range }
    }

    fn already_a_value(&mut self, key: &Key, first: TextRange) {
        self.twice(format!("`{}` is already a value and cannot be extended", key.text), key.range, first);
    }

    fn twice(&mut self, message: String, range: TextRange, first: TextRange) {
        self.errors.push(SyntaxError {
            range,
            message,
            related: Some((first, "first defined here".to_owned())),
        });
    }
}

/// The table that further keys of a header go into: a table with headers, or the last of an array of them.
fn open(kind: &mut ValueKind, element: Option<usize>) -> Option<&mut Table> {
    let table = match (kind, element) {
        (ValueKind::Table(it), None) => it,
        (ValueKind::Array(elements), Some(element)) => match &mut elements.get_mut(element)?.kind {
            ValueKind::Table(it) => it,
            _ => return None,
        },
        _ => return None,
    };
    (table.kind != TableKind::Inline).then_some(table)
}

fn position(table: &Table, key: &SmolStr) -> Option<usize> {
    table.entries.iter().position(|entry| entry.key.text == *key)
}

fn insert_table(table: &mut Table, key: Key, kind: TableKind, range: TextRange) -> usize {
    let opening = if kind == TableKind::Dotted { key.range } else { range };
    let value = Value { kind: ValueKind::Table(Table { kind, range, opening, entries: Vec::new() }), range };
    table.entries.push(Entry { key, value, range });
    table.entries.len() - 1
}

fn is_header_table(value: &Value) -> bool {
    matches!(&value.kind, ValueKind::Table(it) if it.kind == TableKind::Header)
}

/// Copies the final ranges of tables into the values that hold them. The depth of a document is bounded by the parser.
fn refresh_ranges(table: &mut Table) {
    for entry in &mut table.entries {
        refresh_value(&mut entry.value);
    }
}

fn refresh_value(value: &mut Value) {
    match &mut value.kind {
        ValueKind::Table(table) => {
            refresh_ranges(table);
            value.range = table.range;
        }
        ValueKind::Array(elements) => {
            elements.iter_mut().for_each(refresh_value);
            if let [first, .., last] = &elements[..]
                && is_header_table(first)
            {
                value.range = first.range.cover(last.range);
            } else if let [only] = &elements[..]
                && is_header_table(only)
            {
                value.range = only.range;
            }
        }
        _ => {}
    }
}
