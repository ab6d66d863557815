"""WARCs of other tools: whatever is odd about a record costs that record, and is named; those behind it are read."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from fastwarc.stream_io import Lz4Writer, ZstdWriter
from hand_made_warc import PAGE, URL, answer, chunks, digest, members, page, record

from collectors.archive.framing import Fault
from collectors.archive.warc_reading import Capture, read_warc

NOON = datetime(2025, 3, 1, 10, tzinfo=UTC)
NEXT = record(answer(page(2)), url=URL + "/next")
CHUNKED = "Transfer-Encoding: chunked"


def read(path: Path, data: bytes, limit: int = 1 << 20) -> tuple[list[Capture], list[Fault]]:
    path.write_bytes(data)
    found = list(read_warc(path, lambda _url: limit))
    return [one for one in found if isinstance(one, Capture)], [one for one in found if isinstance(one, Fault)]


def packed(writer: type, data: bytes) -> bytes:
    out = io.BytesIO()
    with writer(out) as stream:
        stream.write(data)
    return out.getvalue()


def raw_deflate(data: bytes) -> bytes:
    deflate = zlib.compressobj(wbits=-15)
    return deflate.compress(data) + deflate.flush()


WHOLE = {
    "as it should be": answer(PAGE),
    "declared chunked, and is not": answer(PAGE, CHUNKED, length=False),
    "declared chunked, begins with a number": answer(b"2025\r\nA,B\r\n1,2\r\n" + PAGE * 99, CHUNKED, length=False),
    "chunked": answer(chunks(PAGE), CHUNKED, length=False),
    "chunked, with extensions": answer(chunks(PAGE, extension=";a=b"), CHUNKED, length=False),
    "chunked, with trailers": answer(chunks(PAGE, end=b"0\r\nExpires: never\r\n\r\n"), CHUNKED, length=False),
    "chunked, bare line feeds": answer(chunks(PAGE, line=b"\n", end=b"0\n\n"), CHUNKED, length=False),
    "chunked, and a length that is another": answer(chunks(PAGE), CHUNKED, length=99_999),
    "gzip": answer(gzip.compress(PAGE), "Content-Encoding: gzip"),
    "gzip, declared in other letters": answer(gzip.compress(PAGE), "content-encoding:  X-GZIP "),
    "gzip in two members": answer(gzip.compress(PAGE[:50]) + gzip.compress(PAGE[50:]), "Content-Encoding: gzip"),
    "gzip, padded": answer(gzip.compress(PAGE) + b"\0" * 9, "Content-Encoding: gzip"),
    "gzip twice": answer(gzip.compress(gzip.compress(PAGE)), "Content-Encoding: gzip, gzip"),
    "gzip, declared twice": answer(gzip.compress(PAGE), "Content-Encoding: gzip", "Content-Encoding: gzip"),
    "gzip in chunks": answer(chunks(gzip.compress(PAGE)), "Content-Encoding: gzip", CHUNKED, length=False),
    "gzip as a transfer coding": answer(chunks(gzip.compress(PAGE)), "Transfer-Encoding: gzip, chunked", length=False),
    "declared gzip, and is not": answer(PAGE, "Content-Encoding: gzip", length=len(gzip.compress(PAGE))),
    "declared gzip, longer than that was": answer(PAGE, "Content-Encoding: gzip", length=99_999),
    "deflate": answer(zlib.compress(PAGE), "Content-Encoding: deflate"),
    "deflate without a header": answer(raw_deflate(PAGE), "Content-Encoding: deflate"),
    "declared deflate, and is not": answer(PAGE, "Content-Encoding: deflate"),
    "brotli": answer(brotli.compress(PAGE), "Content-Encoding: br"),
    "brotli in chunks": answer(chunks(brotli.compress(PAGE)), "Content-Encoding: br", CHUNKED, length=False),
    "declared brotli, and is not": answer(PAGE, "Content-Encoding: br"),
    "zstd": answer(packed(ZstdWriter, PAGE), "Content-Encoding: zstd"),
    "declared zstd, and is not": answer(PAGE, "Content-Encoding: zstd"),
    "a coding that nobody knows": answer(PAGE, "Content-Encoding: compress-o-matic"),
    "HTTP/2": answer(PAGE, ":status: 200", status="HTTP/2 200"),
    "without a reason": answer(PAGE, status="HTTP/1.1 200"),
    "of no protocol that there is": answer(PAGE, status="HTTPX/9.1 200 OK"),
    "a folded header": answer(PAGE, "X-A: b\r\n c"),
    "a header in latin-1": answer(PAGE, "X-A: Caf\xe9"),
    "a header without a colon": answer(PAGE, "X-Odd"),
    "a length that is no number": answer(PAGE, "Content-Length: many", length=False),
    "100 Continue before it": b"HTTP/1.1 100 Continue\r\n\r\n" + answer(PAGE),
    "bare line feeds": answer(PAGE).replace(b"\r\n", b"\n"),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_body_is_read_whole_whatever_its_headers_say(tmp_path: Path, kind: str) -> None:
    body = b"2025\r\nA,B\r\n1,2\r\n" + PAGE * 99 if "begins with a number" in kind else PAGE
    captures, faults = read(tmp_path / "a.warc.gz", members(record(WHOLE[kind]), NEXT))
    assert (captures[0].body, captures[0].status, captures[0].cut) == (body, 200, None)
    assert ([one.url for one in captures], faults) == ([URL, URL + "/next"], [])


CUT = {
    "of its chunks the last is missing": answer(chunks(PAGE[:500], end=b""), CHUNKED, length=False),
    "cut within a chunk": answer(chunks(PAGE)[:350], CHUNKED, length=False),
    "cut within the first chunk": answer(chunks(PAGE, 600)[:350], CHUNKED, length=False),
    "cut within the size of a chunk": answer(chunks(PAGE)[:107], CHUNKED, length=False),
    "shorter than HTTP says": answer(PAGE[:300], length=len(PAGE)),
    "gzip, torn": answer(gzip.compress(PAGE)[:-12], "Content-Encoding: gzip"),
    "gzip, altered": answer(gzip.compress(PAGE)[:-8] + b"\0" * 8, "Content-Encoding: gzip"),
    "gzip twice, torn within": answer(gzip.compress(gzip.compress(PAGE)[:-12]), "Content-Encoding: gzip, gzip"),
    "deflate, torn": answer(zlib.compress(os.urandom(3000))[:-9], "Content-Encoding: deflate"),
    "brotli, torn": answer(brotli.compress(os.urandom(3000))[:-9], "Content-Encoding: br"),
    "zstd, torn": answer(packed(ZstdWriter, PAGE)[:-4], "Content-Encoding: zstd"),
}


@pytest.mark.parametrize("kind", CUT)
def test_half_a_body_is_told_and_not_read_as_whole(tmp_path: Path, kind: str) -> None:
    captures, faults = read(tmp_path / "a.warc.gz", members(record(CUT[kind]), NEXT))
    assert captures[0].cut
    assert captures[0].body != PAGE
    assert (captures[1].body, captures[1].cut, faults) == (page(2), None, [])


def test_what_its_tool_has_cut(tmp_path: Path) -> None:
    first = record(answer(PAGE, length=False)[:200], extra=["WARC-Segment-Number: 1"])
    second = record(answer(PAGE)[200:], "continuation", media_type=None, extra=["WARC-Segment-Number: 2"])
    truncated = record(answer(PAGE, length=False), extra=["WARC-Truncated: length"])
    captures, faults = read(tmp_path / "a.warc.gz", members(first, second, truncated, NEXT))
    assert [bool(one.cut) for one in captures] == [True, True, False]
    assert [one.kind for one in faults] == ["segment"]


DATES = {
    "2025-03-01T10:00:00Z": NOON,
    "2025-03-01T10:00:00": NOON,
    "2025-03-01 10:00:00": NOON,
    "2025-03-01T12:00:00+02:00": NOON,
    "2025-03-01T05:00:00-0500": NOON,
    "20250301100000": NOON,
    "2025-03-01T10:00Z": NOON,
    "2025-03-01T10:00:00.123456789Z": NOON.replace(microsecond=123456),
    "2025-03-01T10:00:00,5Z": NOON.replace(microsecond=500000),
    "2025-03-01": datetime(2025, 3, 1, 23, 59, 59, tzinfo=UTC),
    "20250301": datetime(2025, 3, 1, 23, 59, 59, tzinfo=UTC),
    "2024-02": datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
    "2024-12": datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC),
    "2024": datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC),
    "2016-12-31T23:59:60Z": datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC),
}
NO_DATES = [
    None, "", "yesterday", "2025-13-01T00:00:00Z", "2025-02-30", "2025-03-01T25:00:00Z", "2025-13", "0000", "9999",
    "0001-01-01T00:00:00+05:00", "2008-10-294T05:21:46-0700", "Sat, 01 Mar 2025 10:00:00 GMT", "２０２５-03-01",
]  # fmt: skip


@pytest.mark.parametrize("printed", DATES)
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_dates_are_moments_in_utc(tmp_path: Path, printed: str, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    captures, faults = read(tmp_path / "a.warc", record(answer(PAGE), date=printed) + NEXT)
    assert ([one.captured_at for one in captures], faults) == ([DATES[printed], NOON], [])


@pytest.mark.parametrize("printed", NO_DATES)
def test_a_record_without_a_moment_is_left_out_and_told(tmp_path: Path, printed: str | None) -> None:
    captures, faults = read(tmp_path / "a.warc", record(answer(PAGE), date=printed) + NEXT)
    assert [one.body for one in captures] == [page(2)]
    assert [(one.kind, one.ordinal, one.url) for one in faults] == [("date", 1, URL)]


ODD = {  # the record, what is told of it, whether it is a capture all the same
    "longer than it says": (record(answer(PAGE), length=200), ["length"], True),
    "shorter than it says": (record(answer(PAGE), length=len(answer(PAGE)) + 7), ["length"], True),
    "reaches to the end of the file": (record(answer(PAGE), length=10**9), ["length"], True),
    "a length that is a word": (record(answer(PAGE), length="12abc"), ["header"], False),
    "no length": (record(answer(PAGE)).replace(b"Content-Length", b"X", 1), ["header"], False),
    "a negative length": (record(answer(PAGE), length=-1), ["header"], False),
    "no type": (record(answer(PAGE)).replace(b"WARC-Type", b"X", 1), ["header"], False),
    "no address": (record(answer(PAGE), url=None), ["address"], False),
    "an empty answer": (record(b""), ["no_answer"], False),
    "no status": (record(b"nonsense\r\n\r\n" + PAGE), ["no_answer"], False),
    "bytes that are no record": (b"\r\n<html>\r\n" + PAGE + b"\r\n\r\n", ["no_record"], False),
    "a header that breaks off": (record(answer(PAGE))[:60] + b"\r\n", ["header"], False),
    "another digest": (record(answer(PAGE), extra=[f"WARC-Payload-Digest: {digest(b'x')}"]), ["digest"], True),
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("packing", ["plain", "one gzip member", "LZ4", "zstd"])
def test_an_odd_record_is_named_and_the_next_one_read(tmp_path: Path, kind: str, packing: str) -> None:
    odd, told, is_capture = ODD[kind]
    data = record(b"software: x", "warcinfo", media_type=None) + odd + NEXT
    if packing != "plain":
        pack = {"one gzip member": gzip.compress, "LZ4": lambda all: packed(Lz4Writer, all)}
        data = pack.get(packing, lambda all: packed(ZstdWriter, all))(data)
    captures, faults = read(tmp_path / "a", data)
    assert [one.kind for one in faults] == told
    assert faults[0].ordinal == 2
    assert captures[-1].body == page(2)
    assert len(captures) == 1 + is_capture
    assert all(one.cut for one in captures if one.body not in (PAGE, page(2)))


@pytest.mark.parametrize(
    ("algorithm", "of"),
    [("sha1", "body"), ("sha256", "raw"), ("md5", "chunks"), ("sha512", "block"), ("blake9", "body")],
)
def test_a_digest_of_whatever_a_tool_takes_for_the_payload_is_right(tmp_path: Path, algorithm: str, of: str) -> None:
    coded = gzip.compress(PAGE)
    block = answer(chunks(coded), "Content-Encoding: gzip", CHUNKED, length=False)
    payload = {"body": PAGE, "raw": chunks(coded), "chunks": coded, "block": block}[of]
    printed = digest(payload, algorithm) if algorithm != "blake9" else "blake9:ABC"
    captures, faults = read(tmp_path / "a.warc", record(block, extra=[f"WARC-Payload-Digest: {printed}"]))
    assert ([one.body for one in captures], faults) == ([PAGE], [])


def test_a_wrong_length_of_a_record_is_none_where_http_or_a_digest_says_that_all_is_there(tmp_path: Path) -> None:
    by_http = record(answer(PAGE), length=9999)[:-4]
    by_digest = record(answer(PAGE, length=False), length=9999, extra=[f"WARC-Payload-Digest: {digest(PAGE)}"])[:-4]
    neither = record(answer(PAGE, length=False), length=9999)[:-4]
    captures, faults = read(tmp_path / "a.warc.gz", members(by_http, by_digest, neither))
    assert [one.kind for one in faults] == ["torn"] * 3
    assert [one.body for one in captures] == [PAGE] * 3
    assert [bool(one.cut) for one in captures] == [False, False, True]


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────


def three() -> list[bytes]:
    return [record(answer(page(number)), url=f"{URL}/{number}") for number in range(3)]


@pytest.mark.parametrize("packing", ["one", "each", "blocks", "plain", "LZ4", "LZ4 each", "zstd", "zstd each", "WACZ"])
def test_several_records_are_read_however_they_are_packed(tmp_path: Path, packing: str) -> None:
    data = {
        "one": lambda: gzip.compress(b"".join(three())),
        "each": lambda: members(*three()),
        "blocks": lambda: blocks(b"".join(three())),
        "plain": lambda: b"".join(three()),
        "LZ4": lambda: packed(Lz4Writer, b"".join(three())),
        "LZ4 each": lambda: b"".join(packed(Lz4Writer, one) for one in three()),
        "zstd": lambda: packed(ZstdWriter, b"".join(three())),
        "zstd each": lambda: b"".join(packed(ZstdWriter, one) for one in three()),
        "WACZ": wacz,
    }[packing]()
    captures, faults = read(tmp_path / "no.name", data)
    assert ([one.body for one in captures], faults) == ([page(0), page(1), page(2)], [])
    assert [one.ordinal for one in captures] == [1, 2, 3] or packing == "WACZ"


def blocks(data: bytes) -> bytes:
    """As bgzip does it: cut anywhere, with an empty member at the end."""
    return b"".join(gzip.compress(data[at : at + 100]) for at in range(0, len(data), 100)) + gzip.compress(b"")


def wacz() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed_files:
        packed_files.writestr("datapackage.json", "{}")
        packed_files.writestr("archive/a.warc.gz", members(*three()[:2]))
        packed_files.writestr("archive/b.warc.gz", members(three()[2]))
        packed_files.writestr("pages/pages.jsonl", "{}")
    return out.getvalue()


def test_a_damaged_member_costs_itself(tmp_path: Path) -> None:
    one, two, three_ = (gzip.compress(each, mtime=0) for each in three())
    for at in range(0, len(two), 13):
        damaged = bytearray(two)
        damaged[at] ^= 0x55
        captures, faults = read(tmp_path / "a.warc.gz", one + bytes(damaged) + three_)
        whole = [each.body for each in captures if each.cut is None]
        assert whole in ([page(0), page(2)], [page(0), page(1), page(2)]), at
        assert faults or whole == [page(0), page(1), page(2)]
    captures, faults = read(tmp_path / "a.warc.gz", one + two[: len(two) // 2] + three_ + b"\0" * 99)
    assert [each.body for each in captures if each.cut is None] == [page(0), page(2)]
    assert [each.kind for each in faults][-1] == "no_record"


@pytest.mark.parametrize("packing", ["plain", "gzip", "LZ4", "zstd"])
def test_a_file_that_ends_early_is_told_wherever_it_is_cut(tmp_path: Path, packing: str) -> None:
    pack = {"plain": bytes, "gzip": gzip.compress, "LZ4": lambda all: packed(Lz4Writer, all)}
    records = three()
    data = pack.get(packing, lambda all: packed(ZstdWriter, all))(b"".join(records))
    unseen = 8 if packing == "LZ4" else 4 if packing == "plain" else 0  # its last mark, the last empty lines
    ends = {len(records[0]), len(records[0]) + len(records[1])} if packing == "plain" else set()
    for cut in range(1, len(data) - unseen, 41):
        if any(0 <= end - cut <= 4 for end in ends):
            continue  # between two records nothing tells that others were to come
        captures, faults = read(tmp_path / "a", data[:cut])
        assert faults, cut
        assert all(one.cut or one.body in (page(0), page(1), page(2)) for one in captures)


@pytest.mark.parametrize(
    "data", [b"", b"<html>no such file</html>", b"\x1f\x8b", b"\x04\x22\x4d\x18", b"\0" * 4096, b"WARC/1.0\r\n"]
)
def test_a_file_without_a_record_is_told(tmp_path: Path, data: bytes) -> None:
    captures, faults = read(tmp_path / "a.warc.gz", data)
    assert (captures, bool(faults)) == ([], True)


@pytest.mark.parametrize("version", ["WARC/0.17", "WARC/0.18", "WARC/1.0", "WARC/1.1", "WARC/1.2"])
@pytest.mark.parametrize("line", [b"\n", b"\r\n", b"\r\r\n"])
def test_every_version_and_every_end_of_line(tmp_path: Path, version: str, line: bytes) -> None:
    data = record(b"", version=version, length=len(answer(PAGE)))[:-4].replace(b"\r\n", line)
    captures, faults = read(tmp_path / "a.warc", (data + answer(PAGE) + line * 2) * 2)
    assert ([one.body for one in captures], faults) == ([PAGE, PAGE], [])


def arc(*records: tuple[str, bytes], date: str = "20250301100000") -> bytes:
    head = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    parts = [b"filedesc://a.arc 0.0.0.0 %s text/plain %d\n%s\n" % (date.encode(), len(head), head)]
    for url, block in records:
        parts.append(f"{url} 127.0.0.1 {date} text/html {len(block)}\n".encode() + block + b"\n")
    return b"".join(parts)


def test_arc_files_are_read_plain_and_packed(tmp_path: Path) -> None:
    data = arc(("dns:example.org", b"20250301 192.0.2.1"), (URL, answer(PAGE)), (URL + " b", answer(page(2))))
    for one in (data, gzip.compress(data)):
        captures, faults = read(tmp_path / "a", one)
        assert faults == []
        assert [each.url for each in captures] == ["dns:example.org", URL, URL + "%20b"]
        assert [each.status for each in captures] == [None, 200, 200]
        assert (captures[1].body, captures[1].captured_at) == (PAGE, NOON)
    odd = data.replace(b"text/html %d" % len(answer(PAGE)), b"text/html -1")
    captures, faults = read(tmp_path / "a", odd)
    assert [each.kind for each in faults] == ["header"]
    assert captures[-1].body == page(2)


def test_records_that_are_no_http(tmp_path: Path) -> None:
    dns = record(b"20250301 example.org 192.0.2.1", url="dns:example.org", media_type="text/dns")
    page_alone = record(PAGE, media_type="text/html")
    file = record(PAGE, "resource", media_type="text/html")
    captures, faults = read(tmp_path / "a.warc", dns + page_alone + file)
    assert faults == []
    assert [(one.status, one.body) for one in captures[1:]] == [(None, PAGE), (None, PAGE)]
    assert captures[0].url == "dns:example.org"


ADDRESSES = {
    "<https://example.org/a>": "https://example.org/a",
    "https://Example.ORG/A": "https://Example.ORG/A",
    "http://example.org:80/a?b": "http://example.org/a?b",
    "https://example.org:443": "https://example.org",
    "https://example.org/a b": "https://example.org/a%20b",
    "https://example.org/é": "https://example.org/é",
    "urn:x:y": "urn:x:y",
}


@pytest.mark.parametrize("printed", ADDRESSES)
def test_addresses_in_one_spelling(tmp_path: Path, printed: str) -> None:
    captures, _ = read(tmp_path / "a.warc", record(answer(PAGE), url=printed))
    assert [one.url for one in captures] == [ADDRESSES[printed]]


# ── size ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_more_bytes_than_allowed_are_told_and_not_kept(tmp_path: Path) -> None:
    big = b"<html>" + b" " * 3_000_000
    coded = answer(gzip.compress(big), "Content-Encoding: gzip")
    twice = answer(gzip.compress(gzip.compress(big)), "Content-Encoding: gzip, gzip")
    br = answer(brotli.compress(big), "Content-Encoding: br")
    zstd = answer(packed(ZstdWriter, big), "Content-Encoding: zstd")
    blocks = [answer(big), coded, twice, br, zstd, answer(chunks(big, 50_000), CHUNKED, length=False)]
    records = [record(block) for block in blocks] + [record(big, "resource", media_type="text/html")]
    for data in (members(*records, NEXT), b"".join([*records, NEXT])):
        captures, faults = read(tmp_path / "a", data)
        assert [one.kind for one in faults] == ["too_large"] * 7
        assert [one.body for one in captures] == [page(2)]


BOMB = """
import resource, sys
from pathlib import Path
from collectors.archive.warc_reading import read_warc
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
kinds = [getattr(one, "kind") for one in read_warc(Path(sys.argv[1]), lambda url: 8 << 20)]
print(kinds.count("too_large"), kinds.count("response"), (peak() - before) >> 10)
"""


@pytest.mark.slow
def test_a_bomb_costs_no_memory(tmp_path: Path) -> None:
    """A record of 256 MB, one whose body unpacks to as much, one in which that is packed again."""
    size, zeros = 256 << 20, bytes(1 << 20)
    deflate = zlib.compressobj(9, wbits=31)
    inner = b"".join(deflate.compress(zeros) for _ in range(256)) + deflate.flush()
    with gzip.open(tmp_path / "a.warc.gz", "wb", compresslevel=1) as stream:
        block = answer(b"", length=False)
        stream.write(record(block, length=len(block) + size)[:-4])
        for _ in range(256):
            stream.write(zeros)
        stream.write(b"\r\n\r\n")
    with (tmp_path / "a.warc.gz").open("ab") as stream:
        stream.write(members(record(answer(inner, "Content-Encoding: gzip"))))
        stream.write(members(record(answer(gzip.compress(inner), "Content-Encoding: gzip, gzip")), NEXT))
    done = subprocess.run(
        [sys.executable, "-c", BOMB, str(tmp_path / "a.warc.gz")], capture_output=True, text=True, check=True
    )
    told, read_, megabytes = map(int, done.stdout.split())
    assert (told, read_) == (3, 1)
    assert megabytes < 100
