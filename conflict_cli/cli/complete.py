"""Complete half-typed words for the shell, with names and ids of the ledger that the command would read.

They come from files that anybody may have written, and go to a shell: `_is_offerable` says which of them may.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Literal
from unicodedata import category

from typer import Context

from conflict_cli.cli.files import STDIN, Input, default_file
from conflict_cli.cli.telling import size_to_read
from conflict_cli.record.incident import CONFIDENCES, PARTS, Actor, Place, Source
from conflict_cli.render.harmless import visible
from conflict_cli.selection.query import EXCLUDED, Known, occurring_in
from conflict_cli.selection.selection import BYS

QUICK = 20_000_000
"""The size in bytes of the largest data set that is read while somebody waits for a word to be completed."""

VARIABLE = "_CONFLICT_CLI_COMPLETE"
"""The environment variable in which a shell asks."""

_SIGNS = " -._'"

Kind = Literal["towns", "governorates", "countries", "sources", "actors", "types", "targets", "ids"]


class Offered(str):
    """A word to offer in its own letters: Typer drops words that do not begin as was typed, letter for letter."""

    __slots__ = ()

    def startswith(self, *typed: object) -> bool:
        """Say whether it begins as was typed, in any case."""
        return self.casefold().startswith(str(typed[0]).casefold())


def names_of(kind: Kind) -> Callable[[Context, str], list[str]]:
    """Make the function by which Typer completes names of this kind."""

    def complete(ctx: Context, incomplete: str) -> list[str]:
        from conflict_cli.record.errors import DataError, UsageError

        names: list[str | None] = []
        aliases: list[str] = []
        try:
            for known in _known(ctx):
                names += _names(known)[kind]()
                aliases += (name for noun in _nouns(known, kind) for name in noun.aliases)
        except (DataError, UsageError, OSError, MemoryError, RuntimeError):
            return []
        return _beginning(incomplete, filter(None, names)) or _beginning(incomplete, aliases)

    return complete


def confidences(incomplete: str) -> list[str]:
    """Return the words for how firmly an actor is named."""
    return _beginning(incomplete, CONFIDENCES)


def victims(incomplete: str) -> list[str]:
    """Complete a group of people that reports number."""
    return _beginning(incomplete, PARTS)


def columns(ctx: Context, incomplete: str) -> list[str]:
    """Complete the last key of columns that commas separate, by those that the command has."""
    from conflict_cli.answers.columns import column_keys
    from conflict_cli.cli.keys import COLUMNS

    name = ctx.info_name or ""
    known = column_keys() if name == "list" else COLUMNS.get(name, ())
    named, comma, last = incomplete.rpartition(",")
    return [Offered(f"{named}{comma}{key}") for key in _beginning(last, known)]


def properties(incomplete: str) -> list[str]:
    """Complete the last of the properties by which rows are told apart."""
    named, comma, last = incomplete.rpartition(",")
    return [f"{named}{comma}{by}" for by in _beginning(last, BYS)]


def _known(ctx: Context) -> Iterator[Known]:
    """Yield the names in the file that the command would read; nothing for a pipe or a data set that is too big."""
    named, layout, sheet = map(ctx.params.get, ("file", "layout", "sheet"))
    files = [Path(file) for file in named or ()] or [default_file()]
    source = Input(*files, layout=Path(layout) if layout else None, sheet=sheet)
    if STDIN in files or not all(path.is_file() for path in source.paths):
        return  # a pipe would be waited for
    if not source.is_data_set:
        ledger = source.silent_ledger()
        yield Known(ledger, occurring_in(ledger), ledger.incidents)
    elif sum(map(size_to_read, source.paths)) <= QUICK:
        with closing(source.silent_dataset()) as dataset:
            yield dataset.known


def _names(known: Known) -> Mapping[Kind, Callable[[], Iterable[str | None]]]:
    """Return for each kind the function that finds its names; where an entry has no name, it gives None."""
    ledger = known.names
    return {
        "towns": partial(map, attrgetter("name"), ledger.places.values()),
        "governorates": partial(map, attrgetter("governorate"), ledger.places.values()),
        "countries": partial(map, attrgetter("country"), ledger.places.values()),
        "sources": partial(map, attrgetter("name"), ledger.sources.values()),
        "actors": partial(map, attrgetter("name"), ledger.actors.values()),
        "types": known.occurring.types,
        "targets": known.occurring.targets,
        "ids": partial(map, attrgetter("id"), known.incidents),
    }


def _nouns(known: Known, kind: Kind) -> Iterable[Place | Source | Actor]:
    """Return the nouns of this kind that may have other names, as in other letters."""
    ledger = known.names
    nouns: Mapping[str, Mapping[str, Place | Source | Actor]] = {
        "towns": ledger.places,
        "sources": ledger.sources,
        "actors": ledger.actors,
    }
    return nouns.get(kind, {}).values()


def _beginning(incomplete: str, names: Iterable[str]) -> list[str]:
    """Return the names that begin with the typed word in any case, each with its own letters."""
    excluded = EXCLUDED if incomplete.startswith(EXCLUDED) else ""
    typed = incomplete.removeprefix(excluded)
    beginning = (name for name in dict.fromkeys(names) if name.casefold().startswith(typed.casefold()))
    return [Offered(f"{excluded}{name}") for name in beginning if _is_offerable(name)]


def _is_offerable(name: str) -> bool:
    """Say whether shells and commands can take it only for a name, and not for code or an option."""
    begins_well = bool(name) and category(name[0])[0] in "LN"
    is_plain = all(letter in _SIGNS or category(letter)[0] in "LMN" for letter in name)
    return begins_well and is_plain and visible(name) == name
