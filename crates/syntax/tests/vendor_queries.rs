//! Queries as the references of Snowflake and Databricks write them: each is read without a word.

#[path = "support/vendor.rs"]
mod vendor;

use base::DialectKind;
use vendor::check;

#[test]
fn snowflake_clauses() {
    check(
        DialectKind::Snowflake,
        r#"
        WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 9) SELECT n FROM c
        WITH m AS MODEL db.sch.my_model VERSION v1 SELECT m!predict(a) FROM t
        SELECT ALL a, t.b, $1, t.$2 FROM t
        SELECT DISTINCT TOP 4 a FROM t
        SELECT * ILIKE '%id%' REPLACE ('x' || a AS a) RENAME (a AS b) FROM t
        SELECT * EXCLUDE a RENAME b AS c FROM t
        SELECT t.* EXCLUDE (a, b), u.* RENAME (c AS d, e AS f) FROM t, u
        SELECT a, b, FROM t
        SELECT a FROM db.sch.t, db..u
        SELECT a FROM t AT (TIMESTAMP => 'Fri, 01 May 2015'::timestamp_tz) AS x
        SELECT a FROM t AT (OFFSET => -60 * 5) WHERE a = 1
        SELECT a FROM t BEFORE (STATEMENT => '8e5d0ca9')
        SELECT a FROM t AT (STREAM => 's')
        SELECT a FROM t CHANGES (INFORMATION => APPEND_ONLY) AT (OFFSET => -60) END (OFFSET => -30)
        SELECT t.$1::int, METADATA$FILENAME, METADATA$FILE_ROW_NUMBER FROM @db.sch.stage/a/b.csv.gz (FILE_FORMAT => 'f', PATTERN => '.*[.]csv') t
        SELECT $1:a.b[0]::string FROM @~/dir (FILE_FORMAT => my_format)
        SELECT $1 FROM @%t
        SELECT $1 FROM '@stage/file' t
        SELECT * FROM DIRECTORY(@stage) WHERE size > 100
        SELECT a, LEVEL FROM t START WITH b = 1 CONNECT BY c = PRIOR a AND PRIOR d = e ORDER BY a
        SELECT CONNECT_BY_ROOT a AS r, SYS_CONNECT_BY_PATH(a, '/') FROM t START WITH b IS NULL CONNECT BY b = PRIOR a
        SELECT t1.a FROM t1, t2 WHERE t1.a = t2.a(+) AND t2.b(+) = 3
        SELECT a FROM t1 LEFT OUTER JOIN t2 USING (a) NATURAL JOIN t3 CROSS JOIN t4
        SELECT a FROM t1 FULL OUTER DIRECTED JOIN t2 ON t1.a = t2.a
        SELECT a FROM t1 ASOF JOIN t2 MATCH_CONDITION (t1.ts >= t2.ts) ON t1.a = t2.a
        SELECT a FROM t1 ASOF JOIN t2 MATCH_CONDITION (t1.ts >= t2.ts) USING (a)
        SELECT f.value FROM t, LATERAL FLATTEN(INPUT => a, PATH => 'b', OUTER => TRUE, RECURSIVE => FALSE, MODE => 'ARRAY') f
        SELECT value FROM TABLE(FLATTEN(PARSE_JSON('[1]')))
        SELECT a FROM t, TABLE(udtf(t.b) OVER (PARTITION BY t.c ORDER BY t.d))
        SELECT a FROM t JOIN LATERAL (SELECT b FROM u WHERE u.a = t.a) x
        SELECT seq4() FROM TABLE(GENERATOR(ROWCOUNT => 10, TIMELIMIT => 5)) v
        SELECT * FROM TABLE(RESULT_SCAN(LAST_QUERY_ID(-2)))
        SELECT * FROM TABLE('db.sch.t')
        SELECT * FROM TABLE($name)
        SELECT * FROM TABLE(:name)
        SELECT a FROM t RESAMPLE (USING ts INCREMENT BY INTERVAL '5 minutes' PARTITION BY a, b METADATA_COLUMNS IS_GENERATED() AS g, BUCKET_START()) AS r
        SELECT column1, $2 FROM VALUES (1, 'a'), (2, 'b')
        SELECT v.a FROM (VALUES (1, 2), (3, 4)) AS v (a, b)
        SELECT * FROM t PIVOT (SUM(a) FOR b IN (ANY ORDER BY b) DEFAULT ON NULL (0)) AS p (x, y)
        SELECT * FROM t PIVOT (SUM(a) FOR b IN (SELECT DISTINCT b FROM u)) ORDER BY 1
        SELECT * FROM t PIVOT (SUM(a) AS s FOR b IN ('x' AS x, 'y'))
        SELECT * FROM t UNPIVOT INCLUDE NULLS (v FOR n IN (a AS 'x', b, "c"))
        SELECT * FROM t SAMPLE (10)
        SELECT * FROM t TABLESAMPLE BERNOULLI (20.3) REPEATABLE (99)
        SELECT * FROM t SAMPLE SYSTEM (3) SEED (82)
        SELECT * FROM t AS x TABLESAMPLE BLOCK (0.5)
        SELECT * FROM t SAMPLE ROW (10 ROWS)
        SELECT * FROM t JOIN u SAMPLE (25) ON t.a = u.a
        SELECT a, SUM(b) FROM t GROUP BY ALL HAVING SUM(b) > 1 QUALIFY RANK() OVER (ORDER BY a) = 1 ORDER BY ALL
        SELECT a FROM t GROUP BY CUBE (a, b)
        SELECT a FROM t GROUP BY ROLLUP (a, b)
        SELECT a FROM t GROUP BY GROUPING SETS ((a, b), (a), ())
        SELECT a FROM t ORDER BY a ASC NULLS LAST, 2 DESC NULLS FIRST LIMIT 3 OFFSET 2
        SELECT a FROM t LIMIT NULL OFFSET NULL
        SELECT a FROM t OFFSET 2 ROWS FETCH NEXT 3 ROWS ONLY
        SELECT a FROM t FETCH 3
        SELECT a FROM t FOR UPDATE NOWAIT
        SELECT a FROM t FOR UPDATE WAIT 60
        SELECT a FROM t MINUS SELECT b FROM u
        SELECT a FROM t UNION ALL BY NAME SELECT b FROM u
        (SELECT a FROM t) INTERSECT (SELECT b FROM u) EXCEPT SELECT 1
        SELECT * FROM SEMANTIC_VIEW (db.sch.v METRICS a.m AS x, SUM(b.n) DIMENSIONS c.d, e.f y WHERE c.d > 1) AS s
        SELECT * FROM SEMANTIC_VIEW (v FACTS a.* DIMENSIONS b.c)
        SHOW TABLES ->> SELECT "name" FROM $1
        SELECT a FROM t ->> SELECT COUNT(*) FROM $1 ->> SELECT * FROM $1, $2
        SELECT limit, t.order FROM t
        "#,
    );
}

