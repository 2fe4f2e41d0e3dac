//! Why an engine does not bind a query, by its message.

use base::DialectKind;

/// What an engine has against a query. The first six are the classes that Rocky promises to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefusalKind {
    /// A column, field or position that is not there.
    Column,
    /// A relation that is not there.
    Table,
    /// A function that is not there, or not of the kind that is needed.
    Function,
    /// Operands or arguments of the wrong types or number.
    Type,
    /// An aggregate, a window or an ungrouped column where it may not be.
    Group,
    /// A name that means several things.
    Ambiguous,
    /// Anything else.
    Other,
}

impl RefusalKind {
    /// All of them.
    pub const ALL: [RefusalKind; 7] = [
        RefusalKind::Column,
        RefusalKind::Table,
        RefusalKind::Function,
        RefusalKind::Type,
        RefusalKind::Group,
        RefusalKind::Ambiguous,
        RefusalKind::Other,
    ];

    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            RefusalKind::Column => "column",
            RefusalKind::Table => "table",
            RefusalKind::Function => "function",
            RefusalKind::Type => "type",
            RefusalKind::Group => "group",
            RefusalKind::Ambiguous => "ambiguous",
            RefusalKind::Other => "other",
        }
    }

    /// The kind of a message: the first row of the engine's table of which it has the words.
    pub fn of(message: &str, dialect: DialectKind) -> RefusalKind {
        let table = match dialect {
            DialectKind::DuckDb => DUCKDB,
            DialectKind::Databricks => SPARK,
            DialectKind::BigQuery => GOOGLESQL,
            DialectKind::Snowflake | DialectKind::Trino => &[],
        };
        let row = table.iter().find(|(words, _)| message.contains(words));
        row.map_or(RefusalKind::Other, |(_, kind)| *kind)
    }
}

type Table = &'static [(&'static str, RefusalKind)];

const DUCKDB: Table = &[
    ("mbiguous", RefusalKind::Ambiguous),
    ("must appear in the GROUP BY clause", RefusalKind::Group),
    ("cannot contain aggregates", RefusalKind::Group),
    ("cannot contain window functions", RefusalKind::Group),
    ("ggregate functions are not", RefusalKind::Group),
    ("aggregate function calls cannot", RefusalKind::Group),
    ("GROUPING statement", RefusalKind::Group),
    ("GROUPING function", RefusalKind::Group),
    ("indow functions are not", RefusalKind::Group),
    ("Type with name", RefusalKind::Type),
    ("Table with name", RefusalKind::Table),
    ("Referenced table", RefusalKind::Table),
    ("Circular reference to CTE", RefusalKind::Table),
    ("Function with name", RefusalKind::Function),
    ("is not an aggregate function", RefusalKind::Function),
    ("is not a window function", RefusalKind::Function),
    ("Referenced column", RefusalKind::Column),
    ("does not have a column named", RefusalKind::Column),
    ("list not found in", RefusalKind::Column),
    ("side of join", RefusalKind::Column),
    ("referenced that exists in the SELECT clause", RefusalKind::Column),
    ("aliases cannot be used", RefusalKind::Column),
    ("Positional reference", RefusalKind::Column),
    ("term out of range", RefusalKind::Column),
    ("No matching columns found", RefusalKind::Column),
    ("Could not find key", RefusalKind::Column),
    ("No function matches", RefusalKind::Type),
    ("does not support the supplied arguments", RefusalKind::Type),
    ("explicit cast is required", RefusalKind::Type),
    ("Cannot compare values", RefusalKind::Type),
    ("Cannot mix values", RefusalKind::Type),
    ("Cannot deduce template type", RefusalKind::Type),
    ("No common super type", RefusalKind::Type),
    ("can only be applied to", RefusalKind::Type),
    ("best candidate function", RefusalKind::Type),
    ("STRUCT to STRUCT cast", RefusalKind::Type),
    ("Unimplemented type for cast", RefusalKind::Type),
    ("as an argument", RefusalKind::Type),
];

/// Spark's error conditions stand at the head of its messages
/// (<https://spark.apache.org/docs/latest/sql-error-conditions.html>).
const SPARK: Table = &[
    ("AMBIGUOUS_", RefusalKind::Ambiguous),
    ("MISSING_AGGREGATION", RefusalKind::Group),
    ("MISSING_GROUP_BY", RefusalKind::Group),
    ("INVALID_WHERE_CONDITION", RefusalKind::Group),
    ("GROUP_BY_", RefusalKind::Group),
    ("NESTED_AGGREGATE_FUNCTION", RefusalKind::Group),
    ("TABLE_OR_VIEW_NOT_FOUND", RefusalKind::Table),
    ("UNRESOLVED_ROUTINE", RefusalKind::Function),
    ("UNRESOLVABLE_TABLE_VALUED_FUNCTION", RefusalKind::Function),
    ("UNRESOLVED_COLUMN", RefusalKind::Column),
    ("UNRESOLVED_USING_COLUMN", RefusalKind::Column),
    ("UNRESOLVED_FIELD", RefusalKind::Column),
    ("FIELD_NOT_FOUND", RefusalKind::Column),
    ("WRONG_NUM_ARGS", RefusalKind::Type),
    ("DATATYPE_MISMATCH", RefusalKind::Type),
    ("INCOMPATIBLE_COLUMN_TYPE", RefusalKind::Type),
];

const GOOGLESQL: Table = &[
    ("is ambiguous", RefusalKind::Ambiguous),
    ("neither grouped nor aggregated", RefusalKind::Group),
    ("ggregate function", RefusalKind::Group),
    ("nalytic function", RefusalKind::Group),
    ("Table not found", RefusalKind::Table),
    ("unction not found", RefusalKind::Function),
    ("not found inside", RefusalKind::Column),
    ("Unrecognized name", RefusalKind::Column),
    ("does not exist in", RefusalKind::Column),
    ("No matching signature", RefusalKind::Type),
    ("common supertype", RefusalKind::Type),
    ("nvalid cast", RefusalKind::Type),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_have_kinds() {
        let kinds = |dialect, messages: &[&str]| -> Vec<&str> {
            messages.iter().map(|it| RefusalKind::of(it, dialect).name()).collect()
        };
        assert_eq!(
            kinds(
                DialectKind::DuckDb,
                &[
                    "Binder Error: Table \"c\" does not have a column named \"nope\"",
                    "Catalog Error: Table with name nowhere does not exist!",
                    "Catalog Error: Scalar Function with name frob does not exist!",
                    "Binder Error: No function matches the given name and argument types '+(INTEGER, VARCHAR)'.",
                    "Binder Error: Column name \"i\" is ambiguous: it exists more than once on right side of join.",
                    "Binder Error: LIMIT/OFFSET cannot be negative",
                ],
            ),
            ["column", "table", "function", "type", "ambiguous", "other"],
        );
        assert_eq!(kinds(DialectKind::Databricks, &["MISSING_GROUP_BY: …"]), ["group"]);
        assert_eq!(kinds(DialectKind::BigQuery, &["Table not found: nowhere"]), ["table"]);
    }
}
