"""What a page says of itself, and its links; real pages of many publishers where the corpus is there."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from collectors.errors import BadContent
from collectors.media import webpage
from collectors.records import Document

URL = "https://example.org/news/2025/report.html?ref=feed"


def page(head: str = "", body: str = "<p>Text.</p>", url: str = URL) -> Document:
    return Document(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), url, "text/html")


def linked(*objects: Any) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in objects)


def meta(**tags: str) -> str:
    return "".join(f'<meta property="{name.replace("_", ":", 1)}" content="{text}">' for name, text in tags.items())


def test_links_are_absolute_and_in_order() -> None:
    body = """<a href="/doclib/a.xlsx"> FY 2025\n <b>statistics</b></a> <a href="b.xlsx#sheet">B</a>
    <a href="//cdn.example.org/c.xlsx"><style>a {}</style><img src="c.png"></a> <a href="mailto:x@example.org">mail</a>
    <a href="http://[broken">broken</a> <a name="anchor">no link</a> <a href=" https://example.net/d ">D</a>"""
    assert list(webpage.links(page(body=body))) == [
        ("https://example.org/doclib/a.xlsx", "FY 2025 statistics"),
        ("https://example.org/news/2025/b.xlsx", "B"),
        ("https://cdn.example.org/c.xlsx", ""),
        ("https://example.net/d", "D"),
    ]


def test_links_follow_the_base_of_the_page() -> None:
    document = page('<base href="/files/">', '<a href="a.csv">A</a>')
    assert list(webpage.links(document)) == [("https://example.org/files/a.csv", "A")]


@pytest.mark.parametrize("content", [b"", b"  ", b"PK\x03\x04 a workbook", b"just words", b"<!doctype html><!-- -->"])
def test_what_is_no_page(content: bytes) -> None:
    with pytest.raises(BadContent):
        webpage.tree(Document(content, URL))


def test_encodings() -> None:
    heading = "<title>Añasco – “quoted”</title>"
    for content in (
        heading.encode(),  # UTF-8 that nobody declares
        f"<html><head>{heading}<meta charset=utf-8></head><body></body></html>".encode(),  # declared too late
        f"<html><head><meta charset=windows-1252>{heading}</head><body></body></html>".encode("cp1252"),
    ):
        assert webpage.metadata(Document(content, URL)).title == "Añasco – “quoted”"


def test_json_ld_comes_before_meta_tags_and_headings() -> None:
    report = {
        "@type": ["Thing", "ReportageNewsArticle"],
        "headline": "Boats &amp; harbors",
        "author": [
            {"@type": "Person", "name": "First  Writer"},
            "Second Writer",
            "https://example.org/third",
            "Second Writer",
        ],
        "datePublished": "2025-02-07T23:03:19-05:00",
        "dateModified": "2025-02-08T05:00:00Z",
        "publisher": {"@type": "Organization", "name": "Example News"},
        "isAccessibleForFree": "False",
    }
    head = linked({"@type": "WebSite"}, report) + meta(
        og_title="Another", article_published_time="2020-01-01T00:00:00Z"
    )
    said = webpage.metadata(page(head + '<link rel="canonical" href="/news/report">'))
    assert said == webpage.Metadata(
        url="https://example.org/news/report",
        kind="ReportageNewsArticle",
        title="Boats & harbors",
        authors=("First Writer", "Second Writer"),
        published_at=datetime(2025, 2, 8, 4, 3, 19, tzinfo=UTC),
        modified_at=datetime(2025, 2, 8, 5, tzinfo=UTC),
        publisher="Example News",
        free=False,
    )


def test_meta_tags_where_there_is_no_json_ld() -> None:
    head = meta(
        og_title="Boats",
        og_type="article",
        og_url="https://example.org/news/boats",
        og_site_name="Example News",
        article_published_time="2025-02-08T04:03:19Z",
        article_author="https://example.org/people/1",
    )
    said = webpage.metadata(page(head + '<meta name="author" content="First Writer">'))
    assert (said.url, said.kind, said.title) == ("https://example.org/news/boats", "article", "Boats")
    assert (said.authors, said.publisher) == (("First Writer",), "Example News")
    assert said.published_at == datetime(2025, 2, 8, 4, 3, 19, tzinfo=UTC)


def test_a_page_that_says_nothing() -> None:
    assert webpage.metadata(page(body="<h1>Boats</h1>")) == webpage.Metadata(url=URL, title="Boats")


def test_the_report_of_this_page_among_several() -> None:
    others = [{"@type": "NewsArticle", "headline": f"Other {n}", "url": f"https://example.org/{n}"} for n in range(2)]
    own = {"@type": "NewsArticle", "headline": "Own", "mainEntityOfPage": {"@id": "https://example.org/own"}}
    person = {"@id": "#p", "@type": "Person", "name": "First Writer"}
    graph = {"@graph": [*others, own | {"author": {"@id": "#p"}}, person]}
    said = webpage.metadata(page(linked(graph) + '<link rel="canonical" href="https://example.org/own">'))
    assert (said.title, said.authors) == ("Own", ("First Writer",))


def test_json_ld_that_is_no_json_is_counted() -> None:
    broken = '<script type="application/ld+json">{"headline": </script>'
    said = webpage.metadata(page(broken + meta(og_title="Boats")))
    assert (said.title, said.unread) == ("Boats", 1)


@pytest.mark.parametrize(
    ("printed", "at"),
    [
        ("2025-02-08T04:03:19Z", datetime(2025, 2, 8, 4, 3, 19, tzinfo=UTC)),
        ("2025-02-08T04:03:19.627+0000", datetime(2025, 2, 8, 4, 3, 19, 627000, tzinfo=UTC)),
        ("2025-02-07 23:03:19-05:00", datetime(2025, 2, 8, 4, 3, 19, tzinfo=UTC)),
        ("Fri, 07 Feb 2025 23:03:19 -0500", datetime(2025, 2, 8, 4, 3, 19, tzinfo=UTC)),
        ("2025-02-08", None),
        ("2025-02-08T04:03:19", None),
        ("yesterday", None),
        ("", None),
        (20250208, None),
    ],
)
def test_moments(printed: object, at: datetime | None) -> None:
    found = webpage.moment(printed)
    assert found == at
    assert found is None or found.tzinfo is UTC


def test_a_zone_for_times_without_one() -> None:
    eastern = timezone(timedelta(hours=-5))
    assert webpage.moment("2025-02-08", eastern) == datetime(2025, 2, 8, 5, tzinfo=UTC)
    assert webpage.moment("2025-02-08T04:00:00Z", eastern) == datetime(2025, 2, 8, 4, tzinfo=UTC)


def test_paragraphs_leave_out_what_stands_between() -> None:
    box = BeautifulSoup(
        "<p>One<br>two <!-- no --><script>x</script></p><div><p>advertisement</p></div><h2>Heading</h2>"
        "<ul><li><p>a</p></li><li>b</li></ul><blockquote>Said</blockquote><p>&nbsp;</p><figure><p>no</p></figure>",
        "lxml",
    )
    assert list(webpage.paragraphs(box.body)) == [
        ("p", "One two"),
        ("h2", "Heading"),
        ("li", "a"),
        ("li", "b"),
        ("blockquote", "Said"),
    ]


def test_real_pages_say_what_a_person_reads(corpus: Path) -> None:
    """Titles may be worded otherwise in the tags (three are); address, time and authors agree everywhere."""
    rows = [json.loads(line) for line in (corpus / "news" / "expected.jsonl").read_text().splitlines()]
    titles = 0
    for row in rows:
        content = gzip.decompress((corpus / "news" / row["file"]).read_bytes())
        said = webpage.metadata(Document(content, row["url"]))
        assert said.published_at == datetime.fromisoformat(row["published_at"]), row["file"]
        assert list(said.authors) == row["authors"], row["file"]
        assert said.url == row["url"].partition("?")[0], row["file"]
        assert (said.unread, said.publisher is not None) == (0, True), row["file"]
        titles += said.title == row["title"]
    assert titles >= len(rows) - 3
