//! P001 and P003: what a target lacks or takes for something else, and the rewrites that they and E019 offer.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use base::{Applicability, Code, DialectKind};
use expect_test::expect;
use ide::Diagnostic;
use support::portability::{applied, check, said, said_with};

#[test]
fn what_duckdb_has_after_all() {
    check(
        "snowflake",
        "duckdb",
        "SELECT LEN(S) AS a, DATEDIFF('day', D, D) AS b FROM RAW.T QUALIFY row_number() OVER (ORDER BY A) = 1",
        expect![""],
    );
    check("duckdb", "snowflake databricks", "SELECT IFNULL(N, 0) AS a FROM RAW.T", expect![[""]]);
}

#[test]
fn what_duckdb_lacks() {
    check(
        "databricks",
        "duckdb",
        "SELECT TO_DATE(S, 'yyyy') AS a, TO_CHAR(A, '999') AS b, DATE_FORMAT(D, 'yyyy') AS c FROM RAW.T",
        expect![[r#"
            P001 "TO_DATE": DuckDB, where this project must also run, has no function `TO_DATE`
            P001 "TO_CHAR": DuckDB, where this project must also run, has no function `TO_CHAR`
            P001 "DATE_FORMAT": DuckDB, where this project must also run, has no function `DATE_FORMAT`
        "#]],
    );
}

#[test]
fn what_bigquery_lacks() {
    check(
        "duckdb",
        "bigquery",
        "SELECT N::INT AS a, TRY_CAST(S AS DATE) AS b, DATE_TRUNC('month', D) AS c FROM RAW.T",
        expect![[r#"
            P001 "::": BigQuery, where this project must also run, has no `::`
              => SELECT CAST(N AS INT) AS a, TRY_CAST(S AS DATE) AS b, DATE_TRUNC('month', D) AS c FROM RAW.T
            P001 "TRY_CAST": BigQuery, where this project must also run, has no `TRY_CAST`
              ?> SELECT N::INT AS a, SAFE_CAST(S AS DATE) AS b, DATE_TRUNC('month', D) AS c FROM RAW.T
            P001 "DATE_TRUNC": BigQuery, where this project must also run, has no `DATE_TRUNC` with these arguments
              ?> SELECT N::INT AS a, TRY_CAST(S AS DATE) AS b, DATE_TRUNC(D, MONTH) AS c FROM RAW.T
        "#]],
    );
    check(
        "snowflake",
        "bigquery",
        "SELECT LISTAGG(S, ',') AS a FROM RAW.T",
        expect![[r#"
        P001 "LISTAGG": BigQuery, where this project must also run, has no function `LISTAGG`
          ?> SELECT STRING_AGG(S, ',') AS a FROM RAW.T
    "#]],
    );
    check(
        "snowflake",
        "bigquery duckdb",
        "SELECT IFF(A > 1, A, N) AS a, NVL2(N, 1, 2) AS b FROM RAW.T",
        expect![[r#"
        P001 "IFF": BigQuery and DuckDB, where this project must also run, have no function `IFF`
          => SELECT CASE WHEN A > 1 THEN A ELSE N END AS a, NVL2(N, 1, 2) AS b FROM RAW.T
        P001 "NVL2": BigQuery and DuckDB, where this project must also run, have no function `NVL2`
          => SELECT IFF(A > 1, A, N) AS a, CASE WHEN N IS NOT NULL THEN 1 ELSE 2 END AS b FROM RAW.T
    "#]],
    );
}

#[test]
fn what_snowflake_lacks() {
    check(
        "bigquery",
        "snowflake",
        "SELECT SAFE_CAST(S AS INT64) AS i, `A`, \"x\" AS x FROM RAW.T # all",
        expect![[r##"
        P001 "SAFE_CAST": Snowflake, where this project must also run, has no `SAFE_CAST`
          ?> SELECT TRY_CAST(S AS INT64) AS i, `A`, "x" AS x FROM RAW.T # all
        P001 "INT64": Snowflake, where this project must also run, has no type `INT64`
          => SELECT SAFE_CAST(S AS BIGINT) AS i, `A`, "x" AS x FROM RAW.T # all
        P001 "`A`": Snowflake, where this project must also run, has no names in backticks
          => SELECT SAFE_CAST(S AS INT64) AS i, A, "x" AS x FROM RAW.T # all
        P001 "\"x\"": Snowflake, where this project must also run, has no strings in double quotes
          => SELECT SAFE_CAST(S AS INT64) AS i, `A`, 'x' AS x FROM RAW.T # all
        P001 "# all": Snowflake, where this project must also run, has no comments behind `#`
          => SELECT SAFE_CAST(S AS INT64) AS i, `A`, "x" AS x FROM RAW.T -- all
    "##]],
    );
    check(
        "databricks",
        "snowflake trino",
        "SELECT explode(array(1)) AS a FROM RAW.T LATERAL VIEW explode(array(1)) v AS b",
        expect![[r#"
            P001 "explode": Snowflake and Trino, where this project must also run, have no function `EXPLODE`
            P001 "array": Snowflake and Trino, where this project must also run, have no function `ARRAY`
            P001 "LATERAL VIEW": Snowflake and Trino, where this project must also run, have no `LATERAL VIEW`
            P001 "explode": Snowflake and Trino, where this project must also run, have no function `EXPLODE`
            P001 "array": Snowflake and Trino, where this project must also run, have no function `ARRAY`
        "#]],
    );
}

#[test]
fn flatten_in_all_its_forms() {
    check(
        "snowflake",
        "databricks",
        "SELECT f.value AS v FROM TABLE(FLATTEN(input => PARSE_JSON('[1]'))) f",
        expect![[r#"
        P001 "FLATTEN": Databricks, where this project must also run, has no `FLATTEN` with these arguments
    "#]],
    );
    check(
        "snowflake",
        "duckdb",
        "SELECT f.value AS v FROM RAW.T, LATERAL FLATTEN(input => PARSE_JSON(S)) f",
        expect![[r#"
            P001 "FLATTEN": DuckDB, where this project must also run, has no `FLATTEN` with these arguments
            P001 "PARSE_JSON": DuckDB, where this project must also run, has no function `PARSE_JSON`
        "#]],
    );
}

#[test]
fn one_finding_for_each_occurrence() {
    check(
        "snowflake",
        "duckdb bigquery trino",
        "SELECT NVL(N, 1) AS a, NVL(N, 2) AS b FROM RAW.T",
        expect![[r#"
            P001 "NVL": DuckDB, BigQuery and Trino, where this project must also run, have no function `NVL`
              => SELECT COALESCE(N, 1) AS a, NVL(N, 2) AS b FROM RAW.T
            P001 "NVL": DuckDB, BigQuery and Trino, where this project must also run, have no function `NVL`
              => SELECT NVL(N, 1) AS a, COALESCE(N, 2) AS b FROM RAW.T
        "#]],
    );
}

#[test]
fn types_and_spelling() {
    check(
        "duckdb",
        "snowflake trino",
        "SELECT CAST(A AS HUGEINT) AS a, CAST(S AS STRING) AS b, CAST(S AS INT[]) AS c FROM RAW.T",
        expect![[r#"
        P001 "HUGEINT": Snowflake and Trino, where this project must also run, have no type `HUGEINT`
        P001 "STRING": Trino, where this project must also run, has no type `STRING`
          => SELECT CAST(A AS HUGEINT) AS a, CAST(S AS VARCHAR) AS b, CAST(S AS INT[]) AS c FROM RAW.T
        P001 "[]": Snowflake and Trino, where this project must also run, have no `[]` behind a type
    "#]],
    );
    check(
        "bigquery",
        "duckdb",
        "SELECT CAST(A AS INT64) AS a, CAST(A AS FLOAT64) AS b, r'\\d' AS c FROM RAW.T",
        expect![[r#"
        P001 "FLOAT64": DuckDB, where this project must also run, has no type `FLOAT64`
          ?> SELECT CAST(A AS INT64) AS a, CAST(A AS DOUBLE) AS b, r'\d' AS c FROM RAW.T
        P001 "r'\\d'": DuckDB, where this project must also run, has no strings such as `r'..'`
    "#]],
    );
    check(
        "duckdb",
        "trino",
        "SELECT [1, 2] AS a, A ** 2 AS b, {'a': 1} AS c, INTERVAL 3 DAY AS d, FROM RAW.T",
        expect![[r#"
        P001 "[": Trino, where this project must also run, has no lists in `[..]`
          => SELECT ARRAY[1, 2] AS a, A ** 2 AS b, {'a': 1} AS c, INTERVAL 3 DAY AS d, FROM RAW.T
        P001 "**": Trino, where this project must also run, has no `**`
          => SELECT [1, 2] AS a, POWER(A, 2) AS b, {'a': 1} AS c, INTERVAL 3 DAY AS d, FROM RAW.T
        P001 "{": Trino, where this project must also run, has no structs and objects in `{..}`
        P001 "3": Trino, where this project must also run, has no interval whose number is no string
          => SELECT [1, 2] AS a, A ** 2 AS b, {'a': 1} AS c, INTERVAL '3' DAY AS d, FROM RAW.T
        P001 ",": Trino, where this project must also run, has other syntax here: expected an expression after `,` in the select list, found `FROM`
          => SELECT [1, 2] AS a, A ** 2 AS b, {'a': 1} AS c, INTERVAL 3 DAY AS d FROM RAW.T
    "#]],
    );
    check(
        "duckdb",
        "bigquery",
        "SELECT \"A\", 'a' || \"S\" AS \"two words\" FROM RAW.T",
        expect![[r#"
        P001 "\"A\"": BigQuery, where this project must also run, has no names in double quotes
          => SELECT A, 'a' || "S" AS "two words" FROM RAW.T
        P001 "\"S\"": BigQuery, where this project must also run, has no names in double quotes
          => SELECT "A", 'a' || S AS "two words" FROM RAW.T
        P001 "\"two words\"": BigQuery, where this project must also run, has no names in double quotes
    "#]],
    );
}

#[test]
fn words_that_the_target_reserves() {
    check("duckdb", "trino snowflake", "SELECT A AS qualify_me, 1 AS \"order\" FROM RAW.T", expect![[""]]);
    check(
        "databricks",
        "trino",
        "SELECT A AS values FROM RAW.T",
        expect![[r#"
        P001 "values": Trino, where this project must also run, has other syntax here: `values` is a reserved word: put it into quotes to use it as a name
    "#]],
    );
}

#[test]
fn words_and_strings_for_units() {
    check(
        "snowflake",
        "duckdb",
        "SELECT DATEDIFF(month, D, D) AS a FROM RAW.T",
        expect![[r#"
        P001 "DATEDIFF": DuckDB, where this project must also run, has no `DATEDIFF` with these arguments
          => SELECT DATEDIFF('month', D, D) AS a FROM RAW.T
    "#]],
    );
    check(
        "duckdb",
        "databricks",
        "SELECT DATEDIFF('month', D, D) AS a FROM RAW.T",
        expect![[r#"
        P001 "DATEDIFF": Databricks, where this project must also run, has no `DATEDIFF` with these arguments
    "#]],
    );
}

#[test]
fn other_meanings() {
    check(
        "duckdb",
        "trino bigquery databricks snowflake",
        "SELECT A / 2 AS a, X / 2 AS b, concat(S, CAST(N AS VARCHAR)) AS c, greatest(A, N) AS d, log(2, X) AS e, 'a\\n' AS f FROM RAW.T",
        expect![[r#"
            P003 "/": `/` means something else where this project must also run: in Trino it cuts the fraction off; in DuckDB it keeps the fraction
            P003 "concat": `CONCAT` means something else where this project must also run: in Trino, BigQuery, Databricks and Snowflake it is NULL when an argument is; in DuckDB it leaves NULLs out
            P001 "VARCHAR": BigQuery and Databricks, where this project must also run, have no type `VARCHAR`
            P003 "greatest": `GREATEST` means something else where this project must also run: in Trino, BigQuery and Snowflake it is NULL when an argument is; in DuckDB it leaves NULLs out
            P003 "log": `LOG` means something else where this project must also run: in BigQuery it takes the base last; in DuckDB it takes the base first
            P003 "'a\\n'": `\` means something else where this project must also run: in BigQuery, Databricks and Snowflake it takes its meaning from the next character; in DuckDB it is a character of the string
        "#]],
    );
    check(
        "databricks",
        "duckdb",
        "SELECT split(S, '.') AS a, split(S, ',') AS b, dayofweek(D) AS c, array(1, 2)[1] AS d, \
         extract(DOW FROM D) AS e, row_number() OVER (ORDER BY N) AS f FROM RAW.T",
        expect![[r#"
            P003 "split": `SPLIT` means something else where this project must also run: in DuckDB it takes the separator as it is; in Databricks it reads the separator as a regular expression
            P003 "dayofweek": `DAYOFWEEK` means something else where this project must also run: in DuckDB it counts from 0 for Sunday; in Databricks it counts from 1 for Sunday
            P001 "array": DuckDB, where this project must also run, has no function `ARRAY`
            P003 "extract(DOW FROM D)": `EXTRACT` means something else where this project must also run: in DuckDB it counts days of the week from 0 for Sunday; in Databricks it counts days of the week from 1 for Sunday
            P003 "N": `ORDER BY` means something else where this project must also run: in DuckDB it puts NULLs last; in Databricks it puts NULLs first
              => SELECT split(S, '.') AS a, split(S, ',') AS b, dayofweek(D) AS c, array(1, 2)[1] AS d, extract(DOW FROM D) AS e, row_number() OVER (ORDER BY N NULLS FIRST) AS f FROM RAW.T
        "#]],
    );
}

#[test]
fn what_is_allowed_is_not_said() {
    use DialectKind::{DuckDb, Snowflake, Trino};
    let model = "SELECT NVL(N, 1) AS a FROM RAW.T QUALIFY row_number() OVER (ORDER BY A) = 1";
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
        "SELECT NVL(N, 1) AS a, util.nvl2(N, 1, 2) AS b FROM RAW.T",
    );
    assert!(found.iter().all(|it| it.code != Code::P001), "{found:?}");
}

#[test]
fn constructs_of_the_own_dialect_that_it_lacks() {
    check(
        "bigquery",
        "",
        "SELECT N::INT64 AS a, TRY_CAST(S AS DATE) AS b FROM RAW.T",
        expect![[r#"
        E019 "::": BigQuery has no `::`
          => SELECT CAST(N AS INT64) AS a, TRY_CAST(S AS DATE) AS b FROM RAW.T
        E019 "TRY_CAST": BigQuery has no `TRY_CAST`
          => SELECT N::INT64 AS a, SAFE_CAST(S AS DATE) AS b FROM RAW.T
    "#]],
    );
    check(
        "trino",
        "",
        "SELECT [1, 2] AS a, A + N::bigint * 2 AS b FROM RAW.T",
        expect![[r#"
        E019 "[": Trino has no lists in `[..]`
          => SELECT ARRAY[1, 2] AS a, A + N::bigint * 2 AS b FROM RAW.T
        E019 "::": Trino has no `::`
          => SELECT [1, 2] AS a, A + CAST(N AS bigint) * 2 AS b FROM RAW.T
    "#]],
    );
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
                        // As often as before, less the one that is mended; in the target, not at all.
                        let said = |all: &[Diagnostic], it: &Diagnostic| {
                            all.iter().filter(|other| other.message == it.message).count()
                        };
                        let is_new = |it: &&Diagnostic| {
                            let mended = usize::from(is_sure && it.message == found.message);
                            let stays = if is_sure { said(&before, it) - mended } else { 0 };
                            it.severity == ide::Severity::Error && said(&left, it) > stays
                        };
                        let left: Vec<String> = left
                            .iter()
                            .filter(is_new)
                            .map(|it| format!("{} {}", it.code, it.message))
                            .collect();
                        if !left.is_empty() {
                            faults
                                .push(format!("{own} to {target}: {model} => {after}: {}", left.join("; ")));
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
        Some(format!("SELECT {name}({}) AS result FROM RAW.T", arguments.join(", ")))
    })
}

/// A model for each construct that some dialect lacks, in a dialect that has it.
fn constructs(own: DialectKind) -> impl Iterator<Item = String> {
    // That of `**` has a column that its project does not have as a number.
    let features = syntax::Feature::ALL.iter().filter(move |it| it.is_in(own));
    let features = features.filter(|it| **it != syntax::Feature::PowerOperator);
    features.map(|it| it.row().example.to_owned()).chain(
        [
            "SELECT A::BIGINT AS a, -A::BIGINT::INT AS b FROM RAW.T",
            "SELECT [1] AS a FROM RAW.T",
            "SELECT A ** N AS b FROM RAW.T",
        ]
        .into_iter()
        .filter(move |_| own == DialectKind::DuckDb)
        .map(str::to_owned),
    )
}
