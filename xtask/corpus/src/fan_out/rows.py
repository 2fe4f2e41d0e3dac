"""Runs SQL in a database in memory: one JSON line in, one JSON line out.

In:  {"sql": text}
Out: {"rows": those of the last statement, numbers as such and everything else as text} or {"error": message}
"""

import decimal
import json
import sys

import duckdb

connection = duckdb.connect()


def cell(value):
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, decimal.Decimal):
        return float(value)
    return str(value)


def answer(question):
    try:
        rows = connection.execute(question["sql"]).fetchall()
    except (duckdb.Error, ValueError) as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return {"rows": [[cell(value) for value in row] for row in rows]}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
