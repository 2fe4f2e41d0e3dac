//! Bodies as text of the Rocky DSL, one step per line, as far as the DSL has steps for them.
//!
//! What is written is a proposal: whether it means the same is for whoever asks to find out, by reading it again and
//! comparing what both print as SQL. So no rule of the lowering is repeated here, and none can be missed.

mod expr;

use base::Ident;
use hir::{
    Body, Expr, ExprId, JoinConstraint, JoinKind, Literal, Query, QueryBody, QueryId, Relation, RelationId,
    Select, SelectItem,
};
use std::fmt::Write;

/// Writes a body as pipelines of the DSL; `None` where it has a part that the DSL has no form for.
pub fn pipeline(body: &Body) -> Option<String> {
    let writer = Writer { body };
    let root = &body.queries[body.root?];
    if root.recursive {
        return None;
    }
    let mut text = String::new();
    for cte in &root.ctes {
        let steps = writer.query(cte.query).filter(|_| cte.columns.is_empty())?;
        let name = name(&cte.name)?;
        let _ = writeln!(text, "let {name} = {}", steps.join("\n  "));
    }
    for step in writer.steps(root)? {
        text.push_str(&step);
        text.push('\n');
    }
    Some(text)
}

struct Writer<'a> {
    body: &'a Body,
}

/// The expressions that a list or a grouping has given names, which they are called by behind it.
type Named = [(ExprId, String)];

