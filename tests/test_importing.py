"""Importing: whose a capture is, what a repeat repeats, and that nothing odd costs more than itself."""

from __future__ import annotations

import gzip
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hand_made_warc import PAGE, answer, digest, members, page, record

from collectors import warc_import
from collectors.archive.store import Archive
from collectors.importing import Imported, import_file, import_warc, is_warc
from collectors.records import Cadence, Document, Source

SITE = "https://example.org/"
SOURCE = Source(
    id="s",
    publisher="P",
    title="T",
    licence="public domain",
    start=(),
    documents=r"https://example\.org/.*",
    media=("html",),
    max_bytes=100_000,
    cadence=Cadence("0 0 * * *", "UTC", "P1D", "P2D"),
)
MARCH = [f"2025-03-0{day}T10:00:00Z" for day in range(1, 9)]
UNCHANGED = "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/server-not-modified"
SAME = "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
SAYS_304 = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'


def route(url: str) -> Source | None:
    return SOURCE if SOURCE.owns(url) else None


def brought(folder: Path, *records: bytes, again: Sequence[bytes] = ()) -> tuple[Imported, list[Document]]:
    """What comes of importing some records, in one file, and of others in a second one."""
    (folder / "1.warc.gz").write_bytes(members(*records))
    paths = [folder / "1.warc.gz"]
    if again:
        (folder / "2.warc.gz").write_bytes(members(*again))
        paths.append(folder / "2.warc.gz")
    archive = Archive(folder / "archive")
    done = import_warc(archive, paths, "archive_capture", route=route)
    once_more = import_warc(Archive(folder / "archive"), paths, "archive_capture", route=route)
    assert (once_more.added, once_more.known) == (0, done.added), "a second time nothing"
    return done, list(archive.documents())


def first(url: str = SITE + "a", date: str = MARCH[0], body: bytes = PAGE, *extra: str) -> bytes:
    declared = f"WARC-Payload-Digest: {digest(body)}"
    return record(answer(body, 'ETag: "1"'), url=url, date=date, extra=[declared, "WARC-Record-ID: <urn:1>", *extra])


def revisit(*extra: str, url: str = SITE + "a", block: bytes = SAYS_304, date: str = MARCH[1]) -> bytes:
    return record(block, "revisit", url, date, extra=extra)


REPEATS = {
    "names address and date": revisit(
        UNCHANGED, f"WARC-Refers-To-Target-URI: {SITE}a", f"WARC-Refers-To-Date: {MARCH[0]}"
    ),
    "names the record": revisit(UNCHANGED, "WARC-Refers-To: <urn:1>"),
    "names nothing": revisit(UNCHANGED),
    "names the digest": revisit(UNCHANGED, f"WARC-Payload-Digest: {digest(PAGE)}"),
    "names the digest of nothing": revisit(UNCHANGED, f"WARC-Payload-Digest: {digest(b'')}"),
    "has no headers of HTTP": revisit(SAME, f"WARC-Payload-Digest: {digest(PAGE)}", block=b""),
    "was an answer": revisit(SAME, f"WARC-Payload-Digest: {digest(PAGE)}", block=answer(b"", length=False)),
    "is a response": record(SAYS_304, "response", SITE + "a", MARCH[1]),
}


@pytest.mark.parametrize("order", ["after", "before", "another file", "another import"])
@pytest.mark.parametrize("kind", REPEATS)
def test_a_repeat_is_a_sighting_of_what_it_repeats(tmp_path: Path, kind: str, order: str) -> None:
    repeat = REPEATS[kind]
    if order == "another import":
        if kind == "names the record":
            pytest.skip("the archive does not keep the ids of others' records")
        brought(tmp_path, first())
        done, documents = brought(tmp_path, repeat)
    elif order == "another file":
        done, documents = brought(tmp_path, repeat, again=[first()])
    else:
        done, documents = brought(tmp_path, *([first(), repeat] if order == "after" else [repeat, first()]))
    assert (done.unresolved, done.faults, done.refused) == ([], [], [])
    (document,) = documents
    assert document.content == PAGE
    assert [one.observed_at for one in document.sightings] == [datetime.fromisoformat(day) for day in MARCH[:2]]


