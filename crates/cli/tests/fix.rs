//! `rocky fix`: what is applied, what is written, what is refused.

mod support;

use expect_test::expect;
use support::{CLEAN, Sandbox, check};

const SHOP: &str = "
    //- /data/seed.sql
    CREATE TABLE orders (id INTEGER NOT NULL, code VARCHAR, amount DECIMAL(10, 2));
    //- /models/totals.sql
    SELECT id, amuont AS total FROM orders WHERE code = id
    //- /models/totals.toml
    intent = \"what each order is worth\"
    //- /models/bare.sql
    SELECT id FROM orders
";

#[test]
fn safe_fixes_are_written() {
    let sandbox = Sandbox::duckdb(SHOP);
    check(
        &sandbox,
        &["fix", "--locked"],
        expect![[r#"
        exit 1
        --- stdout
        error[E003]: `orders` has no column `amuont`
          ┌─ models/totals.sql:1:12
          │
        1 │ SELECT id, amuont AS total FROM orders WHERE CAST(code AS INTEGER) = id
          │            ^^^^^^
          │
          ┌─ data/seed.sql:1:57
          │
        1 │ CREATE TABLE orders (id INTEGER NOT NULL, code VARCHAR, amount DECIMAL(10, 2));
          │                                                         ------ `amount` is defined here
          │
          = help: did you mean `amount`?
          = fix: Change to `amount` (if that is what was meant)

        fixed models/bare.sql: V063 `bare` has neither a sidecar nor frontmatter; defaults apply: Create `bare.toml`
        fixed models/totals.sql: W001 VARCHAR is compared with INTEGER: the engine silently casts to INTEGER: Cast to INTEGER
        2 fixes made in 2 files; 1 error left, 1 with a fix that --unsafe applies or a person must choose
    "#]],
    );
    expect![[r#"
        SELECT id, amuont AS total FROM orders WHERE CAST(code AS INTEGER) = id
    "#]]
    .assert_eq(&sandbox.read("models/totals.sql"));
    expect![[r#"
        [strategy]
        type = "full_refresh"
    "#]]
    .assert_eq(&sandbox.read("models/bare.toml"));
    check(
        &sandbox,
        &["fix", "--locked", "--unsafe"],
        expect![[r#"
        exit 0
        --- stdout
        fixed models/totals.sql: E003 `orders` has no column `amuont`: Change to `amount`
        1 fix made in 1 file; no problems remain
    "#]],
    );
    expect![[r#"
        SELECT id, amount AS total FROM orders WHERE CAST(code AS INTEGER) = id
    "#]]
    .assert_eq(&sandbox.read("models/totals.sql"));
}

#[test]
fn a_diff_writes_nothing() {
    let sandbox = Sandbox::duckdb(SHOP);
    let before = sandbox.files();
    check(
        &sandbox,
        &["fix", "--locked", "--diff"],
        expect![[r#"
        exit 1
        --- stdout
        --- /dev/null
        +++ b/models/bare.toml
        @@ -0,0 +1,2 @@
        +[strategy]
        +type = "full_refresh"
        --- a/models/totals.sql
        +++ b/models/totals.sql
        @@ -1 +1 @@
        -SELECT id, amuont AS total FROM orders WHERE code = id
        +SELECT id, amuont AS total FROM orders WHERE CAST(code AS INTEGER) = id
        --- stderr
        note: 2 fixes would be made in 2 files; 1 error left, 1 with a fix that --unsafe applies or a person must choose
    "#]],
    );
    assert_eq!(sandbox.files(), before);
    assert!(sandbox.read("models/totals.sql").contains("code = id"));
}

#[test]
fn only_what_was_asked_for() {
    let sandbox = Sandbox::duckdb(SHOP);
    check(
        &sandbox,
        &["fix", "--locked", "--code", "v063", "models/totals.sql"],
        expect![[r#"
        exit 1
        --- stdout
        error[E003]: `orders` has no column `amuont`
          ┌─ models/totals.sql:1:12
          │
        1 │ SELECT id, amuont AS total FROM orders WHERE code = id
          │            ^^^^^^
          │
          ┌─ data/seed.sql:1:57
          │
        1 │ CREATE TABLE orders (id INTEGER NOT NULL, code VARCHAR, amount DECIMAL(10, 2));
          │                                                         ------ `amount` is defined here
          │
          = help: did you mean `amount`?
          = fix: Change to `amount` (if that is what was meant)

        warning[W001]: VARCHAR is compared with INTEGER: the engine silently casts to INTEGER
          ┌─ models/totals.sql:1:46
          │
        1 │ SELECT id, amuont AS total FROM orders WHERE code = id
          │                                              ^^^^^^^^^
          │                                              │      │
          │                                              │      this is INTEGER
          │                                              this is VARCHAR
          │
          = help: say which type is meant with an explicit CAST
          = fix: Cast to INTEGER

        no fixes made; 1 error, 1 warning left
    "#]],
    );
    check(
        &sandbox,
        &["fix", "--locked", "--code", "W001", "models/bare.sql"],
        expect![[r#"
        exit 0
        --- stdout
        warning[V063]: `bare` has neither a sidecar nor frontmatter; defaults apply
          ┌─ models/bare.sql:1:1
          │
        1 │ SELECT id FROM orders
          │ ^^^^^^
          │
          = help: create `models/bare.toml`
          = fix: Create `bare.toml`

        no fixes made; 1 warning left
    "#]],
    );
    assert!(sandbox.read("models/totals.sql").contains("code = id"));
    let usage = sandbox.rocky(&["fix", "--code", "X1"]).transcript();
    assert!(usage.contains("there is no such diagnostic code"), "{usage}");
}

#[test]
fn documents() {
    let sandbox = Sandbox::duckdb(SHOP);
    let transcript = sandbox.rocky(&["fix", "--locked", "-o", "json", "--code", "W001"]).transcript();
    let fixes = transcript.split("\"diagnostics\"").next().unwrap_or_default().trim_end();
    expect![[r#"
        exit 1
        --- stdout
        {
          "version": "0.1.0",
          "command": "fix",
          "fixes": [
            {
              "file": "models/totals.sql",
              "code": "W001",
              "message": "VARCHAR is compared with INTEGER: the engine silently casts to INTEGER",
              "title": "Cast to INTEGER",
              "applicability": "machine_applicable"
            }
          ],
          "files": [
            {
              "path": "models/totals.sql",
              "status": "fixed"
            }
          ],"#]]
    .assert_eq(fixes);
}

#[test]
fn nothing_to_fix() {
    check(
        &Sandbox::duckdb(CLEAN),
        &["fix", "--locked"],
        expect![[r#"
        exit 0
        --- stdout
        no fixes made; no problems remain
    "#]],
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_said() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::duckdb(SHOP);
    let path = sandbox.path().join("models/totals.sql");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    check(
        &sandbox,
        &["fix", "--locked", "--code", "W001"],
        expect![[r#"
        exit 1
        --- stdout
        warning[V063]: `bare` has neither a sidecar nor frontmatter; defaults apply
          ┌─ models/bare.sql:1:1
          │
        1 │ SELECT id FROM orders
          │ ^^^^^^
          │
          = help: create `models/bare.toml`
          = fix: Create `bare.toml`

        error[E003]: `orders` has no column `amuont`
          ┌─ models/totals.sql:1:12
          │
        1 │ SELECT id, amuont AS total FROM orders WHERE CAST(code AS INTEGER) = id
          │            ^^^^^^
          │
          ┌─ data/seed.sql:1:57
          │
        1 │ CREATE TABLE orders (id INTEGER NOT NULL, code VARCHAR, amount DECIMAL(10, 2));
          │                                                         ------ `amount` is defined here
          │
          = help: did you mean `amount`?
          = fix: Change to `amount` (if that is what was meant)

        no fixes made; 1 error, 1 warning left
        --- stderr
        error: models/totals.sql was left as it is: it cannot be written: permission denied
    "#]],
    );
    assert!(sandbox.read("models/totals.sql").contains("code = id"));
}
