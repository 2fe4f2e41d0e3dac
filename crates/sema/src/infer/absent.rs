//! Names that nothing in scope has (E003), and what may have been meant.

use super::{
    Context, Definition, OutputColumn, path_text,
    scope::{Scope, Table},
};
use crate::{Facts, Finding, Place, ValueType, remedy::renamed};
use base::{Code, Ident, closest};
use hir::{Anchor, ExprId, Window};

impl Context<'_> {
    pub(super) fn report_absent(&mut self, expr: ExprId, parts: &[Ident], scope: &Scope<'_>) {
        self.names_nothing.insert(expr);
        // A query that lost its FROM has one fault, however many columns it names.
        let without_from = scope.chain().all(|it| it.tables.is_empty());
        if without_from && std::mem::replace(&mut self.reported_without_from, true) {
            return;
        }
        if parts.len() > 1 {
            let qualifier = &parts[0];
            let names = scope.chain().flat_map(|it| &it.tables).filter_map(|it| it.name.last());
            let guess = closest(qualifier.as_str(), names.map(Ident::as_str)).map(|it| self.quoted(it));
            let message = format!("no table or alias `{qualifier}` is in scope");
            let place = self.place(Anchor::NamePart(expr, 0));
            let tables = scope.chain().flat_map(|it| &it.tables).filter_map(|it| it.name.last());
            let facts = Facts::relation(qualifier.text.clone())
                .candidates(qualifier.as_str(), tables.map(|it| (it.text.clone(), None)));
            let finding = Finding::new(Code::E003, place, qualifier.text.clone(), message).facts(facts);
            self.report(finding.did_you_mean(guess));
            return;
        }
        let name = &parts[0];
        let visible: Vec<&Table> = scope.tables.iter().filter(|it| it.visible).collect();
        let columns = scope.chain().flat_map(|it| &it.tables).filter(|it| it.visible);
        let columns: Vec<&OutputColumn> = columns.flat_map(|it| &it.output.columns).collect();
        let guess = self.likely_column(name, &columns);
        let message = match visible[..] {
            [table] if !table.name.is_empty() => {
                format!("`{}` has no column `{name}`", path_text(&table.name))
            }
            [] => format!("there is no column `{name}`: the query has no FROM"),
            _ => format!("no table in scope has a column `{name}`"),
        };
        let related = guess.and_then(|guess| self.definition_of(&columns, guess));
        let place = self.place(Anchor::of_expr(self.body, expr));
        let table = match visible[..] {
            [table] if !table.name.is_empty() => Some(path_text(&table.name)),
            _ => None,
        };
        let facts = self.column_facts(name, &columns).of_relation(table);
        let mut finding = Finding::new(Code::E003, place, name.text.clone(), message).facts(facts);
        finding.related.extend(related);
        let guess = guess.map(|it| self.quoted(it));
        self.report(finding.did_you_mean(guess));
    }

    /// Finds the named window that a window is or builds upon, or says that its `SELECT` does not have it.
    pub(super) fn window_name(&mut self, call: ExprId, window: &Window) {
        let (Some(name), Some(block)) = (&window.base, self.block) else { return };
        let select = &self.body.selects[block];
        if let Some(index) = select.window(name, self.dialect) {
            self.inference.windows.insert(call, (block, index));
            return;
        }
        let windows = &select.windows;
        let guess = closest(name.as_str(), windows.iter().map(|it| it.0.as_str()));
        let guess = guess.map(|it| self.quoted(it));
        let message = format!("there is no window `{name}`");
        let place = self.place(Anchor::Expr(call));
        let finding = Finding::new(Code::E003, place, name.text.clone(), message);
        self.report(match guess {
            Some(guess) => finding.suggest(format!("did you mean `{guess}`?")),
            None => finding.suggest(format!("define it: `WINDOW {name} AS (…)`")),
        });
    }

    pub(super) fn report_missing_column(&mut self, expr: ExprId, part: usize, name: &Ident, table: &Table) {
        self.names_nothing.insert(expr);
        self.inference.qualifiers.insert(expr, (table.relation, part as u32));
        let columns: Vec<&OutputColumn> = table.output.columns.iter().collect();
        let guess = self.likely_column(name, &columns);
        let message = format!("`{}` has no column `{name}`", path_text(&table.name));
        let related = guess.and_then(|guess| self.definition_of(&columns, guess));
        let place = self.place(Anchor::NamePart(expr, part as u32));
        let facts = self.column_facts(name, &columns).of_relation(Some(path_text(&table.name)));
        let mut finding = Finding::new(Code::E003, place, name.text.clone(), message).facts(facts);
        finding.related.extend(related);
        let guess = guess.map(|it| self.quoted(it));
        self.report(finding.did_you_mean(guess));
    }

    /// The column that is most likely meant by a name that none has: the one that was called so before it was renamed,
    /// else the one whose name is close.
    fn likely_column<'c>(&self, name: &Ident, columns: &[&'c OutputColumn]) -> Option<&'c str> {
        let names = columns.iter().map(|it| it.name.as_str()).filter(|it| !it.is_empty());
        renamed(self.db, self.body, self.dialect, name, columns).or_else(|| closest(name.as_str(), names))
    }

    /// A name that means no column, and the columns that there are.
    pub(super) fn column_facts(&self, name: &Ident, columns: &[&OutputColumn]) -> Facts {
        let candidate = |it: &&OutputColumn| (it.name.clone(), self.type_fact(&it.value));
        Facts::column(name.text.clone()).candidates(name.as_str(), columns.iter().map(candidate))
    }

    fn type_fact(&self, value: &ValueType) -> Option<String> {
        value.is_known().then(|| value.ty.display(self.dialect).to_string())
    }

    /// Where the column called `name` is defined, to point at beside a suggestion.
    fn definition_of(&self, columns: &[&OutputColumn], name: &str) -> Option<(Place, String)> {
        let column = columns.iter().find(|it| it.name == name)?;
        let place = self.definition_place(&column.definition)?;
        Some((place, format!("`{name}` is defined here")))
    }

    /// The place of a definition.
    pub(super) fn definition_place(&self, definition: &Definition) -> Option<Place> {
        match definition {
            Definition::Item(select, item) => Some(self.place(Anchor::ItemName(*select, *item))),
            Definition::Origin(origin) => origin.place(),
            Definition::Named(anchor) => Some(self.place(*anchor)),
            Definition::Construct => None,
        }
    }
}
