"""Which part of CBP a number counts, and what a sentence takes up from the one before it."""

from __future__ import annotations

from datetime import date

import pytest

from collectors.claims.components import components
from collectors.claims.narrowed import narrowed
from collectors.claims.reading import Text, claims


def read(words: str) -> list[tuple[str, str | None, str | None]]:
    """Of each claim of a report its number, part of CBP, and place."""
    body = f"Figures of the border\n\n{words}"
    found = claims(Text("x", date(2025, 6, 17), "Harbor Post", body))
    beside = zip(found, components(body, found), narrowed(body, found), strict=True)
    return [(one.value_text, component, fewer.geography) for one, component, fewer in beside]


@pytest.mark.parametrize(
    ("sentence", "component"),
    [
        ("Border Patrol agents caught 8,725 migrants at the southern border in May.", "USBP"),
        ("Agents apprehended 8,725 migrants at the southern border in May.", "USBP"),
        ("CBP encountered 8,725 people between the ports of entry on the southern border in May.", "USBP"),
        ("CBP officers encountered 8,725 people at the ports of entry on the southern border in May.", "OFO"),
        ("At ports of entry, CBP encountered 8,725 people along the southwest border in May.", "OFO"),
        ("CBP encountered 8,725 people at and between ports of entry on the southern border in May.", None),
        ("Agents and officers encountered 8,725 people at the southern border in May.", None),
        ("CBP encountered 8,725 people at the southern border in May.", None),
        ("ICE agents arrested 8,725 people in May.", None),
    ],
)
def test_the_words_of_a_sentence_say_which_part_is_meant(sentence: str, component: str | None) -> None:
    assert [part for _, part, _ in read(sentence)] == [component]


@pytest.mark.parametrize(
    "sentence",
    [
        "CBP encountered 39,006 people at the southwest border in May, including 29,086 caught by the Border Patrol and"
        " 9,920 at ports of entry.",
        "In May CBP encountered 39,006 people at the southwest border; Border Patrol agents apprehended 29,086 people,"
        " and officers at the ports of entry encountered 9,920 people.",
    ],
)
def test_each_number_of_a_sentence_has_its_own_part(sentence: str) -> None:
    assert [part for _, part, _ in read(sentence)] == [None, "USBP", "OFO"]


def test_a_number_that_includes_people_at_ports_of_entry_is_not_border_patrols() -> None:
    first = "In January 61,465 people were apprehended at the southern border, according to data of CBP."
    second = "That number includes 29,116 apprehended along the border and 32,349 at ports of entry."
    assert [part for _, part, _ in read(f"{first} {second}")] == [None, "USBP", "OFO"]
    assert [part for _, part, _ in read(first)] == ["USBP"]


FIRST = "Border Patrol agents caught 8,725 migrants at the southern border in May."


@pytest.mark.parametrize(
    "second",
    [
        "That is a drop of 93% from May 2024, when 117,905 migrants were caught.",
        "Compared to last year, that represents a fall from 117,905 migrants caught in May 2024.",
        "Down from 117,905 migrants caught in May 2024.",
    ],
)
def test_a_sentence_that_takes_up_the_one_before_counts_the_same(second: str) -> None:
    *_, last = read(f"{FIRST} {second}")
    assert last == ("117,905", "USBP", "southwest border")


