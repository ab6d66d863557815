"""Collecting from WARCs over real HTTP: the first time everything as it came, then one conditional request each."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from own_archive import NOON, SITE, SOURCE, body, repeat, response, route, write_warc

from collectors.archive.store import Archive
from collectors.collecting import collect, discover, replay
from collectors.errors import LayoutChanged, Unreachable
from collectors.fetching.client import Client
from collectors.importing import import_warc
from collectors.records import Document, Link
from collectors.replay.server import ReplayServer

START = "https://www.ice.gov/detain/detention-management"


class Module:
    """The smallest source: its start page is a list of addresses."""

    SOURCE = replace(SOURCE, start=(START,))
    __name__ = SOURCE.id

    def discover(self, page: Document) -> Iterator[Link]:
        yield from map(Link, page.content.decode().split())

    def edition(self, document: Document) -> None:
        raise NotImplementedError

    read = edition


MODULE = Module()


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    return write_warc(
        tmp_path / "a.warc.gz",
        response(SITE + "a.xlsx", 1, body(1)),
        repeat(SITE + "a.xlsx", 2, body(1)),
        response(SITE + "b.xlsx", 3, body(2)),
        response(SITE + "a.xlsx", 4, body(3)),
        repeat(SITE + "c.xlsx", 5, body(1)),
        response("https://www.ice.gov/about", 6, b"<html>"),
    )


def outcomes(archive: Archive) -> list[tuple[str, str, int]]:
    """Name, outcome, days since noon."""
    return [
        (Path(f.url).stem, f.outcome, (f.observed_at - NOON).days if f.observed_at else -1) for f in archive.fetches()
    ]


def test_the_clock_steps_through_the_dates(warc: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    steps: list[tuple[int, int]] = []
    done = replay(MODULE, archive, warc, progress=lambda *step: steps.append(step[:2]))  # type: ignore[arg-type]
    first = [("a", "ok", 1), ("a", "not_modified", 2), ("b", "ok", 3), ("a", "ok", 4), ("c", "ok", 5)]
    assert outcomes(archive) == first
    assert (done.exit_status, done.outcomes) == (0, {"ok": 4, "not_modified": 1})
    assert steps == [(n, 5) for n in range(1, 6)]
    assert {fetch.basis for fetch in archive.fetches()} == {"archive_capture"}

    done = replay(MODULE, Archive(tmp_path / "archive"), warc)
    assert done.outcomes == {"not_modified": 3}
    assert outcomes(archive)[5:] == [("a", "not_modified", 4), ("b", "not_modified", 3), ("c", "not_modified", 5)]
    assert len({fetch.fetch_id for fetch in archive.fetches()}) == 8


def test_replay_and_import_say_the_same(warc: Path, tmp_path: Path) -> None:
    replayed, imported = Archive(tmp_path / "replayed"), Archive(tmp_path / "imported")
    replay(MODULE, replayed, warc)
    import_warc(imported, warc, "archive_capture", route=route)
    assert {d.document_id: d.sightings for d in replayed.documents()} == {
        d.document_id: d.sightings for d in imported.documents()
    }
    assert import_warc(replayed, warc, "archive_capture", route=route).added == 0
    assert replay(MODULE, imported, warc).exit_status == 0
    assert len(list(imported.documents())) == 3


def test_an_interrupted_replay_goes_on_where_it_was(warc: Path, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replay(MODULE, Archive(tmp_path / "archive"), warc, progress=stop)
    replay(MODULE, Archive(tmp_path / "archive"), warc)
    assert [name for name, _, _ in outcomes(Archive(tmp_path / "archive"))] == ["a", "a", "b", "a", "c"]


def test_a_server_answers_as_of_its_clock(warc: Path) -> None:
    with ReplayServer([warc]) as server, httpx.Client(transport=server.transport()) as http:
        server.timeline.clock = NOON + timedelta(days=2, hours=1)
        assert http.get(SITE + "b.xlsx").status_code == 404
        before = http.get(SITE + "a.xlsx")
        assert before.content == body(1)
        assert before.headers["Last-Modified"] == "Sun, 09 Feb 2025 12:00:00 GMT"
        server.timeline.clock = NOON + timedelta(days=9)
        after = http.get(SITE + "a.xlsx", headers={"If-None-Match": before.headers["ETag"]})
        assert (after.status_code, after.content) == (200, body(3))
        assert http.get(SITE + "a.xlsx", headers={"If-None-Match": after.headers["ETag"]}).status_code == 304
        since = {"If-Modified-Since": after.headers["Last-Modified"]}
        assert http.get(SITE + "a.xlsx", headers=since).status_code == 304
        assert http.get("https://www.ice.gov/robots.txt").status_code == 404
    assert server.requests[SITE + "a.xlsx", 304] == 2
    assert server.requests["https://www.ice.gov/robots.txt", 404] == 1


def test_a_start_page_that_is_there_is_read(warc: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    page = {START: f"{SITE}a.xlsx {SITE}gone.xlsx".encode()}
    with ReplayServer([warc], extra=page) as server, Client(archive, transport=server.transport()) as client:
        links, errors, *_ = discover(MODULE, client)
        assert ([link.url for link in links], errors) == ([SITE + "a.xlsx", SITE + "gone.xlsx"], [])
        done = collect(MODULE, client)
    assert done.outcomes == {"ok": 1, "failed": 1}
    assert server.requests[START, 200] == 1
    assert server.requests[START, 304] == 1


def test_a_start_page_that_names_what_the_source_does_not_own(warc: Path, tmp_path: Path) -> None:
    page = {START: b"https://www.ice.gov/about"}
    with (
        ReplayServer([warc], extra=page) as server,
        Client(Archive(tmp_path / "archive"), transport=server.transport()) as client,
    ):
        links, [error], *_ = discover(MODULE, client)
    assert links == []
    assert isinstance(error, LayoutChanged)
    assert "Mend `discover`" in str(error)


@pytest.mark.slow
def test_as_a_process_of_its_own(warc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-m", "collectors.replay", str(warc), "--port", "0", "--basis", "publisher_claim"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent)
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said.startswith("4 addresses at http://127.0.0.1:")
        server = said.split(" at ")[1].split(",")[0]
        monkeypatch.setenv("ONRECORD_REPLAY", server)
        for expected in ("ok", "not_modified"):
            with Client(Archive(tmp_path / "archive")) as client:
                assert collect(MODULE, client).outcomes == {expected: 3}
        assert {fetch.basis for fetch in Archive(tmp_path / "archive").fetches()} == {"publisher_claim"}
        counted = httpx.get(f"{server}/.replay/requests", trust_env=False).json()
        assert {"url": SITE + "a.xlsx", "status": 304, "count": 1} in counted
        clock = (NOON + timedelta(days=1)).isoformat()
        httpx.post(f"{server}/.replay/clock", content=clock, trust_env=False).raise_for_status()
        assert httpx.get(f"{server}/.replay/addresses", trust_env=False).json()["addresses"] == [SITE + "a.xlsx"]
    finally:
        process.terminate()
        process.communicate()


def test_the_corpus(corpus: Path, tmp_path: Path) -> None:
    """88 captures of 71 addresses: the first time 69 documents, the second time 71 requests answered 304."""
    path = corpus / "agency" / "web_archive.warc.gz"
    archive = Archive(tmp_path)
    first = replay(MODULE, archive, path)
    assert (len(first.fetches), first.exit_status) == (88, 0)
    before = {p.name: p.stat().st_size for p in tmp_path.glob("*.warc.gz")}
    with ReplayServer([path]) as server, Client(Archive(tmp_path), transport=server.transport()) as client:
        second = collect(MODULE, client)
    assert (second.outcomes, second.exit_status) == ({"not_modified": 71}, 0)
    assert set(server.requests.values()) == {1}
    assert {status for (url, status) in server.requests if url.endswith(".xlsx")} == {304}
    assert sum(server.requests.values()) == 72  # 71 documents and robots.txt
    assert {p.name: p.stat().st_size for p in tmp_path.glob("*.warc.gz")} == before
    documents = list(archive.documents())
    assert (len(documents), sum(len(document.sightings) for document in documents)) == (69, 88)
    assert import_warc(archive, path, "archive_capture", route=route).added == 0


def test_a_replay_server_that_is_not_there_is_said_to_be_unreachable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_REPLAY", "http://127.0.0.1:1")
    with pytest.raises(Unreachable, match="ONRECORD_REPLAY"):
        Client(Archive(tmp_path / "archive"))
