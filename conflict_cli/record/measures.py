"""The measures: what kinds of people reports number. An entry of `TABLE` is all that a measure needs.

No measure is ever added to another. Files, answers, options, tags and tables of a database follow this table.
"""

from collections.abc import Mapping

from msgspec import Struct


class Kind(Struct, frozen=True):
    """A measure in words: `words` stand behind a number, `about` behind the word people.

    `people`: those who may be the same in two incidents. `sample`: how a figure of it is written. `headings`: how
    sheets call its column. `rank`: how early its column is left out on a narrow screen. `is_apart`: it has a column
    where it is reported, and a sum of another measure always says whom it leaves out. `is_together`: they belong to
    other measures, and no report says to which. `in_layouts`: its key in a layout, where its own means something else.
    """

    words: str
    people: str
    about: str
    sample: str
    headings: str
    rank: int = 0
    is_apart: bool = False
    is_together: bool = False
    in_layouts: str = ""


TABLE: Mapping[str, Kind] = {
    "killed": Kind(
        words="killed",
        people="deaths",
        about="killed",
        sample="at least 2",
        headings="killed, dead, deaths, died, fatalities, number killed",
    ),
    "injured": Kind(
        words="injured",
        people="injured",
        about="injured",
        sample="some 25",
        headings="injured, wounded, hurt, number injured",
        rank=2,
    ),
    "casualties": Kind(
        words="killed or injured",
        people="casualties",
        about="killed or injured, not told apart",
        sample="some 150",
        headings="casualties, killed or injured, killed and injured, victims",
        rank=3,
        is_apart=True,
        is_together=True,
    ),
    "missing": Kind(
        words="missing",
        people="missing people",
        about="missing, whose fate is unknown",
        sample="12",
        headings="missing, number missing, disappeared, abducted, under the rubble",
        rank=3,
        is_apart=True,
        in_layouts="missing_people",
    ),
}
"""Every measure by its key; the first is the one that a question without a measure is about."""
