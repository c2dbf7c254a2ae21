"""GeoJSON: valid, every point where the ledger or the data set says, and the same incidents and numbers as in JSON."""

import csv
import json
import subprocess
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import geojson
import pytest
from hypothesis import given
from msgspec.structs import replace

from conflict_cli.answers.answer import Answer, Arrangement, Column
from conflict_cli.answers.listing import Listing
from conflict_cli.counting.in_memory import select
from conflict_cli.exports.places import Unlocated, list_places, with_coordinates
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.record.errors import UsageError
from conflict_cli.render import write
from tests.conftest import PROGRAM, ROOT, SAMPLE, Ran, Run, surroundings_of_a_process
from tests.render_examples import HOSTILE, written
from tests.worlds.datasets import ged, put
from tests.worlds.sketches import chance_ledgers

OF_PLACES = ("place", "place_kind", "place_governorate", "place_in", "pcode", "places_sharing")
PLACED = (Column("id", "ID", "id"), Column("lat", "Lat", "number"), Column("lon", "Lon", "number"))


def never(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")


def features_in(text: str) -> list[dict]:
    """The features of a text that is GeoJSON by every rule there is."""
    read = json.loads(text, parse_constant=never)
    checked = geojson.loads(text)
    assert checked.is_valid, checked.errors()
    assert list(read) == ["type", "features"]
    assert read["type"] == "FeatureCollection"
    for feature in read["features"]:
        assert list(feature) == ["type", "geometry", "properties"]
        assert feature["type"] == "Feature"
        assert all(type(value) is not dict for value in feature["properties"].values())
        if point := feature["geometry"]:
            assert list(point) == ["type", "coordinates"]
            assert point["type"] == "Point"
    return read["features"]


def at(feature: dict) -> tuple[float, float] | None:
    """Latitude and longitude of a feature."""
    point = feature["geometry"]
    return (point["coordinates"][1], point["coordinates"][0]) if point else None


def ids(features: list[dict]) -> list[str]:
    """The id of each incident once, in order."""
    return list(dict.fromkeys(one["properties"]["id"] for one in features))


# Where


def test_each_place_is_where_the_ledger_says(run: Run) -> None:
    ledger = parse_ledger((ROOT / "incidents.yaml").read_bytes(), "")
    expected = [
        (one.id, place.name, place.pcode, place.kind, place.governorate, (place.lat, place.lon))
        for one in ledger.incidents
        for place in (ledger.places[key] for key in one.places)
    ]
    found = features_in(run("list -O geojson").out)
    assert len(found) == len(expected)
    for feature, (id_, name, pcode, kind, governorate, where) in zip(found, expected, strict=True):
        known = feature["properties"]
        assert (known["id"], known["place"], known["pcode"]) == (id_, name, pcode)
        assert (known["place_kind"], known["place_governorate"]) == (kind, governorate)
        assert at(feature) == (None if None in where else where)
        assert known["places_sharing"] == len(known["towns"])
    assert any(at(feature) for feature in found)


@pytest.mark.parametrize("options", ["", "--victims civilians --sort -killed hass"])
def test_each_event_is_where_its_columns_say(run: Run, options: str) -> None:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    found = features_in(run(f"list {options} -f {SAMPLE} -O geojson").out)
    for feature in found:
        row = rows.pop(feature["properties"]["id"])
        assert at(feature) == (float(row["latitude"]), float(row["longitude"]))
    assert found
    assert options or not rows


def test_events_of_one_place_keep_their_own_coordinates(run: Run, tmp_path: Path) -> None:
    file = put(tmp_path / "x.csv", ged({}, {"latitude": 11.25, "longitude": 21}))
    assert [at(one) for one in features_in(run(f"list -f {file} -O geojson").out)] == [(10.5, 20.25), (11.25, 21.0)]


def test_events_without_coordinates_take_those_of_their_place(run: Run, tmp_path: Path) -> None:
    file = put(
        tmp_path / "x.csv",
        ged({}, {"latitude": "", "longitude": ""}, {"where_coordinates": "", "latitude": 1.5, "longitude": -2}),
    )
    found = features_in(run(f"list -f {file} -O geojson").out)
    assert [(one["properties"]["place"], at(one)) for one in found] == [
        ("Upper Mill", (10.5, 20.25)),
        ("Upper Mill", (10.5, 20.25)),
        ("Northern", (1.5, -2.0)),
    ]
    assert [one["properties"]["places_sharing"] for one in found] == [1, 1, 1]


def test_a_place_has_the_area_around_it(run: Run, tmp_path: Path) -> None:
    clinic = "places:\n  clinic: {name: Clinic, kind: site, in: [ford]}\n"
    held = (
        LEDGER.replace("places:\n", clinic, 1)
        .replace("North}", "North, country: Midland}")
        .replace("[mill]", "[clinic]")
    )
    file = put(tmp_path / "x.yaml", held)
    *_, found = features_in(run(f"list -f {file} -O geojson -c country,governorate,place_governorate,place_in").out)
    assert [*found["properties"].values()] == ["Midland", "North", "North", ["Ford"]]


LEDGER = """\
sources: {s: {name: S}}
places:
  mill: {name: Mill, lat: 10.5, lon: -20.25, pcode: X1}
  ford: {name: Ford, kind: village, governorate: North}
incidents:
  - {id: none, title: No place, date: 2031, and_elsewhere: true, reports: [{source: s, killed: 1}]}
  - {id: both, title: Both, date: 2031-02, places: [mill, ford], reports: [{source: s, killed: 5}], overlaps: [one]}
  - {id: one, title: One, date: 2031-03, places: [mill], nearby: true, reports: [{source: s, killed: 2}]}
"""


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """A ledger of an incident without a place, one with two, and one near a place."""
    return put(tmp_path / "places.yaml", LEDGER)


def test_an_incident_without_place_has_no_point(run: Run, places: Path) -> None:
    done = run(f"list -f {places} -O geojson -c id,place,place_kind,places_sharing,and_elsewhere,nearby,killed_best")
    none, *both, one = features_in(done.out)
    assert none["geometry"] is None
    assert [one["properties"] for one in (none, *both, one)] == [
        dict(zip(none["properties"], values, strict=True))
        for values in (
            ("none", None, None, 0, True, False, 1),
            ("both", "Mill", None, 2, False, False, 5),
            ("both", "Ford", "village", 2, False, False, 5),
            ("one", "Mill", None, 1, False, True, 2),
        )
    ]
    assert [at(one) for one in (*both, one)] == [(10.5, -20.25), None, (10.5, -20.25)]
    assert done.err == "2 of 4 features have no coordinates, so their geometry is null: none, both (Ford).\n"


HAVE_NONE = "features have no coordinates, so their geometry is null"


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("list ford", "1 of 2 features has no coordinates, so its geometry is null: both (Ford)."),
        ("list ford -c killed_best", "1 of 2 features has no coordinates, so its geometry is null."),
        ("show none", "1 of 1 feature has no coordinates, so its geometry is null: none."),
        ("show one", ""),
        ("towns", f"3 of 4 {HAVE_NONE}: Ford, across towns, elsewhere, or not named."),
    ],
)
def test_features_without_coordinates_are_told(run: Run, places: Path, command: str, told: str) -> None:
    assert run(f"{command} -f {places} -O geojson").err == (f"{told}\n" if told else "")


