"""The cells of a delimited text, each different one once: a column of 36,000 cells has few words."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

import numpy as np
from numpy.typing import NDArray

from collectors.media.numbers import number_of

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Coded:
    """`cells[codes[r, c]]` is what a cell holds: a number, or a text with its white space folded ('' where it is blank,
    or its row is shorter than others); `printed[codes[r, c]]` as it is printed. `widths`: how many cells each row has.
    """

    cells: Sequence[str | float]
    printed: Sequence[str]
    codes: NDArray[np.int32]
    widths: Sequence[int]

    @classmethod
    def of(cls, lines: Iterable[Sequence[str]]) -> Coded:
        """Rows of texts. What is written as a number is one. No row is kept."""
        places = defaultdict[str, int](count().__next__)  # text ▶ its place among the different ones
        flat, widths = list[int](), list[int]()
        for line in lines:
            flat += map(places.__getitem__, line)
            widths.append(len(line))
        texts = np.full((len(widths), max(widths, default=0)), places[""], dtype=np.int32)
        texts[np.arange(texts.shape[1]) < np.array(widths)[:, None]] = flat
        words = dict[tuple[str | float, str], int]()  # texts that differ in white space alone are one
        codes = np.array([words.setdefault(_read(text), len(words)) for text in places], dtype=np.int32)
        cells, printed = zip(*words, strict=True)
        return cls(cells, printed, codes[texts], widths)

    @cached_property
    def numbers(self) -> NDArray[np.float64]:
        """NaN where there is none."""
        return np.array([np.nan if isinstance(cell, str) else cell for cell in self.cells])[self.codes]

    @cached_property
    def filled(self) -> Mask:
        return self.which(cell != "" for cell in self.cells)

    @cached_property
    def odd(self) -> Mask:
        """Numbers that are written otherwise than in plain digits: `9,584.0`."""
        pairs = zip(self.cells, self.printed, strict=True)
        return self.which(not isinstance(cell, str) and f"{cell:.15g}" != text for cell, text in pairs)

    def which(self, words: Iterable[bool]) -> Mask:
        """The cells of some words."""
        return np.array([*words], dtype=np.bool_)[self.codes]

    def cell(self, row: int, column: int) -> str | float:
        return self.cells[int(self.codes[row, column])]

    def label(self, row: int, column: int) -> str:
        return self.printed[int(self.codes[row, column])]


def _read(text: str) -> tuple[str | float, str]:
    """What a cell holds, and how it is printed."""
    printed = text.strip()
    number = number_of(printed)
    if math.isnan(number):
        folded = " ".join(printed.split())
        return folded, folded
    return number, printed
