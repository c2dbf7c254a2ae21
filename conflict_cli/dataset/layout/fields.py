"""Every key that a layout may hold, as tables for the reader. The keys are declared in `layout`."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from msgspec import Struct

from conflict_cli.dataset.layout.layout import (
    Coded,
    DateColumns,
    Layout,
    NumberColumns,
    PartColumns,
    PlaceColumns,
    keys_of,
    number_key,
    part_key,
)
from conflict_cli.ledger.fields import Field, Kind, Table
from conflict_cli.record.incident import MEASURES, PARTS
from conflict_cli.record.measures import TABLE
from conflict_cli.record.phrases import group_name

NUMBER_KEYS = {measure: number_key(measure) for measure in MEASURES}
"""The key of the columns of each measure."""

PART_KEYS = {(measure, part): part_key(measure, part) for measure in MEASURES for part in PARTS}
"""The key of each group of people in each measure."""

_KINDS: Mapping[Any, Kind] = {
    **dict.fromkeys((str, str | None), "text"),
    tuple[str, ...]: "texts",
    bool: "flag",
    **dict.fromkeys((int, int | None), "number"),
}
"""What a key of this type holds. A key of any other type holds a mapping."""


def _fields(kind: type[Struct]) -> Iterator[Field]:
    """Yield a field for each key of this mapping; each group of people in each measure has a key of its own."""
    for info, key in keys_of(kind):
        form = "slug" if key.is_slug else _KINDS.get(get_args(info.type)[0], "section")
        if info.name == "numbers":
            for measure, name in NUMBER_KEYS.items():
                yield Field(name, form, key.about.format(TABLE[measure].about), key.sample)
        elif info.name == "parts":
            for (measure, part), name in PART_KEYS.items():
                yield Field(name, form, key.about.format(measure, group_name(part)), key.sample)
        else:
            yield Field(info.name, form, key.about, key.sample, required=info.required, or_one=key.or_one)


DATE = Table("a date", "The columns that say when.", *_fields(DateColumns))
PLACE = Table("a place", "The columns that say where.", *_fields(PlaceColumns))
CODED = Table("a coded column", "A column, and what its codes stand for.", *_fields(Coded))
NUMBERS = Table("a figure", "The columns that number people.", *_fields(NumberColumns))
PART = Table("a part", "A column that numbers one group of the killed.", *_fields(PartColumns))
LAYOUT = Table("a layout", "Which column of a file holds what.", *_fields(Layout))
