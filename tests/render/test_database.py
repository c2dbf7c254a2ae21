"""Databases: whole, with keys that hold, and with the incidents, figures and sums that the other formats give."""

import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from conflict_cli.counting.in_memory import select
from conflict_cli.exports.tables import tables_of
from conflict_cli.exports.tables_schema import Tables
from conflict_cli.record.errors import UsageError
from conflict_cli.record.incident import MEASURES
from conflict_cli.render import database
from conflict_cli.render.database import write_database
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.query import Query
from tests.conftest import ROOT, SAMPLE, Run, surroundings_of_a_process
from tests.worlds.datasets import acled, put
from tests.worlds.sketches import sketch

FIGURE = ("low", "best", "high", "open", "approximate", "text")
FLAGS = ("open", "approximate")
LEDGER = ROOT / "incidents.yaml"
QUERIES = [
    (LEDGER, ""),
    (LEDGER, "-s sohr"),
    (LEDGER, "--victims children"),
    (LEDGER, "--since 2019"),
    (SAMPLE, "--governorate homs -d 2018-04"),
    (SAMPLE, "-s reuters --victims civilians --min-killed 5"),
]
TANGLE = """
id: toll, date: 2018-04, places: [north], reports: [{source: un, killed: 30}]
id: week, date: 2018-04, part_of: toll, places: [north], reports: [{source: memo, killed: 9}]
id: a, part_of: week, places: [rastan], overlaps: [b], attribution: [{actor: russia, confidence: stated}], reports: [{source: sohr, article: memo-2018, killed: 5}, {source: memo, killed: 4}]
id: b, places: [rastan], distinct_from: [c], reports: [{source: sohr, killed: 3}]
id: c, date: 2018-04, places: [rastan, hass], reports: [{source: sohr, killed: 2}]
"""  # noqa: E501


# A figure that its source corrected, a party that denies, children that nobody numbers, a clinic in a town, a hearsay.
UNSURE = """
id: a, places: [clinic], attribution: [{actor: russia, confidence: claimed, by: [un, memo]}], reports: [{source: sohr, supersedes: memo-2018, killed: {total: 9, girls: 2, boys: 3}}, {source: sohr, article: memo-2018, killed: {total: 30, men: 20}}, {source: un, denies: true, killed: none}]
"""  # noqa: E501
CLINIC = "  clinic: {name: Clinic, kind: site, in: [old-town]}\n  old-town: {name: Old town, in: [rastan]}\n"


def opened(file: Path | bytes, folder: Path | None = None) -> sqlite3.Connection:
    """The database, found whole."""
    if isinstance(file, bytes):
        (folder / "made.db").write_bytes(file)
        file = folder / "made.db"
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.row_factory = sqlite3.Row
    return connection


def made(tables: Tables) -> bytes:
    stream = io.BytesIO()
    write_database(tables, stream)
    return stream.getvalue()


@pytest.fixture
def asked(run: Run, ledger_folder: Path) -> Iterator:
    """The database of what a query lists."""
    connections = []

    def database_of(command: str) -> sqlite3.Connection:
        assert run(f"{command} -o x.sqlite").code == 0
        connections.append(opened(ledger_folder / "x.sqlite"))
        return connections[-1]

    yield database_of
    for connection in connections:
        connection.close()


def records(connection: sqlite3.Connection, query: str) -> list[dict]:
    return [dict(row) for row in connection.execute(query)]


