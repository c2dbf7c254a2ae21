"""Read the ledger that a file or a folder of git was in a revision, with all that it included there.

The names of the files are laid out in a scratch folder, where `include` finds them as it does elsewhere. What they hold
is asked of git when it is read.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.ledger.kept import may_include
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.ledger.revision import bytes_in_revision, is_folder_in_revision, said_by_git
from conflict_cli.ledger.several import read_several
from conflict_cli.record.errors import DataError, Problem
from conflict_cli.record.incident import Ledger
from conflict_cli.scratch import naming_place, scratch_folder

_FILES, _LINK = ("100644", "100755", "100664"), "120000"


def ledger_in_revision(name: str) -> Ledger:
    """Return the ledger as it was; `DataError` lists all problems of all its files, as `REVISION:PATH`."""
    revision, _, path = name.partition(":")
    path = "./" if path == "." else path
    name = f"{revision}:{path}"
    if is_folder_in_revision(name):
        return _of_several(f"{revision}:{path.rstrip('/')}/", None)
    data = bytes_in_revision(name)
    if not may_include(data):
        return parse_ledger(data, name)
    folder, slash, file = path.rpartition("/")
    return _of_several(f"{revision}:{folder}{slash}", file)


def _of_several(folder: str, file: str | None) -> Ledger:
    """Return the ledger that this file in a folder makes, or all files in the folder."""
    entries = list(_entries(folder))
    with scratch_folder() as place:
        with naming_place(place):
            _lay_out(entries, place)
        content = {str(place / one.path): one.id for one in entries}
        try:
            files = read_several([place / file if file else place], read=lambda path: _content(path, content))
        except DataError as error:
            problems = [
                replace(one, **{key: _named(getattr(one, key), place, folder) for key in ("file", "what", "hint")})
                for one in error.problems
            ]
            raise DataError(problems, [_named(one, place, folder) for one in error.files]) from None
        ledger = files.ledger
        names = tuple(_named(one, place, folder) for one in ledger.files)
        return replace(ledger, file=_named(ledger.file, place, folder), files=names)


class _Entry(Struct, frozen=True):
    """A file or a link of a revision: its path below the folder that is read, and the id of its content."""

    path: str
    id: str
    is_link: bool


def _entries(folder: str) -> Iterator[_Entry]:
    """Yield the files and links in this folder and below; what is no path of git's own making is left out."""
    tree = folder if folder.endswith((":", "./")) else folder.rstrip("/")
    for line in said_by_git(folder.rstrip("/"), "ls-tree", "-r", "-z", "--full-tree", tree).split(b"\0")[:-1]:
        about, _, path = os.fsdecode(line).partition("\t")
        mode, _, id_ = about.split(" ")
        if mode in (*_FILES, _LINK) and not {"", ".", ".."} & set(path.split("/")):
            yield _Entry(path, id_, mode == _LINK)


def _lay_out(entries: list[_Entry], place: Path) -> None:
    """Make an empty file for each file, and then each link that can be one: nothing is written through a link."""
    for folder in {(place / one.path).parent for one in entries if not one.is_link}:
        folder.mkdir(parents=True, exist_ok=True)
    for one in entries:
        if not one.is_link:
            (place / one.path).touch()
    for one in entries:
        if one.is_link:
            with suppress(OSError, ValueError):
                (place / one.path).parent.mkdir(parents=True, exist_ok=True)
                (place / one.path).symlink_to(os.fsdecode(bytes_in_revision(one.id)))


def _content(path: Path, content: Mapping[str, str]) -> bytes:
    """Return what git has of the file to which this path leads in the scratch folder."""
    id_ = content.get(os.path.realpath(path))
    if id_ is None:
        raise DataError([Problem(str(path), 0, 0, "is a link that leads to no file of this revision", "name the file")])
    return bytes_in_revision(id_)


def _named(text: str, place: Path, folder: str) -> str:
    """Return the text with the names of git in place of those of the scratch folder."""
    return text.replace(f"{place}/", folder).replace(str(place), folder.rstrip("/"))
