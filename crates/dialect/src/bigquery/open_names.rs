//! Names that may be functions although BigQuery's reference does not list them.

/// Functions of GoogleSQL, on which BigQuery stands: some come to BigQuery before its reference tells
/// (<https://github.com/google/googlesql/tree/master/docs>).
const GOOGLESQL: &str = "
    aead.envelope_decrypt_bytes aead.envelope_decrypt_string aead.envelope_encrypt all_different apply
    approx_cosine_distance approx_dot_product approx_euclidean_distance array_avg array_filter array_find
    array_find_all array_first_n array_includes array_includes_all array_includes_any array_is_distinct array_last_n
    array_max array_min array_offset array_offsets array_remove_first_n array_remove_last_n array_sum array_transform
    array_zip classifier cosine_similarity degrees dot_product element_definition_name elementwise_avg elementwise_sum
    filter_fields first flatten float32 float32_array iferror is_first is_last iserror json_contains
    kll_quantiles.extract_relative_rank_float64 kll_quantiles.extract_relative_rank_int64
    kll_quantiles.merge_relative_rank_float64 kll_quantiles.merge_relative_rank_int64 l1_norm l2_norm last lax_float32
    lax_float32_array manhattan_distance match_number match_row_number new_uuid next nulliferror nullifzero path pi
    pi_bignumeric pi_numeric prev property_exists property_names radians range_is_end_unbounded
    range_is_start_unbounded regexp_extract_groups safe_to_json same split_substr st_askml st_dumppoints
    st_geogfromkml st_nearest_neighbors st_unaryunion to_seconds_interval zeroifnull zstd_compress
    zstd_decompress_to_bytes zstd_decompress_to_string";

/// What looks like a call and is none: an array behind IN, and what stands within the brackets of a subscript
/// (<https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#array_subscript_operator>).
const FORMS: &str = "key offset ordinal safe_key safe_offset safe_ordinal unnest";

/// Families of functions that grow by the month.
const GROWING: [&str; 8] =
    ["ai.", "anon_", "hll_count.", "kll_quantiles.", "map_", "ml.", "obj.", "vector_index."];

/// Whether a name, lower case or not, may be a function.
pub(super) fn may_exist(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let listed = |list: &str| list.split_ascii_whitespace().any(|it| it == name);
    listed(GOOGLESQL) || listed(FORMS) || GROWING.iter().any(|it| name.starts_with(it))
}
