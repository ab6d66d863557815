"""Names and addresses of facilities as words that can be compared: abbreviations written out, marks taken away.

Nothing here knows a place: only how American agencies shorten and spell.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from collectors.tables.words import STATES


def _each(words: str) -> list[str]:
    return words.split()


#: an abbreviation, or another form of a word ▶ the word
WORDS = {
    "co": "county", "cnty": "county", "ctr": "center", "cntr": "center", "centre": "center", "det": "detention",
    "detent": "detention", "cor": "correctional", "corr": "correctional", "correction": "correctional",
    "corrections": "correctional", "fac": "facility", "facil": "facility", "facilities": "facility",
    "dept": "department", "inst": "institution", "fed": "federal", "proc": "processing", "process": "processing",
    "svc": "service", "svcs": "service", "services": "service", "juv": "juvenile", "reg": "regional",
    "regl": "regional", "fam": "family", "res": "residential", "pub": "public", "sfty": "safety", "cplx": "complex",
    "hosp": "hospital", "med": "medical", "st": "saint", "ste": "saint", "sainte": "saint", "ft": "fort",
    "mt": "mount", "intl": "international", "immig": "immigration", "pen": "penitentiary", "sheriffs": "sheriff",
    "womens": "women", "mens": "men", "childrens": "children", "child": "children", "expr": "express",
    "exp": "express", "prisons": "prison", "jails": "jail", "holdroom": "hold", "holdrooms": "hold",
    "holding": "hold", "room": "hold", "usp": "us penitentiary", "spc": "service processing center",
    "ipc": "ice processing center", "cdf": "contract detention facility", "df": "detention facility",
    "cf": "correctional facility", "fci": "federal correctional institution", "fdc": "federal detention center",
    "mdc": "metropolitan detention center",
}  # fmt: skip
#: words that say what kind of house it is, and nothing of which one
GENERIC = frozenset(
    _each("""
    county parish city state federal us ice immigration customs ero jail prison penitentiary detention detainee center
    correctional facility processing process service department sheriff office institution regional justice public
    safety complex house adult contract residential secure municipal police metropolitan the of and at for in a sub
    suboffice district field
""")
)
_LONG = sorted(word for word in GENERIC if len(word) >= 8)
#: a word ▶ what sets a house, or a part of one, apart from another at the same address
KINDS = {
    **dict.fromkeys(_each("hold hub"), "hold room"),
    **dict.fromkeys(_each("juvenile youth children minors boys girls uac"), "juvenile"),
    **dict.fromkeys(_each("family fsc frc"), "family"),
    **dict.fromkeys(_each("staging"), "staging"),
    **dict.fromkeys(_each("women female"), "women"),
    **dict.fromkeys(_each("men male"), "men"),
    **dict.fromkeys(_each("shelter foster tfc ltfc group"), "shelter"),
    **dict.fromkeys(_each("hospital medical clinic psychiatric health hlth"), "hospital"),
    **dict.fromkeys(_each("inn inns hotel htl motel suites stes suite marriott hilton wyndham quinta"), "hotel"),
    **dict.fromkeys(_each("court courthouse"), "court"),
    **dict.fromkeys(_each("trusted tap"), "trusted adult"),
    **dict.fromkeys(_each("airport transport trnspt poe"), "transport"),
    **{word: word for word in _each("annex main dorm tower i ii iii iv v")},
}  # fmt: skip
#: a type, as ICE prints it, that says the same; the others are contracts, which change
TYPES = {
    "HOLD": "hold room",
    "JUVENILE": "juvenile",
    "HOSPITAL": "hospital",
    "ORR": "shelter",
    "TAP-ICE": "trusted adult",
}
#: kinds that a house may take on or lay down under a new name
MAY_CHANGE = frozenset({"family", "annex"})

_NAMES = {code: name for name, code in STATES.items()}

_STREET = {
    "hwy": "highway", "rd": "road", "str": "street", "st": "street", "ave": "avenue", "av": "avenue",
    "blvd": "boulevard", "dr": "drive", "ln": "lane", "pkwy": "parkway", "ct": "court", "cir": "circle",
    "pl": "place", "co": "county", "cr": "county road", "sr": "state road", "n": "north", "s": "south", "e": "east",
    "w": "west", "ne": "northeast", "nw": "northwest", "se": "southeast", "sw": "southwest", "trl": "trail",
}  # fmt: skip
_STREETS = frozenset(_each("road street avenue boulevard drive lane parkway court circle place trail"))
_DIRECTIONS = frozenset(_each("north south east west northeast northwest southeast southwest"))


@dataclass(frozen=True, slots=True)
class Name:
    """A name as words. `whole` has them all, without the state or city at its end, `plain` those outside brackets;
    `own` are those that say which house it is, the city's among them, and `kinds` what sets it apart (KINDS)."""

    whole: tuple[str, ...]
    plain: tuple[str, ...]
    own: frozenset[str]
    kinds: frozenset[str]


