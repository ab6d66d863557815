"""An article is asked for again in its first hours and days, then only where its publisher says that it has changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.archive.index import Answers
from collectors.records import Link
from collectors.revisiting import AFTER, due, is_due

FIRST = datetime(2025, 2, 7, 12, tzinfo=UTC)


def after(hours: float) -> datetime:
    return FIRST + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("last", "now", "is_asked"),
    [
        (0, 0.9, False), (0, 1, True), (1, 5.9, False), (1, 6, True), (6.5, 23, False), (6.5, 24, True),
        (24, 71, False), (24, 72, True), (72, 168, True), (168, 719, False), (168, 720, True), (720, 9e4, False),
        (0, 200, True), (200, 201, False),  # a run that comes late asks once for all that it has missed
    ],
)  # fmt: skip
def test_when_it_is_asked_again(last: float, now: float, is_asked: bool) -> None:
    assert is_due(Answers(FIRST, after(last)), after(now)) is is_asked


def test_what_never_answered_is_asked() -> None:
    assert is_due(None, FIRST)


def test_what_its_publisher_says_has_changed_is_asked_once() -> None:
    old = Answers(FIRST, after(2_000))
    assert is_due(old, after(3_000), updated_at=after(2_500))
    assert not is_due(old, after(3_000), updated_at=after(1_500))
    assert not is_due(old, after(3_000), updated_at=after(4_000))  # a day to come would be asked for in every run
    assert not is_due(Answers(FIRST, after(3_000)), after(3_001), updated_at=after(2_500))


@given(st.lists(st.floats(0.1, 400), min_size=1, max_size=200))
def test_whatever_the_rhythm_of_runs_it_is_asked_six_times_at_most(steps: list[float]) -> None:
    last, now, asked = FIRST, FIRST, 0
    for step in steps:
        now += timedelta(hours=step)
        if is_due(Answers(FIRST, last), now):
            last, asked = now, asked + 1
    assert asked <= len(AFTER)
    assert now - FIRST < AFTER[-1] or last - FIRST >= AFTER[-1]


def test_what_is_listed_no_more_is_asked_behind_what_is_listed() -> None:
    answered = {
        "https://news.example/gone": Answers(FIRST, FIRST),
        "https://news.example/old": Answers(after(-900), FIRST),
        "https://news.example/listed": Answers(FIRST, FIRST),
    }
    listed = [Link("https://news.example/new"), Link("https://news.example/listed")]
    found = due(listed, answered, after(1))
    assert [link.url.rpartition("/")[2] for link in found] == ["new", "listed", "gone"]
