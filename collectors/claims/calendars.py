"""Days, weeks, months, fiscal years and terms of office, both ends inclusive. Nothing here reads a clock."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Days = tuple[date, date]
DAY = timedelta(days=1)
MONTH = 31  # days, at most


def until(days: Days, published: date) -> Days | None:
    """Cut at the day of publication; None where all of it is later."""
    return None if days[0] > published else (days[0], min(days[1], published))


def month(year: int, number: int) -> Days:
    """The days of a month."""
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def latest_month(number: int, published: date) -> Days:
    """That month of the calendar which began last."""
    return month(published.year - (number > published.month), number)


def months_back(published: date, count: int) -> Days:
    """The last `count` full months."""
    end = published.replace(day=1) - DAY
    index = end.year * 12 + end.month - count
    return date(index // 12, index % 12 + 1, 1), end


def part_of_month(days: Days, part: str) -> Days:
    """Early: days 1–10; middle: 11–20; late: from 21."""
    first = days[0]
    if part.startswith("early"):
        return first, first.replace(day=10)
    return (
        (first.replace(day=11), first.replace(day=20)) if part.startswith("mid") else (first.replace(day=21), days[1])
    )


def year(number: int) -> Days:
    """A year of the calendar."""
    return date(number, 1, 1), date(number, 12, 31)


def fiscal_year(number: int) -> Days:
    """The fiscal year that ends in that year: 1 October to 30 September."""
    return date(number - 1, 10, 1), date(number, 9, 30)


def fiscal_year_of(day: date) -> int:
    """The fiscal year that a day is in."""
    return day.year + (day.month >= 10)


def last_week(published: date) -> Days:
    """The last full week, Monday to Sunday, that was over on that day."""
    sunday = published - timedelta(days=(published.weekday() + 1) % 7)
    return sunday - 6 * DAY, sunday


def last_weekend(published: date) -> Days:
    """The last Saturday and Sunday."""
    sunday = last_week(published)[1]
    return sunday - DAY, sunday


def latest_weekday(number: int, published: date) -> date:
    """The last such day of the week, which may be the day of publication."""
    return published - timedelta(days=(published.weekday() - number) % 7)


def years_before(day: date, count: int) -> date:
    """The same day some years earlier."""
    try:
        return day.replace(year=day.year - count)
    except ValueError:  # 29 February
        return day.replace(year=day.year - count, day=28)


def full_weeks(days: Days, number: int) -> Days | None:
    """The `number`-th week, Monday to Sunday, that lies wholly in these days."""
    monday = days[0] + timedelta(days=-days[0].weekday() % 7)
    first = monday + timedelta(weeks=number - 1)
    return (first, first + 6 * DAY) if first + 6 * DAY <= days[1] else None


def spell(first: date, count: int, unit: str) -> Days:
    """`count` days, weeks, months or years from a day on."""
    if unit.startswith(("day", "week")):
        return first, first + timedelta(days=count * (7 if unit.startswith("week") else 1)) - DAY
    index = first.year * 12 + first.month - 1 + count * (12 if unit.startswith("year") else 1)
    day = min(first.day, monthrange(index // 12, index % 12 + 1)[1])
    return first, date(index // 12, index % 12 + 1, day) - DAY


def spell_before(last: date, count: int, unit: str) -> Days:
    """`count` days, weeks, months or years that end with a day, which is counted."""
    if unit.startswith(("day", "week")):
        return last - timedelta(days=count * (7 if unit.startswith("week") else 1) - 1), last
    if unit.startswith("year"):
        return years_before(last, count), last
    index = last.year * 12 + last.month - 1 - count
    return date(index // 12, index % 12 + 1, min(last.day, monthrange(index // 12, index % 12 + 1)[1])), last
