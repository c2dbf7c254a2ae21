"""Data sets: tables of events, as UCDP and ACLED publish them. DuckDB answers the same queries as for a ledger."""
