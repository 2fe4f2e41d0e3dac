//! Functions that are called without parentheses.

use super::{Call, CallShape, resolve_call};
use crate::DialectKind;

/// The function that a bare `name` calls, such as `current_date`, where no column has that name.
pub fn keyword_function(dialect: DialectKind, name: &str) -> Option<Call> {
    let name = name.to_ascii_lowercase();
    let list = match dialect {
        DialectKind::DuckDb => {
            "current_date current_time current_timestamp localtime localtimestamp current_user session_user user
             current_role current_catalog current_schema"
        }
        DialectKind::Databricks => "current_date current_timestamp current_user session_user user",
        DialectKind::Snowflake => {
            "current_date current_time current_timestamp current_user localtime localtimestamp"
        }
        DialectKind::BigQuery => "current_date current_time current_timestamp current_datetime",
        DialectKind::Trino => {
            "current_date current_time current_timestamp current_user current_catalog current_schema localtime
             localtimestamp"
        }
    };
    let known = list.split_ascii_whitespace().any(|listed| listed == name);
    if known { resolve_call(dialect, &name, &[], CallShape::default()).ok() } else { None }
}
