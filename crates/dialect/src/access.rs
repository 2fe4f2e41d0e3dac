//! Access into nested values: `s.field`, `list[1]`, `map['key']`, `list[1:2]`.

use crate::{Operand, Type};
use base::{DialectKind, Ident};
use smol_str::SmolStr;

/// Why an access into a value makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessError {
    /// The struct has no such field; the closest one, if any is close.
    UnknownField {
        /// A field that may have been meant.
        closest: Option<SmolStr>,
    },
    /// The value has no parts of that kind; says so in a sentence.
    NotAccessible(String),
}

/// The type of `base.field`.
///
/// Unknown for a value of unknown type; JSON and VARIANT have fields of their own type.
pub fn field_type(dialect: DialectKind, base: &Type, field: &Ident) -> Result<Type, AccessError> {
    let _ = (dialect, base, field);
    Ok(Type::Unknown)
}

/// The type of `base[index]`.
pub fn subscript_type(dialect: DialectKind, base: &Operand, index: &Operand) -> Result<Type, AccessError> {
    let _ = (dialect, base, index);
    Ok(Type::Unknown)
}

/// The type of `base[from:to]`.
pub fn slice_type(dialect: DialectKind, base: &Operand) -> Result<Type, AccessError> {
    let _ = (dialect, base);
    Ok(Type::Unknown)
}
