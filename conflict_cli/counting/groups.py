"""Group a selection by town, source, month and so on.

Each row is a question: it holds what its own filter would answer, with all other filters as they are. One incident may
stand in several rows, so the rows never add up to the sum of all. An incident that belongs to no single row stands once
more below them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial

from msgspec.structs import replace

from conflict_cli.record.areas import Area
from conflict_cli.record.dates import Period, When
from conflict_cli.record.errors import UsageError
from conflict_cli.record.geography import Geography
from conflict_cli.record.incident import Incident, Names
from conflict_cli.record.periods import SPANS, name_of
from conflict_cli.selection.belonging import Belongs, Site
from conflict_cli.selection.matching import Question
from conflict_cli.selection.narrowing import UNTIL
from conflict_cli.selection.picking import Picked, found_by
from conflict_cli.selection.query import Key
from conflict_cli.selection.selection import BYS, By, Group, Selection

PLACES = ("town", "governorate", "country")
"""The properties of a site."""

Line = tuple[Key, str]
"""A row of a table: its key, or None and its heading."""

MOST_RUNNING = 20_000_000
"""The most incidents, times the periods in which each may be counted, of sums that run."""

UNNAMED, ACROSS, UNDATED = "elsewhere, or not named", "across {}", "not dated"
NAMELESS = {
    "article": "no article named",
    "actor": "not attributed",
    "target": "no target named",
}
PLURALS = {
    **{by: f"{by}s" for by in BYS},
    "country": "countries",
}


def grouped(
    selection: Selection, by: By, question: Question, originals: Iterable[Incident], *, is_running: bool = False
) -> list[Group]:
    """Group incidents in memory. `Selection.groups` answers this for every selection."""
    rows: dict[Line, list[Picked]] = {}
    named_first: dict[Key, None] = {}
    whole = {picked.incident.id: picked for picked in selection.picked}
    named = lines_named((picked.incident for picked in selection.picked), by, question.period)
    if is_running:
        require_few(len(whole), len(named), by, MOST_RUNNING)
    within = cache(partial(question.within, UNTIL if is_running else by))
    for incident in originals:
        keys = keys_until(incident.date, by, question, named) if is_running else keys_of(incident, by, question, named)
        parts = {key: picked for key in keys for picked in found_by([incident], within(key)).picked}
        for line, picked in lines_of(whole.get(incident.id), parts, by, keys):
            rows.setdefault(line, []).append(picked)
            if line[0] is not None and picked.belongs > Belongs.UNCOUNTED:
                named_first.setdefault(line[0])
    keyed = dict.fromkeys(key for key, _ in rows if key is not None)
    groups = [
        Group(heading(key, by, selection.names, question.geography), selection.narrowed(rows[key, ""]), key)
        for key in in_order({**named_first, **keyed}, by)
    ]
    groups += [Group(name, selection.narrowed(rows[None, name])) for key, name in sorted(rows, key=str) if key is None]
    return list(_told_apart(groups))


def lines_of(
    whole: Picked | None, parts: Mapping[Key, Picked], by: By, keys: Sequence[Key]
) -> Iterator[tuple[Line, Picked]]:
    """Yield the rows in which one incident stands; below them it stands as a whole, if no single row holds it.

    `parts` is what the filters of the keys answer, `keys` are those of all rows in which it may stand.
    """
    is_held = False
    for key, picked in parts.items():
        is_held |= not is_across(_respect(picked, by), _respect(whole, by) if whole else Belongs.SURELY)
        yield (key, ""), picked
    if whole and not is_held:
        is_nameless = len(keys) < (2 if by in PLACES else 1)
        yield (None, heading_below(whole.incident, whole.incident.date, by, is_nameless=is_nameless)), whole


def lines_named(incidents: Iterable[Incident], by: By, asked: Period) -> Collection[str]:
    """Return the keys of rows in which incidents that name no key may stand: those that other incidents name.

    A date names the periods in which it begins and ends, as far as it lies in the days asked for.
    """
    if by in SPANS:
        return dict.fromkeys(end for incident in incidents for end in ends_of(incident.date, by, asked))
    if by == "town":
        return dict.fromkeys(key for incident in incidents for key in incident.places)
    if by == "actor":
        return dict.fromkeys(one.actor for incident in incidents for one in incident.attribution)
    return dict.fromkeys(incident.type for incident in incidents) if by == "type" else {}


def ends_of(when: When, by: By, asked: Period) -> list[str]:
    """Return the day, week, month, quarter or year in which a date begins, and that in which it ends."""
    ends = max(when.first, asked.first), min(when.last, asked.last)
    return [] if when.is_unknown else [name_of(day, by) for day in ends]


def keys_of(incident: Incident, by: By, question: Question, named: Collection[str]) -> list[Key]:
    """Return the keys of all rows in which an incident may stand; `named` are the towns or periods that have a row."""
    if by in PLACES:
        return keys_of_site(incident, by, question, named)
    if by in SPANS:
        return keys_of_days(incident.date, by, question, named)
    found: list[Key]
    others = list(named) if question.asked.query.possible else []
    match by:
        case "actor":
            found = [*(one.actor for one in incident.attribution), *others]
        case "type":
            found = [incident.type, *others]
        case "target":
            found = [incident.target]
        case "article":
            found = [report.article for report in incident.reports]
        case _:
            found = [key for report in incident.reports for key in question.sayers(report)]
    return [key for key in dict.fromkeys(found) if key]


def keys_of_site(site: Site, by: By, question: Question, named: Collection[str]) -> list[Key]:
    """Return the towns, governorates or countries of a site; with `--possible`, all in which it may lie."""
    geography = question.geography
    held: list[Key]
    if by == "town":
        held = [one for key in site.places for one in (key, *sorted(geography.containers(key))) if one in named]
    else:
        of_place = geography.area if by == "governorate" else geography.country
        held = [found for key in site.places if (found := of_place(key))]
    if question.asked.query.possible:
        held += {"town": named, "governorate": geography.areas, "country": geography.countries}[by]
    return list(dict.fromkeys(held))


def keys_of_days(when: When, by: By, question: Question, named: Collection[str]) -> list[Key]:
    """Return the days, weeks, months and so on that a date meets; with `--possible`, all that it may be in."""
    if when.is_unknown:
        return sorted(named) if question.asked.query.possible else []
    first, last = ends_of(when, by, question.period)
    return [key for key in sorted(named) if first <= key <= last]


def require_few(incidents: int, rows: int, by: By, most: int) -> None:
    """Raise `UsageError` where sums that run would count so many incidents in so many rows that nobody would wait."""
    if incidents * rows > most:
        what = f"--cumulative would count {incidents} incidents in up to {rows} rows by {by}"
        raise UsageError(f"{what}; take longer periods, as --by year, or narrow it down by town, date or type")


def keys_until(when: When, by: By, question: Question, named: Collection[str]) -> list[Key]:
    """Return the periods at whose end a date has begun, of those that begin within the days asked for."""
    begun = [key for key in sorted(named) if key <= name_of(question.period.last, by)]
    return [key for key in begun if when.is_unknown or ends_of(when, by, question.period)[0] <= key]


def is_across(row: Belongs, whole: Belongs) -> bool:
    """Say whether a row holds only an unknown share of an incident that the whole table holds in full."""
    return row <= Belongs.PERHAPS < whole


def in_order(keys: Iterable[Key], by: By) -> list[Key]:
    """Return the keys in the order of display: days, weeks, months and so on by time."""
    return sorted(keys, key=str) if by in SPANS else list(keys)


def heading(key: Key, by: By, names: Names, geography: Geography) -> str:
    """Return the name shown for a key; a name that several places bear is shown with its governorate or country."""
    if by == "source":
        return names.sources[str(key)].name
    if by == "actor":
        return names.actors[str(key)].name
    if by == "country":
        return geography.countries[str(key)][0]
    if isinstance(key, Area):
        return geography.named_area(key)
    return geography.named_place(str(key)) if by == "town" else str(key)


def heading_below(site: Site, when: When | None, by: By, *, is_nameless: bool = True) -> str:
    """Return the heading of the row for incidents that belong to no single row."""
    if by in SPANS:
        return UNDATED if when is None or when.is_unknown else ACROSS.format(PLURALS[by])
    if by in PLACES:
        return UNNAMED if site.and_elsewhere or is_nameless else ACROSS.format(PLURALS[by])
    return NAMELESS[by] if is_nameless and by in NAMELESS else ACROSS.format(PLURALS[by])


def _told_apart(groups: Sequence[Group]) -> Iterator[Group]:
    """Yield the groups, with its key behind a heading that several have: two sources may bear one name."""
    bearers = Counter(part.heading for part in groups)
    for part in groups:
        is_shared = bearers[part.heading] > 1 and isinstance(part.key, str)
        yield replace(part, heading=f"{part.heading} ({part.key})") if is_shared else part


def _respect(picked: Picked, by: By) -> Belongs:
    """Return how firmly an incident belongs in the respect by which rows are told apart."""
    if by in PLACES:
        return picked.site
    return picked.days if by in SPANS else Belongs.SURELY
