"""Words on a page ▶ the lines that they make, and a table whose cells no lines divide, by where its words stand.

Columns are strips that no figure crosses; a strip without a header, or a header without a strip, is no table of ours.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from collectors.media.numbers import number_of
from collectors.media.pdf import Box, Cell, Lattice, Word
from collectors.tables.periods import month_number

#: a fiscal year, as a header prints it
FISCAL_MONTHS = (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9)
_FEW = 6  # months on one line are a header, if not a whole one
_FIGURES = 3  # numbers on one line are a row of a table
_GAP = 2.5  # of the usual distance between two rows: what stands further down is no row of this table


def is_number(word: Word) -> bool:
    """Whether a word is a number, as figures, years and pages are printed: `1,832`, `(2004).`"""
    return not math.isnan(number_of(word.text.strip("().,;:*†‡§")))


def lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """The words of each line, from left to right, the lines from top to bottom: words whose middles are as high."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one.box.center[1], one.box.left)):
        last = lines[-1][0].box if lines else None
        if last and abs(word.box.center[1] - last.center[1]) < (last.bottom - last.top) / 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda one: one.box.left) for line in lines]


def text_of(line: Iterable[Word]) -> str:
    return " ".join(word.text for word in line)


def headers_of(words: Iterable[Word]) -> list[list[Word]]:
    """The lines that name months beside each other."""
    return [line for line in lines_of(words) if sum(month_number(word.text) is not None for word in line) >= _FEW]


def rows_of_figures(lines: Iterable[Sequence[Word]]) -> list[list[Word]]:
    """The lines of which most is numbers."""
    numbers = ((line, sum(map(is_number, line))) for line in lines)
    return [[*line] for line, count in numbers if count >= _FIGURES and 2 * count > len(line)]


def aligned(words: Sequence[Word], header: Sequence[Word], marks: Iterable[str]) -> Lattice | str:
    """The table under a header of months that no lines divide; in words what is wrong where there is none."""
    months = [word for word in header if month_number(word.text)]
    if tuple(month_number(word.text) for word in months) != FISCAL_MONTHS:
        return "the headers " + text_of(header)
    known = {mark.upper() for mark in marks}

    def is_figure(word: Word) -> bool:
        return is_number(word) or word.text.upper() in known

    below = [word for word in words if word.box.top > _middle(months)]
    body = [line for line in lines_of(below) if sum(map(is_figure, line)) >= _FIGURES]
    if not body:
        return "no row of figures under the header"
    if _has_gap(body):
        return "rows of figures far below the others"
    first = months[0].box.left
    beside = [word for word in words if _is_beside(word, months)]
    figures = [word for line in body for word in line if is_figure(word) and word.box.right > first]
    over = [*months, *(word for word in beside if word.box.left > months[-1].box.right)]
    heads, strips = _strips(over), [strip for strip in _strips(figures) if strip[1] > first]
    if not len(heads) == len(strips) == len(FISCAL_MONTHS) + 1:
        return f"{len(strips)} columns of figures under {len(heads)} headers"
    if not all(_stand_apart(strips, heads[k], k) for k in range(len(heads))):
        return "columns of figures that do not stand under the headers"
    edge = min(strips[0][0], heads[0][0])
    corner = [word for word in beside if word.box.right <= edge]
    rows = [_row(_middle(months), edge, heads, [*corner, *over])]
    labels, loose = _labels(below, body, edge)
    loose += [word for line in body for word in line if word.box.left >= edge and _strip(word, strips) is None]
    held, end = {*over, *(word for line in body for word in line)}, _middle(body[-1])
    loose += [word for word in below if word not in held and word.box.left >= edge and word.box.center[1] < end]
    if loose:
        return "words that stand by no row: " + text_of(loose)
    for line, label in zip(body, labels, strict=True):
        rows.append(_row(_middle(line), edge, strips, [*label, *(word for word in line if word.box.left >= edge)]))
    placed = [cell.words for row in rows for cell in row]
    boxes = [word.box for words_of_cell in placed for word in words_of_cell]
    return Lattice(Box.around(boxes), tuple(rows))


def _has_gap(rows: Sequence[Sequence[Word]]) -> bool:
    """Whether two rows stand far wider apart than the others: nobody knows if both are of one table."""
    steps = [later - earlier for earlier, later in pairwise(map(_middle, rows))]
    return any(step > _GAP * median(steps) for step in steps)


def _middle(line: Sequence[Word]) -> float:
    return median(word.box.center[1] for word in line)


def _is_beside(word: Word, months: Sequence[Word]) -> bool:
    """Whether a word may be of the header: as high as the months, or a line above or below them."""
    height = months[0].box.bottom - months[0].box.top
    near = abs(word.box.center[1] - _middle(months))
    outside = word.box.right < months[0].box.left or word.box.left > months[-1].box.right
    return outside and near < (2.0 if word.box.left > months[-1].box.right else 0.5) * height


def _strips(words: Iterable[Word]) -> list[tuple[float, float]]:
    """The stretches of a page's width that some words take, from left to right."""
    strips: list[tuple[float, float]] = []
    for left, right in sorted((word.box.left, word.box.right) for word in words):
        if strips and left <= strips[-1][1]:
            strips[-1] = strips[-1][0], max(strips[-1][1], right)
        else:
            strips.append((left, right))
    return strips


def _stand_apart(strips: Sequence[tuple[float, float]], head: tuple[float, float], k: int) -> bool:
    """Whether a header stands between the columns beside its own."""
    before = strips[k - 1][1] if k else 0.0
    after = strips[k + 1][0] if k + 1 < len(strips) else math.inf
    return before <= head[0] and head[1] <= after


def _labels(words: Iterable[Word], body: Sequence[Sequence[Word]], edge: float) -> tuple[list[list[Word]], list[Word]]:
    """The words left of the figures by the row that is nearest, and those that are too far from every one. A label may
    be broken over two lines, with its figures between them."""
    middles = [_middle(line) for line in body]
    steps = [later - earlier for earlier, later in pairwise(middles)]
    reach = min(steps, default=2 * (body[0][0].box.bottom - body[0][0].box.top)) / 2
    labels: list[list[Word]] = [[] for _ in body]
    loose = []
    for line in lines_of(word for word in words if word.box.left < edge):
        near = min(range(len(body)), key=lambda k: abs(middles[k] - _middle(line)))
        if abs(middles[near] - _middle(line)) < reach:
            labels[near] += line
        elif middles[0] < _middle(line) < middles[-1]:
            loose += line
    return labels, loose


def _strip(word: Word, strips: Sequence[tuple[float, float]]) -> int | None:
    """The strip in which a word stands, and no other."""
    touched = [k for k, (left, right) in enumerate(strips) if word.box.left <= right and left <= word.box.right]
    return touched[0] if len(touched) == 1 else None


def _row(middle: float, edge: float, strips: Sequence[tuple[float, float]], words: Iterable[Word]) -> tuple[Cell, ...]:
    """The label and a cell for each strip, blank where it has no word: then its place is that of a row's height."""
    cells: list[list[Word]] = [[] for _ in range(len(strips) + 1)]
    for word in words:
        place = _strip(word, strips)
        cells[0 if place is None else place + 1].append(word)
    sides = [(0.0, edge), *strips]
    return tuple(
        Cell(Box.around(word.box for word in held) if held else Box(left, middle, right, middle), tuple(held))
        for held, (left, right) in zip(cells, sides, strict=True)
    )
