---toml
name = "orders"
---
-- The comment of a line.
/* of a block /* in a block */ still */
WITH recent AS (
    SELECT o.order_id, sum(o.amount)::DECIMAL(10, 2) AS "Total ""net""", e'it\'s', $tag$ it's $tag$
    FROM orders AS o
    WHERE o.day >= @start_date AND o.kind = @var(kind, 'web') AND note NOT LIKE 'C:\'
)
SELECT * EXCLUDE (day), list_transform(tags, x -> x || '!'), 1_000, 0x1F, .5e-3, $1, ?
FROM recent QUALIFY row_number() OVER (PARTITION BY größe ORDER BY date DESC) = 1;
