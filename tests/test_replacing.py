"""Publishing beside readers that die, and publishing that dies: whatever is left opens, for us and for any DuckDB."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import toy_source
from small_disk import files_of
from toy_source import MemoryArchive, content, fetch

from collectors.errors import WarehouseBusy, WarehouseError
from warehouse import check, connection, indexing
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.rebuild import rebuild, update
from warehouse.replacing import SIDECARS, put_in_place
from warehouse.searching import search

BOTH = ["changes.atom", "report.html", "search.duckdb", "tables", "warehouse.duckdb"]
#: opens a file for writing as notebooks do by default, writes what is not in the file yet, and says so
READER = """
import duckdb, os, signal, sys
opened = duckdb.connect(sys.argv[1])
opened.execute("set checkpoint_threshold = '1GB'")
if "late" in sys.argv:
    print("opened", flush=True)
    sys.stdin.readline()
opened.execute("create table scratch as select * from range(10)")
if "lives" in sys.argv:
    print("written", flush=True)
    sys.stdin.readline()
    opened.close()
    print("closed", flush=True)
else:
    os.kill(os.getpid(), signal.SIGKILL)
"""


pytestmark = [pytest.mark.slow, pytest.mark.warehouse_of_its_own]  # each publishes one


def one_document() -> MemoryArchive:
    made = MemoryArchive()
    made.saw(content(("t{n=a}", "2025-01", 1)), fetch("2025-02-01T12:00"))
    return made


@pytest.fixture
def archive() -> MemoryArchive:
    return one_document()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, little: Callable[[pytest.MonkeyPatch], None]) -> Home:
    """The archive, loaded and published. To be copied."""
    made = Home(tmp_path_factory.mktemp("prepared") / "data")
    with pytest.MonkeyPatch.context() as patch:
        index = indexing.build
        little(patch)
        patch.setattr(indexing, "build", index)  # what is searched is replaced with it
        patch.setattr("warehouse.rebuild.bundled", lambda: None)
        patch.setattr(check, "run", lambda connection, kept: [])
        update(made, archive=one_document(), modules={"toy": toy_source})
        publish(made)
    return made


@pytest.fixture
def home(prepared: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    monkeypatch.setattr(check, "run", lambda connection, kept: [])
    shutil.copytree(prepared.root, tmp_path / "data")
    return Home(tmp_path / "data")


def reader(path: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", READER, str(path), *words]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == f"{word}\n"


def go_on(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def more(home: Home, archive: MemoryArchive) -> None:
    """Another edition, so that the next copy differs."""
    archive.saw(content(("t{n=a}", "2025-01", 2), ("t{n=b}", "2025-01", 3)), fetch("2025-03-01T12:00"))
    update(home, archive=archive, modules={"toy": toy_source})


def figures(path: Path) -> int:
    """How many are in a file, opened by us, and by anybody in both ways that DuckDB has."""
    counted = set()
    openings = (
        lambda: connection.locked(path),
        lambda: connection.read_only(path),
        lambda: duckdb.connect(str(path), read_only=True),
        lambda: duckdb.connect(str(path)),
    )
    for open_ in openings:
        with open_() as opened:
            counted.add(opened.execute("select count(*) from core.observation").fetchall()[0][0])
    (one,) = counted
    return int(one)


def beside(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir() if not one.name.startswith("."))


# ── readers that die ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_reader_that_was_killed_is_not_in_the_way_of_the_next_copy(home: Home, archive: MemoryArchive) -> None:
    assert reader(home.published).wait() == -signal.SIGKILL
    assert beside(home.published) == [*BOTH, "warehouse.duckdb.wal"]
    with connection.locked(home.published) as opened:  # before the next copy it opens as well
        assert opened.execute("select count(*) from core.observation").fetchall() == [(1,)]
    more(home, archive)
    publish(home)
    assert beside(home.published) == BOTH
    assert figures(home.published) == 3


def test_a_reader_that_lives_on_harms_neither_copy(home: Home, archive: MemoryArchive) -> None:
    process = reader(home.published, "lives")
    said(process, "written")
    more(home, archive)
    publish(home)
    go_on(process)
    said(process, "closed")
    assert process.wait() == 0
    assert beside(home.published) == BOTH
    assert figures(home.published) == 3


def test_a_log_begun_beside_the_new_copy_by_a_reader_of_the_old_one(home: Home, archive: MemoryArchive) -> None:
    """It names the old file and opens with no other: we take it away when we meet it, and so does the next copy."""
    process = reader(home.published, "late")
    said(process, "opened")
    more(home, archive)
    publish(home)
    go_on(process)
    assert process.wait() == -signal.SIGKILL
    log = home.published.with_name("warehouse.duckdb.wal")
    kept = log.read_bytes()
    with pytest.raises(WarehouseError, match=r"ends in \.wal"):
        connection.read_only(home.published)
    with connection.locked(home.published) as opened:
        assert opened.execute("select count(*) from core.observation").fetchall() == [(3,)]
    assert figures(home.published) == 3
    log.write_bytes(kept)
    publish(home)
    assert figures(home.published) == 3


def test_the_working_warehouse_is_replaced_in_the_same_way(home: Home, archive: MemoryArchive) -> None:
    assert reader(home.warehouse).wait() == -signal.SIGKILL
    for name in (".wal.checkpoint", ".wal.recovery"):
        home.warehouse.with_name(home.warehouse.name + name).write_bytes(b"torn")
    home.warehouse.write_bytes(b"no database")
    rebuild(home, archive=archive, modules={"toy": toy_source})
    assert not [name for name in beside(home.warehouse) if ".wal" in name]
    assert figures(home.warehouse) == 1


# ── publishing that dies ─────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.whole_publish
def test_what_a_kill_leaves_between_any_two_steps_opens(
    home: Home, archive: MemoryArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill leaves the files as they are: they are copied before each step that changes which files there are. The
    log of a reader stands beside the old copy."""
    more(home, archive)
    assert reader(home.published).wait() == -signal.SIGKILL
    left: list[Path] = []

    def watched(name: str) -> None:
        call = getattr(os, name)

        def copied_before(*given: object, **named: object) -> object:
            if "duckdb" in Path(str(given[-1])).name:  # of the files beside those of databases one is as good as none
                left.append(tmp_path / f"before step {len(left)}")
                beside_it = shutil.ignore_patterns(".tables-*")  # which another thread is writing
                shutil.copytree(home.published.parent, left[-1] / "published", symlinks=True, ignore=beside_it)
            return call(*given, **named)

        monkeypatch.setattr(os, name, copied_before)

    watched("replace")
    watched("unlink")
    publish(home)
    monkeypatch.undo()
    one = 1 + len(SIDECARS)  # a file and what may stand beside it
    before, between = 3 * one, 2 * len(SIDECARS) + 1  # the copy takes its place, then what is searched
    assert len(left) == before + between + len(SIDECARS)
    seen = [figures(folder / "published" / "warehouse.duckdb") for folder in left]
    assert seen == [1] * before + [3] * (between + len(SIDECARS))
    ends = [0, before - 1, before, before + between - 1, before + between, len(left) - 1]  # of what is searched alike
    told = [bool(search(Home(left[place]), "toys", 1).remarks) for place in ends]
    assert told == [False, False, True, True, False, False]
    assert figures(home.published) == 3


