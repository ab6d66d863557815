"""kill -9 in collect and load: whatever the moment, the next run completes it, and the content is the same."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from invented_warc import response, write_warc
from small_warc import FY2020, FY2022, FY2025, WORKBOOKS

from tests import killing
from tests.content import content
from tests.killing import collect, kill, kill_and_compare, start

pytestmark = pytest.mark.slow

#: the command line as it is but without the bundled history, which takes most of a run's time
WITHOUT_HISTORY = """
import warehouse.rebuild
warehouse.rebuild.bundled = lambda: None
from flows.cli import main
main()
"""


def test_content_tells_warehouses_apart(tmp_path: Path, small_warc: Path, without_history: None) -> None:
    """What the other tests rest on: equal for two runs, different for one figure, one sighting, one row less."""
    for name in ("one", "two"):
        assert collect(small_warc, tmp_path / name)
    one, two = (tmp_path / name / "warehouse.duckdb" for name in ("one", "two"))
    whole = content(one)
    assert content(two) == whole
    assert whole["raw.document"][0] == 3
    assert whole["raw.fetch"][0] == 4
    assert whole["core.observation"][0] > 1000
    for table, change in {
        "core.observation": "update core.observation set value = value + 1 where cell = 'J20'",
        "raw.fetch": "delete from raw.fetch where observed_at = '2025-02-20 12:00:00'",
        "core.vintage": "update core.vintage set valid_from = valid_from + interval 1 second",
    }.items():
        with duckdb.connect(str(two)) as connection:
            connection.execute(change)
        assert content(two)[table] != whole[table]


def test_killed_at_random_moments(tmp_path: Path, without_history: None) -> None:
    warc = write_editions(tmp_path, 25)
    moments = kill_and_compare(warc, 8, 1, tmp_path)
    killed = [moment for moment, was_killed in moments if was_killed]
    assert len(set(killed)) == 8
    whole = content(tmp_path / "whole" / "warehouse.duckdb")
    assert (whole["raw.document"][0], whole["raw.fetch"][0]) == (25, 25)
    folders = sorted(tmp_path.glob("killed-*"))
    assert folders
    for folder in folders:
        assert content(folder / "warehouse.duckdb") == whole
        left = {path.name for path in folder.iterdir()}
        assert left <= {"archive", "warehouse.duckdb", "warehouse.lock"}, "what a killed run leaves is cleared away"


def test_killed_in_each_stage(tmp_path: Path, small_warc: Path, without_history: None) -> None:
    """While the archive grows, while a warehouse is built, while one is brought up to date."""
    collect(small_warc, tmp_path / "whole")
    whole = content(tmp_path / "whole" / "warehouse.duckdb")

    new = tmp_path / "new"
    kill_when(small_warc, new, lambda: size(new / "archive" / "fetches.jsonl") > 0)
    assert not (new / "warehouse.duckdb").exists()
    kill_when(small_warc, new, lambda: size(new / "rebuilding.duckdb") > 0)
    assert not (new / "warehouse.duckdb").exists()
    assert collect(small_warc, new)
    assert content(new / "warehouse.duckdb") == whole

    old = tmp_path / "old"
    page = write_page(tmp_path)
    assert collect(page, old)  # a warehouse without documents
    kill_when(small_warc, old, lambda: size(old / "warehouse.duckdb.wal") > 0)
    with duckdb.connect(str(old / "warehouse.duckdb")) as connection:  # whole documents or none
        found = connection.execute("select url from raw.document").fetchall()
        assert {url for (url,) in found} in (set(), {FY2020, FY2022, FY2025})
        counted = "select count(distinct document_id) from core.observation"
        assert connection.execute(counted).fetchall() == [(len(found),)]
    assert collect(small_warc, old)
    assert content(old / "warehouse.duckdb") == whole


@pytest.fixture
def without_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(killing, "COMMAND", [sys.executable, "-c", WITHOUT_HISTORY, *killing.COMMAND[1:]])


def kill_when(warc: Path, home: Path, reached: Callable[[], bool]) -> None:
    """Kill a run as soon as something is there. Fails where the run came to its end before."""
    run: subprocess.Popen[bytes] = start(warc, home)
    while not reached():
        assert run.poll() is None, f"the run came to its end: {run.communicate()[1].decode()}"
        time.sleep(0.001)
    kill(run)
    assert run.returncode == -9


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def write_page(folder: Path) -> Path:
    """A WARC that has no document of the source."""
    return write_warc(folder / "page.warc.gz", response("https://www.ice.gov/about", 1, b"<html>"))


def write_editions(folder: Path, count: int) -> Path:
    """A WARC of many documents under one address: the same workbook, its zip with another comment every day."""
    records = []
    for number in range(count):
        edition = io.BytesIO((WORKBOOKS / "fy2025.xlsx").read_bytes())
        with zipfile.ZipFile(edition, "a") as packed:
            packed.comment = f"edition {number}".encode()
        records.append(response(FY2025, number, edition.getvalue()))
    return write_warc(folder / "editions.warc.gz", *records)
