"""Which printed facilities are one place: each rule on invented places, its likes that must stay apart beside it."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.facilities.identity import Identity, Printed, Verdict, identify
from warehouse.facilities.words import address_of, name_of, zip_of


def place(
    name: str,
    editions: range,
    address: str = "1 PIER ROAD",
    zip_: str = "78374",
    city: str = "harbor",
    state: str = "tx",
    type_: str = "IGSA",
    apart: str = "",
) -> Printed:
    key = f"name={name},city={city},state={state}{apart}"
    return Printed(key, name, city, state, frozenset({(address, zip_)}), frozenset({type_}), frozenset(editions))


def joined(*printed: Printed, verdicts: tuple[Verdict, ...] = (), far: float = 5.0) -> bool:
    return len(identify(printed, verdicts, lambda one, other: 0.0 if one == other else far).places) == 1


EARLY, LATE, MUCH_LATER = range(10), range(10, 20), range(40, 50)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("harbor county det ctr", "harbor county detention center", id="abbreviations"),
        pytest.param("d. m. gray correctional center", "d m gray corr. ctr", id="points"),
        pytest.param("pier county jail", "pier county jail (texas)", id="state in brackets"),
        pytest.param("pier county jail, tx", "pier county jail", id="state at the end"),
        pytest.param("pier county jail (piercotx)", "pier county jail", id="code in brackets"),
        pytest.param("saint anne county jail", "st. anne county jail", id="saint"),
        pytest.param("harbor service processing center", "harbor spc", id="an abbreviation of three words"),
        pytest.param("pier county jail harbor", "pier county jail", id="city at the end"),
        pytest.param("pier ice procesing center", "pier ice processsing center", id="a common word misspelt"),
    ],
)
@pytest.mark.parametrize("address", ["1 PIER ROAD", "99 OTHER STREET"])
def test_the_same_name_in_the_same_city_wherever_it_moved(one: str, other: str, address: str) -> None:
    assert joined(place(one, EARLY), place(other, MUCH_LATER, address))
    assert not joined(place(one, EARLY), place(other, MUCH_LATER, address, state="ok"))
    assert not joined(place(one, EARLY), place(other, range(9, 20), address))  # side by side in one edition


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("pier county jail", "pier county justice center", id="another word for a jail"),
        pytest.param("pier valley correctional", "pier valley processing center", id="another use"),
        pytest.param("dunmore county detention facility", "dunmore/harbor, tx", id="a place for a name"),
        pytest.param("cunningham detention center", "cuningham ice processing ctr", id="its own name misspelt"),
        pytest.param("harbor us pen", "fci harbor", id="the city's name alone"),
    ],
)
def test_a_name_in_common_at_the_same_address(one: str, other: str) -> None:
    assert joined(place(one, EARLY, "12 West Bay Hwy."), place(other, MUCH_LATER, "12 bay highway w"))
    assert not joined(place(one, EARLY, "12 Bay Hwy"), place(other, MUCH_LATER, "14 Bay Hwy"))
    assert not joined(place(one, EARLY, "P.O. BOX 12"), place(other, MUCH_LATER, "P.O. Box 12"))


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("pier county hold room", "IGSA"),
        ("pier county juvenile", "IGSA"),
        ("pier county jail - staging", "IGSA"),
        ("pier county womens jail", "IGSA"),
        ("pier county jail ii", "IGSA"),
        ("pier county jail (hold room)", "IGSA"),
        ("pier county jail north", "IGSA"),
        ("trusted adult pier fsc", "IGSA"),
        ("pier county medical center", "IGSA"),
        ("pier county lockup", "HOLD"),  # its name says nothing, its type does
        ("pier county home", "ORR"),
    ],
)
@pytest.mark.parametrize("editions", [LATE, MUCH_LATER])
def test_a_part_of_another_kind_is_another_place(name: str, type_: str, editions: range) -> None:
    assert not joined(place("pier county jail", EARLY), place(name, editions, type_=type_))


def test_annex_and_main_stay_two_and_an_annex_may_be_a_new_name_for_all() -> None:
    assert not joined(place("pier annex", EARLY), place("pier main", LATE))
    assert not joined(place("pier ipc", EARLY), place("pier ipc annex", MUCH_LATER))
    assert joined(place("pier view", EARLY), place("pier view annex", LATE))
    assert joined(place("annex - pier ipc", EARLY), place("pier annex ipc", MUCH_LATER))


def test_another_name_takes_over_where_each_edition_has_one_of_the_two() -> None:
    old, new = "lasher processing center", "central bay ice processing center (cbipc)"
    assert joined(place(old, EARLY), place(new, LATE))
    house = frozenset({("1 PIER ROAD", "78374")})
    two = Printed("name=a", old, "harbor", "tx", house, frozenset({"IGSA"}), frozenset({0, 1, 2, 6, 7}))
    assert joined(two, place(new, range(3, 6)))  # a name that comes back
    assert not joined(place(old, EARLY), place(new, MUCH_LATER))
    assert not joined(place(old, EARLY), place(new, LATE, "2 PIER ROAD"))


def test_a_hotel_under_another_name_is_told_and_left_apart() -> None:
    hotel, casa = place("bay inn & suites harbor", EARLY), place("bay inn - casa del mar", LATE)
    assert not joined(hotel, casa)
    (told,) = identify([hotel, casa]).undecided
    assert told.why == "a hotel under two names at one address"


@pytest.mark.parametrize("short", [24, 25, 50])
def test_names_that_a_narrow_column_cut(short: int) -> None:
    name = "northern harbor lake correctional facility and detention center"
    assert joined(place(name, EARLY), place(name[:short], LATE, "P.O. BOX 1"))
    assert not joined(place(name, EARLY), place(name[:12], LATE, "P.O. BOX 1"))
    whole = "harbor bay county prison".ljust(short, "x")  # as long as a cut one, and not cut
    assert not joined(place(whole, EARLY), place(f"{whole} hold room", LATE, "P.O. BOX 1"))


def test_a_state_or_a_city_that_was_lost() -> None:
    name = "bay regional detention facility"
    assert joined(place(name, EARLY), place(name, LATE, state=""))
    assert not joined(place(name, EARLY), place(name, LATE, "7 HILL ST", "10001", state=""))
    assert joined(place(name, EARLY, city="harbor bay"), place(name, LATE, city="harbour bay"))


def test_a_move_nearby_is_one_place_only_from_one_edition_to_the_next() -> None:
    name, there = "pier county correctional facility", {"address": "8 HILL ST", "zip_": "78380", "city": "hill"}
    assert joined(place(name, EARLY), place(name, LATE, **there))
    assert not joined(place(name, EARLY), place(name, LATE, **there), far=40.0)
    assert not joined(place(name, EARLY), place(name, MUCH_LATER, **there))
    assert joined(place("pier county jail", EARLY), place("pier county detention center", LATE, "8 HILL ST"))
    assert not joined(place("pier county jail", EARLY), place("pier county detention center", MUCH_LATER, "8 HILL ST"))
    assert not joined(place("pier jail", EARLY), place("pier prison", LATE, "8 HILL ST"))  # no county has just one


def test_what_is_printed_twice_in_one_edition() -> None:
    first = place("pier county jail", EARLY)
    again = place("pier county jail", range(3, 4), apart=",address=1 pier road,entry=2")
    box = place("pier county jail", range(3, 4), "BOX 605", apart=",address=box 605")
    assert joined(first, again)
    assert joined(first, place("pier county jail", range(3, 4), "1 PIER RD.", apart=",address=1 pier rd."))
    assert not joined(first, box)


def test_side_by_side_with_any_name_of_a_place_keeps_apart() -> None:
    old, new = place("pier isabel", EARLY), place("pier isabel spc", LATE)
    beside = place("pier isabel east house", range(4, 6))
    found = identify([old, new, beside])
    assert {*found.places} == {(old.key, new.key), (beside.key,)}


def test_what_a_person_decided_goes_before_every_rule() -> None:
    jail, prison = place("pier county jail", range(12)), place("pier county prison", LATE)
    assert not joined(jail, prison)
    (told,) = identify([jail, prison]).undecided
    assert told.why.startswith("a name in common at the same address, but 2 of 20 editions print both")
    same, apart = Verdict(jail.key, prison.key, same=True), Verdict(prison.key, jail.key, same=False)
    assert joined(jail, prison, verdicts=(same,))
    assert not identify([jail, prison], [apart]).undecided
    later = place("pier county prison", LATE)
    assert not joined(place("pier county jail", EARLY), later, verdicts=(apart,))
    assert joined(jail, prison, verdicts=(same, Verdict("name=gone", "name=lost", same=True)))


NAMES = ("pier county jail", "pier county det ctr", "pier annex", "bay inn", "lasher center", "pier county hold room")


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 8), st.integers(1, 6), st.booleans()), max_size=7))
def test_the_order_of_what_is_known_changes_nothing(rows: list[tuple[str, int, int, bool]]) -> None:
    printed = [
        place(name, range(start, start + length), "1 PIER ROAD" if here else "2 HILL ST", apart=f",entry={k}")
        for k, (name, start, length, here) in enumerate(rows)
    ]
    found = identify(printed)
    orders = [printed[::-1], sorted(printed, key=lambda one: sorted(one.editions))]
    orders += [[*order] for order in permutations(printed[:3])] if len(printed) == 3 else []
    assert all(identify(order) == found for order in orders)
    _holds(found, printed)


def _holds(found: Identity, printed: list[Printed]) -> None:
    """Every key is of one place, and no two of a place are side by side, save exact repeats."""
    by_key = {one.key: one for one in printed}
    assert sorted(key for keys in found.places for key in keys) == sorted(by_key)
    for keys in found.places:
        for a, b in product(keys, keys):
            x, y = by_key[a], by_key[b]
            assert a == b or not x.editions & y.editions or (x.name, x.addresses) == (y.name, y.addresses)


def test_words_of_addresses_and_zips() -> None:
    assert address_of("3130 N. OAKLAND ST.") == address_of("3130 Oakland Street")
    assert address_of("4909 FM (FARM TO MARKET) 2826") == address_of("4909 fm 2826")
    assert address_of("11866 HASTINGS BRIDGE ROAD P.O. BOX 429") == address_of("11866 Hastings Bridge Rd")
    assert address_of("209 COUNTY ROAD 49") != address_of("209 COUNTY ROAD 50")
    assert address_of("UNAVAILABLE") is None
    assert (zip_of("5403"), zip_of("965"), zip_of("78041-1234"), zip_of("N/A")) == ("05403", "00965", "78041", "")
    assert name_of("CLARK COUNTY JAIL (IN)", "JEFFERSONVILLE", "in").whole == ("clark", "county", "jail")
