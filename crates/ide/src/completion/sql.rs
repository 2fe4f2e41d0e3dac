//! Proposals in SQL and the DSL: exactly what is in scope.

use super::context::{Context, Expects, context};
use crate::{Completion, CompletionKind, body_names::FileView, card::type_text};
use base::{Ident, SmolStr, TextSize};
use db::{Db, SourceFile};
use hir::{RelationId, SelectId};
use sema::{Output, OutputColumn};

const KEYWORDS: [&str; 26] = [
    "SELECT",
    "FROM",
    "WHERE",
    "GROUP BY",
    "HAVING",
    "QUALIFY",
    "ORDER BY",
    "LIMIT",
    "JOIN",
    "LEFT JOIN",
    "INNER JOIN",
    "CROSS JOIN",
    "ON",
    "USING",
    "UNION ALL",
    "WITH",
    "AS",
    "AND",
    "OR",
    "NOT",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "DISTINCT",
];

pub(super) fn completions(db: &dyn Db, file: SourceFile, offset: TextSize) -> Vec<Completion> {
    let context = context(&hir::parsed(db, file).syntax(), offset);
    let view = FileView::new(db, file);
    let mut proposals = Proposals { db, view: &view, context: &context, found: Vec::new() };
    match context.expects {
        Expects::Nothing | Expects::NewName => {}
        Expects::Relation => proposals.relations(offset),
        Expects::JoinColumn => proposals.join_columns(offset),
        Expects::Expression if context.qualifier.is_empty() => {
            proposals.columns(offset);
            proposals.functions();
            proposals.keywords(80);
        }
        Expects::Expression => proposals.qualified(offset),
        Expects::Statement if context.qualifier.is_empty() => proposals.keywords(10),
        Expects::Statement => proposals.qualified(offset),
    }
    proposals.found
}

struct Proposals<'a> {
    db: &'a dyn Db,
    view: &'a FileView<'a>,
    context: &'a Context,
    found: Vec<Completion>,
}