@pytest.mark.slow
@pytest.mark.parametrize(("file", "query"), QUERIES)
def test_a_database_holds_what_list_and_sum_say(asked, run: Run, file: Path, query: str) -> None:
    connection = asked(f"list {query} -f {file}")
    listed = json.loads(run(f"list {query} -f {file} -O json").out)
    seen = records(connection, "SELECT * FROM incident_list ORDER BY position")
    assert [row["id"] for row in seen] == [row["id"] for row in listed]
    held = {row["id"] for row in listed}
    for shown, row in zip(seen, listed, strict=True):
        for key in ("title", "date", "date_from", "date_to", "type", "target", "note", "and_elsewhere", "nearby"):
            assert shown[key] == row[key]
        for key in (f"{one}_{name}" for one in MEASURES for name in FIGURE):
            assert shown[key] == row[key]
        for key in ("towns", "sources"):
            assert shown[key] == ("; ".join(row[key]) or None)
        assert shown["overlaps"] == ("; ".join(other for other in row["overlaps"] if other in held) or None)
    summed = json.loads(run(f"sum {query} -f {file} -O json").out)
    for row in records(connection, "SELECT * FROM totals"):
        for name in ("reported", *FIGURE[:-1]):
            assert row[name] == summed["total"][f"{row['measure']}_{name}"]
        assert row["incidents"] == summed["total"]["incidents"]
        assert row["victims"] == summed.get("victims", "all")
    assert [text for (text,) in connection.execute("SELECT text FROM notes ORDER BY position")] == summed["notes"]


@pytest.mark.parametrize(("file", "query"), [one for one in QUERIES if "victims" not in one[1]])
def test_an_incidents_reports_are_those_of_show(asked, run: Run, file: Path, query: str) -> None:
    connection = asked(f"list {query} -f {file}")
    ids = [id_ for (id_,) in connection.execute("SELECT id FROM incidents ORDER BY position")][:40]
    if not ids:
        return
    source = query.partition("-s ")[2]
    for row in json.loads(run(["show", *ids, "-f", str(file), "-O", "json"]).out):
        told = [one for one in row["reports"] if not source or file == SAMPLE or one["source"].lower() == source]
        rows = records(connection, f"SELECT * FROM reports WHERE incident = '{row['id']}' ORDER BY position")
        assert len(rows) == len(told)
        for report, one in zip(rows, told, strict=True):
            assert (report["article"], report["paragraph"], report["origin"]) == (
                one["article"],
                one["paragraph"],
                one["origin"],
            )
            cites = connection.execute(
                "SELECT name FROM report_cites JOIN sources ON id = source WHERE report = ? ORDER BY position",
                [report["id"]],
            )
            assert [name for (name,) in cites] == one["cites"]
            figures = records(connection, f"SELECT * FROM figures WHERE report = {report['id']}")
            flat = {
                f"{figure['measure']}{'' if figure['victims'] == 'all' else '_' + figure['victims']}_{name}": figure[
                    name
                ]
                for figure in figures
                for name in FIGURE
            }
            assert flat == {key: one[key] for key in flat}
            assert sum(key.endswith("_text") for key in flat) == sum(
                value is not None for key, value in one.items() if key.endswith("_text")
            )


@pytest.mark.parametrize("file", [LEDGER, SAMPLE])
def test_a_database_holds_only_what_incidents_name(asked, file: Path) -> None:
    connection = asked(f"list hass -f {file}")
    for table, used in {
        "places": "SELECT place FROM incident_places UNION SELECT container FROM place_in",
        "sources": "SELECT source FROM reports UNION SELECT source FROM report_cites",
        "actors": "SELECT actor FROM attributions",
        "articles": "SELECT article FROM reports WHERE article IS NOT NULL",
    }.items():
        named = {key for (key,) in connection.execute(used)}
        assert {key for (key,) in connection.execute(f"SELECT id FROM {table}")} == named
    assert ("Hass" if file == LEDGER else "Has/Hassef") in {
        name for (name,) in connection.execute("SELECT name FROM places")
    }


def test_a_database_answers_questions_in_sql(asked) -> None:
    connection = asked("list")
    by_alias = (
        "SELECT DISTINCT i.id FROM incidents i JOIN incident_places p ON p.incident = i.id "
        "JOIN place_aliases a USING (place) WHERE a.alias = 'الرستن'"
    )
    assert [row["id"] for row in records(connection, by_alias)] == ["rastan-rockets"]
    children = "SELECT incident, best FROM incident_figures WHERE victims = 'children' AND measure = 'killed'"
    assert {row["incident"]: row["best"] for row in records(connection, children)}["kafr-batikh-school"] == 16
    suspected = "SELECT incident FROM attributions WHERE confidence = 'suspected'"
    assert [row["incident"] for row in records(connection, suspected)] == ["idlib-market"]
    assert records(connection, "SELECT low, high, open FROM totals WHERE measure = 'killed'") == [
        {"low": 94, "high": 97, "open": 1}
    ]
    said = " ".join(text for (text,) in connection.execute("SELECT text FROM read_me"))
    assert "Do not add figures up in SQL" in said


