"""What the shell offers for a half-typed word: names and ids of the ledger that the command would read.

They come from files that anybody may have written, and go to a shell: `_is_offerable` says which of them may.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from unicodedata import category

from typer import Context

from conflict_cli.cli.files import Input, default_file
from conflict_cli.record.incident import PARTS
from conflict_cli.selection.query import EXCLUDED, Known, occurring_in

QUICK = 20_000_000
"""Data sets of so many bytes at most are read while somebody waits for a word to be completed."""

VARIABLE = "_CONFLICT_CLI_COMPLETE"
"""The variable of the environment in which a shell asks."""

_SIGNS = " -._'"


def towns(ctx: Context, incomplete: str) -> list[str]:
    """Names of places."""
    return _beginning(incomplete, (place.name for known in _known(ctx) for place in known.ledger.places.values()))


def sources(ctx: Context, incomplete: str) -> list[str]:
    """Names of sources."""
    return _beginning(incomplete, (source.name for known in _known(ctx) for source in known.ledger.sources.values()))


def actors(ctx: Context, incomplete: str) -> list[str]:
    """Names of actors."""
    return _beginning(incomplete, (actor.name for known in _known(ctx) for actor in known.ledger.actors.values()))


def types(ctx: Context, incomplete: str) -> list[str]:
    """Types that occur."""
    return _beginning(incomplete, (name for known in _known(ctx) for name in known.occurring.types()))


def targets(ctx: Context, incomplete: str) -> list[str]:
    """Targets that occur."""
    found = (target for known in _known(ctx) for target in known.occurring.targets())
    return _beginning(incomplete, (target for target in found if target))


def governorates(ctx: Context, incomplete: str) -> list[str]:
    """Governorates of places."""
    found = (place.governorate for known in _known(ctx) for place in known.ledger.places.values())
    return _beginning(incomplete, (name for name in found if name))


def ids(ctx: Context, incomplete: str) -> list[str]:
    """Ids of incidents."""
    return _beginning(incomplete, (incident.id for known in _known(ctx) for incident in known.incidents))


def victims(incomplete: str) -> list[str]:
    """Groups of people that reports number."""
    return _beginning(incomplete, PARTS)


def columns(incomplete: str) -> list[str]:
    """Keys of columns; after a comma, of one more."""
    from conflict_cli.answers.columns import column_keys

    named, comma, last = incomplete.rpartition(",")
    return [f"{named}{comma}{key}" for key in _beginning(last, column_keys())]


def _known(ctx: Context) -> Iterator[Known]:
    """What the file that the command would read names, if it can be read: completion never complains."""
    from conflict_cli.record.errors import DataError

    file, layout = ctx.params.get("file"), ctx.params.get("layout")
    source = Input(Path(file) if file else default_file(), layout=Path(layout) if layout else None)
    try:
        if not all(path.is_file() for path in (source.path, source.layout) if path):
            return  # a pipe would be waited for
        if not source.is_data_set:
            ledger = source.silent_ledger()
            yield Known(ledger, occurring_in(ledger), ledger.incidents)
        elif source.path.stat().st_size <= QUICK:
            with closing(source.silent_dataset()) as dataset:
                yield dataset.known
    except (DataError, OSError):
        return


def _beginning(incomplete: str, names: Iterable[str]) -> list[str]:
    """The names that begin so, in whatever case, as the shell wants them: with the letters that were typed."""
    excluded = EXCLUDED if incomplete.startswith(EXCLUDED) else ""
    typed = incomplete.removeprefix(excluded)
    beginning = (name for name in dict.fromkeys(names) if name.casefold().startswith(typed.casefold()))
    return [f"{incomplete}{name[len(typed) :]}" for name in beginning if _is_offerable(name)]


def _is_offerable(name: str) -> bool:
    """Whether no shell, and no option of a command, can see anything but a name in it."""
    begins_well = bool(name) and category(name[0])[0] in "LN"
    return begins_well and all(letter in _SIGNS or category(letter)[0] in "LMN" for letter in name)
