"""Drawings: a Vega specification as an SVG that may stand inside a page.

Vega runs in this process (vl-convert) and may fetch nothing. Its SVG is then made fit for the page: without labels that
a screen reader would read twice or ids that another drawing has too, but with links to the page's anchors and tooltips.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

import vl_convert

from conflict_cli.render.page.texts import Text

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The fonts of the whole page, as `page.css` names them too; Vega places text by the widths of the first."""

_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_SCHEMA = "https://vega.github.io/schema/vega/v5.json"
_ANCHOR = "https://page.invalid/#"
"""An address that no site has: Vega would put one of its own before a bare anchor; this one is removed afterwards."""

_DROPPED = ("role", "aria-roledescription", "aria-hidden", "pointer-events", "class", "version", "width", "height")
_PATH = f"{{{_SVG}}}path"
_SHAPES = (_PATH, *(f"{{{_SVG}}}{name}" for name in ("rect", "circle", "line")))
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


def anchor(name: str) -> str:
    """Return the link that a specification must give to reach an anchor of the page."""
    return f"{_ANCHOR}{name}"


def draw(spec: Mapping[str, Any], key: str) -> str:
    """Return the drawing as SVG, with `texts` above Vega's shapes; `key` names it and is unique in the page."""
    shapes = {name: value for name, value in spec.items() if name != "texts"}
    whole = {"$schema": _SCHEMA, "config": _CONFIG, "padding": 0, "autosize": "none", **shapes}
    return fitted(vl_convert.vega_to_svg(whole, allowed_base_urls=[]), key, spec.get("texts", ()))


def fitted(svg: str, key: str, texts: Sequence[Text]) -> str:
    """Return the SVG with ids, links, labels and texts that suit the page, and without shapes that draw nothing."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg)  # noqa: S314 (written by Vega, of text that it escapes)
    for element in root.iter():
        _fit(element, key)
    for parent in list(root.iter()):
        for path in parent.findall(_PATH):
            if path.get("display") == "none" or not (path.get("fill") or path.get("stroke")):
                parent.remove(path)
    above = ET.SubElement(root[0], f"{{{_SVG}}}g")  # in the group that Vega moves by its padding
    for text in texts:
        _write(text, above)
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


def _write(text: Text, parent: ET.Element) -> None:
    looks = {"font-family": FONT, "font-size": f"{text.size}px", "fill": "var(--ink)"}
    place = f"translate({round(text.x, 2):g},{round(text.y, 2):g})"
    written = ET.SubElement(parent, f"{{{_SVG}}}text", {"text-anchor": text.anchor, "transform": place, **looks})
    written.text = text.text.strip()
