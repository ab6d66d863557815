"""A delimited text, read table by table as a workbook of one sheet without a name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from collectors.media import delimited
from collectors.media.sheet import Sheet
from collectors.records import Document, Edition, Table
from collectors.tables.documents import inferred, inferred_day, kind_of, tables_of_document
from collectors.tables.footnotes import Footnotes
from collectors.tables.judging import draft_of
from collectors.tables.sheets import Layout, SheetReading


def edition_of(document: Document, layout: Layout, title: str) -> Edition:
    """Title and the day of the data, which is inferred (`Layout.last_day`). Raises what `delimited.sheet` raises."""
    _, through = _opened(document, layout)
    return Edition(title=title, data_through={"": through} if through else {})


def read_text(document: Document, layout: Layout) -> Iterator[Table]:
    """Every table. Raises what `delimited.sheet` raises; LayoutChanged where no table can be read; EmptyRelease."""
    sheet, through = _opened(document, layout)
    reading = SheetReading(layout, document, sheet, Footnotes(), through)
    draft = draft_of(reading, kind_of(layout, ""))
    yield from tables_of_document(document, layout, [draft], inferred(through))


@lru_cache(maxsize=1)  # `edition` and `read` are asked for the same document, one after the other
def _opened(document: Document, layout: Layout) -> tuple[Sheet, date | None]:
    sheet = delimited.sheet(document)
    return sheet, inferred_day(document, layout, [sheet])
