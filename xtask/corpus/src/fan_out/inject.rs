//! Ways to make a right query count rows several times.

use super::schema::Schema;
use db::{Db, SourceFile};
use dialect::{BinaryOperator, FunctionKind};
use hir::{
    Body, Expr, ExprId, JoinConstraint, Literal, QueryBody, QueryId, Relation, RelationId, Select, SelectId,
    SelectItem, SourceMap,
};
use sema::{Inference, Owner, Resolution};
use std::ops::Range;

/// What is done to a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One of several equalities that join two relations is dropped.
    DropKeyColumn,
    /// A table with several rows for a column is joined on it.
    JoinDetail,
    /// The GROUP BY of a joined query is dropped, its aggregates with it.
    DropGroupBy,
    /// The DISTINCT of a joined query is dropped.
    DropDistinct,
    /// `row_number() … = 1` is dropped.
    DropRowNumber,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 5] =
        [Kind::DropKeyColumn, Kind::JoinDetail, Kind::DropGroupBy, Kind::DropDistinct, Kind::DropRowNumber];

    /// What is done, in words.
    pub fn words(self) -> &'static str {
        match self {
            Kind::DropKeyColumn => "drop a column of a composite join key",
            Kind::JoinDetail => "join a table with several rows for a column",
            Kind::DropGroupBy => "drop the GROUP BY of a joined query",
            Kind::DropDistinct => "drop the DISTINCT of a joined query",
            Kind::DropRowNumber => "drop `row_number() = 1`",
        }
    }
}

/// A changed query.
pub(super) struct Injection {
    /// What was done.
    pub(super) kind: Kind,
    /// The changed text.
    pub(super) sql: String,
    /// The sums and counts over all rows of the `SELECT` that the change is meant to spoil, before it; each with how many
    /// rows repeat others of the relations that it is about.
    pub(super) before: String,
    /// The same, after it.
    pub(super) after: String,
}

/// A sum or a count.
struct Measure {
    range: Range<usize>,
    /// The relations whose values it takes, as they are called.
    rows: Vec<String>,
}

/// A range of the text, and what takes its place.
type Edit = (Range<usize>, String);

/// Every change of a query that may spoil a sum or a count.
pub(super) fn all(db: &dyn Db, file: SourceFile, schema: &Schema, sql: &str) -> Vec<Injection> {
    let body = hir::body(db, file);
    let map = &hir::lowered(db, file).lowering.source_map;
    let injector = Injector { body: &body, map, inference: sema::inference(db, file), schema, sql };
    let mut injections = Vec::new();
    for (id, select) in body.selects.iter() {
        let measures = injector.measures(select);
        if measures.is_empty() || select.from.is_empty() {
            continue;
        }
        for (kind, edits) in injector.changes(select) {
            injections.extend(injector.injection(kind, id, &measures, &edits));
        }
    }
    injections
}

struct Injector<'a> {
    body: &'a Body,
    map: &'a SourceMap,
    inference: &'a Inference,
    schema: &'a Schema,
    sql: &'a str,
}

fn bytes(range: base::TextRange) -> Range<usize> {
    usize::from(range.start())..usize::from(range.end())
}

