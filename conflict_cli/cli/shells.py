"""How a shell asks what a half-typed word may become, and how it is answered so that it runs nothing of the answer.

Typer finds the candidates. It hands them to bash bare and to zsh as code, so their form is made here: in each shell a
candidate is one word, whatever is in it. The scripts that Typer installs stay as they are.
"""

import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from io import StringIO

from msgspec import Struct

from conflict_cli.cli.complete import VARIABLE
from conflict_cli.render.harmless import visible
from conflict_cli.selection.query import EXCLUDED

ASKS = "complete_"
_LINE, _WORD, _ACTION = "_TYPER_COMPLETE_ARGS", "_TYPER_COMPLETE_WORD_TO_COMPLETE", "_TYPER_COMPLETE_FISH_ACTION"


class Typed(Struct, frozen=True):
    """A line up to the cursor: the words before the last one, and the last one, which may be empty.

    `mark` is the quotation mark that is open in the last word; `kept`, how it begins where the shell replaces the rest.
    """

    words: Sequence[str]
    last: str
    mark: str = ""
    kept: str = ""


class Candidate(Struct, frozen=True):
    """A word that the last one may become, and what is said beside it."""

    word: str
    note: str = ""


def reply(complete: Callable[[], object]) -> None:
    """Answer the shell that asks and end the program; return if nobody here knows that shell.

    `complete` lets Typer print what the environment asks for.
    """
    shell = os.environ[VARIABLE].removeprefix(ASKS)
    if shell not in _SHELLS:
        return
    read, form = _SHELLS[shell]
    typed = read(os.environ)
    found = _candidates(typed, complete) if typed else []
    if shell == "fish" and os.environ.get(_ACTION) == "is-args":
        raise SystemExit(0 if found else 1)
    print(form(typed or Typed((), ""), found))
    raise SystemExit(0)


def _candidates(typed: Typed, complete: Callable[[], object]) -> list[Candidate]:
    """What Typer offers, asked as fish asks: its form for fish is the one that leaves the words as they are.

    What the file gives to complain of is not for somebody who is in the middle of a line.
    """
    line = f"{shlex.join(['conflict-cli', *typed.words])} {typed.last and shlex.quote(typed.last)}"
    told = StringIO()
    asked = {VARIABLE: f"{ASKS}fish", _ACTION: "get-args", _LINE: line}
    with _environment(asked), redirect_stdout(told), redirect_stderr(StringIO()), suppress(SystemExit):
        complete()
    parts = (row.partition("\t") for row in told.getvalue().split("\n"))
    return [Candidate(word, visible(note)) for word, _, note in parts if word and _can_be_said(word)]


@contextmanager
def _environment(changes: Mapping[str, str]) -> Iterator[None]:
    kept = dict(os.environ)
    os.environ.update(changes)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


def _can_be_said(word: str) -> bool:
    """Whether standard output has all letters of the word: an escape in place of one would be another word."""
    try:
        word.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        return False
    return True


def _typed(line: str, kept: str = "") -> Typed:
    """The words of a line that ends at the cursor, in the quoting that bash, zsh and fish share."""
    for mark in ("", '"', "'"):
        with suppress(ValueError):
            *words, last = shlex.split(f"{line}|{mark}")  # the bar stands for the cursor, so that no word is empty
            return Typed(words[1:], last.removesuffix("|"), mark, kept)
    raise AssertionError(line)


def _typed_in_bash(asked: Mapping[str, str]) -> Typed | None:
    """What bash was typed, in lines of a word; it makes three of `not:name` and replaces the last."""
    count = int(asked.get("COMP_CWORD", "0")) + 1
    line = "\n".join(asked.get("COMP_WORDS", "").split("\n")[:count])
    typed = _typed(_CUT_BY_BASH.sub(r"\1:", line), EXCLUDED if _ENDS_CUT.search(line) else "")
    begins_within_word = not line.rpartition("\n")[2].startswith(typed.mark)
    return None if begins_within_word else typed  # of such a word bash replaces a part that it does not tell


