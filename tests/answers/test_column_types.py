"""`column_types`: every value of every answer for machines has the type that its column says."""

import json

import pytest

from conflict_cli.answers.answer import Column
from conflict_cli.answers.column_types import type_of
from tests.conftest import Run

TYPES = {"text": str, "number": int, "decimal": float, "truth": bool, "names": list, "day": str, "nested": list}
COMMANDS = (
    "list -f ged.csv hass",
    "list --victims children",
    "list --by town",
    "show rastan-rockets hass-camp",
    "show hass-camp --with ged.csv",
    "sum --by town",
    "sum --explain",
    "sum -f ged.csv --by month",
    "towns",
    "towns -f ged.csv --governorate homs",
    "sources",
    "compare ged.csv",
    "diff old.yaml new.yaml",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_value_has_the_type_of_its_column(command, run: Run, data_folder):
    rows = [json.loads(line) for line in run(f"{command} -O jsonl", folder=data_folder).out.splitlines()]
    assert rows
    for row in rows:
        for key, value in row.items():
            is_day = key.endswith(("date_from", "date_to"))
            said = TYPES[type_of(Column(key, key, "day" if is_day else "text"))]
            assert value is None or type(value) is said, (key, value)


def test_figures_for_readers_are_texts():
    assert {type_of(Column(key, key, "number")) for key in ("killed", "injured", "casualties")} == {"text"}
