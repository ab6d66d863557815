"""No byte fetched is lost: torn ends, kills, several writers, repeats, imports."""

from __future__ import annotations

import io
import logging
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from fastwarc import ArchiveIterator as FastIterator
from own_archive import NOON, SITE, SOURCE, body, repeat, response, route, sighting, write_warc
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from collectors.archive import warc_writing
from collectors.archive.log import Fetch
from collectors.archive.store import Archive
from collectors.archive.warc_reading import captures
from collectors.errors import ArchiveDamaged
from collectors.importing import import_file, import_warc

ROOT = Path(__file__).resolve().parent.parent


def content(archive: Archive) -> dict[str, object]:
    """All that an archive says but where its bytes lie."""
    lines = {(f.fetch_id, f.url, f.outcome, f.observed_at, f.document_id, f.size) for f in archive.fetches()}
    documents = {(d.document_id, d.content, d.url, d.sightings) for d in archive.documents()}
    return {"fetches": lines, "documents": documents}


def fill(archive: Archive) -> None:
    """What a run does that is repeated after it was killed: eight sightings, two of them repeats."""
    archive.recover()
    for number in range(8):
        fetch, bytes_ = sighting(number), body(number % 6)
        if not archive.has(Fetch.from_json(_with_id(fetch, bytes_))):
            archive.append(fetch, bytes_, [("Content-Type", "application/zip")])


def _with_id(fetch: Fetch, bytes_: bytes) -> str:
    import hashlib

    return replace(fetch, document_id=hashlib.sha256(bytes_).hexdigest()).to_json()


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    kept = archive.append(sighting(1), body(1), [("Content-Type", "application/zip"), ("X-Note", "é")])
    assert list(Archive(tmp_path).fetches()) == [kept]
    (document,) = Archive(tmp_path).documents()
    assert document.content == body(1) == archive.content(document.document_id)
    assert (kept.size, kept.warc, kept.document_id) == (len(body(1)), "onrecord-000001.warc.gz", document.document_id)


