//! Lowering of the Rocky DSL (formats.md 2.11): each pipeline becomes one `SELECT` block, each `let` a common table
//! expression.

mod names;
mod pipeline;
mod projection;
mod terms;
#[cfg(test)]
mod tests;

use super::{Context, query::end_with_blanks, trimmed};
use crate::{Cte, CteRanges, Query, QueryBody, QueryId, QueryRanges, WithRanges};
use base::TextRange;
pub(super) use names::Scope;
use syntax::ast::{self, AstNode};
pub(super) use terms::date_literal;

impl Context {
    /// Lowers a file; `None` where there is nothing in it.
    pub(super) fn rocky_file(&mut self, file: &ast::RockyFile) -> Option<QueryId> {
        self.dsl.active = true;
        let bindings: Vec<_> = file.let_bindings().collect();
        let pipeline = file.pipeline();
        if bindings.is_empty() && pipeline.is_none() {
            return None;
        }
        // The id comes first, because the common table expressions are named by it.
        let id = self.missing_query(TextRange::default());
        let mut ctes = Vec::new();
        let mut cte_ranges = Vec::new();
        let mut removable = Vec::new();
        for binding in &bindings {
            let full = trimmed(binding.syntax());
            let before = self.body.relations.len();
            let query = match binding.pipeline() {
                Some(steps) => self.pipeline_query(&steps),
                None => self.missing_query(TextRange::empty(full.end())),
            };
            let Some((name, range)) = binding.name().and_then(|it| Some((it.ident()?, trimmed(it.syntax()))))
            else {
                continue;
            };
            // In scope only from here on: a binding does not see itself.
            self.ctes.push((name.clone(), (id, ctes.len() as u32)));
            ctes.push(Cte { name, columns: Box::default(), query, relations: self.relations_since(before) });
            cte_ranges.push(CteRanges { full, name: range, columns: Box::default() });
            let end = end_with_blanks(binding.syntax(), full.end());
            removable.push((TextRange::new(full.start(), end), None));
        }
        let mut query = match &pipeline {
            Some(steps) => self.pipeline(steps),
            None => Query::of(QueryBody::Missing),
        };
        query.ctes = ctes.into();
        self.ctes.clear();
        self.body.queries[id] = query;
        let full = trimmed(file.syntax());
        let all = removable.first().zip(removable.last()).map(|((first, _), (last, _))| first.cover(*last));
        let with = all.map(|all| WithRanges { clause: all, ctes: removable.into() });
        let ranges = QueryRanges {
            full,
            ctes: cte_ranges.into(),
            with: with.map(Box::new),
            operator: TextRange::default(),
        };
        self.source_map.queries.insert(id, ranges);
        Some(id)
    }

    fn pipeline_query(&mut self, steps: &ast::Pipeline) -> QueryId {
        let query = self.pipeline(steps);
        let ranges = QueryRanges { full: trimmed(steps.syntax()), ..QueryRanges::default() };
        self.alloc_query(query, ranges)
    }
}
