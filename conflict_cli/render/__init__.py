"""Rendering: a report as text for a reader, a pipe or a program.

Each format lives in a module of its own, which is imported when the format is asked for.
"""

from typing import TextIO

from conflict_cli.answers.answer import Answer
from conflict_cli.render.screen import Screen

FORMATS = ("table", "json", "jsonl", "csv", "md", "geojson")


def write(report: Answer, form: str, stream: TextIO, *, screen: Screen | None = None) -> None:
    """Write the report to the stream in one of `FORMATS`; a `screen` says that the stream is a terminal.

    Raise `ValueError` for any other format. Errors of writing (a closed pipe, a full disk) reach the caller.
    """
    match form:
        case "table" if screen:
            from conflict_cli.render.screen.table import draw_report

            stream.write(draw_report(report, screen, stream.encoding))
        case "table":
            from conflict_cli.render.text import write_text

            write_text(report, stream)
        case "json":
            from conflict_cli.render.json_text import write_json

            write_json(report, stream)
        case "jsonl":
            from conflict_cli.render.json_text import write_jsonl

            write_jsonl(report, stream)
        case "csv":
            from conflict_cli.render.delimited import write_csv

            write_csv(report, stream)
        case "md":
            from conflict_cli.render.markdown import write_markdown

            write_markdown(report, stream)
        case "geojson":
            from conflict_cli.render.geojson import write_geojson

            write_geojson(report, stream)
        case _:
            raise ValueError(f"no such format: {form}")
