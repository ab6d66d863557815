"""OHSS monthly tables as one flat CSV file: repatriations and CBP's book-outs at the Southwest border, a month a row.

Landing page: https://ohss.dhs.gov/topics/immigration/immigration-enforcement/monthly-tables, beside the workbook of the
same month (`ohss_monthly_tables`), whose figures it repeats; they are compared by a check. Month 0 is the fiscal year,
to date in the newest one. Columns are called `Group/Part:Measure`. `X` is printed for what cannot be: expulsions before
and after Title 42. Figures are rounded to the nearest 10.

History: July 2024 to August 2024: 149 of 4,230 cells changed, back to fiscal year 2014.
"""

from __future__ import annotations

from collections.abc import Iterator

from collectors.media import webpage
from collectors.records import Cadence, Dataflow, Document, Edition, Link, Metric, Source, Table, Total
from collectors.tables.axes import CANNOT_EXIST, Measure
from collectors.tables.labels import slug
from collectors.tables.periods import Period, of_fiscal_year
from collectors.tables.sheets import Layout, SheetKind
from collectors.tables.texts import edition_of, read_text
from collectors.tables.tidy import Tidy, TidyTables

SOURCE = Source(
    id="ohss_monthly_csv",
    publisher="OHSS",
    title="OHSS Immigration Enforcement and Legal Processes Monthly Tables, flat CSV",
    licence="U.S. Government work, public domain (17 U.S.C. 105)",
    start=("https://ohss.dhs.gov/topics/immigration/immigration-enforcement/monthly-tables",),
    documents=r"https://ohss\.dhs\.gov/(?:sites/default|system)/files/(?:[^/]+/)*ielp-table-[^/]+\.csv",
    media=("csv",),
    max_bytes=8 * 1024 * 1024,
    cadence=Cadence(cron="0 16 * * *", timezone="America/New_York", expected_every="P30D", late_after="P60D"),
)
DATAFLOWS = (
    Dataflow(
        "ohss.csv_repatriations",
        "Repatriations by Type and Month (flat CSV)",
        ("repatriations",),
        ("type",),
        totals=(Total("type"),),
        rounded_to=10,
        refresh="month",
    ),
    Dataflow(
        "ohss.csv_southwest_border_book_outs",
        "CBP Southwest Border Book-outs by Component, Outcome and Month (flat CSV)",
        ("book_outs",),
        ("agency", "outcome"),
        totals=(Total("agency", "CBP", ("OFO", "USBP")), Total("outcome")),
        rounded_to=10,
        refresh="month",
        note="agency=CBP is the sum of its components, OFO and USBP.",
    ),
)
METRICS = (
    Metric(
        "repatriations",
        "Repatriations",
        "events",
        "flow",
        "Removals, enforcement returns, administrative returns and Title 42 expulsions",
        "the columns of the file",
    ),
    Metric(
        "book_outs",
        "Book-outs of CBP custody",
        "events",
        "flow",
        "Southwest Border Book-outs: repatriations, expulsions, transfers, paroles, releases and other outcomes",
        "the columns of the file",
    ),
)
_TYPES = ("Title 42 Expulsions", "Administrative Returns", "Enforcement Returns", "Removals", "Total")
_SHARED = ("Other outcomes", "Transfers to HHS", "Transfers to ICE", "Migrant Protection Protocols", "T42 expulsions",
           "T8 repatriations", "Total")  # fmt: skip
_OUTCOMES = {
    "OFO": (*_SHARED, "OFO Paroles"),
    "USBP": (*_SHARED, "USBP Releases"),
    "CBP": (*_SHARED, "OFO Paroles", "USBP Releases"),
}


def _period(year: str, month: str, calendar: str) -> Period | None:
    """The month, or the fiscal year (month 0, in whose row the calendar year is that of its first month). None where
    the years disagree."""
    period = of_fiscal_year(year, month)
    return period if period and period.id[:4] == calendar else None


_PERIOD = ("Fiscal Year", "Month", "Calendar Year")
TABLES = TidyTables(
    Tidy(
        dataflow="ohss.csv_repatriations",
        title="Repatriations",
        period=_PERIOD,
        period_of=_period,
        figures={
            f"Repatriations:{label}": (f"type={slug(label)}", Measure("repatriations", "events")) for label in _TYPES
        },
    ),
    Tidy(
        dataflow="ohss.csv_southwest_border_book_outs",
        title="Southwest Border Book-outs",
        period=_PERIOD,
        period_of=_period,
        figures={
            f"Southwest Border Book-outs/{agency}:{label}": (
                f"agency={agency},outcome={slug(label)}",
                Measure("book_outs", "events"),
            )
            for agency, labels in _OUTCOMES.items()
            for label in labels
        },
    ),
)
LAYOUT = Layout(
    module=__name__, sheets=(SheetKind("", TABLES.find),), marks={"X": CANNOT_EXIST}, last_day=TABLES.last_day
)


def discover(page: Document) -> Iterator[Link]:
    """The CSV files that the landing page links to. Raises LayoutChanged where there is none."""
    return webpage.documents(page, SOURCE)


def edition(document: Document) -> Edition:
    """A title, and the last day of the last month that is printed. Raises what `read_text` raises."""
    return edition_of(document, LAYOUT, SOURCE.title)


def read(document: Document) -> Iterator[Table]:
    """An observation a column and month. Raises what `read_text` raises."""
    return read_text(document, LAYOUT)
