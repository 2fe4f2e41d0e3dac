//! DuckDB's functions, from `duckdb_functions()` of the pinned version and of the newest.
//!
//! What its table does not say (results called `ANY`, functions that only parser and binder know) stands in
//! `duckdb_*_refined.txt`, written by hand: a name that is there is left out here.

use super::data_folder;
use super::lines::{Entry, Stability, lines};
use crate::{process, setup};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The versions that the catalogue tells apart: the one that `rocky` installs, and the newest.
const VERSIONS: [&str; 2] = ["1.5.6", "2.0.0"];

const SCRIPT: &str = include_str!("duckdb.py");

/// The files that are written by hand, in the order of [`Kind`]; macros stand among scalar functions or aggregates.
const REFINED: [&str; 4] = [
    "duckdb_scalar_refined.txt",
    "duckdb_aggregate_refined.txt",
    "duckdb_window_refined.txt",
    "duckdb_table_refined.txt",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Scalar,
    Aggregate,
    Window,
    Table,
    Macro,
}

/// Names of the files and their content.
pub(super) fn files() -> Result<Vec<(&'static str, String)>> {
    let answers = VERSIONS.iter().map(|it| ask(it)).collect::<Result<Vec<Value>>>()?;
    let refined = refined()?;
    let mut kinds: [BTreeMap<String, Entry>; 5] = Default::default();
    for (version, answer) in answers.iter().enumerate() {
        for function in list(answer, "functions") {
            read(function, version, answer, &refined, &mut kinds);
        }
    }
    let [scalar, aggregate, window, table, macros] = kinds;
    let head = |what: &str| {
        format!("# {what} of DuckDB {}, written by `cargo xtask functions duckdb`.\n", VERSIONS.join(" and "))
    };
    Ok(vec![
        ("duckdb_scalar.txt", head("Scalar functions and operators") + &lines(&scalar)),
        ("duckdb_aggregate.txt", head("Aggregate functions") + &lines(&aggregate)),
        ("duckdb_window.txt", head("Window functions") + &lines(&window)),
        ("duckdb_table.txt", head("Table functions") + &lines(&table)),
        ("duckdb_macro.txt", head("Scalar macros") + &lines(&macros)),
        ("duckdb_pages.txt", pages(&answers)),
    ])
}

/// Adds an overload to the functions of its kind, in the order of [`Kind`].
fn read(
    function: &Value,
    version: usize,
    answer: &Value,
    refined: &[BTreeSet<String>],
    kinds: &mut [BTreeMap<String, Entry>; 5],
) {
    let name = text(function, "name").to_lowercase();
    let kind = match text(function, "kind") {
        "scalar" => Kind::Scalar,
        // Until 1.5 it lists window functions among the aggregates.
        "aggregate" if WINDOW.contains(&name.as_str()) => Kind::Window,
        "aggregate" => Kind::Aggregate,
        "window" => Kind::Window,
        "table" | "table_macro" => Kind::Table,
        "macro" => Kind::Macro,
        _ => return,
    };
    let is_refined = match kind {
        Kind::Macro => refined.iter().any(|names| names.contains(&name)),
        kind => refined[kind as usize].contains(&name),
    };
    if is_refined || is_internal(&name) {
        return;
    }
    let overload = match kind {
        Kind::Table => table_overload(function, &name, answer),
        Kind::Macro => macro_overload(function, &name, answer),
        Kind::Scalar | Kind::Aggregate | Kind::Window => overload(function),
    };
    let entry = kinds[kind as usize].entry(name).or_default();
    entry.add(version, overload);
    if let Some(alias) = function["alias_of"].as_str() {
        entry.alias_of = Some(alias.to_lowercase());
    }
    entry.stability = match text(function, "stability") {
        "VOLATILE" => Stability::Never,
        "CONSISTENT_WITHIN_QUERY" => Stability::InOneQuery,
        _ => entry.stability,
    };
}

