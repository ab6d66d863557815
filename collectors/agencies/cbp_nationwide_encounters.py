"""CBP encounters nationwide, by state: one CSV file a month, of four fiscal years.

Landing page: https://www.cbp.gov/document/stats/nationwide-encounters. Each file repeats the years before it. CBP
publishes the same encounters by area of responsibility in a file of its own, which no one had at hand: it is declared
as its header is known to be, and nothing of it was tried.

Notes:
    - Every combination that is not listed is zero.
    - `Land Border Region` is `Other` away from the land borders; the nationwide sum is that of all three.
    - `Month Grouping` is no dimension: the same month is `FYTD` in one edition and `Remaining` in the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from collectors.media import webpage
from collectors.records import Cadence, Dataflow, Document, Edition, Link, Metric, Source, Table
from collectors.tables import words
from collectors.tables.axes import MISSING, Measure
from collectors.tables.periods import of_fiscal_year
from collectors.tables.sheets import Layout, SheetKind
from collectors.tables.texts import edition_of, read_text
from collectors.tables.tidy import Tidy, TidyTables

SOURCE = Source(
    id="cbp_nationwide_encounters",
    publisher="CBP",
    title="CBP Nationwide Encounters",
    licence="U.S. Government work, public domain (17 U.S.C. 105)",
    start=("https://www.cbp.gov/document/stats/nationwide-encounters",),
    documents=r"https://www\.cbp\.gov/sites/default/files/(?:[^/]+/)*nationwide-encounters-[^/]+\.csv",
    media=("csv",),
    max_bytes=32 * 1024 * 1024,
    cadence=Cadence(cron="0 16 * * *", timezone="America/New_York", expected_every="P30D", late_after="P60D"),
)
DATAFLOWS = (
    Dataflow(
        "cbp.nationwide_encounters_by_state",
        "Nationwide Encounters by Region, State, Demographic, Citizenship and Authority",
        ("encounters",),
        ("region", "state", "demographic", "citizenship", "authority"),
        absence="zero",
        refresh="month",
        note="No totals are printed. Citizenship: the 21 countries that are printed, and other.",
    ),
    Dataflow(
        "cbp.nationwide_encounters_by_area",
        "Nationwide Encounters by Component, Region, Area of Responsibility, Demographic, Citizenship and Authority",
        ("encounters",),
        ("agency", "region", "area", "demographic", "citizenship", "authority", "encounter_type"),
        absence="zero",
        refresh="month",
        note="No totals are printed. Nobody has tried a real file.",
    ),
)
METRICS = (
    Metric(
        "encounters",
        "Encounters",
        "encounters",
        "flow",
        "U.S. Border Patrol Title 8 apprehensions, Office of Field Operations Title 8 inadmissibles, and Title 42 "
        "expulsions",
        "CBP, Nationwide Encounters",
    ),
)
_SHARED: dict[str, Any] = {
    "period": ("Fiscal Year", "Month (abbv)"),
    "period_of": of_fiscal_year,
    "figures": {"Encounter Count": ("", Measure("encounters", "encounters"))},
    "blank": MISSING,
    "whole": True,
}
_WHO = {"Demographic": "demographic", "Citizenship": "citizenship", "Title of Authority": "authority"}
TABLES = TidyTables(
    Tidy(
        dataflow="cbp.nationwide_encounters_by_state",
        title="Nationwide Encounters by State",
        dimensions={"Land Border Region": "region", "State": "state", **_WHO},
        ignored=("Month Grouping",),
        **_SHARED,
    ),
    Tidy(
        dataflow="cbp.nationwide_encounters_by_area",
        title="Nationwide Encounters by Area of Responsibility",
        dimensions={"Component": "agency", "Land Border Region": "region", "Area of Responsibility": "area", **_WHO,
                    "Encounter Type": "encounter_type"},
        ignored=("Month Grouping", "AOR (Abbv)"),
        **_SHARED,
    ),
)  # fmt: skip


def value(dimension: str, label: str) -> str:
    """States stay the two letters that they are; all else as publishers share it."""
    return label if dimension == "state" else words.value(dimension, label)


LAYOUT = Layout(
    module=__name__,
    sheets=(SheetKind("", TABLES.find),),
    value=value,
    closed=words.closed("agency", "demographic", "citizenship"),
    last_day=TABLES.last_day,
)


def discover(page: Document) -> Iterator[Link]:
    """The CSV files that the landing page links to. Raises LayoutChanged where there is none."""
    return webpage.documents(page, SOURCE)


def edition(document: Document) -> Edition:
    """A title, and the last day of the last month that is listed. Raises what `read_text` raises."""
    return edition_of(document, LAYOUT, SOURCE.title)


def read(document: Document) -> Iterator[Table]:
    """An observation a row. Raises what `read_text` raises."""
    return read_text(document, LAYOUT)