def test_few_of_many_without_coordinates_are_named() -> None:
    unlocated = Unlocated()
    report = Answer(PLACED, ((f"n{number}", None, 1.0) for number in range(400)))
    assert len(list(unlocated.counted(report))) == 400
    assert unlocated.in_words().endswith("400 features have no coordinates, so their geometry is null: "
                                       "n0, n1, n2, n3, n4 and 395 more.")  # fmt: skip


def test_unlocated_features_are_told_after_the_last_row() -> None:
    unlocated = Unlocated()
    with pytest.raises(RuntimeError, match="while they are written"):
        unlocated.in_words()
    rows = unlocated.counted(Answer(PLACED, [("a", None, None), ("b", 1.0, 1.0)]))
    for _ in range(2):
        next(rows)
        with pytest.raises(RuntimeError, match="while they are written"):
            unlocated.in_words()
    assert next(rows, None) is None
    assert unlocated.in_words() == "1 of 2 features has no coordinates, so its geometry is null: a."


def test_incidents_of_several_places_are_at_each_place(places: Path) -> None:
    everything = select(parse_ledger(places.read_bytes(), ""))
    selection = everything.narrowed([replace(one, at=(1.0, 2.0)) for one in everything.picked])
    found = features_in(written(list_places(selection, Listing()), "geojson"))
    assert [at(one) for one in found] == [(1.0, 2.0), (10.5, -20.25), None, (1.0, 2.0)]


# The same as in JSON


