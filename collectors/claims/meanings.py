"""What the forms of `lexicon/time_forms.toml` mean on a day of publication: period_kind, days, whether it is firm.

None where a form means nothing there: a month to come, a president who was none yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from collectors.claims import calendars, terms
from collectors.claims.calendars import Days
from collectors.claims.lexicons import lexicon

RANGE, DAY, SINCE, NONE = "range", "day", "since_event", "unspecified"
Meaning = tuple[str, Days | None, bool] | None
Reader = Callable[[re.Match[str], date], Meaning]


def _count(told: str) -> int:
    return int(told) if told.isdigit() else lexicon("times")["counts"][told.lower()]


def _month(told: str) -> int:
    number: int = lexicon("times")["months"][told.lower().rstrip(".")]
    return number


def _range(days: Days | None, published: date, firm: bool = True) -> Meaning:
    cut = days and calendars.until(days, published)
    return (RANGE, cut, firm) if cut else None


def _month_year(m: re.Match[str], p: date) -> Meaning:
    days = _month_of(m, p)
    if (
        m["last"]
        and not m["year"]
        and days[0].year == p.year
        and p.month - days[0].month < 2
        and days[0].month == p.month
    ):
        days = calendars.month(p.year - 1, days[0].month)
    if m["part"]:
        return _range(calendars.part_of_month(days, m["part"].lower()), p, False)
    return _range(days, p)


def _two_months(m: re.Match[str], p: date) -> Meaning:
    number = _month(m["month2"])
    last = calendars.month(int(m["year2"]), number) if m["year2"] else calendars.latest_month(number, p)
    year = int(m["year"]) if m["year"] else last[0].year - (_month(m["month"]) > _month(m["month2"]))
    return _range((calendars.month(year, _month(m["month"]))[0], last[1]), p)


def _date(m: re.Match[str], p: date, mark: str = "") -> date:
    number, day, year = _month(m["month" + mark]), int(m["day" + mark]), m["year" + mark]
    if year:
        return date(int(year), number, day)
    this = date(p.year, number, day)
    return this if this <= p else this.replace(year=p.year - 1)


def _one_date(m: re.Match[str], p: date) -> Meaning:
    day = _date(m, p)
    return (DAY, (day, day), True) if day <= p else None


def _two_dates(m: re.Match[str], p: date) -> Meaning:
    last = _date(m, p, "2")
    first = date(int(m["year"]) if m["year"] else last.year, _month(m["month"]), int(m["day"]))
    return _range((first if first <= last else first.replace(year=first.year - 1), last), p)


def _days_of_one_month(m: re.Match[str], p: date) -> Meaning:
    last = _date(m, p)
    return _range((last.replace(day=int(m["from"])), last), p)


def _is_over(which: str, p: date) -> bool:
    """Whether it is the one before; `the fiscal year` is, in the weeks after its end, when its figures come out."""
    return which in {"last", "previous", "prior"} or (which == "the" and p.month in {10, 11})


def _fiscal(m: re.Match[str], p: date) -> Meaning:
    number = int(m["year"]) if m["year"] else calendars.fiscal_year_of(p) - _is_over(m["which"].lower(), p)
    number = number + 2000 if number < 100 else number
    return _range(calendars.fiscal_year(number), p)


def _since(first: Callable[[re.Match[str], date], date | None]) -> Reader:
    def meaning(m: re.Match[str], p: date) -> Meaning:
        day = first(m, p)
        return (SINCE, (day, p), True) if day and day <= p else None

    return meaning


def _presidency(name: str, p: date) -> Meaning:
    first = terms.began(name, p)
    if first is None:
        return None
    if terms.in_office(name, p):
        while date(first.year - 4, 1, 20) in terms.terms(name, p):
            first = date(first.year - 4, 1, 20)
        return SINCE, (first, p), True
    last = terms.terms(name, p)[-1]
    return _range((first, date(last.year + 4, 1, 19)), p)


def _numbered_term(m: re.Match[str], p: date) -> Meaning:
    days = terms.terms(m["name"], p)
    n = 0 if m["nth"].lower() == "first" else 1
    if len(days) <= n:
        return None
    end = date(days[n].year + 4, 1, 19)
    return (SINCE, (days[n], p), True) if end > p else (RANGE, (days[n], end), True)


def _first_of_term(m: re.Match[str], p: date) -> Meaning:
    name = m["name"] or m["name2"]
    day = terms.terms(name, p)[-1:] if name else terms.terms(None, p)[-1:]
    return _range(calendars.spell(day[0], _count(m["count"]), m["unit"]), p) if day else None


def _week_of_term(m: re.Match[str], p: date) -> Meaning:
    day = terms.terms(None, p)[-1:]
    first = day[0] + 7 * (_count(m["count"]) - 1) * calendars.DAY if day else p
    return _range((first, first + 6 * calendars.DAY), p)


def _first_of(m: re.Match[str], p: date) -> Meaning:
    told = m["year"] or m["year2"]
    if m["fiscal"]:
        begun = calendars.fiscal_year(int(told) if told else calendars.fiscal_year_of(p))[0]
    else:
        begun = date(int(told) if told else p.year, 1, 1)
    return _range(calendars.spell(begun, _count(m["count"]), m["unit"]), p)


def _past(m: re.Match[str], p: date) -> Meaning:
    return RANGE, calendars.spell_before(p, _count(m["count"]), m["unit"]), True


def _week_of_month(m: re.Match[str], p: date) -> Meaning:
    days = _month_of(m, p)
    return _range(calendars.full_weeks(days, 1), p, False)


def _weekday(m: re.Match[str], p: date) -> Meaning:
    number = lexicon("times")["weekdays"][m["weekday"].lower()]
    day = calendars.latest_weekday(number, p)
    if m["last"] and day == p:
        day = calendars.latest_weekday(number, p - calendars.DAY)
    return DAY, (day, day), True


def _two_weekdays(m: re.Match[str], p: date) -> Meaning:
    days = lexicon("times")["weekdays"]
    last = calendars.latest_weekday(days[m["weekday2"].lower()], p)
    return _range((calendars.latest_weekday(days[m["weekday"].lower()], last), last), p)


def _season(m: re.Match[str], p: date) -> Meaning:
    number = lexicon("times")["seasons"][m["season"].lower()]
    year = int(m["year"]) if m["year"] else p.year - (date(p.year, number, 1) > p)
    first = date(year, number, 1)
    return _range((first, calendars.spell(first, 3, "months")[1]), p)


def _unit_now(m: re.Match[str], p: date) -> Meaning:
    unit = m["unit"].lower()
    if unit == "week":
        return _range((calendars.last_week(p)[1] + calendars.DAY, p), p)
    return _range((p.replace(day=1) if unit == "month" else date(p.year, 1, 1), p), p)


def _unit_last(m: re.Match[str], p: date) -> Meaning:
    unit = m["unit"].lower()
    if unit == "week":
        return _range(calendars.last_week(p), p)
    if unit == "weekend":
        return _range(calendars.last_weekend(p), p)
    if unit == "month":
        days = calendars.months_back(p, 1)
        part = (m["part"] or "").lower()
        return _range(calendars.part_of_month(days, part), p, False) if part else _range(days, p)
    return _range(calendars.year(p.year - 1), p)


def _fiscal_any(m: re.Match[str], p: date) -> Meaning:
    if m["year2"]:
        return _range(calendars.fiscal_year(int(m["year2"])), p)
    return _fiscal(m, p)


def _capital(meaning: Reader) -> Reader:
    """Only where the month is written with a capital letter: `may`, `march` are words too."""

    def checked(m: re.Match[str], p: date) -> Meaning:
        return (
            meaning(m, p)
            if m["month"][0].isupper() and not (m["month"] == "May" and m[0] == "May" and m.start() == 0)
            else None
        )

    return checked


def _month_of(m: re.Match[str], p: date) -> Days:
    number = _month(m["month"])
    return calendars.month(int(m["year"]), number) if m["year"] else calendars.latest_month(number, p)


def _first_of_month(m: re.Match[str], p: date) -> date:
    return _month_of(m, p)[0]


def _end_of_month(m: re.Match[str], p: date) -> Meaning:
    month = _month_of(m, p)
    return (DAY, (month[1], month[1]), True) if month[1] <= p else None


def _end_of_year(m: re.Match[str], p: date) -> Meaning:
    number = int(m["year"])
    day = (calendars.fiscal_year if re.search(r"fiscal|fy", m[0], re.IGNORECASE) else calendars.year)(number)[1]
    return (DAY, (day, day), True) if day <= p else None


def _first_of_fiscal(m: re.Match[str], p: date) -> date:
    return calendars.fiscal_year(int(m["year"]) if m["year"] else calendars.fiscal_year_of(p))[0]


def _presidency_if(m: re.Match[str], p: date) -> Meaning:
    """`in Trump` alone is no time."""
    told = m[0].lower()
    named = re.search(r"administration|presidency|years|era|time in office|watch|tenure", told)
    return _presidency(m["name"], p) if named or told.startswith(("under", "during")) else None


def _straight(m: re.Match[str], p: date) -> Meaning:
    return _range(calendars.months_back(p, _count(m["count"])), p)


def _ended_fiscal(m: re.Match[str], p: date) -> Meaning:
    return _range(calendars.fiscal_year(calendars.fiscal_year_of(p) - 1), p)


def _since_office(m: re.Match[str], p: date) -> date | None:
    return terms.began(m.groupdict().get("name"), p)


def _same_day(back: Callable[[date], date]) -> Reader:
    return lambda _, p: (DAY, (back(p), back(p)), True)


MEANINGS: dict[str, Reader] = {
    "fiscal year": _fiscal_any,
    "fiscal year that ended": _ended_fiscal,
    "months": _two_months,
    "dates": _two_dates,
    "days of a month": _days_of_one_month,
    "date": _one_date,
    "end of a month": _capital(_end_of_month),
    "month": _capital(_month_year),
    "since a month": _capital(_since(_first_of_month)),
    "since a date": _since(_date),
    "since a year": _since(lambda m, _: date(int(m["year"]), 1, 1)),
    "since a fiscal year": _since(_first_of_fiscal),
    "since a weekday": _since(
        lambda m, p: calendars.latest_weekday(lexicon("times")["weekdays"][m["weekday"].lower()], p)
    ),
    "since office": _since(_since_office),
    "since the year": lambda _, p: (RANGE, (date(p.year, 1, 1), p), True),
    "presidency": _presidency_if,
    "term": _numbered_term,
    "first of a term": _first_of_term,
    "week of a term": _week_of_term,
    "first of a year": _first_of,
    "past": _past,
    "past few": lambda _, __: (NONE, None, True),
    "past day": lambda _, p: (RANGE, (p - calendars.DAY, p), False),
    "straight months": _straight,
    "straight month": lambda m, p: _range(calendars.months_back(p, lexicon("times")["nth"][m["nth"].lower()]), p),
    "week of a month": _week_of_month,
    "last unit": _unit_last,
    "this unit": _unit_now,
    "weekdays": _two_weekdays,
    "weekday": _weekday,
    "yesterday": _same_day(lambda p: p - calendars.DAY),
    "season": _season,
    "year": lambda m, p: _range(calendars.year(int(m["year"])), p),
    "now": _same_day(lambda p: p),
    "this point last year": _same_day(lambda p: calendars.years_before(p, 1)),
    "end of a fiscal year": _end_of_year,
    "unit earlier": lambda _, __: (NONE, None, False),
    "year earlier": lambda _, __: (NONE, None, False),
}
