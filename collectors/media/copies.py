"""Which texts tell one story: a wire report stands at many newsrooms, cut, edited, under other headlines.

A text is the set of its runs of four words; two texts are as alike as the part of all their runs that both have
(Jaccard). Their sketches (MinHash; Broder 1997) agree in as large a part of their places. Five places together are a
band: whoever shares a band is a copy (locality-sensitive hashing, by equal numbers that SQL can join).

How often copies are found, by how alike they are, and why these numbers: docs/decisions.md.
"""

from __future__ import annotations

import hashlib
import re
import struct

import pyarrow as pa
from rensa import RMinHash

RUN = 4  # words
BANDS, PLACES = 25, 5  # a change of these, or of the library, means reading again: they decide what is kept
_SEED = 1
_WORD = re.compile(r"\w+")


def with_bands(articles: pa.Table) -> pa.Table:
    """Rows of records.ARTICLE, the bands of their bodies filled in."""
    place = articles.schema.get_field_index("bands")
    made = pa.array([bands(body or "") for body in articles["body"].to_pylist()], articles.schema.field(place).type)
    return articles.set_column(place, articles.schema.field(place), made)


def bands(text: str) -> list[int]:
    """The bands of a text, each a whole number of 64 bits that also says which band it is; none of a text without a
    word. Equal texts have equal bands on every machine."""
    words = _WORD.findall(text.casefold())
    if not words:
        return []
    runs = {" ".join(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1))}
    sketch = RMinHash(num_perm=BANDS * PLACES, seed=_SEED)
    sketch.update(list(runs))
    places = sketch.digest()
    return [_band(number, places[number * PLACES : (number + 1) * PLACES]) for number in range(BANDS)]


def _band(number: int, places: list[int]) -> int:
    packed = struct.pack(f"<{PLACES + 1}Q", number, *places)
    return int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest(), "little", signed=True)
