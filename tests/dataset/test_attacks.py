"""Hostile files of events, odd names of files, and what is kept between runs: nothing is obeyed, nothing is stale."""

import csv
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from conflict_cli.cache.entries import KEPT
from conflict_cli.cache.files import drop
from conflict_cli.dataset import opening
from conflict_cli.dataset.kept import ABOUT, EVENTS, KeptDataSets
from conflict_cli.dataset.layout.reader import shipped_files
from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.ledger.kept import SMALLEST
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.ledger.steady import state_of
from conflict_cli.record.errors import DataError
from tests.conftest import PROGRAM, interruptible, surroundings_of_a_process
from tests.effort import every_other
from tests.worlds.datasets import GED_49, acled, found, ged, killed, put, refused, text_of
from tests.worlds.kept_files import OTHER, SUM_OF_OTHER, SUM_OF_TWO, TWO, entry_of, rewrite
from tests.worlds.ledgers import EVERYTHING

pytestmark = pytest.mark.slow

EVIL = "\x1b[2J\x1b]0;title\x07 \u202eevil\u202c \x9b31m [bold]x[/bold] :smile: \x00\x1f;\r\n'; DROP TABLE events; --"


@pytest.mark.parametrize(
    "command", ["list", "list -O md", "sum --by town", "towns", "sources", "show 1", "list -w", "check"]
)
def test_a_file_reaches_the_screen_only_as_text(run, tmp_path, command):
    columns = ["dyad_name", "where_coordinates", "where_description", "adm_1", "side_a", "source_office", "country"]
    evil = dict.fromkeys(columns, EVIL.replace("\x00", ""))
    put(tmp_path / "x.csv", ged({**evil, "best": EVIL[:20], "latitude": EVIL[:20]}, {}))
    done = run(f"{command} -f x.csv", folder=tmp_path)
    shown = done.out + done.err
    assert done.code == 0
    assert not set(shown) & {"\x1b", "\x07", "\x9b", "\u202e", "\x1f", "\r", "\x00"}


