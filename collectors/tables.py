"""A published table ▶ rows of `records.OBSERVATION`, without an object a cell.

A reader says what stands on the axes of a table (`Axis`) and what the table is (`Block`); `Observations` puts the
blocks of a sheet together as Arrow columns, counts the numeric cells, and names those that no block has read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from collectors.periods import Period
from collectors.records import NOTICE, OBSERVATION, OMISSION, SHEET, Table
from collectors.workbook import LETTERS, Sheet, address

STATUSES = ("A", "P", "M", "O", "Q")  # SDMX CL_OBS_STATUS
A, P, M, O, Q = range(5)  # noqa: E741
#: What a publisher prints in place of a number. The readers' notes say what each means to it.
MARKS = {"X": M, "NA": O, "N/A": O, "-": O, "–": O, "D": Q, "*": Q}


def slug(text: str) -> str:
    """A label as the value of a dimension: `Order of Recognizance` ▶ `order_of_recognizance`."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def plain(text: str) -> str:
    """A name as the value of a dimension: case folded, the characters that a series key needs taken out."""
    return " ".join(re.sub(r"[,={}]", " ", text.casefold()).split())


class Measure(NamedTuple):
    """What a figure counts: a metric of `core.metric`, and its unit."""

    metric: str
    unit: str


@dataclass(slots=True)
class Axis:
    """The rows or the columns of a table: where each stands, the publisher's words for it, its part of the series key
    (`agency=CBP`, '' for none), and its period or measure where it is this axis that gives them."""

    positions: list[int]
    labels: list[str]
    keys: list[str]
    periods: list[Period] | None = None
    measures: list[Measure] | None = None


@dataclass(slots=True)
class Block:
    """One published table. `period` and `measure` hold for all of it where no axis gives them."""

    dataflow: str
    title: str
    rows: Axis
    columns: Axis
    period: Period | None = None
    measure: Measure | None = None
    data_through: date | None = None
    #: the day by which "not over yet" is judged where the table itself does not say how far its data run
    judged_by: date | None = None
    #: statuses by row or column that the reader knows better than the printed number (0 for a month to come)
    unfilled: dict[tuple[str, int], int] = field(default_factory=dict)


