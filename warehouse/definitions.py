"""The files of `schema/`, `views/` and `seeds/` ▶ tables, views, macros and code lists of an open warehouse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import duckdb

from collectors.errors import WarehouseError
from warehouse import ready_made
from warehouse.comments import Head, Made, comment, head
from warehouse.ready_made import file_hash
from warehouse.slices import is_sliced, plain_slice, slices
from warehouse.state import set_state, state, tables, transaction
from warehouse.written_out import Macro, macros, written_out

HERE = Path(__file__).parent
SCHEMA, VIEWS, SEEDS = HERE / "schema", HERE / "views", HERE / "seeds"
RULES = HERE / "facilities"  # code that decides what is derived
#: in which a file of `views/` makes something, each after its folder
SCHEMAS = ("core", "vintages", "marts", "ready")
#: those that readers ask: in the working warehouse, which nobody asks, they would take most of the time to open it
OF_READERS = SCHEMAS[1:]

_NO_STATEMENT = re.compile(r"--[^\n]*|'[^']*'")  # comments, and words in quotes
_MADE = re.compile(r"create (?:or replace )?(view|macro|table) ((?:\w+\.)?\w+)(\([^)]*\) as table\b)?")
_NAMED = re.compile(rf"(?:{'|'.join(SCHEMAS)})\.\w+|\b\w+(?=\()")


@dataclass(frozen=True, slots=True)
class Statement:
    """What makes one view or macro, and the head of the file in which it is written."""

    sql: str
    head: Head

    def made(self) -> Made:
        """The object that it makes."""
        kind, name, is_table = _MADE.findall(_NO_STATEMENT.sub("", self.sql))[0]
        return Made(name, "macro table" if is_table else kind, self.head)

    def query(self) -> str:
        """What the view that it makes is a name for."""
        _, query = self.sql.split(f"create or replace view {self.made().name} as\n", 1)
        return query.rstrip().removesuffix(";")


def define(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring views, macros, comments and seeds up to date, where their files differ from those of last time; of a new
    file the tables first."""
    if not tables(connection, "raw"):
        ready_made.put_into(connection, "working", files_of_all(), _anew)
    elif state(connection, "definitions_hash") != definitions_hash():
        with transaction(connection):
            _drop_views(connection)
            _define(connection)


def _anew(connection: duckdb.DuckDBPyConnection) -> None:
    """Everything in an empty database, in one transaction."""
    with transaction(connection):
        for name in ("raw", "core"):
            connection.execute(f"create schema {name}")
            for path in _files(SCHEMA / name):
                run_file(connection, path)
        _define(connection)
        set_state(connection, schema_hash=schema_hash())


