"""A workbook, read sheet by sheet and table by table: what every source that publishes workbooks shares.

A source declares its `Layout`. Each sheet is given to the kind that its name names, each table is read as a unit and
then added or refused; every number of a visible sheet is an observation or is left out with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache

from collectors.errors import LayoutChanged
from collectors.media.sheet import Sheet
from collectors.media.workbook import Workbook
from collectors.records import Document, Edition, Table
from collectors.tables.documents import inferred, inferred_day, kind_of, tables_of_document
from collectors.tables.footnotes import Footnotes
from collectors.tables.judging import SheetDraft, draft_of
from collectors.tables.periods import fiscal_years
from collectors.tables.sheets import Layout, Notice, SheetReading, slip_notice


def edition_of(document: Document, layout: Layout, title: str, main: str) -> Edition:
    """What a workbook says of itself; its scope is the fiscal year of the sheet whose name begins with `main`.
    Footnotes of an older year than that do not tell how far its data run. Raises BadContent."""
    book, notes, _ = _opened(document, layout)
    years = [year for name in book.sheet_names if name.startswith(main) for year in fiscal_years(name)]
    outdated = bool(years) and notes.older_than(years[0])
    through = (None if outdated else notes.commonest) or _last_day(document, layout)
    return Edition(
        title=title,
        saved_at=book.package.saved_at,
        data_through={"": through} if through else {},
        scope=f"FY{years[0]}" if years else None,
    )


def workbook_of(document: Document, layout: Layout) -> Workbook:
    """The workbook of a document, for what a source asks of it beside its tables. Raises BadContent."""
    return _opened(document, layout)[0]


def read_workbook(document: Document, layout: Layout) -> Iterator[Table]:
    """Every table of every visible sheet. A table that cannot be read is a row of `records.REFUSAL`. Raises BadContent;
    LayoutChanged where no table can be read; EmptyRelease."""
    book, notes, slips = _opened(document, layout)
    # A table that a newer sheet prints once more is the second entry, so the sheets of the older year come first.
    names = sorted(book.sheet_names, key=lambda name: (fiscal_years(name) or [0])[-1])
    through = _last_day(document, layout)
    drafts = [_draft(document, layout, book, notes, name, through) for name in names]
    told = [*_hidden(book), *slips, *inferred(through)]
    yield from tables_of_document(document, layout, drafts, told)


def _draft(
    document: Document, layout: Layout, book: Workbook, notes: Footnotes, name: str, through: date | None
) -> SheetDraft:
    kind = kind_of(layout, name)
    try:
        return draft_of(SheetReading(layout, document, book.sheet(name), notes, through), kind)
    except LayoutChanged as error:  # the sheet cannot be laid out
        return SheetDraft(Sheet(name, book.sheet_names.index(name), []), kind, error=error)


def _hidden(book: Workbook) -> list[Notice]:
    words = "The hidden sheet {!r} was left out: hidden sheets hold superseded figures."
    return [Notice("hidden_sheet", words.format(name), name) for name in book.package.hidden]


# ── The days of the footnotes, and the day that no data go beyond ────────────────────────────────────────────────────
@lru_cache(maxsize=1)  # `edition` and `read` are asked for the same document, one after the other
def _opened(document: Document, layout: Layout) -> tuple[Workbook, Footnotes, list[Notice]]:
    book = Workbook.open(document)
    sheet = _footnote_sheet(book, layout)
    all_days = Footnotes(sheet, None, layout.footnotes, layout.said)
    limit, told = _limit(document, book, all_days)
    notes = all_days.until(limit)
    told += [slip_notice(sheet.name if sheet else None, slip) for slip in notes.slips]
    if layout.footnotes and not notes.days:
        told.append(_no_days(layout, sheet))
    return book, notes, told


@lru_cache(maxsize=1)
def _last_day(document: Document, layout: Layout) -> date | None:
    if layout.last_day is None:
        return None
    book, sheets = workbook_of(document, layout), []
    for name in book.sheet_names:
        with suppress(LayoutChanged):  # told when the sheet is read
            sheets.append(book.sheet(name))
    return inferred_day(document, layout, sheets)


def _footnote_sheet(book: Workbook, layout: Layout) -> Sheet | None:
    wanted = layout.footnote_sheet.casefold()
    name = next((name for name in book.sheet_names if wanted and name.strip().casefold() == wanted), None)
    return book.sheet(name) if name else None


def _limit(document: Document, book: Workbook, notes: Footnotes) -> tuple[date | None, list[Notice]]:
    """The day that no data go beyond: when the file was saved; where it does not say, or says what cannot be, when it
    was first seen. A save is impossible after the bytes were seen, and before the days of all families of tables."""
    first = document.first_seen_at.date() if document.first_seen_at else None
    saved = book.package.saved_at.date() if book.package.saved_at else None
    if saved is None:
        return first, []
    days = notes.days.values()
    if first and saved > first:
        impossible = f"the file was seen on {first}"
    elif days and all(when > saved for when in days):
        impossible = f"its data run through {notes.commonest}"
    else:
        return saved, []
    words = f"The file says that it was saved on {saved}, but {impossible}; the save is not believed."
    return first, [
        Notice("save_slipped", words, expected="a save between its data and its first sighting", found=str(saved))
    ]


def _no_days(layout: Layout, sheet: Sheet | None) -> Notice:
    return Notice(
        "day_not_found",
        "The footnotes tell no day of the data: how far the data run is not known.",
        sheet.name if sheet else None,
        expected=f"a sheet named {layout.footnote_sheet!r} with the days of the data",
        found="no day in it" if sheet else "no such sheet",
    )