const WINDOW: [&str; 13] = [
    "cume_dist",
    "dense_rank",
    "fill",
    "first_value",
    "lag",
    "last_value",
    "lead",
    "nth_value",
    "ntile",
    "percent_rank",
    "rank",
    "rank_dense",
    "row_number",
];

/// Whether DuckDB calls the function only itself.
fn is_internal(name: &str) -> bool {
    ["__internal", "icu_collate_", "collate_"].iter().any(|prefix| name.starts_with(prefix))
        || matches!(name, "__between" | "__cast" | "is distinct from" | "is not distinct from")
}

fn overload(function: &Value) -> String {
    let mut parameters: Vec<String> = list(function, "parameter_types").iter().map(shape).collect();
    if function["varargs"].is_string() {
        parameters.push(format!("{}...", shape(&function["varargs"])));
    }
    let result = match function["return_type"].as_str() {
        Some("INVALID" | "AGGREGATE_STATE<?>") | None => "UNKNOWN".to_owned(),
        Some(_) => shape(&function["return_type"]),
    };
    format!("({})->{result}", parameters.join(", "))
}

/// A type as the catalogue writes it.
fn shape(ty: &Value) -> String {
    let Some(ty) = ty.as_str() else { return "ANY".to_owned() };
    match ty {
        "AGGREGATE_STATE<?>" | "POINTER" | "TABLE" => "ANY".to_owned(),
        "LIST" => "ANY[]".to_owned(),
        "STRUCT()" => "STRUCT".to_owned(),
        // A tuple is a struct without names.
        _ => ty.replace("TUPLE", "STRUCT"),
    }
}

/// The parameters that are passed by place, and the columns, where they are always the same.
fn table_overload(function: &Value, name: &str, answer: &Value) -> String {
    let names = list(function, "parameters");
    // Until 1.5 only parameters that are passed by place have made-up names; options have their own.
    let by_place = |index: usize| names[index].as_str() == Some(&format!("col{index}"));
    let types = list(function, "parameter_types");
    let is_old = text(answer, "version").starts_with("1.");
    let mut parameters: Vec<String> = types.iter().map(shape).collect();
    if is_old {
        parameters.truncate((0..names.len()).take_while(|index| by_place(*index)).count());
    }
    let options = parameters.len() < types.len() || !is_old && types.len() > 3;
    if options || text(function, "kind") == "table_macro" {
        // Options and defaults may stand in any number: the columns are what matters.
        parameters = vec!["ANY...".to_owned()];
    }
    if function["varargs"].is_string() {
        parameters.push(format!("{}...", shape(&function["varargs"])));
    }
    let columns = answer["columns"][name].as_array().map(|columns| {
        let column = |it: &Value| {
            let (name, ty) = (it[0].as_str().unwrap_or_default(), it[1].as_str().unwrap_or_default());
            format!("\"{}\" {ty}", name.replace('"', "\"\""))
        };
        format!("STRUCT({})", columns.iter().map(column).collect::<Vec<_>>().join(", "))
    });
    format!("({})->{}", parameters.join(", "), columns.as_deref().unwrap_or("ANY"))
}

/// A macro takes anything; its result is known where it is the same for all samples.
fn macro_overload(function: &Value, name: &str, answer: &Value) -> String {
    let count = list(function, "parameters").len();
    let result = match answer["macros"][name][count.to_string()].as_array().map(Vec::as_slice) {
        Some([only]) => only.as_str().unwrap_or("UNKNOWN"),
        _ => "UNKNOWN",
    };
    format!("({})->{result}", vec!["ANY"; count].join(", "))
}