def test_errors_pass_no_control_characters_to_the_screen(run, tmp_path):
    put(tmp_path / "x.csv", [[f"{EVIL[:30]}{name}" for name in GED_49], *TWO[1:]])
    done = run("list -f x.csv", folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert not set(done.err) & {"\x1b", "\x07", "\x9b", "\u202e", "\x1f", "\r"}


def test_formulas_in_cells_are_text_in_csv(run, tmp_path):
    evil = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1"]
    put(tmp_path / "x.csv", ged(*({"dyad_name": cell, "where_coordinates": cell, "side_a": cell} for cell in evil)))
    for row in csv.DictReader(io.StringIO(run("list -f x.csv -O csv", folder=tmp_path).out)):
        for key in ("title", "towns", "actors"):
            assert not row[key].startswith(("=", "+", "-", "@", "\t", "\r"))


QUERIES = [
    "'; DROP TABLE events; --",
    'a"b',
    "{}",
    "{0}",
    "%s",
    "$1",
    "a\\",
    "?",
    "NULL",
    "', (SELECT 1), '",
    "/* a */ b",
]


def test_names_that_look_like_queries_are_names(run, tmp_path):
    """Each is found by its name, and no event is lost; a semicolon stands between names."""
    put(tmp_path / "x.csv", ged(*({"where_coordinates": name, "side_a": name, "id": name} for name in QUERIES)))
    everything = json.loads(run("list -f x.csv -O json", folder=tmp_path).out)
    assert [row["id"] for row in everything] == QUERIES
    for name, row in zip(QUERIES, everything, strict=True):
        parts = [part.strip() for part in name.split(";")]
        assert (row["towns"], row["actors"]) == (parts, [*parts, "Blue Front"])
    for name in ("DROP TABLE events", "', (SELECT 1), '", "/* a */ b"):
        for option in ("-t", "-a"):
            rows = json.loads(run(["list", "-f", "x.csv", option, name, "-O", "json"], folder=tmp_path).out)
            assert any(name in row["towns"] for row in rows)
    for name in QUERIES:
        assert name in run(["show", name, "-f", "x.csv"], folder=tmp_path).out


def test_a_name_may_hold_the_programs_own_separator(tmp_path):
    row = {"where_coordinates": "a\x1fb\x1f\x1f", "side_a": "c\x1fd", "source_office": "\x1f"}
    (event,) = found(put(tmp_path / "x", ged(row))).events
    assert event.places == ("a b",)
    assert [one.actor for one in event.attribution] == ["c d", "Blue Front"]


FILES = [
    "ged[1].csv", "ge*.csv", "ge?.csv", "[!x].csv", "**.csv", "{a,b}.csv", "q'u\"o;--.csv", "a b é نص.csv", "~.csv",
    "x.csv.gz", "x.csv.zst", "year=1999.csv", "line\nend.csv", "%41.csv", "$HOME", "file:x.csv", "-x.csv", " .csv",
    "a\\b.csv",
]  # fmt: skip


@pytest.mark.parametrize("name", every_other(FILES))
def test_only_the_named_file_is_read(tmp_path, name):
    """The engine takes some characters for patterns, and some endings for archives."""
    for decoy in ("ged1.csv", "gex.csv", "ge[].csv", "a.csv", "b.csv", "y.csv"):
        put(tmp_path / decoy, OTHER)
    assert found(put(tmp_path / name, TWO)).killed == SUM_OF_TWO


def test_a_folder_name_is_never_a_pattern(tmp_path, monkeypatch):
    for name in ("a[bc]*?", "ab", "acx", "best=1"):
        folder = tmp_path / name / "low=99"
        folder.mkdir(parents=True)
        put(folder / "x.csv", TWO if "[" in name else OTHER)
        (folder / "cache").mkdir()
    folder = tmp_path / "a[bc]*?" / "low=99"
    monkeypatch.chdir(folder)
    monkeypatch.setenv("TMPDIR", str(folder / "cache"))
    assert found(Path("x.csv")).killed == SUM_OF_TWO
    assert found(Path("../low=99/x.csv")).killed == SUM_OF_TWO


@pytest.mark.parametrize("name", ["a[bc]*?", "q'u", "é", "{}"])
def test_a_cache_may_lie_in_any_folder(tmp_path, name):
    kept = KeptDataSets(tmp_path / name / "deeper", "1")
    path = put(tmp_path / "x", TWO)
    assert [found(path, kept=kept).killed for _ in range(2)] == [SUM_OF_TWO] * 2
    assert len(list((tmp_path / name / "deeper").iterdir())) == 1


def test_file_names_unfit_for_the_engine_are_refused(tmp_path):
    assert refused(put(tmp_path / "a\\b[1].csv", TWO)) == ["has a backslash beside *, ? or [ in its name; rename it"]
    assert refused(put(tmp_path / os.fsdecode(b"ged\xff.csv"), TWO)) == ["has a name that is not UTF-8; rename it"]


def test_an_undecodable_cache_name_is_done_without(tmp_path):
    kept = KeptDataSets(tmp_path / os.fsdecode(b"\xff"), "1")
    assert found(put(tmp_path / "x", TWO), kept=kept).killed == SUM_OF_TWO


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "x")
    assert refused(tmp_path / "x") == ["is a pipe or a device; save its output to a file"]


def test_a_folder_is_refused(run, tmp_path):
    layout = put(tmp_path / "l.yaml", "name: N\nid: a\ndate: {first: b}\nplace: {name: c}\n")
    done = run(f"list -f . --layout {layout}", folder=tmp_path)
    assert (done.code, done.out, done.err) == (2, "", ".: is a folder; no table is in it: name a file\n")


# What is kept between runs


def test_a_cached_file_is_read_from_the_cache(path, kept, intakes):
    assert [found(path, kept=kept).killed for _ in range(3)] == [SUM_OF_TWO] * 3
    assert intakes == [1]


def test_remarks_are_cached_too(tmp_path, kept):
    path = put(tmp_path / "x", ged({"best": "x"}, {"id": 1}, {}, {}))
    first, second = (found(path, kept=kept) for _ in range(2))
    assert first == second
    assert len(first.remarks) == 2


def test_a_changed_file_is_read_anew(path, kept):
    assert found(path, kept=kept).killed == SUM_OF_TWO
    rewrite(path, OTHER, seconds=1)
    assert found(path, kept=kept).killed == SUM_OF_OTHER
    put(path, ged({}, {}, {}))
    assert found(path, kept=kept).killed == (3, 6, 9, False)


