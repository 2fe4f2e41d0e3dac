//! Queries of the vendors' reference pages, in our own words, page by page: each is read without a word.

#[path = "support/vendor.rs"]
mod vendor;

use base::DialectKind;
use vendor::check;

/// <https://docs.snowflake.com/en/sql-reference/constructs>
#[test]
fn snowflake_constructs() {
    check(
        DialectKind::Snowflake,
        r#"
        SELECT * FROM t1, LATERAL (SELECT * FROM t2 WHERE t1.a = t2.a) AS iv2 ORDER BY a
        SELECT a FROM t TABLESAMPLE BERNOULLI (0.1 ) REPEATABLE ( 1 )
        SELECT * FROM (SELECT 1 a) TABLESAMPLE (1 ROWS)
        SELECT i, j FROM table1 AS t1 INNER JOIN table2 AS t2 TABLESAMPLE (50) WHERE t2.j = t1.i
        SELECT * FROM (SELECT * FROM t1 JOIN t2 ON t1.id = t2.id) TABLESAMPLE (1)
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY a MEASURES CLASSIFIER() AS c ALL ROWS PER MATCH OMIT EMPTY MATCHES AFTER MATCH SKIP PAST LAST ROW PATTERN ((A | B){5} C+) DEFINE B AS a > 1)
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY a ALL ROWS PER MATCH WITH UNMATCHED ROWS PATTERN (^ S1 S2* $) DEFINE S1 AS true)
        SELECT * FROM t MATCH_RECOGNIZE (PARTITION BY a ORDER BY b DESC AFTER MATCH SKIP TO NEXT ROW PATTERN (X{,3}|Y{1,}) SUBSET z = (x, y) DEFINE X AS PREV(a) < 1) AS m WHERE m.a = 1
        SELECT emp_id, jan FROM quarterly_sales PIVOT(SUM(amount) FOR quarter IN ('2023_Q1', '2023_Q2') DEFAULT ON NULL (0)) ORDER BY empid
        SELECT * FROM sales PIVOT (SUM(amount) FOR quarter IN (ANY ORDER BY quarter)) ORDER BY empid
        SELECT * FROM sales PIVOT (SUM(amount) FOR quarter IN (SELECT DISTINCT quarter FROM ad WHERE c = 'x' ORDER BY quarter)) ORDER BY 1
        SELECT 'AVG' AS aggregate, * FROM quarterly_sales PIVOT (AVG(amount) FOR quarter IN (ANY)) UNION SELECT 'MAX', * FROM quarterly_sales PIVOT(MAX(amount) FOR quarter IN (ANY))
        WITH rain_only AS (SELECT * FROM quarterly_sales) SELECT * FROM rain_only PIVOT (SUM(amount) FOR quarter IN (ANY))
        SELECT * FROM monthly_sales UNPIVOT (sales FOR month IN (jan AS january, feb AS "february", mar, apr))
        SELECT * FROM monthly_sales UNPIVOT EXCLUDE NULLS (sales FOR month IN (jan, feb, mar, apr)) ORDER BY empid
        SELECT dept, month, sales FROM monthly_sales UNPIVOT INCLUDE NULLS (sales FOR month IN (jan AS 'JANUARY'))
        SELECT column1, column2, column3 FROM (VALUES ($1, 2, 'x'))
        SELECT * FROM VALUES (1), (2) AS v(x)
        SELECT v1.$2, v2.$2 FROM (VALUES (1, 'one'), (2, 'two')) AS v1 INNER JOIN (VALUES (1, 'One'), (3, 'three')) AS v2 WHERE v2.$1 = v1.$1
        SELECT t1.$1, t2.c2 FROM VALUES (1, 'x') AS t1 JOIN VALUES (2) AS t2 (c1) ON t1.$1 = t2.c1
        SELECT file.*, METADATA$START_SCAN_TIME FROM @my_stage (FILE_FORMAT => 'my_csv') file
        SELECT d.$1, d.$2 FROM @mystage1/data1.txt.gz d
        SELECT ascii(t.$1), ascii(t.$2) FROM @mystage1 (file_format => myformat) t
        SELECT parse_json($1):a.b FROM @mystage2/data1.json.gz t
        SELECT t.$1:user.id::NUMBER FROM @stage/path/to/ (file_format => 'json', pattern=>'.*employees0[1-5].csv.gz') t
        SELECT $1 FROM @"MyStage"
        SELECT $1 FROM @db.public.%t/x
        SELECT * FROM TABLE(INFER_SCHEMA(LOCATION=>'@mystage', FILE_FORMAT=>'my_parquet_format', FILES => ('a.csv', 'b.csv')))
        SELECT ARRAY_AGG(OBJECT_CONSTRUCT(*)) WITHIN GROUP (ORDER BY order_id) FROM TABLE(INFER_SCHEMA(LOCATION=>'@mystage', FILE_FORMAT=>'f'))
        SELECT * FROM TABLE(INFORMATION_SCHEMA.TASK_HISTORY(SCHEDULED_TIME_RANGE_START=>DATEADD('hour',-1,CURRENT_TIMESTAMP()), RESULT_LIMIT => 10))
        SELECT * FROM TABLE(SPLIT_TO_TABLE('a.b', '.')) AS t, LATERAL STRTOK_SPLIT_TO_TABLE(s, ' ')
        SELECT * FROM t, LATERAL SPLIT_TO_TABLE(a, ',') C
        SELECT id, f.value:name::VARCHAR AS "Contact", f1.value:type FROM persons p, LATERAL FLATTEN(INPUT => p.c, PATH => 'contact') f, LATERAL FLATTEN(INPUT => f.value:business) f1
        SELECT emp.employee_ID, value AS project_name FROM employees AS emp, LATERAL FLATTEN(INPUT => emp.project_names) AS proj_names ORDER BY employee_ID
        SELECT * FROM departments AS d LEFT JOIN LATERAL (SELECT * FROM employees AS e WHERE e.department_ID = d.department_ID) AS iv2
        SELECT * FROM t1 INNER JOIN LATERAL FLATTEN(t1.a) f ON f.index = 1
        SELECT * FROM t LEFT OUTER JOIN TABLE(FLATTEN(INPUT => t.a)) f
        SELECT * FROM TABLE(my_db.my_schema.my_udtf(10, 'a'::DATE))
        SELECT * FROM stocks_table AS st, TABLE(stock_sale_sum(symbol, quantity, price) OVER (PARTITION BY symbol ORDER BY ts)) f
        SELECT * FROM movies, TABLE(f(a, b) OVER (PARTITION BY 1))
        SELECT * FROM TABLE(DYNAMIC_TABLES(NAME => 'x'))
        SELECT * FROM TABLE(forecast_model!FORECAST(FORECASTING_PERIODS => 3, CONFIG_OBJECT => {'prediction_interval': 0.95}))
        CALL model!FORECAST(SERIES_COLNAME => 'a', INPUT_DATA => TABLE(v))
        SELECT a, model!PREDICT(object_construct(*)) AS p FROM t
        SELECT my_model!PREDICT(INPUT_DATA => {*}) AS prediction, prediction:class FROM t
        WITH mv AS MODEL m VERSION LAST SELECT mv!predict(1) FROM t
        SELECT MODEL(my_model, v3)!predict(a, b):output FROM t
        SELECT * FROM t ASOF JOIN u MATCH_CONDITION (t.a > u.a)
        SELECT * FROM trades t LEFT JOIN x ON t.i = x.i ASOF JOIN quotes q MATCH_CONDITION(t.trade_time >= quote_time) ON t.stock_symbol=q.stock_symbol ASOF JOIN z MATCH_CONDITION(t.a<=z.a) USING(b)
        SELECT * FROM t1 JOIN t2 USING (a, b) WHERE t1.a = 1
        SELECT * FROM t1 NATURAL FULL OUTER JOIN t2
        SELECT t1.c1, t2.c2 FROM t1, t2 WHERE t1.c1 = t2.c2 (+)
        SELECT t1.c1, t2.c2, t3.c3 FROM t1, t2, t3 WHERE t1.c1 = t2.c2 (+) AND t2.c2 = t3.c1 (+) AND t1.x (+) = t3.x (+)
        SELECT t1.c1 FROM t1 LEFT OUTER JOIN t2 ON (t1.c1 = t2.c2)
        SELECT * FROM t RIGHT DIRECTED JOIN u ON a = b
        SELECT * FROM t CROSS DIRECTED JOIN u
        SELECT * FROM t NATURAL INNER JOIN u
        SELECT c FROM t AT(TIMESTAMP => '2015-05-01 16:20:00-07:00'::TIMESTAMP_TZ) o JOIN u BEFORE(STATEMENT => LAST_QUERY_ID()) n ON o.a = n.a WHERE o.a IS NULL OR n.a IS NULL
        SELECT * FROM tt1 AT(TIMESTAMP => $ts1)
        SELECT * FROM my_table AT(TIMESTAMP => TO_TIMESTAMP(1432669154242, 3))
        SELECT * FROM t1 CHANGES(INFORMATION => DEFAULT) BEFORE(STATEMENT => 'x')
        SELECT c1, METADATA$ACTION, METADATA$ISUPDATE, METADATA$ROW_ID FROM s
        SELECT * FROM my_db.INFORMATION_SCHEMA.TABLES WHERE table_schema ILIKE ANY ('a%', '%b')
        SELECT * EXCLUDE department_id RENAME employee_id AS id FROM t
        SELECT * ILIKE '%id%' FROM employee_table
        SELECT * REPLACE ('DEPT-' || department_id AS department_id) FROM t
        SELECT employee_table.* EXCLUDE (employee_id), department_table.* RENAME department_name AS d FROM e
        SELECT $2 FROM employee_table ORDER BY $2
        SELECT pi() * 2.0 * 2.0 AS area_of_circle
        SELECT emp_id AS employee_id, FROM employees
        SELECT state, city, SUM(retail_price * quantity) AS gross_revenue FROM sales GROUP BY ALL
        SELECT COUNT(*), medical_license, radio_license FROM nurses GROUP BY GROUPING SETS (medical_license, radio_license)
        SELECT x, y, GROUPING(x, y), GROUPING_ID(x) FROM t GROUP BY CUBE (x), ROLLUP (y), GROUPING SETS ((x), ())
        SELECT a FROM t GROUP BY 1, $2, a + 1
        SELECT a FROM t HAVING COUNT(*) > 1
        SELECT i, p, o FROM qt QUALIFY ROW_NUMBER() OVER (PARTITION BY p ORDER BY o) = 1
        SELECT c2, SUM(c3) OVER (PARTITION BY c2) AS r FROM t1 WHERE c3 < 4 GROUP BY c2, c3 HAVING AVG(c1) >= 5 QUALIFY r IN (SELECT MIN(c1) FROM test GROUP BY c2 HAVING MIN(c1) > 3)
        SELECT a FROM t ORDER BY ALL DESC NULLS FIRST
        SELECT a FROM t ORDER BY a COLLATE 'fr' DESC
        SELECT c1 FROM t ORDER BY 1 LIMIT 3 OFFSET 3
        SELECT c1 FROM t LIMIT '' OFFSET ''
        SELECT c1 FROM t LIMIT $$$$ OFFSET $$$$
        SELECT c1 FROM t LIMIT ?
        SELECT c1 FROM t LIMIT :n OFFSET :m
        SELECT c1 FROM t OFFSET 3 FETCH FIRST 1 ROW ONLY
        SELECT c1 FROM t OFFSET 3 ROW FETCH NEXT ROW ONLY
        SELECT c1 FROM t FETCH 3 ROWS
        SELECT c1 FROM t FETCH NEXT 3
        SELECT TOP 4 c1 FROM t
        SELECT a FROM t FOR UPDATE
        SELECT a FROM t WHERE b = 1 ORDER BY c FOR UPDATE WAIT 5
        SELECT a FROM t UNION DISTINCT SELECT b FROM u
        SELECT a FROM t UNION BY NAME SELECT b FROM u
        SELECT a FROM t INTERSECT DISTINCT SELECT a FROM u
        SELECT a FROM t EXCEPT SELECT a FROM u ORDER BY 1
        ((SELECT 1) UNION ALL (SELECT 2)) LIMIT 1
        WITH a AS (SELECT 1), b (x) AS (SELECT * FROM a) SELECT * FROM b UNION ALL (WITH c AS (SELECT 2) SELECT * FROM c)
        SELECT employee_ID, SYS_CONNECT_BY_PATH(title, ' -> '), CONNECT_BY_ROOT title AS root_title, CONNECT_BY_ROOT(a) FROM employees START WITH title = 'President' CONNECT BY manager_ID = PRIOR employee_id ORDER BY employee_ID
        SELECT description, quantity, LPAD(' ', 2 * (LEVEL - 1)) FROM components START WITH component_ID = 1 CONNECT BY parent_component_ID = PRIOR component_ID AND PRIOR x = y
        SELECT a FROM t CONNECT BY PRIOR a = b START WITH a = 1
        SELECT a FROM t WHERE x CONNECT BY LEVEL <= 3 GROUP BY a
        SELECT src:dealership, src:salesperson.name, src['salesperson']['name'], src:customer[0].name, src:vehicle[0]:price::NUMBER * 0.10
        SELECT a.b:c:d, (a):b, f(x):y.z::INT, parse_json('{}'):a, t.$1:a, $1:a:b
        SELECT a:b = 1, a:b IS NULL, NOT a:b::BOOLEAN, a:b || 'x', a:b::VARCHAR COLLATE 'en'
        SELECT x:items[ARRAY_SIZE(x:items) - 1], a[b[0]:c], a:b[c:d]
        SELECT '{"a":1}'::VARIANT:a, [1,2]::ARRAY(NUMBER), {'a':1}::OBJECT(a NUMBER)::MAP(VARCHAR, NUMBER)
        SELECT a::VARCHAR(10) || b::CHAR, a::NUMBER(38, 2)::STRING, a::TIME(3), a::FLOAT8, a::CHARACTER VARYING(3), a::BINARY VARYING, a::DATETIME, a::TIMESTAMP_LTZ(3), a::NCHAR VARYING(2), a::DECFLOAT, a::GEOGRAPHY, a::BYTEINT
        SELECT CAST(a AS TIMESTAMP WITH TIME ZONE), CAST(a AS TIMESTAMP WITHOUT TIME ZONE), CAST(a AS TIMESTAMP(3) WITH LOCAL TIME ZONE), a::TIME WITHOUT TIME ZONE
        SELECT CAST(a AS ARRAY(VARCHAR NOT NULL)), CAST(a AS MAP(VARCHAR, OBJECT(x INT, y ARRAY(INT)) NOT NULL)), CAST(x AS OBJECT), CAST(x AS STRUCTURED)
        SELECT TRY_CAST('1' AS NUMBER(10,2)), TO_NUMBER('1', '99', 10, 2), CAST(1 AS INTERVAL YEAR TO MONTH), CAST(2 AS INTERVAL DAY(3) TO SECOND(2))
        SELECT INTERVAL '1-2' YEAR TO MONTH, INTERVAL '5' DAY, INTERVAL '1 10:00:00' DAY TO SECOND, INTERVAL '10' HOUR, INTERVAL '2' YEAR(3)
        SELECT TO_DATE('2025-04-15') + INTERVAL '1 y, 1 month', CURRENT_DATE + INTERVAL '1 y, 3 q, 4 mm, 5 w, 6 d, 7 h, 9 m, 8 s, 1000 ms, 445343232 us, 898498273498 ns'
        SELECT ts - INTERVAL '1h, 3m' FROM t WHERE ts > CURRENT_TIMESTAMP - INTERVAL '2 weeks'
        SELECT {'key1': 'value1', 'key2': NULL, 'a' : [1, {'b': TRUE}]}, {'a': 1}:a, {'thirteen': 13}['thirteen']
        SELECT {*} AS o, {'x': 1, *} FROM t
        SELECT {* EXCLUDE col1}, {* ILIKE 'col1%'}, {t.* EXCLUDE (a, b)} FROM t
        SELECT COALESCE(* ILIKE 'col%') FROM t
        SELECT [* EXCLUDE a], GREATEST(*), COUNT(*, a), COUNT_IF(a) FROM t
        SELECT FILTER([{'name': 'a'}], a -> a:value >= 50), TRANSFORM(a, x INT -> x * 2), REDUCE([1,2], 0, (acc, val) -> acc + val), REDUCE(a, 0, (acc INT, x ARRAY(INT)) -> acc), FILTER(a, (x VARIANT) -> x:b)
        SELECT SUM(a) OVER (ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), SUM(a) OVER (ORDER BY b RANGE BETWEEN INTERVAL '12 hours' PRECEDING AND 1 FOLLOWING), COUNT(*) OVER ()
        SELECT LAG(a, 1, 0) IGNORE NULLS OVER (PARTITION BY a ORDER BY b), LEAD(a) RESPECT NULLS OVER (ORDER BY b), NTH_VALUE(a, 2) FROM LAST IGNORE NULLS OVER (ORDER BY c), NTH_VALUE(a, 2) FROM FIRST OVER (ORDER BY c)
        SELECT FIRST_VALUE(a) OVER (PARTITION BY b ORDER BY c ROWS 2 PRECEDING) AS f, ARRAY_AGG(DISTINCT a) WITHIN GROUP (ORDER BY a DESC NULLS LAST), MAX(a) FILTER (WHERE a > 1), APPROX_PERCENTILE(a, 0.5), MIN_BY(a, b, 3)
        SELECT RANK() OVER w FROM t WINDOW w AS (ORDER BY a)
        SELECT TRIM('❄-a-', '❄-'), LTRIM(a), POSITION('an', 'banana', 1), POSITION('an' IN 'banana'), SUBSTRING(a, 1, 2), CHARINDEX('a', b), REPLACE(a, 'b'), INSERT('abc', 1, 2, 'Z'), LEFT(a, 1), SPLIT_PART(a, '.', -1), OVERLAY(a, b, 1)
        SELECT a LIKE '%J%h%^_do%' ESCAPE '^', a LIKE 'x' ESCAPE '\\', a ILIKE 'y' ESCAPE '^', a LIKE ANY ('a%', 'b' || c), a LIKE ALL ('%a', '%b') ESCAPE '!', a NOT ILIKE 'b', LIKE_ALL(a), a LIKE ANY (SELECT x FROM u)
        SELECT a REGEXP '.*', a NOT REGEXP 'x', REGEXP_LIKE(a, 'b', 'i'), a RLIKE $$x\d$$, REGEXP_SUBSTR(a, '\\b\\w', 1, 1, 'e', 1), RLIKE(a, b), REGEXP(a, b), CONTAINS(a, 'b'), STARTSWITH(a, b)
        SELECT a FROM IDENTIFIER('a' || 'b') JOIN IDENTIFIER(?) ON 1 = 1
        SELECT * FROM TABLE('mytable') UNION ALL SELECT * FROM TABLE($table_name) UNION ALL SELECT * FROM TABLE(?)
        SELECT seq.nextval, t.seq.NEXTVAL, s.nextval a FROM TABLE(GETNEXTVAL(seq)) s, t
        SELECT GETDATE(), SYSDATE(), CURRENT_USER, CURRENT_ROLE(), LOCALTIME, LOCALTIMESTAMP(2), CURRENT_TIME(3), CURRENT_DATABASE(), ALL_USER_NAMES()
        SELECT RANDOM(), RANDSTR(5, RANDOM()), UNIFORM(1, 10, RANDOM()), SEQ8(), NORMAL(0, 1, RANDOM()), ZIPF(1, 10, RANDOM())
        SELECT a"b" FROM t
        SELECT 1 AS "x""y", 2 AS Name$1, 3 AS date, 4 AS timestamp, 5 value, 6 AS "select", 7 index, 8 key
        SELECT t.date, t.from, t.order, t."group", o.table, x.select FROM t
        SELECT first, last, next, prior, current, any_value, filter, array, object, variant, map, number, string, text, int, float, boolean FROM t
        SELECT a AS first, b AS last, c any_name, d AS "Last", e AS values, f AS rank, g AS row_number, h AS end_date, i AS position, j AS at, k AS before FROM t AS at
        SELECT * FROM a AS "x", b y, c AS sample1, d pivot1, e changes, f match
        SELECT /* c1 */ a -- c2
        SELECT a FROM t // tail
        SELECT a FROM t; SELECT b FROM u;
        SELECT * FROM a.b.c.d
        SELECT a.b.c.d.e FROM a.b.c
        SELECT * FROM "my db"."x".fn(a => 1)
        SELECT * FROM ((t1 JOIN t2 ON t1.a = t2.a))
        SELECT * FROM (t1) a, (t2 JOIN t3) b
        SELECT * FROM t AS t (a, b)
        SELECT * FROM (SELECT 1) AS x (y) WHERE y = 1
        SELECT (1, 2), ((3)), (SELECT a FROM t ORDER BY b LIMIT 1) x
        SELECT CURRENT_TIMESTAMP::DATE, CURRENT_DATE - 1, CURRENT_DATE::VARCHAR, DATE '2020-01-01'::TIMESTAMP, TIMESTAMP_NTZ '2020-01-01', TIME '10:00:00'
        SELECT SPLIT(a, ',')[0]::STRING, ARRAY_AGG(a)[0], OBJECT_AGG(k, v):x, PARSE_JSON(a):b:c::INT, TO_VARIANT(a):b, (a::VARIANT):b, f()[1][2]
        SELECT a % 2, MOD(a, 2), a / b * c - d, -a::INT, - -1, a||b||c, 'x' || NULL, a = b AND c <> d OR NOT e != f, a <= b, a >= b
        WITH t AS (SELECT 1 AS a) SELECT * FROM t QUALIFY COUNT(*) OVER (PARTITION BY a) > 1 ORDER BY a LIMIT 10
        SELECT a FROM t1 WHERE EXISTS (SELECT * FROM t2 WHERE t2.a = t1.a) AND b IN (SELECT b FROM u) OR c > (SELECT AVG(c) FROM t1)
        SELECT DISTINCT a, b FROM t WHERE a NOT IN (1, 2) GROUP BY a, b, HAVING COUNT(*) > 1
        SELECT a, b FROM t GROUP BY a, b,
        SELECT * FROM SEMANTIC_VIEW(tpch DIMENSIONS customer.customer_market_segment METRICS orders.order_average_value) ORDER BY 1
        SELECT customer_name, AGG(order_average_value) FROM sv GROUP BY customer_name
        SELECT * FROM t WHERE SEARCH((a, b), 'x', ANALYZER => 'NO_OP_ANALYZER') OR SEARCH(t.*, 'y') OR SEARCH(*, 'z')
        SHOW DATABASES LIKE 'x%' ->> SELECT "name", "owner" FROM $1 WHERE "x" = 1 ->> SELECT COUNT(*) FROM $1
        SELECT * FROM t1 WHERE a = 1 ->> SELECT * FROM $1 JOIN $2
        EXPLAIN SELECT * FROM t
        EXPLAIN USING TABULAR SELECT * FROM t
        EXPLAIN USING JSON WITH a AS (SELECT 1) SELECT * FROM a
        SELECT * FROM TABLE(GENERATOR(ROWCOUNT => (SELECT 1)))
        SELECT a.* FROM (SELECT * FROM t) a LEFT JOIN (SELECT 1 AS id) b USING (id) WHERE b.id IS NULL
        SELECT a FROM t SAMPLE (50 ROWS) SEED (1)
        SELECT a FROM t TABLESAMPLE SYSTEM ($p)
        SELECT a FROM t SAMPLE (:n ROWS)
        SELECT * FROM TABLE(TO_QUERY(SQL => 'SELECT 1', x => 2))
        SELECT * FROM my_table AT (VERSION => 3)
        SELECT AVG(x) WITHIN GROUP (ORDER BY y) FROM t
        SELECT IFF(a IS NULL, 'x', b)::VARCHAR AS "AB", ARRAY_CONTAINS('x'::VARIANT, b), ARRAYS_OVERLAP([1], [2]), a::ARRAY[0], ARRAY_SLICE(a, 0, 1)
        SELECT sum(a) as a, from t group by b
        SELECT * FROM orders, items i, LATERAL (SELECT 1 AS x) l WHERE orders.id = i.order_id(+)
        SELECT TRY_TO_NUMBER(a), HASH(* EXCLUDE (a)), OBJECT_CONSTRUCT(t.*), MD5(a || '|' || b), a ILIKE ANY ('x'), b::"my_type"
        SELECT NTH_VALUE(a, 2) FROM LAST IGNORE NULLS OVER (ORDER BY b), NTH_VALUE(a, 2) FROM FIRST OVER (ORDER BY b)
        SELECT a, window, limit FROM t
        "#,
    );
}

