"""Says of each call on standard input whether an engine binds it over a table with a column of each type: `yes` or `no`
a line. The argument names the engine: `duckdb` or `databricks` (Spark)."""

import sys

COLUMNS = {"A": "BIGINT", "X": "DOUBLE", "S": "STRING", "B": "BOOLEAN", "D": "DATE", "TS": "TIMESTAMP"}


def duckdb_binds():
    import duckdb

    connection = duckdb.connect()
    columns = ", ".join(f"{name} {ty}" for name, ty in COLUMNS.items())
    connection.execute(f"CREATE TABLE T ({columns}, L BIGINT[])")

    def binds(call):
        try:
            connection.execute(f"EXPLAIN SELECT {call} FROM T")
            return True
        except duckdb.Error:
            return False

    return binds


def spark_binds():
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    columns = ", ".join(f"CAST(NULL AS {ty}) AS {name}" for name, ty in COLUMNS.items())
    session.sql(f"SELECT {columns}, CAST(NULL AS ARRAY<BIGINT>) AS L").createOrReplaceTempView("T")

    def binds(call):
        try:
            # The plan of the optimizer: what analysis leaves to it is refused there.
            session.sql(f"SELECT {call} FROM T")._jdf.queryExecution().optimizedPlan()
            return True
        except Exception:
            return False

    return binds


binds = {"duckdb": duckdb_binds, "databricks": spark_binds}[sys.argv[1]]()
for line in sys.stdin:
    print("yes" if binds(line.strip()) else "no", flush=True)
