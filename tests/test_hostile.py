"""Publishers at their worst, over real HTTP: each fault costs the document that has it, and nobody else's turn."""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from asking import SOURCE, Module, get, hurried, workbook
from hostile_server import Hostile, Send, redirect, unframed, whole

from collectors.archive.log import Fetch
from collectors.archive.store import Archive
from collectors.collecting import collect
from collectors.fetching.addresses import is_own, is_public
from collectors.records import Document, Link

PAGES = replace(SOURCE, id="pages", documents=r"https://127\.0\.0\.1:\d+/.*", media=("html",))
PAGE = b"<!doctype html><html><head><title>A story</title></head><body><p>First.</p><p>Second.</p></body></html>"

WORKBOOK = workbook()

pytestmark = pytest.mark.timeout(60)


# ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
HEADERS = b"HTTP/1.1 200 OK\r\nX-Long: "
SLOW: dict[str, tuple[bytes, bytes]] = {
    "headers that drip": (HEADERS, b"a"),
    "a status line that drips": (b"HTTP/1.1 200 ", b"O"),
    "endless interim answers": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
    "endless 100s": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 50),
    "a body that drips": (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"a"),
    "chunks that drip": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    "a body without end": (b"HTTP/1.1 200 OK\r\n\r\n", b"a"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", SLOW)
def test_who_drips_has_an_outcome_and_the_next_source_its_turn(site: Hostile, archive: Archive, kind: str) -> None:
    slow = site.drips("/slow.xlsx", *SLOW[kind], seconds=0.02)
    good = site.answers("/good.xlsx", whole(WORKBOOK))
    with hurried(archive, deadline_seconds=2.4) as client:
        held_up = client.get(SOURCE, Link(slow))
        same_source = client.get(SOURCE, Link(good))
        other_source = client.get(replace(SOURCE, id="others"), Link(good))
    assert held_up.outcome == "unreachable"
    assert "time" in (held_up.message or "")
    assert (same_source.outcome, other_source.outcome) == ("ok", "ok")
    assert [fetch.outcome for fetch in archive.fetches()] == ["unreachable", "ok", "ok"]
    assert len(list(archive.documents())) == 1


@pytest.mark.slow
def test_a_silent_robots_file_costs_one_source_its_turn_and_not_the_next(site: Hostile, archive: Archive) -> None:
    with Hostile() as other:
        site.drips("/robots.txt", HEADERS, b"a", seconds=0.02)
        with hurried(archive, deadline_seconds=2.0) as client:
            outcomes = [client.get(SOURCE, Link(f"{site.url}/{n}.xlsx")).outcome for n in range(4)]
            good = client.get(replace(SOURCE, id="others"), Link(other.answers("/good.xlsx", whole(WORKBOOK))))
    assert outcomes == ["unreachable"] * 4
    assert good.outcome == "ok"


@pytest.mark.slow
def test_a_host_that_one_source_had_no_time_for_is_asked_by_the_next(site: Hostile, archive: Archive) -> None:
    def play(send: Send, headers: dict[str, str]) -> None:
        if len(site.asked("/robots.txt")) == 1:
            site.closing.wait(30.0)
        send(whole(b"", status=b"404 Not Found"))

    site.plays("/robots.txt", play)
    url = site.answers("/good.xlsx", whole(WORKBOOK))
    with hurried(archive, deadline_seconds=2.0) as client:
        assert client.get(replace(SOURCE, id="others"), Link(url)).outcome == "unreachable"
        assert client.get(SOURCE, Link(url)).outcome == "ok"


@pytest.mark.slow
def test_three_slow_sources_leave_the_fourth_its_turn(site: Hostile, archive: Archive) -> None:
    slow = site.drips("/slow.xlsx", HEADERS, b"a", seconds=0.02)
    with hurried(archive, deadline_seconds=4.0) as client:
        for number in range(3):
            assert client.get(replace(SOURCE, id=f"slow{number}"), Link(slow)).outcome == "unreachable"
        assert client.get(SOURCE, Link(site.answers("/good.xlsx", whole(WORKBOOK)))).outcome == "ok"


def test_the_only_source_of_a_run_may_take_it_all(archive: Archive) -> None:
    with hurried(archive, deadline_seconds=100.0, share=1.0) as alone, hurried(archive, deadline_seconds=100.0) as one:
        whole_run, half = alone._turns, one._turns
        assert whole_run.end_of("a") == pytest.approx(whole_run.end, abs=1.0)
        assert half.end_of("a") == pytest.approx(half.end - 50.0, abs=1.0)


# ── bodies ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_length_longer_than_the_body_is_told_and_kept(site: Hostile, archive: Archive) -> None:
    said = whole(WORKBOOK).replace(b"Content-Length: ", b"Content-Length: 9")
    check_cut(archive, get(archive, site.answers("/a.xlsx", said)), "unreachable", WORKBOOK)


def test_chunks_without_the_last_one_are_told_and_kept(site: Hostile, archive: Archive) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    url = site.answers("/a.xlsx", head + b"%x\r\n" % len(WORKBOOK) + WORKBOOK + b"\r\n")
    check_cut(archive, get(archive, url), "unreachable", WORKBOOK)


@pytest.mark.parametrize("framed", [True, False])
def test_a_coding_that_ends_early_is_told_and_kept(site: Hostile, archive: Archive, framed: bool) -> None:
    packed = gzip.compress(PAGE * 50, mtime=0)[:-12]
    answer = (whole if framed else unframed)(packed, b"Content-Encoding: gzip")
    fetch = get(archive, site.answers("/story", answer), PAGES)
    assert fetch.outcome == "bad_content"
    assert "gzip that ends in the middle" in (fetch.message or "")
    assert (PAGE * 50).startswith(archive.content(fetch.document_id or ""))
    assert list(archive.documents()) == []


@pytest.mark.parametrize("end", [b"", b"</body>", b"<p>Thi"])
def test_a_page_that_just_stops_is_no_article(site: Hostile, archive: Archive, end: bytes) -> None:
    body = PAGE.split(b"</body>")[0] + end
    fetch = get(archive, site.answers("/story", unframed(body)), PAGES)
    check_cut(archive, fetch, "bad_content", body)
    assert "</html>" in (fetch.message or "")


@pytest.mark.parametrize(
    "answer",
    [
        unframed(PAGE),
        unframed(PAGE + b"\n<!-- made in 3 ms -->\n"),
        unframed(gzip.compress(PAGE.removesuffix(b"</html>"), mtime=0), b"Content-Encoding: gzip"),  # its coding ends
        whole(PAGE.removesuffix(b"</body></html>")),  # its length is right; HTML allows it
    ],
)
def test_a_whole_page_is_one_however_it_ends(site: Hostile, archive: Archive, answer: bytes) -> None:
    assert get(archive, site.answers("/story", answer), PAGES).outcome == "ok"


@pytest.mark.parametrize(
    ("medium", "body"), [("csv", b"a,b\n1,2\n3,"), ("json", b'{"a": [1, 2'), ("xml", b"<a><b>1</b")]
)
def test_other_texts_that_just_stop(site: Hostile, archive: Archive, medium: str, body: bytes) -> None:
    source = replace(PAGES, media=(medium,))
    check_cut(archive, get(archive, site.answers("/data", unframed(body)), source), "bad_content", body)
    assert get(archive, site.answers("/data", whole(body)), source).outcome == "ok"  # a length said that it is all


def check_cut(archive: Archive, fetch: Fetch, outcome: str, kept: bytes) -> None:
    assert fetch.outcome == outcome
    assert fetch.message
    assert archive.content(fetch.document_id or "") == kept
    assert list(archive.documents()) == []


@pytest.mark.parametrize("coding", [b"gzip", b"deflate", b"gzip, gzip", b"GZIP"])
def test_a_coding_that_is_not_there(site: Hostile, archive: Archive, coding: bytes) -> None:
    fetch = get(archive, site.answers("/a.xlsx", whole(WORKBOOK, b"Content-Encoding: " + coding)))
    check_cut(archive, fetch, "bad_content", WORKBOOK)
    assert "declared" in (fetch.message or "")


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        (b"gzip", gzip.compress(WORKBOOK, mtime=0)),
        (b"gzip", gzip.compress(WORKBOOK[:100], mtime=0) + gzip.compress(WORKBOOK[100:], mtime=0)),
        (b"x-gzip", gzip.compress(WORKBOOK, mtime=0)),
        (b"deflate", zlib.compress(WORKBOOK)),
        (b"deflate", zlib.compress(WORKBOOK)[2:-4]),
        (b"gzip, gzip", gzip.compress(gzip.compress(WORKBOOK, mtime=0), mtime=0)),
        (b"deflate, gzip", gzip.compress(zlib.compress(WORKBOOK), mtime=0)),
        (b"UTF-8", WORKBOOK),
        (b"identity", WORKBOOK),
        (b"", WORKBOOK),
    ],
)
def test_codings_that_are_there_are_undone(site: Hostile, archive: Archive, coding: bytes, body: bytes) -> None:
    fetch = get(archive, site.answers("/a.xlsx", whole(body, b"Content-Encoding: " + coding)))
    assert fetch.outcome == "ok"
    assert archive.content(fetch.document_id or "") == WORKBOOK


