"""HXL: a row of hashtags below the header that tells the humanitarian data exchange the meaning of each column.

Numbers of people are `#affected`; numbers that must not be added to them are `#indicator` or `#meta`.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import chain

from msgspec.structs import replace

from conflict_cli.answers.answer import Answer, Row
from conflict_cli.record.incident import MEASURES, PARTS

_TAGS: Mapping[str, str] = {
    "id": "#event+id",
    "title": "#event+name",
    "date": "#meta+date",  # in EDTF: HXL reads every #date as a day
    "date_from": "#date+start",
    "date_to": "#date+end",
    "towns": "#loc+name+list",
    "and_elsewhere": "#meta+loc+elsewhere",
    "nearby": "#meta+loc+nearby",
    "governorate": "#adm1+name",
    "country": "#country+name",
    "type": "#event+type",
    "target": "#event+target",
    "actors": "#org+actor+list",
    "confidence": "#meta+confidence+list",
    "sources": "#meta+source+list",
    "articles": "#meta+article+list",
    "overlaps": "#meta+overlaps+list",
    "distinct_from": "#meta+distinct_from+list",
    "parts_of_it": "#meta+parts_of_it+list",
    "note": "#description+note",
    # A list for readers
    "town": "#loc+name",
    "source": "#meta+source",
    "attribution": "#org+actor+confidence+list",
    "parts": "#meta+parts+list",
    # Towns
    "pcode": "#loc+code+v_pcode",
    "aliases": "#loc+name+alt+list",
    "lat": "#geo+lat",
    "lon": "#geo+lon",
    # Sums
    "incidents": "#meta+count+incidents",
    "notes": "#description+caveats",
    "measure": "#indicator+name",
    "maybe_same_as": "#meta+maybe_same_as+list",
    "why": "#description+why",
    # Events compared with an incident
    "incident": "#event+id+incident",
    "event": "#event+id+event",
    "event_place": "#loc+name+event",
    "candidates": "#meta+count+candidates",
    "km": "#indicator+distance+km",
    "days_apart": "#indicator+distance+days",
    "difference": "#indicator+difference",
}
"""A key that is neither here nor a figure is `#meta+key`."""

_PEOPLE: Mapping[str, str] = {
    "girls": "+f+children",
    "boys": "+m+children",
    "women": "+f+adults",
    "men": "+m+adults",
    "older_people": "+elderly",
}
"""HXL's own attributes for groups of people; another group is named by its key."""

_BOUNDS = {"low": "+min", "best": "+best", "high": "+max"}
_SIDES = ("incident", "event")
_FIGURE = re.compile(
    rf"(?:(?P<side>{'|'.join(_SIDES)})_)?(?P<measure>{'|'.join(MEASURES)}|reported|added)"
    rf"(?:_(?P<part>{'|'.join(PARTS)}))?(?:_(?P<what>low|best|high|open|approximate|text|reported))?"
)


def tagged(report: Answer) -> Answer:
    """Return the same report with a first row of tags, all different."""
    tags: Row = tuple(tags_of([column.key for column in report.columns], report.victims))
    return replace(report, rows=chain([tags], report.rows))


def tags_of(keys: Sequence[str], victims: str | None = None) -> list[str]:
    """Return the tag of each column; `victims` is the group of people that all figures count."""
    tags: list[str] = []
    known: set[frozenset[str]] = set()
    for place, key in enumerate(keys, start=1):
        tag = tag_of(key, victims)
        if _meaning(tag) in known:
            tag = f"{tag}+column_{place}"
        known.add(_meaning(tag))
        tags.append(tag)
    return tags


def tag_of(key: str, victims: str | None = None) -> str:
    """Return the tag of a column, from the table or from the parts of a figure's key, or else `#meta` and the key."""
    if key in _TAGS:
        return _TAGS[key]
    if figure := _FIGURE.fullmatch(key):
        return _tag_of_figure(figure, victims)
    side, _, rest = key.partition("_")
    if side in _SIDES and rest in _TAGS:
        return f"{_TAGS[rest]}+{side}"
    attribute = re.sub(r"[^a-z0-9_]", "_", key.lower())
    return f"#meta+{attribute if attribute[:1].isalpha() else f'x{attribute}'}"  # HXL: attributes begin with a letter


def _meaning(tag: str) -> frozenset[str]:
    """Return the parts of the tag as a set: the order of attributes means nothing."""
    return frozenset(tag.split("+"))


def _tag_of_figure(figure: re.Match[str], victims: str | None) -> str:
    """Return the tag of a figure: `#affected+killed+children+min` for `killed_children_low`.

    Figures must not be added up, and are `#indicator`, where each pair of an incident and an event repeats them, or
    where other figures beside them say how much may be added.
    """
    side, measure, part, what = figure.groups()
    group = part or victims
    people = f"+{measure}{_PEOPLE.get(group, f'+{group}') if group else ''}"
    beside = f"+{side}" if side else ""
    if what is None and part is None:
        return f"#meta{people}+short{beside}"
    if what == "reported":
        return f"#meta+count{people}{beside}"
    if what in (None, *_BOUNDS):
        tag = "#indicator" if side or measure == "reported" else "#affected"
        return f"{tag}{people}{_BOUNDS[what or 'best']}{beside}"
    return f"#meta{people}+{what}{beside}"
