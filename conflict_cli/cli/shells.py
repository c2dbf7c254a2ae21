"""Answer a shell that asks what a half-typed word may become, without letting it run any part of the answer.

Typer finds the candidates. It hands them to bash bare and to zsh as code, so their form is made here: in each shell a
candidate is one word, whatever is in it. The scripts that Typer installs are used as they are.
"""

import os
import re
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO

from msgspec import Struct

from conflict_cli.cli.complete import VARIABLE
from conflict_cli.record.errors import UsageError
from conflict_cli.render.harmless import visible

ASKS = "complete_"
"""How the value of `VARIABLE` begins, before the name of the shell."""

_LINE, _WORD, _ACTION = "_TYPER_COMPLETE_ARGS", "_TYPER_COMPLETE_WORD_TO_COMPLETE", "_TYPER_COMPLETE_FISH_ACTION"

_OPTION = re.compile(r"--[a-z-]+=")
_CUT_BY_BASH = (re.compile(r"(\n--[a-z-]+)\n(=)(?:\n|\Z)"), re.compile(r"([\n=]not)\n(:)(?:\n|\Z)"))
_QUOTED_BY_FISH = re.compile(r"""\\.|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?""", re.DOTALL)

_COMPARED = "m:{[:lower:][:upper:]}={[:upper:][:lower:]} r:|[_-]=* r:|=*"
"""How zsh compares words: in any case, and where `_arguments` is asked, parts between hyphens by their beginnings."""


class Typed(Struct, frozen=True):
    """A line up to the cursor: the words before the last one, and the last one, which may be empty.

    `mark` is the open quotation mark of the last word; `kept`, the beginning of that word which the shell leaves alone.
    """

    words: Sequence[str]
    last: str
    mark: str = ""
    kept: str = ""


class Candidate(Struct, frozen=True):
    """A word that the last one may become, and the note to show beside it."""

    word: str
    note: str = ""


def check_shell(name: str) -> None:
    """Raise `UsageError` for a shell that has no completion here."""
    if name not in _SHELLS:
        raise UsageError(f'there is no completion for "{name}"; choose from {", ".join(_SHELLS)}')