def test_a_bomb_is_not_unpacked(site: Hostile, archive: Archive) -> None:
    bomb = gzip.compress(bytes(5_000_000), mtime=0)
    twice = gzip.compress(gzip.compress(bytes(20_000_000), mtime=0), mtime=0)
    for body, coding in ((bomb, b"gzip"), (twice, b"gzip, gzip"), (zlib.compress(bytes(5_000_000)), b"deflate")):
        fetch = get(archive, site.answers("/a.xlsx", whole(body, b"Content-Encoding: " + coding)))
        assert (fetch.outcome, fetch.document_id) == ("too_large", None)


@pytest.mark.parametrize("coding", [b"br", b"zstd", b"gzip, br"])
def test_a_coding_that_was_not_asked_for(site: Hostile, archive: Archive, coding: bytes) -> None:
    fetch = get(archive, site.answers("/a.xlsx", whole(b"\x0b\x02packed", b"Content-Encoding: " + coding)))
    check_cut(archive, fetch, "bad_content", b"\x0b\x02packed")
    assert site.asked("/a.xlsx")[0]["accept-encoding"] == "gzip, deflate"


def test_members_without_end_are_not_followed(site: Hostile, archive: Archive) -> None:
    members = gzip.compress(b"", mtime=0) * 11_000
    source = replace(SOURCE, max_bytes=1_000_000)
    fetch = get(archive, site.answers("/a.xlsx", whole(members, b"Content-Encoding: gzip")), source)
    assert fetch.outcome == "bad_content"


