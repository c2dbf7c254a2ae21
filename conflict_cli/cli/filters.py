"""The options that select incidents, the same on every command, and the query that they make."""

import datetime
from typing import Annotated

from typer import Argument, Option

from conflict_cli.cli import complete
from conflict_cli.cli.options import LARGEST
from conflict_cli.record.dates import Period, parse_period
from conflict_cli.record.errors import BadValueError, UsageError
from conflict_cli.selection.query import Query

FILTERS = "Which incidents (one repeated: or; different ones: and; not:VALUE leaves out)"


def filters(
    *,
    towns: Annotated[
        list[str] | None,
        Argument(
            metavar="[TOWN]...",
            help="Only in these towns, in any usual spelling.",
            show_default=False,
            autocompletion=complete.names_of("towns"),
        ),
    ] = None,
    town: Annotated[
        list[str] | None,
        Option(
            "-t",
            "--town",
            help="Only in this town.",
            rich_help_panel=FILTERS,
            autocompletion=complete.names_of("towns"),
        ),
    ] = None,
    source: Annotated[
        list[str] | None,
        Option(
            "-s",
            "--source",
            help="Only what this source reports.",
            rich_help_panel=FILTERS,
            autocompletion=complete.names_of("sources"),
        ),
    ] = None,
    actor: Annotated[
        list[str] | None,
        Option(
            "-a",
            "--actor",
            help="Only attributed to it.",
            rich_help_panel=FILTERS,
            autocompletion=complete.names_of("actors"),
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        Option(
            "-k",
            "--type",
            help="Only of this type: shelling, air-drone-strike.",
            rich_help_panel=FILTERS,
            autocompletion=complete.names_of("types"),
        ),
    ] = None,
    target: Annotated[
        list[str] | None,
        Option(
            "--target",
            help="Only on this target: hospital, market.",
            rich_help_panel=FILTERS,
            autocompletion=complete.names_of("targets"),
        ),
    ] = None,
    governorate: Annotated[
        list[str] | None,
        Option(
            "--governorate",
            help="Only in this governorate.",
            rich_help_panel=FILTERS,
            autocompletion=complete.names_of("governorates"),
        ),
    ] = None,
    country: Annotated[
        list[str] | None,
        Option(
            "--country",
            help="Only in this country.",
            rich_help_panel=FILTERS,
            autocompletion=complete.names_of("countries"),
        ),
    ] = None,
    confidence: Annotated[
        list[str] | None,
        Option(
            "--confidence",
            metavar="WORD",
            help="Only attributed so: stated, suspected, claimed, contested.",
            rich_help_panel=FILTERS,
            autocompletion=complete.confidences,
        ),
    ] = None,
    grep: Annotated[
        list[str] | None,
        Option("-g", "--grep", metavar="TEXT", help="Only with this text in their entry.", rich_help_panel=FILTERS),
    ] = None,
    since: Annotated[
        str | None,
        Option(metavar="DATE", help="Not before: 2018, 2018-04 or 2018-04-30.", rich_help_panel=FILTERS),
    ] = None,
    until: Annotated[
        str | None,
        Option(metavar="DATE", help="Not after; that day, month or year included.", rich_help_panel=FILTERS),
    ] = None,
    date: Annotated[
        str | None,
        Option("-d", "--date", metavar="DATE", help="Within: one of these, or A..B.", rich_help_panel=FILTERS),
    ] = None,
    as_of: Annotated[
        str | None,
        Option("--as-of", metavar="DATE", help="Only what had been published by then.", rich_help_panel=FILTERS),
    ] = None,
    victims: Annotated[
        str | None,
        Option(
            metavar="GROUP",
            help="The figures of one group alone: children, women, civilians, …",
            rich_help_panel=FILTERS,
            autocompletion=complete.victims,
        ),
    ] = None,
    min_killed: Annotated[
        int | None,
        Option(
            min=0,
            max=LARGEST,
            metavar="N",
            help="Only with N or more killed, by the best figure.",
            rich_help_panel=FILTERS,
        ),
    ] = None,
    possible: Annotated[
        bool,
        Option("--possible", help="Count, in the high, what only may belong here.", rich_help_panel=FILTERS),
    ] = False,
) -> Query:
    """Build the query from these options."""
    period = _period(since, until, date)
    return Query(
        towns=(*(towns or ()), *(town or ())),
        governorates=tuple(governorate or ()),
        countries=tuple(country or ()),
        sources=tuple(source or ()),
        actors=tuple(actor or ()),
        confidences=tuple(confidence or ()),
        types=tuple(kind or ()),
        targets=tuple(target or ()),
        words=tuple(grep or ()),
        period=period,
        victims=victims.lower().replace("-", "_").replace(" ", "_") if victims else None,
        min_killed=min_killed,
        possible=possible,
        as_of=_last_day(as_of, "--as-of"),
    )


def _last_day(text: str | None, option: str) -> datetime.date | None:
    """Return the last of these days; `UsageError` if they cannot be read."""
    try:
        return parse_period(text).last if text else None
    except BadValueError as wrong:
        raise UsageError(f"{option}: {wrong}") from None


def _period(since: str | None, until: str | None, date: str | None) -> Period:
    """Return the days that these options leave; `UsageError` for an unreadable date, or where no day is left."""
    period = Period()
    for option, text in (("--since", since), ("--until", until), ("--date", date)):
        if text is None:
            continue
        try:
            days = parse_period(text)
        except BadValueError as wrong:
            raise UsageError(f"{option}: {wrong}") from None
        if option == "--since":
            days = Period(days.first)
        elif option == "--until":
            days = Period(last=days.last)
        period = period.within(days)
    if period.first > period.last:
        raise UsageError(f"no day is from {period.first} to {period.last}; the dates asked for exclude each other")
    return period
