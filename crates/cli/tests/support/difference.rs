//! A project with a history, and what is said of what differs from its base.

use super::Sandbox;
use expect_test::Expect;

/// A staging model over a seed, and two models in a row that read it.
pub const SHOP: &str = "
    //- /data/seed.sql
    CREATE TABLE raw_orders (id INTEGER NOT NULL, customer VARCHAR, amount DECIMAL(10, 2));
    //- /models/stg_orders.sql
    SELECT id AS order_id, customer, amount
    FROM raw_orders
    //- /models/stg_orders.toml
    [strategy]
    type = \"view\"
    //- /models/revenue.sql
    SELECT customer, sum(amount) AS revenue
    FROM stg_orders
    GROUP BY customer
    //- /models/revenue.toml
    [[tests]]
    type = \"not_null\"
    column = \"revenue\"
    //- /models/revenue.contract.toml
    [[columns]]
    name = \"revenue\"
    //- /models/top.sql
    SELECT r.customer AS best, r.revenue
    FROM revenue AS r
    WHERE r.revenue > 100
    //- /models/top.toml
    intent = \"the best customers\"
";

/// The transcript of a command, without the name of the commit that it compares with.
pub fn check(sandbox: &Sandbox, arguments: &[&str], expected: Expect) {
    let ran = sandbox.rocky(arguments);
    let main = sandbox.git(&["rev-parse", "main"]);
    expected.assert_eq(&ran.transcript().replace(&main, "<commit>").replace(&main[..8], "<commit>"));
}
