"""How long a run, a source in it, one request and a host that does not answer may take."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_FOREVER = float("inf")
_end: ContextVar[float] = ContextVar("_end", default=_FOREVER)


@contextmanager
def until(end: float) -> Iterator[None]:
    """Within this block nothing that this thread reads from the network takes longer than to `end` (monotonic)."""
    token = _end.set(end)
    try:
        yield
    finally:
        _end.reset(token)


def seconds_left() -> float:
    """Of the block around; infinite where there is none."""
    return _end.get() - time.monotonic()


class Turns:
    """The time of a run, divided: each source may take a share of what is left when its first request is made.

    So a slow source leaves the others their turn, however many there are, and a quick one leaves them nearly all.
    """

    def __init__(self, seconds: float, share: float) -> None:
        self.end = time.monotonic() + seconds
        self._share = share
        self._ends: dict[str, float] = {}
        self._mutex = threading.Lock()

    def end_of(self, source_id: str) -> float:
        """When the turn of a source ends (monotonic)."""
        with self._mutex:
            if source_id not in self._ends:
                now = time.monotonic()
                self._ends[source_id] = now + max(0.0, self.end - now) * self._share
            return self._ends[source_id]


class Patience:
    """How long a run may wait in all for hosts that do not answer. Each wait takes at most half of what is left,
    so that a host that is there gets its chance however many before it are not."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._mutex = threading.Lock()

    def share(self, most: float) -> float:
        """Seconds that one wait may take: `most`, or half of what is left."""
        return max(0.1, min(most, self._left / 2))

    def spend(self, seconds: float) -> None:
        """This much was waited in vain."""
        with self._mutex:
            self._left = max(0.0, self._left - seconds)
