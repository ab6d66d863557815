"""The ledger of a document: what became of each table and of each number, put together when all is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from collectors.errors import OnrecordError
from collectors.media.sheet import Sheet
from collectors.records import ENTRY, NOTICE, OMISSION, REFUSAL, SHEET, Table
from collectors.tables.axes import where
from collectors.tables.figures import Figures
from collectors.tables.labels import numbered
from collectors.tables.sheets import Found, ListedRow, Notice, Region

REFUSED = "table refused"
UNKNOWN = "table not known"


@dataclass(frozen=True)
class ReadTable:
    """A table that was read: its figures, and what was told on the way."""

    found: Found
    parts: Sequence[Figures]
    notices: Sequence[Notice] = ()
    omissions: Mapping[tuple[int, int], str] = field(default_factory=dict)
    axes: Sequence[Region] = ()
    attributes: Sequence[Region] = ()
    listed: Sequence[ListedRow] = ()


class CellsRead(NamedTuple):
    """For each cell of a sheet whether it is an observation, an attribute of an entry, or read into a period, a
    dimension or a label."""

    figures: NDArray[np.bool_]
    entries: NDArray[np.bool_]
    axes: NDArray[np.bool_]

    @property
    def any(self) -> NDArray[np.bool_]:
        return self.figures | self.entries | self.axes


@dataclass(frozen=True)
class Refusal:
    """A table, or a sheet (`found` is None), that was refused."""

    sheet: str | None
    found: Found | None
    error: OnrecordError
    dataflow: str | None = None  # where no table was found, but one is missed

    def row(self) -> tuple[str | None, ...]:
        """As `records.REFUSAL` has it."""
        dataflow = self.found.dataflow if self.found else self.dataflow
        title = self.found.title if self.found else None
        error = self.error
        return self.sheet, dataflow, title, error.outcome, error.expected, error.found, error.remedy


@dataclass(frozen=True)
class SheetLedger:
    """One visible sheet: the tables read, those refused, and the numbers that are no figures. `read` tells of which
    cells something was read."""

    sheet: Sheet
    read: CellsRead
    refusals: Sequence[Refusal] = ()
    notices: Sequence[Notice] = ()
    omissions: Mapping[tuple[int, int], str] = field(default_factory=dict)
    listed: Sequence[ListedRow] = ()


def read_cells(sheet: Sheet, tables: Sequence[ReadTable]) -> CellsRead:
    """The cells of a sheet that some tables read. One is counted once: as a figure, else as part of an axis."""
    figures = _figure_cells(sheet, tables)
    axes = _within(sheet, (region for table in tables for region in table.axes)) & ~figures
    entries = _within(sheet, (region for table in tables for region in table.attributes)) & ~figures & ~axes
    return CellsRead(figures, entries, axes)


def _figure_cells(sheet: Sheet, tables: Iterable[ReadTable]) -> NDArray[np.bool_]:
    read = np.zeros((sheet.height, sheet.width), dtype=bool)
    for table in tables:
        for part in table.parts:
            cells = np.zeros((len(part.block.rows.positions), len(part.block.columns.positions)), dtype=bool)
            cells[part.rows, part.columns] = True
            read[where(part.block.rows.positions, part.block.columns.positions)] |= cells
    return read


def _within(sheet: Sheet, regions: Iterable[Region]) -> NDArray[np.bool_]:
    cells = np.zeros((sheet.height, sheet.width), dtype=bool)
    for rows, columns in regions:
        cells[where(rows, columns)] = True
    return cells


def tables_of(sheets: Sequence[SheetLedger], notices: Sequence[Notice], rows: pa.Table) -> Iterator[Table]:
    """One Arrow table of each kind that the document has: `rows` are its observations, `notices` those of the whole
    document."""
    yield _table("sheet", SHEET, (_sheet_row(one) for one in sheets))
    yield Table("observation", rows)
    if any(one.listed for one in sheets):
        yield _table("entry", ENTRY, _entries(sheets))
    omitted = [row for one in sheets for row in _omitted(one)]
    if omitted:
        yield _table("omission", OMISSION, iter(omitted))
    told = [*notices, *(notice for one in sheets for notice in _once(one.notices))]
    if told:
        yield _table("notice", NOTICE, (_notice_row(notice) for notice in told))
    refused = [refusal.row() for one in sheets for refusal in one.refusals]
    if refused:
        yield _table("refusal", REFUSAL, iter(refused))


def _entries(sheets: Sequence[SheetLedger]) -> Iterator[tuple[Any, ...]]:
    """The rows of lists; what a document lists twice is `entry=2`."""
    rows = [(one.sheet, listed) for one in sheets for listed in one.listed]
    keys = numbered([f"{listed.dataflow}{{{listed.key}" for _, listed in rows])
    for (sheet, one), key in zip(rows, keys, strict=True):
        yield sheet.name, sheet.address(*one.at), one.dataflow, f"{key}}}", [*one.attributes.items()], one.title


def _once(notices: Iterable[Notice]) -> list[Notice]:
    """Each notice once, and of those that say the same of several tables the first."""
    said: set[object] = set()
    kept = []
    for notice in notices:
        key = (notice.kind, notice.once) if notice.once else notice
        if key not in said:
            said.add(key)
            kept.append(notice)
    return kept


def _omitted(one: SheetLedger) -> Iterator[tuple[Any, ...]]:
    """Each omission by itself; those of tables that are not read as ranges down a column, for they may be many."""
    sheet = one.sheet
    whole = {reason: [at for at, why in one.omissions.items() if why == reason] for reason in (REFUSED, UNKNOWN)}
    for at, reason in one.omissions.items():
        if reason not in whole:
            yield sheet.name, sheet.address(*at), reason, sheet.label(*at), 1
    for reason, cells in whole.items():
        for first, last in _runs(cells):
            count = last[0] - first[0] + 1
            cell = sheet.address(*first) if count == 1 else f"{sheet.address(*first)}:{sheet.address(*last)}"
            yield sheet.name, cell, reason, sheet.label(*first) if count == 1 else None, count


def _runs(cells: Iterable[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The first and the last of cells that stand one below the other."""
    ordered = sorted(cells, key=lambda at: (at[1], at[0]))
    first = last = None
    for at in ordered:
        if last is None or at != (last[0] + 1, last[1]):
            if first is not None and last is not None:
                yield first, last
            first = at
        last = at
    if first is not None and last is not None:
        yield first, last


def _sheet_row(one: SheetLedger) -> tuple[Any, ...]:
    numbers = one.sheet.numeric
    read = [int((cells & numbers).sum()) for cells in one.read]
    return one.sheet.name, one.sheet.position, True, int(numbers.sum()), *read, len(one.omissions)


def _notice_row(notice: Notice) -> tuple[str | None, ...]:
    return notice.sheet, notice.cell, notice.kind, notice.expected, notice.found, notice.message


def _table(
    kind: Literal["entry", "omission", "notice", "refusal", "sheet"], schema: pa.Schema, rows: Iterator[tuple[Any, ...]]
) -> Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(list(column), item.type) for column, item in zip(columns, schema, strict=True)]
    return Table(kind, pa.table(arrays, schema=schema))
