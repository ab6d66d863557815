"""Numbers that count fewer than all: people of one kind, or in one place."""

from __future__ import annotations

from datetime import date

import pytest

from collectors.claims.narrowed import narrowed
from collectors.claims.reading import Text, claims


def read(sentence: str) -> list[tuple[str, str | None, str | None]]:
    body = f"Immigration arrests rise\n\n{sentence}"
    found = claims(Text("x", date(2025, 2, 6), "Harbor Post", body))
    return [(one.value_text, *fewer) for one, fewer in zip(found, narrowed(body, found), strict=True)]


@pytest.mark.parametrize(
    ("sentence", "population", "geography"),
    [
        ("ICE arrested 1,179 people on January 27.", None, None),
        ("ICE arrested 1,179 people nationwide on January 27, 2025.", None, None),
        ("ICE arrested 1,179 people in January.", None, None),
        ("ICE arrested 1,179 undocumented immigrants across the United States.", None, None),
        ("ICE arrested 40 people in Texas on January 27.", None, "Texas"),
        ("ICE arrested 40 people on January 27 in and around Denver.", None, "Denver"),
        ("In southern California, ICE arrested 40 people on January 27.", None, "California"),
        ("ICE arrested 40 Colombians on January 27.", "Colombians", None),
        ("ICE deported 190 Venezuelan nationals on January 27.", "Venezuelan", None),
        ("ICE arrested 613 criminal aliens on January 27.", "criminal", None),
        ("ICE deported 3,000 unaccompanied children in January.", "unaccompanied children", None),
        ("ICE deported 3,000 families in January.", "families", None),
        ("ICE arrested 1,179 people on January 27, a spokesman told reporters in Chicago.", None, None),
    ],
)
def test_who_and_where(sentence: str, population: str | None, geography: str | None) -> None:
    ((_, *found),) = read(sentence)
    assert found == [population, geography]


def test_the_place_of_a_part_is_not_that_of_the_whole() -> None:
    found = read("ICE arrested 956 people on Sunday, including 40 people arrested in Chicago.")
    assert [(text, place) for text, _, place in found] == [("956", None), ("40", "Chicago")]
