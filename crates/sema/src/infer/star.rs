//! `*`, expanded in the order in which engines do.

use super::{
    Context, Definition, Derivation, Origin, Output, OutputColumn, StarExpansion,
    scope::{ColumnPlace, Lookup, Scope, Table, names_column, position},
};
use crate::{Facts, Finding, Nullability, OpenReason};
use base::{Code, DialectKind, Ident, closest};
use dialect::Type;
use hir::{Anchor, Relation, SelectId, Star};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Stands for the select where a star is no part of one: in `UNPIVOT`.
const NO_SELECT: SelectId = SelectId::from_raw(la_arena::RawIdx::from_u32(u32::MAX));

impl Context<'_> {
    /// Adds the columns that a star stands for.
    pub(super) fn star(
        &mut self,
        select: SelectId,
        item: u32,
        star: &Star,
        scope: &Scope<'_>,
        output: &mut Output,
    ) {
        let Some(mut expansion) = self.expand(select, item, star, scope) else {
            output.open.get_or_insert(OpenReason::SyntaxError);
            return;
        };
        self.modify(select, item, star, scope, &mut expansion);
        self.record(select, item, star, scope, &mut expansion);
        output.columns.extend(
            expansion
                .columns
                .into_iter()
                .map(|it| OutputColumn { derivation: it.derivation.passed_by(item), ..it }),
        );
        output.stars.append(&mut expansion.stars);
        if output.open.is_none() {
            output.open = expansion.open;
        }
    }

    /// Applies what stands behind the star.
    fn modify(
        &mut self,
        select: SelectId,
        item: u32,
        star: &Star,
        scope: &Scope<'_>,
        expansion: &mut Output,
    ) {
        self.exclude(select, item, star, expansion);
        if let Some(pattern) = &star.pattern {
            let lenient = Scope { aliases: None, ..scope.clone() };
            let findings = self.inference.findings.len();
            self.expr(pattern.expr(), &lenient);
            self.inference.findings.truncate(findings);
            let picked = self.pick(pattern, std::mem::take(expansion));
            let construct = || OpenReason::Construct("a star with a pattern".into());
            *expansion = picked.unwrap_or_else(|| Output::unknown(construct()));
            if expansion.columns.is_empty()
                && expansion.open.is_none()
                && self.dialect == base::DialectKind::DuckDb
            {
                let place = self.place(Anchor::Expr(pattern.expr()));
                let message = "no column of the star matches this";
                self.report(Finding::new(Code::E003, place, "", message.to_owned()));
                expansion.open = Some(OpenReason::Fault);
            }
        }
        self.replace(select, item, star, scope, expansion);
        self.rename(select, item, star, expansion);
    }

    /// The columns of a star within an expression; what is wrong with it is not said.
    pub(super) fn columns_of(&mut self, star: &Star, scope: &Scope<'_>) -> Output {
        let construct = || Output::unknown(OpenReason::Construct("COLUMNS(…)".into()));
        let (select, item) = self.item.unwrap_or((NO_SELECT, 0));
        let findings = self.inference.findings.len();
        let mut expansion = self.expand(select, item, star, scope).unwrap_or_else(construct);
        // Each column comes out under its own name.
        let star = Star { rename: Box::default(), ..star.clone() };
        self.modify(select, item, &star, scope, &mut expansion);
        self.inference.findings.truncate(findings);
        expansion
    }

    /// The columns of a bare star.
    pub(super) fn every_column(&self, scope: &Scope<'_>) -> Output {
        let mut output = Output::default();
        let merged_first = self.merged_come_first();
        if merged_first {
            for merged in &scope.merged {
                output.columns.push(merged_column(scope, merged));
            }
        }
        for (table_index, table) in scope.tables.iter().enumerate().filter(|(_, it)| it.visible) {
            for (index, column) in table.output.columns.iter().enumerate() {
                let place = (table_index, index);
                match scope.merged.iter().find(|it| it.parts.contains(&place)) {
                    Some(merged) if merged.parts[0] == place && !merged_first => {
                        output.columns.push(merged_column(scope, merged));
                    }
                    Some(_) => {}
                    None => output.columns.push(self.table_column(table, index, column)),
                }
            }
            self.take_shape(table, &mut output);
        }
        output
    }

    /// The columns of every table that the star means.
    fn expand(&mut self, select: SelectId, item: u32, star: &Star, scope: &Scope<'_>) -> Option<Output> {
        if !star.qualifier.is_empty() {
            return self.expand_qualified(select, item, star, scope);
        }
        if let Some(base) = star.base {
            let value = self.expr(base, scope);
            let base = (self.origins(base), Derivation::Expr(base), &[][..]);
            return Some(self.fields_of(&value, base, (select, item)));
        }
        self.report_doubled_table(scope);
        Some(self.every_column(scope))
    }

    /// DuckDB cannot tell two tables of one name apart once it expands a star.
    fn report_doubled_table(&mut self, scope: &Scope<'_>) {
        if self.dialect != DialectKind::DuckDb {
            return;
        }
        let is_named = |it: &&Table| {
            it.visible
                && !it.name.is_empty()
                && it.relation != super::query::NO_RELATION
                && matches!(self.body.relations[it.relation], Relation::Name { .. })
        };
        let tables: Vec<&Table> = scope.tables.iter().filter(is_named).collect();
        let mut names = FxHashSet::default();
        let key = |it: &Table| -> Vec<base::SmolStr> {
            it.name.iter().map(|part| dialect::fold_table(part, self.dialect)).collect()
        };
        let doubled = tables.iter().find(|it| !names.insert(key(it)));
        if let Some(second) = doubled
            && let Some(first) = tables.iter().find(|it| key(it) == key(second))
        {
            self.report_duplicate_alias(first, second);
        }
    }

    fn expand_qualified(
        &mut self,
        select: SelectId,
        item: u32,
        star: &Star,
        scope: &Scope<'_>,
    ) -> Option<Output> {
        for level in scope.chain() {
            match level.tables_named(self.dialect, &star.qualifier)[..] {
                [] => {}
                [table, ..] => {
                    let table = &level.tables[table];
                    let mut output = Output::default();
                    let columns = self.row_columns(table).iter().enumerate();
                    output.columns.extend(columns.map(|(index, it)| self.table_column(table, index, it)));
                    self.take_shape(table, &mut output);
                    return Some(output);
                }
            }
        }
        self.expand_struct(select, item, star, scope)
    }

    /// `s.*`, `t.s.f.*` where the name is that of a struct: its fields.
    fn expand_struct(
        &mut self,
        select: SelectId,
        item: u32,
        star: &Star,
        scope: &Scope<'_>,
    ) -> Option<Output> {
        let name = star.qualifier.first()?;
        for level in scope.chain() {
            let Some((place, rest)) = self.column_path(&star.qualifier, level) else { continue };
            let (_, mut value) = self.column(level, place);
            for field in &star.qualifier[rest..] {
                value = self.field(Anchor::StarQualifier(select, item), field, value);
            }
            let table = &level.tables[place.0];
            let origins = table.output.columns[place.1].origins.clone();
            let derivation =
                Derivation::Column { relation: table.relation, index: place.1 as u32, item: Some(item) };
            let base = (origins, derivation, &star.qualifier[rest..]);
            return Some(self.fields_of(&value, base, (select, item)));
        }
        let open = |it: &Scope<'_>| it.tables.iter().any(|it| super::scope::may_have(name, &it.output));
        if scope.chain().any(open) {
            return Some(Output::unknown(OpenReason::Construct("a star over a value".into())));
        }
        let names: Vec<&Ident> =
            scope.chain().flat_map(|it| &it.tables).filter_map(|it| it.name.last()).collect();
        let guess = closest(name.as_str(), names.iter().map(|it| it.as_str()));
        let guess = names.iter().find(|it| Some(it.as_str()) == guess);
        let guess = guess.map(|it| dialect::spelled(it, self.dialect).into_owned());
        let place = self.place(Anchor::StarQualifier(select, item));
        let message = format!("no table or alias `{}` is in scope", super::path_text(&star.qualifier));
        let finding = Finding::new(Code::E003, place, name.text.clone(), message)
            .facts(Facts::relation(name.text.clone()));
        self.report(finding.did_you_mean(guess));
        None
    }

    /// The column that a dotted name begins with, and how many of its parts that takes.
    fn column_path(&self, path: &[Ident], level: &Scope<'_>) -> Option<(ColumnPlace, usize)> {
        for length in (1..path.len()).rev() {
            if let [table] = level.tables_named(self.dialect, &path[..length])[..]
                && let Some(column) = position(self.dialect, &path[length], &level.tables[table].output)
            {
                return Some(((table, column), length + 1));
            }
        }
        match level.column(self.dialect, path.first()?) {
            Lookup::Column(place) => Some((place, 1)),
            Lookup::Merged(index) => Some((*level.merged[index].parts.first()?, 1)),
            _ => None,
        }
    }

    /// The fields of a struct as columns. The struct is that at the end of a path into what it is derived from.
    fn fields_of(
        &self,
        value: &crate::ValueType,
        (origins, derivation, path): (Arc<[Origin]>, Derivation, &[Ident]),
        (select, item): (SelectId, u32),
    ) -> Output {
        let Type::Struct(fields) = &value.ty else {
            return Output::unknown(OpenReason::Construct("a star over a value".into()));
        };
        let column = |field: &dialect::Field| OutputColumn {
            name: field.name.clone(),
            value: crate::ValueType::known(field.ty.clone(), value.null.either(Nullability::Unknown)),
            definition: Definition::Item(select, item),
            origins: origins.clone(),
            derivation: Derivation::Field {
                base: Box::new(derivation.clone()),
                path: path.iter().map(|it| it.text.clone()).chain([field.name.clone()]).collect(),
            },
        };
        Output { columns: fields.iter().map(column).collect(), ..Output::default() }
    }

    fn table_column(&self, table: &Table, index: usize, column: &OutputColumn) -> OutputColumn {
        let derivation = Derivation::Column { relation: table.relation, index: index as u32, item: None };
        let mut column = OutputColumn { derivation, ..column.clone() };
        if table.optional {
            column.value = column.value.or_null();
        }
        if self.proven_not_null.contains(&(table.relation, index as u32)) {
            column.value.null = Nullability::Never;
        }
        column
    }

    fn take_shape(&self, table: &Table, output: &mut Output) {
        output.stars.extend(&table.output.stars);
        if output.open.is_none() {
            output.open = table.output.open.clone();
        }
    }

    fn exclude(&mut self, select: SelectId, item: u32, star: &Star, output: &mut Output) {
        for (index, name) in star.exclude.iter().enumerate() {
            let before = output.columns.len();
            let dialect = self.dialect;
            if output.columns.iter().any(|it| names_column(dialect, name, &it.name)) {
                output.columns.retain(|it| !names_column(dialect, name, &it.name));
            }
            if output.columns.len() == before {
                let anchor = Anchor::StarExclude(select, item, index as u32);
                self.report_absent_in_star(anchor, name, output);
            }
        }
    }

    fn replace(&mut self, select: SelectId, item: u32, star: &Star, scope: &Scope<'_>, output: &mut Output) {
        for (index, (expr, name)) in star.replace.iter().enumerate() {
            let value = self.expr(*expr, scope);
            let origins = self.origins(*expr);
            match output.columns.iter_mut().find(|it| names_column(self.dialect, name, &it.name)) {
                Some(column) => {
                    column.value = value;
                    column.definition = Definition::Named(Anchor::StarReplace(select, item, index as u32));
                    column.origins = origins;
                    column.derivation = Derivation::Expr(*expr);
                }
                None => {
                    let anchor = Anchor::StarReplace(select, item, index as u32);
                    self.report_absent_in_star(anchor, name, output);
                }
            }
        }
    }

    fn rename(&mut self, select: SelectId, item: u32, star: &Star, output: &mut Output) {
        for (index, (old, new)) in star.rename.iter().enumerate() {
            let new_name = self.output_name(new);
            match output.columns.iter_mut().find(|it| names_column(self.dialect, old, &it.name)) {
                Some(column) => column.name = new_name,
                // DuckDB lets a name that is not there pass.
                None if self.dialect == base::DialectKind::DuckDb => {}
                None => {
                    let anchor = Anchor::StarRename(select, item, index as u32);
                    self.report_absent_in_star(anchor, old, output);
                }
            }
        }
    }

    fn report_absent_in_star(&mut self, anchor: Anchor, name: &Ident, output: &Output) {
        if output.open.is_some() {
            return;
        }
        let names = output.columns.iter().map(|it| it.name.as_str()).filter(|it| !it.is_empty());
        let guess = closest(name.as_str(), names).map(|it| self.quoted(it));
        let message = format!("the star has no column `{name}`");
        let columns: Vec<&OutputColumn> = output.columns.iter().collect();
        let finding = Finding::new(Code::E003, self.place(anchor), name.text.clone(), message)
            .facts(self.column_facts(name, &columns));
        self.report(finding.did_you_mean(guess));
    }

    /// Remembers a star, and tells those that read this output of one whose shape depends on other models or tables.
    fn record(
        &mut self,
        select: SelectId,
        item: u32,
        star: &Star,
        scope: &Scope<'_>,
        expansion: &mut Output,
    ) {
        let tables: Vec<&Table> = match star.qualifier.is_empty() {
            true => scope.tables.iter().filter(|it| it.visible).collect(),
            false => {
                let named = scope.tables_named(self.dialect, &star.qualifier);
                named.into_iter().take(1).map(|it| &scope.tables[it]).collect()
            }
        };
        let body = self.body;
        let foreign =
            |table: &&&Table| matches!(body.relations[table.relation], Relation::Name { cte: None, .. });
        let is_foreign = tables.iter().any(|it| foreign(&it));
        let columns: Vec<_> = expansion.columns.iter().map(|it| it.name.clone()).collect();
        let written = self.written_out(star, scope, expansion);
        if is_foreign {
            expansion.stars.push(self.inference.stars.len() as u32);
        }
        let open = expansion.open.clone();
        self.inference.stars.push(StarExpansion { select, item, columns, written, is_foreign, open });
    }
}

fn merged_column(scope: &Scope<'_>, merged: &super::scope::Merged) -> OutputColumn {
    let (table, column) = merged.parts[0];
    let parts = merged.parts.iter().map(|&(table, column)| (scope.tables[table].relation, column as u32));
    OutputColumn {
        value: merged.value.clone(),
        derivation: Derivation::Merged { parts: parts.collect(), item: None },
        name: merged.name.clone(),
        ..scope.tables[table].output.columns[column].clone()
    }
}
