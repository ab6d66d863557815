"""A table ▶ a Stata file, the meanings of its columns as labels and notes.

Libraries that write such files want a data frame of pandas or polars, and refuse texts of more than 2,045 bytes or
take many times as long (docs/decisions.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, count
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.exporting import dta, limits
from warehouse.exporting.about import About
from warehouse.exporting.dta import DataSet, Values, Variable
from warehouse.exporting.relations import first_sentence

VARIABLES, ROWS = 32_767, 2_147_483_647  # of a data set, at most
NAME, LABEL, SHORT = 32, 80, 2_045  # characters of a name, of a label; bytes of a text that stands in its row
LARGEST = 2_147_483_620  # whole number of the type `long`
SINCE = (date(1970, 1, 1) - date(1960, 1, 1)).days  # Stata counts days from 1960
DAY = 86_400_000  # milliseconds
MISSING = {dta.BYTE: 101, dta.LONG: 2_147_483_621, dta.DOUBLE: 2.0**1023}
PORTION = 50_000  # rows written at once
#: words of Stata that name no variable
RESERVED = frozenset(
    {"_all", "_b", "_coef", "_cons", "_n", "_N", "_pi", "_pred", "_rc", "_skip", "byte", "double", "float", "if", "in"}
    | {"int", "long", "strL", "using", "with"}
)


def write(table: pa.Table, about: About, path: Path) -> None:
    """Write a table of plain types (plain.py) into a file; the same table of the same publish gives the same bytes.

    Days and moments (UTC) are Stata's own, yes and no are 1 and 0 with a label. A column all of whose values are whole
    is of whole numbers, whatever its type was. Raises LimitReached where the format cannot hold what there is.
    """
    where = f"{about.relation.called} as dta"
    limits.at_most(where, "variables", VARIABLES, table.num_columns)
    limits.at_most(where, "observations", ROWS, table.num_rows)
    limits.exact(where, table)
    variables = _variables(table, about)
    references = [
        _references(place, column) if one.code == dta.LONG_TEXT else {}
        for place, (one, column) in enumerate(zip(variables, table.columns, strict=True), start=1)
    ]
    data = DataSet(
        variables,
        table.num_rows,
        first_sentence(about.relation.meaning, LABEL),
        [f"{name}: {said}" for name, said in about.facts.items()],
        datetime.fromisoformat(about.published_at),
    )
    texts = {reference: text for column in references for text, reference in column.items()}
    dta.write(path, data, _portions(variables, table, references), texts)


def _variables(table: pa.Table, about: About) -> list[Variable]:
    meanings = {column.name: column.meaning for column in about.relation.columns}
    return [
        _variable(name, column, meanings.get(source, ""), source)
        for source, name, column in zip(table.column_names, _names(table.column_names), table.columns, strict=True)
    ]


def _names(names: Sequence[str]) -> list[str]:
    """Names as Stata allows them: letters, digits and _, at most 32, each once, no word of its own."""
    made: list[str] = []
    for name in names:
        first = re.sub(r"^(?=\d)|\W", "_", name)[:NAME]
        if first in RESERVED or re.fullmatch(r"str\d+", first):
            first += "_"
        more = (f"{first[: NAME - len(end)]}{end}" for end in map("_{}".format, count(2)))
        made.append(next(one for one in chain([first], more) if one not in made))
    return made


def _variable(name: str, column: pa.ChunkedArray, meaning: str, source: str) -> Variable:
    """How a column is kept: a text in as many bytes as its longest needs, a number as a whole one where all are."""
    notes = [meaning] if len(meaning) > LABEL else []
    notes += [f"Called {source} in the table."] if name != source else []
    label = first_sentence(meaning, LABEL)
    if pa.types.is_string(column.type):
        longest = max(1, pc.max(pc.binary_length(column)).as_py() or 0)
        code, shown = (longest, f"%-{min(longest, 40)}s") if longest <= SHORT else (dta.LONG_TEXT, "%-9s")
    elif pa.types.is_boolean(column.type):
        code, shown = dta.BYTE, "%8.0g"
    elif pa.types.is_date(column.type):
        code, shown = dta.LONG, "%tdCCYY-NN-DD"
    elif pa.types.is_timestamp(column.type):
        code, shown = dta.DOUBLE, "%tc"
    else:
        code, shown = (dta.LONG, "%12.0g") if _whole(column) else (dta.DOUBLE, "%10.0g")
    return Variable(name, code, shown, label, tuple(notes), pa.types.is_boolean(column.type))


def _whole(column: pa.ChunkedArray) -> bool:
    """Whether there are numbers, all of them whole and of a size that the type `long` has room for."""
    size = pc.max(pc.abs(column)).as_py()
    if size is None or size > LARGEST:
        return False
    return pa.types.is_integer(column.type) or bool(pc.all(pc.equal(column, pc.floor(column))).as_py())


def _references(variable: int, column: pa.ChunkedArray) -> dict[bytes, int]:
    """Each long text of a column once, with what stands for it in the rows."""
    found: dict[bytes, int] = {}
    for row, text in enumerate(column.to_pylist(), start=1):
        if text:
            found.setdefault(text.encode(), dta.reference(variable, row))
    return found


def _portions(
    variables: Sequence[Variable], table: pa.Table, references: Sequence[Mapping[bytes, int]]
) -> Iterator[list[Values]]:
    for begin in range(0, table.num_rows, PORTION):
        columns = table.slice(begin, PORTION).columns
        yield [_values(*one) for one in zip(variables, columns, references, strict=True)]


def _values(variable: Variable, column: pa.ChunkedArray, references: Mapping[bytes, int]) -> Values:
    """The values of a variable as the file has them."""
    if pa.types.is_string(column.type):
        texts = [(text or "").encode() for text in column.to_pylist()]
        found = [references.get(text, 0) for text in texts] if variable.code == dta.LONG_TEXT else texts
        return np.array(found, variable.dtype)
    if pa.types.is_date(column.type):
        column = pc.add(column.cast(pa.int32()), SINCE)
    elif pa.types.is_timestamp(column.type):
        column = pc.add(pc.divide(column.cast(pa.int64()).cast(pa.float64()), 1000.0), float(SINCE * DAY))
    numbers = pc.fill_null(column.cast(pa.float64()), MISSING[variable.code])
    return np.asarray(numbers.to_numpy()).astype(variable.dtype)