NOT_TO_BE_FOUND = {
    "of another address": revisit(UNCHANGED, url=SITE + "other"),
    "before anything was seen": revisit(UNCHANGED, date="2024-01-01T00:00:00Z"),
    "of another ETag": revisit(UNCHANGED, block=SAYS_304.replace(b'"1"', b'"2"')),
    "of another digest": revisit(SAME, f"WARC-Payload-Digest: {digest(b'x')}"),
    "of another date": revisit(SAME, f"WARC-Refers-To-Target-URI: {SITE}a", f"WARC-Refers-To-Date: {MARCH[3]}"),
}


@pytest.mark.parametrize("kind", NOT_TO_BE_FOUND)
def test_a_repeat_of_nothing_known_is_told(tmp_path: Path, kind: str) -> None:
    done, documents = brought(tmp_path, first(), NOT_TO_BE_FOUND[kind])
    assert len(done.unresolved) == 1
    assert [len(document.sightings) for document in documents] == [1]


def test_a_304_confirms_what_stood_there_last(tmp_path: Path) -> None:
    done, documents = brought(
        tmp_path,
        *(first(date=MARCH[at], body=page(at)) for at in (0, 2, 4)),
        *(revisit(UNCHANGED, date=MARCH[at]) for at in (1, 3, 5)),
    )
    assert done.added == 6
    seen = {document.content: [one.observed_at for one in document.sightings] for document in documents}
    assert seen == {page(at): [datetime.fromisoformat(MARCH[at + more]) for more in (0, 1)] for at in (0, 2, 4)}


def test_a_repeat_of_half_a_page_is_half_a_page(tmp_path: Path) -> None:
    half = PAGE[:200]
    cut = record(answer(half, length=False), url=SITE + "a", date=MARCH[0], extra=["WARC-Truncated: time"])
    repeat = revisit(SAME, f"WARC-Payload-Digest: {digest(half)}", block=b"")
    done, documents = brought(tmp_path, cut, repeat)
    assert [fetch.outcome for fetch in done.refused] == ["bad_content"] * 2
    assert documents == []


def test_a_digest_that_is_not_true_resolves_no_repeat(tmp_path: Path) -> None:
    false = record(answer(page(1)), url=SITE + "b", extra=[f"WARC-Payload-Digest: {digest(PAGE)}"])
    done, documents = brought(tmp_path, false, revisit(SAME, f"WARC-Payload-Digest: {digest(PAGE)}"))
    assert (done.kinds, done.unresolved) == ({"digest": 1}, [SITE + "a"])
    assert [document.content for document in documents] == [page(1)]


def test_a_page_whose_connection_just_closed_must_end(tmp_path: Path) -> None:
    open_, ends = answer(PAGE[:300], length=False), answer(PAGE, length=False)
    done, documents = brought(tmp_path, record(open_, url=SITE + "a"), record(ends, url=SITE + "b"))
    assert [fetch.outcome for fetch in done.refused] == ["bad_content"]
    assert [document.url for document in documents] == [SITE + "b"]


def test_a_redirect_is_no_document_and_nothing_wrong(tmp_path: Path) -> None:
    moved = [record(answer(b"", "Location: /b", status=f"HTTP/1.1 {n} Moved"), url=SITE + str(n)) for n in (301, 308)]
    done, documents = brought(tmp_path, *moved)
    assert (done.redirects, done.refused, done.errors, documents) == (2, [], [], [])


def test_limits_of_size_are_those_of_the_source(tmp_path: Path) -> None:
    big = b"<html>" + b" " * 100_000 + b"</html>"
    nobodys = "https://example.com/big"
    done, documents = brought(
        tmp_path,
        record(answer(big), url=SITE + "a"),
        record(answer(gzip.compress(big, mtime=0), "Content-Encoding: gzip"), url=SITE + "b"),
        record(answer(big), url=nobodys),
        first(url=SITE + "c"),
    )
    assert done.kinds == {"too_large": 2}
    assert len(done.errors) == 2
    assert (done.unowned, [document.url for document in documents]) == ({nobodys: 1}, [SITE + "c"])


def test_what_is_odd_and_nobodys_is_told_and_no_error(tmp_path: Path) -> None:
    odd = record(answer(PAGE), url="https://example.com/x", date="never")
    done, _ = brought(tmp_path, odd, record(b"1.2.3.4", url="dns:example.org", media_type="text/dns"), first())
    assert (done.kinds, done.errors, done.unowned) == ({"date": 1}, [], {"dns:example.org": 1})
    done, _ = brought(tmp_path, record(answer(PAGE), url=SITE + "x", date="never"))
    assert [error.outcome for error in done.errors] == ["archive_damaged"]


