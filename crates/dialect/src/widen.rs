//! Which types hold all that another holds: whoever reads a column loses nothing when its type becomes such a one.

use crate::Type;

/// Whether every value of `from` is one of `to`, of the same kind and without loss: readers that were written for `from`
/// go on working. False where either is not known.
///
/// Text is no widening of a number: comparisons and sorting mean something else then.
pub fn widens(from: &Type, to: &Type) -> bool {
    if from.has_unknown() || to.has_unknown() {
        return false;
    }
    if from == to {
        return true;
    }
    match (from, to) {
        (Type::Null, _) => true,
        (Type::Integer { bits, signed }, Type::Integer { bits: wider, signed: to_signed }) => {
            match (signed, to_signed) {
                (true, false) => false,
                (false, true) => wider > bits,
                _ => wider >= bits,
            }
        }
        (Type::Integer { bits, signed }, Type::Decimal { precision, scale }) => {
            *scale >= 0 && i16::from(*precision) - i16::from(*scale) >= digits(*bits, *signed)
        }
        // Every integer of that size is a double.
        (Type::Integer { bits, .. }, Type::Float64) => *bits <= 32,
        (Type::Integer { bits, .. }, Type::Float32) => *bits <= 16,
        (Type::Float32, Type::Float64) => true,
        (Type::Decimal { precision, scale }, Type::Decimal { precision: wider, scale: to_scale }) => {
            let whole = |precision: u8, scale: i8| i16::from(precision) - i16::from(scale);
            to_scale >= scale && whole(*wider, *to_scale) >= whole(*precision, *scale)
        }
        (Type::String { length }, Type::String { length: longer }) => match (length, longer) {
            (_, None) => true,
            (Some(length), Some(longer)) => longer >= length,
            (None, Some(_)) => false,
        },
        (Type::Time { precision, zone }, Type::Time { precision: finer, zone: to_zone })
        | (Type::Timestamp { precision, zone }, Type::Timestamp { precision: finer, zone: to_zone }) => {
            zone == to_zone && precision.zip(*finer).is_some_and(|(precision, finer)| finer >= precision)
        }
        (Type::Array { element, .. }, Type::Array { element: to, .. }) => widens(element, to),
        _ => false,
    }
}

/// How many decimal digits the integers of so many bits have at most.
fn digits(bits: u8, signed: bool) -> i16 {
    match bits {
        8 => 3,
        16 => 5,
        32 => 10,
        64 if signed => 19,
        64 => 20,
        _ => 39,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_type;
    use base::DialectKind;

    #[test]
    fn readers_lose_nothing_by_a_wider_type() {
        let ty = |text: &str| parse_type(text, DialectKind::DuckDb).unwrap();
        let check = |from: &str, to: &str, expected: bool| {
            assert_eq!(widens(&ty(from), &ty(to)), expected, "{from} to {to}");
        };
        check("INTEGER", "BIGINT", true);
        check("BIGINT", "INTEGER", false);
        check("UINTEGER", "INTEGER", false);
        check("UINTEGER", "BIGINT", true);
        check("INTEGER", "UBIGINT", false);
        check("INTEGER", "DOUBLE", true);
        check("BIGINT", "DOUBLE", false);
        check("INTEGER", "DECIMAL(12,2)", true);
        check("INTEGER", "DECIMAL(11,2)", false);
        check("FLOAT", "DOUBLE", true);
        check("DECIMAL(10,2)", "DECIMAL(12,2)", true);
        check("DECIMAL(10,2)", "DECIMAL(12,4)", true);
        check("DECIMAL(10,2)", "DECIMAL(10,4)", false);
        check("INTEGER", "VARCHAR", false);
        check("DATE", "TIMESTAMP", false);
        check("INTEGER[]", "BIGINT[]", true);
        check("TIMESTAMP_MS", "TIMESTAMP_NS", true);
        check("TIMESTAMP_NS", "TIMESTAMP_MS", false);
    }
}
