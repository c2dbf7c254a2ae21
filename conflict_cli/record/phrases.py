"""Write counts and groups of people in a sentence."""


def how_many(count: int, noun: str) -> str:
    """Return `1 incident`, `2 incidents`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def group_name(victims: str | None) -> str:
    """Return the name of a group of victims in words, such as `health workers`; empty if no group is named."""
    return (victims or "").replace("_", " ")