@lru_cache(maxsize=1 << 14)
def name_of(text: str, city: str, state: str) -> Name:
    """The name of a facility in a city and state. Its state at the end or in brackets, and a code in brackets that ends
    with the state, are taken away: they say nothing more."""
    printed = _ascii(text)
    outside = re.sub(r"\([^()]*\)?", " ", printed)
    inside = [_words(part) for part in re.findall(r"\(([^()]*)\)?", printed)]
    words = _words(outside)
    plain = _without_place(words, city, state)
    aside = tuple(word for part in inside if not _is_state_or_code(part, state) for word in part)
    said = {*words, *aside}
    own = frozenset(word for word in said - GENERIC - KINDS.keys() - _DIRECTIONS if len(word) > 2)
    unit = frozenset(plain[-1:]) & _DIRECTIONS  # COUNTY JAIL NORTH; in NORTH LAKE it is the name
    return Name((*plain, *aside), plain, own, frozenset(KINDS[word] for word in said if word in KINDS) | unit)


@lru_cache(maxsize=1 << 14)
def city_of(text: str) -> str:
    """`SAULT STE. MARIE` ▶ `sault saint marie`."""
    return " ".join(_words(_ascii(text)))


@lru_cache(maxsize=1 << 14)
def address_of(text: str) -> tuple[str, ...] | None:
    """The words of an address that tell one house from another: number and street, abbreviations written out, without
    directions, the kind of street at the end, suites and post boxes. None of what names no house: `P.O. BOX 12`,
    `unavailable`."""
    printed = re.sub(r"\([^()]*\)|\bp\.? ?o\.? box.*|\b(suite|ste|apt|bldg|unit)\b.*", " ", _ascii(text))
    tokens = re.sub(r"[^a-z0-9 ]", " ", re.sub(r"(?<=\w)\.(?=\w\b)|['.]", "", printed)).split()
    words = " ".join(_STREET.get(token, token) for token in tokens).split()
    street = [word for word in words if word not in _DIRECTIONS] or words
    if len(street) > 2 and street[-1] in _STREETS:
        street = street[:-1]
    return tuple(street[:4]) if any(word[0].isdigit() for word in street) and len(street) > 1 else None


@lru_cache(maxsize=1 << 14)
def zip_of(text: str) -> str:
    """Five digits, with the zeros at the front that a number has lost; '' of what is no zip."""
    digits = re.match(r"\d{3,5}(?=\D|$)", text.strip())
    return digits[0].zfill(5) if digits else ""


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> tuple[str, ...]:
    joined = re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1", text)  # d.f. ▶ df, u.s. ▶ us
    tokens = re.sub(r"[^a-z0-9]+", " ", joined.replace("'", "")).split()
    return tuple(word for token in tokens for word in WORDS.get(token, _spelt(token)).split())


@lru_cache(maxsize=1 << 14)
def _spelt(word: str) -> str:
    """A long common word that is misspelt by a letter or two ▶ that word: `procsesing`, `facilty`."""
    if len(word) < 7 or word in GENERIC:
        return word
    near = (one for one in _LONG if one[0] == word[0] and abs(len(one) - len(word)) <= 2)
    return next((one for one in near if SequenceMatcher(None, one, word, autojunk=False).ratio() >= 0.85), word)


def _ascii(text: str) -> str:
    if text.isascii():
        return text.casefold()
    flat = unicodedata.normalize("NFKD", text.casefold().replace("\u2019", "'"))
    return "".join(letter for letter in flat if not unicodedata.combining(letter))


def _is_state_or_code(words: tuple[str, ...], state: str) -> bool:
    said = " ".join(words)
    if not state or said in (state, _NAMES.get(state)):
        return True
    return len(words) == 1 and len(said) in (6, 7, 8) and said.endswith(state)


def _without_place(words: tuple[str, ...], city: str, state: str) -> tuple[str, ...]:
    """Words without state or city at their end, where something is left that says which house it is."""
    for place in (state, _NAMES.get(state, ""), city_of(city)):
        end = tuple(place.split())
        left = words[: -len(end)]
        if end and words[-len(end) :] == end and any(word not in GENERIC and word not in KINDS for word in left):
            words = left
    return words
