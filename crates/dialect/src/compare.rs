//! Comparison: what `=`, `<`, IN, BETWEEN and join keys do with two operands (E001, W001).
//!
//! DuckDB (observed on 1.5.6) has two strengths. `=`, `<>`, IS DISTINCT FROM, IN with a list and USING always bind:
//! types that have nothing in common are compared in the one of higher rank (VARCHAR with DATE as VARCHAR), but text
//! against a number as the number; where that cast does not exist (INTEGER to DATE) the query fails on its first row.
//! `<`, `>`, BETWEEN and IN with a subquery refuse such pairs when binding. A string literal always takes the other
//! side's type. BigQuery and Trino convert between families for literals only; Databricks and Snowflake convert text.

use crate::rules::rules;
use crate::{Engine, Family, Literal, Operand, Type};
use smol_str::SmolStr;

/// What an engine does when it compares two operands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// One side is unknown or NULL: nothing can be said.
    Unknown,
    /// Compared as they are.
    Same,
    /// One or both are converted first, silently.
    Coerced {
        /// The type in which they are compared.
        to: Type,
        /// Whether the conversion leaves its family, so that the author should know (W001): text against number or
        /// date, boolean against number. Widening of numbers and DATE against TIMESTAMP is `false`, and so is a
        /// string literal that adapts.
        crosses_families: bool,
    },
    /// The engine refuses when binding, or has no such cast and fails on the first row (E001).
    Incompatible {
        /// Why, as a sentence without a full stop: `DuckDB cannot compare DATE with INTEGER`.
        reason: String,
    },
    /// The literal adapts to the other side and cannot convert: certain to fail when run (E001).
    LiteralDoesNotConvert {
        /// The literal's text.
        literal: SmolStr,
        /// The type it had to convert to.
        to: Type,
    },
}

/// What the engine does for `=`, `<>`, IS [NOT] DISTINCT FROM, IN with a list, USING and join keys.
pub fn compare(engine: Engine, left: &Operand, right: &Operand) -> Comparison {
    comparison(engine, left, right, true)
}

/// What the engine does for `<`, `<=`, `>`, `>=`, BETWEEN, and IN or ANY with a subquery.
pub fn compare_order(engine: Engine, left: &Operand, right: &Operand) -> Comparison {
    comparison(engine, left, right, false)
}

/// What the engine does with two arms of a set operation: whether it binds, and whether that crosses families.
pub fn check_set_operation(engine: Engine, left: &Operand, right: &Operand) -> Comparison {
    let Some(to) = crate::unify_set_operation(engine, left, right) else {
        return incompatible(engine, "combine", &left.ty, &right.ty);
    };
    let verdict = verdict(engine, left, right, to.clone(), "combine");
    match verdict {
        // What is bound is no error, although the first row that is not NULL makes it fail.
        Comparison::Incompatible { .. } if rules(engine).converts_between_families() => {
            Comparison::Coerced { to, crosses_families: true }
        }
        verdict => verdict,
    }
}

fn comparison(engine: Engine, left: &Operand, right: &Operand, equality: bool) -> Comparison {
    if undecidable(left) || undecidable(right) {
        return Comparison::Unknown;
    }
    let rules = rules(engine);
    for (literal, other) in [(left, right), (right, left)] {
        let Some(text) = literal.string() else { continue };
        let adapts = other.literal.is_none() || other.string().is_none();
        let to = &other.ty;
        if adapts && !to.is_text() && rules.literal_converts(text, to) == Some(false) {
            return match to {
                // DuckDB compares an enum with a literal as text: never equal, but no failure.
                Type::Enum(_) => Comparison::Coerced { to: Type::STRING, crosses_families: false },
                _ => Comparison::LiteralDoesNotConvert { literal: text.into(), to: to.clone() },
            };
        }
    }
    match rules.comparison_type(left, right, equality) {
        Some(to) => verdict(engine, left, right, to, "compare"),
        None => incompatible(engine, "compare", &left.ty, &right.ty),
    }
}

