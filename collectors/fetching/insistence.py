"""Asking again where that may help, with leave of robots.txt, to the end of the redirects."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial

import httpx
import stamina

from collectors.fetching.addresses import askable, is_own
from collectors.fetching.exchange import Answer, Exchange, Wanted, follow, unreachable
from collectors.fetching.robots import Robots
from collectors.media.verdict import challenged

RETRY_AFTER_MOST = 60.0  # seconds; who asks us to wait longer is asked again in the next run
TRIES = 3
_BUSY = frozenset({429, 500, 502, 503, 504})


class _Again(Exception):
    """The server asks us to come back, or its answer was cut on the way."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


class Insistence:
    """Asks an address up to three times. `retry_seconds`: before the second try, then more."""

    def __init__(self, exchange: Exchange, retry_seconds: float, now: Callable[[], datetime]) -> None:
        self._exchange = exchange
        self._retry_seconds = retry_seconds
        self._now = now
        self._robots = Robots(partial(self.ask, robots=False))

    def close(self) -> None:
        """Give connections back."""
        self._exchange.close()

    def ask(self, wanted: Wanted, *, robots: bool = True) -> Answer:
        """Ask, and ask again where that may help. Raises the kinds of FetchFailed."""
        tries = 0
        try:
            for attempt in stamina.retry_context(
                on=partial(self._wait_before_retry, wanted.end),
                attempts=TRIES,
                timeout=None,
                wait_initial=self._retry_seconds,
                wait_jitter=self._retry_seconds,
                wait_max=RETRY_AFTER_MOST,
            ):
                with attempt:
                    tries = attempt.num
                    return self._follow(wanted, robots=robots)
        except _Again as last:
            times = f", {tries} times" if last.answer.torn and tries > 1 else ""
            return replace(last.answer, cut=f"{last.answer.cut}{times}" if last.answer.cut else None)
        except httpx.RequestError as error:
            how = f"{type(error).__name__}: {error}" + (f", {tries} times" if tries > 1 else "")
            raise unreachable(wanted.url, how) from error
        raise AssertionError("retry_context ended without an answer or an error")

    def _wait_before_retry(self, end: float, error: Exception) -> bool | float:
        """Whether another try may help, or how many seconds the server wants us to wait before it."""
        left, most = end - time.monotonic(), 2 * self._retry_seconds  # what stamina may wait before the second try
        if isinstance(error, _Again):
            wait = _retry_after(error.answer, self._now())
            if wait is None:
                return left > most
            return wait if wait <= min(RETRY_AFTER_MOST, left) else False
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError | httpx.UnsupportedProtocol):
            return False
        if not isinstance(error, httpx.RequestError):
            return False
        return left > most and not self._exchange.is_silent(error.request)

    def _follow(self, wanted: Wanted, *, robots: bool) -> Answer:
        """The answer at the end of the redirects. Raises _Again where to ask again may help."""
        url, times = askable(wanted.url), 0
        while True:
            if robots:
                self._ask_leave(url, wanted)
            answer = self._exchange.ask(url, wanted)
            if answer.location is None:
                break
            times += 1
            url = follow(wanted.url, answer, times)
        busy = answer.status in _BUSY and not challenged(answer.status, answer.headers, answer.body)
        if busy or answer.again:
            raise _Again(answer)
        return answer if times else replace(answer, url=wanted.url)

    def _ask_leave(self, url: httpx.URL, wanted: Wanted) -> None:
        delay = self._robots.check(url, wanted, is_own(wanted.source, url.host))
        if delay is not None and self._exchange.network is not None:
            self._exchange.network.slow_down(url, min(delay, RETRY_AFTER_MOST))


def _retry_after(answer: Answer, now: datetime) -> float | None:
    """Seconds that the server asks us to wait; None where it does not say."""
    value = (answer.header("retry-after") or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return _limit_over(answer, now)


def _limit_over(answer: Answer, now: datetime) -> float | None:
    """Seconds until requests are let through again, as APIs say it: a second of Unix."""
    reset = (answer.header("x-rate-limit-reset") or "").strip()
    return (
        max(0.0, float(reset) - now.timestamp())
        if answer.status == 429 and re.fullmatch(r"[0-9]{1,12}", reset)
        else None
    )
