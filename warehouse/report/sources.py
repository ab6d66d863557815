"""The chart of the sources: their editions, the holes between them, how each stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from warehouse.report.asking import Row
from warehouse.report.figure import Figure
from warehouse.report.strips import strips
from warehouse.report.tables import Column, table
from warehouse.report.words import day, days

COLUMNS = [
    Column("title", "Source", "words"),
    Column("publisher", "Publisher", "text"),
    Column("documents", "Documents"),
    Column("newest_data_through", "Data through", "day"),
    Column("known", "Newest edition", "day"),
    Column("holes", "Holes"),
    Column("hole", "No edition since", "text"),
    Column("state", "State", "text"),
]


def sources(rows: Sequence[Row], editions: Sequence[Row], gaps: Sequence[Row], today: date) -> Figure:
    """The sources of figures and documents in time, with the holes between their editions."""
    dated = {one["source_id"] for one in editions}
    shown = [_source(row, gaps, today) for row in rows if row["source_id"] in dated]
    newest = max(shown, key=lambda row: row["known"])
    open_ = sum(row["hole"] is not None for row in shown)
    return Figure(
        id="sources",
        title="The sources, edition by edition",
        point=f"The newest document is of {day(newest['known'])} ({newest['title']}). Of {len(shown)} sources {open_} "
        "have had no new edition at hand for longer than usual.",
        unit="",
        through=None,
        source="",
        note="By the day when a document could first be known. A hole is a lack here, not always of the publisher",
        drawing=strips(shown, editions, gaps, today),
        table=table("sources", "The state of each source", COLUMNS, shown),
    )


def _source(row: Row, gaps: Sequence[Row], today: date) -> Row:
    """A source as the table shows it."""
    of_it = [gap for gap in gaps if gap["source_id"] == row["source_id"]]
    since = [gap["gap_from"] for gap in of_it if gap["gap_to"] is None]
    state = f"{row['state']} since {day(row['state_since'])}" if row["state_since"] else row["state"]
    return {
        **row,
        "name": row["title"] if row["state"] in (None, "active") else f"{row['title']}: {state}",
        "known": row["newest_known_from"].date(),
        "holes": len(of_it),
        "hole": f"{day(since[-1])}, {days((today - since[-1]).days)}" if since else None,
        "state": state,
        "remark": "late" if row["is_late"] else "",
    }
