"""What robots.txt of a host allows us. One that cannot be had is no permission."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import httpx
from protego import Protego

from collectors.errors import OnrecordError, RefusedByRobots, Unreachable
from collectors.media.verdict import REFUSALS, judge

ROBOTS_BYTES = 512 << 10  # RFC 9309 asks for 500 KiB at least
AGENT = "onrecord"

#: address, headers ▶ status, headers, body; raises FetchFailed
Read = Callable[[str, dict[str, str]], tuple[int, Sequence[tuple[str, str]], bytes]]


class Robots:
    """The rules of each host, asked once a run."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._rules: dict[str, Protego | OnrecordError | None] = {}
        self._mutex = threading.RLock()

    def check(self, url: str, headers: dict[str, str]) -> None:
        """Raises RefusedByRobots where an address is forbidden; where the host refuses to tell, what it did:
        Unreachable (no answer, 429, 5xx), Blocked (401, 403) or BotChallenge. A 404 means that there are no rules.
        """
        rules = self._of(url, headers)
        if isinstance(rules, OnrecordError):
            raise type(rules)(
                url, table="robots.txt", expected=rules.expected, found=rules.found, remedy=rules.remedy
            ) from rules
        if rules is not None and not rules.can_fetch(url, AGENT):
            raise RefusedByRobots(
                url,
                expected="leave to fetch it",
                found=f"that {_place(url)} forbids it to {AGENT}",
                remedy="Ask the publisher, or import files got by other means.",
            )

    def crawl_delay(self, url: str) -> float | None:
        """Seconds between two requests that the rules of a host ask for, where they were read."""
        rules = self._rules.get(_place(url))
        return rules.crawl_delay(AGENT) if isinstance(rules, Protego) else None

    def _of(self, url: str, headers: dict[str, str]) -> Protego | OnrecordError | None:
        place = _place(url)
        with self._mutex:
            if place not in self._rules:
                plain = {name: value for name, value in headers.items() if not name.startswith("If-")}
                try:
                    self._rules[place] = self._fetch(place, plain)
                except OnrecordError as error:
                    self._rules[place] = error
            return self._rules[place]

    def _fetch(self, place: str, headers: dict[str, str]) -> Protego | None:
        status, answered, body = self._read(place, headers)
        if status == 429 or status >= 500:
            raise Unreachable(
                place, expected="the rules, or 404", found=f"HTTP {status}", remedy="The next run asks again."
            )
        if status in REFUSALS or status == 200:
            judge(place, status, answered, body, ())
        return Protego.parse(body.decode("utf-8", "replace")) if status == 200 else None


def _place(url: str) -> str:
    return str(httpx.URL(url).copy_with(path="/robots.txt", query=None, fragment=None))
