"""A query typed into the pages ▶ all its rows as CSV, sent while SQLite finds them.

Datasette's own CSV of a query ends after as many rows as a page has, and says nothing of the rest, nor of a mistake.
"""

from __future__ import annotations

import asyncio
import csv
import io
import sqlite3
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl

from datasette.utils import InvalidSql, sqlite_timelimit, validate_sql_select

AT_ONCE = 10_000  # rows: so many have the time of a query, for the next ones it begins anew

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def is_asked(scope: dict[str, Any], database: str) -> bool:
    """Whether a request is one for the rows of a query as CSV: `/onrecord.csv?sql=…`."""
    return bool(scope["path"] == f"/{database}.csv" and dict(parse_qsl(scope["query_string"].decode())).get("sql"))


async def answer(
    connect: Callable[[], sqlite3.Connection], milliseconds: int, scope: dict[str, Any], receive: Receive, send: Send
) -> None:
    """Send the rows of a query. Its other words are the values of its parameters; one that is not given is empty.

    A mistake in it, or first rows that take too long, are answered with status 400 and what is wrong. Where later
    rows cannot be had, the last line says so, and the answer is broken off: who takes it sees that it is not whole.
    """
    words = defaultdict(str, parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    with closing(Query(connect(), words.pop("sql"), words, milliseconds)) as query:
        try:
            rows = await asyncio.to_thread(query.begin)
        except (InvalidSql, sqlite3.Error) as error:
            await _complain(query.said(error), send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": _headers("text/csv")})
        left = asyncio.ensure_future(_left(receive))
        try:
            await send(_more(_lines([query.columns])))
            while rows and scope["method"] == "GET" and not left.done():
                await send(_more(_lines(rows)))
                rows = await asyncio.to_thread(query.following)
        except sqlite3.Error as error:
            await send(_more(_lines([[query.said(error)]])))
            return  # without its end
        finally:
            left.cancel()
    await send({"type": "http.response.body"})


class Query:
    """A query and how far it got. Its connection is its own; it is asked in one thread after the other."""

    def __init__(
        self, connection: sqlite3.Connection, sql: str, parameters: defaultdict[str, str], milliseconds: int
    ) -> None:
        self._connection, self._cursor = connection, connection.cursor()
        self._sql, self._parameters, self._milliseconds = sql, parameters, milliseconds
        self._found, self._at_work = 0, Lock()

    @property
    def columns(self) -> list[str]:
        """Their names, once it has begun."""
        return [name for name, *_ in self._cursor.description]

    def begin(self) -> list[tuple[Any, ...]]:
        """The first rows. Raises InvalidSql where it is no query, and sqlite3.Error."""
        validate_sql_select(self._sql)
        with self._limited():
            self._cursor.execute(self._sql, self._parameters)
            return self._fetched()

    def following(self) -> list[tuple[Any, ...]]:
        """The next rows; none after the last one. Raises sqlite3.Error."""
        with self._limited():
            return self._fetched()

    def close(self) -> None:
        """Close its connection, once no thread is at work with it."""
        with self._at_work:
            self._connection.close()

    def said(self, error: Exception) -> str:
        """What is wrong, in a line."""
        why = str(error)
        if why == "interrupted":
            why = f"the next {AT_ONCE:,} rows took more than {self._milliseconds / 1_000:g} seconds"
        return f"not whole: stopped after {self._found:,} rows, for {why}" if self._found else why

    @contextmanager
    def _limited(self) -> Iterator[None]:
        with self._at_work, sqlite_timelimit(self._connection, self._milliseconds):
            yield

    def _fetched(self) -> list[tuple[Any, ...]]:
        rows = self._cursor.fetchmany(AT_ONCE)
        self._found += len(rows)
        return rows


async def _left(receive: Receive) -> None:
    """Ends when nobody waits for the answer any more."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _complain(text: str, send: Send) -> None:
    await send({"type": "http.response.start", "status": 400, "headers": _headers("text/plain")})
    await send({"type": "http.response.body", "body": f"{text}\n".encode()})


def _headers(kind: str) -> list[tuple[bytes, bytes]]:
    return [(b"content-type", f"{kind}; charset=utf-8".encode())]


def _more(body: bytes) -> dict[str, Any]:
    return {"type": "http.response.body", "body": body, "more_body": True}


def _lines(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
