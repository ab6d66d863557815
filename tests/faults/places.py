"""A table of a workbook as something to be changed: its cells, what they are, and how they are put elsewhere."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

from tests.faults.book import At, Cell, Cells
from tests.faults.cells import Known
from tests.faults.learning import Whole


class Place:
    """A table of a workbook, and the cells of its sheet, to be changed."""

    def __init__(self, whole: Whole, table: Known, chance: random.Random) -> None:
        self.whole, self.table, self.chance = whole, table, chance
        self.cells = whole.book.cells(table.sheet)
        self.rows = range(table.first, table.last + 1)
        self.columns = range(table.left, table.right + 1)
        self.labels = table.left + table.label
        figures = {at for at in self.cells if self._is_figure(at)}
        self.figures = sorted(figures)
        self.head = self._head()

    def _is_figure(self, at: At) -> bool:
        value = self.whole.values[self.table.sheet].get(at)
        inside = at[0] in self.rows and self.labels < at[1] <= self.table.right
        return inside and value is not None and value.kind == "number"

    def _head(self) -> list[At]:
        """The headers that stand right above the figures."""
        values = self.whole.values[self.table.sheet]
        columns = {c for _, c in self.figures}
        above = (
            next(((r, c) for r in range(self.table.first - 1, self.table.top, -1) if (r, c) in values), None)
            for c in columns
        )
        return sorted(at for at in above if at)

    def pick(self, among: Iterable[At], count: int = 1) -> list[At]:
        """Some of these cells; fewer where there are not so many."""
        given = sorted(among)
        return self.chance.sample(given, min(count, len(given)))

    def label_cells(self) -> list[At]:
        return [(r, self.labels) for r in self.rows if (r, self.labels) in self.cells]

    def outer_cells(self) -> list[At]:
        """The labels of the upper level; none where there is but one."""
        table = self.table
        if table.outer is None:
            return []
        values = self.whole.values[table.sheet]
        column = table.left + table.outer
        found = [(r, column) for r in range(table.top + 1, table.last + 1) if (r, column) in self.cells]
        return [at for at in found if at[0] > self.head[0][0] and values[at].text.lower() not in table.inner]

    def words(self, at: At) -> str:
        value = self.whole.values[self.table.sheet].get(at)
        return value.label if value else ""

    def region(self, cells: Iterable[At] | None = None) -> tuple[range, range]:
        """What was changed: these cells; left out, the table."""
        if cells is None:
            return range(self.table.top, self.table.last + 1), self.columns
        rows, columns = zip(*cells, strict=True)
        return range(min(rows), max(rows) + 1), range(min(columns), max(columns) + 1)


#: cells, what they changed (rows, columns), what was done; None where the table has nothing to change so
Change = tuple[Cells, tuple[range, range], str] | None
EVERYWHERE = range(1 << 20)


def move(cells: Cells, moves: dict[At, At | None]) -> Cells:
    """Cells put elsewhere, or nowhere."""
    kept = {at: cell for at, cell in cells.items() if at not in moves}
    return kept | {to: cells[at] for at, to in moves.items() if to and at in cells}


def swap(cells: Cells, pairs: Iterable[tuple[At, At]]) -> Cells:
    out = dict(cells)
    for one, other in pairs:
        for at, source in ((one, other), (other, one)):
            if source in cells:
                out[at] = cells[source]
            else:
                out.pop(at, None)
    return out


def shift_rows(cells: Cells, start: int, by: int) -> Cells:
    """Everything from a row on, some rows further down (or up: the rows above `start` are overwritten)."""
    return {
        (r + by if r >= start else r, c): cell
        for (r, c), cell in cells.items()
        if by > 0 or not start + by <= r < start
    }


def shift_columns(cells: Cells, start: int, by: int) -> Cells:
    turned = {(c, r): cell for (r, c), cell in cells.items()}
    return {(r, c): cell for (c, r), cell in shift_rows(turned, start, by).items()}


def two(place: Place, among: Iterable[int]) -> tuple[int, int]:
    """Two different ones where there are two."""
    given = [*among]
    found = place.chance.sample(given, min(2, len(given)))
    return found[0], found[-1]


def grown(place: Place) -> tuple[range, range]:
    """The table and one row and column more."""
    table = place.table
    return range(table.top, table.last + 2), range(table.left, table.right + 2)


def title_of(place: Place) -> list[At]:
    at = (place.table.top, place.table.left)
    return [at] if at in place.cells else []


def swap_two(place: Place, among: list[At], what: str) -> Change:
    pair = place.pick(among, 2)
    if len(pair) < 2 or place.words(pair[0]) == place.words(pair[1]):
        return None
    words = f"{what} {place.words(pair[0])!r} and {place.words(pair[1])!r} swapped"
    return swap(place.cells, [(pair[0], pair[1])]), place.region(), words


def put(place: Place, among: list[At], new: Callable[[str], Cell | None], what: str) -> Change:
    """Something else in one of these cells, made of its words."""
    if not (at := place.pick(among)):
        return None
    words = place.words(at[0])
    cell = new(words)
    cells = {**place.cells, at[0]: cell} if cell else move(place.cells, {at[0]: None})
    return cells, place.region(), f"{what}: {words!r} in row {at[0][0] + 1}, column {at[0][1] + 1}"


def put_words_of_another(place: Place, among: list[At], what: str) -> Change:
    pair = place.pick(among, 2)
    if len(pair) < 2 or place.words(pair[0]) == place.words(pair[1]):
        return None
    return put(place, pair[:1], lambda words: place.cells[pair[1]], f"{what} ({place.words(pair[1])!r})")
