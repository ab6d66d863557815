"""The body of a titled table ▶ the rows that hold its figures, with their labels as dimensions.

A label that stands twice where it should stand once, or an inner one without an outer one, is `LayoutChanged`: the
figures below would be taken for those of another row.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import NamedTuple

from collectors.media.sheet import Sheet
from collectors.tables.axes import Axis, Line
from collectors.tables.declared import Bands, Header, InTitle, Measures, Titled, TwoLevels
from collectors.tables.grid import Grid, fill_down
from collectors.tables.headers import unreadable
from collectors.tables.labels import numbered
from collectors.tables.sheets import TableReading
from collectors.tables.two_levels import of_two_levels


class Labelled(NamedTuple):
    """Rows that print figures, each with its labels from the outer to the inner one."""

    rows: list[int]
    labels: list[tuple[str, ...]]


def rows_of(reading: TableReading, table: Titled, grid: Grid, header: Header) -> Labelled:
    """The rows that print a figure. None where the publisher has not filled them in: rows that are blank, or a block of
    its own period without rows."""
    sheet, first = reading.sheet, min(header.columns.positions)
    rows = [r for r in header.body if not sheet.is_blank(r, first, grid.right)]
    if not header.body and not isinstance(table.time, InTitle):
        raise reading.changed(f"table {grid.title!r}", "rows with figures under the header", "none")
    _refuse_loose_figures(reading, grid, header)
    if not rows:
        return Labelled([], [])
    match table.rows:
        case Bands():
            labelled = _under_bands(reading, grid, header, rows)
        case TwoLevels():
            pairs = of_two_levels(reading, table.rows, grid, header)
            labelled = _with_figures(header, rows, pairs)
        case Measures():
            labelled = _in_columns(sheet, grid, header, rows, 1)
        case _:
            labelled = _in_columns(sheet, grid, header, rows, len(table.rows))
            if len(table.rows) != len(labelled.labels[0]):
                expected = f"{len(table.rows)} columns of labels"
                raise reading.changed(f"table {grid.title!r}", expected, str(len(labelled.labels[0])))
            if "_" not in table.rows:
                _refuse_repeats(reading, grid, header, labelled)
            _tell_totals(reading, grid, labelled)
    _refuse_lost_labels(reading, grid, labelled.rows, first)
    return labelled


def _refuse_loose_figures(reading: TableReading, grid: Grid, header: Header) -> None:
    figures = reading.sheet.numeric[[*header.body]]
    printed = figures[:, grid.left : grid.right].any(axis=0).nonzero()[0].tolist()
    loose = [grid.left + c for c in printed if grid.left + c not in header.columns.positions]
    if loose:
        row = header.body[int(figures[:, loose[0]].argmax())]
        where = f"a figure without one in row {row + 1}, column {loose[0] + 1}"
        raise unreadable(reading, grid, f"every figure under a header; {where}")


def _refuse_lost_labels(reading: TableReading, grid: Grid, rows: Container[int], first: int) -> None:
    """An error in the place of a label (`#REF!`): nobody knows whose the figures beside it are."""
    for (row, column), text in reading.sheet.lost.items():
        if row in rows and grid.left <= column < first:
            raise reading.changed(f"table {grid.title!r}", f"a label in row {row + 1}", text)


def _in_columns(sheet: Sheet, grid: Grid, header: Header, rows: Sequence[int], most: int) -> Labelled:
    """Labels in columns of their own, the outer ones printed once over several rows."""
    first = min(header.columns.positions)
    filled = [c for c in range(grid.left, first) if any(sheet.text(r, c) for r in header.body)]
    columns = filled[:most] or [grid.left]
    # A row without figures still has its label: what stands below it belongs to it, not to the row above.
    labels = [tuple(sheet.text(r, c) for c in columns) for r in header.body]
    if len(columns) > 1:
        labels = fill_down(labels)
    return _with_figures(header, rows, labels)


def _refuse_repeats(reading: TableReading, grid: Grid, header: Header, labelled: Labelled) -> None:
    """An inner label a second time under one outer one, without one, or below a total that stands alone: the outer
    label between them is gone."""
    had, alone = set[tuple[str, ...]](), ""  # `alone`: a total that was printed without an inner label
    for row, labels in zip(labelled.rows, labelled.labels, strict=True):
        words = tuple(label.lower() or "total" for label in labels)  # a blank inner label is a total
        below_total = labels[0] == alone and not _is_printed(reading.sheet, grid, header, row, alone)
        if len(labels) > 1 and (words in had or not labels[0] or below_total):
            found = f"{labels[-1]!r} in row {row + 1}, under {labels[0]!r}"
            raise reading.changed(f"table {grid.title!r}", "each inner label once under its outer one", found)
        had.add(words)
        if not labels[-1] and "total" in labels[0].lower():
            alone = labels[0]


def _is_printed(sheet: Sheet, grid: Grid, header: Header, row: int, label: str) -> bool:
    """Whether a label stands in its row, and not only in one above."""
    return any(sheet.text(row, c) == label for c in range(grid.left, min(header.columns.positions)))


def _tell_totals(reading: TableReading, grid: Grid, labelled: Labelled) -> None:
    """An inner label that is blank is the total of its outer one: told, save where the outer one is a total itself."""
    for row, (outer, *inner) in zip(labelled.rows, labelled.labels, strict=True):
        if not all(inner) and "total" not in outer.lower():
            words = f"Row {row + 1} of the table {grid.title!r} has no label beside {outer!r}: it is read as its total."
            reading.tell("label_missing", words, (row, grid.left + 1), expected="a label", found="a blank one")


def _with_figures(header: Header, rows: Sequence[int], labels: Sequence[tuple[str, ...]]) -> Labelled:
    wanted = set(rows)
    return Labelled([*rows], [label for r, label in zip(header.body, labels, strict=True) if r in wanted])


# ── Bands ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _under_bands(reading: TableReading, grid: Grid, header: Header, rows: Sequence[int]) -> Labelled:
    """The labels of the rows that print figures, each with the label alone on its row that stands above it."""
    labels, band, with_figures = list[tuple[str, ...]](), "", set(rows)
    for row in header.body:
        label = reading.sheet.text(row, grid.left)
        if row not in with_figures:
            band = label
        elif not band or (band, label) in labels:
            expected = "a group above each row of figures, and each row once in its group"
            raise reading.changed(f"table {grid.title!r}", expected, f"{label!r} in row {row + 1}, under {band!r}")
        else:
            labels.append((band, label))
    return Labelled([*rows], labels)


# ── Labels ▶ the axis ────────────────────────────────────────────────────────────────────────────────────────────────
def axis_of(reading: TableReading, table: Titled, grid: Grid, labelled: Labelled) -> Axis:
    """The rows of a table with their part of the series key, or the measure of each."""
    if isinstance(table.rows, Measures):
        return _measured(reading, table.rows, grid, labelled)
    dimensions = table.rows if isinstance(table.rows, tuple) else table.rows.dimensions
    names = [(k, name) for k, name in enumerate(dimensions) if name not in ("fiscal_year", "_")]
    keys: list[str] = []
    for row, labels in zip(labelled.rows, labelled.labels, strict=True):
        pairs = [table.constant] if table.constant else []
        for k, name in names:
            # An inner label that is blank is the total of its outer one.
            label = labels[k] or ("Total" if k else _blank(reading, grid, labelled, row))
            pairs.append(f"{name}={reading.value(name, label, (row, 0))}")
        keys.append(",".join(pairs))
    words = [" / ".join(label for label in labels if label) for labels in labelled.labels]
    return Axis(labelled.rows, words, keys if "fiscal_year" in dimensions else numbered(keys))


def _blank(reading: TableReading, grid: Grid, labelled: Labelled, row: int) -> str:
    """A row of figures without a label is the total, where no other row is; that is told."""
    if any("total" in labels[0].lower() for labels in labelled.labels):
        raise reading.changed(f"table {grid.title!r}", f"a label in row {row + 1}", "a blank one, beside a total")
    reading.tell(
        "label_missing",
        f"Row {row + 1} of the table {grid.title!r} has no label: it is read as the total.",
        (row, grid.left),
        expected="a label",
        found="a blank one",
    )
    return "Total"


def _measured(reading: TableReading, table: Measures, grid: Grid, labelled: Labelled) -> Axis:
    """Rows of which each counts something else."""
    lines = []
    for row in labelled.rows:
        label = reading.sheet.text(row, grid.left)
        known = next(((key, measure) for pattern, key, measure in table.lines if re.match(pattern, label)), None)
        if known is None:
            expected = "rows among " + ", ".join(repr(pattern) for pattern, _, _ in table.lines)
            raise reading.changed(f"table {grid.title!r}", expected, f"the row {label!r}")
        lines.append(Line(row, label, known[0], None, known[1]))
    return Axis.of(lines)
