//! What stands in the way of a rename in a file, said before anything is edited.

use super::{
    Outcome, RefusalReason, RenameRefusal,
    new_name::NewName,
    subject::Subject,
    text::{mentions, slice},
};
use crate::{
    body_names::FileView,
    local_names::parameters,
    own_table::enclosing_selects,
    symbol::{Identities, Symbol},
};
use base::{Ident, TextRange};
use db::{Db, SourceFile};
use hir::{Anchor, Expr, ExprId, Relation, RelationId};
use sema::{OpenReason, Output, Resolution};

/// Refuses where a model, which may name what is renamed, makes that impossible or unsafe.
pub(super) fn check(
    db: &dyn Db,
    file: SourceFile,
    subject: &Subject,
    new: &NewName,
    identities: &mut Identities<'_>,
) -> Outcome<()> {
    let view = FileView::new(db, file);
    let mut check = Check { db, view: &view, subject, new: new.in_dialect(view.dialect), identities };
    check.unreadable()?;
    check.unknown()?;
    check.collisions()?;
    check.data()
}

struct Check<'a, 'b> {
    db: &'a dyn Db,
    view: &'a FileView<'a>,
    subject: &'a Subject,
    new: Ident,
    identities: &'a mut Identities<'b>,
}

impl Check<'_, '_> {
    fn refuse(&self, reason: RefusalReason, message: String, range: TextRange) -> RenameRefusal {
        RenameRefusal::new(reason, message).at(self.view.file, range)
    }

    /// Text whose names are not known may hold the one that is renamed.
    fn unreadable(&self) -> Outcome<()> {
        let (db, file) = (self.db, self.view.file);
        let name = self.subject.name.text.as_str();
        let errors = &hir::syntax_findings(db, file).errors;
        if let Some(error) = errors.first().filter(|_| mentions(&file.text(db).text, name)) {
            let message = format!(
                "`{}` has a syntax error: uses of `{name}` in what cannot be read would be missed",
                file.path(db)
            );
            return Err(self.refuse(RefusalReason::Broken, message, error.range));
        }
        let is_window = self.subject.symbols.iter().any(|it| matches!(it, Symbol::Window(..)));
        for (expr, data) in self.view.body.exprs.iter() {
            let (reason, what) = match data {
                Expr::Macro(called) => (
                    RefusalReason::Template,
                    format!("`{name}` is an argument of the macro `{called}`, which is not expanded"),
                ),
                // `measure OVER w` of a pattern.
                Expr::Opaque { .. } if is_window => (
                    RefusalReason::Unknown,
                    format!("`{name}` stands in a form here whose names are not known"),
                ),
                _ => continue,
            };
            let Some(range) = Anchor::Expr(expr).range(self.view.map) else { continue };
            if slice(db, file, range).is_some_and(|it| mentions(it, name)) {
                return Err(self.refuse(reason, what, range));
            }
        }
        Ok(())
    }

    /// A name that is found further out may be that of a column nearer by, of a table whose columns are not all known.
    fn unknown(&mut self) -> Outcome<()> {
        let view = self.view;
        let owns_it = self.holds(&view.inference.output);
        for (expr, data) in view.body.exprs.iter() {
            let Expr::Name(parts) = data else { continue };
            let is_called =
                parts.last().is_some_and(|it| dialect::same_name(it, &self.subject.name, view.dialect));
            if !is_called || view.own_columns.contains_key(&expr) {
                continue;
            }
            let passed = match view.inference.resolutions.get(&expr) {
                Some(Resolution::Column(relation, index)) if parts.len() == 1 => {
                    let column = view.column(*relation, *index).cloned();
                    let is_wanted = column.is_some_and(|it| self.is_wanted(&it));
                    let passed = self.passed(expr, Some(*relation));
                    passed.filter(|it| is_wanted || owns_it && self.is_of_own_table(*it))
                }
                Some(Resolution::Open(relation)) => {
                    Some(*relation).filter(|it| owns_it && self.is_of_own_table(*it))
                }
                None => self.passed(expr, None).filter(|it| owns_it && self.is_of_own_table(*it)),
                _ => None,
            };
            let Some(passed) = passed else { continue };
            let range = Anchor::of_expr(&view.body, expr).range(view.map).unwrap_or_default();
            let table = view.qualifier(passed).map_or("a subquery", Ident::as_str);
            let name = &self.subject.name;
            let message = format!("`{name}` may be a column of `{table}`, whose columns are not all known");
            return Err(self.refuse(RefusalReason::Unknown, message, range));
        }
        Ok(())
    }

