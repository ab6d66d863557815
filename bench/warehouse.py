"""The warehouse as it is asked: rebuild and publish from rows already read, slices, and how they grow.

    make bench-warehouse        (.venv/bin/python -m bench.warehouse [--millions .1 1 3 30])

1. The rows of the bundled history ▶ rebuild (loaded, vintages, facilities) and publish; the peer in the same run is
   DuckDB, which copies the same rows from the same Parquet files into tables of a new file, and which writes again what
   publishing has made: the tables of the copy, and marts and ready tables as Parquet.
2. The published copy: its size against the Parquet files, and what it costs to start the command line.
3. Slices, warm, rows fetched in Python: of every mart and ready table what was said on 7 February 2025, of a fiscal
   year where it has one; everything; revisions and withdrawals. The time to plan (`explain`) is printed beside.
4. The same of copies in which all vintages stand several times, as if as many publishers had published as much.

Prints medians in milliseconds and the bounds of the issue; exit status 1 where one is broken at 3 million.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from warehouse.bundle import bundled
from warehouse.exporting.publishing import OPTIONS
from warehouse.exporting.relations import current, relations
from warehouse.home import Home
from warehouse.publish import ATTACHED, publish
from warehouse.rebuild import rebuild

ROUNDS = 7
MOMENT = "date '2025-02-07'"
MOST = {"mart": 5.0, "facilities": 20.0, "everything": 50.0, "changes": 20.0}  # milliseconds, at three million
AT_LEAST_COPY = 0.5
HISTORY = Path(__file__).resolve().parent.parent / "warehouse" / "history"
ROWS = ("observation", "entry", "sheet", "notice", "omission", "article", "claim")


def timed(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of several rounds after one to warm up, in milliseconds."""
    run()
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        run()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def built(home: Home) -> None:
    """Rebuild and publish from the history, DuckDB's copy of the same rows beside it; print all three."""
    loads, copies = [], []
    for number in range(3):
        begin = time.perf_counter()
        rebuild(home, history=bundled())
        loads.append(time.perf_counter() - begin)
        copies.append(_copied(home.root / f"peer-{number}.duckdb"))
    publishes = [publish(home).seconds for _ in range(3)]
    load, copy = statistics.median(loads), statistics.median(copies)
    print(f"rebuild from rows {load:6.2f} s   DuckDB copies them {copy:6.2f} s   {copy / load:4.2f} of its speed")
    took, peer = statistics.median(publishes), statistics.median(_written(home) for _ in range(3))
    print(f"publish           {took:6.2f} s")
    print(f"  DuckDB writes its tables and Parquet files again {peer:6.2f} s: {took / peer:4.1f} times that")
    raw = sum(path.stat().st_size for path in HISTORY.glob("*.parquet"))
    size = home.published.stat().st_size
    print(f"copy {size / 1e6:.0f} MB, its rows packed as Parquet {raw / 1e6:.1f} MB: {size / raw:.0f} times")


def _copied(path: Path) -> float:
    begin = time.perf_counter()
    with duckdb.connect(str(path)) as connection:
        for name in ROWS:
            connection.execute(f"create table {name} as from '{HISTORY / name}.parquet'")
        connection.execute("checkpoint")
    return time.perf_counter() - begin


def _written(home: Home) -> float:
    """What it takes DuckDB to write the tables of the published copy, all at hand, and marts and ready tables as
    Parquet."""
    target = home.root / "peer.duckdb"
    begin = time.perf_counter()
    with duckdb.connect() as connection:
        connection.execute(f"attach '{home.published}' as published (read_only)")
        connection.execute(f"attach '{target}' as peer ({ATTACHED})")
        connection.execute("copy from database published to peer")
        connection.execute("checkpoint peer")
        connection.execute("use peer")
        every = relations(connection)
        for one in (*current(every, "marts"), *current(every, "ready")):
            connection.execute(f"copy (from {one.in_sql}) to '{home.root / 'peer.parquet'}' ({OPTIONS})")
    seconds = time.perf_counter() - begin
    target.unlink()
    return seconds


