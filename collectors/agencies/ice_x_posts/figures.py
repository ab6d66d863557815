"""The text of a post ▶ the arrests and detainers that it counts of one day.

Read is what is plain: an update (it says so, or counts both), one number beside each noun, one day. What is less plain
is told and left out: rounded numbers, two numbers of one thing, sums of several days, one operation or one office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from collectors.media.posts import Post
from collectors.records import Dataflow, Metric
from collectors.tables.periods import MONTHS

TITLE = "ICE on X, daily arrests and detainers"
_NOTE = "The cell is the place of the number in the text of the post (code points, from 0)."
#: One table each: a post may count one of them alone, and does not take the other one back.
DATAFLOWS = (
    Dataflow("ice.x_arrests_posted", "Arrests a Day, posted by ICE on X", ("arrests",), note=_NOTE),
    Dataflow("ice.x_detainers_posted", "Detainers Lodged a Day, posted by ICE on X", ("detainers_lodged",), note=_NOTE),
)
METRICS = (
    Metric("arrests", "Arrests", "persons", "flow", "Arrests (the posts say no more)", "the posts"),
    Metric("detainers_lodged", "Detainers lodged", "persons", "flow", "Detainers lodged (the posts say no more)",
           "the posts"),
)  # fmt: skip

#: metric of each dataflow
_METRIC = {flow.dataflow: flow.metrics[0] for flow in DATAFLOWS}
#: numbers and what they count. `200 criminal arrests` are a part of all: there the number does not stand beside.
_TOKEN = re.compile(
    r"(?P<number>(?<![\w.,$/+-])(?:\d{1,3}(?:,\d{3})+|\d+)(?![\d%+/]|[.,]\d))"
    r"|\b(?P<arrests>(?:total[ \t]+)?arrests(?:[ \t]+made)?)\b"
    r"|\b(?P<detainers_lodged>(?:total[ \t]+)?(?:immigration[ \t]+)?detainers(?:[ \t]+lodged)?)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"[ \t]+")
_SIGN = re.compile(r"\s*[:=–—-]\s*")
_FOLLOWS = re.compile(r"[ \t]+|\s*\n\s*")
_ROUNDED = re.compile(
    r"(?:more than|over|nearly|about|some|approximately|almost|at least|up to|around|roughly|fewer than|under)\s*$",
    re.IGNORECASE,
)
_UPDATE = re.compile(
    r"\b(?:enforcement|daily|today['’]?s|yesterday['’]?s|operations?)\s+(?:\w+\s+){0,2}"
    r"(?:update|numbers|stats|statistics|totals|figures)\b",
    re.IGNORECASE,
)
#: words that may stand behind the agency's name where all of it is meant; any other name is that of an office
_WHOLE = (
    r"(?:Arrest|Detainer|Daily|Enforcement|Update|Total|Number|Statistic|Stat|Operation|Figure|Lodged|Made|Nation|Has|And"
    r"|The|On|For|Today|Yesterday)"
)
#: a part of the country, or one act: its figure is not ICE's of a day
_PART = re.compile(
    r"\b(?:Operation\s+(?!Update|Number|Stat|Total|Figure)[A-Z]\w+|[Ff]ield [Oo]ffice)"
    rf"|\b(?:ICE|ERO|HSI)\s*#?(?!{_WHOLE})[A-Z][a-z]+"
    r"|\b[Aa]rrests(?:\s+made)?\s+in\s+(?:the\s+)?"
    rf"(?!(?:U\.?\s?S|United|America|{'|'.join(name.capitalize() for name in MONTHS)}))[A-Z]\w+"
)
_MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*\.?"
_SPAN = re.compile(
    r"\b(?:since|so far|to date|cumulative|weekend|between|this (?:week|month|year)"
    r"|(?:past|last|first) (?:\w+ )?(?:days?|weeks?|months?))\b"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\s*(?:-|–|—|\bto\b|\bthrough\b|\band\b|&)\s*(?:{_MONTH}\s*)?\d{{1,2}}\b",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\b({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d)(?:,?\s+([12]\d{{3}})\b)?", re.IGNORECASE)
_PRINTED = re.compile(r"(?<![\d/.])(\d{1,2})[/.](\d{1,2})(?:[/.]([12]\d{3}|\d{2}))?(?![\d/]|\.\d)")
_ISO = re.compile(r"(?<!\d)([12]\d{3})-(\d\d)-(\d\d)(?!\d)")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
#: A post before noon that names no day counts the day before: its own has hardly begun.
_NOON = 12


class _Number(NamedTuple):
    start: int  # place in the text
    printed: str
    words: str  # with what it counts
    rounded: bool


def counts(text: str) -> bool:
    """Whether a text is of the kind that `figures` reads."""
    counted = _counted(text)
    return bool(counted) and (len(counted) == len(DATAFLOWS) or _UPDATE.search(text) is not None)


def figures(post: Post, zone: ZoneInfo) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of OBSERVATION, one a measure at most, and of NOTICE. `zone`: where its days are days."""
    counted = _counted(post.text)
    if not counts(post.text):
        return [], []
    first = min(numbers[0].start for numbers in counted.values())
    if (part := _PART.search(post.text)) is not None:
        words = "The post is about one operation or one office: no figure of a whole day is read."
        return [], [_notice("unknown_mark", first, "an update of all of ICE", part[0], words)]
    day, why = _day(post, zone)
    if day is None:
        words = "The post counts, and not one day that is over or at hand: it is not read."
        return [], [_notice("day_not_found", first, "one day", why, words)]
    rows, notices = [], []
    for dataflow, metric in _METRIC.items():
        numbers = counted.get(metric, [])
        if len({one.printed for one in numbers}) > 1:
            words = f"Several numbers of {metric} in one post: none is read."
            found = ", ".join(one.printed for one in numbers)
            notices.append(_notice("printed_twice", numbers[0].start, "one number", found, words))
        elif numbers and numbers[0].rounded:
            words = "The number is rounded: it is not read."
            notices.append(_notice("unknown_mark", numbers[0].start, "a number", numbers[0].words, words))
        elif numbers:
            rows.append(_row(dataflow, day, numbers[0]))
    return rows, notices


