//! Columns that a grouped query may not read: those that are neither keys of its groups nor within an aggregate (E007).
//!
//! All five warehouses agree on these rules: SQL:2016, 7.12; DuckDB's binder says the same in the same places.

use super::grouping::Role;
use super::{Context, Derivation, Output, OutputColumn, Resolution, same};
use crate::{Facts, Finding};
use base::{Code, DialectKind};
use hir::{Anchor, Expr, ExprId, QueryId, RelationId, Select, SelectId, SelectItem, Star};
use rustc_hash::FxHashSet;

impl Context<'_> {
    /// The grouping expressions, positions and aliases replaced by what they mean.
    pub(super) fn keys(&self, id: SelectId, select: &Select) -> Vec<ExprId> {
        let mut keys = Vec::new();
        let mut stack: Vec<ExprId> = select.group_by.keys.iter().rev().copied().collect();
        while let Some(key) = stack.pop() {
            match &self.body.exprs[key] {
                Expr::Tuple(parts) => stack.extend(parts.iter().rev()),
                Expr::Literal(hir::Literal::Number(text)) => {
                    let item = text.parse::<usize>().ok().and_then(|it| select.items.get(it.checked_sub(1)?));
                    keys.extend(item.and_then(|it| match it {
                        SelectItem::Expr { expr, .. } => Some(*expr),
                        _ => None,
                    }));
                }
                _ => keys.push(self.aliased_item(id, key).unwrap_or(key)),
            }
        }
        keys
    }

    pub(super) fn own_relations(&self, id: SelectId) -> FxHashSet<RelationId> {
        self.inference.scopes.get(id).into_iter().flatten().copied().collect()
    }

    /// Says which columns may not be read. Returns the expressions of the list, and of other clauses, that read one.
    pub(super) fn check_columns(
        &mut self,
        id: SelectId,
        select: &Select,
        order_by: &[ExprId],
        output: &Output,
    ) -> FxHashSet<ExprId> {
        let mut at_fault = FxHashSet::default();
        // A star stands for keys that have no expressions. Databricks and Snowflake take the columns of an item that holds an
        // aggregate for keys; DuckDB does not (<https://duckdb.org/docs/stable/sql/query_syntax/groupby#group-by-all>).
        let has_star = select.items.iter().any(|it| !matches!(it, SelectItem::Expr { .. }));
        if select.group_by.all && (self.dialect != DialectKind::DuckDb || has_star) {
            return at_fault;
        }
        let items = select.items.iter().filter_map(|it| match it {
            SelectItem::Expr { expr, .. } => Some(*expr),
            _ => None,
        });
        let items: Vec<ExprId> = items.collect();
        let roots: Vec<ExprId> = items
            .iter()
            .copied()
            .chain(select.having)
            .chain(select.qualify)
            .chain(order_by.iter().copied())
            .filter(|it| !matches!(self.body.exprs[*it], Expr::Literal(_)))
            .collect();
        let aggregate = roots.iter().find_map(|it| self.first_aggregate(id, *it));
        let keys = match select.group_by.all {
            true => items.iter().copied().filter(|it| self.first_aggregate(id, *it).is_none()).collect(),
            false => self.keys(id, select),
        };
        // HAVING alone makes one group of all rows; Snowflake's page does not say so.
        let is_one_group = select.having.is_some() && self.dialect != DialectKind::Snowflake;
        if select.group_by.keys.is_empty() && aggregate.is_none() && !is_one_group {
            return at_fault;
        }
        self.keep_stars(id);
        // A position that means a star, and a macro, may group by anything; so may what was not found.
        let is_open = |key: &ExprId| match &self.body.exprs[*key] {
            Expr::Macro(_) | Expr::Parameter(_) | Expr::Opaque { .. } | Expr::Columns(_) | Expr::Missing => {
                true
            }
            Expr::Name(_) => !self.inference.resolutions.contains_key(key),
            _ => false,
        };
        if keys.len() < select.group_by.keys.len() || keys.iter().any(is_open) {
            return at_fault;
        }
        let own = self.own_relations(id);
        let mut reported = FxHashSet::default();
        for root in roots {
            let is_item = items.contains(&root);
            // Beside an aggregate DuckDB takes no column, not even one that another item makes a key.
            let keys = if select.group_by.all && is_item && !keys.contains(&root) { &[][..] } else { &keys };
            let before = self.inference.findings.len();
            self.check_column((id, select), (root, is_item), keys, &own, aggregate, &mut reported);
            if self.inference.findings.len() > before {
                at_fault.insert(root);
            }
        }
        for (index, item) in select.items.iter().enumerate() {
            if let SelectItem::Star(star) = item {
                self.check_star((id, index as u32), (star, aggregate), output, &keys, &own);
            }
        }
        at_fault
    }

    /// Whether a bare name is also an item's alias: where the column cannot be read, engines take that in the clauses
    /// behind the list. Within the list a column of that name comes first, even one that cannot be read.
    fn is_alias(&self, select: &Select, parts: &[base::Ident]) -> bool {
        let [name] = parts else { return false };
        select.items.iter().any(|it| match it {
            SelectItem::Expr { expr, alias: Some(alias) } => {
                dialect::same_name(alias, name, self.dialect)
                    && !matches!(self.body.exprs[*expr], Expr::Name(_))
            }
            _ => false,
        })
    }

    /// The first aggregate of this level within an expression.
    pub(super) fn first_aggregate(&self, id: SelectId, root: ExprId) -> Option<ExprId> {
        let mut stack = vec![root];
        while let Some(expr) = stack.pop() {
            match self.role(expr) {
                Role::Aggregate if self.is_of(id, expr) => return Some(expr),
                Role::Aggregate => {}
                Role::Open => {}
                _ => self.body.exprs[expr].for_each_operand(|it| stack.push(it)),
            }
        }
        None
    }

    fn check_column(
        &mut self,
        (id, select): (SelectId, &Select),
        (root, is_item): (ExprId, bool),
        keys: &[ExprId],
        own: &FxHashSet<RelationId>,
        aggregate: Option<ExprId>,
        reported: &mut FxHashSet<(RelationId, u32)>,
    ) {
        let body = self.body;
        let mut stack = vec![root];
        let mut queries = Vec::new();
        while let Some(expr) = stack.pop() {
            if keys.iter().any(|key| self.is_same(id, expr, *key)) {
                continue;
            }
            match (&body.exprs[expr], self.inference.resolutions.get(&expr)) {
                (Expr::Name(parts), Some(Resolution::Column(relation, index)))
                    if own.contains(relation)
                        && (is_item || !self.is_alias(select, parts))
                        && reported.insert((*relation, *index)) =>
                {
                    self.report_ungrouped(id, expr, keys, aggregate);
                }
                (Expr::Name(_), _) => {
                    // An item's alias is checked where it is defined.
                }
                (Expr::Call(_), _) if matches!(self.role(expr), Role::Aggregate | Role::Open) => {}
                (Expr::Columns(_) | Expr::Opaque { .. }, _) => {}
                (other, _) => {
                    other.for_each_operand(|it| stack.push(it));
                    other.for_each_query(|it| queries.push(it));
                }
            }
        }
        for query in queries {
            self.check_correlated((id, select), (query, is_item), keys, own, aggregate, reported);
        }
    }

    /// What a subquery reads of the rows around it must be grouped, too (in Trino: "Subquery uses 'x' which must appear in
    /// GROUP BY clause"). An aggregate in it may be one of the rows around it.
    fn check_correlated(
        &mut self,
        (id, select): (SelectId, &Select),
        (query, is_item): (QueryId, bool),
        keys: &[ExprId],
        own: &FxHashSet<RelationId>,
        aggregate: Option<ExprId>,
        reported: &mut FxHashSet<(RelationId, u32)>,
    ) {
        let body = self.body;
        let mut ungrouped = Vec::new();
        body.for_each_expr_while(query, |expr| {
            if keys.iter().any(|key| self.is_same(id, expr, *key)) {
                return false;
            }
            match (&body.exprs[expr], self.inference.resolutions.get(&expr)) {
                (Expr::Name(parts), Some(Resolution::Column(relation, index)))
                    if own.contains(relation)
                        && (is_item || !self.is_alias(select, parts))
                        && reported.insert((*relation, *index)) =>
                {
                    ungrouped.push(expr);
                    false
                }
                (Expr::Call(_), _) => !matches!(self.role(expr), Role::Aggregate | Role::Open),
                (Expr::Columns(_) | Expr::Opaque { .. }, _) => false,
                _ => true,
            }
        });
        for expr in ungrouped {
            self.report_ungrouped(id, expr, keys, aggregate);
        }
    }

    fn report_ungrouped(
        &mut self,
        select: SelectId,
        expr: ExprId,
        keys: &[ExprId],
        aggregate: Option<ExprId>,
    ) {
        let Expr::Name(parts) = &self.body.exprs[expr] else { return };
        let name = super::path_text(parts);
        let place = self.place(Anchor::of_expr(self.body, expr));
        let message = format!("`{name}` is neither grouped nor aggregated");
        let subject = parts.last().map(|it| it.text.clone()).unwrap_or_default();
        let mut finding = Finding::new(Code::E007, place, subject.clone(), message)
            .facts(Facts::column(subject))
            .suggest(format!("add it to GROUP BY, or say which value is meant: `any_value({name})`"));
        if let (true, Some(aggregate)) = (keys.is_empty(), aggregate) {
            finding = finding.related(
                self.place(Anchor::Expr(aggregate)),
                "this aggregate makes one row of all".to_owned(),
            );
        }
        finding.remedies.extend(self.writer().group_by(select, expr, &name));
        self.report(finding);
    }

    /// What a star passes on must be grouped, whatever stands before and behind it.
    fn check_star(
        &mut self,
        (id, item): (SelectId, u32),
        (star, aggregate): (&Star, Option<ExprId>),
        output: &Output,
        keys: &[ExprId],
        own: &FxHashSet<RelationId>,
    ) {
        let grouped = |place: (RelationId, u32)| {
            keys.iter().any(|key| match self.inference.resolutions.get(key) {
                Some(Resolution::Column(of, at)) => (*of, *at) == place,
                Some(Resolution::Merged(parts)) => parts.contains(&place),
                // Whether its columns can be read is not known of all dialects.
                Some(Resolution::Relation(of)) => *of == place.0,
                _ => false,
            })
        };
        let is_ungrouped = |it: &&OutputColumn| match &it.derivation {
            Derivation::Column { relation, index, item: Some(by) } => {
                *by == item && own.contains(relation) && !grouped((*relation, *index))
            }
            Derivation::Merged { parts, item: Some(by) } => {
                *by == item && !parts.iter().any(|it| grouped(*it))
            }
            _ => false,
        };
        let Some(column) = output.columns.iter().find(is_ungrouped).map(|it| it.name.clone()) else { return };
        let (anchor, message, advice) = match (star.implied, aggregate) {
            (false, _) => (
                Anchor::ItemStar(id, item),
                format!("`*` has `{column}`, which is neither grouped nor aggregated"),
                "name the grouped columns, or write GROUP BY ALL where the dialect has it",
            ),
            // A pipeline without a list passes on every column, and nothing of it stands in the text.
            (true, Some(aggregate)) => (
                Anchor::Expr(aggregate),
                format!("this makes one row of all, and the result has `{column}`, which is not aggregated"),
                "aggregate in a `group` step, or give the aggregate a window: `over (…)`",
            ),
            (true, None) => return,
        };
        let finding = Finding::new(Code::E007, self.place(anchor), column.clone(), message);
        self.report(finding.facts(Facts::column(column)).suggest(advice));
    }

    fn is_same(&self, id: SelectId, a: ExprId, b: ExprId) -> bool {
        same::is_same(self.body, &self.inference, self.dialect, id, (a, b))
    }
}