@pytest.mark.parametrize("file", [ROOT / "incidents.yaml", SAMPLE], ids=["ledger", "data set"])
@pytest.mark.parametrize(
    "options",
    ["", "--sort -killed -n 4 -d 2018-04", "--victims civilians --sort date", "-c killed_best,id,town --min-killed 20"],
)
def test_features_hold_the_incidents_and_numbers_of_json(run: Run, file: Path, options: str) -> None:
    rows = json.loads(run(f"list {options} -f {file} -O json").out)
    found = features_in(run(f"list {options} -f {file} -O geojson").out)
    assert rows
    assert ids(found) == [row["id"] for row in rows]
    by_id = {row["id"]: row for row in rows}
    for feature in found:
        known = feature["properties"]
        assert list(known) == [*by_id[known["id"]], *(() if "-c" in options else OF_PLACES)]
        assert {key: known[key] for key in by_id[known["id"]]} == by_id[known["id"]]


@given(chance_ledgers)
def test_any_ledger_gives_valid_and_whole_geojson(ledger) -> None:
    text = written(list_places(select(ledger), Listing(is_for_machines=True)), "geojson")
    found = features_in(text)
    assert ids(found) == [one.id for one in ledger.incidents]
    assert len(found) == sum(max(1, len(one.places)) for one in ledger.incidents)
    for feature in found:
        places = [place for place in ledger.places.values() if place.name == feature["properties"]["place"]]
        assert not feature["properties"]["place"] or at(feature) in [
            None if place.lat is None else (place.lat, place.lon) for place in places
        ]
    assert text.replace("\n", "").isprintable()


def test_show_and_towns_write_geojson_too(run: Run) -> None:
    assert ids(features_in(run("show rastan-rockets hass-camp -O geojson").out)) == ["rastan-rockets", "hass-camp"]
    towns = json.loads(run("towns -O json").out)
    for feature, town in zip(features_in(run("towns -O geojson").out), towns, strict=True):
        where = (town.pop("lat"), town.pop("lon"))
        assert at(feature) == (None if None in where else where)
        assert feature["properties"] == town


@pytest.mark.parametrize("command", ["towns -c town,killed_best", "towns -c town,lat,killed_best --sort -killed_best"])
def test_chosen_columns_become_properties_beside_the_point(run: Run, command: str) -> None:
    found = features_in(run(f"{command} -O geojson").out)
    assert all(list(one["properties"]) == ["town", "killed_best"] for one in found)
    assert any(at(one) for one in found)


def test_the_victims_asked_for_are_a_property(run: Run) -> None:
    for command in ("list", "towns"):
        (done,) = {
            one["properties"]["victims"] for one in features_in(run(f"{command} --victims women -O geojson").out)
        }
        assert done == "women"


# What it is not


@pytest.mark.parametrize(
    "command",
    ["sum", "sum --by town", "sum --explain", "sum -c group", "sources", "sum --since 2030", "compare ged.csv"],
)
def test_answers_without_places_are_refused_before_writing(run: Run, ledger_folder: Path, command: str) -> None:
    put(ledger_folder / "ged.csv", ged({}))
    for where in ("", "-o x.geojson"):
        done = run(f"{command} -O geojson {where}")
        assert (done.code, done.out) == (2, "")
        assert done.err == "Error: geojson holds places; write -O geojson after list, show or towns\n"
    assert sorted(path.name for path in ledger_folder.iterdir()) == ["ged.csv", "incidents.yaml"]


def test_a_grouped_list_is_refused(run: Run) -> None:
    done = run("list --by town -O geojson")
    assert (done.code, done.out) == (2, "")
    assert "geojson has no headings; leave out --by" in done.err


def test_an_unknown_column_is_refused(run: Run) -> None:
    assert "there is no column" in run("list -c nothing -O geojson").err
    assert "there is no column" in run("list --sort nothing -O geojson").err
    assert "there is no column" in run("towns -c nothing -O geojson").err


def test_nothing_found_is_an_empty_collection(run: Run) -> None:
    for command in ("list", "towns"):
        done = run(f"{command} --since 2030 -O geojson")
        assert (done.code, done.err) == (0, "No incident matches.\n")
        assert done.out == '{"type": "FeatureCollection", "features": []}\n'
    assert run("show nobody -O geojson").code == 1


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(None, 1.0), (1.0, None), (float("nan"), 1.0), (1.0, float("inf")), (90.5, 0), (0, -180.5), ("1", "2")],
)
def test_impossible_coordinates_give_no_point(lat: object, lon: object) -> None:
    (feature,) = features_in(written(Answer(PLACED, [("x", lat, lon)]), "geojson"))
    assert feature == {"type": "Feature", "geometry": None, "properties": {"id": "x"}}


