"""The ledger of a document: what became of each table and of each number, put together when all is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from collectors.errors import OnrecordError
from collectors.media.workbook import Sheet, address
from collectors.records import NOTICE, OMISSION, REFUSAL, SHEET, Table
from collectors.tables.axes import where
from collectors.tables.figures import Figures
from collectors.tables.sheets import Found, Notice

REFUSED = "table refused"
UNKNOWN = "table not known"


@dataclass(frozen=True)
class ReadTable:
    """A table that was read: its figures, and what was told on the way."""

    found: Found
    parts: Sequence[Figures]
    notices: Sequence[Notice] = ()
    omissions: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Refusal:
    """A table, or a sheet (`found` is None), that was refused."""

    sheet: str
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
    """One visible sheet: the tables read, those refused, and the numbers that are no figures. `figures`: the cells that
    are observations."""

    sheet: Sheet
    figures: NDArray[np.bool_]
    refusals: Sequence[Refusal] = ()
    notices: Sequence[Notice] = ()
    omissions: Mapping[tuple[int, int], str] = field(default_factory=dict)


def read_cells(sheet: Sheet, tables: Iterable[ReadTable]) -> NDArray[np.bool_]:
    """The cells of a sheet that some tables read."""
    read = np.zeros((sheet.height, sheet.width), dtype=bool)
    for table in tables:
        for part in table.parts:
            cells = np.zeros((len(part.block.rows.positions), len(part.block.columns.positions)), dtype=bool)
            cells[part.rows, part.columns] = True
            read[where(part.block.rows.positions, part.block.columns.positions)] |= cells
    return read


def tables_of(sheets: Sequence[SheetLedger], notices: Sequence[Notice], rows: pa.Table) -> Iterator[Table]:
    """One Arrow table of each kind that the document has: `rows` are its observations, `notices` those of the whole
    document."""
    yield _table("sheet", SHEET, (_sheet_row(one) for one in sheets))
    yield Table("observation", rows)
    omitted = [(one.sheet, at, reason) for one in sheets for at, reason in one.omissions.items()]
    if omitted:
        cells = ((sheet.name, address(*at), reason, sheet.label(*at)) for sheet, at, reason in omitted)
        yield _table("omission", OMISSION, cells)
    told = [*notices, *(notice for one in sheets for notice in _once(one.notices))]
    if told:
        yield _table("notice", NOTICE, (_notice_row(notice) for notice in told))
    refused = [refusal.row() for one in sheets for refusal in one.refusals]
    if refused:
        yield _table("refusal", REFUSAL, iter(refused))


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


def _sheet_row(one: SheetLedger) -> tuple[Any, ...]:
    numbers = one.sheet.numeric
    observed = int((one.figures & numbers).sum())
    return one.sheet.name, one.sheet.position, True, int(numbers.sum()), observed, len(one.omissions)


def _notice_row(notice: Notice) -> tuple[str | None, ...]:
    return notice.sheet, notice.cell, notice.kind, notice.expected, notice.found, notice.message


def _table(
    kind: Literal["omission", "notice", "refusal", "sheet"], schema: pa.Schema, rows: Iterator[tuple[Any, ...]]
) -> Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(list(column), item.type) for column, item in zip(columns, schema, strict=True)]
    return Table(kind, pa.table(arrays, schema=schema))
