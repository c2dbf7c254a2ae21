"""Imports, in the process from which programs are made, what they all import."""

import duckdb  # noqa: F401
from typer.testing import CliRunner

from conflict_cli.cli.app import app

for _command in ("list -h", "list", "sum --by town --bars"):
    CliRunner().invoke(app, [*_command.split(), "--color", "always"])
