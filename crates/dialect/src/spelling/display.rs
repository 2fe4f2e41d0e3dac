//! How each engine prints a type.
//!
//! DuckDB prints as `DESCRIBE` does; the others as their information schema does, in the case their documentation
//! uses. A type that a dialect does not have is printed in DuckDB's spelling.

use crate::{Field, Type, quote, quote_always, quote_string};
use base::DialectKind;
use std::fmt;

/// A type on its way to text, see [`Type::display`].
#[derive(Clone, Copy, Debug)]
pub struct TypeDisplay<'a> {
    ty: &'a Type,
    dialect: DialectKind,
}

impl Type {
    /// The type in the engine's own spelling: `DECIMAL(18,2)`, `INTEGER[]`, `ARRAY<INT>`, `array(integer)`.
    /// Unknown is `?`, a bare NULL `"NULL"` as DuckDB writes it.
    pub fn display(&self, dialect: DialectKind) -> TypeDisplay<'_> {
        TypeDisplay { ty: self, dialect }
    }
}

impl fmt::Display for TypeDisplay<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.dialect {
            DialectKind::DuckDb => duckdb(self.ty, f),
            DialectKind::Databricks => databricks(self.ty, f),
            DialectKind::Snowflake => snowflake(self.ty, f),
            DialectKind::BigQuery => bigquery(self.ty, f),
            DialectKind::Trino => trino(self.ty, f),
        }
    }
}

fn list(
    f: &mut fmt::Formatter<'_>,
    open: &str,
    fields: &[Field],
    close: &str,
    mut each: impl FnMut(&mut fmt::Formatter<'_>, &Field) -> fmt::Result,
) -> fmt::Result {
    f.write_str(open)?;
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        each(f, field)?;
    }
    f.write_str(close)
}

fn duckdb(ty: &Type, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let dialect = DialectKind::DuckDb;
    // Keywords of any kind are quoted, capitals are not.
    let name = |name: &str| {
        if crate::reserved::is_duckdb_keyword(name) {
            quote_always(name, dialect)
        } else {
            quote(name, dialect).into_owned()
        }
    };
    let members = |f: &mut fmt::Formatter<'_>, word: &str, fields: &[Field]| {
        list(f, &format!("{word}("), fields, ")", |f, field| {
            if !field.name.is_empty() {
                write!(f, "{} ", name(&field.name))?;
            }
            duckdb(&field.ty, f)
        })
    };
    match ty {
        Type::Unknown => f.write_str("?"),
        Type::Null => f.write_str("\"NULL\""),
        Type::Boolean => f.write_str("BOOLEAN"),
        Type::Integer { bits, signed } => {
            if !signed {
                f.write_str("U")?;
            }
            f.write_str(match bits {
                8 => "TINYINT",
                16 => "SMALLINT",
                32 => "INTEGER",
                64 => "BIGINT",
                _ => "HUGEINT",
            })
        }
        Type::Float32 => f.write_str("FLOAT"),
        Type::Float64 => f.write_str("DOUBLE"),
        Type::Decimal { precision, scale } => write!(f, "DECIMAL({precision},{scale})"),
        Type::String { length: None } => f.write_str("VARCHAR"),
        Type::String { length: Some(length) } => write!(f, "VARCHAR({length})"),
        Type::Char { length } => write!(f, "CHAR({length})"),
        Type::Binary => f.write_str("BLOB"),
        Type::Bit => f.write_str("BIT"),
        Type::Date => f.write_str("DATE"),
        Type::Time { precision, zone } => {
            f.write_str(if *precision == Some(9) { "TIME_NS" } else { "TIME" })?;
            f.write_str(if *zone { " WITH TIME ZONE" } else { "" })
        }
        Type::Timestamp { precision, zone: false } => f.write_str(match precision {
            Some(0) => "TIMESTAMP_S",
            Some(1..=3) => "TIMESTAMP_MS",
            Some(7..) => "TIMESTAMP_NS",
            _ => "TIMESTAMP",
        }),
        Type::Timestamp { precision: Some(7..), zone: true } => f.write_str("TIMESTAMPTZ_NS"),
        Type::Timestamp { zone: true, .. } => f.write_str("TIMESTAMP WITH TIME ZONE"),
        Type::Interval(_) => f.write_str("INTERVAL"),
        Type::Uuid => f.write_str("UUID"),
        Type::Json => f.write_str("JSON"),
        Type::Variant => f.write_str("VARIANT"),
        Type::Enum(None) => f.write_str("ENUM"),
        Type::Enum(Some(values)) => {
            f.write_str("ENUM(")?;
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    f.write_str(", ")?;
                }
                f.write_str(&quote_string(value, dialect))?;
            }
            f.write_str(")")
        }
        Type::Geography => f.write_str("GEOGRAPHY"),
        Type::Geometry => f.write_str("GEOMETRY"),
        Type::Array { element, length } => {
            duckdb(element, f)?;
            match length {
                None => f.write_str("[]"),
                Some(length) => write!(f, "[{length}]"),
            }
        }
        Type::Map { key, value } => {
            f.write_str("MAP(")?;
            duckdb(key, f)?;
            f.write_str(", ")?;
            duckdb(value, f)?;
            f.write_str(")")
        }
        Type::Struct(fields) => members(f, "STRUCT", fields),
        Type::Union(fields) => members(f, "UNION", fields),
        Type::Range(element) => {
            f.write_str("RANGE<")?;
            duckdb(element, f)?;
            f.write_str(">")
        }
        Type::Named(name) => f.write_str(name),
    }
}