def test_another_layout_or_version_reads_a_file_anew(tmp_path, kept, intakes):
    path = put(tmp_path / "x", [["id", "day", "town", "dead", "hurt"], ["1", "2031-01-03", "Mill", "3", "5"]])
    layout = tmp_path / "l.yaml"
    for column, number in (("dead", 3), ("hurt", 5)):
        put(layout, f"name: N\nid: id\ndate: {{first: day}}\nplace: {{name: town}}\nkilled: {{exactly: {column}}}\n")
        for _ in range(2):
            assert found(path, layout=layout, kept=kept).killed == (number, number, number, False)
    assert intakes == [1, 2]
    assert found(path, layout=layout, kept=KeptDataSets(tmp_path / "cache", "2")).killed == (5, 5, 5, False)
    assert intakes == [1, 2, 3]


DAMAGES = {
    "no events": lambda entry: (entry / EVENTS).unlink(),
    "events empty": lambda entry: (entry / EVENTS).write_bytes(b""),
    "events cut off": lambda entry: (entry / EVENTS).write_bytes((entry / EVENTS).read_bytes()[:-9]),
    "events changed": lambda entry: (entry / EVENTS).write_bytes((entry / EVENTS).read_bytes()[::-1]),
    "one byte changed at the beginning": lambda entry: flip(entry / EVENTS, 10),
    "one byte changed in the middle": lambda entry: flip(entry / EVENTS, -1_200),
    "one byte changed at the end": lambda entry: flip(entry / EVENTS, -9),
    "blocks of zeros": lambda entry: (entry / EVENTS).write_bytes(b"\0" * (entry / EVENTS).stat().st_size),
    "nothing about them": lambda entry: (entry / ABOUT).unlink(),
    "nothing said about them": lambda entry: (entry / ABOUT).write_bytes(b""),
    "what is about them cut off": lambda entry: (entry / ABOUT).write_bytes((entry / ABOUT).read_bytes()[:-3]),
    "one byte changed in what is about them": lambda entry: flip(entry / ABOUT, -40),
    "another's": lambda entry: entry.rename(entry.with_name("0" * 64 + ".conflict-data")),
}


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("damage", every_other(DAMAGES.values()), ids=every_other(DAMAGES))
def test_a_damaged_entry_is_made_anew(tmp_path, path, kept, damage, intakes):
    assert found(path, kept=kept).killed == SUM_OF_TWO
    damage(entry_of(tmp_path))
    assert [found(path, kept=kept).killed for _ in range(2)] == [SUM_OF_TWO] * 2
    assert intakes == [1, 2]


def test_a_cache_entry_of_another_file_is_ignored(tmp_path, path, kept):
    found(path, kept=kept)
    one = entry_of(tmp_path)
    other = put(tmp_path / "y.csv", OTHER)
    one.rename(kept.entry(other, state_of(other), [layout.read_bytes() for layout in shipped_files()]))
    assert found(other, kept=kept).killed == SUM_OF_OTHER


def test_an_unreadable_cache_entry_is_dropped(tmp_path, path, kept, intakes):
    """Its checksum may be right, and yet another engine have written it."""
    found(path, kept=kept)
    entry = entry_of(tmp_path)
    with ExitStack() as until:
        about = kept.load(entry, until)
    drop(entry)
    with ExitStack() as until:
        made = kept.begin(entry, until)
        put(made / EVENTS, b"PAR1 of another kind PAR1")
        assert kept.finish(made, entry, about)
    assert [found(path, kept=kept).killed for _ in range(3)] == [SUM_OF_TWO] * 3
    assert intakes == [1, 2]


