"""Rows ▶ Parquet, in the types that DuckDB gives them, the meanings of the columns in their metadata."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from warehouse.exporting.about import About


def write_portions(rows: pa.RecordBatchReader, about: About, path: Path) -> int:
    """Write rows into a file, portion by portion; how many there were."""
    meanings = {column.name: column.meaning for column in about.relation.columns}
    fields = [one.with_metadata({"description": meanings.get(one.name, "")}) for one in rows.schema]
    schema = pa.schema(fields, about.facts)
    count = 0
    with ParquetWriter(path, schema, compression="zstd") as out:
        for batch in rows:
            out.write_batch(batch.cast(schema))
            count += batch.num_rows
    return count
