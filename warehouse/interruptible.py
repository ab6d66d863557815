"""Questions to a warehouse that a Ctrl-C ends at once."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
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
        signal.signal(signal.SIGINT, before)
        _SAID.clear()


def _end_if_said() -> None:
    if _SAID.is_set():
        raise KeyboardInterrupt


def interruptible(warehouse: Connection, work: Callable[[], T]) -> T:
    """What `work` gives, asked of the warehouse beside this thread, which DuckDB would not let hear a Ctrl-C before the
    next of its own pauses. Raises what `work` raises, and KeyboardInterrupt when the query has ended."""
    answer, begun, given_up = Future[T](), Event(), Event()

    def run() -> None:
        begun.set()
        try:
            if given_up.is_set():
                raise KeyboardInterrupt
            answer.set_result(work())
        except BaseException as error:  # noqa: BLE001 it is raised below
            answer.set_exception(error)

    _end_if_said()
    try:
        _beside().submit(run)
        while not answer.done():
            _end_if_said()
            wait([answer], LISTENING)  # Python may miss a Ctrl-C that comes just before a wait without an end
    except BaseException:
        given_up.set()
        while (
            begun.is_set() and not answer.done()
        ):  # an interrupt before the query has begun is not heard: say it again
            with suppress(KeyboardInterrupt):  # nor does whoever says it twice get away from a query that runs
                warehouse.interrupt()
                wait([answer], LISTENING)
        raise
    return answer.result()


@cache
def _beside() -> ThreadPoolExecutor:
    """One thread for all questions: a long answer has thousands of pieces."""
    return ThreadPoolExecutor(1, "question")
