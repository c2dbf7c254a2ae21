"""`schema`: editors accept what the reader accepts, and refuse what a schema can refuse."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from jsonschema import Draft202012Validator

from conflict_cli.ledger.schema import schema
from conflict_cli.ledger.writer import format_ledger
from conflict_cli.record.incident import PARTS
from conflict_cli.record.type_names import TYPES
from tests.effort import examples
from tests.worlds.ledgers import EVERYTHING, ledgers

INVALID = Path(__file__).parent.parent / "invalid"

# Wrong in ways that no schema can see: in the meaning of words, or between one entry and another.
ONLY_THE_READER_SEES = {
    "figures-with-an-unknown-total",
    "ids-are-repeated",
    "links-beside-part-of",
    "links-in-a-long-ring",
    "links-in-a-ring",
    "links-that-lead-nowhere",
    "links-that-overlap-and-do-not",
    "links-to-the-incident-itself",
    "places-in-themselves",
    "supersedes-no-report",
    "top-lacks-incidents",
}
VALIDATOR = Draft202012Validator(schema())


class EditorsLoader(yaml.SafeLoader):
    """YAML as editors read it: JSON's types, no dates."""


EditorsLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_an_editor_reads(text: str) -> object:
    return yaml.load(text, Loader=EditorsLoader)


def test_the_schema_is_valid():
    Draft202012Validator.check_schema(schema())
    json.dumps(schema())


def test_the_schema_accepts_a_ledger_with_every_key():
    VALIDATOR.validate(as_an_editor_reads(EVERYTHING.replace('"[', "'[").replace(']"', "]'")))


@examples(200, quick=25)
@given(ledgers())
def test_the_schema_accepts_every_written_ledger(ledger):
    VALIDATOR.validate(as_an_editor_reads(format_ledger(ledger)))


@pytest.mark.parametrize("file", sorted(INVALID.glob("[!y]*.yaml")), ids=lambda file: file.stem)
def test_the_schema_refuses_what_a_schema_can(file):
    """Apart from the files `yaml-…`, which no editor gets to read as a ledger."""
    is_refused = not VALIDATOR.is_valid(as_an_editor_reads(file.read_text()))
    assert is_refused == (file.stem not in ONLY_THE_READER_SEES)


def test_the_schema_describes_every_key():
    def undescribed(part: object) -> list[str]:
        if not isinstance(part, dict):
            return []
        missing = [name for name, value in part.get("properties", {}).items() if "description" not in value]
        return missing + [name for value in part.values() for name in undescribed(value)]

    assert undescribed(schema()) == []


def test_the_schema_has_the_closed_lists_of_nouns():
    incident = schema()["properties"]["incidents"]["items"]["properties"]
    assert incident["type"]["enum"] == list(TYPES)
    assert list(schema()["$defs"]["figure"]["properties"]) == ["total", "best", *PARTS]
