"""The charts of removals, arrests and encounters."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.report import words
from warehouse.report.asking import Row
from warehouse.report.columns import columns
from warehouse.report.facts import same_dates
from warehouse.report.figure import Figure, most, newest_whole, on_the_year
from warehouse.report.lines import lines, years
from warehouse.report.tables import Column, table


ONE_MONTH = 31  # days between the figures of a series of months that has no hole


def removals_to_date(rows: Sequence[Row]) -> Figure:
    """ICE's removals since 1 October, edition by edition."""
    newest = max(rows, key=lambda row: row["day"])
    return Figure(
        "removals-to-date", "Removals by ICE since 1 October, year by year",
        f"ICE removed {words.number(newest['value'])} people from 1 October {newest['fiscal_year'] - 1} to {words.day(newest['day'])}. "
        f"{' '.join(same_dates(rows, newest))}",
        "removals since 1 October", newest["day"], "ICE Detention Statistics",
        "One dot an edition; a line runs straight from each to the next. Years end where the last edition at hand does.",
        years(rows, "day", "fiscal_year", "value"),
        table(
            "removals_to_date", "Removals by ICE since 1 October, one row an edition",
            [Column("fiscal_year", "Fiscal year", "year"), Column("day", "Through", "day"), Column("value", "Removals")], rows,
        ),
    )  # fmt: skip


def removals(rows: Sequence[Row]) -> Figure:
    """Removals and returns of the whole department a month."""
    newest = newest_whole(rows)
    return Figure(
        "removals", "Removals and returns by the department",
        f"In {words.month(newest['month'])} the department removed {words.number(newest['removed'])} people and "
        f"returned {words.number(newest['returned'])}. {most(rows, 'removed')}",
        "people a month", newest["data_through"], "OHSS", "Rounded to tens by OHSS. Nothing is known of later months.",
        columns(rows, {"removed": "removed", "returned": "returned"}, colour=2),
        table(
            "removals", "Removals and returns, one row a month",
            [Column("month", "Month", "month"), Column("removed", "Removed"), Column("returned", "Returned")], rows,
        ),
    )  # fmt: skip


def arrests(rows: Sequence[Row]) -> Figure:
    """Administrative arrests by ERO a month."""
    newest = newest_whole(rows)
    return Figure(
        "arrests", "Arrests by ICE’s removal officers",
        f"{words.number(newest['arrests'])} administrative arrests in {words.month(newest['month'])}. "
        f"{on_the_year(rows, newest, 'arrests')} {most(rows, 'arrests')}",
        "arrests a month", newest["data_through"], "OHSS",
        "Enforcement and Removal Operations alone, rounded to tens by OHSS. Nothing is known of later months.",
        columns(rows, {"arrests": "arrests"}),
        table(
            "arrests", "Administrative arrests by ERO, one row a month",
            [Column("month", "Month", "month"), Column("arrests", "Arrests")], rows,
        ),
    )  # fmt: skip


def encounters(rows: Sequence[Row]) -> Figure:
    """Encounters a month, two series that are not added."""
    said = {
        name: [row for row in rows if row[name] is not None][-1]
        for name in ("southwest", "patrol")
        if any(row[name] is not None for row in rows)
    }
    points = {
        "southwest": "CBP counted {} encounters at the southwest border in {}.",
        "patrol": "The Border Patrol counted {} at all borders in {}.",
    }
    return Figure(
        "encounters", "Encounters at the borders",
        " ".join(points[name].format(words.number(row[name]), words.month(row["month"])) for name, row in said.items()),
        "encounters a month", rows[-1]["data_through"], "CBP, OHSS",
        "Two counts that overlap: CBP’s has the ports of entry too, the other one all borders. Each row names both documents.",
        lines(
            rows, "month",
            {"southwest": "CBP: southwest border, with ports of entry", "patrol": "OHSS: Border Patrol, all borders"},
            hole=ONE_MONTH, points=False,
        ),
        table(
            "encounters", "Encounters, one row a month; nothing is added up",
            [
                Column("month", "Month", "month"), Column("southwest", "CBP: southwest border"),
                Column("patrol", "OHSS: Border Patrol, all borders"),
            ],
            rows,
        ),
    )  # fmt: skip