/// `name | page | sentence`, for every name that has a page of its own kind.
fn pages(answers: &[Value]) -> String {
    let mut found: BTreeMap<String, (String, String)> = BTreeMap::new();
    for answer in answers {
        for function in list(answer, "functions") {
            let name = text(function, "name").to_lowercase();
            if is_internal(&name) || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            let (page, sentence) = found.entry(name.clone()).or_default();
            let mut described = sentence_about(function);
            // DuckDB describes it as it does `lead`.
            if name == "lag" {
                described = described.replace("rows after", "rows before");
            }
            if !described.is_empty() && (sentence.is_empty() || function["description"].is_string()) {
                *sentence = described;
            }
            if let Some(found) = page_of(&name, function) {
                *page = found.to_owned();
            }
        }
    }
    let mut text = String::from(
        "# base: https://duckdb.org/docs/stable/\n# Pages and sentences of DuckDB's functions, written by \
         `cargo xtask functions duckdb`: name | page | sentence.\n",
    );
    for (name, (page, sentence)) in found {
        if !page.is_empty() && !sentence.is_empty() {
            text.push_str(&format!("{name} | {page} | {sentence}\n"));
        }
    }
    text
}

/// What DuckDB says of the function, up to the first full stop that ends a sentence, else what it stands for.
fn sentence_about(function: &Value) -> String {
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "/");
    let description = line(text(function, "description"));
    if !description.is_empty() {
        let first = description.split(". ").next().unwrap_or_default();
        return format!("{}.", first.trim_end_matches(['.', ' ']));
    }
    match (function["alias_of"].as_str(), function["definition"].as_str()) {
        (Some(alias), _) => format!("The same as `{alias}`."),
        (None, Some(definition)) if text(function, "kind") == "macro" && definition.len() < 80 => {
            format!("Short for `{}`.", line(definition))
        }
        _ => String::new(),
    }
}

