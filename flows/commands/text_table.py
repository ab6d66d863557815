"""Texts ▶ a table of text, piece by piece: how wide its columns are, the rows at hand tell.

Where later rows need wider ones, the table ends and another one begins with its header. (`rich`, which draws the small
tables of the other commands, takes half a minute for 50,000 rows.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.box import Box
from rich.cells import cell_len, chop_cells

Columns = Sequence[Sequence[str]]  # the texts of each column


@dataclass(frozen=True, slots=True)
class Look:
    """How tables are drawn."""

    width: int  # characters of a line
    box: Box
    bold: Callable[[str], str]


def table(names: Sequence[str], right: Sequence[bool], pieces: Iterable[Columns], look: Look) -> Iterator[str]:
    """A table, line by line. Columns that are `right` stand to the right."""
    natural = [_width(name) for name in names]
    widths = list[int]()
    for columns in pieces:
        natural = [max(width, *map(_width, texts), 0) for width, texts in zip(natural, columns, strict=True)]
        fitting = fit(natural, look.width - 3 * len(names) - 1)
        if fitting != widths:
            if widths:
                yield look.box.get_bottom(_padded(widths))
            widths = fitting
            yield from _header(names, right, widths, look)
        yield from _rows(columns, right, widths, look.box)
    yield look.box.get_bottom(_padded(widths))


def block(title: str, names: Sequence[str], texts: Sequence[str], look: Look) -> Iterator[str]:
    """One row as a table of its own, line by line: names, and what stands under them."""
    columns = (names, texts)
    widths = fit([max(map(_width, column)) for column in columns], look.width - 7)
    box = look.box.get_plain_headed_box()
    yield title
    yield box.get_top(_padded(widths))
    yield from _rows(columns, (False, False), widths, box)
    yield box.get_bottom(_padded(widths))


def fit(natural: Sequence[int], room: int) -> list[int]:
    """Widths that fit into a room, at least 1 each: the widest give way first."""
    wanted = [max(width, 1) for width in natural]
    most = min(max(wanted), max(room, 1))
    while most > 1 and sum(min(width, most) for width in wanted) > room:
        most -= 1
    widths = [min(width, most) for width in wanted]
    for k, width in enumerate(wanted):
        if width > most and sum(widths) < room:
            widths[k] += 1
    return widths


def fold(text: str, width: int) -> list[str]:
    """The lines of a text, none of them wider: broken between words, and in a word that is wider than a line."""
    lines = list[str]()
    for line in text.split("\n"):
        lines += [line] if _cells(line) <= width else _folded(line, width)
    return lines


def _folded(line: str, width: int) -> list[str]:
    lines, begun = list[str](), ""
    for word in re.findall(r"\s*\S+\s*", line):
        if begun and _cells(begun) + _cells(word.rstrip()) > width:
            lines.append(begun.rstrip())
            begun = ""
        *whole, rest = _chopped(word.rstrip(), width)
        lines += whole
        begun = begun + word if not whole else rest + word[len(word.rstrip()) :]
    return [*lines, begun.rstrip()]


def _chopped(word: str, width: int) -> list[str]:
    if word.isascii():
        return [word[at : at + width] for at in range(0, len(word), width)]
    return chop_cells(word, width)


def _cells(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)


def _width(text: str) -> int:
    return _cells(text) if "\n" not in text else max(map(_cells, text.split("\n")))


def _padded(widths: Iterable[int]) -> list[int]:
    return [width + 2 for width in widths]


def _header(names: Sequence[str], right: Sequence[bool], widths: Sequence[int], look: Look) -> Iterator[str]:
    box = look.box
    yield box.get_top(_padded(widths))
    line = _line(box.head_left, box.head_vertical, box.head_right, len(names))
    yield from _drawn([[name] for name in names], right, widths, line, look.bold)
    yield box.get_row(_padded(widths), "head")


def _rows(columns: Columns, right: Sequence[bool], widths: Sequence[int], box: Box) -> Iterator[str]:
    return _drawn(columns, right, widths, _line(box.mid_left, box.mid_vertical, box.mid_right, len(widths)), str)


def _line(left: str, between: str, right: str, columns: int) -> str:
    return f"{left} " + f" {between} ".join(["%s"] * columns) + f" {right}"


def _drawn(
    columns: Columns, right: Sequence[bool], widths: Sequence[int], line: str, bold: Callable[[str], str]
) -> Iterator[str]:
    """Rows, each as high as the highest of its cells."""
    cells = [
        [_cell(text, width, is_right) for text in texts]
        for texts, width, is_right in zip(columns, widths, right, strict=True)
    ]
    for row in zip(*cells, strict=True):
        for k in range(max(map(len, row))):
            yield line % tuple(
                bold(lines[k]) if k < len(lines) else " " * width for lines, width in zip(row, widths, strict=True)
            )


def _cell(text: str, width: int, right: bool) -> list[str]:
    """A text as lines that are all as wide as its column."""
    lines = [text] if "\n" not in text and _cells(text) <= width else fold(text, width)
    return [_pad(line, width, right) for line in lines]


def _pad(line: str, width: int, right: bool) -> str:
    blank = " " * (width - _cells(line))
    return blank + line if right else line + blank
