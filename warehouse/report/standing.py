"""The charts of how figures stand: revised since they were first said, and by facility."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.report.asking import Row
from warehouse.report.bands import bands
from warehouse.report.detention import SOURCE
from warehouse.report.figure import Figure
from warehouse.report.mapping import TERRITORIES, facilities, place
from warehouse.report.tables import Column, table
from warehouse.report.words import fiscal_year, listed, month, name, number, share, signed

REVISED = {
    "ice.book_ins_by_arresting_agency{agency=total}": "Book-ins",
    "ice.releases_by_reason{definition=final_book_outs,reason=total,criminality=total}": "Final book-outs",
    "ice.adp_by_arresting_agency{agency=total,criminality=total}": "Average daily population",
}
LITTLE = 0.5  # percent
HELD = "average_daily_population"


def revisions(rows: Sequence[Row]) -> list[Figure]:
    """How far figures of months that were over moved, one chart a series."""
    series = {key: [row for row in rows if row["series_key"] == key and row["first"]] for key in REVISED}
    return [_revised(REVISED[key], found) for key, found in series.items() if len(found) > 1]


def _revised(title: str, rows: Sequence[Row]) -> Figure:
    shown = [{**row, "moved": 100 * (row["now"] - row["first"]) / row["first"]} for row in rows]
    farthest = max(shown, key=lambda row: (abs(row["moved"]), row["month"]))
    little = sum(abs(row["moved"]) < LITTLE for row in shown)
    file = f"revised_{title.lower().replace('-', '_').replace(' ', '_')}"
    return Figure(
        id=file.replace("_", "-"),
        title=f"{title}: first said, and now",
        point=f"{month(farthest['month'])} moved most: {number(farthest['first'])} when first printed whole, "
        f"{number(farthest['now'])} now ({signed(farthest['moved'], 1)}%). Of {len(shown)} months that more than one "
        f"edition prints, {little} moved by less than half a percent.",
        unit="change since first printed whole",
        through=None,
        source=SOURCE,
        note="Months that were over when they were first printed; to fill up a month that was not is no revision.",
        drawing=bands(shown),
        table=table(
            file,
            f"{title}, one row a month that more than one edition prints",
            [
                Column("month", "Month", "month"),
                Column("first", "First said"),
                Column("now", "Now"),
                Column("moved", "Moved", "percent"),
                Column("lowest", "Lowest"),
                Column("highest", "Highest"),
                Column("editions", "Editions"),
            ],
            shown,
        ),
    )


def held_where(rows: Sequence[Row]) -> Figure:
    """Facilities of the newest fiscal year on a map."""
    year = rows[0]["fiscal_year"]
    shown = [{**row, "remark": "; ".join(filter(None, [row["remark"], _unplaced(row)]))} for row in rows]
    ten = share(sum(row[HELD] for row in rows[:10]), sum(row[HELD] for row in rows))
    away = sum(place(row) is None for row in rows)
    not_shown = f" {away} of them are not on the map: the table says why." if away else ""
    return Figure(
        id="facilities",
        title=f"Facilities of {fiscal_year(year)}",
        point=f"{len(rows)} facilities held people on an average day since 1 October {year - 1}. The largest: "
        f"{listed([_facility(row) for row in rows[:3]])}. The ten largest hold {ten} of all.",
        unit="people on an average day",
        through=rows[0]["data_through"],
        source=SOURCE,
        note=f"The area of a circle is the number of people.{not_shown}",
        drawing=facilities(rows, HELD),
        table=table(
            "facilities",
            f"Facilities of {fiscal_year(year)}, the largest first",
            [
                Column("name", "Facility", "name"),
                Column("city", "City", "name"),
                Column("state", "State", "text"),
                Column("type", "Type", "text"),
                Column(HELD, "Average daily population", "decimal"),
                Column("average_length_of_stay", "Average stay, days", "decimal"),
            ],
            shown,
        ),
    )


def _facility(row: Row) -> str:
    where = ", ".join(one for one in (name(row["city"] or ""), row["state"]) if one)
    return f"{name(row['name'])} ({where}) with {number(row[HELD])}"


def _unplaced(row: Row) -> str:
    if place(row) is not None:
        return ""
    return "not on the map: in a territory" if row["state"] in TERRITORIES else "not on the map: its place is not known"
