//! `rocky check` and `rocky compile`: reports, documents, exit codes, streams.

mod support;

use expect_test::{Expect, expect};
use support::{Ran, Sandbox};

/// A project with an error in SQL, one in a sidecar and one in the configuration.
const BROKEN: &str = "
    //- /rocky.toml
    [adapter]
    type = \"duckdb\"
    path = \"shop.duckdb\"

    [pipeline]
    type = \"transformation\"
    models = \"models/**\"

    [budgett]
    max_usd = 1
    //- /data/seed.sql
    CREATE TABLE orders (id INTEGER NOT NULL, amount DECIMAL(10, 2));
    //- /models/_defaults.toml
    [target]
    catalog = \"shop\"
    schema = \"main\"
    //- /models/totals.sql
    SELECT id, amuont AS total
    FROM orders
    //- /models/totals.toml
    intnt = \"what each order is worth\"
    //- /models/readers/doubled.sql
    SELECT id, total * 2 AS doubled FROM totals
    //- /models/readers/doubled.toml
    intent = \"twice that\"
    //- /models/readers/_defaults.toml
    [target]
    catalog = \"shop\"
    schema = \"main\"
";

const CLEAN: &str = "
    //- /data/seed.sql
    CREATE TABLE orders (id INTEGER NOT NULL, amount DECIMAL(10, 2));
    //- /models/totals.sql
    SELECT id, amount AS total FROM orders
    //- /models/totals.toml
    intent = \"what each order is worth\"
";

fn check(sandbox: &Sandbox, arguments: &[&str], expected: Expect) {
    expected.assert_eq(&sandbox.rocky(arguments).transcript());
}

/// The severity, code and place of each diagnostic of a document.
fn places(ran: &Ran) -> Vec<String> {
    let document = ran.json();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("?").to_owned();
    let diagnostics = document["diagnostics"].as_array().into_iter().flatten();
    diagnostics
        .map(|it| {
            let (severity, code, span) = (text(&it["severity"]), text(&it["code"]), &it["span"]);
            format!("{severity} {code} {}:{}:{}", text(&span["file"]), span["line"], span["col"])
        })
        .collect()
}

#[test]
fn reports() {
    check(&Sandbox::new(BROKEN), &["check"], expect![[""]]);
}

#[test]
fn a_project_without_mistakes() {
    let sandbox = Sandbox::duckdb(CLEAN);
    check(&sandbox, &["check"], expect![[""]]);
    check(&sandbox, &["check", "-o", "json"], expect![[""]]);
}

#[test]
fn the_document_has_ranges_fixes_and_fingerprints() {
    check(&Sandbox::new(BROKEN), &["check", "-o", "json"], expect![[""]]);
}

#[test]
fn paths_restrict_what_is_reported() {
    let sandbox = Sandbox::new(BROKEN);
    let check = |arguments: &[&str], expected: &[&str]| {
        let ran = sandbox.rocky(&[&["check", "-o", "json"], arguments].concat());
        assert_eq!(places(&ran), expected, "{arguments:?}");
        ran.code
    };
    assert_eq!(check(&["models/readers"], &[]), Some(0));
    assert_eq!(check(&["models/totals.sql"], &["Error E003 models/totals.sql:1:12"]), Some(1));
    assert_eq!(check(&["models/totals.toml"], &["Warning V061 models/totals.toml:1:1"]), Some(0));
}

#[test]
fn the_project_is_found_from_below_and_from_outside() {
    let sandbox = Sandbox::new(BROKEN);
    let all = places(&sandbox.rocky(&["check", "-o", "json"]));
    let below =
        sandbox.command(&["check", "-o", "json"]).current_dir(sandbox.path().join("models/readers")).output();
    assert_eq!(places(&Ran::new(below.unwrap(), sandbox.path())), all);
    let config = sandbox.path().join("rocky.toml");
    let outside = Sandbox::empty().rocky(&["--config", config.to_str().unwrap(), "check", "-o", "json"]);
    assert_eq!(places(&outside), all);
    let folder = sandbox.path().to_str().unwrap();
    assert_eq!(places(&Sandbox::empty().rocky(&["check", folder, "-o", "json"])), all);
}

#[test]
fn paths_that_are_not_there_or_not_in_the_project() {
    let sandbox = Sandbox::duckdb(CLEAN);
    let other = Sandbox::duckdb(CLEAN);
    check(&sandbox, &["check", "models/total.sql"], expect![[""]]);
    let ran = sandbox.rocky(&["check", "models", other.path().to_str().unwrap()]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("lies outside the project <folder>"), "{}", ran.stderr);
}

