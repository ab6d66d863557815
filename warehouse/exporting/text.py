"""Rows ▶ CSV: UTF-8, a header, texts in quotes, nothing where nothing is, moments as 2025-02-04T05:00:00Z."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import CSVWriter

from warehouse.exporting.about import About

MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def write(table: pa.Table, about: About, path: Path) -> None:
    """Write a table of plain types (plain.py) into a file. What is to be said of it has no place there."""
    write_portions(table.to_reader(), path)


def write_portions(rows: pa.RecordBatchReader, path: Path) -> int:
    """Write rows of plain types into a file, portion by portion; how many there were.

    Whole numbers are written as such, whatever the type of their column; yes and no as true and false.
    """
    types = [pa.string() if pa.types.is_timestamp(type_) else type_ for type_ in rows.schema.types]
    schema = pa.schema(zip(rows.schema.names, types, strict=True))
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
