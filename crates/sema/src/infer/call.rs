//! Function calls and windows.

use super::{Context, Derivation, Output, OutputColumn, scope::Scope};
use crate::{Nullability, OpenReason, UnknownReason, ValueType};
use base::{DialectKind, SmolStr};
use dialect::{Argument, CallError, CallShape, FunctionKind, Operand, Type};
use hir::{Anchor, Call, Expr, ExprId, RelationId, Window};
use std::sync::Arc;

/// Table functions whose arguments are values and nothing else.
const TAKES_VALUES: [&str; 4] = ["range", "generate_series", "unnest", "repeat"];

/// Functions that make a row of each element of a value, under the names that their dialects have for them.
const UNNESTS: [&str; 15] = [
    "explode",
    "explode_outer",
    "flatten",
    "inline",
    "inline_outer",
    "json_array_elements",
    "json_each",
    "json_tree",
    "posexplode",
    "posexplode_outer",
    "split_to_table",
    "strtok_split_to_table",
    "unnest",
    "variant_explode",
    "variant_explode_outer",
];

/// Whether a function makes a row of each element of a value.
pub(crate) fn unnests(function: &str) -> bool {
    UNNESTS.iter().any(|it| function.eq_ignore_ascii_case(it))
}

/// Whether a table function makes its rows of the values of its arguments, and of nothing that they name.
pub(crate) fn takes_values(function: &str) -> bool {
    TAKES_VALUES.iter().any(|it| function.eq_ignore_ascii_case(it))
}