fn databricks(ty: &Type, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match ty {
        Type::Null => f.write_str("VOID"),
        Type::Integer { bits: 8, signed: true } => f.write_str("TINYINT"),
        Type::Integer { bits: 16, signed: true } => f.write_str("SMALLINT"),
        Type::Integer { bits: 32, signed: true } => f.write_str("INT"),
        Type::Integer { bits: 64, signed: true } => f.write_str("BIGINT"),
        Type::String { length: None } => f.write_str("STRING"),
        Type::Binary => f.write_str("BINARY"),
        Type::Timestamp { zone: true, precision: None } => f.write_str("TIMESTAMP"),
        Type::Timestamp { zone: false, precision: None } => f.write_str("TIMESTAMP_NTZ"),
        Type::Time { precision, .. } => write!(f, "TIME({})", precision.unwrap_or(6)),
        // Nanoseconds, Spark 4.3 and later.
        Type::Timestamp { zone, precision: Some(precision) } => {
            write!(f, "TIMESTAMP_{}({precision})", if *zone { "LTZ" } else { "NTZ" })
        }
        Type::Interval(kind) => match kind.range() {
            None => f.write_str("INTERVAL"),
            Some((first, last)) if first == last => write!(f, "INTERVAL {}", first.name()),
            Some((first, last)) => write!(f, "INTERVAL {} TO {}", first.name(), last.name()),
        },
        Type::Array { element, .. } => {
            f.write_str("ARRAY<")?;
            databricks(element, f)?;
            f.write_str(">")
        }
        Type::Map { key, value } => {
            f.write_str("MAP<")?;
            databricks(key, f)?;
            f.write_str(", ")?;
            databricks(value, f)?;
            f.write_str(">")
        }
        Type::Struct(fields) => list(f, "STRUCT<", fields, ">", |f, field| {
            write!(f, "{}: ", quote(&field.name, DialectKind::Databricks))?;
            databricks(&field.ty, f)
        }),
        other => duckdb(other, f),
    }
}

fn snowflake(ty: &Type, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let precision_of = |precision: &Option<u8>| precision.unwrap_or(9);
    match ty {
        Type::Integer { .. } => f.write_str("NUMBER(38,0)"),
        Type::Decimal { precision, scale } => write!(f, "NUMBER({precision},{scale})"),
        Type::Float32 | Type::Float64 => f.write_str("FLOAT"),
        Type::String { length } => match length {
            Some(length) => write!(f, "VARCHAR({length})"),
            None => f.write_str("VARCHAR"),
        },
        Type::Binary => f.write_str("BINARY"),
        Type::Time { precision, .. } => write!(f, "TIME({})", precision_of(precision)),
        Type::Timestamp { precision, zone } => {
            write!(f, "TIMESTAMP_{}({})", if *zone { "LTZ" } else { "NTZ" }, precision_of(precision))
        }
        Type::Array { element, .. } if **element == Type::Variant => f.write_str("ARRAY"),
        Type::Array { element, .. } => {
            f.write_str("ARRAY(")?;
            snowflake(element, f)?;
            f.write_str(")")
        }
        Type::Map { key, value } if **key == Type::STRING && **value == Type::Variant => {
            f.write_str("OBJECT")
        }
        Type::Map { key, value } => {
            f.write_str("MAP(")?;
            snowflake(key, f)?;
            f.write_str(", ")?;
            snowflake(value, f)?;
            f.write_str(")")
        }
        Type::Struct(fields) => list(f, "OBJECT(", fields, ")", |f, field| {
            write!(f, "{} ", quote(&field.name, DialectKind::Snowflake))?;
            snowflake(&field.ty, f)
        }),
        other => duckdb(other, f),
    }
}

