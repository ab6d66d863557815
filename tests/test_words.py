"""Code words that publishers share."""

from __future__ import annotations

import pycountry
import pytest

from collectors.tables.words import STATES, closed, code, value


@pytest.mark.parametrize(
    ("dimension", "label", "said"),
    [
        ("agency", "U.S. Border Patrol", "USBP"),
        ("agency", " office of  field operations", "OFO"),
        ("demographic", "UC / Single Minors", "unaccompanied_children"),
        ("demographic", "FMUA", "family_unit"),
        ("citizenship", "MYANMAR (BURMA)", "MMR"),
        ("citizenship", "China, People’s Republic", "CHN"),
        ("citizenship", "Mexico", "MEX"),
        ("citizenship", "Venezuela, Bolivarian Republic of", "VEN"),
        ("citizenship", "Colombia1", "COL"),
        ("citizenship", "OTHER", "other"),
        ("sex", "Females", "female"),
        ("criminality", "Non-Criminal", "non_criminal"),
    ],
)
def test_a_label_has_one_code_for_all_who_print_it(dimension: str, label: str, said: str) -> None:
    assert code(dimension, label) == value(dimension, label) == said
    assert label in closed(dimension)[dimension]


@pytest.mark.parametrize(
    ("dimension", "label"), [("citizenship", "Atlantis"), ("agency", "Harbor"), ("pier", "Mexico")]
)
def test_what_is_on_no_list_keeps_the_words_of_the_publisher(dimension: str, label: str) -> None:
    assert code(dimension, label) is None
    assert value(dimension, label) == label.lower()
    assert label not in closed(dimension)[dimension]


def test_states_have_their_postal_codes() -> None:
    official = {one.name.lower(): one.code[3:].lower() for one in pycountry.subdivisions.get(country_code="US")}
    assert {name: code for name, code in STATES.items() if official.get(name, code) != code} == {}
    assert set(STATES.values()) >= {code for name, code in official.items() if len(code) == 2} - {"um"}
