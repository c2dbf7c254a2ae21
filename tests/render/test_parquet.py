"""Parquet: what the engine reads back is what JSON says, in columns whose types never change."""

import io
import json
import os
from datetime import date
from pathlib import Path

import duckdb
import pytest

from conflict_cli.answers.answer import Answer, Bar, Column, Note
from conflict_cli.record.errors import UsageError
from conflict_cli.render import parquet
from conflict_cli.render.parquet import write_parquet
from tests.conftest import SAMPLE, Run
from tests.hostile import EVIL_NAME
from tests.worlds.datasets import ged, put

COMMANDS = (
    "list",
    "list --victims children -c id,town,killed,killed_low",
    f"list -f {SAMPLE} homs",
    "show hass-camp rastan-rockets",
    "sum --by month",
    "sum --explain",
    "towns",
    "sources",
    f"compare {SAMPLE}",
)


def read(path: Path) -> duckdb.DuckDBPyRelation:
    return duckdb.from_query("FROM read_parquet(?)", params=[str(path)])


def written(report: Answer, folder: Path) -> duckdb.DuckDBPyRelation:
    path = folder / "x.parquet"
    with path.open("wb") as file:
        write_parquet(report, file)
    return read(path)


def as_said(value: object, said: object) -> object:
    """A value of the file as JSON says it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(said, list) and isinstance(value, str):
        return json.loads(value) if value.startswith("[") else value.split("; ")
    return value


def notes_of(path: Path) -> list[str]:
    query = "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = 'notes'"
    [(notes,)] = duckdb.execute(query, [str(path)]).fetchall()
    return json.loads(notes)


@pytest.mark.parametrize("command", COMMANDS)
def test_rows_are_those_of_json(command: str, run: Run, ledger_folder: Path) -> None:
    assert run(f"{command} -o x.parquet").code == 0
    table = read(ledger_folder / "x.parquet")
    said = [json.loads(line) for line in run(f"{command} -O jsonl").out.splitlines()]
    rows = table.fetchall()
    assert table.columns == list(said[0])
    assert len(rows) == len(said)
    for row, one in zip(rows, said, strict=True):
        assert [as_said(*pair) for pair in zip(row, one.values(), strict=True)] == list(one.values())


def test_types_are_the_same_without_rows(run: Run, ledger_folder: Path) -> None:
    for name, asked in (("some", "rastan"), ("none", "--since 2031")):
        run(f"list {asked} -o {name}.parquet")
    some, none = (
        dict(zip(one.columns, map(str, one.types), strict=True))
        for one in (read(ledger_folder / f"{name}.parquet") for name in ("some", "none"))
    )
    assert none.items() <= some.items()
    wanted = {"date": "VARCHAR", "date_from": "DATE", "towns": "VARCHAR[]", "killed_low": "BIGINT"}
    assert {**wanted, "killed_open": "BOOLEAN", "overlaps": "VARCHAR[]", "part_of": "VARCHAR"}.items() <= none.items()


def test_text_is_kept_as_it_is(tmp_path: Path) -> None:
    texts = [EVIL_NAME, "a\0b", "=1+1", "", "'; DROP", "\ud800 half"]
    table = written(Answer((Column("id", ""), Column("towns", "")), [(text, (text,)) for text in texts]), tmp_path)
    kept = [*texts[:-1], "\\ud800 half"]
    assert table.fetchall() == [(text, [text]) for text in kept]


def test_a_line_may_be_very_long(tmp_path: Path) -> None:
    text = "x" * (17 << 20)
    assert written(Answer((Column("note", ""),), [(text,), ("y",)]), tmp_path).fetchall() == [(text,), ("y",)]


def test_notes_are_in_the_metadata(tmp_path: Path) -> None:
    columns = (Column("id", ""), Column("bar", "", "bar"))
    report = Answer(columns, [("a", Bar(1, 1, 1, 1))], "Of children.", total=("All", None), notes=(Note("It's {so}."),))
    assert written(report, tmp_path).fetchall() == [("a",), ("All",)]
    assert notes_of(tmp_path / "x.parquet") == ["Of children.", "It's {so}."]


def test_what_was_said_of_a_file_is_in_the_metadata(run: Run, ledger_folder: Path) -> None:
    put(ledger_folder / "ged.csv", ged({"date_start": "soon"}))
    run("list -f ged.csv -o x.parquet")
    assert any('date_start "soon"' in note for note in notes_of(ledger_folder / "x.parquet"))


def test_what_has_no_room_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^Parquet cannot hold this: .*; write -O csv$"):
        written(Answer((Column("incidents", ""),), [(1 << 70,)]), tmp_path)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full device")  # noqa: PTH110
def test_a_disk_that_fails_is_an_error_of_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "named", lambda path: "/dev/full" if path.suffix else str(path))
    with pytest.raises(OSError, match="No space left on device"):
        write_parquet(Answer((Column("id", ""),), [("a",)]), io.BytesIO())