def _typed_in_zsh(asked: Mapping[str, str]) -> Typed:
    return _typed(asked.get(_LINE, ""))


def _typed_in_fish(asked: Mapping[str, str]) -> Typed:
    r"""What fish was typed; it takes `\'` for an apostrophe between single quotation marks."""
    return _typed(_QUOTED_BY_FISH.sub(lambda part: re.sub(r"\\(['\\])", r"'\\\1'", part[0]), asked.get(_LINE, "")))


def _typed_in_powershell(asked: Mapping[str, str]) -> Typed:
    """What PowerShell was typed; it leaves the blank before an empty word away."""
    return _typed(asked.get(_LINE, "") + ("" if asked.get(_WORD) else " "))


_CUT_BY_BASH = re.compile(r"(\nnot)\n:(?:\n|\Z)")
_ENDS_CUT = re.compile(r"\nnot\n:(?:\n[^\n]*)?\Z")
_QUOTED_BY_FISH = re.compile(r"""\\.|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?""", re.DOTALL)


def _for_bash(typed: Typed, found: Sequence[Candidate]) -> str:
    words = (candidate.word.removeprefix(typed.kept) for candidate in found)
    return "\n".join(_quoted_for_bash(word, typed.mark) for word in words)


def _quoted_for_bash(word: str, mark: str) -> str:
    """The word as bash writes file names: with backslashes, or to go on within the quotation mark that is open."""
    if mark == "'":
        return word.replace("'", "'\\''")
    return re.sub(r'[$`"\\]' if mark else r"[^\w,.:=/@%+\-\x80-\U0010ffff]", r"\\\g<0>", word)


_LIKE_ARGUMENTS = "r:|[_-]=* r:|=*"
"""How zsh compares words wherever `_arguments` is asked: parts between hyphens may be typed by their beginnings."""


def _for_zsh(_typed: Typed, found: Sequence[Candidate]) -> str:
    """Code, since zsh runs the answer; where there is nothing to offer, the code that offers files."""
    if not found:
        return "_files"
    items = " ".join(_quoted_for_zsh(_described(candidate)) for candidate in found)
    matcher = _quoted_for_zsh(_LIKE_ARGUMENTS)
    return f"local -a _offered; set -A _offered {items}; _describe -t argument-rest '' _offered -M {matcher}"


def _described(candidate: Candidate) -> str:
    word = re.sub(r"[\\:]", r"\\\g<0>", candidate.word)
    return f"{word}:{candidate.note}" if candidate.note else word


def _quoted_for_zsh(text: str) -> str:
    """The text as one word, though zsh splits the answer at blanks before it runs it, and may take parts for globs."""
    return f"$'{re.sub('[^A-Za-z0-9_-]+', _as_bytes, text)}'"


def _as_bytes(part: re.Match[str]) -> str:
    return "".join(f"\\x{byte:02x}" for byte in part[0].encode(sys.stdout.encoding))


def _for_fish(_typed: Typed, found: Sequence[Candidate]) -> str:
    """Bare words, which fish quotes when it inserts one."""
    return "\n".join("\t".join(filter(None, (candidate.word, candidate.note))) for candidate in found)


def _for_powershell(_typed: Typed, found: Sequence[Candidate]) -> str:
    return "\n".join(f"{_quoted_for_powershell(candidate.word)}:::{candidate.note or ' '}" for candidate in found)


def _quoted_for_powershell(word: str) -> str:
    return word if re.fullmatch(r"[\w.:=/-]+", word) else "'" + word.replace("'", "''") + "'"


_Reads = Callable[[Mapping[str, str]], Typed | None]
_Forms = Callable[[Typed, Sequence[Candidate]], str]

_SHELLS: dict[str, tuple[_Reads, _Forms]] = {
    "bash": (_typed_in_bash, _for_bash),
    "zsh": (_typed_in_zsh, _for_zsh),
    "fish": (_typed_in_fish, _for_fish),
    "powershell": (_typed_in_powershell, _for_powershell),
    "pwsh": (_typed_in_powershell, _for_powershell),
}
