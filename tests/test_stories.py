"""Articles that share a band tell one story, directly or through others, in whatever order they came."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import pytest
from small_warehouse import SmallWarehouse

from warehouse.definitions import SCHEMA, run_file


@pytest.fixture(scope="module")
def _made() -> SmallWarehouse:
    return SmallWarehouse()


@pytest.fixture
def small(_made: SmallWarehouse) -> SmallWarehouse:
    _made.empty()
    return _made


def stories(
    small: SmallWarehouse, bands: Mapping[str, Sequence[int]], days: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Article ▶ story, both by name, of articles that are known from the first days of a year in their order."""
    ids = {}
    for place, (name, held) in enumerate(bands.items()):
        ids[name] = small.document(name, (days or {}).get(name, f"2025-01-{place + 1:02}"))
        small.insert("core.article", document_id=ids[name], url=f"https://news.example/{name}", bands=list(held))
    run_file(small.connection, SCHEMA / "derived" / "story.sql")
    names = {id_: name for name, id_ in ids.items()}
    return {names[str(row["document_id"])]: names[str(row["story_id"])] for row in small.rows("from core.story")}


def test_who_shares_no_band_is_a_story_of_its_own(small: SmallWarehouse) -> None:
    assert stories(small, {"a": [1, 2], "b": [3, 4], "c": []}) == {"a": "a", "b": "b", "c": "c"}


def test_a_story_is_named_by_the_article_that_is_known_first(small: SmallWarehouse) -> None:
    days = {"late": "2025-02-03", "first": "2025-02-01", "later": "2025-02-02"}
    found = stories(small, {"late": [1, 2], "first": [2, 3], "later": [3, 9]}, days)
    assert found == dict.fromkeys(("late", "first", "later"), "first")


def test_a_long_chain_is_one_story(small: SmallWarehouse) -> None:
    """Each shares a band with the next alone; the pairs come in no order."""
    places = list(range(60))
    random.Random(1).shuffle(places)
    days = {f"n{place}": "2025-01-01" for place in places}
    found = stories(small, {f"n{place}": [place, place + 1] for place in places}, days)
    assert len(set(found.values())) == 1


def test_made_again_it_is_the_same(small: SmallWarehouse) -> None:
    before = stories(small, {"a": [1], "b": [1], "c": [2]})
    run_file(small.connection, SCHEMA / "derived" / "story.sql")
    assert len(small.rows("from core.story")) == len(before) == 3


def test_a_claim_says_how_many_other_articles_of_that_moment_tell_its_story(small: SmallWarehouse) -> None:
    stories(small, {"a": [1], "b": [1], "c": [1], "d": [2]})
    for row in small.rows("select document_id from core.article"):
        small.claim(str(row["document_id"]), 0, 1, 0, 5, confidence=0.5, runner_up="period: day")
    copies = "select copies, count(*) as claims, min(confidence) as confidence from {} group by copies order by copies"
    found = [tuple(row.values()) for row in small.rows(copies.format("marts.claims"))]
    assert found == [(0, 1, 0.5), (2, 3, 0.5)]
    then = small.rows(copies.format("marts.claims_as_of(timestamp '2025-01-02 12:00')"))
    assert [(row["copies"], row["claims"]) for row in then] == [(1, 2)]


def test_copies_are_counted_alike_beside_the_figures(small: SmallWarehouse) -> None:
    """On the fourth day the page of b tells another story."""
    stories(small, {"a": [1], "b": [1], "c": [1], "d": [2]})
    small.connection.execute("update core.article set url = 'https://news.example/b' where document_id = 'd'")
    small.connection.execute("delete from core.story where document_id = 'd'")
    for name in "abcd":
        small.claim(name, 0, 1, 0, 5)
    said = "select document_id, copies from marts.{}_as_of(timestamp '2025-01-{:02} 12:00') order by document_id"
    counted = {}
    for day in range(1, 6):
        alone, beside = (small.rows(said.format(mart, day)) for mart in ("claims", "claims_beside_figures"))
        assert alone == beside
        counted[day] = {row["document_id"]: row["copies"] for row in beside}
    assert counted == {
        1: {"a": 0},
        2: {"a": 1, "b": 1},
        3: {"a": 2, "b": 2, "c": 2},
        4: {"a": 1, "c": 1, "d": None},
        5: {"a": 1, "c": 1, "d": None},
    }
