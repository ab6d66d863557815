"""A published table ▶ rows of `records.OBSERVATION`, without an object a cell.

A reader says what stands on the axes of a table (`Axis`) and what the table is (`Block`); `Statements` puts the blocks
of a document together as Arrow columns, counts the numeric cells, and names those that no block has read.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from collectors.media.workbook import LETTERS, Sheet, address
from collectors.records import NOTICE, OBSERVATION, OMISSION, SHEET, Table
from collectors.tables.periods import Period

Ints = NDArray[Any]
STATUSES = ("A", "P", "M", "O", "Q")  # SDMX CL_OBS_STATUS
NORMAL, PROVISIONAL, CANNOT_EXIST, MISSING, WITHHELD = range(5)


@lru_cache(maxsize=1 << 14)  # a release repeats its labels, and so do the releases
def slug(text: str) -> str:
    """A label as the value of a dimension: `Order of Recognizance` ▶ `order_of_recognizance`."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """A name as the value of a dimension: case folded, the characters that a series key needs taken out."""
    return " ".join(re.sub(r"[,={}]", " ", text.casefold()).split())


def numbered(keys: Sequence[str], apart: Sequence[str] = ()) -> list[str]:
    """A label that one table prints twice stays two series: told apart by what `apart` has for it, else the second is
    `entry=2`."""
    if apart:
        count = Counter(keys)
        keys = [f"{key},{more}" if count[key] > 1 else key for key, more in zip(keys, apart, strict=True)]
    if len(set(keys)) == len(keys):
        return [*keys]
    seen: dict[str, int] = {}
    out = []
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
        out.append(f"{key},entry={seen[key]}" if seen[key] > 1 else key)
    return out


class Measure(NamedTuple):
    """What a figure counts: a metric of `core.metric`, and its unit."""

    metric: str
    unit: str


class Line(NamedTuple):
    """One row or column of a table: see `Axis`."""

    position: int
    label: str
    key: str = ""
    period: Period | None = None
    measure: Measure | None = None


@dataclass(slots=True)
class Axis:
    """The rows or the columns of a table: where each stands, the publisher's words for it, its part of the series key
    (`agency=CBP`, '' for none), and its period or measure where it is this axis that gives them. `status` overrules
    what a number would say: 0 printed for a month to come, or for a year that was not filled in."""

    positions: list[int]
    labels: list[str]
    keys: list[str]
    periods: list[Period] | None = None
    measures: list[Measure] | None = None
    status: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Axis:
        """Lines that all have a period, or none, and the same of the measures."""
        given = [*lines]
        periods = [line.period for line in given if line.period]
        measures = [line.measure for line in given if line.measure]
        return cls(
            [line.position for line in given],
            [line.label for line in given],
            [line.key for line in given],
            periods or None,
            measures or None,
        )


@dataclass(slots=True)
class Block:
    """One published table. `period` and `measure` hold for all of it where no axis gives them."""

    sheet: Sheet
    dataflow: str
    title: str
    rows: Axis
    columns: Axis
    period: Period | None = None
    measure: Measure | None = None
    data_through: date | None = None
    #: the day by which "not over yet" is judged where the table itself does not say how far its data run
    judged_by: date | None = None


class Statements:
    """What one document says. Open each sheet, add its blocks, notices and omissions; `tables` gives the result.

    `marks`: what the publisher prints in place of a number, with the status that stands for it (others: missing).
    """

    def __init__(self, marks: Mapping[str, int] | None = None) -> None:
        self.marks = marks or {}
        self.count = 0  # observations
        self._sheets: list[Sheet] = []
        self._read: list[NDArray[np.bool_]] = []  # for each sheet: the cells that are observations
        self._omissions: list[tuple[Sheet, int, int, str]] = []
        self._notices: list[dict[str, str | None]] = []
        self._parts: list[dict[str, NDArray[Any]]] = []
        self._blocks: list[Block] = []  # one a part
        self._words: dict[str, list[str]] = {name: [] for name in ("row", "column", "key")}
        self._positions: tuple[list[int], list[int]] = ([], [])  # of the rows, and of the columns
        self._periods: list[Period] = []
        self._measures: list[Measure] = []
        self._texts: list[tuple[int, str]] = []  # (observation, what is printed in place of a number)
        #: cells among the figures that are neither numbers nor texts: a date, a truth value
        self.strange: list[tuple[Sheet, int, int]] = []
        self._printed: dict[str, list[tuple[set[str], set[str]]]] = {}

    def open(self, sheet: Sheet) -> None:
        self._sheets.append(sheet)
        self._read.append(np.zeros((sheet.height, sheet.width), dtype=bool))

    def add(self, block: Block) -> None:
        """Every cell of the block that is not blank becomes an observation."""
        rows, columns = block.rows, block.columns
        if not rows.positions or not columns.positions:
            return
        region = where(rows.positions, columns.positions)
        values, present = block.sheet.numbers[region], block.sheet.numeric[region]
        texts = [] if present.all() else self._marks(block, present)
        if texts:
            values, present = values.copy(), present.copy()
            for r, c, text in texts:
                present[r, c] = True
                values[r, c] = _number(text)
        status = self._status(block, values, texts)
        i, j = np.nonzero(present)
        self._read[self._sheets.index(block.sheet)][region] |= present
        words = self._words
        self._parts.append(
            {
                "printed": values[i, j],
                "status": status[i, j],
                "row": i + len(words["row"]),
                "column": j + len(words["column"]),
                "key": self._series(block, i, j),
                "period": self._along(block, "periods", self._periods, block.period, i, j),
                "measure": self._along(block, "measures", self._measures, block.measure, i, j),
            }
        )
        if texts:
            order = {(int(a), int(b)): k for k, (a, b) in enumerate(zip(i, j, strict=True))}
            self._texts += [(self.count + order[r, c], text) for r, c, text in texts]
        words["row"] += rows.labels
        words["column"] += columns.labels
        self._positions[0].extend(rows.positions)
        self._positions[1].extend(columns.positions)
        self._blocks.append(block)
        self.count += len(i)

    def _marks(self, block: Block, number: NDArray[np.bool_]) -> list[tuple[int, int, str]]:
        """The texts among the figures. One that is no known mark is told: `23,621` typed as a text, `TBD`."""
        sheet, found = block.sheet, []
        for r, c in zip(*np.nonzero(~number), strict=True):
            row, column = block.rows.positions[r], block.columns.positions[c]
            if sheet.is_blank(row, column, column + 1):
                continue
            text = sheet.text(row, column)
            if not text:
                self.strange.append((sheet, row, column))
                continue
            found.append((int(r), int(c), text))
            if text.upper() not in self.marks:
                read = "there is no value." if math.isnan(_number(text)) else "read as the number that it is."
                self.notice(
                    "unknown_mark",
                    f"{text!r} stands where a figure should: {read}",
                    sheet=sheet.name,
                    at=(row, column),
                    expected="a number, or one of " + ", ".join(self.marks),
                    found=text,
                )
        return found

    def _status(
        self, block: Block, values: NDArray[np.float64], texts: Sequence[tuple[int, int, str]]
    ) -> NDArray[np.int8]:
        status = np.zeros(values.shape, dtype=np.int8)
        through = block.data_through or block.judged_by
        both = ((block.rows, status), (block.columns, status.T))
        if through and block.period and block.period.over > through:
            status[:] = PROVISIONAL
        for axis, view in both:
            for k, period in enumerate(axis.periods or ()):
                if through and period.over > through:
                    view[k] = PROVISIONAL
        for axis, view in both:
            for k, code in axis.status.items():
                view[k] = code
        for r, c, text in texts:
            if np.isnan(values[r, c]):
                status[r, c] = self.marks.get(text.upper(), MISSING)
        return status

    def _series(self, block: Block, i: Ints, j: Ints) -> Ints:
        rows = self._distinct(block)
        keys, first, columns = self._words["key"], len(self._words["key"]), block.columns.keys
        keys += _keys(block.dataflow, rows, columns)
        return first + i * len(columns) + j if any(columns) else first + i

    def _distinct(self, block: Block) -> list[str]:
        """The row keys; a table that the document prints a second time for the same periods is `entry=2`."""
        axis = block.columns.periods or block.rows.periods or ([block.period] if block.period else [])
        ids, keys = {period.id for period in axis}, set(block.rows.keys)
        before = self._printed.setdefault(block.dataflow, [])
        again = sum(not (ids.isdisjoint(those) or keys.isdisjoint(others)) for those, others in before)
        before.append((ids, keys))
        entry = f"entry={again + 1}"
        return [f"{key},{entry}" if key else entry for key in block.rows.keys] if again else block.rows.keys

    @staticmethod
    def _along(block: Block, name: str, words: list[Any], whole: object, i: Ints, j: Ints) -> Ints:
        """Where on the list of periods, or of measures, the one of each observation stands."""
        first = len(words)
        for axis, at in ((block.columns, j), (block.rows, i)):
            if (own := getattr(axis, name)) is not None:
                words += own
                return first + at
        if whole is None:
            raise ValueError(f"{block.dataflow}: neither an axis nor the block gives {name}")
        words.append(whole)
        return np.full(len(i), first)

    def omit(self, sheet: Sheet, row: int, column: int, reason: str) -> None:
        """A numeric cell that is no figure, with one of the few named reasons."""
        self._omissions.append((sheet, row, column, reason))

    def notice(
        self,
        kind: str,
        message: str,
        *,
        sheet: str | None,
        at: tuple[int, int] | None = None,
        expected: str | None = None,
        found: str | None = None,
    ) -> None:
        """Something a person should know; `at` is row and column."""
        cell = address(*at) if at else None
        notice = {"sheet": sheet, "cell": cell, "kind": kind, "expected": expected, "found": found, "message": message}
        if notice not in self._notices:
            self._notices.append(notice)

    def below_a_table(self, sheet: Sheet, row: int, column: int) -> str | None:
        """The title of the table whose column an unread figure continues, if no text that could be the title of another
        table stands between them."""
        above = [
            block
            for block in self._blocks
            if block.sheet is sheet and column in block.columns.positions and block.rows.positions[-1] < row
        ]
        if not above:
            return None
        last = max(above, key=lambda block: block.rows.positions[-1])
        between = range(last.rows.positions[-1] + 1, row)
        words = [r for r in between if not sheet.numeric[r].any()]
        titled = any(len(sheet.text(r, c)) > 24 for r in words for c in range(column + 1))
        return None if titled else last.title

    def unread(self, sheet: Sheet) -> list[tuple[int, int]]:
        """The numeric cells of a sheet that are neither observations nor omitted."""
        left = sheet.numeric & ~self._read[self._sheets.index(sheet)]
        if not left.any():
            return []
        for other, row, column, _ in self._omissions:
            if other is sheet:
                left[row, column] = False
        return [(int(r), int(c)) for r, c in zip(*np.nonzero(left), strict=True)]

    def tables(self) -> Iterator[Table]:
        """One Arrow table of each kind that the document has."""
        omitted = [sheet for sheet, _, _, _ in self._omissions]
        yield _table(
            "sheet",
            SHEET,
            (
                (s.name, s.position, True, int(s.numeric.sum()), int((read & s.numeric).sum()), omitted.count(s))
                for s, read in zip(self._sheets, self._read, strict=True)
            ),
        )
        if self.count:
            yield Table("observation", self._observations())
        if self._omissions:
            cells = ((s.name, address(r, c), why, s.label(r, c)) for s, r, c, why in self._omissions)
            yield _table("omission", OMISSION, cells)
        if self._notices:
            yield _table("notice", NOTICE, (tuple(notice[name] for name in NOTICE.names) for notice in self._notices))

    def _observations(self) -> pa.Table:
        column = {name: np.concatenate([part[name] for part in self._parts]) for name in self._parts[0]}
        blocks, sizes = self._blocks, [len(part["row"]) for part in self._parts]
        table = np.repeat(np.arange(len(blocks), dtype=np.int32), sizes)
        printed = pa.array(column["printed"], from_pandas=True)
        text = printed.cast(pa.string())
        if self._texts:
            at = np.zeros(self.count, dtype=bool)
            at[[k for k, _ in self._texts]] = True
            text = pc.replace_with_mask(text, pa.array(at), pa.array([t for _, t in sorted(self._texts)], pa.string()))
        figure = pa.array(column["status"] <= PROVISIONAL)
        period = pa.array(column["period"])
        return pa.table(
            {
                "sheet": _dictionary(table, [block.sheet.name for block in blocks]),
                "cell": self._cells(column["row"], column["column"]),
                "dataflow": _dictionary(table, [block.dataflow for block in blocks]),
                "series_key": _dictionary(column["key"], self._words["key"]),
                "metric": _dictionary(column["measure"], [m.metric for m in self._measures]),
                "time_period": _dictionary(column["period"], [p.id for p in self._periods]),
                "period_start": pa.array([p.start for p in self._periods], pa.date32()).take(period),
                "period_end": pa.array([p.end for p in self._periods], pa.date32()).take(period),
                "data_through": pa.array([b.data_through for b in blocks], pa.date32()).take(pa.array(table)),
                "value": pc.if_else(figure, printed, pa.scalar(None, pa.float64())),
                "value_text": text,
                "unit": _dictionary(column["measure"], [m.unit for m in self._measures]),
                "obs_status": _dictionary(column["status"], list(STATUSES)),
                "table_title": _dictionary(table, [block.title for block in blocks]),
                "row_label": _dictionary(column["row"], self._words["row"]),
                "column_label": _dictionary(column["column"], self._words["column"]),
            },
            schema=OBSERVATION,
        )

    def _cells(self, row: Ints, column: Ints) -> pa.Array:
        """The address of each observation."""
        letters = pa.array([LETTERS[c] for c in self._positions[1]]).take(pa.array(column))
        numbers = pa.array([str(r + 1) for r in self._positions[0]]).take(pa.array(row))
        return pc.binary_join_element_wise(letters, numbers, "")


def _table(kind: Any, schema: pa.Schema, rows: Iterator[tuple[Any, ...]]) -> Table:
    columns = list(zip(*rows, strict=True))
    arrays = [pa.array(list(column), item.type) for column, item in zip(columns, schema, strict=True)]
    return Table(kind, pa.table(arrays, schema=schema))


def _keys(dataflow: str, rows: Sequence[str], columns: Sequence[str]) -> list[str]:
    """The series keys of a table, row by row; `dataflow{…}`, or the bare dataflow where no axis adds a dimension."""
    if not any(columns):
        return [f"{dataflow}{{{row}}}" if row else dataflow for row in rows]
    if all(rows) and all(columns):  # most of them: a facility and its columns
        tails = [f",{column}}}" for column in columns]
        return [head + tail for head in (f"{dataflow}{{{row}" for row in rows) for tail in tails]
    pairs = ([part for part in (row, column) if part] for row in rows for column in columns)
    return [f"{dataflow}{{{','.join(parts)}}}" if parts else dataflow for parts in pairs]


def _number(text: str) -> float:
    """A number that is typed as a text, `23,621`; NaN for every other text."""
    plainly = re.fullmatch(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", text)
    return float(text.replace(",", "")) if plainly else math.nan


def repeated(rows: pa.Table) -> str | None:
    """A series that observations have twice for one period, where a reader has let that pass; None where none is."""
    keys, periods = rows["series_key"].combine_chunks(), rows["time_period"].combine_chunks()
    pairs = keys.indices.to_numpy().astype(np.int64) * len(periods.dictionary) + periods.indices.to_numpy()
    first = np.unique(pairs, return_index=True)[1]
    if len(first) == len(pairs):
        return None
    twice = np.setdiff1d(np.arange(len(pairs)), first)[0]
    return str(keys[int(twice)].as_py())


def _dictionary(indices: NDArray[Any], words: list[str]) -> pa.DictionaryArray:
    """Dictionary-encoded words; each word once, as Arrow and the warehouse want a dictionary."""
    distinct = pa.array(words, pa.string()).dictionary_encode()
    return pa.DictionaryArray.from_arrays(distinct.indices.take(pa.array(indices)), distinct.dictionary)


def where(rows: Sequence[int], columns: Sequence[int]) -> Any:
    """Index of the cells of some rows and columns: slices where these stand side by side, for they are quicker."""
    down, along = range(rows[0], rows[0] + len(rows)), range(columns[0], columns[0] + len(columns))
    if [*down] == rows and [*along] == columns:
        return slice(down.start, down.stop), slice(along.start, along.stop)
    return np.ix_(rows, columns)


def zeros(sheet: Sheet, rows: Sequence[int], columns: Sequence[int], *, of_rows: bool = False) -> list[bool]:
    """For each column whether it prints 0 in every row that prints a number, and prints at least one; or for each
    row."""
    region = where(rows, columns)
    number = sheet.numeric[region]
    along = int(of_rows)
    return (number.any(axis=along) & ~(number & (sheet.numbers[region] != 0)).any(axis=along)).tolist()  # type: ignore[no-any-return]
