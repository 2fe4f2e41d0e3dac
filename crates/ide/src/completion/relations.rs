//! Which relations are proposed.

use super::{
    context::Expects,
    sql::{Proposals, Rank, stored},
};
use crate::{CompletionKind, symbol::Symbol};
use base::{Ident, SmolStr};
use db::SourceFile;
use dialect::FunctionKind;
use std::sync::Arc;

impl Proposals<'_> {
    pub(super) fn relations(&mut self) {
        for (name, cte) in self.scope.ctes() {
            let symbol = Symbol::Cte(self.scope.view.file, cte);
            self.add_name(CompletionKind::Cte, &[name], Some("CTE".into()), Rank::CTE, Some(symbol));
        }
        let file = self.scope.view.file;
        let index = sema::model_index(self.db, file.project(self.db));
        let models = index.models.iter().filter(|it| **it != file);
        let models: Vec<(SmolStr, SourceFile)> =
            models.map(|it| (sema::declared_name(self.db, *it), *it)).collect();
        for (name, model) in self.found.few(models, self.typed, |it| &it.0) {
            let detail = self.intent(model);
            let symbol = Some(Symbol::Model(model));
            self.add_name(CompletionKind::Model, &[Ident::new(name)], Some(detail), Rank::MODEL, symbol);
        }
        let tables = sema::external_names(self.db, file.project(self.db), self.dialect());
        for (_, table) in self.found.few(tables, self.typed, |it| &it.0) {
            let [_, schema, name] = &table.name;
            let parts: Vec<Ident> =
                [schema, name].into_iter().filter(|it| !it.is_empty()).map(stored).collect();
            if parts.len() > 1 && self.context.expects == Expects::JoinedModel {
                continue;
            }
            // The project's database file holds the tables of models too.
            let path: Vec<Ident> = parts.iter().map(|it| Ident::new(it.text.clone())).collect();
            if index.resolve(&path, self.dialect()).is_none() {
                let detail = Some(format!("declared in {}", table.source));
                let symbol = Some(Symbol::External(Arc::clone(&table)));
                self.add_name(CompletionKind::Source, &parts, detail, Rank::SOURCE, symbol);
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
    pub(super) fn qualified_relations(&mut self) {
        let file = self.scope.view.file;
        let project = file.project(self.db);
        let mut tables: Vec<([SmolStr; 3], Symbol)> = Vec::new();
        for &model in sema::model_index(self.db, project).models.iter().filter(|it| **it != file) {
            if let Some(target) = sema::physical_target(self.db, model) {
                let catalog = target.catalog.clone().unwrap_or_default();
                let schema = target.schema_or_default(self.dialect()).unwrap_or_default().into();
                tables.push(([catalog, schema, target.table.clone()], Symbol::Model(model)));
            }
        }
        let known: rustc_hash::FxHashSet<[SmolStr; 2]> =
            tables.iter().map(|([_, schema, table], _)| [schema.clone(), table.clone()]).collect();
        for (_, table) in sema::external_names(self.db, project, self.dialect()) {
            let [_, schema, name] = table.name.clone();
            if !known.contains(&[schema, name]) {
                tables.push((table.name.clone(), Symbol::External(table)));
            }
        }
        let is = |part: &SmolStr, wanted: &SmolStr| part.eq_ignore_ascii_case(wanted);
        let qualifier = &self.context.qualifier[..];
        if let [wanted] = qualifier {
            let of_catalog =
                tables.iter().filter(|([catalog, schema, _], _)| is(catalog, wanted) && !schema.is_empty());
            let mut schemas: Vec<SmolStr> = of_catalog.map(|it| it.0[1].clone()).collect();
            schemas.sort();
            schemas.dedup();
            for schema in schemas {
                let detail = Some("schema".to_owned());
                self.add_name(CompletionKind::Source, &[stored(&schema)], detail, Rank::SOURCE, None);
            }
        }
        // A default schema is one of the connection's own catalog, whose name is not known here.
        let is_of_any_catalog = |symbol: &Symbol| match symbol {
            Symbol::Model(model) => {
                sema::physical_target(self.db, *model).is_some_and(|it| it.schema.is_some())
            }
            _ => true,
        };
        tables.retain(|([catalog, schema, _], symbol)| match qualifier {
            [wanted] => is(schema, wanted),
            [first, second] => {
                is(schema, second) && (is(catalog, first) || catalog.is_empty() && is_of_any_catalog(symbol))
            }
            _ => false,
        });
        for ([_, _, table], symbol) in self.found.few(tables, self.typed, |it| &it.0[2]) {
            let (kind, detail) = match &symbol {
                Symbol::Model(model) => (CompletionKind::Model, self.intent(*model)),
                Symbol::External(table) => (CompletionKind::Source, format!("declared in {}", table.source)),
                _ => continue,
            };
            self.add_name(kind, &[stored(&table)], Some(detail), 0, Some(symbol));
        }
    }
}