def test_an_event_is_where_its_record_says(asked) -> None:
    connection = asked(f"list hass -f {SAMPLE}")
    assert records(connection, "SELECT lat, lon FROM incidents WHERE id = '261217'") == [
        {"lat": 35.6161, "lon": 36.59066}
    ]


def test_links_hold_among_the_written_incidents(tmp_path: Path) -> None:
    everything = select(sketch(TANGLE))
    connection = opened(made(tables_of(everything)), tmp_path)
    links = {(row["incident"], row["relation"], row["other"]) for row in connection.execute("SELECT * FROM links")}
    assert {("week", "part_of", "toll"), ("a", "part_of", "week"), ("a", "overlaps", "b")} <= links
    assert {("b", "distinct_from", "c"), ("a", "may_overlap", "b"), ("b", "may_overlap", "a")} <= links
    assert connection.execute("SELECT best, low, high, text FROM incident_figures WHERE incident = 'a'").fetchall()[0][
        :3
    ] == (5, 4, 5)
    connection.close()


def test_links_to_unselected_incidents_are_left_out(tmp_path: Path) -> None:
    everything = select(sketch(TANGLE))
    few = everything.narrowed(one for one in everything.picked if one.incident.id in ("toll", "a"))
    tables = tables_of(few)
    assert tables.remarks == ("Links to incidents that were not selected are left out: b, week.",)
    connection = opened(made(tables), tmp_path)
    assert [tuple(row) for row in connection.execute("SELECT * FROM links")] == [("a", "part_of", "toll")]
    assert tables.remarks[0] in {text for (text,) in connection.execute("SELECT text FROM read_me")}
    connection.close()


@pytest.fixture
def unsure(tmp_path: Path) -> Iterator:
    """The database of what is unsure about an incident, of all its people or of some."""
    ledger = sketch(UNSURE, CLINIC)
    connections = []

    def database_of(victims: str | None = None) -> sqlite3.Connection:
        connections.append(opened(made(tables_of(select(ledger, Query(victims=victims)))), tmp_path))
        return connections[-1]

    yield database_of
    for connection in connections:
        connection.close()


def test_reports_that_are_not_counted_are_marked(unsure) -> None:
    connection = unsure()
    marks = records(connection, "SELECT article, supersedes, is_superseded, denies FROM reports ORDER BY position")
    assert [tuple(row.values()) for row in marks] == [
        (None, "memo-2018", 0, 0),
        ("memo-2018", None, 1, 0),
        (None, None, 0, 1),
    ]
    figures = "SELECT victims, low, best, high FROM"
    counted = f"{figures} figures JOIN reports ON id = report WHERE NOT is_superseded AND NOT denies"
    assert records(connection, counted) == records(connection, f"{figures} incident_figures")
    assert records(connection, "SELECT low, best, high FROM totals WHERE measure = 'killed'") == [
        {"low": 9, "best": 9, "high": 9}
    ]


@pytest.mark.parametrize("table", ["figures", "incident_figures"])
def test_a_group_that_nobody_numbers_is_derived(unsure, table: str) -> None:
    everybody = {row["victims"]: row["derived"] for row in records(unsure(), f"SELECT * FROM {table}")}
    assert everybody.items() <= dict.fromkeys(("all", "girls", "boys", "men"), 0).items()
    (children,) = records(unsure("children"), f"SELECT * FROM {table}")
    assert (children["derived"], children["text"]) == (1, "at least 5 (girls and boys)")


def test_an_attribution_says_whose_word_it_is(unsure) -> None:
    (row,) = records(unsure(), "SELECT attribution FROM incident_list")
    assert row["attribution"] == "Russia (claimed by United Nations, Middle East Monitor)"


