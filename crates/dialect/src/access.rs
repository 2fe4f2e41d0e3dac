//! Access into nested values: `s.field`, `list[1]`, `map['key']`, `list[1:2]`.

use crate::rules::rules;
use crate::{DialectKind, Engine, Field, Operand, Type, fold};
use base::Ident;
use smol_str::SmolStr;

/// Why an access into a value makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessError {
    /// The struct has no such field; the closest one, if any is close.
    UnknownField {
        /// A field that may have been meant.
        closest: Option<SmolStr>,
    },
    /// The value has no parts of that kind; says so in a sentence without a full stop.
    NotAccessible(String),
}

/// The type of `base.field`.
///
/// Unknown for a value of unknown type; JSON and VARIANT have fields of their own type. In DuckDB a map has its keys
/// as fields too, and a union its members.
pub fn field_type(dialect: DialectKind, base: &Type, field: &Ident) -> Result<Type, AccessError> {
    match base {
        Type::Unknown | Type::Null | Type::Named(_) => Ok(Type::Unknown),
        Type::Struct(fields) | Type::Union(fields) => member(dialect, fields, field),
        Type::Json | Type::Variant => Ok(base.clone()),
        Type::Map { value, .. } => Ok((**value).clone()),
        // The field of each element: docs.databricks.com/en/sql/language-manual/functions/dotsign.html
        Type::Array { element, .. } if dialect == DialectKind::Databricks => {
            field_type(dialect, element, field).map(Type::list)
        }
        _ if !matches!(dialect, DialectKind::DuckDb | DialectKind::Databricks) => Ok(Type::Unknown),
        // The coordinates of a point, since 2.0.
        Type::Geometry if ["x", "y", "z", "m"].iter().any(|it| field.text.eq_ignore_ascii_case(it)) => {
            Ok(Type::Float64)
        }
        _ => Err(AccessError::NotAccessible(format!("{} has no fields", base.display(dialect)))),
    }
}

fn member(dialect: DialectKind, fields: &[Field], name: &Ident) -> Result<Type, AccessError> {
    // A field's name in a type stands as the engine stores it, which is what a quoted name says.
    let wanted = fold(name, dialect);
    let found = fields.iter().find(|field| fold(&Ident::quoted(field.name.clone()), dialect) == wanted);
    match found {
        Some(field) => Ok(field.ty.clone()),
        None => {
            let names = fields.iter().map(|field| field.name.as_str());
            Err(AccessError::UnknownField { closest: base::closest(&name.text, names).map(SmolStr::from) })
        }
    }
}

/// The type of `base[index]`.
pub fn subscript_type(engine: Engine, base: &Operand, index: &Operand) -> Result<Type, AccessError> {
    rules(engine).subscript(base, index)
}

/// [`subscript_type`] where a dialect has no rule of its own.
pub(crate) fn subscript(dialect: DialectKind, base: &Operand, index: &Operand) -> Result<Type, AccessError> {
    let ty = &base.ty;
    match ty {
        Type::Unknown | Type::Null | Type::Named(_) => Ok(Type::Unknown),
        Type::Array { element, .. } => Ok((**element).clone()),
        Type::Map { value, .. } => Ok((**value).clone()),
        Type::Json | Type::Variant => Ok(ty.clone()),
        Type::Struct(fields) | Type::Union(fields) => match (index.string(), index.integer()) {
            (Some(name), _) => member(dialect, fields, &Ident::quoted(name)),
            (None, Some(position)) => {
                let at = usize::try_from(position - 1).ok();
                let field = at.and_then(|at| fields.get(at));
                field.map(|field| field.ty.clone()).ok_or(AccessError::UnknownField { closest: None })
            }
            _ => Ok(Type::Unknown),
        },
        Type::String { .. } | Type::Char { .. } | Type::Enum(_) if dialect == DialectKind::DuckDb => {
            Ok(Type::STRING)
        }
        _ if dialect != DialectKind::DuckDb => Ok(Type::Unknown),
        _ => Err(AccessError::NotAccessible(format!("{} has no elements", ty.display(dialect)))),
    }
}

/// The type of `base[from:to]`.
pub fn slice_type(dialect: DialectKind, base: &Operand) -> Result<Type, AccessError> {
    match &base.ty {
        Type::Unknown | Type::Null | Type::Named(_) => Ok(Type::Unknown),
        Type::Array { element, .. } => Ok(Type::Array { element: element.clone(), length: None }),
        Type::String { .. } | Type::Char { .. } | Type::Json => Ok(Type::STRING),
        Type::Binary => Ok(Type::Binary),
        _ if dialect != DialectKind::DuckDb => Ok(Type::Unknown),
        other => Err(AccessError::NotAccessible(format!("{} cannot be sliced", other.display(dialect)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Literal, parse_type};

    #[test]
    fn duckdb() {
        let dialect = DialectKind::DuckDb;
        let read = |text: &str| parse_type(text, dialect).unwrap();
        let structure = read("STRUCT(id BIGINT, addr STRUCT(city VARCHAR))");
        assert_eq!(field_type(dialect, &structure, &Ident::new("ID")), Ok(Type::BIGINT));
        let unknown = field_type(dialect, &structure, &Ident::new("adr"));
        assert_eq!(unknown, Err(AccessError::UnknownField { closest: Some("addr".into()) }));
        assert!(field_type(dialect, &Type::BIGINT, &Ident::new("x")).is_err());
        let one = Operand::literal(dialect, Literal::Number("1".into()));
        let key = Operand::literal(dialect, Literal::String("id".into()));
        let at = |ty: &str, index: &Operand| subscript_type(dialect.into(), &Operand::of(read(ty)), index);
        assert_eq!(at("INTEGER[]", &one), Ok(Type::INTEGER));
        assert_eq!(at("MAP(VARCHAR, DATE)", &key), Ok(Type::Date));
        assert_eq!(at("STRUCT(id BIGINT)", &key), Ok(Type::BIGINT));
        assert_eq!(at("VARCHAR", &one), Ok(Type::STRING));
        assert!(at("DATE", &one).is_err());
        assert_eq!(slice_type(dialect, &Operand::of(read("INTEGER[3]"))), Ok(read("INTEGER[]")));
    }
}
