"""Terminals, pipes and whatever else standard output may be: nothing cut on the one, nothing added in the other."""

import json
import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PROGRAM, ROOT, Run, interruptible, surroundings_of_a_process, words
from tests.effort import every_other
from tests.terminal import program_on_terminal

pytestmark = pytest.mark.slow

ESCAPE = "\x1b"
LINES_AND_ELLIPSES = set("─│┌┐└┘├┤┬┴┼━┃╭╮╯╰╔═║…")
COMMANDS = (
    "",
    "list",
    "list -w",
    "list --by town",
    "show homs-barrage",
    "sum",
    "sum --by town --bars",
    "sum --explain",
)
IN_ASCII = (
    *("", "schema", "show homs-barrage", "sum --by town -O table", "sum --explain --bars", "towns -w", "sources"),
    *("list -O json", "list -O jsonl", "list -O csv", "list -O md", "list -O yaml", "check -O github"),
)


def terminal(command: str, columns: int, folder: Path, **environment: str) -> str:
    return program_on_terminal(words(command), columns=columns, folder=folder, **environment)


def written(file: Path, count: int) -> Path:
    """A ledger of so many incidents."""
    incident = (
        "  - {{id: strike-{0:05d}, title: Strike {0}, date: 2018-04-{1:02d}, places: [p{2}],"
        " reports: [{{source: s, killed: {2}}}]}}\n"
    )
    with file.open("w") as stream:
        stream.write("sources: {s: {name: S}}\nplaces:\n")
        stream.writelines(f"  p{number}: {{name: Place {number}, kind: town}}\n" for number in range(50))
        stream.write("incidents:\n")
        stream.writelines(incident.format(number, 1 + number % 30, number % 50) for number in range(count))
    return file


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of 5,000 incidents, whose answers are longer than any pipe holds."""
    return written(tmp_path_factory.mktemp("many") / "many.yaml", 5_000)


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that is just big enough to be kept in the cache."""
    return written(tmp_path_factory.mktemp("some") / "some.yaml", 3_000)


# On a terminal


@pytest.mark.parametrize("columns", [120, 80, 45])
def test_ids_dates_and_numbers_are_never_cut(run: Run, ledger_folder: Path, columns: int) -> None:
    incidents = json.loads(run("list -O json").out)
    lines = terminal("list", columns, ledger_folder).splitlines()
    for incident, killed in zip(incidents, "≥2 2 ? 0–1 ? ≥3 27 20 22 ~20".split(), strict=True):
        (start,) = (number for number, line in enumerate(lines) if line.split(" ")[0] == incident["id"])
        block = " ".join(lines[start : start + 7] if columns < 60 else [lines[start]]).split()
        assert incident["date"] in block
        assert killed in block
    assert all(len(line) <= columns for line in lines)


@pytest.mark.parametrize("columns", [120, 80, 45, 20])
def test_a_sum_shows_its_numbers_at_every_width(ledger_folder: Path, columns: int) -> None:
    shown = terminal("sum --by month", columns, ledger_folder).split()
    assert {"2018-03", "42", "2018-04", "52", "53", "55+", "94", "95", "97+"} <= set(shown)


@pytest.mark.parametrize("columns", [80, 20])
def test_names_wrap_but_ids_dates_numbers_stay_whole(tmp_path: Path, columns: int) -> None:
    place = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
    (tmp_path / "incidents.yaml").write_text(
        "sources: {s: {name: 日本語の情報源とても長い名前}}\n"
        f"places: {{p: {{name: {place}}}}}\n"
        f"incidents:\n  - id: {'a' * 64}\n    title: t\n    date: '[2018-04-28..2018-04-30]?'\n    places: [p]\n"
        "    reports: [{source: s, killed: 999999999}]\n",
        encoding="utf-8",
    )
    shown = terminal("list", columns, tmp_path)
    for whole in ("a" * 64, "[2018-04-28..2018-04-30]?", "999999999"):
        assert any(whole in line.split() for line in shown.splitlines())
    assert place in "".join(shown.split())


def test_columns_without_room_are_named(ledger_folder: Path) -> None:
    assert "Not shown at this width: " in terminal("list", 80, ledger_folder)
    assert "Not shown" not in terminal("list", 120, ledger_folder)


def test_a_terminal_says_it_stops_at_200_rows(many: Path) -> None:
    shown = terminal(f"list -f {many}", 80, many.parent)
    assert "strike-00199" in shown
    assert "strike-00200" not in shown
    assert "The first 200 of 5000 incidents; -n 0 shows all." in shown
    assert "strike-00299" in terminal(f"list -f {many} -n 300", 80, many.parent)


@pytest.mark.parametrize("columns", ["0", "-1", "1", "9999", "abc", ""])
def test_odd_widths_in_the_environment_do_no_harm(run: Run, columns: str) -> None:
    done = run("list hass --color always", COLUMNS=columns)
    assert done.code == 0
    assert "hass-camp" in done.out
    assert run("list hass", COLUMNS=columns).out == run("list hass").out