@pytest.mark.parametrize(("lat", "lon"), [(90, 180), (-90.0, -180.0), (0, 0), (34.9265, 36.7324)])
def test_the_longitude_stands_first(lat: float, lon: float) -> None:
    (feature,) = features_in(written(Answer(PLACED, [("x", lat, lon)]), "geojson"))
    assert feature["geometry"] == {"type": "Point", "coordinates": [lon, lat]}


def test_a_report_without_coordinates_is_refused() -> None:
    with pytest.raises(UsageError, match="geojson holds places"):
        written(Answer(PLACED[:2], []), "geojson")
    with pytest.raises(UsageError, match="geojson holds places"):
        Unlocated().counted(Answer(PLACED[:2], []))


def test_coordinates_are_added_to_chosen_columns() -> None:
    assert with_coordinates(Arrangement(limit=2)) == Arrangement(limit=2)
    assert with_coordinates(Arrangement(("id",))) == Arrangement(("id", "lat", "lon"))


# Text and streams


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize(
    "text",
    [HOSTILE, 'a "b" \\ c', "</script><!--", "\u2028\x00\x7f\ud800", "الرستن", "\U000e0041", "NaN", "a\nb\r\n"],
    ids=ascii,
)
def test_odd_text_reads_back_the_same(text: str, encoding: str) -> None:
    shown = written(Answer(PLACED, [(text, 1.5, 2.5)]), "geojson", encoding=encoding)
    assert len(shown.splitlines()) == 3
    assert shown.replace("\n", "").isprintable()
    assert json.loads(shown)["features"][0]["properties"]["id"] == text


def test_hostile_titles_are_kept_and_harmless(run: Run, tmp_path: Path) -> None:
    title = '\x1b[31m</script> "quoted" \u202e'
    file = put(tmp_path / "x.yaml", LEDGER.replace("title: One", f"title: {json.dumps(title)}"))
    done = run(f"list -f {file} -O geojson")
    assert features_in(done.out)[-1]["properties"]["title"] == title
    assert "\x1b" not in done.out + done.err


def test_ascii_output_says_the_same(run: Run, places: Path) -> None:
    places.write_text(LEDGER.replace("Mill", "الرستن"), encoding="utf-8")
    command = ["list", "-f", str(places), "-O", "geojson"]
    done = subprocess.run(
        [*PROGRAM, *command],
        env=surroundings_of_a_process(LC_ALL="C", PYTHONIOENCODING="ascii"),
        capture_output=True,
        check=True,
    )
    assert done.stdout.isascii()
    assert json.loads(done.stdout) == json.loads(run(command).out)


def test_a_geojson_ending_makes_a_utf_8_file(run: Run, ledger_folder: Path) -> None:
    assert run("list -o x.geojson").out == ""
    data = (ledger_folder / "x.geojson").read_bytes()
    assert data.startswith(b'{"type": "FeatureCollection"')
    assert data.decode() == run("list -O geojson").out
    lines = data.decode().splitlines()
    assert all(json.loads(line.rstrip(",")) for line in lines[1:-1])


def test_a_failed_command_leaves_the_file_alone(run: Run, ledger_folder: Path) -> None:
    (ledger_folder / "x.geojson").write_text("what was there\n")
    for command in ("list -c nothing", "sum", "list --by month", "list --victims x"):
        assert run(f"{command} -o x.geojson").code == 2
    assert (ledger_folder / "x.geojson").read_text() == "what was there\n"
    assert len(list(ledger_folder.iterdir())) == 2
    assert run("list -o incidents.yaml -O geojson").code == 2


def test_head_may_close_the_pipe(shell: Callable[..., Ran]) -> None:
    done = shell(f"conflict-cli list -f {SAMPLE} -O geojson | head -1")
    assert (done.code, done.out) == (0, '{"type": "FeatureCollection", "features": [\n')
    assert "rror" not in done.err


def test_rows_are_written_as_they_come() -> None:
    """The first thousand are out before the next are looked at."""
    stream = StringIO()

    def rows():
        yield from [("x", 1.5, 2.5)] * 1_000
        yield ("x", 1.5, 2.5)
        assert stream.getvalue().count("\n") == 1_000
        yield ("last", 1.5, 2.5)

    write(Answer(PLACED, rows()), "geojson", stream)
    assert [one["properties"]["id"] for one in features_in(stream.getvalue())][-2:] == ["x", "last"]
