"""`measures`: one entry of one table is all that a measure needs."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import conflict_cli
from conflict_cli.record.measures import TABLE

PACKAGE = Path(conflict_cli.__file__).parent
LAYOUTS = PACKAGE / "dataset" / "layouts"
SOURCES = [
    path
    for path in sorted(PACKAGE.rglob("*"))
    if path.suffix in (".py", ".jinja", ".sql", ".js", ".css") and path != PACKAGE / "record" / "measures.py"
]
LEDGER = """\
sources: {sohr: {name: SOHR}}
places: {hass: {name: Hass, kind: town}}
incidents:
  - id: raid
    title: A raid
    date: 2018-04-02
    places: [hass]
    reports: [{source: sohr, killed: 2, detained: {total: at least 7, women: 3}}]
expected: [{detained: 7}]
"""
FURTHER = """
from conflict_cli.record.measures import TABLE, Kind

TABLE["detained"] = Kind("detained", "detained people", "detained by anybody", "7", "detained, arrested", 3, True)

from typer.testing import CliRunner

from conflict_cli.cli.app import app

for words in COMMANDS:
    ran = CliRunner().invoke(app, words)
    print("$", ran.exit_code, ran.output, ran.exception if ran.exit_code == 2 else "")
"""


def named(path: Path) -> Iterator[str]:
    """Yield the words of this file that may name a measure: texts, names of fields and of arguments."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        yield from re.findall(r"\w+", re.sub(r"(?sm)\{#.*?#\}|--.*?$|>[^<{]*<", "", text))
        return
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Constant(value=str(word)):
                yield word
            case ast.keyword(arg=str(word)) | ast.Attribute(attr=word) | ast.arg(arg=word):
                yield word
            case ast.AnnAssign(target=ast.Name(id=word)):
                yield word


@pytest.mark.parametrize("path", SOURCES, ids=[str(path.relative_to(PACKAGE)) for path in SOURCES])
def test_only_the_table_names_all_measures(path: Path) -> None:
    """`killed` alone may be named, as that of which a question without a measure is."""
    others = [key for key, kind in TABLE.items() if key != "killed" and not kind.in_layouts]
    assert not {*named(path)} & {*others, *(f"{one}_best" for one in TABLE)}


def test_a_further_measure_is_one_entry(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(LEDGER, encoding="utf-8")
    commands = [
        "sum -m killed -f x.yaml",
        "sum -m detained --explain -f x.yaml",
        "list -f x.yaml",
        "list -O csv --hxl -f x.yaml",
        "towns -f x.yaml",
        "check -f x.yaml",
        "schema",
        "add --detained some --date 2018 --place Hass --source SOHR --dry-run --into x.yaml",
    ]
    code = FURTHER.replace("COMMANDS", repr([words.split() for words in commands]))
    surroundings = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=True)
    killed, detained, listed, tagged, towns, checked, schema, added = done.stdout.split("$ ")[1:]
    assert "Not in these sums: 1 incident with ≥7 detained." in killed
    assert re.search(r"Detained +1 +7 +7 +7\+", detained)
    assert re.search(r"Killed +Injured +Detained", listed)
    assert re.search(r"Killed +Injured +Detained", towns)
    assert "detained_women_low" in tagged
    assert "#affected+detained+f+adults+min" in tagged
    assert "0 errors" in checked
    assert "People detained by anybody, in the words of the report." in schema
    assert "--detained" in added
