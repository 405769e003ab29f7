"""Runs with duckdb-kql the steps that sqlSteps.ts makes of queries, and prints the rows of the tables that they define.

Each line of the input is a case, and each line of the output the answer to one, as JSON.
"""

import datetime
import json
import sys

import duckdb_kql

TYPES = {
    "string": "VARCHAR",
    "datetime": "TIMESTAMP",
    "timespan": "INTERVAL",
    "bool": "BOOLEAN",
    "long": "BIGINT",
    "int": "INTEGER",
    "real": "DOUBLE",
    "dynamic": "JSON",
}
EPOCH = datetime.datetime(1970, 1, 1)


def plain(value):
    """Returns a value as JSON can hold it. Times become milliseconds."""
    if isinstance(value, datetime.datetime):
        return (value - EPOCH) / datetime.timedelta(milliseconds=1)
    if isinstance(value, datetime.timedelta):
        return value / datetime.timedelta(milliseconds=1)
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def create(connection, name, columns, rows):
    """Creates a table from rows whose values are keyed by column name."""
    types = {column: TYPES[kind] for column, kind in columns}
    declared = ", ".join(f'"{column}" {kind}' for column, kind in types.items())
    connection.execute(f"CREATE TABLE {name} ({declared})")
    read = "SELECT unnest(from_json(?, ?), recursive := true)"
    connection.execute(f"INSERT INTO {name} {read}", [json.dumps(rows), json.dumps([types])])


def answer(case):
    connection = duckdb_kql.connect()
    create(connection, case["table"], case["columns"], case["rows"])
    clock = datetime.datetime.fromisoformat(case["now"])
    for step in case["steps"]:
        try:
            if "kql" in step:
                duckdb_kql.query(connection, step["kql"], query_now=clock).create(step["table"])
            else:
                connection.execute(f"CREATE TABLE {step['table']} AS {step['sql']}")
        except Exception as error:
            return {"refused": f"{type(error).__name__}: {str(error).splitlines()[0]}"}
    tables = []
    for table, columns in case["defined"]:
        names = ", ".join(f'"{column}"' for column in columns)
        rows = connection.execute(f"SELECT {names} FROM {table}").fetchall()
        tables.append([[plain(value) for value in row] for row in rows])
    return {"tables": tables}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
