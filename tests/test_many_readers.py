"""Two hundred publishes under the eyes of eight processes: each answer is that of one publish, and none fails.

The copies and the files beside them are made beforehand; putting them in place is what publishing does. Whole publishes
under the same eyes: `make bench-readers`.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest
from copies import EMPTY, copy
from readers import Seen, ask, look_through, reading
from small_warehouse import SmallWarehouse

from warehouse import besides
from warehouse.besides import Besides
from warehouse.exporting import publishing
from warehouse.home import Home
from warehouse.replacing import put_in_place
from warehouse.state import set_state

PUBLISHES = 200
PAUSE = 0.01  # seconds after each, in which the cores are the readers'
DIFFERENT = 3  # copies, in turn: of neighbours no row and no sum is the same
READY = (
    "create view marts.figure as from core.observation",
    "create table ready.book_ins as select date '2025-01-01' as month, value, document_id from core.observation",
)
ASKED = """
create schema raw; create schema core; create schema marts;
create table raw.state as select 'published_at' as name, '{at}' as value;
create table core.observation as select {number}::double as value from range({number});
create view marts.figure as from core.observation;
"""
pytestmark = [pytest.mark.slow, pytest.mark.whole_publish]


@dataclass(frozen=True)
class Made:
    """A copy, of what readers ask for alone: it opens at once. And the files beside it, in no place yet."""

    copy: Path
    written: publishing.Written


def made(folder: Path, number: int) -> Made:
    """A copy of so many figures, each of which is its number."""
    folder.mkdir()
    at = f"2026-11-27T00:00:0{number}"
    small = SmallWarehouse()
    small.document("a", "2025-02-04")
    for place in range(1, number + 1):
        small.figure("a", f"M{place}", f"ice.book_ins{{agency={place}}}", "2025-01", number)
    small.speak()
    whole = copy(small, folder / "whole.duckdb", *EMPTY, *READY)
    with duckdb.connect(str(whole)) as connection:
        set_state(connection, published_at=at)
    asked = folder / "warehouse.duckdb"
    with duckdb.connect(str(asked)) as connection:
        connection.execute(ASKED.format(at=at, number=number))
    return Made(asked, publishing.write(whole, folder / "tables"))


def publish(made: Made, home: Home, number: int) -> None:
    """What publishing does once the next copy is there, with all that stands beside it."""
    following = home.published.with_name("next.duckdb")
    shutil.copyfile(made.copy, following)
    folder = home.tables.with_name(f".{home.tables.name}-{number:016x}")
    shutil.copytree(made.written.folder, folder)
    for path in (home.feed, home.report, home.search):
        path.with_name(f"next-{path.name}").write_text(str(number))
    put_in_place(following, home.published)
    besides.show(Besides(replace(made.written, folder=folder), unindexed=None), home)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "data")
    home.published.parent.mkdir(parents=True)
    return home


def test_eight_processes_read_while_two_hundred_copies_take_the_place_of_each_other(home: Home, tmp_path: Path) -> None:
    copies = [made(tmp_path / str(number), number) for number in range(1, DIFFERENT + 1)]
    publish(copies[-1], home, 0)
    with reading(home.published, home.tables, tmp_path) as seen:
        for number in range(1, PUBLISHES + 1):
            publish(copies[number % DIFFERENT], home, number)
            time.sleep(PAUSE)
    assert seen.failed == []
    assert seen.torn() == []
    figures = [f"{{'rows': {number}, 'total': {number * number}.000000}}" for number in range(1, DIFFERENT + 1)]
    assert seen.said == {(f"2026-11-27T00:00:0{number}", one, one) for number, one in enumerate(figures, 1)}
    assert {created for created, _ in seen.described} == {f"2026-11-27T00:00:0{n}Z" for n in range(1, DIFFERENT + 1)}
    assert min(seen.queries, seen.folders) > PUBLISHES / 4, "enough to meet what can be met"
    assert sorted(path.name for path in home.published.parent.iterdir() if path.name[0] != ".") == [
        "changes.atom", "report.html", "search.duckdb", "tables", "warehouse.duckdb",
    ]  # fmt: skip


def test_readers_see_what_is_torn(home: Home, tmp_path: Path) -> None:
    """Files of two publishes in one folder, one publish that says two things, a copy that is not whole."""
    one, two = (made(tmp_path / str(number), number) for number in (1, 2))
    publish(one, home, 1)
    seen = Seen()
    ask(home.published, seen)
    look_through(home.tables, seen)
    assert (seen.queries, seen.folders, seen.failed) == (2, 1, [])
    shutil.copyfile(two.written.folder / "ready" / "book_ins.csv", home.tables / "ready" / "book_ins.csv")
    look_through(home.tables, seen)
    assert seen.failed.pop().endswith("ready/book_ins.csv")
    (home.tables / "ready" / "book_ins.csv").unlink()
    look_through(home.tables, seen)
    assert "No such file" in seen.failed.pop()
    with duckdb.connect(str(home.published)) as connection:
        connection.execute("update core.observation set value = 7")
    ask(home.published, seen)
    assert seen.torn() == ["2026-11-27T00:00:01"]
    home.published.write_bytes(two.copy.read_bytes()[:30_000])
    ask(home.published, seen)
    assert len(seen.failed) == 1
