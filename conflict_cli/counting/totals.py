"""Add up reported figures without counting one death twice.

- low: the largest total of incidents without links between them, whose people are surely distinct. An incident of which
  perhaps only a part was asked for adds nothing. best: the same with the best figures, which are added in full.
- high: everybody reported. An incident with parts adds its own figure or the sum of its parts, whichever is greater.
- In every world that the reports describe truly, the number of people lies between low and high; above low if open.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from conflict_cli.counting.conditions import best_of, low_of
from conflict_cli.counting.heaviest_set import heaviest
from conflict_cli.record.accounts import are_at_one, disputed, is_denied
from conflict_cli.record.bits import Bits
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import MEASURES, Measure
from conflict_cli.record.measures import TABLE
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Entry, Selection, Sum

APART = tuple(measure for measure in MEASURES if TABLE[measure].is_apart)
TOGETHER = tuple(measure for measure in MEASURES if TABLE[measure].is_together)


class Totals(Struct, frozen=True):
    """The sums of a selection in each measure, each also under its name: `killed`. None is ever added to another."""

    incidents: int
    sums: Mapping[Measure, Sum]

    def __repr__(self) -> str:
        return f"<Totals: {'; '.join(self.of(measure).short for measure in MEASURES)}>"

    def of(self, measure: Measure) -> Sum:
        """Return the sum in this measure."""
        return self.sums[measure]

    def __getattr__(self, measure: str) -> Sum:
        if measure in MEASURES:
            return self.sums[measure]
        raise AttributeError(measure)


def total(selection: Selection) -> Totals:
    """Return the number of people reported in each measure."""
    return Totals(len(selection.picked), {measure: selection.sum_of(measure) for measure in MEASURES})


def total_of(selection: Selection, measure: Measure, reported: Iterable[Figure | None]) -> Sum:
    """Return the sum of incidents in memory that report these figures, one each.

    `Selection.sum_of` answers this for every selection.
    """
    both = zip(selection.picked, reported, strict=True)
    figures = {picked.incident.id: (picked, figure) for picked, figure in both if figure is not None}
    if not figures:
        return Sum(measure, len(selection.picked))
    groups = selection.links.among(figures)
    joined = {names[number] for names, near in groups for number in near}
    overlapping = selection.links.overlapping_among(joined, by_name=True)
    inside = selection.links.nearest_containers(figures)
    lows, bests, is_exact = _surely_distinct(figures, groups)
    highs = _highs(figures, inside)
    entries = tuple(
        [
            Entry(
                picked,
                figure,
                low=low_of(picked, figure) if name in lows else 0,
                best=best_of(picked, figure) if name in bests else 0,
                high=highs.get(name, figure.high),
                inside=inside.get(name),
                maybe=overlapping[name],
                disputed=disputed(picked.incident.reports, measure),
                is_denied=is_denied(picked.incident.reports),
            )
            if name in joined
            else _entry_of_its_own(picked, figure, measure)
            for name, (picked, figure) in figures.items()
        ]
    )
    return Sum(measure, len(selection.picked), _together(entries), entries, is_exact)


def left_out(
    every: Iterable[Picked], reported: Sequence[tuple[Figure | None, ...]], measures: Collection[Measure]
) -> dict[Measure | None, list[Picked]]:
    """Return the incidents that sums in these measures leave out, by the measure in which they report a figure.

    One with a figure in a measure that is apart is left out there, even if a sum counts another figure of it.
    `reported` are the figures of each incident, in the order of `MEASURES`.
    """
    if not reported:
        return {}
    columns = dict(zip(MEASURES, zip(*reported, strict=True), strict=True))
    counted = map(any, zip(*[column for measure, column in columns.items() if measure in measures], strict=True))
    apart = [(MEASURES.index(one), one) for one in APART if one not in measures and any(columns[one])]
    plain = [(place, measure) for place, measure in enumerate(MEASURES) if measure not in APART]
    found: dict[Measure | None, list[Picked]] = {}
    for picked, figures, is_counted in zip(every, reported, counted, strict=True):
        if is_counted and not apart:
            continue
        left: list[Measure | None] = [measure for place, measure in apart if figures[place]]
        if not is_counted and not any(measure in TOGETHER for measure in left):
            first = next((measure for place, measure in plain if figures[place]), None)
            left += [first] if first or not left else []
        for measure in left:
            found.setdefault(measure, []).append(picked)
    return found


def entries_of(selection: Selection, counted: Sum) -> Iterator[Entry]:
    """Yield the share of each incident in this sum of the selection."""
    if counted.told is None:
        yield from counted.entries
        return
    for picked in selection.picked:
        figure = picked.figure(counted.measure)
        if figure is not None:
            yield _entry_of_its_own(picked, figure, counted.measure)


def _together(entries: tuple[Entry, ...]) -> Figure:
    """Add up the entries; the result is open or approximate if any figure is."""
    return Figure(
        sum([entry.low for entry in entries]),
        sum([entry.best for entry in entries]),
        sum([entry.high for entry in entries]),
        open=any(entry.figure.open for entry in entries),
        approximate=any(entry.figure.approximate for entry in entries),
    )


def _entry_of_its_own(picked: Picked, figure: Figure, measure: Measure) -> Entry:
    """Return the entry of an incident that shares nobody with any other."""
    low, best = low_of(picked, figure), best_of(picked, figure)
    reports = picked.incident.reports
    if are_at_one(reports):
        return Entry(picked, figure, low, best, figure.high)
    told, denied = disputed(reports, measure), is_denied(reports)
    return Entry(picked, figure, low, best, figure.high, disputed=told, is_denied=denied)


def _surely_distinct(
    figures: Mapping[str, tuple[Picked, Figure]], groups: Sequence[tuple[list[str], Mapping[int, Bits]]]
) -> tuple[set[str], set[str], bool]:
    """Choose the incidents for the low and those for the best, and say whether both choices are exact.

    Of sets with the same low, the one with the larger best is taken, and the reverse: the two agree if they can.
    """
    linked = [names[number] for names, near in groups for number in near]
    low = {name: low_of(*figures[name]) for name in linked}
    best = {name: best_of(*figures[name]) for name in linked}
    scale = sum(best.values()) + 1
    lows: set[str] = set()
    bests: set[str] = set()
    is_exact = True
    for names, near in groups:
        weights: dict[int, int] = {}
        found: set[int] = set()
        for chosen, first, second in ((lows, low, best), (bests, best, low)):
            before = weights
            weights = {number: first[names[number]] * scale + second[names[number]] for number in near}
            if weights != before:
                found, is_largest = heaviest(weights, near)
                is_exact = is_exact and is_largest
            chosen.update([names[number] for number in found])
    if sum([best[name] for name in bests]) < sum([best[name] for name in lows]):
        bests = lows
    return lows, bests, is_exact


def _highs(figures: Mapping[str, tuple[Picked, Figure]], inside: Mapping[str, str]) -> dict[str, int]:
    """Return the share in the high of each incident that contains others or lies inside one.

    A container adds its own high and its parts nothing, or the reverse if the parts add up to more.
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
            below = list(parts.get(name, ()))
            for part in below:
                below.extend(parts.get(part, ()))
            added.update(dict.fromkeys(below, 0))
        else:
            added[name] = 0
            outermost.extend(parts[name])
    return added
