"""The charts of detention: people held, booked in, held on average, let go."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.report.asking import Row
from warehouse.report.columns import columns
from warehouse.report.figure import Figure, most, never_whole, newest_whole, on_the_year
from warehouse.report.lines import lines
from warehouse.report.tables import Column, table
from warehouse.report.words import day, month, number, share

SOURCE = "ICE Detention Statistics"
BETWEEN_EDITIONS = 45  # days: ICE leaves fewer between two editions, where none is missing
AGENCIES = {"ice": "arrested by ICE", "cbp": "arrested by CBP"}
BY_CRIMINALITY = {
    "total": "all",
    "neither": "neither conviction nor charge",
    "convicted": "convicted",
    "pending": "charge pending",
}
LEFT = {"let_go": "let go", "removed_or_handed_over": "removed or handed over"}


def detained(rows: Sequence[Row]) -> Figure:
    """People held, by criminality."""
    newest, highest = rows[-1], max(rows, key=lambda row: (row["total"], row["day"]))
    neither = f"{number(newest['neither'])} of them ({share(newest['neither'], newest['total'])})"
    return Figure(
        id="detained",
        title="People in ICE detention",
        point=f"{number(newest['total'])} people were held on {day(newest['day'])}; {neither} had neither a conviction "
        f"nor a pending charge. The most of any edition at hand: {number(highest['total'])} on {day(highest['day'])}.",
        unit="people",
        through=newest["data_through"],
        source=SOURCE,
        note="One dot an edition. “Neither” is what ICE calls other immigration violators.",
        drawing=lines(rows, "day", BY_CRIMINALITY, hole=BETWEEN_EDITIONS),
        table=table(
            "detained",
            "People in ICE detention by criminality, one row a day that an edition prints",
            [Column("day", "Day", "day"), *(Column(name, text.capitalize()) for name, text in BY_CRIMINALITY.items())],
            rows,
        ),
    )


def book_ins(rows: Sequence[Row]) -> Figure:
    """Book-ins a month by arresting agency."""
    newest = newest_whole(rows)
    by_ice = share(newest["ice"], newest["total"])
    return Figure(
        id="book-ins",
        title="Book-ins into ICE detention",
        point=f"{number(newest['total'])} people were booked in during {month(newest['month'])}, {by_ice} of them "
        f"after an arrest by ICE, the others by CBP. {on_the_year(rows, newest, 'total')} {most(rows, 'total')}",
        unit="book-ins a month",
        through=rows[-1]["data_through"],
        source=SOURCE,
        note=f"By the agency that made the arrest. {never_whole(rows)}",
        drawing=columns(rows, AGENCIES),
        table=table(
            "book_ins",
            "Book-ins into ICE detention by arresting agency, one row a month",
            [Column("month", "Month", "month"), Column("ice", "ICE"), Column("cbp", "CBP"), Column("total", "All")],
            rows,
        ),
    )


def population(rows: Sequence[Row]) -> Figure:
    """Average daily population a month by arresting agency."""
    newest = newest_whole(rows)
    names = {"ice": "ICE", "cbp": "CBP", "total": "All"}
    return Figure(
        id="population",
        title="Average daily population of ICE detention",
        point=f"On an average day of {month(newest['month'])} {number(newest['total'])} people were held. "
        f"{on_the_year(rows, newest, 'total')} {most(rows, 'total')}",
        unit="people on an average day",
        through=rows[-1]["data_through"],
        source=SOURCE,
        note=f"By the agency that made the arrest. {never_whole(rows)}",
        drawing=columns(rows, AGENCIES),
        table=table(
            "population",
            "Average daily population of ICE detention by arresting agency, one row a month",
            [Column("month", "Month", "month"), *(Column(name, text, "decimal") for name, text in names.items())],
            rows,
        ),
    )


def releases(rows: Sequence[Row]) -> Figure:
    """Final book-outs of ICE detention a month."""
    newest = newest_whole(rows)
    of_all = f", of {number(newest['booked_out'])} who left it for good" if newest["booked_out"] is not None else ""
    return Figure(
        id="releases",
        title="How people left ICE detention",
        point=f"{number(newest['let_go'])} people were let go in {month(newest['month'])}{of_all}. "
        f"{on_the_year(rows, newest, 'let_go')}",
        unit="people a month",
        through=rows[-1]["data_through"],
        source=SOURCE,
        note="Let go: on bond, parole, recognizance, supervision, or by a court. ICE prints those who were removed or "
        f"handed over since October 2023 alone. {never_whole(rows)}",
        drawing=columns(rows, LEFT, colour=2),
        table=table(
            "releases",
            "Final book-outs of ICE detention, one row a month",
            [
                Column("month", "Month", "month"),
                *(Column(name, text.capitalize()) for name, text in LEFT.items()),
                Column("booked_out", "All final book-outs"),
            ],
            rows,
        ),
    )
