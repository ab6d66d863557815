"""What a person decides: a refusal is accepted, a mistaken import is forgotten. Lines that no kill and no editor can
make worse than one line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import toy_source
from toy_source import MemoryArchive, content, fetch

from collectors import reading
from collectors.archive.decisions import Decision, DecisionLog
from collectors.errors import WarehouseError
from warehouse import decide, load
from warehouse.connection import read_only
from warehouse.home import Home
from warehouse.load import Summary
from warehouse.rebuild import rebuild, update

MODULES: Any = {"toy": toy_source}
JANUARY = "2025-01"
NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)  # not the history of the package
    return Home(tmp_path / "data")


@pytest.fixture
def archive() -> MemoryArchive:
    made = MemoryArchive()
    body = content(("t", JANUARY, 1), through="2025-01-25", refused=["Table U", "Table V"])
    made.saw(body, fetch("2025-02-01"))
    made.saw(content(("t", JANUARY, 2), broken=True), fetch("2025-02-02", url="https://toys.example/files/b.json"))
    return made


def ids(archive: MemoryArchive) -> tuple[str, str]:
    tables, broken = archive.bytes
    return tables, broken


def run(home: Home, archive: MemoryArchive, make: Any = update) -> Summary:
    summary: Summary = make(home, archive=archive, modules=MODULES)
    return summary


def sql(home: Home, query: str) -> list[tuple[Any, ...]]:
    with read_only(home.warehouse) as connection:
        return connection.execute(query).fetchall()


# ── accept ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_refused_tables_and_documents_fail_the_run_until_each_is_accepted(home: Home, archive: MemoryArchive) -> None:
    tables, broken = ids(archive)
    first = run(home, archive)
    assert (first.exit_status, first.documents, len(first.failed), first.standing) == (1, 1, 3, [])
    assert "a.json, S, Table U: expected a header; found a gap. Look." in {one.message for one in first.failed}
    again = run(home, archive)
    assert (again.exit_status, again.failed, len(again.standing)) == (1, [], 3)

    decide.accept(home, tables[:10], "u", "never read it")
    decide.accept(home, broken.upper(), None, "broken at the publisher's")
    assert [one.message[:18] for one in run(home, archive).standing] == ["a.json, S, Table V"]
    decide.accept(home, tables, "table v", "nor that")
    assert run(home, archive).exit_status == 0
    fresh = run(home, archive, rebuild)
    assert (fresh.exit_status, fresh.failed, fresh.standing) == (0, [], [])
    shown = "select coalesce(dataflow, 'whole'), accepted, why, accepted_at is not null from core.refusal_status"
    assert sql(home, f"{shown} order by 1") == [
        ("u", True, "never read it", True),
        ("v", True, "nor that", True),
        ("whole", True, "broken at the publisher's", True),
    ]
    assert sql(home, "select count(*) from raw.decision") == [(3,)]


def test_without_a_table_all_that_was_refused_of_the_document_is_accepted(home: Home, archive: MemoryArchive) -> None:
    tables, broken = ids(archive)
    run(home, archive)
    decide.accept(home, tables, None, "not ours")
    assert [one.document_id for one in run(home, archive).standing] == [broken]


def test_with_another_parser_what_was_accepted_no_longer_counts(
    home: Home, archive: MemoryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables, broken = ids(archive)
    run(home, archive)
    decide.accept(home, tables, None, "not ours")
    decide.accept(home, broken, None, "not ours")
    assert run(home, archive).exit_status == 0
    monkeypatch.setattr(load, "parser_hash", lambda module: "new")
    monkeypatch.setattr(reading, "parser_hash", lambda module: "new")
    summary = run(home, archive)
    assert (summary.exit_status, len(summary.failed)) == (1, 3)
    assert sql(home, "select count(*) from core.refusal_status where accepted") == [(0,)]


def test_what_cannot_be_accepted_is_told_and_writes_nothing(home: Home, archive: MemoryArchive) -> None:
    whole = archive.saw(content(("t", JANUARY, 3)), fetch("2025-02-03", url="https://toys.example/files/c.json"))
    tables, _ = list(archive.bytes)[:2]
    run(home, archive)
    for document, table, why, words in (
        (whole, None, "why", "found nothing refused of it"),
        (tables, "t", "why", "found Table U, Table V, u, v"),
        ("", None, "why", "expected one document whose sha256 begins with ''"),
        ("zz", None, "why", "found none"),
        ("%", None, "why", "found none"),
        (tables, "u", " ", "expected a reason"),
    ):
        with pytest.raises(WarehouseError, match=words):
            decide.accept(home, document, table, why)
    assert not DecisionLog(home.archive).path.exists()


def test_a_prefix_that_two_documents_share_is_refused(home: Home) -> None:
    archive, first = MemoryArchive(), set[str]()
    for number in range(40):  # two of forty begin with the same letter
        address = f"https://toys.example/files/{number}.json"
        first.add(archive.saw(content(("t", JANUARY, number)), fetch("2025-02-01", url=address))[0])
    run(home, archive)
    with pytest.raises(WarehouseError, match=r"found \d+: "):
        decide.forget(home, first.pop(), "a mistake")


# ── forget ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_forgotten_document_leaves_the_warehouse_and_its_bytes_stay(home: Home, archive: MemoryArchive) -> None:
    tables, broken = ids(archive)
    run(home, archive)
    decide.forget(home, tables, "a test file")
    decide.forget(home, broken, "another")
    for make in (update, rebuild):
        summary = run(home, archive, make)
        assert (summary.exit_status, summary.documents, summary.pages) == (0, 0, 0)
        for table in ("raw.document", "core.observation", "core.refusal", "core.vintage", "core.edition"):
            assert sql(home, f"from {table}") == [], table
    assert set(archive.bytes) == {tables, broken}
    assert sql(home, "select document_id, urls, why from core.forgotten order by why") == [
        (tables, ["https://toys.example/files/a.json"], "a test file"),
        (broken, ["https://toys.example/files/b.json"], "another"),
    ]


def test_what_is_seen_after_it_was_forgotten_counts_again_and_nothing_before(home: Home) -> None:
    archive, body = MemoryArchive(), content(("t", JANUARY, 1))
    id_ = archive.saw(body, fetch("2020-01-01", url="https://toys.example/files/wrong.json"))
    run(home, archive)
    decide.forget(home, id_, "the wrong day")
    later = fetch("2025-02-01")
    archive.saw(body, later)
    moved = {name: getattr(later, name) for name in type(later).__dataclass_fields__}
    moved |= {"fetched_at": datetime.now(UTC) + timedelta(hours=1), "document_id": id_, "fetch_id": "later"}
    archive.log[-1] = type(later)(**moved)
    run(home, archive)
    assert sql(home, "select url, known_from from raw.document") == [
        ("https://toys.example/files/a.json", datetime(2025, 2, 1))  # noqa: DTZ001
    ]
    assert sql(home, "select sightings from core.edition") == [(1,)]
    assert sql(home, "select url from raw.fetch where forgotten") == [("https://toys.example/files/wrong.json",)]
    assert sql(home, "from core.forgotten") == []


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def decision(why: str) -> Decision:
    return Decision("accept", "ab" * 32, why, NOON, "Table Ü", "hash")


def test_a_decision_is_a_line_and_comes_back_as_it_was(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path / "archive")
    assert log.read() == []
    written = [decision("one\nline"), Decision("forget", "cd" * 32, "\u2028 »two«", NOON)]
    for one in written:
        log.append(one)
    assert log.read() == written
    assert len(log.path.read_bytes().split(b"\n")) == 3
    assert log.path.read_bytes().isascii()


@pytest.mark.parametrize(
    "damage",
    [
        b"rubbish\n",
        b"\0" * 40 + b"\n",
        b"\xff\xfe\n",
        b"[]\n",
        b'{"decision": "accept"}\n',
        b'{"decision": "burn", "document_id": "a", "why": "b", "decided_at": "2026-02-01T12:00:00Z"}\n',
        b'{"decision": "accept", "document_id": 7, "why": "b", "decided_at": "2026-02-01T12:00:00Z"}\n',
        b'{"decision": "accept", "document_id": "a", "why": "b", "decided_at": "2026-02-01T12:00:00"}\n',
        b'{"decision": "accept", "document_id": "a", "why": "b", "decided_at": "yesterday"}\n',
        b'{"decision": "accept", "document_id": "a", "why": "b", "decided_at": "2026-02-01T12:00:00Z", "x": "y"}\n',
        b"[" * 100_000 + b"\n",
        b"\n",
        b'{"decision": "acce',  # torn: no end of line
    ],
)
def test_a_line_that_cannot_be_read_costs_itself(
    tmp_path: Path, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    log = DecisionLog(tmp_path)
    log.append(decision("before"))
    with log.path.open("ab") as stream:
        stream.write(damage)
    log.append(decision("after"))
    assert [one.why for one in log.read()] == ["before", "after"]
    assert ("line 2 cannot be read" in caplog.text) == bool(damage.strip())
    assert damage in log.path.read_bytes()  # nothing is cut away


def test_a_last_line_that_lacks_only_its_end_counts(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path)
    log.append(decision("one"))
    log.path.write_bytes(log.path.read_bytes()[:-1])
    assert [one.why for one in log.read()] == ["one"]
    log.append(decision("two"))
    assert [one.why for one in log.read()] == ["one", "two"]
