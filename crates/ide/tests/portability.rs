//! P001 and P003: what a target lacks or takes for something else, and the rewrites that they and E019 offer.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use base::{Applicability, Code, DialectKind};
use expect_test::{Expect, expect};
use ide::{Diagnostic, Fix};
use testing::fixture;

/// One table whose columns are known, in capitals, which Snowflake's bare names mean.
const TABLE: &str = r#"
[pipeline.shop]
type = "transformation"
models = "models/**"
//- /models/_defaults.toml
[target]
catalog = "SHOP"
schema = "MAIN"
//- /models/report.toml
intent = "what is tried"
//- /schemas/main.toml
catalog = "SHOP"
schema = "MAIN"
complete = true

[[table]]
name = "T"
columns = [
    { name = "A", type = "BIGINT", nullable = false },
    { name = "N", type = "BIGINT", nullable = true },
    { name = "X", type = "DOUBLE", nullable = false },
    { name = "S", type = "STRING", nullable = false },
    { name = "B", type = "BOOLEAN", nullable = false },
    { name = "D", type = "DATE", nullable = false },
]
"#;

/// What is said of a model in the dialect of `own` that must also run in `targets`.
fn said(own: DialectKind, targets: &[DialectKind], model: &str) -> Vec<Diagnostic> {
    said_with(own, targets, "", model)
}

fn said_with(own: DialectKind, targets: &[DialectKind], settings: &str, model: &str) -> Vec<Diagnostic> {
    let names: Vec<String> = targets.iter().map(|it| format!("\"{}\"", it.name())).collect();
    let text = format!(
        "//- /rocky.toml\n[portability]\ntarget_dialects = [{}]\n{settings}\n[adapter]\ntype = \"{}\"\n{TABLE}\
         //- /models/report.sql\n{model}\n",
        names.join(", "),
        own.name(),
    );
    let mut host = support::host(&fixture::parse(&text));
    let found = support::diagnostics(&mut host);
    found.into_iter().filter(|(path, _)| path == "models/report.sql").map(|it| it.1).collect()
}

fn is_told(it: &Diagnostic) -> bool {
    !matches!(it.code, Code::I001 | Code::I002 | Code::W001)
}

fn applied(model: &str, fix: &Fix) -> String {
    let mut text = model.to_owned();
    for edit in fix.edits.iter().rev() {
        text.replace_range(std::ops::Range::<usize>::from(edit.place.range), &edit.text);
    }
    text
}

/// Every diagnostic with its text, and what each fix makes of the model.
fn check(own: &str, targets: &str, model: &str, expected: Expect) {
    let kind = |name: &str| DialectKind::from_name(name).unwrap();
    let targets: Vec<DialectKind> = targets.split_ascii_whitespace().map(kind).collect();
    let mut shown = String::new();
    for it in said(kind(own), &targets, model).iter().filter(|it| is_told(it)) {
        let text = &model[std::ops::Range::<usize>::from(it.range)];
        shown += &format!("{} {text:?}: {}\n", it.code, it.message);
        for fix in &it.fixes {
            let sure = fix.applicability == Applicability::MachineApplicable;
            let sign = if sure { "=>" } else { "?>" };
            shown += &format!("  {sign} {}\n", applied(model, fix));
        }
    }
    expected.assert_eq(&shown);
}

#[test]
fn what_duckdb_has_after_all() {
    check(
        "snowflake",
        "duckdb",
        "SELECT LEN(S) AS a, DATEDIFF('day', D, D) AS b FROM T QUALIFY row_number() OVER (ORDER BY A) = 1",
        expect![[""]],
    );
    check("duckdb", "snowflake databricks", "SELECT IFNULL(N, 0) AS a FROM T", expect![[""]]);
}

#[test]
fn what_duckdb_lacks() {
    check(
        "databricks",
        "duckdb",
        "SELECT TO_DATE(S, 'yyyy') AS a, TO_CHAR(A, '999') AS b, DATE_FORMAT(D, 'yyyy') AS c FROM T",
        expect![[""]],
    );
}

#[test]
fn what_bigquery_lacks() {
    check(
        "duckdb",
        "bigquery",
        "SELECT N::INT AS a, TRY_CAST(S AS DATE) AS b, DATE_TRUNC('month', D) AS c FROM T",
        expect![[""]],
    );
    check("snowflake", "bigquery", "SELECT LISTAGG(S, ',') AS a FROM T", expect![[""]]);
    check("snowflake", "bigquery duckdb", "SELECT IFF(A > 1, A, N) AS a, NVL2(N, 1, 2) AS b FROM T", expect![[""]]);
}

