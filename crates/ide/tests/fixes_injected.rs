//! Mistakes injected into correct models, as the person makes them who types fast: every fix that is offered, applied
//! alone, mends its own and breaks nothing. Line ends, a byte order mark, frontmatter and placeholders make no difference.

mod support;

use support::{
    fixing::{Verdict, check},
    random::Random,
    shop,
};

/// Correct models over the shop.
const MODELS: [&str; 6] = [
    "SELECT o.order_id, o.amount, c.country\nFROM stg_orders AS o\nINNER JOIN stg_customers AS c ON c.customer_id = o.customer_id\nWHERE o.shipped_on IS NULL\n",
    "SELECT customer_id, status, sum(amount) AS total\nFROM stg_orders\nWHERE amount > @var(least, 10) AND shipped_on IS NOT NULL\nGROUP BY customer_id, status\nORDER BY total\n",
    "WITH ranked AS (\n    SELECT order_id, customer_id, row_number() OVER (PARTITION BY customer_id ORDER BY placed_at) AS position\n    FROM stg_orders\n)\nSELECT order_id, customer_id -- the first of each\nFROM ranked\nWHERE position = 1\n",
    "SELECT order_id, customer_id\nFROM stg_orders\nWHERE (customer_id NOT IN (SELECT customer_id FROM stg_customers)) OR status = 'new'\n",
    "SELECT order_id AS number, amount FROM stg_orders\nUNION ALL\nSELECT payment_no, paid_cents FROM stg_payments\n",
    "SELECT coalesce(status, 'none') AS status, upper(address.city) AS city\nFROM stg_orders\nWHERE tags IS NOT NULL\n",
];

/// What is written, and what is written by mistake.
const MISTAKES: [(&str, &str); 34] = [
    ("amount", "amuont"),
    ("customer_id", "customr_id"),
    ("order_id", "id"),
    ("stg_orders", "stg_ordres"),
    ("stg_customers", "customers"),
    ("ranked", "rankd"),
    ("sum(", "smu("),
    ("upper(", "uper("),
    ("coalesce(", "nvl("),
    ("row_number()", "row_numbr()"),
    ("address.city", "address.cty"),
    ("o.", ""),
    ("c.", ""),
    ("o.", "x."),
    ("IS NULL", "= NULL"),
    ("IS NOT NULL", "<> NULL"),
    (", status\n", "\n"),
    ("GROUP BY customer_id, status\n", ""),
    ("WHERE amount", "WHERE sum(amount)"),
    ("position = 1", "row_number() OVER (ORDER BY order_id) = 1"),
    ("o.shipped_on IS NULL", "o.status = c.status"),
    ("o.shipped_on IS NULL", "o.order_id = o.placed_at"),
    ("o.shipped_on IS NULL", "o.shipped_on < o.status"),
    ("SELECT customer_id FROM stg_customers", "SELECT referred_by FROM stg_customers"),
    ("SELECT customer_id FROM stg_customers", "1, NULL"),
    ("SELECT order_id, customer_id\n", "SELECT *\n"),
    ("paid_cents", "order_reference"),
    ("AS total", "AS status"),
    ("AS city", "AS status"),
    ("WHERE", "WHER"),
    ("FROM", "FORM"),
    (")", ""),
    (",", ",,"),
    ("'none'", "1"),
];

/// The model with one mistake somewhere; nothing where the words do not occur in it.
fn broken(text: &str, (right, wrong): (&str, &str), random: &mut Random) -> Option<String> {
    let places: Vec<usize> = text.match_indices(right).map(|it| it.0).collect();
    let start = *places.get(random.below(places.len().max(1)))?;
    let mut broken = text.to_owned();
    broken.replace_range(start..start + right.len(), wrong);
    Some(broken)
}

#[test]
fn into_correct_models() {
    let mut random = Random::new(5);
    let mut verdict = Verdict::default();
    for (round, dress) in [
        |text: String| text,
        |text: String| text.replace('\n', "\r\n"),
        |text: String| format!("\u{feff}{text}"),
        |text: String| format!("---toml\nintent = \"a report\"\n---\n{text}"),
    ]
    .into_iter()
    .enumerate()
    {
        for mistake in MISTAKES {
            for model in MODELS {
                let Some(text) = broken(model, mistake, &mut random) else { continue };
                let fixture = shop::with(&format!("//- /models/report.sql\n{}", dress(text)));
                check(&format!("{round} {mistake:?}"), &fixture, &mut verdict);
            }
        }
    }
    let count: usize = verdict.count.values().sum();
    assert!(verdict.faults.is_empty(), "{} faults:\n{}", verdict.faults.len(), verdict.faults.join("\n"));
    assert!(count > 200, "only {count} fixes were offered");
}
