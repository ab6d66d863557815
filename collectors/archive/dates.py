"""The moments that WARCs print: of full or reduced precision, in the form of ISO 8601 or of 14 digits."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_DATE = re.compile(
    r"(\d{4})(?:-?(\d\d)(?:-?(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d)[.,]?(\d+)?)?)?)?)?[ ]*(Z|[+-]\d\d:?\d\d)?",
    re.IGNORECASE | re.ASCII,
)


def moment(printed: str) -> datetime:
    """The moment in UTC; UTC where it names no zone. Raises ValueError.

    Of a day, a month or a year alone its last second: by then the capture was made. The first one would let a document
    speak for days on which nobody had seen it.
    """
    match = _DATE.fullmatch(printed.strip())
    if match is None:
        raise ValueError(f"{printed[:40]!r} is no date")
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    if hour is None:
        return _last_second(int(year), int(month or 0), int(day or 0))
    seconds = min(int(second or 0), 59)  # a leap second has no name in Python
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    when = datetime(int(year), int(month), int(day), int(hour), int(minute), seconds, micro, _zone(zone))
    return when.astimezone(UTC)


def _last_second(year: int, month: int, day: int) -> datetime:
    if day:
        after = datetime(year, month, day, tzinfo=UTC) + timedelta(days=1)
    elif month:
        datetime(year, month, 1, tzinfo=UTC)  # a thirteenth month is none
        after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    else:
        after = datetime(year + 1, 1, 1, tzinfo=UTC)
    return after - timedelta(seconds=1)


def _zone(printed: str | None) -> timezone:
    if printed is None or printed in "Zz":
        return UTC
    sign = -1 if printed[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(printed[1:3]), minutes=int(printed[-2:])))
