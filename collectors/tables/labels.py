"""A publisher's label ▶ the value of a dimension."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

UNLABELLED = "unlabelled"  # a row that prints figures and no label


@lru_cache(maxsize=1 << 14)  # a release repeats its labels, and so do the releases
def slug(text: str) -> str:
    """A label as the value of a dimension: `Order of Recognizance` ▶ `order_of_recognizance`."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def slug_of(_dimension: str, label: str) -> str:
    """The same, for whatever dimension: what a source has that declares no words of its own."""
    return slug(label)


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """A name as the value of a dimension: case folded, the characters that a series key needs taken out."""
    return " ".join(re.sub(r"[,={}]", " ", text.casefold()).split())


def numbered(keys: Sequence[str], apart: Sequence[str] = ()) -> list[str]:
    """A label that one table prints twice stays two series: told apart by what `apart` has for it, else the second is
    `entry=2`."""
    if apart:
        count = Counter(keys)
        keys = [f"{key},{more}" if count[key] > 1 else key for key, more in zip(keys, apart, strict=True)]
    if len(set(keys)) == len(keys):
        return [*keys]
    seen: dict[str, int] = {}
    out = []
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
        out.append(f"{key},entry={seen[key]}" if seen[key] > 1 else key)
    return out
