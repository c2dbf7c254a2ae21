"""Incidents as the tables of a database, for those who ask in SQL."""

from conflict_cli.tables.filling import tables_of as tables_of
from conflict_cli.tables.schema import ALL as ALL
from conflict_cli.tables.schema import TABLES as TABLES
from conflict_cli.tables.schema import Row as Row
from conflict_cli.tables.schema import Table as Table
from conflict_cli.tables.schema import Tables as Tables
