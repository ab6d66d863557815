"""Printed times: what a page, a feed or a sitemap prints, as a moment in UTC, or None where it names none.

A printed zone is believed or the time is not taken; no zone is guessed, and no order of day and month (`02/08/2025`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

Exactness = Literal["second", "minute", "day"]
#: Before this day there was no web: the year 1, 1970 and 1900 are what programs print for "no date".
FIRST = datetime(1991, 8, 6, tzinfo=UTC)
#: How far clocks, and captures dated to the day only, may differ from the time that a page prints.
LEEWAY = timedelta(days=1)
#: Where nobody says when a page was seen, how far its statements of one time may lie apart.
_APART = timedelta(days=366)

#: Hours from UTC: RFC 2822, and those of the places that our publishers write from. Letters with two meanings
#: elsewhere (IST, BST) are left out.
_HOURS = {
    **dict.fromkeys(["Z", "UT", "UTC", "GMT"], 0),
    **dict.fromkeys(["EDT", "AST"], -4),
    **dict.fromkeys(["EST", "CDT"], -5),
    **dict.fromkeys(["CST", "MDT"], -6),
    **dict.fromkeys(["MST", "PDT"], -7),
    **dict.fromkeys(["PST", "AKDT"], -8),
    **dict.fromkeys(["AKST"], -9),
    **dict.fromkeys(["HST"], -10),
    **dict.fromkeys(["CET"], 1),
    **dict.fromkeys(["CEST"], 2),
}
#: Zones whose hour the day decides.
_PLACES = {
    **dict.fromkeys(["ET", "EASTERN TIME"], "America/New_York"),
    **dict.fromkeys(["CT", "CENTRAL TIME"], "America/Chicago"),
    **dict.fromkeys(["MT", "MOUNTAIN TIME"], "America/Denver"),
    **dict.fromkeys(["PT", "PACIFIC TIME"], "America/Los_Angeles"),
}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

_FRACTION = r"(?:[.,](?P<fraction>\d+))?"
_CLOCK = rf"(?P<hour>\d\d?)(?::(?P<minute>\d\d)(?::(?P<second>\d\d?){_FRACTION})?)?\s*(?P<half>[ap]\.?m\b\.?)?"
_ZONE = r"(?P<zone>(?:GMT|UTC?)?\s*[+\-−]\d\d?:?(?:\d\d)?|[a-z]+(?: time)?)"  # the true minus too
_TIME = rf"{_CLOCK}\s*(?:{_ZONE})?(?:\s*\([^()]*\))?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*(?:\.?,?\s+|,))?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_SHAPES = [
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:\s*[T\s]\s*{_TIME})?",
        rf"(?P<year>\d{{4}})(?P<month>\d\d)(?P<day>\d\d)(?:T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d){_FRACTION}{_ZONE}?)?",
        rf"{_WEEKDAY}(?P<day>\d\d?)(?:\s+|-){_MONTH}(?:\s+|-)(?P<year>\d{{4}})(?:(?:,|\s+at)?\s+{_TIME})?",
        rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?:(?:,|\s+at)?\s+{_TIME})?",
        rf"{_WEEKDAY}(?P<day>\d\d?)\s+{_MONTH}\s+(?P<year>\d\d)\s+{_CLOCK}\s*{_ZONE}",  # RFC 822, in feeds still
        rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d\d?)\s+(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
        r"\s+(?:(?P<zone>[a-z]+|[+\-−]\d\d:?\d\d)\s+)?(?P<year>\d{4})",
    )
]


def moment(text: object, zone: tzinfo | None = None) -> datetime | None:
    """A printed time (ISO 8601, RFC 2822, `Feb. 7, 2025, 11:03 p.m. EST`) as UTC; None where it is none.

    A time without a zone is in `zone`; without either it names no moment, and the answer is None. A day without time
    of day is its midnight there. A zone that is not known, and a time before there was a web, are no times.
    """
    if not isinstance(text, str):
        return None
    printed = " ".join(text.split())
    match = next((match for shape in _SHAPES if (match := shape.fullmatch(printed))), None)
    try:
        return None if match is None else _utc(match.groupdict(), zone)
    except (ValueError, OverflowError):  # 30 February, 25 o'clock, the year 1 east of Greenwich
        return None


def day_of(text: str) -> tuple[date, Exactness] | None:
    """The day that a printed time names, in the zone that it is printed in, and how exact the time is.

    None where it names none.
    """
    printed = " ".join(text.split())
    match = next((match for shape in _SHAPES if (match := shape.fullmatch(printed))), None)
    if match is None:
        return None
    said = match.groupdict()
    try:
        day = date(int(said["year"]), _month(said["month"]), int(said["day"]))
    except ValueError:
        return None
    if said.get("hour") is None:
        return day, "day"
    return day, "minute" if said.get("second") is None else "second"


def first_moment(
    printed: Iterable[object], zone: tzinfo | None = None, seen: datetime | None = None
) -> datetime | None:
    """The first of several statements of one time that is a time and not after `seen`, when the bytes were seen."""
    moments = (moment(text, zone) for text in printed)
    return next((at for at in moments if at is not None and (seen is None or at <= seen + LEEWAY)), None)


def last_change(printed: Iterable[object], zone: tzinfo | None = None, seen: datetime | None = None) -> datetime | None:
    """As `first_moment`, of the time of the last change.

    Where nobody says when the page was seen, one more than a year after another of the statements is not taken.
    """
    moments = [at for text in printed if (at := first_moment([text], zone, seen)) is not None]
    return next((at for at in moments if seen is not None or at <= min(moments) + _APART), None)


def _utc(said: dict[str, str | None], zone: tzinfo | None) -> datetime | None:
    day = datetime(_year(said["year"] or ""), _month(said["month"] or ""), int(said["day"] or ""))  # noqa: DTZ001
    clock = day + _time_of_day(said)
    named = said.get("zone")
    there = zone if named is None else _zone(named.strip().upper())
    if there is None:
        return None
    at = clock.replace(tzinfo=there).astimezone(UTC)
    return at if at >= FIRST else None


def _year(printed: str) -> int:
    """Of two digits as RFC 2822 has it: 49 is 2049, 50 is 1950."""
    year = int(printed)
    if len(printed) > 2:
        return year
    return year + (2000 if year < 50 else 1900)


def _month(printed: str) -> int:
    """Raises ValueError for what is no month."""
    if printed.isdecimal():
        return int(printed)
    return 1 + [name.startswith(printed.lower()) for name in _MONTHS].index(True)


def _time_of_day(said: dict[str, str | None]) -> timedelta:
    """Since midnight: `24:00` is the next one. Raises ValueError for what no clock shows."""
    if said.get("hour") is None:
        return timedelta()
    half = (said.get("half") or "")[:1].lower()
    if said["minute"] is None and not half:
        raise ValueError("an hour alone is no time")
    hour, minute, second = (int(said.get(part) or 0) for part in ("hour", "minute", "second"))
    if minute > 59 or second > 60 or not (1 <= hour <= 12 if half else hour <= 24):
        raise ValueError("no clock shows that")
    if hour == 24 and (minute or second):
        raise ValueError("the day has ended")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    micro = int(((said.get("fraction") or "") + "000000")[:6])
    return timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)


def _zone(printed: str) -> tzinfo | None:
    """None for a zone that is not known, or that no place has."""
    if printed in _PLACES:
        return ZoneInfo(_PLACES[printed])
    if printed in _HOURS:
        return timezone(timedelta(hours=_HOURS[printed]))
    offset = re.fullmatch(r"(?:GMT|UTC?)?\s*([+−-])(\d\d?):?(\d\d)?", printed)
    if offset is None:
        return None
    sign, hours, minutes = offset[1], int(offset[2]), int(offset[3] or 0)
    if hours > 14 or minutes > 59:
        return None
    east = timedelta(hours=hours, minutes=minutes)
    return timezone(east if sign == "+" else -east)
