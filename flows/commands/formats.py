"""How the rows of a result are written: for people (tables of text, Markdown), for programs (CSV, JSON, Parquet).

Each writes what it is given piece by piece: no result is ever in memory as a whole.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from rich.box import HEAVY_HEAD

from collectors.errors import OnrecordError
from flows.commands.text_table import Look, block, table
from flows.terminal import NARROWEST, PIPED, clean, out, readable
from warehouse.statements import Result

WHOLE = {sign + size for sign in ("", "u") for size in ("tinyint", "smallint", "integer", "bigint", "hugeint")}
NUMBERS = {*WHOLE, "float", "double", "decimal"}
AS_THEY_ARE = {*WHOLE, "boolean", "varchar"}  # in JSON
ROW_GROUP = 65_536  # rows of a Parquet file that are in memory at a time
#: what Markdown, as GitHub has it, takes for more than text; an underscore in a word is none of it
MARKS = re.compile(r"[\\`*\[\]<>|~]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)")
Rows = Sequence[tuple[Any, ...]]


def write_table(stream: TextIO, result: Result) -> None:
    """A table that fits the terminal; where its columns would be too narrow to read, a block of lines for each row."""
    look = _look(stream)
    pieces = result.pieces()
    if len(result.names) * NARROWEST <= look.width:
        names = [clean(name).expandtabs() for name in result.names]
        columns = (_texts(result, piece) for piece in pieces)
        lines = table(names, _right(result), columns, look)
    else:
        lines = _blocks(result, pieces, look)
    stream.writelines(line + "\n" for line in lines)


def _look(stream: TextIO) -> Look:
    if stream is not sys.stdout:
        return Look(PIPED, HEAVY_HEAD, str)
    bold: Callable[[str], str] = str if out.color_system is None else "\x1b[1m{}\x1b[0m".format
    return Look(out.width, HEAVY_HEAD.substitute(out.options), bold)


def _blocks(result: Result, pieces: Iterator[Rows], look: Look) -> Iterator[str]:
    names = [clean(name).expandtabs() for name in result.names]
    number = 0
    for piece in pieces:
        for texts in zip(*_texts(result, piece), strict=True):
            number += 1
            yield from block(f"row {number}", names, texts, look)
    if not number:
        yield "no rows of " + ", ".join(names)


def _right(result: Result) -> list[bool]:
    return [kind in NUMBERS for kind in result.types]


def _texts(result: Result, piece: Rows) -> list[list[str]]:
    """The texts of each column."""
    columns = zip(*piece, strict=True) if piece else [()] * len(result.names)
    return [
        [readable(value, name).expandtabs() for value in column]
        for name, column in zip(result.names, columns, strict=True)
    ]


def write_markdown(stream: TextIO, result: Result) -> None:
    """A table as GitHub has it in its Markdown, the values as people read them."""
    pieces = result.pieces()
    first = next(pieces)
    _markdown_rows(stream, [[clean(name)] for name in result.names])
    stream.write("|" + "|".join("--:" if right else "---" for right in _right(result)) + "|\n")
    _markdown_rows(stream, _texts(result, first))
    for piece in pieces:
        _markdown_rows(stream, _texts(result, piece))


def _markdown_rows(stream: TextIO, columns: Sequence[Sequence[str]]) -> None:
    escaped = [[MARKS.sub(r"\\\g<0>", text).replace("\n", "<br>") for text in texts] for texts in columns]
    stream.writelines("| " + " | ".join(row) + " |\n" for row in zip(*escaped, strict=True))


def write_csv(stream: TextIO, result: Result) -> None:
    """Comma-separated, values as they are; but on a terminal, nothing that it would obey."""
    cleaned = stream is sys.stdout and stream.isatty()
    pieces = result.pieces()
    first = next(pieces)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows(_cleaned([tuple(result.names), *first]) if cleaned else [result.names, *first])
    for piece in pieces:
        writer.writerows(_cleaned(piece) if cleaned else piece)


def _cleaned(rows: Rows) -> Rows:
    return [tuple(clean(value) if isinstance(value, str) else value for value in row) for row in rows]


def write_json(stream: TextIO, result: Result) -> None:
    """One array of objects, each on a line of its own."""
    pieces = result.pieces()
    rows = next(pieces)
    stream.write("[")
    before = "\n"
    while rows:
        columns = [_as_json(kind, column) for kind, column in zip(result.types, zip(*rows, strict=True), strict=True)]
        objects = [json.dumps(dict(zip(result.names, row, strict=True))) for row in zip(*columns, strict=True)]
        stream.write(before + ",\n".join(objects))
        before = ",\n"
        rows = next(pieces, [])
    stream.write("\n]\n" if before == ",\n" else "]\n")


def _as_json(kind: str, column: Sequence[Any]) -> Sequence[object]:
    return column if kind in AS_THEY_ARE else [plain(value) for value in column]


def plain(value: object) -> object:
    """A value as JSON has it: what JSON has no word for becomes text."""
    match value:
        case None | bool() | int() | str():
            return value
        case float() if math.isfinite(value):
            return value
        case dict():
            return {str(key): plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
    return str(value)


def write_parquet(path: Path, result: Result) -> None:
    """A Parquet file of row groups. Raises OnrecordError for a type that Parquet has not."""
    import pyarrow as pa  # takes longer than most queries
    import pyarrow.parquet as pq

    schema, batches = result.batches(ROW_GROUP)
    try:
        with pq.ParquetWriter(path, pa.schema(map(pa.Field.with_name, schema, result.names))) as writer:
            for batch in batches:
                writer.write_batch(batch.rename_columns(result.names))
    except pa.ArrowNotImplementedError as error:
        raise OnrecordError(
            "--format parquet",
            expected="types that Parquet has",
            found=str(error),
            remedy="Cast that column to varchar, or write CSV or JSON.",
        ) from error
