"""`parse_ledger` and `read_ledger`: a file to nouns, or all that is wrong with it.

`tests/invalid` holds a file for each thing that can be wrong, with the exact messages beside it; run with
UPDATE_GOLDEN=1 to write these anew, and read the difference.
"""

import gc
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conflict_cli.ledger.fields import ACTOR, ARTICLE, ATTRIBUTION, FIGURE, INCIDENT, PLACE, REPORT, SOURCE
from conflict_cli.ledger.kept import read_ledger
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.record.dates import parse_when
from conflict_cli.record.errors import DataError
from conflict_cli.record.figures import Figure, parse_figure, with_best
from conflict_cli.record.incident import (
    PARTS,
    Actor,
    Article,
    Attribution,
    Expectation,
    Incident,
    Ledger,
    Place,
    Report,
    Source,
    Spot,
)
from conflict_cli.record.parts import with_parts
from tests.worlds.ledgers import EVERYTHING

INVALID = Path(__file__).parent.parent / "invalid"


def complaints(data: str | bytes, file: str = "x.yaml") -> list[str]:
    with pytest.raises(DataError) as caught:
        parse_ledger(data.encode() if isinstance(data, str) else data, file)
    return str(caught.value).splitlines()


def figure(text: str) -> Figure:
    read = parse_figure(text)
    assert read is not None
    return read


