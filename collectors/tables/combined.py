"""Columns of words, each different word once: what tells rows apart is made of the few words, not of the many cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from collectors.media.sheet import Codes, Sheet

_MOST = 1 << 62


def combined(sheet: Sheet, columns: Sequence[int | None], rows: Codes) -> tuple[list[tuple[str, ...]], Codes]:
    """The different combinations of texts of some columns ('' of a column that is not there), and for each row the
    place of its own."""
    none = np.zeros(len(rows), dtype=np.int64)
    parts = [([""], none) if column is None else sheet.labels(column, rows) for column in columns]
    code = none
    for texts, codes in parts:
        if code.max(initial=0) > _MOST // max(1, len(texts)):
            code = np.unique(code, return_inverse=True)[1]
        code = code * len(texts) + codes
    _, firsts, code = np.unique(code, return_index=True, return_inverse=True)
    words = [taken(texts, codes[firsts]) for texts, codes in parts]
    return [*zip(*words, strict=True)] if words else [()] * len(firsts), code


def taken(words: Sequence[Any], codes: Codes) -> list[Any]:
    """For each row its own word."""
    return [words[k] for k in codes.tolist()]


def told_apart(words: Sequence[str], codes: Codes) -> Codes:
    """For each row the place of its word, one for all words that are the same."""
    places = {word: k for k, word in enumerate(words)}
    return np.array([places[word] for word in words], dtype=np.int64)[codes]
