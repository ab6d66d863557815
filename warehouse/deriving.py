"""What follows from all that is loaded: since when each document is known, who speaks when, what becomes of the rows of
lists and of the facilities that they name. It depends on what is loaded alone, not on the order in which it came.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb

from collectors.errors import WarehouseError
from warehouse.connection import current
from warehouse.definitions import SCHEMA, define, run_file
from warehouse.facilities.derive import derive_facilities
from warehouse.rows import now
from warehouse.state import set_state, state, transaction

DERIVED = SCHEMA / "derived"


@contextmanager
def up_to_date(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a warehouse of this version for writing, its views and seeds and what follows from them up to date.

    Raises WarehouseError where there is none, and where another process holds it.
    """
    with current(path) as connection:
        if connection is None:
            raise WarehouseError(
                str(path),
                expected="a warehouse of this version",
                found="another one" if path.exists() else "no file",
                remedy="Say `onrecord rebuild`.",
            )
        define(connection)
        if state(connection, "derived_at") is None:  # a load was killed before it, or other seeds have come
            derive(connection)
        yield connection


def derive(connection: duckdb.DuckDBPyConnection) -> bool:
    """Bring it up to date, outside a transaction; True where all of it was made anew.

    `derived_at` of raw.state stands only when all is there, so that what a kill has left is made anew.
    """
    with transaction(connection):
        run_file(connection, DERIVED / "contradicted.sql")
        run_file(connection, DERIVED / "forgotten.sql")
        changed = connection.execute((DERIVED / "known_from.sql").read_text("utf-8")).fetchone()
        _retitled(connection)
        stale = changed != (0,) or state(connection, "derived_at") is None
        if stale:
            set_state(connection, derived_at=None)
    if not stale:
        return False
    if has_entries(connection):
        _with_lists(connection)
    else:
        _vintages(connection)
    with transaction(connection):
        set_state(connection, derived_at=now().isoformat())
    return True


def has_entries(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether there are rows of lists, or were: without any, to tell them apart takes longer than all the rest."""
    before = ("core.entry_vintage", "core.facility")
    return _any(connection, "core.entry", *before, "core.notice where kind = 'empty_list'")


def _any(connection: duckdb.DuckDBPyConnection, *relations: str) -> bool:
    """Whether one of them has a row."""
    found = connection.execute("select " + " or ".join(f"exists (from {each})" for each in relations)).fetchone()
    return found == (True,)


def _retitled(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("delete from core.refusal where outcome = 'title_unknown'")
    if _any(connection, "core.omission where reason = 'table not known'"):
        run_file(connection, DERIVED / "retitled.sql")


def _with_lists(connection: duckdb.DuckDBPyConnection) -> None:
    with connection.cursor() as other, ThreadPoolExecutor(1, "facilities") as beside:
        facilities = beside.submit(_facilities, other)  # most of it is Python, and this leaves the other core idle
        _vintages(connection, with_lists=True)
        facilities.result()


def _vintages(connection: duckdb.DuckDBPyConnection, *, with_lists: bool = False) -> None:
    with transaction(connection):
        connection.execute("delete from core.vintage")
        run_file(connection, DERIVED / "vintage.sql")
        run_file(connection, DERIVED / "series.sql")
        if _any(connection, "core.article", "core.story"):
            run_file(connection, DERIVED / "story.sql")
        if with_lists:
            run_file(connection, DERIVED / "entry_vintage.sql")
            run_file(connection, DERIVED / "entry_identity.sql")
            run_file(connection, DERIVED / "entry_stay.sql")


def _facilities(connection: duckdb.DuckDBPyConnection) -> None:
    with transaction(connection):
        derive_facilities(connection)
