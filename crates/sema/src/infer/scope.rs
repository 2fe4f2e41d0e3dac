//! Scopes: which names an expression may use.

use super::Output;
use crate::ValueType;
use base::{DialectKind, Ident, SmolStr};
use dialect::same_name;
use hir::{ExprId, RelationId, SelectId};
use std::sync::Arc;

/// The names visible to an expression: those of its own `FROM`, then those of the query around it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope<'a> {
    /// The scope of the enclosing query, for correlated subqueries and lateral relations.
    pub(crate) outer: Option<&'a Scope<'a>>,
    /// The relations of the `FROM`, from the left.
    pub(crate) tables: Vec<Table>,
    /// Columns that `USING` or `NATURAL` made one.
    pub(crate) merged: Vec<Merged>,
    /// The lambda or the comprehension whose parameters are names here.
    pub(crate) lambda: Option<ExprId>,
    /// The `SELECT` whose output aliases may be used, if its dialect and clause allow it.
    pub(crate) aliases: Option<SelectId>,
}

/// A relation in a scope.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Which relation.
    pub(crate) relation: RelationId,
    /// What qualifies its columns: the alias, or the parts of its name. Empty for one without a name.
    pub(crate) name: Box<[Ident]>,
    /// Its columns.
    pub(crate) output: Arc<Output>,
    /// Whether a join may leave it without a row.
    pub(crate) optional: bool,
    /// Whether its columns may be named, but are not part of `*`: the right side of a semi join is not even that.
    pub(crate) visible: bool,
    /// Whether it is a name of a pipeline's table, and nothing but a qualifier.
    pub(crate) qualifies: bool,
}

/// A column that a join merged from both of its sides.
#[derive(Clone, Debug)]
pub(crate) struct Merged {
    /// Its name.
    pub(crate) name: SmolStr,
    /// Every place that it stands for, as (table, column) indexes into the scope, leftmost first.
    pub(crate) parts: Vec<(usize, usize)>,
    /// What it holds.
    pub(crate) value: ValueType,
}

/// A column found in a scope: the table's and the column's index.
pub(crate) type ColumnPlace = (usize, usize);

/// What a lookup of a bare name found in one scope.
#[derive(Debug)]
pub(crate) enum Lookup {
    /// One column.
    Column(ColumnPlace),
    /// A merged column, by its index.
    Merged(usize),
    /// Several columns that the join did not merge.
    Ambiguous(Vec<ColumnPlace>),
    /// None, and it may be a column of a table whose columns are not all known.
    Open,
    /// None.
    Absent,
}

impl<'a> Scope<'a> {
    /// A scope with nothing of its own.
    pub(crate) fn within(outer: Option<&'a Scope<'a>>) -> Scope<'a> {
        Scope { outer, ..Scope::default() }
    }

    /// Looks a bare column name up in this scope alone.
    pub(crate) fn column(&self, dialect: DialectKind, name: &Ident) -> Lookup {
        if let Some(index) = self.merged.iter().position(|it| names_column(dialect, name, &it.name)) {
            return Lookup::Merged(index);
        }
        let mut found = Vec::new();
        let mut open = false;
        for (table_index, table) in self.tables.iter().enumerate().filter(|(_, it)| it.visible) {
            match position(dialect, name, &table.output) {
                Some(column) => found.push((table_index, column)),
                None => open |= may_have(name, &table.output),
            }
        }
        match found[..] {
            [] if open => Lookup::Open,
            [] => Lookup::Absent,
            [place] => Lookup::Column(place),
            // GoogleSQL: range variables take precedence over column names
            // (<https://github.com/google/zetasql/blob/master/zetasql/analyzer/name_scope.h>).
            _ => match found
                .iter()
                .find(|it| dialect == DialectKind::BigQuery && self.is_value_named(it.0, name))
            {
                Some(place) => Lookup::Column(*place),
                None => Lookup::Ambiguous(found),
            },
        }
    }

    /// Whether a table is called so, as its only column then is: the elements of an array.
    fn is_value_named(&self, table: usize, name: &Ident) -> bool {
        let Table { name: path, output, .. } = &self.tables[table];
        matches!((&path[..], &output.columns[..]), ([own], [_]) if same_name(own, name, DialectKind::BigQuery))
    }

    /// The tables of this scope that `qualifier` may mean.
    pub(crate) fn tables_named(&self, dialect: DialectKind, qualifier: &[Ident]) -> Vec<usize> {
        let matches = |table: &Table| {
            (table.visible || table.qualifies)
                && qualifier.len() <= table.name.len()
                && table.name[table.name.len() - qualifier.len()..]
                    .iter()
                    .zip(qualifier)
                    .all(|(a, b)| same_name(a, b, dialect))
        };
        (0..self.tables.len()).filter(|&it| matches(&self.tables[it])).collect()
    }

    /// This scope and those around it, innermost first.
    pub(crate) fn chain(&self) -> impl Iterator<Item = &Scope<'a>> {
        std::iter::successors(Some(self), |it| it.outer)
    }
}

/// The column of `output` that `name` means: the first, since engines that allow two of a name rename the second.
pub(crate) fn position(dialect: DialectKind, name: &Ident, output: &Output) -> Option<usize> {
    output.columns.iter().position(|it| names_column(dialect, name, &it.name))
}

/// Whether `output` may have a column of this name without our knowing.
///
/// An engine makes up names for expressions without an alias. They are not spelled like ordinary identifiers, so only a
/// quoted or otherwise odd name can mean one.
pub(crate) fn may_have(name: &Ident, output: &Output) -> bool {
    output.open.is_some() || (name.quoted && output.columns.iter().any(|it| it.name.is_empty()))
}

/// Whether `name` as written means a column that the engine calls `column`.
pub(crate) fn names_column(dialect: DialectKind, name: &Ident, column: &SmolStr) -> bool {
    !column.is_empty() && dialect::names(name, column, dialect)
}
