"""A row of a query of this folder ▶ a headline and a sentence that a journalist understands.

`kind` is the name of the query, or `slip` for a revision of which a figure is one.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]

QUALIFIERS = {"about": "about ", "more_than": "more than ", "at_least": "at least ", "up_to": "up to ",
              "fewer_than": "fewer than "}  # fmt: skip
RATES = {"rate_per_day": " a day", "rate_per_week": " a week", "rate_per_month": " a month", "rate_per_year": " a year"}
ON_THE_LIST = {"appeared": "New on", "reappeared": "Back on", "vanished": "Gone from"}
LISTED = {
    "appeared": "is on the list of facilities of {} for the first time.",
    "reappeared": "is back on the list of facilities of {}; the edition before, of {}, did not have it.",
    "vanished": "is gone from the list of facilities of {}; the last edition that has it is of {}.",
}
GONE = {"left out": "no longer prints", "left blank": "leaves blank", "edited": "took out of a text",
        "deleted": "took down"}  # fmt: skip


def headline(kind: str, row: Row) -> str:
    """What it is about, in a few words."""
    match kind:
        case "edition":
            return f"{row['publisher']}: new edition of {row['source_title']}"
        case "revision" | "slip":
            old, new = (number(row[name], row["unit"]) for name in ("old_value", "new_value"))
            said = f"{row['publisher']}, {_when(row)}: {old} ▶ {_with_unit(new, row['unit'])} ({row['table_title']})"
            return f"Probable slip: {said}" if kind == "slip" else said
        case "withdrawal":
            return f"{row['publisher']}: {_count(row['figures'], 'figure')} {row['how']} ({row['table_title']})"
        case "refusal":
            return f"{row['publisher']}: {row['table_title'] or row['source_title']} could not be read"
        case "facility":
            return f"{ON_THE_LIST[row['how']]} the list: {_facility_name(row)}"
    return f"{row['publisher']}: {_claimed(row)}, {_about(row)}"


def sentence(kind: str, row: Row) -> str:
    """What it says."""
    match kind:
        case "edition":
            return _edition(row)
        case "revision":
            return _revision(row)
        case "slip":
            return _slip(row)
        case "withdrawal":
            return _withdrawal(row)
        case "refusal":
            return _refusal(row)
        case "facility":
            day = _day(row["other_day"])
            return f"{_facility_name(row)} {LISTED[row['how']].format(row['publisher'], day)}"
    return _claim(row)


def number(value: float, unit: str | None) -> str:
    """A figure without its unit, a share as percent: 38,736; 343.1; 5.2 %."""
    if unit == "fraction":
        return f"{100 * value:,.1f} %"
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:,.1f}"


def period(time_period: str, start: date | None, end: date | None) -> str:
    """A period by its identity and its days, both inclusive: December 2021, fiscal year 2024, 15 August 2024."""
    if len(time_period) == 7:
        return f"{date.fromisoformat(f'{time_period}-01'):%B %Y}"
    if time_period.endswith("-10-01/P1Y"):
        return f"fiscal year {int(time_period[:4]) + 1}"
    if time_period.endswith("-01-01/P1Y"):
        return time_period[:4]
    if start is None or end is None or start == end:
        return _day(start or end) or time_period
    return f"{_day(start)} to {_day(end)}"


def _edition(row: Row) -> str:
    counted = []
    if row["observations"]:
        counted.append(f"{_count(row['observations'], 'figure')} in {_count(row['dataflows'], 'table')}")
    if row["entries"]:
        counted.append(f"{_count(row['entries'], 'row')} of lists")
    through = f", data through {_day(row['data_through'])}" if row["data_through"] else ""
    return f"{row['publisher']} published an edition of {row['source_title']}: {' and '.join(counted)}{through}."


def _revision(row: Row) -> str:
    verb = "raised" if row["new_value"] > row["old_value"] else "lowered"
    old, new = (number(row[name], row["unit"]) for name in ("old_value", "new_value"))
    figures = f"from {old} to {_with_unit(new, row['unit'])} ({_difference(row)})"
    return f"{row['publisher']} {verb} a figure for {_when(row)} {figures}. {_where(row)}"


def _slip(row: Row) -> str:
    old, new = (number(row[name], row["unit"]) for name in ("old_value", "new_value"))
    which = "Probably a slip" if row["is_slip"] else "Probably a slip that was mended"
    figures = f"{row['publisher']} has {_with_unit(new, row['unit'])} for {_when(row)}, before it had {old}"
    return f"{which}: {figures}. {_where(row)} Rule {row['rule']}: {row['why']}."


def _withdrawal(row: Row) -> str:
    largest = f"{_with_unit(number(row['old_value'], row['unit']), row['unit'])} for {_when(row)}"
    one = row["figures"] == 1
    what = "a figure that it had before, " if one else f"{row['figures']:,} figures that it had before, the largest "
    back = ""
    if row["came_back"]:
        back = " It came back later." if one else f" {row['came_back']:,} of them came back later."
    return f"{row['publisher']} {GONE[row['how']]} {what}{largest}. {_where(row)}{back}"


def _refusal(row: Row) -> str:
    what = f"the table {row['table_title']}" if row["table_title"] else "a document"
    why = f"expected {row['expected']}, found {row['found']}"
    return f"Of {row['source_title']} {what} could not be read, and none of it is among the figures: {why}."


def _facility_name(row: Row) -> str:
    return f"{row['name']} ({', '.join(part for part in (row['city'], row['state']) if part)})"


def _claim(row: Row) -> str:
    when = ""
    if row["period_start"] or row["period_end"]:
        when = f", {period('', row['period_start'], row['period_end'])}"
    status = "" if row["status"] == "reported" else f", a {row['status']} figure"
    title = f" In “{row['title']}”." if row["title"] else ""
    word = f"on the word of {row['attribution']}"
    return f"{row['publisher']} on {_about(row)}{when}: {_claimed(row)}{status}, {word}.{title}"


def _claimed(row: Row) -> str:
    unit = str(row["unit"]).replace("_", " ") + RATES.get(row["period_kind"], "")
    return f"{QUALIFIERS.get(row['qualifier'], '')}{row['value_text'].lower()} ({unit})"


def _about(row: Row) -> str:
    whose = ", ".join(row[name] for name in ("agency", "population", "geography") if row[name])
    return str(row["measure"]).replace("_", " ") + (f" ({whose})" if whose else "")


def _when(row: Row) -> str:
    return period(row["time_period"], row["period_start"], row["period_end"])


def _where(row: Row) -> str:
    """The table, and what tells the series apart in it."""
    of = "; ".join(f"{name.replace('_', ' ')}: {label}" for name, label in (row["labels"] or {}).items())
    return f"{row['table_title']} ({of})." if of else f"{row['table_title']}."


def _with_unit(figure: str, unit: str | None) -> str:
    return figure if unit in (None, "fraction") else f"{figure} {unit}"


def _difference(row: Row) -> str:
    """By how much, in percent too; of shares in points."""
    difference = row["new_value"] - row["old_value"]
    sign = "+" if difference > 0 else "−"
    if row["unit"] == "fraction":
        return f"{sign}{100 * abs(difference):,.1f} points"
    share = f", {sign}{100 * abs(difference / row['old_value']):,.0f} %" if row["old_value"] else ""
    return f"{sign}{number(abs(difference), row['unit'])}{share}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.day} {day:%B %Y}"