/// The page of DuckDB's documentation, below `docs/stable`.
fn page_of(name: &str, function: &Value) -> Option<&'static str> {
    const DATE_PARTS: &str = "century day dayname dayofmonth dayofweek dayofyear decade epoch epoch_ms epoch_ns epoch_us
        era hour isodow isoyear julian last_day microsecond millennium millisecond minute month monthname nanosecond
        quarter second timezone_hour timezone_minute week weekday weekofyear year yearweek date_part datepart";
    const TIMESTAMPS: &str =
        "age ago time_bucket timezone date_diff datediff date_sub datesub date_trunc datetrunc
        make_timestamp make_timestamp_ms make_timestamp_ns make_timestamptz now get_current_timestamp
        transaction_timestamp current_localtimestamp to_timestamp date_add";
    const INTERVALS: &str =
        "to_centuries to_days to_decades to_hours to_microseconds to_millennia to_milliseconds
        to_minutes to_months to_quarters to_seconds to_weeks to_years normalized_interval";
    const UTILITY: &str = "alias coalesce constant_or_null current_catalog current_database current_query current_schema
        current_schemas current_setting currval error equi_width_bins force_checkpoint gen_random_uuid getvariable hash
        if ifnull is_histogram_other_bin nextval nullif pg_typeof query query_table read_blob read_text stats
        txid_current typeof uuid uuidv4 uuidv7 version";
    const NUMBERS: &str = "abs acos acosh add asin asinh atan atan2 atanh bit_count cbrt ceil ceiling cos cosh cot degrees
        divide even exp factorial fdiv floor fmod gamma gcd greatest_common_divisor isfinite isinf isnan lcm
        least_common_multiple lgamma ln log log10 log2 mod multiply nextafter pi pow power radians random round round_even
        roundbankers setseed sign signbit sin sinh sqrt subtract tan tanh trunc xor";
    let listed = |list: &str| list.split_ascii_whitespace().any(|it| it == name);
    let kind = text(function, "kind");
    let extension = text(function, "extension");
    let categories: Vec<&str> = list(function, "categories").iter().filter_map(Value::as_str).collect();
    Some(match kind {
        "window" => "sql/functions/window_functions",
        "aggregate" if WINDOW.contains(&name) => "sql/functions/window_functions",
        "aggregate" => "sql/functions/aggregates",
        "table" | "table_macro" => match name {
            _ if name.starts_with("duckdb_") => "sql/meta/duckdb_table_functions",
            _ if name.starts_with("pragma_") => "configuration/pragmas",
            _ if name.contains("csv") => "data/csv/overview",
            _ if name.contains("json") => "data/json/loading_json",
            _ if name.contains("parquet") => "data/parquet/overview",
            "unnest" => "sql/query_syntax/unnest",
            "glob" | "read_blob" | "read_text" | "query" | "query_table" => "sql/functions/utility",
            _ => return None,
        },
        _ if listed(DATE_PARTS) => "sql/functions/datepart",
        _ if listed(TIMESTAMPS) => "sql/functions/timestamp",
        _ if listed(INTERVALS) => "sql/functions/interval",
        _ if listed(UTILITY) => "sql/functions/utility",
        _ if listed(NUMBERS) => "sql/functions/numeric",
        "strftime" | "strptime" | "try_strptime" => "sql/functions/dateformat",
        _ if extension == "json" || name.starts_with("json") => "data/json/json_functions",
        _ if name.starts_with("pg_") || name.starts_with("has_") => "sql/meta/information_schema",
        _ if name.starts_with("enum_") => "sql/functions/enum",
        _ if name.starts_with("struct_") || name == "row" => "sql/functions/struct",
        _ if name.starts_with("union_") => "sql/functions/union",
        _ if name.starts_with("map_") || matches!(name, "map" | "cardinality" | "element_at") => {
            "sql/functions/map"
        }
        _ if name.starts_with("variant_") => "sql/data_types/variant",
        _ if name.starts_with("bit") || matches!(name, "get_bit" | "set_bit") => "sql/functions/bitstring",
        _ if name.starts_with("list_") => "sql/functions/list",
        _ if categories.contains(&"lambda") => "sql/functions/lambda",
        _ if categories.contains(&"list") => "sql/functions/list",
        _ if categories.contains(&"array") => "sql/functions/array",
        _ if categories.contains(&"regex") => "sql/functions/regular_expressions",
        _ if categories.contains(&"numeric") => "sql/functions/numeric",
        _ if categories.contains(&"blob") && categories.len() == 1 => "sql/functions/blob",
        _ if categories.iter().any(|it| matches!(*it, "string" | "text_similarity" | "blob")) => {
            "sql/functions/text"
        }
        _ if categories.contains(&"date") => "sql/functions/date",
        _ if categories.contains(&"timestamp") => "sql/functions/timestamp",
        _ if name.starts_with("make_") => "sql/functions/date",
        _ => return None,
    })
}

/// The names in each of the files that are written by hand.
fn refined() -> Result<Vec<BTreeSet<String>>> {
    let names = |file: &&str| {
        let path = data_folder().join(file);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        Ok(lines.filter_map(|line| line.split([' ', ':']).next()).map(str::to_owned).collect())
    };
    REFINED.iter().map(names).collect()
}

/// What a version prints; the first time, installs it below `~/.cache/rocky`.
fn ask(version: &str) -> Result<Value> {
    let python = python(version)?;
    // The working directory must not be a place from which Python would import anything.
    let output = Command::new(&python)
        .args(["-I", "-c", SCRIPT])
        .output()
        .with_context(|| format!("cannot start {}", python.display()))?;
    if !output.status.success() {
        bail!("DuckDB {version} fails: {}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("DuckDB {version} prints no JSON"))
}

/// The Python of an environment with that DuckDB, made where it is missing.
fn python(version: &str) -> Result<PathBuf> {
    let folder = setup::cache_folder()?.join(format!("tools/python-duckdb-{version}"));
    // Written last: an interrupted installation is not taken for a whole one.
    let stamp = folder.join("installed");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if stamp.exists() {
        return Ok(python);
    }
    process::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))
        .context("Python 3 with venv and pip is needed to ask DuckDB")?;
    process::run(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"])
            .arg(format!("duckdb=={version}")),
    )?;
    fs::write(&stamp, version).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(python)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}
