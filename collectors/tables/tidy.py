"""A delimited text of one table: a header; in each row dimensions, a period and the figures of one or more measures.

Each figure is a statement, a blank in its place too: the publisher has the row and says nothing in it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pyarrow as pa

from collectors.errors import LayoutChanged
from collectors.media.delimited import Row, address, rows
from collectors.records import NOTICE, OBSERVATION, OMISSION, SHEET, Document, Table
from collectors.tables.axes import MISSING, NORMAL, STATUSES, Measure
from collectors.tables.figures import number_of
from collectors.tables.labels import slug_of
from collectors.tables.periods import Period

_Record = dict[str, Any]


@dataclass(frozen=True)
class Tidy:
    """What a source declares of its table; columns are named by their header, whatever their order."""

    module: str  # `__name__` of the source, for the messages
    dataflow: str
    title: str
    period: str  # the column of the period
    period_of: Callable[[str], Period | None]  # its text ▶ the period; None where it is none
    measures: Mapping[str, tuple[str, Measure]]  # column ▶ its part of the series key ('' for none), what it counts
    dimensions: Mapping[str, str] = field(default_factory=dict)  # column ▶ dimension
    label: str = ""  # the column whose words are the label of a row
    value: Callable[[str, str], str] = slug_of  # dimension, printed label ▶ value
    marks: Mapping[str, int] = field(default_factory=dict)  # what is printed in place of a figure ▶ status


@dataclass(frozen=True)
class _RowRead:
    """What one row says, as rows of `records`."""

    observations: Sequence[_Record] = ()
    omissions: Sequence[_Record] = ()
    notices: Sequence[_Record] = ()
    observed: int = 0  # observations that are numbers


def read_tidy(document: Document, table: Tidy) -> Iterator[Table]:
    """Every figure, the numbers of rows that cannot be read as omissions, and the counts of the file.

    Raises what `delimited.rows` raises; LayoutChanged where a declared column is missing or stands there twice, where
    no row can be read, and where two rows say the same of one series and period.
    """
    lines = rows(document)
    header = next(lines).cells
    places = _places(document, table, header)
    read = [_read_row(table, header, places, row) for row in lines]
    observations = [one for row in read for one in row.observations]
    if not observations:
        raise _changed(document, table, f"rows with a period in the column {table.period!r}", "none")
    _refuse_repeats(document, table, observations)
    omissions = [one for row in read for one in row.omissions]
    notices = [one for row in read for one in row.notices]
    observed = sum(row.observed for row in read)
    counts = {
        "position": 0,
        "visible": True,
        "numeric_cells": observed + len(omissions),
        "observed_cells": observed,
        "omitted_cells": len(omissions),
    }
    yield _table("sheet", SHEET, [counts])
    yield _table("observation", OBSERVATION, _with_day(observations))
    if omissions:
        yield _table("omission", OMISSION, omissions)
    if notices:
        yield _table("notice", NOTICE, notices)


def _places(document: Document, table: Tidy, header: Sequence[str]) -> dict[str, int]:
    """Declared column ▶ its place."""
    wanted = [table.period, *table.dimensions, *table.measures, *([table.label] if table.label else [])]
    for name in wanted:
        if header.count(name) != 1:
            found = f"{header.count(name)} of them in the header {', '.join(map(repr, header))}"
            raise _changed(document, table, f"one column {name!r}", found)
    return {name: header.index(name) for name in wanted}


def _read_row(table: Tidy, header: Sequence[str], places: Mapping[str, int], row: Row) -> _RowRead:
    in_measures = {places[column] for column in table.measures}
    numeric = [column for column, text in enumerate(row.cells) if not math.isnan(number_of(text))]
    period = table.period_of(row.cells[places[table.period]]) if len(row.cells) == len(header) else None
    if period is None:
        figures = [_omitted(row, column, "row not read") for column in numeric]
        return _RowRead(omissions=figures, notices=[_unread(table, header, places, row)])
    known = {places[column] for column in (table.period, table.label, *table.dimensions) if column}
    others = [_omitted(row, column, "column not declared") for column in numeric if column not in known | in_measures]
    axes = [_omitted(row, column, "label") for column in numeric if column in known]
    of_row = [f"{name}={table.value(name, row.cells[places[column]])}" for column, name in table.dimensions.items()]
    label = row.cells[places[table.label]] if table.label else period.id
    observations, notices = [], list[_Record]()
    for column, (of_measure, measure) in table.measures.items():
        text, cell = row.cells[places[column]], address(row.number, places[column] + 1)
        value, status = _figure(table, text)
        notices += _told(table, text, value, cell)
        key = ",".join([*of_row, *([of_measure] if of_measure else [])])
        observations.append(
            {
                "cell": cell,
                "dataflow": table.dataflow,
                "series_key": f"{table.dataflow}{{{key}}}" if key else table.dataflow,
                "metric": measure.metric,
                "time_period": period.id,
                "period_start": period.start,
                "period_end": period.end,
                "value": value,
                "value_text": text or None,
                "unit": measure.unit,
                "obs_status": status,
                "table_title": table.title,
                "row_label": label,
                "column_label": column,
            }
        )
    return _RowRead(observations, [*axes, *others], notices, len(in_measures.intersection(numeric)))


def _figure(table: Tidy, text: str) -> tuple[float | None, str]:
    """The value and its status."""
    value = number_of(text)
    if not math.isnan(value):
        return value, STATUSES[NORMAL]
    return None, STATUSES[table.marks.get(text.upper(), MISSING)]


def _told(table: Tidy, text: str, value: float | None, cell: str) -> list[_Record]:
    """A text that is neither number nor known mark, and a number that nothing can be counted to."""
    if value is None and text and text.upper() not in table.marks:
        words = f"{text!r} stands where a figure should: there is no value."
        return [_notice("unknown_mark", cell, "a number", text, words)]
    if value is not None and value < 0:
        words = f"The figure is negative: {text}."
        return [_notice("negative_figure", cell, "a figure not below 0", text, words)]
    return []


def _refuse_repeats(document: Document, table: Tidy, observations: Iterable[_Record]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for one in observations:
        key = one["series_key"], one["time_period"]
        if key in seen:
            found = f"{key[0]} of {key[1]} in {seen[key]} and in {one['cell']}"
            raise _changed(document, table, "one figure a series and period", found)
        seen[key] = one["cell"]


def _with_day(observations: Sequence[_Record]) -> list[_Record]:
    """The data run to the last day of the last period that has a figure."""
    ends = (one["period_end"] for one in observations if one["value"] is not None and one["period_end"])
    through = max(ends, default=None)
    return [{**one, "data_through": through} for one in observations]


def _unread(table: Tidy, header: Sequence[str], places: Mapping[str, int], row: Row) -> _Record:
    if len(row.cells) != len(header):
        expected, found = f"{len(header)} cells, as the header has", f"{len(row.cells)} in row {row.number}"
        return _notice("header_slipped", address(row.number, 1), expected, found, "The row is left out.")
    text = row.cells[places[table.period]]
    words = f"{text!r} is no period: the row is left out."
    return _notice("date_slipped", address(row.number, places[table.period] + 1), "a period", text, words)


def _notice(kind: str, cell: str, expected: str, found: str, message: str) -> _Record:
    return {"kind": kind, "cell": cell, "expected": expected, "found": found, "message": message}


def _omitted(row: Row, column: int, reason: str) -> _Record:
    return {"cell": address(row.number, column + 1), "reason": reason, "value_text": row.cells[column]}


def _table(
    kind: Literal["sheet", "observation", "omission", "notice"], schema: pa.Schema, rows: list[_Record]
) -> Table:
    """The rows in the columns of a schema; what a row lacks is null."""
    return Table(kind, pa.Table.from_pylist(rows, schema=schema))


def _changed(document: Document, table: Tidy, expected: str, found: str) -> LayoutChanged:
    remedy = (
        f"Nothing of it was loaded. Compare the file with the one before, then teach {table.module} the new layout."
    )
    return LayoutChanged(document.name, table=f"table {table.title!r}", expected=expected, found=found, remedy=remedy)
