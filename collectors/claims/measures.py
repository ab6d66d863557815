"""What a number counts: its measure and unit, or the reason why it is no claim.

Plain rules on the words around it: the noun that it counts, then the verb or noun of enforcement that stands nearest,
clause by clause; a number without words of its own leans on the one before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from collectors.claims.changes import changes_otherwise
from collectors.claims.lexicons import either, lexicon
from collectors.claims.numbers import Number
from collectors.claims.triggers import Trigger, lists, triggers
from collectors.claims.units import change, unit

LIST = re.compile(r"(?:(?:,|,? and|,? or) (?:about |some )?\d[\d,]*(?![\w%]))+(?= [a-z])")
BOUNDARY = re.compile(r"[,;:—()]| – |\b(?:and|but|while|which|who|where|because|although|than)\b")
LEAD = re.compile(  # "-plus", "increase in the", "of his"
    r"[”\"]?-?(?:plus)? ?(?:increase|decrease|decline|drop|rise|jump|reduction|surge)?(?: ?(?:of|in))?"
    r"(?: (?:the|those|these|all|his|its|their|such|our|whom|them))*"
)
GOES_ON = re.compile(  # what follows a number that has no noun
    r"[”\"]?,? (?:of (?:whom|them|those|these)|were|had|have|did|in|as of|at|for|a day|per day|the|during|last|recorded"
    r"|more|fewer)\b|[.,;)]"
)
HELD = re.compile(r" ?(?:\w+ly )?(?:arrested|detained|deported|apprehended|removed|released|caught|held) (?=[A-Za-z])")
RECORD = re.compile(r"convict|charg|accus|prosecut", re.IGNORECASE)
DONE = re.compile(r"(?:ed|held|caught|freed)$", re.IGNORECASE)
UNSURE = re.compile(r"remov|releas|separat|transfer|caught|held|holding|return|picked|freed", re.IGNORECASE)
NUMBER_OF = re.compile(r"\b(?:number|total|rate|pace|level)s? of (?:[“\"\w-]+ ){0,2}[“\"]?$", re.IGNORECASE)
OF_A_THING = re.compile(  # "50% of the fraud"
    r" of (?:the|this|our|its|their) (?!total|number|figure|same|people|time|rest|increase|previous|\w*(?:ed|ing)\b)"
    r"[a-z]+(?:[.,;]| (?:of|in|on|at)\b)"
)
FAR = 24.0  # a trigger that costs more is none of this number's


@cache
def _stops() -> re.Pattern[str]:
    """Where the words that belong to a number end: at a verb, a preposition, a mark."""
    words = either(lexicon("measures")["phrase_ends"]["words"])
    return re.compile(rf"\b{words}\b|[;:—?!“”\"¶\n]|(?<![A-Z])\.(?=\s|$)|\((?![A-Z]+\))| - ")


@dataclass(frozen=True)
class Counted:
    """A measure with its unit. `place`: where its trigger stands (None where the number leans on another one)."""

    measure: str
    unit: str
    place: int | None
    decided: str


def counted(text: str, start: int, end: int, number: Number, before: Counted | None) -> Counted | str:
    """What a number of the sentence `start`..`end` counts, or why nothing. `before`: what the last claim counted."""
    listed = LIST.match(text, number.end, end)
    if listed is not None and not number.is_percent:  # "65, 66 and 163 immigrants": all of them
        number = replace(number, end=listed.end())
    phrase = _noun_phrase(text, number, end)
    noun, kind = _head(phrase)
    if kind == "other":
        return f"counts {noun}"
    if kind == "staff":
        return _staff(text, start, number, phrase)
    acts = triggers(text, start, end)
    if kind == "act":
        return _act_noun(text, start, end, number, noun, acts)
    if number.is_percent and kind == "none" and OF_A_THING.match(text, number.end, end):
        return "share of something else"
    if number.is_percent and changes_otherwise(text, start, number, acts):
        return "percentage of something else"
    best = _nearest(text, number, acts, phrase)
    if best is None:
        strange = kind == "none" and not number.is_percent and _names_things(phrase)
        return "counts other things" if strange else _leaning(text, start, end, number, before, kind)
    if best.measure is None and RECORD.match(text, best.start) and before is not None:
        return _leaning(text, start, end, number, before, "none")  # "of whom 38 were convicted"
    why = _why_not(text, number, best, acts, phrase if kind == "none" else "")
    if why is not None:
        return why
    return Counted(
        _measure(text, start, end, best, number), unit(text, start, end, number, noun), best.start, "nearest"
    )


def _why_not(text: str, number: Number, best: Trigger, acts: list[Trigger], unknown: str) -> str | None:
    """Why the nearest verb makes no claim. `unknown`: the words that the number counts, where no list knows them."""
    if best.measure is None:
        return f"says of them: {text[best.start : best.end]}"
    if _are_idle(text, number, best, acts):
        return "people held, of whom something else is said"
    if UNSURE.match(text, best.start) and _names_things(unknown):
        return "counts other things"
    around = max(0, number.start - 60), number.end + 60
    if best.measure == "removals" and lists()["programmes"].search(text, *around):
        return "removed from a programme"
    if number.is_vague and best.end <= number.start and text[: number.start].endswith(" the "):
        return "people who are there, not those of an act"  # "remove the scores of criminals who …"
    return "acts of others" if _is_of_others(text, best) else None


def _names_things(phrase: str) -> bool:
    """Whether a noun stands there that no list knows: a word in small letters that ends in s."""
    return re.search(r"(?<![A-Z])\b[a-z]{3,}s\b(?<!ss)(?<!us)(?<!is)(?<!was)(?<!has)", phrase) is not None


def _are_idle(text: str, number: Number, act: Trigger, acts: list[Trigger]) -> bool:
    """`2,500 people in custody tested positive`, `detainees who broke the rules`: the verb is another one."""
    after = [one for one in acts if one.measure is None and 0 <= one.start - act.end <= 12]
    return act.measure == "detained_population" and act.start >= number.end and bool(after)


@cache
def _others() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon("measures")["others"]
    return re.compile(rf"\b{either(words['before'])} (?:has |have |had )?$", re.IGNORECASE), re.compile(
        rf" {either(words['after'])}"
    )


def _is_of_others(text: str, act: Trigger) -> bool:
    """`police arrested`, `deported by Mexico`."""
    before, after = _others()
    return bool(before.search(text[max(0, act.start - 80) : act.start]) or after.match(text, act.end))


def _noun_phrase(text: str, number: Number, end: int) -> str:
    """The words after a number that belong to it: `immigrants`, `of the criminal aliens`, `more people`."""
    after = text[number.end : min(end, number.end + 120)]
    lead = LEAD.match(after)
    skip = lead.end() if lead else 0
    held = HELD.match(after, skip)
    stop = _stops().search(after, held.end() if held else skip)
    phrase = after[skip : stop.start() if stop else len(after)]
    for comma in re.finditer(
        r",(?= )", phrase
    ):  # "violent, predatory, and criminal aliens" goes on, "arrests, officials" does not
        if _head(phrase[: comma.start()])[1] != "none" or not re.match(r", (?:and )?[a-z]", phrase[comma.start() :]):
            return phrase[: comma.start()]
    return phrase


def _head(phrase: str) -> tuple[str, str]:
    """The last noun of a phrase that a list knows, and which list: act, people, staff, other, or none."""
    phrase = re.split(r" of |, including", phrase)[0] if not phrase.startswith(" of ") else phrase
    first = re.split(r" and | or ", phrase)[0]
    if first != phrase and _head(first)[1] != "none":
        return _head(first)  # "arrests and charges": the first, but "violent and criminal aliens" is one
    found: list[tuple[int, int, str, str]] = []
    for kind in ("other", "staff", "people"):
        found += [(m.end(), m.start(), m[0], kind) for m in lists()[kind].finditer(phrase)]
    found += [
        (one.end, one.start, phrase[one.start : one.end], "act")
        for one in triggers(phrase, 0, len(phrase))
        if one.measure and not DONE.search(phrase[one.start : one.end])
    ]
    if not found:
        return "", "none"
    last = max(found, key=lambda one: (one[0], -one[1]))
    return last[2], last[3]


def _staff(text: str, start: int, number: Number, phrase: str) -> Counted | str:
    around = text[max(start, number.start - 120) : number.start]
    if number.is_percent or not (lists()["staff_agency"].search(phrase) or lists()["staff_agency"].search(around)):
        return "counts officers of others"
    if not (lists()["staff_verb"].search(around) or lists()["staff_verb"].search(phrase)):
        return "counts officers at work"
    return Counted("staffing", "people", number.end, "noun")


def _act_noun(text: str, start: int, end: int, number: Number, noun: str, acts: list[Trigger]) -> Counted | str:
    act = next((one for one in acts if one.start >= number.end and text[one.start : one.end] in noun), None)
    if act is None:
        act = next((one for one in acts if one.start >= number.end), None)
    if act is None or act.measure is None:
        return "counts acts that did not take place"
    if _are_idle(text, number, act, acts):
        return "people held, of whom something else is said"
    measure = _measure(text, start, end, act, number)
    if measure == "capacity" and lists()["facility"].search(
        text, max(start, number.start - 60), min(end, number.end + 40)
    ):
        return "beds of a single facility"
    quota = next((one for one in acts if one.measure == "quota_target" and abs(one.start - number.start) < 60), None)
    if quota is not None:
        measure = "quota_target"
    return Counted(measure, unit(text, start, end, number, noun), act.start, "noun")


def _nearest(text: str, number: Number, acts: list[Trigger], phrase: str) -> Trigger | None:
    costs = [(_cost(text, number, one), one) for one in acts if not _is_of_another(text, number, one)]
    near = [(cost, one) for cost, one in costs if cost <= FAR]
    if not near:
        return None
    best = min(near, key=lambda pair: pair[0])[1]
    # "arrested and deported": the weightier of two that are joined
    for _, one in costs:
        low, high = sorted((best, one), key=lambda each: each.start)
        if (
            one.measure
            and best.measure
            and one.weight > best.weight
            and re.fullmatch(r",? (?:and|or) (?:\w+ )?|, ", text[low.end : high.start])
        ):
            best = one
    return best


def _is_of_another(text: str, number: Number, act: Trigger) -> bool:
    """`17 flights` before this number: the noun belongs to another one."""
    if act.end > number.start or DONE.search(text[act.start : act.end]):
        return False
    return re.search(r"\d (?:\w+ )?$", text[max(0, act.start - 24) : act.start]) is not None


def _cost(text: str, number: Number, one: Trigger) -> float:
    """Words between, and more for every clause that begins between them."""
    between = text[number.end : one.start] if one.start >= number.end else text[one.end : number.start]
    words = len(between.split())
    cost = words + 5.0 * len(BOUNDARY.findall(between))
    if one.start >= number.end and re.search(
        r"\b(?:were|was|been|being|are|be|is|got)(?: \w+ly)?(?: \w+ and)? $",
        text[max(number.end, one.start - 30) : one.start],
    ):
        cost -= 6 if not re.search(r"\b(?:that|who|which|whose)\b", between) else 0
    if one.end <= number.start and words <= 4:
        cost -= 4
    if one.end <= number.start and NUMBER_OF.search(text[max(0, one.start - 30) : one.start]):
        cost = min(cost, words + 0.0) - 10  # "the number of removals — … — jumped 25 percent": the subject
    return cost


def _measure(text: str, start: int, end: int, act: Trigger, number: Number) -> str:
    """That of the trigger; `nabbed` and `caught` away from the border are arrests; a stock is no flow."""
    measure = act.measure or ""
    told = text[act.start : act.end].lower()
    if (
        measure == "encounters"
        and told.startswith(("nab", "caught"))
        and not lists()["border"].search(text, max(0, start - 600), end)
    ):
        return "arrests"
    if (
        measure == "removals"
        and told.startswith("remov")
        and re.search(r"\bfrom (?:the|our) streets|from (?:\w+ ){1,3}streets", text[act.end : act.end + 60])
    ):
        return "arrests"
    return measure


def _leaning(text: str, start: int, end: int, number: Number, before: Counted | None, kind: str) -> Counted | str:
    """Without a word of its own: what the claim before it counted, where the sentence leans on that one."""
    if before is None:
        return "no word of enforcement"
    opening = re.match(r"[“\"]?\s*", text[start:end])
    begins = start + (opening.end() if opening else 0)
    leans = lists()["openers"].match(text, begins) is not None
    if re.match(r"[”\"]? of (?!them|those|whom|that|the total|these|all\b)", text[number.end : end]):
        return "no word of enforcement"
    near = GOES_ON.match(text, number.end, end)
    changed = number.is_percent and change(text, start, end, number) != "share"
    leans = leans or (changed and re.search(r"\b(?:that|this|it|which) \w+ ", text[start : number.start]) is not None)
    if not (leans or (before.place is not None and before.place >= start) or (near and kind == "none")):
        return "no word of enforcement"
    measure = _acts_of(before) if before.measure == "quota_target" else before.measure
    if number.is_percent:
        return Counted(measure, unit(text, start, end, number, ""), None, "leaning")
    return Counted(measure, "people" if before.unit.startswith("percent") else before.unit, None, "leaning")


def _acts_of(quota: Counted) -> str:
    """A quota is one of acts: what is held against it counts those."""
    known = {one["measure"] for one in lexicon("measures")["trigger"]}
    return quota.unit if quota.unit in known else "arrests"
