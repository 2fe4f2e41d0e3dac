//! `rocky fmt`: files, folders, standard input, `--check`, `--diff`, documents.

mod support;

use expect_test::{Expect, expect};
use std::fs;
use support::{Sandbox, check};

const SHOP: &str = "
    //- /data/seed.sql
    create table orders (id integer);
    //- /models/good.sql
    SELECT id
    FROM orders
    //- /models/bad.sql
    select id,amount from orders where id>1 -- why
    //- /models/steps.rocky
    from orders
      where id>1
    //- /models/broken.sql
    select id from orders where
    ;select  1
";

#[test]
fn the_models_of_the_project() {
    let sandbox = Sandbox::duckdb(SHOP);
    check(
        &sandbox,
        &["fmt", "--check"],
        expect![[r#"
        exit 1
        --- stdout
        would format models/bad.sql
        would format models/broken.sql
        would format models/steps.rocky
        3 files would be formatted, 1 unchanged
        --- stderr
        warning: models/broken.sql has syntax errors; what contains them was left as it is, at line 1
    "#]],
    );
    check(
        &sandbox,
        &["fmt"],
        expect![[r#"
        exit 0
        --- stdout
        formatted models/bad.sql
        formatted models/broken.sql
        formatted models/steps.rocky
        3 files formatted, 1 unchanged
        --- stderr
        warning: models/broken.sql has syntax errors; what contains them was left as it is, at line 1
    "#]],
    );
    expect![[r#"
        SELECT
            id,
            amount
        FROM orders
        WHERE id > 1 -- why
    "#]]
    .assert_eq(&sandbox.read("models/bad.sql"));
    expect![[r#"
        SELECT id
        FROM orders
        where
        ;

        SELECT 1
    "#]]
    .assert_eq(&sandbox.read("models/broken.sql"));
    expect![[r#"
        from orders
        where id > 1
    "#]]
    .assert_eq(&sandbox.read("models/steps.rocky"));
    expect![[r#"
        create table orders (id integer);
    "#]]
    .assert_eq(&sandbox.read("data/seed.sql"));
    check(
        &sandbox,
        &["fmt", "--check"],
        expect![[r#"
        exit 0
        --- stdout
        0 files would be formatted, 4 unchanged
        --- stderr
        warning: models/broken.sql has syntax errors; what contains them was left as it is, at line 3
    "#]],
    );
    let temporary = |it: &String| it.contains("rocky-fmt");
    assert_eq!(sandbox.files().iter().filter(|it| temporary(it)).count(), 0);
}

#[test]
fn files_and_folders() {
    let sandbox = Sandbox::duckdb(SHOP);
    check(
        &sandbox,
        &["fmt", "--diff", "models/bad.sql", "data"],
        expect![[r#"
        exit 0
        --- stdout
        --- a/data/seed.sql
        +++ b/data/seed.sql
        @@ -1 +1 @@
        -create table orders (id integer);
        +CREATE TABLE orders (id integer);
        --- a/models/bad.sql
        +++ b/models/bad.sql
        @@ -1 +1,5 @@
        -select id,amount from orders where id>1 -- why
        +SELECT
        +    id,
        +    amount
        +FROM orders
        +WHERE id > 1 -- why
    "#]],
    );
    check(
        &sandbox,
        &["fmt", "nowhere.sql"],
        expect![[r#"
        exit 1
        --- stderr
        error: there is no file or folder nowhere.sql
    "#]],
    );
    check(
        &sandbox,
        &["fmt", "rocky.toml"],
        expect![[r#"
        exit 1
        --- stderr
        error: rocky.toml is neither .sql nor .rocky
        help: name files of SQL or of the Rocky DSL, or folders with such files
    "#]],
    );
    check(
        &sandbox,
        &["fmt", "--check", "."],
        expect![[r#"
        exit 1
        --- stdout
        would format data/seed.sql
        would format models/bad.sql
        would format models/broken.sql
        would format models/steps.rocky
        4 files would be formatted, 1 unchanged
        --- stderr
        warning: models/broken.sql has syntax errors; what contains them was left as it is, at line 1
    "#]],
    );
}

#[test]
fn a_document() {
    let sandbox = Sandbox::duckdb(SHOP);
    check(
        &sandbox,
        &["fmt", "-o", "json", "--check", "--diff", "models/good.sql", "models/broken.sql"],
        expect![[r#"
            exit 1
            --- stdout
            {
              "version": "0.1.0",
              "command": "fmt",
              "files": [
                {
                  "path": "models/broken.sql",
                  "status": "would_format",
                  "untouched_lines": [
                    1
                  ],
                  "diff": "--- a/models/broken.sql\n+++ b/models/broken.sql\n@@ -1,2 +1,6 @@\n-select id from orders where\n-;select  1\n+SELECT id\n+FROM orders\n+where\n+;\n+\n+SELECT 1\n"
                },
                {
                  "path": "models/good.sql",
                  "status": "unchanged"
                }
              ]
            }
        "#]],
    );
}

#[test]
fn standard_input() {
    let sandbox = Sandbox::duckdb(SHOP);
    sandbox.write("rocky.toml", &format!("{}\n[format]\nkeyword_case = \"lower\"\n", support::CONFIG));
    let ask = |arguments: &[&str], input: &str, expected: Expect| {
        expected.assert_eq(&sandbox.rocky_with_input(arguments, input).transcript());
    };
    ask(
        &["fmt", "-"],
        "SELECT a,b FROM t",
        expect![[r#"
        exit 0
        --- stdout
        SELECT
            a,
            b
        FROM t
    "#]],
    );
    ask(
        &["fmt", "-", "--stdin-path", "models/new.rocky"],
        "from t  where a==1",
        expect![[r#"
        exit 0
        --- stdout
        from t
        where a == 1
    "#]],
    );
    ask(
        &["fmt", "-", "--language", "rocky"],
        "from t  where a==1",
        expect![[r#"
        exit 0
        --- stdout
        from t
        where a == 1
    "#]],
    );
    ask(
        &["fmt", "-", "--dialect", "bigquery"],
        "SELECT a # why\nFROM `p.d.t`",
        expect![[r#"
        exit 0
        --- stdout
        SELECT a # why
        FROM `p.d.t`
    "#]],
    );
    ask(
        &["fmt", "-", "--check"],
        "SELECT a",
        expect![[r#"
        exit 1
        --- stdout
        would format stdin.sql
        1 file would be formatted, 0 unchanged
    "#]],
    );
    ask(
        &["fmt", "-"],
        "SELECT a FROM",
        expect![[r#"
        exit 0
        --- stdout
        SELECT a
        FROM
        --- stderr
        warning: stdin.sql has syntax errors; what contains them was left as it is, at line 1
    "#]],
    );
    ask(
        &["fmt", "-", "a.sql"],
        "",
        expect![[r#"
        exit 2
        --- stderr
        error: `-` stands alone: standard input is formatted by itself
    "#]],
    );
    ask(
        &["fmt", "a.sql", "--stdin-path", "b.sql"],
        "",
        expect![[r#"
        exit 2
        --- stderr
        error: --stdin-path needs `-` as the path: rocky fmt - --stdin-path FILE
    "#]],
    );
    ask(
        &["fmt", "-", "--dialect", "oracle"],
        "",
        expect![[r#"
            exit 2
            --- stderr
            error: invalid value 'oracle' for '--dialect <DIALECT>': there is no such dialect; known are duckdb, databricks, snowflake, bigquery, trino

            For more information, try '--help'.
        "#]],
    );
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    let sandbox = Sandbox::duckdb(SHOP);
    fs::write(sandbox.path().join("models/bytes.sql"), b"select \xff  a").unwrap();
    check(
        &sandbox,
        &["fmt", "models/bytes.sql", "models/good.sql"],
        expect![[r#"
        exit 1
        --- stdout
        0 files formatted, 1 unchanged, 1 failed
        --- stderr
        error: models/bytes.sql was left as it is: it cannot be read: byte 7 is not UTF-8
    "#]],
    );
    assert_eq!(fs::read(sandbox.path().join("models/bytes.sql")).unwrap(), b"select \xff  a");
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_links_are_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let sandbox = Sandbox::duckdb(SHOP);
    let model = sandbox.path().join("models/bad.sql");
    fs::set_permissions(&model, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&model, sandbox.path().join("link.sql")).unwrap();
    check(
        &sandbox,
        &["fmt", "link.sql"],
        expect![[r#"
        exit 0
        --- stdout
        formatted link.sql
        1 file formatted, 0 unchanged
    "#]],
    );
    assert_eq!(fs::metadata(&model).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(sandbox.path().join("link.sql").is_symlink());
    assert!(sandbox.read("models/bad.sql").starts_with("SELECT\n"));
}
