"""Files of events as UCDP and ACLED publish them, with plainly invented events: their headers are real, no row is."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from conflict_cli.dataset.kept import KeptDataSets
from conflict_cli.dataset.opening import OpenOptions, open_dataset
from conflict_cli.record.errors import DataError
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import Incident

Killed = tuple[int, int, int, bool] | None
Row = Mapping[str, object]

GED_49 = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,"
    "dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,"
    "number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,"
    "where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,"
    "event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,"
    "gwnob"
).split(",")
"""Of the yearly releases 23.1 to 25.1, and of the candidate releases."""

GED_41 = (
    "id,year,active_year,type_of_violence,conflict_new_id,conflict_name,dyad_new_id,dyad_name,side_a_new_id,side_a,"
    "side_b_new_id,gwnob,side_b,number_of_sources,source_article,source_office,source_date,source_headline,"
    "source_original,where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,"
    "country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,"
    "low,best,high"
).split(",")
GED_42 = [*GED_41[:8], "gwnoa", *GED_41[8:]]

ACLED_NOW = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
).split(",")
ACLED_2023 = (
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,timestamp,iso3"
).split(",")
ACLED_OLD = (
    "GWNO,EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,ACTOR1,ALLY_ACTOR_1,INTER1,ACTOR2,"
    "ALLY_ACTOR_2,INTER2,INTERACTION,COUNTRY,ADMIN1,ADMIN2,ADMIN3,LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,SOURCE,"
    "NOTES,FATALITIES"
).split(",")

_GED = {
    "relid": "INV-2031-1-1",
    "year": "2031",
    "active_year": "1",
    "code_status": "Clear",
    "type_of_violence": "1",
    "conflict_name": "Examplia: Government",
    "dyad_name": "Government of Examplia - Blue Front",
    "side_a": "Government of Examplia",
    "side_b": "Blue Front",
    "number_of_sources": "1",
    "source_article": '"Invented Wire,2031-01-03,No such headline"',
    "source_office": "Invented Wire",
    "source_date": "2031-01-03",
    "where_prec": "1",
    "where_coordinates": "Upper Mill town",
    "where_description": "Upper Mill",
    "adm_1": "Northern Governorate",
    "adm_2": "Mill district",
    "latitude": "10.5",
    "longitude": "20.25",
    "geom_wkt": "POINT (20.25 10.5)",
    "priogrid_gid": "1",
    "country": "Examplia",
    "country_id": "999",
    "region": "Nowhere",
    "event_clarity": "1",
    "date_prec": "1",
    "deaths_a": "0",
    "deaths_b": "0",
    "deaths_civilians": "0",
    "deaths_unknown": "0",
    "low": "1",
    "best": "2",
    "high": "3",
    "gwnoa": "999",
}
_ACLED = {
    "event_date": "2031-01-03",
    "year": "2031",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Examplia",
    "inter1": "State forces",
    "actor2": "Blue Front",
    "inter2": "Rebel group",
    "iso": "999",
    "region": "Nowhere",
    "country": "Examplia",
    "admin1": "Northern",
    "admin2": "Mill",
    "location": "Upper Mill",
    "latitude": "10.5",
    "longitude": "20.25",
    "geo_precision": "1",
    "source": "Invented Wire",
    "source_scale": "National",
    "notes": "Nothing of this happened.",
    "fatalities": "3",
    "timestamp": "1900000000",
}


def ged(*rows: Row, header: Sequence[str] = GED_49) -> list[list[str]]:
    """The records of a file of UCDP GED: the header, and a row for each event with what is said of it here."""
    is_new = len(header) == len(GED_49)
    midnight = " 00:00:00.000" if is_new else ""
    days = {"date_start": f"2031-01-03{midnight}", "date_end": f"2031-01-03{midnight}"}
    return _records(header, {**_GED, **days}, "id", "{}", rows)


def acled(*rows: Row, header: Sequence[str] = ACLED_NOW) -> list[list[str]]:
    """The same of ACLED."""
    return _records(header, _ACLED, "event_id_cnty", "EXA{}", rows)


def _records(header: Sequence[str], usual: Row, id_: str, form: str, rows: Iterable[Row]) -> list[list[str]]:
    records = [list(header)]
    for number, row in enumerate(rows, start=1):
        unknown = {str(name) for name in row} - {name.casefold() for name in header}
        assert not unknown, f"no column {unknown}"
        event = {**usual, id_: form.format(number), **row}
        records.append([str(event.get(name.casefold(), "")) for name in header])
    return records


def text_of(records: Iterable[Sequence[str]], *, delimiter: str = ",", ending: str = "\n") -> str:
    """The records as CSV."""
    text = io.StringIO()
    for record in records:
        quoting = csv.QUOTE_ALL if any("\r" in cell for cell in record) else csv.QUOTE_MINIMAL
        csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerow(record)
    return text.getvalue()


def put(path: Path, records: Iterable[Sequence[str]] | str | bytes) -> Path:
    """The file, with these records, this text or these bytes in it."""
    if not isinstance(records, (bytes, str)):
        records = text_of(records)
    path.write_bytes(records.encode() if isinstance(records, str) else records)
    return path


class Found(NamedTuple):
    """What is in a file: its events, the sum of killed as low, best, high and open, and what is said of its rows."""

    events: tuple[Incident, ...]
    killed: Killed
    remarks: tuple[str, ...]


def found(path: Path, *, layout: Path | None = None, kept: KeptDataSets | None = None) -> Found:
    """What is in the file; the remarks without its path."""
    data_set = open_dataset(path, OpenOptions(layout, kept))
    try:
        selection = data_set.select()
        remarks = tuple(remark.removeprefix(f"{path}:").strip() for remark in data_set.remarks)
        return Found(
            tuple(one.incident for one in selection.picked), of_figure(selection.sum_of("killed").figure), remarks
        )
    finally:
        data_set.close()


def refused(path: Path, *, layout: Path | None = None) -> list[str]:
    """What is wrong with the file, or with its layout, a line for each problem, without its path."""
    with pytest.raises(DataError) as caught:
        open_dataset(path, OpenOptions(layout)).close()
    return [line.removeprefix(f"{path}:").removeprefix(f"{layout}:").strip() for line in str(caught.value).splitlines()]


def of_figure(figure: Figure | None) -> Killed:
    """Low, best, high, and whether there is no upper limit."""
    return figure and (figure.low, figure.best, figure.high, figure.open)


def killed(event: Incident) -> Killed:
    """The same of those whom an event killed."""
    return of_figure(event.reports[0].killed)