def test_nothing_found_shows_no_table_on_a_terminal(ledger_folder: Path) -> None:
    assert terminal("list --since 2019", 80, ledger_folder) == "No incident matches.\n"
    assert terminal("sum --since 2019", 80, ledger_folder) == "No incident matches.\n"


def test_what_is_read_is_said_apart(tmp_path: Path) -> None:
    shown = terminal("list hass", 80, tmp_path, CONFLICT_CLI_FILE="")
    assert shown.startswith("This is the example that comes with the program; -f names your own ledger.\n\nID ")


# In a pipe


@pytest.mark.parametrize("command", [*COMMANDS, "towns", "sources", "list -O json", "list -O csv", "list -O yaml"])
def test_a_pipe_has_no_escapes_lines_or_ellipses(run: Run, command: str) -> None:
    done = run(command, COLUMNS="20")
    assert ESCAPE not in done.out + done.err
    assert not LINES_AND_ELLIPSES.intersection(done.out)
    assert done.out == run(command, COLUMNS="200").out


def test_a_pipe_has_every_row_on_one_line(run: Run, many: Path) -> None:
    lines = run(f"list -f {many}").out.splitlines()
    assert len(lines) == 5_001
    assert all(re.match(r"strike-\d{5}  2018-04-\d\d  Place \d+ +\d+", line) for line in lines[1:])


@pytest.mark.parametrize(
    "command",
    every_other(
        ["list", "sum", "list -O json", "list -O csv", "list -O yaml", "check -O json", "schema", "show hass-camp"]
    ),
)
def test_head_may_close_the_pipe(shell: Run, command: str) -> None:
    done = shell(f"conflict-cli {command} | head -1")
    assert done.code == 0
    assert len(done.out.splitlines()) == 1
    assert "rror" not in done.err


@pytest.mark.parametrize("options", ["", "-n 2", "--by month", "rastan --since 2018-04"])
def test_a_piped_chart_has_only_its_legend_below(run: Run, options: str) -> None:
    done = run(f"list --timeline {options}")
    chart, _, below = done.out.partition("\n\n")
    legend = below.splitlines()
    assert len(legend) == 1
    assert set(legend[0].partition(". The calendar: ")[0]) & set("█░◂▸") == set(chart) & set("█░◂▸")
    assert "The calendar" not in done.err
    assert "incident" in done.err
    assert "\n\n" not in run(f"list {options}").out


@pytest.mark.parametrize(
    "command", every_other(["list", "list -O json", "list -O jsonl", "list -O csv", "list -O yaml", "towns"])
)
def test_head_may_close_the_pipe_of_long_answers(shell: Run, many: Path, command: str) -> None:
    done = shell(f"conflict-cli {command} -f {many} | head -1")
    assert done.code == 0
    assert len(done.out.splitlines()) == 1
    assert "rror" not in done.err


