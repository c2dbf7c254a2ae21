"""The command `add`: what each answer means is shown at once, and nothing is written before a yes."""

import os
import pty
import select
import signal
import subprocess
from pathlib import Path
from time import monotonic

import pytest

from conflict_cli.ledger.kept import read_ledger
from tests.conftest import Run, interruptible, surroundings_of_a_process

PATIENCE = 60
FLAGS = "add --date 2018-05-02 --place Talbiseh --source sohr --killed 'at least 2' --article memo-2018-04-30"


def typed(text: str, folder: Path) -> tuple[int, str]:
    """How `add` ends at a terminal into which this is typed, and what it shows."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        interruptible("add"),
        stdin=follower,
        stdout=follower,
        stderr=follower,
        cwd=folder,
        env=surroundings_of_a_process(TERM="dumb"),
        start_new_session=True,
    )
    os.close(follower)
    shown = b""
    lines = text.splitlines(keepends=True)
    began = monotonic()
    while process.poll() is None or lines:
        if monotonic() - began > PATIENCE:
            process.kill()
            pytest.fail(f"add waits for more than was typed: {shown!r}")
        # A prompt stands alone once nothing follows it.
        is_quiet = not select.select([leader], [], [], 0.2)[0]
        if is_quiet and lines and shown.endswith((b": ", b"] ")):
            shown += b"\n"
            line = lines.pop(0)
            if line.startswith("^C"):
                process.send_signal(signal.SIGINT)
            else:
                os.write(leader, line.encode())
        elif not is_quiet:
            try:
                shown += os.read(leader, 4096)
            except OSError:
                break
    os.close(leader)
    return process.wait(timeout=20), shown.decode(errors="replace")


def test_flags_alone_write_an_entry(run: Run, ledger_folder: Path) -> None:
    before = (ledger_folder / "incidents.yaml").read_text()
    done = run(f"{FLAGS} --yes")
    assert done.code == 0
    assert "date" not in done.err
    assert "place: Talbissah (talbissah)\n" in done.err
    assert "killed: 2, no upper limit\n" in done.err
    after = (ledger_folder / "incidents.yaml").read_text()
    assert after.startswith(before)
    assert done.out == f"incidents:\n{after.removeprefix(before).lstrip(chr(10))}"
    assert read_ledger(ledger_folder / "incidents.yaml").incidents[-1].id == "talbissah-2018-05-02"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("add --date 2018 --yes", "Error: nobody can be asked here; add needs --place, --source too"),
        (FLAGS, "Error: nobody can be asked here; --yes writes the entry, --dry-run only shows it"),
        (f"{FLAGS} --injured lots --yes", 'Error: --injured: "lots" is not a figure'),
        (f"{FLAGS} --type bombs --yes", 'Error: --type: there is no type "bombs"'),
        (f"{FLAGS} --yes --into .", "Error: . is no file, and cannot be added to"),
    ],
)
def test_what_cannot_be_added_is_refused(run: Run, ledger_folder: Path, words: str, said: str) -> None:
    before = (ledger_folder / "incidents.yaml").read_bytes()
    done = run(words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert (ledger_folder / "incidents.yaml").read_bytes() == before


def test_the_example_is_never_added_to(run: Run, tmp_path: Path) -> None:
    done = run("add --date 2018 --place a --source b --yes", folder=tmp_path)
    assert (done.code, "--into" in done.err) == (2, True)


def test_new_names_and_a_new_file_are_made(run: Run, ledger_folder: Path) -> None:
    done = run("add --date unknown --place 'Salma; Rabia' --source 'A nurse' --actor Nobody --yes --into new.yaml")
    assert "place: Salma: a new place; Rabia: a new place\n" in done.err
    (incident,) = read_ledger(ledger_folder / "new.yaml").incidents
    assert (incident.id, incident.places) == ("salma-undated", ("salma", "rabia"))


def test_an_entry_near_others_asks_about_them(run: Run) -> None:
    out = run("add --date 2018-04-29 --place Rastan --source sohr --dry-run").out
    assert "# is this the same event as rastan-rockets? keep overlaps, or write distinct_from\n" in out


def test_answers_are_read_at_once_and_written_after_a_yes(ledger_folder: Path) -> None:
    text = "2018-13\n2018-05-02\nTalbiseh\n\n\n\nA nurse\ny\n\nat least 2\n\n\n\n\n\ny\n"
    code, shown = typed(text, ledger_folder)
    assert code == 0, shown
    for told in ("there is no month 13", "Talbissah (talbissah)", "Is A nurse new?", "2, no upper limit", "Added to"):
        assert told in shown, shown
    ledger = read_ledger(ledger_folder / "incidents.yaml")
    assert ledger.sources["a-nurse"].name == "A nurse"
    assert ledger.incidents[-1].reports[0].killed.short == "≥2"


@pytest.mark.parametrize("end", ["\x04", "^C"], ids=["Ctrl-D", "Ctrl-C"])
def test_an_end_in_the_middle_writes_nothing(ledger_folder: Path, end: str) -> None:
    before = (ledger_folder / "incidents.yaml").read_bytes()
    code, shown = typed(f"2018-05-02\n{end}\n", ledger_folder)
    assert code != 0
    assert "Traceback" not in shown
    assert (ledger_folder / "incidents.yaml").read_bytes() == before
