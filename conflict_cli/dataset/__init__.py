"""Data sets: files of events in columns, as UCDP and ACLED publish them, asked by DuckDB in the ledger's own words."""