def test_a_capture_of_a_day_to_come_or_before_the_web_is_none(tmp_path: Path) -> None:
    ahead = f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%dT%H:%M:%SZ}"
    year = f"{datetime.now(UTC):%Y}"
    dates = [ahead, f"{int(year) + 1}", "1970-01-01T00:00:00Z", MARCH[0]]
    done, documents = brought(tmp_path, *(first(f"{SITE}{at}", date) for at, date in enumerate(dates)))
    assert (done.kinds, [document.url for document in documents]) == ({"date": 3}, [f"{SITE}3"])


def test_hosts_are_the_same_in_all_letters(tmp_path: Path) -> None:
    _, documents = brought(tmp_path, first("HTTPS://EXAMPLE.org:443/A"))
    assert [document.url for document in documents] == [SITE + "A"]


def test_a_fault_of_ours_costs_the_one_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judge = warc_import.verdict.judge

    def breaks(url: str, *rest: object) -> None:
        if url.endswith("b"):
            raise RuntimeError("a fault of ours")
        judge(url, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(warc_import.verdict, "judge", breaks)
    done, documents = brought(tmp_path, *(first(SITE + name, body=page(at)) for at, name in enumerate("abc")))
    assert [document.url for document in documents] == [SITE + "a", SITE + "c"]
    assert (done.kinds, len(done.errors)) == ({"failed": 1}, 1)
    assert "a fault of ours" in str(done.errors[0])


def test_a_fault_of_the_reader_costs_the_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = warc_import.read_warc

    def breaks(path: Path, *rest: object) -> object:
        if path.name == "1.warc.gz":
            raise RecursionError("too deep")
        return read(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(warc_import, "read_warc", breaks)
    done, documents = brought(tmp_path, first(), again=[first(SITE + "b")])
    assert ([document.url for document in documents], done.kinds) == ([SITE + "b"], {"failed": 1})


def test_files_that_cannot_be_read_cost_themselves(tmp_path: Path) -> None:
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(members(first()))
    (tmp_path / "folder.warc.gz").mkdir()
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.warc.gz"))
    odd.write_bytes(members(first(SITE + "b"))[:-30])
    archive = Archive(tmp_path / "archive")
    paths = [tmp_path / "absent.warc.gz", tmp_path / "folder.warc.gz", odd, whole]
    done = import_warc(archive, paths, "archive_capture", route=route)
    assert done.kinds == {"not_read": 2, "torn": 2}
    assert [document.url for document in archive.documents()] == [SITE + "a"]
    for error in done.errors:
        str(error).encode("utf-8")


def test_a_single_file_that_cannot_be_read_is_a_line_of_the_log(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.html"))
    odd.write_bytes(PAGE)
    (tmp_path / "big.html").write_bytes(b"<html>" * 20_000)
    tried = [odd, tmp_path / "big.html", tmp_path, tmp_path / "absent.html"]
    for _ in range(2):
        outcomes = [import_file(archive, path, SOURCE, path.name, None, "unknown").outcome for path in tried]
        assert outcomes == ["ok", "too_large", "failed", "failed"]
    assert [fetch.outcome for fetch in Archive(tmp_path / "archive").fetches()] == outcomes
    (document,) = archive.documents()
    assert document.url == r"caf\udce9.html"
    document.url.encode("utf-8")


FILES = {
    "a.warc.gz": (members(first()), True),
    "a.WARC.GZ": (members(first()), True),
    "a.warc.gz.part": (members(first()), True),
    "a": (first(), True),
    "a.bin": (gzip.compress(b"filedesc://a.arc 0.0.0.0 20250301100000 text/plain 76\n", mtime=0), True),
    "empty.warc": (b"", True),
    "damaged.warc.gz": (b"\x1f\x8b\x08\0damaged", True),
    "page.html": (PAGE, False),
    "page.html.gz": (gzip.compress(PAGE, mtime=0), False),
    "workbook.xlsx": (b"PK\x03\x04", False),
    "empty": (b"", False),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_a_warc_its_first_bytes_say(tmp_path: Path, name: str) -> None:
    data, is_one = FILES[name]
    (tmp_path / name).write_bytes(data)
    assert is_warc(tmp_path / name) == is_one
    assert not is_warc(tmp_path / "absent.warc.gz")
