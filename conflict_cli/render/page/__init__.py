"""The page of a selection as one HTML file that asks the network for nothing.

Jinja2 escapes every text of the ledger; Vega draws the charts before the page is written. The only script filters and
sorts the table, and the page's own policy lets nothing run or load but that script and that style.
"""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from conflict_cli.exports.page.days_in_words import date_in_words
from conflict_cli.exports.page.page import Page
from conflict_cli.record.measures import TABLE
from conflict_cli.render.harmless import visible
from conflict_cli.render.page.bars import MOST_BARS, NARROW, WIDE
from conflict_cli.render.page.drawings import drawings
from conflict_cli.render.page.letters import isolated, parted

HERE = Path(__file__).parent


def _clean(value: object) -> object:
    """Escape controls and hidden characters in a text of the ledger; return our own markup and numbers as they are."""
    return visible(value) if type(value) is str else value


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE),
    autoescape=True,
    finalize=_clean,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters |= {"isolated": isolated, "parted": parted, "in_words": date_in_words}


def write_page(page: Page, stream: TextIO) -> None:
    """Write the page as HTML."""
    style, script = (Markup((HERE / name).read_text("utf-8").strip()) for name in ("page.css", "page.js"))  # noqa: S704 (our own)
    style_hash, script_hash = (b64encode(sha256(text.encode()).digest()).decode() for text in (style, script))
    policy = (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; script-src 'sha256-{script_hash}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = _ENVIRONMENT.get_template("page.html.jinja").generate(
        page=page,
        measures=TABLE,
        anchors={line.id: line.number for line in page.lines},
        style=style,
        script=script,
        most_bars=MOST_BARS,
        policy=policy,
        drawings={key: Markup(svg) for key, svg in drawings(page, (WIDE, NARROW)).items()},  # noqa: S704 (Vega escaped it)
    )
    stream.writelines(parts)