def test_coding_upon_coding_is_not_followed(site: Hostile, archive: Archive) -> None:
    codings = b"Content-Encoding: " + b", ".join([b"gzip"] * 50)
    assert get(archive, site.answers("/a.xlsx", whole(WORKBOOK, codings))).outcome == "bad_content"


# ── redirects ────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "location",
    [
        b"mailto:press@example.invalid",
        b"javascript:alert(1)",
        b"file:///etc/passwd",
        b"ftp://127.0.0.1/a.xlsx",
        b"gopher://127.0.0.1/a",
        b"http://[::1",
        b"http://127.0.0.1:99999/x",
        b"http://127.0.0.1:0/x",
        b"http://user:word@127.0.0.1/x",
        b"http://a..b/x",
        b"http://xn--a/x",
        b"http:///x y\x80",
        b"/" + b"a" * 9000,
        b"",
    ],
)
def test_a_redirect_to_nowhere_costs_that_document(site: Hostile, archive: Archive, location: bytes) -> None:
    bad, good = site.answers("/bad.xlsx", redirect(location)), site.answers("/good.xlsx", whole(WORKBOOK))
    with hurried(archive) as client:
        outcomes = [client.get(SOURCE, Link(url)).outcome for url in (bad, good)]
    assert outcomes[0] in ("failed", "unreachable")
    assert outcomes[1] == "ok"


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.1", "2130706433", "0x7f.1", "127.0.0.2", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "0.0.0.0",
     "169.254.169.254", "192.168.1.1", "172.16.0.1", "100.64.0.1", "[fd00::1]", "[fe80::1]", "[64:ff9b::a00:1]",
     "224.0.0.1"],
)  # fmt: skip
def test_a_redirect_into_a_private_network_is_not_followed(site: Hostile, archive: Archive, host: str) -> None:
    url = site.answers("/a.xlsx", redirect(f"http://{host}:{site.port}/secret".encode()))
    site.answers("/secret", whole(WORKBOOK))
    fetch = get(archive, url)
    assert fetch.outcome == "failed"
    assert "public" in (fetch.message or "")
    assert [path for path, _ in site.requests] == ["/robots.txt", "/a.xlsx"]


