"""Figures, days and ages in the words of a report."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

MONTHS = ("January", "February", "March", "April", "May", "June", "July",
          "August", "September", "October", "November", "December")  # fmt: skip
MINUS = "−"
NOTHING = "–"
LARGE = {"ERO", "ICE", "IPC", "SPC", "CDF", "FDC", "FCI", "ICDC", "USMS", "US", "CCA", "II", "III", "IV", "JTF", "TX"}


def number(value: float | None, decimals: int = 0) -> str:
    """60,311; −1,204; with decimals 63,276.6; a dash for what is not there."""
    if value is None:
        return NOTHING
    text = f"{abs(value):,.{decimals}f}"
    return f"{MINUS}{text}" if value < 0 and float(text.replace(",", "")) else text


def signed(value: float, decimals: int = 0) -> str:
    """+1,204; −0.3; 0."""
    text = number(value, decimals)
    return f"+{text}" if value > 0 and float(text.replace(",", "")) else text


def amount(value: float) -> str:
    """A figure of any unit: 2,006; 34,785 of an average; 55.70 days; a share of 0.33."""
    return number(value, _decimals(value))


def _decimals(value: float) -> int:
    return 0 if value == round(value) or abs(value) >= 1000 else 2


def share(part: float, whole: float) -> str:
    """39.8%; a dash of nothing."""
    if not whole:
        return NOTHING
    return f"{100 * part / whole:.1f}%"


def change(now: float, before: float) -> str:
    """12% more than; 3% fewer than; about as many as; 2.4 times as many as."""
    ratio = now / before
    if ratio >= 2:
        return f"{ratio:.1f} times as many as"
    percent = 100 * (ratio - 1)
    if abs(percent) < 0.5:
        return "about as many as"
    return f"{abs(percent):.0f}% {'more' if percent > 0 else 'fewer'} than"


def day(value: date) -> str:
    """4 April 2026."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def month(value: date) -> str:
    """March 2026."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def fiscal_year(value: int) -> str:
    """FY2026."""
    return f"FY{value}"


def days(count: int) -> str:
    """1 day, 21 days."""
    return f"{count:,} day" if count == 1 else f"{count:,} days"


def name(words: str) -> str:
    """A name that a list prints in one case: Adams County Det Center; what is written large stays so (ERO, ICE)."""
    return " ".join(word.upper() if word.upper() in LARGE else word.capitalize() for word in words.split())


def listed(words: list[str]) -> str:
    """a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def period(identity: str) -> str:
    """A period as figures name it in words: December 2025, FY2025, 3 February 2025; any other as it is."""
    if re.fullmatch(r"\d{4}-10-01/P1Y", identity):
        return fiscal_year(int(identity[:4]) + 1)
    if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", identity):
        return day(date.fromisoformat(identity)) if len(identity) == 10 else month(date.fromisoformat(f"{identity}-01"))
    return identity


def series(key: str) -> str:
    """What a series counts of its table: agency total, criminality convicted criminal."""
    dimensions = key.partition("{")[2].rstrip("}").replace("=", " ").replace("_", " ")
    return dimensions.replace(",", ", ") or "all"


def cell(value: Any, kind: str) -> str:
    """A value of a table as people read it; what is not there is a dash."""
    if value is None:
        return NOTHING
    return _WRITTEN[kind](value)


_WRITTEN: dict[str, Callable[[Any], str]] = {
    "text": str,
    "words": str,
    "series": series,
    "period": period,
    "number": number,
    "decimal": lambda value: number(value, 1),
    "percent": lambda value: f"{signed(value, 2)}%",
    "signed": signed,
    "amount": amount,
    "change": lambda value: signed(value, _decimals(value)),
    "day": day,
    "moment": lambda value: day(value.date()),
    "month": month,
    "name": name,
    "year": fiscal_year,
}
