//! Aggregates and windows: where they may stand (E007). Which columns a grouped query may read is in `ungrouped`.
//!
//! All five warehouses agree on these rules: SQL:2016, 7.9 and 7.12; DuckDB's binder says the same in the same places.

use super::{Context, Derivation, Output, Resolution};
use crate::{Facts, Finding, UnknownReason, ValueType, remedy::Needs};
use base::{Code, DialectKind, SmolStr};
use dialect::FunctionKind;
use hir::{Anchor, Expr, ExprId, JoinConstraint, Relation, RelationId, Select, SelectId, SelectItem};

/// A clause and what it may not have.
#[derive(Clone, Copy)]
struct Clause {
    name: &'static str,
    aggregates: bool,
    windows: bool,
    /// What to do instead.
    remedy: &'static str,
}

const WHERE: Clause = Clause {
    name: "WHERE",
    aggregates: false,
    windows: false,
    remedy: "filter groups with HAVING, and rows by a window's value with QUALIFY or in a query around this one",
};
const ON: Clause = Clause { name: "ON", ..WHERE };
const GROUP_BY: Clause = Clause {
    name: "GROUP BY",
    aggregates: false,
    windows: false,
    remedy: "compute it in a query of its own and group that",
};
const HAVING: Clause = Clause {
    name: "HAVING",
    aggregates: true,
    windows: false,
    remedy: "filter by a window's value with QUALIFY or in a query around this one",
};
const ANYWHERE: Clause = Clause { name: "", aggregates: true, windows: true, remedy: "" };

/// What an expression stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Aggregate,
    Window,
}

/// What a call is for its query.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Scalar,
    Aggregate,
    Window,
    /// It may be any of these.
    Open,
}

