"""Pages with one odd thing each, read by the reader of all newsrooms: those of ../shared/cases/news, and more."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from collectors.media import article
from collectors.media.article import Article
from collectors.records import Document, Sighting

URL = "https://example.org/news/crates"
TITLE = "Harbor agency moves fewer crates"
PRINTED = datetime(2025, 2, 8, 4, 3, 19, tzinfo=UTC)
CHANGED = datetime(2025, 2, 8, 13, 11, 33, tzinfo=UTC)
OWN = "https://apnews.com/article/harbor-agency-transfers-fedcba9876543210fedcba9876543210"
OTHER = {"@type": "NewsArticle", "headline": "ANOTHER STORY", "datePublished": "2020-01-01T00:00:00Z"}
REPORT = {
    "@type": "NewsArticle",
    "headline": TITLE,
    "url": URL,
    "datePublished": "2025-02-08T04:03:19Z",
    "dateModified": "2025-02-08T13:11:33Z",
}
BODY = (
    f"<h1>{TITLE}</h1><div><p>The harbor agency moved 1,179 crates last week, fewer than in any week before it.</p>"
    "<p>“Nothing is lost,” a spokesperson said. Nobody else would say anything about the crates at all.</p></div>"
)


def linked(*things: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things)


def html(head: str, body: str = BODY) -> str:
    tags = '<meta property="article:published_time" content="2025-02-08T04:03:19Z">'
    tags += '<meta property="og:type" content="article">'
    return f"<html><head><title>{TITLE}</title>{tags}{head}</head><body>{body}</body></html>"


def read(content: bytes, url: str = URL, *seen: Sighting) -> Article:
    found = article.read(Document(content, url, "text/html", seen))
    assert isinstance(found, Article), found
    return found


def rightly(found: Article, name: str) -> None:
    assert found.title == TITLE, name
    assert found.published is not None, name
    assert found.published.at == PRINTED, name
    assert "crates last week" in found.text, name
    assert "“Nothing is lost,” a spokesperson said." in found.text, name


def test_every_odd_page_at_hand_is_read_right(corpus: Path) -> None:
    folder = corpus.parent / "cases" / "news"
    if not folder.is_dir():
        pytest.skip("the odd pages are not beside this checkout (../shared/cases/news)")
    for path in sorted(folder.glob("*.html")):
        found = article.read(Document(path.read_bytes(), OWN), zone=UTC)  # that of their meta tags
        assert isinstance(found, Article), path.name
        assert (found.title, found.url) == (TITLE, OWN), path.name
        assert found.published is not None
        printed = found.published
        if path.stem not in ("date_long", "date_h24", "date_frac"):  # these print another time, or a finer one
            assert printed.at == PRINTED, path.name
        else:
            assert printed.day.isoformat() in ("2025-02-07", "2025-02-08"), path.name
        assert "crates last week" in found.text, path.name
        if path.stem != "cut":
            assert "“Nothing is lost,” a spokesperson said." in found.text, path.name
        assert found.text.count("\ufffd") <= 1, path.name


DRESSES = [
    "<!--{}-->",
    "\n\n/* <![CDATA[ */ {} /* ]]> */",
    "\ufeff\ufeff{}",
    '{{"@type":"WebSite"}} {}',
    "[{}]",
    '{{"@graph":[{}]}}',
]
IMPOSSIBLE = [
    "0001-01-01T00:00:00Z",
    "1900-01-01T00:00:00Z",
    "0000-00-00",
    "2025-13-08T04:03:19Z",
    "2025-02-30T04:03:19Z",
]
IMPOSSIBLE += [
    "2025-02-08T25:03:19Z",
    "08/02/2025",
    "",
    "null",
    "1738987399",
    "yesterday",
    "-0001-11-30T00:00:00+00:00",
]
SPELT = ["2025-02-07T23:03:19-05:00", "2025-02-07T23:03:19-0500", "Fri, 07 Feb 2025 23:03:19 EST", "20250208T040319Z"]
SPELT += [
    "2025-02-08 04:03:19 UTC",
    "2025-02-08T04:03:19+00:00",
    "2025-02-08T06:03:19 +0200",
    "Sat, 8 Feb 2025 04:03:19 GMT",
]


@pytest.mark.parametrize("dress", DRESSES)
def test_json_ld_in_other_dresses(dress: str) -> None:
    script = f'<script type="application/ld+json">{dress.format(json.dumps(REPORT))}</script>'
    found = read(html(script.encode("utf-8", "replace").decode()).encode())
    rightly(found, dress)
    assert found.modified is not None
    assert found.modified.at == CHANGED


@pytest.mark.parametrize("printed", [*IMPOSSIBLE, 1738987399, None, ["2025"], {"@value": "2025"}])
def test_an_impossible_time_is_none(printed: object) -> None:
    rightly(read(html(linked({**REPORT, "datePublished": printed})).encode()), str(printed))
    found = read(html(linked({**REPORT, "dateModified": printed})).encode())
    rightly(found, str(printed))
    assert found.modified is None


@pytest.mark.parametrize("printed", SPELT)
def test_a_time_in_other_spellings(printed: str) -> None:
    rightly(read(html(linked({**REPORT, "datePublished": printed})).encode()), printed)
    found = read(html(linked({**REPORT, "dateModified": printed})).encode())
    assert found.modified is not None
    assert found.modified.at == PRINTED


def test_a_change_after_the_page_was_seen() -> None:
    content = html(linked({**REPORT, "dateModified": "2031-01-01T00:00:00Z"})).encode()
    assert read(content, URL, Sighting(URL, datetime(2025, 2, 9, tzinfo=UTC), "live")).modified is None


@pytest.mark.parametrize(
    "own",
    [
        URL + "?utm_source=feed",
        URL + "/#top",
        "http://www.example.org/news/crates/",
        "/news/crates",
        "https://EXAMPLE.org:443/news/crates",
        "https://example.org/news/%63rates",
        None,
    ],
)
def test_reports_of_other_pages_come_first(own: str | None) -> None:
    other = {**OTHER, "url": "https://example.org/news/other"}
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": other}]}
    mine = {**REPORT, "url": own} if own else {key: value for key, value in REPORT.items() if key != "url"}
    for things in ((other, mine), (listed, mine), ([other, other, mine],)):
        rightly(read(html(linked(*things)).encode()), str(own))


@pytest.mark.parametrize(
    "canonical",
    [
        "/",
        "https://example.org",
        "https://example.org/index.html",
        "news/crates",
        "//example.org/news/crates",
        "http://[",
        "",
    ],
)
def test_canonical_addresses(canonical: str) -> None:
    base = '<base href="https://example.org/">'
    assert read(html(f'{base}<link rel="canonical" href="{canonical}">{linked(REPORT)}').encode()).url == URL


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "no-such-thing"])
def test_characters(charset: str, declared: str) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    content = html(head + linked(REPORT)).encode(charset)
    rightly(read(content), f"{charset} declared as {declared!r}")


@pytest.mark.parametrize("odd", [b"\xff", b"\x80", b"\xe2\x80", b"\xc3("])
def test_a_byte_that_is_none_costs_only_itself(odd: bytes) -> None:
    content = html(linked(REPORT)).encode().replace(b"Nobody else", b"Nobody " + odd + b" else")
    found = read(content)
    rightly(found, repr(odd))
    assert found.text.count("\ufffd") <= 2


def test_a_page_that_was_cut_is_read_as_far_as_it_goes() -> None:
    content = html(linked(REPORT)).encode()
    for end in range(content.index(b"than in any"), len(content), 7):
        found = article.read(Document(content[:end], URL))
        if isinstance(found, Article):
            assert found.text.split("\n")[0] in re.sub(r"\s+", " ", BODY)
