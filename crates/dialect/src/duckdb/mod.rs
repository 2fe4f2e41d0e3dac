//! DuckDB: promotion, casts, literals, operators and results, as observed on 1.5.6 and 2.0.0.

pub(crate) mod cast;
pub(crate) mod convert;
mod operators;
pub(crate) mod promote;
mod results;

use crate::access::{self, AccessError};
use crate::function::{FunctionKind, NullRule, nulls};
use crate::operand::{decimal_by_digits, integer_value, is_floating_literal, is_whole_literal};
use crate::rules::{ChosenCall, TypeRules};
use crate::{
    Argument, BinaryOperator, CallShape, CastKind, DialectKind, EngineVersion, Field, Operand, OperatorError,
    Type, UnaryOperator, unify,
};

/// The rules of a release.
pub(crate) struct DuckDb {
    /// Whether it is 2.0 or later.
    is_second: bool,
}

/// The rules of this release.
pub(crate) fn rules(version: EngineVersion) -> &'static DuckDb {
    match version.major {
        2.. => &DuckDb { is_second: true },
        _ => &DuckDb { is_second: false },
    }
}

impl TypeRules for DuckDb {
    fn dialect(&self) -> DialectKind {
        DialectKind::DuckDb
    }

    /// `1` INTEGER, BIGINT or HUGEINT by size; `1.5` DECIMAL(2,1) by its digits, DOUBLE past 38 of them; `1e3` DOUBLE
    /// (<https://duckdb.org/docs/stable/sql/data_types/literal_types>).
    fn number_type(&self, text: &str) -> Type {
        if is_floating_literal(text) {
            return Type::Float64;
        }
        if !is_whole_literal(text) {
            // A zero in front counts: `0.001` is DECIMAL(4,3).
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            return match (decimal_by_digits(text), u8::try_from(digits)) {
                (Type::Decimal { scale, .. }, Ok(precision @ 1..=38)) => Type::Decimal { precision, scale },
                _ => Type::Float64,
            };
        }
        match integer_value(text) {
            Some(value) if i32::try_from(value).is_ok() => Type::INTEGER,
            Some(value) if i64::try_from(value).is_ok() => Type::BIGINT,
            Some(_) => Type::HUGEINT,
            None => Type::Float64,
        }
    }

    fn cast_kind(&self, from: &Type, to: &Type) -> CastKind {
        cast::kind(from, to)
    }

    fn literal_converts(&self, text: &str, ty: &Type) -> Option<bool> {
        convert::literal_converts(text, ty)
    }

    fn argument_cost(&self, argument: &Operand, to: &Type) -> Option<u32> {
        cast::argument_cost(argument, to)
    }

    fn unify(&self, left: &Operand, right: &Operand) -> Option<Type> {
        promote::promote(left, right)
    }

    fn unify_set_operation(&self, left: &Type, right: &Type) -> Option<Type> {
        promote::force_types(left, right)
    }

    fn comparison_type(&self, left: &Operand, right: &Operand, equality: bool) -> Option<Type> {
        promote::promote(left, right).or_else(|| {
            let forced = if equality { promote::force_types(&left.ty, &right.ty) } else { None };
            forced.map(|ty| promote::number_before_text(ty, &left.ty, &right.ty))
        })
    }

    fn judges_families(&self) -> bool {
        true
    }

    fn conversion_runs(&self, from: &Type, to: &Type) -> bool {
        cast::exists(from, to)
    }

    /// A bare NULL becomes INTEGER in 1.x, also inside lists and structs; 2.0 does not say what a state is one of.
    fn output_type(&self, ty: Type) -> Type {
        match ty {
            Type::Named(name) if self.is_second && name.starts_with("AGGREGATE_STATE<") => {
                Type::Named("AGGREGATE_STATE".into())
            }
            ty if self.is_second => ty,
            ty => unify::settle(ty, &Type::INTEGER),
        }
    }

    fn binary(
        &self,
        operator: BinaryOperator,
        left: &Operand,
        right: &Operand,
    ) -> Result<Type, OperatorError> {
        operators::binary(self.engine(), operator, left, right)
    }

    fn unary(&self, operator: UnaryOperator, operand: &Operand) -> Result<Type, OperatorError> {
        operators::unary(self.engine(), operator, operand)
    }

    fn extract_type(&self, field: &str, _value: &Type) -> Type {
        results::part_type(field)
    }

    /// A key of a map must have a type in common with its keys.
    fn subscript(&self, base: &Operand, index: &Operand) -> Result<Type, AccessError> {
        if let Type::Map { key, .. } = &base.ty
            && promote::promote(&Operand::of((**key).clone()), index).is_none()
        {
            let [key, index] = [&**key, &index.ty].map(|it| it.display(DialectKind::DuckDb).to_string());
            return Err(AccessError::NotAccessible(format!("a map with keys of {key} has none of {index}")));
        }
        access::subscript(DialectKind::DuckDb, base, index)
    }

