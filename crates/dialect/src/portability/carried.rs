//! Values that move: the type that they have in another warehouse.

use crate::{DialectKind, Type};

/// The type that a value of `ty` in `from` has once its data is in `to`; unknown where that is a matter of choice, as
/// with moments in time and nested values.
pub fn carried_type(ty: &Type, from: DialectKind, to: DialectKind) -> Type {
    if from == to {
        return ty.clone();
    }
    match ty {
        Type::Null | Type::Boolean | Type::Date | Type::Binary => ty.clone(),
        Type::String { .. } | Type::Char { .. } => Type::STRING,
        Type::Integer { bits, signed } => integer(*bits, *signed, to),
        // Snowflake's only whole numbers: elsewhere they are decimals or integers of some width.
        Type::Decimal { scale: 0, .. } if from == DialectKind::Snowflake => Type::Unknown,
        Type::Decimal { precision, scale } => decimal(*precision, *scale, to),
        Type::Float32 | Type::Float64 if matches!(to, DialectKind::Snowflake | DialectKind::BigQuery) => {
            Type::Float64
        }
        Type::Float32 | Type::Float64 => ty.clone(),
        Type::Array { element, .. } if to != DialectKind::Snowflake => {
            Type::list(carried_type(element, from, to))
        }
        _ => Type::Unknown,
    }
}

fn integer(bits: u8, is_signed: bool, to: DialectKind) -> Type {
    // The next wider type holds what has no sign.
    let bits = if is_signed { bits } else { bits.saturating_mul(2) };
    match to {
        DialectKind::Snowflake => Type::Decimal { precision: 38, scale: 0 },
        _ if bits > 64 => Type::Unknown,
        DialectKind::BigQuery => Type::BIGINT,
        _ => Type::Integer { bits, signed: true },
    }
}

fn decimal(precision: u8, scale: i8, to: DialectKind) -> Type {
    match to {
        // <https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#decimal_types>
        DialectKind::BigQuery
            if (0..=9).contains(&scale) && i16::from(precision) - i16::from(scale) <= 29 =>
        {
            Type::Decimal { precision: 38, scale: 9 }
        }
        DialectKind::BigQuery => Type::Unknown,
        _ if precision > 38 || scale < 0 => Type::Unknown,
        _ => Type::Decimal { precision, scale },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_type;
    use DialectKind::*;

    #[test]
    fn values_keep_what_they_are() {
        let carried = |from, ty: &str, to| {
            let ty = parse_type(ty, from).unwrap_or_default();
            carried_type(&ty, from, to).display(to).to_string()
        };
        assert_eq!(carried(DuckDb, "INTEGER", BigQuery), "INT64");
        assert_eq!(carried(DuckDb, "UINTEGER", Trino), "bigint");
        assert_eq!(carried(DuckDb, "HUGEINT", Databricks), Type::Unknown.display(Databricks).to_string());
        assert_eq!(carried(Snowflake, "NUMBER(10,2)", Trino), "decimal(10,2)");
        assert_eq!(carried(BigQuery, "NUMERIC", BigQuery), "NUMERIC");
        assert_eq!(carried(Databricks, "FLOAT", Snowflake), "FLOAT");
        assert_eq!(carried(DuckDb, "INTEGER[]", Databricks), "ARRAY<INT>");
    }
}
