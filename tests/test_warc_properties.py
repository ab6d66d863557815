"""Whatever is written into the archive comes out of it, by our reader and by others; whatever is cut, nothing whole is
lost. Hypothesis makes the cases."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastwarc import ArchiveIterator as FastIterator
from hand_made_warc import PAGE, answer, chunks, page, record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from collectors.archive.framing import Fault
from collectors.archive.log import Fetch
from collectors.archive.store import Archive
from collectors.archive.warc_reading import Capture, read_warc

FEW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
NOON = datetime(2025, 2, 7, 12, tzinfo=UTC)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
long_text = st.builds(lambda one, times: one * times, text, st.sampled_from([1, 1, 1, 50, 3000]))
header = st.tuples(
    st.one_of(st.sampled_from(["ETag", "Content-Encoding", "Content-Length", "", " ", "a:b"]), text), long_text
)
headers = st.lists(header, max_size=12)
body = st.one_of(
    st.binary(max_size=400), st.sampled_from([b"", b"\r\n\r\n", PAGE, b"WARC/1.1\r\nWARC-Type: response\r\n\r\n"])
)
fetch = st.builds(
    Fetch,
    source_id=st.just("s"),
    url=st.one_of(st.just("https://example.org/a"), long_text.map(lambda one: f"https://example.org/{one}")),
    outcome=st.sampled_from(["ok", "not_modified", "bad_content"]),
    fetched_at=st.just(NOON),
    basis=st.sampled_from(["live", "archive_capture", "unknown"]),
    observed_at=st.one_of(st.none(), st.integers(0, 99).map(lambda days: NOON + timedelta(days=days))),
    http_status=st.one_of(st.none(), st.sampled_from([200, 304, 404])),
    final_url=st.one_of(st.none(), long_text),
    media_type=st.one_of(st.none(), long_text),
    etag=st.one_of(st.none(), long_text),
    last_modified=st.one_of(st.none(), long_text),
    message=st.one_of(st.none(), long_text),
)


@pytest.mark.slow
@FEW
@given(st.lists(st.tuples(fetch, body, headers), min_size=1, max_size=6))
def test_what_is_written_is_read(attempts: Sequence[tuple[Fetch, bytes, list[tuple[str, str]]]]) -> None:
    """By us at once, by us from the records alone, by our reader of others' files, by fastwarc and by warcio."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        archive = Archive(root)
        kept = [archive.append(one, content, odd) for one, content, odd in attempts]
        for _ in range(2):
            for one, (_, content, _) in zip(kept, attempts, strict=True):
                assert Archive(root).content(one.document_id or "") == content
            assert sorted(f.fetch_id for f in Archive(root).fetches()) == sorted(one.fetch_id for one in kept)
            (root / "fetches.jsonl").unlink()
            Archive(root).recover()
        warc = root / "onrecord-000001.warc.gz"
        found = list(read_warc(warc))
        assert not [one for one in found if isinstance(one, Fault)]
        bodies = {content for _, content, _ in attempts}
        assert {one.body for one in found if isinstance(one, Capture) and one.kind != "revisit"} == bodies
        with warc.open("rb") as stream:
            theirs = [record.reader.read() for record in FastIterator(stream, parse_http=False)]
        assert len(theirs) == len(attempts) + 1
        with warc.open("rb") as stream:
            assert len([one.content_stream().read() for one in ArchiveIterator(stream)]) == len(attempts) + 1


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[bytes], list[int]]:
    """The file and the lines of an archive of four documents, and how long the file was after each."""
    root = tmp_path_factory.mktemp("whole")
    archive, sizes = Archive(root), []
    for number in range(4):
        archive.append(Fetch("s", f"https://example.org/{number}", "ok", NOON, "live"), page(number))
        sizes.append((root / "onrecord-000001.warc.gz").stat().st_size)
    warc, log = (root / name for name in ("onrecord-000001.warc.gz", "fetches.jsonl"))
    return warc.read_bytes(), log.read_bytes().splitlines(True), sizes


@FEW
@given(st.integers(0, 10**6), st.integers(0, 4), st.binary(max_size=9).filter(lambda one: b"\n" not in one))
def test_an_archive_cut_anywhere_keeps_all_that_was_whole(
    whole: tuple[bytes, list[bytes], list[int]], at: int, written: int, torn: bytes
) -> None:
    """A kill at any byte of a file, with the lines that had been written by then: the whole records, and no others."""
    warc, lines, sizes = whole
    cut = at % (len(warc) + 1)
    left = sum(size <= cut for size in sizes)
    with tempfile.TemporaryDirectory() as folder:
        killed = Path(folder)
        (killed / "onrecord-000001.warc.gz").write_bytes(warc[:cut])
        (killed / "fetches.jsonl").write_bytes(b"".join(lines[: min(written, left)]) + torn)
        Archive(killed).recover()
        documents = list(Archive(killed).documents())
        assert {one.content for one in documents} == {page(number) for number in range(left)}
        aside = killed / "onrecord-000001.warc.gz.torn"
        remains = (killed / "onrecord-000001.warc.gz").read_bytes()
        assert remains + (aside.read_bytes() if aside.exists() else b"") == warc[:cut]


@FEW
@given(st.lists(body, min_size=1, max_size=4), st.sampled_from(["plain", "members", "one"]), st.integers(1, 300))
def test_bodies_survive_every_packing(bodies: list[bytes], packing: str, size: int) -> None:
    """Written by hand as other tools do, with chunks of any size or a length."""
    blocks = [
        answer(chunks(one, size), "Transfer-Encoding: chunked", length=False) if number % 2 else answer(one)
        for number, one in enumerate(bodies)
    ]
    records = [record(block, url=f"https://example.org/{number}") for number, block in enumerate(blocks)]
    data = {
        "plain": b"".join(records),
        "members": b"".join(gzip.compress(one) for one in records),
        "one": gzip.compress(b"".join(records)),
    }[packing]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        path.write_bytes(data)
        found = list(read_warc(path))
    assert [one.body for one in found if isinstance(one, Capture)] == bodies
    assert len(found) == len(bodies)


@FEW
@given(st.binary(max_size=300), st.integers(0, 10**6), st.booleans())
def test_any_bytes_in_any_place_cost_no_more_than_a_record(noise: bytes, at: int, packed: bool) -> None:
    """Nothing raises, what stands before is read, and noise is told or changes nothing."""
    records = [record(answer(page(number)), url=f"https://example.org/{number}") for number in range(3)]
    pieces = [gzip.compress(one, mtime=0) if packed else one for one in records]
    start = len(pieces[0]) + at % (len(pieces[1]) + 1)
    data = b"".join(pieces)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.warc.gz"
        path.write_bytes(data[:start] + noise + data[start:])
        found = list(read_warc(path))
    captures = [one for one in found if isinstance(one, Capture)]
    assert captures[0].body == page(0)
    whole = [one.body for one in captures if one.cut is None and one.body in map(page, range(3))]
    assert page(2) in whole
    assert len(whole) == 3 or noise
