"""What a person decides: a refusal is accepted, a mistaken import is forgotten. Lines that no kill and no editor can
make worse than one line."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import toy_source
from toy_source import MemoryArchive, content, fetch

from collectors.archive.decisions import Decision, DecisionLog
from collectors.errors import WarehouseError
from flows import cli
from warehouse import decide
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
    """Two documents with a table that is refused, and one that is refused whole."""
    made = MemoryArchive()
    for number, more in enumerate(({"refused": "Table U"}, {"refused": "Table V"}, {"broken": True})):
        address = f"https://toys.example/files/{number}.json"
        body = content(("t", JANUARY, number), through="2025-01-25", **more)
        made.saw(body, fetch(f"2025-02-0{number + 1}", url=address))
    return made


def run(home: Home, archive: MemoryArchive, make: Any = update) -> Summary:
    summary: Summary = make(home, archive=archive, modules=MODULES)
    return summary


def sql(home: Home, query: str) -> list[tuple[Any, ...]]:
    with read_only(home.warehouse) as connection:
        return connection.execute(query).fetchall()


# ── accept ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.slow
def test_refused_tables_and_documents_fail_the_run_until_each_is_accepted(home: Home, archive: MemoryArchive) -> None:
    one, other, broken = archive.bytes
    first = run(home, archive)
    assert (first.exit_status, first.documents, len(first.failed), len(first.standing)) == (1, 2, 3, 0)
    assert "0.json, S, Table U: expected a header; found a gap. Look." in {failure.message for failure in first.failed}
    again = run(home, archive)
    assert (again.exit_status, len(again.failed), len(again.standing)) == (1, 0, 3)

    decide.accept(home, one[:20], "r", "never read it")
    decide.accept(home, broken.upper(), None, "broken at the publisher's")
    assert [failure.message[:18] for failure in run(home, archive).standing] == ["1.json, S, Table V"]
    decide.accept(home, other, "table v", "nor that")
    assert run(home, archive).exit_status == 0
    fresh = run(home, archive, rebuild)
    assert (fresh.exit_status, len(fresh.failed), len(fresh.standing)) == (0, 0, 0)
    shown = "select coalesce(table_title, 'whole'), accepted, why, accepted_at is not null from core.refusal_status"
    assert sql(home, f"{shown} order by 1") == [
        ("Table U", True, "never read it", True),
        ("Table V", True, "nor that", True),
        ("whole", True, "broken at the publisher's", True),
    ]
    assert sql(home, "select count(*) from raw.decision") == [(3,)]


@pytest.mark.slow
def test_without_a_table_all_that_was_refused_of_the_document_is_accepted(home: Home, archive: MemoryArchive) -> None:
    one, other, broken = archive.bytes
    run(home, archive)
    decide.accept(home, one, None, "not ours")
    assert {failure.document_id for failure in run(home, archive).standing} == {other, broken}


@pytest.mark.slow
def test_what_was_accepted_of_another_parser_or_table_does_not_count(home: Home, archive: MemoryArchive) -> None:
    one, *_ = archive.bytes
    run(home, archive)
    decision = decide.accept(home, one, "r", "not ours")
    log = DecisionLog(home.archive)
    for other in (replace(decision, parser_hash="another"), replace(decision, table_name="another")):
        log.path.unlink()
        log.append(other)
        assert len(run(home, archive).standing) == 3
        assert sql(home, "select count(*) from core.refusal_status where accepted") == [(0,)]
    log.append(decision)
    assert len(run(home, archive).standing) == 2


@pytest.mark.slow
def test_what_cannot_be_accepted_is_told_and_writes_nothing(home: Home, archive: MemoryArchive) -> None:
    one, _, broken = archive.bytes
    whole = archive.saw(content(("t", JANUARY, 9)), fetch("2025-02-09", url="https://toys.example/files/9.json"))
    run(home, archive)
    for document, table, why, words in (
        (whole, None, "why", "found nothing refused of it"),
        (one, "t", "why", "found Table U, r"),
        (broken, "t", "why", "found the whole document"),
        ("", None, "why", "expected one document whose sha256 begins with ''"),
        ("zz", None, "why", "found none"),
        ("%", None, "why", "found none"),
        (one, "r", " ", "expected a reason"),
    ):
        with pytest.raises(WarehouseError, match=words):
            decide.accept(home, document, table, why)
    assert not DecisionLog(home.archive).path.exists()


@pytest.mark.slow
def test_a_prefix_that_two_documents_share_is_refused(home: Home) -> None:
    archive, first = MemoryArchive(), Counter[str]()
    for number in range(17):  # two of seventeen begin with the same letter
        address = f"https://toys.example/files/{number}.json"
        first[archive.saw(content(("t", JANUARY, number)), fetch("2025-02-01", url=address))[0]] += 1
    run(home, archive)
    ((letter, count),) = first.most_common(1)
    with pytest.raises(WarehouseError, match=f"found {count}: "):
        decide.forget(home, letter, "a mistake")


# ── forget ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.slow
def test_a_forgotten_document_leaves_the_warehouse_and_its_bytes_stay(home: Home, archive: MemoryArchive) -> None:
    one, other, broken = archive.bytes
    run(home, archive)
    for id_, why in ((one, "a test file"), (other, "another"), (broken, "no document")):
        decide.forget(home, id_, why)
    for make in (update, rebuild):
        summary = run(home, archive, make)
        assert (summary.exit_status, summary.documents, summary.pages) == (0, 0, 0)
        for table in ("raw.document", "core.observation", "core.refusal", "core.vintage", "core.edition"):
            assert sql(home, f"from {table}") == [], table
    assert sql(home, "select document_id, urls, why from core.forgotten order by why") == [
        (one, ["https://toys.example/files/0.json"], "a test file"),
        (other, ["https://toys.example/files/1.json"], "another"),
        (broken, ["https://toys.example/files/2.json"], "no document"),
    ]


@pytest.mark.slow
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


# ── as typed ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.slow
def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    workbook = openpyxl.Workbook()
    workbook["Sheet"]["A1"] = 5
    workbook.save(tmp_path / "strange.xlsx")
    document_id = hashlib.sha256((tmp_path / "strange.xlsx").read_bytes()).hexdigest()

    def onrecord(*words: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["onrecord", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    assert onrecord("import", str(tmp_path / "strange.xlsx"), "--source", "ice_detention_statistics")[0] == 1
    assert onrecord("accept", document_id[:12], "--table", "Table U", "--why", "no table")[0] == 1
    accepted = onrecord("accept", document_id[:12], "--why", "a test file")
    assert (accepted[0], f"Accepted: all that was refused of {document_id}" in accepted[1]) == (0, True)
    assert onrecord("rebuild")[0] == 0
    forgotten = onrecord("forget", document_id[:12], "--why", "a test file")
    assert (forgotten[0], f"Forgotten: {document_id}" in forgotten[1]) == (0, True)
    assert onrecord("rebuild")[0] == 0
    status, said = onrecord("status")
    assert status == 0
    assert document_id[:12] in said
    assert "a test file" in said
