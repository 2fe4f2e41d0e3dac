//! Whether two types agree: what Rocky infers, and what an engine printed.

use base::DialectKind;
use dialect::{Field, Type};

/// How an inferred type stands to the engine's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeVerdict {
    /// It is the same.
    Agrees,
    /// It is not known, wholly or in part, and the rest is the same.
    Unknown,
    /// It is another.
    Wrong,
}

/// Compares an inferred type with the engine's spelling. Both are compared as types, so that blanks and the case of
/// keywords do not count; a spelling that does not read as a type is compared as text.
pub fn compare(ours: &Type, theirs: &str, dialect: DialectKind) -> TypeVerdict {
    let agrees = match dialect::parse_type(theirs, dialect) {
        Some(theirs) if !theirs.has_unknown() => {
            if *ours == theirs {
                return TypeVerdict::Agrees;
            }
            agrees_as_far_as_known(ours, &theirs)
        }
        _ => {
            if ours.display(dialect).to_string().eq_ignore_ascii_case(theirs) {
                return TypeVerdict::Agrees;
            }
            ours.is_unknown()
        }
    };
    if agrees { TypeVerdict::Unknown } else { TypeVerdict::Wrong }
}

/// Whether two types are the same but for unknown parts of the first.
fn agrees_as_far_as_known(ours: &Type, theirs: &Type) -> bool {
    match (ours, theirs) {
        (Type::Unknown, _) | (Type::Enum(None), Type::Enum(_)) => true,
        (
            Type::Array { element: our_element, length: our_length },
            Type::Array { element: their_element, length: their_length },
        ) => our_length == their_length && agrees_as_far_as_known(our_element, their_element),
        (Type::Map { key: our_key, value: our_value }, Type::Map { key: their_key, value: their_value }) => {
            agrees_as_far_as_known(our_key, their_key) && agrees_as_far_as_known(our_value, their_value)
        }
        (Type::Struct(ours), Type::Struct(theirs)) | (Type::Union(ours), Type::Union(theirs)) => {
            let field = |(ours, theirs): (&Field, &Field)| {
                ours.name == theirs.name && agrees_as_far_as_known(&ours.ty, &theirs.ty)
            };
            ours.len() == theirs.len() && ours.iter().zip(theirs.iter()).all(field)
        }
        (Type::Range(ours), Type::Range(theirs)) => agrees_as_far_as_known(ours, theirs),
        _ => ours == theirs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(dialect: DialectKind, ours: &str, theirs: &str, expected: TypeVerdict) {
        check_type(dialect, &dialect::parse_type(ours, dialect).unwrap(), theirs, expected);
    }

    fn check_type(dialect: DialectKind, ours: &Type, theirs: &str, expected: TypeVerdict) {
        assert_eq!(compare(ours, theirs, dialect), expected, "{ours:?} and {theirs}");
    }

    #[test]
    fn spelling_does_not_count() {
        use DialectKind::{BigQuery, Databricks, DuckDb};
        check(DuckDb, "decimal(18, 2)", "DECIMAL(18,2)", TypeVerdict::Agrees);
        check(DuckDb, "\"NULL\"", "\"NULL\"", TypeVerdict::Agrees);
        check(Databricks, "STRUCT<a: INT>", "struct<a:int>", TypeVerdict::Agrees);
        check(BigQuery, "ARRAY<INTEGER>", "ARRAY<INT64>", TypeVerdict::Agrees);
        check(DuckDb, "INTEGER", "BIGINT", TypeVerdict::Wrong);
        check(DuckDb, "STRUCT(a INTEGER)", "STRUCT(A INTEGER)", TypeVerdict::Wrong);
    }

    #[test]
    fn an_unknown_part_is_unknown_only_where_the_rest_agrees() {
        use DialectKind::DuckDb;
        check(DuckDb, "?", "INTEGER", TypeVerdict::Unknown);
        let partly = Type::structure([("a", Type::Unknown), ("b", Type::Date)]);
        check_type(DuckDb, &partly, "STRUCT(a INTEGER, b DATE)", TypeVerdict::Unknown);
        check_type(DuckDb, &partly, "STRUCT(a INTEGER, b TIME)", TypeVerdict::Wrong);
        check_type(DuckDb, &Type::list(Type::Unknown), "INTEGER[]", TypeVerdict::Unknown);
        check_type(DuckDb, &Type::list(Type::Unknown), "INTEGER[3]", TypeVerdict::Wrong);
        check(DuckDb, "ENUM", "ENUM('a', 'b')", TypeVerdict::Unknown);
    }

    #[test]
    fn what_is_no_type_of_ours_is_compared_as_text() {
        check(DialectKind::DuckDb, "?", "AGGREGATE_STATE<sum(INTEGER)>", TypeVerdict::Unknown);
        check(DialectKind::DuckDb, "INTEGER", "AGGREGATE_STATE<sum(INTEGER)>", TypeVerdict::Wrong);
    }
}
