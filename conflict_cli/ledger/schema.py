"""The JSON Schema of a ledger, for editors that check and complete a ledger while it is written.

It is made from `fields` and adds no key. Editors may take the text of a value for a number or a truth value: the schema
allows these too. The reader has the last word.
"""

from typing import Any

from conflict_cli.ledger.fields import (
    ATTRIBUTION,
    EXPECTATION,
    FIGURE,
    INCIDENT,
    LEDGER,
    REPORT,
    SECTIONS,
    Field,
    Kind,
    Table,
)
from conflict_cli.ledger.values import FURTHEST, LANGUAGE, SHA256, SLUG, URL
from conflict_cli.record.figures import LARGEST

# A JSON Schema is JSON: an object with values of any type.
Schema = dict[str, Any]

_ITEMS = {"incidents": INCIDENT, "reports": REPORT, "attribution": ATTRIBUTION, "expected": EXPECTATION}
_TEXT: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_SLUG: Schema = {"type": ["string", "integer", "boolean"], "pattern": f"^{SLUG}$"}
_WORDS: Schema = {"type": ["string", "integer"], "minimum": 0, "maximum": LARGEST, "minLength": 1}
_KINDS: dict[Kind, Schema] = {
    "text": _TEXT,
    "texts": {"type": "array", "items": _TEXT},
    "slug": _SLUG,
    "date": {
        "type": ["string", "integer", "array"],
        "pattern": r"^\s*(\[?[0-9]{4}|unknown\s*$)",
        "minimum": 1,
        "maximum": 9999,
        "items": {"type": "string", "pattern": r"\.\."},
        "minItems": 1,
        "maxItems": 1,
    },
    "url": {"type": "string", "pattern": f"^{URL}$"},
    "digest": {"type": "string", "pattern": f"^{SHA256}$"},
    "language": {"type": ["string", "boolean"], "pattern": f"^{LANGUAGE}$"},
    "flag": {"type": "boolean"},
    "count": {"type": "integer", "minimum": 1, "maximum": LARGEST},
    "number": {"type": "integer", "minimum": 0, "maximum": LARGEST},
    "part": _WORDS,
    "period": {"type": ["string", "integer"], "pattern": r"^\s*(\.\.)?[0-9]{4}", "minimum": 1, "maximum": 9999},
    "reference": _SLUG,
    "references": {"type": "array", "items": _SLUG, "uniqueItems": True},
}


def schema() -> Schema:
    """Return the schema of a whole ledger, in the terms of JSON Schema 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Ledger of conflict incidents",
        **_mapping(LEDGER),
        "$defs": {"figure": _mapping(FIGURE)},
    }


def _mapping(table: Table) -> Schema:
    mapping: Schema = {
        "description": table.about,
        "type": "object",
        "properties": {name: {"description": field.about, **_value(field)} for name, field in table.fields.items()},
        "additionalProperties": False,
    }
    if table.required:
        mapping["required"] = list(table.required)
    if "lat" in table.fields:
        mapping["dependentRequired"] = {"lat": ["lon"], "lon": ["lat"]}
    return mapping


def _value(field: Field) -> Schema:
    match field.kind:
        case "choice":
            return {"enum": list(field.choices)}
        case "degrees":
            return {"type": "number", "minimum": -FURTHEST[field.name], "maximum": FURTHEST[field.name]}
        case "figure":
            return {"anyOf": [_WORDS, {"$ref": "#/$defs/figure"}]}
        case "entries":
            items: Schema = {"type": "array", "items": _mapping(_ITEMS[field.name])}
            return items | ({"minItems": 1} if field.name == "reports" else {})
        case "section":
            return {
                "type": "object",
                "propertyNames": {"pattern": f"^{SLUG}$"},
                "additionalProperties": _mapping(SECTIONS[field.name]),
            }
        case kind:
            return {"anyOf": [_KINDS[kind]["items"], _KINDS[kind]]} if field.or_one else _KINDS[kind]
