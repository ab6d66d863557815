"""The copy for readers ▶ a folder of files beside it, put in place together.

    tables/marts/figure.parquet          every table of `marts` and `ready`
    tables/ready/book_ins.csv .xlsx .dta the ready ones
    tables/core/citation.parquet .csv    the documents, as sources to cite
    tables/datapackage.json              what all of these are

`tables` is a link to a folder that is never written again. So nobody sees files of two publishes in it, and who has
found a file there can still open it: a folder goes with the second publish after it.
"""

from __future__ import annotations

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import TypeAlias

import duckdb

from collectors.errors import LimitReached
from warehouse.connection import read_only
from warehouse.exporting import excel, package, stata, text
from warehouse.exporting.about import Published, published
from warehouse.exporting.plain import plain
from warehouse.exporting.relations import Relation, current, everything, find, relations
from warehouse.indexing import quoted
from warehouse.unavailable import unavailable

MARTS, READY = "marts", "ready"  # schemas of which all is written as Parquet, and in every format
CITED = "core.citation"
AT_ONCE = 2  # files
WAYS = {"csv": text.write, "xlsx": excel.write, "dta": stata.write}
#: of Parquet: no slower than the defaults of DuckDB, and 40 % smaller
OPTIONS = "format parquet, compression zstd, compression_level 3, dictionary_size_limit 1000"

File: TypeAlias = tuple[Relation, Path]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written into `folder`: how many files, of how many bytes. `not_made`: what no format could hold."""

    folder: Path
    files: int
    size: int
    not_made: list[str]
    seconds: float


def write(copy: Path, tables: Path) -> Written:
    """Write the files of a copy that nobody is writing into a new folder beside `tables`; `put_in_place` shows it.

    Nothing is left of it where that fails. Raises WarehouseError where the files cannot be written.
    """
    begin = time.perf_counter()
    with read_only(copy) as connection:
        connection.execute("set threads = 1")  # of each file: more files at once are the better use of two cores
        folder = _new_folder(tables)
        try:
            copied = published(connection)
            made, not_made = _files(connection, copied, folder)
            package.write(connection, folder, made, copied.at)
        except BaseException as error:
            shutil.rmtree(folder)
            if isinstance(error, OSError | duckdb.IOException):
                raise unavailable(folder, error) from error
            raise
    size = sum(path.stat().st_size for path in folder.rglob("*.*"))
    return Written(folder, len(made) + 1, size, not_made, time.perf_counter() - begin)


def put_in_place(written: Written, tables: Path) -> None:
    """Let `tables` lead to what was written, at once, and delete what was put there before the last time.

    Raises WarehouseError where that cannot be done.
    """
    link = tables.with_name(f".{tables.name}.link")
    try:
        before, now = tables.resolve(), written.folder.resolve()
        link.unlink(missing_ok=True)
        link.symlink_to(written.folder.name)
        if tables.is_dir() and not tables.is_symlink():  # a copy of the folder that followed the link
            before = tables.rename(_beside(tables, "copied")).resolve()
        os.replace(link, tables)
        _delete(tables, keep={now, before})
    except OSError as error:
        raise unavailable(tables, error) from error


def discard(tables: Path) -> None:
    """Delete what was written for `tables` and is not what it leads to: after a publish that failed."""
    _delete(tables, keep={tables.resolve()})


def _delete(tables: Path, keep: set[Path]) -> None:
    for folder in tables.parent.resolve().glob(_beside(tables, "*").name):
        if folder not in keep:
            shutil.rmtree(folder)


def _new_folder(tables: Path) -> Path:
    folder = _beside(tables, token_hex(8))
    try:
        folder.mkdir()
    except OSError as error:
        raise unavailable(folder, error) from error
    return folder


def _beside(tables: Path, of: str) -> Path:
    return tables.with_name(f".{tables.name}-{of}")


def _files(connection: duckdb.DuckDBPyConnection, copied: Published, folder: Path) -> tuple[list[File], list[str]]:
    """Every file below the folder, and what could not be made. Python fills sheets while DuckDB writes Parquet."""
    found = relations(connection)
    citation = find(found, CITED)
    ready = current(found, READY)
    parquet = [*current(found, MARTS), *ready, citation]
    for schema in {one.schema for one in parquet}:
        (folder / schema).mkdir()
    with ThreadPoolExecutor(AT_ONCE, "files") as files:
        sheets = files.submit(_every_way, connection, copied, ready, folder)
        made = [*files.map(lambda one: _parquet(connection, one, folder), parquet)]
        every_way, not_made = sheets.result()
    cited = _path(folder, citation, "csv")
    text.write_portions(plain(everything(connection, citation)).to_arrow_reader(), cited)
    return sorted([*made, *every_way, (citation, cited)], key=lambda one: one[1]), not_made


def _parquet(connection: duckdb.DuckDBPyConnection, relation: Relation, folder: Path) -> File:
    path = _path(folder, relation, "parquet")
    with connection.cursor() as own:
        own.execute(f"copy (from {relation.in_sql}) to '{quoted(path)}' ({OPTIONS})")
    return relation, path


def _every_way(
    connection: duckdb.DuckDBPyConnection, copied: Published, ready: list[Relation], folder: Path
) -> tuple[list[File], list[str]]:
    """Each table as CSV, Excel and Stata file; what a format cannot hold is left out, and told."""
    made: list[File] = []
    not_made: list[str] = []
    with connection.cursor() as own:
        for relation in ready:
            found = everything(own, relation)
            rows, said = plain(found).to_arrow_table(), copied.about(relation, found)
            for format_, write_ in WAYS.items():
                path = _path(folder, relation, format_)
                try:
                    write_(rows, said, path)
                    made.append((relation, path))
                except LimitReached as error:
                    path.unlink(missing_ok=True)
                    not_made.append(str(error))
    return made, not_made


def _path(folder: Path, relation: Relation, format_: str) -> Path:
    return folder / relation.schema / f"{relation.name}.{format_}"
