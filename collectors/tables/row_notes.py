"""Rows of a tidy table that state nothing: a note below the figures, the header once more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

from collectors.media.sheet import Sheet


def folded(name: str) -> str:
    """A name of a column without case and punctuation: `Month (abbv)` and `MONTH_ABBV` are one."""
    return re.sub(r"[\W_]", "", name.casefold())


def words_of(sheet: Sheet, row: int) -> dict[int, str]:
    """The cells of a row that hold anything, by their columns."""
    return {column: text for column in range(sheet.width) if (text := sheet.label(row, column))}


def is_note(sheet: Sheet, row: int, places: Mapping[str, int], needed: Set[str], figures: Set[int]) -> bool:
    """Whether a row that has no period has no figure either: it repeats the names of the columns (`places`, those that
    are `needed`), or is words in less than half of them and in none of `figures`. A row that was cut off begins as
    another one does."""
    words = words_of(sheet, row)
    if all(folded(words.get(places[name], "")) == folded(name) for name in needed):
        return True
    if not words or sheet.numeric[row].any() or 2 * len(words) > len(places) or figures & words.keys():
        return False
    column, text = next(iter(words.items()))
    return not any(sheet.label(r, column).startswith(text) for r in range(sheet.height) if r != row)
