//! `rocky fix`: what is applied, what is written, what is refused.

mod support;

use expect_test::{Expect, expect};
use support::{CLEAN, Sandbox};

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

fn check(sandbox: &Sandbox, arguments: &[&str], expected: Expect) {
    expected.assert_eq(&sandbox.rocky(arguments).transcript());
}

#[test]
fn safe_fixes_are_written() {
    let sandbox = Sandbox::duckdb(SHOP);
    check(&sandbox, &["fix", "--locked"], expect![""]);
    expect![""].assert_eq(&sandbox.read("models/totals.sql"));
    expect![""].assert_eq(&sandbox.read("models/bare.toml"));
    check(&sandbox, &["fix", "--locked", "--unsafe"], expect![""]);
    expect![""].assert_eq(&sandbox.read("models/totals.sql"));
}

#[test]
fn a_diff_writes_nothing() {
    let sandbox = Sandbox::duckdb(SHOP);
    let before = sandbox.files();
    check(&sandbox, &["fix", "--locked", "--diff"], expect![""]);
    assert_eq!(sandbox.files(), before);
    assert!(sandbox.read("models/totals.sql").contains("code = id"));
}

#[test]
fn only_what_was_asked_for() {
    let sandbox = Sandbox::duckdb(SHOP);
    check(&sandbox, &["fix", "--locked", "--code", "v063", "models/totals.sql"], expect![""]);
    check(&sandbox, &["fix", "--locked", "--code", "W001", "models/bare.sql"], expect![""]);
    assert!(sandbox.read("models/totals.sql").contains("code = id"));
    let usage = sandbox.rocky(&["fix", "--code", "X1"]).transcript();
    assert!(usage.contains("there is no such diagnostic code"), "{usage}");
}

#[test]
fn documents() {
    let sandbox = Sandbox::duckdb(SHOP);
    let transcript = sandbox.rocky(&["fix", "--locked", "-o", "json", "--code", "W001"]).transcript();
    let fixes = transcript.split("\"diagnostics\"").next().unwrap_or_default();
    expect![""].assert_eq(fixes);
}

#[test]
fn nothing_to_fix() {
    check(&Sandbox::duckdb(CLEAN), &["fix", "--locked"], expect![""]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_said() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::duckdb(SHOP);
    let path = sandbox.path().join("models/totals.sql");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    check(&sandbox, &["fix", "--locked", "--code", "W001"], expect![""]);
    assert!(sandbox.read("models/totals.sql").contains("code = id"));
}
