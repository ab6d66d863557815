"""A number that is printed as a text."""

from __future__ import annotations

import math
import re

_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|-?[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")  # `1.100` is eleven hundred in half of the world


def number_of(text: str) -> float:
    """`23,621` ▶ 23621; NaN for what is no number, for `1.100`, of which nobody can say which it is, and for more
    digits than a float holds."""
    if text.isascii() and text.isdigit():  # most of them
        number = float(text)
    elif _GROUPED.fullmatch(text):
        number = float(text.replace(",", "").replace(" ", ""))
    else:
        number = float(text) if _PLAIN.fullmatch(text) and not _AMBIGUOUS.fullmatch(text) else math.nan
    return number if math.isfinite(number) else math.nan
