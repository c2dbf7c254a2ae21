"""The rows of the tables, made in one pass over the incidents: only a batch of them is held in memory."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count, islice

from conflict_cli.answers.summary import Summing, sum_for_machines
from conflict_cli.exports.sheets import rows_by_measure
from conflict_cli.exports.tables_schema import ALL, READ_ME, Row, Tables
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import MEASURES, Actor, Incident, Measure, Place, Report, Source
from conflict_cli.record.phrases import group_name
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.query import in_words
from conflict_cli.selection.selection import Selection

_BATCH = 1_000

# The tables to which a batch of incidents may add rows; a table stands after those that it refers to.
_FILLED = (
    "articles",
    "sources",
    "source_aliases",
    "places",
    "place_aliases",
    "place_in",
    "actors",
    "actor_aliases",
    "incidents",
    "incident_places",
    "incident_sources",
    "attributions",
    "attribution_sources",
    "incident_figures",
    "reports",
    "report_cites",
    "figures",
)

Batch = tuple[str, list[Row]]


def tables_of(selection: Selection, program: str = "") -> Tables:
    """Return the tables of the selected incidents, all that they refer to, and their sums.

    `program` is the name that the file gives for the program that made it.
    """
    victims = selection.asked.query.victims or ALL
    lost = _lost(selection)
    remarks = (f"Links to incidents that were not selected are left out: {', '.join(lost)}.",) if lost else ()
    return Tables(_batches(selection, program, victims, remarks), victims, remarks)


def _lost(selection: Selection) -> list[str]:
    """Return the ids of the incidents that were not selected, and that a selected one is linked to."""
    if selection.data_set:
        return []
    incidents = [picked.incident for picked in selection.picked]
    named = {other for one in incidents for other in (*one.overlaps, *one.distinct_from)}
    for one in incidents:
        named |= selection.links.overlapping(one.id)
    named.update(one.part_of for one in incidents if one.part_of)
    return sorted(named - {one.id for one in incidents})


def _batches(selection: Selection, program: str, victims: str, remarks: tuple[str, ...]) -> Iterator[Batch]:
    yield "read_me", list(enumerate((*READ_ME, *remarks, *selection.read), start=1))
    about = {
        "made by": program,
        "file": selection.names.file.replace("\\", "/").rpartition("/")[2],
        "data set": selection.data_set,
        "cite": selection.cite,
        "asked for": "; ".join(in_words(selection.asked.query, selection.data_set)) or "everything",
        "figures of": group_name(victims),
    }
    yield "about", [(name, value) for name, value in about.items() if value]
    filling = _Filling(selection, victims)
    remaining = iter(selection.picked)
    while batch := list(islice(remaining, _BATCH)):
        yield from filling.rows_of(batch)
    yield "links", list(_links(selection))
    summed = sum_for_machines(selection, Summing())
    yield "totals", [(measure, victims, *cells) for measure, *cells in rows_by_measure(summed)]
    yield "notes", [(number, note.text) for number, note in enumerate(summed.notes, start=1)]


class _Filling:
    """Makes rows of incidents, and of each place, source, actor and article that an incident is the first to name."""

    def __init__(self, selection: Selection, victims: str) -> None:
        self._ledger, self._geography = selection.names, selection.geography
        self._is_cited = selection.data_set is not None
        self._victims = victims
        self._places, self._sources, self._actors, self._articles = _Ids(), _Ids(), _Ids(), _Ids()
        self._positions = count(1)
        self._numbers = count(1)
        self._rows: dict[str, list[Row]] = {}

    def rows_of(self, batch: Iterable[Picked]) -> Iterator[Batch]:
        """Yield the rows of these incidents, and of the things that no incident before them names."""
        self._rows = {name: [] for name in _FILLED}
        for picked in batch:
            self._add_incident(picked)
        yield from ((name, rows) for name, rows in self._rows.items() if rows)

    def _add_incident(self, picked: Picked) -> None:
        one, rows = picked.incident, self._rows
        days = (None, None) if one.date.is_unknown else (one.date.first.isoformat(), one.date.last.isoformat())
        when = (one.date.text, *days, one.and_elsewhere, one.nearby)
        where = picked.at or (None, None)
        rows["incidents"].append(
            (one.id, next(self._positions), one.title, *when, one.type, one.target, *where, one.note)
        )
        rows["incident_places"] += [(one.id, at, self._place(key)) for at, key in enumerate(one.places, start=1)]
        rows["attributions"] += [
            (one.id, at, self._actor(said.actor), said.confidence) for at, said in enumerate(one.attribution, start=1)
        ]
        rows["attribution_sources"] += [
            (one.id, at, position, self._source(key))
            for at, said in enumerate(one.attribution, start=1)
            for position, key in enumerate(dict.fromkeys(said.by), start=1)
        ]
        for measure in MEASURES:
            rows["incident_figures"] += self._figures(one.id, measure, picked.figure(measure), picked.parts(measure))
        sayers = [(self._is_cited and account.cites) or (account.source,) for account in one.reports]
        distinct_sayers = dict.fromkeys(chain.from_iterable(sayers))
        rows["incident_sources"] += [(one.id, at, self._source(key)) for at, key in enumerate(distinct_sayers, start=1)]
        for position, account in enumerate(one.reports, start=1):
            self._add_report(one, position, account)

    def _place(self, key: str) -> str:
        id_, is_new = self._places.of(key)
        if is_new:
            noun = self._ledger.places[key]
            area = (self._geography.governorate_of(key), self._geography.country_of(key))
            self._rows["places"].append((id_, noun.name, noun.kind, *area, noun.lat, noun.lon, noun.pcode))
            self._rows["place_aliases"] += _aliases(id_, noun)
            self._rows["place_in"] += [(id_, self._place(container)) for container in dict.fromkeys(noun.within)]
        return id_

    def _actor(self, key: str) -> str:
        id_, is_new = self._actors.of(key)
        if is_new:
            noun = self._ledger.actors[key]
            self._rows["actors"].append((id_, noun.name))
            self._rows["actor_aliases"] += _aliases(id_, noun)
        return id_

    def _figures(
        self, owner: str | int, measure: Measure, figure: Figure | None, parts: Mapping[str, Figure]
    ) -> Iterator[Row]:
        if figure is not None:
            yield (owner, measure, self._victims, *_numbers(figure))
            yield from ((owner, measure, part, *_numbers(number)) for part, number in parts.items())

    def _source(self, key: str) -> str:
        id_, is_new = self._sources.of(key)
        if is_new:
            noun = self._ledger.sources[key]
            self._rows["sources"].append((id_, noun.name, noun.kind))
            self._rows["source_aliases"] += _aliases(id_, noun)
        return id_

    def _add_report(self, one: Incident, position: int, account: Report) -> None:
        number, rows = next(self._numbers), self._rows
        article = self._article(account.article) if account.article else None
        older = self._article(account.supersedes) if account.supersedes else None
        read = (article, account.paragraph, account.origin, older, account.is_superseded, account.denies)
        words = (account.quote, account.translator)
        rows["reports"].append((number, one.id, position, self._source(account.source), *read, *words))
        cited = dict.fromkeys(account.cites)
        rows["report_cites"] += [(number, at, self._source(key)) for at, key in enumerate(cited, start=1)]
        for measure in MEASURES:
            figure = account.figure(measure)
            rows["figures"] += self._figures(number, measure, figure, figure.stated_parts if figure else {})

    def _article(self, key: str) -> str:
        id_, is_new = self._articles.of(key)
        if is_new:
            noun = self._ledger.articles[key]
            published, retrieved = (when.text if when else None for when in (noun.published, noun.retrieved))
            copied = (noun.archived, retrieved, noun.sha256, noun.language)
            self._rows["articles"].append((id_, noun.title, noun.publisher, published, noun.url, *copied))
        return id_


class _Ids:
    """Visible ids for keys: a data set keeps places of one name apart by letters that nobody sees."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, key: str) -> tuple[str, bool]:
        """Return the id of this key, and whether this is the first request for it."""
        if key in self._ids:
            return self._ids[key], False
        id_ = plain = "".join(filter(str.isprintable, key))
        number = 1
        while id_ in self._taken:
            number += 1
            id_ = f"{plain} ({number})"
        self._ids[key] = id_
        self._taken.add(id_)
        return id_, True


def _aliases(id_: str, noun: Place | Source | Actor) -> Iterator[Row]:
    return ((id_, alias) for alias in dict.fromkeys(noun.aliases))


def _numbers(figure: Figure) -> Row:
    bounds = (figure.low, figure.best, figure.high)
    return (*bounds, figure.open, figure.approximate, figure.is_derived, figure.text or None)


def _links(selection: Selection) -> Iterator[Row]:
    """Yield the links between incidents; a part of a toll left out is linked to the next toll around it, if any."""
    if selection.data_set:
        return
    links = selection.links
    held = {picked.incident.id for picked in selection.picked}
    for one in (picked.incident for picked in selection.picked):
        container = next((name for name in links.containers(one.id) if name in held), None)
        named = {
            "overlaps": one.overlaps,
            "part_of": (container,) if container else (),
            "distinct_from": one.distinct_from,
            "may_overlap": links.in_order(one.id),
        }
        for relation, others in named.items():
            yield from ((one.id, relation, other) for other in dict.fromkeys(others) if other in held)
