"""Rows ▶ CSV: UTF-8, a header, `,` between, texts in quotes, what is not there empty, moments as 2025-02-04T05:00:00Z."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import CSVWriter

from warehouse.exporting.about import About

MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def write(table: pa.Table, about: About, path: Path) -> None:
    """Write a table of plain types (plain.py) into a file. Its columns are explained elsewhere: CSV has no place for it."""
    write_portions(table.to_reader(), path)


def write_portions(rows: pa.RecordBatchReader, path: Path) -> int:
    """Write rows of plain types into a file, portion by portion; how many there were.

    Whole numbers are written as such, whatever the type of their column; yes and no as true and false.
    """
    schema = pa.schema([(one.name, pa.string() if pa.types.is_timestamp(one.type) else one.type) for one in rows.schema])
    count = 0
    with CSVWriter(path, schema) as out:
        for batch in rows:
            out.write(pa.record_batch([_text(column) for column in batch.columns], schema=schema))
            count += batch.num_rows
    return count


def _text(column: pa.Array) -> pa.Array:
    """Moments as text, to the second; where one has parts of a second, all have."""
    if not pa.types.is_timestamp(column.type):
        return column
    whole = pc.all(pc.equal(column, pc.floor_temporal(column, unit="second"))).as_py()
    return pc.strftime(column.cast(pa.timestamp("s" if whole in (True, None) else "us")), MOMENT)
