"""The digits of Arabic (٣) and Persian (۳), which stand for the same numbers as ours."""

WRITTEN = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٬٫"
"""Those digits, then the marks between thousands and before decimals that are written with them."""

MEANT = "01234567890123456789,."
"""What each of them stands for, in the same order."""

_MEANINGS = str.maketrans(WRITTEN, MEANT)


def in_latin(text: str) -> str:
    """Return the text with Latin digits in the place of Arabic and Persian ones."""
    return text if text.isascii() else text.translate(_MEANINGS)
