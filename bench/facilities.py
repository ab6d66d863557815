"""Facilities of a warehouse against pairs that others know to be one place, or two; and against names made up.

    python -m bench.facilities [WAREHOUSE.duckdb]

The warehouse is that of ONRECORD_HOME where none is named. Prints, of the golden pairs: right, wrong,
undecided, by how sure a pair is; the same with the bounds of the rules chosen on half of the facilities and measured on
the others; and what becomes of facilities of which the later half of their editions prints another name: one changed as
ICE's lists change names, or that of something else. Exit status 1 where two places that are surely two are one, or
where fewer than nine in ten of the pairs that are surely one are joined.
"""

from __future__ import annotations

import csv
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import product
from pathlib import Path

from collectors.agencies.ice_detention_statistics.tables import without_marks
from collectors.tables.labels import plain
from warehouse.connection import read_only
from warehouse.facilities import derive, identity
from warehouse.facilities.identity import Identity, Miles, Printed, Verdict, identify
from warehouse.home import home

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("ONRECORD_CORPUS", ROOT.parent / "shared" / "corpus"))
PAIRS = CORPUS.parent / "golden" / "facility_pairs.tsv"
#: bounds of the rules that are tried on the half: what stands in the module first
BOUNDS = {"ALIKE": (0.84, 0.7, 0.95), "RESPELT": (0.94, 0.85, 0.98), "NEXT": (2, 1, 4, 10), "IN_TURN": (0.9, 0.5, 1.0)}
AT_LEAST = 0.9

Pair = Mapping[str, str]


def main(arguments: Sequence[str]) -> int:
    path = Path(arguments[0]) if arguments else home().warehouse
    with read_only(path) as connection:
        printed = derive.printed(connection)
        decided, miles = derive.verdicts(connection), derive.known_miles(connection)
    begin = time.perf_counter()
    found = identify(printed, decided, miles)
    seconds = time.perf_counter() - begin
    counts = f"{len(printed):,} keys, {len(found.places):,} facilities, {len(found.undecided)} pairs undecided"
    print(f"{counts}, {seconds:.2f} s")
    pairs = _pairs()
    judged = _judged(pairs, found)
    for (verdict, sure), counts in sorted(judged.items()):
        print(f"  {verdict:8} {sure:8} " + ", ".join(f"{n} {word}" for word, n in sorted(counts.items())))
    _halves(pairs, printed, miles)
    _made_up(printed, miles)
    if not pairs:
        print(f"the pairs are not beside this checkout ({PAIRS})")
        return 0
    one, two = judged["same", "sure"], judged["not same", "sure"]
    return int(one["right"] < AT_LEAST * one.total() or two["wrong"] > 0)


# ── Pairs that others know ───────────────────────────────────────────────────────────────────────────────────────────
def _pairs() -> list[Pair]:
    if not PAIRS.exists():
        return []
    with PAIRS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def _judged(pairs: Iterable[Pair], found: Identity) -> dict[tuple[str, str], Counter[str]]:
    """verdict and how sure it is ▶ how many pairs are right, wrong and undecided: one place that was left apart, and is
    on the list for a person."""
    place = {key: number for number, keys in enumerate(found.places) for key in keys}
    open_ = {frozenset((place[one.key], place[one.other_key])) for one in found.undecided}
    by_name: dict[str, set[int]] = {}
    for key, number in place.items():
        by_name.setdefault(re.sub(r",(address|entry)=.*", "", key), set()).add(number)
    judged: dict[tuple[str, str], Counter[str]] = {}
    for pair in pairs:
        ones, others = (by_name[_key(pair, side)] for side in "ab")
        same = bool(ones & others)
        left_open = any(frozenset(two) in open_ for two in product(ones, others))
        word = "right" if same == (pair["verdict"] == "same") else "undecided" if left_open and not same else "wrong"
        judged.setdefault((pair["verdict"], pair["confidence"]), Counter())[word] += 1
    return judged


def _key(pair: Pair, side: str) -> str:
    name, city, state = (plain(pair[f"{word}_{side}"]) for word in ("name", "city", "state"))
    return f"name={without_marks(name)},city={city},state={state}"


def _halves(pairs: Collection[Pair], printed: Sequence[Printed], miles: Miles) -> None:
    """The bounds chosen on the facilities of one half, by their ids, and what they give on those of the other."""
    halves = [[pair for pair in pairs if sha256(pair["id_a"].encode()).digest()[0] % 2 == k] for k in (0, 1)]
    for fit, held in (halves, halves[::-1]):
        best: tuple[int, dict[str, float]] | None = None
        for values in product(*BOUNDS.values()) if fit else ():
            bounds = dict(zip(BOUNDS, values, strict=True))
            score = _score(_judged(fit, _with(bounds, printed, miles)))
            if best is None or score > best[0]:
                best = score, bounds
        if best is not None:
            there = _judged(held, _with(best[1], printed, miles))
            print(f"  chosen on {len(fit)} pairs: {best[1]}; of the other {len(held)}: {_words(there)}")


