//! Expressions: what they are worth.

use super::{Context, Inference, Origin, Resolution, scope::Scope};
use crate::{Nullability, UnknownReason, ValueType};
use base::{Ident, SmolStr};
use dialect::{BinaryOperator, Operand, Type, UnaryOperator};
use hir::{Body, Expr, ExprId, Literal, QueryId};
use std::sync::Arc;

impl Context<'_> {
    /// The value of an expression; computed once.
    pub(super) fn expr(&mut self, id: ExprId, scope: &Scope<'_>) -> ValueType {
        if let Some(value) = self.inference.values.get(id) {
            return value.clone();
        }
        self.pending.push(id);
        let value = self.compute(id, scope);
        self.pending.pop();
        self.inference.values.insert(id, value.clone());
        value
    }

    fn compute(&mut self, id: ExprId, scope: &Scope<'_>) -> ValueType {
        let body = self.body;
        match &body.exprs[id] {
            Expr::Missing => ValueType::unknown(UnknownReason::Fault),
            Expr::Name(parts) => self.name(id, parts, scope),
            Expr::Literal(literal) => self.literal(literal),
            Expr::Unary { operator, operand: of } => {
                let value = self.expr(*of, scope);
                if *operator == UnaryOperator::Not {
                    self.check_condition(*of);
                }
                let operand = self.operand(*of, scope);
                let ty = match dialect::unary_type(self.engine, *operator, &operand) {
                    Ok(ty) => ty,
                    Err(error) => return self.report_operator(id, None, &[(*of, &operand)], error),
                };
                self.made_of(ty, &[&value], value.null, "a prefix operator")
            }
            Expr::Binary { .. } => self.binary(id, scope),
            Expr::Is { operand, .. } => {
                self.expr(*operand, scope);
                ValueType::not_null(Type::Boolean)
            }
            Expr::Between { value, low, high, .. } => {
                let values = [*value, *low, *high].map(|it| self.expr(it, scope));
                self.compare_order(*low, *value, *low, scope);
                self.compare_order(*high, *value, *high, scope);
                let null = values.iter().fold(Nullability::Never, |null, it| null.either(it.null));
                ValueType::known(Type::Boolean, null)
            }
            Expr::InList { value, list, negated } => {
                self.check_null_in_list(list, *negated);
                let mut null = self.expr(*value, scope).null;
                for item in list {
                    null = null.either(self.expr(*item, scope).null);
                    self.compare(*item, *value, *item, scope);
                }
                ValueType::known(Type::Boolean, null)
            }
            Expr::InQuery { value, query, negated } => {
                let null = self.expr(*value, scope).null;
                let output = self.query(*query, Some(scope));
                self.check_in_width(id, *value, *query, &output);
                if let [column] = &output.columns[..]
                    && output.open.is_none()
                    && !matches!(body.exprs[*value], Expr::Tuple(_))
                {
                    let operands = [self.operand(*value, scope), Operand::of(column.value.ty.clone())];
                    let place = self.place(hir::Anchor::Expr(id));
                    let subject = SmolStr::new_static("IN");
                    self.report_comparison(place, subject, &operands, dialect::compare_order, None);
                }
                let inner = output.columns.first().map_or(Nullability::Unknown, |it| it.value.null);
                let name = output.columns.first().map(|it| it.name.clone()).unwrap_or_default();
                if *negated {
                    self.check_null_in_query(id, &name, inner, (*value, *query));
                }
                ValueType::known(Type::Boolean, null.either(inner))
            }
            Expr::Like { value, pattern, escape, .. } => {
                let null = self.expr(*value, scope).null.either(self.expr(*pattern, scope).null);
                escape.iter().for_each(|it| drop(self.expr(*it, scope)));
                let operands = [self.operand(*value, scope), self.operand(*pattern, scope)];
                let like = BinaryOperator::Like;
                if let Err(error) = dialect::binary_type(self.engine, like, &operands[0], &operands[1]) {
                    let sides = [(*value, &operands[0]), (*pattern, &operands[1])];
                    return self.report_operator(id, Some(like), &sides, error);
                }
                ValueType::known(Type::Boolean, null)
            }
            Expr::Case { operand, arms, otherwise } => self.case(*operand, arms, *otherwise, scope),
            Expr::Cast { operand, ty, fallible } => {
                let value = self.expr(*operand, scope);
                let null = if *fallible { Nullability::Possible } else { value.null };
                match dialect::parse_type(ty, self.dialect) {
                    Some(ty) => {
                        if !*fallible {
                            self.check_cast(id, &value.ty, &ty);
                        }
                        ValueType::known(ty, null)
                    }
                    None => ValueType {
                        null,
                        ..ValueType::unknown(UnknownReason::Construct(base::format_smolstr!(
                            "the type `{ty}`"
                        )))
                    },
                }
            }
            Expr::Call(call) => self.call(id, call, scope),
            Expr::Exists(query) => {
                self.query(*query, Some(scope));
                ValueType::not_null(Type::Boolean)
            }
            Expr::Subquery(query) => self.scalar_subquery(id, *query, scope),
            Expr::Tuple(items) => {
                let values: Vec<ValueType> = items.iter().map(|it| self.expr(*it, scope)).collect();
                let fields = values.into_iter().enumerate();
                let fields = fields.map(|(place, it)| (self.tuple_field(items[place], place), it.ty));
                ValueType::not_null(Type::structure(fields))
            }
            Expr::Array(items) => {
                let branches: Vec<(ExprId, Operand)> =
                    items.iter().map(|it| (*it, self.operand(*it, scope))).collect();
                if self.common_type(&branches, "the elements of the list").is_none() {
                    return ValueType::unknown(UnknownReason::Fault);
                }
                let operands: Vec<Operand> = branches.into_iter().map(|it| it.1).collect();
                match dialect::list_literal_type(self.engine, &operands) {
                    Some(Type::Array { element, .. }) if element.is_unknown() => {
                        ValueType::unknown(UnknownReason::Construct("a list".into()))
                    }
                    Some(list) => ValueType::not_null(list),
                    None => ValueType::unknown(UnknownReason::Construct("a list".into())),
                }
            }
            Expr::Struct(fields) => {
                let field = |(name, it): &(Ident, ExprId)| dialect::Field {
                    name: name.text.clone(),
                    ty: self.expr(*it, scope).ty,
                };
                let fields = fields.iter().map(field).collect();
                ValueType::not_null(dialect::struct_literal_type(self.engine, fields))
            }
            Expr::Map(entries) => {
                let keys: Vec<Operand> = entries.iter().map(|it| self.operand(it.0, scope)).collect();
                let values: Vec<Operand> = entries.iter().map(|it| self.operand(it.1, scope)).collect();
                let [key, value] = [keys, values].map(|it| dialect::unify_all(self.engine, &it));
                ValueType::not_null(Type::map(key.unwrap_or_default(), value.unwrap_or_default()))
            }
            Expr::Index { base, .. } | Expr::Field { base, .. } if self.continues_path(*base) => {
                self.expr(*base, scope)
            }
            Expr::Index { base, index } => {
                let value = self.expr(*base, scope);
                let operands = [self.operand(*base, scope), self.operand(*index, scope)];
                let ty = dialect::subscript_type(self.engine, &operands[0], &operands[1]);
                self.made_of(ty.unwrap_or_default(), &[&value], Nullability::Possible, "a subscript")
            }
            Expr::Slice { base, bounds } => {
                let value = self.expr(*base, scope);
                bounds.iter().for_each(|it| drop(self.expr(*it, scope)));
                let ty = dialect::slice_type(self.dialect, &Operand::of(value.ty.clone()));
                self.made_of(ty.unwrap_or_default(), &[&value], value.null, "a slice")
            }
            Expr::Field { base, field } => {
                let value = self.expr(*base, scope);
                self.field(hir::Anchor::Expr(id), field, value)
            }
            Expr::Lambda { body, .. } => {
                let inner = Scope { lambda: Some(id), ..Scope::within(Some(scope)) };
                self.expr(*body, &inner)
            }
            Expr::Interval { amount, units } => {
                let null = amount.map_or(Nullability::Never, |it| self.expr(it, scope).null);
                let units: Vec<&str> = units.iter().map(SmolStr::as_str).collect();
                self.made_of(dialect::interval_type(self.engine, &units), &[], null, "INTERVAL")
            }
            Expr::Extract { operand, field } => {
                let value = self.expr(*operand, scope);
                self.check_part(id, field);
                let ty = dialect::extract_type(self.engine, field, &value.ty);
                self.made_of(ty, &[&value], value.null, "EXTRACT")
            }
            Expr::AtTimeZone { operand, zone } => {
                let value = self.expr(*operand, scope);
                self.expr(*zone, scope);
                let ty = dialect::at_time_zone_type(self.engine, &value.ty);
                self.made_of(ty, &[&value], value.null, "AT TIME ZONE")
            }
            Expr::Collate(inner) => self.expr(*inner, scope),
            Expr::Parameter(name) => {
                ValueType::unknown(UnknownReason::Construct(base::format_smolstr!("the parameter `{name}`")))
            }
            Expr::Macro(name) => ValueType::unknown(UnknownReason::Construct(hir::unexpanded_macro(name))),
            Expr::Columns(columns) => match &self.column_in_hand {
                Some(column) if !columns.unpacked => column.value.clone(),
                _ => {
                    let findings = self.inference.findings.len();
                    body.exprs[id].for_each_operand(|it| drop(self.expr(it, scope)));
                    self.inference.findings.truncate(findings);
                    ValueType::unknown(UnknownReason::Construct("COLUMNS(…)".into()))
                }
            },
            Expr::InValue { value, list } => {
                let null = self.expr(*value, scope).null.either(self.expr(*list, scope).null);
                ValueType::known(Type::Boolean, null.either(Nullability::Unknown))
            }
            Expr::ArrayQuery(query) => self.array_of_query(*query, scope),
            Expr::Typed { ty, parts } => {
                parts.iter().for_each(|it| drop(self.expr(*it, scope)));
                ValueType { null: Nullability::Never, ..self.written_type(ty) }
            }
            Expr::Comprehension { source, parameters, element, condition } => {
                self.comprehension((id, *source), parameters, (*element, *condition), scope)
            }
            Expr::JsonPath { base, .. } => self.json_path(*base, scope),
            Expr::Position(place) => self.position(id, *place, scope),
            Expr::Generated { call, index } => self.generated_part(id, (*call, *index as usize), scope),
            Expr::Opaque { parts, queries } => {
                parts.iter().for_each(|it| drop(self.expr(*it, scope)));
                queries.iter().for_each(|it| drop(self.query(*it, Some(scope))));
                ValueType::unknown(UnknownReason::Construct("this form".into()))
            }
        }
    }

    /// A value of type `ty`, made of `parts`: if the type is unknown, for their reason or else for the construct's.
    pub(super) fn made_of(
        &self,
        ty: Type,
        parts: &[&ValueType],
        null: Nullability,
        construct: &str,
    ) -> ValueType {
        let unknown = (ty == Type::Unknown).then(|| {
            let inherited = parts.iter().find_map(|it| it.unknown.clone());
            inherited.unwrap_or_else(|| UnknownReason::Construct(construct.into()))
        });
        ValueType { ty, null, unknown }
    }

    /// Infers `a AND b AND …`: the chain is as deep as it is long, so its left spine is walked by a loop.
    fn binary(&mut self, outermost: ExprId, scope: &Scope<'_>) -> ValueType {
        let body = self.body;
        let mut spine = vec![outermost];
        let mut innermost = outermost;
        while let Expr::Binary { left, .. } = &body.exprs[innermost] {
            innermost = *left;
            if matches!(body.exprs[innermost], Expr::Binary { .. }) {
                spine.push(innermost);
            }
        }
        self.expr(innermost, scope);
        let mut result = ValueType::unknown(UnknownReason::Fault);
        while let Some(id) = spine.pop() {
            let Expr::Binary { operator, left, right } = &body.exprs[id] else { continue };
            result = self.binary_step(id, *operator, *left, *right, scope);
            self.inference.values.insert(id, result.clone());
        }
        result
    }

    fn binary_step(
        &mut self,
        id: ExprId,
        operator: BinaryOperator,
        left: ExprId,
        right: ExprId,
        scope: &Scope<'_>,
    ) -> ValueType {
        use BinaryOperator::*;
        let (a, b) = (self.expr(left, scope), self.expr(right, scope));
        let null = a.null.either(b.null);
        match operator {
            Less | LessEqual | Greater | GreaterEqual => {
                self.compare_order(id, left, right, scope);
                ValueType::known(Type::Boolean, null)
            }
            Equal | NotEqual => {
                self.check_null_comparison(id, operator, left, right);
                self.compare(id, left, right, scope);
                ValueType::known(Type::Boolean, null)
            }
            IsDistinctFrom | IsNotDistinctFrom => {
                self.compare(id, left, right, scope);
                ValueType::not_null(Type::Boolean)
            }
            And | Or => {
                self.check_condition(left);
                self.check_condition(right);
                ValueType::known(Type::Boolean, null)
            }
            _ => {
                let operands = [self.operand(left, scope), self.operand(right, scope)];
                let ty = dialect::binary_type(self.engine, operator, &operands[0], &operands[1]);
                let ty = match ty {
                    Ok(ty) => ty,
                    Err(error) => {
                        let sides = [(left, &operands[0]), (right, &operands[1])];
                        return self.report_operator(id, Some(operator), &sides, error);
                    }
                };
                let null = match dialect::may_be_null(self.engine, operator, &operands[1], &ty) {
                    true => Nullability::Possible,
                    false => null,
                };
                self.made_of(ty, &[&a, &b], null, "the operator")
            }
        }
    }

    fn literal(&self, literal: &Literal) -> ValueType {
        match literal {
            Literal::Null => ValueType::known(Type::Null, Nullability::Possible),
            Literal::Typed { ty, text } => match dialect::typed_literal_type(self.dialect, ty, text) {
                Some(ty) => ValueType::not_null(ty),
                None => {
                    ValueType::unknown(UnknownReason::Construct(base::format_smolstr!("the type `{ty}`")))
                }
            },
            Literal::Binary => ValueType::not_null(Type::Binary),
            other => ValueType::not_null(dialect::literal_type(self.dialect, &to_operand_literal(other))),
        }
    }

    /// An expression as an operand: its type, and its literal where it is one.
    pub(super) fn operand(&mut self, id: ExprId, scope: &Scope<'_>) -> Operand {
        let ty = self.expr(id, scope).ty;
        Operand { ty, literal: self.literal_of(id) }
    }

    pub(super) fn literal_of(&self, id: ExprId) -> Option<dialect::Literal> {
        literal_of(self.body, id)
    }

    /// Whether an expression that has been inferred may be NULL.
    pub(super) fn null_of(&self, id: ExprId) -> Nullability {
        self.inference.values.get(id).map_or(Nullability::Unknown, |it| it.null)
    }

    fn case(
        &mut self,
        operand: Option<ExprId>,
        arms: &[(ExprId, ExprId)],
        otherwise: Option<ExprId>,
        scope: &Scope<'_>,
    ) -> ValueType {
        if let Some(operand) = operand {
            self.expr(operand, scope);
        }
        for (condition, _) in arms {
            self.expr(*condition, scope);
            if let Some(operand) = operand {
                self.check_null_arm(*condition);
                self.compare(*condition, operand, *condition, scope);
            } else {
                self.check_condition(*condition);
            }
        }
        let results: Vec<ExprId> = arms.iter().map(|it| it.1).chain(otherwise).collect();
        let branches: Vec<(ExprId, Operand)> =
            results.iter().map(|it| (*it, self.operand(*it, scope))).collect();
        let mut null = results.iter().fold(Nullability::Never, |null, it| null.either(self.null_of(*it)));
        if otherwise.is_none() {
            null = Nullability::Possible;
        }
        let values: Vec<ValueType> = results.iter().map(|it| self.expr(*it, scope)).collect();
        let parts: Vec<&ValueType> = values.iter().collect();
        match self.common_type(&branches, "the branches of CASE") {
            Some(ty) => self.made_of(ty, &parts, null, "CASE"),
            None => ValueType::unknown(UnknownReason::Fault),
        }
    }

    /// A value of a type as it is written.
    fn written_type(&self, ty: &SmolStr) -> ValueType {
        match dialect::parse_type(ty, self.dialect) {
            Some(ty) => ValueType::known(ty, Nullability::Unknown),
            None => ValueType::unknown(UnknownReason::Construct(base::format_smolstr!("the type `{ty}`"))),
        }
    }

    fn scalar_subquery(&mut self, id: ExprId, query: QueryId, scope: &Scope<'_>) -> ValueType {
        let output = self.query(query, Some(scope));
        if let Some(row) = self.row_of(query, &output) {
            return row.or_null();
        }
        self.check_width(id, &output);
        match &output.columns[..] {
            [column] if output.open.is_none() && self.has_a_row(query) => column.value.clone(),
            // No row is NULL.
            [column] if output.open.is_none() => column.value.or_null(),
            _ => ValueType::unknown(UnknownReason::Construct("a subquery".into())),
        }
    }

    /// The columns of other models and tables that the value of an expression is made of, each once, in order of
    /// appearance.
    pub(super) fn origins(&self, id: ExprId) -> Arc<[Origin]> {
        let mut origins: Vec<Origin> = Vec::new();
        // Items that aliases mean: names that mean each other must not go round.
        let mut seen = rustc_hash::FxHashSet::default();
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            let mut add = |found: &[Origin]| {
                for origin in found {
                    if !origins.contains(origin) {
                        origins.push(origin.clone());
                    }
                }
            };
            let column = |relation, index: u32| {
                let output = self.inference.relations.get(relation)?;
                output.columns.get(index as usize)
            };
            match self.inference.resolutions.get(&id) {
                Some(Resolution::Column(relation, index)) => {
                    column(*relation, *index).iter().for_each(|it| add(&it.origins));
                }
                Some(Resolution::Merged(parts)) => {
                    let first = parts.first().and_then(|&(relation, index)| column(relation, index));
                    first.iter().for_each(|it| add(&it.origins));
                }
                Some(Resolution::Item(select, item)) => {
                    if let hir::SelectItem::Expr { expr, .. } =
                        &self.body.selects[*select].items[*item as usize]
                        && seen.insert(*expr)
                    {
                        stack.push(*expr);
                    }
                }
                _ => {}
            }
            match &self.body.exprs[id] {
                Expr::Columns(columns) if !columns.unpacked => {
                    self.column_in_hand.iter().for_each(|it| add(&it.origins));
                }
                Expr::Subquery(query) | Expr::ArrayQuery(query) => {
                    if let Some(output) = self.inference.queries.get(*query) {
                        output.columns.iter().for_each(|it| add(&it.origins));
                    }
                }
                other => {
                    let start = stack.len();
                    other.for_each_operand(|it| stack.push(it));
                    stack[start..].reverse();
                }
            }
        }
        origins.into()
    }
}

