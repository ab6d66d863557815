"""A document of sheets, judged as a whole: what every medium of tables ends in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from collectors.errors import EmptyRelease
from collectors.media.sheet import Sheet
from collectors.records import Document, Table
from collectors.tables.held import without_contradicted
from collectors.tables.judging import SheetDraft, ledgers_of, without_repeats
from collectors.tables.ledger import tables_of
from collectors.tables.sheets import Layout, Notice, SheetKind, no_tables


def tables_of_document(
    document: Document, layout: Layout, drafts: Sequence[SheetDraft], told: Sequence[Notice]
) -> Iterator[Table]:
    """Every table that was read, what was refused and left out, and what is told. Raises the first refusal where no
    table could be read; EmptyRelease where there is nothing to read."""
    kept, rows = without_repeats(drafts)
    if rows is not None and layout.held:
        kept, rows = without_contradicted(kept, rows, layout.held)
    sheets = ledgers_of(kept, layout)
    refusals = [refusal for sheet in sheets for refusal in sheet.refusals]
    if rows is None and refusals:
        raise refusals[0].error
    if rows is None:
        raise EmptyRelease(
            document.name,
            expected="figures",
            found="none in what there is to read",
            remedy="Look at the file: the publisher may have put up a shell, to be filled later.",
        )
    yield from tables_of(sheets, told, rows)


def kind_of(layout: Layout, name: str) -> SheetKind:
    """What the source declares of a sheet, by its name; nothing is found on a sheet of which it declares nothing."""
    folded = name.casefold()
    return next((kind for kind in layout.sheets if kind.word.casefold() in folded), SheetKind("", no_tables))


def inferred_day(document: Document, layout: Layout, sheets: Iterable[Sheet]) -> date | None:
    """`Layout.last_day`; the day on which the file was first seen, where the last period was not over by then."""
    through = layout.last_day(sheets) if layout.last_day else None
    if through and document.first_seen_at:
        return min(through, document.first_seen_at.date())
    return through


def inferred(through: date | None) -> list[Notice]:
    """That the day of the data is not printed: it is the last day of the last month that has a figure."""
    if through is None:
        return []
    words = (
        f"No day of the data is printed: they are taken to run through {through}, the end of the last period printed, "
        "or the day of the first sighting where that period was not over."
    )
    return [Notice("day_inferred", words, expected="a day up to which the data run", found="none")]
