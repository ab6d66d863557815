"""What a page says of itself, and its links; real pages of many publishers where the corpus is there."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from collectors.errors import BadContent
from collectors.media import webpage
from collectors.records import Document, Sighting

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


ARTICLE = "https://example.org/news/boats"
CANONICAL = f'<link rel="canonical" href="{ARTICLE}">'
OTHER = {"@type": "NewsArticle", "headline": "Another story", "url": "https://example.org/news/trains"}


@pytest.mark.parametrize(
    "spelt",
    [
        ARTICLE,
        "http://example.org/news/boats",
        "https://www.example.org/news/boats",
        "https://EXAMPLE.org/news/boats/",
        "https://example.org:443/news/boats",
        ARTICLE + "#comments",
        ARTICLE + "?utm_source=a&utm_medium=b",
        ARTICLE + "?fbclid=x",
        "/news/boats",
        "https://example.org/news/bo%61ts",
    ],
)
@pytest.mark.parametrize("key", ["url", "@id", "mainEntityOfPage"])
def test_the_report_that_names_the_page_in_any_spelling(spelt: str, key: str) -> None:
    own = {"@type": "NewsArticle", "headline": "A headline of its own", key: spelt}
    for reports in ([OTHER, own], [own, OTHER]):
        assert webpage.metadata(page(CANONICAL + linked(reports))).title == "A headline of its own"


def test_a_report_of_another_page_is_never_that_of_this_one() -> None:
    said = webpage.metadata(page(CANONICAL + linked(OTHER) + meta(og_title="Boats")))
    assert (said.title, said.kind, said.published_at) == ("Boats", None, None)
    other_page = {**OTHER, "url": ARTICLE + "?id=2"}
    assert webpage.metadata(page(CANONICAL + linked(other_page) + meta(og_title="Boats"))).title == "Boats"
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": OTHER}]}
    assert webpage.metadata(page(CANONICAL + linked(listed) + meta(og_title="Boats"))).title == "Boats"


def test_a_headline_that_begins_like_the_title_is_another_story() -> None:
    other = {"@type": "NewsArticle", "headline": "Boats", "url": "https://example.org/news/other"}
    head = CANONICAL + "<title>Boats sink in the harbor | News</title>"
    assert webpage.metadata(page(head + linked(other))).title == "Boats sink in the harbor | News"
    longer = {**other, "headline": "Boats sink in the harbor, again"}
    assert webpage.metadata(page(head + linked(longer))).title == "Boats sink in the harbor | News"


def test_a_report_may_leave_out_the_query_of_its_page() -> None:
    own = {"@type": "NewsArticle", "headline": "Own", "url": ARTICLE}
    url = ARTICLE + "?edition=us"
    assert webpage.metadata(page(linked(OTHER, own), url=url)).title == "Own"
    escaped = {**own, "url": url + "&amp;utm_source=a"}
    assert webpage.metadata(page(linked(OTHER, escaped), url=url)).title == "Own"


def test_half_a_character_can_be_kept() -> None:
    report = {"@type": "NewsArticle", "headline": "Boats \ud83d", "author": "First \udc00 Writer"}
    said = webpage.metadata(page(linked(report)))
    assert (said.title, said.authors) == ("Boats \ufffd", ("First \ufffd Writer",))


def test_a_report_without_address_counts_before_one_of_another_page() -> None:
    own = {"@type": "NewsArticle", "headline": "Own"}
    assert webpage.metadata(page(CANONICAL + linked(OTHER, own))).title == "Own"
    of_the_site = {**own, "mainEntityOfPage": "https://example.org/"}
    assert webpage.metadata(page(CANONICAL + linked(OTHER, of_the_site))).title == "Own"


def test_a_report_with_the_headline_of_the_page_is_its_own() -> None:
    syndicated = {"@type": "NewsArticle", "headline": "Boats &amp; harbors", "url": "https://example.net/original"}
    said = webpage.metadata(page(CANONICAL + "<title>Boats & harbors | News</title>" + linked(OTHER, syndicated)))
    assert said.title == "Boats & harbors"


REPORT = json.dumps({"@type": "NewsArticle", "headline": 'Boats "and" harbors', "url": ARTICLE})
ESCAPED = REPORT.replace('"', "&quot;")


@pytest.mark.parametrize(
    ("script", "unread"),
    [
        ("\ufeff" + REPORT, 0),
        ("//<![CDATA[\n" + REPORT + "\n//]]>", 0),
        ("/*<![CDATA[*/" + REPORT + "/*]]>*/", 0),
        ("<![CDATA[" + REPORT + "]]>", 0),
        ("<!--\n" + REPORT + "\n-->", 0),
        (REPORT + ";", 0),
        ('{"@type": "WebSite"}\n' + REPORT, 0),
        ('{"@type": "WebSite"},' + REPORT, 0),
        (REPORT + " and more", 1),
        (ESCAPED, 0),
        (REPORT.replace("harbors", "har\nbors"), 0),
    ],
)
def test_json_ld_in_every_dress(script: str, unread: int) -> None:
    head = CANONICAL + f'<script type="application/ld+json">{script}</script>' + meta(og_title="Social headline")
    said = webpage.metadata(page(head))
    assert said.title is not None
    assert said.title.replace("har bors", "harbors").replace("\\", "") == 'Boats "and" harbors'
    assert said.unread == unread


@pytest.mark.parametrize(
    "script", ["[" * 100_000, '{"a": ' + "9" * 5_000 + "}", '{"@type": {"a": []}, "url": 5, "author": 7}', "null", '""']
)
def test_json_ld_that_is_hostile_or_odd(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>' + meta(og_title="Boats")
    assert webpage.metadata(page(head)).title == "Boats"


def test_a_reference_that_goes_in_a_circle_names_nobody() -> None:
    person = {"@id": "#p", "@type": "Person", "name": {"@id": "#p"}}
    report = {"@type": "NewsArticle", "headline": "Boats", "author": {"@id": "#p"}}
    assert webpage.metadata(page(linked(report, person))).authors == ()


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://example.org/">', URL),
        ('<link rel="canonical" href="https://example.org/index.html">', URL),
        ('<link rel="canonical" href="http://www.example.org">' + meta(og_url=ARTICLE), ARTICLE),
        ('<link rel="canonical" href="https://example.org/">' + CANONICAL, ARTICLE),
        (CANONICAL + CANONICAL, ARTICLE),
        (CANONICAL + '<link rel="canonical" href="https://example.org/other">', URL),
        (CANONICAL + '<link rel="canonical" href="/other">' + meta(og_url=ARTICLE), ARTICLE),
        ('<link rel="canonical" href="/news/boats#top">', ARTICLE),
        ('<base href="https://example.org/news/"><link rel="canonical" href="boats">', ARTICLE),
        ('<link rel="Canonical nofollow" href="/news/boats">', ARTICLE),
        ('<link rel="canonical" href="">', URL),
        ('<link rel="canonical" href="http://[">', URL),
        ('<link rel="canonical" href="javascript:0">', URL),
    ],
)
def test_the_canonical_address(head: str, url: str) -> None:
    assert webpage.metadata(page(head)).url == url


def test_a_time_after_the_page_was_seen_is_none() -> None:
    report = {"@type": "NewsArticle", "datePublished": "2025-02-07T10:00:00Z", "dateModified": "2031-01-01T00:00:00Z"}
    content = page(linked(report) + meta(article_modified_time="2025-02-07T11:00:00Z")).content
    seen = Sighting(URL, datetime(2025, 2, 8, tzinfo=UTC), "archive_capture")
    said = webpage.metadata(Document(content, URL, sightings=(seen,)))
    assert said.published_at == datetime(2025, 2, 7, 10, tzinfo=UTC)
    assert said.modified_at == datetime(2025, 2, 7, 11, tzinfo=UTC)
    alone = Document(page(linked(report)).content, URL, sightings=(seen,))
    assert webpage.metadata(alone).modified_at is None


@pytest.mark.parametrize("rest", ["", "\n\n", "<!-- served in 3 ms -->\n", "<script>count('</p>')</script>\n", "\x00"])
def test_a_page_to_its_end(rest: str) -> None:
    webpage.demand_end(Document(page().content + rest.encode(), URL))
    webpage.demand_end(Document(page().content.upper() + rest.encode(), URL))


def test_a_page_that_was_cut() -> None:
    whole = page(body="<script>write('</html>')</script><p>Text.</p>").content
    for length in range(len(whole) - 1, 10, -1):
        with pytest.raises(BadContent, match="</html>"):
            webpage.demand_end(Document(whole[:length], URL))


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
