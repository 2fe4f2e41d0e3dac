//! Unification: the one type that several branches take.
//!
//! DuckDB (observed on 1.5.6): string literals take the other side's type, whole-number literals an integer type that
//! holds them; VARCHAR with a number is refused in CASE, COALESCE, lists and VALUES, and is VARCHAR in a set
//! operation. Rules of the two strengths are in `duckdb::promote`.

use crate::duckdb::promote;
use crate::rules::{TypeRules, rules};
use crate::{Engine, Literal, Operand, Type};
use std::sync::Arc;

/// The type of CASE or COALESCE branches, list elements, VALUES rows: where literals adapt to the other side.
/// `None` where the engine refuses (E005).
pub fn unify(engine: Engine, left: &Operand, right: &Operand) -> Option<Type> {
    rules(engine).unify(left, right)
}

/// [`unify`] over any number of operands. No operands are a bare NULL.
pub fn unify_all(engine: Engine, operands: &[Operand]) -> Option<Type> {
    rules(engine).unify_all(operands)
}

/// Unifies in order, as most engines do it: literals go on adapting as long as only literals of their kind have been
/// seen.
pub(crate) fn one_by_one<R: TypeRules + ?Sized>(rules: &R, operands: &[Operand]) -> Option<Type> {
    let mut operands = operands.iter();
    let Some(first) = operands.next() else { return Some(Type::Null) };
    let mut result = first.clone();
    for operand in operands {
        let ty = rules.unify(&result, operand)?;
        let literal = match (&result.literal, &operand.literal) {
            (Some(Literal::String(_)), Some(Literal::String(_))) => result.literal.clone(),
            (Some(Literal::Number(_)), Some(Literal::Number(_))) if ty.is_integer() => {
                // The larger decides which integer types hold both.
                let larger =
                    operand.integer().map(i128::unsigned_abs) > result.integer().map(i128::unsigned_abs);
                if larger { operand.literal.clone() } else { result.literal.clone() }
            }
            _ => None,
        };
        result = Operand { ty, literal };
    }
    Some(result.ty)
}

/// The type of a column of UNION, INTERSECT or EXCEPT from its arms: literals have settled by then.
/// `None` where the engine refuses to bind (E008). In DuckDB a type may come out to which an arm cannot be cast;
/// that then fails when it runs, see [`check_set_operation`](crate::check_set_operation).
pub fn unify_set_operation(engine: Engine, left: &Operand, right: &Operand) -> Option<Type> {
    rules(engine).unify_arms(left, right)
}

/// The type a column has once its query is a table or view: a bare NULL becomes INTEGER in DuckDB 1.x and INT64 in
/// BigQuery, also inside lists and structs.
pub fn output_type(engine: Engine, ty: Type) -> Type {
    rules(engine).output_type(ty)
}

/// The type with `null` in every place of a bare NULL.
pub(crate) fn settle(ty: Type, null: &Type) -> Type {
    match ty {
        Type::Null => null.clone(),
        Type::Array { element, length } => {
            Type::Array { element: Arc::new(settle((*element).clone(), null)), length }
        }
        Type::Map { key, value } => Type::map(settle((*key).clone(), null), settle((*value).clone(), null)),
        Type::Struct(fields) => {
            Type::structure(fields.iter().map(|field| (field.name.clone(), settle(field.ty.clone(), null))))
        }
        other => other,
    }
}

/// The common type as far as all warehouses agree on it; unknown where they may not; `None` where there is none in one
/// that converts nothing between families.
pub(crate) fn cautious<R: TypeRules + ?Sized>(rules: &R, left: &Operand, right: &Operand) -> Option<Type> {
    use Type as T;
    let (l, r) = (&left.ty, &right.ty);
    if l == r {
        return Some(l.clone());
    }
    match (l, r) {
        (T::Unknown, _) | (_, T::Unknown) => return Some(T::Unknown),
        (T::Null, other) | (other, T::Null) => return Some(other.clone()),
        _ => {}
    }
    if left.string().is_some() {
        return Some(r.clone());
    }
    if right.string().is_some() {
        return Some(l.clone());
    }
    Some(match (l, r) {
        (T::Integer { bits: a, signed: true }, T::Integer { bits: b, signed: true }) => T::signed(*a.max(b)),
        (T::Float32 | T::Float64, other) | (other, T::Float32 | T::Float64) if other.is_number() => {
            T::Float64
        }
        (T::Integer { .. } | T::Decimal { .. }, T::Integer { .. } | T::Decimal { .. }) => {
            promote::promote_types(l, r).unwrap_or_default()
        }
        (a, b) if a.is_text() && b.is_text() => match (a, b) {
            (T::String { length: Some(m) }, T::String { length: Some(n) }) => {
                T::String { length: Some(*m.max(n)) }
            }
            _ => T::STRING,
        },
        (T::Date, T::Timestamp { .. }) => r.clone(),
        (T::Timestamp { .. }, T::Date) => l.clone(),
        (T::Timestamp { precision: a, zone: x }, T::Timestamp { precision: b, zone: y }) => {
            T::Timestamp { precision: (*a).max(*b), zone: *x || *y }
        }
        (T::Array { element: a, .. }, T::Array { element: b, .. }) => {
            T::list(rules.unify(&Operand::of((**a).clone()), &Operand::of((**b).clone()))?)
        }
        (a, b) if !rules.converts_between_families() && a.family() != b.family() && !open(a) && !open(b) => {
            return None;
        }
        _ => T::Unknown,
    })
}

fn open(ty: &Type) -> bool {
    matches!(ty.family(), crate::Family::Open | crate::Family::SemiStructured | crate::Family::Nested)
}