def test_a_place_has_what_it_lies_in(unsure) -> None:
    connection = unsure()
    assert [tuple(row.values()) for row in records(connection, "SELECT * FROM place_in ORDER BY place")] == [
        ("clinic", "old-town"),
        ("old-town", "rastan"),
    ]
    (row,) = records(connection, "SELECT governorates FROM incident_list")
    assert row["governorates"] == "Homs"


def test_options_without_effect_on_a_database_are_said(run: Run) -> None:
    assert "rastan-rockets" in run("list al-zafaraneh -o x.db").err
    for options in ("-n 2", "--sort date", "-c id", "--by month"):
        done = run(f"list {options} -o x.db")
        assert "have no effect" in done.err
        with sqlite3.connect("x.db") as connection:
            assert connection.execute("SELECT count(*) FROM incidents").fetchone() == (10,)
        connection.close()
    assert "have no effect" not in run("list -o x.db").err


def test_a_database_describes_itself_without_paths(asked) -> None:
    about = dict(
        asked(f"list hass -k not:grenade --since 2018-03 --until 2018-03 -f {LEDGER}").execute("SELECT * FROM about")
    )
    assert about["asked for"] == "in hass; not of the type grenade; from 2018-03-01 to 2018-03-31"
    assert about["file"] == "incidents.yaml"
    assert about["made by"].startswith("conflict-cli ")
    assert "cite" not in about
    about = dict(asked(f"list -f {SAMPLE}").execute("SELECT * FROM about"))
    assert about["data set"] == "UCDP GED"
    assert about["cite"] == "Sundberg and Melander 2013; UCDP GED, Uppsala University, CC BY 4.0"


def test_show_writes_the_named_incidents(asked) -> None:
    connection = asked("show hass-camp rastan-rockets")
    ids = connection.execute("SELECT id FROM incidents ORDER BY position").fetchall()
    assert [tuple(row) for row in ids] == [("hass-camp",), ("rastan-rockets",)]


@pytest.mark.parametrize("command", ["sum", "sources"])
def test_only_list_and_show_write_a_database(run: Run, command: str) -> None:
    done = run(f"{command} -o x.sqlite")
    assert done.code == 2
    assert "sqlite holds incidents; write -O sqlite after list or show" in done.err


@pytest.mark.slow
def test_the_same_answer_gives_the_same_bytes(shell: Run) -> None:
    done = shell(
        "conflict-cli list -o x.db && sleep 1 && conflict-cli list -O sqlite | cat > y.db && cmp x.db y.db && ls"
    )
    assert (done.code, done.out.split()) == (0, ["incidents.yaml", "x.db", "y.db"])


def test_a_number_beyond_64_bits_is_refused(run: Run, ledger_folder: Path, monkeypatch) -> None:
    ledger = sketch("id: a, reports: [{source: sohr, killed: 5}]")
    (picked,) = select(ledger).picked
    report = picked.incident.reports[0]
    huge = replace(report.killed, low=2**63, best=2**63, high=2**63)
    incident = replace(picked.incident, reports=(replace(report, killed=huge),))
    for largest, is_held in ((2**63 - 1, True), (2**63, False)):
        figure = replace(report.killed, low=largest, best=largest, high=largest)
        one = Picked(replace(incident, reports=(replace(report, killed=figure),)))
        tables = tables_of(select(ledger).narrowed([one]))
        if is_held:
            assert made(tables)
        else:
            with pytest.raises(UsageError, match="64 bits"):
                made(tables)


def test_half_a_surrogate_pair_is_escaped(run: Run, tmp_path: Path) -> None:
    connection = opened(made(tables_of(select(sketch(TANGLE), Query(towns=("no\udcffwhere",))))), tmp_path)
    assert any("no\\udcffwhere" in text for (text,) in connection.execute("SELECT text FROM notes"))
    connection.close()


