"""ICE's daily figures on X, as news sites wrote them down: a list of ours of what they reported, a day a row.

The posts themselves are another publication, which this is not: a slip of a news site would stand here as well.

History:
    - ICE posted arrests and detainers lodged a day from 23 January 2025 on, and stopped early in February.
Notes:
    - A day of which no news site has a figure is in the list with blanks: missing, not zero.
    - The list has no address of its own and no page that links to it: it is imported. Column `source` says who reported
      the row, with the date of the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from collectors.errors import EmptyRelease
from collectors.records import Cadence, Dataflow, Document, Edition, Link, Metric, Source, Table
from collectors.tables.axes import MISSING, Measure
from collectors.tables.periods import Period, day
from collectors.tables.sheets import Layout, SheetKind
from collectors.tables.texts import edition_of, read_text
from collectors.tables.tidy import Tidy, TidyTables

SOURCE = Source(
    id="ice_x_daily_reported",
    publisher="News sites, of posts by U.S. Immigration and Customs Enforcement",
    title="ICE's daily figures on X, as news sites reported them",
    licence="Facts, with the site that reported each",
    start=(),
    documents=r"(?!)",  # none: it is imported as a file
    media=("csv",),
    max_bytes=1_000_000,
    found_by=("import",),
    cadence=Cadence(cron="0 15 * * *", timezone="America/New_York", expected_every="P1D", late_after="P2D"),
)
DATAFLOWS = (
    Dataflow(
        "ice.x_daily_reported",
        "Arrests and Detainers Lodged a Day, posted by ICE on X and reported by news sites",
        ("arrests", "detainers_lodged"),
        ("measure",),
        note="measure = arrests, detainers. The label of a row names who reported it. Not the posts themselves.",
    ),
)
METRICS = (
    Metric("arrests", "Arrests", "persons", "flow", "Arrests (as ICE's posts on X have it)", "the posts, as reported"),
    Metric("detainers_lodged", "Detainers lodged", "persons", "flow", "Detainers lodged (as ICE's posts on X have it)",
           "the posts, as reported"),
)  # fmt: skip


def _day(text: str) -> Period | None:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return None


TABLES = TidyTables(
    Tidy(
        dataflow="ice.x_daily_reported",
        title="ICE on X, daily arrests and detainers",
        period=("date",),
        period_of=_day,
        figures={
            "arrests": ("measure=arrests", Measure("arrests", "persons")),
            "detainers": ("measure=detainers", Measure("detainers_lodged", "persons")),
        },
        label="source",
        blank=MISSING,
    )
)
LAYOUT = Layout(module=__name__, sheets=(SheetKind("", TABLES.find),), last_day=TABLES.last_day)


def discover(page: Document) -> Iterator[Link]:
    """No page lists it. Raises EmptyRelease."""
    raise EmptyRelease(page.name, expected="no start page", found="one", remedy="Import the file.")


def edition(document: Document) -> Edition:
    """A title, and the last day of which a figure is known."""
    return edition_of(document, LAYOUT, SOURCE.title)


def read(document: Document) -> Iterator[Table]:
    """Two observations a day. Raises what `read_text` raises."""
    return read_text(document, LAYOUT)
