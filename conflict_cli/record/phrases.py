"""How counts and groups of people are said in a sentence."""


def how_many(count: int, noun: str) -> str:
    """`1 incident`, `2 incidents`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def group_name(victims: str | None) -> str:
    """The name of a group of victims in words, `health workers`; empty where no group is asked for."""
    return (victims or "").replace("_", " ")
