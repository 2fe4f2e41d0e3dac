//! What an engine does with types: one implementation of [`TypeRules`] a dialect, each in a folder of its own.
//!
//! The methods given here say what all warehouses agree on, and unknown where they do not.

use crate::access::{self, AccessError};
use crate::function::{Argument, FunctionKind, NullRule, nulls};
use crate::{
    BinaryOperator, CastKind, DialectKind, Engine, Family, Field, IntervalKind, Literal, Operand,
    OperatorError, Type, UnaryOperator,
};
use crate::{bigquery, databricks, duckdb, snowflake, trino};

/// A call whose overload is chosen, for rules about its result.
pub(crate) struct ChosenCall<'a> {
    /// The function's name in the catalogue, lower case, aliases resolved.
    pub(crate) name: &'static str,
    /// What kind of function it is.
    pub(crate) kind: FunctionKind,
    /// The overload, and what its letters stand for.
    pub(crate) candidate: &'a crate::function::Candidate<'a>,
    /// The arguments as written; options of table functions are left out.
    pub(crate) arguments: &'a [&'a Argument],
    /// Whether OVER follows.
    pub(crate) is_windowed: bool,
}

impl ChosenCall<'_> {
    /// The type of the argument at this place; unknown where there is none.
    pub(crate) fn ty(&self, place: usize) -> Type {
        self.arguments.get(place).map_or(Type::Unknown, |argument| argument.operand.ty.clone())
    }
}

/// The rules of one engine.
pub(crate) trait TypeRules: Sync {
    /// The dialect, for spellings.
    fn dialect(&self) -> DialectKind;

    // ---- Literals ----

    /// The type of a number literal on its own; the text has no sign.
    fn number_type(&self, text: &str) -> Type;

    /// The type of a string literal on its own.
    fn string_type(&self, _text: &str) -> Type {
        Type::STRING
    }

    /// The type of a literal that names its type, of which nothing is in parentheses: `TIMESTAMP '2024-01-01 10:00'`.
    fn typed_literal(&self, ty: Type, _text: &str) -> Type {
        ty
    }

    /// The type of a list of these elements, `[1, 2]` or `ARRAY[1, 2]`; `None` where they have no common type.
    fn list_literal(&self, elements: &[Operand]) -> Option<Type> {
        crate::unify_all(Engine::pinned(self.dialect()), elements).map(Type::list)
    }

    /// The type of an object or struct of these fields, `{'a': 1}`.
    fn struct_literal(&self, fields: Vec<Field>) -> Type {
        Type::Struct(fields.into())
    }

    /// The type of an interval: literal or made of an amount, with the units that it names, upper case, from the
    /// coarsest to the finest (`["DAY", "SECOND"]` of `INTERVAL '1 2' DAY TO SECOND`); empty where none is written.
    fn interval_type(&self, _units: &[&str]) -> Type {
        Type::Interval(IntervalKind::Mixed)
    }

    // ---- Casts ----

    /// How `CAST` and the engine itself convert.
    fn cast_kind(&self, from: &Type, to: &Type) -> CastKind {
        let (source, target) = (from.family(), to.family());
        let scalar =
            |family| matches!(family, Family::Number | Family::Boolean | Family::Moment | Family::TimeOfDay);
        match (source, target) {
            (Family::Open, _) | (_, Family::Open) => CastKind::Implicit,
            _ if source == target => CastKind::Implicit,
            (Family::Nested, other) | (other, Family::Nested) if scalar(other) => CastKind::Never,
            _ => CastKind::Explicit,
        }
    }

    /// Whether the string `text` converts to `ty`: certain yes, certain no, or `None` where only the engine can tell.
    fn literal_converts(&self, text: &str, ty: &Type) -> Option<bool> {
        // A number without a digit is a number nowhere, but for the words of floats.
        let is_exact = matches!(ty, Type::Integer { .. } | Type::Decimal { .. });
        (is_exact && !text.bytes().any(|it| it.is_ascii_digit())).then_some(false)
    }

    /// How much the engine dislikes converting an argument to a parameter's type; `None` where it never does.
    /// The overload of the least sum is called.
    fn argument_cost(&self, argument: &Operand, to: &Type) -> Option<u32> {
        let ty = &argument.ty;
        if ty == to || ty.is_unknown() {
            return Some(0);
        }
        match &argument.literal {
            Some(Literal::Null | Literal::String(_)) => return Some(10),
            _ if *ty == Type::Null => return Some(10),
            _ => {}
        }
        (ty.family() == to.family()).then_some(20)
    }

    // ---- Common types ----

    /// The type of CASE and COALESCE branches, list elements and VALUES rows; `None` where the engine refuses (E005).
    fn unify(&self, left: &Operand, right: &Operand) -> Option<Type> {
        crate::unify::cautious(self, left, right)
    }

    /// The type of any number of branches, elements or rows; none of them are a bare NULL.
    fn unify_all(&self, operands: &[Operand]) -> Option<Type> {
        crate::unify::one_by_one(self, operands)
    }

    /// The type of a column of a set operation, literals having settled; `None` where the engine refuses (E008).
    fn unify_set_operation(&self, left: &Type, right: &Type) -> Option<Type> {
        self.unify(&Operand::of(left.clone()), &Operand::of(right.clone()))
    }

    /// [`TypeRules::unify_set_operation`] where an arm's column may be a literal that still adapts.
    fn unify_arms(&self, left: &Operand, right: &Operand) -> Option<Type> {
        self.unify_set_operation(&left.ty, &right.ty)
    }

    /// The type in which `=` (or, unless `equality`, `<`) compares; `None` where the engine refuses (E001).
    fn comparison_type(&self, left: &Operand, right: &Operand, _equality: bool) -> Option<Type> {
        self.unify(left, right)
    }

