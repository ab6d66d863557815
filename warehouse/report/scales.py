"""Values ▶ places on a drawing, in percent of its width and height, and the ticks of its axes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10

from warehouse.report.drawing import Tick
from warehouse.report.words import MONTHS, number, signed

STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Linear:
    """Numbers between `low` and `high` ▶ 100 (the bottom) to 0 (the top)."""

    low: float
    high: float
    step: float

    def __call__(self, value: float) -> float:
        """The place of a value, in percent from the top."""
        return 100 * (self.high - value) / (self.high - self.low)

    def ticks(self, *, percent: bool = False) -> list[Tick]:
        """A tick a step; as changes in percent where that is what the values are."""
        count = round((self.high - self.low) / self.step)
        values = [self.low + k * self.step for k in range(count + 1)]
        decimals = 0 if self.step >= 1 else 1
        if percent:
            return [Tick(self(value), f"{signed(value, decimals if value else 0)}%") for value in values]
        return [Tick(self(value), number(value, decimals)) for value in values]


def linear(low: float, high: float, parts: int = 4) -> Linear:
    """The scale of the roundest steps that holds both and has about so many parts; of one value alone a step around."""
    span = high - low or abs(high) or 1.0
    power = 10 ** floor(log10(span / parts))
    step = next((s * power for s in STEPS if s * power * parts >= span), 10 * power)
    return Linear(floor(low / step) * step, max(ceil(high / step), floor(low / step) + 1) * step, step)


@dataclass(frozen=True, slots=True)
class Days:
    """Days from `first` to `last` ▶ 0 (the left) to 100 (the right)."""

    first: date
    last: date

    def __call__(self, value: date) -> float:
        """The place of the beginning of a day, in percent from the left."""
        return 100 * (value - self.first).days / max(1, (self.last - self.first).days)

    def ticks(self) -> list[Tick]:
        """Years, of less than two years months, of less than two months days. Minor ones go on a narrow screen."""
        span = (self.last - self.first).days
        if span > 730:
            return self._years(span // 365)
        if span > 62:
            return self._months(span // 30)
        return self._days(max(1, span // 6))

    def _years(self, count: int) -> list[Tick]:
        step = 1 if count <= 12 else 2 if count <= 20 else 5
        years = [year for year in range(self.first.year, self.last.year + 1) if year % step == 0]
        return [
            Tick(self(date(year, 1, 1)), str(year), minor=k % 2 == 1)
            for k, year in enumerate(year for year in years if self.first <= date(year, 1, 1) <= self.last)
        ]

    def _months(self, count: int) -> list[Tick]:
        step = 1 if count <= 8 else 3
        firsts = [date(y, m, 1) for y in range(self.first.year, self.last.year + 1) for m in range(1, 13, step)]
        within = [one for one in firsts if self.first <= one <= self.last]
        return [
            Tick(self(one), f"{MONTHS[one.month - 1][:3]} {one.year}", minor=k % 2 == 1) for k, one in enumerate(within)
        ]

    def _days(self, step: int) -> list[Tick]:
        within = [self.first + timedelta(k) for k in range(0, (self.last - self.first).days + 1, step)]
        return [
            Tick(self(one), f"{one.day} {MONTHS[one.month - 1][:3]}", minor=k % 2 == 1) for k, one in enumerate(within)
        ]
