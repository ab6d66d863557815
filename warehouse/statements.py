"""A text of SQL ▶ its statements, run one after the other, and what each gives, piece by piece."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from collectors.errors import WarehouseError
from warehouse.connection import Connection
from warehouse.interruptible import interruptible
from warehouse.queries import columns

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")
PIECE = 2048  # rows: as many as DuckDB makes at a time
QUESTIONS = (duckdb.StatementType.SELECT, duckdb.StatementType.EXECUTE)
#: what DuckDB calls the one column of a statement that is no question
DONE = (["Count"], ["Success"])
#: what DuckDB puts before its words where the error comes with a late row
LATE = "Invalid Input Error: Attempting to execute an unsuccessful or closed pending query result\nError: "
#: by what the words begin that are not about the query, for where the type of the error is lost
KINDS = {
    "IO Error": duckdb.IOException,
    "Out of Memory Error": duckdb.OutOfMemoryException,
    "INTERRUPT Error": duckdb.InterruptException,
}


@dataclass(frozen=True, slots=True)
class Result:
    """What a statement gives. To be taken once, before the next statement runs."""

    connection: Connection
    names: list[str]  # each once
    types: list[str]  # without what is in them: varchar, double, decimal, list
    limit: int | None  # rows

    def pieces(self) -> Iterator[list[tuple[Any, ...]]]:
        """The rows, some at a time; one empty piece where there are none. Raises duckdb.Error, and WarehouseError for
        a value that Python has not."""
        left = self.limit or sys.maxsize
        piece = self._fetched(left)
        yield piece
        while piece and (left := left - len(piece)):
            piece = self._fetched(left)
            if piece:
                yield piece

    def _fetched(self, left: int) -> list[tuple[Any, ...]]:
        try:
            return interruptible(self.connection, partial(self.connection.fetchmany, min(PIECE, left)))
        except duckdb.InvalidInputException as error:
            raise _as_said(error) from error
        except OverflowError as error:
            raise WarehouseError(
                ", ".join(self.names),
                expected="values that Python can hold",
                found=f"one that it cannot ({error})",
                remedy="Cast its column to varchar.",
            ) from error

    def batches(self, size: int) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
        """The same as Arrow has it: the columns, and `size` rows at a time. Raises duckdb.Error."""
        size = min(size, self.limit or size)
        reader = _arrow(lambda: self.connection.to_arrow_reader(size))
        return _arrow(lambda: reader.schema), self._read(reader)

    def _read(self, reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        left = self.limit or sys.maxsize
        while left:
            batch = interruptible(self.connection, lambda: _arrow(lambda: next(reader, None)))
            if batch is None:
                return
            yield batch.slice(0, left)
            left -= min(len(batch), left)


def results(connection: Connection, text: str, limit: int | None = None) -> Iterator[Result]:
    """Run the statements of a text one after the other, and hand out what each gives that gives anything, at most
    `limit` rows of it.

    Raises duckdb.Error, which names the line in the whole text: before anything is run where the text is no SQL. A
    Ctrl-C ends the statement that runs, and raises KeyboardInterrupt.
    """
    for statement in _statements(connection, text):
        interruptible(connection, partial(connection.execute, statement))
        names = columns(connection)
        if names in DONE and connection.extract_statements(statement)[-1].type not in QUESTIONS:
            continue
        yield Result(connection, names, [kind.id for _, kind, *_ in connection.description or ()], limit)


def _statements(connection: Connection, text: str) -> Iterator[str]:
    """The text of each statement. Lines before it are there, but empty, for DuckDB to count: of a statement taken out
    by itself (`extract_statements`) it forgets where it stood, and of a PIVOT what it said."""
    written = text.encode()
    connection.extract_statements(text)  # is all of it SQL?
    ends = [at for at, _ in duckdb.tokenize(text) if written[at : at + 1] == b";"]
    for start, end in zip([0, *(at + 1 for at in ends)], [*ends, len(written)], strict=True):
        statement = "\n" * written.count(b"\n", 0, start) + written[start:end].decode()
        if connection.extract_statements(statement):  # not only comments
            yield statement


def is_whole(connection: Connection, text: str) -> bool:
    """Whether a text that is being typed ends with the semicolon of a statement, outside quotes and comments. Raises
    UnicodeEncodeError where it is none in UTF-8."""
    written = text.encode()
    tokens = duckdb.tokenize(text)
    if not tokens or written[tokens[-1][0] :][:1] != b";":
        return False
    try:
        connection.extract_statements(text)
    except duckdb.Error as error:
        return not str(error).startswith("Parser Error: unterminated")
    return True


def _arrow(work: Callable[[], T]) -> T:
    """What Arrow gives, which tells errors of DuckDB as those of the system."""
    try:
        return work()
    except OSError as error:
        raise _as_said(error) from error


def _as_said(error: Exception) -> duckdb.Error:
    """The error that DuckDB told first, of its kind."""
    words = str(error).removeprefix(LATE)
    return KINDS.get(words.split(":")[0], duckdb.Error)(words)
