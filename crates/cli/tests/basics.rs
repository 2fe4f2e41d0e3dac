//! What needs no project: version, usage, explanations, completions, new projects.

mod support;

use expect_test::{Expect, expect};
use support::{Sandbox, files_below};

fn check(arguments: &[&str], expected: Expect) {
    expected.assert_eq(&Sandbox::empty().rocky(arguments).transcript());
}

#[test]
fn version() {
    check(
        &["--version"],
        expect![[r#"
        exit 0
        --- stdout
        rocky 0.1.0
    "#]],
    );
}

#[test]
fn without_a_command_there_is_help() {
    let ran = Sandbox::empty().rocky(&[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("check"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("internal"), "{}", ran.stderr);
}

#[test]
fn a_wrong_option_is_a_usage_error() {
    check(
        &["check", "--stict"],
        expect![[r#"
        exit 2
        --- stderr
        error: unexpected argument '--stict' found

          tip: a similar argument exists: '--stdin-path'

        Usage: rocky check --stdin-path <FILE> [PATH]...

        For more information, try '--help'.
    "#]],
    );
}

#[test]
fn commands_of_a_project_say_when_there_is_none() {
    for command in ["check", "compile", "run", "history"] {
        let ran = Sandbox::empty().rocky(&[command]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{command}");
        assert_eq!(
            ran.stderr,
            "error: no rocky.toml here or in a folder above: <folder>\n\
             help: go into a project, name one with --config, or make one: rocky init, rocky playground\n",
        );
    }
    check(
        &["--config", "other.toml", "check"],
        expect![[r#"
        exit 1
        --- stderr
        error: there is no configuration file other.toml
        help: give --config the path of a rocky.toml
    "#]],
    );
}

#[test]
fn every_code_has_its_page() {
    let sandbox = Sandbox::empty();
    let pages = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/codes");
    for code in base::Code::ALL {
        let ran = sandbox.rocky(&["explain", &code.name().to_lowercase()]);
        let page = std::fs::read_to_string(pages.join(format!("{code}.md"))).unwrap();
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), page.as_str()), "{code}");
    }
}

#[test]
fn an_explanation_in_json() {
    let json = Sandbox::empty().rocky(&["explain", "E003", "-o", "json"]).json();
    assert_eq!(json["command"], "explain");
    assert_eq!(json["code"], "E003");
    assert_eq!(json["default_severity"], "Error");
    assert!(json["markdown"].as_str().unwrap().starts_with("# E003: "));
}

#[test]
fn an_unknown_code_is_an_error() {
    check(
        &["explain", "D99"],
        expect![[r#"
        exit 1
        --- stderr
        error: there is no diagnostic code `D99`
        help: the codes with this letter are D011
    "#]],
    );
    check(
        &["explain", "?"],
        expect![[r#"
        exit 1
        --- stderr
        error: there is no diagnostic code `?`
        help: a code is a letter of D, E, I, V, W and three digits: rocky explain E003
    "#]],
    );
}

#[test]
fn completions_know_the_commands() {
    for (shell, needle) in [
        ("bash", "_rocky"),
        ("zsh", "#compdef rocky"),
        ("fish", "complete -c rocky"),
        ("powershell", "rocky"),
    ] {
        let ran = Sandbox::empty().rocky(&["completions", shell]);
        assert_eq!(ran.code, Some(0));
        assert!(ran.stdout.contains(needle) && ran.stdout.contains("playground"), "{shell}");
    }
}

#[test]
fn init_makes_a_project_and_replaces_nothing() {
    let sandbox = Sandbox::empty();
    expect![[r#"
        exit 0
        --- stdout
        Made a Rocky project in shop:
          rocky.toml
          .gitignore
          data/seed.sql
          models/_defaults.toml
          models/customer_orders.sql
          models/customer_orders.toml
          warehouse.duckdb (with the tables of data/seed.sql)

        Next:
          cd shop
          rocky check        find mistakes
          rocky run          build the model
          rocky lsp          what your editor starts
    "#]]
    .assert_eq(&sandbox.rocky(&["init", "shop"]).transcript());
    expect![[r#"
        shop/.gitignore
        shop/data/seed.sql
        shop/models/_defaults.toml
        shop/models/customer_orders.sql
        shop/models/customer_orders.toml
        shop/rocky.toml
        shop/warehouse.duckdb"#]]
    .assert_eq(&sandbox.files().join("\n"));
    let before = sandbox.read("shop/rocky.toml");
    expect![[r#"
        exit 1
        --- stderr
        error: shop/rocky.toml exists already: this is a project
        help: choose another folder: rocky init <folder>
    "#]]
    .assert_eq(&sandbox.rocky(&["init", "shop"]).transcript());
    assert_eq!(before, sandbox.read("shop/rocky.toml"));
    expect![[r#"
        exit 2
        --- stderr
        error: invalid value 'oracle' for '--template <TEMPLATE>'
          [possible values: duckdb]

        For more information, try '--help'.
    "#]]
    .assert_eq(&sandbox.rocky(&["init", "x", "--template", "oracle"]).transcript());
}

#[test]
fn init_in_the_working_directory() {
    let sandbox = Sandbox::empty();
    sandbox.write("models/customer_orders.sql", "SELECT 1 AS mine");
    let ran = sandbox.rocky(&["init"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("models/customer_orders.sql exists already"), "{}", ran.stderr);
    assert_eq!(sandbox.files(), ["models/customer_orders.sql"]);
}

#[test]
fn the_playground_is_the_fixture() {
    let sandbox = Sandbox::empty();
    assert_eq!(sandbox.rocky(&["playground", "p"]).code, Some(0));
    let fixture =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/playground/quickstart");
    let mut made = files_below(&sandbox.path().join("p"));
    made.retain(|it| !it.starts_with("playground.duckdb"));
    assert_eq!(made, files_below(&fixture));
    for path in made {
        let expected = std::fs::read_to_string(fixture.join(&path)).unwrap();
        assert_eq!(sandbox.read(&format!("p/{path}")), expected, "{path}");
    }
    let again = sandbox.rocky(&["playground", "p"]);
    assert_eq!((again.code, again.stdout.as_str()), (Some(1), ""));
    assert_eq!(
        again.stderr,
        "error: p exists already, nothing was written\nhelp: choose another folder: rocky playground <folder>\n"
    );
}
