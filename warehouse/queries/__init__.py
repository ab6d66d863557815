"""What the command line asks of a warehouse: one file a query, and how a result is taken out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import duckdb

HERE = Path(__file__).parent


def answer(
    connection: duckdb.DuckDBPyConnection, name: str, *parameters: object
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Names and rows of what the query `<name>.sql` beside this file returns, asked with these parameters."""
    result = connection.execute((HERE / f"{name}.sql").read_text("utf-8"), parameters)
    return columns(result), rows(result)


def columns(result: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of a result, each once: `a`, `a_1`, as DuckDB calls them in a table."""
    counted = Counter[str]()
    names: list[str] = []
    for name, *_ in result.description or ():
        while name in names:
            counted[name] += 1
            name = f"{name.removesuffix(f'_{counted[name] - 1}')}_{counted[name]}"
        names.append(name)
    return names


def rows(result: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """All rows of a result; none where the query was no question."""
    return result.fetchall() if result.description else []
