"""Prints what this DuckDB has: its functions, the columns of its table functions, the results of its macros, as JSON."""

import itertools
import json
import os
import tempfile

import duckdb

connection = duckdb.connect()
connection.execute("SET TimeZone = 'UTC'")
connection.execute("CREATE TABLE sample_table (a INTEGER)")
folder = tempfile.TemporaryDirectory()
PARQUET = "'" + os.path.join(folder.name, "sample.parquet") + "'"
CSV = "'" + os.path.join(folder.name, "sample.csv") + "'"
connection.execute(f"COPY (SELECT 1 AS a) TO {PARQUET} (FORMAT parquet)")
connection.execute(f"COPY (SELECT 1 AS a) TO {CSV} (FORMAT csv)")


def rows(sql):
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row)) for row in cursor.fetchall()]


def describe(query):
    """Names and types of the columns, or None where DuckDB refuses."""
    try:
        return [[row[0], row[1]] for row in connection.execute(f"DESCRIBE {query}").fetchall()]
    except duckdb.Error:
        return None


KEPT = {
    "function_name": "name",
    "function_type": "kind",
    "alias_of": "alias_of",
    "return_type": "return_type",
    "parameters": "parameters",
    "parameter_types": "parameter_types",
    "varargs": "varargs",
    "stability": "stability",
    "description": "description",
    "macro_definition": "definition",
    "categories": "categories",
    "extension_name": "extension",
}

functions = [
    {name: row[column] for column, name in KEPT.items() if column in row}
    for row in rows("SELECT * FROM duckdb_functions() WHERE internal AND function_type <> 'pragma' ORDER BY ALL")
]

# Arguments with which a table function can be asked for its columns, where those do not depend on the arguments.
ARGUMENTS = {
    "glob": "'*'",
    "json_each": "'{}'",
    "json_tree": "'{}'",
    "parquet_bloom_probe": f"{PARQUET}, 'a', 1",
    "parquet_file_metadata": PARQUET,
    "parquet_full_metadata": PARQUET,
    "parquet_kv_metadata": PARQUET,
    "parquet_metadata": PARQUET,
    "parquet_schema": PARQUET,
    "pragma_show": "'sample_table'",
    "pragma_storage_info": "'sample_table'",
    "pragma_table_info": "'sample_table'",
    "read_blob": CSV,
    "read_text": CSV,
    "sniff_csv": CSV,
    "which_secret": "'a', 'b'",
}

columns = {}
for name in sorted({it["name"] for it in functions if it["kind"] in ("table", "table_macro")}):
    found = describe(f'SELECT * FROM "{name}"({ARGUMENTS.get(name, "")})')
    if found is not None:
        columns[name] = found

# A macro has no types of its own. What it returns for every one of these arguments, it returns always.
SAMPLES = ["1", "1.5", "1.5::FLOAT", "1.5::DOUBLE", "'a'", "DATE '2020-01-01'", "TIMESTAMP '2020-01-01'", "[1]", "MAP {'a': 1}", "true"]

macros = {}
for it in functions:
    if it["kind"] != "macro":
        continue
    count = len(it["parameters"])
    if count > 3:
        continue
    answers = set()
    for arguments in itertools.product(SAMPLES, repeat=count):
        found = describe(f"SELECT \"{it['name']}\"({', '.join(arguments)})")
        answers.update(column[1] for column in found or [])
    macros.setdefault(it["name"], {})[str(count)] = sorted(answers)

print(
    json.dumps(
        {"version": duckdb.__version__, "functions": functions, "columns": columns, "macros": macros}, default=str
    )
)