    /// A relation that may have any column, in a scope nearer to a name than what the name was found in.
    fn passed(&self, expr: ExprId, found_in: Option<RelationId>) -> Option<RelationId> {
        for select in enclosing_selects(self.view.map, expr) {
            let scope = self.view.inference.scopes.get(select).map_or(&[][..], |it| it);
            if found_in.is_some_and(|it| scope.contains(&it)) {
                return None;
            }
            let is_open = |it: &&RelationId| {
                self.view.inference.relations.get(**it).is_some_and(|it| it.open.is_some())
            };
            if let Some(relation) = scope.iter().find(is_open) {
                return Some(*relation);
            }
        }
        None
    }

    fn is_of_own_table(&self, relation: RelationId) -> bool {
        let output = self.view.inference.relations.get(relation);
        output.is_some_and(|it| it.open == Some(OpenReason::OwnTable))
    }

    /// Something beside it is called as it will be.
    fn collisions(&mut self) -> Outcome<()> {
        match self.subject.symbols[..] {
            [Symbol::Cte(file, (query, index))] if file == self.view.file => {
                let ctes = &self.view.body.queries[query].ctes;
                let taken = ctes.iter().enumerate().position(|(at, it)| {
                    at as u32 != index && dialect::same_table(&it.name, &self.new, self.view.dialect)
                });
                self.taken(taken.map(|it| Anchor::CteName(query, it as u32)))
            }
            [Symbol::Alias(file, relation)] if file == self.view.file => {
                let mut scopes = self.view.inference.scopes.values();
                let scope = scopes.find(|it| it.contains(&relation));
                let others = scope.into_iter().flat_map(|it| it.iter()).filter(|it| **it != relation);
                let mut taken = others.filter(|it| {
                    let name = self.view.qualifier(**it);
                    name.is_some_and(|it| dialect::same_table(it, &self.new, self.view.dialect))
                });
                let taken = taken.next().map(|it| Anchor::RelationAlias(*it));
                self.taken(taken)
            }
            [Symbol::Window(file, select, index)] if file == self.view.file => {
                let taken = self.view.body.selects[select].window(&self.new, self.view.dialect);
                self.taken(taken.filter(|it| *it != index).map(|it| Anchor::WindowName(select, it)))
            }
            [Symbol::Parameter(file, lambda, index)] if file == self.view.file => {
                let taken = (0..)
                    .zip(parameters(&self.view.body, lambda))
                    .find(|(at, it)| *at != index && dialect::same_name(it, &self.new, self.view.dialect));
                self.taken(taken.map(|it| Anchor::NamePart(lambda, it.0)))
            }
            [Symbol::Model(model)] => {
                let index = sema::model_index(self.db, model.project(self.db));
                match index.named(&self.new.text).find(|it| *it != model) {
                    Some(other) => {
                        let message = format!("there is a model `{}` already", self.new);
                        let start = sema::start_range(self.db, other);
                        Err(RenameRefusal::new(RefusalReason::Collision, message).at(other, start))
                    }
                    None => Ok(()),
                }
            }
            _ => self.column_collisions(),
        }
    }

    fn taken(&self, taken: Option<Anchor>) -> Outcome<()> {
        let Some(range) = taken.and_then(|it| it.range(self.view.map)) else { return Ok(()) };
        let message = format!("there is a `{}` beside it already", self.new);
        Err(self.refuse(RefusalReason::Collision, message, range))
    }

