"""What the report asks of the published copy: a file of `queries/` a chart, its rows by the names of their columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

import duckdb

QUERIES = Path(__file__).with_name("queries")
Row: TypeAlias = dict[str, Any]


def ask(connection: duckdb.DuckDBPyConnection, name: str, **variables: object) -> list[Row]:
    """The rows of `queries/<name>.sql`; it reads the variables by `getvariable`."""
    for variable, value in variables.items():
        connection.execute(f"set variable {variable} = ?", [value])
    result = connection.execute((QUERIES / f"{name}.sql").read_text("utf-8"))
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
