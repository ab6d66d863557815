"""Two levels in one label column: an outer row, then its inner ones, all of them with figures.

Where the outer row is gone the inner ones would join the group above: a repeated inner label, one before any outer row,
one under a total that it does not add up to are `LayoutChanged`.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import takewhile

import numpy as np

from collectors.tables.declared import Header, TwoLevels
from collectors.tables.grid import Grid
from collectors.tables.labels import UNLABELLED
from collectors.tables.sheets import TableReading


def of_two_levels(reading: TableReading, table: TwoLevels, grid: Grid, header: Header) -> list[tuple[str, ...]]:
    """(outer, inner) of each row of the body."""
    sheet, first = reading.sheet, min(header.columns.positions)
    filled = [c for c in range(grid.left, first) if any(sheet.text(r, c) for r in header.body)]
    column = filled[0] if filled else grid.left
    pairs = two_levels([sheet.text(r, column) for r in header.body], table.inner)
    _refuse_orphans(reading, grid, header, pairs)
    _refuse_unknown_outer(reading, table, grid, header, pairs)
    if table.adds_up:
        _judge_sums(reading, grid, header, pairs)
    _tell_unlabelled(reading, grid, header, pairs)
    return pairs


def two_levels(column: Sequence[str], inner: Container[str]) -> list[tuple[str, ...]]:
    """Two levels in one label column, an outer row and then its inner ones: (outer, inner) of each, inner '' for the
    outer row itself.

    A row without a label is an inner one if an inner one follows that its outer row does not have yet.
    """
    pairs: list[tuple[str, ...]] = []
    outer, had = "", set()
    for label, following in zip(column, [*column[1:], ""], strict=True):
        words = label.lower(), following.lower()
        if words[0] in inner or (not label and words[1] in inner and words[1] not in had):
            pairs.append((outer, label or UNLABELLED))
            had.add(words[0])
        else:
            outer, had = label or UNLABELLED, set()
            pairs.append((outer, ""))
    return pairs


def _refuse_orphans(reading: TableReading, grid: Grid, header: Header, pairs: Sequence[tuple[str, ...]]) -> None:
    """An inner row before any outer one, or a second time under one: the outer row between them is gone."""
    had: set[tuple[str, str]] = set()
    outer_row, outers = -1, set[str]()
    for row, (outer, inner) in zip(header.body, pairs, strict=True):
        if not inner and outer in outers:
            found = f"{outer!r} in row {row + 1}, and in a row above it"
            raise reading.changed(f"table {grid.title!r}", "each outer row once", found)
        if not inner:
            outer_row, had = row, set()
            outers |= {outer} - {UNLABELLED}
        elif not outer or (outer, inner.lower()) in had:
            expected = "each inner row once, below its outer one"
            found = f"{inner!r} in row {row + 1}, under {outer!r} of row {outer_row + 1}"
            raise reading.changed(f"table {grid.title!r}", expected, found)
        else:
            had.add((outer, inner.lower()))


def _tell_unlabelled(reading: TableReading, grid: Grid, header: Header, pairs: Sequence[tuple[str, ...]]) -> None:
    for row, (outer, inner) in zip(header.body, pairs, strict=True):
        if UNLABELLED in (inner or outer, inner) and reading.sheet.figures(row, grid.left, grid.right):
            words = f"Row {row + 1} of the table {grid.title!r} has no label: it is read as {UNLABELLED!r}."
            reading.tell("label_missing", words, (row, grid.left), expected="a label", found="a blank one")


def _judge_sums(reading: TableReading, grid: Grid, header: Header, pairs: Sequence[tuple[str, ...]]) -> None:
    """Inner rows that do not add up to their outer row: told. A row without a label among them may be an outer one that
    lost its label, and the outer row above those of a total may be gone: then it is refused."""
    sheet, first = reading.sheet, header.columns.positions[0]
    for k, (outer, inner) in enumerate(pairs):
        group = [] if inner else _group(pairs, k)
        counted = sum(sheet.numbers[header.body[j], first] for j in group)
        if not group or counted == sheet.numbers[header.body[k], first]:
            continue
        row, title = header.body[k], f"table {grid.title!r}"
        found = f"rows that do not add up to {outer!r} in row {row + 1}"
        if doubtful := [header.body[j] for j in group if pairs[j][1] == UNLABELLED]:
            raise reading.changed(title, f"a label in row {doubtful[0] + 1}", f"a blank one among {found}")
        if "total" in outer.lower():
            raise reading.changed(title, "an outer row above each group of inner ones", found)
        if np.isfinite(counted + sheet.numbers[row, first]):  # else a figure among them is missing
            words = f"The rows below {outer!r} do not add up to it in the {title}: a row may be missing."
            reading.tell(
                "group_disagrees", words, (row, first), expected=sheet.label(row, first), found=f"{counted:.15g}"
            )


def _group(pairs: Sequence[tuple[str, ...]], outer: int) -> list[int]:
    """The inner rows below an outer one."""
    return [*takewhile(lambda j: pairs[j][1], range(outer + 1, len(pairs)))]


def _refuse_unknown_outer(
    reading: TableReading, table: TwoLevels, grid: Grid, header: Header, pairs: Sequence[tuple[str, ...]]
) -> None:
    """A label on neither level: taken for an outer one it would take the rows below it along. Of counts, a new outer
    row is believed where the rows below it add up to it."""
    sheet, first = reading.sheet, header.columns.positions[0]
    for k, (outer, inner) in enumerate(pairs):
        row = header.body[k]
        known = inner or outer.lower() in table.outer or outer == UNLABELLED
        if known or not sheet.figures(row, grid.left, grid.right):
            continue
        counted = [sheet.numbers[header.body[j], first] for j in _group(pairs, k)]
        if not table.adds_up or not counted or sum(counted) != sheet.numbers[row, first]:
            expected = "a label among " + ", ".join(sorted(table.outer | table.inner))
            raise reading.changed(f"table {grid.title!r}", expected, f"{outer!r} in row {row + 1}")
