//! A star written out: the names that mean its columns in its place.

use super::{
    Context, Derivation, Output, OutputColumn,
    scope::{ColumnPlace, Lookup, Scope, Table, position},
};
use base::{DialectKind, Ident, SmolStr};
use hir::{Relation, RelationId, Star};

impl Context<'_> {
    /// The names of what a star stands for. Absent where it makes columns of its own, and where no name means just the column
    /// that it stands for.
    pub(super) fn written_out(
        &self,
        star: &Star,
        scope: &Scope<'_>,
        expansion: &Output,
    ) -> Option<Box<[SmolStr]>> {
        let makes_columns = star.implied || !star.replace.is_empty() || !star.rename.is_empty();
        if makes_columns || expansion.open.is_some() || expansion.columns.is_empty() {
            return None;
        }
        expansion.columns.iter().map(|it| self.written_column(star, scope, it)).collect()
    }

    /// Takes back what was written for the stars of a `SELECT` that makes groups: of what it reads by name, each column must
    /// be grouped by.
    pub(super) fn keep_stars(&mut self, select: hir::SelectId) {
        for star in self.inference.stars.iter_mut().rev().filter(|it| it.select == select) {
            star.written = None;
        }
    }

    fn written_column(&self, star: &Star, scope: &Scope<'_>, column: &OutputColumn) -> Option<SmolStr> {
        let name = Ident::quoted(column.name.clone());
        if column.name.is_empty() {
            return None;
        }
        match &column.derivation {
            Derivation::Column { relation, index, .. } => {
                let level = scope.chain().find(|it| table_of(it, *relation).is_some())?;
                let place = (table_of(level, *relation)?, *index as usize);
                let is_outer = !std::ptr::eq(level, scope);
                self.written_place(level, place, name, is_outer)
            }
            Derivation::Merged { parts, .. } => {
                let Lookup::Merged(index) = scope.column(self.dialect, &name) else { return None };
                let merged = &scope.merged[index].parts;
                let named =
                    merged.iter().map(|&(table, column)| (scope.tables[table].relation, column as u32));
                // Where another table has a column of that name, engines call the name ambiguous.
                let is_alone = |(table, it): (usize, &Table)| {
                    position(self.dialect, &name, &it.output).is_none_or(|at| merged.contains(&(table, at)))
                };
                let mut visible = scope.tables.iter().enumerate().filter(|it| it.1.visible);
                let is_it = named.eq(parts.iter().copied()) && visible.all(is_alone);
                is_it.then(|| self.writer().path(&[name]))?
            }
            // A field of a struct that has a name.
            Derivation::Field { base, .. }
                if !star.qualifier.is_empty() && matches!(**base, Derivation::Column { .. }) =>
            {
                let mut path = star.qualifier.to_vec();
                path.push(name);
                self.writer().path(&path)
            }
            _ => None,
        }
    }

    /// A column of a table: bare where there is no other table, else qualified by as much of the table's name as tells it
    /// apart.
    fn written_place(
        &self,
        level: &Scope<'_>,
        place: ColumnPlace,
        name: Ident,
        is_outer: bool,
    ) -> Option<SmolStr> {
        let table = &level.tables[place.0];
        let is_only = level.tables.iter().filter(|it| it.visible).count() < 2 && !is_outer;
        if is_only || self.is_bare_only(table, place.1) {
            let is_it = matches!(level.column(self.dialect, &name), Lookup::Column(it) if it == place);
            return (is_it && !is_outer).then(|| self.writer().path(&[name]))?;
        }
        // Trino has no name for one side of what a join merged
        // (<https://trino.io/docs/current/sql/select.html#using>).
        let is_merged = level.merged.iter().any(|it| it.parts.contains(&place));
        if is_merged && self.dialect == DialectKind::Trino
            || position(self.dialect, &name, &table.output) != Some(place.1)
        {
            return None;
        }
        for length in 1..=table.name.len() {
            let qualifier = &table.name[table.name.len() - length..];
            if level.tables_named(self.dialect, qualifier) == [place.0] {
                let mut path = qualifier.to_vec();
                path.push(name);
                return self.writer().path(&path);
            }
        }
        None
    }

    /// Whether a column is the table itself, as BigQuery's elements that are no structs, or their offset: it has no
    /// qualifier.
    fn is_bare_only(&self, table: &Table, index: usize) -> bool {
        if self.dialect != DialectKind::BigQuery || table.relation == super::NO_RELATION {
            return false;
        }
        let Relation::Unnest { ordinality, .. } = &self.body.relations[table.relation] else { return false };
        let is_offset = ordinality.is_some() && index + 1 == table.output.columns.len();
        let name = &table.output.columns[index].name;
        is_offset || table.name.last().is_some_and(|it| dialect::names(it, name, self.dialect))
    }
}

fn table_of(scope: &Scope<'_>, relation: RelationId) -> Option<usize> {
    scope.tables.iter().position(|it| it.relation == relation)
}
