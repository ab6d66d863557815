"""How a warehouse is opened: for reading, for its one writer, or to be replaced.

One process writes at a time, readers never meet it: they read the published copy. All times in it are UTC.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from collectors.errors import WarehouseBusy, WarehouseError
from warehouse.definitions import create, define, schema_hash
from warehouse.state import state

#: what a new file is written in: read by every DuckDB from 1.4 on; strings cost a third less to write than before it
STORAGE = "v1.4.0"


def read_only(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a warehouse for reading.

    Raises WarehouseError where there is none, where it is no DuckDB file, or where a writer holds it.
    """
    if not path.exists():
        raise WarehouseError(
            str(path),
            expected="a warehouse",
            found="no file",
            remedy="Say `onrecord collect`, then `onrecord publish`.",
        )
    return _connect(path, read_only=True)


@contextmanager
def writer(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a warehouse for writing, a new one with its schema, and bring its views and seeds up to date.

    Raises WarehouseError where another process holds it, or where its tables are those of another schema
    (`is_current` tells before).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _connect(path)
    try:
        if state(connection, "schema_hash") is None:
            create(connection)
        elif state(connection, "schema_hash") != schema_hash():
            raise WarehouseError(
                str(path), expected=f"schema {schema_hash()}", found="another one", remedy="Say `onrecord rebuild`."
            )
        define(connection)
        yield connection
    finally:
        connection.close()


def is_current(path: Path) -> bool:
    """Whether the file is there and has the tables that this version makes. Raises WarehouseError where it is held."""
    if not path.exists():
        return False
    if not _is_database(path):
        return False
    with _connect(path, read_only=True) as connection:
        return state(connection, "schema_hash") == schema_hash()


@contextmanager
def kept_from_others(path: Path) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """Be the only one who replaces a warehouse, and let nobody write the old one meanwhile; the old one, if there is.

    Raises WarehouseBusy where another process does either. A file that is no DuckDB file can be replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WarehouseBusy(
                str(path),
                expected="to be the only one who rebuilds it",
                found="another process that does",
                remedy="Wait until it is done.",
            ) from error
        if not path.exists() or not _is_database(path):
            yield None
            return
        with _connect(path) as connection:
            connection.execute("checkpoint")  # so that no write-ahead log is left to be taken for that of the new file
            yield connection


def _is_database(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(12)[8:] == b"DUCK"


def _connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    try:
        if read_only:
            return duckdb.connect(str(path), read_only=True)
        return duckdb.connect(str(path), config={"storage_compatibility_version": STORAGE})
    except (duckdb.IOException, duckdb.ConnectionException) as error:
        held = isinstance(error, duckdb.ConnectionException) or "lock" in str(error)
        raise (WarehouseBusy if held else WarehouseError)(
            str(path),
            expected="a DuckDB file that nobody else is writing" if held else "a DuckDB file",
            found=str(error).split(". See also")[0],
            remedy="Wait until the other process is done, or read the published copy."
            if held
            else "Say `onrecord rebuild`; the archive holds everything it is made of.",
        ) from error
