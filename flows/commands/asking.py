"""`onrecord sql`."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from pathlib import Path
from threading import Thread

import duckdb

from collectors.errors import OnrecordError
from flows.commands.files import the_file
from flows.terminal import complain, show
from warehouse.connection import Connection, locked
from warehouse.home import home
from warehouse.queries import columns, rows

LISTENING = 0.05  # seconds


def ask(query: str, format_: str | None, output: Path | None) -> int:
    """Run a query on the published copy, and print its result, or write it into a file. 1 where the query is wrong."""
    text = _text(query)
    put = _put(format_, output)
    with locked(home().published) as warehouse:

        def answer() -> None:
            warehouse.execute(text)
            put(warehouse)

        try:
            _beside(warehouse, answer)
        except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.InterruptException):
            raise  # of the machine, or of whoever sits at it: not of the query
        except duckdb.Error as error:  # its own words show the place in the query
            complain(str(error))
            return 1
    return 0


def _beside(warehouse: Connection, work: Callable[[], None]) -> None:
    """Ask a warehouse beside this thread, which DuckDB would not let hear a Ctrl-C before the next of its own pauses:
    while it executes a query, and while it brings its rows."""
    answer = Future[None]()

    def run() -> None:
        try:
            work()
            answer.set_result(None)
        except BaseException as error:  # noqa: BLE001 it is raised below
            answer.set_exception(error)

    beside = Thread(target=run)
    try:
        beside.start()
        while not answer.done():
            wait([answer], LISTENING)  # Python may miss a Ctrl-C that comes just before a wait without an end
    except BaseException:
        while beside.ident and not answer.done():  # an interrupt before the query has begun is not heard: say it again
            warehouse.interrupt()
            wait([answer], LISTENING)
        raise
    answer.result()


def _put(format_: str | None, output: Path | None) -> Callable[[Connection], None]:
    """Where the result goes. Raises OnrecordError, before anything is asked."""
    if output is None and format_ in (None, "table"):
        return lambda result: show(columns(result), rows(result))
    from flows.commands import writing  # who only looks needs none of it

    way = writing.way(format_, output)
    if output is None:
        return lambda result: writing.print_as(way, result)
    target = writing.target(output, home().root)
    return lambda result: writing.write_as(way, result, target)


def _text(query: str) -> str:
    """The query itself, or what the file holds that it names."""
    if not query.endswith(".sql"):
        return query
    try:
        return the_file(Path(query)).read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OnrecordError(
            query,
            expected="a query in UTF-8",
            found=f"byte {error.object[error.start]:#04x} at {error.start}",
            remedy="Save the file as UTF-8.",
        ) from error
