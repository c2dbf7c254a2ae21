"""Mutants: breaks the program on purpose, one small change at a time, and sees whether a test fails.

    python tests/mutants.py [NAME...] [--jobs N] [--root TREE] [--write FILE] [-- PYTEST ARGUMENTS]

The changes stand in `mutants.toml`. Each is made in a copy of the tree: the test files that name the changed module run
first, then all others, until one test fails. The tests that fail without any change are found out beforehand, and left
out; with `--unchecked`, a test counts once it passes where nothing is changed. The table goes to standard output and,
as Markdown, into FILE; the exit code is 1 if a change is seen by no test. Of a change that hangs, "timeout" is said.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from importlib.util import cache_from_source
from pathlib import Path
from queue import SimpleQueue
from time import monotonic, sleep
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
CODE = (".py", ".sql", ".jinja", ".js", ".css", ".yaml")
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "dist", "build")

# They see most of what is wrong with a sum, wherever that comes from.
COUNTING = ("test_totals.py", "test_law.py", "test_cli_facts.py")
# These take so long that they are asked when no other test has seen anything.
LAST = ("test_browser.py", "test_dataset_memory.py")
PATIENCE = 180
"""So many seconds may pass without a test that ends: then the program hangs."""

_FAILED = re.compile(r"^(?:FAILED|ERROR) (tests/[^\[\s]+(?:\[.*?\](?= - |$))?)", re.MULTILINE)


class Change(NamedTuple):
    """One change: its name, what stands in the package, what takes its place, and what goes wrong by it."""

    name: str
    old: str
    new: str
    wrong: str


class Row(NamedTuple):
    """What came of a change: the module it is in, the first test that failed or None, and how long that took."""

    change: Change
    module: str
    seen_by: str | None
    seconds: float

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as texts."""
        return self.change.name, self.module, self.seen_by or "NOT SEEN", f"{self.seconds:.0f}"


class Copy:
    """A copy of a tree in which changes are made and tests are run."""

    def __init__(self, tree: Path, folder: Path, arguments: Sequence[str]) -> None:
        self.root = folder / "tree"
        shutil.copytree(tree, self.root, ignore=NOT_COPIED)
        self._arguments = arguments
        self._environment = {**os.environ, "PYTHONPATH": str(self.root)}
        self._check_import()

    def put(self, path: Path, text: str) -> None:
        """Write a file of the program, and drop what was compiled of it, which may look as new as the text."""
        (self.root / path).write_text(text, "utf-8")
        if path.suffix == ".py":
            Path(cache_from_source(str(self.root / path))).unlink(missing_ok=True)

    def failures(self, tests: Sequence[str], *options: str) -> list[str]:
        """The tests among these that fail, by id; `timeout` if they do not come to an end."""
        shutil.rmtree(self.root / ".hypothesis", ignore_errors=True)  # what it found before is another change's
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", "--tb=no", "-rfE"]
        with tempfile.TemporaryDirectory(prefix="mutant-") as folder, Path(folder, "out").open("w+") as out:
            pytest = subprocess.Popen(
                [*command, f"--basetemp={folder}/made", *self._arguments, *options, *tests],
                cwd=self.root,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            if not _comes_to_an_end(pytest, Path(out.name)):
                return ["timeout"]
            out.seek(0)
            said = out.read()
        failed = list(dict.fromkeys(_FAILED.findall(said)))
        if pytest.returncode not in (0, 1, 5) and not failed:
            raise SystemExit(f"pytest ended with {pytest.returncode}:\n{said[-3000:]}")
        return failed

    def _check_import(self) -> None:
        where = [sys.executable, "-c", "import conflict_cli; print(conflict_cli.__file__)"]
        found = subprocess.run(where, cwd=self.root, env=self._environment, check=True, capture_output=True, text=True)
        if not found.stdout.startswith(str(self.root)):
            raise SystemExit(f"the tests would import {found.stdout.strip()}, and not the copy in {self.root}")


def main() -> int:
    """Run the changes that are asked for; the exit code."""
    given, _, arguments = _parted(sys.argv[1:])
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="changes by name; else all")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="so many copies at once")
    parser.add_argument("--root", type=Path, default=HERE.parent, metavar="TREE", help="the tree to change")
    parser.add_argument("--write", type=Path, metavar="FILE", help="where the table goes, as Markdown")
    parser.add_argument("--leave-out", action="append", default=[], metavar="FILE", help="a file of tests, by name")
    parser.add_argument("--near", action="store_true", help="run only the files of tests that name the changed module")
    parser.add_argument("--unchecked", action="store_true", help="do not run all tests without a change beforehand")
    asked = parser.parse_args(given)

    texts = _texts(asked.root)
    chosen = [(change, _place(change, texts)) for change in _changes(asked.names)]
    with ExitStack() as close:
        folders = [Path(close.enter_context(tempfile.TemporaryDirectory(prefix="mutants-"))) for _ in range(asked.jobs)]
        copies = [Copy(asked.root, folder, arguments) for folder in folders]
        files = _test_files(copies[0].root, set(asked.leave_out))
        broken = [] if asked.unchecked else copies[0].failures(files)
        for test in broken:
            print(f"fails without a change, and is left out: {test}", flush=True)
        without = tuple(f"--deselect={test}" for test in broken)

        def looked_at(one: tuple[Change, Path], copy: Copy) -> Row:
            change, path = one
            return _seen(change, path, texts[path], copy, files, without, is_near=asked.near)

        rows = list(_in_copies(chosen, copies, looked_at))
    if asked.write:
        asked.write.write_text(_markdown(rows), "utf-8")
    unseen = [row for row in rows if row.seen_by is None]
    for row in unseen:
        print(f"NOT SEEN: {row.change.name} ({row.module}): {row.change.wrong}")
    print(f"{len(rows) - len(unseen)} of {len(rows)} changes are seen.")
    return 1 if unseen else 0


