"""The ledger: a hand-curated YAML file of incidents, read, checked and written."""

from conflict_cli.ledger.reader import parse_ledger, read_ledger
from conflict_cli.ledger.writer import format_ledger

__all__ = ["format_ledger", "parse_ledger", "read_ledger"]
