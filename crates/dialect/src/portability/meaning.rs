//! One text, several meanings: what the dialects have under one name and do not agree on (P003).
//!
//! A row says who agrees with whom. It is about calls and operators that all those dialects take; what a dialect does
//! not take at all is P001.

mod table;

use crate::DialectKind;
use std::ops::RangeInclusive;

/// Something that is written alike and means different things.
#[derive(Debug)]
pub struct Divergence {
    /// Its name in messages, and for whoever allows it.
    pub label: &'static str,
    /// What is written.
    pub subject: Subject,
    /// When the meanings differ.
    pub when: Condition,
    /// What it does where, as a phrase behind "it": dialects of one group agree.
    pub meanings: &'static [Meaning],
    /// What to write instead, to follow "instead"; empty where there is no other way.
    pub instead: &'static str,
    /// Pages of the vendors that say so.
    pub pages: &'static [&'static str],
}

/// What some dialects mean.
#[derive(Debug)]
pub struct Meaning {
    /// Who.
    pub dialects: &'static [DialectKind],
    /// What.
    pub phrase: &'static str,
}

/// What is written.
#[derive(Debug, PartialEq, Eq)]
pub enum Subject {
    /// A call of the function of the row's label with so many arguments.
    Call(RangeInclusive<usize>),
    /// `a / b`.
    Division,
    /// `a ^ b`.
    Caret,
    /// `a[i]`.
    Subscript,
    /// `EXTRACT(field FROM a)` with one of these fields.
    Extract(&'static [&'static str]),
    /// A key of ORDER BY that does not say where its NULLs go, where the order decides about rows or values: ascending or
    /// descending.
    SortKey {
        /// `DESC`.
        descending: bool,
    },
    /// A backslash in a string between plain quotes.
    Backslash,
}

/// When the meanings differ. What is not known does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Always.
    Always,
    /// Some operand may be NULL.
    NullOperand,
    /// All operands are whole numbers.
    Integers,
    /// The first operand is a list.
    List,
    /// The second argument is the literal 0.
    ZeroStart,
    /// The second argument is a literal with signs that regular expressions read.
    RegexSigns,
    /// An argument names a unit of time, and not that of the days that dates count.
    CoarseUnit,
    /// The first argument is a moment or a text, and the last one a literal.
    Format,
}

impl Divergence {
    /// Every row.
    pub fn all() -> &'static [Divergence] {
        table::ROWS
    }

    /// What it means in a dialect; `None` where it has none or is not known.
    pub fn phrase(&self, dialect: DialectKind) -> Option<&'static str> {
        self.meanings.iter().find(|it| it.dialects.contains(&dialect)).map(|it| it.phrase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_whole() {
        for row in Divergence::all() {
            assert!(row.meanings.len() > 1, "{}: nobody differs", row.label);
            assert!(!row.pages.is_empty(), "{}: no page", row.label);
            assert!(row.pages.iter().all(|it| it.starts_with("https://")), "{}", row.label);
            for dialect in DialectKind::ALL {
                let count = row.meanings.iter().filter(|it| it.dialects.contains(&dialect)).count();
                assert!(count < 2, "{}: {dialect} has {count} meanings", row.label);
            }
        }
    }

    #[test]
    fn functions_are_those_of_the_catalogues() {
        for row in Divergence::all() {
            if !matches!(row.subject, Subject::Call(_)) {
                continue;
            }
            for dialect in row.meanings.iter().flat_map(|it| it.dialects) {
                let has = crate::functions((*dialect).into()).contains(row.label);
                assert!(has, "{dialect} has no {}", row.label);
            }
        }
    }
}
