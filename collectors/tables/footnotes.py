"""The days up to which the data of each family of tables run, as a sheet of footnotes tells them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from datetime import date
from typing import NamedTuple

from collectors.media.sheet import Sheet
from collectors.tables.periods import commonest, us_dates


class Slip(NamedTuple):
    """A day of the footnotes that no calendar has, or that lies after `limit`: it does not count."""

    row: int
    printed: str
    sentence: str
    limit: date | None


class Said(NamedTuple):
    """What the footnotes say of one family: its day, and the slips that were passed over on the way to it."""

    day: date | None
    slips: tuple[Slip, ...]


class Footnotes:
    """The days of a sheet of footnotes. `families` maps a family to the pattern of its term (first column) and of the
    sentence that holds the day; `said` is the pattern of what stands before a day, with the day as its group. `limit`
    is the day that no data can go beyond: when the file was saved, or first seen."""

    def __init__(
        self,
        sheet: Sheet | None = None,
        limit: date | None = None,
        families: Mapping[str, tuple[str, str]] | None = None,
        said: str = r"(\d\S*)",
    ) -> None:
        self._said = re.compile(said)
        self._blocks = _blocks(sheet, self._said) if sheet else {}
        self._families = families or {}
        self._judge(limit)

    def until(self, limit: date | None) -> Footnotes:
        """The same footnotes under another limit."""
        others = copy(self)
        others._judge(limit)
        return others

    def _judge(self, limit: date | None) -> None:
        self.limit = limit
        found = {family: self.find(*patterns) for family, patterns in self._families.items()}
        self.days = {family: said.day for family, said in found.items() if said.day}
        self.slips = [*dict.fromkeys(slip for said in found.values() for slip in said.slips)]
        self.commonest = commonest(self.days.values())

    def older_than(self, year: int) -> bool:
        """Whether an older fiscal year left them standing: the day that most name is before the first of this one."""
        return self.commonest is not None and self.commonest < date(year - 1, 10, 1)

    def find(self, term: str, sentence: str, below: str = "") -> Said:
        """The day of the first such sentence of a block; of those after the line `below`, where the block has it."""
        blocks = (lines for name, lines in self._blocks.items() if re.search(term, name, re.IGNORECASE))
        lines = [line for block in blocks for line in block]
        start = next((k for k, (text, _) in enumerate(lines) if below and re.search(below, text)), 0)
        slips: list[Slip] = []
        for text, row in lines[start:]:
            said = self._said.search(text)
            if said is None or not re.search(sentence, text, re.IGNORECASE):
                continue
            days = us_dates(said[1])
            if days and not (self.limit and days[0] > self.limit):
                return Said(days[0], tuple(slips))
            slips.append(Slip(row, said[1], text, self.limit))
        return Said(None, tuple(slips))


def _blocks(sheet: Sheet, said: re.Pattern[str]) -> dict[str, list[tuple[str, int]]]:
    """Term ▶ its sentences with a day or a colon, and their rows."""
    blocks: dict[str, list[tuple[str, int]]] = {}
    term, printed = "", [*sheet.strings]
    terms = min((column for _, column, _ in printed), default=0)  # the first column that holds words
    for row, column, text in printed:
        if column == terms:
            term = text
        elif text.endswith(":") or said.search(text):
            blocks.setdefault(term, []).append((text, row))
    return blocks
