"""Entries added to the text of a ledger: all that was there stays byte for byte, or nothing is added."""

import pytest
from msgspec.structs import replace

from conflict_cli.ledger.insertion import EMPTY, Addition, in_text, inserted
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.record.errors import DataError
from tests.conftest import ROOT
from tests.ledger.additions import addition

BLOCK_TEXT = (
    "incidents:\n- id: a\n  title: A\n  date: 2018\n  reports: [{source: x}]\n"
    "  note: |\n    #x\n    text\n    # nor this\n# about sources\nsources:\n  x:\n    name: X\n"
)
WHOLE = (ROOT / "incidents.yaml").read_bytes()


def test_all_that_was_there_stays():
    lines = inserted(WHOLE, "x", addition()).decode().splitlines(keepends=True)
    rest = iter(lines)
    assert all(line in rest for line in WHOLE.decode().splitlines(keepends=True))
    assert parse_ledger("".join(lines).encode(), "x").incidents[-1].id == "new"


@pytest.mark.parametrize(
    "text",
    [
        "incidents: []",
        "# mine\nincidents: [ ]  # none yet\n",
        "sources: {}\nplaces:\n    # towns\n    a: {name: A}\n    # the end\n\n# below\nincidents: []\n# last\n",
        BLOCK_TEXT,
        "\ufeffincidents: []\r\nsources: # who\r\n  x:\r\n    name: X",
        "---\nplaces: {}\nincidents: []\n...\n",
    ],
    ids=["no line end", "empty", "comments", "block text", "Windows", "document marks"],
)
def test_every_way_of_writing_is_added_to(text):
    made = inserted(text.encode(), "x", addition()).decode()
    rest = iter(made.split("\n"))
    kept = [line for line in text.split("\n") if "[" not in line and "{}" not in line]
    assert all(any(line == other.strip("\r") or line == other for other in rest) for line in kept if line)
    assert ("\r\n" in text) == ("\r\n  - id: new\r\n" in made)
    assert [one.id for one in parse_ledger(made.encode(), "x").incidents][-1] == "new"


def test_comments_stay_above_what_they_are_about():
    made = inserted(BLOCK_TEXT.encode(), "x", addition()).decode()
    assert "# about sources\nsources:\n" in made


def test_a_section_in_brackets_is_refused():
    text = b"sources: {a: {name: A}}\nincidents: []\n"
    with pytest.raises(DataError, match="x:1:10: sources: stands between brackets"):
        inserted(text, "x", addition())


def test_what_would_be_an_error_is_not_added():
    text = inserted(EMPTY, "x", addition())
    with pytest.raises(DataError):
        inserted(text, "x", addition())
    wrong = addition()
    unsourced = replace(wrong.ledger, sources={})
    with pytest.raises(DataError, match="un"):
        inserted(EMPTY, "x", Addition(unsourced))


def test_the_text_of_an_addition_is_a_ledger():
    assert parse_ledger(in_text(addition()).encode(), "x").incidents[0].id == "new"
    assert "\n  # who says so?\n  - id: new\n" in in_text(addition())