#[test]
fn what_snowflake_lacks() {
    check("bigquery", "snowflake", "SELECT SAFE_CAST(S AS INT64) AS a, `A`, \"x\" AS x FROM T # all", expect![[""]]);
    check(
        "databricks",
        "snowflake trino",
        "SELECT explode(array(1)) AS a FROM T LATERAL VIEW explode(array(1)) v AS b",
        expect![[""]],
    );
}

#[test]
fn flatten_in_all_its_forms() {
    check("snowflake", "databricks", "SELECT f.value AS v FROM TABLE(FLATTEN(input => PARSE_JSON('[1]'))) f", expect![[""]]);
    check("snowflake", "duckdb", "SELECT f.value AS v FROM T, LATERAL FLATTEN(input => PARSE_JSON(S)) f", expect![[""]]);
}

#[test]
fn one_finding_for_each_occurrence() {
    check(
        "snowflake",
        "duckdb bigquery trino",
        "SELECT NVL(N, 1) AS a, NVL(N, 2) AS b FROM T",
        expect![[""]],
    );
}

#[test]
fn types_and_spelling() {
    check("duckdb", "snowflake trino", "SELECT CAST(A AS HUGEINT) AS a, CAST(S AS STRING) AS b, CAST(S AS INT[]) AS c FROM T", expect![[""]]);
    check("bigquery", "duckdb", "SELECT CAST(A AS INT64) AS a, CAST(A AS FLOAT64) AS b, r'\\d' AS c FROM T", expect![[""]]);
    check("duckdb", "trino", "SELECT [1, 2] AS a, A ** 2 AS b, {'a': 1} AS c, INTERVAL 3 DAY AS d, FROM T", expect![[""]]);
    check("duckdb", "bigquery", "SELECT \"A\", 'a' || \"S\" AS \"two words\" FROM T", expect![[""]]);
}

#[test]
fn words_that_the_target_reserves() {
    check("duckdb", "trino snowflake", "SELECT A AS qualify_me, 1 AS \"order\" FROM T AS current_date_", expect![[""]]);
    check("bigquery", "trino", "SELECT A AS escape FROM T", expect![[""]]);
}

#[test]
fn words_and_strings_for_units() {
    check("snowflake", "duckdb", "SELECT DATEDIFF(month, D, D) AS a FROM T", expect![[""]]);
    check("duckdb", "databricks", "SELECT DATEDIFF('month', D, D) AS a FROM T", expect![[""]]);
}

#[test]
fn other_meanings() {
    check(
        "duckdb",
        "trino bigquery databricks snowflake",
        "SELECT A / 2 AS a, X / 2 AS b, concat(S, CAST(N AS VARCHAR)) AS c, greatest(A, N) AS d, log(2, X) AS e, 'a\\n' AS f FROM T",
        expect![[""]],
    );
    check(
        "databricks",
        "duckdb",
        "SELECT split(S, '.') AS a, split(S, ',') AS b, dayofweek(D) AS c, array(1, 2)[1] AS d, \
         extract(DOW FROM D) AS e, row_number() OVER (ORDER BY N) AS f FROM T",
        expect![[""]],
    );
}

#[test]
fn what_is_allowed_is_not_said() {
    use DialectKind::{DuckDb, Snowflake, Trino};
    let model = "SELECT NVL(N, 1) AS a FROM T QUALIFY row_number() OVER (ORDER BY A) = 1";
    let codes = |settings: &str| {
        let found = said_with(Snowflake, &[Trino, DuckDb], settings, model);
        found.iter().filter(|it| it.code == Code::P001).count()
    };
    assert_eq!(codes(""), 2);
    assert_eq!(codes("allow = [\"nvl\"]"), 1);
    assert_eq!(codes("allow = [\"NVL\", \"QUALIFY\"]"), 0);
}

#[test]
fn functions_of_the_project_are_portable() {
    let settings = "[[functions]]\nname = \"nvl\"\nreturns = \"BIGINT\"";
    let found = said_with(
        DialectKind::Snowflake,
        &[DialectKind::DuckDb],
        settings,
        "SELECT NVL(N, 1) AS a, util.nvl2(N, 1, 2) AS b FROM T",
    );
    assert!(found.iter().all(|it| it.code != Code::P001), "{found:?}");
}