/// <https://docs.databricks.com/en/sql/language-manual/sql-ref-syntax-qry-select.html>
#[test]
fn databricks_queries() {
    check(
        DialectKind::Databricks,
        r#"
        SELECT * FROM person TABLESAMPLE (50 PERCENT)
        SELECT * FROM person TABLESAMPLE (5 ROWS)
        SELECT * FROM person TABLESAMPLE (BUCKET 4 OUT OF 10) REPEATABLE (1)
        SELECT id, * FROM t
        SELECT t.* EXCEPT (a), struct(*), count(*), array(t.*), coalesce(* EXCEPT (b)) FROM t
        SELECT * EXCEPT (c2.b, c3) FROM t
        SELECT 1, 2 IN (t.*) FROM t
        SELECT * FROM t WHERE 'x' IN (*)
        SELECT a b, c AS d, `e` AS `f g` FROM t
        SELECT 1 + 1 AS a, a * 2 AS b, b + a
        SELECT DISTINCT * FROM t
        SELECT ALL a FROM t
        SELECT count(DISTINCT a, b), count(ALL a), sum(DISTINCT a) FROM t
        SELECT c1, max(c2) FILTER (WHERE c3 > 1) FROM t GROUP BY c1
        SELECT * FROM t QUALIFY row_number() OVER (PARTITION BY a ORDER BY b) = 1
        SELECT a, b, sum(c) FROM t GROUP BY CUBE (a, b)
        SELECT a, b, sum(c) FROM t GROUP BY a, b WITH CUBE
        SELECT a, b, sum(c) FROM t GROUP BY ROLLUP (a, (b, c)), GROUPING SETS ((a), CUBE (b, c))
        SELECT a FROM t GROUP BY GROUPING SETS ((a, b), a, ()), c
        SELECT a FROM t GROUP BY ALL
        SELECT first(age IGNORE NULLS), last(id RESPECT NULLS), any_value(x IGNORE NULLS), first_value(a) IGNORE NULLS OVER (ORDER BY b) FROM t
        SELECT sum(c1) FROM t HAVING sum(c1) > 1
        SELECT a FROM t ORDER BY ALL
        SELECT a FROM t ORDER BY ALL DESC NULLS LAST
        SELECT a FROM t ORDER BY a ASC NULLS FIRST, b DESC LIMIT length('ab') OFFSET 1 + 1
        SELECT a FROM t LIMIT ALL
        SELECT a FROM t OFFSET 2
        SELECT a FROM t SORT BY a, b DESC
        SELECT a FROM t DISTRIBUTE BY a, b SORT BY c
        SELECT /*+ REPARTITION(zip_code) */ a FROM t SORT BY ALL
        SELECT /*+ COALESCE(3) */ * FROM t
        SELECT /*+ BROADCAST(t1), MERGE(t1, t2) */ * FROM t1 INNER JOIN t2 ON t1.key = t2.key
        SELECT /*+ SKEW('orders', ('o_custId', 'o_storeRegionId'), ((0, 1001), (0, 1002))) */ * FROM orders
        SELECT /*+ SKEW('orders', 'o_custId', 0) */ * FROM orders, customers WHERE c_custId = o_custId
        SELECT /*+ RANGE_JOIN(points, 10) */ * FROM points JOIN ranges ON points.p >= ranges.start AND points.p < ranges.end
        SELECT * FROM a INNER JOIN b ON a.x = b.x LEFT OUTER JOIN c USING (y) RIGHT JOIN d FULL OUTER JOIN e ON true CROSS JOIN f
        SELECT * FROM a NATURAL JOIN b
        SELECT * FROM a LEFT SEMI JOIN b ON a.x = b.x
        SELECT * FROM a SEMI JOIN b USING (x) ANTI JOIN c USING (x) LEFT ANTI JOIN d ON 1 = 1
        SELECT * FROM a JOIN LATERAL (SELECT * FROM b WHERE a.x = b.x) AS c
        SELECT * FROM a LEFT JOIN LATERAL (SELECT 1) c ON true
        SELECT * FROM a, LATERAL explode(a.b) AS t(x)
        SELECT * FROM a JOIN LATERAL explode(b) AS c (d) ON c.d = a.d
        SELECT * FROM explode(array(10, 20)) AS t(c)
        SELECT * FROM range(5)
        SELECT * FROM range(0, 5, 2, 4) AS r
        SELECT c FROM explode(collection => array(1, 2)) AS t(c)
        SELECT * FROM read_files('s3://b/x', format => 'csv', schema => 'id int, ts timestamp', header => true)
        SELECT * FROM STREAM read_kafka(bootstrapServers => 'x', subscribe => 'y')
        SELECT * FROM STREAM t
        SELECT * FROM STREAM(t) AS s
        SELECT * FROM STREAM db.s.t s WHERE a = 1
        SELECT * FROM STREAM(live.x)
        SELECT * FROM LIVE.customers
        SELECT * FROM table_changes('t', 2, 5)
        SELECT * FROM table_changes('t', '2021-04-21', '2021-05-21')
        SELECT * FROM ai_forecast(TABLE(t), horizon => '2024-01-01', time_col => 'ds', value_col => 'y')
        SELECT * FROM vector_search(index => 'a.b.c', query_text => 'x', num_results => 5)
        SELECT * FROM delta.`/mnt/x` VERSION AS OF 123
        SELECT * FROM t TIMESTAMP AS OF '2018-10-18T22:15:12.013Z'
        SELECT * FROM t TIMESTAMP AS OF date_sub(current_date(), 1)
        SELECT * FROM t@v123
        SELECT * FROM db.t@20190101000000000 AS x
        SELECT * FROM csv.`x/y`
        SELECT * FROM parquet.`a` p
        SELECT * FROM json.`s3://x/*.json`
        SELECT * FROM binaryFile.`x`
        SELECT * FROM t WITH (CREDENTIAL `x`)
        SELECT * FROM delta.`s3://x` WITH (CREDENTIAL my_cred)
        SELECT * FROM csv.`x` WITH (CREDENTIAL c, header = 'true')
        SELECT id, c_age FROM person LATERAL VIEW EXPLODE(ARRAY(30, 60)) tableName AS c_age LATERAL VIEW EXPLODE(ARRAY(40, 80)) AS d_age
        SELECT * FROM person LATERAL VIEW OUTER explode(array()) tableName c_age
        SELECT * FROM person LATERAL VIEW posexplode(x) p AS i, v
        SELECT * FROM sales PIVOT (sum(sales) AS sales FOR quarter IN (1 AS Q1, 2 AS Q2))
        SELECT * FROM sales PIVOT (sum(sales) FOR (quarter, region) IN ((1, 'east') AS q1_east, (1, 'west')))
        SELECT year, q1_total FROM sales PIVOT (sum(sales) AS total, avg(sales) AS avg FOR quarter IN (1, 2))
        SELECT * FROM (SELECT a, b FROM t) PIVOT (max(a) FOR b IN ('x', 'y'))
        SELECT * FROM sales UNPIVOT INCLUDE NULLS (sales FOR quarter IN (q1 AS `Jan-Mar`, q2 AS `Apr-Jun`))
        SELECT * FROM oncall UNPIVOT ((name, email, phone) FOR precedence IN ((name1, email1, phone1) AS primary, (name2, email2, phone2) AS secondary))
        SELECT * FROM t UNPIVOT EXCLUDE NULLS (a FOR b IN (c, d)) u
        SELECT * FROM VALUES (1, 2), (3, 4) AS t(a, b)
        VALUES (1, 2) UNION ALL VALUES (3, 4)
        VALUES ('a', (SELECT 1)), ('b', 2) AS data(x, y)
        SELECT * FROM (VALUES (1)) t
        TABLE t
        TABLE db.t UNION ALL TABLE u
        FROM t SELECT a WHERE b > 1
        FROM t |> WHERE a = 1 |> AGGREGATE sum(b) AS s GROUP BY c |> ORDER BY s DESC |> LIMIT 3
        FROM t |> SELECT a, b |> EXTEND a + b AS c |> SET c = c + 1 |> DROP a |> AS x
        FROM t |> JOIN u USING (a) |> UNION ALL (SELECT 1) |> PIVOT (sum(a) FOR b IN (1, 2)) |> TABLESAMPLE (10 PERCENT)
        VALUES (1), (2) tab(col) |> AGGREGATE count(*)
        SELECT 1 AS a |> EXTEND 2 AS b |> WHERE b = 2
        FROM t |> OFFSET 1 |> SORT BY a |> DISTRIBUTE BY b |> CLUSTER BY c |> SELECT DISTINCT a |> EXCEPT ALL TABLE u
        FROM t |> SELECT sum(a) OVER w WINDOW w AS (PARTITION BY b)
        WITH t(x, y) AS (SELECT 1, 2) SELECT * FROM t WHERE x = 1 AND y = 2
        WITH t AS (WITH t2 AS (SELECT 1) SELECT * FROM t2) SELECT * FROM t
        WITH RECURSIVE r(col) MAX RECURSION LEVEL 200 AS (SELECT 'a' UNION ALL SELECT char(ascii(substr(col, -1)) + 1) FROM r WHERE LENGTH(col) < 10) SELECT * FROM r
        WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT * FROM r LIMIT ALL
        SELECT a FROM t1 EXCEPT ALL SELECT a FROM t2
        (SELECT 1) MINUS (SELECT 2) INTERSECT ALL SELECT 3
        SELECT a FROM t UNION SELECT b FROM u UNION DISTINCT SELECT c FROM v ORDER BY 1
        SELECT a, avg(b) OVER (ORDER BY c RANGE BETWEEN INTERVAL 1 DAY PRECEDING AND INTERVAL '2' DAY FOLLOWING), sum(a) OVER (ORDER BY b RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM t
        SELECT c1:price, c1:`zip code`, c1:store.bicycle, c1:['x'], c1:store.fruit[0], c1:store.basket[*], c1:store.basket[0][*].b FROM t
        SELECT raw:owner, RAW:owner, raw:OWNER::string, raw:store.bicycle.price::double, raw:a.b[*].c[0] FROM t
        SELECT c1:a:b, (c1):a, f(x):y, from_json(c1:fruit[0], 'a int'):a, c1:a::array<int>[0], parse_json('{}'):a::int FROM t
        SELECT a BETWEEN 1 AND 2, a NOT BETWEEN b AND c, a IN (1, 2), a NOT IN (SELECT 1), (a, b) IN ((1, 2)), (a, b) IN (SELECT 1, 2), a IS NULL, a IS NOT TRUE, a IS DISTINCT FROM b
        SELECT a LIKE 'x' ESCAPE '!', a LIKE ANY ('x', 'y'), a NOT LIKE SOME ('x'), a ILIKE ALL ('%x'), a RLIKE '\\d', a REGEXP r'\d', a NOT REGEXP 'x', a ILIKE 'x' ESCAPE '$'
        SELECT CASE WHEN a THEN b ELSE c END, CASE a WHEN 1 THEN 2 END, IF(a, b, c), iff(a, b, c), decode(a, 1, 2), nvl(a, b), ifnull(a, b)
        SELECT 1L, 1S, 1Y, 1.0D, 1.0F, 1.0BD, 1e3, 1E-3, 1e3BD, -1, .5, 5., X'1F', x'', 'a' 'b', "x", r'\n', R"\n", 'it''s', 'it\'s', 'a\u00e9', NULL, TRUE
        SELECT named_struct('a', 1, 'b', 2).a, struct(1 AS x).x, array(1, 2)[0], map('a', 1)['a'], element_at(a, 1), a.b.c, a[0].b[1].c, m.key1, (SELECT struct(1 AS y)).y, split(a, ',')[0], a.`b c`, f(a).b
        SELECT :param, :p::int, ?, `a``b`, IDENTIFIER(:c), IDENTIFIER('a.b'), IDENTIFIER(:f)(1), a.IDENTIFIER('b') FROM IDENTIFIER(:t)
        SELECT :arr[0], :m.a, :v:b, :p || 'x' FROM IDENTIFIER(:schema || '.' || :tab) WHERE a = :a LIMIT :n
        SELECT a COLLATE UNICODE, a COLLATE `DE_CI_AI` = b, collate(a, 'UTF8_LCASE'), a COLLATE UTF8_LCASE LIKE 'x'
        SELECT session.my_var, system.session.x, my_var
        SELECT (1, 2), (1, 'a').col1, (a), ((a, b)), struct(a, b) = (1, 2), ROW(1, 2), () -> 1
        SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a) AND NOT EXISTS (SELECT 2) AND a > (SELECT max(a) FROM t) AND b = ANY (SELECT 1)
        SELECT * FROM t1, t2 AS x, (SELECT 1) y, range(3) r, VALUES (1) v(q), LATERAL (SELECT 2) z
        SELECT * FROM (t1 JOIN t2 ON t1.a = t2.a) x
        SELECT * FROM (a CROSS JOIN b)
        SELECT a as left, b as `right`, c AS date FROM t AS `my t`
        SELECT a AS (b, c) FROM t
        SELECT inline(array(struct(1, 'a'))) AS (x, y), posexplode(a) AS (p, c), json_tuple(a, 'x', 'y') AS (x, y), stack(2, 1, 2, 3) FROM t
        SELECT 1 -- c
        SELECT /* a /* nested */ b */ 1
        SELECT a FROM t; SELECT b FROM u
        SELECT window.start, count(*) FROM t GROUP BY window(ts, '10 minutes', '5 minutes'), session_window(ts, '5 minutes')
        SELECT a FROM t WATERMARK ts DELAY OF INTERVAL 10 MINUTES
        SELECT TRANSFORM (a, b) USING 'cat' AS (x STRING, y INT) FROM t
        SELECT a FROM f(TABLE(t), x => 1) AS q
        SELECT a FROM f(TABLE(SELECT 1) PARTITION BY a ORDER BY b, TABLE(u) WITH SINGLE PARTITION)
        SELECT a FROM py_udtf(TABLE(t) PARTITION BY (a, b + 1))
        SELECT * FROM schema.func(1, a => 2), LATERAL udtf(t.x, y => t.y) f
        SELECT MEASURE(total) FROM mv GROUP BY ALL
        SELECT `a`.`b`.`c`, a.b.c.d FROM `cat`.`sch`.`tab`
        SELECT cat.sch.tab.col FROM cat.sch.tab
        SELECT * FROM system.information_schema.tables WHERE table_catalog = 'x' LIMIT 10
        SELECT * FROM hive_metastore.default.t
        SELECT raise_error('x'), assert_true(a > 1), try_divide(a, b), a % b, pmod(a, b), -(a), +a, - - a
        SELECT count(*) AS c, a FROM t WHERE b = 1 GROUP BY a HAVING c > 1 QUALIFY rank() OVER (ORDER BY c) < 3 ORDER BY c LIMIT 2 OFFSET 3
        SELECT try_to_timestamp(a, 'yyyy'), to_char(a, '999'), date_format(a, 'y'), a::timestamp_ntz, a - INTERVAL 1 MONTH, a + INTERVAL '1' YEAR * 3, make_interval(years => 1)
        SELECT * FROM t FULL JOIN u USING (a, b) AS j
        SELECT a FROM (SELECT 1 a UNION SELECT 2) WHERE a IN (SELECT b FROM (VALUES 1, 2) AS v(b))
        SELECT * FROM JSON_TUPLE('{}', 'a')
        SELECT sum(a) OVER (PARTITION BY b, c ORDER BY d NULLS FIRST ROWS UNBOUNDED PRECEDING), ntile(4) OVER (DISTRIBUTE BY a SORT BY b), cume_dist() OVER (ORDER BY a)
        SELECT a ?:: INT
        SELECT * FROM t WHERE a:b.c = 'x' AND a:d::date > '2020' AND a:e[0] IS NOT NULL
        SELECT * FROM t FOR VERSION AS OF 3
        SELECT * FROM t FOR TIMESTAMP AS OF '2020'
        SELECT * FROM UNNEST(x, y) WITH ORDINALITY AS u (a, b, n)
        SELECT * FROM JSON_TABLE(a, '$' COLUMNS (x FOR ORDINALITY, y INT EXISTS PATH '$.y') ERROR ON ERROR) AS j
        "#,
    );
}
