"""The byte-order mark that Excel wants before CSV: once, in CSV alone, and read back by the program."""

import pytest

from tests.conftest import Run

MARK = "\ufeff"


@pytest.mark.parametrize(
    "command", ["list --bom", "sum --by town --bom", "sources --bom --hxl", "show hass-camp --bom"]
)
def test_a_mark_stands_once_before_the_same_csv(run: Run, command: str) -> None:
    out = run(command).out
    assert out.startswith(MARK)
    assert out.removeprefix(MARK) == run(f"{command.replace('--bom', '')} -O csv").out
    assert MARK not in out[1:]


def test_a_file_has_a_mark_that_is_read_over(run: Run, ledger_folder) -> None:
    assert run("list --bom -o x.csv").code == 0
    assert (ledger_folder / "x.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")


@pytest.mark.parametrize("form", ["json", "md", "table", "xlsx"])
def test_only_csv_has_a_mark(run: Run, form: str) -> None:
    done = run(f"list -O {form} --bom -o x")
    assert (done.code, done.out) == (2, "")
    assert "write -O csv --bom" in done.err
