//! `UNION`, `INTERSECT` and `EXCEPT`.

use super::{Context, Definition, Derivation, Output, OutputColumn, scope::Scope};
use crate::{Facts, Finding, OpenReason, Place, UnknownReason, ValueType};
use base::{Code, Ident};
use dialect::{Comparison, Operand, Type};
use hir::{Anchor, KeptColumns, Matching, QueryBody, QueryId, SetOperator};
use std::sync::Arc;

impl Context<'_> {
    /// The output of a set operation. A chain is as deep as it is long, so its left spine is walked by a loop.
    pub(super) fn set_operation(&mut self, id: QueryId, outer: Option<&Scope<'_>>) -> Arc<Output> {
        let body = self.body;
        let mut spine = vec![id];
        let mut innermost = id;
        while let QueryBody::SetOperation { left, .. } = &body.queries[innermost].body {
            innermost = *left;
            if matches!(body.queries[innermost].body, QueryBody::SetOperation { .. })
                && body.queries[innermost].ctes.is_empty()
            {
                spine.push(innermost);
            } else {
                break;
            }
        }
        let mut output = self.query(innermost, outer);
        let mut first_arm = innermost;
        while let Some(id) = spine.pop() {
            let QueryBody::SetOperation { operator, matching, left, right, .. } = &body.queries[id].body
            else {
                continue;
            };
            let arm = self.query(*right, outer);
            output = Arc::new(match matching {
                Matching::Name { kept, only } => self.by_name(&output, &arm, *right, (*kept, only)),
                Matching::Position => self.by_position(&output, &arm, (first_arm, *right), *operator),
            });
            self.inference.queries.insert(id, output.clone());
            first_arm = *left;
        }
        output
    }

    fn by_position(
        &mut self,
        left: &Output,
        right: &Output,
        (left_query, right_query): (QueryId, QueryId),
        operator: SetOperator,
    ) -> Output {
        let open = left.open.clone().or_else(|| right.open.clone());
        let misaligned = open.is_none() && left.columns.len() != right.columns.len();
        if misaligned {
            let words = operator_words(operator);
            let (a, b) = (left.columns.len(), right.columns.len());
            let message =
                format!("this arm of the {words} has {}, the one before it has {}", columns(b), columns(a));
            let finding = Finding::new(Code::E008, self.list_place(right_query), words, message)
                .facts(Facts::types(a, b));
            let finding = finding.related(self.list_place(left_query), format!("{} here", columns(a)));
            self.report(finding);
        }
        let stars = [&left.stars[..], &right.stars].concat();
        // A column that is missing in one arm is missing once: readers that ask for it are not at fault.
        let open = open.or_else(|| misaligned.then_some(OpenReason::Fault));
        let mut output = Output { open, stars, ..Output::default() };
        for (index, column) in left.columns.iter().enumerate() {
            let place = Some(index as u32);
            let derivation = Derivation::Arms { left: place, right: place };
            let Some(other) = right.columns.get(index) else {
                output.columns.push(OutputColumn { derivation, ..column.clone() });
                continue;
            };
            if misaligned {
                // Which columns were meant to meet is not known.
                let value = ValueType::unknown(UnknownReason::Fault);
                let derivation = Derivation::Arms { left: place, right: None };
                output.columns.push(OutputColumn { value, derivation, ..column.clone() });
                continue;
            }
            let value = self.united(column, other, index, (left_query, right_query));
            let value = match operator {
                // Rows of the right arm never come out.
                SetOperator::Except => ValueType { null: column.value.null, ..value },
                _ => value,
            };
            let origins = merge_origins(&column.origins, &other.origins);
            output.columns.push(OutputColumn { value, origins, derivation, ..column.clone() });
        }
        output
    }

    fn by_name(
        &mut self,
        left: &Output,
        right: &Output,
        right_query: QueryId,
        (kept, only): (KeptColumns, &[Ident]),
    ) -> Output {
        let stars = [&left.stars[..], &right.stars].concat();
        let mut output =
            Output { open: left.open.clone().or_else(|| right.open.clone()), stars, ..Output::default() };
        let is_open = output.open.is_some();
        for (place, column) in left.columns.iter().enumerate() {
            let name = Ident::quoted(column.name.clone());
            let other = super::scope::position(self.dialect, &name, right);
            let derivation = Derivation::Arms { left: Some(place as u32), right: other.map(|it| it as u32) };
            output.columns.push(match other {
                Some(index) => {
                    let other = &right.columns[index];
                    let value = self.united(column, other, index, (right_query, right_query));
                    OutputColumn {
                        value,
                        origins: merge_origins(&column.origins, &other.origins),
                        derivation,
                        ..column.clone()
                    }
                }
                None if kept == KeptColumns::Both && !is_open => continue,
                None => OutputColumn { value: column.value.or_null(), derivation, ..column.clone() },
            });
        }
        let also_right = kept == KeptColumns::Either || is_open;
        for (place, column) in right.columns.iter().enumerate().filter(|_| also_right) {
            let name = Ident::quoted(column.name.clone());
            if super::scope::position(self.dialect, &name, left).is_none() {
                let derivation = Derivation::Arms { left: None, right: Some(place as u32) };
                let value = column.value.or_null();
                output.columns.push(OutputColumn { value, derivation, ..column.clone() });
            }
        }
        if !only.is_empty() && !is_open {
            let place = |it: &Ident| super::scope::position(self.dialect, it, &output);
            output.columns = only.iter().filter_map(place).map(|it| output.columns[it].clone()).collect();
        }
        output
    }

    /// The value of a column that comes from two arms.
    fn united(
        &mut self,
        left: &OutputColumn,
        right: &OutputColumn,
        index: usize,
        (left_query, right_query): (QueryId, QueryId),
    ) -> ValueType {
        let null = left.value.null.either(right.value.null);
        let (a, b) = (&left.value.ty, &right.value.ty);
        if !left.value.is_known() || !right.value.is_known() {
            let unknown = left.value.unknown.clone().or_else(|| right.value.unknown.clone());
            return ValueType { ty: Type::Unknown, null, unknown };
        }
        let spelled = |ty: &Type| ty.display(self.dialect).to_string();
        // Columns that are matched by name come without the query of the left arm.
        let literal = |query, column| match left_query == right_query {
            true => None,
            false => self.literal_of_arm(query, column, index),
        };
        let operands = [(left_query, left), (right_query, right)].map(|(query, column)| {
            let literal = if a == b { None } else { literal(query, column) };
            Operand { ty: column.value.ty.clone(), literal }
        });
        match dialect::check_set_operation(self.engine, &operands[0], &operands[1]) {
            Comparison::Coerced { to, crosses_families: true } => {
                self.report_coercion(left, right, index, (left_query, right_query), &to);
            }
            Comparison::Incompatible { .. } | Comparison::LiteralDoesNotConvert { .. } => {
                let (a, b) = (spelled(a), spelled(b));
                let place = self.column_place(right_query, right, index);
                let message = format!("this column is {b}, and {a} in the arm before it: no type holds both");
                let facts = Facts { column: Some(right.name.clone()), ..Facts::types(&a, &b) };
                let mut finding = Finding::new(Code::E008, place, right.name.clone(), message)
                    .facts(facts)
                    .related(self.column_place(left_query, left, index), format!("{a} here"));
                if dialect::unify_set_operation(self.engine, &operands[0], &operands[1]).is_some() {
                    finding.severity = self.severity_of_missing_cast();
                }
                self.report(finding);
                return ValueType::unknown(UnknownReason::Fault);
            }
            _ => {}
        }
        match dialect::unify_set_operation(self.engine, &operands[0], &operands[1]) {
            Some(Type::Unknown) | None => {
                ValueType::unknown(UnknownReason::Construct("a set operation".into()))
            }
            Some(ty) => ValueType::known(ty, null),
        }
    }

    /// The literal that a column of an arm is, in all arms of a chain: some engines let it follow the other arm.
    fn literal_of_arm(
        &self,
        mut query: QueryId,
        column: &OutputColumn,
        index: usize,
    ) -> Option<dialect::Literal> {
        /// Chains are as long as they like; whoever has that many arms has columns in one of them.
        const MOST_ARMS: usize = 64;
        for _ in 0..MOST_ARMS {
            let QueryBody::SetOperation { left, right, .. } = &self.body.queries[self.unwrapped(query)].body
            else {
                let columns = self.inference.queries.get(query).map(|it| &it.columns);
                let column = columns.and_then(|it| it.get(index)).unwrap_or(column);
                return self.literal_of_item(query, &column.definition);
            };
            let arm = self.inference.queries.get(*right)?;
            self.literal_of_item(*right, &arm.columns.get(index)?.definition)?;
            query = *left;
        }
        None
    }

    /// The literal that defines a column, where it is an item of the query's own select list.
    fn literal_of_item(&self, query: QueryId, definition: &Definition) -> Option<dialect::Literal> {
        let QueryBody::Select(of) = &self.body.queries[self.unwrapped(query)].body else { return None };
        let Definition::Item(select, item) = definition else { return None };
        let item = self.body.selects[*select].items.get(*item as usize).filter(|_| of == select)?;
        let hir::SelectItem::Expr { expr, .. } = item else { return None };
        self.literal_of(*expr)
    }

    /// The query within parentheses.
    fn unwrapped(&self, mut query: QueryId) -> QueryId {
        while let QueryBody::Nested(inner) = &self.body.queries[query].body {
            query = *inner;
        }
        query
    }

    fn report_coercion(
        &mut self,
        left: &OutputColumn,
        right: &OutputColumn,
        index: usize,
        (left_query, right_query): (QueryId, QueryId),
        ty: &Type,
    ) {
        let fails = [left, right]
            .iter()
            .any(|it| dialect::cast_exists(self.engine, &it.value.ty, ty) == dialect::CastKind::Never);
        let [a, b, to] = [&left.value.ty, &right.value.ty, ty].map(|it| it.display(self.dialect).to_string());
        let place = self.column_place(right_query, right, index);
        let outcome = if fails {
            format!("what is no {to} fails when the query runs")
        } else {
            format!("both silently become {to}")
        };
        let message = format!("this column is {b}, and {a} in the arm before it: {outcome}");
        let facts = Facts { column: Some(right.name.clone()), ..Facts::types(&a, &b) };
        let mut finding = Finding::new(Code::W001, place, right.name.clone(), message)
            .facts(facts)
            .related(self.column_place(left_query, left, index), format!("{a} here"))
            .suggest("say which type is meant with an explicit CAST");
        let arms = [(left_query, left), (right_query, right)];
        let foreign = arms.into_iter().filter(|(_, column)| column.value.ty != *ty);
        let items: Option<Vec<_>> = foreign.map(|(query, column)| self.item_of_arm(query, column)).collect();
        // The left arm of a longer chain is several, and a cast of the first of them settles nothing.
        let is_chained = left.value.ty != *ty && !self.are_operands(left_query, right_query);
        if let Some(items) = items.filter(|_| left_query != right_query && !is_chained) {
            finding.remedies.extend(self.writer().arms(&items, &left.name, ty));
        }
        self.report(finding);
    }

    /// Whether two queries are what one set operation is made of.
    fn are_operands(&self, left_query: QueryId, right_query: QueryId) -> bool {
        self.body.queries.iter().any(|(_, it)| match it.body {
            QueryBody::SetOperation { left, right, .. } => (left, right) == (left_query, right_query),
            _ => false,
        })
    }

    /// The item that makes a column of an arm, where the arm is one `SELECT`.
    fn item_of_arm(&self, query: QueryId, column: &OutputColumn) -> Option<(hir::SelectId, u32)> {
        let QueryBody::Select(of) = &self.body.queries[self.unwrapped(query)].body else { return None };
        match column.definition {
            Definition::Item(select, item) if select == *of => Some((select, item)),
            _ => None,
        }
    }

    /// Where a column of an arm is defined, or else the arm's select list.
    fn column_place(&self, query: QueryId, column: &OutputColumn, index: usize) -> Place {
        match &column.definition {
            Definition::Item(select, item) => self.place(Anchor::Item(*select, *item)),
            Definition::Construct => self.values_cell(query, index).unwrap_or_else(|| self.list_place(query)),
            Definition::Named(anchor @ Anchor::StarReplace(..)) => self.place(*anchor),
            Definition::Origin(_) | Definition::Named(_) => self.list_place(query),
        }
    }

    fn values_cell(&self, query: QueryId, index: usize) -> Option<Place> {
        match &self.body.queries[query].body {
            QueryBody::Values(rows) => Some(self.place(Anchor::Expr(*rows.first()?.get(index)?))),
            _ => None,
        }
    }

    /// The select list of a query's first block.
    pub(super) fn list_place(&self, query: QueryId) -> Place {
        match &self.body.queries[query].body {
            QueryBody::Select(select) => self.place(Anchor::SelectList(*select)),
            QueryBody::Nested(inner) => self.list_place(*inner),
            _ => self.place(Anchor::Query(query)),
        }
    }
}

fn merge_origins(a: &Arc<[super::Origin]>, b: &Arc<[super::Origin]>) -> Arc<[super::Origin]> {
    if b.iter().all(|it| a.contains(it)) {
        return a.clone();
    }
    a.iter().chain(b.iter().filter(|it| !a.contains(it))).cloned().collect()
}

fn operator_words(operator: SetOperator) -> &'static str {
    match operator {
        SetOperator::Union => "UNION",
        SetOperator::Intersect => "INTERSECT",
        SetOperator::Except => "EXCEPT",
    }
}

fn columns(count: usize) -> String {
    match count {
        1 => "1 column".into(),
        _ => format!("{count} columns"),
    }
}
