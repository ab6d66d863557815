"""What is loaded is not lost: a damaged archive, a rebuild that would be smaller, a full disk, a run that is ended."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
import toy_source
from click.testing import CliRunner
from toy_source import MemoryArchive, content, fetch

from collectors import registry
from collectors.archive.store import Archive
from collectors.errors import ArchiveDamaged, WarehouseError
from collectors.importing import import_file
from collectors.reading import version
from collectors.records import Document
from flows.commands import app
from tests.faults.said import differences, said_by
from warehouse import load as loading
from warehouse.bundle import Bundle, build
from warehouse.connection import read_only, writer
from warehouse.home import Home
from warehouse.rebuild import rebuild, update

pytestmark = pytest.mark.slow  # each makes a warehouse of its own

MODULES: Any = {"toy": toy_source}
JANUARY = "2025-01"


class DamagedArchive(MemoryArchive):
    """Cannot give some of its documents, and says so after all others."""

    def __init__(self) -> None:
        super().__init__()
        self.damaged: set[str] = set()

    def documents(self, ids: Collection[str] | None = None) -> Iterator[Document]:
        asked = set(self.bytes if ids is None else ids)
        yield from super().documents(asked - self.damaged)
        if lost := sorted(asked & self.damaged):
            raise ArchiveDamaged(
                "a.warc.gz", expected="a record", found="a wrong checksum", remedy="Restore it.",
                document_ids=tuple(lost),
            )  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)  # not the history of the package
    return Home(tmp_path / "data")


@pytest.fixture
def archive() -> DamagedArchive:
    made = DamagedArchive()
    for number in range(3):
        body = content(("t{n=a}", JANUARY, number), through=f"2025-01-{10 + number}")
        made.saw(body, fetch(f"2025-02-0{number + 1}", url=f"https://toys.example/files/{number}.json"))
    return made


@pytest.fixture
def history(archive: DamagedArchive, tmp_path: Path) -> Bundle:
    """The three documents of the archive, as a bundled history."""
    before = Home(tmp_path / "before")
    update(before, archive=archive, modules=MODULES)
    with writer(before.warehouse) as connection:
        build(connection, tmp_path / "history")
    return Bundle(tmp_path / "history")


def sql(path: Path, query: str) -> list[tuple[Any, ...]]:
    with read_only(path) as connection:
        return connection.execute(query).fetchall()


OUTCOMES = "select outcome, bytes_held, count(*) from raw.document group by all order by all"


# ── bytes that the archive cannot give ───────────────────────────────────────────────────────────────────────────


def test_damage_costs_the_documents_that_it_hits_and_is_tried_again(home: Home, archive: DamagedArchive) -> None:
    victim = sorted(archive.bytes)[0]
    archive.damaged = {victim}
    summary = update(home, archive=archive, modules=MODULES)
    assert (summary.documents, len(summary.failed), summary.exit_status) == (2, 1, 1)
    assert (summary.failed[0].document_id, summary.failed[0].outcome) == (victim, "archive_damaged")
    assert "found a wrong checksum" in summary.failed[0].message
    assert sql(home.warehouse, OUTCOMES) == [("archive_damaged", False, 1), ("ok", True, 2)]
    columns = "document_id, sheet, dataflow, table_title, outcome, found"
    refusal = [(victim, None, None, None, "archive_damaged", "a wrong checksum")]
    assert sql(home.warehouse, f"select {columns} from core.refusal") == refusal
    again = update(home, archive=archive, modules=MODULES)
    assert (again.documents, again.unchanged, len(again.failed), again.exit_status) == (0, 2, 1, 1)
    assert sql(home.warehouse, f"select {columns} from core.refusal") == refusal
    archive.damaged = set()
    assert update(home, archive=archive, modules=MODULES).documents == 1
    assert sql(home.warehouse, OUTCOMES) == [("ok", True, 3)]
    assert sql(home.warehouse, "from core.refusal") == []


def test_the_history_of_the_same_hash_stands_in_for_damaged_bytes(
    home: Home, archive: DamagedArchive, history: Bundle
) -> None:
    victim = sorted(archive.bytes)[0]
    archive.damaged = {victim}
    summary = rebuild(home, archive=archive, modules=MODULES, history=history)
    assert (summary.documents, summary.history, summary.observations) == (2, 1, 3)
    assert summary.exit_status == 1
    assert summary.damaged is not None
    assert summary.damaged.document_ids == (victim,)
    assert sql(home.warehouse, OUTCOMES) == [("ok", False, 1), ("ok", True, 2)]
    again = update(home, archive=archive, modules=MODULES, history=history)
    assert (again.documents, again.history, again.exit_status) == (0, 0, 1)
    archive.damaged = set()
    whole = update(home, archive=archive, modules=MODULES, history=history)
    assert (whole.documents, whole.exit_status) == (1, 0)
    assert sql(home.warehouse, OUTCOMES) == [("ok", True, 3)]


def test_what_was_loaded_of_damaged_bytes_stays_where_nothing_stands_in(
    home: Home, archive: DamagedArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(home, archive=archive, modules=MODULES)
    archive.damaged = set(archive.bytes)
    assert update(home, archive=archive, modules=MODULES).exit_status == 0  # nothing is asked of the archive
    monkeypatch.setattr(version, "parser_hash", lambda module: "new")
    summary = update(home, archive=archive, modules=MODULES)
    assert (summary.documents, summary.exit_status) == (0, 1)
    assert summary.damaged is not None
    assert sql(home.warehouse, "select count(*) from core.observation") == [(3,)]


def test_what_an_archive_passes_over_without_a_word_is_told(home: Home, archive: DamagedArchive) -> None:
    class Silent(MemoryArchive):
        def documents(self, ids: Collection[str] | None = None) -> Iterator[Document]:
            yield from list(super().documents(ids))[:1]

    silent = Silent()
    silent.log, silent.bytes = archive.log, archive.bytes
    summary = update(home, archive=silent, modules=MODULES)
    assert (summary.documents, len(summary.failed), summary.exit_status) == (1, 2, 1)


def test_a_flipped_byte_in_a_warc_costs_no_document_that_is_loaded(home: Home) -> None:
    archive = Archive(home.archive)
    for number in range(5):
        seen = fetch(f"2025-02-0{number + 1}", url=f"https://toys.example/files/{number}.json")
        archive.append(seen, content(("t{n=a}", JANUARY, number), through="2025-01-25"))
    rebuild(home, modules=MODULES)
    before = sql(home.warehouse, "from core.observation order by all")
    (warc,) = home.archive.glob("*.warc.gz")
    place = archive._index.held[sorted(archive._index.held)[2]][1] + 300
    damaged = bytearray(warc.read_bytes())
    damaged[place] ^= 0xFF
    warc.write_bytes(damaged)
    with pytest.raises((WarehouseError, ArchiveDamaged)):
        rebuild(home, modules=MODULES)
    assert sql(home.warehouse, "from core.observation order by all") == before


# ── a warehouse that would be smaller ────────────────────────────────────────────────────────────────────────────


def test_a_rebuild_that_would_lose_documents_leaves_the_warehouse_unless_told_so(
    home: Home, archive: DamagedArchive
) -> None:
    update(home, archive=archive, modules=MODULES)
    archive.damaged = set(list(archive.bytes)[:2])
    with pytest.raises(WarehouseError) as raised:
        rebuild(home, archive=archive, modules=MODULES)
    for words in ("2 that neither", "files/0.json", "files/1.json", "onrecord rebuild --even-if-smaller"):
        assert words in str(raised.value)
    assert sql(home.warehouse, OUTCOMES) == [("ok", True, 3)]
    assert sorted(path.name for path in home.root.iterdir()) == ["warehouse.duckdb", "warehouse.lock"]
    summary = rebuild(home, archive=archive, modules=MODULES, even_if_smaller=True)
    assert (summary.documents, summary.exit_status, summary.rebuilt) == (1, 1, True)
    assert sql(home.warehouse, OUTCOMES) == [("archive_damaged", False, 2), ("ok", True, 1)]


def test_an_older_log_makes_no_smaller_warehouse(home: Home, archive: DamagedArchive) -> None:
    update(home, archive=archive, modules=MODULES)
    older = MemoryArchive()
    older.log, older.bytes = archive.log[:1], archive.bytes
    older.saw(content(("t{n=a}", JANUARY, 9)), fetch("2025-03-01"))
    for attempt in (update, rebuild):
        with pytest.raises(WarehouseError, match="2 that neither"):
            attempt(home, archive=older, modules=MODULES)
        assert sql(home.warehouse, OUTCOMES) == [("ok", True, 3)]
        assert sql(home.warehouse, "select count(*) from raw.fetch") == [(3,)]
    assert rebuild(home, archive=older, modules=MODULES, even_if_smaller=True).documents == 2


def test_a_warehouse_that_is_gone_is_not_built_smaller_than_what_is_published(
    home: Home, archive: DamagedArchive
) -> None:
    update(home, archive=archive, modules=MODULES)
    home.published.parent.mkdir()
    shutil.copy(home.warehouse, home.published)
    home.warehouse.unlink()
    with pytest.raises(WarehouseError, match="3 that neither"):
        update(home, archive=MemoryArchive(), modules=MODULES)
    assert update(home, archive=archive, modules=MODULES).documents == 3


def test_the_command_rebuilds_smaller_only_when_told_so(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(home.root))
    page = Path(__file__).parent / "fixtures" / "associated_press" / "article_2025.html"
    url = "https://apnews.com/article/immigration-ice-0123456789abcdef0123456789abcdef"
    source = registry.source("associated_press").SOURCE
    import_file(Archive(home.archive), page, source, url, toy_source.moment("2025-05-02"), "archive_capture")
    onrecord = CliRunner()
    assert onrecord.invoke(app, ["rebuild"], standalone_mode=False).return_value == 0
    for warc in home.archive.glob("*.warc.gz"):
        warc.unlink()
    refused = onrecord.invoke(app, ["rebuild"])
    assert (refused.exit_code, type(refused.exception)) == (1, WarehouseError)
    assert sql(home.warehouse, OUTCOMES) == [("ok", True, 1)]
    assert onrecord.invoke(app, ["rebuild", "--even-if-smaller"], standalone_mode=False).return_value == 1
    assert sql(home.warehouse, OUTCOMES) == [("archive_damaged", False, 1)]


def test_documents_that_are_none_any_more_or_are_refused_are_not_lost(
    home: Home, archive: DamagedArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(home, archive=archive, modules=MODULES)
    monkeypatch.setenv("TOY_PARSER", "renamed")
    assert len(rebuild(home, archive=archive, modules=MODULES).failed) == 3
    monkeypatch.delenv("TOY_PARSER")
    rebuild(home, archive=archive, modules=MODULES)
    assert rebuild(home, archive=archive, modules={"none": toy_source}).documents == 0  # type: ignore[dict-item]


# ── refused tables ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_refused_table_is_told_in_every_run_and_its_document_is_loaded(
    home: Home, archive: DamagedArchive, tmp_path: Path
) -> None:
    id_ = archive.saw(content(("t{n=a}", JANUARY, 4), refused="Dolls"), fetch("2025-03-01"))
    summary = update(home, archive=archive, modules=MODULES)
    assert (summary.documents, summary.exit_status) == (4, 1)
    assert [one.message for one in summary.failed] == ["a.json, S, Dolls: expected a header; found a gap. Look."]
    again = update(home, archive=archive, modules=MODULES)
    assert (again.failed, again.standing, again.exit_status) == ((), summary.failed, 1)
    assert sql(home.warehouse, OUTCOMES) == [("ok", True, 4)]
    assert sql(home.warehouse, "select refusals from raw.load where refusals > 0") == [(1,)]
    with writer(home.warehouse) as connection:
        build(connection, tmp_path / "history")
    other = Home(tmp_path / "other")
    update(other, archive=MemoryArchive(), modules=MODULES, history=Bundle(tmp_path / "history"))
    assert sql(other.warehouse, "select document_id, table_title from core.refusal") == [(id_, "Dolls")]


def test_a_history_that_was_built_before_there_were_refusals_has_none(home: Home, history: Bundle) -> None:
    (history.folder / "refusal.parquet").unlink()
    summary = update(home, archive=MemoryArchive(), modules=MODULES, history=Bundle(history.folder))
    assert (summary.history, summary.exit_status) == (3, 0)


# ── a full disk, Ctrl-C ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("what", ["update", "rebuild"])
def test_a_run_that_is_interrupted_leaves_nothing_half_loaded(
    home: Home, archive: DamagedArchive, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(home, archive=archive, modules=MODULES)
    whole = said_by(home.warehouse, views=False)  # which say the same where the tables do: test_determined.py
    monkeypatch.setattr(loading, "PIECE_ROWS", 1)
    monkeypatch.setattr(loading, "BATCH_PIECES", 1)
    monkeypatch.setattr(version, "parser_hash", lambda module: "new")

    def interrupt(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    run = {"update": update, "rebuild": rebuild}[what]
    with pytest.raises(KeyboardInterrupt):
        run(home, archive=archive, modules=MODULES, progress=interrupt)
    assert sorted(path.name for path in home.root.iterdir()) == ["warehouse.duckdb", "warehouse.lock"]
    counted = "select count(distinct document_id), count(*) from core.observation"
    assert sql(home.warehouse, counted) == [(3, 3)]
    assert update(home, archive=archive, modules=MODULES).exit_status == 0
    after = said_by(home.warehouse, views=False)
    of_the_parser = {"raw.document", "raw.load", "raw.state"}
    assert set(differences(whole, after)) <= of_the_parser


FULL = """
import resource, signal, sys
sys.path[:0] = sys.argv[3].split(";")
import toy_source
from warehouse import load, rebuild
from warehouse.home import Home
load.PIECE_ROWS, load.BATCH_PIECES = 1000, 1
rebuild.bundled = lambda: None
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), int(sys.argv[4])))
try:
    getattr(rebuild, sys.argv[2])(Home(__import__("pathlib").Path(sys.argv[1])), modules={"toy": toy_source})
