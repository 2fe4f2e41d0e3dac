//! The type lattice: wide enough to say what the five warehouses say (decisions.md 4).

use smol_str::SmolStr;
use std::sync::Arc;

/// The type of a value, of a column, or of an expression.
///
/// Cheap to clone: nested parts are shared. Spelling in and out belongs to the dialect, see
/// [`Type::display`](crate::spelling) and [`parse_type`](crate::parse_type).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Type {
    /// Not known. Why is said by whoever failed to find out; everything downstream stays silent.
    #[default]
    Unknown,
    /// The type of a bare `NULL`, before anything gives it another.
    Null,
    /// True, false.
    Boolean,
    /// A whole number.
    Integer {
        /// 8, 16, 32, 64 or 128.
        bits: u8,
        /// Whether it has negative values.
        signed: bool,
    },
    /// IEEE 754 binary32.
    Float32,
    /// IEEE 754 binary64.
    Float64,
    /// Fixed-point decimal.
    Decimal {
        /// Digits altogether, up to 76.
        precision: u8,
        /// Digits after the point. May exceed the precision or be negative in Snowflake and Databricks.
        scale: i8,
    },
    /// Text of any length, or up to `length` characters.
    String {
        /// The longest value in characters, where the engine keeps it.
        length: Option<u32>,
    },
    /// Blank-padded text of fixed length.
    Char {
        /// Characters.
        length: u32,
    },
    /// Bytes.
    Binary,
    /// A string of bits.
    Bit,
    /// A calendar day.
    Date,
    /// A time of day.
    Time {
        /// Digits of the second; `None` is the dialect's default.
        precision: Option<u8>,
        /// Whether it carries an offset.
        zone: bool,
    },
    /// A point in time, or a local date and time.
    Timestamp {
        /// Digits of the second; `None` is the dialect's default. DuckDB: `TIMESTAMP_S` 0, `_MS` 3, `_NS` 9.
        precision: Option<u8>,
        /// Whether it is an instant (`WITH TIME ZONE`, `TIMESTAMP_LTZ`) rather than a local time.
        zone: bool,
    },
    /// A span of time.
    Interval(IntervalKind),
    /// A 128-bit universally unique identifier.
    Uuid,
    /// JSON text or a JSON value.
    Json,
    /// A self-describing value (`VARIANT`).
    Variant,
    /// One of some strings; `None` when the values are not known.
    Enum(Option<Arc<[SmolStr]>>),
    /// Shapes on the sphere.
    Geography,
    /// Shapes on the plane.
    Geometry,
    /// A list, or with a length an array of exactly that many elements.
    Array {
        /// The elements' type.
        element: Arc<Type>,
        /// The number of elements, where it is part of the type (DuckDB `INTEGER[3]`).
        length: Option<u32>,
    },
    /// Keys to values.
    Map {
        /// The keys' type.
        key: Arc<Type>,
        /// The values' type.
        value: Arc<Type>,
    },
    /// Named fields in order.
    Struct(Arc<[Field]>),
    /// One of several tagged members (DuckDB `UNION(num INTEGER, str VARCHAR)`).
    Union(Arc<[Field]>),
    /// A range over an ordered type (BigQuery `RANGE<DATE>`).
    Range(Arc<Type>),
    /// A type that the engine has and that we only carry by its name, upper case (`BIGNUM`, `VECTOR(FLOAT, 3)`).
    Named(Arc<str>),
}

/// A field of a struct or a member of a union.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// The name as written; empty for an unnamed field (DuckDB `ROW(1, 2)`, BigQuery anonymous fields).
    pub name: SmolStr,
    /// The field's type.
    pub ty: Type,
}

/// Which units an interval is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum IntervalKind {
    /// Months, days and fractions of a day together (DuckDB, BigQuery).
    #[default]
    Mixed,
    /// Years and months.
    YearMonth,
    /// Days to seconds.
    DayTime,
    /// Some of the fields of one of those two (Databricks `INTERVAL DAY TO HOUR`), never all: see
    /// [`IntervalKind::of`].
    Part {
        /// The coarsest field.
        first: IntervalField,
        /// The finest field.
        last: IntervalField,
    },
}

