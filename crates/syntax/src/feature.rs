//! Which warehouse has which construct: one grammar reads all of them, and this table says what each dialect refuses.
//!
//! The parser notes every construct that some dialect lacks where it reads it ([`FeatureUse`]); who is missing it is
//! decided here and nowhere else. Each row is also a line of `docs/sql.md`, and its example is a test.

mod table;

use base::{DialectKind, TextRange};

pub use table::Feature;

/// A construct that not every dialect has, where a text uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FeatureUse {
    /// What is used.
    pub feature: Feature,
    /// The words that make it.
    pub range: TextRange,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct FeatureRow {
    /// The construct's name in messages and tables; code stands between backticks.
    pub title: &'static str,
    /// The dialects that have it.
    pub dialects: &'static [DialectKind],
    /// A statement that uses it, in a dialect that has it.
    pub example: &'static str,
    /// How to say the same without it, to follow "instead"; empty where there is no other way.
    pub instead: &'static str,
    /// A vendor's page that describes it.
    pub page: &'static str,
}

impl Feature {
    /// Its name for whoever allows it: the title without backticks.
    pub fn label(self) -> String {
        self.row().title.replace('`', "")
    }

    /// What a dialect without it has, to follow "has": `no QUALIFY`.
    pub fn lack(self) -> String {
        let title = self.row().title;
        match title.strip_prefix("this ") {
            Some(title) => format!("no such {title}"),
            None => {
                let articles = ["a ", "an ", "the "];
                let bare = articles.into_iter().find_map(|it| title.strip_prefix(it));
                format!("no {}", bare.unwrap_or(title))
            }
        }
    }

    /// Whether a dialect has it.
    pub fn is_in(self, dialect: DialectKind) -> bool {
        self.row().dialects.contains(&dialect)
    }

    /// What may stand in the place of its words in a dialect that lacks it, where the meaning stays the same whatever
    /// stands around them.
    pub fn rewrite(self, dialect: DialectKind) -> Option<&'static str> {
        Some(match self {
            // GoogleSQL has no set operation without ALL or DISTINCT.
            Feature::Minus if dialect == DialectKind::BigQuery => "EXCEPT DISTINCT",
            Feature::Minus => "EXCEPT",
            Feature::StarExcept if Feature::StarExclude.is_in(dialect) => "EXCLUDE",
            Feature::StarExclude if Feature::StarExcept.is_in(dialect) => "EXCEPT",
            Feature::TryCast if Feature::SafeCast.is_in(dialect) => "SAFE_CAST",
            Feature::SafeCast if Feature::TryCast.is_in(dialect) => "TRY_CAST",
            Feature::ListBrackets if Feature::ArrayBrackets.is_in(dialect) => "ARRAY[",
            Feature::ArrayBrackets if Feature::ListBrackets.is_in(dialect) => "",
            Feature::ColonEqualsArgument => "=>",
            Feature::OffsetRows => "",
            Feature::DoubleEquals => "=",
            Feature::NullSafeEquals => "IS NOT DISTINCT FROM",
            _ => return None,
        })
    }
}
