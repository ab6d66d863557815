"""The charts of detention: people held, booked in, let go."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.report import words
from warehouse.report.asking import Row
from warehouse.report.columns import columns
from warehouse.report.figure import Figure, most, newest_whole, on_the_year
from warehouse.report.lines import lines
from warehouse.report.tables import Column, table

BETWEEN_EDITIONS = 45  # days: ICE leaves fewer between two editions, where none is missing


def detained(rows: Sequence[Row]) -> Figure:
    """People held, by criminality."""
    newest, most = rows[-1], max(rows, key=lambda row: row["total"])
    return Figure(
        "detained", "People in ICE detention",
        f"{words.number(newest['total'])} people were held on {words.day(newest['day'])}; {words.number(newest['neither'])} "
        f"of them ({words.share(newest['neither'], newest['total'])}) had neither a conviction nor a pending charge. The most "
        f"of any edition at hand: {words.number(most['total'])} on {words.day(most['day'])}.",
        "people", newest["data_through"], "ICE Detention Statistics",
        "One dot an edition. “Neither” is what ICE calls other immigration violators.",
        lines(
            rows, "day",
            {"total": "all", "neither": "neither conviction nor charge", "convicted": "convicted", "pending": "charge pending"},
            hole=BETWEEN_EDITIONS,
        ),
        table(
            "detained", "People in ICE detention by criminality, one row a day that an edition prints",
            [
                Column("day", "Day", "day"), Column("total", "All"), Column("convicted", "Convicted"),
                Column("pending", "Charge pending"), Column("neither", "Neither"),
            ],
            rows,
        ),
    )  # fmt: skip


def book_ins(rows: Sequence[Row]) -> Figure:
    """Book-ins a month by arresting agency."""
    newest = newest_whole(rows)
    return Figure(
        "book-ins", "Book-ins into ICE detention",
        f"{words.number(newest['total'])} people were booked in during {words.month(newest['month'])}, "
        f"{words.share(newest['ice'], newest['total'])} of them after an arrest by ICE, the others by CBP. "
        f"{on_the_year(rows, newest, 'total')} {most(rows, 'total')}",
        "book-ins a month", rows[-1]["data_through"], "ICE Detention Statistics",
        "By the agency that made the arrest. September of some years was never printed whole: its last edition ends before the month does.",
        columns(rows, {"ice": "arrested by ICE", "cbp": "arrested by CBP"}),
        table(
            "book_ins", "Book-ins into ICE detention by arresting agency, one row a month",
            [Column("month", "Month", "month"), Column("ice", "ICE"), Column("cbp", "CBP"), Column("total", "All")], rows,
        ),
    )  # fmt: skip


def population(rows: Sequence[Row]) -> Figure:
    """Average daily population a month by arresting agency."""
    newest = newest_whole(rows)
    return Figure(
        "population", "Average daily population of ICE detention",
        f"On an average day of {words.month(newest['month'])} {words.number(newest['total'])} people were held. "
        f"{on_the_year(rows, newest, 'total')} {most(rows, 'total')}",
        "people on an average day", rows[-1]["data_through"], "ICE Detention Statistics", "By the agency that made the arrest.",
        columns(rows, {"ice": "arrested by ICE", "cbp": "arrested by CBP"}),
        table(
            "population", "Average daily population of ICE detention by arresting agency, one row a month",
            [
                Column("month", "Month", "month"), Column("ice", "ICE", "decimal"), Column("cbp", "CBP", "decimal"),
                Column("total", "All", "decimal"),
            ],
            rows,
        ),
    )  # fmt: skip


def releases(rows: Sequence[Row]) -> Figure:
    """Final book-outs of ICE detention a month."""
    newest = newest_whole(rows)
    others = ""
    if newest["booked_out"] is not None:
        others = f", of {words.number(newest['booked_out'])} who left it for good"
    return Figure(
        "releases", "How people left ICE detention",
        f"{words.number(newest['let_go'])} people were let go in {words.month(newest['month'])}{others}. "
        f"{on_the_year(rows, newest, 'let_go')}",
        "people a month", rows[-1]["data_through"], "ICE Detention Statistics",
        "Let go: on bond, parole, recognizance, supervision, or by a court. ICE prints the others (removed, handed over) since October 2023 alone.",
        columns(rows, {"let_go": "let go", "removed_or_handed_over": "removed or handed over"}, colour=2),
        table(
            "releases", "Final book-outs of ICE detention, one row a month",
            [
                Column("month", "Month", "month"), Column("let_go", "Let go"),
                Column("removed_or_handed_over", "Removed or handed over"), Column("booked_out", "All final book-outs"),
            ],
            rows,
        ),
    )  # fmt: skip
