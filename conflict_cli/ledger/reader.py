"""A file to a `Ledger`: which entries make which noun. All that is wrong with a file is said at once.

What a value means is decided in `values`, `figures` and `dates`; what may stand where, in `fields`.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from conflict_cli.ledger.amounts import read_figure
from conflict_cli.ledger.document import parse_document, read_bytes
from conflict_cli.ledger.entry import Entry
from conflict_cli.ledger.fields import ATTRIBUTION, INCIDENT, LEDGER, REPORT, SECTIONS
from conflict_cli.ledger.kept import KeptLedgers
from conflict_cli.ledger.nodes import Items, Keys, Node, Problems, Scalar
from conflict_cli.ledger.reading import Reading
from conflict_cli.ledger.references import Link, check_links
from conflict_cli.ledger.values import parse_slug
from conflict_cli.record.dates import parse_when
from conflict_cli.record.errors import BadValueError, quoted
from conflict_cli.record.incident import Actor, Article, Attribution, Incident, Ledger, Place, Report, Source, Spot

Noun = TypeVar("Noun")

_NO_DATE = parse_when("2000")


def read_ledger(path: Path, *, cache: KeptLedgers | None = None) -> Ledger:
    """The ledger in this file, from the cache where it holds it; `DataError` with all that is wrong with the file."""
    data = read_bytes(path)
    with _collection_paused():
        ledger = cache.load(data, str(path)) if cache else None
        if ledger is None:
            ledger = parse_ledger(data, str(path))
            if cache:
                cache.keep(data, ledger)
        return ledger


def parse_ledger(data: bytes, file: str) -> Ledger:
    """The ledger that these bytes of a file of this name hold; `DataError` with all that is wrong with them."""
    problems = Problems(file)
    with _collection_paused():
        top = _mapping(parse_document(data, problems), problems)
        reading = Reading(problems)
        ledger = _ledger(file, Entry(top, LEDGER, reading), reading)
    if problems.found:
        raise problems.error()
    return ledger


@contextmanager
def _collection_paused() -> Iterator[None]:
    """No garbage collection meanwhile: it looks again and again through what all stays, for most of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _mapping(root: Node, problems: Problems) -> Keys:
    if isinstance(root, Keys):
        return root
    kind = "a list" if isinstance(root, Items) else "a text"
    hint = f"begin lines with one of the keys {', '.join(LEDGER.fields)}, such as incidents: []"
    raise problems.fatal(root.line, root.column, f"a ledger is a mapping, not {kind}", hint)


def _ledger(file: str, entry: Entry, reading: Reading) -> Ledger:
    # The sections come first, whatever the order of the file: incidents refer to them.
    return Ledger(
        file,
        articles=_section(entry, "articles", _article, reading),
        sources=_section(entry, "sources", _source, reading),
        places=_section(entry, "places", _place, reading),
        actors=_section(entry, "actors", _actor, reading),
        incidents=_incidents(entry, reading),
    )


def _section(entry: Entry, name: str, read: Callable[[str, Spot, Entry], Noun], reading: Reading) -> dict[str, Noun]:
    nouns: dict[str, Noun] = {}
    for key, noun in entry.keyed_entries(name, SECTIONS[name]):
        try:
            nouns[parse_slug(key.text)] = read(key.text, Spot(key.line, key.column), noun)
        except BadValueError as wrong:
            reading.problems.add(key, f"{name}: {wrong.what}", wrong.hint)
    return nouns


def _article(key: str, spot: Spot, entry: Entry) -> Article:
    return Article(
        key,
        title=entry.text("title") or "",
        publisher=entry.text("publisher"),
        published=entry.date("published"),
        url=entry.url("url"),
        spot=spot,
    )


def _source(key: str, spot: Spot, entry: Entry) -> Source:
    return Source(
        key, name=entry.text("name") or "", aliases=entry.texts("aliases"), kind=entry.choice("kind"), spot=spot
    )


