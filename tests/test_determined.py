"""Same archive in, same warehouse out: every table and view is decided by the data, not by the order in which rows lie
or by how many threads look at them."""

from __future__ import annotations

from pathlib import Path

import duckdb
from conftest import Newcomer
from own_text import own_text

from warehouse import check
from warehouse.definitions import SCHEMA, define, define_for_readers, run_file
from warehouse.state import tables

SOME = "where document_id in (select document_id from given.raw.document order by known_from desc limit 6)"
#: how a warehouse came to be, not what it says
OURS = {"raw.state", "raw.load", "core.asked"}
PARTS = "core.slip_"  # of core.slip


def copied(path: Path, *, backwards: bool, threads: int) -> duckdb.DuckDBPyConnection:
    """A warehouse in memory that holds 6 documents of another, their rows forwards or backwards; vintages and findings
    made anew."""
    made = duckdb.connect(config={"threads": threads, "preserve_insertion_order": not backwards})
    define(made)
    define_for_readers(made)
    made.execute(f"attach '{path}' as given (read_only)")
    for schema in ("raw", "core"):
        for name in tables(made, schema):
            table = f"{schema}.{name}"
            made.execute(f"delete from {table}")
            some = SOME if "document_id" in columns(made, table) else ""
            order = "desc" if backwards else "asc"
            made.execute(f"insert into {table} by name select * from given.{table} {some} order by rowid {order}")
    made.execute("delete from core.vintage")
    run_file(made, SCHEMA / "derived" / "vintage.sql")
    check.run(made)
    made.execute("detach given")
    return made


def columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [column[0] for column in connection.execute(f"from {table} limit 0").description or ()]


def relations(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Every table and view of a warehouse, of those for readers such as have a text of their own."""
    rows = connection.execute(
        """select schema_name || '.' || name from (
            select schema_name, table_name as name from duckdb_tables() where not internal
            union all select schema_name, view_name from duckdb_views() where not internal
        ) where schema_name in ('raw', 'core') order by 1"""
    ).fetchall()
    return [*(str(name) for (name,) in rows if not name.startswith(PARTS)), *own_text()]


def fingerprint(connection: duckdb.DuckDBPyConnection, relation: str) -> tuple[object, ...]:
    """Of all rows, whatever their order: how many, and two sums over their hashes, to the last bit of each number."""
    rows = connection.execute(
        f"select count(*), bit_xor(hash(r)), sum(hash(r)::hugeint) from {relation} as r"
    ).fetchall()
    return tuple(rows[0])


def test_every_table_and_view_is_decided_by_the_data(newcomer: Newcomer) -> None:
    one = copied(newcomer.home.warehouse, backwards=False, threads=1)
    other = copied(newcomer.home.warehouse, backwards=True, threads=4)
    names = [name for name in relations(one) if name not in OURS and not name.endswith("_at")]  # the text of others
    assert {"core.finding", "core.vintage", "core.revision", "vintages.facility_population"} <= set(names)
    assert one.execute("select count(*) from core.finding").fetchall() != [(0,)]
    differing = [name for name in names if fingerprint(one, name) != fingerprint(other, name)]
    one.close()
    other.close()
    assert differing == []
