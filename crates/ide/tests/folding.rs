//! What can be folded.

mod support;

use expect_test::{Expect, expect};
use support::{
    ask,
    cursor::{shop, text},
    file, host,
};

/// Checks the folds of a file: kind, lines from 1, and the first and last words of what disappears.
fn check(path: &str, fixture: &str, expected: Expect) {
    let mut host = host(&shop(fixture));
    let file = file(&host, path);
    let folds = ask(&mut host, |it| it.folds(file));
    let all = ask(&mut host, |it| Ok(it.text(file)));
    let line = |offset: ide::TextSize| all[..usize::from(offset)].matches('\n').count() + 1;
    let mut lines = String::new();
    for fold in folds {
        let hidden = text(&mut host, file, fold.range);
        let mut words = hidden.split_whitespace();
        let (first, last) = (words.next().unwrap_or_default(), words.next_back().unwrap_or_default());
        let (start, end) = (line(fold.range.start()), line(fold.range.end()));
        lines += &format!("{:?} {start}-{end} {first} … {last}\n", fold.kind);
    }
    expected.assert_eq(&lines);
}

#[test]
fn of_sql() {
    check(
        "models/main.sql",
        "
//- /models/main.sql
---toml
intent = \"one\"
depends_on = [
  \"stg_orders\",
]
---
-- The first line,
-- and the second.
WITH big AS (
  SELECT
    order_id, -- not alone
    CASE
      WHEN amount > 1 THEN 'a'
    END AS size
  FROM stg_orders
  WHERE customer_id IN (
    1,
    2
  )
)
/* Over
   two lines. */
SELECT *
FROM big
JOIN (
  SELECT 1 AS one
) AS ones ON one = order_id
ORDER BY
  1,
  coalesce(
    2, 3)
",
        expect![[r#"
            Frontmatter 1-6 intent … ]
            Code 3-5 "stg_orders", … 
            Comment 7-8 -- … second.
            Code 9-20 SELECT … )
            Code 10-14 order_id, … size
            Code 12-14 WHEN … 'a'
            Code 16-19 1, … 2
            Comment 21-22 /* … */
            Code 24-27 big … order_id
            Code 25-27 SELECT … one
            Code 28-31 BY … 3)
            Code 30-31 2, … 3
        "#]],
    );
}

#[test]
fn of_what_is_half_typed() {
    check(
        "models/main.sql",
        "
//- /models/main.sql
WITH big AS (
  SELECT
    a,
    f(
      1
  FROM stg_orders
SELECT CASE
  WHEN 1
",
        expect![[r#"
            Code 1-6 SELECT … stg_orders
            Code 2-5 a, … 1
            Code 4-5 1 … 
            Code 7-8 WHEN … 1
        "#]],
    );
}

#[test]
fn of_the_dsl() {
    check(
        "models/main.rocky",
        "
//- /models/main.rocky
let paid =
  from stg_orders
  where amount > 10
    and customer_id > 1
from paid
derive {
  twice: amount * 2,
  size: match amount {
    > 5 => \"big\",
    _ => \"small\"
  }
}
sort
  twice desc
",
        expect![[r#"
            Code 1-4 paid … 1
            Code 3-4 amount … 1
            Code 6-12 twice: … }
            Code 8-11 > … "small"
            Code 13-14 twice … desc
        "#]],
    );
}

#[test]
fn of_toml() {
    check(
        "models/main.toml",
        "
//- /models/main.sql
SELECT 1 AS one
//- /models/main.toml
# What this is,
# in two lines.

intent = \"\"\"
long
\"\"\"
depends_on = [
  \"stg_orders\", # why
  \"stg_customers\",
]

# About the strategy.
[strategy]
type = \"merge\"
unique_key = [\"one\"]

[[tests]]
type = \"not_null\"
",
        expect![[r#"
            Comment 1-2 # … lines.
            Code 4-6 """ … """
            Code 7-10 "stg_orders", … "stg_customers",
            Code 13-15 type … ["one"]
            Code 17-18 type … "not_null"
        "#]],
    );
}