def test_a_redirect_to_a_host_that_the_source_declares(site: Hostile, archive: Archive) -> None:
    url = site.answers("/a.xlsx", redirect(f"http://localhost:{site.port}/b.xlsx".encode()))
    site.answers("/b.xlsx", whole(WORKBOOK))
    declared = replace(SOURCE, start=("http://localhost/",))
    spelt = replace(SOURCE, documents=r"https://(?:127\.0\.0\.1|localhost):\d+/.*\.xlsx")
    assert [get(archive, url, source).outcome for source in (SOURCE, declared, spelt)] == ["failed", "ok", "ok"]
    with hurried(archive) as client:  # a connection that one source may use is none for another
        assert [client.get(source, Link(url)).outcome for source in (declared, SOURCE, spelt)] == ["ok", "failed", "ok"]


@pytest.mark.parametrize(
    ("pattern", "host", "own"),
    [
        (r"https://127\.0\.0\.1:\d+/.*", "127.0.0.1", True),
        (r"https://127\.0\.0\.1:\d+/.*", "27.0.0.1", False),
        (r"https://127\.0\.0\.11/.*", "127.0.0.1", False),
        (r"https://(?:www\.)?agency\.gov/.*", "agency.gov", True),
        (r"https://agency.gov/.*", "agency.gov", True),
        (r"https://my-agency\.gov/.*", "agency.gov", False),
        (r"https://agency\.gov\.example/.*", "agency.gov", False),
        (r"https://[^/]+/files/.*", "10.0.0.1", False),
        (r".*", "localhost", False),
    ],
)
def test_a_pattern_declares_the_hosts_that_it_spells_out(pattern: str, host: str, own: bool) -> None:
    assert is_own(replace(SOURCE, documents=pattern), host) is own


def resolver(monkeypatch: pytest.MonkeyPatch, answers: Callable[[int], list[str]]) -> list[str]:
    """`turning.example` is where `answers` says, given how often it was asked for; the rest is as ever."""
    real, asked = socket.getaddrinfo, []

    def turning(host: Any, port: Any, *args: Any, **named: Any) -> Any:
        if host != "turning.example":
            return real(host, port, *args, **named)
        asked.append(host)
        return [found for address in answers(len(asked)) for found in real(address, port, *args, **named)]

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    return asked


