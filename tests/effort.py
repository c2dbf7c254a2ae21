"""How hard the tests try: the two profiles of Hypothesis, and how many examples a law gets in each.

`quick` is what everybody runs: 100 examples of a law, the same ones each time, and half the cases of the longest
families. `full`, by HYPOTHESIS_PROFILE=full, tries all cases, and as many examples as the law names, others each time,
except in CI, where a run must not depend on chance.
"""

import os
from collections.abc import Iterable
from typing import TypeVar

from hypothesis import HealthCheck, settings

Case = TypeVar("Case")

NAMES = ("quick", "full")
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "quick")

_ANY_MACHINE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}


def load_profile() -> None:
    """Make the profile that the environment names the one of this run."""
    assert PROFILE in NAMES, f"HYPOTHESIS_PROFILE is {PROFILE}; write one of {', '.join(NAMES)}"
    is_repeatable = PROFILE == "quick" or bool(os.environ.get("CI"))
    repeatable = {"derandomize": True, "database": None} if is_repeatable else {}
    settings.register_profile("quick", max_examples=100, **_ANY_MACHINE, **repeatable)
    settings.register_profile("full", max_examples=200, **_ANY_MACHINE, **repeatable)
    settings.load_profile(PROFILE)


def every_other(cases: Iterable[Case]) -> list[Case]:
    """The cases of a long family, each of which takes a good part of a second: every other one in the quick profile."""
    return list(cases)[:: 1 if PROFILE == "full" else 2]


def examples(full: int, *, quick: int = 100) -> settings:
    """So many examples in the full profile; in the quick one no more than 100, or than are named for it."""
    return settings(max_examples=full if PROFILE == "full" else min(quick, full))
