"""A ledger in several files, as a team keeps it: the same nouns, each in a file chosen by chance."""

from pathlib import Path

from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.ledger.writer import format_ledger
from conflict_cli.record.incident import Ledger

SECTIONS = ("articles", "sources", "places", "actors")
NAMES = ("incidents.yaml", "names.yaml", "2018/04.yaml", "2018/05.yml", "2018/more/06.yaml")


@st.composite
def splits(draw: st.DrawFn, ledger: Ledger) -> dict[str, str]:
    """The text of each file: the first one includes the others, as a list of names and patterns."""
    parts = [replace(ledger, **{name: {} for name in SECTIONS}, incidents=(), expected=()) for _ in NAMES]
    for section in SECTIONS:
        for key, noun in getattr(ledger, section).items():
            getattr(draw(st.sampled_from(parts)), section)[key] = noun
    lists: dict[str, list[list]] = {"incidents": [[] for _ in NAMES], "expected": [[] for _ in NAMES]}
    for name, dealt in lists.items():
        for noun in getattr(ledger, name):
            draw(st.sampled_from(dealt)).append(noun)
    texts = [
        format_ledger(replace(part, incidents=tuple(incidents), expected=tuple(expected)))
        for part, incidents, expected in zip(parts, lists["incidents"], lists["expected"], strict=True)
    ]
    includes = draw(st.sampled_from(["[names.yaml, 2018/**/*.y*]", '["**/*.y*ml"]', "[2018/*.y*, 2018/more/*, n*]"]))
    return dict(zip(NAMES, [f"include: {includes}\n{texts[0]}", *texts[1:]], strict=True))


def write(files: dict[str, str], folder: Path) -> Path:
    """Write the files into a folder, and return the path of the first one."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder / next(iter(files))