def incident(body: str) -> Incident:
    """The one incident with these lines."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    head = "articles: {early: {title: A}, late: {title: B}}\nsources: {s: {name: S}, t: {name: T}}\n"
    head += "incidents:\n  - id: i\n    title: t\n    date: 2018\n"
    return parse_ledger(f"{head}{lines}".encode(), "x.yaml").incidents[0]


@pytest.mark.parametrize("file", sorted(INVALID.glob("*.yaml")), ids=lambda file: file.stem)
def test_an_invalid_file_is_told_all_its_faults(file):
    found = "\n".join(complaints(file.read_bytes(), file.name)) + "\n"
    golden = file.with_suffix(".txt")
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(found)
    assert found == golden.read_text()


@pytest.mark.parametrize("file", sorted(INVALID.glob("yaml-*.yaml")), ids=lambda file: file.stem)
def test_invalid_yaml_is_told_alike_without_libyaml(file, monkeypatch):
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert "\n".join(complaints(file.read_bytes(), file.name)) + "\n" == file.with_suffix(".txt").read_text()


@pytest.mark.parametrize("with_libyaml", [True, False])
def test_a_ledger_with_every_key_is_read_whole(monkeypatch, with_libyaml):
    monkeypatch.setattr(yaml, "__with_libyaml__", with_libyaml and yaml.__with_libyaml__)
    killed = with_parts(with_best(figure("20-30"), 24), {"children": figure("at least 16")})
    missing = with_parts(figure("5"), {"men": figure("2")})
    rockets = Incident(
        "rockets",
        "Rockets: two hundred",
        parse_when("2018-04-28/2018-04-30?"),
        places=("rastan", "hass"),
        and_elsewhere=True,
        type="air-drone-strike",
        target="school",
        attribution=(Attribution("russia", "suspected", by=("sohr",)),),
        reports=(
            Report(
                "sohr",
                "memo",
                3,
                killed=killed,
                injured=figure("some 25"),
                origin="SYR1234",
                supersedes="early",
                quote="قُتل عشرون شخصاً",
                translator="N. N.",
            ),
            Report("sohr", "early", killed=figure("12"), missing=missing, is_superseded=True),
            Report("ministry", denies=True),
        ),
        overlaps=("market",),
        part_of="april",
        distinct_from=("camp",),
        note="One line,\nand another.",
        spot=Spot(31, 5),
    )
    ledger = parse_ledger(EVERYTHING.encode(), "x.yaml")
    memo = Article(
        "memo",
        "Attacks in Homs",
        "Middle East Monitor",
        parse_when("2018-04-30"),
        "https://example.org/a",
        "https://archive.example.org/a",
        parse_when("2018-05"),
        f"{'0' * 63}a",
        "ar",
        spot=Spot(2, 3),
    )
    rastan = Place(
        "rastan",
        "Rastan",
        ("Ar-Rastan", "الرستن"),
        "town",
        "Homs",
        "Syria",
        34.9265,
        -36.7324,
        "C2870",
        within=("north",),
        spot=Spot(16, 3),
    )
    assert ledger == Ledger(
        "x.yaml",
        articles={"memo": memo, "early": Article("early", "First news", spot=Spot(11, 3))},
        sources={
            "sohr": Source("sohr", "SOHR", ("Syrian Observatory", "المرصد"), "monitor", spot=Spot(13, 3)),
            "ministry": Source("ministry", "Ministry of Defence", spot=Spot(14, 3)),
        },
        places={
            "rastan": rastan,
            "hass": Place("hass", "Hass", spot=Spot(26, 3)),
            "north": Place("north", "northern Homs", kind="region", spot=Spot(27, 3)),
        },
        actors={"russia": Actor("russia", "Russia", ("Russian forces",), spot=Spot(29, 3))},
        incidents=(
            rockets,
            Incident(
                "market",
                "Market",
                parse_when("2018-04"),
                reports=(Report("sohr", killed=figure("3")),),
                spot=Spot(58, 5),
            ),
            Incident(
                "camp", "Camp", parse_when("[2018-04-01..2018-04-03]"), reports=(Report("sohr"),), spot=Spot(59, 5)
            ),
            Incident(
                "april",
                "All of April",
                parse_when("2018-04"),
                reports=(Report("sohr", killed=figure("100+")),),
                spot=Spot(60, 5),
            ),
        ),
        expected=(
            Expectation(
                town=("rastan",),
                source=("sohr", "not:ministry"),
                since="2018",
                until="2018-04",
                killed=figure("at least 2"),
                note="Monthly",
                spot=Spot(62, 5),
            ),
            Expectation(
                date="2018-03..2018-04",
                victims="children",
                injured=figure("some 25"),
                casualties=figure("0"),
                spot=Spot(63, 5),
            ),
        ),
    )


def test_a_ledger_may_be_without_incidents():
    assert parse_ledger(b"incidents: []", "x.yaml") == Ledger("x.yaml", {}, {}, {}, {}, ())


def test_sections_may_stand_below_the_incidents():
    text = "incidents: [{id: a, title: t, date: 2018, reports: [{source: s}]}]\nsources: {s: {name: S}}\n"
    assert parse_ledger(text.encode(), "x.yaml").incidents[0].reports == (Report("s"),)


@pytest.mark.parametrize(
    ("written", "read"),
    [("no", "no"), ("012", "012"), ("12:30", "12:30"), ("1_000", "1_000"), ("2018-04-30", "2018-04-30"), ("'~'", "~")],
)
def test_texts_stay_as_written_despite_yaml(written, read):
    assert incident(f"note: {written}\nreports: [{{source: s}}]").note == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("20", figure("20")),
        ("012", figure("012")),
        ("unknown", None),
        ("{total: 20}", figure("20")),
        ("{total: unknown}", None),
        ("{total: unknown, children: unknown}", None),
        ("{total: 20, children: unknown}", figure("20")),
        ("{children: 1, total: 20}", with_parts(figure("20"), {"children": figure("1")})),
        ("{total: at least 5, best: 9, men: 7}", with_parts(with_best(figure("at least 5"), 9), {"men": figure("7")})),
        ("{total: dozens, children: 15}", with_parts(figure("dozens"), {"children": figure("15")})),
        ('">150"', figure(">150")),
    ],
)
def test_a_figure_is_what_its_words_say(written, read):
    assert incident(f"reports: [{{source: s, killed: {written}}}]").reports[0].killed == read


@pytest.mark.parametrize("written", ["homs", "[homs]"])
def test_a_place_lies_in_one_place_or_several(written):
    text = f"incidents: []\nplaces: {{homs: {{name: Homs}}, clinic: {{name: Clinic, in: {written}}}}}\n"
    assert parse_ledger(text.encode(), "x.yaml").places["clinic"].within == ("homs",)


def test_only_its_own_sources_older_report_is_superseded():
    reports = incident(
        "reports:\n"
        "  - {source: s, article: late, killed: 3, supersedes: early}\n"
        "  - {source: s, article: early, killed: 5}\n"
        "  - {source: t, article: early, killed: 7}"
    ).reports
    assert [report.is_counted for report in reports] == [True, False, True]


def test_the_table_of_keys_agrees_with_the_nouns():
    """Every field of a noun can be written in a ledger, and every key is kept."""
    for noun, table in [(Article, ARTICLE), (Source, SOURCE), (Place, PLACE), (Actor, ACTOR)]:
        fields = {"within" if name == "in" else name for name in table.fields}  # `in` is a word of Python
        assert set(noun.__struct_fields__) == {"key", *fields, "spot"}
    assert list(Incident.__struct_fields__) == [*INCIDENT.fields, "spot"]
    assert set(Report.__struct_fields__) == {*REPORT.fields, "is_superseded"}
    assert list(Attribution.__struct_fields__) == list(ATTRIBUTION.fields)
    assert list(FIGURE.fields) == ["total", "best", *PARTS]


@pytest.mark.parametrize("was_enabled", [True, False])
@pytest.mark.parametrize("data", [b"incidents: []", b"incidents: x", b"a: ["], ids=["sound", "wrong", "no YAML"])
def test_garbage_collection_is_left_as_it_was(was_enabled, data):
    (gc.enable if was_enabled else gc.disable)()
    try:
        with suppress(DataError):
            parse_ledger(data, "x.yaml")
        assert gc.isenabled() == was_enabled
    finally:
        gc.enable()


def test_a_ledger_knows_the_path_of_its_file(tmp_path):
    path = tmp_path / "incidents.yaml"
    path.write_text("incidents: []")
    assert read_ledger(path).file == str(path)
    path.write_text("incidents: x")
    with pytest.raises(DataError, match=re.escape(f"{path}:1:12: incidents: is a text, not a list")):
        read_ledger(path)


def test_yaml_is_imported_only_to_parse():
    script = "import sys, conflict_cli.ledger; print('yaml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def chain(length: int, last: str) -> str:
    links = [*(f"part_of: i{number + 1}" for number in range(length)), last]
    rows = (f"- {{id: i{n}, title: t, date: 2018, reports: [{{source: s}}], {link}}}\n" for n, link in enumerate(links))
    return f"sources: {{s: {{name: S}}}}\nincidents:\n{''.join(rows)}"


@pytest.mark.slow
def test_a_long_chain_of_parts_needs_no_recursion():
    (complaint,) = complaints(chain(5_000, "part_of: i0"))
    names = " -> ".join(f"i{n}" for n in range(10))
    assert complaint.endswith(f"part_of: makes a ring: {names} -> … -> i0; take one of these links out")
    deep, inner = complaints(chain(5_000, "overlaps: [i0]"))
    assert deep.endswith('"i0" lies inside more than 50 incidents, one in another; write the id of the outermost one')
    assert inner.endswith('overlaps: "i0" is part of "i5000"; leave it out: part_of says so already')


@pytest.mark.slow
@pytest.mark.parametrize(
    "rows",
    [
        "overlaps: [nothing-like-it]",
        "type: shelling, places: [rastann], target: A B",
        "kiled: 3, reports: [{source: x, killed: a lot}]",
    ],
)
def test_thousands_of_mistakes_are_all_told(rows):
    text = "incidents:\n" + "".join(f"- {{id: i{n}, {rows}}}\n" for n in range(3_000))
    assert len(complaints(text)) >= 3_000


def test_a_number_of_ten_thousand_digits_is_refused():
    text = "sources: {s: {name: S}}\nincidents: [{id: a, title: t, date: %s, reports: [{source: s, killed: %s}]}]"
    date, killed = complaints(text % ("9" * 10_000, "9" * 10_000))
    assert len(date) < 300
    assert "a number of 10000 digits is too large for a number of people; write at most 999999999" in killed


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_fail_only_with_data_error(data):
    complaints(data)


@given(st.lists(st.integers(0, len(EVERYTHING) - 1), max_size=3), st.text(max_size=3))
def test_a_damaged_ledger_fails_only_with_data_error(places, text):
    damaged = list(EVERYTHING)
    for place in places:
        damaged[place] = text
    with suppress(DataError):
        parse_ledger("".join(damaged).encode("utf-8", "surrogatepass"), "x.yaml")


def test_a_day_within_a_span_needs_no_quotes():
    """YAML takes `[2018-04-28..2018-04-30]` for a list of one text; a curator writes a date."""
    plain, quoted = (
        parse_ledger(f"incidents: []\narticles: {{a: {{title: t, published: {date}}}}}".encode(), "made.yaml")
        for date in ("[2018-04-28..2018-04-30]", '"[2018-04-28..2018-04-30]"')
    )
    assert plain.articles["a"].published == quoted.articles["a"].published
    assert plain.articles["a"].published.text == "[2018-04-28..2018-04-30]"
