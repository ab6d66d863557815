"""What `onrecord sql` prints for programs, and writes into files: CSV, JSON, Parquet. DuckDB itself may write none."""

from __future__ import annotations

import csv
import json
import math
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from collectors.errors import OnrecordError
from flows.terminal import clean
from warehouse.connection import Connection
from warehouse.queries import columns, rows

WAYS = ("csv", "json", "parquet")


def way(format_: str | None, output: Path | None) -> str:
    """How a result is written: as was said, else by the ending of the file. Raises OnrecordError."""
    chosen = format_ or (output.suffix.lower().removeprefix(".") if output else "")
    if output is None and chosen == "parquet":
        raise _refused("--format parquet", "a file to write it to", "none", "Add --output FILE.parquet.")
    if chosen not in WAYS:
        found = f"“{chosen}”" if chosen else "no ending"
        raise _refused(str(output), "a name that ends in .csv, .json or .parquet", found, "Or add --format csv.")
    return chosen


def target(path: Path, data: Path) -> Path:
    """The file that a result is written to. Raises OnrecordError for one among the collected data, and for what is no
    file."""
    file = path.resolve()
    if file.is_relative_to(data.resolve()):
        raise _refused(str(path), f"a file outside {data}", "one among the collected data", "Name another place.")
    if file.exists() and not file.is_file():
        raise _refused(str(path), "a file", "a folder or a device", "Name a file, or leave --output out.")
    return file


def print_as(way: str, result: Connection) -> None:
    """Print a result; its data as they are, but never what a terminal would obey."""
    names, found = columns(result), rows(result)
    if way == "csv" and sys.stdout.isatty():
        found = [tuple(clean(value) if isinstance(value, str) else value for value in row) for row in found]
    _TEXT[way](sys.stdout, names, found)


def write_as(way: str, result: Connection, file: Path) -> None:
    """Write a result into a file, at once: whatever interrupts it leaves what was there before."""
    handle, beside = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    os.close(handle)
    try:
        if way == "parquet":
            _parquet(Path(beside), result)
        else:
            with open(beside, "w", encoding="utf-8", newline="") as stream:
                _TEXT[way](stream, columns(result), rows(result))
        os.chmod(beside, 0o666 & ~_umask())
        os.replace(beside, file)
    finally:
        Path(beside).unlink(missing_ok=True)


def _csv(stream: TextIO, names: list[str], found: list[tuple[Any, ...]]) -> None:
    csv.writer(stream, lineterminator="\n").writerows([names, *found])


def _json(stream: TextIO, names: list[str], found: list[tuple[Any, ...]]) -> None:
    json.dump([dict(zip(names, map(_plain, row), strict=True)) for row in found], stream, indent=1)
    stream.write("\n")


def _parquet(path: Path, result: Connection) -> None:
    import pyarrow.parquet as pq  # takes longer than most queries

    names = columns(result)
    pq.write_table(result.to_arrow_table().rename_columns(names), path)


def _plain(value: object) -> object:
    """A value as JSON has it: what JSON has no word for becomes text."""
    match value:
        case dict():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case None | bool() | int() | str():
            return value
        case float() if math.isfinite(value):
            return value
    return str(value)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refused(where: str, expected: str, found: str, remedy: str) -> OnrecordError:
    return OnrecordError(where, expected=expected, found=found, remedy=remedy)


_TEXT: dict[str, Callable[[TextIO, list[str], list[tuple[Any, ...]]], None]] = {"csv": _csv, "json": _json}
