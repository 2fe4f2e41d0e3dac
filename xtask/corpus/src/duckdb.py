"""Answers questions about SQL with DuckDB's own parser: one JSON line in, one JSON line out.

In:  {"call": "serialize" | "parse", "sql": text}
Out: {"tree": the statements as `json_serialize_sql` gives them} or {"error": message}; for `parse` the tree is null.
"""

import json
import sys

import duckdb

connection = duckdb.connect()


def answer(question):
    sql = question["sql"]
    if question["call"] == "parse":
        try:
            connection.extract_statements(sql)
        except (duckdb.Error, ValueError) as error:
            return {"error": f"{type(error).__name__}: {error}"}
        return {"tree": None}
    try:
        text = connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchone()[0]
    except (duckdb.Error, ValueError) as error:
        return {"error": f"{type(error).__name__}: {error}"}
    tree = json.loads(text)
    if tree["error"]:
        return {"error": tree["error_message"]}
    return {"tree": tree["statements"]}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
