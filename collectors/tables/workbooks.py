"""A workbook, read sheet by sheet: what every source that publishes workbooks shares.

A source declares its `Layout`: which reader takes which sheet, what its footnotes say of the days of the data, what its
words mean. `read_workbook` opens the sheets, gives each to its reader, and accounts for every number of it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from collectors.errors import EmptyRelease, LayoutChanged
from collectors.media.workbook import Footnotes, Grid, Sheet, Workbook, address
from collectors.records import Document, Edition, Table
from collectors.tables.periods import fiscal_years
from collectors.tables.statements import Block, Statements, repeated

#: A family of footnotes by its name in `Layout`; or the term, the sentence and the line above it (`Footnotes.find`).
Family = str | tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class Layout:
    """What a source declares of its workbooks."""

    module: str  # `__name__` of the source, for the messages
    #: what the name of a sheet contains ▶ its reader; the first that fits
    sheets: Sequence[tuple[str, Callable[[Reading], Iterable[Block]]]]
    every_edition: Sequence[str]  # the sheets that no edition is without, by what their names contain
    #: family of tables ▶ the term of its block in the sheet `Footnotes`, the sentence in it that holds the day
    footnotes: Mapping[str, tuple[str, str]]
    #: family of tables ▶ how its day is found, where it stands on the sheet itself
    days: Mapping[str, Callable[[Reading, Grid, Block], date | None]]
    value: Callable[[str, str], str]  # dimension, printed label ▶ value: one for all spellings of a label
    marks: Mapping[str, int]  # what is printed in place of a figure ▶ status
    #: dimension ▶ its labels, in lower case: another one is told, for it begins a new series
    closed: Mapping[str, Container[str]]
    band: str  # what a line above the tables contains that names the fiscal year of the sheet


@dataclass
class Reading:
    """One sheet of one workbook, being read."""

    layout: Layout
    document: Document
    sheet: Sheet
    notes: Footnotes
    out: Statements
    _told: set[tuple[str, ...]] = field(default_factory=set)

    @property
    def judged_by(self) -> date | None:
        """The day by which "not over yet" is judged where a table does not say how far its data run."""
        return self.notes.commonest

    def changed(self, table: str, expected: str, found: str) -> LayoutChanged:
        return LayoutChanged(
            self.document.name,
            table=f"sheet {self.sheet.name!r}, {table}",
            expected=expected,
            found=found,
            remedy="Nothing of this document was loaded. Compare the sheet with the edition before, then teach "
            f"{self.layout.module} the new layout.",
        )

    @cached_property
    def _years_of_sheet(self) -> list[int]:
        """The fiscal year of the band above the tables, then that of the sheet's name, where there are any."""
        above = (self.sheet.text(r, 0) for r in range(min(8, self.sheet.height)))
        band = next((years for text in above if self.layout.band in text and (years := fiscal_years(text))), [])
        return band[-1:] + fiscal_years(self.sheet.name)[-1:]

    def year(self, title: str, at: tuple[int, int]) -> int:
        """The fiscal year of a table: of its title; of the band above, where the title names none; the sheet's name
        last. Where the title disagrees with these it counts, and a person is told."""
        years = fiscal_years(title)[-1:]
        for other in self._years_of_sheet if years else ():
            if other != years[0]:
                self.out.notice(
                    "fiscal_year_disagrees",
                    f"The sheet is of FY{other}, the title {title!r} of FY{years[0]}; the title counts.",
                    sheet=self.sheet.name,
                    at=at,
                    expected=f"FY{other}",
                    found=f"FY{years[0]}",
                )
        years += self._years_of_sheet
        if not years:
            raise self.changed(f"table {title!r}", "a fiscal year in the title or on the sheet", "none")
        if self.notes.saved and date(years[0] - 1, 10, 1) > self.notes.saved:
            found = f"FY{years[0]}, which began after the file was last saved ({self.notes.saved})"
            raise self.changed(f"table {title!r}", "a fiscal year that had begun", found)
        return years[0]

    def through(self, family: Family, grid: Grid, block: Block, year: int | None = None) -> date | None:
        """How far the data of a table run, of a stock on which day: as its family says."""
        if isinstance(family, tuple):
            return self.checked(self.notes.find(*family), year, grid.at)
        if family in self.layout.days:
            return self.layout.days[family](self, grid, block)
        when = self.notes.days.get(family)
        if when is None and self._first("day", family):
            self.out.notice(
                "day_not_found",
                f"The footnotes name no day for the table {grid.title!r}.",
                sheet=self.sheet.name,
                at=grid.at,
                expected="a sentence of the footnotes, `… updated through MM/DD/YYYY`",
                found="none",
            )
        return self.checked(when, year, grid.at)

    def value(self, dimension: str, label: str, at: tuple[int, int]) -> str:
        """A printed label as the value of a dimension. One that its list does not have begins a new series: told."""
        known = self.layout.closed.get(dimension)
        if known is not None and label.lower() not in known and self._first("label", dimension, label):
            self.out.notice(
                "unknown_label",
                f"{label!r} is no {dimension} that is known: it is read as a new series.",
                sheet=self.sheet.name,
                at=at,
                expected=f"a known {dimension}",
                found=label,
            )
        return self.layout.value(dimension, label)

    def _first(self, *words: str) -> bool:
        """Whether this has not been told yet of the sheet."""
        first = words not in self._told
        self._told.add(words)
        return first

    def checked(self, when: date | None, year: int | None, at: tuple[int, int]) -> date | None:
        """The day, unless it cannot be: after the file was saved, or before the fiscal year that it closes. That is
        told once a sheet, at the first table whose day it is."""
        late = bool(when and self.notes.saved and when > self.notes.saved)
        if not when or not (late or (year and when < date(year - 1, 10, 1))):
            return when
        expected = f"a day not after {self.notes.saved}, when the file was saved" if late else f"a day of FY{year}"
        if self._first(expected, str(when)):
            self.out.notice(
                "date_slipped",
                f"{when} cannot be the day of these data; it is not used.",
                sheet=self.sheet.name,
                at=at,
                expected=expected,
                found=str(when),
            )
        return None


