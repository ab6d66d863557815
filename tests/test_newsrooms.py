"""Newsrooms that are rows: each is a source, read in any process, versioned by its own row; odd rows are told."""

from __future__ import annotations

import gzip
import json
import logging
import re
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from collectors import registry
from collectors.archive.store import Archive
from collectors.errors import BadContent, EmptyRelease, LayoutChanged, NotAnArticle, OnrecordError
from collectors.importing import import_file, owning
from collectors.newsroom_rows import newsrooms
from collectors.newsrooms.declared import Newsroom
from collectors.reading import version
from collectors.reading.named import source_of
from collectors.reading.worker import read_documents
from collectors.records import SCHEMAS, Claimed, Document, Sighting, SourceModule
from flows.commands import importing
from warehouse.connection import read_only
from warehouse.home import Home, home
from warehouse.queries import answer
from warehouse.rebuild import update

ROW = """
[harbor_post]
publisher = "Harbor Post"
feeds = ["https://harbor.example/feed"]
documents = 'https://harbor\\.example/news/[^/?#]+'
zone = "America/New_York"
language = "en"
licence = "All rights reserved"
body = "restricted"
state = "untried"
"""
PAGE = f"""<html lang="en"><head><title>Boats</title><meta property="og:type" content="article">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Boats moored",
"datePublished": "2025-02-07T09:00:00-05:00", "author": {{"@type": "Person", "name": "Ann Roe"}}}}</script></head>
<body><article><h1>Boats moored</h1>{"<p>The harbor counted forty boats on Friday, said the keeper.</p>" * 9}
</article></body></html>"""
FEED = """<rss version="2.0"><channel><title>Harbor</title>
<item><title>Boats moored</title><link>https://harbor.example/news/boats</link>
<pubDate>Fri, 07 Feb 2025 09:00:00 -0500</pubDate></item>
<item><title>About us</title><link>https://harbor.example/about</link></item>ODD</channel></rss>"""
URL = "https://harbor.example/news/boats"
FILE = Path("newsrooms.toml")


def parsed(text: str) -> tuple[dict[str, Newsroom], list[OnrecordError]]:
    return newsrooms(FILE, text.encode(), {"associated_press"})


def harbor(old: str = "", new: str = "") -> Newsroom:
    found, errors = parsed(ROW.replace(old, new) if old else ROW)
    assert errors == []
    return found["harbor_post"]


def feed(text: str = FEED, odd: str = "") -> Document:
    return Document(text.replace("ODD", odd).encode(), "https://harbor.example/feed")


# ── a row as a source ────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_row_finds_the_reports_of_its_feed_and_no_other_address() -> None:
    (link,) = harbor().discover(feed())
    assert (link.url, link.title) == (URL, "Boats moored")
    assert link.published_at is not None
    assert link.published_at.isoformat() == "2025-02-07T14:00:00+00:00"


def test_an_odd_entry_costs_itself_and_a_list_without_reports_is_told() -> None:
    links = []
    with pytest.raises(LayoutChanged, match="1 of 3 without"):
        links.extend(harbor().discover(feed(odd="<item><title>Lost</title></item>")))
    assert [link.url for link in links] == [URL]
    with pytest.raises(EmptyRelease, match="2 other addresses"):
        list(harbor("/news/", "/stories/").discover(feed()))
    with pytest.raises(BadContent, match="a page"):
        list(harbor().discover(Document(PAGE.encode(), "https://harbor.example/feed")))


def test_an_index_of_sitemaps_leads_further() -> None:
    index = b"<sitemapindex><sitemap><loc>https://harbor.example/news-1.xml</loc></sitemap></sitemapindex>"
    page = Document(index, "https://harbor.example/sitemap.xml")
    assert list(harbor().discover(page)) == []
    assert [link.url for link in harbor().further(page)] == ["https://harbor.example/news-1.xml"]


def test_a_row_reads_an_article_and_says_what_is_none() -> None:
    tables = {table.kind: table.rows for table in harbor().read(Document(PAGE.encode(), URL))}
    assert {kind: table.schema for kind, table in tables.items()} == {"article": SCHEMAS["article"]}
    (row,) = tables["article"].to_pylist()
    assert (row["title"], row["authors"], row["publisher"]) == ("Boats moored", ["Ann Roe"], "Harbor Post")
    assert row["published_at"].isoformat() == "2025-02-07T14:00:00"
    assert harbor().edition(Document(PAGE.encode(), URL)).title == "Boats moored"
    live = PAGE.replace("NewsArticle", "LiveBlogPosting")
    with pytest.raises(NotAnArticle, match="live_blog"):
        list(harbor().read(Document(live.encode(), URL)))
    with pytest.raises(BadContent, match="</html>"):
        list(harbor().read(Document(PAGE[:-9].encode(), URL)))


