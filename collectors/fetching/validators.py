"""When a publisher is asked whether something changed, with which words, and when its answer is believed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from collectors.archive.index import Validators
from collectors.records import Source

FULL_ANSWER_EVERY = timedelta(days=30)
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"|[A-Za-z0-9._:/+=-]+')
_LONGEST = 1024  # characters; servers refuse requests whose headers are long


def conditions(had: Validators) -> dict[str, str]:
    """The headers of a conditional request. What cannot be sent, or would match anything, is left out."""
    headers = {}
    if had.etag and len(had.etag) <= _LONGEST and _ETAG.fullmatch(had.etag):
        headers["If-None-Match"] = had.etag
    if had.last_modified and had.last_modified.isascii() and _moment(had.last_modified) is not None:
        headers["If-Modified-Since"] = had.last_modified
    return headers


def confirms(had: Validators, header: Callable[[str], str | None]) -> bool:
    """Whether a 304 speaks of the file that was asked about: by its ETag, else by its Last-Modified."""
    etag, last_modified = header("etag"), header("last-modified")
    if had.etag and etag:
        return had.etag.removeprefix("W/") == etag.removeprefix("W/")
    if had.last_modified and last_modified:
        return had.last_modified == last_modified or _moment(had.last_modified) == _moment(last_modified)
    return True


def why_in_full(source: Source, had: Validators, news: datetime | None, now: datetime) -> str | None:
    """Why an address is to be asked without conditions although there are some; None where it is not.

    A server that answers 304 for ever (a stuck cache, a file put back with an older date) is found out only so.
    `news`: when the last new document of the source came. A source that is late is asked in full once.
    """
    if now - had.given_at >= FULL_ANSWER_EVERY:
        return f"asked for in full, for the last full answer is of {had.given_at:%Y-%m-%d}"
    silence = re.fullmatch(r"P(\d{1,5})D", source.cadence.late_after)
    if silence is None or news is None:
        return None
    late_from = news + timedelta(days=int(silence[1]))
    if had.given_at < late_from <= now:
        return f"asked for in full, for the source is late: nothing new since {news:%Y-%m-%d}"
    return None


def _moment(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
