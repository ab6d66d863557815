"""ICE detention statistics: one workbook every one to three weeks, all eras from FY2019 on.

Landing page: https://www.ice.gov/detain/detention-management. Published under the duty of the DHS appropriations acts
since FY2020. The name of the file changes with each release and its date is sometimes wrong; the days of the data
stand in the `Footnotes` sheet, one sentence a family of tables (facilities and ATD have their own).

History. FY2021: months in the table of releases; three groups of criminality everywhere. September 2021: `ICLOS and
Detainees`. February 2024: `Final Releases` (people let go) became `Final Book Outs` (removals included): one table, two
definitions, told apart by the dimension `definition`. FY2022: family residential centers (FRC, later FSC) closed;
removals are then of people with a family identifier (FAMU). February 2025: `Noncitizens` became `Aliens`; the sheet of
transgender detainees was dropped. `-` and `N/A` stand where there is no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain

from collectors.agencies.ice_detention_statistics.declarations import DATAFLOWS as DATAFLOWS
from collectors.agencies.ice_detention_statistics.declarations import METRICS as METRICS
from collectors.agencies.ice_detention_statistics.tables import (
    AGENCIES,
    ATD_TABLES,
    BONDS,
    BOOK_INS,
    CRIMINALITY,
    DETAINED,
    DETENTION,
    FACILITY_ATTRIBUTES,
    FACILITY_COLUMNS,
    FACILITY_TYPE,
    FOOTNOTES,
    LENGTH_IN_CUSTODY,
    LENGTHS,
    MARKS,
    OUTCOMES,
    SEGREGATION,
    SEMIANNUAL,
    STATUSES,
    TECHNOLOGIES,
    VULNERABLE,
    WORDS,
    facility_columns,
    facility_head,
    facility_rows,
    listed_facilities,
    value,
)
from collectors.errors import LayoutChanged
from collectors.media import webpage
from collectors.media.sheet import Sheet
from collectors.records import Cadence, Document, Edition, Link, Source, Table
from collectors.tables.axes import MISSING, Axis, Block, Line, zeros
from collectors.tables.grid import Grid, grids
from collectors.tables.labels import numbered
from collectors.tables.periods import (
    calendar_month,
    day,
    fiscal_year,
    fiscal_years,
    month,
    month_number,
    us_dates,
)
from collectors.tables.sheets import Area, Found, Layout, SheetKind, SheetReading, TableReading, no_tables
from collectors.tables.workbooks import edition_of, read_workbook

SOURCE = Source(
    id="ice_detention_statistics",
    publisher="ICE",
    title="ICE Detention Statistics",
    licence="U.S. Government work, public domain (17 U.S.C. 105)",
    start=("https://www.ice.gov/detain/detention-management",),
    documents=r"https://www\.ice\.gov/doclib/detention/[^/]+\.xlsx",
    media=("xlsx",),
    max_bytes=32 * 1024 * 1024,
    cadence=Cadence(cron="0 15 * * *", timezone="America/New_York", expected_every="P14D", late_after="P30D"),
    browser_agent=True,
)


# ── Discovery, edition, reading ──────────────────────────────────────────────────────────────────────────────────────
def discover(page: Document) -> Iterator[Link]:
    """The workbooks that the landing page links to, in its order. Raises LayoutChanged where it links to none."""
    return webpage.documents(page, SOURCE)


def edition(document: Document) -> Edition:
    """What the workbook says of itself. Raises BadContent."""
    return edition_of(document, LAYOUT, SOURCE.title, "Detention ")


def read(document: Document) -> Iterator[Table]:
    """Every table of every visible sheet. Raises BadContent, LayoutChanged, EmptyRelease."""
    return read_workbook(document, LAYOUT)


# ── Days that stand on the sheet itself ──────────────────────────────────────────────────────────────────────────────
def _atd_day(reading: TableReading, grid: Grid, block: Block) -> date | None:
    """The day of the line `Data from BI Inc. Participants Report, D` under a small table."""
    below = ((row, when) for row, when in _report_days(reading) if row > grid.row)
    return next((reading.checked(when, None, (row, 0)) for row, when in below), None)


def _atd_by_area_day(reading: TableReading, grid: Grid, block: Block) -> date | None:
    """The table by area stands below all the lines and has a day in its title. Where that and the last line disagree,
    equal totals prove the line for it too, else nobody knows."""
    sheet = reading.sheet
    row, when = _report_days(reading)[-1]
    if us_dates(grid.title) != [when]:
        above = next((r for r in range(row, -1, -1) if sheet.text(r, 0) == "Total"), row)
        first = block.columns.positions[0]
        if sheet.numbers[above, first] != sheet.numbers[block.rows.positions[0], first]:
            return None
    return reading.checked(when, None, (row, 0))


def _report_days(reading: TableReading) -> list[tuple[int, date]]:
    lines = ((r, us_dates(text)) for r, _, text in reading.sheet.strings if "Participants Report" in text)
    found = [(r, days[0]) for r, days in lines if days]
    if not found:
        expected = "a line `Data from BI Inc. Participants Report, M.D.YYYY`"
        raise reading.changed("the tables of participants", expected, "none with a day")
    return found


def _hearings_through(reading: TableReading, grid: Grid, block: Block) -> date | None:
    """The last day of court data: of the line under the table, else of the month that the title names."""
    year = reading.year(grid.title, grid.at)
    for row in grid.body:
        if days := us_dates(reading.sheet.text(row, grid.left)):
            return reading.checked(days[0], year, (row, grid.left))
    named = re.search(r"thr(?:u|ough) (\w+)", grid.title)
    number = 9 if "year end" in grid.title.lower() else month_number(named[1]) if named else None
    return month(*calendar_month(year, number)).over if number else None


# ── Sheets with a reader of their own ────────────────────────────────────────────────────────────────────────────────
def _facilities(reading: SheetReading) -> Iterator[Found]:
    """The list of facilities: one row a place, its average daily population by classification, year to date."""
    sheet = reading.sheet
    head = facility_head(sheet)
    if head is None:
        raise reading.changed("the list of facilities", "a header row that begins with Name", "none in 20 rows")
    title = _facilities_title(sheet, head)[1]
    area = Area(head, sheet.height, 0, sheet.width)
    yield Found("ice.facilities", title, area, partial(_read_facilities, head=head))


def _read_facilities(reading: TableReading, *, head: int) -> Iterator[Block]:
    sheet = reading.sheet
    names = facility_columns(sheet, head)
    where = {name: c for c, name in names.items()}
    if missing := [name for name in (*FACILITY_COLUMNS, "address", "city", "state", "zip") if name not in where]:
        raise reading.changed("the list of facilities", f"a column {missing[0]!r}", "the headers " + ", ".join(where))
    columns = Axis.of(
        Line(c, sheet.text(head, c), FACILITY_COLUMNS[name][0], None, FACILITY_COLUMNS[name][1])
        for c, name in names.items()
        if name in FACILITY_COLUMNS
    )
    for c, name in names.items():
        if name not in FACILITY_COLUMNS and name not in FACILITY_ATTRIBUTES:
            message = f"The column {name!r} of the list of facilities is not known: nothing of it is kept."
            known = "a known column of the list of facilities"
            reading.tell("unknown_label", message, (head, c), expected=known, found=name, once=("column", name))
    rows = _facility_rows(reading, head)
    reading.read_as_entry([*rows], [c for c, name in names.items() if name in FACILITY_ATTRIBUTES])
    title, year, through = _facilities_edition(reading, head, where["alos"])
    listed = [*listed_facilities(sheet, head, title)]
    reading.listed.extend(listed)
    axis = Axis([*rows], [sheet.text(r, 0) for r in rows], [one.key for one in listed])
    period = fiscal_year(year, through)
    yield Block(sheet, "ice.facilities", title, axis, columns, period, None, through, reading.judged_by)


def _facility_rows(reading: TableReading, head: int) -> range:
    rows = facility_rows(reading.sheet, head)
    for row in rows:
        name = reading.sheet.text(row, 0)
        if (row, 0) in reading.sheet.lost or name.lower() in ("total", "grand total"):
            raise reading.changed("the list of facilities", "a facility in each row", f"{name!r} in row {row + 1}")
    return rows


def _facilities_title(sheet: Sheet, head: int) -> tuple[tuple[int, int], str]:
    above = (((r, c), text) for r, c, text in sheet.strings if r < head and "FACILITIES DATA" in text.upper())
    return next(above, ((0, 0), sheet.name or ""))


def _facilities_edition(reading: TableReading, head: int, alos: int) -> tuple[str, int, date | None]:
    """Title, fiscal year (title, then `FYxx ALOS`, the sheet's name last) and day (the source line of the sheet)."""
    at, title = _facilities_title(reading.sheet, head)
    year = reading.year(title if fiscal_years(title) else reading.sheet.text(head, alos), at)
    lines = ((r, us_dates(text)) for r, _, text in reading.sheet.strings if r < head and "IIDS" in text)
    source = next(((r, days[0]) for r, days in lines if days), None)
    return title, year, reading.checked(source[1], year, (source[0], 0)) if source else None


def _semiannual(reading: SheetReading) -> Iterator[Found]:
    """Arrests, book-ins and removals of four groups. A year that prints nothing but 0 for all countries with TPS was
    not filled in, and its zeros in the tables of the others are no figures either."""
    found = [*SEMIANNUAL.find(reading)]
    countries = [one for one in found if one.dataflow.startswith("ice.semiannual_tps_")]
    empty = frozenset(chain.from_iterable(_unfilled_years(reading, one) for one in countries))
    for one in found:
        yield replace(one, read=partial(_read_semiannual, table=one, empty=empty))


def _read_semiannual(reading: TableReading, *, table: Found, empty: frozenset[str]) -> Iterator[Block]:
    for block in table.read(reading):
        axis = block.columns if block.columns.periods else block.rows
        zero = zeros(block.sheet, block.rows.positions, block.columns.positions, of_rows=axis is block.rows)
        periods = zip(axis.periods or [], zero, strict=True)
        status = {k: MISSING for k, (period, z) in enumerate(periods) if z and period.id in empty}
        name = "columns" if axis is block.columns else "rows"
        yield replace(block, **{name: replace(axis, status=status)})  # type: ignore[arg-type]


def _unfilled_years(reading: SheetReading, table: Found) -> Iterator[str]:
    """The newest year of a table of countries, where it prints nothing but 0."""
    try:
        blocks = [*table.read(TableReading(reading))]
    except LayoutChanged:  # it is told where the table is read
        return
    for block in blocks:
        newest = block.columns.positions[-1:]
        if block.columns.periods and zeros(block.sheet, block.rows.positions, newest) == [True]:
            yield block.columns.periods[-1].id


def _transgender(reading: SheetReading) -> Iterator[Found]:
    """Book-ins of the year to date, and people in custody on the title's day (in some editions book-ins throughout)."""
    sheet = reading.sheet
    grid = next(grids(sheet, re.compile(r"ICE .*Transgender").match), None)
    if grid is None or sheet.width < 2:
        raise reading.changed("the sheet", "a title that names the Transgender population, and two columns", "none")
    area = Area(grid.row, max([grid.header, *grid.body]) + 1, 0, sheet.width)
    yield Found("ice.transgender_population", grid.title, area, partial(_read_transgender, grid=grid))


def _read_transgender(reading: TableReading, *, grid: Grid) -> Iterator[Block]:
    sheet = reading.sheet
    year, days = reading.year(grid.title, grid.at), us_dates(grid.title)
    when = reading.checked(days[0], year, grid.at) if days else None
    on = when or reading.judged_by  # a stock that prints no day takes the workbook's
    lines, booked = [], False
    for row in grid.body:
        label = sheet.text(row, 0)
        if "Book-In" in label or "Current" in label:  # the areas below belong to the same kind
            booked = "Book-In" in label
        if sheet.is_blank(row, 1, 2):
            continue
        if not label or (row, 0) in sheet.lost:
            raise reading.changed(f"table {grid.title!r}", f"a label in row {row + 1}", label or "a blank one")
        period = fiscal_year(year, when) if booked or not on else day(on)
        key = f"part={value('part', label)}"
        lines.append(Line(row, label, key, period, BOOK_INS if booked else DETAINED))
    rows = Axis.of(lines)
    if not (head := sheet.text(grid.header, 1)):
        raise reading.changed(f"table {grid.title!r}", "a header over the figures", "a blank one")
    columns = Axis([1], [head], [""])
    yield Block(
        sheet, "ice.transgender_population", grid.title, replace(rows, keys=numbered(rows.keys)), columns,
        None, None, when, reading.judged_by,
    )  # fmt: skip


LAYOUT = Layout(
    module=__name__,
    sheets=(  # the last one takes every other sheet
        SheetKind("Pending ICLOS", no_tables),  # one edition announces the sheet, without a table
        SheetKind("ICLOS", LENGTH_IN_CUSTODY.find, LENGTH_IN_CUSTODY.required),
        SheetKind("ATD", ATD_TABLES.find, ATD_TABLES.required, every_edition=True),
        SheetKind("Detention ", DETENTION.find, DETENTION.required, every_edition=True),
        SheetKind("Facilities", _facilities, {"ice.facilities": "FACILITIES DATA"}, every_edition=True),
        SheetKind("Semiannual", _semiannual, SEMIANNUAL.required),
        SheetKind("Bond", BONDS.find, BONDS.required),
        SheetKind("Segregation", SEGREGATION.find),
        SheetKind("Vulnerable", VULNERABLE.find),
        SheetKind("Trans", _transgender),
        SheetKind("Header", no_tables),
        SheetKind("Footnotes", no_tables),
        SheetKind("", DETENTION.find),
    ),
    footnotes=FOOTNOTES,
    footnote_sheet="Footnotes",
    said=r"(?:through|snapshot as(?: of)?)\D{0,4}(\d\S*)",
    days={"atd": _atd_day, "atd_by_area": _atd_by_area_day, "hearings": _hearings_through},
    value=value,
    marks=MARKS,
    closed={
        "agency": AGENCIES,
        "criminality": {*CRIMINALITY, "total"},
        "facility_type": FACILITY_TYPE,
        "population": {*WORDS["population"], "total"},
        "held": {*WORDS["held"], "total"},
        "length": LENGTHS,
        "outcome": OUTCOMES,
        "status": STATUSES,
        "technology": {*TECHNOLOGIES, "total"},
    },
    band=" DATA, ",
)