def test_the_connection_goes_to_the_address_that_was_judged(
    site: Hostile, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = resolver(monkeypatch, lambda n: ["192.88.99.1"] if n == 1 else ["127.0.0.1"])
    url = site.answers("/a.xlsx", redirect(f"http://turning.example:{site.port}/secret.xlsx".encode()))
    site.answers("/secret.xlsx", whole(WORKBOOK))
    fetch = get(archive, url, patience_seconds=1.0, deadline_seconds=3.0)
    assert fetch.outcome == "unreachable"  # nobody answers at the public address
    assert len(asked) == 1
    assert site.asked("/secret.xlsx") == []


def test_one_private_address_among_public_ones_is_one_too_many(
    site: Hostile, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolver(monkeypatch, lambda _: ["192.88.99.1", "127.0.0.1"])
    url = site.answers("/a.xlsx", redirect(f"http://turning.example:{site.port}/secret.xlsx".encode()))
    assert get(archive, url).outcome == "failed"


@pytest.mark.parametrize(
    ("host", "outcome"),
    [("localhost.", "failed"), ("10.0.0.1", "failed"), ("0x0a000001", "failed"), ("intranet", "failed"),
     ("db.internal", "failed"), ("www.example.org", "unreachable")],
)  # fmt: skip
def test_behind_a_proxy_literal_addresses_and_names_are_judged(
    site: Hostile, archive: Archive, monkeypatch: pytest.MonkeyPatch, host: str, outcome: str
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{closed.getsockname()[1]}")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        url = site.answers("/a.xlsx", redirect(f"http://{host}:{site.port}/b.xlsx".encode()))
        assert get(archive, url).outcome == outcome


@pytest.mark.slow
def test_a_proxy_is_asked_for_the_name_and_held_to_the_deadline(
    site: Hostile, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server stands for the proxy: it is asked for whole addresses, and nobody looks their names up here."""
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, site.url)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "")
    asked = resolver(monkeypatch, lambda _: ["192.88.99.1"])
    own = replace(SOURCE, start=("http://turning.example/",))
    good, slow = "http://turning.example/good.xlsx", "http://turning.example/slow.xlsx"
    site.answers(good, whole(WORKBOOK))
    site.drips(slow, HEADERS, b"a", seconds=0.02)
    with hurried(archive, deadline_seconds=4.0) as client:
        assert [client.get(own, Link(url)).outcome for url in (good, slow)] == ["ok", "unreachable"]
    assert asked == []


def test_what_is_public() -> None:
    inside = (
        "0.0.0.0 10.1.2.3 127.0.0.1 169.254.1.1 172.31.0.1 192.168.0.1 100.64.0.1 192.0.2.1 224.0.0.1 ::1 :: fc00::1"
    )
    inside += " fe80::1 fec0::1 ff02::1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 255.255.255.255"
    assert [address for address in inside.split() if is_public(address)] == []
    assert all(map(is_public, ["8.8.8.8", "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]))


# ── headers ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "header",
    [
        b'ETag: "v\xe9rsion-1"',
        'ETag: "версия"'.encode(),
        b"ETag: *",
        b'ETag: "a", "b"',
        b'ETag: ""',
        b"ETag: " + b"e" * 40_000,
        b"Last-Modified: mar., 04 f\xe9vr. 2025 10:00:00 GMT",
        b"Last-Modified: 0",
        b"Last-Modified: Mon, 01 Jan 0001 00:00:00 +2359",
        b"Last-Modified: Fri, 31 Dec 9999 23:59:59 -2359",
        b"Retry-After: \xc2\xb2",
        b"Content-Type: \xff\xfe",
        b"Set-Cookie: a=b; expires=Mon, 01-Jan-0001 00:00:00 GMT; domain=.\xe9",
        b"Content-Encoding: \xb2",
        b"Memento-Datetime: Mon, 01 Jan 0001 00:00:00 +2359",
        b"X-Odd: \xed\xa0\x80",
    ],
)
def test_an_odd_header_poisons_nothing(site: Hostile, archive: Archive, header: bytes) -> None:
    url = site.answers("/a.xlsx", whole(WORKBOOK, header))
    for _ in range(3):
        fetch = get(Archive(archive.root), url)
        assert (fetch.outcome, fetch.http_status) == ("ok", 200)
    assert [line.outcome for line in Archive(archive.root).fetches()] == ["ok"] * 3


@pytest.mark.parametrize("cookie", [b"a=\xff", b"\xff=1", b"a=" + b"b" * 5000, b"=", b"a=b; expires=\xb2", b"\xb2"])
def test_a_cookie_that_cannot_be_sent_back_is_forgotten(site: Hostile, archive: Archive, cookie: bytes) -> None:
    first = site.answers("/1.xlsx", whole(WORKBOOK, b"Set-Cookie: " + cookie, b"Set-Cookie: good=1"))
    second = site.answers("/2.xlsx", whole(WORKBOOK))
    with hurried(archive) as client:
        assert [client.get(SOURCE, Link(url)).outcome for url in (first, second)] == ["ok", "ok"]
    assert "good=1" in site.asked("/2.xlsx")[0]["cookie"]


@pytest.mark.parametrize(
    "value", [b"\xb2", "²".encode(), b"-1", b"1e9", b"Mon, 01 Jan 0001 00:00:00 +2359", b"nan", b"9" * 400, b"\xff"]
)
def test_an_odd_retry_after_is_an_outcome(site: Hostile, archive: Archive, value: bytes) -> None:
    url = site.answers("/a.xlsx", whole(b"", b"Retry-After: " + value, status=b"503 Busy"))
    assert get(archive, url).outcome == "blocked"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00" * 100,
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 999 ?\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: \xb2\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 300_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 50_000 + b"\r\n",
    ],
)
def test_what_is_no_http_is_an_outcome(site: Hostile, archive: Archive, answer: bytes) -> None:
    bad, good = site.answers("/bad.xlsx", answer), site.answers("/good.xlsx", whole(WORKBOOK))
    with hurried(archive, deadline_seconds=10.0) as client:
        assert client.get(SOURCE, Link(bad)).outcome in ("unreachable", "failed", "bad_content")
        assert client.get(SOURCE, Link(good)).outcome == "ok"


@pytest.mark.parametrize(
    "url", ["http://\ud800/a.xlsx", "http://127.0.0.1/\udc80.xlsx", "http://[::1", "http://a\x00b/"]
)
def test_an_odd_address_is_an_outcome_that_a_file_can_hold(archive: Archive, url: str) -> None:
    fetch = get(archive, url)
    assert fetch.outcome == "failed"
    (line,) = archive.fetches()
    line.url.encode("utf-8")
    (line.message or "").encode("utf-8")


@pytest.mark.parametrize(
    "when",
    [datetime(1, 1, 1), datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))), datetime(2025, 1, 1), "2025"],  # noqa: DTZ001
)
def test_a_link_with_an_impossible_time_is_a_document_without_one(site: Hostile, archive: Archive, when: Any) -> None:
    with hurried(archive) as client:
        fetch = client.get(SOURCE, Link(site.answers("/a.xlsx", whole(WORKBOOK)), published_at=when))
    assert (fetch.outcome, fetch.published_at) == ("ok", None)
    assert "the link's time" in (fetch.message or "")


def test_a_publisher_that_wants_its_cookie_back_gets_it(site: Hostile, archive: Archive) -> None:
    def play(send: Send, headers: dict[str, str]) -> None:
        known = "seen=1" in headers.get("cookie", "")
        send(whole(WORKBOOK) if known else whole(b"", b"Location: /a.xlsx", b"Set-Cookie: seen=1", status=b"302 Found"))

    assert get(archive, site.plays("/a.xlsx", play)).outcome == "ok"


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_fault_in_discover_costs_what_stands_behind_it(site: Hostile, archive: Archive) -> None:
    good = site.answers("/good.xlsx", whole(WORKBOOK))
    first, second = (site.answers(path, whole(PAGE)) for path in ("/first", "/second"))

    def discover(page: Document) -> Iterator[Link]:
        if page.url == first:
            yield Link(good)
            raise OverflowError("year 0 is out of range")
        yield Link("http://[::1/b.xlsx")
        yield Link(None)  # type: ignore[arg-type]
        yield Link(good.replace("good", "gone"))

    module = Module(replace(SOURCE, start=(first, second)), discover)
    with hurried(archive) as client:
        result = collect(module, client)  # type: ignore[arg-type]
    assert result.outcomes == {"ok": 1, "failed": 1}
    assert [error.outcome for error in result.errors] == ["failed", "failed", "layout_changed"]
    assert "OverflowError" in str(result.errors[0])
    assert result.exit_status == 1
    logged = [fetch for fetch in archive.fetches() if fetch.outcome == "failed" and fetch.http_status is None]
    assert [Path(fetch.url).name for fetch in logged] == ["first", "None"]  # an attempt each


def test_a_start_page_that_is_cut_is_told_and_not_read(site: Hostile, archive: Archive) -> None:
    start = site.answers("/", unframed(PAGE.split(b"</p>")[0]))
    module = Module(replace(SOURCE, start=(start,)), lambda page: iter([Link(f"{site.url}/a.xlsx")]))
    with hurried(archive) as client:
        result = collect(module, client)  # type: ignore[arg-type]
    assert (result.fetches, [error.outcome for error in result.errors]) == ([], ["bad_content"])


@pytest.mark.parametrize(
    ("link", "outcome", "status"),
    [("2.XLSX", "layout_changed", 1), ("2.xlsx?v=2", "layout_changed", 1), ("1.xlsx?v=2", "remark", 0)],
)
def test_a_run_tells_what_a_landing_page_links_and_is_not_taken(
    site: Hostile, archive: Archive, link: str, outcome: str, status: int
) -> None:
    old = site.answers("/1.xlsx", whole(WORKBOOK))
    page = f'<html><body><a href="/1.xlsx">old</a><a href="/{link}">new</a></body></html>'
    start = site.answers("/", whole(page.encode()))
    module = Module(replace(SOURCE, start=(start,)), lambda page: iter([Link(old)]))
    with hurried(archive) as client:
        result = collect(module, client)  # type: ignore[arg-type]
    assert (result.outcomes, [error.outcome for error in result.errors]) == ({"ok": 1}, [outcome])
    assert result.exit_status == status
    assert f"/{link}" in str(result)
