"""marts.articles, marts.claims: each article as it stands, or stood at a moment."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_warehouse import SmallWarehouse

from warehouse.definitions import SCHEMA, run_file

SMALL = SmallWarehouse()
ADDRESS = "https://news.example/report"
BODY = "ICE arrested 7 people."


@pytest.fixture
def small() -> SmallWarehouse:
    """A report that was changed on 9 February: its 7 arrests became 8."""
    SMALL.empty()
    for name, known_from, value in (("a", "2025-02-07 16:00", 7), ("b", "2025-02-09 16:00", 8)):
        SMALL.document(name, known_from)
        SMALL.article(name, BODY, url=ADDRESS)
        SMALL.claim(name, 13, 14, 0, 22, value_low=value, value_high=value)
    return SMALL


@pytest.mark.parametrize(
    ("moment", "values"),
    [
        ("date '2025-02-06'", []),
        ("timestamp '2025-02-07 15:59:59'", []),
        ("date '2025-02-07'", [7]),
        ("timestamp '2025-02-09 16:00'", [8]),
        ("date '2026-01-01'", [8]),
    ],
)
def test_an_article_says_what_its_last_version_known_by_then_said(
    small: SmallWarehouse, moment: str, values: list[int]
) -> None:
    assert [one["value_low"] for one in small.rows(f"from marts.claims_as_of({moment})")] == values
    claims = [one["claims"] for one in small.rows(f"from marts.articles_as_of({moment})")]
    assert claims == [1] * len(values)


def test_a_claim_comes_with_its_article(small: SmallWarehouse) -> None:
    (row,) = small.rows("select title, url, publisher, published_on, measure, quote from marts.claims")
    assert list(row.values()) == ["Report b", ADDRESS, "Toy Times", dt.date(2025, 2, 7), "arrests", "1"]


@pytest.mark.parametrize(
    ("printed", "known_from"),
    [
        ("published_at = '2025-02-07 15:00'", "2025-02-07 15:00:00"),
        ("published_at = '2025-02-07 15:00', modified_at = '2025-02-08 10:00'", "2025-02-08 10:00:00"),
        ("published_at = null, published_on = '2025-02-07'", "2025-02-07 05:00:00"),
        ("published_at = null", None),
    ],
)
def test_an_article_that_nobody_saw_on_a_day_is_known_from_what_it_prints(
    small: SmallWarehouse, printed: str, known_from: str | None
) -> None:
    small.connection.execute(f"update core.article set {printed} where document_id = 'b'")
    run_file(small.connection, SCHEMA / "derived" / "known_from.sql")
    (row,) = small.rows("select known_from::varchar, known_from_basis from raw.document where document_id = 'b'")
    assert [*row.values()] == [known_from, "publisher_claim" if known_from else None]
    (row,) = small.rows("select count(*) from core.article_version where document_id = 'b'")
    assert [*row.values()] == [int(known_from is not None)]


@given(st.datetimes(dt.datetime(2008, 1, 1), dt.datetime(2039, 12, 31)))  # noqa: DTZ001
def test_the_day_in_washington_is_that_of_the_calendar(instant: dt.datetime) -> None:
    ((found,),) = SMALL.connection.execute("select washington_day(?::timestamp)", [instant]).fetchall()
    local = instant.replace(tzinfo=dt.UTC).astimezone(ZoneInfo("America/New_York")).date()
    assert found == local
