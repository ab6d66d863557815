"""Terms of presidents: inauguration days by name, from `lexicon/times.toml`."""

from __future__ import annotations

from datetime import date

from collectors.claims.lexicons import lexicon


def terms(name: str | None, p: date) -> list[date]:
    """The inauguration days of a name, or of who is in office."""
    begun: dict[str, list[int]] = lexicon("times")["terms"]
    years = begun.get(name or "", []) if name else [y for years in begun.values() for y in years]
    return sorted(day for day in (date(y, 1, 20) for y in years) if day <= p)


def in_office_since(day: date) -> date | None:
    """The inauguration day of the term that was running on a day."""
    return max(terms(None, day), default=None)


def began(name: str | None, p: date) -> date | None:
    """The first day of the last term, or of the terms in a row, of a name."""
    days = terms(name, p)
    if not days:
        return None
    first = days[-1]
    while name and date(first.year - 4, 1, 20) in days and not in_office(name, p):
        first = date(first.year - 4, 1, 20)
    return first


def in_office(name: str, p: date) -> bool:
    """Whether the president of a name was in office on a day."""
    days = terms(name, p)
    return bool(days) and days[-1] == max(terms(None, p))
