"""The polite client against a real server with the faults of real publishers."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import asking
import httpx
import pytest
from asking import Module, hurried, workbook
from server import Publisher, Reply, closed_port

from collectors.archive.log import Fetch
from collectors.archive.store import Archive
from collectors.collecting import Collected, collect, discover
from collectors.errors import BotChallenge, FetchFailed, Unreachable
from collectors.fetching.client import BROWSER_AGENT, Client
from collectors.fetching.transport import PoliteTransport
from collectors.records import Link

SOURCE = replace(asking.SOURCE, max_bytes=100_000)
PAGE = b"<!doctype html><html><head><title>Statistics</title></head><body>links</body></html>"
AKAMAI = (
    b"<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>\nYou don't have permission."
    b"<P>Reference&#32;&#35;18&#46;1234\n<P>https&#58;&#47;&#47;errors&#46;edgesuite&#46;net&#47;18</BODY></HTML>"
)
CLOUDFLARE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><script>window._cf_chl_opt={}</script>"
IMPERVA = b'<html><head><META NAME="robots"></head><iframe src="/_Incapsula_Resource?CWUDNSAI=23"></iframe></html>'


@pytest.fixture
def site() -> Iterator[Publisher]:
    with Publisher() as publisher:
        yield publisher


@pytest.fixture
def client(archive: Archive) -> Iterator[Client]:
    with hurried(archive) as opened:
        yield opened


def test_a_document_is_kept_with_all_that_is_known_of_it(site: Publisher, archive: Archive, client: Client) -> None:
    body = workbook()
    url = site.answers("/a.xlsx", Reply(body, headers={"ETag": '"1"', "Content-Type": "application/zip; x=y"}))
    released = datetime(2025, 2, 3, tzinfo=UTC)
    fetch = client.get(SOURCE, Link(url, published_at=released))
    assert (fetch.outcome, fetch.http_status, fetch.size, fetch.etag) == ("ok", 200, len(body), '"1"')
    assert (fetch.basis, fetch.media_type, fetch.published_at) == ("live", "application/zip", released)
    assert fetch.observed_at is not None
    assert fetch.observed_at >= fetch.fetched_at
    assert [fetch] == list(archive.fetches())
    (document,) = archive.documents()
    assert (document.content, document.url, document.document_id) == (body, url, fetch.document_id)


def test_an_unchanged_document_costs_one_conditional_request(site: Publisher, archive: Archive) -> None:
    stamp = "Mon, 03 Feb 2025 10:00:00 GMT"
    url = site.answers("/a.xlsx", Reply(workbook(), headers={"ETag": '"1"', "Last-Modified": stamp}))
    for expected in ("ok", "not_modified", "not_modified"):
        with hurried(archive) as client:
            assert client.get(SOURCE, Link(url)).outcome == expected
    assert site.asked() == {"/robots.txt": 3, "/a.xlsx": 3}
    assert site.requests[-1][1]["if-none-match"] == '"1"'
    assert site.requests[-1][1]["if-modified-since"] == stamp
    (document,) = archive.documents()
    assert len(document.sightings) == 3  # a 304 says that the same bytes were there


def test_a_changed_document_is_a_second_one(site: Publisher, archive: Archive, client: Client) -> None:
    first, second = (Reply(workbook(x), headers={"ETag": f'"{x!r}"'}) for x in (b"a", b"b"))
    url = site.answers("/a.xlsx", first, second)
    assert [client.get(SOURCE, Link(url)).outcome for _ in range(3)] == ["ok", "ok", "not_modified"]
    assert len(list(archive.documents())) == 2


def test_a_refused_document_is_asked_for_again_in_full(site: Publisher, archive: Archive, client: Client) -> None:
    bad = Reply(PAGE, headers={"ETag": '"bad"'})
    url = site.answers("/a.xlsx", Reply(workbook(), headers={"ETag": '"1"'}), bad)
    assert [client.get(SOURCE, Link(url)).outcome for _ in range(3)] == ["ok", "bad_content", "bad_content"]
    assert site.requests[-1][1]["if-none-match"] == '"1"'  # the last good one, so that the bad one stays visible


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (PAGE, "an HTML page, 'Statistics'"),
        (workbook()[:-30], "torn zip"),
        (workbook()[:400], "torn zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "OLE2"),
        (b"", "0 bytes"),
        (b"a,b\n1,2\n", "8 bytes"),
    ],
)
def test_bytes_that_are_no_workbook(site: Publisher, archive: Archive, client: Client, body: bytes, words: str) -> None:
    url = site.answers("/a.xlsx", Reply(body))
    fetch = client.get(SOURCE, Link(url))
    assert fetch.outcome == "bad_content"
    assert words in (fetch.message or "")
    assert url in (fetch.message or "")
    assert archive.content(fetch.document_id or "") == body  # no byte fetched is lost
    assert list(archive.documents()) == []


@pytest.mark.parametrize(
    "reply",
    [
        Reply(AKAMAI, 403),
        Reply(CLOUDFLARE, 503, {"Retry-After": "1"}),
        Reply(CLOUDFLARE, 403, {"cf-mitigated": "challenge"}),
        Reply(CLOUDFLARE, 200),
        Reply(IMPERVA, 200),
        Reply(b"", 202, {"x-amzn-waf-action": "challenge"}),
    ],
)
def test_a_challenge_page_is_no_document(site: Publisher, archive: Archive, client: Client, reply: Reply) -> None:
    fetch = client.get(SOURCE, Link(site.answers("/a.xlsx", reply)))
    assert fetch.outcome == "blocked"
    assert (fetch.message or "").startswith("BotChallenge")
    assert site.asked()["/a.xlsx"] == 1  # to ask again at once makes it worse
    assert list(archive.documents()) == []


def test_a_challenge_in_place_of_a_start_page_raises(site: Publisher, archive: Archive, client: Client) -> None:
    with pytest.raises(BotChallenge, match="challenge page"):
        client.page(SOURCE, site.answers("/news", Reply(CLOUDFLARE, 200)))
    assert [fetch.outcome for fetch in archive.fetches()] == ["blocked"]
    ordinary = PAGE.replace(b"links", b"<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>")
    assert client.page(SOURCE, site.answers("/stats", Reply(ordinary))).content == ordinary


@pytest.mark.parametrize(("status", "outcome"), [(401, "blocked"), (404, "failed"), (410, "failed"), (451, "blocked")])
def test_other_statuses(site: Publisher, client: Client, status: int, outcome: str) -> None:
    fetch = client.get(SOURCE, Link(site.answers("/a.xlsx", Reply(b"no", status))))
    assert (fetch.outcome, fetch.http_status) == (outcome, status)
    assert site.asked()["/a.xlsx"] == 1


def test_a_body_cut_in_mid_stream_is_asked_for_again(site: Publisher, archive: Archive, client: Client) -> None:
    url = site.answers("/a.xlsx", Reply(workbook(), cut=300), Reply(workbook(), cut=0), Reply(workbook()))
    assert client.get(SOURCE, Link(url)).outcome == "ok"
    assert site.asked()["/a.xlsx"] == 3


def test_a_body_that_is_always_cut_is_no_document(site: Publisher, archive: Archive, client: Client) -> None:
    body = workbook()
    fetch = client.get(SOURCE, Link(site.answers("/a.xlsx", Reply(body, cut=300))))
    assert fetch.outcome == "unreachable"
    assert "3 times" in (fetch.message or "")
    assert archive.content(fetch.document_id or "") == body[:300]  # kept, and not read
    assert list(archive.documents()) == []


def test_busy_then_well(site: Publisher, client: Client) -> None:
    url = site.answers("/a.xlsx", Reply(b"", 503), Reply(b"", 500), Reply(workbook()))
    assert client.get(SOURCE, Link(url)).outcome == "ok"


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long this thread sleeps, in place of sleeping."""
    told: list[float] = []
    real, main = time.sleep, threading.current_thread()
    monkeypatch.setattr(time, "sleep", lambda s: told.append(s) if threading.current_thread() is main else real(s))
    return told