/// A field of an interval; the coarser is the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are the fields'")]
pub enum IntervalField {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

impl IntervalField {
    /// The field's keyword.
    pub fn name(self) -> &'static str {
        match self {
            IntervalField::Year => "YEAR",
            IntervalField::Month => "MONTH",
            IntervalField::Day => "DAY",
            IntervalField::Hour => "HOUR",
            IntervalField::Minute => "MINUTE",
            IntervalField::Second => "SECOND",
        }
    }
}

impl IntervalKind {
    /// The interval of all fields from `first` to `last`; of months and days together, the mixed one.
    pub fn of(first: IntervalField, last: IntervalField) -> IntervalKind {
        use IntervalField as F;
        match (first, last) {
            (F::Year, F::Month) => IntervalKind::YearMonth,
            (F::Day, F::Second) => IntervalKind::DayTime,
            (first, last) if (first <= F::Month) == (last <= F::Month) => IntervalKind::Part { first, last },
            _ => IntervalKind::Mixed,
        }
    }

    /// The coarsest and the finest field; `None` for the mixed one.
    pub fn range(self) -> Option<(IntervalField, IntervalField)> {
        match self {
            IntervalKind::Mixed => None,
            IntervalKind::YearMonth => Some((IntervalField::Year, IntervalField::Month)),
            IntervalKind::DayTime => Some((IntervalField::Day, IntervalField::Second)),
            IntervalKind::Part { first, last } => Some((first, last)),
        }
    }

    /// Whether it is made of years or months only.
    pub fn is_year_month(self) -> bool {
        self.range().is_some_and(|(_, last)| last <= IntervalField::Month)
    }

    /// The interval of all fields that go with those of this one.
    pub fn widest(self) -> IntervalKind {
        match self {
            IntervalKind::Mixed => IntervalKind::Mixed,
            _ if self.is_year_month() => IntervalKind::YearMonth,
            _ => IntervalKind::DayTime,
        }
    }
}

/// What kind of thing a type is, coarse enough that crossing from one to another is worth a warning (W001).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Booleans.
    Boolean,
    /// Integers, floats, decimals.
    Number,
    /// Text, including enums and JSON text.
    Text,
    /// Bytes and bit strings.
    Binary,
    /// Dates and timestamps.
    Moment,
    /// Times of day.
    TimeOfDay,
    /// Spans.
    Interval,
    /// UUIDs.
    Uuid,
    /// JSON and VARIANT.
    SemiStructured,
    /// Arrays, maps, structs, unions, ranges.
    Nested,
    /// Shapes.
    Geo,
    /// Unknown, NULL and types that are only carried by name: no conclusion is possible.
    Open,
}

impl Type {
    /// `BIGINT`.
    pub const BIGINT: Type = Type::Integer { bits: 64, signed: true };
    /// `INTEGER`, 32 bits.
    pub const INTEGER: Type = Type::Integer { bits: 32, signed: true };
    /// `SMALLINT`.
    pub const SMALLINT: Type = Type::Integer { bits: 16, signed: true };
    /// `TINYINT`.
    pub const TINYINT: Type = Type::Integer { bits: 8, signed: true };
    /// `HUGEINT`, 128 bits.
    pub const HUGEINT: Type = Type::Integer { bits: 128, signed: true };
    /// Text of any length.
    pub const STRING: Type = Type::String { length: None };
    /// A local date and time in the dialect's default precision.
    pub const TIMESTAMP: Type = Type::Timestamp { precision: None, zone: false };
    /// An instant in the dialect's default precision.
    pub const TIMESTAMP_TZ: Type = Type::Timestamp { precision: None, zone: true };
    /// A time of day in the dialect's default precision.
    pub const TIME: Type = Type::Time { precision: None, zone: false };
    /// A span of any units.
    pub const INTERVAL: Type = Type::Interval(IntervalKind::Mixed);

