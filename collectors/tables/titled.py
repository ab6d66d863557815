"""The tables of a sheet that are found by their titles.

A title starts a table; the row below it is the header, the rows down to a blank one the body. A header that cannot be
read, or a figure under no header, is `LayoutChanged` of that table: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from collectors.tables.axes import Block
from collectors.tables.dating import dated
from collectors.tables.declared import InTitle, Titled
from collectors.tables.grid import Grid, grids
from collectors.tables.headers import header_of, without_neighbour
from collectors.tables.rows import axis_of, rows_of
from collectors.tables.sheets import Area, Found, SheetReading, TableReading


class Tables:
    """The titled tables that a source declares of a kind of sheet."""

    def __init__(self, *tables: Titled) -> None:
        self.all = tables
        alternatives = (f"(?P<t{k}>{table.title})" for k, table in enumerate(tables))
        self._known = re.compile("|".join(alternatives), re.IGNORECASE).match

    @property
    def required(self) -> dict[str, str]:
        """The dataflows that no edition is without, each with the pattern of its title."""
        return {table.dataflow: table.title for table in reversed(self.all) if table.required}

    def find(self, reading: SheetReading) -> Iterator[Found]:
        """Every table of the sheet whose title is known, from top to bottom."""
        for grid in grids(reading.sheet, self._known):
            found = self._known(grid.title)
            if found and found.lastgroup:
                table = self.all[int(found.lastgroup[1:])]
                grid = without_neighbour(table, grid)
                if isinstance(table.time, InTitle):
                    grid = replace(grid, title=found[0])
                area = Area(grid.row, max([grid.header, *grid.body]) + 1, grid.left, grid.right)
                yield Found(table.dataflow, grid.title, area, partial(_read, table=table, grid=grid))


def _read(reading: TableReading, *, table: Titled, grid: Grid) -> list[Block]:
    """The figures of a table and what they are of; nothing where it prints none, which is told."""
    header = header_of(reading, table, grid)
    labelled = rows_of(reading, table, grid, header)
    if not labelled.rows:
        reading.tell(
            "empty_table", f"The table {grid.title!r} prints no figure.", grid.at, expected="figures", found="none"
        )
        return []
    axis = axis_of(reading, table, grid, labelled)
    block = Block(reading.sheet, table.dataflow, grid.title, axis, header.columns, measure=table.measure)
    return dated(reading, table, grid, block, labelled.labels)
