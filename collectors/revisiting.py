"""When something is asked for again.

A list is, when its source's `expected_every` is over since it was asked.
An article is, for reports are corrected in their first hours and days, hardly ever after a month:
after 1 and 6 hours, 1, 3, 7 and 30 days, counted from our first answer; then never, unless the publisher says that it
has changed. Workbooks and other tables are asked for in every run, conditionally: those are replaced at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from collectors.archive.index import Answers
from collectors.records import Link

AFTER = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 3 * 24, 7 * 24, 30 * 24))

#: a list that becomes due so soon is asked now: runs come hourly, and none begins to the second
EARLY = timedelta(minutes=30)


def list_is_due(last_asked: datetime | None, every: timedelta, now: datetime) -> bool:
    """Whether a list is to be asked that was last asked then, if ever; an attempt to which nobody answered is none."""
    return last_asked is None or last_asked + every - EARLY <= now


def is_due(answers: Answers | None, now: datetime, updated_at: datetime | None = None) -> bool:
    """Whether an address is to be asked: never answered yet, said to have changed since, or a time to look has come.

    A run that comes late asks once for all the times that it has missed.
    """
    if answers is None or (updated_at is not None and answers.last < updated_at <= now):
        return True
    return any(answers.last < answers.first + after <= now for after in AFTER)


def due(links: Iterable[Link], answered: Mapping[str, Answers], now: datetime) -> list[Link]:
    """Of the links that a publisher lists those that are to be asked, in their order; behind them the addresses that it
    lists no more."""
    listed = list(links)
    names = {link.url for link in listed}
    gone = [Link(url) for url in sorted(answered) if url not in names]
    return [link for link in [*listed, *gone] if is_due(answered.get(link.url), now, link.updated_at)]
