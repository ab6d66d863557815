"""A text that printed a figure and was changed so that it is gone: there before, gone after, nothing else touched."""

# ruff: noqa: DTZ001  the warehouse keeps times in UTC without a zone

from __future__ import annotations

from datetime import datetime

import pytest
from small_warehouse import SmallWarehouse

SMALL = SmallWarehouse()
POSTED = "ice.x_arrests_posted"
DAY = "2025-01-26"


@pytest.fixture
def small() -> SmallWarehouse:
    SMALL.empty()
    return SMALL


def post(small: SmallWarehouse, name: str, at: str, value: float | None, of: str | None = None, day: str = DAY) -> None:
    """A post, or a version of the post `of`; a value of None: it counts nothing."""
    small.document(name, f"2025-01-{at}")
    small.article(name, f"{value} arrests", f"2025-01-{at}", url=f"https://x.com/ICEgov/status/{of or name}")
    if value is not None:
        small.figure(name, "text:0", POSTED, day, value, "arrests", sheet=None)


def as_of(small: SmallWarehouse, moment: str) -> dict[str, float]:
    rows = small.rows(f"select time_period, value from as_of(timestamp '2025-01-{moment}')")
    return {str(row["time_period"]): float(str(row["value"])) for row in rows}


def delete(small: SmallWarehouse, of: str, at: str) -> None:
    """What is kept of a post that X no longer finds."""
    name = f"{of}, deleted"
    small.document(name, f"2025-01-{at}")
    url = f"https://x.com/ICEgov/status/{of}"
    small.insert("core.article", document_id=name, url=url, publisher="ICE", authors=[])
    small.insert("core.notice", document_id=name, kind="post_deleted", message="")


def withdrawn(small: SmallWarehouse) -> list[tuple[object, ...]]:
    return [
        (row["document_id"], row["withdrawn_by_document_id"], row["value"], row["withdrawn_at"], row["reappeared_at"])
        for row in small.rows("from core.withdrawal order by withdrawn_at")
    ]


def test_a_figure_that_an_edit_takes_out_is_gone_from_then_on(small: SmallWarehouse) -> None:
    post(small, "first", "27 01:00", 956)
    post(small, "edited", "27 02:00", None, of="first")
    small.speak()
    assert as_of(small, "27 01:59:59") == {DAY: 956}
    assert as_of(small, "27 02:00") == {}
    assert withdrawn(small) == [("first", "edited", 956, datetime(2025, 1, 27, 2), None)]
    assert small.rows("select how from core.withdrawal") == [{"how": "edited"}]
    assert small.rows("from ready.x_daily") == []


def test_a_figure_of_a_deleted_post_is_gone_from_when_that_was_seen(small: SmallWarehouse) -> None:
    post(small, "first", "27 01:00", 956)
    post(small, "other", "27 01:00", 286, day="2025-01-25")
    small.claim("first", 0, 3, 0, 3)
    delete(small, "first", "30 02:00")
    small.speak()
    assert as_of(small, "30 01:59:59") == {DAY: 956, "2025-01-25": 286}
    assert as_of(small, "30 02:00") == {"2025-01-25": 286}
    assert small.rows("select document_id, how from core.withdrawal") == [{"document_id": "first", "how": "deleted"}]
    claims = "select count(*)::int as n from marts.claims_as_of(timestamp '2025-01-{}')"
    assert [small.rows(claims.format(at))[0]["n"] for at in ("30 01:00", "30 03:00")] == [1, 0]
    articles = "select url[-5:] as name, is_deleted from marts.articles order by 1"
    assert [tuple(row.values()) for row in small.rows(articles)] == [("first", True), ("other", False)]


def test_one_that_a_later_edit_puts_in_again_is_there_again(small: SmallWarehouse) -> None:
    post(small, "first", "27 01:00", 956)
    post(small, "edited", "27 02:00", None, of="first")
    post(small, "again", "27 02:00:01", None, of="first")
    post(small, "last", "27 03:00", 960, of="first")
    small.speak()
    assert as_of(small, "27 02:30") == {}
    assert as_of(small, "27 03:00") == {DAY: 960}
    at = datetime(2025, 1, 27, 2), datetime(2025, 1, 27, 3)
    assert withdrawn(small) == [("first", "edited", 956, *at)]


def test_an_edit_that_corrects_the_figure_takes_nothing_back(small: SmallWarehouse) -> None:
    post(small, "first", "27 01:00", 956)
    post(small, "edited", "27 02:00", 960, of="first")
    post(small, "silent", "27 03:00", None, of="first")
    small.speak()
    assert [as_of(small, hour) for hour in ("27 01:30", "27 02:30", "27 03:30")] == [{DAY: 956}, {DAY: 960}, {}]
    assert [row[:3] for row in withdrawn(small)] == [("edited", "silent", 960)]


def test_an_edit_that_corrects_the_day_takes_back_the_wrong_one(small: SmallWarehouse) -> None:
    post(small, "first", "27 01:00", 956)
    post(small, "edited", "27 02:00", 956, of="first", day="2025-01-25")
    small.speak()
    assert as_of(small, "27 03:00") == {"2025-01-25": 956}


def test_another_post_of_the_day_is_not_silenced(small: SmallWarehouse) -> None:
    post(small, "first", "27 01:00", 956)
    post(small, "other", "27 01:30", 970)
    post(small, "edited", "27 02:00", None, of="first")
    post(small, "third", "27 03:00", None)
    small.speak()
    assert as_of(small, "27 04:00") == {DAY: 970}
    assert withdrawn(small) == []


def test_a_text_without_figures_that_is_changed_says_nothing(small: SmallWarehouse) -> None:
    post(small, "first", "27 01:00", None)
    post(small, "edited", "27 02:00", None, of="first")
    small.speak()
    assert small.rows("from core.vintage") == []


def test_the_same_post_from_two_files_is_taken_back_by_its_edit(small: SmallWarehouse) -> None:
    """A file of before the edit does not know of it: other bytes, the same words and time."""
    for name in ("before", "after"):
        post(small, name, "27 01:00", 956, of="one")
    post(small, "edited", "27 02:00", None, of="one")
    small.speak()
    assert as_of(small, "27 01:30") == {DAY: 956}
    assert as_of(small, "27 02:30") == {}
