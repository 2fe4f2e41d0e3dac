//! The worked example of `docs/agents.md`: plain Python that mends a project through code actions alone.

use expect_test::expect;
use std::{path::Path, process::Command};

#[test]
fn the_loop_mends_what_it_breaks() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let script = repository.join("docs/agents/fix_loop.py");
    let lines = std::fs::read_to_string(&script).map(|it| it.lines().count());
    assert!(lines.is_ok_and(|it| it <= 60), "it is to be read in a minute");
    let output = Command::new("python3")
        .arg(script)
        .arg(env!("CARGO_BIN_EXE_rocky"))
        .arg(repository.join("fixtures/projects/retail"))
        .output()
        .unwrap_or_else(|error| panic!("python3 is needed: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    expect![[r#"
        stg_products.sql: Change to `unit_cost_cents`
        daily_revenue.sql: Change to `int_orders_enriched`
        stg_tickets.sql: Write `IS NULL`
        product_ranking.toml: Change to `intent`
        stg_orders.sql: Change to `date_trunc`
        0 mistakes left
    "#]]
    .assert_eq(&String::from_utf8_lossy(&output.stdout));
}
