"""What the labels of a cell are, worked out without the readers: the words of its row and those of its column."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.faults.book import At, Value

MONTHS = [m.lower() for m in "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()]  # noqa: SIM905
NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_MARKS = {"-", "N/A", "*", "X", "NA", "D"}
Values = Mapping[At, Value]
Row = dict[str, Any]
#: what the labels of a cell say: row label, column label
Labels = tuple[str, str]
#: the same with nothing in it that does not change what is meant: outer label, inner (or only) one, column
Meaning = tuple[str, str, str]
#: dimension ▶ value, with the period as `period`; as a set of pairs
Dimensions = frozenset[tuple[str, str]]
#: dimension ▶ the parts of a meaning that tell it, each with what its labels tell
ToldBy = dict[str, dict[tuple[int, ...], dict[tuple[str, ...], str]]]


@dataclass
class Known:
    """A published table of the whole workbook. Positions are columns of the sheet, counted from that of the title."""

    sheet: str
    title: str
    dataflow: str
    top: int
    left: int
    first: int  # the first row and the last row and column of its figures
    last: int
    right: int
    label: int = 0  # the column of the labels
    outer: int | None = None  # the column of the outer ones, where there are two levels
    inner: frozenset[str] = frozenset()  # the labels of the lower level, where both stand in one column
    by_inner: bool = False  # the inner labels tell the series by themselves: a code beside a name
    banded: bool = False  # the outer ones stand on rows without figures
    marks: frozenset[str] = frozenset()  # what it prints in place of figures
    headless: bool = False  # no header stands over its figures
    halves: bool = False  # three rows of headers: a year, a month, mid or end
    beside: dict[str, int] = field(default_factory=dict)  # dimensions with a column of their own: the city of a place
    said: dict[Meaning, set[Dimensions]] = field(default_factory=lambda: defaultdict(set))
    told_by: ToldBy = field(default_factory=dict)
    repeats: bool = False  # the whole workbook has labels twice in it
    unlike: int = 0  # figures of the whole workbook whose labels are not where we think

    @property
    def at(self) -> tuple[str, str]:
        return self.sheet, self.title

    def touches(self, sheet: str, rows: range, columns: range) -> bool:
        """Whether any of these cells lies within the table, from its title to its last figure."""
        down, along = range(self.top, self.last + 1), range(self.left, self.right + 1)
        return sheet == self.sheet and _meet(rows, down) and _meet(columns, along)


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


# ── What the labels of a cell are ────────────────────────────────────────────────────────────────────────────────────
def title_above(values: Values, title: str, at: At) -> At | None:
    """Where the title of a cell's table stands: the nearest above it, none further right."""
    found = [(r, c) for (r, c), v in values.items() if r < at[0] and c <= at[1] and v.text.startswith(title)]
    return max(found, default=None)


def heading(values: Values, at: At, top: int, left: int, marks: frozenset[str] = frozenset()) -> str:
    """The header over a cell: the first words or day above it that are no mark in place of a figure; where there are
    none, of the column to the left (a header merged over several columns)."""
    for c in range(at[1], left, -1):
        for r in range(at[0] - 1, top, -1):
            value = values.get((r, c))
            if value and (
                value.kind == "date" or (value.kind == "text" and not is_figure(value.text) and value.text not in marks)
            ):
                return value.label
    return ""


def half_month(values: Values, at: At, top: int, left: int) -> str:
    """`2021 March mid`: the first year counts, one more with each January."""
    bottom = next((r for r in range(at[0] - 1, top, -1) if words_at(values, (r, at[1])) in ("mid", "end")), None)
    if bottom is None:
        return ""
    year, number, name = 0, 0, ""
    for c in range(left + 1, at[1] + 1):
        printed = values.get((bottom - 2, c))
        named = words_at(values, (bottom - 1, c))
        if not year and printed and printed.kind == "number":
            year = int(printed.number)
        if named[:3].lower() in MONTHS:
            month = MONTHS.index(named[:3].lower()) + 1
            year, number, name = year + (month < number), month, named
    return f"{year} {name} {words_at(values, (bottom, at[1]))}" if year and name else ""


def row_label(values: Values, table: Known, at: At, top: int, left: int) -> tuple[str, str]:
    """(outer, inner) of a row; outer '' where there is one level."""
    column = label_column(values, table, at, top, left)
    own = words_at(values, (at[0], column))
    above = range(at[0] - 1, top, -1)
    if table.outer is None:
        return "", own
    if table.outer == table.label and not table.banded:
        if own and own.lower() not in table.inner:
            return "", own
        words = (words_at(values, (r, column)) for r in above)
        return next((w for w in words if w and w.lower() not in table.inner), "?"), own
    if table.banded:
        bands = (words_at(values, (r, column)) for r in above if not has_figures(values, r, left, table))
        return next((w for w in bands if w), ""), own
    if not own:
        return "", words_at(values, (at[0], left + table.outer))
    words = (words_at(values, (r, left + table.outer)) for r in range(at[0], top, -1))
    return next((w for w in words if w), "?"), own


def label_column(values: Values, table: Known, at: At, top: int, left: int) -> int:
    """Where the labels of a table stand: where they stood, or further right where nothing is printed there any more."""
    columns = range(left + table.label, at[1])
    printed = (c for c in columns if any(words_at(values, (r, c)) for r in range(top + 1, at[0] + 1)))
    return next(printed, left + table.label)


def has_figures(values: Values, row: int, left: int, table: Known) -> bool:
    width = table.right - table.left
    return any((v := values.get((row, c))) and v.kind == "number" for c in range(left + 1, left + width + 1))


def labels(values: Values, table: Known, at: At, title: At) -> Labels:
    outer, own = row_label(values, table, at, *title)
    over = half_month(values, at, *title) if table.halves else heading(values, at, *title, table.marks)
    return f"{outer} / {own}" if outer else own, over


def words_at(values: Values, at: At) -> str:
    value = values.get(at)
    return value.text if value and value.kind == "text" else ""


def is_figure(words: str) -> bool:
    """Whether a text is what stands in place of a figure."""
    return words.upper() in _MARKS or bool(NUMBER.fullmatch(words))


def bare(words: str) -> str:
    """A label without what does not change its meaning: case, blanks, marks, characters that nobody sees."""
    return re.sub(r"[^a-z0-9]+", "", words.lower())


def meaning(found: Labels, table: Known) -> Meaning:
    """What labels mean: an outer label whose inner one is blank is the total of the outer one."""
    outer, _, inner = found[0].rpartition(" / ")
    if table.outer is not None and not outer:
        outer, inner = inner, "total"
    return bare(outer), bare(inner), bare(found[1])


def alike(found: Labels, row: Row) -> bool:
    """Whether the reader gives the labels that we have found; a table without a header has one of the reader's."""
    label, over = found
    return bare(label) == bare(row["row_label"] or "") and (not over or bare(over) == bare(row["column_label"]))


def dimensions(row: Row, table: Known) -> dict[str, str]:
    """Series and period of a figure, without what has a column of its own. Two places of one name are told apart by
    their addresses, which is no longer done where one of them is gone."""
    found = re.search(r"\{(.*)\}$", row["series_key"])
    pairs = (pair.partition("=") for pair in found[1].split(",")) if found else ()
    key = {name: value for name, _, value in pairs if name not in table.beside and name != "address"}
    return {**key, "period": row["time_period"]}
