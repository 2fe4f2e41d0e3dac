//! Conditions and columns of joins: what is declared to go together, then what is called the same.

use super::sql::{Proposals, Rank, has_column, label, named, stored};
use crate::{
    CompletionKind,
    symbol::{Symbol, target_symbol},
};
use base::{Ident, SmolStr};
use config::TestKind;
use hir::RelationId;
use sema::{Output, OutputColumn};

/// Columns of the left and of the right side that are to be equal.
struct Condition {
    pairs: Vec<(SmolStr, SmolStr)>,
    /// Why, in words.
    reason: Option<String>,
    rank: u32,
}

/// A relation that may be joined.
struct Side<'a> {
    relation: RelationId,
    name: Ident,
    output: &'a Output,
}

impl<'a> Proposals<'a> {
    fn side(&self, relation: RelationId) -> Option<Side<'a>> {
        let name = self.qualifier(relation)?;
        Some(Side { relation, name, output: self.scope.output(relation)? })
    }

    /// `o.customer_id = c.customer_id`, for each relation to the left of the one that is joined.
    pub(super) fn join_conditions(&mut self) {
        let Some(level) = self.scope.levels().into_iter().next() else { return };
        let Some((right, left)) = level.relations.split_last() else { return };
        let Some(right) = self.side(*right) else { return };
        let left: Vec<Side<'_>> = left.iter().filter_map(|it| self.side(*it)).collect();
        for left in left {
            let conditions = self.conditions(&left, &right);
            if self.is_rocky {
                self.join_keys(conditions);
            } else {
                self.add_conditions(&left, &right, conditions);
            }
        }
    }

    fn add_conditions(&mut self, left: &Side<'_>, right: &Side<'_>, conditions: Vec<Condition>) {
        for Condition { pairs, reason, rank } in conditions {
            let equal = |spell: &dyn Fn(&[Ident]) -> String| {
                let pair = |(l, r): &(SmolStr, SmolStr)| {
                    let side = |side: &Side<'_>, column| spell(&[side.name.clone(), stored(column)]);
                    format!("{} = {}", side(left, l), side(right, r))
                };
                pairs.iter().map(pair).collect::<Vec<_>>().join(" AND ")
            };
            let label = equal(&|parts| label(parts));
            let insert = equal(&|parts| self.written(parts));
            let is_known = self.found.proposals.iter().any(|it| it.completion.label == label);
            if !is_known {
                self.add(CompletionKind::Condition, label, insert, reason, rank, None);
            }
        }
    }

    /// The DSL joins by columns that both sides call the same.
    fn join_keys(&mut self, conditions: Vec<Condition>) {
        for Condition { pairs, rank, .. } in conditions {
            if let [(left, right)] = &pairs[..]
                && left == right
            {
                let detail = Some("in both".to_owned());
                self.add_name(CompletionKind::Column, &[stored(left)], detail, rank, None);
            }
        }
    }

    fn conditions(&self, left: &Side<'_>, right: &Side<'_>) -> Vec<Condition> {
        let mut conditions = Vec::new();
        let swapped = |pairs: Vec<(SmolStr, SmolStr)>| pairs.into_iter().map(|(a, b)| (b, a)).collect();
        for (from, to, is_swapped) in [(left, right, false), (right, left, true)] {
            let order = |pairs| if is_swapped { swapped(pairs) } else { pairs };
            for pair in self.relationships(from, to) {
                let reason = Some("by a test of relationships".to_owned());
                conditions.push(Condition { pairs: order(vec![pair]), reason, rank: Rank::RELATIONSHIP });
            }
            for key in self.keys(to) {
                let pairs: Option<Vec<_>> = key.iter().map(|it| shared(from, to, it)).collect();
                if let Some(pairs) = pairs.filter(|it| !it.is_empty()) {
                    let reason = Some(format!("a key of `{}`", to.name.text));
                    conditions.push(Condition { pairs: order(pairs), reason, rank: Rank::KEY });
                }
            }
        }
        for column in named(right.output) {
            conditions.extend(shared(right, left, &column.name).map(|(right, left)| Condition {
                pairs: vec![(left, right)],
                reason: None,
                rank: Rank::CONDITION,
            }));
        }
        conditions
    }

    /// What the tests of one side say to be found in the other.
    fn relationships(&self, from: &Side<'_>, to: &Side<'_>) -> Vec<(SmolStr, SmolStr)> {
        let symbol =
            |it: &Side<'_>| self.scope.view.relation_symbol(self.db, self.scope.view.relation(it.relation)?);
        let (Some(Symbol::Model(model)), Some(target)) = (symbol(from), symbol(to)) else {
            return Vec::new();
        };
        let described = sema::model(self.db, model);
        let tests = described.sidecar.iter().flat_map(|it| &it.value.tests);
        let pairs = tests.filter_map(|test| {
            let TestKind::Relationships { to_table: Some(table), to_column: Some(to_column) } =
                &test.kind.value
            else {
                return None;
            };
            let path: Vec<Ident> = table.value.split('.').map(Ident::new).collect();
            let meant = target_symbol(&sema::resolve_relation(self.db, model, &path))?;
            let column = column_of(from.output, &test.column.as_ref()?.value)?;
            let to_column = column_of(to.output, &to_column.value)?;
            (meant == target).then(|| (column.name.clone(), to_column.name.clone()))
        });
        pairs.collect()
    }

    /// The sets of columns that tell the rows of a relation apart, as far as it still has them.
    fn keys(&self, side: &Side<'_>) -> Vec<Vec<SmolStr>> {
        let view = self.scope.view;
        let symbol = view.relation(side.relation).and_then(|it| view.relation_symbol(self.db, it));
        match symbol {
            Some(Symbol::Model(model)) => {
                let schema = sema::schema(self.db, model);
                let name = |it: &u32| schema.columns.get(*it as usize).map(|it| it.name.clone());
                let keys = schema.uniqueness.keys.iter();
                keys.filter_map(|key| key.columns.iter().map(name).collect()).collect()
            }
            Some(Symbol::External(table)) => table.keys.iter().map(|it| it.columns.to_vec()).collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn join_columns(&mut self) {
        let Some(level) = self.scope.levels().into_iter().next() else { return };
        let outputs: Vec<&Output> = level.relations.iter().filter_map(|it| self.scope.output(*it)).collect();
        let Some((right, left)) = outputs.split_last() else { return };
        for column in named(right).filter(|it| left.iter().any(|output| has_column(output, &it.name))) {
            let detail = self.detail(&column.value, None);
            let symbol = self.scope.view.column_symbol(column);
            self.add_name(CompletionKind::Column, &[stored(&column.name)], detail, Rank::COLUMN, symbol);
        }
    }
}

/// The columns that two sides call `name`, if their values can be equal.
fn shared(from: &Side<'_>, to: &Side<'_>, name: &str) -> Option<(SmolStr, SmolStr)> {
    let (from, to) = (column_of(from.output, name)?, column_of(to.output, name)?);
    let (a, b) = (from.value.ty.family(), to.value.ty.family());
    let is_open = a == dialect::Family::Open || b == dialect::Family::Open;
    (a == b || is_open).then(|| (from.name.clone(), to.name.clone()))
}

fn column_of<'o>(output: &'o Output, name: &str) -> Option<&'o OutputColumn> {
    output.columns.iter().find(|it| it.name.eq_ignore_ascii_case(name))
}
