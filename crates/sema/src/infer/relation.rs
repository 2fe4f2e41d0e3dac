//! Relations in a `FROM`.

use super::{
    Context, Definition, Derivation, Origin, Output, OutputColumn, Owner,
    scope::{Scope, Table},
};
use crate::{
    Facts, Finding, OpenReason, UnknownReason, ValueType, external::ExternalTable, infer::path_text,
    project::Target,
};
use base::{Code, DialectKind, Ident, SmolStr};
use db::SourceFile;
use dialect::Type;
use hir::{Anchor, ExprId, Relation, RelationId, TableAlias};
use std::sync::Arc;

impl Context<'_> {
    /// Adds a relation's tables to a scope. Joins add those of both sides.
    pub(super) fn relation(&mut self, id: RelationId, scope: &mut Scope<'_>) {
        let body = self.body;
        match &body.relations[id] {
            Relation::Name { path, cte, alias } => {
                let output = match cte {
                    Some(cte) => self.ctes.get(cte).cloned().unwrap_or_else(|| {
                        Arc::new(Output::unknown(OpenReason::Construct("a recursive query".into())))
                    }),
                    None => self.named(id, path),
                };
                let name: Box<[Ident]> = match alias {
                    Some(alias) => Box::new([alias.name.clone()]),
                    None => path.clone(),
                };
                self.add_table(id, name, output, alias.as_ref(), scope);
            }
            Relation::Query { query, lateral, alias, names } => {
                // DuckDB lets any derived table see the relations to its left.
                let lateral = *lateral || self.dialect == DialectKind::DuckDb;
                let output = match lateral {
                    true => self.query(*query, Some(scope)),
                    false => self.query(*query, scope.outer),
                };
                self.add_aliased(id, output.clone(), alias.as_ref(), scope);
                for name in names {
                    self.add_qualifier(id, name, &output, scope);
                }
            }
            Relation::Values { rows, alias } => {
                let output = Arc::new(self.values(rows, Some(scope)));
                self.add_aliased(id, output, alias.as_ref(), scope);
            }
            Relation::Call { call, ordinality, alias } => {
                let mut output = self.table_function(*call, alias.as_ref().map(|it| (id, it)), scope);
                if output.open.is_none() {
                    output.columns.extend(ordinality.as_ref().map(|it| self.ordinality(id, it)));
                }
                let name = alias.is_none().then(|| self.function_name(*call)).flatten();
                let name = alias.as_ref().map(|it| it.name.clone()).or(name);
                self.add_table(id, name.into_iter().collect(), Arc::new(output), alias.as_ref(), scope);
            }
            Relation::Unnest { args, ordinality, alias } => {
                let mut output = self.unnest(args, alias.as_ref().map(|it| (id, it)), scope);
                output.columns.extend(ordinality.as_ref().map(|it| self.ordinality(id, it)));
                let name = alias.as_ref().map_or_else(|| Ident::new("unnest"), |it| it.name.clone());
                self.add_table(id, Box::new([name]), Arc::new(output), alias.as_ref(), scope);
            }
            Relation::Join { kind, natural, left, right, constraint } => {
                self.join(id, (*kind, *natural), *left, *right, constraint, scope);
            }
            Relation::Pivot { pivot, alias } => {
                let output = self.pivot(pivot, scope);
                self.add_aliased(id, Arc::new(output), alias.as_ref(), scope);
            }
            Relation::Unpivot { unpivot, alias } => {
                let output = self.unpivot(id, unpivot, scope);
                self.add_aliased(id, Arc::new(output), alias.as_ref(), scope);
            }
            Relation::Matched { matched, alias } => {
                let output = self.matched(id, matched, scope);
                self.add_aliased(id, Arc::new(output), alias.as_ref(), scope);
            }
            Relation::Declared { declared, alias } => {
                let output = self.declared(id, declared, scope);
                self.add_aliased(id, Arc::new(output), alias.as_ref(), scope);
            }
            Relation::Described(described) => {
                let output = self.described(described, scope);
                self.add_aliased(id, Arc::new(output), None, scope);
            }
            Relation::Opaque { inputs, exprs, alias, construct } => {
                let mut inner = Scope::within(scope.outer);
                inputs.iter().for_each(|it| self.relation(*it, &mut inner));
                // Names in it may be new ones that the construct makes, so what is not found is not reported.
                let findings = self.inference.findings.len();
                exprs.iter().for_each(|it| drop(self.expr(*it, &inner)));
                self.inference.findings.truncate(findings);
                let output = Arc::new(Output::unknown(OpenReason::Construct(construct.clone())));
                self.add_aliased(id, output, alias.as_ref(), scope);
            }
            Relation::Missing => {
                let output = Arc::new(Output::unknown(OpenReason::SyntaxError));
                self.add_table(id, Box::default(), output, None, scope);
            }
        }
    }

    fn add_aliased(
        &mut self,
        id: RelationId,
        output: Arc<Output>,
        alias: Option<&TableAlias>,
        scope: &mut Scope<'_>,
    ) {
        // DuckDB gives a derived table without an alias this name.
        let implied = (self.dialect == DialectKind::DuckDb).then(|| Ident::new("unnamed_subquery"));
        let taken = |it: &Ident| !scope.tables_named(self.dialect, std::slice::from_ref(it)).is_empty();
        let name = alias.map(|it| it.name.clone()).or(implied.filter(|it| !taken(it))).into_iter().collect();
        self.add_table(id, name, output, alias, scope);
    }

    /// A name of a pipeline's tables: it qualifies columns of the rows, and those that the rows have lost since.
    fn add_qualifier(&self, relation: RelationId, name: &Ident, output: &Output, scope: &mut Scope<'_>) {
        let mut output = output.clone();
        output.open.get_or_insert(OpenReason::Construct("a pipeline".into()));
        scope.tables.push(Table {
            relation,
            name: Box::new([name.clone()]),
            output: Arc::new(output),
            optional: false,
            visible: false,
            qualifies: true,
        });
    }

    fn add_table(
        &mut self,
        relation: RelationId,
        name: Box<[Ident]>,
        output: Arc<Output>,
        alias: Option<&TableAlias>,
        scope: &mut Scope<'_>,
    ) {
        let place = |column| Anchor::AliasColumn(relation, column);
        let output = self.renamed(output, alias.map_or(&[], |it| &it.columns), place);
        self.inference.relations.insert(relation, output.clone());
        scope.tables.push(Table { relation, name, output, optional: false, visible: true, qualifies: false });
    }

    /// The columns of a model or an external table.
    fn named(&mut self, id: RelationId, path: &[Ident]) -> Arc<Output> {
        let references = self.references;
        match references.target(path) {
            Target::Model(model) if *model == self.file && !self.is_about_own_rows => {
                // Whether the strategy allows it is said where the strategy is (V065).
                Arc::new(Output::unknown(OpenReason::OwnTable))
            }
            Target::Model(model) => Arc::new(self.carried(self.model_output(*model))),
            Target::External(table) => Arc::new(self.carried(self.external_output(table))),
            Target::Undescribed => {
                Arc::new(Output::unknown(OpenReason::UnknownRelation(path_text(path).into())))
            }
            Target::Absent { certain, closest } => {
                let name = path_text(path);
                self.report_absent_relation(id, &name, *certain, closest.as_ref());
                Arc::new(Output::unknown(match certain {
                    true => OpenReason::Fault,
                    false => OpenReason::UnknownRelation(name.into()),
                }))
            }
        }
    }

    /// The columns with the types that this engine has for them, where they come from another.
    fn carried(&self, mut output: Output) -> Output {
        if let Some(home) = self.home {
            for column in &mut output.columns {
                column.value.ty = dialect::carried_type(&column.value.ty, home, self.dialect);
            }
        }
        output
    }

    fn report_absent_relation(
        &mut self,
        id: RelationId,
        name: &str,
        certain: bool,
        closest: Option<&SmolStr>,
    ) {
        let place = self.place(Anchor::RelationName(id));
        let finding = match certain {
            true => Finding::new(Code::E002, place, name, format!("no model or table is called `{name}`")),
            false => {
                let message = format!(
                    "`{name}` is neither a model nor a known table; its columns are taken as unknown"
                );
                let finding = Finding::new(Code::W015, place, name, message);
                match closest {
                    Some(_) => finding,
                    None => finding.suggest("declare it in `[[sources]]` of the sidecar or in a schema file"),
                }
            }
        };
        let written =
            closest.map(|it| it.split('.').map(|part| self.quoted(part)).collect::<Vec<_>>().join("."));
        self.report(finding.facts(Facts::relation(name)).did_you_mean(written));
    }

    fn model_output(&self, model: SourceFile) -> Output {
        let schema = crate::schema(self.db, model);
        let at_fault = matches!(schema.open, Some(OpenReason::Fault | OpenReason::SyntaxError));
        let column = |(index, column): (usize, &crate::Column)| {
            let origin =
                Origin { owner: Owner::Model(model), column: column.name.clone(), index: index as u32 };
            let mut value = column.value.clone();
            if at_fault && value.unknown.is_some() {
                value.unknown = Some(UnknownReason::Fault);
            }
            origin_column(column.name.clone(), value, origin)
        };
        Output {
            columns: schema.columns.iter().enumerate().map(column).collect(),
            open: schema.open.as_ref().map(|reason| match reason {
                OpenReason::Cycle => OpenReason::Cycle,
                // The model has a diagnostic of its own, and its readers need none.
                OpenReason::Fault | OpenReason::SyntaxError => OpenReason::Fault,
                _ => OpenReason::UnknownRelation(crate::project::declared_name(self.db, model)),
            }),
            stars: Vec::new(),
        }
    }

    fn external_output(&self, table: &Arc<ExternalTable>) -> Output {
        let Some(columns) = &table.columns else {
            return Output::unknown(OpenReason::UnknownRelation(table.display_name().into()));
        };
        let column = |(index, column): (usize, &crate::external::ExternalColumn)| {
            let owner = Owner::External(Arc::clone(table));
            let origin = Origin { owner, column: column.name.clone(), index: index as u32 };
            origin_column(column.name.clone(), column.value(table), origin)
        };
        Output { columns: columns.iter().enumerate().map(column).collect(), ..Output::default() }
    }

    fn function_name(&self, call: ExprId) -> Option<Ident> {
        match &self.body.exprs[call] {
            hir::Expr::Call(call) => call.name.last().cloned(),
            _ => None,
        }
    }
}

fn origin_column(name: SmolStr, value: ValueType, origin: Origin) -> OutputColumn {
    OutputColumn {
        name,
        value,
        definition: Definition::Origin(origin.clone()),
        origins: Arc::from([origin]),
        derivation: Derivation::Table,
    }
}

/// A column that a construct makes of nothing, never NULL.
pub(super) fn constructed(name: &str, ty: Type) -> OutputColumn {
    OutputColumn {
        name: name.into(),
        value: ValueType::not_null(ty),
        definition: Definition::Construct,
        origins: Arc::from([]),
        derivation: Derivation::Nothing,
    }
}
