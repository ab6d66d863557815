"""kill -9 beside a rename in collect, import, load and publish: saying it once more completes it.

What the warehouses say is then the same. `python -m tests.faults.kills` does it sixty times, at any time, in rebuilding
as well, and in each step of loading.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.faults.kills import Whole, kill_and_compare
from tests.faults.said import content, said

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """What is done without a kill, stage by stage. To be read only. Views say the same where their tables do:
    test_determined.py."""
    return Whole(tmp_path_factory.mktemp("whole"), without={"publish a first time", "rebuild"}, views=False)


def test_what_is_said_tells_warehouses_apart(whole: Whole, tmp_path: Path) -> None:
    """What the other tests rest on: different for one figure, one sighting, one finding less."""
    home = tmp_path / "home"
    shutil.copytree(whole.folder / str(len(whole.stages)), home)
    end = whole.said[-1]
    assert said(home, views=False) == end
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
