//! When a function returns NULL.

use super::{FunctionKind, NullRule};
use crate::DialectKind;

/// The rule of function `name`.
///
/// DuckDB's scalar functions return NULL for a NULL argument unless listed here (checked by calling each with NULLs);
/// some also return NULL for other arguments, and are listed as nullable.
pub(crate) fn rule(dialect: DialectKind, name: &str, kind: FunctionKind) -> NullRule {
    let has = |list: &str| list.split_ascii_whitespace().any(|listed| listed == name);
    match kind {
        FunctionKind::Window if has(NEVER_WINDOW) => NullRule::NeverNull,
        FunctionKind::Window if has("lag lead") => NullRule::OtherRow,
        FunctionKind::Window if has("first_value last_value") => NullRule::RowOfFrame,
        FunctionKind::Window if has("nth_value") => NullRule::AlwaysNullable,
        FunctionKind::Window => NullRule::Unknown,
        FunctionKind::Aggregate if has(NEVER_AGGREGATE) => NullRule::NeverNull,
        FunctionKind::Aggregate if has(NULLABLE_AGGREGATE) => NullRule::AlwaysNullable,
        FunctionKind::Aggregate => NullRule::NullIfNoRows,
        FunctionKind::Table | FunctionKind::Unknown => NullRule::Unknown,
        FunctionKind::Scalar if has(UNKNOWN_SCALAR) => NullRule::Unknown,
        FunctionKind::Scalar if has("if") => NullRule::Chosen,
        FunctionKind::Scalar if has(FIRST_NON_NULL) => match dialect {
            // GREATEST and LEAST skip NULLs in DuckDB only.
            DialectKind::DuckDb => NullRule::FirstNonNull,
            _ if name == "coalesce" || name == "ifnull" => NullRule::FirstNonNull,
            _ => NullRule::NullIfAnyArgument,
        },
        FunctionKind::Scalar if dialect == DialectKind::DuckDb && has(NEVER_SCALAR) => NullRule::NeverNull,
        FunctionKind::Scalar if dialect == DialectKind::DuckDb && has(QUOTIENT) => NullRule::Quotient,
        FunctionKind::Scalar if dialect == DialectKind::DuckDb && has(NULLABLE_SCALAR) => {
            NullRule::AlwaysNullable
        }
        FunctionKind::Scalar if name == "nullif" || name.starts_with("json_extract") => {
            NullRule::AlwaysNullable
        }
        FunctionKind::Scalar if name.starts_with("list_") && dialect == DialectKind::DuckDb => {
            NullRule::Unknown
        }
        FunctionKind::Scalar if name.starts_with("array_") && dialect == DialectKind::DuckDb => {
            NullRule::Unknown
        }
        FunctionKind::Scalar => NullRule::NullIfAnyArgument,
    }
}

const NEVER_WINDOW: &str = "cume_dist dense_rank ntile percent_rank rank rank_dense row_number";

const NEVER_AGGREGATE: &str = "approx_count_distinct count count_if count_star countif regr_count";

/// NULL for groups of rows that are not NULL: too few values, or values that are all the same.
const NULLABLE_AGGREGATE: &str = "
    corr covar_samp kurtosis kurtosis_pop regr_intercept regr_r2 regr_slope skewness stddev stddev_samp var_samp variance";

const FIRST_NON_NULL: &str = "coalesce greatest ifnull least";

const NEVER_SCALAR: &str = "
    alias array_value can_cast_implicitly concat current_catalog current_database current_date current_localtime
    current_localtimestamp current_role current_schema current_time current_timestamp current_user gen_random_uuid
    get_current_time get_current_timestamp hash json_array json_object list_pack list_value localtime localtimestamp
    now pg_typeof pi random row session_user stats struct_pack today transaction_timestamp typeof union_value user uuid
    uuidv4 uuidv7 vector_type version";

const UNKNOWN_SCALAR: &str = "concat_ws error flatten json_array_length json_keys json_type";

/// NULL where the divisor is zero.
const QUOTIENT: &str = "% // divide mod";

/// NULL although no argument is: no such element, no match.
const NULLABLE_SCALAR: &str = "
    [] ->> -> array_extract current_query current_setting currval element_at enum_first enum_last enum_range_boundary
    from_json getenv getvariable json_transform json_value list_any_value list_element list_extract list_first list_last
    list_max list_min list_position list_reduce list_sum list_avg map_extract map_extract_value nullif obj_description
    col_description struct_extract struct_insert struct_update try_strptime union_extract unnest variant_extract";
