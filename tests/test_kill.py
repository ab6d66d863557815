"""kill -9 in collect, import, load, rebuild and publish: whatever the moment, saying it once more completes it.

What the warehouses say is then the same. `python -m tests.faults.kills` does it sixty times, at any time.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import small_warc
from small_warc import FY2020, FY2022, FY2025

from tests.faults.commands import kill, run, start
from tests.faults.kills import Whole, complete, kill_and_compare
from tests.faults.said import content, said

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """What is done without a kill, stage by stage. To be read only."""
    return Whole(tmp_path_factory.mktemp("whole"))


def test_what_is_said_tells_warehouses_apart(whole: Whole, tmp_path: Path) -> None:
    """What the other tests rest on: different for one figure, one sighting, one finding less."""
    home = tmp_path / "home"
    shutil.copytree(whole.folder / str(len(whole.stages)), home)
    end = whole.said[-1]
    assert said(home) == end
    assert {"working core.finding", "published marts.book_ins", "working core.revision"} <= {*end}
    assert end["working raw.document"][0] == 8
    assert end["published core.observation"][0] > 3000
    for table, change in {
        "core.observation": "update core.observation set value = value + 1 where cell = 'J20'",
        "raw.fetch": "delete from raw.fetch where observed_at = '2025-02-20 12:00:00'",
        "core.vintage": "update core.vintage set valid_from = valid_from + interval 1 second",
        "core.finding": "delete from core.finding where cell = (select min(cell) from core.finding)",
    }.items():
        with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
            connection.execute(change)
        with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
            assert content(connection, table) != end[f"working {table}"], table


def test_killed_beside_renames(whole: Whole) -> None:
    assert [one.stage for one in kill_and_compare(whole, 1, 1, in_short=True)] == [one.name for one in whole.stages]


def test_killed_in_each_step_of_loading(whole: Whole, tmp_path: Path) -> None:
    """While the archive grows, while a warehouse is built, while one is brought up to date."""
    collect, new, old = whole.stages[0].command, tmp_path / "new", tmp_path / "old"
    new.mkdir()
    kill_when(collect, new, lambda: size(new / "archive" / "fetches.jsonl") > 0)
    assert not (new / "warehouse.duckdb").exists()
    kill_when(collect, new, lambda: size(new / "rebuilding.duckdb") > 0)
    assert not (new / "warehouse.duckdb").exists()

    old.mkdir()
    nothing = small_warc.write_nothing(tmp_path / "nothing.warc.gz")
    assert run(f"import|{nothing}", old)  # a warehouse without documents
    kill_when(collect, old, lambda: size(old / "warehouse.duckdb.wal") > 0)
    with duckdb.connect(str(old / "warehouse.duckdb")) as connection:  # whole documents or none
        found = connection.execute("select url from raw.document").fetchall()
        assert {url for (url,) in found} in (set(), {FY2020, FY2022, FY2025})
        counted = "select count(distinct document_id) from core.observation"
        assert connection.execute(counted).fetchall() == [(len(found),)]

    complete(whole, 0, new)
    complete(whole, 0, old)


def kill_when(command: str, home: Path, reached: Callable[[], bool]) -> None:
    """Kill a run as soon as something is there. Fails where the run came to its end before."""
    process = start(command, home)
    while not reached():
        assert process.exitcode is None, f"it came to its end: {Path(f'{home}.said').read_text()}"
        time.sleep(0.001)
    kill(process)
    assert process.exitcode == -9


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
