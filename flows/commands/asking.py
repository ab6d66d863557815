"""`onrecord sql`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import click
import duckdb

from collectors.errors import OnrecordError
from flows.commands import writing
from flows.commands.files import the_file
from flows.terminal import complain
from warehouse.connection import locked
from warehouse.home import home
from warehouse.interruptible import remembered
from warehouse.statements import Result, results

#: of the machine, or of whoever sits at it: not of the query
NO_FAULT_OF_THE_QUERY = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.InterruptException)


def ask(query: str | None, format_: str | None, output: Path | None, limit: int | None) -> int:
    """Run a query on the published copy, and print what it gives, or write it into a file; without one, ask for it.
    1 where the query is wrong."""
    text = _text(query)
    put = remembered()(_put(format_, output))
    if text is None and output:
        raise click.UsageError("A file takes the answer to one query: say which, before --output.")
    with locked(home().published) as warehouse:
        if text is None:
            from flows.commands.prompting import prompt  # takes longer than most queries

            prompt(warehouse, home(), lambda typed: put(results(warehouse, typed, limit)))
            return 0
        try:
            put(results(warehouse, text, limit))
        except NO_FAULT_OF_THE_QUERY:
            raise
        except duckdb.Error as error:  # its own words show the place in the query
            complain(str(error))
            return 1
    return 0


def _put(format_: str | None, output: Path | None) -> Callable[[Iterable[Result]], None]:
    """Where results go. Raises OnrecordError, before anything is asked."""
    way = writing.way(format_, output)
    if output is None:
        return partial(writing.print_as, way)
    return partial(writing.write_as, way, writing.target(output, home().root))


def _text(query: str | None) -> str | None:
    """The query itself, what the file holds that it names, or what comes down a pipe; None where somebody sits at a
    terminal who may be asked."""
    if query is None:
        return _unsaid()
    if query == "-":
        return _piped()
    return _decoded(query, the_file(Path(query)).read_bytes()) if query.endswith(".sql") else query


def _unsaid() -> str | None:
    typing = sys.stdin is not None and sys.stdin.isatty()
    if typing and sys.stdout is not None and sys.stdout.isatty():
        return None
    piped = "" if typing else _piped()
    if not piped.strip():
        raise click.UsageError("Missing argument 'QUERY'.")
    return piped


def _piped() -> str:
    return "" if sys.stdin is None else _decoded("standard input", sys.stdin.buffer.read())


def _decoded(where: str, written: bytes) -> str:
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OnrecordError(
            where,
            expected="a query in UTF-8",
            found=f"byte {error.object[error.start]:#04x} at {error.start}",
            remedy="Save it as UTF-8.",
        ) from error
