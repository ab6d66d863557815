"""Where the warehouse lies, how it is opened, and how an empty one is made.

One process writes at a time, readers never meet it: they read the published copy. All times in it are UTC.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from collectors.errors import WarehouseBusy, WarehouseError

HERE = Path(__file__).parent
SCHEMA, VIEWS, SEEDS, HISTORY = HERE / "schema", HERE / "views", HERE / "seeds", HERE / "history"

#: what a new file is written in: read by every DuckDB from 1.4 on; strings cost a third less to write than before it
STORAGE = "v1.4.0"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds everything a user has collected."""

    root: Path

    @property
    def archive(self) -> Path:
        """The folder of WARC files and the fetch log."""
        return self.root / "archive"

    @property
    def warehouse(self) -> Path:
        """The working warehouse, for its one writer."""
        return self.root / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """The copy for readers."""
        return self.root / "published" / "warehouse.duckdb"


def home() -> Home:
    """The folder named by ONRECORD_HOME; `data/` in the working directory where that is not set."""
    return Home(Path(os.environ.get("ONRECORD_HOME") or "data"))


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
def kept_from_others(path: Path) -> Iterator[None]:
    """Be the only one who replaces a warehouse, and let nobody write the old one meanwhile.

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
            yield
            return
        with _connect(path) as connection:
            connection.execute("checkpoint")  # so that no write-ahead log is left to be taken for that of the new file
            yield


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of what happens inside, or nothing of it."""
    connection.begin()
    try:
        yield
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables of `schema/raw` and `schema/core`, with their comments, in one transaction."""
    with transaction(connection):
        for name in ("raw", "core"):
            connection.execute(f"create schema {name}")
            for path in sorted((SCHEMA / name).glob("*.sql")):
                run_file(connection, path)
        set_state(connection, schema_hash=schema_hash())


def define(connection: duckdb.DuckDBPyConnection, *, published: bool = False) -> None:
    """Bring views, macros and seeds up to date, where their files differ from those of last time.

    `published` takes the views of the published copy where it has its own.
    """
    paths = [*(VIEWS / "core").glob("*.sql"), *(VIEWS / "marts").glob("*.sql")]
    if published:
        own = {path.name: path for path in (VIEWS / "published").glob("*.sql")}
        paths = [own.get(path.name, path) if path.parent.name == "core" else path for path in paths]
    seeds = seeded(connection)
    now = _hash([*paths, *seeds.values()])
    if state(connection, "definitions_hash") == now:
        return
    with transaction(connection):
        _drop_views(connection)
        connection.execute("create schema if not exists marts")
        _views(connection, sorted(paths))
        for table, path in ({} if published else seeds).items():
            rows = "select * from read_csv(?, all_varchar = true)"
            connection.execute(f"delete from {table}")
            connection.execute(f"insert into {table} by name {rows}", [str(path)])
        set_state(connection, definitions_hash=now)


def seeded(connection: duckdb.DuckDBPyConnection) -> dict[str, Path]:
    """The seeds that are the content of a table of `core`, by the table: `core.metric` of `metric.csv`."""
    names = tables(connection, "core")
    return {f"core.{path.stem}": path for path in sorted(SEEDS.glob("*.csv")) if path.stem in names}


def tables(connection: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """The names of the tables of a schema, in order."""
    rows = connection.execute(
        """select table_name from duckdb_tables()
        where database_name = current_database() and schema_name = ? order by 1""",
        [schema],
    ).fetchall()
    return [str(name) for (name,) in rows]


def state(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """A fact of `raw.state`; None where it, or the table, is not there."""
    if "state" not in tables(connection, "raw"):
        return None
    row = connection.execute("select value from raw.state where name = ?", [name]).fetchone()
    return None if row is None else str(row[0])


def set_state(connection: duckdb.DuckDBPyConnection, **facts: str | None) -> None:
    """Write facts of `raw.state`; None takes one away. In the caller's transaction."""
    for name, value in facts.items():
        connection.execute("delete from raw.state where name = ?", [name])
        if value is not None:
            connection.execute("insert into raw.state values (?, ?)", [name, value])


def schema_hash() -> str:
    """The hash of every file that decides what the tables hold; where it differs the warehouse is rebuilt."""
    return _hash(path for name in ("raw", "core", "derived") for path in (SCHEMA / name).glob("*.sql"))


def run_file(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Run the statements of a file."""
    connection.execute(path.read_text("utf-8"))


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


def _drop_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Take away every view and macro, so that none outlives its file."""
    made = "where database_name = current_database() and not internal"
    for schema, name in connection.execute(f"select schema_name, view_name from duckdb_views() {made}").fetchall():
        connection.execute(f'drop view "{schema}"."{name}"')
    for schema, name, kind in connection.execute(
        f"select schema_name, function_name, function_type from duckdb_functions() {made}"
    ).fetchall():
        connection.execute(f'drop macro {"table " if kind == "table_macro" else ""}if exists "{schema}"."{name}"')


def _views(connection: duckdb.DuckDBPyConnection, paths: list[Path]) -> None:
    """Make views and macros in whatever order they need one another: who lacks another waits for the next round."""
    while paths:
        waiting, reasons = [], []
        for path in paths:
            try:
                run_file(connection, path)
            except duckdb.CatalogException as error:
                waiting.append(path)
                reasons.append(f"{path.name}: {str(error).splitlines()[0]}")
        if len(waiting) == len(paths):
            raise WarehouseError(
                "warehouse/views",
                expected="views that stand on tables and on one another",
                found="; ".join(reasons),
                remedy="Correct these files.",
            )
        paths = waiting


def _hash(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.parent.name}/{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()
