"""The commands: each selects incidents from a file, makes a report of them, and writes it."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from msgspec import Struct
from msgspec.structs import replace
from typer import Argument, Option

from conflict_cli.answers.answer import Answer, arranged, labelled
from conflict_cli.cli import complete
from conflict_cli.cli.adding import add, event, figures
from conflict_cli.cli.answer import answer, answer_places, answer_rows, closing_word
from conflict_cli.cli.checking import check, schema
from conflict_cli.cli.comparing import DaysOption, KmOption, compare, events_beside
from conflict_cli.cli.console import NOT_OK, OK, say
from conflict_cli.cli.differing import diff, old_and_new
from conflict_cli.cli.files import Input
from conflict_cli.cli.filters import filters
from conflict_cli.cli.grouping import Grouping, grouping, summed_by
from conflict_cli.cli.importing import import_sheet
from conflict_cli.cli.inputs import Inputs, file_and_data_set, files_to_check, ledger_file, two_files
from conflict_cli.cli.options import EXPORTS, OUTPUT, Output, output, output_of_rows
from conflict_cli.cli.reporting import page_output, report
from conflict_cli.record.errors import UsageError
from conflict_cli.record.incident import Measure
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import By

ByOption = Annotated[By | None, Option(help="Group by this.", rich_help_panel=OUTPUT)]


def list_incidents(
    *,
    query: Query,
    source: Input,
    out: Output,
    by: ByOption = None,
    timeline: Annotated[
        bool, Option("--timeline", help="Draw the days: certain solid, possible shaded.", rich_help_panel=OUTPUT)
    ] = False,
) -> int:
    """List the incidents, a row for each."""
    from conflict_cli.answers.listing import Listing, flattened
    from conflict_cli.answers.listing import list_incidents as listed

    selection = source.select(query)
    wanted = Listing(out.is_for_machines, out.is_wide, out.arrangement, by, timeline)
    if out.form in EXPORTS:
        from conflict_cli.cli.exporting import export

        export(selection, wanted, out, source)
    elif selection.picked or not out.is_on_screen:
        answer_rows(out, source, listed(selection, wanted))
    flat = {"csv": "CSV", "parquet": "Parquet"}.get(out.form)
    if flat and not out.columns and (lost := flattened(selection)):
        say(f"{flat} has no room for {', '.join(lost)}; -O yaml has.")
    return closing_word(selection, out)


def show(
    *,
    ids: Annotated[
        list[str], Argument(metavar="ID...", help="Ids of incidents.", autocompletion=complete.names_of("ids"))
    ],
    files: Inputs,
    out: Output,
    km: KmOption = 10.0,
    days: DaysOption = 1,
) -> int:
    """Show all that is known of an incident."""
    from conflict_cli.answers.misplaced import unknown_ids_in_words
    from conflict_cli.answers.show import show_for_machines, show_for_readers

    everything = files.asked.select()
    selection = everything.called(ids)
    if out.form in EXPORTS:
        from conflict_cli.answers.listing import Listing
        from conflict_cli.cli.exporting import export

        export(selection, Listing(is_for_machines=True), out, files)
    elif selection.picked or out.is_for_machines:
        found = events_beside(selection, files, km, days)
        shown = show_for_machines(selection, found) if out.is_for_machines else show_for_readers(selection, found)
        answer(out, files, shown)
    shown_ids = {picked.incident.id for picked in selection.picked}
    unknown = [name for name in ids if name not in shown_ids]
    for said in unknown_ids_in_words(unknown, everything, files.asked.select):
        say(said)
    return NOT_OK if unknown else OK


def sum_figures(
    *,
    query: Query,
    source: Input,
    out: Output,
    rows: Grouping,
    measure: Annotated[
        Measure | None,
        Option(
            "-m",
            "--measure",
            help="This alone is counted.",
            rich_help_panel=OUTPUT,
            show_default=False,
        ),
    ] = None,
    explain: Annotated[
        bool, Option("--explain", help="Name every figure, and what was done with it.", rich_help_panel=OUTPUT)
    ] = False,
    bars: Annotated[
        bool, Option("--bars", help="Draw low solid, best and high shaded.", rich_help_panel=OUTPUT)
    ] = False,
) -> int:
    """Sum the casualties that were reported: low, best and high, with all that must be said of them."""
    from conflict_cli.answers.explanation import explain_for_machines, explain_for_readers
    from conflict_cli.answers.summary import Summing, with_notes_in_total, without_notes_in_total

    if bars and rows.across:
        raise UsageError("--bars draws rows, and has no room beside columns; leave it out, or name one key")
    selection = source.select(query)
    wanted = Summing(rows.by, measure, bars, explain, out.sort, rows.across, rows.shown, rows.is_running)
    if not out.is_for_machines:
        if selection.picked:
            summed = arranged(summed_by(selection, wanted, out), replace(out.arrangement, sort=None))
            measures = (measure or "killed",) if rows.by else wanted.measures
            explanations = [explain_for_readers(selection, one) for one in measures] if explain else []
            answer(out, source, summed, *filter(None, explanations))
    elif explain and out.form != "json":
        explained = replace(explain_for_machines(selection, wanted.measures), name="explained")
        answer(out, source, _arranged_for_machines(explained, query, out))
    else:
        summed = summed_by(selection, wanted, out)
        if out.form != "json":
            told = without_notes_in_total if out.form == "xlsx" else with_notes_in_total
            summed = told(summed) if selection.picked else replace(summed, total=None)
        answer(out, source, _arranged_for_machines(summed, query, replace(out, sort=None)))
    return closing_word(selection, out, is_told=True)


def towns(*, query: Query, source: Input, out: Output) -> int:
    """List the places that incidents name, with the sum of each."""
    from conflict_cli.answers.ordering import is_sort_key
    from conflict_cli.answers.towns import list_towns, towns_for_machines

    selection = source.select(query)
    sort = None
    if is_sort_key(out.sort):
        sort, out = out.sort, replace(out, sort=None)
    if out.form == "geojson":
        from conflict_cli.exports.places import with_coordinates

        report = labelled(towns_for_machines(selection, sort), query.victims)
        answer_places(out, source, arranged(report, with_coordinates(out.arrangement)))
    elif out.is_for_machines:
        answer(out, source, _arranged_for_machines(towns_for_machines(selection, sort), query, out))
    elif selection.picked or not out.is_on_screen:
        answer_rows(out, source, arranged(list_towns(selection, is_wide=out.is_wide, sort=sort), out.arrangement))
    return closing_word(selection, out, is_told=not out.is_for_machines)


def sources(*, query: Query, source: Input, out: Output) -> int:
    """List what each source says, in its own words."""
    from conflict_cli.answers.sources import list_sources, sources_for_machines

    selection = source.select(query)
    if out.is_for_machines:
        answer(out, source, _arranged_for_machines(sources_for_machines(selection), query, out))
    elif selection.picked or not out.is_on_screen:
        answer_rows(out, source, arranged(list_sources(selection), out.arrangement))
    return closing_word(selection, out, is_told=not out.is_for_machines)


class Verb(Struct, frozen=True):
    """A command of the program: its function, its groups of options, and examples for its help."""

    function: Callable[..., int]
    options: Mapping[str, Callable[..., Any]]
    examples: tuple[str, ...]


_SHARED: Mapping[str, Callable[..., Any]] = {"query": filters, "out": output_of_rows, "source": ledger_file}

VERBS: Mapping[str, Verb] = {
    "list": Verb(
        list_incidents,
        _SHARED,
        (
            "list rastan",
            "list --source sohr -O json",
            "list --by month -c id,town,killed",
            "list --timeline --sort date",
            "list -s not:memo --sort -killed",
        ),
    ),
    "show": Verb(show, {"files": file_and_data_set, "out": output}, ("show rastan-rockets", "show hass-camp -O yaml")),
    "sum": Verb(
        sum_figures,
        {**_SHARED, "rows": grouping},
        (
            "sum",
            "sum --by town --since 2018-04",
            "sum --by month,governorate",
            "sum --by week --cumulative",
            "sum --victims children --explain",
            "sum --by source -m injured --bars",
        ),
    ),
    "compare": Verb(
        compare,
        {"files": two_files, "query": filters, "out": output_of_rows},
        ("compare ged.csv", "compare ged.csv hass --km 5 -O csv"),
    ),
    "diff": Verb(
        diff,
        {"files": old_and_new, "query": filters, "out": output_of_rows},
        (
            "diff old.yaml new.yaml",
            "diff HEAD~1:incidents.yaml incidents.yaml rastan",
        ),
    ),
    "towns": Verb(towns, _SHARED, ("towns", "towns --governorate Homs -w")),
    "sources": Verb(sources, _SHARED, ("sources", "sources talbissah -O csv")),
    "report": Verb(
        report,
        {"query": filters, "out": page_output, "source": ledger_file},
        ("report -o page.html", "report --governorate Homs --title 'Homs in April' -o homs.html"),
    ),
    "check": Verb(check, {"source": files_to_check}, ("check", "check incidents.yaml -O json")),
    "import": Verb(
        import_sheet,
        {},
        ("import ged.csv --into incidents.yaml --dry-run", "import ged.csv --into new.yaml"),
    ),
    "add": Verb(
        add,
        {"event": event, "figures": figures},
        ("add --date 2018-05 --place Rastan --source sohr --dry-run",),
    ),
    "schema": Verb(schema, {}, ("schema", "schema -o incidents.schema.json")),
}


def _arranged_for_machines(report: Answer, query: Query, out: Output) -> Answer:
    """Label the figures with the group of victims, and arrange the report as it was asked for."""
    return arranged(labelled(report, query.victims), out.arrangement)
