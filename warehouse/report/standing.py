"""The charts of how figures stand: revised since they were first said, beside what reports said, by facility."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.report import words
from warehouse.report.asking import Row
from warehouse.report.bands import bands
from warehouse.report.claimed import claimed
from warehouse.report.figure import Figure
from warehouse.report.mapping import TERRITORIES, facilities, place
from warehouse.report.tables import Column, table

REVISED = {
    "ice.book_ins_by_arresting_agency{agency=total}": ("book-ins", "Book-ins"),
    "ice.releases_by_reason{definition=final_book_outs,reason=total,criminality=total}": ("book-outs", "Final book-outs"),
    "ice.adp_by_arresting_agency{agency=total,criminality=total}": ("population", "Average daily population"),
}


def revisions(rows: Sequence[Row]) -> list[Figure]:
    """How far figures of months that were over moved, one chart a series."""
    series = {key: [row for row in rows if row["series_key"] == key] for key in REVISED}
    return [_revised(*REVISED[key], found) for key, found in series.items() if len(found) > 1]


def _revised(name: str, title: str, rows: Sequence[Row]) -> Figure:
    shown = [{**row, "moved": 100 * (row["now"] - row["first"]) / row["first"]} for row in rows if row["first"]]
    farthest = max(shown, key=lambda row: (abs(row["moved"]), row["month"]))
    small = sum(abs(row["moved"]) < 0.5 for row in shown)
    return Figure(
        f"revised-{name}", f"{title}: first said, and now",
        f"{words.month(farthest['month'])} moved most: {words.number(farthest['first'])} when first printed whole, "
        f"{words.number(farthest['now'])} now ({words.signed(farthest['moved'], 1)}%). Of {len(shown)} months that more than one "
        f"edition prints, {small} moved by less than half a percent.",
        "change since first printed whole", None, "ICE Detention Statistics",
        "Months that were over when they were first printed; the filling up of a month that was not is no revision.",
        bands(shown),
        table(
            f"revised_{name.replace('-', '_')}", f"{title}, one row a month that more than one edition prints",
            [
                Column("month", "Month", "month"), Column("first", "First said"), Column("now", "Now"),
                Column("moved", "Moved", "percent"), Column("lowest", "Lowest"), Column("highest", "Highest"),
                Column("editions", "Editions"),
            ],
            shown,
        ),
    )  # fmt: skip


def beside_claims(series_key: str, claims: Sequence[Row], figures: Sequence[Row], number: int) -> Figure:
    """What reports said of what one series counts, over the series."""
    rows = [_claim(row) for row in claims]
    first, newest = figures[0], rows[0]
    counted = newest["measure"].replace("_", " ")
    return Figure(
        f"claims-{number}", f"{counted.capitalize()}: what was said, beside “{_name(first)}”",
        f"{len(rows)} claim{'s' * (len(rows) != 1)} at hand count{'s' * (len(rows) == 1)} what this series counts. {_newest(newest)}",
        f"{counted}, as said and as published", max(row["period_end"] for row in figures), first["table_title"] or first["publisher"],
        f"A claim is held against the series that measures the same: {series_key}.",
        claimed(rows, figures),
        table(
            f"claims_{number}", f"Claims beside {series_key}, newest first",
            [
                Column("published_on", "Reported", "day"), Column("value_text", "Said", "text"),
                Column("period", "Of", "text"), Column("attribution", "On whose word", "text"),
                Column("title", "In", "text"), Column("quote", "Sentence", "text"),
                Column("value_then", "Published then"), Column("value_now", "Published now"), Column("reason", "How held against", "text"),
            ],
            rows,
        ),
    )  # fmt: skip


def _claim(row: Row) -> Row:
    start, end = row["period_start"], row["period_end"]
    period = words.day(start) if start == end else f"{words.day(start)} to {words.day(end)}"
    qualified = {"exact": "", "range": ""}.get(row["qualifier"], f"{row['qualifier'].replace('_', ' ')} ")
    return {
        **row,
        "value_text": f"{qualified}{row['value_text']} {row['measure'].replace('_', ' ')}",
        "period": period,
        "title": row["title"] or f"a report of {row['publisher']} (its headline is not at hand)",
        "title_url": row["url"],
        "quote": row["quote"] + ("…" if row["quote_is_cut"] else "") if row["quote"] else None,
    }


def _newest(row: Row) -> str:
    """The newest claim in a sentence, with what was published of its days when it was made."""
    on = f" on {words.day(row['published_on'])}" if row["published_on"] else ""
    then = row["value_then"]
    published = f"{words.number(then)} ({row['reason']})" if then is not None else f"none ({row['reason']})"
    said = f"The newest: {row['publisher']}{on}, {row['value_text']}, {row['period']}, attributed to {row['attribution']}."
    return f"{said} Published then: {published}."


def _name(figure: Row) -> str:
    """The table of a series, as its publisher calls it."""
    return str(figure["table_title"] or figure["publisher"])


def held_where(rows: Sequence[Row]) -> Figure:
    """Facilities of the newest fiscal year on a map."""
    year = rows[0]["fiscal_year"]
    held = sum(row["average_daily_population"] for row in rows)
    ten = sum(row["average_daily_population"] for row in rows[:10])
    shown = [{**row, "remark": _unplaced(row)} for row in rows]
    top = words.listed([_facility(row) for row in rows[:3]])
    away = sum(bool(row["remark"]) for row in shown)
    return Figure(
        "facilities", f"Facilities of {words.fiscal_year(year)}",
        f"{len(rows)} facilities held people on an average day since 1 October {year - 1}. The largest: {top}. "
        f"The ten largest hold {words.share(ten, held)} of all.",
        "people on an average day", rows[0]["data_through"], "ICE Detention Statistics",
        "The area of a circle is the number of people." + (f" {away} facilities are not on the map: the table says why." if away else ""),
        facilities(rows, "average_daily_population"),
        table(
            "facilities", f"Facilities of {words.fiscal_year(year)}, the largest first",
            [
                Column("name", "Facility", "name"), Column("city", "City", "name"), Column("state", "State", "text"),
                Column("average_daily_population", "Average daily population", "decimal"),
                Column("average_length_of_stay", "Average stay, days", "decimal"),
            ],
            shown,
        ),
    )  # fmt: skip


def _facility(row: Row) -> str:
    where = ", ".join(one for one in (words.name(row["city"] or ""), row["state"]) if one)
    return f"{words.name(row['name'])} ({where}) with {words.number(row['average_daily_population'])}"


def _unplaced(row: Row) -> str:
    if place(row) is not None:
        return ""
    return "not on the map: in a territory" if row["state"] in TERRITORIES else "not on the map: its place is not known"
