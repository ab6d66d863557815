"""Where the tables of a sheet stand: found by their titles, each with its header row and its body."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

from collectors.media.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Grid:
    """A table found on a sheet by its title: the header row, the columns from `left` to before `right`, the rows of
    its body down to the first blank one."""

    sheet: Sheet
    title: str
    row: int  # of the title
    left: int
    right: int
    header: int
    body: list[int]

    @property
    def at(self) -> tuple[int, int]:
        """Row and column of the title."""
        return self.row, self.left

    def headers(self) -> list[tuple[int, str]]:
        """(column, header) of each column that has one."""
        filled = self.sheet.filled[self.header : self.header + 1, self.left : self.right].nonzero()[1]
        cells = ((column, self.sheet.label(self.header, column)) for column in (filled + self.left).tolist())
        return [(column, label) for column, label in cells if label]

    def columns(self) -> list[tuple[int, str]]:
        """(column, header) of each header, the column being the one of its span that holds the figures: a header
        merged over several columns is printed over the first of them only."""
        cells = self.headers()
        edges = [column for column, _ in cells[1:]] + [self.right]
        return [(self._filled(column, edge), label) for (column, label), edge in zip(cells, edges, strict=True)]

    def _filled(self, column: int, edge: int) -> int:
        if edge == column + 1:
            return column
        return column + int(self.sheet.filled[self.body, column:edge].any(axis=0).argmax())


def grids(sheet: Sheet, is_title: Callable[[str], object]) -> Iterator[Grid]:
    """Every table of a sheet whose title `is_title` knows, from top to bottom.

    A table is as wide as to the next text in the row of its title, or to another title that begins beside its rows
    (tables stand side by side, not always at one height); its body ends at the first blank row or at another title.
    """
    titles = {(r, c): text for r, c, text in sheet.strings if is_title(text)}
    for (r, c), text in titles.items():
        edge = next((k for k in range(c + 1, sheet.width) if sheet.text(r, k)), sheet.width)
        header, body = _extent(sheet, titles, r, c, edge)
        last = body[-1] if body else header
        beside = [k for (row, k) in titles if r <= row <= last and c < k < edge]
        if beside:
            edge = min(beside)
            header, body = _extent(sheet, titles, r, c, edge)
        yield Grid(sheet, text, r, c, edge, header, body)


def _extent(
    sheet: Sheet, titles: Container[tuple[int, int]], title: int, left: int, right: int
) -> tuple[int, list[int]]:
    """The header row of a table (the first with anything in it) and the rows of its body."""
    rows = range(title + 1, sheet.height)
    header = next((row for row in rows if not sheet.is_blank(row, left, right)), sheet.height)
    body = []
    for row in range(header + 1, sheet.height):
        if sheet.is_blank(row, left, right) or (row, left) in titles:
            break
        body.append(row)
    return header, body


def fill_down(labels: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Row labels in several columns, the outer ones printed once over several rows, or merged: repeat them."""
    filled: list[tuple[str, ...]] = []
    for row in labels:
        above = filled[-1] if filled else ("",) * len(row)
        last = max((k for k, label in enumerate(row) if label), default=-1)
        filled.append(tuple(label or (above[k] if k < last else "") for k, label in enumerate(row)))
    return filled