impl Proposals<'_> {
    fn add(&mut self, kind: CompletionKind, label: &str, detail: Option<String>, rank: u32) {
        let insert = match kind {
            CompletionKind::Keyword | CompletionKind::Function => label.to_owned(),
            _ => {
                label.split('.').map(|it| dialect::quote(it, self.view.dialect)).collect::<Vec<_>>().join(".")
            }
        };
        let replace = self.context.replace;
        let label = label.to_owned();
        self.found.push(Completion { label, kind, detail, documentation: None, replace, insert, rank });
    }

    /// The selects around the cursor, innermost first. A select that the cursor stands right behind counts: the text
    /// being typed will belong to it.
    fn selects(&self, offset: TextSize) -> Vec<SelectId> {
        let text = &self.view.file.text(self.db).text;
        let around = |range: base::TextRange| {
            range.contains_inclusive(offset)
                || (range.end() < offset
                    && text
                        .get(usize::from(range.end())..usize::from(offset))
                        .is_some_and(|it| it.chars().all(|it| it.is_whitespace() || it == ',')))
        };
        let selects = self.view.map.selects.iter().filter(|(_, ranges)| around(ranges.full));
        let mut selects: Vec<_> = selects.map(|(id, ranges)| (ranges.full.len(), id)).collect();
        selects.sort_by_key(|it| it.0);
        selects.into_iter().map(|it| it.1).collect()
    }

    fn relations_of(&self, select: SelectId) -> impl Iterator<Item = (RelationId, &Output)> {
        let relations = self.view.inference.scopes.get(select).map_or(&[][..], |it| it);
        relations.iter().filter_map(|it| Some((*it, &**self.view.inference.relations.get(*it)?)))
    }

    fn name_of(&self, relation: RelationId) -> Option<SmolStr> {
        match (&self.view.body.relations[relation], self.view.body.relations[relation].alias()) {
            (_, Some(alias)) => Some(alias.name.text.clone()),
            (hir::Relation::Name { path, .. }, None) => path.last().map(|it| it.text.clone()),
            _ => None,
        }
    }

    fn columns(&mut self, offset: TextSize) {
        let mut found: Vec<(CompletionKind, SmolStr, Option<String>, u32)> = Vec::new();
        for (distance, select) in self.selects(offset).into_iter().enumerate() {
            let rank = 10 * distance.min(3) as u32;
            let mut seen: Vec<&SmolStr> = Vec::new();
            let relations: Vec<_> = self.relations_of(select).collect();
            let several = relations.len() > 1;
            for (relation, output) in &relations {
                let name = self.name_of(*relation);
                for column in output.columns.iter().filter(|it| !it.name.is_empty()) {
                    let shared = relations.iter().filter(|(_, it)| has_column(it, &column.name)).count() > 1;
                    let detail = Some(self.detail(column, name.as_deref()));
                    match (&name, several && shared) {
                        (Some(name), true) => {
                            let label = base::format_smolstr!("{name}.{}", column.name);
                            found.push((CompletionKind::Column, label, detail, rank));
                        }
                        _ if !seen.contains(&&column.name) => {
                            seen.push(&column.name);
                            found.push((CompletionKind::Column, column.name.clone(), detail, rank));
                        }
                        _ => {}
                    }
                }
                if let Some(name) = name {
                    found.push((CompletionKind::Alias, name, None, rank + 5));
                }
            }
            for (index, item) in self.view.body.selects[select].items.iter().enumerate() {
                if let hir::SelectItem::Expr { alias: Some(alias), .. } = item {
                    let detail = Some(format!("column {} of this SELECT", index + 1));
                    found.push((CompletionKind::Column, alias.text.clone(), detail, rank + 6));
                }
            }
        }
        for (kind, label, detail, rank) in found {
            self.add(kind, &label, detail, rank);
        }
    }

    fn detail(&self, column: &OutputColumn, relation: Option<&str>) -> String {
        let ty = type_text(&column.value, self.view.dialect);
        relation.map_or(ty.clone(), |it| format!("{ty} · {it}"))
    }

    /// Columns of the table that the qualifier means; else relations of the schema that it names.
    fn qualified(&mut self, offset: TextSize) {
        let Some(qualifier) = self.context.qualifier.last().cloned() else { return };
        let wanted = Ident::new(qualifier);
        for select in self.selects(offset) {
            let named = |it: &(RelationId, &Output)| {
                self.name_of(it.0)
                    .is_some_and(|name| dialect::same_name(&wanted, &Ident::quoted(name), self.view.dialect))
            };
            let found = self.relations_of(select).find(named).map(|it| it.1.clone());
            if let Some(output) = found {
                for column in output.columns.iter().filter(|it| !it.name.is_empty()) {
                    let detail = Some(self.detail(column, None));
                    self.add(CompletionKind::Column, &column.name, detail, 0);
                }
                return;
            }
        }
        for select in self.selects(offset) {
            let fields: Vec<_> = self
                .relations_of(select)
                .flat_map(|it| &it.1.columns)
                .filter(|it| dialect::same_name(&wanted, &Ident::quoted(it.name.clone()), self.view.dialect))
                .filter_map(|it| match &it.value.ty {
                    dialect::Type::Struct(fields) => Some(fields.clone()),
                    _ => None,
                })
                .collect();
            for field in fields.iter().flat_map(|it| it.iter()) {
                let detail = Some(field.ty.display(self.view.dialect).to_string());
                self.add(CompletionKind::Column, &field.name, detail, 0);
            }
        }
    }

    fn relations(&mut self, offset: TextSize) {
        let qualifier = self.context.qualifier.join(".");
        let project = self.view.file.project(self.db);
        if qualifier.is_empty() {
            let ctes = self.ctes(offset);
            ctes.iter().for_each(|it| self.add(CompletionKind::Cte, it, Some("CTE".into()), 0));
            for &model in &sema::model_index(self.db, project).models {
                if model == self.view.file {
                    continue;
                }
                let name = sema::declared_name(self.db, model);
                let described = sema::model(self.db, model);
                let intent = described.sidecar.as_ref().and_then(|it| it.value.intent.as_ref());
                let detail = intent.map_or("model".to_owned(), |it| it.value.to_string());
                self.add(CompletionKind::Model, &name, Some(detail), 10);
            }
        }
        for (name, table) in sema::external_names(self.db, project, self.view.dialect) {
            let detail = Some(format!("declared in {}", table.source));
            match name.strip_prefix(&format!("{qualifier}.")) {
                Some(rest) if !qualifier.is_empty() => self.add(CompletionKind::Source, rest, detail, 0),
                None if qualifier.is_empty() => self.add(CompletionKind::Source, &name, detail, 20),
                _ => {}
            }
        }
    }

    /// The common table expressions that are defined before the cursor, in the queries around it.
    fn ctes(&self, offset: TextSize) -> Vec<SmolStr> {
        let mut names = Vec::new();
        for (query, ranges) in self.view.map.queries.iter() {
            let near = ranges.full.contains_inclusive(offset) || ranges.full.end() < offset;
            for (cte, (full, _)) in self.view.body.queries[query].ctes.iter().zip(&ranges.ctes) {
                if near && full.end() <= offset {
                    names.push(cte.name.text.clone());
                }
            }
        }
        names
    }

    fn join_columns(&mut self, offset: TextSize) {
        let Some(select) = self.selects(offset).into_iter().next() else { return };
        let outputs: Vec<Output> = self.relations_of(select).map(|it| it.1.clone()).collect();
        let Some((right, left)) = outputs.split_last() else { return };
        for column in right.columns.iter().filter(|it| left.iter().any(|output| has_column(output, &it.name)))
        {
            let detail = Some(self.detail(column, None));
            self.add(CompletionKind::Column, &column.name, detail, 0);
        }
    }

    fn functions(&mut self) {
        for name in dialect::functions(self.view.dialect).names() {
            if name.starts_with(|it: char| it.is_ascii_alphabetic()) {
                self.add(CompletionKind::Function, name, None, 60);
            }
        }
    }

    fn keywords(&mut self, rank: u32) {
        KEYWORDS.iter().for_each(|it| self.add(CompletionKind::Keyword, it, None, rank));
    }
}

fn has_column(output: &Output, name: &SmolStr) -> bool {
    output.columns.iter().any(|it| it.name.eq_ignore_ascii_case(name))
}
