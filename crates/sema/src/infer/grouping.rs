//! Aggregates, windows and grouping: where they may stand, and which columns a grouped query may read (E007).
//!
//! All five warehouses agree on these rules: SQL:2016, 7.9 and 7.12; DuckDB's binder says the same in the same places.

use super::{Context, Resolution};
use crate::{Finding, Remedy, UnknownReason, ValueType};
use base::{Code, DialectKind, SmolStr};
use dialect::FunctionKind;
use hir::{Anchor, Expr, ExprId, JoinConstraint, Relation, RelationId, Select, SelectId, SelectItem, Star};
use rustc_hash::FxHashSet;

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
enum Role {
    Scalar,
    Aggregate,
    Window,
    /// It may be any of these.
    Open,
}

impl Context<'_> {
    /// Checks a `SELECT` whose expressions are inferred. `order_by` is that of its query.
    pub(super) fn check_grouping(&mut self, id: SelectId, order_by: &[ExprId]) {
        let body = self.body;
        let select = &body.selects[id];
        if !self.aggregates && select.group_by.keys.is_empty() && select.having.is_none() {
            return;
        }
        self.check_places(id, select, order_by);
        self.check_columns(id, select, order_by);
    }

    /// Says that a window function has no window. Returns the value of what is at fault.
    pub(super) fn report_window_without_over(&mut self, id: ExprId, name: &str) -> ValueType {
        let place = self.place(Anchor::Expr(id));
        let message = format!("`{name}` is a window function and needs OVER (…)");
        let finding = Finding::new(Code::E007, place, name, message);
        self.report(finding.suggest("say in which order: `OVER (PARTITION BY … ORDER BY …)`"));
        ValueType::unknown(UnknownReason::Fault)
    }

    fn role(&self, expr: ExprId) -> Role {
        let Expr::Call(call) = &self.body.exprs[expr] else { return Role::Scalar };
        match self.inference.call_kinds.get(&expr) {
            _ if call.window.is_some() => Role::Window,
            Some(FunctionKind::Aggregate) => Role::Aggregate,
            Some(FunctionKind::Window) => Role::Window,
            Some(FunctionKind::Unknown) | None => Role::Open,
            Some(FunctionKind::Scalar | FunctionKind::Table) => Role::Scalar,
        }
    }

    // ---- Places ----

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
                let place = self.place(Anchor::Expr(alias.unwrap_or(expr)));
                let finding = Finding::new(Code::E007, place, self.function_of(expr), message);
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

    fn is_grouping(&self, expr: ExprId) -> bool {
        let name = self.function_of(expr);
        name.eq_ignore_ascii_case("grouping") || name.eq_ignore_ascii_case("grouping_id")
    }

    /// LIMIT and OFFSET know no rows.
    pub(super) fn check_limits(&mut self, limits: &[ExprId]) {
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
    fn is_of(&self, id: SelectId, aggregate: ExprId) -> bool {
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
    fn aliased_item(&self, id: SelectId, expr: ExprId) -> Option<ExprId> {
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

    // ---- Columns ----

    /// The grouping expressions, positions and aliases replaced by what they mean.
    fn keys(&self, id: SelectId, select: &Select) -> Vec<ExprId> {
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

    fn own_relations(&self, id: SelectId) -> FxHashSet<RelationId> {
        self.inference.scopes.get(id).into_iter().flatten().copied().collect()
    }

    fn check_columns(&mut self, id: SelectId, select: &Select, order_by: &[ExprId]) {
        if select.group_by.all {
            return;
        }
        let items = select.items.iter().filter_map(|it| match it {
            SelectItem::Expr { expr, .. } => Some(*expr),
            _ => None,
        });
        let roots: Vec<ExprId> = items
            .chain(select.having)
            .chain(select.qualify)
            .chain(order_by.iter().copied())
            .filter(|it| !matches!(self.body.exprs[*it], Expr::Literal(_)))
            .collect();
        let aggregate = roots.iter().find_map(|it| self.first_aggregate(id, *it));
        let keys = self.keys(id, select);
        // HAVING alone makes one group of all rows; Snowflake's page does not say so.
        let is_one_group = select.having.is_some() && self.dialect != DialectKind::Snowflake;
        if select.group_by.keys.is_empty() && aggregate.is_none() && !is_one_group {
            return;
        }
        // A position that means a star, and a macro, may group by anything; so may what was not found.
        let is_open = |key: &ExprId| match &self.body.exprs[*key] {
            Expr::Macro(_) | Expr::Parameter(_) | Expr::Opaque { .. } | Expr::Columns(_) | Expr::Missing => {
                true
            }
            Expr::Name(_) => !self.inference.resolutions.contains_key(key),
            _ => false,
        };
        if keys.len() < select.group_by.keys.len() || keys.iter().any(is_open) {
            return;
        }
        let own = self.own_relations(id);
        let mut reported = FxHashSet::default();
        for root in roots {
            self.check_column((id, select), root, &keys, &own, aggregate, &mut reported);
        }
        for (index, item) in select.items.iter().enumerate() {
            if let SelectItem::Star(star) = item {
                self.check_star(id, index as u32, star, &keys, &own);
            }
        }
    }

    /// Whether a bare name is also an item's alias: where the column cannot be read, engines take that.
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
    fn first_aggregate(&self, id: SelectId, root: ExprId) -> Option<ExprId> {
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
        root: ExprId,
        keys: &[ExprId],
        own: &FxHashSet<RelationId>,
        aggregate: Option<ExprId>,
        reported: &mut FxHashSet<(RelationId, u32)>,
    ) {
        let body = self.body;
        let mut stack = vec![root];
        while let Some(expr) = stack.pop() {
            if keys.iter().any(|key| self.is_same(id, expr, *key)) {
                continue;
            }
            match (&body.exprs[expr], self.inference.resolutions.get(&expr)) {
                (Expr::Name(parts), Some(Resolution::Column(relation, index)))
                    if own.contains(relation)
                        && !self.is_alias(select, parts)
                        && reported.insert((*relation, *index)) =>
                {
                    self.report_ungrouped(expr, keys, aggregate);
                }
                (Expr::Name(_), _) => {
                    // An item's alias is checked where it is defined.
                }
                (Expr::Call(_), _) if matches!(self.role(expr), Role::Aggregate | Role::Open) => {}
                (Expr::Columns(_) | Expr::Opaque { .. }, _) => {}
                (other, _) => other.for_each_operand(|it| stack.push(it)),
            }
        }
    }

    fn report_ungrouped(&mut self, expr: ExprId, keys: &[ExprId], aggregate: Option<ExprId>) {
        let Expr::Name(parts) = &self.body.exprs[expr] else { return };
        let name = super::path_text(parts);
        let place = self.place(Anchor::of_expr(self.body, expr));
        let message = format!("`{name}` is neither grouped nor aggregated");
        let subject = parts.last().map(|it| it.text.clone()).unwrap_or_default();
        let mut finding = Finding::new(Code::E007, place, subject, message)
            .suggest(format!("add it to GROUP BY, or say which value is meant: `any_value({name})`"));
        if let (true, Some(aggregate)) = (keys.is_empty(), aggregate) {
            finding = finding.related(
                self.place(Anchor::Expr(aggregate)),
                "this aggregate makes one row of all".to_owned(),
            );
        }
        if let Some(last) = keys.last()
            && let Expr::Name(key) = &self.body.exprs[*last]
        {
            let written = |parts: &[base::Ident]| {
                parts.iter().map(|it| self.quoted(it.as_str())).collect::<Vec<_>>().join(".")
            };
            let text = format!("{}, {}", written(key), written(parts));
            finding = finding.remedy(Remedy {
                title: format!("Add `{name}` to GROUP BY"),
                certain: false,
                edits: vec![(self.place(Anchor::Expr(*last)), text)],
                creates: Vec::new(),
            });
        }
        self.report(finding);
    }

    fn check_star(
        &mut self,
        id: SelectId,
        item: u32,
        star: &Star,
        keys: &[ExprId],
        own: &FxHashSet<RelationId>,
    ) {
        let is_plain = star.pattern.is_none() && star.qualifier.is_empty() && star.replace.is_empty();
        if !is_plain || star.implied || !star.rename.is_empty() {
            return;
        }
        let grouped = |relation: RelationId, index: u32| {
            keys.iter().any(|key| match self.inference.resolutions.get(key) {
                Some(Resolution::Column(of, at)) => (*of, *at) == (relation, index),
                Some(Resolution::Merged(parts)) => parts.contains(&(relation, index)),
                _ => false,
            })
        };
        let excluded = |name: &SmolStr| {
            let names = |it: &base::Ident| super::scope::names_column(self.dialect, it, name);
            star.exclude.iter().any(names)
        };
        let mut ungrouped = own.iter().filter_map(|&relation| {
            let output = self.inference.relations.get(relation)?;
            let mut columns = output.columns.iter().enumerate();
            let found = columns.find(|(at, it)| !grouped(relation, *at as u32) && !excluded(&it.name))?;
            (output.open.is_none() && !output.columns.is_empty()).then(|| found.1.name.clone())
        });
        let Some(column) = ungrouped.next() else { return };
        let place = self.place(Anchor::ItemStar(id, item));
        let message = format!("`*` has `{column}`, which is neither grouped nor aggregated");
        let finding = Finding::new(Code::E007, place, column, message);
        self.report(
            finding.suggest("name the grouped columns, or write GROUP BY ALL where the dialect has it"),
        );
    }

    /// Whether two expressions of a select are one, names by what they mean. May say yes for some that differ in a
    /// detail: a doubt is no error.
    fn is_same(&self, id: SelectId, a: ExprId, b: ExprId) -> bool {
        let mut stack = vec![(a, b)];
        while let Some((a, b)) = stack.pop() {
            let a = self.aliased_item(id, a).unwrap_or(a);
            let b = self.aliased_item(id, b).unwrap_or(b);
            if a == b {
                continue;
            }
            let (left, right) = (&self.body.exprs[a], &self.body.exprs[b]);
            let resolved = (self.inference.resolutions.get(&a), self.inference.resolutions.get(&b));
            match resolved {
                (Some(left), Some(right)) => {
                    if !overlap(left, right) {
                        return false;
                    }
                    continue;
                }
                (None, None) => {}
                _ => return false,
            }
            let alike = match (left, right) {
                (Expr::Name(x), Expr::Name(y)) => x == y,
                (Expr::Literal(x), Expr::Literal(y)) => x == y,
                (Expr::Binary { operator: x, .. }, Expr::Binary { operator: y, .. }) => x == y,
                (Expr::Unary { operator: x, .. }, Expr::Unary { operator: y, .. }) => x == y,
                (Expr::Cast { ty: x, .. }, Expr::Cast { ty: y, .. }) => x.eq_ignore_ascii_case(y),
                (Expr::Extract { field: x, .. }, Expr::Extract { field: y, .. }) => x.eq_ignore_ascii_case(y),
                (Expr::Field { field: x, .. }, Expr::Field { field: y, .. }) => {
                    dialect::same_name(x, y, self.dialect)
                }
                (Expr::Call(x), Expr::Call(y)) => {
                    let names = x.name.iter().zip(&y.name);
                    x.name.len() == y.name.len()
                        && names.into_iter().all(|(x, y)| x.text.eq_ignore_ascii_case(&y.text))
                }
                (left, right) => std::mem::discriminant(left) == std::mem::discriminant(right),
            };
            if !alike {
                return false;
            }
            let (mut xs, mut ys) = (Vec::new(), Vec::new());
            left.for_each_operand(|it| xs.push(it));
            right.for_each_operand(|it| ys.push(it));
            if xs.len() != ys.len() {
                return false;
            }
            stack.extend(xs.into_iter().zip(ys));
        }
        true
    }
}

/// Whether two names may mean one column.
fn overlap(left: &Resolution, right: &Resolution) -> bool {
    let places = |it: &Resolution| -> Vec<(RelationId, u32)> {
        match it {
            Resolution::Column(relation, index) => vec![(*relation, *index)],
            Resolution::Merged(parts) => parts.to_vec(),
            _ => Vec::new(),
        }
    };
    let (a, b) = (places(left), places(right));
    if a.is_empty() || b.is_empty() { left == right } else { a.iter().any(|it| b.contains(it)) }
}
