"""What differs between two files: incidents added, removed and changed, and the entries that they refer to."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TypeVar

from msgspec import Struct

from conflict_cli.answers.changed_nouns import Change, Line, changed_nouns
from conflict_cli.answers.columns import NO_FIGURE, short
from conflict_cli.answers.told import Account, Told, mark, told
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import MEASURES
from conflict_cli.selection.selection import Selection

Value = TypeVar("Value")
_OF_ONE_SIDE = ("title", "date", "places", "type")


class Sides(Struct, frozen=True):
    """The answers of two files to one query, and all that the files hold."""

    old: Selection
    new: Selection
    whole_old: Selection
    whole_new: Selection


def changes(sides: Sides) -> Iterator[Change]:
    """Yield what differs, in the order of the old file and then of the new one: incidents first."""
    marks = [{one.incident.id: mark(one, side) for one in side.picked} for side in (sides.old, sides.new)]
    ids = [name for name in dict.fromkeys(chain(*marks)) if marks[0].get(name) != marks[1].get(name)]
    answers = (sides.old, sides.new)
    found = [{one.incident.id: told(one, side) for one in side.called(ids).picked} for side in answers]
    elsewhere = [
        {one.incident.id: told(one, whole) for one in whole.called(name for name in ids if name not in here).picked}
        for whole, here in zip((sides.whole_old, sides.whole_new), found, strict=True)
    ]
    for name in ids:
        old, new = (here.get(name) or other.get(name) for here, other in zip(found, elsewhere, strict=True))
        lines = list(_differences(old, new))
        if old and new and (name in found[0]) != (name in found[1]):
            lines.insert(0, Line("asked for", ("yes", "no") if name in found[0] else ("no", "yes")))
        yield Change("changed" if old and new else "removed" if old else "added", "incident", name, tuple(lines))
    if not sides.old.data_set:
        yield from changed_nouns(sides.old, sides.new)


def _differences(old: Told | None, new: Told | None) -> Iterator[Line]:
    """Yield the texts that differ, the figures of both sides, and what differs in each report."""
    yield from _of_texts(old, new)
    for measure in MEASURES:
        figures = _pair(side.figures.get(measure) if side else None for side in (old, new))
        if _numbers(figures[0]) != _numbers(figures[1]):
            sides = zip((old, new), figures, strict=True)
            yield Line(measure, _pair(_in_short(figure) if side else None for side, figure in sides), figures=figures)
    accounts = [side.accounts if side else () for side in (old, new)]
    for one, other in _matched(*accounts):
        yield from _of_account(one, other)
    order = [[f"{one.source} {one.article or ''}".strip() for one in side] for side in accounts]
    if order[0] != order[1] and sorted(order[0]) == sorted(order[1]):
        yield Line("order of reports", _pair("; ".join(names) for names in order))


def _of_texts(old: Told | None, new: Told | None) -> Iterator[Line]:
    """Yield the texts that differ; of an incident that one side alone has, those that say what it is."""
    if not (old and new):
        for field in _OF_ONE_SIDE:
            yield Line(field, _pair(side.texts[field] if side else None for side in (old, new)))
        return
    for field, text in old.texts.items():
        texts = (text, new.texts[field])
        if texts[0] == texts[1] and field in old.keys:
            texts = (old.keys[field], new.keys[field])  # two things of one name
        if texts[0] != texts[1]:
            yield Line(field, texts)


def _in_short(figure: Figure | None) -> str:
    """Return `3–4, best 3`: the best of a range may change alone."""
    return f"{figure.short}, best {figure.best}" if figure and figure.low != figure.high else short(figure)


def _numbers(figure: Figure | None) -> tuple[int, int, int, bool, bool] | None:
    return (figure.low, figure.best, figure.high, figure.open, figure.approximate) if figure else None


def _matched(old: tuple[Account, ...], new: tuple[Account, ...]) -> list[tuple[Account | None, Account | None]]:
    """Return each report beside the one that it became: of the same source and article, else of the same source."""
    left = list(new)
    matched: dict[int, Account] = {}
    for is_strict in (True, False):
        for place, one in enumerate(old):
            if place in matched:
                continue
            for other in left:
                if one.source == other.source and (one.article == other.article or not is_strict):
                    matched[place] = other
                    left.remove(other)
                    break
    return [*((one, matched.get(place)) for place, one in enumerate(old)), *((None, one) for one in left)]


def _of_account(old: Account | None, new: Account | None) -> Iterator[Line]:
    """Yield what differs between two reports; of a report that one side alone has, what it says."""
    some = new or old
    if some is None or old == new:
        return
    source, article = some.source, some.article
    lines = []
    for measure in MEASURES:
        figures = _pair(side.figures.get(measure) if side else None for side in (old, new))
        if figures[0] != figures[1]:
            said = _pair((side.says(measure) or NO_FIGURE) if side else None for side in (old, new))
            lines.append(Line(measure, said, source, article, figures))
    if old and new:
        others = {"article": (old.article or "", new.article or "")}
        others |= {field: (text, new.others[field]) for field, text in old.others.items()}
        lines += [Line(field, pair, source, article) for field, pair in others.items() if pair[0] != pair[1]]
    yield from lines or [Line("report", _pair("no figure" if side else None for side in (old, new)), source, article)]


def _pair(both: Iterable[Value]) -> tuple[Value, Value]:
    """Return what is on the old side, and what is on the new one."""
    old, new = both
    return old, new