def define_for_readers(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the views and macros of readers in a database that has all others, without comments, in one transaction.
    The published copy has them of the same text, most of them as tables (`kept_views`)."""
    with transaction(connection):
        for name in OF_READERS:
            connection.execute(f"create schema if not exists {name}")
        for one in in_order(for_readers()):
            run(connection, one)


def _define(connection: duckdb.DuckDBPyConnection) -> None:
    """Views, macros, comments and seeds, in the caller's transaction."""
    of_readers = {one.made().name for one in for_readers()}
    for one in in_order(each for each in views() if each.made().name not in of_readers):
        run(connection, one)
    comment(connection, [one for one in all_made() if one.name not in of_readers], all_made())
    for table, path in seeded(connection).items():
        rows = "select * from read_csv(?, all_varchar = true, header = true)"
        connection.execute(f"delete from {table}")
        connection.execute(f"insert into {table} by name {rows}", [str(path)])
    set_state(connection, definitions_hash=definitions_hash(), derived_at=None)  # seeds decide what is derived


@cache
def all_made() -> tuple[Made, ...]:
    """Every table, view and macro with what its file says of it."""
    of_tables = [path for name in ("raw", "core") for path in _files(SCHEMA / name)]
    return tuple(one.made() for one in (*(Statement(text, head(text)) for text in map(_text, of_tables)), *views()))


@cache
def views() -> tuple[Statement, ...]:
    """What makes every view and macro, in no order."""
    texts = {path: _text(path) for name in SCHEMAS for path in _files(VIEWS / name)}
    written = {path.stem for path in texts if path.parent.name == "marts"}
    plain = [
        plain_slice(path.stem, text)
        for path, text in texts.items()
        if path.parent.name == "vintages" and path.stem not in written and not path.stem.startswith("ready_")
    ]
    known = macros(texts.values())
    return tuple(one for text in (*texts.values(), *plain) for one in _statements(text, known))


@cache
def for_readers() -> tuple[Statement, ...]:
    """Those of `views` that stand in the schemas of readers, in no order."""
    return tuple(one for one in views() if one.made().name.startswith(tuple(f"{name}." for name in OF_READERS)))


def _statements(text: str, known: Mapping[str, Macro]) -> Iterator[Statement]:
    said = head(text)
    for sql in slices(text) if is_sliced(text) else [text]:
        is_view = "create or replace view" in sql
        yield Statement(written_out(sql, known) if is_view else sql, said)


def definitions_hash() -> str:
    """The hash of every file that decides what views, macros, comments and seeds of a working warehouse are, and what
    follows from seeds."""
    code = [*RULES.glob("*.py"), *(HERE / f"{name}.py" for name in ("comments", "written_out"))]
    return file_hash([*_files(VIEWS / SCHEMAS[0]), *SEEDS.glob("*.csv"), *code])


def seeded(connection: duckdb.DuckDBPyConnection) -> dict[str, Path]:
    """The seeds that are the content of a table of `core`, by the table: `core.x` of `x.csv`."""
    names = tables(connection, "core")
    return {f"core.{path.stem}": path for path in sorted(SEEDS.glob("*.csv")) if path.stem in names}


def schema_hash() -> str:
    """The hash of every file that decides what the tables hold; where it differs the warehouse is rebuilt."""
    return file_hash(path for name in ("raw", "core", "derived") for path in (SCHEMA / name).glob("*.sql"))


def files_of_all() -> list[Path]:
    """Every file that decides what is in an empty warehouse, its hashes included, save the modules of this package."""
    return [*SCHEMA.rglob("*.sql"), *VIEWS.rglob("*.sql"), *SEEDS.glob("*.csv"), *RULES.glob("*.py")]


def run_file(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Run the statements of a file."""
    connection.execute(_text(path))


def _text(path: Path) -> str:
    return path.read_text("utf-8")


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.sql"))


def _drop_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Take away every view and macro, so that none outlives its file."""
    made = "where database_name = current_database() and not internal"
    for schema, name in connection.execute(f"select schema_name, view_name from duckdb_views() {made}").fetchall():
        connection.execute(f'drop view "{schema}"."{name}"')
    for schema, name, kind in connection.execute(
        f"select schema_name, function_name, function_type from duckdb_functions() {made}"
    ).fetchall():
        connection.execute(f'drop macro {"table " if kind == "table_macro" else ""}if exists "{schema}"."{name}"')


def run(connection: duckdb.DuckDBPyConnection, one: Statement) -> None:
    """Make the view or macro. Raises WarehouseError where what it stands on is not there."""
    try:
        connection.execute(one.sql)
    except duckdb.CatalogException as error:
        raise _no_order(f"{one.made().name}: {str(error).splitlines()[0]}") from error


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Statements by what their text names: a view with its schema, a macro where it is called. To try them in any
    order, and again, takes as long as to make them."""
    by_name = {one.made().name: one for one in statements}
    try:
        return [by_name[name] for name in TopologicalSorter(named(by_name)).static_order()]
    except CycleError as error:
        raise _no_order(" ▶ ".join(error.args[1])) from error


def named(by_name: Mapping[str, Statement]) -> dict[str, set[str]]:
    """Which of the others each of some statements names, by what they make."""
    return {
        name: {other for other in _NAMED.findall(_NO_STATEMENT.sub("", one.sql)) if other in by_name and other != name}
        for name, one in by_name.items()
    }


def _no_order(found: str) -> WarehouseError:
    return WarehouseError(
        "warehouse/views",
        expected="views that stand on tables and on one another",
        found=found,
        remedy="Correct these files.",
    )
