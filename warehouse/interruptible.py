"""Questions to a warehouse that a Ctrl-C ends at once."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from functools import cache
from threading import Event
from types import FrameType
from typing import TypeVar

from warehouse.connection import Connection

T = TypeVar("T")
LISTENING = 0.05  # seconds
_SAID = Event()  # a Ctrl-C that no question has ended for yet


@contextmanager
def remembered() -> Iterator[None]:
    """A Ctrl-C while an answer is taken ends the question that runs, or the next one, and raises KeyboardInterrupt
    there; a second one raises it at once. Raised wherever the first one comes, it would now and then be lost: Python
    lets no exception out of what a weak reference calls back. For the main thread."""
    before = signal.getsignal(signal.SIGINT)

    def hear(number: int, frame: FrameType | None) -> None:
        if _SAID.is_set():
            signal.default_int_handler(number, frame)
        _SAID.set()

    _SAID.clear()
    if before is signal.default_int_handler:  # else somebody lets it be ignored, or hears it himself
        signal.signal(signal.SIGINT, hear)
    try:
        yield
        _end_if_said()
    finally:
        if before is signal.default_int_handler:
            signal.signal(signal.SIGINT, before)
        _SAID.clear()


def _end_if_said() -> None:
    if _SAID.is_set():
        raise KeyboardInterrupt


def interruptible(warehouse: Connection, work: Callable[[], T]) -> T:
    """What `work` gives, asked of the warehouse beside this thread, which DuckDB would not let hear a Ctrl-C before the
    next of its own pauses. Raises what `work` raises, and KeyboardInterrupt when the query has ended."""
    _end_if_said()
    answer = _beside().submit(work)
    try:
        while not answer.done():
            _end_if_said()
            wait([answer], LISTENING)  # Python may miss a Ctrl-C that comes just before a wait without an end
    except BaseException:
        # an interrupt before the query has begun is not heard: say it again
        while not (answer.done() or answer.cancel()):
            with suppress(KeyboardInterrupt):  # nor does whoever says it twice get away from a query that runs
                warehouse.interrupt()
                wait([answer], LISTENING)
        raise
    return answer.result()


@cache
def _beside() -> ThreadPoolExecutor:
    """One thread for all questions: a long answer has thousands of pieces."""
    return ThreadPoolExecutor(1, "question")
