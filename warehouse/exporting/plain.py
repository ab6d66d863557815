"""Columns as every program reads them: text, numbers, yes or no, days, moments in UTC. Nothing is nested.

It is done in SQL, before a value leaves DuckDB. Parquet needs none of it: it has a word for each type of DuckDB.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from warehouse.exporting.relations import Column, quoted

BETWEEN = "; "  # the members of a list

#: the type of a column, and what is written of it. What is not finite is empty: no sheet has a word for it
_WRITTEN = (
    (r"VARCHAR|BOOLEAN|U?(TINY|SMALL)INT|U?INTEGER|BIGINT", "{0}"),
    (r"DOUBLE|FLOAT|U?HUGEINT|UBIGINT|DECIMAL\(.*\)", "case when isfinite({0}::double) then {0}::double end"),
    (r"DATE", "case when isfinite({0}) then {0} end"),
    (r"TIMESTAMP(_S|_MS|_NS)?", "case when isfinite({0}) then {0}::timestamp end"),
    (r"TIMESTAMP WITH TIME ZONE", "case when isfinite({0}) then timezone('UTC', {0}) end"),
    (r"(?!STRUCT|MAP|UNION)[^\[\]]+\[\d*\]", f"array_to_string({{0}}::varchar[], '{BETWEEN}')"),
    (r"(STRUCT|MAP|UNION).*|.*\[\d*\]", "to_json({0})::varchar"),
    (r".*", "{0}::varchar"),
)


def plain(columns: Iterable[Column]) -> str:
    """The list of a `select` that gives the columns in plain types: varchar, boolean, whole numbers of at most 64 bits,
    double, date, timestamp (UTC, without a zone). Lists are joined with “; ”, what is nested deeper becomes JSON."""
    return ", ".join(f"{_expression(one)} as {quoted(one.name)}" for one in columns)


def _expression(column: Column) -> str:
    written = next(how for types, how in _WRITTEN if re.fullmatch(types, column.type, re.DOTALL))
    return written.format(quoted(column.name))