def _counted(text: str) -> dict[str, list[_Number]]:
    """metric ▶ each number that stands beside its noun, in the order of the text. Days are no numbers.

    The number before a noun is the noun's own (`956 arrests`), unless another one has it already; else that behind it
    (`Arrests: 956`). Where a noun could have either, both are given.
    """
    bare = text
    for shape in (_NAMED, _PRINTED, _ISO):
        bare = shape.sub(lambda match: "_" * len(match[0]), bare)
    tokens = list(_TOKEN.finditer(bare))
    found: dict[str, list[_Number]] = {}
    taken: set[int] = set()
    for place, noun in enumerate(tokens):
        metric = str(noun.lastgroup)
        if metric == "number":
            continue
        for number in _beside(bare, tokens, place, taken):
            taken.add(number.start())
            begin, end = min(number.start(), noun.start()), max(number.end(), noun.end())
            rounded = _ROUNDED.search(text[max(0, number.start() - 20) : number.start()]) is not None
            words = " ".join(text[begin:end].split())
            found.setdefault(metric, []).append(_Number(number.start(), number[0], words, rounded))
    return found


def _beside(text: str, tokens: list[re.Match[str]], place: int, taken: set[int]) -> list[re.Match[str]]:
    """The number, or the numbers, that a noun may have."""
    noun = tokens[place]
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    own = []
    if before is not None and before.lastgroup == "number" and before.start() not in taken:
        own = [before] if _BESIDE.fullmatch(text, before.end(), noun.start()) else []
    if after is not None and after.lastgroup == "number":
        gap = noun.end(), after.start()
        if _SIGN.fullmatch(text, *gap) or (not own and _FOLLOWS.fullmatch(text, *gap)):
            own.append(after)
    return own


def _day(post: Post, zone: ZoneInfo) -> tuple[date | None, str]:
    """The day that a text names; else today, yesterday or the last such weekday; else that of the post, before noon the
    day before. None, and why, where it names several, a span or a day to come."""
    posted = post.posted_at.astimezone(zone)
    today = posted.date()
    if (span := _SPAN.search(post.text)) is not None:
        return None, f"several days ({span[0]!r})"
    days = {*_named_days(post.text, today)} or {*_near_days(post.text, today)}
    if len(days) > 1:
        return None, ", ".join(map(str, sorted(days)))
    if not days:
        return (today if posted.hour >= _NOON else today - timedelta(days=1)), ""
    (day,) = days
    return (day, "") if day <= today else (None, f"{day}, which was to come on {today}")


def _named_days(text: str, today: date) -> Iterator[date]:
    """`January 26`, `Jan. 26, 2025`, `1/26`, `1/26/25`, `2025-01-26`; one that no calendar has is none."""
    said = [(year, MONTHS.index(month[:3].lower()) + 1, day) for month, day, year in _NAMED.findall(text)]
    said += [(year, int(month), day) for month, day, year in _PRINTED.findall(text)]
    said += [(year, int(month), day) for year, month, day in _ISO.findall(text)]
    for year, month, day in said:
        try:
            yield _dated(year, month, int(day), today)
        except ValueError:
            continue


def _dated(year: str, month: int, day: int, today: date) -> date:
    """Without a year it is the last such day, unless that is months ago: then the next one, which is to come."""
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    named = date(today.year, month, day)
    return named if named <= today + timedelta(days=180) else date(today.year - 1, month, day)


def _near_days(text: str, today: date) -> Iterator[date]:
    if re.search(r"\b(?:today|tonight)\b", text, re.IGNORECASE):
        yield today
    if re.search(r"\byesterday\b", text, re.IGNORECASE):
        yield today - timedelta(days=1)
    for name in _WEEKDAY.findall(text):
        yield today - timedelta(days=(today.weekday() - _WEEKDAYS.index(name.lower())) % 7)


def _row(dataflow: str, day: date, number: _Number) -> dict[str, Any]:
    return {
        "cell": f"text:{number.start}",
        "dataflow": dataflow,
        "series_key": dataflow,
        "metric": _METRIC[dataflow],
        "time_period": day.isoformat(),
        "period_start": day,
        "period_end": day,
        "data_through": day,
        "value": float(number.printed.replace(",", "")),
        "value_text": number.printed,
        "unit": "persons",
        "obs_status": "A",
        "table_title": TITLE,
        "row_label": number.words,
    }


def _notice(kind: str, start: int, expected: str, found: str, message: str) -> dict[str, Any]:
    return {"kind": kind, "cell": f"text:{start}", "expected": expected, "found": found, "message": message}
