"""Databases without content, made once by this version of the code and copied from then on.

To make four hundred views, and to say what each of their columns means, takes seconds; to copy them a tenth of one.
They lie in the cache folder of the user ($XDG_CACHE_HOME, else ~/.cache). Where none can be written, each is made anew.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

import duckdb

from warehouse.replacing import discard
from warehouse.state import transaction

#: what a new file is written in: read by every DuckDB from 1.4 on; strings cost a third less to write than before it
STORAGE = "v1.4.0"
#: seconds: what lies in the folder for longer is made again by who still wants it; most is of versions that nobody runs
KEPT_FOR = 7 * 24 * 3600
NEW: Mapping[str, str] = {"storage_compatibility_version": STORAGE, "python_enable_replacements": "false"}
_HERE = Path(__file__).parent


def put_into(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    files: Iterable[Path],
    make: Callable[[duckdb.DuckDBPyConnection], None],
) -> None:
    """Put into the current database, which is empty, what `make` makes in an empty one: tables, views, macros and rows.

    `files`: those that decide what that is, beside the modules of this package.
    """
    path = _path(name, files)
    if path is None or not (path.exists() or _made(path, make)):
        make(connection)
        return
    try:
        _copy(connection, path)
    except duckdb.Error:  # damaged, or another process has just deleted it
        with suppress(OSError):
            discard(path)
        make(connection)


def _copy(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    into = connection.execute("select current_database()").fetchall()[0][0]
    quoted = str(path).replace("'", "''")
    connection.execute(f"attach '{quoted}' as ready_made (read_only)")
    try:
        with transaction(connection):
            connection.execute(f'copy from database ready_made to "{into}"')
    finally:
        connection.execute("detach ready_made")


def _made(path: Path, make: Callable[[duckdb.DuckDBPyConnection], None]) -> bool:
    """Make it; False where that fails: the folder cannot be written, or is full, or what is made is at fault."""
    beside = path.with_name(token_hex(8))
    try:
        with duckdb.connect(str(beside), config=dict(NEW)) as connection:
            make(connection)
            connection.execute("checkpoint")  # what a full disk refuses when it is closed, DuckDB does not tell
        beside.replace(path)
    except (OSError, duckdb.Error):
        return False
    finally:
        with suppress(OSError):
            discard(beside)
    return True


def _path(name: str, files: Iterable[Path]) -> Path | None:
    """Where it lies, or is to lie; None where there can be no such folder."""
    told = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        folder = (told if told.is_absolute() else Path.home() / ".cache") / "onrecord"
        folder.mkdir(parents=True, exist_ok=True)
        for old in filter(Path.is_file, folder.iterdir()):
            if time.time() - old.stat().st_mtime > KEPT_FOR:
                old.unlink(missing_ok=True)
    except (OSError, RuntimeError):  # RuntimeError: a user without a home
        return None
    return folder / f"{name}-{file_hash([*files, *_HERE.glob('*.py')], duckdb.__version__)[:32]}.duckdb"


def file_hash(paths: Iterable[Path], besides: str = "") -> str:
    """The hash of the names and bytes of files of this package, and of a word besides."""
    digest = hashlib.sha256(besides.encode())
    for path in sorted(paths):
        digest.update(f"{path.parent.name}/{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()