def test_a_cache_drops_only_its_own_oldest_entries(tmp_path, kept):
    folder = tmp_path / "cache"
    folder.mkdir()
    foreign = [
        put(folder / name, "mine") for name in ("note", "x.conflict-data", "f" * 64, f"{'g' * 64}.conflict-data")
    ]
    (folder / "a" / "b").mkdir(parents=True)
    for number in range(KEPT + 3):
        path = put(tmp_path / f"{number}.csv", ged({"best": number, "low": 0, "high": 99}))
        assert found(path, kept=kept).killed == (0, number, 99, False)
        for order, entry in enumerate(sorted(folder.glob("*.conflict-data"), key=lambda one: one.stat().st_mtime)):
            os.utime(entry, (order, order))
    ours = [one for one in folder.glob("*.conflict-data") if one.is_dir()]
    assert len(ours) == KEPT
    assert all(one.read_text() == "mine" for one in foreign)
    assert (folder / "a" / "b").is_dir()


@pytest.mark.parametrize("folder", ["x.csv", "x.csv/deeper", "/proc/nothing", "/dev/null/x"])
def test_an_impossible_cache_is_done_without(run, tmp_path, path, folder):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    done = run("sum -f x.csv", folder=tmp_path, CONFLICT_CLI_CACHE=folder, TMPDIR=str(temporary))
    assert (done.code, done.err) == (0, "")
    assert "Killed            2    6     8    10" in done.out
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("file", ["x.csv", "broken.csv"])
@pytest.mark.parametrize("options", ["--no-cache", ""])
def test_a_run_leaves_nothing_but_its_cache(process, tmp_path, path, file, options):
    put(tmp_path / "broken.csv", text_of(TWO).replace(",", "^"))
    temporary, cache = tmp_path / "tmp", tmp_path / "cache"
    temporary.mkdir()
    before = set(tmp_path.iterdir())
    done = process(f"sum {options} -f {file}", folder=tmp_path, TMPDIR=str(temporary), CONFLICT_CLI_CACHE=str(cache))
    assert done.code == (2 if file == "broken.csv" else 0)
    assert list(temporary.iterdir()) == []
    assert set(tmp_path.iterdir()) - before <= {cache}
    is_kept = file == "x.csv" and not options
    assert len(list(cache.iterdir()) if cache.exists() else []) == is_kept


def test_runs_at_once_make_one_cache_entry(tmp_path, path):
    surroundings = surroundings_of_a_process(CONFLICT_CLI_CACHE=str(tmp_path / "cache"))
    command = [*PROGRAM, "sum", "-f", str(path), "-O", "json"]
    runs = [subprocess.Popen(command, env=surroundings, stdout=-1, stderr=-1) for _ in range(3)]
    told = [(run.communicate(timeout=30), run.returncode) for run in runs]
    assert len({json.loads(out)["total"]["killed_best"] for (out, _), _ in told}) == 1
    assert [code for _, code in told] == [0] * 3
    assert sorted(one.name for one in entry_of(tmp_path).iterdir()) == [ABOUT, EVENTS]


def test_many_runs_share_one_cache(tmp_path):
    """200 runs, 9 to 16 at a time, of ledgers and data sets, more of them than are kept: all answer, and rightly."""
    surroundings = surroundings_of_a_process(CONFLICT_CLI_CACHE=str(tmp_path / "cache"))
    ledger = EVERYTHING + "#" * SMALLEST
    for number in range(1, 13):
        put(tmp_path / f"{number}.csv", ged(*[{}] * number))
        put(tmp_path / f"{number}.yaml", f"{ledger}{number}")
    of_ledger = len(parse_ledger(EVERYTHING.encode(), "x.yaml").incidents)
    done = 0
    while done < 200:
        size = 9 + done % 8
        names = [f"{(done + at) % 12 + 1}.{'yaml' if at % 3 == 2 else 'csv'}" for at in range(size)]
        runs = [
            subprocess.Popen([*PROGRAM, "sum", "-O", "json", "-f", name], cwd=tmp_path, env=surroundings, stdout=-1)
            for name in names
        ]
        for name, run in zip(names, runs, strict=True):
            out, _ = run.communicate(timeout=120)
            assert run.returncode == 0
            wanted = of_ledger if name.endswith("yaml") else int(name.partition(".")[0])
            assert json.loads(out)["total"]["incidents"] == wanted
        done += size
    assert not [one for one in (tmp_path / "cache").iterdir() if "-" in one.name.partition(".")[0]]


def small_files_only() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500, 1_500))


