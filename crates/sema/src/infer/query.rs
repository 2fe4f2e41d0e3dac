//! Queries and `SELECT` blocks.

use super::{
    Context, Definition, Derivation, Output, OutputColumn,
    scope::{Scope, Table},
};
use crate::{Nullability, OpenReason, UnknownReason, ValueType};
use base::{DialectKind, SmolStr};
use dialect::{NamingPlace, Operand, Type};
use hir::{Anchor, Expr, ExprId, QueryBody, QueryId, RelationId, SelectId, SelectItem};
use std::sync::Arc;

/// Stands for a query's own output where a scope wants a relation.
pub(crate) const NO_RELATION: RelationId = RelationId::from_raw(la_arena::RawIdx::from_u32(u32::MAX));

impl Context<'_> {
    /// The output of a query that stands within `outer`.
    pub(super) fn query(&mut self, id: QueryId, outer: Option<&Scope<'_>>) -> Arc<Output> {
        let body = self.body;
        let query = &body.queries[id];
        let outer_block = self.block.take();
        for (index, cte) in query.ctes.iter().enumerate() {
            let key = (id, index as u32);
            let anchor = if query.recursive { self.recursive_anchor(key, cte, outer) } else { None };
            let output = self.query(cte.query, outer);
            let place = |column| Anchor::CteColumn(id, key.1, column);
            let mut output = self.renamed(output, &cte.columns, place);
            if let Some(anchor) =
                anchor.filter(|_| self.dialect == DialectKind::DuckDb && self.reads_itself(key))
            {
                output = Arc::new(with_types_of(Arc::unwrap_or_clone(output), &anchor));
            }
            self.ctes.insert(key, output);
        }
        let output = match &query.body {
            QueryBody::Select(select) => self.select(*select, &query.order_by, outer),
            QueryBody::SetOperation { .. } => self.set_operation(id, outer),
            QueryBody::Values(rows) => Arc::new(self.values(rows, outer)),
            QueryBody::Nested(inner) => self.query(*inner, outer),
            QueryBody::Missing => Arc::new(Output::unknown(OpenReason::SyntaxError)),
        };
        if !matches!(query.body, QueryBody::Select(_)) {
            self.order_by_output(id, &query.order_by, &output, outer);
        }
        let scope = Scope::within(outer);
        query.limits.iter().for_each(|it| drop(self.expr(*it, &scope)));
        self.check_limits(&query.limits);
        self.block = outer_block;
        self.inference.queries.insert(id, output.clone());
        output
    }

    /// A recursive common table expression may read itself: first as its anchor yields it. Returns that.
    fn recursive_anchor(
        &mut self,
        key: hir::CteId,
        cte: &hir::Cte,
        outer: Option<&Scope<'_>>,
    ) -> Option<Arc<Output>> {
        let QueryBody::SetOperation { left, .. } = &self.body.queries[cte.query].body else { return None };
        // What the anchor has to say is said when the whole is inferred.
        let (findings, stars) = (self.inference.findings.len(), self.inference.stars.len());
        let (values, reported) = (self.inference.values.clone(), self.reported_aliases.clone());
        let output = self.query(*left, outer);
        self.inference.findings.truncate(findings);
        self.inference.stars.truncate(stars);
        self.inference.values = values;
        self.reported_aliases = reported;
        let place = |column| Anchor::CteColumn(key.0, key.1, column);
        let output = self.renamed(output, &cte.columns, place);
        // The step may make any column NULL.
        let mut output = Arc::unwrap_or_clone(output);
        for column in &mut output.columns {
            column.value.null = column.value.null.either(Nullability::Unknown);
        }
        let output = Arc::new(output);
        self.ctes.insert(key, output.clone());
        Some(output)
    }

    fn reads_itself(&self, key: hir::CteId) -> bool {
        let mut relations = self.body.relations.iter().map(|it| it.1);
        relations.any(|it| matches!(it, hir::Relation::Name { cte: Some(cte), .. } if *cte == key))
    }

    fn select(&mut self, id: SelectId, order_by: &[ExprId], outer: Option<&Scope<'_>>) -> Arc<Output> {
        let body = self.body;
        let select = &body.selects[id];
        let mut scope = Scope::within(outer);
        self.block = Some(id);
        for relation in &select.from {
            self.relation(*relation, &mut scope);
        }
        let relations = scope.tables.iter().filter(|it| !it.qualifies).map(|it| it.relation);
        self.inference.scopes.insert(id, relations.collect());
        if let Some(filter) = select.filter {
            let scope = self.with_aliases(&scope, id, NamingPlace::Where);
            self.condition(filter, &scope);
            self.learn_not_null(filter);
        }
        let outer_without_from = std::mem::take(&mut self.reported_without_from);
        let items_scope = self.with_aliases(&scope, id, NamingPlace::List);
        let lateral = self.with_aliases(&scope, id, NamingPlace::Grouping);
        for key in &select.group_by.keys {
            if self.ordinal(*key).is_none() {
                self.expr(*key, &lateral);
            }
        }
        for window in select.windows.iter().map(|it| &it.1) {
            self.window(window, &lateral);
        }
        let grouped = select.group_by.all || !select.group_by.keys.is_empty();
        let outer_grouped = std::mem::replace(&mut self.grouped, grouped);
        let mut output = self.items(id, &scope, &items_scope);
        for expr in select.distinct_on.iter() {
            self.expr(*expr, &lateral);
        }
        for filter in select.having.iter().chain(&select.qualify) {
            // HAVING of Databricks looks among the columns of the result first, as ORDER BY does.
            let result_first = self.dialect == DialectKind::Databricks && Some(*filter) == select.having;
            let before = std::mem::replace(&mut self.alias_first, result_first);
            self.expr(*filter, &lateral);
            self.alias_first = before;
            if dialect::checks_groups(self.engine) {
                self.check_condition(*filter);
            }
        }
        // It makes no column, so nothing but its own names and types can be wrong with it.
        for expr in &select.unlisted {
            self.expr(*expr, &items_scope);
        }
        let before = std::mem::replace(&mut self.alias_first, true);
        let scope = self.with_aliases(&scope, id, NamingPlace::OrderBy);
        order_by.iter().for_each(|it| self.order_key(*it, &scope));
        self.alias_first = before;
        self.grouped = outer_grouped;
        self.reported_without_from = outer_without_from;
        self.block = None;
        self.check_grouping(id, order_by, &mut output);
        self.check_ordinals(id, order_by, &output);
        Arc::new(output)
    }

    fn order_key(&mut self, expr: ExprId, scope: &Scope<'_>) {
        if self.ordinal(expr).is_none() {
            self.expr(expr, scope);
        }
    }

    /// `ORDER BY` of a set operation: the names of the output, and in DuckDB those of any arm.
    fn order_by_output(
        &mut self,
        id: QueryId,
        keys: &[ExprId],
        output: &Arc<Output>,
        outer: Option<&Scope<'_>>,
    ) {
        self.check_positions(keys, output, "ORDER BY");
        let scope = self.output_scope(output, outer);
        for key in keys {
            let findings = self.inference.findings.len();
            self.order_key(*key, &scope);
            let mut of_an_arm = false;
            if let Expr::Name(parts) = &self.body.exprs[*key]
                && self.dialect == DialectKind::DuckDb
            {
                of_an_arm = parts.len() > 1 || self.arm_has_column(id, &parts[0]);
            }
            if of_an_arm {
                self.inference.findings.truncate(findings);
            }
        }
    }

    /// Whether any arm of a set operation yields a column of this name.
    fn arm_has_column(&self, query: QueryId, name: &base::Ident) -> bool {
        let mut arms = vec![query];
        while let Some(arm) = arms.pop() {
            match &self.body.queries[arm].body {
                QueryBody::SetOperation { left, right, .. } => arms.extend([*left, *right]),
                QueryBody::Nested(inner) => arms.push(*inner),
                _ => {
                    let output = self.inference.queries.get(arm);
                    if output.is_some_and(|it| super::scope::position(self.dialect, name, it).is_some()) {
                        return true;
                    }
                }
            }
        }
        false
    }

    fn items(&mut self, id: SelectId, scope: &Scope<'_>, lateral: &Scope<'_>) -> Output {
        let body = self.body;
        let mut output = Output::default();
        let outer_item = self.item;
        for (index, item) in body.selects[id].items.iter().enumerate() {
            let index = index as u32;
            self.item = Some((id, index));
            match item {
                SelectItem::Expr { expr, alias }
                    if self.several((id, index), (*expr, alias.as_ref()), lateral, &mut output) => {}
                SelectItem::Expr { expr, alias } => {
                    let value = self.expr(*expr, lateral);
                    let name = match alias {
                        Some(alias) => self.output_name(alias),
                        None => self.implied_name(*expr),
                    };
                    if self.generated_items(*expr, alias.as_ref(), (id, index), &mut output) {
                        continue;
                    }
                    // It may stand for any number of columns.
                    if let (Expr::Macro(name), None) = (&body.exprs[*expr], alias) {
                        output.open.get_or_insert(OpenReason::Construct(hir::unexpanded_macro(name)));
                        continue;
                    }
                    // The name is as wrong as the column: neither contracts nor readers can be held to it.
                    let is_misnamed = alias.is_none() && self.names_nothing.contains(expr);
                    if is_misnamed {
                        output.open.get_or_insert(OpenReason::Fault);
                    }
                    let name = if is_misnamed { SmolStr::default() } else { name };
                    let origins = self.origins(*expr);
                    output.columns.push(OutputColumn {
                        name,
                        value,
                        definition: Definition::Item(id, index),
                        origins,
                        derivation: Derivation::Expr(*expr),
                    });
                }
                SelectItem::Star(star) => self.star(id, index, star, scope, &mut output),
                SelectItem::Missing => {
                    output.open.get_or_insert(OpenReason::SyntaxError);
                }
            }
        }
        self.item = outer_item;
        if body.selects[id].as_value {
            spread_value(&mut output);
        }
        output.stars.sort_unstable();
        output.stars.dedup();
        output
    }

    /// The name of an output column as the engine spells it.
    pub(super) fn output_name(&self, ident: &base::Ident) -> SmolStr {
        dialect::stored_name(ident, self.dialect)
    }

    /// The name of an expression without an alias: that of the column that it is. Empty where the engine makes one up.
    pub(super) fn implied_name(&self, expr: ExprId) -> SmolStr {
        match &self.body.exprs[expr] {
            Expr::Name(parts) => match self.inference.resolutions.get(&expr) {
                // DuckDB takes the spelling of the table.
                Some(super::Resolution::Column(relation, index)) if self.dialect == DialectKind::DuckDb => {
                    let name = self.column_name(*relation, *index);
                    name.filter(|it| parts.last().is_some_and(|last| last.text.eq_ignore_ascii_case(it)))
                        .or_else(|| parts.last().map(|it| self.output_name(it)))
                        .unwrap_or_default()
                }
                // Databricks names a function that is called without parentheses with them.
                None if self.dialect == DialectKind::Databricks && self.is_keyword(parts) => {
                    SmolStr::default()
                }
                _ => parts.last().map(|it| self.output_name(it)).unwrap_or_default(),
            },
            // DuckDB and Databricks name these after the whole text.
            Expr::Field { field, .. }
                if !matches!(self.dialect, DialectKind::DuckDb | DialectKind::Databricks) =>
            {
                self.output_name(field)
            }
            Expr::Call(_) => self.time_window_name(expr).map(SmolStr::new_static).unwrap_or_default(),
            _ => SmolStr::default(),
        }
    }

    fn column_name(&self, relation: RelationId, index: u32) -> Option<SmolStr> {
        let output = self.inference.relations.get(relation)?;
        output.columns.get(index as usize).map(|it| it.name.clone())
    }

    pub(super) fn values(&mut self, rows: &[Box<[ExprId]>], outer: Option<&Scope<'_>>) -> Output {
        let scope = Scope::within(outer);
        let operands: Vec<Vec<Operand>> =
            rows.iter().map(|row| row.iter().map(|it| self.operand(*it, &scope)).collect()).collect();
        let width = rows.first().map_or(0, |it| it.len());
        let column = |index: usize| {
            let cells: Vec<Operand> = operands.iter().filter_map(|row| row.get(index)).cloned().collect();
            let nulls = rows.iter().filter_map(|row| row.get(index));
            let null = nulls.map(|it| self.null_of(*it)).fold(Nullability::Never, Nullability::either);
            let branches: Vec<(ExprId, Operand)> =
                rows.iter().filter_map(|row| row.get(index)).copied().zip(cells).collect();
            let ty = self.common_type(&branches, "the rows of VALUES");
            let value = match ty {
                None => ValueType::unknown(UnknownReason::Fault),
                Some(Type::Unknown) => ValueType::unknown(UnknownReason::Construct("VALUES".into())),
                Some(ty) => ValueType::known(ty, null),
            };
            OutputColumn {
                name: self.values_name(index),
                value,
                definition: Definition::Construct,
                origins: Arc::from([]),
                derivation: Derivation::Cells,
            }
        };
        Output { columns: (0..width).map(column).collect(), ..Output::default() }
    }

    /// What the columns of `VALUES` are called without an alias list.
    fn values_name(&self, index: usize) -> SmolStr {
        match self.dialect {
            DialectKind::DuckDb => base::format_smolstr!("col{index}"),
            DialectKind::Databricks => base::format_smolstr!("col{}", index + 1),
            DialectKind::Snowflake => base::format_smolstr!("COLUMN{}", index + 1),
            DialectKind::BigQuery | DialectKind::Trino => base::format_smolstr!("_col{index}"),
        }
    }

    /// A scope that offers nothing but a query's own columns: the `ORDER BY` of a set operation.
    fn output_scope<'a>(&self, output: &Arc<Output>, outer: Option<&'a Scope<'a>>) -> Scope<'a> {
        let mut scope = Scope::within(outer);
        scope.tables.push(Table {
            relation: NO_RELATION,
            name: Box::default(),
            output: output.clone(),
            optional: false,
            visible: true,
            qualifies: false,
        });
        scope
    }

    /// Gives the first columns of an output other names, as an alias's column list does.
    pub(super) fn renamed(
        &mut self,
        output: Arc<Output>,
        names: &[base::Ident],
        place: impl Fn(u32) -> Anchor,
    ) -> Arc<Output> {
        let engine_names = super::engine_names(&output, self.dialect);
        let unchanged = output.columns.iter().zip(&engine_names).all(|(column, name)| column.name == *name);
        if names.is_empty() && unchanged {
            return output;
        }
        let mut output = Arc::unwrap_or_clone(output);
        for (column, name) in output.columns.iter_mut().zip(engine_names) {
            column.name = name;
        }
        for (index, (column, name)) in (0..).zip(output.columns.iter_mut().zip(names)) {
            column.name = self.output_name(name);
            let own = place(index);
            let has_no_other = match (&column.definition, own) {
                (Definition::Construct, _) => true,
                // With a list the alias names the relation alone.
                (Definition::Named(Anchor::RelationAlias(it)), Anchor::AliasColumn(of, _)) => *it == of,
                _ => false,
            };
            if has_no_other {
                column.definition = Definition::Named(own);
            }
        }
        if let Some(reason) = output.open.clone() {
            // The list names columns of which nothing else is known; but for DuckDB's, it names all of them.
            for name in names.get(output.columns.len()..).unwrap_or_default() {
                output.columns.push(OutputColumn {
                    name: self.output_name(name),
                    value: ValueType::unknown(UnknownReason::Relation(reason.clone())),
                    definition: Definition::Named(place(output.columns.len() as u32)),
                    origins: Arc::from([]),
                    derivation: Derivation::Unknown,
                });
            }
            if !names.is_empty() && self.dialect != DialectKind::DuckDb {
                output.open = None;
            }
        }
        Arc::new(output)
    }
}

