"""Write counts and groups of people in a sentence."""

SAID_OTHERWISE = {
    "child": "children", "kids": "children", "minors": "children", "infants": "children", "babies": "children",
    "girl": "girls", "boy": "boys", "female": "women", "females": "women", "male": "men", "males": "men",
    "elderly": "older_people", "fighters": "combatants", "soldiers": "combatants", "militants": "combatants",
    "doctors": "health_workers", "medics": "health_workers", "nurses": "health_workers", "rescuers": "rescue_workers",
    "reporters": "journalists", "refugees": "displaced_people", "prisoners": "detainees",
}  # fmt: skip
"""What people say for each group of victims: it is suggested, and never read."""


def how_many(count: int, noun: str) -> str:
    """Return `1 incident`, `2 incidents`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def group_name(victims: str | None) -> str:
    """Return the name of a group of victims in words, such as `health workers`; empty if no group is named."""
    return (victims or "").replace("_", " ")
