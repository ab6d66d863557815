"""Views that are tables in the published copy, made of the same text: a question costs one filter over one table.

Their text is planned and run once, at publishing; in the working warehouse, which nobody asks, they stay views.
"""

from __future__ import annotations

from dataclasses import replace

import duckdb

from warehouse.comments import Head, comment
from warehouse.definitions import VIEWS, Statement, all_made, in_order, views

OWN_VIEWS = VIEWS / "published"  # those that the copy has written otherwise
#: made of the working warehouse, beside the checks that read them
KEPT = ("core.change", "core.withdrawal", "core.entry_change", "core.entry_history")
#: what the others are parts of: in the copy a part of core.observation itself
_FIGURE = "vintages.figure"
#: made of the copy itself, once core.change is a table there: on a view it would compare all documents ten times
SLIP = "core.slip"
CLOCK = "current_timestamp"  # in the text of what depends on the moment at which it is asked
_FLAG = f"""
    update core.observation as figure set slip = found.rule from {SLIP} as found
    where (figure.series_key, figure.time_period, figure.document_id)
        = (found.series_key, found.time_period, found.document_id)
"""


def keep(connection: duckdb.DuckDBPyConnection, copy: str) -> None:
    """Turn KEPT, in a copy that is attached and holds the views of this warehouse, into tables of the same names and
    columns, filled from this warehouse. `comment_on_copy` gives them their comments."""
    for name in KEPT:
        connection.execute(f"drop view {copy}.{name}")
        connection.execute(f"create table {copy}.{name} as from {name} order by all")


def keep_vintages(connection: duckdb.DuckDBPyConnection) -> None:
    """Turn the views of the schema `vintages` of this filled copy into tables, save that of which they are parts."""
    for one in _vintages():
        _keep(connection, one)


def keep_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Turn those marts and ready tables of this copy into tables that say the same whatever day it is; what tells how
    old figures are stays a view of one table."""
    for one in _standing():
        _keep(connection, one)


def _keep(connection: duckdb.DuckDBPyConnection, one: Statement) -> None:
    connection.execute(f"drop view {one.made().name}")
    connection.execute(one.sql.replace("create or replace view", "create table", 1))


def keep_slips(connection: duckdb.DuckDBPyConnection) -> None:
    """Turn core.slip of this copy, filled and with its table core.change, into a table, and flag the figures."""
    (one,) = (each for each in views() if each.made().name == SLIP)
    connection.execute(f"drop view {SLIP}")
    made = one.sql.replace("create or replace view", "create table", 1).rstrip().removesuffix(";")
    connection.execute(f"{made} order by all")
    connection.execute(_FLAG)


def comment_on_copy(connection: duckdb.DuckDBPyConnection) -> None:
    """Give what this copy has made otherwise than the working warehouse the comments that it has there."""
    every = {each.name: each for each in all_made()}
    made = [one.made().name for one in (*_vintages(), *_standing())]
    tables = [replace(every[name], kind="table") for name in (*KEPT, SLIP, *made)]
    views_ = [every[f"core.{path.stem}"] for path in OWN_VIEWS.glob("*.sql")]
    observation = replace(
        every["core.observation"], head=_with(every["core.observation"].head, every["core.statement"].head)
    )
    comment(connection, [*tables, *views_, observation], every.values())


def _with(said: Head, more: Head) -> Head:
    return replace(said, columns={**said.columns, **more.columns})


def _vintages() -> list[Statement]:
    wanted = [one for one in views() if one.made().name.startswith("vintages.") and one.made().name != _FIGURE]
    return in_order(wanted)


def _standing() -> list[Statement]:
    """In the order in which one is made of the other. What is made of something that depends on the day does so too."""
    ageing: set[str] = set()
    standing = []
    for one in in_order(views()):
        name = one.made().name
        if CLOCK in one.sql or any(f"{other}\n" in one.sql or f"{other} " in one.sql for other in ageing):
            ageing.add(name)
        elif one.made().kind == "view" and name.startswith(("marts.", "ready.")) and not name.endswith("_at"):
            standing.append(one)
    return standing
