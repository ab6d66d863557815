"""A number that is printed as a text."""

from __future__ import annotations

import math
import re

_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|-?[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")  # `1.100` is eleven hundred in half of the world


def number_of(text: str) -> float:
    """`23,621` ▶ 23621; NaN for what is no number, and for `1.100`, of which nobody can say which it is."""
    if _GROUPED.fullmatch(text):
        return float(text.replace(",", "").replace(" ", ""))
    return float(text) if _PLAIN.fullmatch(text) and not _AMBIGUOUS.fullmatch(text) else math.nan
