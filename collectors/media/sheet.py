"""A sheet of cells, whatever medium it came in: a worksheet of a workbook, or a delimited text.

Row 0, column 0 is the first cell of the medium: `A1` of a workbook, `r1c1` of a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, compress
from operator import ne
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from collectors.media.coded import Coded
from collectors.media.sheet_xml import Span

_NUMBER = (float, int)
Codes = NDArray[np.int64]


def column_letters(column: int) -> str:
    """0 ▶ `A`, 26 ▶ `AA`."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


LETTERS = [column_letters(column) for column in range(16_384)]


class _Kinds(dict[type, int]):
    """The class of a cell ▶ number, text, or anything else (a date, a flag), told apart without a step of Python."""

    def __missing__(self, kind: type) -> int:
        return 0


NUMBER, TEXT = 1, 2
_KINDS = _Kinds({float: NUMBER, int: NUMBER, str: TEXT})


#: characters without a width (Unicode category Cf): a name with one of them is the same name
_UNSEEN = {
    code: None for code in (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
}


@lru_cache(maxsize=1 << 14)  # a release repeats its words, and so do the releases
def _folded(text: str) -> str:
    """The words of a text, white space folded, characters that nobody sees left out."""
    seen = text if text.isascii() else text.translate(_UNSEEN)
    return " ".join(seen.split())


class Sheet:
    """A visible sheet. `numbers[r, c]` is the number of a cell, or NaN (a date is no number), `numeric[r, c]` whether
    it has one, `filled[r, c]` whether there is anything to read.

    Of a worksheet `rows[r][c]` is what the cell holds, white space folded, `''` where it is blank. `lost` names the
    cells that hold an error or a formula without a value: they are texts. Days are counted from 1900, or `from_1904`.
    `merged`: the cells that are one. A delimited text is a sheet without a name, and `coded` instead of rows."""

    def __init__(
        self,
        name: str | None,
        position: int,
        rows: list[list[Any]],
        lost: Mapping[tuple[int, int], str] | None = None,
        *,
        from_1904: bool = False,
        merged: Sequence[Span] = (),
        coded: Coded | None = None,
    ) -> None:
        self.numbers: Any  # numpy's own types forbid much of what is asked of them
        self.numeric: Any
        self.filled: Any
        self.name, self.position, self.from_1904 = name, position, from_1904
        self.merged, self.coded = merged, coded
        self.addresses = "A1" if coded is None else "r1c1"
        self.lost = dict(lost or {})
        self.rows = _with_texts(rows, self.lost)
        if coded is None:
            self.height, self.width = len(self.rows), len(self.rows[0]) if self.rows else 0
            self._tell_apart()
        else:
            self.height, self.width = coded.codes.shape
            self.numbers, self.filled = coded.numbers, coded.filled
            self.numeric = ~np.isnan(self.numbers)
        self._filled = self.filled.tobytes()  # one byte a cell, so that a stretch of blank ones is found at once

    def _tell_apart(self) -> None:
        kinds, flat = _kinds(self.rows, (self.height, self.width))
        self.numeric = kinds == NUMBER
        self.numbers = np.full(kinds.shape, np.nan)
        self.numbers[self.numeric] = [*compress(flat, self.numeric.ravel().tolist())]
        text = kinds == TEXT
        self.filled = ~text  # a blank cell is the text ''
        text &= np.frombuffer(bytes(map(bool, flat)), np.bool_).reshape(kinds.shape)
        self._strings = self._folded_in_place(text, flat)
        self.filled[text] = [*map(bool, self._strings[2])]

    def _folded_in_place(self, text: np.ndarray[Any, Any], flat: list[Any]) -> tuple[list[int], list[int], list[str]]:
        """Fold the white space of the texts; their rows, columns and words."""
        texts = [*compress(flat, text.ravel().tolist())]
        words = [*map(_folded, texts)]
        rows, columns = (at.tolist() for at in text.nonzero())
        for r, c, folded in compress(zip(rows, columns, words, strict=True), map(ne, words, texts)):
            self.rows[r][c] = folded
        return rows, columns, words

    def address(self, row: int, column: int) -> str:
        """`B12`; of a delimited text `r12c2`."""
        return f"{LETTERS[column]}{row + 1}" if self.addresses == "A1" else f"r{row + 1}c{column + 1}"

    @property
    def strings(self) -> Iterator[tuple[int, int, str]]:
        """Row, column and words of every text, row by row."""
        if self.coded is None:
            return compress(zip(*self._strings, strict=True), self._strings[2])
        rows, columns = (self.filled & ~self.numeric).nonzero()
        words = map(self.coded.printed.__getitem__, self.coded.codes[rows, columns].tolist())
        return zip(rows.tolist(), columns.tolist(), words, strict=True)

    def text(self, row: int, column: int) -> str:
        """The words of a cell, white space folded; '' where it is blank, beyond the sheet, or no text."""
        if row < self.height and column < self.width:
            cell = self.rows[row][column] if self.coded is None else self.coded.cell(row, column)
            if cell.__class__ is str:
                return cell
        return ""

    def label(self, row: int, column: int) -> str:
        """Like `text`, numbers and dates included: `2021`, `2024-05-01`; the numbers of a delimited text as printed."""
        if row >= self.height or column >= self.width:
            return ""
        return label_of(self.rows[row][column]) if self.coded is None else self.coded.label(row, column)

    def labels(self, column: int, rows: Codes) -> tuple[list[str], Codes]:
        """The different labels of a column in some rows, as they come, and for each row the place of its own."""
        if self.coded is not None:
            codes = pa.array(self.coded.codes[rows, column]).dictionary_encode()
            labels = [self.coded.printed[code] for code in codes.dictionary.to_pylist()]
            return labels, codes.indices.to_numpy().astype(np.int64)
        cells = [self.rows[row][column] for row in rows.tolist()]
        places = {cell: k for k, cell in enumerate(dict.fromkeys(cells))}
        return [*map(label_of, places)], np.fromiter(map(places.__getitem__, cells), np.int64, len(cells))

    def figures(self, row: int, left: int, right: int) -> list[int]:
        """The columns of a row, from `left` to before `right`, that hold numbers; none beyond the sheet."""
        found = self.numeric[row : row + 1, left:right].nonzero()[1]
        return [left + c for c in found.tolist()]

    def is_blank(self, row: int, left: int, right: int) -> bool:
        """Whether no cell of a row from `left` to before `right` holds anything to read."""
        start = row * self.width
        return 1 not in self._filled[start + left : start + min(right, self.width)]


def label_of(cell: Any) -> str:
    """The words of a cell of a worksheet, its number or its date."""
    if cell.__class__ in _NUMBER:
        return f"{cell:.15g}"
    if cell.__class__ is str:
        return cell
    return cell.isoformat() if isinstance(cell, date) else ""


def _with_texts(rows: list[list[Any]], texts: Mapping[tuple[int, int], str]) -> list[list[Any]]:
    """The rows with some cells replaced, longer or wider where these stand beyond them."""
    if not texts:
        return rows
    height = max(len(rows), *(row + 1 for row, _ in texts))
    width = max(len(rows[0]) if rows else 0, *(column + 1 for _, column in texts))
    rows = [row + [""] * (width - len(row)) for row in rows]
    rows += [[""] * width for _ in range(height - len(rows))]
    for (row, column), text in texts.items():
        rows[row][column] = text
    return rows


def _kinds(rows: list[list[Any]], shape: tuple[int, int]) -> tuple[np.ndarray[Any, Any], list[Any]]:
    """Number, text or anything else for each cell, and the cells one after the other. NaN and infinity, which are no
    figures, become texts."""
    # Told apart in C: a step of Python for each of a million cells would take as long as reading the files.
    flat = [*chain.from_iterable(rows)]
    kinds = np.frombuffer(bytes(map(_KINDS.__getitem__, map(type, flat))), np.uint8).reshape(shape).copy()
    numbers = np.array([*compress(flat, (kinds == NUMBER).ravel().tolist())], dtype=np.float64)
    if np.isfinite(numbers).all():
        return kinds, flat
    for row, column in zip(*(kinds == NUMBER).nonzero(), strict=True):
        if not np.isfinite(float(rows[row][column])):
            rows[row][column] = str(rows[row][column]).upper()
            kinds[row, column] = TEXT
    return kinds, [*chain.from_iterable(rows)]