def test_attempts_without_bytes_are_lines_only(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.append(Fetch("s", SITE, "unreachable", NOON, "live", message="no"))
    assert [fetch.outcome for fetch in archive.fetches()] == ["unreachable"]
    assert not list(tmp_path.glob("*.warc.gz"))


def test_a_time_without_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Archive(tmp_path).append(Fetch("s", SITE, "ok", datetime(2025, 1, 1), "live"), b"x")  # noqa: DTZ001


def test_repeats_are_revisits_whatever_the_address(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for number in range(3):
        archive.append(sighting(number), body(7))
    with (tmp_path / "onrecord-000001.warc.gz").open("rb") as stream:  # read by another library
        kinds = [record.rec_type for record in ArchiveIterator(stream)]
    assert kinds == ["warcinfo", "response", "revisit", "revisit"]
    (document,) = archive.documents()
    assert [one.url for one in document.sightings] == [f"{SITE}{n}.xlsx" for n in range(3)]
    assert document.url == f"{SITE}0.xlsx"


def test_files_rotate(tmp_path: Path) -> None:
    archive = Archive(tmp_path, rotate_bytes=1500)
    fill(archive)
    assert len(list(tmp_path.glob("*.warc.gz"))) > 2
    assert content(Archive(tmp_path)) == content(archive)
    assert len(list(archive.documents())) == 6


def test_validators_are_those_of_the_last_good_answer(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    assert archive.validators(SITE) is None
    good = archive.append(Fetch("s", SITE, "ok", NOON, "live", etag='"1"', http_status=200), body(1))
    archive.append(Fetch("s", SITE, "bad_content", NOON, "live", etag='"2"', http_status=200), b"<html>")
    archive.append(Fetch("s", SITE, "unreachable", NOON, "live"))
    validators = Archive(tmp_path).validators(SITE)
    assert validators is not None
    assert (validators.etag, validators.document_id) == ('"1"', good.document_id)


def test_documents_are_only_what_was_accepted(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    kept = archive.append(sighting(1, outcome="bad_content"), b"<html>")
    assert list(archive.documents()) == []
    assert archive.content(kept.document_id or "") == b"<html>"


def test_only_the_documents_asked_for(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    fill(archive)
    wanted = {fetch.document_id or "" for fetch in list(archive.fetches())[2:4]}
    assert {document.document_id for document in archive.documents(wanted)} == wanted
    with pytest.raises(ArchiveDamaged, match="none of nowhere"):
        list(archive.documents({"nowhere"}))


# ── torn ends ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("whole")
    fill(Archive(root))
    return root


def cuts(size: int, most: int = 30) -> list[int]:
    """Cut points over a whole file, its first and last bytes among them."""
    return sorted({*range(0, size, max(1, size // most)), *range(max(0, size - 9), size), 1, 9})


@pytest.mark.slow
@pytest.mark.parametrize("lines", ["all", "none", "half", "torn"])
def test_a_warc_cut_anywhere_is_made_whole_by_the_next_run(filled: Path, tmp_path: Path, lines: str) -> None:
    """Whatever the log had by then: nothing, some lines, a torn one, or (a disk that lied) lines of lost bytes."""
    expected = content(Archive(filled))
    warc = (filled / "onrecord-000001.warc.gz").read_bytes()
    log = (filled / "fetches.jsonl").read_bytes()
    kept = {"all": log, "none": b"", "half": b"".join(log.splitlines(True)[:3]), "torn": log[: len(log) // 3]}[lines]
    logging.disable(logging.ERROR)
    for cut in cuts(len(warc)):
        root = tmp_path / str(cut)
        root.mkdir()
        (root / "onrecord-000001.warc.gz").write_bytes(warc[:cut])
        (root / "fetches.jsonl").write_bytes(kept)
        fill(Archive(root))
        assert content(Archive(root)) == expected, cut
        shutil.rmtree(root)
    logging.disable(logging.NOTSET)


@pytest.mark.slow
def test_a_log_cut_anywhere_is_made_whole_from_the_records(filled: Path, tmp_path: Path) -> None:
    expected = content(Archive(filled))
    log = (filled / "fetches.jsonl").read_bytes()
    logging.disable(logging.ERROR)
    for cut in cuts(len(log)):
        root = tmp_path / str(cut)
        shutil.copytree(filled, root)
        (root / "fetches.jsonl").write_bytes(log[:cut])
        Archive(root).recover()
        assert content(Archive(root)) == expected, cut
        shutil.rmtree(root)
    logging.disable(logging.NOTSET)


def test_what_is_torn_is_told_and_kept_aside(filled: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    shutil.copytree(filled, tmp_path / "a")
    for name in ("fetches.jsonl", "onrecord-000001.warc.gz"):
        with (tmp_path / "a" / name).open("ab") as stream:
            stream.write(b'{"source_id": "s", "ur' if name.endswith("l") else b"\x1f\x8b\x08torn")
    Archive(tmp_path / "a").append(sighting(20), body(20))
    assert "the last line was torn" in caplog.text
    assert "the torn end is cut off" in caplog.text
    assert (tmp_path / "a" / "fetches.torn").read_bytes() == b'{"source_id": "s", "ur\n'
    assert len(list(Archive(tmp_path / "a").documents())) == 7


def test_reading_leaves_a_line_alone_that_is_still_being_written(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "a")
    log = tmp_path / "a" / "fetches.jsonl"
    log.write_bytes(log.read_bytes() + b'{"source')
    before = log.read_bytes()
    assert content(Archive(tmp_path / "a")) == content(Archive(filled))
    assert log.read_bytes() == before


def test_lost_bytes_are_loud_until_they_are_got_again(filled: Path, tmp_path: Path) -> None:
    root = tmp_path / "a"
    shutil.copytree(filled, root)
    places = sorted({fetch.warc_offset or 0 for fetch in Archive(filled).fetches()})
    with (root / "onrecord-000001.warc.gz").open("rb+") as stream:
        stream.truncate(places[-1] + 40)
    got = []
    with pytest.raises(ArchiveDamaged):
        got.extend(document.document_id for document in Archive(root).documents())
    archive = Archive(root)
    archive.append(sighting(30), body(30))  # does not land where the lost record was said to be
    with pytest.raises(ArchiveDamaged, match="import or collect again what it held"):
        list(Archive(root).documents())
    fill(Archive(root))
    assert len(list(Archive(root).documents())) == 7


def test_other_bytes_than_promised_are_not_given_out(filled: Path, tmp_path: Path) -> None:
    root = tmp_path / "a"
    shutil.copytree(filled, root)
    data = bytearray((root / "onrecord-000001.warc.gz").read_bytes())
    data[(list(Archive(filled).fetches())[2].warc_offset or 0) + 600] ^= 0xFF
    (root / "onrecord-000001.warc.gz").write_bytes(data)
    with pytest.raises(ArchiveDamaged):
        list(Archive(root).documents())


@pytest.mark.parametrize("strange", [b"<<<<<<< HEAD", b"{}", b"null", b'{"source_id": 1', b"\xff\xfe", b"[" * 9999])
def test_a_line_that_is_none_of_ours_costs_itself(filled: Path, tmp_path: Path, strange: bytes) -> None:
    root = tmp_path / "a"
    shutil.copytree(filled, root)
    lines = (root / "fetches.jsonl").read_bytes().splitlines(True)
    (root / "fetches.jsonl").write_bytes(b"".join([*lines[:2], strange + b"\n", *lines[2:]]))
    archive = Archive(root)
    assert content(archive) == content(Archive(filled))
    assert [one.line for one in archive.unreadable_lines()] == [strange + b"\n"]


@pytest.mark.parametrize("number", range(7))  # a last line is set aside as torn
def test_a_record_whose_line_cannot_be_read_gets_it_back(filled: Path, tmp_path: Path, number: int) -> None:
    root = tmp_path / "a"
    shutil.copytree(filled, root)
    lines = (root / "fetches.jsonl").read_bytes().splitlines(True)
    lines[number] = b"?" + lines[number][1:]
    (root / "fetches.jsonl").write_bytes(b"".join(lines))
    Archive(root).recover()
    assert content(Archive(root)) == content(Archive(filled))
    assert (root / "fetches.unreadable").read_bytes() == lines[number]
    size = (root / "fetches.jsonl").stat().st_size
    Archive(root).recover()
    assert (root / "fetches.jsonl").stat().st_size == size, "it is given back once"


# ── damage ───────────────────────────────────────────────────────────────────────────────────────────────────────


def records_of(root: Path) -> dict[str, tuple[int, int]]:
    """Of each document, where its record begins and how long it is."""
    size = (root / "onrecord-000001.warc.gz").stat().st_size
    held = {fetch.document_id or "": fetch.warc_offset or 0 for fetch in Archive(root).fetches()}
    bounds = [*sorted(held.values()), size]
    return {key: (begin, bounds[bounds.index(begin) + 1] - begin) for key, begin in held.items()}


@pytest.mark.parametrize("log", ["as it is", "older", "none"])
def test_one_flipped_byte_costs_one_document(filled: Path, tmp_path: Path, log: str) -> None:
    """Whichever record it is in, and whatever copy of the log stands beside it: nothing is cut, and those behind it
    are read; where they come again they are whole again."""
    whole = {document.document_id for document in Archive(filled).documents()}
    for number, (document_id, (begin, length)) in enumerate(sorted(records_of(filled).items(), key=lambda one: one[1])):
        root = tmp_path / str(number)
        shutil.copytree(filled, root)
        warc = root / "onrecord-000001.warc.gz"
        data = bytearray(warc.read_bytes())
        data[begin + min(length // 2, 700)] ^= 0x10
        warc.write_bytes(data)
        lines = (root / "fetches.jsonl").read_bytes().splitlines(True)
        if log != "as it is":
            (root / "fetches.jsonl").write_bytes(b"".join(lines[: 1 if log == "older" else 0]))
        Archive(root).recover()
        assert warc.read_bytes() == data or number == len(whole) - 1, "only the very end may be cut"
        got, lost = set(), set()
        try:
            for document in Archive(root).documents():
                got.add(document.document_id)
        except ArchiveDamaged as error:
            lost = set(error.document_ids)
        assert got == whole - {document_id}
        assert lost <= {document_id}
        assert lost or log != "as it is", "what the log names and nobody can read is told"
        fill(Archive(root))
        assert {document.document_id for document in Archive(root).documents()} == whole


def test_the_error_of_a_damaged_archive_travels_between_processes(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "a")
    (tmp_path / "a" / "onrecord-000001.warc.gz").unlink()
    with pytest.raises(ArchiveDamaged) as caught:
        list(Archive(tmp_path / "a").documents())
    assert len(caught.value.document_ids) == 6
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.document_ids, str(again)) == (caught.value.document_ids, str(caught.value))


def test_what_is_cut_is_kept_aside(filled: Path, tmp_path: Path) -> None:
    """A torn record behind what the log names, and zeros that a power cut leaves."""
    for number, torn in enumerate([b"\x1f\x8b\x08torn", b"\0" * 5000, b"\x1f"]):
        root = tmp_path / str(number)
        shutil.copytree(filled, root)
        warc = root / "onrecord-000001.warc.gz"
        whole = warc.read_bytes()
        warc.write_bytes(whole + torn)
        Archive(root).recover()
        assert warc.read_bytes() == whole
        assert (root / "onrecord-000001.warc.gz.torn").read_bytes() == torn


def test_headers_as_long_as_a_server_likes(tmp_path: Path) -> None:
    """What goes into a header is bounded; the bytes, and the address in the log, are kept whole."""
    archive, long = Archive(tmp_path), "x" * 100_000
    fetch = sighting(1)
    odd = [
        replace(fetch, etag=long, last_modified=long, media_type=long, message="é" * 100_000),
        replace(fetch, url=SITE + long + ".xlsx"),
        replace(fetch, url=SITE + "2.xlsx", final_url=SITE + long),
        replace(fetch, url=SITE + "3.xlsx", http_status=None, media_type="a\r\nb"),
    ]
    headers = [(f"X-{number}", "y" * 900) for number in range(200)] + [("ETag", long), ("X:Y", "a\r\n\r\nb")]
    for number, one in enumerate(odd):
        archive.append(one, body(number), headers)
        archive.append(replace(one, fetch_id=""), body(number), headers)  # a revisit
    archive = Archive(tmp_path)
    assert sorted(document.content for document in archive.documents()) == sorted(body(n) for n in range(4))
    assert SITE + long + ".xlsx" in {fetch.url for fetch in archive.fetches()}
    with (tmp_path / "onrecord-000001.warc.gz").open("rb") as stream:  # by a reader that refuses 32 KB
        for record in FastIterator(stream, parse_http=True):
            assert len(str(record.headers)) < 32_000
    (tmp_path / "fetches.jsonl").unlink()
    Archive(tmp_path).recover()
    assert sorted(document.content for document in Archive(tmp_path).documents()) == sorted(body(n) for n in range(4))


def test_records_that_were_written_with_long_headers_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(warc_writing, "LONGEST_FIELD", 10**9)
        patch.setattr(warc_writing, "MOST_HEADERS", 10**9)
        Archive(tmp_path).append(replace(sighting(1), etag="x" * 70_000), body(1), [("ETag", "x" * 70_000)])
    assert [document.content for document in Archive(tmp_path).documents()] == [body(1)]
    (tmp_path / "fetches.jsonl").unlink()
    Archive(tmp_path).recover()
    assert [document.content for document in Archive(tmp_path).documents()] == [body(1)]


def test_a_document_goes_by_an_address_on_the_web(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.append(replace(sighting(1), url="copy.xlsx", observed_at=None, basis="unknown"), body(1))
    archive.append(replace(sighting(2), url="copy of copy.xlsx"), body(1))
    assert next(archive.documents()).url == "copy of copy.xlsx"
    archive.append(replace(sighting(3), basis="unknown", observed_at=None), body(1))
    assert next(archive.documents()).url == SITE + "3.xlsx"
    archive.append(sighting(5), body(1))
    archive.append(sighting(4), body(1))
    assert next(archive.documents()).url == SITE + "4.xlsx"


# ── kills and several writers ────────────────────────────────────────────────────────────────────────────────────

APPENDER = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from own_archive import body, sighting
from collectors.archive.store import Archive
archive = Archive(Path(sys.argv[2]), rotate_bytes=60_000)
start, stop, step = map(int, sys.argv[3:])
print("ready", flush=True)
for number in range(start, stop, step):
    archive.append(sighting(number), body(number, 4000))
    print(number, flush=True)
"""


def appender(root: Path, start: int, stop: int, step: int = 1) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", APPENDER, str(ROOT), str(root), str(start), str(stop), str(step)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_kill_while_appending(tmp_path: Path, seed: int) -> None:
    """What was reported as kept is there; what was under way is there whole or not at all; nothing else is."""
    chance = random.Random(seed)
    told: list[int] = []
    for _ in range(3):
        process = appender(tmp_path, max(told, default=-1) + 1, 10_000)
        assert process.stdout is not None
        process.stdout.readline()
        for _ in range(chance.randrange(1, 12)):
            told.append(int(process.stdout.readline()))
        threading.Event().wait(chance.random() / 100)
        os.kill(process.pid, signal.SIGKILL)
        told += [int(line) for line in process.stdout.read().split()]
        process.wait()
        process.stdout.close()
    archive = Archive(tmp_path)
    archive.recover()
    numbers = Counter(int(Path(fetch.url).stem) for fetch in archive.fetches())
    assert set(told) <= set(numbers)
    assert len(set(numbers) - set(told)) <= 3
    for document in archive.documents():
        assert document.content == body(int(Path(document.url).stem), 4000)
    assert len(list(archive.documents())) == len(numbers)


@pytest.mark.slow
def test_processes_append_at_once(tmp_path: Path) -> None:
    processes = [appender(tmp_path, start, 60, 3) for start in range(3)]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    assert sorted(int(Path(d.url).stem) for d in Archive(tmp_path).documents()) == list(range(60))
    assert not (tmp_path / "fetches.torn").exists()


def test_threads_append_at_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    threads = [
        threading.Thread(target=lambda k=k: [archive.append(sighting(n), body(n)) for n in range(k, 40, 4)])
        for k in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(archive.documents())) == 40
    assert len({fetch.fetch_id for fetch in archive.fetches()}) == 40


FORKING = """
import multiprocessing, sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from own_archive import body, sighting
from collectors.archive.store import Archive
archive = Archive(Path(sys.argv[2]))
archive.append(sighting(0), body(0))
process = multiprocessing.get_context("fork").Process(target=archive.append, args=(sighting(1), body(1)))
process.start()
archive.append(sighting(2), body(2))
process.join()
sys.exit(process.exitcode)
"""


@pytest.mark.slow
def test_a_forked_process_does_not_share_the_lock(tmp_path: Path) -> None:
    """In a process that has nothing else: not everything that other tests import (Prefect) lives through a fork."""
    subprocess.run([sys.executable, "-c", FORKING, str(ROOT), str(tmp_path)], check=True)
    assert len(list(Archive(tmp_path).documents())) == 3


def test_a_full_disk_loses_the_record_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path)
    archive.append(sighting(1), body(1))
    with monkeypatch.context() as patch:
        patch.setattr(WARCWriter, "write_record", lambda self, record: self.out.write(b"half") and 1 / 0)
        with pytest.raises(ZeroDivisionError):
            archive.append(sighting(2), body(2))
    archive.append(sighting(3), body(3))
    assert [Path(d.url).stem for d in Archive(tmp_path).documents()] == ["1", "3"]


# ── imports ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_repeats_are_resolved_before_after_and_across_files(tmp_path: Path) -> None:
    one = write_warc(tmp_path / "1.warc.gz", repeat(SITE + "a.xlsx", 2, body(1)), response(SITE + "a.xlsx", 1, body(1)))
    two = write_warc(tmp_path / "2.warc.gz", repeat(SITE + "c.xlsx", 4, body(2)), repeat(SITE + "b.xlsx", 3, body(1)))
    three = write_warc(tmp_path / "3.warc.gz", response("https://example.org/c.xlsx", 9, body(2)))
    together = Archive(tmp_path / "together")
    done = import_warc(together, [one, two, three], "archive_capture", route=route)
    assert (done.added, done.unresolved, done.unowned) == (4, [], {"https://example.org/c.xlsx": 1})

    apart = Archive(tmp_path / "apart")
    assert import_warc(apart, one, "archive_capture", route=route).added == 2
    done = import_warc(apart, two, "archive_capture", route=route)  # its first record is in the archive already
    assert (done.added, done.unresolved) == (1, [SITE + "c.xlsx"])
    assert import_warc(apart, [three, two], "archive_capture", route=route).added == 1
    assert content(apart)["documents"] == content(together)["documents"]


def test_plain_chunked_and_coded_records(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "a.warc"
    packed = gzip.compress(body(1))
    chunked = b"%x\r\n" % len(packed) + packed + b"\r\n0\r\n\r\n"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=False)
        http = StatusAndHeaders(
            "200 OK", [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")], protocol="HTTP/1.1"
        )
        url = "http://www.ice.gov:80/doclib/detention/a.xlsx"
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(chunked), http_headers=http))
        writer.write_record(writer.create_warc_record(SITE + "b.xlsx", "resource", payload=io.BytesIO(body(2))))
        writer.write_record(
            writer.create_warc_record(SITE + "b.xlsx", "request", payload=io.BytesIO(b"GET / HTTP/1.1"))
        )
    archive = Archive(tmp_path / "archive")
    assert import_warc(archive, path, "archive_capture", route=route).added == 2
    assert {(d.url, d.content) for d in archive.documents()} == {
        ("http://www.ice.gov/doclib/detention/a.xlsx", body(1)),
        (SITE + "b.xlsx", body(2)),
    }
    (again,) = [one for one in captures(archive.root / "onrecord-000001.warc.gz") if "a.xlsx" in one.url]
    assert again.body == body(1)
    assert again.header("x-orig-content-encoding") == "gzip"


def test_error_pages_of_a_web_archive_are_kept_but_no_documents(tmp_path: Path) -> None:
    page = b"<!doctype html><html><title>Page not found</title></html>"
    archive = Archive(tmp_path / "archive")
    done = import_warc(
        archive, write_warc(tmp_path / "a.warc.gz", response(SITE + "a.xlsx", 1, page)), "archive_capture", route=route
    )
    assert [(fetch.outcome, fetch.size) for fetch in done.refused] == [("bad_content", len(page))]
    assert "Page not found" in (done.refused[0].message or "")
    assert list(archive.documents()) == []


@pytest.mark.parametrize("suffix", ["warc.gz", "warc"])
def test_a_torn_warc_is_told_and_what_is_whole_of_it_kept(tmp_path: Path, suffix: str) -> None:
    whole = write_warc(
        tmp_path / f"a.{suffix}", *(response(f"{SITE}{number}.xlsx", number, body(number)) for number in range(3))
    ).read_bytes()
    second = write_warc(tmp_path / f"b.{suffix}", response(SITE + "0.xlsx", 0, body(0))).stat().st_size
    for cut in [*range(second + 1, len(whole) - 4, 37)] if suffix == "warc.gz" else [len(whole) - 100]:
        torn = tmp_path / f"torn{cut}.{suffix}"
        torn.write_bytes(whole[:cut])
        archive = Archive(tmp_path / f"archive{cut}")
        ends = {end for end in (second, 2 * second) if abs(end - cut) < 8}
        if ends:
            continue  # too near to the end of a record to say whether it is torn
        done = import_warc(archive, torn, "archive_capture", route=route)
        assert "torn" in done.kinds
        assert done.errors, "exit status 1"
        assert 1 <= len(list(archive.documents())) <= 2


def test_importing_a_file_twice_adds_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(body(1))
    (tmp_path / "b.xlsx").write_bytes(body(1)[:-10])
    archive = Archive(tmp_path / "archive")
    first = import_file(archive, tmp_path / "a.xlsx", SOURCE, SITE + "a.xlsx", NOON, "publisher_claim")
    again = import_file(archive, tmp_path / "a.xlsx", SOURCE, SITE + "a.xlsx", NOON, "publisher_claim")
    assert first.fetch_id == again.fetch_id
    unknown = import_file(archive, tmp_path / "a.xlsx", SOURCE, SITE + "a.xlsx", None, "unknown")
    assert unknown.observed_at is None
    torn = import_file(archive, tmp_path / "b.xlsx", SOURCE, SITE + "b.xlsx", None, "unknown")
    assert (torn.outcome, len(list(archive.fetches()))) == ("bad_content", 3)
    (document,) = archive.documents()
    assert [one.basis for one in document.sightings] == ["publisher_claim", "unknown"]


def test_the_corpus(corpus: Path, tmp_path: Path) -> None:
    """Every dated sighting of `captures.tsv` becomes a line, with the same bytes; a second time nothing."""
    archive = Archive(tmp_path)
    told: list[tuple[int, int]] = []
    for name, basis, expected in (("web_archive", "archive_capture", 88), ("publisher_dated", "publisher_claim", 100)):
        path = corpus / "agency" / f"{name}.warc.gz"
        done = import_warc(archive, path, basis, route=route, progress=lambda *step: told.append(step))  # type: ignore[arg-type]
        assert (done.added, done.refused, done.unresolved) == (expected, [], [])
        assert told[-1] == (path.stat().st_size, path.stat().st_size)
        again = import_warc(Archive(tmp_path), path, basis, route=route)  # type: ignore[arg-type]
        assert (again.added, again.known) == (0, expected)
    rows = [line.split("\t") for line in (corpus / "agency" / "captures.tsv").read_text().splitlines()[1:]]
    expected_lines = {
        (row[2], datetime.fromisoformat(row[3]), row[4], row[5], int(row[6]))
        for row in rows
        if row[1] == "ice_detention_statistics" and row[3]
    }
    lines = [(f.url, f.observed_at, f.basis, f.document_id, f.size) for f in archive.fetches()]
    assert len(lines) == len(expected_lines) == 188
    assert set(lines) == expected_lines
    documents = list(Archive(tmp_path).documents())
    assert len(documents) == 93
    assert sum(len(document.sightings) for document in documents) == 188


IMPORTER = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from own_archive import route
from collectors.archive import store
from collectors import importing
store.FLUSH_BYTES = 20_000
print("ready", flush=True)
importing.import_warc(store.Archive(Path(sys.argv[2])), Path(sys.argv[3]), "archive_capture", route=route)
"""


@pytest.mark.slow
def test_kill_while_importing(tmp_path: Path) -> None:
    """Killed in the middle of batches, again and again: the run that ends has what an uninterrupted one has."""
    records = [response(f"{SITE}{number}.xlsx", number, body(number % 90, 2000)) for number in range(120)]
    warc = write_warc(tmp_path / "a.warc.gz", *records)
    whole, killed = Archive(tmp_path / "whole"), tmp_path / "killed"
    import_warc(whole, warc, "archive_capture", route=route)
    chance = random.Random(1)
    for _ in range(4):
        command = [sys.executable, "-c", IMPORTER, str(ROOT), str(killed), str(warc)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        threading.Event().wait(chance.random() / 10)
        process.kill()
        process.communicate()
    done = import_warc(Archive(killed), warc, "archive_capture", route=route)
    assert done.added + done.known == 120
    assert content(Archive(killed)) == content(whole)
    assert len(list(Archive(killed).fetches())) == 120
