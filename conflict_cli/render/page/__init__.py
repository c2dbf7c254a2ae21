"""The page of a selection as one HTML file that asks the network for nothing.

Jinja2 escapes every text of the ledger; Vega draws the charts before the page is written. The only script filters the
table, and the page's own policy lets nothing run or load but that script and that style.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from conflict_cli.exports.page.page import Page
from conflict_cli.render.harmless import visible
from conflict_cli.render.page import bars as charts
from conflict_cli.render.page import map as mapping
from conflict_cli.render.page import timeline as stretches
from conflict_cli.render.page import vega
from conflict_cli.render.page.bars import NARROW, WIDE

HERE = Path(__file__).parent


def write_page(page: Page, stream: TextIO, *, made_with: str) -> None:
    """Write the page as HTML; `made_with` names the program and its version at its foot."""
    style, script = (Markup((HERE / name).read_text("utf-8").strip()) for name in ("page.css", "page.js"))  # noqa: S704
    parts = _template().generate(
        page=page,
        anchors={line.id: line.number for line in page.lines},
        style=style,
        script=script,
        most_bars=charts.MOST_BARS,
        policy=_policy(style, script),
        drawings=_drawings(page),
        made_with=made_with,
    )
    stream.writelines(parts)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        finalize=_clean,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.jinja")


def _clean(value: Any) -> Any:  # noqa: ANN401 (whatever a template prints)
    """Text of the ledger without control characters; markup of our own and numbers as they are."""
    return visible(value) if type(value) is str else value


def _policy(style: str, script: str) -> str:
    """What the page may do: run this script, be styled by this style, and nothing else."""
    styles, scripts = (b64encode(sha256(text.encode()).digest()).decode() for text in (style, script))
    return (
        f"default-src 'none'; style-src 'sha256-{styles}'; script-src 'sha256-{scripts}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _drawings(page: Page) -> dict[str, Markup]:
    """The SVG of each drawing, `timeline-wide` and so on; those that would be empty are absent."""
    specs = {}
    for name, size in (("wide", WIDE), ("narrow", NARROW)):
        if page.timeline.stretches:
            specs[f"timeline-{name}"] = stretches.timeline_spec(page.timeline, size)
        if page.atlas.view:
            specs[f"map-{name}"] = mapping.map_spec(page.atlas, page.atlas.view, size)
        for by, levels in (("town", page.town_levels), ("source", page.source_levels)):
            if levels:
                specs[f"{by}-{name}"] = charts.bars_spec(levels, size)
    return {key: Markup(vega.draw(spec, key)) for key, spec in specs.items()}  # noqa: S704 (SVG that Vega escaped)
