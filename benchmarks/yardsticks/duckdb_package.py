"""The yardstick of a data set: DuckDB's Python package answers a question on the CSV file, its types found by itself.

python duckdb_package.py list|sum|month FILE

What it executes stands in duckdb_sql/, where its command line reads it too.
"""

import csv
import sys
from pathlib import Path

import duckdb

question, file = sys.argv[1:]
duckdb.execute("SET VARIABLE file = ?", [file])
found = duckdb.execute((Path(__file__).parent / "duckdb_sql" / f"{question}.sql").read_text(encoding="utf-8"))
writer = csv.writer(sys.stdout, lineterminator="\n")
writer.writerow(column[0] for column in found.description)
writer.writerows(found.fetchall())
