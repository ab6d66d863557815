"""The tables of a sheet, each judged as a unit: read, or refused. Gaps, repeats and missed tables are found here."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from collectors.errors import LayoutChanged, OnrecordError, ReaderFailed
from collectors.media.sheet import Sheet
from collectors.tables.columns import observations, repeated
from collectors.tables.figures import figures_of
from collectors.tables.ledger import REFUSED, UNKNOWN, ReadTable, Refusal, SheetLedger, read_cells
from collectors.tables.sheets import Found, Layout, Notice, SheetKind, SheetReading, TableReading, no_tables

Cell = tuple[int, int]
_TITLE = 24  # characters: a text as long as that between two blocks of figures is a title
_LONGEST_TITLE, _MOST_TITLES = 160, 400


@dataclass(frozen=True)
class SheetDraft:
    """A sheet whose tables are read, before the document as a whole is judged."""

    sheet: Sheet
    kind: SheetKind
    reading: SheetReading | None = None
    tables: Sequence[ReadTable] = ()
    refusals: Sequence[Refusal] = ()
    gaps: Mapping[int, Sequence[Cell]] = field(default_factory=dict)  # refusal ▶ figures below its table's end
    error: OnrecordError | None = None  # the sheet itself could not be read


def draft_of(reading: SheetReading, kind: SheetKind) -> SheetDraft:
    """Every table of a sheet, read or refused."""
    tables: list[ReadTable] = []
    refusals: list[Refusal] = []
    try:
        for found in kind.find(reading):
            outcome = _attempt(reading, found)
            (tables if isinstance(outcome, ReadTable) else refusals).append(outcome)  # type: ignore[arg-type]
    except LayoutChanged as error:  # what finds the tables of this sheet does not know it any more
        return SheetDraft(reading.sheet, kind, reading, error=error)
    return _without_gaps(SheetDraft(reading.sheet, kind, reading, tables, refusals))


def _attempt(reading: SheetReading, found: Found) -> ReadTable | Refusal:
    one = TableReading(reading)
    try:
        blocks = [block for block in found.read(one) if block.rows.positions and block.columns.positions]
        parts = [figures_of(one, block) for block in blocks]
    except OnrecordError as error:
        return Refusal(reading.sheet.name, found, error)
    except Exception as error:  # noqa: BLE001  loud all the same: the table is refused, by name
        return Refusal(reading.sheet.name, found, _broken(reading, found, error))
    return ReadTable(found, parts, one.notices, one.omissions, one.axes, one.attributes, one.listed)


def _broken(reading: SheetReading, found: Found, error: Exception) -> ReaderFailed:
    at = traceback.extract_tb(error.__traceback__)[-1]
    return ReaderFailed(
        reading.document.name,
        table=reading.place(f"table {found.title!r}"),
        expected=f"a table that {reading.layout.module} can read, or a typed error of it",
        found=f"{type(error).__name__}: {error} ({Path(at.filename).name}, line {at.lineno}, {at.name})",
        remedy="Nothing of this table is loaded. It is a fault of the reader: report it.",
    )


# ── Gaps ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _without_gaps(draft: SheetDraft) -> SheetDraft:
    """Half a table is none: where figures go on below a gap, in the columns of a table, that table is refused."""
    below: dict[int, list[Cell]] = {}  # table or refusal ▶ figures below its end
    units: list[ReadTable | Refusal] = [*draft.tables, *draft.refusals]
    reach = [_reach(unit) for unit in units]
    for cell in _unread(draft, read_cells(draft.sheet, draft.tables).any):
        if (unit := _continued(draft.sheet, reach, cell)) is not None:
            below.setdefault(unit, []).append(cell)
    tables: list[ReadTable] = []
    refusals = [*draft.refusals]
    gaps = {k - len(draft.tables): cells for k, cells in below.items() if k >= len(draft.tables)}
    for k, table in enumerate(draft.tables):
        if k not in below:
            tables.append(table)
            continue
        gaps[len(refusals)] = below[k]
        refusals.append(_gap(draft, table, below[k][0]))
    return replace(draft, tables=tables, refusals=refusals, gaps=gaps)


def _gap(draft: SheetDraft, table: ReadTable, first: Cell) -> Refusal:
    assert draft.reading is not None
    found = f"figures below its end, the first in {draft.sheet.address(*first)}"
    error = draft.reading.changed(f"table {table.found.title!r}", "one block of rows without a gap", found)
    return Refusal(draft.sheet.name, table.found, error)


def _reach(unit: ReadTable | Refusal) -> tuple[frozenset[int], int]:
    """The columns of the figures of a table, and its last row."""
    if isinstance(unit, ReadTable) and unit.parts:
        blocks = [part.block for part in unit.parts]
        columns = frozenset(column for block in blocks for column in block.columns.positions)
        return columns, max(max(block.rows.positions) for block in blocks)
    if unit.found is None:
        return frozenset(), 0
    area = unit.found.area
    return frozenset(range(area.left + 1, area.right)), area.bottom - 1


def _continued(sheet: Sheet, reach: Sequence[tuple[frozenset[int], int]], cell: Cell) -> int | None:
    """The table whose column a figure continues, if neither a title nor a header stands between them."""
    row, column = cell
    above = [k for k, (columns, last) in enumerate(reach) if column in columns and last < row]
    is_header = sheet.text(row + 1, column) and not sheet.numeric[row + 1].any()  # a year above its months
    if not above or is_header:
        return None
    nearest = max(above, key=lambda k: reach[k][1])
    columns, last = reach[nearest]
    for between in (r for r in range(last + 1, row) if not sheet.numeric[r].any()):
        titled = any(len(sheet.text(between, c)) > _TITLE for c in range(column + 1))
        if titled or any(sheet.text(between, c) for c in columns):
            return None
    return nearest


def _unread(draft: SheetDraft, read: NDArray[np.bool_]) -> list[Cell]:
    """The numbers of a sheet that no table reads, omits, or holds in its area though refused."""
    left = draft.sheet.numeric & ~read
    for table in draft.tables:
        for row, column in table.omissions:
            left[row, column] = False
    for refusal in draft.refusals:
        if refusal.found is not None:
            area = refusal.found.area
            left[area.top : area.bottom, area.left : area.right] = False
    return [(int(r), int(c)) for r, c in zip(*np.nonzero(left), strict=True)]


# ── Repeats ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def without_repeats(drafts: Sequence[SheetDraft]) -> tuple[list[SheetDraft], pa.Table | None]:
    """The drafts, each table refused that says again what another one of the document has said of a series and period;
    and the observations of those that are left, None where there are none."""
    drafts = [*drafts]
    while True:
        tables = [(k, table) for k, draft in enumerate(drafts) for table in draft.tables]
        sizes = [sum(part.count for part in table.parts) for _, table in tables]
        if not sum(sizes):
            return drafts, None
        rows = observations([part for _, table in tables for part in table.parts])
        twice = repeated(rows)
        if not len(twice):
            return _with_entries_told(drafts, tables, sizes, rows), rows
        owner = int(np.searchsorted(np.cumsum(sizes), twice[0], side="right"))
        place, table = tables[owner]
        drafts[place] = _refuse(drafts[place], table, str(rows["series_key"][int(twice[0])].as_py()))


def _with_entries_told(
    drafts: Sequence[SheetDraft], tables: Sequence[tuple[int, ReadTable]], sizes: Sequence[int], rows: pa.Table
) -> list[SheetDraft]:
    """The drafts, with a notice for each table of which some series is the second or third of its name (`entry=2`)."""
    keys = rows["series_key"].combine_chunks()
    numbered = pc.match_substring(keys.dictionary, "entry=")
    places = np.flatnonzero(numbered.take(keys.indices))
    owners = np.searchsorted(np.cumsum(sizes), places, side="right")
    told = [*drafts]
    for owner in dict.fromkeys(owners.tolist()):
        place, table = tables[owner]
        first = int(places[owners == owner][0])
        notice = _printed_twice(table, str(rows["cell"][first].as_py()), str(keys[first].as_py()), drafts[place].sheet)
        told[place] = _with_notice(told[place], table, notice)
    return told


def _printed_twice(table: ReadTable, cell: str, series: str, sheet: Sheet) -> Notice:
    words = (
        f"The table {table.found.title!r} prints some series again, the first in {cell}: they are numbered, {series}."
    )
    at = sheet.address(table.found.area.top, table.found.area.left)
    return Notice("printed_twice", words, sheet.name, at, expected="each series once in a document", found=series)


def _with_notice(draft: SheetDraft, table: ReadTable, notice: Notice) -> SheetDraft:
    tables = [replace(one, notices=[*one.notices, notice]) if one is table else one for one in draft.tables]
    return replace(draft, tables=tables)


def _refuse(draft: SheetDraft, table: ReadTable, series: str) -> SheetDraft:
    assert draft.reading is not None
    error = draft.reading.changed(f"table {table.found.title!r}", "each series once for a period", f"{series} twice")
    tables = [one for one in draft.tables if one is not table]
    return replace(draft, tables=tables, refusals=[*draft.refusals, Refusal(draft.sheet.name, table.found, error)])


# ── The whole document ───────────────────────────────────────────────────────────────────────────────────────────────
def ledgers_of(drafts: Sequence[SheetDraft], layout: Layout) -> list[SheetLedger]:
    """What became of each sheet. A table that no edition is without, missed where there are figures under no known
    title, is refused: it may stand there under another title."""
    known = {table.found.dataflow for draft in drafts for table in draft.tables}
    known |= {refusal.found.dataflow for draft in drafts for refusal in draft.refusals if refusal.found}
    strayed = {flow: title for kind in _missing_kinds(drafts, layout) for flow, title in kind.expects.items()}
    ledgers = []
    for draft in drafts:
        expected = draft.kind.expects if draft.kind.word else strayed
        ledgers.append(_ledger(draft, {flow: title for flow, title in expected.items() if flow not in known}))
    return ledgers


def _missing_kinds(drafts: Sequence[SheetDraft], layout: Layout) -> list[SheetKind]:
    there = {id(draft.kind) for draft in drafts}
    return [kind for kind in layout.sheets if kind.every_edition and id(kind) not in there]


def _ledger(draft: SheetDraft, missed: Mapping[str, str]) -> SheetLedger:
    omissions: dict[Cell, str] = {}
    for table in draft.tables:
        omissions |= table.omissions
    read = read_cells(draft.sheet, draft.tables)
    of_any = read.any
    omissions = {at: reason for at, reason in omissions.items() if not of_any[at]}  # another table reads the others
    refused = _refused_cells(draft, of_any) - omissions.keys()
    unknown = [cell for cell in _unread(draft, of_any) if cell not in refused]
    omissions |= dict.fromkeys(sorted(refused), REFUSED)
    refusals = [*draft.refusals, *_of_sheet(draft, missed, unknown)]
    notices = [notice for table in draft.tables for notice in table.notices]
    if unknown and len(refusals) == len(draft.refusals):
        omissions |= dict.fromkeys(unknown, UNKNOWN)
        notices.append(_unknown_table(draft.sheet, unknown))
    else:
        omissions |= dict.fromkeys(unknown, REFUSED)
    listed = [row for table in draft.tables for row in table.listed]
    return SheetLedger(draft.sheet, read, refusals, notices, omissions, listed)


def _refused_cells(draft: SheetDraft, read: NDArray[np.bool_]) -> set[Cell]:
    """The numbers of refused tables: in their areas, and below the gaps in them, save what other tables read."""
    numeric = draft.sheet.numeric & ~read
    cells: set[Cell] = set()
    for k, refusal in enumerate(draft.refusals):
        if refusal.found is not None:
            area = refusal.found.area
            rows, columns = np.nonzero(numeric[area.top : area.bottom, area.left : area.right])
            cells |= {(area.top + int(r), area.left + int(c)) for r, c in zip(rows, columns, strict=True)}
        cells |= set(draft.gaps.get(k, ()))
    return cells


def _of_sheet(draft: SheetDraft, missed: Mapping[str, str], unknown: Sequence[Cell]) -> list[Refusal]:
    """The refusals of a sheet as such: it cannot be read, nothing on it is known, or it lacks a table and has figures
    under no known title."""
    name = draft.sheet.name
    flows: list[str | None] = [*draft.kind.expects] or [None]
    if draft.error is not None:
        return [Refusal(name, None, draft.error, flow) for flow in flows]
    if not unknown or draft.reading is None:
        return []
    nothing_known = not draft.tables and not draft.refusals
    if nothing_known and draft.kind.word and draft.kind.find is not no_tables:
        found = "figures, none of them under such a title: " + "; ".join(_titles(draft)[:3])
        error = draft.reading.changed("the sheet", "tables with known titles", found)
        return [Refusal(name, None, error, flow) for flow in flows]
    refusals = []
    for dataflow, title in missed.items():
        found = "figures under no known title; the nearest: " + "; ".join(_nearest(title, _titles(draft)))
        error = draft.reading.changed(f"table {dataflow}", f"a title like {title!r}", found)
        refusals.append(Refusal(name, None, error, dataflow))
    return refusals


def _titles(draft: SheetDraft) -> list[str]:
    """The texts of a sheet that may be titles of tables that are not known."""
    known = {table.found.title for table in draft.tables}
    known |= {refusal.found.title for refusal in draft.refusals if refusal.found}
    texts = (text for _, _, text in draft.sheet.strings if _TITLE // 2 < len(text) < _LONGEST_TITLE)
    return [text for text in dict.fromkeys(texts) if text not in known][:_MOST_TITLES]


def _nearest(title: str, others: Iterable[str]) -> list[str]:
    """The three that are most alike."""
    words = re.sub(r"[^\w ]", "", title).lower()
    return sorted(others, key=lambda other: -SequenceMatcher(None, words, other.lower()).ratio())[:3]


def _unknown_table(sheet: Sheet, unknown: Sequence[Cell]) -> Notice:
    row, column = unknown[0]
    top = next((r for r in range(row, 0, -1) if sheet.is_blank(r - 1, 0, sheet.width)), 0)
    words = [text for r, c, text in sheet.strings if top <= r <= row and c <= column]
    title = words[0] if words else ""
    return Notice(
        "unknown_table",
        f"{len(unknown)} figures of this sheet belong to no table that is known; the block of the first begins with "
        f"{title!r}. Declare the table in the source's module.",
        sheet.name,
        sheet.address(*unknown[0]),
        found=title or None,
    )
