"""Questions to a warehouse that a Ctrl-C ends at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from functools import cache
from threading import Event
from typing import TypeVar

from warehouse.connection import Connection

T = TypeVar("T")
LISTENING = 0.05  # seconds


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

    try:
        _beside().submit(run)
        while not answer.done():
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
    """One thread for all questions. Each end of a thread is a moment at which Python drops a Ctrl-C: it calls back what
    watches threads, and no exception leaves there. A long answer has thousands of pieces."""
    return ThreadPoolExecutor(1, "question")