ODD_PAGE = """<html><head><title>Harbor Post</title><meta property="og:type" content="article">
<meta property="og:title" content="Harbor Post: the news"></head><body>
<div class="kicker">Boats <i>moored</i></div><h1>Harbor Post</h1>
<div class="promo">{promo}</div><div class="col story-a">{first}<h1>Boats again</h1></div><ul><li>x</li></ul>
<div class="story-b">{second}<aside>Read more of it</aside>{first}</div></body></html>""".format(
    promo="<p>Subscribe to the paper of the harbor, and read all of what its keepers have to say, each day.</p>" * 9,
    first="<p>The harbor counted forty boats on Friday.</p>",
    second="<p>Nobody said how they were counted.</p><h2>Last year</h2><p>It counted thirty.</p>",
)
PLACES = """"untried"
title_at = "//div[@class = 'kicker']"
body_at = "//div[contains(@class, 'story-')]" """


def test_a_row_may_say_where_title_and_text_stand() -> None:
    document = Document(ODD_PAGE.encode(), URL)
    (table,) = (table for table in harbor('"untried"', PLACES).read(document) if table.kind == "article")
    (row,) = table.rows.to_pylist()
    text = (
        "The harbor counted forty boats on Friday.\nNobody said how they were counted.\nLast year\nIt counted thirty."
    )
    assert (row["title"], row["body"]) == ("Boats moored", text)
    with pytest.raises(LayoutChanged, match="no_story"):  # so it is needed here
        list(harbor().read(document))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("story-", "tale-", "nothing at //div"),
        ("contains(@class, 'story-')]", "contains(@class, 'story-')]/p/text()", "nothing at //div"),
        ("kicker", "headline", "none"),
    ],
)
def test_a_declared_place_that_is_not_on_the_page_is_told(old: str, new: str, found: str) -> None:
    row = harbor('"untried"', PLACES.replace(old, new))
    with pytest.raises(LayoutChanged, match=re.escape(found)):
        list(row.read(Document(ODD_PAGE.encode(), URL)))


def test_a_time_without_zone_is_that_of_the_row_and_a_day_alone_is_told() -> None:
    local = Document(PAGE.replace("09:00:00-05:00", "09:00:00").encode(), URL)
    (table,) = harbor("America/New_York", "Europe/Rome").read(local)
    assert table.rows["published_at"].to_pylist()[0].isoformat() == "2025-02-07T08:00:00"
    day = Document(PAGE.replace("T09:00:00-05:00", "").encode(), URL)
    tables = {table.kind: table.rows for table in harbor().read(day)}
    assert tables["notice"]["kind"].to_pylist() == ["no_time_of_publication"]
    assert tables["article"]["published_at"].to_pylist() == [None]


# ── another process, another version ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.slow
@pytest.mark.reader_of_its_own
def test_a_row_of_which_no_file_knows_is_read_in_another_process() -> None:
    with read_documents([(cast(SourceModule, harbor()), Document(PAGE.encode(), URL))]) as readings:
        (reading,) = readings
    assert reading.error is None
    assert (reading.source_id, reading.title, reading.rows("article")) == ("harbor_post", "Boats moored", 1)


@pytest.mark.parametrize("source_id", registry.sources())
def test_every_source_is_found_by_its_name(source_id: str) -> None:
    source = registry.source(source_id)
    assert source_of(source.__name__) == source


def test_the_version_changes_with_the_row_itself_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = version.parser_hash(harbor().__name__)
    alone, _ = parsed(ROW + ROW.replace("[harbor_post]", "[pier_post]").replace("Harbor Post", "Pier Post"))
    assert version.parser_hash(alone["harbor_post"].__name__) == before
    assert version.parser_hash(alone["pier_post"].__name__) != before
    assert version.parser_hash(harbor("America/New_York", "Europe/Rome").__name__) != before
    code, _ = version._imported("collectors.newsrooms.declared")
    assert "collectors.media.article" in code
    assert "newsrooms.toml" not in {path.name for _, path in version._data_files(code)}
    monkeypatch.setattr(version, "_code_hash", lambda _: "other code")
    assert version.parser_hash(harbor().__name__) != before


