"""Where the answers of `onrecord sql` go: to the terminal, down a pipe, into a file. DuckDB itself may write none."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from collectors.errors import OnrecordError
from flows.commands import formats
from warehouse.statements import Result

ENDINGS = {".csv": "csv", ".json": "json", ".parquet": "parquet", ".md": "markdown"}
TEXT: dict[str, Callable[[TextIO, Result], None]] = {
    "table": formats.write_table,
    "csv": formats.write_csv,
    "json": formats.write_json,
    "markdown": formats.write_markdown,
}


def way(format_: str | None, output: Path | None) -> str:
    """How a result is written: as was said, else by the ending of the file, else as a table. Raises OnrecordError."""
    if output is None:
        if format_ == "parquet":
            raise _refused("--format parquet", "a file to write it to", "none", "Add --output FILE.parquet.")
        return format_ or "table"
    chosen = format_ or ENDINGS.get(output.suffix.lower())
    if chosen is None:
        found = f"“{output.suffix.removeprefix('.')}”" if output.suffix else "no ending"
        expected = "a name that ends in .csv, .json, .parquet or .md"
        raise _refused(str(output), expected, found, "Or add --format csv.")
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


def print_as(way: str, results: Iterable[Result]) -> None:
    """Print results one after the other; their data as they are, but never what a terminal would obey."""
    printed = 0
    for printed, result in enumerate(results, start=1):
        if printed > 1 and way in ("csv", "markdown"):
            sys.stdout.write("\n")
        TEXT[way](sys.stdout, result)
    if way == "json" and not printed:
        sys.stdout.write("[]\n")  # what reads it expects some


def write_as(way: str, file: Path, results: Iterable[Result]) -> None:
    """Write the one result into a file, at once: whatever interrupts it leaves what was there before. Raises
    OnrecordError where there is none, or another one."""
    handle, beside = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    os.close(handle)
    try:
        written = 0
        for written, result in enumerate(results, start=1):
            if written > 1:
                break
            _write(way, result, Path(beside))
        if written != 1:
            found = "none" if written == 0 else "more than one"
            raise _refused(str(file), "one result to write", found, "Ask one question, or leave --output out.")
        os.chmod(beside, 0o666 & ~_umask())
        os.replace(beside, file)
    finally:
        Path(beside).unlink(missing_ok=True)


def _write(way: str, result: Result, path: Path) -> None:
    if way == "parquet":
        formats.write_parquet(path, result)
        return
    with path.open("w", encoding="utf-8", newline="") as stream:
        TEXT[way](stream, result)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refused(where: str, expected: str, found: str, remedy: str) -> OnrecordError:
    return OnrecordError(where, expected=expected, found=found, remedy=remedy)
