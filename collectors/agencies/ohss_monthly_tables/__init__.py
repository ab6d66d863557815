"""OHSS Immigration Enforcement and Legal Processes Monthly Tables: one workbook a month, a table a sheet.

Landing page: https://ohss.dhs.gov/topics/immigration/immigration-enforcement/monthly-tables. Figures of all components
of DHS, rounded to the nearest ten; each edition restates all years. Fiscal years and months stand down the rows, the
words over the columns in one row, or in two: captions, merged over several columns, above the header.

History. Editions known by their addresses: February 2024 to November 2024 (published 16 January 2025), the last one.
Countries listed, and what `Other` stands for, are those with most in the twelve months before each edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from collectors.agencies.ohss_monthly_tables.declarations import DATAFLOWS as DATAFLOWS
from collectors.agencies.ohss_monthly_tables.declarations import METRICS as METRICS
from collectors.agencies.ohss_monthly_tables.tables import HELD, MARKS, TABLES, value
from collectors.media import webpage
from collectors.records import Cadence, Document, Edition, Link, Source, Table
from collectors.tables.axes import Block
from collectors.tables.sheets import Area, Found, Layout, SheetKind, SheetReading, TableReading
from collectors.tables.workbooks import read_workbook, workbook_of

SOURCE = Source(
    id="ohss_monthly_tables",
    publisher="OHSS",
    title="Immigration Enforcement and Legal Processes Monthly Tables",
    licence="U.S. Government work, public domain (17 U.S.C. 105)",
    start=("https://ohss.dhs.gov/topics/immigration/immigration-enforcement/monthly-tables",),
    documents=r"https://ohss\.dhs\.gov/(?:sites/default|system)/files/[^?#]*"
    r"immigration[-_]enforcement[-_]and[-_]legal[-_]process[^/?#]*\.xlsx",
    media=("xlsx",),
    max_bytes=16 * 1024 * 1024,
    cadence=Cadence(cron="0 16 * * *", timezone="America/New_York", expected_every="P30D", late_after="P75D"),
)


def discover(page: Document) -> Iterator[Link]:
    """The workbooks that the landing page links to, in its order. Raises LayoutChanged where it links to none."""
    return webpage.documents(page, SOURCE)


def edition(document: Document) -> Edition:
    """What the workbook says of itself; its last month is that of the first title that names one. Raises BadContent."""
    book = workbook_of(document, LAYOUT)
    titles = (TABLES.title_of(book.sheet(name)) for name in book.sheet_names)
    said = next((title for title in titles if title and title.month), None)
    return Edition(
        title=SOURCE.title,
        saved_at=book.package.saved_at,
        data_through={"": said.month.over} if said and said.month else {},
        scope=f"FY{said.year}" if said and said.year else None,
    )


def read(document: Document) -> Iterator[Table]:
    """Every table of every visible sheet. Raises BadContent, LayoutChanged, EmptyRelease."""
    return read_workbook(document, LAYOUT)


def _contents(reading: SheetReading) -> Iterator[Found]:
    """The table of contents: no figure, but the first fiscal year of each table."""
    sheet = reading.sheet
    heads = [(r, c) for r, c, text in sheet.strings if text.lower() == "starting date"]
    for row, column in heads[:1]:
        area = Area(row, sheet.height, 0, sheet.width)
        yield Found("ohss.contents", "Table of Contents", area, partial(_read_contents, row=row, column=column))


def _read_contents(reading: TableReading, *, row: int, column: int) -> list[Block]:
    reading.read_as_axis(range(row + 1, reading.sheet.height), [column])
    return []


LAYOUT = Layout(
    module=__name__,
    sheets=(SheetKind("TOC", _contents), SheetKind("Contents", _contents), SheetKind("", TABLES.find)),
    value=value,
    marks=MARKS,
    held=HELD,
)
