// A comment of Snowflake.
SELECT TOP 10 src:items[0].price::NUMBER(10, 2), $$it's$$, t.$1, 7 // 2
FROM TABLE(FLATTEN(INPUT => src)) AT (OFFSET => -60)