    /// Whether values convert between families without being asked. Literals may, either way.
    fn converts_between_families(&self) -> bool {
        true
    }

    /// Whether two families that are compared can be judged: where they cannot, nothing is said.
    fn judges_families(&self) -> bool {
        false
    }

    /// Whether a conversion that the engine binds exists when the query runs.
    fn conversion_runs(&self, _from: &Type, _to: &Type) -> bool {
        true
    }

    /// The type a column has once its query is a table or view.
    fn output_type(&self, ty: Type) -> Type {
        ty
    }

    // ---- Operators ----

    /// The type of arithmetic, `||`, bits, patterns and containment; comparisons and AND, OR are decided elsewhere.
    fn binary(
        &self,
        operator: BinaryOperator,
        left: &Operand,
        right: &Operand,
    ) -> Result<Type, OperatorError> {
        Ok(crate::operator::cautious(self, operator, left, right))
    }

    /// Whether a division by zero with a result of that type is NULL. Elsewhere it fails or is no number.
    fn divides_by_zero_to_null(&self, _operator: BinaryOperator, _result: &Type) -> bool {
        false
    }

    /// Whether a value of this type can stand for a condition: of WHERE, of WHEN, beside AND, OR and NOT.
    fn is_condition(&self, _ty: &Type) -> bool {
        true
    }

    /// Whether HAVING and QUALIFY take conditions only, as WHERE does.
    fn checks_groups(&self) -> bool {
        true
    }

    /// The type of `+a`, `-a`, `~a`.
    fn unary(&self, _operator: UnaryOperator, operand: &Operand) -> Result<Type, OperatorError> {
        let keeps = operand.ty.is_number() || matches!(operand.ty, Type::Interval(_));
        Ok(if keeps { operand.ty.clone() } else { Type::Unknown })
    }

    // ---- Access ----

    /// The type of `base[index]`.
    fn subscript(&self, base: &Operand, index: &Operand) -> Result<Type, AccessError> {
        access::subscript(self.dialect(), base, index)
    }

    /// The type of `EXTRACT(field FROM value)`; the field is lower case.
    fn extract_type(&self, _field: &str, _value: &Type) -> Type {
        Type::Unknown
    }

    /// The type of `value AT TIME ZONE zone`.
    fn at_time_zone(&self, value: &Type) -> Type {
        match value {
            Type::Timestamp { zone: true, .. } => Type::TIMESTAMP,
            Type::Timestamp { zone: false, .. } | Type::Date => Type::TIMESTAMP_TZ,
            other => other.clone(),
        }
    }

    // ---- Functions ----

    /// The result of a call, or `None` where the overload's own result says it.
    fn call_result(&self, _call: &ChosenCall<'_>) -> Option<Type> {
        None
    }

    /// Why the engine refuses a call whose overload is chosen, as a sentence without a full stop.
    fn refusal(&self, _call: &ChosenCall<'_>) -> Option<String> {
        None
    }

    /// The columns of a table function, where its arguments decide them.
    fn table_columns(&self, _call: &ChosenCall<'_>) -> Option<Vec<Field>> {
        None
    }

    /// The type of the state of an aggregate that is called with these arguments and returns `result`.
    fn state_type(&self, _name: &str, _arguments: &[&Argument], _result: &Type) -> Type {
        Type::Unknown
    }

    /// Whether a function names the fields of its result after its arguments: an alias, else a column's name.
    fn names_fields(&self, _function: &str) -> bool {
        false
    }

    /// When a function without flags in the catalogue returns NULL.
    fn null_rule(&self, name: &str, kind: FunctionKind) -> NullRule {
        nulls::rule(self.dialect(), name, kind)
    }

    /// Functions that are called without parentheses, lower case, separated by blanks.
    fn keyword_functions(&self) -> &'static str;

    /// The types of a lambda's parameters, given the function's name in the catalogue and the types of the arguments
    /// before it and behind it. What is missing is unknown.
    fn lambda_parameters(&self, _function: &str, before: &[Type], _after: &[Type]) -> Vec<Type> {
        match before.first() {
            Some(Type::Array { element, .. }) => vec![(**element).clone()],
            _ => Vec::new(),
        }
    }

    /// Whether a name that the catalogue has not got may be a function all the same: of an extension, say.
    fn may_be_loaded(&self, _name: &str) -> bool {
        false
    }

    /// Whether a string literal stands for a list where one is wanted: `'[1, 2]'`.
    fn reads_lists_from_text(&self) -> bool {
        true
    }

    /// Whether the first of several overloads that fit equally well is called. Elsewhere the result is what they agree
    /// on.
    fn first_overload_wins(&self) -> bool {
        false
    }

    /// Whether the arguments of aggregate and window functions are bound before an overload is chosen, so that their
    /// literals have the types they have on their own.
    fn binds_aggregates_first(&self) -> bool {
        false
    }

    /// Whether `f(*)` passes all columns, to any function but `count`.
    fn star_passes_columns(&self) -> bool {
        false
    }

    /// Whether the engine refuses a call that several overloads fit equally well.
    fn refuses_ambiguous_calls(&self) -> bool {
        false
    }
}

/// The rules of an engine.
pub(crate) fn rules(engine: Engine) -> &'static dyn TypeRules {
    match engine.dialect {
        DialectKind::DuckDb => duckdb::rules(engine.version),
        DialectKind::Databricks => &databricks::Databricks,
        DialectKind::Snowflake => &snowflake::Snowflake,
        DialectKind::BigQuery => &bigquery::BigQuery,
        DialectKind::Trino => &trino::Trino,
    }
}
