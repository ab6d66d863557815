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


RUNNING = {
    "measure": "removals",
    "agency": "DHS",
    "attribution": "DHS",
    "period_kind": "since_event",
    "period_start": dt.date(2025, 1, 20),
}


def say(name: str, day: str, value: float, **more: object) -> None:
    """An article of a day with one claim of a figure that runs on."""
    SMALL.document(name, f"{day} 16:00")
    SMALL.article(name, BODY, f"{day} 15:00", url=f"https://news.example/{name}")
    SMALL.claim(name, 13, 14, 0, 22, value_low=value, value_high=value,
                **{**RUNNING, "period_end": dt.date.fromisoformat(day), **more})  # fmt: skip


def test_a_figure_that_is_said_again_is_one_claim_over_time() -> None:
    SMALL.empty()
    say("a", "2025-10-27", 500_000)
    say("b", "2025-12-10", 622_000)
    say("c", "2025-12-19", 605_000)
    say("d", "2026-01-20", 675_000)
    (row,) = SMALL.rows("from marts.running_claims")
    assert [one["value"] for one in row["said"]] == [500_000, 622_000, 605_000, 675_000]
    assert (row["first_said_on"], row["last_said_on"]) == (dt.date(2025, 10, 27), dt.date(2026, 1, 20))
    assert (row["first_value"], row["last_value"]) == (500_000, 675_000)
    assert row["fell_on"] == [dt.date(2025, 12, 19)]
    (then,) = SMALL.rows("from marts.running_claims_as_of(date '2025-12-11')")
    assert (then["times_said"], then["fell_on"]) == (2, [])


@pytest.mark.parametrize(
    "other",
    [
        {"measure": "arrests"},
        {"agency": None},
        {"attribution": "Toy Times"},
        {"population": "Operation Toy"},
        {"period_start": dt.date(2024, 10, 1)},
        {"status": "target"},
        {"unit": "percent_share"},
        {"period_kind": "unspecified", "period_start": None, "period_end": None},
    ],
)
def test_another_kind_of_figure_does_not_run_on_with_it(other: dict[str, object]) -> None:
    SMALL.empty()
    say("a", "2025-10-27", 500_000)
    say("b", "2025-12-10", 622_000, **other)
    assert SMALL.rows("from marts.running_claims") == []


def test_one_day_is_no_course_of_time() -> None:
    SMALL.empty()
    say("a", "2025-10-27", 500_000)
    say("b", "2025-10-27", 500_001)
    assert SMALL.rows("from marts.running_claims") == []
