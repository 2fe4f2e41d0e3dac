#standardSQL
SELECT AS STRUCT r'\d+' AS pattern, """three "quoted" lines
''' more""", b"bytes", 'it\'s', SAFE_CAST(x AS INT64), @@session, @limit
FROM `my-project.data.events` AS e, UNNEST(e.items) AS item WITH OFFSET
|> WHERE item.price <> NULL AND year(e.date) = 2025 -- behind