#[test]
fn a_lone_file() {
    let sandbox = Sandbox::empty();
    sandbox.write("query.sql", "SELECT 1 AS a, FROM (SELECT 2 AS b");
    check(&sandbox, &["check", "query.sql"], expect![[""]]);
}

#[test]
fn standard_input() {
    let sandbox = Sandbox::duckdb(CLEAN);
    let check = |arguments: &[&str], input: &str, expected: Expect| {
        expected.assert_eq(&sandbox.rocky_with_input(arguments, input).transcript());
    };
    check(&["check", "-"], "SELECT a FROM (SELECT 1 AS b) AS t", expect![[""]]);
    check(
        &["check", "-", "--stdin-path", "models/totals.sql"],
        "SELECT id, amont FROM orders",
        expect![[""]],
    );
    check(&["check", "-", "models"], "", expect![[""]]);
    check(&["check", "--stdin-path", "models/totals.sql"], "", expect![[""]]);
}

#[test]
fn text_that_is_not_utf8() {
    let sandbox = Sandbox::duckdb(CLEAN);
    std::fs::write(sandbox.path().join("models/totals.sql"), b"SELECT '\xff'").unwrap();
    check(&sandbox, &["check"], expect![[""]]);
}

#[test]
fn a_closed_pipe_is_quiet() {
    let sandbox = Sandbox::new(BROKEN);
    for arguments in
        [&["check"][..], &["check", "-o", "json"], &["compile"], &["list", "models"], &["explain", "E003"]]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = sandbox.command(arguments).stdout(writer).output().unwrap();
        let ran = Ran::new(output, sandbox.path());
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(141), ""), "{arguments:?}");
    }
}

#[test]
fn colours_are_asked_for_or_for_terminals() {
    let sandbox = Sandbox::new(BROKEN);
    let plain = sandbox.rocky(&["check"]).stdout;
    assert!(!plain.contains('\x1b'));
    assert_eq!(sandbox.rocky(&["check", "--color", "never"]).stdout, plain);
    let coloured = sandbox.rocky(&["check", "--color", "always"]).stdout;
    assert!(coloured.contains("\x1b["));
    let json = sandbox.rocky(&["check", "--color", "always", "-o", "json"]).stdout;
    assert!(!json.contains('\x1b'));
}

/// `script` gives the command a terminal, where there is one on the machine.
#[test]
#[cfg(target_os = "linux")]
fn no_color_is_honoured_on_a_terminal() {
    let sandbox = Sandbox::new(BROKEN);
    let on_terminal = |no_color: Option<&str>| {
        let mut command = std::process::Command::new("script");
        command.args(["-qec", &format!("{} check", env!("CARGO_BIN_EXE_rocky")), "/dev/null"]);
        command.current_dir(sandbox.path()).env("TERM", "xterm").env_remove("NO_COLOR");
        if let Some(value) = no_color {
            command.env("NO_COLOR", value);
        }
        let output = command.output().expect("`script` of util-linux gives the test its terminal");
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(on_terminal(None).contains("\x1b["));
    assert!(!on_terminal(Some("1")).contains("\x1b["));
}

#[test]
fn compile_lists_the_models() {
    let sandbox = Sandbox::new(BROKEN);
    check(&sandbox, &["compile", "-o", "table"], expect![[""]]);
    check(&sandbox, &["compile", "-o", "table", "--model", "doubled"], expect![[""]]);
    check(&sandbox, &["compile", "--model", "double"], expect![[""]]);
}

#[test]
fn compile_prints_json_into_a_pipe() {
    let sandbox = Sandbox::duckdb(CLEAN);
    check(&sandbox, &["compile"], expect![[""]]);
    let broken = Sandbox::new(BROKEN).rocky(&["compile"]);
    assert_eq!(broken.code, Some(1));
    assert_eq!(broken.json()["has_errors"], true);
}

#[test]
fn models_are_listed() {
    let sandbox = Sandbox::new(BROKEN);
    check(&sandbox, &["list", "models", "-o", "table"], expect![[""]]);
    check(&sandbox, &["list", "models"], expect![[""]]);
}

#[test]
fn a_configuration_that_does_not_parse_still_gives_a_document() {
    let sandbox = Sandbox::duckdb(CLEAN);
    sandbox.write("rocky.toml", "[adapter\ntype = ");
    for command in ["check", "compile"] {
        let ran = sandbox.rocky(&[command, "-o", "json"]);
        assert_eq!(ran.code, Some(1), "{command}");
        assert!(places(&ran).iter().any(|it| it.starts_with("Error V001 rocky.toml:")), "{}", ran.stdout);
    }
    assert_eq!(sandbox.rocky(&["list", "models"]).code, Some(0));
}
