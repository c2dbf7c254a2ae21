"""How far a run reaches: to no network and no other program, and to no file but its answer, its cache and TMPDIR."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import surroundings_of_a_process

WATCHED = """
import json, os, sys
reached = set()
def watch(event, details):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")):
        reached.add(event)
    elif event in ("os.mkdir", "sqlite3.connect"):
        reached.add(os.path.abspath(details[0]))
    elif event == "open" and details[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and not isinstance(details[0], int):
        reached.add(os.path.abspath(os.fsdecode(details[0])))
sys.addaudithook(watch)
from conflict_cli.cli.app import app
for command in sys.argv[1:]:
    try:
        app(command.split(), prog_name="conflict-cli")
    except SystemExit as end:
        assert end.code == 0, (command, end.code)
print("REACHED" + json.dumps(sorted(reached)))
"""


@pytest.mark.parametrize(
    "commands",
    [
        ("list", "show hass-camp --with ged.csv", "check", "compare ged.csv", "sum -f ged.csv --by month"),
        ("list -o out/x.csv", "list -o out/x.xlsx", "list -o out/x.parquet", "list -f ged.csv -o out/x.sqlite"),
        pytest.param(("report -o out/x.html",), marks=pytest.mark.slow),
    ],
    ids=["screen", "files", "page"],
)
def test_a_run_reaches_nothing_but_its_own_files(data_folder: Path, tmp_path: Path, commands: tuple[str, ...]) -> None:
    own = [tmp_path / name for name in ("out", "tmp", "cache")]
    for folder in own:
        folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *(command.replace("out/", f"{tmp_path}/out/") for command in commands)],
        cwd=data_folder,
        env=surroundings_of_a_process(
            TMPDIR=str(tmp_path / "tmp"), CONFLICT_CLI_CACHE=str(tmp_path / "cache"), PYTHONDONTWRITEBYTECODE="1"
        ),
        capture_output=True,
        text=True,
        check=True,
    )
    reached = [Path(one) for one in json.loads(done.stdout.rpartition("REACHED")[2])]
    assert len(reached) > 1
    assert [one for one in reached if not any(one.is_relative_to(folder) for folder in own)] == []
