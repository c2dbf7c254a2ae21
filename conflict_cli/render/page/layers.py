"""The layers of a map, from the bottom up: land, its names, lines, discs, rings and crosses."""

from conflict_cli.render.page.bars import Spec
from conflict_cli.render.page.vega import FONT

_AT: Spec = {"x": {"field": "x"}, "y": {"field": "y"}}
_SHAPE: Spec = {"shape": {"field": "shape"}}
LAND: Spec = {
    "type": "shape",
    "from": {"data": "land"},
    "encode": {
        "enter": {
            "fill": {"value": "var(--land)"},
            "stroke": {"value": "var(--border)"},
            "strokeWidth": {"value": 1},
            "strokeJoin": {"value": "round"},
        }
    },
    "transform": [{"type": "geoshape", "projection": "view"}],
}
LANDS: Spec = {
    "type": "text",
    "from": {"data": "lands"},
    "encode": {
        "enter": {
            **_AT,
            "text": {"field": "text"},
            "align": {"field": "align"},
            "baseline": {"value": "middle"},
            "font": {"value": FONT},
            "fontSize": {"value": 15},
            "fill": {"value": "var(--land-name)"},
        }
    },
}
JOINED: Spec = {
    "type": "rule",
    "from": {"data": "joined"},
    "encode": {
        "enter": {
            **_AT,
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "stroke": {"value": "var(--certain)"},
            "strokeDash": {"value": [2, 3]},
            "strokeWidth": {"value": 1.5},
        }
    },
}
DISCS: Spec = {
    "type": "symbol",
    "from": {"data": "places"},
    "encode": {"enter": {**_AT, **_SHAPE, "size": {"field": "best"}, "fill": {"value": "var(--disc)"}}},
}
RINGS: Spec = {
    "type": "symbol",
    "from": {"data": "places"},
    "encode": {
        "enter": {
            **_AT,
            **_SHAPE,
            "size": {"field": "high"},
            "fill": {"value": "transparent"},
            "stroke": {"value": "var(--certain)"},
            "strokeWidth": {"value": 1.5},
            "strokeDash": [{"test": "datum.open", "value": [4, 3]}, {"value": [1, 0]}],
            "description": {"field": "title"},
        }
    },
}
NOTHING: Spec = {
    "type": "symbol",
    "from": {"data": "places"},
    "encode": {
        "enter": {
            **_AT,
            "shape": {"value": "cross"},
            "size": {"signal": "datum.none ? 40 : 0"},
            "fill": {"value": "var(--quiet)"},
            "description": {"field": "title"},
        }
    },
}
LAYERS = (LAND, LANDS, JOINED, DISCS, RINGS, NOTHING)
