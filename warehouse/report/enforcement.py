"""The charts of removals, arrests and encounters."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.report.asking import Row
from warehouse.report.columns import columns
from warehouse.report.detention import SOURCE
from warehouse.report.facts import same_dates
from warehouse.report.figure import Figure, most, newest_whole, on_the_year
from warehouse.report.lines import lines, years
from warehouse.report.tables import Column, table
from warehouse.report.words import day, month, number

ONE_MONTH = 31  # days between the figures of a series of months that has no hole
POSTED = {"arrests": "arrests", "detainers": "detainers lodged"}
COUNTED = {"southwest": "CBP: southwest border, with ports of entry", "patrol": "OHSS: Border Patrol, all borders"}
ENCOUNTERED = {
    "southwest": "CBP counted {} encounters at the southwest border in {}.",
    "patrol": "The Border Patrol counted {} at all borders in {}.",
}


def removals_to_date(rows: Sequence[Row]) -> Figure:
    """ICE's removals since 1 October, edition by edition."""
    newest = max(rows, key=lambda row: row["day"])
    begin = f"1 October {newest['fiscal_year'] - 1}"
    earlier = " ".join(one.text for one in same_dates(rows, newest))
    return Figure(
        id="removals-to-date",
        title="Removals by ICE since 1 October, year by year",
        point=f"ICE removed {number(newest['value'])} people from {begin} to {day(newest['day'])}. {earlier}",
        unit="removals since 1 October",
        through=newest["day"],
        source=SOURCE,
        note="One dot an edition; a line runs straight from each to the next, and ends at the last edition at hand.",
        drawing=years(rows, "day", "fiscal_year", "value"),
        table=table(
            "removals_to_date",
            "Removals by ICE since 1 October, one row an edition",
            [
                Column("day", "Through", "day"),
                Column("fiscal_year", "Fiscal year", "year"),
                Column("value", "Removals"),
            ],
            rows,
        ),
    )


def removals(rows: Sequence[Row]) -> Figure:
    """Removals and returns of the whole department a month."""
    newest = newest_whole(rows)
    return Figure(
        id="removals",
        title="Removals and returns by the department",
        point=f"In {month(newest['month'])} the Department of Homeland Security removed {number(newest['removed'])} "
        f"people and returned {number(newest['returned'])}. {most(rows, 'removed')}",
        unit="people a month",
        through=newest["data_through"],
        source="OHSS",
        note="Rounded to tens by OHSS. No later month is at hand.",
        drawing=columns(rows, {"removed": "removed", "returned": "returned"}, colour=2),
        table=table(
            "removals",
            "Removals and returns, one row a month",
            [Column("month", "Month", "month"), Column("removed", "Removed"), Column("returned", "Returned")],
            rows,
        ),
    )


def arrests(rows: Sequence[Row]) -> Figure:
    """Administrative arrests by ERO a month."""
    newest = newest_whole(rows)
    return Figure(
        id="arrests",
        title="Arrests by ICE’s removal officers",
        point=f"{number(newest['arrests'])} administrative arrests in {month(newest['month'])}. "
        f"{on_the_year(rows, newest, 'arrests')} {most(rows, 'arrests')}",
        unit="arrests a month",
        through=newest["data_through"],
        source="OHSS",
        note="Enforcement and Removal Operations alone, rounded to tens by OHSS. No later month is at hand.",
        drawing=columns(rows, {"arrests": "arrests"}),
        table=table(
            "arrests",
            "Administrative arrests by ERO, one row a month",
            [Column("month", "Month", "month"), Column("arrests", "Arrests")],
            rows,
        ),
    )


def x_daily(rows: Sequence[Row]) -> Figure:
    """Arrests and detainers a day, as ICE posted them."""
    arrested = [row for row in rows if row["arrests"] is not None] or rows
    newest, highest = arrested[-1], max(arrested, key=lambda row: (row["arrests"] or 0, row["day"]))
    return Figure(
        id="x-daily",
        title="Arrests a day, as ICE posted them on X",
        point=f"{number(newest['arrests'])} arrests on {day(newest['day'])}, the last day at hand. The most: "
        f"{number(highest['arrests'])} on {day(highest['day'])}.",
        unit="people a day",
        through=rows[-1]["day"],
        source="ICE on X",
        note="Where no post of a day is at hand, what news sites wrote down of it: the table says which.",
        drawing=lines(rows, "day", POSTED, hole=1),
        table=table(
            "x_daily",
            "Arrests and detainers as ICE posted them, one row a day",
            [Column("day", "Day", "day"), *(Column(name, text.capitalize()) for name, text in POSTED.items())],
            rows,
        ),
    )


def encounters(rows: Sequence[Row]) -> Figure:
    """Encounters a month, two series that are not added."""
    newest = {name: row for name in COUNTED for row in rows if row[name] is not None}
    said = [ENCOUNTERED[name].format(number(row[name]), month(row["month"])) for name, row in newest.items()]
    return Figure(
        id="encounters",
        title="Encounters at the borders",
        point=" ".join(said),
        unit="encounters a month",
        through=rows[-1]["data_through"],
        source="CBP, OHSS",
        note="Two counts that overlap: CBP’s has the ports of entry too, the other one all borders.",
        drawing=lines(rows, "month", COUNTED, hole=ONE_MONTH, points=False),
        table=table(
            "encounters",
            "Encounters, one row a month; nothing is added up",
            [Column("month", "Month", "month"), *(Column(name, text) for name, text in COUNTED.items())],
            rows,
        ),
    )
