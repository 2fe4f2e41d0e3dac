"""Keeps a warehouse of empty tables, and says what DuckDB's binder has against a query: a JSON line in, a JSON line out.

In:  {"call": "execute", "sql": text}             runs statements
     {"call": "model", "name": name, "sql": text} makes the table `name` of the columns of a query
     {"call": "table", "name": name, "columns": [[name, type], ...]} makes an empty table
     {"call": "drop", "name": name}               removes a table
     {"call": "run", "sql": text, "reads": [table, ...]}
                                                  runs a query over one row of each table; an error only if it would
                                                  fail whatever is in the row
Out: {"columns": [[name, type], ...]}, or
     {"error": message, "location": [offset in the text, length] or null}
"""

import json
import re
import sys

import duckdb

connection = duckdb.connect()
connection.execute("SET errors_as_json = true")


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def columns(name):
    rows = connection.execute(f"DESCRIBE {quoted(name)}").fetchall()
    return [[row[0], row[1]] for row in rows]


def refusal(error, offset):
    text = str(error)
    try:
        details = json.loads(text[text.index("{") :])
    except ValueError:
        return {"error": text, "location": None}
    location = details.get("location")
    if location is not None:
        start, length = json.loads(location)
        location = [start - offset, length]
    return {"error": details["exception_message"], "location": location}


SAMPLES = {"DATE": "DATE '2001-01-01'", "VARCHAR": "'1'"}


def sample(kind):
    if kind.startswith("TIMESTAMP"):
        return f"CAST('2001-01-01' AS {kind})"
    return SAMPLES.get(kind, f"CAST(1 AS {kind})")


def run(sql, reads):
    names = [name if "." in name else quoted(name) for name in reads]
    try:
        for name in names:
            kinds = [row[1] for row in connection.execute(f"DESCRIBE {name}").fetchall()]
            connection.execute(f"INSERT INTO {name} VALUES ({', '.join(map(sample, kinds))})")
        connection.execute(sql).fetchall()
    except duckdb.ConversionException as error:
        # There is no such cast, or a literal of the query is what cannot be cast.
        literal = re.search(r"string '(.*?)'", str(error))
        is_literal = literal and literal[1] != "1" and f"'{literal[1]}'" in sql
        if is_literal or "Unimplemented type for cast" in str(error):
            return refusal(error, 0)
    finally:
        for name in names:
            connection.execute(f"DELETE FROM {name}")
    return {"columns": []}


def answer(question):
    call, name = question["call"], question.get("name")
    head = ""
    try:
        if call == "execute":
            connection.execute(question["sql"])
            return {"columns": []}
        if call == "run":
            return run(question["sql"], question["reads"])
        if call == "drop":
            connection.execute(f"DROP TABLE IF EXISTS {quoted(name)}")
            return {"columns": []}
        if call == "table":
            types = ", ".join(f"{quoted(column)} {kind}" for column, kind in question["columns"])
            connection.execute(f"CREATE OR REPLACE TABLE {quoted(name)} ({types})")
            return {"columns": question["columns"]}
        head = f"CREATE OR REPLACE TABLE {quoted(name)} AS (\n"
        connection.execute(f"{head}{question['sql']}\n) WITH NO DATA")
        return {"columns": columns(name)}
    except duckdb.Error as error:
        return refusal(error, len(head.encode()))


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