fn undecidable(operand: &Operand) -> bool {
    // A member of a union converts to another union that has it, which only the values tell.
    if matches!(operand.ty, Type::Union(_)) {
        return true;
    }
    operand.is_null() || operand.ty.has_unknown()
}

fn verdict(engine: Engine, left: &Operand, right: &Operand, to: Type, verb: &str) -> Comparison {
    if left.ty.has_unknown() || right.ty.has_unknown() || to.is_unknown() && left.ty != right.ty {
        return Comparison::Unknown;
    }
    let rules = rules(engine);
    let adapting = left.string().is_some() || right.string().is_some();
    if !adapting && (!rules.conversion_runs(&left.ty, &to) || !rules.conversion_runs(&right.ty, &to)) {
        return incompatible(engine, verb, &left.ty, &right.ty);
    }
    if left.ty == right.ty {
        return Comparison::Same;
    }
    let crosses_families = !adapting && crosses(&left.ty, &right.ty);
    if crosses_families && !rules.converts_between_families() {
        return incompatible(engine, verb, &left.ty, &right.ty);
    }
    if !rules.judges_families() && crosses_families && !left.ty.is_text() && !right.ty.is_text() {
        // What Databricks and Snowflake do between other families is not in the tables yet.
        return Comparison::Unknown;
    }
    Comparison::Coerced { to, crosses_families }
}

fn crosses(left: &Type, right: &Type) -> bool {
    let (left, right) = (left.family(), right.family());
    let silent = |family| matches!(family, Family::Open | Family::SemiStructured);
    left != right && !silent(left) && !silent(right)
}

fn incompatible(engine: Engine, verb: &str, left: &Type, right: &Type) -> Comparison {
    let (left, right) = (left.display(engine.dialect), right.display(engine.dialect));
    Comparison::Incompatible { reason: format!("{engine} cannot {verb} {left} with {right}") }
}

