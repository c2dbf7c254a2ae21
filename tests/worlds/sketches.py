"""Small ledgers: in a few lines, with only the keys that a test is about; or any, made by chance."""

from random import Random

from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.counting.in_memory import select
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.record.dates import parse_when
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import CONFIDENCES, Attribution, Incident, Ledger
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import Selection
from tests.worlds.people import make_world

GAZETTEER = """\
articles:
  memo-2018: {title: Attacks in Homs, publisher: Middle East Monitor, published: 2018-04-30}
sources:
  sohr: {name: SOHR, aliases: [Syrian Observatory], kind: monitor}
  memo: {name: Middle East Monitor, aliases: [MEMO], kind: media}
  un: {name: United Nations}
places:
  rastan: {name: Rastan, aliases: [Ar-Rastan, Al-Rastan, الرستن], kind: town, governorate: Homs, country: Syria}
  talbissah: {name: Talbissah, aliases: [Talbiseh, تلبيسة], kind: town, governorate: Homs, country: Syria}
  hass: {name: Hass, kind: town, governorate: Idlib, country: Syria}
  tripoli: {name: Tripoli, kind: city, country: Lebanon}
  yarmouk: {name: Yarmouk, aliases: [Yarmouk Camp], kind: camp, governorate: Damascus, country: Syria}
  north: {name: northern Homs, kind: region, governorate: Homs, country: Syria}
  syria: {name: Syria, kind: country, country: Syria}
actors:
  russia: {name: Russia, aliases: [Russian forces]}
  government: {name: Syrian government forces, aliases: [Syrian army]}
"""


def sketch(incidents: str, places: str = "") -> Ledger:
    """The ledger of these incidents, a line each, with the inside of a YAML mapping; `places` are added to its places.

    A title and the first of April 2018 are supplied where none is written.
    """
    gazetteer = GAZETTEER.replace("actors:\n", f"{places}actors:\n")
    lines = [_entry(line.strip()) for line in incidents.splitlines() if line.strip()]
    return parse_ledger(f"{gazetteer}incidents:{''.join(lines) or ' []'}\n".encode(), "sketch.yaml")


def selected(incidents: str, query: Query | None = None, places: str = "") -> Selection:
    """What the query selects from the ledger of these incidents."""
    return select(sketch(incidents, places), query)


def ids(selection: Selection) -> list[str]:
    """The ids of the selected incidents."""
    return [picked.incident.id for picked in selection.picked]


def _entry(inside: str) -> str:
    title = "" if "title:" in inside else ", title: Strike"
    day = "" if "date:" in inside else ", date: 2018-04-01"
    return f"\n  - {{{inside}{title}{day}}}"


# By chance: quicker to make by the hundred than those of `ledgers`, which are about what can be written in a file.

_DATES = "2018-04-28 2018-04 2018-04-28/2018-05-30~ 2018-04-30? 0001/9999 2016/2018 9999-12-31 0001 2018-05-02%".split()


def chance_ledger(random: Random) -> Ledger:
    """A world of people, whose places may be on the map, and whose figures may be rough, open, or there are none."""
    ledger = make_world(random).ledger
    places = {
        key: replace(place, lat=random.uniform(-90, 90), lon=random.choice([random.uniform(-180, 180), 180.0]))
        if random.random() < 0.6
        else place
        for key, place in ledger.places.items()
    }
    actors = sketch("").actors
    incidents = tuple(_changed(one, random, sorted(actors)) for one in ledger.incidents)
    return replace(ledger, places=places, actors=actors, incidents=incidents)


def _changed(one: Incident, random: Random, actors: list[str]) -> Incident:
    dated = parse_when(random.choice(_DATES)) if random.random() < 0.4 else one.date
    named = (Attribution(random.choice(actors), random.choice(CONFIDENCES)),) if random.random() < 0.4 else ()
    reports = tuple(
        replace(report, killed=_roughly(report.killed, random), injured=_figure(random)) for report in one.reports
    )
    return replace(one, date=dated, attribution=named, reports=reports)


def _roughly(figure: Figure | None, random: Random) -> Figure | None:
    return replace(figure, approximate=random.random() < 0.3) if figure else None


def _figure(random: Random) -> Figure | None:
    if random.random() < 0.6:
        return None
    low, best, high = sorted(random.choice([0, 1, 7, 30, 2000]) for _ in range(3))
    return Figure(low, best, high, open=random.random() < 0.3, approximate=random.random() < 0.3)


seeds = st.integers(0, 2**40).map(Random)
chance_ledgers = seeds.map(chance_ledger)