impl Writer<'_> {
    fn query(&self, id: QueryId) -> Option<Vec<String>> {
        let query = &self.body.queries[id];
        (query.ctes.is_empty() && !query.recursive).then(|| self.steps(query))?
    }

    fn steps(&self, query: &Query) -> Option<Vec<String>> {
        let QueryBody::Select(select) = query.body else { return None };
        let select = &self.body.selects[select];
        let is_plain = select.distinct_on.is_empty()
            && select.windows.is_empty()
            && select.qualify.is_none()
            && !select.as_struct
            && !select.as_value
            && !select.group_by.all
            && !select.group_by.sets;
        let [from] = &select.from[..] else { return None };
        if !is_plain {
            return None;
        }
        let mut steps = self.sources(*from)?;
        if let Some(filter) = select.filter {
            steps.push(format!("where {}", self.expr(filter, &[])?));
        }
        let is_grouped =
            !select.group_by.keys.is_empty() || select.having.is_some() || self.aggregates(select);
        let named = if is_grouped { self.group(select, &mut steps)? } else { self.list(select, &mut steps)? };
        if select.distinct {
            steps.push("distinct".to_owned());
        }
        if !query.order_by.is_empty() {
            let keys = query.order_by.iter().zip(&query.orders).map(|(key, order)| {
                let key = self.expr(*key, &named).filter(|_| order.nulls_first.is_none())?;
                Some(if order.descending { format!("{key} desc") } else { key })
            });
            steps.push(format!("sort {}", keys.collect::<Option<Vec<_>>>()?.join(", ")));
        }
        match &query.limits[..] {
            [] => {}
            [count] => match &self.body.exprs[*count] {
                Expr::Literal(Literal::Number(count)) => steps.push(format!("take {count}")),
                _ => return None,
            },
            _ => return None,
        }
        Some(steps)
    }

    /// `from`, and a step for each join behind it.
    fn sources(&self, relation: RelationId) -> Option<Vec<String>> {
        let Relation::Join { kind, natural: false, left, right, constraint } = &self.body.relations[relation]
        else {
            return Some(vec![format!("from {}", self.source(relation)?.0)]);
        };
        let mut steps = self.sources(*left)?;
        let (source, called) = self.source(*right)?;
        let step = match kind {
            JoinKind::Inner => "join",
            JoinKind::Left => "left join",
            JoinKind::Right => "right join",
            JoinKind::Full => "full join",
            JoinKind::Cross => "cross join",
            _ => return None,
        };
        steps.push(match constraint {
            JoinConstraint::None => format!("{step} {source}"),
            JoinConstraint::On(condition) => {
                let mut columns = Vec::new();
                self.join_columns(*condition, &called, &mut columns)?;
                format!("{step} {source} on {}", columns.join(", "))
            }
            JoinConstraint::Using(_) => return None,
        });
        Some(steps)
    }

    /// A model or a table, and what qualifies its columns.
    fn source(&self, relation: RelationId) -> Option<(String, Ident)> {
        let Relation::Name { path, alias, .. } = &self.body.relations[relation] else { return None };
        let spelled = path.iter().map(name).collect::<Option<Vec<_>>>()?.join(".");
        match alias {
            Some(alias) if alias.columns.is_empty() => {
                Some((format!("{spelled} as {}", name(&alias.name)?), alias.name.clone()))
            }
            Some(_) => None,
            None => Some((spelled, path.last()?.clone())),
        }
    }

    /// The columns of a condition that compares those of one name on both sides.
    fn join_columns(&self, condition: ExprId, right: &Ident, columns: &mut Vec<String>) -> Option<()> {
        match &self.body.exprs[condition] {
            Expr::Binary { operator: hir::BinaryOperator::And, left, right: other } => {
                self.join_columns(*left, right, columns)?;
                self.join_columns(*other, right, columns)
            }
            Expr::Binary { operator: hir::BinaryOperator::Equal, left: a, right: b } => {
                let column = |it: &ExprId| match &self.body.exprs[*it] {
                    Expr::Name(path) => match &path[..] {
                        [of, column] => Some((of.clone(), column.clone())),
                        _ => None,
                    },
                    _ => None,
                };
                let ((_, left), (of, column)) = (column(a)?, column(b)?);
                let is_common = of.text.eq_ignore_ascii_case(&right.text) && left == column;
                columns.push(name(&column).filter(|_| is_common)?);
                Some(())
            }
            _ => None,
        }
    }

    /// Whether the list has a call that may make one row of all. Which functions do is for the lowering's readers to say;
    /// a wrong guess makes another text, which is found out.
    fn aggregates(&self, select: &Select) -> bool {
        const USUAL: [&str; 7] = ["sum", "count", "min", "max", "avg", "any_value", "median"];
        let is_star = |it: &SelectItem| matches!(it, SelectItem::Star(_));
        let is_aggregate = |it: &SelectItem| match it {
            SelectItem::Expr { expr, .. } => self.holds_call(*expr, &|call| {
                let name = call.name.last().map(|it| it.text.to_ascii_lowercase()).unwrap_or_default();
                call.window.is_none() && USUAL.contains(&name.as_str())
            }),
            _ => false,
        };
        !select.items.iter().any(is_star) && select.items.iter().any(is_aggregate)
    }

    fn holds_call(&self, expr: ExprId, is_wanted: &dyn Fn(&hir::Call) -> bool) -> bool {
        let mut stack = vec![expr];
        while let Some(it) = stack.pop() {
            match &self.body.exprs[it] {
                Expr::Call(call) if is_wanted(call) => return true,
                other => other.for_each_operand(|it| stack.push(it)),
            }
        }
        false
    }

    /// `derive` and `select` of a list that groups nothing.
    fn list(&self, select: &Select, steps: &mut Vec<String>) -> Option<Vec<(ExprId, String)>> {
        let (mut derived, mut listed, mut named) = (Vec::new(), Vec::new(), Vec::new());
        for item in &select.items {
            match item {
                SelectItem::Star(star)
                    if hir::Star { implied: false, ..star.clone() } == hir::Star::default() =>
                {
                    listed.push("*".to_owned());
                }
                SelectItem::Expr { expr, alias: None } => match &self.body.exprs[*expr] {
                    Expr::Name(_) => listed.push(self.expr(*expr, &[])?),
                    _ => return None,
                },
                SelectItem::Expr { expr, alias: Some(alias) } => {
                    let alias = name(alias)?;
                    derived.push(format!("{alias}: {}", self.expr(*expr, &[])?));
                    named.push((*expr, alias.clone()));
                    listed.push(alias);
                }
                SelectItem::Star(_) | SelectItem::Missing => return None,
            }
        }
        if !derived.is_empty() {
            steps.push(format!("derive {{ {} }}", derived.join(", ")));
        }
        // Without a list the result is every column of the source, then those that are derived.
        let is_every_column = listed.first().is_some_and(|it| it == "*") && derived.len() + 1 == listed.len();
        if !is_every_column {
            steps.push(format!("select {{ {} }}", listed.join(", ")));
        }
        Some(named)
    }

    /// `group`, the condition behind it, and `select` where the order is another than that of keys and aggregates.
    fn group(&self, select: &Select, steps: &mut Vec<String>) -> Option<Vec<(ExprId, String)>> {
        let (mut derived, mut keys, mut aggregates) = (Vec::new(), Vec::new(), Vec::new());
        let (mut listed, mut named) = (Vec::new(), Vec::new());
        let item_of = |key: ExprId| {
            select.items.iter().find_map(|it| match it {
                SelectItem::Expr { expr, alias: Some(alias) } if self.is_same(*expr, key) => Some(alias),
                _ => None,
            })
        };
        for &key in &select.group_by.keys {
            let text = self.expr(key, &[])?;
            match item_of(key) {
                Some(alias) => {
                    let alias = name(alias)?;
                    derived.push(format!("{alias}: {text}"));
                    named.push((key, alias.clone()));
                    keys.push(alias);
                }
                None => match &self.body.exprs[key] {
                    Expr::Name(path) if path.len() == 1 => keys.push(text),
                    // A key has no qualifier.
                    Expr::Name(path) => {
                        let alias = name(path.last()?)?;
                        derived.push(format!("{alias}: {text}"));
                        named.push((key, alias.clone()));
                        keys.push(alias);
                    }
                    _ => return None,
                },
            }
        }
        for item in &select.items {
            let SelectItem::Expr { expr, alias } = item else { return None };
            let key = select.group_by.keys.iter().position(|it| self.is_same(*it, *expr));
            match (key, alias) {
                (Some(key), _) => listed.push(keys[key].clone()),
                (None, Some(alias)) => {
                    let alias = name(alias)?;
                    aggregates.push(format!("{alias}: {}", self.expr(*expr, &[])?));
                    named.push((*expr, alias.clone()));
                    listed.push(alias);
                }
                (None, None) => return None,
            }
        }
        if !derived.is_empty() {
            steps.push(format!("derive {{ {} }}", derived.join(", ")));
        }
        let names: Vec<String> =
            aggregates.iter().filter_map(|it| Some(it.split_once(':')?.0.to_owned())).collect();
        let by = if keys.is_empty() { String::new() } else { format!("{} ", keys.join(", ")) };
        steps.push(format!("group {by}{{ {} }}", aggregates.join(", ")));
        if let Some(having) = select.having {
            steps.push(format!("where {}", self.expr(having, &named)?));
        }
        if keys.iter().chain(&names).ne(&listed) {
            steps.push(format!("select {{ {} }}", listed.join(", ")));
        }
        Some(named)
    }

    /// Whether two expressions are written alike.
    fn is_same(&self, a: ExprId, b: ExprId) -> bool {
        a == b || self.expr(a, &[]).is_some_and(|it| Some(it) == self.expr(b, &[]))
    }
}

/// A name as the DSL has them: it has no quotes. Words that it reserves are found out when the text is read.
fn name(ident: &Ident) -> Option<String> {
    let mut characters = ident.text.chars();
    let is_name = characters.next().is_some_and(|it| it == '_' || it.is_ascii_alphabetic())
        && characters.all(|it| it == '_' || it.is_ascii_alphanumeric());
    is_name.then(|| ident.text.to_string())
}
