//! Arguments that are words, not columns: `dateadd(day, 1, a)`.

use crate::DialectKind;
use crate::rules::ChosenCall;

/// Functions whose argument may be a word, each with the argument's place. Snowflake and Databricks:
/// <https://docs.snowflake.com/en/sql-reference/functions-date-time>,
/// <https://docs.databricks.com/en/sql/language-manual/functions/dateadd.html>.
const FIRST: &[&str] = &[
    "dateadd",
    "date_add",
    "timeadd",
    "timestampadd",
    "datediff",
    "date_diff",
    "timediff",
    "timestampdiff",
    "date_trunc",
    "date_part",
];

const PARTS: &str =
    "microsecond millisecond nanosecond second minute hour day dayofweek dayofyear week isoweek month
    quarter year isoyear epoch epoch_second epoch_millisecond weekofyear weekiso yearofweek decade century";

/// Whether `word`, in any case, is a unit of time or another part of a date, in the singular or the plural.
pub fn is_unit_of_time(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    PARTS.split_ascii_whitespace().any(|it| it == word || word.strip_suffix('s') == Some(it))
}

/// Parts of moments besides [`PARTS`] and those of Snowflake:
/// <https://duckdb.org/docs/stable/sql/functions/datepart>,
/// <https://trino.io/docs/current/functions/datetime.html#extraction-function>,
/// <https://docs.databricks.com/en/sql/language-manual/functions/extract.html>,
/// <https://cloud.google.com/bigquery/docs/reference/standard-sql/timestamp_functions#extract>.
const FURTHER_PARTS: &str =
    "date time datetime decades dec decs centuries cent c millennium millenniums millennia mil mils
    isodow dayofweek_iso julian era timezone yearweek day_of_month day_of_week day_of_year year_of_week yow";

/// Whether any warehouse has a part of moments called `word`, in any case. What none has is a mistake, where what one of
/// them has may depend on the value and on its release.
pub fn is_part_anywhere(word: &str) -> bool {
    let mut further = FURTHER_PARTS.split_ascii_whitespace();
    is_unit_of_time(word)
        || crate::snowflake::is_part(word)
        || further.any(|it| it.eq_ignore_ascii_case(word))
}

/// Why a call is refused by an engine that looks at its first argument, a part of moments in text, before it runs: no
/// warehouse has that part.
pub(crate) fn refused_part(call: &ChosenCall<'_>) -> Option<String> {
    let part = call.arguments.first()?.operand.string()?;
    (!is_part_anywhere(part)).then(|| format!("`{}` knows no part of a moment called `{part}`", call.name))
}

/// Whether the argument at `place` of a call may be a part of a moment in text: `date_trunc('month', d)`.
pub fn takes_part_as_text(dialect: DialectKind, function: &str, place: usize) -> bool {
    let function = function.to_ascii_lowercase();
    let function = function.as_str();
    match dialect {
        // <https://duckdb.org/docs/stable/sql/functions/date>
        DialectKind::DuckDb => {
            const FUNCTIONS: [&str; 8] = [
                "date_trunc",
                "datetrunc",
                "date_part",
                "datepart",
                "date_diff",
                "datediff",
                "date_sub",
                "datesub",
            ];
            place == 0 && FUNCTIONS.contains(&function)
        }
        // <https://docs.snowflake.com/en/sql-reference/functions-date-time>
        DialectKind::Snowflake => {
            place == 0 && FIRST.contains(&function) || place == 1 && matches!(function, "trunc" | "last_day")
        }
        // <https://docs.databricks.com/en/sql/language-manual/functions/date_trunc.html>
        DialectKind::Databricks => {
            place == 0 && matches!(function, "date_trunc" | "date_part") || place == 1 && function == "trunc"
        }
        // <https://trino.io/docs/current/functions/datetime.html>
        DialectKind::Trino => place == 0 && matches!(function, "date_trunc" | "date_add" | "date_diff"),
        DialectKind::BigQuery => false,
    }
}

/// Whether the argument at `place` of a call with so many arguments is a word of the language, and a string does not do.
pub fn takes_only_words(dialect: DialectKind, function: &str, place: usize, arguments: usize) -> bool {
    let function = function.to_ascii_lowercase();
    match dialect {
        // <https://cloud.google.com/bigquery/docs/reference/standard-sql/date_functions>
        DialectKind::BigQuery => {
            const KINDS: [&str; 4] = ["date", "datetime", "time", "timestamp"];
            let is = |ending: &str| function.strip_suffix(ending).is_some_and(|it| KINDS.contains(&it));
            place == 1 && (is("_trunc") || function == "last_day") || place == 2 && is("_diff")
        }
        // <https://docs.databricks.com/en/sql/language-manual/functions/datediff3.html>
        DialectKind::Databricks => {
            const FUNCTIONS: [&str; 6] =
                ["dateadd", "date_add", "datediff", "date_diff", "timestampadd", "timestampdiff"];
            place == 0 && arguments == 3 && FUNCTIONS.contains(&function.as_str())
        }
        DialectKind::DuckDb | DialectKind::Snowflake | DialectKind::Trino => false,
    }
}

/// Whether the argument at `place` of a call is a word of the language, such as a part of a date, and names no column.
/// `word` is as written, without quotes.
pub fn is_word_argument(dialect: DialectKind, function: &str, place: usize, word: &str) -> bool {
    let is_part = || is_unit_of_time(word);
    let function = function.to_ascii_lowercase();
    let is_form = || ["nfc", "nfd", "nfkc", "nfkd"].iter().any(|it| word.eq_ignore_ascii_case(it));
    match dialect {
        DialectKind::DuckDb => false,
        // <https://docs.snowflake.com/en/sql-reference/functions-date-time>
        DialectKind::Snowflake => {
            let first = FIRST.contains(&function.as_str()) && place == 0;
            let second = matches!(function.as_str(), "last_day" | "trunc" | "date_trunc") && place == 1;
            // Behind a value abbreviations are too likely to be columns: `DATE_TRUNC('month', d)`.
            first && crate::snowflake::is_part(word) || second && is_part()
        }
        DialectKind::Databricks => {
            (place == 0 && FIRST.contains(&function.as_str())
                || place == 1 && matches!(function.as_str(), "last_day" | "trunc" | "date_trunc"))
                && is_part()
        }
        // <https://cloud.google.com/bigquery/docs/reference/standard-sql/date_functions>
        DialectKind::BigQuery => {
            let truncates =
                function.ends_with("_trunc") || function.ends_with("_diff") || function == "last_day";
            place > 0 && (truncates && is_part() || function.starts_with("normalize") && is_form())
        }
        // <https://trino.io/docs/current/functions/string.html>
        DialectKind::Trino => place == 1 && function == "normalize" && is_form(),
    }
}
