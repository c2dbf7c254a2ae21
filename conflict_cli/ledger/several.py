"""Read a ledger of several files; those that did not change since they were kept are not parsed again.

What is kept is the whole ledger and the checksum of each file. Nouns of changed files replace those that were kept, if
the whole is still sound; if it is not, all files are parsed afresh, and every problem is told with its place.
"""

from collections.abc import Callable, Sequence
from os.path import realpath
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.cache.files import digest
from conflict_cli.ledger.document import read_bytes
from conflict_cli.ledger.includes import walk
from conflict_cli.ledger.kept_form import KeptLedger
from conflict_cli.ledger.merging import is_sound, merged, numbered, parted
from conflict_cli.ledger.nodes import Problems
from conflict_cli.ledger.reader import Include, Part, check_whole, parse_part
from conflict_cli.ledger.reading import Reading
from conflict_cli.record.errors import DataError
from conflict_cli.record.incident import Ledger


class Files(Struct, frozen=True, array_like=True):
    """A ledger with the checksum and the includes of each of its files, in their order, and their size in bytes."""

    ledger: Ledger
    digests: tuple[bytes, ...]
    includes: tuple[tuple[Include, ...], ...]
    size: int


class KeptFiles(Struct, frozen=True, array_like=True, gc=False):
    """`Files` as they are kept."""

    ledger: KeptLedger
    digests: tuple[bytes, ...]
    includes: tuple[tuple[Include, ...], ...]
    size: int


Read = Callable[[Path], bytes]
"""How the bytes of a file are read."""


def read_several(roots: Sequence[Path], kept: Files | None = None, *, read: Read = read_bytes) -> Files:
    """Return the ledger that these files and folders make; `DataError` lists all problems of all files."""
    return (kept and _renewed(roots, kept)) or _afresh(roots, read)


def read_planned(roots: Sequence[Path], path: Path, data: bytes) -> Ledger:
    """Return the ledger that these make if this file holds these bytes, be it there or not yet."""
    real = realpath(path)
    return _afresh(roots, lambda one: data if realpath(one) == real else read_bytes(one), path).ledger


def _afresh(roots: Sequence[Path], content: Read, planned: Path | None = None) -> Files:
    problems = Problems()
    reading = Reading(problems)
    parts: list[Part] = []
    digests: list[bytes] = []
    sizes: list[int] = []

    def read(path: Path) -> Sequence[Include]:
        try:
            data = content(path)
        except DataError as error:
            problems.found += error.problems
        else:
            try:
                parts.append(parse_part(data, reading))
            except DataError:  # its problems are among those found
                pass
            else:
                digests.append(digest(data))
                sizes.append(len(data))
                return parts[-1].includes
        reading.give_up()
        return ()

    if not walk(roots, read, problems, planned):
        reading.give_up()
    if problems.files:
        check_whole(reading)
    else:
        raise problems.error()
    ledger = merged([part.ledger for part in parts], _name(roots), problems.files)
    return Files(ledger, tuple(digests), tuple(part.includes for part in parts), sum(sizes))


def _renewed(roots: Sequence[Path], kept: Files) -> Files | None:
    """Return what was kept with the changed files in their new state; None if a changed file is not sound."""
    numbers = {one: number for number, one in enumerate(kept.digests)}
    problems = Problems()
    digests: list[bytes] = []
    parts: dict[int, Part] = {}
    includes: list[tuple[Include, ...]] = []
    sizes: list[int] = []

    def read(path: Path) -> Sequence[Include]:
        data = read_bytes(path)
        digests.append(digest(data))
        sizes.append(len(data))
        number = numbers.get(digests[-1])
        if number is None:
            part = parse_part(data, Reading(problems))
            parts[problems.number] = part
            includes.append(part.includes)
        else:
            includes.append(kept.includes[number])
        return includes[-1]

    try:
        walk(roots, read, problems)
    except DataError:
        return None
    if problems.found:
        return None
    name = _name(roots)
    if tuple(digests) == kept.digests:
        return replace(kept, ledger=replace(kept.ledger, file=name, files=tuple(problems.files)))
    old = parted(kept.ledger)
    ledgers = [
        parts[number].ledger if number in parts else _at(number, old[numbers[one]], numbers[one])
        for number, one in enumerate(digests)
    ]
    whole = merged(ledgers, name, problems.files)
    return Files(whole, tuple(digests), tuple(includes), sum(sizes)) if is_sound(whole, ledgers) else None


def _at(number: int, part: Ledger, old: int) -> Ledger:
    return part if number == old else numbered(part, number)


def _name(roots: Sequence[Path]) -> str:
    """Return the name of the ledger: of the file or folder that was named, or of the first one."""
    more = f" and {len(roots) - 1} more" if len(roots) > 1 else ""
    return f"{roots[0]}{more}"