@pytest.mark.parametrize(
    "second",
    [
        "That compares with 170,723 migrants whom CBP encountered in May 2024 in all.",
        "In May 2024, 170,723 migrants were encountered.",
        "The senator spoke in Ohio. That was after 170,723 migrants were encountered in May 2024.",
    ],
)
def test_a_sentence_that_does_not_take_it_up_or_names_others_does_not(second: str) -> None:
    *_, (number, component, _) = read(f"{FIRST} {second}")
    assert (number, component) == ("170,723", None)


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Border Patrol agents in the Tucson Sector apprehended 16,199 people in May.", "Tucson sector"),
        ("Del Rio Border Patrol Sector agents apprehended 16,199 people in May.", "Del Rio sector"),
        ("Agents of the El Paso Border Patrol sector apprehended 16,199 people in May.", "El Paso sector"),
        ("Border Patrol apprehended 16,199 people in the Rio Grande Valley in May.", "Rio Grande Valley sector"),
        ("CBP encountered 16,199 people along the U.S.-Canada border in May.", "northern border"),
        ("CBP encountered 16,199 people at the nation's southern border in May.", "southwest border"),
        ("CBP encountered 16,199 people in May, after crossings of Mexico's southern border rose.", None),
        ("CBP encountered 16,199 people on the northern border and the southern border in May.", None),
        ("CBP encountered 16,199 people nationwide in May, most at the southern border.", None),
        ("ICE arrested 16,199 people in May, far from the southern border.", None),
        ("ICE counted 16,199 interior removals in May.", "US interior"),
    ],
)
def test_where_cbp_counts_is_a_sector_or_the_border_that_is_named(sentence: str, place: str | None) -> None:
    assert [where for _, _, where in read(sentence)] == [place]


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        ("Agents apprehended 134,000 migrants from El Salvador, Guatemala and Honduras in May.",
         "El Salvador, Guatemala and Honduras"),
        ("Agents apprehended 134,000 people from countries other than Mexico in May.", "countries other than Mexico"),
        ("Apprehensions of Venezuelans rose to 4,000 in May.", "Venezuelans"),
        ("Encounters with unaccompanied children fell to 4,000 in May.", "unaccompanied children"),
        ("CBP encountered 4,000 single adults in May.", "single adults"),
        ("ICE deported 4,000 people from the United States in May.", None),
        ("DHS removed or returned 4,000 people in May.", "removed or returned"),
        ("DHS removed, returned or expelled 4,000 people in May.", "repatriated"),
        ("Agents apprehended 4,000 people in May.", None),
    ],
)  # fmt: skip
def test_people_of_countries_and_of_one_kind_are_fewer_than_all(sentence: str, people: str | None) -> None:
    body = f"Figures of the border\n\n{sentence}"
    found = claims(Text("x", date(2025, 6, 17), "Harbor Post", body))
    assert [one.population for one in narrowed(body, found)] == [people]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("The Tucson Sector had a record year. Agents apprehended 16,199 people in May.", ["Tucson sector"]),
        ("The Tucson Sector had a record year. CBP encountered 16,199 people in May.", [None]),
        ("The southern border was calm. Border Patrol apprehended 16,199 people in May.", ["southwest border"]),
        ("Border Patrol apprehended 16,199 people in May. The southern border was calm.", ["southwest border"]),
        ("Crossings of the southern border fell. In all, Border Patrol made 16,199 arrests in May.", [None]),
        ("Crossings of the southern border fell. Nationwide, Border Patrol made 16,199 arrests in May.", [None]),
        ("Crossings of the southern border fell. ICE arrested 16,199 people in May.", [None]),
        ("Crossings of the southern border fell. In the Yuma sector agents apprehended 16,199 people in May.",
         ["Yuma sector"]),
    ],
)  # fmt: skip
def test_a_place_holds_until_another_is_named(words: str, places: list[str | None]) -> None:
    assert [where for _, _, where in read(words)] == places


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        ("Agents apprehended 12,500 families in May, compared with 4,577 in May 2024.", ["families", "families"]),
        ("Agents apprehended 12,500 “family units” in May, including 4,577 people from Cuba.", ["families", "Cuba"]),
        ("ICE arrested 40 Colombians in May, of 1,179 people in all.", ["Colombians", None]),
        ("Agents apprehended 12,500 Venezuelan families in May.", ["Venezuelan families"]),
        ("Agents apprehended 12,500 Unaccompanied Alien Children in May.", ["Unaccompanied Children"]),
    ],
)
def test_a_number_without_a_noun_counts_whom_the_one_before_it_does(sentence: str, people: list[str | None]) -> None:
    body = f"Figures of the border\n\n{sentence}"
    found = claims(Text("x", date(2025, 6, 17), "Harbor Post", body))
    assert [one.population for one in narrowed(body, found)] == people
