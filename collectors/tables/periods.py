"""Text ▶ time period. A period has one identity in every edition (ISO 8601), a first and a last day.

The US federal fiscal year 2025 runs from 1 October 2024 to 30 September 2025; its first quarter is October to
December (31 U.S.C. 1102). All days are days of the publisher's own calendar.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FISCAL_YEAR = re.compile(
    r"(?<![A-Z])(?:EO)?(?:F\s?Y|Fiscal\s+Year)(?:\s*\(FY\)|\))?\s*['’-]?\s*([12]\d{3}|\d{2})(?!\d)", re.IGNORECASE
)
_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.]([12]\d{3}|\d{2})(?!\d)")
_MONTH_YEAR = re.compile(rf"\b((?:{'|'.join(MONTHS)})[a-z]*)[\s-]+([12]\d{{3}})\b", re.IGNORECASE)

_YEAR = re.compile(r"(?:FY ?)?((?:19|20)\d\d)(?: ?\(?(?:FYTD|YTD)\)?)?", re.IGNORECASE)
_ORDINAL = re.compile(r"^\d\d (?=[A-Za-z])")  # `01 October`: its place in the fiscal year
_LONG_DATE = re.compile(rf"\b((?:{'|'.join(MONTHS)})[a-z]*)\.? (\d{{1,2}}), ([12]\d{{3}})\b", re.IGNORECASE)
_QUARTER = re.compile(r"FY\)? *([12]\d{3}) Quarter ([1-4])(?!\d)", re.IGNORECASE)


class Period(NamedTuple):
    """`id` as in `core.observation.time_period`; `start`, `end` as printed (None where the document does not tell);
    `over`: the last day of the whole period, whatever the document covers of it."""

    id: str
    start: date | None
    end: date | None
    over: date


def day(when: date) -> Period:
    return Period(when.isoformat(), when, when, when)


@lru_cache(maxsize=1 << 10)
def month(year: int, number: int) -> Period:
    """A whole calendar month, also where the figures of its last days are still to come."""
    last = date(year, number, monthrange(year, number)[1])
    return Period(f"{year}-{number:02d}", date(year, number, 1), last, last)


def fiscal_year(year: int, through: date | None = None, whole: bool = False) -> Period:
    """The fiscal year: whole, or to date through the given day, which does not reach beyond its own end."""
    start, over = date(year - 1, 10, 1), date(year, 9, 30)
    end = over if whole else min(through, over) if through else None
    return Period(f"{start.isoformat()}/P1Y", start, end, over)


@lru_cache(maxsize=1 << 12)  # the tables of a document have the same ones
def of_fiscal_year(year: str, month_of_it: str = "") -> Period | None:
    """`2025 (FYTD)` and `OCT`, `01 October` or `10` ▶ that month; without a month, or with `0` or `Total`, the fiscal
    year, to date. None where either is none."""
    printed = _YEAR.fullmatch(year.strip())
    if not printed:
        return None
    word = _ORDINAL.sub("", month_of_it.strip())
    if word.lower() in ("", "0", "total"):
        return fiscal_year(int(printed[1]))
    number = int(word) if word.isascii() and word.isdigit() else month_number(word)
    return month(*calendar_month(int(printed[1]), number)) if number and 1 <= number <= 12 else None


def fiscal_quarter(year: int, quarter: int) -> Period:
    first = month(*calendar_month(year, 10 + 3 * (quarter - 1)))
    last = month(*calendar_month(year, 10 + 3 * (quarter - 1) + 2))
    assert first.start is not None
    return Period(f"{first.start.isoformat()}/P3M", first.start, last.end, last.over)


def quarter_and_year(text: str) -> Period | None:
    """`FY 2022 Quarter 2 Data`, `Fiscal Year (FY) 2022 Quarter 2` ▶ that fiscal quarter; None where it names none."""
    found = _QUARTER.search(text)
    return fiscal_quarter(int(found[1]), int(found[2])) if found else None


def calendar_month(fiscal: int, number: int) -> tuple[int, int]:
    """Year and month of a month of a fiscal year; `number` may run on beyond December."""
    number = (number - 1) % 12 + 1
    return (fiscal - 1 if number >= 10 else fiscal), number


@lru_cache(maxsize=1 << 10)
def month_number(text: str) -> int | None:
    """`Oct`, `October`, `OCT` ▶ 10. None where the text is no name of a month."""
    word = text.strip().lower().rstrip(".")
    number = MONTHS.index(word[:3]) + 1 if word[:3] in MONTHS else None
    return number if number and FULL_MONTHS[number - 1].startswith(word) else None


FULL_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def fiscal_years(text: str) -> list[int]:
    """The fiscal years that a text names, in its order: `FY2018 - FY25 YTD` ▶ [2018, 2025]."""
    return [int(y) if len(y) == 4 else 2000 + int(y) for y in _FISCAL_YEAR.findall(text)]


def us_dates(text: str) -> list[date]:
    """The days written `M/D/YYYY` or `M.D.YYYY` in a text. One that no calendar has (`13/40/2022`) is left out."""
    found = []
    for m, d, y in _DATE.findall(text):
        year = int(y) if len(y) == 4 else 2000 + int(y)
        if 1 <= int(m) <= 12 and 1 <= int(d) <= monthrange(year, int(m))[1]:
            found.append(date(year, int(m), int(d)))
    return found


def long_dates(text: str) -> list[date]:
    """The days written `August 30, 2024` in a text. One that no calendar has is left out."""
    found = []
    for word, d, y in _LONG_DATE.findall(text):
        number, year = month_number(word), int(y)
        if number and 1 <= int(d) <= monthrange(year, number)[1]:
            found.append(date(year, number, int(d)))
    return found


def month_and_year(text: str) -> Period | None:
    """`April 2024`, `Sep-2024 (Thru 9/11)` ▶ that month; None where the text names none (`Decrease 2024`)."""
    for word, year in _MONTH_YEAR.findall(text):
        if number := month_number(word):
            return month(int(year), number)
    return None


@lru_cache(maxsize=1 << 10)
def half_month(when: str, year: int, number: int) -> Period:
    """`mid` is the 15th of a month, `end` its last day."""
    return day(date(year, number, 15 if when == "mid" else monthrange(year, number)[1]))


def commonest(days: Iterable[date]) -> date | None:
    """The day named most often; of equals the latest."""
    counts: dict[date, int] = {}
    for one in days:
        counts[one] = counts.get(one, 0) + 1
    return max(counts, key=lambda one: (counts[one], one)) if counts else None


def day_after(when: date) -> date:
    return when + timedelta(days=1)