def test_killed_before_the_new_copy_takes_its_place(home: Home, archive: MemoryArchive) -> None:
    more(home, archive)
    code = """if True:
        import os, signal, sys
        from pathlib import Path
        from warehouse import check
        from warehouse.home import Home
        from warehouse.publish import publish
        check.run = lambda connection, kept: []
        home, replace = Home(Path(sys.argv[1])), os.replace
        os.replace = lambda one, other: (
            os.kill(os.getpid(), signal.SIGKILL) if Path(other) == home.published else replace(one, other)
        )
        publish(Home(Path(sys.argv[1])))
    """
    assert subprocess.run([sys.executable, "-c", code, str(home.root)], check=False).returncode == -signal.SIGKILL
    left = sorted([*BOTH, "next-changes.atom", "next-report.html", "next-search.duckdb", "next.duckdb"])
    assert beside(home.published) == left
    assert figures(home.published) == 1
    assert search(home, "toys", 1).remarks == []
    publish(home)
    assert beside(home.published) == BOTH
    assert figures(home.published) == 3


def test_nothing_is_lost_where_the_new_file_cannot_take_the_place(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")
    with pytest.raises(FileNotFoundError):
        put_in_place(tmp_path / "none", tmp_path / "old")
    assert (tmp_path / "old").read_bytes() == b"old"


def test_a_new_warehouse_that_cannot_be_written_whole_does_not_take_the_place(
    home: Home, archive: MemoryArchive
) -> None:
    """Also where its log has room and the file, into which that goes when it is closed, has not: DuckDB says nothing
    then."""
    before, outcomes = home.warehouse.read_bytes(), []
    for room in (300_000, 1_000_000, 1_500_000, 2_000_000, 8_000_000):
        home.warehouse.write_bytes(before)
        try:
            with files_of(room):
                rebuild(home, archive=archive, modules={"toy": toy_source})
            outcomes.append("rebuilt")
        except WarehouseError as error:
            outcomes.append(error.expected)
            assert home.warehouse.read_bytes() == before
            assert beside(home.warehouse) == ["published", "warehouse.duckdb", "warehouse.lock"]
        assert figures(home.warehouse) == 1, room
    assert set(outcomes) == {"room on the disk", "rebuilt"}


def test_a_copy_that_cannot_be_written_whole_does_not_take_the_place(home: Home, archive: MemoryArchive) -> None:
    """Whichever of its writes the disk refuses, the last of which is its one checkpoint."""
    before, outcomes = home.published.read_bytes(), []
    more(home, archive)
    for room in (100_000, 1_000_000, 3_000_000, 4_000_000, 16_000_000):
        try:
            with files_of(room):
                publish(home)
            outcomes.append("published")
        except WarehouseError as error:
            outcomes.append(error.expected)
            assert home.published.read_bytes() == before
            assert beside(home.published) == BOTH
    assert (outcomes[0], outcomes[-1]) == ("room on the disk", "published")
    assert figures(home.published) == 3


# ── files that do not open ───────────────────────────────────────────────────────────────────────────────────────────
def test_why_a_file_does_not_open(home: Home, tmp_path: Path) -> None:
    damaged = tmp_path / "block of a lock.duckdb"
    damaged.write_bytes(home.published.read_bytes()[:5000])
    told = {tmp_path: "expected", damaged: "onrecord rebuild"}
    (tmp_path / "words.duckdb").write_text("no database " * 1000)
    told[tmp_path / "words.duckdb"] = "expected a DuckDB file"
    for path, words in told.items():
        with pytest.raises(WarehouseError, match=words) as raised:
            connection.read_only(path)
        assert not isinstance(raised.value, WarehouseBusy), "waiting helps nobody"


def test_a_damaged_warehouse_can_be_rebuilt(home: Home, archive: MemoryArchive) -> None:
    whole = home.warehouse.read_bytes()
    for damage in (whole[:5000], whole[:4096] + b"\xff" * 8192 + whole[12288:], b"words", b""):
        home.warehouse.write_bytes(damage)
        rebuild(home, archive=archive, modules={"toy": toy_source})
        assert figures(home.warehouse) == 1
