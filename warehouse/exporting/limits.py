"""What a format cannot hold. Nothing is cut silently: it is told, with how to go on."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from collectors.errors import LimitReached

EXACT = 2**53  # the numbers of sheets, and the wide ones of Stata, are doubles: above it some whole ones are missing
ELSEWHERE = "Take --format csv or parquet, which have no such limit, or a part of it with --where."


def refuse(where: str, expected: str, found: str) -> LimitReached:
    """The error that says which limit stopped it."""
    return LimitReached(where, expected=expected, found=found, remedy=ELSEWHERE)


def at_most(where: str, what: str, most: int, found: int) -> None:
    """Raises LimitReached where there are more."""
    if found > most:
        raise refuse(where, f"at most {most:,} {what}", f"{found:,}")


def exact(where: str, table: pa.Table) -> None:
    """Raises LimitReached where a whole number is too large to be held as it is."""
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_integer(column.type) and column.type.bit_width == 64:
            ends = pc.min_max(column)
            found = max(abs(ends["min"].as_py() or 0), abs(ends["max"].as_py() or 0))
            at_most(f"{where}, {name}", "as a whole number", EXACT, found)
