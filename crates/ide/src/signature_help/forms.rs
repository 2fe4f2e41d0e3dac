//! Calls with a syntax of their own, whose parts words tell apart, and clauses behind calls.

use super::{
    Candidate,
    call::{Call, FILTER, OVER, WITHIN_GROUP},
    shape::Shape,
};
use base::DialectKind;
use db::{Db, SourceFile};

/// One way to write a form.
struct Form {
    /// The name before the parenthesis, or what the clause is called.
    name: &'static str,
    /// How it is written, with its parts in ‹›.
    shape: &'static str,
    /// The words that begin each part but the first, those of one part with `|` between them.
    begins: &'static [&'static str],
    /// Who has it; everybody where this is empty.
    dialects: &'static [DialectKind],
    /// Whether there is no other way to call it.
    is_only: bool,
    documentation: &'static str,
}

const DUCKDB: DialectKind = DialectKind::DuckDb;
const DATABRICKS: DialectKind = DialectKind::Databricks;
const SNOWFLAKE: DialectKind = DialectKind::Snowflake;
const BIGQUERY: DialectKind = DialectKind::BigQuery;
const TRINO: DialectKind = DialectKind::Trino;

const FORMS: &[Form] = &[
    Form {
        name: "cast",
        shape: "CAST(‹value› AS ‹type› FORMAT ‹format›)",
        begins: &["as", "format"],
        dialects: &[BIGQUERY],
        is_only: true,
        documentation: "the value as the type; an error where it does not convert",
    },
    Form {
        name: "cast",
        shape: "CAST(‹value› AS ‹type›)",
        begins: &["as"],
        dialects: &[DUCKDB, DATABRICKS, SNOWFLAKE, TRINO],
        is_only: true,
        documentation: "the value as the type; an error where it does not convert",
    },
    Form {
        name: "try_cast",
        shape: "TRY_CAST(‹value› AS ‹type›)",
        begins: &["as"],
        dialects: &[DUCKDB, DATABRICKS, SNOWFLAKE, TRINO],
        is_only: true,
        documentation: "the value as the type; NULL where it does not convert",
    },
    Form {
        name: "safe_cast",
        shape: "SAFE_CAST(‹value› AS ‹type› FORMAT ‹format›)",
        begins: &["as", "format"],
        dialects: &[BIGQUERY],
        is_only: true,
        documentation: "the value as the type; NULL where it does not convert",
    },
    Form {
        name: "extract",
        shape: "EXTRACT(‹part› FROM ‹value›)",
        begins: &["from"],
        dialects: &[],
        is_only: true,
        documentation: "a part of a date, a time or an interval, such as YEAR, MONTH, DAY or HOUR",
    },
    Form {
        name: "substring",
        shape: "SUBSTRING(‹text› FROM ‹start› FOR ‹length›)",
        begins: &["from", "for"],
        dialects: &[DUCKDB, DATABRICKS, TRINO],
        is_only: false,
        documentation: "a part of the text; its first character is number 1",
    },
    Form {
        name: "trim",
        shape: "TRIM([BOTH | LEADING | TRAILING] ‹characters› FROM ‹text›)",
        begins: &["from"],
        dialects: &[DUCKDB, DATABRICKS, TRINO],
        is_only: false,
        documentation: "the text without such characters at its ends",
    },
    Form {
        name: "position",
        shape: "POSITION(‹searched› IN ‹text›)",
        begins: &["in"],
        dialects: &[DUCKDB, DATABRICKS, SNOWFLAKE, TRINO],
        is_only: false,
        documentation: "where the searched text begins, from 1; 0 where it is not found",
    },
    Form {
        name: "overlay",
        shape: "OVERLAY(‹text› PLACING ‹replacement› FROM ‹start› FOR ‹length›)",
        begins: &["placing", "from", "for"],
        dialects: &[DATABRICKS],
        is_only: false,
        documentation: "the text with a part of it replaced",
    },
    Form {
        name: OVER,
        shape: "OVER (‹PARTITION BY expression, …› ‹ORDER BY expression, …› ‹ROWS | RANGE | GROUPS BETWEEN start AND end›)",
        begins: &["order", "rows|range|groups"],
        dialects: &[],
        is_only: true,
        documentation: "the rows that a window function sees: those of the partition, in this order, as far as the frame goes",
    },
    Form {
        name: FILTER,
        shape: "FILTER (WHERE ‹condition›)",
        begins: &[],
        dialects: &[],
        is_only: true,
        documentation: "the rows that an aggregate takes",
    },
    Form {
        name: WITHIN_GROUP,
        shape: "WITHIN GROUP (ORDER BY ‹expression, …›)",
        begins: &[],
        dialects: &[],
        is_only: true,
        documentation: "the order that an aggregate takes its rows in",
    },
];

const PIPELINE_OVER: Form = Form {
    name: OVER,
    shape: "over (‹partition column, …› ‹sort column, …› ‹rows | range start .. end›)",
    begins: &["sort", "rows|range"],
    dialects: &[],
    is_only: true,
    documentation: "the rows that a window function sees: those of the partition, in this order, as far as the frame goes",
};

/// The form that is called, and whether the call is written so already.
pub(super) fn of_call(db: &dyn Db, file: SourceFile, call: &Call) -> Option<FoundForm> {
    let [name] = &call.name[..] else { return None };
    if call.is_method {
        return None;
    }
    let dialect = db::dialect(db, file);
    let is_called = |it: &&Form| {
        name.text.eq_ignore_ascii_case(it.name) && (it.dialects.is_empty() || it.dialects.contains(&dialect))
    };
    let form = match file.path(db).extension() {
        Some("rocky") => Some(&PIPELINE_OVER).filter(is_called).or_else(|| FORMS.iter().find(is_called)),
        _ => FORMS.iter().find(is_called),
    }?;
    // The last part whose beginning has been typed.
    let begun = form.begins.iter().rposition(|begin| {
        let mut begins = begin.split('|');
        begins.any(|begin| call.words.iter().any(|it| it == begin))
    });
    let shape = Shape::parse(form.shape);
    Some(FoundForm {
        candidate: Candidate {
            signature: shape.signature(Some(begun.map_or(0, |it| it + 1)), form.documentation),
            takes_count: call.count <= 1 || form.is_only,
            cost: Some(0),
        },
        is_meant: form.is_only || begun.is_some(),
        is_only: form.is_only,
    })
}

/// A form that a call may be.
pub(super) struct FoundForm {
    pub(super) candidate: Candidate,
    /// Whether the call is written so as far as it is typed.
    pub(super) is_meant: bool,
    /// Whether it cannot be written as other calls are.
    pub(super) is_only: bool,
}
