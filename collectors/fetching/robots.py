"""What robots.txt of a host allows us, after RFC 9309. One that cannot be had is no permission."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import replace

import httpx
from protego import Protego

from collectors.errors import BotChallenge, FetchFailed, OnrecordError, OutOfTime, RefusedByRobots, Unreachable
from collectors.fetching.exchange import Answer, Wanted
from collectors.media.verdict import challenged

ROBOTS_BYTES = 500 << 10  # the first 500 KiB are read, whatever comes behind
AGENT = "onrecord"

#: raises FetchFailed
Read = Callable[[Wanted], Answer]


class Robots:
    """The rules of each host, asked once a run."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._rules: dict[tuple[str, bool], Protego | OnrecordError | None] = {}
        self._mutex = threading.RLock()

    def check(self, url: httpx.URL, wanted: Wanted, own: bool) -> float | None:
        """Seconds between two requests that the host asks for, where it does. `own`: its host is the source's own.

        Raises RefusedByRobots where an address is forbidden; where the host does not tell, what it did: Unreachable
        (no answer, 429, 5xx), BotChallenge, FetchFailed. Any other 4xx means that there are no rules.
        """
        place = str(url.copy_with(path="/robots.txt", query=None))
        rules = self._of(place, wanted, own)
        if isinstance(rules, OnrecordError):
            raise type(rules)(
                str(url), table="robots.txt", expected=rules.expected, found=rules.found, remedy=rules.remedy
            ) from rules
        if rules is None:
            return None
        if not rules.can_fetch(str(url), AGENT):
            raise RefusedByRobots(
                str(url),
                expected="leave to fetch it",
                found=f"that {place} forbids it to {AGENT}",
                remedy="Ask the publisher, or import files got by other means.",
            )
        delay = rules.crawl_delay(AGENT)
        return delay if delay is not None and math.isfinite(delay) and delay > 0 else None

    def _of(self, place: str, wanted: Wanted, own: bool) -> Protego | OnrecordError | None:
        with self._mutex:
            if (place, own) not in self._rules:
                asked = replace(wanted, url=place, most=ROBOTS_BYTES, had=None, first_part=True)
                try:
                    self._rules[place, own] = self._parsed(place, asked)
                except OutOfTime:
                    raise  # the turn of one source is over, others may ask
                except OnrecordError as error:
                    self._rules[place, own] = error
            return self._rules[place, own]

    def _parsed(self, place: str, wanted: Wanted) -> Protego | None:
        answer = self._read(wanted)
        if challenge := challenged(answer.status, answer.headers, answer.body):
            raise BotChallenge(place, expected="the rules, or 404", found=challenge, remedy="Look at it in a browser.")
        if 400 <= answer.status < 500 and answer.status != 429:
            return None
        if not 200 <= answer.status < 300:
            raise _untold(place, f"HTTP {answer.status}")
        if answer.cut is not None:
            raise _untold(place, answer.cut)
        whole_lines = answer.body
        if len(whole_lines) >= ROBOTS_BYTES:
            whole_lines = whole_lines[: whole_lines.rfind(b"\n") + 1]
        try:
            return Protego.parse(whole_lines.decode("utf-8-sig", "replace"))
        except Exception as error:  # whatever a library makes of bytes that somebody sends: no rules were read
            remedy = "Look at the file; what it forbids cannot be told."
            found = f"{type(error).__name__}: {error}"
            raise FetchFailed(place, expected="rules that can be read", found=found, remedy=remedy) from error


def _untold(place: str, found: str) -> Unreachable:
    return Unreachable(place, expected="the rules, or 404", found=found, remedy="The next run asks again.")