    fn at_time_zone(&self, value: &Type) -> Type {
        let zone = Argument::of(Operand::of(Type::STRING));
        let arguments = [zone, Argument::of(Operand::of(value.clone()))];
        let call = crate::resolve_call(self.engine(), "timezone", &arguments, CallShape::default());
        call.map(|it| it.result).unwrap_or_default()
    }

    fn refusal(&self, call: &ChosenCall<'_>) -> Option<String> {
        results::refusal(self.engine(), call)
    }

    fn table_columns(&self, call: &ChosenCall<'_>) -> Option<Vec<Field>> {
        results::table_columns(call)
    }

    fn call_result(&self, call: &ChosenCall<'_>) -> Option<Type> {
        results::result(self.engine(), call)
    }

    fn keyword_functions(&self) -> &'static str {
        "current_date current_time current_timestamp localtime localtimestamp current_user session_user user
         current_role current_catalog current_schema"
    }

    /// The element, then its index from 1 (BIGINT). `list_reduce` has the accumulator first, which begins as the initial
    /// value or an element; `invoke` passes on its arguments.
    fn lambda_parameters(&self, function: &str, before: &[Type], after: &[Type]) -> Vec<Type> {
        let element = match before.first() {
            Some(Type::Array { element, .. }) => (**element).clone(),
            Some(Type::Null) => Type::Null,
            _ => Type::Unknown,
        };
        match function {
            "invoke" => after.to_vec(),
            "list_reduce" => {
                let accumulator = match after.first() {
                    None => Some(element.clone()),
                    Some(initial) if self.is_second => Some(initial.clone()),
                    Some(initial) => promote::promote_types(initial, &element),
                };
                vec![accumulator.unwrap_or_default(), element, Type::BIGINT]
            }
            _ => vec![element, Type::BIGINT],
        }
    }

    /// As 1.x spells it; what it is a state of decides what `finalize` makes of it.
    fn state_type(&self, name: &str, arguments: &[&Argument], result: &Type) -> Type {
        if result.is_unknown() {
            return Type::Unknown;
        }
        let types: Vec<String> =
            arguments.iter().map(|it| it.operand.ty.display(DialectKind::DuckDb).to_string()).collect();
        let result = result.display(DialectKind::DuckDb);
        Type::Named(format!("AGGREGATE_STATE<{name}({})::{result}>", types.join(", ")).into())
    }

    fn may_be_loaded(&self, name: &str) -> bool {
        may_be_loaded(name)
    }

    /// 2.0 fails. `/` makes DOUBLE infinite, and `%` makes it not a number, in both.
    fn divides_by_zero_to_null(&self, operator: BinaryOperator, result: &Type) -> bool {
        !self.is_second
            && match operator {
                BinaryOperator::IntegerDivide => true,
                BinaryOperator::Modulo => !matches!(result, Type::Float32 | Type::Float64),
                _ => matches!(result, Type::Interval(_)),
            }
    }

    fn null_rule(&self, name: &str, kind: FunctionKind) -> NullRule {
        match nulls::rule(self.dialect(), name, kind) {
            NullRule::Quotient if self.is_second => NullRule::NullIfAnyArgument,
            rule => rule,
        }
    }

    /// 2.0 lets literals adapt in aggregates as anywhere.
    fn binds_aggregates_first(&self) -> bool {
        !self.is_second
    }

    fn refuses_ambiguous_calls(&self) -> bool {
        true
    }
}

impl DuckDb {
    fn engine(&self) -> crate::Engine {
        let version = if self.is_second { EngineVersion::new(2, 0) } else { EngineVersion::new(1, 5) };
        crate::Engine::new(DialectKind::DuckDb, version)
    }
}

/// Whether DuckDB may find the function though the catalogue has it not: internal ones and PostgreSQL's that nobody
/// models with, and those of extensions that it loads on first use
/// (<https://duckdb.org/docs/stable/core_extensions/overview>).
fn may_be_loaded(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let prefixes = [
        "st_",
        "pg_",
        "has_",
        "inet_",
        "icu_",
        "duckdb_",
        "pragma_",
        "__internal",
        "collate_",
        "hnsw_",
        "tpcds_",
        "tpch_",
        "iceberg_",
        "delta_",
        "ducklake_",
    ];
    let names = "
        broadcast dsdgen dbgen excel_text family from_substrait from_substrait_json fuzz_all_functions fuzzyduck
        get_substrait get_substrait_json host html_escape html_unescape match_bm25 netmask network postgres_attach
        postgres_execute postgres_query mysql_clear_cache mysql_execute mysql_query reduce_sql_statement sqlite_attach
        sqlsmith read_avro read_vortex scan_arrow_ipc shapefile_meta snowflake_scan sql_auto_complete sql_tokenize stem
        text to_arrow_ipc tpcds tpch vss_join vss_match load_aws_credentials create_fts_index drop_fts_index";
    prefixes.iter().any(|prefix| name.starts_with(prefix))
        || names.split_ascii_whitespace().any(|listed| listed == name)
}
