"""Index pages: what they list with a time, in layouts that nobody wrote for us; and the other pages of the index."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import BadContent, LayoutChanged
from collectors.media.index_page import entries, pages
from collectors.media.listing import Entry, Listing
from collectors.media.moments import moment
from collectors.records import Document

URL = "https://harbor.example/news/"
NIGHT = datetime(2025, 2, 8, 4, 3, 19, tzinfo=UTC)
TIME = '<time datetime="2025-02-07T23:03:19-05:00">February 7, 2025</time>'
ONE = Entry("https://harbor.example/news/one", "Boat one", NIGHT)


def document(body: str, url: str = URL) -> Document:
    page = f"<!doctype html><html><head><title>News</title></head><body>{body}</body></html>"
    return Document(page.encode(), url, "text/html")


def read(body: str, zone: timezone | None = None) -> Listing:
    return entries(document(body), zone=zone)


@pytest.mark.parametrize(
    "layout",
    [
        "<article><h2><a href='{n}'>Boat {n}</a></h2>{time}</article>",
        "<article><header>{time}</header><a href='{n}'><h3>Boat {n}</h3></a></article>",
        "<li><div>{time}</div><div><h3><a href='/news/{n}#top'>Boat {n}</a></h3></div></li>",
        "<li><a href='{n}'><img alt=''></a><div><a href='{n}'>Boat {n}</a></div><span>{time}</span></li>",
        "<tr><td>{time}</td><td><a href='{n}'>Boat {n}</a></td><td><a href='{n}.pdf'>PDF</a></td></tr>",
        "<a href='{n}'><div>{time}</div><h2>Boat {n}</h2></a>",
        "<div><p><a href='/ports/' rel='tag'></a> {time}</p><h2><a href='{n}'>Boat {n}</a></h2></div>",
        "<div><p><a href='/ports/'>Ports of the whole country</a> {time}</p><h2><a href='{n}'>Boat {n}</a></h2></div>",
        "<div>{time} <a href='/staff/x' rel='author'></a><h2><a href='{n}'>Boat {n}</a></h2></div>",
        "<div><h2><a href='{n}'>Boat {n}</a></h2>{time}<time class='updated'></time></div>",
        "<div><h2><a href='https://archive.example/web/20250208050000/https://harbor.example/news/{n}'>Boat {n}</a>"
        "</h2>{time}</div>",
    ],
)
def test_an_entry_in_any_layout(layout: str) -> None:
    items = [layout.format(n=name, time=TIME) for name in ("one", "two")]
    body = "".join(items)
    body = (
        f"<table>{body}</table>"
        if "<tr>" in body
        else f"<h1><a href='/news/'>News</a></h1><main><ul>{body}</ul></main>"
    )
    two = Entry("https://harbor.example/news/two", "Boat two", NIGHT)
    assert read(body) == Listing((ONE, two))
    single = items[0] if "<tr>" not in items[0] else f"<table>{items[0]}</table>"
    assert read(single) == Listing((ONE,))


def test_what_an_entry_says() -> None:
    body = f"""<article><h2><a href="one">Boat&nbsp;<em>one</em></a></h2>
        <p>By <a rel="author" href="/staff/roe">Jane Roe</a></p><p>Short.</p><p>It <b>came</b> in at night.</p>
        <a rel="category tag" href="/ports/">Ports</a> {TIME}
        <time itemprop="dateModified" datetime="2025-02-08T05:00:00Z"></time></article>"""
    changed = datetime(2025, 2, 8, 5, tzinfo=UTC)
    whole = Entry(ONE.url, "Boat one", NIGHT, changed, "It came in at night.", ("Ports",), ("Jane Roe",))
    assert read(body).entries == (whole,)


def test_times_of_no_entry() -> None:
    entry = f"<li><h2><a href='one'>Boat one</a></h2>{TIME}</li>"
    beside = f"<header>Today, {TIME} <a href='/about/'>About</a></header>"
    foot = f"<footer>{TIME}<a href='/privacy'>Privacy</a></footer>"
    assert read(f"{beside}<ul>{entry}</ul>{foot}") == Listing((ONE,))


def test_a_time_beside_which_no_page_is_named_costs_itself_and_is_told() -> None:
    rows = "".join(f"<tr><td>{TIME}</td><td>{cell}</td></tr>" for cell in ("<a href='one'>Boat one</a>", "Boat two"))
    listing = read(f"<table>{rows}</table>")
    assert listing.entries == (ONE,)
    with pytest.raises(LayoutChanged, match="no page is named beside"):
        listing.tell_odd(document(""))


def test_times_without_pages_are_not_those_of_a_heading_above_them() -> None:
    listing = read(f"<div><h2><a href='one'>Boat one</a></h2><ul>{f'<li>{TIME} Boat two</li>' * 3}</ul></div>")
    assert (listing.entries, len(listing.odd)) == ((), 3)


@pytest.mark.parametrize(
    ("time", "zone", "at"),
    [
        ("<time>Feb. 7, 2025, 11:03 p.m. EST</time>", None, NIGHT.replace(second=0)),
        ("<time datetime='2025-02-07T23:03:19'></time>", timezone(timedelta(hours=-5)), NIGHT),
        ("<time datetime='2025-02-07T23:03:19'></time>", None, None),
        ("<time datetime='2025-02-31T23:03:19Z'></time>", None, None),
        ("<time datetime='3 hours ago'></time>", None, None),
    ],
)
def test_a_time_that_names_no_moment_costs_no_entry(time: str, zone: timezone | None, at: datetime | None) -> None:
    listing = read(f"<li><h2><a href='one'>Boat one</a></h2>{time}</li>", zone)
    assert listing.entries == (Entry(ONE.url, "Boat one", at),)
    assert len(listing.undated) == (at is None)


def test_an_entry_that_stands_twice_is_one() -> None:
    top = f"<div><h2><a href='one'>Boat one</a></h2>{TIME}</div>"
    assert read(f"<section>{top}</section><section>{top}{top.replace('one', 'two')}</section>").links == (
        ONE.link,
        Entry("https://harbor.example/news/two", "Boat two", NIGHT).link,
    )


def test_a_page_without_times_lists_nothing() -> None:
    assert read("<h2><a href='one'>Boat one</a></h2>") == Listing(())


@pytest.mark.parametrize("content", [b"", b"boats", b'{"items": []}', b"\x00\x01"])
def test_what_is_no_page(content: bytes) -> None:
    for reader in (entries, pages):
        with pytest.raises(BadContent):
            reader(Document(content, URL))


@pytest.mark.parametrize(
    ("paging", "numbers"),
    [
        ("<link rel='next' href='/news/?page=2'>", [2]),
        ("<a rel='prev' href='/news/'>Back</a><a rel='next nofollow' href='?page=2'>On</a>", [2]),
        ("<nav class='pager'><a href='?page=2'>2</a><a href='?page=3'>3</a><a href='?page=2'>Next</a></nav>", [2, 3]),
        ("<div aria-label='Pagination'><a href='#'>1</a><a href='?page=2'>2</a></div>", [2]),
        ("<a class='page-numbers' href='?page=2'>2</a><a class='page' href='?page=9'>9</a>", [2]),
        ("<nav class='pagination'><a href='https://other.example/?page=2'>2</a><a href='mailto:x@y.z'>3</a></nav>", []),
        ("<p class='homepager-free'><a href='javascript:go(2)'>2</a></p>", []),
        (
            "<nav class='pager'><a href='/web/20250208050000/https://harbor.example/news/?page=2'>2</a></nav>",
            [2],
        ),
    ],
)
def test_the_other_pages_of_an_index(paging: str, numbers: list[int]) -> None:
    listing = pages(document(f"{paging}<li><h2><a href='one'>Boat one</a></h2>{TIME}</li>"))
    assert [link.url for link in listing.links] == [f"https://harbor.example/news/?page={n}" for n in numbers]


@pytest.mark.slow
@pytest.mark.parametrize(
    "filling", ["<div>", "<time>", f"<a href='one'>{TIME}", f"<h2><a href=one>x{TIME}", "<nav class='pager'>"]
)
def test_a_page_that_is_made_to_be_slow(filling: str) -> None:
    """Elements that nest without end, as far as the parser lets them."""
    body = f"<li><h2><a href='one'>Boat one</a></h2>{TIME}</li>" + filling * 1_500
    assert len(read(body).links) <= 1
    assert pages(document(body)).links == ()


@given(st.text(alphabet="<>/ahtime2='\" \n=", max_size=200))
def test_any_markup_is_read_or_refused(text: str) -> None:
    for reader in (entries, pages):
        try:
            reader(document(text))
        except BadContent:
            continue


def test_real_index_pages(corpus: Path) -> None:
    """Every item that a person finds in 22 captures, with its time and its title."""
    folder = corpus / "agency" / "white_house_index"
    expected: dict[str, set[tuple[str, datetime | None]]] = {}
    with (folder / "links.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            seen = re.sub(r"\D", "", row["seen_at"])
            expected.setdefault(seen, set()).add(
                (row["url"].rpartition("/https://")[2] or row["url"], moment(row["time"]))
            )
    found: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.html")):
        seen = re.findall(r"\d{14}", path.name)[0]
        page = Document(path.read_bytes(), "https://www.whitehouse.gov/news/", "text/html")
        listing = entries(page)
        assert (listing.odd, listing.undated) == ((), ())
        named = {(entry.url.removeprefix("https://"), entry.published_at) for entry in listing.entries}
        assert named == {(url.removeprefix("https://"), at) for url, at in expected[seen]}
        assert all(entry.title and entry.sections for entry in listing.entries)
        found |= {entry.url: entry for entry in listing.entries}
        assert all(re.fullmatch(r"https://www\.whitehouse\.gov/news/page/\d+/", link.url) for link in pages(page).links)
        assert pages(page).links
    assert len(found) == 204