except rebuild.WarehouseError as error:
    print(error)
"""


@pytest.mark.parametrize("what", ["update", "rebuild"])
def test_a_disk_that_takes_no_more_is_one_sentence_and_nothing_is_lost(home: Home, what: str) -> None:
    """The end of the disk is played by a limit to the size of a file."""
    archive = Archive(home.archive)

    def more(first: int, last: int) -> None:
        for number in range(first, last):
            rows = [(f"t{{n={number * n % 977}}}", JANUARY, number * n * 1.7) for n in range(2000)]
            seen = fetch(f"2025-02-{number % 27 + 1:02}", url=f"https://toys.example/files/{number}.json")
            archive.append(seen, content(*rows, through="2025-01-25"))

    more(0, 3)
    update(home, modules=MODULES)
    counted = "select count(distinct document_id), count(*) from core.observation"
    assert sql(home.warehouse, counted) == [(3, 6000)]
    last = 120 if what == "update" else 5
    more(3, last)
    here = Path(__file__).parent
    room = home.warehouse.stat().st_size + 100_000
    if what == "rebuild":
        room = 600_000  # not even for tables without rows
    run = subprocess.run(
        [sys.executable, "-c", FULL, str(home.root), what, f"{here};{here.parent}", str(room)],
        capture_output=True, text=True, check=False, env={**os.environ},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(f"{home.warehouse}: expected room on the disk"), run.stdout
    assert len(run.stdout.splitlines()) == 1
    documents, rows = sql(home.warehouse, counted)[0]
    assert rows == documents * 2000 >= 6000
    assert not (home.root / "rebuilding.duckdb").exists()
    assert update(home, modules=MODULES).exit_status == 0
    assert sql(home.warehouse, counted) == [(last, last * 2000)]


def test_a_folder_that_cannot_be_written_is_one_sentence(
    home: Home, archive: DamagedArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.root.parent.mkdir(exist_ok=True)
    home.root.write_text("a file where the folder should be")
    with pytest.raises(WarehouseError, match="expected a folder; found"):
        rebuild(home, archive=archive, modules=MODULES)
    home.root.unlink()
    update(home, archive=archive, modules=MODULES)
    monkeypatch.setattr(os, "replace", _no_rights)
    with pytest.raises(WarehouseError, match="Permission denied"):
        rebuild(home, archive=archive, modules=MODULES)
    assert sql(home.warehouse, OUTCOMES) == [("ok", True, 3)]


def _no_rights(*_: object) -> None:
    raise PermissionError(13, "Permission denied")


@pytest.mark.reader_of_its_own
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system does not list the files of a process")
def test_the_process_that_reads_has_no_warehouse_open(home: Home, archive: DamagedArchive) -> None:
    archive.saw(content(("t{n=a}", JANUARY, 4), does="files"), fetch("2025-03-01"))
    for _ in range(2):  # the second time the warehouse is there before the process
        summary = rebuild(home, archive=archive, modules=MODULES)
        assert summary.documents == 3
        assert [one.outcome for one in summary.failed] == ["layout_changed"]
        assert "files: " in summary.failed[0].message
        assert "duckdb" not in summary.failed[0].message
