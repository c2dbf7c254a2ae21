"""Who made a page, of what and when, and how to cite it; and what the terms of a data set forbid to pass on."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from conflict_cli.exports.page.days_in_words import from_to
from conflict_cli.record.incident import Article
from conflict_cli.record.phrases import how_many
from conflict_cli.selection.selection import Selection

_MOST_CITED = 6
_TERMS = {"ACLED": "ACLED's terms of use forbid to pass its records on"}


class Making(Struct, frozen=True):
    """When, by whom and with what a page is made; `contact` is an address, `version` tells the state of its data."""

    day: date | None = None
    author: str = ""
    contact: str = ""
    program: str = "conflict-cli"
    version: str = ""


class Imprint(Struct, frozen=True):
    """The foot of a page: how it was made, and how to cite it."""

    made: str
    version: str
    contact: str
    cite: str


def imprint(making: Making, *, file: str, said: Sequence[str], asked: Sequence[str], data: str) -> Imprint:
    """Return the foot of a page that says this of the data of this file; `asked` are its filters."""
    day = from_to(making.day, making.day) if making.day else ""
    made = ["Made", f"on {day}" if day else "", f"by {making.author}" if making.author else ""]
    filters = f"filters: {'; '.join(asked)}" if asked else "without a filter"
    cited = [making.author, *said, f"{data}, {f'accessed {day}, ' if day else ''}{filters}", making.program]
    return Imprint(
        made=" ".join(filter(None, [*made, f"with {making.program} from {file}"])),
        version=making.version,
        contact=making.contact,
        cite=". ".join(filter(None, cited)),
    )


def terms(data_set: str | None, *, has_rows: bool) -> Iterator[str]:
    """Yield what the terms of a data set say against a page with its records."""
    if has_rows and data_set in _TERMS:
        yield f"{_TERMS[data_set]}: do not publish this page with them (--aggregates leaves them out)."


def sources_in_words(selection: Selection) -> str:
    """Return `As reported by SOHR and Videos, read in Middle East Monitor, 30 April 2018`, to cite; a few are named."""
    if selection.data_set:
        return f"As recorded by {selection.data_set}"
    names = selection.names
    reports = [report for picked in selection.picked for report in picked.incident.reports]
    sources = dict.fromkeys(names.sources[report.source].name for report in reports)
    articles = dict.fromkeys(_article(names.articles[report.article]) for report in reports if report.article)
    if not sources:
        return ""
    read = f", read in {_listed(list(articles), 'article')}" if articles else ""
    return f"As reported by {_listed(list(sources), 'source')}{read}"


def _article(article: Article) -> str:
    published = article.published
    day = from_to(published.first, published.last) if published else ""
    return ", ".join(filter(None, [article.publisher or f"“{article.title}”", day]))


def _listed(names: list[str], noun: str) -> str:
    """Return `SOHR, Videos and Activists`; of many, the first, and how many more."""
    if len(names) > _MOST_CITED:
        return f"{', '.join(names[:_MOST_CITED])} and {how_many(len(names) - _MOST_CITED, f'other {noun}')}"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