impl Context<'_> {
    /// Checks a `SELECT` whose expressions are inferred. `order_by` is that of its query. What reads a column that it may
    /// not read has no value that its readers could be held to.
    pub(super) fn check_grouping(&mut self, id: SelectId, order_by: &[ExprId], output: &mut Output) {
        let body = self.body;
        let select = &body.selects[id];
        self.check_qualify(select, order_by);
        if !self.aggregates && select.group_by.keys.is_empty() && select.having.is_none() {
            return;
        }
        self.check_places(id, select, order_by);
        let at_fault = self.check_columns(id, select, order_by, output);
        for column in output.columns.iter_mut().filter(|_| !at_fault.is_empty()) {
            if let Derivation::Expr(expr) = column.derivation
                && at_fault.contains(&expr)
            {
                column.value = ValueType::unknown(UnknownReason::Fault);
            }
        }
    }

    /// Says that a window function has no window. Returns the value of what is at fault.
    pub(super) fn report_window_without_over(&mut self, id: ExprId, name: &str) -> ValueType {
        let place = self.place(Anchor::Expr(id));
        let message = format!("`{name}` is a window function and needs OVER (…)");
        let finding = Finding::new(Code::E007, place, name, message).facts(Facts::function(name));
        self.report(finding.suggest("say in which order: `OVER (PARTITION BY … ORDER BY …)`"));
        ValueType::unknown(UnknownReason::Fault)
    }

    pub(super) fn role(&self, expr: ExprId) -> Role {
        let Expr::Call(call) = &self.body.exprs[expr] else { return Role::Scalar };
        match self.inference.call_kinds.get(&expr) {
            _ if call.window.is_some() => Role::Window,
            Some(FunctionKind::Aggregate) => Role::Aggregate,
            Some(FunctionKind::Window) => Role::Window,
            Some(FunctionKind::Unknown) | None => Role::Open,
            Some(FunctionKind::Scalar | FunctionKind::Table) => Role::Scalar,
        }
    }

    fn check_places(&mut self, id: SelectId, select: &Select, order_by: &[ExprId]) {
        let body = self.body;
        let mut conditions = Vec::new();
        let mut relations: Vec<RelationId> = select.from.to_vec();
        while let Some(relation) = relations.pop() {
            if let Relation::Join { left, right, constraint, .. } = &body.relations[relation] {
                relations.extend([*left, *right]);
                if let JoinConstraint::On(condition) = constraint {
                    conditions.push(*condition);
                }
            }
        }
        conditions.iter().for_each(|it| self.check_place(id, *it, ON));
        select.filter.iter().for_each(|it| self.check_place(id, *it, WHERE));
        for key in self.keys(id, select) {
            self.check_place(id, key, GROUP_BY);
        }
        for item in &select.items {
            if let SelectItem::Expr { expr, .. } = item {
                self.check_place(id, *expr, ANYWHERE);
            }
        }
        select.having.iter().for_each(|it| self.check_place(id, *it, HAVING));
        select.qualify.iter().chain(order_by).for_each(|it| self.check_place(id, *it, ANYWHERE));
    }

    fn check_place(&mut self, id: SelectId, root: ExprId, clause: Clause) {
        let body = self.body;
        // With the alias through which an expression is reached, which is where it is reported.
        let mut stack = vec![(root, None, Inside::Nothing)];
        while let Some((expr, alias, inside)) = stack.pop() {
            if let Some(item) = self.aliased_item(id, expr) {
                // Where all may stand, an alias was checked where it is defined.
                if !(clause.aggregates && clause.windows) {
                    stack.push((item, alias.or(Some(expr)), inside));
                }
                continue;
            }
            let role = self.role(expr);
            let fault = match (role, inside) {
                (Role::Aggregate, Inside::Aggregate) => {
                    Some("an aggregate cannot be computed within another".to_owned())
                }
                (Role::Window, Inside::Aggregate) => {
                    Some("a window function cannot stand within an aggregate".to_owned())
                }
                (Role::Window, Inside::Window) => {
                    Some("a window function cannot stand within another".to_owned())
                }
                (Role::Aggregate, _) if !clause.aggregates && self.is_of(id, expr) => {
                    Some(format!("an aggregate cannot stand in {}", clause.name))
                }
                (Role::Window, _) if !clause.windows => {
                    Some(format!("a window function cannot stand in {}", clause.name))
                }
                // It tells which of several groupings a row of the result is of.
                _ if !clause.aggregates && self.is_grouping(expr) => {
                    Some(format!("GROUPING cannot stand in {}", clause.name))
                }
                _ => None,
            };
            if let Some(message) = fault {
                let remedy = match inside {
                    Inside::Nothing => clause.remedy,
                    _ => "compute the inner one in a query of its own",
                };
                let blamed = alias.unwrap_or(expr);
                let place = self.place(Anchor::Expr(blamed));
                let function = self.function_of(expr);
                let mut finding = Finding::new(Code::E007, place, function.clone(), message)
                    .facts(Facts::function(function));
                let needs = match role {
                    Role::Aggregate => Some(Needs::Groups),
                    Role::Window => Some(Needs::Windows),
                    _ => None,
                };
                if let Some(needs) = needs.filter(|_| inside == Inside::Nothing) {
                    finding.remedies.extend(self.writer().move_condition(id, root, blamed, needs));
                }
                self.report(finding.suggest(remedy));
                continue;
            }
            let inside = match role {
                Role::Aggregate => Inside::Aggregate,
                Role::Window => Inside::Window,
                // Only its author knows what it does with its arguments.
                Role::Open => continue,
                Role::Scalar => inside,
            };
            body.exprs[expr].for_each_operand(|it| stack.push((it, alias, inside)));
        }
    }

    /// QUALIFY filters by windows, of which there must be one
    /// (<https://docs.snowflake.com/en/sql-reference/constructs/qualify>,
    /// <https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#qualify_clause>,
    /// <https://docs.databricks.com/en/sql/language-manual/sql-ref-syntax-qry-select-qualify.html>); DuckDB also takes one
    /// in ORDER BY.
    fn check_qualify(&mut self, select: &Select, order_by: &[ExprId]) {
        // Trino has no QUALIFY, which is said already.
        let Some(qualify) = select.qualify.filter(|_| self.dialect != DialectKind::Trino) else { return };
        let items = select.items.iter().flat_map(|it| match it {
            SelectItem::Expr { expr, .. } => vec![*expr],
            SelectItem::Star(star) => star.replace.iter().map(|it| it.0).collect(),
            SelectItem::Missing => Vec::new(),
        });
        let mut stack: Vec<ExprId> = items.chain([qualify]).chain(order_by.iter().copied()).collect();
        while let Some(expr) = stack.pop() {
            match &self.body.exprs[expr] {
                Expr::Macro(_) | Expr::Opaque { .. } | Expr::Missing | Expr::Parameter(_) => return,
                _ if matches!(self.role(expr), Role::Window | Role::Open) => return,
                other => other.for_each_operand(|it| stack.push(it)),
            }
        }
        if select.items.iter().any(|it| matches!(it, SelectItem::Missing)) {
            return;
        }
        let place = self.place(Anchor::Expr(qualify));
        let message = "QUALIFY needs a window function, here or in the select list";
        let finding = Finding::new(Code::E007, place, "QUALIFY", message);
        self.report(finding.suggest("filter rows with WHERE, and groups with HAVING"));
    }

    fn is_grouping(&self, expr: ExprId) -> bool {
        let name = self.function_of(expr);
        name.eq_ignore_ascii_case("grouping") || name.eq_ignore_ascii_case("grouping_id")
    }

    /// LIMIT and OFFSET know no rows.
    pub(super) fn check_limits(&mut self, limits: &[ExprId]) {
        limits.iter().for_each(|it| self.check_row_count(*it));
        let mut stack = limits.to_vec();
        while let Some(expr) = stack.pop() {
            let what = match self.role(expr) {
                Role::Aggregate => "an aggregate",
                Role::Window => "a window function",
                Role::Open => continue,
                Role::Scalar => {
                    self.body.exprs[expr].for_each_operand(|it| stack.push(it));
                    continue;
                }
            };
            let place = self.place(Anchor::Expr(expr));
            let message = format!("{what} cannot stand in LIMIT");
            self.report(Finding::new(Code::E007, place, self.function_of(expr), message));
        }
    }

    /// Whether an aggregate belongs to this select: one whose columns are all of a query around it belongs to that.
    pub(super) fn is_of(&self, id: SelectId, aggregate: ExprId) -> bool {
        let own = self.own_relations(id);
        let (mut any, mut has_own) = (false, false);
        let mut stack = vec![aggregate];
        while let Some(expr) = stack.pop() {
            if let Some(Resolution::Column(relation, _)) = self.inference.resolutions.get(&expr) {
                any = true;
                has_own |= own.contains(relation);
            }
            self.body.exprs[expr].for_each_operand(|it| stack.push(it));
        }
        !any || has_own
    }

    fn function_of(&self, expr: ExprId) -> SmolStr {
        match &self.body.exprs[expr] {
            Expr::Call(call) => call.name.last().map(|it| it.text.clone()).unwrap_or_default(),
            _ => SmolStr::default(),
        }
    }

    /// The expression behind a name that is the alias of an item of this select.
    pub(super) fn aliased_item(&self, id: SelectId, expr: ExprId) -> Option<ExprId> {
        match self.inference.resolutions.get(&expr)? {
            Resolution::Item(select, item) if *select == id => {
                match self.body.selects[id].items.get(*item as usize)? {
                    SelectItem::Expr { expr, .. } => Some(*expr),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