def reply(complete: Callable[[], object]) -> None:
    """Answer the shell that asks and end the program; return if the shell is unknown here.

    `complete` lets Typer print its answer to the request in the environment.
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
    """Ask Typer for the candidates as fish asks, since its form for fish leaves the words as they are.

    Complaints about the file are dropped: they would disturb a user in the middle of a line. Of `--option=name` Typer
    returns the name alone.
    """
    option = found_option[0] if (found_option := _OPTION.match(typed.last)) else ""
    line = f"{shlex.join(['conflict-cli', *typed.words])} {typed.last and shlex.quote(typed.last)}"
    told = StringIO()
    kept = dict(os.environ)
    os.environ.update({VARIABLE: f"{ASKS}fish", _ACTION: "get-args", _LINE: line})
    try:
        with redirect_stdout(told), redirect_stderr(StringIO()), suppress(SystemExit):
            complete()
    finally:
        os.environ.clear()
        os.environ.update(kept)
    found = []
    for row in told.getvalue().split("\n"):
        word, _, note = row.partition("\t")
        with suppress(UnicodeEncodeError):  # a word that standard output cannot write would come out as another
            word.encode(sys.stdout.encoding)
            found.append(Candidate(f"{option}{word}" if word else "", visible(note)))
    return [candidate for candidate in found if candidate.word]


def _typed_in_bash(asked: Mapping[str, str]) -> Typed | None:
    """Read what bash was typed, a word in each line; bash cuts `not:name` and `--option=name`, and replaces the end."""
    count = int(asked.get("COMP_CWORD", "0")) + 1
    line = "\n".join(asked.get("COMP_WORDS", "").split("\n")[:count])
    last = line.rpartition("\n")[2]
    for cut in _CUT_BY_BASH:
        line = cut.sub(r"\1\2", line)
    whole = line.rpartition("\n")[2]
    typed = _typed(line, whole if last in ("=", ":") else whole.removesuffix(last))
    return typed if last.startswith(typed.mark) or not typed.mark else None  # bash replaces a part of such a word


def _typed_in_zsh(asked: Mapping[str, str]) -> Typed:
    """Read what zsh was typed."""
    return _typed(asked.get(_LINE, ""))


def _typed_in_fish(asked: Mapping[str, str]) -> Typed:
    r"""Read what fish was typed; it takes `\'` for an apostrophe between single quotation marks."""
    return _typed(_QUOTED_BY_FISH.sub(lambda part: re.sub(r"\\(['\\])", r"'\\\1'", part[0]), asked.get(_LINE, "")))


def _typed_in_powershell(asked: Mapping[str, str]) -> Typed:
    """Read what PowerShell was typed; it leaves out the blank before an empty word."""
    return _typed(asked.get(_LINE, "") + ("" if asked.get(_WORD) else " "))


def _typed(line: str, kept: str = "") -> Typed:
    """Split a line that ends at the cursor into words, by the quoting that bash, zsh and fish share."""
    for mark in ("", '"', "'"):
        with suppress(ValueError):
            *words, last = shlex.split(f"{line}|{mark}")  # the bar stands for the cursor: no word is empty
            return Typed(words[1:], last.removesuffix("|"), mark, kept)
    raise AssertionError(line)


def _for_bash(typed: Typed, found: Sequence[Candidate]) -> str:
    """Write the words as bash writes file names: with backslashes, or to continue the open quotation mark."""
    words = [word.removeprefix(typed.kept) for word in _with_typed_letters(typed, found)]
    if typed.mark == "'":
        return "\n".join(word.replace("'", "'\\''") for word in words)
    signs = r'[$`"\\]' if typed.mark else r"[^\w,.:=/@%+\-\x80-\U0010ffff]"
    return "\n".join(re.sub(signs, r"\\\g<0>", word) for word in words)


def _with_typed_letters(typed: Typed, found: Sequence[Candidate]) -> list[str]:
    """Return the words, with the letters that were typed where they differ in these: bash keeps what all share."""
    words = [candidate.word for candidate in found]
    if len({word[: len(typed.last)] for word in words}) == 1:
        return words
    return [typed.last + word[len(typed.last) :] for word in words]


def _for_zsh(typed: Typed, found: Sequence[Candidate]) -> str:
    """Write code, since zsh runs the answer; without candidates, it is the code that offers files."""
    if not found:
        return "compset -P '*='; _files" if _OPTION.match(typed.last) else "_files"
    items = []
    for candidate in found:
        word = re.sub(r"[\\:]", r"\\\g<0>", candidate.word)
        items.append(_quoted_for_zsh(f"{word}:{candidate.note}" if candidate.note else word))
    matcher = _quoted_for_zsh(_COMPARED)
    return f"local -a _offered; set -A _offered {' '.join(items)}; _describe -t argument-rest '' _offered -M {matcher}"


def _quoted_for_zsh(text: str) -> str:
    """Write the text as one word: zsh splits the answer at blanks before it runs it, and may take parts for globs."""

    def as_bytes(part: re.Match[str]) -> str:
        return "".join(f"\\x{byte:02x}" for byte in part[0].encode(sys.stdout.encoding))

    return f"$'{re.sub('[^A-Za-z0-9_-]+', as_bytes, text)}'"


def _for_fish(_typed: Typed, found: Sequence[Candidate]) -> str:
    """Write bare words, which fish quotes when it inserts one."""
    return "\n".join("\t".join(filter(None, (candidate.word, candidate.note))) for candidate in found)


def _for_powershell(_typed: Typed, found: Sequence[Candidate]) -> str:
    """Write each word, in quotation marks if it needs them, with its note; an empty note is not allowed."""
    lines = []
    for candidate in found:
        word = candidate.word
        quoted = word if re.fullmatch(r"[\w.:=/-]+", word) else "'" + word.replace("'", "''") + "'"
        lines.append(f"{quoted}:::{candidate.note or ' '}")
    return "\n".join(lines)


_Reads = Callable[[Mapping[str, str]], Typed | None]
_Forms = Callable[[Typed, Sequence[Candidate]], str]

_SHELLS: dict[str, tuple[_Reads, _Forms]] = {
    "bash": (_typed_in_bash, _for_bash),
    "zsh": (_typed_in_zsh, _for_zsh),
    "fish": (_typed_in_fish, _for_fish),
    "powershell": (_typed_in_powershell, _for_powershell),
    "pwsh": (_typed_in_powershell, _for_powershell),
}
