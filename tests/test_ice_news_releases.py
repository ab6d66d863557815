"""ICE's news releases: day, place, topic, whole text; what is archived is a state; other pages of the site are none."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from small_warehouse import SmallWarehouse

from collectors import registry
from collectors.agencies import ice_news_releases as ice
from collectors.errors import BadContent, EmptyRelease, LayoutChanged, NotAnArticle, OnrecordError
from collectors.reading.document import read_document
from collectors.records import Document

HERE = Path(__file__).parent / "fixtures" / "ice_news_releases"
URL = "https://www.ice.gov/news/releases/harbor-office-counts-boats"


def page(name: str = "current.html", old: str = "", new: str = "") -> Document:
    text = (HERE / name).read_text("utf-8")
    assert old in text
    return Document(text.replace(old, new, 1 if old else 0).encode(), URL)


def said(document: Document) -> tuple[dict[str, Any], dict[str, str]]:
    """The article, and its notices by their kind."""
    tables = {table.kind: table.rows.to_pylist() for table in ice.read(document)}
    return tables["article"][0], {row["kind"]: row["found"] for row in tables.get("notice", [])}


@pytest.fixture(scope="module")
def real(corpus: Path) -> list[dict[str, str]]:
    """The captures of both folders: file, kind, url."""
    with (corpus / "agency" / "captures.tsv").open(encoding="utf-8", newline="") as lines:
        rows = [
            row for row in csv.DictReader(lines, delimiter="\t") if row["kind"] in ("ice_newsroom", "ice_other_page")
        ]
    assert len(rows) == 33
    return [{**row, "path": str(corpus / "agency" / row["file"])} for row in rows]


# ── real pages ───────────────────────────────────────────────────────────────────────────────────────────────────────
def bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def test_every_release_at_hand_is_read_whole(real: list[dict[str, str]]) -> None:
    releases = [row for row in real if row["kind"] == "ice_newsroom"]
    for row in releases:
        content = Path(row["path"]).read_bytes()
        found, notices = said(Document(content, "https://www.ice.gov/node/1"))
        tree = html.fromstring(content)
        parts = [part.text_content() for name in ("nr-subtitle", "nr-body") for part in tree.find_class(name)]
        assert bare(found["body"]) == bare("".join(parts)), row["file"]
        assert found["url"] == row["url"]
        assert not found["title"].startswith("Archived")
        assert bare(found["title"]) in bare(tree.findtext(".//title")), row["file"]
        assert (found["published_at"], found["authors"]) == (None, [])
        assert date(2022, 12, 1) < found["published_on"] < date(2023, 1, 31)
        assert set(notices) == {"archived", "place_of_release", "topic_of_release"}, row["file"]
        assert notices["place_of_release"].endswith(", United States")
    assert len(releases) == 23


def test_other_pages_of_the_site_are_no_releases(real: list[dict[str, str]]) -> None:
    others = [row for row in real if row["kind"] == "ice_other_page"]
    for row in others:
        with pytest.raises(NotAnArticle, match="/node/"):
            list(ice.read(Document(Path(row["path"]).read_bytes(), row["url"])))
    assert len(others) == 10


def test_claims_are_read_from_them(real: list[dict[str, str]]) -> None:
    path = next(Path(row["path"]) for row in real if row["file"].endswith("62009.html"))
    reading = read_document(registry.source("ice_news_releases"), Document(path.read_bytes(), URL), "")
    assert reading.error is None
    assert reading.rows("claim") > 0


# ── one odd thing each ───────────────────────────────────────────────────────────────────────────────────────────────
def test_what_is_archived_is_a_state_and_no_part_of_the_title() -> None:
    found, notices = said(page("archived.html"))
    assert found["title"] == "Harbor office removes 40 boats"
    assert notices["archived"] == "Archived: (last changed 2025-01-24)"
    assert "archived" not in found["body"]  # the banner
    found, notices = said(page("archived.html", "<h1>", "<h1>Archived: "))
    assert found["title"] == "Harbor office removes 40 boats"
    assert "archived" not in said(page())[1]
    spoken = page("current.html", "<h1>Harbor", "<h1>Archived records: Harbor")
    assert said(spoken)[0]["title"].startswith("Archived records: ")


def test_the_canonical_address_decides() -> None:
    assert said(Document(page().content, "https://www.ice.gov/node/7"))[0]["url"] == URL
    assert said(Document(page().content, "a.html"))[0]["url"] == URL
    for other in (
        "https://www.ice.gov/node/7",
        "https://www.ice.gov/news/releases",
        "https://www.ice.gov/features/boats",
    ):
        with pytest.raises(NotAnArticle):
            list(ice.read(page("current.html", URL, other)))
    with pytest.raises(NotAnArticle, match=r"^https\S+, page type: expected a release; found other: .* 'Harbor, NJ'"):
        ice.edition(page("office.html"))


@pytest.mark.parametrize(
    ("url", "owned"),
    [
        (URL, True), ("http://ice.gov/news/releases/a/", True), ("https://www.ice.gov/node/62062", True),
        ("https://www.ice.gov/news/releases", False), ("https://www.ice.gov/detain/detention-management", False),
        ("https://www.ice.gov/news/releases/a?page=2", False), ("https://ice.example/news/releases/a", False),
    ],
)  # fmt: skip
def test_which_addresses_are_its_own(url: str, owned: bool) -> None:
    assert ice.SOURCE.owns(url) is owned
    assert ice.SOURCE.body == "public_domain"


@pytest.mark.parametrize(
    ("old", "new", "error", "table"),
    [
        ("nr-body", "nr-text", LayoutChanged, "story"),
        ("nr-meta", "nr-line", LayoutChanged, "story"),
        ("nr-title", "nr-head-line", LayoutChanged, "story"),
        ("<aside", '<div class="nr-body">', LayoutChanged, "story"),
        ("<h1>Harbor office counts boats</h1>", "", LayoutChanged, "title"),
        ("December 6, 2022", "last week", LayoutChanged, "day"),
        ("December 6, 2022", "February 30, 2022", LayoutChanged, "day"),
        ("</html>", "", BadContent, None),
    ],
)
def test_a_changed_release_is_never_an_empty_one(
    old: str, new: str, error: type[OnrecordError], table: str | None
) -> None:
    with pytest.raises(error) as caught:
        list(ice.read(page("current.html", old, new)))
    assert caught.value.table == table


def test_a_release_without_text_is_told() -> None:
    text = page().content.decode()
    begin, end = text.index('<div class="nr-body">') + 21, text.index("</div>\n<aside")
    with pytest.raises(EmptyRelease):
        list(ice.read(Document((text[:begin] + text[end:]).encode(), URL)))


def test_days_that_disagree_are_told_and_the_printed_one_is_taken() -> None:
    found, notices = said(page("current.html", "December 6, 2022", "Dec. 7, 2022"))
    assert found["published_on"] == date(2022, 12, 7)
    assert notices["days_disagree"] == "2022-12-06, as the head of the page says"


def test_a_line_without_place_or_topic_is_read() -> None:
    line = page().content.decode()
    short = re.sub(r'<i class="fas.*?Boats and Piers', "", line)
    assert set(said(Document(short.encode(), URL))[1]) == set()


def test_a_plain_text_is_read_as_one() -> None:
    found, _ = said(Document("HARBOR — 40 boats were removed.\n".encode(), "a.txt"))
    assert (found["body"], found["url"], found["title"]) == ("HARBOR — 40 boats were removed.\n", None, None)
    assert ice.edition(Document(b"HARBOR", "a.txt")).title is None


# ── versions ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    return SmallWarehouse()


def test_other_ids_in_the_bytes_are_no_other_version(small: SmallWarehouse) -> None:
    pages = [page(), page("current_again.html"), page("current.html", "40 boats", "41 boats"), page()]
    assert len({one.document_id for one in pages}) == 3
    for day, one in enumerate(pages[:3], 1):
        row, _ = said(one)
        row = {name: value for name, value in row.items() if name != "bands"}
        small.insert("core.article", document_id=one.document_id, **row)
        small.insert(
            "raw.document", document_id=one.document_id, source_id="ice_news_releases", url=URL, media_type="html",
            known_from=datetime(2025, 2, day), bytes_held=True, outcome="ok", parser_hash="",  # noqa: DTZ001
        )  # fmt: skip
    rows = small.rows("select document_id, valid_from, valid_to from core.article_version order by valid_from")
    assert [row["document_id"] for row in rows] == [pages[0].document_id, pages[2].document_id]
    assert [str(row["valid_to"])[:10] for row in rows] == ["2025-02-03", "None"]