def _place(key: str, spot: Spot, entry: Entry) -> Place:
    for given, missing in (("lat", "lon"), ("lon", "lat")):
        if given in entry.values and missing not in entry.values:
            entry.problem(given, entry.values[given], f"stands without {missing}", f"write {missing}: too, or neither")
    return Place(
        key,
        name=entry.text("name") or "",
        aliases=entry.texts("aliases"),
        kind=entry.choice("kind"),
        governorate=entry.text("governorate"),
        country=entry.text("country"),
        lat=entry.degrees("lat"),
        lon=entry.degrees("lon"),
        pcode=entry.text("pcode"),
        spot=spot,
    )


def _actor(key: str, spot: Spot, entry: Entry) -> Actor:
    return Actor(key, name=entry.text("name") or "", aliases=entry.texts("aliases"), spot=spot)


def _incidents(entry: Entry, reading: Reading) -> tuple[Incident, ...]:
    ids: dict[str, Scalar] = {}
    links: list[Link] = []
    incidents: list[Incident] = []
    for one in entry.entries("incidents", INCIDENT):
        _keep_id(one, ids)
        incidents.append(_incident(one, links, reading))
    check_links(links, ids, reading)
    return tuple(incidents)


def _keep_id(entry: Entry, ids: dict[str, Scalar]) -> None:
    scalar = entry.values.get("id")
    if not isinstance(scalar, Scalar) or scalar.is_empty:
        return
    first = ids.setdefault(scalar.text, scalar)
    if first is not scalar:
        what = f"{quoted(scalar.text)} is the id of the incident on line {first.line} already"
        entry.problem("id", scalar, what, "write another")


def _incident(entry: Entry, links: list[Link], reading: Reading) -> Incident:
    id_ = entry.slug("id") or ""
    return Incident(
        id_,
        title=entry.text("title") or "",
        date=entry.date("date") or _NO_DATE,
        places=entry.references("places"),
        and_elsewhere=entry.flag("and_elsewhere"),
        nearby=entry.flag("nearby"),
        type=entry.choice("type") or "unknown",
        target=entry.slug("target"),
        attribution=tuple(_attribution(one) for one in entry.entries("attribution", ATTRIBUTION)),
        reports=_reports(entry, reading),
        overlaps=_linked(entry, id_, "overlaps", links),
        part_of=_linked_one(entry, id_, links),
        distinct_from=_linked(entry, id_, "distinct_from", links),
        note=entry.text("note"),
        spot=entry.spot,
    )


def _linked(entry: Entry, owner: str, name: str, links: list[Link]) -> tuple[str, ...]:
    targets = entry.distinct_scalars(name)
    links.extend(Link(owner, name, target) for target in targets)
    return tuple(target.text for target in targets)


def _linked_one(entry: Entry, owner: str, links: list[Link]) -> str | None:
    target = entry.scalar("part_of")
    if target is None:
        return None
    links.append(Link(owner, "part_of", target))
    return target.text


def _attribution(entry: Entry) -> Attribution:
    return Attribution(entry.reference("actor") or "", entry.choice("confidence") or "stated")


def _reports(entry: Entry, reading: Reading) -> tuple[Report, ...]:
    node = entry.values.get("reports")
    if isinstance(node, Items) and not node.items:
        entry.problem("reports", node, "is empty", "write what at least one source says: [{source: sohr, killed: 2}]")
    return tuple(_report(one, reading) for one in entry.entries("reports", REPORT))


def _report(entry: Entry, reading: Reading) -> Report:
    return Report(
        entry.reference("source") or "",
        article=entry.reference("article"),
        paragraph=entry.count("paragraph"),
        killed=read_figure(entry, "killed", reading),
        injured=read_figure(entry, "injured", reading),
        casualties=read_figure(entry, "casualties", reading),
        origin=entry.text("origin"),
        cites=entry.references("cites"),
    )