def _seen(
    change: Change, path: Path, text: str, copy: Copy, files: Sequence[str], without: Sequence[str], *, is_near: bool
) -> Row:
    """Make the change, run the tests until one fails, and take the change back."""
    begun = monotonic()
    module = path.relative_to("conflict_cli").as_posix().removesuffix(".py")
    own = [file for file in files if _is_its_own(file, module)]
    likely = [*own, *(file for file in files if file not in own and _is_likely(copy.root / file, module))]
    seen_by = None
    try:
        for tests in (likely, [] if is_near else [file for file in files if file not in likely]):
            seen_by = seen_by or _first_seeing(copy, path, (text, text.replace(change.old, change.new)), tests, without)
    finally:
        copy.put(path, text)
    return Row(change, module, seen_by, monotonic() - begun)


def _first_seeing(
    copy: Copy, path: Path, texts: tuple[str, str], tests: Sequence[str], without: Sequence[str]
) -> str | None:
    """The first of these tests that fails by the change, and does not fail as well without it."""
    plain, changed = texts
    left_out = list(without)
    while tests:
        copy.put(path, changed)
        failed = copy.failures(tests, "-x", *left_out)
        if not failed:
            return None
        if failed == ["timeout"] or without:
            return failed[0]
        copy.put(path, plain)
        if not copy.failures(failed[:1]):
            return failed[0]
        left_out.append(f"--deselect={failed[0]}")
    return None


def _is_its_own(test: str, module: str) -> bool:
    """Whether a file of tests is named like a module, whatever stands before its name."""
    return bool(re.search(rf"_{module.removesuffix('/__init__').rpartition('/')[2]}\.py$", test))


def _is_likely(test: Path, module: str) -> bool:
    """Whether a file of tests is likely to see a change in a module: it imports it, or is called by its name."""
    *packages, name = module.removesuffix("/__init__").split("/")
    dotted = r"\.".join(["conflict_cli", *packages])
    imports = rf"{dotted}\.{name}\b|from {dotted} import [^\n]*\b{name}\b"
    words = test.stem.split("_")
    return name in words or any(one in words for one in packages) or bool(re.search(imports, test.read_text("utf-8")))


def _test_files(root: Path, left_out: set[str]) -> list[str]:
    """The files of tests, those that see most first, then the smallest first, and those that take longest last."""

    def rank(file: Path) -> tuple[bool, bool, int]:
        return file.name in LAST, file.name not in COUNTING, file.stat().st_size

    found = sorted((root / "tests").rglob("test_*.py"), key=rank)
    return [str(file.relative_to(root)) for file in found if file.name not in left_out]


def _comes_to_an_end(process: subprocess.Popen[bytes], out: Path) -> bool:
    """Wait for the process; where it says nothing for too long, end it with all that it started."""
    size, since = 0, monotonic()
    while process.poll() is None:
        sleep(0.1)
        if out.stat().st_size > size:
            size, since = out.stat().st_size, monotonic()
        elif monotonic() - since > PATIENCE:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return False
    return True


def _in_copies(
    chosen: Sequence[tuple[Change, Path]], copies: Sequence[Copy], look: Callable[[tuple[Change, Path], Copy], Row]
) -> Iterator[Row]:
    """The rows of all changes in their order, each looked at in a copy that is free."""
    free: SimpleQueue[Copy] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def with_a_copy(one: tuple[Change, Path]) -> Row:
        copy = free.get()
        try:
            row = look(one, copy)
        finally:
            free.put(copy)
        print("  ".join(row.cells), flush=True)
        return row

    with ThreadPoolExecutor(len(copies)) as pool:
        yield from pool.map(with_a_copy, chosen)


def _changes(names: Sequence[str]) -> list[Change]:
    """The changes of these names, or all of them."""
    every = [Change(**one) for one in tomllib.loads((HERE / "mutants.toml").read_text("utf-8"))["change"]]
    if unknown := set(names) - {change.name for change in every}:
        raise SystemExit(f"there is no change {', '.join(sorted(unknown))}")
    return [change for change in every if not names or change.name in names]


def _texts(root: Path) -> dict[Path, str]:
    """The files of the program, by their path from the root."""
    files = [file for file in sorted((root / "conflict_cli").rglob("*")) if file.suffix in CODE]
    return {file.relative_to(root): file.read_text("utf-8") for file in files}


def _place(change: Change, texts: dict[Path, str]) -> Path:
    """The file in which the change is to be made; a change that cannot be made ends the run before anything is done."""
    found = [path for path, text in texts.items() for _ in range(text.count(change.old))]
    if len(found) != 1:
        raise SystemExit(f"{change.name}: what it changes stands in the program {len(found)} times, not once")
    changed = texts[found[0]].replace(change.old, change.new)
    if changed == texts[found[0]]:
        raise SystemExit(f"{change.name} changes nothing")
    if found[0].suffix == ".py":
        compile(changed, str(found[0]), "exec")
    return found[0]


def _markdown(rows: Sequence[Row]) -> str:
    lines = [("change", "module", "seen by", "seconds"), ("---",) * 4]
    lines += [tuple(cell.replace("|", "\\|") for cell in row.cells) for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _parted(words: list[str]) -> tuple[list[str], str, list[str]]:
    """The words before and behind `--`."""
    at = words.index("--") if "--" in words else len(words)
    return words[:at], "--", words[at + 1 :]


if __name__ == "__main__":
    sys.exit(main())
