"""Plain-text casualty recording: `load` a ledger or `open_data_set`, `select` incidents, `total` what was reported."""

TYPE_CHECKING = False  # `typing` would be imported at each start, before an interrupt can end the program quietly
if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike
    from pathlib import Path

    from conflict_cli.counting.totals import Totals
    from conflict_cli.dataset.store.dataset import Dataset
    from conflict_cli.record.errors import BadValueError, DataError, UsageError
    from conflict_cli.record.incident import Ledger
    from conflict_cli.scripting import Group, Selection

__version__ = "0.1.0"
__all__ = [
    "BadValueError",
    "DataError",
    "Group",
    "Selection",
    "UsageError",
    "group",
    "load",
    "open_data_set",
    "select",
    "shipped_ledger",
    "total",
]


def load(*paths: "str | PathLike[str]") -> "Ledger":
    """Read the ledger that these files, the files below these folders, and all that they include make.

    Without a path, it is the one that comes with the program. Raises `DataError`, which holds every problem of
    every file, if they are no ledger.
    """
    from pathlib import Path

    from conflict_cli.ledger.kept import read_ledger

    return read_ledger(*map(Path, paths or (shipped_ledger(),)))


def open_data_set(
    *files: "str | PathLike[str]", layout: "str | PathLike[str] | None" = None, sheet: str | None = None
) -> "Dataset":
    """Open a data set: UCDP GED, ACLED, or another with its layout; close it after use, or open it in a `with`.

    Several files, a folder of them, or a pattern such as `2018/*.csv` are one data set. `sheet` is a sheet of a
    workbook, or a file in a zip archive. Nothing is cached. Its `remarks` say what could not be read. Raises
    `DataError` if no layout fits the files.
    """
    from pathlib import Path

    from conflict_cli.dataset.opening import OpenOptions, open_dataset

    if not files:
        raise TypeError("name at least one file")
    options = OpenOptions(Path(layout) if layout is not None else None, sheet=sheet)
    return open_dataset([Path(file) for file in files], options)


def select(
    ledger: "Ledger | Dataset",
    *,
    towns: "str | Iterable[str]" = (),
    governorates: "str | Iterable[str]" = (),
    countries: "str | Iterable[str]" = (),
    sources: "str | Iterable[str]" = (),
    actors: "str | Iterable[str]" = (),
    confidences: "str | Iterable[str]" = (),
    types: "str | Iterable[str]" = (),
    targets: "str | Iterable[str]" = (),
    words: "str | Iterable[str]" = (),
    since: str | None = None,
    until: str | None = None,
    victims: str | None = None,
    min_killed: int | None = None,
    possible: bool = False,
    as_of: str | None = None,
) -> "Selection":
    """Select the incidents that meet all conditions; the values of one field are alternatives, `not:VALUE` excludes.

    A field with one value may be given as plain text. The answer's `possible` are the incidents that may belong to the
    question and are not counted; `possible=True` counts them in the high. `as_of` asks for what had been published by
    then, and `undated` are those that may have been.

    Raises `BadValueError` for an unreadable date, and `UsageError` for a word that names nothing in the file.
    """
    from conflict_cli.record.dates import Period, parse_period
    from conflict_cli.scripting import selected
    from conflict_cli.selection.query import Query

    start = parse_period(since).first if since else Period().first
    end = parse_period(until).last if until else Period().last
    query = Query(
        towns=_several(towns),
        governorates=_several(governorates),
        countries=_several(countries),
        sources=_several(sources),
        actors=_several(actors),
        confidences=_several(confidences),
        types=_several(types),
        targets=_several(targets),
        words=_several(words),
        period=Period(start, end),
        victims=victims,
        min_killed=min_killed,
        possible=possible,
        as_of=parse_period(as_of).last if as_of else None,
    )
    return selected(ledger, query)


def total(selection: "Selection") -> "Totals":
    """Sum the people whom these incidents report in each measure, killed first: each with low, best and high.

    The `caveats` of the selection belong to it.
    """
    return selection.total


def group(selection: "Selection", by: str) -> "list[Group]":
    """Return the rows of a table by town, governorate, country, source, article, actor, type, target, month or year.

    Each has a `heading`, its `selection` and its `total`. An incident may stand in several rows, which never add up to
    the total of all. Raises `UsageError` for any other property.
    """
    return selection.grouped(by)


def shipped_ledger() -> "Path":
    """Return the path of the ledger that comes with the program."""
    from pathlib import Path

    package = Path(__file__).parent
    beside = package / "incidents.yaml"
    return beside if beside.exists() else package.parent / "incidents.yaml"


def __getattr__(name: str) -> object:
    """Import what is not used at every start."""
    if name in ("BadValueError", "DataError", "UsageError"):
        from conflict_cli.record import errors

        return getattr(errors, name)
    if name in ("Group", "Selection"):
        from conflict_cli import scripting

        return getattr(scripting, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _several(values: "str | Iterable[str]") -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(values)
