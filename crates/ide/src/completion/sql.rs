//! Proposals in SQL and the DSL: exactly what is in scope.

use super::{
    context::{Context, Expects, context},
    keywords,
    scope::{Level, Scope},
};
use crate::{Completion, CompletionKind, body_names::FileView, card::type_text};
use base::{DialectKind, Ident, SmolStr, TextSize};
use db::{Db, SourceFile};
use dialect::FunctionKind;
use hir::{RelationId, SelectItem};
use sema::{Output, OutputColumn, ValueType};

/// Ranks, by what a proposal is. Each `SELECT` further out adds [`Rank::LEVEL`].
struct Rank;

impl Rank {
    const CONDITION: u32 = 0;
    const COLUMN: u32 = 1;
    const ALIAS: u32 = 2;
    const ITEM: u32 = 3;
    const LEVEL: u32 = 10;
    const CTE: u32 = 0;
    const MODEL: u32 = 10;
    const SOURCE: u32 = 20;
    const FUNCTION: u32 = 100;
    const KEYWORD: u32 = 200;
}

pub(super) fn completions(db: &dyn Db, file: SourceFile, offset: TextSize) -> Vec<Completion> {
    let is_rocky = file.path(db).extension() == Some("rocky");
    let context = context(&hir::parsed(db, file).syntax(), offset, is_rocky);
    let view = FileView::new(db, file);
    let scope = Scope::new(&view, &file.text(db).text, offset);
    let mut proposals = Proposals { db, scope, context: &context, is_rocky, offset, found: Vec::new() };
    let is_qualified = !context.qualifier.is_empty();
    match context.expects {
        Expects::Nothing => {}
        Expects::Relation if is_qualified => proposals.qualified_relations(),
        Expects::Relation => proposals.relations(),
        // A column list may have been taken for something else: a dot behind a name of the scope is always a column.
        _ if is_qualified => proposals.qualified_columns(),
        Expects::JoinColumn => proposals.join_columns(),
        Expects::JoinCondition => {
            proposals.join_conditions();
            proposals.expression();
        }
        Expects::OrderKey => proposals.order_keys(),
        Expects::Expression => proposals.expression(),
        Expects::Words(words) => proposals.words(words),
    }
    proposals.found
}

struct Proposals<'a> {
    db: &'a dyn Db,
    scope: Scope<'a>,
    context: &'a Context,
    is_rocky: bool,
    offset: TextSize,
    found: Vec<Completion>,
}