@pytest.mark.parametrize(("form", "least"), [("seconds", 40.0), ("date", 30.0)])
def test_retry_after_is_honoured(site: Publisher, client: Client, waits: list[float], form: str, least: float) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    asked = Reply(b"", 429, {"Retry-After": "40" if form == "seconds" else later})
    assert client.get(SOURCE, Link(site.answers("/a.xlsx", asked, Reply(workbook())))).outcome == "ok"
    assert least <= max(waits) <= 40.0


def test_nobody_waits_an_hour(site: Publisher, client: Client) -> None:
    fetch = client.get(SOURCE, Link(site.answers("/a.xlsx", Reply(b"", 503, {"Retry-After": "3600"}))))
    assert (fetch.outcome, site.asked()["/a.xlsx"]) == ("blocked", 1)


def test_a_refused_connection_is_not_tried_again(archive: Archive, client: Client) -> None:
    host = f"http://127.0.0.1:{closed_port()}"
    for name in ("a", "b", "c"):
        fetch = client.get(SOURCE, Link(f"{host}/{name}.xlsx"))
        assert fetch.outcome == "unreachable"
    assert "robots.txt" in (fetch.message or "")
    assert "times" not in (fetch.message or "")
    assert [fetch.outcome for fetch in archive.fetches()] == ["unreachable"] * 3
    with pytest.raises(Unreachable):
        client.page(SOURCE, f"{host}/news")


