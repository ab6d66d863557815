"""Pages that are no article make no run fail; those that cannot be read are judged with others of their newsroom."""

# ruff: noqa: DTZ001  the warehouse keeps times in UTC without a zone

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from small_warehouse import SOURCE_ID, SmallWarehouse

from collectors import errors
from collectors.errors import FetchFailed, NotAnArticle, OnrecordError, Remark, WarehouseError
from collectors.media.page_kinds import Kind
from warehouse import bundle
from warehouse.load import Summary
from warehouse.queries import answer
from warehouse.refused import newsrooms_changed, refused

NEWSROOM = "harbor_post"
DOCS = Path(__file__).resolve().parent.parent / "docs"
#: how each way to be refused at reading makes a run fail: of a page of a newsroom, of any other document
FAILS = {
    "not_an_article": ("never", "never"),
    "layout_changed": ("with its newsroom", "alone"),
    "empty_release": ("with its newsroom", "alone"),
    "bad_content": ("with its newsroom", "alone"),
    "reader_failed": ("alone", "alone"),
    "reader_died": ("alone", "alone"),
    "archive_damaged": ("alone", "alone"),
    "error": ("alone", "alone"),
    "not_declared": ("alone", "alone"),
    "title_unknown": ("alone", "alone"),
}


@pytest.fixture(scope="module")
def filled() -> SmallWarehouse:
    return SmallWarehouse()


@pytest.fixture
def small(filled: SmallWarehouse) -> Iterator[SmallWarehouse]:
    yield filled
    filled.empty()


def outcomes() -> set[str]:
    """Those of every error that a reader may raise."""

    def below(kind: type[OnrecordError]) -> Iterator[type[OnrecordError]]:
        yield kind
        for one in kind.__subclasses__():
            yield from below(one)

    ours = [one for one in below(OnrecordError) if one.__module__ == errors.__name__]
    return {one.outcome for one in ours if not issubclass(one, FetchFailed | Remark | WarehouseError)}


def page(small: SmallWarehouse, name: str, outcome: str, run: int = 1, source: str = NEWSROOM) -> None:
    """A page of a newsroom, read in a run."""
    began = datetime(2025, 2, 1) + timedelta(days=run)
    small.insert(
        "raw.document", document_id=name, source_id=source, url=f"https://harbor.example/{name}", media_type="html",
        known_from=began, bytes_held=True, outcome=outcome, parser_hash="",
    )  # fmt: skip
    small.insert(
        "raw.load", document_id=name, source_id=source, url=f"https://harbor.example/{name}", outcome=outcome,
        bytes_held=True, parser_hash="", run_at=began, loaded_at=began, seconds=0.1,
    )  # fmt: skip
    small.insert(
        "raw.fetch", fetch_id=name, source_id=source, url=f"https://harbor.example/{name}", outcome="ok", basis="live",
        fetched_at=began, observed_at=began, document_id=name,
    )  # fmt: skip
    if outcome != "ok":
        small.refuse(name, None, outcome=outcome, found="hub: a list, titled 'Boats'")


def pages(small: SmallWarehouse, unread: int, read: int, run: int = 1, none: int = 0) -> None:
    kinds = ["layout_changed"] * unread + ["ok"] * read + ["not_an_article"] * none
    for number, outcome in enumerate(kinds):
        page(small, f"{run}-{number:02}", outcome, run)


# ── every place that must know an outcome ────────────────────────────────────────────────────────────────────────────
def test_every_outcome_of_a_reader_is_judged_here_and_named_where_people_look(small: SmallWarehouse) -> None:
    assert outcomes() <= FAILS.keys()
    comments = dict(
        small.connection.execute(
            "select schema_name || '.' || table_name, comment from duckdb_columns() where column_name = 'outcome'"
        ).fetchall()
    )
    for outcome in outcomes():
        for table in ("raw.load", "core.refusal"):
            assert outcome in comments[table], f"the comment of {table}.outcome does not name {outcome}"
    assert "`not_an_article`" in (DOCS / "glossary.md").read_text("utf-8")


@pytest.mark.parametrize("outcome", FAILS)
def test_how_an_outcome_makes_a_run_fail(small: SmallWarehouse, outcome: str) -> None:
    page(small, "p", outcome)
    page(small, "w", outcome, source=SOURCE_ID)
    told = dict(small.connection.execute("select document_id, fails from core.refusal_status").fetchall())
    assert (told["p"], told["w"]) == FAILS[outcome]
    alone = {one.document_id: one.is_page for one in refused(small.connection)}
    assert alone == {name: how != "alone" for name, how in told.items() if how != "never"}


def test_every_kind_of_page_is_counted_under_its_name(small: SmallWarehouse) -> None:
    for kind in {*get_args(Kind)} - {"no_story"}:
        page(small, kind, "ok")
        small.refuse(kind, None, outcome="not_an_article", found=f"{kind}: by this, titled 'T'")
    page(small, "other", "not_an_article")
    small.connection.execute("update core.refusal set found = 'other: a page' where document_id = 'other'")
    rows = small.connection.execute("select document_id, kind from core.no_article").fetchall()
    assert len(rows) == len(get_args(Kind))
    assert all(name == kind for name, kind in rows)


