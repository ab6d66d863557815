"""Which printed facilities are one place: a pure function over all that was printed, whatever the order it came in.

A facility is known by its keys (name, city and state as its series have them). Two keys are joined where a rule of
docs/facilities.md says so, the surest rules first, and never where an edition prints both side by side: not the two,
nor any two of those that were joined with them before. What no rule decides stays apart and is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from warehouse.facilities.words import MAY_CHANGE, TYPES, Name, address_of, city_of, name_of, zip_of

Miles = Callable[[str, str], float | None]

ALIKE = 0.84  # of two words that are one, misspelt: the part that they have in common
RESPELT = 0.94  # the same of whole names, where the address differs
NEARBY = 25.0  # miles that a place moves at most and keeps its name
NEXT = 2  # editions in which the one name gives way to the other: the next, or the one after it
IN_TURN = 0.9  # part of the editions, from the first of two names to the last, that print one of them
BESIDE = 0.1  # part of the editions that print two names side by side by a slip, at most; a person decides then


@dataclass(frozen=True, slots=True)
class Printed:
    """A key, with all that editions print under it. `editions` are their places in the order of the days of their
    data; `addresses` are (street address, zip) as printed."""

    key: str
    name: str
    city: str
    state: str
    addresses: frozenset[tuple[str, str]]
    types: frozenset[str]
    editions: frozenset[int]


@dataclass(frozen=True, slots=True)
class Join:
    """Two keys that are one place, and the rule that says so."""

    key: str
    other_key: str
    rule: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """Two keys that may be one place and were left apart, and why."""

    key: str
    other_key: str
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person has decided of two keys (seeds/facility_identity.csv)."""

    key: str
    other_key: str
    same: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """`places` are the groups of keys, each in the order of its first edition; the groups by their first key."""

    places: tuple[tuple[str, ...], ...]
    joins: tuple[Join, ...]
    undecided: tuple[Undecided, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """A key as it is compared."""

    of: Printed
    name: Name
    city: str
    houses: frozenset[tuple[tuple[str, ...], str]]  # address and zip
    zips: frozenset[str]
    kinds: frozenset[str]  # by its name and types

    @property
    def streets(self) -> frozenset[tuple[str, ...]]:
        return frozenset(street for street, _ in self.houses)


def identify(printed: Iterable[Printed], verdicts: Collection[Verdict] = (), miles: Miles | None = None) -> Identity:
    """The places that some keys are. `miles` tells how far two zips are from one another; None: nobody knows."""
    known = {one.key: _known(one) for one in sorted(printed, key=lambda one: one.key)}
    groups = _Groups(known, verdicts)
    pairs = _candidates(known)
    judged = [(a, b, rules) for a, b in pairs if (rules := _rules(known[a], known[b], miles))]
    joins = [*_by_verdict(groups, verdicts)]
    for rule in _ORDER:
        nearest_first = sorted((_apart(known[a], known[b]), a, b) for a, b, rules in judged if rule in rules)
        for _, a, b in nearest_first:
            if not groups.same(a, b) and not groups.refusal(a, b):
                groups.join(a, b)
                joins.append(Join(a, b, rule))
    return Identity(groups.places(), tuple(joins), tuple(_undecided(known, groups, pairs, judged)))


def _undecided(
    known: Mapping[str, _Known],
    groups: _Groups,
    pairs: Iterable[tuple[str, str]],
    judged: Iterable[tuple[str, str, frozenset[str]]],
) -> Iterator[Undecided]:
    """The pairs of places that somebody should look at, each once."""
    told: set[frozenset[int]] = set()
    alike = [(a, b, rule) for a, b, rules in judged for rule in _BY_NAME if rule in rules]
    doubted = ((a, b, _doubt(known[a], known[b])) for a, b in pairs)
    for a, b, why in (*alike, *doubted):
        places = frozenset((groups.number(a), groups.number(b)))
        if why is None or len(places) == 1 or places in told or groups.decided(a, b):
            continue
        beside, all_ = groups.side_by_side(a, b)
        if beside == 0 or (
            why in _BY_NAME and beside <= BESIDE * all_
        ):  # else they are two places, whatever they are called
            told.add(places)
            yield Undecided(a, b, f"{why}, but {beside} of {all_} editions print both" if beside else why)


# ── The rules, the surest first ──────────────────────────────────────────────────────────────────────────────────────
REPEATED = "the same name, city and address"
SAME_NAME = "the same name and city"
SAME_NAME_AND_ADDRESS = "the same name and address"
CUT_OFF = "a name cut off, in the same city"
NAMED_ALIKE = "a name in common at the same address"
TAKEN_OVER = "another name at the same address, the one in each edition that has not the other"
MOVED = "the same name nearby, from one edition to the next"
RESTYLED = "another word for the same jail in the same city, from one edition to the next"
_BY_NAME = (REPEATED, SAME_NAME, SAME_NAME_AND_ADDRESS, CUT_OFF, NAMED_ALIKE)
_ORDER = (*_BY_NAME, TAKEN_OVER, MOVED, RESTYLED)


def _rules(a: _Known, b: _Known, miles: Miles | None) -> frozenset[str]:
    """The rules by which two keys are one place."""
    if not _states_agree(a, b):
        return frozenset()
    if len(a.of.editions & b.of.editions) > BESIDE * len(a.of.editions | b.of.editions) and not _repeated(a, b):
        return frozenset()  # side by side too often to be looked at
    house, city = _same_house(a, b), a.city == b.city
    names = a.name.whole == b.name.whole
    if house and len(a.name.plain) > 1:  # what stands in brackets may be left out
        names |= a.name.plain == b.name.plain and a.kinds == b.kinds
    found = {
        REPEATED: _repeated(a, b),
        SAME_NAME: names and city and (_same_state(a, b) or bool(a.zips & b.zips)),
        SAME_NAME_AND_ADDRESS: names and house,
        CUT_OFF: city and _same_state(a, b) and a.kinds == b.kinds and _cut_off(a.of.name, b.of.name),
    }
    if house and _like_kinds(a, b) and not _hotels(a, b):
        found |= {NAMED_ALIKE: _in_common(a, b), TAKEN_OVER: _in_turn(a, b)}
    if _same_state(a, b) and a.kinds == b.kinds and _one_after_the_other(a, b):
        found[MOVED] = a.name.whole == b.name.whole and _near(a, b, miles)
        found[RESTYLED] = city and _restyled(a.name, b.name)
    return frozenset(rule for rule, holds in found.items() if holds)


def _repeated(a: _Known, b: _Known) -> bool:
    """Printed in one edition twice: the very same row, or one that differs in how its address is shortened."""
    named = (a.of.name, a.of.city, a.of.state) == (b.of.name, b.of.city, b.of.state)
    return named and _same_house(a, b)


def _states_agree(a: _Known, b: _Known) -> bool:
    return not a.of.state or not b.of.state or a.of.state == b.of.state


def _same_state(a: _Known, b: _Known) -> bool:
    return bool(a.of.state) and a.of.state == b.of.state


def _same_house(a: _Known, b: _Known) -> bool:
    """One address: in one zip, or in one city where the zip was corrected."""
    if a.houses & b.houses:
        return True
    return a.city == b.city and _same_state(a, b) and bool(a.streets & b.streets)


def _like_kinds(a: _Known, b: _Known) -> bool:
    """No juvenile wing beside a jail; a house for families may become one for adults when it is handed over."""
    differ = a.kinds ^ b.kinds
    return not differ or (differ <= MAY_CHANGE and _one_after_the_other(a, b))


def _hotels(a: _Known, b: _Known) -> bool:
    """A hotel holds people for some weeks: another name at its address is the same house and another use of it."""
    return "hotel" in a.kinds | b.kinds


def _in_common(a: _Known, b: _Known) -> bool:
    """A word that says which house it is, however it is spelt; that of the city too, for the address is the same."""
    if a.name.own & b.name.own:
        return True
    return any(_alike(one, other) for one in a.name.own for other in b.name.own)


def _alike(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 5 and SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def _cut_off(one: str, other: str) -> bool:
    """Names end after 25 or 50 characters in some editions: `alexandria staging facili`."""
    short, long = sorted((one.rstrip(), other.rstrip()), key=len)
    return len(short) in (24, 25, 49, 50) and len(long) > len(short) and long.startswith(short)


def _restyled(one: Name, other: Name) -> bool:
    """`Oldham County Jail`, `Oldham County Detention Center`: a county has one, whatever it calls it."""
    if "county" not in one.plain or "county" not in other.plain:
        return False
    return one.own == other.own or SequenceMatcher(None, " ".join(one.whole), " ".join(other.whole)).ratio() >= RESPELT


def _near(a: _Known, b: _Known, miles: Miles | None) -> bool:
    if miles is None:
        return False
    found = [far for one in a.zips for other in b.zips if (far := miles(one, other)) is not None]
    return bool(found) and min(found) <= NEARBY


def _in_turn(a: _Known, b: _Known) -> bool:
    """Nearly each edition, from the first that has either to the last, has one of them (IN_TURN)."""
    both = a.of.editions | b.of.editions
    return len(both) >= IN_TURN * (max(both) - min(both) + 1)


def _one_after_the_other(a: _Known, b: _Known) -> bool:
    """The last edition of the one comes right before the first of the other (NEXT)."""
    first, second = sorted((a.of.editions, b.of.editions), key=min)
    return 0 < min(second) - max(first) <= NEXT


def _apart(a: _Known, b: _Known) -> int:
    """How many editions lie between two keys: what is nearest is joined first."""
    first, second = sorted((a.of.editions, b.of.editions), key=min)
    return max(0, min(second) - max(first))


def _doubt(a: _Known, b: _Known) -> str | None:
    """Why a person should look at two keys that no rule joins; None where nothing speaks for one place."""
    if not _states_agree(a, b) or a.of.editions & b.of.editions:
        return None
    if _same_house(a, b):
        if _hotels(a, b):
            return "a hotel under two names at one address"
        if not _like_kinds(a, b):
            return f"one address, but one is called {' and '.join(sorted(a.kinds ^ b.kinds))}"
        return "one address under two names, not one after the other"
    own = a.name.own - {*a.city.split()}
    named = own and own == b.name.own - {*b.city.split()} and ("county" in a.name.plain) == ("county" in b.name.plain)
    if named and a.city == b.city and a.kinds == b.kinds:
        return "names that differ in common words alone, in one city at two addresses"
    if a.city == b.city and a.kinds == b.kinds and _restyled(a.name, b.name):
        return "names spelt alike, in one city at two addresses"
    return None


# ── Groups ───────────────────────────────────────────────────────────────────────────────────────────────────────────
class _Groups:
    """Keys that are one place so far."""

    def __init__(self, known: Mapping[str, _Known], verdicts: Collection[Verdict]) -> None:
        self._known = known
        self._group = {key: [key] for key in known}
        self._kept_apart = {frozenset((one.key, one.other_key)) for one in verdicts if not one.same}

    def same(self, a: str, b: str) -> bool:
        return self._group[a] is self._group[b]

    def has(self, a: str, b: str) -> bool:
        return a in self._known and b in self._known

    def number(self, a: str) -> int:
        """A number of the group of a key, the same for all its keys."""
        return id(self._group[a])

    def decided(self, a: str, b: str) -> bool:
        """Whether a person keeps the places of two keys apart."""
        return any(frozenset(pair) in self._kept_apart for pair in self._pairs(a, b))

    def refusal(self, a: str, b: str) -> bool:
        """Whether the places of two keys cannot be one: a person says so, or an edition prints both."""
        return self.decided(a, b) or self.side_by_side(a, b)[0] > 0

    def side_by_side(self, a: str, b: str) -> tuple[int, int]:
        """In how many editions the places of two keys are printed both, and how many print either. The very same row
        printed twice is no second place, nor what a person has joined."""
        pairs = ((self._known[one], self._known[other]) for one, other in self._pairs(a, b))
        beside = {at for x, y in pairs if not _repeated(x, y) for at in x.of.editions & y.of.editions}
        either = {at for key in (*self._group[a], *self._group[b]) for at in self._known[key].of.editions}
        return len(beside), len(either)

    def join(self, a: str, b: str) -> None:
        joined = self._group[a] + self._group[b]
        for key in joined:
            self._group[key] = joined

    def places(self) -> tuple[tuple[str, ...], ...]:
        def first(key: str) -> tuple[int, str]:
            return min(self._known[key].of.editions), key

        groups = {id(group): tuple(sorted(group, key=first)) for group in self._group.values()}
        return tuple(sorted(groups.values(), key=lambda keys: first(keys[0])))

    def _pairs(self, a: str, b: str) -> Iterator[tuple[str, str]]:
        return ((one, other) for one in self._group[a] for other in self._group[b])


def _by_verdict(groups: _Groups, verdicts: Collection[Verdict]) -> Iterator[Join]:
    """What a person has joined; keys that nothing prints any more are nobody's."""
    for one in sorted(verdicts, key=lambda one: (one.key, one.other_key)):
        if one.same and groups.has(one.key, one.other_key) and not groups.same(one.key, one.other_key):
            groups.join(one.key, one.other_key)
            yield Join(one.key, one.other_key, "decided by a person")


def _known(one: Printed) -> _Known:
    houses = ((address_of(street), zip_of(zip_)) for street, zip_ in one.addresses)
    name = name_of(one.name, one.city, one.state)
    typed = (
        frozenset(TYPES[type_] for type_ in one.types if type_ in TYPES) if one.types <= TYPES.keys() else frozenset()
    )
    return _Known(
        one,
        name,
        city_of(one.city),
        frozenset((street, zip_) for street, zip_ in houses if street),
        frozenset(zip_ for _, text in one.addresses if (zip_ := zip_of(text))),
        name.kinds | typed,
    )


def _candidates(known: Mapping[str, _Known]) -> list[tuple[str, str]]:
    """The pairs that any rule could join: an address, a city or a whole name in common."""
    blocks: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for key, one in known.items():
        for street, zip_ in one.houses:
            blocks["house", street, zip_].add(key)
        blocks["name", one.name.whole, one.of.state].add(key)
        blocks["city", one.city, one.of.state].add(key)
        blocks["anywhere", one.name.whole, one.city].add(key)
    pairs = {pair for keys in blocks.values() for pair in combinations(sorted(keys), 2)}
    return sorted(pairs)