    fn column_collisions(&mut self) -> Outcome<()> {
        let inference = self.view.inference;
        // Of the columns of other models their own bodies say it.
        let relations = inference.relations.iter().filter(|(relation, _)| {
            !matches!(self.view.body.relations[*relation], Relation::Name { cte: None, .. })
        });
        let outputs = inference.queries.values().chain(relations.map(|it| it.1));
        let outputs: Vec<&Output> = outputs.map(|it| &**it).collect();
        for output in outputs {
            let taken = output.columns.iter().find(|it| self.view.is_called(&self.new, &it.name));
            let Some(taken) = taken.filter(|_| self.holds(output)) else { continue };
            let anchor = match taken.definition {
                sema::Definition::Item(select, item) => Some(Anchor::ItemName(select, item)),
                sema::Definition::Named(anchor) => Some(anchor),
                _ => None,
            };
            let range = anchor.and_then(|it| it.range(self.view.map));
            let range = range.unwrap_or_else(|| sema::start_range(self.db, self.view.file));
            let message = format!("there is a column `{}` beside it already", self.new);
            // What is there may be the thing itself, under both names.
            if !self.is_wanted(taken) {
                return Err(self.refuse(RefusalReason::Collision, message, range));
            }
        }
        Ok(())
    }

    /// Whether an output has what is renamed, under the name that goes.
    fn holds(&mut self, output: &Output) -> bool {
        let called = |it: &&sema::OutputColumn| self.subject.is_called(&it.name, self.view.dialect);
        let columns: Vec<&sema::OutputColumn> = output.columns.iter().filter(called).collect();
        columns.into_iter().any(|it| self.is_wanted(it))
    }

    fn is_wanted(&mut self, column: &sema::OutputColumn) -> bool {
        let symbol = self.view.column_symbol(column);
        symbol.is_some_and(|it| self.subject.symbols.contains(&self.identities.of(&it)))
    }

    /// The name of a column is part of what a row is as a value, and of what `UNPIVOT` makes of columns.
    fn data(&mut self) -> Outcome<()> {
        let view = self.view;
        for (expr, resolution) in &sorted(view) {
            let Resolution::Relation(relation) = resolution else { continue };
            let output = view.inference.relations.get(*relation).cloned();
            // With more parts it is a column of the engine's own: `rowid`.
            let is_row = matches!(&view.body.exprs[*expr], Expr::Name(parts) if parts.len() == 1);
            if is_row && output.is_some_and(|it| self.holds(&it)) {
                let range = Anchor::Expr(*expr).range(view.map).unwrap_or_default();
                let message = format!(
                    "the row is used as a value here, of which the name `{}` is a part",
                    self.subject.name
                );
                return Err(self.refuse(RefusalReason::Data, message, range));
            }
        }
        for (relation, data) in view.body.relations.iter() {
            let Relation::Unpivot { unpivot, .. } = data else { continue };
            let mut pending: Vec<ExprId> = unpivot.items.iter().map(|it| it.0).collect();
            let mut names_it = false;
            while let Some(expr) = pending.pop() {
                view.body.exprs[expr].for_each_operand(|it| pending.push(it));
                names_it |= match &view.body.exprs[expr] {
                    Expr::Name(parts) => parts
                        .last()
                        .is_some_and(|it| dialect::same_name(it, &self.subject.name, view.dialect)),
                    Expr::Columns(_) => true,
                    _ => false,
                };
            }
            let outputs: Vec<_> = view.inference.relations.values().cloned().collect();
            if names_it && outputs.iter().any(|it| self.holds(it)) {
                let range = Anchor::Relation(relation).range(view.map).unwrap_or_default();
                let message = format!("UNPIVOT makes data of the name `{}`", self.subject.name);
                return Err(self.refuse(RefusalReason::Data, message, range));
            }
        }
        Ok(())
    }
}

/// What names mean, in the order of the text's expressions.
fn sorted(view: &FileView<'_>) -> Vec<(ExprId, Resolution)> {
    let mut found: Vec<_> = view.inference.resolutions.iter().map(|(expr, it)| (*expr, it.clone())).collect();
    found.sort_by_key(|it| it.0.into_raw().into_u32());
    found
}