def started(home: Home) -> None:
    """What one question costs at the command line, all told."""
    command = [str(Path(sys.executable).with_name("onrecord")), "sql", "select 1"]
    env = {"ONRECORD_HOME": str(home.root), "PATH": "/usr/bin:/bin"}
    took = timed(lambda: subprocess.run(command, env=env, check=True, capture_output=True))
    print(f'onrecord sql "select 1" {took:6.0f} ms')


def slices(copy: Path) -> dict[str, float]:
    """The slices of a copy: the slowest of each kind, in milliseconds."""
    with duckdb.connect(str(copy), read_only=True) as connection:
        rows = connection.execute("select count(*) from core.observation").fetchall()[0][0]
        print(f"\n{rows:,} observations, {copy.stat().st_size / 1e6:,.0f} MB")
        asked = _questions(connection)
        found: dict[str, list[tuple[float, float, str]]] = {}
        for kind, query in asked:
            took = timed(lambda query=query: connection.execute(query).fetchall())
            planned = timed(lambda query=query: connection.execute(f"explain {query}").fetchall(), 3)
            found.setdefault(kind, []).append((took, planned, query))
    slowest = {}
    for kind, times in found.items():
        middle = statistics.median(took for took, _, _ in times)
        took, planned, query = max(times)
        slowest[kind] = took
        over = sum(one > MOST[kind] for one, _, _ in times)
        print(
            f"{kind:12} median {middle:7.1f} ms   slowest {took:7.1f} ms (planned in {planned:.1f})   "
            f"{over} of {len(times)} over {MOST[kind]:.0f}"
        )
        print(f"             {query[:110]}")
    return slowest


def _questions(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    macros = connection.execute(
        "select schema_name || '.' || function_name from duckdb_functions() "
        "where function_type = 'table_macro' and schema_name in ('marts', 'ready') order by 1"
    ).fetchall()
    asked = []
    for (name,) in macros:
        base = name.removesuffix("_as_of")
        columns = {row[0] for row in connection.execute(f"describe {base}").fetchall()}
        year = " where fiscal_year = 2025" if "fiscal_year" in columns else ""
        if base == "marts.figure":
            year = " where series_key = 'ice.removals{population=total}'"
        kind = "facilities" if "facilit" in base else "mart"
        asked.append((kind, f"from {name}({MOMENT}){year}"))
    asked.append(("everything", "select count(*), sum(value) from vintages.figure"))
    asked.append(("changes", "select count(*), sum(difference) from core.revision"))
    asked.append(("changes", "select count(*), sum(value) from core.withdrawal"))
    return asked


def multiplied(copy: Path, target: Path, millions: float) -> None:
    """A copy with so many observations: some of them, or the vintages of all tables again and again, decades later."""
    shutil.copy(copy, target)
    with duckdb.connect(str(target)) as connection:
        rows = connection.execute("select count(*) from core.observation").fetchall()[0][0]
        tables = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where schema_name = 'vintages' "
            "union all select 'core.observation' union all select 'core.change'"
        ).fetchall()
        times = round(millions * 1e6 / rows)
        for (name,) in tables:
            if times < 1:
                connection.execute(f"delete from {name} where hash(rowid) % 1000 >= {millions * 1e9 / rows:.0f}")
            else:
                copies = f"from range(1, {times}) as again(number), {name} as said"
                connection.execute(f"insert into {name} select said.* {_later(connection, name)} {copies} order by all")
        connection.execute("checkpoint")


def _later(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    columns = {row[0] for row in connection.execute(f"describe {name}").fetchall()}
    moved = [
        f"{column} + to_years(cast(20 * again.number as integer)) as {column}"
        for column in ("valid_from", "valid_to", "changed_at")
        if column in columns
    ]
    return f"replace ({', '.join(moved)})"


def main() -> int:
    """Print all; 1 where a bound is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--millions", type=float, nargs="*", default=[0.1, 1, 3])
    millions = parser.parse_args().millions
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "data")
        built(home)
        started(home)
        slices(home.published)
        broken = []
        for size in millions:
            target = Path(folder) / "grown.duckdb"
            multiplied(home.published, target, size)
            slowest = slices(target)
            if size == 3:
                broken = [kind for kind, took in slowest.items() if took > MOST[kind]]
            target.unlink()
    print(f"\nover its bound at three million: {', '.join(broken) or 'none'}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
