"""Lists of any kind by their bytes, and the lists that they lead to, asked as far as they bring something new."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace

import pytest
from asking import SOURCE, Module, hurried, workbook
from server import Publisher, Reply

from collectors.archive.store import Archive
from collectors.collecting import collect
from collectors.discovering import MOST_LISTS
from collectors.errors import BadContent, LayoutChanged
from collectors.media import lists
from collectors.records import Document, Link

TIME = "<time datetime='2025-02-07T23:03:19-05:00'></time>"
RSS = "<rss><channel><item><link>https://paper.example/a</link></item></channel></rss>"
SITEMAP = "<urlset><url><loc>https://paper.example/a</loc></url></urlset>"
INDEX = "<sitemapindex><sitemap><loc>https://paper.example/1.xml</loc></sitemap></sitemapindex>"
PAGE = f"<!doctype html><html><body><h2><a href='/a'>One</a></h2>{TIME}</body></html>"
JSON = '{"version": "https://jsonfeed.org/version/1", "items": [{"url": "https://paper.example/a"}]}'


def document(content: str | bytes) -> Document:
    return Document(content if isinstance(content, bytes) else content.encode(), "https://paper.example/list")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (RSS, "feed"),
        (f"<?xml version='1.0'?><!-- <html> -->\n{RSS}", "feed"),
        ("<rdf:RDF xmlns:rdf='r'/>", "feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'/>", "feed"),
        (JSON, "feed"),
        ("\ufeff" + JSON, "feed"),
        (RSS.encode("utf-16"), "feed"),
        (gzip.compress(SITEMAP.encode(), mtime=0), "sitemap"),
        (SITEMAP, "sitemap"),
        (f"<!DOCTYPE urlset>{SITEMAP}", "sitemap"),
        (INDEX, "sitemapindex"),
        (PAGE, "page"),
        ("<div>a</div>", "page"),
        ("", "page"),
        ("boats", "page"),
        ("<!--" * 20_000, "page"),
        ("<!x" * 20_000, "page"),
    ],
)
def test_which_kind_the_bytes_are(content: str | bytes, kind: str) -> None:
    assert lists.kind(document(content)) == kind


@pytest.mark.parametrize("content", [RSS, SITEMAP, PAGE, JSON])
def test_every_kind_lists_in_one_shape(content: str) -> None:
    assert [entry.url for entry in lists.entries(document(content)).entries] == ["https://paper.example/a"]


def test_a_page_in_place_of_a_feed_is_an_error() -> None:
    with pytest.raises(BadContent, match="a feed or sitemap; found a page"):
        lists.entries(document(PAGE), kinds=("feed", "sitemap"))
    with pytest.raises(BadContent):
        lists.entries(document("boats"))


def test_the_lists_behind_a_list() -> None:
    parts = "".join(
        f"<sitemap><loc>https://paper.example/{n}.xml</loc>{changed}</sitemap>"
        for n, changed in enumerate(
            ["", "<lastmod>2025-02-07T00:00:00Z</lastmod>", "<lastmod>2025-02-08T00:00:00Z</lastmod>"]
        )
    )
    index = document(f"<sitemapindex>{parts}</sitemapindex>")
    assert lists.entries(index).entries == ()
    assert [entry.url[-5:] for entry in lists.further(index).entries] == ["2.xml", "1.xml", "0.xml"]
    paging = "<nav class='pager'><a href='?p=1'>1</a><a {rel} href='?p=3'>3</a><a href='?p=9'>9</a></nav>"
    urls = [link.url[-3:] for link in lists.further(document(PAGE + paging.format(rel="rel='next'"))).links]
    assert urls == ["p=3"]
    assert [link.url[-3:] for link in lists.further(document(PAGE + paging.format(rel=""))).links] == [
        "p=1",
        "p=3",
        "p=9",
    ]
    assert lists.further(document(RSS)).entries == ()


class Paper(Module):
    """Its lists are index pages and indexes of sitemaps."""

    def __init__(self, *start: str) -> None:
        super().__init__(replace(SOURCE, start=start), self._discover)

    def _discover(self, page: Document) -> Iterator[Link]:
        yield from (link for link in lists.entries(page).links if self.SOURCE.owns(link.url))

    def further(self, page: Document) -> Iterator[Link]:
        yield from lists.further(page).links


def index_pages(site: Publisher, count: int) -> str:
    """Pages of which each names one workbook and the next page; the address of the first one."""
    for n in range(count):
        site.answers(f"/{n}.xlsx", Reply(workbook(str(n).encode())))
        named = f"<h2><a href='/{n}.xlsx'>{n}</a></h2>{TIME}<a rel='next' href='/page{n + 1}'>on</a>"
        site.answers(f"/page{n}", Reply(f"<!doctype html><html><body>{named}</body></html>".encode()))
    return f"{site.url}/page0"


def test_the_pages_of_an_index_are_asked_until_one_brings_nothing_new(archive: Archive) -> None:
    with Publisher() as site:
        paper = Paper(index_pages(site, 4))
        site.answers("/page4", Reply(b"<!doctype html><html><body><p>The end</p></body></html>"))
        with hurried(archive) as client:
            first = collect(paper, client)  # type: ignore[arg-type]
        assert (first.outcomes, first.errors) == ({"ok": 4}, [])
        site.requests.clear()
        with hurried(archive) as client:
            collect(paper, client)  # type: ignore[arg-type]
        assert [path for path in site.asked() if path.startswith("/page")] == ["/page0"]


def test_an_index_of_sitemaps_and_one_of_them_that_is_gone(archive: Archive) -> None:
    with Publisher() as site:
        urls = [site.answers(f"/{n}.xlsx", Reply(workbook(str(n).encode()))) for n in range(2)]
        parts = [
            site.answers(f"/{n}.xml", Reply(f"<urlset><url><loc>{url}</loc></url></urlset>".encode()))
            for n, url in enumerate(urls)
        ]
        named = "".join(f"<sitemap><loc>{part}</loc></sitemap>" for part in [*parts, f"{site.url}/gone.xml", *parts])
        start = site.answers("/index.xml", Reply(f"<sitemapindex>{named}</sitemapindex>".encode()))
        with hurried(archive) as client:
            result = collect(Paper(start), client)  # type: ignore[arg-type]
        assert result.outcomes == {"ok": 2}
        assert [error.outcome for error in result.errors] == ["failed"]
        assert {site.asked()[path] for path in ("/0.xml", "/1.xml")} == {1}


def test_no_run_asks_for_lists_without_end(archive: Archive) -> None:
    with Publisher() as site:
        start = index_pages(site, MOST_LISTS + 2)
        with hurried(archive) as client:
            result = collect(Paper(start), client)  # type: ignore[arg-type]
        assert len(result.fetches) == MOST_LISTS
        assert [error.outcome for error in result.errors] == ["remark"]
        assert result.exit_status == 0


def test_what_is_wrong_with_the_lists_behind_costs_no_document(archive: Archive) -> None:
    with Publisher() as site:
        paper = Paper(index_pages(site, 2))

        def further(page: Document) -> Iterator[Link]:
            raise (
                LayoutChanged("x", expected="a", found="b", remedy="c") if page.url.endswith("0") else ValueError("d")
            )

        for problem, outcome in (("page0", "layout_changed"), ("page1", "failed")):
            one = Paper(f"{site.url}/{problem}")
            one.further = further  # type: ignore[method-assign]
            with hurried(archive) as client:
                result = collect(one, client)  # type: ignore[arg-type]
            assert (result.outcomes, [error.outcome for error in result.errors]) == ({"ok": 1}, [outcome])
        assert paper.SOURCE.start == (f"{site.url}/page0",)
