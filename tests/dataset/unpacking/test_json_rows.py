"""Events in JSON: an object on each line, or one array of objects."""

import json
from pathlib import Path

import pytest

from tests.worlds.datasets import found, ged, put, refused

RECORDS = ged({}, {"low": 5, "best": 6, "high": 7, "source_office": "Wire; Post"})
OBJECTS = [dict(zip(RECORDS[0], row, strict=True)) for row in RECORDS[1:]]
SUM = (6, 8, 10, False)
KINDS = ["lines", "array", "indented"]


def written(path: Path, objects: list, kind: str = "lines") -> Path:
    if kind == "lines":
        return put(path, "".join(json.dumps(one) + "\n" for one in objects))
    return put(path, json.dumps(objects, indent=2 if kind == "indented" else None))


@pytest.mark.parametrize("kind", KINDS)
def test_objects_are_events(tmp_path, kind):
    objects = [{**one, "low": int(one["low"]), "source_office": one["source_office"].split("; ")} for one in OBJECTS]
    data = found(written(tmp_path / "x.csv", objects, kind))
    assert data.killed == SUM
    assert [one.reports[0].cites for one in data.events] == [("Invented Wire",), ("Wire", "Post")]


@pytest.mark.parametrize("kind", KINDS)
def test_columns_are_the_keys_of_all_objects(tmp_path, kind):
    first = {key: value for key, value in OBJECTS[0].items() if key not in ("adm_1", "low")}
    data = found(written(tmp_path / "x.json", [first, {**OBJECTS[1], "adm_1": None}], kind))
    assert [one.killed and one.killed.best for event in data.events for one in event.reports] == [None, 6]


@pytest.mark.parametrize(("kind", "place"), [("lines", "line 2"), ("array", "object 2"), ("indented", "object 2")])
def test_places_are_those_of_the_file(tmp_path, kind, place):
    path = written(tmp_path / "x.json", [OBJECTS[0], {**OBJECTS[1], "date_start": "soon"}], kind)
    assert found(path).remarks == (
        f'1 row with cells that cannot be read, which stay open: {place}: date_start "soon"',
    )


def test_blank_lines_do_not_shift_the_numbers(tmp_path):
    lines = [json.dumps(OBJECTS[0]), "", json.dumps({**OBJECTS[1], "date_start": "a\nb"})]
    path = put(tmp_path / "x.jsonl", "\ufeff" + "\n".join(lines))
    assert found(path).remarks[0].endswith(': line 3: date_start "a b"')


@pytest.mark.parametrize("kind", KINDS)
def test_nested_objects_are_refused(tmp_path, kind):
    path = written(tmp_path / "x.json", [OBJECTS[0], {**OBJECTS[1], "low": {"value": 5}}], kind)
    place = "2:1: " if kind == "lines" else "object 2 "
    assert refused(path) == [f'{place}"low" holds an object of its own; give each event as one flat object']


@pytest.mark.parametrize("cut", [-1, -3, -40])
def test_an_array_cut_off_is_refused(tmp_path, cut):
    text = json.dumps(OBJECTS)
    assert "JSON" in refused(put(tmp_path / "x.json", text[:cut]))[0]
    assert "JSON" in refused(put(tmp_path / "x.json", f"[{json.dumps(OBJECTS[0])},"))[0]


def test_a_line_cut_off_is_refused(tmp_path):
    path = put(tmp_path / "x.jsonl", json.dumps(OBJECTS[0]) + "\n" + json.dumps(OBJECTS[1])[:-5])
    assert refused(path)[0].startswith("2:1: is no JSON object: ")


def test_numbers_are_read_as_written(tmp_path):
    """5.5 people are no number of people; 5.0 are 5."""
    text = (
        json.dumps({**OBJECTS[0], "low": 0, "best": 1})
        .replace('"low": 0', '"low": 5.5')
        .replace('"best": 1', '"best": 5.0')
    )
    (remark,) = found(put(tmp_path / "x.jsonl", text + "\n")).remarks
    assert remark.endswith('line 1: low "5.5"')


def test_nothing_is_no_data_set(tmp_path):
    assert refused(put(tmp_path / "x.json", "[]"))[0].startswith("holds no events")


def test_an_encoding_of_the_layout_is_that_of_csv(tmp_path):
    """JSON and workbooks have their own."""
    layout = put(
        tmp_path / "layout.yaml", "name: Mine\nid: no\nencoding: cp1252\ndate: {first: day}\nplace: {name: town}\n"
    )
    path = written(tmp_path / "x.jsonl", [{"no": "1", "day": "2031-01-03", "town": "Möln “Süd”"}])
    assert found(path, layout=layout).events[0].places == ("Möln “Süd”",)
