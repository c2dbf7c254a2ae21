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
from conflict_cli.render.page.bars import MOST_BARS, NARROW, WIDE, bars_spec
from conflict_cli.render.page.letters import isolated, parted
from conflict_cli.render.page.map import map_spec
from conflict_cli.render.page.periods import periods_spec
from conflict_cli.render.page.timeline import timeline_spec
from conflict_cli.render.page.vega import draw

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
        drawings=_drawings(page),
    )
    stream.writelines(parts)


def _drawings(page: Page) -> dict[str, Markup]:
    """Return the SVG of each drawing under its name, such as `timeline-wide`; leave out drawings without content."""
    specs = {}
    for name, size in (("wide", WIDE), ("narrow", NARROW)):
        if page.timeline.stretches:
            specs[f"timeline-{name}"] = timeline_spec(page.timeline, size)
        if page.periods.is_drawn:
            specs[f"periods-{name}"] = periods_spec(page.periods, size)
        if page.atlas.view:
            specs[f"map-{name}"] = map_spec(page.atlas, page.atlas.view, size)
        for by, levels in (("town", page.town_levels), ("source", page.source_levels)):
            if len(levels) > 1:
                specs[f"{by}-{name}"] = bars_spec(levels, size)
    return {key: Markup(draw(spec, key)) for key, spec in specs.items()}  # noqa: S704 (SVG that Vega escaped)
