//! A small shop: what the models of a test read.

use testing::fixture::{self, Fixture, FixtureFile};

/// Raw tables of every type, and a staging model for each. `main` is not known completely; `raw` is.
const SHOP: &str = r#"
//- /rocky.toml
[adapter]
type = "duckdb"

[pipeline.shop]
type = "transformation"
models = "models/**"

[freshness]
expected_lag_seconds = 86400
//- /models/_defaults.toml
[target]
catalog = "shop"
schema = "main"
//- /schemas/raw.toml
catalog = "shop"
schema = "raw"
complete = true

[[table]]
name = "orders"
columns = [
    { name = "id", type = "BIGINT", nullable = false },
    { name = "customer_id", type = "BIGINT", nullable = false },
    { name = "status", type = "VARCHAR", nullable = true },
    { name = "amount", type = "DECIMAL(10, 2)", nullable = true },
    { name = "placed_at", type = "TIMESTAMP", nullable = false },
    { name = "shipped_on", type = "DATE", nullable = true },
    { name = "address", type = "STRUCT(street VARCHAR, city VARCHAR)", nullable = true },
    { name = "tags", type = "VARCHAR[]", nullable = true },
]

[[table]]
name = "customers"
columns = [
    { name = "id", type = "BIGINT", nullable = false },
    { name = "email", type = "VARCHAR", nullable = true },
    { name = "country", type = "VARCHAR", nullable = true },
    { name = "status", type = "INTEGER", nullable = false },
    { name = "referred_by", type = "BIGINT", nullable = true },
]

[[table]]
name = "payments"
columns = [
    { name = "payment_no", type = "INTEGER", nullable = false },
    { name = "order_reference", type = "VARCHAR", nullable = false },
    { name = "paid_cents", type = "BIGINT", nullable = false },
    { name = "paid_on", type = "DATE", nullable = false },
]
//- /models/stg_orders.toml
intent = "one row per order"
//- /models/stg_orders.sql
SELECT
    id AS order_id,
    customer_id,
    status,
    amount,
    placed_at,
    shipped_on,
    address,
    tags
FROM raw.orders
//- /models/stg_customers.toml
intent = "one row per customer"
//- /models/stg_customers.sql
SELECT
    id AS customer_id,
    email,
    country,
    status,
    referred_by
FROM raw.customers
//- /models/stg_payments.toml
intent = "one row per payment"
//- /models/stg_payments.sql
SELECT
    payment_no,
    order_reference,
    paid_cents,
    paid_on
FROM raw.payments
"#;

/// The shop with the files of `text`, which stand in for those of the same path. Every SQL file gets a sidecar.
pub fn with(text: &str) -> Fixture {
    let mut own = fixture::parse(text);
    for file in fixture::parse(SHOP).files {
        if own.file(&file.path).is_none() {
            own.files.push(file);
        }
    }
    let without_sidecar = |it: &&FixtureFile| it.path.ends_with(".sql") && !it.text.starts_with("---");
    let sidecars: Vec<String> =
        own.files.iter().filter(without_sidecar).map(|it| it.path.replace(".sql", ".toml")).collect();
    for path in sidecars {
        if own.file(&path).is_none() {
            let text = "intent = \"a report\"\n".to_owned();
            own.files.push(FixtureFile { path, text, annotations: Vec::new(), is_latin1: false });
        }
    }
    own
}
