"""A table ▶ an Excel file: the rows; what the table and its columns mean; the documents that the rows are from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from warehouse.exporting import limits
from warehouse.exporting.about import About

ROWS, COLUMNS, CHARACTERS = 1_048_576, 16_384, 32_767  # of a sheet, of a cell: limits of the format
SHEET_NAME = 31  # characters, at most
MANY = 100_000  # rows: from here on they go to the disk one by one, at the price of a larger file
NARROWEST, WIDEST, MARGIN = 8, 40, 2  # characters of a column
LOOKED_AT = 500  # rows, at most, that decide how wide a column is
FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day too many, or has none
EPOCH, DAY = 25_569, 86_400_000_000  # 1 January 1970 as Excel counts days; microseconds of a day
#: what XML, and so a cell, cannot hold, and what stands in its place
UNHELD, SHOWN = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd"
FORMATS = {"date32[day]": "yyyy-mm-dd", "timestamp[us]": "yyyy-mm-dd hh:mm:ss"}


def write(table: pa.Table, about: About, path: Path) -> None:
    """Write a table of plain types (plain.py) into a file; the same table of the same publish gives the same bytes.

    Days and moments (UTC) are such, no text is taken for a formula, a number or a link. Raises LimitReached where a
    sheet or a cell cannot hold what there is.
    """
    where = f"{about.relation.called} as xlsx"
    limits.at_most(where, "rows of a sheet, its header included", ROWS, table.num_rows + 1)
    limits.at_most(where, "columns of a sheet", COLUMNS, table.num_columns)
    limits.exact(where, table)
    with TemporaryDirectory(prefix=".", dir=path.parent) as own:
        book = xlsxwriter.Workbook(str(path), {"constant_memory": table.num_rows > MANY, "tmpdir": own})
        book.use_zip64()
        book.set_properties({"title": about.relation.called, "created": datetime.fromisoformat(about.published_at)})
        _sheet(book, about.relation.name[:SHEET_NAME], table, where)
        _about(book, about)
        _sheet(book, "sources", about.sources, where)
        try:
            book.close()
        except FileCreateError as error:
            raise error.args[0] from error  # what the system said


def _sheet(book: xlsxwriter.Workbook, name: str, table: pa.Table, where: str) -> None:
    """One sheet: a header that stays and filters, below it the rows."""
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, table.num_rows, max(0, table.num_columns - 1))
    for place, (head, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        sheet.set_column(place, place, _width(head, column), _format(book, column.type))
        sheet.write_string(0, place, head, bold)
    cells = [_cells(column) for column in table.columns]
    put = [_put(sheet, column.type) for column in cells]
    for row, values in enumerate(zip(*(column.to_pylist() for column in cells), strict=True), start=1):
        for place, value in enumerate(values):
            if value is not None and put[place](row, place, value) != 0:
                text = f"{where}, {table.column_names[place]}, row {row + 1}"
                raise limits.refuse(text, f"at most {CHARACTERS:,} characters in a cell", f"{len(value):,}")


def _about(book: xlsxwriter.Workbook, about: About) -> None:
    """The sheet that tells what the first one is."""
    sheet, bold = book.add_worksheet("about"), book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, WIDEST)
    sheet.set_column(1, 1, 3 * WIDEST)
    facts = about.facts
    meanings = {column.name: column.meaning for column in about.relation.columns}
    lines = [*facts.items(), None, ("column", "meaning"), *meanings.items()]
    for row, line in enumerate(lines):
        if line is not None:
            sheet.write_string(row, 0, line[0], bold)
            sheet.write_string(row, 1, _held(pa.array([line[1]]))[0].as_py(), wrapped)


def _put(sheet: Worksheet, type_: pa.DataType) -> Callable[..., int]:
    """What writes a value of a column where it is told to; 0 where that went well."""
    put: Callable[..., int] = sheet.write_number
    if pa.types.is_string(type_):
        put = sheet.write_string
    elif pa.types.is_boolean(type_):
        put = sheet.write_boolean
    return put


def _cells(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """What the cells hold: days and moments as numbers of days, or as texts where one is before Excel's time."""
    if str(column.type) in FORMATS:
        first = pc.min(column.cast(pa.date32())).as_py()
        if first is not None and first < FIRST_DAY:
            column = column.cast(pa.string())
    if pa.types.is_string(column.type):
        return _held(column)
    if str(column.type) not in FORMATS:
        return column
    micros = column.cast(pa.timestamp("us")).cast(pa.int64())
    return pc.add(pc.divide(micros.cast(pa.float64()), DAY), EPOCH)


def _held(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.replace_substring_regex(texts, UNHELD, SHOWN)


def _format(book: xlsxwriter.Workbook, type_: pa.DataType) -> Format | None:
    shown = FORMATS.get(str(type_))
    return book.add_format({"num_format": shown}) if shown else None


def _width(head: str, column: pa.ChunkedArray) -> int:
    """Characters that show the header, and most of the values where they are short."""
    first = column.slice(0, LOOKED_AT)
    shown = FORMATS.get(str(column.type))
    longest = len(shown) if shown else pc.max(pc.utf8_length(first.cast(pa.string()))).as_py() or 0
    return min(WIDEST, max(NARROWEST, len(head) + MARGIN, longest))
