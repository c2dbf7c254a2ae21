#!/bin/sh
# A question on a data set, answered by DuckDB's command line: duckdb_command.sh list|sum|month FILE
exec duckdb -csv -cmd "SET VARIABLE file = '$2'" -f "$(dirname "$0")/duckdb_sql/$1.sql"
