"""CBP encounters at the Southwest land border: one CSV file a month, of four fiscal years.

Landing page: https://www.cbp.gov/document/stats/southwest-land-border-encounters. Each file repeats the years before
it, so that files overlap: closed years change seldom, the running year often.

History: `UC / Single Minors` became `UAC` in 2025. The file of fiscal years 2019 to 2022 prints `9584.0`, has rows of
zero and is not sorted.
Notes:
    - Every combination that is not listed is zero: a row says how many, and there is none where nobody was encountered.
    - `Month Grouping` tells which months the running year has too (`FYTD`): the same month is `Remaining` in another
      edition, so it is no dimension.
"""

from __future__ import annotations

from collections.abc import Iterator

from collectors.media import webpage
from collectors.records import Cadence, Dataflow, Document, Edition, Link, Metric, Source, Table
from collectors.tables import words
from collectors.tables.axes import MISSING, Measure
from collectors.tables.periods import of_fiscal_year
from collectors.tables.sheets import Layout, SheetKind
from collectors.tables.texts import edition_of, read_text
from collectors.tables.tidy import Tidy, TidyTables

SOURCE = Source(
    id="cbp_southwest_border",
    publisher="CBP",
    title="CBP Southwest Land Border Encounters",
    licence="U.S. Government work, public domain (17 U.S.C. 105)",
    start=("https://www.cbp.gov/document/stats/southwest-land-border-encounters",),
    documents=r"https://www\.cbp\.gov/sites/default/files/(?:[^/]+/)*sbo-encounters-[^/]+\.csv",
    media=("csv",),
    max_bytes=32 * 1024 * 1024,
    cadence=Cadence(cron="0 16 * * *", timezone="America/New_York", expected_every="P30D", late_after="P60D"),
)
DATAFLOWS = (
    Dataflow(
        "cbp.southwest_border_encounters",
        "Southwest Land Border Encounters by Component, Demographic, Citizenship and Authority",
        ("encounters",),
        ("agency", "demographic", "citizenship", "authority", "encounter_type"),
        absence="zero",
        refresh="month",
        note="No totals are printed. Citizenship: four countries and other.",
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
        "CBP, Southwest Land Border Encounters",
    ),
)
TABLES = TidyTables(
    Tidy(
        dataflow="cbp.southwest_border_encounters",
        title="Southwest Land Border Encounters",
        period=("Fiscal Year", "Month (abbv)"),
        period_of=of_fiscal_year,
        figures={"Encounter Count": ("", Measure("encounters", "encounters"))},
        dimensions={
            "Component": "agency",
            "Demographic": "demographic",
            "Citizenship Grouping": "citizenship",
            "Title of Authority": "authority",
            "Encounter Type": "encounter_type",
        },
        ignored=("Month Grouping",),
        blank=MISSING,
        whole=True,
    )
)
LAYOUT = Layout(
    module=__name__,
    sheets=(SheetKind("", TABLES.find),),
    value=words.value,
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
