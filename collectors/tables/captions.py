"""What each column of a table counts: its header, and the caption that is merged over it and its neighbours.

Nothing is guessed: a column of figures without a header, a header without figures, a caption that is not merged over
its columns, a list out of its order are `LayoutChanged`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from collectors.errors import LayoutChanged
from collectors.media.sheet import LETTERS, Sheet
from collectors.media.sheet_xml import Span
from collectors.tables.axes import Axis, Line
from collectors.tables.below import Below
from collectors.tables.sheets import TableReading
from collectors.tables.years_declared import TOTAL, Level, YearsDown


class Head(NamedTuple):
    """Where a table stands: row of its title, row of its header, the column of the years (that of the months is next),
    the rows of its body."""

    title: int
    row: int
    left: int
    body: Sequence[int]


class Column(NamedTuple):
    """A column of figures and the words over it."""

    position: int
    caption: str  # '' where none stands over it
    header: str

    @property
    def label(self) -> str:
        return f"{self.caption} / {self.header}" if self.caption else self.header


@dataclass(frozen=True)
class Over:
    """The words over the figures of a table that is being read."""

    reading: TableReading
    table: YearsDown
    head: Head
    below: Below

    def changed(self, expected: str, found: str) -> LayoutChanged:
        return self.reading.changed(f"table {self.table.dataflow}", expected, found)

    def value(self, dimension: str, label: str) -> str:
        return self.reading.on.layout.value(dimension, label)


def columns_of(over: Over) -> Axis:
    """The columns of figures with their keys. Raises LayoutChanged."""
    columns = _columns(over)
    keys = [_key(over, column) for column in columns]
    if not columns:
        raise over.changed("columns of figures", "none")
    _judge(over, columns)
    return Axis.of(Line(column.position, column.label, key) for column, key in zip(columns, keys, strict=True))


def _columns(over: Over) -> list[Column]:
    sheet, head = over.reading.sheet, over.head
    captions = _captions(over)
    filled = sheet.filled[[*head.body]].any(axis=0)
    columns = []
    for c in range(head.left + 2, sheet.width):
        header = over.below.without_numbers(_header(sheet, head.row, c))
        if bool(header) != bool(filled[c]):
            expected = "a header over each column of figures, and figures below each header"
            found = f"none below {header!r}" if header else "none"
            raise over.changed(expected, f"{found} in column {LETTERS[c]}")
        if header:
            caption = over.below.without_numbers(captions.get(c, ""))
            columns.append(Column(c, caption, header))
    return columns


def _header(sheet: Sheet, row: int, column: int) -> str:
    """The words over a column; they may be merged with the cells above them."""
    span = _span(sheet, row, column)
    return sheet.label(span.top, span.left) if span and span.left == column else sheet.label(row, column)


def _span(sheet: Sheet, row: int, column: int) -> Span | None:
    covering = (s for s in sheet.merged if s.top <= row <= s.bottom and s.left <= column <= s.right)
    return next(covering, None)


# ── Captions ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def _captions(over: Over) -> dict[int, str]:
    """Column ▶ the caption over it, in the row above the header."""
    sheet, head = over.reading.sheet, over.head
    rows = {r: begins for r in range(head.title + 1, head.row) if (begins := _above(sheet, r, head))}
    wanted = [head.row - 1] if over.table.captions else []
    if [*rows] != wanted:
        expected = f"{'a row' if wanted else 'no row'} of captions above the header"
        raise over.changed(expected, "words in the rows " + ", ".join(str(r + 1) for r in rows) if rows else "none")
    captions: dict[int, str] = {}
    for row, begins in rows.items():
        for c in begins:
            if c < head.left + 2:
                raise over.changed("captions over figures alone", f"one over column {LETTERS[c]}")
            span = _span(sheet, row, c) or Span(row, c, row, c)
            captions |= dict.fromkeys(range(span.left, span.right + 1), sheet.label(row, c))
    return captions


def _above(sheet: Sheet, row: int, head: Head) -> list[int]:
    """The columns of a row above the header in which words begin that do not reach down to it."""
    begins = [c for c in range(head.left, sheet.width) if sheet.label(row, c)]
    spans = [(_span(sheet, row, c), c) for c in begins]
    return [c for span, c in spans if span is None or span.bottom < head.row]


# ── Keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _key(over: Over, column: Column) -> str:
    """The part of the series key that the words over a column give."""
    table, header = over.table, over.table.header.dimension
    if table.captions is None:
        return f"{header}={over.value(header, column.header)}"
    if not column.caption:
        return _alone(over, column)
    if table.is_nested:
        return f"{header}={over.value(header, column.label)}"
    outer = table.captions.dimension
    return f"{outer}={over.value(outer, column.caption)},{header}={over.value(header, column.header)}"


def _alone(over: Over, column: Column) -> str:
    key = over.table.alone.get(column.header.lower())
    if key is None:
        expected = f"a caption that is merged over column {LETTERS[column.position]}"
        raise over.changed(expected, f"none over {column.header!r}")
    return key


# ── Lists in their order ─────────────────────────────────────────────────────────────────────────────────────────────
def _judge(over: Over, columns: Sequence[Column]) -> None:
    """Whether all lists of words are whole and in their order. Raises LayoutChanged."""
    header, captions = over.table.header, over.table.captions
    if over.table.is_nested:
        _refuse_strays(over, columns)
        _judge_list(over, header, [_key(over, column).partition("=")[2] for column in columns], columns)
        return
    groups = [[*group] for _, group in groupby(columns, key=lambda column: column.caption)]
    if captions is not None:
        groups = [group for group in groups if group[0].caption]
        firsts = [group[0] for group in groups]
        _judge_list(over, captions, [over.value(captions.dimension, one.caption) for one in firsts], firsts)
    inner = [[over.value(header.dimension, column.header) for column in group] for group in groups]
    for values, group in zip(inner, groups, strict=True):
        if header.values:
            _judge_list(over, header, values, group)
        elif values != inner[0]:
            expected = f"the headers of {groups[0][0].caption!r} under each caption"
            raise over.changed(expected, f"others under {group[0].caption!r}")
    if not header.values:
        _judge_list(over, header, inner[0], groups[0])


def _refuse_strays(over: Over, columns: Sequence[Column]) -> None:
    """Where captions are the upper level of their headers: a header that opens its caption and is not known there, or
    that is known under another caption alone. Then the caption stands over columns of another one."""
    dimension, known = over.table.header.dimension, over.table.header.values
    below_one = [column for column in columns if column.caption]
    captions = dict.fromkeys(column.caption for column in below_one)
    opened = set[str]()
    for column in below_one:
        under = [each for each in captions if over.value(dimension, f"{each} / {column.header}") in known]
        if column.caption not in under and (under or column.caption not in opened):
            raise over.changed("a header that is known under its caption", repr(column.label))
        opened.add(column.caption)


def _judge_list(over: Over, level: Level, values: Sequence[str], columns: Sequence[Column]) -> None:
    if len({*values}) < len(values) or (level.opens and values[:1] != [TOTAL]):
        expected = f"each {level.dimension} once" + (f", {TOTAL!r} first" if level.opens else "")
        raise over.changed(expected, ", ".join(values))
    if level.values:
        _judge_closed(over, level, values, columns)
    else:
        _judge_open(over, level, values, columns)


def _judge_closed(over: Over, level: Level, values: Sequence[str], columns: Sequence[Column]) -> None:
    known = [each for each in values if each in level.values]
    if known != sorted(known, key=level.values.index):
        raise over.changed("in their order " + ", ".join(level.values), ", ".join(values))
    for value, column in zip(values, columns, strict=True):
        if value not in level.values:
            over.reading.tell(
                "unknown_label",
                f"{column.label!r} is no {level.dimension} that is known: it is read as a new series.",
                (over.head.row, column.position),
                expected=f"a known {level.dimension}",
                found=column.label,
                once=("label", level.dimension, column.label),
            )


def _judge_open(over: Over, level: Level, values: Sequence[str], columns: Sequence[Column]) -> None:
    if level.rest and values[-1] != level.rest:
        raise over.changed(f"{level.rest!r} as the last {level.dimension}", values[-1])
    of_captions = level is over.table.captions
    listed = [c for value, c in zip(values, columns, strict=True) if value not in (TOTAL, level.rest)]
    names = [column.caption if of_captions else column.header for column in listed]
    if level.by_alphabet and not (_ascend(map(_words, names)) or _ascend(map(_letters, names))):
        raise over.changed(f"each {level.dimension} in the order of the alphabet", ", ".join(names))


def _ascend(names: Iterable[str]) -> bool:
    return all(a <= b for a, b in pairwise(names))


def _words(name: str) -> str:
    """Letters and blanks alone, without accents."""
    return re.sub(r"[^a-z ]", "", unicodedata.normalize("NFKD", name.casefold()))


def _letters(name: str) -> str:
    return _words(name).replace(" ", "")
