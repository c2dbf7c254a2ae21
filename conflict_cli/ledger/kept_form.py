"""The form in which a ledger is kept: what counting asks for is read at once, the rest when somebody asks for it."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Generic, TypeVar

from msgspec import Struct, msgpack
from msgspec.structs import replace

from conflict_cli.record.accounts import to_keep
from conflict_cli.record.geography import Geography
from conflict_cli.record.incident import Actor, Article, Expectation, Incident, Ledger, Place, Source
from conflict_cli.record.kept_links import KeptLinks, LinkedIncidents
from conflict_cli.record.links import Links

Noun = TypeVar("Noun")


class KeptLedger(Struct, frozen=True, array_like=True, gc=False):
    """A ledger as it is kept: a question needs its places, and seldom its articles, sources and actors."""

    file: str
    articles: bytes
    sources: bytes
    places: dict[str, Place]
    actors: bytes
    incidents: tuple[Incident, ...]
    links: KeptLinks
    expected: tuple[Expectation, ...]
    files: tuple[str, ...]


def with_links(ledger: Ledger) -> Ledger:
    """Return the same ledger with the links between its incidents, which are found now if they are not there."""
    return replace(ledger, incidents=LinkedIncidents.by(_links(ledger), ledger.incidents, ledger.places))


def kept_form(ledger: Ledger) -> KeptLedger:
    """Return the form in which this ledger is kept, with its links."""
    return KeptLedger(
        ledger.file,
        msgpack.encode(dict(ledger.articles)),
        msgpack.encode(dict(ledger.sources)),
        dict(ledger.places),
        msgpack.encode(dict(ledger.actors)),
        tuple([replace(one, reports=to_keep(one.reports)) for one in ledger.incidents]),
        _links(ledger),
        ledger.expected,
        ledger.files,
    )


def _links(ledger: Ledger) -> KeptLinks:
    """Return the links between the incidents of a ledger."""
    if isinstance(ledger.incidents, LinkedIncidents) and ledger.incidents.places is ledger.places:
        return ledger.incidents.links
    return Links(ledger.incidents, Geography(ledger.places)).to_keep()


def ledger_of(kept: KeptLedger, file: str) -> Ledger:
    """Return the ledger that was kept, under this file name."""
    return Ledger(
        file,
        _Unread(kept.articles, dict[str, Article]),
        _Unread(kept.sources, dict[str, Source]),
        kept.places,
        _Unread(kept.actors, dict[str, Actor]),
        LinkedIncidents.by(kept.links, kept.incidents, kept.places),
        kept.expected,
        kept.files,
    )


class _Unread(Mapping[str, Noun], Generic[Noun]):
    """The nouns of one section, read as soon as somebody asks for one."""

    def __init__(self, written: bytes, form: type[dict[str, Noun]]) -> None:
        self._written = written
        self._form = form

    @cached_property
    def _nouns(self) -> dict[str, Noun]:
        return msgpack.decode(self._written, type=self._form)

    def __getitem__(self, key: str) -> Noun:
        return self._nouns[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._nouns)

    def __len__(self) -> int:
        return len(self._nouns)