#[test]
fn snowflake_expressions() {
    check(
        DialectKind::Snowflake,
        r#"
        SELECT a:b.c, a:b[0].c, a['b']['c'], a:"b c".d, a:b:c, a[0]:b::variant, a:order.from
        SELECT a::number(10, 2), CAST(a AS VARCHAR(3)), TRY_CAST(a AS DATE), a::timestamp_ntz(9), a::double precision
        SELECT a::ARRAY(INT NOT NULL), a::MAP(VARCHAR, INT), a::OBJECT(b INT, c VARCHAR NOT NULL), a::VECTOR(FLOAT, 3)
        SELECT CAST(a AS OBJECT(b INT, c INT) RENAME FIELDS), CAST(a AS OBJECT(b INT) RENAME AND ADD FIELDS)
        SELECT a IS DISTINCT FROM b, a IS NOT DISTINCT FROM b, a IS NOT NULL, a NOT IN (1, 2), (a, b) IN ((1, 2))
        SELECT a LIKE 'x' ESCAPE '^', a LIKE ANY ('x', 'y') ESCAPE '^', a NOT LIKE ALL ('x', 'y'), a ILIKE ANY ('x', 'y')
        SELECT a RLIKE 'x', a REGEXP 'y', a NOT RLIKE 'z', RLIKE(a, 'x', 'i'), LIKE(a, 'b'), a BETWEEN 1 AND 2
        SELECT a COLLATE 'en-ci' = b, COLLATE(a, 'en')
        SELECT LISTAGG(DISTINCT a, ', ') WITHIN GROUP (ORDER BY b DESC) OVER (PARTITION BY c)
        SELECT FIRST_VALUE(a) IGNORE NULLS OVER (ORDER BY b), FIRST_VALUE(a IGNORE NULLS) OVER (ORDER BY b)
        SELECT SUM(a) OVER (PARTITION BY b ORDER BY c RANGE BETWEEN INTERVAL '1 day' PRECEDING AND CURRENT ROW)
        SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY a), COUNT(*), COUNT(t.*), COUNT(DISTINCT a, b)
        SELECT {'a': 1, 'b': {'c': [1, 2]}}, {}, {*}, {* ILIKE 'a%'}, {* EXCLUDE (a)}, {t.*}, {t.* EXCLUDE b}
        SELECT [1, 'a', [2]], [], [1, 2][0], ARRAY_CONSTRUCT(1, 2)
        SELECT FILTER(a, x -> x:b > 1), FILTER(a, x INT -> x > 1), REDUCE(a, 0, (acc, x) -> acc + x), TRANSFORM(a, (x INT) -> x)
        SELECT REDUCE(a, 0, (acc INT, x NUMBER(10, 2)) -> acc + x)
        SELECT INTERVAL '1 year, 2 months', INTERVAL '3 d', DATE '2020-01-01' + INTERVAL '1 day', TIMESTAMP '2020-01-01', TIME '10:00'
        SELECT f(a => 1, b => 'x'), f(a => TABLE(SELECT 1))
        SELECT IDENTIFIER('a') FROM IDENTIFIER($v)
        SELECT IDENTIFIER(:c) FROM IDENTIFIER(:t) AS x
        SELECT a FROM t WHERE b = :b AND c = $c AND d = ? AND e IN (**:list)
        SELECT GREATEST(**[1, 2, 3])
        SELECT 'it\'s', 'a''b', $$a 'b' $c$$, 'a\\', X'0aF', 1e3, 1.5, .5, 1E-3
        SELECT "a""b", "C" AS "d e", my$name, _x FROM "DB"."sch"."T$1"
        SELECT a -- comment
        SELECT a // comment
        SELECT /* a /* b */ a
        SELECT CASE WHEN a THEN b:c ELSE d END, CASE a WHEN 1 THEN 2 END, IFF(a, b, c), DECODE(a, 1, 2)
        SELECT EXTRACT(year FROM a), DATE_PART(year, a), DATEADD(day, 1, a), TRIM(a, 'x'), POSITION('a' IN b), a % b, a || b
        SELECT my_model!PREDICT(INPUT_DATA => {*}), MODEL(m, v)!f(a)
        SELECT OBJECT_CONSTRUCT(*), OBJECT_CONSTRUCT_KEEP_NULL(* EXCLUDE a), HASH(*)
        SELECT left(a, 1), right(a, 1), insert(a, 1, 2, 'x'), CURRENT_DATE, CURRENT_TIMESTAMP(3)
        SELECT (SELECT MAX(a) FROM t), EXISTS (SELECT 1), a = ANY (SELECT b FROM u), a > ALL (SELECT b FROM u)
        SELECT NOT a, -a, +a, a <> b, a != b, a AND b OR c
        "#,
    );
}

