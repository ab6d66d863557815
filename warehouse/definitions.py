"""The files of `schema/`, `views/` and `seeds/` ▶ tables, views, macros and code lists of an open warehouse."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import duckdb

from collectors.errors import WarehouseError
from warehouse.state import set_state, state, tables, transaction

HERE = Path(__file__).parent
SCHEMA, VIEWS, SEEDS = HERE / "schema", HERE / "views", HERE / "seeds"
RULES = HERE / "facilities"  # code that decides what is derived

_NO_STATEMENT = re.compile(r"--[^\n]*|'[^']*'")  # comments, and words in quotes
_MADE = re.compile(r"create or replace (?:view|macro) ((?:\w+\.)?\w+)")
_NAMED = re.compile(r"(?:core|marts)\.\w+|\b\w+(?=\()")


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables of `schema/raw` and `schema/core`, with their comments, in one transaction."""
    with transaction(connection):
        for name in ("raw", "core"):
            connection.execute(f"create schema {name}")
            for path in sorted((SCHEMA / name).glob("*.sql")):
                run_file(connection, path)
        set_state(connection, schema_hash=schema_hash())


def define(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring views, macros and seeds up to date, where their files differ from those of last time; of a new file the
    tables first."""
    if not tables(connection, "raw"):
        _create(connection)
    paths = [*(VIEWS / "core").glob("*.sql"), *(VIEWS / "marts").glob("*.sql")]
    seeds = seeded(connection)
    now = _hash([*paths, *seeds.values(), *RULES.glob("*.py")])
    before = state(connection, "definitions_hash")
    if before == now:
        return
    with transaction(connection):
        if before is not None:
            _drop_views(connection)
        connection.execute("create schema if not exists marts")
        _views(connection, sorted(paths))
        for table, path in seeds.items():
            rows = "select * from read_csv(?, all_varchar = true, header = true)"
            connection.execute(f"delete from {table}")
            connection.execute(f"insert into {table} by name {rows}", [str(path)])
        set_state(connection, definitions_hash=now, derived_at=None)  # seeds decide what is derived


def seeded(connection: duckdb.DuckDBPyConnection) -> dict[str, Path]:
    """The seeds that are the content of a table of `core`, by the table: `core.x` of `x.csv`."""
    names = tables(connection, "core")
    return {f"core.{path.stem}": path for path in sorted(SEEDS.glob("*.csv")) if path.stem in names}


def schema_hash() -> str:
    """The hash of every file that decides what the tables hold; where it differs the warehouse is rebuilt."""
    return _hash(path for name in ("raw", "core", "derived") for path in (SCHEMA / name).glob("*.sql"))


def run_file(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Run the statements of a file."""
    connection.execute(path.read_text("utf-8"))


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
    """Make views and macros, each after those that it stands on."""
    for path in _in_order(paths):
        try:
            run_file(connection, path)
        except duckdb.CatalogException as error:
            raise _no_order(f"{path.name}: {str(error).splitlines()[0]}") from error


def _in_order(paths: list[Path]) -> list[Path]:
    """Files by what their text names: a view with its schema, a macro where it is called. To try them in any order, and
    again, takes as long as to make them."""
    texts = {path: _NO_STATEMENT.sub("", path.read_text("utf-8")) for path in paths}
    made = {name: path for path, text in texts.items() for name in _MADE.findall(text)}
    named = {path: {made[name] for name in _NAMED.findall(text) if name in made} for path, text in texts.items()}
    try:
        return [*TopologicalSorter({path: named[path] - {path} for path in paths}).static_order()]
    except CycleError as error:
        raise _no_order(" ▶ ".join(path.name for path in error.args[1])) from error


def _no_order(found: str) -> WarehouseError:
    return WarehouseError(
        "warehouse/views",
        expected="views that stand on tables and on one another",
        found=found,
        remedy="Correct these files.",
    )


def _hash(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.parent.name}/{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()
