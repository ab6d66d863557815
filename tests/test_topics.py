"""The topic filter: which entries of a newsroom's lists are on our subject, by declared terms and a user's own."""

from __future__ import annotations

import json
import logging
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.records import Link
from collectors.topics.terms import OURS, Topics, topics

PLAIN = "https://harbor.example/2025/02/07/boats-moored-in-the-harbor"
OURS_NOW = topics()


def on(title: str | None = None, url: str = PLAIN, **more: object) -> bool:
    return OURS_NOW.has(Link(url, title, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "title",
    [
        "ICE arrests in Chicago double", "Ice agents raid a bakery", "MIGRANTS WAIT AT THE BORDER", "A deportation",
        "What a 287(g) agreement is", "CBP’s figures for May", "Non-citizens and the census", "Non‑citizens and a list",
        "He overstayed", "Judge halts expedited removals", "DHS: 461 released", "An asylum-seeker’s year",
    ],
)  # fmt: skip
def test_what_is_on_the_subject(title: str) -> None:
    assert on(title)


@pytest.mark.parametrize(
    "title",
    [
        "The best ice cream of the harbor", "Boats moored", "Ice hockey: Rangers lose", "No ice on the lake this year",
        "An icebreaker for the fleet", "How to dance", "Arctic sea ice at a low", "Ruthless men", "The cbprice index",
    ],
)  # fmt: skip
def test_what_is_not(title: str) -> None:
    assert not on(title)


def test_each_thing_that_a_list_says_of_an_entry_counts() -> None:
    assert not on("Boats moored")
    assert on("Boats moored", sections=("Sports", "Immigration"))
    assert on("Boats moored", summary="The keeper was deported in May.")
    assert on("Boats moored", url="https://harbor.example/us/ice-arrests-double")
    assert on(None, url="https://harbor.example/us/trump-ice-quota-1f2e")
    assert on(None, url="https://harbor.example/us/what_287g_is.html")
    assert not on(None, url="https://harbor.example/food/ice-cream-of-the-harbor")
    assert not on("Boats moored", url="https://immigration.example/boats-moored")  # a host is no word


def test_an_entry_without_words_is_taken_by_a_declared_rule() -> None:
    for url in ("https://harbor.example/story/1234567", "https://h.example/a/9f3c1a77-0b1e-4e5d-a1f6-fade00beef11"):
        assert on(None, url)
        assert not Topics(("boat*",), wordless=False).has(Link(url))
    assert not on(None, PLAIN)  # its address is words
    assert not on("Boats", "https://harbor.example/story/1234567")


def test_a_user_s_terms_add_to_ours(tmp_path: Path) -> None:
    own = tmp_path / "topics.toml"
    assert topics(own) == OURS_NOW  # there is none
    own.write_text('words = ["harbo*r patrol*"]\nnames = ["HPD"]\nother = ["ice boat*"]\nwordless = false\n')
    theirs = topics(own)
    assert theirs.version != OURS_NOW.version
    assert set(OURS_NOW.words) < set(theirs.words)
    assert theirs.has(Link(PLAIN, "HPD counts boats"))
    assert not theirs.has(Link(PLAIN, "hpd counts boats"))
    assert not theirs.has(Link(PLAIN, "ICE boats race"))
    assert not theirs.has(Link("https://harbor.example/1234567"))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"words = 'immigra*'", "is no list of terms"),
        (b"words = ['']", "is no list of terms"),
        (b"words = [' * ']", "is no list of terms"),
        (b"word = ['immigra*']", "unknown key word"),
        (b"wordless = 'no'", "is neither true nor false"),
        (b"words = [", "Invalid value"),
        (b"\xff", "can't decode"),
    ],
)
def test_a_file_that_is_none_of_terms_is_told_and_ours_hold(
    content: bytes, found: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own = tmp_path / "topics.toml"
    own.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert topics(own) == topics(own) == OURS_NOW
    assert found in caplog.text
    assert len(caplog.records) == 1  # not once a call
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        assert topics(tmp_path) == OURS_NOW  # a folder
    assert str(tmp_path) in caplog.text


def test_our_terms_are_each_said_once() -> None:
    terms = Counter(term.casefold() for term in (*OURS_NOW.words, *OURS_NOW.names, *OURS_NOW.other))
    assert [term for term, count in terms.items() if count > 1] == []
    assert OURS.is_file()


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_an_entry_says_it_is_judged(title: str, path: str) -> None:
    link = Link(f"https://harbor.example/{path}", title, summary=path, sections=(title,))
    assert OURS_NOW.has(link) in (True, False)
    assert OURS_NOW.has(Link(link.url, f"{title} \n immigration"))


def test_reports_that_count_are_on_the_subject_by_their_titles(corpus: Path) -> None:
    """Of the labelled texts that make claims, by title and address alone: a list often says more."""
    folder = corpus / "claims" / "labelled"
    labels = map(json.loads, (folder / "claims.jsonl").read_text("utf-8").splitlines())
    claiming = {label["doc_id"] for label in labels if label["label"] == "claim"}
    docs = [json.loads(line) for line in (folder / "docs.jsonl").read_text("utf-8").splitlines()]
    missed = [
        one for one in docs
        if one["doc_id"] in claiming and not on(one["title"], one.get("url") or PLAIN)
    ]  # fmt: skip
    assert len(missed) <= 4
    assert [one["doc_id"] for one in missed if one["genre"] == "news"] == []
