//! Unification: the one type that several branches take.

use crate::{Operand, Type};
use base::DialectKind;

/// The type of CASE or COALESCE branches, list elements, IN lists, GREATEST: where literals adapt to the other side.
/// `None` where the engine refuses (E005).
pub fn unify(dialect: DialectKind, left: &Operand, right: &Operand) -> Option<Type> {
    let _ = (dialect, left, right);
    Some(Type::Unknown)
}

/// [`unify`] over any number of operands, in order, as the engine does it: an adapting literal yields to every later
/// operand that is not one. No operands are a bare NULL.
pub fn unify_all(dialect: DialectKind, operands: &[Operand]) -> Option<Type> {
    let _ = (dialect, operands);
    Some(Type::Unknown)
}

/// The type of a column of UNION, INTERSECT, EXCEPT or VALUES from its arms: literals have settled by then.
/// `None` where the engine refuses (E008).
pub fn unify_set_operation(dialect: DialectKind, left: &Type, right: &Type) -> Option<Type> {
    let _ = (dialect, left, right);
    Some(Type::Unknown)
}

/// The type a column has once its query is a table or view: a bare NULL becomes INTEGER in DuckDB 1.x.
pub fn output_type(dialect: DialectKind, ty: Type) -> Type {
    match (dialect, &ty) {
        (DialectKind::DuckDb, Type::Null) => Type::INTEGER,
        (DialectKind::BigQuery, Type::Null) => Type::BIGINT,
        _ => ty,
    }
}
