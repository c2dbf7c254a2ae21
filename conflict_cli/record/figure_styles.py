"""Write a figure in words, in the style of the place where it stands."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflict_cli.record.figures import Figure


def in_a_table(figure: "Figure") -> str:
    """Return `20`, `≥2`, `>150`, `~25`, `20–30`, `2–5+`; `3/5/3` if bounds contradict it."""
    rough = "~" if figure.approximate else ""
    if figure.is_contradictory:
        return f"{rough}{_all_three(figure)}"
    if figure.low != figure.high:
        return f"{rough}{figure.low}–{figure.high}{'+' if figure.open else ''}"
    if not figure.open:
        return f"{rough}{figure.low}"
    if rough:
        return f"~{figure.low}+"
    words = figure.text.casefold()
    is_over = words.startswith(("over ", "more than ", ">")) and not words.startswith(">=")
    return f">{figure.low - 1}" if is_over else f"≥{figure.low}"


def beside_a_bar(figure: "Figure") -> str:
    """Return the best number, and the low and the high if they differ: `27`, `~20`, `2+`, `1,095 (94–1,097+)`."""
    rough, more = "~" if figure.approximate else "", "+" if figure.open else ""
    if figure.is_contradictory:
        return f"{rough}{_all_three(figure)}"
    if figure.low == figure.high:
        return f"{rough}{figure.low:,}{more}"
    return f"{rough}{figure.best:,} ({figure.low:,}–{figure.high:,}{more})"


def in_a_sentence(figure: "Figure") -> str:
    """Return `1,320`, `about 20`, `at least 2`, `2 to 5 or more`; name bounds that contradict the best number."""
    about, more = "about " if figure.approximate else "", " or more" if figure.open else ""
    low, best, high = f"{figure.low:,}", f"{figure.best:,}", f"{figure.high:,}"
    if figure.is_contradictory:
        return f"{about}{best} (low {low} and high {high}{more}, which contradict it)"
    if figure.low != figure.high:
        return f"{about}{low} to {high}{more}" if figure.low else f"0 to {about}{high}{more}"
    if figure.open:
        return f"{about}{low} or more" if figure.approximate or not figure.low else f"at least {low}"
    return f"{about}{low}"


def as_a_span(figure: "Figure") -> str:
    """Return the ends alone: `20`, `94 to 97 or more`, `about 20`."""
    about, more = "about " if figure.approximate else "", " or more" if figure.open else ""
    ends = "" if figure.low == figure.high else f"{figure.low} to "
    return f"{about}{ends}{figure.high}{more}"


def of_a_record(figure: "Figure") -> str:
    """Return words for a record that has none: `20`, `at least 5`, `some 25`, `0-32`, `19-21 (best 20)`."""
    rough, more = "some " if figure.approximate else "", " or more" if figure.open else ""
    if not figure.low <= figure.best <= figure.high:
        return f"{rough}low {figure.low}, best {figure.best}, high {figure.high}{more}"
    if figure.low == figure.high:
        return f"{'at least ' if figure.open else ''}{rough}{figure.low}"
    span = f"{rough}{figure.low}-{figure.high}{more}"
    return span if figure.best == figure.low else f"{span} (best {figure.best})"


def of_a_ledger(figure: "Figure") -> str:
    """Return words that a ledger reads. If none say all numbers of the figure, they leave out its upper limit."""
    if figure.open:
        return f"at least {figure.low}"
    if figure.low != figure.high:
        return f"{figure.low}-{figure.high}"
    return f"some {figure.low}" if figure.approximate else str(figure.low)


def _all_three(figure: "Figure") -> str:
    return f"{figure.low}/{figure.best}/{figure.high}{'+' if figure.open else ''}"