#[test]
fn databricks_clauses() {
    check(
        DialectKind::Databricks,
        r#"
        WITH RECURSIVE r (n) MAX RECURSION LEVEL 35 AS (VALUES 0 UNION ALL SELECT n + 1 FROM r WHERE n < 30) SELECT n FROM r
        WITH a (x) (SELECT 1) SELECT x FROM a
        SELECT /*+ BROADCAST(t), REPARTITION(3, c) */ a FROM t
        SELECT * EXCEPT (a), u.* EXCEPT (b.c) FROM t JOIN u
        SELECT explode(m) AS (k, v), stack(2, 1, 2) (x, y) FROM t
        SELECT a AS `b c` FROM `x y`.`z``w`
        SELECT a FROM t VERSION AS OF 3 AS x
        SELECT a FROM t TIMESTAMP AS OF current_timestamp() - INTERVAL 1 DAY x
        SELECT a FROM t FOR SYSTEM_TIME AS OF '2020-01-01'
        SELECT a FROM delta.`/path`@v1
        SELECT a FROM t@20190101000000000
        SELECT a FROM STREAM t AS x
        SELECT a FROM STREAM(t)
        SELECT a FROM STREAM read_files('x', format => 'csv')
        SELECT a FROM t WITH (split = 5) x
        SELECT a FROM t WATERMARK ts AS e DELAY OF INTERVAL 10 SECONDS AS w
        SELECT a FROM t CHANGES FROM VERSION 1 EXCLUSIVE TO VERSION 2 WITH (deduplicationMode = 'none')
        SELECT a FROM IDENTIFIER('s').tab
        SELECT a FROM IDENTIFIER(:c || '.t') AS x
        WITH IDENTIFIER('v')(IDENTIFIER('c')) AS (VALUES (1)) SELECT c FROM v
        SELECT sum(a) OVER win FROM t WINDOW IDENTIFIER('win') AS (ORDER BY a)
        SELECT a FROM f(TABLE(t) PARTITION BY (a, b) ORDER BY (c, d DESC), 3, n => TABLE(SELECT 1) WITH SINGLE PARTITION)
        SELECT a FROM range(1, 10) AS r (a), explode(array(1)) e
        SELECT a FROM t, LATERAL explode(b), LATERAL (SELECT c FROM u WHERE u.a = t.a) x
        SELECT a FROM t1 LEFT SEMI JOIN t2 USING (a) ANTI JOIN t3 ON t1.a = t3.a NATURAL LEFT JOIN t4
        SELECT a FROM t JOIN u APPROX NEAREST 3 BY DISTANCE abs(t.a - u.a)
        SELECT a FROM t LATERAL VIEW explode(b) x AS y LATERAL VIEW OUTER explode(y) z AS p, q WHERE p > 1
        SELECT * FROM t PIVOT (sum(a) AS s, avg(b) FOR (c, d) IN ((1, 2) AS x, (3, 4) y)) AS p
        SELECT * FROM t UNPIVOT INCLUDE NULLS ((v, w) FOR n IN ((a, b) AS x, (c, d))) AS u
        SELECT * FROM t TABLESAMPLE (10.5 PERCENT) REPEATABLE (3) AS x
        SELECT * FROM t TABLESAMPLE (BUCKET 3 OUT OF 10)
        SELECT * FROM VALUES (1, 'a'), (2, 'b') AS t (x, y)
        VALUES 1, 2
        VALUES (1, 2), (3, 4) AS t (a, b)
        SELECT a FROM t GROUP BY a, b WITH ROLLUP
        SELECT a FROM t GROUP BY a, b GROUPING SETS ((a), b, ())
        SELECT a FROM t GROUP BY ALL HAVING max(a) > 1 QUALIFY rank() OVER (ORDER BY a) = 1
        SELECT a FROM t GROUP BY a CLUSTER BY a
        SELECT a FROM t DISTRIBUTE BY a SORT BY b DESC NULLS LAST WINDOW w AS () LIMIT ALL OFFSET 2
        SELECT CURRENT_DATE() AS d CLUSTER BY d
        SELECT a FROM t MINUS SELECT b FROM u EXCEPT ALL SELECT 1 INTERSECT DISTINCT SELECT 2
        FROM t SELECT a, b WHERE c
        FROM t
        FROM t MAP a, b USING 'cat' AS c, d
        SELECT TRANSFORM(a, b) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' NULL DEFINED AS 'NULL' USING 'cat' AS (c INT, d STRING) FROM t
        SELECT all, t.end FROM (SELECT 1 AS all) GROUP BY all, b
        "#,
    );
}