impl Proposals<'_> {
    fn add(
        &mut self,
        kind: CompletionKind,
        label: String,
        insert: String,
        detail: Option<String>,
        rank: u32,
    ) {
        let replace = self.context.replace;
        self.found.push(Completion { label, kind, detail, documentation: None, replace, insert, rank });
    }

    /// Adds a name of one or more parts, each quoted where it must be.
    fn add_name(&mut self, kind: CompletionKind, parts: &[&str], detail: Option<String>, rank: u32) {
        self.add(kind, parts.join("."), self.written(parts), detail, rank);
    }

    fn written(&self, parts: &[&str]) -> String {
        // The DSL has no quoted names.
        let quoted = |it: &&str| match self.is_rocky {
            true => (*it).to_owned(),
            false => dialect::quote(it, self.dialect()).into_owned(),
        };
        parts.iter().map(quoted).collect::<Vec<_>>().join(".")
    }

    fn words(&mut self, words: &[&str]) {
        for word in words {
            self.add(CompletionKind::Keyword, (*word).into(), (*word).into(), None, Rank::KEYWORD);
        }
    }

    fn dialect(&self) -> DialectKind {
        self.scope.view.dialect
    }

    fn detail(&self, value: &ValueType, relation: Option<&str>) -> Option<String> {
        let ty = type_text(value, self.dialect());
        Some(relation.map_or(ty.clone(), |it| format!("{ty} · {it}")))
    }

    fn qualifier(&self, relation: RelationId) -> Option<SmolStr> {
        self.scope.view.qualifier(relation).map(|it| it.text.clone())
    }

    fn expression(&mut self) {
        for (distance, level) in self.scope.levels().into_iter().enumerate() {
            let rank = Rank::LEVEL * u32::try_from(distance).unwrap_or(9).min(9);
            self.columns(&level, rank);
            if distance == 0 {
                self.items(&level);
            }
        }
        self.functions(|kind| kind != FunctionKind::Table);
        match self.is_rocky {
            true => self.words(keywords::ROCKY_EXPRESSION),
            false => {
                self.words(keywords::EXPRESSION);
                self.words(keywords::SELECT);
            }
        }
    }

    /// The columns of a set operation before the place, which are all that its `ORDER BY` can name; else an expression.
    fn order_keys(&mut self) {
        let Some(output) = self.scope.set_operation() else { return self.expression() };
        for column in named(output) {
            let detail = self.detail(&column.value, None);
            self.add_name(CompletionKind::Column, &[&column.name], detail, Rank::COLUMN);
        }
    }

    /// The columns and the aliases of one `SELECT`.
    fn columns(&mut self, level: &Level, rank: u32) {
        let outputs: Vec<(RelationId, &Output)> =
            level.relations.iter().filter_map(|it| Some((*it, self.scope.output(*it)?))).collect();
        let mut seen: Vec<SmolStr> = Vec::new();
        for (relation, output) in &outputs {
            let name = self.qualifier(*relation);
            for column in named(output) {
                let is_shared = outputs.iter().filter(|it| has_column(it.1, &column.name)).count() > 1
                    && !self.scope.is_merged(level.select, &column.name);
                let detail = self.detail(&column.value, name.as_deref());
                match &name {
                    Some(name) if is_shared => {
                        let parts = [name.as_str(), column.name.as_str()];
                        self.add_name(CompletionKind::Column, &parts, detail, rank + Rank::COLUMN);
                    }
                    _ if !seen.contains(&column.name) => {
                        seen.push(column.name.clone());
                        self.add_name(CompletionKind::Column, &[&column.name], detail, rank + Rank::COLUMN);
                    }
                    _ => {}
                }
            }
            if let Some(name) = name {
                self.add_name(CompletionKind::Alias, &[&name], None, rank + Rank::ALIAS);
            }
        }
    }

    /// Aliases of select items before the place, where the dialect lets its clause use them.
    fn items(&mut self, level: &Level) {
        let view = self.scope.view;
        let Some(ranges) = view.map.selects.get(level.select) else { return };
        let select = &view.body.selects[level.select];
        let in_from = select.from.iter().filter_map(|it| view.map.relations.get(*it));
        if in_from.into_iter().any(|it| it.full.contains_inclusive(self.offset)) {
            return;
        }
        for (item, ranges) in select.items.iter().zip(&ranges.items) {
            if let SelectItem::Expr { alias: Some(alias), expr } = item
                && ranges.full.end() < self.offset
            {
                let value = view.inference.values.get(*expr);
                let detail = value.and_then(|it| self.detail(it, Some("of this SELECT")));
                self.add_name(CompletionKind::Column, &[&alias.text], detail, Rank::ITEM);
            }
        }
    }

    /// `o.customer_id = c.customer_id` for every name that the joined relation shares with one to its left.
    fn join_conditions(&mut self) {
        let Some(level) = self.scope.levels().into_iter().next() else { return };
        let Some((right, left)) = level.relations.split_last() else { return };
        let (Some(right_output), Some(right_name)) = (self.scope.output(*right), self.qualifier(*right))
        else {
            return;
        };
        for column in named(right_output) {
            for relation in left {
                let Some(name) = self.qualifier(*relation) else { continue };
                if self.scope.output(*relation).is_some_and(|it| has_column(it, &column.name)) {
                    let sides = [[&*name, &*column.name], [&*right_name, &*column.name]];
                    if self.is_rocky {
                        let detail = Some("in both".to_owned());
                        self.add_name(CompletionKind::Column, &[&column.name], detail, Rank::CONDITION);
                        continue;
                    }
                    let label = sides.map(|it| it.join(".")).join(" = ");
                    let insert = sides.map(|it| self.written(&it)).join(" = ");
                    self.add(CompletionKind::Column, label, insert, None, Rank::CONDITION);
                }
            }
        }
    }

    fn join_columns(&mut self) {
        let Some(level) = self.scope.levels().into_iter().next() else { return };
        let outputs: Vec<&Output> = level.relations.iter().filter_map(|it| self.scope.output(*it)).collect();
        let Some((right, left)) = outputs.split_last() else { return };
        for column in named(right).filter(|it| left.iter().any(|output| has_column(output, &it.name))) {
            let detail = self.detail(&column.value, None);
            self.add_name(CompletionKind::Column, &[&column.name], detail, Rank::COLUMN);
        }
    }

    /// The columns of the relation that the qualifier means, or the fields of the struct.
    fn qualified_columns(&mut self) {
        let view = self.scope.view;
        let path: Vec<Ident> = self.context.qualifier.iter().cloned().map(Ident::new).collect();
        let Some(first) = path.first() else { return };
        for level in self.scope.levels() {
            let same = |it: &Ident, wanted: &Ident| dialect::same_name(it, wanted, self.dialect());
            let is_meant = |it: &&RelationId| view.qualifier(**it).is_some_and(|name| same(name, first));
            let found = level.relations.iter().find(is_meant);
            if let Some(output) = found.and_then(|it| self.scope.output(*it)) {
                match path.get(1) {
                    None => {
                        for column in named(output) {
                            let detail = self.detail(&column.value, None);
                            self.add_name(CompletionKind::Column, &[&column.name], detail, Rank::COLUMN);
                        }
                    }
                    Some(column) => {
                        let column = view.named(output, column).cloned();
                        self.fields(column.as_ref(), &path[2..]);
                    }
                }
                return;
            }
            let mut outputs = level.relations.iter().filter_map(|it| self.scope.output(*it));
            if let Some(column) = outputs.find_map(|it| view.named(it, first)).cloned() {
                return self.fields(Some(&column), &path[1..]);
            }
        }
    }

    /// The fields of a struct, or of a struct within it.
    fn fields(&mut self, column: Option<&OutputColumn>, path: &[Ident]) {
        let Some(column) = column else { return };
        let mut ty = &column.value.ty;
        for part in path {
            let dialect::Type::Struct(fields) = ty else { return };
            let Some(field) = fields.iter().find(|it| self.scope.view.is_called(part, &it.name)) else {
                return;
            };
            ty = &field.ty;
        }
        if let dialect::Type::Struct(fields) = ty {
            for field in fields.iter() {
                let detail = Some(field.ty.display(self.dialect()).to_string());
                self.add_name(CompletionKind::Column, &[&field.name], detail, Rank::COLUMN);
            }
        }
    }

    fn relations(&mut self) {
        for name in self.scope.ctes() {
            self.add_name(CompletionKind::Cte, &[&name], Some("CTE".into()), Rank::CTE);
        }
        let file = self.scope.view.file;
        let index = sema::model_index(self.db, file.project(self.db));
        for &model in index.models.iter().filter(|it| **it != file) {
            let name = sema::declared_name(self.db, model);
            let detail = self.intent(model);
            self.add_name(CompletionKind::Model, &[&name], Some(detail), Rank::MODEL);
        }
        for (_, table) in sema::external_names(self.db, file.project(self.db), self.dialect()) {
            let [_, schema, name] = &table.name;
            let parts: Vec<&str> = [&**schema, &**name].into_iter().filter(|it| !it.is_empty()).collect();
            // The project's database file holds the tables of models too.
            let path: Vec<Ident> = parts.iter().map(|it| Ident::new(*it)).collect();
            if index.resolve(&path, self.dialect()).is_none() {
                let detail = Some(format!("declared in {}", table.source));
                self.add_name(CompletionKind::Source, &parts, detail, Rank::SOURCE);
            }
        }
        if !self.is_rocky {
            self.functions(|kind| kind == FunctionKind::Table);
            self.words(&["LATERAL"]);
        }
    }

    fn intent(&self, model: SourceFile) -> String {
        let described = sema::model(self.db, model);
        let intent = described.sidecar.as_ref().and_then(|it| it.value.intent.as_ref());
        intent.map_or("model".to_owned(), |it| it.value.to_string())
    }

    /// The tables of the schema, or the schemas of the catalog, that the qualifier names.
    fn qualified_relations(&mut self) {
        let file = self.scope.view.file;
        let project = file.project(self.db);
        let mut tables: Vec<([SmolStr; 3], CompletionKind, String)> = Vec::new();
        for &model in sema::model_index(self.db, project).models.iter().filter(|it| **it != file) {
            if let Some(target) = sema::physical_target(self.db, model) {
                let [catalog, schema] =
                    [&target.catalog, &target.schema].map(|it| it.clone().unwrap_or_default());
                let name = [catalog, schema, target.table.clone()];
                tables.push((name, CompletionKind::Model, self.intent(model)));
            }
        }
        for (_, table) in sema::external_names(self.db, project, self.dialect()) {
            let detail = format!("declared in {}", table.source);
            if !tables.iter().any(|it| it.0[1..] == table.name[1..]) {
                tables.push((table.name.clone(), CompletionKind::Source, detail));
            }
        }
        let qualifier = self.context.qualifier.clone();
        for ([catalog, schema, table], kind, detail) in tables {
            let is = |part: &SmolStr, wanted: &SmolStr| part.eq_ignore_ascii_case(wanted);
            match &qualifier[..] {
                [wanted] if is(&schema, wanted) => self.add_name(kind, &[&table], Some(detail), 0),
                [first, second] if is(&schema, second) && (catalog.is_empty() || is(&catalog, first)) => {
                    self.add_name(kind, &[&table], Some(detail), 0);
                }
                [wanted] if is(&catalog, wanted) && !schema.is_empty() => {
                    let detail = Some("schema".to_owned());
                    self.add_name(CompletionKind::Source, &[&schema], detail, Rank::SOURCE);
                }
                _ => {}
            }
        }
    }

    fn functions(&mut self, is_wanted: impl Fn(FunctionKind) -> bool) {
        let catalogue = dialect::functions(self.dialect().into());
        for name in catalogue.names() {
            if catalogue.kinds(name).into_iter().any(&is_wanted) {
                let name = (*name).to_owned();
                self.add(CompletionKind::Function, name.clone(), name, None, Rank::FUNCTION);
            }
        }
    }
}

/// The columns that can be named.
fn named(output: &Output) -> impl Iterator<Item = &OutputColumn> {
    output.columns.iter().filter(|it| !it.name.is_empty())
}

fn has_column(output: &Output, name: &SmolStr) -> bool {
    output.columns.iter().any(|it| it.name.eq_ignore_ascii_case(name))
}