# ── rows that contradict themselves ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("language =", "tongue =", "unknown key tongue; no language"),
        ('zone = "America/New_York"', "", "no zone"),
        ("America/New_York", "America/Harbor", "zone: 'America/Harbor' is no time zone"),
        ("America/New_York", "../etc/passwd", "is no time zone"),
        ("[^/?#]+'", "[^/?#+'", "is no regular expression"),
        ('"https://harbor.example/feed"', '"harbor.example/feed"', "is no list of https addresses"),
        ('["https://harbor.example/feed"]', '"https://harbor.example/feed"', "is no list of https addresses"),
        ('"restricted"', '"private"', "body: 'private' is none of public_domain, restricted"),
        ('"untried"', "3", "state: 3 is no text"),
        ("[harbor_post]", "[associated_press]", "the id of another source"),
        ("[harbor_post]", "['Harbor Post']", "an id that is not small letters"),
        ('"untried"', '"untried"\nlate_after = "3 days"', "is no duration in days"),
        ('"untried"', '"untried"\nlate_after = "PT3H"', "is no duration in days (P1D)"),
        ('"untried"', '"untried"\nexpected_every = "P0D"', "is no duration in days or hours"),
        ('"untried"', '"untried"\nfilter = "some"', "filter: 'some' is none of topic, none"),
        ('"untried"', '"untried"\nbody_at = "//div["', "is no XPath expression"),
    ],
)
def test_a_row_that_contradicts_itself_is_told_and_costs_itself(old: str, new: str, found: str) -> None:
    good = ROW.replace("harbor_post", "pier_post")
    rows, errors = parsed(good + ROW.replace(old, new))
    assert list(rows) == ["pier_post"]
    (error,) = errors
    assert found in error.found
    assert str(error).startswith("newsrooms.toml, row [")


@pytest.mark.parametrize("content", [(ROW + ROW).encode(), b"[harbor", b"\xff\xfe"])
def test_a_file_that_is_none_is_told(content: bytes) -> None:
    rows, errors = newsrooms(FILE, content)
    assert rows == {}
    assert [error.table for error in errors if error.table is None] == [None]


def test_what_is_no_table_is_told() -> None:
    _, (error,) = parsed("harbor_post = 3")
    assert "3 in place of a table" in error.found


# ── the rows of ours, and those of a user ────────────────────────────────────────────────────────────────────────────
def test_our_rows_are_sources() -> None:
    rows = registry.rows()
    assert len(rows) == 32
    assert {row.SOURCE.body for row in rows.values() if ".gov/" not in row.SOURCE.documents} == {"restricted"}
    public = {id_ for id_, row in rows.items() if row.SOURCE.body == "public_domain"}
    assert public == {"white_house_news", "dhs_news", "cbp_news"}
    imported = [id_ for id_, row in rows.items() if not row.SOURCE.start]
    assert imported == [id_ for id_, row in rows.items() if row.SOURCE.found_by == ("gdelt", "import")]
    assert "gateway_pundit" in imported
    # nobody has read a page and a list of one of them
    assert {row.SOURCE.state for row in rows.values()} == {"untried"}
    assert not set(rows) & {module.SOURCE.id for module in registry.asked()}
    assert {module.SOURCE.id for module in registry.asked_newsrooms()} == set(rows)


def test_newsrooms_is_a_name_for_all_that_are_rows() -> None:
    asked = [module.SOURCE.id for module in registry.named(["newsrooms", "associated_press", "npr"])]
    assert asked == [*(module.SOURCE.id for module in registry.asked_newsrooms()), "associated_press"]  # each once
    assert registry.named([]) == registry.asked()


def test_rows_of_a_user_are_sources_and_a_broken_one_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    own = tmp_path / "newsrooms.toml"
    assert registry.sources(own) == registry.sources()  # there is none
    own.write_text(ROW + ROW.replace("harbor_post", "cnbc") + ROW.replace("harbor_post", "newsrooms"))
    with caplog.at_level(logging.WARNING):
        assert registry.source("harbor_post", own).SOURCE.publisher == "Harbor Post"
        assert registry.source("cnbc", own).SOURCE.publisher == "Harbor Post"  # in place of ours
        assert "newsrooms" not in registry.sources(own)  # the name of all of them
        assert registry.owner(URL, own) == registry.source("cnbc", own)
    (replaced,) = [record.getMessage() for record in caplog.records if "row [cnbc]" in record.getMessage()]
    assert "stands in place of the row of that name" in replaced
    assert len(caplog.records) == 3  # not once a call; two rows own one address
    caplog.clear()
    own.write_text("[harbor")
    with caplog.at_level(logging.WARNING):
        assert registry.sources(own) == registry.sources()
    assert str(own) in caplog.text
    with pytest.raises(OnrecordError, match="no such source"):
        registry.source("harbor_post", own)


