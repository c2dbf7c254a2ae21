"""Drawings: a Vega specification as an SVG that may stand inside a page.

Vega runs in this process (vl-convert) and may fetch nothing. What it writes is made fit for the page: no label that a
screen reader would read twice, no name that another drawing has too, links to the page's own anchors, and tooltips.
"""

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

import vl_convert

_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_SCHEMA = "https://vega.github.io/schema/vega/v5.json"
_ANCHOR = "https://page.invalid/#"
"""Vega resolves links against an address of its own; one that cannot be is replaced after it."""

_DROPPED = ("role", "aria-roledescription", "aria-hidden", "pointer-events", "class", "version", "width", "height")

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""Named first is the one by whose widths Vega places text."""


def anchor(name: str) -> str:
    """A link to an anchor of the page, as a specification has to give it."""
    return f"{_ANCHOR}{name}"


def draw(spec: Mapping[str, Any], key: str) -> str:
    """The drawing as SVG; `key` is its own in the page."""
    whole = {"$schema": _SCHEMA, "config": _CONFIG, "padding": 0, "autosize": "none", **spec}
    return fitted(vl_convert.vega_to_svg(whole, allowed_base_urls=[]), key)


def fitted(svg: str, key: str) -> str:
    """The SVG without what would be said, named or fetched outside of it."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg)  # noqa: S314 (written by Vega, of text that it escapes)
    for element in root.iter():
        _fit(element, key)
    for parent in list(root.iter()):
        _drop_empty(parent)
    root.set("class", "drawing")
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    return ET.tostring(root, encoding="unicode")


def _fit(element: ET.Element, key: str) -> None:
    label = element.attrib.pop("aria-label", None)
    for name in _DROPPED:
        element.attrib.pop(name, None)
    if element.get("id"):
        element.set("id", f"{key}-{element.get('id')}")
    if clip := element.get("clip-path"):
        element.set("clip-path", clip.replace("url(#", f"url(#{key}-"))
    if link := element.attrib.pop(_HREF, None):
        element.set("href", link.removeprefix(_ANCHOR.removesuffix("#")))
        element.set("tabindex", "-1")
    if label and element.tag in _SHAPES:
        ET.SubElement(element, f"{{{_SVG}}}title").text = label


def _drop_empty(parent: ET.Element) -> None:
    """Without the shapes that draw nothing."""
    for child in list(parent):
        is_shape = child.tag == f"{{{_SVG}}}path"
        if is_shape and (child.get("display") == "none" or (not child.get("fill") and not child.get("stroke"))):
            parent.remove(child)


_SHAPES = tuple(f"{{{_SVG}}}{name}" for name in ("path", "rect", "circle", "line"))

_TEXT = {"labelFont": FONT, "labelFontSize": 12, "labelColor": "var(--quiet)", "titleFont": FONT}
_CONFIG: Mapping[str, Any] = {
    "background": "transparent",
    "axis": {
        **_TEXT,
        "domainColor": "var(--line)",
        "tickColor": "var(--line)",
        "gridColor": "var(--line)",
        "titleColor": "var(--quiet)",
    },
    "legend": {**_TEXT, "titleColor": "var(--quiet)", "titleFontWeight": "normal", "titleFontSize": 12},
}