impl Context<'_> {
    pub(super) fn call(&mut self, id: ExprId, call: &Call, scope: &Scope<'_>) -> ValueType {
        let (arguments, values) = self.arguments(call, scope);
        self.check_distinct_order(call);
        if let Some(filter) = call.filter {
            self.condition(filter, scope);
        }
        if let Some(window) = &call.window {
            self.window(window, scope);
            self.window_name(id, window);
        }
        let Some(name) = call.name.last() else { return ValueType::unknown(UnknownReason::Fault) };
        let shape = CallShape {
            star: call.star,
            distinct: call.distinct,
            over: call.window.is_some(),
            table: false,
            within_group: if call.within_group { call.order_by.len().min(255) as u8 } else { 0 },
            export_state: call.export_state,
        };
        let parts: Vec<&ValueType> = values.iter().collect();
        if let (true, Some(value)) = (name.text.eq_ignore_ascii_case("unnest"), parts.first()) {
            if let Some(element) = self.unnested_element(call, value) {
                return self.made_of(element, &parts, Nullability::Unknown, "UNNEST");
            }
            if self.report_no_list(id, value) {
                return ValueType::unknown(UnknownReason::Fault);
            }
        }
        if let Some(columns) = self.generated(call, &values) {
            return self.only_generated(name, columns);
        }
        let declared = Arc::clone(&self.declared);
        if let Some(declared) = declared.iter().find(|it| it.is_called(&call.name)) {
            self.note_kind(id, declared.kind);
            return match declared.result(self.engine, &arguments) {
                Ok(ty) => self.made_of(ty, &parts, Nullability::Unknown, "a declared function"),
                Err(error) => {
                    self.report_call(id, call, &arguments, error);
                    ValueType::unknown(UnknownReason::Fault)
                }
            };
        }
        let Some(called) = dialect::called_function(self.engine, &call.name) else {
            self.note_kind(id, FunctionKind::Unknown);
            return ValueType::unknown(UnknownReason::Function(name.text.clone()));
        };
        match dialect::resolve_call(self.engine, &called.name, &arguments, shape) {
            Ok(resolved) => {
                self.note_kind(id, resolved.kind);
                if resolved.kind == FunctionKind::Window && call.window.is_none() {
                    return self.report_window_without_over(id, name.as_str());
                }
                let null = match called.is_safe {
                    true => Nullability::Possible,
                    false => self.null_of_call(&resolved, &values, call),
                };
                let construct = format!("the result of `{}`", name.as_str());
                let mut value = self.made_of(resolved.result, &parts, null, &construct);
                if value.ty == Type::Unknown && parts.iter().all(|it| it.is_known()) {
                    value.unknown = Some(UnknownReason::Function(name.text.clone()));
                }
                value
            }
            Err(error) => {
                let kinds = dialect::functions(self.engine).kinds(name.as_str());
                self.note_kind(id, kinds.first().copied().unwrap_or(FunctionKind::Unknown));
                let findings = self.inference.findings.len();
                self.report_call(id, call, &arguments, error);
                if self.inference.findings.len() > findings {
                    return ValueType::unknown(UnknownReason::Fault);
                }
                // Nobody is told, since only the engine knows the function or an argument.
                let inherited = parts.iter().find_map(|it| it.unknown.clone());
                ValueType::unknown(inherited.unwrap_or_else(|| UnknownReason::Function(name.text.clone())))
            }
        }
    }

    /// The value of a function that makes columns, where it makes one.
    fn only_generated(&self, name: &base::Ident, mut columns: Vec<OutputColumn>) -> ValueType {
        match (columns.pop(), columns.is_empty()) {
            (Some(only), true) => only.value,
            _ => ValueType::unknown(UnknownReason::Function(name.text.clone())),
        }
    }

    fn note_kind(&mut self, id: ExprId, kind: FunctionKind) {
        self.aggregates |= !matches!(kind, FunctionKind::Scalar | FunctionKind::Table);
        self.inference.call_kinds.insert(id, kind);
    }

    /// The name that the catalogue has, else that of a user's function without its schema.
    fn catalogue_name(&self, call: &Call) -> SmolStr {
        let called = dialect::called_function(self.engine, &call.name).map(|it| it.name);
        called.or_else(|| call.name.last().map(|it| it.text.clone())).unwrap_or_default()
    }

    /// The arguments as the catalogue wants them, those of `WITHIN GROUP` first, and their values.
    fn arguments(&mut self, call: &Call, scope: &Scope<'_>) -> (Vec<Argument>, Vec<ValueType>) {
        let mut arguments = Vec::new();
        let mut values = Vec::new();
        for key in &call.order_by {
            let value = self.expr(*key, scope);
            if call.within_group {
                arguments.push(Argument::of(Operand::of(value.ty.clone())));
                values.push(value);
            }
        }
        let name = self.catalogue_name(call);
        let names_fields = dialect::names_fields(self.engine, &name);
        for (place, argument) in call.args.iter().enumerate() {
            let mut word_text = None;
            // `DAY`, and in BigQuery `WEEK(MONDAY)`.
            let word = match &self.body.exprs[argument.value] {
                Expr::Name(parts) => Some(parts),
                Expr::Call(inner) if inner.args.len() == 1 => Some(&inner.name),
                _ => None,
            };
            if let Some([word]) = word.map(|parts| &parts[..])
                && !word.quoted
                && dialect::is_word_argument(self.dialect, &name, place, word.as_str())
            {
                let value = ValueType::unknown(UnknownReason::Function(name.clone()));
                self.inference.values.insert(argument.value, value);
                word_text = Some(dialect::Literal::String(word.text.clone()));
            }
            if let Expr::Columns(columns) = &self.body.exprs[argument.value]
                && columns.unpacked
            {
                let unpacked = self.columns_of(&columns.star, scope);
                self.expr(argument.value, scope);
                if unpacked.open.is_none() {
                    // A struct's fields are called as the columns are.
                    let is_struct = name.eq_ignore_ascii_case("struct_pack");
                    let derivations = unpacked.columns.iter().map(|it| it.derivation.clone());
                    self.inference.columns.insert(argument.value, derivations.collect());
                    for column in unpacked.columns {
                        let operand = Operand::of(column.value.ty.clone());
                        let name = is_struct.then(|| column.name.clone());
                        arguments.push(Argument { name, ..Argument::of(operand) });
                        values.push(column.value);
                    }
                    continue;
                }
            }
            let behind = &call.args[place + 1..];
            let lambda = self.lambda(&name, argument.value, (&arguments, behind), scope);
            let mut operand = self.operand(argument.value, scope);
            // Rules about dates look at the word.
            let word = word_text.is_some();
            operand.literal = operand.literal.or(word_text);
            values.push(self.expr(argument.value, scope));
            let column = match &self.body.exprs[argument.value] {
                Expr::Name(parts) if names_fields => parts.last(),
                Expr::Field { field, .. } if names_fields => Some(field),
                _ => None,
            };
            let name = argument.name.as_ref().or(column).map(|it| it.text.clone());
            let strings = self.string_list(argument.value);
            arguments.push(Argument { operand, name, lambda, word, strings });
        }
        (arguments, values)
    }

    /// The strings of a list of nothing but string literals.
    fn string_list(&self, value: ExprId) -> Option<Box<[SmolStr]>> {
        let Expr::Array(elements) = &self.body.exprs[value] else { return None };
        let string = |id: &ExprId| match &self.body.exprs[*id] {
            Expr::Literal(hir::Literal::String(text)) => Some(text.clone()),
            _ => None,
        };
        elements.iter().map(string).collect()
    }

    /// Infers a lambda with the types that the function gives to its parameters. Returns whether it is one.
    fn lambda(
        &mut self,
        function: &SmolStr,
        value: ExprId,
        (before, behind): (&[Argument], &[hir::Argument]),
        scope: &Scope<'_>,
    ) -> bool {
        let body = self.body;
        let Expr::Lambda { parameters, body: inner } = &body.exprs[value] else { return false };
        let before: Vec<Type> = before.iter().map(|it| it.operand.ty.clone()).collect();
        let is_lambda = |it: ExprId| matches!(body.exprs[it], Expr::Lambda { .. });
        let after: Vec<Type> = behind
            .iter()
            .map(|it| it.value)
            .map(|it| if is_lambda(it) { Type::Unknown } else { self.operand(it, scope).ty })
            .collect();
        let types = dialect::lambda_parameters(self.engine, function, &before, &after, parameters.len());
        let start = self.lambda_types.len();
        self.bind_parameters(value, parameters, types);
        let inner_scope = Scope { lambda: Some(value), ..Scope::within(Some(scope)) };
        let result = self.expr(*inner, &inner_scope);
        self.lambda_types.truncate(start);
        self.check_lambda_body(*inner);
        self.inference.values.insert(value, result);
        true
    }

    pub(super) fn window(&mut self, window: &Window, scope: &Scope<'_>) {
        for expr in window.partition_by.iter().chain(&window.order_by).chain(&window.frame) {
            self.expr(*expr, scope);
        }
    }

    /// The columns of a table function.
    pub(super) fn table_function(
        &mut self,
        id: ExprId,
        alias: Option<(RelationId, &hir::TableAlias)>,
        scope: &Scope<'_>,
    ) -> Output {
        let body = self.body;
        let Expr::Call(call) = &body.exprs[id] else {
            self.expr(id, scope);
            return Output::unknown(OpenReason::Construct("a table expression".into()));
        };
        let name = self.catalogue_name(call);
        let findings = self.inference.findings.len();
        let (arguments, values) = self.arguments(call, scope);
        if let Some(columns) = self.generated(call, &values) {
            return Output { columns, ..Output::default() };
        }
        // Some take the names of tables and columns, or named arguments spelled as comparisons.
        if !takes_values(&name) && !unnests(&name) {
            self.inference.findings.truncate(findings);
        }
        let shape = CallShape { star: call.star, table: true, ..CallShape::default() };
        let not_computed = || Output::unknown(OpenReason::Construct(base::format_smolstr!("`{name}(…)`")));
        if self.is_identifier_clause(&name) || self.declared.iter().any(|it| it.is_called(&call.name)) {
            return not_computed();
        }
        let columns = match dialect::resolve_call(self.engine, &name, &arguments, shape) {
            Ok(resolved) => resolved.columns,
            Err(error @ CallError::UnknownTableFunction { .. }) => {
                let findings = self.inference.findings.len();
                self.report_call(id, call, &arguments, error);
                if self.inference.findings.len() > findings {
                    return Output::unknown(OpenReason::Fault);
                }
                None
            }
            // Options and names of tables are no arguments as the catalogue has them.
            Err(_) => None,
        };
        let Some(columns) = columns else { return not_computed() };
        let column = |field: dialect::Field| {
            let reason = UnknownReason::Function(name.clone());
            let value = match field.ty {
                Type::Unknown => ValueType::unknown(reason),
                ty => ValueType::known(ty, Nullability::Unknown),
            };
            let definition = super::Definition::Construct;
            let derivation = match field.name.to_ascii_lowercase().as_str() {
                // What numbers elements comes out of none of them.
                "seq" | "index" | "pos" if unnests(&name) => Derivation::Nothing,
                _ => Derivation::Made(id),
            };
            OutputColumn { name: field.name, value, definition, origins: Arc::from([]), derivation }
        };
        let mut columns: Vec<OutputColumn> = columns.into_iter().map(column).collect();
        // From 2.0 on, DuckDB's alias names the only column of a series.
        if let (Some((relation, alias)), [only]) = (alias, &mut columns[..])
            && self.dialect == DialectKind::DuckDb
            && self.engine.version >= dialect::EngineVersion::new(2, 0)
            && matches!(name.to_ascii_lowercase().as_str(), "range" | "generate_series")
        {
            only.name = alias.name.text.clone();
            only.definition = super::Definition::Named(Anchor::RelationAlias(relation));
        }
        Output { columns, ..Output::default() }
    }

    /// Whether a call in `FROM` stands for the table that a text names: `IDENTIFIER('raw.orders')`
    /// (<https://docs.databricks.com/aws/en/sql/language-manual/sql-ref-names-identifier-clause>,
    /// <https://docs.snowflake.com/en/sql-reference/identifier-literal>).
    fn is_identifier_clause(&self, name: &str) -> bool {
        matches!(self.dialect, DialectKind::Databricks | DialectKind::Snowflake)
            && name.eq_ignore_ascii_case("identifier")
    }
}
