//! Statements of the vendors' reference pages, in our own words, page by page: each is read without a word.
#![allow(clippy::unwrap_used, reason = "tests")]

use base::DialectKind;
use syntax::parse_sql;

/// Says of each statement what is wrong with it, if anything is.
fn check(dialect: DialectKind, statements: &str) {
    let mut faults = String::new();
    for text in statements.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let parse = parse_sql(text, dialect);
        assert_eq!(parse.syntax().text().to_string(), text);
        for error in &*parse.errors {
            faults += &format!("{text}\n    {:?} {}\n", error.range, error.message);
        }
        for used in parse.features.iter().filter(|it| !it.feature.is_in(dialect)) {
            faults += &format!("{text}\n    {:?} {:?}\n", used.range, used.feature);
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// <https://docs.databricks.com/en/sql/language-manual/index.html>
#[test]
fn databricks_statements() {
    check(
        DialectKind::Databricks,
        r#"
        CREATE OR REPLACE TABLE t CLUSTER BY (a) AS SELECT 1 AS a
        CREATE TABLE t CLUSTER BY AUTO DEFAULT COLLATION UNICODE AS SELECT 1
        CREATE TABLE IF NOT EXISTS t LIKE u USING DELTA
        CREATE TABLE t SHALLOW CLONE u VERSION AS OF 3 TBLPROPERTIES (a = 'b') LOCATION 'x'
        CREATE OR REPLACE TABLE t DEEP CLONE delta.`x`
        CREATE EXTERNAL TABLE t (a INT) STORED AS PARQUET LOCATION 'x'
        CREATE TABLE t USING CSV OPTIONS (path 'x', header 'true', 'a.b' = 3) CLUSTERED BY (a) SORTED BY (b DESC) INTO 4 BUCKETS
        CREATE TEMPORARY VIEW v USING CSV OPTIONS (path 'x')
        CREATE OR REPLACE GLOBAL TEMP VIEW v (a COMMENT 'x', b) COMMENT 'y' TBLPROPERTIES ('a' = 1) AS SELECT 1, 2
        CREATE VIEW v WITH SCHEMA EVOLUTION AS SELECT 1
        CREATE OR REPLACE VIEW v WITH METRICS LANGUAGE YAML AS $$ version: 0.1 $$
        CREATE MATERIALIZED VIEW mv (a INT, CONSTRAINT x EXPECT (a > 1) ON VIOLATION DROP ROW) SCHEDULE EVERY 1 HOUR AS SELECT a FROM t
        CREATE OR REPLACE MATERIALIZED VIEW mv PARTITIONED BY (a) SCHEDULE CRON '0 0 0 * * ? *' AT TIME ZONE 'UTC' AS SELECT 1
        CREATE OR REFRESH STREAMING TABLE st AS SELECT * FROM STREAM read_files('x')
        CREATE STREAMING TABLE st (a INT, CONSTRAINT c EXPECT (a IS NOT NULL) ON VIOLATION FAIL UPDATE) TRIGGER ON UPDATE AS SELECT * FROM STREAM t
        CREATE OR REFRESH LIVE TABLE x AS SELECT 1
        CREATE TEMPORARY LIVE VIEW x (CONSTRAINT a EXPECT (b > 1)) AS SELECT 1
        CREATE FLOW f AS INSERT INTO t BY NAME SELECT * FROM STREAM u
        CREATE FLOW f AS AUTO CDC INTO t FROM STREAM(u) KEYS (a) APPLY AS DELETE WHEN op = 'D' SEQUENCE BY ts COLUMNS * EXCEPT (op) STORED AS SCD TYPE 2 TRACK HISTORY ON (a)
        APPLY CHANGES INTO LIVE.t FROM STREAM(LIVE.u) KEYS (a) IGNORE NULL UPDATES APPLY AS TRUNCATE WHEN op = 'T' SEQUENCE BY (a, b) COLUMNS (a, b) STORED AS SCD TYPE 1
        CREATE FUNCTION f(x INT DEFAULT 1 COMMENT 'c', y STRING) RETURNS INT NOT DETERMINISTIC CONTAINS SQL COMMENT 'c' RETURN x + 1
        CREATE OR REPLACE FUNCTION f() RETURNS TABLE (a INT, b STRING COMMENT 'x') READS SQL DATA RETURN SELECT 1, 'x'
        CREATE FUNCTION f(s STRING) RETURNS STRING LANGUAGE PYTHON AS $$ def f(s): return s $$
        CREATE FUNCTION f(s STRING) RETURNS STRING LANGUAGE PYTHON DETERMINISTIC ENVIRONMENT (dependencies = '["x"]', environment_version = 'None') AS $$ return s $$
        CREATE TEMPORARY FUNCTION f AS 'com.x.Y' USING JAR 's3://x.jar'
        CREATE PROCEDURE p(IN a INT, OUT b INT DEFAULT 3, INOUT c STRING) LANGUAGE SQL SQL SECURITY INVOKER AS BEGIN SET b = a; END
        BEGIN DECLARE a INT; SET VAR a = 1; SELECT a; END
        BEGIN NOT ATOMIC SELECT 1; END
        CREATE CATALOG IF NOT EXISTS c MANAGED LOCATION 's3://x' COMMENT 'x'
        CREATE FOREIGN CATALOG c USING CONNECTION x OPTIONS (database 'y')
        CREATE SCHEMA s MANAGED LOCATION 'x' WITH DBPROPERTIES (a = 1) DEFAULT COLLATION UNICODE
        CREATE DATABASE d LOCATION 'x'
        CREATE EXTERNAL VOLUME c.s.v LOCATION 's3://x' COMMENT 'x'
        CREATE EXTERNAL LOCATION l URL 's3://x' WITH (STORAGE CREDENTIAL c) COMMENT 'x'
        CREATE CONNECTION c TYPE postgresql OPTIONS (host 'x', port '5432', user secret('s', 'k'), password 'p')
        CREATE SERVER s TYPE mysql OPTIONS (host 'x')
        CREATE SHARE IF NOT EXISTS s COMMENT 'x'
        CREATE RECIPIENT r USING ID 'x' COMMENT 'y'
        CREATE GROUP g WITH USER `a@b.c`, GROUP h
        CREATE BLOOMFILTER INDEX ON TABLE t FOR COLUMNS (a OPTIONS (fpp=0.1, numItems=50))
        CREATE POLICY p ON TABLE t COLUMN MASK m TO `x` EXCEPT y FOR TABLES MATCH COLUMNS has_tag('a') AS c ON COLUMN c
        DECLARE VARIABLE x INT DEFAULT 5
        DECLARE OR REPLACE x, y INT = 3
        SET VAR x = 1, y = DEFAULT
        SET VARIABLE (a, b) = (SELECT 1, 2)
        SET x.y = z
        SET TIME ZONE 'UTC'
        SET TIME ZONE INTERVAL 10 HOURS
        SET -v
        SET spark.sql.a.b = 1,2;
        RESET spark.x
        ALTER TABLE t ADD COLUMNS (a INT FIRST, b STRING AFTER c COMMENT 'x')
        ALTER TABLE t ALTER COLUMN a SET MASK f USING COLUMNS (b), ALTER COLUMN c DROP MASK
        ALTER TABLE t ALTER COLUMN a TYPE BIGINT, b SET NOT NULL, c COMMENT 'x'
        ALTER TABLE t ALTER COLUMN a.b SET TAGS ('x' = 'y')
        ALTER TABLE t CLUSTER BY NONE
        ALTER TABLE t SET TBLPROPERTIES ('a' = 'b')
        ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1 AND b IN ('x'))
        ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES u NOT ENFORCED RELY
        ALTER TABLE t DROP PRIMARY KEY IF EXISTS CASCADE
        ALTER TABLE t PARTITION (a = 1) RENAME TO PARTITION (a = 2)
        ALTER TABLE t ADD IF NOT EXISTS PARTITION (a = 'x') LOCATION 'y' PARTITION (a = 'z')
        ALTER TABLE t SET ROW FILTER f ON (a, b)
        ALTER TABLE t DROP FEATURE deletionVectors TRUNCATE HISTORY
        ALTER TABLE t ENABLE PREDICTIVE OPTIMIZATION
        ALTER SCHEMA s SET OWNER TO `a@b.c`
        ALTER VIEW v AS SELECT 1
        ALTER CATALOG c SET TAGS ('a', 'b' = 'c')
        ALTER SHARE s ADD TABLE t COMMENT 'x' PARTITION (a = 1), (b LIKE 'x') AS c.d WITH HISTORY
        ALTER MATERIALIZED VIEW m ADD SCHEDULE EVERY 8 HOURS
        ALTER STREAMING TABLE s DROP SCHEDULE
        ALTER VOLUME v RENAME TO w
        ALTER GROUP g ADD USER `x`
        COPY INTO t FROM 's3://x' FILEFORMAT = CSV FORMAT_OPTIONS ('header' = 'true') COPY_OPTIONS ('mergeSchema' = 'true')
        COPY INTO t FROM (SELECT a::bigint, _metadata.file_path FROM 's3://x' WITH (CREDENTIAL c)) FILEFORMAT = PARQUET FILES = ('a', 'b')
        COPY INTO delta.`x` BY POSITION FROM 'y' WITH (CREDENTIAL (AWS_ACCESS_KEY = 'a') ENCRYPTION (TYPE = 'AWS_SSE_C' MASTER_KEY = 'k')) FILEFORMAT = JSON PATTERN = 'x' VALIDATE 15 ROWS
        INSERT INTO t VALUES (1, DEFAULT), (2, :x)
        INSERT INTO TABLE t (a, b) SELECT 1, 2
        INSERT OVERWRITE t PARTITION (a = 1, b) SELECT 1
        INSERT INTO t BY NAME SELECT 1 AS a
        INSERT INTO t REPLACE WHERE a > 1 SELECT * FROM u
        INSERT INTO t REPLACE USING (a, b) SELECT * FROM u
        INSERT INTO t AS x REPLACE ON x.a = s.a (SELECT * FROM u) AS s
        INSERT WITH SCHEMA EVOLUTION INTO t SELECT 1
        INSERT INTO t TABLE u
        INSERT INTO t FROM u SELECT a
        INSERT OVERWRITE DIRECTORY 's3://x' USING PARQUET OPTIONS ('a' = 'b') SELECT 1
        INSERT OVERWRITE LOCAL DIRECTORY '/tmp' ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' SELECT 1
        INSERT INTO IDENTIFIER(:t) SELECT 1
        INSERT INTO t WITH a AS (SELECT 1) SELECT * FROM a
        UPDATE t SET a = 1, b.c = 'x', d = DEFAULT WHERE e IN (SELECT 1)
        UPDATE t AS x SET a = b
        DELETE FROM t AS x WHERE EXISTS (SELECT 1 FROM u WHERE u.a = x.a)
        DELETE FROM delta.`x` WHERE a
        MERGE INTO t USING s ON t.a = s.a WHEN MATCHED AND t.b > 1 THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *
        MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET * EXCEPT (b) WHEN NOT MATCHED THEN INSERT * EXCEPT (c)
        OPTIMIZE t WHERE date >= '2020' ZORDER BY (a, b)
        OPTIMIZE delta.`x` FULL
        VACUUM t RETAIN 100 HOURS DRY RUN
        VACUUM t LITE
        RESTORE TABLE t TO VERSION AS OF 3
        RESTORE t TO TIMESTAMP AS OF '2020'
        DESCRIBE HISTORY t LIMIT 3
        DESCRIBE DETAIL delta.`x`
        DESCRIBE TABLE EXTENDED t PARTITION (a = 1) b
        DESC EXTENDED t AS JSON
        DESCRIBE QUERY SELECT 1
        DESCRIBE FUNCTION EXTENDED abs
        FSCK REPAIR TABLE t DRY RUN
        REORG TABLE t WHERE a > 1 APPLY (PURGE)
        MSCK REPAIR TABLE t ADD PARTITIONS
        CONVERT TO DELTA parquet.`x` PARTITIONED BY (a INT)
        CONVERT TO DELTA t NO STATISTICS
        GENERATE symlink_format_manifest FOR TABLE t
        ANALYZE TABLE t COMPUTE DELTA STATISTICS
        ANALYZE TABLE t PARTITION (a) COMPUTE STATISTICS FOR COLUMNS a, b
        CACHE LAZY TABLE t OPTIONS ('storageLevel' = 'DISK_ONLY') AS SELECT 1
        CACHE SELECT a FROM t WHERE b = 1
        UNCACHE TABLE IF EXISTS t
        REFRESH TABLE t
        REFRESH MATERIALIZED VIEW mv FULL
        REFRESH STREAMING TABLE s ASYNC
        REFRESH FOREIGN CATALOG c
        REFRESH 's3://x'
        SYNC SCHEMA a.b FROM c.d SET OWNER `x` DRY RUN
        GRANT SELECT ON TABLE t TO `a@b.c`
        GRANT CREATE TABLE, USE SCHEMA ON SCHEMA s TO g
        GRANT ALL PRIVILEGES ON CATALOG c TO `account users`
        REVOKE MODIFY ON t FROM x
        DENY SELECT ON t TO x
        SHOW TABLES IN s LIKE 'a|b'
        SHOW TABLE EXTENDED IN d LIKE 'x' PARTITION (a = 1)
        SHOW PARTITIONS t PARTITION (a = 1)
        SHOW TBLPROPERTIES t ('x.y')
        SHOW CREATE TABLE t AS SERDE
        SHOW GRANTS `x` ON SCHEMA s
        SHOW FUNCTIONS LIKE 'x*'
        SHOW USER FUNCTIONS
        SHOW VIEWS FROM s
        SHOW ALL IN SHARE s
        SHOW CATALOGS LIKE 'x'
        SHOW COLUMNS FROM t IN s
        USE CATALOG c
        USE SCHEMA s
        USE DATABASE d
        DROP TABLE IF EXISTS t PURGE
        DROP SCHEMA s CASCADE
        DROP TEMPORARY VARIABLE IF EXISTS x
        DROP VOLUME v
        DROP FUNCTION IF EXISTS f
        UNDROP TABLE WITH ID 'x'
        UNDROP t
        TRUNCATE TABLE t PARTITION (a = 1)
        COMMENT ON TABLE t IS 'x'
        COMMENT ON COLUMN t.a IS NULL
        EXPLAIN FORMATTED SELECT 1
        EXPLAIN EXTENDED WITH a AS (SELECT 1) SELECT * FROM a
        LIST 's3://x' WITH (CREDENTIAL c) LIMIT 3
        PUT '/a/b' INTO '/Volumes/x' OVERWRITE
        GET '/Volumes/x' TO '/tmp/y'
        REMOVE '/Volumes/x'
        CALL p(1, a => 2)
        EXECUTE IMMEDIATE 'SELECT ?' INTO x USING 1, y AS z
        EXECUTE IMMEDIATE :q USING (1 AS a)
        LOAD DATA LOCAL INPATH 'x' OVERWRITE INTO TABLE t PARTITION (a = 1)
        ADD JAR 's3://x.jar'
        LIST FILES
        SET RECIPIENT r
        SET TAG ON TABLE t a = b
        UNSET TAG ON CATALOG c x
        BEGIN TRANSACTION
        COMMIT
        CLEAR CACHE
        REPAIR TABLE t SYNC METADATA
        DROP BLOOMFILTER INDEX ON TABLE t FOR COLUMNS (a)
        SELECT 1; ; SELECT 2
        "#,
    );
}