def test_an_unknown_name_is_unreachable(client: Client) -> None:
    fetch = client.get(replace(SOURCE, start=("https://nowhere.invalid/",)), Link("https://nowhere.invalid/a.xlsx"))
    assert fetch.outcome == "unreachable"
    assert "times" not in (fetch.message or "")


@pytest.mark.slow
def test_hosts_that_do_not_answer_cost_the_patience_of_a_run_at_most(site: Publisher, archive: Archive) -> None:
    """Eight silent hosts; then one that is there still gets its turn."""
    silent = [Publisher() for _ in range(8)]
    for one in silent:
        one.__enter__()
        one.answers("/robots.txt", Reply(silence=3.0))
    with hurried(archive, patience_seconds=2.0) as client:
        outcomes = [client.get(SOURCE, Link(f"{one.url}/a.xlsx")).outcome for one in silent]
        well = client.get(SOURCE, Link(site.answers("/a.xlsx", Reply(workbook()))))
    for one in silent:
        one.__exit__(None, None, None)
    assert outcomes == ["unreachable"] * 8
    # each would have answered after 3 s; to the last one 8 ms of patience are left, which may not do to ask it at all
    assert [len(one.requests) for one in silent[:4]] == [1] * 4
    assert all(len(one.requests) <= 1 for one in silent)
    assert well.outcome == "ok"


def test_the_deadline_of_a_run(site: Publisher, archive: Archive) -> None:
    url = site.answers("/a.xlsx", Reply(workbook()))
    with hurried(archive, deadline_seconds=0.0) as client:
        fetch = client.get(SOURCE, Link(url))
    assert fetch.outcome == "unreachable"
    assert "time of this run is over" in (fetch.message or "")
    assert site.requests == []


def test_robots_are_asked_once_and_obeyed(site: Publisher, archive: Archive, client: Client) -> None:
    site.answers("/robots.txt", Reply(b"User-agent: *\nDisallow: /private/\n"))
    allowed, forbidden = (site.answers(path, Reply(workbook())) for path in ("/a.xlsx", "/private/b.xlsx"))
    assert client.get(SOURCE, Link(allowed)).outcome == "ok"
    fetch = client.get(SOURCE, Link(forbidden))
    assert fetch.outcome == "refused_by_robots"
    assert site.asked() == {"/robots.txt": 1, "/a.xlsx": 1}


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (Reply(b"", 404), "ok"),
        (Reply(b"", 503), "unreachable"),
        (Reply(AKAMAI, 403), "blocked"),
        (Reply(b"x" * 100, cut=10), "unreachable"),
    ],
)
def test_robots_that_cannot_be_had_are_no_leave(site: Publisher, client: Client, reply: Reply, outcome: str) -> None:
    site.answers("/robots.txt", reply)
    url = site.answers("/a.xlsx", Reply(workbook()))
    assert client.get(SOURCE, Link(url)).outcome == outcome
    assert site.asked()["/a.xlsx"] == (1 if outcome == "ok" else 0)


def test_a_redirect_is_followed_and_its_end_noted(site: Publisher, archive: Archive, client: Client) -> None:
    end = site.answers("/new/a.xlsx", Reply(workbook()))
    url = site.answers("/a.xlsx", Reply(b"", 301, {"Location": "/new/a.xlsx"}))
    fetch = client.get(SOURCE, Link(url))
    assert (fetch.outcome, fetch.url, fetch.final_url) == ("ok", url, end)
    site.answers("/robots.txt", Reply(b"User-agent: *\nDisallow: /new/\n"))
    with hurried(archive) as another:
        assert another.get(SOURCE, Link(url)).outcome == "refused_by_robots"


def test_redirects_in_a_circle(site: Publisher, client: Client) -> None:
    url = site.answers("/a.xlsx", Reply(b"", 302, {"Location": "/a.xlsx"}))
    assert client.get(SOURCE, Link(url)).outcome == "failed"


@pytest.mark.parametrize("announced", [True, False])
def test_too_large(site: Publisher, archive: Archive, client: Client, announced: bool) -> None:
    import gzip

    body = workbook() + b"0" * 200_000
    packed = {} if announced else {"Content-Encoding": "gzip"}
    url = site.answers("/a.xlsx", Reply(body if announced else gzip.compress(body), headers=packed))
    fetch = client.get(SOURCE, Link(url))
    assert (fetch.outcome, fetch.document_id) == ("too_large", None)
    assert "at most 100000 bytes" in (fetch.message or "")
    assert list(archive.root.glob("*.warc.gz")) == []


