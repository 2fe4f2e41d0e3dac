//! Queries: one clause per line.

use super::{Printer, Unprintable};
use dialect::DialectKind;
use hir::{
    ExprId, JoinConstraint, JoinKind, QueryBody, QueryId, Relation, RelationId, Select, SelectId, SelectItem,
    SetOperator, SortOrder, Star,
};

impl Printer<'_> {
    /// Prints the outermost query, with the common table expressions that are put before its own.
    pub(super) fn root(&mut self, root: QueryId) -> Result<(), Unprintable> {
        let substitutions = self.substitutions;
        let given = substitutions.ctes.iter().map(|(name, query)| (name.clone(), Some(query.as_str())));
        self.query_with(root, given.collect())
    }

    pub(super) fn query(&mut self, query: QueryId) -> Result<(), Unprintable> {
        self.query_with(query, Vec::new())
    }

    fn query_with(&mut self, id: QueryId, given: Vec<(String, Option<&str>)>) -> Result<(), Unprintable> {
        let body = self.body;
        let query = &body.queries[id];
        let total = given.len() + query.ctes.len();
        if total > 0 {
            self.word(if query.recursive { "WITH RECURSIVE " } else { "WITH " });
        }
        for (index, (name, sql)) in given.iter().enumerate() {
            self.word(name);
            self.word(" AS (\n");
            self.word(sql.unwrap_or_default());
            self.word(if index + 1 < total { "\n),\n" } else { "\n)\n" });
        }
        for (index, cte) in query.ctes.iter().enumerate() {
            self.ident(&cte.name);
            if !cte.columns.is_empty() {
                self.word(" (");
                self.separated(&*cte.columns, |printer, it| {
                    printer.ident(it);
                    Ok(())
                })?;
                self.word(")");
            }
            self.word(" AS (\n");
            self.query(cte.query)?;
            self.word(if given.len() + index + 1 < total { "\n),\n" } else { "\n)\n" });
        }
        self.query_body(&query.body)?;
        if !query.order_by.is_empty() {
            self.word("\nORDER BY ");
            self.sort_keys(&query.order_by, &query.orders)?;
        }
        match &query.limits[..] {
            [] => {}
            [count] => {
                self.word("\nLIMIT ");
                self.expr(*count)?;
            }
            _ => return Err(Unprintable::new("a limit with an offset has no form in the DSL")),
        }
        Ok(())
    }

    fn query_body(&mut self, body: &QueryBody) -> Result<(), Unprintable> {
        match body {
            QueryBody::Select(select) => self.select(*select),
            QueryBody::SetOperation { operator, all, matching, left, right } => {
                self.parenthesised_query(*left)?;
                self.word(match operator {
                    SetOperator::Union => "\nUNION",
                    SetOperator::Intersect => "\nINTERSECT",
                    SetOperator::Except => "\nEXCEPT",
                });
                self.word(if *all { " ALL" } else { "" });
                self.word(if matching.is_by_name() { " BY NAME\n" } else { "\n" });
                self.parenthesised_query(*right)
            }
            QueryBody::Values(rows) => {
                self.word("VALUES ");
                self.separated(&**rows, |printer, row| {
                    printer.word("(");
                    printer.separated(&**row, |printer, it| printer.expr(*it))?;
                    printer.word(")");
                    Ok(())
                })
            }
            QueryBody::Nested(query) => self.parenthesised_query(*query),
            QueryBody::Missing => Err(Unprintable::new("the query is missing")),
        }
    }

    pub(super) fn parenthesised_query(&mut self, query: QueryId) -> Result<(), Unprintable> {
        self.word("(");
        self.query(query)?;
        self.word(")");
        Ok(())
    }

    fn select(&mut self, id: SelectId) -> Result<(), Unprintable> {
        let body = self.body;
        let select: &Select = &body.selects[id];
        self.word(if select.distinct { "SELECT DISTINCT " } else { "SELECT " });
        if !select.distinct_on.is_empty() {
            self.word("ON (");
            self.separated(&*select.distinct_on, |printer, it| printer.expr(*it))?;
            self.word(") ");
        }
        self.separated(&*select.items, Printer::select_item)?;
        if !select.from.is_empty() {
            self.word("\nFROM ");
            self.separated(&*select.from, |printer, it| printer.relation(*it))?;
        }
        self.clause("\nWHERE ", select.filter)?;
        if select.group_by.sets {
            return Err(Unprintable::new("grouping sets have no form in the DSL"));
        }
        if select.group_by.all {
            self.word("\nGROUP BY ALL");
        } else if !select.group_by.keys.is_empty() {
            self.word("\nGROUP BY ");
            self.separated(&*select.group_by.keys, |printer, it| printer.expr(*it))?;
        }
        self.clause("\nHAVING ", select.having)?;
        if !select.windows.is_empty() {
            self.word("\nWINDOW ");
            self.separated(&*select.windows, |printer, (name, window)| {
                printer.ident(name);
                printer.word(" AS ");
                printer.window(window)
            })?;
        }
        if select.qualify.is_some() && self.dialect == DialectKind::Trino {
            return Err(Unprintable::new(
                "Trino has no QUALIFY: give the pipeline up to the window function a name with `let`, read from that, and \
                 filter there",
            ));
        }
        self.clause("\nQUALIFY ", select.qualify)
    }

    fn clause(&mut self, keyword: &str, condition: Option<ExprId>) -> Result<(), Unprintable> {
        let Some(condition) = condition else { return Ok(()) };
        self.word(keyword);
        self.expr(condition)
    }

    fn select_item(&mut self, item: &SelectItem) -> Result<(), Unprintable> {
        match item {
            SelectItem::Expr { expr, alias } => {
                self.expr(*expr)?;
                if let Some(alias) = alias {
                    self.word(" AS ");
                    self.ident(alias);
                }
                Ok(())
            }
            SelectItem::Star(star) => self.star(star),
            SelectItem::Missing => Err(Unprintable::new("the select list has a gap")),
        }
    }

    fn star(&mut self, star: &Star) -> Result<(), Unprintable> {
        if star.pattern.is_some() || star.base.is_some() {
            return Err(Unprintable::new("a star with a pattern has no form in the DSL"));
        }
        if !star.qualifier.is_empty() {
            self.path(&star.qualifier);
            self.word(".");
        }
        self.word("*");
        if !star.exclude.is_empty() {
            let excepts = matches!(self.dialect, DialectKind::BigQuery | DialectKind::Databricks);
            self.word(if excepts { " EXCEPT (" } else { " EXCLUDE (" });
            self.separated(&*star.exclude, |printer, it| {
                printer.ident(it);
                Ok(())
            })?;
            self.word(")");
        }
        if !star.replace.is_empty() {
            self.word(" REPLACE (");
            self.separated(&*star.replace, |printer, (expr, name)| {
                printer.expr(*expr)?;
                printer.word(" AS ");
                printer.ident(name);
                Ok(())
            })?;
            self.word(")");
        }
        if !star.rename.is_empty() {
            self.word(" RENAME (");
            self.separated(&*star.rename, |printer, (old, new)| {
                printer.ident(old);
                printer.word(" AS ");
                printer.ident(new);
                Ok(())
            })?;
            self.word(")");
        }
        Ok(())
    }

    /// Prints a relation. A chain of joins is as deep as it is long, so its left spine is walked by a loop.
    fn relation(&mut self, id: RelationId) -> Result<(), Unprintable> {
        let body = self.body;
        let mut spine = Vec::new();
        let mut innermost = id;
        while let Relation::Join { kind, natural, left, right, constraint } = &body.relations[innermost] {
            spine.push((*kind, *natural, *right, constraint));
            innermost = *left;
        }
        self.plain_relation(innermost)?;
        while let Some((kind, natural, right, constraint)) = spine.pop() {
            self.joined(kind, natural, right, constraint)?;
        }
        Ok(())
    }

    fn plain_relation(&mut self, id: RelationId) -> Result<(), Unprintable> {
        let (body, substitutions) = (self.body, self.substitutions);
        let relation = &body.relations[id];
        match relation {
            Relation::Name { path, alias, .. } => {
                match substitutions.relations.get(&id) {
                    Some(table) => {
                        self.word(&table.name);
                        if let (None, Some(given)) = (alias, &table.alias) {
                            self.word(" AS ");
                            self.word(given);
                        }
                    }
                    None => self.path(path),
                }
                self.alias(relation)
            }
            Relation::Query { query, lateral, .. } => {
                self.word(if *lateral { "LATERAL " } else { "" });
                self.parenthesised_query(*query)?;
                self.alias(relation)
            }
            Relation::Missing => Err(Unprintable::new("a `from` or a `join` names no relation")),
            Relation::Join { .. }
            | Relation::Values { .. }
            | Relation::Call { .. }
            | Relation::Unnest { .. }
            | Relation::Pivot { .. }
            | Relation::Unpivot { .. }
            | Relation::Matched { .. }
            | Relation::Declared { .. }
            | Relation::Described(_)
            | Relation::Opaque { .. } => Err(Unprintable::new("the relation has no form in the DSL")),
        }
    }

    fn joined(
        &mut self,
        kind: JoinKind,
        natural: bool,
        right: RelationId,
        constraint: &JoinConstraint,
    ) -> Result<(), Unprintable> {
        self.word(if natural { "\nNATURAL " } else { "\n" });
        self.word(match kind {
            JoinKind::Inner => "JOIN ",
            JoinKind::Left => "LEFT JOIN ",
            JoinKind::Right => "RIGHT JOIN ",
            JoinKind::Full => "FULL JOIN ",
            JoinKind::Cross => "CROSS JOIN ",
            JoinKind::Semi => "SEMI JOIN ",
            JoinKind::Anti => "ANTI JOIN ",
            JoinKind::AsOf => "ASOF JOIN ",
            JoinKind::AsOfLeft => "ASOF LEFT JOIN ",
            JoinKind::Positional => "POSITIONAL JOIN ",
        });
        let nested = matches!(self.body.relations[right], Relation::Join { .. });
        self.word(if nested { "(" } else { "" });
        self.relation(right)?;
        self.word(if nested { ")" } else { "" });
        match constraint {
            JoinConstraint::On(condition) => {
                self.word(" ON ");
                self.expr(*condition)
            }
            JoinConstraint::Using(columns) => {
                self.word(" USING (");
                self.separated(&**columns, |printer, it| {
                    printer.ident(it);
                    Ok(())
                })?;
                self.word(")");
                Ok(())
            }
            JoinConstraint::None if natural || matches!(kind, JoinKind::Cross | JoinKind::Positional) => {
                Ok(())
            }
            JoinConstraint::None => Err(Unprintable::new("a join has no keys")),
        }
    }

    fn alias(&mut self, relation: &Relation) -> Result<(), Unprintable> {
        let Some(alias) = relation.alias() else { return Ok(()) };
        self.word(" AS ");
        self.ident(&alias.name);
        if alias.columns.is_empty() {
            return Ok(());
        }
        self.word(" (");
        self.separated(&*alias.columns, |printer, it| {
            printer.ident(it);
            Ok(())
        })?;
        self.word(")");
        Ok(())
    }

    pub(super) fn sort_keys(&mut self, keys: &[ExprId], orders: &[SortOrder]) -> Result<(), Unprintable> {
        self.separated(keys.iter().enumerate(), |printer, (index, key)| {
            printer.expr(*key)?;
            let order = orders.get(index).copied().unwrap_or_default();
            printer.word(if order.descending { " DESC" } else { "" });
            printer.word(match order.nulls_first {
                Some(true) => " NULLS FIRST",
                Some(false) => " NULLS LAST",
                None => "",
            });
            Ok(())
        })
    }
}
