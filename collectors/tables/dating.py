"""The periods of a titled table, and how far its data run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from collectors.tables.axes import CANNOT_EXIST, MISSING, Axis, Block, zeros
from collectors.tables.declared import FiscalMonths, Flow, InTitle, Stock, Titled, YearsAcross
from collectors.tables.grid import Grid
from collectors.tables.periods import Period, calendar_month, day, fiscal_year, fiscal_years, month, us_dates
from collectors.tables.sheets import TableReading


def dated(
    reading: TableReading, table: Titled, grid: Grid, block: Block, labels: Sequence[tuple[str, ...]]
) -> list[Block]:
    """A table with its periods; more than one block where a table of months has rows of several fiscal years. `labels`
    are those of its rows."""
    if isinstance(table.rows, tuple) and "fiscal_year" in table.rows:
        place = table.rows.index("fiscal_year")
        years = [row[place] for row in labels]
        return _years_down(reading, table, grid, block, years)
    match table.time:
        case InTitle(period):
            return [_of_title(period(grid.title), block, reading)]
        case Stock(through):
            return [_on_a_day(reading, through, grid, block)]
        case Flow(through):
            return [replace(_flow(reading, table, through, grid, block), judged_by=reading.judged_by)]


def _of_title(period: Period | None, block: Block, reading: TableReading) -> Block:
    if period is None:
        raise reading.changed(f"table {block.title!r}", "a period in the title", "none")
    return replace(block, period=period, data_through=period.over, judged_by=reading.judged_by)


def _on_a_day(reading: TableReading, through: str | tuple[str, str, str], grid: Grid, block: Block) -> Block:
    """The day of a stock: of its title, else of its family, else the workbook's. Footnotes of an older fiscal year than
    that of the sheet date nobody on it."""
    if through in reading.on.layout.days:
        when = reading.through(through, grid, block)
    elif printed := us_dates(grid.title):
        when = reading.checked(printed[0], None, grid.at)
    elif reading.on.outdated:
        found = f"footnotes of {reading.judged_by}"
        raise reading.changed(f"table {grid.title!r}", "the day of these people, in the sheet's fiscal year", found)
    else:
        when = reading.through(through, grid, block, min(reading.on.years, default=None))
    known = when or reading.judged_by
    if known is None:
        expected = "the day of these people, in the title, on the sheet or in the footnotes"
        raise reading.changed(f"table {grid.title!r}", expected, "none")
    return replace(block, period=day(known), data_through=when)


def _flow(reading: TableReading, table: Titled, family: str | tuple[str, str, str], grid: Grid, block: Block) -> Block:
    if block.columns.periods:
        block = replace(block, data_through=reading.through(family, grid, block))
        status = {**block.columns.status, **_unfilled(block)}
        return replace(block, columns=replace(block.columns, status=status))
    if isinstance(table.columns, YearsAcross):
        periods, through = _to_date(reading, family, grid, block, block.columns.labels)
        return replace(block, columns=replace(block.columns, periods=periods), data_through=through)
    year = reading.year(grid.title, grid.at)
    block = replace(block, data_through=reading.through(family, grid, block, year))
    if isinstance(table.columns, FiscalMonths):
        return _months(block, year, reading.judged_by)
    return replace(block, period=fiscal_year(year, block.data_through))


def _years_down(reading: TableReading, table: Titled, grid: Grid, block: Block, labels: Sequence[str]) -> list[Block]:
    """A table with fiscal years in its rows."""
    if not all(fiscal_years(label) for label in labels):
        found = "the rows " + ", ".join(block.rows.labels)
        raise reading.changed(f"table {grid.title!r}", "a fiscal year in each row", found)
    family = table.time.through if isinstance(table.time, Flow | Stock) else ""
    periods, through = _to_date(reading, family, grid, block, labels)
    block = replace(block, data_through=through, judged_by=reading.judged_by)
    if not isinstance(table.columns, FiscalMonths):
        return [replace(block, rows=replace(block.rows, periods=periods))]
    years = [fiscal_years(label)[0] for label in labels]
    return [_months(_rows_of_year(block, years, year), year, reading.judged_by) for year in dict.fromkeys(years)]


def _rows_of_year(block: Block, years: Sequence[int], year: int) -> Block:
    at = [k for k, other in enumerate(years) if other == year]
    rows = block.rows
    part = Axis([rows.positions[k] for k in at], [rows.labels[k] for k in at], [rows.keys[k] for k in at])
    return replace(block, rows=part)


def _to_date(
    reading: TableReading, family: str | tuple[str, str, str], grid: Grid, block: Block, labels: Sequence[str]
) -> tuple[list[Period], date | None]:
    """The fiscal years of a table: the newest to date, older ones whole. A printed range of days counts: `FY2022
    (10/1/2021 - 3/31/2022)`."""
    years = [fiscal_years(label)[0] for label in labels]
    newest = max(years)
    through = reading.through(family, grid, block, newest)
    periods = []
    for year, label in zip(years, labels, strict=True):
        printed = us_dates(label)[1:2]
        periods.append(fiscal_year(year, printed[0] if printed else through, whole=year < newest))
    return periods, through


def _months(block: Block, year: int, judged_by: date | None) -> Block:
    """The months of a fiscal year and the year to date. The zeros of some are no figures: of trailing months in which
    every row prints 0 (still to come), and of a year that is over and prints nothing but 0 (not filled in)."""
    through = block.data_through
    periods = [month(*calendar_month(year, n)) for n in range(10, 22)] + [fiscal_year(year, through)]
    status = _unfilled_months(block, periods, through, through or judged_by)
    return replace(block, columns=replace(block.columns, periods=periods, status=status))


def _unfilled_months(
    block: Block, periods: Sequence[Period], through: date | None, judged_by: date | None
) -> Mapping[int, int]:
    zero = zeros(block.sheet, block.rows.positions, block.columns.positions)
    if all(zero) and judged_by and periods[-1].over <= judged_by:
        return dict.fromkeys(range(len(periods)), MISSING)
    status: dict[int, int] = {}
    for k in reversed(range(len(periods) - 1)):
        if not zero[k] or (through and periods[k].over <= through):
            break
        status[k] = CANNOT_EXIST
    return status


def _unfilled(block: Block) -> Mapping[int, int]:
    """Columns that print 0 in every row: not filled in; after the last filled one, still to come."""
    zero = zeros(block.sheet, block.rows.positions, block.columns.positions)
    numbers = block.sheet.numeric[list(block.rows.positions)]
    filled = [k for k, c in enumerate(block.columns.positions) if not zero[k] and numbers[:, c].any()]
    last, periods, through = max(filled, default=-1), block.columns.periods or [], block.data_through
    to_come = [k > last and not (through and period.over <= through) for k, period in enumerate(periods)]
    return {k: CANNOT_EXIST if to_come[k] else MISSING for k, z in enumerate(zero) if z}