# ── one newsroom over a run ──────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("unread", "read", "changed"),
    [
        (9, 1, True), (1, 9, False), (10, 0, True),
        (5, 5, True), (4, 6, False), (5, 6, False), (6, 6, True),  # half of them
        (3, 0, True), (2, 0, False), (3, 3, True), (3, 4, False), (1, 0, False),  # three at least
        (0, 10, False), (40, 60, False), (50, 50, True),
    ],
)  # fmt: skip
def test_a_newsroom_has_changed_where_half_of_three_or_more_pages_are_unread(
    small: SmallWarehouse, unread: int, read: int, changed: bool
) -> None:
    pages(small, unread, read)
    found = newsrooms_changed(small.connection)
    assert bool(found) is changed
    if changed:
        (error,) = found
        assert error.document == NEWSROOM
        assert error.found.startswith(f"{unread} of {unread + read} that cannot, such as https://harbor.example/1-00")
        assert error.found.count("https://") == 3
    assert Summary(changed=tuple(found)).exit_status == int(changed)


def test_pages_that_are_no_article_do_not_count_and_are_asked_for_by_kind(small: SmallWarehouse) -> None:
    pages(small, unread=0, read=1, none=30)
    assert newsrooms_changed(small.connection) == []
    assert refused(small.connection) == []
    pages(small, unread=3, read=2, run=2, none=30)
    assert [error.found.split(" that")[0] for error in newsrooms_changed(small.connection)] == ["3 of 6"]
    _, ((newsroom, told),) = answer(small.connection, "no_articles")
    assert (newsroom, told) == (NEWSROOM, "60 (60 hub), the newest https://harbor.example/2-34")
    assert {outcome for outcome, _ in answer(small.connection, "refused")[1]} == {"layout_changed"}
    assert small.rows("select documents, refused, no_articles from core.source_status where source_id = 'x'") == []


def test_a_run_of_few_pages_is_judged_with_those_read_before_it(small: SmallWarehouse) -> None:
    for run in (1, 2):
        pages(small, unread=1, read=0, run=run)
        assert newsrooms_changed(small.connection) == []
    pages(small, unread=1, read=0, run=3)
    assert len(newsrooms_changed(small.connection)) == 1  # three runs of one page each
    pages(small, unread=0, read=4, run=4)
    assert newsrooms_changed(small.connection) == []  # three of seven
    pages(small, unread=0, read=20, run=5)
    pages(small, unread=2, read=0, run=6)
    (row,) = small.rows("select pages, unread, layout_changed from core.newsroom_pages")
    assert row == {"pages": 10, "unread": 2, "layout_changed": False}


def test_pages_are_judged_by_the_day_on_which_they_came_and_not_by_when_they_were_read(small: SmallWarehouse) -> None:
    pages(small, unread=0, read=30, run=1)
    pages(small, unread=9, read=1, run=2)
    told = [small.rows("select * from core.newsroom_pages")]
    small.connection.execute("update raw.load set run_at = timestamp '2025-03-01'")  # made anew: one run has read all
    told.append(small.rows("select * from core.newsroom_pages"))
    small.connection.execute("update raw.load set run_at = timestamp '2025-03-02' where document_id like '1-%'")
    told.append(small.rows("select * from core.newsroom_pages"))
    assert told[0] == told[1] == told[2]
    assert [(row["pages"], row["unread"], row["layout_changed"]) for row in told[0]] == [(10, 9, True)]


def test_a_larger_run_is_judged_alone(small: SmallWarehouse) -> None:
    pages(small, unread=40, read=0, run=1)
    pages(small, unread=1, read=11, run=2)
    (row,) = small.rows("select pages, unread, layout_changed from core.newsroom_pages")
    assert row == {"pages": 12, "unread": 1, "layout_changed": False}


def test_what_is_accepted_does_not_count(small: SmallWarehouse) -> None:
    pages(small, unread=3, read=0)
    for number in range(3):
        small.insert(
            "raw.decision", decision="accept", document_id=f"1-{number:02}", parser_hash="", why="pictures",
            decided_at=datetime(2025, 2, 3),
        )  # fmt: skip
    assert newsrooms_changed(small.connection) == []
    assert refused(small.connection) == []


def test_a_check_tells_what_could_not_be_read_and_not_what_is_no_article(small: SmallWarehouse) -> None:
    pages(small, unread=1, read=1, none=2)
    rule = (Path(__file__).resolve().parent.parent / "warehouse" / "checks" / "table_refused.sql").read_text("utf-8")
    assert [row[0] for row in small.connection.execute(rule).fetchall()] == ["1-00"]


def test_the_bundled_history_has_neither(small: SmallWarehouse, tmp_path: Path) -> None:
    pages(small, unread=1, read=0, none=2)
    bundle.build(small.connection, tmp_path)
    assert bundle.Bundle(tmp_path).documents() == {}
    assert list(bundle.Bundle(tmp_path).readings({"1-00", "1-01"})) == []


def test_the_summary_counts_them() -> None:
    told = str(Summary(no_articles=3))
    assert re.search(r"0 refused, 3 no article$", told)
    assert "no article" not in str(Summary())
    assert NotAnArticle.outcome == "not_an_article"
