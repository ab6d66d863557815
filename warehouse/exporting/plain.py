"""Columns as every program reads them: text, numbers, yes or no, days, moments in UTC. Nothing is nested.

It is done in SQL, before a value leaves DuckDB. Parquet needs none of it: it has a word for each type of DuckDB.
"""

from __future__ import annotations

import re

import duckdb

from warehouse.exporting.relations import quoted

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


def plain(found: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The same rows in plain types: varchar, boolean, whole numbers of at most 64 bits, double, date, timestamp (UTC,
    without a zone). Lists are joined with “; ”, what is nested deeper becomes JSON."""
    columns = zip(map(quoted, found.columns), map(str, found.types), strict=True)
    return found.project(", ".join(f"{_written(type_).format(name)} as {name}" for name, type_ in columns))


def _written(type_: str) -> str:
    return next(how for types, how in _WRITTEN if re.fullmatch(types, type_, re.DOTALL))
