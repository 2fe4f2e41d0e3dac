-- Source tables for local work. Rocky reads the columns of raw tables from here.
CREATE SCHEMA IF NOT EXISTS raw;

CREATE TABLE raw.orders (
    order_id INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    amount DECIMAL(10, 2) NOT NULL,
    ordered_at TIMESTAMP NOT NULL
);

INSERT INTO raw.orders VALUES
    (1, 1, 19.90, TIMESTAMP '2026-01-05 10:00:00'),
    (2, 2, 5.00, TIMESTAMP '2026-01-06 11:30:00'),
    (3, 1, 42.50, TIMESTAMP '2026-01-09 09:15:00');