fn to_operand_literal(literal: &Literal) -> dialect::Literal {
    match literal {
        Literal::Number(text) => dialect::Literal::Number(text.clone()),
        Literal::String(text) => dialect::Literal::String(text.clone()),
        Literal::Boolean(value) => dialect::Literal::Boolean(*value),
        Literal::Null | Literal::Typed { .. } | Literal::Binary => dialect::Literal::Null,
    }
}

/// An expression of an inferred body as an operand: its type, and the literal that it is.
pub fn operand_of(body: &Body, inference: &Inference, id: ExprId) -> Operand {
    let ty = inference.values.get(id).map(|it| it.ty.clone()).unwrap_or_default();
    Operand { ty, literal: literal_of(body, id) }
}

fn literal_of(body: &Body, id: ExprId) -> Option<dialect::Literal> {
    match &body.exprs[id] {
        Expr::Literal(Literal::Typed { .. } | Literal::Binary) => None,
        Expr::Literal(literal) => Some(to_operand_literal(literal)),
        Expr::Unary { operator: UnaryOperator::Minus, operand } => match literal_of(body, *operand)? {
            dialect::Literal::Number(text) => {
                Some(dialect::Literal::Number(base::format_smolstr!("-{text}")))
            }
            _ => None,
        },
        _ => None,
    }
}