@pytest.mark.parametrize("options", [[], ["--no-cache"]])
def test_a_full_disk_is_told_in_one_line(tmp_path, path, options):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    surroundings = surroundings_of_a_process(CONFLICT_CLI_CACHE=str(tmp_path / "cache"), TMPDIR=str(temporary))
    command = [*PROGRAM, "sum", *options, "-f", "x.csv"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=surroundings,
        capture_output=True,
        text=True,
        preexec_fn=small_files_only,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "x.csv: the converted file cannot be written: file too large; make room in the folder of the cache and in "
        "that of TMPDIR\n"
    )
    assert list(temporary.iterdir()) == []
    assert [*(tmp_path / "cache").glob("*")] == []


def test_a_full_cache_is_done_without(tmp_path, path, kept, monkeypatch):
    begin = kept.begin

    def full(entry, until):
        made = begin(entry, until)
        (made / EVENTS).symlink_to("/dev/full")
        return made

    monkeypatch.setattr(KeptDataSets, "begin", staticmethod(full))
    assert found(path, kept=kept).killed == SUM_OF_TWO
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_cache_behind_a_link_is_used(tmp_path, path, intakes):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert [found(path, kept=KeptDataSets(tmp_path / "link", "1")).killed for _ in range(2)] == [SUM_OF_TWO] * 2
    assert intakes == [1]


@pytest.mark.parametrize("step", ["take_in", "_dataset"])
def test_a_cache_deleted_in_a_run_is_done_without(tmp_path, path, kept, monkeypatch, step):
    usual, times = getattr(opening, step), []

    def deleting(*given):
        if not times:
            shutil.rmtree(tmp_path / "cache")
        times.append(given)
        return usual(*given)

    monkeypatch.setattr(opening, step, deleting)
    assert found(path, kept=kept).killed == SUM_OF_TWO


def test_an_interrupted_run_ends_without_a_traceback(tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    header, row = text_of(ged({})).splitlines(keepends=True)
    with (tmp_path / "x.csv").open("w") as file:
        file.write(header)
        file.writelines(f"{number}{row[1:]}" for number in range(300_000))
    surroundings = surroundings_of_a_process(TMPDIR=str(temporary))
    command = interruptible("sum", "--no-cache", "-f", str(tmp_path / "x.csv"))
    run = subprocess.Popen(command, env=surroundings, stdout=-1, stderr=subprocess.PIPE, text=True)
    while not list(temporary.iterdir()) and run.poll() is None:
        time.sleep(0.005)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=30)
    assert run.returncode == -signal.SIGINT
    assert "Traceback" not in told
    assert list(temporary.iterdir()) == []


def test_a_hostile_acled_cell_is_no_figure(tmp_path):
    cells = ["3; DROP TABLE events", "3--", "(SELECT 3)", "3\x00", "\x1b[3m"]
    seen = found(put(tmp_path / "x", text_of(acled({}, *({"fatalities": cell} for cell in cells[:3])))))
    assert [killed(one) for one in seen.events] == [(3, 3, 3, True), None, None, None]


@pytest.mark.parametrize("folder", ["killed_low=77", "cache[1]", "c*che"])
def test_a_cache_folder_name_is_never_a_pattern(run, tmp_path, folder):
    """The engine takes `column=value` in a path for a column, and `*` and `[` for patterns."""
    (tmp_path / "cache1").mkdir()
    put(tmp_path / "x.csv", TWO)
    for _ in range(2):
        done = run("sum -O json -f x.csv", folder=tmp_path, CONFLICT_CLI_CACHE=str(tmp_path / folder))
        total = json.loads(done.out)["total"]
        assert [total[f"killed_{bound}"] for bound in ("low", "best", "high", "open")] == list(SUM_OF_TWO)


def test_a_failure_after_opening_is_a_data_error(tmp_path):
    """Kept events that are damaged while they are asked."""
    put(tmp_path / "x.csv", TWO)
    kept = KeptDataSets(tmp_path / "cache", "1")
    dataset = open_dataset(tmp_path / "x.csv", OpenOptions(kept=kept))
    (events,) = (tmp_path / "cache").glob(f"*/{EVENTS}")
    events.write_bytes(b"PAR1" + b"x" * 100)
    with pytest.raises(DataError, match="cannot be asked"):
        list(dataset.select().picked)
    dataset.close()
