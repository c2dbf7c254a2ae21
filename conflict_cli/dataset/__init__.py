"""Data sets: files of events in columns, as UCDP and ACLED publish them, read by DuckDB under the ledger's own words."""