def _with(
    bounds: Mapping[str, float], printed: Sequence[Printed], miles: Miles, decided: Collection[Verdict] = ()
) -> Identity:
    """By the rules alone, with other bounds."""
    before = {name: getattr(identity, name) for name in bounds}
    try:
        for name, value in bounds.items():
            setattr(identity, name, value)
        return identify(printed, decided, miles)
    finally:
        for name, value in before.items():
            setattr(identity, name, value)


def _score(judged: Mapping[tuple[str, str], Counter[str]]) -> int:
    """Two places made one count ten times a pair that is not joined."""
    return sum(c["right"] if verdict == "same" else -10 * c["wrong"] for (verdict, _), c in judged.items())


def _words(judged: Mapping[tuple[str, str], Counter[str]]) -> str:
    sure = judged.get(("same", "sure"), Counter())
    merged = sum(counts["wrong"] for (verdict, _), counts in judged.items() if verdict == "not same")
    return f"{sure['right']} of {sure.total()} sure ones joined, {merged} false"


# ── Names made up ────────────────────────────────────────────────────────────────────────────────────────────────────
SHORT = {"county": "co", "detention": "det", "center": "ctr", "correctional": "corr", "facility": "fac"}


def _shortened(name: str) -> str:
    return " ".join(SHORT.get(word, word) for word in name.split())


def _misspelt(name: str) -> str:
    """A letter lost in its longest word."""
    word = max(name.split(), key=len)
    return name.replace(word, word[: len(word) // 2] + word[len(word) // 2 + 1 :], 1)


SAME: Mapping[str, Callable[[Printed], Printed]] = {
    "abbreviated": lambda one: replace(one, name=_shortened(one.name)),
    "cut after 25 letters": lambda one: replace(one, name=one.name[:25].strip()),
    "a letter lost": lambda one: replace(one, name=_misspelt(one.name)),
    "state in brackets": lambda one: replace(one, name=f"{one.name} ({one.state})"),
    "state lost": lambda one: replace(one, state=""),
    "city misspelt": lambda one: replace(one, city=_misspelt(one.city)),
    "another word for it": lambda one: replace(
        one, name=re.sub(r"(jail|detention center|facility)$", "justice center", one.name)
    ),
    "its new owner's name": lambda one: replace(one, name="new horizon processing center"),
}
OTHER: Mapping[str, Callable[[Printed], Printed]] = {
    "its hold room": lambda one: replace(one, name=f"{one.name} hold room"),
    "its juvenile wing": lambda one: replace(
        one, name=re.sub(r"(jail|center|facility)$", "juvenile", one.name) + " juvenile"
    ),
    "another in its city": lambda one: replace(
        one, name="new horizon house", addresses=frozenset({("7 NEW ST", "99998")})
    ),
    "its name in another state": lambda one: replace(one, state="zz", addresses=frozenset({("7 NEW ST", "99998")})),
}


def _made_up(printed: Sequence[Printed], miles: Miles) -> None:
    """Facilities of forty editions and more, of which the later half prints something else."""
    long = [one for one in printed if len(one.editions) >= 40 and one.state and ",address=" not in one.key]
    for word, changes in (("found again", SAME), ("kept apart", OTHER)):
        for kind, change in changes.items():
            changed = [(one, change(one)) for one in long]
            changed = [
                (one, other)
                for one, other in changed
                if (one.name, one.city, one.state) != (other.name, other.city, other.state)
            ]
            right = _right(printed, changed, miles, same=changes is SAME)
            print(f"  {kind:26} {right} of {len(changed)} {word}")


def _right(printed: Sequence[Printed], changed: Sequence[tuple[Printed, Printed]], miles: Miles, *, same: bool) -> int:
    halved = {}
    later = []
    for one, other in changed:
        order = sorted(one.editions)
        halved[one.key] = replace(one, editions=frozenset(order[: len(order) // 2]))
        later.append(replace(other, key=f"{one.key},changed", editions=frozenset(order[len(order) // 2 :])))
    found = identify([*(halved.get(one.key, one) for one in printed), *later], (), miles)
    place = {key: number for number, keys in enumerate(found.places) for key in keys}
    return sum((place[one.key] == place[f"{one.key},changed"]) is same for one, _ in changed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