/// The literal's text, for messages.
pub(crate) fn literal_text(literal: &Literal) -> SmolStr {
    match literal {
        Literal::Null => "NULL".into(),
        Literal::Boolean(value) => if *value { "true" } else { "false" }.into(),
        Literal::Number(text) | Literal::String(text) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DialectKind;
    use crate::parse_type;
    use expect_test::{Expect, expect};

    fn operand(dialect: DialectKind, text: &str) -> Operand {
        let literal = match text.strip_prefix('\'') {
            Some(rest) => Literal::String(rest.trim_end_matches('\'').into()),
            None if text.starts_with(|c: char| c.is_ascii_digit()) => Literal::Number(text.into()),
            None => return Operand::of(parse_type(text, dialect).unwrap()),
        };
        Operand::literal(dialect, literal)
    }

    fn show(dialect: DialectKind, comparison: Comparison) -> String {
        match comparison {
            Comparison::Unknown => "unknown".into(),
            Comparison::Same => "same".into(),
            Comparison::Coerced { to, crosses_families } => {
                format!("as {}{}", to.display(dialect), if crosses_families { " (W001)" } else { "" })
            }
            Comparison::Incompatible { reason } => reason,
            Comparison::LiteralDoesNotConvert { literal, to } => {
                format!("'{literal}' is no {}", to.display(dialect))
            }
        }
    }

    fn check(dialect: DialectKind, pairs: &[(&str, &str)], expect: Expect) {
        let table: String = pairs
            .iter()
            .map(|(left, right)| {
                let (a, b) = (operand(dialect, left), operand(dialect, right));
                let equal = show(dialect, compare(dialect.into(), &a, &b));
                let order = show(dialect, compare_order(dialect.into(), &a, &b));
                let order = if order == equal { String::new() } else { format!("; order: {order}") };
                format!("{left} = {right}: {equal}{order}\n")
            })
            .collect();
        expect.assert_eq(&table);
    }

    #[test]
    fn duckdb() {
        let pairs = [
            ("BIGINT", "'abc'"),
            ("BIGINT", "'12'"),
            ("BIGINT", "INTEGER"),
            ("BIGINT", "VARCHAR"),
            ("VARCHAR", "1"),
            ("DATE", "VARCHAR"),
            ("DATE", "'2024-01-01'"),
            ("DATE", "'2024-02-30'"),
            ("DATE", "TIMESTAMP"),
            ("DATE", "INTEGER"),
            ("DATE", "1"),
            ("BOOLEAN", "1"),
            ("BOOLEAN", "VARCHAR"),
            ("UUID", "VARCHAR"),
            ("UUID", "INTEGER"),
            ("DECIMAL(10,2)", "DOUBLE"),
            ("ENUM('a', 'b')", "'c'"),
            ("ENUM('a', 'b')", "VARCHAR"),
            ("INTEGER[]", "INTEGER"),
            ("INTERVAL", "INTEGER"),
            ("\"NULL\"", "INTEGER"),
            ("?", "INTEGER"),
            ("JSON", "VARCHAR"),
        ];
        check(
            DialectKind::DuckDb,
            &pairs,
            expect![[r#"
            BIGINT = 'abc': 'abc' is no BIGINT
            BIGINT = '12': as BIGINT
            BIGINT = INTEGER: as BIGINT
            BIGINT = VARCHAR: as BIGINT (W001); order: DuckDB cannot compare BIGINT with VARCHAR
            VARCHAR = 1: as INTEGER (W001); order: DuckDB cannot compare VARCHAR with INTEGER
            DATE = VARCHAR: as VARCHAR (W001); order: DuckDB cannot compare DATE with VARCHAR
            DATE = '2024-01-01': as DATE
            DATE = '2024-02-30': '2024-02-30' is no DATE
            DATE = TIMESTAMP: as TIMESTAMP
            DATE = INTEGER: DuckDB cannot compare DATE with INTEGER
            DATE = 1: DuckDB cannot compare DATE with INTEGER
            BOOLEAN = 1: as INTEGER (W001)
            BOOLEAN = VARCHAR: as VARCHAR (W001); order: DuckDB cannot compare BOOLEAN with VARCHAR
            UUID = VARCHAR: as UUID (W001); order: DuckDB cannot compare UUID with VARCHAR
            UUID = INTEGER: DuckDB cannot compare UUID with INTEGER
            DECIMAL(10,2) = DOUBLE: as DOUBLE
            ENUM('a', 'b') = 'c': as VARCHAR
            ENUM('a', 'b') = VARCHAR: as VARCHAR
            INTEGER[] = INTEGER: DuckDB cannot compare INTEGER[] with INTEGER
            INTERVAL = INTEGER: DuckDB cannot compare INTERVAL with INTEGER
            "NULL" = INTEGER: unknown
            ? = INTEGER: unknown
            JSON = VARCHAR: as JSON
        "#]],
        );
    }

    #[test]
    fn others() {
        let pairs = [("BIGINT", "VARCHAR"), ("BIGINT", "'abc'"), ("BIGINT", "'1'"), ("DATE", "TIMESTAMP")];
        check(
            DialectKind::Trino,
            &pairs,
            expect![[r#"
                BIGINT = VARCHAR: Trino cannot compare bigint with varchar
                BIGINT = 'abc': Trino cannot compare bigint with varchar(3)
                BIGINT = '1': Trino cannot compare bigint with varchar(1)
                DATE = TIMESTAMP: as timestamp(3)
            "#]],
        );
        check(
            DialectKind::Snowflake,
            &pairs,
            expect![[r#"
                BIGINT = VARCHAR: as NUMBER(38,5) (W001)
                BIGINT = 'abc': 'abc' is no NUMBER(38,0)
                BIGINT = '1': as NUMBER(38,0)
                DATE = TIMESTAMP: as TIMESTAMP_NTZ(9)
            "#]],
        );
    }
}
