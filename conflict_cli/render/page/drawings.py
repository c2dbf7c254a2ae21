"""The drawings of a page as SVG, each in the sizes asked for."""

from collections.abc import Sequence

from conflict_cli.exports.page.page import Page
from conflict_cli.render.page.bars import Size, bars_spec
from conflict_cli.render.page.map import map_spec
from conflict_cli.render.page.periods import periods_spec
from conflict_cli.render.page.timeline import timeline_spec
from conflict_cli.render.page.vega import draw


def drawings(page: Page, sizes: Sequence[Size]) -> dict[str, str]:
    """Return the SVG of each drawing under its name, such as `timeline-wide`; leave out drawings without content."""
    specs = {}
    for size in sizes:
        name = "narrow" if size.is_narrow else "wide"
        if page.timeline.stretches:
            specs[f"timeline-{name}"] = timeline_spec(page.timeline, size)
        if page.periods.is_drawn:
            specs[f"periods-{name}"] = periods_spec(page.periods, size)
        if page.atlas.view:
            specs[f"map-{name}"] = map_spec(page.atlas, page.atlas.view, size)
        for by, levels in (("town", page.town_levels), ("source", page.source_levels)):
            if len(levels) > 1:
                specs[f"{by}-{name}"] = bars_spec(levels, size)
    return {key: draw(spec, key) for key, spec in specs.items()}