def test_a_pipe_closed_before_writing_is_no_error(ledger_folder: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as closed:
        done = subprocess.run(
            [*PROGRAM, "list"],
            cwd=ledger_folder,
            env=surroundings_of_a_process(),
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 0
    assert b"rror" not in done.stderr


# Encodings


def without_unicode(command: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    settings = surroundings_of_a_process(LC_ALL="C", PYTHONIOENCODING="ascii")
    return subprocess.run([*PROGRAM, *words(command)], cwd=folder, env=settings, capture_output=True, check=False)


@pytest.mark.parametrize("command", every_other(IN_ASCII))
def test_an_ascii_output_gets_only_ascii(run: Run, ledger_folder: Path, command: str) -> None:
    done = without_unicode(command, ledger_folder)
    assert done.returncode == 0
    assert (done.stdout + done.stderr).isascii()
    assert b"Traceback" not in done.stderr
    if command.endswith(("json", "schema")):
        assert json.loads(done.stdout) == json.loads(run(command).out)
    if command == "sum --by town -O table":
        assert b"Rastan                           1    2     2     2" in done.stdout


def test_signs_missing_in_ascii_are_replaced(ledger_folder: Path) -> None:
    shown = without_unicode("list", ledger_folder).stdout.decode()
    assert ">=2" in shown
    assert "0-1" in shown
    assert (
        r"\u0627\u0644\u0631\u0633\u062a\u0646" in without_unicode("show rastan-rockets", ledger_folder).stdout.decode()
    )


def test_a_file_is_utf_8_on_any_terminal(ledger_folder: Path) -> None:
    assert without_unicode("list -o x.md", ledger_folder).returncode == 0
    assert "≥2" in (ledger_folder / "x.md").read_text(encoding="utf-8")


# Colour


@pytest.mark.parametrize(
    ("option", "environment", "is_colored"),
    [
        ("", {"NO_COLOR": ""}, True),
        ("", {"NO_COLOR": "1"}, False),
        ("", {"NO_COLOR": "", "TERM": "dumb"}, False),
        ("--color always", {"NO_COLOR": "1"}, True),
        ("--color never", {"NO_COLOR": ""}, False),
        ("--color never", {"NO_COLOR": "", "FORCE_COLOR": "1"}, False),
    ],
)
def test_a_terminal_gets_colour_unless_refused(
    ledger_folder: Path, option: str, environment: dict[str, str], is_colored: bool
) -> None:
    assert (ESCAPE in terminal(f"list hass {option}", 80, ledger_folder, **environment)) == is_colored


@pytest.mark.parametrize(
    ("option", "environment", "is_colored"),
    [
        ("", {}, False),
        ("", {"FORCE_COLOR": "1"}, True),
        ("", {"FORCE_COLOR": ""}, False),
        ("", {"GITHUB_ACTIONS": "true", "PY_COLORS": "1"}, False),
        ("--color always", {}, True),
        ("--color never", {"FORCE_COLOR": "1"}, False),
        ("--color always -O csv", {"FORCE_COLOR": "1"}, False),
        ("--color always -O json", {"FORCE_COLOR": "1"}, False),
        ("--color always -O yaml", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_a_pipe_gets_colour_only_on_demand(
    run: Run, option: str, environment: dict[str, str], is_colored: bool
) -> None:
    assert (ESCAPE in run(f"list hass {option}", **environment).out) == is_colored


def test_a_file_never_gets_colour(run: Run, ledger_folder: Path) -> None:
    run("list --color always -o x.txt", FORCE_COLOR="1")
    assert ESCAPE not in (ledger_folder / "x.txt").read_text()


# Outputs that fail


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full device")  # noqa: PTH110
@pytest.mark.parametrize(
    "line",
    [
        "conflict-cli >/dev/full",
        "conflict-cli list >/dev/full",
        "conflict-cli sum -O json >/dev/full",
        "conflict-cli list -O yaml >/dev/full",
        "conflict-cli check -O json >/dev/full",
        "conflict-cli schema >/dev/full",
        "conflict-cli list -o /dev/full",
    ],
)
def test_a_full_disk_is_one_clear_line(shell: Run, line: str) -> None:
    assert shell(line) == (2, "", "Error: cannot write: no space left on device\n")


def test_long_answers_to_a_full_disk_fail_clearly(shell: Run, many: Path) -> None:
    done = shell(f"conflict-cli list -f {many} >/dev/full")
    assert (done.code, done.err) == (2, "Error: cannot write: no space left on device\n")


def test_an_interrupt_ends_the_program_without_a_traceback(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "endless.yaml")
    with (
        subprocess.Popen(
            interruptible("list", "-f", "endless.yaml", "-o", "x.json"),
            cwd=tmp_path,
            env=surroundings_of_a_process(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process,
        (tmp_path / "endless.yaml").open("wb"),
    ):  # opened once the program reads it
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (-signal.SIGINT, b"")
    assert b"Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["endless.yaml"]


# Folders


def test_the_current_folder_may_be_gone(shell: Run) -> None:
    done = shell("mkdir gone; cd gone; rmdir ../gone; conflict-cli list hass -c id")
    assert (done.code, done.out) == (0, "ID\nhass-camp\n")


def test_the_program_runs_without_any_environment(ledger_folder: Path) -> None:
    done = subprocess.run(
        ["env", "-i", f"PYTHONPATH={ROOT}", *PROGRAM, "list", "hass", "-c", "id"],
        cwd=ledger_folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "ID\nhass-camp\n")


@pytest.mark.parametrize("cache", ["/proc/no/such/folder", "some.yaml", "x" * 5000], ids=["proc", "file", "long"])
def test_an_unwritable_cache_is_done_without(some: Path, shell: Run, cache: str) -> None:
    done = shell(f"conflict-cli sum -f {some} -m killed", folder=some.parent, CONFLICT_CLI_CACHE=cache)
    assert done.code == 0
    assert "3000" in done.out


def test_two_runs_at_once_share_an_empty_cache(some: Path, shell: Run, tmp_path: Path) -> None:
    line = f"conflict-cli sum -f {some} -O json"
    done = shell(f"{line} >a & {line} >b; wait; cmp a b", folder=tmp_path, CONFLICT_CLI_CACHE=str(tmp_path / "cache"))
    assert done.code == 0
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_no_cache_keeps_nothing(some: Path, shell: Run, tmp_path: Path) -> None:
    done = shell(f"conflict-cli sum -f {some} --no-cache", folder=tmp_path, CONFLICT_CLI_CACHE=str(tmp_path / "cache"))
    assert done.code == 0
    assert not (tmp_path / "cache").exists()
