"""Sitemaps: addresses, titles and times, plain and gzipped; anything else is a typed error."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from collectors.errors import BadContent, LayoutChanged
from collectors.media.markup import MAX_BYTES
from collectors.media.sitemap import entries, parts
from collectors.records import Document, Link, Sighting

NEWS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'


def sitemap(*entries: str, namespaces: str = NEWS) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {namespaces}>{"".join(entries)}</urlset>'.encode()


def entry(url: str, at: str | None = None, title: str | None = None, extra: str = "") -> str:
    date = f"<n:publication_date>{at}</n:publication_date>" if at else ""
    name = f"<n:title>{title}</n:title>" if title else ""
    return f"<url>\n<loc>\n {url} </loc>{extra}<n:news>{date}{name}</n:news></url>"


def document(content: bytes) -> Document:
    return Document(content, "https://example.org/news-sitemap.xml", "application/xml")


def test_entries_in_order_with_title_and_time() -> None:
    content = sitemap(
        entry("https://example.org/a?x=1&amp;y=2", "2025-02-07T23:03:19-05:00", "One &amp;  another"),
        entry("https://example.org/b", "2025-02-07T10:00:00.5Z", extra="<lastmod>2025-03-01T00:00:00Z</lastmod>"),
        entry("https://example.org/c", extra="<lastmod>2025-03-01T00:00:00Z</lastmod>"),
    )
    assert list(entries(document(content)).links) == [
        Link("https://example.org/a?x=1&y=2", "One & another", datetime(2025, 2, 8, 4, 3, 19, tzinfo=UTC)),
        Link("https://example.org/b", None, datetime(2025, 2, 7, 10, 0, 0, 500_000, tzinfo=UTC)),
        Link("https://example.org/c"),  # the last change is not the publication
    ]


def test_an_address_that_is_listed_twice_is_one_link() -> None:
    content = sitemap(entry("https://example.org/a", title="First"), entry("https://example.org/a", title="Second"))
    assert [link.title for link in entries(document(content)).links] == ["First"]


def test_a_time_without_zone_is_only_taken_in_a_given_zone() -> None:
    content = document(sitemap(entry("https://example.org/a", "2025-02-07T10:00:00")))
    assert entries(content).links[0].published_at is None
    eastern = timezone(timedelta(hours=-5))
    assert entries(content, zone=eastern).links[0].published_at == datetime(2025, 2, 7, 15, tzinfo=UTC)


def test_a_last_change_that_is_a_mere_day_is_nothing_to_tell() -> None:
    listing = entries(document(sitemap(entry("https://example.org/a", extra="<lastmod>2025-03-01</lastmod>"))))
    assert (listing.entries[0].updated_at, listing.undated) == (None, ())


def test_a_plain_sitemap_without_namespaces() -> None:
    content = sitemap("<url><loc>https://example.org/a</loc></url>", namespaces="")
    assert entries(document(content)).links == (Link("https://example.org/a"),)


def test_gzip() -> None:
    content = gzip.compress(sitemap(entry("https://example.org/a", title="One")), mtime=0)
    assert entries(document(content)).links == (Link("https://example.org/a", "One"),)
    with pytest.raises(BadContent, match="whole gzip file"):
        entries(document(content[:-10]))


@pytest.mark.slow
def test_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    bomb = gzip.compress(b" " * (MAX_BYTES + 1), mtime=0)
    with pytest.raises(BadContent, match="hostile"):
        entries(document(bomb))


def test_an_index_lists_sitemaps_and_is_told_from_one() -> None:
    index = document(
        b"<sitemapindex><sitemap><loc>https://example.org/1.xml</loc></sitemap>"
        b"<sitemap><loc>https://example.org/2.xml.gz</loc></sitemap></sitemapindex>"
    )
    assert [link.url for link in parts(index).links] == ["https://example.org/1.xml", "https://example.org/2.xml.gz"]
    with pytest.raises(LayoutChanged, match="sitemapindex"):
        entries(index)
    with pytest.raises(LayoutChanged, match="urlset"):
        parts(document(sitemap()))


@pytest.mark.parametrize(
    "content",
    [b"", b"not xml", b"<urlset><url>", b"<!doctype html><html><body>Just a moment", b"<html><body/></html>"],
)
def test_what_is_no_sitemap(content: bytes) -> None:
    with pytest.raises(BadContent):
        entries(document(content))


def test_entities_from_outside_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("https://example.org/secret")
    entity = f'<!DOCTYPE u [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    listing = entries(document(f"{entity}<urlset><url><loc>&e;</loc></url></urlset>".encode()))
    assert listing.links == ()
    assert len(listing.odd) == 1


@pytest.mark.parametrize(
    "odd",
    [
        entry(""),
        entry("/article/relative"),
        entry("http://[broken"),
        entry("https://"),
        entry("mailto:desk@example.org"),
        entry("https://example.org/a b"),
        entry("https://example.org/x?a=1&b=2"),  # an ampersand that is not escaped: the whole is no XML
        entry("https://example.org/x", title="Ports & harbors"),
        entry("https://example.org/x", title="<b>Ports"),
        entry("https://example.org/x", title="bell \x07"),
        "<url/>",
    ],
)
def test_an_odd_entry_costs_itself_and_is_told(odd: str) -> None:
    good = [entry("https://example.org/a", title="One"), entry("https://example.org/b", "2025-02-07T10:00:00Z")]
    content = document(sitemap(good[0], odd, good[1]))
    listing = entries(content)
    assert [link.url for link in listing.links] == ["https://example.org/a", "https://example.org/b"]
    assert [link.title for link in listing.links] == ["One", None]
    assert listing.links[1].published_at == datetime(2025, 2, 7, 10, tzinfo=UTC)
    assert len(listing.odd) == 1
    with pytest.raises(LayoutChanged, match="1 of 3") as caught:
        listing.tell_odd(content)
    assert "entry 2" in caught.value.found


def test_a_byte_that_is_no_utf8_costs_no_entry() -> None:
    content = sitemap(entry("https://example.org/a"), entry("https://example.org/b", title="caf\xe9"))
    listing = entries(document(content.replace("\xe9".encode(), b"\xe9")))
    assert listing.odd == ()
    assert listing.links == (Link("https://example.org/a"), Link("https://example.org/b", "caf\xe9"))


def test_all_odd_is_told_and_no_odd_is_quiet() -> None:
    content = document(sitemap(entry(""), entry("x")))
    assert (entries(content).links, len(entries(content).odd)) == ((), 2)
    quiet = document(sitemap(entry("https://example.org/a")))
    entries(quiet).tell_odd(quiet)


def test_a_sitemap_that_is_cut_is_no_sitemap() -> None:
    whole = sitemap(*(entry(f"https://example.org/{n}") for n in range(5)))
    for end in (len(whole) - 4, len(whole) - 20, len(whole) // 2):
        with pytest.raises(BadContent):
            entries(document(whole[:end]))


def test_marks_before_the_first_tag() -> None:
    for before in (b"\xef\xbb\xbf", b"\n ", b"\xef\xbb\xbf\n"):
        assert len(entries(document(before + sitemap(entry("https://example.org/a")))).links) == 1
    utf16 = sitemap(entry("https://example.org/a")).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert len(entries(document(utf16)).links) == 1


def test_a_time_after_the_sitemap_was_seen_is_none() -> None:
    content = sitemap(entry("https://example.org/a", "2031-01-01T00:00:00Z"))
    seen = Sighting("https://example.org/s.xml", datetime(2025, 2, 8, tzinfo=UTC), "live")
    (link,) = entries(Document(content, seen.url, sightings=(seen,))).links
    assert link.published_at is None
