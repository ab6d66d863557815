"""The medium of a PDF: the words of its pages, and the cells of the tables on them, each with its place.

Places are points from the top left corner of the page as it is shown, whatever its box or rotation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """Points from the top left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def center(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """The smallest box with all of them in it."""
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return cls(min(lefts), min(tops), max(rights), max(bottoms))


class Word(NamedTuple):
    text: str
    box: Box


class Cell(NamedTuple):
    """A cell of a table, its words in the order of reading; none where it is blank."""

    box: Box
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class Lattice:
    """The cells of a table, row by row; None where a row has no cell of its own (cells that are merged). `across`: the
    words that stand over a line."""

    box: Box
    rows: tuple[tuple[Cell | None, ...], ...]
    across: tuple[Word, ...] = ()


@dataclass(frozen=True)
class Page:
    """`number` is 1 for the first page. `unread` says why a page cannot be read, and then it has no words."""

    number: int
    words: tuple[Word, ...] = ()
    ruled: tuple[Lattice, ...] = ()
    unread: str | None = None


def address(page: int, box: Box) -> str:
    """The place of a box, in whole points: `p3:142,99,188,116` (left, top, right, bottom)."""
    return f"p{page}:" + ",".join(f"{side:.0f}" for side in box)