class Observations:
    """What one sheet says. Collect blocks with `add`, notices and omissions beside them, then `finish`."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.read = np.zeros((sheet.height, sheet.width), dtype=bool)  # cells that are observations
        self.omitted: list[tuple[int, int, str]] = []
        self.notices: list[dict[str, str | None]] = []
        self._keys: list[str] = []
        self._labels: list[tuple[str, ...]] = [(), ()]
        self._parts: list[dict[str, NDArray[np.generic]]] = []
        self._words: dict[str, list[str]] = {name: [] for name in ("dataflow", "title", "row", "column", "key")}
        self._periods: list[Period] = []
        self._measures: list[Measure] = []
        self._through: list[date | None] = []
        self._texts: list[tuple[int, str]] = []
        self._count = 0

    def add(self, block: Block) -> None:
        """Every cell of the block that is not blank becomes an observation."""
        rows, columns = block.rows, block.columns
        if not rows.positions or not columns.positions:
            return
        values = self.sheet.numbers[np.ix_(rows.positions, columns.positions)]
        number = ~np.isnan(values)
        texts = [] if number.all() else self._marks(block, number)
        present = number.copy()
        for i, j, _ in texts:
            present[i, j] = True
        i, j = np.nonzero(present)
        status = self._status(block, values, texts)[i, j]
        self.read[np.asarray(rows.positions)[i], np.asarray(columns.positions)[j]] = True
        words = self._words
        part: dict[str, NDArray[np.generic]] = {
            "r": np.asarray(rows.positions, dtype=np.int32)[i],
            "c": np.asarray(columns.positions, dtype=np.int32)[j],
            "printed": values[i, j],
            "status": status,
            "row": (i + len(words["row"])).astype(np.int32),
            "column": (j + len(words["column"])).astype(np.int32),
            "table": np.full(len(i), len(words["title"]), dtype=np.int32),
            "key": self._series(block, i, j),
            "period": self._period(block, i, j),
            "measure": self._measure(block, i, j),
        }
        order = {(int(a), int(b)): k for k, (a, b) in enumerate(zip(i, j, strict=True))} if texts else {}
        self._texts += [(self._count + order[a, b], text) for a, b, text in texts]
        words["row"] += rows.labels
        words["column"] += columns.labels
        words["dataflow"].append(block.dataflow)
        words["title"].append(block.title)
        self._through.append(block.data_through)
        self._parts.append(part)
        self._count += len(i)

    def _marks(self, block: Block, number: NDArray[np.bool_]) -> list[tuple[int, int, str]]:
        found = []
        for i, j in zip(*np.nonzero(~number), strict=True):
            text = self.sheet.text(block.rows.positions[i], block.columns.positions[j])
            if text:
                found.append((int(i), int(j), text))
        return found

    def _status(
        self, block: Block, values: NDArray[np.float64], texts: Sequence[tuple[int, int, str]]
    ) -> NDArray[np.int8]:
        status = np.zeros(values.shape, dtype=np.int8)
        through = block.data_through or block.judged_by
        if through:
            for axis, periods in ((0, block.rows.periods), (1, block.columns.periods)):
                for k, period in enumerate(periods or ()):
                    if period.over > through:
                        status[(k, slice(None)) if axis == 0 else (slice(None), k)] = P
            if block.period and block.period.over > through:
                status[:] = P
        for (axis_name, k), code in block.unfilled.items():
            status[(k, slice(None)) if axis_name == "row" else (slice(None), k)] = code
        for i, j, text in texts:
            status[i, j] = MARKS.get(text.upper(), O)
        return status

    def _series(self, block: Block, i: NDArray[np.intp], j: NDArray[np.intp]) -> NDArray[np.int32]:
        keys, first = self._words["key"], len(self._words["key"])
        if any(block.columns.keys):
            width = len(block.columns.keys)
            keys += [_key(block.dataflow, a, b) for a in block.rows.keys for b in block.columns.keys]
            return (first + i * width + j).astype(np.int32)
        keys += [_key(block.dataflow, a, "") for a in block.rows.keys]
        return (first + i).astype(np.int32)

    def _period(self, block: Block, i: NDArray[np.intp], j: NDArray[np.intp]) -> NDArray[np.int32]:
        first = len(self._periods)
        if block.columns.periods is not None:
            self._periods += block.columns.periods
            return (first + j).astype(np.int32)
        if block.rows.periods is not None:
            self._periods += block.rows.periods
            return (first + i).astype(np.int32)
        assert block.period is not None, f"{block.dataflow}: a block without a period"
        self._periods.append(block.period)
        return np.full(len(i), first, dtype=np.int32)

    def _measure(self, block: Block, i: NDArray[np.intp], j: NDArray[np.intp]) -> NDArray[np.int32]:
        first = len(self._measures)
        if block.columns.measures is not None:
            self._measures += block.columns.measures
            return (first + j).astype(np.int32)
        if block.rows.measures is not None:
            self._measures += block.rows.measures
            return (first + i).astype(np.int32)
        assert block.measure is not None, f"{block.dataflow}: a block without a measure"
        self._measures.append(block.measure)
        return np.full(len(i), first, dtype=np.int32)

    def omit(self, row: int, column: int, reason: str) -> None:
        """A numeric cell that is no figure, with one of the few named reasons."""
        self.omitted.append((row, column, reason))

    def notice(
        self,
        kind: str,
        message: str,
        *,
        at: tuple[int, int] | None = None,
        expected: str | None = None,
        found: str | None = None,
    ) -> None:
        """Something a person should know; `at` is row and column."""
        self.notices.append(
            {
                "sheet": self.sheet.name,
                "cell": address(*at) if at else None,
                "kind": kind,
                "expected": expected,
                "found": found,
                "message": message,
            }
        )

    def unread(self) -> list[tuple[int, int]]:
        """The numeric cells that are neither an observation nor omitted."""
        left = ~np.isnan(self.sheet.numbers) & ~self.read
        for row, column, _ in self.omitted:
            left[row, column] = False
        return [(int(r), int(c)) for r, c in zip(*np.nonzero(left), strict=True)]

    def finish(self) -> list[Table]:
        """The tables of this sheet: observations, omissions, notices, and its line in the count of cells."""
        sheet = self.sheet
        numeric = int((~np.isnan(sheet.numbers)).sum())
        observed = int((self.read & ~np.isnan(sheet.numbers)).sum())
        counts = {
            "sheet": sheet.name,
            "position": sheet.position,
            "visible": True,
            "numeric_cells": numeric,
            "observed_cells": observed,
            "omitted_cells": len(self.omitted),
        }
        found = [Table("sheet", pa.Table.from_pylist([counts], schema=SHEET))]
        if self._count:
            found.append(Table("observation", self._arrow()))
        if self.omitted:
            rows = [
                {"sheet": sheet.name, "cell": address(r, c), "reason": why, "value_text": sheet.label(r, c)}
                for r, c, why in self.omitted
            ]
            found.append(Table("omission", pa.Table.from_pylist(rows, schema=OMISSION)))
        if self.notices:
            found.append(Table("notice", pa.Table.from_pylist(self.notices, schema=NOTICE)))
        return found

    def _arrow(self) -> pa.Table:
        column = {name: np.concatenate([part[name] for part in self._parts]) for name in self._parts[0]}
        printed = pa.array(column["printed"], from_pandas=True)
        text = printed.cast(pa.string())
        if self._texts:
            at = np.zeros(self._count, dtype=bool)
            at[[k for k, _ in self._texts]] = True
            text = pc.replace_with_mask(text, pa.array(at), pa.array([t for _, t in sorted(self._texts)], pa.string()))
        figure = column["status"] <= P
        periods = pa.array(column["period"])
        rows = (column["r"] + 1).astype("U7").tolist()
        table = pa.array(column["table"])
        dataflows = _dictionary(column["table"], self._words["dataflow"])
        return pa.table(
            {
                "sheet": _dictionary(np.zeros(self._count, dtype=np.int32), [self.sheet.name]),
                "cell": pa.array([LETTERS[c] + r for c, r in zip(column["c"].tolist(), rows, strict=True)]),
                "dataflow": dataflows,
                "series_key": _dictionary(column["key"], self._words["key"]),
                "metric": _dictionary(column["measure"], [m.metric for m in self._measures]),
                "time_period": _dictionary(column["period"], [p.id for p in self._periods]),
                "period_start": pa.array([p.start for p in self._periods], pa.date32()).take(periods),
                "period_end": pa.array([p.end for p in self._periods], pa.date32()).take(periods),
                "data_through": pa.array(self._through, pa.date32()).take(table),
                "value": pc.if_else(pa.array(figure), printed, pa.scalar(None, pa.float64())),
                "value_text": text,
                "unit": _dictionary(column["measure"], [m.unit for m in self._measures]),
                "obs_status": _dictionary(column["status"].astype(np.int32), list(STATUSES)),
                "table_title": _dictionary(column["table"], self._words["title"]),
                "row_label": _dictionary(column["row"], self._words["row"]),
                "column_label": _dictionary(column["column"], self._words["column"]),
            },
            schema=OBSERVATION,
        )


def _key(dataflow: str, row: str, column: str) -> str:
    inside = f"{row},{column}" if row and column else row or column
    return f"{dataflow}{{{inside}}}" if inside else dataflow


def _dictionary(indices: NDArray[np.generic], words: list[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(indices), pa.array(words, pa.string()))


def zero_columns(sheet: Sheet, rows: Sequence[int], columns: Sequence[int]) -> list[bool]:
    """For each column whether it prints 0 in every row that prints a number, and prints at least one."""
    values = sheet.numbers[np.ix_(list(rows), list(columns))]
    number = ~np.isnan(values)
    return [bool(n) for n in (number.any(axis=0) & (np.where(number, values, 0) == 0).all(axis=0))]
