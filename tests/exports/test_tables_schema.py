"""The tables of a database: which cells each row must have."""

from conflict_cli.exports.tables_schema import TABLES


def test_a_row_needs_every_cell_that_tells_it_apart() -> None:
    lacking = [
        (table.name, column.name)
        for table in TABLES
        for column in table.columns
        if column.name in table.key and not column.is_needed
    ]
    assert lacking == []
