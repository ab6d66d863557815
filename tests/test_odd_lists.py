"""Lists of newsrooms with odd entries, answers and ways, asked over HTTP: each costs itself, and is told."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asking import hurried
from local_newsroom import feed, newsroom, page, reports
from server import Publisher, Reply

from collectors.archive.store import Archive
from collectors.collecting import Collected, collect

NOON = datetime(2025, 2, 7, 12, tzinfo=UTC)
ICE, RAID = "ICE arrests double in May", "ICE raid on the docks"


@pytest.fixture
def paper() -> Iterator[Publisher]:
    with Publisher() as opened:
        yield opened


def run(archive: Archive, module: Any, now: datetime = NOON, **more: Any) -> Collected:
    with hurried(archive, now=lambda: now) as client:
        return collect(module, client, **more)


def names(result: Collected) -> list[str]:
    return sorted(fetch.url.rpartition("/")[2] for fetch in result.fetches)


def sitemap(*urls: str, index: bool = False) -> bytes:
    root, one = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    return f"<{root}>{''.join(f'<{one}><loc>{url}</loc></{one}>' for url in urls)}</{root}>".encode()


def test_odd_entries_of_a_feed_cost_themselves(paper: Publisher, archive: Archive) -> None:
    for name in ("a", "b", "c", "d", "e", "f", "g"):
        paper.answers(f"/news/{name}", Reply(page(f"ICE arrests {name}")))
    at = "<pubDate>{}</pubDate>"
    items = [
        f"<title>ICE arrests a</title><link>/news/a</link>{at.format('Fri, 07 Feb 2025 06:00:00 -0500')}",
        f"<title>ICE &lt;b&gt;arrests&lt;/b&gt; b</title><link>{paper.url}/news/b#top</link>"
        + at.format("2025-02-07T11:00:00Z"),
        f"<title><![CDATA[<i>ICE</i> arrests c]]></title><link>{paper.url}/news/c</link>"
        + at.format("Friday, February 7, 2025 6:00 AM EST"),
        f"<title>ICE arrests d</title><link>{paper.url}/news/d</link>{at.format('Fri, 07 Feb 2031 06:00:00 -0500')}",
        f"<title>ICE arrests e</title><link>{paper.url}/news/e</link><link>{paper.url}/about</link>",
        f"<title>ICE arrests f</title><guid>{paper.url}/news/f</guid>",
        f"<title>ICE arrests g</title><link>{paper.url}/news/g</link>",
        f"<title>ICE arrests g, again</title><link>{paper.url}/news/g</link>",
        "<title>ICE arrests nobody knows where</title>",
        "<title>ICE arrests mail</title><link>mailto:a@b.example</link>",
        "<title>ICE arrests</title><link>http://[::1/news/x</link>",
        "<title>ICE arrests</title><link>javascript:alert(1)</link>",
    ]
    said = f'<rss version="2.0"><channel>{"".join(f"<item>{item}</item>" for item in items)}</channel></rss>'
    result = run(archive, newsroom(paper.answers("/feed", Reply(said.encode()))))
    assert names(result) == ["a", "b", "c", "d", "e", "f", "g"]
    assert result.outcomes == {"ok": 7}
    assert len(result.errors) == 1
    assert "4 " in str(result.errors[0])
    assert not result.is_wrong


def test_a_thousand_entries_are_left_out_once(paper: Publisher, archive: Archive) -> None:
    urls = [f"{paper.url}/news/boats-were-moored-in-the-old-harbor-again-{n}" for n in range(1_000)]
    module = newsroom(sitemaps=(paper.answers("/map.xml", Reply(sitemap(*urls, *urls))),))
    result = run(archive, module)
    assert (result.left_out, result.fetches, result.exit_status) == (1_000, [], 0)
    size = archive.listings.path.stat().st_size
    again = run(archive, module, NOON + timedelta(hours=3))
    assert again.left_out == 1_000
    assert archive.listings.path.stat().st_size - size < 500  # a line, and no address once more


@pytest.mark.parametrize("way", ["itself", "two", "gz", "moved", "under another name"])
def test_ways_through_indexes_of_sitemaps_end(paper: Publisher, archive: Archive, way: str) -> None:
    (_, report), *_ = reports(paper, ICE)
    start, leaf = f"{paper.url}/index.xml", f"{paper.url}/leaf.xml"
    paper.answers("/leaf.xml", Reply(sitemap(report)))
    behind = {
        "itself": [start, leaf],
        "two": [f"{paper.url}/other.xml", leaf],
        "gz": [f"{paper.url}/leaf.xml.gz"],
        "moved": [f"{paper.url}/moved.xml"],
        "under another name": [f"{start}#again", leaf, f"{leaf}#part"],
    }[way]
    paper.answers("/other.xml", Reply(sitemap(start, f"{paper.url}/other.xml", index=True)))
    paper.answers("/leaf.xml.gz", Reply(gzip.compress(sitemap(report)), headers={"Content-Type": "application/gzip"}))
    paper.answers("/moved.xml", Reply(status=301, headers={"Location": "/leaf.xml"}))
    paper.answers("/index.xml", Reply(sitemap(*behind, index=True)))
    result = run(archive, newsroom(sitemaps=(start,)))
    assert names(result) == ["ice-arrests-double-in-may"]
    assert (result.errors, result.exit_status) == ([], 0)
    assert max(count for path, count in paper.asked().items() if path.endswith((".xml", ".gz"))) == 1


ANSWERS = {
    "403": Reply(b"no", 403),
    "429": Reply(b"later", 429, {"Retry-After": "86400"}),
    "503": Reply(b"down", 503),
    "empty": Reply(b""),
    "blanks": Reply(b" \n "),
    "a page": Reply(b"<!doctype html><html><body><p>Enable JavaScript and cookies to continue</p></body></html>"),
    "a page with a next one": Reply(
        b"<!doctype html><html><body><p>Subscribe</p><a rel='next' href='/page2'>on</a></body></html>"
    ),
    "half": Reply(b'<rss version="2.0"><channel><item><title>ICE arrests</ti'),
    "gone": Reply(status=404),
    "round and round": Reply(status=302, headers={"Location": "/bad"}),
    "no items": Reply(b'<rss version="2.0"><channel><title>Harbor</title></channel></rss>'),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_list_that_answers_oddly_costs_itself(paper: Publisher, archive: Archive, answer: str) -> None:
    bad = paper.answers("/bad", ANSWERS[answer])
    module = newsroom(bad, paper.answers("/feed", feed(reports(paper, ICE, RAID))))
    result = run(archive, module)
    assert len(names(result)) == 2
    assert len(result.errors) == 1, [str(one) for one in result.errors]
    lists = {line.url.rpartition("/")[2]: line.listed for line in archive.listings.read()}
    assert lists["feed"] == 2
    assert lists.get("bad", 0) == 0
    assert "/page2" not in paper.asked()


def test_a_list_that_has_not_changed_is_the_same_list(paper: Publisher, archive: Archive) -> None:
    said = feed(reports(paper, ICE, "Boats moored"))
    url = paper.answers("/feed", Reply(said.body, headers={"ETag": '"a"'}), Reply(status=304, headers={"ETag": '"a"'}))
    run(archive, newsroom(url))
    result = run(archive, newsroom(url), NOON + timedelta(minutes=5))
    assert (result.errors, result.fetches, result.left_out) == ([], [], 1)
    assert [(line.listed, line.new) for line in archive.listings.read()] == [(2, 2), (2, 0)]


def test_a_report_that_moved_to_another_host_or_to_the_front_page(paper: Publisher, archive: Archive) -> None:
    with Publisher() as other:
        other.answers("/wall", Reply(page("Subscribe to read")))
        paper.answers("/", Reply(page("The front page")))
        paper.answers("/news/wall", Reply(status=302, headers={"Location": f"{other.url}/wall"}))
        paper.answers("/news/home", Reply(status=302, headers={"Location": "/"}))
        listed = [("ICE arrests behind a wall", f"{paper.url}/news/wall"), ("ICE arrests", f"{paper.url}/news/home")]
        result = run(archive, newsroom(paper.answers("/feed", feed([*listed, *reports(paper, ICE)]))))
    finals = {fetch.url.rpartition("/")[2]: (fetch.outcome, fetch.final_url) for fetch in result.fetches}
    assert finals["ice-arrests-double-in-may"] == ("ok", None)
    assert finals["home"][1] == f"{paper.url}/"
    assert finals["wall"][1] == f"{other.url}/wall"


def test_robots_forbid_the_feed_and_not_the_run(paper: Publisher, archive: Archive) -> None:
    paper.answers("/robots.txt", Reply(b"User-agent: *\nDisallow: /private\nDisallow: /news/secret\n"))
    secret = [("ICE arrests in secret", paper.answers("/news/secret", Reply(page("Secret"))))]
    module = newsroom(
        paper.answers("/private", feed(secret)), paper.answers("/feed", feed([*secret, *reports(paper, ICE)]))
    )
    result = run(archive, module)
    assert result.outcomes == {"ok": 1, "refused_by_robots": 1}
    assert [error.outcome for error in result.errors] == ["refused_by_robots"]
    assert not {"/private", "/news/secret"} & set(paper.asked())