impl Injector<'_> {
    fn expr(&self, id: ExprId) -> Option<Range<usize>> {
        self.map.exprs.get(id).copied().map(bytes)
    }

    /// Sums and counts of columns that stand in a select list.
    fn measures(&self, select: &Select) -> Vec<Measure> {
        let mut measures = Vec::new();
        let items = select.items.iter().filter_map(|it| match it {
            SelectItem::Expr { expr, .. } => Some(*expr),
            _ => None,
        });
        let mut stack: Vec<ExprId> = items.collect();
        while let Some(expr) = stack.pop() {
            let Expr::Call(call) = &self.body.exprs[expr] else {
                self.body.exprs[expr].for_each_operand(|it| stack.push(it));
                continue;
            };
            let name = call.name.last().map_or("", |it| it.as_str());
            let is_sum = ["sum", "count"].iter().any(|it| it.eq_ignore_ascii_case(name));
            let has_value = call.args.iter().any(|it| self.has_value(it.value));
            match is_sum && !call.distinct && call.window.is_none() && has_value {
                true => measures.extend(self.measure(expr, call)),
                false => self.body.exprs[expr].for_each_operand(|it| stack.push(it)),
            }
        }
        measures
    }

    fn measure(&self, expr: ExprId, call: &hir::Call) -> Option<Measure> {
        let mut rows: Vec<RelationId> = Vec::new();
        for argument in &call.args {
            self.body.for_each_expr_within(argument.value, |it| rows.extend(self.relation_of(it)));
        }
        rows.sort_unstable();
        rows.dedup();
        let names: Option<Vec<String>> = rows.iter().map(|it| self.alias_of(*it)).collect();
        Some(Measure { range: self.expr(expr)?, rows: names.filter(|it| !it.is_empty())? })
    }

    /// What a relation is called in its query.
    fn alias_of(&self, relation: RelationId) -> Option<String> {
        match (&self.body.relations[relation], self.body.relations[relation].alias()) {
            (_, Some(alias)) => Some(alias.name.text.to_string()),
            (Relation::Name { path, .. }, None) => Some(path.last()?.text.to_string()),
            _ => None,
        }
    }

    /// Whether an argument has a value of the rows, rather than one for each row.
    fn has_value(&self, root: ExprId) -> bool {
        let mut stack = vec![root];
        while let Some(expr) = stack.pop() {
            match &self.body.exprs[expr] {
                Expr::Name(_) => return true,
                Expr::Case { arms, otherwise, .. } => {
                    stack.extend(arms.iter().map(|it| it.1).chain(*otherwise));
                }
                other => other.for_each_operand(|it| stack.push(it)),
            }
        }
        false
    }

    fn injection(&self, kind: Kind, id: SelectId, measures: &[Measure], edits: &[Edit]) -> Option<Injection> {
        let select = &self.body.selects[id];
        let root = self.map.queries.get(self.body.root?)?;
        let ctes = match (root.ctes.first(), root.ctes.last()) {
            (Some(first), Some(last)) => {
                let word =
                    if self.body.queries[self.body.root?].recursive { "WITH RECURSIVE " } else { "WITH " };
                Some((word, bytes(first.full).start..bytes(last.full).end))
            }
            _ => None,
        };
        let from = self.range_of_from(select)?;
        let filter = select.filter.and_then(|it| self.expr(it));
        let probe = |edits: &[Edit]| {
            let part = |range: &Range<usize>| edited(self.sql, range, edits);
            let ctes = ctes.as_ref().map(|(word, range)| format!("{word}{} ", part(range)));
            let list = measures.iter().map(|it| {
                // How often a row repeats another from which the measure takes its values.
                let repeated = format!("count(*) - count(DISTINCT ({}))", it.rows.join(", "));
                format!("{}, {repeated}", &self.sql[it.range.clone()])
            });
            let list: Vec<String> = list.collect();
            let where_ = filter.as_ref().map(|it| format!(" WHERE {}", part(it))).unwrap_or_default();
            format!("{}SELECT {} FROM {}{where_}", ctes.unwrap_or_default(), list.join(", "), part(&from))
        };
        Some(Injection {
            kind,
            sql: edited(self.sql, &(0..self.sql.len()), edits),
            before: probe(&[]),
            after: probe(edits),
        })
    }

    fn range_of_from(&self, select: &Select) -> Option<Range<usize>> {
        let range = |it: &RelationId| self.map.relations.get(*it).map(|it| bytes(it.full));
        Some(range(select.from.first()?)?.start..range(select.from.last()?)?.end)
    }

    fn changes(&self, select: &Select) -> Vec<(Kind, Vec<Edit>)> {
        let (leaves, conditions) = self.leaves(select);
        let mut changes = Vec::new();
        let equalities: Vec<(ExprId, [RelationId; 2])> = conditions
            .iter()
            .filter_map(|it| match &self.body.exprs[*it] {
                Expr::Binary { operator: BinaryOperator::Equal, left, right } => {
                    let (left, right) = (self.relation_of(*left)?, self.relation_of(*right)?);
                    (left != right).then(|| (*it, [left.min(right), left.max(right)]))
                }
                _ => None,
            })
            .collect();
        for (expr, sides) in &equalities {
            if equalities.iter().filter(|it| it.1 == *sides).count() > 1 {
                let edit = self.expr(*expr).map(|it| vec![(it, "TRUE".to_owned())]);
                changes.extend(edit.map(|it| (Kind::DropKeyColumn, it)));
            }
        }
        for condition in &conditions {
            changes.extend(self.row_number_test(*condition).map(|it| (Kind::DropRowNumber, vec![it])));
        }
        for leaf in &leaves {
            changes.extend(self.details(select, *leaf).into_iter().map(|it| (Kind::JoinDetail, it)));
            if leaves.len() > 1
                && let Some(inner) = self.query_of(*leaf)
            {
                self.inner_changes(inner, &mut changes);
            }
        }
        changes
    }

    /// The relations of a `FROM` that are no joins, and the terms of its conditions.
    fn leaves(&self, select: &Select) -> (Vec<RelationId>, Vec<ExprId>) {
        let (mut leaves, mut conditions) = (Vec::new(), Vec::new());
        let mut stack: Vec<RelationId> = select.from.iter().rev().copied().collect();
        while let Some(relation) = stack.pop() {
            match &self.body.relations[relation] {
                Relation::Join { left, right, constraint, .. } => {
                    stack.extend([*right, *left]);
                    if let JoinConstraint::On(condition) = constraint {
                        conditions.push(*condition);
                    }
                }
                _ => leaves.push(relation),
            }
        }
        conditions.extend(select.filter);
        (leaves, self.terms(conditions))
    }

    fn terms(&self, mut conditions: Vec<ExprId>) -> Vec<ExprId> {
        let mut terms = Vec::new();
        while let Some(condition) = conditions.pop() {
            match &self.body.exprs[condition] {
                Expr::Binary { operator: BinaryOperator::And, left, right } => {
                    conditions.extend([*left, *right])
                }
                _ => terms.push(condition),
            }
        }
        terms
    }

    fn relation_of(&self, expr: ExprId) -> Option<RelationId> {
        match self.inference.resolutions.get(&expr)? {
            Resolution::Column(relation, _) => Some(*relation),
            _ => None,
        }
    }

    /// The query that a relation reads.
    fn query_of(&self, relation: RelationId) -> Option<QueryId> {
        match &self.body.relations[relation] {
            Relation::Query { query, .. } => Some(*query),
            Relation::Name { cte: Some((query, index)), .. } => {
                Some(self.body.queries[*query].ctes.get(*index as usize)?.query)
            }
            _ => None,
        }
    }

    fn inner_changes(&self, query: QueryId, changes: &mut Vec<(Kind, Vec<Edit>)>) {
        let query = &self.body.queries[query];
        let QueryBody::Select(id) = query.body else { return };
        let select = &self.body.selects[id];
        if select.distinct && select.group_by.keys.is_empty() {
            let edit = self.map.selects.get(id).and_then(|it| {
                let start = bytes(it.keyword).end;
                let word = self.sql.get(start..)?.to_uppercase().find("DISTINCT")?;
                self.sql.get(start..start + word)?.trim().is_empty().then_some(start + word..start + word + 8)
            });
            changes.extend(edit.map(|it| (Kind::DropDistinct, vec![(it, String::new())])));
        }
        if !select.group_by.keys.is_empty() && !select.group_by.sets && select.having.is_none() {
            changes.extend(self.without_group_by(select).map(|it| (Kind::DropGroupBy, it)));
        }
        let tests = self.terms(select.filter.into_iter().chain(select.qualify).collect());
        for test in tests {
            changes.extend(self.row_number_test(test).map(|it| (Kind::DropRowNumber, vec![it])));
        }
    }

    /// The edits that take GROUP BY from a `SELECT`, and leave of each aggregate its argument.
    fn without_group_by(&self, select: &Select) -> Option<Vec<Edit>> {
        let mut edits = Vec::new();
        let mut stack: Vec<ExprId> = Vec::new();
        for item in &select.items {
            let SelectItem::Expr { expr, .. } = item else { return None };
            stack.push(*expr);
        }
        while let Some(expr) = stack.pop() {
            let Expr::Call(call) = &self.body.exprs[expr] else {
                self.body.exprs[expr].for_each_operand(|it| stack.push(it));
                continue;
            };
            if call.window.is_some() {
                return None;
            }
            if self.inference.call_kinds.get(&expr) != Some(&FunctionKind::Aggregate) {
                stack.extend(call.args.iter().map(|it| it.value));
                continue;
            }
            if call.distinct || call.filter.is_some() || call.args.len() > 1 {
                return None;
            }
            match &call.args[..] {
                [] => edits.push((self.expr(expr)?, "1".to_owned())),
                _ => {
                    let name = self.map.expr_names.get(&expr)?;
                    edits.push((bytes(*name.first()?).start..bytes(*name.last()?).end, String::new()));
                }
            }
        }
        let before = match select.filter {
            Some(filter) => self.expr(filter)?.end,
            None => self.range_of_from(select)?.end,
        };
        let last = select.group_by.keys.iter().filter_map(|it| self.expr(*it)).map(|it| it.end).max()?;
        let word = before + self.sql.get(before..last)?.to_uppercase().find("GROUP")?;
        edits.push((word..last, String::new()));
        Some(edits)
    }

    /// `rn = 1`, where `rn` is a row number.
    fn row_number_test(&self, term: ExprId) -> Option<Edit> {
        let Expr::Binary { operator: BinaryOperator::Equal, left, right } = &self.body.exprs[term] else {
            return None;
        };
        let is_one = matches!(&self.body.exprs[*right], Expr::Literal(Literal::Number(it)) if it == "1");
        let is_number = match self.inference.resolutions.get(left) {
            Some(Resolution::Column(relation, index)) => {
                let column = self.inference.relations.get(*relation)?.columns.get(*index as usize)?;
                match column.definition {
                    sema::Definition::Item(select, item) => {
                        match self.body.selects[select].items.get(item as usize)? {
                            SelectItem::Expr { expr, .. } => self.is_row_number(*expr),
                            _ => false,
                        }
                    }
                    _ => false,
                }
            }
            _ => self.is_row_number(*left),
        };
        (is_one && is_number).then(|| Some((self.expr(term)?, "TRUE".to_owned())))?
    }

    fn is_row_number(&self, expr: ExprId) -> bool {
        let Expr::Call(call) = &self.body.exprs[expr] else { return false };
        call.name.last().is_some_and(|it| it.text.eq_ignore_ascii_case("row_number"))
    }

    /// Joins tables that have several rows for a column of a table in the `FROM`.
    fn details(&self, select: &Select, leaf: RelationId) -> Vec<Vec<Edit>> {
        let mut joins = Vec::new();
        let (Some(output), Some(from)) = (self.inference.relations.get(leaf), self.range_of_from(select))
        else {
            return joins;
        };
        let Some(alias) = self.alias_of(leaf) else { return joins };
        for column in &output.columns {
            let [origin] = &column.origins[..] else { continue };
            let Owner::External(_) = &origin.owner else { continue };
            let suffix = suffix(&column.name);
            for table in &self.schema.tables {
                let other = table
                    .columns
                    .iter()
                    .map(|it| &it.0)
                    .find(|it| self::suffix(it) == suffix && table.key.len() > 1 && is_joinable(suffix));
                let Some(other) = other else { continue };
                let condition = format!("fan_out.{other} = {alias}.{}", column.name);
                let mut edits = vec![(from.end..from.end, format!(", {} AS fan_out", table.name))];
                match select.filter.and_then(|it| self.expr(it)) {
                    Some(filter) => {
                        edits.push((filter.start..filter.start, format!("{condition} AND (")));
                        edits.push((filter.end..filter.end, ")".to_owned()));
                    }
                    None => edits[0].1 += &format!(" WHERE {condition}"),
                }
                joins.push(edits);
            }
        }
        joins
    }
}

/// A column's name without the prefix of its table: `ss_item_sk` and `i_item_sk` hold one thing.
fn suffix(column: &str) -> &str {
    column.split_once('_').filter(|it| it.0.len() <= 3).map_or(column, |it| it.1)
}

/// Whether a column is one that tables are joined on.
fn is_joinable(suffix: &str) -> bool {
    ["key", "_sk", "_id", "ticket_number", "order_number"].iter().any(|it| suffix.ends_with(it))
}

/// A part of a text after edits, those at its ends included.
fn edited(text: &str, range: &Range<usize>, edits: &[Edit]) -> String {
    let mut inside: Vec<&Edit> =
        edits.iter().filter(|it| range.start <= it.0.start && it.0.end <= range.end).collect();
    inside.sort_by_key(|it| (it.0.start, it.0.end));
    let mut result = String::new();
    let mut at = range.start;
    for (replaced, new) in inside {
        result += &text[at..replaced.start];
        result += new;
        at = replaced.end;
    }
    result + &text[at..range.end]
}
