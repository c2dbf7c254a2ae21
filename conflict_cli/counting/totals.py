"""Totals: sums of reported figures that count no death twice and say what they do not know.

- low: the largest total of incidents of which no two are joined, so that the people in it are surely distinct; an
  incident of which perhaps only a part was asked for adds nothing. best: likewise, of the best figures, in full.
- high: everybody reported, where an incident holds its parts: the greater of its own figure and their sum.
- Whatever world the reports describe truly, its number of people lies between low and high, or above low where open.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from conflict_cli.counting.conditions import sure_low
from conflict_cli.counting.heaviest_set import Graph
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import MEASURES, Measure
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Entry, Selection, Sum

TOGETHER_FIRST: tuple[Measure, ...] = ("casualties", "killed", "injured")


class Totals(Struct, frozen=True):
    """The sums of a selection, by measure; casualties that are not separated are never added to the others."""

    incidents: int
    killed: Sum
    injured: Sum
    casualties: Sum

    def of(self, measure: Measure) -> Sum:
        """The sum in this measure."""
        return {"killed": self.killed, "injured": self.injured, "casualties": self.casualties}[measure]


def total(selection: Selection) -> Totals:
    """How many people the selected incidents report as killed, as injured, and as either without saying which."""
    return Totals(len(selection.picked), *(selection.sum_of(measure) for measure in MEASURES))


def total_of(selection: Selection, measure: Measure) -> Sum:
    """The sum of incidents in memory; whoever has a selection asks `Selection.sum_of`."""
    figures = {}
    for picked in selection.picked:
        figure = picked.figure(measure)
        if figure is not None:
            figures[picked.incident.id] = (picked, figure)
    if not figures:
        return Sum(measure, len(selection.picked))
    joined = selection.links.among(figures)
    inside = selection.links.nearest_containers(figures)
    lows, bests, is_exact = _surely_distinct({name: both for name, both in figures.items() if name in joined}, joined)
    highs = _highs(figures, inside)
    names = figures.keys()
    entries = tuple(
        [
            Entry(
                picked,
                figure,
                sure_low(picked, figure) if name in lows else 0,
                figure.best if name in bests else 0,
                highs.get(name, figure.high),
                inside.get(name),
                tuple(sorted(near & names)) if (near := selection.links.overlapping(name)) else (),
                len(picked.incident.reports) > 1 and _is_disputed(picked, measure),
            )
            if name in joined
            else _entry_of_its_own(picked, figure, measure)
            for name, (picked, figure) in figures.items()
        ]
    )
    return Sum(measure, len(selection.picked), _together(entries), entries, is_exact)


def left_out(every: Iterable[Picked], measures: Collection[Measure]) -> dict[Measure | None, list[Picked]]:
    """Those of the incidents that sums in these measures leave out, by the measure in which they report a figure."""
    found: dict[Measure | None, list[Picked]] = {}
    for picked in every:
        is_counted = any(picked.figure(measure) for measure in measures)
        if is_counted and ("casualties" in measures or not picked.figure("casualties")):
            continue
        first = next((measure for measure in TOGETHER_FIRST if picked.figure(measure)), None)
        found.setdefault(first, []).append(picked)
    return found


def entries_of(selection: Selection, counted: Sum) -> Iterator[Entry]:
    """What each incident adds to this sum of the selection."""
    if counted.told is None:
        yield from counted.entries
        return
    for picked in selection.picked:
        figure = picked.figure(counted.measure)
        if figure is not None:
            yield _entry_of_its_own(picked, figure, counted.measure)


def _together(entries: tuple[Entry, ...]) -> Figure:
    """What the entries add up to; open or approximate if any of their figures is."""
    figures = [entry.figure for entry in entries]
    return Figure(
        sum([entry.low for entry in entries]),
        sum([entry.best for entry in entries]),
        sum([entry.high for entry in entries]),
        open=any(figure.open for figure in figures),
        approximate=any(figure.approximate for figure in figures),
    )


def _entry_of_its_own(picked: Picked, figure: Figure, measure: Measure) -> Entry:
    """The entry of an incident that shares nobody with any other of the sum."""
    is_disputed = len(picked.incident.reports) > 1 and _is_disputed(picked, measure)
    return Entry(picked, figure, sure_low(picked, figure), figure.best, figure.high, is_disputed=is_disputed)


def _is_disputed(picked: Picked, measure: Measure) -> bool:
    first: Figure | None = None
    for report in picked.incident.reports:
        figure = report.figure(measure)
        if figure is None or figure is first:
            continue
        if first is None:
            first = figure
        elif (figure.low, figure.best, figure.high, figure.open) != (first.low, first.best, first.high, first.open):
            return True
    return False


def _surely_distinct(
    figures: Mapping[str, tuple[Picked, Figure]], joined: Mapping[str, set[str]]
) -> tuple[set[str], set[str], bool]:
    """Choose the incidents that make up the low, and those that make up the best; say whether both choices are exact.

    Among sets of the same low the one of the larger best is taken, and the reverse: the two agree where they can.
    """
    low = {name: sure_low(picked, figure) for name, (picked, figure) in figures.items()}
    best = {name: figure.best for name, (_, figure) in figures.items()}
    scale = sum(best.values()) + 1
    graph = Graph({name: joined[name] for name in figures})
    lows, is_low_exact = graph.heaviest({name: low[name] * scale + best[name] for name in figures})
    bests, is_best_exact = graph.heaviest({name: best[name] * scale + low[name] for name in figures})
    if sum([best[name] for name in bests]) < sum([best[name] for name in lows]):
        bests = lows
    return lows, bests, is_low_exact and is_best_exact


def _highs(figures: Mapping[str, tuple[Picked, Figure]], inside: Mapping[str, str]) -> dict[str, int]:
    """How much each incident that holds others or lies inside one adds to the high.

    That is its own high, or, where their sum is greater, its parts' in its place.
    """
    parts = defaultdict(list)
    for name, container in inside.items():
        parts[container].append(name)
    outermost = [name for name in parts if name not in inside]
    ordered = list(outermost)
    own = {name: figures[name][1].high for name in {*parts, *inside}}
    for name in ordered:
        ordered.extend(parts.get(name, ()))
    most: dict[str, int] = {}
    for name in reversed(ordered):
        most[name] = max(own[name], sum(most[part] for part in parts.get(name, ())))
    added = dict(own)
    while outermost:
        name = outermost.pop()
        if own[name] == most[name]:
            added.update(dict.fromkeys(_all_inside(name, parts), 0))
        else:
            added[name] = 0
            outermost.extend(parts[name])
    return added


def _all_inside(name: str, parts: Mapping[str, list[str]]) -> list[str]:
    found = list(parts.get(name, ()))
    for part in found:
        found.extend(parts.get(part, ()))
    return found
