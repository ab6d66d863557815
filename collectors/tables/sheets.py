"""A sheet that is being read: what is known from outside its tables, and what is told on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from collectors.errors import LayoutChanged
from collectors.media.sheet import Sheet
from collectors.records import Document
from collectors.tables.axes import Block
from collectors.tables.declared import Family, Held
from collectors.tables.footnotes import Footnotes, Slip
from collectors.tables.grid import Grid
from collectors.tables.labels import UNLABELLED, slug, slug_of
from collectors.tables.periods import fiscal_years

#: rows and columns
Region = tuple[Sequence[int], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know; `once` is what is told only once a sheet."""

    kind: str
    message: str
    sheet: str | None = None
    cell: str | None = None
    expected: str | None = None
    found: str | None = None
    once: tuple[str, ...] = ()


def slip_notice(sheet: str | None, slip: Slip) -> Notice:
    """A day of the footnotes that cannot be."""
    return Notice(
        "date_slipped",
        f"{slip.printed} cannot be the day of these data; it is not used: {slip.sentence[:200]}",
        sheet,
        f"B{slip.row + 1}",
        expected=f"a day not after {slip.limit}",
        found=slip.printed,
    )


@dataclass(frozen=True, slots=True)
class Area:
    """The cells of a table: rows and columns, from the first to before the last."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Found:
    """A published table that was found on a sheet and is not yet read. `read` raises LayoutChanged where it cannot be:
    then this table is refused, and no other."""

    dataflow: str
    title: str
    area: Area
    read: Callable[[TableReading], Iterable[Block]]


@dataclass(frozen=True, slots=True)
class SheetKind:
    """What a source declares of a kind of sheet: a word that its name contains, what finds its tables, and the
    dataflows that it is never without, each with its title. `every_edition`: the sheet is never missing either."""

    word: str
    find: Callable[[SheetReading], Iterable[Found]]
    expects: Mapping[str, str] = field(default_factory=dict)
    every_edition: bool = False


def no_tables(_reading: SheetReading) -> Iterable[Found]:
    """What finds nothing: for a sheet that holds words."""
    return ()


@dataclass(frozen=True, eq=False)
class Layout:
    """What a source declares of its workbooks. Nothing but the kinds of sheets is demanded."""

    module: str  # `__name__` of the source, for the messages
    sheets: Sequence[SheetKind]  # the first whose word fits; one with the word '' takes every other sheet
    #: family of tables ▶ the term of its block in the sheet of footnotes, the sentence in it that holds the day
    footnotes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    footnote_sheet: str = ""  # the name of that sheet, where there is one
    said: str = r"(\d\S*)"  # what stands before a day in a footnote, the day being the group
    #: family of tables ▶ how its day is found, where it stands on the sheet itself
    days: Mapping[str, Callable[[TableReading, Grid, Block], date | None]] = field(default_factory=dict)
    value: Callable[[str, str], str] = slug_of  # dimension, printed label ▶ value: one for all spellings of a label
    marks: Mapping[str, int] = field(default_factory=dict)  # what is printed in place of a figure ▶ status
    #: dimension ▶ its labels, in lower case: another one is told, for it begins a new series
    closed: Mapping[str, Container[str]] = field(default_factory=dict)
    #: how far the data run where no table says it: the last day of the last month printed; told as inferred
    last_day: Callable[[Iterable[Sheet]], date | None] | None = None
    held: Sequence[Held] = ()  # tables whose figures another table of the workbook prints too
    band: str = ""  # what a line above the tables contains that names the fiscal year of the sheet


@dataclass(frozen=True)
class SheetReading:
    """One sheet of one workbook."""

    layout: Layout
    document: Document
    sheet: Sheet
    footnotes: Footnotes
    through: date | None = None  # `Layout.last_day` of the document

    @property
    def judged_by(self) -> date | None:
        """The day by which "not over yet" is judged where a table does not say how far its data run."""
        return self.footnotes.commonest

    def place(self, table: str) -> str:
        """A table in a message, with its sheet where that has a name."""
        return table if self.sheet.name is None else f"sheet {self.sheet.name!r}, {table}"

    def changed(self, table: str, expected: str, found: str) -> LayoutChanged:
        return LayoutChanged(
            self.document.name,
            table=self.place(table),
            expected=expected,
            found=found,
            remedy=f"Nothing of it was loaded. Compare the sheet with the edition before, then teach "
            f"{self.layout.module} the new layout.",
        )

    @cached_property
    def years(self) -> list[int]:
        """The fiscal year of the band above the tables, then that of the sheet's name, where there are any."""
        above = (self.sheet.text(r, 0) for r in range(min(8, self.sheet.height))) if self.layout.band else ()
        banded = (fiscal_years(text) for text in above if self.layout.band in text)
        band = next((years for years in banded if years), [])
        return band[-1:] + fiscal_years(self.sheet.name or "")[-1:]

    @property
    def outdated(self) -> bool:
        """Whether the footnotes are those of an older fiscal year than the sheet, left standing."""
        return bool(self.years) and self.footnotes.older_than(min(self.years))


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row of a list: what is listed (`name=…,city=…`), the cell of it, and what stands beside it (records.ENTRY)."""

    dataflow: str
    key: str
    at: tuple[int, int]
    attributes: Mapping[str, str | None]
    title: str | None = None


@dataclass(frozen=True)
class TableReading:
    """One table of a sheet. What is told of it, its rows that are listed without a figure, and the numbers that are no
    figures of it are kept here until it is known whether the table is read or refused."""

    on: SheetReading
    notices: list[Notice] = field(default_factory=list)
    listed: list[ListedRow] = field(default_factory=list)
    omissions: dict[tuple[int, int], str] = field(default_factory=dict)  # row and column ▶ reason
    axes: list[Region] = field(default_factory=list)
    attributes: list[Region] = field(default_factory=list)  # of what is listed

    @property
    def sheet(self) -> Sheet:
        return self.on.sheet

    @property
    def judged_by(self) -> date | None:
        return self.on.judged_by

    def changed(self, table: str, expected: str, found: str) -> LayoutChanged:
        return self.on.changed(table, expected, found)

    def tell(
        self,
        kind: str,
        message: str,
        at: tuple[int, int],
        *,
        expected: str | None = None,
        found: str | None = None,
        once: tuple[str, ...] = (),
    ) -> None:
        """Something a person should know of this table."""
        self.notices.append(Notice(kind, message, self.sheet.name, self.sheet.address(*at), expected, found, once))

    def omit(self, row: int, column: int, reason: str) -> None:
        """A number that is no figure, with one of the few named reasons."""
        self.omissions[row, column] = reason

    def read_as_axis(self, rows: Sequence[int], columns: Sequence[int]) -> None:
        """Cells of these rows and columns are read into a period, a dimension or a label: numbers there are no
        figures."""
        if rows and columns:
            self.axes.append((rows, columns))

    def read_as_entry(self, rows: Sequence[int], columns: Sequence[int]) -> None:
        """Cells of these rows and columns are attributes of what is listed."""
        if rows and columns:
            self.attributes.append((rows, columns))

    def year(self, title: str, at: tuple[int, int]) -> int:
        """The fiscal year of a table: of its title; of the band above, where the title names none; the sheet's name
        last. Where the title disagrees with these it counts, and a person is told."""
        years = fiscal_years(title)[-1:]
        for other in self.on.years if years else ():
            if other != years[0]:
                self.tell(
                    "fiscal_year_disagrees",
                    f"The sheet is of FY{other}, the title {title!r} of FY{years[0]}; the title counts.",
                    at,
                    expected=f"FY{other}",
                    found=f"FY{years[0]}",
                )
        years += self.on.years
        if not years:
            raise self.changed(f"table {title!r}", "a fiscal year in the title or on the sheet", "none")
        limit = self.on.footnotes.limit
        if limit and date(years[0] - 1, 10, 1) > limit:
            found = f"FY{years[0]}, which began after the file was last saved ({limit})"
            raise self.changed(f"table {title!r}", "a fiscal year that had begun", found)
        return years[0]

    def through(self, family: Family, grid: Grid, block: Block, year: int | None = None) -> date | None:
        """How far the data of a table run, of a stock on which day: as its family says."""
        if isinstance(family, tuple):
            said = self.on.footnotes.find(*family)
            self.notices.extend(slip_notice(self.on.layout.footnote_sheet, slip) for slip in said.slips)
            return self.checked(said.day, year, grid.at)
        if family in self.on.layout.days:
            return self.on.layout.days[family](self, grid, block)
        when = self.on.footnotes.days.get(family)
        if when is None and family in self.on.layout.footnotes:
            self.tell(
                "day_not_found",
                f"The footnotes name no day for the table {grid.title!r}.",
                grid.at,
                expected="a sentence of the footnotes with a day",
                found="none",
                once=("day", family),
            )
        return self.checked(when, year, grid.at)

    def value(self, dimension: str, label: str, at: tuple[int, int]) -> str:
        """A printed label as the value of a dimension. One that its list does not have begins a new series: told."""
        known = self.on.layout.closed.get(dimension)
        if known is not None and label.lower() not in known:
            self.tell(
                "unknown_label",
                f"{label!r} is no {dimension} that is known: it is read as a new series.",
                at,
                expected=f"a known {dimension}",
                found=label,
                once=("label", dimension, label),
            )
        return self.on.layout.value(dimension, label)

    def values(self, dimension: str, labels: Sequence[str], at: tuple[int, int]) -> dict[str, str]:
        """The labels of a table ▶ their values. Two labels with one value keep their own words beside it: they would
        be one series else."""
        found = {label: self.value(dimension, label, at) if label else UNLABELLED for label in labels}
        if "" in found:
            self.tell(
                "label_missing", f"There is no {dimension} in some rows.", at, expected="a label", found="a blank one"
            )
        count = Counter(found.values())
        for label, value in found.items():
            if count[value] > 1:
                found = {**found, label: f"{value}:{slug(label)}"}
                words = f"{label!r} is {value}, and so is another {dimension} of this table: they stay apart."
                self.tell("labels_alike", words, at, expected=f"one label for {value}", found=label)
        return found

    def checked(self, when: date | None, year: int | None, at: tuple[int, int]) -> date | None:
        """The day, unless it cannot be: after the file was saved or first seen, or before the fiscal year that it
        closes. That is told once a sheet, at the first table whose day it is."""
        limit = self.on.footnotes.limit
        late = bool(when and limit and when > limit)
        if not when or not (late or (year and when < date(year - 1, 10, 1))):
            return when
        expected = f"a day not after {limit}, when the file was saved or seen" if late else f"a day of FY{year}"
        self.tell(
            "date_slipped",
            f"{when} cannot be the day of these data; it is not used.",
            at,
            expected=expected,
            found=str(when),
            once=(expected, str(when)),
        )
        return None