/// DuckDB casts the step of a recursive query to the types of its anchor
/// (<https://duckdb.org/docs/stable/sql/query_syntax/with#recursive-ctes>).
fn with_types_of(mut output: Output, anchor: &Output) -> Output {
    for (column, of_anchor) in output.columns.iter_mut().zip(&anchor.columns) {
        if column.value.is_known() && of_anchor.value.is_known() {
            column.value.ty = of_anchor.value.ty.clone();
        }
    }
    output
}

/// The columns of `SELECT AS VALUE`: the fields of a struct are what its rows have
/// (<https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#select_as_value>).
fn spread_value(output: &mut Output) {
    let [only] = &output.columns[..] else { return };
    match &only.value.ty {
        Type::Struct(fields) => {
            let column = |field: &dialect::Field| OutputColumn {
                name: field.name.clone(),
                value: ValueType::known(field.ty.clone(), Nullability::Unknown),
                derivation: Derivation::Field {
                    base: Box::new(only.derivation.clone()),
                    path: Box::new([field.name.clone()]),
                },
                ..only.clone()
            };
            output.columns = fields.iter().map(column).collect();
        }
        Type::Unknown => {
            output.open.get_or_insert(OpenReason::Construct("SELECT AS VALUE".into()));
        }
        _ => {}
    }
}