@lru_cache(maxsize=1)  # `edition` and `read` are asked for the same document, one after the other
def _opened(document: Document, layout: Layout) -> tuple[Workbook, Footnotes]:
    book = Workbook.open(document)
    name = next((name for name in book.sheet_names if name.strip().casefold() == "footnotes"), None)
    sheet = book.sheet(name) if name else None
    return book, Footnotes(sheet, book.saved_at.date() if book.saved_at else None, layout.footnotes)


def edition_of(document: Document, layout: Layout, title: str, main: str) -> Edition:
    """What a workbook says of itself; its scope is the fiscal year of the sheet whose name begins with `main`. Raises
    BadContent."""
    book, notes = _opened(document, layout)
    years = [year for name in book.sheet_names if name.startswith(main) for year in fiscal_years(name)]
    return Edition(
        title=title,
        saved_at=book.saved_at,
        data_through={"": notes.commonest} if notes.commonest else {},
        scope=f"FY{years[0]}" if years else None,
    )


def read_workbook(document: Document, layout: Layout) -> Iterator[Table]:
    """Every table of every visible sheet. Raises BadContent, LayoutChanged, EmptyRelease."""
    book, notes = _opened(document, layout)
    out = Statements(layout.marks)
    for name in book.hidden:
        words = f"The hidden sheet {name!r} was left out: hidden sheets hold superseded figures."
        out.notice("hidden_sheet", words, sheet=name)
    # A table that a newer sheet prints once more is the second entry, so the sheets of the older year come first.
    for name in sorted(book.sheet_names, key=lambda name: (fiscal_years(name) or [0])[-1]):
        sheet = book.sheet(name)
        out.open(sheet)
        word, reader = next((word, reader) for word, reader in layout.sheets if word.casefold() in name.casefold())
        reading, before = Reading(layout, document, sheet, notes, out), out.count
        for block in reader(reading):
            out.add(block)
        if word and reader is not no_tables and out.count == before and out.unread(sheet):
            raise reading.changed("the sheet", "tables with known titles", "figures, none of them under such a title")
        _refuse(reading)
        _leave_out(sheet, out)
    # Last, because a sheet may look up footnotes of its own.
    for row, printed, sentence in notes.slips:
        out.notice(
            "date_slipped",
            f"{printed} cannot be the day of these data; it is not used: {sentence[:200]}",
            sheet="Footnotes",
            at=(row, 1),
            expected=f"a day not after {notes.saved}",
            found=printed,
        )
    if not out.count:
        raise EmptyRelease(
            document.name,
            expected="figures",
            found="none in any visible sheet",
            remedy="Look at the file: the publisher may have put up a shell, to be filled later.",
        )
    tables = [*out.tables()]
    if series := next((repeated(table.rows) for table in tables if table.kind == "observation"), None):
        raise LayoutChanged(
            document.name,
            table=series.split("{")[0],
            expected="each series once for a period",
            found=f"{series} twice",
            remedy="Nothing of this document was loaded. A label or a column of the table may be printed twice.",
        )
    if not notes.days:
        raise LayoutChanged(
            document.name,
            table="the footnotes",
            expected="sentences that tell the days of the data, `… updated through MM/DD/YYYY`",
            found="none in a sheet named Footnotes",
            remedy=f"Nothing of this document was loaded. Look at the footnotes, then mend LAYOUT of {layout.module}.",
        )
    names = " | ".join(book.sheet_names).casefold()
    if missing := [word for word in layout.every_edition if word.casefold() not in names]:
        raise LayoutChanged(
            document.name,
            table="the workbook",
            expected=f"a visible sheet whose name contains {missing[0].strip()!r}",
            found="the sheets " + ", ".join(repr(name) for name in book.sheet_names),
            remedy="Nothing of this document was loaded. Look at the file; where the sheet has a new name, add it to "
            f"the LAYOUT of {layout.module}.",
        )
    yield from tables


