"""Small ledgers in a few lines: a test writes the incidents, with only the keys that it is about."""

from conflict_cli.asked import Query
from conflict_cli.incident import Ledger
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.query import Selection, select

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


def sketch(incidents: str) -> Ledger:
    """The ledger of these incidents, a line each, with the inside of a YAML mapping.

    A title and the first of April 2018 are supplied where none is written.
    """
    lines = [_entry(line.strip()) for line in incidents.splitlines() if line.strip()]
    return parse_ledger(f"{GAZETTEER}incidents:{''.join(lines) or ' []'}\n".encode(), "sketch.yaml")


def selected(incidents: str, query: Query | None = None) -> Selection:
    """What the query selects from the ledger of these incidents."""
    return select(sketch(incidents), query)


def ids(selection: Selection) -> list[str]:
    """The ids of the selected incidents."""
    return [picked.incident.id for picked in selection.picked]


def _entry(inside: str) -> str:
    title = "" if "title:" in inside else ", title: Strike"
    day = "" if "date:" in inside else ", date: 2018-04-01"
    return f"\n  - {{{inside}{title}{day}}}"
