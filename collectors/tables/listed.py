"""A list on a sheet of a workbook: a header that is found by its words, whatever their order; below it a row an entry.

What a row says is kept as printed. A cell that holds an error says nothing, and is told once a column; a day that
cannot be stays as printed, and is told; a row without what its key is made of is left out, and told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from collectors.media.addresses import original
from collectors.media.sheet import Sheet, label_of
from collectors.records import Document
from collectors.tables.periods import us_dates
from collectors.tables.sheets import Notice

HEADER_WITHIN = 30  # rows from the top in which the header of a list is looked for
_ERROR = re.compile(r"#(N/?A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)", re.IGNORECASE)  # also typed as a text
_DAY = re.compile(r"\d{1,2}/\d{1,2}/(\d{2}|\d{4})")
_FIRST_SERIAL = {False: date(1899, 12, 30), True: date(1904, 1, 1)}

Attributes = dict[str, str | None]


@dataclass(frozen=True)
class Listed:
    """What a source declares of a list."""

    columns: Mapping[str, Sequence[str]]  # attribute ▶ the headers under which it is printed, in lower case
    needed: Sequence[str]  # attributes without whose columns there is no list
    key: Sequence[str]  # attributes without which a row is none
    days: Mapping[str, str] = field(default_factory=dict)  # attribute ▶ the one that has it as a day, YYYY-MM-DD
    links: Mapping[str, str] = field(default_factory=dict)  # attribute ▶ the one that has the address of its cell
    since: date = date(1990, 1, 1)  # no day is before


@dataclass(frozen=True)
class Row:
    """An entry: its row (from 0), the first cell of its key, what it says."""

    row: int
    at: tuple[int, int]
    attributes: Attributes


@dataclass(frozen=True)
class ListRead:
    """A list that was read. `columns`: attribute ▶ column (from 0); `notices`: what a person should know."""

    sheet: Sheet
    header: int
    columns: Mapping[str, int]
    rows: Sequence[Row]
    notices: Sequence[Notice]

    @property
    def numbers(self) -> dict[tuple[int, int], str]:
        """What each numeric cell of the sheet is: `entry` (a part of one), `header`, or `not in the list`."""
        rows, columns = {one.row for one in self.rows}, {*self.columns.values()}
        found = {}
        for row, column in zip(*(axis.tolist() for axis in self.sheet.numeric.nonzero()), strict=True):
            reason = "entry" if row in rows and column in columns else "not in the list"
            found[row, column] = "header" if row == self.header else reason
        return found


def read_list(
    declared: Listed, sheet: Sheet, links: Mapping[tuple[int, int], str], limit: date | None
) -> ListRead | None:
    """The list of a sheet; None where it has no row in which every needed header stands once. `links`: the addresses
    of its cells; `limit`: no day is after it."""
    header = _header(declared, sheet)
    if header is None:
        return None
    columns = _columns(declared, sheet, header)
    notices = [*_unknown(sheet, header, columns)]
    rows, errors = [], Counter[str]()
    first = min(columns[name] for name in declared.key)
    body = [row for row in range(header + 1, sheet.height) if not sheet.is_blank(row, 0, sheet.width)]
    said = [_printed(sheet, column, body) for column in columns.values()]
    for row, words in zip(body, zip(*said, strict=True), strict=True):
        attributes = _attributes(declared, columns, row, words, links)
        if missing := [name for name in declared.key if not attributes.get(name)]:
            notices.append(_left_out(sheet, row, columns[missing[0]], missing[0]))
            continue
        if _repeats(sheet, header, row, [columns[name] for name in declared.needed]):
            notices.append(_header_again(sheet, row))
            continue
        notices += _with_days(declared, sheet, columns, row, attributes, limit)
        if None in words:
            errors.update(name for name in columns if attributes[name] is None)
        rows.append(Row(row, (row, first), attributes))
    notices += [_of_errors(sheet, header, columns[name], count) for name, count in errors.items()]
    return ListRead(sheet, header, columns, rows, notices)


# ── The header ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _header(declared: Listed, sheet: Sheet) -> int | None:
    for row in range(min(HEADER_WITHIN, sheet.height)):
        if {*declared.needed} <= _columns(declared, sheet, row).keys():
            return row
    return None


def _columns(declared: Listed, sheet: Sheet, row: int) -> dict[str, int]:
    """Attribute ▶ its column. A header that stands twice is none: nobody knows which counts."""
    printed = [sheet.text(row, column).casefold() for column in range(sheet.width)]
    found = {}
    for name, headers in declared.columns.items():
        places = [column for column, text in enumerate(printed) if text in headers]
        if len(places) == 1:
            found[name] = places[0]
    return found


def _unknown(sheet: Sheet, header: int, columns: Mapping[str, int]) -> Iterator[Notice]:
    for column in range(sheet.width):
        text = sheet.label(header, column)
        if text and column not in columns.values():
            message = f"The list has a column {text!r}, which is not known: it is not read."
            yield Notice(
                "unknown_column", message, sheet.name, sheet.address(header, column), "a column that is known", text
            )


# ── A row ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _attributes(
    declared: Listed,
    columns: Mapping[str, int],
    row: int,
    words: Sequence[str | None],
    links: Mapping[tuple[int, int], str],
) -> Attributes:
    attributes: Attributes = dict(zip(columns, words, strict=True))
    for name, of_link in declared.links.items():
        if name in columns:
            text = attributes[name] or ""
            printed = text if text.startswith(("http://", "https://")) else ""
            url = links.get((row, columns[name]), printed)
            attributes[of_link] = original(url) if url else ""
    return attributes


def _printed(sheet: Sheet, column: int, rows: Sequence[int]) -> list[str | None]:
    """The words of a column in some rows, '' where a cell is blank, None where it holds an error."""
    words = [_words(sheet.rows[row][column]) for row in rows]
    lost = {row for row, c in sheet.lost if c == column}
    return [None if row in lost else text for row, text in zip(rows, words, strict=True)] if lost else words


@lru_cache(maxsize=1 << 14, typed=True)  # a list repeats its words
def _words(cell: object) -> str | None:
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    text = label_of(cell)
    if text.startswith("http"):
        return original(text)  # what an archive replays was printed without its address
    return None if text.startswith("#") and _ERROR.fullmatch(text) else text


def _with_days(
    declared: Listed,
    sheet: Sheet,
    columns: Mapping[str, int],
    row: int,
    attributes: Attributes,
    limit: date | None,
) -> Iterator[Notice]:
    """Put in what is printed as a day, where it can be one; '' where it cannot, which is told."""
    for name, as_day in declared.days.items():
        if name not in columns:
            continue
        text = attributes[name]
        when = _day(sheet, row, columns[name], text or "")
        possible = when is not None and when >= declared.since and (limit is None or when <= limit)
        attributes[as_day] = when.isoformat() if when and possible else ""
        if text and not possible:
            until = f"{declared.since} to {limit}" if limit else f"{declared.since} or later"
            message = f"{text} cannot be a day of this list; it stays as printed."
            yield Notice(
                "date_slipped", message, sheet.name, sheet.address(row, columns[name]), f"a day from {until}", text
            )


def _day(sheet: Sheet, row: int, column: int, text: str) -> date | None:
    """A cell as a day: a date, the serial number of one, `2025-02-26`, `2/26/2025`; None where it is none of these."""
    if sheet.numeric[row, column]:
        try:
            return _FIRST_SERIAL[sheet.from_1904] + timedelta(days=int(sheet.numbers[row, column]))
        except OverflowError:
            return None
    if _DAY.fullmatch(text):
        return next(iter(us_dates(text)), None)
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# ── What is told ─────────────────────────────────────────────────────────────────────────────────────────────────────
def _left_out(sheet: Sheet, row: int, column: int, missing: str) -> Notice:
    words = next((sheet.label(row, c) for c in range(sheet.width) if sheet.label(row, c)), "")
    message = f"Row {row + 1} names no {missing}: it is left out."
    return Notice(
        "row_not_read", message, sheet.name, sheet.address(row, column), f"the {missing} of an entry", words[:200]
    )


def _repeats(sheet: Sheet, header: int, row: int, columns: Sequence[int]) -> bool:
    return all(sheet.text(row, c).casefold() == sheet.text(header, c).casefold() for c in columns)


def _header_again(sheet: Sheet, row: int) -> Notice:
    message = f"Row {row + 1} is the header once more: it is no entry."
    return Notice("row_not_read", message, sheet.name, sheet.address(row, 0), "an entry", "the header")


def _of_errors(sheet: Sheet, header: int, column: int, count: int) -> Notice:
    title = sheet.label(header, column)
    message = f"{count:,} cells of the column {title!r} hold an error: their entries say nothing there."
    return Notice("error_cells", message, sheet.name, sheet.address(header, column), "words", f"{count:,} errors")


def days_until(document: Document, saved_at: datetime | None) -> date | None:
    """The last day of which a list can tell: a day after it was saved or first seen, whichever is earlier, for the
    clocks of publishers are not ours; None where nobody knows either."""
    known = [moment.date() for moment in (saved_at, document.first_seen_at) if moment]
    return min(known) + timedelta(days=1) if known else None