def no_tables(reading: Reading) -> Iterable[Block]:
    """The reader of a sheet that holds words."""
    return ()


def _refuse(reading: Reading) -> None:
    """Raises LayoutChanged where a part of a known table would be lost: a cell among its figures that is neither number
    nor text, figures that go on below it."""
    sheet, out = reading.sheet, reading.out
    if out.strange:
        _, row, column = out.strange[0]
        found = f"{sheet.rows[row][column]!r} in {address(row, column)}"
        raise reading.changed("a table of figures", "a number, a text or nothing in each cell", found)
    for row, column in out.unread(sheet):
        if title := out.below_a_table(sheet, row, column):
            found = f"figures below its end, the first in {address(row, column)}"
            raise reading.changed(f"table {title!r}", "one block of rows without a gap", found)


def _leave_out(sheet: Sheet, out: Statements) -> None:
    """Figures of a table that nobody has declared are left out by name, and a person is told where they stand."""
    unread = out.unread(sheet)
    for row, column in unread:
        out.omit(sheet, row, column, "table not known")
    if unread:
        row, column = unread[0]
        top = next((r for r in range(row, 0, -1) if sheet.is_blank(r - 1, 0, sheet.width)), 0)
        words = [text for r, c, text in sheet.strings if top <= r <= row and c <= column]
        out.notice(
            "unknown_table",
            f"{len(unread)} figures of this sheet belong to no table that is known; the block of the first begins with "
            f"{words[0] if words else ''!r}. Declare the table in the source's module.",
            sheet=sheet.name,
            at=(row, column),
            found=words[0] if words else None,
        )