#[test]
fn constructs_of_the_own_dialect_that_it_lacks() {
    check("bigquery", "", "SELECT N::INT64 AS a, TRY_CAST(S AS DATE) AS b FROM T", expect![[""]]);
    check("trino", "", "SELECT [1, 2] AS a, A + N::bigint * 2 AS b FROM T", expect![[""]]);
}

/// Every rewrite of every pair of dialects: what says that it means the same is taken by both, and what says that it is
/// the target's is taken by that.
#[test]
fn rewrites_are_taken_where_they_say() {
    let mut faults = Vec::new();
    let mut counts = [0, 0];
    for own in DialectKind::ALL {
        let models: Vec<String> = calls(own).chain(constructs(own)).collect();
        for target in DialectKind::ALL.into_iter().filter(|it| *it != own) {
            for model in &models {
                let before = said(own, &[target], model);
                for found in before.iter().filter(|it| it.code == Code::P001) {
                    for fix in &found.fixes {
                        let after = applied(model, fix);
                        let is_sure = fix.applicability == Applicability::MachineApplicable;
                        counts[usize::from(is_sure)] += 1;
                        let left = match is_sure {
                            true => said(own, &[target], &after),
                            false => said(target, &[], &after),
                        };
                        let is_new = |it: &&Diagnostic| {
                            let is_bad = it.severity == ide::Severity::Error;
                            is_bad && !before.iter().any(|old| old.message == it.message)
                                || it.code == found.code && it.message == found.message
                        };
                        let left: Vec<String> =
                            left.iter().filter(is_new).map(|it| format!("{} {}", it.code, it.message)).collect();
                        if !left.is_empty() {
                            faults.push(format!("{own} to {target}: {model} => {after}: {}", left.join("; ")));
                        }
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(counts.iter().all(|it| *it > 30), "{counts:?}");
}

/// A model for each way to call something that can be written in another way.
fn calls(own: DialectKind) -> impl Iterator<Item = String> {
    let ways = dialect::all_equivalences().iter().flat_map(|it| &it.ways);
    ways.filter(move |it| it.holds_in(own)).filter_map(|way| {
        let (name, arguments) = way.call.as_ref()?;
        let is_about = |words: &[&str]| words.iter().any(|it| name.contains(it));
        let value = |place: usize| match place {
            _ if is_about(&["DATE", "TIMESTAMP"]) && *name != "DATEADD" && *name != "DATE_ADD" => "D",
            0 if is_about(&["DATE"]) => "A",
            1 if is_about(&["DATE"]) => "D",
            0 if is_about(&["COUNT_IF", "COUNTIF", "BOOL", "LOGICAL", "EVERY", "SOME"]) => "B",
            0 if matches!(*name, "IF" | "IFF") => "B",
            _ if is_about(&["LEN", "CHAR", "CASE", "STR", "WITH", "REGEXP", "AGG", "CONCAT"]) => "S",
            _ => "A",
        };
        let argument = |it: &dialect::TemplateArgument| match it {
            dialect::TemplateArgument::Any(1) if is_about(&["AGG", "CONCAT"]) => "','".to_owned(),
            dialect::TemplateArgument::Any(place) => value(*place).to_owned(),
            dialect::TemplateArgument::UnitText => "'month'".to_owned(),
            dialect::TemplateArgument::UnitWord => "MONTH".to_owned(),
        };
        let arguments: Vec<String> = arguments.iter().map(argument).collect();
        Some(format!("SELECT {name}({}) AS result FROM T", arguments.join(", ")))
    })
}

/// A model for each construct that some dialect lacks, in a dialect that has it.
fn constructs(own: DialectKind) -> impl Iterator<Item = String> {
    let features = syntax::Feature::ALL.iter().filter(move |it| it.is_in(own));
    features.map(|it| it.row().example.to_owned()).chain(
        ["SELECT A::BIGINT AS a, -A::BIGINT::DOUBLE AS b FROM T", "SELECT [1] AS a FROM T", "SELECT A ** N AS b FROM T"]
            .into_iter()
            .filter(move |_| own == DialectKind::DuckDb)
            .map(str::to_owned),
    )
}
