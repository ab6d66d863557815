"""A published copy made by hand: a small warehouse in a file, with the views by which documents are cited."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
from small_warehouse import SmallWarehouse

import warehouse
from warehouse.definitions import run_file
from warehouse.state import set_state

PUBLISHED_AT = "2025-03-01T12:34:56.789012"
#: what citing is made of, wherever in the package it lies
CITING = [next(Path(warehouse.__file__).parent.rglob(f"{name}.sql")) for name in ("cite", "citation")]


#: of marts and ready tables, to which a test adds its own: to plan all that there are takes seconds
EMPTY = [f"drop schema if exists {name} cascade; create schema {name}" for name in ("ready", "marts")]


def copy(made: SmallWarehouse, path: Path, *statements: str) -> Path:
    """The file, with all that was put into the warehouse, and with what the statements make of it."""
    connection = made.connection
    (working,) = connection.execute("select current_database()").fetchall()[0]
    connection.execute(f"attach '{path}' as copied")
    try:
        connection.execute(f"copy from database {working} to copied")
        connection.execute("use copied")
        for file in CITING:
            run_file(connection, file)
        for statement in statements:
            connection.execute(statement)
        set_state(connection, published_at=PUBLISHED_AT)
    finally:
        connection.execute(f"use {working}")
        connection.execute("detach copied")
    return path


def contents(path: Path) -> Iterator[bytes]:
    """A file as it is, and what is packed in it."""
    content = path.read_bytes()
    yield content
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    if path.suffix == ".parquet":
        with duckdb.connect() as connection:
            yield repr(connection.execute(f"select line::varchar from '{path}' as line").fetchall()).encode()
