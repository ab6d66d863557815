"""The notes below a table: what its marks mean, which footnotes it has, the day on which its data were taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from collectors.media.sheet import Sheet
from collectors.tables.periods import long_dates
from collectors.tables.years_declared import Printed

_FOOTNOTE = re.compile(r"(\d{1,2})\W{0,2}[A-Z]")
_MARK = re.compile(r"([A-Z]{1,2}|[-–—*])\W{0,3}\s+(\w.*)")
_NUMBERS = re.compile(r"(?<=[^\W\d_]|[)*.’'”\"])(\d{1,2}(?:,\s?\d{1,2})*)$")


@dataclass(frozen=True)
class Below:
    """What the notes of a table say. `footnotes`: their numbers; `marks`: what is printed in place of a figure ▶ its
    status; `as_of`: the day and its row."""

    footnotes: frozenset[str]
    marks: Mapping[str, int]
    as_of: tuple[date, int] | None

    @classmethod
    def of(cls, sheet: Sheet, first: int, bottom: int, printed: Printed) -> Below:
        """Of the rows from `first` to before `bottom`."""
        lines = [(row, text) for row, _, text in sheet.strings if first <= row < bottom]
        notes = (_FOOTNOTE.match(text) for _, text in lines)
        said = (_MARK.fullmatch(text) for _, text in lines)
        marks = {mark[1]: _meaning(mark[2], printed.meanings) for mark in said if mark}
        days = ((re.search(printed.as_of, text), row) for row, text in lines)
        taken = ((when, row) for found, row in days if found for when in long_dates(found[1]))
        return cls(
            frozenset(note[1] for note in notes if note),
            {mark: status for mark, status in marks.items() if status is not None},
            next(taken, None),
        )

    def without_numbers(self, label: str) -> str:
        """A label without the numbers of footnotes that it ends in, `Withdrawals7`; other digits stay."""
        found = _NUMBERS.search(label)
        if found and all(number in self.footnotes for number in re.split(r",\s?", found[1])):
            return label[: found.start()].rstrip()
        return label


def _meaning(words: str, meanings: Mapping[str, int]) -> int | None:
    return next((status for pattern, status in meanings.items() if re.match(pattern, words.lower())), None)