    /// A signed integer of `bits`.
    pub const fn signed(bits: u8) -> Type {
        Type::Integer { bits, signed: true }
    }

    /// An unsigned integer of `bits`.
    pub const fn unsigned(bits: u8) -> Type {
        Type::Integer { bits, signed: false }
    }

    /// `DECIMAL(precision, scale)`.
    pub const fn decimal(precision: u8, scale: i8) -> Type {
        Type::Decimal { precision, scale }
    }

    /// A list of `element`.
    pub fn list(element: Type) -> Type {
        Type::Array { element: Arc::new(element), length: None }
    }

    /// A map.
    pub fn map(key: Type, value: Type) -> Type {
        Type::Map { key: Arc::new(key), value: Arc::new(value) }
    }

    /// A struct of named fields.
    pub fn structure<N: Into<SmolStr>>(fields: impl IntoIterator<Item = (N, Type)>) -> Type {
        Type::Struct(fields.into_iter().map(|(name, ty)| Field { name: name.into(), ty }).collect())
    }

    /// Whether nothing is known about it. A type with an unknown part is not itself unknown.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Type::Unknown)
    }

    /// Whether any part of it is unknown, so that no comparison of the whole can be trusted.
    pub fn has_unknown(&self) -> bool {
        match self {
            Type::Unknown => true,
            Type::Array { element, .. } | Type::Range(element) => element.has_unknown(),
            Type::Map { key, value } => key.has_unknown() || value.has_unknown(),
            Type::Struct(fields) | Type::Union(fields) => fields.iter().any(|field| field.ty.has_unknown()),
            _ => false,
        }
    }

    /// Whether it is an integer, a float or a decimal.
    pub fn is_number(&self) -> bool {
        self.family() == Family::Number
    }

    /// Whether it is an integer.
    pub fn is_integer(&self) -> bool {
        matches!(self, Type::Integer { .. })
    }

    /// Whether it is text of variable or fixed length.
    pub fn is_text(&self) -> bool {
        matches!(self, Type::String { .. } | Type::Char { .. })
    }

    /// The coarse kind.
    pub fn family(&self) -> Family {
        match self {
            Type::Unknown | Type::Null | Type::Named(_) => Family::Open,
            Type::Boolean => Family::Boolean,
            Type::Integer { .. } | Type::Float32 | Type::Float64 | Type::Decimal { .. } => Family::Number,
            Type::String { .. } | Type::Char { .. } | Type::Enum(_) => Family::Text,
            Type::Binary | Type::Bit => Family::Binary,
            Type::Date | Type::Timestamp { .. } => Family::Moment,
            Type::Time { .. } => Family::TimeOfDay,
            Type::Interval(_) => Family::Interval,
            Type::Uuid => Family::Uuid,
            Type::Json | Type::Variant => Family::SemiStructured,
            Type::Geography | Type::Geometry => Family::Geo,
            Type::Array { .. } | Type::Map { .. } | Type::Struct(_) | Type::Union(_) | Type::Range(_) => {
                Family::Nested
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals() {
        use IntervalField as F;
        assert_eq!(IntervalKind::of(F::Day, F::Second), IntervalKind::DayTime);
        assert_eq!(IntervalKind::of(F::Month, F::Day), IntervalKind::Mixed);
        let hours = IntervalKind::of(F::Day, F::Hour);
        assert_eq!(hours.range(), Some((F::Day, F::Hour)));
        assert_eq!((hours.is_year_month(), hours.widest()), (false, IntervalKind::DayTime));
        assert!(IntervalKind::of(F::Year, F::Year).is_year_month());
    }

    #[test]
    fn a_type_stays_small() {
        assert!(std::mem::size_of::<Type>() <= 24);
        assert_eq!(std::mem::size_of::<Option<Type>>(), std::mem::size_of::<Type>());
    }
}