#[test]
fn databricks_expressions() {
    check(
        DialectKind::Databricks,
        r#"
        SELECT a:b.c, a:b[0].c, a:['x'], a:b::int, a:b[*].c, a?::int, a::int[0]
        SELECT CAST(a AS ARRAY<STRUCT<b: INT NOT NULL COMMENT 'x', c: MAP<STRING, INT>>>), CAST(a AS STRUCT<>)
        SELECT CAST(a AS INTERVAL DAY TO SECOND), CAST(b AS GEOMETRY(ANY)), CAST(c AS TIMESTAMP WITHOUT TIME ZONE)
        SELECT 1L, 2S, 3Y, 4.5BD, 5D, 6F, 1e5, 1., .5, 0x1F, 1_000, 'a' 'b', r'\d', R"\w", "x""y", 'it\'s'
        SELECT a AS 1a, 2b.c FROM 3t
        SELECT INTERVAL 1 DAY 2 HOURS, INTERVAL '1-2' YEAR TO MONTH, INTERVAL -'1 2:03:04.5' DAY TO SECOND, INTERVAL '1 day'
        SELECT a <=> b, a == b, a != b, a !< b, a !> b, a DIV b, a % b, a || b, a & b | c ^ d, ~a, a << 1, a >> 2, a >>> 3, -+~~a
        SELECT !a, NOT a, a RLIKE 'x', a NOT LIKE ALL ('x', 'y'), a ILIKE SOME ('x'), a LIKE 'x' ESCAPE '#'
        SELECT transform(a, x -> x + 1), aggregate(a, 0, (acc, x) -> acc + x, acc -> acc * 2)
        SELECT struct(1 AS a, 2 b), (1 AS a, 2 AS b), named_struct('a', 1).a, array(1)[0], map('a', 1)['a']
        SELECT substr(a FROM 1 FOR 2), substring(a, 1 FOR 2), overlay(a PLACING b FROM 1), position('a' IN b), trim(BOTH 'x' FROM a)
        SELECT listagg(a, ',') WITHIN GROUP (ORDER BY b), first(a IGNORE NULLS), lead(a) IGNORE NULLS OVER (ORDER BY b)
        SELECT count(*) FILTER (WHERE a > 1) OVER (PARTITION BY b SORT BY c ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
        SELECT dateadd(DAY, 1, a), datediff('2020-01-01', '2020-01-02'), extract(DAYOFWEEK FROM a)
        SELECT IDENTIFIER('f')(a), t.IDENTIFIER('c'), IDENTIFIER(:x)
        SELECT :a, ?, a COLLATE UNICODE_CI, a IS NOT DISTINCT FROM b, a IS UNKNOWN
        SELECT date, timestamp, interval, year, first, values, row FROM t
        "#,
    );
}
