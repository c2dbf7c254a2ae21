"""Incidents as more than rows: ledgers, places, sheets, tables and pages."""
