"""How a warehouse is opened: for reading, for its one writer, or to be replaced.

One process writes at a time, readers never meet it: they read the published copy. All times in it are UTC.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, TypeAlias

import duckdb

from collectors.errors import WarehouseBusy, WarehouseError
from warehouse.definitions import define, schema_hash
from warehouse.ready_made import STORAGE
from warehouse.replacing import discard_sidecars
from warehouse.state import state
from warehouse.unavailable import unavailable

Connection: TypeAlias = duckdb.DuckDBPyConnection

#: what a query of the published copy may not do, whatever it says: reach another file, or change these settings
LOCKED = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}


def read_only(path: Path) -> Connection:
    """Open a warehouse for reading.

    Raises WarehouseError where there is none, where it is no DuckDB file, or where a writer holds it.
    """
    _is_there(path)
    return _connect(path, read_only=True)


def locked(path: Path) -> Connection:
    """Open the published copy for somebody's query, which can neither write it nor read or write any other file.

    Views, macros and temporary tables work as ever. A write-ahead log that DuckDB says is that of another file, left by
    a reader who had an older copy open, is taken away. Errors are those of `read_only`.
    """
    _is_there(path)
    try:
        return _connect(path, read_only=True, config=LOCKED)
    except WarehouseError as error:
        if "WAL does not match" not in error.found:
            raise
    discard_sidecars(path)
    return _connect(path, read_only=True, config=LOCKED)


@contextmanager
def writer(path: Path) -> Iterator[Connection]:
    """Like `undefined`, its views and seeds brought up to date."""
    with undefined(path) as connection:
        define(connection)
        yield connection


@contextmanager
def undefined(path: Path) -> Iterator[Connection]:
    """Open a warehouse for writing; its views and seeds are as they were last defined, a new one is empty.

    Raises WarehouseError where another process holds it, or where its tables are those of another schema (`current`
    tells before).
    """
    make_folder(path.parent)
    connection = _connect(path)
    try:
        if state(connection, "schema_hash") not in (None, schema_hash()):
            raise WarehouseError(
                str(path), expected=f"schema {schema_hash()}", found="another one", remedy="Say `onrecord rebuild`."
            )
        yield connection
    finally:
        connection.close()


@contextmanager
def current(path: Path) -> Iterator[Connection | None]:
    """Open for writing a warehouse that is there and has the tables that this version makes; else None. Raises
    WarehouseError where another process holds it."""
    if not path.exists() or not _is_database(path):
        yield None
        return
    with _connect(path) as connection:
        yield connection if state(connection, "schema_hash") == schema_hash() else None


@contextmanager
def kept_from_others(path: Path) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """Be the only one who replaces a warehouse, and let nobody write the old one meanwhile; the old one, if there is.

    Raises WarehouseBusy where another process does either, WarehouseError where the folder cannot be written. A file
    that is no DuckDB file, or that does not open, can be replaced.
    """
    make_folder(path.parent)
    with _lock_file(path.with_suffix(".lock")) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WarehouseBusy(
                str(path),
                expected="to be the only one who rebuilds it",
                found="another process that does",
                remedy="Wait until it is done.",
            ) from error
        old = _openable(path)
        if old is None:
            yield None
            return
        with old:
            old.execute("checkpoint")  # so that closing it afterwards takes no write-ahead log of the new file away
            yield old


def _openable(path: Path) -> Connection | None:
    """The warehouse open for writing; None where there is none, or none that can be opened by anybody."""
    if not path.exists() or not _is_database(path):
        return None
    try:
        return _connect(path)
    except WarehouseBusy:
        raise
    except WarehouseError:  # damaged: to be rebuilt is its only remedy
        return None


def make_folder(path: Path) -> None:
    """The folder, made where it is not there. Raises WarehouseError where that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unavailable(path, error) from error


def _lock_file(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except OSError as error:
        raise unavailable(path, error) from error


def _is_there(path: Path) -> None:
    if not path.exists():
        raise WarehouseError(
            str(path),
            expected="a warehouse",
            found="no file",
            remedy="Say `onrecord collect`, then `onrecord publish`.",
        )


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(12)[8:] == b"DUCK"
    except OSError as error:
        raise unavailable(path, error) from error


def _connect(path: Path, *, read_only: bool = False, config: Mapping[str, str] = MappingProxyType({})) -> Connection:
    config = {"python_enable_replacements": "false", **config}  # no variable of ours is a table
    if not read_only:
        config = {"storage_compatibility_version": STORAGE, **config}
    try:
        return duckdb.connect(str(path), read_only=read_only, config=dict(config))
    except duckdb.Error as error:
        raise unavailable(path, error) from error
