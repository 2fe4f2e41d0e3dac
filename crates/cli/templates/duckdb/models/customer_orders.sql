SELECT
    customer_id,
    COUNT(*) AS order_count,
    SUM(amount) AS revenue,
    MAX(ordered_at) AS last_ordered_at
FROM raw.orders
GROUP BY customer_id
