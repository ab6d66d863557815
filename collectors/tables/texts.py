"""A delimited text, read table by table as a workbook of one sheet without a name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from collectors.media import delimited
from collectors.media.sheet import Sheet
from collectors.records import Document, Edition, Table
from collectors.tables.documents import inferred, kind_of, tables_of_document
from collectors.tables.footnotes import Footnotes
from collectors.tables.judging import draft_of
from collectors.tables.sheets import Layout, SheetReading


def edition_of(document: Document, layout: Layout, title: str) -> Edition:
    """Title and the day of the data, which is inferred (`Layout.last_day`). Raises what `delimited.sheet` raises."""
    through = layout.last_day([_sheet(document)]) if layout.last_day else None
    return Edition(title=title, data_through={"": through} if through else {})


def read_text(document: Document, layout: Layout) -> Iterator[Table]:
    """Every table. Raises what `delimited.sheet` raises; LayoutChanged where no table can be read; EmptyRelease."""
    sheet = _sheet(document)
    through = layout.last_day([sheet]) if layout.last_day else None
    reading = SheetReading(layout, document, sheet, Footnotes(), through)
    draft = draft_of(reading, kind_of(layout, ""))
    yield from tables_of_document(document, layout, [draft], inferred(through))


@lru_cache(maxsize=1)  # `edition` and `read` are asked for the same document, one after the other
def _sheet(document: Document) -> Sheet:
    return delimited.sheet(document)
