"""Deliberate faults, one at a time, and the tests that see them: does a test fail where the program is wrong?

    python tests/mutants.py                    every fault, a row for each; exit 1 if one is not seen
    python tests/mutants.py dozens high        those with these names
    python tests/mutants.py --jobs 2 --write FILE

Each fault is put into a copy of the project, and the tests run there until the first fails: first the files that name
the changed module, then the others. A fault is an old text, which stands once in the program, and a new one in its
place: so it follows a module that is moved.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
LEFT_BEHIND = shutil.ignore_patterns(".git", ".venv", "dist", ".*_cache", "*.egg-info", ".hypothesis")
FIRST = ("test_totals", "test_law", "test_cli_facts")
SECONDS = 900


class Fault(NamedTuple):
    """A name, the text of the program that is replaced, and the text in its place."""

    name: str
    old: str
    new: str


# What a report's words mean, dates, names, links.
RECORD = [
    Fault("over-150", "return _at_least(number + 1)", "return _at_least(number)"),
    Fault(
        "fewer-than-10", "return _up_to(number - 1) if number else None", "return _up_to(number) if number else None"
    ),
    Fault("presumed", "return Figure(0, number, number)", "return Figure(number, number, number)"),
    Fault(
        "some-25", "return Figure(number, number, number, approximate=True)", "return Figure(number, number, number)"
    ),
    Fault("dozens", '"tens"), Figure(12, 12, 12, open=True', '"tens"), Figure(12, 12, 12, open=False'),
    Fault("rivals-low", "low = min(low, other.low)", "low = max(low, other.low)"),
    Fault("rivals-high", "high = max(high, other.high)", "high = min(high, other.high)"),
    Fault("rivals-open", "is_open |= other.open", "is_open &= other.open"),
    Fault(
        "part-above-total", "if is_bounded and part.high > figure.high:", "if is_bounded and part.low > figure.high:"
    ),
    Fault("best-outside", "if best < figure.low or (best", "if best < figure.low and (best"),
    Fault("open-in-short", 'else f"≥{self.low}"', 'else f"{self.low}"'),
    Fault("last-day", "days = monthrange(year, month)[1]", "days = 30"),
    Fault(
        "period-meets",
        "when.first <= self.last and self.first <= when.last",
        "when.first < self.last and self.first <= when.last",
    ),
    Fault(
        "period-covers",
        "self.first <= when.first and when.last <= self.last",
        "self.first <= when.first or when.last <= self.last",
    ),
    Fault("doubtful", "return self.uncertain or self.approximate", "return self.uncertain and self.approximate"),
    Fault(
        "sure-days",
        "first, last = min(begun, latest), max(earliest, ending)",
        "first, last = min(earliest, latest), max(latest, ending)",
    ),
    Fault("whole-words", "name[start : start + width] == sought for", "name[start][: len(sought[0])] == sought[0] for"),
    Fault("digits-twice", 'letter if letter.isalpha() else "".join(run)', "letter"),
    Fault(
        "days-apart",
        "a.date.first <= b.date.last and b.date.first <= a.date.last",
        "a.date.first < b.date.last and b.date.first < a.date.last",
    ),
    Fault("doubtful-days-meet", "is_sure = not (a.date.is_doubtful or b.date.is_doubtful)", "is_sure = True"),
    Fault(
        "inherited-overlaps",
        "every = others.union(*(self.containers(other) for other in others))",
        "every = set(others)",
    ),
    Fault("distinct-from", "and not self.are_apart(part, name)}", "}"),
]
# Which incidents answer, and what they add up to.
COUNTING = [
    Fault("partial-low", "return 0 if picked.is_partial else figure.low", "return figure.low"),
    Fault("high-of-parts", "most[name] = max(own[name], sum(", "most[name] = min(own[name], sum("),
    Fault("inside-added", "added.update(dict.fromkeys(_all_inside(name, parts), 0))", "added.update({})"),
    Fault("open-sum", "open=any(figure.open for figure in figures)", "open=all(figure.open for figure in figures)"),
    Fault(
        "rough-sum",
        "approximate=any(figure.approximate for figure in figures)",
        "approximate=all(figure.approximate for figure in figures)",
    ),
    Fault("bests", "scale = sum(best.values()) + 1", "scale = 1"),
    Fault(
        "leaf-of-a-graph",
        "weight >= sum([weights[other] for other in neighbours])",
        "weight >= max([weights[other] for other in neighbours], default=0)",
    ),
    Fault("reported-not", 'is_counted and ("casualties" in measures or', 'is_counted or ("casualties" in measures or'),
    Fault("longer", "is_longer=not query.period.covers(incident.date)", "is_longer=False"),
    Fault("min-killed", "killed.best >= least)", "killed.best > least)"),
    Fault(
        "elsewhere", "is_unnamed = incident.and_elsewhere or not incident.places", "is_unnamed = not incident.places"
    ),
    Fault("wide-place", "if is_exact and place.kind in EXACT_PLACES:", "if is_exact:"),
    Fault("excluded-actor", "return is_named and wanted.excluded.isdisjoint(actors)", "return is_named"),
    Fault("stated", 'if confidence != "stated"), None)', 'if confidence == "claimed"), None)'),
    Fault(
        "shared-by-towns",
        "is_shared = len(places) > 1 or picked.incident.and_elsewhere",
        "is_shared = picked.incident.and_elsewhere",
    ),
    Fault("across-months", "if first == last else (None, picked)", "if first <= last else (None, picked)"),
    Fault("unlinked-warning", "if pair in told or is_linked or", "if pair in told or not is_linked or"),
    Fault("overfull", "if inside and inside.low > whole.high:", "if inside and inside.high > whole.high:"),
    Fault(
        "caveat-approximate",
        'Caveat("approximate", lambda entry: entry.figure.approximate,',
        'Caveat("approximate", lambda entry: False,',
    ),
    Fault(
        "caveat-near",
        '"near",\n        lambda entry: entry.picked.is_by_place and entry.picked.incident.nearby',
        '"near",\n        lambda entry: False',
    ),
    Fault("silent-incidents", "if silent := len(rest[None].picked) if None in rest else 0:", "if silent := 0:"),
    Fault("without-governorate", "if not any(places[key].governorate for key in keys))", "if not keys)"),
]
# Data sets: from the file to the engine's answers.
DATA_SETS = [
    Fault("engine-low", "sum(CASE WHEN {is_partial} THEN 0 ELSE {low} END)", "sum({low})"),
    Fault("engine-high", 'END), sum({best}), sum({high})"', 'END), sum({best}), sum({best})"'),
    Fault("engine-open", 'flags = f"bool_or({is_open}) FILTER', 'flags = f"bool_and({is_open}) FILTER'),
    Fault("engine-date", '"date": f"mark <> \'\' AND {by_date}"', '"date": "false"'),
    Fault("engine-until", '<= {_day(period.last)}"', '< {_day(period.last)}"'),
    Fault(
        "engine-covered",
        "coalesce(first >= {_day(period.first)} AND last",
        "coalesce(first >= {_day(period.first)} OR last",
    ),
    Fault("acled-zero", 'is_known += f" AND {steps.count(names[1])} <> {int(numbers.unknown_if)}"', 'is_known += ""'),
    Fault("civilians-high", "+ {unknown} + greatest(0, {high} - {best}))", "+ {unknown})"),
    Fault("number-5.7", "([.]0+)?')\"", "([.][0-9]+)?')\""),
    Fault("latitude-95", "WHEN abs({number}) <= {widest}", "WHEN abs({number}) <= 10 * {widest}"),
    Fault("week-of-acled", "WHEN {week} THEN {last} + 3", "WHEN {week} THEN {last}"),
    Fault("day-before", 'OR {last} >= {first})"', 'OR true)"'),
    Fault("repeated-id", 'QUALIFY {order} > 1"', 'QUALIFY {order} > 2"'),
    Fault("cut-cell", "return cell if cell and cell[-1] not in", "return None if cell and cell[-1] not in"),
    Fault("too-many-broken", "(read + len(rejected)) // 20)", "(read + len(rejected)) // 2)"),
    Fault("damaged-entry", "is_whole = checksum(entry / EVENTS) == about.checksum", "is_whole = True"),
    Fault(
        "row-to-open",
        "return Figure(low, best, high, bool(is_open), bool(approximate), str(words), parts)",
        "return Figure(low, best, high, False, bool(approximate), str(words), parts)",
    ),
    Fault("near-of-codes", "nearby = cells.precision in place.nearby or", "nearby ="),
    Fault("contradiction", 'yield f"{low} > {best}", f"have', 'yield f"{low} > {best} + 1", f"have'),
    Fault("in-the-column", "if days > reach.days:", "if days >= reach.days:"),
]
# What is said, shown, drawn, written and answered.
SHOWN = [
    Fault(
        "high-without-plus",
        "high = f\"{figure.high}{'+' if figure.open else ''}\"\n    return (count",
        'high = f"{figure.high}"\n    return (count',
    ),
    Fault(
        "some-of-all",
        "if counted.reported < counted.incidents else counted.incidents",
        "if False else counted.incidents",
    ),
    Fault(
        "explained-part",
        "held = [name for name, (added, own) in bounds.items() if added == own]",
        "held = list(bounds)",
    ),
    Fault("rows-left-out", '-n 0 shows all." if shown < count else', '-n 0 shows all." if shown < count - 1 else'),
    Fault("part-of-inside", "if other.part_of == incident.id)", "if other.part_of == incident.part_of)"),
    Fault("cited-own", "is_own = not data_set or not report.cites or source == data_set", "is_own = True"),
    Fault(
        "timeline-certain",
        "if certain and certain.first <= certain.last:",
        "if certain and certain.first < certain.last:",
    ),
    Fault(
        "ranges-meet",
        "return one.low <= _upper(other) and other.low <= _upper(one)",
        "return one.low <= _upper(other) or other.low <= _upper(one)",
    ),
    Fault(
        "converted-low",
        "return replace(figure, low=min(numbers), high=max(numbers), parts={})",
        "return replace(figure, low=max(numbers), high=max(numbers), parts={})",
    ),
    Fault("excerpt-known", "and frozenset((one, other)) not in known", ""),
    Fault("no-coordinates", "if row[lat] is None or row[lon] is None:", "if row[lat] is None and row[lon] is None:"),
    Fault("hxl-sums", 'tag = "#indicator" if side or measure == "reported" else "#affected"', 'tag = "#affected"'),
    Fault("overview-more", "' or more' if figure.open else ''}\"\n", "''}\"\n"),
    Fault(
        "page-or-more",
        "if figure and (figure.low != figure.high or figure.open):",
        "if figure and figure.low != figure.high:",
    ),
    Fault(
        "page-gives", "if 0 < counted.reported < counted.incidents:", "if 0 < counted.reported <= counted.incidents:"
    ),
    Fault("page-links", "return bool(url) and str(url).lower().startswith(_LINKS)", "return bool(url)"),
    Fault(
        "page-map", "if part.key and places[part.key].lat is None)", "if part.key and places[part.key].lat is not None)"
    ),
    Fault("geojson-order", '"coordinates": [lon, lat]}', '"coordinates": [lat, lon]}'),
    Fault("formula", 'return f"\'{text}" if text.startswith(_FORMULA) else text', "return text"),
    Fault("markup", 'str.maketrans({mark: f"\\\\{mark}" for mark in "\\\\`*_{}[]<>&|~$"})', "str.maketrans({})"),
    Fault(
        "control",
        "if letter.isprintable() or letter in _JOINERS:\n        return letter",
        "if True:\n        return letter",
    ),
    Fault(
        "bar-rounding",
        "return min(max((2 * value * room + most) // (2 * most), 1), room)",
        "return min((2 * value * room + most) // (2 * most), room)",
    ),
    Fault(
        "sqlite-open",
        "return (figure.low, figure.best, figure.high, figure.open, figure.approximate,",
        "return (figure.low, figure.best, figure.high, False, figure.approximate,",
    ),
    Fault("sheet-number", "and abs(cell) <= LARGEST_NUMBER:", "and abs(cell) <= LARGEST_NUMBER * 1_000:"),
    Fault("completion-quick", "elif source.path.stat().st_size <= QUICK:", "elif source.path.stat().st_size > QUICK:"),
    Fault("overwritten", "if any(path.exists() and one.exists() and path.samefile(one) for one in keep):", "if False:"),
    Fault("exit-of-check", "return NOT_OK if any(not problem.is_warning", "return OK if any(not problem.is_warning"),
    Fault("fail-empty", "return NOT_OK if out.must_match else OK", "return OK"),
    Fault("until", "days = Period(last=days.last)", "days = Period(last=days.first)"),
    Fault("which-file", "return Path(named)\n    here =", "return here\n    here ="),
    Fault("nested", "if len(self._opened) == DEEPEST:", "if len(self._opened) == DEEPEST + 1:"),
    Fault("repeated-key", "elif key.text in lines:", "elif False:"),
    Fault("cache-of-other-bytes", "if kept[:_DIGEST] != _checksum(entry.name, payload)", "if False"),
    Fault("ring", "if walked.get(here) == start and here in whole_of:", "if False:"),
    Fault(
        "written-figure",
        "if words is None or replace(with_best(words, figure.best), parts=figure.parts) != figure",
        "if words is None",
    ),
]
FAULTS = [*RECORD, *COUNTING, *DATA_SETS, *SHOWN]


class Seen(NamedTuple):
    """What became of a fault: the module it was put in, the test that saw it, if one did, and the seconds it took."""

    fault: Fault
    module: str
    by: str
    seconds: float


def main() -> int:
    """Try the faults that are named, or all; 1 if one was not seen."""
    asked = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    asked.add_argument("names", nargs="*")
    asked.add_argument("--jobs", type=int, default=1)
    asked.add_argument("--root", type=Path, default=ROOT, help="the project to try, where it is another")
    asked.add_argument("--write", type=Path, help="write the rows into this file too")
    asked.add_argument("--pytest", default="", help="more words for pytest, such as -m 'not slow'")
    given = asked.parse_args()
    faults = [fault for fault in FAULTS if not given.names or fault.name in given.names]
    where = {fault: module_with(fault, given.root) for fault in faults}
    rows: list[Seen] = []
    print("| fault | module | seen by | s |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for seen in tried(where, given.root, Path(folder), given.jobs, given.pytest.split()):
            rows.append(seen)
            print(row_of(seen), flush=True)
    missed = [seen.fault.name for seen in rows if not seen.by]
    print(f"\n{len(rows)} faults, {len(missed)} not seen{': ' if missed else ''}{', '.join(missed)}")
    if given.write:
        given.write.write_text("\n".join(map(row_of, sorted(rows, key=lambda seen: faults.index(seen.fault)))) + "\n")
    return 1 if missed else 0


def row_of(seen: Seen) -> str:
    """The row of a table in Markdown."""
    return f"| {seen.fault.name} | {seen.module} | {seen.by or '**nothing**'} | {seen.seconds:.0f} |"


def module_with(fault: Fault, root: Path) -> str:
    """The one module of the program in which the old text stands."""
    found = [path for path in sorted((root / "conflict_cli").rglob("*.py")) if fault.old in path.read_text("utf-8")]
    count = sum(path.read_text("utf-8").count(fault.old) for path in found)
    if count != 1:
        raise SystemExit(f"{fault.name}: its text stands in the program {count} times, not once: {fault.old}")
    return str(found[0].relative_to(root))


def tried(where: dict[Fault, str], root: Path, folder: Path, jobs: int, more: list[str]) -> Iterator[Seen]:
    """Every fault, in as many copies of the project at once as there are jobs."""
    copies: Queue[Path] = Queue()
    for number in range(jobs):
        copies.put(Path(shutil.copytree(root, folder / str(number), ignore=LEFT_BEHIND)))

    def attempt(fault: Fault) -> Seen:
        copy = copies.get()
        path = copy / where[fault]
        sound = path.read_text("utf-8")
        path.write_text(sound.replace(fault.old, fault.new), "utf-8")
        started = time.monotonic()
        try:
            return Seen(fault, where[fault], seen_by(copy, where[fault], more), time.monotonic() - started)
        finally:
            path.write_text(sound, "utf-8")
            copies.put(copy)

    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(attempt, where)


def seen_by(copy: Path, module: str, more: list[str]) -> str:
    """The first test that fails in the copy; empty where all pass."""
    files = sorted((copy / "tests").rglob("test_*.py"), key=lambda path: path.stat().st_size)
    dotted = module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    own = [path for path in files if path.stem == f"test_{dotted.rpartition('.')[2]}"]
    telling = [path for path in files if path.stem in FIRST]
    naming = [path for path in files if re.search(rf"\b{re.escape(dotted)}\b", path.read_text("utf-8"))]
    first = dict.fromkeys([*own, *telling, *naming])
    rest = [path for path in files if path not in first and path.stem != "test_browser"]
    return failing(copy, first, more) or failing(copy, rest, more)


def failing(copy: Path, files: Iterable[Path], more: list[str]) -> str:
    """The first test in these files that fails."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", *more, *map(str, files)]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": ""}
    try:
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return "(no end)"
    if done.returncode in (0, 5):
        return ""
    found = re.search(r"^(?:FAILED|ERROR) (\S+?)(?:\[|$| - )", done.stdout, re.MULTILINE)
    if not found:
        raise SystemExit(f"pytest failed without a test:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return found[1].removeprefix("tests/")


if __name__ == "__main__":
    sys.exit(main())