fn bigquery(ty: &Type, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match ty {
        Type::Null => f.write_str("INT64"),
        Type::Boolean => f.write_str("BOOL"),
        Type::Integer { bits: 64, signed: true } => f.write_str("INT64"),
        Type::Float64 => f.write_str("FLOAT64"),
        Type::Decimal { precision: 38, scale: 9 } => f.write_str("NUMERIC"),
        Type::Decimal { precision: 76, scale: 38 } => f.write_str("BIGNUMERIC"),
        Type::Decimal { precision, scale } => {
            let big = *precision > 38 || *scale > 9 || i16::from(*precision) - i16::from(*scale) > 29;
            write!(f, "{}({precision}, {scale})", if big { "BIGNUMERIC" } else { "NUMERIC" })
        }
        Type::String { length: None } => f.write_str("STRING"),
        Type::String { length: Some(length) } => write!(f, "STRING({length})"),
        Type::Binary => f.write_str("BYTES"),
        Type::Timestamp { zone: true, .. } => f.write_str("TIMESTAMP"),
        Type::Timestamp { zone: false, .. } => f.write_str("DATETIME"),
        Type::Array { element, .. } => {
            f.write_str("ARRAY<")?;
            bigquery(element, f)?;
            f.write_str(">")
        }
        Type::Range(element) => {
            f.write_str("RANGE<")?;
            bigquery(element, f)?;
            f.write_str(">")
        }
        Type::Struct(fields) => list(f, "STRUCT<", fields, ">", |f, field| {
            if !field.name.is_empty() {
                write!(f, "{} ", quote(&field.name, DialectKind::BigQuery))?;
            }
            bigquery(&field.ty, f)
        }),
        other => duckdb(other, f),
    }
}

fn trino(ty: &Type, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let clock = |f: &mut fmt::Formatter<'_>, name: &str, precision: &Option<u8>, zone: bool| {
        let zone = if zone { " with time zone" } else { "" };
        write!(f, "{name}({}){zone}", precision.unwrap_or(3))
    };
    match ty {
        Type::Unknown => f.write_str("?"),
        Type::Null => f.write_str("unknown"),
        Type::Boolean => f.write_str("boolean"),
        Type::Integer { bits: 8, signed: true } => f.write_str("tinyint"),
        Type::Integer { bits: 16, signed: true } => f.write_str("smallint"),
        Type::Integer { bits: 32, signed: true } => f.write_str("integer"),
        Type::Integer { bits: 64, signed: true } => f.write_str("bigint"),
        Type::Float32 => f.write_str("real"),
        Type::Float64 => f.write_str("double"),
        Type::Decimal { precision, scale } => write!(f, "decimal({precision},{scale})"),
        Type::String { length: None } => f.write_str("varchar"),
        Type::String { length: Some(length) } => write!(f, "varchar({length})"),
        Type::Char { length } => write!(f, "char({length})"),
        Type::Binary => f.write_str("varbinary"),
        Type::Date => f.write_str("date"),
        Type::Time { precision, zone } => clock(f, "time", precision, *zone),
        Type::Timestamp { precision, zone } => clock(f, "timestamp", precision, *zone),
        Type::Interval(kind) if kind.is_year_month() => f.write_str("interval year to month"),
        Type::Interval(_) => f.write_str("interval day to second"),
        Type::Uuid => f.write_str("uuid"),
        Type::Json => f.write_str("json"),
        Type::Geography => f.write_str("sphericalgeography"),
        Type::Geometry => f.write_str("geometry"),
        Type::Array { element, .. } => {
            f.write_str("array(")?;
            trino(element, f)?;
            f.write_str(")")
        }
        Type::Map { key, value } => {
            f.write_str("map(")?;
            trino(key, f)?;
            f.write_str(", ")?;
            trino(value, f)?;
            f.write_str(")")
        }
        Type::Struct(fields) => list(f, "row(", fields, ")", |f, field| {
            if !field.name.is_empty() {
                write!(f, "{} ", quote(&field.name, DialectKind::Trino))?;
            }
            trino(&field.ty, f)
        }),
        other => duckdb(other, f),
    }
}
