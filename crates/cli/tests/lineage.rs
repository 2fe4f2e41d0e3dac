//! `rocky lineage`, and the page about it.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{expect, expect_file};
use support::{Sandbox, check};

/// The tables of the page's project.
const RAW: &str = "\
schema = \"raw\"
complete = true

[[table]]
name = \"orders\"
columns = [
  { name = \"id\", type = \"BIGINT\" },
  { name = \"customer\", type = \"BIGINT\" },
  { name = \"amount\", type = \"DECIMAL(10,2)\" },
  { name = \"discount\", type = \"DECIMAL(10,2)\" },
  { name = \"status\", type = \"VARCHAR\" },
]

[[table]]
name = \"customers\"
columns = [
  { name = \"id\", type = \"BIGINT\" },
  { name = \"name\", type = \"VARCHAR\" },
  { name = \"manager\", type = \"BIGINT\" },
]
";

/// The page with the outputs of its commands as they must be, run on the project of its files.
fn corrected(page: &str) -> String {
    let sandbox = Sandbox::duckdb("");
    sandbox.write("schemas/raw.toml", RAW);
    let mut out = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        out += &format!("{line}\n");
        let Some(info) = line.strip_prefix("```").filter(|it| !it.is_empty()) else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|it| *it != "```").collect();
        match info.split_once(' ').unwrap_or((info, "")) {
            ("sql", path) => {
                sandbox.write(path, &format!("{}\n", body.join("\n")));
                sandbox.write(&path.replace(".sql", ".toml"), "intent = \"of the page\"\n");
                out += &format!("{}\n```\n", body.join("\n"));
            }
            _ => {
                let command = body[0].strip_prefix("$ rocky ").unwrap();
                let ran = sandbox.rocky(&command.split(' ').collect::<Vec<_>>());
                let transcript = ran.transcript();
                let (_, stdout) = transcript.split_once("--- stdout\n").unwrap_or(("", &transcript));
                out += &format!("{}\n{}\n```\n", body[0], stdout.trim_end());
            }
        }
    }
    out
}

#[test]
fn the_page_shows_what_the_command_prints() {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/lineage.md");
    let page = std::fs::read_to_string(&path).unwrap();
    expect_file![path].assert_eq(&corrected(&page));
}

#[test]
fn broken_models_do_not_stop_it_and_names_are_looked_for() {
    let sandbox = Sandbox::new(support::BROKEN);
    check(
        &sandbox,
        &["lineage", "doubled", "--format", "text"],
        expect![[r#"
        exit 0
        --- stdout
        reads totals
        doubled.id INTEGER
          ← totals.id  models/readers/doubled.sql:1:8
        doubled.doubled
          ← totals.total  transform  models/readers/doubled.sql:1:12
    "#]],
    );
    check(
        &sandbox,
        &["lineage", "totals.total", "--format", "text"],
        expect![[r#"
        exit 0
        --- stdout
        totals.total
          ← and perhaps more: a part of it is at fault
    "#]],
    );
    check(
        &sandbox,
        &["lineage", "totls"],
        expect![[r#"
        exit 1
        --- stderr
        error: there is no model `totls`
        help: did you mean `totals`?
    "#]],
    );
    check(
        &sandbox,
        &["lineage", "totals.totl"],
        expect![[r#"
        exit 1
        --- stderr
        error: `totals` has no column `totl`
        help: did you mean `total`?
    "#]],
    );
}

/// What the page does is looked at in a browser; here, that it holds the graph, and that no name ends its script.
#[test]
fn a_page_for_browsers_holds_the_graph() {
    let sandbox = Sandbox::duckdb("");
    sandbox.write("schemas/raw.toml", RAW);
    sandbox.write("models/paid.toml", "intent = \"what is paid\"\n");
    sandbox.write("models/paid.sql", "SELECT id, amount - discount AS \"</script>\" FROM raw.orders\n");
    let run = sandbox.rocky(&["lineage", "paid", "--format", "html"]);
    let page = run.stdout;
    assert_eq!(page.matches("</script>").count(), 2, "the script of the graph and the page's own");
    let json = page.split("type=\"application/json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let graph: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(
        graph["relations"][graph["focus"].as_u64().unwrap() as usize]["columns"][1]["name"],
        "</script>"
    );
    assert_eq!(graph["edges"].as_array().unwrap().len(), 3);
}
