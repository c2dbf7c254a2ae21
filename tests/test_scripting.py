"""What programs in Python get: selections to iterate over and look at, records, and rows of a table as values."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import pytest

import conflict_cli
from conflict_cli import UsageError, group, load, open_data_set, scripting, select, total
from conflict_cli.dataset.store.rows import Rows
from tests.conftest import ROOT, SAMPLE, Run
from tests.hostile import CONTROLS, HIDDEN, ODD_LEDGER


@pytest.fixture(scope="module")
def ledger():
    return load(ROOT / "incidents.yaml")


@pytest.fixture(scope="module")
def ged() -> Iterator[object]:
    with open_data_set(SAMPLE) as data_set:
        yield data_set


@pytest.fixture(params=["ledger", "ged"])
def store(request):
    return request.getfixturevalue(request.param)


def test_a_selection_iterates_over_its_incidents(store):
    rastan = select(store, towns="rastan")
    ids = [incident.id for incident in rastan]
    assert len(ids) == len(rastan) == len(set(ids)) > 0
    assert [incident.id for incident in rastan] == ids
    assert ids == [record["id"] for record in rastan.records()]
    assert not select(store, since="2031")


def test_one_row_of_a_data_set_is_read_for_one_incident(ged, monkeypatch):
    read = []
    monkeypatch.setattr(Rows, "incident", lambda _self, row: read.append(row) or row[1])
    assert next(iter(select(ged)))
    assert len(read) == 1


def test_a_selection_says_what_it_is(ledger, ged):
    assert repr(select(ledger, towns="Rastan", since="2018-04")) == (
        "<Selection: 1 of 10 incidents of incidents.yaml, in Rastan, since 2018-04-01; "
        "killed 2, reported by 1 of 1 incident; 3 more may belong to it>"
    )
    assert repr(select(ged, victims="civilians")).startswith("<Selection: ")
    assert repr(select(ged)) == (
        "<Selection: 412 of 412 incidents of UCDP GED; killed 2,869 (2,838–3,039), reported by 412 of 412 incidents>"
    )
    assert repr(select(ged, since="2031")) == "<Selection: 0 of 412 incidents of UCDP GED, since 2031-01-01>"


def test_a_part_of_an_answer_says_so(ledger):
    everything = select(ledger, towns="Rastan")
    assert "in Rastan, perhaps, and not counted; " in repr(everything.possible)
    row = group(everything, "month")[0]
    assert f", in Rastan, in the row {row.heading}; " in repr(row.selection)
    for part in (everything.possible, row.selection):
        with pytest.raises(UsageError, match="select it by its own filter"):
            group(part, "type")


def test_a_large_ledger_is_not_added_up_to_be_looked_at(ledger, monkeypatch):
    monkeypatch.setattr(scripting, "MOST_ADDED_UP", 9)
    assert repr(select(ledger)) == "<Selection: 10 of 10 incidents of incidents.yaml>"


def test_totals_say_what_they_are(ledger):
    assert repr(total(select(ledger, towns="Talbissah"))) == (
        "<Totals: killed 0 (0–2+), reported by 1 of 2 incidents; injured not reported; casualties not reported; "
        "missing not reported>"
    )
    assert repr(total(select(ledger)).killed) == "<Sum: killed ~95 (94–97+), reported by 8 of 10 incidents>"


def test_rows_are_those_of_a_sum_by(store, run: Run):
    file = [] if isinstance(store, scripting.Ledger) else ["-f", str(SAMPLE)]
    for by in ("town", "source", "month"):
        said = json.loads(run(["sum", *file, "--by", by, "-O", "json"]).out)["rows"]
        keys = ("group", "incidents", "killed_low", "killed_best", "killed_high", "killed_reported")
        assert [tuple(row[key] for key in keys) for row in said] == [
            (
                row.heading,
                len(row.selection),
                *(getattr(row.total.killed.figure, bound, None) for bound in ("low", "best", "high")),
                row.total.killed.reported,
            )
            for row in group(select(store), by)
        ]


def test_caveats_are_those_of_a_sum(ledger, run: Run):
    said = json.loads(run("sum rastan -O json").out)["notes"]
    assert list(select(ledger, towns="rastan").caveats) == said


def test_records_are_those_of_a_list(store, run: Run):
    file = [] if isinstance(store, scripting.Ledger) else ["-f", str(SAMPLE)]
    records = select(store, towns="Homs").records()
    said = json.loads(run(["list", *file, "homs", "-O", "json"]).out)
    assert json.loads(json.dumps(records, default=date.isoformat)) == said
    assert [list(record) for record in records] == [list(row) for row in said]


@pytest.mark.parametrize("asked", [{}, {"victims": "children"}, {"victims": "civilians"}, {"since": "2031"}])
def test_each_value_of_a_record_has_its_type(store, asked):
    found = select(store, **asked)
    types = found.types
    assert {"killed_low": int, "killed_open": bool, "date_from": date, "towns": list[str], "part_of": str}.items() <= (
        types.items()
    )
    for record in found.records():
        assert record.keys() == types.keys()
        for key, value in record.items():
            assert value is None or type(value) is (list if types[key] == list[str] else types[key]), key


def test_a_notebook_shows_text_as_text(tmp_path):
    (tmp_path / "odd.yaml").write_text(ODD_LEDGER.replace("[bold]x", "<script>alert(1)</script>&amp;'\\\""), "utf-8")
    odd = select(load(tmp_path / "odd.yaml"))
    shown = odd._repr_html_()
    assert not CONTROLS.search(f"{odd!r}{group(odd, 'town')}")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&#x27;" in shown
    assert set(re.findall(r"<\w+", shown)) <= {"<table", "<thead", "<tbody", "<tr", "<th", "<td", "<bdi", "<p"}
    assert not CONTROLS.search(shown)
    assert not HIDDEN.search(shown)


def test_a_notebook_shows_200_rows_and_says_so(ged):
    shown = select(ged)._repr_html_()
    assert shown.count("<tr>") == 201
    assert "<p>The first 200 of 412 incidents in UCDP GED; records() has all.</p>" in shown


def test_a_mistyped_word_is_an_error_with_a_suggestion(store):
    with pytest.raises(UsageError, match=r'No town is called "Rasten"; did you mean .*Rastan'):
        select(store, towns=["Rasten", "Homs"])
    with pytest.raises(UsageError, match='incidents cannot be grouped by "twon"; did you mean town'):
        group(select(store), "twon")
    with pytest.raises(UsageError, match="children"):
        select(store, victims="childern")
    with pytest.raises(conflict_cli.BadValueError, match="is not a date; write"):
        select(store, since="soon")


def test_what_the_package_names_is_there():
    assert all(getattr(conflict_cli, name) for name in conflict_cli.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'sum'"):
        conflict_cli.sum  # noqa: B018


CLOSED = """
import sys
from conflict_cli import DataError, open_data_set, select, total
with open_data_set(sys.argv[1]) as ged:
    found = select(ged)
print(found)
for ask in (len, list, total):
    try:
        ask(found)
    except DataError as error:
        print(error)
"""


def test_a_closed_data_set_says_so():
    """As a process of its own: the tests share an engine, which stays open."""
    done = subprocess.run([sys.executable, "-c", CLOSED, SAMPLE], cwd=ROOT, capture_output=True, text=True, check=True)
    said = f"{SAMPLE}: is closed; open it again, and ask it before it is closed"
    assert done.stdout.splitlines() == ["<Selection of UCDP GED, which is closed>", *[said] * 3]
