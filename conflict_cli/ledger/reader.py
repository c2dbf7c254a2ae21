"""Parse a text into a `Ledger`: build each noun from its entry, and report all problems of the file at once.

The modules `values`, `figures` and `dates` decide what a value means; `fields` decides which keys may stand where.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from conflict_cli.ledger.amounts import read_figure
from conflict_cli.ledger.document import collection_paused, parse_document
from conflict_cli.ledger.entry import Entry
from conflict_cli.ledger.fields import ATTRIBUTION, INCIDENT, LEDGER, REPORT, SECTIONS
from conflict_cli.ledger.nodes import Items, Keys, Problems, Scalar
from conflict_cli.ledger.reading import Reading
from conflict_cli.ledger.references import Link, check_containers, check_links
from conflict_cli.ledger.values import parse_slug
from conflict_cli.record.dates import parse_when
from conflict_cli.record.errors import BadValueError, quoted
from conflict_cli.record.incident import Actor, Article, Attribution, Incident, Ledger, Place, Report, Source, Spot

_NO_DATE = parse_when("2000")


def parse_ledger(data: bytes, file: str) -> Ledger:
    """Return the ledger in these bytes; `DataError` lists all their problems, under the name of the file."""
    problems = Problems(file)
    with collection_paused():
        root = parse_document(data, problems)
        if not isinstance(root, Keys):
            kind = "a list" if isinstance(root, Items) else "a text"
            hint = f"begin lines with one of the keys {', '.join(LEDGER.fields)}, such as incidents: []"
            raise problems.fatal(root.line, root.column, f"a ledger is a mapping, not {kind}", hint)
        reading = Reading(problems)
        ledger = _ledger(file, Entry(root, LEDGER, reading), reading)
    if problems.found:
        raise problems.error()
    return ledger


def _ledger(file: str, entry: Entry, reading: Reading) -> Ledger:
    # The sections come first, whatever the order of the file: incidents refer to them.
    containers: list[Link] = []
    places = {key: _place(key, spot, one, containers) for key, spot, one in _section(entry, "places", reading)}
    check_containers(containers, reading)
    return Ledger(
        file,
        articles={
            key: Article(
                key,
                title=one.text("title") or "",
                publisher=one.text("publisher"),
                published=one.date("published"),
                url=one.url("url"),
                spot=spot,
            )
            for key, spot, one in _section(entry, "articles", reading)
        },
        sources={
            key: Source(
                key, name=one.text("name") or "", aliases=one.texts("aliases"), kind=one.choice("kind"), spot=spot
            )
            for key, spot, one in _section(entry, "sources", reading)
        },
        places=places,
        actors={
            key: Actor(key, name=one.text("name") or "", aliases=one.texts("aliases"), spot=spot)
            for key, spot, one in _section(entry, "actors", reading)
        },
        incidents=_incidents(entry, reading),
    )


def _section(entry: Entry, name: str, reading: Reading) -> Iterator[tuple[str, Spot, Entry]]:
    """Yield the key of each noun of the section, its place and its entry; report a key that cannot be one."""
    for key, noun in entry.keyed_entries(name, SECTIONS[name]):
        try:
            parse_slug(key.text)
        except BadValueError as wrong:
            reading.problems.add(key, f"{name}: {wrong.what}", wrong.hint)
        yield key.text, Spot(key.line, key.column), noun


def _place(key: str, spot: Spot, entry: Entry, links: list[Link]) -> Place:
    for given, missing in (("lat", "lon"), ("lon", "lat")):
        if given in entry.values and missing not in entry.values:
            entry.problem(given, entry.values[given], f"stands without {missing}", f"write {missing}: too, or neither")
    containers = [target for target in entry.distinct_scalars("in") if entry.reference_of("in", target)]
    links.extend(Link(key, "in", target) for target in containers)
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
        within=tuple(target.text for target in containers),
        spot=spot,
    )


def _incidents(top: Entry, reading: Reading) -> tuple[Incident, ...]:
    """Return all incidents; report ids that stand twice, and links that cannot be."""
    ids: dict[str, Scalar] = {}
    links: list[Link] = []
    incidents: list[Incident] = []
    for entry in top.entries("incidents", INCIDENT):
        scalar = entry.values.get("id")
        if isinstance(scalar, Scalar) and not scalar.is_empty:
            first = ids.setdefault(scalar.text, scalar)
            if first is not scalar:
                what = f"{quoted(scalar.text)} is the id of the incident on line {first.line} already"
                entry.problem("id", scalar, what, "write another")
        incidents.append(_incident(entry, links, reading))
    check_links(links, ids, reading)
    return tuple(incidents)


def _incident(entry: Entry, links: list[Link], reading: Reading) -> Incident:
    """Return the incident of this entry, and add its links to other incidents to `links`."""
    id_ = entry.slug("id") or ""
    reports = entry.values.get("reports")
    if isinstance(reports, Items) and not reports.items:
        hint = "write what at least one source says: [{source: sohr, killed: 2}]"
        entry.problem("reports", reports, "is empty", hint)
    overlaps = _linked(entry, id_, "overlaps", links)
    part_of = entry.scalar("part_of")
    if part_of:
        links.append(Link(id_, "part_of", part_of))
    return Incident(
        id_,
        title=entry.text("title") or "",
        date=entry.date("date") or _NO_DATE,
        places=entry.references("places"),
        and_elsewhere=entry.flag("and_elsewhere"),
        nearby=entry.flag("nearby"),
        type=entry.choice("type") or "unknown",
        target=entry.slug("target"),
        attribution=tuple(
            Attribution(one.reference("actor") or "", one.choice("confidence") or "stated", one.references("by"))
            for one in entry.entries("attribution", ATTRIBUTION)
        ),
        reports=_reports(entry, reading),
        overlaps=overlaps,
        part_of=part_of.text if part_of else None,
        distinct_from=_linked(entry, id_, "distinct_from", links),
        note=entry.text("note"),
        spot=entry.spot,
    )


def _linked(entry: Entry, owner: str, name: str, links: list[Link]) -> tuple[str, ...]:
    targets = entry.distinct_scalars(name)
    links.extend(Link(owner, name, target) for target in targets)
    return tuple(target.text for target in targets)


def _reports(entry: Entry, reading: Reading) -> tuple[Report, ...]:
    """Return the reports of an incident; those that a later report of the same source supersedes are marked."""
    entries = list(entry.entries("reports", REPORT))
    reports = [_report(one, reading) for one in entries]
    for one, report in zip(entries, reports, strict=True):
        if report.supersedes is None:
            continue
        older = [
            place
            for place, other in enumerate(reports)
            if other is not report and (other.source, other.article) == (report.source, report.supersedes)
        ]
        if not older:
            what = f"{quoted(report.source)} has no report of this incident from {quoted(report.supersedes)}"
            one.problem("supersedes", one.values["supersedes"], what, "keep the older report below, with its article")
        for place in older:
            reports[place] = replace(reports[place], is_superseded=True)
    return tuple(reports)


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
        supersedes=entry.reference("supersedes"),
        denies=entry.flag("denies"),
    )
