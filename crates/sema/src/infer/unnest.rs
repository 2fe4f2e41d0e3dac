//! Columns out of values: `UNNEST` in a `FROM`, and functions that make several rows and columns of one value.

use super::{Context, Definition, Derivation, Output, OutputColumn, relation::constructed, scope::Scope};
use crate::{Finding, Nullability, OpenReason, UnknownReason, ValueType};
use base::{Code, DialectKind, Ident, SmolStr, format_smolstr};
use dialect::{EngineVersion, Family, Field, Operand, Type};
use hir::{Anchor, Call, Expr, ExprId, Literal, RelationId, SelectId, TableAlias};

impl Context<'_> {
    /// The columns of `UNNEST(…)` in a `FROM`.
    pub(super) fn unnest(
        &mut self,
        args: &[ExprId],
        alias: Option<(RelationId, &TableAlias)>,
        scope: &Scope<'_>,
    ) -> Output {
        let mut output = Output::default();
        let (unnested_name, unnested_definition) = self.unnested_name(alias);
        for arg in args {
            let value = self.expr(*arg, scope);
            self.report_no_list(*arg, &value);
            let origins = self.origins(*arg);
            let mut push =
                |name: SmolStr, definition: Definition, value: ValueType, derivation: Derivation| {
                    let origins = origins.clone();
                    output.columns.push(OutputColumn { name, value, definition, origins, derivation });
                };
            let element = Derivation::Unnested(Box::new([*arg]));
            let field = |name: &SmolStr| Derivation::Field {
                base: Box::new(element.clone()),
                path: Box::new([name.clone()]),
            };
            let known = |ty: &Type| ValueType::known(ty.clone(), Nullability::Unknown);
            let spreads = matches!(self.dialect, DialectKind::BigQuery | DialectKind::Trino);
            match &value.ty {
                // A column for each field of a row (<https://trino.io/docs/current/sql/select.html#unnest>,
                // <https://cloud.google.com/bigquery/docs/arrays#querying_nested_arrays>).
                Type::Array { element: ty, .. } => match &**ty {
                    Type::Struct(fields) if spreads => {
                        for it in fields.iter() {
                            push(it.name.clone(), Definition::Construct, known(&it.ty), field(&it.name));
                        }
                    }
                    Type::Unknown if spreads => {
                        output.open.get_or_insert(OpenReason::Construct("UNNEST".into()));
                    }
                    ty => {
                        push(unnested_name.clone(), unnested_definition.clone(), known(ty), element.clone())
                    }
                },
                Type::Map { key, value } if self.dialect == DialectKind::Trino => {
                    push("key".into(), Definition::Construct, known(key), element.clone());
                    push("value".into(), Definition::Construct, known(value), element.clone());
                }
                _ => {
                    let construct = || UnknownReason::Construct("UNNEST".into());
                    let unknown = value.unknown.clone().unwrap_or_else(construct);
                    let value = ValueType::unknown(unknown);
                    push(unnested_name.clone(), unnested_definition.clone(), value, element.clone());
                    // What is not known may be rows with columns of their own.
                    if spreads {
                        output.open.get_or_insert(OpenReason::Construct("UNNEST".into()));
                    }
                }
            }
        }
        output
    }

    /// Says so where DuckDB finds nothing to unnest in a value (<https://duckdb.org/docs/stable/sql/query_syntax/unnest>).
    pub(super) fn report_no_list(&mut self, at: ExprId, value: &ValueType) -> bool {
        let is_single = matches!(
            value.ty.family(),
            Family::Boolean
                | Family::Number
                | Family::Text
                | Family::Moment
                | Family::TimeOfDay
                | Family::Interval
        );
        if !is_single || self.dialect != DialectKind::DuckDb {
            return false;
        }
        let place = self.place(Anchor::Expr(at));
        let message = format!("UNNEST takes a list or a struct, not {}", value.ty.display(self.dialect));
        self.report(Finding::new(Code::E006, place, "unnest", message));
        true
    }

    /// BigQuery's alias names the column, and so does DuckDB's from 2.0 on; elsewhere the column list does.
    fn unnested_name(&self, alias: Option<(RelationId, &TableAlias)>) -> (SmolStr, Definition) {
        let names_column = match self.dialect {
            DialectKind::BigQuery => true,
            DialectKind::DuckDb => self.engine.version >= EngineVersion::new(2, 0),
            _ => false,
        };
        match alias {
            Some((relation, alias)) if names_column => {
                (alias.name.text.clone(), Definition::Named(Anchor::RelationAlias(relation)))
            }
            None if self.dialect == DialectKind::BigQuery => (SmolStr::default(), Definition::Construct),
            _ => (SmolStr::new_static("unnest"), Definition::Construct),
        }
    }

    /// The column of `WITH ORDINALITY` or `WITH OFFSET`.
    pub(super) fn ordinality(&self, relation: RelationId, name: &Ident) -> OutputColumn {
        let definition = Definition::Named(Anchor::RelationColumn(relation, 0));
        OutputColumn { definition, ..constructed(&self.output_name(name), Type::BIGINT) }
    }

    /// The columns that a function of Spark makes of its arguments, as a table or as an item of a select list
    /// (<https://spark.apache.org/docs/latest/api/sql/index.html#explode>).
    pub(super) fn generated(&self, call: &Call, values: &[ValueType]) -> Option<Vec<OutputColumn>> {
        if self.dialect != DialectKind::Databricks || call.window.is_some() {
            return None;
        }
        let [name] = &call.name[..] else { return None };
        let name = name.text.to_ascii_lowercase();
        let (function, outer) = match name.strip_suffix("_outer") {
            Some(function) => (function, true),
            None => (name.as_str(), false),
        };
        let null = if outer { Nullability::Possible } else { Nullability::Unknown };
        let own = |name: &str, ty: Type| match outer {
            true => OutputColumn { value: ValueType::known(ty.clone(), null), ..constructed(name, ty) },
            false => constructed(name, ty),
        };
        let part = |name: &str, ty: &Type| match ty {
            Type::Unknown => None,
            ty => Some(OutputColumn {
                value: ValueType::known(ty.clone(), null),
                ..constructed(name, Type::Null)
            }),
        };
        let first = values.first().map(|it| &it.ty);
        let mut columns = Vec::new();
        match (function, first) {
            ("explode" | "posexplode", Some(Type::Array { element, .. })) => {
                columns.push(part("col", element)?);
            }
            ("explode" | "posexplode", Some(Type::Map { key, value })) => {
                columns.extend([part("key", key)?, part("value", value)?]);
            }
            ("inline", Some(Type::Array { element, .. })) => {
                let Type::Struct(fields) = &**element else { return None };
                columns.extend(fields.iter().map(|it| part(&it.name, &it.ty)).collect::<Option<Vec<_>>>()?);
            }
            ("stack", _) => columns = self.stacked(call, values)?,
            ("json_tuple", _) => {
                let text = |place: usize| part(&format_smolstr!("c{place}"), &Type::STRING);
                columns = (0..values.len().checked_sub(1)?).map(text).collect::<Option<_>>()?;
                columns.iter_mut().for_each(|it| it.value.null = Nullability::Possible);
            }
            ("variant_explode", _) => {
                let typed = [("pos", Type::INTEGER), ("key", Type::STRING), ("value", Type::Variant)];
                columns = typed.iter().map(|(name, ty)| part(name, ty)).collect::<Option<_>>()?;
            }
            _ => return None,
        }
        let args: Box<[ExprId]> = call.args.iter().map(|it| it.value).collect();
        for column in columns.iter_mut().filter(|it| it.derivation == Derivation::Nothing) {
            // The number of an element comes out of none.
            if function != "variant_explode" || column.name != "pos" {
                column.derivation = Derivation::Unnested(args.clone());
            }
        }
        if function == "posexplode" {
            columns.insert(0, own("pos", Type::INTEGER));
        }
        Some(columns)
    }

    /// `stack(2, a, b, c, d)`: two rows of two columns.
    fn stacked(&self, call: &Call, values: &[ValueType]) -> Option<Vec<OutputColumn>> {
        let Expr::Literal(Literal::Number(rows)) = &self.body.exprs[call.args.first()?.value] else {
            return None;
        };
        let rows: usize = rows.parse().ok().filter(|it| *it > 0)?;
        let cells = values.get(1..)?;
        let width = cells.len().div_ceil(rows);
        let column = |place: usize| {
            let cells = || cells.iter().skip(place).step_by(width);
            let operands: Vec<Operand> = cells().map(|it| Operand::of(it.ty.clone())).collect();
            let ty = dialect::unify_all(self.engine, &operands).filter(|it| *it != Type::Unknown)?;
            let null = cells().fold(Nullability::Never, |null, it| null.either(it.null));
            // The last row may be short of columns.
            let null = if cells().count() < rows { Nullability::Possible } else { null };
            let value = ValueType::known(ty, null);
            let parts = call.args[1..].iter().skip(place).step_by(width);
            let derivation = Derivation::Either(parts.map(|it| Derivation::Expr(it.value)).collect());
            let name = format_smolstr!("col{place}");
            Some(OutputColumn { value, derivation, ..constructed(&name, Type::Null) })
        };
        (0..width).map(column).collect()
    }

    /// Adds the columns of an item that makes several of one value, by a function. Returns whether it does.
    pub(super) fn generated_items(
        &mut self,
        expr: ExprId,
        alias: Option<&Ident>,
        (select, item): (SelectId, u32),
        output: &mut Output,
    ) -> bool {
        let body = self.body;
        let Expr::Call(call) = &body.exprs[expr] else { return false };
        let mut columns = match self.columns_of_call(call) {
            Some(Ok(columns)) => columns,
            // With an alias it is one column, as far as is known.
            Some(Err(_)) if alias.is_some() => return false,
            Some(Err(reason)) => {
                output.open.get_or_insert(reason);
                return true;
            }
            None => return false,
        };
        match (&mut columns[..], alias) {
            ([only], Some(alias)) => only.name = self.output_name(alias),
            // DuckDB's fields keep their names.
            (_, Some(_)) if self.dialect != DialectKind::DuckDb => return false,
            _ => {}
        }
        let origins = self.origins(expr);
        for column in columns {
            let (definition, origins) = (Definition::Item(select, item), origins.clone());
            output.columns.push(OutputColumn { definition, origins, ..column });
        }
        true
    }

    /// One of the columns that a function makes, which the select list names one by one.
    pub(super) fn generated_part(
        &mut self,
        id: ExprId,
        (call, index): (ExprId, usize),
        scope: &Scope<'_>,
    ) -> ValueType {
        let value = self.expr(call, scope);
        let Expr::Call(call) = &self.body.exprs[call] else { return value };
        let columns = self.columns_of_call(call).and_then(Result::ok);
        match columns.and_then(|it| it.into_iter().nth(index)) {
            Some(column) => {
                self.inference.columns.insert(id, Box::new([column.derivation]));
                column.value
            }
            None => {
                let name = call.name.last().map(|it| it.text.clone()).unwrap_or_default();
                ValueType::unknown(value.unknown.unwrap_or(UnknownReason::Function(name)))
            }
        }
    }

    /// The columns that a call makes which is inferred already, if it is one that makes columns; or why they are unknown.
    fn columns_of_call(&self, call: &Call) -> Option<Result<Vec<OutputColumn>, OpenReason>> {
        let values: Vec<ValueType> =
            call.args.iter().filter_map(|it| self.inference.values.get(it.value).cloned()).collect();
        if self.dialect == DialectKind::DuckDb {
            let is_unnest = call.name.last().is_some_and(|it| it.text.eq_ignore_ascii_case("unnest"));
            return if is_unnest { self.unnested_fields(call, values.first()?) } else { None };
        }
        self.generated(call, &values).map(Ok)
    }

    /// `unnest(s)` in a select list of DuckDB: a struct's fields are columns, of further levels where they are asked for
    /// (<https://duckdb.org/docs/stable/sql/query_syntax/unnest>).
    fn unnested_fields(
        &self,
        call: &Call,
        value: &ValueType,
    ) -> Option<Result<Vec<OutputColumn>, OpenReason>> {
        let depth = self.depth(call);
        let (Some(depth), true) = (depth, value.is_known()) else {
            return Some(Err(OpenReason::Construct("UNNEST".into())));
        };
        let mut columns = Vec::new();
        let named = flatten(&SmolStr::default(), &value.ty, depth, true, &mut columns);
        let column = |(name, ty): (SmolStr, Type)| {
            let value = ValueType::known(ty, Nullability::Unknown);
            let derivation = Derivation::Unnested(call.args.first().map(|it| it.value).into_iter().collect());
            OutputColumn { value, derivation, ..constructed(&name, Type::Null) }
        };
        named.then(|| Ok(columns.into_iter().map(column).collect()))
    }

    /// The type of an element of `unnest(list, …)` in a select list, all asked levels down.
    pub(super) fn unnested_element(&self, call: &Call, value: &ValueType) -> Option<Type> {
        let mut depth = self.depth(call)?;
        let mut ty = &value.ty;
        while let (Type::Array { element, .. }, true) = (ty, depth > 0) {
            ty = element;
            depth -= 1;
        }
        (ty != &value.ty).then(|| ty.clone())
    }

    /// How many levels `unnest` goes down.
    fn depth(&self, call: &Call) -> Option<usize> {
        let mut depth = 1;
        for argument in call.args.iter().skip(1) {
            let name = argument.name.as_ref()?.text.to_ascii_lowercase();
            match (name.as_str(), &self.body.exprs[argument.value]) {
                ("recursive", Expr::Literal(Literal::Boolean(true))) => depth = usize::MAX,
                ("recursive", Expr::Literal(Literal::Boolean(false))) => {}
                ("max_depth", Expr::Literal(Literal::Number(levels))) => depth = levels.parse().ok()?,
                _ => return None,
            }
        }
        Some(depth)
    }
}

/// Adds the columns of a value whose lists and structs are taken apart, lists before structs. Returns whether any comes
/// out of a struct.
fn flatten(
    name: &SmolStr,
    ty: &Type,
    depth: usize,
    outermost: bool,
    columns: &mut Vec<(SmolStr, Type)>,
) -> bool {
    match ty {
        // A list within a struct stays.
        Type::Array { element, .. } if depth > 0 && outermost => {
            flatten(name, element, depth - 1, outermost, columns)
        }
        Type::Struct(fields) if depth > 0 => {
            for Field { name, ty, .. } in fields.iter() {
                flatten(name, ty, depth - 1, false, columns);
            }
            true
        }
        _ => {
            columns.push((name.clone(), ty.clone()));
            false
        }
    }
}
