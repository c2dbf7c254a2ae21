"""Compare saved copies of articles with the SHA-256 that a ledger keeps of them; nothing is asked of the network."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from hashlib import file_digest
from pathlib import Path

from msgspec import Struct

from conflict_cli.record.errors import DataError, Problem
from conflict_cli.record.incident import Article, Ledger


class Evidence(Struct, frozen=True):
    """How the saved copies stand: what is wrong, how many are as they were saved, and how many have no SHA-256."""

    problems: tuple[Problem, ...]
    unchanged: int
    unsealed: int


def look_at_copies(ledger: Ledger, folder: Path) -> Evidence:
    """Find the copy of each article with a SHA-256 and compare it; `DataError` if the folder cannot be listed.

    A copy bears the key of its article, with any ending: `memo-2018-04-30.html`. Of several, one has to be as saved.
    """
    sealed = [article for article in ledger.articles.values() if article.sha256]
    copies = _copies(folder, {article.key for article in ledger.articles.values()})
    found = [(article, _problem(article, copies[article.key], folder)) for article in sealed]
    problems = tuple(
        Problem(ledger.file_of(spot := article.spot), spot.line, spot.column, *wrong)
        for article, wrong in found
        if wrong
    )
    return Evidence(problems, len(sealed) - len(problems), len(ledger.articles) - len(sealed))


def _copies(folder: Path, keys: Collection[str]) -> defaultdict[str, list[Path]]:
    """Return the files of the folder by the key that they bear: of keys that hold each other, the longest."""
    found: defaultdict[str, list[Path]] = defaultdict(list)
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        hint = "name the folder with the saved copies"
        raise DataError([Problem(str(folder), 0, 0, f"cannot be listed: {error.strerror or error}", hint)]) from None
    for path in files:
        name = path.name
        while name not in keys and "." in name:
            name = name.rpartition(".")[0]
        found[name].append(path)
    return found


def _problem(article: Article, copies: Iterable[Path], folder: Path) -> tuple[str, str] | None:
    """Return what is wrong with the copies of an article and what to do about it; None if one of them is as saved."""
    differing = []
    for path in copies:
        try:
            with path.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
        except OSError as error:
            return f"{article.key}: its copy {path} cannot be read: {error.strerror or error}", "make it readable"
        if digest == article.sha256:
            return None
        differing.append((path, digest))
    if not differing:
        what = f"{article.key}: {folder} holds no copy of it"
        return what, f"save one as {article.key} with any ending, or name the folder that holds it"
    path, digest = differing[0]
    what = f"{article.key}: its copy {path} is not the one that was saved: its SHA-256 is {digest}"
    return what, "put the saved copy back, or find out what changed before you correct sha256"