def test_files_of_a_user_reach_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path))
    home().newsrooms.write_text(ROW)
    page = tmp_path / "boats.html"
    page.write_text(PAGE)
    assert importing._owner(page, None, URL).id == "harbor_post"
    assert importing._owner(page, "harbor_post", None).publisher == "Harbor Post"
    source = owning(registry.sources(home().newsrooms).values())(URL)
    assert source is not None
    assert source.id == "harbor_post"


@pytest.mark.slow
def test_a_report_of_a_user_s_newsroom_is_loaded_and_the_status_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)  # not the history of the package
    place = Home(tmp_path)
    place.newsrooms.write_text(ROW)
    page = tmp_path / "boats.html"
    page.write_text(PAGE)
    source = registry.source("harbor_post", place.newsrooms).SOURCE
    import_file(Archive(place.archive), page, source, URL, None, "unknown")
    update(place)
    with read_only(place.warehouse) as warehouse:
        rows = warehouse.execute("select source_id, title from raw.document where source_id = 'harbor_post'").fetchall()
        assert rows == [("harbor_post", "Boats moored")]
        _, untried = answer(warehouse, "untried")
        assert {way for way, _ in untried} == {
            "feed",
            "sitemap",
            "feed, sitemap",
            "feed, index",
            "gdelt, import",
            "api, import",
        }
        assert any("harbor_post" in str(names) for way, names in untried if way == "feed")
        _, shown = answer(warehouse, "sources")
        names = {row[0] for row in shown}
        assert {"associated_press", "harbor_post"} <= names
        assert "cnbc" not in names


# ── real pages and lists ─────────────────────────────────────────────────────────────────────────────────────────────
def test_real_pages_are_read_through_their_rows(corpus: Path) -> None:
    expected = [json.loads(line) for line in (corpus / "news" / "expected.jsonl").read_text("utf-8").splitlines()]
    read = []
    for one in expected:
        owner = registry.owner(one["url"])
        if owner is not None and owner.SOURCE.id in registry.rows():
            content = gzip.decompress((corpus / "news" / one["file"]).read_bytes())
            article = next(table.rows for table in owner.read(Document(content, one["url"])) if table.kind == "article")
            read.append((owner.SOURCE.id, len(article["body"][0].as_py()) > 0.8 * len(one["text"])))
    assert len(read) == 12
    assert all(whole for _, whole in read), read


def test_the_news_index_of_the_white_house_lists_its_items(corpus: Path) -> None:
    row = registry.source("white_house_news")
    found = set()
    for path in sorted((corpus / "agency" / "white_house_index").glob("*.html")):
        found |= {link.url for link in row.discover(Document(path.read_bytes(), row.SOURCE.start[0]))}
    assert len(found) == 204


def test_feeds_that_others_make_of_its_news_are_read_through_its_row(corpus: Path) -> None:
    """Nobody has a page of it as HTML: the row stays untried."""
    row = registry.source("white_house_news")
    paths = sorted((corpus / "feeds").glob("whitehouse_briefings-*.xml"))
    found = [list(row.discover(Document(path.read_bytes(), row.SOURCE.start[0]))) for path in paths]
    assert [len(links) for links in found] == [10, 10, 9, 10]
    assert all(link.title and link.published_at for links in found for link in links)


def test_its_texts_are_read_as_what_their_importer_says(corpus: Path) -> None:
    row = registry.source("white_house_news")
    paths = sorted((corpus / "agency" / "white_house_text").glob("*.md"))
    for path in paths:
        content = path.read_bytes()
        url = next(line.partition(": ")[2] for line in content.decode().splitlines() if line.startswith("source_url: "))
        assert row.SOURCE.owns(url), url
        claimed = Claimed("A title", date.fromisoformat(path.name[:10]))
        document = Document(content, url, sightings=(Sighting(url, None, "publisher_claim", claimed),))
        (table,) = row.read(document)
        (said,) = table.rows.to_pylist()
        assert (said["url"], said["title"], said["published_on"]) == (url, "A title", claimed.published_on)
        assert said["body"].encode() == content
    assert len(paths) == 27


@pytest.mark.parametrize(
    ("source_id", "url", "owned"),
    [
        ("dhs_news", "https://www.dhs.gov/news/2025/07/27/harbor-office-counts-boats", True),
        ("dhs_news", "https://www.dhs.gov/news-releases/press-releases", False),
        ("cbp_news", "https://www.cbp.gov/newsroom/national-media-release/harbor-office-counts-boats", True),
        ("cbp_news", "https://www.cbp.gov/newsroom/local-media-release/boats", True),
        ("cbp_news", "https://www.cbp.gov/newsroom/stats/southwest-land-border-encounters", False),
    ],
)
def test_which_releases_are_those_of_an_agency(source_id: str, url: str, owned: bool) -> None:
    assert registry.source(source_id).SOURCE.owns(url) is owned
