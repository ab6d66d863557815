"""Copies of a text are found by the bands that they share; other texts share none."""

from __future__ import annotations

import json
import random
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.media.copies import BANDS, bands

WORDS = [f"{first}{second}" for first in "bdfgklmnprst" for second in ("ana", "ero", "ilu", "oka", "uri", "ove")]


def story(seed: int, paragraphs: int = 12) -> list[str]:
    chance = random.Random(seed)
    return [" ".join(chance.choice(WORDS) for _ in range(40)) + "." for _ in range(paragraphs)]


def share(one: str, other: str) -> bool:
    return pairs([one, other]) == [(0, 1)]


def pairs(texts: list[str]) -> list[tuple[int, int]]:
    """The places of those that share a band."""
    made = [set(bands(text)) for text in texts]
    return [(one, other) for one, other in combinations(range(len(made)), 2) if not made[one].isdisjoint(made[other])]


def test_the_same_words_have_the_same_bands_whatever_stands_between_them() -> None:
    text = "\n".join(story(1))
    assert bands(text) == bands(text.upper().replace("\n", " — ").replace(".", " !"))
    assert len(set(bands(text))) == BANDS


@pytest.mark.parametrize("seed", range(20))
def test_a_story_that_another_newsroom_has_cut_and_begun_anew_is_a_copy(seed: int) -> None:
    told = story(seed)
    cut = ["By the staff of another newsroom, with a beginning of their own.", *told[:4], *told[5:11]]
    assert share("\n".join(told), "\n".join(cut))


def test_different_stories_share_no_band_even_with_one_paragraph_in_common() -> None:
    boilerplate = story(999, 1)
    texts = ["\n".join([*story(seed), *boilerplate]) for seed in range(60)]
    assert pairs(texts) == []


def test_a_band_says_which_one_it_is() -> None:
    """Two texts that agree in the third band and in no other must not meet in the fifth."""
    texts = ["\n".join(story(seed)) for seed in range(200)]
    assert len({band for text in texts for band in bands(text)}) == 200 * BANDS


def test_the_bands_are_those_that_are_kept() -> None:
    """The library may not change what it makes of a text without our noticing: warehouses hold these numbers."""
    assert bands("The agency arrested 1,100 people on Sunday")[:2] == FROZEN


FROZEN = [-3386239335944254371, -8489441779266837949]


@given(st.text(max_size=200))
def test_every_text_has_its_bands_or_none(text: str) -> None:
    made = bands(text)
    assert made == bands(text)
    assert len(made) == (BANDS if any(character.isalnum() or character == "_" for character in text) else 0)
    assert all(-(2**63) <= band < 2**63 for band in made)


def test_no_two_of_the_labelled_reports_are_copies(corpus: Path) -> None:
    lines = (corpus / "claims" / "labelled" / "docs.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    assert len(texts) > 50
    assert pairs(texts) == []
