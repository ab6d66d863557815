"""Views that are tables in the published copy, made of the same text: a question costs one filter over one table.

Their text is planned and run once, at publishing. Those of `core` are views in the working warehouse; the others, which
readers ask, stand in the copy alone.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import replace
from functools import cache
from graphlib import TopologicalSorter

import duckdb

from warehouse import ready_made
from warehouse.comments import Head, comment
from warehouse.definitions import (
    OF_READERS,
    SCHEMA,
    SCHEMAS,
    VIEWS,
    Statement,
    all_made,
    define,
    files_of_all,
    for_readers,
    in_order,
    named,
    run,
    run_file,
    views,
)
from warehouse.state import tables

OWN_VIEWS = VIEWS / "published"  # those that the copy has written otherwise
OBSERVATION = SCHEMA / "published" / "observation.sql"
#: made of the working warehouse, beside the checks that read them
KEPT = ("core.change", "core.withdrawal", "core.entry_change", "core.entry_history")
#: what the others are parts of: in the copy a part of core.observation itself
_FIGURE = "vintages.figure"
#: made of the copy, in this order, once core.change is a table there: on views the rules for slips would compare
#: all documents ten times
OF_REVISIONS = ("core.notable_run", "core.period_around", "core.slip")
#: made of the copy too: what stands beside claims reads it six times over
READ_OFTEN = ("core.claim_counterpart",)
OF_CORE = (*KEPT, *OF_REVISIONS, *READ_OFTEN)
#: how figures of a mart lie in the copy: those of a year and document together, for at a moment few documents speak
BY_YEAR = ("fiscal_year", "valid_from", "document_id", "series_key", "time_period", "sheet", "cell")
CLOCK = "current_timestamp"  # in the text of what depends on the moment at which it is asked
_FLAG = """
    update core.observation as figure set slip = found.rule from core.slip as found
    where (figure.series_key, figure.time_period, figure.document_id)
        = (found.series_key, found.time_period, found.document_id)
"""


def shape(connection: duckdb.DuckDBPyConnection) -> None:
    """Put into the current database, which is empty, the tables, views and macros of the copy, with their comments."""
    ready_made.put_into(connection, "copy", files_of_all(), _shape)


def _shape(connection: duckdb.DuckDBPyConnection) -> None:
    define(connection)
    run_file(connection, OBSERVATION)
    for path in sorted(OWN_VIEWS.glob("*.sql")):
        run_file(connection, path)
    for one in in_order(each for each in views() if each.made().name in OF_CORE):
        connection.execute(f"drop view {one.made().name}")
        connection.execute(_as_table(one))
    for schema in OF_READERS:
        connection.execute(f"create schema {schema}")
    tables_ = {one.made().name for one in kept()}
    for one in in_order(for_readers()):
        if one.made().name in tables_:
            connection.execute(_as_table(one))
        else:
            run(connection, one)
    _comment(connection)
    for schema in ("raw", *SCHEMAS):  # what is made of seeds alone has rows by now
        for table in tables(connection, schema):
            connection.execute(f"delete from {schema}.{table}")


def _as_table(one: Statement) -> str:
    return one.sql.replace("create or replace view", "create table", 1)


@cache
def kept() -> tuple[Statement, ...]:
    """The views that are tables made of the copy itself, in the order in which one is made of the other.

    They are READ_OFTEN, those of the schema `vintages`, save that of which they are parts, and those marts and ready
    tables that say the same whatever day it is. What tells how old figures are stays a view of one table.
    """
    ageing: set[str] = set()
    found = []
    for one in in_order(views()):
        name = one.made().name
        if CLOCK in one.sql or any(f"{other}\n" in one.sql or f"{other} " in one.sql for other in ageing):
            ageing.add(name)
        elif name in READ_OFTEN or _is_vintages(name) or (name.startswith(("marts.", "ready.")) and _is_now(one)):
            found.append(one)
    return tuple(found)


def _is_vintages(name: str) -> bool:
    return name.startswith("vintages.") and name != _FIGURE


def _is_now(one: Statement) -> bool:
    return one.made().kind == "view" and not one.made().name.endswith("_at")


def fill(cursor: Callable[[], duckdb.DuckDBPyConnection], at_once: int) -> None:
    """Fill `kept` in a copy whose observations and KEPT are there, several at once, each after what it is made of.

    `cursor` gives a connection of its own to that copy.
    """
    tables_ = {one.made().name: one for one in kept()}
    order = TopologicalSorter(named({one.made().name: one for one in views()}))
    order.prepare()
    running = {}

    def filled(one: Statement) -> None:
        with cursor() as own:
            columns = {name for name, *_ in own.execute(f"from {one.made().name} limit 0").description or []}
            order = f"order by {', '.join(BY_YEAR)}" if columns.issuperset(BY_YEAR) else ""
            own.execute(f"insert into {one.made().name} from ({one.query()}) {order}")

    with ThreadPoolExecutor(at_once, "kept") as beside:
        while order.is_active():
            for name in order.get_ready():
                if name in tables_:
                    running[beside.submit(filled, tables_[name])] = name
                else:
                    order.done(name)
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                done.result()
                order.done(running.pop(done))


def fill_from_working(connection: duckdb.DuckDBPyConnection, copy: str) -> None:
    """Fill KEPT in a copy that is attached from the views of this warehouse."""
    for name in KEPT:
        connection.execute(f"insert into {copy}.{name} from {name} order by all")


def fill_slips(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill core.slip in this copy, and what it is made of; observations and core.change are there. Flag the figures."""
    queries = {one.made().name: one.query() for one in views() if one.made().name in OF_REVISIONS}
    for name in OF_REVISIONS:
        connection.execute(f"insert into {name} from ({queries[name]}) order by all")
    connection.execute(_FLAG)


def _comment(connection: duckdb.DuckDBPyConnection) -> None:
    """Give what the copy has made otherwise than the working warehouse the comments that it has there."""
    every = {each.name: each for each in all_made()}
    tables_ = {*OF_CORE, *(one.made().name for one in kept())}
    named_ = {*tables_, *(one.made().name for one in for_readers())}
    made = [replace(every[name], kind="table" if name in tables_ else every[name].kind) for name in sorted(named_)]
    views_ = [every[f"core.{path.stem}"] for path in OWN_VIEWS.glob("*.sql")]
    observation = replace(
        every["core.observation"], head=_with(every["core.observation"].head, every["core.statement"].head)
    )
    comment(connection, [*made, *views_, observation], every.values())


def _with(said: Head, more: Head) -> Head:
    return replace(said, columns={**said.columns, **more.columns})