def test_agents(site: Publisher, client: Client) -> None:
    url = site.answers("/a.xlsx", Reply(workbook()))
    client.get(SOURCE, Link(url))
    client.get(replace(SOURCE, browser_agent=True), Link(url))
    honest, browser = (headers["user-agent"] for path, headers in site.requests if path == "/a.xlsx")
    assert honest.startswith("onrecord/")
    assert browser == BROWSER_AGENT


def test_an_unchanged_start_page_comes_from_the_archive(site: Publisher, archive: Archive, client: Client) -> None:
    url = site.answers("/statistics", Reply(PAGE, headers={"ETag": '"p"', "Content-Type": "text/html"}))
    pages = [client.page(SOURCE, url) for _ in range(2)]
    assert [page.content for page in pages] == [PAGE, PAGE]
    assert [page.media_type for page in pages] == ["text/html", "text/html"]
    assert [fetch.outcome for fetch in archive.fetches()] == ["ok", "not_modified"]
    assert not any(SOURCE.owns(fetch.url) for fetch in archive.fetches())


def test_one_request_a_second_a_host() -> None:
    network = PoliteTransport(seconds_between=60.0)
    here, there = httpx.URL("http://a.example/1"), httpx.URL("http://b.example/")
    assert [network.await_turn(url, 0.0) for url in (here, here, there, here)] == [True, False, True, False]
    network.close()


def test_a_host_may_ask_for_more_time_between_requests(
    site: Publisher, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    slower: list[float] = []
    monkeypatch.setattr(PoliteTransport, "slow_down", lambda self, url, seconds: slower.append(seconds))
    url = site.answers("/a.xlsx", Reply(workbook()))
    for said in (b"0.4", b"86400"):
        site.answers("/robots.txt", Reply(b"User-agent: *\nCrawl-delay: " + said))
        with hurried(client.archive) as another:
            another.get(SOURCE, Link(url))
    assert slower == [0.4, 60.0]
    monkeypatch.undo()
    network = PoliteTransport(seconds_between=0.001)
    network.slow_down(httpx.URL(url), 60.0)
    assert not network.await_turn(httpx.URL(url), 0.0)  # robots.txt itself had its turn
    network.close()


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/a.xlsx", "http:///a.xlsx", "not an address"])
def test_links_that_are_no_addresses(client: Client, url: str) -> None:
    assert client.get(SOURCE, Link(url)).outcome == "failed"


def module(*start: str) -> Module:
    """Its pages are lists of addresses."""
    return Module(replace(SOURCE, start=start), lambda page: map(Link, page.content.decode().splitlines()))


def run(client: Client, *start: str) -> Collected:
    return collect(module(*start), client)  # type: ignore[arg-type]


def test_collect_fetches_each_address_once(site: Publisher, archive: Archive, client: Client) -> None:
    good, bad = site.answers("/a.xlsx", Reply(workbook())), site.answers("/b.xlsx", Reply(PAGE))
    start = site.answers("/index", Reply(f"{good}\n{good}#top\n{bad}".encode()))
    seen: list[tuple[int, int, Fetch]] = []
    result = collect(module(start), client, lambda *step: seen.append(step))  # type: ignore[arg-type]
    assert result.outcomes == {"ok": 1, "bad_content": 1}
    assert result.exit_status == 1
    assert [step[:2] for step in seen] == [(1, 2), (2, 2)]


def test_exit_status_tells_unreachable_from_wrong(site: Publisher, client: Client) -> None:
    good = site.answers("/a.xlsx", Reply(workbook()))
    start = site.answers("/index", Reply(good.encode()))
    nobody = f"http://127.0.0.1:{closed_port()}/index"
    assert run(client, start).exit_status == 0
    with hurried(client.archive) as another:
        result = run(another, start, nobody)
    assert (result.exit_status, result.outcomes, len(result.errors)) == (3, {"ok": 1}, 1)
    foreign = site.answers("/other", Reply(b"https://example.org/report.pdf"))
    assert run(client, foreign).exit_status == 1
    assert run(client, site.answers("/gone", Reply(b"", 404))).exit_status == 1


def test_discover_tells_what_was_wrong_with_a_start_page(site: Publisher, client: Client) -> None:
    links, [error], *_ = discover(module(site.answers("/gone", Reply(b"", 404))), client)  # type: ignore[arg-type]
    assert links == []
    assert isinstance(error, FetchFailed)
    assert "HTTP 404" in str(error)
