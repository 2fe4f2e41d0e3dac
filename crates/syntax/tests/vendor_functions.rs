//! Functions and tables of the vendors' reference pages, in our own words, page by page: each is read without a word.

#[path = "support/vendor.rs"]
mod vendor;

use base::DialectKind;
use vendor::check;

/// <https://docs.snowflake.com/en/sql-reference/functions-all>
#[test]
fn snowflake_functions_and_tables() {
    check(
        DialectKind::Snowflake,
        r#"
        SELECT STAR_AGG(*) FROM t
        SELECT a, b FROM t WHERE (a, b) NOT IN (SELECT 1, 2)
        SELECT a, EXCLUDE, RENAME FROM t
        SELECT RANK() OVER (ORDER BY a), RANK, first_value FROM t
        SELECT t.a::DECIMAL(1, 2), a:b[c.d], a:b[0][1].c:d
        SELECT $1:a::INT AS a, $2 AS b, METADATA$FILENAME FROM @stage1/path (FILE_FORMAT => db.sch.ff)
        SELECT * FROM @mystage t (c1)
        SELECT * FROM @foo/bar (PATTERN => 'test', FILE_FORMAT => ds.test) AS bla
        SELECT t.$1, t.$2 FROM @foo.bar.baz/"x y" AS t
        SELECT * FROM @"mystage"
        SELECT * FROM @"myschema"."mystage"/file.gz
        SELECT * FROM @my_DB."schEMA1".mystage/file.gz
        SELECT metadata$filename FROM @s1/
        SELECT * FROM '@external/location' (FILE_FORMAT => 'path.to.csv')
        SELECT FILE_URL FROM DIRECTORY(@my_stage) d JOIN t ON d.a = t.a
        SELECT parse_json($1):a.b FROM '@mystage2/data1.json.gz'
        SELECT * FROM x (a, b)
        SELECT OBJECT_CONSTRUCT('a', b, 'c', d)
        SELECT a FROM t PIVOT (SUM(a) FOR b IN ('x', 'y')) AS p (a, b, c) UNPIVOT (v FOR k IN (x, y))
        SELECT * FROM t PIVOT (MAX(a) FOR b IN (ANY ORDER BY c DESC NULLS FIRST)) p WHERE a > 1
        SELECT * FROM (SELECT * FROM t) PIVOT(SUM(a) FOR b IN (ANY)) JOIN u USING (x)
        SELECT * FROM a JOIN b USING (id) QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY ts DESC) = 1
        SELECT CAST('foo' AS VECTOR(FLOAT, 256)), [1.1, 2]::VECTOR(FLOAT, 2), VECTOR_L2_DISTANCE(a, [1]::VECTOR(INT, 1))
        SELECT TIMESTAMP_FROM_PARTS(2023, 1, 1, 0, 0, 0), DATE_FROM_PARTS(1, 2, 3), DATEADD(HOUR, -1, CURRENT_TIMESTAMP), DATEADD('MONTH', 1, d), DATEDIFF(WEEK, a, b), d::DATE - 1
        SELECT GROUPING(a), GROUPING_ID(a, b) FROM t GROUP BY GROUPING SETS ((a), (b)), c
        SELECT a FROM t GROUP BY GROUPING SETS (a, (b, c), ROLLUP (d))
        SELECT TRUE, a AND NOT b, NOT (a OR b), a = TRUE, 1 = 1
        SELECT a FROM t1, LATERAL FLATTEN(input => parse_json(b):c, outer => true) AS f (seq, key, path, index, value, this)
        SELECT value:id::NUMBER FROM raw, LATERAL FLATTEN(INPUT => raw.src:items) WHERE value:type = 'x'
        SELECT f.value FROM TABLE(FLATTEN(INPUT => PARSE_JSON('[1, ,77]'))) f
        SELECT * FROM s.t1 INNER JOIN LATERAL (SELECT * FROM u) ON TRUE
        SELECT * FROM t CROSS JOIN LATERAL FLATTEN(INPUT => a) f
        SELECT * FROM TABLE(?)
        SELECT * FROM TABLE($t) AS x WHERE $1 = 2
        SELECT BITSHIFTLEFT(a, 1), BITNOT(a), BIT_AND(a, b), DIV0(a, b), SQUARE(a)
        SELECT CONVERT_TIMEZONE('UTC', 'Asia/Tokyo', a), TO_TIMESTAMP_NTZ(a, 9), TO_CHAR(a, 'YYYY-MM-DD')
        SELECT IFF(TRUE, 1, 0) AS "0", 1 AS "", 'x' AS b
        SELECT PARSE_JSON('{"a": {"b c": "foo"}}'):a:"b c", a:"x"."y"::INT, a:X.Y, GET(a, 'b'):c
        SELECT DISTINCT ON_CALL FROM t
        SELECT CASE WHEN a:b = 1 THEN c:d ELSE e:f END FROM t
        SELECT a FROM t WHERE a:b:c::STRING IN ('x', 'y') AND d:e BETWEEN 1 AND 2 AND f:g LIKE '%x'
        SELECT COUNT_IF(a > 1), COUNT(DISTINCT a, b), COUNT(*) OVER (PARTITION BY a), MEDIAN(a) OVER (PARTITION BY b), MODE(a), ANY_VALUE(a), HLL(*), SKEW(a), APPROX_TOP_K(a, 5, 10)
        SELECT SUM(a) OVER (PARTITION BY b ORDER BY c ASC NULLS LAST ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING), SUM(SUM(a)) OVER (ORDER BY b), CORR(a, b) OVER (ORDER BY c ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
        SELECT * FROM t WHERE a LIKE '%' || $v || '%' AND b = $v::INT AND c > :x - 1
        SELECT $v, $v:a, $v[0], :x:y, :x[0]
        SELECT UUID_STRING(), CURRENT_SESSION(), SYSTEM$WAIT(1), SYSTEM$ABORT_SESSION(1), SYSTEM$PIPE_STATUS('p')
        SELECT ENCRYPT(a, 'p'), TRY_BASE64_DECODE_STRING(a), HEX_ENCODE('a'), SHA2(a, 256), ST_DISTANCE(ST_MAKEPOINT(1, 2), ST_POINT(3, 4)), H3_LATLNG_TO_CELL(a, b, 8)
        SELECT XMLGET(a, 'b'):"$"::STRING, XMLGET(a, 'b', 1):"@id", PARSE_XML('<a/>')
        SELECT a FROM (SELECT 1 AS a, ROW_NUMBER() OVER (ORDER BY NULL) AS rn) WHERE rn = 1
        SELECT ARRAY_CONSTRUCT(1, 2)[0], ARRAY_CONSTRUCT_COMPACT(), ARRAY_GENERATE_RANGE(1, 5), OBJECT_INSERT(a, 'b', 1, TRUE), OBJECT_KEYS(a), MAP_KEYS(a), OBJECT_DELETE(a, 'x')
        SELECT a, b FROM t AS t1 (a, b) JOIN t2 ON t1.a = t2.a AND t1.b IS NOT DISTINCT FROM t2.b
        SELECT * FROM A, B, C WHERE A.x = B.x (+) AND B.y = C.y(+)
        SELECT * FROM t AT (TIMESTAMP => '2024'::TIMESTAMP) AS x JOIN u AT (OFFSET => -60) y ON x.a = y.a
        SELECT * FROM (SELECT * FROM t BEFORE (STATEMENT => 'x')) MINUS SELECT * FROM t
        SELECT * FROM t CHANGES (INFORMATION => DEFAULT) AT (STREAM => 's')
        SELECT LISTAGG(DISTINCT a, ',') WITHIN GROUP (ORDER BY a DESC NULLS LAST, b) AS x FROM t GROUP BY ROLLUP (c)
        SELECT FIRST_VALUE(a) IGNORE NULLS OVER (PARTITION BY b ORDER BY c ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM t
        SELECT LAST_VALUE(a) RESPECT NULLS OVER (ORDER BY b), LAG(a IGNORE NULLS) OVER (ORDER BY b)
        WITH x AS (SELECT 1), y AS (SELECT 2) (SELECT * FROM x) UNION ALL (SELECT * FROM y) ORDER BY 1 LIMIT 5 OFFSET 1
        WITH RECURSIVE a AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM a WHERE n < 10), b AS (SELECT * FROM a) SELECT * FROM b
        WITH RECURSIVE cte_name (x) AS (SELECT 1 UNION ALL (SELECT x + 1 FROM cte_name)) SELECT x FROM cte_name
        SELECT TO_BOOLEAN(a), a::BOOLEAN = FALSE, NULLIF(a, ''), NULLIFZERO(a), IFNULL(a, b), COALESCE(a, b, c), GREATEST_IGNORE_NULLS(a, b)
        SELECT SEARCH_IP(a, '1.2.3.4'), SPLIT(a, '|')[2]::STRING AS x, STRTOK(a, '.', 1), STRTOK_TO_ARRAY(a)
        SELECT a."B".c, "A"."b"."C"."d", a.b."c"[0]
        SELECT a, b, c FROM t1 UNION (SELECT d, e, f FROM t2 ORDER BY 1 LIMIT 2)
        SELECT CURRENT_TIMESTAMP() AT TIME ZONE 'UTC'
        SELECT * FROM t WHERE a > ALL (1, 2) OR a = ANY (ARRAY_CONSTRUCT(1))
        SELECT a FROM t TABLESAMPLE (10) SEED (1) WHERE a > 1
        SELECT a FROM t SAMPLE BLOCK (3) SEED (82) AS x
        SELECT a FROM t1 SAMPLE ROW (80) JOIN t2 SAMPLE ROW (30) ON t1.b = t2.b
        SELECT (a).b, (a:b).c, (SELECT OBJECT_CONSTRUCT('x', 1)):x
        SELECT a FROM t WHERE a RLIKE $$\d+$$ AND b NOT REGEXP 'x' AND REGEXP_COUNT(c, '[0-9]') > 1
        SELECT current_date, current_time, current_timestamp, sysdate(), localtimestamp
        SELECT * FROM INFORMATION_SCHEMA.TABLES, TABLE(INFORMATION_SCHEMA.QUERY_HISTORY(END_TIME_RANGE_START => DATEADD('hours', -1, CURRENT_TIMESTAMP()), RESULT_LIMIT => 100)) q
        SELECT * FROM snowflake.account_usage.query_history WHERE start_time > CURRENT_DATE - INTERVAL '7 days'
        SELECT ai_agg(a, 'sum'), AI_EXTRACT(FILE => TO_FILE('@s', 'a'), RESPONSEFORMAT => [['a', 'b?']]), AI_SENTIMENT(a):categories[0].sentiment
        SELECT DATA_QUALITY.f(SELECT a FROM t)
        SELECT SNOWFLAKE.CORE.NULL_COUNT(SELECT a FROM t), SNOWFLAKE.CORE.ROW_COUNT(TABLE t), my_dmf(TABLE(SELECT a, b FROM t))
        SELECT SYSTEM$EVALUATE_DATA_QUALITY_EXPECTATIONS(REF_ENTITY_NAME => 't'), SYSTEM$REFERENCE('TABLE', 't', 'SESSION', 'SELECT')
        SELECT a FROM t ORDER BY RANDOM() LIMIT 10
        SELECT a FROM t ORDER BY CASE WHEN a = 1 THEN 0 ELSE 1 END, b DESC
        SELECT COLUMN1 AS a FROM VALUES (PARSE_JSON('{}')), (NULL)
        SELECT * FROM VALUES (1, 'a'), (2, 'b') t (id, name) WHERE id IN (SELECT id FROM VALUES (1) AS u (id))
        SELECT 1 FROM DUAL
        SELECT ZEROIFNULL(SUM(CASE WHEN a THEN 1 END)) / NULLIF(COUNT(*), 0)::FLOAT * 100 AS pct
        SELECT a::VARIANT:b::STRING
        SELECT NOT a IN (1), NOT a LIKE 'b', NOT a IS NULL, NOT EXISTS (SELECT 1)
        SELECT ALL a, b FROM t
        SELECT DISTINCT(a), b FROM t
        SELECT COUNT(DISTINCT(a)), COUNT(ALL a), SUM(DISTINCT a) FROM t
        SELECT INTERVAL '1 DAY' + d, d - INTERVAL '2 HOURS, 3 MINUTES', INTERVAL '1' YEAR
        SELECT a FROM t WHERE d >= DATEADD(DAY, -7, CURRENT_DATE()) AND d < DATE_TRUNC('DAY', CURRENT_TIMESTAMP)::DATE
        SELECT OBJECT_AGG(k, v) FROM (SELECT k, v FROM t) GROUP BY 1
        SELECT a FROM IDENTIFIER('db.s.t') t WHERE IDENTIFIER('a') = 1
        SELECT * EXCLUDE (a, b) RENAME (c AS d), t.e, COUNT(*) OVER () FROM t
        SELECT * ILIKE '%x%' EXCLUDE a REPLACE (1 AS b) RENAME c AS d, e FROM t
        SELECT t.* ILIKE 'a%', t.* REPLACE (1 AS a) FROM t
        SELECT POSITION('a' IN b), POSITION('a', b), TRIM(BOTH 'x' FROM a), EXTRACT(YEAR FROM a::DATE), SUBSTRING(a FROM 1 FOR 2)
        SELECT * FROM t INNER JOIN u ON t.id = u.id AND (t.x = 1 OR u.y = 2) LEFT OUTER JOIN LATERAL FLATTEN(t.z) f ON f.index = 0 WHERE f.value:a IS NOT NULL
        SELECT a FROM t WHERE a IN ('x', 'y',)
        SELECT seq1() AS s, seq.NEXTVAL FROM TABLE(GENERATOR(ROWCOUNT => 5))
        SELECT GET_DDL('TABLE', 't'), GET_PRESIGNED_URL(@stage, 'x'), BUILD_SCOPED_FILE_URL(@stage, 'y'), BUILD_STAGE_FILE_URL('@stage/a', 'z'), GET_STAGE_LOCATION(@db.sch.stage), GET_RELATIVE_PATH(@stage, 's3://x')
        SELECT MY_UDF(@stage/path) FROM t
        SELECT SNOWFLAKE.CORTEX.PARSE_DOCUMENT(@db.s.stage, 'x.pdf', {'mode': 'OCR'}):content::STRING
        SELECT TO_QUERY('x') FROM t
        SELECT "a" "b", c "d e" FROM t "T"
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY a MEASURES CLASSIFIER AS c PATTERN (a | b) DEFINE a AS true) x JOIN u ON x.a = u.a
        SELECT A FROM T1 INNER JOIN T2 USING(ID) INNER JOIN T3 ON T3.ID = T1.ID AND T3.D BETWEEN T1.S AND T1.E
        "#,
    );
}
