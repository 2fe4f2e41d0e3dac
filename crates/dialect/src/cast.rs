//! Casts: which exist, which happen on their own, which literals convert.

use crate::rules::rules;
use crate::{Engine, Operand, Type};

/// Whether one type converts to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CastKind {
    /// The engine inserts it by itself.
    Implicit,
    /// `CAST` does it, perhaps failing for some values.
    Explicit,
    /// The engine refuses it when binding, or has no such cast and fails on the first value.
    Never,
}

/// How the engine converts `from` to `to`. What is not known counts as implicit, so that nothing is reported.
pub fn cast_exists(engine: Engine, from: &Type, to: &Type) -> CastKind {
    rules(engine).cast_kind(from, to)
}

/// Whether the engine converts an argument to a parameter's type by itself.
pub fn accepts(engine: Engine, argument: &Operand, to: &Type) -> bool {
    argument.ty.has_unknown() || rules(engine).argument_cost(argument, to).is_some()
}

/// Whether the string `text` converts to `ty`: certain yes, certain no, or `None` where only the engine can tell.
pub fn literal_converts(engine: Engine, text: &str, ty: &Type) -> Option<bool> {
    rules(engine).literal_converts(text, ty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DialectKind;
    use crate::parse_type;
    use expect_test::expect;
    use std::fmt::Write;

    const TYPES: [&str; 20] = [
        "BOOLEAN",
        "INTEGER",
        "BIGINT",
        "UTINYINT",
        "DOUBLE",
        "DECIMAL(10,2)",
        "VARCHAR",
        "BLOB",
        "BIT",
        "DATE",
        "TIME",
        "TIMESTAMP",
        "TIMESTAMP WITH TIME ZONE",
        "INTERVAL",
        "UUID",
        "JSON",
        "INTEGER[]",
        "STRUCT(a INTEGER)",
        "MAP(VARCHAR, INTEGER)",
        "ENUM('a', 'b')",
    ];

    /// `.` implicit, `c` by CAST, space never. Rows are the source; columns in the order of the rows. The nevers are
    /// what DuckDB 1.5.6 answers with "Unimplemented type for cast" for a row that is not NULL.
    #[test]
    fn duckdb_matrix() {
        let types: Vec<Type> =
            TYPES.iter().map(|text| parse_type(text, DialectKind::DuckDb).unwrap()).collect();
        let mut table = String::new();
        for (name, from) in TYPES.iter().zip(&types) {
            let row: String = types
                .iter()
                .map(|to| match cast_exists(DialectKind::DuckDb.into(), from, to) {
                    CastKind::Implicit => '.',
                    CastKind::Explicit => 'c',
                    CastKind::Never => ' ',
                })
                .collect();
            writeln!(table, "{name:25}|{row}|").unwrap();
        }
        expect![[r#"
            BOOLEAN                  |.cccccc c      .    |
            INTEGER                  |c..c..c c      .    |
            BIGINT                   |cc.c..c c      .    |
            UTINYINT                 |c.....c c      .    |
            DOUBLE                   |cccc.cc c      .    |
            DECIMAL(10,2)            |cccc..c        .    |
            VARCHAR                  |cccccc.cccccccc.cccc|
            BLOB                     |      c.c     c.    |
            BIT                      |ccccc cc.      .    |
            DATE                     |      c  . ..  .    |
            TIME                     |      c   .    .    |
            TIMESTAMP                |      c  cc..  .    |
            TIMESTAMP WITH TIME ZONE |      c  c c.  .    |
            INTERVAL                 |      c      . .    |
            UUID                     |      cc      ..    |
            JSON                     |cccccc.c cccccc.cccc|
            INTEGER[]                |      c        ..   |
            STRUCT(a INTEGER)        |      c        . .c |
            MAP(VARCHAR, INTEGER)    |      c        .  . |
            ENUM('a', 'b')           |cccccc.cccccccc.ccc.|
        "#]]
        .assert_eq(&table);
    }

    #[test]
    fn duckdb_literals() {
        let check = |ty: &str, yes: &[&str], no: &[&str], open: &[&str]| {
            let read = parse_type(ty, DialectKind::DuckDb).unwrap();
            let ask = |text: &&str| literal_converts(DialectKind::DuckDb.into(), text, &read);
            for (texts, answer) in [(yes, Some(true)), (no, Some(false)), (open, None)] {
                for text in texts {
                    assert_eq!(ask(text), answer, "{text:?} as {ty}");
                }
            }
        };
        check(
            "INTEGER",
            &["1", "-5", " 12 "],
            &["abc", "", "12abc!", "3000000000"],
            &["1.5", "1e3", "0x1F", "1_000"],
        );
        check("UTINYINT", &["255"], &["256", "-1"], &[]);
        check("BOOLEAN", &["true", "F", "1", "yes"], &["on", "tr", "maybe"], &[]);
        check("DOUBLE", &["1e5", ".5", "inf", "-nan", "3"], &["abc", "1,5", "-"], &["0x10"]);
        check(
            "DATE",
            &["2020-1-1", "2020/02/29", "epoch"],
            &["abc", "2021-02-29", "2020-13-01", "20200101"],
            &["2020-01"],
        );
        check(
            "TIMESTAMP",
            &["2020-01-01"],
            &["abc", "2020-13-01"],
            &["2020-01-01 10:00:00", "2020-01-01T10:00:00Z"],
        );
        check("UUID", &["3e0e3a4a-5a5f-4d7c-9f0f-0f0f0f0f0f0f"], &["abc"], &[]);
        check("ENUM('a', 'b')", &["a"], &["c", "A"], &[]);
        check("INTERVAL", &[], &["abc"], &["1 day"]);
        check("VARCHAR", &["", "anything"], &[], &[]);
        check("JSON", &[], &[], &["{}", "x"]);
    }
}
