"""What the shell offers for a half-typed word: names and ids of the ledger that the command would read."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from typer import Context

from conflict_cli.asked import EXCLUDED
from conflict_cli.cli.files import default_file
from conflict_cli.incident import PARTS, Ledger


def towns(ctx: Context, incomplete: str) -> list[str]:
    """Names of places."""
    return _beginning(incomplete, (place.name for ledger in _ledger(ctx) for place in ledger.places.values()))


def sources(ctx: Context, incomplete: str) -> list[str]:
    """Names of sources."""
    return _beginning(incomplete, (source.name for ledger in _ledger(ctx) for source in ledger.sources.values()))


def actors(ctx: Context, incomplete: str) -> list[str]:
    """Names of actors."""
    return _beginning(incomplete, (actor.name for ledger in _ledger(ctx) for actor in ledger.actors.values()))


def types(ctx: Context, incomplete: str) -> list[str]:
    """Types that occur."""
    return _beginning(incomplete, (incident.type for ledger in _ledger(ctx) for incident in ledger.incidents))


def targets(ctx: Context, incomplete: str) -> list[str]:
    """Targets that occur."""
    found = (incident.target for ledger in _ledger(ctx) for incident in ledger.incidents)
    return _beginning(incomplete, (target for target in found if target))


def governorates(ctx: Context, incomplete: str) -> list[str]:
    """Governorates of places."""
    found = (place.governorate for ledger in _ledger(ctx) for place in ledger.places.values())
    return _beginning(incomplete, (name for name in found if name))


def ids(ctx: Context, incomplete: str) -> list[str]:
    """Ids of incidents."""
    return _beginning(incomplete, (incident.id for ledger in _ledger(ctx) for incident in ledger.incidents))


def victims(incomplete: str) -> list[str]:
    """Groups of people that reports number."""
    return _beginning(incomplete, PARTS)


def columns(incomplete: str) -> list[str]:
    """Keys of columns; after a comma, of one more."""
    from conflict_cli.columns import column_keys

    named, comma, last = incomplete.rpartition(",")
    return [f"{named}{comma}{key}" for key in _beginning(last, column_keys())]


def _ledger(ctx: Context) -> Iterator[Ledger]:
    """The ledger that the command would read, if it can be read: completion never complains."""
    from conflict_cli.errors import DataError
    from conflict_cli.ledger.reader import read_ledger

    file = ctx.params.get("file")
    try:
        yield read_ledger(Path(file) if file else default_file())
    except DataError:
        return


def _beginning(incomplete: str, names: Iterable[str]) -> list[str]:
    """The names that begin so, in whatever case, as the shell wants them: with the letters that were typed."""
    excluded = EXCLUDED if incomplete.startswith(EXCLUDED) else ""
    typed = incomplete.removeprefix(excluded)
    found = (
        name for name in dict.fromkeys(names) if name.isprintable() and name.casefold().startswith(typed.casefold())
    )
    return [f"{incomplete}{name[len(typed) :]}" for name in found]
