"""AP: what its pages and its news sitemap say, in both layouts, and that nothing else passes for an article."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from collectors import registry
from collectors.errors import BadContent, EmptyRelease, LayoutChanged, NotAnArticle, OnrecordError
from collectors.newsrooms import associated_press as ap
from collectors.records import ARTICLE, NOTICE, Claimed, Document, Link, Sighting

HERE = Path(__file__).parent / "fixtures" / "associated_press"
EXPECTED = [json.loads(line) for line in (HERE / "expected.jsonl").read_text().splitlines()]
SITEMAP = "https://apnews.com/news-sitemap-content.xml"


def page(name: str, url: str = "https://apnews.com/article/x") -> Document:
    return Document((HERE / name).read_bytes(), url, "text/html")


def edited(name: str, *changes: tuple[str, str]) -> Document:
    text = (HERE / name).read_text()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return Document(text.encode(), "https://apnews.com/article/x", "text/html")


def article(document: Document) -> dict[str, Any]:
    (table,) = ap.read(document)
    assert table.kind == "article"
    assert table.rows.schema.equals(ARTICLE)
    (row,) = table.rows.to_pylist()
    return dict(row)


def assert_reads(document: Document, expected: dict[str, Any]) -> None:
    row = article(document)
    assert row["url"] == expected["url"]
    assert row["title"] == expected["title"]
    assert row["authors"] == expected["authors"]
    assert row["published_at"].replace(tzinfo=UTC) == datetime.fromisoformat(expected["published_at"])
    assert row["body"].split("\n") == expected["text"].split("\n")
    assert row["publisher"] == "Associated Press"
    edition = ap.edition(document)
    assert (edition.title, edition.published_at) == (row["title"], row["published_at"].replace(tzinfo=UTC))


def test_fixtures_are_what_the_script_writes() -> None:
    spec = importlib.util.spec_from_file_location("make", HERE / "make.py")
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    for name, text in make.files().items():
        assert (HERE / name).read_text(encoding="utf-8") == text, f"{name}: run make.py"


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: row["file"])
def test_reads_both_layouts(expected: dict[str, Any]) -> None:
    assert_reads(page(expected["file"], expected["url"]), expected)


def test_real_pages_equal_what_a_person_reads(corpus: Path) -> None:
    rows = [json.loads(line) for line in (corpus / "news" / "expected.jsonl").read_text().splitlines()]
    ours = [row for row in rows if row["publisher"] == "APNews"]
    assert len(ours) == 2
    for row in ours:
        assert_reads(Document(gzip.decompress((corpus / "news" / row["file"]).read_bytes()), row["url"]), row)


def test_pages_of_other_publishers_are_refused(corpus: Path) -> None:
    for path in sorted((corpus / "news" / "html").glob("*.html.gz")):
        if not path.name.startswith("APNews"):
            with pytest.raises(OnrecordError):
                list(ap.read(Document(gzip.decompress(path.read_bytes()), "https://apnews.com/article/x")))


def test_times_are_utc_and_json_ld_comes_before_meta_tags() -> None:
    row = article(page("article_2025.html"))
    assert row["modified_at"] == datetime(2025, 2, 8, 13, 11, 33)  # noqa: DTZ001  naive UTC in Arrow
    plain = article(edited("article_2025.html", ("application/ld+json", "text/plain")))
    assert plain["published_at"] == datetime(2025, 2, 8, 4, 3, 19)  # noqa: DTZ001  the meta tag without a zone is UTC
    assert plain["modified_at"] == datetime(2025, 2, 8, 13, 23, 7, 627000)  # noqa: DTZ001
    assert plain["title"] == "Harbor agency moves fewer crates, a longer headline"


def test_a_zone_is_taken_into_account() -> None:
    row = article(edited("article_2025.html", ("2025-02-08T04:03:19Z", "2025-02-07T23:03:19-05:00")))
    assert row["published_at"] == datetime(2025, 2, 8, 4, 3, 19)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("printed", "authors"),
    [
        ("By SOME NAME", ["SOME NAME"]),
        ("BY SOME NAME AND OTHER NAME", ["SOME NAME", "OTHER NAME"]),
        ("By SOME NAME, OTHER NAME, and THIRD NAME", ["SOME NAME", "OTHER NAME", "THIRD NAME"]),
        ("By SOME NAME, Jr. and OTHER NAME", ["SOME NAME, Jr.", "OTHER NAME"]),
        ("By SOME NAME, Associated Press", ["SOME NAME"]),
        ("By SOME NAME The Associated Press/Report for America", ["SOME NAME"]),
        ("By SOME NAME AP Sports Writer", ["SOME NAME"]),
        ("By The Associated Press", ["The Associated Press"]),
        ("Associated Press", ["Associated Press"]),
        ("By SOME NAME and OTHER NAME of Harbor Health News", ["SOME NAME", "OTHER NAME of Harbor Health News"]),
    ],
)
def test_bylines(printed: str, authors: list[str]) -> None:
    row = article(edited("article_2023.html", ("By FIRST WRITER and SECOND WRITER", printed)))
    assert row["authors"] == authors


def test_without_a_printed_byline_the_metadata_name_the_authors() -> None:
    row = article(edited("article_2025.html", ("Page-authors", "Page-other")))
    assert row["authors"] == ["FIRST WRITER", "SECOND WRITER-NAME"]


def test_a_rule_within_a_story_loses_no_text() -> None:
    """A digest separates its items by the same `___` that precedes the end notes."""
    digest = "<p>___</p><p>OTHER PORT (AP) — A second item, see https://example.org.</p><p>It has more to say.</p>"
    body = article(edited("article_2025.html", ("<h2>___</h2>", digest + "<h2>___</h2>")))["body"]
    assert body.split("\n")[-2:] == ["OTHER PORT (AP) — A second item, see https://example.org.", "It has more to say."]
    short = digest.replace("<p>It has more to say.</p>", "")
    body = article(edited("article_2025.html", ("<h2>___</h2>", short + "<h2>___</h2>")))["body"]
    assert body.split("\n")[-1] == "OTHER PORT (AP) — A second item, see https://example.org."


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("hub.html", "hub", "website, titled 'Harbors | AP News'"),
        ("live.html", "live_blog", "LiveBlogPosting"),
        ("video.html", "video", "video.other"),
        ("wall.html", "other", "titled 'Before you continue'"),
    ],
)
def test_a_page_that_is_no_article_is_a_typed_error(name: str, kind: str, found: str) -> None:
    with pytest.raises(NotAnArticle) as caught:
        list(ap.read(page(name)))
    assert caught.value.found.startswith(f"{kind}: ")
    assert found in caught.value.found
    assert "NewsArticle" in caught.value.expected
    with pytest.raises(NotAnArticle):
        ap.edition(page(name))


@pytest.mark.parametrize(
    ("changes", "error", "table"),
    [
        ([("RichTextStoryBody", "StoryInAnotherPlace")], LayoutChanged, "story"),
        ([("</bsp-story-page>", '<div class="RichTextStoryBody"><p>x</p></div>')], LayoutChanged, "story"),
        ([("2025-02-08T", "some day, ")], LayoutChanged, "metadata"),
        ([('"url":', '"isAccessibleForFree": false, "url":')], NotAnArticle, "page type"),
        ([("<p", "<x-p"), ("<h2", "<x-h2"), ("<li", "<x-li"), ("<ul", "<x-ul")], EmptyRelease, "story"),
    ],
)
def test_a_changed_article_is_never_an_empty_one(
    changes: list[tuple[str, str]], error: type[OnrecordError], table: str
) -> None:
    with pytest.raises(error) as caught:
        list(ap.read(edited("article_2025.html", *changes)))
    assert caught.value.table == table


def test_unreadable_json_ld_is_told() -> None:
    tables = {table.kind: table.rows for table in ap.read(edited("article_2025.html", ('"headline": ', '"headline" ')))}
    assert tables["article"].num_rows == 1
    assert tables["notice"].schema.equals(NOTICE)
    assert tables["notice"].column("kind").to_pylist() == ["metadata_unread"]


def test_read_is_pure() -> None:
    def rows() -> pa.Table:
        return next(ap.read(page("article_2025.html"))).rows

    assert rows().equals(rows())


def test_discovers_the_articles_of_the_news_sitemap() -> None:
    links = list(ap.discover(page("news-sitemap-content.xml", SITEMAP)))
    assert [link.url for link in links] == [EXPECTED[1]["url"], EXPECTED[0]["url"]]
    assert links[0].title == "Harbor agency moves fewer crates & says so"
    assert links[0].published_at == datetime(2025, 2, 8, 4, 3, 19, tzinfo=UTC)
    assert ap.SOURCE.start == (SITEMAP,)


def test_a_sitemap_without_articles_is_no_quiet_day() -> None:
    moved = (HERE / "news-sitemap-content.xml").read_bytes().replace(b"/article/", b"/story/")
    with pytest.raises(EmptyRelease, match="4 other addresses"):
        list(ap.discover(Document(moved, SITEMAP)))
    with pytest.raises(BadContent, match="HTML in place of a sitemap"):
        list(ap.discover(page("wall.html", SITEMAP)))


def test_an_odd_entry_of_the_sitemap_is_told_and_costs_itself() -> None:
    whole = (HERE / "news-sitemap-content.xml").read_bytes()
    odd = Document(whole.replace(b"</urlset>", b"<url><loc>/article/x</loc></url></urlset>"), SITEMAP)

    links: list[Link] = []
    with pytest.raises(LayoutChanged) as caught:
        links.extend(ap.discover(odd))  # what came before the error is kept
    assert links == list(ap.discover(page("news-sitemap-content.xml", SITEMAP)))
    assert "'/article/x'" in caught.value.found


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("https://apnews.com/", "https://apnews.com/article/x"),
        ("https://cms.example.net/preview/1", "https://apnews.com/article/x"),
        ("/article/y", "https://apnews.com/article/y"),
    ],
)
def test_the_address_is_one_that_the_source_owns(head: str, url: str) -> None:
    text = re.sub(
        r'(og:url" content=|canonical" href=)"[^"]*"', rf'\1"{head}"', (HERE / "article_2025.html").read_text()
    )
    assert article(Document(text.encode(), "https://apnews.com/article/x", "text/html"))["url"] == url


def test_half_a_page_is_no_article() -> None:
    whole = (HERE / "article_2025.html").read_bytes().rstrip()
    for length in (len(whole) - 1, len(whole) - 60, len(whole) * 3 // 4):
        with pytest.raises(BadContent, match="</html>"):
            list(ap.read(Document(whole[:length], "https://apnews.com/article/x")))


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("https://apnews.com/article/some-words-0123456789abcdef0123456789abcdef", True),
        ("http://www.apnews.com/article/0123456789abcdef0123456789abcdef?utm_source=x", True),
        ("https://apnews.com/0123456789abcdef0123456789abcdef", True),
        ("https://apnews.com/hub/immigration", False),
        ("https://apnews.com/video/some-words-0123456789abcdef0123456789abcdef", False),
        ("https://apnews.com/live/updates-1-2-2025", False),
        ("https://apnews.com/press-release/some-wire/words-0123456789abcdef", False),
        ("https://example.org/https://apnews.com/article/x", False),
    ],
)
def test_which_addresses_are_documents(url: str, ours: bool) -> None:
    assert ap.SOURCE.owns(url) is ours


@pytest.mark.parametrize("text", ["Boats moored\n\nForty boats, the keeper said.\n", "Forty boats — all in port."])
def test_a_plain_text_is_taken_as_of_any_newsroom(text: str) -> None:
    claimed = Claimed("Boats moored", date(2025, 2, 7))
    seen = Sighting("file:boats.txt", None, "publisher_claim", claimed)
    document = Document(text.encode(), "file:boats.txt", "text/plain", (seen,))
    tables = {table.kind: table.rows.to_pylist() for table in ap.read(document)}
    assert [(row["body"], row["title"], row["published_on"], row["publisher"]) for row in tables["article"]] == [
        (text, "Boats moored", date(2025, 2, 7), "Associated Press")
    ]
    assert ap.edition(document).title == "Boats moored"


@pytest.mark.parametrize("source_id", [id_ for id_, one in registry.sources().items() if "html" in one.SOURCE.media])
def test_every_newsroom_takes_a_plain_text(source_id: str) -> None:
    module = registry.source(source_id)
    assert "txt" in module.SOURCE.imported
    (article_, *_) = module.read(Document(b"Boats moored.\n", "file:boats.txt", "text/plain"))
    assert article_.rows["body"].to_pylist() == ["Boats moored.\n"]