def test_places_of_one_name_get_distinct_readable_ids(asked, tmp_path: Path) -> None:
    rows = [{"admin1": name} for name in ("Northern", "Southern", "Northern")]
    connection = asked(f"list -f {put(tmp_path / 'a.csv', acled(*rows))}")
    places = records(connection, "SELECT id, name, governorate FROM places ORDER BY id")
    assert places == [
        {"id": "Upper Mill", "name": "Upper Mill", "governorate": "Northern"},
        {"id": "Upper Mill (2)", "name": "Upper Mill", "governorate": "Southern"},
    ]


def test_hostile_texts_are_kept_unchanged(tmp_path: Path) -> None:
    title = "'); DROP TABLE incidents; --\x00\x1b[31m\n=1+1 الرستن \U0001f600"
    everything = select(sketch(TANGLE))
    one = replace(everything.picked[0], incident=replace(everything.picked[0].incident, title=title))
    connection = opened(made(tables_of(everything.narrowed([one]))), tmp_path)
    assert connection.execute("SELECT title FROM incidents").fetchone()[0] == title
    connection.close()


@pytest.mark.skipif(not database.IS_STRICT, reason="this SQLite knows no strict tables")
def test_tables_refuse_values_against_their_columns(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(made(tables_of(select(sketch(TANGLE)))))
    connection = sqlite3.connect(tmp_path / "x.db")
    connection.execute("PRAGMA foreign_keys = ON")
    for wrong in (
        "UPDATE figures SET low = 'some'",
        "INSERT INTO incident_places VALUES ('a', 9, 'nowhere')",
        "INSERT INTO sources VALUES ('sohr', 'again', NULL)",
        "UPDATE incidents SET title = NULL",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(wrong)
    connection.close()


def test_older_versions_of_sqlite_get_plain_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "IS_STRICT", False)
    connection = opened(made(tables_of(select(sketch(TANGLE)))), tmp_path)
    assert not connection.execute("SELECT * FROM sqlite_master WHERE sql LIKE '%STRICT%'").fetchall()
    connection.close()


def test_a_disk_error_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    fill = database._fill

    def full(connection: sqlite3.Connection, *rest) -> None:
        connection.execute("PRAGMA max_page_count = 2")
        fill(connection, *rest)

    monkeypatch.setattr(database, "_fill", full)
    with pytest.raises(OSError, match="No space left on device"):
        made(tables_of(select(sketch(TANGLE))))


def test_another_error_of_sqlite_is_no_disk_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_fill", lambda connection, _tables: connection.execute("SELECT * FROM nowhere"))
    with pytest.raises(UsageError, match="SQLite cannot make the database: no such table: nowhere"):
        made(tables_of(select(sketch(TANGLE))))


SERVED = """
import asyncio, json, sys
from datasette.app import Datasette

async def answers():
    client = Datasette(["x.sqlite"]).client
    return [[answer.status_code, answer.text] for path in sys.argv[1:] for answer in [await client.get(path)]]

print(json.dumps(asyncio.run(answers())))
"""


@pytest.mark.slow
@pytest.mark.parametrize(("file", "query"), [(LEDGER, ""), (SAMPLE, "--governorate homs")])
def test_datasette_serves_a_database(
    asked, run: Run, ledger_folder: Path, tmp_path: Path, file: Path, query: str
) -> None:
    asked(f"list {query} -f {file}")
    listed = [row["id"] for row in json.loads(run(f"list {query} -f {file} -O json").out)]
    tables = [f"/x/{name}.json?_shape=array&_size=max" for name in ("incidents", "incident_list")]
    pages = ["/x", "/x/incident_list", "/x/read_me", "/x/figures"]
    done = subprocess.run(
        [sys.executable, "-c", SERVED, *tables, *pages],
        env=surroundings_of_a_process(HOME=str(tmp_path), PYTHONWARNINGS="ignore"),
        cwd=ledger_folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (incidents, shown), shown_as_pages = (answers := json.loads(done.stdout))[:2], answers[2:]
    assert {status for status, _ in answers} == {200}
    assert sorted(row["id"] for row in json.loads(incidents[1])) == sorted(listed)
    assert [row["id"] for row in json.loads(shown[1])] == listed
    assert all("<html" in text for _, text in shown_as_pages)
