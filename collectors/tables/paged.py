"""Tables on the pages of a PDF: labels down, the months of a fiscal year across, then the year; a table a year.

A source declares its `Paged`. Where a page has lines, the cells between them are the table; where it has none, words
stand in columns (`aligned`). A table is found by its header of months and named by the title above it. What is not as
declared is refused, that table alone: a figure never goes to another column because a page looks different.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

import pyarrow as pa

from collectors.errors import BadContent, EmptyRelease, LayoutChanged, OnrecordError
from collectors.media.pdf import Page, Word, address
from collectors.records import NOTICE, OBSERVATION, OMISSION, REFUSAL, SHEET, Document, Edition, Table
from collectors.tables.aligned import aligned, headers_of, is_number, lines_of, rows_of_figures, text_of
from collectors.tables.lattices import AXIS, Judged, Paged, Record, Unlike, holds_figures, judged, notice, titles_on

OUTSIDE, UNKNOWN, REFUSED = "text outside the tables", "table not known", "table refused"
_REMEDY = "Nothing of it was loaded. Compare the page with the one before, then teach {} the new layout."


@dataclass(frozen=True)
class _Refused:
    title: str | None
    error: OnrecordError


@dataclass(frozen=True)
class _PageRead:
    """What became of the tables of a page, and the reason for each of its numbers that is no figure."""

    page: Page
    tables: tuple[Judged, ...] = ()
    refused: tuple[_Refused, ...] = ()
    notices: tuple[Record, ...] = ()
    reason: str = OUTSIDE  # of the numbers that are in no table that was read


def read_paged(document: Document, table: Paged) -> Iterator[Table]:
    """Every figure of every page, the other numbers as omissions, and a row of counts a page.

    Raises BadContent for what is no PDF with text; LayoutChanged where no table can be read, EmptyRelease where there
    is none.
    """
    read = _pages(document, table)
    refused = [one for page in read for one in page.refused]
    observations = [row for page in read for judged_table in page.tables for row in judged_table.observations]
    if not observations and refused:
        raise refused[0].error
    if not observations:
        remedy = "Look at the file: the publisher may have put up another one under this address."
        found = f"none on {len(read)} pages"
        raise EmptyRelease(document.name, expected=f"tables like {table.like!r}", found=found, remedy=remedy)
    unread = [[*_no_figures(page)] for page in read]
    omissions = [[row for row in of_page if row["reason"] != AXIS] for of_page in unread]
    counts = zip(read, omissions, unread, strict=True)
    yield _table("sheet", SHEET, [_counts(page, len(left), len(others) - len(left)) for page, left, others in counts])
    yield _table("observation", OBSERVATION, observations)
    if any(omissions):
        yield _table("omission", OMISSION, [row for of_page in omissions for row in of_page])
    if notices := [row for page in read for row in [*page.notices, *_told(page)]]:
        yield _table("notice", NOTICE, notices)
    if refused:
        yield _table("refusal", REFUSAL, [_refusal(table, one) for one in refused])


def edition_of(document: Document, table: Paged, title: str) -> Edition:
    """What a document says of itself; its data run as far as those of its newest table. Raises BadContent."""
    from collectors.media.pdf_file import properties  # as in `_pages`

    said = properties(document)
    days = {row["data_through"] for page in _pages(document, table) for one in page.tables for row in one.observations}
    through = {name: max(days) for name in ("", table.dataflow)} if days else {}
    return Edition(title=said.title or title, saved_at=said.saved_at, data_through=through)


@lru_cache(maxsize=1)  # `edition` and `read` are asked for the same document, one after the other
def _pages(document: Document, table: Paged) -> list[_PageRead]:
    # here alone: the library takes .3 s, which no other command should pay
    from collectors.media.pdf_file import properties
    from collectors.media.pdf_pages import pages

    saved = properties(document).saved_at
    day = saved.date() if saved else None
    return _without_repeats(document, table, [_read_page(document, table, page, day) for page in pages(document)])


def _read_page(document: Document, table: Paged, page: Page, saved: date | None) -> _PageRead:
    def refusal(title: str | None, expected: str, found: str) -> _Refused:
        where = f"page {page.number}" + (f", table {title!r}" if title else "")
        remedy = _REMEDY.format(table.module)
        return _Refused(title, LayoutChanged(document.name, table=where, expected=expected, found=found, remedy=remedy))

    if page.unread:
        error = BadContent(document.name, table=f"page {page.number}", expected="a page that can be read",
                           found=page.unread, remedy="Nothing of this page was loaded; read it by eye.")  # fmt: skip
        return _PageRead(page, refused=(_Refused(None, error),))
    headers, ruled = headers_of(page.words), [one for one in page.ruled if holds_figures(one)]
    titles = titles_on(page.words, table)
    first_title = titles[0][0] if titles else None
    if not headers:
        if titles:
            expected = "the months October to September over the figures"
            return _PageRead(page, refused=(refusal(first_title, expected, "no such header"),), reason=REFUSED)
        return _unknown(page, page.words)
    if not ruled and len(headers) == 1:
        found = aligned(page.words, headers[0], table.marks)
        if isinstance(found, str):
            expected = "figures in columns under twelve months and the year"
            return _PageRead(page, refused=(refusal(first_title, expected, found),), reason=REFUSED)
        ruled = [found]
    elif len(ruled) != len(headers):
        found = f"{len(headers)} headers of months, {len(ruled)} of them between lines"
        return _PageRead(page, refused=(refusal(first_title, "a table a header", found),), reason=REFUSED)
    read, refused = [], []
    for lattice in ruled:
        try:
            read.append(judged(page, lattice, ruled, table, saved))
        except Unlike as unlike:
            refused.append(refusal(unlike.title, unlike.expected, unlike.found))
    inside = {word for one in ruled for row in one.rows for cell in row if cell for word in cell.words}
    beside = _unknown(page, [word for word in page.words if word not in inside])
    return replace(beside, tables=tuple(read), refused=tuple(refused), reason=REFUSED if refused else beside.reason)


def _unknown(page: Page, words_left: Sequence[Word]) -> _PageRead:
    """A page but for its tables of ours. Rows of figures on it are a table that nobody knows."""
    lines = lines_of(words_left)
    rows = rows_of_figures(lines)
    if len(rows) < 2:
        return _PageRead(page)
    words = (
        f"{len(rows)} rows of figures on page {page.number} belong to no table that is known. Declare the table in the "
        "source's module."
    )
    found = text_of(lines[max(lines.index(rows[0]) - 1, 0)])  # what stands above the first of them
    told = notice("unknown_table", address(page.number, rows[0][0].box), "a table that is known", found, words)
    return _PageRead(page, notices=(told,), reason=UNKNOWN)


def _without_repeats(document: Document, table: Paged, pages: list[_PageRead]) -> list[_PageRead]:
    """Two tables of one year: one of them bears the title of another, and nobody knows which, so both are refused."""
    years = Counter(one.year for page in pages for one in page.tables)
    if not any(count > 1 for count in years.values()):
        return pages
    out = []
    for page in pages:
        twice = [one for one in page.tables if years[one.year] > 1]
        errors = [
            LayoutChanged(document.name, table=f"page {page.page.number}, table {one.title!r}",
                          expected="each fiscal year once", found=f"FY{one.year} on several tables",
                          remedy=_REMEDY.format(table.module))
            for one in twice
        ]  # fmt: skip
        refused = tuple(_Refused(one.title, error) for one, error in zip(twice, errors, strict=True))
        kept = tuple(one for one in page.tables if one not in twice)
        reason = REFUSED if twice else page.reason
        out.append(replace(page, tables=kept, refused=(*page.refused, *refused), reason=reason))
    return out


# ── What is told of a page ───────────────────────────────────────────────────────────────────────────────────────────
def _told(page: _PageRead) -> Iterator[Record]:
    for one in page.tables:
        yield from one.notices


def _no_figures(page: _PageRead) -> Iterator[Record]:
    """The numbers that are no figures, each with its reason; those of titles and labels are read into an axis."""
    figures = {word for one in page.tables for word in one.figures}
    reasons: dict[Word, str] = {}
    for one in page.tables:
        reasons |= one.reasons
    for word in page.page.words:
        if is_number(word) and word not in figures:
            reason = reasons.get(word, page.reason)
            yield {"cell": address(page.page.number, word.box), "reason": reason, "value_text": word.text, "cells": 1}


def _counts(page: _PageRead, omitted: int, axes: int) -> Record:
    observed = sum(is_number(word) for one in page.tables for word in one.figures)
    return {"position": page.page.number - 1, "visible": True, "numeric_cells": sum(map(is_number, page.page.words)),
            "observed_cells": observed, "entry_cells": 0, "axis_cells": axes, "omitted_cells": omitted}  # fmt: skip


def _refusal(table: Paged, one: _Refused) -> Record:
    error = one.error
    return {"dataflow": table.dataflow, "table_title": one.title, "outcome": error.outcome,
            "expected": error.expected, "found": error.found, "remedy": error.remedy}  # fmt: skip


def _table(
    kind: Literal["sheet", "observation", "omission", "notice", "refusal"], schema: pa.Schema, rows: list[Record]
) -> Table:
    return Table(kind, pa.Table.from_pylist(rows, schema=schema))
