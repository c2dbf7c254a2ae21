"""Parse a text into a `Ledger`, or one file into its part of a ledger: build each noun from its entry.

All problems are reported at once. What refers to something is checked in `references`, once all files are read.

The modules `values`, `figures` and `dates` decide what a value means; `fields` decides which keys may stand where.
"""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.ledger.amounts import read_figures
from conflict_cli.ledger.document import collection_paused, parse_document
from conflict_cli.ledger.entry import Entry
from conflict_cli.ledger.expected import read_expected
from conflict_cli.ledger.fields import ATTRIBUTION, INCIDENT, LEDGER, REPORT, SECTIONS
from conflict_cli.ledger.nodes import Items, Keys, Node, Problems, Scalar
from conflict_cli.ledger.reading import Link, Reading
from conflict_cli.ledger.references import check_references
from conflict_cli.ledger.values import parse_digest, parse_language, parse_slug
from conflict_cli.record.dates import parse_when
from conflict_cli.record.errors import BadValueError, quoted
from conflict_cli.record.incident import Actor, Article, Attribution, Incident, Ledger, Place, Report, Source, Spot

_NO_DATE = parse_when("2000")


class Include(Struct, frozen=True, array_like=True):
    """The name or the pattern of other files that belong to the ledger, and where it is written."""

    pattern: str
    spot: Spot


class Part(Struct, frozen=True):
    """What one file holds: nouns, which may refer to those of other files, and what it includes."""

    ledger: Ledger
    includes: tuple[Include, ...]


def parse_ledger(data: bytes, file: str) -> Ledger:
    """Return the ledger in these bytes; `DataError` lists all their problems, under the name of the file."""
    reading = Reading(Problems(file))
    with collection_paused():
        part = parse_part(data, reading)
        for include in part.includes:
            what = f"include: {quoted(include.pattern)} is not looked for, since this text is read by itself"
            reading.problems.add(Node(include.spot.line, include.spot.column), what, "name its file")
            reading.give_up()
        check_whole(reading)
    return part.ledger


def parse_alone(data: bytes, file: str) -> Ledger:
    """Return what one of several files holds; what it refers to is not looked for, and may be in another."""
    reading = Reading(Problems(file))
    with collection_paused():
        part = parse_part(data, reading)
    if reading.problems.found:
        raise reading.problems.error()
    return part.ledger


def check_whole(reading: Reading) -> None:
    """Raise `DataError` with all problems of the files that were read, if they have any or do not make one ledger."""
    problems = reading.problems
    if not reading.has_incidents and not reading.unread:
        hint = f"write incidents: {LEDGER.fields['incidents'].sample}"
        problems.add(reading.begun or Node(1, 1), f"{LEDGER.noun} needs the key incidents", hint, file=0)
    check_references(reading)
    if problems.found:
        raise problems.error()


def parse_part(data: bytes, reading: Reading) -> Part:
    """Return what these bytes hold, as the file that is read now; `DataError` if they are no mapping."""
    problems = reading.problems
    root = parse_document(data, problems)
    if not isinstance(root, Keys):
        kind = "a list" if isinstance(root, Items) else "a text"
        hint = f"begin lines with one of the keys {', '.join(LEDGER.fields)}, such as incidents: []"
        raise problems.fatal(root.line, root.column, f"a ledger is a mapping, not {kind}", hint)
    reading.begun = reading.begun or Node(root.line, root.column)
    entry = Entry(root, LEDGER, reading)
    includes = tuple(Include(one.text, reading.spot(one)) for one in entry.distinct_scalars("include"))
    return Part(_ledger(problems.files[problems.number], entry, reading), includes)


def _ledger(file: str, entry: Entry, reading: Reading) -> Ledger:
    # The sections come first, whatever the order of the file: incidents refer to them.
    places = {key: _place(key, spot, one, reading) for key, spot, one in _section(entry, "places", reading)}
    return Ledger(
        file,
        articles={
            key: Article(
                key,
                title=one.text("title") or "",
                publisher=one.text("publisher"),
                published=one.date("published"),
                url=one.url("url"),
                archived=one.url("archived"),
                retrieved=one.date("retrieved"),
                sha256=one.parsed("sha256", parse_digest),
                language=one.parsed("language", parse_language),
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
        expected=read_expected(entry, reading),
    )


def _section(entry: Entry, name: str, reading: Reading) -> Iterator[tuple[str, Spot, Entry]]:
    """Yield the key of each noun of the section, its place and its entry; report a key that cannot be one."""
    for key, noun in entry.keyed_entries(name, SECTIONS[name]):
        try:
            parse_slug(key.text)
        except BadValueError as wrong:
            reading.problems.add(key, f"{name}: {wrong.what}", wrong.hint)
        yield key.text, reading.spot(key), noun


def _place(key: str, spot: Spot, entry: Entry, reading: Reading) -> Place:
    for given, missing in (("lat", "lon"), ("lon", "lat")):
        if given in entry.values and missing not in entry.values:
            entry.problem(given, entry.values[given], f"stands without {missing}", f"write {missing}: too, or neither")
    containers = [target for target in entry.distinct_scalars("in") if entry.reference_of("in", target)]
    reading.containers.extend(Link(key, "in", target, spot.file) for target in containers)
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
    """Return all incidents; report ids that stand twice."""
    if "incidents" in top.values:
        reading.has_incidents = True
        if not isinstance(top.values["incidents"], Items):
            reading.unread.add("incidents")
    incidents: list[Incident] = []
    for entry in top.entries("incidents", INCIDENT):
        scalar = entry.values.get("id")
        if isinstance(scalar, Scalar) and not scalar.is_empty:
            reading.add_id(scalar)
        incidents.append(_incident(entry, reading))
    return tuple(incidents)


def _incident(entry: Entry, reading: Reading) -> Incident:
    """Return the incident of this entry; its links to others are checked when all incidents are read."""
    id_ = entry.slug("id") or ""
    reports = entry.values.get("reports")
    if isinstance(reports, Items) and not reports.items:
        hint = "write what at least one source says: [{source: sohr, killed: 2}]"
        entry.problem("reports", reports, "is empty", hint)
    overlaps = _linked(entry, id_, "overlaps", reading)
    part_of = entry.scalar("part_of")
    if part_of:
        reading.links.append(Link(id_, "part_of", part_of, entry.spot.file))
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
        distinct_from=_linked(entry, id_, "distinct_from", reading),
        note=entry.text("note"),
        spot=entry.spot,
    )


def _linked(entry: Entry, owner: str, name: str, reading: Reading) -> tuple[str, ...]:
    targets = entry.distinct_scalars(name)
    reading.links.extend(Link(owner, name, target, entry.spot.file) for target in targets)
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
        **read_figures(entry, reading),
        origin=entry.text("origin"),
        cites=entry.references("cites"),
        supersedes=entry.reference("supersedes"),
        denies=entry.flag("denies"),
        quote=entry.text("quote"),
        translator=entry.text("translator"),
    )
