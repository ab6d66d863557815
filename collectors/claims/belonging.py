"""Which claims belong together: one that counts a part of another, and one of a single operation."""

from __future__ import annotations

import re

from collectors.claims.numbers import Number
from collectors.claims.segments import Sentence

REACH = 240  # characters from a whole to its part
INCLUDING = re.compile(  # between the whole and its part
    r"\b(?:includ(?:ing|es|ed)|(?:of|among|from) (?:those|them|these|whom|that (?:total|number|group)))\b"
    r"[^.;!?]{0,80}$",
    re.IGNORECASE,
)
OF_THE = re.compile(
    r"(?:^|[.;,—] )(?:out )?of (?:the|all|some|its) (?:[\w’'-]+ ){0,3}$", re.IGNORECASE
)  # "Of the 90, 12 …"
OF_WHOM = re.compile(r"[”\"]? of (?:whom|them|those|these|which|the total)\b", re.IGNORECASE)
ALSO = re.compile(r"[^.;!?]{0,90}(?:,| and| and another| plus)(?: [\w-]+){0,3} $")
UNSUITED = frozenset({"percent_increase", "percent_decrease"})

NAMED = re.compile(r"\bOperation (?!s\b)[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?")
SINGLE = re.compile(
    r"\b(?:(?:in|during|as part of|through|after|result of|from) (?:an?|one|the|this|that|a single)|a single|an?)"
    r" (?:[\w’'-]+[ -]){0,4}(?:raid|operation|sweep|roundup|bust|search warrant)\b(?! cent)"
    r"|\b(?:at|of) (?:an?|the|one) (?:[\w’'-]+ ){0,3}"
    r"(?:plant|factory|warehouse|farm|nightclub|worksite|restaurant|construction site|store)\b",
    re.IGNORECASE,
)
OTHER_CLAUSE = re.compile(r";|, (?:and|but|while)\b|\band (?:\w+ ){0,2}\w+ed\b")
OF_OPERATIONS = frozenset({"arrests", "detentions", "removals", "encounters"})


def operation(text: str, sentence: Sentence, number: Number, measure: str) -> str | None:
    """The name of the operation that a number is of, or `one operation`; None where its clause names none."""
    if measure not in OF_OPERATIONS:
        return None
    for form in (NAMED, SINGLE):
        for one in form.finditer(text, sentence.start, sentence.end):
            gap = text[number.end : one.start()] if one.start() >= number.end else text[one.end() : number.start]
            if not OTHER_CLAUSE.search(gap):
                return one[0] if form is NAMED else "one operation"
    return None


def whole_of(text: str, number: Number, unit: str, last: Number | None, its_whole: int | None) -> int | None:
    """Where the claim begins of which a number counts a part: the claim just before, or the whole of that one."""
    if last is None:
        return None
    if _is_part(text, last, number, unit):
        return last.start
    return its_whole if its_whole is not None and _goes_on(text, last, number, unit) else None


def _is_part(text: str, whole: Number, part: Number, unit: str) -> bool:
    gap = text[whole.end : part.start]
    if unit in UNSUITED or len(gap) > REACH or "\n" in gap or not (part.is_percent or _most(part) <= _least(whole)):
        return False
    return bool(
        INCLUDING.search(gap)
        or OF_WHOM.match(text, part.end)
        or OF_THE.search(text[max(0, whole.start - 40) : whole.start])
    )


def _goes_on(text: str, last: Number, part: Number, unit: str) -> bool:
    """`29,116 along the border and 32,349 at ports of entry`: another part of the same."""
    return unit not in UNSUITED and ALSO.fullmatch(text, last.end, part.start) is not None


def _most(one: Number) -> float:
    return one.low if one.low is not None else one.high or 0


def _least(one: Number) -> float:
    return one.high if one.high is not None else float("inf")
